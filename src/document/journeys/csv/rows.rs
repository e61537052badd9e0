//! The rows of a table, of which a part is there at a time.
//!
//! Most rows are whole and simple: they are split where they lie. All others go through `csv-core`, sign by sign.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// The fields of a row.
#[derive(Clone, Copy)]
pub struct Fields<'a> {
    signs: &'a [u8],
    /// Where each field is.
    spans: &'a [(usize, usize)],
}

impl<'a> Fields<'a> {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.spans.len()
    }

    /// The field of that number, without white space around it.
    #[inline(always)]
    pub fn get(&self, number: usize) -> &'a [u8] {
        let (from, to) = self.spans.get(number).copied().unwrap_or_default();
        let field = self.signs.get(from..to).unwrap_or_default();
        let plain = |sign: Option<&u8>| sign.is_none_or(|sign| (b'!'..=b'~').contains(sign));
        if plain(field.first()) && plain(field.last()) { field } else { trimmed(field) }
    }

    /// The same as text.
    pub fn text(&self, number: usize) -> &'a str {
        str::from_utf8(self.get(number)).unwrap_or_default()
    }
}

#[inline(never)]
fn trimmed(field: &[u8]) -> &[u8] {
    str::from_utf8(field).map_or(field, |field| field.trim().as_bytes())
}

/// Cuts a text, as it comes, into rows.
pub struct Rows {
    reader: Reader,
    separator: u8,
    /// The line that the next sign stands on, from 1.
    line: usize,
    /// The line on which a row began that is not yet whole.
    open: Option<usize>,
    signs: Vec<u8>,
    ends: Vec<usize>,
    /// How much there is in these of the open row.
    written: usize,
    ended: usize,
    spans: Vec<(usize, usize)>,
}

/// The text is no UTF-8 on that line.
pub struct NoText(pub usize);

impl Rows {
    /// With this separator, from a line on.
    pub fn new(separator: u8, line: usize) -> Self {
        let reader = ReaderBuilder::new().delimiter(separator).build();
        let (signs, ends) = (vec![0; 1 << 10], vec![0; 64]);
        Self { reader, separator, line, open: None, signs, ends, written: 0, ended: 0, spans: Vec::new() }
    }

    /// The line on which the next row begins, and its fields, of a text of which `rest` is still to be read; none where no more rows
    /// are whole. With an empty rest the text ends, and so does a row that was open.
    ///
    /// # Errors
    /// Where a row is no text.
    #[cfg_attr(small, optimize(speed))]
    pub fn next<'s, 't: 's>(&'s mut self, rest: &mut &'t [u8]) -> Result<Option<(usize, Fields<'s>)>, NoText> {
        if self.open.is_none() {
            // Empty lines are no rows.
            while let Some((sign @ (b'\n' | b'\r'), after)) = rest.split_first() {
                self.line += usize::from(*sign == b'\n');
                *rest = after;
            }
            if rest.is_empty() {
                return Ok(None);
            }
            let line = self.line;
            if let Some((length, ascii)) = split(rest, self.separator, &mut self.spans) {
                let (signs, after) = rest.split_at_checked(length).unwrap_or((rest, &[]));
                *rest = after;
                if !ascii && str::from_utf8(signs).is_err() {
                    return Err(NoText(line));
                }
                return Ok(Some((line, Fields { signs, spans: &self.spans })));
            }
            self.open = Some(line);
            (self.written, self.ended) = (0, 0);
        }
        self.slowly(rest)
    }

    /// Goes on with the open row.
    fn slowly(&mut self, rest: &mut &[u8]) -> Result<Option<(usize, Fields<'_>)>, NoText> {
        let end = rest.is_empty();
        loop {
            let signs = self.signs.get_mut(self.written..).unwrap_or_default();
            let ends = self.ends.get_mut(self.ended..).unwrap_or_default();
            let (result, read, wrote, ended) = self.reader.read_record(rest, signs, ends);
            let (passed, after) = rest.split_at_checked(read).unwrap_or((rest, &[]));
            self.line += passed.iter().filter(|sign| **sign == b'\n').count();
            *rest = after;
            (self.written, self.ended) = (self.written + wrote, self.ended + ended);
            match result {
                ReadRecordResult::OutputFull => self.signs.resize(2 * self.signs.len(), 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(2 * self.ends.len(), 0),
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::End => return Ok(None),
                ReadRecordResult::Record => break,
            }
            // Told of nothing more, it would take the text to end: where that is so, it is told once more.
            if rest.is_empty() && !end {
                return Ok(None);
            }
        }
        let line = self.open.take().unwrap_or(self.line);
        let signs = self.signs.get(..self.written).unwrap_or_default();
        self.spans.clear();
        let mut from = 0;
        for end in self.ends.iter().take(self.ended) {
            self.spans.push((from, *end));
            from = *end;
        }
        if str::from_utf8(signs).is_err() {
            return Err(NoText(line));
        }
        Ok(Some((line, Fields { signs, spans: &self.spans })))
    }
}

/// Where the fields of a row are whose end is there and whose quotes, if any, stand round whole fields; how many bytes it has, and whether
/// they are all ASCII. None where it is another.
#[cfg_attr(small, optimize(speed))]
fn split(row: &[u8], separator: u8, spans: &mut Vec<(usize, usize)>) -> Option<(usize, bool)> {
    spans.clear();
    let (mut from, mut all) = (0, 0);
    let mut signs = row.iter().enumerate();
    while let Some((at, sign)) = signs.next() {
        all |= *sign;
        let after = if *sign == separator || matches!(*sign, b'\n' | b'\r') {
            spans.push((from, at));
            (at, *sign)
        } else if *sign == b'"' && at == from {
            let (close, _) = signs.find(|(_, sign)| {
                all |= **sign;
                matches!(**sign, b'"' | b'\n' | b'\r')
            })?;
            spans.push((at + 1, close));
            let (after, sign) = signs.next().filter(|_| row.get(close) == Some(&b'"'))?;
            (after, *sign)
        } else if *sign == b'"' {
            return None;
        } else {
            continue;
        };
        match after {
            (at, sign) if sign == separator => from = at + 1,
            (at, b'\n' | b'\r') => return Some((at, all < 0x80)),
            _ => return None,
        }
    }
    None
}

/// The fields of a text's first row, and how many bytes it takes; none where it may go on, which is so unless the text is known to `end`.
pub fn first(text: &[u8], separator: u8, end: bool) -> Option<Result<(Vec<String>, usize), NoText>> {
    let (mut rows, mut rest) = (Rows::new(separator, 1), text);
    let row = |rows: &mut Rows, rest: &mut &[u8]| {
        let row = rows.next(rest)?;
        Ok(row.map(|(_, fields)| (0..fields.count()).map(|at| fields.text(at).to_owned()).collect()))
    };
    let mut names = row(&mut rows, &mut rest);
    if let (Ok(None), true) = (&names, end) {
        names = row(&mut rows, &mut &[][..]);
    }
    match names {
        Ok(None) if !end => None,
        Ok(names) => Some(Ok((names.unwrap_or_default(), text.len() - rest.len()))),
        Err(wrong) => Some(Err(wrong)),
    }
}
