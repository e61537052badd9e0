#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::frame::drops::Drop;
use crate::network::{Graph, Node, NodeFlow, Solved, Stream, StreamFlow, Totals};
use kurbo::{Point, Vec2};
use oorandom::Rand64;
use petgraph::graph::NodeIndex;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const PER_CLIENT: f64 = 0.05;

/// A network with these streams (from, to, clients); its nodes stand in a zigzag, its ribbons are curves.
struct City {
    network: Network,
    ribbons: Vec<Ribbon>,
    places: Vec<Place>,
}

fn city(nodes: usize, streams: &[(usize, usize, f64)]) -> City {
    let node = |index: usize| {
        let (kind, label) = (if index == 0 { Kind::Spring } else { Kind::Fork }, String::new());
        Node { id: label.clone(), kind, label, kt: None, at: None, revenue_per_client: None }
    };
    let mut graph = Graph::new();
    for index in 0..nodes {
        graph.add_node(node(index));
    }
    let mut ribbons = Vec::new();
    let mut flows = Vec::new();
    let mut places: Vec<Place> = (0..nodes)
        .map(|index| Place {
            crotch: None,
            at: Point::new(60.0 * index as f64, 400.0 + 150.0 * libm::sin(index as f64 * 1.7)),
            direction: Vec2::new(1.0, 0.0),
            inflow: Vec::new(),
            outflow: Vec::new(),
        })
        .collect();
    let mut edges = vec![(0.0, 0.0); nodes];
    for (index, &(from, to, clients)) in streams.iter().enumerate() {
        let stream = Stream { id: String::new(), label: None, days: None };
        graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), stream);
        flows.push(StreamFlow { clients, share: 0.0, mood: None, temperature: 0.0, moved: None });
        let width = clients * PER_CLIENT;
        places[from].outflow.push((index, edges[from].1));
        places[to].inflow.push((index, edges[to].0));
        // Looking along +x, the right bank is down; gates lie side by side from the node's middle on.
        let a = places[from].at + Vec2::new(0.0, edges[from].1 + width / 2.0);
        let b = places[to].at + Vec2::new(0.0, edges[to].0 + width / 2.0);
        edges[from].1 += width;
        edges[to].0 += width;
        let reach = 0.4 * (b - a).length() + 20.0;
        let curve = kurbo::CubicBez::new(a, a + Vec2::new(reach, 0.0), b - Vec2::new(reach, 0.0), b);
        let points = 60;
        let line: Vec<Point> =
            (0..=points).map(|at| kurbo::ParamCurve::eval(&curve, f64::from(at) / f64::from(points))).collect();
        let temperature = (0..=points).map(|at| if index % 2 == 0 { 0.0 } else { at as f32 / points as f32 }).collect();
        ribbons.push(Ribbon { line, width, temperature, speed: 50.0 + (index % 3) as f64 * 10.0, under: Vec::new() });
    }
    let flow = NodeFlow { inflow: 0.0, outflow: 0.0, unaccounted: 0.0, underway: 0.0, temperature: 0.0, moved: None };
    let solved =
        Solved { nodes: vec![flow; nodes], streams: flows, totals: Totals::default(), diagnostics: Vec::new() };
    City {
        network: Network { graph, solved, base: None, levers: Vec::new(), own: Vec::new(), frame: None, city: None },
        ribbons,
        places,
    }
}

/// Springs 0, 1 and 2, KT1 at 3, KT2 at 4, the regulars at 5, the sea at 6; 90 come back from 5 to 3.
fn article() -> City {
    let streams = [
        (0, 3, 420.0),
        (1, 3, 600.0),
        (2, 3, 90.0),
        (5, 3, 90.0),
        (3, 4, 540.0),
        (3, 6, 660.0),
        (4, 5, 240.0),
        (4, 6, 300.0),
        (5, 6, 150.0),
    ];
    city(7, &streams)
}

fn settings() -> Settings {
    Settings::for_size(1600.0, 900.0, 7)
}

/// The drops, without their colours, and what one stands for.
fn drops(network: &Network, ribbons: &[Ribbon], places: &[Place], settings: &Settings) -> (Drops, Meaning) {
    let (strands, meaning) = strands(network, ribbons, places, settings);
    (strands.drops(ribbons), meaning)
}

