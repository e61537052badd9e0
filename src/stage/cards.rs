//! The map in words: for cards, for the keyboard and for those who do not see it.

use super::{Stage, hit_test::Item};
use crate::{
    document::{Kind, Mood, Step, value::Value},
    door,
    frame::Color,
    network::{StreamFlow, Totals},
    order::sort,
    picture::{
        marks::reach,
        scene::{Scene, Site, kt_name},
        style::theme::Theme,
        water::drawn,
    },
};
use kurbo::Rect;
use petgraph::{
    Direction::{self, Incoming, Outgoing},
    graph::{EdgeIndex, NodeIndex},
    visit::EdgeRef,
};
use std::rc::Rc;

/// More places than this are not told one by one; the largest are.
const MOST: usize = 300;
/// Below this much of what flows in, what is unaccounted for is rounding.
const ROUNDING: f64 = 1e-9;

/// A record that grows field by field.
#[derive(Default)]
pub(super) struct Record(Vec<(Rc<str>, Value)>);

impl Record {
    #[inline(never)]
    pub fn add(&mut self, key: &str, value: Value) {
        self.0.push((key.into(), value));
    }

    #[inline(never)]
    pub fn text(&mut self, key: &str, text: &str) {
        self.add(key, Value::text(text));
    }

    #[inline(never)]
    pub fn numbers(&mut self, numbers: &[(&str, f64)]) {
        for (key, number) in numbers {
            self.add(key, Value::Number(*number));
        }
    }

    #[inline(never)]
    pub fn texts(&mut self, key: &str, texts: &[String]) {
        self.add(key, Value::List(texts.iter().map(Value::text).collect()));
    }

    pub fn end(self) -> Value {
        Value::Record(self.0)
    }
}

impl Stage {
    /// A place or a stream as the package hands it out.
    pub fn tell(&self, item: Item) -> Option<Value> {
        self.with_scene(&crate::picture::style::measure::Typical, |scene| match item {
            Item::Node(node) => scene.sites.iter().find(|site| site.index == node).map(|site| self.node(scene, site)),
            Item::Stream(stream) => self.stream(scene, stream),
            Item::Reach(reach) => self.street(scene, reach),
            Item::Client(client) => self.client(scene, client),
        })
    }

    /// What is on the canvas: title, sentence, language, places (with their neighbours, the largest first), story.
    pub fn contents(&self) -> Value {
        self.with_scene(&crate::picture::style::measure::Typical, |scene| {
            let mut sites: Vec<&Site> = scene.sites.iter().filter(|site| site.shown).collect();
            sort(&mut sites, |a, b| b.kt.is_some().cmp(&a.kt.is_some()).then(b.inflow.total_cmp(&a.inflow)));
            sites.truncate(MOST);
            // As the water runs: from the springs to the ends.
            let mut spots = Vec::with_capacity(sites.len());
            for stage in 0..=LAST {
                spots.extend(sites.iter().filter(|site| order(site) == stage).map(|site| self.node(scene, site)));
            }
            if self.map.threads.is_some() {
                spots.extend(door::through(|| self.clients(scene)));
            }
            let mut contents = Record::default();
            contents.text("title", self.document.title.trim());
            contents.text("sentence", &crate::picture::panel::heading::spoken(scene, &self.document));
            contents.text("legend", &self.legend(scene));
            contents.text("locale", self.locale());
            if let Some(currency) = &self.document.currency {
                contents.text("currency", currency);
            }
            contents.text("period", self.document.period.word());
            let Theme { floor, land, coast, casing, ink, muted, focus, warm_text, cold_text, .. } = *scene.theme;
            contents.numbers(&[("paper", colour(floor)), ("ink", colour(ink)), ("focus", colour(focus))]);
            contents.numbers(&[("land", colour(land)), ("coast", colour(coast)), ("casing", colour(casing))]);
            contents.numbers(&[("muted", colour(muted)), ("warm", colour(warm_text)), ("cold", colour(cold_text))]);
            contents.add("column", self.column.map_or(Value::Null, column));
            contents.text("view", self.view().word());
            contents.add("priced", Value::Bool(self.network.is_priced()));
            contents.add("totals", totals(&self.network.solved.totals));
            contents.texts("columns", &scene.words.columns().map(str::to_owned));
            contents.add("spots", Value::List(spots));
            contents.add("levers", self.levers_value());
            contents.add("handles", crate::picture::works::handles(scene, &|node| self.id(node).to_owned()));
            contents.add("frames", self.frames_value());
            contents.add("frame", self.frame().map_or(Value::Null, |frame| Value::Number(frame as f64)));
            contents.add("calendar", self.calendar_value());
            contents.add("steps", Value::List(self.steps(scene).iter().map(step).collect()));
            contents.end()
        })
    }

