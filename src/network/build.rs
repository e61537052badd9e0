//! From a document to the solved graph.

// Indexes are the graph's own node and edge indexes, which are the document's.
#![allow(clippy::indexing_slicing)]

use petgraph::graph::NodeIndex;
use std::rc::Rc;

use super::{
    Graph, Network, Node, NodeFlow, Scenario, Solved, Stream, StreamFlow, Totals, huff,
    levers::{self, Lever},
    reconcile::{self, Moved},
    refused::{refused, too_much, unaccounted_for},
    solve::{
        flow::{self, Rule, Stuck},
        temperature,
    },
};
use crate::{
    city::{City, distance},
    document::{self, Document, Kind, Mood, Names},
    door,
    problem::Problem,
};

/// What a mood says of the temperature where nothing else does.
const WARM: f64 = 0.7;
/// A node is reported where more than this part of its water is unaccounted for.
const WORTH_SAYING: f64 = 1e-9;

impl Network {
    /// Builds the graph and solves it.
    ///
    /// # Errors
    ///
    /// `unknown-id` at streams, where the document was not read but put together; at nodes `endless-cycle`, `range` (figures
    /// too large to add up) and `too-large` (more than 4,000 nodes so tightly in one cycle that no steady state is found in
    /// bearable time).
    pub fn build(document: &Document) -> Result<Self, Vec<Problem>> {
        Self::at(document, &Scenario::of(document))
    }

    /// The same in any state.
    ///
    /// # Errors
    ///
    /// See [`Network::build`].
    pub fn at(document: &Document, scenario: &Scenario) -> Result<Self, Vec<Problem>> {
        let city = document.streets.clone().map(|streets| door::through(|| Rc::new(City::new(streets))));
        Self::in_city(document, scenario, city)
    }

    /// Another state of the network; `document` is the one that this was built from.
    ///
    /// # Errors
    ///
    /// See [`Network::build`].
    pub fn turned(&self, document: &Document, scenario: &Scenario) -> Result<Self, Vec<Problem>> {
        Self::in_city(document, scenario, self.city.clone())
    }

    /// The base with levers on, of which it has none on; `document` is the one that this was built from. Only what levers change is solved
    /// anew.
    ///
    /// # Errors
    ///
    /// See [`Network::build`].
    pub fn switched(&self, document: &Document, on: &[bool]) -> Result<Self, Vec<Problem>> {
        if self.frame.is_some() || self.base.is_some() {
            return self.turned(document, &Scenario { frame: self.frame, levers: on.to_vec() });
        }
        let mut levers = self.levers.clone();
        levers.iter_mut().zip(on).for_each(|(lever, on)| lever.on = *on);
        let (graph, base) = (&self.graph, &self.solved);
        let moods: Vec<Option<Mood>> = base.streams.iter().map(|flow| flow.mood).collect();
        let given = document.streams.len();
        let mut known: Vec<Option<f64>> = document.streams.iter().map(known).collect();
        known.extend(moods.iter().skip(given).map(|mood| mood.map(degree)));
        let from: Vec<usize> = graph.raw_edges().iter().map(|edge| edge.source().index()).collect();
        let moved = Moved {
            nodes: base.nodes.iter().map(|node| node.moved).collect(),
            streams: base.streams.iter().map(|stream| stream.moved).collect(),
        };
        // What is unaccounted for at nodes is told of the new state.
        let stays = |problem: &&Problem| problem.code != "unaccounted" || problem.pointer == "/balance";
        let basin = Basin {
            nodes: &document.nodes,
            graph,
            given,
            own: &self.own,
            from: &from,
            moods: &moods,
            known: &known,
            moved: &moved,
            told: base.diagnostics.iter().filter(stays).cloned().collect(),
        };
        let solved = basin.run(base, &levers)?;
        let (graph, base, own) = (graph.clone(), Some(base.clone()), self.own.clone());
        Ok(Self { graph, solved, base, levers, own, frame: None, city: self.city.clone() })
    }