fn bed(city: &City) -> (Bed, Vec<Run>) {
    let bed = Bed::new(&city.ribbons);
    let runs = bed.ways(&city.network, &city.ribbons, &city.places).1;
    (bed, runs)
}

fn poured(city: &City) -> Drops {
    with_tones(drops(&city.network, &city.ribbons, &city.places, &settings()).0)
}

fn with_tones(drops: Drops) -> Drops {
    let color = crate::frame::Color { rgb: [0; 3], alpha: 1.0 };
    Drops { tones: vec![color; 64], ..drops }
}

/// Every drop of one moment by lane and number.
fn seen(drops: &Drops, time: f64) -> BTreeMap<(usize, i64), Drop> {
    let mut all = BTreeMap::new();
    drops.each(time, |drop| {
        assert!(all.insert((drop.lane, drop.number), drop).is_none(), "a drop is there twice");
    });
    all
}

/// The law of ways on any network.
fn check_ways(city: &City, ways: &[Way]) {
    let streams = &city.network.solved.streams;
    let mut sums = vec![0.0; streams.len()];
    for way in ways {
        assert!(way.clients > 0.0 && !way.steps.is_empty());
        let mut targets = BTreeSet::new();
        let mut before = None;
        for step in &way.steps {
            sums[step.stream] += way.clients;
            let width = (step.across.1 - step.across.0) * streams[step.stream].clients;
            assert!((width - way.clients).abs() <= 1e-9 * (1.0 + way.clients), "{width} for {}", way.clients);
            let edge = &city.network.graph.raw_edges()[step.stream];
            assert!(before.is_none_or(|before| before == edge.source()), "a way jumps");
            assert!(targets.insert(edge.target()), "a way passes a node twice");
            before = Some(edge.target());
        }
    }
    let most = streams.iter().map(|stream| stream.clients).fold(1.0, f64::max);
    for (sum, stream) in sums.iter().zip(streams) {
        assert!((sum - stream.clients).abs() <= 1e-9 * most, "{sum} on ways, {} on the stream", stream.clients);
    }
}

