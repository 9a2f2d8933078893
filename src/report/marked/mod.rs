//! A workbook as it was handed in, with what was found marked in it.
//!
//! Only what must change is changed: the look of the marked cells, their comments, and one sheet
//! more that lists everything. All other parts of the file are copied as they are, byte for byte,
//! so that whoever has both can see that no figure was touched.

mod comments;
mod findings;
mod package;
mod review;
mod sheet;
mod styles;
mod xml;

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::words::table::Class;
pub use findings::marks;
use package::Package;

/// What is to be said at one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Name of the sheet.
    pub sheet: String,
    /// The cell, as `D14`: where it is merged, the upper left one. Empty, as the sheet, for what
    /// belongs to no cell: it is only listed.
    pub cell: String,
    /// What it asks for.
    pub class: Class,
    /// Its number in the list.
    pub number: usize,
    /// What was found.
    pub text: String,
    /// By how much, empty where that cannot be said.
    pub difference: String,
    /// What is to be done, empty where nothing is said.
    pub advice: String,
}

/// Why a workbook was not marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotMarked {
    /// Not a workbook of the kind that can be marked (.xlsx, .xlsm).
    NoWorkbook,
    /// Opened only with a password.
    Encrypted,
    /// Signed: any change would break the signature.
    Signed,
    /// A part of it is not as the format asks.
    Broken,
    /// There is no sheet of this name in it.
    NoSheet(String),
}

/// No part is larger; one that claims to be is no workbook somebody filled in.
const LARGEST_PART: u64 = 256 << 20;

/// The workbook with marks in it, as the bytes of a file. The same workbook and marks are the same
/// bytes.
///
/// # Errors
/// [`NotMarked`]; the workbook is then to be handed back as it is.
pub fn marked(workbook: &[u8], marks: &[Mark]) -> Result<Vec<u8>, NotMarked> {
    // the container of encrypted workbooks, and of those of before 2007
    if workbook.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(NotMarked::Encrypted);
    }
    let mut archive = ZipArchive::new(Cursor::new(workbook)).map_err(|_| NotMarked::NoWorkbook)?;
    let is_signed = archive
        .file_names()
        .flatten()
        .any(|name| name.to_lowercase().starts_with("_xmlsignatures/"));
    if is_signed {
        return Err(NotMarked::Signed);
    }
    let mut package = Package::open(&mut archive)?;
    mark(&mut package, marks)?;
    let changed = package.changed;
    written(&mut archive, changed)
}

fn mark(package: &mut Package<'_, '_>, marks: &[Mark]) -> Result<(), NotMarked> {
    let mut by_sheet: BTreeMap<&str, BTreeMap<sheet::At, Vec<&Mark>>> = BTreeMap::new();
    for mark in marks.iter().filter(|mark| !mark.cell.is_empty()) {
        let at = sheet::At::read(&mark.cell).ok_or(NotMarked::Broken)?;
        let cells = by_sheet.entry(&mark.sheet).or_default();
        cells.entry(at).or_default().push(mark);
    }
    let mut styles = styles::Styles::open(package)?;
    for (name, cells) in &by_sheet {
        let part = package.sheet(name)?;
        sheet::mark(package, &part, cells, &mut styles)?;
    }
    review::add(package, marks, &mut styles)?;
    styles.close(package)
}

/// The archive again: what was changed as it is now, all else as it was.
fn written(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    mut changed: BTreeMap<String, String>,
) -> Result<Vec<u8>, NotMarked> {
    let broken = |_| NotMarked::Broken;
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(broken)?;
        let name = entry.name().map_err(broken)?.into_owned();
        match changed.remove(&name) {
            None => out.raw_copy_file(entry).map_err(broken)?,
            Some(text) => {
                let time = entry.last_modified().unwrap_or_default();
                drop(entry);
                add(&mut out, &name, &text, time)?;
            }
        }
    }
    for (name, text) in changed {
        add(&mut out, &name, &text, zip::DateTime::default())?;
    }
    Ok(out.finish().map_err(broken)?.into_inner())
}

fn add(
    out: &mut ZipWriter<Cursor<Vec<u8>>>,
    name: &str,
    text: &str,
    time: zip::DateTime,
) -> Result<(), NotMarked> {
    let options = SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .last_modified_time(time);
    out.start_file(name, options)
        .map_err(|_| NotMarked::Broken)?;
    out.write_all(text.as_bytes())
        .map_err(|_| NotMarked::Broken)
}

/// The text of a part.
fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<String>, NotMarked> {
    let Ok(entry) = archive.by_name(name) else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    let mut entry = entry.take(LARGEST_PART);
    entry
        .read_to_end(&mut bytes)
        .map_err(|_| NotMarked::Broken)?;
    String::from_utf8(bytes)
        .map(Some)
        .map_err(|_| NotMarked::Broken)
}
