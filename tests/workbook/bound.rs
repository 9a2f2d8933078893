//! Workbooks bound as forms: the same text as the JSON sample, each value at its cell; what does
//! not fit is said.

use std::path::Path;
use std::sync::Arc;

use gouji::bind::{Mapping, NoteKind, Written, bind};
use gouji::desk::Shelf;
use gouji::document::Form;
use gouji::finding::{Advice, Checked};
use gouji::pack::Library;
use gouji::settings::Date;
use gouji::source::Source;
use gouji::words::Lang;
use serde_json::Value;

use super::{book, read};

fn checked(path: &str) -> (Source, Checked) {
    let today = Date::new(2023, 1, 31).unwrap();
    let shelf = Arc::new(Shelf::new(Library::shipped(), Vec::new(), None, today).unwrap());
    let mut desk = shelf.desk(Lang::Chinese);
    let bytes = Source::bytes(Path::new(path)).unwrap();
    let source = desk.source(Path::new(path), path, bytes).unwrap();
    desk.check_source(Path::new(path), source)
}

fn value(source: &Source) -> Value {
    serde_json::from_str(source.text()).unwrap()
}

/// Both with numbers as numbers: `20` and `20.00` are the same figure.
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.as_f64() == right.as_f64(),
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(key, value)| right.get(key).is_some_and(|other| same(value, other)))
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(one, other)| same(one, other))
        }
        (left, right) => left == right,
    }
}

#[test]
fn the_sample_is_read_as_its_json() {
    let (workbook, from_workbook) = checked("samples/workbook/自评表.xlsx");
    let (json, from_json) = checked("samples/clean/自评.json");
    let (mut read, wanted) = (value(&workbook), value(&json));
    // the table has a title of its own, which the JSON sample leaves out
    read.as_object_mut().unwrap().shift_remove("自评表标题");
    assert!(same(&read, &wanted), "{read:#}");
    assert_eq!(from_workbook.verdict, from_json.verdict);
    assert_eq!(from_workbook.verdict, Advice::Accept);
    assert!(
        from_workbook
            .not_run
            .iter()
            .all(|entry| entry.rule.id != "BIND")
    );
}

#[test]
fn each_value_is_where_a_person_finds_it() {
    let (source, _) = checked("samples/workbook/自评表.xlsx");
    let at = source.text().find("\"年初预算数\": 464.60").unwrap();
    let value = u32::try_from(at + "\"年初预算数\": ".len()).unwrap();
    assert_eq!(source.place(value).origin.as_deref(), Some("自评表!C5"));
}

const FORM: &str = r#"{ "type": "object", "properties": {
    "文种": { "type": "string" },
    "单位名称": { "title": "单位名称", "type": "string" },
    "金额单位": { "type": "string", "const": "万元" },
    "资金": { "type": "object", "properties": {
        "总额": { "title": "总额", "type": "object", "properties": {
            "预算": { "title": "预算数", "type": "number", "x-unit": "万元", "x-places": 2 },
            "率": { "title": "执行率", "type": ["number", "string"], "x-unit": "%", "x-places": 2 } } } } } } }"#;

const MAPPING: &str = r#"
题 = ["资金表"]
[[表]]
工作表 = ["表一"]
单位 = { 处 = "单位：*", 可为 = ["元", "万元"], 字段 = "金额单位" }
[[表.格]]
字段 = "单位名称"
标签 = ["单位名称"]
[[表.块]]
字段 = "资金"
起 = "项目"
止 = ["说明"]
行 = { 总额 = ["总额"] }
列 = { 预算 = ["预算数"], 率 = ["执行率"] }
"#;

/// A sheet of rows: a number where the text is one, `=` a formula, `!` an error value, else text.
fn bound(rows: &[&[&str]]) -> Written {
    let mut data = String::from("<sheetData>");
    for row in rows {
        data.push_str("<row>");
        for cell in *row {
            let cell = match cell.chars().next() {
                None => "<c/>".to_owned(),
                Some('=') => format!("<c><f>{}</f></c>", &cell[1..]),
                Some('#') => format!("<c t=\"e\"><v>{cell}</v></c>"),
                Some('@') => format!("<c s=\"3\"><v>{}</v></c>", &cell[1..]),
                Some('%') => format!("<c s=\"2\"><v>{}</v></c>", &cell[1..]),
                Some('~') => format!("<c s=\"6\"><v>{}</v></c>", &cell[1..]),
                _ if cell.parse::<f64>().is_ok() => format!("<c s=\"1\"><v>{cell}</v></c>"),
                _ => format!("<c t=\"inlineStr\"><is><t>{cell}</t></is></c>"),
            };
            data.push_str(&cell);
        }
        data.push_str("</row>");
    }
    data.push_str("</sheetData>");
    let form = Form::parse(FORM).unwrap();
    let mapping = Mapping::parse(MAPPING).unwrap();
    bind(&read(&book(&data, "", "", "")), &mapping, &form, "表")
}

fn with(figure: &str) -> Written {
    bound(&[
        &["资金表", "", "单位：万元"],
        &["单位名称", "甲局"],
        &["项目", "预算数", "执行率（%）"],
        &["一、总额", figure, "%0.9071"],
        &["说明"],
    ])
}

