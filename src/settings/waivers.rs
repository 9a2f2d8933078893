//! Waivers: findings that the bureau has granted, for the values it saw and until a day.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use globset::GlobSet;

use super::date::Date;
use super::read::Settings;
use crate::finding::{
    Checked, Figures, Finding, Grant, Label, Level, Outcome, RuleInfo, Verdict, Waived,
};
use crate::source::Source;
use crate::standing::{Standing, standing};
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

impl Waiver {
    /// Why it does not hold for a finding.
    fn lapse(&self, finding: &Finding, source: &Source, today: Date) -> Option<Lapse> {
        if let Some(last) = self.expires.filter(|last| *last < today) {
            return Some(Lapse::Expired(last));
        }
        let mut unnamed = Vec::new();
        let mut seen = Vec::new();
        for label in &finding.labels {
            let Some(now) = standing(source, label.span) else {
                continue;
            };
            seen.push(label.path.as_str());
            match self.values.get(&label.path) {
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
    /// stamps the report. Returns the indices of the waivers that were met.
    pub fn finish(
        &self,
        file: &Path,
        source: &Source,
        today: Date,
        checked: &mut Checked,
    ) -> Vec<usize> {
        checked.settings = Some(self.stamp.clone());
        if self.waivers.is_empty() {
            return Vec::new();
        }
        let path = self.within(file);
        let mut met = Vec::new();
        let mut lapsed = Vec::new();
        let mut kept = Vec::new();
        for finding in std::mem::take(&mut checked.findings) {
            let place = finding.labels.iter().find(|label| label.primary);
            let place = place.map_or("", |label| label.path.as_str());
            let mut held = None;
            for (index, waiver) in self.waivers.iter().enumerate() {
                let files = waiver.files.as_ref();
                if waiver.rule != finding.rule.id
                    || waiver.path != place
                    || files.is_some_and(|files| !files.is_match(&path))
                {
                    continue;
                }
                met.push(index);
                match waiver.lapse(&finding, source, today) {
                    None => held = held.or(Some(waiver)),
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
        met
    }

    /// Whether anything is waived, until some day.
    #[must_use]
    pub fn has_waivers(&self) -> bool {
        !self.waivers.is_empty()
    }

    /// Waivers that were not met: the line each stands in, rule and path.
    #[must_use]
    pub fn unused(&self, met: &std::collections::BTreeSet<usize>) -> Vec<(usize, &Waiver)> {
        self.waivers
            .iter()
            .enumerate()
            .filter(|(index, _)| !met.contains(index))
            .map(|(_, waiver)| (self.line(waiver), waiver))
            .collect()
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
