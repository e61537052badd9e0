//! The painter.

use crate::{canvas, js};
use city_rivers::{
    frame::{
        Anchor, Color, Drops, Frame, Ink, Shape, Stroke, Text,
        drops::{CHANCES, Chance, Lane, Row, Sample},
    },
    paint::{pen::Pen, software::Software},
};
use kurbo::{BezPath, Point, Rect, Shape as _};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{CanvasRenderingContext2d, OffscreenCanvas};

const LAND: Color = Color { rgb: [243, 240, 232], alpha: 1.0 };
const RED: Color = Color { rgb: [178, 24, 43], alpha: 1.0 };
const PALE: Color = Color { rgb: [255, 255, 255], alpha: 1.0 };
const INK: Color = Color { rgb: [0, 0, 0], alpha: 1.0 };

/// One drop on a river of 200 px; its head is at (100, 50) at the moment 0, and makes 20 px in a second.
fn drop() -> Drops {
    let sample = |x: f32| Sample { left: [x, 50.0], right: [x, 50.0], temperature: 1.0, head: 8.0, length: 40.0 };
    Drops {
        samples: vec![sample(0.0), sample(200.0)],
        rows: vec![Row { first: 0, count: 2, step: 10.0 }],
        lanes: vec![Lane { row: 0, middle: 0.5, breadth: 1.0, rate: 0.05, phase: -0.25, key: 0 }],
        chance: vec![Chance { late: 0.0, across: 0.0, stretch: 1.0 }; CHANCES],
        tones: vec![RED, PALE],
    }
}

/// A red river along the middle of 200 x 100 px, with one drop whose head is at (100, 50), and a text below.
fn picture() -> Frame {
    let land =
        Shape { path: Rect::new(0.0, 0.0, 200.0, 100.0).to_path(0.1), fill: Some(Ink::Flat(LAND)), stroke: None };
    let mut line = BezPath::new();
    line.move_to((0.0, 50.0));
    line.line_to((200.0, 50.0));
    let ink =
        Ink::Slide { from: Point::new(0.0, 50.0), to: Point::new(200.0, 50.0), stops: vec![(0.0, RED), (1.0, RED)] };
    let river = Shape { path: line, fill: None, stroke: Some(Stroke { ink, width: 20.0, round: false, dash: None }) };
    let text = Text {
        text: "<b>KT1</b>".into(),
        at: Point::new(100.0, 90.0),
        anchor: Anchor::Middle,
        size: 16.0,
        weight: 700,
        italic: false,
        spacing: -0.5,
        color: INK,
        halo: Some((PALE, 3.0)),
    };
    Frame {
        size: (200.0, 100.0),
        revision: 1,
        land: vec![land],
        water: vec![river],
        time: 0.0,
        drops: drop(),
        marks: Vec::new(),
        texts: vec![text],
        focus: Vec::new(),
        focused: 0,
        sentence: String::new(),
    }
}

pub fn pixel(context: &CanvasRenderingContext2d, x: f64, y: f64) -> [u8; 3] {
    let data = context.get_image_data(x, y, 1.0, 1.0).unwrap().data();
    [data.first(), data.get(1), data.get(2)].map(|byte| *byte.unwrap())
}

/// Whether any pixel of the box is as dark as the text.
fn has_ink(context: &CanvasRenderingContext2d, [x, y, width, height]: [f64; 4]) -> bool {
    let data = context.get_image_data(x, y, width, height).unwrap().data();
    data.chunks(4).any(|pixel| pixel.iter().take(3).all(|byte| *byte < 60))
}

#[wasm_bindgen_test]
fn land_river_drop_and_text_are_where_they_belong() {
    for ratio in [1.0, 2.0] {
        let (canvas, context) = canvas();
        let mut painter = Software::new(context.clone());
        let mut frame = picture();
        painter.paint(&frame, ratio).unwrap();
        assert_eq!((canvas.width(), canvas.height()), ((200.0 * ratio) as u32, (100.0 * ratio) as u32));
        let at = |x: f64, y: f64| pixel(&context, x * ratio, y * ratio);
        assert_eq!(at(20.0, 20.0), LAND.rgb);
        assert_eq!(at(20.0, 50.0), RED.rgb);
        assert_eq!(at(99.0, 50.0), PALE.rgb, "the head");
        assert_eq!(at(102.0, 50.0), PALE.rgb, "the head is round");
        assert_eq!(at(107.0, 50.0), RED.rgb, "nothing ahead of it");
        assert_eq!(at(99.0, 52.0), PALE.rgb, "the head is wide");
        assert_eq!(at(70.0, 52.0), RED.rgb, "the tail is thin");
        assert!(has_ink(&context, [60.0, 75.0, 80.0, 16.0].map(|number| number * ratio)), "the text");
        // The drop moves on and leaves no trace; what stands still is not drawn anew.
        frame.water.clear();
        frame.time = 4.0;
        painter.paint(&frame, ratio).unwrap();
        let at = |x: f64, y: f64| pixel(&context, x * ratio, y * ratio);
        assert_eq!((at(99.0, 50.0), at(179.0, 50.0)), (RED.rgb, PALE.rgb));
        frame.revision += 1;
        painter.paint(&frame, ratio).unwrap();
        assert_eq!(pixel(&context, 20.0 * ratio, 50.0 * ratio), LAND.rgb);
    }
}

