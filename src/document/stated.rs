//! How figures are stated in one submission: in which unit of money, and with how many places.
//!
//! A form declares both of each field. Submissions differ from it in two ways. Money is in 元 in
//! one place and in 万元 in another, and says so once for a file, a table or a block. And rates are
//! printed with fewer places than the form has: "19.4%" for 19.37, "86%" for 86.20.
//!
//! **Why rates only.** A rate is a quotient, its digits go on; where they end early somebody
//! rounded it there. An amount is a sum of payments and ends where it ends: `10400` beside `43.60`
//! is 10400.00, and half a unit of its last digit would bless nearly any total.
//!
//! One exception: a passage of running text in which every amount is a whole number and several
//! are not round (`3923`, `638`, `317`, `62`) gives amounts rounded to whole ones; that all of
//! them end in `.00` by chance is one in a hundred million.
//!
//! **Why never one figure alone.** JSON drops the zero of `22.10`. In one of ten rates the second
//! place is a zero, so a single `22.1` says nothing of how rates are printed; two different ones
//! that end early in one column and none that does not are one in a hundred. `0` and `100` end early
//! by nature and say nothing. Where the column says nothing all rates of the submission are asked,
//! and where they say nothing either the form's places hold. Text (`x-prose`) has no columns:
//! each sentence is written by hand, one published passage prints 5, 8.49, 3.5 and 12.24 percent, all
//! of them right. There every rate is taken at the digits it is written with.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{FieldId, Kind, NodeId, Submission};

/// The unit of money that a text names, if it does: `万元`, `单位：万元`, `人民币元`.
pub(crate) fn money(text: &str) -> Option<&'static str> {
    let name: String = text.split_whitespace().collect();
    let name = name.trim_start_matches(['（', '(']);
    let name = name.trim_end_matches(['）', ')']);
    let name = name.trim_start_matches("金额").trim_start_matches("单位");
    let name = name.trim_start_matches(['：', ':']);
    let name = name.trim_start_matches("人民币");
    ["元", "千元", "万元", "百万元", "亿元"]
        .into_iter()
        .find(|known| *known == name)
}

/// How a figure is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stated<'a> {
    /// What it counts; empty for a pure number.
    pub unit: &'a str,
    /// Decimal places it is rounded to; `None` where the form has none.
    pub places: Option<u32>,
    /// Whether it is not rounded from a finer figure.
    pub exact: bool,
}

/// A part of a submission that has a unit of money of its own.
#[derive(Clone, Copy, Debug)]
struct Block {
    first: NodeId,
    /// The first that is no longer in it.
    end: NodeId,
    unit: &'static str,
}

/// The units of money that a submission declares, outer blocks before inner ones.
#[derive(Debug, Default)]
pub(super) struct Units(Vec<Block>);

impl Units {
    pub(super) fn of(submission: &Submission) -> Self {
        let form = submission.form();
        if !form.declares_units() {
            return Self::default();
        }
        let arena = submission.document().arena();
        let declared = &submission.overlay().declared;
        let mut blocks = Vec::new();
        for ((node, index), field) in arena.nodes.iter().zip(0..).zip(declared) {
            let Some(scope) = field.and_then(|field| form.field(field).unit_scope()) else {
                continue;
            };
            let table = NodeId(index);
            if let Some(unit) = unit_of(submission, table, scope) {
                blocks.push(Block {
                    first: table,
                    end: NodeId(node.next),
                    unit,
                });
            }
        }
        Self(blocks)
    }

    fn at(&self, node: NodeId) -> Option<&'static str> {
        let inside = |block: &&Block| block.first < node && node < block.end;
        self.0.iter().rev().find(inside).map(|block| block.unit)
    }
}

/// The unit that a table declares, or has where it declares none.
fn unit_of(submission: &Submission, table: NodeId, scope: FieldId) -> Option<&'static str> {
    let document = submission.document();
    let written = document
        .children(table)
        .find(|child| submission.field_id(*child) == Some(scope))
        .filter(|child| document.kind(*child) == Kind::Text)
        .and_then(|child| money(document.text(child)?));
    written.or_else(|| money(submission.form().field(scope).default.as_deref()?))
}

/// How many places the rates of one column are printed with.
#[derive(Debug, Default)]
struct Column {
    places: u32,
    /// Different rates that could have gone on; no more than are asked for are counted.
    witnesses: Vec<Decimal>,
}

/// As many rates as it takes to say how a column is printed.
const WITNESSES: usize = 2;
/// As many amounts as it takes to say that a passage prints whole ones.
const WHOLE_AMOUNTS: usize = 4;

