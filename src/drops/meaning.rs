//! What one drop stands for.

/// Seconds in which a period passes where there are clients enough.
const USUAL: f64 = 9.0;
/// The least of them that fewer clients make of it, s, unless water would be so empty that it is not seen to run.
const QUICK: f64 = 2.1;

/// What a drop stands for: drops per second across any cut are the clients per period there, divided by
/// `clients_per_drop * seconds_per_period`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Meaning {
    /// Clients that one drop stands for: 1, 2, 5, 10, 20, ....
    pub clients_per_drop: f64,
    /// Seconds in which a period (the document's) passes: 10 or as many times 0.8 as it takes, or through 0.8. The fewer
    /// clients there are, the faster time passes, so that their water is still seen to run.
    pub seconds_per_period: f64,
}

impl Meaning {
    /// Drops per second for so many clients per period.
    pub(super) fn rate(&self, clients: f64) -> f64 {
        if clients > 0.0 { clients / (self.clients_per_drop * self.seconds_per_period) } else { 0.0 }
    }

    /// What brings about `target` drops where there are clients for them, and at least `least` where there are not;
    /// `work` is the sum over all ways of clients per period times seconds along the way.
    pub(super) fn usual(work: f64, target: f64, least: f64) -> Self {
        let usual = Self::of(work, target, USUAL);
        if usual.seconds_per_period >= QUICK {
            return usual;
        }
        // The slowest of what is quick enough for so many.
        let few = Self::of(work, least.min(target), USUAL);
        if few.seconds_per_period < QUICK { few } else { Self { seconds_per_period: QUICK, ..few } }
    }

    /// What brings about `target` drops, with about so many seconds for a period, or fewer where there are not so many
    /// clients.
    pub(super) fn of(work: f64, target: f64, seconds: f64) -> Self {
        let (mut clients_per_drop, ideal) = (1.0, work / target / seconds);
        if ideal > 1.0 && ideal < 1e18 {
            let off = |number: &f64| libm::log(number / ideal).abs();
            clients_per_drop = round_numbers().min_by(|a, b| off(a).total_cmp(&off(b))).unwrap_or(1.0);
        }
        let wanted = work / target / clients_per_drop;
        let steps =
            if wanted > 1e-12 && wanted < 1e12 { libm::round(libm::log(wanted / 10.0) / libm::log(0.8)) } else { 0.0 };
        Self { clients_per_drop, seconds_per_period: 10.0 * libm::pow(0.8, steps) }
    }

    /// So many round numbers on, in the same time.
    pub(super) fn coarser(self, steps: u32) -> Self {
        let on = round_numbers().filter(|number| *number > self.clients_per_drop * 0.99).nth(steps as usize);
        Self { clients_per_drop: on.unwrap_or(self.clients_per_drop), ..self }
    }
}

/// 1, 2, 5, 10, 20, ..., up to more clients than there are.
fn round_numbers() -> impl Iterator<Item = f64> {
    (0..=18).flat_map(|power| [1.0, 2.0, 5.0].map(|digit| digit * libm::pow(10.0, f64::from(power))))
}
