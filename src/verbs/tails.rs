//! `summarize_tails`: rounding tails in one line per table.

use super::arguments::{Fallible, item};
use super::call::{Call, Language};
use super::ledger::{Check, Run, Tail};
use super::value::Value;
use super::{Sort, Word};
use crate::document::NodeId;
use crate::finding::{Finding, Outcome, Verdict};
use crate::words::{Message, with_unit};

pub(super) const WORDS: &[Word] = &[Word {
    name: "summarize_tails",
    sort: Sort::Verb,
    usage: &["summarize_tails(表)"],
    zh: "把前面各规则中的四舍五入尾差按表汇总，每张表一行。所在规则应写 last: true。",
    en: "Sums up the rounding tails of all rules before, one line per table; its rule says `last: true`.",
    register,
}];

fn register(language: &mut Language) {
    language.add("summarize_tails", |context: &Call, whole: Value| {
        let run = context.run;
        let _ = item(context, &whole)?;
        run.note_stood();
        summarize(run);
        Fallible::Ok(())
    });
}

fn summarize(run: &Run) {
    let tails = run.ledger().tails.clone();
    if tails.is_empty() {
        run.record(Check::Held);
        return;
    }
    let mut tables: Vec<(NodeId, Vec<Tail>)> = Vec::new();
    for tail in tails {
        let table = table_of(run, tail.node);
        match tables.iter_mut().find(|(known, _)| *known == table) {
            Some((_, tails)) => tails.push(tail),
            None => tables.push((table, vec![tail])),
        }
    }
    for (table, mut tails) in tables {
        tails.sort_by_key(|tail| tail.node);
        let largest = tails.iter().map(|tail| &tail.distance).max().cloned();
        let largest = largest.unwrap_or(crate::amount::Exact::ZERO);
        let unit = tails
            .iter()
            .find(|tail| tail.distance == largest)
            .map(|tail| tail.unit.name().to_owned())
            .unwrap_or_default();
        let places = tails.iter().map(|tail| tail.places).max().unwrap_or(2);
        let size = with_unit(&largest.to_short(places + 2), &unit);
        let message = Message::Tails(run.submission.title(table), tails.len(), size);
        let mut finding = Finding {
            outcome: Outcome::Rounding,
            ..run.advice(Verdict::Rounding, message)
        };
        for (index, tail) in tails.iter().enumerate() {
            finding.labels.push(run.label(tail.node, None, index == 0));
        }
        run.record(Check::Found(Box::new(finding), None));
    }
}

/// The table a figure belongs to: the top-level section it stands in.
fn table_of(run: &Run, node: NodeId) -> NodeId {
    let document = run.submission.document();
    let mut at = node;
    while let Some(parent) = document.parent(at) {
        if document.parent(parent).is_none() {
            break;
        }
        at = parent;
    }
    at
}
