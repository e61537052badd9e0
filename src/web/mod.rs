//! The browser: a thin handle over the stage and its painter, and what goes in and out. No logic of its own.
//!
//! What comes back is JSON text, which JavaScript parses faster than objects can be built from here; what is refused is
//! thrown as the JSON text of a list of problems.

mod handle;
mod look;
mod source;

pub use handle::Rivers;

use crate::{
    document::{Document, Limits, Reading, value::Value},
    network::Network,
    paint::svg::svg,
    problem::{Problem, Severity},
    stage::{Stage, measure::Typical},
};
use source::with_source;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

/// All that is wrong with a document, or worth knowing: a list of problems, as JSON.
#[wasm_bindgen]
pub fn check(document: &JsValue) -> String {
    json(match network(document) {
        Ok((_, _, warnings)) => warnings,
        Err(problems) => problems,
    })
}

/// A document with its funnel written out as a network, as JSON.
///
/// # Errors
/// What refuses the document.
#[wasm_bindgen]
pub fn expand(document: &JsValue) -> Result<String, JsValue> {
    let limits = Limits::default();
    let expand = |source: crate::document::Source<'_>| crate::document::expand(source, &limits);
    let expansion = with_source(document, &limits, expand).map_err(|problem| thrown(vec![problem]))?;
    let expanded = expansion.expanded.ok_or_else(|| thrown(expansion.problems))?;
    Ok(expanded.to_json())
}

/// A solved document, as JSON.
///
/// # Errors
/// What refuses the document.
#[wasm_bindgen]
pub fn solve(document: &JsValue) -> Result<String, JsValue> {
    network(document).map(|(_, network, _)| network.to_json()).map_err(thrown)
}

/// A picture of a document as SVG, at `time` seconds; `look` as for [`Rivers`].
///
/// # Errors
/// What refuses the document.
#[wasm_bindgen]
pub fn still(document: &JsValue, look: &JsValue, time: f64) -> Result<String, JsValue> {
    let (document, network, _) = network(document).map_err(thrown)?;
    let mut stage = Stage::new(document, network, look::look(look, None), &Typical);
    Ok(svg(stage.at(time)))
}

/// Reads and solves a document: with its warnings, or with all that refuses it.
fn network(document: &JsValue) -> Result<(Document, Network, Vec<Problem>), Vec<Problem>> {
    let limits = Limits::default();
    let reading = with_source(document, &limits, |source| crate::document::read(source, &limits));
    let Reading { document, mut problems } = reading.map_err(|problem| vec![problem])?;
    let Some(document) = document else { return Err(problems) };
    match Network::build(&document) {
        Ok(network) => {
            problems.extend(network.solved.diagnostics.iter().cloned());
            Ok((document, network, problems))
        }
        Err(refused) => {
            problems.retain(|problem| problem.severity == Severity::Warning);
            problems.splice(0..0, refused);
            Err(problems)
        }
    }
}

fn json(problems: Vec<Problem>) -> String {
    Value::List(problems.iter().map(Problem::to_value).collect()).to_json()
}

fn thrown(problems: Vec<Problem>) -> JsValue {
    json(problems).into()
}
