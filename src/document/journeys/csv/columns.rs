//! Which column of a table says what.

use super::{
    super::{super::value::Value, SIDES},
    rows::{NoText, first},
};
use crate::problem::Problem;

/// What separates fields, as far as it is found by itself.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];
/// What an event may say that stands in one column.
const FIELDS: [&str; 8] = ["client", "at", "stage", "kt", "mood", "value", "spring", "note"];

/// A column that is asked for: a pointer from the options, which also says what is in it, and its name.
pub type Wanted = (String, String);

/// The columns that are asked for: a pointer from the options, which also says what is in the column, and the name.
pub fn wanted(columns: &Value) -> Result<Vec<Wanted>, Vec<Problem>> {
    let mut problems = Vec::new();
    let wrong = |code, pointer: &str, message: &str| Problem::error(code, ["/columns", pointer].concat(), message);
    let mut wanted = Vec::new();
    let mut take = |pointer: String, value: &Value, problems: &mut Vec<Problem>| match value {
        Value::Text(name) if !name.is_empty() => wanted.push((pointer, name.trim().to_owned())),
        _ => problems.push(wrong(
            "type",
            &pointer,
            &["found ", &value.shown(), ", expected the name of a column"].concat(),
        )),
    };
    let Value::Record(fields) = columns else {
        return Err(vec![wrong("type", "", &["found ", &columns.shown(), ", expected an object"].concat())]);
    };
    for (key, value) in fields {
        let pointer = ["/", key].concat();
        match (&**key, value) {
            ("temperature", Value::Record(sides)) => {
                for (side, name) in sides {
                    let pointer = ["/temperature/", side].concat();
                    if SIDES.contains(&&**side) {
                        take(pointer, name, &mut problems);
                    } else {
                        problems.push(wrong("unknown-field", &pointer, "expected any of company, staff, product"));
                    }
                }
            }
            ("temperature", _) => take(pointer, value, &mut problems),
            (key, _) if FIELDS.contains(&key) => take(pointer, value, &mut problems),
            _ => {
                let message = ["expected any of ", &FIELDS.join(", "), ", temperature"].concat();
                problems.push(wrong("unknown-field", &pointer, &message));
            }
        }
    }
    for key in ["client", "at"].into_iter().filter(|key| columns.get(key).is_none()) {
        problems.push(wrong("missing", "", &["\"", key, "\" is missing here"].concat()));
    }
    let [stage, kt, mood] = ["stage", "kt", "mood"].map(|key| columns.get(key).is_some());
    if stage == kt || (stage && mood) {
        problems.push(wrong("one-of", "", "expected either stage, or kt and mood"));
    }
    if problems.is_empty() { Ok(wanted) } else { Err(problems) }
}

/// The first row of a table.
pub struct Head {
    /// What separates its fields: that by which it has most of the names that are asked for, and of such the one with most fields.
    pub separator: u8,
    /// Its fields.
    pub names: Vec<String>,
    /// Bytes up to its end.
    pub length: usize,
}

impl Head {
    /// That of a text; none where it may go on, which is so unless the text is known to `end` there.
    ///
    /// # Errors
    /// Where it is no text.
    pub fn of(text: &[u8], wanted: &[Wanted], end: bool) -> Option<Result<Self, NoText>> {
        let mut heads = Vec::new();
        // The first of those that fit equally well.
        for separator in SEPARATORS.into_iter().rev() {
            match first(text, separator, end)? {
                Ok((names, length)) => heads.push(Self { separator, names, length }),
                Err(wrong) => return Some(Err(wrong)),
            }
        }
        let known = |head: &Self| wanted.iter().filter(|(_, name)| head.names.contains(name)).count();
        heads.into_iter().max_by_key(|head| (known(head), head.names.len())).map(Ok)
    }

    /// Where each of the columns stands.
    ///
    /// # Errors
    /// `unknown-id` at each that is not there.
    pub fn places(&self, wanted: &[Wanted]) -> Result<Vec<usize>, Vec<Problem>> {
        let (mut places, mut problems) = (Vec::new(), Vec::new());
        for (pointer, name) in wanted {
            match self.names.iter().position(|own| own == name) {
                Some(at) => places.push(at),
                None => {
                    let found = Value::text(name).shown();
                    let message =
                        ["no column is called ", &found, "; expected any of ", &self.names.join(", ")].concat();
                    problems.push(Problem::error("unknown-id", ["/columns", pointer].concat(), message));
                }
            }
        }
        if problems.is_empty() { Ok(places) } else { Err(problems) }
    }
}
