//! Reports read by their sentences: the report of the sample gives the sample's figures, and no
//! alteration of it ever gives a wrong one.

#![expect(
    clippy::indexing_slicing,
    reason = "a test that looks beside a list ends there"
)]

pub(crate) mod altered;
pub(crate) mod document;
mod reader;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use gouji::pack::{Library, Pack};
use gouji::prose::{End, NoFigure, Reading, Sentences, Unread};
use gouji::read::{self, Blocks};
use serde_json::Value;

use crate::fresh::root;

static SENTENCES: LazyLock<Sentences> = LazyLock::new(|| {
    let pack = Pack::load("department", &Library::shipped()).unwrap();
    pack.sentences().unwrap().unwrap()
});

fn sample(name: &str) -> PathBuf {
    root().join("samples/yanfeng-2021").join(name)
}

fn seed() -> String {
    fs::read_to_string(sample("自评报告.txt")).unwrap()
}

fn read(bytes: Vec<u8>) -> (Blocks, Reading) {
    let blocks = read::report(bytes).unwrap();
    let reading = SENTENCES.read(&blocks);
    (blocks, reading)
}

/// All numbers of a JSON text, by their path, as written.
fn figures(json: &str) -> BTreeMap<String, String> {
    // the digits as they are written: serde_json would make floats of them
    fn gather(path: &str, raw: &serde_json::value::RawValue, into: &mut BTreeMap<String, String>) {
        let text = raw.get();
        match text.as_bytes().first() {
            Some(b'{') => {
                let below: BTreeMap<String, Box<serde_json::value::RawValue>> =
                    serde_json::from_str(text).unwrap();
                for (name, value) in &below {
                    let path = if path.is_empty() {
                        name.clone()
                    } else {
                        format!("{path}.{name}")
                    };
                    gather(&path, value, into);
                }
            }
            Some(b'-' | b'0'..=b'9') => {
                into.insert(path.to_owned(), text.to_owned());
            }
            _ => {}
        }
    }
    let mut found = BTreeMap::new();
    gather("", serde_json::from_str(json).unwrap(), &mut found);
    found
}

#[test]
fn the_report_gives_the_figures_that_were_typed() {
    let typed = figures(&fs::read_to_string(sample("自评.json")).unwrap());
    let (_, reading) = read(seed().into_bytes());
    let got = figures(&SENTENCES.write(&reading).json);
    assert_eq!(got, typed);
    assert!(typed.len() >= 48);
}

#[test]
fn the_report_gives_the_words_that_were_typed() {
    let typed: Value =
        serde_json::from_str(&fs::read_to_string(sample("自评.json")).unwrap()).unwrap();
    let (_, reading) = read(seed().into_bytes());
    let got: Value = serde_json::from_str(&SENTENCES.write(&reading).json).unwrap();
    for pointer in [
        "/文种",
        "/评价年度",
        "/单位名称",
        "/金额单位",
        "/报告标题",
        "/章节",
        "/单位称谓",
        "/机构/内设机构",
        "/机构/决算单位",
        "/报告/概述",
        "/报告/绩效情况",
        "/报告/存在问题",
        "/预算/收入/较上年/方向",
        "/预算/收入/较上年/原因",
        "/决算/收支总计/较上年/方向",
        "/决算/收支总计/较上年/原因",
        "/决算/财政拨款收支总计/较上年/方向",
        "/决算/财政拨款收支总计/较上年/原因",
        "/决算/财政拨款支出/较上年/方向",
        "/决算/财政拨款支出/较上年/原因",
    ] {
        assert_eq!(got.pointer(pointer), typed.pointer(pointer), "{pointer}");
    }
}

#[test]
fn every_number_of_the_report_ends_somewhere() {
    let (blocks, reading) = read(seed().into_bytes());
    let counts = reading.counts();
    assert_eq!(
        counts.figures + counts.none + counts.unread,
        reading.numbers.len()
    );
    let paragraphs = blocks.paragraphs();
    // every digit of the text stands in exactly one number
    let mut digits = 0;
    for number in &reading.numbers {
        let (_, paragraph) = paragraphs[number.spot.paragraph];
        let written = &paragraph.text[number.spot.range.clone()];
        digits += written.chars().filter(char::is_ascii_digit).count();
    }
    let all = seed().chars().filter(char::is_ascii_digit).count();
    assert_eq!(digits, all);
    let unread: Vec<&str> = reading
        .numbers
        .iter()
        .filter(|number| number.end == End::Unread(Unread::NoSentence))
        .map(|number| &paragraphs[number.spot.paragraph].1.text[number.spot.range.clone()])
        .collect();
    assert_eq!(unread, ["10400", "10400", "30", "1.52"]);
    let about = |number: &&gouji::prose::Number| number.end == End::None(NoFigure::Approximate);
    assert_eq!(reading.numbers.iter().filter(about).count(), 1);
    assert!(reading.open.is_empty(), "{:?}", reading.open);
}

