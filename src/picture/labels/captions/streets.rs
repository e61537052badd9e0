//! What is said along a city's own streets: how much comes by the largest rivers.

use super::{around, rank};
use crate::{
    map::{
        Reach,
        flow_frame::{angle_of, right_of},
        given::uncovered,
        tangent,
    },
    picture::{
        placing::{Label, Slot},
        scene::{Scene, Site},
        style::text::Run,
        water::COLD,
    },
};

/// So many rivers are told, and no narrower ones, px before scaling.
const RIVERS: usize = 4;
const BROAD: f64 = 7.0;
/// Shorter reaches have no room for a label, px before scaling.
const LONG: f64 = 40.0;

/// The largest rivers, each street once: how much comes by it.
pub fn rivers(scene: &Scene, labels: &mut Vec<Label>) {
    let s = scene.scale();
    let open = uncovered(&scene.map.frame);
    let seen = |reach: &&Reach| {
        reach.mood.is_none()
            && reach.streams.len() > 1
            && reach.streams.iter().all(|stream| is_undecided(scene, *stream))
            && reach.name.is_some()
            && reach.width >= BROAD * s
            && reach.length() > LONG * s
            && reach.line.iter().any(|p| open.contains(*p))
    };
    let mut reaches: Vec<&Reach> = scene.map.reaches.iter().filter(seen).collect();
    crate::order::sort(&mut reaches, |a, b| b.width.total_cmp(&a.width));
    let mut told: Vec<&str> = Vec::new();
    // All that comes is said at the KT1.
    let all = scene.sites.iter().filter(|site| site.kt == Some(1)).map(|site| site.breadth).fold(0.0, f64::max);
    for reach in reaches.into_iter().filter(|reach| reach.width < 0.93 * all) {
        let name = reach.name.as_deref().unwrap_or_default();
        if told.contains(&name) || told.len() >= RIVERS {
            continue;
        }
        told.push(name);
        let flow = |stream: &usize| scene.network.solved.streams.get(*stream).map_or(0.0, |flow| flow.clients);
        let clients: f64 = reach.streams.iter().map(flow).sum();
        let count = Run::new(scene.figures.count(clients), scene.font(17.0), 800, scene.theme.ink);
        let by = Run::new(scene.words.by_street(&short(name)), scene.font(13.0), 600, scene.theme.ink);
        labels.push(Label {
            versions: vec![(0.0, vec![vec![count.clone()], vec![by.clone()]]), (2.0, vec![vec![count, by]])],
            slots: beside(reach, s),
            priority: rank::RIVER + (100.0 * reach.width / all.max(1.0)) as u32,
            must: None,
            halo: Some(scene.theme.land),
            tie: None,
        });
    }
}

/// At a corner whose spring has no name: the streets that meet there, and how many come from there.
pub fn corner(scene: &Scene, site: &Site, names: &[&str], priority: u32) -> Label {
    let theme = scene.theme;
    let names: Vec<String> = names.iter().take(2).map(|name| plain(name)).collect();
    let name = Run::new(names.join(" & "), scene.font(13.0), 600, theme.ink);
    let count = Run::new(scene.figures.count(site.inflow), scene.font(13.0), 600, theme.muted);
    Label {
        versions: vec![(0.0, vec![vec![name.clone(), count.clone()]]), (2.0, vec![vec![name], vec![count]])],
        slots: around(site.at, site.radius + 6.0, &[0.0, 180.0, 90.0, -90.0]),
        priority,
        must: None,
        halo: Some(theme.land),
        tie: None,
    }
}

/// Whether a stream is not cold without saying so: blue water that parts on its way to competitors has no mood.
fn is_undecided(scene: &Scene, stream: usize) -> bool {
    scene.network.solved.streams.get(stream).is_some_and(|flow| flow.temperature > f64::from(COLD))
}

/// Slots on both sides of a reach, best in its middle.
fn beside(reach: &Reach, s: f64) -> Vec<Slot> {
    let mut slots = Vec::new();
    let last = reach.line.len().saturating_sub(1);
    for part in [0.5, 0.35, 0.65, 0.2, 0.8] {
        // Points lie close where the street bends.
        let wanted = part * reach.length();
        let mut along = 0.0;
        let i = (0..last).find(|i| {
            along += reach.line.get(*i).zip(reach.line.get(i + 1)).map_or(0.0, |(a, b)| a.distance(*b));
            along >= wanted
        });
        let Some((a, b)) = i.and_then(|i| reach.line.get(i).zip(reach.line.get(i + 1))) else { continue };
        let at = a.lerp(*b, 1.0 - (along - wanted) / a.distance(*b).max(1e-9));
        let right = right_of(tangent(&[*a, *b], 0));
        for side in [right, -right] {
            for far in [0.0, 8.0, 16.0] {
                let p = at + side * (reach.width / 2.0 + (9.0 + far) * s);
                let cost = (part - 0.5).abs() * 8.0 + far * 0.2;
                let around = around(p, 0.0, &[angle_of(side).to_degrees()]);
                slots.extend(around.into_iter().map(|slot| Slot { cost: slot.cost + cost, ..slot }));
            }
        }
    }
    slots
}

/// Words that are cut short: generic ones, then the points of the compass.
const WORDS: [(&str, &str); 12] = [
    ("Street", "St"),
    ("Avenue", "Ave"),
    ("Boulevard", "Blvd"),
    ("Highway", "Hwy"),
    ("Road", "Rd"),
    ("Drive", "Dr"),
    ("Lane", "Ln"),
    ("Parkway", "Pkwy"),
    ("North", "N"),
    ("South", "S"),
    ("East", "E"),
    ("West", "W"),
];

/// A street's name with its generic word and its points of the compass cut short; a word that is all of a name stays.
pub fn short(name: &str) -> String {
    with_words(name, |(_, short)| Some(short))
}

/// The same without these words.
fn plain(name: &str) -> String {
    with_words(name, |_| None)
}

fn with_words(name: &str, said: impl Fn((&'static str, &'static str)) -> Option<&'static str>) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let count = words.len();
    let cut = |(i, word): (usize, &str)| -> Option<String> {
        let generic = i > 0 && i + 1 == count;
        let compass = i == 0 && count > 2;
        let found = WORDS.iter().position(|(long, _)| *long == word);
        let found = found.filter(|found| if *found < 8 { generic } else { compass });
        found.and_then(|found| WORDS.get(found)).map_or(Some(word), |words| said(*words)).map(str::to_owned)
    };
    words.iter().copied().enumerate().filter_map(cut).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{plain, short};

    #[test]
    fn a_names_only_word_stays() {
        for (name, said) in [
            ("East Baltimore Street", "E Baltimore St"),
            ("North East Avenue", "N East Ave"),
            ("North Avenue", "North Ave"),
            ("Street", "Street"),
            ("Strada Lungă", "Strada Lungă"),
            ("O'Donnell Street", "O'Donnell St"),
        ] {
            assert_eq!(short(name), said);
        }
        assert_eq!(["East Baltimore Street", "North Avenue"].map(plain), ["Baltimore", "North"]);
    }
}
