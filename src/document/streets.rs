//! The streets of a city that were given as GeoJSON, once they are known to be lines.

use super::{contract::Coordinates, value::Value};
use std::collections::HashMap;

/// A city's streets as they were given: lines from position to position.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Streets {
    /// Whether positions are degrees of longitude and latitude (WGS 84); else they are in a plane's own unit.
    pub lonlat: bool,
    /// The positions of all lines, one after the other: longitude and latitude, or x and y.
    pub positions: Vec<[f64; 2]>,
    /// The lines, in the order given.
    pub lines: Vec<Line>,
    /// What streets are called, each name once.
    pub names: Vec<String>,
}

/// One line of positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Index after that of its last position; it begins where the line before ends.
    pub end: u32,
    /// Which way it may be gone.
    pub direction: Direction,
    /// How big a street it is.
    pub class: StreetClass,
    /// Index of its name; none where it has none, or its file does not say.
    pub name: Option<u32>,
}

/// How big a street is, as OpenStreetMap says it (<https://wiki.openstreetmap.org/wiki/Key:highway>); links are with what
/// they lead to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum StreetClass {
    /// `motorway`: only for vehicles.
    Motorway,
    /// `trunk` and `primary`.
    Primary,
    /// `secondary`.
    Secondary,
    /// `tertiary`.
    Tertiary,
    /// Streets that houses stand on, and those of which nothing is said.
    #[default]
    Side,
    /// `living_street` and `pedestrian`.
    Calm,
    /// `service`: ways to yards, alleys.
    Service,
    /// Ways for walkers, riders and tractors.
    Path,
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
    /// The lines, each with its positions.
    pub fn each(&self) -> impl Iterator<Item = (&Line, &[[f64; 2]])> {
        let mut start = 0;
        self.lines.iter().map(move |line| {
            let end = line.end as usize;
            let positions = self.positions.get(start..end).unwrap_or_default();
            start = end;
            (line, positions)
        })
    }

    /// The streets of a city that has no errors.
    pub(super) fn of(city: &Value) -> Self {
        let oneway = city.get("oneway") == Some(&Value::Bool(true));
        let lonlat = city.words("coordinates").and_then(Coordinates::of) != Some(Coordinates::Plane);
        let mut streets = Self { lonlat, ..Self::default() };
        let mut known: HashMap<&str, u32> = HashMap::new();
        for feature in city.get("streets").map_or(&[][..], |streets| streets.items("features")) {
            let properties = feature.get("properties");
            let direction = properties.filter(|_| oneway).map_or(Direction::Both, direction);
            let class = properties.and_then(|all| first(all, &["highway", "fclass", "class"])).map(class);
            let name = properties.and_then(|all| first(all, &["name"])).map(|name| {
                *known.entry(name).or_insert_with(|| {
                    streets.names.push(name.to_owned());
                    streets.names.len() as u32 - 1
                })
            });
            let street = Line { end: 0, direction, class: class.unwrap_or_default(), name };
            let Some(geometry) = feature.get("geometry") else { continue };
            if geometry.words("type") == Some("MultiLineString") {
                geometry.items("coordinates").iter().for_each(|line| streets.add(line, street));
            } else if let Some(line) = geometry.get("coordinates") {
                streets.add(line, street);
            }
        }
        streets
    }

    fn add(&mut self, line: &Value, street: Line) {
        if let Value::Positions(positions) = line {
            self.positions.extend(positions.places());
        }
        self.positions.extend(line.list().unwrap_or_default().iter().filter_map(|position| match position.list() {
            Some([Value::Number(x), Value::Number(y), ..]) => Some([*x, *y]),
            _ => None,
        }));
        self.lines.push(Line { end: self.positions.len() as u32, ..street });
    }
}

/// The first of some properties that is text, or the first text of a list: files made from OpenStreetMap have either.
fn first<'v>(properties: &'v Value, names: &[&str]) -> Option<&'v str> {
    let text = |value: &'v Value| match value {
        Value::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
        Value::List(values) => values.iter().find_map(|value| match value {
            Value::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }),
        _ => None,
    };
    names.iter().find_map(|name| text(properties.get(name)?))
}

/// The class that a word means; any other word is a street like most.
fn class(word: &str) -> StreetClass {
    match word.strip_suffix("_link").unwrap_or(word) {
        "motorway" => StreetClass::Motorway,
        "trunk" | "primary" => StreetClass::Primary,
        "secondary" => StreetClass::Secondary,
        "tertiary" => StreetClass::Tertiary,
        "living_street" | "pedestrian" => StreetClass::Calm,
        "service" | "alley" | "driveway" => StreetClass::Service,
        "footway" | "path" | "steps" | "cycleway" | "bridleway" | "track" | "corridor" => StreetClass::Path,
        _ => StreetClass::Side,
    }
}

/// What OpenStreetMap's `oneway` says (<https://wiki.openstreetmap.org/wiki/Key:oneway>), also as a number or a boolean.
fn direction(properties: &Value) -> Direction {
    match properties.get("oneway") {
        Some(Value::Bool(true)) => Direction::Forward,
        Some(Value::Number(number)) if *number == 1.0 => Direction::Forward,
        Some(Value::Number(number)) if *number == -1.0 => Direction::Backward,
        Some(Value::Text(text)) => match &**text {
            "yes" | "true" | "1" => Direction::Forward,
            "-1" | "reverse" => Direction::Backward,
            _ => Direction::Both,
        },
        _ => Direction::Both,
    }
}
