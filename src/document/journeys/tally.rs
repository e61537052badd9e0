//! What clients' events come to: passages, counted.

use super::{
    course::{Begin, Course, State, Taken},
    log::Log,
    row::Warmth,
};
use crate::document::{
    contract::Mood,
    read::dates::{DAY, Moment},
};

/// What a stream has carried.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Way {
    /// How many clients.
    pub count: u64,
    /// How many days they took, as the median of those of whom it is known.
    pub days: Option<f64>,
    /// Their mean temperature, where any is known; by side where the same sides are of all.
    pub warmth: Option<Warmth>,
}

/// The same while it is being counted.
#[derive(Clone, Debug, Default)]
pub struct Carried {
    count: u64,
    days: Vec<f64>,
    /// Of days that are no longer there.
    median: Option<f64>,
    /// Sums over the clients whose temperature is known, and how many these are.
    warmth: Warmth,
    warm: u64,
    /// Whether the sides are not the same of all: else the mean of the sides would not be that of the whole.
    mixed: bool,
}

/// All passages together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally<W> {
    /// From each spring to KT1.
    pub springs: Vec<W>,
    /// Back from the regulars to KT1.
    pub back: W,
    /// Red out of each KT, and on to the next.
    pub red: [W; 3],
    /// Blue out of each KT.
    pub blue: [W; 3],
    /// How many have not met each KT yet, on the way to it.
    pub underway: [u64; 3],
    /// How many regulars have not come back.
    pub resting: u64,
    /// Values of what was red at KT2.
    pub revenue: f64,
}

/// Which stream of a tally.
#[derive(Clone, Copy, PartialEq)]
enum Stream {
    Spring(usize),
    Back,
    Red(usize),
    Blue(usize),
}

impl Tally<Carried> {
    /// One of nothing yet, with as many springs as the log has.
    pub fn new(log: &Log) -> Self {
        let springs = log.springs.count() + usize::from(log.unnamed.is_some());
        Self { springs: vec![Carried::default(); springs], ..Self::default() }
    }

    /// Does a part of what takes longest to [`finish`](Self::finish); whether there may be more.
    pub fn ripen(&mut self) -> bool {
        let Self { springs, back, red, .. } = self;
        let way = springs.iter_mut().chain([back]).chain(red).find(|way| !way.days.is_empty());
        way.map(|way| way.median = median(&mut std::mem::take(&mut way.days))).is_some()
    }

    /// What all that was counted comes to.
    pub fn finish(self) -> Tally<Way> {
        let Self { springs, back, red, blue, underway, resting, revenue } = self;
        Tally {
            springs: springs.into_iter().map(Carried::finish).collect(),
            back: back.finish(),
            red: red.map(Carried::finish),
            blue: blue.map(Carried::finish),
            underway,
            resting,
            revenue,
        }
    }

    /// Counts the passages of a client, each in the tally whose number is said for the moment when it begins.
    #[cfg_attr(small, optimize(speed))]
    pub fn count(tallies: &mut [Self], place: &dyn Fn(&Moment) -> usize, log: &Log, client: usize) {
        let rows = log.rows_of(client);
        let spring = log.spring_of(client);
        let mut course = Course::default();
        // When the last KT was met, where it was seen, and whether the passage came back from the regulars.
        let (mut since, mut back) = (None, false);
        let mut walk = Walk { tallies, own: 0, on: None };
        for row in rows {
            let (Some(point), at) = (log.point(&row), row.moment.at) else { continue };
            let Taken { begins, met, decides } = course.take(point);
            match begins {
                None => {}
                Some(Begin::Spring) => {
                    walk.begin(place(&row.moment), Stream::Spring(spring));
                    // When a client who was first seen at a KT had the first contact is not known.
                    (since, back) = ((point.kt == 0).then_some(at), false);
                }
                Some(Begin::Back) => {
                    walk.begin(place(&row.moment), Stream::Back);
                    back = true;
                }
            }
            let red = point.mood == Some(Mood::Red);
            if point.kt == 2 && red && !row.value.is_nan() {
                walk.tally().into_iter().for_each(|tally| tally.revenue += row.value);
            }
            if decides {
                if let (true, Some(since)) = (point.kt == met + 1, since) {
                    let days = (at - since) as f64 / DAY as f64;
                    let stream = match met {
                        0 if back => Stream::Back,
                        0 => Stream::Spring(spring),
                        met => Stream::Red(met),
                    };
                    walk.way(stream).into_iter().for_each(|way| way.days.push(days));
                }
                for kt in met + 1..point.kt {
                    walk.enter(Stream::Red(kt));
                }
                walk.enter(if red { Stream::Red(point.kt) } else { Stream::Blue(point.kt) });
                since = Some(at);
            }
            if let (Some((_, warmth)), now @ Some(_)) = (&mut walk.on, log.more(&row).warmth) {
                *warmth = now;
            }
        }
        walk.leave();
        let Some(tally) = walk.tally() else { return };
        match course.state {
            None | Some(State::Lost(_)) => {}
            Some(State::Regular) => tally.resting += 1,
            Some(State::Underway(met)) => tally.underway.iter_mut().skip(met).take(1).for_each(|count| *count += 1),
        }
    }
}

