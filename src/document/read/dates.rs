//! Whether a text is an ISO 8601 date, in the forms that the contract takes (no week or ordinal dates).

/// A date (`2026-03-01`) or a date-time (`2026-03-01T09:30`, with or without seconds, fraction and zone).
pub fn is_moment(text: &str) -> bool {
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    is_day(date) && time.is_none_or(is_time)
}

/// A moment, a month (`2026-03`) or a year (`2026`).
pub fn is_date(text: &str) -> bool {
    let month = |text: &str| text.split_once('-').is_some_and(|(year, month)| year_and_month(year, month).is_some());
    is_moment(text) || month(text) || digits(text, 4).is_some()
}

/// A moment as tables write it, in the form of the contract: also with a blank in the place of the `T`, and a date without dashes.
pub fn written(text: &str) -> Option<String> {
    let moment = match text.split_once(' ') {
        Some((date, time)) => [date, "T", &time.replace(' ', "")].concat(),
        None => text.to_owned(),
    };
    let date = moment.split('T').next().unwrap_or_default();
    let moment = match (digits(date, 8), date.split_at_checked(4)) {
        (Some(_), Some((year, day))) => {
            let (month, day) = day.split_at(2);
            [[year, month, day].join("-").as_str(), moment.get(8..).unwrap_or_default()].concat()
        }
        _ => moment,
    };
    is_moment(&moment).then_some(moment)
}

/// A moment, and how it was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// Microseconds from the beginning of 1970 in UTC: a date is the beginning of its day, and what names no zone is in UTC.
    pub at: i64,
    /// Minutes by which the clock that it was read from is ahead of UTC.
    pub offset: i16,
    /// How much of it was said.
    pub form: Form,
}

/// How much of a moment is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// A date.
    #[default]
    Day,
    /// A date and a time of day.
    Time,
    /// The same with a zone.
    Zone,
}

const MINUTE: i64 = 60_000_000;
/// Microseconds of a day.
pub const DAY: i64 = 24 * 60 * MINUTE;

impl Moment {
    /// The moment of a text that is one by the contract.
    #[cfg_attr(small, optimize(speed))]
    pub fn of(text: &str) -> Option<Self> {
        let (date, time) = text.split_once('T').map_or((text, None), |(date, time)| (date, Some(time)));
        let mut parts = date.split('-').map(|part| part.parse::<i64>().ok());
        let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
        let mut moment = Self { at: days(year, month, day) * DAY, ..Self::default() };
        let Some(time) = time else { return Some(moment) };
        let (clock, zone) = clock_and_zone(time);
        let mut parts = clock.split([':', '.', ',']);
        let mut part = || parts.next().and_then(|part| part.parse::<i64>().ok()).unwrap_or(0);
        moment.at += (part() * 60 + part()) * MINUTE + part() * 1_000_000;
        if let Some(fraction) = clock.split(['.', ',']).nth(1) {
            let digits: String = fraction.chars().chain("000000".chars()).take(6).collect();
            moment.at += digits.parse::<i64>().ok()?;
        }
        moment.form = if zone.is_empty() { Form::Time } else { Form::Zone };
        if let Some(offset) = zone.strip_prefix(['+', '-']) {
            let mut digits = offset.bytes().filter(u8::is_ascii_digit).map(|digit| i16::from(digit - b'0'));
            let mut two = || digits.next().unwrap_or(0) * 10 + digits.next().unwrap_or(0);
            let offset = two() * 60 + two();
            moment.offset = if zone.starts_with('-') { -offset } else { offset };
            moment.at -= i64::from(moment.offset) * MINUTE;
        }
        Some(moment)
    }

    /// What the clock showed that it was read from.
    fn local(&self) -> i64 {
        self.at.saturating_add(i64::from(self.offset) * MINUTE)
    }

    /// Its date by that clock: year, month, day.
    pub fn date(&self) -> [i64; 3] {
        date(self.local().div_euclid(DAY))
    }

    /// As the contract has it, as much of it as was said.
    pub fn written(&self) -> String {
        let ([year, month, day], clock) = (self.date(), self.local().rem_euclid(DAY));
        let mut text = String::new();
        let mut digits = |before: &str, number: i64, count: usize| {
            text.push_str(before);
            let digits = number.to_string();
            (digits.len()..count).for_each(|_| text.push('0'));
            text.push_str(&digits);
        };
        digits("", year, 4);
        digits("-", month, 2);
        digits("-", day, 2);
        if self.form != Form::Day {
            digits("T", clock / MINUTE / 60, 2);
            digits(":", clock / MINUTE % 60, 2);
            digits(":", clock / 1_000_000 % 60, 2);
            let micros = clock % 1_000_000;
            match (micros, micros % 1_000) {
                (0, _) => {}
                (_, 0) => digits(".", micros / 1_000, 3),
                _ => digits(".", micros, 6),
            }
        }
        match (self.form, self.offset) {
            (Form::Zone, 0) => text.push('Z'),
            (Form::Zone, offset) => {
                digits(if offset < 0 { "-" } else { "+" }, i64::from(offset.abs() / 60), 2);
                digits(":", i64::from(offset.abs() % 60), 2);
            }
            _ => {}
        }
        text
    }
}

