//! One map on one canvas.

use super::{
    Draft,
    look::{Fonts, Wishes},
    source::tree,
    thrown,
};
use crate::{
    document::{Lever, Limits, read_levers, switches, value::Value},
    door,
    paint::{
        Painter,
        canvas::refused,
        pen::Pen,
        software::Software,
        svg::svg,
        webgl::{Mirror, WebGl},
    },
    picture::style::measure::Measure,
    stage::{Grasp, Look, Stage, Touched},
};
use kurbo::Point;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use web_sys::HtmlCanvasElement;

/// A document on a canvas.
#[wasm_bindgen]
pub struct Rivers {
    pub(super) stage: Stage,
    pub(super) painter: Box<dyn Painter>,
    pub(super) webgl: bool,
    pub(super) pen: Pen,
    pub(super) fonts: Fonts,
}

/// Measures with the fonts that are painted with.
pub(super) struct Painted<'a>(pub &'a Pen);

impl Measure for Painted<'_> {
    fn width(&self, text: &str, size: f64, weight: u16) -> f64 {
        self.0.width(text, size, weight)
    }
}

#[wasm_bindgen]
impl Rivers {
    /// Puts a document on a canvas (or on an `OffscreenCanvas`), with the WebGL2 painter where that is wanted and the canvas
    /// gives a context for it, else with the software painter. One that has been painted on with WebGL2 can be taken over by
    /// either.
    ///
    /// # Errors
    /// What refuses the document, or an error where the canvas cannot be painted on in this way.
    #[wasm_bindgen(constructor)]
    pub fn new(canvas: &JsValue, webgl: bool, document: &JsValue, options: &JsValue) -> Result<Self, JsValue> {
        Draft::new(document)?.on(canvas, webgl, options)
    }

    /// Goes on with the other painter, on the same canvas; see [`Rivers::new`].
    ///
    /// # Errors
    /// Where the canvas cannot be painted on in this way: then all stays as it was.
    pub fn paint_with(&mut self, canvas: &JsValue, webgl: bool) -> Result<(), JsValue> {
        (self.painter, self.webgl) = painter(canvas, webgl)?;
        Ok(())
    }

    /// Whether the WebGL2 painter paints.
    pub fn webgl(&self) -> bool {
        self.webgl
    }

    /// How many drops are seen at once.
    pub fn drops(&self) -> f64 {
        self.stage.drops().count().round()
    }

    /// Shows another document; see [`Rivers::take`].
    ///
    /// # Errors
    /// What refuses the document; the picture stays as it was.
    pub fn update(&mut self, document: &JsValue, morph: bool) -> Result<bool, JsValue> {
        self.take(Draft::new(document)?, morph)
    }

    /// Shows another document; with `morph` what is seen of the water goes over into its own, as far as [`Rivers::morph`] is
    /// called then. Whether it does.
    ///
    /// # Errors
    /// What refuses the document; the picture stays as it was.
    pub fn take(&mut self, draft: Draft, morph: bool) -> Result<bool, JsValue> {
        let (document, network) = draft.solved()?;
        door::through(|| {
            let measure = Painted(&self.pen);
            if morph {
                return Ok(self.stage.morph_into(document, network, &measure));
            }
            self.stage.update(document, network, &measure);
            Ok(false)
        })
    }

    /// Shows the water as it is so many `seconds` after it began to go over into another document's; whether it still does then.
    pub fn morph(&mut self, seconds: f64) -> bool {
        door::through(|| self.stage.morph(seconds, &Painted(&self.pen)))
    }

    /// Goes over into a state of the network with these levers (a list as a document has it; none: those that there are) in a frame (the
    /// base without one); whether it is on its way; see [`Rivers::morph`].
    ///
    /// # Errors
    /// What refuses the levers: all stays as it was then.
    pub fn turn(&mut self, levers: &JsValue, frame: Option<f64>) -> Result<bool, JsValue> {
        door::through(|| self.turned(levers, frame))
    }