    fn in_city(document: &Document, scenario: &Scenario, city: Option<Rc<City>>) -> Result<Self, Vec<Problem>> {
        let mut turned = None;
        if let Some(frame) = scenario.frame {
            door::through(|| turned.insert(document.clone()).turn_to(frame));
        }
        let document = turned.as_ref().unwrap_or(document);
        let mut graph = graph(document)?;
        let built = !document.levers.is_empty();
        let dug = if built { door::through(|| levers::dig(document, &mut graph))? } else { Default::default() };
        let (mut levers, canals) = dug;
        for (lever, on) in levers.iter_mut().zip(&scenario.levers) {
            lever.on = *on;
        }
        let (mut solved, base, own) = solve(document, &graph, city.as_deref(), &levers, &canals)?;
        if let Some(city) = &city {
            door::through(|| tell_apart(document, &graph, city, &mut solved));
        }
        Ok(Self { graph, solved, base, levers, own, frame: scenario.frame, city })
    }
}

fn graph(document: &Document) -> Result<Graph, Vec<Problem>> {
    let mut graph = Graph::with_capacity(document.nodes.len(), document.streams.len());
    let mut index = Names::default();
    index.reserve(document.nodes.len());
    for node in &document.nodes {
        let at = graph.add_node(Node {
            id: node.id.clone(),
            kind: node.kind,
            label: node.label.clone().unwrap_or_else(|| node.id.clone()),
            kt: node.kt,
            at: node.at,
            revenue_per_client: node.revenue_per_client,
        });
        index.insert(&node.id, at.index());
    }
    let mut problems = Vec::new();
    for stream in &document.streams {
        let mut find = |id: &str, field: &str| {
            let found = index.get(id).map(NodeIndex::new);
            if found.is_none() {
                door::through(|| {
                    let message = ["no node has the id \"", id, "\""].concat();
                    problems.push(Problem::error("unknown-id", [&stream.origin, field].concat(), message));
                });
            }
            found
        };
        let (from, to) = (find(&stream.from, "/from"), find(&stream.to, "/to"));
        let (Some(from), Some(to)) = (from, to) else { continue };
        graph.add_edge(from, to, Stream { id: stream.id.clone(), label: stream.label.clone(), days: stream.days });
    }
    if problems.is_empty() { Ok(graph) } else { Err(problems) }
}

/// Tells of what [`apart`] finds, but where Huff's law has told so already: once is enough.
fn tell_apart(document: &Document, graph: &Graph, city: &City, solved: &mut Solved) {
    let told = |problem: &Problem| {
        let mut told = solved.diagnostics.iter().filter(|told| told.code == problem.code);
        told.any(|told| told.pointer == problem.pointer)
    };
    let apart: Vec<Problem> = apart(document, graph, city).into_iter().filter(|it| !told(it)).collect();
    solved.diagnostics.extend(apart);
}

/// Tells of places far off, and of streams between places in parts of the city that no street joins: they will run straight.
fn apart(document: &Document, graph: &Graph, city: &City) -> Vec<Problem> {
    let parts = city.parts();
    let part = |at: Option<[f64; 2]>| parts.get(city.nearest(at?)? as usize).copied();
    let parts: Vec<Option<u32>> = document.nodes.iter().map(|node| part(node.at)).collect();
    let (low, high) = city.corners();
    let across = distance(city.streets().lonlat, low, high);
    let mut told: Vec<Problem> = document.nodes.iter().filter_map(|node| far_off(node, city, across)).collect();
    let streams = document.streams.iter().zip(graph.raw_edges());
    let apart = streams.filter(|(_, edge)| {
        let ends = [edge.source(), edge.target()].map(|end| parts[end.index()]);
        matches!(ends, [Some(from), Some(to)] if from != to)
    });
    told.extend(apart.map(|(stream, _)| {
        let what = ["no street joins \"", &stream.from, "\" and \"", &stream.to, "\": the stream runs straight"];
        Problem::warning("geometry", &stream.origin, what.concat())
    }));
    told
}

/// Tells of a place farther from all streets than these lie `across`: mostly its two numbers are the wrong way round.
fn far_off(node: &document::Node, city: &City, across: f64) -> Option<Problem> {
    let at = node.at?;
    let nearest = city.place(city.nearest(at)?)?;
    let far = distance(city.streets().lonlat, at, nearest) > across.max(f64::MIN_POSITIVE);
    let message = "this place is farther from all streets than they lie apart: are its two numbers in the right order?";
    far.then(|| Problem::warning("geometry", [&node.origin, "/at"].concat(), message))
}

