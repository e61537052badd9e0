//! All that stands still.

use super::{
    labels::{self, captions, road_names},
    land::{self, streets, threads},
    marks,
    panel::{self, bars, basin, heading, legend},
    placing::{self, ground},
    scene::{Scene, Site},
    style::{text, theme::Theme},
    water::{self, River, arrows},
    works::{self, Works},
};
use crate::{
    document::Document,
    door,
    frame::{Frame, Shape},
    map::{Map, Ribbon},
    network::Network,
};
use kurbo::Rect;

/// Colours that drops come in, from temperature -1 to 1.
const TONES: usize = 64;

/// What the picture is of, and what it is drawn on.
pub struct Page<'a> {
    /// What is shown.
    pub document: &'a Document,
    /// Width and height of the canvas, CSS px.
    pub size: (f64, f64),
    /// Whether nothing moves: arrows say then where water runs.
    pub calm: bool,
    /// Height at the top of the column that the page takes, CSS px.
    pub aside: f64,
    /// How many clients a drop is.
    pub clients_per_drop: f64,
}

/// All that stands still, the sites whose names it has in their marks, and where its column is. What is in `land` and
/// `water` lies under the drops, all else over them.
pub fn still(scene: &Scene, page: &Page) -> (Frame, Vec<usize>, Option<Rect>) {
    let (map, theme, measure) = (scene.map, scene.theme, scene.measure);
    let mut frame = Frame { size: page.size, ..Frame::default() };
    let column = panel::area(scene);
    let ticks = map.threads.as_ref().map(|threads| door::through(|| labels::threads::ticks(scene, threads)));
    let ticks = ticks.into_iter().flatten();
    frame.land = land::land(map, &ticks.map(|(along, _)| along).collect::<Vec<_>>(), theme);
    (frame.water, frame.marks) = {
        let seen = (&water::rivers(scene.network, map)[..], scene.sites);
        wet(scene.network, seen, scene.works, map, theme, column, [false, true])
    };
    if page.calm {
        frame.water.extend(arrows::arrows(map, theme));
    }
    let mut ground = ground::Ground::new(page.size);
    let named;
    (named, frame.names) = marks::names(scene, &mut ground).into_iter().unzip();
    frame.texts = heading::heading(scene, page.document, &mut ground);
    if let Some(timeline) = map.timeline.as_deref() {
        frame.texts.extend(door::through(|| land::time::texts(scene, timeline, &mut ground)));
    }
    let title = text::bounds(&frame.texts, measure);
    let below = map.frame.tall && column.is_some() && map.land.is_none();
    if let Some(column) = column {
        let own = if map.frame.tall { 0.0 } else { page.aside };
        let left = Rect { y0: (column.y0 + own).min(column.y1), ..column };
        let column_of = |rows: bars::Rows| {
            let mut blocks = basin::basin(scene, column.width(), rows);
            blocks.extend(match &map.threads {
                Some(_) => door::through(|| labels::threads::legend(scene, column.width())),
                None => legend::legend(scene, page.clients_per_drop, column.width()),
            });
            let attribution = heading::attribution(scene, page.document, column.width()).filter(|_| below);
            blocks.extend(attribution.map(|run| panel::Block::new(u8::MAX, 8.0).line(&[run], scene)));
            blocks
        };
        let mut blocks = column_of(bars::Rows::Full);
        // All KTs are to be seen also where the column is low, or the page takes most of it.
        for lower in [bars::Rows::Low, bars::Rows::Line] {
            if panel::has_room(&blocks, left, bars::LEAST_RANK) {
                break;
            }
            blocks = column_of(lower);
        }
        let (shapes, texts, filled) = panel::stack(blocks, left);
        frame.panel.extend(shapes);
        frame.texts.extend(texts);
        ground.block(filled);
    }
    if let Some(land) = &map.land {
        door::through(|| {
            frame.panel.splice(0..0, streets::plates(map, theme, title));
            ground.block(streets::column(&map.frame));
            if let Some((bar, text, area)) = streets::scale_bar(scene, land) {
                ground.block(area);
                frame.panel.push(bar);
                frame.texts.push(text);
            }
        });
    }
    if let (Some(threads), Some(log)) = (&map.threads, &page.document.journeys) {
        let (shapes, texts) = door::through(|| labels::threads::texts(scene, threads, log, &mut ground));
        frame.panel.extend(shapes);
        frame.texts.extend(texts);
    }
    captions::busy(scene, &mut ground);
    let mut said = captions::captions(scene);
    said.extend(heading::attribution_label(scene, page.document).filter(|_| !below));
    for label in placing::place(&said, &mut ground, measure) {
        frame.panel.extend(label.leader.map(|(from, to)| marks::leader(from, to, theme)));
        frame.texts.extend(label.texts);
    }
    if let Some(land) = &map.land {
        // Under all other texts.
        frame.texts.splice(0..0, door::through(|| road_names::names(scene, land, &mut ground)));
    }
    frame.sentence = heading::spoken(scene, page.document);
    // Along threads drops are their own clients, in their own colour.
    let tone = |t: f64| if map.threads.is_some() { theme.water(t) } else { theme.drop(t) };
    frame.drops.tones = (0..TONES).map(|i| tone(i as f64 / (TONES - 1) as f64 * 2.0 - 1.0)).collect();
    (frame, named, column)
}

/// Water with what stands at its ends, and over the drops what veils them and the marks. On its way from or to threads water `flows`,
/// and their `lines` may not be there yet.
pub fn wet(
    network: &Network,
    (rivers, sites): (&[River], &[Site]),
    works: &Works,
    map: &Map,
    theme: &Theme,
    column: Option<Rect>,
    [flows, lines]: [bool; 2],
) -> (Vec<Shape>, Vec<Shape>) {
    let scale = map.frame.scale;
    // At rest threads are all the water there is.
    let rivers = if map.threads.is_some() && !flows { &[] } else { rivers };
    let (water, mut over) = water::water(rivers, map, theme, column);
    let mut under = match &map.timeline {
        Some(timeline) => door::through(|| land::time::landings(timeline, &map.frame, theme)),
        None => marks::houses(sites, scale, theme),
    };
    if !works.canals.is_empty() {
        under.extend(door::through(|| works::possible(&works.canals, network, map, theme)));
    }
    under.extend(water);
    if map.timeline.is_none() {
        under.extend(marks::pools(sites, theme));
    }
    let ribbons: Vec<&Ribbon> = rivers.iter().map(|river| river.ribbon).collect();
    if let Some(own) = map.threads.as_ref().filter(|_| lines) {
        let (water, marks) = door::through(|| threads::threads(map, own, theme));
        under.extend(water);
        over.extend(marks);
    }
    if let Some(timeline) = &map.timeline {
        over.extend(door::through(|| land::time::gates(sites, map, timeline, theme)));
    }
    if !works.dams.is_empty() {
        over.extend(door::through(|| works::walls(&works.dams, &ribbons, theme, scale)));
    }
    over.extend(marks::marks(sites, scale, theme));
    if network.base.is_some() {
        over.extend(door::through(|| works::borders(sites, theme, scale)));
    }
    let shops = map.land.iter().flat_map(|land| &land.beams);
    over.extend(shops.flat_map(|(place, _)| marks::shop(*place, scale, theme)));
    (under, over)
}
