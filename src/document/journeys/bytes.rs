//! A log as bytes, to be handed from one instance of the program to another: the rows as they are, which are nearly all of it, all else
//! behind them, and at the very end how long that is. What others could have made up is read none the less: it may say nonsense, but
//! nothing is looked for where it is not.

use super::{
    log::Log,
    row::{MORE_WIDTH, NAMED, Point, WIDTH, Warmth, take},
    tally::{Tally, Way},
    texts::Texts,
};

/// What such bytes end with.
const MARK: &[u8; 16] = b"city-rivers log1";

/// A way has not this many days, temperature or side.
const NONE: f64 = f64::NAN;

impl Log {
    /// The log as bytes.
    pub fn into_bytes(mut self) -> Vec<u8> {
        let mut bytes = std::mem::take(&mut self.rows);
        let rows = bytes.len();
        let mut put = |part: &[u8]| {
            bytes.extend_from_slice(&(part.len() as u32).to_le_bytes());
            bytes.extend_from_slice(part);
        };
        put(&self.more);
        for texts in [&self.clients, &self.springs, &self.stages, &self.notes] {
            let (signs, ends) = texts.parts();
            put(signs.as_bytes());
            put(&written(ends));
        }
        let points: Vec<u32> = self.points.iter().map(|point| point.map_or(NAMED, Point::number)).collect();
        put(&written(&points));
        put(&written(&self.order));
        put(&written(&self.starts));
        put(&written(self.unnamed.as_slice()));
        put(&tally(&self.tally));
        bytes.extend_from_slice(&(rows as u32).to_le_bytes());
        bytes.extend_from_slice(MARK);
        bytes
    }

    /// The log of such bytes.
    pub fn from_bytes(mut bytes: Vec<u8>) -> Option<Self> {
        let (rows, mark) = bytes.split_last_chunk::<16>()?;
        let (rest, rows) = rows.split_last_chunk()?;
        let (_, mut rest) = rest.split_at_checked(u32::from_le_bytes(*rows) as usize).filter(|_| mark == MARK)?;
        let rows = u32::from_le_bytes(*rows) as usize;
        let mut part = || {
            let (length, after) = rest.split_first_chunk()?;
            let (own, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
            rest = after;
            Some(own)
        };
        let more = part()?.to_vec();
        let mut texts = || Some(Texts::of(str::from_utf8(part()?).ok()?, read(part()?)));
        let (clients, springs, stages, notes) = (texts()?, texts()?, texts()?, texts()?);
        let points = read(part()?);
        let point = |point: u32| (point < NAMED).then(|| Point::numbered(point));
        let points = points.into_iter().map(point).collect();
        let (order, starts, unnamed) = (read(part()?), read(part()?), read(part()?).first().copied());
        let ways = springs.count() + usize::from(unnamed.is_some());
        let tally = tallied(part()?, ways);
        if !rows.is_multiple_of(WIDTH) || !more.len().is_multiple_of(MORE_WIDTH) {
            return None;
        }
        bytes.truncate(rows);
        Some(Self { rows: bytes, more, clients, springs, stages, notes, points, order, starts, unnamed, tally })
    }
}

#[cfg_attr(small, optimize(speed))]
fn written(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

#[cfg_attr(small, optimize(speed))]
fn read(bytes: &[u8]) -> Vec<u32> {
    bytes.as_chunks().0.iter().map(|number| u32::from_le_bytes(*number)).collect()
}

/// The numbers of a tally; all counts are exact as such.
fn tally(tally: &Tally<Way>) -> Vec<u8> {
    let Tally { springs, back, red, blue, underway, resting, revenue } = tally;
    let mut numbers = Vec::new();
    for way in springs.iter().chain([back]).chain(red).chain(blue) {
        let warmth = way.warmth.unwrap_or(Warmth { overall: NONE, sides: [None; 3] });
        numbers.extend([way.count as f64, way.days.unwrap_or(NONE), warmth.overall]);
        numbers.extend(warmth.sides.map(|side| side.unwrap_or(NONE)));
    }
    numbers.extend(underway.iter().chain([resting]).map(|count| *count as f64));
    numbers.push(*revenue);
    numbers.into_iter().flat_map(f64::to_le_bytes).collect()
}

/// The tally of such bytes, with so many springs.
fn tallied(mut bytes: &[u8], springs: usize) -> Tally<Way> {
    let mut number = || Some(f64::from_le_bytes(take(&mut bytes))).filter(|number| number.is_finite());
    let mut way = || {
        let (count, days) = (number().unwrap_or_default() as u64, number());
        let (overall, sides) = (number(), [number(), number(), number()]);
        Way { count, days, warmth: overall.map(|overall| Warmth { overall, sides }) }
    };
    let springs = (0..springs).map(|_| way()).collect();
    let (back, red, blue) = (way(), [way(), way(), way()], [way(), way(), way()]);
    let mut count = || number().unwrap_or_default() as u64;
    let (underway, resting) = ([count(), count(), count()], count());
    Tally { springs, back, red, blue, underway, resting, revenue: number().unwrap_or_default() }
}

#[cfg(test)]
#[allow(clippy::indexing_slicing, clippy::unwrap_used)]
mod tests {
    use super::super::{super::json::parse, Draft, Log};

    fn log() -> Log {
        let journeys = r#"{ "stages": { "Lead": { "kt": 0 }, "Won": { "kt": 2, "mood": "red" } }, "events": [
            { "client": "b", "at": "2026-03-11T08:05", "stage": "Won", "value": 12, "spring": "Fair", "note": "signed" },
            { "client": "\u00e9", "at": "2026-03-12", "kt": 3, "mood": "red", "temperature": 0.5 },
            { "client": "b", "at": "2026-03-01T10:00:00-02:30", "stage": "Lead", "temperature": { "staff": 0.9 } } ] }"#;
        Draft::of(&parse(journeys).unwrap())
    }

    #[test]
    fn a_log_comes_back_from_its_bytes() {
        assert_eq!(Log::from_bytes(log().into_bytes()), Some(log()));
        assert_eq!(Log::from_bytes(Log::default().into_bytes()).map(|log| log.count()), Some(0));
    }

    #[test]
    fn bytes_with_anything_in_them_are_read_or_refused() {
        let bytes = log().into_bytes();
        for at in 0..bytes.len() {
            for byte in [0, 1, 0x7f, 0xff] {
                let mut other = bytes.clone();
                other[at] = byte;
                if let Some(log) = Log::from_bytes(other) {
                    let _ = (super::super::expand(&log), std::rc::Rc::new(log.clone()).with_stages(&[]), log.lost(&[]));
                    (0..4).for_each(|client| _ = log.events_of(client).count());
                    log.write(0..log.count(), &mut String::new());
                }
            }
            let _ = (Log::from_bytes(bytes[..at].to_vec()), Log::from_bytes(bytes[at..].to_vec()));
        }
    }
}
