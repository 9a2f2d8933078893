use gouji::report::{Log, LogFile, NdJson, Record, Row, Screening};
use serde_json::Value;

use super::*;
use crate::samples::all_samples;

/// The text of a row's mark.
fn marked(row: &Row, mark: &gouji::report::RowMark) -> String {
    let (start, end) = (mark.start as usize, mark.end as usize);
    row.text.chars().skip(start).take(end - start).collect()
}

#[test]
fn a_line_read_back_is_written_the_same() {
    for (source, checked) in all_samples() {
        for lang in [Lang::Chinese, Lang::English] {
            let line = written(&mut NdJson::new(lang), &[(&source, &checked)]);
            let record = Record::from_line(&line).unwrap();
            assert_eq!(record, Record::new(&source, &checked, lang));
            assert_eq!(format!("{}\n", record.to_line().unwrap()), line);
            let full = Record::with_excerpts(&source, &checked, lang);
            let again = Record::from_line(&full.to_line().unwrap()).unwrap();
            assert_eq!(again, full);
        }
    }
}

#[test]
fn later_keys_are_passed_over() {
    let source = Source::new("自评.json", SMALL);
    let record = Record::with_excerpts(&source, &checked(vec![wrong_sum(&source)]), Lang::Chinese);
    let mut value: Value = serde_json::from_str(&record.to_line().unwrap()).unwrap();
    value["later"] = 1.into();
    value["findings"][0]["later"] = "x".into();
    value["findings"][0]["labels"][0]["later"] = Value::Null;
    assert_eq!(Record::from_line(&value.to_string()).unwrap(), record);
    value["verdict"] = "approved".into();
    assert!(Record::from_line(&value.to_string()).is_err());
}

/// Each label of every finding is under a mark, at its line, and the marks are the digits.
#[test]
fn excerpts_show_the_labels_at_their_lines() {
    let source = Source::new("自评.json", SMALL);
    let minified = SMALL.lines().map(str::trim).collect::<String>();
    let minified = Source::new("自评.json", minified);
    for source in [source, minified] {
        let checked = checked(vec![wrong_sum(&source)]);
        let record = Record::with_excerpts(&source, &checked, Lang::Chinese);
        let finding = &record.findings[0];
        let marks: Vec<(u32, String, bool)> = finding
            .excerpt
            .iter()
            .flat_map(|row| {
                let mark = |mark| (row.line, marked(row, mark));
                row.marks.iter().map(move |at| (mark(at), at.primary))
            })
            .map(|((line, text), primary)| (line, text, primary))
            .collect();
        let labels: Vec<(u32, String, bool)> = finding
            .labels
            .iter()
            .map(|label| {
                let digits = &source.text()[label.start as usize..label.end as usize];
                (label.line, digits.to_owned(), label.primary)
            })
            .collect();
        assert_eq!(marks, labels);
        assert!(
            finding
                .excerpt
                .iter()
                .all(|row| row.text.chars().count() < 120)
        );
    }
    let source = Source::new("自评.json", SMALL);
    let record = Record::with_excerpts(&source, &checked(vec![wrong_sum(&source)]), Lang::Chinese);
    let lines: Vec<u32> = record.findings[0]
        .excerpt
        .iter()
        .map(|row| row.line)
        .collect();
    assert_eq!(lines, [4, 5, 6, 7, 8, 9, 10]);
    for row in &record.findings[0].excerpt {
        let written = SMALL.lines().nth(row.line as usize - 1).unwrap();
        assert_eq!(row.text, written);
    }
    assert_eq!(record.findings[0].excerpt[1].marks[0].text, "应为 48.97");
    assert_eq!(record.findings[0].excerpt[5].marks[0].text, "疑漏加");
}

#[test]
fn places_far_apart_are_shown_with_a_gap() {
    let rows: Vec<String> = (0..40).map(|n| format!("  \"甲{n}\": {n},")).collect();
    let source = Source::new(
        "长.json",
        format!("{{\n{}\n  \"末\": 1\n}}\n", rows.join("\n")),
    );
    let found = finding(
        bare_rule("X-1", Level::Error),
        Message::Plain("看".to_owned()),
        vec![
            label(&source, "/甲30", None, true),
            label(&source, "/甲3", None, false),
        ],
    );
    let record = Record::with_excerpts(&source, &checked(vec![found]), Lang::Chinese);
    let rows = &record.findings[0].excerpt;
    let lines: Vec<(u32, bool)> = rows.iter().map(|row| (row.line, row.gap)).collect();
    assert_eq!(
        lines,
        [
            (4, false),
            (5, false),
            (6, false),
            (31, true),
            (32, false),
            (33, false)
        ]
    );
    assert_eq!(marked(&rows[1], &rows[1].marks[0]), "3");
    assert_eq!(marked(&rows[4], &rows[4].marks[0]), "30");
}

#[test]
fn what_a_screen_obeys_is_replaced_in_excerpts() {
    let source = Source::new(
        "坏.json",
        "{\"名\u{202e}\": \"\u{1b}[2J\u{7f}\", \"数\": 1}",
    );
    let at = source.text().find(": 1").unwrap() + 2;
    let found = finding(
        bare_rule("X-1", Level::Error),
        Message::Plain("看".to_owned()),
        vec![at_bytes(at, at + 1)],
    );
    let record = Record::with_excerpts(&source, &checked(vec![found]), Lang::Chinese);
    let row = &record.findings[0].excerpt[0];
    assert!(
        !row.text.contains(['\u{202e}', '\u{1b}', '\u{7f}']),
        "{row:?}"
    );
    assert_eq!(marked(row, &row.marks[0]), "1");
}

fn at_bytes(start: usize, end: usize) -> Label {
    at(start, end, "这里", true)
}

#[test]
fn a_log_is_read_as_often_as_wanted_and_says_where_it_is_damaged() {
    let source = Source::new("自评.json", SMALL);
    let found = checked(vec![wrong_sum(&source)]);
    let mut clean = checked(Vec::new());
    clean.verdict = Advice::Accept;
    let lines = written(
        &mut NdJson::new(Lang::Chinese),
        &[(&source, &found), (&source, &clean), (&source, &found)],
    );
    let folder = std::env::temp_dir().join(format!("gouji-log-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("log.ndjson");
    std::fs::write(&path, format!("\n{lines}\n")).unwrap();
    let log = LogFile::new(&path);
    for _ in 0..2 {
        assert_eq!(log.records().unwrap().count(), 3);
    }
    let screening = Screening::of_records(&log).unwrap();
    assert_eq!((screening.totals.returned, screening.totals.accept), (2, 1));
    assert_eq!(screening.totals.submissions(), 3);
    assert_eq!(screening.packs.len(), 1);

    std::fs::write(&path, format!("{lines}{{\"source\": ")).unwrap();
    let last = log.records().unwrap().last().unwrap();
    let said = last.unwrap_err().to_string();
    assert!(said.contains("log.ndjson:4: "), "{said}");
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(log.records().is_err());
}
