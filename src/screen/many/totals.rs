//! A department's total against what its units hand in.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::book::{Book, Entry};
use super::sorter::{Scratch, Sorter};
use super::tell::{self, Told};
use super::terms::{Figures, Gap, Sum};
use super::{Group, cut, number_of};
use crate::finding::Subject;
use crate::pack::many::{Ask, Plan, Question, Term};
use crate::report::{Due, LabelRecord};
use crate::screen::roster::{Roster, folded};
use crate::words::across::{self as words, Compared, Note};

/// Units of one department; a department with more is none.
const MOST_UNITS: usize = 20_000;

/// Which department a unit belongs to, and which units a department has, as a roster says.
#[derive(Debug, Default)]
pub(super) struct Superiors {
    by_code: BTreeMap<String, String>,
    by_name: BTreeMap<String, String>,
    /// Kinds and units by department, all folded.
    units: BTreeMap<String, Vec<(String, String)>>,
}

impl Superiors {
    pub(super) fn new(roster: &Roster) -> Self {
        let mut all = Self::default();
        for due in &roster.due {
            let Due {
                code,
                unit,
                kind,
                superior,
                ..
            } = due;
            if superior.is_empty() {
                continue;
            }
            if !code.is_empty() {
                all.by_code.insert(folded(code), superior.clone());
            }
            all.by_name.insert(folded(unit), superior.clone());
            if folded(unit) != folded(superior) {
                let units = all.units.entry(folded(superior)).or_default();
                units.push((folded(kind), folded(unit)));
            }
        }
        all
    }

    fn of(&self, subject: &Subject) -> Option<&String> {
        let by_code = self.by_code.get(&folded(&subject.code));
        by_code.or_else(|| self.by_name.get(&folded(&subject.unit)))
    }

    /// The units that owe a kind; `None` where the roster does not know the department.
    fn units(&self, department: &str, kind: &str) -> Option<BTreeSet<&str>> {
        let units = self.units.get(department)?;
        let due = units
            .iter()
            .filter(|(due, _)| due.is_empty() || due == kind);
        Some(due.map(|(_, unit)| unit.as_str()).collect())
    }
}

/// Gathers who belongs to whom.
#[derive(Debug)]
pub(super) struct Totals {
    rows: Sorter,
    superiors: Superiors,
}

impl Totals {
    pub(super) fn new(scratch: &Scratch, superiors: Superiors) -> Self {
        Self {
            rows: Sorter::new(scratch),
            superiors,
        }
    }

    pub(super) fn note(
        &mut self,
        group: usize,
        number: usize,
        subject: &Subject,
        superior: &str,
    ) -> io::Result<()> {
        let own = folded(&subject.unit);
        if own.is_empty() {
            return Ok(());
        }
        let superior = self.superiors.of(subject).map_or(superior, String::as_str);
        let superior = folded(superior);
        let mut row = |department: &str, tag: char| {
            let (year, department) = (cut(&subject.year), cut(department));
            let key = format!("{group:08}\u{1f}{year}\u{1f}{department}\u{1f}{tag}");
            let number = (number as u64).to_be_bytes().to_vec();
            self.rows.push(key.into_bytes(), number)
        };
        row(&own, '0')?;
        if !superior.is_empty() && superior != own {
            row(&superior, '1')?;
        }
        Ok(())
    }

    /// Asks the questions of every department.
    pub(super) fn ask(self, groups: &[Group], book: &mut Book, told: &mut Told) -> io::Result<()> {
        let mut at: Option<Department> = None;
        for row in self.rows.sorted()? {
            let (key, load) = row?;
            let Some((tag, key)) = key.split_last() else {
                continue;
            };
            if at.as_ref().is_none_or(|known| known.key != key) {
                if let Some(known) = at.take() {
                    known.ask(groups, book, &self.superiors, told)?;
                }
                at = Some(Department {
                    key: key.to_vec(),
                    ..Department::default()
                });
            }
            if let Some(known) = &mut at {
                known.add(*tag, number_of(&load));
            }
        }
        match at {
            Some(known) => known.ask(groups, book, &self.superiors, told),
            None => Ok(()),
        }
    }
}

