//! The headless application: document in, time in, frame out.

mod calendar;
mod camera;
mod cards;
mod clients;
mod hand;
pub(crate) mod hit_test;
mod lever_change;
mod look;
mod morph;
mod neighbours;
mod outlines;
mod story;
mod view_change;

use self::{calendar::prepare, camera::Camera, morph::Morph};
pub use self::{
    hand::{Grasp, Touched},
    hit_test::Item,
    look::Look,
};
use crate::{
    document::{Document, View},
    door,
    drops::{Meaning, Strands, along_threads},
    frame::{self, Drops, Frame},
    map::Map,
    network::{Network, Scenario},
    picture::{
        scene::{self, Scene, Site},
        still::{self, Page, wet},
        style::measure::Measure,
        words::{Words, figures::Figures},
        works::Works,
    },
};
use kurbo::{Point, Rect};
use std::rc::Rc;

/// One document on one canvas.
#[derive(Clone, Debug)]
pub struct Stage {
    // Shared, so that a stage for a picture in another look costs little.
    document: Rc<Document>,
    network: Rc<Network>,
    /// The network in its base, without levers.
    plain: Rc<Network>,
    look: Look,
    map: Rc<Map>,
    /// The map of the base: in its bed the water of the other runs.
    base: Rc<Map>,
    /// The same in the other view, where that has been seen.
    spare: Option<Rc<Map>>,
    strands: Strands,
    meaning: Meaning,
    /// The same before anybody looked around.
    usual: Meaning,
    sites: Vec<Site>,
    works: Works,
    /// What is outlined.
    focus: Vec<Item>,
    /// A canal that somebody is about to dig.
    sketch: Option<(Point, Point)>,
    /// What is under somebody's hand.
    hand: Option<(Touched, Grasp)>,
    /// Where the column of figures is, which no water reaches.
    column: Option<Rect>,
    /// Numbers of the sites whose names are written in their marks.
    named: Vec<usize>,
    frame: Frame,
    /// What somebody looks at, if not at all of the water.
    camera: Option<Camera>,
    /// How the water has come to be this one, while that is seen.
    morph: Option<Morph>,
    /// Whether what stands still is yet to be drawn anew: a lever answers sooner without.
    stale: bool,
    /// Whether one view goes over into the other.
    switching: bool,
}

impl Stage {
    /// Lays out and draws a solved document.
    pub fn new(document: Document, network: Network, look: Look, measure: &dyn Measure) -> Self {
        let mut stage = Self::laid(document, network, look);
        stage.settle(measure);
        stage
    }

    /// Lays out a solved document; what stands still is drawn by [`Stage::settle`].
    pub fn laid(document: Document, network: Network, look: Look) -> Self {
        let network = Rc::new(network);
        let plain = plain(&document, &network);
        let base = Rc::new(base_map(&document, &plain, &look, !Rc::ptr_eq(&plain, &network)));
        let map = flowing(&base, &plain, &network);
        let sites = scene::sites(&network, &map);
        let works = Works::of(&network, &map, &sites);
        let (mut strands, usual) = prepare(&plain, &base, &look, document.seed, None);
        let mut meaning = usual;
        if !Rc::ptr_eq(&plain, &network) {
            (strands, meaning) = prepare(&network, &map, &look, document.seed, Some(usual));
        }
        let document = Rc::new(document);
        let (focus, named) = (Vec::new(), Vec::new());
        let (frame, column, morph, camera) = (Frame::default(), None, None, None);
        let mut stage = Self {
            document,
            network,
            plain,
            look,
            map,
            base,
            spare: None,
            strands,
            meaning,
            usual,
            sites,
            works,
            focus,
            sketch: None,
            hand: None,
            column,
            named,
            frame,
            camera,
            morph,
            stale: true,
            switching: false,
        };
        stage.single_out();
        stage.fill();
        stage
    }

    /// Takes another document's place on the same canvas, in one step.
    pub fn update(&mut self, document: Document, network: Network, measure: &dyn Measure) {
        let Frame { revision, land_revision, focused, .. } = self.frame;
        // Who looks at a part of a city goes on looking at it.
        let same = self.document.streets.is_some() && self.document.streets == document.streets;
        let camera = self.camera.filter(|_| same);
        *self = Self::new(document, network, self.look.clone(), measure);
        if camera.is_some() {
            self.camera = camera;
            self.lay(Rc::new(self.keep_looking(Map::clone(&self.base))), measure);
        }
        (self.frame.revision, self.frame.focused) = (revision + 1, focused + 1);
        self.frame.land_revision = land_revision + 1;
    }

