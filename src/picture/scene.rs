//! What the marks, labels and the basin are made from: each node with all that is said of it, and sums over them.

use super::{
    style::{measure::Measure, theme::Theme},
    words::{Words, figures::Figures},
    works::Works,
};
use crate::{
    document::{Kind, Mood},
    map::{Crotch, Map, given::uncovered, tangent},
    network::{Network, Solved, Work},
};
use kurbo::{Point, Vec2};
use petgraph::{
    Direction::{Incoming, Outgoing},
    graph::NodeIndex,
};

/// All that a picture is made from.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// The solved network.
    pub network: &'a Network,
    /// Where it lies.
    pub map: &'a Map,
    /// Its colours.
    pub theme: &'a Theme,
    /// Its numbers.
    pub figures: &'a Figures,
    /// Its words.
    pub words: &'a Words,
    /// How wide they are.
    pub measure: &'a dyn Measure,
    /// Its nodes, in document order.
    pub sites: &'a [Site],
    /// Dams, and canals that could be dug.
    pub works: &'a Works,
}

/// One node with all that its mark and labels need. Counts are clients per period.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    /// Index of the node.
    pub index: usize,
    /// What it is.
    pub kind: Kind,
    /// 1, 2, 3 at critical points.
    pub kt: Option<u8>,
    /// What it is called; empty where only its id is known and that says nothing to a reader.
    pub label: String,
    /// Middle of its mark.
    pub at: Point,
    /// The current's direction through it.
    pub direction: Vec2,
    /// Where its red and blue water part, where the streets decide that.
    pub crotch: Option<Crotch>,
    /// Direction of the widest stream that reaches it.
    pub reached: Vec2,
    /// Radius of its mark, px.
    pub radius: f64,
    /// Breadth of the water that flows in, px.
    pub breadth: f64,
    /// Mean temperature of what flows in.
    pub temperature: f64,
    /// What flows in.
    pub inflow: f64,
    /// What leaves red, blue, and without a mood.
    pub out: [f64; 3],
    /// The same two without levers, where any is on.
    pub before: Option<(f64, [f64; 3])>,
    /// What part of what flows in levers move from blue to red here.
    pub warmed: f64,
    /// Whether it lies in a shop that is seen from inside.
    pub inside: bool,
    /// Whether it stands for a shop that is not.
    pub closed: bool,
    /// Free ground between its mark and the wall of its shop, px, on the nearer side; without end outside.
    pub room: f64,
    /// Whether it is drawn as a bar across its water: where streams only meet or part, in time.
    pub bar: bool,
    /// Whether nothing leaves it.
    pub end: bool,
    /// Whether it is a place of the map in its own right: not one where water only gathers at a fork's door or
    /// goes on blue to its ends.
    pub shown: bool,
}

