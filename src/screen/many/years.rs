//! This year's figures against last year's submission of the same unit.

use std::collections::BTreeMap;
use std::io;

use super::book::{Book, Entry};
use super::sorter::{Scratch, Sorter};
use super::tell::{self, Told};
use super::terms::{Figures, Gap};
use super::{Group, cut, number_of};
use crate::finding::Subject;
use crate::pack::many::{Ask, Plan};
use crate::report::LabelRecord;
use crate::screen::roster::folded;
use crate::words::across::{self as words, Compared, Note};

/// Submissions of last year in one name that are told apart.
const MOST_PRIOR: usize = 100;

/// Gathers who is who in both years.
#[derive(Debug)]
pub(super) struct Years {
    scratch: Scratch,
    rows: Sorter,
}

impl Years {
    pub(super) fn new(scratch: &Scratch) -> Self {
        Self {
            scratch: scratch.clone(),
            rows: Sorter::new(scratch),
        }
    }

    pub(super) fn note(&mut self, number: usize, subject: &Subject, prior: bool) -> io::Result<()> {
        let tag = if prior { '0' } else { '1' };
        let kind = cut(&folded(&subject.kind));
        let load = format!("{number:016}{}", cut(&subject.year)).into_bytes();
        let mut row = |how: char, name: &str| {
            let name = cut(name);
            let key = format!("{kind}\u{1f}{how}{name}\u{1f}{tag}").into_bytes();
            self.rows.push(key, load.clone())
        };
        let (code, name) = (folded(&subject.code), folded(&subject.unit));
        if !code.is_empty() {
            row('0', &code)?;
        }
        // also those without a name, so that each is counted
        row('1', &name)
    }

    /// Asks the questions of every submission of this year.
    pub(super) fn ask(self, groups: &[Group], book: &mut Book, told: &mut Told) -> io::Result<()> {
        // by submission of this year: what it may be held against, by code first
        let mut pairs = Sorter::new(&self.scratch);
        let mut key_before = Vec::new();
        let mut priors: Vec<(usize, String)> = Vec::new();
        for row in self.rows.sorted()? {
            let (mut key, load) = row?;
            let tag = key.pop();
            if key != key_before {
                priors.clear();
                key_before.clone_from(&key);
            }
            let load = String::from_utf8_lossy(&load).into_owned();
            let (number, year) = load.split_at_checked(16).unwrap_or((&load, ""));
            let number: usize = number.parse().unwrap_or_default();
            if tag == Some(b'0') {
                if priors.len() < MOST_PRIOR {
                    priors.push((number, year.to_owned()));
                }
                continue;
            }
            let by_code = key.split(|byte| *byte == 0x1f).nth(1);
            let nameless = by_code.is_some_and(|name| name.len() < 2);
            let found = priors.iter().filter(|(_, prior)| follows(year, prior));
            let found: Vec<String> = found.map(|(prior, _)| prior.to_string()).collect();
            let how = by_code.and_then(|name| name.first()).copied();
            let said = if nameless {
                String::new()
            } else {
                found.join(",")
            };
            let key = [&(number as u64).to_be_bytes()[..], &[how.unwrap_or(b'1')]].concat();
            pairs.push(key, said.into_bytes())?;
        }
        let mut done: Option<usize> = None;
        let mut open: Option<(usize, Vec<u8>)> = None;
        for row in pairs.sorted()? {
            let (key, load) = row?;
            let number = number_of(&key);
            if let Some((before, load)) = open.take_if(|(before, _)| *before != number) {
                hold(before, &load, groups, book, told)?;
            }
            if done == Some(number) {
                continue;
            }
            if load.is_empty() {
                open.get_or_insert((number, load));
            } else {
                open = None;
                done = Some(number);
                hold(number, &load, groups, book, told)?;
            }
        }
        match open {
            Some((number, load)) => hold(number, &load, groups, book, told),
            None => Ok(()),
        }
    }
}

/// Whether a year comes right after another.
fn follows(year: &str, prior: &str) -> bool {
    let number = |year: &str| year.trim().parse::<u32>().ok();
    match (number(year), number(prior)) {
        (Some(year), Some(prior)) => prior.checked_add(1) == Some(year),
        _ => false,
    }
}

fn differ(code: &str, other: &str) -> bool {
    !code.is_empty() && !other.is_empty() && folded(code) != folded(other)
}

/// Holds a submission against the only one of last year's that it may be.
fn hold(
    number: usize,
    priors: &[u8],
    groups: &[Group],
    book: &mut Book,
    told: &mut Told,
) -> io::Result<()> {
    let entry = book.get(number)?;
    let Some(group) = groups.get(entry.group) else {
        return Ok(());
    };
    let text = String::from_utf8_lossy(priors);
    let mut priors = text.split(',').filter_map(|one| one.parse::<usize>().ok());
    let prior = match (priors.next(), priors.next()) {
        (Some(only), None) => {
            let prior = book.get(only)?;
            // one name in two places
            if differ(&entry.subject.code, &prior.subject.code) {
                Err(Note::NoPrior)
            } else {
                Ok(prior)
            }
        }
        (None, _) => Err(Note::NoPrior),
        _ => Err(Note::SeveralPrior),
    };
    let mut said = None;
    for question in &group.plan.questions {
        let Ask::Prior { .. } = &question.ask else {
            continue;
        };
        match &prior {
            // said once of each submission and rule, not once a field
            Err(note) if said.as_ref() != Some(&question.rule.id) => {
                said = Some(question.rule.id.clone());
                told.not_applicable(&question.rule, note.clone());
            }
            Err(_) => {}
            Ok(prior) => {
                if let Some(other) = groups.get(prior.group) {
                    one(question, &entry, &group.plan, prior, &other.plan, told);
                }
            }
        }
    }
    Ok(())
}

fn one(
    question: &crate::pack::many::Question,
    entry: &Entry,
    plan: &Plan,
    prior: &Entry,
    prior_plan: &Plan,
    told: &mut Told,
) {
    let Ask::Prior { stated, expected } = &question.ask else {
        return;
    };
    let rule = &question.rule;
    let sums = BTreeMap::new();
    let figures = Figures::new((entry, plan), Some((prior, prior_plan)), &sums);
    match figures.judge(*stated, expected) {
        Ok(outcome) => {
            let lang = told.lang;
            let sentence = |said: &Compared<'_>, labels: &[LabelRecord]| {
                let other = labels.get(1).map_or("", |label| label.label.as_str());
                words::prior(said, other, lang)
            };
            tell::compared(rule, entry, plan.slot(*stated), outcome, sentence, told);
        }
        // nothing stands there in one of the years: there is nothing to hold
        Err(Gap::Missing(..)) => told.not_applicable(rule, Note::NotBoth),
        Err(Gap::Trouble) => told.could_not_run(rule, Note::Unusable),
    }
}
