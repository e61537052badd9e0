//! The SVG painter: a frame as text, on any machine.

use crate::frame::{Anchor, Color, Drops, Frame, Ink, Seen, Shape, Text, drops::Drop};
use kurbo::{PathEl, Point, Vec2};
use std::fmt::Write as _;

/// Pixels of a screen for one of the picture's: where drops are many, more of them would not be told apart.
const FINEST: f32 = 4.0;

/// What texts are set in where the host says nothing else: the system's own font.
const FONT: &str = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif";

/// Writes a frame as one SVG document, coordinates to a tenth of a pixel.
pub fn svg(frame: &Frame) -> String {
    let mut out = Writer::default();
    let (width, height) = frame.size;
    out.text("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ");
    out.number(width);
    out.text(" ");
    out.number(height);
    out.text("\" width=\"");
    out.number(width);
    out.text("\" height=\"");
    out.number(height);
    out.text("\" role=\"img\" stroke-linejoin=\"round\" font-family=\"");
    out.escaped(FONT);
    out.text("\">\n<title>");
    out.escaped(&frame.sentence);
    out.text("</title>\n");
    let Seen { water, drops, marks, names } = frame.seen();
    frame.land.iter().chain(water).for_each(|shape| out.shape(shape));
    out.drops(drops, frame.time);
    marks.iter().chain(&frame.panel).for_each(|shape| out.shape(shape));
    names.iter().chain(&frame.texts).for_each(|text| out.line(text));
    frame.focus.iter().for_each(|shape| out.shape(shape));
    frame.value.iter().for_each(|text| out.line(text));
    out.text("</svg>\n");
    out.out
}

#[derive(Default)]
struct Writer {
    out: String,
    gradients: usize,
}

