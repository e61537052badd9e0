//! A plain network in layers, so that every stream runs on and few cross.
//!
//! After K. Sugiyama, S. Tagawa and M. Toda, "Methods for Visual Understanding of Hierarchical System Structures", IEEE
//! Transactions on Systems, Man, and Cybernetics 11 (1981), 109-125: a stream that passes a layer takes a place in it
//! (a bend), and layers are ordered by sweeps to the barycentres of their neighbours. Crossings count by the product of
//! the clients that cross, and bends side by side with one goal (or one source) become one: streams that run to one place
//! join as soon as nothing parts them.

// Indexes are items, layers and streams that this file numbered itself.
#![allow(clippy::indexing_slicing)]

use super::Draft;
use crate::document::{Kind, Mood};
use petgraph::{graph::NodeIndex, visit::EdgeRef};

/// Sweeps over all layers.
const SWEEPS: usize = 24;

/// What has a place in a layer: a node, or a bend of the streams that pass.
pub(super) struct Item {
    pub node: Option<usize>,
    pub layer: usize,
    /// Clients that pass it.
    pub clients: f64,
    /// The source and the target of a bend's stream.
    ends: (usize, usize),
}

/// Streams between two items of neighbouring layers (or, for a canal's end, within one).
#[derive(Clone, Copy)]
pub(super) struct Link {
    pub from: usize,
    pub to: usize,
    pub clients: f64,
}

/// All layers.
#[derive(Default)]
pub(super) struct Layers {
    pub items: Vec<Item>,
    /// Items of each layer from the red side to the blue one.
    pub layers: Vec<Vec<usize>>,
    /// Links from each layer to the next.
    pub links: Vec<Link>,
    /// For each stream the items that it passes, from node to node; empty where it is not shown.
    pub ways: Vec<Vec<usize>>,
}

impl Layers {
    /// Layers of the streams that are shown, ordered and merged.
    pub fn new(draft: &Draft) -> Self {
        let mut layers = Self::assign(draft);
        layers.order(draft);
        layers.turn_sea_down(draft);
        layers.merge(|item| (item.ends.1, 1));
        layers.merge(|item| (item.ends.0, 0));
        layers
    }

    /// Items and links, not ordered yet.
    fn assign(draft: &Draft) -> Self {
        let graph = &draft.network.graph;
        let depth = depths(draft);
        let deepest = depth.iter().flatten().copied().max().unwrap_or(0);
        let mut this = Self {
            layers: vec![Vec::new(); deepest + 1],
            ways: vec![Vec::new(); graph.edge_count()],
            ..Self::default()
        };
        let mut item_of = vec![usize::MAX; depth.len()];
        for (node, layer) in depth.iter().enumerate() {
            if let Some(layer) = *layer {
                let flow = draft.network.solved.nodes.get(node);
                let clients = flow.map_or(0.0, |f| f.inflow.max(f.outflow));
                item_of[node] = this.add(Item { node: Some(node), layer, clients, ends: (node, node) });
            }
        }
        for e in graph.edge_references().filter(|e| draft.is_shown(e.id().index())) {
            let (stream, from, to) = (e.id().index(), e.source().index(), e.target().index());
            let (Some(Some(a)), Some(Some(b))) = (depth.get(from), depth.get(to)) else { continue };
            let clients = draft.clients(stream).max(1e-9);
            // A canal passes the layers of both its ends too, on its way round them.
            let back = draft.outline.returns(stream);
            let between: Vec<usize> = if back { (*b..=*a).rev().collect() } else { (a + 1..*b).collect() };
            let mut way = vec![item_of[from]];
            way.extend(
                between.into_iter().map(|layer| this.add(Item { node: None, layer, clients, ends: (from, to) })),
            );
            way.push(item_of[to]);
            for pair in way.windows(2) {
                let (mut from, mut to) = (pair[0], pair[1]);
                if this.items[from].layer > this.items[to].layer {
                    (from, to) = (to, from);
                }
                this.links.push(Link { from, to, clients });
            }
            this.ways[stream] = way;
        }
        this
    }

    fn add(&mut self, item: Item) -> usize {
        self.layers[item.layer].push(self.items.len());
        self.items.push(item);
        self.items.len() - 1
    }

    /// The links of every item that lead to the layer before, and to the one after.
    pub fn neighbours(&self) -> Vec<[Vec<(usize, f64)>; 2]> {
        let mut all: Vec<[Vec<(usize, f64)>; 2]> = vec![Default::default(); self.items.len()];
        for link in &self.links {
            if self.items[link.from].layer < self.items[link.to].layer {
                all[link.from][1].push((link.to, link.clients));
                all[link.to][0].push((link.from, link.clients));
            }
        }
        all
    }

