//! What is strange about many submissions together: nearly all have the same score, the same row
//! is wrong in many, rounding differences lie to one side.

use std::collections::BTreeMap;
use std::io;

use serde::{Deserialize, Serialize};

use super::Group;
use super::sorter::{Scratch, Sorter};
use super::tell::{self, Told};
use crate::amount::Exact;
use crate::finding::{Outcome, Verdict};
use crate::pack::many::{Ask, Gathered, Question};
use crate::report::{FindingRecord, LabelRecord, Record};
use crate::words::across::{self as words, Note, Row};

/// Places of a finding that are labelled.
const SHOWN: usize = 3;
/// Different values that are told apart; with more, nearly all do not have the same.
const MOST_VALUES: usize = 64;
/// Findings of one submission that are counted.
const MOST_FINDINGS: usize = 500;
/// Characters of a path that are looked at.
const LONGEST_PATH: usize = 300;

/// How often each value came, and where it stood the first times.
#[derive(Debug, Default)]
pub(super) struct Tally {
    all: usize,
    values: BTreeMap<String, (usize, Vec<LabelRecord>)>,
}

impl Tally {
    /// Counts a submission's answer to a question, where it has one.
    fn note(&mut self, question: &Question, gathered: &Gathered, source: &str) {
        let Ask::Mostly { slot, value, .. } = &question.ask else {
            return;
        };
        let given = gathered.values.get(*slot).and_then(Option::as_ref);
        let (Some(given), Some(field)) = (given, gathered.plan.slot(*slot)) else {
            return;
        };
        let number = || {
            let number = rust_decimal::Decimal::from_str_exact(&given.value).ok();
            number.filter(|_| given.number)
        };
        let counted = match value {
            Some(_) => match number() {
                Some(number) => number.normalize().to_string(),
                None => return,
            },
            None => given.value.clone(),
        };
        self.all += 1;
        // of scores only the full ones are of interest
        let other = value
            .as_ref()
            .is_some_and(|value| number().map(Exact::from).as_ref() != Some(value));
        let full = self.values.len() >= MOST_VALUES && !self.values.contains_key(&counted);
        if other || full {
            return;
        }
        let (count, labels) = self.values.entry(counted).or_default();
        *count += 1;
        if labels.len() < SHOWN {
            let primary = labels.is_empty();
            labels.push(tell::label(source, field, given, String::new(), primary));
        }
    }
}

/// How many have more differences above than below, and the other way round.
#[derive(Debug, Default)]
pub(super) struct Sides {
    above: (usize, Vec<LabelRecord>),
    below: (usize, Vec<LabelRecord>),
}

impl Sides {
    /// Counts a submission: its differences vote together, for one figure may be in several.
    fn note(&mut self, record: &Record) {
        let mut above = 0_usize;
        let mut below = 0_usize;
        let mut first: [Option<&FindingRecord>; 2] = [None, None];
        for finding in &record.findings {
            let tail = matches!(finding.verdict, Verdict::Rounding | Verdict::Truncation);
            let Some(difference) = finding.difference.as_ref().filter(|_| tail) else {
                continue;
            };
            if difference.starts_with('-') {
                below += 1;
                first[1].get_or_insert(finding);
            } else {
                above += 1;
                first[0].get_or_insert(finding);
            }
        }
        let (side, first) = match above.cmp(&below) {
            std::cmp::Ordering::Greater => (&mut self.above, first[0]),
            std::cmp::Ordering::Less => (&mut self.below, first[1]),
            std::cmp::Ordering::Equal => return,
        };
        side.0 += 1;
        if let Some(label) = first.and_then(|finding| finding.primary())
            && side.1.len() < SHOWN
        {
            side.1.push(LabelRecord {
                source: Some(record.source.clone()),
                primary: side.1.is_empty(),
                text: String::new(),
                ..label.clone()
            });
        }
    }
}

/// Counts for one plan, by question.
#[derive(Debug, Default)]
pub(super) struct Counted {
    tallies: BTreeMap<usize, Tally>,
    sides: Sides,
}

