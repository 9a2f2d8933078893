//! What is not filled in is not zero: sums with gaps, strokes, names that nobody reads, and
//! texts that say nothing, in the shipped packs.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, also in the functions it shares"
)]

use std::sync::Arc;

use gouji::finding::{Advice, Checked};
use gouji::pack::{Library, Pack};
use gouji::source::Source;
use gouji::words::Lang;

use crate::engine::run;

fn check(pack: &str, text: &str) -> Checked {
    let pack = Arc::new(Pack::load(pack, &Library::shipped()).unwrap());
    let mut checker = pack.checker().unwrap();
    checker.check_source(Source::new("-", text)).1
}

/// A clean file with the first of each of these replaced.
fn changed(file: &str, changes: &[(&str, &str)]) -> String {
    let path = format!("{}/{file}", env!("CARGO_MANIFEST_DIR"));
    let mut text = std::fs::read_to_string(path).unwrap();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    text
}

fn rules(checked: &Checked) -> Vec<&str> {
    let mut rules: Vec<&str> = checked.findings.iter().map(|one| &*one.rule.id).collect();
    rules.dedup();
    rules
}

fn not_run(checked: &Checked) -> Vec<(String, String)> {
    checked
        .not_run
        .iter()
        .map(|one| (one.rule.id.clone(), one.message.text(Lang::Chinese)))
        .collect()
}

#[test]
fn a_misspelt_name_beside_a_sum_is_the_cause() {
    let text = changed(
        "samples/clean/自评.json",
        &[("\"年初结转和结余\"", "\"年初结转结余\"")],
    );
    let checked = check("department", &text);
    assert_eq!(rules(&checked), ["FORM"]);
    let (rule, said) = not_run(&checked).remove(0);
    assert_eq!(rule, "ZT-14");
    assert!(
        said.contains("年初结转结余") && said.contains("先改字段名"),
        "{said}"
    );
}

#[test]
fn a_figure_left_out_of_a_row_blames_nobody() {
    let text = changed(
        "rules/department/clean-简表.json",
        &[("\"公务接待费\": { \"预算\": 1.20, ", "\"公务接待费\": { ")],
    );
    let checked = check("department", &text);
    assert!(checked.findings.is_empty(), "{:?}", rules(&checked));
    assert!(not_run(&checked).iter().any(|(rule, said)| {
        rule == "ZT-25" && said.contains("公务接待费") && said.contains("预算")
    }));
    assert_eq!(checked.verdict, Advice::Undetermined);
}

#[test]
fn a_stroke_is_an_answer_only_where_nothing_is_due() {
    let clean = changed("rules/project/clean.json", &[]);
    let at = clean.find("\"当年财政拨款\"").unwrap();
    let rate = at + clean[at..].find("\"执行率\": ").unwrap() + "\"执行率\": ".len();
    let end = rate + clean[rate..].find([',', ' ', '\n', '}']).unwrap();
    let text = format!("{}\"—\"{}", &clean[..rate], &clean[end..]);
    let checked = check("project", &text);
    assert_eq!(rules(&checked), ["XM-10"]);
    let said = checked.findings[0].message.text(Lang::Chinese);
    assert!(
        said.contains("写为“—”") && said.contains("应填数"),
        "{said}"
    );
    // 0 ÷ 0 is a stroke
    let none = changed("rules/department/clean-简表.json", &[]);
    assert!(none.contains("\"—\""));
    assert!(check("department", &none).findings.is_empty());
}

#[test]
fn cells_left_empty_are_not_filled_in() {
    for empty in ["null", "\"\"", "\"—\"", "\"\u{200b}\"", "\" \""] {
        let text = changed(
            "samples/clean/自评.json",
            &[
                ("\"决算\": {", "\"决算\": {"),
                ("\"预算\": {", "\"预算\": {"),
            ],
        );
        // an income that the unit does not have
        let at = text.find("\"收入\": {").unwrap() + "\"收入\": {".len();
        let text = format!("{} \"经营收入\": {empty},{}", &text[..at], &text[at..]);
        let checked = check("department", &text);
        assert!(rules(&checked).is_empty(), "{empty}: {:?}", rules(&checked));
        assert!(checked.not_run.is_empty(), "{empty}");
    }
}

#[test]
fn what_cannot_be_seen_or_says_nothing_explains_nothing() {
    let words = "本年无外来公务接待任务，接待费未支出，指标由财政收回。";
    for nothing in [
        "\u{200b}\u{200b}\u{200b}\u{200b}\u{200b}",
        "\u{2800}\u{3164}\u{2800}\u{3164}",
        "因工作需要",
        "因为工作需要。",
        "由于实际需要所致",
        "无需说明",
        "主要原因是：",
        "XXXX",
        "1234",
        "无无无无",
        "……………",
        "\u{e000}\u{e001}\u{e002}\u{e003}",
    ] {
        let text = changed(
            "samples/zero-execution-explained/自评.json",
            &[(words, nothing)],
        );
        let checked = check("department", &text);
        assert_eq!(checked.verdict, Advice::Explain, "{nothing:?}");
    }
    for something in [
        "本年没有公务接待任务",
        "因疫情停办，指标收回",
        "按区财政局要求压减",
    ] {
        let text = changed(
            "samples/zero-execution-explained/自评.json",
            &[(words, something)],
        );
        let checked = check("department", &text);
        assert_eq!(checked.verdict, Advice::Accept, "{something:?}");
    }
}

#[test]
fn the_tail_of_a_computers_arithmetic_is_no_error() {
    for (from, to) in [
        ("6340144.57", "6340144.5700000003"),
        ("1102340.00", "1102339.9999999999"),
    ] {
        let text = changed("rules/final-accounts/clean.json", &[(from, to)]);
        let checked = check("final-accounts", &text);
        assert_eq!(rules(&checked), ["GEN-02"], "{to}");
        assert_eq!(checked.verdict, Advice::Accept, "{to}");
    }
    for residue in [
        "5.684341886080802E-14",
        "2.22e-16",
        "1e-29",
        "-1.45E-11",
        "-1.16415321826935E-10",
    ] {
        let text = changed(
            "rules/final-accounts/clean.json",
            &[("\"项目支出\": 0.00", &format!("\"项目支出\": {residue}"))],
        );
        let checked = check("final-accounts", &text);
        assert_eq!(rules(&checked), ["GEN-02"], "{residue}");
    }
}

#[test]
fn one_sentence_does_not_explain_both_ways() {
    for (first, second, said) in [
        ("人员调整和项目变化。", "人员调整和项目变化", 1),
        ("人员增加三人", "人员减少三人", 0),
    ] {
        let json = format!(
            r#"{{"各行": [{{"名": "增加", "行注": "{first}"}}, {{"名": "减少", "行注": "{second}"}}]}}"#
        );
        let checked = run("substantive(explanations(表), 4, []);", &json);
        assert_eq!(checked.findings.len(), said, "{first}");
    }
}