fn kinds(written: &Written) -> Vec<&NoteKind> {
    written
        .origins
        .notes
        .iter()
        .map(|note| &note.kind)
        .collect()
}

fn budget(written: &Written) -> Value {
    let value: Value = serde_json::from_str(&written.json).unwrap();
    value
        .pointer("/资金/总额/预算")
        .cloned()
        .unwrap_or_default()
}

#[test]
fn figures_and_what_looks_like_one() {
    for (cell, json) in [
        ("464.6", "464.60"),
        ("48.469999999999999", "48.47"),
        ("464.60万元", "464.60"),
        ("４６４．６", "464.6"),
        ("1,464.60 ", "1464.60"),
        ("4646000元", "464.6"),
        ("5.684341886080802E-14", "0.00"),
        ("四百", "\"四百\""),
        ("¥400", "\"¥400\""),
        ("=B1+B2", "\"=B1+B2\""),
        ("#REF!", "\"#REF!\""),
        ("@44927", "\"2023-01-01\""),
        ("~12345", "\"12345\""),
    ] {
        let written = with(cell);
        let line = format!("\"预算\": {json},");
        assert!(written.json.contains(&line), "{cell}: {}", written.json);
        assert!(written.json.contains("\"率\": 90.71"), "{}", written.json);
    }
    assert!(matches!(
        kinds(&with("464.60万元"))[..],
        [NoteKind::ReadText(..)]
    ));
    assert!(matches!(kinds(&with("=B1"))[..], [NoteKind::NoResult(_)]));
    assert!(matches!(
        kinds(&with("#REF!"))[..],
        [NoteKind::ErrorValue(_)]
    ));
    assert!(matches!(
        kinds(&with("@44927"))[..],
        [NoteKind::DateForNumber(_)]
    ));
    assert!(matches!(kinds(&with("~12345"))[..], [NoteKind::Scaled(_)]));
    assert!(matches!(
        kinds(&with("5.684341886080802E-14"))[..],
        [NoteKind::Residue(..)]
    ));
    assert!(kinds(&with("464.6")).is_empty());
}

#[test]
fn other_units_are_converted_exactly_and_none_is_guessed() {
    let of = |unit: &str| {
        bound(&[
            &["资金表", "", unit],
            &["项目", "预算数", "执行率"],
            &["总额", "4646012.5", "90.71"],
        ])
    };
    let yuan = of("单位：元");
    assert!(yuan.json.contains("\"预算\": 464.60125"), "{}", yuan.json);
    assert!(yuan.json.contains("\"金额单位\": \"万元\""));
    assert!(matches!(kinds(&yuan)[0], NoteKind::Converted(..)));
    let none = of("甲");
    // neither missing nor a figure
    assert!(budget(&none).is_string());
    assert_eq!(none.origins.unsure, ["/资金/总额/预算"]);
    assert!(matches!(kinds(&none)[0], NoteKind::UnitMissing(..)));
    // a ratio has no unit of money
    assert!(none.json.contains("\"率\": 90.71"));
}

#[test]
fn rows_that_moved_were_added_or_stand_twice() {
    let moved = bound(&[
        &["资金表"],
        &["单位：万元"],
        &["", "项目", "注", "预算数", "执行率"],
        &[],
        &["", "其中：总 额", "", "464.6", "95"],
    ]);
    assert!(moved.json.contains("\"预算\": 464.60"), "{}", moved.json);
    let added = bound(&[
        &["资金表", "单位：万元"],
        &["项目", "预算数", "执行率"],
        &["总额", "464.6", "95"],
        &["其他", "12", ""],
    ]);
    let is_left = |note: &&gouji::bind::Note| matches!(note.kind, NoteKind::Unclaimed(..));
    let note = added.origins.notes.iter().find(is_left).unwrap();
    assert!(matches!(&note.kind, NoteKind::Unclaimed(1, name) if name == "其他"));
    assert_eq!(note.spots[0].words(), "表一!B4");
    assert_eq!(added.origins.unclaimed, 1);
    let twice = bound(&[
        &["资金表", "单位：万元"],
        &["项目", "预算数", "执行率"],
        &["总额", "464.6", "95"],
        &["总额", "12", "95"],
    ]);
    assert!(budget(&twice).is_string());
    assert!(matches!(&kinds(&twice)[0], NoteKind::LabelTwice(label) if label == "总额"));
}

#[test]
fn what_is_wrong_with_a_mapping_is_said_with_its_line() {
    let wrong = MAPPING.replace("标签 =", "标鉴 =");
    let why = Mapping::parse(&wrong).unwrap_err();
    assert!(why.starts_with("第 8 行"), "{why}");
}

#[test]
fn the_project_table_is_read_and_has_nothing_to_find() {
    let (source, checked) = checked("samples/workbook/项目支出绩效自评表.xlsx");
    assert!(source.text().contains("\"执行率\": 96.01"));
    let graver = |level| level != gouji::finding::Level::Advice;
    let found = checked.findings.iter().filter(|one| graver(one.level));
    let found: Vec<String> = found.map(|one| one.message.text(Lang::Chinese)).collect();
    assert!(found.is_empty(), "{found:?}");
    assert!(checked.not_run.is_empty(), "{:?}", checked.not_run);
}
