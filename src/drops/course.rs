//! The bed that drops run in: each ribbon as a table, and the joints where one ribbon goes over into the next.

use crate::map::Ribbon;
use kurbo::Vec2;

/// About how far two points of a table are apart, px.
const SPACING: f64 = 4.0;
/// Way along which what does not fit at a joint is evened out on either side, px.
const REACH: f64 = 20.0;
/// What a drop makes where the ribbon does not say, px per second.
const SPEED: f64 = 66.0;

/// A point of a table; between two points everything is linear.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// Place.
    pub x: f32,
    /// Place.
    pub y: f32,
    /// Unit direction.
    pub dx: f32,
    /// Unit direction.
    pub dy: f32,
    /// Temperature, -1 to 1.
    pub temperature: f32,
}

/// One ribbon's points, which all ways through it share.
#[derive(Clone, Copy, Debug, Default)]
pub struct Course {
    /// Where its points begin in the list of all.
    pub start: usize,
    /// Points less one; 0 where the ribbon has no length.
    pub intervals: usize,
    /// Points per second.
    pub pace: f32,
    /// Seconds along it.
    pub seconds: f64,
    /// Pixels per second.
    pub speed: f64,
    /// Width, px.
    pub width: f64,
}

impl Course {
    /// Adds the points of a ribbon to `points`.
    pub fn new(ribbon: &Ribbon, points: &mut Vec<Point>) -> Self {
        let width = if ribbon.width.is_finite() { ribbon.width.max(0.0) } else { 0.0 };
        let speed = if ribbon.speed.is_finite() && ribbon.speed > 0.0 { ribbon.speed } else { SPEED };
        let start = points.len();
        let mut line: Vec<(f64, Vec2, f64)> = Vec::with_capacity(ribbon.line.len());
        for (index, point) in ribbon.line.iter().map(|point| point.to_vec2()).enumerate() {
            let temperature = ribbon.temperature.get(index).copied().unwrap_or(0.0);
            let temperature = if temperature.is_finite() { f64::from(temperature).clamp(-1.0, 1.0) } else { 0.0 };
            let (before, step) = line.last().map_or((0.0, 1.0), |last| (last.0, (point - last.1).length()));
            if step > 1e-9 && step.is_finite() && point.length().is_finite() {
                let along = if line.is_empty() { 0.0 } else { before + step };
                line.push((along, point, temperature));
            }
        }
        let length = line.last().map_or(0.0, |last| last.0);
        if length <= 0.0 {
            return Self { start, width, speed, ..Self::default() };
        }
        let intervals = ((length / SPACING).round().max(1.0)) as usize;
        let mut ahead = line.iter().zip(line.iter().skip(1)).peekable();
        let mut even: Vec<(Vec2, f64)> = Vec::with_capacity(intervals + 1);
        for index in 0..=intervals {
            let along = length * index as f64 / intervals as f64;
            while ahead.peek().is_some_and(|(_, to)| to.0 < along) && ahead.len() > 1 {
                ahead.next();
            }
            if let Some((from, to)) = ahead.peek() {
                let part = ((along - from.0) / (to.0 - from.0)).clamp(0.0, 1.0);
                even.push((from.1.lerp(to.1, part), from.2 + (to.2 - from.2) * part));
            }
        }
        let mut direction = Vec2::new(1.0, 0.0);
        for (index, &(point, temperature)) in even.iter().enumerate() {
            let before = even.get(index.saturating_sub(1)).map_or(point, |before| before.0);
            let after = even.get(index + 1).map_or(point, |after| after.0);
            let way = after - before;
            if way.length() > 1e-9 {
                direction = way / way.length();
            }
            points.push(Point {
                x: point.x as f32,
                y: point.y as f32,
                dx: direction.x as f32,
                dy: direction.y as f32,
                temperature: temperature as f32,
            });
        }
        let seconds = length / speed;
        Self { start, intervals, pace: (intervals as f64 / seconds) as f32, seconds, speed, width }
    }
}

/// Where a way runs across a ribbon.
#[derive(Clone, Copy, Debug, Default)]
pub struct Across {
    /// Distance of the way's left edge from the middle of the ribbon, to the right, px.
    pub low: f32,
    /// The way's width, px.
    pub span: f32,
}

