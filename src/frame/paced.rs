//! Drops that do not run as fast as the water of their way does: each has a pace, and if need be a temperature, of its own.

use super::drops::{Drops, Lane};

/// Seconds in which such a drop appears, and disappears.
pub const APPEARS: f32 = 0.25;

/// Where a drop is at one age; between two everything is linear.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Milestone {
    /// Its age, s.
    pub age: f32,
    /// Where it is on its way: at the water of this age.
    pub along: f32,
    /// Its own temperature.
    pub temperature: f32,
    /// How much that counts, 0 to 1; the rest is the water's there.
    pub own: f32,
}

/// Which milestones are a lane's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paced {
    /// Index of the first.
    pub first: usize,
    /// How many there are; 0: its drops run as the water does.
    pub count: usize,
}

/// What a drop is at its age.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stand {
    /// Where, on what it says of itself.
    pub at: Milestone,
    /// How much of its size is seen, 0 to 1.
    pub size: f32,
}

impl Paced {
    /// The milestones of the lane; none where its drops run as the water does.
    pub fn of<'a>(&self, milestones: &'a [Milestone]) -> &'a [Milestone] {
        self.first.checked_add(self.count).and_then(|end| milestones.get(self.first..end)).unwrap_or_default()
    }
}

impl Lane {
    /// Whether its drops have a pace of their own.
    pub fn is_paced(&self) -> bool {
        self.paced.count > 0
    }
}

impl Drops {
    /// What a lane's drop is at an age at which it is seen; as the water there, where it runs like that.
    pub fn stand(&self, lane: &Lane, age: f32) -> Stand {
        let own = lane.paced.of(&self.milestones);
        let water = Milestone { age, along: age, ..Milestone::default() };
        let Some((first, last)) = own.first().zip(own.last()) else { return Stand { at: water, size: 1.0 } };
        let next = own.partition_point(|milestone| milestone.age <= age);
        let a = next.checked_sub(1).and_then(|index| own.get(index)).unwrap_or(first);
        let b = own.get(next).unwrap_or(last);
        let part = ((age - a.age) / (b.age - a.age).max(1e-6)).clamp(0.0, 1.0);
        let blend = |a: f32, b: f32| a + (b - a) * part;
        let at = Milestone {
            age,
            along: blend(a.along, b.along),
            temperature: blend(a.temperature, b.temperature),
            own: blend(a.own, b.own),
        };
        Stand { at, size: (age.min(last.age - age) / APPEARS).clamp(0.0, 1.0) }
    }
}
