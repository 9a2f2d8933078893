//! Explanations that a submission gives of its own accord (审核说明), each for one finding that
//! asks for words.
//!
//! An answer is adequate when there are words, not empty ones, enough of them, not the same for
//! another rule, naming what the rule wants named, and given for the figures as they are now.
//! Then its finding is answered: it is for the reviewer to read, and no longer open.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::scripts::Rule;
use crate::document::{Kind, NodeId, Submission};
use crate::finding::{
    AnswerFault, Answered, Checked, Figures, Finding, Level, Outcome, RuleInfo, Verdict,
};
use crate::standing::{Standing, number_of, standing};
use crate::verbs::{Parameter, Run, is_hollow, substance};
use crate::words::Message;

/// What an entry of the list holds.
const RULE: &str = "规则";
const PLACE: &str = "路径";
const TEXT: &str = "说明";
const VALUES: &str = "数值";
/// Parameters of the pack that say which words are empty and how many are enough.
const HOLLOW: &str = "空洞用语";
const FEWEST: &str = "说明最少字数";
/// In a rule's `names`: one of the figures in question.
const FIGURE: &str = "figure";

/// One entry.
struct Answer {
    node: NodeId,
    rule: String,
    place: String,
    text: Option<(NodeId, String)>,
    values: Vec<String>,
}

/// Lays the submission's explanations over what was found.
pub(super) fn apply(
    run: &Run,
    rules: &[Rule],
    parameters: &BTreeMap<String, Parameter>,
    checked: &mut Checked,
) {
    let answers = answers(&run.submission);
    if answers.is_empty() {
        return;
    }
    let mut spoken: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for answer in &answers {
        if let Some((_, text)) = &answer.text {
            spoken
                .entry(substance(text))
                .or_default()
                .insert(&answer.rule);
        }
    }
    let mut remarks = Vec::new();
    for answer in &answers {
        let other = answer.text.as_ref().and_then(|(_, text)| {
            let rules = spoken.get(&substance(text))?;
            rules.iter().find(|rule| **rule != answer.rule)
        });
        let asks = Asks {
            rules,
            parameters,
            other: other.map(|rule| (*rule).to_owned()),
        };
        match asks.judge(run, answer, checked) {
            Ok(at) => {
                let mut finding = checked.findings.remove(at);
                // that there are no words is no longer so
                if let Message::Unexplained(all, _) = finding.message {
                    finding.message = Message::Circumstances(all);
                }
                let Some((node, text)) = answer.text.clone() else {
                    continue;
                };
                checked.answered.push(Answered {
                    finding,
                    explanation: run.explanation(node, text),
                });
            }
            Err(Some(fault)) => remarks.push(remark(run, answer, fault)),
            Err(None) => {}
        }
    }
    for outcome in Arc::make_mut(&mut checked.outcomes) {
        let id = &outcome.rule.id;
        let of = |finding: &Finding| finding.rule.id == *id;
        let answered = checked.answered.iter().any(|one| of(&one.finding));
        if outcome.outcome == Outcome::Failed && answered {
            let left = || checked.findings.iter().filter(|finding| of(finding));
            outcome.outcome = if left().any(|finding| finding.outcome == Outcome::Failed) {
                Outcome::Failed
            } else if checked.not_run.iter().any(|entry| entry.rule.id == *id) {
                Outcome::CouldNotRun
            } else if left().next().is_some() {
                Outcome::Rounding
            } else {
                "已说明".clone_into(&mut outcome.note);
                Outcome::Passed
            };
        }
    }
    checked.findings.extend(remarks);
}

fn answers(submission: &Submission) -> Vec<Answer> {
    let document = submission.document();
    let Some(list) = submission.answers() else {
        return Vec::new();
    };
    let text_of = |node: NodeId, key: &str| -> Option<(NodeId, String)> {
        let below = document.get(node, key)?;
        let text = document.text(below)?.trim().to_owned();
        (!text.is_empty()).then_some((below, text))
    };
    let written = |node: NodeId| match document.kind(node) {
        Kind::Text => document.text(node).map(str::to_owned),
        Kind::Number => Some(document.source().slice(document.span(node)).to_owned()),
        _ => None,
    };
    document
        .children(list)
        .filter(|node| document.kind(*node) == Kind::Map)
        .map(|node| {
            let values = document.get(node, VALUES);
            Answer {
                node,
                rule: text_of(node, RULE)
                    .map(|(_, text)| text)
                    .unwrap_or_default(),
                place: text_of(node, PLACE)
                    .map(|(_, text)| text)
                    .unwrap_or_default(),
                text: text_of(node, TEXT),
                values: values
                    .into_iter()
                    .flat_map(|values| document.children(values))
                    .filter_map(written)
                    .collect(),
            }
        })
        .collect()
}

struct Asks<'a> {
    rules: &'a [Rule],
    parameters: &'a BTreeMap<String, Parameter>,
    /// Another rule that is explained in the same words.
    other: Option<String>,
}

