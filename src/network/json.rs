//! A solved network and a plan as JSON text, in the shape of the contract.

use super::{
    Network,
    levers::{Lever, plan::Plan},
};
use crate::{
    document::{
        Document,
        json::{write_number, write_text},
        value::Value,
    },
    problem::Severity,
};
use std::collections::HashSet;

impl Network {
    /// The solution as JSON: `{"nodes": {id: ...}, "streams": {id: ...}, "totals": ..., "diagnostics": [...]}`.
    pub fn to_json(&self) -> String {
        let mut out = Writer(String::from("{"));
        out.open("nodes");
        for (node, flow) in self.graph.node_weights().zip(&self.solved.nodes) {
            out.open(&node.id);
            out.numbers(&[
                ("inflow", flow.inflow),
                ("outflow", flow.outflow),
                ("unaccounted", flow.unaccounted),
                ("temperature", flow.temperature),
            ]);
            out.moved(flow.moved);
            out.close();
        }
        out.close();
        out.open("streams");
        let off: HashSet<usize> = self.levers.iter().filter(|lever| !lever.on).filter_map(Lever::canal).collect();
        let streams = self.graph.edge_weights().zip(&self.solved.streams).enumerate();
        for (_, (stream, flow)) in streams.filter(|(index, _)| !off.contains(index)) {
            out.open(&stream.id);
            out.numbers(&[("clients", flow.clients), ("share", flow.share)]);
            if let Some(mood) = flow.mood {
                out.text("mood", mood.word());
            }
            out.numbers(&[("temperature", flow.temperature)]);
            out.moved(flow.moved);
            out.close();
        }
        out.close();
        self.totals(&mut out);
        self.diagnostics(&mut out);
        out.close();
        out.0
    }

    fn totals(&self, out: &mut Writer) {
        let totals = &self.solved.totals;
        let [kt1, kt2, kt3] = totals.lost_kt;
        out.open("totals");
        out.numbers(&[
            ("springs", totals.springs),
            ("buyers", totals.buyers),
            ("revenue", totals.revenue),
            ("becomeRegulars", totals.become_regulars),
            ("returning", totals.returning),
        ]);
        out.open("lost");
        out.numbers(&[
            ("kt1", kt1),
            ("kt2", kt2),
            ("kt3", kt3),
            ("regulars", totals.lost_regulars),
            ("other", totals.lost_other),
        ]);
        out.close();
        out.numbers(&[("underway", totals.underway), ("resting", totals.resting), ("cost", totals.cost)]);
        out.close();
    }

    fn diagnostics(&self, out: &mut Writer) {
        out.key("diagnostics");
        out.0.push('[');
        for (index, problem) in self.solved.diagnostics.iter().enumerate() {
            out.0.push_str(if index == 0 { "{" } else { ",{" });
            out.text("severity", if problem.severity == Severity::Error { "error" } else { "warning" });
            out.text("code", problem.code);
            out.text("pointer", &problem.pointer);
            out.text("message", &problem.message);
            out.close();
        }
        out.0.push(']');
    }
}

impl Plan {
    /// The plan as JSON: `{"levers": [ids], "cost": ..., "revenue": ..., "exact": ...}`; `document` is the one it is for.
    pub fn to_json(&self, document: &Document) -> String {
        let ids = self.levers.iter().filter_map(|lever| document.levers.get(*lever));
        let fields = [
            ("levers", Value::List(ids.map(|lever| Value::text(&lever.id)).collect())),
            ("cost", Value::Number(self.cost)),
            ("revenue", Value::Number(self.revenue)),
            ("exact", Value::Bool(self.exact)),
        ];
        Value::Record(fields.map(|(name, value)| (name.into(), value)).into()).to_json()
    }
}

struct Writer(String);

impl Writer {
    fn key(&mut self, key: &str) {
        if !self.0.ends_with('{') {
            self.0.push(',');
        }
        write_text(key, &mut self.0);
        self.0.push(':');
    }

    fn open(&mut self, key: &str) {
        self.key(key);
        self.0.push('{');
    }

    fn close(&mut self) {
        self.0.push('}');
    }

    fn numbers(&mut self, fields: &[(&str, f64)]) {
        for (key, value) in fields {
            self.key(key);
            write_number(*value, &mut self.0);
        }
    }

    fn moved(&mut self, moved: Option<f64>) {
        if let Some(moved) = moved {
            self.numbers(&[("moved", moved)]);
        }
    }

    fn text(&mut self, key: &str, value: &str) {
        self.key(key);
        write_text(value, &mut self.0);
    }
}
