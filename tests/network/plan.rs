//! Plans against every set of levers, each solved as a whole network.

use super::{levers::shops, near};
use city_rivers::{
    document::{Document, Kind, Lever, Limits, Node, Source, Work},
    network::{self, Network, Prospect, Scenario, plan},
};
use proptest::prelude::*;

/// A shop whose KT1 can be warmed in several ways, with these levers.
fn shop(levers: &str) -> Document {
    let text = [r#"{"cityRivers": 1, "funnel": {"springs": [{"clients": 1000}], "kt1": {"red": 500}, "kt2": {"red": 250},
        "kt3": {"red": 100}, "regulars": {"returning": 50}, "revenuePerClient": 10, "competitors": [{"label": "a", "share": 0.5}, {"label": "b"}]},
        "frames": [{"nodes": {"spring-1": {"clients": 2000}}}], "levers": ["#, levers, "]}"].concat();
    network::solve(Source::Text(&text), &Limits::default()).solved.expect("a sound document").0
}

fn warm(id: &str, cost: f64, at: &str, share: f64) -> String {
    format!(r#"{{"id": "{id}", "cost": {cost}, "on": true, "warm": {{"at": "{at}", "share": {share}}}}}"#)
}

fn best(levers: &[String], budget: f64) -> (Vec<usize>, f64, bool) {
    let plan = plan::best(&shop(&levers.join(",")), budget).expect("a sound document");
    (plan.levers, plan.cost, plan.exact)
}

fn at(document: &Document, frame: Option<usize>, levers: &[bool]) -> Option<Network> {
    Network::at(document, &Scenario { frame, levers: levers.to_vec() }).ok()
}

#[test]
fn equal_sets_are_told_apart_by_cost_number_and_order() {
    let none = (vec![], 0.0, true);
    assert_eq!(best(&[], 10.0), none);
    let levers = [warm("a", 5.0, "kt1", 0.1), warm("b", 3.0, "kt2", 0.1), warm("c", 3.0, "kt2", 0.1)];
    assert_eq!(best(&levers, 2.0), none);
    assert_eq!(best(&levers, f64::NAN), none);
    assert_eq!(best(&levers, 3.0), (vec![1], 3.0, true));
    assert_eq!(best(&levers, f64::INFINITY), (vec![0, 1, 2], 11.0, true));
    // All the blue there is, by either; a lever without an effect is not chosen, even for nothing.
    let all = |id, cost| warm(id, cost, "kt2", 1.0);
    assert_eq!(best(&[all("a", 4.0), all("b", 3.0), all("c", 3.0)], 9.0), (vec![1], 3.0, true));
    let dam = r#"{"id": "d", "cost": 0, "dam": {"stream": "away>competitor-1", "pass": 0}}"#.to_owned();
    assert_eq!(best(&[dam, all("a", 1.0)], 9.0), (vec![1], 1.0, true));
    // Half of it twice, or all of it at once for as much.
    let half = |id, cost| warm(id, cost, "kt2", 0.25);
    assert_eq!(best(&[half("a", 1.0), half("b", 2.0), all("c", 3.0)], 3.0), (vec![2], 3.0, true));
}

#[test]
fn a_plan_in_a_frame_is_of_its_water() {
    let document = shop(&warm("a", 5.0, "kt1", 0.1));
    let [base, frame] = [None, Some(0)].map(|frame| Prospect::new(&at(&document, frame, &[]).unwrap()).best(5.0));
    assert!(base.levers == [0] && frame.levers == [0] && frame.revenue > base.revenue, "{base:?} {frame:?}");
    assert!(near(frame.revenue, at(&document, Some(0), &[true]).unwrap().solved.totals.revenue));
}

#[test]
fn more_than_twenty_levers_are_searched() {
    let levers: Vec<String> = (0..30_u16)
        .map(|index| {
            warm(
                &format!("l{index}"),
                1.0 + f64::from(index % 7),
                ["kt1", "kt2", "kt3"][usize::from(index) % 3],
                0.01 + 0.003 * f64::from(index * 13 % 29),
            )
        })
        .collect();
    let document = shop(&levers.join(","));
    let plan = plan::best(&document, 12.0).unwrap();
    assert!(!plan.exact && plan.cost <= 12.0 && plan == plan::best(&document, 12.0).unwrap(), "{plan:?}");
    // No exchange of one for another is better.
    let prospect = Prospect::new(&at(&document, None, &[]).unwrap());
    let mut on: Vec<bool> = (0..30).map(|lever| plan.levers.contains(&lever)).collect();
    assert_eq!(prospect.revenue(&on), Some(plan.revenue));
    let cost =
        |on: &[bool]| document.levers.iter().zip(on).filter(|(_, on)| **on).map(|(lever, _)| lever.cost).sum::<f64>();
    for (out, into) in (0..30).flat_map(|out| (0..30).map(move |into| (out, into))) {
        on.swap(out, into);
        assert!(cost(&on) > 12.0 || prospect.revenue(&on).unwrap() <= plan.revenue * (1.0 + 1e-9), "{out} {into}");
        on.swap(out, into);
    }
    // Those that the budget never allows do not count.
    assert!(plan::best(&document, 1.0).unwrap().exact);
}

#[test]
fn water_that_would_rise_for_ever_is_no_plan() {
    let text = r#"{"cityRivers": 1, "network": {"nodes": [{"id": "s", "kind": "spring", "clients": 10}, {"id": "a", "kind": "fork"},
        {"id": "till", "kind": "till", "revenuePerClient": 1}, {"id": "sea", "kind": "sea"}],
        "streams": [{"from": "s", "to": "a"}, {"from": "a", "to": "till", "mood": "red", "share": 0.5}, {"from": "a", "to": "sea", "mood": "blue"},
        {"from": "till", "to": "a"}]},
        "levers": [{"id": "some", "cost": 1, "warm": {"at": "a", "share": 0.3}}, {"id": "all", "cost": 1, "warm": {"at": "a", "share": 0.6}}]}"#;
    let document = network::solve(Source::Text(text), &Limits::default()).solved.expect("a sound document").0;
    let plan = plan::best(&document, 9.0).unwrap();
    assert!(plan.levers == [0] && near(plan.revenue, 40.0), "{plan:?}");
    let prospect = Prospect::new(&at(&document, None, &[]).unwrap());
    assert_eq!(prospect.revenue(&[false, true]), None);
    let effects = prospect.effects(&[true, false]);
    assert!(near(effects[0], 30.0) && effects[1].is_nan(), "{effects:?}");
}

