//! JSON text, both ways, by hand: libraries for it weigh more in the browser than the rest of this room.
//!
//! Numbers keep 15 digits for certain and come out of text at most a unit in the last place off, which is 2e-16 of their
//! size (1e-14 far beyond 10^22 and far below 10^-22): to be exact takes tables of 10 KB, both ways.

use std::rc::Rc;

use super::{positions::Positions, shared::Shared};
use crate::{
    document::value::{MAX_DEPTH, PACKED, Value},
    door,
    problem::Problem,
};

/// Reads JSON text (RFC 8259) into a tree. Half of a surrogate pair becomes U+FFFD, as where text enters from JavaScript;
/// a number too large for `f64` becomes infinite.
///
/// # Errors
/// `syntax`, with the line, where the text is no JSON or lists and objects stand in each other more than [`MAX_DEPTH`] deep.
pub fn parse(text: &str) -> Result<Value, Problem> {
    let mut parser =
        Parser { text, at: 0, shared: Shared::default(), items: Vec::new(), fields: Vec::new(), numbers: Vec::new() };
    let read =
        parser.value(0, false).and_then(|value| if parser.peek().is_none() { Ok(value) } else { Err("the end") });
    read.map_err(|expected| door::through(|| parser.wrong(expected)))
}

/// What was expected.
type Wrong = &'static str;

struct Parser<'a> {
    text: &'a str,
    /// Where the next byte is that nobody has looked at.
    at: usize,
    shared: Shared,
    /// What has been read of the lists and objects that are open, in one room for all: each gets its own once it is known
    /// how much it needs.
    items: Vec<Value>,
    fields: Vec<(Rc<str>, Value)>,
    numbers: Vec<f64>,
}

