//! The axis of time: columns of places as far apart as their days are, or as far as they need to be.

/// Where times lie along the canvas: linear between columns, and broken where these had to be moved apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scale {
    /// Each column's time (days, or steps) and place along, px; both rising.
    pub columns: Vec<(f64, f64)>,
    /// Whether what follows each column is longer than its time is.
    pub stretched: Vec<bool>,
    /// How long a day is elsewhere, px; 0 where no time is drawn to scale.
    pub px_per_day: f64,
}

impl Scale {
    /// Columns at these times (rising, none twice) from `from` to `to`; `needs` says how much room there must be at least after
    /// each but the last, px.
    pub fn new(times: &[f64], needs: &[f64], from: f64, to: f64) -> Self {
        let gaps: Vec<(f64, f64)> =
            times.iter().zip(times.iter().skip(1)).zip(needs).map(|((a, b), need)| (b - a, *need)).collect();
        let room = (to - from).max(0.0);
        let needed: f64 = gaps.iter().map(|(_, need)| need).sum();
        // What is needed is more than there is: all shrink alike.
        let squeeze = if needed > room { room / needed.max(1e-9) } else { 1.0 };
        let length = |(days, need): &(f64, f64), px: f64| (need * squeeze).max(days * px);
        let total = |px: f64| gaps.iter().map(|gap| length(gap, px)).sum::<f64>();
        let all: f64 = gaps.iter().map(|(days, _)| days).sum();
        let (mut low, mut high) = (0.0, room / all.max(1e-9));
        for _ in 0..60 {
            let middle = f64::midpoint(low, high);
            if total(middle) > room { high = middle } else { low = middle }
        }
        let mut at = from;
        let mut columns: Vec<(f64, f64)> = times.first().map(|time| (*time, from)).into_iter().collect();
        let mut stretched = Vec::with_capacity(gaps.len());
        for (gap, time) in gaps.iter().zip(times.iter().skip(1)) {
            let own = length(gap, low);
            stretched.push(own > gap.0 * low + 0.5);
            at += own;
            columns.push((*time, at));
        }
        let true_to_scale = gaps.iter().zip(&stretched).any(|((days, _), stretched)| !stretched && *days > 0.0);
        Self { columns, stretched, px_per_day: if true_to_scale { low } else { 0.0 } }
    }

    /// Where a time lies, px along: between the columns beside it, beyond the last one to scale.
    pub fn along(&self, time: f64) -> f64 {
        for pair in self.columns.windows(2) {
            let [(a, from), (b, to)] = pair else { continue };
            if time <= *b {
                return from + (to - from) * ((time - a) / (b - a).max(1e-12)).clamp(0.0, 1.0);
            }
        }
        self.columns.last().map_or(0.0, |(last, at)| at + (time - last).max(0.0) * self.px_per_day)
    }

    /// Ticks at least so many px apart, as far as times are known (`until`) and drawn to scale, up to `end` along: in what they count,
    /// how far apart they are, and the number and place of each.
    pub fn ticks(&self, until: f64, end: f64, least: f64) -> (Unit, Vec<(f64, f64)>) {
        let (Some((first, _)), Some((last, at))) = (self.columns.first(), self.columns.last()) else {
            return (Unit::Day, Vec::new());
        };
        let whole = if self.px_per_day > 0.0 { last + (end - at).max(0.0) / self.px_per_day } else { *last };
        let unit = Unit::for_days(whole - first);
        let Some(step) = unit.step(self.px_per_day, least).map(|step| step * unit.days()) else {
            return (unit, Vec::new());
        };
        let broken = |time: f64| {
            let pairs = self.columns.windows(2).zip(&self.stretched);
            pairs.into_iter().any(|(pair, stretched)| {
                matches!(pair, [(a, _), (b, _)] if *stretched && time > a + 1e-9 && time < b - 1e-9)
            })
        };
        let known = |time: f64| time <= until + 1e-9 || until >= last - 1e-9;
        let count = ((whole / step).floor().clamp(0.0, 200.0)) as u32;
        let times = (0..=count).map(|i| f64::from(i) * step).filter(|time| known(*time) && !broken(*time));
        let placed = times.map(|time| (time / unit.days(), self.along(time)));
        (unit, placed.filter(|(_, along)| *along <= end + 0.5).collect())
    }
}

/// In what ticks count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Hours.
    Hour,
    /// Days.
    Day,
    /// Months of a twelfth of a year.
    Month,
    /// Years of 365.25 days.
    Year,
}

impl Unit {
    /// What suits a time of so many days.
    pub fn for_days(days: f64) -> Self {
        match days {
            ..3.0 => Self::Hour,
            ..240.0 => Self::Day,
            ..1_500.0 => Self::Month,
            _ => Self::Year,
        }
    }

    /// How many days it has.
    pub fn days(self) -> f64 {
        match self {
            Self::Hour => 1.0 / 24.0,
            Self::Day => 1.0,
            Self::Month => 365.25 / 12.0,
            Self::Year => 365.25,
        }
    }

    /// So many of them that they are at least so many px long, of numbers that read well.
    pub fn step(self, px_per_day: f64, least: f64) -> Option<f64> {
        const STEPS: [f64; 6] = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0];
        let steps: &[f64] = match self {
            Self::Hour => &[1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 48.0],
            Self::Day => &[1.0, 2.0, 5.0, 7.0, 10.0, 14.0, 20.0, 30.0, 50.0, 100.0, 200.0],
            Self::Month => &[1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 36.0, 60.0],
            Self::Year => &STEPS,
        };
        steps.iter().copied().find(|step| step * self.days() * px_per_day >= least)
    }
}

#[cfg(test)]
#[allow(clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_to_scale_where_there_is_room_and_never_nearer_than_they_need() {
        let scale = Scale::new(&[0.0, 10.0, 40.0, 80.0], &[50.0, 50.0, 50.0], 100.0, 900.0);
        assert_eq!(scale.stretched, [false, false, false]);
        assert!((scale.px_per_day - 10.0).abs() < 1e-6, "{scale:?}");
        assert!((scale.along(25.0) - 350.0).abs() < 1e-6);
        let scale = Scale::new(&[0.0, 1.0, 40.0, 80.0], &[120.0, 50.0, 50.0], 100.0, 900.0);
        assert_eq!(scale.stretched, [true, false, false]);
        let at: Vec<f64> = scale.columns.iter().map(|(_, at)| *at).collect();
        assert!((at[1] - 220.0).abs() < 1e-6 && (at[3] - 900.0).abs() < 1e-3, "{at:?}");
        let scale = Scale::new(&[0.0, 1.0, 2.0], &[600.0, 600.0], 0.0, 600.0);
        let at: Vec<f64> = scale.columns.iter().map(|(_, at)| *at).collect();
        assert!((at[1] - 300.0).abs() < 1e-6 && (at[2] - 600.0).abs() < 1e-6, "{at:?}");
    }
}
