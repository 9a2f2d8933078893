//! What a file is that was handed in and is no submission: known by its first bytes, so that it
//! is not called broken JSON.

use serde::Serialize;

/// Kinds of files that people hand in instead of a submission.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Foreign {
    /// An Excel or WPS workbook (xlsx).
    Workbook,
    /// A Word or WPS document (docx).
    Letter,
    /// Slides (pptx).
    Slides,
    /// An `OpenDocument` file (ods, odt).
    OpenDocument,
    /// An OFD file, the fixed-layout format of Chinese administration.
    Ofd,
    /// An Office file of before 2007, or of WPS (xls, doc, et, wps).
    OldOffice,
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// An archive (zip, rar, 7z, gz).
    Archive,
    /// A web page or another XML text.
    Markup,
    /// A program.
    Program,
    /// A table as text (csv), known by its name alone.
    Table,
}

impl Foreign {
    /// What a text is by its name, where it does not begin as a submission does.
    #[must_use]
    pub fn by_name(name: &str, text: &str) -> Option<Self> {
        let ending = name.rsplit_once('.')?.1.to_ascii_lowercase();
        let table = matches!(ending.as_str(), "csv" | "tsv" | "tab");
        (table && !text.trim_start().starts_with(['{', '['])).then_some(Self::Table)
    }
}

/// First bytes, and what begins with them.
const BEGINNINGS: [(&[u8], Foreign); 21] = [
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Foreign::OldOffice),
    (b"%PDF-", Foreign::Pdf),
    (b"\x89PNG\r\n\x1a\n", Foreign::Picture),
    (b"\xff\xd8\xff", Foreign::Picture),
    (b"GIF87a", Foreign::Picture),
    (b"GIF89a", Foreign::Picture),
    (b"II*\0", Foreign::Picture),
    (b"MM\0*", Foreign::Picture),
    (b"RIFF", Foreign::Picture),
    (b"Rar!\x1a\x07", Foreign::Archive),
    (b"7z\xbc\xaf\x27\x1c", Foreign::Archive),
    (b"\x1f\x8b\x08", Foreign::Archive),
    (b"BZh", Foreign::Archive),
    (b"\xfd7zXZ\0", Foreign::Archive),
    (b"PK\x05\x06", Foreign::Archive),
    (b"\x7fELF", Foreign::Program),
    (b"MZ\x90\0", Foreign::Program),
    (b"<?xml", Foreign::Markup),
    (b"<!DOCTYPE", Foreign::Markup),
    (b"<html", Foreign::Markup),
    (b"<HTML", Foreign::Markup),
];

/// Names in a zip archive that tell what it is; they stand in the file uncompressed.
const ENTRIES: [(&[u8], Foreign); 6] = [
    (b"OFD.xml", Foreign::Ofd),
    (b"mimetypeapplication/vnd.oasis", Foreign::OpenDocument),
    (b"xl/workbook", Foreign::Workbook),
    (b"word/document", Foreign::Letter),
    (b"ppt/presentation", Foreign::Slides),
    (b"xl/worksheets", Foreign::Workbook),
];

/// What begins with these bytes, where it is none of ours. Only beginnings are known that no
/// JSON text has.
#[must_use]
pub(crate) fn foreign(bytes: &[u8]) -> Option<Foreign> {
    if bytes.starts_with(b"PK\x03\x04") {
        let named = ENTRIES.iter().find(|(name, _)| holds(bytes, name));
        return Some(named.map_or(Foreign::Archive, |(_, kind)| *kind));
    }
    BEGINNINGS
        .iter()
        .find(|(start, _)| bytes.starts_with(start))
        .map(|(_, kind)| *kind)
}

fn holds(bytes: &[u8], name: &[u8]) -> bool {
    bytes.windows(name.len()).any(|window| window == name)
}
