//! The marks and the labels of a map: what stands at each node, and what is said beside it.

use super::{
    figures::Figures,
    labels::{Label, Line, Obstacles, Run, Sits, Slot},
    marks, sums,
    theme::Theme,
    water::drawn,
    words,
};
use crate::{
    document::{Kind, Mood},
    frame::{Anchor, Color, Shape, Text},
    map::{Map, flow_frame::right_of},
    network::Network,
};
use kurbo::{Point, Rect, Vec2};
use petgraph::{
    Direction::{Incoming, Outgoing},
    graph::NodeIndex,
    visit::EdgeRef,
};

/// What a scene is made from.
pub struct Scene<'a> {
    /// The solved network.
    pub network: &'a Network,
    /// Where it lies.
    pub map: &'a Map,
    /// Its colours.
    pub theme: &'a Theme,
    /// Its numbers.
    pub figures: &'a Figures,
}

/// One node with all that its mark and labels need.
struct Site<'a> {
    index: usize,
    kind: Kind,
    kt: Option<u8>,
    label: &'a str,
    at: Point,
    direction: Vec2,
    radius: f64,
    inflow: f64,
    /// Water that leaves red, blue, and neither.
    red: f64,
    blue: f64,
    other: f64,
}

impl<'a> Scene<'a> {
    fn scale(&self) -> f64 {
        self.map.frame.scale
    }

    /// Font sizes shrink with small canvases, never below what can be read.
    pub fn font(&self, size: f64) -> f64 {
        let least = if self.map.frame.tall || self.map.frame.scale < 0.5 { 0.62 } else { 0.9 };
        (size * self.scale().max(least).min(1.6)).max(12.0)
    }

    fn sites(&self) -> impl Iterator<Item = Site<'a>> + '_ {
        let network = self.network;
        network.graph.node_indices().zip(&self.map.places).zip(&self.map.radii).filter_map(|((n, place), radius)| {
            let node = network.graph.node_weight(n)?;
            let flow = network.solved.nodes.get(n.index())?;
            let (mut red, mut blue, mut other) = (0.0, 0.0, 0.0);
            for e in network.graph.edges_directed(n, Outgoing) {
                let Some(stream) = network.solved.streams.get(e.id().index()) else { continue };
                match stream.mood {
                    Some(Mood::Red) => red += stream.clients,
                    Some(Mood::Blue) => blue += stream.clients,
                    None => other += stream.clients,
                }
            }
            Some(Site {
                index: n.index(),
                kind: node.kind,
                kt: node.kt,
                label: &node.label,
                at: place.at,
                direction: place.direction,
                radius: *radius,
                inflow: flow.inflow,
                red,
                blue,
                other,
            })
        })
    }

    /// The shapes of all marks, the names in the rings, and the circles that nothing may cover.
    pub fn marks(&self) -> (Vec<Shape>, Vec<Text>, Vec<(Point, f64)>) {
        let (mut shapes, mut texts, mut rings) = (Vec::new(), Vec::new(), Vec::new());
        let s = self.scale();
        let mut sites: Vec<Site> = self.sites().collect();
        // Large springs first, so that small ones stay on top.
        sites.sort_by(|a, b| b.inflow.total_cmp(&a.inflow));
        for site in &sites {
            let breadth = site.inflow * self.map.px_per_client;
            let temperature = self.network.solved.nodes.get(site.index).map_or(0.0, |f| f.temperature);
            match (site.kind, site.kt) {
                (Kind::Spring, _) => {
                    shapes.extend(marks::spring(site.at, breadth, s, self.theme));
                    rings.push((site.at, marks::spring_radius(breadth, s)));
                }
                (Kind::Fork, Some(kt)) => {
                    let ring = self.ring(site);
                    shapes.extend(marks::ring(&ring, self.theme));
                    texts.push(marks::ring_name(&ring, &words::kt_name(kt), self.theme));
                    rings.push((site.at, ring.outer()));
                }
                (Kind::Regulars, _) => {
                    let ring = self.ring(site);
                    shapes.extend(marks::ring(&ring, self.theme));
                    rings.push((site.at, ring.outer()));
                }
                (Kind::Till, _) => {
                    shapes.extend(marks::till(site.at, site.direction, breadth, s, self.theme));
                    rings.push((site.at, 12.0 * s));
                }
                (Kind::Competitor, _) => {
                    let width = self.incoming(site.index).map(|r| r.1).fold(0.0, f64::max);
                    shapes.push(marks::pool(site.at, width, temperature, self.theme));
                    rings.push((site.at, width / 2.0 + 1.5));
                }
                (Kind::Fork | Kind::Confluence, None) | (Kind::Confluence, _) => {
                    if self.map.outline.door_of.get(site.index).copied().flatten().is_none() && !self.is_away(site.index) {
                        shapes.extend(marks::knot(site.at, breadth, temperature, s, self.theme));
                    }
                }
                (Kind::Sea, _) => {}
            }
        }
        (shapes, texts, rings)
    }

