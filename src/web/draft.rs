//! A document on its way to a picture, in steps: between them the page has its turn.

use super::{
    Rivers, accepted,
    handle::{Painted, painter},
    look::{Fonts, Wishes},
    source::with_source,
    thrown,
};
use crate::{
    document::{Document, Limits, Source, is_plain, tree, value::Value},
    network::{Network, solve},
    paint::pen::Pen,
    stage::Stage,
};
use std::mem;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

/// A document that is not on a canvas yet.
#[wasm_bindgen]
pub struct Draft(Step);

/// How far it has come.
enum Step {
    /// Read, but not looked at.
    Read(Value),
    Solved(Box<(Document, Network)>),
    /// Laid out; what stands still is yet to be drawn.
    Laid(Box<Sheet>),
    Drawn(Box<Sheet>),
    /// A step was refused.
    Refused,
}

/// What is to go on a canvas.
struct Sheet {
    stage: Stage,
    pen: Pen,
    fonts: Fonts,
}

#[wasm_bindgen]
impl Draft {
    /// Reads a document, as far as it can be read.
    ///
    /// # Errors
    /// What it is refused for already: it is no JSON, or too large.
    #[wasm_bindgen(constructor)]
    pub fn new(document: &JsValue) -> Result<Self, JsValue> {
        let limits = Limits::default();
        let read = with_source(document, &limits, |source| tree(source, &limits));
        read.and_then(|read| read).map(|read| Self(Step::Read(read))).map_err(|problem| thrown(&[problem]))
    }

    /// Whether the picture of it needs no more than water through a generated town, in the `view` that is asked for, if any.
    pub fn is_plain(&self, view: Option<String>) -> bool {
        match &self.0 {
            Step::Read(tree) => is_plain(tree) && view.is_none_or(|view| view != "time"),
            _ => false,
        }
    }

    /// Goes on by a step that takes as little time as can be: solves it, lays it out, draws what stands still; `options` say how it
    /// is to look. Whether there is another one.
    ///
    /// # Errors
    /// What refuses the document.
    pub fn step(&mut self, options: &JsValue) -> Result<bool, JsValue> {
        self.0 = match mem::replace(&mut self.0, Step::Refused) {
            Step::Read(tree) => Step::Solved(Box::new(accepted(solve(Source::Tree(tree), &Limits::default()))?)),
            Step::Solved(solved) => {
                let (document, network) = *solved;
                let wishes = Wishes::read(options);
                let fonts = wishes.fonts();
                let pen = Pen::new(&fonts.family)?;
                let stage = Stage::laid(document, network, wishes.look(None));
                Step::Laid(Box::new(Sheet { stage, pen, fonts }))
            }
            Step::Laid(mut sheet) => {
                sheet.stage.settle(&Painted(&sheet.pen));
                Step::Drawn(sheet)
            }
            other => other,
        };
        Ok(!matches!(self.0, Step::Drawn(_) | Step::Refused))
    }

    /// The document with its network; see [`Rivers::take`].
    pub(super) fn solved(mut self) -> Result<(Document, Network), JsValue> {
        if matches!(self.0, Step::Read(_)) {
            self.step(&JsValue::UNDEFINED)?;
        }
        match self.0 {
            Step::Solved(solved) => Ok(*solved),
            _ => Err(thrown(&[])),
        }
    }

    /// Puts it on a canvas, after all steps that are left; see [`Rivers::new`].
    ///
    /// # Errors
    /// What refuses the document, or an error where the canvas cannot be painted on in this way.
    pub fn on(mut self, canvas: &JsValue, webgl: bool, options: &JsValue) -> Result<Rivers, JsValue> {
        while self.step(options)? {}
        let (painter, webgl) = painter(canvas, webgl)?;
        let Step::Drawn(sheet) = self.0 else { return Err(thrown(&[])) };
        let Sheet { stage, pen, fonts } = *sheet;
        let mut rivers = Rivers { stage, painter, webgl, pen, fonts };
        rivers.look(options)?;
        Ok(rivers)
    }
}
