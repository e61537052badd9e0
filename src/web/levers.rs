//! What levers bring, and which to take.

use super::Rivers;
use crate::{
    document::{Kind, value::Value},
    door,
    network::Prospect,
};
use std::borrow::Cow;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl Rivers {
    /// What each lever adds to the revenue in the frame that is shown, as a JSON list; see [`Prospect::effects`]. Where no till says
    /// what a client pays, what it adds to the buyers.
    pub fn effects(&self) -> String {
        door::through(|| self.effects_json())
    }

    /// The levers, of cost at most `budget`, that give the most revenue in the frame that is shown, as JSON; see
    /// [`Prospect::best`].
    pub fn best_plan(&self, budget: f64) -> String {
        door::through(|| Prospect::new(self.stage.network()).best(budget).to_json(self.stage.document()))
    }
}

impl Rivers {
    fn effects_json(&self) -> String {
        let mut network = Cow::Borrowed(self.stage.network());
        if !network.is_priced() {
            let tills = network.to_mut().graph.node_weights_mut().filter(|node| node.kind == Kind::Till);
            tills.for_each(|till| till.revenue_per_client = Some(1.0));
        }
        let on: Vec<bool> = network.levers.iter().map(|lever| lever.on).collect();
        let effects = Prospect::new(&network).effects(&on).into_iter();
        let number = |effect: f64| if effect.is_finite() { Value::Number(effect) } else { Value::Null };
        Value::List(effects.map(number).collect()).to_json()
    }
}
