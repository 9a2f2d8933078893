//! What speaks for and against a figure besides identities, what is said where nothing is found,
//! and how far is looked.

#![expect(
    clippy::expect_used,
    reason = "helpers of tests: a panic is a failed test, as it should be"
)]

use std::fmt::Write;
use std::sync::Arc;

use gouji::diagnosis::{MOST_STEPS, diagnose_within};
use gouji::document::Document;
use gouji::finding::{Finding, Outcome, Undiagnosed};
use gouji::pack::Pack;
use gouji::report::{Format, NdJson, Style, Text};
use gouji::source::Source;
use gouji::words::Lang;

use crate::diagnosis::{check_with, first, form, leads, names, pack, rule, suspect};

fn text_of(pack: &Arc<Pack>, submission: &str) -> String {
    let mut checker = pack.checker().expect("a sound pack");
    let (source, found) = checker.check_source(Source::new("自评.json", submission));
    let style = Style {
        color: false,
        width: 100,
        ascii: false,
    };
    let mut out = Vec::new();
    let mut format = Text::new(Lang::Chinese, style);
    format
        .submission(&source, &found, &mut out)
        .expect("memory");
    String::from_utf8(out).expect("text")
}

const SUM: &str = "equal(表.甲, 表.乙 + 表.丙);";

/// The sum lacks 0.77: 甲 would have to be 9.30, 乙 4.87 or 丙 5.97.
const WRONG_SUM: &str = r#"{"甲": 10.07, "乙": 4.10, "丙": 5.20, "丁": 4.50}"#;

#[test]
fn a_bound_that_holds_speaks_against_a_value_beyond_it() {
    let form = form(&names(&["甲", "乙", "丙", "丁"]));
    let both = |bound: &str| [rule("R-1", SUM), rule("R-2", bound)].concat();
    let accused = |name: &str, bound: &str| -> Vec<String> {
        let checked = check_with(&pack(name, &form, &both(bound)), WRONG_SUM);
        let all = leads(&checked);
        let lead = all.first().expect("a lead");
        lead.suspects
            .iter()
            .map(|suspect| suspect.path.clone())
            .collect()
    };
    assert_eq!(
        accused("bound-none", "at_most(表.丁, 5);"),
        ["/甲", "/乙", "/丙"]
    );
    assert_eq!(
        accused("bound-most", "at_most(表.乙, 表.丁);"),
        ["/甲", "/丙"]
    );
    assert_eq!(
        accused("bound-least", "at_least(表.甲, 10);"),
        ["/乙", "/丙"]
    );
    assert_eq!(
        accused("bound-both", "between(表.丙, 5, 5.5);"),
        ["/甲", "/乙"]
    );
    // a bound is reached as stated: 4.87 itself is allowed
    assert_eq!(
        accused("bound-itself", "at_most(表.乙, 4.87);"),
        ["/甲", "/乙", "/丙"]
    );
    assert_eq!(
        accused("bound-just", "at_most(表.乙, 4.85);"),
        ["/甲", "/丙"]
    );
}

#[test]
fn a_bound_that_breaks_with_the_figure_follows_from_it() {
    let form = form(&names(&["甲", "乙", "丙", "丁"]));
    let rules = [
        rule("R-1", SUM),
        rule("R-2", "equal(表.丁, 表.甲);"),
        rule("R-3", "at_most(表.甲, 20);"),
    ]
    .concat();
    let text = r#"{"甲": 93.00, "乙": 4.10, "丙": 5.20, "丁": 9.30}"#;
    let checked = check_with(&pack("bound-follows", &form, &rules), text);
    let failed = checked.findings.iter();
    let free: Vec<&Finding> = failed
        .filter(|finding| finding.outcome == Outcome::Failed && finding.follows.is_none())
        .collect();
    let [lead] = free.as_slice() else {
        unreachable!("one lead: {free:#?}");
    };
    assert_eq!(first(lead), ("/甲", "decimal_shift", "9.30", true));
    assert_eq!(lead.consequences, ["R-2", "R-3"]);
}

