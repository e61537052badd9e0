//! Every code of the contract, on documents that are valid or broken.

use std::collections::BTreeSet;

use city_rivers::{
    document::{Limits, Source, schema, typescript, value::Value},
    network::{Solving, solve},
    problem::Severity,
};

use super::{documents, expected, found, problems, tree};

#[test]
fn valid_documents_are_taken() {
    for (name, json) in documents("valid") {
        let Solving { solved, problems } = solve(Source::Text(&json), &Limits::default());
        assert_eq!(found(&problems, Severity::Error), [], "{name}");
        assert_eq!(found(&problems, Severity::Warning), expected(&json, "warn"), "{name}");
        let (_, network) = solved.unwrap();
        assert_eq!(network.solved.diagnostics, problems, "{name}");
    }
}

#[test]
fn broken_documents_are_refused_for_exactly_what_is_wrong() {
    let mut codes = BTreeSet::new();
    for (name, json) in documents("broken") {
        let Solving { solved, problems } = solve(Source::Text(&json), &Limits::default());
        // What is broken is not told besides what this version does not do.
        assert_eq!(found(&problems, Severity::Warning), [], "{name}");
        let errors = found(&problems, Severity::Error);
        assert_eq!(errors, expected(&json, "expect"), "{name}");
        assert!(solved.is_none(), "{name}");
        codes.extend(errors.into_iter().map(|(code, _)| code));
    }
    // `syntax` and `too-large` are not for such files.
    let all = "date duplicate-id empty endless-cycle fork-moods geometry leaves-an-end missing one-of range \
               self-loop shares-exceed-one type unknown-field unknown-id version";
    assert_eq!(codes.into_iter().collect::<Vec<_>>().join(" "), all);
}

#[test]
fn a_slip_of_the_pen_is_named() {
    let json = r#"{ "cityRivers": 1, "netwrok": { "nodes": [], "streams": [] } }"#;
    let problems = problems(json);
    assert!(problems.iter().any(|it| it.message.contains("did you mean \"network\"?")), "{problems:?}");
}

/// Follows a reference of the schema.
fn resolved<'a>(schema: &'a Value, part: &'a Value) -> &'a Value {
    match part.get("$ref") {
        Some(Value::Text(name)) => schema.get("$defs").unwrap().get(name.strip_prefix("#/$defs/").unwrap()).unwrap(),
        _ => part,
    }
}

/// Whether every field of the value is in the schema, and in the TypeScript as well.
fn covers(schema: &Value, part: &Value, value: &Value, types: &str) {
    let part = resolved(schema, part);
    match value {
        Value::List(items) => items.iter().for_each(|item| covers(schema, part.get("items").unwrap(), item, types)),
        Value::Record(fields) => {
            for (name, value) in fields {
                if let Some(inner) = part.get("properties").and_then(|all| all.get(name)) {
                    assert!(types.contains(&format!("  {name}")), "{name}");
                    let name = &**name;
                    if name != "streets" && name != "temperature" && !name.ends_with("Temperature") && name != "meta" {
                        covers(schema, inner, value, types);
                    }
                } else {
                    let named = part.get("additionalProperties").filter(|it| **it != Value::Bool(false));
                    covers(schema, named.unwrap_or_else(|| panic!("{name} is not in the schema")), value, types);
                }
            }
        }
        _ => {}
    }
}

#[test]
fn the_schema_and_the_types_know_every_field() {
    let schema = tree(&schema());
    for (_, json) in documents("valid") {
        covers(&schema, &schema, &tree(&json), &typescript());
    }
}
