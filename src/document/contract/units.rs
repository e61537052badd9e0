//! The numbers and texts of the contract.

use super::shape::{Form, Range, Shape};
use crate::{document::read::dates, door};

/// No count and no money is larger, so that no sum over a network is infinite and whole clients stay exact.
pub const MOST: f64 = 1e15;

/// A count of clients per period, 0 to 10^15.
pub const CLIENTS: Shape = Shape::Number(Range::of(0.0, MOST));
/// A fraction of an inflow, 0 to 1.
pub const SHARE: Shape = Shape::Number(Range::of(0.0, 1.0));
/// A temperature: -1 (ice) to 1 (hot).
pub const DEGREE: Shape = Shape::Number(Range::of(-1.0, 1.0));
/// Days, 0 or more.
pub const DAYS: Shape = Shape::Number(Range::of(0.0, MOST));
/// A price or a cost in the document's currency, 0 or more.
pub const MONEY: Shape = Shape::Number(Range::of(0.0, MOST));
/// A sum in the document's currency; below 0 it is paid back.
pub const SUM: Shape = Shape::Number(Range::of(-MOST, MOST));
/// A weight, above 0.
pub const WEIGHT: Shape = Shape::Number(Range::positive(MOST));
/// An exponent, 0 to 100.
pub const EXPONENT: Shape = Shape::Number(Range::of(0.0, 100.0));
/// A critical point: 1, 2 or 3.
pub const KT: Shape = Shape::Number(Range::whole(1.0, 3.0));
/// A point of a journey: 0 (first contact), 1, 2 or 3.
pub const TOUCH: Shape = Shape::Number(Range::whole(0.0, 3.0));
/// The seed of a generated city: a whole number, 0 to 2^53.
pub const SEED: Shape = Shape::Number(Range::whole(0.0, 9_007_199_254_740_992.0));
/// How many blocks a generated city has about, 1 to 20,000.
pub const BLOCKS: Shape = Shape::Number(Range::whole(1.0, 20_000.0));
/// The index of a frame, from 0.
pub const INDEX: Shape = Shape::Number(Range::whole(0.0, 1e9));
/// A coordinate, in degrees or in the plane's own units.
pub const COORDINATE: Shape = Shape::Number(Range::of(-1e9, 1e9));

/// Any text.
pub const TEXT: Shape = Shape::Text(Form {
    code: "type",
    test: |_| true,
    expected: "a text",
    #[cfg(not(target_arch = "wasm32"))]
    pattern: "",
});
/// An id: any text but the empty one.
pub const ID: Shape = Shape::Text(Form {
    code: "empty",
    test: |text| !text.is_empty(),
    expected: "a text that is not empty",
    #[cfg(not(target_arch = "wasm32"))]
    pattern: "^[\\s\\S]+$",
});
/// A currency: ISO 4217, three capital letters.
pub const CURRENCY: Shape = Shape::Text(Form {
    code: "type",
    test: |text| text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()),
    expected: "an ISO 4217 code such as \"EUR\"",
    #[cfg(not(target_arch = "wasm32"))]
    pattern: "^[A-Z]{3}$",
});
/// A language and region: BCP 47.
pub const LOCALE: Shape = Shape::Text(Form {
    code: "type",
    test: is_locale,
    expected: "a BCP 47 tag such as \"ro-RO\"",
    #[cfg(not(target_arch = "wasm32"))]
    pattern: "^([A-Za-z]{2,3}|[A-Za-z]{5,8})(-[A-Za-z0-9]{1,8})*$",
});
/// An ISO 8601 date or date-time.
pub const MOMENT: Shape = Shape::Text(Form {
    code: "date",
    test: |text| door::through(|| dates::is_moment(text)),
    expected: "an ISO 8601 date such as \"2026-03-01\", or a date-time",
    #[cfg(not(target_arch = "wasm32"))]
    pattern: "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2}([.,]\\d+)?)?(Z|[+-]\\d{2}(:?\\d{2})?)?)?$",
});
/// An ISO 8601 date or date-time, a month (`2026-01`) or a year.
pub const DATE: Shape = Shape::Text(Form {
    code: "date",
    test: |text| door::through(|| dates::is_date(text)),
    expected: "an ISO 8601 date such as \"2026-01\" or \"2026-01-31\"",
    #[cfg(not(target_arch = "wasm32"))]
    pattern: "^\\d{4}(-\\d{2}(-\\d{2}(T.+)?)?)?$",
});

/// The form of BCP 47 as far as browsers insist on it: a language of letters, then subtags of 1 to 8 letters and digits.
fn is_locale(text: &str) -> bool {
    let mut tags = text.split('-');
    let language = tags.next().unwrap_or_default();
    matches!(language.len(), 2 | 3 | 5..=8)
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && tags.all(|tag| (1..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

record! {
    /// The three sides of a temperature; overall is the mean of those given.
    pub SIDES = "Sides" {
        /// Towards the company.
        "company": DEGREE;
        /// Towards its staff.
        "staff": DEGREE;
        /// Towards its product.
        "product": DEGREE;
    } rules []
}
