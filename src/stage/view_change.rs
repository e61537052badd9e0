//! City and time are two views of one network: the water of the one goes over into the other's.

use super::{
    Stage, base_map,
    calendar::prepare,
    morph::{self, Morph},
};
use crate::{
    document::View,
    frame::Shape,
    picture::style::{measure::Measure, shapes, text},
};
use kurbo::{Point, Rect, Shape as _};
use std::{mem, rc::Rc};

/// Until when the land of the view before is seen, s.
const HALF: f64 = morph::SECONDS / 2.0;

impl Stage {
    /// Shows a view, or without one what the document says: goes over into it where another is shown; levers, frame, drops and what is looked at stay. Whether it is on its way; see
    /// [`Stage::morph`].
    pub fn show(&mut self, view: Option<View>, measure: &dyn Measure) -> bool {
        let before = self.view();
        self.look.view = view;
        if self.view() == before {
            return false;
        }
        let seen = self.morph.take().map_or_else(|| self.rest(), Morph::seen);
        let other = self.spare.take();
        let other = other.unwrap_or_else(|| {
            Rc::new(self.keep_looking(base_map(&self.document, &self.plain, &self.look, self.turned())))
        });
        self.spare = Some(mem::replace(&mut self.base, other));
        self.usual = prepare(&self.plain, &self.base, &self.look, self.document.seed, None).1;
        let before: Vec<Point> = self.sites.iter().map(|site| site.at).collect();
        self.run();
        // Names stay in their rings.
        for (name, number) in self.frame.names.iter_mut().zip(&self.named) {
            if let (Some(site), Some(before)) = (self.sites.get(*number), before.get(*number)) {
                name.at += site.at - *before;
            }
        }
        if !self.look.calm {
            self.morph = Morph::new(seen, self.rest(), &mut self.strands);
        }
        self.fill();
        if self.morph.is_none() {
            self.draw(measure);
            return false;
        }
        (self.stale, self.switching) = (true, true);
        self.clear(measure);
        self.morph(0.0, measure)
    }

    /// Takes away what was said of places that are going: title and column stay.
    fn clear(&mut self, measure: &dyn Measure) {
        let title = self.map.frame.title_box();
        let column = self.column.unwrap_or_default().inflate(4.0, 4.0);
        let stays = |area: Rect| {
            let middle = area.center();
            title.contains(middle) || column.contains(middle)
        };
        self.frame.texts.retain(|own| stays(text::bounds(std::slice::from_ref(own), measure)));
        self.frame.panel.retain(|shape| stays(shape.path.bounding_box()));
        self.frame.revision += 1;
        self.outline();
    }

    /// Whether the land before is to be seen yet, so many `seconds` after the other view was asked for.
    pub(super) fn keeps_land(&self, seconds: f64) -> bool {
        self.switching && seconds < HALF
    }

    /// What lies over the land while one goes over into the other.
    pub(super) fn land_veil(&self, seconds: f64) -> Option<Shape> {
        let part = 1.0 - (seconds - HALF).abs() / HALF;
        if !self.switching || part <= 0.0 {
            return None;
        }
        let (width, height) = self.look.size;
        let mut color = self.look.theme.land;
        color.alpha = part as f32;
        Some(shapes::fill(Rect::new(0.0, 0.0, width, height).to_path(0.1), color))
    }
}