#[test]
fn a_ring_where_more_leaves_each_place_than_comes() {
    let many = 450;
    let (mut nodes, mut streams) = (vec![super::node("sea", Kind::Sea)], Vec::new());
    for index in 0..many {
        let (id, next) = (index.to_string(), ((index + 1) % many).to_string());
        nodes.push(super::spring(&format!("s{id}"), 1.0));
        nodes.push(Node { revenue_per_client: Some(1.0), ..super::node(&id, Kind::Till) });
        streams.push(super::rest(&format!("s{id}"), &id));
        streams.push(super::red(super::count(&id, &next, 2.0)));
        streams.push(super::blue(super::count(&id, "sea", 2.0)));
    }
    let work = Work::Warm { at: "7".into(), share: 0.2 };
    let levers = vec![Lever { id: "w".into(), label: None, cost: 1.0, on: false, work, origin: String::new() }];
    let document = Document { levers, ..super::document(nodes, streams) };
    let plan = plan::best(&document, 1.0).unwrap();
    let whole = at(&document, None, &[true]).unwrap().solved.totals.revenue;
    assert!(plan.levers == [0] && near(plan.revenue, whole), "{plan:?} {whole}");
}

/// The same shops, whose levers have these costs, and some dams of which stand on canals.
fn planned() -> impl Strategy<Value = (Document, f64)> {
    let costs = prop::collection::vec((1..9_u8, any::<bool>()), 8);
    (shops(8), costs, 0..30_u8).prop_map(|(mut document, costs, budget)| {
        let mut names: Vec<String> = document.streams.iter().map(|stream| stream.id.clone()).collect();
        let streams = names.len();
        for (lever, (cost, on_canal)) in document.levers.iter_mut().zip(costs) {
            lever.cost = f64::from(cost);
            match &mut lever.work {
                Work::Dam { stream, .. } if on_canal && names.len() > streams => {
                    *stream = names.last().unwrap().clone()
                }
                Work::Canal { from, to, .. } => {
                    let id = format!("{from}>{to}");
                    names.push(if names.contains(&id) { format!("{id}:{}", lever.id) } else { id });
                }
                _ => {}
            }
        }
        document.levers.truncate(8);
        document.reconcile = budget % 2 == 0;
        (document, f64::from(budget))
    })
}

