//! Texts that are the same in several submissions.
//!
//! Sentences are sorted by their letters, so that the same ones stand together: what is looked at
//! is linear in their number. Where a few have a sentence in common, each is paired with each;
//! where many have, with the first and with those just before it. Pairs are sorted in turn, and
//! counted. So a copy among very many may be missed, but none is made up.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde::{Deserialize, Serialize};

use super::book::Book;
use super::pairs::tell_pairs;
use super::sorter::{Scratch, Sorter};
use super::tell::Told;
use super::{Group, hash};
use crate::amount::Exact;
use crate::finding::Subject;
use crate::pack::many::{Ask, Gathered, Spot};
use crate::screen::roster::folded;
use crate::words::across::Note;

/// Submissions with one sentence that are told apart; what more have is the template's.
const MOST_SHARING: usize = 5_000;
/// Submissions with one sentence that are counted; one unit may have many.
const MOST_NUMBERS: usize = 20_000;
/// A sentence that fewer have is nobody's template.
const FEWEST_SHARING: usize = 10;
/// Of those that have a sentence, so many before each are paired with it, and the first.
const PAIRED: usize = 8;

/// Gathers sentences.
#[derive(Debug)]
pub(super) struct Alike {
    scratch: Scratch,
    rows: Sorter,
    /// How many have sentences, by group and question.
    having: BTreeMap<(usize, usize), usize>,
}

/// Where a sentence stands.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Spoken {
    #[serde(rename = "n")]
    pub(super) number: usize,
    /// Which unit says it.
    #[serde(rename = "u")]
    unit: u64,
    #[serde(rename = "p")]
    pub(super) path: String,
    #[serde(rename = "l")]
    pub(super) label: String,
    #[serde(rename = "s")]
    pub(super) spot: Spot,
}

/// A sentence that two have.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Shared {
    pub(super) text: String,
    pub(super) own: Spoken,
    pub(super) other: Spoken,
}

impl Alike {
    pub(super) fn new(scratch: &Scratch) -> Self {
        Self {
            scratch: scratch.clone(),
            rows: Sorter::new(scratch),
            having: BTreeMap::new(),
        }
    }

    pub(super) fn note(
        &mut self,
        (group, number, prior): (usize, usize, bool),
        subject: &Subject,
        gathered: &Gathered,
    ) -> io::Result<()> {
        let name = if subject.code.is_empty() {
            &subject.unit
        } else {
            &subject.code
        };
        // whoever does not say who it is stands for itself
        let unit = if name.is_empty() {
            number as u64
        } else {
            hash(&folded(name))
        };
        for (question, passages) in &gathered.passages {
            if !passages.is_empty() {
                *self.having.entry((group, *question)).or_default() += 1;
            }
            for passage in passages {
                let spoken = Spoken {
                    number,
                    unit,
                    path: passage.path.clone(),
                    label: passage.label.clone(),
                    spot: passage.spot,
                };
                let tag = if prior { '1' } else { '0' };
                let text = &passage.folded;
                let key = format!("{group:08}{question:08}{text}\u{1f}{tag}");
                // in order of the input within a sentence
                let load = format!("{number:016}{}", serde_json::to_string(&spoken)?);
                self.rows.push(key.into_bytes(), load.into_bytes())?;
            }
        }
        Ok(())
    }

    /// Finds who has sentences in common.
    pub(super) fn ask(self, groups: &[Group], book: &mut Book, told: &mut Told) -> io::Result<()> {
        let mut pairs = Sorter::new(&self.scratch);
        let mut own = vec![0_u16; book.len()];
        let mut open: Option<Sentence> = None;
        for row in self.rows.sorted()? {
            let (mut key, load) = row?;
            let prior = key.pop() == Some(b'1');
            if open.as_ref().is_none_or(|known| known.key != key) {
                if let Some(known) = open.take() {
                    known.pair(groups, &mut own, &mut pairs, told)?;
                }
                open = Some(Sentence {
                    key,
                    ..Sentence::default()
                });
            }
            let spoken = load.get(16..).unwrap_or_default();
            let spoken: Spoken = serde_json::from_slice(spoken)?;
            if let Some(known) = &mut open {
                known.add(spoken, prior);
            }
        }
        if let Some(known) = open {
            known.pair(groups, &mut own, &mut pairs, told)?;
        }
        tell_pairs(pairs, own, groups, book, told)?;
        // one alone is like nobody
        for ((group, question), _) in self.having.iter().filter(|(_, having)| **having > 1) {
            let group = groups.get(*group).filter(|group| group.count > 0);
            let Some(question) = group.and_then(|group| group.plan.questions.get(*question)) else {
                continue;
            };
            if told.counts(&question.rule).failed == 0 {
                told.held(&question.rule, 1);
            }
        }
        Ok(())
    }
}

