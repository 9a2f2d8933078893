//! Arithmetic, comparison and field access in rules.
//!
//! Every pair that could meet is registered: a pair that is not would compare `false` without
//! a word (mixed types do in Rhai), and `1 / 3` would be 0.

use std::cmp::Ordering;

use rhai::{Engine, INT, ImmutableString, NativeCallContext};
use rust_decimal::Decimal;

use super::arguments::Fallible;
use super::call::{Call, Language};
use super::conditions::Condition;
use super::item::{Escape, Item, misuse};
use super::ledger::{Run, position_key};
use super::value::{Taken, Value};
use crate::amount::{Amount, Trouble, Unit};
use crate::document::{NodeId, folded};

/// A side of an operator.
trait Side {
    fn amount(&self, run: &Run) -> Amount;
    /// The place, where the side is one.
    fn node(&self) -> Option<NodeId> {
        None
    }
    /// The text, where the side is one.
    fn text(&self, _run: &Run) -> Option<String> {
        None
    }
}

impl Side for Item {
    fn amount(&self, run: &Run) -> Amount {
        run.amount(self)
    }

    fn node(&self) -> Option<NodeId> {
        match self {
            Item::Node(node) => Some(*node),
            _ => None,
        }
    }

    fn text(&self, run: &Run) -> Option<String> {
        match self {
            Item::Node(node) if run.submission.number(*node).is_none() => {
                run.submission.document().text(*node).map(folded)
            }
            _ => None,
        }
    }
}

impl Side for INT {
    fn amount(&self, _run: &Run) -> Amount {
        Amount::given(*self, Unit::NONE)
    }
}

impl Side for Decimal {
    fn amount(&self, _run: &Run) -> Amount {
        Amount::given(*self, Unit::NONE)
    }
}

fn compare<A: Side, B: Side>(
    context: &Call,
    left: &A,
    right: &B,
    holds: impl Fn(Ordering) -> bool,
) -> Fallible<bool> {
    let run = context.run;
    if let (Some(a), Some(b)) = (left.text(run), right.text(run)) {
        run.note_stood();
        let truth = holds(a.cmp(&b));
        let nodes = left.node().into_iter().chain(right.node()).collect();
        run.ledger()
            .compared(position_key(context.position), nodes, truth);
        return Ok(truth);
    }
    let (a, b) = (left.amount(run), right.amount(run));
    match a.compare(&b) {
        Ok(order) => {
            let truth = holds(order);
            let key = position_key(context.position);
            let nodes = [a.nodes(), b.nodes()].concat();
            run.ledger().compared(key, nodes, truth);
            Ok(truth)
        }
        Err(trouble) => Err(Escape::Trouble(trouble).raise(context.position)),
    }
}

fn compare_text(
    context: &Call,
    item: &Item,
    text: &str,
    holds: impl Fn(bool) -> bool,
) -> Fallible<bool> {
    let run = context.run;
    let holds = |same| {
        let truth = holds(same);
        let key = position_key(context.position);
        let nodes = item.node().into_iter().collect();
        run.ledger().compared(key, nodes, truth);
        truth
    };
    let raise = |trouble| Err(Escape::Trouble(trouble).raise(context.position));
    let submission = &run.submission;
    let written = match item {
        // 48.50 is no text: held against "48.5" it would be false without a word
        Item::Amount(_) => return refuse(context, "=="),
        Item::Node(node)
            if submission.number(*node).is_some()
                && !submission.field(*node).is_some_and(|field| field.textual) =>
        {
            return raise(Trouble::NotAText { node: *node });
        }
        Item::Node(node) => submission.document().text(*node).unwrap_or_default().trim(),
        _ => "",
    };
    match run.text(item) {
        Ok(Some(found)) => Ok(holds(folded(&found) == folded(text))),
        // a dash is nothing to explain with, but it is what stands there
        Ok(None) if !written.is_empty() => Ok(holds(written == text.trim())),
        Ok(None) if text.trim().is_empty() => Ok(holds(true)),
        Ok(None) => match run.amount(item).value() {
            Err(trouble) => raise(trouble.clone()),
            Ok(_) => Ok(holds(false)),
        },
        Err(trouble) => raise(trouble),
    }
}

type Operation = fn(&Amount, &Amount) -> Amount;
type Test = fn(Ordering) -> bool;

