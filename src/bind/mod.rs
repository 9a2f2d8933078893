//! A workbook bound into the canonical JSON text of a form.
//!
//! [`bind`] takes the sheets of a workbook, a [`Mapping`] that says where fields stand, and the
//! form; it gives the text that everything else works on, and for each value the cell it comes
//! from. What was not found, found twice, left over or read in a way that must be told is a
//! [`Note`]; nothing is guessed.

mod block;
mod find;
mod label;
mod list;
mod mapping;
mod note;
mod picture;
mod tree;
mod unit;
mod value;

use std::collections::{BTreeMap, BTreeSet};

pub use label::normalised as normalised_label;
pub use mapping::{
    BlockMapping, CellMapping, ListMapping, Mapping, OneOrMore, SheetMapping, Side, UnitMapping,
};
pub use note::{Note, NoteKind, Spot, Weight};

use crate::document::{Field, FieldId, Form};
use crate::origin::Origins;
use crate::read::{At, Cell, Sheet, Struck, Workbook};
use find::{Labels, Within, area, is_covered};
use label::{fits, folded, normalised, pattern};
use tree::{Leaf, Node, Path, Step, pointer, quoted, steps};
use value::{Around, take};

/// Rows at the top of a sheet in which its title stands.
const HEAD_ROWS: u32 = 6;

/// A workbook as a submission.
#[derive(Clone, Debug)]
pub struct Written {
    /// The canonical JSON text: fields in the form's order, figures with the digits shown.
    pub json: String,
    /// Where each value of it comes from, and what is to be said besides.
    pub origins: Origins,
    /// How many values were bound.
    pub bound: usize,
}

/// Whether a workbook is, by its titles, one that a mapping reads.
#[must_use]
pub fn is_of(workbook: &Workbook, mapping: &Mapping) -> bool {
    let titles: Vec<String> = mapping.titles.iter().map(|title| pattern(title)).collect();
    workbook.sheets.iter().any(|sheet| {
        titles.iter().any(|title| {
            fits(title, &normalised(&sheet.name)) || heads(sheet).any(|head| fits(title, &head))
        })
    })
}

/// Binds a workbook. Cannot fail: what does not fit is noted. `kind` is the 文种 of the submission.
#[must_use]
pub fn bind(workbook: &Workbook, mapping: &Mapping, form: &Form, kind: &str) -> Written {
    let mut binder = Binder {
        workbook,
        form,
        root: Node::default(),
        claimed: BTreeSet::new(),
        notes: Vec::new(),
        regions: Vec::new(),
        known: known_labels(mapping),
        twice: BTreeSet::new(),
        formulas: 0,
        hidden: Vec::new(),
        unsure: Vec::new(),
    };
    let mut taken = BTreeSet::new();
    for sheet in &mapping.sheets {
        if let Some(index) = binder.sheet_of(sheet, &taken) {
            taken.insert(index);
            binder.bind_sheet(index, sheet);
        }
    }
    binder.by_names(mapping);
    let kind_field = steps(crate::pack::KIND);
    if binder.root.get(&kind_field).is_none() {
        let leaf = Leaf {
            json: quoted(kind),
            from: None,
        };
        binder.root.put(&kind_field, Node::Leaf(leaf));
    }
    binder.finish()
}

/// The texts in the first rows of a sheet, normalised.
fn heads(sheet: &Sheet) -> impl Iterator<Item = String> + '_ {
    let rows = sheet.rows(1, HEAD_ROWS).iter();
    rows.map(|cell| normalised(&sheet.shown(cell)))
}

/// Every label of a mapping, as it is compared: a cell that is one is no value.
fn known_labels(mapping: &Mapping) -> Vec<String> {
    let mut known = Vec::new();
    let mut add = |labels: &OneOrMore| {
        let plain = labels.all().iter().map(|label| pattern(label));
        known.extend(plain.filter(|label| !label.contains('*')));
    };
    for sheet in &mapping.sheets {
        for cell in &sheet.cells {
            if cell.side != Side::Itself {
                add(&cell.labels);
            }
        }
        for block in &sheet.blocks {
            add(&block.from);
            block.rows.values().for_each(&mut add);
            block.columns.values().for_each(&mut add);
        }
        for list in &sheet.lists {
            add(&list.from);
            list.columns.values().for_each(&mut add);
        }
    }
    known.sort();
    known.dedup();
    known
}

struct Binder<'a> {
    workbook: &'a Workbook,
    form: &'a Form,
    root: Node,
    /// Cells that are labels or values.
    claimed: BTreeSet<(usize, At)>,
    notes: Vec<Note>,
    /// Where numbers must belong to something.
    regions: Vec<(usize, Within)>,
    known: Vec<String>,
    /// Fields with two values, of which none was taken.
    twice: BTreeSet<Path>,
    formulas: usize,
    hidden: Vec<Spot>,
    /// Fields whose figure cannot be known.
    unsure: Vec<String>,
}

