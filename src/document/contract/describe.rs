//! The contract as JSON Schema (draft 2020-12) and as TypeScript, from the same tables that are read by.
//! Built only natively: neither costs the browser a byte.

use std::rc::Rc;

use super::{
    DOCUMENT,
    shape::{Range, Record, Rule, Shape, Words},
    units::{COORDINATE, DEGREE, SIDES},
};
use crate::document::{read::json, value::Value};

const STREETS_SCHEMA: &str = r##"{"type":"object","required":["type","features"],"properties":{
    "type":{"const":"FeatureCollection"},"features":{"type":"array","minItems":1,"items":{"type":"object",
    "required":["type","geometry"],"properties":{"type":{"const":"Feature"},"geometry":{"type":"object",
    "required":["type","coordinates"],"properties":{"type":{"enum":["LineString","MultiLineString"]},
    "coordinates":{"type":"array"}}}}}}}}"##;
const STREETS_TYPE: &str = "{ type: \"FeatureCollection\"; features: { type: \"Feature\"; \
    properties?: Record<string, unknown> | null; geometry: { type: \"LineString\"; coordinates: number[][] } \
    | { type: \"MultiLineString\"; coordinates: number[][][] } }[] }";

/// The JSON Schema of a flow document.
pub fn schema() -> String {
    let mut book = Book::default();
    let root = book.record(&DOCUMENT);
    let schema = record([
        ("$schema", Value::text("https://json-schema.org/draft/2020-12/schema")),
        ("title", Value::text("City rivers: flow document")),
        ("$ref", root.schema.get("$ref").cloned().unwrap_or(Value::Null)),
        ("$defs", Value::Record(book.schemas)),
    ]);
    schema.to_json() + "\n"
}

/// The TypeScript types of a flow document.
pub fn typescript() -> String {
    let mut book = Book::default();
    book.record(&DOCUMENT);
    book.types.join("\n")
}

/// A part of the contract in both languages.
struct Described {
    schema: Value,
    type_script: String,
}

impl Described {
    fn new<const N: usize>(schema: [(&str, Value); N], type_script: impl Into<String>) -> Self {
        Self { schema: record(schema), type_script: type_script.into() }
    }

    fn number(range: Range) -> Self {
        let least = if range.above { "exclusiveMinimum" } else { "minimum" };
        let kind = Value::text(if range.whole { "integer" } else { "number" });
        let schema = [("type", kind), (least, Value::Number(range.least)), ("maximum", Value::Number(range.most))];
        Self::new(schema, "number")
    }

    fn text(pattern: &str) -> Self {
        let mut text = Self::new([("type", Value::text("string"))], "string");
        if let (false, Value::Record(fields)) = (pattern.is_empty(), &mut text.schema) {
            fields.push(("pattern".into(), Value::text(pattern)));
        }
        text
    }
}

/// The named types met so far.
#[derive(Default)]
struct Book {
    schemas: Vec<(Rc<str>, Value)>,
    types: Vec<String>,
}

impl Book {
    fn shape(&mut self, shape: &Shape) -> Described {
        let kind = |name: &str| ("type", Value::text(name));
        match shape {
            Shape::Anything => Described::new([], "unknown"),
            Shape::Version => Described::new([("const", Value::Number(1.0))], "1"),
            Shape::Flag => Described::new([kind("boolean")], "boolean"),
            Shape::Number(range) => Described::number(*range),
            Shape::Text(form) => Described::text(form.pattern),
            Shape::Words(words) => self.words(words),
            Shape::Streets => Described {
                schema: json::parse(STREETS_SCHEMA).unwrap_or(Value::Null),
                type_script: STREETS_TYPE.to_owned(),
            },
            Shape::Place => {
                let (items, two) = (self.shape(&COORDINATE).schema, || Value::Number(2.0));
                let schema = [kind("array"), ("items", items), ("minItems", two()), ("maxItems", two())];
                Described::new(schema, "[number, number]")
            }
            Shape::Temperature => {
                let (number, sides) = (self.shape(&DEGREE), self.record(&SIDES));
                let type_script = format!("{} | {}", number.type_script, sides.type_script);
                Described::new([("anyOf", Value::List(vec![number.schema, sides.schema]))], type_script)
            }
            Shape::List(shape) => {
                let one = self.shape(shape);
                Described::new([kind("array"), ("items", one.schema)], one.type_script + "[]")
            }
            Shape::Named(shape) => {
                let one = self.shape(shape);
                let type_script = format!("Record<string, {}>", one.type_script);
                Described::new([kind("object"), ("additionalProperties", one.schema)], type_script)
            }
            Shape::Record(record) => self.record(record),
        }
    }