/// A sentence and who has it, each unit once.
#[derive(Debug, Default)]
struct Sentence {
    key: Vec<u8>,
    all: usize,
    current: Vec<Spoken>,
    prior: Vec<Spoken>,
    units: BTreeSet<(bool, u64)>,
    /// Submissions that have it.
    numbers: Vec<usize>,
}

impl Sentence {
    fn add(&mut self, spoken: Spoken, prior: bool) {
        if self.numbers.len() < MOST_NUMBERS {
            self.numbers.push(spoken.number);
        }
        if self.units.len() > MOST_SHARING || !self.units.insert((prior, spoken.unit)) {
            return;
        }
        if prior {
            self.prior.push(spoken);
        } else {
            self.all += 1;
            self.current.push(spoken);
        }
    }

    /// Pairs each with the first, and with its own of last year.
    /// What is not the template's is counted as each one's `own`.
    fn pair(
        self,
        groups: &[Group],
        own: &mut [u16],
        pairs: &mut Sorter,
        told: &mut Told,
    ) -> io::Result<()> {
        let key = String::from_utf8_lossy(&self.key).into_owned();
        let (group, rest) = key.split_at_checked(8).unwrap_or_default();
        let (at, text) = rest.split_at_checked(8).unwrap_or_default();
        let text = text.trim_end_matches('\u{1f}');
        let numbers = (group.parse::<usize>(), at.parse::<usize>());
        let (Ok(group), Ok(at)) = numbers else {
            return Ok(());
        };
        let Some(known) = groups.get(group) else {
            return Ok(());
        };
        let Some(question) = known.plan.questions.get(at) else {
            return Ok(());
        };
        let Ask::Alike { template, .. } = &question.ask else {
            return Ok(());
        };
        let most = Exact::from(known.count).times(template);
        let many = Exact::from(self.all).times(&Exact::HUNDRED);
        let crowded = self.units.len() > MOST_SHARING || self.numbers.len() >= MOST_NUMBERS;
        if crowded || self.all > FEWEST_SHARING && many > most {
            told.note(&question.rule, Note::Template, 1);
            return Ok(());
        }
        for number in &self.numbers {
            if let Some(count) = own.get_mut(*number) {
                *count = count.saturating_add(1);
            }
        }
        let (Some(first), true) = (self.current.first(), self.all + self.prior.len() > 1) else {
            return Ok(());
        };
        let mut push = |own: &Spoken, other: &Spoken| {
            let key = format!("{group:08}{at:08}{:016}{:016}", own.number, other.number);
            let shared = Shared {
                text: text.to_owned(),
                own: own.clone(),
                other: other.clone(),
            };
            pairs.push(key.into_bytes(), serde_json::to_vec(&shared)?)
        };
        for (index, other) in self.current.iter().enumerate() {
            let near = index.saturating_sub(PAIRED);
            let before = self.current.get(near..index).unwrap_or_default();
            let first = (near > 0).then_some(first);
            for own in first.into_iter().chain(before) {
                push(own, other)?;
            }
        }
        for own in &self.current {
            if let Some(before) = self.prior.iter().find(|prior| prior.unit == own.unit) {
                push(own, before)?;
            }
        }
        if let Some(before) = self.prior.iter().find(|prior| prior.unit != first.unit) {
            push(first, before)?;
        }
        Ok(())
    }
}
