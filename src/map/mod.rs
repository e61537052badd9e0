//! Where things are: the town, the places of the nodes, and the rivers along its streets.
//!
//! All lengths are CSS pixels of the canvas, x to the right, y down.

mod bed;
mod courses;
pub mod creeks;
pub mod flow_frame;
pub mod given;
mod outline;
mod place;
mod rivers;
mod shown;
mod site;
pub mod threads;
pub mod time;
pub mod town;

pub use self::{
    given::{Given, Land, Roads, View},
    outline::Outline,
    place::Floor,
    rivers::{
        lanes::Beside,
        reaches::Reach,
        ribbon::{along, length, off_line, resampled, tangent},
    },
    shown::Shown,
    threads::Threads,
    time::{Timeline, Unit},
    town::{Block, BlockKind, Class, Street, Streets},
};

use self::{
    bed::{Bed, Water},
    courses::{Courses, dig, links, web},
    flow_frame::FlowFrame,
    given::Layout,
    rivers::{gates, route},
    site::Site,
    town::{Town, coast},
};
use crate::{
    door,
    network::{Network, Solved},
};
use kurbo::{BezPath, Point, Rect, Vec2};
use std::rc::Rc;

/// Ribbons whose breadth, ends and middle differ by no more are the same to the eye, px.
const ALIKE: f64 = 0.3;

/// How much wider than in the base the widest water may become before all water is drawn narrower.
const ROOM: f64 = 1.35;

/// Where a stream's ribbon passes, from its start to its end without a break.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ribbon {
    /// The middle of the ribbon, points about 4 px apart.
    pub line: Vec<Point>,
    /// True width, linear in clients; may be under the least width that is drawn.
    pub width: f64,
    /// Temperature at each point of `line`, -1 to 1.
    pub temperature: Vec<f32>,
    /// Pixels per second that a drop makes along it, before the speed setting.
    pub speed: f64,
    /// Boxes that it runs under, where it is not seen.
    pub under: Vec<Rect>,
}

impl Ribbon {
    /// Whether there is any water to be drawn.
    pub fn is_drawn(&self) -> bool {
        self.width > 1e-6 && self.line.len() > 1
    }
}

/// Where a node is.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Middle of its mark.
    pub at: Point,
    /// The current's direction through it, a unit vector.
    pub direction: Vec2,
    /// Incoming streams from the left bank to the right one (looking with the current), with the distance of
    /// each one's left edge from the left bank of the whole.
    pub inflow: Vec<(usize, f64)>,
    /// Outgoing streams in the same way.
    pub outflow: Vec<(usize, f64)>,
    /// Where its red and blue water part, where the streets decide that.
    pub crotch: Option<Crotch>,
}

/// Where the red and the blue water of a fork part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crotch {
    /// Between both, radians, clockwise on the canvas from the right.
    pub angle: f64,
    /// Whether blue leaves on the left bank, looking with the current.
    pub mirrored: bool,
}

/// The whole map of one network on one canvas.
#[derive(Clone, Debug)]
pub struct Map {
    /// The canvas as the current sees it.
    pub frame: FlowFrame,
    /// What kind of picture this is.
    pub outline: Outline,
    /// Pixels of breadth per client.
    pub px_per_client: f64,
    /// What of the network is drawn.
    pub shown: Shown,
    /// One for each node.
    pub places: Vec<Place>,
    /// Radius of each node's mark, px.
    pub radii: Vec<f64>,
    /// One for each stream.
    pub ribbons: Vec<Ribbon>,
    /// Streams that are drawn as one river with others.
    pub summed: Vec<bool>,
    /// These rivers, in pieces.
    pub stems: Vec<Ribbon>,
    /// In a city of given streets, what each of these carries.
    pub reaches: Vec<Reach>,
    /// Where each stream runs beside others.
    pub beside: Vec<Beside>,
    /// What the ribbons are without levers, where any is on.
    pub was: Option<Rc<Vec<Ribbon>>>,
    /// What the water runs in.
    bed: Rc<Bed>,
    /// The shops whose inside is shown.
    pub floors: Vec<Floor>,
    /// Streets, blocks, parks.
    pub town: Rc<Town>,
    /// The coast, walked with the sea on the right.
    pub coast: Vec<Point>,
    /// Outlines of the creeks round the springs.
    pub creeks: Rc<Vec<BezPath>>,
    /// The city's own streets, in the place of a town.
    pub land: Option<Land>,
    /// The axis of time, where the map runs along that instead of through a city.
    pub timeline: Option<Rc<Timeline>>,
    /// Each client along the calendar, where that is what is drawn of time.
    pub threads: Option<Rc<Threads>>,
}

