//! Laws: whatever a document becomes, reading it never panics and says the same each time.

use city_rivers::{
    document::{Limits, MAX_PROBLEMS, Source, expand, read, value::Value},
    network::{Solving, solve},
    problem::Severity,
};
use proptest::prelude::*;

use super::{documents, tree};

/// What a value may be replaced by.
fn odd() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(Value::Bool(true)),
        prop_oneof![any::<f32>(), Just(f32::NAN), Just(f32::INFINITY)].prop_map(|it| Value::Number(it.into())),
        (-2..5_i32).prop_map(|number| Value::Number(number.into())),
        "[a-z>/~0-9]{0,5}".prop_map(Value::text),
        prop::sample::select(vec!["red", "kt1", "a", "s", "sea", "fork", "2026-02-29"]).prop_map(Value::text),
        Just(Value::List(vec![Value::Null; 3])),
        Just(Value::Record(vec![("id".into(), Value::text("a"))])),
    ]
}

/// Replaces, removes or repeats the part of the tree that counting `at` parts leads to.
fn mutate(value: &mut Value, at: &mut usize, change: u8, odd: &Value) {
    if *at == 0 {
        *value = odd.clone();
    }
    *at = at.wrapping_sub(1);
    if let Value::Positions(positions) = value {
        *value = positions.plain();
    }
    match value {
        Value::List(items) => {
            for index in 0..items.len() {
                if *at == 0 && change > 0 {
                    let item = items.remove(index);
                    if change > 1 {
                        items.extend([item.clone(), item]);
                    }
                    *at = usize::MAX;
                    return;
                }
                mutate(&mut items[index], at, change, odd);
            }
        }
        Value::Record(fields) => {
            for index in 0..fields.len() {
                if *at == 0 && change > 0 {
                    let (name, value) = fields.remove(index);
                    if change > 1 {
                        fields.push(([&*name, "s"].concat().into(), value));
                    }
                    *at = usize::MAX;
                    return;
                }
                mutate(&mut fields[index].1, at, change, odd);
            }
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_document_with_anything_in_it_is_read_or_refused(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((0_usize..200, 0_u8..3, odd()), 1..4),
    ) {
        let all: Vec<_> = documents("valid").into_iter().chain(documents("broken")).collect();
        let mut value = tree(&which.get(&all).1);
        for (mut at, change, odd) in changes {
            mutate(&mut value, &mut at, change, &odd);
        }
        let limits = Limits::default();
        let reading = read(Source::Tree(value.clone()), &limits);
        prop_assert!(reading.problems.len() <= MAX_PROBLEMS);
        let refused = reading.problems.iter().any(|problem| problem.severity == Severity::Error);
        prop_assert_eq!(refused, reading.document.is_none());
        let Solving { solved, problems } = solve(Source::Tree(value.clone()), &limits);
        prop_assert!(problems.len() <= MAX_PROBLEMS);
        let wrong = problems.iter().any(|problem| problem.severity == Severity::Error);
        prop_assert!(wrong == solved.is_none() && (wrong || !refused));
        let expansion = expand(Source::Tree(value.clone()), &limits);
        prop_assert_eq!(expansion.expanded.is_some(), reading.document.is_some());
        if !refused {
            // All numbers are finite then, so text can say them all; only `meta` may hold what it cannot.
            let again = read(Source::Text(&value.to_json()), &limits);
            prop_assert_eq!(reading, again);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in r#"[\[\]{}",:0-9a-z.\-+ \\u\u{feff}]{0,60}"#, cut in any::<prop::sample::Index>()) {
        let whole = &documents("valid")[0].1;
        for text in [text, whole.chars().take(cut.index(whole.trim_end().chars().count())).collect()] {
            let reading = read(Source::Bytes(text.as_bytes()), &Limits::default());
            prop_assert!(reading.document.is_none() && !reading.problems.is_empty());
        }
    }
}
