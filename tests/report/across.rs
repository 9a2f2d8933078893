//! What reports on many submissions are tested on: all samples, submissions that mean harm, and a
//! roster; and that each report's numbers are those of the records.

use std::collections::BTreeMap;

use gouji::report::{
    Difference, Due, FindingRecord, Kind, LabelRecord, Record, Repeated, Roster, Screening,
    Unlisted,
};

use super::*;
use crate::samples::all_samples;

/// Texts that would be obeyed somewhere if they were not escaped.
pub(super) const HOSTILE: [&str; 9] = [
    "<script>document.title='obeyed'</script>",
    "\"><img src=x onerror=\"document.title='obeyed'\">",
    "=HYPERLINK(\"http://127.0.0.1\",\"点我\")",
    "＝1+1",
    "+1-1, \"甲\"\r\n@SUM(A1)",
    "]]></testcase><!-- & &amp; {{ 7*7 }} {% for %}",
    "| 甲 | [乙](javascript:1) | `丙` | **丁**",
    "::error file=x::%0A\n::set-output",
    "\u{202e}倒写\u{0}\u{1b}[2J\u{fffe}",
];

/// A submission whose every text is hostile.
pub(super) fn hostile(text: &str) -> Record {
    let source = Source::new("x.json", "{\n  \"数\": 1\n}\n");
    let mut found = finding(
        Arc::new(RuleInfo {
            id: "X-1".to_owned(),
            title: text.to_owned(),
            level: Level::Error,
            basis: text.to_owned(),
            verified: false,
            help: text.to_owned(),
        }),
        Message::Plain(text.to_owned()),
        vec![Label {
            label: text.to_owned(),
            ..label(&source, "/数", Some(Message::Plain(text.to_owned())), true)
        }],
    );
    found.figures.stated = Some("-1".to_owned());
    text.clone_into(&mut found.figures.unit);
    let mut checked = checked(vec![found]);
    text.clone_into(&mut checked.subject.unit);
    text.clone_into(&mut checked.subject.code);
    let mut entry = missing(&Source::new("x.json", SMALL), "X-2");
    entry.message = Message::Plain(text.to_owned());
    text.clone_into(&mut entry.field);
    checked.not_run = vec![entry];
    let mut record = Record::with_excerpts(&source, &checked, Lang::Chinese);
    text.clone_into(&mut record.source);
    record
}

/// All samples as records.
pub(super) fn sample_records() -> Vec<Record> {
    all_samples()
        .iter()
        .map(|(source, checked)| Record::with_excerpts(source, checked, Lang::Chinese))
        .collect()
}

/// All samples, then what is hostile.
pub(super) fn records() -> Vec<Record> {
    let mut records = sample_records();
    records.extend(HOSTILE.map(hostile));
    records
}

/// A roster with one of everything, and a finding across two files.
pub(super) fn screening(records: &Vec<Record>, text: &str) -> Screening {
    let mut screening = Screening::of_records(records).unwrap();
    let due = |unit: &str| Due {
        code: "001001".to_owned(),
        unit: unit.to_owned(),
        kind: "部门整体支出绩效自评".to_owned(),
        ..Due::default()
    };
    screening.roster = Some(Roster {
        due: 40,
        missing: vec![due("云澜市档案馆"), due(text)],
        repeated: vec![Repeated {
            due: due("云澜市气象站"),
            sources: vec!["甲/自评.json".to_owned(), text.to_owned()],
            differences: vec![Difference {
                path: "/决算/支出/合计".to_owned(),
                label: "决算 › 支出 › 合计".to_owned(),
                values: vec![Some("1.00".to_owned()), None],
            }],
            more: 3,
        }],
        unlisted: vec![Unlisted {
            source: "乙/自评.json".to_owned(),
            subject: Subject {
                unit: text.to_owned(),
                ..Subject::default()
            },
            nearest: Some("云澜市档案馆".to_owned()),
            ..Unlisted::default()
        }],
        ..Roster::default()
    });
    let mut finding = hostile("两份报告的文字雷同").findings.remove(0);
    let place = |source: &str, primary| LabelRecord {
        source: Some(source.to_owned()),
        primary,
        ..finding.labels[0].clone()
    };
    finding.labels = vec![place("甲/自评.json", true), place("乙/自评.json", false)];
    finding.excerpt.clear();
    "PL-03".clone_into(&mut finding.rule);
    screening.findings.push(finding);
    screening
}

/// What a report writes.
pub(super) fn bytes(kind: Kind, screening: &Screening, records: &Vec<Record>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut report = kind.report(Lang::Chinese);
    report.write(screening, records, &mut out).unwrap();
    out
}

/// How many findings there are of each class, as counted from the records' JSON.
pub(super) fn counted(
    records: &[Record],
    across: &[FindingRecord],
) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    let mut add = |class, count| *counts.entry(class).or_insert(0) += count;
    for class in ["correct", "explain", "advice", "tail", "not-run", "follows"] {
        add(class, 0);
    }
    for record in records {
        let value: serde_json::Value = serde_json::from_str(&record.to_line().unwrap()).unwrap();
        add("not-run", value["not_run"].as_array().unwrap().len());
        for finding in value["findings"].as_array().unwrap() {
            add(class(finding), 1);
        }
    }
    for finding in across {
        add(class(&serde_json::to_value(finding).unwrap()), 1);
    }
    counts
}

fn class(finding: &serde_json::Value) -> &'static str {
    if !finding["follows"].is_null() {
        return "follows";
    }
    match (
        finding["outcome"].as_str().unwrap(),
        finding["level"].as_str().unwrap(),
    ) {
        ("rounding", _) => "tail",
        (_, "error") => "correct",
        (_, "query") => "explain",
        (_, "advice") => "advice",
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_samples_have_some_of_everything() {
    let records = sample_records();
    let counts = counted(&records, &[]);
    assert!(counts.values().all(|count| *count > 0), "{counts:?}");
}

#[test]
fn every_report_is_the_same_bytes_each_time() {
    let records = records();
    let screening = screening(&records, HOSTILE[0]);
    for kind in Kind::ALL {
        let first = bytes(kind, &screening, &records);
        assert_eq!(first, bytes(kind, &screening, &records), "{kind:?}");
        assert!(!first.is_empty());
    }
}

#[test]
fn names_and_files_differ() {
    for key in [Kind::name, Kind::file] {
        let mut all: Vec<&str> = Kind::ALL.map(key).to_vec();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), Kind::ALL.len());
    }
}

/// Nothing at all is a report too.
#[test]
fn no_submissions_give_reports() {
    let records = Vec::new();
    let screening = Screening::of_records(&records).unwrap();
    for kind in Kind::ALL {
        bytes(kind, &screening, &records);
    }
}

/// Writes what there is to look at, for eyes: `LOOK=folder cargo test --test all look_at_them`.
#[test]
fn look_at_them() {
    let Some(folder) = std::env::var_os("LOOK") else {
        return;
    };
    let folder = std::path::PathBuf::from(folder);
    let write = |name: &str, records: &Vec<Record>, text: &str| {
        let screening = screening(records, text);
        for kind in Kind::ALL {
            let file = folder.join(format!("{name}-{}", kind.file()));
            std::fs::write(file, bytes(kind, &screening, records)).unwrap();
        }
    };
    write("samples", &sample_records(), "云澜市统计局");
    write("hostile", &records(), HOSTILE[0]);
    write("many", &super::html::two_thousand(), "云澜市统计局");
}
