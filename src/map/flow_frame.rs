//! The flow frame: places given along the current and across it, whatever way the canvas is turned.
//!
//! `along` runs with the current, `across` from the red bank (the left one, looking with the current) to the blue
//! side. On a wide canvas the current runs to the right, so red is up; on a tall one it runs down, so red is right.

use kurbo::{Point, Rect, Vec2};

/// The canvas as the current sees it; all lengths in CSS px.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FlowFrame {
    /// Canvas width.
    pub width: f64,
    /// Canvas height.
    pub height: f64,
    /// Whether the current runs down instead of to the right.
    pub tall: bool,
    /// Scale of marks and roads: 1 on a canvas of 1600 x 900.
    pub scale: f64,
    /// Length of the canvas along the current.
    pub along: f64,
    /// Breadth of the canvas across it.
    pub across: f64,
}

impl FlowFrame {
    /// The frame of a canvas, at least 16 px each way.
    pub fn new(width: f64, height: f64) -> Self {
        let (width, height) = (width.max(16.0), height.max(16.0));
        let tall = height > 1.15 * width;
        let (along, across, scale) = if tall {
            (height, width, (width / 683.0).min(height / 1477.0))
        } else {
            (width, height, (width / 1600.0).min(height / 900.0))
        };
        Self { width, height, tall, scale: scale.clamp(0.12, 3.0), along, across }
    }

    /// The canvas point at (along, across), both in px.
    pub fn point(&self, along: f64, across: f64) -> Point {
        if self.tall { Point::new(self.width - across, along) } else { Point::new(along, across) }
    }

    /// The canvas vector of one in the flow frame.
    pub fn vector(&self, along: f64, across: f64) -> Vec2 {
        if self.tall { Vec2::new(-across, along) } else { Vec2::new(along, across) }
    }

    /// The point at fractions of the length and breadth.
    pub fn at(&self, along: f64, across: f64) -> Point {
        self.point(along * self.along, across * self.across)
    }

    /// (along, across) of a canvas point.
    pub fn flow(&self, p: Point) -> (f64, f64) {
        if self.tall { (p.y, self.width - p.x) } else { (p.x, p.y) }
    }

    /// Where the sea begins, as a fraction of the length, at a fraction of the breadth.
    pub fn coast(&self, across: f64) -> f64 {
        if self.tall { 0.715 } else { 0.834 - 0.02 * across - 0.06 * libm::pow(across.max(0.0), 5.0) }
    }

    /// Along where pictures of time end, and the column of figures begins.
    pub fn time_end(&self) -> f64 {
        if self.tall { 0.65 * self.along } else { 0.832 * self.along }
    }

    /// Across where their axis lies.
    pub fn time_axis(&self) -> f64 {
        self.across - if self.tall { 36.0 } else { self.beside_text(44.0) }
    }

    /// A length that holds text: it shrinks less than the picture does.
    pub fn beside_text(&self, px: f64) -> f64 {
        (px * self.scale).max(0.66 * px)
    }

    /// The box of the title and the sentence, which the town leaves free.
    pub fn title_box(&self) -> Rect {
        if self.tall {
            Rect::new(0.0, 0.0, self.width, 62.0_f64.max(64.0 * self.scale / 0.57))
        } else {
            let s = self.scale.max(0.6);
            Rect::new(0.0, 0.0, (520.0 * s).min(self.width * 0.5), 84.0 * s)
        }
    }
}

/// To the right of a direction, looking along it (towards the blue side).
pub fn right_of(direction: Vec2) -> Vec2 {
    Vec2::new(-direction.y, direction.x)
}

/// The angle of a direction, radians, clockwise on the canvas from the right. (By a library's arc tangent, not the
/// platform's own: the same document gives the same picture everywhere. What circles are drawn by may differ in the
/// last digit.)
pub fn angle_of(direction: Vec2) -> f64 {
    libm::atan2(direction.y, direction.x)
}

/// The unit vector at an angle, radians, clockwise on the canvas from the right.
pub fn towards(angle: f64) -> Vec2 {
    Vec2::new(libm::cos(angle), libm::sin(angle))
}