impl Column {
    fn add(&mut self, value: Decimal, places: u32) {
        self.places = self.places.max(places);
        let round = value.is_zero() || value == Decimal::ONE_HUNDRED;
        if !round && self.witnesses.len() < WITNESSES && !self.witnesses.contains(&value) {
            self.witnesses.push(value);
        }
    }

    fn speaks(&self) -> bool {
        self.witnesses.len() >= WITNESSES
    }

    fn add_amount(&mut self, value: Decimal, places: u32) {
        self.places = self.places.max(places);
        let round = (value % Decimal::from(5)).is_zero();
        if !round && self.witnesses.len() < WHOLE_AMOUNTS && !self.witnesses.contains(&value) {
            self.witnesses.push(value);
        }
    }

    fn is_whole(&self) -> bool {
        self.places == 0 && self.witnesses.len() >= WHOLE_AMOUNTS
    }
}

/// How the rates of a submission are printed.
#[derive(Debug, Default)]
pub(super) struct Printed {
    columns: BTreeMap<(NodeId, String), Column>,
    all: Column,
    /// Amounts of money of the passages of running text.
    passages: BTreeMap<NodeId, Column>,
}

impl Printed {
    pub(super) fn of(submission: &Submission) -> Self {
        let mut printed = Self::default();
        for node in submission.numbers() {
            let Some(field) = submission.field(node) else {
                continue;
            };
            let asked = field.is_rate() || field.money && field.prose;
            let Some(number) = submission.number(node).filter(|_| asked) else {
                continue;
            };
            if field.money {
                let passage = printed.passages.entry(column_of(submission, node).0);
                passage.or_default().add_amount(number.value, number.places);
                continue;
            }
            let column = printed.columns.entry(column_of(submission, node));
            column.or_default().add(number.value, number.places);
            printed.all.add(number.value, number.places);
        }
        printed
    }

    /// Places that a rate is printed with; `None` where nothing tells.
    fn places(&self, submission: &Submission, node: NodeId) -> Option<u32> {
        let column = self.columns.get(&column_of(submission, node))?;
        if column.speaks() {
            return Some(column.places);
        }
        // one rate says nothing against what the others say, and they nothing against it
        (self.all.speaks()).then_some(self.all.places)
    }
}

/// Rates of one name in one table: what stands two steps below the whole.
fn column_of(submission: &Submission, node: NodeId) -> (NodeId, String) {
    let document = submission.document();
    let mut above = Vec::new();
    let mut at = document.parent(node);
    while let Some(table) = at {
        above.push(table);
        at = document.parent(table);
    }
    let table = above.iter().rev().nth(2).or(above.first()).copied();
    let name = document.key(node).unwrap_or_default().to_owned();
    (table.unwrap_or_else(|| document.root()), name)
}

impl Submission {
    /// How the figure at a node is stated, written with so many places; `None` where the form has
    /// no field.
    #[must_use]
    pub fn stated(&self, node: NodeId, written: u32) -> Option<Stated<'_>> {
        let field = self.field(node)?;
        let mut stated = Stated {
            unit: &field.unit,
            places: field.places,
            exact: field.exact || field.places.is_none(),
        };
        if field.money {
            let passage = |printed: &Printed| {
                let column = printed.passages.get(&column_of(self, node).0);
                column.is_some_and(Column::is_whole)
            };
            if let Some(unit) = self.units().at(node)
                && unit != stated.unit
            {
                stated.unit = unit;
                // money is counted in 元 and 分; in a larger unit it was rounded
                stated.exact = unit == "元";
            }
            if field.prose && written == 0 && !stated.exact && passage(self.printed()) {
                stated.places = Some(0);
            }
        } else if field.is_rate()
            && let Some(declared) = stated.places
            && written < declared
        {
            let printed = if field.prose {
                Some(written)
            } else {
                self.printed().places(self, node)
            };
            stated.places = Some(printed.unwrap_or(declared).min(declared));
        }
        Some(stated)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::{Document, Form};
    use super::*;
    use crate::source::Source;