#[test]
fn a_total_copied_from_another_total() {
    let form = form(&names(&["合计", "乙", "丙", "支出总计", "戊", "己"]));
    let rules = [
        rule("R-1", "equal(表.合计, 表.乙 + 表.丙);"),
        rule("R-2", "equal(表.支出总计, 表.戊 + 表.己);"),
    ]
    .concat();
    let pack = pack("copied", &form, &rules);
    let text =
        r#"{"合计": 71.58, "乙": 41.32, "丙": 52.06, "支出总计": 71.58, "戊": 30.11, "己": 41.47}"#;
    let checked = check_with(&pack, text);
    let all = leads(&checked);
    let lead = all.first().expect("a lead");
    assert_eq!(first(lead), ("/合计", "copied_row", "93.38", true));
    let named = lead.suspects.first().expect("a suspect");
    assert_eq!(named.source.as_deref(), Some("/支出总计"));
    // with another figure there, nothing was copied
    let other = check_with(
        &pack,
        &text.replace("71.58, \"戊\": 30.11", "71.57, \"戊\": 30.10"),
    );
    let all = leads(&other);
    let lead = all.first().expect("a lead");
    assert!(
        lead.suspects
            .iter()
            .all(|suspect| suspect.cause != "copied_row")
    );
}

const CHANGE_FORM: &str = r#"{"type": "object", "properties": {
    "本年": {"type": "number", "x-unit": "万元", "x-places": 2},
    "较上年": {"type": "object", "properties": {
        "方向": {"type": "string"},
        "金额": {"type": "number", "x-unit": "万元", "x-places": 2},
        "上年数": {"type": "number", "x-unit": "万元", "x-places": 2}}}}}"#;

fn change(name: &str, word: &str, amount: &str, prior: &str) -> (String, String, String) {
    let body = "let 较 = 表.较上年; equal(较.上年数, 表.本年 - signed(text(较.方向), 较.金额));";
    let pack = pack(name, CHANGE_FORM, &rule("R-1", body));
    let text = format!(
        r#"{{"本年": 100.00, "较上年": {{"方向": "{word}", "金额": {amount}, "上年数": {prior}}}}}"#
    );
    let checked = check_with(&pack, &text);
    let all = leads(&checked);
    let (path, cause, proposed, _) = first(all.first().expect("a lead"));
    (path.to_owned(), cause.to_owned(), proposed.to_owned())
}

#[test]
fn the_word_is_suspected_where_the_figure_is_right() {
    let found = change("word", "增加", "20.00", "120.00");
    assert_eq!(
        found,
        (
            "/较上年/方向".into(),
            "wrong_direction".into(),
            "减少".into()
        )
    );
}

#[test]
fn a_figure_that_cannot_be_below_zero_is_suspected_and_not_the_word_beside_it() {
    let found = change("sign", "增加", "-20.00", "80.00");
    assert_eq!(
        found,
        ("/较上年/金额".into(), "sign_flip".into(), "20.00".into())
    );
}

#[test]
fn what_no_change_of_two_figures_mends_is_said_to_be_several() {
    let form = form(&names(&[
        "甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬",
    ]));
    let held = [
        ("甲", "丁"),
        ("甲", "戊"),
        ("乙", "己"),
        ("乙", "庚"),
        ("丙", "辛"),
        ("丙", "壬"),
    ];
    let mut rules = rule("R-0", SUM);
    for (index, (one, other)) in held.iter().enumerate() {
        rules += &rule(
            &format!("R-{}", index + 1),
            &format!("equal(表.{other}, 表.{one});"),
        );
    }
    let pack = pack("several", &form, &rules);
    let text = r#"{"甲": 10.07, "乙": 4.10, "丙": 5.20, "丁": 10.07, "戊": 10.07,
        "己": 4.10, "庚": 4.10, "辛": 5.20, "壬": 5.20}"#;
    let checked = check_with(&pack, text);
    let all = leads(&checked);
    let [lead] = all.as_slice() else {
        unreachable!("one lead");
    };
    assert!(lead.suspects.is_empty());
    assert_eq!(lead.undiagnosed, Some(Undiagnosed::Several));
    assert!(text_of(&pack, text).contains("可能错了几处，请逐项核对"));
    let source = Source::new("自评.json", text);
    let mut json = Vec::new();
    NdJson::new(Lang::Chinese)
        .submission(&source, &checked, &mut json)
        .expect("memory");
    let json = String::from_utf8(json).expect("text");
    assert!(json.contains("\"undiagnosed\":\"several\""), "{json}");
}

