//! Readers of what is no JSON: each makes plain data of one format, and knows nothing of packs
//! or forms.

pub mod blocks;
mod docx;
mod plain;

use std::path::Path;

pub use blocks::{Block, Blocks, Paragraph, Standing, Table};
pub use docx::DocumentFault;

use crate::fault::{Fault, FaultKind};
use crate::foreign::{Foreign, foreign};
use crate::source::Source;

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
