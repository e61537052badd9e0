//! Writes a sample town as SVG: `cargo run --example town -- [light|dark] [seed] [phone] > town.svg`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use city_rivers::map::BlockKind;
use city_rivers::map::coast::{DEPTHS, coast, shift};
use city_rivers::map::town::{Plan, town};
use kurbo::{BezPath, PathEl, Point, Rect};

fn smooth(points: &[(f64, f64)]) -> Vec<Point> {
    let at = |i: isize| {
        let (x, y) = points[i.clamp(0, points.len() as isize - 1) as usize];
        Point::new(x, y)
    };
    let mut line = Vec::new();
    for i in 0..points.len() as isize - 1 {
        let (a, b, c, d) = (at(i - 1), at(i), at(i + 1), at(i + 2));
        let steps = ((c - b).hypot() / 15.0).ceil();
        for k in 0..steps as usize {
            let t = k as f64 / steps;
            let (u, v) = ((c - a) / 2.0, (d - b) / 2.0);
            let (b, c) = (b.to_vec2(), c.to_vec2());
            let p = b * (2.0 * t * t * t - 3.0 * t * t + 1.0)
                + u * (t * t * t - 2.0 * t * t + t)
                + c * (-2.0 * t * t * t + 3.0 * t * t)
                + v * (t * t * t - t * t);
            line.push(p.to_point());
        }
    }
    line.push(at(points.len() as isize - 1));
    line
}

/// Mixed, not painted with alpha: browsers round alpha so that greys turn pink.
fn mix(ground: &str, fill: &str, tone: f64) -> String {
    let part = |s: &str, i: usize| f64::from(u8::from_str_radix(&s[i..i + 2], 16).unwrap());
    let [r, g, b] = [1, 3, 5].map(|i| part(ground, i) + (part(fill, i) - part(ground, i)) * tone);
    format!("rgb({:.0},{:.0},{:.0})", r, g, b)
}

fn svg(path: &BezPath) -> String {
    let mut text = String::new();
    for part in path.elements() {
        text += &match part {
            PathEl::MoveTo(p) => format!("M{:.2} {:.2}", p.x, p.y),
            PathEl::LineTo(p) => format!("L{:.2} {:.2}", p.x, p.y),
            PathEl::QuadTo(p, q) => format!("Q{:.2} {:.2} {:.2} {:.2}", p.x, p.y, q.x, q.y),
            PathEl::CurveTo(p, q, r) => format!("C{:.2} {:.2} {:.2} {:.2} {:.2} {:.2}", p.x, p.y, q.x, q.y, r.x, r.y),
            PathEl::ClosePath => "Z".into(),
        };
    }
    text
}

