//! What is gathered of one submission: some figures, and sentences that may stand in others.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Ask, Plan};
use crate::amount::{Amount, Origin, Unit};
use crate::document::{Kind, NodeId, Submission};
use crate::finding::RuleInfo;
use crate::verbs::{Item, Parameter, Run};

use std::collections::BTreeMap;

/// The field in which a unit names its department.
const SUPERIOR: &str = "主管部门";
/// Characters of a text that is gathered as a value.
const LONGEST_VALUE: usize = 60;
/// Characters of a sentence that are kept; what is the same in the first so many is the same.
const LONGEST_SENTENCE: usize = 300;
/// Bytes of the names on the way to a text.
const LONGEST_PATH: usize = 1_000;
/// Sentences of one submission that are looked at: those whose hashes are the smallest, so that
/// two submissions keep the same ones.
const MOST_SENTENCES: usize = 64;

/// What one submission gave.
#[derive(Clone, Debug)]
pub struct Gathered {
    /// What was asked for.
    pub plan: Arc<Plan>,
    /// 主管部门, where it says so itself.
    pub superior: String,
    /// A value a slot; `None` where nothing stands.
    pub values: Vec<Option<Given>>,
    /// Sentences, by the question that looks at them.
    pub passages: Vec<(usize, Vec<Passage>)>,
}

/// What stands in a field, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The number, as a decimal text, or the text.
    #[serde(rename = "v")]
    pub value: String,
    /// Whether it is a number.
    #[serde(rename = "n")]
    pub number: bool,
    /// Decimal places it is rounded to.
    #[serde(rename = "p")]
    pub places: u32,
    /// Whether it is not rounded.
    #[serde(rename = "x")]
    pub exact: bool,
    /// Where it stands.
    #[serde(rename = "s")]
    pub spot: Spot,
}

/// A place in a text: line and column from 1, first byte and the byte after the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot(pub u32, pub u32, pub u32, pub u32);

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Its letters, without blanks and signs.
    pub folded: String,
    /// The text it stands in: JSON Pointer.
    pub path: String,
    /// The form's titles of that text.
    pub label: String,
    /// Where that text stands.
    pub spot: Spot,
}

impl Gathered {
    /// Gathers from a submission what a plan asks for.
    pub(in crate::pack) fn of(
        submission: &Arc<Submission>,
        plan: &Arc<Plan>,
        parameters: &Arc<BTreeMap<String, Parameter>>,
        rule: &Arc<RuleInfo>,
    ) -> Self {
        let run = Run::new(
            Arc::clone(submission),
            Arc::clone(parameters),
            Arc::clone(rule),
        );
        let document = submission.document();
        let superior = document
            .get(document.root(), SUPERIOR)
            .and_then(|node| document.text(node))
            .map_or_else(String::new, |text| text.trim().to_owned());
        let values = plan
            .slots
            .iter()
            .map(|slot| given(&run, find(submission, &slot.path)?))
            .collect();
        let mut passages = Vec::new();
        for (index, question) in plan.questions.iter().enumerate() {
            if let Ask::Alike {
                texts, shortest, ..
            } = &question.ask
            {
                passages.push((index, sentences(submission, texts, *shortest)));
            }
        }
        Self {
            plan: Arc::clone(plan),
            superior,
            values,
            passages,
        }
    }
}

fn find(submission: &Submission, path: &str) -> Option<NodeId> {
    let document = submission.document();
    path.split('.')
        .try_fold(document.root(), |at, name| document.get(at, name))
}

fn spot(submission: &Submission, node: NodeId) -> Spot {
    let document = submission.document();
    let span = document.span(node);
    let place = document.source().place(span.start);
    Spot(place.line, place.column, span.start, span.end)
}

