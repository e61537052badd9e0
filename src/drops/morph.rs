//! Strands that go over into others.

use super::{Strand, Strands};
use crate::{frame::drops::Lane, order};
use std::rc::Rc;

/// Drops of which less is seen, as an area, are gone.
const LEAST: f64 = 1e-3;
/// More strands than this do not move fast enough to be worth it.
const MOST: usize = 4_000;

/// Two sets of strands, one for one.
#[derive(Clone, Debug, PartialEq)]
pub struct Morph {
    from: Strands,
    to: Strands,
}

impl Morph {
    /// From what is seen to what is to be seen, whose streams have the same numbers; none where there are too many. Drops of a
    /// way that as many clients take as before stay the same ones: `to` takes over their lanes. All others come in, or go,
    /// as a whole.
    pub fn new(mut from: Strands, to: &mut Strands) -> Option<Self> {
        from.all.retain(|strand| strand.part > LEAST);
        if from.all.len() + to.all.len() > MOST {
            return None;
        }
        if !from.chance.is_empty() && !to.chance.is_empty() {
            to.chance.clone_from(&from.chance);
        }
        let classes = by_streams(&from.all, &to.all);
        let (old_classes, new_classes) = classes.split_at(from.all.len());
        let mut olds: Vec<Vec<usize>> = vec![Vec::new(); classes.len()];
        for (index, class) in old_classes.iter().enumerate() {
            olds.iter_mut().skip(*class).take(1).for_each(|own| own.push(index));
        }
        let mut kept = vec![false; from.all.len()];
        let mut pairs: Vec<(Strand, Strand)> = Vec::with_capacity(from.all.len() + to.all.len());
        for (new, class) in to.all.iter_mut().zip(new_classes) {
            let like = olds.get(*class).map_or(&[][..], |own| own);
            let is_same = |index: &&usize| {
                kept.get(**index) == Some(&false) && from.all.get(**index).is_some_and(|old| same_drops(old, new))
            };
            let same = like.iter().find(is_same);
            let old = same.or(like.first()).and_then(|index| from.all.get(*index));
            let mut start = Strand { part: 0.0, ..new.clone() };
            if let Some(old) = old {
                start.way = old.way.clone();
            }
            if let (Some(index), Some(old)) = (same, old) {
                kept.iter_mut().skip(*index).take(1).for_each(|kept| *kept = true);
                new.lanes.clone_from(&old.lanes);
                start = old.clone();
            }
            pairs.push((start, new.clone()));
        }
        for ((old, class), _) in from.all.into_iter().zip(old_classes).zip(&kept).filter(|(_, kept)| !**kept) {
            let new = new_classes.iter().position(|own| own == class).and_then(|index| to.all.get(index));
            let way = new.unwrap_or(&old).way.clone();
            pairs.push((old.clone(), Strand { way, part: 0.0, ..old }));
        }
        let (olds, news) = pairs.into_iter().unzip();
        Some(Self { from: Strands { all: olds, ..from }, to: Strands { all: news, ..to.clone() } })
    }

    /// Whether nothing changes.
    pub fn is_still(&self) -> bool {
        self.from == self.to
    }

    /// What is seen when `part` of it, 0 to 1, has passed.
    pub fn at(&self, part: f64) -> Strands {
        let mix = |a: f64, b: f64| a + (b - a) * part;
        let mut now = self.to.clone();
        (now.head, now.length) = (mix(self.from.head, now.head), mix(self.from.length, now.length));
        for (new, old) in now.all.iter_mut().zip(&self.from.all) {
            new.part = mix(old.part, new.part);
            for (new, old) in new.way.steps.iter_mut().zip(&old.way.steps) {
                for (new, old) in [(&mut new.across, old.across), (&mut new.onward, old.onward)] {
                    *new = (mix(old.0, new.0), mix(old.1, new.1));
                }
            }
        }
        now
    }
}

impl Strands {
    /// Gives streams the numbers that they have in another list.
    pub fn renumber(&mut self, numbers: &[usize]) {
        for step in self.all.iter_mut().flat_map(|strand| &mut strand.way.steps) {
            step.stream = numbers.get(step.stream).copied().unwrap_or(usize::MAX);
        }
    }
}

/// The same number for strands that run along the same streams, of these and then of those.
fn by_streams(these: &[Strand], those: &[Strand]) -> Vec<usize> {
    let all: Vec<&Strand> = these.iter().chain(those).collect();
    let streams =
        |index: usize| all.get(index).into_iter().flat_map(|strand| &strand.way.steps).map(|step| step.stream);
    order::classes(all.len(), &|a, b| streams(a).cmp(streams(b)))
}

/// Whether as many drops come on the same lanes, where these have a pace of their own at the same pace.
fn same_drops(one: &Strand, other: &Strand) -> bool {
    let same = |(a, b): (&Lane, &Lane)| {
        let paced = a.is_paced() || b.is_paced();
        (a.rate - b.rate).abs() <= 1e-9 * b.rate && (!paced || (a.phase, a.paced) == (b.phase, b.paced))
    };
    let lanes = one.lanes.len() == other.lanes.len() && one.lanes.iter().zip(&other.lanes).all(same);
    lanes && (Rc::ptr_eq(&one.milestones, &other.milestones) || one.milestones == other.milestones)
}
