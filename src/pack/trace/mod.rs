//! How one rule works on one submission: each statement that ran, each expression in it with its
//! value and place, each check with what it came to.
//!
//! The rule runs as always, with an onlooker: before a statement is carried out, the expressions
//! in it that check nothing are worked out once more to be shown. Rules are pure, so they come
//! out the same.

mod recorder;
mod values;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rhai::Dynamic;
use serde::Serialize;

use super::parsed::Parsed;
use super::probe;
use super::{Checker, with_room};
use crate::amount::judge;
use crate::document::{Document, Submission, Unreadable};
use crate::finding::{Checked, Finding, NotRun, Outcome, RuleInfo, Verdict};
use crate::source::Source;
use crate::verbs::{Check, Equation, Run, Standing};
use crate::words::Lang;
use recorder::Recorder;

/// One line of a trace, and what belongs to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Line of the script, from 1, where a statement begins; `None` for what is part of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub script_line: Option<usize>,
    /// What was worked out, as the rule writes it, or the form's title of a figure.
    pub text: String,
    /// Its value, in words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// The unit of a figure.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// JSON Pointer of the place it was read from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Line and column of that place, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<(u32, u32)>,
    /// What its checks came to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub judged: Vec<Judged>,
    /// What it was made from, and what was done because of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub below: Vec<Step>,
}

/// What a check came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Judged {
    /// Whether it held; `None` where it could not be made.
    pub held: Option<bool>,
    /// Verdict on the figures, where there were any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// stated − expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<String>,
    /// The largest difference that rounding explains.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slack: Option<String>,
    /// What is said of it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub message: String,
}

/// A rule's work on a submission.
#[derive(Clone, Debug)]
pub struct Trace {
    /// The rule.
    pub rule: Arc<RuleInfo>,
    /// Its script, with the pack's id.
    pub file: String,
    /// What ran.
    pub steps: Vec<Step>,
    /// Whether there was more than is shown.
    pub cut: bool,
    /// How the rule ended.
    pub outcome: Outcome,
    /// Why it did not apply.
    pub note: String,
    /// Its findings.
    pub findings: Vec<Finding>,
    /// What could not run.
    pub not_run: Vec<NotRun>,
}

impl Checker {
    /// Follows one rule on a submission. `None` where the pack has no such rule.
    ///
    /// # Errors
    /// The submission's faults, where it cannot be read.
    pub fn trace(
        self,
        source: Source,
        rule: &str,
        lang: Lang,
    ) -> Result<Option<Trace>, Unreadable> {
        with_room(|| self.trace_here(source, rule, lang))
    }

    fn trace_here(
        mut self,
        source: Source,
        rule: &str,
        lang: Lang,
    ) -> Result<Option<Trace>, Unreadable> {
        let document = Document::parse(source)?;
        let checked = self.check(document.clone());
        let parsed = Parsed::of(&self.pack);
        let Some(tree) = parsed.rules.iter().find(|tree| tree.id == rule) else {
            return Ok(None);
        };
        let file = self.pack.scripts.get(tree.at.script);
        let file = file.map(|script| script.file.clone()).unwrap_or_default();
        let body = tree.body.clone();
        let recorder = Arc::new(Mutex::new(Recorder::new(rule, &body, parsed, lang)));
        let onlooker = Arc::clone(&recorder);
        self.interpret();
        probe::attach(&mut self.engine, move |context, node, function| {
            // while a value is worked out to be shown, nobody looks on
            if let Ok(mut recorder) = onlooker.try_lock() {
                recorder.see(context, &node, function);
            }
        });
        let submission = Arc::new(Submission::new(document, Arc::clone(&self.pack.form)));
        let (checks, equations) = self.run_up_to(rule, submission, &checked);
        let mut recorder = lock(&recorder);
        recorder.judge(&checks, &equations, lang);
        let (steps, cut) = recorder.steps();
        Ok(trace_of(rule, file, steps, cut, checked))
    }

    /// Runs the rules up to one, as they ran before; gives the checks of the last.
    fn run_up_to(
        &mut self,
        id: &str,
        submission: Arc<Submission>,
        checked: &Checked,
    ) -> (Vec<Check>, Vec<Equation>) {
        let run = Arc::new(Run::new(
            submission,
            Arc::clone(&self.parameters),
            Arc::clone(&self.structure),
        ));
        self.engine.set_default_tag(Dynamic::from(Arc::clone(&run)));
        super::engine::give_time_to_look(&mut self.engine);
        self.clock.begin();
        let root = run.item(run.submission.document().root());
        for rule in &self.rules {
            let applies = Self::lacking(rule, &run).is_none();
            run.begin(Arc::clone(&rule.info), rule.scan);
            if applies {
                self.clock.start_looking();
                // how it ended is known from before
                let _ = rule.body.call::<Dynamic>(
                    &self.engine,
                    &self.library,
                    (Dynamic::from(root.clone()),),
                );
            }
            if rule.info.id == id {
                break;
            }
        }
        self.engine.set_default_tag(Dynamic::UNIT);
        let mut ledger = run.ledger();
        let first = ledger.first_equation;
        let equations = ledger.equations.split_off(first);
        debug_assert!(!checked.outcomes.is_empty());
        (std::mem::take(&mut ledger.checks), equations)
    }
}

fn lock(recorder: &Mutex<Recorder>) -> MutexGuard<'_, Recorder> {
    recorder.lock().unwrap_or_else(PoisonError::into_inner)
}

fn trace_of(
    id: &str,
    file: String,
    steps: Vec<Step>,
    cut: bool,
    checked: Checked,
) -> Option<Trace> {
    let ended = checked.outcomes.iter().find(|ended| ended.rule.id == id)?;
    let own = |rule: &RuleInfo| rule.id == id;
    Some(Trace {
        rule: Arc::clone(&ended.rule),
        file,
        steps,
        cut,
        outcome: ended.outcome,
        note: ended.note.clone(),
        findings: checked
            .findings
            .into_iter()
            .filter(|finding| own(&finding.rule))
            .collect(),
        not_run: checked
            .not_run
            .into_iter()
            .filter(|entry| own(&entry.rule))
            .collect(),
    })
}

/// What a check came to, with the arithmetic of its equation.
fn judged(check: &Check, equation: Option<&Equation>, lang: Lang) -> Judged {
    let mut judged = match check {
        Check::Held => Judged {
            held: Some(true),
            ..Judged::default()
        },
        Check::Answered(finding, ..) => Judged {
            held: Some(true),
            verdict: Some(finding.verdict),
            message: finding.message.text(lang),
            ..Judged::default()
        },
        Check::Found(finding, _) => Judged {
            held: Some(finding.outcome == Outcome::Rounding),
            verdict: Some(finding.verdict),
            message: finding.message.text(lang),
            ..Judged::default()
        },
        Check::NotRun(entry) => Judged {
            message: entry.message.text(lang),
            ..Judged::default()
        },
    };
    // a bound is compared as stated: no rounding is judged
    let judgement = equation
        .filter(|equation| equation.standing == Standing::Equal)
        .and_then(|equation| judge(&equation.stated, &equation.expected).ok());
    if let Some(judgement) = judgement {
        let places = judgement.places;
        judged.verdict = Some(judgement.verdict);
        judged.difference = Some(judgement.difference.to_short(places + 4));
        judged.slack = judgement.slack.map(|slack| slack.to_short(places + 4));
    }
    judged
}