/// The steady state with the levers that are on, the same without any where one is, and the clients that enter at each node.
fn solve(
    document: &Document,
    graph: &Graph,
    city: Option<&City>,
    levers: &[Lever],
    canals: &[Option<Mood>],
) -> Result<(Solved, Option<Solved>, Vec<f64>), Vec<Problem>> {
    let nodes = &document.nodes;
    let from: Vec<usize> = graph.raw_edges().iter().map(|edge| edge.source().index()).collect();
    let streams = || document.streams.iter().zip(from.iter().copied()).enumerate();

    let mut own: Vec<f64> = nodes.iter().map(|node| node.clients.filter(|_| is_spring(node)).unwrap_or(0.0)).collect();
    for (_, (stream, from)) in streams() {
        if is_spring(&nodes[from]) && nodes[from].clients.is_none() {
            own[from] += stream.clients.unwrap_or(0.0);
        }
    }
    let mut rules: Vec<Rule> = document.streams.iter().map(rule).collect();
    rules.resize(graph.edge_count(), Rule::Share(0.0));
    let chosen = nodes.iter().any(|node| node.huff.is_some());
    let mut told = if chosen { door::through(|| huff::weigh(document, graph, city, &mut rules)) } else { Vec::new() };
    let moved = if document.reconcile {
        door::through(|| reconcile::reconcile(document, graph, &mut rules, &mut own, &mut told))
    } else {
        Moved::nothing(graph)
    };
    let mut moods: Vec<Option<Mood>> = document.streams.iter().map(|stream| stream.mood).collect();
    moods.extend(canals);
    let mut known: Vec<Option<f64>> = document.streams.iter().map(known).collect();
    known.extend(canals.iter().map(|mood| mood.map(degree)));
    let given = document.streams.len();
    let basin =
        Basin { nodes, graph, given, own: &own, from: &from, moods: &moods, known: &known, moved: &moved, told };
    let base = basin.fill(&rules)?;
    if !levers.iter().any(|lever| lever.on) {
        return Ok((base, None, own));
    }
    let solved = door::through(|| basin.run(&base, levers))?;
    Ok((solved, Some(base), own))
}

/// All of a network but the rules by which its streams run; lists go by node or by stream.
struct Basin<'a> {
    nodes: &'a [document::Node],
    graph: &'a Graph,
    /// How many streams are no canals.
    given: usize,
    /// Clients that enter at each node.
    own: &'a [f64],
    /// The node that each stream leaves.
    from: &'a [usize],
    moods: &'a [Option<Mood>],
    /// Temperatures that streams have of their own.
    known: &'a [Option<f64>],
    /// How far counts moved when they were reconciled.
    moved: &'a Moved,
    /// What was told before.
    told: Vec<Problem>,
}

