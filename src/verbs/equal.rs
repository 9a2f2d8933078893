//! `equal`: a stated figure is what an expression says, judged exactly.

use super::arguments::{Fallible, amount, item};
use super::call::{Call, Language};
use super::item::Item;
use super::ledger::{Check, Run, Tail};
use super::value::Value;
use super::{Sort, Word};
use crate::amount::{Amount, Exact, Judgement, Origin, Trouble, judge};
use crate::document::{Kind, NodeId, is_invisible};
use crate::finding::{Figures, Finding, Label, Outcome, Verdict};
use crate::words::{Identity, Message};

pub(super) const WORDS: &[Word] = &[Word {
    name: "equal",
    sort: Sort::Verb,
    usage: &["equal(填报数, 应有数)"],
    zh: "填报数应等于应有数。按表式声明的小数位数判定：相等、四舍五入尾差、截断（去尾未进位）、错误四种。\
         应有数是无意义的比率（分母为 0）时，填报数应写“—”或留空。",
    en: "The stated figure is what the expression says: exact, rounding, truncation or wrong, \
         judged from the places the form declares. Against a share of nothing, state \"—\".",
    register,
}];

fn register(language: &mut Language) {
    language.add(
        "equal",
        |context: &Call, stated: Value, expected: Value| -> Fallible<()> {
            let run = context.run;
            let stated = item(context, &stated)?;
            let expected = amount(context, run, &expected)?;
            equal(run, &stated, &expected);
            Ok(())
        },
    );
}

pub(super) fn equal(run: &Run, stated: &Item, expected: &Amount) {
    let amount = run.amount(stated);
    if run.has_passed() {
        run.record_equation(&amount, expected, Verdict::Exact);
        return;
    }
    let mut nodes = amount.nodes();
    nodes.extend(expected.nodes());
    if let Err(Trouble::Undefined { .. }) = expected.value() {
        undefined(run, &amount, expected, &nodes);
        return;
    }
    // what other figures determine is due; a stroke says that it is not
    if let Some(node) = stroke(run, stated)
        && (!expected.nodes().is_empty() || is_of_nothing(expected))
    {
        answered_by_stroke(run, node, expected);
        return;
    }
    if is_of_nothing(expected) && !amount.nodes().is_empty() {
        nothing_added(run, &amount);
        return;
    }
    match judge(&amount, expected) {
        Ok(judgement) => {
            if judgement.verdict == Verdict::Wrong
                && let Some(gap) = super::gaps::beside(run, &amount, expected)
            {
                run.record_trouble(&gap);
                return;
            }
            run.mark(&nodes);
            run.record_equation(&amount, expected, judgement.verdict);
            record(run, &amount, expected, &judgement);
        }
        Err(trouble) => run.record_trouble(&trouble),
    }
}

/// The place of a stroke that stands for a figure.
fn stroke(run: &Run, stated: &Item) -> Option<NodeId> {
    let Item::Node(node) = stated else {
        return None;
    };
    let document = run.submission.document();
    let text = document
        .text(*node)
        .filter(|_| document.kind(*node) == Kind::Text)?;
    let is_stroke = !is_invisible(text) && !run.stands(stated);
    is_stroke.then_some(*node)
}

/// A stroke says that nothing is due: right where that is so, and where zero is.
fn answered_by_stroke(run: &Run, node: NodeId, expected: &Amount) {
    let due = match expected.value() {
        Ok(due) => due,
        Err(Trouble::Undefined { .. } | Trouble::Nothing) => {
            run.mark(&expected.nodes());
            run.record(Check::Held);
            return;
        }
        Err(trouble) => {
            run.record_trouble(trouble);
            return;
        }
    };
    run.note_stood();
    run.mark(&expected.nodes());
    let field = run.submission.field(node);
    let places = field.and_then(|field| field.places).unwrap_or(2);
    let unit = field
        .map(|field| field.unit.to_string())
        .unwrap_or_default();
    if is_of_nothing(expected) || due.round(places).is_zero() {
        run.record(Check::Held);
        return;
    }
    let shown = due.to_fixed(places);
    let document = run.submission.document();
    let written = document.text(node).unwrap_or_default().trim().to_owned();
    let message = Message::Stroke(
        run.row_name(node),
        written,
        expression(expected, &shown),
        crate::words::with_unit(&shown, &unit),
    );
    let mut finding = run.finding(Verdict::Mismatch, message);
    finding.figures.expected = Some(shown.clone());
    finding.figures.unit = unit;
    finding
        .labels
        .push(run.label(node, Some(Message::ShouldBe(shown)), true));
    let others = expected.nodes().into_iter();
    finding
        .labels
        .extend(others.map(|other| run.label(other, None, false)));
    run.record(Check::Found(Box::new(finding), None));
}

