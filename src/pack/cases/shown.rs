//! One case carried out, to show what a rule finds.

use std::sync::Arc;

use super::{Asking, Case, CaseFile, FoundTogether, Said};
use crate::finding::Checked;
use crate::pack::Pack;
use crate::source::Source;

/// A case carried out: the submission it made, and what was found in it.
#[derive(Debug)]
pub struct Shown {
    /// The case's file.
    pub file: String,
    /// The case's name.
    pub name: String,
    /// The changed submission.
    pub source: Source,
    /// What was found.
    pub checked: Checked,
    /// Which of the findings is the rule's.
    pub finding: usize,
}

/// A case of a rule over all submissions, carried out.
#[derive(Debug)]
pub struct ShownTogether {
    /// The case's file.
    pub file: String,
    /// The case's name.
    pub name: String,
    /// What the rule found.
    pub found: FoundTogether,
}

impl Pack {
    /// The case that shows a rule failing and little else, carried out.
    #[must_use]
    pub fn shown_failing(self: &Arc<Self>, rule: &str) -> Option<Shown> {
        self.rule(rule)?;
        let (file, case) = self.case_failing(rule)?;
        let mut checker = self.checker().ok()?;
        let (source, outcome) = self.carry_out(&file, &case, &mut checker, None).ok()?;
        let mut findings = outcome.findings.iter();
        let finding = findings.position(|finding| finding.rule.id == rule)?;
        Some(Shown {
            file,
            name: case.name,
            source,
            checked: outcome,
            finding,
        })
    }

    /// The same of a rule over all submissions; `ask` as in [`Self::run_cases`].
    #[must_use]
    pub fn shown_together(self: &Arc<Self>, rule: &str, ask: Asking) -> Option<ShownTogether> {
        self.rule_of_all(rule)?;
        let (file, case) = self.case_failing(rule)?;
        let mut checker = self.checker().ok()?;
        let together = self.handed_in(&case).ok()?;
        let asked = self.under(&case, &mut checker, None, |checker| ask(checker, &together));
        let mut found = asked.ok()?.ok()?.found.into_iter();
        Some(ShownTogether {
            file,
            name: case.name,
            found: found.find(|found| found.rule == rule)?,
        })
    }

    /// The case that expects least besides the failure of a rule, and its file.
    fn case_failing(&self, rule: &str) -> Option<(String, Case)> {
        let files = self.case_files().ok()?;
        let shows = |case: &Case| {
            case.expect
                .iter()
                .flatten()
                .any(|entry| entry.rule == rule && entry.verdict.as_deref() != Some("rounding"))
        };
        let all = files
            .into_iter()
            .flat_map(|(file, cases)| cases.into_iter().map(move |case| (file.to_owned(), case)));
        all.filter(|(_, case)| shows(case))
            .min_by_key(|(_, case)| case.expect.iter().flatten().count())
    }

    /// What the pack finds when a case (its `[[case]]` in TOML) is carried out, as entries of
    /// `expect`; `None` where it cannot be, or something could not run then.
    pub(in crate::pack) fn found_in_case(self: &Arc<Self>, text: &str) -> Option<Vec<String>> {
        let file: CaseFile = toml::from_str(text).ok()?;
        let mut checker = self.checker().ok()?;
        let case = file.case.first()?;
        let (_, outcome) = self.carry_out("", case, &mut checker, None).ok()?;
        let said = Said::of_one(&outcome);
        let lines = said.found.into_iter().map(|found| found.line).collect();
        said.not_run.is_empty().then_some(lines)
    }
}
