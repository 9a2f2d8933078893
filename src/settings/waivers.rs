//! Waivers: findings that the bureau has granted, for the values it saw and until a day.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use globset::GlobSet;

use super::date::Date;
use super::read::Settings;
use crate::finding::{
    Checked, Figures, Finding, Grant, Label, Level, Outcome, RuleInfo, Subject, Verdict, Waived,
};
use crate::source::Source;
use crate::standing::{Standing, as_it_stands, standing};
use crate::words::Message;

/// A waiver as it is written.
#[derive(Clone, Debug, Default)]
pub struct Waiver {
    /// The rule.
    pub rule: String,
    /// JSON Pointer of the figure that the finding is about.
    pub path: String,
    /// The values it was granted for, by their JSON Pointers.
    pub values: BTreeMap<String, String>,
    /// Why.
    pub reason: String,
    /// By whom.
    pub granted_by: String,
    /// The last day on which it holds.
    pub expires: Option<Date>,
    /// The unit it was granted to, by code or name; any where none is named.
    pub unit: String,
    /// The row that the figure stands in, as reports name it: a path counts rows, and another
    /// may have come to stand there. Any where none is named.
    pub row: String,
    /// The files it holds for; all where none are named.
    pub(super) files: Option<GlobSet>,
    /// Where it and its rule stand, in bytes of the file.
    pub(super) at: usize,
    pub(super) rule_at: usize,
}

/// Why a waiver does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lapse {
    /// Its day has passed.
    Expired(Date),
    /// A value is no longer the one it was granted for: path, granted, now.
    Changed(String, String, String),
    /// A figure of the finding is not among its values: path, now.
    Unnamed(Vec<(String, String)>),
    /// It names a value that the finding does not speak of.
    Foreign(String),
}

/// How often a waiver came into question.
#[derive(Clone, Debug, Default)]
pub struct Use {
    /// Whether a file was among those it holds for.
    pub in_reach: bool,
    /// Whether it met a finding.
    pub met: bool,
    /// How many submissions it cleared of one, and the first of them.
    pub cleared: usize,
    /// Names of the first.
    pub names: Vec<String>,
}

impl Use {
    /// Adds what came of one more submission.
    pub(super) fn add(&mut self, other: Self) {
        self.in_reach |= other.in_reach;
        self.met |= other.met;
        self.cleared += other.cleared;
        let room = NAMES.saturating_sub(self.names.len());
        self.names.extend(other.names.into_iter().take(room));
    }
}

/// Submissions that are named of those a waiver cleared.
const NAMES: usize = 3;

/// What a person should know of a waiver in the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WaiverNote {
    /// No submission had the finding.
    Unused,
    /// No file was among those it names.
    NoFile,
    /// It names no unit and cleared several submissions: how many, the first of them.
    Several(usize, Vec<String>),
}

/// A place as reports name it, without what is only set around it.
fn plain(label: &str) -> String {
    let folded = crate::pack::folded(label);
    let bare = |letter: &char| !"“”‘’\"'".contains(*letter);
    folded.replace('›', ">").chars().filter(bare).collect()
}

/// Whether a place is meant by what is written: its JSON Pointer, or its name in a report.
fn is_place(written: &str, label: &Label) -> bool {
    written == label.path || !label.label.is_empty() && plain(written) == plain(&label.label)
}

impl Waiver {
    /// Whether it was granted to whose submission this is.
    fn is_of(&self, subject: &Subject) -> bool {
        let unit = crate::pack::folded(&self.unit);
        unit.is_empty()
            || unit == crate::pack::folded(&subject.code)
            || unit == crate::pack::folded(&subject.unit)
    }

    /// Whether a place is in its row.
    fn is_row(&self, label: &Label) -> bool {
        self.row.is_empty() || plain(&label.label).contains(&plain(&self.row))
    }

    /// Why it does not hold for a finding.
    fn lapse(&self, finding: &Finding, source: &Source, today: Date) -> Option<Lapse> {
        if let Some(last) = self.expires.filter(|last| *last < today) {
            return Some(Lapse::Expired(last));
        }
        let mut unnamed = Vec::new();
        let mut seen = Vec::new();
        for label in &finding.labels {
            let form = finding.rule.id == "FORM" && label.primary;
            let now = standing(source, label.span);
            // what the form finds is often no figure: then it is what stands there that was seen
            let now = now.or_else(|| form.then(|| as_it_stands(source, label.span)));
            let Some(now) = now else {
                continue;
            };
            let named = self.values.iter().find(|(path, _)| is_place(path, label));
            seen.extend(named.map(|(path, _)| path.as_str()));
            match named.map(|(_, granted)| granted) {
                Some(granted) if now.is(granted) => {}
                Some(granted) => {
                    return Some(Lapse::Changed(
                        label.path.clone(),
                        granted.clone(),
                        now.to_string(),
                    ));
                }
                // words beside figures are not what was granted
                None if matches!(now, Standing::Number(_)) || label.primary => {
                    unnamed.push((label.path.clone(), now.to_string()));
                }
                None => {}
            }
        }
        let foreign = self
            .values
            .keys()
            .find(|path| !seen.contains(&path.as_str()));
        if let Some(path) = foreign {
            return Some(Lapse::Foreign(path.clone()));
        }
        (!unnamed.is_empty()).then_some(Lapse::Unnamed(unnamed))
    }
}

