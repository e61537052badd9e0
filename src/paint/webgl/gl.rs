//! A thin layer over WebGL2: programs and textures.

use crate::{
    frame::Frame,
    paint::canvas::{Shown, canvas_of, refused, resize},
};
use js_sys::{Float32Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlCanvasElement as Canvas, WebGl2RenderingContext as Gl, WebGlProgram, WebGlTexture};

/// The WebGL2 context of a canvas, whose picture stays until it is painted over; none where the browser gives none.
///
/// # Errors
/// What the browser says when it refuses the call.
pub fn context_of(canvas: &Canvas) -> Result<Option<Gl>, JsValue> {
    let options = js_sys::Object::new();
    for name in ["antialias", "depth", "stencil"] {
        Reflect::set(&options, &name.into(), &false.into())?;
    }
    Reflect::set(&options, &"preserveDrawingBuffer".into(), &true.into())?;
    let context = canvas.get_context_with_context_options("webgl2", &options)?;
    Ok(context.map(JsCast::unchecked_into))
}

/// Gives a context's canvas the size for a frame. What is to be shown; nothing where it has no pixels, or the context is lost:
/// that comes back, and with it the next picture.
///
/// # Errors
/// None in a browser.
pub fn begin(gl: &Gl, frame: &Frame, ratio: f64) -> Result<Option<Shown>, JsValue> {
    let wanted = Shown::of(frame, ratio);
    resize(&canvas_of(gl)?, &wanted);
    Ok((!wanted.is_empty() && !gl.is_context_lost()).then_some(wanted))
}

/// A program from the text of its two shaders.
///
/// # Errors
/// What the compiler says; or nothing, where the context is lost.
pub fn program(gl: &Gl, vertex: &str, fragment: &str) -> Result<WebGlProgram, JsValue> {
    let program = gl.create_program().ok_or_else(|| refused("no WebGL program"))?;
    for (kind, text) in [(Gl::VERTEX_SHADER, vertex), (Gl::FRAGMENT_SHADER, fragment)] {
        let shader = gl.create_shader(kind).ok_or_else(|| refused("no WebGL shader"))?;
        gl.shader_source(&shader, text);
        gl.compile_shader(&shader);
        gl.attach_shader(&program, &shader);
        gl.delete_shader(Some(&shader));
    }
    gl.link_program(&program);
    Ok(program)
}

/// Whether a program can be used.
///
/// # Errors
/// What its linker says.
pub fn check(gl: &Gl, program: &WebGlProgram) -> Result<(), JsValue> {
    if gl.get_program_parameter(program, Gl::LINK_STATUS).is_truthy() || gl.is_context_lost() {
        return Ok(());
    }
    let said = gl.get_program_info_log(program).unwrap_or_default();
    Err(refused(&["WebGL: ", &said].concat()))
}

/// Tells a program's sampler on which unit its texture is.
pub fn sampler(gl: &Gl, program: &WebGlProgram, name: &str, unit: i32) {
    gl.uniform1i(gl.get_uniform_location(program, name).as_ref(), unit);
}

/// A texture that stays on a unit: its texels are looked up one by one.
pub fn texture(gl: &Gl, unit: u32) -> Option<WebGlTexture> {
    let texture = gl.create_texture();
    gl.active_texture(Gl::TEXTURE0 + unit);
    gl.bind_texture(Gl::TEXTURE_2D, texture.as_ref());
    for (name, value) in [
        (Gl::TEXTURE_MIN_FILTER, Gl::NEAREST),
        (Gl::TEXTURE_MAG_FILTER, Gl::NEAREST),
        (Gl::TEXTURE_WRAP_S, Gl::CLAMP_TO_EDGE),
        (Gl::TEXTURE_WRAP_T, Gl::CLAMP_TO_EDGE),
    ] {
        gl.tex_parameteri(Gl::TEXTURE_2D, name, value as i32);
    }
    texture
}

/// Fills the texture on a unit with texels of four numbers, `width` of them in a row.
///
/// # Errors
/// What the browser says when memory is short.
pub fn fill(gl: &Gl, unit: u32, numbers: &[f32], width: usize) -> Result<(), JsValue> {
    gl.active_texture(Gl::TEXTURE0 + unit);
    gl.tex_image_2d_with_i32_and_i32_and_i32_and_format_and_type_and_opt_array_buffer_view(
        Gl::TEXTURE_2D,
        0,
        Gl::RGBA32F as i32,
        width as i32,
        (numbers.len() / 4 / width) as i32,
        0,
        Gl::RGBA,
        Gl::FLOAT,
        Some(&Float32Array::from(numbers)),
    )
}

/// Fills the texture on a unit with what a canvas shows, in this format ([`Gl::RGB`], or [`Gl::ALPHA`] alone).
///
/// # Errors
/// What the browser says when memory is short.
pub fn copy(gl: &Gl, unit: u32, format: u32, canvas: &Canvas) -> Result<(), JsValue> {
    gl.active_texture(Gl::TEXTURE0 + unit);
    gl.tex_image_2d_with_u32_and_u32_and_html_canvas_element(
        Gl::TEXTURE_2D,
        0,
        format as i32,
        format,
        Gl::UNSIGNED_BYTE,
        canvas,
    )
}
