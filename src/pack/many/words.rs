//! The words of rules over all submissions. They judge nothing: they write down what is asked.
//!
//! `at`, `sum`, `or_zero`, `equal`, `+` and `-` read as they do in other rules, with submissions
//! in the place of fields.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rhai::{Array, Dynamic, Engine, EvalAltResult, ImmutableString, NativeCallContext};
use rust_decimal::Decimal;

use super::{Ask, Term, Who};
use crate::amount::Exact;
use crate::verbs::{Item, misuse};

type Fallible<T> = Result<T, Box<EvalAltResult>>;

/// Fields and questions of one rule: a loop must not go on for ever.
const MOST: usize = 1_000;
/// Nested terms of one figure.
const DEEPEST: usize = 100;

/// What the words have been told so far.
#[derive(Clone, Debug, Default)]
pub(in crate::pack) struct Ear(Arc<Mutex<Heard>>);

/// Paths and questions, as they were asked.
#[derive(Debug, Default)]
struct Heard {
    paths: Vec<String>,
    asks: Vec<Ask>,
}

/// Submissions, as a rule holds them.
#[derive(Clone, Debug)]
pub(super) struct Submissions {
    whose: Whose,
    /// Where departments say how many units they have.
    units: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    All,
    Departments,
    Units,
    Prior,
}

/// A figure of submissions, as a rule holds it.
#[derive(Clone, Debug)]
struct Figure {
    term: Term,
    depth: usize,
    /// Where departments say how many units they have.
    units: Option<usize>,
}

impl Ear {
    fn heard(&self) -> MutexGuard<'_, Heard> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was asked since this was last called.
    pub(super) fn take_asks(&self) -> Vec<Ask> {
        std::mem::take(&mut self.heard().asks)
    }

    /// The fields that were named since this was last called.
    pub(super) fn take_paths(&self) -> Vec<String> {
        std::mem::take(&mut self.heard().paths)
    }

    fn path(&self, path: &str, context: &NativeCallContext) -> Fallible<usize> {
        let mut heard = self.heard();
        if let Some(known) = heard.paths.iter().position(|known| known == path) {
            return Ok(known);
        }
        if heard.paths.len() >= MOST {
            return Err(too_many(context));
        }
        heard.paths.push(path.to_owned());
        Ok(heard.paths.len() - 1)
    }

    fn ask(&self, ask: Ask, context: &NativeCallContext) -> Fallible<()> {
        let mut heard = self.heard();
        if heard.asks.len() >= MOST {
            return Err(too_many(context));
        }
        heard.asks.push(ask);
        Ok(())
    }
}

impl Submissions {
    /// Every submission.
    pub(super) fn all() -> Self {
        Self {
            whose: Whose::All,
            units: None,
        }
    }

    fn who(&self, context: &NativeCallContext) -> Fallible<Who> {
        match self.whose {
            Whose::All => Ok(Who::Own),
            Whose::Departments => Ok(Who::Department),
            Whose::Prior => Ok(Who::Prior),
            Whose::Units => Err(misuse(
                "所属单位有多个，应用 sum(units(…), \"字段\") / there are several units: use sum",
                context.call_position(),
            )),
        }
    }
}

#[expect(
    clippy::unnecessary_box_returns,
    reason = "Rhai's errors are boxed everywhere"
)]
fn too_many(context: &NativeCallContext) -> Box<EvalAltResult> {
    misuse(
        "一条规则要看的太多 / the rule asks for too much",
        context.call_position(),
    )
}

fn only(which: Whose, given: &Submissions, context: &NativeCallContext) -> Fallible<()> {
    if given.whose == which {
        return Ok(());
    }
    let words = match which {
        Whose::All => "应为规则的各份 / the submissions the rule is given are due",
        Whose::Departments => "应为 departments(各份) / departments(…) is due",
        Whose::Units => "应为 units(部门) / units(…) is due",
        Whose::Prior => "应为 prior(各份) / prior(…) is due",
    };
    Err(misuse(words, context.call_position()))
}

