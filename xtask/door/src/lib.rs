//! A door to the crate's streets for the benchmark in the browser. A package of its own, so that nothing of it ships.

use city_rivers::{
    city::{City, Net},
    document::{Direction, Line, StreetClass, Streets},
};
use oorandom::Rand64;
use wasm_bindgen::prelude::wasm_bindgen;

/// The places of a grid's corners in a row after the other, as many in a row as there are rows: x, y, x, y, ... They lie
/// about 100 apart, none of them quite in its place.
#[wasm_bindgen]
pub fn places(side: usize) -> Vec<f64> {
    let mut random = Rand64::new(1);
    let mut near = |line: usize| line as f64 * 100.0 + (random.rand_float() - 0.5) * 60.0;
    (0..side * side).flat_map(|corner| [corner % side, corner / side]).map(&mut near).collect()
}

/// The streets between neighbours of a grid, joined to a city.
#[wasm_bindgen]
pub struct Grid {
    city: City,
    net: Option<Net>,
    /// What stays a knot: the corner that ways lead to, then those of the grid itself, which would be passed over.
    stay: Vec<u32>,
}

#[wasm_bindgen]
impl Grid {
    /// Joins the streets between neighbours of `places`; ways will lead to the corner `root`.
    #[wasm_bindgen(constructor)]
    pub fn new(places: &[f64], side: usize, root: usize) -> Self {
        let places = places.as_chunks().0;
        let mut streets = Streets::default();
        for (corner, here) in places.iter().enumerate() {
            let east = places.get(corner + 1).filter(|_| (corner + 1) % side > 0);
            for there in [east, places.get(corner + side)].into_iter().flatten() {
                streets.positions.extend([*here, *there]);
                let end = streets.positions.len() as u32;
                streets.lines.push(Line { end, direction: Direction::Both, class: StreetClass::Side, name: None });
            }
        }
        let city = City::new(streets);
        let stay = [root, 0, side - 1, places.len() - side, places.len() - 1];
        let stay = stay.iter().filter_map(|corner| city.nearest(*places.get(*corner)?)).collect();
        Self { city, net: None, stay }
    }

    /// Makes the net for routing.
    pub fn net(&mut self) {
        self.net = Some(self.city.net(&self.stay));
    }

    /// The shortest ways from all knots to the root, and what each street carries where a client comes from each: how far all
    /// of them go together.
    pub fn tree(&self) -> Option<f64> {
        let net = self.net.as_ref()?;
        let tree = net.tree(net.knot(*self.stay.first()?)?, true, |_, _, length| length);
        let load = tree.load(net, (0..net.len() as u32).map(|knot| (knot, 1.0)));
        Some(load.iter().zip(0..).map(|(clients, piece)| clients * net.length(piece)).sum())
    }
}
