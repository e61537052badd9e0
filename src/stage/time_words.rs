//! Words of a river in time.

use super::words::Words;
use crate::map::Unit;

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
}
