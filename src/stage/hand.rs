//! What is under somebody's hand: a work, or a place where one could be built, with what it is taken hold of by. Drawn over
//! everything else, so that nothing else need change.

use super::{
    Stage,
    hit_test::Item,
    outlines::{banks, outlines},
};
use crate::{
    frame::{Anchor, Color, Shape, Text},
    map::{
        along,
        flow_frame::{right_of, towards},
        length,
    },
    network::Work,
    picture::{
        rings::Ring,
        style::{
            shapes::{fill, line, polyline},
            text::HALO,
        },
        words::{Words, figures::Figures},
        works::{Dam, GRIP, THICK, TOOTH, grip, scale},
    },
};
use kurbo::{BezPath, Circle, Point, RoundedRect, Shape as _, Vec2};

/// Radius of a grip on a dam, px before scaling.
const DAM_GRIP: f64 = 5.6;
/// How far a disc reaches beyond what the pointer is over, px.
const OVER: f64 = 7.0;
/// From a mark to the line round it, px before scaling.
const ROUND: f64 = 7.5;
const BESIDE: f64 = 3.0;
/// Length of a plus' strokes, px.
const PLUS: f64 = 8.0;
/// Font size of what passes a dam while that is set, px before scaling.
const VALUE: f64 = 24.0;

/// What a hand is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touched {
    /// Number of a lever.
    Lever(usize),
    /// Index of a KT, whose border may be moved.
    Ring(usize),
}

/// What the hand does there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grasp {
    /// The pointer is over it.
    Over,
    /// The keyboard is at it.
    Focused,
    /// It is being dragged.
    Held,
}

impl Stage {
    /// Shows what is under somebody's hand; or nothing.
    pub fn touch(&mut self, hand: Option<(Touched, Grasp)>) {
        if self.hand != hand {
            self.hand = hand;
            self.outline();
        }
    }

    /// The same for a KT by its id.
    pub fn touch_kt(&mut self, id: &str, grasp: Grasp) {
        let node =
            self.find(id).into_iter().find_map(|item| if let Item::Node(node) = item { Some(node) } else { None });
        self.touch(node.map(|node| (Touched::Ring(node), grasp)));
    }

    /// What is seen of the hand.
    pub(super) fn touched(&self) -> (Vec<Shape>, Option<Text>) {
        let Some((touched, grasp)) = self.hand else { return Default::default() };
        match touched {
            Touched::Ring(node) => (self.ring(node, grasp), None),
            Touched::Lever(number) => match self.network.levers.get(number).map(|lever| (lever.work, lever.on)) {
                Some((Work::Warm { node, .. }, _)) => (self.ring(node, grasp), None),
                Some((Work::Dam { .. }, _)) => self.dam(number, grasp),
                Some((Work::Canal { stream, .. }, on)) => (self.canal(stream, on, grasp), None),
                None => Default::default(),
            },
        }
    }

    fn ring(&self, node: usize, grasp: Grasp) -> Vec<Shape> {
        let own = self.sites.iter().find(|site| site.index == node && site.shown && site.kt.is_some());
        let Some(ring) = own.map(Ring::of) else { return Vec::new() };
        let s = scale(self.map.frame.scale);
        let way = towards(ring.border());
        let (at, size) = ring.grip(GRIP * s);
        let mut shapes = match grasp {
            Grasp::Focused => {
                outlines(&[Circle::new(ring.at, ring.radius + ROUND * s).to_path(0.05)], &self.look.theme)
            }
            Grasp::Over => vec![self.over(at, size + OVER)],
            Grasp::Held => Vec::new(),
        };
        shapes.extend(grip(at, way, size, grasp == Grasp::Held, &self.look.theme));
        shapes
    }

    fn dam(&self, number: usize, grasp: Grasp) -> (Vec<Shape>, Option<Text>) {
        let Some(dam) = self.works.dams.iter().find(|dam| dam.lever == number) else { return Default::default() };
        let s = scale(self.map.frame.scale);
        let mut shapes = if grasp == Grasp::Focused {
            outlines(&[dam.round(BESIDE, self.map.frame.scale)], &self.look.theme)
        } else {
            Vec::new()
        };
        if !dam.on {
            shapes.extend(self.plus(dam.at));
            return (shapes, None);
        }
        let at = dam.at + right_of(dam.direction) * (dam.gap - dam.half).min(dam.half);
        if grasp == Grasp::Over {
            shapes.push(self.over(at, DAM_GRIP * s + OVER));
        }
        shapes.extend(grip(at, dam.direction, DAM_GRIP * s, grasp == Grasp::Held, &self.look.theme));
        (shapes, (grasp == Grasp::Held).then(|| self.passes(dam)))
    }

