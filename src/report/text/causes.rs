//! What stands under a finding because of other findings: the suspect, what speaks for the
//! stated figure, what follows; and the findings of one rule over many rows.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Page;
use crate::finding::{Finding, Label, Verdict};
use crate::report::outline::{self, Cause};
use crate::report::{FindingRecord, suspects};
use crate::words::{Lang, Message, diagnosis as words};

/// More findings of one rule and kind than these are folded.
const FOLDED_ABOVE: usize = 5;

/// Of folded ones, how many are shown in full: the worst.
const SHOWN_IN_FULL: usize = 3;

/// The labels of a finding, the likeliest suspects with a word at their place.
pub(super) fn marked(finding: &Finding, lang: Lang) -> Vec<Label> {
    let mut labels = finding.labels.clone();
    for suspect in finding.suspects.iter().filter(|suspect| suspect.rank == 1) {
        let said = words::mark(&suspect.cause, lang);
        let part = suspect.source.as_ref().filter(|_| suspect.is_adding());
        let path = part.unwrap_or(&suspect.path);
        let free = |label: &&mut Label| label.path == *path && label.text.is_none();
        if let Some(label) = labels.iter_mut().find(free).filter(|_| !said.is_empty()) {
            label.text = Some(Message::Plain(said.to_owned()));
        }
    }
    labels
}

/// Findings of one rule that have a line each; the others are counted.
const LINES: usize = 200;

impl Page<'_> {
    /// Findings in full, but for those of one rule over many rows: the worst in full, the others
    /// on a line each.
    pub(super) fn findings(&mut self, causes: &[&Cause<'_>], all: &[Finding]) {
        let key = |finding: &FindingRecord| (finding.rule.clone(), verdict_key(finding.verdict));
        let mut of_key: BTreeMap<(String, u8), Vec<usize>> = BTreeMap::new();
        for (index, cause) in causes.iter().enumerate() {
            of_key.entry(key(cause.finding)).or_default().push(index);
        }
        of_key.retain(|_, members| members.len() > FOLDED_ABOVE);
        for members in of_key.values_mut() {
            let mut worst = members.clone();
            worst.sort_by_key(|index| {
                let size = causes.get(*index).map(|cause| size(cause.finding));
                (std::cmp::Reverse(size), *index)
            });
            worst.truncate(SHOWN_IN_FULL);
            members.retain(|index| !worst.contains(index));
        }
        for (index, cause) in causes.iter().enumerate() {
            let folded = of_key.get(&key(cause.finding));
            match folded.filter(|members| members.contains(&index)) {
                None => self.finding(cause, all),
                Some(members) if members.first() == Some(&index) => {
                    let lead = words::folded(&cause.finding.rule, members.len(), self.lang);
                    self.lines("", &lead);
                    for member in members.iter().take(LINES) {
                        if let Some(cause) = causes.get(*member) {
                            self.lines("  ", &outline::gist(cause.finding, self.lang));
                        }
                    }
                    let more = members.len().saturating_sub(LINES);
                    if more > 0 {
                        self.lines("  ", &crate::words::report::more_places(more, self.lang));
                    }
                    self.text.push('\n');
                }
                Some(_) => {}
            }
        }
    }

    /// Why it is so, as far as can be told, and what follows.
    pub(super) fn causes(&mut self, cause: &Cause<'_>) {
        self.suspects(cause.finding);
        for line in cause.consequences(self.lang) {
            self.lines(words::follows_lead(self.lang), &line);
        }
    }

    fn suspects(&mut self, record: &FindingRecord) {
        let said = suspects::suspicion(record, self.lang);
        for sentence in &said.likely {
            self.lines(words::cause_lead(self.lang), sentence);
        }
        if !said.others.is_empty() {
            self.lines(words::others_lead(self.lang), &said.others);
        }
        if !said.held_by.is_empty() {
            self.lines(words::witnesses_lead(self.lang), &said.held_by);
        }
    }
}

fn size(finding: &FindingRecord) -> Decimal {
    let difference = finding.difference.as_deref();
    let size = difference.and_then(|text| text.parse::<Decimal>().ok());
    size.unwrap_or_default().abs()
}

/// Verdicts in an order, to sort by.
fn verdict_key(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Exact => 0,
        Verdict::Rounding => 1,
        Verdict::Truncation => 2,
        Verdict::Wrong => 3,
        Verdict::Undefined => 4,
        Verdict::OutOfBounds => 5,
        Verdict::Unexplained => 6,
        Verdict::Absent => 7,
        Verdict::Mismatch => 8,
        Verdict::Structure => 9,
        Verdict::Flagged => 10,
    }
}
