//! Levers against the contract and against a solver that shares nothing with ours.

use super::{blue, clients, close, document, inflow, node, red, reference, rest, share, spring};
use city_rivers::{
    document::{Document, Kind, Lever, Limits, Mood, Node, Source, Stream, Work},
    network::{self, Network, Scenario},
};
use proptest::prelude::*;

/// One shop with two rivals that stand at KT1 itself.
const SHOP: &str = r#"{"cityRivers": 1, "period": "day", "currency": "RON",
  "network": {"nodes": [
    {"id": "town", "kind": "spring", "clients": 1150}, {"id": "kt1", "kind": "fork", "kt": 1},
    {"id": "kt2", "kind": "fork", "kt": 2}, {"id": "till", "kind": "till", "revenuePerClient": 85},
    {"id": "kt3", "kind": "fork", "kt": 3}, {"id": "regulars", "kind": "regulars"},
    {"id": "rival", "kind": "competitor"}, {"id": "market", "kind": "competitor"}, {"id": "sea", "kind": "sea"}],
   "streams": [
    {"from": "town", "to": "kt1"}, {"from": "kt1", "to": "kt2", "mood": "red", "clients": 540},
    {"from": "kt1", "to": "rival", "mood": "blue", "clients": 396}, {"from": "kt1", "to": "market", "mood": "blue", "clients": 264},
    {"from": "kt2", "to": "till", "mood": "red", "clients": 240}, {"from": "kt2", "to": "sea", "mood": "blue"},
    {"from": "till", "to": "kt3"}, {"from": "kt3", "to": "regulars", "mood": "red", "clients": 150},
    {"from": "kt3", "to": "sea", "mood": "blue"}, {"from": "regulars", "to": "kt1", "mood": "red", "clients": 50},
    {"from": "regulars", "to": "sea", "mood": "blue"}]},
  "levers": [
    {"id": "training", "cost": 4000, "warm": {"at": "kt2", "share": 0.08}},
    {"id": "dam", "cost": 900, "dam": {"stream": "kt1>rival", "pass": 0.6}},
    {"id": "canal", "cost": 2500, "canal": {"from": "kt1", "to": "kt2", "share": 0.05}}]}"#;

fn with(levers: &[&str]) -> Network {
    let levers: Vec<(String, bool)> = levers.iter().map(|id| ((*id).to_owned(), true)).collect();
    let ask = |document: &Document| Scenario::asked(document, &levers, None);
    network::solve_as(Source::Text(SHOP), &Limits::default(), ask).solved.expect("a sound document").1
}

#[test]
fn a_shop_with_one_lever_after_the_other() {
    let base = with(&[]);
    assert_eq!((base.solved.totals.revenue, base.base), (20_400.0, None));
    let trained = with(&["training"]);
    assert_eq!(trained.solved.totals.revenue.round(), 24_262.0);
    assert_eq!(trained.solved.totals.cost, 4_000.0);
    assert_eq!(inflow(&trained, "kt1").round(), 1_209.0);
    let both = with(&["training", "dam"]);
    assert_eq!(both.solved.totals.revenue.round(), 29_341.0);
    let found = ["kt1>kt2", "kt1>rival", "kt1>market", "kt2>till", "kt2>sea", "regulars>kt1"]
        .map(|id| clients(&both, id).round());
    assert_eq!(found, [658.0, 242.0, 322.0, 345.0, 313.0, 72.0]);
    let all = with(&["training", "dam", "canal"]);
    assert_eq!(all.solved.totals.revenue.round(), 30_679.0);
    // A stream runs there already, so the canal's has the lever's name too; it is red, as it leads to a till.
    let canal = all.graph.edge_weights().position(|stream| stream.id == "kt1>kt2:canal").expect("a canal");
    assert_eq!(all.solved.streams[canal].mood, Some(Mood::Red));
    close(all.solved.streams[canal].clients, 0.05 * inflow(&all, "kt1"), "canal");
    assert!(all.to_json().contains("kt1>kt2:canal") && !both.to_json().contains("kt1>kt2:canal"));
    close(all.base.expect("what it was without levers").totals.revenue, 20_400.0, "base");
}