    fn legend(&self, scene: &Scene) -> String {
        let words = scene.words;
        let [width, _] = words.width();
        let [colour, ..] = words.colour();
        let colour = [colour, words.temperatures().join(", ")].join(": ");
        if self.map.threads.is_some() {
            return door::through(|| [colour, words.thread_marks().join(", ")].join("; "));
        }
        let drop = words.drop(self.meaning.clients_per_drop, |n| scene.figures.short(n)).join(" = ");
        [width, colour, drop].join("; ")
    }

    pub(super) fn id(&self, node: usize) -> &str {
        self.network.graph.node_weight(NodeIndex::new(node)).map_or("", |node| &node.id)
    }

    fn node(&self, scene: &Scene, site: &Site) -> Value {
        let [red, blue, _] = site.out;
        let flow = self.network.solved.nodes.get(site.index);
        let mut node = Record::default();
        node.text("type", "node");
        node.text("id", self.id(site.index));
        node.text("kind", site.kind.word());
        node.text("label", &name(scene, site));
        node.text("text", &self.sentence(scene, site));
        node.numbers(&[
            ("x", site.at.x.round()),
            ("y", site.at.y.round()),
            ("radius", reach(site, scene.scale()).round()),
            ("temperature", site.temperature),
            ("clients", site.inflow),
            ("red", red),
            ("blue", blue),
            ("unaccounted", flow.map_or(0.0, |flow| flow.unaccounted)),
        ]);
        if let Some(kt) = site.kt {
            node.numbers(&[("kt", kt.into())]);
        }
        let mut onward = self.neighbours(scene, site.index, Outgoing);
        if self.map.threads.is_some() {
            onward.extend(door::through(|| self.clients_at(site.index)));
        }
        node.texts("onward", &onward);
        node.texts("back", &self.neighbours(scene, site.index, Incoming));
        let [all, red, blue] = [site.inflow, red, blue].map(|count| scene.figures.count(count));
        node.texts("row", &[scene.words.kind(site.kind).to_owned(), all, red, blue, degrees(scene, site.temperature)]);
        node.end()
    }

    fn stream(&self, scene: &Scene, index: usize) -> Option<Value> {
        let edge = EdgeIndex::new(index);
        let (from, to) = self.network.graph.edge_endpoints(edge)?;
        let own = self.network.graph.edge_weight(edge)?;
        let flow = self.network.solved.streams.get(index)?;
        let named = |node: NodeIndex| scene.sites.get(node.index()).map(|site| short(scene, site)).unwrap_or_default();
        let (start, end) = (named(from), named(to));
        let text = carried(scene, flow, &start);
        let label = own.label.clone().unwrap_or_else(|| [start, end].join(" → "));
        let ribbon = self.map.ribbons.get(index)?;
        let middle = self.middle(Item::Stream(index));
        let middle = middle.or_else(|| ribbon.line.get(ribbon.line.len() / 2).copied()).unwrap_or_default();
        let mut stream = Record::default();
        stream.text("type", "stream");
        stream.text("id", &own.id);
        stream.text("from", self.id(from.index()));
        stream.text("to", self.id(to.index()));
        stream.text("label", &label);
        stream.text("text", &text);
        stream.numbers(&[
            ("x", middle.x.round()),
            ("y", middle.y.round()),
            ("radius", (drawn(ribbon) / 2.0).round()),
            ("temperature", flow.temperature),
            ("clients", flow.clients),
            ("share", flow.share),
        ]);
        if let Some(mood) = flow.mood {
            stream.text("mood", mood.word());
        }
        Some(stream.end())
    }

