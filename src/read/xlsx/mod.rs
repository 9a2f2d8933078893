//! Office Open XML workbooks, by a reader of our own.
//!
//! The readers there are make binary floats of figures, lose hidden rows and number formats, or
//! give up a whole sheet for one error value they do not know. Here every figure keeps the digits
//! of the file. Elements are known by their local names, so prefixes and the strict namespaces
//! make no difference; parts are found by the relations between them.

mod names;
mod part;
mod sheet;
mod strings;
mod styles;

use std::collections::BTreeMap;
use std::sync::Arc;

use names::{Properties, WorkbookPart};
use part::{Package, Relations};
use strings::Shared;

use super::sheet::{Sheet, Workbook};
use crate::fault::WorkbookFault;

/// Reads a workbook.
///
/// # Errors
/// Why it cannot be read.
pub(super) fn read(bytes: &[u8]) -> Result<Workbook, WorkbookFault> {
    let mut package = Package::open(bytes)?;
    let top = Relations::of(&mut package, "")?;
    let main = top
        .first_of("officeDocument")
        .unwrap_or_else(|| "xl/workbook.xml".to_owned());
    let relations = Relations::of(&mut package, &main)?;
    let book = WorkbookPart::read(&mut package, &main)?;
    let strings = match relations.first_of("sharedStrings") {
        Some(part) => Shared::read(&mut package, &part)?,
        None => Shared::default(),
    };
    let styles = match relations.first_of("styles") {
        Some(part) => styles::read(&mut package, &part)?,
        None => styles::Styles::default(),
    };
    let formats: Arc<[_]> = styles.formats.clone().into();
    let mut sheets = Vec::new();
    let mut numbers = BTreeMap::new();
    for (index, declared) in book.sheets.iter().enumerate() {
        // charts and macros have tabs as well
        let Some(part) = relations.target(&declared.relation, "worksheet") else {
            continue;
        };
        let mut sheet = Sheet {
            name: declared.name.as_str().into(),
            hidden: declared.hidden,
            formats: Arc::clone(&formats),
            ..Sheet::default()
        };
        sheet::read(
            &mut package,
            &part,
            &strings,
            &styles,
            book.since_1904,
            &mut sheet,
        )?;
        numbers.insert(index, sheets.len());
        sheets.push(sheet);
    }
    if sheets.iter().all(|sheet| sheet.cells.is_empty()) {
        return Err(WorkbookFault::NoSheet);
    }
    let names = names::cells(&book, &sheets);
    let Properties { producer, custom } = Properties::read(&mut package, &top)?;
    Ok(Workbook {
        sheets,
        names,
        properties: custom,
        producer,
        formats_known: true,
        stale: book.stale,
    })
}
