//! Ways: the solved network parted into threads of water.
//!
//! At a node the incoming streams lie side by side and the outgoing ones too. A client keeps the place across, so the
//! overlay of the two stacks says which part of which stream goes on as which part of which other. A way is one such
//! part, followed from where its water appears to where it disappears; all its clients take the very same streams.

use crate::{
    map::{Place, Ribbon},
    network::Network,
};

/// Pieces, over all streams, that the network is cut into at most (besides one for each stream).
const PIECES: usize = 8_000;
/// Pieces that one stream is cut into at most.
const PIECES_PER_STREAM: usize = 32;
/// Streams that a way is followed through at most.
const DEPTH: u32 = 48;
/// Parts of a node's water smaller than this are rounding, not clients.
const SLIVER: f64 = 1e-11;

/// One stream of a way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Index of the stream.
    pub stream: usize,
    /// The part of the stream's width that the way takes where the stream begins, from the left bank, fractions 0 to 1.
    pub across: (f64, f64),
    /// The same where the stream ends.
    pub onward: (f64, f64),
}

/// A thread of water through the network; it never passes a node twice.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// Clients per period, more than 0.
    pub clients: f64,
    /// The streams that it passes, in order; at least one.
    pub steps: Vec<Step>,
}

/// A part of a stream, in clients from the left bank; its water was `shift` further right in the parent's stream.
struct Piece {
    stream: usize,
    parent: Option<usize>,
    shift: f64,
    low: f64,
    high: f64,
    depth: u32,
}

/// An interval of clients across a node that belongs to `of` (a piece or a stream).
#[derive(Clone, Copy)]
struct Span {
    of: usize,
    low: f64,
    high: f64,
}

/// Parts the network into ways. For every stream the clients of the ways that pass it add up to its own.
///
/// A stream that closes a circle (found by depth-first search from the springs) begins new ways, as does water that
/// no incoming stream accounts for; water that no outgoing stream takes on ends. Time and memory are near-linear:
/// where a stream would be cut too finely, its ways end at the node and one fresh way goes on.
pub fn ways(network: &Network, ribbons: &[Ribbon], places: &[Place]) -> Vec<Way> {
    let shape = Shape::of(network, ribbons);
    let (order, back) = order(&shape);
    let limit = (PIECES / shape.clients.len().max(1)).clamp(1, PIECES_PER_STREAM);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut on_stream: Vec<Vec<usize>> = vec![Vec::new(); shape.clients.len()];
    // Ends of ways: the part of a piece that goes no further.
    let mut ends: Vec<Span> = Vec::new();
    for (stream, (&clients, _)) in shape.clients.iter().zip(&back).enumerate().filter(|(_, (_, back))| **back) {
        begin(&mut pieces, &mut on_stream, stream, 0.0, clients);
    }
    for node in order {
        let place = places.get(node);
        let empty = Vec::new();
        let streams_in = shape.incoming.get(node).unwrap_or(&empty);
        let streams_out = shape.outgoing.get(node).unwrap_or(&empty);
        let outflow = shape.stack(streams_out, place.map_or(&[], |place| &place.outflow));
        let mut inflow: Vec<Span> = Vec::new();
        for span in shape.stack(streams_in, place.map_or(&[], |place| &place.inflow)) {
            for &index in on_stream.get(span.of).unwrap_or(&empty) {
                if let Some(piece) = pieces.get(index) {
                    inflow.push(Span { of: index, low: span.low + piece.low, high: span.low + piece.high });
                }
            }
        }
        let total = inflow.iter().chain(&outflow).map(|span| span.high).fold(0.0, f64::max);
        let parts = overlay(&inflow, &outflow, total * SLIVER);
        let too_deep = inflow.iter().any(|span| pieces.get(span.of).is_some_and(|piece| piece.depth >= DEPTH));
        if too_deep || too_fine(&parts, limit) {
            ends.extend(inflow.iter().filter_map(|span| pieces.get(span.of).map(|piece| whole(span.of, piece))));
            for span in outflow.iter().filter(|span| !is_back(&back, span.of)) {
                begin(&mut pieces, &mut on_stream, span.of, 0.0, span.high - span.low);
            }
            continue;
        }
        for Part { low, high, from, to } in parts {
            let from = from.and_then(|span| Some((span, pieces.get(span.of)?.low, pieces.get(span.of)?.depth)));
            let to = to.filter(|span| !is_back(&back, span.of));
            match (from, to) {
                (Some((from, base, depth)), Some(to)) => {
                    let (start, end) = (low - to.low, high - to.low);
                    let shift = low - from.low + base - start;
                    let piece =
                        Piece { stream: to.of, parent: Some(from.of), shift, low: start, high: end, depth: depth + 1 };
                    add(&mut pieces, &mut on_stream, piece);
                }
                (Some((from, base, _)), None) => {
                    ends.push(Span { of: from.of, low: low - from.low + base, high: high - from.low + base });
                }
                (None, Some(to)) => begin(&mut pieces, &mut on_stream, to.of, low - to.low, high - to.low),
                (None, None) => {}
            }
        }
    }
    ends.iter().map(|end| trace(end, &pieces, &shape.clients)).filter(|way| way.clients > 0.0).collect()
}

