//! Placing labels: from the most important to the least, each into the best of its slots that is free.
//!
//! No label lies over another, over a ring or past the canvas' border. What must stand is tried in shorter versions
//! and farther off (with a leader) before anything else gets room; what need not stand goes when it finds none.

pub(crate) mod ground;

use self::ground::{Ground, covered, nearest};
use super::style::{
    measure::Measure,
    text::{self, Run},
};
use crate::{
    frame::{Anchor, Color, Text},
    map::flow_frame::towards,
};
use kurbo::{Point, Rect, Vec2};

/// Ground as busy as this (0 to 1) is no place for a label that may be left out.
const BUSY: f64 = 0.22;
/// How much a label that must stand may fare worse so that the whole is better.
const YIELD: f64 = 7.0;
/// What busy ground costs, against a slot's own cost.
const BUSY_COST: f64 = 90.0;
/// What it costs that a leader runs under another label, where there is no better way.
const CROSSED_COST: f64 = 8.0;

/// How a label lies above or below a slot's point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sits {
    /// Its lower border is there.
    Above,
    /// Its middle is there.
    Level,
    /// Its upper border is there.
    Below,
}

/// One place for a label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slot {
    /// The point.
    pub at: Point,
    /// Which part of the label lies there, sideways.
    pub align: Anchor,
    /// The same, up and down.
    pub sits: Sits,
    /// What it costs to take this slot: 0 is the best.
    pub cost: f64,
    /// The ground there, where it is another than the label's.
    pub on: Option<Color>,
}

/// Lines of text, and what it costs to say it so: 0 for the fullest.
pub type Version = (f64, Vec<Vec<Run>>);

/// What is to be written near a mark.
#[derive(Clone, Debug)]
pub struct Label {
    /// The same in ever fewer words.
    pub versions: Vec<Version>,
    /// Where it may stand.
    pub slots: Vec<Slot>,
    /// Higher goes first.
    pub priority: u32,
    /// Whether it is looked for a place farther off rather than left out: round this circle, first in that direction.
    pub must: Option<(Point, f64, Vec2)>,
    /// The ground it stands on, if it has a halo.
    pub halo: Option<Color>,
    /// Two points of its mark; a short line ties the label to the nearer one.
    pub tie: Option<[Point; 2]>,
}

/// A label in its place.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Its texts.
    pub texts: Vec<Text>,
    /// A line from its mark, where it stands far from it.
    pub leader: Option<(Point, Point)>,
}

/// Places labels; a label that may be left out is, where it finds no room. The ground remembers what stands on it.
///
/// One after the other by priority, each where it costs least; then the label that fares worst goes first, and the
/// whole is done again, as long as that makes a better whole.
pub fn place(labels: &[Label], ground: &mut Ground, measure: &dyn Measure) -> Vec<Placed> {
    let extents: Vec<Vec<(f64, f64)>> =
        labels.iter().map(|label| label.versions.iter().map(|(_, lines)| extent(lines, measure)).collect()).collect();
    let mut order: Vec<usize> = (0..labels.len()).collect();
    let priority = |i: &usize| labels.get(*i).map_or(0, |label| label.priority);
    crate::order::sort(&mut order, |a, b| priority(b).cmp(&priority(a)));
    let mut choices: Vec<Choices> =
        labels.iter().zip(extents).map(|(label, extents)| Choices::new(label, extents, ground)).collect();
    let mut spots = attempt(labels, &mut choices, &order, 0, ground);
    let mut tried = vec![false; labels.len()];
    // A hundred labels take their rounds' time; of thousands most find no room whatever one does.
    let rounds = if labels.len() > 150 { 0 } else { 16 };
    for _ in 0..rounds {
        let own = |i: &usize| cost(labels.get(*i), spots.get(*i).and_then(Option::as_ref));
        let worst = (0..labels.len())
            .filter(|i| !tried.get(*i).copied().unwrap_or(true))
            .max_by(|a, b| own(a).total_cmp(&own(b)));
        let Some(worst) = worst.filter(|i| own(i) > 3.0) else { break };
        if let Some(tried) = tried.get_mut(worst) {
            *tried = true;
        }
        let mut other = vec![worst];
        other.extend(order.iter().copied().filter(|i| *i != worst));
        // In its fullest words it may take more than the others can give.
        for fullest in 0..labels.get(worst).map_or(0, |label| label.versions.len()) {
            let found = attempt(labels, &mut choices, &other, fullest, ground);
            // What must stand does not yield to what need not.
            let yields = labels.iter().zip(&found).zip(&spots).any(|((label, new), old)| {
                label.must.is_some() && cost(Some(label), new.as_ref()) > cost(Some(label), old.as_ref()) + YIELD
            });
            if !yields && total(labels, &found) < total(labels, &spots) - 0.5 {
                (order, spots) = (other, found);
                break;
            }
        }
    }
    let placed = labels.iter().zip(spots).filter_map(|(label, spot)| {
        let spot = spot?;
        ground.block(spot.area);
        Some(stand(&label.versions.get(spot.version)?.1, &spot, spot.on.or(label.halo), measure))
    });
    placed.collect()
}

