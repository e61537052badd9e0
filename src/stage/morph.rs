//! Changes of data: what is seen goes over into the new document's water.
//!
//! Streams are the same where they have the same id, and so are places of one kind. Lines, widths, temperatures, the drops'
//! ways, places and shares are all blended in the same measure, so that what is seen in between is water of the same kind,
//! drawn by the same means; a change that comes in the middle of another begins with that.

use crate::{
    drops::{self, Strands},
    frame::Drops,
    map::{Map, Ribbon},
    network::Network,
    order,
    picture::{
        scene::Site,
        water::{River, rivers},
    },
};
use kurbo::{Point, Vec2};

/// How long a change takes, s.
pub const SECONDS: f64 = 0.6;
/// A stream of which less is there is gone.
const LEAST: f64 = 1e-3;

/// All that moves, at one moment: the streams in document order, then such as are going; the places in document order.
#[derive(Clone, Debug, PartialEq)]
pub struct Moving {
    /// Ids of the places.
    nodes: Vec<String>,
    /// The places.
    pub sites: Vec<Site>,
    /// Ids of the streams.
    ids: Vec<String>,
    /// Whether each runs out into the sea.
    to_sea: Vec<bool>,
    /// Whether each is drawn as one river with others.
    summed: Vec<bool>,
    /// How much of each is there, 0 to 1: all of it unless it comes or goes.
    parts: Vec<f64>,
    ribbons: Vec<Ribbon>,
    strands: Strands,
}

impl Moving {
    /// That of a map.
    pub fn new(network: &Network, map: &Map, sites: &[Site], strands: &Strands) -> Self {
        let id = |site: &Site| network.graph.raw_nodes().get(site.index).map_or("", |node| &node.weight.id).to_owned();
        Self {
            nodes: sites.iter().map(id).collect(),
            sites: sites.to_vec(),
            ids: network.graph.edge_weights().map(|stream| stream.id.clone()).collect(),
            to_sea: rivers(network, map).iter().map(|river| river.to_sea).collect(),
            summed: map.summed.clone(),
            parts: map.ribbons.iter().map(|ribbon| f64::from(ribbon.is_drawn())).collect(),
            ribbons: map.ribbons.clone(),
            strands: strands.clone(),
        }
    }

    /// Its streams as they are drawn.
    pub fn rivers(&self) -> Vec<River<'_>> {
        let parts = self.ribbons.iter().zip(&self.parts).zip(self.to_sea.iter().zip(&self.summed));
        let rivers = parts.map(|((ribbon, part), (to_sea, summed))| River {
            ribbon,
            part: *part,
            to_sea: *to_sea,
            summed: *summed,
            in_time: false,
            back: false,
            was: None,
            beside: None,
        });
        rivers.collect()
    }

    /// Its drops, without their colours.
    pub fn drops(&self) -> Drops {
        self.strands.drops(&self.ribbons)
    }
}

/// A change on its way.
#[derive(Clone, Debug)]
pub struct Morph {
    /// One for one the same streams.
    from: Moving,
    to: Moving,
    strands: drops::Morph,
    /// What is seen.
    now: Moving,
}

impl Morph {
    /// From what is seen to what is to be seen, whose strands may take over the lanes of what is; none where nothing moves,
    /// where the two have nothing in common, or where there is too much to be moved.
    pub fn new(mut from: Moving, mut to: Moving, strands: &mut Strands) -> Option<Self> {
        let sites = starts(&from, &to);
        let places = counterparts(&from.ids, &to.ids);
        let mut numbers = Vec::with_capacity(from.ids.len());
        let mut olds: Vec<Option<Ribbon>> = vec![None; to.ids.len()];
        let mut parts = vec![0.0; to.ids.len()];
        let old = from.ids.iter().zip(places).zip(from.to_sea).zip(from.parts).zip(from.ribbons);
        for ((((id, place), to_sea), part), ribbon) in old {
            let number = place.unwrap_or(to.ids.len());
            numbers.push(number);
            if number == to.ids.len() {
                to.ids.push(id.clone());
                to.to_sea.push(to_sea);
                to.summed.push(false);
                to.parts.push(0.0);
                to.ribbons.push(Ribbon::default());
                olds.push(None);
                parts.push(0.0);
            }
            if let (Some(place), Some(own)) = (olds.get_mut(number), parts.get_mut(number))
                && part > LEAST
            {
                (*place, *own) = (Some(ribbon), part);
            }
        }
        if !parts.iter().zip(&to.parts).any(|(old, new)| *old > 0.0 && *new > 0.0) {
            return None;
        }
        // What comes or goes has its place from the first to the last.
        let mut ribbons = Vec::with_capacity(olds.len());
        for (old, (new, part)) in olds.into_iter().zip(to.ribbons.iter_mut().zip(&to.parts)) {
            let mut old = old.unwrap_or_else(|| Ribbon { width: 0.0, ..new.clone() });
            if *part == 0.0 {
                *new = Ribbon { width: 0.0, ..old.clone() };
            }
            let count = old.line.len().max(new.line.len());
            resample(&mut old, count);
            resample(new, count);
            ribbons.push(old);
        }
        from.strands.renumber(&numbers);
        let between = drops::Morph::new(from.strands, strands)?;
        let now = Moving { sites, parts, ribbons, strands: between.at(0.0), ..to.clone() };
        let morph = Self { from: now.clone(), to, strands: between, now };
        let Self { from, to, strands, .. } = &morph;
        let rests =
            from.ribbons == to.ribbons && from.parts == to.parts && from.sites == to.sites && strands.is_still();
        (!rests).then_some(morph)
    }

