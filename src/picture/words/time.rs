//! Words of a river in time.

use super::Words;
use crate::map::{Unit, threads::State};

impl Words {
    /// What is asked at a KT, in time.
    pub fn question(&self, kt: u8) -> &'static str {
        match kt {
            1 => self.say("Do they come to us?", "Vin la noi?"),
            2 => self.say("Do they buy?", "Cumpără?"),
            _ => self.say("Are they content?", "Sunt mulțumiți?"),
        }
    }

    /// What red water does there.
    pub fn go_on(&self, kt: u8) -> &'static str {
        match kt {
            1 => self.say("go on", "merg mai departe"),
            2 => self.say("buy", "cumpără"),
            _ => self.say("stay", "rămân"),
        }
    }

    /// What blue water does there.
    pub fn leave(&self) -> &'static str {
        self.say("leave", "pleacă")
    }

    /// "lost at KT2".
    pub fn lost_at(&self, place: &str) -> String {
        [self.say("lost at ", "pierduți la "), place].concat()
    }

    /// What arrives at KT1, in time.
    pub fn choose_in_time(&self) -> &'static str {
        self.say("first contacts", "primele contacte")
    }

    /// What an axis of time counts.
    pub fn since_first(&self, unit: Unit) -> &'static str {
        match unit {
            Unit::Hour => self.say("hours since first contact", "ore de la primul contact"),
            Unit::Day => self.say("days since first contact", "zile de la primul contact"),
            Unit::Month => self.say("months since first contact", "luni de la primul contact"),
            Unit::Year => self.say("years since first contact", "ani de la primul contact"),
        }
    }

    /// That no times are known.
    pub fn no_times(&self) -> &'static str {
        self.say("no times are given", "fără durate")
    }

    /// The totals in one sentence, in time: where most are lost, of how many, and what is left.
    pub fn sentence_in_time(&self, worst: Option<[&str; 3]>, stay: Option<&str>) -> String {
        let lost = worst.map(|[place, lost, of]| {
            if self.romanian {
                ["Cei mai mulți se pierd la ", place, ": pleacă ", lost, " din ", of].concat()
            } else {
                ["Most are lost at ", place, ": ", lost, " of ", of, " leave there"].concat()
            }
        });
        let stay = stay.map(|stay| [stay, self.say(" become regulars", " devin fideli")].concat());
        lost.into_iter().chain(stay).collect::<Vec<_>>().join(". ")
    }

    /// "36 clients".
    pub fn clients(&self, count: f64, shown: &str) -> String {
        self.noun(count, shown, ["client", "clients"], ["client", "clienți"])
    }

    /// What some of them are.
    pub fn are_regulars(&self) -> &'static str {
        self.say("are regulars", "sunt fideli")
    }

    /// A month's short name, 1 to 12.
    pub fn month(&self, month: i64) -> &'static str {
        const MONTHS: [[&str; 2]; 12] = [
            ["Jan", "ian."],
            ["Feb", "feb."],
            ["Mar", "mar."],
            ["Apr", "apr."],
            ["May", "mai"],
            ["Jun", "iun."],
            ["Jul", "iul."],
            ["Aug", "aug."],
            ["Sep", "sept."],
            ["Oct", "oct."],
            ["Nov", "nov."],
            ["Dec", "dec."],
        ];
        let index = usize::try_from(month - 1).unwrap_or(0);
        MONTHS.get(index).map_or("", |[english, romanian]| self.say(english, romanian))
    }

    /// "23 Nov".
    pub fn day(&self, [_, month, day]: [i64; 3]) -> String {
        [&day.to_string(), " ", self.month(month)].concat()
    }

    /// What the marks along a thread mean: a first contact, red at a gate, blue at a gate, another event, a return.
    pub fn thread_marks(&self) -> [&'static str; 5] {
        if self.romanian {
            ["primul contact", "trece de o poartă", "pleacă de acolo", "alt eveniment", "client fidel revine"]
        } else {
            ["first contact", "passes a gate", "turns away there", "other event", "regular comes back"]
        }
    }

    /// What a single client is.
    pub fn client(&self) -> &'static str {
        self.say("Client", "Client")
    }

    /// A first contact, as an event.
    pub fn first_contact(&self) -> &'static str {
        self.say("first contact", "primul contact")
    }

    /// What one client did at a KT where it went on.
    pub fn goes_on(&self, kt: u8) -> &'static str {
        match kt {
            1 => self.say("goes on", "merge mai departe"),
            2 => self.say("buys", "cumpără"),
            _ => self.say("stays", "rămâne"),
        }
    }

    /// What one did where it left.
    pub fn leaves(&self) -> &'static str {
        self.say("leaves", "pleacă")
    }

    /// Where a client is at last.
    pub fn client_state(&self, state: State) -> String {
        match state {
            State::Regular => self.say("a regular", "client fidel").to_owned(),
            State::Lost(kt) => [self.say("lost at KT", "pierdut la KT"), &kt.to_string()].concat(),
            State::Underway(kts) => {
                let next = (kts + 1).min(3).to_string();
                [self.say("under way to KT", "pe drum spre KT"), &next].concat()
            }
        }
    }
}