/// 2,000 figures in 500 sums of 80 each that overlap, all of them wrong.
fn tangled() -> (Arc<Pack>, String) {
    let all: Vec<String> = (0..2000).map(|index| format!("项{index}")).collect();
    let mut rules = String::new();
    for row in 0..500_usize {
        let parts: Vec<String> = (1..80)
            .map(|part| format!("表.项{}", (row * 37 + part * 23) % 2000))
            .collect();
        let body = format!("equal(表.项{row}, sum([{}]));", parts.join(", "));
        rules += &rule(&format!("R-{row}"), &body);
    }
    let pack = pack("tangled", &form(&all), &rules);
    let mut figures = String::new();
    for (index, name) in all.iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        write!(
            figures,
            "{comma}\"{name}\": {}.{:02}",
            index * 7 % 997,
            index % 100
        )
        .expect("text");
    }
    (pack, format!("{{{figures}}}"))
}

/// Whatever the form, so many steps and no more; what was not looked at is said.
#[test]
fn steps_are_bounded() {
    let (pack, text) = tangled();
    let mut checker = pack.checker().expect("a sound pack");
    let document = Document::parse(Source::new("自评.json", text)).expect("a readable text");
    let examined = checker.examine(document);
    let wrong = examined.checked.findings.len();
    assert!(wrong > 400, "{wrong}");
    let plain = |finding: &Finding| Finding {
        suspects: Vec::new(),
        consequences: Vec::new(),
        follows: None,
        held_by: Vec::new(),
        undiagnosed: None,
        ..finding.clone()
    };
    for most in [0, 1_000, 50_000] {
        let mut findings: Vec<Finding> = examined.checked.findings.iter().map(plain).collect();
        let effort = diagnose_within(
            &examined.submission,
            &examined.equations,
            &mut findings,
            most,
        );
        assert!(effort.steps <= most);
        assert!(!effort.complete, "{effort:?}");
        assert_eq!(findings.len(), wrong, "nothing is dropped");
        let said = findings
            .iter()
            .filter(|finding| finding.undiagnosed.is_some());
        let explained = findings
            .iter()
            .filter(|finding| !finding.suspects.is_empty() || finding.follows.is_some());
        assert_eq!(said.count() + explained.count(), wrong);
    }
    let bound = examined.checked.findings.iter();
    let bound = bound.filter(|finding| finding.undiagnosed == Some(Undiagnosed::Bound));
    assert!(bound.count() > 0, "within {MOST_STEPS} steps too");
}

/// The same rule over many rows folds: the worst in full, the others on a line each, all in JSON.
#[test]
fn many_findings_of_one_rule_fold() {
    let rows = |count: usize| -> (Vec<String>, String, String) {
        let mut all = Vec::new();
        let mut body = String::new();
        let mut figures = Vec::new();
        for row in 0..count {
            let [a, b, c] = ["总", "甲", "乙"].map(|name| format!("{name}{row}"));
            write!(body, "equal(表.{a}, 表.{b} + 表.{c});").expect("text");
            let off = 30 + (row * 3) % 8;
            figures.push(format!("\"{a}\": {off}.07, \"{b}\": 10.00, \"{c}\": 11.00"));
            all.extend([a, b, c]);
        }
        (all, body, format!("{{{}}}", figures.join(",")))
    };
    let (all, body, text) = rows(8);
    let pack = pack("fold", &form(&all), &rule("R-1", &body));
    let shown = text_of(&pack, &text);
    assert!(shown.contains("R-1 另有 5 处同样不符"), "{shown}");
    assert_eq!(shown.matches("疑因：").count(), 3, "{shown}");
    let (_, details) = shown.split_once("R-1 另有").expect("folded");
    let (folded, _) = details.split_once("\n\n").expect("an end");
    let told_again = |row: &str| folded.contains(&format!("“{row}”"));
    // rows 5, 2 and 7 are off by 7, 6 and 5 more than the others
    for row in ["总5", "总2", "总7"] {
        assert!(!told_again(row), "{row} in full: {shown}");
    }
    for row in ["总0", "总1", "总3", "总4", "总6"] {
        assert!(told_again(row), "{row} on a line: {shown}");
    }
    let checked = check_with(&pack, &text);
    assert_eq!(leads(&checked).len(), 8);
    // five are shown in full
    let (all, body, text) = rows(5);
    let few = crate::diagnosis::pack("unfolded", &form(&all), &rule("R-1", &body));
    let shown = text_of(&few, &text);
    assert!(!shown.contains("另有"), "{shown}");
    assert_eq!(shown.matches("疑因：").count(), 5, "{shown}");
}

