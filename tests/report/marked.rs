//! Marked copies: what was handed in is untouched, and what was found stands in it, by readers
//! that are not ours.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use calamine::{Data, Reader, Xlsx};
use gouji::report::marked::{Mark, NotMarked, marked};
use gouji::words::table::Class;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

fn mark(sheet: &str, cell: &str, number: usize, class: Class) -> Mark {
    Mark {
        sheet: sheet.to_owned(),
        cell: cell.to_owned(),
        class,
        number,
        text: format!("明细之和 48.97，合计填 48.47 <{number}>"),
        difference: "相差 0.50 万元".to_owned(),
        advice: "核对 & 改正".to_owned(),
    }
}

/// A workbook of parts, as small as it can be.
fn book(sheet: &str, more: &[(&str, &str)]) -> Vec<u8> {
    const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    let types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let mut parts = vec![
        (
            "[Content_Types].xml",
            format!(
                "{HEAD}<Types xmlns=\"{package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"{types}.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{types}.worksheet+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"{types}.styles+xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "{HEAD}<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "{HEAD}<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets><sheet name=\"自评 '表'\" sheetId=\"3\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "{HEAD}<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"{relations}/styles\" Target=\"/xl/styles.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/styles.xml",
            format!(
                "{HEAD}<styleSheet xmlns=\"{main}\"><fonts count=\"1\"><font><sz val=\"11\"/></font></fonts><fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills><borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"2\" applyNumberFormat=\"1\"><alignment horizontal=\"right\"/></xf></cellXfs></styleSheet>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                "{HEAD}<worksheet xmlns=\"{main}\" xmlns:r=\"{relations}\">{sheet}</worksheet>"
            ),
        ),
    ];
    parts.extend(more.iter().map(|(name, text)| (*name, (*text).to_owned())));
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

const NAME: &str = "自评 '表'";
const SHEET: &str = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>合计</v></c><c r=\"B1\" s=\"1\"><v>48.47</v></c><c r=\"D1\" s=\"1\"/></row><row r=\"2\" s=\"1\"/><row r=\"9\"><c r=\"A9\"><v>1</v></c></row></sheetData><pageMargins left=\"1\" right=\"1\" top=\"1\" bottom=\"1\" header=\"1\" footer=\"1\"/><tableParts count=\"0\"/>";

fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|index| {
            let mut entry = archive.by_index(index).unwrap();
            let name = entry.name().unwrap().into_owned();
            let mut text = String::new();
            entry.read_to_string(&mut text).unwrap();
            (name, text)
        })
        .collect()
}

/// The bytes of an entry as they stand in the archive.
fn raw(bytes: &[u8], name: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let index = archive.index_for_name(name).unwrap();
    let mut all = Vec::new();
    archive
        .by_index_raw(index)
        .unwrap()
        .read_to_end(&mut all)
        .unwrap();
    all
}

#[test]
fn cells_there_and_not_there() {
    let original = book(SHEET, &[("docProps/extra.bin", "不动")]);
    let marks = [
        mark(NAME, "B1", 1, Class::Correct),
        mark(NAME, "B1", 2, Class::Explain),
        mark(NAME, "D1", 3, Class::Explain),
        mark(NAME, "C1", 4, Class::Advice),
        mark(NAME, "F1", 5, Class::Correct),
        mark(NAME, "B2", 6, Class::Correct),
        mark(NAME, "C5", 7, Class::Correct),
        mark(NAME, "AA12", 8, Class::Correct),
    ];
    let made = marked(&original, &marks).unwrap();
    assert!(made == marked(&original, &marks).unwrap());
    let parts = parts(&made);
    let sheet = &parts["xl/worksheets/sheet1.xml"];
    // without looks, marks and the one more element, it is what it was
    let expected = SHEET
        .replace("<c r=\"B1\" s=\"1\">", "<c r=\"B1\" s=\"2\">")
        .replace("<c r=\"D1\" s=\"1\"/>", "<c r=\"C1\" s=\"3\"/><c r=\"D1\" s=\"4\"/><c r=\"F1\" s=\"5\"/>")
        .replace("<row r=\"2\" s=\"1\"/>", "<row r=\"2\" s=\"1\"><c r=\"B2\" s=\"2\"/></row><row r=\"5\"><c r=\"C5\" s=\"5\"/></row>")
        .replace("</sheetData>", "<row r=\"12\"><c r=\"AA12\" s=\"5\"/></row></sheetData>");
    let body = sheet.split_once("relationships\">").unwrap().1;
    let at = body.find("<legacyDrawing").unwrap();
    let end = at + body[at..].find("/>").unwrap() + 2;
    let without = format!("{}{}", &body[..at], &body[end..]);
    assert_eq!(without, format!("{expected}</worksheet>"));
    assert!(body[end..].starts_with("<tableParts"), "{body}");
    for name in ["docProps/extra.bin", "_rels/.rels"] {
        assert_eq!(raw(&original, name), raw(&made, name), "{name}");
    }
    let styles = &parts["xl/styles.xml"];
    assert!(
        styles.contains(
            "<xf numFmtId=\"2\" applyNumberFormat=\"1\" fillId=\"2\" applyFill=\"1\"><alignment"
        ),
        "{styles}"
    );
    assert!(styles.contains("<cellXfs count=\"8\">"), "{styles}");
    let comments = parts
        .iter()
        .find(|(name, _)| name.contains("comments"))
        .unwrap()
        .1;
    assert_eq!(comments.matches("<comment ").count(), 7);
    assert!(comments.contains("&lt;1&gt;") && comments.contains("核对 &amp; 改正"));
}

