//! What the language of rules must never get wrong: every trap of Rhai that would be silent.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::too_many_lines,
    reason = "a test fails by panicking, also in the functions it shares"
)]

use gouji::finding::Reason;
use gouji::words::Lang;

use crate::engine::{cannot, fails, passes, rule, script, words};

/// Which of two ways a rule went: `if` on this, in its own words.
#[track_caller]
fn goes(condition: &str, json: &str, due: bool) {
    let body = format!("if {condition} {{ flag(表, \"真\"); }} else {{ flag(表, \"假\"); }}");
    let checked = fails(&body, json);
    let said = checked.findings.last().unwrap().message.text(Lang::Chinese);
    assert_eq!(said, if due { "真" } else { "假" }, "{condition} {json}");
}

const OPERATORS: [&str; 6] = ["==", "!=", "<", "<=", ">", ">="];

#[test]
fn a_number_meets_a_literal_both_ways() {
    let json = r#"{"甲": 48.470, "个数": 3}"#;
    for (condition, due) in [
        ("表.甲 == 48.47", true),
        ("48.47 == 表.甲", true),
        ("表.甲 != 48.47", false),
        ("48.48 > 表.甲", true),
        ("表.甲 >= 48.48", false),
        ("表.个数 == 3", true),
        ("3 == 表.个数", true),
        ("3.0 == 表.个数", true),
        ("表.个数 < 3.5", true),
        ("3 == 3.0", true),
        ("3 != 3.00", false),
        ("2 < 2.5", true),
        ("2.5 in [表.个数, 2.50]", true),
        ("[表.个数].contains(3)", true),
        ("表.甲 in [1, 2]", false),
    ] {
        goes(condition, json, due);
    }
}