fn register_pair<A, B>(language: &mut Language)
where
    A: Side + Taken + 'static,
    B: Side + Taken + 'static,
{
    let arithmetic: [(&str, Operation); 4] = [
        ("+", Amount::plus),
        ("-", Amount::minus),
        ("*", Amount::times),
        ("/", Amount::over),
    ];
    for (name, apply) in arithmetic {
        language.add(name, move |context: &Call, left: A, right: B| {
            let run = context.run;
            Fallible::Ok(Item::Amount(apply(&left.amount(run), &right.amount(run))))
        });
    }
    let comparisons: [(&str, Test); 6] = [
        ("==", Ordering::is_eq),
        ("!=", Ordering::is_ne),
        ("<", Ordering::is_lt),
        ("<=", Ordering::is_le),
        (">", Ordering::is_gt),
        (">=", Ordering::is_ge),
    ];
    for (name, holds) in comparisons {
        language.add(name, move |context: &Call, left: A, right: B| {
            compare(context, &left, &right, holds)
        });
    }
}

/// Comparing a field with something that is neither number nor text, or a circumstance with
/// anything, is a mistake in the rule.
fn register_refusal<A, B>(language: &mut Language)
where
    A: Taken + 'static,
    B: Taken + 'static,
{
    for name in ["==", "!=", "<", "<=", ">", ">="] {
        language.add(name, move |context: &Call, _left: A, _right: B| {
            refuse(context, name)
        });
    }
}

fn refuse(context: &Call, name: &str) -> Fallible<bool> {
    Err(misuse(
        format!(
            "不能这样用 {name} 比较：判断是否填写用 given(…)，情形是否成立用 .holds / cannot be compared like this"
        ),
        context.position,
    ))
}

/// Makes operators and field access known to an engine.
pub(super) fn register(language: &mut Language) {
    language.engine.register_type_with_name::<Item>("数");
    language.engine.register_iterator_result::<Item, Item>();
    register_pair::<Item, Item>(language);
    register_pair::<Item, INT>(language);
    register_pair::<INT, Item>(language);
    register_pair::<Item, Decimal>(language);
    register_pair::<Decimal, Item>(language);
    // Rhai's own decimals round at 28 digits, and its integers divide to integers
    register_pair::<INT, Decimal>(language);
    register_pair::<Decimal, INT>(language);
    register_pair::<Decimal, Decimal>(language);
    language.add("/", |context: &Call, left: INT, right: INT| {
        let run = context.run;
        Fallible::Ok(Item::Amount(left.amount(run).over(&right.amount(run))))
    });
    // whatever else there is, named or not: a pair that is not known would compare false
    register_refusal::<Item, Value>(language);
    register_refusal::<Value, Item>(language);
    register_refusal::<Condition, Value>(language);
    register_refusal::<Value, Condition>(language);
    language.add("-", |context: &Call, item: Item| {
        let run = context.run;
        Fallible::Ok(Item::Amount(run.amount(&item).negated()))
    });
    language.add("==", |context: &Call, item: Item, text: ImmutableString| {
        compare_text(context, &item, &text, |same| same)
    });
    language.add("==", |context: &Call, text: ImmutableString, item: Item| {
        compare_text(context, &item, &text, |same| same)
    });
    language.add("!=", |context: &Call, item: Item, text: ImmutableString| {
        compare_text(context, &item, &text, |same| !same)
    });
    language.add("!=", |context: &Call, text: ImmutableString, item: Item| {
        compare_text(context, &item, &text, |same| !same)
    });
    for name in ["<", "<=", ">", ">="] {
        let refuse = move |context: &Call| {
            Fallible::<bool>::Err(misuse(
                format!("文字不能用 {name} 比较 / a text cannot be compared with {name}"),
                context.position,
            ))
        };
        language.add(name, move |context: &Call, _: Item, _: ImmutableString| {
            refuse(context)
        });
        language.add(name, move |context: &Call, _: ImmutableString, _: Item| {
            refuse(context)
        });
    }
    language.engine.register_indexer_get(
        |context: NativeCallContext, item: &mut Item, name: ImmutableString| {
            let run = Run::of(&context)?;
            Fallible::Ok(run.field(item, &name))
        },
    );
    language.engine.register_indexer_get(
        |context: NativeCallContext, item: &mut Item, index: INT| {
            let run = Run::of(&context)?;
            Fallible::Ok(entry(&run, item, index))
        },
    );
}

/// The entry of a list at an index; what is missing where there is none.
pub(crate) fn entry(run: &Run, item: &Item, index: INT) -> Item {
    run.note_read();
    let entry = match item {
        Item::List(_, nodes) => usize::try_from(index)
            .ok()
            .and_then(|index| nodes.get(index))
            .map(|node| run.item(*node)),
        _ => None,
    };
    entry.unwrap_or_else(|| run.field(item, &format!("[{index}]")))
}

/// Makes the form's field names known, so that `表.决算` is one step instead of two.
pub(crate) fn register_fields<'a>(engine: &mut Engine, names: impl Iterator<Item = &'a String>) {
    for name in names {
        let field = name.clone();
        engine.register_get(name, move |context: NativeCallContext, item: &mut Item| {
            let run = Run::of(&context)?;
            Fallible::Ok(run.field(item, &field))
        });
    }
}
