//! Looking around in a city of given streets: nearer, farther, and aside.

use super::Stage;
use crate::{
    door,
    map::{Map, View},
    picture::style::measure::Measure,
};
use kurbo::{Point, Vec2};
use std::rc::Rc;

/// How much smaller than all of the water may be shown, and how many m a px is from nearest by.
const FARTHEST: f64 = 0.5;
const NEAREST: f64 = 0.3;

/// What somebody looks at: it stays where sizes change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// The place in the middle, as the document gives places.
    pub place: [f64; 2],
    /// px per unit of the city's plane.
    pub scale: f64,
}

impl Stage {
    /// How many times larger the city is shown than where all of the water is seen; none where there is nothing to look
    /// around in.
    pub fn zoomed(&self) -> Option<f64> {
        let land = self.map.land.as_ref()?;
        Some(land.view.scale / land.home.view.scale)
    }

    /// Shows the city so many times larger, round a point of the canvas, CSS px (its middle where that is
    /// none). Whether that changed anything.
    pub fn zoom(&mut self, times: f64, x: f64, y: f64, measure: &dyn Measure) -> bool {
        let Some(land) = &self.map.land else { return false };
        let (view, home) = (land.view, land.home.view);
        let nearest = (land.metres() * view.scale / NEAREST).max(8.0 * home.scale);
        let times = if times.is_finite() { times.clamp(1e-3, 1e3) } else { 1.0 };
        let scale = (view.scale * times).clamp(FARTHEST * home.scale, nearest);
        if scale == view.scale {
            return false;
        }
        let at = Some(Point::new(x, y)).filter(|at| at.is_finite()).unwrap_or(view.middle);
        let centre = view.plane(at) - (at - view.middle) / scale;
        self.see(View { centre, scale, ..view }, measure)
    }

    /// Moves the city on the canvas, CSS px. Whether that changed anything.
    pub fn pan(&mut self, dx: f64, dy: f64, measure: &dyn Measure) -> bool {
        let Some(view) = self.map.land.as_ref().map(|land| land.view) else { return false };
        let by = Vec2::new(dx, dy);
        let by = if by.is_finite() { by } else { Vec2::ZERO };
        self.see(View { centre: view.centre - by / view.scale, ..view }, measure)
    }

    /// Shows all of the water again. Whether that changed anything.
    pub fn fit(&mut self, measure: &dyn Measure) -> bool {
        let Some(home) = self.map.land.as_ref().map(|land| land.home.view) else { return false };
        let changed = self.see(home, measure);
        self.camera = None;
        changed
    }

    /// Takes up what somebody looked at before the map was laid out anew.
    pub(super) fn keep_looking(&self, map: Map) -> Map {
        let (Some(camera), Some(land)) = (self.camera, &map.land) else { return map };
        let view = View { centre: land.given.plane.point(camera.place), scale: camera.scale, ..land.home.view };
        door::through(|| map.seen(&self.plain, view)).unwrap_or(map)
    }

    fn see(&mut self, view: View, measure: &dyn Measure) -> bool {
        let Some(land) = &self.map.land else { return false };
        let centre = land.given.within(view.centre);
        let view = View { centre, ..view };
        if view == land.view {
            return false;
        }
        let camera = Camera { place: land.given.plane.place(view.centre), scale: view.scale };
        let Some(map) = self.base.seen(&self.plain, view) else { return false };
        self.camera = Some(camera);
        self.lay(Rc::new(map), measure);
        true
    }

    /// Puts another layout of the base in the place of this one.
    pub(super) fn lay(&mut self, base: Rc<Map>, measure: &dyn Measure) {
        self.base = base;
        self.flow(measure);
    }
}
