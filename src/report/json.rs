//! Results for other programs: a JSON array, or a submission a line.
//!
//! What is written is a [`Record`].

use std::io::{self, Write};

use super::{Format, Record};
use crate::finding::Checked;
use crate::source::Source;
use crate::words::Lang;

/// All submissions as one JSON array, indented for people.
#[derive(Debug)]
pub struct Json {
    lang: Lang,
    /// Whether an element is written already, and a comma is due.
    begun: bool,
}

impl Json {
    /// With messages in a language.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self { lang, begun: false }
    }

    /// The opening bracket.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    pub fn open(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.begun = false;
        out.write_all(b"[")
    }

    /// One record.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    pub fn record(&mut self, record: &Record, out: &mut dyn Write) -> io::Result<()> {
        let element = serde_json::to_string_pretty(record)?;
        out.write_all(if self.begun { b",\n" } else { b"\n" })?;
        self.begun = true;
        // Line ends in JSON are between tokens only; those of the data are escaped.
        let indented = element.replace('\n', "\n  ");
        write!(out, "  {}", escape(indented))
    }

    /// The closing bracket.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    pub fn close(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.begun { b"\n]\n" } else { b"]\n" })
    }
}

impl Format for Json {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.open(out)
    }

    fn submission(
        &mut self,
        source: &Source,
        checked: &Checked,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        self.record(&Record::new(source, checked, self.lang), out)
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.close(out)
    }
}

/// A submission a line, each a JSON object.
#[derive(Debug)]
pub struct NdJson {
    lang: Lang,
}

impl NdJson {
    /// With messages in a language.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self { lang }
    }

    /// One record.
    ///
    /// # Errors
    /// When `out` cannot be written to.
    pub fn record(&mut self, record: &Record, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", record.to_line()?)
    }
}

impl Format for NdJson {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn submission(
        &mut self,
        source: &Source,
        checked: &Checked,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        self.record(&Record::new(source, checked, self.lang), out)
    }

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// What `serde_json` leaves as it is, but a terminal or an editor obeys instead of showing: the
/// upper control characters, marks that turn the direction of writing, invisible ones. They can
/// stand inside JSON texts only, and there an escape means the same.
pub(super) fn escape(json: String) -> String {
    let is_obeyed = |character| character != '\n' && super::is_unshowable(character);
    if !json.contains(is_obeyed) {
        return json;
    }
    let mut escaped = String::with_capacity(json.len());
    for character in json.chars() {
        if is_obeyed(character) {
            let units = character.encode_utf16(&mut [0; 2]).to_vec();
            escaped.extend(units.iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            escaped.push(character);
        }
    }
    escaped
}
