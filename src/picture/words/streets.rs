//! Words that only the map of a city's own streets needs.

use super::Words;
use crate::map::flow_frame::angle_of;
use kurbo::Vec2;

impl Words {
    /// Where water leaves a map without a sea.
    pub fn off_the_map(&self) -> &'static str {
        self.say("Off the map", "În afara hărții")
    }

    /// A street that has no name.
    pub fn street(&self) -> &'static str {
        self.say("Street", "Stradă")
    }

    /// The river that comes by a street.
    pub fn by_street(&self, street: &str) -> String {
        [self.say("by ", "pe "), street].concat()
    }

    /// Whither something runs on a map with north up.
    pub fn compass(&self, way: Vec2) -> &'static str {
        const ENGLISH: [&str; 8] =
            ["east", "southeast", "south", "southwest", "west", "northwest", "north", "northeast"];
        const ROMANIAN: [&str; 8] = ["est", "sud-est", "sud", "sud-vest", "vest", "nord-vest", "nord", "nord-est"];
        let eighth = (angle_of(way) / std::f64::consts::FRAC_PI_4).round().rem_euclid(8.0) as usize;
        let word = |words: [&'static str; 8]| words.into_iter().nth(eighth).unwrap_or_default();
        self.say(word(ENGLISH), word(ROMANIAN))
    }
}
