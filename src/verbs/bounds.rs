//! `at_most`, `at_least`, `between`: a figure keeps to its bound, compared as stated.

use super::arguments::{Fallible, amount};
use super::call::{Call, Language};
use super::equal::labels;
use super::equation::Standing;
use super::ledger::{Check, Run};
use super::value::Value;
use super::{Sort, Word};
use crate::amount::Amount;
use crate::finding::Verdict;
use crate::words::{Message, Relation, with_unit};

pub(super) const WORDS: &[Word] = &[
    Word {
        name: "at_most",
        sort: Sort::Verb,
        usage: &["at_most(数, 上限)"],
        zh: "数不应超过上限（可以相等）。",
        en: "The figure is not above the bound.",
        register: |language| register(language, "at_most", Relation::AtMost),
    },
    Word {
        name: "at_least",
        sort: Sort::Verb,
        usage: &["at_least(数, 下限)"],
        zh: "数不应低于下限（可以相等）。",
        en: "The figure is not below the bound.",
        register: |language| register(language, "at_least", Relation::AtLeast),
    },
    Word {
        name: "between",
        sort: Sort::Verb,
        usage: &["between(数, 下限, 上限)"],
        zh: "数应在两限之间（含两端）。",
        en: "The figure is between the bounds, both included.",
        register: |language| {
            language.add(
                "between",
                |context: &Call, value: Value, low: Value, high: Value| {
                    let run = context.run;
                    let value = amount(context, run, &value)?;
                    let low = amount(context, run, &low)?;
                    let high = amount(context, run, &high)?;
                    between(run, &value, &low, &high);
                    Fallible::Ok(())
                },
            );
        },
    },
];

fn register(language: &mut Language, name: &str, relation: Relation) {
    language.add(name, move |context: &Call, value: Value, bound: Value| {
        let run = context.run;
        let value = amount(context, run, &value)?;
        let bound = amount(context, run, &bound)?;
        match value.compare(&bound) {
            Ok(order) => {
                let (holds, standing) = match relation {
                    Relation::AtMost => (order.is_le(), Standing::AtMost),
                    Relation::AtLeast | Relation::Between => (order.is_ge(), Standing::AtLeast),
                };
                run.record_bound(&value, &bound, standing, holds);
                conclude(run, relation, &value, &bound, shown(&bound), holds);
            }
            Err(trouble) => run.record_trouble(&trouble),
        }
        Fallible::Ok(())
    });
}

fn between(run: &Run, value: &Amount, low: &Amount, high: &Amount) {
    match (value.compare(low), value.compare(high)) {
        (Ok(above), Ok(below)) => {
            let holds = above.is_ge() && below.is_le();
            run.record_bound(value, low, Standing::AtLeast, above.is_ge());
            run.record_bound(value, high, Standing::AtMost, below.is_le());
            let bounds = Amount::sum(vec![low.clone(), high.clone()]);
            let text = format!("{}～{}", shown(low), shown(high));
            conclude(run, Relation::Between, value, &bounds, text, holds);
        }
        (Err(trouble), _) | (_, Err(trouble)) => run.record_trouble(&trouble),
    }
}

fn conclude(
    run: &Run,
    relation: Relation,
    value: &Amount,
    bound: &Amount,
    bound_text: String,
    holds: bool,
) {
    let mut nodes = value.nodes();
    nodes.extend(bound.nodes());
    run.mark(&nodes);
    if holds {
        run.record(Check::Held);
        return;
    }
    let figures = value.nodes().len();
    let message =
        Message::OutOfBounds(relation, run.name(value), figures, shown(value), bound_text);
    let mut finding = run.finding(Verdict::OutOfBounds, message);
    let own = Some(figure(value));
    if value.node().is_some() {
        finding.figures.stated = own;
    } else {
        finding.figures.derived = own;
    }
    let unit = value.unit().shared(bound.unit()).unwrap_or_default();
    unit.name().clone_into(&mut finding.figures.unit);
    finding.labels = labels(run, value, bound, Some(Message::Odd(String::new())));
    run.record(Check::Found(Box::new(finding), None));
}

fn figure(amount: &Amount) -> String {
    match amount.value() {
        Ok(value) => value
            .to_decimal()
            .map_or_else(|| value.to_fixed(4), |value| value.to_string()),
        Err(_) => "?".to_owned(),
    }
}

/// A figure with its unit.
pub(super) fn shown(amount: &Amount) -> String {
    with_unit(&figure(amount), amount.unit().name())
}
