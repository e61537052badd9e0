#![allow(missing_docs, clippy::all)]
use city_rivers::{document::*, map::Map, network::Network};
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let w: f64 = a[2].parse().unwrap(); let h: f64 = a[3].parse().unwrap();
    let v: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&a[1]).unwrap()).unwrap();
    let n = &v["network"]; let t = |x: &serde_json::Value| x.as_str().map(str::to_string);
    let kind = |k: &str| match k { "spring" => Kind::Spring, "fork" => Kind::Fork, "till" => Kind::Till, "regulars" => Kind::Regulars, "competitor" => Kind::Competitor, "sea" => Kind::Sea, _ => Kind::Confluence };
    let nodes = n["nodes"].as_array().unwrap().iter().map(|x| Node { id: t(&x["id"]).unwrap(), kind: kind(x["kind"].as_str().unwrap()), label: t(&x["label"]), clients: x["clients"].as_f64(), temperature: None, kt: x["kt"].as_u64().map(|k| k as u8), revenue_per_client: x["revenuePerClient"].as_f64(), underway: 0.0, at: None, origin: String::new() }).collect();
    let streams = n["streams"].as_array().unwrap().iter().map(|x| Stream { id: format!("{}>{}", x["from"].as_str().unwrap(), x["to"].as_str().unwrap()), from: t(&x["from"]).unwrap(), to: t(&x["to"]).unwrap(), label: None, mood: match x["mood"].as_str() { Some("red") => Some(Mood::Red), Some("blue") => Some(Mood::Blue), _ => None }, temperature: None, days: None, share: x["share"].as_f64(), clients: x["clients"].as_f64(), origin: String::new() }).collect();
    let doc = Document { title: String::new(), period: Period::Day, currency: None, locale: None, seed: 7, blocks: None, nodes, streams };
    let net = Network::build(&doc).unwrap();
    let t0 = std::time::Instant::now();
    let map = Map::new(&net, w, h, 7, None);
    eprintln!("map {:?}", t0.elapsed());
    let mut s = format!("<svg xmlns='http://www.w3.org/2000/svg' width='{w}' height='{h}'><rect width='100%' height='100%' fill='#d9e3e8'/>");
    s += &format!("<path d='M-50 -100 "); for p in map.coast.iter() { s += &format!("L{:.1} {:.1}", p.x, p.y); } s += "L-50 -100Z' fill='#f3f0e8'/>";
    for b in &map.town.blocks { s += &format!("<path d='{}' fill='{}' fill-opacity='{}'/>", sv(&b.outline), match b.kind { city_rivers::map::BlockKind::Houses => "#e7e2d6", city_rivers::map::BlockKind::Courtyard => "#eeeae0", city_rivers::map::BlockKind::Park => "#dfe5d3" }, b.tone); }
    for (r, w) in &map.town.main_roads { let d: String = r.iter().map(|p| format!("{:.1} {:.1} ", p.x, p.y)).collect(); s += &format!("<polyline points='{d}' fill='none' stroke='#fbf9f4' stroke-width='{w}'/>"); }
    for c in &map.creeks { s += &format!("<path d='{}' fill='#9aa7b3'/>", sv(c)); }
    for f in &map.floors { let d = f.direction; let r = city_rivers::map::flow_frame::right_of(d); let a = f.start - r * f.red_side; let b2 = a + d * f.length; let c = f.start + r * f.blue_side; let e = c + d * f.length;
        s += &format!("<path d='M{} {}L{} {}L{} {}L{} {}Z' fill='#fcf9f2' stroke='#3a4450' stroke-width='3'/>", a.x, a.y, b2.x, b2.y, e.x, e.y, c.x, c.y); }
    for (i, rb) in map.ribbons.iter().enumerate() {
        let d: String = rb.line.iter().map(|p| format!("{:.1} {:.1} ", p.x, p.y)).collect();
        let col = match net.solved.streams[i].mood { Some(Mood::Red) => "#b2182b", Some(Mood::Blue) => "#2166ac", None => if net.solved.streams[i].temperature < 0. { "#2166ac" } else { "#6b7d90" } };
        s += &format!("<polyline points='{d}' fill='none' stroke='{col}' stroke-width='{}' stroke-opacity='.8'/>", rb.width.max(1.5));
    }
    for (p, r) in map.places.iter().zip(&map.radii) { s += &format!("<circle cx='{}' cy='{}' r='{}' fill='none' stroke='black'/>", p.at.x, p.at.y, r); }
    println!("{s}</svg>");
}
fn sv(p: &kurbo::BezPath) -> String { let mut s = String::new(); for e in p.elements() { use kurbo::PathEl::*; match e { MoveTo(p) => s += &format!("M{:.1} {:.1}", p.x, p.y), LineTo(p) => s += &format!("L{:.1} {:.1}", p.x, p.y), QuadTo(a, p) => s += &format!("Q{:.1} {:.1} {:.1} {:.1}", a.x, a.y, p.x, p.y), CurveTo(a, b, p) => s += &format!("C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}", a.x, a.y, b.x, b.y, p.x, p.y), ClosePath => s += "Z" } } s }