impl<'a> Parser<'a> {
    #[inline(always)]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that is no white space.
    #[cfg_attr(small, optimize(speed))]
    fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.byte() {
            self.at += 1;
        }
        self.byte()
    }

    /// Takes the next byte if it is this one.
    #[inline(always)]
    fn take(&mut self, byte: u8) -> bool {
        let found = self.byte() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// Reads the next value, which stands in so many others; lists of positions in it may be packed.
    fn value(&mut self, depth: usize, packed: bool) -> Result<Value, Wrong> {
        match self.peek() {
            Some(b'[' | b'{') if depth == MAX_DEPTH => Err("lists and objects at most 100 deep"),
            Some(b'[') => {
                if packed && depth + 1 < MAX_DEPTH {
                    let start = self.at;
                    if let Ok(Some(positions)) = self.positions() {
                        return Ok(Value::Positions(positions));
                    }
                    self.at = start;
                }
                let start = self.items.len();
                self.items(b']', "a comma or ]", &mut |parser| {
                    let item = parser.value(depth + 1, packed)?;
                    parser.items.push(item);
                    Ok(())
                })?;
                Ok(Value::List(self.items.drain(start..).collect()))
            }
            Some(b'{') => {
                let start = self.fields.len();
                self.items(b'}', "a comma or }", &mut |parser| {
                    if parser.peek() != Some(b'"') {
                        return Err("a name in double quotes");
                    }
                    let name = parser.string()?;
                    parser.peek();
                    if !parser.take(b':') {
                        return Err("a colon");
                    }
                    let value = parser.value(depth + 1, *name == *PACKED)?;
                    parser.fields.push((name, value));
                    Ok(())
                })?;
                Ok(Value::Record(self.fields.drain(start..).collect()))
            }
            Some(b'"') => self.string().map(Value::Text),
            Some(b'-' | b'0'..=b'9') => self.number().map(Value::Number),
            _ => {
                let words = [("null", Value::Null), ("true", Value::Bool(true)), ("false", Value::Bool(false))];
                let rest = self.text.get(self.at..).unwrap_or_default();
                let found = words.into_iter().find(|(word, _)| rest.starts_with(word));
                let (word, value) = found.ok_or("a value")?;
                self.at += word.len();
                Ok(value)
            }
        }
    }

    /// Reads a list, if it is one of positions: nothing else is told apart here.
    fn positions(&mut self) -> Result<Option<Positions>, Wrong> {
        self.numbers.clear();
        let mut size = 0;
        self.items(b']', "", &mut |parser| {
            let before = parser.numbers.len();
            if parser.peek() != Some(b'[') {
                return Err("");
            }
            parser.items(b']', "", &mut |parser| {
                parser.peek();
                let number = parser.number()?;
                parser.numbers.push(number);
                Ok(())
            })?;
            let found = parser.numbers.len() - before;
            if before == 0 {
                size = found;
            }
            if found == size { Ok(()) } else { Err("") }
        })?;
        Ok(Positions::new(&self.numbers, size))
    }

    /// Reads what stands between brackets, separated by commas.
    fn items(
        &mut self,
        end: u8,
        expected: Wrong,
        item: &mut dyn FnMut(&mut Self) -> Result<(), Wrong>,
    ) -> Result<(), Wrong> {
        self.at += 1;
        if self.peek() == Some(end) {
            self.at += 1;
            return Ok(());
        }
        loop {
            item(self)?;
            self.peek();
            if self.take(end) {
                return Ok(());
            }
            if !self.take(b',') {
                return Err(expected);
            }
        }
    }

    #[cfg_attr(small, optimize(speed))]
    fn string(&mut self) -> Result<Rc<str>, Wrong> {
        self.at += 1;
        let mut string = String::new();
        loop {
            let start = self.at;
            while !matches!(self.byte(), None | Some(b'"' | b'\\' | 0..b' ')) {
                self.at += 1;
            }
            let piece = self.text.get(start..self.at).unwrap_or_default();
            if self.take(b'"') {
                return Ok(if string.is_empty() {
                    self.shared.get(piece)
                } else {
                    string.push_str(piece);
                    string.into()
                });
            }
            string.push_str(piece);
            if !self.take(b'\\') {
                return Err("the end of the text in double quotes");
            }
            string.push(self.escape()?);
        }
    }

    fn escape(&mut self) -> Result<char, Wrong> {
        const EXPECTED: Wrong = "one of \" \\ / b f n r t u after the backslash";
        let byte = self.byte().ok_or(EXPECTED)?;
        let char = match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\x08',
            b'f' => '\x0c',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.at += 1;
                let mut code = self.hex()?;
                let after = self.at;
                if (0xd800..0xdc00).contains(&code) && self.take(b'\\') && self.take(b'u') {
                    match self.hex()? {
                        low @ 0xdc00..0xe000 => code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00),
                        _ => self.at = after,
                    }
                } else {
                    self.at = after;
                }
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            _ => return Err(EXPECTED),
        };
        self.at += 1;
        Ok(char)
    }

    fn hex(&mut self) -> Result<u32, Wrong> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.byte().and_then(|byte| char::from(byte).to_digit(16)).ok_or("four hexadecimal digits")?;
            code = code * 16 + digit;
            self.at += 1;
        }
        Ok(code)
    }

    #[cfg_attr(small, optimize(speed))]
    fn number(&mut self) -> Result<f64, Wrong> {
        let negative = self.take(b'-');
        let (mut digits, mut exponent) = (0, 0);
        if !self.take(b'0') {
            let (found, taken) = self.digits(&mut digits)?;
            exponent = found - taken;
        }
        if self.take(b'.') {
            exponent -= self.digits(&mut digits)?.1;
        }
        if self.take(b'e') || self.take(b'E') {
            let down = self.take(b'-');
            if !down {
                self.take(b'+');
            }
            let mut power = 0;
            self.digits(&mut power)?;
            let power = power.min(100_000_000) as i32;
            exponent += if down { -power } else { power };
        }
        let size = scaled(digits as f64, exponent);
        Ok(if negative { -size } else { size })
    }

    /// Reads one digit or more, and takes into the number as many as can tell; how many those were of how many.
    #[inline(always)]
    fn digits(&mut self, number: &mut u64) -> Result<(i32, i32), Wrong> {
        let (mut found, mut taken) = (0, 0);
        while let Some(digit @ b'0'..=b'9') = self.byte() {
            if *number < 1_000_000_000_000_000_000 {
                *number = *number * 10 + u64::from(digit - b'0');
                taken += 1;
            }
            found += 1;
            self.at += 1;
        }
        if found > 0 { Ok((found, taken)) } else { Err("a digit") }
    }

    fn wrong(&self, expected: Wrong) -> Problem {
        let (before, rest) = self.text.split_at_checked(self.at).unwrap_or((self.text, ""));
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let column = before.chars().rev().take_while(|char| *char != '\n').count() + 1;
        let found =
            rest.chars().next().map_or_else(|| "the end".to_owned(), |char| Value::text(char.to_string()).to_json());
        let message = ["found ", &found, " in column ", &column.to_string(), ", expected ", expected].concat();
        Problem::error("syntax", "", message).at_line(line)
    }
}

