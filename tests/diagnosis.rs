//! One slip in a clean submission: the figure is found, the slip is named, the rest follows.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests: a panic is a failed test, as it should be"
)]

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use gouji::document::Document;
use gouji::finding::{Checked, Finding, Outcome, Suspect, Verdict};
use gouji::pack::{Library, Pack};
use gouji::source::Source;

use crate::fresh::root;

const STAFF: &str = "/决算/基本支出/人员经费";

/// A text with the values at some JSON Pointers replaced.
fn changed(text: &str, set: &[(&str, &str)]) -> String {
    let document = Document::parse(Source::new("t", text)).expect("a readable text");
    let mut places: Vec<(usize, usize, &str)> = set
        .iter()
        .map(|(path, value)| {
            let span = document.span(document.find(path).expect(path));
            (span.start as usize, span.end as usize, *value)
        })
        .collect();
    places.sort_unstable();
    let mut text = text.to_owned();
    for (start, end, value) in places.into_iter().rev() {
        text.replace_range(start..end, value);
    }
    text
}

pub(crate) fn check_with(pack: &Arc<Pack>, text: &str) -> Checked {
    let mut checker = pack.checker().expect("a sound pack");
    checker.check_source(Source::new("自评.json", text)).1
}

fn clean() -> String {
    fs::read_to_string(root().join("rules/department/clean.json")).expect("the clean submission")
}

/// The clean submission of the shipped pack with some values replaced.
fn check(set: &[(&str, &str)]) -> Checked {
    let pack = Pack::load("department", &Library::shipped()).expect("the shipped pack");
    check_with(&Arc::new(pack), &changed(&clean(), set))
}

/// Findings that say something wrong and follow from no other.
pub(crate) fn leads(checked: &Checked) -> Vec<&Finding> {
    checked
        .findings
        .iter()
        .filter(|finding| finding.outcome == Outcome::Failed && finding.follows.is_none())
        .filter(|finding| finding.verdict == Verdict::Wrong)
        .collect()
}

pub(crate) fn first(finding: &Finding) -> (&str, &str, &str, bool) {
    let suspect = finding.suspects.first().expect("a suspect");
    (
        suspect.path.as_str(),
        suspect.cause.as_str(),
        suspect.proposed.as_str(),
        suspect.unique,
    )
}

pub(crate) fn suspect<'a>(finding: &'a Finding, path: &str) -> Option<&'a Suspect> {
    finding.suspects.iter().find(|suspect| suspect.path == path)
}

/// One slip leads to one finding whose first suspect is the figure with its cause and truth.
#[track_caller]
fn found(path: &str, slip: &str, cause: &str, truth: &str) -> Checked {
    let checked = check(&[(path, slip)]);
    let leads = leads(&checked);
    let rules: Vec<_> = leads
        .iter()
        .map(|lead| (&lead.rule.id, &lead.suspects))
        .collect();
    let [lead] = leads.as_slice() else {
        panic!("one lead, not {rules:#?}");
    };
    assert_eq!(first(lead), (path, cause, truth, true), "{rules:#?}");
    checked
}

#[test]
fn digits_of_a_total_that_others_hold() {
    let total = "/决算/基本支出/人员经费/合计"; // 522.47 in the sum, in 598.60 and in the share
    let checked = found(total, "522.74", "transposition", "522.47");
    let followers: Vec<&str> = checked
        .findings
        .iter()
        .filter_map(|finding| finding.follows.as_ref().map(|_| finding.rule.id.as_str()))
        .collect();
    assert_eq!(followers, ["ZT-18", "ZT-21"]);
    found(total, "572.47", "one_digit", "522.47");
    found(total, "52.47", "dropped_digit", "522.47");
    found(total, "5222.47", "doubled_digit", "522.47");
    found(total, "5224.7", "decimal_shift", "522.47");
    found(total, "5224700", "unit_slip", "522.47");
    found(total, "0", "left_zero", "522.47");
    found(total, "76.13", "shifted_row", "522.47");
}

#[test]
fn a_part_that_no_other_rule_holds_ties_with_its_neighbours_or_comes_after_a_named_slip() {
    let path = "/决算/基本支出/人员经费/明细/基本工资";
    let checked = check(&[(path, "183.20")]);
    let leads = leads(&checked);
    let [lead] = leads.as_slice() else {
        panic!("one lead");
    };
    assert_eq!(lead.rule.id, "ZT-19");
    assert_eq!(first(lead), (path, "transposition", "138.20", true));
    let other = suspect(lead, "/决算/基本支出/人员经费/明细/津贴补贴").expect("an alternative");
    assert_eq!(other.cause, "unexplained_value");
    assert!(!other.unique);
    assert!(
        lead.held_by
            .iter()
            .any(|witness| witness.path == "/决算/基本支出/合计")
    );
}

