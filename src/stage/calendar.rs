//! The calendar that the single clients of journeys are played over.

use super::Stage;
use crate::{
    document::{
        journeys::{Form, Moment},
        value::Value,
    },
    drops::Calendar,
};

impl Stage {
    /// The calendar that is played; none without journeys, and where other water is shown than theirs.
    pub fn calendar(&self) -> Option<Calendar> {
        let own = self.network.base.is_none() && self.network.frame.is_none();
        self.document.journeys.as_deref().filter(|_| own).and_then(Calendar::of)
    }

    /// The same as the package hands it out.
    pub(super) fn calendar_value(&self) -> Value {
        let Some(Calendar { from, to, seconds }) = self.calendar() else { return Value::Null };
        let written = |at| Value::text(Moment { at, offset: 0, form: Form::Zone }.written());
        Value::record(vec![
            ("from", Some(written(from))),
            ("to", Some(written(to))),
            ("seconds", Some(Value::Number(seconds))),
        ])
    }
}
