//! The browser: a thin handle over the stage and its painter, and what goes in and out. No logic of its own.
//!
//! What comes back is JSON text, which JavaScript parses faster than objects can be built from here; what is refused is
//! thrown as the JSON text of a list of problems.

mod handle;
mod levers;
mod look;
mod source;

pub use handle::Rivers;

use crate::{
    document::{Document, Limits, value::Value},
    network::{Network, Solving},
    paint::svg::svg,
    problem::Problem,
    stage::{Stage, measure::Typical},
};
use source::with_source;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

/// All that is wrong with a document, or worth knowing: a list of problems, as JSON.
#[wasm_bindgen]
pub fn check(document: &JsValue) -> String {
    json(&solving(document).problems)
}

/// A document with its funnel written out as a network, as JSON.
///
/// # Errors
/// What refuses the document.
#[wasm_bindgen]
pub fn expand(document: &JsValue) -> Result<String, JsValue> {
    let limits = Limits::default();
    let expansion = with_source(document, &limits, |source| crate::document::expand(source, &limits));
    let expansion = expansion.map_err(|problem| thrown(&[problem]))?;
    let expanded = expansion.expanded.ok_or_else(|| thrown(&expansion.problems))?;
    Ok(expanded.to_json())
}

/// A solved document, as JSON.
///
/// # Errors
/// What refuses the document.
#[wasm_bindgen]
pub fn solve(document: &JsValue) -> Result<String, JsValue> {
    solved(document).map(|(_, network)| network.to_json())
}

/// A picture of a document as SVG, at `time` seconds; `look` as for [`Rivers`].
///
/// # Errors
/// What refuses the document.
#[wasm_bindgen]
pub fn still(document: &JsValue, look: &JsValue, time: f64) -> Result<String, JsValue> {
    let (document, network) = solved(document)?;
    let mut stage = Stage::new(document, network, look::Wishes::read(look).look(None), &Typical);
    Ok(svg(stage.at(time)))
}

/// Reads and solves a document.
fn solving(document: &JsValue) -> Solving {
    let limits = Limits::default();
    with_source(document, &limits, |source| crate::network::solve(source, &limits))
        .unwrap_or_else(|problem| Solving { solved: None, problems: vec![problem] })
}

fn solved(document: &JsValue) -> Result<(Document, Network), JsValue> {
    let Solving { solved, problems } = solving(document);
    solved.ok_or_else(|| thrown(&problems))
}

fn json(problems: &[Problem]) -> String {
    Value::List(problems.iter().map(Problem::to_value).collect()).to_json()
}

fn thrown(problems: &[Problem]) -> JsValue {
    json(problems).into()
}