    fn record(&mut self, table: &Record) -> Described {
        let described: Vec<_> = table.fields.iter().map(|field| (field, self.shape(&field.shape))).collect();
        let properties = described.iter().map(|(field, it)| {
            let mut schema = vec![("description".into(), Value::text(line(field.docs)))];
            if let Value::Record(rest) = &it.schema {
                schema.extend(rest.iter().cloned());
            }
            (field.name.into(), Value::Record(schema))
        });
        let mut schema = vec![
            ("description".into(), Value::text(line(table.docs))),
            ("type".into(), Value::text("object")),
            ("properties".into(), Value::Record(properties.collect())),
            ("additionalProperties".into(), Value::Bool(false)),
        ];
        let required: Vec<_> = table.fields.iter().filter(|field| field.required).map(|field| field.name).collect();
        if !required.is_empty() {
            schema.push(("required".into(), texts(&required)));
        }
        if !table.rules.is_empty() {
            schema.push(("allOf".into(), Value::List(table.rules.iter().map(rule).collect())));
        }
        let body = described.iter().map(|(field, it)| {
            let optional = if field.required { "" } else { "?" };
            format!("  /** {} */\n  {}{optional}: {};\n", line(field.docs), field.name, it.type_script)
        });
        let body: String = body.collect();
        let type_script = format!("/** {} */\nexport interface {} {{\n{body}}}\n", line(table.docs), table.name);
        self.add(table.name, Value::Record(schema), type_script)
    }

    /// A choice of words, each with its docs.
    fn words(&mut self, table: &Words) -> Described {
        let meanings = table.words.iter().zip(table.meanings).map(|(word, docs)| format!("{word}: {}", line(docs)));
        let docs = format!("{} {}", line(table.docs), meanings.collect::<Vec<_>>().join(" "));
        let schema = record([("description", Value::text(&docs)), ("enum", texts(table.words))]);
        let type_script = format!("/** {docs} */\nexport type {} = \"{}\";\n", table.name, table.words.join("\" | \""));
        self.add(table.name, schema, type_script)
    }

    fn add(&mut self, name: &str, schema: Value, type_script: String) -> Described {
        if !self.schemas.iter().any(|(known, _)| **known == *name) {
            self.schemas.push((name.into(), schema));
            self.types.push(type_script);
        }
        Described::new([("$ref", Value::text(format!("#/$defs/{name}")))], name)
    }
}

/// A rule between fields as a schema.
fn rule(rule: &Rule) -> Value {
    let has = |name: &str| record([("required", texts(&[name]))]);
    match rule {
        Rule::ExactlyOne(names) => record([("oneOf", Value::List(names.iter().map(|name| has(name)).collect()))]),
        Rule::AtMostOne(names) => record([("not", record([("required", texts(names))]))]),
        Rule::OnlyOf(field, kind) => {
            let is = record([("properties", record([("kind", record([("const", Value::text(kind.word()))]))]))]);
            record([("if", has(field)), ("then", is)])
        }
    }
}

/// Doc comments as one line.
fn line(docs: &str) -> String {
    docs.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn texts(texts: &[&str]) -> Value {
    Value::List(texts.iter().map(|text| Value::text(*text)).collect())
}

fn record<const N: usize>(fields: [(&str, Value); N]) -> Value {
    Value::Record(fields.into_iter().map(|(name, value)| (name.into(), value)).collect())
}
