#![allow(missing_docs, clippy::all)]
use city_rivers::{document::{Kind, Mood}, map::Map, network::*};
fn net(nodes: &[(&str, Kind, Option<u8>)], streams: &[(usize, usize, f64, Option<Mood>, f64)]) -> Network {
    let mut graph = Graph::new();
    for (id, kind, kt) in nodes { graph.add_node(Node { id: id.to_string(), kind: *kind, label: id.to_string(), kt: *kt, at: None, revenue_per_client: None }); }
    let mut solved = Solved { nodes: vec![], streams: vec![], totals: Totals { springs: 1150., ..Totals::default() }, diagnostics: vec![] };
    let mut inn = vec![0.0; nodes.len()]; let mut out = vec![0.0; nodes.len()]; let mut tt = vec![0.0; nodes.len()];
    for (a, b, c, m, t) in streams {
        graph.add_edge((*a as u32).into(), (*b as u32).into(), Stream { id: format!("{a}>{b}"), label: None, days: None });
        inn[*b] += c; out[*a] += c; tt[*b] += c * t;
        solved.streams.push(StreamFlow { clients: *c, share: 0.0, mood: *m, temperature: *t });
    }
    for i in 0..nodes.len() {
        solved.nodes.push(NodeFlow { inflow: if inn[i] > 0.0 { inn[i] } else { out[i] }, outflow: out[i], unaccounted: 0.0, underway: 0.0, temperature: if inn[i] > 0.0 { tt[i] / inn[i] } else { 0.0 } });
    }
    Network { graph, solved }
}
fn main() {
    use Kind::*;
    let (r, b, n) = (Some(Mood::Red), Some(Mood::Blue), None);
    let w: f64 = std::env::args().nth(1).unwrap().parse().unwrap(); let h: f64 = std::env::args().nth(2).unwrap().parse().unwrap();
    let central = net(&[("Old town", Spring, None), ("Station", Spring, None), ("University", Spring, None), ("North suburb", Spring, None), ("Web", Spring, None), ("confluence", Confluence, None), ("kt1", Fork, Some(1)), ("kt2", Fork, Some(2)), ("till", Till, None), ("kt3", Fork, Some(3)), ("regulars", Regulars, None), ("sea", Sea, None), ("away", Confluence, None), ("c1", Competitor, None), ("c2", Competitor, None)],
        &[(0, 5, 420., n, 0.), (1, 5, 310., n, 0.), (2, 5, 180., n, 0.), (3, 5, 140., n, 0.), (4, 5, 100., n, 0.), (5, 6, 1150., n, 0.), (6, 7, 540., r, 0.7), (6, 12, 660., b, -0.7), (7, 8, 240., r, 0.7), (7, 11, 300., b, -0.7), (8, 9, 240., n, 0.7), (9, 10, 150., r, 0.7), (9, 11, 90., b, -0.7), (10, 6, 50., r, 0.7), (10, 11, 100., b, -0.7), (12, 13, 396., n, -0.7), (12, 14, 264., n, -0.7)]);
    let map = Map::new(&central, w, h, 7, None);
    let mut s = format!("<svg xmlns='http://www.w3.org/2000/svg' width='{w}' height='{h}'><rect width='100%' height='100%' fill='#d9e3e8'/>");
    s += &format!("<path d='M-50 -100 "); for p in map.coast.iter() { s += &format!("L{:.1} {:.1}", p.x, p.y); } s += "L-50 -100Z' fill='#f3f0e8'/>";
    for b in &map.town.blocks { s += &format!("<path d='{}' fill='{}' fill-opacity='{}'/>", sv(&b.outline), match b.kind { city_rivers::map::BlockKind::Houses => "#e7e2d6", city_rivers::map::BlockKind::Courtyard => "#eeeae0", city_rivers::map::BlockKind::Park => "#dfe5d3" }, b.tone); }
    for (r, w) in &map.town.main_roads { let d: String = r.iter().map(|p| format!("{:.1} {:.1} ", p.x, p.y)).collect(); s += &format!("<polyline points='{d}' fill='none' stroke='#fbf9f4' stroke-width='{w}'/>"); }
 for c in &map.creeks { s += &format!("<path d='{}' fill='#9aa7b3'/>", sv(c)); }

    for f in &map.floors { let d = f.direction; let r = city_rivers::map::flow_frame::right_of(d); let a = f.start - r * f.red_side; let b2 = a + d * f.length; let c = f.start + r * f.blue_side; let e = c + d * f.length;
        s += &format!("<path d='M{} {}L{} {}L{} {}L{} {}Z' fill='#fcf9f2' stroke='#3a4450' stroke-width='3'/>", a.x, a.y, b2.x, b2.y, e.x, e.y, c.x, c.y); }
    for (i, rb) in map.ribbons.iter().enumerate() {
        let d: String = rb.line.iter().map(|p| format!("{:.1} {:.1} ", p.x, p.y)).collect();
        let col = match central.solved.streams[i].mood { Some(Mood::Red) => "#b2182b", Some(Mood::Blue) => "#2166ac", None => if central.solved.streams[i].temperature < 0. { "#2166ac" } else { "#6b7d90" } };
        s += &format!("<polyline points='{d}' fill='none' stroke='{col}' stroke-width='{}' stroke-opacity='.8'/>", rb.width.max(1.5));
    }
    for (p, r) in map.places.iter().zip(&map.radii) { s += &format!("<circle cx='{}' cy='{}' r='{}' fill='none' stroke='black'/>", p.at.x, p.at.y, r); }
    println!("{s}</svg>");
}
fn sv(p: &kurbo::BezPath) -> String { let mut s = String::new(); for e in p.elements() { use kurbo::PathEl::*; match e { MoveTo(p) => s += &format!("M{:.1} {:.1}", p.x, p.y), LineTo(p) => s += &format!("L{:.1} {:.1}", p.x, p.y), QuadTo(a, p) => s += &format!("Q{:.1} {:.1} {:.1} {:.1}", a.x, a.y, p.x, p.y), CurveTo(a, b, p) => s += &format!("C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}", a.x, a.y, b.x, b.y, p.x, p.y), ClosePath => s += "Z" } } s }