/// The line that ties a label to its mark.
fn tie(label: &Label, area: Rect) -> Option<(Point, Point)> {
    let [a, b] = label.tie?;
    let near = |p: Point| nearest(area, p);
    let tie = if near(a).distance(a) < near(b).distance(b) { a } else { b };
    (4.0..60.0).contains(&near(tie).distance(tie)).then_some((tie, near(tie)))
}

/// Where a label stands, in which version, and what that costs.
#[derive(Clone, Copy, Debug)]
struct Spot {
    version: usize,
    area: Rect,
    align: Anchor,
    on: Option<Color>,
    leader: Option<(Point, Point)>,
    cost: f64,
}

/// What it costs that a label stands where it does, or nowhere; that of what must stand counts more.
fn cost(label: Option<&Label>, spot: Option<&Spot>) -> f64 {
    let (priority, must) = label.map_or((0.0, false), |label| (f64::from(label.priority), label.must.is_some()));
    spot.map_or(45.0 + priority * 0.03, |spot| if must { spot.cost * 1.3 } else { spot.cost })
}

fn total(labels: &[Label], spots: &[Option<Spot>]) -> f64 {
    labels.iter().zip(spots).map(|(label, spot)| cost(Some(label), spot.as_ref())).sum()
}

/// Where a label may stand, the cheapest first; worked out once, since every attempt asks for the same.
struct Choices {
    extents: Vec<(f64, f64)>,
    near: Vec<Choice>,
    /// Anywhere round the mark, once that is asked for.
    far: Option<Vec<Choice>>,
}

/// A spot, and whether it touches nothing but other labels, as far as that was asked.
type Choice = (Spot, Option<bool>);

impl Choices {
    fn new(label: &Label, extents: Vec<(f64, f64)>, ground: &Ground) -> Self {
        let spot = |version: usize, size: (f64, f64), words: f64, slot: &Slot| {
            let area = area(slot, size);
            let busy = ground.busy(area.inflate(1.0, 1.0));
            let cost = slot.cost + words + busy * BUSY_COST;
            let spot = Spot { version, area, align: slot.align, on: slot.on, leader: tie(label, area), cost };
            (label.must.is_some() || busy < BUSY).then_some(spot)
        };
        let versions = extents.iter().zip(&label.versions).enumerate();
        let spots = versions.flat_map(|(version, (size, (words, _)))| {
            label.slots.iter().filter_map(move |slot| spot(version, *size, *words, slot))
        });
        let near = cheapest_first(spots);
        Self { extents, near, far: None }
    }

    /// The cheapest free one of any version from `fullest` on.
    fn best(&mut self, label: &Label, fullest: usize, ground: &Ground) -> Option<Spot> {
        let mut near = self.near.iter_mut().filter(|(spot, _)| spot.version >= fullest);
        near.find_map(|choice| stands(choice, ground).filter(|spot| !ground.crossed(spot.leader)))
            .or_else(|| self.best_far(label, ground))
    }

    /// The cheapest free one farther off.
    fn best_far(&mut self, label: &Label, ground: &Ground) -> Option<Spot> {
        let circle = label.must?;
        let far = self.far.get_or_insert_with(|| cheapest_first(far(label, circle, &self.extents, ground)));
        let mut found: Option<Spot> = None;
        for choice in far {
            if found.is_some_and(|best| choice.0.cost >= best.cost) {
                break;
            }
            let Some(spot) = stands(choice, ground) else { continue };
            let cost = spot.cost + if ground.crossed(spot.leader) { CROSSED_COST } else { 0.0 };
            if found.is_none_or(|best| cost < best.cost) {
                found = Some(Spot { cost, ..spot });
            }
        }
        found
    }
}

