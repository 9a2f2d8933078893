//! Blank forms filled in: read by the mapping made from their layout, they are found what their
//! JSON is found, each at its cell.

use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use calamine::{Data, Reader, Xlsx};
use gouji::blank::{Filled, Layout, workbook};
use gouji::desk::Shelf;
use gouji::document::Document;
use gouji::finding::{Checked, Finding};
use gouji::pack::{Library, Pack};
use gouji::settings::Date;
use gouji::source::Source;
use gouji::words::Lang;

fn checked(name: &str, bytes: Vec<u8>) -> (Source, Checked) {
    let today = Date::new(2023, 1, 31).unwrap();
    let shelf = Arc::new(Shelf::new(Library::shipped(), Vec::new(), None, today).unwrap());
    let mut desk = shelf.desk(Lang::Chinese);
    let source = desk.source(Path::new(name), name, bytes).unwrap();
    desk.check_source(Path::new(name), source)
}

pub(crate) fn filled(pack: &str, json: &[u8]) -> Vec<u8> {
    let pack = Pack::load(pack, &Library::shipped()).unwrap();
    let source = Source::from_bytes("自评.json", json.to_vec()).unwrap();
    let document = Document::parse(source).unwrap();
    let filled = Filled {
        document: &document,
    };
    workbook(&Layout::of(&pack), &pack.form, Some(filled)).unwrap()
}

/// What was found, without how it is said and where in the text.
fn gist(finding: &Finding) -> String {
    let figures = &finding.figures;
    let primary = finding.labels.iter().find(|label| label.primary);
    format!(
        "{} {:?} {:?} {} {:?} {:?} {:?}",
        finding.rule.id,
        finding.level,
        finding.verdict,
        primary.map_or("", |label| &label.path),
        figures.stated,
        figures.expected,
        figures.difference
    )
}

fn gists(checked: &Checked) -> Vec<String> {
    checked.findings.iter().map(gist).collect()
}

/// The number in a cell named as `表!C5`.
fn number(book: &[u8], place: &str) -> Option<f64> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(book.to_vec())).unwrap();
    let (sheet, cell) = place.rsplit_once('!').unwrap();
    let letters = cell.trim_end_matches(|letter: char| letter.is_ascii_digit());
    let column = letters.bytes().fold(0, |column, letter| {
        column * 26 + u32::from(letter - b'A') + 1
    });
    let row: u32 = cell[letters.len()..].parse().unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    match range.get_value((row - 1, column - 1)) {
        Some(Data::Float(number)) => Some(*number),
        _ => None,
    }
}

#[test]
fn the_same_is_found_as_in_the_json() {
    let samples = [
        ("department", "samples/clean/自评.json"),
        ("department", "samples/yanfeng-2021/自评.json"),
        ("department", "samples/broken-sum/自评.json"),
        ("department", "samples/omitted-addend/自评.json"),
        ("department", "samples/unit-slip/自评.json"),
        ("department", "samples/truncated-percent/自评.json"),
        ("department", "samples/over-budget/自评.json"),
        ("department", "samples/zero-execution-explained/自评.json"),
        ("department", "samples/zero-execution-unexplained/自评.json"),
        ("final-accounts", "samples/final-accounts/决算公开.json"),
    ];
    for (pack, sample) in samples {
        let json = std::fs::read(sample).unwrap();
        let book = filled(pack, &json);
        let (_, wanted) = checked(sample, json);
        let (source, found) = checked("自评.xlsx", book.clone());
        assert_eq!(gists(&found), gists(&wanted), "{sample}\n{}", source.text());
        assert_eq!(found.verdict, wanted.verdict, "{sample}");
        assert_eq!(found.numbers, wanted.numbers, "{sample}");
        let not_run = |checked: &Checked| -> Vec<(String, String)> {
            let entries = checked.not_run.iter();
            entries
                .map(|entry| (entry.rule.id.clone(), entry.path.clone()))
                .collect()
        };
        assert_eq!(not_run(&found), not_run(&wanted), "{sample}");
        for finding in &found.findings {
            let label = finding.labels.iter().find(|label| label.primary).unwrap();
            let place = source.place(label.span.start).origin;
            let place = place.unwrap_or_else(|| panic!("{sample}: {}", label.path));
            if let Some(stated) = &finding.figures.stated {
                let there = number(&book, &place);
                assert_eq!(there, stated.parse().ok(), "{sample} {place} {stated}");
            }
        }
    }
}