impl Map {
    /// The same map with the water of another state of its network: town, places and left banks stay, and the breadth of a client
    /// does, as long as the widest water does not become more than 1.35 times as wide.
    pub fn flowing(&self, network: &Network) -> Self {
        let narrowed = (ROOM * self.bed.most / place::most(network).max(1e-9)).min(1.0);
        let px_per_client = self.px_per_client * narrowed;
        if let Some(timeline) = &self.timeline {
            return self.flowing_in_time(timeline, network, px_per_client);
        }
        let other;
        let bed = if narrowed < 1.0 {
            other = Bed { px_per_client, ..Bed::clone(&self.bed) };
            &other
        } else {
            &*self.bed
        };
        let water = |solved: &Solved| bed.water(network, solved, &self.frame);
        let Water { ribbons, stems, reaches, beside } = water(&network.solved);
        let places = bed.places(&self.places, network);
        // In the base itself the bed was laid with it.
        let was = network.base.as_ref().map(|base| match network.frame {
            None if narrowed == 1.0 => Rc::new(self.ribbons.clone()),
            _ => Rc::new(water(base).ribbons),
        });
        Self { px_per_client, places, ribbons, stems, reaches, beside, was, ..self.clone() }
    }

    /// How much of its breadth in the base a client has, 0 to 1.
    pub fn narrowed(&self) -> f64 {
        self.px_per_client / self.bed.px_per_client.max(f64::MIN_POSITIVE)
    }

    /// A stream's ribbon without levers, where these change it.
    pub fn was(&self, stream: usize) -> Option<&Ribbon> {
        let (was, now) = (self.was.as_ref()?.get(stream)?, self.ribbons.get(stream)?);
        let apart = |a: Option<&Point>, b: Option<&Point>| a.zip(b).is_some_and(|(a, b)| a.distance(*b) > ALIKE);
        let middle = was.line.len() / 2;
        let moved = was.line.len() != now.line.len()
            || apart(was.line.first(), now.line.first())
            || apart(was.line.get(middle), now.line.get(middle))
            || apart(was.line.last(), now.line.last());
        (moved || (was.width - now.width).abs() > ALIKE).then_some(was)
    }

    /// The floor of the shop that a node lies in; none where it lies in none, or where that has no room on the map.
    pub fn floor_of(&self, node: usize) -> Option<&Floor> {
        let shop = self.outline.shop.get(node).copied().flatten()?;
        self.floors.iter().find(|floor| floor.shop == shop)
    }

    /// A map without any land, each of whose streams runs alone.
    fn bare(
        frame: FlowFrame,
        (outline, shown): (Outline, Shown),
        (places, radii): (Vec<Place>, Vec<f64>),
        ribbons: Vec<Ribbon>,
    ) -> Self {
        Self {
            frame,
            outline,
            px_per_client: 0.0,
            shown,
            places,
            radii,
            summed: vec![false; ribbons.len()],
            beside: vec![Beside::alone(); ribbons.len()],
            ribbons,
            stems: Vec::new(),
            reaches: Vec::new(),
            was: None,
            bed: Rc::default(),
            floors: Vec::new(),
            town: Rc::default(),
            coast: Vec::new(),
            creeks: Rc::default(),
            land: None,
            timeline: None,
            threads: None,
        }
    }

    /// The same map, of whose city another part is seen; none where the city has no streets of its own.
    pub fn seen(&self, network: &Network, view: View) -> Option<Self> {
        let Land { given, home, .. } = self.land.as_ref()?;
        let (frame, outline) = (self.frame, &self.outline);
        Some(Layout { given, network, frame, view, outline, home: Some(home) }.map(self.shown.clone()))
    }

    /// Lays out a solved network, in its base and without levers, on a canvas of `width` x `height` CSS px; the town follows from
    /// `seed`, and has about `blocks` blocks where given.
    pub fn new(network: &Network, width: f64, height: f64, seed: u64, blocks: Option<u32>) -> Self {
        Self::on(network, (width, height), seed, blocks, None)
    }