#[test]
fn an_addend_left_out_of_a_total_that_stands_firm() {
    // total, grand total and shares all agree; only the list has a part more
    let list = format!("{STAFF}/明细/其他社会保障缴费");
    let checked = check(&[(&list, "3.28, \"其他工资福利支出\": 0.50")]);
    let leads = leads(&checked);
    let [lead] = leads.as_slice() else {
        panic!("one lead");
    };
    let path = format!("{STAFF}/明细/其他工资福利支出");
    assert_eq!(first(lead), (path.as_str(), "omitted_addend", "0.00", true));
    assert!(
        suspect(lead, &format!("{STAFF}/合计")).is_none(),
        "it is held"
    );
    assert!(!lead.held_by.is_empty());
    assert!(lead.consequences.is_empty());
}

#[test]
fn a_total_that_lacks_a_part() {
    let total = "/预算/收入/合计"; // held by the budget's expenditure
    let checked = check(&[(total, "940.00")]);
    let all = leads(&checked);
    let lead = all.first().expect("a lead");
    let suspect = lead.suspects.first().expect("a suspect");
    assert_eq!(suspect.path, total);
    assert_eq!(suspect.cause, "omitted_addend");
    assert_eq!(suspect.source.as_deref(), Some("/预算/收入/政府性基金拨款"));
    assert_eq!(suspect.proposed, "1000.00");
    assert_eq!(all.len(), 1, "{all:#?}");
    let checked = check(&[(total, "1060.00")]);
    let suspect = leads(&checked)
        .first()
        .and_then(|lead| lead.suspects.first().cloned());
    let suspect = suspect.expect("a suspect");
    assert_eq!(
        (suspect.path.as_str(), suspect.cause.as_str()),
        (total, "doubled_addend")
    );
}

#[test]
fn a_sign() {
    found(
        "/资金/按支出性质/基本支出/调整数",
        "6.00",
        "sign_flip",
        "-6.00",
    );
}

#[test]
fn a_figure_of_last_year() {
    let path = "/基础数据/三公经费/公务接待/本年决算数";
    let checked = check(&[(path, "1.70")]);
    let lead = leads(&checked).first().copied().cloned().expect("a lead");
    let suspect = lead.suspects.first().expect("a suspect");
    assert_eq!(
        (suspect.path.as_str(), suspect.cause.as_str()),
        (path, "prior_year_pasted")
    );
    assert_eq!(
        suspect.source.as_deref(),
        Some("/基础数据/三公经费/公务接待/上年决算数")
    );
}

#[test]
fn a_fraction_for_a_percentage_is_one_finding() {
    let path = "/资金/年度资金总额/执行率";
    let checked = found(path, "0.963", "unit_slip", "96.30");
    let follower = checked
        .findings
        .iter()
        .find(|finding| finding.rule.id == "GEN-05")
        .expect("the rule of scale speaks as well");
    assert!(follower.follows.is_some());
}

#[test]
fn a_direction_word() {
    let checked = check(&[("/决算/收支总计/较上年/方向", "\"减少\"")]);
    let finding = checked
        .findings
        .iter()
        .find(|finding| finding.rule.id == "GEN-12")
        .expect("the rule of direction");
    let path = "/决算/收支总计/较上年/方向";
    assert_eq!(first(finding), (path, "wrong_direction", "增加", true));
}

#[test]
fn two_errors_in_two_tables_are_two_findings() {
    let one = "/决算/基本支出/人员经费/合计";
    let other = "/资金/年度资金总额/全年预算数";
    let checked = check(&[(one, "522.74"), (other, "1004.00")]);
    let mut paths: Vec<&str> = leads(&checked)
        .into_iter()
        .map(|lead| first(lead).0)
        .collect();
    paths.sort_unstable();
    assert_eq!(paths, [one, other]);
}

#[test]
fn a_clean_submission_has_no_suspect() {
    let checked = check(&[]);
    assert!(
        checked
            .findings
            .iter()
            .all(|finding| finding.suspects.is_empty())
    );
}

#[test]
fn same_submission_same_diagnosis() {
    let set = [
        ("/决算/基本支出/人员经费/合计", "522.74"),
        ("/预算/收入/合计", "940.00"),
    ];
    assert_eq!(check(&set), check(&set));
}

/// A pack of one file each, in a folder of its own.
pub(crate) fn pack(name: &str, form: &str, rules: &str) -> Arc<Pack> {
    let folder =
        std::env::temp_dir().join(format!("gouji-diagnosis-{}-{name}", std::process::id()));
    let write = |file: &str, text: &str| fs::write(folder.join(file), text).expect("a file");
    fs::create_dir_all(&folder).expect("a folder");
    write(
        "pack.toml",
        "id = \"t\"\ntitle = \"试\"\nversion = \"1\"\n\"文种\" = [\"试\"]\nform = \"f.json\"\nrules = [\"r.rhai\"]\n",
    );
    write("f.json", form);
    write("r.rhai", rules);
    let loaded = Pack::load_folder(&folder, &Library::with_folder(Path::new("/nowhere")));
    fs::remove_dir_all(&folder).expect("the folder");
    Arc::new(
        loaded
            .map_err(|faults| format!("{faults:#?}"))
            .expect("a sound pack"),
    )
}

