//! The ground that labels stand on: what is taken, and where they read badly.

use kurbo::{Point, Rect, Vec2};

/// Side of a cell of the ground's grid, px.
const CELL: f64 = 4.0;
/// Side of a field of the canvas, in which what stands there is looked up, px.
const FIELD: f64 = 48.0;
/// More fields than so many are not told apart along a side.
const FIELDS: usize = 341;
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
    /// How many boxes there are that no label may touch.
    boxes: usize,
    /// What no label may touch, by fields: row by row from the top left.
    fields: Vec<Field>,
    /// How many fields lie in a row, and how many rows there are.
    across: usize,
    down: usize,
}

/// What reaches into a field of the canvas.
#[derive(Clone, Debug, Default)]
struct Field {
    rings: Vec<(Point, f64)>,
    /// Each with its number, rising.
    boxes: Vec<(usize, Rect)>,
}

impl Ground {
    /// An empty canvas.
    pub fn new(size: (f64, f64)) -> Self {
        let cells = |length: f64| (length / CELL).ceil().clamp(1.0, 4_096.0) as usize;
        let (columns, rows) = (cells(size.0), cells(size.1));
        let (across, down) = (field(size.0) + 1, field(size.1) + 1);
        Self {
            size,
            columns,
            rows,
            busy: vec![0.0; (columns + 1) * (rows + 1)],
            rings: Vec::new(),
            boxes: 0,
            fields: vec![Field::default(); across * down],
            across,
            down,
        }
    }

    /// Numbers of the fields that a box lies in; what lies beyond the canvas counts as in the outermost ones.
    fn fields(&self, area: Rect) -> impl Iterator<Item = usize> + use<> {
        let (across, right, bottom) = (self.across, self.across - 1, self.down - 1);
        let span = |low: f64, high: f64, last: usize| field(low).min(last)..=field(high).min(last);
        let columns = span(area.x0, area.x1, right);
        span(area.y0, area.y1, bottom).flat_map(move |row| columns.clone().map(move |column| row * across + column))
    }

    /// A circle that no label may touch.
    pub fn ring(&mut self, at: Point, radius: f64) {
        self.rings.push((at, radius));
        let reach = radius + 1.0;
        for field in self.fields(Rect::from_center_size(at, (2.0 * reach, 2.0 * reach))) {
            if let Some(field) = self.fields.get_mut(field) {
                field.rings.push((at, radius));
            }
        }
    }

    /// How far a line between two heights may run to the right before it meets a ring, px.
    pub fn clear_until(&self, top: f64, bottom: f64) -> f64 {
        let near = self.rings.iter().filter(|(at, radius)| at.y + radius > top - 2.0 && at.y - radius < bottom + 2.0);
        near.map(|(at, radius)| at.x - radius).fold(self.size.0, f64::min)
    }

    /// A box that no label may touch.
    pub fn block(&mut self, area: Rect) {
        for field in self.fields(area) {
            if let Some(field) = self.fields.get_mut(field) {
                field.boxes.push((self.boxes, area));
            }
        }
        self.boxes += 1;
    }

    /// How many boxes there are.
    pub fn blocked(&self) -> usize {
        self.boxes
    }

    /// Takes all but the first boxes away again.
    pub fn unblock(&mut self, first: usize) {
        for Field { boxes, .. } in &mut self.fields {
            while boxes.pop_if(|(number, _)| *number >= first).is_some() {}
        }
        self.boxes = first;
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
        covered(leader).any(|part| !self.alone(part))
    }

    /// Whether a label may be there, for all that other labels take.
    pub fn apart(&self, area: Rect) -> bool {
        self.alone(area.inflate(ROOM, ROOM * 0.5))
    }

    /// Whether a box overlaps no other.
    fn alone(&self, area: Rect) -> bool {
        let near = self.fields(area).filter_map(|field| self.fields.get(field));
        near.flat_map(|field| &field.boxes).all(|(_, other)| !overlap(area, *other))
    }

    /// Whether a label lies on the canvas and off the rings.
    pub fn open(&self, area: Rect) -> bool {
        let inside = area.x0 >= 2.0 && area.y0 >= 2.0 && area.x1 <= self.size.0 - 2.0 && area.y1 <= self.size.1 - 2.0;
        let near = self.fields(area).filter_map(|field| self.fields.get(field));
        inside && near.flat_map(|field| &field.rings).all(|ring| clear(area, *ring))
    }

    /// Whether a box touches nothing that it must not touch.
    pub fn free(&self, area: Rect) -> bool {
        self.open(area) && self.apart(area)
    }
}

/// Which field a place lies in, from the canvas' edge.
fn field(at: f64) -> usize {
    // Casts saturate.
    ((at / FIELD) as usize).min(FIELDS - 1)
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
