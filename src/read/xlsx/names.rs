//! The part that names sheets and cells, and the properties of the file.

use std::collections::BTreeMap;

use super::part::{Package, Relations, Seen};
use crate::fault::WorkbookFault;
use crate::read::sheet::{Area, Named, Sheet};

/// A sheet as the workbook lists it.
pub(super) struct Declared {
    pub(super) name: String,
    pub(super) hidden: bool,
    pub(super) relation: String,
}

/// `xl/workbook.xml`.
#[derive(Default)]
pub(super) struct WorkbookPart {
    pub(super) sheets: Vec<Declared>,
    pub(super) since_1904: bool,
    /// Whether it asks to be computed when it is opened.
    pub(super) stale: bool,
    /// Names and what they stand for.
    names: Vec<(String, String)>,
}

impl WorkbookPart {
    pub(super) fn read(package: &mut Package<'_>, part: &str) -> Result<Self, WorkbookFault> {
        let mut book = Self::default();
        let mut open: Option<(String, String)> = None;
        let found = package.events(part, |seen| {
            match seen {
                Seen::Open(element) => match element.name {
                    "workbookPr" => book.since_1904 = element.flag("date1904", false),
                    "calcPr" => book.stale = element.flag("fullCalcOnLoad", false),
                    "sheet" => book.sheets.push(Declared {
                        name: element.attribute("name").unwrap_or_default(),
                        hidden: element
                            .attribute("state")
                            .is_some_and(|state| state != "visible"),
                        relation: element.attribute("id").unwrap_or_default(),
                    }),
                    "definedName" => {
                        open = element.attribute("name").map(|name| (name, String::new()));
                    }
                    _ => {}
                },
                Seen::Text(text) => {
                    if let Some((_, stands_for)) = &mut open {
                        stands_for.push_str(text);
                    }
                }
                Seen::Close("definedName") => book.names.extend(open.take()),
                Seen::Close(_) => {}
            }
            Ok(())
        })?;
        if found {
            Ok(book)
        } else {
            Err(WorkbookFault::Damaged(part.to_owned()))
        }
    }
}

/// The cells that names stand for; names of areas and formulas are passed over.
pub(super) fn cells(book: &WorkbookPart, sheets: &[Sheet]) -> BTreeMap<String, Vec<Named>> {
    let mut names: BTreeMap<String, Vec<Named>> = BTreeMap::new();
    for (name, stands_for) in &book.names {
        let Some((sheet, area)) = stands_for.rsplit_once('!') else {
            continue;
        };
        let sheet = sheet.trim_matches('\'').replace("''", "'");
        let sheet = sheets.iter().position(|known| *known.name == *sheet);
        let area = Area::parse(area);
        if let (Some(sheet), Some(Area { from, to })) = (sheet, area)
            && (from == to
                || sheets
                    .get(sheet)
                    .and_then(|sheet| sheet.merge(from))
                    .is_some_and(|merged| merged.from == from && merged.to == to))
        {
            let cell = Named { sheet, at: from };
            names.entry(name.clone()).or_default().push(cell);
        }
    }
    names
}

/// What a file says of itself.
#[derive(Default)]
pub(super) struct Properties {
    /// The program that wrote it.
    pub(super) producer: String,
    /// Properties that somebody made up.
    pub(super) custom: BTreeMap<String, String>,
}

impl Properties {
    pub(super) fn read(package: &mut Package<'_>, top: &Relations) -> Result<Self, WorkbookFault> {
        let mut properties = Self::default();
        let mut is_application = false;
        if let Some(part) = top.first_of("extended-properties") {
            package.events(&part, |seen| {
                match seen {
                    Seen::Open(element) => is_application = element.name == "Application",
                    Seen::Text(text) if is_application => properties.producer.push_str(text),
                    Seen::Close(_) => is_application = false,
                    Seen::Text(_) => {}
                }
                Ok(())
            })?;
        }
        if let Some(part) = top.first_of("custom-properties") {
            let mut open: Option<(String, String)> = None;
            package.events(&part, |seen| {
                match seen {
                    Seen::Open(element) if element.name == "property" => {
                        open = element.attribute("name").map(|name| (name, String::new()));
                    }
                    Seen::Text(text) => {
                        if let Some((_, value)) = &mut open {
                            value.push_str(text.trim());
                        }
                    }
                    Seen::Close("property") => properties.custom.extend(open.take()),
                    Seen::Open(_) | Seen::Close(_) => {}
                }
                Ok(())
            })?;
        }
        Ok(properties)
    }
}