impl Counted {
    pub(super) fn note(&mut self, record: &Record, gathered: &Gathered) {
        for (index, question) in gathered.plan.questions.iter().enumerate() {
            match &question.ask {
                Ask::Mostly { .. } => {
                    let tally = self.tallies.entry(index).or_default();
                    tally.note(question, gathered, &record.source);
                }
                Ask::OneSided { .. } => self.sides.note(record),
                _ => {}
            }
        }
    }

    /// Asks what can be asked of counts alone.
    pub(super) fn ask(&self, group: &Group, told: &mut Told) {
        let mut mostly: BTreeMap<String, Vec<FindingRecord>> = BTreeMap::new();
        for (index, question) in group.plan.questions.iter().enumerate() {
            match &question.ask {
                Ask::Mostly {
                    slot,
                    value,
                    share,
                    fewest,
                } => {
                    let nothing = Tally::default();
                    let tally = self.tallies.get(&index).unwrap_or(&nothing);
                    if tally.all < *fewest {
                        told.not_applicable(&question.rule, Note::TooFew(*fewest));
                        continue;
                    }
                    let most = tally.values.iter().max_by_key(|(_, (count, _))| *count);
                    let field = group.plan.slot(*slot).map_or("", |slot| &slot.label);
                    match most {
                        Some((said, (count, labels))) if reaches(*count, tally.all, share) => {
                            let counts = (*count, tally.all);
                            let full = value.is_some();
                            let message = words::mostly(field, said, full, counts, told.lang);
                            let finding = tell::finding(&question.rule, &message, labels.clone());
                            let known = mostly.entry(question.rule.id.clone()).or_default();
                            known.push(finding);
                        }
                        _ => told.held(&question.rule, 1),
                    }
                }
                Ask::OneSided {
                    share,
                    fewest,
                    deviations,
                } => self.one_sided(question, (share, *fewest, deviations), told),
                _ => {}
            }
        }
        // what one rule finds strange is one thing to look into
        for question in &group.plan.questions {
            let Some(findings) = mostly.remove(&question.rule.id) else {
                continue;
            };
            let messages: Vec<&str> = findings.iter().map(|one| one.message.as_str()).collect();
            let message = messages.join(told.lang.pick("；", "; "));
            let labels = findings.iter().flat_map(|one| one.labels.clone());
            let mut labels: Vec<LabelRecord> = labels.collect();
            for label in labels.iter_mut().skip(1) {
                label.primary = false;
            }
            told.found(
                &question.rule,
                tell::finding(&question.rule, &message, labels),
            );
        }
    }

    fn one_sided(
        &self,
        question: &Question,
        (share, fewest, deviations): (&Exact, usize, &Exact),
        told: &mut Told,
    ) {
        let Sides { above, below } = &self.sides;
        let all = above.0 + below.0;
        if all < fewest.max(1) {
            told.not_applicable(&question.rule, Note::TooFew(fewest));
            return;
        }
        let side = if above.0 >= below.0 { above } else { below };
        // the sign test: of n equally likely signs, k are n/2 ± √n/2 by chance
        let off = Exact::from(side.0 * 2 - all);
        let chance = deviations.times(deviations).times(&Exact::from(all));
        if off.times(&off) < chance || !reaches(side.0, all, share) {
            told.held(&question.rule, 1);
            return;
        }
        let message = words::one_sided(above.0 >= below.0, (side.0, all), told.lang);
        told.found(
            &question.rule,
            tell::finding(&question.rule, &message, side.1.clone()),
        );
    }
}

/// Whether a part is at least a share, in percent, of the whole.
fn reaches(part: usize, whole: usize, share: &Exact) -> bool {
    Exact::from(part).times(&Exact::HUNDRED) >= Exact::from(whole).times(share)
}

/// Gathers which rule fails where.
#[derive(Debug)]
pub(super) struct Rows {
    rows: Sorter,
}

/// Where a rule failed.
#[derive(Debug, Serialize, Deserialize)]
struct Failed {
    title: String,
    label: LabelRecord,
}