/// Whether an amount adds up nothing that was submitted, which is not zero.
fn is_of_nothing(amount: &Amount) -> bool {
    match amount.value() {
        Err(trouble) => *trouble == Trouble::Nothing,
        Ok(value) => {
            let sum = matches!(amount.origin(), Origin::Sum(_) | Origin::Difference(..));
            sum && value.is_zero() && amount.nodes().is_empty()
        }
    }
}

/// Every addend is left out: where zero stands, that is what it says. Where tables that the
/// addends would stand in are there, one is named; where they are not, nothing is to be judged.
fn nothing_added(run: &Run, stated: &Amount) {
    match stated.value() {
        Ok(value) if value.is_zero() => {
            run.mark(&stated.nodes());
            run.record(Check::Held);
        }
        Ok(_) => run.record_trouble(&super::gaps::instead_of(run, stated)),
        Err(trouble) => run.record_trouble(trouble),
    }
}

/// The whole is zero: a number stated for the share says nothing; "—" or nothing is right.
fn undefined(run: &Run, amount: &Amount, expected: &Amount, nodes: &[NodeId]) {
    match amount.value() {
        Ok(_) => {
            run.mark(nodes);
            run.record_equation(amount, expected, Verdict::Undefined);
            let mut finding = run.advice(
                Verdict::Undefined,
                Message::Undefined(run.name(amount), shown(run, amount)),
            );
            finding.figures.stated = written(run, amount);
            amount.unit().name().clone_into(&mut finding.figures.unit);
            finding.labels = labels(run, amount, expected, Some(Message::Odd("—".to_owned())));
            run.record(Check::Found(Box::new(finding), None));
        }
        Err(Trouble::Missing { .. }) => {
            run.mark(nodes);
            run.record(Check::Held);
        }
        // a misspelt field or a text is no way of saying "—"
        Err(trouble) => run.record_trouble(trouble),
    }
}

