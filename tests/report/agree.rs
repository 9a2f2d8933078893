//! Reports of all formats say the same of a finding: its cause, what follows from it, and what to
//! write.

use std::io::Cursor;

use calamine::{Reader, Xlsx};
use gouji::document::Document;
use gouji::pack::{Library, Pack};
use gouji::report::{Kind, Record, Screening, Text};

use super::across::bytes;
use super::*;

/// Slips in clean submissions of a pack: the text, what is planted in its place.
const SLIPS: [(&str, &str, &str); 6] = [
    ("clean-简表.json", "\"本年\": 360.00", "\"本年\": 350.00"),
    ("clean-简表.json", "\"分值\": 50,", "\"分值\": 40,"),
    ("clean-简表.json", "\"决算\": 3.81", "\"决算\": 3.18"),
    (
        "clean-简表.json",
        "\"年初预算数\": 400.00",
        "\"年初预算数\": \"452.60万元\"",
    ),
    ("clean-简表.json", "\"总分\": 99.00", "\"总分\": 96.00"),
    ("clean-简表.json", "\"完成率\": 90.71", "\"完成率\": 0.9071"),
];

fn sentences(record: &Record) -> Vec<(String, Vec<String>, Vec<String>, String)> {
    let records = vec![record.clone()];
    let screening = Screening::of_records(&records).unwrap();
    let csv = bytes(Kind::Csv, &screening, &records);
    let text = csv.strip_prefix("\u{feff}".as_bytes()).unwrap();
    let mut reader = ::csv::Reader::from_reader(text);
    let heading = reader.headers().unwrap().clone();
    let at = |name: &str| heading.iter().position(|one| one == name).unwrap();
    let (class, rule, cause, write, follows) = (
        at("类别"),
        at("规则"),
        at("疑因"),
        at("应改"),
        at("连带规则"),
    );
    let lines: Vec<_> = reader.records().map(Result::unwrap).collect();
    let asked = |line: &&::csv::StringRecord| ["必须更正", "需要说明"].contains(&&line[class]);
    let parts = |cell: &str, separator: &str| {
        let all = cell.split(separator).filter(|part| !part.is_empty());
        all.map(str::to_owned).collect()
    };
    lines
        .iter()
        .filter(asked)
        .map(|line| {
            (
                line[rule].to_owned(),
                parts(&line[cause], "；"),
                parts(&line[follows], "、"),
                line[write].to_owned(),
            )
        })
        .collect()
}

/// What a page or a letter says, without the signs of its format and line ends.
fn bare(text: &str) -> String {
    let unescaped = text
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&gt;", ">")
        .replace("&lt;", "<")
        .replace("&#x2f;", "/")
        .replace("&amp;", "&");
    let kept = |letter: &char| !letter.is_whitespace() && *letter != '\\';
    unescaped.chars().filter(kept).collect()
}

#[test]
fn every_format_says_the_same_of_a_finding() {
    let pack = Pack::load("department", &Library::shipped()).expect("the shipped pack");
    let pack = std::sync::Arc::new(pack);
    let mut worker = pack.checker().unwrap();
    let mut compared = 0;
    for (file, from, to) in SLIPS {
        let path = crate::fresh::root().join("rules/department").join(file);
        let clean = std::fs::read_to_string(path).unwrap();
        assert!(clean.contains(from), "{file}: {from}");
        let source = Source::new("自评.json", clean.replacen(from, to, 1));
        let checked = worker.check(Document::parse(source.clone()).unwrap());
        let record = Record::with_excerpts(&source, &checked, Lang::Chinese);
        let records = vec![record];
        let screening = Screening::of_records(&records).unwrap();
        let of = |kind| String::from_utf8(bytes(kind, &screening, &records)).unwrap();
        let (letter, page) = (bare(&of(Kind::Markdown)), bare(&of(Kind::Html)));
        let mut terminal = Vec::new();
        let style = gouji::report::Style {
            color: false,
            width: 10_000,
            ascii: false,
        };
        let mut format = Text::new(Lang::Chinese, style);
        gouji::report::Format::submission(&mut format, &source, &checked, &mut terminal).unwrap();
        let terminal = bare(&String::from_utf8(terminal).unwrap());
        let mut book = Xlsx::new(Cursor::new(bytes(Kind::Xlsx, &screening, &records))).unwrap();
        let sheet = book.worksheet_range("问题").unwrap();
        let cells: Vec<String> = sheet
            .used_cells()
            .map(|(_, _, cell)| bare(&cell.to_string()))
            .collect();
        for (rule, causes, follows, write) in sentences(&records[0]) {
            compared += 1;
            for cause in &causes {
                let cause = bare(cause);
                for (format, said) in [("letter", &letter), ("page", &page), ("text", &terminal)] {
                    assert!(said.contains(&cause), "{format}, {rule}: {cause}");
                }
                assert!(
                    cells.iter().any(|cell| cell.contains(&cause)),
                    "{rule}: {cause}"
                );
            }
            // what follows is told under it, and is no finding of its own
            for follower in &follows {
                for (format, said) in [("letter", &letter), ("text", &terminal)] {
                    assert!(
                        said.contains(&format!("连带：{follower}")),
                        "{format}: {follower}"
                    );
                }
                assert!(!letter.contains(&format!("**{follower}**")), "{follower}");
            }
            if !write.is_empty() {
                let write = bare(&write);
                assert!(
                    letter.contains(&format!("应改：{write}")),
                    "letter, {rule}: {write}"
                );
                assert!(page.contains(&write), "page, {rule}: {write}");
                assert!(cells.contains(&write), "workbook, {rule}: {write}");
                // of several changes the terminal says that they are several
                let listed = terminal.contains(&write) || terminal.contains("不止一种可能");
                assert!(listed, "text, {rule}: {write}");
            }
        }
    }
    assert!(compared >= SLIPS.len(), "{compared}");
}
