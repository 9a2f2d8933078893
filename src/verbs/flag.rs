//! `flag` and `skip`: what a rule says in its own words.

use rhai::ImmutableString;

use super::arguments::{Fallible, item};
use super::call::{Call, Language};
use super::item::{Escape, Item};
use super::ledger::{Check, Run};
use super::value::Value;
use super::{Sort, Word};
use crate::finding::Verdict;
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
            let run = context.run;
            let mut items = Vec::new();
            match &places {
                Value::Array(array) => {
                    for entry in array {
                        items.push(item(context, entry)?);
                    }
                }
                one => items.push(item(context, one)?),
            }
            flag(run, &items, &words);
            Ok(())
        },
    );
}

fn flag(run: &Run, items: &[Item], words: &str) {
    run.note_read();
    let mut nodes = Vec::new();
    for item in items {
        match item {
            Item::Amount(amount) => nodes.extend(amount.nodes()),
            other => nodes.push(run.place(other)),
        }
    }
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
