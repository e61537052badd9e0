//! What is drawn of a network: all of it, or of a very large one as much as can be seen.

use crate::network::Network;
use petgraph::visit::EdgeRef;

/// Canvas for each stream that is drawn, square px: more would be a tangle of hairlines.
const AREA: f64 = 3_600.0;
/// How many streams even the smallest canvas shows, and how many the largest.
const STREAMS: (f64, f64) = (60.0, 400.0);

/// How many streams are led along a city's streets.
const SUMMED: usize = 2_000;

/// Which nodes and streams are drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shown {
    nodes: Vec<bool>,
    streams: Vec<bool>,
}

impl Shown {
    /// All, or the largest streams and the nodes at their ends; the more, the larger the canvas (CSS px).
    pub fn of(network: &Network, width: f64, height: f64) -> Self {
        let graph = &network.graph;
        let sizes = network.solved.streams.iter().map(|s| s.clients);
        // Along a city's streets thin streams are drawn summed.
        let most =
            if network.city.is_some() { SUMMED } else { (width * height / AREA).clamp(STREAMS.0, STREAMS.1) as usize };
        let streams = largest(&sizes.collect::<Vec<f64>>(), most);
        let all = graph.edge_count() <= most && graph.node_count() <= most + 1;
        let mut nodes = vec![all; graph.node_count()];
        for e in graph.edge_references().filter(|e| streams.get(e.id().index()) == Some(&true)) {
            for end in [e.source(), e.target()] {
                nodes.iter_mut().skip(end.index()).take(1).for_each(|slot| *slot = true);
            }
        }
        if !nodes.contains(&true) {
            let sizes = network.solved.nodes.iter().map(|n| n.inflow);
            nodes = largest(&sizes.collect::<Vec<f64>>(), most);
        }
        Self { nodes, streams }
    }

    /// Only some nodes, and no stream.
    pub fn only(network: &Network, is: impl Fn(usize) -> bool) -> Self {
        let nodes = (0..network.graph.node_count()).map(is).collect();
        Self { nodes, streams: vec![false; network.graph.edge_count()] }
    }

    /// The same with these streams, which follow on those that there are: canals.
    pub fn with(mut self, streams: std::ops::Range<usize>) -> Self {
        self.streams.extend(streams.map(|_| true));
        self
    }

    /// Whether a node is drawn.
    pub fn node(&self, n: usize) -> bool {
        self.nodes.get(n) == Some(&true)
    }

    /// How many streams are drawn, where not all are.
    pub fn cut(&self) -> Option<usize> {
        self.streams.contains(&false).then(|| self.streams.iter().filter(|drawn| **drawn).count())
    }

    /// Whether a stream is drawn.
    pub fn stream(&self, stream: usize) -> bool {
        self.streams.get(stream) == Some(&true)
    }
}

/// Marks all, or the largest `most`, of equal ones the first.
fn largest(sizes: &[f64], most: usize) -> Vec<bool> {
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    let size = |i: &usize| sizes.get(*i).copied().unwrap_or(0.0);
    order.sort_by(|a, b| size(b).total_cmp(&size(a)).then(a.cmp(b)));
    let mut marks = vec![false; sizes.len()];
    for i in order.into_iter().take(most) {
        marks.iter_mut().skip(i).take(1).for_each(|mark| *mark = true);
    }
    marks
}
