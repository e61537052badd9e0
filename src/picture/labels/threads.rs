//! What is written round threads: the calendar, what passes each gate, names where they end.

use crate::{
    document::{
        journeys::Log,
        read::dates::{self, DAY},
    },
    frame::{Anchor, Color, Shape, Text},
    map::{
        Threads,
        threads::{State, Thread},
    },
    picture::{
        land::threads,
        panel::{Block, legend},
        placing::ground::Ground,
        scene::{Scene, Sum, kt_name},
        style::text::{self, Run},
    },
};
use kurbo::{Point, Vec2};

/// Ticks are at least so far apart, px before scaling and at least, px.
const APART: (f64, f64) = (70.0, 44.0);
/// Names are no nearer to each other than this part of their size.
const LEADING: f64 = 1.16;

/// How finely the calendar is told: months, or years.
#[derive(Clone, Copy, PartialEq)]
enum Step {
    Days(i64),
    Months(i64),
}

/// Where the calendar's ticks lie along, and what each is called.
pub fn ticks(scene: &Scene, threads: &Threads) -> Vec<(f64, String)> {
    let s = scene.scale();
    let (from, to) = threads.dates;
    let days = (to - from) as f64 / DAY as f64;
    let px = (threads.span.1 - threads.span.0) / days.max(1e-9);
    let least = (APART.0 * s).max(APART.1);
    let steps = [Step::Days(1), Step::Days(2), Step::Days(7)];
    let steps = steps.into_iter().chain([1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1_200, 6_000].map(Step::Months));
    let long = |step: &Step| match step {
        Step::Days(days) => *days as f64,
        Step::Months(months) => *months as f64 * 30.4,
    };
    let Some(step) = steps.into_iter().find(|step| long(step) * px >= least) else { return Vec::new() };
    let mut ticks = Vec::new();
    let mut add = |day: i64, label: String| {
        let along = threads.along(day * DAY);
        if along >= threads.span.0 - 0.5 && along <= threads.span.1 + 0.5 {
            ticks.push((along, label));
        }
    };
    let [first, last] = [from, to].map(|at| at.div_euclid(DAY));
    match step {
        Step::Days(step) => {
            let count = (last - first) / step + 1;
            for i in 0..=count.min(2_000) {
                let day = first + i * step;
                add(day, scene.words.day(dates::date(day)));
            }
        }
        Step::Months(step) => {
            let [year, month, _] = dates::date(first);
            let mut at = (year * 12 + month - 1).div_euclid(step) * step;
            let mut named = None;
            for _ in 0..2_000 {
                let (year, month) = (at.div_euclid(12), at.rem_euclid(12) + 1);
                let day = dates::days(year, month, 1);
                if day > last {
                    break;
                }
                let label = match step {
                    12.. => year.to_string(),
                    _ if day >= first && named != Some(year) => {
                        [scene.words.month(month), " ", &year.to_string()].concat()
                    }
                    _ => scene.words.month(month).to_owned(),
                };
                if day >= first {
                    named = Some(year);
                }
                add(day, label);
                at += step;
            }
        }
    }
    ticks
}

/// All of it; names are of the `log`'s clients.
pub fn texts(scene: &Scene, threads: &Threads, log: &Log, ground: &mut Ground) -> (Vec<Shape>, Vec<Text>) {
    let mut written = Written { scene, texts: Vec::new(), shapes: Vec::new() };
    written.calendar(threads, ground);
    written.gates(threads, ground);
    if !scene.map.frame.tall {
        written.names(threads, log, ground);
    }
    (written.shapes, written.texts)
}

struct Written<'a> {
    scene: &'a Scene<'a>,
    texts: Vec<Text>,
    shapes: Vec<Shape>,
}