    /// Orders every layer: first as a walk from the sources meets the items, then by barycentres.
    fn order(&mut self, draft: &Draft) {
        let mut rank = vec![usize::MAX; self.items.len()];
        self.walk(draft, &mut rank);
        for layer in &mut self.layers {
            layer.sort_by_key(|item| rank[*item]);
        }
        let neighbours = self.neighbours();
        self.swap_neighbours(&neighbours);
        let mut best = (self.crossings(), self.layers.clone());
        let mut place = vec![0.0; self.items.len()];
        for sweep in 0..SWEEPS {
            if best.0 <= 0.0 {
                break;
            }
            let count = self.layers.len();
            for k in 0..count {
                let (layer, side) = if sweep % 2 == 0 { (k, 0) } else { (count - 1 - k, 1) };
                settle_places(&self.layers[layer], &mut place);
                // Every other pair of sweeps looks at both sides: one side alone gets stuck between two orders.
                let both = sweep % 4 > 1;
                let wish = |item: usize| {
                    let mut sum = (0.0, 0.0);
                    for other in [0, 1].into_iter().filter(|s| both || *s == side) {
                        for (to, clients) in &neighbours[item][other] {
                            sum = (sum.0 + place[*to] * clients, sum.1 + clients);
                        }
                    }
                    if sum.1 > 0.0 { sum.0 / sum.1 } else { place[item] }
                };
                let wishes: Vec<(f64, usize)> = self.layers[layer].iter().map(|i| (wish(*i), *i)).collect();
                let mut sorted = wishes;
                sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
                self.layers[layer] = sorted.into_iter().map(|w| w.1).collect();
                settle_places(&self.layers[layer], &mut place);
            }
            self.swap_neighbours(&neighbours);
            let crossings = self.crossings();
            if crossings < best.0 * (1.0 - 1e-12) {
                best = (crossings, self.layers.clone());
            }
        }
        self.layers = best.1;
    }

    /// Turns all over if most of the water reaches the sea on the red side and no mood says which side is which: the blue
    /// side is where the sea is looked for.
    fn turn_sea_down(&mut self, draft: &Draft) {
        let streams = 0..draft.network.graph.edge_count();
        if streams.into_iter().any(|stream| draft.mood(stream).is_some()) {
            return;
        }
        let mut tilt = 0.0;
        for layer in &self.layers {
            for (i, item) in layer.iter().enumerate() {
                let item = &self.items[*item];
                if item.node.is_some_and(|n| draft.kind(n) == Kind::Sea) {
                    tilt += item.clients * ((i as f64 + 0.5) / layer.len() as f64 - 0.5);
                }
            }
        }
        if tilt < 0.0 {
            self.layers.iter_mut().for_each(|layer| layer.reverse());
        }
    }

    /// Swaps items side by side wherever that leaves fewer crossings.
    fn swap_neighbours(&mut self, neighbours: &[[Vec<(usize, f64)>; 2]]) {
        const ROUNDS: usize = 4;
        let mut place = vec![0usize; self.items.len()];
        for layer in &self.layers {
            layer.iter().enumerate().for_each(|(i, item)| place[*item] = i);
        }
        for _ in 0..ROUNDS {
            let mut swapped = false;
            for layer in &mut self.layers {
                for i in 1..layer.len() {
                    let (a, b) = (layer[i - 1], layer[i]);
                    let mut gain = 0.0;
                    for (of_a, of_b) in neighbours[a].iter().zip(&neighbours[b]) {
                        for (p, clients) in of_a {
                            for (q, others) in of_b {
                                gain += clients
                                    * others
                                    * (f64::from(place[*p] > place[*q]) - f64::from(place[*p] < place[*q]));
                            }
                        }
                    }
                    if gain > 1e-9 {
                        layer.swap(i - 1, i);
                        place.swap(a, b);
                        swapped = true;
                    }
                }
            }
            if !swapped {
                break;
            }
        }
    }

    /// Ranks items in the order of a walk along the streams, at each node red ones first and blue ones last.
    fn walk(&self, draft: &Draft, rank: &mut [usize]) {
        let graph = &draft.network.graph;
        let bank = |stream: usize| match draft.mood(stream) {
            Some(Mood::Red) => 0,
            None => 1,
            Some(Mood::Blue) => 2,
        };
        let mut out: Vec<Vec<usize>> = vec![Vec::new(); graph.node_count()];
        for e in graph.edge_references().filter(|e| !self.ways[e.id().index()].is_empty()) {
            out[e.source().index()].push(e.id().index());
        }
        let mut next = 0;
        let mut seen = vec![false; graph.node_count()];
        let first = |n: &usize| self.items[*n].node.is_some_and(|node| draft.kind(node) == Kind::Spring);
        let nodes = (0..self.items.len()).filter(|i| self.items[*i].node.is_some());
        let (springs, others): (Vec<usize>, Vec<usize>) = nodes.partition(first);
        for start in springs.into_iter().chain(others) {
            let mut open = vec![start];
            while let Some(item) = open.pop() {
                let Some(node) = self.items[item].node.filter(|node| !seen[*node]) else { continue };
                seen[node] = true;
                rank[item] = next;
                next += 1;
                let streams = &mut out[node];
                streams.sort_by_key(|s| (bank(*s), *s));
                for stream in streams.iter() {
                    for bend in &self.ways[*stream] {
                        if rank[*bend] == usize::MAX && self.items[*bend].node.is_none() {
                            rank[*bend] = next;
                            next += 1;
                        }
                    }
                }
                open.extend(streams.iter().rev().filter_map(|s| self.ways[*s].last().copied()));
            }
        }
    }