fn networks() -> impl Strategy<Value = (usize, Vec<(usize, usize, f64)>)> {
    (2_usize..9).prop_flat_map(|nodes| {
        let clients = prop_oneof![Just(0.0), 0.0..1000.0_f64, (0_u8..5).prop_map(|n| f64::from(n) * 100.0)];
        (Just(nodes), proptest::collection::vec((0..nodes, 0..nodes, clients), 1..25))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ways_of_a_stream_add_up_to_its_clients((nodes, streams) in networks(), shift in 0.0..30.0_f64) {
        let mut city = city(nodes, &streams);
        // Stacks with gaps, in an odd order, incomplete.
        for place in &mut city.places {
            place.outflow.reverse();
            place.inflow.pop();
            for (index, (_, offset)) in place.outflow.iter_mut().enumerate() {
                *offset += shift * index as f64;
            }
        }
        check_ways(&city, &ways(&city.network, &city.ribbons, &city.places));
        // Nothing known of the map at all.
        check_ways(&city, &ways(&city.network, &[], &[]));
    }

    #[test]
    fn drops_are_continuous_in_time((nodes, streams) in networks(), time in 0.0..1e5_f64) {
        check_continuity(&poured(&city(nodes, &streams)), time);
    }
}

/// The number of drops of a moment, none of which jumps, blinks or changes its colour at once.
fn check_continuity(drops: &Drops, time: f64) -> usize {
    let step = 1e-4;
    let (now, next) = (seen(drops, time), seen(drops, time + step));
    for (id, a) in &now {
        let Some(b) = next.get(id) else {
            assert!(a.width < 0.04, "a drop of width {} is gone at once", a.width);
            continue;
        };
        let moved = |a: [f32; 2], b: [f32; 2]| f64::from(b[0] - a[0]).hypot(f64::from(b[1] - a[1]));
        // In tight bends the outer bank is several times as long as the middle.
        let most = 70.0 * 20.0 * step + 4e-3;
        assert!(moved(a.head, b.head) < most, "a drop jumps by {}", moved(a.head, b.head));
        assert!(moved(a.tail, b.tail) < 4.0 * most, "a tail jumps by {}", moved(a.tail, b.tail));
        assert!(a.tone.abs_diff(b.tone) < 2, "a drop changes colour at once");
        assert!((b.width - a.width).abs() < 0.03, "a drop blinks");
    }
    for (id, b) in next.iter().filter(|(id, _)| !now.contains_key(id)) {
        assert!(b.width < 0.04, "drop {id:?} appears with width {}", b.width);
    }
    now.len()
}

#[test]
fn drops_of_the_article_are_continuous_and_as_many_as_wanted() {
    let city = article();
    let drops = poured(&city);
    let mut random = Rand64::new(3);
    let mut all = 0;
    for _ in 0..20 {
        all += check_continuity(&drops, random.rand_float() * 1e4);
    }
    let water = bed(&city).0.water();
    let target = settings().target.min(water / settings().area);
    let mean = all as f64 / 20.0;
    assert!((0.6..1.6).contains(&(mean / target)), "{mean} drops for {target}");
    assert!((mean / drops.count() - 1.0).abs() < 0.05, "{mean} drops, {} expected", drops.count());
}

#[test]
fn drops_through_a_cut_are_the_clients() {
    let city = article();
    let (_, runs) = bed(&city);
    let (_, meaning) = drops(&city.network, &city.ribbons, &city.places, &settings());
    let drops = poured(&city);
    let seconds = 60.0;
    let per_drop = meaning.clients_per_drop * meaning.seconds_per_period;
    for (stream, flow) in city.network.solved.streams.iter().enumerate() {
        // Those that are past the middle of the stream, less those that were: drops that ran out in the sea counted in.
        let (mut passed, mut lanes) = (0, 0);
        for lane in &drops.lanes {
            let run = &runs[lane.row];
            let Some(leg) = run.legs.iter().find(|leg| leg.course == stream) else { continue };
            lanes += 1;
            let middle = f64::from(leg.from + leg.until) / 2.0;
            let gone = |time: f64| {
                let first = lane.beat(1_000.0 - middle).floor() as i64;
                let old = |n: &i64| {
                    let late = f64::from(drops.chance_of(lane, *n).late);
                    (lane.beat(time) - *n as f64 - late) / lane.rate >= middle
                };
                (first - 2..first + 2 + (lane.rate * (seconds + 1.0)) as i64).filter(old).count() as i64
            };
            passed += gone(1_000.0 + seconds) - gone(1_000.0);
        }
        let wanted = flow.clients / per_drop * seconds;
        // Each lane is right to within one beat and its jitter.
        assert!(
            (passed as f64 - wanted).abs() <= 1.7 * f64::from(lanes),
            "{passed} drops on {stream}, {wanted} wanted"
        );
    }
}

#[test]
fn water_that_returns_begins_anew() {
    let city = article();
    let ways = ways(&city.network, &city.ribbons, &city.places);
    check_ways(&city, &ways);
    assert!(
        ways.iter().all(|way| way.steps.iter().skip(1).all(|step| step.stream != 3)),
        "the return is no first step"
    );
    assert!(ways.len() < 20, "{} ways", ways.len());
}

#[test]
fn drops_stay_inside_their_ribbons() {
    let city = article();
    let (bed, runs) = bed(&city);
    for leg in runs.iter().flat_map(|run| &run.legs) {
        let half = bed.courses[leg.course].width / 2.0;
        for across in leg.across {
            let (low, high) = (f64::from(across.low), f64::from(across.low + across.span));
            assert!(low >= MARGIN - half - 1e-3 && high <= half - MARGIN + 1e-3);
        }
    }
    for lane in &poured(&city).lanes {
        assert!(lane.middle - lane.breadth / 2.0 > -1e-5 && lane.middle + lane.breadth / 2.0 < 1.0 + 1e-5);
    }
}

#[test]
fn many_drops_are_as_many_as_asked_for() {
    for target in [1.0, 50.0, 5_000.0, 50_000.0, 1_000_000.0] {
        let city = article();
        let settings = Settings { asked: Some(target), ..settings() };
        let drops = drops(&city.network, &city.ribbons, &city.places, &settings).0;
        let expected = drops.count();
        assert!((0.6..1.6).contains(&(expected / target)), "{expected} drops for {target}");
        let finest = drops.samples.iter().map(|sample| sample.head).fold(0.0, f32::max);
        assert!((0.7..1.6).contains(&finest), "heads of {finest} px");
    }
}

#[test]
fn nothing_and_odd_ribbons_make_no_harm() {
    let mut odd = article();
    odd.ribbons[0].line.clear();
    odd.ribbons[1].line = vec![Point::new(3.0, 3.0); 5];
    odd.ribbons[2].speed = 0.0;
    odd.ribbons[3].temperature = vec![f32::NAN; 2];
    odd.ribbons[4].width = f64::NAN;
    odd.ribbons[5].line[3].x = f64::NAN;
    odd.network.solved.streams[6].clients = f64::NAN;
    odd.ribbons.pop();
    for time in [0.0, -5.0, f64::NAN, f64::INFINITY, 1e12] {
        poured(&odd).each(time, |drop| {
            assert!(drop.head.iter().chain(&drop.tail).all(|number| number.is_finite()) && drop.tone < 64);
        });
        let mut none = true;
        poured(&city(1, &[])).each(time, |_| none = false);
        assert!(none, "a drop without water");
    }
}

#[test]
fn a_drop_stands_for_a_round_number_of_clients() {
    // The design's own map: 1 drop = 1 client, a day in 10 s.
    assert_eq!(Meaning::of(21_700.0, 2_170.0, 10.0), Meaning { clients_per_drop: 1.0, seconds_per_period: 10.0 });
    for power in 0..60 {
        let work = libm::pow(2.0, f64::from(power));
        let of = |meaning: Meaning| work / (meaning.clients_per_drop * meaning.seconds_per_period);
        let Meaning { clients_per_drop, seconds_per_period } = Meaning::usual(work, 5_000.0, 600.0);
        let digit = clients_per_drop / libm::pow(10.0, libm::floor(libm::log10(clients_per_drop * 1.000_001)));
        assert!([1.0, 2.0, 5.0].iter().any(|round| (digit - round).abs() < 1e-9), "{clients_per_drop} clients");
        assert!(seconds_per_period < 16.0, "{seconds_per_period} s for {work}");
        let count = of(Meaning { clients_per_drop, seconds_per_period });
        assert!((520.0..5_700.0).contains(&count), "{count} drops for {work}");
        // Fewer drops on a slow machine stand for more clients.
        let fewer = Meaning { clients_per_drop, seconds_per_period }.coarser(1);
        assert!(
            (2.0..2.6).contains(&(fewer.clients_per_drop / clients_per_drop))
                && (0.38..0.51).contains(&(of(fewer) / count))
        );
        // As many as the host asks for, too.
        assert!((0.8..1.25).contains(&(of(Meaning::of(work, 1e6, seconds_per_period)) / 1e6)));
    }
}

#[test]
fn a_thick_network_is_cut_no_finer_than_it_may() {
    let mut random = Rand64::new(1);
    let nodes = 305;
    let streams: Vec<_> = (0..5_366)
        .map(|_| {
            let (a, b) = (random.rand_range(0..nodes) as usize, random.rand_range(0..nodes) as usize);
            (a, b, random.rand_float() * 100.0)
        })
        .collect();
    let city = city(nodes as usize, &streams);
    let ways = ways(&city.network, &city.ribbons, &city.places);
    check_ways(&city, &ways);
    let steps: usize = ways.iter().map(|way| way.steps.len()).sum();
    assert!(ways.len() < 20_000 && steps < 40_000, "{} ways, {steps} steps", ways.len());
}

#[test]
fn drops_of_every_example_are_continuous_and_as_many_as_their_clients() {
    let folder = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("www/gallery/examples");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let reading = crate::document::read(crate::document::Source::Text(&text), &crate::document::Limits::default());
        let document = reading.document.unwrap();
        let network = Network::build(&document).unwrap();
        for (width, height, few, many) in [(1600.0, 900.0, 1_100.0, 5_800.0), (390.0, 844.0, 250.0, 1_300.0)] {
            let map = crate::map::Map::new(&network, width, height, document.seed, document.blocks);
            let settings = Settings::for_size(width, height, 1);
            let drops = with_tones(drops(&network, &map.ribbons, &map.places, &settings).0);
            let counts: Vec<usize> = (0..6).map(|i| check_continuity(&drops, 100.0 + 37.3 * f64::from(i))).collect();
            let mean = counts.iter().sum::<usize>() as f64 / counts.len() as f64;
            assert!((few..many).contains(&mean), "{path:?} at {width}: {mean} drops");
            let expected = drops.count();
            assert!((mean / expected - 1.0).abs() < 0.06, "{path:?} at {width}: {mean} drops for {expected}");
        }
    }
}