    /// Takes another document's place so that what is seen of the water goes over into its own: see [`Stage::morph`]. Whether
    /// it does; where water stands still, or nothing is common to both, that is one step.
    pub fn morph_into(&mut self, document: Document, network: Network, measure: &dyn Measure) -> bool {
        let seen = self.morph.take().map_or_else(|| self.rest(), Morph::seen);
        self.update(document, network, measure);
        if !self.look.calm {
            self.morph = Morph::new(seen, self.rest(), &mut self.strands);
            self.fill();
        }
        self.morph(0.0, measure)
    }

    /// All that moves in a change of data, at rest.
    fn rest(&self) -> morph::Moving {
        morph::Moving::new(&self.network, &self.map, &self.sites, &self.strands)
    }

    /// Shows the water as it is so many `seconds` after it began to go over into this document's; whether it still does then.
    pub fn morph(&mut self, seconds: f64, measure: &dyn Measure) -> bool {
        if seconds > 0.0 && !self.keeps_land(seconds) {
            self.settle(measure);
        }
        let (veil, lines) = (self.land_veil(seconds), !self.keeps_land(seconds));
        let moving = self.morph.as_mut().and_then(|morph| morph.at(seconds));
        self.frame.morph = moving.map(|moving| {
            let mut rivers = moving.rivers();
            for (stream, river) in rivers.iter_mut().enumerate() {
                (river.was, river.beside) = (self.map.was(stream), self.map.beside.get(stream));
                (river.in_time, river.back) = (self.map.timeline.is_some(), self.map.outline.returns(stream));
            }
            let seen = (&rivers[..], &moving.sites[..]);
            let (mut water, marks) =
                wet(&self.network, seen, &self.works, &self.map, &self.look.theme, self.column, [true, lines]);
            water.splice(0..0, veil);
            let drops = Drops { tones: self.frame.drops.tones.clone(), ..moving.drops() };
            let mut names = self.frame.names.clone();
            for (name, number) in names.iter_mut().zip(&self.named) {
                if let (Some(now), Some(rest)) = (moving.sites.get(*number), self.sites.get(*number)) {
                    name.at += now.at - rest.at;
                }
            }
            frame::Morph { water, drops, marks, names }
        });
        if self.frame.morph.is_none() {
            (self.morph, self.switching) = (None, false);
        }
        self.morph.is_some()
    }

    /// Changes size, colours or the number of drops; lays out anew only what these change.
    pub fn set_look(&mut self, look: Look, measure: &dyn Measure) {
        if look == self.look {
            return;
        }
        if look.size != self.look.size || view(&self.document, &look) != self.view() {
            let Document { seed, blocks, .. } = *self.document;
            let map = match view(&self.document, &look) {
                View::City => Map::resized(&self.base, &self.plain, look.size.0, look.size.1, seed, blocks),
                View::Time => base_map(&self.document, &self.plain, &look, self.turned()),
            };
            (self.base, self.spare) = (Rc::new(self.keep_looking(map)), None);
            self.map = flowing(&self.base, &self.plain, &self.network);
            self.sites = scene::sites(&self.network, &self.map);
            self.works = Works::of(&self.network, &self.map, &self.sites);
        }
        let of = |look: &Look| (look.size, look.drops, look.coarser, look.view);
        if of(&look) != of(&self.look) {
            let seed = self.document.seed;
            let home = self.camera.is_none();
            if home {
                self.usual = prepare(&self.plain, &self.base, &look, seed, None).1;
            }
            let like = Some(self.usual).filter(|_| !home || !Rc::ptr_eq(&self.plain, &self.network));
            (self.strands, self.meaning) = prepare(&self.network, &self.map, &look, seed, like);
            self.look = look.clone();
            self.single_out();
            self.fill();
        }
        self.look = look;
        self.draw(measure);
    }

    /// Whether another state than the base is shown.
    fn turned(&self) -> bool {
        !Rc::ptr_eq(&self.plain, &self.network)
    }

    /// How the water is shown.
    pub fn view(&self) -> View {
        view(&self.document, &self.look)
    }

    /// The picture at a moment, seconds of animation from any start.
    pub fn at(&mut self, time: f64) -> &Frame {
        self.frame.time = time;
        &self.frame
    }

