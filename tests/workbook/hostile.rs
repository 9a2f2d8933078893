//! Workbooks that are broken or meant to do harm: refused in a sentence, never a panic.

use gouji::fault::WorkbookFault;
use gouji::read::{Container, workbook};

use super::{book, zipped};
use crate::sequence::Sequence;

#[test]
fn entities_and_types_are_refused() {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><sheetData><row><c t=\"str\"><v>&a;</v></c></row></sheetData>";
    let read = workbook(&book(bomb, "", "", ""), Container::Xlsx);
    assert!(matches!(read, Err(WorkbookFault::Entities)), "{read:?}");
    let unknown = "<sheetData><row><c t=\"str\"><v>&a;</v></c></row></sheetData>";
    let read = workbook(&book(unknown, "", "", ""), Container::Xlsx);
    assert!(matches!(read, Err(WorkbookFault::Entities)), "{read:?}");
}

#[test]
fn what_unpacks_without_end_is_refused() {
    let blanks = " ".repeat(40 * 1024 * 1024);
    let read = workbook(&book(&blanks, "", "", ""), Container::Xlsx);
    assert!(matches!(read, Err(WorkbookFault::Excessive)), "{read:?}");
    let deep = "<a>".repeat(2_000);
    let read = workbook(&book(&deep, "", "", ""), Container::Xlsx);
    assert!(matches!(read, Err(WorkbookFault::Excessive)), "{read:?}");
}

#[test]
fn a_workbook_cut_off_anywhere_is_damaged() {
    let whole = book(
        "<sheetData><row><c><v>1</v></c></row></sheetData>",
        "",
        "",
        "",
    );
    for length in 0..whole.len() {
        assert!(
            workbook(&whole[..length], Container::Xlsx).is_err(),
            "{length}"
        );
    }
    let empty = zipped(&[("xl/workbook.xml", "<workbook/>")]);
    assert!(matches!(
        workbook(&empty, Container::Xlsx),
        Err(WorkbookFault::NoSheet)
    ));
}

#[test]
fn no_change_of_bytes_makes_it_panic() {
    let strings = "<si><r><t>4</t></r></si>";
    let whole = book(
        "<sheetData><row r=\"3\" hidden=\"1\"><c r=\"B3\" t=\"s\"><v>0</v></c><c s=\"2\"><f>A1</f><v>0.1</v></c></row></sheetData>",
        "<mergeCells><mergeCell ref=\"A1:C2\"/></mergeCells>",
        strings,
        "<workbookPr/>",
    );
    let mut sequence = Sequence::new(7);
    for _ in 0..3_000 {
        let mut bytes = whole.clone();
        for _ in 0..=sequence.below(6) {
            let at = sequence.below(bytes.len());
            bytes[at] = u8::try_from(sequence.below(256)).unwrap();
        }
        let _ = workbook(&bytes, Container::Xlsx);
    }
}
