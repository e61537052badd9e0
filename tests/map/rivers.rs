//! What holds for the rivers of every map.

use city_rivers::{
    document::{Document, Kind, Limits, Source, read},
    map::{Map, Ribbon, flow_frame::right_of},
    network::Network,
};
use kurbo::Point;
use petgraph::graph::EdgeIndex;
use proptest::prelude::*;
use std::{fs, path::PathBuf};

const SIZES: [(f64, f64); 5] = [(1600.0, 900.0), (1280.0, 720.0), (390.0, 844.0), (640.0, 360.0), (800.0, 800.0)];

pub fn solve(json: &str) -> (Document, Network) {
    let reading = read(Source::Text(json), &Limits::default());
    let document = reading.document.unwrap_or_else(|| panic!("{:?} in {json}", reading.problems));
    let network = Network::build(&document).unwrap();
    (document, network)
}

/// A network from words: nodes are `id kind clients`, streams `from>to` with a mood and a share.
fn network(nodes: &str, streams: &str) -> String {
    let node = |text: &str| {
        let mut words = text.split_whitespace();
        let (id, kind) = (words.next().unwrap(), words.next().unwrap());
        let clients = words.next().map_or(String::new(), |n| format!(r#","clients":{n}"#));
        let (kind, kt) = match kind.strip_prefix("kt") {
            Some(kt) => ("fork", format!(r#","kt":{kt}"#)),
            None => (kind, String::new()),
        };
        format!(r#"{{"id":"{id}","kind":"{kind}"{kt}{clients}}}"#)
    };
    let stream = |text: &str| {
        let mut words = text.split_whitespace();
        let (from, to) = words.next().unwrap().split_once('>').unwrap();
        let more: String =
            words
                .map(|word| {
                    if word.starts_with('.') { format!(r#","share":0{word}"#) } else { format!(r#","mood":"{word}""#) }
                })
                .collect();
        format!(r#"{{"from":"{from}","to":"{to}"{more}}}"#)
    };
    let list = |text: &str, one: &dyn Fn(&str) -> String| {
        text.split(',').filter(|t| !t.trim().is_empty()).map(one).collect::<Vec<_>>().join(",")
    };
    format!(
        r#"{{"cityRivers":1,"network":{{"nodes":[{}],"streams":[{}]}}}}"#,
        list(nodes, &node),
        list(streams, &stream)
    )
}

/// One shop with its own KT1, its names ending in `n`.
fn shop(n: &str) -> (String, String) {
    let (nodes, streams) = (
        "a# spring 900, b# spring 500, k1# kt1, k2# kt2, t# till, k3# kt3, r# regulars, sea# sea, riv# competitor",
        "a#>k1#, b#>k1#, k1#>k2# red .5, k1#>riv# blue, k2#>t# red .5, k2#>sea# blue, t#>k3#, k3#>r# red .5, \
         k3#>sea# blue, r#>k1# red .5, r#>sea# blue",
    );
    (nodes.replace('#', n), streams.replace('#', n))
}

/// The gallery's examples, and networks of all kinds.
pub fn documents() -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("www/gallery/examples");
    let mut all: Vec<(String, String)> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap()))
        .collect();
    all.sort();
    let mut add = |name: &str, nodes: &str, streams: &str| all.push((name.into(), network(nodes, streams)));
    let (one, two) = (shop("p"), shop("q"));
    add("two networks", &format!("{},{}", one.0, two.0), &format!("{},{}", one.1, two.1));
    add("a spring", "s spring 100", "");
    add("a spring and a sea", "s spring 100, sea sea", "s>sea");
    add(
        "no KT3",
        "s spring 300, k1 kt1, k2 kt2, t till, sea sea",
        "s>k1, k1>k2 red .5, k1>sea blue, k2>t red .4, k2>sea blue",
    );
    add(
        "forks",
        "s spring 900, t spring 500, f fork, g fork, h confluence, x competitor, y competitor, sea sea",
        "s>f, t>g, f>g .3, f>h, g>h .5, g>x, h>y .5, h>sea",
    );
    add("a circle", "s spring 9, a confluence, b confluence, c confluence, sea sea", "s>a, a>b, b>c, c>a .3, c>sea");
    add(
        "firms",
        "s spring 120, w spring 200, m confluence, k1 kt1, k2 kt2, t till, k3 kt3, r regulars, riv competitor, no sea",
        "s>m, w>m, m>k1, k1>k2 red .5, k1>riv blue .2, k1>no blue, k2>t red .4, k2>riv blue .2, k2>no blue, t>k3, \
         k3>r red .7, k3>riv blue, r>k1 red .8, r>no blue",
    );
    let chain: String = (0..12).map(|i| format!("f{i} fork,")).collect();
    let fall: String = (0..11).map(|i| format!("f{i}>f{} .85, f{i}>sea,", i + 1)).collect();
    add("twelve deep", &format!("s spring 1000, sea sea, {chain} end competitor"), &format!("s>f0, {fall} f11>end"));
    all
}

fn maps(mut see: impl FnMut(&str, &Network, &Map)) {
    for (name, json) in documents() {
        let (document, network) = solve(&json);
        for (width, height) in SIZES {
            let map = Map::new(&network, width, height, document.seed, document.blocks);
            see(&format!("{name} at {width}x{height}"), &network, &map);
        }
    }
}

fn drawn(map: &Map) -> impl Iterator<Item = (usize, &Ribbon)> {
    map.ribbons.iter().enumerate().filter(|(_, r)| r.width > 1e-6 && r.line.len() > 2)
}

fn ends(network: &Network, stream: usize) -> (usize, usize) {
    let (from, to) = network.graph.edge_endpoints(EdgeIndex::new(stream)).unwrap();
    (from.index(), to.index())
}

/// Inside the canvas, as wide as its clients, unbroken.
fn check_ribbons(name: &str, network: &Network, map: &Map) {
    for (stream, ribbon) in drawn(map) {
        let half = ribbon.width.max(1.5) / 2.0;
        let inside = |p: &Point| {
            (half..=map.frame.width - half).contains(&p.x) && (half..=map.frame.height - half).contains(&p.y)
        };
        assert!(ribbon.line.iter().all(inside), "{name}: stream {stream} leaves the canvas");
        let clients = network.solved.streams[stream].clients;
        assert!((ribbon.width - clients * map.px_per_client).abs() < 1e-9, "{name}: width of stream {stream}");
        let gap = ribbon.line.windows(2).map(|p| p[0].distance(p[1])).fold(0.0, f64::max);
        assert!(gap < 10.0, "{name}: stream {stream} is broken for {gap} px");
        assert_eq!(ribbon.line.len(), ribbon.temperature.len());
    }
}

#[test]
fn ribbons_stay_in_the_canvas_as_wide_as_their_clients() {
    maps(check_ribbons);
}

#[test]
fn ribbons_bend_without_kinks() {
    maps(|name, _, map| {
        // On a very small canvas given streets lie closer than the water on them is broad.
        if map.land.is_some() && map.frame.scale <= 0.5 {
            return;
        }
        // Of sums the rivers that they are drawn as.
        let own = drawn(map).filter(|(stream, _)| !map.summed[*stream]);
        for (stream, ribbon) in own.chain(map.stems.iter().enumerate()) {
            for at in ribbon.line.windows(3) {
                let (u, v) = (at[1] - at[0], at[2] - at[1]);
                let turn = u.cross(v).atan2(u.dot(v)).abs().to_degrees();
                // Short steps in an inner bend turn more; what counts is the turn per 4 px.
                let per_step = turn * (4.0 / u.hypot().max(v.hypot())).min(1.0);
                // Given streets turn as they do.
                let most = if map.land.is_some() { 60.0 } else { 38.0 };
                assert!(per_step < most, "{name}: stream {stream} turns by {per_step:.0} degrees at {:?}", at[1]);
            }
        }
    });
}

#[test]
fn ribbons_end_at_their_nodes() {
    maps(|name, network, map| {
        for (stream, ribbon) in drawn(map) {
            let (from, to) = ends(network, stream);
            for (node, end) in [(from, ribbon.line.first()), (to, ribbon.line.last())] {
                let kind = network.graph[petgraph::graph::NodeIndex::new(node)].kind;
                let flow = network.solved.nodes[node];
                let reach = map.radii[node].max(flow.inflow.max(flow.outflow) * map.px_per_client / 2.0) + 4.0;
                let off = map.places[node].at.distance(*end.unwrap());
                assert!(kind == Kind::Sea || off < reach, "{name}: stream {stream} ends {off:.0} px off its node");
            }
        }
    });
}

/// Length (px) of a ribbon that lies over another one that runs nearly the same way.
fn overlap(a: &Ribbon, b: &Ribbon) -> f64 {
    let reach = (a.width + b.width) / 2.0 - 2.0;
    let over = |at: &[Point]| {
        let way = at[2] - at[0];
        b.line.windows(3).any(|other| {
            let (off, along) = (at[1] - other[1], other[2] - other[0]);
            let aside = off.cross(along).abs() / along.hypot().max(1e-9);
            aside < reach && off.hypot() < reach + 3.0 && way.dot(along) > 0.9 * way.hypot() * along.hypot()
        })
    };
    4.0 * a.line.windows(3).filter(|at| over(at)).count() as f64
}

#[test]
fn rivers_of_the_examples_lie_beside_each_other_not_over_each_other() {
    maps(|name, network, map| {
        for (i, a) in drawn(map) {
            // Sums are drawn as one.
            let summed = |j: usize| map.summed[i] && map.summed[j];
            for (j, b) in drawn(map).filter(|(j, _)| *j > i && !summed(*j)) {
                let ((from, to), (start, end)) = (ends(network, i), ends(network, j));
                // Where they join or part, the wider hides a tip of the other.
                let share = [from, to].iter().any(|n| *n == start || *n == end);
                let most = if share { 8.0 + 0.6 * a.width.max(b.width) + 24.0 * map.frame.scale } else { 8.0 };
                let over = overlap(a, b);
                assert!(over <= most, "{name}: streams {i} and {j} lie over each other for {over} px");
            }
        }
    });
}

#[test]
fn lanes_of_one_river_touch() {
    let (document, network) = solve(&documents().into_iter().find(|(name, _)| name == "central-shop").unwrap().1);
    let map = Map::new(&network, 1600.0, 900.0, document.seed, document.blocks);
    let kt1 = network.graph.node_indices().find(|n| network.graph[*n].kt == Some(1)).unwrap().index();
    let place = &map.places[kt1];
    // All that comes in, cut across under the ring's edge.
    let cut = place.at - place.direction * (map.radii[kt1] * 0.85);
    let mut lanes: Vec<(f64, f64)> = drawn(&map)
        .filter_map(|(_, ribbon)| {
            let near = ribbon.line.iter().min_by(|a, b| a.distance(cut).total_cmp(&b.distance(cut)))?;
            let along = (*near - cut).dot(place.direction).abs();
            let aside = (*near - cut).dot(right_of(place.direction));
            (along < 3.0 && aside.abs() < 40.0).then_some((aside, ribbon.width))
        })
        .collect();
    lanes.sort_by(|a, b| a.0.total_cmp(&b.0));
    assert_eq!(lanes.len(), 6, "five springs and the canal: {lanes:?}");
    for pair in lanes.windows(2) {
        let (apart, touch) = (pair[1].0 - pair[0].0, (pair[0].1 + pair[1].1) / 2.0);
        assert!((apart - touch).abs() < 1.0, "lanes {apart:.1} px apart where {touch:.1} touch");
    }
}

#[test]
fn shops_stand_on_land_and_rings_clear_of_each_other() {
    maps(|name, network, map| {
        for floor in &map.floors {
            let right = right_of(floor.direction);
            let on = |p: &Point| {
                let off = *p - floor.start;
                let (along, aside) = (off.dot(floor.direction), off.dot(right));
                (0.0..floor.length + 30.0 * map.frame.scale).contains(&along)
                    && (-floor.red_side..floor.blue_side).contains(&aside)
            };
            assert!(!map.coast.iter().any(on), "{name}: a shop at the water's edge");
        }
        let rings: Vec<usize> = (0..map.places.len()).filter(|n| map.radii[*n] > 0.0 && map.shown.node(*n)).collect();
        for (i, &a) in rings.iter().enumerate() {
            for &b in &rings[i + 1..] {
                let apart = map.places[a].at.distance(map.places[b].at);
                assert!(apart > map.radii[a] + map.radii[b], "{name}: marks {a} and {b} lie over each other");
            }
            let (along, across) = map.frame.flow(map.places[a].at);
            let sea = network.graph[petgraph::graph::NodeIndex::new(a)].kind == Kind::Sea;
            let coast = map.coast.iter().map(|p| map.frame.flow(*p));
            let shore = coast.min_by(|p, q| (p.1 - across).abs().total_cmp(&(q.1 - across).abs())).unwrap().0;
            assert!(sea || along + map.radii[a] < shore, "{name}: mark {a} in the water");
        }
    });
}

#[test]
fn a_document_has_one_map() {
    for (name, json) in documents() {
        let (document, network) = solve(&json);
        let [a, b] = [0, 1].map(|_| Map::new(&network, 1280.0, 720.0, document.seed, document.blocks));
        assert!(a.ribbons == b.ribbons && a.places == b.places && a.coast == b.coast, "{name}");
        assert!(a.town == b.town, "{name}");
    }
}

/// Networks without sense, as far as the contract lets them pass.
fn networks() -> impl Strategy<Value = String> {
    let kinds = ["spring 100", "confluence", "fork", "till", "regulars", "competitor", "sea", "kt1", "kt2", "kt3"];
    let node = prop::sample::select(kinds.to_vec());
    let stream = (0_usize..40, 0_usize..40, prop::sample::select(vec!["", "red", "blue"]), 0_u32..3);
    (prop::collection::vec(node, 1..40), prop::collection::vec(stream, 0..90)).prop_map(|(kinds, streams)| {
        let nodes: Vec<String> = kinds.iter().enumerate().map(|(i, kind)| format!("n{i} {kind}")).collect();
        let mut seen = std::collections::BTreeSet::new();
        let streams: Vec<String> = streams
            .into_iter()
            .map(|(from, to, mood, share)| (from % kinds.len(), to % kinds.len(), mood, share))
            .filter(|(from, to, ..)| from != to && seen.insert((*from, *to)))
            .map(|(from, to, mood, share)| format!("n{from}>n{to} {mood} {}", [".1", ".02", ""][share as usize]))
            .collect();
        network(&nodes.join(","), &streams.join(","))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_network_that_passes_has_a_map(json in networks(), size in 0_usize..SIZES.len()) {
        let reading = read(Source::Text(&json), &Limits::default());
        let solved = reading.document.and_then(|document| Some((Network::build(&document).ok()?, document)));
        if let Some((network, document)) = solved {
            let (width, height) = SIZES[size];
            let map = Map::new(&network, width, height, document.seed, document.blocks);
            prop_assert!(map.places.iter().all(|p| p.at.is_finite() && p.direction.is_finite()));
            prop_assert!(map.ribbons.iter().flat_map(|r| &r.line).all(|p| p.is_finite()));
        }
    }
}