    /// What is seen when so many `seconds` have passed; none when it is over.
    pub fn at(&mut self, seconds: f64) -> Option<&Moving> {
        let left = 1.0 - seconds.max(0.0) / SECONDS;
        if left.is_nan() || left <= 0.0 {
            return None;
        }
        // Quick at first, so that it answers at once however often it begins anew.
        let part = 1.0 - left * left;
        let (from, to) = (&self.from, &self.to);
        let mix = |a: f64, b: f64| a + (b - a) * part;
        for ((now, old), new) in self.now.parts.iter_mut().zip(&from.parts).zip(&to.parts) {
            *now = mix(*old, *new);
        }
        for ((now, old), new) in self.now.ribbons.iter_mut().zip(&from.ribbons).zip(&to.ribbons) {
            (now.width, now.speed) = (mix(old.width, new.width), mix(old.speed, new.speed));
            for ((now, old), new) in now.line.iter_mut().zip(&old.line).zip(&new.line) {
                *now = old.lerp(*new, part);
            }
            for ((now, old), new) in now.temperature.iter_mut().zip(&old.temperature).zip(&new.temperature) {
                *now = old + (new - old) * part as f32;
            }
        }
        for ((now, old), new) in self.now.sites.iter_mut().zip(&from.sites).zip(&to.sites) {
            *now = between(old, new, part);
        }
        self.now.strands = self.strands.at(part);
        Some(&self.now)
    }

    /// What is seen now.
    pub fn seen(self) -> Moving {
        self.now
    }
}

/// The places as they are seen at first: each where it was, and new ones where they are to be.
fn starts(from: &Moving, to: &Moving) -> Vec<Site> {
    let start = |(old, site): (Option<usize>, &Site)| {
        let old = old.and_then(|old| from.sites.get(old)).filter(|old| old.shown);
        let old = old.filter(|old| (old.kind, old.kt) == (site.kind, site.kt));
        old.map_or_else(|| site.clone(), |old| between(old, site, 0.0))
    };
    counterparts(&to.nodes, &from.nodes).into_iter().zip(&to.sites).map(start).collect()
}

/// For each of these ids where it is among those.
fn counterparts(these: &[String], those: &[String]) -> Vec<Option<usize>> {
    // As where levers are turned: sorting many takes longer than all else.
    if these == those {
        return (0..these.len()).map(Some).collect();
    }
    let id = |index: usize| these.get(index).or_else(|| those.get(index - these.len()));
    let classes = order::classes(these.len() + those.len(), &|a, b| id(a).cmp(&id(b)));
    let (these, those) = classes.split_at(these.len());
    let mut places = vec![None; classes.len()];
    for (index, class) in those.iter().enumerate() {
        places.iter_mut().skip(*class).take(1).for_each(|place| *place = Some(index));
    }
    these.iter().map(|class| places.get(*class).copied().flatten()).collect()
}

/// A place between what it was and what it is.
fn between(old: &Site, new: &Site, part: f64) -> Site {
    let mix = |a: f64, b: f64| a + (b - a) * part;
    let turn = |a: Vec2, b: Vec2| {
        let way = a.lerp(b, part);
        if a == b { b } else { way / way.hypot().max(1e-9) }
    };
    let [red, blue, other] = old.out;
    let [more_red, more_blue, more_other] = new.out;
    Site {
        at: old.at.lerp(new.at, part),
        direction: turn(old.direction, new.direction),
        reached: turn(old.reached, new.reached),
        radius: mix(old.radius, new.radius),
        breadth: mix(old.breadth, new.breadth),
        temperature: mix(old.temperature, new.temperature),
        inflow: mix(old.inflow, new.inflow),
        out: [mix(red, more_red), mix(blue, more_blue), mix(other, more_other)],
        ..new.clone()
    }
}

/// Gives a ribbon so many points, evenly spaced as they are.
fn resample(ribbon: &mut Ribbon, count: usize) {
    if ribbon.line.len() == count || ribbon.line.is_empty() {
        return;
    }
    let last = ribbon.line.len() - 1;
    let place = |index: usize| {
        let at = index as f64 * last as f64 / count.saturating_sub(1).max(1) as f64;
        let first = (at as usize).min(last);
        (first, (first + 1).min(last), at - first as f64)
    };
    let point = |index: usize| {
        let (a, b, part) = place(index);
        ribbon.line.get(a).zip(ribbon.line.get(b)).map(|(a, b)| a.lerp(*b, part))
    };
    let warmth = |index: usize| {
        let (a, b, part) = place(index);
        ribbon.temperature.get(a).zip(ribbon.temperature.get(b)).map(|(a, b)| a + (b - a) * part as f32)
    };
    let line: Vec<Point> = (0..count).filter_map(point).collect();
    let temperature = (0..count).filter_map(warmth).collect();
    (ribbon.line, ribbon.temperature) = (line, temperature);
}