#[test]
fn documents_of_word_read_as_the_text() {
    let (_, reading) = read(seed().into_bytes());
    let wanted = SENTENCES.write(&reading).json;
    for (name, bytes) in [
        ("自评报告.docx", document::plain(&seed())),
        ("自评报告-修订稿.docx", document::revised(&seed())),
    ] {
        if std::env::var_os("UPDATE").is_some() {
            fs::write(sample(name), &bytes).unwrap();
        }
        assert!(
            fs::read(sample(name)).unwrap() == bytes,
            "{name} is not fresh"
        );
        let (_, reading) = read(bytes);
        let got = SENTENCES.write(&reading).json;
        // a bookmark is no text of a document
        let wanted = if name.contains("修订") {
            wanted.replace("[bookmark: _GoBack]", "")
        } else {
            wanted.clone()
        };
        assert_eq!(got, wanted, "{name}");
        assert!(reading.open.is_empty(), "{name}: {:?}", reading.open);
    }
}

#[test]
fn origins_lead_to_the_words() {
    let (blocks, reading) = read(seed().into_bytes());
    let written = SENTENCES.write(&reading);
    let paragraphs = blocks.paragraphs();
    let mut last = 0;
    for origin in &written.origins {
        assert!(origin.json.start >= last);
        last = origin.json.end;
        let json = &written.json[origin.json.clone()];
        let (_, paragraph) = paragraphs[origin.spot.paragraph];
        let text = &paragraph.text[origin.spot.range.clone()];
        if json.starts_with(|letter: char| letter.is_ascii_digit()) {
            assert_eq!(text.replace(',', ""), json);
        }
    }
}

/// What a small report gives: its fields as JSON.
fn small(sentence: &str, heading: &str) -> (Value, Reading) {
    let text = format!("某某局\n2021年度部门整体支出绩效自评报告\n一、{heading}\n{sentence}\n");
    let (_, reading) = read(text.into_bytes());
    let json = SENTENCES.write(&reading).json;
    (serde_json::from_str(&json).unwrap(), reading)
}

#[test]
fn units_come_from_the_words() {
    let total = |sentence: &str| {
        let (_, reading) = small(sentence, "决算情况");
        let mut figures = figures(&SENTENCES.write(&reading).json);
        figures.remove("决算.收支总计.本年")
    };
    assert_eq!(
        total("2021年度收支总计151.31万元。").as_deref(),
        Some("151.31")
    );
    assert_eq!(
        total("２０２１年度收支总计１５１．３１万元。").as_deref(),
        Some("151.31")
    );
    assert_eq!(
        total("2021年度收支总计1,513,100元。").as_deref(),
        Some("151.3100")
    );
    assert_eq!(
        total("2021年度收支总计10,443.60万元。").as_deref(),
        Some("10443.60")
    );
    assert_eq!(total("2021年度收支总计1.52亿元。"), None);
    assert_eq!(total("2021年度收支总计151.31。"), None);
    assert_eq!(total("2021年度收支总计约151.31万元。"), None);
    assert_eq!(total("2021年度收支总计151.31余万元。"), None);
    assert_eq!(total("2021年度收支总计1，510万元。"), None);
    assert_eq!(total("2021年度收支总计1,51.31万元。"), None);
    assert_eq!(total("2021年度收支总计151. 31万元。"), None);
    assert_eq!(total("2020年度收支总计151.31万元。"), None);
    assert_eq!(total("2021年度不含结转的收支总计151.31万元。"), None);
    assert_eq!(total("区本级2021年度收支总计151.31万元。"), None);
}

#[test]
fn one_field_said_differently_is_not_taken() {
    let (json, reading) = small(
        "2021年度收支总计151.31万元。2021年度收支总计151.13万元。",
        "决算情况",
    );
    assert_eq!(json.pointer("/决算"), None);
    assert_eq!(reading.open.len(), 1);
    assert_eq!(reading.open[0].spots.len(), 2);
    let (json, reading) = small(
        "2021年度收支总计151.31万元。2021年度收支总计151.31万元。",
        "决算情况",
    );
    assert_eq!(
        json.pointer("/决算/收支总计/本年").unwrap(),
        &serde_json::json!(151.31)
    );
    assert!(reading.open.is_empty());
}

#[test]
fn a_list_is_read_whole_or_not_at_all() {
    let sentence =
        |name: &str| format!("公用经费4.29万元，主要包括办公费3.74万元、{name}0.56万元。");
    let (json, _) = small(&sentence("差旅费"), "支出分类情况");
    assert!(
        json.pointer("/决算/基本支出/公用经费/明细/差旅费")
            .is_some()
    );
    let (json, reading) = small(&sentence("房屋修缮"), "支出分类情况");
    assert!(json.pointer("/决算/基本支出/公用经费/合计").is_some());
    assert_eq!(json.pointer("/决算/基本支出/公用经费/明细"), None);
    let open = &reading.open[0];
    assert!(matches!(&open.why, Unread::UnknownName(name, _) if name == "房屋修缮"));
}
