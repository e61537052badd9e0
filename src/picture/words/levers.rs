//! What is said of levers: what they bring, cost and change.

use super::Words;
use crate::document::Period;

impl Words {
    /// How much more levers bring; shorter second.
    pub fn more_than_base(&self) -> [&'static str; 2] {
        if self.romanian { ["mai mult ca înainte", "în plus"] } else { ["more than before", "more"] }
    }

    /// What they cost; shorter second.
    pub fn paid_once(&self) -> [&'static str; 2] {
        if self.romanian { ["pârghii, o dată", "o dată"] } else { ["levers, paid once", "paid once"] }
    }

    /// What is left of the first period's revenue; shorter second.
    pub fn net(&self) -> [&'static str; 2] {
        if self.romanian { ["rămâne la început", "rămâne"] } else { ["net, at first", "net"] }
    }

    /// After how many periods they have paid for themselves, if ever; shorter second.
    pub fn pays_back(&self, periods: Option<f64>) -> Vec<String> {
        let Some(periods) = periods else {
            return vec![self.say("does not pay back", "nu se recuperează").to_owned()];
        };
        let Some((english, romanian)) = self.units_of_time() else {
            return vec![self.say("pays back", "se recuperează").to_owned()];
        };
        let shown = (periods as u64).to_string();
        let time = self.noun(periods, &shown, english, romanian);
        [self.say("pays back in ", "se recuperează în "), self.say("back in ", "în ")]
            .map(|back| [back, &time].concat())
            .into()
    }

    /// The period as a noun: one and several, in both languages; none where there is none.
    fn units_of_time(&self) -> Option<([&'static str; 2], [&'static str; 2])> {
        Some(match self.period {
            Period::Hour => (["hour", "hours"], ["oră", "ore"]),
            Period::Day => (["day", "days"], ["zi", "zile"]),
            Period::Week => (["week", "weeks"], ["săptămână", "săptămâni"]),
            Period::Month => (["month", "months"], ["lună", "luni"]),
            Period::Quarter => (["quarter", "quarters"], ["trimestru", "trimestre"]),
            Period::Year => (["year", "years"], ["an", "ani"]),
            Period::Total => return None,
        })
    }

    /// The head of a map with levers on: "What if: ...", from what they are called; ever shorter.
    pub fn what_if(&self, names: &[String]) -> Vec<String> {
        let of = |named: usize| {
            let told = names.iter().take(named).cloned().collect::<Vec<_>>().join(", ");
            let more = names.len().saturating_sub(named).to_string();
            if more == "0" {
                return told;
            }
            [&told, self.say(" and ", " și încă "), &more, self.say(" more", "")].concat()
        };
        let mut told = vec![of(2)];
        if names.len() > 1 {
            let count = names.len() as f64;
            let levers = self.noun(count, &names.len().to_string(), ["lever", "levers"], ["pârghie", "pârghii"]);
            told.extend([of(1), levers]);
        }
        told.iter().map(|told| [self.say("What if: ", "Ce-ar fi: "), told].concat()).collect()
    }

    /// What levers changed: how many more buy, go elsewhere, and are lost later.
    pub fn changes(&self, [buy, away, later]: [(f64, &str); 3]) -> String {
        let more = |(by, count): (f64, &str), what: &str| {
            let how = if by < 0.0 { self.say(" fewer ", " mai puțini ") } else { self.say(" more ", " mai mulți ") };
            [count, how, what].concat()
        };
        let buy = [&more(buy, self.say("buy", "cumpără")), self.a_period()].concat();
        let parts = [
            (away, self.say("go elsewhere", "merg în altă parte")),
            (later, self.say("leave us later", "pleacă mai târziu")),
        ];
        let parts = parts.into_iter().filter(|((by, _), _)| by.round() != 0.0).map(|(part, what)| more(part, what));
        let parts: Vec<String> = parts.collect();
        if parts.is_empty() { buy } else { [buy, parts.join(", ")].join(": ") }
    }

    /// A dam.
    pub fn dam(&self) -> &'static str {
        self.say("Dam", "Baraj")
    }

    /// "lets 60% through".
    pub fn lets_through(&self, share: &str) -> String {
        [self.say("lets ", "lasă "), share, self.say(" through", " să treacă")].concat()
    }

    /// A canal that is not dug.
    pub fn canal_possible(&self) -> &'static str {
        self.say("canal possible", "canal posibil")
    }
}
