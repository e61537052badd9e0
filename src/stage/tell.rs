//! The map in words: for cards, for the keyboard and for those who do not see it.

use super::{
    Stage,
    pick::{Item, reach},
    scene::{Scene, Site, kt_name},
    water::drawn,
};
use crate::{
    document::{Kind, Mood, Step, value::Value},
    frame::Color,
    network::StreamFlow,
    order::sort,
};
use petgraph::{
    Direction::{self, Incoming, Outgoing},
    graph::{EdgeIndex, NodeIndex},
    visit::EdgeRef,
};

/// More places than this are not told one by one; the largest are.
const MOST: usize = 300;
/// Below this much of what flows in, what is unaccounted for is rounding.
const ROUNDING: f64 = 1e-9;

impl Stage {
    /// A place or a stream as the package hands it out.
    pub fn tell(&self, item: Item) -> Option<Value> {
        self.with_scene(&super::measure::Typical, |scene| match item {
            Item::Node(node) => scene.sites.iter().find(|site| site.index == node).map(|site| self.node(scene, site)),
            Item::Stream(stream) => self.stream(scene, stream),
        })
    }

    /// What is on the canvas: title, sentence, language, places (with their neighbours, the largest first), story.
    pub fn contents(&self) -> Value {
        self.with_scene(&super::measure::Typical, |scene| {
            let mut sites: Vec<&Site> = scene.sites.iter().filter(|site| site.shown).collect();
            sort(&mut sites, |a, b| b.kt.is_some().cmp(&a.kt.is_some()).then(b.inflow.total_cmp(&a.inflow)));
            sites.truncate(MOST);
            // As the water runs: from the springs to the ends.
            sort(&mut sites, |a, b| order(a).cmp(&order(b)));
            let columns = scene.words.columns().map(Value::text).to_vec();
            let steps = self.steps(scene).iter().map(step).collect();
            record([
                ("title", Value::text(self.document.title.trim())),
                ("sentence", Value::text(&self.frame.sentence)),
                ("legend", Value::Text(self.legend(scene))),
                ("locale", Value::text(self.locale())),
                ("paper", colour(scene.theme.floor)),
                ("ink", colour(scene.theme.ink)),
                ("focus", colour(scene.theme.focus)),
                ("columns", Value::List(columns)),
                ("spots", Value::List(sites.into_iter().map(|site| self.spot(scene, site)).collect())),
                ("steps", Value::List(steps)),
            ])
        })
    }

    fn legend(&self, scene: &Scene) -> String {
        let words = scene.words;
        let [width, _] = words.width();
        let [colour, ..] = words.colour();
        let colour = [colour, words.temperatures().join(", ")].join(": ");
        let drop = words.drop(self.drops.clients_per_drop(), |n| scene.figures.short(n)).join(" = ");
        [width, colour, drop].join("; ")
    }

    pub(super) fn id(&self, node: usize) -> &str {
        self.network.graph.node_weight(NodeIndex::new(node)).map_or("", |node| &node.id)
    }

    fn node(&self, scene: &Scene, site: &Site) -> Value {
        let [red, blue, _] = site.out;
        let flow = self.network.solved.nodes.get(site.index);
        let mut fields = vec![
            ("type", Value::text("node")),
            ("id", Value::text(self.id(site.index))),
            ("kind", Value::text(site.kind.word())),
            ("label", Value::Text(name(scene, site))),
            ("text", Value::Text(self.sentence(scene, site))),
            ("x", Value::Number(site.at.x.round())),
            ("y", Value::Number(site.at.y.round())),
            ("radius", Value::Number(reach(site, scene.scale()).round())),
            ("temperature", Value::Number(site.temperature)),
            ("clients", Value::Number(site.inflow)),
            ("red", Value::Number(red)),
            ("blue", Value::Number(blue)),
            ("unaccounted", Value::Number(flow.map_or(0.0, |flow| flow.unaccounted))),
        ];
        fields.extend(site.kt.map(|kt| ("kt", Value::Number(kt.into()))));
        record(fields)
    }