impl Asks<'_> {
    /// The finding that is answered, by its index; else what is wrong with the answer, where
    /// that is to be said.
    fn judge(
        &self,
        run: &Run,
        answer: &Answer,
        checked: &Checked,
    ) -> Result<usize, Option<AnswerFault>> {
        let known = |rule: &&Rule| rule.info.id.eq_ignore_ascii_case(&answer.rule);
        let Some(rule) = self.rules.iter().find(known) else {
            let ids = self.rules.iter().map(|rule| rule.info.id.as_str());
            let nearest = crate::words::nearest(&answer.rule, ids).map(str::to_owned);
            return Err(Some(AnswerFault::UnknownRule(nearest)));
        };
        let meant = |finding: &Finding| {
            let place = finding.labels.iter().find(|label| label.primary);
            finding.rule.id == rule.info.id
                && finding.outcome == Outcome::Failed
                && place.map_or(answer.place.is_empty(), |label| {
                    label.path == answer.place || label.label == answer.place
                })
        };
        let Some(at) = checked.findings.iter().position(meant) else {
            return Err(Some(AnswerFault::NotAsked));
        };
        let Some(finding) = checked.findings.get(at) else {
            return Err(None);
        };
        match finding.level {
            Level::Error => return Err(Some(AnswerFault::Error)),
            // nothing is asked, nothing need be answered
            Level::Advice => return Err(None),
            Level::Query => {}
        }
        let Some((_, text)) = &answer.text else {
            return Err(Some(AnswerFault::Absent));
        };
        let figures = figures(run, finding);
        let fault = self
            .hollow(text)
            .or_else(|| self.other.clone().map(AnswerFault::Repeated))
            .or_else(|| stale(&answer.values, &figures))
            .or_else(|| unsaid(&rule.names, text, &figures));
        match fault {
            Some(fault) => Err(Some(fault)),
            None => Ok(at),
        }
    }

    fn hollow(&self, text: &str) -> Option<AnswerFault> {
        let fewest = match self.parameters.get(FEWEST) {
            Some(Parameter::Number(number, _)) => usize::try_from(number.trunc().mantissa()).ok(),
            _ => None,
        };
        let fewest = fewest.unwrap_or(1);
        let empty = match self.parameters.get(HOLLOW) {
            Some(Parameter::List(list)) => list.as_slice(),
            _ => &[],
        };
        let substance = substance(text);
        is_hollow(&substance, fewest, empty).then(|| AnswerFault::Hollow(text.to_owned(), fewest))
    }
}

/// The figures of a finding, as they are now.
fn figures(run: &Run, finding: &Finding) -> Vec<Decimal> {
    let source = run.submission.document().source();
    let mut figures: Vec<Decimal> = finding
        .labels
        .iter()
        .filter_map(|label| match standing(source, label.span) {
            Some(Standing::Number(number)) => Some(number),
            _ => None,
        })
        .collect();
    figures.sort_unstable();
    figures.dedup();
    figures
}

/// An answer is given for figures: all that are in question, and no others.
fn stale(named: &[String], now: &[Decimal]) -> Option<AnswerFault> {
    let mut meant: Vec<Decimal> = named.iter().filter_map(|text| number_of(text)).collect();
    meant.sort_unstable();
    meant.dedup();
    let all_read = named.iter().all(|text| number_of(text).is_some());
    (meant != now || !all_read).then(|| AnswerFault::Stale {
        named: named.to_vec(),
        now: now.iter().map(Decimal::to_string).collect(),
    })
}

/// What the rule wants named, in any of its ways, and the text does not.
fn unsaid(names: &[String], text: &str, figures: &[Decimal]) -> Option<AnswerFault> {
    let shown: Vec<String> = figures.iter().map(Decimal::to_string).collect();
    let mut lacking = Vec::new();
    for name in names {
        if name == FIGURE {
            let plain = |figure: &Decimal| text.contains(&figure.normalize().to_string());
            if !figures.is_empty() && !figures.iter().any(plain) {
                return Some(AnswerFault::Figure(shown));
            }
        } else if !name.split('|').any(|way| text.contains(way)) {
            lacking.push(name.replace('|', "、"));
        }
    }
    (!lacking.is_empty()).then_some(AnswerFault::Unsaid(lacking))
}

fn remark(run: &Run, answer: &Answer, fault: AnswerFault) -> Finding {
    let at = answer.text.as_ref().map_or(answer.node, |(node, _)| *node);
    Finding {
        rule: Arc::new(RuleInfo {
            id: "ANSWER".to_owned(),
            title: "审核说明应能说明所问的事项".to_owned(),
            level: Level::Advice,
            basis: String::new(),
            verified: true,
            help: "写法见 docs/self-check.md 的“说明”一节".to_owned(),
        }),
        level: Level::Advice,
        outcome: Outcome::Failed,
        verdict: Verdict::Unexplained,
        message: Message::Answer(Box::new((answer.rule.clone(), fault))),
        figures: Figures::default(),
        labels: vec![run.label(at, None, true)],
        suspects: Vec::new(),
        consequences: Vec::new(),
        follows: None,
        held_by: Vec::new(),
        undiagnosed: None,
    }
}
