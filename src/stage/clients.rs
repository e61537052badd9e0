//! Single clients, where the network was counted from journeys: what became of each, and the line of one that is looked at.

use super::{
    Stage,
    cards::{Record, degrees},
    hit_test::Item,
};
use crate::{
    document::{
        Mood,
        journeys::{Event, Log, SIDES},
        value::Value,
    },
    frame::{Anchor, Shape, Text},
    map::threads::{State, Step, Thread, stops},
    picture::{
        land::threads,
        scene::{Scene, kt_name},
        style::{
            measure::{Measure, Typical},
            shapes::{fill, line, polyline},
            text::Run,
        },
    },
};
use kurbo::{BezPath, Point, Rect, RoundedRect, Shape as _};
use petgraph::{graph::NodeIndex, visit::EdgeRef};

/// What a client's id begins with: no other's does that is told.
const CLIENT: &str = "client ";
/// Radius of the mark at a thread's end, px.
const END: f64 = 5.0;
/// Size of the name of one that is looked at, px before scaling.
const NAME: f64 = 13.5;

impl Stage {
    fn log(&self) -> Option<&Log> {
        self.document.journeys.as_deref()
    }

    fn client_id(&self, client: usize) -> String {
        [CLIENT, self.log().map_or("", |log| log.name(client))].concat()
    }

    /// The client of an id, or of a name.
    pub(super) fn find_client(&self, id: &str) -> Option<usize> {
        let log = self.log()?;
        let name = id.strip_prefix(CLIENT).unwrap_or(id);
        (0..log.clients()).find(|client| log.name(*client) == name)
    }

    fn thread(&self, client: usize) -> Option<&Thread> {
        self.map.threads.as_ref()?.of(client)
    }

    /// Clients that are drawn, each with what became of it.
    pub(super) fn clients(&self, scene: &Scene) -> Vec<Value> {
        let threads = self.map.threads.iter().flat_map(|threads| &threads.threads);
        threads.filter_map(|thread| self.client(scene, thread.client)).collect()
    }

