use gouji::report::Kind;

use super::across::{HOSTILE, bytes, counted, records, screening};

/// The heading and the lines, as a reader that is not ours reads them.
fn read(text: &[u8]) -> Vec<BTreeMap<String, String>> {
    let text = text.strip_prefix("\u{feff}".as_bytes()).expect("a mark");
    let mut reader = ::csv::Reader::from_reader(text);
    let heading = reader.headers().unwrap().clone();
    reader
        .records()
        .map(|line| {
            let line = line.unwrap();
            let names = heading.iter().map(str::to_owned);
            names.zip(line.iter().map(str::to_owned)).collect()
        })
        .collect()
}

#[test]
fn a_finding_is_a_line_with_the_figures_of_the_record() {
    let records = records();
    let screening = screening(&records, HOSTILE[2]);
    let lines = read(&bytes(Kind::Csv, &screening, &records));
    let counts = counted(&records, &screening.findings);
    let names = [
        ("必须更正", "correct"),
        ("需要说明", "explain"),
        ("提示", "advice"),
        ("尾差", "tail"),
        ("未能核对", "not-run"),
        ("连带", "follows"),
    ];
    for (name, class) in names {
        let same = lines.iter().filter(|line| line["类别"] == name).count();
        assert_eq!(same, counts[class], "{name}");
    }
    let mut findings = records.iter().flat_map(|record| &record.findings);
    let (asides, lines): (Vec<_>, Vec<_>) = lines
        .iter()
        .partition(|line| ["已说明", "已豁免"].contains(&&*line["类别"]));
    for line in lines.iter().filter(|line| line["类别"] != "未能核对") {
        let Some(finding) = findings.next() else {
            assert_eq!(line["规则"], "PL-03");
            continue;
        };
        assert_eq!(line["规则"], finding.rule);
        let figure = |figure: &Option<String>| figure.clone().unwrap_or_default();
        assert_eq!(line["所填数"], figure(&finding.stated));
        assert_eq!(line["算得数"], figure(&finding.expected));
        assert_eq!(line["差额"], figure(&finding.difference));
        assert_eq!(line["行"], finding.labels[0].line.to_string());
    }
    // with the words that explain it
    let answered = records.iter().flat_map(|record| &record.answered);
    let due: Vec<_> = answered
        .map(|one| (&one.finding.rule, &one.explanation.text))
        .collect();
    assert!(!due.is_empty());
    let said = asides.iter().map(|line| (&line["规则"], &line["备注"]));
    assert_eq!(said.collect::<Vec<_>>(), due);
}

#[test]
fn no_cell_begins_a_formula_but_figures() {
    let records = records();
    let screening = screening(&records, HOSTILE[2]);
    let lines = read(&bytes(Kind::Csv, &screening, &records));
    let mut guarded = 0;
    for line in &lines {
        for (name, cell) in line {
            let figure = ["所填数", "算得数", "差额", "尾差上限"].contains(&name.as_str());
            let number = cell.parse::<rust_decimal::Decimal>().is_ok();
            assert!(
                (figure && number) || !cell.starts_with(['=', '+', '-', '@', '＝', '\t', '\r']),
                "{name}: {cell}"
            );
            assert!(
                !cell.contains(['\n', '\r', '\u{1b}', '\u{202e}', '\0']),
                "{name}: {cell:?}"
            );
            guarded += usize::from(cell.starts_with("'="));
        }
    }
    assert!(guarded > 3);
    let line = lines
        .iter()
        .find(|line| line["问题"].contains("HYPERLINK"))
        .unwrap();
    assert_eq!(line["问题"], format!("'{}", HOSTILE[2]));
    assert_eq!(line["所填数"], "-1");
}

/// A figure that is none, as a log of another program may have it, is guarded like any text.
#[test]
fn what_is_no_figure_is_text() {
    let mut record = super::across::hostile("甲");
    record.findings[0].stated = Some("-1+cmd|' /C calc'!A0".to_owned());
    let records = vec![record];
    let screening = gouji::report::Screening::of_records(&records).unwrap();
    let lines = read(&bytes(Kind::Csv, &screening, &records));
    assert_eq!(lines[0]["所填数"], "'-1+cmd|' /C calc'!A0");
}

use std::collections::BTreeMap;
