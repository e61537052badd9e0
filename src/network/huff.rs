//! Huff's law at KT1: how clients choose between shops by their attraction and by how far off they are (D. L. Huff,
//! A probabilistic analysis of shopping center trade areas, Land Economics 39, 1963).

// Indexes are the graph's own node and edge indexes, which are the document's.
#![allow(clippy::indexing_slicing)]

use super::{Graph, flow::Rule};
use crate::{
    city::{City, distance},
    document::{Document, Huff, Kind, Mood, Node},
    problem::Problem,
};
use petgraph::{
    graph::{EdgeIndex, NodeIndex},
    visit::EdgeRef,
};

/// No way is shorter than this part of the longest: a shop at the fork's own corner would draw without end.
const LEAST: f64 = 1e-6;

/// So many places of a shop are looked at for what it says of itself, or a few more.
const MOST_PLACES: usize = 64;

/// Sets the weights by which the streams of KT1 forks with `huff` share what leaves there: of each stream without
/// a figure of its own, attraction^alpha / distance^beta of where it leads. Distances are along the given streets from
/// the fork's corner to the shop's; without streets, or where none leads there (which is told), as the crow flies. A place without
/// `at` stands where the next one stands that its water comes to on its way to the till, as far as there is one; where
/// no distance is known (which is told), the mean of the known ones stands in.
pub(super) fn weigh(document: &Document, graph: &Graph, rules: &mut [Rule]) -> Vec<Problem> {
    let mut told = Vec::new();
    let forks = document.nodes.iter().enumerate().filter_map(|(index, node)| Some((NodeIndex::new(index), node.huff?)));
    let mut city = None;
    for (fork, huff) in forks {
        let mut streams: Vec<(EdgeIndex, NodeIndex)> = graph
            .edges(fork)
            .filter(|edge| matches!(rules[edge.id().index()], Rule::Rest(_)))
            .map(|edge| (edge.id(), edge.target()))
            .collect();
        streams.sort_unstable();
        let city = city.get_or_insert_with(|| document.streets.as_ref().map(City::new)).as_ref();
        let shops: Vec<Shop> = streams.iter().map(|(_, to)| shop(document, graph, fork, *to)).collect();
        let far = distances(document, city, fork, (&streams, &shops), &mut told);
        for ((stream, _), weight) in streams.iter().zip(weights(huff, &shops, &far)) {
            rules[stream.index()] = Rule::Rest(weight);
        }
    }
    told
}

/// What the law asks of where a stream leads.
#[derive(Clone, Copy)]
struct Shop {
    at: Option<[f64; 2]>,
    attraction: f64,
}

/// The shop that a node is or lies in. Each of its figures is said by the node or by the first one after it that says it.
fn shop(document: &Document, graph: &Graph, fork: NodeIndex, node: NodeIndex) -> Shop {
    let mut way = vec![node];
    let mut next = 0;
    while let Some(&node) = way.get(next).filter(|_| way.len() < MOST_PLACES) {
        next += 1;
        let mut ons: Vec<_> = graph.edges(node).map(|edge| (edge.id(), edge.target())).collect();
        ons.sort_unstable();
        for (stream, to) in ons {
            // Blue water has left the shop, and regulars come back to where clients choose.
            let stays = document.streams[stream.index()].mood != Some(Mood::Blue);
            if stays && to != fork && !way.contains(&to) && document.nodes[to.index()].kind != Kind::Regulars {
                way.push(to);
            }
        }
    }
    let nodes = || way.iter().map(|node| &document.nodes[node.index()]);
    let attraction = nodes().find_map(|node: &Node| node.attraction).unwrap_or(1.0);
    Shop { at: nodes().find_map(|node| node.at), attraction }
}

fn distances(
    document: &Document,
    city: Option<&City>,
    fork: NodeIndex,
    (streams, shops): (&[(EdgeIndex, NodeIndex)], &[Shop]),
    told: &mut Vec<Problem>,
) -> Vec<Option<f64>> {
    let from = document.nodes[fork.index()].at;
    let unknown = |node: NodeIndex| {
        let node = &document.nodes[node.index()];
        let message =
            ["\"at\" is missing here: Huff's law takes the mean of the other distances for \"", &node.id, "\""];
        Problem::warning("missing", &node.origin, message.concat())
    };
    let Some(from) = from else {
        told.push(unknown(fork));
        return vec![None; shops.len()];
    };
    let corners: Vec<Option<u32>> = shops.iter().map(|shop| city.and_then(|city| city.nearest(shop.at?))).collect();
    let start = city.and_then(|city| city.nearest(from));
    let asked: Vec<u32> = corners.iter().copied().flatten().collect();
    let mut along = match (city, start) {
        (Some(city), Some(start)) => city.distances(start, &asked),
        _ => Vec::new(),
    }
    .into_iter();
    let lonlat = document.streets.as_ref().is_some_and(|streets| streets.lonlat);
    let mut far = Vec::with_capacity(shops.len());
    for ((stream, to), (shop, corner)) in streams.iter().zip(shops.iter().zip(&corners)) {
        let way = corner.and_then(|_| along.next()).flatten();
        far.push(match (shop.at, way) {
            (None, _) => {
                told.push(unknown(*to));
                None
            }
            (Some(_), Some(way)) => Some(way),
            (Some(at), None) => {
                if city.is_some() {
                    let stream = &document.streams[stream.index()];
                    let message = [
                        "no street leads from \"",
                        &stream.from,
                        "\" to \"",
                        &stream.to,
                        "\": \
                        the distance is taken as the crow flies",
                    ];
                    told.push(Problem::warning("geometry", &stream.origin, message.concat()));
                }
                Some(distance(lonlat, from, at))
            }
        });
    }
    far
}

/// Weights that add up to 1, by logarithms: powers of large numbers would not fit.
fn weights(huff: Huff, shops: &[Shop], far: &[Option<f64>]) -> Vec<f64> {
    let known: Vec<f64> = far.iter().copied().flatten().collect();
    let longest = known.iter().copied().fold(0.0, f64::max);
    let mean = if known.is_empty() { 1.0 } else { known.iter().sum::<f64>() / known.len() as f64 };
    let pulls: Vec<f64> = shops
        .iter()
        .zip(far)
        .map(|(shop, far)| {
            let far = far.unwrap_or(mean).max(longest * LEAST).max(f64::MIN_POSITIVE);
            huff.alpha * libm::log(shop.attraction) - huff.beta * libm::log(far)
        })
        .collect();
    let most = pulls.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    // What is as good as nothing stays more than nothing, or its stream would be none.
    let weights: Vec<f64> = pulls.iter().map(|pull| libm::exp(pull - most).max(1e-300)).collect();
    let sum: f64 = weights.iter().sum();
    weights.into_iter().map(|weight| weight / sum).collect()
}
