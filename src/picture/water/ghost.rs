//! The base as a ghost while levers are on: bare bed where water was, a pale lane where it is new. Left banks stay, so a change is
//! one band along the right bank.

use super::River;
use crate::{
    frame::{Color, Shape},
    map::{flow_frame::right_of, tangent},
    picture::style::{
        shapes::{beside, dashed, fill, line, polyline},
        theme::Theme,
    },
};
use kurbo::Point;

/// A bank that moved by less is not shown to have moved, px.
const LEAST: f64 = 1.25;
/// A band shorter than this is not shown, px.
const SHORT: f64 = 22.0;
/// From row to row of the dots on a bare bed, and from dot to dot, px.
const ROWS: f64 = 2.6;
const DOTS: f64 = 3.4;

/// The right bank as it was and as it is, along a stretch where it moved one way.
struct Band {
    was: Vec<Point>,
    now: Vec<Point>,
    dry: bool,
}

/// Bare beds, which lie under the water, and what lies over it where it is new.
pub fn ghosts(rivers: &[River], theme: &Theme, s: f64) -> (Vec<Shape>, Vec<Shape>) {
    let (mut beds, mut fresh) = (Vec::new(), Vec::new());
    for band in rivers.iter().flat_map(bands) {
        let ring = band.was.iter().chain(band.now.iter().rev()).copied();
        let mut area = polyline(ring);
        area.close_path();
        if band.dry {
            beds.push(fill(area, theme.bed));
            let widest = band.was.iter().zip(&band.now).map(|(a, b)| a.distance(*b)).fold(0.0, f64::max);
            for row in 0..((widest - 1.0) / ROWS).max(0.0) as usize {
                // What lies under the water is not seen.
                let dots = polyline(beside(&band.was, -ROWS * (row as f64 + 0.8)));
                beds.push(dashed(line(dots, theme.gravel, 1.1), (1.1, DOTS - 1.1 + 0.2 * (row % 2) as f64)));
            }
            beds.push(dashed(line(polyline(band.was), theme.muted, 1.0), (5.0 * s.max(0.6), 2.6 * s.max(0.6))));
        } else {
            fresh.push(fill(area, Color { alpha: theme.fresh_alpha, ..WHITE }));
            fresh.push(line(polyline(band.was), Color { alpha: 0.8, ..theme.casing }, 1.1));
        }
    }
    (beds, fresh)
}

const WHITE: Color = Color { rgb: [255, 255, 255], alpha: 1.0 };

fn bands(river: &River) -> Vec<Band> {
    let (Some(was), Some(parts)) = (river.was.filter(|was| was.line.len() > 1), river.beside) else {
        return Vec::new();
    };
    let now = river.ribbon;
    if river.summed || now.line.len() < 2 || was.width <= 1e-6 {
        return Vec::new();
    }
    let (before, after) = (beside(&was.line, was.width / 2.0), beside(&now.line, now.width * river.part / 2.0));
    let last = before.len() - 1;
    let step = (after.len() - 1) as f64 / last as f64;
    let mut bands: Vec<Band> = Vec::new();
    let mut open = false;
    for (i, bank) in before.iter().enumerate() {
        let part = i as f64 / last as f64;
        let outer = parts.outer.iter().any(|(from, to)| (*from..=*to).contains(&part));
        let at = i as f64 * step;
        let (a, b) = (after.get(at as usize), after.get((at as usize + 1).min(after.len() - 1)));
        let Some(other) = a.zip(b).map(|(a, b)| a.lerp(*b, at.fract())) else { continue };
        let moved = (other - *bank).dot(right_of(tangent(&was.line, i)));
        if !outer || moved.abs() < LEAST {
            open = false;
            continue;
        }
        let dry = moved < 0.0;
        match bands.last_mut().filter(|band| open && band.dry == dry) {
            Some(band) => {
                band.was.push(*bank);
                band.now.push(other);
            }
            None => bands.push(Band { was: vec![*bank], now: vec![other], dry }),
        }
        open = true;
    }
    bands.retain(|band| crate::map::length(&band.was) > SHORT);
    bands
}
