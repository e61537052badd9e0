//! Journeys from tables.

use city_rivers::{
    document::{Limits, MAX_PROBLEMS, Source, journeys::csv, json::parse, read as read_document, value::Value},
    network::solve,
};
use oorandom::Rand64;

const COLUMNS: &str = r#"{ "client": "account", "at": "date", "stage": "stage", "value": "value" }"#;
const LAST: &str = r#"{ "Talks": { "kt": 1, "mood": "red" }, "Won": { "kt": 2, "mood": "red" } }"#;

fn read(text: &str, columns: &str) -> Result<csv::Table, Vec<(&'static str, String)>> {
    let limits = Limits::default();
    let table = csv::read(text, &parse(columns).unwrap(), &parse(LAST).unwrap(), &limits);
    table.map_err(|problems| problems.into_iter().map(|it| (it.code, it.pointer)).collect())
}

#[test]
fn any_separator_and_quotes_are_found() {
    let plain = read(
        "account,date,stage,value\nACME,2026-03-01,Talks,\n\"Smith, \"\"Sons\"\"\",2026-03-02,Won,12.5\n",
        COLUMNS,
    )
    .unwrap();
    assert_eq!(plain.problems, []);
    for text in [
        "account;date;stage;value\r\nACME;2026-03-01;Talks;\r\n\r\n\"Smith, \"\"Sons\"\"\";20260302;Won;12,5",
        "x\tvalue\tstage\tdate\taccount\n1\t\tTalks\t2026-03-01\tACME\n\"1\n2\"\t+12.5\tWon\t2026-03-02\t\"Smith, \"\"Sons\"\"\"\n",
    ] {
        let table = read(text, COLUMNS).unwrap();
        assert_eq!(table.problems, [], "{text}");
        let solved = |document| solve(Source::Tree(document), &Limits::default()).solved.unwrap().1.to_json();
        assert_eq!(solved(table.document()), solved(plain.document()), "{text}");
    }
}

#[test]
fn bad_rows_are_told_by_their_lines_and_left_out() {
    let text = "account,date,stage,value\r\nA,2026-03-01,Talks,1\r\n,2026-03-01,Talks,1\r\n\r\nB,\"yester\nday\",Talks,1\r\nC,2026-03-01,Lunch,1\r\n\
        D,2026-03-01,Talks\r\nE,2026-03-01,Talks,much\r\nF,2026-03-01 10:30:00 +02:00,Won,1e99\r\nG,2026-03-01 10:30:00 +02:00,Won,1e3\r\n";
    let table = read(text, COLUMNS).unwrap();
    let told: Vec<_> = table.problems.iter().map(|it| (it.code, it.line.unwrap())).collect();
    assert_eq!(told, [("missing", 3), ("date", 5), ("unknown-id", 7), ("syntax", 8), ("type", 9), ("range", 10)]);
    let network = solve(Source::Tree(table.document()), &Limits::default()).solved.unwrap().1;
    assert_eq!((network.solved.totals.springs, network.solved.totals.revenue), (2.0, 1000.0));
    let many = "account,date,stage,value\nA,2026-03-01,Talks,1\n".to_owned() + &"x\n".repeat(500);
    let problems = read(&many, COLUMNS).unwrap().problems;
    assert_eq!((problems.len(), problems.last().unwrap().message.contains("401 more rows")), (100, true));
}