/// A number of a rule: a literal or a parameter.
fn number(value: &Dynamic, context: &NativeCallContext) -> Fallible<Exact> {
    if let Ok(number) = value.as_int() {
        return Ok(Exact::from(number));
    }
    if let Some(number) = value.read_lock::<Decimal>() {
        return Ok(Exact::from(*number));
    }
    if let Some(item) = value.read_lock::<Item>()
        && let Item::Amount(amount) = &*item
        && let Ok(value) = amount.value()
    {
        return Ok(value.clone());
    }
    Err(misuse(
        "应为数或参数 / a number or a parameter is due",
        context.call_position(),
    ))
}

fn count(value: &Dynamic, context: &NativeCallContext) -> Fallible<usize> {
    number(value, context)?
        .to_decimal()
        .filter(|number| number.fract().is_zero())
        .and_then(|number| usize::try_from(number).ok())
        .ok_or_else(|| {
            misuse(
                "应为不小于零的整数 / a whole number is due",
                context.call_position(),
            )
        })
}

fn joined(
    a: Figure,
    b: Figure,
    make: fn(Box<Term>, Box<Term>) -> Term,
    context: &NativeCallContext,
) -> Fallible<Figure> {
    let depth = a.depth.max(b.depth) + 1;
    if depth > DEEPEST {
        return Err(too_many(context));
    }
    Ok(Figure {
        term: make(Box::new(a.term), Box::new(b.term)),
        depth,
        units: a.units.or(b.units),
    })
}

/// `equal`: whose figures stand in it says which question it is.
fn equal(stated: &Figure, expected: Figure, context: &NativeCallContext) -> Fallible<Ask> {
    let mut others = Vec::new();
    expected.term.each(&mut |leaf| {
        others.push(match leaf {
            Term::At(who, _) | Term::OrZero(who, _) => Some(*who),
            _ => None,
        });
    });
    let only_of = |allowed: &[Option<Who>]| others.iter().all(|who| allowed.contains(who));
    match &stated.term {
        Term::At(Who::Department, slot)
            if others.contains(&None) && only_of(&[None, Some(Who::Department)]) =>
        {
            Ok(Ask::Total {
                stated: *slot,
                expected: expected.term,
                units: stated.units.or(expected.units),
            })
        }
        Term::At(Who::Own, slot)
            if others.contains(&Some(Who::Prior))
                && only_of(&[Some(Who::Own), Some(Who::Prior)]) =>
        {
            Ok(Ask::Prior {
                stated: *slot,
                expected: expected.term,
            })
        }
        _ => Err(misuse(
            "equal 的左边应为一个字段：部门的对 sum(units(部门), …)，各份的对 prior(各份) 的 / \
             equal compares one field of a department with sums of units, or of a submission with \
             last year's",
            context.call_position(),
        )),
    }
}

