//! Verbs on whole tables, what a pack leaves out of those it extends, and values set for them.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, also in the functions it shares"
)]

use std::sync::Arc;

use gouji::finding::{Outcome, Verdict};
use gouji::pack::{Pack, PackFault};

use crate::engine::{FORM, MANIFEST, check, ends, load, named, passes, words};
use crate::engine_verbs::finds;

#[test]
fn each_row_across() {
    let body = "across(表.各行, \"额\", [\"原额\"]);";
    passes(
        body,
        r#"{"各行": [{"额": 1, "原额": 1.00}, {"名": "空行"}]}"#,
    );
    passes(body, r#"{"各行": [{"额": 0}, {"原额": 0}]}"#);
    finds(
        body,
        r#"{"各行": [{"额": 1, "原额": 1}, {"额": 2, "原额": 3}]}"#,
        Verdict::Wrong,
        &["/各行/1/额", "/各行/1/原额"],
    );
    // an empty set is not zero: nobody can say that 2 is wrong
    ends(body, r#"{"各行": [{"额": 2}]}"#, Outcome::CouldNotRun);
    ends(
        body,
        r#"{"各行": [{"额": 2, "原额": 2}, {"额": 2}]}"#,
        Outcome::CouldNotRun,
    );
    passes(body, r#"{"各行": [{"额": 0}]}"#);
    ends(body, r#"{"各行": [{"原额": 3}]}"#, Outcome::CouldNotRun);
    ends(
        body,
        r#"{"各行": [{"名": "空行"}]}"#,
        Outcome::NotApplicable,
    );
    ends(body, r#"{"甲": 1}"#, Outcome::CouldNotRun);
    let misspelt = "across(表.各行, \"额\", [\"愿额\"]);";
    ends(
        misspelt,
        r#"{"各行": [{"额": 1, "原额": 1}]}"#,
        Outcome::CouldNotRun,
    );
}

#[test]
fn codes_tell_what_is_below() {
    let body = "subtotals(表.各行, \"名\", [\"额\"]);";
    let table = |rows: &[(&str, &str)]| {
        let rows: Vec<String> = rows
            .iter()
            .map(|(code, amount)| format!("{{\"名\": \"{code}\", \"额\": {amount}}}"))
            .collect();
        format!("{{\"各行\": [{}]}}", rows.join(", "))
    };
    // whatever the order of the rows, and with a level left out
    passes(
        body,
        &table(&[
            ("20102", "3"),
            ("201", "5"),
            ("20101", "2"),
            ("2010101", "2"),
        ]),
    );
    passes(
        body,
        &table(&[
            ("201", "5"),
            ("2010101", "2"),
            ("2010102", "3"),
            ("202", "7"),
        ]),
    );
    finds(
        body,
        &table(&[("201", "5"), ("20101", "2"), ("20102", "4")]),
        Verdict::Wrong,
        &["/各行/0/额", "/各行/1/额", "/各行/2/额"],
    );
    // a grandchild is its parent's and not counted twice
    finds(
        body,
        &table(&[("201", "5"), ("20101", "5"), ("2010101", "4")]),
        Verdict::Wrong,
        &["/各行/1/额", "/各行/2/额"],
    );
    passes(
        body,
        r#"{"各行": [{"名": "201"}, {"名": "20101", "额": 0}]}"#,
    );
    ends(
        body,
        r#"{"各行": [{"名": "201"}, {"名": "20101", "额": 1}]}"#,
        Outcome::CouldNotRun,
    );
    // no two rows of one family: nothing to add
    ends(
        body,
        &table(&[("201", "5"), ("202", "7")]),
        Outcome::NotApplicable,
    );
    // a row without a code is a note, unless it has figures
    passes(
        body,
        r#"{"各行": [{"名": "201", "额": 1}, {"注": "略"}, {"名": "20101", "额": 1}]}"#,
    );
    finds(
        body,
        r#"{"各行": [{"名": "201", "额": 1}, {"额": 9}, {"名": "20101", "额": 1}]}"#,
        Verdict::Absent,
        &["/各行/1", "/各行/1/额"],
    );
    // codes of any width, and written as numbers
    passes(
        body,
        r#"{"各行": [{"名": "２０１ ", "额": 1}, {"名": 20101.0, "额": 1}]}"#,
    );
    // no code at all: that is said, and no total is wrong
    ends(
        body,
        r#"{"各行": [{"额": 1}, {"额": 2}]}"#,
        Outcome::CouldNotRun,
    );
    let with_total = "subtotals(表.表, 表.各行, \"名\", [\"额\"]);";
    ends(
        with_total,
        r#"{"表": {"额": 3}, "各行": []}"#,
        Outcome::CouldNotRun,
    );
    passes(
        with_total,
        r#"{"表": {"额": 3}, "各行": [{"名": "1", "额": 3}, {"额": 3}]}"#,
    );
}

#[test]
fn reaching_a_share_is_inclusive() {
    let body = "explained(表.注, reaches(表.甲, 表.乙, 130));";
    finds(
        body,
        r#"{"甲": 1.30, "乙": 1}"#,
        Verdict::Unexplained,
        &["/甲", "/乙"],
    );
    passes(body, r#"{"甲": 1.29, "乙": 1}"#);
    passes(body, r#"{"甲": 1.30, "乙": 1, "注": "雨水多"}"#);
    passes(body, r#"{"甲": 1.30, "乙": 0}"#);
}

/// A pack without a form over one that lends its own.
fn borrowing(more: &str) -> Result<Arc<Pack>, Vec<PackFault>> {
    let own =
        format!("id = \"tiny\"\ntitle = \"某地\"\nversion = \"1\"\nextends = [\"lender\"]\n{more}");
    let lender = MANIFEST.replace("tiny", "lender");
    let rules = [
        named("T", "at_least(表.率, param(\"下限\"));"),
        named("U", "present(表.文);"),
    ]
    .concat();
    load(&[
        ("tiny/pack.toml", &own),
        ("lender/pack.toml", &lender),
        ("lender/form.schema.json", FORM),
        ("lender/a.rhai", &rules),
    ])
}

fn set(text: &str) -> String {
    format!("[[set]]\n{text}\n")
}

#[test]
fn a_value_is_set_for_the_pack_it_borrows_from() {
    let json = r#"{"率": 85.00, "文": "有"}"#;
    let failed = |pack: &Arc<Pack>| check(pack, json).findings.len();
    assert_eq!(failed(&borrowing("").unwrap()), 1);
    let pack = borrowing(&set("parameter = \"下限\"\nvalue = \"80\"")).unwrap();
    assert_eq!(failed(&pack), 0);
    assert!(pack.borrows() && pack.stamp.id == "tiny");
    let pack = borrowing(&set(
        "parameter = \"下限\"\nvalue = \"80\"\nonly = \"lender\"",
    ))
    .unwrap();
    assert_eq!(failed(&pack), 0);
    let pack = borrowing(&set("parameter = \"词表\"\nadd = [\"减少\", \"持平\"]")).unwrap();
    let words = format!("{:?}", pack.parameters["词表"].value);
    assert_eq!(words, r#"List(["增加", "减少", "持平"])"#);
}

#[test]
fn a_value_that_cannot_be_set_is_a_fault() {
    for (text, said) in [
        (
            "parameter = \"下线\"\nvalue = \"80\"",
            "no parameter \"下线\"",
        ),
        (
            "parameter = \"下限\"\nvalue = \"八成\"",
            "should be a number",
        ),
        ("parameter = \"下限\"\nvalue = 0.8", "quote decimals"),
        ("parameter = \"下限\"", "value, or add for a list"),
        (
            "parameter = \"下限\"\nadd = [\"80\"]",
            "value, or add for a list",
        ),
        (
            "parameter = \"词表\"\nvalue = []\nadd = [\"八\"]",
            "value, or add for a list",
        ),
        (
            "parameter = \"下限\"\nvalue = \"80\"\nonly = \"nowhere\"",
            "nowhere",
        ),
        ("parametre = \"下限\"\nvalue = \"80\"", "unknown field"),
    ] {
        let faults = borrowing(&set(text)).unwrap_err();
        assert!(words(&faults).contains(said), "{text}: {}", words(&faults));
    }
}

#[test]
fn rules_a_form_has_no_use_for_are_left_out() {
    let pack = borrowing("without = [\"u\"]").unwrap();
    let ids: Vec<&str> = pack.rules.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!(ids, ["T"]);
    let faults = borrowing("without = [\"V\"]").unwrap_err();
    assert!(
        words(&faults).contains("no such rule"),
        "{}",
        words(&faults)
    );
}
