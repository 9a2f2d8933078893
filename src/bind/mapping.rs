//! [`Mapping`]: where the fields of a form stand in a workbook.
//!
//! A mapping is data: it is read from `excel.toml` beside the form, or made from the form for the
//! blank workbook that belongs to it. Everything is found by what is written on the sheet, never
//! by row and column numbers, so rows that moved do not matter.
//!
//! Labels and names of sheets are compared after one normalisation ([`super::label`]); `*` in them
//! stands for any text. Fields are named by their keys with points between: `资金.年度资金总额`.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Where the fields of a form stand in a workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// A workbook is one of this form where one of these stands in the first rows of a sheet that
    /// is mapped, or is its name.
    #[serde(rename = "题", default)]
    pub titles: Vec<String>,
    /// The sheets.
    #[serde(rename = "表")]
    pub sheets: Vec<SheetMapping>,
    /// Cells by defined names: field to name. They are asked where the labels gave nothing, for
    /// names alone do not survive every program.
    #[serde(rename = "名", default)]
    pub names: BTreeMap<String, String>,
}

impl Mapping {
    /// Reads a mapping.
    ///
    /// # Errors
    /// What is wrong with it, and in which line.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(&with_quoted_keys(text)).map_err(|error| {
            let line = error.span().map(|span| {
                let quoted = with_quoted_keys(text);
                let before = quoted.get(..span.start).unwrap_or("");
                before.matches('\n').count() + 1
            });
            let what = error.message();
            match line {
                Some(line) => format!("第 {line} 行 / line {line}: {what}"),
                None => what.to_owned(),
            }
        })
    }
}

/// Chinese keys in quotation marks, which TOML asks for and nobody writes.
fn with_quoted_keys(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() * 5 / 4);
    let mut bare = String::new();
    let mut inside: Option<char> = None;
    let mut escaped = false;
    let mut comment = false;
    for letter in text.chars().chain(['\n']) {
        let is_bare = letter.is_alphanumeric() || matches!(letter, '_' | '-');
        if inside.is_none() && !comment && is_bare {
            bare.push(letter);
            continue;
        }
        if bare.is_ascii() {
            quoted.push_str(&bare);
        } else {
            quoted.push('"');
            quoted.push_str(&bare);
            quoted.push('"');
        }
        bare.clear();
        match (inside, letter) {
            _ if escaped => escaped = false,
            (_, '\n') => {
                comment = false;
                inside = None;
            }
            _ if comment => {}
            (Some('"'), '\\') => escaped = true,
            (Some(mark), _) if mark == letter => inside = None,
            (None, '"' | '\'') => inside = Some(letter),
            (None, '#') => comment = true,
            _ => {}
        }
        quoted.push(letter);
    }
    quoted
}

/// One sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SheetMapping {
    /// Names it may have; where no sheet is called so, texts of which one stands in its first
    /// rows.
    #[serde(rename = "工作表")]
    pub names: Vec<String>,
    /// How its amounts of money are counted. Without it they are in the form's units.
    #[serde(rename = "单位", default)]
    pub unit: Option<UnitMapping>,
    /// Single cells.
    #[serde(rename = "格", default)]
    pub cells: Vec<CellMapping>,
    /// Blocks of rows and columns.
    #[serde(rename = "块", default)]
    pub blocks: Vec<BlockMapping>,
    /// Lists of rows.
    #[serde(rename = "行", default)]
    pub lists: Vec<ListMapping>,
}

/// Where a sheet says how it counts money.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitMapping {
    /// What the cell says before or around the unit: `金额单位：*`.
    #[serde(rename = "处")]
    pub place: OneOrMore,
    /// The units it may say.
    #[serde(rename = "可为")]
    pub allowed: Vec<String>,
    /// The field of the form that names the unit of money, if it has one.
    #[serde(rename = "字段", default)]
    pub field: Option<String>,
}

/// One text, or several that mean the same.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum OneOrMore {
    /// One.
    One(String),
    /// Several.
    More(Vec<String>),
}

impl Default for OneOrMore {
    fn default() -> Self {
        Self::More(Vec::new())
    }
}

impl OneOrMore {
    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::More(more) => more,
        }
    }
}

/// On which side of its label a value stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Side {
    /// The first cell to the right that holds something.
    #[default]
    #[serde(rename = "右")]
    Right,
    /// The cell below.
    #[serde(rename = "下")]
    Below,
    /// In the cell of the label, after it: `单位名称：某局`.
    #[serde(rename = "同格")]
    Same,
    /// The cell is the value: a title.
    #[serde(rename = "本格")]
    Itself,
}

/// One cell with a label.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CellMapping {
    /// The field.
    #[serde(rename = "字段")]
    pub field: String,
    /// What its label may say.
    #[serde(rename = "标签")]
    pub labels: OneOrMore,
    /// Where the value stands.
    #[serde(rename = "值在", default)]
    pub side: Side,
}

/// Figures by row and column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlockMapping {
    /// The object that holds the rows; empty for the whole submission.
    #[serde(rename = "字段", default)]
    pub field: String,
    /// What stands at its beginning, in the row of the heads or above it.
    #[serde(rename = "起")]
    pub from: OneOrMore,
    /// What stands below its end; without it the block reaches to the end of the sheet.
    #[serde(rename = "止", default)]
    pub until: OneOrMore,
    /// The head, merged over some columns, to which the block is confined, where two stand side by
    /// side.
    #[serde(rename = "栏", default)]
    pub band: OneOrMore,
    /// Fields, from `field`, and what their rows are called.
    #[serde(rename = "行")]
    pub rows: BTreeMap<String, OneOrMore>,
    /// Fields, from that of the row, and what their columns are called; an empty key where a row
    /// has a single figure.
    #[serde(rename = "列")]
    pub columns: BTreeMap<String, OneOrMore>,
}

/// Rows that may be as many as there are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListMapping {
    /// The list, or the object whose names are in the column `key`.
    #[serde(rename = "字段")]
    pub field: String,
    /// The head of one column, or what stands above the heads.
    #[serde(rename = "起")]
    pub from: OneOrMore,
    /// What stands in the row below the last.
    #[serde(rename = "止", default)]
    pub until: OneOrMore,
    /// The head to which the list is confined, as for a block.
    #[serde(rename = "栏", default)]
    pub band: OneOrMore,
    /// Fields of an item and what their columns are called. In a list of lists, each level is
    /// named: `名称`, `二级.名称`, `二级.三级.分值`. An empty key where items are plain.
    #[serde(rename = "列")]
    pub columns: BTreeMap<String, OneOrMore>,
    /// The column of names, where they make an object.
    #[serde(rename = "键", default)]
    pub key: OneOrMore,
    /// Columns that hold for the rows below as well, until something else is written.
    #[serde(rename = "向下", default)]
    pub down: Vec<String>,
    /// Rows that are no items: those where one of these is written.
    #[serde(rename = "略", default)]
    pub skip: OneOrMore,
}