/// How many times the water of the springs is the largest inflow, and the revenue: none where it rises for ever.
fn solved(document: &Document, on: &[bool]) -> Option<(f64, f64)> {
    let solved = at(document, None, on)?.solved;
    let most = solved.nodes.iter().map(|node| node.inflow).fold(0.0, f64::max);
    Some((most / solved.totals.springs, solved.totals.revenue))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_set_is_as_a_whole_solve_and_none_is_better((document, budget) in planned()) {
        let prospect = Prospect::new(&at(&document, None, &[]).expect("a steady state"));
        let many = document.levers.len();
        let plan = plan::best(&document, budget).unwrap();
        prop_assert!(plan.exact && plan.cost <= budget);
        for set in 0..1_u32 << many {
            let on: Vec<bool> = (0..many).map(|lever| set >> lever & 1 > 0).collect();
            let levers: Vec<usize> = (0..many).filter(|lever| on[*lever]).collect();
            let cost: f64 = levers.iter().map(|lever| document.levers[*lever].cost).sum();
            let whole = solved(&document, &on);
            // Water that hardly ever leaves is no matter of nine digits.
            if whole.is_some_and(|(times, _)| times > 1e5) {
                continue;
            }
            match (prospect.revenue(&on), whole) {
                (Some(revenue), Some((_, whole))) => {
                    prop_assert!((revenue - whole).abs() <= 1e-9 * whole, "{levers:?}: {revenue} and {whole}");
                    prop_assert!(cost > budget || plan.revenue >= whole * (1.0 - 1e-9), "{levers:?}: {whole}, {plan:?}");
                    let dear = cost > budget || (cost, levers.len()) >= (plan.cost, plan.levers.len());
                    prop_assert!(dear || revenue < plan.revenue * (1.0 - 1e-13), "{levers:?}: {revenue}, {plan:?}");
                    if levers == plan.levers {
                        prop_assert!(near(plan.revenue, whole) && plan.cost == cost);
                    }
                }
                (revenue, None) => prop_assert!(revenue.is_none_or(|it| it > 1e6), "{levers:?}: {revenue:?}"),
                (None, whole) => prop_assert!(false, "{levers:?}: {whole:?}"),
            }
        }
    }

    #[test]
    fn a_search_keeps_to_the_budget_and_is_no_worse_than_one_lever(
        mut document in shops(60),
        costs in prop::collection::vec(1..9_u8, 60),
        budget in 8..60_u8,
    ) {
        document.levers.iter_mut().zip(costs).for_each(|(lever, cost)| lever.cost = f64::from(cost));
        let many = document.levers.len();
        prop_assume!(many > 20);
        let prospect = Prospect::new(&at(&document, None, &[]).expect("a steady state"));
        let plan = prospect.best(f64::from(budget));
        prop_assert!(!plan.exact && plan.cost <= f64::from(budget), "{plan:?}");
        for one in (0..many).filter(|one| document.levers[*one].cost <= f64::from(budget)) {
            let on: Vec<bool> = (0..many).map(|lever| lever == one).collect();
            let alone = prospect.revenue(&on).unwrap_or(0.0);
            prop_assert!(plan.revenue >= alone * (1.0 - 1e-9), "{one}: {alone}, {plan:?}");
        }
    }

    #[test]
    fn effects_add_up((document, on) in planned().prop_map(|(document, _)| document).prop_flat_map(|document| {
        let many = document.levers.len();
        (Just(document), prop::collection::vec(any::<bool>(), many))
    })) {
        let prospect = Prospect::new(&at(&document, None, &[]).expect("a steady state"));
        let mut above: Vec<bool> = vec![false; on.len()];
        for (lever, effect) in prospect.effects(&on).into_iter().enumerate() {
            let mut with = if on[lever] { above.clone() } else { on.clone() };
            let before = prospect.revenue(&with);
            with[lever] = true;
            let after = prospect.revenue(&with);
            if on[lever] {
                above.clone_from(&with);
            }
            let (Some(before), Some(after)) = (before, after) else {
                continue;
            };
            prop_assume!(before.max(after) < 1e6);
            prop_assert!((effect - (after - before)).abs() <= 1e-8 * after.max(before).max(1.0), "{lever}: {effect}, {before} to {after}");
        }
    }

    #[test]
    fn what_all_levers_cost_is_no_matter_where_each_fork_has_one(shares in prop::collection::vec(0.01..0.2_f64, 22..26), budget in 5..40_u8) {
        // Each warms a fork of its own in a row of shops: more than can all be tried, each worth having.
        let mut nodes = vec![super::spring("s", 100.0)];
        let (mut streams, mut levers) = (vec![super::rest("s", "0")], Vec::new());
        for (index, share) in shares.iter().enumerate() {
            let (id, next) = (index.to_string(), (index + 1).to_string());
            nodes.push(super::node(&id, Kind::Fork));
            streams.push(super::red(super::share(&id, &next, 0.8)));
            streams.push(super::blue(super::rest(&id, "sea")));
            let work = Work::Warm { at: id.clone(), share: *share };
            levers.push(Lever { id, label: None, cost: 1.0 + (index % 5) as f64, on: false, work, origin: String::new() });
        }
        let mut till = super::node(&shares.len().to_string(), Kind::Till);
        till.revenue_per_client = Some(2.0);
        nodes.extend([till, super::node("sea", Kind::Sea)]);
        let document = Document { levers, ..super::document(nodes, streams) };
        let plan = plan::best(&document, f64::from(budget)).unwrap();
        prop_assert!(!plan.exact && plan.cost <= f64::from(budget), "{:?}", plan);
        let on: Vec<bool> = (0..shares.len()).map(|lever| plan.levers.contains(&lever)).collect();
        let whole = at(&document, None, &on).unwrap().solved.totals;
        prop_assert!(near(plan.revenue, whole.revenue) && plan.cost == whole.cost);
        let all = plan::best(&document, f64::INFINITY).unwrap();
        prop_assert_eq!(all.levers.len(), shares.len());
    }
}
