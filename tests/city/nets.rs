//! Nets and trees against single searches, and what streets carry against who lives where.

use city_rivers::city::{City, distance};
use proptest::prelude::*;

use super::planes;

proptest! {
    /// The tree of a net, whose passed corners are not looked at, has the same ways as a search over all corners; each way is
    /// as long as it says.
    #[test]
    fn trees_are_shortest_ways(streets in planes(), root in any::<u32>(), stay in prop::collection::vec(any::<u32>(), 0..4)) {
        let city = City::new(streets.clone());
        let corner = |number: u32| number % city.len() as u32;
        let root = corner(root);
        let mut kept: Vec<u32> = stay.into_iter().map(corner).collect();
        kept.push(root);
        let net = city.net(&kept);
        prop_assert!(kept.iter().all(|corner| net.knot(*corner).is_some_and(|knot| net.corner(knot) == Some(*corner))));
        for inward in [true, false] {
            let tree = net.tree(net.knot(root).unwrap(), inward, |_, _, length| length);
            let far = net.far(&tree);
            for knot in 0..net.len() as u32 {
                let end = net.corner(knot).unwrap();
                let pair = if inward { (end, root) } else { (root, end) };
                let known = city.distances(&[pair])[0];
                prop_assert_eq!(tree.reaches(knot), known.is_some());
                let Some(known) = known else { continue };
                prop_assert!((far[knot as usize] - known).abs() <= 1e-9 * known.max(1.0));
                let way = tree.way(&city, &net, knot);
                prop_assert_eq!((way[0], *way.last().unwrap()), pair);
                let step = |pair: &[u32]| {
                    // A way may only be gone along pieces that there are.
                    let there = city.distances(&[(pair[0], pair[1])])[0].unwrap();
                    let [a, b] = [pair[0], pair[1]].map(|corner| city.place(corner).unwrap());
                    assert!((there - distance(false, a, b)).abs() < 1e-9);
                    there
                };
                let length: f64 = way.windows(2).map(step).sum();
                prop_assert!((length - known).abs() <= 1e-9 * known.max(1.0));
            }
        }
    }

    /// What crosses any cut through the streets is what lives beyond it and comes to this side.
    #[test]
    fn sums_over_cuts(
        streets in planes(),
        root in any::<u32>(),
        lives in prop::collection::vec((any::<u32>(), 0.1..50.0_f64), 1..12),
        cut in any::<u64>(),
    ) {
        let city = City::new(streets);
        let corner = |number: u32| number % city.len() as u32;
        let lives: Vec<(u32, f64)> = lives.into_iter().map(|(number, clients)| (corner(number), clients)).collect();
        let root = corner(root);
        let stay: Vec<u32> = lives.iter().map(|(corner, _)| *corner).chain([root]).collect();
        let net = city.net(&stay);
        let root = net.knot(root).unwrap();
        let tree = net.tree(root, true, |_, _, length| length);
        let lives: Vec<(u32, f64)> = lives.iter().map(|(corner, clients)| (net.knot(*corner).unwrap(), *clients)).collect();
        let load = tree.load(&net, lives.iter().copied());
        let here = |knot: u32| cut >> (knot % 64) & 1 == 1;
        let mut crossing = 0.0;
        for knot in 0..net.len() as u32 {
            if let Some((piece, next)) = tree.steps(knot).next() {
                crossing += load[piece as usize] * (f64::from(here(next)) - f64::from(here(knot)));
            }
        }
        let come: f64 = lives
            .iter()
            .filter(|(knot, _)| tree.reaches(*knot))
            .map(|(knot, clients)| clients * (f64::from(here(root)) - f64::from(here(*knot))))
            .sum();
        let all: f64 = lives.iter().map(|(_, clients)| clients).sum();
        prop_assert!((crossing - come).abs() <= 1e-9 * all);
        prop_assert!(load.iter().sum::<f64>() <= all * net.len() as f64);
    }
}
