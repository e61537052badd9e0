//! The network that the peers move their drops along: that of the map they are measured against, as JSON.

use anyhow::{Context, Result};
use city_rivers::{
    document::{Limits, Source},
    map::{Map, Ribbon},
    network,
    picture::style::{measure::Typical, theme::Theme},
    stage::{Look, Stage},
};
use std::fmt::Write;

/// Numbers of drops that are asked of the map.
const COUNTS: [u32; 5] = [1_000, 10_000, 50_000, 200_000, 1_000_000];
/// CSS px.
const SIZE: (f64, f64) = (1280.0, 720.0);

/// The streams of a document with their lines, and how many drops the map really draws where so many are asked for: a
/// drop stands for a round number of clients.
pub fn json(text: &str) -> Result<String> {
    let theme = Theme::LIGHT;
    let solve = || network::solve(Source::Text(text), &Limits::default()).solved.context("the document is refused");
    let (document, network) = solve()?;
    let map = Map::new(&network, SIZE.0, SIZE.1, document.seed, document.blocks);
    let streams: Vec<String> = (map.ribbons.iter().zip(&network.solved.streams))
        .filter(|(ribbon, _)| ribbon.line.len() > 1)
        .map(|(ribbon, flow)| stream(ribbon, flow.clients, &theme))
        .collect();
    let look = Look { size: SIZE, theme, ..Look::default() };
    let mut stage = Stage::new(document, network, look.clone(), &Typical);
    let drops: Vec<String> = (COUNTS.iter())
        .map(|wanted| {
            stage.set_look(Look { drops: Some(f64::from(*wanted)), ..look.clone() }, &Typical);
            let mut drawn = 0;
            stage.at(30.0).drops.each(30.0, |_| drawn += 1);
            format!(r#"{{"wanted":{wanted},"drawn":{drawn}}}"#)
        })
        .collect();
    let ((width, height), land) = (SIZE, theme.land.rgb);
    let (drops, streams) = (drops.join(","), streams.join(",\n"));
    Ok(format!(
        r#"{{"width":{width},"height":{height},"land":{land:?},"drops":[{drops}],"streams":[
{streams}]}}"#
    ))
}

fn stream(ribbon: &Ribbon, clients: f64, theme: &Theme) -> String {
    let mut line = String::new();
    for point in &ribbon.line {
        let comma = if line.is_empty() { "" } else { "," };
        // Writing to a string does not fail.
        let _ = write!(line, "{comma}{:.2},{:.2}", point.x, point.y);
    }
    let middle = ribbon.temperature.get(ribbon.temperature.len() / 2).copied().unwrap_or(0.0);
    let (color, width, speed) = (theme.water(f64::from(middle)).rgb, ribbon.width, ribbon.speed);
    format!(r#"{{"clients":{clients},"width":{width:.2},"speed":{speed:.2},"color":{color:?},"line":[{line}]}}"#)
}
