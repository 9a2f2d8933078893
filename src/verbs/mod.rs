//! What rules are written with: verbs (each call is one check), makers (values from values) and
//! conditions (circumstances with their figures).
//!
//! One file a word or a close family; each offers a table of [`Word`]s, listed in [`WORDS`].
//! docs/verbs.md is generated from these tables.

mod arguments;
mod bound;
mod bounds;
mod call;
mod conditions;
mod equal;
mod equation;
mod explained;
mod flag;
mod gaps;
mod item;
mod ledger;
mod makers;
mod operators;
mod ordinals;
pub(crate) mod pace;
mod present;
mod required;
mod rows;
mod scale;
mod table;
mod tails;
mod tallies;
mod text;
mod value;
mod written;

use rhai::Engine;

pub(crate) use call::{Call, Language, Native, Natives, TIME_OVER};
pub(crate) use conditions::{Circumstance, circumstance};
pub use equation::{Equation, Standing};
pub(crate) use item::misuse;
pub use item::{Escape, Item, Missing};
pub use ledger::{Check, Gap, Ledger, Parameter, Run, Tail};
pub(crate) use operators::{entry as entry_of, register_fields};
pub use scale::opposite_direction;
pub(crate) use scale::{POWERS, sign_of};
pub(crate) use text::{is_hollow, substance};
pub(crate) use value::Value;

/// Whether a word checks, makes or names a circumstance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Each call is one check.
    Verb,
    /// Makes a value.
    Maker,
    /// Names a circumstance.
    Condition,
}

/// One word of the rules' language.
#[derive(Clone, Copy)]
pub struct Word {
    /// As written in a rule.
    pub name: &'static str,
    /// What kind of word it is.
    pub sort: Sort,
    /// The ways to call it.
    pub usage: &'static [&'static str],
    /// What it does, in Chinese.
    pub zh: &'static str,
    /// What it does, in English.
    pub en: &'static str,
    /// Makes it known to an engine.
    pub(crate) register: fn(&mut Language),
}

impl Word {
    const fn of(
        sort: Sort,
        name: &'static str,
        usage: &'static [&'static str],
        zh: &'static str,
        en: &'static str,
        register: fn(&mut Language),
    ) -> Self {
        Self {
            name,
            sort,
            usage,
            zh,
            en,
            register,
        }
    }
}

/// All words, by file.
pub const WORDS: &[&[Word]] = &[
    equal::WORDS,
    bounds::WORDS,
    explained::WORDS,
    present::WORDS,
    required::WORDS,
    text::WORDS,
    ordinals::WORDS,
    scale::WORDS,
    table::WORDS,
    written::WORDS,
    tails::WORDS,
    flag::WORDS,
    makers::WORDS,
    bound::WORDS,
    rows::WORDS,
    tallies::WORDS,
    conditions::WORDS,
];

/// Every word, in the order of the tables.
pub fn words() -> impl Iterator<Item = &'static Word> {
    WORDS.iter().copied().flatten()
}

/// Makes the whole language known to an engine; the words, for whoever calls them without it.
pub(crate) fn register(engine: &mut Engine) -> Natives {
    let mut language = Language::new(engine);
    operators::register(&mut language);
    for word in words() {
        (word.register)(&mut language);
    }
    language.into_natives()
}
