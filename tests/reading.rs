//! Reading JSON: against `serde_json`, every fault at its place, hostile input.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking, also in the functions it shares"
)]

use std::time::{Duration, Instant};

use gouji::document::{DEPTH_LIMIT, Document, FAULT_LIMIT, Kind, NodeId, Unreadable};
use gouji::fault::{Fault, FaultKind};
use gouji::source::{Source, Span};
use gouji::words::Lang;
use gouji::words::read::{fault_help, fault_label, fault_text};
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use serde_json::Value;
use serde_json::value::RawValue;

fn parse(text: &str) -> Result<Document, Unreadable> {
    Document::parse(Source::new("test.json", text))
}

fn faults(text: &str) -> Vec<Fault> {
    parse(text).map_or_else(|unreadable| unreadable.faults, |_| Vec::new())
}

fn properties() -> ProptestConfig {
    ProptestConfig {
        cases: 2000,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

#[test]
fn a_document_answers() {
    let document = parse(r#"{"a/b~": [1.50, "x\n", [true, null]], "空": {}}"#).unwrap();
    let root = document.root();
    let list = document.get(root, "a/b~").unwrap();
    assert_eq!(
        (
            document.len(),
            document.child_count(root),
            document.child_count(list)
        ),
        (8, 2, 3)
    );
    assert_eq!(document.pointer(list), "/a~1b~0");
    let number = document.item(list, 0).unwrap();
    assert_eq!(document.number(number).unwrap().to_string(), "1.50");
    assert_eq!(document.written_number(number).unwrap().places, 2);
    assert_eq!(document.text(document.item(list, 1).unwrap()), Some("x\n"));
    let truth = document.find("/a~1b~0/2/0").unwrap();
    assert_eq!(document.boolean(truth), Some(true));
    assert_eq!(document.index_in_parent(document.parent(truth).unwrap()), 2);
    let pair = document.item(list, 2).unwrap();
    assert_eq!(
        document.item(pair, 1).map(|id| document.kind(id)),
        Some(Kind::Null)
    );
    assert_eq!(document.item(pair, 2), None);
    for nowhere in [
        "a",
        "/a~1b~0/00",
        "/a~1b~0/3",
        "/a~1b~0/+1",
        "/a~2",
        "/a~",
        "/空/空",
    ] {
        assert_eq!(document.find(nowhere), None, "{nowhere}");
    }
    assert_eq!(document.key(list), Some("a/b~"));
    let key = document.key_span(document.find("/空").unwrap()).unwrap();
    assert_eq!(document.source().slice(key), "\"空\"");
    // an id of a larger document is no reason to crash
    let small = parse("{}").unwrap();
    assert_eq!(
        (small.kind(truth), small.children(truth).count()),
        (Kind::Null, 0)
    );
}

/// Texts that are JSON, now and then with what we refuse on purpose.
fn json() -> impl Strategy<Value = String> {
    let number = "-?(0|[1-9][0-9]{0,3})(\\.[0-9]{1,3})?([eE][+-]?[0-9]{1,2})?";
    let text = r#""([a甲😀 /]|\\["\\/bfnrt]|\\u[0-9a-c][0-9a-f]{3}|\\ud83d\\ude00){0,4}""#;
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".into()),
        Just("false".into()),
        number,
        text
    ];
    let space = "[ \n\t\r]{0,2}";
    let value = leaf.prop_recursive(4, 24, 5, move |inner| {
        let item = (space, inner.clone(), space).prop_map(|(a, b, c)| format!("{a}{b}{c}"));
        let field =
            (space, text, space, item.clone()).prop_map(|(a, b, c, d)| format!("{a}{b}{c}:{d}"));
        prop_oneof![
            prop::collection::vec(item, 0..5).prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::vec(field, 0..5)
                .prop_map(|fields| format!("{{{}}}", fields.join(","))),
        ]
    });
    value.prop_map(|value| format!("{{\"k\":{value}}}"))
}

/// One change to a text: at a place, so many characters go and these come.
fn change() -> impl Strategy<Value = (prop::sample::Index, usize, String)> {
    let added =
        r#"|[\[\]{},:"'\\/.+eE#0-9a-z \n\t-]{1,2}|[，：“”｛｝　１甲]|//|/\*|\*/|true|NaN|\\u12"#;
    (any::<prop::sample::Index>(), 0..3_usize, added)
}

fn same(document: &Document, id: NodeId, value: &Value) -> TestCaseResult {
    let slice = document.source().slice(document.span(id));
    match value {
        Value::Null => prop_assert_eq!(document.kind(id), Kind::Null),
        Value::Bool(truth) => prop_assert_eq!(document.boolean(id), Some(*truth)),
        Value::String(text) => prop_assert_eq!(document.text(id), Some(text.as_str())),
        Value::Number(_) => {
            let number = document.number(id).unwrap();
            let minus = slice.starts_with('-') && !number.is_zero();
            prop_assert_eq!(number.is_sign_negative(), minus);
            // both are rounded once, from the same exact value
            let ours: f64 = number.to_string().parse().unwrap();
            let theirs: f64 = slice.parse().unwrap();
            // but for the tail of a computer's arithmetic, which long numbers alone have
            let long = slice.len() > 16 || slice.contains(['e', 'E']);
            // the first fourteen digits are the same, or it is residue of nothing
            let tail = format!("{ours:.13e}") == format!("{theirs:.13e}") || theirs.abs() < 1e-8;
            if !(long && tail) {
                prop_assert_eq!(ours.abs().to_bits(), theirs.abs().to_bits());
            }
        }
        Value::Array(items) => {
            prop_assert_eq!(document.kind(id), Kind::List);
            prop_assert_eq!(document.child_count(id), items.len());
            for (index, (child, item)) in document.children(id).zip(items).enumerate() {
                prop_assert_eq!(document.item(id, index), Some(child));
                same(document, child, item)?;
            }
        }
        Value::Object(fields) => {
            prop_assert_eq!(document.child_count(id), fields.len());
            for (child, (key, field)) in document.children(id).zip(fields) {
                prop_assert_eq!(document.key(child), Some(key.as_str()));
                let written = document.source().slice(document.key_span(child).unwrap());
                prop_assert_eq!(&serde_json::from_str::<String>(written).unwrap(), key);
                prop_assert_eq!(document.get(id, key), Some(child));
                same(document, child, field)?;
            }
        }
    }
    // the span is the value and nothing else
    prop_assert_eq!(&serde_json::from_str::<Value>(slice).unwrap(), value);
    prop_assert_eq!(document.find(&document.pointer(id)), Some(id));
    Ok(())
}

/// Accepts or refuses as `serde_json` does, but for what we refuse on purpose; and reads the same.
fn agrees(text: &str) -> TestCaseResult {
    let on_purpose = |fault: &Fault| {
        matches!(
            fault.kind.code(),
            "duplicate_key" | "root_not_object" | "number_range" | "lone_surrogate"
        )
    };
    let grammatical = serde_json::from_str::<&RawValue>(text).is_ok();
    match parse(text) {
        Ok(document) => {
            prop_assert!(grammatical, "taken, but is no JSON");
            let value: Value = serde_json::from_str(text).unwrap();
            same(&document, document.root(), &value)?;
        }
        Err(Unreadable { faults, source }) => {
            prop_assert!(!faults.is_empty() && faults.len() <= FAULT_LIMIT);
            prop_assert_eq!(grammatical, faults.iter().all(on_purpose), "{:?}", faults);
            prop_assert!(faults.is_sorted_by_key(|fault| fault.span));
            for fault in faults {
                for span in [fault.span, fault.related].into_iter().flatten() {
                    let range = span.start as usize..span.end as usize;
                    prop_assert!(source.text().get(range).is_some(), "{:?}", fault);
                }
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(properties())]

    #[test]
    fn json_is_read_as_serde_reads_it(text in json()) {
        agrees(&text)?;
    }

    #[test]
    fn broken_json_is_refused_as_serde_refuses_it(
        text in json(),
        changes in prop::collection::vec(change(), 1..4),
    ) {
        let mut text: Vec<char> = text.chars().collect();
        for (at, gone, come) in changes {
            let start = at.index(text.len() + 1);
            let end = (start + gone).min(text.len());
            text.splice(start..end, come.chars());
        }
        agrees(&text.into_iter().collect::<String>())?;
    }
}

// Faults

/// Each text with its faults between `⟦` and `⟧`, and their codes.
const FAULTS: &[(&str, &str)] = &[
    ("⟦⟧", "empty"),
    ("⟦⟧ \n\t", "empty"),
    ("⟦[⟧{}]", "root_not_object"),
    ("⟦\"a\"⟧", "root_not_object"),
    ("{\"a\": 1}\n⟦{\"b\": 2}⟧\n", "after_end"),
    ("{\"a\"⟦：⟧1}", "full_width"),
    ("{\"a\":1⟦，⟧\"b\":2⟦｝⟧", "full_width full_width"),
    ("{⟦“⟧名称”: ⟦“⟧值”}", "full_width full_width"),
    ("{\"a\": \"甲⟦”⟧, \"b⟦”⟧: \"1\"}\n", "full_width full_width"),
    ("{\"a\": \"甲⟦”⟧}", "full_width"),
    ("{\"a\": ⟦１２．５⟧}", "full_width"),
    ("{\"a\":⟦\u{3000}\u{a0}⟧1}", "odd_space"),
    ("{⟦'⟧a': ⟦'⟧b'}", "single_quoted single_quoted"),
    ("{\"a\": [1⟦,⟧]⟦,⟧}", "trailing_comma trailing_comma"),
    (
        "{\"a\": ⟦1⟧\n\"b\": [1⟦2⟧ 3]}",
        "missing_comma missing_comma",
    ),
    ("{\"甲⟦\"⟧ 1, \"b⟦\"⟧}", "missing_colon missing_colon"),
    (
        "{\"a\":⟦,⟧ \"b\": [1,⟦,⟧ 2], \"c\":⟦}⟧",
        "missing_value missing_value missing_value",
    ),
    ("{⟦名称⟧: 1, ⟦2⟧: 3}", "unquoted_key unquoted_key"),
    (
        "⟦// 甲⟧\n{⟦/* 乙\n */⟧\"a\": 1 ⟦# 丙⟧\n}",
        "comment comment comment",
    ),
    (
        "{\"a\": ⟦NaN⟧, \"b\": ⟦None⟧, \"c\": ⟦True⟧, \"d\": ⟦-Infinity⟧}",
        "wrong_word wrong_word wrong_word wrong_word",
    ),
    ("{\"a\": ⟦经费⟧ 增加，因为 人员, \"b\": 1}", "wrong_word"),
    (
        "{\"a\": ⟦+1⟧, \"b\": ⟦-01.5⟧, \"c\": ⟦.5⟧, \"d\": ⟦5.⟧}",
        "leading_plus leading_zero bare_point bare_point",
    ),
    ("{\"a\": ⟦10,443.60⟧, \"b\": 1}", "grouped_number"),
    (
        "{\"a\": ⟦91.87%⟧, \"b\": ⟦18万⟧, \"c\": ⟦1.2.3⟧, \"d\": ⟦-⟧, \"e\": ⟦1e⟧}",
        "malformed_number malformed_number malformed_number wrong_word malformed_number",
    ),
    (
        "{\"a\": ⟦1e29⟧, \"b\": ⟦1.00000000000000000000000000001⟧}",
        "number_range number_range",
    ),
    (
        "{\"a\": \"第一行⟦\n⟧第二行\t。\", \"b\": \"⟦\t⟧\"}",
        "control_in_text control_in_text",
    ),
    (
        r#"{"a": "C:⟦\报⟧表", "b": "⟦\u12⟧"}"#,
        "bad_escape bad_escape",
    ),
    (
        r#"{"a": "⟦\ud83d⟧ ⟦\ud83d⟧\u0041", "b": "⟦\ude00⟧"}"#,
        "lone_surrogate lone_surrogate lone_surrogate",
    ),
    ("{\"a\": ⟦\"甲,⟧\n\"b\": 1}", "unterminated_text"),
    ("{\"a\": ⟦\"甲}⟧", "unterminated_text"),
    ("{⟦\"a: 1,⟧\n\"b\": 1}", "unterminated_text"),
    ("{\"a\": ⟦{⟧\"b\": [1, 2]", "unclosed"),
    ("{\"a\": ⟦[⟧1, 2}", "unclosed"),
    ("{\"a\": ⟦[⟧1, 2}, \"b\": 1}", "unclosed"),
    ("{\"a\": [⟦{⟧\"b\": 1], \"b\": 1}", "unclosed"),
    (
        "{\"a\": 1, ⟦\"a\"⟧: 2, ⟦\"\\u0061\"⟧: 3}",
        "duplicate_key duplicate_key",
    ),
    (
        "{\"a\" ⟦=⟧ 1⟦;⟧ \"b\": 2 ⟦元⟧}",
        "unexpected unexpected unexpected",
    ),
    ("{⟦[⟧1]}", "unexpected"),
    ("⟦}⟧{\"a\": 1, ⟦,⟧ \"b\": 2}", "unexpected unexpected"),
];

#[test]
fn every_fault_at_its_place() {
    let mut wrong = Vec::new();
    for (marked, codes) in FAULTS {
        let text = marked.replace(['⟦', '⟧'], "");
        let mut spans = Vec::new();
        for piece in marked.split('⟦').skip(1) {
            let start =
                piece.as_ptr() as usize - marked.as_ptr() as usize - 3 * (2 * spans.len() + 1);
            spans.push(Span::new(
                u32::try_from(start).unwrap(),
                u32::try_from(start + piece.find('⟧').unwrap()).unwrap(),
            ));
        }
        let found = faults(&text);
        let found_codes: Vec<_> = found.iter().map(|fault| fault.kind.code()).collect();
        let found_spans: Vec<_> = found.iter().filter_map(|fault| fault.span).collect();
        if (found_codes.join(" "), &found_spans) != ((*codes).to_owned(), &spans) {
            wrong.push(format!(
                "{marked}: {found_codes:?} at {found_spans:?}, not {spans:?}"
            ));
        }
        for fault in &found {
            for lang in [Lang::Chinese, Lang::English] {
                assert!(!fault_text(&fault.kind, lang).is_empty());
                assert!(
                    fault_label(&fault.kind, lang).chars().count() <= 12,
                    "{fault:?}"
                );
                assert!(fault_help(&fault.kind, lang).is_none_or(|help| !help.is_empty()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_other_place_is_told() {
    let related = |text: &str| {
        let place = faults(text)[0].related.unwrap();
        (
            place.start,
            &text[place.start as usize..place.end as usize] == "\"a\"",
        )
    };
    assert_eq!(related("{\"a\": 1, \"a\": 2}"), (1, true));
    assert_eq!(related("{\"a\": [1, 2}").0, 11);
    assert_eq!(related("{\"a\": ‘b’}").0, 10);
    assert_eq!(related("{\"b\": 1\n \"a\": 2}"), (9, false));
}

#[test]
fn names_are_compared_in_large_objects_too() {
    let field = |index: usize| format!("\"{index}\": {index}");
    let fields: Vec<_> = (0..200_000).chain([7]).map(field).collect();
    let started = Instant::now();
    let found = faults(&format!("{{{}}}", fields.join(",")));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].kind, FaultKind::DuplicateKey { key: "7".into() });
    assert!(started.elapsed() < Duration::from_secs(10));
}

#[test]
fn depth_is_limited() {
    let nested = |depth: usize| {
        format!(
            "{{\"a\":{}{}}}",
            "[".repeat(depth - 1),
            "]".repeat(depth - 1)
        )
    };
    assert!(parse(&nested(DEPTH_LIMIT)).is_ok());
    let found = faults(&nested(DEPTH_LIMIT + 1));
    assert_eq!(
        found,
        [Fault::at(
            FaultKind::TooDeep { limit: DEPTH_LIMIT },
            Span::new(132, 133)
        )]
    );
}

#[test]
fn hostile_input_ends_soon() {
    let million = 1_000_000;
    for text in [
        "[".repeat(million),
        "{\"a\":".repeat(million),
        "\"".repeat(million),
        "“".repeat(million),
        "{\"".repeat(million),
        "[\"\\".repeat(million),
        ",".repeat(million),
        "]".repeat(million),
        "/*".repeat(million),
        "//\n".repeat(million),
        "\u{3000}a".repeat(million),
        format!("{{\"a\":{}}}", "9".repeat(million)),
        format!("{{\"a\":0.{}}}", "0".repeat(million)),
        format!("{{\"a\":1e{}}}", "9".repeat(million)),
        format!("{{\"a\":\"{}\"}}", "\\ud83d".repeat(million)),
        format!("{{\"a\":\"{}\"}}", "\n a".repeat(million)),
        format!("{{\"a\":\"{}\"}}", "\t\n".repeat(million)),
        format!("{{\"a\":{}}}", "1,".repeat(million)),
        format!("{{\"a\":[{}", "[],".repeat(million)),
        format!("{{\"a\":[{}", "x ".repeat(million)),
        "{\"a\":1e999999999}".into(),
    ] {
        let started = Instant::now();
        assert!(!faults(&text).is_empty());
        let start: String = text.chars().take(20).collect();
        assert!(
            started.elapsed() < Duration::from_secs(20),
            "{start} {:?}",
            started.elapsed()
        );
    }
}
