//! The river in time: the same network along an axis of days since the first contact. Red keeps to one level bank on top, blue falls
//! from the other into the sea, and what returns flows back in a canal above all.

mod columns;
mod feet;
mod lines;
mod plan;
mod ribbons;
mod rows;
mod scale;

pub use scale::{Scale, Unit};

use super::{Map, Place, Ribbon, bed::Bed, flow_frame::FlowFrame, outline::Outline, place, shown::Shown};
use crate::{
    document::Kind,
    network::{Network, Solved},
};
use columns::Room;
use feet::Feet;
use kurbo::Point;
use petgraph::{
    graph::{EdgeIndex, NodeIndex},
    visit::EdgeRef,
};
use plan::Plan;
use rows::{Draft, Rows};
use std::rc::Rc;

/// Inner radius of the turn in which water falls, px before scaling.
const TURN: f64 = 26.0;
/// Over how far a ribbon's temperature slides at its ends, px before scaling.
const SLIDE: f64 = 70.0;
/// What a drop makes, px per second before scaling.
const SPEED: f64 = 66.0;
/// How far a strand of those who are underway runs to its pond, px before scaling.
const STRAND: f64 = 98.0;
/// The widest water, as a part of the canvas' shorter side.
const WIDEST: f64 = 0.25;

/// What is special about a map along time; all lengths are px of the flow frame.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// Along from day 0 to the end of the axis.
    pub span: (f64, f64),
    /// Across where flags may stand: from the canal to the bank.
    pub flags: (f64, f64),
    /// Across where the sea begins.
    pub shore: f64,
    /// Across where the axis lies.
    pub axis: f64,
    /// Where times lie.
    pub scale: Scale,
    /// Until when times are known, days.
    pub known: f64,
    /// Places with a time of their own.
    pub gates: Vec<Gate>,
    /// Ponds of those who are underway: the node, the pond's middle, its strand's breadth.
    pub ponds: Vec<(usize, Point, f64)>,
    /// Where falling water passes the shore: the stream, where, and its breadth.
    pub feet: Vec<(usize, Point, f64)>,
    /// Where it lands at competitors: the stream, the competitor's node, where, and its breadth.
    pub landings: Vec<(usize, usize, Point, f64)>,
    /// Whether anything falls into the sea.
    pub wet: bool,
    /// Whether any time is known: else the places stand in equal steps.
    pub timed: bool,
    plan: Rc<Plan>,
    along: Rc<Vec<f64>>,
    /// Where everything is in the base, and how much returns there, px.
    room: (Room, f64),
}

/// A place with a time of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gate {
    /// Index of its node.
    pub node: usize,
    /// When it is reached, as far as that is known, days.
    pub days: Option<f64>,
    /// Where it lies along.
    pub along: f64,
    /// Across from the upper edge of its water to the lower one.
    pub across: (f64, f64),
}

/// What another state of a network keeps of its base.
struct Kept {
    px: f64,
    along: Rc<Vec<f64>>,
    room: (Room, f64),
}

/// One state of the network, laid.
struct Laid {
    px: f64,
    places: Vec<Place>,
    radii: Vec<f64>,
    ribbons: Vec<Ribbon>,
    stems: Vec<Ribbon>,
    timeline: Timeline,
}

impl Map {
    /// Lays out a solved network, in its base and without levers, along time, on a canvas of `width` x `height` CSS px.
    pub fn in_time(network: &Network, width: f64, height: f64) -> Self {
        let frame = FlowFrame::new(width, height);
        let plain = network.plain();
        let canals = plain.graph.edge_count()..network.graph.edge_count();
        let shown = Shown::of(&plain, frame.width, frame.height).with(canals);
        let outline = Outline::of(network, &shown);
        // A shop is not seen from inside here.
        let none = vec![None; network.graph.node_count()];
        let outline = Outline { shops: Vec::new(), shop: none, web: false, ..outline };
        let plan = Rc::new(Plan::of(network, &network.solved, &outline, &shown));
        let solved = &network.solved;
        let time = Time { network, solved, frame: &frame, outline: &outline, shown: &shown, rings: 1.0 };
        let laid = time.lay(plan, None);
        let most = place::most(network);
        let bed = Bed { px_per_client: laid.px, most, ..Bed::default() };
        let Laid { px, places, radii, ribbons, stems, timeline } = laid;
        let coast = timeline.coast(&frame);
        Self {
            px_per_client: px,
            stems,
            bed: Rc::new(bed),
            coast,
            timeline: Some(Rc::new(timeline)),
            ..Self::bare(frame, (outline, shown), (places, radii), ribbons)
        }
    }

