//! Documents as JavaScript gives them.

use crate::{FUNNEL, js};
use city_rivers::web::{best_plan, check, expand};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// A document solved as it shows itself first.
fn solve(document: &JsValue) -> Result<String, JsValue> {
    city_rivers::web::solve(document, &JsValue::UNDEFINED, None)
}

/// Codes and pointers of what is wrong with a document.
fn problems(document: &JsValue) -> Vec<(String, String)> {
    let problems = js_sys::JSON::parse(&check(document)).unwrap();
    let field =
        |problem: &JsValue, name: &str| js_sys::Reflect::get(problem, &name.into()).unwrap().as_string().unwrap();
    js_sys::Array::from(&problems).iter().map(|p| (field(&p, "code"), field(&p, "pointer"))).collect()
}

/// A funnel with a change made by JavaScript.
fn with(change: &str) -> JsValue {
    js(&["(() => { const d = ", FUNNEL, "; ", change, "; return d; })()"].concat())
}

#[wasm_bindgen_test]
fn an_object_its_text_and_its_bytes_agree() {
    let solved = solve(&FUNNEL.into()).unwrap();
    assert!(solved.contains(r#""buyers":240"#), "{solved}");
    let bytes =
        ["new TextEncoder().encode(", &js_sys::JSON::stringify(&FUNNEL.into()).unwrap().as_string().unwrap(), ")"];
    let bytes = bytes.concat();
    let buffer = [&bytes, ".buffer"].concat();
    let part = [
        "new DataView((b => { const a = new Uint8Array(b.length + 9); a.set(b, 4); return a.buffer; })(",
        &bytes,
        "), 4, ",
    ];
    let part = [part.concat(), bytes.clone(), ".length)".into()].concat();
    for document in [js(FUNNEL), js(&bytes), js(&buffer), js(&part)] {
        assert_eq!(solve(&document).unwrap(), solved);
        assert_eq!(expand(&document).unwrap(), expand(&FUNNEL.into()).unwrap());
    }
}

#[wasm_bindgen_test]
fn what_json_cannot_say_is_refused_at_its_place() {
    let at = |pointer: &str, code: &str| vec![(code.to_owned(), pointer.to_owned())];
    assert_eq!(problems(&with("")), []);
    assert_eq!(problems(&with("d.funnel.kt1.red = NaN")), at("/funnel/kt1/red", "range"));
    assert_eq!(problems(&with("d.funnel.springs[1].clients = Infinity")), at("/funnel/springs/1/clients", "range"));
    for value in ["() => 1", "Symbol()", "10n", "new Map([[1, 2]])", "null", "new Date(0)"] {
        assert_eq!(problems(&with(&["d.funnel.kt2.red = ", value].concat())), at("/funnel/kt2/red", "type"), "{value}");
    }
    assert_eq!(problems(&with("d.funnel.springs[0] = undefined")), at("/funnel/springs/0", "type"));
    assert_eq!(problems(&with("d.funnel.kt1.redd = 1")), at("/funnel/kt1/redd", "unknown-field"));
    assert_eq!(problems(&with("d.title = d")), at("/title", "type"));
    let street = |positions: &str| {
        let line = ["{ type: 'LineString', coordinates: ", positions, " }"].concat();
        let features = ["[{ type: 'Feature', geometry: ", &line, " }]"].concat();
        ["d.city = { streets: { type: 'FeatureCollection', features: ", &features, " } }"].concat()
    };
    let place = "/city/streets/features/0/geometry/coordinates/1";
    assert_eq!(problems(&with(&street("[[0, 1], [2, NaN]]"))), at(&[place, "/1"].concat(), "range"));
    assert_eq!(problems(&with(&street("[[0, 1], [2, 91]]"))), at(&[place, "/1"].concat(), "range"));
    assert_eq!(problems(&with(&street("[[0, 1], [2, () => 3]]"))), at(place, "geometry"));
    let throws = "Object.defineProperty(d.funnel, 'kt2', { enumerable: true, get() { throw 1 } })";
    assert_eq!(problems(&with(throws)), at("/funnel/kt2", "type"));
    let revoked = "const p = Proxy.revocable({}, {}); p.revoke(); d.funnel.kt3 = p.proxy";
    assert_eq!(problems(&with(revoked)), at("/funnel/kt3", "type"));
}

#[wasm_bindgen_test]
fn what_the_contract_ignores_is_ignored() {
    for change in ["d.title = undefined", "d.meta = { d, f() {}, b: 1n, m: new Map() }", "d = new Proxy(d, {})"] {
        assert_eq!(
            problems(&with(&["let e = d; ", change].concat().replace("let e = d; d = ", "return "))),
            [],
            "{change}"
        );
    }
}

#[wasm_bindgen_test]
fn nothing_makes_it_trap() {
    let deep = "(() => { let d = {}; for (let i = 0; i < 1e5; i++) d = { d }; return d; })()";
    let wide = "(() => { let d = []; for (let i = 0; i < 60; i++) d = [d, d]; return { cityRivers: 1, meta: d }; })()";
    let ragged = "({ coordinates: [Array(1e5).fill(0), ...Array(1e5).fill([])] })";
    for document in [
        deep,
        ragged,
        "undefined",
        "null",
        "0",
        "[]",
        "() => 1",
        "new Date(NaN)",
        "new Array(4e9)",
        "document.body",
        "''",
        "'\\ud800'",
    ] {
        assert!(!problems(&js(document)).is_empty(), "{document}");
        assert!(solve(&js(document)).is_err() && expand(&js(document)).is_err(), "{document}");
        assert!(best_plan(&js(document), 1.0).is_err(), "{document}");
    }
    assert_eq!(problems(&js(wide)), [("too-large".to_owned(), String::new())]);
}