    /// What a street carries one way.
    fn street(&self, scene: &Scene, index: usize) -> Option<Value> {
        let reach = self.map.reaches.get(index)?;
        let flow = |stream: &usize| self.network.solved.streams.get(*stream);
        let (mut clients, mut heat) = (0.0, 0.0);
        for flow in reach.streams.iter().filter_map(flow) {
            clients += flow.clients;
            heat += flow.clients * flow.temperature;
        }
        let temperature = if clients > 0.0 { heat / clients } else { 0.0 };
        let (first, last) = (reach.line.first()?, reach.line.last()?);
        let toward = scene.words.compass(*last - *first);
        let label = reach.name.clone().unwrap_or_else(|| scene.words.street().to_owned());
        let text = [
            scene.words.a_time(&scene.figures.count(clients)),
            toward.to_owned(),
            mood_word(scene, reach.mood),
            scene.words.temperature(&degrees(scene, temperature)),
        ];
        let middle = self.middle(Item::Reach(index));
        let middle = middle.or_else(|| reach.line.get(reach.line.len() / 2).copied())?;
        let mut street = Record::default();
        street.text("type", "street");
        street.text("id", &self.reach_id(reach));
        street.text("label", &label);
        street.text("text", &text.join(", "));
        street.text("toward", toward);
        street.numbers(&[
            ("x", middle.x.round()),
            ("y", middle.y.round()),
            ("radius", (reach.width / 2.0).round()),
            ("temperature", temperature),
            ("clients", clients),
            ("streams", reach.streams.len() as f64),
        ]);
        if let Some(mood) = reach.mood {
            street.text("mood", mood.word());
        }
        Some(street.end())
    }

    /// Ids of the shown places next to one, past those where water only gathers; the largest stream first.
    fn neighbours(&self, scene: &Scene, node: usize, way: Direction) -> Vec<String> {
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
        let mut ids: Vec<String> = Vec::new();
        for (_, other) in found {
            let id = self.id(other);
            if other != node && !ids.iter().any(|found| found == id) {
                ids.push(id.to_owned());
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
pub(super) fn degrees(scene: &Scene, temperature: f64) -> String {
    scene.figures.count((temperature * 100.0).round() / 100.0)
}

/// What a stream carries, in one sentence.
fn carried(scene: &Scene, flow: &StreamFlow, from: &str) -> String {
    let (words, figures) = (scene.words, scene.figures);
    let share = figures.shares(&[flow.share, 1.0 - flow.share]).into_iter().next().unwrap_or_default();
    [
        words.a_time(&figures.count(flow.clients)),
        words.share_of(&share, from),
        mood_word(scene, flow.mood),
        words.temperature(&degrees(scene, flow.temperature)),
    ]
    .join(", ")
}

/// Cold, undecided or warm.
fn mood_word(scene: &Scene, mood: Option<Mood>) -> String {
    let mood = match mood {
        Some(Mood::Blue) => 0,
        None => 1,
        Some(Mood::Red) => 2,
    };
    scene.words.temperatures().into_iter().nth(mood).unwrap_or_default().to_owned()
}

/// The last [`order`].
const LAST: u8 = 8;

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
        (Kind::Sea, _) => LAST,
    }
}

/// A colour as 0xRRGGBB.
fn colour(color: Color) -> f64 {
    let [red, green, blue] = color.rgb.map(f64::from);
    (red * 256.0 + green) * 256.0 + blue
}

/// A place on the canvas, CSS px.
fn column(Rect { x0, y0, x1, y1 }: Rect) -> Value {
    let mut place = Record::default();
    place.numbers(&[("x", x0), ("y", y0), ("width", x1 - x0), ("height", y1 - y0)]);
    place.end()
}

/// The totals, as in a solved document.
fn totals(totals: &Totals) -> Value {
    let [kt1, kt2, kt3] = totals.lost_kt;
    let mut lost = Record::default();
    lost.numbers(&[("kt1", kt1), ("kt2", kt2), ("kt3", kt3)]);
    lost.numbers(&[("regulars", totals.lost_regulars), ("other", totals.lost_other)]);
    let mut told = Record::default();
    told.numbers(&[("springs", totals.springs), ("buyers", totals.buyers), ("revenue", totals.revenue)]);
    told.numbers(&[("becomeRegulars", totals.become_regulars), ("returning", totals.returning)]);
    told.add("lost", lost.end());
    told.numbers(&[("underway", totals.underway), ("resting", totals.resting), ("cost", totals.cost)]);
    told.end()
}

fn step(step: &Step) -> Value {
    let mut told = Record::default();
    told.text("title", step.title.as_deref().unwrap_or_default());
    told.text("text", step.text.as_deref().unwrap_or_default());
    told.texts("focus", &step.focus);
    if let Some(levers) = &step.levers {
        told.texts("levers", levers);
    }
    if let Some(frame) = step.frame {
        told.numbers(&[("frame", frame as f64)]);
    }
    if let Some(view) = step.view {
        told.text("view", view.word());
    }
    told.end()
}
