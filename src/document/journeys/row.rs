//! An event in little room: a fixed number of bytes, so that a million of them are one piece of memory that can be handed on as it is.

use crate::document::{
    contract::Mood,
    read::dates::{Form, Moment},
};

/// Bytes of an event.
pub const WIDTH: usize = 35;
/// Bytes of what few events say.
pub const MORE_WIDTH: usize = 37;

/// An event, with numbers in the place of names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Whom it happened with.
    pub client: u32,
    /// When.
    pub moment: Moment,
    /// What happened: below [`NAMED`] a KT and a mood, from there on a stage.
    pub what: u32,
    /// Money; NaN: nothing is said.
    pub value: f64,
    /// The channel, from 1; 0: none is named.
    pub spring: u32,
    /// Which [`More`] it says, from 1; 0: none.
    pub more: u32,
}

/// What few events say.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct More {
    /// The client's temperature from here on.
    pub warmth: Option<Warmth>,
    /// A note, from 1; 0: none.
    pub note: u32,
}

/// A temperature: overall, and of the sides company, staff and product that are known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Warmth {
    /// Overall.
    pub overall: f64,
    /// By side; none where only the whole is known.
    pub sides: [Option<f64>; 3],
}

/// How many there are of KT 0, and of KT 1 to 3 with each mood.
pub const NAMED: u32 = 7;

/// A KT and its mood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// 0 (first contact), 1, 2 or 3.
    pub kt: usize,
    /// What was decided there; nothing at 0.
    pub mood: Option<Mood>,
}

impl Point {
    /// The point of a KT, where it is one: 0 has no mood, the others have one.
    pub fn new(kt: f64, mood: Option<Mood>) -> Option<Self> {
        let kt = [0, 1, 2, 3].into_iter().find(|own| f64::from(*own) == kt)?;
        (mood.is_none() == (kt == 0)).then_some(Self { kt: kt as usize, mood })
    }

    /// Its number, below `NAMED`.
    pub fn number(self) -> u32 {
        match self.mood {
            None => 0,
            Some(mood) => 2 * self.kt as u32 - u32::from(mood == Mood::Red),
        }
    }

    /// The point of a number below `NAMED`.
    pub fn numbered(number: u32) -> Self {
        let mood = if number % 2 == 1 { Mood::Red } else { Mood::Blue };
        Self { kt: number.div_ceil(2) as usize, mood: (number > 0).then_some(mood) }
    }
}

impl Row {
    /// Its bytes.
    #[cfg_attr(small, optimize(speed))]
    pub fn write(&self, to: &mut Vec<u8>) {
        let Moment { at, offset, form } = self.moment;
        let mut bytes = [0; WIDTH];
        let mut rest = &mut bytes[..];
        put(&mut rest, at.to_le_bytes());
        put(&mut rest, self.value.to_le_bytes());
        for number in [self.client, self.what, self.spring, self.more] {
            put(&mut rest, number.to_le_bytes());
        }
        put(&mut rest, offset.to_le_bytes());
        put(&mut rest, [form as u8]);
        to.extend_from_slice(&bytes);
    }

    /// The event of such bytes.
    #[inline(always)]
    pub fn read(bytes: &[u8; WIDTH]) -> Self {
        let mut rest = &bytes[..];
        let (at, value) = (i64::from_le_bytes(take(&mut rest)), f64::from_le_bytes(take(&mut rest)));
        let mut number = || u32::from_le_bytes(take(&mut rest));
        let [client, what, spring, more] = [number(), number(), number(), number()];
        let offset = i16::from_le_bytes(take(&mut rest));
        let form = match take(&mut rest) {
            [0] => Form::Day,
            [1] => Form::Time,
            [_] => Form::Zone,
        };
        Self { client, moment: Moment { at, offset, form }, what, value, spring, more }
    }
}

impl More {
    /// Its bytes.
    pub fn write(&self, to: &mut Vec<u8>) {
        let warmth = self.warmth.unwrap_or_default();
        let known = warmth
            .sides
            .iter()
            .fold(u8::from(self.warmth.is_some()), |known, side| known << 1 | u8::from(side.is_some()));
        to.extend_from_slice(&self.note.to_le_bytes());
        to.push(known);
        to.extend_from_slice(&warmth.overall.to_le_bytes());
        warmth.sides.iter().for_each(|side| to.extend_from_slice(&side.unwrap_or_default().to_le_bytes()));
    }

    /// What such bytes say.
    pub fn read(bytes: &[u8; MORE_WIDTH]) -> Self {
        let mut rest = &bytes[..];
        let note = u32::from_le_bytes(take(&mut rest));
        let [known] = take(&mut rest);
        let overall = f64::from_le_bytes(take(&mut rest));
        let sides = [4, 2, 1].map(|side| Some(f64::from_le_bytes(take(&mut rest))).filter(|_| known & side != 0));
        Self { warmth: (known & 8 != 0).then_some(Warmth { overall, sides }), note }
    }
}

#[inline(always)]
fn put<const N: usize>(to: &mut &mut [u8], bytes: [u8; N]) {
    if let Some((own, rest)) = std::mem::take(to).split_first_chunk_mut() {
        *own = bytes;
        *to = rest;
    }
}

/// The next bytes; zeros where there are no more.
#[inline(always)]
pub fn take<const N: usize>(from: &mut &[u8]) -> [u8; N] {
    from.split_first_chunk().map_or([0; N], |(own, rest)| {
        *from = rest;
        *own
    })
}
