//! The numbers and texts of the contract: in range and of their form, or they do not exist.

#[cfg(not(target_arch = "wasm32"))]
use super::describe::{Book, Described};
use super::{
    dates,
    reader::{Reader, Shape, read_record},
    value::Value,
};

/// No count and no money is larger, so that no sum over a network is infinite and whole clients stay exact.
pub const MOST: f64 = 1e15;

/// Which numbers are taken.
#[derive(Clone, Copy)]
pub struct Range {
    /// The least.
    pub least: f64,
    /// The most.
    pub most: f64,
    /// Whether `least` itself is out.
    pub above: bool,
    /// Whether only whole numbers are taken.
    pub whole: bool,
}

impl Range {
    const fn of(least: f64, most: f64) -> Self {
        Self { least, most, above: false, whole: false }
    }

    const fn whole(least: f64, most: f64) -> Self {
        Self { whole: true, ..Self::of(least, most) }
    }

    const fn positive(most: f64) -> Self {
        Self { above: true, ..Self::of(0.0, most) }
    }

    /// Whether the number is in this range; NaN is in none.
    pub fn takes(self, number: f64) -> bool {
        let low = if self.above { number > self.least } else { number >= self.least };
        low && number <= self.most && (!self.whole || number == number.trunc())
    }

    /// Reads a number of this range.
    pub fn read(self, value: &Value, reader: &mut Reader<'_>) -> Option<f64> {
        let Value::Number(number) = *value else {
            reader.wrong_type(value, "a number");
            return None;
        };
        if self.takes(number) {
            return Some(number);
        }
        let what = if self.whole { "a whole number" } else { "a number" };
        let from = if self.above { " above " } else { " from " };
        let [least, most] = [self.least, self.most].map(|bound| Value::Number(bound).to_json());
        reader.wrong("range", &["found ", &value.shown(), ", expected ", what, from, &least, " to ", &most]);
        None
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn described(self) -> Described {
        Described::number(self)
    }
}

number! {
    /// A count of clients per period, 0 to 10^15.
    pub struct Clients = Range::of(0.0, MOST);
    /// A fraction of an inflow, 0 to 1.
    pub struct Share = Range::of(0.0, 1.0);
    /// A temperature: -1 (ice) to 1 (hot).
    pub struct Degree = Range::of(-1.0, 1.0);
    /// Days, 0 or more.
    pub struct Days = Range::of(0.0, MOST);
    /// A price or a cost in the document's currency, 0 or more.
    pub struct Money = Range::of(0.0, MOST);
    /// A sum in the document's currency; below 0 it is paid back.
    pub struct Sum = Range::of(-MOST, MOST);
    /// A weight, above 0.
    pub struct Weight = Range::positive(MOST);
    /// An exponent, 0 to 100.
    pub struct Exponent = Range::of(0.0, 100.0);
    /// A critical point: 1, 2 or 3.
    pub struct Kt = Range::whole(1.0, 3.0);
    /// A point of a journey: 0 (first contact), 1, 2 or 3.
    pub struct Touch = Range::whole(0.0, 3.0);
    /// The seed of a generated city: a whole number, 0 to 2^53.
    pub struct Seed = Range::whole(0.0, 9_007_199_254_740_992.0);
    /// How many blocks a generated city has about, 1 to 20,000.
    pub struct Blocks = Range::whole(1.0, 20_000.0);
    /// The index of a frame, from 0.
    pub struct Index = Range::whole(0.0, 1e9);
    /// A coordinate, in degrees or in the plane's own units.
    pub struct Coordinate = Range::of(-1e9, 1e9);
}

text! {
    /// An id: any text but the empty one.
    pub struct Id = "empty", |text| !text.is_empty(), "a text that is not empty", "^[\\s\\S]+$";
    /// A currency: ISO 4217, three capital letters.
    pub struct Currency = "type", |text| text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()),
        "an ISO 4217 code such as \"EUR\"", "^[A-Z]{3}$";
    /// A language and region: BCP 47.
    pub struct Locale = "type", is_locale, "a BCP 47 tag such as \"ro-RO\"", "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$";
    /// An ISO 8601 date or date-time.
    pub struct Moment = "date", dates::is_moment, "an ISO 8601 date such as \"2026-03-01\", or a date-time",
        "^\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2}([.,]\\d+)?)?(Z|[+-]\\d{2}(:?\\d{2})?)?)?$";
    /// An ISO 8601 date or date-time, a month (`2026-01`) or a year.
    pub struct Date = "date", dates::is_date, "an ISO 8601 date such as \"2026-01\" or \"2026-01-31\"", "^\\d{4}(-\\d{2}(-\\d{2}(T.+)?)?)?$";
}

/// Reads a text that passes `test`; one that does not is a problem of that code.
pub fn read_text(
    value: &Value,
    code: &'static str,
    test: fn(&str) -> bool,
    expected: &str,
    reader: &mut Reader<'_>,
) -> Option<String> {
    match value {
        Value::Text(text) if test(text) => return Some(text.clone()),
        Value::Text(_) => reader.wrong(code, &["found ", &value.shown(), ", expected ", expected]),
        _ => reader.wrong_type(value, expected),
    }
    None
}

