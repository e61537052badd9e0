//! How a stage is looked at.

use crate::{document::View, picture::style::theme::Theme};

/// How a stage is looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// Width and height of the canvas, CSS px.
    pub size: (f64, f64),
    /// How the water is shown, where the host says; else as the document does.
    pub view: Option<View>,
    /// Its colours.
    pub theme: Theme,
    /// About how many drops are to be seen at once, where the host says.
    pub drops: Option<f64>,
    /// So many times one drop stands for the next round number of clients, where the machine does not keep up.
    pub coarser: u32,
    /// Whether water stands still: then arrows say where it runs.
    pub calm: bool,
    /// How much of the column beside the map is the page's own, from its top, CSS px.
    pub aside: f64,
    /// The page's language (BCP 47), for documents that name none; English without it.
    pub locale: Option<String>,
}

impl Default for Look {
    fn default() -> Self {
        let size = (1280.0, 720.0);
        let (theme, drops, locale) = (Theme::LIGHT, None, None);
        Self { size, view: None, theme, drops, coarser: 0, calm: false, aside: 0.0, locale }
    }
}
