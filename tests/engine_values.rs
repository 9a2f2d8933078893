//! Gaps, units and makers: what a rule gets from a submission, and what it cannot get.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::too_many_lines,
    reason = "a test fails by panicking, also in the functions it shares"
)]

use gouji::finding::{Outcome, Reason};
use gouji::words::Lang;

use crate::engine::{cannot, ends, fails, not_run, passes, run};

fn place(path: &str, field: &str) -> (String, String) {
    (path.to_owned(), field.to_owned())
}

#[test]
fn a_gap_has_a_place_at_every_depth() {
    let body = "equal(表.表.内.深, 1);";
    for (json, path, field) in [
        (r#"{"甲": 1}"#, "", "表.内.深"),
        (r#"{"表": {}}"#, "/表", "内.深"),
        (r#"{"表": {"内": {}}}"#, "/表/内", "深"),
        (r#"{"表": {"内": {"深": null}}}"#, "/表/内", "深"),
        (r#"{"表": {"内": {"深": ""}}}"#, "/表/内", "深"),
        (r#"{"表": {"内": {"深": "—"}}}"#, "/表/内", "深"),
        (r#"{"表": {"内": {"深": "  "}}}"#, "/表/内", "深"),
        (r#"{"表": {"内": null}}"#, "/表/内", "深"),
        (r#"{"表": null}"#, "/表", "内.深"),
    ] {
        assert_eq!(
            cannot(body, json, Reason::MissingField),
            place(path, field),
            "{json}"
        );
    }
    passes(body, r#"{"表": {"内": {"深": 1}}}"#);
    for (body, json, path, field) in [
        (
            "equal(表.甲, 表.各行[5].额);",
            r#"{"甲": 1, "各行": [{"额": 1}]}"#,
            "/各行",
            "[5].额",
        ),
        (
            "equal(表.甲, 表.各行[-1].额);",
            r#"{"甲": 1, "各行": [{"额": 1}]}"#,
            "/各行",
            "[-1].额",
        ),
        (
            "equal(表.甲, 表.各行[0].额);",
            r#"{"甲": 1}"#,
            "",
            "各行.[0].额",
        ),
        (
            "equal(表.甲, 表.各行[0].额);",
            r#"{"甲": 1, "各行": null}"#,
            "/各行",
            "[0].额",
        ),
        (
            "equal(表.甲, sum(表.各行, \"额\"));",
            r#"{"甲": 1, "各行": [{"额": 1}, {}]}"#,
            "/各行/1",
            "额",
        ),
        (
            "for 行 in 表.各行 { equal(行.额, 1); }",
            r#"{"甲": 1}"#,
            "",
            "各行",
        ),
        (
            "if 表.乙 > 1 { flag(表.甲, \"x\"); }",
            r#"{"甲": 1}"#,
            "",
            "乙",
        ),
        (
            "explained(表.注, nonzero(表.乙));",
            r#"{"甲": 1}"#,
            "",
            "乙",
        ),
        (
            "equal(表.元额, convert(表.乙, \"元\"));",
            r#"{"元额": 1}"#,
            "",
            "乙",
        ),
        (
            "equal(表.率, percent(表.甲, 表.乙));",
            r#"{"率": 1, "甲": 1}"#,
            "",
            "乙",
        ),
        ("direction(表.向, 表.甲);", r#"{"甲": 1}"#, "", "向"),
        (
            "direction(表.向, 表.甲);",
            r#"{"甲": 1, "向": ""}"#,
            "",
            "向",
        ),
        (
            "equal(表.甲, signed(表.向, 表.甲));",
            r#"{"甲": 1, "向": null}"#,
            "",
            "向",
        ),
        ("same(表.文, 表.另文);", r#"{"文": "a"}"#, "", "另文"),
        (
            "same(表.文, 表.另文);",
            r#"{"文": "a", "另文": ""}"#,
            "",
            "另文",
        ),
        ("one_of(表.文, [\"a\"]);", r#"{"甲": 1}"#, "", "文"),
        ("matches(表.文, \"a\");", r#"{"文": ""}"#, "", "文"),
    ] {
        assert_eq!(
            cannot(body, json, Reason::MissingField),
            place(path, field),
            "{body} {json}"
        );
    }
    // the rest of the rule is still checked
    let checked = run("equal(表.乙, 1); equal(表.甲, 2);", r#"{"甲": 1}"#);
    assert_eq!(
        (checked.findings.len(), not_run(&checked).field.as_str()),
        (1, "乙")
    );
    let checked = run(
        "for 行 in 表.各行 { equal(行.额, 1); }",
        r#"{"各行": [{}, {"额": 1}, {}]}"#,
    );
    assert_eq!(
        checked.not_run.len(),
        2,
        "one for each row, not for each check"
    );
}

#[test]
fn a_misspelt_field_is_the_rules_fault() {
    for (body, field) in [
        ("equal(at(表, \"甲甲\"), 1);", "甲甲"),
        ("equal(表[\"甲甲\"], 1);", "甲甲"),
        ("equal(at(表, \"表.内.身\"), 1);", "表.内.身"),
        ("equal(or_zero(at(表, \"甲甲\")), 0);", "甲甲"),
        ("if given(at(表, \"甲甲\")) { equal(表.甲, 1); }", "甲甲"),
        ("present(at(表, \"甲甲\"));", "甲甲"),
        ("explained(at(表, \"甲甲\"), nonzero(表.甲));", "甲甲"),
        ("percent_scale(at(表, \"甲甲\"), 表.甲);", "甲甲"),
        (
            "if at(表, \"甲甲\") == \"\" { flag(表.甲, \"x\"); }",
            "甲甲",
        ),
        ("same(at(表, \"甲甲\"), \"x\");", "甲甲"),
        ("substantive(at(表, \"甲甲\"), 3, []);", "甲甲"),
        ("includes(at(表, \"甲甲\"), [\"x\"]);", "甲甲"),
    ] {
        assert_eq!(
            cannot(body, r#"{"甲": 1}"#, Reason::UnknownField),
            place("", field),
            "{body}"
        );
    }
    let path = cannot(
        "for 行 in 表.各行 { present(行[\"钱\"]); }",
        r#"{"各行": [{"额": 1}]}"#,
        Reason::UnknownField,
    );
    assert_eq!(path, place("/各行/0", "钱"));
}

#[test]
fn only_what_was_submitted_can_pass() {
    for body in [
        "equal(1, 1);",
        "at_most(1, 2);",
        "present(1);",
        "if given(1) { equal(1, 1); }",
        "equal(count([1]), 1);",
        "at_most(param(\"下限\"), 100);",
    ] {
        cannot(body, r#"{"甲": 1}"#, Reason::NothingRead);
    }
    for (body, json) in [
        ("for 行 in 表.各行 { equal(行.额, 1); }", r#"{"各行": []}"#),
        (
            "for 行 in rows(表.各行) { equal(行.额, 1); }",
            r#"{"各行": []}"#,
        ),
        ("distinct(表.词);", r#"{"词": []}"#),
        ("distinct(表.各行, \"名\");", r#"{"各行": []}"#),
        ("one_of(表.词, [\"a\"]);", r#"{"词": []}"#),
        ("consecutive(表.词);", r#"{"词": []}"#),
        ("equal(or_zero(表.甲), or_zero(表.乙));", "{}"),
        (
            "equal(or_zero(表.甲), sum(表.各行, \"额\"));",
            r#"{"各行": []}"#,
        ),
        ("substantive(表.注, 5, []);", "{}"),
        ("plain_number(numbers(表));", "{}"),
        ("if given(表.甲) { equal(表.甲, 1); }", "{}"),
    ] {
        ends(body, json, Outcome::NotApplicable);
    }
    // an empty list lacks what it should include, and nothing else is said
    fails("includes(表.词, [\"概况\"]);", r#"{"词": []}"#);
    passes("equal(or_zero(表.甲), or_zero(表.乙));", r#"{"甲": 0}"#);
    fails("equal(or_zero(表.甲), or_zero(表.乙));", r#"{"甲": 1}"#);
}

#[test]
fn units_that_differ_never_meet() {
    let json = r#"{"甲": 100, "乙": 2, "元额": 1000000, "率": 50, "纯数": 3, "个数": 5}"#;
    for body in [
        "equal(表.甲, 表.元额);",
        "equal(表.甲, 表.乙 + 表.元额);",
        "equal(表.甲, 表.乙 - 表.元额);",
        "equal(表.甲, sum(表.乙, 表.元额));",
        "equal(表.甲, sum([表.乙, [表.率]]));",
        "equal(表.甲, 表.率 * 表.乙);",
        "equal(表.甲, 表.乙 * 表.元额);",
        "equal(表.甲, min(表.乙, 表.元额));",
        "equal(表.率, percent(表.甲, 表.元额));",
        "equal(表.甲, percent_of(表.元额, 表.乙));",
        "equal(表.元额, convert(表.甲, \"%\"));",
        "equal(表.率, unit(表.甲, \"%\"));",
        "equal(表.元额, unit(表.甲, \"元\"));",
        "at_most(表.甲, 表.元额);",
        "at_least(表.甲, 表.率);",
        "between(表.甲, 0, 表.率);",
        "explained(表.注, over_budget(表.甲, 表.元额));",
        "explained(表.注, below(表.甲, 表.元额, 50));",
        "if 表.甲 < 表.元额 { flag(表.甲, \"x\"); }",
        "same_unit(表.甲, 表.元额);",
        "percent_scale(表.率, 表.甲);",
        "at_most(表.甲, param(\"下限\"));",
    ] {
        cannot(body, json, Reason::UnitMismatch);
    }
    let checked = run("equal(表.甲, 表.元额);", json);
    let paths: Vec<&str> = not_run(&checked)
        .labels
        .iter()
        .map(|label| label.path.as_str())
        .collect();
    assert_eq!(paths, ["/甲", "/元额"], "both places");
    for body in [
        "equal(convert(表.甲, \"元\"), 表.元额);",
        "equal(表.元额, convert(表.甲, \"元\"));",
        "equal(convert(表.元额, \"亿元\"), 0.01);",
        "equal(表.甲, percent_of(表.率, 表.甲) * 2);",
        "equal(表.甲 / 表.乙, 50);",
        "equal(表.甲, unit(pure(表.率) * 2, \"万元\"));",
        "equal(表.率, percent(表.甲, 表.甲 + 表.甲));",
        "equal(表.甲, 表.乙 * 50);",
        "at_most(表.纯数, 表.甲);",
    ] {
        passes(body, json);
    }
}

#[test]
fn division_by_zero_is_said_with_its_places() {
    let json = r#"{"甲": 1, "乙": 0, "纯数": 1, "率": 5}"#;
    for body in [
        "equal(表.纯数, 表.甲 / 表.乙);",
        "if 表.甲 / 表.乙 > 1 { flag(表.甲, \"x\"); }",
        "at_most(表.甲 / 表.乙, 1);",
        "explained(表.注, nonzero(表.甲 / 表.乙));",
    ] {
        let checked = ends(body, json, Outcome::CouldNotRun);
        let entry = not_run(&checked);
        let paths: Vec<&str> = entry
            .labels
            .iter()
            .map(|label| label.path.as_str())
            .collect();
        assert_eq!(
            (entry.reason, paths),
            (Reason::DivisionByZero, vec!["/乙", "/甲"]),
            "{body}"
        );
    }
    cannot("equal(表.纯数, 1 / 0);", json, Reason::DivisionByZero);
    cannot("equal(表.纯数, 1.5 / 0);", json, Reason::DivisionByZero);
    cannot(
        "at_most(percent(表.甲, 表.乙), 5);",
        json,
        Reason::DivisionByZero,
    );
    // a share of nothing: a number says nothing, a dash or a gap is right
    let share = "equal(表.率, percent(表.甲, 表.乙));";
    let checked = fails(share, json);
    assert_eq!(
        checked.findings[0].verdict,
        gouji::finding::Verdict::Undefined
    );
    assert_eq!(checked.findings[0].level, gouji::finding::Level::Advice);
    passes(share, r#"{"甲": 1, "乙": 0, "率": "—"}"#);
    passes(share, r#"{"甲": 1, "乙": 0}"#);
    cannot(
        share,
        r#"{"甲": 1, "乙": 0, "率": "很高"}"#,
        Reason::WrongType,
    );
}

#[test]
fn a_text_where_a_number_is_due_is_said() {
    let json = r#"{"甲": 1, "文": "abc", "词": ["a"], "表": {}, "是": true}"#;
    for (body, path) in [
        ("equal(表.甲, 表.文);", "/文"),
        ("equal(表.文, 1);", "/文"),
        ("equal(表.甲, 表.甲 + 表.文);", "/文"),
        ("equal(表.甲, sum(表.词));", "/词/0"),
        ("equal(表.甲, 表.表);", "/表"),
        ("equal(表.甲, 表.是);", "/是"),
        ("at_most(表.文, 1);", "/文"),
        ("explained(表.注, nonzero(表.文));", "/文"),
    ] {
        assert_eq!(cannot(body, json, Reason::WrongType).0, path, "{body}");
    }
    for body in [
        "equal(表.甲, \"abc\");",
        "equal(表.甲, true);",
        "equal(\"1\", 1);",
        "equal(表.甲, ());",
        "equal(表.甲, [1]);",
        "equal(表.甲, sum(\"a\"));",
        "equal(表.甲);",
        "equal(表.甲, 表.甲 % 2);",
    ] {
        cannot(body, json, Reason::Script);
    }
}

/// A zero nobody wrote is no part of the arithmetic; one that somebody wrote is.
#[test]
fn gaps_taken_for_zero_are_not_shown() {
    for (expression, json, due) in [
        (
            "or_zero(表.乙) + 表.丙 + or_zero(表.元额) + 0",
            r#"{"甲": 5, "丙": 3}"#,
            "= 3；",
        ),
        (
            "sum(表.丙, or_zero(表.乙), or_zero(表.乙))",
            r#"{"甲": 5, "丙": 3}"#,
            "= 3；",
        ),
        (
            "sum(表.丙, or_zero(表.乙), 表.纯数)",
            r#"{"甲": 5, "丙": 3, "纯数": 0}"#,
            "= 3 + 0；",
        ),
        ("表.丙 - or_zero(表.乙)", r#"{"甲": 5, "丙": 3}"#, "= 3；"),
        ("or_zero(表.乙) - 表.丙", r#"{"甲": 5, "丙": 3}"#, "0 − 3"),
        (
            "表.丙 + or_zero(表.乙)",
            r#"{"甲": 5, "丙": 3, "乙": 0}"#,
            "3 + 0",
        ),
        (
            "(表.丙 + or_zero(表.乙)) * 2",
            r#"{"甲": 5, "丙": 3}"#,
            "3 × 2",
        ),
    ] {
        let checked = fails(&format!("equal(表.甲, {expression});"), json);
        let said = checked.findings[0].message.text(Lang::Chinese);
        assert!(
            said.contains(due.trim_matches(['=', '；', ' '])),
            "{expression}: {said}"
        );
        assert_eq!(
            said.contains(" + 0"),
            due.contains(" + 0"),
            "{expression}: {said}"
        );
    }
}

#[test]
fn makers_make_what_they_say() {
    let json = r#"{"甲": 10, "乙": 2, "丙": -3, "文": "定性", "向": "减少", "另文": "持平", "词": ["a", "", "—"],
        "各行": [{"名": "x", "额": 1}, {"名": "y", "额": 2}], "明细": {"一": 1, "二": 2}, "率": "—"}"#;
    for (expression, value) in [
        ("sum(表.乙, 1, 2)", "5"),
        ("sum([表.乙, [1, 2], 表.明细])", "8"),
        ("sum(表.明细)", "3"),
        ("sum(表.各行, \"额\")", "3"),
        ("sum(rows(表.各行), \"额\")", "3"),
        ("abs(表.丙)", "3"),
        ("-表.丙", "3"),
        ("min(表.甲, 表.丙)", "-3"),
        ("max(表.甲, 表.丙)", "10"),
        ("count(表.各行)", "2"),
        ("count(表.明细)", "2"),
        ("count(numbers(表.明细))", "2"),
        ("count(texts(表.各行))", "2"),
        ("count(amounts(表))", "6"),
        ("or_zero(表.元额)", "0"),
        ("or_zero(表.率)", "0"),
        ("or_zero(表.乙)", "2"),
        ("signed(表.向, 表.乙)", "-2"),
        ("signed(\"增长\", 表.乙)", "2"),
        ("signed(表.另文, 表.乙)", "0"),
    ] {
        let body = format!("if 表.甲 == 10 {{ equal({expression}, {value}); }}");
        passes(&body, json);
    }
    cannot(
        "equal(表.甲, signed(表.文, 表.乙));",
        json,
        Reason::WrongType,
    );
    cannot("equal(表.甲, signed(\"涨\", 表.乙));", json, Reason::Script);
    cannot("equal(表.甲, count(表.文));", json, Reason::WrongType);
    cannot("equal(表.甲, count(表.甲 + 1));", json, Reason::Script);
}