    const FORM: &str = r#"{"type": "object", "properties": {
        "单位": {"type": "string", "x-declares-unit": true, "default": "元"},
        "数": {"type": "number", "x-unit": "元", "x-places": 2, "x-exact": true},
        "人": {"type": "number", "x-unit": "人", "x-places": 0},
        "表": {"type": "object", "properties": {
            "单位": {"type": "string", "x-declares-unit": true},
            "数": {"type": "number", "x-unit": "元", "x-places": 2, "x-exact": true}}},
        "文": {"type": "object", "x-prose": true, "properties": {
            "单位": {"type": "string", "x-declares-unit": true, "default": "万元"},
            "率": {"type": "number", "x-unit": "%", "x-places": 2},
            "数": {"type": "number", "x-unit": "万元", "x-places": 2}},
            "additionalProperties": {"type": "number", "x-unit": "万元", "x-places": 2}},
        "行": {"type": "array", "items": {"type": "object", "properties": {
            "数": {"type": "number", "x-unit": "万元", "x-places": 2},
            "率": {"type": "number", "x-unit": "%", "x-places": 2}}}}
    }}"#;

    fn submission(text: &str) -> Submission {
        let document = Document::parse(Source::new("-", text)).unwrap();
        Submission::new(document, Arc::new(Form::parse(FORM).unwrap()))
    }

    fn at(submission: &Submission, pointer: &str) -> (String, u32, bool) {
        let node = submission.document().find(pointer).unwrap();
        let written = submission.number(node).unwrap().places;
        let stated = submission.stated(node, written).unwrap();
        (stated.unit.to_owned(), stated.places.unwrap(), stated.exact)
    }

    #[test]
    fn the_nearest_declaration_holds_and_a_default_bars_those_above() {
        let plain = submission(r#"{"数": 1, "表": {"数": 1}, "文": {"数": 1}}"#);
        assert_eq!(at(&plain, "/数"), ("元".to_owned(), 2, true));
        assert_eq!(at(&plain, "/文/数"), ("万元".to_owned(), 2, false));
        let all = submission(
            r#"{"单位": "单位：万元", "数": 1, "人": 3, "表": {"数": 1}, "文": {"数": 1}}"#,
        );
        assert_eq!(at(&all, "/数"), ("万元".to_owned(), 2, false));
        assert_eq!(at(&all, "/表/数"), ("万元".to_owned(), 2, false));
        assert_eq!(at(&all, "/文/数"), ("万元".to_owned(), 2, false));
        assert_eq!(at(&all, "/人"), ("人".to_owned(), 0, false));
        let inner = submission(
            r#"{"单位": "万元", "表": {"数": 1, "单位": "元"}, "文": {"数": 1, "单位": "元"}, "数": 2}"#,
        );
        assert_eq!(at(&inner, "/表/数"), ("元".to_owned(), 2, true));
        assert_eq!(at(&inner, "/文/数"), ("元".to_owned(), 2, true));
        assert_eq!(at(&inner, "/数"), ("万元".to_owned(), 2, false));
    }

    #[test]
    fn a_column_of_rates_says_how_it_is_printed_one_of_them_does_not() {
        let places = |rates: &str| {
            let rows = rates.split(' ').map(|rate| format!(r#"{{"率": {rate}}}"#));
            let rows: Vec<_> = rows.collect();
            let text = format!(r#"{{"行": [{}]}}"#, rows.join(", "));
            at(&submission(&text), "/行/0/率").1
        };
        assert_eq!(places("86"), 2);
        assert_eq!(places("86 100 0"), 2);
        assert_eq!(places("86 86"), 2);
        assert_eq!(places("86 74"), 0);
        assert_eq!(places("86 19.4"), 1);
        assert_eq!(places("86 19.4 100.00"), 2);
        assert_eq!(places("86 19.37"), 2);
    }

    #[test]
    fn amounts_keep_the_places_of_the_form() {
        let text = r#"{"行": [{"数": 10400}, {"数": 3.1}, {"数": 0.1}, {"数": 3.9}]}"#;
        let submission = submission(text);
        for row in 0..4 {
            assert_eq!(at(&submission, &format!("/行/{row}/数")).1, 2);
        }
    }

    #[test]
    fn a_passage_of_whole_amounts_was_rounded_to_whole_ones() {
        let places = |amounts: &str| {
            let fields = amounts
                .split(' ')
                .zip(["数", "数二", "数三", "数四", "数五"]);
            let fields: Vec<_> = fields
                .map(|(a, name)| format!(r#""{name}": {a}"#))
                .collect();
            at(
                &submission(&format!(r#"{{"文": {{{}}}}}"#, fields.join(", "))),
                "/文/数",
            )
            .1
        };
        assert_eq!(places("3923 638 317 62"), 0);
        assert_eq!(places("3923 638 317 62.5"), 2);
        assert_eq!(places("10400 638 317 62"), 2);
        assert_eq!(places("10400 25 25 100"), 2);
    }

    #[test]
    fn a_sentence_is_printed_as_it_is() {
        let text = r#"{"文": {"率": 86}, "行": [{"率": 12.34}, {"率": 5.67}, {"率": 3.5}]}"#;
        let mixed = submission(text);
        assert_eq!(at(&mixed, "/文/率").1, 0);
        assert_eq!(at(&mixed, "/行/2/率").1, 2);
    }
}
