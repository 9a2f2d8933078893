//! Paragraphs and tables of a part, in the order in which they are read.

use std::mem;

use super::DocumentFault;
use super::numbering::{Numbering, Properties};
use super::paragraph::{Line, inline};
use super::xml::{Reader, Tag};
use crate::read::blocks::{Block, Cell, Paragraph, Row, Table};

/// Word has 63 columns; a span beyond this is damage.
const COLUMNS: u32 = 1000;

/// What is carried from one block to the next.
pub(super) struct Body {
    numbering: Numbering,
    /// Open fields: for each, whether its result has begun. A field may reach over paragraphs.
    pub(super) fields: Vec<bool>,
    /// A paragraph whose end was deleted waits for the next one.
    begun: Line,
}

impl Body {
    pub(super) fn new(numbering: Numbering) -> Self {
        Self {
            numbering,
            fields: Vec::new(),
            begun: Line::default(),
        }
    }

    /// A whole part: the text itself, or the footnotes.
    pub(super) fn part(&mut self, xml: &str, into: &mut Vec<Block>) -> Result<(), DocumentFault> {
        let mut reader = Reader::new(xml);
        if reader.child()?.is_some() {
            self.blocks(&mut reader, into)?;
        }
        self.fields.clear();
        let begun = mem::take(&mut self.begun);
        self.finish(begun, &Properties::default(), into);
        Ok(())
    }

    /// The blocks in the element whose start was read.
    pub(super) fn blocks(
        &mut self,
        reader: &mut Reader<'_>,
        into: &mut Vec<Block>,
    ) -> Result<(), DocumentFault> {
        let mut chosen = false;
        let mut placeholder = false;
        while let Some(tag) = reader.child()? {
            match tag.name() {
                "p" => self.paragraph(reader, into)?,
                "tbl" => {
                    let table = self.table(reader)?;
                    into.push(Block::Table(table));
                }
                "sdtPr" => placeholder = shows_placeholder(reader)?,
                "sdtContent" if placeholder => reader.skip()?,
                "Choice" | "Fallback" if mem::replace(&mut chosen, true) => reader.skip()?,
                // the separator lines of footnotes are no notes
                "footnote" | "endnote"
                    if tag.attribute("type").is_some_and(|is| is != "normal") =>
                {
                    reader.skip()?;
                }
                "body" | "sdt" | "sdtContent" | "customXml" | "smartTag" | "ins" | "moveTo"
                | "AlternateContent" | "Choice" | "Fallback" | "footnote" | "endnote" => {
                    self.blocks(reader, into)?;
                }
                _ => reader.skip()?,
            }
        }
        Ok(())
    }

    fn paragraph(
        &mut self,
        reader: &mut Reader<'_>,
        into: &mut Vec<Block>,
    ) -> Result<(), DocumentFault> {
        let mut line = mem::take(&mut self.begun);
        let mut properties = Properties::default();
        inline(self, reader, &mut line, &mut properties)?;
        if properties.joins {
            self.begun = line;
        } else {
            self.finish(line, &properties, into);
        }
        Ok(())
    }

    /// Adds a paragraph, and after it what its text boxes hold.
    fn finish(&mut self, line: Line, properties: &Properties, into: &mut Vec<Block>) {
        let Line {
            text,
            struck,
            boxes,
        } = line;
        // what shows nothing has no number either; Word counts it all the same
        let label = self.numbering.label(properties);
        if !text.is_empty() || !label.is_empty() {
            let before = label.len();
            into.push(Block::Paragraph(Paragraph {
                number: 0,
                text: format!("{label}{text}"),
                label: before,
                level: self.numbering.outline(properties),
                struck: struck
                    .into_iter()
                    .map(|range| range.start + before..range.end + before)
                    .collect(),
            }));
        }
        into.extend(boxes);
    }

