//! Streets as GeoJSON (RFC 7946): whether they are lines. Other programs write these files, so members that the
//! contract does not know are left alone here.

use super::{reader::Reader, value::Value};
use crate::problem::Problem;

/// What a collection of streets is checked against.
pub struct Check {
    /// Whether coordinates are longitude and latitude.
    pub lonlat: bool,
    /// How many edges (pieces between two positions) are taken.
    pub most_edges: usize,
}

impl Check {
    /// Checks a feature collection, at whose place the reader stands.
    pub fn collection<'v>(&self, value: &'v Value, reader: &mut Reader<'v>) {
        if is(value, "FeatureCollection", reader, "expected a FeatureCollection") {
            match value.get("features") {
                None => reader.wrong("missing", &["\"features\" is missing here"]),
                Some(features) => reader.in_field("features", |reader| self.features(features, reader)),
            }
        }
    }

    fn features<'v>(&self, value: &'v Value, reader: &mut Reader<'v>) {
        let Some(features) = value.list() else { return reader.wrong_type(value, "a list of streets") };
        if features.is_empty() {
            reader.wrong("empty", &["expected at least one street"]);
        }
        let mut edges = 0;
        for (index, feature) in features.iter().enumerate() {
            if reader.is_full() {
                return;
            }
            edges += reader.in_item(index, |reader| self.feature(feature, reader));
        }
        if edges > self.most_edges {
            let most = Value::Number(self.most_edges as f64).to_json();
            reader.note(Problem::error("too-large", "/city/streets", ["more than ", &most, " street edges"].concat()));
        }
    }

    /// Checks a feature; how many edges it has.
    fn feature<'v>(&self, value: &'v Value, reader: &mut Reader<'v>) -> usize {
        if !is(value, "Feature", reader, "expected a Feature") {
            return 0;
        }
        let Some(geometry) = value.get("geometry") else {
            reader.wrong("missing", &["\"geometry\" is missing here"]);
            return 0;
        };
        reader.in_field("geometry", |reader| {
            let many = geometry.words("type") == Some("MultiLineString");
            if !many && !is(geometry, "LineString", reader, "expected a LineString or a MultiLineString") {
                return 0;
            }
            let Some(coordinates) = geometry.get("coordinates") else {
                reader.wrong("missing", &["\"coordinates\" is missing here"]);
                return 0;
            };
            reader.in_field("coordinates", |reader| {
                if many { self.lines(coordinates, reader) } else { self.line(coordinates, reader) }
            })
        })
    }

    fn lines(&self, value: &Value, reader: &mut Reader<'_>) -> usize {
        match value {
            Value::List(lines) => {
                let each = lines.iter().enumerate();
                each.map(|(index, line)| reader.in_item(index, |reader| self.line(line, reader))).sum()
            }
            // One line where several were expected.
            Value::Positions(positions) => self.lines(&positions.plain(), reader),
            _ => {
                reader.wrong("geometry", &["expected a list of lines"]);
                0
            }
        }
    }

    fn line(&self, value: &Value, reader: &mut Reader<'_>) -> usize {
        match value {
            Value::Positions(positions) if positions.count() > 1 => {
                for (index, place) in positions.places().enumerate() {
                    reader.in_item(index, |reader| self.place(place, reader));
                }
                positions.count() - 1
            }
            Value::List(positions) if positions.len() > 1 => {
                for (index, position) in positions.iter().enumerate() {
                    reader.in_item(index, |reader| self.position(position, reader));
                }
                positions.len() - 1
            }
            _ => {
                reader.wrong("geometry", &["expected a line: a list of at least two positions"]);
                0
            }
        }
    }

    fn position(&self, value: &Value, reader: &mut Reader<'_>) {
        match value.list() {
            Some([Value::Number(x), Value::Number(y), ..]) => self.place([*x, *y], reader),
            _ => reader.wrong("geometry", &["expected a position: a list of two numbers"]),
        }
    }

    fn place(&self, place: [f64; 2], reader: &mut Reader<'_>) {
        let most = if self.lonlat { [180.0, 90.0] } else { [1e9, 1e9] };
        for (index, (number, most)) in place.into_iter().zip(most).enumerate() {
            // Not a number is out of range too.
            if !(-most..=most).contains(&number) {
                reader.in_item(index, |reader| reader.wrong("range", &[&out_of_range(number, most)]));
            }
        }
    }
}

/// Says that a coordinate lies beyond `most`.
pub fn out_of_range(number: f64, most: f64) -> String {
    let [found, most] = [number, most].map(|number| Value::Number(number).shown());
    ["found ", &found, ", expected a number from -", &most, " to ", &most].concat()
}

/// Whether this is a GeoJSON object of that type; notes it where not.
fn is(value: &Value, name: &str, reader: &mut Reader<'_>, expected: &str) -> bool {
    let right = value.words("type") == Some(name);
    if !right {
        let found = match value.get("type") {
            Some(found) => ["found one of type ", &found.shown()].concat(),
            None => ["found ", &value.shown(), " without a type"].concat(),
        };
        reader.wrong("geometry", &[expected, "; ", &found]);
    }
    right
}
