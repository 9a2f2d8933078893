//! Readers of what is no JSON: each makes plain data of one format, and knows nothing of packs
//! or forms. Workbooks become sheets of cells, whatever program wrote them, and reports blocks.
//!
//! Nothing here computes: a cell is what the file says, in the digits of the file. What a cell
//! means is decided in [`crate::bind`], what a sentence means in [`crate::prose`].

pub mod blocks;
mod container;
pub mod decimal;
mod docx;
pub mod format;
mod plain;
mod sheet;
mod xlsx;

use std::path::Path;

pub use blocks::{Block, Blocks, Paragraph, Standing, Table};
pub use container::{Container, container};
pub use docx::DocumentFault;
pub use sheet::{Area, At, Cell, Named, Sheet, Struck, Value, Workbook, column_name};

use crate::fault::{Fault, FaultKind, WorkbookFault};
use crate::foreign::{Foreign, foreign};
use crate::source::Source;

/// Reads a workbook of any kind that can be read.
///
/// # Errors
/// Why it cannot be read, as one sentence can say it.
pub fn workbook(bytes: &[u8], kind: Container) -> Result<Workbook, WorkbookFault> {
    match kind {
        Container::Xlsx => xlsx::read(bytes),
    }
}

/// Whether a name is that of a report: a Word document or a plain text.
#[must_use]
pub fn is_report_name(name: &Path) -> bool {
    let extension = name.extension().unwrap_or_default().to_ascii_lowercase();
    ["docx", "docm", "txt", "md"]
        .iter()
        .any(|known| extension == *known)
}

/// Reads a report into its paragraphs and tables. Its content decides what it is, not its name.
///
/// # Errors
/// A fault when the bytes are a file of another kind, text in no encoding that is read, or a
/// Word document that is damaged or would unpack without end.
pub fn report(bytes: Vec<u8>) -> Result<Blocks, Fault> {
    match foreign(&bytes) {
        Some(Foreign::Letter) => {
            docx::read(&bytes).map_err(|why| Fault::nowhere(FaultKind::Document { why }))
        }
        Some(is) => Err(Fault::nowhere(FaultKind::NoReport { is })),
        None => {
            let source = Source::from_bytes("", bytes)?;
            Ok(plain::read(source.text()))
        }
    }
}
