//! Conditions: circumstances that carry the figures that made them, for `explained`.

use rhai::NativeCallContext;

use super::arguments::{Fallible, amount};
use super::bounds::shown;
use super::call::{Call, Language};
use super::item::Escape;
use super::ledger::Run;
use super::value::Value;
use super::{Sort, Word};
use crate::amount::{Amount, Exact, Trouble, Unit};
use crate::words::Role;

/// A circumstance with its figures.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    /// Whether it holds, or why nobody can say.
    pub holds: Result<bool, Trouble>,
    /// The figures and what each is, one entry per simple circumstance.
    pub parts: Vec<Part>,
}

/// One simple circumstance.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// Which.
    pub role: Role,
    /// First figure and what it is.
    pub first: (Role, Amount),
    /// Second figure and what it is.
    pub second: (Role, Amount),
    /// The share passed, shown; empty where there is none.
    pub share: String,
    /// Whether this part holds.
    pub holds: bool,
}

impl Condition {
    fn of(
        role: Role,
        first: (Role, Amount),
        second: (Role, Amount),
        share: String,
        holds: Result<bool, Trouble>,
    ) -> Self {
        let truth = matches!(holds, Ok(true));
        Self {
            holds,
            parts: vec![Part {
                role,
                first,
                second,
                share,
                holds: truth,
            }],
        }
    }
}

fn positive(amount: &Amount) -> Result<bool, Trouble> {
    amount
        .value()
        .map(|value| !value.is_zero() && !value.is_negative())
        .map_err(Clone::clone)
}

fn zero(amount: &Amount) -> Result<bool, Trouble> {
    amount.value().map(Exact::is_zero).map_err(Clone::clone)
}

fn zero_execution(budget: Amount, executed: Amount) -> Condition {
    let holds = budget
        .compare(&executed)
        .and_then(|_| Ok(positive(&budget)? && zero(&executed)?));
    Condition::of(
        Role::ZeroExecution,
        (Role::Budget, budget),
        (Role::Executed, executed),
        String::new(),
        holds,
    )
}

fn over_budget(budget: Amount, executed: Amount) -> Condition {
    let holds = executed.compare(&budget).map(std::cmp::Ordering::is_gt);
    Condition::of(
        Role::OverBudget,
        (Role::Budget, budget),
        (Role::Executed, executed),
        String::new(),
        holds,
    )
}

fn changed(now: Amount, before: Amount) -> Condition {
    let holds = now.compare(&before).map(std::cmp::Ordering::is_ne);
    Condition::of(
        Role::Changed,
        (Role::Now, now),
        (Role::Before, before),
        String::new(),
        holds,
    )
}

/// |now − before| > share % of |before|; with nothing before, any change is more than any share.
fn changed_by(now: Amount, before: Amount, share: &Amount) -> Condition {
    let bound = Amount::percent_of(share, &before.absolute());
    let holds = now
        .minus(&before)
        .absolute()
        .compare(&bound)
        .map(std::cmp::Ordering::is_gt);
    // more than 0 % is any change at all
    let none = share.value().is_ok_and(Exact::is_zero);
    let share = if none {
        String::new()
    } else {
        percent_text(share)
    };
    Condition::of(
        Role::Changed,
        (Role::Now, now),
        (Role::Before, before),
        share,
        holds,
    )
}

fn share(role: Role, part: Amount, whole: Amount, share: &Amount) -> Condition {
    let bound = Amount::percent_of(share, &whole);
    let holds = positive(&whole).and_then(|defined| {
        let order = part.compare(&bound)?;
        Ok(defined
            && if role == Role::Below {
                order.is_lt()
            } else {
                order.is_gt()
            })
    });
    let text = percent_text(share);
    Condition::of(role, (Role::Part, part), (Role::Whole, whole), text, holds)
}

fn percent_text(share: &Amount) -> String {
    let text = shown(share);
    if text.ends_with('%') {
        text
    } else {
        format!("{text}%")
    }
}

fn ordered(role: Role, first: Amount, second: Amount) -> Condition {
    let holds = first.compare(&second).map(|order| match role {
        Role::Less => order.is_lt(),
        Role::More => order.is_gt(),
        _ => order.is_ne(),
    });
    Condition::of(
        role,
        (Role::First, first),
        (Role::Second, second),
        String::new(),
        holds,
    )
}

fn nonzero(amount: Amount) -> Condition {
    let holds = zero(&amount).map(|zero| !zero);
    let nothing = Amount::given(0_i64, Unit::NONE);
    Condition::of(
        Role::NonZero,
        (Role::First, amount),
        (Role::Second, nothing),
        String::new(),
        holds,
    )
}

/// Circumstances joined into one.
const MOST_PARTS: usize = 1_000;

type Two = fn(Amount, Amount) -> Condition;
type Three = fn(Amount, Amount, &Amount) -> Condition;

fn two(language: &mut Language, name: &str, make: Two) {
    language.add(name, move |context: &Call, a: Value, b: Value| {
        let run = context.run;
        Fallible::Ok(make(amount(context, run, &a)?, amount(context, run, &b)?))
    });
}

fn three(language: &mut Language, name: &str, make: Three) {
    language.add(name, move |context: &Call, a: Value, b: Value, c: Value| {
        let run = context.run;
        let (a, b) = (amount(context, run, &a)?, amount(context, run, &b)?);
        Fallible::Ok(make(a, b, &amount(context, run, &c)?))
    });
}

