//! The wasm's glue in two parts, as the wasm itself is: what the second part imports, and what is called only once it is there.
//!
//! It is text as wasm-bindgen writes it: declarations from the first column on, and one list of imported functions.

use anyhow::{Context, Result};
use std::collections::HashMap;

/// The classes that pictures are made with; all other functions and classes are called where nothing is missing.
const FIRST: [&str; 2] = ["Draft", "Rivers"];
/// How the list of imports begins and ends.
const IMPORTS: &str = "    const import0 = {\n        __proto__: null,\n";
const END: &str = "    };\n";

/// Glue for the first part, and what the second needs beside it.
pub struct Glue {
    pub first: String,
    pub rest: String,
}

/// Parts the glue; `imports` are those of the wasm by name, and whether its first part has them: in the glue, too, each is named by its
/// number.
///
/// # Errors
/// Where it is not written as expected.
pub fn split(glue: &str, imports: &[(String, bool)]) -> Result<Glue> {
    let (before, list) = glue.split_once(IMPORTS).context("the glue has no list of imports")?;
    let (list, after) = list.split_once(END).context("the glue's list of imports has no end")?;
    let numbers: HashMap<&str, (usize, bool)> =
        imports.iter().enumerate().map(|(number, (name, first))| (name.as_str(), (number, *first))).collect();
    let [mut first_list, mut rest_list] = [String::new(), String::new()];
    for entry in entries(list) {
        let (name, function) = entry.trim_start().split_once(": ").context("an import without a name")?;
        // What wasm-opt has found to be of no use is not imported any more.
        let Some((number, first)) = numbers.get(name) else { continue };
        let list = if *first { &mut first_list } else { &mut rest_list };
        *list += &format!("        {number}: {function}");
    }
    let whole = [before, IMPORTS, &first_list, END, after].concat();
    let (later, first): (Vec<&str>, Vec<&str>) = declarations(&whole).into_iter().partition(|text| is_later(text));
    let later = later.concat() + "export const imports = {\n        __proto__: null,\n" + &rest_list + "};\n";
    let names = first.iter().filter_map(|text| declared(text));
    let mut shared: Vec<&str> = names.flat_map(|names| names.split(", ")).filter(|name| says(&later, name)).collect();
    shared.sort_unstable();
    let shared = shared.join(", ");
    Ok(Glue {
        first: format!("{}\nexport {{ {shared} }};\n", first.concat()),
        rest: format!("import {{ {shared} }} from \"./glue.js\";\n\n{later}"),
    })
}

/// The functions of a list of imports: each begins at the list's own indent.
fn entries(list: &str) -> Vec<&str> {
    pieces(list, |line| {
        line.strip_prefix("        ")
            .is_some_and(|rest| rest.starts_with(|sign: char| sign.is_alphabetic() || sign == '_'))
    })
}

/// What a module declares, each with the comment before it.
fn declarations(module: &str) -> Vec<&str> {
    let mut commented = false;
    pieces(module, move |line| {
        let begins = line.starts_with(|sign: char| sign.is_alphabetic() || sign == '/') && !commented;
        commented = line.starts_with("/**") || commented && !line.starts_with(|sign: char| sign.is_alphabetic());
        begins
    })
}

/// A text cut before each line that begins something.
fn pieces(text: &str, mut begins: impl FnMut(&str) -> bool) -> Vec<&str> {
    let (mut pieces, mut start, mut at) = (Vec::new(), 0, 0);
    for line in text.split_inclusive('\n') {
        if begins(line) && at > start {
            pieces.extend(text.get(start..at));
            start = at;
        }
        at += line.len();
    }
    pieces.extend(text.get(start..));
    pieces
}

/// The line that declares something, after its comment.
fn head(text: &str) -> Option<&str> {
    text.lines().find(|line| line.starts_with(|sign: char| sign.is_alphabetic()))
}

/// Whether a declaration is not needed before all of the wasm is there.
fn is_later(text: &str) -> bool {
    let Some(head) = head(text) else { return false };
    let class = head.strip_prefix("export class ").or(head.strip_prefix("if (Symbol.dispose) "));
    let class = class.or(head.strip_prefix("const ").filter(|rest| rest.contains("Finalization = ")));
    match class {
        Some(class) => !FIRST.iter().any(|first| class.starts_with(first)),
        None => head.strip_prefix("export function ").is_some_and(|name| !name.starts_with("__")),
    }
}

/// The names that a declaration gives, if any.
fn declared(text: &str) -> Option<&str> {
    let head = head(text)?;
    let words = ["async function ", "function ", "const ", "let "];
    let rest = words.iter().find_map(|word| head.strip_prefix(word))?;
    rest.split(['(', '=', ';']).next().map(str::trim)
}

/// Whether a text has a word.
fn says(text: &str, word: &str) -> bool {
    let part = |sign: Option<char>| sign.is_some_and(|sign| sign.is_alphanumeric() || "_$".contains(sign));
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + word.len()..).unwrap_or_default());
        !part(before.chars().next_back()) && !part(after.chars().next())
    })
}

#[cfg(test)]
mod tests {
    use super::{Glue, split};

    const GLUE: &str = "/* types */

/**
 * A picture.
 */
export class Rivers {
    paint() { wasm.paint(); }
}
if (Symbol.dispose) Rivers.prototype[Symbol.dispose] = Rivers.prototype.free;

export class Table {
}
export function __wbg_reset_state () {
}

/**
 * All that is wrong.
 */
export function check(document) {
    return text(wasm.check(document));
}
function __wbg_get_imports() {
    const import0 = {
        __proto__: null,
        __wbg_draw_0: function(arg0) {
            arg0.draw();
        },
        __wbg_gone_1: function() {
        },
        __wbg_blend_2: function() { return handleError(function (arg0) {
            arg0.blend();
        }, arguments); },
    };
    return { \"./glue_bg.js\": import0 };
}
const RiversFinalization = 1;
const TableFinalization = 2;
function text(pointer) {
}
function handleError(run) {
}
function unused() {
}
let wasmModule, wasm;
export { initSync };
";

    #[test]
    fn the_glue_is_parted_as_the_wasm_is() {
        let imports = [("__wbg_blend_2".to_owned(), false), ("__wbg_draw_0".to_owned(), true)];
        let Glue { first, rest } = split(GLUE, &imports).unwrap();
        for own in [
            "class Rivers",
            "Symbol.dispose",
            "__wbg_reset_state",
            "1: function",
            "RiversFinalization",
            "let wasmModule",
        ] {
            assert!(first.contains(own) && !rest.contains(own), "{own}");
        }
        for own in ["class Table", "All that is wrong", "function check", "0: function", "TableFinalization"] {
            assert!(rest.contains(own) && !first.contains(own), "{own}");
        }
        assert!(!first.contains("gone") && !rest.contains("gone"));
        assert!(first.ends_with("export { handleError, text, wasm };\n"), "{first}");
        assert!(rest.starts_with("import { handleError, text, wasm } from \"./glue.js\";\n"), "{rest}");
    }
}