/// A client on the way.
struct Walk<'a> {
    tallies: &'a mut [Tally<Carried>],
    /// Which of these the passage is counted in.
    own: usize,
    /// On which stream the client is, and how warm as far as that was said since.
    on: Option<(Stream, Option<Warmth>)>,
}

impl Walk<'_> {
    fn tally(&mut self) -> Option<&mut Tally<Carried>> {
        self.tallies.get_mut(self.own)
    }

    /// Begins a passage.
    fn begin(&mut self, own: usize, stream: Stream) {
        self.leave();
        self.own = own;
        self.enter(stream);
    }

    /// The client goes over onto another stream.
    fn enter(&mut self, stream: Stream) {
        self.leave();
        self.way(stream).into_iter().for_each(|way| way.count += 1);
        self.on = Some((stream, None));
    }

    fn leave(&mut self) {
        if let Some((stream, Some(warmth))) = self.on.take() {
            self.way(stream).into_iter().for_each(|way| way.warm(&warmth));
        }
    }

    fn way(&mut self, stream: Stream) -> Option<&mut Carried> {
        let tally = self.tally()?;
        match stream {
            Stream::Spring(spring) => tally.springs.get_mut(spring),
            Stream::Back => Some(&mut tally.back),
            Stream::Red(kt) => tally.red.get_mut(kt.wrapping_sub(1)),
            Stream::Blue(kt) => tally.blue.get_mut(kt.wrapping_sub(1)),
        }
    }
}

impl Carried {
    /// Whether it carried anybody.
    pub fn any(&self) -> bool {
        self.count > 0
    }

    fn warm(&mut self, warmth: &Warmth) {
        let known = |warmth: &Warmth| warmth.sides.map(|side| side.is_some());
        if self.warm == 0 {
            self.warmth.sides = warmth.sides.map(|side| side.map(|_| 0.0));
        }
        self.mixed |= known(&self.warmth) != known(warmth);
        self.warm += 1;
        self.warmth.overall += warmth.overall;
        for (sum, side) in self.warmth.sides.iter_mut().zip(warmth.sides) {
            if let (Some(sum), Some(side)) = (sum, side) {
                *sum += side;
            }
        }
    }

    fn finish(mut self) -> Way {
        let each = |sum: f64| sum / self.warm as f64;
        let sides = self.warmth.sides.map(|side| side.filter(|_| !self.mixed).map(each));
        let warmth = (self.warm > 0).then(|| Warmth { overall: each(self.warmth.overall), sides });
        Way { count: self.count, days: median(&mut self.days).or(self.median), warmth }
    }
}

/// The median: of an even number the mean of the two in the middle.
fn median(days: &mut [f64]) -> Option<f64> {
    let half = days.len() / 2;
    let even = days.len().is_multiple_of(2);
    if days.is_empty() {
        return None;
    }
    let (low, high, _) = days.select_nth_unstable_by(half, f64::total_cmp);
    let below = low.iter().copied().max_by(f64::total_cmp).filter(|_| even);
    Some((below.unwrap_or(*high) + *high) / 2.0)
}
