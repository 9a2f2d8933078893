//! Word documents (.docx), read as they are shown once every change is accepted.
//!
//! Own reader, because libraries lose what a figure depends on: the hyphen that does not break is
//! a minus sign, text in smart tags and content controls counts, deleted text does not, a cell
//! left out at the start of a row moves no column.

mod body;
mod numbering;
mod package;
mod paragraph;
mod xml;

use serde::Serialize;

use super::blocks::Blocks;
use body::Body;
use numbering::Numbering;
use package::Package;

/// Why a Word document cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentFault {
    /// The archive it is kept in is damaged.
    Archive(String),
    /// The archive has no part with the text.
    NoText,
    /// A part unpacks to more bytes than are read.
    TooLarge(u64),
    /// A part is no XML, or nested too deeply.
    Markup(String),
    /// A part defines entities, which documents have no use for and attacks have.
    Entities,
}

/// Reads the text of a document with its footnotes.
pub(super) fn read(bytes: &[u8]) -> Result<Blocks, DocumentFault> {
    let mut package = Package::open(bytes)?;
    let main = package.main_part()?;
    let text = package.text(&main)?.ok_or(DocumentFault::NoText)?;
    let styles = package.beside(&main, "styles.xml")?.unwrap_or_default();
    let numbers = package.beside(&main, "numbering.xml")?.unwrap_or_default();
    let mut body = Body::new(Numbering::read(&numbers, &styles)?);
    let mut blocks = Vec::new();
    body.part(&text, &mut blocks)?;
    for notes in ["footnotes.xml", "endnotes.xml"] {
        if let Some(notes) = package.beside(&main, notes)? {
            body.part(&notes, &mut blocks)?;
        }
    }
    Ok(Blocks { blocks }.numbered())
}