impl Settings {
    /// Sets aside what is waived on a file, says of each waiver that no longer holds why, and
    /// stamps the report. Returns what came of each waiver.
    pub fn finish(
        &self,
        file: &Path,
        source: &Source,
        today: Date,
        checked: &mut Checked,
    ) -> Vec<Use> {
        checked.settings = Some(self.stamp.clone());
        if self.waivers.is_empty() {
            return Vec::new();
        }
        let path = self.within(file);
        let reaches = |waiver: &Waiver| {
            let files = waiver.files.as_ref();
            files.is_none_or(|files| files.is_match(&path))
        };
        let mut uses: Vec<Use> = self
            .waivers
            .iter()
            .map(|waiver| Use {
                in_reach: reaches(waiver),
                ..Use::default()
            })
            .collect();
        let mut lapsed = Vec::new();
        let mut kept = Vec::new();
        for finding in std::mem::take(&mut checked.findings) {
            let place = finding.labels.iter().find(|label| label.primary);
            let mut held = None;
            for (waiver, used) in self.waivers.iter().zip(&mut uses) {
                let here = match place {
                    Some(label) => is_place(&waiver.path, label) && waiver.is_row(label),
                    None => waiver.path.is_empty(),
                };
                if !waiver.rule.eq_ignore_ascii_case(&finding.rule.id)
                    || !here
                    || !used.in_reach
                    || !waiver.is_of(&checked.subject)
                {
                    continue;
                }
                used.met = true;
                match waiver.lapse(&finding, source, today) {
                    None => {
                        if used.cleared == 0 {
                            used.cleared = 1;
                            used.names = vec![source.name().to_owned()];
                        }
                        held = held.or(Some(waiver));
                    }
                    Some(lapse) => lapsed.push(self.lapsed(waiver, &finding, lapse)),
                }
            }
            match held {
                Some(waiver) => checked.waived.push(Waived {
                    finding,
                    grant: Grant {
                        reason: waiver.reason.clone(),
                        granted_by: waiver.granted_by.clone(),
                        expires: waiver
                            .expires
                            .map_or_else(String::new, |day| day.to_string()),
                    },
                }),
                None => kept.push(finding),
            }
        }
        // what followed from a waived finding stands for itself again
        for finding in &mut kept {
            let leads = finding.follows.as_ref();
            let waived = leads.is_some_and(|leads| {
                checked.waived.iter().any(|waived| {
                    waived.finding.rule.id == leads.rule
                        && waived
                            .finding
                            .labels
                            .iter()
                            .any(|label| label.primary && label.path == leads.path)
                })
            });
            if waived {
                finding.follows = None;
            }
        }
        kept.extend(lapsed);
        checked.findings = kept;
        checked.verdict = checked.open().verdict();
        uses
    }

    /// Whether anything is waived, until some day.
    #[must_use]
    pub fn has_waivers(&self) -> bool {
        !self.waivers.is_empty()
    }

    /// What a person should know of the waivers in the end: the line each stands in, and what.
    #[must_use]
    pub fn notes(&self, uses: &[Use]) -> Vec<(usize, &Waiver, WaiverNote)> {
        let unused = Use::default();
        let notes = self.waivers.iter().enumerate().map(|(index, waiver)| {
            let own = uses.get(index).unwrap_or(&unused);
            let note = if waiver.files.is_some() && !own.in_reach {
                WaiverNote::NoFile
            } else if !own.met {
                WaiverNote::Unused
            } else if waiver.unit.is_empty() && own.cleared > 1 {
                WaiverNote::Several(own.cleared, own.names.clone())
            } else {
                return None;
            };
            Some((self.line(waiver), waiver, note))
        });
        notes.flatten().collect()
    }

    fn line(&self, waiver: &Waiver) -> usize {
        let before = self.text.get(..waiver.at).unwrap_or_default();
        before.matches('\n').count() + 1
    }

    fn lapsed(&self, waiver: &Waiver, finding: &Finding, lapse: Lapse) -> Finding {
        let labels: Vec<Label> = finding
            .labels
            .iter()
            .filter(|label| label.primary)
            .map(|label| Label {
                text: None,
                ..label.clone()
            })
            .collect();
        Finding {
            rule: Arc::new(RuleInfo {
                id: "WAIVER".to_owned(),
                title: "豁免应仍然有效".to_owned(),
                level: Level::Advice,
                basis: String::new(),
                verified: true,
                help: "由批准豁免的单位核实后，在设置文件中更新或删去这一条".to_owned(),
            }),
            level: Level::Advice,
            outcome: Outcome::Failed,
            verdict: Verdict::Mismatch,
            message: Message::Lapsed(Box::new((
                waiver.rule.clone(),
                format!("{}:{}", self.stamp.file, self.line(waiver)),
                lapse,
            ))),
            figures: Figures::default(),
            labels,
            suspects: Vec::new(),
            consequences: Vec::new(),
            follows: None,
            held_by: Vec::new(),
            undiagnosed: None,
        }
    }
}