    fn turned(&mut self, levers: &JsValue, frame: Option<f64>) -> Result<bool, JsValue> {
        let levers = if levers.is_undefined() {
            self.stage.levers()
        } else {
            let limits = Limits::default();
            let list = tree(levers, &limits).map_err(|problem| thrown(&[problem]))?;
            let own = self.stage.levers();
            match switches(&list, &own) {
                Some(on) => own.into_iter().zip(on).map(|(lever, on)| Lever { on, ..lever }).collect(),
                None => read_levers(list, self.stage.document(), &limits).map_err(|problems| thrown(&problems))?,
            }
        };
        let frame = frame.map(|frame| frame as usize);
        self.stage.turn(levers, frame, &Painted(&self.pen)).map_err(|problems| thrown(&problems))
    }

    /// The levers as they are now: a list as a document has it, as JSON.
    pub fn levers(&self) -> String {
        door::through(|| self.stage.levers_value().to_json())
    }

    /// All frames with what leaves each KT in them, as JSON; see [`Stage::timeline`].
    pub fn timeline(&self) -> String {
        door::through(|| self.stage.timeline().to_json())
    }

    /// Changes the look; what `options` does not say stays, but for fonts. Whether the water goes over into another view then; see
    /// [`Rivers::morph`].
    ///
    /// # Errors
    /// None in a browser.
    pub fn look(&mut self, options: &JsValue) -> Result<bool, JsValue> {
        let wishes = Wishes::read(options);
        let (look, fonts) = (wishes.look(Some(self.stage.look())), wishes.fonts());
        let other_fonts = fonts != self.fonts;
        if other_fonts {
            self.pen = Pen::new(&fonts.family)?;
            self.fonts = fonts;
        }
        let (before, measure) = (self.stage.look(), Painted(&self.pen));
        if !other_fonts && look == (Look { view: look.view, ..before.clone() }) {
            return Ok(before.view != look.view && door::through(|| self.stage.show(look.view, &measure)));
        }
        if look != *before {
            self.stage.set_look(look, &measure);
        } else {
            self.stage.draw(&measure);
        }
        Ok(false)
    }

    /// Forgets what the canvas shows, as when the browser has lost it.
    pub fn refresh(&mut self) {
        self.painter.forget();
    }

    /// Draws drops less finely from now on, where that spares work and is not seen; whether it does.
    pub fn relieve(&mut self) -> bool {
        self.painter.relieve()
    }

    /// Shows what stands still at `ratio` device pixels per CSS pixel, where nothing is shown yet, and gets ready for what moves, a step at
    /// a time; whether there is another step before [`Rivers::paint`] takes no longer than for any frame.
    ///
    /// # Errors
    /// What the browser says when it refuses to draw.
    pub fn begin(&mut self, ratio: f64) -> Result<bool, JsValue> {
        self.painter.begin(self.stage.at(0.0), &self.pen, ratio)
    }

    /// Paints the moment `time`, in seconds, at `ratio` device pixels per CSS pixel.
    ///
    /// # Errors
    /// What the browser says when it refuses to draw.
    pub fn paint(&mut self, time: f64, ratio: f64) -> Result<(), JsValue> {
        self.painter.paint(self.stage.at(time), &self.pen, ratio)
    }

    /// Paints the moment on another canvas, in another look; what stands here stays.
    ///
    /// # Errors
    /// What the browser says when it refuses to draw.
    pub fn picture(&self, canvas: &JsValue, options: &JsValue, time: f64, ratio: f64) -> Result<(), JsValue> {
        door::through(|| self.pictured(canvas, options, time, ratio))
    }

    fn pictured(&self, canvas: &JsValue, options: &JsValue, time: f64, ratio: f64) -> Result<(), JsValue> {
        let wishes = Wishes::read(options);
        let (pen, mut painter) = (Pen::new(&wishes.fonts().family)?, painter(canvas, false)?.0);
        let mut stage = self.stage.clone();
        stage.set_look(wishes.look(Some(self.stage.look())), &Painted(&pen));
        stage.settle(&Painted(&pen));
        painter.paint(stage.at(time), &pen, ratio)
    }

    /// The moment as SVG.
    pub fn svg(&mut self, time: f64) -> String {
        door::through(|| {
            self.stage.settle(&Painted(&self.pen));
            svg(self.stage.at(time))
        })
    }

    /// How many times larger a city of given streets is shown than where all of its water is seen; none elsewhere.
    pub fn zoomed(&self) -> Option<f64> {
        self.stage.zoomed()
    }

