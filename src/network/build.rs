//! From a document to the solved graph.

use std::collections::HashMap;

use petgraph::{Direction, graph::NodeIndex, visit::EdgeRef};

use super::{
    Graph, Network, Node, NodeFlow, Solved, Stream, StreamFlow, Totals,
    flow::{self, Rule, Stuck},
    temperature,
};
use crate::{
    document::{self, Document, Kind, Mood, json::write_number},
    problem::Problem,
};

/// What a mood says of the temperature where nothing else does.
const WARM: f64 = 0.7;
/// A node is reported where more than this part of its water is unaccounted for.
const WORTH_SAYING: f64 = 1e-9;
/// Shares that add up to more than one by no more than this do so by rounding.
const ROUNDING: f64 = 1e-9;

impl Network {
    /// Builds the graph and solves it.
    ///
    /// # Errors
    ///
    /// `unknown-id` and `self-loop` at streams; at nodes `shares-exceed-one`, `endless-cycle`, `range` (figures too large to
    /// add up) and `too-large` (more than 4,000 nodes so tightly in one cycle that no steady state is found in bearable time).
    pub fn build(document: &Document) -> Result<Self, Vec<Problem>> {
        let graph = graph(document)?;
        let solved = solve(document, &graph)?;
        Ok(Self { graph, solved })
    }
}

fn graph(document: &Document) -> Result<Graph, Vec<Problem>> {
    let mut graph = Graph::with_capacity(document.nodes.len(), document.streams.len());
    let mut index = HashMap::with_capacity(document.nodes.len());
    for node in &document.nodes {
        let at = graph.add_node(Node {
            id: node.id.clone(),
            kind: node.kind,
            label: node.label.clone().unwrap_or_else(|| node.id.clone()),
            kt: node.kt,
            at: node.at,
            revenue_per_client: node.revenue_per_client,
        });
        index.insert(node.id.as_str(), at);
    }
    let mut problems = Vec::new();
    for stream in &document.streams {
        let mut find = |id: &str, field: &str| {
            let found = index.get(id).copied();
            if found.is_none() {
                let message = format!("there is no node \"{id}\"; give the id of one of the nodes");
                problems.push(Problem::error("unknown-id", format!("{}/{field}", stream.origin), message));
            }
            found
        };
        let (from, to) = (find(&stream.from, "from"), find(&stream.to, "to"));
        let (Some(from), Some(to)) = (from, to) else { continue };
        if from == to {
            let message = format!("a stream from \"{}\" to itself; let it reach another node", stream.from);
            problems.push(Problem::error("self-loop", &stream.origin, message));
        }
        graph.add_edge(from, to, Stream { id: stream.id.clone(), label: stream.label.clone(), days: stream.days });
    }
    if problems.is_empty() { Ok(graph) } else { Err(problems) }
}

fn solve(document: &Document, graph: &Graph) -> Result<Solved, Vec<Problem>> {
    let nodes = || graph.node_indices().zip(&document.nodes);
    let rules: Vec<Rule> = document.streams.iter().map(rule).collect();
    let measured = |node: NodeIndex| -> f64 {
        let counts = graph.edges(node).filter_map(|edge| document.streams.get(edge.id().index())?.clients);
        // From first to last, as the graph lists them the other way round.
        counts.collect::<Vec<_>>().iter().rev().sum()
    };
    let own: Vec<f64> = nodes()
        .map(|(index, node)| match node.kind {
            Kind::Spring => node.clients.unwrap_or_else(|| measured(index)),
            _ => 0.0,
        })
        .collect();
    let underway: Vec<f64> = document.nodes.iter().map(|node| node.underway).collect();
    check_shares(document, graph)?;
    let flows = flow::solve(graph, &rules, &own, &underway)
        .map_err(|stuck| stuck.into_iter().filter_map(|stuck| refused(document, stuck)).collect::<Vec<_>>())?;
    let known: Vec<Option<f64>> = document.streams.iter().map(known).collect();
    let own_water: Vec<(f64, f64)> =
        own.iter().zip(&document.nodes).map(|(&own, node)| (own, node.temperature.unwrap_or(0.0))).collect();

    let mut solved = Solved {
        nodes: Vec::with_capacity(document.nodes.len()),
        streams: Vec::with_capacity(document.streams.len()),
        totals: Totals { springs: own.iter().sum(), ..Totals::default() },
        diagnostics: Vec::new(),
    };
    let mut outflow = vec![0.0; document.nodes.len()];
    for (edge, &clients) in graph.edge_references().zip(&flows.clients) {
        if let Some(outflow) = outflow.get_mut(edge.source().index()) {
            *outflow += clients;
        }
    }
    for ((((index, node), &inflow), &outflow), &over) in nodes().zip(&flows.inflow).zip(&outflow).zip(&flows.over) {
        let total = inflow + outflow + node.underway;
        if !total.is_finite() {
            return Err(vec![too_much(node)]);
        }
        let keeps = graph.neighbors_directed(index, Direction::Outgoing).next().is_none();
        let unaccounted = if keeps { 0.0 } else { over };
        solved.nodes.push(NodeFlow { inflow, outflow, unaccounted, underway: node.underway, temperature: 0.0 });
        if unaccounted.abs() > WORTH_SAYING * inflow.max(outflow + node.underway) {
            solved.diagnostics.push(unaccounted_for(node, inflow, outflow, unaccounted));
        }
    }
    let warm = temperature::solve(graph, &known, &flows.clients, &own_water)
        .map_err(|node| refused(document, Stuck::TooLarge(node)).into_iter().collect::<Vec<_>>())?;
    for (node, warm) in solved.nodes.iter_mut().zip(warm) {
        node.temperature = warm;
    }
    for (((edge, stream), &clients), known) in
        graph.edge_references().zip(&document.streams).zip(&flows.clients).zip(known)
    {
        let from = solved.nodes.get(edge.source().index());
        let inflow = from.map_or(0.0, |from| from.inflow);
        let share = stream.share.unwrap_or(if inflow > 0.0 { clients / inflow } else { 0.0 });
        if !share.is_finite() {
            let node = document.nodes.get(edge.source().index());
            return Err(node.map(too_much).into_iter().collect());
        }
        solved.streams.push(StreamFlow {
            clients,
            share,
            mood: stream.mood,
            temperature: known.unwrap_or(from.map_or(0.0, |from| from.temperature)),
        });
    }
    totals(document, graph, &mut solved)?;
    Ok(solved)
}