fn is_back(back: &[bool], stream: usize) -> bool {
    back.get(stream).copied().unwrap_or(false)
}

fn whole(of: usize, piece: &Piece) -> Span {
    Span { of, low: piece.low, high: piece.high }
}

fn begin(pieces: &mut Vec<Piece>, on_stream: &mut [Vec<usize>], stream: usize, low: f64, high: f64) {
    if high > low {
        add(pieces, on_stream, Piece { stream, parent: None, shift: 0.0, low, high, depth: 1 });
    }
}

fn add(pieces: &mut Vec<Piece>, on_stream: &mut [Vec<usize>], piece: Piece) {
    if let Some(list) = on_stream.get_mut(piece.stream) {
        list.push(pieces.len());
        pieces.push(piece);
    }
}

/// The way that ends as `end`, followed back to where it began.
fn trace(end: &Span, pieces: &[Piece], clients: &[f64]) -> Way {
    let mut steps = Vec::new();
    let (mut low, mut high, mut at) = (end.low, end.high, Some(end.of));
    while let Some(piece) = at.and_then(|index| pieces.get(index)) {
        let whole = clients.get(piece.stream).copied().unwrap_or(1.0);
        let across = ((low / whole).clamp(0.0, 1.0), (high / whole).clamp(0.0, 1.0));
        steps.push(Step { stream: piece.stream, across, onward: across });
        (low, high, at) = (low + piece.shift, high + piece.shift, piece.parent);
    }
    steps.reverse();
    Way { clients: end.high - end.low, steps }
}

/// A part of a node's width on which neither stack changes.
struct Part {
    low: f64,
    high: f64,
    from: Option<Span>,
    to: Option<Span>,
}

/// Cuts a node's width wherever one of two stacks (each sorted, without overlap) begins, changes or ends.
fn overlay(inflow: &[Span], outflow: &[Span], sliver: f64) -> Vec<Part> {
    let mut cuts: Vec<f64> = inflow.iter().chain(outflow).flat_map(|span| [span.low, span.high]).collect();
    cuts.sort_by(f64::total_cmp);
    let mut parts = Vec::new();
    let (mut from, mut to) = (inflow.iter().peekable(), outflow.iter().peekable());
    for (&low, &high) in cuts.iter().zip(cuts.iter().skip(1)) {
        if high - low <= sliver {
            continue;
        }
        let middle = (low + high) / 2.0;
        while from.next_if(|span| span.high <= middle).is_some() {}
        while to.next_if(|span| span.high <= middle).is_some() {}
        let at = |span: Option<&&Span>| span.filter(|span| span.low <= middle).map(|span| **span);
        let part = Part { low, high, from: at(from.peek()), to: at(to.peek()) };
        if part.from.is_some() || part.to.is_some() {
            parts.push(part);
        }
    }
    parts
}

/// Whether an outgoing stream would get more than `limit` pieces.
fn too_fine(parts: &[Part], limit: usize) -> bool {
    let (mut stream, mut count) = (None, 0);
    parts.iter().any(|part| {
        let next = part.to.map(|span| span.of);
        count = if next == stream { count + 1 } else { 1 };
        stream = next;
        next.is_some() && count > limit
    })
}

/// The network as plain lists.
struct Shape {
    clients: Vec<f64>,
    ends: Vec<(usize, usize)>,
    incoming: Vec<Vec<usize>>,
    outgoing: Vec<Vec<usize>>,
    /// Springs first, else in document order.
    roots: Vec<usize>,
    /// Clients that one pixel of width stands for; 0 where widths say nothing.
    per_px: f64,
}