/// The form of BCP 47 as far as browsers insist on it: a language of letters, then subtags of 1 to 8 letters and digits.
fn is_locale(text: &str) -> bool {
    let mut tags = text.split('-');
    let language = tags.next().unwrap_or_default();
    (2..=8).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_alphabetic())
        && tags.all(|tag| (1..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

impl Shape for String {
    fn read<'v>(value: &'v Value, reader: &mut Reader<'v>) -> Option<Self> {
        read_text(value, "type", |_| true, "a text", reader)
    }

    fn write(&self) -> Value {
        Value::text(self)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn describe(_: &mut Book) -> Described {
        Described::plain("string", "string")
    }
}

impl Shape for bool {
    fn read<'v>(value: &'v Value, reader: &mut Reader<'v>) -> Option<Self> {
        match value {
            Value::Bool(bool) => Some(*bool),
            _ => {
                reader.wrong_type(value, "true or false");
                None
            }
        }
    }

    fn write(&self) -> Value {
        Value::Bool(*self)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn describe(_: &mut Book) -> Described {
        Described::plain("boolean", "boolean")
    }
}

/// Ids in a list; unreadable ones are `None`.
impl Shape for Option<Id> {
    fn read<'v>(value: &'v Value, reader: &mut Reader<'v>) -> Option<Self> {
        Some(Id::read(value, reader))
    }

    fn write(&self) -> Value {
        self.as_ref().map_or(Value::Null, Id::write)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn describe(book: &mut Book) -> Described {
        Id::describe(book)
    }
}

/// The host's own, which nobody looks into.
#[derive(Clone, Debug, PartialEq)]
pub struct Anything(pub Value);

impl Shape for Anything {
    fn read<'v>(_: &'v Value, _: &mut Reader<'v>) -> Option<Self> {
        Some(Self(Value::Null))
    }

    fn write(&self) -> Value {
        self.0.clone()
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn describe(_: &mut Book) -> Described {
        Described::anything()
    }
}

/// The version of the format: 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Version;

impl Shape for Version {
    fn read<'v>(value: &'v Value, reader: &mut Reader<'v>) -> Option<Self> {
        match value {
            Value::Number(1.0) => return Some(Self),
            Value::Number(_) => reader.wrong("version", &["found ", &value.shown(), ", expected 1"]),
            _ => reader.wrong_type(value, "the number 1"),
        }
        None
    }

    fn write(&self) -> Value {
        Value::Number(1.0)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn describe(_: &mut Book) -> Described {
        Described::given(r#"{"const":1}"#, "1")
    }
}

/// A place: `[x, y]`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position(pub [f64; 2]);

impl Shape for Position {
    fn read<'v>(value: &'v Value, reader: &mut Reader<'v>) -> Option<Self> {
        let Some([x, y]) = value.list() else {
            reader.wrong_type(value, "a place [x, y] of two numbers");
            return None;
        };
        let x = reader.in_item(0, |reader| Coordinate::read(x, reader));
        let y = reader.in_item(1, |reader| Coordinate::read(y, reader));
        Some(Self([x?.get(), y?.get()]))
    }

    fn write(&self) -> Value {
        Value::List(self.0.map(Value::Number).to_vec())
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn describe(book: &mut Book) -> Described {
        Coordinate::describe(book).pair()
    }
}

record! {
    /// The three sides of a temperature; overall is the mean of those given.
    pub struct Sides {
        /// Towards the company.
        "company" => company: Degree;
        /// Towards its staff.
        "staff" => staff: Degree;
        /// Towards its product.
        "product" => product: Degree;
    } rules []
}

/// A temperature: overall, and the sides that it is the mean of where the author gives them.
#[derive(Clone, Debug, PartialEq)]
pub struct Temperature {
    /// -1 (ice) to 1 (hot).
    pub overall: f64,
    /// Towards company, staff and product.
    pub sides: Option<Sides>,
}

impl Shape for Temperature {
    fn read<'v>(value: &'v Value, reader: &mut Reader<'v>) -> Option<Self> {
        match value {
            Value::Number(_) => Some(Self { overall: Degree::read(value, reader)?.get(), sides: None }),
            Value::Record(fields) => {
                let mut sides = Sides::default();
                read_record(&mut sides, value, reader);
                if fields.is_empty() {
                    reader.wrong("missing", &["expected at least one of company, staff, product"]);
                }
                let given = [sides.company, sides.staff, sides.product];
                let count = given.iter().flatten().count();
                let sum: f64 = given.iter().flatten().map(|side| side.get()).sum();
                (count > 0).then(|| Self { overall: sum / count as f64, sides: Some(sides) })
            }
            _ => {
                reader.wrong_type(value, "a number from -1 to 1, or an object of company, staff, product");
                None
            }
        }
    }

    fn write(&self) -> Value {
        self.sides.as_ref().map_or(Value::Number(self.overall), Sides::write)
    }

    #[cfg(not(target_arch = "wasm32"))]
    fn describe(book: &mut Book) -> Described {
        Degree::describe(book).or(Sides::describe(book))
    }
}