    /// Its drops.
    pub fn drops(&self) -> &Drops {
        &self.frame.drops
    }

    /// What the stage shows.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Its network, solved.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// How it is looked at.
    pub fn look(&self) -> &Look {
        &self.look
    }

    /// Language and region of figures and words.
    fn locale(&self) -> &str {
        self.document.locale.as_deref().or(self.look.locale.as_deref()).unwrap_or("en")
    }

    /// Does something with all that a picture is made from.
    fn with_scene<T>(&self, measure: &dyn Measure, use_it: impl FnOnce(&Scene) -> T) -> T {
        let words = Words::new(self.locale(), self.document.period);
        let figures = Figures::new(self.locale(), words.units(), self.document.currency.as_deref());
        let figures = figures.rounded(self.network.base.is_some());
        let (network, map, theme, sites, works) =
            (&self.network, &self.map, &self.look.theme, &self.sites, &self.works);
        use_it(&Scene { network, map, theme, figures: &figures, words: &words, measure, sites, works })
    }

    /// Writes the drops out as tables.
    fn fill(&mut self) {
        let tones = std::mem::take(&mut self.frame.drops.tones);
        if let (Some(threads), Some(calendar)) = (&self.map.threads, self.calendar()) {
            let drops = door::through(|| along_threads(threads, &self.map.frame, &calendar));
            self.frame.drops = Drops { tones, ..drops };
            return;
        }
        self.frame.drops = Drops { tones, ..self.strands.drops(&self.map.ribbons) };
    }

    /// Draws all that stands still anew, as when texts have come to measure otherwise. A change that is on its way is over
    /// then.
    pub fn draw(&mut self, measure: &dyn Measure) {
        (self.morph, self.frame.morph, self.switching) = (None, None, false);
        self.stale = true;
        self.settle(measure);
    }

    /// Draws what stands still, where that is yet to be done.
    pub fn settle(&mut self, measure: &dyn Measure) {
        if !std::mem::take(&mut self.stale) {
            return;
        }
        let frame;
        let page = Page {
            document: &self.document,
            size: self.look.size,
            calm: self.look.calm,
            aside: self.look.aside,
            clients_per_drop: self.meaning.clients_per_drop,
        };
        (frame, self.named, self.column) = self.with_scene(measure, |scene| still::still(scene, &page));
        let Frame { revision, focused, time, .. } = self.frame;
        let drops = Drops { tones: frame.drops.tones, ..std::mem::take(&mut self.frame.drops) };
        let morph = self.frame.morph.take();
        let land_revision = self.frame.land_revision + u64::from(frame.land != self.frame.land);
        let still = self.document.levers.is_empty() && self.document.frames.is_empty();
        let restless = !self.look.calm && !still;
        self.frame = Frame { revision: revision + 1, land_revision, restless, focused, time, drops, morph, ..frame };
        self.outline();
    }
}

/// The network in its base, without levers; itself where that has no steady state.
fn plain(document: &Document, network: &Rc<Network>) -> Rc<Network> {
    if network.base.is_none() && network.frame.is_none() {
        return network.clone();
    }
    let base = Scenario { frame: None, levers: vec![false; network.levers.len()] };
    door::through(|| network.turned(document, &base)).map_or_else(|_| network.clone(), Rc::new)
}

/// The view that is shown.
fn view(document: &Document, look: &Look) -> View {
    look.view.unwrap_or(document.view)
}

/// The map of a document's base; where it is `turned`, what is seen is not what happened to single clients, and so no threads.
fn base_map(document: &Document, plain: &Network, look: &Look, turned: bool) -> Map {
    let (width, height) = look.size;
    let log = document.journeys.as_ref().filter(|_| !turned && view(document, look) == View::Time);
    if let Some(threads) = log.and_then(|log| door::through(|| Map::in_threads(plain, log, width, height))) {
        return threads;
    }
    match view(document, look) {
        View::City => Map::new(plain, width, height, document.seed, document.blocks),
        View::Time => door::through(|| Map::in_time(plain, width, height)),
    }
}

/// The map of a network's water in the bed of its base.
fn flowing(base: &Rc<Map>, plain: &Rc<Network>, network: &Rc<Network>) -> Rc<Map> {
    if Rc::ptr_eq(plain, network) { base.clone() } else { door::through(|| Rc::new(base.flowing(network))) }
}