    /// The same with the water of another state, in which a client is so broad.
    pub(super) fn flowing_in_time(&self, timeline: &Timeline, network: &Network, px: f64) -> Self {
        let (frame, outline, shown) = (&self.frame, &self.outline, &self.shown);
        let lay = |solved: &Solved| {
            let kept = Some(Kept { px, along: timeline.along.clone(), room: timeline.room });
            Time { network, solved, frame, outline, shown, rings: 1.0 }.lay(timeline.plan.clone(), kept)
        };
        let was = network.base.as_ref().map(|base| match network.frame {
            None if px == self.px_per_client => Rc::new(self.ribbons.clone()),
            _ => Rc::new(lay(base).ribbons),
        });
        let Laid { places, radii, ribbons, stems, timeline, .. } = lay(&network.solved);
        let beside = vec![super::rivers::lanes::Beside::alone(); ribbons.len()];
        let timeline = Some(Rc::new(timeline));
        Self { px_per_client: px, places, radii, ribbons, stems, beside, was, timeline, ..self.clone() }
    }
}

impl Timeline {
    /// The sea's surface, from one side of the canvas to the other.
    fn coast(&self, frame: &FlowFrame) -> Vec<Point> {
        if !self.wet {
            return Vec::new();
        }
        let (high, long) = (2.0 * frame.scale.max(0.6), 150.0 * frame.scale.max(0.6));
        let waves = |i: u32| {
            let along = f64::from(i) * 8.0;
            frame.point(along, self.shore + high * libm::sin(along / long * std::f64::consts::TAU))
        };
        (0..=(frame.along / 8.0) as u32 + 1).map(waves).collect()
    }
}

/// A state of a network that is to be laid out.
struct Time<'a> {
    network: &'a Network,
    solved: &'a Solved,
    frame: &'a FlowFrame,
    outline: &'a Outline,
    shown: &'a Shown,
    /// How much smaller than usual rings are where there is little room, 0 to 1.
    rings: f64,
}

