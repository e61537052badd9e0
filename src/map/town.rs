//! A generated town.
use super::{Class, Street, Streets};
use kurbo::Point;
/// Dev.
pub fn only_roads(roads: &[Vec<Point>]) -> Streets {
    let mut streets = Streets::default();
    let mut index = std::collections::BTreeMap::new();
    for road in roads {
        let mut last = None;
        for p in road {
            let key = ((p.x * 20.0) as i64, (p.y * 20.0) as i64);
            let i = *index.entry(key).or_insert_with(|| { streets.corners.push(*p); streets.corners.len() as u32 - 1 });
            if let Some(l) = last && l != i { streets.streets.push(Street { from: l, to: i, class: Class::Main }); }
            last = Some(i);
        }
    }
    streets
}
