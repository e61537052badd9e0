//! The handle: a document on a canvas.

use crate::{FUNNEL, canvas, js, pixel, pixels};
use city_rivers::web::{Rivers, still};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlCanvasElement;

/// The whole picture, as one number.
fn picture(canvas: &HtmlCanvasElement) -> u32 {
    pixels(canvas).iter().fold(0, |sum: u32, byte| sum.wrapping_mul(31).wrapping_add(u32::from(*byte)))
}

fn handle() -> (Rivers, HtmlCanvasElement) {
    let canvas = canvas();
    let look = js("{ width: 640, height: 360, theme: 'light' }");
    (Rivers::new(&canvas, false, &FUNNEL.into(), &look).unwrap(), canvas)
}

#[wasm_bindgen_test]
fn it_paints_updates_refuses_and_keeps() {
    let (mut rivers, canvas) = handle();
    rivers.paint(0.0, 1.0).unwrap();
    let first = picture(&canvas);
    rivers.paint(0.5, 1.0).unwrap();
    assert_ne!(picture(&canvas), first, "drops run");
    let solved = rivers.solved();
    let refused = rivers.update(&js("{ cityRivers: 1, funnel: {} }"), true).unwrap_err().as_string().unwrap();
    assert!(refused.contains(r#""code":"missing""#), "{refused}");
    rivers.paint(0.0, 1.0).unwrap();
    assert_eq!((picture(&canvas), rivers.solved()), (first, solved.clone()), "a refused document changes nothing");
    rivers.update(&FUNNEL.replace("540", "400").into(), false).unwrap();
    rivers.paint(0.0, 1.0).unwrap();
    assert_ne!((picture(&canvas), rivers.solved()), (first, solved));
}

#[wasm_bindgen_test]
fn its_look_follows_what_is_asked() {
    let (mut rivers, canvas) = handle();
    let land = |rivers: &mut Rivers, look: &str| {
        rivers.look(&js(look)).unwrap();
        rivers.paint(0.0, 1.0).unwrap();
        pixel(&canvas, 1.0, 1.0)
    };
    let light = land(&mut rivers, "{}");
    assert!(light.iter().all(|part| *part > 200), "{light:?}");
    let dark = land(&mut rivers, "{ theme: 'dark' }");
    assert!(dark.iter().all(|part| *part < 100), "{dark:?}");
    assert_ne!(land(&mut rivers, "{ theme: 'light', colors: { land: 0xffd0c0 } }"), light);
    assert_eq!(land(&mut rivers, "{ theme: 'light', font: 'serif', width: NaN, drops: -1 }"), light);
    assert_eq!(land(&mut rivers, "{ theme: 'dark', height: 'x' }"), light, "nothing of what is not understood");
    assert_eq!((canvas.width(), canvas.height()), (640, 360));
}

#[wasm_bindgen_test]
fn it_tells_what_is_where() {
    let (mut rivers, _) = handle();
    let contents: JsValue = js_sys::JSON::parse(&rivers.contents()).unwrap();
    let spots = js_sys::Array::from(&js_sys::Reflect::get(&contents, &"spots".into()).unwrap());
    assert_eq!(spots.length(), 8, "springs, KT1 to KT3, till, regulars, sea");
    for spot in spots.iter() {
        let field = |name: &str| js_sys::Reflect::get(&spot, &name.into()).unwrap();
        let id = field("id").as_string().unwrap();
        let found = rivers.pick(field("x").as_f64().unwrap(), field("y").as_f64().unwrap()).unwrap();
        assert!(found.contains(&format!(r#""id":"{id}""#)) || id == "sea", "{id}: {found}");
        assert!(rivers.item(&id).is_some());
    }
    assert!(rivers.waters("kt1", false).contains(r#""kt1>kt2""#) && rivers.waters("nobody", true) == "[]");
    assert_eq!((rivers.pick(-50.0, f64::NAN), rivers.item("nobody")), (None, None));
    rivers.focus(&js("['kt1', 'kt1>kt2', 'nobody', 7]"));
    rivers.paint(0.0, 2.0).unwrap();
}

#[wasm_bindgen_test]
fn a_picture_on_another_canvas_leaves_this_one_as_it_was() {
    let (mut rivers, canvas) = handle();
    rivers.paint(1.0, 1.0).unwrap();
    let before = picture(&canvas);
    let other = crate::canvas();
    rivers.picture(&other, &js("{ width: 320, height: 200, theme: 'dark' }"), 1.0, 2.0).unwrap();
    assert_eq!((other.width(), other.height(), pixel(&other, 1.0, 1.0)), (640, 400, [24, 34, 58]));
    rivers.paint(1.0, 1.0).unwrap();
    assert_eq!(picture(&canvas), before);
}

#[wasm_bindgen_test]
fn a_still_needs_no_canvas() {
    let svg =
        still(&FUNNEL.into(), &js("{ width: 640, height: 360, theme: 'dark', locale: 'ro' }"), Some(3.0)).unwrap();
    assert!(
        svg.starts_with("<svg") && svg.contains("viewBox=\"0 0 640 360\"") && svg.contains("aleg de unde cumpără"),
        "{svg:.300}"
    );
    let (mut rivers, _) = handle();
    assert!(rivers.svg(0.0).contains("Shop"));
}
