//! The streets that are seen, by name.

use super::{key, land::Land};
use crate::document::StreetClass;
use kurbo::{Point, Rect};
use std::collections::HashMap;

/// A street that is seen.
#[derive(Clone, Debug)]
pub struct Named {
    /// What it is called.
    pub name: String,
    /// How big it is.
    pub class: StreetClass,
    /// Its lines, px; what joins is one.
    pub lines: Vec<Vec<Point>>,
}

/// So many pieces of one street are joined.
const MOST: usize = 400;

impl Land {
    /// The streets with names that are seen on a part of the canvas, no smaller than `least`: the largest first, each once.
    pub fn named(&self, part: Rect, least: StreetClass) -> Vec<Named> {
        let streets = self.given.city.streets();
        let mut found: Vec<Named> = Vec::new();
        let mut known: HashMap<u32, usize> = HashMap::new();
        for (line, positions) in streets.each().filter(|(line, _)| line.class <= least) {
            let Some((number, name)) = line.name.and_then(|number| Some((number, streets.names.get(number as usize)?)))
            else {
                continue;
            };
            let points: Vec<Point> =
                positions.iter().map(|place| self.view.px(self.given.plane.point(*place))).collect();
            if !points.iter().any(|at| part.contains(*at)) {
                continue;
            }
            let at = *known.entry(number).or_insert_with(|| {
                found.push(Named { name: name.to_string(), class: line.class, lines: Vec::new() });
                found.len() - 1
            });
            if let Some(named) = found.get_mut(at).filter(|named| named.lines.len() < MOST) {
                named.class = named.class.min(line.class);
                named.lines.push(points);
            }
        }
        for named in &mut found {
            named.lines = joined(std::mem::take(&mut named.lines));
        }
        crate::order::sort(&mut found, |a, b| a.class.cmp(&b.class));
        found
    }
}

impl Land {
    /// For nodes that stand where streets with names meet, as far as these are seen on a part of the canvas: what they are
    /// called, each once.
    pub fn meeting(&self, part: Rect) -> HashMap<usize, Vec<&str>> {
        let (city, standing) = (&self.given.city, self.given.corners.node.iter().enumerate());
        let mut nodes: HashMap<[u64; 2], Vec<usize>> = HashMap::new();
        for (node, place) in standing.filter_map(|(node, corner)| Some((node, city.place((*corner)?)?))) {
            nodes.entry(key(place)).or_default().push(node);
        }
        let mut meeting: HashMap<usize, Vec<&str>> = HashMap::new();
        let streets = city.streets();
        for (line, positions) in streets.each() {
            let Some(name) = line.name.and_then(|name| streets.names.get(name as usize)) else { continue };
            let seen = positions.iter().filter(|at| part.contains(self.view.px(self.given.plane.point(**at))));
            for node in seen.filter_map(|at| nodes.get(&key(*at))).flatten() {
                let names = meeting.entry(*node).or_default();
                if !names.contains(&&**name) {
                    names.push(name);
                }
            }
        }
        meeting.retain(|_, names| names.len() > 1);
        meeting
    }
}

/// Lines of which those that end where another begins (or ends) are one.
fn joined(mut lines: Vec<Vec<Point>>) -> Vec<Vec<Point>> {
    let mut whole: Vec<Vec<Point>> = Vec::new();
    while let Some(mut line) = lines.pop() {
        let mut turned = false;
        loop {
            let end = line.last().copied();
            let next = lines.iter().position(|other| other.first().copied() == end || other.last().copied() == end);
            match next.map(|next| lines.swap_remove(next)) {
                Some(mut other) => {
                    if other.first().copied() != end {
                        other.reverse();
                    }
                    line.extend(other.into_iter().skip(1));
                }
                None if turned => break,
                None => {
                    line.reverse();
                    turned = true;
                }
            }
        }
        whole.push(line);
    }
    whole
}
