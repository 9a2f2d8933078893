//! The sheet that is added: everything that was found, with a way to each cell.

use std::fmt::Write;

use super::package::{Package, appended};
use super::styles::{Own, Styles};
use super::xml::{escaped, tags};
use super::{Mark, NotMarked};
use crate::report::xlsx::{MOST_LINES, lines};
use crate::words::Lang;

const NAME: &str = "审核意见";
const HEADS: [(&str, u8); 6] = [
    ("序号", 6),
    ("位置", 24),
    ("类别", 10),
    ("问题", 60),
    ("相差", 22),
    ("怎么办", 44),
];

/// Adds it behind all others.
pub(super) fn add(
    package: &mut Package<'_, '_>,
    marks: &[Mark],
    styles: &mut Styles,
) -> Result<(), NotMarked> {
    let part = package.free("xl/worksheets", "sheetGouji", "xml");
    let is_strict = package.relations.contains("purl.oclc.org");
    let text = page(marks, styles, is_strict);
    package.set(&part, text);
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml";
    package.declare(&part, kind)?;
    let workbook = package.workbook.clone();
    let id = package.relate(&workbook, "worksheet", &part)?;
    let text = package.text(&workbook)?;
    let found = tags(&text)?;
    let sheets = || found.iter().filter(|tag| tag.opens("sheet"));
    let names: Vec<String> = sheets()
        .filter_map(|tag| tag.attribute(&text, "name"))
        .collect();
    let numbers = sheets().filter_map(|tag| tag.attribute(&text, "sheetId")?.parse::<u32>().ok());
    let number = numbers.max().unwrap_or(0).saturating_add(1);
    let name = (1..=u32::MAX)
        .map(|number| match number {
            1 => NAME.to_owned(),
            number => format!("{NAME}{number}"),
        })
        .find(|name| !names.contains(name))
        .unwrap_or_default();
    let relations = package.relations;
    let made = appended(&text, "sheets", |prefix| {
        format!(
            "<{prefix}sheet xmlns:gouji=\"{relations}\" name=\"{name}\" sheetId=\"{number}\" gouji:id=\"{id}\"/>"
        )
    })?;
    package.set(&workbook, made);
    Ok(())
}

fn page(marks: &[Mark], styles: &mut Styles, is_strict: bool) -> String {
    let main = if is_strict {
        "http://purl.oclc.org/ooxml/spreadsheetml/main"
    } else {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    };
    let (head, text) = (styles.own(Own::Head), styles.own(Own::Text));
    let mut page = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"{main}\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><cols>"
    );
    for (column, (_, width)) in (1..).zip(HEADS) {
        let _ = write!(
            page,
            "<col min=\"{column}\" max=\"{column}\" width=\"{width}\" customWidth=\"1\"/>"
        );
    }
    page.push_str("</cols><sheetData><row r=\"1\">");
    for (letter, (title, _)) in ('A'..).zip(HEADS) {
        let _ = write!(page, "{}", cell(letter, 1, head, title));
    }
    page.push_str("</row>");
    let mut links = String::new();
    for (row, mark) in (2_u32..).zip(marks) {
        let place = if mark.cell.is_empty() {
            String::new()
        } else {
            format!("{}!{}", mark.sheet, mark.cell)
        };
        let tall = height(&[&mark.text, &mark.difference, &mark.advice]);
        let _ = write!(
            page,
            "<row r=\"{row}\" ht=\"{tall}\" customHeight=\"1\"><c r=\"A{row}\" s=\"{text}\"><v>{}</v></c>",
            mark.number
        );
        let cells = [
            &*place,
            mark.class.text(Lang::Chinese),
            &mark.text,
            &mark.difference,
            &mark.advice,
        ];
        for (letter, said) in ('B'..).zip(cells) {
            page.push_str(&cell(letter, row, text, said));
        }
        page.push_str("</row>");
        if place.is_empty() {
            continue;
        }
        let location = format!("'{}'!{}", mark.sheet.replace('\'', "''"), mark.cell);
        let _ = write!(
            links,
            "<hyperlink ref=\"B{row}\" location=\"{}\" display=\"{}\"/>",
            escaped(&location),
            escaped(&place)
        );
    }
    page.push_str("</sheetData>");
    if !links.is_empty() {
        let _ = write!(page, "<hyperlinks>{links}</hyperlinks>");
    }
    page.push_str(
        "<pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>",
    );
    page
}

/// Height of a line of text, in points; the format allows rows of 409.
const LINE_HEIGHT: u32 = 17;

/// The height of a row with these in its last columns, in points: not every program finds it.
fn height(texts: &[&str; 3]) -> u32 {
    let columns = HEADS.iter().skip(HEADS.len() - texts.len());
    let wrapped = texts.iter().zip(columns);
    // a letter that does not fit a line goes to the next as a whole
    let lines = wrapped.map(|(text, (_, width))| lines(text, usize::from(width.saturating_sub(2))));
    LINE_HEIGHT * lines.max().unwrap_or(1).min(MOST_LINES)
}

/// A text in its cell: not through the shared texts, which would be another part to change, and
/// not inline, which some programs show as blank.
fn cell(letter: char, row: u32, look: usize, said: &str) -> String {
    format!(
        "<c r=\"{letter}{row}\" s=\"{look}\" t=\"str\"><v>{}</v></c>",
        escaped(said)
    )
}