/// A sheet that is being bound.
struct Page<'a> {
    index: usize,
    sheet: &'a Sheet,
    labels: Labels,
    /// The unit of its money; `None` where that is the form's, or nobody knows it.
    unit: Option<String>,
    /// Whether it should say its unit and does not.
    unit_unknown: bool,
}

impl<'a> Binder<'a> {
    /// The sheet that a mapping means.
    fn sheet_of(&mut self, mapping: &SheetMapping, taken: &BTreeSet<usize>) -> Option<usize> {
        let wanted: Vec<String> = mapping.names.iter().map(|name| pattern(name)).collect();
        let fitting = |text: &str| wanted.iter().any(|name| fits(name, text));
        let with = |is: &dyn Fn(&Sheet) -> bool| -> Vec<usize> {
            let sheets = self.workbook.sheets.iter().enumerate();
            sheets
                .filter(|(_, sheet)| !sheet.cells.is_empty() && is(sheet))
                .map(|(index, _)| index)
                .collect()
        };
        let mut found = with(&|sheet| fitting(&normalised(&sheet.name)));
        if found.is_empty() {
            found = with(&|sheet| heads(sheet).any(|head| fitting(&head)));
        }
        // one mapped sheet may be several parts of one sheet, but two names never mean the same
        let free: Vec<usize> = found
            .iter()
            .copied()
            .filter(|at| !taken.contains(at))
            .collect();
        if found.len() > 1 && free.len() == 1 {
            found = free;
        }
        match found.as_slice() {
            [one] => Some(*one),
            [] => {
                self.say(
                    NoteKind::SheetMissing(mapping.names.clone()),
                    Vec::new(),
                    "",
                );
                None
            }
            several => {
                let names = several
                    .iter()
                    .filter_map(|index| self.workbook.sheets.get(*index))
                    .map(|sheet| sheet.name.to_string())
                    .collect();
                self.say(NoteKind::SheetTwice(names), Vec::new(), "");
                None
            }
        }
    }

    fn bind_sheet(&mut self, index: usize, mapping: &SheetMapping) {
        let Some(sheet) = self.workbook.sheets.get(index) else {
            return;
        };
        let mut page = Page {
            index,
            sheet,
            labels: Labels::of(sheet),
            unit: None,
            unit_unknown: false,
        };
        if let Some(unit) = &mapping.unit {
            self.unit(&mut page, unit);
        }
        let mut missing = Vec::new();
        for cell in &mapping.cells {
            self.bind_cell(&page, cell, &mut missing);
        }
        for block in &mapping.blocks {
            self.bind_block(&page, block, &mut missing);
        }
        for list in &mapping.lists {
            self.bind_list(&page, list, &mut missing);
        }
        if !missing.is_empty() {
            let sheet = page.sheet.name.to_string();
            self.say(NoteKind::LabelsMissing(sheet, missing), Vec::new(), "");
        }
    }

    fn bind_cell(&mut self, page: &Page<'a>, mapping: &CellMapping, missing: &mut Vec<String>) {
        let labels = mapping.labels.all();
        let at = match page.labels.find(labels, Within::all()).as_slice() {
            [one] => *one,
            [] => {
                missing.extend(labels.first().cloned());
                return;
            }
            several => {
                let label = labels.first().cloned().unwrap_or_default();
                let spots = several.iter().map(|at| spot(page, *at)).collect();
                let field = pointer(&steps(&mapping.field));
                self.say(NoteKind::LabelTwice(label), spots, &field);
                return;
            }
        };
        let path = steps(&mapping.field);
        self.claim(page, at);
        let around = area(page.sheet, at);
        match mapping.side {
            Side::Itself => self.take(page, at, &path),
            Side::Below => {
                let below = At::new(around.to.row.saturating_add(1), around.from.column);
                self.take(page, below, &path);
            }
            Side::Same => self.take_rest(page, at, labels, &path),
            Side::Right => {
                if let Some(right) = self.right_of(page, at) {
                    self.take(page, right, &path);
                }
            }
        }
    }

    /// The first cell to the right that holds something, where that is no label.
    fn right_of(&self, page: &Page<'_>, at: At) -> Option<At> {
        let around = area(page.sheet, at);
        let row = page.sheet.rows(around.from.row, around.from.row);
        let mut beyond = row
            .iter()
            .filter(|cell| cell.at.column > around.to.column && !is_covered(page.sheet, cell.at));
        let first = beyond.next()?;
        let text = normalised(&page.sheet.shown(first));
        (!self.known.contains(&text)).then_some(first.at)
    }

