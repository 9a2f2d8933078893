//! [`Call`] and [`Language`]: how a word is called, by the interpreter or without it.
//!
//! A word is one native function over [`Value`]s. It is made known to Rhai, and kept by name and
//! kinds of arguments, so that what runs rules without the interpreter calls the same function.

use std::collections::BTreeMap;
use std::sync::Arc;

use rhai::{Dynamic, Engine, EvalAltResult, NativeCallContext, Position};

use super::arguments::Fallible;
use super::item::misuse;
use super::ledger::Run;
use super::value::{Sort, Taken, Value};

/// What ends a script whose time is over.
pub(crate) const TIME_OVER: &str = "time";

/// One call of a word.
#[derive(Clone, Copy)]
pub(crate) struct Call<'a> {
    /// The submission under the rules.
    pub run: &'a Run,
    /// The word.
    pub name: &'a str,
    /// Where the rule calls it.
    pub position: Position,
}

/// A word's function.
type Body = Arc<dyn Fn(&Call, &mut [Value]) -> Fallible<Value> + Send + Sync>;

/// A word's function with what it takes.
#[derive(Clone)]
pub(crate) struct Native {
    /// The kinds of its arguments.
    pub sorts: &'static [Sort],
    body: Body,
}

impl Native {
    /// Calls it; the arguments are used up.
    pub(crate) fn call(&self, call: &Call, arguments: &mut [Value]) -> Fallible<Value> {
        if super::pace::is_over() {
            return Err(Box::new(EvalAltResult::ErrorTerminated(
                Dynamic::from(TIME_OVER.to_owned()),
                call.position,
            )));
        }
        (self.body)(call, arguments)
    }

    pub(crate) fn takes(&self, arguments: &[Value]) -> bool {
        self.sorts.len() == arguments.len()
            && self
                .sorts
                .iter()
                .zip(arguments)
                .all(|(sort, value)| sort.takes(value))
    }

    fn loose(&self) -> usize {
        self.sorts.iter().filter(|sort| **sort == Sort::Any).count()
    }
}

/// Every word's functions by name, those that ask for more first.
#[derive(Clone, Default)]
pub(crate) struct Natives(BTreeMap<String, Vec<Native>>);

impl Natives {
    /// The functions of a name.
    pub(crate) fn named(&self, name: &str) -> &[Native] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    fn add(&mut self, name: &str, native: Native) {
        let all = self.0.entry(name.to_owned()).or_default();
        all.push(native);
        all.sort_by_key(Native::loose);
    }
}

/// A closure that can be a word: it takes the call and up to six values.
pub(crate) trait Function<Arguments> {
    /// What it takes.
    const SORTS: &'static [Sort];
    /// As a body.
    fn body(self) -> Body;
}

#[expect(
    clippy::unnecessary_box_returns,
    reason = "Rhai's errors are boxed everywhere"
)]
fn refused(call: &Call) -> Box<EvalAltResult> {
    misuse(
        format!("{} 不能这样用 / cannot be used like this", call.name),
        call.position,
    )
}

macro_rules! function {
    ($($kind:ident $name:ident),*) => {
        impl<F, R, $($kind),*> Function<($($kind,)*)> for F
        where
            F: Fn(&Call, $($kind),*) -> Fallible<R> + Send + Sync + 'static,
            R: Into<Value>,
            $($kind: Taken,)*
        {
            const SORTS: &'static [Sort] = &[$($kind::SORT),*];

            fn body(self) -> Body {
                Arc::new(move |call, arguments| {
                    let [$($name),*] = arguments else {
                        return Err(refused(call));
                    };
                    let ($(Some($name),)*) = ($($kind::take($name),)*) else {
                        return Err(refused(call));
                    };
                    self(call, $($name),*).map(Into::into)
                })
            }
        }
    };
}

function!(A a);
function!(A a, B b);
function!(A a, B b, C c);
function!(A a, B b, C c, D d);
function!(A a, B b, C c, D d, E e);
function!(A a, B b, C c, D d, E e, G g);

/// What words are made known to.
pub(crate) struct Language<'a> {
    /// The interpreter.
    pub(super) engine: &'a mut Engine,
    natives: Natives,
}

impl<'a> Language<'a> {
    pub(super) fn new(engine: &'a mut Engine) -> Self {
        Self {
            engine,
            natives: Natives::default(),
        }
    }

    pub(super) fn into_natives(self) -> Natives {
        self.natives
    }

    /// Adds a word, or another way to call it.
    pub(super) fn add<Arguments, F: Function<Arguments>>(&mut self, name: &str, function: F) {
        let native = Native {
            sorts: F::SORTS,
            body: function.body(),
        };
        self.natives.add(name, native.clone());
        let types: Vec<_> = F::SORTS.iter().map(|sort| sort.type_id()).collect();
        let name = name.to_owned();
        self.engine.register_raw_fn(
            name.clone(),
            types,
            move |context: NativeCallContext, arguments: &mut [&mut Dynamic]| {
                let run = Run::of(&context)?;
                let call = Call {
                    run: &run,
                    name: &name,
                    position: context.call_position(),
                };
                // the first may be the script's own variable: it is copied, not taken
                let mut values: Vec<Value> = arguments
                    .iter()
                    .map(|value| Value::from(&**value))
                    .collect();
                native.call(&call, &mut values).map(Value::into_dynamic)
            },
        );
    }
}

impl std::fmt::Debug for Natives {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Natives")
            .field("names", &self.0.len())
            .finish_non_exhaustive()
    }
}
