//! Trying what would change the flow: levers on and off, built and taken away, and frames. The town stays; its water swells and
//! dries.

use super::{Stage, flowing, morph::Morph};
use crate::{
    document::{Frame, Lever, Mood, View, Work, value::Value},
    door,
    network::{Network, Scenario, Solved},
    picture::{scene, style::measure::Measure, works::Works},
    problem::Problem,
};
use std::rc::Rc;

impl Stage {
    /// The levers as they are now, as a document would have them.
    pub fn levers(&self) -> Vec<Lever> {
        let on = self.network.levers.iter().map(|lever| lever.on);
        self.document.levers.iter().zip(on).map(|(lever, on)| Lever { on, ..lever.clone() }).collect()
    }

    /// The same as JSON.
    pub fn levers_value(&self) -> Value {
        if self.document.levers.is_empty() {
            return Value::List(Vec::new());
        }
        door::through(|| Value::List(self.levers().iter().map(Lever::to_value).collect()))
    }

    /// Which frame is shown; none in the base.
    pub fn frame(&self) -> Option<usize> {
        self.network.frame
    }

    /// The frames' labels and dates, as JSON.
    pub fn frames_value(&self) -> Value {
        let frame = |frame: &Frame| Value::record(heading(frame).to_vec());
        if self.document.frames.is_empty() {
            return Value::List(Vec::new());
        }
        door::through(|| Value::List(self.document.frames.iter().map(frame).collect()))
    }

    /// All frames with the levers as they are now and without any, as JSON: for each its label and date, and of both the revenue and
    /// what leaves each KT red and blue; null where there is no steady state.
    pub fn timeline(&self) -> Value {
        let on: Vec<bool> = self.network.levers.iter().map(|lever| lever.on).collect();
        let none = vec![false; on.len()];
        let state = |frame: usize, levers: &[bool]| {
            let scenario = Scenario { frame: Some(frame), levers: levers.to_vec() };
            self.plain.turned(&self.document, &scenario).ok()
        };
        let figures = |network: &Network, solved: &Solved| {
            let numbers = |numbers: &[f64]| Value::List(numbers.iter().copied().map(Value::Number).collect());
            let kts = network.kts(solved).iter().map(|kt| numbers(kt)).collect();
            let revenue = Value::Number(solved.totals.revenue);
            Value::record(vec![("revenue", Some(revenue)), ("kts", Some(Value::List(kts)))])
        };
        let frame = |(index, frame): (usize, &Frame)| {
            let now = state(index, &on);
            // With levers on it holds what it is without them.
            let plain = if now.is_none() && on != none { state(index, &none) } else { None };
            let base = now.as_ref().or(plain.as_ref());
            let base = base.map(|network| figures(network, network.base.as_ref().unwrap_or(&network.solved)));
            let now = now.map(|network| figures(&network, &network.solved));
            let [base, now] = [base, now].map(|state| Some(state.unwrap_or(Value::Null)));
            let [at, label] = heading(frame);
            Value::record(vec![at, label, ("base", base), ("now", now)])
        };
        Value::List(self.document.frames.iter().enumerate().map(frame).collect())
    }

    /// Goes over into a state of the network with these levers in a frame. Whether it is on its way; see [`Stage::morph`].
    ///
    /// # Errors
    ///
    /// What [`Network::build`] says; all stays as it was then.
    pub fn turn(
        &mut self,
        levers: Vec<Lever>,
        frame: Option<usize>,
        measure: &dyn Measure,
    ) -> Result<bool, Vec<Problem>> {
        let scenario = Scenario {
            frame: frame.filter(|frame| *frame < self.document.frames.len()),
            levers: levers.iter().map(|lever| lever.on).collect(),
        };
        let before = self.document.levers.clone();
        let other = !alike(&before, &levers);
        if other {
            Rc::make_mut(&mut self.document).levers = levers;
        }
        let built = self.build(&scenario, other);
        if built.is_err() && other {
            Rc::make_mut(&mut self.document).levers = before.clone();
        }
        let (plain, network) = built?;
        // What is seen is seen with its texts.
        let seen = self.morph.take().map_or_else(|| self.rest(), Morph::seen);
        self.switching = false;
        let dug = canals(&before) != canals(&self.document.levers);
        (self.plain, self.network) = (plain, network);
        // Single clients are drawn of what happened, not of what would.
        let clients = self.document.journeys.is_some() && self.view() == View::Time;
        if dug || clients {
            let map = super::base_map(&self.document, &self.plain, &self.look, self.turned());
            (self.base, self.spare) = (Rc::new(self.keep_looking(map)), None);
        }
        self.run();
        if !self.look.calm {
            self.morph = Morph::new(seen, self.rest(), &mut self.strands);
            self.fill();
        }
        if self.morph.is_some() {
            self.stale = true;
        } else {
            self.draw(measure);
        }
        Ok(self.morph(0.0, measure))
    }

    /// The base and what is asked for.
    fn build(&self, scenario: &Scenario, other: bool) -> Result<(Rc<Network>, Rc<Network>), Vec<Problem>> {
        let none = Scenario { frame: None, levers: vec![false; self.document.levers.len()] };
        let plain = if other { Rc::new(self.plain.turned(&self.document, &none)?) } else { self.plain.clone() };
        if *scenario == none {
            return Ok((plain.clone(), plain));
        }
        let network = match scenario.frame {
            None => plain.switched(&self.document, &scenario.levers)?,
            Some(_) => plain.turned(&self.document, scenario)?,
        };
        let network = Rc::new(network);
        Ok((plain, network))
    }

    /// Lets the water of the network run in the base's bed.
    pub(super) fn flow(&mut self, measure: &dyn Measure) {
        self.run();
        self.fill();
        self.draw(measure);
    }

    /// The same without drawing.
    pub(super) fn run(&mut self) {
        self.map = flowing(&self.base, &self.plain, &self.network);
        self.sites = scene::sites(&self.network, &self.map);
        self.works = Works::of(&self.network, &self.map, &self.sites);
        let like = Some(self.usual);
        (self.strands, self.meaning) =
            super::calendar::prepare(&self.network, &self.map, &self.look, self.document.seed, like);
        self.single_out();
    }
}

/// A frame's date and label, as fields of JSON.
fn heading(frame: &Frame) -> [(&'static str, Option<Value>); 2] {
    [("at", &frame.at), ("label", &frame.label)].map(|(key, text)| (key, text.as_ref().map(Value::text)))
}

/// Whether levers differ at most in which are on.
fn alike(a: &[Lever], b: &[Lever]) -> bool {
    let same = |(a, b): (&Lever, &Lever)| Lever { on: a.on, origin: a.origin.clone(), ..b.clone() } == *a;
    a.len() == b.len() && a.iter().zip(b).all(same)
}

/// The canals of levers: what the town is built round.
fn canals(levers: &[Lever]) -> Vec<(&str, &str, &str, Option<Mood>)> {
    fn canal(lever: &Lever) -> Option<(&str, &str, &str, Option<Mood>)> {
        match &lever.work {
            Work::Canal { from, to, mood, .. } => Some((&lever.id, from, to, *mood)),
            _ => None,
        }
    }
    levers.iter().filter_map(canal).collect()
}