impl Writer {
    fn text(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn escaped(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '<' => self.text("&lt;"),
                '>' => self.text("&gt;"),
                '&' => self.text("&amp;"),
                '"' => self.text("&quot;"),
                // XML knows no other control characters, however written.
                '\t' | '\n' | '\r' => self.out.push(' '),
                letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => self.out.push('\u{fffd}'),
                letter => self.out.push(letter),
            }
        }
    }

    /// Tenths: what is finer is not seen, and platforms agree.
    fn number(&mut self, number: f64) {
        self.fixed(number, 10);
    }

    /// A number to one part in `parts`, 10 or 100.
    fn fixed(&mut self, number: f64, parts: i64) {
        let scaled = if number.is_finite() { libm::round(number * parts as f64) as i64 } else { 0 };
        if scaled < 0 {
            self.text("-");
        }
        let (whole, part) = (scaled.abs() / parts, scaled.abs() % parts);
        let _ = write!(self.out, "{whole}");
        if part > 0 {
            let width = if parts == 10 { 1 } else { 2 };
            let _ = write!(self.out, ".{part:0width$}");
        }
    }

    fn path(&mut self, path: &kurbo::BezPath) {
        for element in path.elements() {
            let (letter, points) = match *element {
                PathEl::MoveTo(a) => ("M", [Some(a), None, None]),
                PathEl::LineTo(a) => ("L", [Some(a), None, None]),
                PathEl::QuadTo(a, b) => ("Q", [Some(a), Some(b), None]),
                PathEl::CurveTo(a, b, c) => ("C", [Some(a), Some(b), Some(c)]),
                PathEl::ClosePath => ("Z", [None; 3]),
            };
            self.text(letter);
            for (i, point) in points.into_iter().flatten().enumerate() {
                if i > 0 {
                    self.text(" ");
                }
                self.number(point.x);
                self.text(" ");
                self.number(point.y);
            }
        }
    }

    fn color(&mut self, attribute: &str, color: &Color) {
        let [red, green, blue] = color.rgb;
        let _ = write!(self.out, " {attribute}=\"#{red:02x}{green:02x}{blue:02x}\"");
        if color.alpha < 1.0 {
            let _ = write!(self.out, " {attribute}-opacity=\"");
            self.fixed(f64::from(color.alpha), 100);
            self.text("\"");
        }
    }

    fn ink(&mut self, attribute: &str, ink: &Ink, gradient: usize) {
        match ink {
            Ink::Flat(color) => self.color(attribute, color),
            Ink::Slide { .. } => {
                let _ = write!(self.out, " {attribute}=\"url(#slide{gradient})\"");
            }
        }
    }

    /// Defines the gradient of an ink that has one; its number.
    fn gradient(&mut self, ink: &Ink) -> usize {
        let Ink::Slide { from, to, stops } = ink else { return 0 };
        self.gradients += 1;
        let _ = write!(self.out, "<linearGradient id=\"slide{}\" gradientUnits=\"userSpaceOnUse\"", self.gradients);
        for (name, number) in [("x1", from.x), ("y1", from.y), ("x2", to.x), ("y2", to.y)] {
            let _ = write!(self.out, " {name}=\"");
            self.number(number);
            self.text("\"");
        }
        self.text(">");
        for (offset, color) in stops {
            self.text("<stop offset=\"");
            self.fixed(f64::from(*offset), 100);
            self.text("\"");
            let [red, green, blue] = color.rgb;
            let _ = write!(self.out, " stop-color=\"#{red:02x}{green:02x}{blue:02x}\"");
            if color.alpha < 1.0 {
                self.text(" stop-opacity=\"");
                self.fixed(f64::from(color.alpha), 100);
                self.text("\"");
            }
            self.text("/>");
        }
        self.text("</linearGradient>\n");
        self.gradients
    }

    fn shape(&mut self, shape: &Shape) {
        if shape.path.elements().is_empty() {
            return;
        }
        let fill = shape.fill.as_ref().map(|ink| (ink, self.gradient(ink)));
        let stroke = shape.stroke.as_ref().map(|stroke| (stroke, self.gradient(&stroke.ink)));
        self.text("<path d=\"");
        self.path(&shape.path);
        self.text("\"");
        match fill {
            Some((ink, gradient)) => self.ink("fill", ink, gradient),
            None => self.text(" fill=\"none\""),
        }
        if let Some((stroke, gradient)) = stroke {
            self.ink("stroke", &stroke.ink, gradient);
            self.text(" stroke-width=\"");
            self.fixed(stroke.width, 100);
            self.text("\"");
            if stroke.round {
                self.text(" stroke-linecap=\"round\"");
            }
            if let Some((dash, gap)) = stroke.dash {
                self.text(" stroke-dasharray=\"");
                self.number(dash);
                self.text(" ");
                self.number(gap);
                self.text("\"");
            }
        }
        self.text("/>\n");
    }

    /// Comets of one tone as one path: a pointed tail, a round head.
    fn drops(&mut self, drops: &Drops, time: f64) {
        for (own, color) in drops.by_tone(time, FINEST).iter().zip(&drops.tones).filter(|(own, _)| !own.is_empty()) {
            self.text("<path d=\"");
            for Drop { head, tail, width, .. } in own {
                let [head, tail] = [head, tail].map(|[x, y]| Point::new(f64::from(*x), f64::from(*y)));
                let half = f64::from(*width) / 2.0;
                let along = head - tail;
                let side = Vec2::new(-along.y, along.x) * (half / along.hypot().max(1e-6));
                self.text("M");
                self.pair(tail);
                self.text("L");
                self.pair(head + side);
                self.text("A");
                self.pair(Point::new(half, half));
                self.text(" 0 0 0 ");
                self.pair(head - side);
                self.text("Z");
            }
            self.text("\"");
            self.color("fill", color);
            self.text("/>\n");
        }
    }

    fn pair(&mut self, point: Point) {
        self.fixed(point.x, 100);
        self.text(" ");
        self.fixed(point.y, 100);
    }

    fn line(&mut self, text: &Text) {
        self.text("<text x=\"");
        self.number(text.at.x);
        self.text("\" y=\"");
        self.number(text.at.y);
        self.text("\" font-size=\"");
        self.number(text.size);
        let _ = write!(self.out, "\" font-weight=\"{}\"", text.weight);
        match text.anchor {
            Anchor::Start => {}
            Anchor::Middle => self.text(" text-anchor=\"middle\""),
            Anchor::End => self.text(" text-anchor=\"end\""),
        }
        if text.turn != 0.0 {
            self.text(" transform=\"rotate(");
            self.number(text.turn.to_degrees());
            self.text(" ");
            self.number(text.at.x);
            self.text(" ");
            self.number(text.at.y);
            self.text(")\"");
        }
        if text.italic {
            self.text(" font-style=\"italic\"");
        }
        if text.spacing != 0.0 {
            self.text(" letter-spacing=\"");
            self.number(text.spacing);
            self.text("\"");
        }
        self.color("fill", &text.color);
        if let Some((color, width)) = &text.halo {
            self.color("stroke", color);
            self.text(" stroke-width=\"");
            self.number(*width);
            self.text("\" paint-order=\"stroke\"");
        }
        self.text(">");
        self.escaped(&text.text);
        self.text("</text>\n");
    }
}
