//! What clients' events come to: passages, counted.

use super::super::contract::Mood;

/// Something that happened with a client.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    /// Whom it happened with, by number.
    pub client: usize,
    /// When, in microseconds.
    pub at: i64,
    /// At which point: 0 (first contact), 1, 2 or 3.
    pub kt: usize,
    /// What was decided there; blue at 0 means nothing.
    pub mood: Mood,
    /// Money.
    pub value: f64,
    /// The client's temperature from here on.
    pub warmth: Option<Warmth>,
    /// The channel that the client came from, by number.
    pub spring: Option<usize>,
}

/// A temperature: overall, and of the sides company, staff and product that are known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Warmth {
    /// Overall.
    pub overall: f64,
    /// By side; none where only the whole is known.
    pub sides: [Option<f64>; 3],
}

/// What a stream has carried.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Way {
    /// How many clients.
    pub count: u64,
    /// How many days some took, as far as that is known.
    pub days: Vec<f64>,
    /// Temperatures of some.
    pub warmth: Vec<Warmth>,
}

/// All passages together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// From each spring to KT1.
    pub springs: Vec<Way>,
    /// Back from the regulars to KT1.
    pub back: Way,
    /// Red out of each KT, and on to the next.
    pub red: [Way; 3],
    /// Blue out of each KT.
    pub blue: [Way; 3],
    /// How many have not met each KT yet, on the way to it.
    pub underway: [u64; 3],
    /// How many regulars have not come back.
    pub resting: u64,
    /// Values of what was red at KT2.
    pub revenue: f64,
}

/// Microseconds of a day.
const DAY: f64 = 86_400e6;

/// Where a client is.
#[derive(Clone, Copy)]
enum State {
    /// Nowhere: before the first event, or after one that was blue.
    Away,
    /// A regular, since then.
    Regular(i64),
    /// On a passage.
    Passage(Passage),
}

#[derive(Clone, Copy)]
struct Passage {
    /// The last KT that was met; 0: none yet.
    met: usize,
    /// When that was, where it was seen.
    since: Option<i64>,
    /// Whether it came back from the regulars.
    back: bool,
}

/// Which stream of a tally.
#[derive(Clone, Copy, PartialEq)]
enum Stream {
    Spring(usize),
    Back,
    Red(usize),
    Blue(usize),
}

impl Tally {
    /// Counts events, in any order; `springs` is how many springs there are, the last of them for clients who name none where
    /// `unnamed` says which one that is.
    pub fn of(events: &[Event], clients: usize, springs: usize, unnamed: usize) -> Self {
        let mut tally = Self { springs: vec![Way::default(); springs], ..Self::default() };
        // Client by client, each in the order given (a counting sort), then by time.
        let mut ends = vec![0_usize; clients + 1];
        events.iter().for_each(|event| ends.iter_mut().skip(event.client + 1).take(1).for_each(|end| *end += 1));
        let mut sum = 0;
        for end in &mut ends {
            sum += *end;
            *end = sum;
        }
        let starts = ends.clone();
        let mut order = vec![0_usize; events.len()];
        for (index, event) in events.iter().enumerate() {
            let Some(next) = ends.get_mut(event.client) else { continue };
            order.iter_mut().skip(*next).take(1).for_each(|slot| *slot = index);
            *next += 1;
        }
        let at = |index: &usize| events.get(*index).map_or(0, |event| event.at);
        for bounds in starts.windows(2) {
            let [from, to] = bounds else { continue };
            let Some(own) = order.get_mut(*from..*to) else { continue };
            if !own.is_sorted_by_key(at) {
                crate::order::sort(own, |a, b| at(a).cmp(&at(b)));
            }
            tally.client(&|| own.iter().filter_map(|index| events.get(*index)), unnamed);
        }
        tally
    }

