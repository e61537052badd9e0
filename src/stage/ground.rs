//! The ground that labels stand on: what is taken, and where they read badly.

use kurbo::{Point, Rect, Vec2};

/// Side of a cell of the ground's grid, px.
const CELL: f64 = 4.0;
/// Breadth of a strip of the canvas, px.
const STRIP: f64 = 48.0;
/// Free space round a label, px.
const ROOM: f64 = 3.0;

/// Where labels may be, and where they read badly.
#[derive(Clone, Debug)]
pub struct Ground {
    size: (f64, f64),
    columns: usize,
    rows: usize,
    /// How busy each cell is, 0 to 1; after [`Ground::settle`] the sums over all cells above and to the left.
    busy: Vec<f32>,
    rings: Vec<(Point, f64)>,
    /// The rings that reach into each strip of the canvas, from its left edge.
    strips: Vec<Vec<(Point, f64)>>,
    /// Boxes that no label may touch.
    pub boxes: Vec<Rect>,
}

impl Ground {
    /// An empty canvas.
    pub fn new(size: (f64, f64)) -> Self {
        let cells = |length: f64| (length / CELL).ceil().clamp(1.0, 4_096.0) as usize;
        let (columns, rows) = (cells(size.0), cells(size.1));
        let strips = vec![Vec::new(); strip(size.0) + 1];
        Self {
            size,
            columns,
            rows,
            busy: vec![0.0; (columns + 1) * (rows + 1)],
            rings: Vec::new(),
            strips,
            boxes: Vec::new(),
        }
    }

    /// A circle that no label may touch.
    pub fn ring(&mut self, at: Point, radius: f64) {
        self.rings.push((at, radius));
        let reach = radius + 1.0;
        for strip in self.strips.iter_mut().take(strip(at.x + reach) + 1).skip(strip(at.x - reach)) {
            strip.push((at, radius));
        }
    }

    /// How far a line between two heights may run to the right before it meets a ring, px.
    pub fn clear_until(&self, top: f64, bottom: f64) -> f64 {
        let near = self.rings.iter().filter(|(at, radius)| at.y + radius > top - 2.0 && at.y - radius < bottom + 2.0);
        near.map(|(at, radius)| at.x - radius).fold(self.size.0, f64::min)
    }

    /// A box that no label may touch.
    pub fn block(&mut self, area: Rect) {
        self.boxes.push(area);
    }

    /// A line on which labels read badly, so much of 1.
    pub fn line(&mut self, line: &[Point], half: f64, much: f32) {
        // A cell counts when its middle is in the line, or the line is thinner than a cell and passes it.
        let reach = half.max(CELL * 0.5);
        for pair in line.windows(2) {
            let [a, b] = pair else { continue };
            let steps = (a.distance(*b) / (CELL * 0.9)).ceil().clamp(1.0, 2_000.0) as usize;
            for i in 0..steps {
                self.disc(a.lerp(*b, i as f64 / steps as f64), reach, much);
            }
        }
    }

    fn disc(&mut self, at: Point, radius: f64, much: f32) {
        let span = |middle: f64, cells: usize| {
            let from = ((middle - radius) / CELL).floor().max(0.0) as usize;
            let to = ((middle + radius) / CELL).ceil().max(0.0) as usize;
            from..to.min(cells)
        };
        for row in span(at.y, self.rows) {
            for column in span(at.x, self.columns) {
                let middle = Point::new((column as f64 + 0.5) * CELL, (row as f64 + 0.5) * CELL);
                if middle.distance_squared(at) <= radius * radius
                    && let Some(cell) = self.busy.get_mut((row + 1) * (self.columns + 1) + column + 1)
                {
                    *cell = cell.max(much);
                }
            }
        }
    }

    /// Quiet ground, whatever lies under it: a parallelogram from a corner along two sides.
    pub fn quiet(&mut self, corner: Point, [along, aside]: [Vec2; 2]) {
        let (u, v) = (along / along.hypot2().max(1e-9), aside / aside.hypot2().max(1e-9));
        for row in 0..self.rows {
            for column in 0..self.columns {
                let p = Point::new((column as f64 + 0.5) * CELL, (row as f64 + 0.5) * CELL) - corner;
                let inside = (0.0..=1.0).contains(&p.dot(u)) && (0.0..=1.0).contains(&p.dot(v));
                if inside && let Some(cell) = self.busy.get_mut((row + 1) * (self.columns + 1) + column + 1) {
                    *cell = 0.0;
                }
            }
        }
    }

