//! The browser: a thin handle over the stage and its painter, and what goes in and out. No logic of its own.
//!
//! What comes back is JSON text, which JavaScript parses faster than objects can be built from here; what is refused is
//! thrown as the JSON text of a list of problems.

mod draft;
mod handle;
mod journeys;
mod levers;
mod look;
mod source;

pub use self::draft::Draft;
pub use self::handle::Rivers;

use self::source::with_source;
use crate::{
    document::{Document, Limits, value::Value},
    door,
    network::{Network, Prospect, Scenario, Solving},
    paint::svg::svg,
    picture::style::measure::Typical,
    problem::Problem,
    stage::Stage,
};
use std::collections::BTreeMap;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

/// All that is wrong with a document, or worth knowing: a list of problems, as JSON.
#[wasm_bindgen]
pub fn check(document: &JsValue) -> String {
    door::through(|| json(&solving(document).problems))
}

/// A document with its funnel or journeys written out as a network, as JSON.
///
/// # Errors
/// What refuses the document.
#[wasm_bindgen]
pub fn expand(document: &JsValue) -> Result<String, JsValue> {
    door::through(|| expanded(document))
}

fn expanded(document: &JsValue) -> Result<String, JsValue> {
    let limits = Limits::default();
    let expansion = with_source(document, &limits, |source| crate::document::expand(source, &limits));
    let expansion = expansion.map_err(|problem| thrown(&[problem]))?;
    let expanded = expansion.expanded.ok_or_else(|| thrown(&expansion.problems))?;
    Ok(expanded.to_json())
}

/// A solved document, as JSON; `levers` (an object of booleans by id) says which are on or off other than in the document, `frame`
/// which one it is.
///
/// # Errors
/// What refuses the document, or a lever or frame that it has not.
#[wasm_bindgen]
pub fn solve(document: &JsValue, levers: &JsValue, frame: Option<f64>) -> Result<String, JsValue> {
    door::through(|| solved_with(document, levers, frame))
}

fn solved_with(document: &JsValue, levers: &JsValue, frame: Option<f64>) -> Result<String, JsValue> {
    let levers: BTreeMap<String, bool> = serde_wasm_bindgen::from_value(levers.clone()).unwrap_or_default();
    let levers: Vec<(String, bool)> = levers.into_iter().collect();
    let (_, network) = solved_as(document, |document| Scenario::asked(document, &levers, frame))?;
    Ok(network.to_json())
}

/// The best levers of a document for a budget, as JSON: `{"levers": [ids], "cost": ..., "revenue": ..., "exact": ...}`; see
/// [`Prospect::best`].
///
/// # Errors
/// What refuses the document.
#[wasm_bindgen(js_name = bestPlan)]
pub fn best_plan(document: &JsValue, budget: f64) -> Result<String, JsValue> {
    door::through(|| {
        let (document, network) = solved_as(document, |_| Ok(Scenario::default()))?;
        Ok(Prospect::new(&network).best(budget).to_json(&document))
    })
}

/// A picture of a document as SVG, at `time` seconds (without it in the middle of the calendar that single clients are played over);
/// `look` as for [`Rivers`].
///
/// # Errors
/// What refuses the document.
#[wasm_bindgen]
pub fn still(document: &JsValue, look: &JsValue, time: Option<f64>) -> Result<String, JsValue> {
    door::through(|| {
        let (document, network) = solved(document)?;
        let mut stage = Stage::new(document, network, look::Wishes::read(look).look(None), &Typical);
        let time = time.or_else(|| stage.calendar().map(|calendar| calendar.seconds / 2.0));
        Ok(svg(stage.at(time.unwrap_or_default())))
    })
}

/// Reads and solves a document.
fn solving(document: &JsValue) -> Solving {
    let limits = Limits::default();
    with_source(document, &limits, |source| crate::network::solve(source, &limits))
        .unwrap_or_else(|problem| Solving { solved: None, problems: vec![problem] })
}

fn solved(document: &JsValue) -> Result<(Document, Network), JsValue> {
    solved_as(document, |document| Ok(Scenario::of(document)))
}

/// The same in the state that is asked for.
fn solved_as(
    document: &JsValue,
    ask: impl Fn(&Document) -> Result<Scenario, Vec<Problem>>,
) -> Result<(Document, Network), JsValue> {
    let limits = Limits::default();
    let solving = with_source(document, &limits, |source| crate::network::solve_as(source, &limits, ask));
    accepted(solving.map_err(|problem| thrown(&[problem]))?)
}

/// What was solved, or all that is wrong with it.
fn accepted(Solving { solved, problems }: Solving) -> Result<(Document, Network), JsValue> {
    solved.ok_or_else(|| thrown(&problems))
}

fn json(problems: &[Problem]) -> String {
    Value::List(problems.iter().map(Problem::to_value).collect()).to_json()
}

fn thrown(problems: &[Problem]) -> JsValue {
    door::through(|| json(problems).into())
}