impl Time<'_> {
    fn width(&self, stream: usize, px: f64) -> f64 {
        self.solved.streams.get(stream).map_or(0.0, |flow| flow.clients * px)
    }

    fn kind(&self, node: usize) -> Option<(Kind, Option<u8>)> {
        self.network.graph.node_weight(NodeIndex::new(node)).map(|node| (node.kind, node.kt))
    }

    fn radius(&self, node: usize) -> f64 {
        let s = self.frame.scale;
        let shorter = self.frame.width.min(self.frame.height);
        let usual = match self.kind(node) {
            Some((Kind::Spring, _)) => return (8.0 * s).max(4.5),
            Some((Kind::Fork, Some(_))) => (34.0 * s).max(21.0).min(0.06 * shorter + 4.0),
            Some((Kind::Regulars, _)) => (27.0 * s).max(14.0),
            _ => 0.0,
        };
        usual * self.rings
    }

    fn lay(&self, plan: Rc<Plan>, kept: Option<Kept>) -> Laid {
        let wet = plan.foot.contains(&true);
        let most = place::most(self.network);
        let usual = WIDEST * self.frame.width.min(self.frame.height) / most.max(1e-9);
        let mut px = kept.as_ref().map_or(if most > 0.0 { usual } else { 0.0 }, |kept| kept.px);
        let (mut gaps, mut rings) = (1.0, 1.0);
        loop {
            let time = Time { rings, ..*self };
            let back: f64 = (0..self.solved.streams.len())
                .filter(|stream| self.outline.returns(*stream))
                .map(|stream| self.width(stream, px))
                .sum();
            // Springs stay where they are in the base: what more returns lies above them.
            let base = kept.as_ref().map_or_else(|| (Room::new(self.frame, back, wet), back), |kept| kept.room);
            let room = Room { bank: base.0.bank - (back - base.1), ..base.0 };
            let feet = Feet::new(&time, &plan, px);
            let (scale, along) = match &kept {
                Some(kept) => (time.columns(&plan, &feet, &room).0, kept.along.clone()),
                None => {
                    let (scale, along) = time.columns(&plan, &feet, &room);
                    (scale, Rc::new(along))
                }
            };
            let floor = room.shore - (if wet { TURN + 16.0 } else { 16.0 }) * self.frame.scale;
            let draft = Draft {
                network: self.network,
                solved: self.solved,
                outline: self.outline,
                plan: &plan,
                shown: self.shown,
                along: &along,
                px,
                scale: self.frame.scale,
                gaps,
                rings: &|node| time.radius(node),
                bank: room.bank,
                floor,
            };
            let rows = draft.rows();
            // What lies apart comes nearer, and all is drawn narrower, until there is room, or this helps no more.
            if rows.lowest > floor && rings > 0.3 {
                if gaps > 0.3 {
                    gaps *= 0.8;
                } else {
                    rings *= 0.8;
                }
                if kept.is_none() {
                    px *= 0.93;
                }
                continue;
            }
            return time.water((&room, base), plan.clone(), scale, along, &rows, &feet);
        }
    }

    /// Places and ribbons of what is laid out.
    fn water(
        &self,
        (room, base): (&Room, (Room, f64)),
        plan: Rc<Plan>,
        scale: Scale,
        along: Rc<Vec<f64>>,
        rows: &Rows,
        feet: &Feet,
    ) -> Laid {
        let px = feet.px;
        let count = along.len();
        let at = |list: &[f64], node: usize| list.get(node).copied().unwrap_or(0.0);
        let lane = |lanes: &[rows::Lanes], node: usize, stream: usize| {
            let own = lanes.get(node)?.iter().find(|(own, _)| *own == stream)?;
            Some(own.1 + self.width(stream, px) / 2.0)
        };
        let landed = feet.land(room, &along, rows);
        let mut canals = 0.0;
        let mut ribbons = Vec::with_capacity(self.solved.streams.len());
        for e in self.network.graph.edge_references() {
            let (stream, from, to) = (e.id().index(), e.source().index(), e.target().index());
            if !self.shown.stream(stream) {
                ribbons.push(Ribbon::default());
                continue;
            }
            let out = lane(&rows.outflow, from, stream).unwrap_or(0.0);
            let into = lane(&rows.inflow, to, stream).unwrap_or(0.0);
            let start = Point::new(at(&along, from), at(&rows.top, from) + out);
            let end = Point::new(at(&along, to), at(&rows.top, to) + into);
            let line = if self.outline.returns(stream) {
                let width = self.width(stream, px);
                let run = room.canal + canals + width / 2.0;
                canals += width;
                let centre = Point::new(start.x, at(&rows.top, from) + at(&rows.breadth, from) / 2.0);
                self.back(centre, end, run)
            } else if let Some(line) = landed.lines.get(stream).and_then(Option::as_ref) {
                line.clone()
            } else if matches!(self.kind(from), Some((Kind::Spring, _))) {
                lines::level_until(start, end, room.zero)
            } else {
                lines::level(start, end)
            };
            ribbons.push(self.ribbon(stream, &line, [from, to], px));
        }
        let upright = |node: usize| plan.falls(node);
        let place = |node: usize| {
            let (top, breadth) = (at(&rows.top, node), at(&rows.breadth, node));
            let list = |lanes: &[rows::Lanes]| lanes.get(node).cloned().unwrap_or_default();
            if upright(node) {
                let own = landed.places.get(node).copied().flatten().unwrap_or_default();
                let place = self.frame.point(own.x, own.y);
                let (inflow, outflow) = landed.lanes.get(node).cloned().unwrap_or_default();
                return Place { at: place, direction: self.frame.vector(0.0, 1.0), inflow, outflow, crotch: None };
            }
            // A ring stands where its water parts.
            let pond = at(&rows.pond, node);
            let parts = matches!(self.kind(node), Some((Kind::Fork, Some(_)))) && pond > 0.0 && pond < breadth - 1e-6;
            let blue = landed.first.get(node).copied().flatten();
            let middle =
                if parts { blue.map_or(breadth / 2.0, |blue| f64::midpoint(pond, blue)) } else { breadth / 2.0 };
            Place {
                at: self.frame.point(at(&along, node), top + middle),
                direction: self.frame.vector(1.0, 0.0),
                inflow: list(&rows.inflow),
                outflow: list(&rows.outflow),
                crotch: None,
            }
        };
        let places = (0..count).map(place).collect();
        let (stems, ponds) = self.ponds(&along, rows, px);
        let gates: Vec<Gate> = (0..count)
            .filter(|node| self.shown.node(*node) && !plan.falls(*node))
            .filter(|node| !matches!(self.kind(*node), Some((Kind::Spring | Kind::Regulars, _))))
            .filter(|node| plan.passing.get(*node) != Some(&true))
            .map(|node| {
                let (days, top) = (plan.days.get(node).copied().flatten().filter(|_| plan.known), at(&rows.top, node));
                Gate { node, days, along: at(&along, node), across: (top, top + at(&rows.breadth, node)) }
            })
            .collect();
        let known = gates.iter().filter_map(|gate| gate.days).fold(0.0, f64::max);
        let timeline = Timeline {
            span: (room.zero, room.end),
            flags: (room.canal + canals, room.bank),
            shore: room.shore,
            axis: room.axis,
            scale,
            known,
            gates,
            ponds,
            feet: landed.feet,
            landings: landed.landings,
            wet: plan.foot.contains(&true),
            timed: plan.known,
            plan,
            along,
            room: base,
        };
        let radii = (0..count).map(|node| self.radius(node)).collect();
        Laid { px, places, radii, ribbons, stems, timeline }
    }
}

/// The nodes at a stream's ends.
fn ends(network: &Network, stream: usize) -> Option<(usize, usize)> {
    network.graph.edge_endpoints(EdgeIndex::new(stream)).map(|(from, to)| (from.index(), to.index()))
}