fn record(run: &Run, amount: &Amount, expected: &Amount, judgement: &Judgement) {
    if judgement.verdict == Verdict::Exact {
        run.record(Check::Held);
        return;
    }
    // what is to be written has the form's places, also where somebody wrote more
    let declared = amount
        .node()
        .and_then(|node| run.submission.field(node)?.places);
    let places = declared.map_or(judgement.places, |places| places.min(judgement.places));
    let unit = amount.unit().shared(expected.unit()).unwrap_or_default();
    let as_written = written(run, amount);
    let stated = as_written.clone().unwrap_or_else(|| show(amount, places));
    let due = judgement.expected.round(places).to_fixed(places);
    let slack = judgement
        .slack
        .as_ref()
        .map(|slack| slack.to_short(places + 4));
    let finer = difference_places(judgement);
    let identity = Identity {
        name: run.name(amount),
        figures: amount.nodes().len(),
        stated: stated.clone(),
        derivation: if as_written.is_some() {
            String::new()
        } else {
            amount.expression()
        },
        expression: expression(expected, &due),
        elsewhere: single(expected).map(|node| run.submission.label(node)),
        expected: due.clone(),
        rounded: expected
            .value()
            .is_ok_and(|value| *value != judgement.expected.round(places)),
        distance: judgement.difference.abs().to_fixed(finer),
        below: judgement.difference.is_negative(),
        slack: judgement
            .slack
            .as_ref()
            .map(|slack| readable(slack, &judgement.difference, places)),
        coarse: unit.name() == "%"
            && judgement
                .slack
                .as_ref()
                .is_some_and(|slack| *slack >= Exact::ONE),
        unit: unit.name().to_owned(),
        verdict: judgement.verdict,
        mode: judgement.mode,
    };
    let message = Message::Identity(Box::new(identity));
    // whether it is this figure that should change, the diagnosis says
    let label = as_written.is_some().then(|| Message::ShouldBe(due.clone()));
    let mut finding = match judgement.verdict {
        Verdict::Rounding => Finding {
            outcome: Outcome::Rounding,
            ..run.advice(Verdict::Rounding, message)
        },
        Verdict::Truncation => run.advice(Verdict::Truncation, message),
        verdict => run.finding(verdict, message),
    };
    finding.figures = Figures {
        derived: as_written.is_none().then_some(stated),
        stated: as_written,
        expected: Some(due),
        difference: Some(judgement.difference.to_fixed(finer)),
        slack,
        unit: unit.name().to_owned(),
    };
    finding.labels = labels(run, amount, expected, label);
    if judgement.verdict == Verdict::Rounding
        && let Some(node) = amount.nodes().first()
    {
        run.ledger().tails.push(Tail {
            node: *node,
            distance: judgement.difference.abs(),
            places,
            unit,
        });
    }
    run.record(Check::Found(Box::new(finding), None));
}

/// How far rounding reaches, in as few digits as keep it on its side of the difference.
fn readable(slack: &Exact, difference: &Exact, places: u32) -> String {
    let difference = difference.abs();
    let fits = |shown: &Exact| (*shown < difference) == (*slack < difference);
    let mut short = (places..places + 4).map(|places| slack.round(places + 1));
    let shown = short.find(fits);
    shown.unwrap_or_else(|| slack.clone()).to_short(places + 5)
}

/// A difference is shown at the stated figure's places, or finer where it is finer.
fn difference_places(judgement: &Judgement) -> u32 {
    let scale = judgement
        .difference
        .to_decimal()
        .map_or(judgement.places, |value| value.normalize().scale());
    scale.max(judgement.places).min(judgement.places + 6)
}

/// The expression in writing; what the rule itself states is no expression.
fn expression(expected: &Amount, due: &str) -> String {
    if expected.nodes().is_empty() {
        due.to_owned()
    } else {
        expected.expression()
    }
}

/// The node of an amount that is one written figure, or a sum of that alone.
fn single(amount: &Amount) -> Option<NodeId> {
    match amount.origin() {
        Origin::Written { node, .. } => Some(*node),
        Origin::Sum(addends) => match addends.as_slice() {
            [only] => single(only),
            _ => None,
        },
        _ => None,
    }
}

/// A figure as it stands in the submission.
fn written(run: &Run, amount: &Amount) -> Option<String> {
    let node = amount.node()?;
    run.submission
        .number(node)
        .map(|number| number.value.to_string())
}

fn shown(run: &Run, amount: &Amount) -> String {
    let figure = written(run, amount).unwrap_or_else(|| show(amount, 2));
    crate::words::with_unit(&figure, amount.unit().name())
}

fn show(amount: &Amount, places: u32) -> String {
    amount
        .value()
        .map_or_else(|_| String::new(), |value| value.to_short(places))
}

/// The stated figure first, then every operand in document order.
pub(super) fn labels(
    run: &Run,
    stated: &Amount,
    expected: &Amount,
    text: Option<Message>,
) -> Vec<Label> {
    let own = stated.nodes();
    let mut others = expected.nodes();
    let primary = own.first().copied().or_else(|| others.first().copied());
    let Some(primary) = primary else {
        return Vec::new();
    };
    others.extend(own);
    others.retain(|node| *node != primary);
    others.sort_unstable();
    others.dedup();
    let mut labels = vec![run.label(primary, text, true)];
    labels.extend(others.into_iter().map(|node| run.label(node, None, false)));
    labels
}