    /// Houses of competitors lie under the water.
    pub fn houses(&self) -> Vec<Shape> {
        let s = self.scale();
        self.sites()
            .filter(|site| site.kind == Kind::Competitor)
            .flat_map(|site| {
                let width = self.incoming(site.index).map(|r| r.1).fold(0.0, f64::max);
                let way = self.incoming(site.index).next().map_or(site.direction, |r| r.0);
                marks::house(site.at, way, width, s, self.theme)
            })
            .collect()
    }

    /// Direction and width of the ribbons that reach a node.
    fn incoming(&self, node: usize) -> impl Iterator<Item = (Vec2, f64)> + '_ {
        self.network.graph.edges_directed(NodeIndex::new(node), Incoming).filter_map(|e| {
            let ribbon = self.map.ribbons.get(e.id().index())?;
            let last = ribbon.line.len().checked_sub(1)?;
            Some((crate::map::tangent(&ribbon.line, last.saturating_sub(2)), ribbon.width))
        })
    }

    /// A confluence from which blue water goes on to its ends needs no mark.
    fn is_away(&self, node: usize) -> bool {
        let graph = &self.network.graph;
        graph.edges_directed(NodeIndex::new(node), Incoming).any(|e| {
            self.network.solved.streams.get(e.id().index()).is_some_and(|s| s.mood == Some(Mood::Blue))
        })
    }

    fn ring(&self, site: &Site) -> marks::Ring {
        let all = site.inflow.max(site.red + site.blue + site.other).max(1e-12);
        marks::Ring {
            at: site.at,
            radius: site.radius,
            crotch: marks::crotch(site.direction),
            warm: site.red / all,
            cold: site.blue / all,
            scale: self.scale(),
        }
    }

    /// What labels keep off, besides each other.
    pub fn obstacles(&self, rings: Vec<(Point, f64)>, boxes: Vec<Rect>) -> Obstacles {
        let water = self.map.ribbons.iter().filter(|r| r.width > 1e-6 && r.line.len() > 1);
        Obstacles {
            size: (self.map.frame.width, self.map.frame.height),
            rings,
            boxes,
            ribbons: water.map(|r| (r.line.clone(), drawn(r) / 2.0 + 2.0)).collect(),
            light: self.map.town.main_roads.iter().map(|(road, width)| (road.clone(), width / 2.0)).collect(),
        }
    }

    /// All labels of the map itself; title, basin and legend stand elsewhere.
    pub fn labels(&self) -> Vec<Label> {
        let sites: Vec<Site> = self.sites().collect();
        let worst = sites
            .iter()
            .filter(|s| s.kt.is_some() || s.kind == Kind::Regulars)
            .map(|s| s.blue)
            .fold(0.0, f64::max);
        let rivals = sites.iter().filter(|s| s.kind == Kind::Competitor).map(|s| s.inflow).sum::<f64>();
        let mut labels = Vec::new();
        let mut by_size: Vec<&Site> = sites.iter().collect();
        by_size.sort_by(|a, b| b.inflow.total_cmp(&a.inflow));
        for (rank, site) in by_size.into_iter().enumerate() {
            let minor = 200u8.saturating_sub(rank.min(150) as u8) / 3;
            match (site.kind, site.kt) {
                (Kind::Fork, Some(kt)) => labels.extend(self.fork_labels(site, kt, worst)),
                (Kind::Regulars, _) => labels.extend(self.regulars_labels(site)),
                (Kind::Till, _) => labels.extend(self.till_label(site)),
                (Kind::Spring, _) => labels.push(self.spring_label(site, minor)),
                (Kind::Competitor, _) => labels.push(self.rival_label(site, rivals, minor)),
                (Kind::Sea, _) => labels.extend(self.sea_labels(site)),
                (Kind::Fork | Kind::Confluence, _) => {
                    if !self.is_away(site.index) && self.map.outline.door_of.get(site.index).copied().flatten().is_none() {
                        labels.push(self.spring_label(site, minor.saturating_sub(4)));
                    }
                }
            }
        }
        labels.extend(self.shop_labels());
        labels.extend(self.canal_labels());
        labels
    }

    fn halo(&self, ground: Color) -> Option<(Color, f64)> {
        Some((ground, 5.0))
    }

    /// Slots beside a place: the direction to the blue side, with and against the current, in this order of `ways`.
    fn beside(&self, at: Point, gap: f64, ways: &[(f64, f64)]) -> Vec<Slot> {
        ways.iter()
            .map(|(x, y)| Slot {
                at: Point::new(at.x + x * gap, at.y + y * gap),
                align: if *x > 0.4 { Anchor::Start } else if *x < -0.4 { Anchor::End } else { Anchor::Middle },
                sits: if *y > 0.4 { Sits::Below } else if *y < -0.4 { Sits::Above } else { Sits::Level },
            })
            .collect()
    }

    fn two_lines(&self, count: f64, size: f64, below: String, color: Color) -> Vec<Line> {
        vec![
            vec![Run::new(self.figures.count(count), self.font(size), 800, color)],
            vec![Run::new(below, self.font(14.0), 600, color)],
        ]
    }

    /// Both figures of a KT, the red ones on the red bank, the blue ones beside the blue stream.
    fn fork_labels(&self, site: &Site, kt: u8, worst: f64) -> Vec<Label> {
        let s = self.scale();
        let tall = self.map.frame.tall;
        let (red_share, blue_share) = self.figures.shares(site.red, site.blue);
        let worst_here = site.blue >= worst && worst > 0.0;
        let (red_size, blue_size) = match kt {
            _ if worst_here => (25.0, 28.0),
            3 => (18.0, 18.0),
            _ => (20.0, 20.0),
        };
        let ground = if self.map.outline.inside(site.index) { self.theme.floor } else { self.theme.land };
        let gap = site.radius + 10.0 * s;
        let red_half = site.red * self.map.px_per_client / 2.0;
        let mut labels = Vec::new();
        if site.red > 0.0 {
            let outside = !self.map.outline.inside(site.index);
            let mut slots = Vec::new();
            if outside && !tall {
                let right = site.at + Vec2::new(gap + 4.0, -(red_half + 24.0 * s));
                slots.push(Slot { at: right, align: Anchor::Start, sits: Sits::Above });
            }
            let ways: &[(f64, f64)] = if tall {
                &[(1.0, 0.3), (1.0, -0.3), (0.8, 0.7), (0.8, -0.8)]
            } else {
                &[(0.0, -1.0), (0.5, -1.0), (-0.5, -1.0), (0.9, -0.9), (-0.9, -0.9)]
            };
            slots.extend(self.beside(site.at, gap, ways));
            labels.push(Label {
                lines: self.two_lines(site.red, red_size, format!("{red_share} {}", words::red_verb(kt)), self.theme.warm_text),
                slots,
                priority: 250 - kt,
                must: true,
                halo: self.halo(ground),
                leader: None,
            });
        }
        if site.blue > 0.0 {
            let half = site.inflow * self.map.px_per_client / 2.0;
            let mut slots = Vec::new();
            if !tall {
                let below = Point::new(site.at.x + (half - site.blue * self.map.px_per_client).min(0.0) + 8.0 * s, site.at.y + gap);
                slots.push(Slot { at: below, align: Anchor::End, sits: Sits::Below });
                slots.push(Slot { at: below - Vec2::new(14.0 * s, 0.0), align: Anchor::End, sits: Sits::Below });
            }
            let ways: &[(f64, f64)] = if tall {
                &[(-1.0, -0.3), (-1.0, 0.0), (-0.8, -0.8), (-1.0, 0.5)]
            } else {
                &[(-0.5, 1.0), (0.0, 1.0), (-0.9, 0.8), (0.9, 0.9), (0.6, 1.1)]
            };
            slots.extend(self.beside(site.at, gap, ways));
            labels.push(Label {
                lines: self.two_lines(site.blue, blue_size, format!("{blue_share} {}", words::blue_verb(kt)), self.theme.cold_text),
                slots,
                priority: 253 - kt,
                must: true,
                halo: self.halo(ground),
                leader: None,
            });
        }
        if kt == 1 && !tall {
            let trunk = site.at - site.direction * (site.radius + 110.0 * s)
                + right_of(site.direction) * (site.inflow * self.map.px_per_client / 2.0 + 16.0 * s);
            labels.push(Label {
                lines: vec![
                    vec![Run::new(self.figures.count(site.inflow), self.font(20.0), 800, self.theme.ink)],
                    vec![Run::new(words::choose(), self.font(14.0), 600, self.theme.ink)],
                ],
                slots: self.beside(trunk, 1.0, &[(0.0, 1.0), (0.5, 1.0), (-0.5, 1.0)]),
                priority: 90,
                must: false,
                halo: self.halo(self.theme.land),
                leader: None,
            });
        }
        labels
    }

    fn regulars_labels(&self, site: &Site) -> Vec<Label> {
        let s = self.scale();
        let tall = self.map.frame.tall;
        let ground = if self.map.outline.inside(site.index) { self.theme.floor } else { self.theme.land };
        let gap = site.radius + 9.0 * s;
        let name = if site.label.is_empty() { words::regulars() } else { site.label.to_owned() };
        let ways: &[(f64, f64)] =
            if tall { &[(1.0, 0.0), (0.9, -0.8), (0.9, 0.9)] } else { &[(0.3, -1.0), (0.0, -1.0), (0.9, -0.9), (-0.5, -1.0), (1.0, 0.0)] };
        let mut labels = vec![Label {
            lines: vec![
                vec![Run::new(name, self.font(14.5), 600, self.theme.ink)],
                vec![Run::new(self.figures.count(site.inflow), self.font(14.5), 600, self.theme.muted)],
            ],
            slots: self.beside(site.at, gap, ways),
            priority: 120,
            must: false,
            halo: self.halo(ground),
            leader: None,
        }];
        if site.blue > 0.0 {
            let ways: &[(f64, f64)] =
                if tall { &[(-1.0, -0.2), (-0.9, -0.9), (-1.0, 0.4)] } else { &[(-0.45, 2.1), (-0.45, 1.2), (0.0, 1.2), (0.9, 1.2)] };
            labels.push(Label {
                lines: self.two_lines(site.blue, 18.0, words::blue_verb(4).to_owned(), self.theme.cold_text),
                slots: self.beside(site.at, gap, ways),
                priority: 110,
                must: false,
                halo: self.halo(ground),
                leader: None,
            });
        }
        labels
    }

    fn till_label(&self, site: &Site) -> Option<Label> {
        let s = self.scale();
        let node = self.network.graph.node_weight(NodeIndex::new(site.index))?;
        let revenue = node.revenue_per_client.map(|price| self.figures.money(price * site.inflow));
        let what = revenue.unwrap_or_else(|| self.figures.count(site.inflow));
        let tall = self.map.frame.tall;
        let gap = (15.0 * s).max(site.inflow * self.map.px_per_client / 2.0 + 8.0) + 10.0 * s;
        let ways: &[(f64, f64)] = if tall { &[(1.0, 0.0)] } else { &[(0.0, -1.0), (0.0, 1.0), (0.5, -1.0), (-0.5, -1.0)] };
        let mut lines = vec![vec![Run::new(what, self.font(19.0), 800, self.theme.ink)]];
        if !tall {
            lines.insert(0, vec![Run::new(words::till(), self.font(14.0), 600, self.theme.muted)]);
        }
        Some(Label {
            lines,
            slots: self.beside(site.at, gap, ways),
            priority: 200,
            must: false,
            halo: self.halo(self.theme.floor),
            leader: Some(site.at),
        })
    }

    fn spring_label(&self, site: &Site, priority: u8) -> Label {
        let radius = marks::spring_radius(site.inflow * self.map.px_per_client, self.scale());
        let gap = radius + 7.0 * self.scale();
        Label {
            lines: vec![vec![
                Run::new(site.label, self.font(15.0), 600, self.theme.ink),
                Run::new(self.figures.count(site.inflow), self.font(15.0), 600, self.theme.muted),
            ]],
            slots: self.beside(
                site.at,
                gap,
                &[(0.6, 0.9), (-0.9, -0.6), (0.9, -0.6), (-0.9, 0.6), (0.0, -1.0), (0.0, 1.0), (-1.0, 0.0), (1.0, 0.0)],
            ),
            priority,
            must: false,
            halo: self.halo(self.theme.land),
            leader: None,
        }
    }

    fn rival_label(&self, site: &Site, all: f64, priority: u8) -> Label {
        let width = self.incoming(site.index).map(|r| r.1).fold(0.0, f64::max);
        let (gap, side) = (marks::house_half(width, self.scale()) + 8.0 * self.scale(), self.map.frame.tall);
        let mut second = vec![Run::new(self.figures.count(site.inflow), self.font(15.0), 800, self.theme.cold_text)];
        if !side && all > site.inflow * 1.0001 {
            let (share, _) = self.figures.shares(site.inflow, all - site.inflow);
            second.push(Run::new(share, self.font(14.0), 600, self.theme.cold_text));
        }
        let name = vec![Run::new(site.label, self.font(15.0), 600, self.theme.ink)];
        let ways: &[(f64, f64)] = if side {
            &[(0.0, 1.0), (0.0, -1.0), (1.0, 0.0), (-1.0, 0.0), (0.6, 0.9)]
        } else {
            &[(-1.0, 0.0), (1.0, 0.0), (0.0, 1.0), (-0.8, 0.9), (0.8, 0.9), (0.8, -0.8)]
        };
        Label {
            lines: vec![name, second],
            slots: self.beside(site.at, gap, ways),
            priority: priority.saturating_add(20),
            must: false,
            halo: self.halo(self.theme.land),
            leader: None,
        }
    }

    /// The sea's name and what it takes, out on the water beyond the river's mouth.
    fn sea_labels(&self, site: &Site) -> Vec<Label> {
        let s = self.scale();
        let frame = &self.map.frame;
        let name = if site.label == "sea" || site.label.is_empty() { words::sea() } else { site.label.to_owned() };
        let (along, _) = frame.flow(site.at);
        let ends = self
            .network
            .graph
            .edges_directed(NodeIndex::new(site.index), Incoming)
            .filter_map(|e| self.map.ribbons.get(e.id().index())?.line.last().copied());
        let lowest = ends.map(|p| frame.flow(p)).fold((along, 0.0), |a, b| if b.1 > a.1 { b } else { a });
        let at = frame.point(lowest.0 + if frame.tall { 0.0 } else { 46.0 * s }, lowest.1 - if frame.tall { 40.0 * s } else { 0.0 });
        let at = if frame.tall { at } else { at + Vec2::new(0.0, 22.0 * s) };
        let mut italic = Run::new(name, self.font(16.0), 400, self.theme.muted);
        italic.italic = true;
        italic.spacing = 1.2;
        let only = self.network.graph.node_weights().filter(|n| n.kind == Kind::Sea).count() == 1;
        let lost = Run::new(
            if only && self.map.outline.business { words::lost(&self.figures.count(site.inflow)) } else { self.figures.count(site.inflow) },
            self.font(if only { 22.0 } else { 15.0 }),
            if only { 800 } else { 600 },
            if self.map.outline.business { self.theme.cold_text } else { self.theme.ink },
        );
        let ways: &[(f64, f64)] =
            if only && !frame.tall { &[(0.0, 1.0), (-0.5, 1.0), (0.5, 1.0)] } else { &[(1.0, 0.0), (0.6, 1.0), (0.6, -1.0), (0.0, 1.0)] };
        vec![Label {
            lines: if only && !frame.tall { vec![vec![italic], vec![lost]] } else { vec![vec![italic, lost]] },
            slots: self.beside(at, 8.0 * s, ways),
            priority: 100,
            must: false,
            halo: self.halo(self.theme.sea),
            leader: None,
        }]
    }

    /// Each shop's name in its red-side corner; with several, the KT2's own label names it.
    fn shop_labels(&self) -> Vec<Label> {
        let s = self.scale();
        let single = self.map.floors.len() == 1;
        let shops = self.map.floors.iter().zip(&self.map.outline.shops);
        shops
            .filter_map(|(floor, nodes)| {
                let own = nodes.first().and_then(|n| self.network.graph.node_weight(NodeIndex::new(*n)))?;
                let text = match (single, own.label == own.id) {
                    (_, false) => own.label.to_uppercase(),
                    (true, true) => words::our_shop().to_owned(),
                    (false, true) => return None,
                };
                let mut run = Run::new(text, self.font(12.0), 700, self.theme.muted);
                run.spacing = 1.8;
                let right = right_of(floor.direction);
                let corner = if self.map.frame.tall {
                    floor.start + right * (floor.blue_side - 10.0 * s) + floor.direction * (12.0 * s)
                } else {
                    floor.start + floor.direction * (16.0 * s) - right * (floor.red_side - 12.0 * s)
                };
                Some(Label {
                    lines: vec![vec![run]],
                    slots: vec![Slot { at: corner, align: Anchor::Start, sits: Sits::Below }],
                    priority: 70,
                    must: false,
                    halo: None,
                    leader: None,
                })
            })
            .collect()
    }

    /// What returns, above the middle of its canal.
    fn canal_labels(&self) -> Vec<Label> {
        let s = self.scale();
        let frame = &self.map.frame;
        let canals = self.map.outline.returning.iter().enumerate().filter(|(_, r)| **r);
        canals
            .filter_map(|(stream, _)| {
                let flow = self.network.solved.streams.get(stream).filter(|f| f.mood == Some(Mood::Red))?;
                let line = &self.map.ribbons.get(stream)?.line;
                let slots = [0.5, 0.42, 0.58, 0.34]
                    .iter()
                    .filter_map(|t| line.get((line.len() as f64 * t) as usize))
                    .flat_map(|p| {
                        let ways: &[(f64, f64)] = if frame.tall { &[(-1.0, 0.0)] } else { &[(0.0, -1.0), (0.0, 1.0)] };
                        self.beside(*p, 9.0 * s, ways)
                    })
                    .collect();
                Some(Label {
                    lines: self.two_lines(flow.clients, 18.0, words::returning().to_owned(), self.theme.warm_text),
                    slots,
                    priority: 105,
                    must: false,
                    halo: self.halo(self.theme.land),
                    leader: None,
                })
            })
            .collect()
    }

    /// Whether the network has any fork of this KT.
    pub fn has_kt(&self, k: u8) -> bool {
        sums::kt(self.network, k).is_some()
    }
}
