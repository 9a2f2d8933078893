//! What stands under a finding because of other findings: the suspect, what speaks for the
//! stated figure, what follows; and the findings of one rule over many rows.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Page;
use crate::finding::{Finding, Label, Suspect, Verdict};
use crate::words::{Lang, Message, diagnosis as words};

/// Most figures named as a likely cause; more are no help.
const MOST_SUSPECTS: usize = 3;

/// Most other possibilities that are spelt out.
const MOST_OTHERS: usize = 8;

/// More findings of one rule and kind than these are folded.
const FOLDED_ABOVE: usize = 5;

/// Of folded ones, how many are shown in full: the worst.
const SHOWN_IN_FULL: usize = 3;

/// The labels of a finding, the likeliest suspects with a word at their place.
pub(super) fn marked(finding: &Finding, lang: Lang) -> Vec<Label> {
    let mut labels = finding.labels.clone();
    for suspect in finding.suspects.iter().filter(|suspect| suspect.rank == 1) {
        let said = words::mark(&suspect.cause, lang);
        let part = suspect.source.as_ref().filter(|_| is_adding(suspect));
        let path = part.unwrap_or(&suspect.path);
        let free = |label: &&mut Label| label.path == *path && label.text.is_none();
        if let Some(label) = labels.iter_mut().find(free).filter(|_| !said.is_empty()) {
            label.text = Some(Message::Plain(said.to_owned()));
        }
    }
    labels
}

fn is_adding(suspect: &Suspect) -> bool {
    matches!(suspect.cause.as_str(), "omitted_addend" | "doubled_addend")
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
        self.witnesses(finding);
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
        let (first, others): (Vec<&Suspect>, Vec<&Suspect>) = finding
            .suspects
            .iter()
            .partition(|suspect| suspect.rank == 1);
        for suspect in first.iter().take(MOST_SUSPECTS) {
            let said = said(finding, suspect, |accused| {
                let label = find(finding, &accused.suspect.path);
                let place = label.map(|label| self.place(label));
                words::sentence(&words::Accused { place, ..accused }, self.lang)
            });
            self.lines(words::cause_lead(self.lang), &said);
        }
        let mut rest: Vec<&Suspect> = first.into_iter().skip(MOST_SUSPECTS).collect();
        rest.extend(others);
        if rest.is_empty() {
            return;
        }
        let spelt: Vec<String> = rest
            .iter()
            .take(MOST_OTHERS)
            .map(|suspect| {
                said(finding, suspect, |accused| {
                    words::other(&accused, self.lang)
                })
            })
            .collect();
        let line = words::others(&spelt, rest.len() - spelt.len(), self.lang);
        self.lines(words::others_lead(self.lang), &line);
    }

    fn witnesses(&mut self, finding: &Finding) {
        if finding.held_by.is_empty() {
            return;
        }
        let primary = finding.labels.iter().find(|label| label.primary);
        let name = primary.map_or_else(String::new, |label| last_titles(&label.label, 2));
        let stated = finding.figures.stated.as_deref().unwrap_or_default();
        let line = words::witnesses(&name, stated, &finding.held_by, self.lang);
        self.lines(words::witnesses_lead(self.lang), &line);
    }
}

fn find<'a>(finding: &'a Finding, path: &str) -> Option<&'a Label> {
    finding.labels.iter().find(|label| label.path == path)
}

/// Hands a suspect with its names over to be said.
fn said(
    finding: &Finding,
    suspect: &Suspect,
    say: impl FnOnce(words::Accused<'_>) -> String,
) -> String {
    let name = name_of(finding, &suspect.path);
    let source = suspect.source.as_ref().map(|path| {
        let figure = match find(finding, path) {
            Some(_) if is_adding(suspect) => difference(finding),
            _ => String::new(),
        };
        (name_of(finding, path), figure)
    });
    let primary = finding.labels.iter().find(|label| label.primary);
    let total = primary
        .filter(|label| label.path != suspect.path)
        .zip(finding.figures.expected.as_deref())
        .map(|(label, due)| (last_titles(&label.label, 2), due));
    say(words::Accused {
        suspect,
        name: &name,
        source: source
            .as_ref()
            .map(|(name, figure)| (name.as_str(), figure.as_str())),
        total: total.as_ref().map(|(name, due)| (name.as_str(), *due)),
        place: None,
    })
}

/// What a total is off by, without sign: the part it lacks or has twice.
fn difference(finding: &Finding) -> String {
    let difference = finding.figures.difference.as_deref().unwrap_or_default();
    difference.trim_start_matches('-').to_owned()
}

/// The last title of a figure; more of them where another figure of the finding has the same.
fn name_of(finding: &Finding, path: &str) -> String {
    let Some(label) = find(finding, path) else {
        return pointer_words(path);
    };
    let short = last_titles(&label.label, 1);
    let same = |other: &&Label| last_titles(&other.label, 1) == short;
    if label.primary || finding.labels.iter().filter(same).count() > 1 {
        last_titles(&label.label, 2)
    } else {
        short
    }
}

fn last_titles(label: &str, count: usize) -> String {
    let titles: Vec<&str> = label.split(" › ").collect();
    let from = titles.len().saturating_sub(count);
    titles.get(from..).unwrap_or_default().join(" › ")
}

/// A JSON Pointer as people read it, for a figure that no label names.
fn pointer_words(path: &str) -> String {
    let steps: Vec<String> = path
        .split('/')
        .skip(1)
        .map(|step| step.replace("~1", "/").replace("~0", "~"))
        .collect();
    steps.join(" › ")
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
