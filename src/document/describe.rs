//! The contract as JSON Schema (draft 2020-12) and as TypeScript, from the same declarations that are read by.
//! Built only natively: neither costs the browser a byte.

use super::{
    contract::FlowDocument,
    json,
    reader::{Field, Rule, Shape},
    units::Range,
    value::Value,
};

/// The JSON Schema of a flow document.
pub fn schema() -> String {
    let mut book = Book::default();
    let root = FlowDocument::describe(&mut book);
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
    FlowDocument::describe(&mut book);
    book.types.join("\n")
}

/// One type of the contract.
#[derive(Clone)]
pub struct Described {
    schema: Value,
    type_script: String,
}

impl Described {
    /// A type that both languages know.
    pub fn plain(schema: &str, type_script: &str) -> Self {
        Self { schema: record([("type", Value::text(schema))]), type_script: type_script.to_owned() }
    }

    /// Whatever the host likes.
    pub fn anything() -> Self {
        Self { schema: Value::Record(Vec::new()), type_script: "unknown".to_owned() }
    }

    /// A string of that form.
    pub fn pattern(pattern: &str) -> Self {
        Self {
            schema: record([("type", Value::text("string")), ("pattern", Value::text(pattern))]),
            type_script: "string".to_owned(),
        }
    }

    /// A number of that range.
    pub fn number(range: Range) -> Self {
        let least = if range.above { "exclusiveMinimum" } else { "minimum" };
        Self {
            schema: record([
                ("type", Value::text(if range.whole { "integer" } else { "number" })),
                (least, Value::Number(range.least)),
                ("maximum", Value::Number(range.most)),
            ]),
            type_script: "number".to_owned(),
        }
    }

    /// A list of these.
    pub fn list(self) -> Self {
        Self {
            schema: record([("type", Value::text("array")), ("items", self.schema)]),
            type_script: self.type_script + "[]",
        }
    }

    /// Exactly two of these.
    pub fn pair(self) -> Self {
        let two = Value::Number(2.0);
        Self {
            schema: record([
                ("type", Value::text("array")),
                ("items", self.schema),
                ("minItems", two.clone()),
                ("maxItems", two),
            ]),
            type_script: format!("[{0}, {0}]", self.type_script),
        }
    }

    /// An object of these under names of the author's.
    pub fn named(self) -> Self {
        Self {
            schema: record([("type", Value::text("object")), ("additionalProperties", self.schema)]),
            type_script: format!("Record<string, {}>", self.type_script),
        }
    }

    /// One or the other.
    pub fn or(self, other: Self) -> Self {
        Self {
            schema: record([("anyOf", Value::List(vec![self.schema, other.schema]))]),
            type_script: format!("{} | {}", self.type_script, other.type_script),
        }
    }

    /// A type that is written out by hand, where the contract takes over another format.
    pub fn given(schema: &str, type_script: &str) -> Self {
        Self { schema: json::parse(schema).unwrap_or(Value::Null), type_script: type_script.to_owned() }
    }
}

/// The named types met so far.
#[derive(Default)]
pub struct Book {
    schemas: Vec<(String, Value)>,
    types: Vec<String>,
}

impl Book {
    /// A record; `described` has one entry (docs, type) for each of its fields.
    pub fn record(
        &mut self,
        name: &str,
        docs: &str,
        fields: &[Field],
        described: &[(&str, Described)],
        rules: &[Rule],
    ) -> Described {
        let properties = fields.iter().zip(described).map(|(field, (docs, it))| {
            let mut schema = vec![("description".to_owned(), Value::text(line(docs)))];
            if let Value::Record(rest) = &it.schema {
                schema.extend(rest.iter().cloned());
            }
            (field.name.to_owned(), Value::Record(schema))
        });
        let mut schema = vec![
            ("description".to_owned(), Value::text(line(docs))),
            ("type".to_owned(), Value::text("object")),
            ("properties".to_owned(), Value::Record(properties.collect())),
            ("additionalProperties".to_owned(), Value::Bool(false)),
        ];
        let required: Vec<_> = fields.iter().filter(|field| field.required).map(|field| field.name).collect();
        if !required.is_empty() {
            schema.push(("required".to_owned(), texts(&required)));
        }
        if !rules.is_empty() {
            schema.push(("allOf".to_owned(), Value::List(rules.iter().map(rule).collect())));
        }
        let body = fields.iter().zip(described).map(|(field, (docs, it))| {
            let optional = if field.required { "" } else { "?" };
            format!("  /** {} */\n  {}{optional}: {};\n", line(docs), field.name, it.type_script)
        });
        let body: String = body.collect();
        self.add(name, Value::Record(schema), format!("/** {} */\nexport interface {name} {{\n{body}}}\n", line(docs)))
    }

    /// A choice of words, each with its docs.
    pub fn words(&mut self, name: &str, docs: &str, words: &[(&str, &str)]) -> Described {
        let meanings: Vec<_> = words.iter().map(|(word, docs)| format!("{word}: {}", line(docs))).collect();
        let docs = format!("{} {}", line(docs), meanings.join(" "));
        let names: Vec<_> = words.iter().map(|(word, _)| *word).collect();
        let schema = record([("description", Value::text(&docs)), ("enum", texts(&names))]);
        let type_script = format!("/** {docs} */\nexport type {name} = \"{}\";\n", names.join("\" | \""));
        self.add(name, schema, type_script)
    }

    fn add(&mut self, name: &str, schema: Value, type_script: String) -> Described {
        if !self.schemas.iter().any(|(known, _)| known == name) {
            self.schemas.push((name.to_owned(), schema));
            self.types.push(type_script);
        }
        let reference = record([("$ref", Value::text(format!("#/$defs/{name}")))]);
        Described { schema: reference, type_script: name.to_owned() }
    }
}

/// A rule between fields as a schema.
fn rule(rule: &Rule) -> Value {
    let has = |name: &str| record([("required", texts(&[name]))]);
    match rule {
        Rule::ExactlyOne(names) => record([("oneOf", Value::List(names.iter().map(|name| has(name)).collect()))]),
        Rule::AtMostOne(names) => record([("not", record([("required", texts(names))]))]),
        Rule::OnlyWith { field, key, word, .. } => {
            let is = record([("properties", record([(*key, record([("const", Value::text(*word))]))]))]);
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
    Value::Record(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}
