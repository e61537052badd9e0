//! The painter.

use crate::{FUNNEL, canvas, js, pixel, pixels};
use city_rivers::{
    document::{Document, Limits, Source},
    frame::{
        Anchor, Color, Drops, Frame, Ink, Shape, Stroke, Text,
        drops::{CHANCES, Chance, Lane, Row, Sample},
        paced::{Milestone, Paced},
    },
    network::{Network, Solving, solve},
    paint::{
        Painter,
        pen::{FONT, Pen},
        software::Software,
        webgl::{Mirror, WebGl},
    },
    picture::style::measure::Typical,
    stage::{Look, Stage},
};
use js_sys::{Function, Promise};
use kurbo::{BezPath, Point, Rect, Shape as _};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlCanvasElement, OffscreenCanvas};

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
        lanes: vec![Lane {
            row: 0,
            middle: 0.5,
            breadth: 1.0,
            rate: 0.05,
            phase: -0.25,
            key: 0,
            paced: Paced::default(),
        }],
        milestones: Vec::new(),
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
        turn: 0.0,
        color: INK,
        halo: Some((PALE, 3.0)),
    };
    Frame {
        size: (200.0, 100.0),
        revision: 1,
        land_revision: 1,
        restless: false,
        land: vec![land],
        water: vec![river],
        time: 0.0,
        drops: drop(),
        marks: Vec::new(),
        names: Vec::new(),
        panel: Vec::new(),
        texts: vec![text],
        focus: Vec::new(),
        value: None,
        focused: 0,
        morph: None,
        sentence: String::new(),
    }
}

fn pen() -> Pen {
    Pen::new(FONT).unwrap()
}

fn software(canvas: &HtmlCanvasElement) -> Made {
    Box::new(Software::new(canvas.get_context("2d").unwrap().unwrap().unchecked_into()))
}

fn webgl(canvas: &HtmlCanvasElement) -> Made {
    Box::new(WebGl::new(canvas).unwrap().unwrap())
}

fn mirror(canvas: &HtmlCanvasElement) -> Made {
    Box::new(Mirror::new(canvas).unwrap().unwrap())
}

type Made = Box<dyn Painter>;

/// Every way to paint.
const PAINTERS: [fn(&HtmlCanvasElement) -> Made; 3] = [software, webgl, mirror];

/// Whether any pixel of the box is as dark as the text.
fn has_ink(canvas: &HtmlCanvasElement, [left, top, width, height]: [usize; 4]) -> bool {
    let (data, row) = (pixels(canvas), canvas.width() as usize);
    let dark = |at: usize| data[at * 4..at * 4 + 3].iter().all(|byte| *byte < 60);
    (top..top + height).any(|y| (left..left + width).any(|x| dark(y * row + x)))
}

/// The most that any two pixels differ, and the mean over all that differ at all.
fn difference(one: &[u8], other: &[u8]) -> (u8, f64) {
    assert_eq!(one.len(), other.len());
    let apart: Vec<u8> = one.iter().zip(other).map(|(a, b)| a.abs_diff(*b)).filter(|apart| *apart > 0).collect();
    let sum: f64 = apart.iter().map(|apart| f64::from(*apart)).sum();
    (apart.iter().copied().max().unwrap_or(0), sum / one.len() as f64)
}

