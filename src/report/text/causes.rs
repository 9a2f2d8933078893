//! What stands under a finding because of other findings: the suspect, what speaks for the
//! stated figure, what follows; and the findings of one rule over many rows.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Page;
use crate::finding::{Finding, Label, Verdict};
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
        let part = suspect
            .source
            .as_ref()
            .filter(|_| suspects::is_adding(suspect));
        let path = part.unwrap_or(&suspect.path);
        let free = |label: &&mut Label| label.path == *path && label.text.is_none();
        if let Some(label) = labels.iter_mut().find(free).filter(|_| !said.is_empty()) {
            label.text = Some(Message::Plain(said.to_owned()));
        }
    }
    labels
}

impl Page<'_> {
    /// Findings in full, but for those of one rule over many rows: the worst in full, the others
    /// on a line each.
    pub(super) fn findings(&mut self, findings: &[&Finding], all: &[Finding]) {
        let key = |finding: &Finding| (finding.rule.id.clone(), verdict_key(finding.verdict));
        let mut of_key: BTreeMap<(String, u8), Vec<usize>> = BTreeMap::new();
        for (index, finding) in findings.iter().enumerate() {
            of_key.entry(key(finding)).or_default().push(index);
        }
        of_key.retain(|_, members| members.len() > FOLDED_ABOVE);
        for members in of_key.values_mut() {
            let mut worst = members.clone();
            worst.sort_by_key(|index| {
                let size = findings.get(*index).map(|finding| size(finding));
                (std::cmp::Reverse(size), *index)
            });
            worst.truncate(SHOWN_IN_FULL);
            members.retain(|index| !worst.contains(index));
        }
        for (index, finding) in findings.iter().enumerate() {
            let folded = of_key.get(&key(finding));
            match folded.filter(|members| members.contains(&index)) {
                None => self.finding(finding, all),
                Some(members) if members.first() == Some(&index) => {
                    let lead = words::folded(&finding.rule.id, members.len(), self.lang);
                    self.lines("", &lead);
                    for member in members {
                        if let Some(finding) = findings.get(*member) {
                            self.one_line("  ", finding);
                        }
                    }
                    self.text.push('\n');
                }
                Some(_) => {}
            }
        }
    }

    fn one_line(&mut self, lead: &str, finding: &Finding) {
        let label = finding.labels.iter().find(|label| label.primary);
        let name = label.map_or("", |label| label.label.as_str());
        let message = finding.message.text(self.lang);
        let place = label.map(|label| self.place(label));
        let said = words::follower(name, &finding.figures, &message, place, self.lang);
        self.lines(lead, &said);
    }

    /// Why it is so, as far as can be told, and what follows.
    pub(super) fn causes(&mut self, finding: &Finding, all: &[Finding]) {
        self.suspects(finding);
        let primary = finding.labels.iter().find(|label| label.primary);
        let path = primary.map_or("", |label| label.path.as_str());
        let mut told: Vec<&str> = Vec::new();
        for follower in all {
            let leads = follower.follows.as_ref();
            if leads.is_some_and(|lead| lead.rule == finding.rule.id && lead.path == path) {
                told.push(&follower.rule.id);
                let lead = format!("{}{}  ", words::follows_lead(self.lang), follower.rule.id);
                self.one_line(&lead, follower);
            }
        }
        let mut silent = finding.consequences.clone();
        silent.retain(|rule| !told.contains(&rule.as_str()));
        if !silent.is_empty() {
            let follows = words::consequences(&silent, self.lang);
            self.lines(words::follows_lead(self.lang), &follows);
        }
    }

    fn suspects(&mut self, finding: &Finding) {
        let record = FindingRecord::new(self.source, finding, self.lang);
        let said = suspects::suspicion(&record, self.lang);
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

fn size(finding: &Finding) -> Decimal {
    let difference = finding.figures.difference.as_deref();
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
