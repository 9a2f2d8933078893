//! Word documents as they are: what libraries were seen to get wrong.

use gouji::fault::{DocumentFault, FaultKind, Foreign};
use gouji::read::{self, Block, Blocks, Standing};

use super::document::{document, package};

fn blocks(body: &str) -> Blocks {
    read::report(document(body, None)).unwrap()
}

fn lines(body: &str) -> Vec<String> {
    let blocks = blocks(body);
    let paragraphs = blocks.paragraphs();
    paragraphs.iter().map(|(_, one)| one.text.clone()).collect()
}

fn one(inside: &str) -> String {
    lines(&format!("<w:p>{inside}</w:p>")).concat()
}

#[test]
fn signs_and_breaks_are_text() {
    let text = one("<w:r><w:t>增长</w:t><w:noBreakHyphen/><w:t>12.5%</w:t></w:r>");
    assert_eq!(text, "增长-12.5%");
    assert_eq!(
        one("<w:r><w:t>10</w:t><w:br/><w:t>20</w:t></w:r>"),
        "10\n20"
    );
    assert_eq!(
        one("<w:r><w:t>10</w:t><w:tab/><w:t>20</w:t></w:r>"),
        "10\t20"
    );
    let symbol = "<w:r><w:sym w:font=\"Symbol\" w:char=\"F02D\"/><w:t>3</w:t></w:r>";
    assert_eq!(one(symbol), "−3");
    let note = "<w:r><w:t>151.31</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>1</w:t></w:r>";
    assert_eq!(one(note), "151.31¹");
    let equation = "<m:oMath><m:f><m:num><m:r><m:t>45.2</m:t></m:r></m:num><m:den><m:r><m:t>50</m:t></m:r></m:den></m:f></m:oMath>";
    assert_eq!(one(equation), "45.2/50");
}

#[test]
fn changes_are_accepted() {
    let text = "<w:r><w:t>预算</w:t></w:r><w:del><w:r><w:delText>100</w:delText></w:r></w:del><w:ins><w:r><w:t>120</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>7</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>8</w:t></w:r></w:moveTo>";
    assert_eq!(one(text), "预算1208");
    let joined = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>收支</w:t></w:r></w:p><w:p><w:r><w:t>总计</w:t></w:r></w:p>";
    assert_eq!(lines(joined), ["收支总计"]);
}

#[test]
fn text_stands_in_whatever_is_around_it() {
    for around in [
        ("<w:smartTag>", "</w:smartTag>"),
        ("<w:hyperlink>", "</w:hyperlink>"),
        ("<w:fldSimple w:instr=\"=1\">", "</w:fldSimple>"),
        ("<w:sdt><w:sdtPr/><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:ins><w:smartTag>", "</w:smartTag></w:ins>"),
    ] {
        let text = one(&format!(
            "{}<w:r><w:t>48.47</w:t></w:r>{}",
            around.0, around.1
        ));
        assert_eq!(text, "48.47", "{}", around.0);
    }
    let prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击此处输入0</w:t></w:r></w:sdtContent></w:sdt>";
    assert_eq!(one(prompt), "");
    let field = "<w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>PAGE 9</w:instrText><w:t>5</w:t><w:fldChar w:fldCharType=\"separate\"/><w:t>3</w:t><w:fldChar w:fldCharType=\"end\"/><w:t>页</w:t></w:r>";
    assert_eq!(one(field), "3页");
    let hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>8</w:t></w:r>";
    assert_eq!(one(hidden), "8");
}

#[test]
fn a_text_box_is_read_once() {
    let inside = "<w:txbxContent><w:p><w:r><w:t>盒中</w:t></w:r></w:p></w:txbxContent>";
    let body = format!(
        "<w:p><w:r><w:t>前</w:t><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps>{inside}</wps></w:drawing></mc:Choice><mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback></mc:AlternateContent><w:t>后</w:t></w:r></w:p>"
    );
    assert_eq!(lines(&body), ["前后", "盒中"]);
}

#[test]
fn cells_know_their_columns() {
    let cell = |properties: &str, text: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
    };
    let body = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>{}<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt></w:tr><w:tr><w:trPr><w:del/></w:trPr>{}</w:tr><w:sdt><w:sdtContent><w:tr>{}{}</w:tr></w:sdtContent></w:sdt></w:tbl>",
        cell("<w:gridSpan w:val=\"2\"/>", "a"),
        cell("<w:vMerge w:val=\"restart\"/>", "b"),
        cell("", "c"),
        cell("<w:vMerge/>", ""),
        cell("", "gone"),
        cell("<w:cellDel/>", "gone"),
        cell("", "d"),
    );
    let blocks = blocks(&body);
    let Some(Block::Table(table)) = blocks.blocks.first() else {
        panic!("no table");
    };
    let grid: Vec<Vec<(u32, u32, bool)>> = table
        .rows
        .iter()
        .map(|row| {
            row.cells
                .iter()
                .map(|one| (one.column, one.span, one.continued))
                .collect()
        })
        .collect();
    assert_eq!(
        grid,
        [
            vec![(0, 2, false), (2, 1, false)],
            vec![(1, 1, false), (2, 1, true)],
            vec![(0, 1, false)],
        ]
    );
    let texts: Vec<(Standing, String)> = blocks
        .paragraphs()
        .into_iter()
        .map(|(standing, one)| (standing, one.text.clone()))
        .collect();
    assert_eq!(texts.last().unwrap().1, "d");
    assert_eq!(
        texts.last().unwrap().0,
        Standing::Cell {
            table: 1,
            row: 3,
            column: 1
        }
    );
}

#[test]
fn what_attacks_is_refused() {
    let fault = |bytes: Vec<u8>| read::report(bytes).unwrap_err().kind;
    let entities = package(&[(
        "word/document.xml",
        "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\">]><w:document xmlns:w=\"x\"><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>",
    )]);
    assert_eq!(
        fault(entities),
        FaultKind::Document {
            why: DocumentFault::Entities
        }
    );
    let deep = format!("{}{}", "<w:sdt>".repeat(5000), "</w:sdt>".repeat(5000));
    assert!(matches!(
        fault(document(&deep, None)),
        FaultKind::Document {
            why: DocumentFault::Markup(_)
        }
    ));
    assert_eq!(
        fault(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....".to_vec()),
        FaultKind::NoReport {
            is: Foreign::OldOffice
        }
    );
    assert_eq!(
        fault(b"%PDF-1.7".to_vec()),
        FaultKind::NoReport { is: Foreign::Pdf }
    );
    let cut = document("<w:p/>", None);
    assert!(matches!(
        fault(cut[..cut.len() / 2].to_vec()),
        FaultKind::Document { .. }
    ));
}

#[test]
fn plain_text_comes_in_its_encodings() {
    let text = "收支总计151.31万元";
    let mut wide = vec![0xff, 0xfe];
    wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let (national, ..) = encoding_rs::GB18030.encode(text);
    for bytes in [text.as_bytes().to_vec(), wide, national.into_owned()] {
        let blocks = read::report(bytes).unwrap();
        assert_eq!(blocks.paragraphs()[0].1.text, text);
    }
}