#[wasm_bindgen_test]
fn land_river_drop_and_text_are_where_they_belong() {
    for (ratio, painter) in [1.0, 2.0].into_iter().flat_map(|ratio| PAINTERS.map(|painter| (ratio, painter))) {
        let canvas = canvas();
        let mut painter = painter(&canvas);
        let mut frame = picture();
        painter.paint(&frame, &pen(), ratio).unwrap();
        assert_eq!((canvas.width(), canvas.height()), ((200.0 * ratio) as u32, (100.0 * ratio) as u32));
        let at = |x: f64, y: f64| pixel(&canvas, x * ratio, y * ratio);
        assert_eq!(at(20.0, 20.0), LAND.rgb);
        assert_eq!(at(20.0, 50.0), RED.rgb);
        assert_eq!(at(99.0, 50.0), PALE.rgb, "the head");
        assert_eq!(at(102.0, 50.0), PALE.rgb, "the head is round");
        assert_eq!(at(107.0, 50.0), RED.rgb, "nothing ahead of it");
        assert_eq!(at(99.0, 52.0), PALE.rgb, "the head is wide");
        assert_eq!(at(70.0, 52.0), RED.rgb, "the tail is thin");
        assert!(has_ink(&canvas, [60, 75, 80, 16].map(|number| number * ratio as usize)), "the text");
        // The drop moves on and leaves no trace; what stands still is not drawn anew.
        frame.water.clear();
        frame.time = 4.0;
        painter.paint(&frame, &pen(), ratio).unwrap();
        let at = |x: f64, y: f64| pixel(&canvas, x * ratio, y * ratio);
        assert_eq!((at(99.0, 50.0), at(179.0, 50.0)), (RED.rgb, PALE.rgb));
        frame.revision += 1;
        painter.paint(&frame, &pen(), ratio).unwrap();
        assert_eq!(pixel(&canvas, 20.0 * ratio, 50.0 * ratio), LAND.rgb);
    }
}

#[wasm_bindgen_test]
fn a_drop_with_a_pace_of_its_own_is_where_and_as_warm_as_its_milestones_say() {
    for (ratio, painter) in [1.0, 2.0].into_iter().flat_map(|ratio| PAINTERS.map(|painter| (ratio, painter))) {
        let canvas = canvas();
        let mut painter = painter(&canvas);
        let mut frame = picture();
        // It stands at (100, 50) for ten seconds, then makes 4 px in a second, and is gone after 30, until 50 are over.
        let milestone = |age, along, own| Milestone { age, along, temperature: -1.0, own };
        let milestones = |own| vec![milestone(0.0, 5.0, own), milestone(10.0, 5.0, own), milestone(30.0, 9.0, own)];
        let paced = Paced { first: 0, count: 3 };
        frame.drops.lanes[0] = Lane { row: 0, middle: 0.5, breadth: 0.0, rate: 0.02, phase: -0.1, key: 3, paced };
        frame.drops.chance.fill(Chance { late: 0.3, across: 0.3, stretch: 1.0 });
        frame.drops.milestones = milestones(0.0);
        for (time, at) in [(0.0, Some(99.0)), (4.0, Some(99.0)), (15.0, Some(139.0)), (65.0, Some(139.0)), (26.0, None)]
        {
            frame.time = time;
            painter.paint(&frame, &pen(), ratio).unwrap();
            for x in [99.0, 139.0, 179.0] {
                let expected = if at == Some(x) { PALE.rgb } else { RED.rgb };
                assert_eq!(pixel(&canvas, x * ratio, 52.0 * ratio), expected, "{x} at {time}");
            }
        }
        (frame.time, frame.revision, frame.drops.milestones) = (15.0, 2, milestones(1.0));
        painter.paint(&frame, &pen(), ratio).unwrap();
        assert_eq!(pixel(&canvas, 139.0 * ratio, 50.0 * ratio), RED.rgb, "its own colour");
    }
}