    /// Sums the cells up, once all lines are in: any box is then looked up at once (a summed-area table).
    pub fn settle(&mut self) {
        let width = self.columns + 1;
        for row in 1..=self.rows {
            let mut sum = 0.0;
            for column in 1..=self.columns {
                let above = self.busy.get((row - 1) * width + column).copied().unwrap_or(0.0);
                if let Some(cell) = self.busy.get_mut(row * width + column) {
                    sum += *cell;
                    *cell = sum + above;
                }
            }
        }
    }

    /// How busy a box is on average, 0 to 1.
    pub fn busy(&self, area: Rect) -> f64 {
        let index = |length: f64, most: usize| ((length / CELL).round().max(0.0) as usize).min(most);
        let (x0, x1) = (index(area.x0, self.columns), index(area.x1, self.columns));
        let (y0, y1) = (index(area.y0, self.rows), index(area.y1, self.rows));
        let at = |x: usize, y: usize| self.busy.get(y * (self.columns + 1) + x).copied().map_or(0.0, f64::from);
        let cells = (x1.saturating_sub(x0) * y1.saturating_sub(y0)).max(1) as f64;
        (at(x1, y1) - at(x0, y1) - at(x1, y0) + at(x0, y0)) / cells
    }

    /// Whether a leader runs over a label.
    pub fn crossed(&self, leader: Option<(Point, Point)>) -> bool {
        covered(leader).any(|part| self.boxes.iter().any(|other| overlap(part, *other)))
    }

    /// Whether a box touches nothing that it must not touch.
    pub fn free(&self, area: Rect) -> bool {
        let inside = area.x0 >= 2.0 && area.y0 >= 2.0 && area.x1 <= self.size.0 - 2.0 && area.y1 <= self.size.1 - 2.0;
        let roomy = area.inflate(ROOM, ROOM * 0.5);
        inside
            && self.boxes.iter().all(|other| !overlap(roomy, *other))
            && (self.strips.iter().take(strip(area.x1) + 1).skip(strip(area.x0)))
                .all(|rings| rings.iter().all(|ring| clear(area, *ring)))
    }
}

/// Which strip of the canvas a place lies in, from its left edge.
fn strip(x: f64) -> usize {
    // Casts saturate.
    (x / STRIP) as usize
}

/// Whether a box lies outside a ring, with a little room. Compared by hand: the library's least and most are calls in wasm, and
/// with very many springs this is asked some million times.
fn clear(area: Rect, (at, radius): (Point, f64)) -> bool {
    let reach = radius + 1.0;
    let beyond = |low: f64, high: f64, at: f64| {
        if at < low {
            low - at
        } else if at > high {
            at - high
        } else {
            0.0
        }
    };
    let dx = beyond(area.x0, area.x1, at.x);
    if dx >= reach {
        return true;
    }
    let dy = beyond(area.y0, area.y1, at.y);
    dx * dx + dy * dy >= reach * reach
}

/// The point of a box that is nearest to a place. (Not `clamp`, whose message on failing writes floats: 11 KB.)
pub fn nearest(area: Rect, to: Point) -> Point {
    Point::new(to.x.max(area.x0).min(area.x1), to.y.max(area.y0).min(area.y1))
}

/// Whether two boxes share any area.
pub fn overlap(a: Rect, b: Rect) -> bool {
    a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1
}

/// What a leader covers.
pub fn covered(leader: Option<(Point, Point)>) -> impl Iterator<Item = Rect> {
    const SIDE: f64 = 6.0;
    leader.into_iter().flat_map(|(from, to)| {
        let squares = (from.distance(to) / SIDE).ceil().clamp(1.0, 100.0) as u32;
        let middle = move |i: u32| from.lerp(to, (f64::from(i) + 0.5) / f64::from(squares));
        (0..squares).map(move |i| Rect::from_center_size(middle(i), (SIDE, SIDE)))
    })
}
