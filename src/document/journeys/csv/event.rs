//! The event of a row.
//!
//! What the contract takes is said in one place, its tables: a row goes through them as an event of a document, unless all that it says
//! is of the simple forms that are known here to be taken as well. Only speed depends on which way it goes.

use super::{columns::Wanted, rows::Fields};
use crate::{
    document::{
        contract::{
            JOURNEY_EVENT, Mood,
            shape::{Range, Shape},
            units::{DEGREE, SUM},
        },
        extras,
        journeys::{
            SIDES,
            draft::{Draft, Given},
            row::{Point, Warmth},
        },
        read::{
            dates::{self, Moment},
            json::{parse, plain_number},
        },
        reader::{Names, Reader},
        value::Value,
    },
    problem::Problem,
};
use std::rc::Rc;

/// What is wrong with a row: a code and a message.
pub type Wrong = (&'static str, String);

/// In which column each field of an event stands.
pub struct Columns {
    /// All of them: what each says, as a pointer, and its place.
    all: Vec<(String, usize)>,
    /// How many fields a row has.
    count: usize,
    /// Whether a comma may stand before decimals.
    decimal_comma: bool,
    client: usize,
    at: usize,
    stage: Option<usize>,
    kt: Option<usize>,
    mood: Option<usize>,
    value: Option<usize>,
    temperature: Option<usize>,
    sides: [Option<usize>; 3],
    spring: Option<usize>,
    note: Option<usize>,
}

impl Columns {
    /// Of rows of so many fields, each of those wanted at its place.
    pub fn new(wanted: Vec<Wanted>, places: Vec<usize>, count: usize, decimal_comma: bool) -> Self {
        let all: Vec<(String, usize)> = wanted.into_iter().map(|(pointer, _)| pointer).zip(places).collect();
        let of = |name: &str| all.iter().find(|(own, _)| own.strip_prefix('/') == Some(name)).map(|(_, at)| *at);
        let sides = SIDES.map(|side| of(&["temperature/", side].concat()));
        let [client, at] = ["client", "at"].map(|name| of(name).unwrap_or(usize::MAX));
        let [stage, kt, mood, value] = ["stage", "kt", "mood", "value"].map(of);
        let [temperature, spring, note] = ["temperature", "spring", "note"].map(of);
        Self { all, count, decimal_comma, client, at, stage, kt, mood, value, temperature, sides, spring, note }
    }

    /// Takes a row in.
    ///
    /// # Errors
    /// What is wrong with it: then it is left out.
    #[cfg_attr(small, optimize(speed))]
    pub fn take(&self, row: Fields<'_>, stages: &Names, draft: &mut Draft) -> Result<(), Wrong> {
        if let Some(given) = self.simple(row, draft) {
            draft.push(given);
            return Ok(());
        }
        let event = self.event(row, stages)?;
        draft.take(&event).ok_or_else(|| ("syntax", "this is no event".to_owned()))
    }

    /// The event of a row that is known to be right.
    #[inline(always)]
    fn simple<'a>(&self, row: Fields<'a>, draft: &Draft) -> Option<Given<'a>> {
        let (client, at) = (row.get(self.client), row.get(self.at));
        let may = |at: Option<usize>| at.map_or(&[][..], |at| row.get(at));
        if row.count() != self.count || client.is_empty() {
            return None;
        }
        let what = match self.stage {
            Some(stage) => draft.stage(row.get(stage))?,
            None => {
                let mood = match may(self.mood) {
                    [] => None,
                    mood => Some(Mood::of(str::from_utf8(mood).ok()?)?),
                };
                Point::new(self.number(may(self.kt))?, mood)?.number()
            }
        };
        let within = |field: &[u8], shape: &Shape| match (field, shape) {
            ([], _) => Some(None),
            (_, Shape::Number(range)) => self.number(field).filter(|number| Range::takes(*range, *number)).map(Some),
            _ => None,
        };
        let moment = dates::simple(at).or_else(|| Moment::of(&dates::written(str::from_utf8(at).ok()?)?))?;
        let value = within(may(self.value), &SUM)?.unwrap_or(f64::NAN);
        let overall = within(may(self.temperature), &DEGREE)?;
        let mut sides = [None; 3];
        for (side, place) in sides.iter_mut().zip(self.sides) {
            *side = within(may(place), &DEGREE)?;
        }
        let (sum, count) = sides.iter().flatten().fold((0.0, 0.0), |(sum, count), side| (sum + side, count + 1.0));
        let overall = overall.or_else(|| (count > 0.0).then_some(sum / count));
        let warmth = overall.map(|overall| Warmth { overall, sides });
        Some(Given { client, moment, what, value, warmth, spring: may(self.spring), note: may(self.note) })
    }

    #[inline(always)]
    fn number(&self, field: &[u8]) -> Option<f64> {
        plain_number(field).or_else(|| number(str::from_utf8(field).ok()?, self.decimal_comma))
    }

    /// The event of a row, as a document has it, checked by the contract.
    #[inline(never)]
    fn event(&self, row: Fields<'_>, stages: &Names) -> Result<Value, Wrong> {
        if row.count() != self.count {
            let [found, expected] = [row.count(), self.count].map(|count| count.to_string());
            return Err(("syntax", ["found ", &found, " fields, expected ", &expected].concat()));
        }
        let mut fields: Vec<(Rc<str>, Value)> = Vec::with_capacity(self.all.len());
        let mut sides = Vec::new();
        for (pointer, at) in &self.all {
            let field = row.text(*at);
            let name = pointer.trim_start_matches('/');
            if field.is_empty() {
                if matches!(name, "client" | "at" | "stage" | "kt") {
                    return Err(("missing", [name, ": found nothing, expected a text that is not empty"].concat()));
                }
                continue;
            }
            let (own, side) = name.split_once('/').map_or((name, None), |(own, side)| (own, Some(side)));
            let value = match own {
                "at" => dates::written(field).map(Value::text),
                "kt" | "value" | "temperature" => number(field, self.decimal_comma).map(Value::Number),
                _ => None,
            };
            // What cannot be read stands as it is: the contract says what is wrong with it.
            let value = value.unwrap_or_else(|| Value::text(field));
            match side {
                Some(side) => sides.push((side, Some(value))),
                None => fields.push((own.into(), value)),
            }
        }
        if !sides.is_empty() {
            fields.push(("temperature".into(), Value::record(sides)));
        }
        let event = Value::Record(fields);
        let mut reader = Reader::default();
        reader.read(&Shape::Record(&JOURNEY_EVENT), &event);
        extras::check_event(&event, "", stages, &mut reader);
        let problem = reader.finish().into_iter().next();
        problem.map_or(Ok(event), |Problem { code, pointer, message, .. }| {
            let place = pointer.trim_start_matches('/');
            Err((code, if place.is_empty() { message } else { [place, ": ", &message].concat() }))
        })
    }
}

/// A number as tables have it.
fn number(field: &str, decimal_comma: bool) -> Option<f64> {
    let plain = match field.split_once(',') {
        Some((whole, part)) if decimal_comma && !part.contains(['.', ',']) => [whole, ".", part].concat(),
        _ => field.to_owned(),
    };
    match parse(plain.strip_prefix('+').unwrap_or(&plain)) {
        Ok(Value::Number(number)) if number.is_finite() => Some(number),
        _ => None,
    }
}
