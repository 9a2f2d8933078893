//! [`Told`]: what comes of the questions, counted and put in words.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::super::results::ACROSS;
use super::book::Entry;
use crate::amount::Judgement;
use crate::finding::{Level, Outcome, RuleInfo, Subject, Verdict};
use crate::pack::many::{Given, Slot, Spot};
use crate::report::{AcrossCounts, FindingRecord, LabelRecord};
use crate::words::across::{self as words, Compared, Note};
use crate::words::{Lang, nested_quotes};

/// Findings of one rule that are listed beside the records; there is no end to them in a province.
const MOST_FINDINGS: usize = 2_000;
/// The same, of what rounding explains.
const MOST_TAILS: usize = 200;

/// What has come of the questions so far.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) lang: Lang,
    findings: Vec<FindingRecord>,
    counts: Vec<AcrossCounts>,
    notes: BTreeMap<(String, Note), usize>,
    listed: BTreeMap<(String, bool), usize>,
    all: All,
}

/// The file of all findings, made with the first of them.
#[derive(Debug, Default)]
struct All {
    path: Option<PathBuf>,
    file: Option<BufWriter<File>>,
    fault: Option<io::Error>,
}

impl All {
    fn add(&mut self, finding: &FindingRecord) -> io::Result<()> {
        let Some(path) = self.path.as_ref().filter(|_| self.fault.is_none()) else {
            return Ok(());
        };
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(BufWriter::new(File::create(path)?)),
        };
        serde_json::to_writer(&mut *file, finding)?;
        file.write_all(b"\n")
    }

    fn end(mut self) -> io::Result<()> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        self.file.as_mut().map_or(Ok(()), Write::flush)
    }
}