impl Basin<'_> {
    /// With levers on: all streams run by the shares of the base, as these change them.
    fn run(&self, base: &Solved, levers: &[Lever]) -> Result<Solved, Vec<Problem>> {
        let shares = levers::shares(self.graph, &base.streams, levers);
        let mut solved = self.fill(&shares.into_iter().map(Rule::Share).collect::<Vec<_>>())?;
        solved.totals.cost = levers.iter().filter(|lever| lever.on).map(|lever| lever.cost).sum();
        Ok(solved)
    }

    fn fill(&self, rules: &[Rule]) -> Result<Solved, Vec<Problem>> {
        let Self { nodes, graph, given, own, from, known, .. } = *self;
        let underway: Vec<f64> = nodes.iter().map(|node| node.underway).collect();
        let flows = flow::solve(graph, rules, own, &underway).map_err(|stuck| {
            door::through(|| stuck.into_iter().map(|stuck| refused(nodes, stuck)).collect::<Vec<_>>())
        })?;
        let (mut outflow, mut leaves) = (vec![0.0; nodes.len()], vec![false; nodes.len()]);
        for (index, (clients, &from)) in flows.clients.iter().zip(from).enumerate() {
            outflow[from] += clients;
            leaves[from] |= index < given || *clients > 0.0;
        }
        let own_water: Vec<(f64, f64)> =
            own.iter().zip(nodes).map(|(&own, node)| (own, node.temperature.unwrap_or(0.0))).collect();
        let warm = temperature::solve(graph, known, &flows.clients, &own_water)
            .map_err(|node| door::through(|| vec![refused(nodes, Stuck::TooLarge(node))]))?;

        let mut solved = Solved {
            nodes: Vec::with_capacity(nodes.len()),
            streams: Vec::with_capacity(from.len()),
            totals: Totals { springs: own.iter().sum(), ..Totals::default() },
            diagnostics: self.told.clone(),
        };
        for (index, node) in nodes.iter().enumerate() {
            let (inflow, outflow, underway) = (flows.inflow[index], outflow[index], node.underway);
            if !(inflow + outflow + underway).is_finite() {
                return Err(door::through(|| vec![too_much(node)]));
            }
            let unaccounted = if leaves[index] { flows.over[index] } else { 0.0 };
            solved.nodes.push(NodeFlow {
                inflow,
                outflow,
                unaccounted,
                underway,
                temperature: warm[index],
                moved: self.moved.nodes[index],
            });
            if unaccounted.abs() > WORTH_SAYING * inflow.max(outflow + underway) {
                solved.diagnostics.push(unaccounted_for(node, inflow, outflow, unaccounted));
            }
        }
        for (index, &from) in from.iter().enumerate() {
            let (clients, node) = (flows.clients[index], solved.nodes[from]);
            let share = match rules[index] {
                Rule::Share(share) => share,
                _ if node.inflow > 0.0 => clients / node.inflow,
                _ => 0.0,
            };
            if !share.is_finite() {
                return Err(door::through(|| vec![too_much(&nodes[from])]));
            }
            let temperature = known[index].unwrap_or(node.temperature);
            solved.streams.push(StreamFlow {
                clients,
                share,
                mood: self.moods[index],
                temperature,
                moved: self.moved.streams[index],
            });
        }
        totals(nodes, from, &mut solved)?;
        Ok(solved)
    }
}

fn is_spring(node: &document::Node) -> bool {
    node.kind == Kind::Spring
}

fn rule(stream: &document::Stream) -> Rule {
    match (stream.share, stream.clients) {
        (Some(share), _) => Rule::Share(share),
        (None, Some(count)) => Rule::Count(count),
        (None, None) => Rule::Rest(1.0),
    }
}

fn known(stream: &document::Stream) -> Option<f64> {
    stream.temperature.or(stream.mood.map(degree))
}

/// The temperature that a mood stands for.
fn degree(mood: Mood) -> f64 {
    if mood == Mood::Red { WARM } else { -WARM }
}

fn totals(nodes: &[document::Node], from: &[usize], solved: &mut Solved) -> Result<(), Vec<Problem>> {
    let totals = &mut solved.totals;
    for (node, flow) in nodes.iter().zip(&solved.nodes) {
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
    for (flow, &from) in solved.streams.iter().zip(from) {
        let node = &nodes[from];
        let sum = match (flow.mood, node.kind) {
            (Some(Mood::Red), Kind::Regulars) => &mut totals.returning,
            (Some(Mood::Blue), Kind::Regulars) => &mut totals.lost_regulars,
            (Some(Mood::Blue), kind) => {
                let kt = node.kt.filter(|_| kind == Kind::Fork).map(|kt| usize::from(kt).wrapping_sub(1));
                kt.and_then(|kt| totals.lost_kt.get_mut(kt)).unwrap_or(&mut totals.lost_other)
            }
            _ => continue,
        };
        *sum += flow.clients;
    }
    // None is negative, so each is finite where their sum is.
    let all = [
        totals.springs,
        totals.buyers,
        totals.revenue,
        totals.become_regulars,
        totals.returning,
        totals.lost_kt.iter().sum(),
        totals.lost_regulars,
        totals.lost_other,
        totals.underway,
        totals.resting,
    ];
    if all.iter().sum::<f64>().is_finite() {
        return Ok(());
    }
    let largest = nodes.iter().zip(&solved.nodes).reduce(|a, b| if b.1.inflow > a.1.inflow { b } else { a });
    Err(door::through(|| largest.map(|(node, _)| too_much(node)).into_iter().collect()))
}
