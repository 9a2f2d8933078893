//! A layout as an XLSX workbook, blank or filled in.
//!
//! Heads and titles may span several cells; cells to be filled in never do, for what is pasted
//! into such a cell goes astray. Nothing is locked and there is no formula: whoever wants to add a
//! row adds one, and what stands in the form is what somebody wrote. Which form it is stands in a
//! property of the file and on a hidden sheet, for some programs keep only the one and some only
//! the other; cells have labels and names for the same reason.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::format::Formats;
use super::layout::Layout;
use super::sheet::Page;
use crate::document::{Document, Form};
use crate::read;

/// The sheet that says which form this is.
pub(super) const MARK: &str = "gouji";
/// What the first cell of that sheet says, before the id of the pack.
const MARK_TEXT: &str = "gouji空表";
/// The sheet with lists of choices that are too long for a cell's own.
pub(super) const CHOICES: &str = "选项";

/// What the blank form is filled in with.
#[derive(Clone, Copy, Debug)]
pub struct Filled<'a> {
    /// A submission of the same form.
    pub document: &'a Document,
}

/// The workbook, as the bytes of a file: the same layout is the same bytes.
///
/// # Errors
/// Where the format cannot hold it: a sheet of more than a million rows, a text of more than
/// 32,767 letters.
pub fn workbook(
    layout: &Layout,
    form: &Form,
    filled: Option<Filled<'_>>,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // the same form is the same bytes, whenever it is written
    let never = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new()
        .set_title(&layout.title)
        .set_author("gouji")
        .set_creation_datetime(&never)
        .set_custom_property("gouji.pack", layout.pack.as_str())
        .set_custom_property("gouji.version", layout.version.as_str());
    book.set_properties(&properties);
    let formats = Formats::new();
    instructions(&mut book, layout, &formats)?;
    let mut names = Vec::new();
    let mut choices = Vec::new();
    for sheet in &layout.sheets {
        let mut page = Page::new(layout, form, &formats, filled);
        book.push_worksheet(page.write(sheet)?);
        names.extend(page.names);
        for list in page.choices {
            if !choices.contains(&list) {
                choices.push(list);
            }
        }
    }
    if filled.is_some() || layout.sheets.len() > 1 {
        book.worksheet_from_index(1)?.set_active(true);
    }
    let hidden = book.add_worksheet().set_name(CHOICES)?.set_hidden(true);
    for (column, list) in (0_u16..).zip(&choices) {
        for (row, choice) in (0_u32..).zip(list) {
            hidden.write_string(row, column, choice)?;
        }
    }
    let mark = book.add_worksheet().set_name(MARK)?.set_very_hidden(true);
    mark.write_string(0, 0, mark_text(&layout.pack))?;
    mark.write_string(1, 0, &layout.pack)?;
    mark.write_string(2, 0, &layout.version)?;
    for (name, place) in names {
        book.define_name(name, &place)?;
    }
    book.save_to_buffer()
}

/// What says that a workbook is the blank form of a pack.
#[must_use]
pub(super) fn mark_text(pack: &str) -> String {
    format!("{MARK_TEXT} {pack}")
}

/// The pack whose blank form a workbook is, by either of the places where that stands.
#[must_use]
pub fn made_for(workbook: &read::Workbook) -> Option<String> {
    let stated = workbook.properties.get("gouji.pack").cloned();
    stated.or_else(|| {
        let sheet = workbook.sheets.iter().find(|sheet| &*sheet.name == MARK)?;
        let id = sheet.text(read::At::new(2, 1));
        (!id.is_empty()).then_some(id)
    })
}

/// How the form is filled in.
fn instructions(book: &mut Workbook, layout: &Layout, formats: &Formats) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet().set_name("填写说明")?;
    sheet
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0)
        .set_screen_gridlines(false)
        .set_column_width(0, 6)?
        .set_column_width(1, 84)?;
    sheet.set_row_height(0, 34)?;
    sheet.merge_range(0, 0, 0, 1, "填写说明", &formats.title)?;
    let sheets: Vec<String> = layout
        .sheets
        .iter()
        .map(|sheet| format!("“{}”", sheet.name))
        .collect();
    let lines = [
        format!("本表是“{}”的填报表，用于规则包 {} {}。{}", layout.title, layout.pack, layout.version, layout.note),
        format!("逐张填写：{}。没有的表、没有的项目空着，不要填 0；确实为零的填 0。", sheets.join("、")),
        "只填白色和浅黄色的格；浅黄色的必须填。灰色的格没有这一项，不填。".to_owned(),
        "数字格只填数字，不写单位，不写“约”“余”；单位在表头或“单位”一列。比率填百分数，91.87% 填 91.87。".to_owned(),
        "比率的分母为零时填“—”。".to_owned(),
        "表头写有“可增行”的，行数不够就在表内插入行；不要删改标题、表头和左边的项目名称，程序按它们取数。".to_owned(),
        "绩效指标一行一个三级指标；一级、二级指标的名称和分值只写在它的第一行。".to_owned(),
        "可以用公式，保存前要算出结果；不要合并填写的格。".to_owned(),
"填完存为 .xlsx。".to_owned(),
    ];
    for (index, line) in (0_u32..).zip(&lines) {
        let row = index + 1;
        let wide = line
            .chars()
            .map(|letter| if letter.is_ascii() { 1 } else { 2 })
            .sum::<u32>();
        let rows = wide.div_ceil(80).max(1);
        sheet.set_row_height(row, f64::from(rows * 16 + 6))?;
        sheet.write_string_with_format(row, 0, format!("{row}."), &formats.bold)?;
        sheet.write_string_with_format(row, 1, line, &formats.plain)?;
    }
    Ok(())
}