    /// Shows the city so many times larger, round a point, in CSS px. Whether that changed anything.
    pub fn zoom(&mut self, times: f64, x: f64, y: f64) -> bool {
        door::through(|| self.stage.zoom(times, x, y, &Painted(&self.pen)))
    }

    /// Moves the city on the canvas, CSS px. Whether that changed anything.
    pub fn pan(&mut self, dx: f64, dy: f64) -> bool {
        door::through(|| self.stage.pan(dx, dy, &Painted(&self.pen)))
    }

    /// Shows all of the city's water again. Whether that changed anything.
    pub fn fit(&mut self) -> bool {
        door::through(|| self.stage.fit(&Painted(&self.pen)))
    }

    /// What is at a point, in CSS px: an item as JSON, if anything.
    pub fn pick(&self, x: f64, y: f64) -> Option<String> {
        door::through(|| self.stage.tell(self.stage.pick(x, y)?).map(|item| item.to_json()))
    }

    /// What has an id (a node before a stream): an item as JSON, if anything.
    pub fn item(&self, id: &str) -> Option<String> {
        door::through(|| self.stage.tell(*self.stage.find(id).first()?).map(|item| item.to_json()))
    }

    /// Ids of the water next to what has an id, as a JSON list; see [`Stage::waters`].
    pub fn waters(&self, id: &str, incoming: bool) -> String {
        door::through(|| Value::List(self.stage.waters(id, incoming).iter().map(Value::text).collect()).to_json())
    }

    /// Outlines the places and streams with these ids (a list of strings), and nothing else.
    pub fn focus(&mut self, ids: &JsValue) {
        let ids = tree(ids, &Limits::default()).unwrap_or(Value::Null);
        let texts = ids.list().unwrap_or_default().iter();
        let ids: Vec<String> =
            texts.filter_map(|id| if let Value::Text(id) = id { Some(id.as_ref().to_owned()) } else { None }).collect();
        self.stage.focus(&ids);
    }

    /// Shows a canal that somebody is about to dig, from a point to another, CSS px; none where the points are the same.
    pub fn sketch(&mut self, x0: f64, y0: f64, x1: f64, y1: f64) {
        door::through(|| self.stage.sketch(Some((Point::new(x0, y0), Point::new(x1, y1)))));
    }

    /// Shows what is under somebody's hand: a lever, by its number, or a KT, by its id; nothing without either. `grasp` says whether
    /// the pointer is `over` it, the keyboard `focused` it, or it is `held`.
    pub fn touch(&mut self, lever: Option<f64>, kt: Option<String>, grasp: &str) {
        door::through(|| {
            let grasp = match grasp {
                "held" => Grasp::Held,
                "focused" => Grasp::Focused,
                _ => Grasp::Over,
            };
            match kt {
                Some(kt) => self.stage.touch_kt(&kt, grasp),
                None => self.stage.touch(lever.map(|lever| (Touched::Lever(lever as usize), grasp))),
            }
        });
    }

    /// What is on the canvas, in words: title, sentence, language, places, story, as JSON.
    pub fn contents(&self) -> String {
        self.stage.contents().to_json()
    }

    /// The solved document, as JSON.
    pub fn solved(&self) -> String {
        self.stage.network().to_json()
    }
}

/// The painter for a canvas of either kind, and whether it is the WebGL2 one.
pub(super) fn painter(canvas: &JsValue, webgl: bool) -> Result<(Box<dyn Painter>, bool), JsValue> {
    let canvas: &HtmlCanvasElement = canvas.unchecked_ref();
    if webgl && let Some(painter) = door::through(|| boxed(WebGl::new(canvas)))? {
        return Ok((painter, true));
    }
    if let Some(painter) = Software::on(canvas)? {
        return Ok((Box::new(painter), false));
    }
    let mirror = door::through(|| boxed(Mirror::new(canvas)))?;
    mirror.map(|mirror| (mirror, false)).ok_or_else(|| refused("this canvas is used in another way already"))
}

/// A painter as any other, where there is one.
fn boxed(made: Result<Option<impl Painter + 'static>, JsValue>) -> Result<Option<Box<dyn Painter>>, JsValue> {
    Ok(made?.map(|painter| Box::new(painter) as Box<dyn Painter>))
}