fn cheapest_first(spots: impl Iterator<Item = Spot>) -> Vec<Choice> {
    let mut choices: Vec<Choice> = spots.map(|spot| (spot, None)).collect();
    crate::order::sort(&mut choices, |(a, _), (b, _)| a.cost.total_cmp(&b.cost));
    choices
}

/// The spot, where nothing else is.
fn stands((spot, open): &mut Choice, ground: &Ground) -> Option<Spot> {
    (*open.get_or_insert_with(|| ground.open(spot.area)) && ground.apart(spot.area)).then_some(*spot)
}

/// Places labels in an order, the first of them in no fuller words than version `fullest`; the spots are in the labels'
/// own order.
fn attempt(
    labels: &[Label],
    choices: &mut [Choices],
    order: &[usize],
    fullest: usize,
    ground: &mut Ground,
) -> Vec<Option<Spot>> {
    let before = ground.blocked();
    let mut spots = vec![None; labels.len()];
    for (turn, &i) in order.iter().enumerate() {
        let (Some(label), Some(choices)) = (labels.get(i), choices.get_mut(i)) else { continue };
        let found = choices.best(label, if turn == 0 { fullest } else { 0 }, ground);
        if let Some(spot) = &found {
            ground.block(spot.area);
            covered(spot.leader).for_each(|part| ground.block(part));
        }
        if let Some(slot) = spots.get_mut(i) {
            *slot = found;
        }
    }
    ground.unblock(before);
    spots
}

/// Places anywhere round a mark, the nearer the better.
fn far(
    label: &Label,
    (middle, radius, first): (Point, f64, Vec2),
    extents: &[(f64, f64)],
    ground: &Ground,
) -> impl Iterator<Item = Spot> {
    const WAYS: usize = 32;
    let spot = move |version: usize, size: (f64, f64), words: f64, step: f64, way: Vec2| {
        // As far out as the box reaches that way.
        let reach = (size.0 / 2.0 * way.x.abs()) + (size.1 / 2.0 * way.y.abs());
        let area = Rect::from_center_size(middle + way * (radius + step + reach), size);
        let cost = 30.0 + step * 0.6 + 14.0 * (1.0 - way.dot(first)) + words;
        let cost = cost + ground.busy(area) * BUSY_COST;
        let start = middle + way * radius;
        let end = nearest(area, start);
        let leader = (start.distance(end) > 22.0).then_some((start, end)).or_else(|| tie(label, area));
        Spot { version, area, align: Anchor::Middle, on: None, leader, cost }
    };
    extents.iter().zip(&label.versions).enumerate().flat_map(move |(version, (size, (words, _)))| {
        (0..40 * WAYS).map(move |i| {
            let step = 3.0 + (i / WAYS) as f64 * 7.0;
            spot(version, *size, *words, step, towards(std::f64::consts::TAU * (i % WAYS) as f64 / WAYS as f64))
        })
    })
}

/// Width and height of some lines.
pub fn extent(lines: &[Vec<Run>], measure: &dyn Measure) -> (f64, f64) {
    let width = lines.iter().map(|line| text::line_width(line, measure)).fold(0.0, f64::max);
    (width, lines.iter().map(|line| text::line_height(line)).sum())
}

/// The box of a label in a slot.
fn area(slot: &Slot, (width, height): (f64, f64)) -> Rect {
    let x = match slot.align {
        Anchor::Start => slot.at.x,
        Anchor::Middle => slot.at.x - width / 2.0,
        Anchor::End => slot.at.x - width,
    };
    let y = match slot.sits {
        Sits::Above => slot.at.y - height,
        Sits::Level => slot.at.y - height / 2.0,
        Sits::Below => slot.at.y,
    };
    Rect::new(x, y, x + width, y + height)
}

fn stand(lines: &[Vec<Run>], spot: &Spot, halo: Option<Color>, measure: &dyn Measure) -> Placed {
    let area = spot.area;
    let x = match spot.align {
        Anchor::Start => area.x0,
        Anchor::Middle => area.center().x,
        Anchor::End => area.x1,
    };
    let mut y = area.y0;
    let mut texts = Vec::new();
    for line in lines {
        texts.extend(text::set(line, Point::new(x, y + text::ascent(line)), spot.align, halo, measure));
        y += text::line_height(line);
    }
    Placed { texts, leader: spot.leader }
}
