//! How a sheet counts money.

use super::find::is_covered;
use super::label::{folded, pattern};
use super::mapping::UnitMapping;
use super::note::NoteKind;
use super::tree::{Leaf, Node, quoted, steps};
use super::{Binder, Page, Spot, spot};
use crate::read::{At, Value};

impl<'a> Binder<'a> {
    /// Finds the unit of a sheet. Where it says none, or two, its money is not taken: which of
    /// them a figure would be in cannot be known.
    pub(super) fn unit(&mut self, page: &mut Page<'a>, mapping: &UnitMapping) {
        let mut found: Vec<(String, At)> = Vec::new();
        for cell in &page.sheet.cells {
            let Value::Text(text) = &cell.value else {
                continue;
            };
            if is_covered(page.sheet, cell.at) || text.len() > 400 {
                continue;
            }
            let text = folded(text);
            for place in mapping.place.all() {
                let place = folded(place);
                let Some(said) = said_after(&text, &place) else {
                    continue;
                };
                // the unit may have a cell of its own
                let said = if said.is_empty() {
                    let right = self.right_of(page, cell.at);
                    right.map_or_else(String::new, |at| folded(&page.sheet.text(at)))
                } else {
                    said
                };
                let said = said.strip_prefix("人民币").unwrap_or(&said).to_owned();
                if mapping.allowed.contains(&said) {
                    found.push((said, cell.at));
                }
            }
        }
        let mut units: Vec<String> = found.iter().map(|(unit, _)| unit.clone()).collect();
        units.sort();
        units.dedup();
        match units.as_slice() {
            [unit] => {
                if let (Some(field), Some((_, at))) = (&mapping.field, found.first()) {
                    self.state_unit(page, field, unit, *at);
                }
                page.unit = Some(unit.clone());
            }
            [] => {
                page.unit_unknown = true;
                let sheet = page.sheet.name.to_string();
                let kind = NoteKind::UnitMissing(sheet, mapping.place.all().to_vec());
                self.say(kind, Vec::new(), "");
            }
            _ => {
                page.unit_unknown = true;
                let spots: Vec<Spot> = found.iter().map(|(_, at)| spot(page, *at)).collect();
                self.say(NoteKind::UnitTwice(units), spots, "");
            }
        }
    }

    /// Writes the unit into the form's field for it: the form's own where it has only one, since
    /// everything is converted into that.
    fn state_unit(&mut self, page: &Page<'a>, field: &str, unit: &str, at: At) {
        let path = steps(field);
        let own = self.form_unit(&path);
        let stated = own.clone().unwrap_or_else(|| unit.to_owned());
        if let Some(own) = own.filter(|own| own != unit) {
            let kind = NoteKind::Converted(unit.to_owned(), own);
            self.say(kind, vec![spot(page, at)], "");
        }
        self.claim(page, at);
        let leaf = Leaf {
            json: quoted(&stated),
            from: Some((page.index, at)),
        };
        self.root.put(&path, Node::Leaf(leaf));
    }

    /// The only unit that the form's field for the unit of money may name.
    fn form_unit(&self, path: &[super::Step]) -> Option<String> {
        let mut schema = self.form.schema();
        for step in path {
            let super::Step::Name(name) = step else {
                return None;
            };
            schema = schema.get("properties")?.get(name)?;
        }
        schema.get("const")?.as_str().map(str::to_owned)
    }
}

/// What a text says where a pattern has its `*`, without brackets and colons around it.
fn said_after(text: &str, place: &str) -> Option<String> {
    let whole = text
        .strip_prefix('(')
        .and_then(|text| text.strip_suffix(')'));
    let bare = whole.unwrap_or(text);
    let place = pattern(place);
    let (lead, tail) = place.split_once('*').unwrap_or((&place, ""));
    let lead = lead.trim_end_matches(':');
    let rest = bare.strip_prefix(lead)?.strip_suffix(tail)?;
    Some(rest.trim_matches([':', '(', ')']).to_owned())
}