fn joined(a: Condition, b: Condition, both: bool) -> Condition {
    let holds = match (a.holds, b.holds) {
        (Ok(a), Ok(b)) => Ok(if both { a && b } else { a || b }),
        // what is decided by one side needs no other
        (Ok(a), Err(_)) if a != both => Ok(a),
        (Err(_), Ok(b)) if b != both => Ok(b),
        (Err(trouble), _) | (_, Err(trouble)) => Err(trouble),
    };
    let mut parts = a.parts;
    // joined with itself over and over it would have no end
    if parts.len() + b.parts.len() > MOST_PARTS {
        return Condition {
            holds: Err(Trouble::Overflow),
            parts: Vec::new(),
        };
    }
    parts.extend(b.parts);
    Condition { holds, parts }
}

fn holds(context: &Call, condition: &Condition) -> Fallible<bool> {
    let run = context.run;
    for part in &condition.parts {
        let mut nodes = part.first.1.nodes();
        nodes.extend(part.second.1.nodes());
        run.mark(&nodes);
    }
    condition
        .holds
        .clone()
        .map_err(|trouble| Escape::Trouble(trouble).raise(context.position))
}

pub(super) const WORDS: &[Word] = &[
    Word::of(
        Sort::Condition,
        "zero_execution",
        &["zero_execution(预算, 决算)"],
        "有预算（大于 0）而决算为 0。",
        "There is a budget and nothing was spent.",
        |language| two(language, "zero_execution", zero_execution),
    ),
    Word::of(
        Sort::Condition,
        "over_budget",
        &["over_budget(预算, 决算)"],
        "决算大于预算。",
        "More was spent than budgeted.",
        |language| two(language, "over_budget", over_budget),
    ),
    Word::of(
        Sort::Condition,
        "changed",
        &["changed(现在, 原来)", "changed(现在, 原来, 百分比)"],
        "两数不同；给出百分比时，变动超过原来的这个百分比。",
        "The figures differ, or differ by more than a share of the earlier one.",
        |language| {
            two(language, "changed", changed);
            three(language, "changed", changed_by);
        },
    ),
    Word::of(
        Sort::Condition,
        "below",
        &["below(部分, 全部, 百分比)"],
        "部分不足全部的这个百分比；全部不大于 0 时不成立。",
        "The part is below a share of the whole; never with a whole of zero.",
        |language| three(language, "below", |a, b, c| share(Role::Below, a, b, c)),
    ),
    Word::of(
        Sort::Condition,
        "above",
        &["above(部分, 全部, 百分比)"],
        "部分超过全部的这个百分比；全部不大于 0 时不成立。",
        "The part is above a share of the whole; never with a whole of zero.",
        |language| three(language, "above", |a, b, c| share(Role::Above, a, b, c)),
    ),
    Word::of(
        Sort::Condition,
        "less",
        &["less(甲, 乙)"],
        "甲小于乙。",
        "The first is less than the second.",
        |language| two(language, "less", |a, b| ordered(Role::Less, a, b)),
    ),
    Word::of(
        Sort::Condition,
        "more",
        &["more(甲, 乙)"],
        "甲大于乙。",
        "The first is more than the second.",
        |language| two(language, "more", |a, b| ordered(Role::More, a, b)),
    ),
    Word::of(
        Sort::Condition,
        "differs",
        &["differs(甲, 乙)"],
        "甲、乙不等。",
        "The two differ.",
        |language| two(language, "differs", |a, b| ordered(Role::Differs, a, b)),
    ),
    Word::of(
        Sort::Condition,
        "nonzero",
        &["nonzero(数)"],
        "数不为 0。",
        "The figure is not zero.",
        |language| {
            language.add("nonzero", |context: &Call, a: Value| {
                let run = context.run;
                Fallible::Ok(nonzero(amount(context, run, &a)?))
            });
        },
    ),
    Word::of(
        Sort::Condition,
        "both",
        &["both(情形甲, 情形乙)"],
        "两种情形都成立。",
        "Both circumstances hold.",
        |language| {
            language.add("both", |_: &Call, a: Condition, b: Condition| {
                Fallible::Ok(joined(a, b, true))
            });
        },
    ),
    Word::of(
        Sort::Condition,
        "either",
        &["either(情形甲, 情形乙)"],
        "两种情形至少一种成立。",
        "At least one circumstance holds.",
        |language| {
            language.add("either", |_: &Call, a: Condition, b: Condition| {
                Fallible::Ok(joined(a, b, false))
            });
        },
    ),
    Word::of(
        Sort::Condition,
        "holds",
        &["情形.holds", "holds(情形)"],
        "情形是否成立，用在 if 中。",
        "Whether a circumstance holds, for use in `if`.",
        |language| {
            language.engine.register_type_with_name::<Condition>("情形");
            language.engine.register_get(
                "holds",
                |context: NativeCallContext, condition: &mut Condition| {
                    let run = Run::of(&context)?;
                    let call = Call {
                        run: &run,
                        name: "holds",
                        position: context.call_position(),
                    };
                    holds(&call, condition)
                },
            );
            language.add("holds", |context: &Call, condition: Condition| {
                holds(context, &condition)
            });
        },
    ),
];