    /// Ids of the clients that a gate was the last one of, those who are still with us first.
    pub(super) fn clients_at(&self, node: usize) -> Vec<String> {
        let Some(threads) = &self.map.threads else { return Vec::new() };
        let mut own: Vec<(bool, f64, usize)> = Vec::new();
        for thread in &threads.threads {
            let (kt, lost) = match thread.state {
                State::Lost(kt) => (kt, true),
                State::Underway(kt) => (kt.max(1), false),
                State::Regular => (3, false),
            };
            if threads.gates.get(kt - 1).copied().flatten() == Some(node) {
                own.push((lost, thread.end.y, thread.client));
            }
        }
        crate::order::sort(&mut own, |a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        own.into_iter().map(|(.., client)| self.client_id(client)).collect()
    }

    /// A client as the package hands it out.
    pub(super) fn client(&self, scene: &Scene, client: usize) -> Option<Value> {
        let log = self.log()?;
        let events: Vec<Event> = log.events_of(client).collect();
        let (stops, state) = stops(events.iter().copied());
        let place = match self.thread(client) {
            Some(thread) => self.map.frame.point(thread.end.x, thread.end.y),
            None => self.way(client).last().and_then(|stream| self.map.ribbons.get(*stream)?.line.last().copied())?,
        };
        let last = events.last()?.moment;
        let warmth = stops.last().map_or(0.0, |stop| stop.temperature);
        let value: f64 = events
            .iter()
            .filter(|event| event.point.kt == 2 && event.point.mood == Some(Mood::Red))
            .filter_map(|event| event.value)
            .sum();
        let mut told = Record::default();
        told.text("type", "client");
        told.text("id", &self.client_id(client));
        told.text("label", log.name(client));
        let state_words = scene.words.client_state(state);
        let text = [state_words.clone(), scene.words.temperature(&degrees(scene, warmth))].join(", ");
        told.text("text", &text);
        told.text(
            "state",
            match state {
                State::Lost(_) => "lost",
                State::Regular => "regular",
                State::Underway(_) => "underway",
            },
        );
        told.numbers(&[
            ("x", place.x.round()),
            ("y", place.y.round()),
            ("radius", END),
            ("temperature", warmth),
            ("clients", 1.0),
        ]);
        if value > 0.0 {
            told.text("value", &scene.figures.money(value));
        }
        told.text("last", &last.written());
        let sides = events.iter().rev().find_map(|event| event.warmth.filter(|own| own.sides != [None; 3]));
        if let Some(warmth) = sides {
            let mut own = Record::default();
            for (name, side) in SIDES.into_iter().zip(warmth.sides) {
                side.into_iter().for_each(|side| own.numbers(&[(name, side)]));
            }
            told.add("sides", own.end());
        }
        let kt = match state {
            State::Lost(kt) => kt,
            State::Underway(kt) => kt.max(1),
            State::Regular => 3,
        };
        let gate = self.map.threads.as_ref().and_then(|threads| threads.gates.get(kt - 1).copied().flatten());
        told.texts("onward", &[]);
        told.texts("back", &gate.map(|gate| self.id(gate).to_owned()).into_iter().collect::<Vec<_>>());
        let blank = String::new;
        told.texts("row", &[scene.words.client().to_owned(), blank(), blank(), blank(), degrees(scene, warmth)]);
        let event = |(number, event): (usize, &Event)| {
            let mut own = Record::default();
            let own_stops = stops.iter().filter(|stop| stop.event == number);
            let warmth = own_stops.clone().next_back().map_or(0.0, |stop| stop.temperature);
            let other = own_stops.clone().all(|stop| stop.step == Step::Other);
            own.text("at", &event.moment.written());
            own.text("text", &happened(scene, event, other));
            own.text(
                "mark",
                match (other, event.point.mood) {
                    (true, _) => "other",
                    (_, Some(Mood::Red)) => "red",
                    (_, Some(Mood::Blue)) => "blue",
                    (_, None) => "first",
                },
            );
            own.numbers(&[("temperature", warmth)]);
            own.end()
        };
        told.add("events", Value::List(events.iter().enumerate().map(event).collect()));
        Some(told.end())
    }

    /// The streams that a client took in the last passage, in order.
    fn way(&self, client: usize) -> Vec<usize> {
        let Some(log) = self.log() else { return Vec::new() };
        let (stops, state) = stops(log.events_of(client));
        let spring = log.events_of(client).find_map(|event| event.spring);
        let start = stops.iter().rposition(|stop| matches!(stop.step, Step::First | Step::Back)).unwrap_or(0);
        let passage = stops.get(start..).unwrap_or_default();
        let node = |id: &str| self.network.graph.node_weights().position(|node| node.id == id);
        let label = |node: &crate::network::Node| spring.map_or(node.label == node.id, |spring| node.label == spring);
        let first = match passage.first().map(|stop| stop.step) {
            Some(Step::Back) => node("regulars"),
            _ => self
                .network
                .graph
                .node_weights()
                .position(|node| node.kind == crate::document::Kind::Spring && label(node)),
        };
        let mut places: Vec<usize> = first.into_iter().collect();
        if passage.first().is_some_and(|stop| stop.step == Step::First) {
            places.extend(node("confluence"));
        }
        places.extend(node("kt1"));
        let met = match state {
            State::Lost(kt) => kt,
            State::Underway(kts) => kts + 1,
            State::Regular => 4,
        };
        for (kt, ids) in [(2, &["kt2"][..]), (3, &["till", "kt3"]), (4, &["regulars"])] {
            if met >= kt {
                places.extend(ids.iter().filter_map(|id| node(id)));
            }
        }
        if matches!(state, State::Lost(_)) {
            places.extend(node("sea"));
        }
        let stream = |pair: &[usize]| {
            let [from, to] = pair else { return None };
            let edges = self.network.graph.edges_connecting(NodeIndex::new(*from), NodeIndex::new(*to));
            edges.map(|edge| edge.id().index()).next()
        };
        places.windows(2).filter_map(stream).collect()
    }

    /// The lines of the clients that are looked at, over all others, and the name of the last one.
    pub(super) fn looked_at(&self) -> (Vec<Shape>, Option<Text>) {
        let (theme, frame) = (&self.look.theme, &self.map.frame);
        let (mut shapes, mut name) = (Vec::new(), None);
        let clients =
            self.focus.iter().filter_map(|item| if let Item::Client(client) = item { Some(*client) } else { None });
        for client in clients {
            let at = if let Some(thread) = self.thread(client) {
                shapes.extend(threads::chosen(thread, frame, theme));
                Some(frame.point(thread.end.x, thread.end.y))
            } else {
                let mut whole = BezPath::new();
                let way = self.way(client);
                for ribbon in way.iter().filter_map(|stream| self.map.ribbons.get(*stream)) {
                    whole.extend(polyline(ribbon.line.iter().copied()));
                }
                shapes.push(line(whole.clone(), theme.casing, 6.5));
                shapes.push(line(whole, theme.ink, 2.6));
                way.last().and_then(|stream| self.map.ribbons.get(*stream)?.line.last().copied())
            };
            name = at.zip(self.log()).map(|(at, log)| self.plate(log.name(client), at, &mut shapes)).or(name);
        }
        (shapes, name)
    }

    /// A name on a plate of ink beside a place, on the canvas.
    fn plate(&self, name: &str, at: Point, shapes: &mut Vec<Shape>) -> Text {
        let (theme, (width, height)) = (&self.look.theme, self.look.size);
        let size = (NAME * self.map.frame.scale).max(12.0);
        let run = Run::new(name, size, 700, theme.casing).fit(0.6 * width, &Typical);
        let wide = Typical.width(&run.text, size, 700) + 14.0;
        let left = (at.x + 14.0).min(width - wide - 4.0).max(4.0);
        let middle = at.y.min(height - size - 4.0).max(size + 4.0);
        let plate = Rect::new(left, middle - 0.8 * size, left + wide, middle + 0.8 * size);
        shapes.push(fill(RoundedRect::from_rect(plate, 4.0).to_path(0.1), theme.ink));
        Text {
            text: run.text,
            at: Point::new(left + 7.0, middle + 0.36 * size),
            anchor: Anchor::Start,
            size,
            weight: 700,
            italic: false,
            spacing: 0.0,
            turn: 0.0,
            color: theme.casing,
            halo: None,
        }
    }
}

/// What an event was, in words: a first contact, what was decided at a KT, or only its stage and note.
fn happened(scene: &Scene, event: &Event, other: bool) -> String {
    let words = scene.words;
    let kt = event.point.kt as u8;
    let mut parts: Vec<String> = event.stage.map(str::to_owned).into_iter().collect();
    if !other {
        let gate = kt_name(kt);
        parts.push(match event.point.mood {
            None => words.first_contact().to_owned(),
            Some(Mood::Red) => [&gate, ": ", words.goes_on(kt)].concat(),
            Some(Mood::Blue) => [&gate, ": ", words.leaves()].concat(),
        });
    }
    parts.extend(event.value.filter(|value| *value != 0.0).map(|value| scene.figures.money(value)));
    parts.extend(event.note.map(str::to_owned));
    if parts.is_empty() {
        parts.push(kt_name(kt));
    }
    parts.join(", ")
}