impl Rows {
    pub(super) fn new(scratch: &Scratch) -> Self {
        Self {
            rows: Sorter::new(scratch),
        }
    }

    pub(super) fn note(&mut self, group: usize, number: usize, record: &Record) -> io::Result<()> {
        let mut seen = std::collections::BTreeSet::new();
        for finding in record.findings.iter().take(MOST_FINDINGS) {
            let Some(label) = finding.primary() else {
                continue;
            };
            let own = finding.outcome == Outcome::Failed && finding.follows.is_none();
            let short = label.path.chars().count() <= LONGEST_PATH;
            if !own || !short || !seen.insert((&finding.rule, &label.path)) {
                continue;
            }
            let failed = Failed {
                title: finding.title.clone(),
                label: LabelRecord {
                    source: Some(record.source.clone()),
                    text: String::new(),
                    ..label.clone()
                },
            };
            let key = format!("{group:08}{}\u{1f}{}", finding.rule, label.path);
            // the first ones in the order of the input are shown
            let mut load = (number as u64).to_be_bytes().to_vec();
            serde_json::to_writer(&mut load, &failed)?;
            self.rows.push(key.into_bytes(), load)?;
        }
        Ok(())
    }

    /// Finds rows that are wrong in many.
    pub(super) fn ask(self, groups: &[Group], told: &mut Told) -> io::Result<()> {
        let mut open: Option<Wrong> = None;
        let mut found = vec![false; groups.len()];
        for row in self.rows.sorted()? {
            let (key, load) = row?;
            if open.as_ref().is_none_or(|known| known.key != key) {
                if let Some(known) = open.take() {
                    known.tell(groups, &mut found, told)?;
                }
                open = Some(Wrong {
                    key,
                    count: 0,
                    first: Vec::new(),
                });
            }
            if let Some(known) = &mut open {
                known.count += 1;
                if known.first.len() < SHOWN {
                    known.first.push(load);
                }
            }
        }
        if let Some(known) = open {
            known.tell(groups, &mut found, told)?;
        }
        for (group, found) in groups.iter().zip(found) {
            for question in &group.plan.questions {
                if let Ask::SameRow { fewest, .. } = &question.ask {
                    if group.count < *fewest {
                        told.not_applicable(&question.rule, Note::TooFew(*fewest));
                    } else if !found {
                        told.held(&question.rule, 1);
                    }
                }
            }
        }
        Ok(())
    }
}

/// A row that is wrong.
#[derive(Debug)]
struct Wrong {
    key: Vec<u8>,
    count: usize,
    first: Vec<Vec<u8>>,
}

impl Wrong {
    fn tell(self, groups: &[Group], found: &mut [bool], told: &mut Told) -> io::Result<()> {
        let key = String::from_utf8_lossy(&self.key).into_owned();
        let (number, rest) = key.split_at_checked(8).unwrap_or_default();
        let number: usize = number.parse().unwrap_or(usize::MAX);
        let (rule, _) = rest.split_once('\u{1f}').unwrap_or_default();
        let Some(group) = groups.get(number) else {
            return Ok(());
        };
        for question in &group.plan.questions {
            let Ask::SameRow { share, fewest } = &question.ask else {
                continue;
            };
            if self.count < *fewest || !reaches(self.count, group.count, share) {
                continue;
            }
            if let Some(found) = found.get_mut(number) {
                *found = true;
            }
            let mut labels = Vec::new();
            let mut title = String::new();
            for load in &self.first {
                let failed: Failed = serde_json::from_slice(load.get(8..).unwrap_or_default())?;
                title = failed.title;
                labels.push(LabelRecord {
                    primary: labels.is_empty(),
                    ..failed.label
                });
            }
            let row = Row {
                rule,
                title: &title,
                field: labels.first().map_or("", |label| label.label.as_str()),
                count: self.count,
                all: group.count,
            };
            let message = words::same_row(&row, told.lang);
            let finding = tell::finding(&question.rule, &message, labels);
            told.found(&question.rule, finding);
        }
        Ok(())
    }
}
