//! JSON text, against a library and the standard library's own numbers.

use city_rivers::document::{
    json::{parse, write_number},
    value::Value,
};
use proptest::prelude::*;

fn written(number: f64) -> String {
    let mut text = String::new();
    write_number(number, &mut text);
    text
}

#[test]
fn numbers_are_written_as_people_write_them() {
    let cases = [
        (0.0, "0"),
        (-0.0, "0"),
        (-1.5, "-1.5"),
        (0.1, "0.1"),
        (0.1 + 0.2, "0.30000000000000004"),
        (1e15, "1000000000000000"),
        (9_007_199_254_740_993.0, "9007199254740992"),
        (1e21, "1e21"),
        (123e18, "123000000000000000000"),
        (1e-6, "0.000001"),
        (1.25e-7, "1.25e-7"),
        (1.0 / 3.0, "0.3333333333333333"),
        (123.456789012345, "123.456789012345"),
        (f64::NAN, "null"),
        (f64::NEG_INFINITY, "null"),
    ];
    for (number, text) in cases {
        assert_eq!(written(number), text);
    }
}

#[test]
fn texts_are_what_they_say() {
    let text = |json: &str| match parse(json) {
        Ok(Value::Text(text)) => text.to_string(),
        other => panic!("{other:?}"),
    };
    assert_eq!(text(r#""a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00é😀""#), "a\"\\/\u{8}\u{c}\n\r\té😀é😀");
    assert_eq!(text(r#""\ud83d \ude00 \ud83d\n \ud83d\u0041""#), "\u{fffd} \u{fffd} \u{fffd}\n \u{fffd}A");
}

#[test]
fn the_place_of_a_slip_is_named() {
    let wrong = |json: &str| parse(json).unwrap_err().message;
    assert_eq!(wrong("[1,\n é]"), "found \"é\" in column 2, expected a value");
    assert_eq!(wrong("{\"a\" 1}"), "found \"1\" in column 6, expected a colon");
    assert_eq!(wrong("[1"), "found the end in column 3, expected a comma or ]");
    assert_eq!(wrong("{'a': 1}"), "found \"'\" in column 2, expected a name in double quotes");
    assert_eq!(wrong("1 2"), "found \"2\" in column 3, expected the end");
}

/// Ours, as the library says it.
fn same(ours: &Value, theirs: &serde_json::Value) -> bool {
    match (ours, theirs) {
        (Value::Null, serde_json::Value::Null) => true,
        (Value::Bool(a), serde_json::Value::Bool(b)) => a == b,
        (Value::Number(a), serde_json::Value::Number(b)) => {
            b.as_f64().is_some_and(|b| (a - b).abs() <= 1e-14 * b.abs())
        }
        (Value::Text(a), serde_json::Value::String(b)) => **a == **b,
        (Value::List(a), serde_json::Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Record(a), serde_json::Value::Object(b)) => a.iter().all(|(name, _)| b.contains_key(&**name)),
        (Value::Positions(a), _) => same(&a.plain(), theirs),
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_as_a_library_reads_it(text in r#"([\[\]{}",:]|\{"coordinates":|\[\[1,2\]|,\[-3,1e1\]|\{"|":|",|-|[019]{1,4}|\.|[eE][+-]?[0-9]|true|null|\\u00e9|\\[n/x]|[a \t\n]){0,14}"#) {
        match (parse(&text), serde_json::from_str::<serde_json::Value>(&text)) {
            // Ours leaves it to the reader, which knows the place.
            (Ok(_), Err(wrong)) if wrong.to_string().starts_with("number out of range") => {}
            (Ok(ours), Ok(theirs)) => prop_assert!(same(&ours, &theirs), "{ours:?} {theirs:?}"),
            (ours, theirs) => prop_assert_eq!(ours.is_err(), theirs.is_err(), "{:?} {:?}", ours, theirs),
        }
    }

    #[test]
    fn numbers_keep_their_digits(bits in any::<u64>(), digits in 0..1_000_000_000_000_000_i64, places in 0..20_i32) {
        let number = f64::from_bits(bits);
        prop_assume!(number.is_finite());
        let text = written(number);
        let read: f64 = text.parse().unwrap();
        prop_assert!((read - number).abs() <= 1e-13 * number.abs() + 1e-321, "{number:e} {text}");
        prop_assert!(matches!(parse(&text), Ok(Value::Number(again)) if (again - read).abs() <= 1e-13 * read.abs() + 1e-321));
        // What has at most 15 digits comes back as it went.
        let short = format!("{digits}e-{places}");
        let exact: f64 = short.parse().unwrap();
        prop_assert_eq!(parse(&short), Ok(Value::Number(exact)));
        prop_assert_eq!(written(exact).parse::<f64>(), Ok(exact));
    }
}
