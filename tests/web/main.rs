//! What only a real browser can show: `wasm-bindgen-test-runner` runs it.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used)]

mod door;
mod handle;
mod painter;

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test_configure;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

wasm_bindgen_test_configure!(run_in_browser);

/// A funnel as JSON text.
const FUNNEL: &str = r#"{ "cityRivers": 1, "title": "Shop", "period": "day", "currency": "EUR", "funnel": {
    "springs": [{ "label": "Town", "clients": 800 }, { "label": "Web", "clients": 350 }],
    "kt1": { "red": 540 }, "kt2": { "red": 240 }, "kt3": { "red": 150 }, "regulars": { "returning": 50 },
    "revenuePerClient": 85 } }"#;

fn canvas() -> (HtmlCanvasElement, CanvasRenderingContext2d) {
    let document = web_sys::window().unwrap().document().unwrap();
    let canvas: HtmlCanvasElement = document.create_element("canvas").unwrap().unchecked_into();
    let context = canvas.get_context("2d").unwrap().unwrap().unchecked_into();
    (canvas, context)
}

/// A JavaScript value from its source.
fn js(source: &str) -> JsValue {
    js_sys::Function::new_no_args(&["return (", source, ")"].concat()).call0(&JsValue::UNDEFINED).unwrap()
}