/// A moment as most tables write it (`2026-03-01`, and after a `T` or a blank `09:30`, with or without seconds and a zone), in one step; none where it is written in another way.
#[cfg_attr(small, optimize(speed))]
pub fn simple(text: &[u8]) -> Option<Moment> {
    let pair = |at: usize| match text.get(at..at + 2) {
        Some([tens @ b'0'..=b'9', ones @ b'0'..=b'9']) => Some(i64::from(tens - b'0') * 10 + i64::from(ones - b'0')),
        _ => None,
    };
    let is = |at: usize, sign: u8| text.get(at) == Some(&sign);
    let (year, month, day) = (pair(0)? * 100 + pair(2)?, pair(5)?, pair(8)?);
    // Days that not all months have are told elsewhere.
    if !(is(4, b'-') && is(7, b'-') && (1..=12).contains(&month) && (1..=28).contains(&day)) {
        return None;
    }
    let mut moment = Moment { at: days(year, month, day) * DAY, ..Moment::default() };
    if text.len() == 10 {
        return Some(moment);
    }
    let (hours, minutes) = (pair(11)?, pair(14)?);
    let (seconds, end) = if is(16, b':') { (pair(17)?, 19) } else { (0, 16) };
    let mut rest = text.get(end..)?;
    if let ([b'.', part @ ..], 19) = (rest, end) {
        let count = part.iter().take_while(|sign| sign.is_ascii_digit()).count();
        let (digits, zone) = part.split_at_checked(count).filter(|_| (1..=6).contains(&count))?;
        let micros = digits.iter().fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0'));
        moment.at += micros * 10_i64.pow(6 - count as u32);
        rest = zone;
    }
    (moment.form, moment.offset) = match *rest {
        [] => (Form::Time, 0),
        [b'Z'] => (Form::Zone, 0),
        [sign @ (b'+' | b'-'), _, _, b':', _, _] => {
            let start = text.len() - 6;
            let (hours, minutes) = (pair(start + 1)?, pair(start + 4)?);
            let offset = (hours * 60 + minutes) as i16;
            let is = hours < 24 && minutes < 60;
            (Form::Zone, is.then_some(if sign == b'-' { -offset } else { offset })?)
        }
        _ => return None,
    };
    moment.at -= i64::from(moment.offset) * MINUTE;
    moment.at += (hours * 60 + minutes) * MINUTE + seconds * 1_000_000;
    let clock = is(13, b':') && hours < 24 && minutes < 60 && seconds < 60;
    (clock && (is(10, b'T') || is(10, b' '))).then_some(moment)
}

/// Days from the beginning of 1970 to a date of the Gregorian calendar (`days_from_civil` in Howard Hinnant's "chrono-Compatible
/// Low-Level Date Algorithms").
pub fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * month + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The date so many days from the beginning of 1970 (`civil_from_days`, ibid.).
pub fn date(days: i64) -> [i64; 3] {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    [year + era * 400 + i64::from(month <= 2), month, day]
}

fn clock_and_zone(time: &str) -> (&str, &str) {
    time.find(['Z', '+', '-']).map_or((time, ""), |at| time.split_at(at))
}

/// The number, where the text is exactly so many digits.
fn digits(text: &str, count: usize) -> Option<u32> {
    (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// A two-digit number of at most `most`.
fn pair(text: &str, most: u32) -> bool {
    digits(text, 2).is_some_and(|number| number <= most)
}

fn year_and_month(year: &str, month: &str) -> Option<(u32, u32)> {
    let month = digits(month, 2).filter(|month| (1..=12).contains(month))?;
    Some((digits(year, 4)?, month))
}

fn is_day(text: &str) -> bool {
    let mut parts = text.split('-');
    let (Some(year), Some(month), Some(day), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let Some((year, month)) = year_and_month(year, month) else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    digits(day, 2).is_some_and(|day| (1..=days).contains(&day))
}

fn is_time(text: &str) -> bool {
    let (clock, zone) = clock_and_zone(text);
    let zone = match zone.strip_prefix(['+', '-']) {
        Some(offset) => {
            let (hours, minutes) = offset.split_once(':').or(offset.split_at_checked(2)).unwrap_or((offset, ""));
            pair(hours, 23) && (pair(minutes, 59) || (minutes.is_empty() && offset.len() == 2))
        }
        None => matches!(zone, "" | "Z"),
    };
    let mut parts = clock.split(':');
    let (Some(hours), Some(minutes), seconds, None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    // 60: a leap second.
    let seconds = seconds.is_none_or(|text| match text.split_once(['.', ',']) {
        Some((whole, part)) => pair(whole, 60) && !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()),
        None => pair(text, 60),
    });
    zone && pair(hours, 23) && pair(minutes, 59) && seconds
}