#[test]
fn values_stay_and_the_list_is_read() {
    let original = book(SHEET, &[]);
    let marks = [
        mark(NAME, "B1", 1, Class::Correct),
        mark(NAME, "C5", 2, Class::Explain),
    ];
    let made = marked(&original, &marks).unwrap();
    let mut before: Xlsx<_> = Xlsx::new(Cursor::new(original)).unwrap();
    let mut after: Xlsx<_> = Xlsx::new(Cursor::new(made)).unwrap();
    let values = |book: &mut Xlsx<Cursor<Vec<u8>>>| -> Vec<(usize, usize, Data)> {
        let range = book.worksheet_range(NAME).unwrap();
        range
            .used_cells()
            .map(|(row, column, data)| (row, column, data.clone()))
            .collect()
    };
    assert_eq!(values(&mut before), values(&mut after));
    assert_eq!(after.sheet_names(), [NAME, "审核意见"]);
    let list = after.worksheet_range("审核意见").unwrap();
    assert_eq!(list.get_value((1, 0)), Some(&Data::Float(1.0)));
    assert_eq!(
        list.get_value((1, 1)),
        Some(&Data::String(format!("{NAME}!B1")))
    );
    assert_eq!(
        list.get_value((2, 2)),
        Some(&Data::String("需要说明".to_owned()))
    );
    assert_eq!(
        list.get_value((1, 4)),
        Some(&Data::String("相差 0.50 万元".to_owned()))
    );
}

/// Marked once more, comments of the first time are kept, and nothing is there twice.
#[test]
fn comments_that_are_there_are_kept() {
    let original = book(SHEET, &[]);
    let first = marked(&original, &[mark(NAME, "B1", 1, Class::Correct)]).unwrap();
    let again = [
        mark(NAME, "B1", 2, Class::Explain),
        mark(NAME, "A9", 3, Class::Explain),
    ];
    let second = marked(&first, &again).unwrap();
    let parts = parts(&second);
    let all: Vec<&String> = parts
        .iter()
        .filter(|(name, _)| name.starts_with("xl/comments"))
        .map(|(_, text)| text)
        .collect();
    assert_eq!(all.len(), 1);
    let comments = all[0];
    assert_eq!(comments.matches("<comment ").count(), 2, "{comments}");
    assert!(comments.contains("【1】") && comments.contains("【2】") && comments.contains("【3】"));
    let boxes = parts
        .iter()
        .find(|(name, _)| name.contains("vmlDrawing"))
        .unwrap()
        .1;
    assert_eq!(boxes.matches("<v:shape ").count(), 2, "{boxes}");
    assert_eq!(boxes.matches("<v:shapetype ").count(), 1, "{boxes}");
    assert!(parts["xl/workbook.xml"].contains("审核意见2"));
    assert_eq!(
        parts["xl/worksheets/sheet1.xml"]
            .matches("<legacyDrawing")
            .count(),
        1
    );
}

#[test]
fn what_is_not_marked() {
    let marks = [mark(NAME, "B1", 1, Class::Correct)];
    let signed = book(SHEET, &[("_xmlsignatures/sig1.xml", "<a/>")]);
    assert_eq!(marked(&signed, &marks), Err(NotMarked::Signed));
    assert_eq!(
        marked(b"\xd0\xcf\x11\xe0\xa1\xb1", &marks),
        Err(NotMarked::Encrypted)
    );
    assert_eq!(marked(b"{}", &marks), Err(NotMarked::NoWorkbook));
    let other = [mark("别的表", "B1", 1, Class::Correct)];
    assert_eq!(
        marked(&book(SHEET, &[]), &other),
        Err(NotMarked::NoSheet("别的表".to_owned()))
    );
    let cut_off = book(&format!("{SHEET}<a"), &[]);
    assert!(marked(&cut_off, &marks) == Err(NotMarked::Broken));
}