fn path(line: &[Point]) -> String {
    let mut path = BezPath::new();
    line.iter().enumerate().for_each(|(i, &p)| if i == 0 { path.move_to(p) } else { path.line_to(p) });
    svg(&path)
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let has = |word: &str| arguments.iter().any(|a| a == word);
    let seed = arguments.iter().find_map(|a| a.parse().ok()).unwrap_or(1);
    let wide = !has("phone");
    let (w, h, scale) = if wide { (1600.0, 900.0, 1.0) } else { (390.0, 844.0, 0.6) };
    let (old, busy) = if wide { ((93.0, 323.0), (650.0, 425.0)) } else { ((163.0, 120.0), (202.0, 295.0)) };
    let wide_roads: &[&[(f64, f64)]] = &[
        &[old, (240.0, 343.0), (400.0, 420.0), busy],
        &[(150.0, 628.0), (260.0, 595.0), (390.0, 480.0), (460.0, 440.0), busy],
        &[(330.0, 770.0), (375.0, 670.0), (345.0, 570.0), (390.0, 480.0)],
        &[(318.0, 150.0), (400.0, 205.0), (500.0, 370.0), (560.0, 405.0), busy],
        &[(520.0, 120.0), (500.0, 180.0), (460.0, 250.0), (480.0, 335.0)],
        &[busy, (890.0, 396.0), (1215.0, 360.0)],
        &[
            (1215.0, 360.0),
            (1245.0, 300.0),
            (1230.0, 230.0),
            (1120.0, 175.0),
            (860.0, 168.0),
            (690.0, 200.0),
            (570.0, 300.0),
            (600.0, 395.0),
            busy,
        ],
        &[busy, (718.0, 500.0), (712.0, 620.0), (670.0, 710.0), (574.0, 764.0)],
        &[(712.0, 620.0), (740.0, 700.0), (800.0, 748.0)],
        &[(890.0, 396.0), (940.0, 500.0), (1000.0, 610.0), (1160.0, 665.0), (1240.0, 705.0), (1380.0, 780.0)],
        &[(1133.0, 400.0), (1117.0, 590.0), (1160.0, 665.0)],
        &[(1215.0, 360.0), (1240.0, 400.0), (1210.0, 600.0), (1245.0, 705.0)],
        &[old, (150.0, 628.0)],
        &[(150.0, 628.0), (330.0, 770.0)],
        &[old, (180.0, 200.0), (318.0, 150.0)],
        &[(520.0, 120.0), (640.0, 100.0), (690.0, 200.0)],
        &[(574.0, 764.0), (380.0, 675.0)],
    ];
    let phone_roads: &[&[(f64, f64)]] = &[
        &[old, (190.0, 200.0), busy],
        &[(44.0, 150.0), (130.0, 190.0), (190.0, 240.0), busy],
        &[(40.0, 236.0), (150.0, 225.0), (195.0, 260.0)],
        &[(274.0, 122.0), (250.0, 170.0), (210.0, 220.0), busy],
        &[(346.0, 172.0), (250.0, 190.0), (212.0, 225.0)],
        &[
            busy,
            (206.0, 490.0),
            (205.0, 540.0),
            (300.0, 560.0),
            (365.0, 510.0),
            (360.0, 330.0),
            (250.0, 223.0),
            (214.0, 260.0),
        ],
        &[busy, (95.0, 345.0), (50.0, 318.0)],
        &[(95.0, 345.0), (52.0, 412.0)],
        &[(206.0, 400.0), (110.0, 440.0), (100.0, 560.0), (80.0, 640.0)],
    ];
    let roads: Vec<_> = if wide { wide_roads } else { phone_roads }.iter().map(|road| smooth(road)).collect();
    let (from, to) = if wide {
        (Point::new(1200.0, h + 60.0), Point::new(1330.0, -60.0))
    } else {
        (Point::new(-60.0, 600.0), Point::new(w + 60.0, 620.0))
    };
    let line = coast(from, to, seed, scale);
    let mut land = line.clone();
    let sea = {
        let mut sea = line.clone();
        let far = if wide {
            [Point::new(w + 300.0, -60.0), Point::new(w + 300.0, h + 60.0)]
        } else {
            [Point::new(w + 60.0, h + 300.0), Point::new(-60.0, h + 300.0)]
        };
        sea.extend(far);
        sea
    };
    land.extend(if wide {
        [Point::new(-60.0, -60.0), Point::new(-60.0, h + 60.0)]
    } else {
        [Point::new(w + 60.0, -60.0), Point::new(-60.0, -60.0)]
    });
    let plan = Plan {
        size: (w, h),
        scale,
        seed,
        land,
        roads: &roads,
        old_centre: old.into(),
        busy: busy.into(),
        parks_off: &[Rect::new(790.0, 240.0, 1280.0, 520.0)][..if wide { 1 } else { 0 }],
        clear: Some(if wide { Rect::new(0.0, 0.0, 500.0, 80.0) } else { Rect::new(0.0, 0.0, w, 58.0) }),
        blocks: None,
    };
    let start = std::time::Instant::now();
    let made = town(&plan);
    let took = start.elapsed();
    let count = |kind| made.blocks.iter().filter(|b| b.kind == kind).count();
    eprintln!(
        "{took:?}: {} corners, {} streets, {} blocks, {} courtyards, {} parks, {} roads",
        made.streets.corners.len(),
        made.streets.streets.len(),
        count(BlockKind::Houses),
        count(BlockKind::Courtyard),
        count(BlockKind::Park),
        made.main_roads.len()
    );
    let [ground, road, block, yard, park, water, depth, edge, path_tone] = if has("dark") {
        ["#18223a", "#22304d", "#121a2e", "#151e35", "#142a33", "#0a1020", "#131d33", "#2c3c5a", "#1c3840"]
    } else {
        ["#f3f0e8", "#fbf9f4", "#e7e2d6", "#eeeae0", "#dfe5d3", "#d9e3e8", "#c6d5dc", "#a9bdc7", "#f0f3ea"]
    };
    println!("<svg xmlns='http://www.w3.org/2000/svg' width='{w}' height='{h}' viewBox='0 0 {w} {h}'>");
    println!("<rect width='{w}' height='{h}' fill='{ground}'/>");
    for b in &made.blocks {
        let fill = match b.kind {
            BlockKind::Houses => block,
            BlockKind::Courtyard => yard,
            BlockKind::Park => park,
        };
        println!("<path d='{}' fill='{}'/>", svg(&b.outline), mix(ground, fill, b.tone));
    }
    for p in &made.park_paths {
        println!("<path d='{}' fill='none' stroke='{path_tone}'/>", svg(p));
    }
    for (line, width) in &made.main_roads {
        println!(
            "<path d='{}' fill='none' stroke='{road}' stroke-width='{width}' stroke-linecap='round' stroke-linejoin='round'/>",
            path(line)
        );
    }
    println!("<path d='{}Z' fill='{water}'/>", path(&sea));
    for (by, wide) in DEPTHS.iter().zip([1.2, 1.0, 0.8, 0.6]) {
        println!("<path d='{}' fill='none' stroke='{depth}' stroke-width='{wide}'/>", path(&shift(&line, by * scale)));
    }
    println!("<path d='{}' fill='none' stroke='{edge}' stroke-width='1.4'/>", path(&line));
    if has("streets") {
        for s in &made.streets.streets {
            let (a, b) = (made.streets.corners[s.from as usize], made.streets.corners[s.to as usize]);
            println!("<path d='M{} {}L{} {}' stroke='#c00' stroke-width='.7'/>", a.x, a.y, b.x, b.y);
        }
    }
    println!("</svg>");
}