/// A way's stay in one course.
#[derive(Clone, Copy, Debug, Default)]
pub struct Leg {
    /// Which course.
    pub course: usize,
    /// Seconds since the way's beginning at which it begins.
    pub from: f32,
    /// Seconds since the way's beginning at which it ends.
    pub until: f32,
    /// Where the way runs across the ribbon where the leg begins, and where it ends.
    pub across: [Across; 2],
    /// How it goes over into the next leg.
    pub leave: Joint,
}

/// Half of what does not fit between the end of one leg and the beginning of the next.
#[derive(Clone, Copy, Debug, Default)]
pub struct Joint {
    /// In the place of a drop at the way's left edge.
    low: (f32, f32),
    /// In the place of a drop at the way's right edge.
    high: (f32, f32),
    temperature: f32,
    width: f32,
    /// Seconds before it, and after it, in which it is evened out.
    reach: (f32, f32),
}

impl Joint {
    /// Between two legs with their courses, the last point of the one and the first of the other.
    pub fn new(before: (&Leg, &Course, &Point), after: (&Leg, &Course, &Point)) -> Self {
        let (a, b) = (before.2, after.2);
        let ([_, leaves], [enters, _]) = (before.0.across, after.0.across);
        let gap = |off_a: f32, off_b: f32| {
            ((b.x - b.dy * off_b - a.x + a.dy * off_a) / 2.0, (b.y + b.dx * off_b - a.y - a.dx * off_a) / 2.0)
        };
        let low = gap(leaves.low, enters.low);
        let high = gap(leaves.low + leaves.span, enters.low + enters.span);
        let size = |gap: (f32, f32)| f64::from(gap.0.abs() + gap.1.abs());
        let wanted = (4.0 * size(low).max(size(high))).max(REACH);
        let reach = |course: &Course| ((wanted / course.speed).min(course.seconds / 2.0)).max(1e-6) as f32;
        Self {
            low,
            high,
            temperature: (b.temperature - a.temperature) / 2.0,
            width: (after.1.width - before.1.width) as f32 / 2.0,
            reach: (reach(before.1), reach(after.1)),
        }
    }
}

/// Where water of a way is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spot {
    /// Place.
    pub x: f32,
    /// Place.
    pub y: f32,
    /// Temperature, -1 to 1.
    pub temperature: f32,
    /// Width of the ribbon there, px.
    pub width: f32,
}

impl Leg {
    /// Where water of the given age is, whose place across the way is `across` (0 left, 1 right).
    pub fn spot(&self, enter: &Joint, course: &Course, points: &[Point], age: f32, across: f32) -> Spot {
        let along = ((age - self.from) * course.pace).max(0.0);
        let index = (along as usize).min(course.intervals.saturating_sub(1));
        let part = (along - index as f32).min(1.0);
        let first = course.start + index;
        let Some([a, b]) = points.get(first..first + 2) else { return Spot::default() };
        let mix = |a: f32, b: f32| a + (b - a) * part;
        let passed = ((age - self.from) / (self.until - self.from).max(1e-6)).clamp(0.0, 1.0);
        let passed = passed * passed * (3.0 - 2.0 * passed);
        let [begin, end] = self.across.map(|own| own.low + own.span * across);
        let off = begin + (end - begin) * passed;
        let mut spot = Spot {
            x: mix(a.x, b.x) - mix(a.dy, b.dy) * off,
            y: mix(a.y, b.y) + mix(a.dx, b.dx) * off,
            temperature: mix(a.temperature, b.temperature),
            width: course.width as f32,
        };
        spot.slide(&self.leave, (self.until - age) / self.leave.reach.0, across, 1.0);
        spot.slide(enter, (age - self.from) / enter.reach.1, across, -1.0);
        spot
    }
}

impl Spot {
    /// Adds a joint's half gap, all of it at distance 0, nothing from distance 1 on (or where there is no joint).
    fn slide(&mut self, joint: &Joint, distance: f32, across: f32, sign: f32) {
        // Where there is no joint, its reach is 0 and the distance infinite or not a number.
        if distance < 1.0 {
            let near = 1.0 - distance.max(0.0);
            let part = sign * near * near * (3.0 - 2.0 * near);
            self.x += part * (joint.low.0 + (joint.high.0 - joint.low.0) * across);
            self.y += part * (joint.low.1 + (joint.high.1 - joint.low.1) * across);
            self.temperature += part * joint.temperature;
            self.width += part * joint.width;
        }
    }
}
