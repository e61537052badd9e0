//! All words of the picture, in English and Romanian; any other language gets English.

pub(crate) mod figures;
mod levers;
mod streets;
mod time;

use super::style::text::capitals;
use crate::document::{Kind, Period};

/// The words of one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    pub(crate) romanian: bool,
    pub(crate) period: Period,
}

impl Words {
    /// For a BCP 47 language tag; counts are per `period`.
    pub fn new(locale: &str, period: Period) -> Self {
        let language = locale.split('-').next().unwrap_or("");
        Self { romanian: language.eq_ignore_ascii_case("ro"), period }
    }

    pub(crate) fn say(&self, english: &'static str, romanian: &'static str) -> &'static str {
        if self.romanian { romanian } else { english }
    }

    /// Short forms of thousand, million, billion, trillion, set behind a number.
    pub fn units(&self) -> [&'static str; 4] {
        if self.romanian { ["\u{a0}mii", "\u{a0}mil.", "\u{a0}mld.", "\u{a0}bil."] } else { ["K", "M", "B", "T"] }
    }

    /// " a day"; nothing for totals.
    pub(crate) fn a_period(&self) -> &'static str {
        match self.period {
            Period::Hour => self.say(" an hour", " pe oră"),
            Period::Day => self.say(" a day", " pe zi"),
            Period::Week => self.say(" a week", " pe săptămână"),
            Period::Month => self.say(" a month", " pe lună"),
            Period::Quarter => self.say(" a quarter", " pe trimestru"),
            Period::Year => self.say(" a year", " pe an"),
            Period::Total => "",
        }
    }

    /// " per day"; nothing for totals.
    fn per_period(&self) -> String {
        let own = self.a_period();
        match own.strip_prefix(" an ").or(own.strip_prefix(" a ")) {
            Some(period) => [" per ", period].concat(),
            None => own.to_owned(),
        }
    }

    /// Head of the basin, and shorter.
    pub fn basin(&self) -> [String; 2] {
        self.head(self.say("The basin", "Bazinul"))
    }

    /// Head of a plain network's column, and shorter.
    pub fn water(&self) -> [String; 2] {
        self.head(self.say("The water", "Apa"))
    }

    fn head(&self, what: &str) -> [String; 2] {
        let comma = if self.period == Period::Total { "" } else { "," };
        [capitals(&[what, comma, &self.per_period()].concat()), capitals(what)]
    }

    /// Who buys, and at what price where there is one price.
    pub fn buyers(&self, count: f64, shown: &str, price: Option<&str>) -> String {
        let who = self.noun(count, shown, ["buyer", "buyers"], ["cumpărător", "cumpărători"]);
        match price {
            Some(price) => [&who, self.say(" at ", " la "), price].concat(),
            None => who,
        }
    }

    /// The same after the revenue, on one line with it.
    pub fn revenue_from(&self, count: f64, shown: &str) -> String {
        let who = self.noun(count, shown, ["buyer", "buyers"], ["cumpărător", "cumpărători"]);
        [self.a_period(), self.say(" from ", " de la "), &who].concat().trim_start().to_owned()
    }

    /// "12 springs".
    pub fn water_from(&self, count: usize) -> String {
        let who = self.noun(count as f64, &count.to_string(), ["spring", "springs"], ["izvor", "izvoare"]);
        [self.a_period(), self.say(" from ", " din "), &who].concat().trim_start().to_owned()
    }

    /// A number with its noun, in the number that the language asks for.
    pub(crate) fn noun(&self, count: f64, shown: &str, english: [&str; 2], romanian: [&str; 2]) -> String {
        let one = (count - 1.0).abs() < 1e-9;
        let [single, several] = if self.romanian { romanian } else { english };
        // Romanian puts "de" between a whole number that ends in 20 to 99 or 00, and its noun.
        let of = self.romanian && count >= 20.0 && !(1..20).contains(&(count as u64 % 100));
        [shown, if of { " de " } else { " " }, if one { single } else { several }].concat()
    }

    /// A KT's plain word.
    pub fn about(&self, kt: u8) -> &'static str {
        match kt {
            1 => self.say("where to buy", "de unde"),
            2 => self.say("with us", "la noi"),
            3 => self.say("after buying", "după cumpărare"),
            _ => self.say("kept warm", "ținuți calzi"),
        }
    }

    /// What red water does at a KT.
    pub fn red_verb(&self, kt: u8) -> &'static str {
        match kt {
            1 => self.say("to us", "la noi"),
            2 => self.say("buy", "cumpără"),
            _ => self.say("stay", "rămân"),
        }
    }

    /// What blue water does at a KT; 4 is the regulars' pool.
    pub fn blue_verb(&self, kt: u8) -> &'static str {
        match kt {
            1 => self.say("away", "în altă parte"),
            2 | 3 => self.say("leave", "pleacă"),
            _ => self.say("cool off", "se răcesc"),
        }
    }

    /// What arrives at KT1.
    pub fn choose(&self) -> &'static str {
        self.say("choose", "aleg")
    }

    /// The regulars' pool.
    pub fn regulars(&self) -> &'static str {
        self.say("Regulars", "Clienți fideli")
    }

    /// What comes back, along its canal.
    pub fn regulars_return(&self) -> &'static str {
        self.say("regulars return", "se întorc")
    }

    /// The same where there is less room.
    pub fn come_back(&self) -> &'static str {
        self.say("return", "revin")
    }

    /// The sea.
    pub fn sea(&self) -> &'static str {
        self.say("The sea", "Marea")
    }

    /// The shop that has no name of its own.
    pub fn our_shop(&self) -> &'static str {
        self.say("OUR SHOP", "MAGAZINUL NOSTRU")
    }

    /// The till.
    pub fn till(&self) -> &'static str {
        self.say("Till", "Casa")
    }

    /// "490 lost".
    pub fn lost(&self, count: &str) -> String {
        [count, self.say(" lost", " pierduți")].concat()
    }

    /// "1,150 lost a day".
    pub fn lost_in_all(&self, count: &str) -> String {
        [&self.lost(count), self.a_period()].concat()
    }

    /// Where most are lost, and shorter.
    pub fn most_at(&self, place: &str) -> [String; 2] {
        [self.say("most of them at ", "cei mai mulți la "), self.say("most at ", "mult la ")]
            .map(|most| [most, place].concat())
    }

    /// Water that nobody saw leave; shorter second.
    pub fn missing(&self, count: &str) -> [String; 2] {
        [self.say(" unaccounted for", " nu se știe unde"), self.say(" missing", " lipsă")]
            .map(|what| [count, what].concat())
    }

    /// Water that was counted leaving, but never arriving; shorter second.
    pub fn extra(&self, count: &str) -> [String; 2] {
        [self.say(" more left than came", " în plus la plecare"), self.say(" too many", " în plus")]
            .map(|what| [count, what].concat())
    }

    /// Clients who are still on their way; shorter second.
    pub fn underway(&self, count: &str) -> [String; 2] {
        [self.say(" still under way", " încă pe drum"), self.say(" under way", " pe drum")]
            .map(|what| [count, what].concat())
    }

    /// Regulars who have not come back yet; shorter second.
    pub fn resting(&self, count: &str) -> [String; 2] {
        [self.say(" regulars resting", " fideli în repaus"), self.say(" resting", " în repaus")]
            .map(|what| [count, what].concat())
    }

    /// What the levers that are on cost.
    pub fn cost(&self, money: &str) -> String {
        [self.say("levers cost ", "pârghiile costă "), money].concat()
    }

    /// The largest places of a plain network.
    pub fn largest(&self) -> &'static str {
        self.say("Largest places", "Cele mai mari locuri")
    }

    /// Where a plain network's water ends.
    pub fn ends(&self) -> &'static str {
        self.say("Where it ends", "Unde ajunge")
    }

    /// Head of the scale of widths, and shorter.
    pub fn width(&self) -> [String; 2] {
        let short = self.say("Width: clients", "Lățime: clienți");
        [[short, &self.per_period()].concat(), short.to_owned()]
    }

    /// Head of the scale of colours, and shorter.
    pub fn colour(&self) -> [String; 3] {
        let all = if self.romanian {
            ["Culoare: temperatura clienților", "Culoare: temperatura", "Culoare"]
        } else {
            ["Colour: temperature of clients", "Colour: temperature", "Colour"]
        };
        all.map(str::to_owned)
    }

    /// The scale's ends and its middle, from cold.
    pub fn temperatures(&self) -> [&'static str; 3] {
        if self.romanian { ["rece", "nehotărât", "cald"] } else { ["cold", "undecided", "warm"] }
    }

    /// What a drop stands for; `figure` writes a count.
    pub fn drop(&self, clients: f64, figure: impl Fn(f64) -> String) -> [String; 2] {
        [
            self.say("1 drop", "1 picătură").to_owned(),
            self.noun(clients, &figure(clients), ["client", "clients"], ["client", "clienți"]),
        ]
    }

    /// What ribbons too thin to be drawn to scale carry; shorter second.
    pub fn thin(&self, count: &str) -> [String; 2] {
        [self.say("pale and thin: under ", "palid și subțire: sub "), self.say("pale: under ", "palid: sub ")]
            .map(|pale| [pale, count].concat())
    }

    /// That a client is drawn narrower than in the base, ever shorter.
    pub fn narrower(&self, share: &str) -> [String; 3] {
        let [water, drawn] = [self.say("water ", "apa e "), self.say("drawn at ", "desenată la ")];
        let [width, short] = [self.say(" of its width", " din lățime"), self.say("widths: ", "lățimi: ")];
        [[water, drawn, share, width].concat(), [drawn, share, width].concat(), [short, share].concat()]
    }

    /// How many streams are drawn of how many, ever shorter.
    pub fn largest_of(&self, drawn: &str, all: &str, short: &str) -> [String; 3] {
        let (of, streams) = (self.say(" of ", " din "), self.say(" streams", " cursuri"));
        let [the, largest] = [self.say("only the ", "numai cele mai mari "), self.say(" largest", "")];
        [
            [the, drawn, largest, of, all, streams].concat(),
            [self.say("", "primele "), drawn, largest, of, short, streams].concat(),
            [drawn, of, short, streams].concat(),
        ]
    }

    /// What a place is.
    pub fn kind(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Spring => self.say("Spring", "Izvor"),
            Kind::Confluence => self.say("Confluence", "Confluență"),
            Kind::Fork => self.say("Fork", "Ramificație"),
            Kind::Till => self.till(),
            Kind::Regulars => self.regulars(),
            Kind::Competitor => self.say("Competitor", "Concurent"),
            Kind::Sea => self.sea(),
        }
    }

    /// "1,200 a day".
    pub fn a_time(&self, count: &str) -> String {
        [count, self.a_period()].concat()
    }

    /// What clients do at a place: "800 a day start here".
    pub fn here(&self, kind: Kind, count: &str) -> String {
        let what = match kind {
            Kind::Spring => self.say(" start here", " pornesc de aici"),
            Kind::Till => self.say(" buy", " cumpără"),
            Kind::Competitor | Kind::Sea => self.say(" end here", " se opresc aici"),
            Kind::Confluence | Kind::Fork | Kind::Regulars => self.say(" come here", " ajung aici"),
        };
        [&self.a_time(count), what].concat()
    }

    /// "45% of KT1".
    pub fn share_of(&self, share: &str, place: &str) -> String {
        [share, self.say(" of ", " din "), place].concat()
    }

    /// "temperature 0.7".
    pub fn temperature(&self, value: &str) -> String {
        [self.say("temperature ", "temperatura "), value].concat()
    }

    /// Heads of a table of places.
    pub fn columns(&self) -> [&'static str; 6] {
        if self.romanian {
            ["Locul", "Felul", "Sosesc", "Pleacă roșii", "Pleacă albaștri", "Temperatura"]
        } else {
            ["Place", "Kind", "Arrive", "Leave red", "Leave blue", "Temperature"]
        }
    }

    /// The totals in one sentence; `short` for small canvases. Any figure may be missing.
    pub fn sentence(&self, totals: &Totals, short: bool) -> String {
        let Totals { choose, away, buy, back, lost, springs, .. } = totals;
        let part =
            |n: &Option<String>, english, romanian| n.as_ref().map(|n| [n, " ", self.say(english, romanian)].concat());
        let mut parts: Vec<String> = Vec::new();
        let head = match choose {
            Some(choose) if short => {
                if let Some(away) = away {
                    parts.push(
                        [away, self.say(" of ", " din "), choose, self.say(" go elsewhere", " merg în altă parte")]
                            .concat(),
                    );
                }
                None
            }
            Some(choose) => {
                parts.extend(part(away, "go elsewhere", "merg în altă parte"));
                Some([choose, self.a_period(), self.say(" choose where to buy", " aleg de unde cumpără")].concat())
            }
            None => {
                let count = totals.spring_count;
                let places = self.noun(count as f64, &count.to_string(), ["place", "places"], ["loc", "locuri"]);
                Some([springs, self.a_period(), self.say(" come from ", " vin din "), &places].concat())
            }
        };
        parts.extend(part(buy, "buy", "cumpără"));
        parts.extend(part(back, "come back", "se întorc"));
        if away.is_none() && back.is_none() {
            parts.extend(part(lost, "are lost", "se pierd"));
        }
        match (head, parts.is_empty()) {
            (Some(head), true) => head,
            (Some(head), false) => [head, parts.join(", ")].join(": "),
            (None, _) => parts.join(", "),
        }
    }
}

