//! `flag`, `gap` and `skip`: what a rule says in its own words.

use rhai::ImmutableString;

use super::arguments::{Fallible, item};
use super::call::{Call, Language};
use super::item::{Escape, Item};
use super::ledger::{Check, Run};
use super::value::Value;
use super::{Sort, Word};
use crate::document::NodeId;
use crate::finding::{Label, NotRun, Reason, Verdict};
use crate::words::Message;

pub(super) const WORDS: &[Word] = &[
    Word {
        name: "flag",
        sort: Sort::Verb,
        usage: &["flag(字段, \"话\")", "flag([字段, …], \"话\")"],
        zh: "直接报告一条，话由规则写。导致它的比较（if 中为真的）一并标出。",
        en: "Reports in the rule's own words; the comparisons that led to it are labelled too.",
        register: register_flag,
    },
    Word {
        name: "gap",
        sort: Sort::Verb,
        usage: &["gap(字段, \"话\")", "gap([字段, …], \"话\")"],
        zh: "这一项无从核对，话由规则写：缺什么、谁补。不算错，也不算通过。",
        en: "A check that cannot be made, in the rule's own words: neither wrong nor passed.",
        register: register_gap,
    },
    Word {
        name: "skip",
        sort: Sort::Verb,
        usage: &["skip(\"理由\")"],
        zh: "本规则不适用，到此为止。",
        en: "The rule does not apply and ends here.",
        register: |language| {
            language.add(
                "skip",
                |context: &Call, reason: ImmutableString| -> Fallible<()> {
                    Err(Escape::Skip(reason.to_string()).raise(context.position))
                },
            );
        },
    },
];

fn register_flag(language: &mut Language) {
    language.add(
        "flag",
        |context: &Call, places: Value, words: ImmutableString| -> Fallible<()> {
            let items = items(context, &places)?;
            flag(context.run, &items, &words);
            Ok(())
        },
    );
}

fn register_gap(language: &mut Language) {
    language.add(
        "gap",
        |context: &Call, places: Value, words: ImmutableString| -> Fallible<()> {
            let run = context.run;
            run.note_read();
            let nodes = nodes_of(run, &items(context, &places)?);
            let mut labels: Vec<Label> = Vec::new();
            for node in nodes {
                labels.push(run.label(node, None, labels.is_empty()));
            }
            run.record(Check::NotRun(NotRun {
                rule: run.rule(),
                reason: Reason::MissingField,
                path: labels
                    .first()
                    .map(|label| label.path.clone())
                    .unwrap_or_default(),
                field: String::new(),
                message: Message::Plain(words.to_string()),
                labels,
            }));
            Ok(())
        },
    );
}

/// One field or several.
fn items(context: &Call, places: &Value) -> Fallible<Vec<Item>> {
    match places {
        Value::Array(array) => array.iter().map(|entry| item(context, entry)).collect(),
        one => Ok(vec![item(context, one)?]),
    }
}

/// The places of what a rule names, of figures those they were made of.
fn nodes_of(run: &Run, items: &[Item]) -> Vec<NodeId> {
    let mut nodes = Vec::new();
    for item in items {
        match item {
            Item::Amount(amount) => nodes.extend(amount.nodes()),
            other => nodes.push(run.place(other)),
        }
    }
    nodes
}

fn flag(run: &Run, items: &[Item], words: &str) {
    run.note_read();
    let mut nodes = nodes_of(run, items);
    let compared: Vec<_> = run
        .ledger()
        .comparisons
        .iter()
        .filter(|(_, _, truth)| *truth)
        .flat_map(|(_, nodes, _)| nodes.clone())
        .collect();
    nodes.extend(compared);
    let mut seen = std::collections::BTreeSet::new();
    nodes.retain(|node| seen.insert(*node));
    run.mark(&nodes);
    let mut finding = run.finding(Verdict::Flagged, Message::Plain(words.to_owned()));
    for (index, node) in nodes.into_iter().enumerate() {
        let text = (index == 0).then(|| Message::Odd(String::new()));
        finding.labels.push(run.label(node, text, index == 0));
    }
    run.record(Check::Found(Box::new(finding), None));
}