#[wasm_bindgen_test]
fn odd_sizes_and_numbers_are_no_error() {
    for painter in PAINTERS {
        let canvas = canvas();
        let mut painter = painter(&canvas);
        let mut frame = picture();
        for (size, ratio) in
            [((0.0, 100.0), 1.0), ((0.4, 0.4), 1.0), ((-5.0, f64::NAN), f64::NAN), ((200.0, 100.0), 1.5)]
        {
            frame.size = size;
            painter.paint(&frame, &pen(), ratio).unwrap();
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
        painter.paint(&frame, &pen(), 1.0).unwrap();
        assert_eq!(pixel(&canvas, 20.0, 20.0), LAND.rgb);
    }
}

#[wasm_bindgen_test]
fn an_offscreen_canvas_does_as_well() {
    for painter in PAINTERS {
        let canvas: HtmlCanvasElement = OffscreenCanvas::new(1, 1).unwrap().unchecked_into();
        painter(&canvas).paint(&picture(), &pen(), 1.0).unwrap();
        assert_eq!((canvas.width(), pixel(&canvas, 20.0, 50.0)), (200, RED.rgb));
    }
}

#[wasm_bindgen_test]
fn a_poster_is_painted_too() {
    let canvas: HtmlCanvasElement = OffscreenCanvas::new(1, 1).unwrap().unchecked_into();
    let mut painter = software(&canvas);
    let frame = Frame { size: (800.0, 500.0), ..picture() };
    painter.paint(&frame, &pen(), 8.0).unwrap();
    assert_eq!((canvas.width(), pixel(&canvas, 160.0, 400.0)), (6400, RED.rgb));
    assert_eq!(pixel(&canvas, 792.0, 400.0), PALE.rgb, "the head");
    painter.paint(&frame, &pen(), 1.0).unwrap();
    assert_eq!((canvas.width(), pixel(&canvas, 20.0, 50.0), pixel(&canvas, 98.0, 50.0)), (800, RED.rgb, PALE.rgb));
}

/// An example, solved.
fn solved(text: &str) -> (Document, Network) {
    let Solving { solved, .. } = solve(Source::Text(text), &Limits::default());
    solved.unwrap()
}

/// A solved example on a canvas of 640 x 360.
fn stage() -> Stage {
    let (document, network) = solved(FUNNEL);
    let look = Look { size: (640.0, 360.0), drops: Some(3_000.0), ..Look::default() };
    Stage::new(document, network, look, &Typical)
}

#[wasm_bindgen_test]
fn all_painters_paint_the_same() {
    let mut stage = stage();
    for ratio in [1.0, 1.5, 3.0] {
        let [one, two, three] = PAINTERS.map(|painter| {
            let canvas = canvas();
            (painter(&canvas), canvas)
        });
        let painted = |(painter, canvas): &mut (Made, HtmlCanvasElement), time: f64, stage: &mut Stage| {
            painter.paint(stage.at(time), &pen(), ratio).unwrap();
            pixels(canvas)
        };
        let [mut one, mut two, mut three] = [one, two, three];
        let first = painted(&mut one, 0.0, &mut stage);
        for time in [0.0, 33.3, 1e5] {
            let (a, b) = (painted(&mut one, time, &mut stage), painted(&mut two, time, &mut stage));
            let (most, mean) = difference(&a, &b);
            assert!(mean < 0.35, "{most} at most, {mean} on average at {time} s, {ratio}");
            assert_eq!(difference(&a, &painted(&mut three, time, &mut stage)), (0, 0.0));
            let fresh = crate::canvas();
            let alone = painted(&mut (webgl(&fresh), fresh), time, &mut stage);
            // 32 bits of time are rounded otherwise, which a pixel or two may show.
            let apart = b.iter().zip(&alone).filter(|(one, other)| one.abs_diff(**other) > 24).count();
            assert!(apart < 12, "the moment before has left something: {apart}");
            // What drops do to the picture is far more than that.
            assert!(time == 0.0 || difference(&a, &first).1 > 3.0 * mean, "{mean}, {:?}", difference(&a, &first));
        }
    }
}

#[wasm_bindgen_test]
fn all_painters_paint_the_same_while_data_change() {
    let mut stage = stage();
    let mut all = PAINTERS.map(|painter| {
        let canvas = canvas();
        (painter(&canvas), canvas)
    });
    let mut painted = |stage: &mut Stage, time: f64| {
        all.each_mut().map(|(painter, canvas)| {
            painter.paint(stage.at(time), &pen(), 1.0).unwrap();
            pixels(canvas)
        })
    };
    painted(&mut stage, 7.0);
    let (document, network) = solved(&FUNNEL.replace("540", "700"));
    assert!(stage.morph_into(document, network, &Typical));
    let [start, ..] = painted(&mut stage, 7.0);
    assert!(stage.morph(0.25, &Typical));
    let [a, b, c] = painted(&mut stage, 7.25);
    let (most, mean) = difference(&a, &b);
    assert!(mean < 0.5, "{most} at most, {mean} on average");
    assert_eq!(difference(&a, &c), (0, 0.0));
    assert!(difference(&a, &start).1 > 3.0 * mean, "{mean}, {:?}", difference(&a, &start));
    // What is left of it at the end is the new picture.
    assert!(!stage.morph(0.6, &Typical));
    let ends = painted(&mut stage, 7.6);
    for (painter, end) in PAINTERS.into_iter().zip(&ends).take(2) {
        let fresh = canvas();
        painter(&fresh).paint(stage.at(7.6), &pen(), 1.0).unwrap();
        let apart = pixels(&fresh).iter().zip(end).filter(|(one, other)| one.abs_diff(**other) > 24).count();
        assert!(apart < 12, "the change has left something: {apart}");
    }
}

#[wasm_bindgen_test]
async fn a_lost_context_comes_back() {
    for painter in [webgl, mirror] {
        let canvas = canvas();
        let mut painter = painter(&canvas);
        painter.paint(&picture(), &pen(), 1.0).unwrap();
        let before = pixels(&canvas);
        let lose = js("async canvas => {
            const lose = canvas.getContext('webgl2').getExtension('WEBGL_lose_context');
            const said = name => new Promise(done => canvas.addEventListener(name, event => { event.preventDefault(); setTimeout(done); }, { once: true }));
            const lost = said('webglcontextlost');
            lose.loseContext();
            await lost;
            canvas.restore = () => { const restored = said('webglcontextrestored'); lose.restoreContext(); return restored; };
        }");
        let done = Function::from(lose).call1(&JsValue::UNDEFINED, &canvas).unwrap();
        JsFuture::from(Promise::from(done)).await.unwrap();
        painter.paint(&picture(), &pen(), 1.0).unwrap();
        assert_ne!(pixels(&canvas), before, "it is lost");
        let done = Function::from(js("canvas => canvas.restore()")).call1(&JsValue::UNDEFINED, &canvas).unwrap();
        JsFuture::from(Promise::from(done)).await.unwrap();
        painter.forget();
        painter.paint(&picture(), &pen(), 1.0).unwrap();
        assert!(pixels(&canvas) == before, "the same as before");
    }
}

#[wasm_bindgen_test]
fn texts_are_measured() {
    let painter = pen();
    let (one, two) = (painter.width("1,200", 14.0, 400), painter.width("1,200 1,200", 14.0, 400));
    assert!(one > 20.0 && two > 2.0 * one, "{one} {two}");
    assert!((painter.width("1,200", 28.0, 400) / one - 2.0).abs() < 0.05);
}

#[wasm_bindgen_test]
fn a_browser_that_keeps_its_pixels_to_itself_shows_the_same() {
    let canvas = canvas();
    let mut painter = software(&canvas);
    // As such browsers do: all white. Only while the painter looks.
    let veil = js("Object.assign(OffscreenCanvasRenderingContext2D.prototype, { own: OffscreenCanvasRenderingContext2D.prototype.getImageData,
        getImageData(x, y, w, h) { return new ImageData(new Uint8ClampedArray(w * h * 4).fill(255), w, h); } })");
    let mut frame = picture();
    painter.paint(&frame, &pen(), 1.0).unwrap();
    js(
        "Object.assign(OffscreenCanvasRenderingContext2D.prototype, { getImageData: OffscreenCanvasRenderingContext2D.prototype.own })",
    );
    assert!(veil.is_object());
    assert_eq!((pixel(&canvas, 20.0, 20.0), pixel(&canvas, 20.0, 50.0)), (LAND.rgb, RED.rgb));
    assert_eq!(pixel(&canvas, 98.0, 50.0), PALE.rgb, "the head");
    frame.time = 4.0;
    painter.paint(&frame, &pen(), 1.0).unwrap();
    assert_eq!((pixel(&canvas, 98.0, 50.0), pixel(&canvas, 178.0, 50.0)), (RED.rgb, PALE.rgb));
}
