//! What levers bring, and which to take.

use super::Rivers;
use crate::{
    document::value::Value,
    network::{Network, Scenario},
};
use wasm_bindgen::prelude::wasm_bindgen;

/// With more levers than this not every set of them is tried.
const TRIED: usize = 12;

#[wasm_bindgen]
impl Rivers {
    /// What each lever adds to the revenue in the frame that is shown, as a JSON list: one that is on, on top of those above it that
    /// are on; one that is off, on top of all that are on.
    pub fn effects(&self) -> String {
        let on = on(self.stage.network());
        let (all, mut before) = (self.revenue(&on), vec![false; on.len()]);
        let mut sum = self.revenue(&before);
        let mut effects = Vec::new();
        for (index, is_on) in on.iter().enumerate() {
            let (from, with) = if *is_on { (sum, &mut before) } else { (all, &mut on.clone()) };
            with.iter_mut().skip(index).take(1).for_each(|lever| *lever = true);
            let to = self.revenue(with);
            effects.push(Value::Number(to - from));
            if *is_on {
                sum = to;
            }
        }
        Value::List(effects).to_json()
    }

    /// The levers, of cost at most `budget`, that give the most revenue in the frame that is shown, then those of least cost; as JSON.
    pub fn best_plan(&self, budget: f64) -> String {
        let levers = &self.stage.network().levers;
        let exact = levers.len() <= TRIED;
        let sets = if exact { 1_u32 << levers.len() } else { 1 };
        let mut best: Option<(f64, f64, Vec<bool>)> = None;
        for set in 0..sets {
            let on: Vec<bool> =
                (0..levers.len()).map(|lever| set.checked_shr(lever as u32).unwrap_or(0) & 1 == 1).collect();
            let cost: f64 = levers.iter().zip(&on).filter(|(_, on)| **on).map(|(lever, _)| lever.cost).sum();
            if cost > budget {
                continue;
            }
            let revenue = self.revenue(&on);
            let slight = 1e-9 * revenue.abs();
            let better = best
                .as_ref()
                .is_none_or(|(most, least, _)| revenue > most + slight || (revenue >= most - slight && cost < *least));
            if better {
                best = Some((revenue, cost, on));
            }
        }
        let (revenue, cost, on) = best.unwrap_or_default();
        let ids = self.stage.document().levers.iter().zip(on).filter(|(_, on)| *on);
        Value::record(vec![
            ("levers", Some(Value::List(ids.map(|(lever, _)| Value::text(&lever.id)).collect()))),
            ("cost", Some(Value::Number(cost))),
            ("revenue", Some(Value::Number(revenue))),
            ("exact", Some(Value::Bool(exact))),
        ])
        .to_json()
    }
}

impl Rivers {
    /// The revenue with these levers on; nothing where there is no steady state.
    fn revenue(&self, on: &[bool]) -> f64 {
        let scenario = Scenario { frame: self.stage.frame(), levers: on.to_vec() };
        let network = self.stage.network().turned(self.stage.document(), &scenario);
        network.map_or(0.0, |network| network.solved.totals.revenue)
    }
}

/// Which levers are on.
fn on(network: &Network) -> Vec<bool> {
    network.levers.iter().map(|lever| lever.on).collect()
}
