//! Main roads of a web: between its places rather than through them, so that no stream seems to call at a place that
//! it only passes.

use crate::{
    map::{
        flow_frame::FlowFrame,
        place::{Placing, widest},
        rivers::route::Trip,
        shown::Shown,
    },
    network::{Network, Stream, StreamFlow},
};
use delaunator::{EMPTY, triangulate};
use kurbo::Point;
use petgraph::{
    graph::{EdgeReference, NodeIndex},
    visit::EdgeRef,
};

/// How many places the net of roads is drawn round.
const HUBS: usize = 70;

/// Roads from triangle to triangle between the largest places (the dual of their Delaunay triangulation), and from
/// every place that is shown to the triangles round it.
pub fn roads(network: &Network, frame: &FlowFrame, placing: &Placing, shown: &Shown) -> Vec<Vec<Point>> {
    let s = frame.scale;
    let mut places: Vec<(f64, Point)> = placing
        .spots
        .iter()
        .zip(&network.solved.nodes)
        .enumerate()
        .filter(|(n, _)| shown.node(*n))
        .map(|(_, (spot, flow))| (flow.inflow.max(flow.outflow), spot.at))
        .collect();
    places.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut corners: Vec<Point> = Vec::new();
    for (_, at) in &places {
        if corners.len() < HUBS && corners.iter().all(|hub| hub.distance(*at) > 50.0 * s) {
            corners.push(*at);
        }
    }
    let hubs = corners.len();
    corners.extend(border(frame));
    let points: Vec<_> = corners.iter().map(|p| delaunator::Point { x: p.x, y: p.y }).collect();
    let mesh = triangulate(&points);
    let middles: Vec<Option<Point>> = mesh
        .triangles
        .chunks_exact(3)
        .map(|triangle| {
            let mut of = triangle.iter().filter_map(|i| corners.get(*i).copied());
            let (a, b, c) = (of.next()?, of.next()?, of.next()?);
            let middle = a.lerp(b.midpoint(c), 2.0 / 3.0);
            let (along, across) = frame.flow(middle);
            (along < (frame.coast(across / frame.across) - 0.02) * frame.along).then_some(middle)
        })
        .collect();
    let mut roads = Vec::new();
    for (half, &twin) in mesh.halfedges.iter().enumerate().filter(|&(half, &twin)| twin != EMPTY && half < twin) {
        if let (Some(Some(a)), Some(Some(b))) = (middles.get(half / 3), middles.get(twin / 3)) {
            roads.push(vec![*a, *b]);
        }
    }
    for (triangle, middle) in mesh.triangles.chunks_exact(3).zip(&middles) {
        let Some(middle) = middle else { continue };
        let of = triangle.iter().filter(|corner| **corner < hubs).filter_map(|corner| corners.get(*corner));
        roads.extend(of.map(|hub| vec![*hub, *middle]));
    }
    let small = places.iter().filter(|(_, at)| !corners.iter().take(hubs).any(|hub| hub == at));
    for (_, at) in small {
        let mut near: Vec<(f64, Point)> = middles.iter().flatten().map(|m| (m.distance_squared(*at), *m)).collect();
        near.sort_by(|a, b| a.0.total_cmp(&b.0));
        roads.extend(near.iter().take(2).map(|(_, middle)| vec![*at, *middle]));
    }
    roads
}

/// Points round the canvas and along the coast, so that the net reaches beyond the outermost places.
fn border(frame: &FlowFrame) -> Vec<Point> {
    let mut points = Vec::new();
    let steps = 7;
    for i in 0..=steps {
        let t = f64::from(i) / f64::from(steps);
        // Not on one line: a triangle without area has no middle.
        let bulge = 0.02 * (t - 0.5) * (t - 0.5);
        points.push(frame.at(-0.02 + bulge, t));
        points.push(frame.at(frame.coast(t) + 0.02 - bulge, t));
        points.push(frame.at(t * 0.8, -0.04 + bulge));
        points.push(frame.at(t * 0.75, 1.04 - bulge));
    }
    points
}

/// The trips of the streams that are shown.
pub fn trips(network: &Network, placing: &Placing, shown: &Shown) -> Vec<Option<Trip>> {
    let spot = |n: NodeIndex| placing.spots.get(n.index()).map(|s| s.at);
    let trip = |(e, flow): (EdgeReference<'_, Stream>, &StreamFlow)| {
        let wanted = shown.stream(e.id().index()) && flow.clients > 0.0;
        Some(Trip { from: spot(e.source())?, to: spot(e.target())?, clients: flow.clients }).filter(|_| wanted)
    };
    network.graph.edge_references().zip(&network.solved.streams).map(trip).collect()
}

/// How much narrower water must be so that the busiest street is as broad as the widest ribbon may be; at most 1.
pub fn share_of_widest(network: &Network, frame: &FlowFrame, placing: &Placing, routes: &[Vec<u32>]) -> f64 {
    let mut load: Vec<(u32, u32, f64)> = Vec::new();
    for (route, flow) in routes.iter().zip(&network.solved.streams) {
        let streets = route.iter().zip(route.iter().skip(1));
        load.extend(streets.map(|(a, b)| (*a.min(b), *a.max(b), flow.clients)));
    }
    load.sort_by_key(|street| (street.0, street.1));
    let streets = load.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
    let busiest = streets.map(|street| street.iter().map(|s| s.2).sum()).fold(0.0, f64::max) * placing.px_per_client;
    (widest(frame) / busiest.max(1e-9)).min(1.0)
}