#[test]
fn what_is_asked_for_must_be_there() {
    let document = network::solve(Source::Text(SHOP), &Limits::default()).solved.expect("a sound document").0;
    let problems = Scenario::asked(&document, &[("traning".into(), true)], Some(0.0)).unwrap_err();
    let found: Vec<_> = problems.iter().map(|problem| (problem.code, problem.pointer.as_str())).collect();
    assert_eq!(found, [("unknown-id", "/levers"), ("range", "/frame")]);
}

#[test]
fn frames_override_the_base_one_at_a_time() {
    let frames = r#""frames": [{"nodes": {"town": {"clients": 2300}}}, {"streams": {"kt1>kt2": {"share": 0.9}, "kt1>rival": {"share": 0.05}}}], "levers""#;
    let text = SHOP.replace("\"levers\"", frames);
    let at = |frame: Option<f64>| {
        let ask = |document: &Document| Scenario::asked(document, &[], frame);
        network::solve_as(Source::Text(&text), &Limits::default(), ask).solved.expect("a sound document").1
    };
    assert_eq!(inflow(&at(None), "kt1"), 1_200.0);
    assert_eq!((inflow(&at(Some(0.0)), "kt1"), clients(&at(Some(0.0)), "kt1>kt2")), (2_350.0, 540.0));
    let second = at(Some(1.0));
    close(clients(&second, "kt1>kt2"), 0.9 * inflow(&second, "kt1"), "share for a count");
    assert_eq!(second.solved.totals.springs, 1_150.0);
}

/// The same rules, written down naively: shares by name, then one dense system.
fn independent(document: &Document, base: &Network) -> Option<Vec<f64>> {
    let index = |id: &str| document.nodes.iter().position(|node| node.id == id).unwrap();
    let mut streams: Vec<(String, usize, usize, Option<Mood>, f64)> = (document.streams.iter())
        .map(|s| {
            (
                s.id.clone(),
                index(&s.from),
                index(&s.to),
                s.mood,
                s.share.unwrap_or_else(|| clients(base, &s.id) / inflow(base, &s.from).max(1e-300)),
            )
        })
        .collect();
    for lever in document.levers.iter().filter(|lever| lever.on) {
        match &lever.work {
            Work::Warm { at, share } => {
                let at = index(at);
                let of = |mood| {
                    (0..streams.len()).filter(|&s| streams[s].1 == at && streams[s].3 == Some(mood)).collect::<Vec<_>>()
                };
                let (reds, blues) = (of(Mood::Red), of(Mood::Blue));
                let sum = |list: &[usize]| list.iter().map(|&s| streams[s].4).sum::<f64>();
                let (red, blue) = (sum(&reds), sum(&blues));
                let moved = if reds.is_empty() { 0.0 } else { share.min(blue) };
                for &s in blues.iter().filter(|_| blue > 0.0) {
                    streams[s].4 -= moved * (streams[s].4 / blue);
                }
                for &s in &reds {
                    streams[s].4 += if red > 0.0 { moved * (streams[s].4 / red) } else { moved / reds.len() as f64 };
                }
            }
            Work::Dam { stream, pass } => {
                let dam = streams.iter().position(|s| s.0 == *stream).unwrap();
                let held = streams[dam].4 * (1.0 - pass);
                streams[dam].4 -= held;
                let others: Vec<usize> =
                    (0..streams.len()).filter(|&s| s != dam && streams[s].1 == streams[dam].1).collect();
                let sum: f64 = others.iter().map(|&s| streams[s].4).sum();
                for &s in &others {
                    streams[s].4 += if sum > 0.0 { held * (streams[s].4 / sum) } else { held / others.len() as f64 };
                }
            }
            Work::Canal { from, to, share, mood } => {
                let (from, to) = (index(from), index(to));
                let sum: f64 = streams.iter().filter(|s| s.1 == from).map(|s| s.4).sum();
                let taken = share.min(sum);
                streams.iter_mut().filter(|s| s.1 == from && sum > 0.0).for_each(|s| s.4 *= 1.0 - taken / sum);
                streams.push((lever.id.clone(), from, to, mood.or(Some(Mood::Red)), taken));
            }
        }
    }
    let n = document.nodes.len();
    let mut m: Vec<Vec<f64>> = (0..n).map(|v| (0..n).map(|w| f64::from(u8::from(v == w))).collect()).collect();
    streams.iter().for_each(|s| m[s.2][s.1] -= s.4);
    let own = |node: &Node| match (node.kind, node.clients) {
        (Kind::Spring, Some(clients)) => clients,
        (Kind::Spring, None) => document.streams.iter().filter(|s| s.from == node.id).filter_map(|s| s.clients).sum(),
        _ => 0.0,
    };
    let x = reference::gauss(m, document.nodes.iter().map(own).collect())?;
    x.iter().all(|x| *x > -1e-6).then_some(x)
}

