//! What a text document holds: paragraphs and tables, in reading order.

use std::ops::Range;

/// A document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blocks {
    /// In reading order.
    pub blocks: Vec<Block>,
}

/// A paragraph or a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

/// A paragraph as it is shown: insertions in, deletions out, automatic numbering as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// Which one of the document, from 1, counting those that show any text.
    pub number: u32,
    /// Its text; a line break inside it is `\n`.
    pub text: String,
    /// How many bytes at the start of the text are automatic numbering.
    pub label: usize,
    /// Outline level (0 is the highest) where a style or the paragraph gives one.
    pub level: Option<u8>,
    /// Bytes of the text that are struck out, which are shown all the same.
    pub struck: Vec<Range<usize>>,
}

/// A table as rows of cells that know their column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// From the top.
    pub rows: Vec<Row>,
}

/// A row; cells left out at its start leave a gap in the columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// From the left.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The first column it covers, from 0.
    pub column: u32,
    /// How many columns it covers.
    pub span: u32,
    /// Whether it is the continuation of a merged cell above, and shows nothing of its own.
    pub continued: bool,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// Where a paragraph stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// In the text itself.
    Text,
    /// In a table; all counted from 1. A nested table counts after the one around it.
    Cell {
        /// Which table of the document.
        table: u32,
        /// The row.
        row: u32,
        /// The first column.
        column: u32,
    },
}

impl Blocks {
    /// Gives every paragraph its number.
    pub(super) fn numbered(mut self) -> Self {
        let mut last = 0;
        number(&mut self.blocks, &mut last);
        self
    }

    /// All paragraphs in reading order, with where they stand.
    #[must_use]
    pub fn paragraphs(&self) -> Vec<(Standing, &Paragraph)> {
        let mut all = Vec::new();
        let mut tables = 0;
        gather(&self.blocks, Standing::Text, &mut tables, &mut all);
        all
    }
}

fn number(blocks: &mut [Block], last: &mut u32) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                if !paragraph.text.trim().is_empty() {
                    *last += 1;
                }
                paragraph.number = (*last).max(1);
            }
            Block::Table(table) => {
                let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
                cells.for_each(|cell| number(&mut cell.blocks, last));
            }
        }
    }
}

fn gather<'b>(
    blocks: &'b [Block],
    standing: Standing,
    tables: &mut u32,
    into: &mut Vec<(Standing, &'b Paragraph)>,
) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => into.push((standing, paragraph)),
            Block::Table(table) => {
                *tables += 1;
                let this = *tables;
                for (row, cells) in (1..).zip(&table.rows) {
                    for cell in &cells.cells {
                        let standing = Standing::Cell {
                            table: this,
                            row,
                            column: cell.column + 1,
                        };
                        gather(&cell.blocks, standing, tables, into);
                    }
                }
            }
        }
    }
}
