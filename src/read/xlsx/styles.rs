//! Number formats of cells, and which are struck out.

use std::collections::BTreeMap;

use super::part::{Package, Seen};
use crate::fault::WorkbookFault;
use crate::read::format::Format;

/// The styles that cells name by number.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// The number format of each.
    pub(super) formats: Vec<Format>,
    /// Whether the font of each is struck out.
    pub(super) struck: Vec<bool>,
}

pub(super) fn read(package: &mut Package<'_>, part: &str) -> Result<Styles, WorkbookFault> {
    let mut codes: BTreeMap<u32, String> = BTreeMap::new();
    let mut fonts: Vec<bool> = Vec::new();
    let mut styles = Styles::default();
    let mut section = String::new();
    let mut known: BTreeMap<u32, Format> = BTreeMap::new();
    package.events(part, |seen| {
        match seen {
            Seen::Open(element) => match element.name {
                "fonts" | "cellXfs" | "cellStyleXfs" | "dxfs" | "numFmts" => {
                    element.name.clone_into(&mut section);
                }
                "numFmt" if section == "numFmts" => {
                    if let (Some(id), Some(code)) =
                        (element.number("numFmtId"), element.attribute("formatCode"))
                    {
                        codes.insert(id, code);
                    }
                }
                "font" if section == "fonts" => fonts.push(false),
                "strike" if section == "fonts" => {
                    let struck = element.flag("val", true);
                    if let Some(font) = fonts.last_mut() {
                        *font = struck;
                    }
                }
                "xf" if section == "cellXfs" => {
                    let id = element.number("numFmtId").unwrap_or(0);
                    let format = known.entry(id).or_insert_with(|| match codes.get(&id) {
                        Some(code) => Format::parse(code),
                        None => Format::built_in(id),
                    });
                    styles.formats.push(format.clone());
                    let font = element.number("fontId").unwrap_or(0) as usize;
                    styles
                        .struck
                        .push(fonts.get(font).copied().unwrap_or(false));
                }
                _ => {}
            },
            Seen::Close("fonts" | "cellXfs" | "cellStyleXfs" | "dxfs" | "numFmts") => {
                section.clear();
            }
            Seen::Close(_) | Seen::Text(_) => {}
        }
        Ok(())
    })?;
    Ok(styles)
}
