//! The document: what is taken, what is refused, and with which words.

use std::{fs, path::PathBuf};

use city_rivers::{
    document::{Limits, Source, json::parse, read, value::Value},
    problem::{Problem, Severity},
};

mod calendar;
mod contract;
mod door;
mod funnel;
mod journeys;
mod json;
mod laws;
mod packed;
mod tables;

/// The example documents of a folder, by name.
fn documents(folder: &str) -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/documents").join(folder);
    let mut found: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap()))
        .collect();
    found.sort();
    assert!(!found.is_empty());
    found
}

fn tree(json: &str) -> Value {
    parse(json).unwrap()
}

fn problems(json: &str) -> Vec<Problem> {
    read(Source::Text(json), &Limits::default()).problems
}

/// Code and pointer of each problem of that severity, in order of code and pointer.
fn found(problems: &[Problem], severity: Severity) -> Vec<(String, String)> {
    let these = problems.iter().filter(|problem| problem.severity == severity);
    let mut found: Vec<_> = these.map(|it| (it.code.to_owned(), it.pointer.clone())).collect();
    found.sort();
    found
}

/// What the document itself says, in its `meta`, is wrong with it.
fn expected(json: &str, key: &str) -> Vec<(String, String)> {
    let tree = tree(json);
    let Some(list) = tree.get("meta").and_then(|meta| meta.get(key)).and_then(Value::list) else { return Vec::new() };
    let pair = |it: &Value| match it.list() {
        Some([Value::Text(code), Value::Text(pointer)]) => (code.to_string(), pointer.to_string()),
        _ => panic!("expected [code, pointer]"),
    };
    let mut pairs: Vec<_> = list.iter().map(pair).collect();
    pairs.sort();
    pairs
}
