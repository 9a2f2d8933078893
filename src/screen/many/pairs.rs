//! Pairs of submissions that have sentences in common, weighed and told.

use std::collections::BTreeMap;
use std::io;

use super::Group;
use super::alike::{Shared, Spoken};
use super::book::Book;
use super::sorter::Sorter;
use super::tell::{self, Told};
use crate::amount::Exact;
use crate::finding::Subject;
use crate::pack::many::{Ask, Question};
use crate::report::LabelRecord;
use crate::words::across as words;

/// Places of a finding that are labelled.
const MOST_LABELS: usize = 20;

/// What two have in common.
#[derive(Debug)]
struct Pair {
    key: Vec<u8>,
    count: usize,
    longest: Shared,
}

/// One submission and those much like it.
struct Cluster {
    group: usize,
    question: usize,
    number: usize,
    passage: String,
    count: usize,
    others: usize,
    labels: Vec<LabelRecord>,
}

/// Counts what each pair has in common; one finding for all that are like the same one.
pub(super) fn tell_pairs(
    pairs: Sorter,
    own: Vec<u16>,
    groups: &[Group],
    book: &mut Book,
    told: &mut Told,
) -> io::Result<()> {
    let mut open: Option<Pair> = None;
    let mut clusters = Clusters {
        own,
        open: None,
        roots: BTreeMap::new(),
    };
    for row in pairs.sorted()? {
        let (key, load) = row?;
        let shared: Shared = serde_json::from_slice(&load)?;
        match &mut open {
            Some(pair) if pair.key == key => {
                pair.count += 1;
                if shared.text.len() > pair.longest.text.len() {
                    pair.longest = shared;
                }
            }
            _ => {
                if let Some(pair) = open.take() {
                    clusters.weigh(&pair, groups, book, told)?;
                }
                open = Some(Pair {
                    key,
                    count: 1,
                    longest: shared,
                });
            }
        }
    }
    if let Some(pair) = open {
        clusters.weigh(&pair, groups, book, told)?;
    }
    if let Some(known) = clusters.open {
        known.tell(groups, book, told)?;
    }
    Ok(())
}

/// Who is like whom.
struct Clusters {
    /// Sentences of each submission that are not the template's.
    own: Vec<u16>,
    open: Option<Cluster>,
    /// The first of those that a submission is like.
    roots: BTreeMap<usize, usize>,
}

impl Clusters {
    fn weigh(
        &mut self,
        pair: &Pair,
        groups: &[Group],
        book: &mut Book,
        told: &mut Told,
    ) -> io::Result<()> {
        let key = String::from_utf8_lossy(&pair.key).into_owned();
        let part = |from: usize, to: usize| {
            let text = key.get(from..to).unwrap_or_default();
            text.parse::<usize>().unwrap_or_default()
        };
        let (group, at) = (part(0, 8), part(8, 16));
        let (number, other) = (part(16, 32), part(32, 48));
        let question = groups
            .get(group)
            .and_then(|group| group.plan.questions.get(at));
        let Some(Question {
            ask: Ask::Alike { fewest, share, .. },
            ..
        }) = question
        else {
            return Ok(());
        };
        let own = book.get(number)?;
        let others = book.get(other)?;
        let sentences = |number: usize| self.own.get(number).copied().unwrap_or_default();
        let all = usize::from(sentences(number).min(sentences(other)));
        let enough = Exact::from(pair.count).times(&Exact::HUNDRED);
        if pair.count < *fewest || enough < Exact::from(all).times(share) {
            return Ok(());
        }
        // of three that are alike, two were said to be like the first
        let root = self.roots.get(&number).copied().unwrap_or(number);
        if self.roots.get(&other) == Some(&root) {
            return Ok(());
        }
        self.roots.insert(other, root);
        if let Some(known) = self
            .open
            .take_if(|known| (known.group, known.question, known.number) != (group, at, number))
        {
            known.tell(groups, book, told)?;
        }
        let known = self.open.get_or_insert_with(|| {
            let name = tell::name(&own.subject, &own.source);
            Cluster {
                group,
                question: at,
                number,
                passage: pair.longest.text.clone(),
                count: pair.count,
                others: 0,
                labels: vec![spoken(&own.source, &pair.longest.own, name, true)],
            }
        });
        known.others += 1;
        if pair.longest.text.len() > known.passage.len() {
            known.passage.clone_from(&pair.longest.text);
        }
        known.count = known.count.max(pair.count);
        if known.labels.len() <= MOST_LABELS {
            let Subject { year, .. } = &others.subject;
            let mut name = tell::name(&others.subject, &others.source).to_owned();
            if *year != own.subject.year {
                name = words::of_year(&name, year, told.lang);
            }
            let label = spoken(&others.source, &pair.longest.other, &name, false);
            known.labels.push(label);
        }
        Ok(())
    }
}

impl Cluster {
    fn tell(self, groups: &[Group], book: &mut Book, told: &mut Told) -> io::Result<()> {
        let group = groups.get(self.group);
        let Some(question) = group.and_then(|group| group.plan.questions.get(self.question)) else {
            return Ok(());
        };
        let own = book.get(self.number)?;
        let other = self.labels.get(1).map_or("", |label| label.text.as_str());
        let message = words::alike(
            tell::name(&own.subject, &own.source),
            other,
            (self.others, self.count),
            &self.passage,
            told.lang,
        );
        let finding = tell::finding(&question.rule, &message, self.labels);
        told.found(&question.rule, finding);
        Ok(())
    }
}

fn spoken(source: &str, spoken: &Spoken, name: &str, primary: bool) -> LabelRecord {
    let at = (spoken.path.as_str(), spoken.label.as_str());
    tell::place(source, at, spoken.spot, name.to_owned(), primary)
}
