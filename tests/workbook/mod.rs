//! Workbooks: cells as a person sees them, forms found on sheets by what is written there, and
//! the same findings as for the same figures in JSON.

pub(crate) mod blank;
mod bound;
mod cells;
mod hostile;

use std::io::{Cursor, Write};

use gouji::read::{At, Container, Workbook, workbook};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A workbook of parts.
pub(crate) fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const RELATIONS: &str = r#"<Relationships xmlns="r"><Relationship Id="rId1" Type="http://x/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK_RELATIONS: &str = r#"<Relationships xmlns="r"><Relationship Id="rId1" Type="http://x/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://x/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="http://x/relationships/styles" Target="/xl/styles.xml"/></Relationships>"#;
const STYLES: &str = r#"<styleSheet><numFmts count="3"><numFmt numFmtId="164" formatCode="0.00&quot;万元&quot;"/><numFmt numFmtId="165" formatCode="0!.0,"/><numFmt numFmtId="166" formatCode="0000"/></numFmts><fonts><font/><font><strike/></font></fonts><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="2"/><xf numFmtId="10"/><xf numFmtId="31"/><xf numFmtId="49"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="0" fontId="1"/></cellXfs></styleSheet>"#;

/// A workbook of one sheet: what is in its `sheetData`, what follows it, its shared texts, and
/// what the workbook says of itself.
pub(crate) fn book(data: &str, after: &str, strings: &str, about: &str) -> Vec<u8> {
    let sheet =
        format!("<worksheet xmlns=\"m\"><dimension ref=\"A1:A1\"/>{data}{after}</worksheet>");
    let book = format!(
        "<workbook xmlns:r=\"r\">{about}<sheets><sheet name=\"表一\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let strings = format!("<sst>{strings}</sst>");
    zipped(&[
        ("_rels/.rels", RELATIONS),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", BOOK_RELATIONS),
        ("xl/styles.xml", STYLES),
        ("xl/sharedStrings.xml", &strings),
        ("xl/worksheets/sheet1.xml", &sheet),
    ])
}

pub(crate) fn read(bytes: &[u8]) -> Workbook {
    workbook(bytes, Container::Xlsx).unwrap()
}

/// What a person sees in a cell of the first sheet.
pub(crate) fn shown(book: &Workbook, at: &str) -> String {
    let sheet = book.sheets.first().unwrap();
    sheet.text(At::parse(at).unwrap())
}
