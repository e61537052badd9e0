//! The headless application: document in, time in, frame out.

mod land;
pub mod measure;
pub mod theme;
mod water;

use crate::{
    document::Document,
    drops::{Drops, Settings},
    frame::{Color, Frame},
    map::Map,
    network::Network,
};
use measure::Measure;
use theme::Theme;

/// Colours that drops come in, from temperature -1 to 1.
const TONES: usize = 64;

/// How a stage is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// Width and height of the canvas, CSS px.
    pub size: (f64, f64),
    /// Its colours.
    pub theme: Theme,
    /// About how many drops are to be seen at once, where the host says.
    pub drops: Option<f64>,
}

/// One document on one canvas.
#[derive(Clone, Debug)]
pub struct Stage {
    document: Document,
    network: Network,
    look: Look,
    map: Map,
    drops: Drops,
    frame: Frame,
}

impl Stage {
    /// Lays out and draws a solved document.
    pub fn new(document: Document, network: Network, look: Look, measure: &dyn Measure) -> Self {
        let map = Map::new(&network, look.size.0, look.size.1, document.seed, document.blocks);
        let drops = prepare(&network, &map, &look, document.seed);
        let mut stage = Self { document, network, look, map, drops, frame: Frame::default() };
        stage.draw(measure);
        stage
    }

    /// Takes another document's place on the same canvas.
    pub fn update(&mut self, document: Document, network: Network, measure: &dyn Measure) {
        let revision = self.frame.revision;
        *self = Self::new(document, network, self.look.clone(), measure);
        self.frame.revision = revision + 1;
    }

    /// Changes size, colours or the number of drops; lays out anew only what these change.
    pub fn set_look(&mut self, look: Look, measure: &dyn Measure) {
        if look == self.look {
            return;
        }
        if look.size != self.look.size {
            self.map = Map::new(&self.network, look.size.0, look.size.1, self.document.seed, self.document.blocks);
        }
        if look.size != self.look.size || look.drops != self.look.drops {
            self.drops = prepare(&self.network, &self.map, &look, self.document.seed);
        }
        self.look = look;
        self.draw(measure);
    }

    /// The picture at a moment, seconds of animation from any start.
    pub fn at(&mut self, time: f64) -> &Frame {
        self.drops.at(time, &mut self.frame.drops);
        &self.frame
    }

    /// What the stage shows.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Its network, solved.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// Draws all that stands still.
    fn draw(&mut self, _measure: &dyn Measure) {
        let theme = &self.look.theme;
        self.frame.size = self.look.size;
        self.frame.revision += 1;
        self.frame.land = land::land(&self.map, theme);
        let (water, veils) = water::water(&self.network, &self.map, theme);
        self.frame.water = water;
        self.frame.marks = veils;
        self.frame.drops.tones = tones(theme);
    }
}

fn prepare(network: &Network, map: &Map, look: &Look, seed: u64) -> Drops {
    let mut settings = Settings::for_size(look.size.0, look.size.1, seed);
    if let Some(target) = look.drops {
        settings.target = target.max(1.0);
        settings.area = 1e-9;
    }
    Drops::new(network, &map.ribbons, &map.places, &settings)
}

/// A drop has the colour of its water, mixed towards white.
fn tones(theme: &Theme) -> Vec<Color> {
    let white = Color { rgb: [255; 3], alpha: 1.0 };
    let part = (theme.drop_white.0 + theme.drop_white.1) / 2.0;
    (0..TONES)
        .map(|i| {
            let temperature = i as f64 / (TONES - 1) as f64 * 2.0 - 1.0;
            Color { alpha: theme.drop_alpha, ..theme::mix(theme.water(temperature), white, part) }
        })
        .collect()
}
