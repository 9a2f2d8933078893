use gouji::report::{Json, NdJson};
use serde_json::Value;

use super::*;

fn element(source: &Source, checked: &Checked) -> Value {
    let out = written(&mut Json::new(Lang::Chinese), &[(source, checked)]);
    let all: Value = serde_json::from_str(&out).expect("JSON");
    all[0].clone()
}

fn keys(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect()
}

#[test]
fn keys_stand_in_the_order_of_the_contract() {
    let source = Source::new("自评.json", SMALL);
    let mut all = checked(vec![wrong_sum(&source)]);
    all.not_run.push(missing(&source, "ZT-21"));
    let value = element(&source, &all);
    assert_eq!(
        keys(&value),
        [
            "source",
            "encoding",
            "pack",
            "engine",
            "verdict",
            "rules",
            "numbers",
            "findings",
            "not_run",
            "unchecked"
        ]
    );
    assert_eq!(keys(&value["pack"]), ["id", "version", "hash"]);
    assert_eq!(
        keys(&value["rules"]),
        [
            "passed",
            "rounding",
            "failed",
            "not_applicable",
            "could_not_run"
        ]
    );
    let finding = &value["findings"][0];
    assert_eq!(
        keys(finding),
        [
            "rule",
            "level",
            "outcome",
            "verdict",
            "title",
            "message",
            "stated",
            "expected",
            "difference",
            "slack",
            "unit",
            "labels",
            "suspects",
            "consequences",
            "help",
            "basis",
            "verified"
        ]
    );
    assert_eq!(
        keys(&finding["labels"][0]),
        [
            "path", "label", "line", "column", "start", "end", "text", "primary"
        ]
    );
    assert_eq!(
        keys(&finding["suspects"][0]),
        [
            "path", "cause", "stated", "proposed", "rank", "unique", "from"
        ]
    );
    assert_eq!(
        keys(&value["not_run"][0]),
        ["rule", "reason", "path", "field", "message"]
    );
}

#[test]
fn values_are_those_of_the_finding() {
    let source = Source::new("自评.json", SMALL);
    let mut all = checked(vec![wrong_sum(&source)]);
    all.not_run.push(missing(&source, "ZT-21"));
    let value = element(&source, &all);
    assert_eq!(value["source"], "自评.json");
    assert_eq!(value["encoding"], "UTF-8");
    assert_eq!(value["engine"], "gouji 0.1.0");
    assert_eq!(value["verdict"], "return");
    assert_eq!(value["rules"]["passed"], 2);
    assert_eq!(value["rules"]["could_not_run"], 1);
    assert_eq!(value["numbers"]["submitted"], 7);
    assert_eq!(value["unchecked"][1], "/三公经费/0/决算");
    let finding = &value["findings"][0];
    assert_eq!(finding["level"], "error");
    assert_eq!(finding["stated"], "48.47");
    assert_eq!(finding["difference"], "-0.50");
    assert_eq!(finding["consequences"][0], "ZT-07");
    assert_eq!(finding["labels"][0]["text"], "应为 48.97");
    assert_eq!(finding["labels"][1]["text"], "");
    assert_eq!(finding["verified"], false);
    assert_eq!(value["not_run"][0]["reason"], "missing_field");
    assert_eq!(
        value["not_run"][0]["message"],
        "“决算”下缺“全年预算数”，无法核对"
    );
}

#[test]
fn a_finding_without_arithmetic_has_no_figures() {
    let source = Source::new("自评.json", SMALL);
    let bare = finding(
        bare_rule("ZT-03", Level::Advice),
        Message::Plain("看".into()),
        Vec::new(),
    );
    let value = element(&source, &checked(vec![bare]));
    assert_eq!(
        keys(&value["findings"][0]),
        [
            "rule",
            "level",
            "outcome",
            "verdict",
            "title",
            "message",
            "labels",
            "suspects",
            "consequences",
            "help",
            "basis",
            "verified"
        ]
    );
    assert!(
        value["findings"][0]["suspects"]
            .as_array()
            .unwrap()
            .is_empty()
    );
}