    /// What stands in the cell of a label, after it.
    fn take_rest(&mut self, page: &Page<'a>, at: At, labels: &[String], path: &Path) {
        let Some(cell) = page.sheet.cell(at) else {
            return;
        };
        let shown = page.sheet.shown(cell);
        let leads = labels.iter().map(|label| folded(label));
        let mut leads = leads;
        let rest = leads.find_map(|lead| {
            let lead = lead.trim_end_matches(['*', ':']).to_owned();
            after(&shown, &lead)
        });
        if let Some(rest) = rest.filter(|rest| !rest.is_empty()) {
            let cell = Cell {
                value: crate::read::Value::Text(rest.as_str().into()),
                ..cell.clone()
            };
            self.take_cell(page, &cell, path);
        }
    }

    /// Takes the value of a cell for a field.
    fn take(&mut self, page: &Page<'a>, at: At, path: &Path) {
        let at = area(page.sheet, at).from;
        if let Some(cell) = page.sheet.cell(at) {
            self.take_cell(page, cell, path);
        }
    }

    fn take_cell(&mut self, page: &Page<'a>, cell: &Cell, path: &Path) {
        let declared = self.field(path);
        let Some(id) = declared else {
            return;
        };
        let field = self.form.field(id);
        if let Some(items) = field.items() {
            return self.take_several(page, cell, path, items);
        }
        if page.unit_unknown && label::zeros(&field.unit).is_some() {
            // said once for the sheet; a figure of an unknown size is no figure
            return self.unsure(page, cell, path);
        }
        self.take_as(page, cell, path, field, page.unit.as_deref());
    }

    fn take_as(
        &mut self,
        page: &Page<'a>,
        cell: &Cell,
        path: &Path,
        field: &Field,
        unit: Option<&str>,
    ) {
        let around = Around {
            sheet: page.sheet,
            unit,
            stale: self.workbook.stale,
        };
        let Some(taken) = take(cell, field, &around) else {
            return;
        };
        let from = (page.index, cell.at);
        if self.twice.contains(path) {
            return;
        }
        if let Some(Node::Leaf(known)) = self.root.get(path) {
            let same = known.json == taken.json;
            let before = known.from.filter(|_| !same);
            if same {
                self.claim(page, cell.at);
            }
            if let Some(before) = before {
                let both = [before, from];
                let spots = both.iter().filter_map(|(sheet, at)| {
                    let sheet = self.workbook.sheets.get(*sheet)?;
                    Some(Spot {
                        sheet: sheet.name.clone(),
                        at: *at,
                    })
                });
                let title = field.title.clone();
                let spots = spots.collect();
                self.root.remove(path);
                self.twice.insert(path.clone());
                self.say(NoteKind::FieldTwice(title), spots, &pointer(path));
            }
            return;
        }
        self.claim(page, cell.at);
        if cell.formula.is_some() && cell.is_number() {
            self.formulas += 1;
        }
        if page.sheet.is_hidden(cell.at) {
            self.hidden.push(spot(page, cell.at));
        }
        for kind in taken.notes {
            self.say(kind, vec![spot(page, cell.at)], &pointer(path));
        }
        let leaf = Leaf {
            json: taken.json,
            from: Some(from),
        };
        self.root.put(path, Node::Leaf(leaf));
    }

    /// A cell for a list of texts: they stand in it one after the other.
    fn take_several(&mut self, page: &Page<'a>, cell: &Cell, path: &Path, items: FieldId) {
        let shown = page.sheet.shown(cell);
        let item = self.form.field(items);
        if !item.textual || cell.struck != Struck::No || self.root.get(path).is_some() {
            return;
        }
        self.claim(page, cell.at);
        // texts on lines of their own, and those parted by semicolons, may have commas in them
        let marks = [&['\n', '\r'][..], &['；', ';'], &['、', '，', ',']];
        let mark = marks.iter().find(|marks| shown.contains(**marks));
        let parts = shown.split(mark.copied().unwrap_or(&['\n']));
        let texts = parts.map(str::trim).filter(|text| !text.is_empty());
        for (index, text) in texts.enumerate() {
            let mut path = path.clone();
            path.push(Step::Number(index));
            let leaf = Leaf {
                json: quoted(text),
                from: Some((page.index, cell.at)),
            };
            self.root.put(&path, Node::Leaf(leaf));
        }
    }

    /// The field at the end of a way.
    fn field(&self, path: &[Step]) -> Option<FieldId> {
        path.iter().try_fold(self.form.root(), |field, step| {
            let field = self.form.field(field);
            match step {
                Step::Name(name) => field.field(name),
                Step::Number(_) => field.items(),
            }
        })
    }

