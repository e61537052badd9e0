//! What levers bring, and which to take.

use super::Rivers;
use crate::{
    document::value::Value,
    network::{Network, Prospect},
};
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
impl Rivers {
    /// What each lever adds to the revenue in the frame that is shown, as a JSON list; see [`Prospect::effects`].
    pub fn effects(&self) -> String {
        let network = self.stage.network();
        let on: Vec<bool> = network.levers.iter().map(|lever| lever.on).collect();
        let effects = Prospect::new(network).effects(&on).into_iter();
        let number = |effect: f64| if effect.is_finite() { Value::Number(effect) } else { Value::Null };
        Value::List(effects.map(number).collect()).to_json()
    }

    /// The levers, of cost at most `budget`, that give the most revenue in the frame that is shown, as JSON; see
    /// [`Prospect::best`].
    pub fn best_plan(&self, budget: f64) -> String {
        let network: &Network = self.stage.network();
        Prospect::new(network).best(budget).to_json(self.stage.document())
    }
}
