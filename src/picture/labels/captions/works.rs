//! What is said of works: dams that are built, canals that could be dug, and how much rings were warmed.

use super::{around, slot};
use crate::{
    frame::{Anchor, Color},
    map::{
        along,
        flow_frame::{angle_of, right_of},
        length,
    },
    picture::{
        placing::{Label, Sits},
        rings::Ring,
        scene::Scene,
        style::text::Run,
        works::{ARC, Canal, scale},
    },
};

/// Labels of all works.
pub fn works(scene: &Scene, labels: &mut Vec<Label>) {
    dammed(scene, labels);
    canals(scene, labels);
    warmed(scene, labels);
}

fn small(scene: &Scene, text: String, weight: u16, color: Color) -> Run {
    Run::new(text, scene.font(14.0), weight, color)
}

fn dammed(scene: &Scene, labels: &mut Vec<Label>) {
    let theme = scene.theme;
    for dam in scene.works.dams.iter().filter(|dam| dam.on) {
        let name = Run::new(scene.words.dam(), scene.font(15.0), 700, theme.ink);
        let what = small(scene, scene.words.lets_through(&scene.figures.percent(dam.pass)), 400, theme.ink);
        let [left, right] = dam.ends(scene.scale());
        let out = angle_of(right_of(dam.direction)).to_degrees();
        let mut slots = around(right, 10.0, &[out, out - 30.0, out + 30.0]);
        // On the side of the bare bed, if there is room.
        let other = around(left, 10.0, &[out + 180.0]).into_iter();
        slots.extend(other.map(|slot| crate::picture::placing::Slot { cost: slot.cost + 4.0, ..slot }));
        labels.push(Label {
            versions: vec![(0.0, vec![vec![name.clone()], vec![what]]), (6.0, vec![vec![name]])],
            slots,
            priority: super::rank::WORK,
            must: None,
            halo: Some(theme.land),
            tie: None,
        });
    }
}

fn canals(scene: &Scene, labels: &mut Vec<Label>) {
    let theme = scene.theme;
    for Canal { share, line, .. } in &scene.works.canals {
        let italic = |text: String, weight: u16| Run { italic: true, ..small(scene, text, weight, theme.muted) };
        let share = italic(scene.figures.percent(*share), 400);
        let name = italic(scene.words.canal_possible().to_owned(), 600);
        let mut slots = Vec::new();
        for part in [0.5_f64, 0.4, 0.6, 0.3, 0.7] {
            let Some(at) = along(line, length(line) * part) else { continue };
            let off = (part - 0.5).abs() * 12.0;
            slots.push(slot(at.x, at.y - 7.0, Anchor::Middle, Sits::Above, off));
            slots.push(slot(at.x, at.y + 7.0, Anchor::Middle, Sits::Below, off + 2.0));
            slots.push(slot(at.x + 9.0, at.y, Anchor::Start, Sits::Level, off + 1.0));
            slots.push(slot(at.x - 9.0, at.y, Anchor::End, Sits::Level, off + 1.0));
        }
        labels.push(Label {
            versions: vec![(0.0, vec![vec![name.clone()], vec![share.clone()]]), (4.0, vec![vec![name, share]])],
            slots,
            priority: super::rank::POSSIBLE,
            must: None,
            halo: Some(theme.land),
            tie: None,
        });
    }
}

fn warmed(scene: &Scene, labels: &mut Vec<Label>) {
    for site in scene.sites.iter().filter(|site| site.shown && site.warmed > 0.0 && site.kt.is_some()) {
        let ring = Ring::of(site);
        let Some(old) = site.before.map(|before| ring.before(before)) else { continue };
        let ([red, ..], [red_before, ..]) = (ring.parts, old.parts);
        let points = scene.figures.change(100.0 * (red - red_before));
        let run = Run::new(points, scene.font(15.0), 800, scene.theme.ink);
        let s = scale(scene.scale());
        let (was, now) = (old.border(), ring.border());
        let turns = [0.5, 0.2, 0.8, 0.0, 1.0].map(|part| (was + (now - was) * part).to_degrees());
        labels.push(Label {
            versions: vec![(0.0, vec![vec![run]])],
            slots: around(site.at, ring.radius + (ARC + 8.0) * s, &turns),
            priority: super::rank::KT,
            must: None,
            halo: super::ground(scene, site),
            tie: None,
        });
    }
}
