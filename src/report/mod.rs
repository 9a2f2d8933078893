//! Results as bytes: one file a format, all of them streams.
//!
//! A format is handed one submission after the other and never holds them all. It sees what was
//! found out and the text it was found in, nothing else: no pack, no rules.

mod json;
mod text;

use std::io::{self, Write};

use crate::finding::Checked;
use crate::source::Source;

pub use json::{Json, NdJson};
pub use text::{Style, Text};

/// A way to write down what was found out.
pub trait Format {
    /// Before the first submission.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()>;

    /// One submission.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    fn submission(
        &mut self,
        source: &Source,
        checked: &Checked,
        out: &mut dyn Write,
    ) -> io::Result<()>;

    /// After the last submission.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    fn end(&mut self, out: &mut dyn Write) -> io::Result<()>;
}
