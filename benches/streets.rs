//! How long shortest ways along the streets of a grid take, natively, beside petgraph's own: `cargo bench --bench streets`.
//! Prints rows of a table; milliseconds, best of five.
#![allow(clippy::expect_used)]

use city_rivers::{
    city::{City, distance},
    document::{Direction, Line, StreetClass, Streets},
};
use oorandom::Rand64;
use petgraph::{
    algo::dijkstra,
    graph::{NodeIndex, UnGraph},
};
use std::time::Instant;

fn main() {
    for streets in [10_000, 100_000, 1_000_000] {
        let (side, grid) = grid(streets);
        let (joined, city) = best(|| City::new(grid.clone()));
        let middle = city.nearest([50.0 * side, 50.0 * side]).expect("a grid has corners");
        let pairs: Vec<(u32, u32)> = (0..city.len() as u32).map(|corner| (middle, corner)).collect();
        let (own, ours) = best(|| city.distances(&pairs));
        let plain = plain(&city, &grid);
        let (other, theirs) = best(|| dijkstra(&plain, NodeIndex::from(middle), None, |piece| *piece.weight()));
        for (corner, far) in ours.iter().enumerate() {
            let other = theirs.get(&NodeIndex::new(corner)).copied().expect("all is joined");
            assert!(far.is_some_and(|far| (far - other).abs() <= 1e-9 * other), "both find the same");
        }
        let count = grid.lines.len();
        println!("| join {count} streets | {joined:.1} ms |");
        println!("| ways from a corner to all along {count} streets | {own:.1} ms, {:.2} of petgraph's |", own / other);
    }
}

fn best<T>(mut work: impl FnMut() -> T) -> (f64, T) {
    let mut timed = || {
        let start = Instant::now();
        let result = work();
        (start.elapsed().as_secs_f64() * 1000.0, result)
    };
    let first = timed();
    (1..5).fold(first, |least, _| {
        let again = timed();
        if again.0 < least.0 { again } else { least }
    })
}

/// About so many streets between corners some 100 apart, none of them quite in its place; and the corners in a row.
fn grid(streets: usize) -> (f64, Streets) {
    let side = (streets as f64 / 2.0).sqrt() as usize;
    let mut random = Rand64::new(1);
    let mut off = || (random.rand_float() - 0.5) * 60.0;
    let places: Vec<[f64; 2]> =
        (0..side * side).map(|i| [(i % side) as f64 * 100.0 + off(), (i / side) as f64 * 100.0 + off()]).collect();
    let mut grid = Streets::default();
    for (i, place) in places.iter().enumerate() {
        let east = places.get(i + 1).filter(|_| i % side + 1 < side);
        for other in [east, places.get(i + side)].into_iter().flatten() {
            grid.positions.extend([*place, *other]);
            let end = grid.positions.len() as u32;
            grid.lines.push(Line { end, direction: Direction::Both, class: StreetClass::Side, name: None });
        }
    }
    (side as f64, grid)
}

fn plain(city: &City, grid: &Streets) -> UnGraph<(), f64> {
    let mut graph = UnGraph::with_capacity(city.len(), grid.lines.len());
    for _ in 0..city.len() {
        graph.add_node(());
    }
    for pair in grid.positions.chunks_exact(2) {
        if let [a, b] = pair {
            let [from, to] = [a, b].map(|place| NodeIndex::from(city.nearest(*place).expect("a grid has corners")));
            graph.add_edge(from, to, distance(grid.lonlat, *a, *b));
        }
    }
    graph
}
