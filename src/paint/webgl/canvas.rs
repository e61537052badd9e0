//! The painter on a canvas.

use super::{
    gl::{begin, check, context_of, copy, fill, program, sampler, texture},
    tables::{Tables, WIDTH},
};
use crate::{
    frame::{
        Frame,
        drops::{CHANCES, JITTER},
        paced::APPEARS,
    },
    paint::{
        Painter,
        canvas::{Layers, Shown, canvas_of, clear, draw_ground, draw_over, layer},
        pen::Pen,
    },
};
use std::ops::Range;
use wasm_bindgen::JsValue;
use web_sys::{HtmlCanvasElement as Canvas, WebGl2RenderingContext as Gl, WebGlProgram, WebGlUniformLocation};

/// Units of the textures: what is seen without drops, what lies over them, the tables, the beats.
pub const STILL: u32 = 0;
const OVER: u32 = 1;
pub const TABLE: u32 = 2;
const BEATS: u32 = 3;

/// Seconds after which the beats are worked out anew: a graphics card counts in 32 bits.
const LONGEST: f64 = 60.0;

/// A painter on a WebGL2 context.
#[derive(Debug)]
pub struct WebGl {
    gl: Gl,
    programs: Option<Programs>,
    shown: Option<Shown>,
    tables: Tables,
    /// The moment that the beats are of, s.
    base: f64,
    /// What stands still while the water itself moves; where that may be at any moment it is kept.
    layers: Option<Layers>,
    /// Whether the water moved in the last frame.
    moved: bool,
}

/// What is lost with the context.
#[derive(Debug)]
struct Programs {
    still: WebGlProgram,
    drops: WebGlProgram,
    /// Seconds since the beats.
    since: Option<WebGlUniformLocation>,
}

impl WebGl {
    /// A painter on a canvas (or on an `OffscreenCanvas`, cast without a check), if it gives a WebGL2 context; its programs
    /// are compiled while the first picture is drawn.
    ///
    /// # Errors
    /// What the browser says when it refuses a call.
    pub fn new(canvas: &Canvas) -> Result<Option<Self>, JsValue> {
        let Some(gl) = context_of(canvas)? else { return Ok(None) };
        let mut painter = Self {
            gl,
            programs: None,
            shown: None,
            tables: Tables::default(),
            base: f64::NAN,
            layers: None,
            moved: false,
        };
        if !painter.gl.is_context_lost() {
            painter.programs = Some(Programs::new(&painter.gl)?);
        }
        Ok(Some(painter))
    }

    /// Takes over what has changed since the last picture.
    fn prepare(&mut self, frame: &Frame, pen: &Pen, shown: &Shown) -> Result<(), JsValue> {
        let (gl, with, moves) = (&self.gl, (pen, shown.ratio), frame.morph.is_some());
        let kept = self.layers.take();
        let same_water = self.shown.is_some_and(|before| before.same_water(shown));
        let other_water = moves || self.moved || !same_water;
        // They help once more when the water has come to rest.
        let layers = if moves {
            Some(Layers::of(kept, frame, true, pen, shown)?)
        } else {
            kept.filter(|_| self.shown == Some(*shown))
        };
        let drawn = layers.as_ref();
        let one = layer(shown.width, shown.height)?;
        draw_over(&one, (frame, frame.seen()), with, drawn)?;
        let canvas = canvas_of(&one)?;
        copy(gl, OVER, Gl::ALPHA, &canvas)?;
        clear(&one, shown)?;
        draw_ground(&one, (frame, frame.seen()), with, drawn)?;
        draw_over(&one, (frame, frame.seen()), with, drawn)?;
        copy(gl, STILL, Gl::RGB, &canvas)?;
        // Its pixels are let go at once, not when garbage is collected.
        canvas.set_width(0);
        if other_water {
            self.tables = Tables::new(frame.seen().drops, (shown.width, shown.height), shown.ratio as f32);
            fill(gl, TABLE, &self.tables.numbers, WIDTH.min(self.tables.numbers.len() / 4))?;
            // On the card now.
            self.tables.numbers = Vec::new();
            self.base = f64::NAN;
        }
        self.layers = layers.filter(|_| moves || frame.restless);
        self.moved = moves;
        if let Some(programs) = &self.programs {
            programs.set(gl, &self.tables, shown);
        }
        Ok(())
    }
}

/// The program that shows the texture on the unit [`STILL`] in rectangles of that on the unit [`TABLE`], made with both.
///
/// # Errors
/// What the browser says when it refuses a call.
pub fn still(gl: &Gl) -> Result<WebGlProgram, JsValue> {
    let still = program(gl, include_str!("still.vert.glsl"), include_str!("still.frag.glsl"))?;
    texture(gl, STILL);
    texture(gl, TABLE);
    Ok(still)
}

