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
        out.write_all(if self.begun { b",\n  " } else { b"\n  " })?;
        self.begun = true;
        // Line ends in JSON are between tokens only; those of the data are escaped.
        let out = Escaped { out, indent: "  " };
        Ok(serde_json::to_writer_pretty(out, record)?)
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
        let line = Escaped {
            out: &mut *out,
            indent: "",
        };
        serde_json::to_writer(line, record)?;
        out.write_all(b"\n")
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
    if !json.contains(is_obeyed) {
        return json;
    }
    let mut out = Vec::with_capacity(json.len());
    let mut escaped = Escaped {
        out: &mut out,
        indent: "",
    };
    match escaped.write_all(json.as_bytes()) {
        Ok(()) => String::from_utf8(out).unwrap_or(json),
        Err(_) => json,
    }
}

fn is_obeyed(letter: char) -> bool {
    letter != '\n' && super::is_unshowable(letter)
}

/// The same on the way out, so that a report is never held as a whole; lines are indented.
struct Escaped<'a> {
    out: &'a mut dyn Write,
    indent: &'static str,
}

impl Write for Escaped<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // serde_json writes whole texts and whole tokens
        let text = str::from_utf8(bytes)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        let odd = |letter: char| letter == '\n' || is_obeyed(letter);
        let mut rest = text;
        while let Some(at) = rest.find(odd) {
            let (plain, from) = rest.split_at(at);
            self.out.write_all(plain.as_bytes())?;
            let mut letters = from.chars();
            match letters.next() {
                Some('\n') => {
                    self.out.write_all(b"\n")?;
                    self.out.write_all(self.indent.as_bytes())?;
                }
                Some(letter) => {
                    for unit in letter.encode_utf16(&mut [0; 2]) {
                        write!(self.out, "\\u{unit:04x}")?;
                    }
                }
                None => {}
            }
            rest = letters.as_str();
        }
        self.out.write_all(rest.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