fn rule(stream: &document::Stream) -> Rule {
    match (stream.share, stream.clients) {
        (Some(share), _) => Rule::Share(share),
        (None, Some(count)) => Rule::Count(count),
        (None, None) => Rule::Rest,
    }
}

fn known(stream: &document::Stream) -> Option<f64> {
    stream.temperature.or(stream.mood.map(|mood| if mood == Mood::Red { WARM } else { -WARM }))
}

fn check_shares(document: &Document, graph: &Graph) -> Result<(), Vec<Problem>> {
    let mut problems = Vec::new();
    for (index, node) in graph.node_indices().zip(&document.nodes) {
        let shares = graph.edges(index).filter_map(|edge| document.streams.get(edge.id().index())?.share).sum::<f64>();
        if shares > 1.0 + ROUNDING {
            let message = format!("the shares leaving \"{}\" add up to {}; at most 1", node.id, figure(shares));
            problems.push(Problem::error("shares-exceed-one", &node.origin, message));
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn totals(document: &Document, graph: &Graph, solved: &mut Solved) -> Result<(), Vec<Problem>> {
    let totals = &mut solved.totals;
    for (node, flow) in document.nodes.iter().zip(&solved.nodes) {
        match node.kind {
            Kind::Till => {
                totals.buyers += flow.inflow;
                totals.revenue += flow.inflow * node.revenue_per_client.unwrap_or(0.0);
            }
            Kind::Regulars => totals.become_regulars += flow.inflow,
            _ => {}
        }
        let pond = if node.kind == Kind::Regulars { &mut totals.resting } else { &mut totals.underway };
        *pond += node.underway;
    }
    for (edge, flow) in graph.edge_references().zip(&solved.streams) {
        let Some(from) = graph.node_weight(edge.source()) else { continue };
        let kt = from.kt.filter(|_| from.kind == Kind::Fork).map(|kt| usize::from(kt).wrapping_sub(1));
        match (flow.mood, from.kind) {
            (Some(Mood::Red), Kind::Regulars) => totals.returning += flow.clients,
            (Some(Mood::Blue), Kind::Regulars) => totals.lost_regulars += flow.clients,
            (Some(Mood::Blue), _) => {
                let lost = kt.and_then(|kt| totals.lost_kt.get_mut(kt)).unwrap_or(&mut totals.lost_other);
                *lost += flow.clients;
            }
            _ => {}
        }
    }
    let [kt1, kt2, kt3] = totals.lost_kt;
    let all = [
        totals.springs,
        totals.buyers,
        totals.revenue,
        totals.become_regulars,
        totals.returning,
        kt1,
        kt2,
        kt3,
        totals.lost_regulars,
        totals.lost_other,
        totals.underway,
        totals.resting,
    ];
    if all.iter().all(|total| total.is_finite()) {
        return Ok(());
    }
    let largest = document.nodes.iter().zip(&solved.nodes).reduce(|a, b| if b.1.inflow > a.1.inflow { b } else { a });
    Err(largest.map(|(node, _)| too_much(node)).into_iter().collect())
}

fn too_much(node: &document::Node) -> Problem {
    let message =
        format!("the figures at \"{}\" lie too far apart or are too large to reckon with; use another unit", node.id);
    Problem::error("range", &node.origin, message)
}

fn refused(document: &Document, stuck: Stuck) -> Option<Problem> {
    let (code, index, what) = match stuck {
        Stuck::Endless(node) => {
            ("endless-cycle", node, "lies on a cycle that loses nothing, so its water would rise for ever")
        }
        Stuck::TooLarge(node) => ("too-large", node, "lies among cycles too many and too tight to be solved"),
    };
    let node = document.nodes.get(index.index())?;
    Some(Problem::error(code, &node.origin, format!("\"{}\" {what}; let some of it leave", node.id)))
}

fn unaccounted_for(node: &document::Node, inflow: f64, outflow: f64, unaccounted: f64) -> Problem {
    let (inflow, outflow, off) = (figure(inflow), figure(outflow), figure(unaccounted.abs()));
    let still =
        if node.underway > 0.0 { format!(", {} are still there", figure(node.underway)) } else { String::new() };
    let what = if unaccounted > 0.0 { "nobody saw leave" } else { "more left than came" };
    let message = format!("at \"{}\" {inflow} come in and {outflow} go out{still}: {off} {what}", node.id);
    Problem::warning("unaccounted", &node.origin, message)
}

/// A number as one reads it: four figures and at most the units.
fn figure(value: f64) -> String {
    let mut unit = 1.0;
    while value * unit < 1e3 && unit < 1e300 {
        unit *= 10.0;
    }
    let mut figure = String::new();
    write_number((value * unit).round() / unit, &mut figure);
    figure
}
