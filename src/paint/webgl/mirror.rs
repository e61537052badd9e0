//! The software painter on a canvas that has a WebGL2 context already, and can have no other.

use super::{
    canvas::{STILL, TABLE, draw_still, set_still, still},
    gl::{begin, context_of, copy, fill},
};
use crate::{
    frame::Frame,
    paint::{
        Painter,
        canvas::{Shown, canvas_of, layer},
        pen::Pen,
        software::Software,
    },
};
use wasm_bindgen::JsValue;
use web_sys::{HtmlCanvasElement as Canvas, WebGl2RenderingContext as Gl, WebGlProgram};

/// Paints on a canvas that nobody sees, and shows that.
#[derive(Debug)]
pub struct Mirror {
    gl: Gl,
    program: Option<WebGlProgram>,
    shown: Option<Shown>,
    painter: Software,
    painted: Canvas,
}

impl Mirror {
    /// A painter on a canvas (or on an `OffscreenCanvas`, cast without a check), if it has a WebGL2 context.
    ///
    /// # Errors
    /// What the browser says when it refuses a call.
    pub fn new(canvas: &Canvas) -> Result<Option<Self>, JsValue> {
        let Some(gl) = context_of(canvas)? else { return Ok(None) };
        let context = layer(1, 1)?;
        let painted = canvas_of(&context)?;
        Ok(Some(Self { gl, program: None, shown: None, painter: Software::new(context), painted }))
    }
}

impl Painter for Mirror {
    fn paint(&mut self, frame: &Frame, pen: &Pen, ratio: f64) -> Result<(), JsValue> {
        let gl = &self.gl;
        let Some(wanted) = begin(gl, frame, ratio)? else { return Ok(()) };
        self.painter.paint(frame, pen, ratio)?;
        let program = match &self.program {
            Some(program) => program,
            None => self.program.insert(still(gl)?),
        };
        if self.shown != Some(wanted) {
            fill(gl, TABLE, &[0.0, 0.0, wanted.width as f32, wanted.height as f32], 1)?;
            set_still(gl, program, &wanted);
            self.shown = Some(wanted);
        }
        copy(gl, STILL, Gl::RGB, &self.painted)?;
        draw_still(gl, program, &wanted, 0..1);
        Ok(())
    }

    fn forget(&mut self) {
        (self.program, self.shown) = (None, None);
        self.painter.forget();
    }

    fn relieve(&mut self) -> bool {
        self.painter.relieve()
    }
}