    /// Fields that have a name in the workbook and were not found by their labels.
    fn by_names(&mut self, mapping: &Mapping) {
        for (field, name) in &mapping.names {
            let path = steps(field);
            if self.root.get(&path).is_some() || self.twice.contains(&path) {
                continue;
            }
            let named = self.workbook.names.get(name).map(Vec::as_slice);
            if let Some([one]) = named
                && let Some(sheet) = self.workbook.sheets.get(one.sheet)
                && !self.claimed.contains(&(one.sheet, one.at))
            {
                let page = Page {
                    index: one.sheet,
                    sheet,
                    labels: Labels::of(sheet),
                    unit: None,
                    unit_unknown: false,
                };
                self.take(&page, one.at, &path);
            }
        }
    }

    /// Puts the text of a cell where a figure is due that cannot be known: it counts neither as
    /// missing nor as a figure.
    fn unsure(&mut self, page: &Page<'a>, cell: &Cell, path: &Path) {
        let is_numeric = self
            .field(path)
            .is_some_and(|id| self.form.field(id).numeric);
        let shown = page.sheet.shown(cell);
        if !is_numeric || shown.trim().is_empty() || self.root.get(path).is_some() {
            return;
        }
        self.claim(page, cell.at);
        let leaf = Leaf {
            json: quoted(&format!("{shown}？")),
            from: Some((page.index, cell.at)),
        };
        self.root.put(path, Node::Leaf(leaf));
        self.unsure.push(pointer(path));
    }

    fn claim(&mut self, page: &Page<'_>, at: At) {
        self.claimed.insert((page.index, at));
    }

    fn say(&mut self, kind: NoteKind, spots: Vec<Spot>, field: &str) {
        self.notes.push(Note {
            kind,
            spots,
            field: field.to_owned(),
        });
    }

    fn finish(mut self) -> Written {
        let unclaimed = self.left_over();
        if let Some(first) = self.hidden.first().cloned() {
            let count = self.hidden.len();
            self.say(NoteKind::Hidden(count), vec![first], "");
        }
        if self.formulas > 0 {
            let count = self.formulas;
            self.say(NoteKind::Formulas(count), Vec::new(), "");
        }
        let (json, places) = tree::text(&self.root, self.form);
        let bound = places.len();
        let mut origins = picture::origins(self.workbook, &places);
        origins.notes = self.notes;
        origins.unclaimed = unclaimed;
        origins.unsure = self.unsure;
        Written {
            json,
            origins,
            bound,
        }
    }

    /// Notes numbers that stand where fields are and belong to none, a note for each row.
    fn left_over(&mut self) -> usize {
        let mut rows: BTreeMap<(usize, u32), Vec<At>> = BTreeMap::new();
        let mut covered: BTreeSet<(usize, At)> = BTreeSet::new();
        for (index, within) in &self.regions {
            let Some(sheet) = self.workbook.sheets.get(*index) else {
                continue;
            };
            for cell in sheet.rows(within.rows.0, within.rows.1) {
                let counts = cell.is_number() && within.holds(cell.at);
                let is_under = is_covered(sheet, cell.at);
                if counts && is_under {
                    covered.insert((*index, cell.at));
                }
                if counts && !is_under && !self.claimed.contains(&(*index, cell.at)) {
                    let row = rows.entry((*index, cell.at.row)).or_default();
                    if !row.contains(&cell.at) {
                        row.push(cell.at);
                    }
                }
            }
        }
        for (index, at) in covered {
            if let Some(sheet) = self.workbook.sheets.get(index)
                && let Some(cell) = sheet.cell(at)
            {
                let spot = Spot {
                    sheet: sheet.name.clone(),
                    at,
                };
                let kind = NoteKind::UnderMerge(sheet.shown(cell));
                self.say(kind, vec![spot], "");
            }
        }
        let mut count = 0;
        for ((index, row), cells) in rows {
            let Some(sheet) = self.workbook.sheets.get(index) else {
                continue;
            };
            count += cells.len();
            let first_text = sheet
                .rows(row, row)
                .iter()
                .find(|cell| matches!(cell.value, crate::read::Value::Text(_)));
            let name = first_text.map_or_else(String::new, |cell| sheet.shown(cell));
            let spots = cells
                .iter()
                .map(|at| Spot {
                    sheet: sheet.name.clone(),
                    at: *at,
                })
                .collect();
            self.say(NoteKind::Unclaimed(cells.len(), name), spots, "");
        }
        count
    }
}

fn spot(page: &Page<'_>, at: At) -> Spot {
    Spot {
        sheet: page.sheet.name.clone(),
        at,
    }
}

/// What follows a lead in a text, both read without blanks and width.
fn after(text: &str, lead: &str) -> Option<String> {
    if lead.is_empty() {
        return None;
    }
    for (at, _) in text.char_indices().skip(1).chain([(text.len(), ' ')]) {
        let (before, rest) = text.split_at(at);
        if folded(before).trim_end_matches(':').ends_with(lead) {
            return Some(
                rest.trim_start_matches([':', '：', ' ', '\u{3000}'])
                    .trim()
                    .to_owned(),
            );
        }
    }
    None
}