    /// The blocks inside a drawing: those of its text boxes.
    pub(super) fn boxes(
        &mut self,
        reader: &mut Reader<'_>,
        into: &mut Vec<Block>,
    ) -> Result<(), DocumentFault> {
        let mut chosen = false;
        while let Some(tag) = reader.child()? {
            match tag.name() {
                "txbxContent" => {
                    // the paragraph around it goes on afterwards
                    let outside = mem::take(&mut self.begun);
                    self.blocks(reader, into)?;
                    let begun = mem::replace(&mut self.begun, outside);
                    self.finish(begun, &Properties::default(), into);
                }
                "Choice" | "Fallback" if mem::replace(&mut chosen, true) => reader.skip()?,
                _ => self.boxes(reader, into)?,
            }
        }
        Ok(())
    }

    fn table(&mut self, reader: &mut Reader<'_>) -> Result<Table, DocumentFault> {
        let mut table = Table::default();
        self.rows(reader, &mut table)?;
        Ok(table)
    }

    fn rows(&mut self, reader: &mut Reader<'_>, table: &mut Table) -> Result<(), DocumentFault> {
        while let Some(tag) = reader.child()? {
            match tag.name() {
                "tr" => {
                    let mut reading = Reading::default();
                    self.cells(reader, &mut reading)?;
                    if !reading.deleted {
                        table.rows.push(reading.row);
                    }
                }
                "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => {
                    self.rows(reader, table)?;
                }
                _ => reader.skip()?,
            }
        }
        Ok(())
    }

    fn cells(&mut self, reader: &mut Reader<'_>, into: &mut Reading) -> Result<(), DocumentFault> {
        while let Some(tag) = reader.child()? {
            match tag.name() {
                "trPr" => {
                    while let Some(tag) = reader.child()? {
                        match tag.name() {
                            "gridBefore" => into.next = width(&tag, 0),
                            "del" | "moveFrom" => into.deleted = true,
                            _ => {}
                        }
                        reader.skip()?;
                    }
                }
                "tc" => self.cell(reader, into)?,
                "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => {
                    self.cells(reader, into)?;
                }
                _ => reader.skip()?,
            }
        }
        Ok(())
    }

    fn cell(&mut self, reader: &mut Reader<'_>, row: &mut Reading) -> Result<(), DocumentFault> {
        let mut cell = Cell {
            column: row.next,
            span: 1,
            ..Cell::default()
        };
        let mut deleted = false;
        let mut widens = false;
        while let Some(tag) = reader.child()? {
            match tag.name() {
                "tcPr" => {
                    while let Some(tag) = reader.child()? {
                        match tag.name() {
                            "gridSpan" => cell.span = width(&tag, 1).max(1),
                            "vMerge" => {
                                cell.continued = tag.value().is_none_or(|is| is == "continue");
                            }
                            "hMerge" => widens = tag.value().is_none_or(|is| is == "continue"),
                            "cellDel" => deleted = true,
                            _ => {}
                        }
                        reader.skip()?;
                    }
                }
                "p" => self.paragraph(reader, &mut cell.blocks)?,
                "tbl" => {
                    let table = self.table(reader)?;
                    cell.blocks.push(Block::Table(table));
                }
                "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" | "AlternateContent" => {
                    self.blocks(reader, &mut cell.blocks)?;
                }
                _ => reader.skip()?,
            }
        }
        // a deleted end of the last paragraph joins nothing outside the cell
        let begun = mem::take(&mut self.begun);
        self.finish(begun, &Properties::default(), &mut cell.blocks);
        if deleted {
            return Ok(());
        }
        row.next = row.next.saturating_add(cell.span);
        match row.row.cells.last_mut().filter(|_| widens) {
            Some(before) => before.span = before.span.saturating_add(cell.span),
            None => row.row.cells.push(cell),
        }
        Ok(())
    }
}

/// A row that is being read.
#[derive(Default)]
struct Reading {
    row: Row,
    next: u32,
    deleted: bool,
}

fn width(tag: &Tag<'_>, otherwise: u32) -> u32 {
    tag.number().unwrap_or(otherwise).min(COLUMNS)
}

/// `w:sdtPr`, whose start was read: whether the control still shows its prompt, which nobody
/// wrote.
pub(super) fn shows_placeholder(reader: &mut Reader<'_>) -> Result<bool, DocumentFault> {
    let mut shows = false;
    while let Some(tag) = reader.child()? {
        shows |= tag.name() == "showingPlcHdr" && tag.is_on();
        reader.skip()?;
    }
    Ok(shows)
}
