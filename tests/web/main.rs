//! What only a real browser can show: `wasm-bindgen-test-runner` runs it.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod door;
mod handle;
mod painter;

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test_configure;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, OffscreenCanvas};

wasm_bindgen_test_configure!(run_in_browser);

/// A funnel as JSON text.
const FUNNEL: &str = r#"{ "cityRivers": 1, "title": "Shop", "period": "day", "currency": "EUR", "funnel": {
    "springs": [{ "label": "Town", "clients": 800 }, { "label": "Web", "clients": 350 }],
    "kt1": { "red": 540 }, "kt2": { "red": 240 }, "kt3": { "red": 150 }, "regulars": { "returning": 50 },
    "revenuePerClient": 85 } }"#;

fn canvas() -> HtmlCanvasElement {
    let document = web_sys::window().unwrap().document().unwrap();
    document.create_element("canvas").unwrap().unchecked_into()
}

/// The canvas's pixels, RGBA row by row: read through another canvas, so that it may be of any kind.
fn pixels(canvas: &HtmlCanvasElement) -> Vec<u8> {
    let (width, height) = (canvas.width(), canvas.height());
    let copy = OffscreenCanvas::new(width, height).unwrap();
    let context: CanvasRenderingContext2d = copy.get_context("2d").unwrap().unwrap().unchecked_into();
    context.draw_image_with_html_canvas_element(canvas, 0.0, 0.0).unwrap();
    context.get_image_data(0.0, 0.0, width.into(), height.into()).unwrap().data().0
}

fn pixel(canvas: &HtmlCanvasElement, x: f64, y: f64) -> [u8; 3] {
    let at = (y as usize * canvas.width() as usize + x as usize) * 4;
    pixels(canvas)[at..at + 3].try_into().unwrap()
}

/// A JavaScript value from its source.
fn js(source: &str) -> JsValue {
    js_sys::Function::new_no_args(&["return (", source, ")"].concat()).call0(&JsValue::UNDEFINED).unwrap()
}