/// Figures for the sentence, as they are written.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    /// Into KT1.
    pub choose: Option<String>,
    /// Blue from KT1.
    pub away: Option<String>,
    /// Through tills.
    pub buy: Option<String>,
    /// Regulars who return.
    pub back: Option<String>,
    /// Lost in all.
    pub lost: Option<String>,
    /// Put in by springs.
    pub springs: String,
    /// Number of springs.
    pub spring_count: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drops_and_periods_read_well() {
        let drop = |words: &Words, clients| words.drop(clients, |n| (n as u64).to_string()).join(" = ");
        let words = Words::new("en-GB", Period::Hour);
        assert_eq!(drop(&words, 1.0), "1 drop = 1 client");
        assert_eq!(drop(&words, 20.0), "1 drop = 20 clients");
        assert_eq!(words.basin(), ["THE BASIN, PER HOUR", "THE BASIN"]);
        assert_eq!(Words::new("de", Period::Total).basin(), ["THE BASIN", "THE BASIN"]);
        let words = Words::new("ro", Period::Day);
        assert_eq!(drop(&words, 20.0), "1 picătură = 20 de clienți");
        assert_eq!(words.buyers(240.0, "240", Some("85 RON")), "240 de cumpărători la 85 RON");
        assert_eq!(words.buyers(1_205.0, "1.205", None), "1.205 cumpărători");
        assert_eq!(words.lost_in_all("1.150"), "1.150 pierduți pe zi");
    }
}
