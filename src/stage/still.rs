//! All that stands still.

use super::{
    Stage, TONES, arrows, bars, basin, captions, ground, heading, labels, land, legend, marks, panel, road_names,
    scene::Scene, streets, text, thread_texts, timeline, water, wet,
};
use crate::{door, frame::Frame};
use kurbo::Rect;

impl Stage {
    /// All that stands still, the sites whose names it has in their marks, and where its column is. What is in `land` and
    /// `water` lies under the drops, all else over them.
    pub(super) fn still(&self, scene: &Scene) -> (Frame, Vec<usize>, Option<Rect>) {
        let (map, theme, measure) = (scene.map, scene.theme, scene.measure);
        let mut frame = Frame { size: self.look.size, ..Frame::default() };
        let column = panel::area(scene);
        let ticks = map.threads.as_ref().map(|threads| door::through(|| thread_texts::ticks(scene, threads)));
        let ticks = ticks.into_iter().flatten();
        frame.land = land::land(map, &ticks.map(|(along, _)| along).collect::<Vec<_>>(), theme);
        (frame.water, frame.marks) = {
            let seen = (&water::rivers(scene.network, map)[..], scene.sites);
            wet(scene.network, seen, scene.works, map, theme, column, [false, true])
        };
        if self.look.calm {
            frame.water.extend(arrows::arrows(map, theme));
        }
        let mut ground = ground::Ground::new(self.look.size);
        let named;
        (named, frame.names) = marks::names(scene, &mut ground).into_iter().unzip();
        frame.texts = heading::heading(scene, &self.document, &mut ground);
        if let Some(timeline) = map.timeline.as_deref() {
            frame.texts.extend(door::through(|| timeline::texts(scene, timeline, &mut ground)));
        }
        let title = text::bounds(&frame.texts, measure);
        let below = map.frame.tall && column.is_some() && map.land.is_none();
        if let Some(column) = column {
            let own = if map.frame.tall { 0.0 } else { self.look.aside };
            let left = Rect { y0: (column.y0 + own).min(column.y1), ..column };
            let column_of = |rows: bars::Rows| {
                let mut blocks = basin::basin(scene, column.width(), rows);
                blocks.extend(match &map.threads {
                    Some(_) => door::through(|| thread_texts::legend(scene, column.width())),
                    None => legend::legend(scene, self.meaning.clients_per_drop, column.width()),
                });
                let attribution = heading::attribution(scene, &self.document, column.width()).filter(|_| below);
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
        if let (Some(threads), Some(log)) = (&map.threads, &self.document.journeys) {
            let (shapes, texts) = door::through(|| thread_texts::texts(scene, threads, log, &mut ground));
            frame.panel.extend(shapes);
            frame.texts.extend(texts);
        }
        captions::busy(scene, &mut ground);
        let mut said = captions::captions(scene);
        said.extend(heading::attribution_label(scene, &self.document).filter(|_| !below));
        for label in labels::place(&said, &mut ground, measure) {
            frame.panel.extend(label.leader.map(|(from, to)| marks::leader(from, to, theme)));
            frame.texts.extend(label.texts);
        }
        if let Some(land) = &map.land {
            // Under all other texts.
            frame.texts.splice(0..0, door::through(|| road_names::names(scene, land, &mut ground)));
        }
        frame.sentence = heading::spoken(scene, &self.document);
        // Along threads drops are their own clients, in their own colour.
        let tone = |t: f64| if map.threads.is_some() { theme.water(t) } else { theme.drop(t) };
        frame.drops.tones = (0..TONES).map(|i| tone(i as f64 / (TONES - 1) as f64 * 2.0 - 1.0)).collect();
        (frame, named, column)
    }
}