/// A shop with springs, shares and counts that need not add up, a way round, and any levers, so many at most.
pub fn shops(levers: usize) -> impl Strategy<Value = Document> {
    let figures = prop::collection::vec(0.02..1.0_f64, 12);
    let levers = prop::collection::vec((0..3_u8, 0..64_usize, 0..64_usize, 0.0..1.0_f64, any::<bool>()), 0..=levers);
    (figures, levers, 0..8_u8).prop_map(|(f, levers, kinds)| {
        let mut nodes = vec![spring("s", 100.0 * f[0]), spring("t", 100.0 * f[1])];
        nodes.extend(["a", "b", "c", "d"].map(|id| node(id, Kind::Fork)));
        nodes.extend([Node { revenue_per_client: Some(10.0), ..node("till", Kind::Till) }, node("sea", Kind::Sea)]);
        // Counts that lie above what comes in make shares above one.
        let count = |stream: Stream, clients: f64| Stream { clients: Some(40.0 * clients), ..stream };
        let mut streams = vec![
            rest("s", "a"),
            rest("t", "b"),
            red(share("a", "b", 0.6 * f[2])),
            blue(rest("a", "sea")),
            red(share("b", "c", 0.5 * f[3])),
            blue(share("b", "sea", 0.4 * f[4])),
            rest("b", "d"),
            red(rest("c", "till")),
            blue(share("c", "sea", f[5])),
            share("d", "a", 0.5 * f[6]),
            rest("d", "sea"),
            share("till", "a", 0.3 * f[7]),
        ];
        if kinds & 1 > 0 {
            streams[4] = count(red(rest("b", "c")), f[8]);
        }
        if kinds & 2 > 0 {
            streams[7] = count(red(rest("c", "till")), f[9]);
        }
        if kinds & 4 > 0 {
            streams[9] = count(rest("d", "a"), f[10]);
        }
        let (ids, names): (Vec<String>, Vec<String>) =
            (nodes.iter().map(|n| n.id.clone()).collect(), streams.iter().map(|s| s.id.clone()).collect());
        let lever = |(index, (work, a, b, share, on)): (usize, &(u8, usize, usize, f64, bool))| {
            let (from, to) = (&ids[a % 7], &ids[2 + b % 6]);
            let work = match work {
                0 => Work::Warm { at: from.clone(), share: *share },
                1 => Work::Dam { stream: names[a % names.len()].clone(), pass: *share },
                _ if from == to => return None,
                _ => Work::Canal { from: from.clone(), to: to.clone(), share: *share, mood: Some(Mood::Red) },
            };
            Some(Lever { id: format!("l{index}"), label: None, cost: 1.0, on: *on, work, origin: String::new() })
        };
        let levers = levers.iter().enumerate().filter_map(lever).collect();
        Document { levers, ..document(nodes, streams) }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn agrees_with_an_independent_solver(document in shops(5)) {
        let base = Network::build(&Document { levers: Vec::new(), ..document.clone() }).expect("a steady state");
        // Where nothing comes in, shares say nothing of counts.
        prop_assume!(base.solved.nodes.iter().all(|node| node.inflow > 1e-3 || node.outflow == 0.0));
        match (Network::build(&document), independent(&document, &base)) {
            (Ok(ours), Some(theirs)) => for (ours, theirs) in ours.solved.nodes.iter().zip(&theirs) {
                prop_assert!((ours.inflow - theirs).abs() <= 1e-7 * theirs.max(1.0), "{ours:?} {theirs}");
            },
            (Err(problems), theirs) => prop_assert!(problems[0].code == "endless-cycle" && theirs.is_none_or(|x| x.iter().any(|x| *x > 1e6)), "{problems:?}"),
            (Ok(ours), None) => prop_assert!(ours.solved.nodes.iter().any(|node| node.inflow > 1e6), "{ours:?}"),
        }
    }

    #[test]
    fn a_lever_off_and_a_dam_that_lets_all_pass_change_nothing(document in shops(5), stream in 0..12_usize) {
        let mut document = document;
        document.levers.iter_mut().for_each(|lever| lever.on = false);
        let plain = Network::build(&Document { levers: Vec::new(), ..document.clone() }).unwrap();
        let off = Network::build(&document).unwrap();
        let streams = plain.solved.streams.len();
        prop_assert_eq!(&off.solved.streams[..streams], &plain.solved.streams[..]);
        prop_assert_eq!(off.solved.totals, plain.solved.totals);
        prop_assume!(plain.solved.nodes.iter().all(|node| node.inflow > 0.0 || node.outflow == 0.0));
        let work = Work::Dam { stream: document.streams[stream].id.clone(), pass: 1.0 };
        document.levers = vec![Lever { id: "dam".into(), label: None, cost: 0.0, on: true, work, origin: String::new() }];
        let dammed = Network::build(&document).unwrap();
        for (a, b) in dammed.solved.streams.iter().zip(&plain.solved.streams) {
            prop_assert!((a.clients - b.clients).abs() <= 1e-9 * b.clients.max(1e-3), "{a:?} {b:?}");
        }
    }

    #[test]
    fn a_lever_switched_is_as_one_that_was_on_from_the_first(document in shops(6), reconcile in any::<bool>()) {
        let document = Document { reconcile, ..document };
        let on: Vec<bool> = document.levers.iter().map(|lever| lever.on).collect();
        prop_assume!(on.contains(&true));
        let plain = Network::at(&document, &Scenario { frame: None, levers: vec![false; on.len()] }).unwrap();
        match (plain.switched(&document, &on), Network::build(&document)) {
            (Ok(switched), Ok(built)) => {
                prop_assert_eq!(&switched.solved, &built.solved);
                prop_assert_eq!(&switched.base, &built.base);
                prop_assert_eq!(&switched.levers, &built.levers);
            }
            (switched, built) => prop_assert_eq!(switched.is_err(), built.is_err()),
        }
    }

    #[test]
    fn a_canal_conserves_water(document in shops(5)) {
        let mut document = document;
        document.levers.retain(|lever| matches!(lever.work, Work::Canal { .. }));
        document.levers.iter_mut().for_each(|lever| lever.on = true);
        let Ok(dug) = Network::build(&document) else { return Ok(()) };
        let base = dug.base.as_ref().map_or(&dug.solved, |base| base);
        for (index, (flow, before)) in dug.solved.nodes.iter().zip(&base.nodes).enumerate() {
            // What leaves a node is the same part of what comes, however it is divided.
            let (part, of) = (flow.outflow * before.inflow, before.outflow * flow.inflow);
            prop_assert!((part - of).abs() <= 1e-9 * part.max(1.0), "{index}: {flow:?} {before:?}");
        }
    }

    #[test]
    fn warming_a_plain_chain_never_lowers_buyers(red in prop::collection::vec(0.01..0.99_f64, 3), returning in 0.0..0.9_f64, at in 0..3_usize, warmth in 0.0..1.0_f64) {
        let text = format!(r#"{{"cityRivers": 1, "funnel": {{"springs": [{{"clients": 1000}}], "kt1": {{"redShare": {}}}, "kt2": {{"redShare": {}}},
            "kt3": {{"redShare": {}}}, "regulars": {{"returning": {}}}}},
            "levers": [{{"id": "w", "on": true, "warm": {{"at": "kt{}", "share": {warmth}}}}}]}}"#, red[0], red[1], red[2], returning * 1000.0 * red[0] * red[1] * red[2], at + 1);
        let network = network::solve(Source::Text(&text), &Limits::default()).solved.expect("a sound document").1;
        let before = network.base.expect("a base").totals.buyers;
        prop_assert!(network.solved.totals.buyers >= before * (1.0 - 1e-12));
    }
}