/// Takes away what another screening has left in a folder of results.
pub(super) fn forget(folder: &Path) -> io::Result<()> {
    match fs::remove_file(folder.join(ACROSS)) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

impl Told {
    /// `folder`: where results are kept.
    pub(super) fn new(folder: Option<&Path>, lang: Lang) -> Self {
        Self {
            all: All {
                path: folder.map(|folder| folder.join(ACROSS)),
                ..All::default()
            },
            lang,
            findings: Vec::new(),
            counts: Vec::new(),
            notes: BTreeMap::new(),
            listed: BTreeMap::new(),
        }
    }

    /// The counts of a rule, which is listed from now on.
    pub(super) fn counts(&mut self, rule: &RuleInfo) -> &mut AcrossCounts {
        let known = self.counts.iter().position(|known| known.rule == rule.id);
        let at = known.unwrap_or_else(|| {
            self.counts.push(AcrossCounts::new(rule));
            self.counts.len() - 1
        });
        #[expect(clippy::indexing_slicing, reason = "looked up or pushed just before")]
        &mut self.counts[at]
    }

    /// It holds this many times.
    pub(super) fn held(&mut self, rule: &RuleInfo, times: usize) {
        self.counts(rule).held += times;
    }

    /// There is nothing to hold it against.
    pub(super) fn not_applicable(&mut self, rule: &RuleInfo, note: Note) {
        self.counts(rule).not_applicable += 1;
        self.note(rule, note, 1);
    }

    /// A figure is missing.
    pub(super) fn could_not_run(&mut self, rule: &RuleInfo, note: Note) {
        self.counts(rule).could_not_run += 1;
        self.note(rule, note, 1);
    }

    /// Something worth saying beside the counts.
    pub(super) fn note(&mut self, rule: &RuleInfo, note: Note, times: usize) {
        *self.notes.entry((rule.id.clone(), note)).or_default() += times;
    }

    /// A finding. `others` are places besides those labelled.
    pub(super) fn found(&mut self, rule: &RuleInfo, finding: FindingRecord) {
        if let Err(error) = self.all.add(&finding) {
            self.all.fault = Some(error);
        }
        let tail = finding.outcome == Outcome::Rounding;
        let listed = self.listed.entry((rule.id.clone(), tail)).or_default();
        *listed += 1;
        let most = if tail { MOST_TAILS } else { MOST_FINDINGS };
        let room = *listed <= most;
        let counts = self.counts(rule);
        match (tail, room) {
            (true, _) => counts.rounding += 1,
            (false, true) => counts.failed += 1,
            (false, false) => {
                counts.failed += 1;
                counts.unlisted += 1;
            }
        }
        if room {
            self.findings.push(finding);
        }
    }

    /// Everything: findings in the order of the rules, and the counts.
    ///
    /// # Errors
    /// When the file of all findings could not be written.
    pub(super) fn end(mut self) -> io::Result<(Vec<FindingRecord>, Vec<AcrossCounts>)> {
        std::mem::take(&mut self.all).end()?;
        for counts in &mut self.counts {
            let own = self.notes.iter();
            let own = own.filter(|((rule, _), _)| *rule == counts.rule);
            counts.notes = own
                .map(|((_, note), times)| words::note(note, *times, self.lang))
                .collect();
        }
        let place = |finding: &FindingRecord| {
            let counts = self.counts.iter();
            counts.clone().position(|one| one.rule == finding.rule)
        };
        self.findings.sort_by_key(place);
        Ok((self.findings, self.counts))
    }
}

/// A finding of a rule with nothing but its message and places.
pub(super) fn finding(rule: &RuleInfo, message: &str, labels: Vec<LabelRecord>) -> FindingRecord {
    FindingRecord {
        rule: rule.id.clone(),
        level: rule.level,
        outcome: Outcome::Failed,
        verdict: Verdict::Flagged,
        title: rule.title.clone(),
        message: nested_quotes(message),
        stated: None,
        derived: None,
        expected: None,
        difference: None,
        slack: None,
        unit: String::new(),
        labels,
        more_labels: 0,
        excerpt: Vec::new(),
        suspects: Vec::new(),
        consequences: Vec::new(),
        follows: None,
        held_by: Vec::new(),
        undiagnosed: None,
        help: rule.help.clone(),
        basis: rule.basis.clone(),
        verified: rule.verified,
    }
}

/// What came of holding a stated figure against another: that it is so, or a finding with a
/// sentence.
pub(super) fn compared(
    rule: &RuleInfo,
    own: &Entry,
    slot: Option<&Slot>,
    (judgement, given, labels): (Judgement, Given, Vec<LabelRecord>),
    sentence: impl FnOnce(&Compared<'_>, &[LabelRecord]) -> String,
    told: &mut Told,
) {
    if judgement.verdict == Verdict::Exact {
        told.held(rule, 1);
        return;
    }
    let (field, unit) = slot.map_or(("", ""), |slot| (&slot.label, &slot.unit));
    let said = Compared {
        who: name(&own.subject, &own.source),
        field,
        stated: &given.value,
        expected: &judgement.expected.to_fixed(judgement.places),
        difference: &distance(&judgement),
        unit,
        verdict: judgement.verdict,
    };
    let message = sentence(&said, &labels);
    let finding = finding(rule, &message, labels);
    told.found(rule, judged(finding, &given, &judgement, unit));
}

/// The figures of a judgement laid into a finding.
fn judged(
    finding: FindingRecord,
    stated: &Given,
    judgement: &Judgement,
    unit: &str,
) -> FindingRecord {
    let places = judgement.places;
    let outcome = match judgement.verdict {
        Verdict::Rounding => Outcome::Rounding,
        _ => Outcome::Failed,
    };
    let level = match judgement.verdict {
        Verdict::Rounding | Verdict::Truncation => Level::Advice,
        _ => finding.level,
    };
    FindingRecord {
        level,
        outcome,
        verdict: judgement.verdict,
        stated: Some(stated.value.clone()),
        expected: Some(judgement.expected.to_fixed(places)),
        difference: Some(distance(judgement)),
        slack: judgement
            .slack
            .as_ref()
            .map(|slack| slack.to_short(places + 4)),
        unit: unit.to_owned(),
        ..finding
    }
}

/// stated − expected, at the stated figure's places or finer.
fn distance(judgement: &Judgement) -> String {
    let scale = judgement
        .difference
        .to_decimal()
        .map_or(judgement.places, |value| value.normalize().scale());
    let places = scale.max(judgement.places).min(judgement.places + 6);
    judgement.difference.to_fixed(places)
}

/// A figure's place in a submission.
pub(super) fn label(
    source: &str,
    slot: &Slot,
    given: &Given,
    text: String,
    primary: bool,
) -> LabelRecord {
    place(
        source,
        (&slot.pointer, &slot.label),
        given.spot,
        text,
        primary,
    )
}

/// A place in a submission: path and label, then line, column, first byte and the one after the
/// last.
pub(super) fn place(
    source: &str,
    (path, label): (&str, &str),
    Spot(line, column, start, end): Spot,
    text: String,
    primary: bool,
) -> LabelRecord {
    LabelRecord {
        source: Some(source.to_owned()),
        path: path.to_owned(),
        label: label.to_owned(),
        line,
        column,
        start,
        end,
        text,
        primary,
        cell: None,
    }
}

/// What a unit is called: by its name, else by its code, else by its file.
pub(super) fn name<'a>(subject: &'a Subject, source: &'a str) -> &'a str {
    [&subject.unit, &subject.code]
        .into_iter()
        .find(|name| !name.is_empty())
        .map_or(source, String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_listed_is_kept_none_the_less() {
        let rule = RuleInfo {
            id: "PL-06".to_owned(),
            title: "同一行".to_owned(),
            level: Level::Query,
            basis: String::new(),
            verified: false,
            help: String::new(),
        };
        let folder = tempfile::tempdir().unwrap();
        let mut told = Told::new(Some(folder.path()), Lang::Chinese);
        for number in 0..MOST_FINDINGS + 500 {
            told.found(
                &rule,
                finding(&rule, &format!("第 {number} 个"), Vec::new()),
            );
        }
        let (listed, counts) = told.end().unwrap();
        assert_eq!(listed.len(), MOST_FINDINGS);
        let [counts] = counts.as_slice() else {
            panic!("{counts:?}");
        };
        assert_eq!((counts.failed, counts.unlisted), (MOST_FINDINGS + 500, 500));
        let kept = fs::read_to_string(folder.path().join(ACROSS)).unwrap();
        let kept: Vec<FindingRecord> = kept
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(kept.len(), MOST_FINDINGS + 500);
        assert_eq!(kept.get(..MOST_FINDINGS), Some(listed.as_slice()));
        assert!(kept.last().unwrap().message.contains("2499"));
        forget(folder.path()).unwrap();
        forget(folder.path()).unwrap();
        assert!(!folder.path().join(ACROSS).exists());
    }
}