impl Written<'_> {
    fn write(&mut self, line: &[Run], at: Point, anchor: Anchor, halo: Option<Color>, ground: &mut Ground) {
        let own = text::set(line, at, anchor, halo, self.scene.measure);
        ground.block(text::bounds(&own, self.scene.measure));
        self.texts.extend(own);
    }

    fn calendar(&mut self, threads: &Threads, ground: &mut Ground) {
        let (scene, frame) = (self.scene, &self.scene.map.frame);
        let (size, s) = (scene.font(13.0), scene.scale());
        let axis = threads.sea.1;
        let mut free = f64::NEG_INFINITY;
        for (along, label) in ticks(scene, threads) {
            let run = Run::new(label, size, 400, scene.theme.muted);
            let wide = if frame.tall { 1.3 * size } else { run.width(scene.measure) + 8.0 };
            if along - wide / 2.0 < free {
                continue;
            }
            free = along + wide / 2.0;
            if frame.tall {
                let at = frame.point(along, axis + 7.0) + Vec2::new(0.0, 0.36 * size);
                // The month alone, where its year has no room.
                let room = (frame.across - axis - 9.0).max(20.0);
                let short = run.text.split(' ').next().unwrap_or_default().to_owned();
                let texts = [run.text.clone(), short];
                let run = run.first_of(texts, room, scene.measure);
                self.write(&[run], at, Anchor::End, None, ground);
            } else {
                self.write(&[run], frame.point(along, axis + 9.0 * s.max(0.7) + size), Anchor::Middle, None, ground);
            }
        }
        // The last event's date over the line that ends all.
        let [year, month, day] = dates::date(threads.dates.1.div_euclid(DAY));
        let last = [scene.words.day([year, month, day]), year.to_string()].join(" ");
        let run = Run::new(last, scene.font(13.5), 700, scene.theme.ink);
        let top = frame.title_box().y1 + 2.0;
        if frame.tall {
            let at = frame.point(threads.span.1 + 2.0, 8.0);
            self.write(&[run], at + Vec2::new(0.0, size), Anchor::End, Some(scene.theme.land), ground);
        } else {
            self.write(&[run], Point::new(frame.point(threads.span.1, 0.0).x, top), Anchor::Middle, None, ground);
        }
    }

    /// Beside each gate's ring who passes it, how many are regulars, and how many are lost.
    fn gates(&mut self, threads: &Threads, ground: &mut Ground) {
        let (scene, frame) = (self.scene, &self.scene.map.frame);
        if frame.tall {
            return self.gates_across(threads, ground);
        }
        let (words, theme) = (scene.words, scene.theme);
        let halo = Some(theme.land);
        let size = scene.font(15.0);
        let ring = scene.map.radii.iter().copied().fold(0.0, f64::max) + 4.0;
        let rings = threads.rings;
        let left = rings + ring + 8.0;
        let room = threads.span.0 - left - 4.0;
        let apart = (threads.levels[0] - threads.levels[1]).abs();
        // All questions, or none.
        let questions = [1, 2, 3].map(|kt| Run::new(scene.question(kt), scene.font(13.0), 400, theme.muted));
        let asks = apart > 3.6 * size && questions.iter().all(|run| run.width(scene.measure) <= room);
        for ((kt, level), question) in (1..=3).zip(threads.levels.iter().skip(1)).zip(questions) {
            let Some(Sum { out: [red, blue, _], .. }) = scene.sum(kt) else { continue };
            let line = |count: f64, verb: &str, color: Color| {
                let all = [Run::new(scene.figures.count(count), size, 800, color), Run::new(verb, size, 500, color)];
                if text::line_width(&all, scene.measure) <= room { all.to_vec() } else { all[..1].to_vec() }
            };
            let red = line(red, words.go_on(kt), theme.warm_text);
            self.write(&red, Point::new(left, level - 0.42 * size), Anchor::Start, halo, ground);
            let blue = line(blue, words.leave(), theme.cold_text);
            self.write(&blue, Point::new(left, level + 1.08 * size), Anchor::Start, halo, ground);
            if asks {
                self.write(&[question], Point::new(left, level - 1.62 * size), Anchor::Start, halo, ground);
            }
        }
        let first = scene.figures.count(threads.threads.len() as f64);
        let run = Run::new(words.clients(threads.threads.len() as f64, &first), size, 600, theme.undecided);
        let run = run.fit(threads.span.0 - rings, scene.measure);
        self.write(&[run], Point::new(left, threads.levels[0] + 0.36 * size), Anchor::Start, halo, ground);
        let count =
            |is: &dyn Fn(State) -> bool| threads.threads.iter().filter(|thread| is(thread.state)).count() as f64;
        let [regular, lost] =
            [count(&|state| state == State::Regular), count(&|state| matches!(state, State::Lost(_)))];
        let corner = rings - ring + 2.0;
        let big = |number: f64, color: Color| Run::new(scene.figures.count(number), scene.font(30.0), 800, color);
        let small = |text: &str| Run::new(text, scene.font(14.0), 500, theme.ink);
        if regular > 0.0 {
            let line = [big(regular, theme.warm_text), small(words.are_regulars())];
            let y = threads.levels[3] - (apart * 0.62).max(2.2 * size);
            self.write(&line, Point::new(corner, y.max(frame.title_box().y1 + 30.0)), Anchor::Start, halo, ground);
        }
        if lost > 0.0 {
            let line = [big(lost, theme.cold_text), small(words.lost("").trim())];
            self.write(&line, Point::new(corner, threads.sea.0 + 2.6 * size), Anchor::Start, halo, ground);
        }
    }

    /// The same where the calendar runs down: over the rings.
    fn gates_across(&mut self, threads: &Threads, ground: &mut Ground) {
        let (scene, frame) = (self.scene, &self.scene.map.frame);
        let size = scene.font(13.0);
        let along = threads.rings - scene.map.radii.iter().copied().fold(0.0, f64::max) - 6.0;
        for (kt, level) in (1..=3).zip(threads.levels.iter().skip(1)) {
            let Some(Sum { out: [red, blue, _], .. }) = scene.sum(kt) else { continue };
            let at = frame.point(along, *level);
            let line = [
                Run::new(scene.figures.short(red), size, 800, scene.theme.warm_text),
                Run::new(scene.figures.short(blue), size, 800, scene.theme.cold_text),
            ];
            self.write(&line, at, Anchor::Middle, Some(scene.theme.land), ground);
        }
    }

    /// Names where threads end: of those who are with us pushed apart, of those who are lost on their lanes, the newest first.
    fn names(&mut self, threads: &Threads, log: &Log, ground: &mut Ground) {
        let scene = self.scene;
        let size = scene.font(12.5).max(12.0);
        let left = threads.span.1 + (17.0 * scene.scale()).max(10.0);
        let room = scene.map.frame.time_end() - left;
        let name = |thread: &Thread, color: Color, room: f64| {
            Run::new(log.name(thread.client), size, 500, color).fit(room, scene.measure)
        };
        let mut live: Vec<&Thread> =
            threads.threads.iter().filter(|thread| !matches!(thread.state, State::Lost(_))).collect();
        crate::order::sort(&mut live, |a, b| a.end.y.total_cmp(&b.end.y));
        let (top, bottom) = (scene.map.frame.title_box().y1 + 1.6 * size, threads.sea.0 - 0.4 * size);
        let step = LEADING * size;
        if live.len() as f64 * step > bottom - top {
            // More than there is room for: such as stand clear of each other as they are.
            let mut free = f64::NEG_INFINITY;
            live.retain(|thread| {
                let named = thread.end.y >= free;
                if named {
                    free = thread.end.y + step;
                }
                named
            });
        }
        let mut rows: Vec<f64> = live.iter().map(|thread| thread.end.y).collect();
        spread(&mut rows, step, top, bottom);
        for (thread, row) in live.iter().zip(&rows) {
            let run = name(thread, scene.theme.ink, room);
            self.write(&[run], Point::new(left, row + 0.36 * size), Anchor::Start, None, ground);
            let from = Point::new(thread.end.x + 5.0, thread.end.y);
            let way = crate::picture::style::shapes::polyline([from, Point::new(left - 3.0, *row)]);
            self.shapes.push(crate::picture::style::shapes::line(way, scene.theme.muted, 0.9));
        }
        let mut lost: Vec<(&Thread, usize)> = threads
            .threads
            .iter()
            .filter_map(|thread| if let State::Lost(kt) = thread.state { Some((thread, kt)) } else { None })
            .collect();
        // The last to leave lie highest; where lanes are narrow, only some have room for their names.
        crate::order::sort(&mut lost, |a, b| a.0.end.y.total_cmp(&b.0.end.y));
        let mut free = f64::NEG_INFINITY;
        for (thread, kt) in lost {
            let y = thread.end.y;
            if y < free || y > threads.sea.1 - 0.3 * size {
                continue;
            }
            free = y + 0.97 * size;
            let kt = Run::new(kt_name(kt as u8), size, 400, scene.theme.muted);
            let own = room - kt.width(scene.measure) - 0.5 * size;
            let line = vec![name(thread, scene.theme.cold_text, own), kt];
            self.write(&line, Point::new(left, y + 0.36 * size), Anchor::Start, None, ground);
        }
    }
}

/// Pushes rising heights apart, by as little as need be, between two bounds.
fn spread(rows: &mut [f64], step: f64, top: f64, bottom: f64) {
    let mut free = top;
    for row in rows.iter_mut() {
        *row = row.max(free);
        free = *row + step;
    }
    let mut free = bottom;
    for row in rows.iter_mut().rev() {
        *row = row.min(free);
        free = *row - step;
    }
}

/// The legend: colours, and what the marks mean.
pub fn legend(scene: &Scene, width: f64) -> Vec<Block> {
    let gap = 12.0 * scene.scale().max(0.55);
    let mut blocks = vec![crate::picture::panel::basin::rule(scene, width), legend::colours(scene, width, gap)];
    let size = scene.font(13.0);
    for (mark, words) in threads::samples(scene.theme, size).into_iter().zip(scene.words.thread_marks()) {
        let mut block = Block::new(30, 0.35 * gap);
        block.shapes = mark;
        let run = Run::new(words, size, 400, scene.theme.ink).fit(width - 2.4 * size, scene.measure);
        block.texts = text::set(&[run], Point::new(2.4 * size, size), Anchor::Start, None, scene.measure);
        block.height = 1.3 * size;
        blocks.push(block);
    }
    blocks
}