pub(crate) fn form(names: &[String]) -> String {
    let mut fields = String::new();
    for name in names {
        let comma = if fields.is_empty() { "" } else { "," };
        write!(
            fields,
            "{comma}\"{name}\": {{\"type\": \"number\", \"x-unit\": \"万元\", \"x-places\": 2}}"
        )
        .expect("text");
    }
    format!("{{\"type\": \"object\", \"properties\": {{{fields}}}}}")
}

pub(crate) fn names(all: &[&str]) -> Vec<String> {
    all.iter().map(|name| (*name).to_owned()).collect()
}

pub(crate) fn rule(id: &str, body: &str) -> String {
    format!("rule(\"{id}\", #{{ title: \"t\", level: \"error\" }}, |表| {{ {body} }});\n")
}

#[test]
fn one_witness_is_no_majority() {
    let form = form(&names(&["甲", "乙", "丙"]));
    let pack = pack("tie", &form, &rule("R-1", "equal(表.甲, 表.乙 + 表.丙);"));
    let checked = check_with(&pack, r#"{"甲": 10.07, "乙": 4.10, "丙": 5.20}"#);
    let all = leads(&checked);
    let lead = all.first().expect("a lead");
    // 10.07 → 9.30; 4.10 → 4.87; 5.20 → 5.97: the total first, its parts tied
    let told: Vec<(&str, u32, bool)> = lead
        .suspects
        .iter()
        .map(|suspect| (suspect.path.as_str(), suspect.rank, suspect.unique))
        .collect();
    assert_eq!(
        told,
        [("/甲", 1, true), ("/乙", 2, false), ("/丙", 2, false)]
    );
}

#[test]
fn what_another_equation_holds_is_no_suspect() {
    let form = form(&names(&["甲", "乙", "丙", "丁", "戊"]));
    let rules = [
        rule("R-1", "equal(表.甲, 表.乙 + 表.丙);"),
        rule("R-2", "equal(表.丁, 表.甲);"),
        rule("R-3", "equal(表.戊, 表.乙);"),
    ]
    .concat();
    let pack = pack("held", &form, &rules);
    let text = r#"{"甲": 10.07, "乙": 4.10, "丙": 5.20, "丁": 10.07, "戊": 4.10}"#;
    let checked = check_with(&pack, text);
    let all = leads(&checked);
    let lead = all.first().expect("a lead");
    assert_eq!(first(lead), ("/丙", "unexplained_value", "5.97", true));
    assert_eq!(lead.suspects.len(), 1);
}

#[test]
fn a_value_below_zero_is_not_proposed_where_the_form_has_none() {
    let form = form(&names(&["甲", "乙", "丙"]));
    let pack = pack(
        "negative",
        &form,
        &rule("R-1", "equal(表.甲, 表.乙 + 表.丙);"),
    );
    let checked = check_with(&pack, r#"{"甲": 10.00, "乙": 14.10, "丙": 2.20}"#);
    let all = leads(&checked);
    let lead = all.first().expect("a lead");
    assert!(suspect(lead, "/丙").is_none());
    assert!(suspect(lead, "/乙").is_some());
}

#[test]
fn absolute_and_rounded_expressions_are_seen_through() {
    let form = form(&names(&["甲", "乙", "丙", "丁"]));
    let rules = [
        rule("R-1", "equal(表.甲, abs(表.乙 - 表.丙));"),
        rule("R-2", "equal(表.丁, abs(表.乙 - 表.丙));"),
    ]
    .concat();
    let pack = pack("absolute", &form, &rules);
    let text = r#"{"甲": 3.00, "乙": 47.00, "丙": 77.00, "丁": 3.00}"#;
    let checked = check_with(&pack, text);
    let all = leads(&checked);
    assert_eq!(all.len(), 1);
    let lead = all.first().expect("a lead");
    // 乙 may be 74 or 80, 丙 may be 50 or 44
    assert_eq!(first(lead), ("/乙", "transposition", "74.00", true));
    assert_eq!(suspect(lead, "/丙").map(|suspect| suspect.rank), Some(2));
}

#[test]
fn two_errors_in_one_sum_are_told_apart_by_their_other_equations() {
    let form = form(&names(&["甲", "乙", "丙", "丁", "戊"]));
    let rules = [
        rule("R-1", "equal(表.甲, 表.乙 + 表.丙);"),
        rule("R-2", "equal(表.乙, 表.丁);"),
        rule("R-3", "equal(表.丙, 表.戊);"),
        rule("R-4", "equal(表.丁 + 表.戊, 表.甲);"),
    ]
    .concat();
    let pack = pack("two", &form, &rules);
    let text = r#"{"甲": 56.80, "乙": 21.50, "丙": 43.40, "丁": 12.50, "戊": 44.30}"#;
    let checked = check_with(&pack, text);
    let mut told: Vec<(&str, &str)> = leads(&checked)
        .into_iter()
        .map(|lead| (first(lead).0, first(lead).2))
        .collect();
    told.sort_unstable();
    assert_eq!(told, [("/丙", "44.30"), ("/乙", "12.50")]);
}

/// 2,000 figures in 500 sums, every tenth of them wrong: every wrong one has its finding, and
/// no more figures are named than are of use.
#[test]
fn a_large_form_is_done_in_bounds() {
    let mut all = Vec::new();
    let mut rules = String::new();
    let mut figures = Vec::new();
    for row in 0..500 {
        let field = |part: u32| format!("行{row}列{part}");
        all.extend((0..4).map(field));
        let [total, a, b, c] = [0, 1, 2, 3].map(field);
        rules += &rule(
            &format!("R-{row}"),
            &format!("equal(表.{total}, 表.{a} + 表.{b} + 表.{c});"),
        );
        let sum = if row % 10 == 0 { 77 } else { 60 };
        figures.push(format!(
            "\"{total}\": {sum}.00, \"{a}\": 10.00, \"{b}\": 20.00, \"{c}\": 30.00"
        ));
    }
    let pack = pack("large", &form(&all), &rules);
    let checked = check_with(&pack, &format!("{{{}}}", figures.join(",")));
    let leads = leads(&checked);
    assert_eq!(leads.len(), 50);
    for lead in leads {
        assert!((1..=32).contains(&lead.suspects.len()), "{lead:#?}");
    }
}

/// One sum of 2,000 parts.
#[test]
fn a_long_sum_names_no_more_than_is_of_use() {
    let parts: Vec<String> = (0..2000).map(|part| format!("项{part}")).collect();
    let form = "{\"type\": \"object\", \"properties\": {\
        \"总\": {\"type\": \"number\", \"x-unit\": \"万元\", \"x-places\": 2},\
        \"明细\": {\"type\": \"object\", \"additionalProperties\":\
          {\"type\": \"number\", \"x-unit\": \"万元\", \"x-places\": 2}}}}";
    let pack = pack("long", form, &rule("R-1", "equal(表.总, sum(表.明细));"));
    let figures: Vec<String> = parts
        .iter()
        .map(|part| format!("\"{part}\": 10.01"))
        .collect();
    let text = format!("{{\"总\": 90000.00, \"明细\": {{{}}}}}", figures.join(","));
    let checked = check_with(&pack, &text);
    let leads = leads(&checked);
    let lead = leads.first().expect("a lead");
    assert!((1..=32).contains(&lead.suspects.len()));
}

/// Each absolute value could be either of two: nested ones must not double for ever.
#[test]
fn nested_absolute_values_end() {
    let form = form(&names(&["甲", "乙"]));
    let body = "let x = 表.甲; for i in 0..100 { x = abs(x - 1); } equal(表.乙, x);";
    let checked = check_with(
        &pack("nested", &form, &rule("R-1", body)),
        r#"{"甲": 1.00, "乙": 5.00}"#,
    );
    assert_eq!(leads(&checked).len(), 1);
}

/// The sum is wrong, each of its figures is held by another equation: only two changes mend it.
#[test]
fn two_figures_that_must_change_together() {
    let form = form(&names(&["甲", "乙", "丙", "丁", "戊"]));
    let rules = [
        rule("R-1", "equal(表.甲, 表.乙 + 表.丙);"),
        rule("R-2", "equal(表.甲, 表.丁);"),
        rule("R-3", "equal(表.乙, 表.戊);"),
        rule("R-4", "equal(表.丙, 表.戊 + 1);"),
    ]
    .concat();
    let text = r#"{"甲": 10.07, "乙": 4.10, "丙": 5.10, "丁": 10.07, "戊": 4.10}"#;
    let checked = check_with(&pack("pair", &form, &rules), text);
    let all = leads(&checked);
    let lead = all.first().expect("a lead");
    let suspect = lead.suspects.first().expect("a suspect");
    assert_eq!(
        (suspect.path.as_str(), suspect.proposed.as_str()),
        ("/甲", "9.20")
    );
    let with = suspect.together.first().expect("a second figure");
    assert_eq!(
        (with.path.as_str(), with.proposed.as_str()),
        ("/丁", "9.20")
    );
    assert!(suspect.unique, "{:#?}", lead.suspects);
}
