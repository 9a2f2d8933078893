//! Verbs on figures: what each lets pass, what it reports, what must not alarm anybody.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::too_many_lines,
    reason = "a test fails by panicking, also in the functions it shares"
)]

use gouji::finding::{Finding, Outcome, Verdict};
use gouji::words::Lang;

use crate::engine::{ends, fails, outcome, passes, run};

pub(crate) fn paths(finding: &Finding) -> Vec<&str> {
    finding
        .labels
        .iter()
        .map(|label| label.path.as_str())
        .collect()
}

/// One finding of this verdict at these places, the primary first.
#[track_caller]
pub(crate) fn finds(body: &str, json: &str, verdict: Verdict, places: &[&str]) {
    let mut findings = fails(body, json).findings;
    // what the form itself says of a null is not the verb's
    findings.retain(|finding| finding.rule.id == "T");
    assert_eq!(findings.len(), 1, "{body} {findings:#?}");
    let finding = &findings[0];
    assert_eq!(
        (finding.verdict, paths(finding)),
        (verdict, places.to_vec()),
        "{body} {json}"
    );
    let primary: Vec<bool> = finding.labels.iter().map(|label| label.primary).collect();
    assert_eq!(primary.iter().filter(|primary| **primary).count(), 1);
    assert!(primary[0] && !finding.message.text(Lang::Chinese).is_empty());
}

#[test]
fn figures() {
    finds(
        "equal(表.甲, 表.乙 + 表.丙);",
        r#"{"丙": 1, "乙": 2, "甲": 4}"#,
        Verdict::Wrong,
        &["/甲", "/丙", "/乙"],
    );
    passes(
        "equal(表.甲, 表.乙 + 表.丙);",
        r#"{"丙": 1, "乙": 2, "甲": 3.00}"#,
    );
    let checked = ends(
        "equal(表.甲, 表.乙 + 表.丙);",
        r#"{"丙": 1, "乙": 2, "甲": 3.01}"#,
        Outcome::Rounding,
    );
    assert_eq!(checked.findings[0].verdict, Verdict::Rounding);
    finds(
        "equal(表.率, percent(表.甲, 表.乙));",
        r#"{"甲": 20000, "乙": 30000, "率": 66.66}"#,
        Verdict::Truncation,
        &["/率", "/甲", "/乙"],
    );
    passes(
        "at_most(表.甲, 表.乙); at_least(表.甲, 1); between(表.甲, 1, 表.乙);",
        r#"{"甲": 1, "乙": 1}"#,
    );
    finds(
        "at_most(表.甲, 表.乙);",
        r#"{"甲": 1.01, "乙": 1}"#,
        Verdict::OutOfBounds,
        &["/甲", "/乙"],
    );
    finds(
        "at_least(表.甲, 表.乙);",
        r#"{"甲": 0.99, "乙": 1}"#,
        Verdict::OutOfBounds,
        &["/甲", "/乙"],
    );
    finds(
        "between(表.甲, 0, 表.乙);",
        r#"{"甲": -0.01, "乙": 1}"#,
        Verdict::OutOfBounds,
        &["/甲", "/乙"],
    );
    passes(
        "plain_number(numbers(表));",
        r#"{"甲": 1.2300, "率": "—", "个数": 3}"#,
    );
    finds(
        "plain_number(numbers(表));",
        r#"{"甲": "10,443.60", "乙": 1, "丙": "３"}"#,
        Verdict::Mismatch,
        &["/甲", "/丙"],
    );
    finds(
        "plain_number(表.甲);",
        r#"{"甲": 1.234}"#,
        Verdict::Mismatch,
        &["/甲"],
    );
}