    fn client<'a, I: Iterator<Item = &'a Event>>(&mut self, events: &dyn Fn() -> I, unnamed: usize) {
        let spring = events().find_map(|event| event.spring).unwrap_or(unnamed);
        let mut state = State::Away;
        // On which stream the client is, and how warm as far as that was said since.
        let mut on: Option<(Stream, Option<Warmth>)> = None;
        for event in events() {
            let mut passage = match state {
                State::Passage(passage) => passage,
                State::Away => {
                    self.enter(&mut on, Stream::Spring(spring));
                    // When a client who was first seen at a KT had the first contact is not known.
                    Passage { met: 0, since: (event.kt == 0).then_some(event.at), back: false }
                }
                State::Regular(since) => {
                    self.enter(&mut on, Stream::Back);
                    Passage { met: 0, since: Some(since), back: true }
                }
            };
            let red = event.mood == Mood::Red;
            if event.kt == 2 && red {
                self.revenue += event.value;
            }
            state = State::Passage(passage);
            if event.kt > passage.met {
                if let (true, Some(since)) = (event.kt == passage.met + 1, passage.since) {
                    let days = (event.at - since) as f64 / DAY;
                    let stream = match passage.met {
                        0 if passage.back => Stream::Back,
                        0 => Stream::Spring(spring),
                        met => Stream::Red(met),
                    };
                    self.way(stream).into_iter().for_each(|way| way.days.push(days));
                }
                for kt in passage.met + 1..event.kt {
                    self.enter(&mut on, Stream::Red(kt));
                }
                self.enter(&mut on, if red { Stream::Red(event.kt) } else { Stream::Blue(event.kt) });
                (passage.met, passage.since) = (event.kt, Some(event.at));
                state = match (red, event.kt) {
                    (false, _) => State::Away,
                    (true, 3) => State::Regular(event.at),
                    _ => State::Passage(passage),
                };
            }
            if let (Some((_, warmth)), Some(now)) = (&mut on, event.warmth) {
                *warmth = Some(now);
            }
        }
        self.leave(on.take());
        match state {
            State::Away => {}
            State::Regular(_) => self.resting += 1,
            State::Passage(passage) => self.underway.iter_mut().skip(passage.met).take(1).for_each(|count| *count += 1),
        }
    }

    /// A client goes over onto another stream.
    fn enter(&mut self, on: &mut Option<(Stream, Option<Warmth>)>, stream: Stream) {
        self.leave(on.take());
        self.way(stream).into_iter().for_each(|way| way.count += 1);
        *on = Some((stream, None));
    }

    fn leave(&mut self, on: Option<(Stream, Option<Warmth>)>) {
        if let Some((stream, Some(warmth))) = on {
            self.way(stream).into_iter().for_each(|way| way.warmth.push(warmth));
        }
    }

    fn way(&mut self, stream: Stream) -> Option<&mut Way> {
        match stream {
            Stream::Spring(spring) => self.springs.get_mut(spring),
            Stream::Back => Some(&mut self.back),
            Stream::Red(kt) => self.red.get_mut(kt.wrapping_sub(1)),
            Stream::Blue(kt) => self.blue.get_mut(kt.wrapping_sub(1)),
        }
    }
}

impl Way {
    /// The median of its days: of an even number the mean of the two in the middle.
    pub fn median(&mut self) -> Option<f64> {
        let days = &mut self.days;
        days.sort_unstable_by(f64::total_cmp);
        let (low, high) = (days.len().checked_sub(1)? / 2, days.len() / 2);
        Some((days.get(low)? + days.get(high)?) / 2.0)
    }

    /// The mean temperature, where any is known; by side where the same sides are of all.
    pub fn temperature(&self) -> Option<Warmth> {
        let mean = |of: &dyn Fn(&Warmth) -> Option<f64>| {
            let (sum, count) =
                self.warmth.iter().filter_map(of).fold((0.0, 0.0), |(sum, count), t| (sum + t, count + 1.0));
            (count > 0.0).then(|| sum / count)
        };
        let overall = mean(&|warmth| Some(warmth.overall))?;
        // Else the mean of the sides would not be that of the whole.
        let known = |warmth: &Warmth| warmth.sides.map(|side| side.is_some());
        let by_side = self.warmth.windows(2).all(|pair| matches!(pair, [a, b] if known(a) == known(b)));
        let side = |side: usize| mean(&|warmth| warmth.sides.get(side).copied().flatten()).filter(|_| by_side);
        Some(Warmth { overall, sides: [side(0), side(1), side(2)] })
    }
}