impl Shape {
    fn of(network: &Network, ribbons: &[Ribbon]) -> Self {
        let graph = &network.graph;
        let flow = |index: usize| network.solved.streams.get(index).map_or(0.0, |stream| stream.clients);
        let clients: Vec<f64> =
            (0..graph.edge_count()).map(flow).map(|flow| if flow.is_finite() { flow.max(0.0) } else { 0.0 }).collect();
        let mut ends = Vec::with_capacity(clients.len());
        let mut incoming = vec![Vec::new(); graph.node_count()];
        let mut outgoing = incoming.clone();
        for (index, edge) in graph.raw_edges().iter().enumerate() {
            let (source, target) = (edge.source().index(), edge.target().index());
            ends.push((source, target));
            for (lists, node) in [(&mut outgoing, source), (&mut incoming, target)] {
                if let Some(list) = lists.get_mut(node) {
                    list.push(index);
                }
            }
        }
        let is_spring = |index: &usize| {
            graph.raw_nodes().get(*index).is_some_and(|node| node.weight.kind == crate::document::Kind::Spring)
        };
        let nodes = 0..graph.node_count();
        let roots = nodes.clone().filter(is_spring).chain(nodes.filter(|index| !is_spring(index))).collect();
        let width: f64 = ribbons.iter().map(|ribbon| ribbon.width).filter(|width| *width > 0.0).sum();
        let per_px = clients.iter().sum::<f64>() / width;
        let per_px = if per_px.is_finite() { per_px } else { 0.0 };
        Self { clients, ends, incoming, outgoing, roots, per_px }
    }

    /// Lays `streams` side by side in the order of `placed` (those that it forgets come last), without overlap.
    fn stack(&self, streams: &[usize], placed: &[(usize, f64)]) -> Vec<Span> {
        let mut left: Vec<usize> = streams.to_vec();
        left.sort_unstable();
        let mut stack = Vec::with_capacity(left.len());
        let mut edge = 0.0;
        let total: f64 = left.iter().filter_map(|stream| self.clients.get(*stream)).sum();
        let mut lay = |of: usize, offset: Option<f64>| {
            let clients = self.clients.get(of).copied().unwrap_or(0.0);
            let wanted = offset.map_or(edge, |px| px * self.per_px);
            // A gap counts only where it is meant, not where it is rounding.
            let low = if wanted > edge + total * 1e-6 { wanted } else { edge };
            if clients > 0.0 {
                stack.push(Span { of, low, high: low + clients });
                edge = low + clients;
            }
        };
        let mut taken = vec![false; left.len()];
        for &(stream, offset) in placed {
            if let Ok(found) = left.binary_search(&stream)
                && let Some(taken) = taken.get_mut(found).filter(|taken| !**taken)
            {
                *taken = true;
                lay(stream, Some(offset));
            }
        }
        for (&stream, _) in left.iter().zip(&taken).filter(|(_, taken)| !**taken) {
            lay(stream, None);
        }
        stack
    }
}

/// The nodes in topological order once the streams marked `true`, those that close a circle, are cut.
fn order(shape: &Shape) -> (Vec<usize>, Vec<bool>) {
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        No,
        Open,
        Done,
    }
    let mut seen = vec![Seen::No; shape.outgoing.len()];
    let mut back = vec![false; shape.clients.len()];
    let mut finished = Vec::with_capacity(seen.len());
    let mut path: Vec<(usize, usize)> = Vec::new();
    for &root in &shape.roots {
        if seen.get(root) != Some(&Seen::No) {
            continue;
        }
        path.push((root, 0));
        while let Some((node, next)) = path.last_mut() {
            if let Some(state) = seen.get_mut(*node) {
                *state = Seen::Open;
            }
            let Some(&stream) = shape.outgoing.get(*node).and_then(|out| out.get(*next)) else {
                if let Some(state) = seen.get_mut(*node) {
                    *state = Seen::Done;
                }
                finished.push(*node);
                path.pop();
                continue;
            };
            *next += 1;
            let Some(&(_, target)) = shape.ends.get(stream) else { continue };
            match seen.get(target) {
                Some(Seen::No) => path.push((target, 0)),
                Some(Seen::Open) => back.iter_mut().skip(stream).take(1).for_each(|mark| *mark = true),
                _ => {}
            }
        }
    }
    finished.reverse();
    (finished, back)
}