#[test]
fn slips_of_scale_and_sign() {
    passes(
        "same_unit(表.甲, 表.乙);",
        r#"{"甲": 10443.60, "乙": 10443.61}"#,
    );
    passes("same_unit(表.甲, 表.乙);", r#"{"甲": 10443.60, "乙": 0}"#);
    passes(
        "same_unit(表.甲, 表.乙);",
        r#"{"甲": 10443.60, "乙": 104437000}"#,
    );
    passes("same_unit(表.甲, 表.乙);", r#"{"甲": 1, "乙": 1000}"#);
    finds(
        "same_unit(表.甲, 表.乙);",
        r#"{"甲": 10443.60, "乙": 104435999.99}"#,
        Verdict::Wrong,
        &["/乙", "/甲"],
    );
    finds(
        "same_unit(表.甲, 表.乙);",
        r#"{"甲": 104436000, "乙": 10443.60}"#,
        Verdict::Wrong,
        &["/甲", "/乙"],
    );
    let share = "percent_scale(表.率, percent(表.甲, 表.乙));";
    passes(share, r#"{"甲": 92, "乙": 100, "率": 92}"#);
    passes(share, r#"{"甲": 0.92, "乙": 100, "率": 0.92}"#);
    passes(share, r#"{"甲": 0, "乙": 100, "率": 0}"#);
    passes(share, r#"{"甲": 92, "乙": 100, "率": 93}"#);
    finds(
        share,
        r#"{"甲": 92, "乙": 100, "率": 0.92}"#,
        Verdict::Wrong,
        &["/率", "/甲", "/乙"],
    );
    let turn = "direction(表.向, 表.甲 - 表.乙);";
    for (word, now) in [
        ("增加", 5),
        ("增长", 5),
        ("减少", 1),
        ("下降", 1),
        ("持平", 3),
    ] {
        passes(
            turn,
            &format!(r#"{{"向": "{word}", "甲": {now}, "乙": 3}}"#),
        );
        let other = if now > 3 { 1 } else { 5 };
        finds(
            turn,
            &format!(r#"{{"向": "{word}", "甲": {other}, "乙": 3}}"#),
            Verdict::Mismatch,
            &["/向", "/甲", "/乙"],
        );
    }
    finds(
        turn,
        r#"{"向": "减少", "甲": 3, "乙": 3}"#,
        Verdict::Mismatch,
        &["/向", "/甲", "/乙"],
    );
}

#[test]
fn explanations_are_asked_for_once() {
    let both = "explained(表.注, nonzero(表.甲)); explained(表.注, over_budget(表.乙, 表.丙));";
    finds(
        both,
        r#"{"甲": 1, "乙": 2, "丙": 3}"#,
        Verdict::Unexplained,
        &["/甲", "/丙", "/乙"],
    );
    finds(
        both,
        r#"{"甲": 1, "乙": 2, "丙": 3, "注": "—"}"#,
        Verdict::Unexplained,
        &["/甲", "/注", "/丙", "/乙"],
    );
    finds(
        both,
        r#"{"甲": 0, "乙": 2, "丙": 3, "注": ""}"#,
        Verdict::Unexplained,
        &["/丙", "/乙", "/注"],
    );
    passes(both, r#"{"甲": 1, "乙": 2, "丙": 3, "注": "有"}"#);
    passes(both, r#"{"甲": 0, "乙": 3, "丙": 3}"#);
    let rows = "for 行 in 表.各行 { explained(行.行注, zero_execution(行.额, 行.原额)); }";
    let checked = fails(
        rows,
        r#"{"各行": [{"额": 1, "原额": 0}, {"额": 1, "原额": 0}, {"额": 0, "原额": 0}]}"#,
    );
    let places: Vec<Vec<&str>> = checked.findings.iter().map(paths).collect();
    assert_eq!(
        places,
        [
            ["/各行/0/原额", "/各行/0/额"],
            ["/各行/1/原额", "/各行/1/额"]
        ],
        "two texts, two findings"
    );
    for (condition, json, due) in [
        (
            "below(表.甲, 表.乙, 90)",
            r#"{"甲": 89.99, "乙": 100}"#,
            true,
        ),
        (
            "below(表.甲, 表.乙, param(\"下限\"))",
            r#"{"甲": 90, "乙": 100}"#,
            false,
        ),
        ("below(表.甲, 表.乙, 90)", r#"{"甲": 0, "乙": 0}"#, false),
        (
            "above(表.甲, 表.乙, 110)",
            r#"{"甲": 110.01, "乙": 100}"#,
            true,
        ),
        (
            "above(表.甲, 表.乙, 110)",
            r#"{"甲": 110, "乙": 100}"#,
            false,
        ),
        ("changed(表.甲, 表.乙)", r#"{"甲": 1, "乙": 1.00}"#, false),
        (
            "changed(表.甲, 表.乙, 10)",
            r#"{"甲": 110, "乙": 100}"#,
            false,
        ),
        (
            "changed(表.甲, 表.乙, 10)",
            r#"{"甲": 89.99, "乙": 100}"#,
            true,
        ),
        ("changed(表.甲, 表.乙, 10)", r#"{"甲": 1, "乙": 0}"#, true),
        (
            "both(nonzero(表.甲), nonzero(表.丙))",
            r#"{"甲": 0}"#,
            false,
        ),
        (
            "either(nonzero(表.甲), nonzero(表.丙))",
            r#"{"甲": 1}"#,
            true,
        ),
        ("less(表.甲, 表.乙)", r#"{"甲": 1, "乙": 2}"#, true),
        ("more(表.甲, 表.乙)", r#"{"甲": 1, "乙": 2}"#, false),
        ("differs(表.甲, 表.乙)", r#"{"甲": 2, "乙": 2}"#, false),
    ] {
        let body = format!(
            "explained(表.注, {condition}); if ({condition}).holds != {due} {{ flag(表.甲, \"x\"); }}"
        );
        let checked = run(&body, json);
        assert_eq!(
            outcome(&checked),
            if due {
                Outcome::Failed
            } else {
                Outcome::Passed
            },
            "{condition} {json}"
        );
        assert!(
            checked.findings.len() == usize::from(due) && checked.not_run.is_empty(),
            "{condition} {json}"
        );
    }
}

#[test]
fn flags_show_the_comparisons_that_led_to_them() {
    finds(
        "if 表.甲 > 1 && 表.乙 < 表.丙 { flag(表.注, \"x\"); }",
        r#"{"甲": 2, "乙": 3, "丙": 4, "注": "y"}"#,
        Verdict::Flagged,
        &["/注", "/甲", "/乙", "/丙"],
    );
    finds(
        "if 表.甲 > 5 { } else if 表.文 == \"b\" { flag(表.乙, \"x\"); }",
        r#"{"甲": 2, "乙": 3, "文": "b"}"#,
        Verdict::Flagged,
        &["/乙", "/文"],
    );
    finds(
        "flag([表.甲, 表.乙 + 表.丙], \"x\");",
        r#"{"甲": 2, "乙": 3, "丙": 4}"#,
        Verdict::Flagged,
        &["/甲", "/乙", "/丙"],
    );
    finds(
        "flag(表.表.内.深, \"x\");",
        r#"{"表": {}}"#,
        Verdict::Flagged,
        &["/表"],
    );
    // each turn of a loop has its own
    let json = r#"{"各行": [{"名": "a", "额": 2, "原额": 3, "行注": "x"}, {"名": "b", "额": 1, "原额": 4, "行注": "x"}]}"#;
    for body in [
        "for 行 in 表.各行 { if 行.额 > 1 { flag(行.行注, \"A\"); } else if 行.原额 > 3 { flag(行.行注, \"B\"); } }",
        "for 行 in 表.各行 { if 行.名 == \"a\" { if 行.额 > 1 { flag(行.行注, \"A\"); } } else if 行.原额 > 3 { flag(行.行注, \"B\"); } }",
        "fn 看(行) { if 行.额 > 1 { flag(行.行注, \"A\"); return; } if 行.原额 > 3 { flag(行.行注, \"B\"); } } for 行 in 表.各行 { 看(行); }",
    ] {
        let text = match body.split_once("} for") {
            Some((function, rest)) => format!(
                "{function}}}\n{}",
                crate::engine::rule(&format!("for{rest}"))
            ),
            None => crate::engine::rule(body),
        };
        let checked = crate::engine::run_script(&text, json);
        assert_eq!(checked.findings.len(), 2, "{body}");
        for (index, finding) in checked.findings.iter().enumerate() {
            let row = format!("/各行/{index}/");
            assert!(
                paths(finding).iter().all(|path| path.starts_with(&row)),
                "{body} {:?}",
                paths(finding)
            );
            assert!(finding.labels.len() >= 2, "{body}");
        }
    }
}

#[test]
fn skip_ends_a_rule() {
    let checked = ends(
        "skip(\"没有出国\"); equal(表.甲, 1);",
        r#"{"甲": 0}"#,
        Outcome::NotApplicable,
    );
    assert_eq!(checked.outcomes[1].note, "没有出国");
    ends(
        "for 行 in 表.各行 { skip(\"x\"); } equal(表.甲, 1);",
        r#"{"甲": 0, "各行": [{}]}"#,
        Outcome::NotApplicable,
    );
    // what was found before stays found
    fails("equal(表.甲, 1); skip(\"x\");", r#"{"甲": 0}"#);
}