fn given(run: &Run, node: NodeId) -> Option<Given> {
    let submission = &run.submission;
    let amount = run.amount(&Item::Node(node));
    let spot = spot(submission, node);
    if let (Ok(_), Origin::Written { precision, .. }) = (amount.value(), amount.origin()) {
        let (amount, places) = in_form_unit(submission, node, &amount, precision.places);
        return Some(Given {
            value: amount.value().ok()?.to_decimal()?.to_string(),
            number: true,
            places,
            exact: precision.exact,
            spot,
        });
    }
    let text = submission.document().text(node)?.trim();
    (!text.is_empty()).then(|| Given {
        value: text.chars().take(LONGEST_VALUE).collect(),
        number: false,
        places: 0,
        exact: true,
        spot,
    })
}

/// A figure in the unit that the form has for it, and its places there: submissions may declare
/// units of money that differ from it and from each other.
fn in_form_unit(
    submission: &Submission,
    node: NodeId,
    amount: &Amount,
    places: u32,
) -> (Amount, u32) {
    let declared = submission.field(node).map(|field| Unit::new(&field.unit));
    let Some(unit) = declared.filter(|unit| unit.in_yuan().is_some() && unit != amount.unit())
    else {
        return (amount.clone(), places);
    };
    let zeros = |unit: &Unit| {
        let yuan = unit.in_yuan().and_then(|yuan| yuan.to_decimal());
        yuan.map_or(0, |yuan| yuan.normalize().to_string().len() - 1)
    };
    let (from, to) = (narrow(zeros(amount.unit())), narrow(zeros(&unit)));
    let places = (places + to).saturating_sub(from);
    (amount.converted(&unit), places)
}

fn narrow(count: usize) -> u32 {
    u32::try_from(count).unwrap_or_default()
}

/// The sentences of the texts below some paths, each once, those with the smallest hashes.
fn sentences(submission: &Submission, paths: &[String], shortest: usize) -> Vec<Passage> {
    let document = submission.document();
    let mut found: BTreeMap<u64, Passage> = BTreeMap::new();
    for path in paths {
        let Some(top) = find(submission, path) else {
            continue;
        };
        let mut waiting = vec![top];
        while let Some(node) = waiting.pop() {
            waiting.extend(document.children(node));
            if document.kind(node) != Kind::Text || is_far(submission, node) {
                continue;
            }
            let text = document.text(node).unwrap_or_default();
            let mut place = None;
            for sentence in text.split(['。', '！', '？', '；', '\n', '!', '?', ';']) {
                let folded = folded(sentence);
                if folded.chars().count() < shortest.max(1) {
                    continue;
                }
                let hash = hash(&folded);
                let known = found.contains_key(&hash);
                let last = found.last_key_value().map(|(hash, _)| *hash);
                let full = found.len() >= MOST_SENTENCES;
                if known || full && last.is_some_and(|last| hash > last) {
                    continue;
                }
                let (path, label, spot) = place.get_or_insert_with(|| {
                    (
                        document.pointer(node),
                        submission.label(node),
                        spot(submission, node),
                    )
                });
                let passage = Passage {
                    folded,
                    path: path.clone(),
                    label: label.clone(),
                    spot: *spot,
                };
                found.insert(hash, passage);
                if found.len() > MOST_SENTENCES {
                    found.pop_last();
                }
            }
        }
    }
    found.into_values().collect()
}

/// Whether a path is longer than any form has; it would be kept with every sentence.
fn is_far(submission: &Submission, node: NodeId) -> bool {
    let document = submission.document();
    let mut length = 0;
    let mut at = Some(node);
    while let Some(node) = at {
        length += document.key(node).map_or(0, str::len);
        if length > LONGEST_PATH {
            return true;
        }
        at = document.parent(node);
    }
    false
}

/// Letters and digits only: copies are spaced and stopped in other ways.
fn folded(sentence: &str) -> String {
    sentence
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .take(LONGEST_SENTENCE)
        .collect()
}

/// FNV-1a. Which sentences are kept depends on it, what is found does not: sentences are compared
/// letter by letter.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
