//! Huff's law at KT1: how clients choose between shops by their attraction and by how far off they are (D. L. Huff,
//! A probabilistic analysis of shopping center trade areas, Land Economics 39, 1963).

// Indexes are the graph's own node and edge indexes, which are the document's.
#![allow(clippy::indexing_slicing)]

use super::{Graph, solve::flow::Rule};
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
pub(super) fn weigh(document: &Document, graph: &Graph, city: Option<&City>, rules: &mut [Rule]) -> Vec<Problem> {
    let choices = choices(document, graph, rules);
    let nearest = |at: Option<[f64; 2]>| city.and_then(|city| city.nearest(at?));
    // All ways at once: many forks may choose between few shops.
    let mut pairs = Vec::new();
    let mut pair_of = Vec::new();
    for choice in &choices {
        let from = nearest(document.nodes[choice.fork.index()].at);
        for (_, _, shop) in &choice.shops {
            let pair = from.zip(nearest(shop.at));
            pair_of.push(pair.map(|_| pairs.len()));
            pairs.extend(pair);
        }
    }
    let along = city.map_or_else(Vec::new, |city| city.distances(&pairs));
    let mut ways = pair_of.into_iter().map(|pair| along.get(pair?).copied().flatten());
    let mut told = Vec::new();
    for choice in &choices {
        let far = distances(document, choice, &mut ways, &mut told);
        for ((stream, ..), weight) in choice.shops.iter().zip(weights(choice, &far)) {
            rules[stream.index()] = Rule::Rest(weight);
        }
    }
    told
}

/// A fork at which the law holds, and the streams that it is about, each with the node at its end and what shop that is.
struct Choice {
    fork: NodeIndex,
    huff: Huff,
    shops: Vec<(EdgeIndex, NodeIndex, Shop)>,
}

fn choices(document: &Document, graph: &Graph, rules: &[Rule]) -> Vec<Choice> {
    let forks = document.nodes.iter().enumerate().filter_map(|(index, node)| Some((NodeIndex::new(index), node.huff?)));
    let choice = |(fork, huff)| {
        let free = graph.edges(fork).filter(|edge| matches!(rules[edge.id().index()], Rule::Rest(_)));
        let mut shops: Vec<_> =
            free.map(|edge| (edge.id(), edge.target(), shop(document, graph, fork, edge.target()))).collect();
        shops.sort_unstable_by_key(|(stream, ..)| *stream);
        Choice { fork, huff, shops }
    };
    forks.map(choice).collect()
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

/// How far each shop of a fork lies off, from the `ways` to them along the streets, as far as there are any.
fn distances(
    document: &Document,
    choice: &Choice,
    ways: &mut impl Iterator<Item = Option<f64>>,
    told: &mut Vec<Problem>,
) -> Vec<Option<f64>> {
    let unknown = |node: NodeIndex| {
        let node = &document.nodes[node.index()];
        let what = "\"at\" is missing here: Huff's law takes the mean of the other distances for \"";
        Problem::warning("missing", &node.origin, [what, &node.id, "\""].concat())
    };
    let from = document.nodes[choice.fork.index()].at;
    if from.is_none() {
        told.push(unknown(choice.fork));
    }
    let mut far = Vec::with_capacity(choice.shops.len());
    for ((stream, to, shop), way) in choice.shops.iter().zip(ways) {
        far.push(match (from, shop.at, way) {
            (Some(_), None, _) => {
                told.push(unknown(*to));
                None
            }
            (None, ..) => None,
            (Some(_), Some(_), Some(way)) => Some(way),
            (Some(from), Some(at), None) => {
                if document.streets.is_some() {
                    let stream = &document.streams[stream.index()];
                    let what = ["no street leads from \"", &stream.from, "\" to \"", &stream.to];
                    let message = [what.concat().as_str(), "\": the distance is taken as the crow flies"].concat();
                    told.push(Problem::warning("geometry", &stream.origin, message));
                }
                Some(distance(document.streets.as_ref().is_some_and(|streets| streets.lonlat), from, at))
            }
        });
    }
    far
}

/// Weights that add up to 1, by logarithms: powers of large numbers would not fit.
fn weights(Choice { huff, shops, .. }: &Choice, far: &[Option<f64>]) -> Vec<f64> {
    let known: Vec<f64> = far.iter().copied().flatten().collect();
    let longest = known.iter().copied().fold(0.0, f64::max);
    let mean = if known.is_empty() { 1.0 } else { known.iter().sum::<f64>() / known.len() as f64 };
    let pulls: Vec<f64> = shops
        .iter()
        .zip(far)
        .map(|((.., shop), far)| {
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
