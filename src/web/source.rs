//! What JavaScript calls a document: an object, JSON text, or its bytes.
//!
//! An object is walked here, not read as text, so that what JSON cannot say is refused at its place: NaN, functions,
//! BigInts, Maps, getters that throw, objects that hold themselves. No call may throw through the wasm, or its stack
//! would stay as it was: every one that can run the page's code is caught.

use crate::{
    document::{
        Limits, Positions, Source,
        journeys::Log,
        read::shared::Shared,
        value::{MAX_DEPTH, PACKED, Value},
    },
    door,
    problem::Problem,
};
use js_sys::{Array, ArrayBuffer, Date, JsString, Reflect, Symbol, Uint8Array};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

/// Bytes of text that a value counts for at least: more than it may take there, as in a tree it takes more.
const VALUE: usize = 4;
/// The same for a list or an object, beside what is in it.
const NEST: usize = 16;
/// The field whose list may be kept in few bytes.
const EVENTS: &str = "events";

#[wasm_bindgen]
extern "C" {
    /// Throws where a proxy does not answer.
    #[wasm_bindgen(js_namespace = Object, catch)]
    fn keys(of: &JsValue) -> Result<Array, JsValue>;
    /// Throws on a proxy that was revoked.
    #[wasm_bindgen(js_namespace = Array, js_name = isArray, catch)]
    fn is_list(value: &JsValue) -> Result<bool, JsValue>;
    /// In one step: sign by sign, as wasm-bindgen hands over what is ASCII, a large document takes three times as long.
    type TextEncoder;
    #[wasm_bindgen(constructor)]
    fn new() -> TextEncoder;
    #[wasm_bindgen(method, js_name = encodeInto)]
    fn encode_into(this: &TextEncoder, text: &JsString, bytes: &mut [u8]) -> Encoded;
    type Encoded;
    /// How many UTF-16 units there was room for.
    #[wasm_bindgen(method, getter)]
    fn read(this: &Encoded) -> u32;
}

/// Hands a document over to `read`.
///
/// # Errors
/// `too-large`, where an object says more than a text may.
pub fn with_source<T>(document: &JsValue, limits: &Limits, read: impl FnOnce(Source<'_>) -> T) -> Result<T, Problem> {
    if let Some(text) = document.dyn_ref::<JsString>() {
        let mut bytes = vec![0; text.length() as usize];
        if TextEncoder::new().encode_into(text, &mut bytes).read() == text.length() {
            return Ok(read(Source::Bytes(&bytes)));
        }
    }
    // Where not all signs are of one byte.
    if let Some(text) = document.as_string() {
        return Ok(read(Source::Text(&text)));
    }
    if let Some(bytes) = bytes(document) {
        limits.check_text(bytes.length() as usize)?;
        return Ok(read(Source::Bytes(&bytes.to_vec())));
    }
    Ok(read(Source::Tree(tree(document, limits)?)))
}

/// Events that are kept in few bytes.
fn events(name: &str, value: &JsValue) -> Option<Log> {
    let bytes = value.dyn_ref::<Uint8Array>().filter(|_| name == EVENTS)?;
    door::through(|| Log::from_bytes(bytes.to_vec()))
}

fn bytes(value: &JsValue) -> Option<Uint8Array> {
    if let Some(buffer) = value.dyn_ref::<ArrayBuffer>() {
        return Some(Uint8Array::new(buffer));
    }
    if !ArrayBuffer::is_view(value) {
        return None;
    }
    let number = |key: &str| Reflect::get(value, &key.into()).ok()?.as_f64().map(|number| number as u32);
    let buffer = Reflect::get(value, &"buffer".into()).ok()?;
    Some(Uint8Array::new_with_byte_offset_and_length(&buffer, number("byteOffset")?, number("byteLength")?))
}

/// A JavaScript value as a tree.
///
/// # Errors
/// `too-large`, where it says more than a text may.
pub fn tree(value: &JsValue, limits: &Limits) -> Result<Value, Problem> {
    let mut walk =
        Walk { above: Vec::new(), bytes: 0, limits, tag: Symbol::to_string_tag().into(), shared: Shared::default() };
    walk.value(value, false)
}

struct Walk<'a> {
    /// The lists and objects that the value stands in.
    above: Vec<JsValue>,
    /// About how long the text would be so far.
    bytes: usize,
    limits: &'a Limits,
    tag: JsValue,
    shared: Shared,
}