#[test]
fn labels_cut_the_digits_out_of_the_text_as_read() {
    let crlf = SMALL.replace('\n', "\r\n");
    let marked = format!("\u{feff}{SMALL}");
    let minified = SMALL.lines().map(str::trim).collect::<String>();
    for text in [SMALL, &crlf, &marked, &minified] {
        let source = Source::new("自评.json", text);
        let text = text.trim_start_matches('\u{feff}');
        let value = element(&source, &checked(vec![wrong_sum(&source)]));
        let labels = value["findings"][0]["labels"].as_array().unwrap();
        let digits = ["48.47", "20.10", "28.37", "0.50"];
        assert_eq!(labels.len(), digits.len());
        for (label, digits) in labels.iter().zip(digits) {
            let number = |key: &str| usize::try_from(label[key].as_u64().unwrap()).unwrap();
            assert_eq!(&text[number("start")..number("end")], digits);
            // counted the slow way
            let before = &text[..number("start")];
            let line = before.split('\n').count();
            let column = before.split('\n').next_back().unwrap().chars().count() + 1;
            assert_eq!((number("line"), number("column")), (line, column));
        }
    }
}

#[test]
fn an_unreadable_file_has_no_pack() {
    let source = Source::new("空.json", "");
    let labels = vec![at(0, 0, "没有内容", true)];
    let fault = Message::Fault(Box::new(gouji::fault::FaultKind::Empty));
    let unread = Checked {
        verdict: Advice::Undetermined,
        pack: None,
        outcomes: Arc::default(),
        ..checked(vec![finding(
            bare_rule("read", Level::Error),
            fault,
            labels,
        )])
    };
    let value = element(&source, &unread);
    assert_eq!(value["pack"], Value::Null);
    assert_eq!(value["verdict"], "undetermined");
    assert_eq!(value["findings"][0]["labels"][0]["line"], 1);
    assert_eq!(
        value["findings"][0]["help"],
        "请确认保存成功，并且选对了文件"
    );
}

#[test]
fn the_array_and_the_lines_hold_the_same() {
    let source = Source::new("自评.json", SMALL);
    let some = checked(vec![wrong_sum(&source)]);
    let none = checked(Vec::new());
    let all = [(&source, &some), (&source, &none)];
    let array = written(&mut Json::new(Lang::English), &all);
    let lines = written(&mut NdJson::new(Lang::English), &all);
    assert!(
        array.starts_with("[\n  {\n    \"source\": \"自评.json\",\n"),
        "{array}"
    );
    assert!(array.ends_with("\n  }\n]\n"), "{array}");
    let array: Vec<Value> = serde_json::from_str(&array).unwrap();
    let lines: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(array, lines);
    assert_eq!(array.len(), 2);
    assert_eq!(written(&mut Json::new(Lang::English), &[]), "[]\n");
    assert_eq!(written(&mut NdJson::new(Lang::English), &[]), "");
}

#[test]
fn hostile_characters_are_escaped_and_come_back() {
    let hostile = "\u{1b}[31m\u{7}\u{9b}2J\u{202e}\u{2066}\u{2028}\u{200b}\n\"\\\u{e0041}";
    let source = Source::new(hostile, SMALL);
    let plain = finding(
        bare_rule("X", Level::Error),
        Message::Plain(hostile.into()),
        Vec::new(),
    );
    let all = checked(vec![plain]);
    for format in [
        &mut Json::new(Lang::Chinese) as &mut dyn Format,
        &mut NdJson::new(Lang::Chinese),
    ] {
        let out = written(format, &[(&source, &all)]);
        assert_eq!(out.chars().find(|&found| hostile::obeyed(found)), None);
        let value: Value = serde_json::from_str(&out).unwrap();
        let value = value.get(0).unwrap_or(&value);
        assert_eq!(value["source"], hostile);
        assert_eq!(value["findings"][0]["message"], hostile);
    }
}