    fn stream(&self, scene: &Scene, index: usize) -> Option<Value> {
        let edge = EdgeIndex::new(index);
        let (from, to) = self.network.graph.edge_endpoints(edge)?;
        let own = self.network.graph.edge_weight(edge)?;
        let flow = self.network.solved.streams.get(index)?;
        let named = |node: NodeIndex| scene.sites.get(node.index()).map(|site| short(scene, site)).unwrap_or_default();
        let label = own.label.clone().unwrap_or_else(|| [named(from), named(to)].join(" → "));
        let ribbon = self.map.ribbons.get(index)?;
        let middle = ribbon.line.get(ribbon.line.len() / 2).copied().unwrap_or_default();
        let mut fields = vec![
            ("type", Value::text("stream")),
            ("id", Value::text(&own.id)),
            ("from", Value::text(self.id(from.index()))),
            ("to", Value::text(self.id(to.index()))),
            ("label", Value::Text(label)),
            ("text", Value::Text(carried(scene, flow, &named(from)))),
            ("x", Value::Number(middle.x.round())),
            ("y", Value::Number(middle.y.round())),
            ("radius", Value::Number((drawn(ribbon) / 2.0).round())),
            ("temperature", Value::Number(flow.temperature)),
            ("clients", Value::Number(flow.clients)),
            ("share", Value::Number(flow.share)),
        ];
        fields.extend(flow.mood.map(|mood| ("mood", Value::text(mood.word()))));
        Some(record(fields))
    }

    fn spot(&self, scene: &Scene, site: &Site) -> Value {
        let [red, blue, _] = site.out;
        let counts = [site.inflow, red, blue].map(|count| scene.figures.count(count));
        let figures = counts.into_iter().chain([degrees(scene, site.temperature)]).map(Value::Text).collect();
        let list = |way| Value::List(self.neighbours(scene, site.index, way).into_iter().map(Value::text).collect());
        record([
            ("id", Value::text(self.id(site.index))),
            ("label", Value::Text(name(scene, site))),
            ("kind", Value::text(scene.words.kind(site.kind))),
            ("text", Value::Text(self.sentence(scene, site))),
            ("x", Value::Number(site.at.x.round())),
            ("y", Value::Number(site.at.y.round())),
            ("radius", Value::Number(reach(site, scene.scale()).round())),
            ("onward", list(Outgoing)),
            ("back", list(Incoming)),
            ("figures", Value::List(figures)),
        ])
    }