    /// What passes a dam, at the wall's far end: on the dry side, unless something is said there.
    fn passes(&self, dam: &Dam) -> Text {
        let scene = self.map.frame.scale;
        let size = (VALUE * scene).max(18.0);
        let words = Words::new(self.locale(), self.document.period);
        let text = Figures::new(self.locale(), words.units(), None).percent(dam.pass);
        let [left, right] = dam.ends(scene);
        let wide = 0.62 * size * text.chars().count() as f64;
        let out = right_of(dam.direction);
        let place = |end: Point, out: Vec2| end + Vec2::new(out.x * (8.0 + wide / 2.0), out.y * (6.0 + size / 2.0));
        let area = |at: Point| kurbo::Rect::from_center_size(at, (wide, size));
        let (width, height) = self.look.size;
        let clear = |at: &Point| {
            let said = |text: &Text| area(*at).inflate(0.4 * size, 0.3 * size).contains(text.at);
            let inside = kurbo::Rect::new(0.0, 0.0, width, height).contains_rect(area(*at));
            inside && !self.frame.texts.iter().any(said)
        };
        let places = [place(right, out), place(left, -out)];
        let [best, _] = places;
        let at = places.into_iter().find(clear).unwrap_or(best) + Vec2::new(0.0, 0.36 * size);
        let theme = &self.look.theme;
        let halo = Some((theme.casing, HALO));
        Text {
            text,
            at,
            anchor: Anchor::Middle,
            size,
            weight: 800,
            italic: false,
            spacing: 0.0,
            turn: 0.0,
            color: theme.ink,
            halo,
        }
    }

    fn canal(&self, stream: usize, on: bool, grasp: Grasp) -> Vec<Shape> {
        let possible = self.works.canals.iter().find(|canal| canal.stream == stream);
        let whole = self.map.ribbons.get(stream).filter(|_| on).map(|ribbon| (ribbon.line.clone(), ribbon.width));
        let way = whole.or_else(|| possible.map(|canal| (canal.line.clone(), 3.0)));
        let Some((way, width)) = way else { return Vec::new() };
        let round = banks(&way, width / 2.0 + BESIDE + 1.0).filter(|_| grasp == Grasp::Focused);
        let mut shapes = outlines(round.as_slice(), &self.look.theme);
        let middle = along(&way, length(&way) / 2.0).filter(|_| !on);
        shapes.extend(middle.into_iter().flat_map(|at| self.plus(at)));
        shapes
    }

    /// A disc that says that a grip can be taken.
    fn over(&self, at: Point, radius: f64) -> Shape {
        fill(Circle::new(at, radius).to_path(0.05), Color { alpha: 0.12, ..self.look.theme.ink })
    }

    /// Says that something can be built.
    fn plus(&self, at: Point) -> Vec<Shape> {
        let theme = &self.look.theme;
        let disc = |radius: f64| Circle::new(at, radius).to_path(0.05);
        let mut strokes = BezPath::new();
        for half in [Vec2::new(PLUS / 2.0, 0.0), Vec2::new(0.0, PLUS / 2.0)] {
            strokes.extend(polyline([at - half, at + half]));
        }
        vec![fill(disc(PLUS + 2.0), theme.casing), line(disc(PLUS), theme.ink, 1.6), line(strokes, theme.ink, 2.0)]
    }
}

impl Dam {
    /// A box round its wall, so far off.
    fn round(&self, off: f64, s: f64) -> BezPath {
        let [left, right] = self.ends(s);
        let (along, across) = ((THICK / 2.0 + TOOTH.1) * scale(s) + off, left.distance(right) / 2.0 + off);
        let mut path = RoundedRect::new(-along, -across, along, across, off).to_path(0.05);
        path.apply_affine(self.turn());
        path
    }
}
