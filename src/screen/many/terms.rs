//! Figures of several submissions, made into amounts that the judge takes.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::book::Entry;
use super::tell;
use crate::amount::{Amount, Exact, Judgement, Precision, Trouble, Unit, judge};
use crate::document::NodeId;
use crate::pack::many::{Given, Plan, Term, Who};
use crate::report::LabelRecord;

/// Places of a finding that are labelled.
const MOST_LABELS: usize = 20;

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing stands there: whose, and the field's titles.
    Missing(String, String),
    /// The figures cannot be held against each other.
    Trouble,
}

/// The submissions a question is about.
pub(super) struct Figures<'a> {
    /// The one that states the figure, and its plan.
    pub(super) stated: (&'a Entry, &'a Plan),
    /// The other one: last year's.
    pub(super) other: Option<(&'a Entry, &'a Plan)>,
    /// Sums over units by slot, where there are any.
    pub(super) sums: &'a BTreeMap<usize, Sum>,
    labels: Vec<LabelRecord>,
    numbers: u32,
    known: BTreeMap<(bool, usize), Amount>,
}

/// What the units of a department hand in at one slot.
#[derive(Clone, Debug, Default)]
pub(super) struct Sum {
    addends: Vec<Amount>,
    labels: Vec<LabelRecord>,
    /// The first unit that has nothing there.
    missing: Option<String>,
}

impl Sum {
    /// Adds a unit's figure.
    pub(super) fn add(&mut self, unit: &Entry, plan: &Plan, slot: usize) {
        let number = u32::try_from(self.addends.len()).unwrap_or(u32::MAX);
        let given = unit.values.get(slot).and_then(Option::as_ref);
        let amount = given.and_then(|given| {
            // numbers below are those of single figures
            let node = NodeId::numbered(number.saturating_add(SINGLE));
            amount(given, plan, slot, node)
        });
        let (Some(given), Some(amount), Some(field)) = (given, amount, plan.slot(slot)) else {
            let name = tell::name(&unit.subject, &unit.source);
            self.missing.get_or_insert_with(|| name.to_owned());
            return;
        };
        self.addends.push(amount);
        if self.labels.len() < MOST_LABELS {
            let name = tell::name(&unit.subject, &unit.source);
            let text = format!("{name} {}", given.value);
            let label = tell::label(&unit.source, field, given, text, false);
            self.labels.push(label);
        }
    }
}

/// Single figures of a question; there are never so many.
const SINGLE: u32 = 10_000;

impl<'a> Figures<'a> {
    pub(super) fn new(
        stated: (&'a Entry, &'a Plan),
        other: Option<(&'a Entry, &'a Plan)>,
        sums: &'a BTreeMap<usize, Sum>,
    ) -> Self {
        Self {
            stated,
            other,
            sums,
            labels: Vec::new(),
            numbers: 0,
            known: BTreeMap::new(),
        }
    }

    /// Judges a stated figure: the judgement, the figure, and the places looked at, its own first.
    pub(super) fn judge(
        mut self,
        slot: usize,
        expected: &Term,
    ) -> Result<(Judgement, Given, Vec<LabelRecord>), Gap> {
        let stated = self.single(Who::Own, slot)?;
        let expected = self.term(expected)?;
        let judgement = judge(&stated, &expected).map_err(|_: Trouble| Gap::Trouble)?;
        let given = self.stated.0.values.get(slot).and_then(Option::as_ref);
        let given = given.cloned().ok_or(Gap::Trouble)?;
        if let Some(first) = self.labels.first_mut() {
            first.primary = true;
        }
        Ok((judgement, given, self.labels))
    }

    fn term(&mut self, term: &Term) -> Result<Amount, Gap> {
        Ok(match term {
            Term::At(who, slot) => self.single(*who, *slot)?,
            Term::OrZero(who, slot) => match self.single(*who, *slot) {
                Err(Gap::Missing(..)) => {
                    let unit = self.stated.1.slot(*slot).map_or("", |slot| &slot.unit);
                    Amount::given(Exact::ZERO, Unit::new(unit))
                }
                other => other?,
            },
            Term::Units(slot) => {
                let sum = self.sums.get(slot).ok_or(Gap::Trouble)?;
                if let Some(unit) = &sum.missing {
                    let field = self.stated.1.slot(*slot).map(|slot| slot.label.clone());
                    return Err(Gap::Missing(unit.clone(), field.unwrap_or_default()));
                }
                let room = MOST_LABELS.saturating_sub(self.labels.len());
                self.labels.extend(sum.labels.iter().take(room).cloned());
                Amount::sum(sum.addends.clone())
            }
            Term::Plus(a, b) => {
                let a = self.term(a)?;
                a.plus(&self.term(b)?)
            }
            Term::Minus(a, b) => {
                let a = self.term(a)?;
                a.minus(&self.term(b)?)
            }
        })
    }

    /// The figure of one submission.
    fn single(&mut self, who: Who, slot: usize) -> Result<Amount, Gap> {
        let prior = who == Who::Prior;
        if let Some(known) = self.known.get(&(prior, slot)) {
            return Ok(known.clone());
        }
        let field = self.stated.1.slot(slot).ok_or(Gap::Trouble)?;
        let (entry, plan) = if prior {
            self.other.ok_or(Gap::Trouble)?
        } else {
            self.stated
        };
        let missing = || {
            let name = tell::name(&entry.subject, &entry.source);
            Gap::Missing(name.to_owned(), field.label.clone())
        };
        // last year's may have been gathered under another plan, where the field has another place
        let at = plan.find(&field.path).ok_or_else(missing)?;
        let given = entry.values.get(at).and_then(Option::as_ref);
        let given = given.ok_or_else(missing)?;
        let node = NodeId::numbered(self.numbers);
        let amount = amount(given, plan, at, node).ok_or_else(missing)?;
        self.numbers += 1;
        self.known.insert((prior, slot), amount.clone());
        let name = tell::name(&entry.subject, &entry.source);
        let text = format!("{name} {}", given.value);
        let label = tell::label(&entry.source, field, given, text, false);
        self.labels.push(label);
        Ok(amount)
    }
}

fn amount(given: &Given, plan: &Plan, slot: usize, node: NodeId) -> Option<Amount> {
    if !given.number {
        return None;
    }
    let value = Decimal::from_str_exact(&given.value).ok()?;
    let precision = Precision {
        places: given.places,
        exact: given.exact,
    };
    let unit = Unit::new(&plan.slot(slot)?.unit);
    Some(Amount::written(node, value, unit, precision))
}