/// The sites of a map.
pub fn sites(network: &Network, map: &Map) -> Vec<Site> {
    let graph = &network.graph;
    let stream = |index: usize| network.solved.streams.get(index);
    // Ids of very many springs say nothing to a reader.
    let many = graph.node_weights().filter(|node| node.kind == Kind::Spring).count() > 12;
    let nodes = graph.node_indices().zip(&network.solved.nodes).zip(map.places.iter().zip(&map.radii));
    nodes
        .filter_map(|((n, flow), (place, radius))| {
            let node = graph.node_weight(n)?;
            let out = leaving(network, n, &network.solved);
            let before = network.base.as_ref();
            let before = before.and_then(|base| Some((base.nodes.get(n.index())?.inflow, leaving(network, n, base))));
            let warmed = network.levers.iter().filter(|lever| lever.on).map(|lever| match lever.work {
                Work::Warm { node, share } if node == n.index() => share,
                _ => 0.0,
            });
            let (mut widest, mut reached, mut blue_in) = (-1.0, place.direction, false);
            for e in graph.edges_directed(n, Incoming) {
                let index = petgraph::visit::EdgeRef::id(&e).index();
                blue_in |= stream(index).is_some_and(|flow| flow.mood == Some(Mood::Blue));
                let Some(ribbon) = map.ribbons.get(index).filter(|r| r.width > widest && r.line.len() > 3) else {
                    continue;
                };
                (widest, reached) = (ribbon.width, tangent(&ribbon.line, ribbon.line.len() - 3));
            }
            let floor = map.floor_of(n.index());
            let shop = map.outline.shop.get(n.index()).copied().flatten().filter(|_| floor.is_none());
            let first = shop.and_then(|shop| map.outline.shops.get(shop)?.first().copied());
            let closed = first == Some(n.index()) && map.land.is_some();
            let door = map.outline.door_of.get(n.index()).copied().flatten().is_some();
            let passes = matches!(node.kind, Kind::Confluence | Kind::Fork) && node.kt.is_none();
            let own = node.kind == Kind::Spring && (map.land.is_none() || !many);
            let nameless = node.label == node.id && map.outline.business && !own;
            Some(Site {
                index: n.index(),
                kind: node.kind,
                kt: node.kt.filter(|_| node.kind == Kind::Fork),
                label: if nameless { String::new() } else { node.label.trim().to_owned() },
                at: place.at,
                direction: place.direction,
                crotch: place.crotch,
                reached,
                radius: *radius,
                breadth: flow.inflow * map.px_per_client,
                temperature: flow.temperature,
                inflow: flow.inflow,
                out,
                before,
                warmed: warmed.sum(),
                inside: floor.is_some(),
                closed,
                room: floor.map_or(f64::INFINITY, |floor| floor.red_side.min(floor.blue_side) - radius),
                bar: passes && map.timeline.is_some(),
                end: !graph
                    .edges_directed(n, Outgoing)
                    .any(|e| !network.is_off(petgraph::visit::EdgeRef::id(&e).index())),
                shown: map.shown.node(n.index())
                    && (shop.is_none() || closed)
                    && !is_off(map, n.index(), place.at, *radius)
                    && !(passes && map.outline.business && (door || blue_in)),
            })
        })
        .collect()
}

/// What leaves a node red, blue, and without a mood.
fn leaving(network: &Network, n: NodeIndex, solved: &Solved) -> [f64; 3] {
    let mut out = [0.0; 3];
    for e in network.graph.edges_directed(n, Outgoing) {
        let Some(flow) = solved.streams.get(petgraph::visit::EdgeRef::id(&e).index()) else { continue };
        let part = match flow.mood {
            Some(Mood::Red) => 0,
            Some(Mood::Blue) => 1,
            None => 2,
        };
        if let Some(part) = out.get_mut(part) {
            *part += flow.clients;
        }
    }
    out
}

/// Whether nobody sees a place of a city's map: it lies off the canvas, or under a lens.
fn is_off(map: &Map, node: usize, at: Point, radius: f64) -> bool {
    let Some(land) = &map.land else { return false };
    let seen = uncovered(&map.frame);
    let covered = land.beams.iter().any(|(_, walls)| walls.contains(at)) && map.floor_of(node).is_none();
    covered || !seen.inflate(radius * 0.5 + 1.0, radius * 0.5 + 1.0).contains(at)
}

impl Site {
    /// What its author calls a KT, if that says more than its number.
    pub fn own_name(&self) -> Option<&str> {
        let label = self.label.as_str();
        self.kt.filter(|kt| !label.is_empty() && !label.eq_ignore_ascii_case(&kt_name(*kt))).map(|_| label)
    }
}

/// All forks of one KT, or all pools of regulars, taken together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sum {
    /// What flows in.
    pub inflow: f64,
    /// What leaves red, blue, and without a mood.
    pub out: [f64; 3],
    /// What leaves so without levers, where any is on.
    pub before: Option<[f64; 3]>,
}

