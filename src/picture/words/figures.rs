//! Numbers as a reader of the document's language writes them.
//!
//! Separators are those of the Unicode CLDR (Western digits for every language). Integers and fixed decimals only:
//! float formatting would cost the package kilobytes.

/// No-break space: between a number and its unit.
const NBSP: char = '\u{a0}';

/// How numbers are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figures {
    decimal: char,
    group: char,
    /// Digits before the first separator for there to be one: 1 (1.234) or 2 (1234, 12.345).
    least: usize,
    /// Groups of two after the first three, as in India.
    by_two: bool,
    units: [&'static str; 4],
    currency: Option<String>,
    /// Whether counts from 1 on are whole: what is worked out from levers would pretend to be exact.
    whole: bool,
}

impl Figures {
    /// For a BCP 47 language tag, with the short forms of thousand, million and so on, and the currency's code.
    pub fn new(locale: &str, units: [&'static str; 4], currency: Option<&str>) -> Self {
        let tag = locale.to_ascii_lowercase();
        let mut parts = tag.split('-');
        let (language, region) = (parts.next().unwrap_or(""), parts.find(|part| part.len() == 2).unwrap_or(""));
        let (decimal, group) = match (language, region) {
            ("de" | "it", "ch") | ("de", "li") => ('.', '’'),
            ("de", "at") | ("fr", "ca") | ("pt", "pt" | "ao" | "mz") => (',', NBSP),
            ("es", "mx" | "us" | "pr" | "gt" | "hn" | "ni" | "pa" | "pe" | "sv" | "do" | "cu") => ('.', ','),
            ("fr", _) => (',', '\u{202f}'),
            (
                "de" | "nl" | "es" | "it" | "pt" | "id" | "tr" | "ro" | "el" | "da" | "hr" | "sl" | "sr" | "bs" | "mk"
                | "vi" | "gl" | "ca" | "eu" | "is" | "az",
                _,
            ) => (',', '.'),
            (
                "ru" | "uk" | "be" | "cs" | "sk" | "pl" | "fi" | "sv" | "nb" | "nn" | "no" | "hu" | "bg" | "et" | "lv"
                | "lt" | "sq" | "ka" | "hy" | "kk" | "ky" | "uz" | "af",
                _,
            ) => (',', NBSP),
            _ => ('.', ','),
        };
        let late =
            matches!(language, "pl" | "bg" | "et" | "lv" | "ka" | "hy") || matches!((language, region), ("pt", "pt"));
        let late = late || (language == "es" && group != ',');
        let by_two = matches!(language, "hi" | "bn" | "gu" | "mr" | "pa" | "ta" | "te" | "kn" | "ml") || region == "in";
        let currency = currency.map(str::to_owned);
        Self { decimal, group, least: if late { 2 } else { 1 }, by_two, units, currency, whole: false }
    }

    /// The same with whole counts from 1 on, where `whole`.
    pub fn rounded(self, whole: bool) -> Self {
        Self { whole, ..self }
    }

    /// A count of clients: whole from 100 on, below with as many decimals as tell something, `12.35M` from ten million.
    pub fn count(&self, value: f64) -> String {
        let size = value.abs();
        if size >= 1e7 {
            return self.brief(value, 2);
        }
        if size > 0.0 && size < 0.0005 {
            return ["<", &NBSP.to_string(), &self.fixed(0.001, 3)].concat();
        }
        let whole = (size - size.round()).abs() < 0.005 && size >= 0.5;
        let decimals = match size {
            _ if whole => 0,
            100.0.. => 0,
            1.0.. if self.whole => 0,
            1.0.. => 1,
            0.1.. => 2,
            _ => 3,
        };
        self.trimmed(value, decimals)
    }

    /// The same for where there is little room: `12.3K`, `1.2M`.
    pub fn short(&self, value: f64) -> String {
        if value.abs() < 10_000.0 { self.count(value) } else { self.brief(value, 1) }
    }

    /// In thousands, millions and so on, with up to so many decimals, as long as there are no more than four digits.
    fn brief(&self, value: f64, decimals: u32) -> String {
        let (mut size, mut unit) = (value.abs(), "");
        for next in self.units {
            if size < 999.5 {
                break;
            }
            (size, unit) = (size / 1_000.0, next);
        }
        let decimals = match size {
            99.95.. => decimals.saturating_sub(1).min(1),
            9.995.. => decimals.min(2),
            _ => decimals,
        };
        [&self.trimmed(size.copysign(value), decimals), unit].concat()
    }

    /// Money, with its currency's code after it.
    pub fn money(&self, value: f64) -> String {
        let size = value.abs();
        if size >= 1e9 {
            return self.with_currency(self.brief(value, 2));
        }
        if self.whole && size >= 10_000.0 {
            // Four figures of what was worked out from levers.
            let mut unit = 1.0;
            while size / unit >= 10_000.0 {
                unit *= 10.0;
            }
            return self.with_currency(self.fixed((value / unit).round() * unit, 0));
        }
        let whole = size >= 1_000.0 || (size - size.round()).abs() < 0.005;
        self.with_currency(self.fixed(value, if whole { 0 } else { 2 }))
    }

    /// Money where there is little room.
    pub fn short_money(&self, value: f64) -> String {
        if value.abs() < 10_000.0 { self.money(value) } else { self.with_currency(self.short(value)) }
    }

    /// What part of their sum each of some numbers is: whole per cent, or one decimal for all where whole ones do not
    /// add up to 100 or would hide a part.
    pub fn shares(&self, parts: &[f64]) -> Vec<String> {
        let sum: f64 = parts.iter().sum();
        let thousandths: Vec<f64> =
            parts.iter().map(|part| if sum > 0.0 { part.max(0.0) / sum * 1_000.0 } else { 0.0 }).collect();
        let whole = |t: &f64| (t / 10.0).round();
        let hides = |t: &f64| *t > 1e-9 && (whole(t) < 1.0 || (whole(t) > 99.0 && *t < 1_000.0 - 1e-9));
        let plain =
            sum <= 0.0 || (thousandths.iter().map(whole).sum::<f64>() == 100.0 && !thousandths.iter().any(hides));
        // Nearly all who write a decimal comma put a space before the sign.
        let sign = if self.decimal == ',' { "\u{a0}%" } else { "%" };
        let percent = |text: String| text + sign;
        let text = |t: &f64| {
            if plain {
                return percent(self.fixed(whole(t), 0));
            }
            match t.round() {
                r if r < 1.0 && *t > 1e-9 => percent(["<", &self.fixed(0.1, 1)].concat()),
                r if r >= 1_000.0 && *t < 1_000.0 - 1e-9 => percent([">", &self.fixed(99.9, 1)].concat()),
                r => percent(self.fixed(r / 10.0, 1)),
            }
        };
        thousandths.iter().map(text).collect()
    }

    /// A part as per cent, with a decimal where it has one.
    pub fn percent(&self, part: f64) -> String {
        let sign = if self.decimal == ',' { "\u{a0}%" } else { "%" };
        self.trimmed(100.0 * part, 1) + sign
    }

    /// By how much something changed: whole, with its sign; nothing where that is none.
    pub fn change(&self, by: f64) -> String {
        let text = self.fixed(by, 0);
        if by.round() > 0.0 { ["+", &text].concat() } else { text }
    }

    /// By how much money changed, with its sign.
    pub fn change_of_money(&self, by: f64) -> String {
        let text = self.fixed(by, 0);
        if by.round() >= 0.0 { ["+", &text].concat() } else { text }
    }

    fn with_currency(&self, number: String) -> String {
        match &self.currency {
            Some(code) => [number, code.clone()].join(&NBSP.to_string()),
            None => number,
        }
    }

    /// Without zeros at the end of the decimals.
    fn trimmed(&self, value: f64, decimals: u32) -> String {
        let text = self.fixed(value, decimals);
        match text.split_once(self.decimal) {
            Some((whole, part)) if part.bytes().all(|digit| digit == b'0') => whole.to_owned(),
            Some(_) => text.trim_end_matches('0').to_owned(),
            None => text,
        }
    }

    /// A number with so many decimals.
    fn fixed(&self, value: f64, decimals: u32) -> String {
        let parts = 10_u64.pow(decimals);
        let scaled = (value.abs() * parts as f64).round() as u64;
        let whole = (scaled / parts).to_string();
        let mut text = String::with_capacity(whole.len() + 8);
        if value < 0.0 && scaled > 0 {
            text.push('\u{2212}');
        }
        for (i, digit) in whole.chars().enumerate() {
            let left = whole.len() - i;
            let parted = if self.by_two && left > 3 { !left.is_multiple_of(2) } else { left.is_multiple_of(3) };
            if i > 0 && parted && whole.len() >= 3 + self.least {
                text.push(self.group);
            }
            text.push(digit);
        }
        if decimals > 0 {
            let part = (scaled % parts).to_string();
            text.push(self.decimal);
            (part.len()..decimals as usize).for_each(|_| text.push('0'));
            text.push_str(&part);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNITS: [&str; 4] = ["K", "M", "B", "T"];

    #[test]
    fn numbers_follow_the_language() {
        let count = |locale: &str, value: f64| Figures::new(locale, UNITS, None).count(value);
        assert_eq!(count("en", 1234567.0), "1,234,567");
        assert_eq!(count("en", 1.2517e12), "1.25T");
        assert_eq!(count("ro-RO", 1234.0), "1.234");
        assert_eq!(count("fr-FR", 1234.0), "1\u{202f}234");
        assert_eq!(count("pl", 1234.0), "1234");
        assert_eq!(count("pl", 12345.0), "12\u{a0}345");
        assert_eq!(count("de-CH", 1234.0), "1’234");
        assert_eq!(count("en-IN", 1234567.0), "12,34,567");
        assert_eq!(count("zh-Hans-CN", 1234.0), "1,234");
        assert_eq!(count("ro", 33.75), "33,8");
        assert_eq!(count("en", 0.02), "0.02");
        assert_eq!(count("en", 1e-9), "<\u{a0}0.001");
        assert_eq!(count("en", 0.0), "0");
    }

    #[test]
    fn money_and_short_forms() {
        let figures = Figures::new("ro", [" mii", " mil.", " mld.", " bil."], Some("RON"));
        assert_eq!(figures.money(20400.0), "20.400\u{a0}RON");
        assert_eq!(figures.money(12.5), "12,50\u{a0}RON");
        assert_eq!(figures.short(1_234_567.0), "1,2 mil.");
        assert_eq!(Figures::new("en", UNITS, None).short(999_960.0), "1M");
        assert_eq!(Figures::new("en", UNITS, None).short(1e15), "1,000T");
    }

    #[test]
    fn shares_add_up_or_say_more() {
        let figures = Figures::new("en", UNITS, None);
        let shares = |parts: &[f64]| figures.shares(parts).join(" ").replace(NBSP, "");
        assert_eq!(shares(&[540.0, 660.0]), "45% 55%");
        assert_eq!(shares(&[150.0, 90.0]), "62.5% 37.5%");
        assert_eq!(shares(&[1.0, 999.0]), "0.1% 99.9%");
        assert_eq!(shares(&[1.0, 1e9]), "<0.1% >99.9%");
        assert_eq!(shares(&[0.0, 5.0]), "0% 100%");
        assert_eq!(shares(&[0.0, 0.0]), "0% 0%");
    }
}