    /// The sum over all crossings of the product of the clients that cross.
    fn crossings(&self) -> f64 {
        let mut place = vec![0usize; self.items.len()];
        for layer in &self.layers {
            layer.iter().enumerate().for_each(|(i, item)| place[*item] = i);
        }
        let mut by_layer: Vec<Vec<&Link>> = vec![Vec::new(); self.layers.len()];
        for link in &self.links {
            by_layer[self.items[link.from].layer].push(link);
        }
        let mut total = 0.0;
        for (layer, links) in by_layer.iter_mut().enumerate() {
            links.retain(|l| self.items[l.to].layer == layer + 1);
            links.sort_by_key(|l| (place[l.from], place[l.to]));
            // A Fenwick tree over the places in the next layer holds the clients that arrive there.
            let size = self.layers.get(layer + 1).map_or(0, Vec::len);
            let mut tree = vec![0.0; size + 1];
            let mut sum = 0.0_f64;
            for link in links {
                let mut at = place[link.to] + 1;
                let mut before = 0.0;
                while at > 0 {
                    before += tree[at];
                    at &= at - 1;
                }
                total += link.clients * (sum - before).max(0.0);
                sum += link.clients;
                at = place[link.to] + 1;
                while at <= size {
                    tree[at] += link.clients;
                    at += at & at.wrapping_neg();
                }
            }
        }
        total
    }

    /// Makes one of bends that lie side by side and run to one goal (or from one source) the same way on; `key` tells the
    /// goal, and on which side (1 after, 0 before) they must run together already.
    fn merge(&mut self, key: impl Fn(&Item) -> (usize, usize)) {
        let mut into: Vec<usize> = (0..self.items.len()).collect();
        let after = self.items.first().map_or(0, |item| key(item).1);
        // The item on that side that a bend leads to; a bend has one link on each side until it is merged.
        let mut leads = vec![usize::MAX; self.items.len()];
        for link in &self.links {
            let (near, far) = if after == 1 { (link.from, link.to) } else { (link.to, link.from) };
            leads[near] = far;
        }
        let count = self.layers.len();
        for k in 0..count {
            let layer = if after == 1 { count - 1 - k } else { k };
            let mut kept: Vec<usize> = Vec::new();
            for &item in &self.layers[layer] {
                let last = kept.last().copied().filter(|last| {
                    let (a, b) = (&self.items[*last], &self.items[item]);
                    let same = |of: usize| leads.get(of).map_or(usize::MAX, |to| into.get(*to).copied().unwrap_or(*to));
                    a.node.is_none() && b.node.is_none() && key(a) == key(b) && same(*last) == same(item)
                });
                match last {
                    Some(last) => {
                        self.items[last].clients += self.items[item].clients;
                        into[item] = last;
                    }
                    None => kept.push(item),
                }
            }
            self.layers[layer] = kept;
        }
        for way in &mut self.ways {
            way.iter_mut().for_each(|item| *item = into[*item]);
        }
        for link in &mut self.links {
            (link.from, link.to) = (into[link.from], into[link.to]);
        }
    }
}

/// Places from 0 to 1 of a layer's items.
fn settle_places(layer: &[usize], place: &mut [f64]) {
    for (i, item) in layer.iter().enumerate() {
        place[*item] = (i as f64 + 0.5) / layer.len() as f64;
    }
}

/// The layer of every node that is shown: as far from the sources as its longest way, a source just before what it
/// feeds, a sea last.
fn depths(draft: &Draft) -> Vec<Option<usize>> {
    let shown = |stream: usize| draft.is_shown(stream);
    let mut depth: Vec<Option<usize>> = vec![None; draft.at.len()];
    for &n in &draft.outline.order {
        let before = draft.outline.forward_in(draft.network, n).filter(|(s, _)| shown(*s));
        let deepest = before.filter_map(|(_, from)| depth[from]).max();
        depth[n] = draft.is_seen(n).then(|| deepest.map_or(0, |d| d + 1));
    }
    for &n in draft.outline.order.iter().rev() {
        let fed = draft.outline.forward_in(draft.network, n).any(|(s, _)| shown(s));
        let next = draft.outline.forward_out(draft.network, n).filter(|(s, _)| shown(*s));
        if let (false, Some(next)) = (fed, next.filter_map(|(_, to)| depth[to]).min()) {
            depth[n] = depth[n].map(|_| next.saturating_sub(1));
        }
    }
    let deepest = depth.iter().flatten().copied().max().unwrap_or(0);
    for (n, slot) in depth.iter_mut().enumerate() {
        let sea = draft.network.graph.node_weight(NodeIndex::new(n)).is_some_and(|w| w.kind == Kind::Sea);
        if let (true, Some(depth)) = (sea, slot.as_mut()) {
            *depth = deepest.max(1);
        }
    }
    depth
}
