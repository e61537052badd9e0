//! The streets of a city that were given as GeoJSON, once they are known to be lines.

use super::{contract::Coordinates, value::Value};

/// A city's streets as they were given: lines from position to position.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Streets {
    /// Whether positions are degrees of longitude and latitude (WGS 84); else they are in a plane's own unit.
    pub lonlat: bool,
    /// The positions of all lines, one after the other: longitude and latitude, or x and y.
    pub positions: Vec<[f64; 2]>,
    /// The lines, in the order given.
    pub lines: Vec<Line>,
}

/// One line of positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Index after that of its last position; it begins where the line before ends.
    pub end: u32,
    /// Which way it may be gone.
    pub direction: Direction,
}

/// Which way a street may be gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Both ways.
    Both,
    /// From its first position to its last.
    Forward,
    /// From its last position to its first.
    Backward,
}

impl Streets {
    /// The streets of a city that has no errors.
    pub(super) fn of(city: &Value) -> Self {
        let oneway = city.get("oneway") == Some(&Value::Bool(true));
        let lonlat = city.words("coordinates").and_then(Coordinates::of) != Some(Coordinates::Plane);
        let mut streets = Self { lonlat, ..Self::default() };
        for feature in city.get("streets").map_or(&[][..], |streets| streets.items("features")) {
            let direction = feature.get("properties").filter(|_| oneway).map_or(Direction::Both, direction);
            let Some(geometry) = feature.get("geometry") else { continue };
            let coordinates = geometry.items("coordinates");
            if geometry.words("type") == Some("MultiLineString") {
                coordinates.iter().filter_map(Value::list).for_each(|line| streets.add(line, direction));
            } else {
                streets.add(coordinates, direction);
            }
        }
        streets
    }

    fn add(&mut self, line: &[Value], direction: Direction) {
        self.positions.extend(line.iter().filter_map(|position| match position.list() {
            Some([Value::Number(x), Value::Number(y), ..]) => Some([*x, *y]),
            _ => None,
        }));
        self.lines.push(Line { end: self.positions.len() as u32, direction });
    }
}

/// What OpenStreetMap's `oneway` says (<https://wiki.openstreetmap.org/wiki/Key:oneway>), also as a number or a boolean.
fn direction(properties: &Value) -> Direction {
    match properties.get("oneway") {
        Some(Value::Bool(true)) => Direction::Forward,
        Some(Value::Number(number)) if *number == 1.0 => Direction::Forward,
        Some(Value::Number(number)) if *number == -1.0 => Direction::Backward,
        Some(Value::Text(text)) => match text.as_str() {
            "yes" | "true" | "1" => Direction::Forward,
            "-1" | "reverse" => Direction::Backward,
            _ => Direction::Both,
        },
        _ => Direction::Both,
    }
}