/// Ties are said to be ties.
#[test]
fn a_tie_is_said_to_be_one() {
    let form = form(&names(&["甲", "乙", "丙", "丁"]));
    let rules = [rule("R-1", SUM), rule("R-2", "equal(表.丁, 表.甲);")].concat();
    let text = r#"{"甲": 10.07, "乙": 4.10, "丙": 5.20, "丁": 10.07}"#;
    let pack = pack("said-tie", &form, &rules);
    let checked = check_with(&pack, text);
    let all = leads(&checked);
    let lead = all.first().expect("a lead");
    assert_eq!(
        suspect(lead, "/乙").map(|one| (one.rank, one.unique)),
        Some((1, false))
    );
    assert_eq!(
        suspect(lead, "/丙").map(|one| (one.rank, one.unique)),
        Some((1, false))
    );
    assert!(text_of(&pack, text).contains("（不止一种可能）"));
}

/// What a rule that looks at everything judged is evidence like any other, and what it judged ties
/// figures together though it marks none of them.
#[test]
fn a_submission_is_diagnosed_alike_first_and_later() {
    let form = form(&names(&[
        "甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸", "子",
    ]));
    let looking = rule("R-4", "equal(表.乙, 表.丁 + 表.戊);")
        .replace("level: \"error\"", "level: \"error\", scan: true");
    let rules = [
        rule("R-1", SUM),
        rule("R-2", "equal(表.甲, 表.己 + 表.庚);"),
        rule("R-3", "equal(表.丙, 表.辛 + 表.壬);"),
        looking,
        rule("R-5", "equal(表.丁, 表.癸 + 表.子);"),
    ];
    let pack = pack("scan-evidence", &form, &rules.concat());
    let of = |first: &str| {
        format!(
            r#"{{"甲": {first}, "乙": 4.10, "丙": 5.20, "丁": 1.10, "戊": 3.00, "己": 5.07,
                "庚": 5.00, "辛": 3.20, "壬": 2.00, "癸": 0.40, "子": 0.70}}"#
        )
    };
    let wrong = of("10.07");
    let fresh = || pack.checker().expect("a sound pack");
    let said = |checker: &mut gouji::pack::Checker| {
        let (_, checked) = checker.check_source(Source::new("自评.json", wrong.as_str()));
        format!("{:?}", checked.findings)
    };
    let first = said(&mut fresh());
    let mut checker = fresh();
    for text in [of("9.30"), of("9.30"), wrong.clone()] {
        checker.check_source(Source::new("自评.json", text.as_str()));
    }
    assert_eq!(said(&mut checker), first);
    assert!(first.contains("/丁") || first.contains("/戊"), "{first}");
}

/// How long the diagnosis of the published sample and of a clean submission takes, for
/// docs/performance.md; a figure for people, not a test.
#[test]
#[ignore = "measures time: cargo test --release -- --ignored --nocapture diagnosis_takes"]
fn diagnosis_takes() {
    for file in [
        "samples/yanfeng-2021/自评.json",
        "rules/department/clean.json",
    ] {
        let library = gouji::pack::Library::shipped();
        let pack = Arc::new(Pack::load("department", &library).expect("the shipped pack"));
        let mut checker = pack.checker().expect("a sound pack");
        let text = std::fs::read_to_string(crate::fresh::root().join(file)).expect("a file");
        let read = || Document::parse(Source::new(file, text.as_str())).expect("a readable text");
        let median = |mut times: Vec<std::time::Duration>| {
            times.sort_unstable();
            times.get(times.len() / 2).copied().unwrap_or_default()
        };
        let examined = checker.examine(read());
        let mut steps = 0;
        let runs = (0..51).map(|_| {
            let mut findings = examined.checked.findings.clone();
            for finding in &mut findings {
                finding.suspects.clear();
                finding.consequences.clear();
                finding.follows = None;
                finding.held_by.clear();
            }
            let begun = std::time::Instant::now();
            let (form, equations) = (&examined.submission, &examined.equations);
            steps = diagnose_within(form, equations, &mut findings, MOST_STEPS).steps;
            begun.elapsed()
        });
        let diagnosis = median(runs.collect());
        let checks = (0..51).map(|_| {
            let document = read();
            let begun = std::time::Instant::now();
            let _ = checker.check(document);
            begun.elapsed()
        });
        let check = median(checks.collect());
        eprintln!("{file}: check {check:?}, of that diagnosis {diagnosis:?}, {steps} steps");
    }
}