#[test]
fn division_is_exact_wherever_it_stands() {
    for (json, expression) in [
        (r#"{"纯数": 2.5}"#, "10/4"),
        (r#"{"纯数": 1}"#, "1/3*3"),
        (r#"{"纯数": 1}"#, "1.0/3*3"),
        (r#"{"纯数": 1}"#, "1/3.0 + 2/3"),
        (r#"{"纯数": 1}"#, "{ let 份 = 1/3; 份 + 份 + 份 }"),
        (r#"{"纯数": 7}"#, "表.纯数/3*3"),
        (r#"{"纯数": 1}"#, "3 * (1/3)"),
        (r#"{"纯数": -2.5}"#, "-10/4"),
        (r#"{"纯数": 3}"#, "7 % 4"),
        (r#"{"纯数": 0.3}"#, "0.1 + 0.2"),
        (r#"{"纯数": 1.50}"#, "{ let x = 1; x += 0.5; x }"),
    ] {
        passes(
            &format!(
                "if 表.纯数 == ({expression}) {{ equal(表.纯数, {expression}); }} else {{ flag(表.纯数, \"≠\"); }}"
            ),
            json,
        );
    }
    // ten digits squared twice are more than 28
    passes(
        "let x = 1.0000000001; x = x * x; x = x * x; let y = 表.纯数; y = y * y; y = y * y;
         if x == y { equal(表.纯数, 1.0000000001); } else { flag(表.纯数, \"rounded\"); }",
        r#"{"纯数": 1.0000000001}"#,
    );
}

#[test]
fn rounding_is_half_away_from_zero() {
    for (stated, expression) in [
        ("3", "round(2.5, 0)"),
        ("3", "round(2.5)"),
        ("3", "(2.5).round(0)"),
        ("-3", "round(-2.5, 0)"),
        ("0.13", "round(0.125, 2)"),
        ("0.12", "round(表.甲, 2)"),
        ("2", "round(5/3, 0)"),
        ("1.67", "round(5/3, 2)"),
        ("3", "round(3, 2)"),
    ] {
        let json = format!(r#"{{"纯数": {stated}, "甲": 0.1249}}"#);
        passes(&format!("equal(表.纯数, {expression});"), &json);
    }
    for places in ["-1", "29", "9223372036854775807"] {
        cannot(
            &format!("equal(表.纯数, round(表.甲, {places}));"),
            r#"{"纯数": 1, "甲": 1}"#,
            Reason::Script,
        );
    }
}

#[test]
fn what_would_be_silently_wrong_does_not_load() {
    for (body, word) in [
        ("let x = 10; x /= 4; equal(表.甲, x);", "/="),
        ("let x = 1.1; x *= x; equal(表.甲, x);", "*="),
        ("equal(表.甲, 2 ** 3);", "**"),
        (
            "switch 表.文 { \"定量\" => flag(表.文, \"一\"), _ => flag(表.文, \"二\") }",
            "switch",
        ),
        (
            "try { if 表.甲 > 1 { flag(表.甲, \"x\"); } } catch { }",
            "try",
        ),
        ("eval(\"1\"); equal(表.甲, 1);", "eval"),
        ("import \"a\" as b; equal(表.甲, 1);", "import"),
        ("let f = Fn(\"abs\"); f = f.curry(f); equal(表.甲, 1);", ""),
        ("equal(表.甲, 甲);", "甲"),
    ] {
        let faults = script(&rule(body)).expect_err(body);
        assert_eq!(faults[0].place.map(|(line, _)| line), Some(1), "{body}");
        assert!(words(&faults).contains(word), "{}", words(&faults));
    }
}

#[test]
fn a_comparison_that_makes_no_sense_is_never_silently_false() {
    let json = r#"{"甲": 1, "词": [], "文": "abc", "是": true}"#;
    for operator in OPERATORS {
        for field in [
            "表.甲",
            "表.文",
            "表.词",
            "表.是",
            "表.乙",
            "(表.甲 + 1)",
            "表",
        ] {
            for other in ["true", "()", "[]", "[1]", "#{}", "'a'", "nonzero(表.甲)"] {
                for condition in [
                    format!("{field} {operator} {other}"),
                    format!("{other} {operator} {field}"),
                ] {
                    cannot(
                        &format!("if {condition} {{ flag(表.甲, \"x\"); }}"),
                        json,
                        Reason::Script,
                    );
                }
            }
        }
        for (left, right) in [
            ("表.甲", "表.文"),
            ("表.甲", "表.词"),
            ("表.是", "表.甲"),
            ("表.甲", "表"),
            ("表.文", "5"),
            ("表.词", "5.5"),
        ] {
            for (left, right) in [(left, right), (right, left)] {
                let body = format!("if {left} {operator} {right} {{ flag(表.甲, \"x\"); }}");
                cannot(&body, json, Reason::WrongType);
            }
        }
        for (left, right) in [
            ("nonzero(表.甲)", "true"),
            ("true", "nonzero(表.甲)"),
            ("nonzero(表.甲)", "nonzero(表.甲)"),
        ] {
            let body = format!("if {left} {operator} {right} {{ flag(表.甲, \"x\"); }}");
            cannot(&body, json, Reason::Script);
        }
    }
    for condition in [
        "表.甲",
        "表.是",
        "nonzero(表.甲)",
        "!nonzero(表.甲)",
        "表.甲 && true",
    ] {
        cannot(
            &format!("if {condition} {{ flag(表.甲, \"x\"); }}"),
            json,
            Reason::Script,
        );
    }
}

#[test]
fn texts_compare_as_they_are_written() {
    let json = r#"{"文": "定量", "另文": " 定量 ", "率": "—", "甲": 48.50, "年": 2023, "注": "", "向": null}"#;
    for (condition, due) in [
        ("表.文 == \"定量\"", true),
        ("\"定量\" == 表.文", true),
        ("表.文 != \"定量\"", false),
        ("\"定性\" != 表.文", true),
        ("表.文 == 表.另文", true),
        ("表.文 in [\"定性\", \"定量\"]", true),
        ("表.文 in [\"定性\"]", false),
        ("表.率 == \"—\"", true),
        ("表.率 != \"—\"", false),
        ("表.率 == \"不适用\"", false),
        ("表.注 == \"\"", true),
        ("表.向 == \"\"", true),
        ("表.丙 == \"\"", true),
        ("text(表.文) == \"定量\"", true),
        ("text(表.注) == \"定量\"", false),
    ] {
        goes(condition, json, due);
    }
    // numbers are no texts: 48.50 and "48.5" would differ
    for condition in ["表.甲 == \"48.5\"", "\"2023\" != 表.年"] {
        cannot(
            &format!("if {condition} {{ flag(表, \"x\"); }}"),
            json,
            Reason::WrongType,
        );
    }
    cannot(
        "if (表.甲 + 表.乙) == \"5\" { flag(表, \"x\"); }",
        json,
        Reason::Script,
    );
    for operator in ["<", "<=", ">", ">="] {
        cannot(
            &format!("if 表.文 {operator} \"b\" {{ flag(表, \"x\"); }}"),
            json,
            Reason::Script,
        );
    }
    // gaps are gaps whichever way they are written
    for name in ["注", "向", "丙"] {
        let place = cannot(
            &format!("if 表.{name} == \"x\" {{ flag(表, \"x\"); }}"),
            json,
            Reason::MissingField,
        );
        assert_eq!(place, (String::new(), name.to_owned()));
    }
}

#[test]
fn long_sums_and_closures_work() {
    for count in [40, 200] {
        let chain = vec!["表.甲"; count].join(" + ");
        passes(
            &format!("equal(表.乙, {chain});"),
            &format!(
                r#"{{"甲": 1.01, "乙": {}.{:02}}}"#,
                count * 101 / 100,
                count * 101 % 100
            ),
        );
        let all = vec!["表.甲 > 1"; count.min(100)].join(" && ");
        goes(&all, r#"{"甲": 2}"#, true);
    }
    passes(
        "let f = |x| { let g = |y| y * 2; g.call(x) + 1 }; equal(表.纯数, f.call(1) - 1);",
        r#"{"纯数": 2, "乙": 2}"#,
    );
    passes(
        "let 大 = rows(表.各行).filter(|行| 行.额 > 2); equal(表.纯数, count(大));",
        r#"{"纯数": 1, "各行": [{"额": 1}, {"额": 3}]}"#,
    );
}

#[test]
fn nothing_is_printed_and_nobody_waits() {
    passes(
        "print(表.甲); debug(\"x\"); equal(表.甲, 1);",
        r#"{"甲": 1}"#,
    );
    let start = std::time::Instant::now();
    for body in [
        "sleep(100);",
        "Fn(\"sleep\").call(100);",
        "[100].for_each(Fn(\"sleep\"));",
        "100.sleep();",
        "let t = timestamp();",
        "call(Fn(\"eval\"), \"1\");",
    ] {
        cannot(
            &format!("{body} equal(表.甲, 1);"),
            r#"{"甲": 1}"#,
            Reason::Script,
        );
    }
    assert!(start.elapsed() < std::time::Duration::from_secs(30));
}