    /// The same on a canvas of another size; what does not depend on it is taken from the map before.
    pub fn resized(before: &Self, network: &Network, width: f64, height: f64, seed: u64, blocks: Option<u32>) -> Self {
        Self::on(network, (width, height), seed, blocks, Some(before))
    }

    fn on(all: &Network, (width, height): (f64, f64), seed: u64, blocks: Option<u32>, before: Option<&Self>) -> Self {
        let frame = FlowFrame::new(width, height);
        let network = &*all.plain();
        let shown = Shown::of(network, frame.width, frame.height);
        let outline = Outline::of(network, &shown);
        if let Some(city) = network.city.as_ref().filter(|city| !city.is_empty()) {
            let shown = shown.with(network.graph.edge_count()..all.graph.edge_count());
            let same = before.filter(|before| before.frame.tall == frame.tall && before.shown == shown);
            let given = same.and_then(|before| before.land.as_ref()).map(|land| land.given.clone());
            return door::through(|| {
                let given = given.unwrap_or_else(|| Rc::new(Given::new(city, all, &outline, &shown, &frame, seed)));
                Layout::fit(&given, all, frame, &outline).map(shown)
            });
        }
        let mut placing = place::place(network, &outline, &frame, &shown);
        let coast = coast::shore(&frame, &placing.floors, seed);
        let site = Site { network, frame: &frame, seed, blocks };
        let dug = dig::Digging { network: all, frame: &frame };
        let (town, gates, mut lines, mut bed);
        if outline.web {
            (town, gates, bed) = door::through(|| {
                let roads = web::roads(network, &frame, &placing, &shown);
                let town = site.town(&placing, &roads, &coast);
                let mut trips = web::trips(network, &placing, &shown);
                trips.extend(dug.trips(&placing));
                let routes = route::shortest(&town.streets, &trips);
                placing.narrow(network, &frame, web::share_of_widest(network, &frame, &placing, &routes));
                let gates = gates::gates(network, &outline, &frame, &mut placing);
                (town, gates, Bed { routes, ..Bed::default() })
            });
            lines = Vec::new();
        } else {
            gates = gates::gates(network, &outline, &frame, &mut placing);
            let Courses { lines: mut courses, ends } =
                courses::courses(network, &outline, &frame, &placing, &gates, &shown);
            let canals =
                if all.levers.is_empty() { Vec::new() } else { door::through(|| dug.canals(&placing, &gates)) };
            courses.extend(canals.iter().map(|canal| canal.line.clone()));
            let mut roads = courses.clone();
            roads.extend(links::links(network, &frame, &placing));
            town = site.town(&placing, &roads, &coast);
            let routes = route::routes(&town.streets, &courses, frame.scale);
            let (mut starts, mut ends) = (gates.starts.clone(), ends);
            starts.extend(canals.iter().map(|canal| Some(canal.start)));
            ends.extend(canals.iter().map(|canal| Some(canal.end)));
            bed = Bed { routes, starts, ends, ..Bed::default() };
            lines = courses;
        }
        lines.resize(all.graph.edge_count(), Vec::new());
        bed.lay(&town.streets, &lines, &frame);
        (bed.px_per_client, bed.most) = (placing.px_per_client, place::most(all));
        bed.rooms = all.solved.streams.iter().map(|flow| flow.clients * bed.px_per_client).collect();
        bed.dug = dug.which();
        let Water { ribbons, beside, .. } = bed.water(all, &all.solved, &frame);
        let creeks = site.creeks(&placing, &town, &ribbons);
        let places = gates
            .gates
            .iter()
            .zip(&placing.spots)
            .map(|(gate, spot)| Place {
                at: spot.at,
                direction: spot.direction,
                crotch: None,
                inflow: gate.inflow.clone(),
                outflow: gate.outflow.clone(),
            })
            .collect();
        Self {
            frame,
            outline,
            px_per_client: placing.px_per_client,
            shown,
            places,
            radii: placing.spots.iter().map(|s| s.radius).collect(),
            ribbons,
            summed: vec![false; all.graph.edge_count()],
            stems: Vec::new(),
            reaches: Vec::new(),
            beside,
            was: None,
            bed: Rc::new(bed),
            floors: placing.floors,
            town: Rc::new(town),
            coast,
            creeks: Rc::new(creeks),
            land: None,
            timeline: None,
            threads: None,
        }
    }
}
