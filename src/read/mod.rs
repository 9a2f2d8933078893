//! Workbooks as sheets of cells, whatever program wrote them.
//!
//! Nothing here computes and nothing here knows a form: a cell is what the file says, in the
//! digits of the file. What a cell means is decided in [`crate::bind`].

mod container;
pub mod decimal;
pub mod format;
mod sheet;
mod xlsx;

pub use container::{Container, container};
pub use sheet::{Area, At, Cell, Named, Sheet, Struck, Value, Workbook, column_name};

use crate::fault::WorkbookFault;

/// Reads a workbook of any kind that can be read.
///
/// # Errors
/// Why it cannot be read, as one sentence can say it.
pub fn workbook(bytes: &[u8], kind: Container) -> Result<Workbook, WorkbookFault> {
    match kind {
        Container::Xlsx => xlsx::read(bytes),
    }
}
