//! Cells of hand-made workbooks: every way in which one says something else than it seems to.

use gouji::read::{At, Value};

use super::{book, read, shown, zipped};

fn rows(cells: &str) -> String {
    format!("<sheetData><row r=\"1\">{cells}</row></sheetData>")
}

#[test]
fn figures_are_what_was_typed() {
    let cells = r#"<c r="A1"><v>48.469999999999999</v></c><c r="B1" s="1"><v>12</v></c><c r="C1" s="2"><v>0.90710000000000002</v></c><c r="D1" s="3"><v>44927</v></c><c r="E1" s="5"><v>464.60000000000002</v></c><c r="F1" s="7"><v>7</v></c><c r="G1" s="1"><v>5.684341886080802E-14</v></c><c r="H1"><v>1E2</v></c><c r="I1" s="1"><v>1.005</v></c>"#;
    let book = read(&book(&rows(cells), "", "", ""));
    let seen: Vec<String> = ["A1", "B1", "C1", "D1", "E1", "F1", "G1", "H1", "I1"]
        .iter()
        .map(|at| shown(&book, at))
        .collect();
    assert_eq!(
        seen,
        [
            "48.47",
            "12.00",
            "90.71%",
            "2023-01-01",
            "464.60",
            "0007",
            "0.00",
            "100",
            "1.01"
        ]
    );
}

#[test]
fn texts_are_joined_and_readings_are_passed_over() {
    let strings = "<si><t>共享</t></si><si><r><t>4</t></r><r><t>8</t></r><rPh sb=\"0\" eb=\"1\"><t>よん</t></rPh></si><si><r><rPr><strike/></rPr><t>48.47</t></r><r><t>52.10</t></r></si><si><t>a_x000D_b &amp; c</t></si>";
    let cells = r#"<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c><c r="E1" t="inlineStr"><is><r><t>4</t></r><r><t>8</t></r></is></c><c r="F1" t="str"><f>A1</f><v>文字</v></c><c r="G1" t="e"><v>#SPILL!</v></c><c r="H1" t="e"><v>#GETTING_DATA</v></c>"#;
    let book = read(&book(&rows(cells), "", strings, ""));
    for (at, text) in [
        ("A1", "共享"),
        ("B1", "48"),
        ("C1", "48.4752.10"),
        ("D1", "a\rb & c"),
        ("E1", "48"),
        ("F1", "文字"),
        ("G1", "#SPILL!"),
        ("H1", "#GETTING_DATA"),
    ] {
        assert_eq!(shown(&book, at), text, "{at}");
    }
    let struck = book.sheets[0].cell(At::new(1, 3)).unwrap().struck;
    assert_eq!(format!("{struck:?}"), "Partly");
    assert!(matches!(
        book.sheets[0].cell(At::new(1, 7)).unwrap().value,
        Value::Error(_)
    ));
}

#[test]
fn cells_without_a_place_and_prefixed_elements() {
    let data = "<x:sheetData xmlns:x=\"m\"><x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row><x:row><x:c><x:v>3</x:v></x:c></x:row></x:sheetData>";
    let book = read(&book(data, "", "", ""));
    assert_eq!(
        (shown(&book, "A1"), shown(&book, "B1"), shown(&book, "A2")),
        ("1".into(), "2".into(), "3".into())
    );
}

#[test]
fn formulas_without_a_result_are_known() {
    let cells = r#"<c r="A1"><f>SUM(B1:C1)</f></c><c r="B1"><f t="shared" ref="B1:B2" si="0">附表B1!C5</f><v>3</v></c><c r="C1"><f>X1</f><v></v></c>"#;
    let book = read(&book(
        &rows(cells),
        "",
        "",
        "<calcPr fullCalcOnLoad=\"1\"/>",
    ));
    assert_eq!(shown(&book, "A1"), "=SUM(B1:C1)");
    assert_eq!(
        book.sheets[0].cell(At::new(1, 3)).unwrap().value,
        Value::Uncalculated
    );
    let shared = book.sheets[0].cell(At::new(1, 2)).unwrap();
    assert_eq!(shared.formula.as_deref(), Some("附表B1!C5"));
    assert!(book.stale);
}

#[test]
fn what_is_hidden_or_merged_is_known() {
    let data = r#"<cols><col min="2" max="3" hidden="1"/></cols><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>10</v></c></row><row r="2" hidden="1"><c r="A2"><v>2</v></c></row></sheetData>"#;
    let merged = r#"<mergeCells><mergeCell ref="A1:B1"/></mergeCells>"#;
    let book = read(&book(data, merged, "", ""));
    let sheet = &book.sheets[0];
    assert!(sheet.is_hidden(At::new(1, 3)) && sheet.is_hidden(At::new(2, 1)));
    assert!(!sheet.is_hidden(At::new(1, 1)));
    // what lies under the merged cell is not what a person sees there
    assert_eq!(shown(&book, "B1"), "1");
}

#[test]
fn days_counted_from_1904() {
    let cells = r#"<c r="A1" s="3"><v>0</v></c>"#;
    let book = read(&book(&rows(cells), "", "", "<workbookPr date1904=\"1\"/>"));
    assert_eq!(shown(&book, "A1"), "1904-01-01");
}

#[test]
fn strict_workbooks_differ_in_names_of_relations_only() {
    let strict = "http://purl.oclc.org/ooxml/officeDocument/relationships";
    let top = format!(
        "<Relationships><Relationship Id=\"a\" Type=\"{strict}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let book = format!(
        "<Relationships><Relationship Id=\"b\" Type=\"{strict}/worksheet\" Target=\"worksheets/x.xml\"/></Relationships>"
    );
    let bytes = zipped(&[
        ("_rels/.rels", &top),
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name=\"表\" r:id=\"b\"/></sheets></workbook>",
        ),
        ("xl/_rels/workbook.xml.rels", &book),
        (
            "xl/worksheets/x.xml",
            "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>甲</t></is></c></row></sheetData></worksheet>",
        ),
    ]);
    assert_eq!(shown(&read(&bytes), "A1"), "甲");
}