#[test]
fn columns_that_cannot_be_are_refused() {
    let text = "account,date,stage\nA,2026-03-01,Talks\n";
    for (columns, code, pointer) in [
        (r#"{ "client": "account", "at": "when", "stage": "stage" }"#, "unknown-id", "/columns/at"),
        (r#"{ "client": "account", "stage": "stage" }"#, "missing", "/columns"),
        (r#"{ "client": "account", "at": "date", "stage": "stage", "kt": "stage" }"#, "one-of", "/columns"),
        (r#"{ "client": 3, "at": "date", "stage": "stage" }"#, "type", "/columns/client"),
        (
            r#"{ "client": "account", "at": "date", "stage": "stage", "colour": "stage" }"#,
            "unknown-field",
            "/columns/colour",
        ),
    ] {
        assert_eq!(read(text, columns).unwrap_err(), [(code, pointer.to_owned())], "{columns}");
    }
    assert_eq!(read("", r#"{ "client": "a", "at": "b", "stage": "c" }"#).unwrap_err().len(), 3);
    let empty = read("account,date,stage\n", r#"{ "client": "account", "at": "date", "stage": "stage" }"#);
    assert_eq!(empty.unwrap_err(), [("empty", String::new())]);
}

/// Fields that are of the simple forms, nearly so, or not at all.
const FIELDS: [[&str; 12]; 4] = [
    [
        "A",
        "B ",
        "\"A\"",
        "\"Smith, Sons\"",
        "\"\"\"Q\"\"\"",
        "\"two\nlines\"",
        "\u{a0}A",
        "Caf\u{e9}",
        "",
        "a\"b",
        "\"A",
        " \"A\" ",
    ],
    [
        "2026-02-28",
        "2026-02-28T09:30",
        "2026-02-28 09:30:15",
        "2026-02-28T09:30:15Z",
        "20260228",
        "2026-02-30",
        "2024-02-29",
        "2026-02-28T09:30:15.25+02:00",
        "2026-02-28T24:00",
        "2026-2-28",
        "",
        "\"2026-02-28\"",
    ],
    ["Talks", "Won", "Talks", "Won", "Talks", "Won", "\"Talks\"", " Won", "won", "", "Talks", "Won"],
    ["", "1", "-12.5", "+3", "007", "1e3", "1e99", "12,5", "\"1,5\"", "0.10", "much", "999999999999999999"],
];

/// A table of nothing but such rows, one in each way in which lines may end.
fn mixed(random: &mut Rand64, separator: &str) -> String {
    let mut text = ["account", "date", "stage", "value"].join(separator) + "\n";
    for _ in 0..random.rand_range(1..30) {
        let row: Vec<&str> = FIELDS.iter().map(|own| own[random.rand_range(0..12) as usize]).collect();
        let count = if random.rand_range(0..20) == 0 { 3 } else { 4 };
        text += &row[..count].join(separator);
        text += ["\n", "\r\n", "\r", "\n\n"][random.rand_range(0..4) as usize];
    }
    text
}

#[test]
fn a_text_is_read_as_the_same_however_it_is_cut() {
    let mut random = Rand64::new(3);
    let (columns, stages, limits) = (parse(COLUMNS).unwrap(), parse(LAST).unwrap(), Limits::default());
    for round in 0..600 {
        let text = mixed(&mut random, [",", ";", "\t"][round % 3]);
        let whole = csv::read(&text, &columns, &stages, &limits);
        let mut reading = csv::Reading::new(&columns, &stages, &limits).unwrap();
        let mut rest = text.as_bytes();
        while !rest.is_empty() {
            let (piece, after) = rest.split_at(random.rand_range(0..9).min(rest.len() as u64) as usize);
            reading.push(piece).unwrap();
            rest = after;
        }
        let pieces = reading.end().map(|()| {
            while !reading.settle(3) {}
            reading.finish()
        });
        assert_eq!(pieces, whole, "{text:?}");
    }
}

/// Rows go one way or the other by what they look like: that may not be seen.
#[test]
fn simple_rows_are_read_as_documents_are() {
    let mut random = Rand64::new(4);
    let (columns, limits) = (parse(COLUMNS).unwrap(), Limits::default());
    let solved = |document| solve(Source::Tree(document), &limits).solved.unwrap().1.to_json();
    for round in 0..600 {
        let text = mixed(&mut random, [",", ";", "\t"][round % 3]);
        let Ok(table) = csv::read(&text, &columns, &parse(LAST).unwrap(), &limits) else { continue };
        let document = table.document();
        let plain = parse(&document.to_json()).unwrap();
        let reading = |document| read_document(Source::Tree(document), &limits);
        let (packed, again) = (reading(document.clone()), reading(plain.clone()));
        assert_eq!((&packed.problems, &again.problems), (&vec![], &vec![]), "{text:?}");
        assert_eq!(packed.document, again.document, "{text:?}");
        assert_eq!(solved(document), solved(plain));
        let rows = table.log.count() + table.problems.len();
        assert!(rows <= text.len() && table.problems.len() < MAX_PROBLEMS);
    }
}

#[test]
fn stages_may_mean_something_else_later() {
    let table = csv::read(
        "account,date,stage,value\nA,2026-03-01,Won,5\n",
        &parse(COLUMNS).unwrap(),
        &parse(LAST).unwrap(),
        &Limits::default(),
    );
    let document = table.unwrap().document();
    let turned = |stages: &str| {
        let mut document = document.clone();
        let (json, events) = (parse(stages).unwrap(), document.get("journeys").unwrap().get("events").unwrap().clone());
        let journeys = Value::record(vec![("stages", Some(json)), ("events", Some(events))]);
        if let Value::Record(fields) = &mut document {
            fields[1].1 = journeys;
        }
        solve(Source::Tree(document), &Limits::default())
    };
    let revenue = |stages: &str| turned(stages).solved.unwrap().1.solved.totals.revenue;
    assert_eq!([revenue(LAST), revenue(r#"{ "Won": { "kt": 2, "mood": "blue" } }"#)], [5.0, 0.0]);
    let problems = turned(r#"{ "Talks": { "kt": 1, "mood": "red" } }"#).problems;
    assert_eq!((problems[0].code, &*problems[0].pointer), ("unknown-id", "/journeys/events/0/stage"));
}

#[test]
fn moments_of_simple_forms_are_those_of_any() {
    let table = |at: &str| {
        let text = format!("account,date,stage,value\nA,{at},Talks,1\n");
        let log = csv::read(&text, &parse(COLUMNS).unwrap(), &parse(LAST).unwrap(), &Limits::default()).ok()?.log;
        log.events_of(0).next().map(|event| event.moment)
    };
    let json = |at: &str| {
        let text = format!(
            r#"{{ "cityRivers": 1, "journeys": {{ "events": [{{ "client": "A", "at": "{at}", "kt": 1, "mood": "red" }}] }} }}"#
        );
        let log = read_document(Source::Text(&text), &Limits::default()).document?.journeys?;
        log.events_of(0).next().map(|event| event.moment)
    };
    for day in ["2026-02-28", "2026-02-29", "0000-01-01", "9999-12-31", "2026-13-01", "2026-00-10", "2026-1-1"] {
        for clock in
            ["", "T00:00", "T23:59", "T24:00", "T9:30", "T09:60", "T09:30:59", "T09:30:60", "T09:30:61", "T09:30:"]
        {
            for part in ["", ".5", ".123456", ".1234567", ".", ",25"] {
                for zone in ["", "Z", "z", "+02:00", "-05:30", "+24:00", "+02:60", "+02", "-0530", "+2:00", "\u{e9}"] {
                    let at = [day, clock, part, zone].concat();
                    assert_eq!(table(&at.replace(',', ".")), json(&at), "{at}");
                }
            }
        }
    }
}

#[test]
fn what_is_too_large_or_no_text_is_refused() {
    let (columns, stages) = (parse(COLUMNS).unwrap(), parse(LAST).unwrap());
    let text = "account,date,stage,value\n".to_owned() + &"A,2026-03-01,Talks,1\n".repeat(5);
    let refused = |limits: &Limits| csv::read(&text, &columns, &stages, limits).unwrap_err();
    let problems = refused(&Limits { events: 4, ..Limits::default() });
    assert_eq!((problems[0].code, &*problems[0].pointer, problems[0].line), ("too-large", "/journeys/events", Some(6)));
    for (at, line) in [(3, 1), (40, 2), (text.len() - 1, 6)] {
        let mut reading = csv::Reading::new(&columns, &stages, &Limits::default()).unwrap();
        let mut bytes = text.clone().into_bytes();
        bytes[at] = 0xe9;
        let problems = reading.push(&bytes).and_then(|()| reading.end()).unwrap_err();
        assert_eq!((problems[0].code, problems[0].line), ("syntax", Some(line)), "{at}");
    }
}