impl Sum {
    /// What leaves blue.
    pub fn lost(&self) -> f64 {
        let [_, blue, _] = self.out;
        blue
    }
}

impl Scene<'_> {
    /// Scale of marks: 1 on a canvas of 1600 x 900.
    pub fn scale(&self) -> f64 {
        self.map.frame.scale
    }

    /// Whether the current runs down the canvas in shops, not to the right.
    pub fn down(&self) -> bool {
        self.map.frame.tall && self.map.land.is_none()
    }

    /// Font sizes shrink more slowly than the picture, never below what can be read.
    pub fn font(&self, size: f64) -> f64 {
        let s = self.scale();
        let factor = if self.map.frame.tall { 1.12 * s } else { (0.64 + 0.9 * (s - 0.4)).min(1.0).max(s) };
        (size * factor.clamp(0.64, 1.7)).max(12.0)
    }

    /// The sum over a KT (1, 2, 3) or over the regulars (4), if there is any.
    pub fn sum(&self, kt: u8) -> Option<Sum> {
        let mut found = None;
        let own = self.sites.iter().filter(|s| if kt == 4 { s.kind == Kind::Regulars } else { s.kt == Some(kt) });
        for site in own {
            let sum = found.get_or_insert_with(Sum::default);
            sum.inflow += site.inflow;
            for (part, more) in sum.out.iter_mut().zip(site.out) {
                *part += more;
            }
            if let Some((_, before)) = site.before {
                let sums = sum.before.get_or_insert_default();
                sums.iter_mut().zip(before).for_each(|(part, more)| *part += more);
            }
        }
        found
    }

    /// What a stream carries without levers, where any is on.
    pub fn before(&self, stream: usize) -> Option<f64> {
        Some(self.network.base.as_ref()?.streams.get(stream)?.clients)
    }

    /// Lost in all: blue streams from KTs, regulars and any other node.
    pub fn lost(&self) -> f64 {
        let totals = &self.network.solved.totals;
        totals.lost_kt.iter().sum::<f64>() + totals.lost_regulars + totals.lost_other
    }

    /// The KT (or 4, the regulars) where most are lost, if any are.
    pub fn worst(&self) -> Option<u8> {
        let lost = |kt: u8| self.sum(kt).map_or(0.0, |sum| sum.lost());
        let worst = (1..=4).fold(0, |worst, kt| if lost(kt) > lost(worst) { kt } else { worst });
        (worst > 0).then_some(worst)
    }

    /// What a KT (or 4, the regulars) is about: in the author's word where there is one such place, and in ours.
    pub fn about(&self, kt: u8) -> [&str; 2] {
        [self.own_word(kt).unwrap_or(self.words.about(kt)), self.words.about(kt)]
    }

    /// What is asked at a KT in time: in the author's word where there is one such place, else in ours.
    pub fn question(&self, kt: u8) -> &str {
        self.own_word(kt).unwrap_or(self.words.question(kt))
    }

    /// The author's word for a KT, where there is one such place.
    fn own_word(&self, kt: u8) -> Option<&str> {
        let mut own = self.sites.iter().filter(|site| site.kt == Some(kt));
        own.next().and_then(Site::own_name).filter(|_| own.next().is_none())
    }

    /// Name of a KT, or of the regulars.
    pub fn name(&self, kt: u8) -> String {
        if kt == 4 { self.words.regulars().to_owned() } else { kt_name(kt) }
    }

    /// What a client pays, where all tills say the same.
    pub fn price(&self) -> Option<f64> {
        let tills = self.network.graph.node_weights().filter(|n| n.kind == Kind::Till);
        let mut price = None;
        for till in tills {
            match (price, till.revenue_per_client) {
                (None, Some(own)) => price = Some(own),
                (Some(one), Some(own)) if one == own => {}
                _ => return None,
            }
        }
        price
    }
}

/// KT1, KT2, KT3.
pub fn kt_name(kt: u8) -> String {
    ["KT", &kt.to_string()].concat()
}