#[derive(Debug, Default)]
struct Department {
    key: Vec<u8>,
    /// Submissions in its own name: at most two are told apart.
    own: Vec<usize>,
    units: Vec<usize>,
    too_many: bool,
}

impl Department {
    fn add(&mut self, tag: u8, number: usize) {
        if tag == b'0' {
            if self.own.len() < 2 {
                self.own.push(number);
            }
        } else if self.units.len() < MOST_UNITS {
            self.units.push(number);
        } else {
            self.too_many = true;
        }
    }

    fn ask(
        self,
        groups: &[Group],
        book: &mut Book,
        superiors: &Superiors,
        told: &mut Told,
    ) -> io::Result<()> {
        let Some(first) = self.units.first() else {
            return Ok(());
        };
        let Some(group) = groups.get(book.get(*first)?.group) else {
            return Ok(());
        };
        let plan = &*group.plan;
        let mut sums: BTreeMap<usize, Sum> = BTreeMap::new();
        let mut names = BTreeSet::new();
        let mut twice = false;
        let wanted = wanted(plan);
        for number in &self.units {
            let unit = book.get(*number)?;
            twice |= !names.insert(folded(&unit.subject.unit));
            for slot in &wanted {
                sums.entry(*slot).or_default().add(&unit, plan, *slot);
            }
        }
        let own = match self.own.as_slice() {
            [only] => Ok(book.get(*only)?),
            [] => Err(Note::NoTotal),
            _ => Err(Note::SeveralTotals),
        };
        for question in &plan.questions {
            let Ask::Total {
                stated,
                expected,
                units,
            } = &question.ask
            else {
                continue;
            };
            let note = match &own {
                Err(note) => Some(note.clone()),
                Ok(_) if self.too_many => Some(Note::TooManyUnits),
                Ok(_) if twice => Some(Note::UnitTwice),
                Ok(own) => incomplete(own, *units, &names, superiors),
            };
            match (note, &own) {
                (Some(note), _) => told.not_applicable(&question.rule, note),
                (None, Ok(own)) => {
                    one(
                        question,
                        (*stated, expected),
                        own,
                        plan,
                        &sums,
                        names.len(),
                        told,
                    );
                }
                (None, Err(_)) => {}
            }
        }
        Ok(())
    }
}

/// The slots that are added up.
fn wanted(plan: &Plan) -> BTreeSet<usize> {
    let mut wanted = BTreeSet::new();
    for question in &plan.questions {
        if let Ask::Total { expected, .. } = &question.ask {
            expected.each(&mut |leaf| {
                if let Term::Units(slot) = leaf {
                    wanted.insert(*slot);
                }
            });
        }
    }
    wanted
}

/// Why the units that came in may not be all of them.
fn incomplete(
    own: &Entry,
    units: Option<usize>,
    names: &BTreeSet<String>,
    superiors: &Superiors,
) -> Option<Note> {
    let department = folded(&own.subject.unit);
    if let Some(due) = superiors.units(&department, &folded(&own.subject.kind)) {
        let all = due.iter().all(|unit| names.contains(*unit));
        return (!all).then_some(Note::UnitsMissing);
    }
    let said = units.and_then(|slot| own.values.get(slot)?.as_ref());
    match said {
        None => Some(Note::UnitsUnknown),
        Some(said) => (said.value != names.len().to_string()).then_some(Note::UnitsMissing),
    }
}

fn one(
    question: &Question,
    (stated, expected): (usize, &Term),
    own: &Entry,
    plan: &Plan,
    sums: &BTreeMap<usize, Sum>,
    units: usize,
    told: &mut Told,
) {
    let rule = &question.rule;
    let figures = Figures::new((own, plan), None, sums);
    match figures.judge(stated, expected) {
        Ok(outcome) => {
            let lang = told.lang;
            let sentence = |said: &Compared<'_>, _: &[LabelRecord]| words::total(said, units, lang);
            tell::compared(rule, own, plan.slot(stated), outcome, sentence, told);
        }
        Err(Gap::Missing(who, field)) => told.could_not_run(rule, Note::Missing(who, field)),
        Err(Gap::Trouble) => told.could_not_run(rule, Note::Unusable),
    }
}
