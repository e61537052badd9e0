//! A solved network as JSON text, in the shape of the contract.

use super::Network;
use crate::{
    document::{
        Mood,
        json::{write_number, write_text},
    },
    problem::Severity,
};

impl Network {
    /// The solution as JSON: `{"nodes": {id: ...}, "streams": {id: ...}, "totals": ..., "diagnostics": [...]}`.
    pub fn to_json(&self) -> String {
        let mut out = Writer(String::new());
        out.object(|out| {
            out.key("nodes");
            out.object(|out| {
                for (node, flow) in self.graph.node_weights().zip(&self.solved.nodes) {
                    out.key(&node.id);
                    out.object(|out| {
                        out.number("inflow", flow.inflow);
                        out.number("outflow", flow.outflow);
                        out.number("unaccounted", flow.unaccounted);
                        out.number("temperature", flow.temperature);
                    });
                }
            });
            out.key("streams");
            out.object(|out| {
                for (stream, flow) in self.graph.edge_weights().zip(&self.solved.streams) {
                    out.key(&stream.id);
                    out.object(|out| {
                        out.number("clients", flow.clients);
                        out.number("share", flow.share);
                        if let Some(mood) = flow.mood {
                            out.text("mood", if mood == Mood::Red { "red" } else { "blue" });
                        }
                        out.number("temperature", flow.temperature);
                    });
                }
            });
            out.key("totals");
            self.totals(out);
            out.key("diagnostics");
            self.diagnostics(out);
        });
        out.0
    }

    fn totals(&self, out: &mut Writer) {
        let totals = &self.solved.totals;
        let [kt1, kt2, kt3] = totals.lost_kt;
        out.object(|out| {
            out.number("springs", totals.springs);
            out.number("buyers", totals.buyers);
            out.number("revenue", totals.revenue);
            out.number("becomeRegulars", totals.become_regulars);
            out.number("returning", totals.returning);
            out.key("lost");
            out.object(|out| {
                out.number("kt1", kt1);
                out.number("kt2", kt2);
                out.number("kt3", kt3);
                out.number("regulars", totals.lost_regulars);
                out.number("other", totals.lost_other);
            });
            out.number("underway", totals.underway);
            out.number("resting", totals.resting);
            out.number("cost", totals.cost);
        });
    }

    fn diagnostics(&self, out: &mut Writer) {
        out.0.push('[');
        for (index, problem) in self.solved.diagnostics.iter().enumerate() {
            if index > 0 {
                out.0.push(',');
            }
            out.object(|out| {
                out.text("severity", if problem.severity == Severity::Error { "error" } else { "warning" });
                out.text("code", problem.code);
                out.text("pointer", &problem.pointer);
                out.text("message", &problem.message);
            });
        }
        out.0.push(']');
    }
}

struct Writer(String);

impl Writer {
    fn object(&mut self, fill: impl FnOnce(&mut Self)) {
        self.0.push('{');
        fill(self);
        self.0.push('}');
    }

    fn key(&mut self, key: &str) {
        if !self.0.ends_with('{') {
            self.0.push(',');
        }
        write_text(key, &mut self.0);
        self.0.push(':');
    }

    fn number(&mut self, key: &str, value: f64) {
        self.key(key);
        write_number(value, &mut self.0);
    }

    fn text(&mut self, key: &str, value: &str) {
        self.key(key);
        write_text(value, &mut self.0);
    }
}