impl Walk<'_> {
    fn value(&mut self, value: &JsValue, packed: bool) -> Result<Value, Problem> {
        self.bytes += VALUE;
        self.limits.check_text(self.bytes)?;
        Ok(if let Some(text) = value.as_string() {
            self.bytes += text.len();
            Value::Text(self.shared.get(&text))
        } else if let Some(number) = value.as_f64() {
            Value::Number(number)
        } else if let Some(bool) = value.as_bool() {
            Value::Bool(bool)
        } else if value.is_null() {
            Value::Null
        } else if value.is_undefined() {
            Value::Foreign("undefined")
        } else if value.is_function() {
            Value::Foreign("a function")
        } else if value.is_bigint() {
            Value::Foreign("a BigInt")
        } else if !value.is_object() {
            Value::Foreign("a symbol")
        } else if self.above.contains(value) {
            Value::Foreign("an object that holds itself")
        } else if self.above.len() >= MAX_DEPTH {
            Value::Foreign("an object more than 100 deep")
        } else {
            self.bytes += NEST;
            self.above.push(value.clone());
            let read = match is_list(value) {
                Ok(true) => self.list(value, packed),
                Ok(false) => self.record(value),
                Err(_) => Ok(Value::Foreign("an object that cannot be read")),
            };
            self.above.pop();
            read?
        })
    }

    fn list(&mut self, list: &JsValue, packed: bool) -> Result<Value, Problem> {
        let length = Reflect::get(list, &"length".into()).ok().and_then(|length| length.as_f64());
        let length = length.unwrap_or_default() as u32;
        // Before it is gone through: most of it may be holes.
        self.limits.check_text(self.bytes.saturating_add((length as usize).saturating_mul(VALUE)))?;
        let mut items = Vec::new();
        for index in 0..length {
            items.push(match Reflect::get_u32(list, index) {
                Ok(item) => self.value(&item, packed)?,
                Err(_) => Value::Foreign("a getter that throws"),
            });
        }
        items.shrink_to_fit();
        Ok(if packed { Positions::packed(items) } else { Value::List(items) })
    }

    fn record(&mut self, object: &JsValue) -> Result<Value, Problem> {
        // Map, Set, Promise and the elements of a page say what they are.
        if Reflect::get(object, &self.tag).map_or(true, |tag| !tag.is_undefined()) {
            return Ok(Value::Foreign("an object that is not plain"));
        }
        let Ok(keys) = keys(object) else { return Ok(Value::Foreign("an object that cannot be read")) };
        let mut fields = Vec::with_capacity(keys.length() as usize);
        for key in keys {
            let name = key.as_string().unwrap_or_default();
            let value = match Reflect::get(object, &key) {
                Ok(value) if value.is_undefined() => continue,
                Ok(value) => match events(&name, &value) {
                    Some(log) => Value::Events(Rc::new(log)),
                    None => self.value(&value, name == PACKED)?,
                },
                Err(_) => Value::Foreign("a getter that throws"),
            };
            self.bytes += name.len() + 3;
            fields.push((self.shared.get(&name), value));
        }
        if fields.is_empty()
            && let Some(date) = object.dyn_ref::<Date>().filter(|date| date.get_time().is_finite())
        {
            return Ok(Value::text(String::from(date.to_iso_string())));
        }
        Ok(Value::Record(fields))
    }
}