    /// Ids of the shown places next to one, past those where water only gathers; the largest stream first.
    fn neighbours(&self, scene: &Scene, node: usize, way: Direction) -> Vec<&str> {
        let graph = &self.network.graph;
        let mut found: Vec<(f64, usize)> = Vec::new();
        let (mut seen, mut next) = (vec![node], vec![node]);
        while let Some(at) = next.pop() {
            for edge in graph.edges_directed(NodeIndex::new(at), way) {
                let other = if way == Outgoing { edge.target() } else { edge.source() }.index();
                let clients = self.network.solved.streams.get(edge.id().index()).map_or(0.0, |flow| flow.clients);
                if scene.sites.get(other).is_some_and(|site| site.shown) {
                    found.push((clients, other));
                } else if !seen.contains(&other) {
                    seen.push(other);
                    next.push(other);
                }
            }
        }
        sort(&mut found, |a, b| b.0.total_cmp(&a.0));
        let mut ids: Vec<&str> = Vec::new();
        for (_, other) in found {
            let id = self.id(other);
            if other != node && !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    /// A place's figures in one sentence.
    pub(super) fn sentence(&self, scene: &Scene, site: &Site) -> String {
        let (words, figures) = (scene.words, scene.figures);
        let mut parts = vec![words.here(site.kind, &figures.count(site.inflow))];
        let [red, blue, other] = site.out;
        let kt = if site.kind == Kind::Regulars { Some(4) } else { site.kt };
        if let Some(kt) = kt {
            let shares = figures.shares(&[red, blue, other]);
            let red_verb = if kt == 4 { words.come_back() } else { words.red_verb(kt) };
            let verbs = [red_verb, words.blue_verb(kt)];
            let part = |(clients, (share, verb)): (&f64, (&String, &str))| {
                [&figures.count(*clients), " ", verb, " (", share, ")"].concat()
            };
            parts.extend([red, blue].iter().zip(shares.iter().zip(verbs)).map(part));
        }
        if site.kind == Kind::Till {
            let node = self.network.graph.node_weight(NodeIndex::new(site.index));
            parts.extend(node.and_then(|node| node.revenue_per_client).map(|price| figures.money(price * site.inflow)));
        }
        if site.inflow > 0.0 {
            parts.push(words.temperature(&degrees(scene, site.temperature)));
        }
        let flow = self.network.solved.nodes.get(site.index);
        if let Some(off) = flow.map(|flow| flow.unaccounted).filter(|off| off.abs() > ROUNDING * site.inflow) {
            let count = figures.count(off.abs());
            let [said, _] = if off > 0.0 { words.missing(&count) } else { words.extra(&count) };
            parts.push(said);
        }
        parts.join(", ")
    }
}

/// What a place is called.
pub fn name(scene: &Scene, site: &Site) -> String {
    match (site.kt, site.label.is_empty()) {
        (Some(kt), true) => [&kt_name(kt), ", ", scene.words.about(kt)].concat(),
        (None, true) => scene.words.kind(site.kind).to_owned(),
        (Some(kt), false) if !site.label.contains(&kt_name(kt)) => [&kt_name(kt), ", ", &site.label].concat(),
        _ => site.label.clone(),
    }
}

/// The same where it is only referred to.
fn short(scene: &Scene, site: &Site) -> String {
    site.kt.filter(|_| site.label.is_empty()).map_or_else(|| name(scene, site), kt_name)
}

/// A temperature, to hundredths.
fn degrees(scene: &Scene, temperature: f64) -> String {
    scene.figures.count((temperature * 100.0).round() / 100.0)
}

/// What a stream carries, in one sentence.
fn carried(scene: &Scene, flow: &StreamFlow, from: &str) -> String {
    let (words, figures) = (scene.words, scene.figures);
    let share = figures.shares(&[flow.share, 1.0 - flow.share]).into_iter().next().unwrap_or_default();
    let mood = match flow.mood {
        Some(Mood::Blue) => 0,
        None => 1,
        Some(Mood::Red) => 2,
    };
    let mood = words.temperatures().into_iter().nth(mood).unwrap_or_default();
    [
        words.a_time(&figures.count(flow.clients)),
        words.share_of(&share, from),
        mood.to_owned(),
        words.temperature(&degrees(scene, flow.temperature)),
    ]
    .join(", ")
}

/// Where a place stands in the order of the water: from the springs to the ends.
fn order(site: &Site) -> u8 {
    match (site.kind, site.kt) {
        (Kind::Spring, _) => 0,
        (Kind::Fork | Kind::Confluence, None) | (Kind::Confluence, _) => 1,
        (Kind::Fork, Some(1)) => 2,
        (Kind::Fork, Some(2)) => 3,
        (Kind::Till, _) => 4,
        (Kind::Fork, Some(_)) => 5,
        (Kind::Regulars, _) => 6,
        (Kind::Competitor, _) => 7,
        (Kind::Sea, _) => 8,
    }
}

/// A colour as 0xRRGGBB.
fn colour(color: Color) -> Value {
    let [red, green, blue] = color.rgb.map(f64::from);
    Value::Number((red * 256.0 + green) * 256.0 + blue)
}

fn step(step: &Step) -> Value {
    record([
        ("title", Value::text(step.title.as_deref().unwrap_or_default())),
        ("text", Value::text(step.text.as_deref().unwrap_or_default())),
        ("focus", Value::List(step.focus.iter().map(Value::text).collect())),
    ])
}

fn record(fields: impl IntoIterator<Item = (&'static str, Value)>) -> Value {
    Value::Record(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}