/// Makes the words known to an engine.
#[expect(
    clippy::too_many_lines,
    reason = "a list of words, one after the other"
)]
pub(in crate::pack) fn register(engine: &mut Engine) -> Ear {
    let ear = Ear::default();
    engine.register_fn(
        "departments",
        |context: NativeCallContext, all: Submissions| {
            only(Whose::All, &all, &context)?;
            Fallible::Ok(Submissions {
                whose: Whose::Departments,
                units: None,
            })
        },
    );
    let own = ear.clone();
    engine.register_fn(
        "departments",
        move |context: NativeCallContext, all: Submissions, units: ImmutableString| {
            only(Whose::All, &all, &context)?;
            let units = match units.as_str() {
                "" => None,
                path => Some(own.path(path, &context)?),
            };
            Fallible::Ok(Submissions {
                whose: Whose::Departments,
                units,
            })
        },
    );
    engine.register_fn(
        "units",
        |context: NativeCallContext, departments: Submissions| {
            only(Whose::Departments, &departments, &context)?;
            Fallible::Ok(Submissions {
                whose: Whose::Units,
                ..departments
            })
        },
    );
    engine.register_fn("prior", |context: NativeCallContext, all: Submissions| {
        only(Whose::All, &all, &context)?;
        Fallible::Ok(Submissions {
            whose: Whose::Prior,
            units: None,
        })
    });
    let own = ear.clone();
    engine.register_fn(
        "at",
        move |context: NativeCallContext, of: Submissions, path: ImmutableString| {
            Fallible::Ok(Figure {
                term: Term::At(of.who(&context)?, own.path(&path, &context)?),
                depth: 0,
                units: of.units,
            })
        },
    );
    let own = ear.clone();
    engine.register_fn(
        "sum",
        move |context: NativeCallContext, of: Submissions, path: ImmutableString| {
            only(Whose::Units, &of, &context)?;
            Fallible::Ok(Figure {
                term: Term::Units(own.path(&path, &context)?),
                depth: 0,
                units: of.units,
            })
        },
    );
    engine.register_fn("or_zero", |context: NativeCallContext, figure: Figure| {
        let Term::At(who, slot) = figure.term else {
            return Err(misuse(
                "or_zero 用于一个字段 / or_zero takes one field",
                context.call_position(),
            ));
        };
        Fallible::Ok(Figure {
            term: Term::OrZero(who, slot),
            ..figure
        })
    });
    engine.register_fn("+", |context: NativeCallContext, a: Figure, b: Figure| {
        joined(a, b, Term::Plus, &context)
    });
    engine.register_fn("-", |context: NativeCallContext, a: Figure, b: Figure| {
        joined(a, b, Term::Minus, &context)
    });
    let own = ear.clone();
    engine.register_fn(
        "equal",
        move |context: NativeCallContext, stated: Figure, expected: Figure| {
            let ask = equal(&stated, expected, &context)?;
            own.ask(ask, &context)
        },
    );
    let own = ear.clone();
    engine.register_fn(
        "alike",
        move |context: NativeCallContext,
              all: Submissions,
              texts: Array,
              shortest: Dynamic,
              fewest: Dynamic,
              share: Dynamic,
              template: Dynamic| {
            only(Whose::All, &all, &context)?;
            let texts: Vec<String> = texts
                .into_iter()
                .filter_map(|text| text.into_string().ok())
                .collect();
            if texts.is_empty() {
                return Fallible::Ok(());
            }
            let ask = Ask::Alike {
                texts,
                shortest: count(&shortest, &context)?,
                fewest: count(&fewest, &context)?.max(1),
                share: number(&share, &context)?,
                template: number(&template, &context)?,
            };
            own.ask(ask, &context)
        },
    );
    let own = ear.clone();
    engine.register_fn(
        "mostly",
        move |context: NativeCallContext,
              figure: Figure,
              value: Dynamic,
              share: Dynamic,
              fewest: Dynamic| {
            let Term::At(Who::Own, slot) = figure.term else {
                return Err(misuse(
                    "mostly 用于各份的一个字段 / mostly takes one field of each submission",
                    context.call_position(),
                ));
            };
            let ask = Ask::Mostly {
                slot,
                value: if value.is_unit() {
                    None
                } else {
                    Some(number(&value, &context)?)
                },
                share: number(&share, &context)?,
                fewest: count(&fewest, &context)?,
            };
            own.ask(ask, &context)
        },
    );
    let own = ear.clone();
    engine.register_fn(
        "same_row",
        move |context: NativeCallContext, all: Submissions, share: Dynamic, fewest: Dynamic| {
            only(Whose::All, &all, &context)?;
            let ask = Ask::SameRow {
                share: number(&share, &context)?,
                fewest: count(&fewest, &context)?,
            };
            own.ask(ask, &context)
        },
    );
    let own = ear.clone();
    engine.register_fn(
        "one_sided",
        move |context: NativeCallContext,
              all: Submissions,
              share: Dynamic,
              fewest: Dynamic,
              deviations: Dynamic| {
            only(Whose::All, &all, &context)?;
            let ask = Ask::OneSided {
                share: number(&share, &context)?,
                fewest: count(&fewest, &context)?,
                deviations: number(&deviations, &context)?,
            };
            own.ask(ask, &context)
        },
    );
    ear
}