/// Tells it what stays the same from frame to frame.
pub fn set_still(gl: &Gl, still: &WebGlProgram, shown: &Shown) {
    gl.use_program(Some(still));
    sampler(gl, still, "still", STILL as i32);
    sampler(gl, still, "table", TABLE as i32);
    gl.uniform2f(gl.get_uniform_location(still, "size").as_ref(), shown.width as f32, shown.height as f32);
}

/// Shows it in these rectangles.
pub fn draw_still(gl: &Gl, still: &WebGlProgram, shown: &Shown, rectangles: Range<usize>) {
    gl.viewport(0, 0, shown.width as i32, shown.height as i32);
    gl.disable(Gl::BLEND);
    gl.use_program(Some(still));
    let first = rectangles.start as i32 * 6;
    gl.draw_arrays(Gl::TRIANGLES, first, rectangles.end as i32 * 6 - first);
}

impl Programs {
    fn new(gl: &Gl) -> Result<Self, JsValue> {
        let still = still(gl)?;
        let drops = program(gl, include_str!("drops.vert.glsl"), include_str!("drops.frag.glsl"))?;
        for unit in [OVER, BEATS] {
            texture(gl, unit);
        }
        gl.blend_func_separate(Gl::SRC_ALPHA, Gl::ONE_MINUS_SRC_ALPHA, Gl::ZERO, Gl::ONE);
        Ok(Self { still, drops, since: None })
    }

    /// Tells the programs what stays the same from frame to frame.
    fn set(&self, gl: &Gl, tables: &Tables, shown: &Shown) {
        set_still(gl, &self.still, shown);
        gl.use_program(Some(&self.drops));
        for (name, unit) in [("over", OVER), ("table", TABLE), ("beats", BEATS)] {
            sampler(gl, &self.drops, name, unit as i32);
        }
        let place = |name: &str| gl.get_uniform_location(&self.drops, name);
        let [lanes, chance, tones, owners] = tables.starts;
        gl.uniform4i(place("starts").as_ref(), lanes, chance, tones, owners);
        gl.uniform2i(place("last").as_ref(), CHANCES as i32 - 1, tables.tones.saturating_sub(1) as i32);
        gl.uniform1f(place("jitter").as_ref(), JITTER);
        gl.uniform1f(place("appears").as_ref(), APPEARS);
        gl.uniform3f(place("canvas").as_ref(), shown.width as f32, shown.height as f32, shown.ratio as f32);
    }
}

impl Painter for WebGl {
    fn paint(&mut self, frame: &Frame, pen: &Pen, ratio: f64) -> Result<(), JsValue> {
        let Some(wanted) = begin(&self.gl, frame, ratio)? else { return Ok(()) };
        if self.programs.is_none() {
            self.programs = Some(Programs::new(&self.gl)?);
        }
        let fresh = self.shown != Some(wanted) || frame.morph.is_some() || self.moved;
        if !fresh && frame.restless && self.layers.is_none() {
            // Where water may move at any moment it is made ready for that at rest, when all else is done.
            self.layers = Some(Layers::of(None, frame, true, pen, &wanted)?);
        }
        if fresh {
            self.prepare(frame, pen, &wanted)?;
            if self.shown.is_none() {
                self.link()?;
            }
            self.shown = Some(wanted);
        }
        let since = frame.time - self.base;
        let since = if since.abs() < LONGEST {
            since
        } else {
            let beats = self.tables.beats(frame.time);
            if !beats.is_empty() {
                fill(&self.gl, BEATS, &beats, WIDTH)?;
            }
            self.base = frame.time;
            0.0
        };
        let Some(programs) = &self.programs else { return Ok(()) };
        let gl = &self.gl;
        // What no drop wets stays as it is.
        draw_still(gl, &programs.still, &wanted, if fresh { 0..1 } else { 1..self.tables.rectangles });
        if self.tables.drops > 0 {
            gl.enable(Gl::BLEND);
            gl.use_program(Some(&programs.drops));
            gl.uniform1f(programs.since.as_ref(), since as f32);
            gl.draw_arrays(Gl::TRIANGLES, 0, self.tables.drops as i32 * 3);
        }
        Ok(())
    }

    fn forget(&mut self) {
        // Textures and programs are gone, or will be with the context.
        (self.programs, self.shown) = (None, None);
    }
}

impl WebGl {
    /// Waits for the programs: they were compiled while the first picture was prepared.
    fn link(&mut self) -> Result<(), JsValue> {
        let Some(programs) = &mut self.programs else { return Ok(()) };
        check(&self.gl, &programs.still)?;
        check(&self.gl, &programs.drops)?;
        programs.since = self.gl.get_uniform_location(&programs.drops, "since");
        Ok(())
    }
}