/// A number of the simplest form, as it is read from JSON: at most 15 digits, and a point.
#[cfg_attr(small, optimize(speed))]
pub fn plain_number(text: &[u8]) -> Option<f64> {
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    let (mut size, mut point) = (0_u64, None);
    for (at, sign) in digits.iter().enumerate() {
        match sign {
            b'0'..=b'9' => size = size * 10 + u64::from(sign - b'0'),
            b'.' if point.is_none() && at > 0 => point = Some(at + 1),
            _ => return None,
        }
        if at > 15 {
            return None;
        }
    }
    let parts = digits.len() - point.unwrap_or(digits.len());
    if digits.is_empty() || point == Some(digits.len()) || matches!(digits, [b'0', b'0'..=b'9', ..]) {
        return None;
    }
    let size = scaled(size as f64, -(parts as i32));
    Some(if negative { -size } else { size })
}

/// The powers of ten that are exact.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// `size` times 10 to the power of `exponent`: rounded once for every 22 powers.
fn scaled(size: f64, exponent: i32) -> f64 {
    let mut left = exponent.unsigned_abs().min(700) as usize;
    let mut scaled = size;
    while left > 0 {
        let step = left.min(22);
        left -= step;
        let power = POWERS.get(step).copied().unwrap_or(1.0);
        scaled = if exponent < 0 { scaled / power } else { scaled * power };
    }
    scaled
}

/// Writes the fewest digits from 15 on that read back as the same number, without zeros at the end; NaN and infinities,
/// which JSON cannot say, as `null`.
pub fn write_number(number: f64, to: &mut String) {
    if !number.is_finite() {
        return to.push_str("null");
    }
    if number < 0.0 {
        to.push('-');
    }
    let size = number.abs();
    // All whole numbers that are exact, and most counts.
    if size <= 9_007_199_254_740_992.0 && size == size.trunc() {
        return to.push_str(&(size as u64).to_string());
    }
    // 10^(above - 1) <= size < 10^above, but for rounding, which `digits` shows.
    let mut above = 0;
    while scaled(1.0, above) <= size {
        above += 1;
    }
    while scaled(size, 1 - above) < 1.0 {
        above -= 1;
    }
    let mut exponent = 0;
    let mut digits = 0;
    for figures in 15..=17 {
        exponent = above - figures;
        digits = scaled(size, -exponent).round() as u64;
        if scaled(digits as f64, exponent) == size {
            break;
        }
    }
    while digits > 0 && digits % 10 == 0 {
        digits /= 10;
        exponent += 1;
    }
    let digits = digits.to_string();
    let point = digits.len() as i32 + exponent;
    // Where the point is written: where it is, or after the first digit.
    let plain = (-5..=21).contains(&point);
    let place = if plain { point } else { 1 };
    let (whole, part) = digits.split_at_checked(place.max(0) as usize).unwrap_or((&digits, ""));
    to.push_str(if whole.is_empty() { "0" } else { whole });
    (digits.len() as i32..place).for_each(|_| to.push('0'));
    if !part.is_empty() {
        to.push('.');
    }
    (place..0).for_each(|_| to.push('0'));
    to.push_str(part);
    if !plain {
        to.push('e');
        to.push_str(&(point - 1).to_string());
    }
}

/// Writes a JSON string.
pub fn write_text(text: &str, to: &mut String) {
    to.push('"');
    for char in text.chars() {
        match char {
            '"' => to.push_str("\\\""),
            '\\' => to.push_str("\\\\"),
            '\n' => to.push_str("\\n"),
            '\0'..='\x1f' => {
                to.push_str("\\u00");
                for digit in [char as u32 >> 4, char as u32 & 15] {
                    to.push(char::from_digit(digit, 16).unwrap_or('0'));
                }
            }
            _ => to.push(char),
        }
    }
    to.push('"');
}
