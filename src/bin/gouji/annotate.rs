//! `--annotate`: copies of the workbooks that were checked, with what was found marked in them.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use gouji::finding::Checked;
use gouji::report::marked::{marked, marks};
use gouji::source::Source;
use gouji::words::Lang;
use gouji::words::command::annotating::NoCopy;

/// Writes the marked copy of a workbook into a folder, under the name that the workbook has.
/// Returns the file.
///
/// # Errors
/// Why there is none. A file that is there is never replaced: it may be the original.
pub(crate) fn write_copy(
    folder: &Path,
    file: &Path,
    bytes: &[u8],
    (source, checked): (&Source, &Checked),
    lang: Lang,
) -> Result<PathBuf, NoCopy> {
    let name = || file.display().to_string();
    if source.origins().is_none() {
        return Err(NoCopy::NoWorkbook(source.name().to_owned()));
    }
    let copy = marked(bytes, &marks(source, checked, lang))
        .map_err(|why| NoCopy::NotMarked(name(), why))?;
    let path = folder.join(copy_name(file));
    let shown = || path.display().to_string();
    let refuse = |error: std::io::Error| match error.kind() {
        ErrorKind::AlreadyExists => NoCopy::There(shown()),
        _ => NoCopy::CannotWrite(shown(), error.to_string()),
    };
    fs::create_dir_all(folder).map_err(|error| NoCopy::CannotWrite(shown(), error.to_string()))?;
    let mut written = File::create_new(&path).map_err(refuse)?;
    written.write_all(&copy).map_err(refuse)?;
    Ok(path)
}

/// The last part of the file's name, so that nothing is written elsewhere; with an end that office
/// programs open: one with macros is not opened as `.xlsx`.
fn copy_name(file: &Path) -> PathBuf {
    let name = file.file_name().unwrap_or_default();
    // standard input
    if name.is_empty() || name == "-" {
        return PathBuf::from("标准输入.xlsx");
    }
    let name = PathBuf::from(name);
    let end = name.extension().map(OsStr::to_ascii_lowercase);
    match end.as_ref().and_then(|end| end.to_str()) {
        Some("xlsx" | "xlsm") => name,
        _ => name.with_extension("xlsx"),
    }
}