#[wasm_bindgen_test]
fn odd_sizes_and_numbers_are_no_error() {
    let (_, context) = canvas();
    let mut painter = Software::new(context.clone());
    let mut frame = picture();
    for (size, ratio) in [((0.0, 100.0), 1.0), ((0.4, 0.4), 1.0), ((-5.0, f64::NAN), f64::NAN), ((200.0, 100.0), 1.5)] {
        frame.size = size;
        painter.paint(&frame, ratio).unwrap();
    }
    frame.revision += 1;
    frame.drops.samples.pop();
    frame.drops.tones.clear();
    for shape in &mut frame.water {
        if let Some(stroke) = &mut shape.stroke {
            let at = Point::new(f64::NAN, 0.0);
            stroke.ink = Ink::Slide { from: at, to: at, stops: vec![(f32::NAN, RED), (7.0, RED)] };
            stroke.dash = Some((f64::NAN, -1.0));
        }
    }
    painter.paint(&frame, 1.0).unwrap();
    assert_eq!(pixel(&context, 20.0, 20.0), LAND.rgb);
}

#[wasm_bindgen_test]
fn an_offscreen_canvas_does_as_well() {
    let canvas = OffscreenCanvas::new(1, 1).unwrap();
    let context: CanvasRenderingContext2d = canvas.get_context("2d").unwrap().unwrap().unchecked_into();
    Software::new(context.clone()).paint(&picture(), 1.0).unwrap();
    assert_eq!((canvas.width(), pixel(&context, 20.0, 50.0)), (200, RED.rgb));
}

#[wasm_bindgen_test]
fn a_poster_is_painted_too() {
    let canvas = OffscreenCanvas::new(1, 1).unwrap();
    let context: CanvasRenderingContext2d = canvas.get_context("2d").unwrap().unwrap().unchecked_into();
    let mut painter = Software::new(context.clone());
    let frame = Frame { size: (800.0, 500.0), ..picture() };
    painter.paint(&frame, 8.0).unwrap();
    assert_eq!((canvas.width(), pixel(&context, 160.0, 400.0)), (6400, RED.rgb));
    assert_eq!(pixel(&context, 792.0, 400.0), PALE.rgb, "the head");
    painter.paint(&frame, 1.0).unwrap();
    assert_eq!((canvas.width(), pixel(&context, 20.0, 50.0), pixel(&context, 98.0, 50.0)), (800, RED.rgb, PALE.rgb));
}

#[wasm_bindgen_test]
fn texts_are_measured() {
    let painter = Pen::new(canvas().1);
    let (one, two) = (painter.width("1,200", 14.0, 400), painter.width("1,200 1,200", 14.0, 400));
    assert!(one > 20.0 && two > 2.0 * one, "{one} {two}");
    assert!((painter.width("1,200", 28.0, 400) / one - 2.0).abs() < 0.05);
}

#[wasm_bindgen_test]
fn a_browser_that_keeps_its_pixels_to_itself_shows_the_same() {
    let (_, context) = canvas();
    let mut painter = Software::new(context.clone());
    // As such browsers do: all white. Only while the painter looks.
    let veil = js("Object.assign(OffscreenCanvasRenderingContext2D.prototype, { own: OffscreenCanvasRenderingContext2D.prototype.getImageData,
        getImageData(x, y, w, h) { return new ImageData(new Uint8ClampedArray(w * h * 4).fill(255), w, h); } })");
    let mut frame = picture();
    painter.paint(&frame, 1.0).unwrap();
    js(
        "Object.assign(OffscreenCanvasRenderingContext2D.prototype, { getImageData: OffscreenCanvasRenderingContext2D.prototype.own })",
    );
    assert!(veil.is_object());
    assert_eq!((pixel(&context, 20.0, 20.0), pixel(&context, 20.0, 50.0)), (LAND.rgb, RED.rgb));
    assert_eq!(pixel(&context, 98.0, 50.0), PALE.rgb, "the head");
    frame.time = 4.0;
    painter.paint(&frame, 1.0).unwrap();
    assert_eq!((pixel(&context, 98.0, 50.0), pixel(&context, 178.0, 50.0)), (RED.rgb, PALE.rgb));
}
