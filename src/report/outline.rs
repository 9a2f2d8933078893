//! Findings as all reports have them: a cause, and under it what follows from it.

use super::{FindingRecord, suspects};
use crate::finding::Remedy;
use crate::words::report::place_words;
use crate::words::table::Class;
use crate::words::{Lang, diagnosis as words};

/// A finding with those that follow from it.
#[derive(Clone, Debug)]
pub(super) struct Cause<'a> {
    /// Its number among the findings.
    pub(super) index: usize,
    /// What leads.
    pub(super) finding: &'a FindingRecord,
    /// What follows from it.
    pub(super) followers: Vec<&'a FindingRecord>,
}

impl Cause<'_> {
    /// What is to be done about it.
    pub(super) fn class(&self) -> Class {
        Class::of(self.finding.level, self.finding.outcome)
    }

    /// What follows, a line each: findings of their own, then rules that only fail with it.
    pub(super) fn consequences(&self, lang: Lang) -> Vec<String> {
        let told = self.followers.iter();
        let mut lines: Vec<String> = told
            .clone()
            .map(|follower| format!("{} {}", follower.rule, follower_line(follower, lang)))
            .collect();
        let mut silent = self.finding.consequences.clone();
        silent.retain(|rule| !told.clone().any(|follower| follower.rule == *rule));
        if !silent.is_empty() {
            lines.push(words::consequences(&silent, lang));
        }
        lines
    }
}

/// A finding that follows from another, on one line.
pub(super) fn follower_line(finding: &FindingRecord, lang: Lang) -> String {
    let label = finding.primary();
    let name = label.map_or("", |label| label.label.as_str());
    let place = label.map(super::LabelRecord::place);
    words::follower(name, &finding.figures(), &finding.message, place, lang)
}

/// A finding on one line: what to write instead where that can be named, else what is wrong.
pub(super) fn gist(finding: &FindingRecord, lang: Lang) -> String {
    let place = finding.primary().map(super::LabelRecord::place);
    let at = || place.map_or_else(String::new, |place| place_words(place, lang));
    match finding.remedy() {
        Remedy::Stated => format!("{}{}", suspects::to_write(finding, lang), at()),
        Remedy::Change(_) => suspects::to_write(finding, lang),
        Remedy::Unknown | Remedy::Follows | Remedy::OneOf(_) => follower_line(finding, lang),
    }
}

/// Whether a finding stands under another one of these.
pub(super) fn is_led(finding: &FindingRecord, all: &[FindingRecord]) -> bool {
    leader(finding, all).is_some()
}

/// The finding that this one follows from, where it is among these.
fn leader(finding: &FindingRecord, all: &[FindingRecord]) -> Option<usize> {
    let leads = finding.follows.as_ref()?;
    all.iter().position(|other| {
        let path = other.primary().map_or("", |label| label.path.as_str());
        other.rule == leads.rule && path == leads.path && other.follows.is_none()
    })
}

/// Findings that stand for themselves, each with those that follow from it, in their order.
pub(super) fn causes(findings: &[FindingRecord]) -> Vec<Cause<'_>> {
    let leaders: Vec<Option<usize>> = findings
        .iter()
        .map(|finding| leader(finding, findings))
        .collect();
    let all = findings.iter().zip(&leaders).enumerate();
    all.filter(|(_, (_, leader))| leader.is_none())
        .map(|(index, (finding, _))| Cause {
            index,
            finding,
            followers: (findings.iter().zip(&leaders))
                .filter(|(_, leader)| **leader == Some(index))
                .map(|(follower, _)| follower)
                .collect(),
        })
        .collect()
}
