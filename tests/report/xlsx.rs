use std::io::Cursor;

use calamine::{Data, Range, Reader, Xlsx};
use gouji::report::Kind;

use super::across::{HOSTILE, bytes, counted, records, screening};

fn open(book: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(book)).unwrap()
}

/// The cells under a heading.
fn column(sheet: &Range<Data>, name: &str) -> Vec<Data> {
    let mut rows = sheet.rows();
    let heading = rows.next().unwrap();
    let at = heading
        .iter()
        .position(|cell| text(cell) == name)
        .expect(name);
    rows.map(|row| row[at].clone()).collect()
}

fn text(cell: &Data) -> String {
    match cell {
        Data::String(text) => text.clone(),
        Data::Empty => String::new(),
        other => panic!("{other:?} is no text"),
    }
}

#[test]
fn sheets_hold_what_the_records_hold() {
    let records = records();
    let screening = screening(&records, HOSTILE[2]);
    let mut book = open(bytes(Kind::Xlsx, &screening, &records));
    assert_eq!(
        book.sheet_names(),
        [
            "概况",
            "单位×结论",
            "问题",
            "未能核对",
            "说明和豁免",
            "名单核对"
        ]
    );
    let counts = counted(&records, &screening.findings);

    let totals = book.worksheet_range("概况").unwrap();
    let entry = |name: &str| {
        let at = column(&totals, "项目")
            .iter()
            .position(|cell| text(cell) == name)
            .expect(name);
        column(&totals, "数量")[at].to_string()
    };
    assert_eq!(entry("份数"), records.len().to_string());
    assert_eq!(entry("建议退回"), screening.totals.returned.to_string());
    assert_eq!(entry("应报未报"), "2");

    let submissions = book.worksheet_range("单位×结论").unwrap();
    assert_eq!(submissions.height(), records.len() + 1);
    let sum = |name: &str| -> usize {
        column(&submissions, name)
            .iter()
            .map(|cell| cell.to_string().parse::<usize>().unwrap())
            .sum()
    };
    let across = screening.findings.len();
    assert_eq!(sum("必须更正"), counts["correct"] - across);
    assert_eq!(sum("需要说明"), counts["explain"]);
    assert_eq!(sum("提示"), counts["advice"]);
    assert_eq!(sum("尾差"), counts["tail"]);
    assert_eq!(sum("未能核对"), counts["not-run"]);

    let findings = book.worksheet_range("问题").unwrap();
    let all: Vec<_> = records.iter().flat_map(|record| &record.findings).collect();
    assert_eq!(findings.height(), all.len() + across + 1);
    let stated = column(&findings, "所填数");
    let numbers = column(&findings, "所填数（数值）");
    let mut compared = 0;
    for ((finding, exact), number) in all.iter().zip(&stated).zip(&numbers) {
        assert_eq!(text(exact), finding.stated.clone().unwrap_or_default());
        if let (Some(stated), Data::Float(number)) = (&finding.stated, number) {
            let number: rust_decimal::Decimal = number.to_string().parse().unwrap();
            assert_eq!(number, stated.parse().unwrap());
            compared += 1;
        }
    }
    assert!(compared > 10, "{compared}");
    assert_eq!(
        book.worksheet_range("未能核对").unwrap().height(),
        counts["not-run"] + 1
    );
    let asides = book.worksheet_range("说明和豁免").unwrap();
    let answered = records.iter().flat_map(|record| &record.answered);
    let due: Vec<&str> = answered.map(|one| &*one.explanation.text).collect();
    assert!(!due.is_empty());
    let said: Vec<String> = column(&asides, "备注").iter().map(text).collect();
    assert_eq!(said, due);
}

#[test]
fn nothing_is_a_formula() {
    let records = records();
    let screening = screening(&records, HOSTILE[2]);
    let mut book = open(bytes(Kind::Xlsx, &screening, &records));
    for name in book.sheet_names() {
        let formulas = book.worksheet_formula(&name).unwrap();
        assert!(formulas.used_cells().next().is_none(), "{name}");
        let sheet = book.worksheet_range(&name).unwrap();
        for (_, _, cell) in sheet.used_cells() {
            let shown = cell.to_string();
            assert!(!shown.contains(['\u{1b}', '\u{202e}', '\0']), "{shown:?}");
        }
    }
    // what was submitted is there, as text
    let findings = book.worksheet_range("问题").unwrap();
    let said = column(&findings, "问题");
    assert!(said.iter().any(|cell| text(cell) == HOSTILE[2]));
}

/// Figures beyond what the format's numbers hold are there as text only.
#[test]
fn digits_that_a_number_would_lose_are_not_made_one() {
    let mut record = super::across::hostile("甲");
    record.findings[0].stated = Some("12345678901234567.89".to_owned());
    record.findings[0].expected = Some("-0.10".to_owned());
    let records = vec![record];
    let screening = gouji::report::Screening::of_records(&records).unwrap();
    let mut book = open(bytes(Kind::Xlsx, &screening, &records));
    let sheet = book.worksheet_range("问题").unwrap();
    assert_eq!(text(&column(&sheet, "所填数")[0]), "12345678901234567.89");
    assert_eq!(column(&sheet, "所填数（数值）")[0], Data::Empty);
    assert_eq!(text(&column(&sheet, "算得数")[0]), "-0.10");
    assert_eq!(column(&sheet, "算得数（数值）")[0], Data::Float(-0.1));
}

#[test]
fn a_text_of_any_length_fits() {
    let mut record = super::across::hostile("甲");
    record.findings[0].message = "\u{1f4a9}".repeat(40_000);
    let records = vec![record];
    let screening = gouji::report::Screening::of_records(&records).unwrap();
    let mut book = open(bytes(Kind::Xlsx, &screening, &records));
    let sheet = book.worksheet_range("问题").unwrap();
    assert!(text(&column(&sheet, "问题")[0]).ends_with('…'));
}
