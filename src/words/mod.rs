//! Every sentence the engine says, in Chinese and English, in one place per kind of thing.
//!
//! Sentences are `match`es over what is to be said, so the compiler knows that none is missing
//! in either language. Rules bring their own words, in the language of their pack.

pub mod across;
mod answer;
mod chinese;
pub mod command;
pub mod diagnosis;
mod english;
mod finding;
pub mod form;
pub mod lint;
pub mod measure;
pub mod page;
pub mod prose;
pub mod read;
pub mod report;
pub(crate) mod rule;
pub mod screening;
pub(crate) mod settings;
pub mod syntax;
pub mod table;
pub mod trace;
pub mod workbook;

pub use finding::{Expression, Identity, Message, Relation, Role};
pub(crate) use finding::{nested_quotes, with_unit};

/// The language the engine speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// 中文
    #[default]
    Chinese,
    /// English
    English,
}

impl Lang {
    /// One of two texts, by language.
    #[must_use]
    pub fn pick<'a>(self, chinese: &'a str, english: &'a str) -> &'a str {
        match self {
            Self::Chinese => chinese,
            Self::English => english,
        }
    }
}

/// The candidate nearest to what was typed, if any is near enough to be meant.
pub fn nearest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let fold = |text: &str| text.to_lowercase();
    let wanted = fold(typed);
    candidates
        .into_iter()
        .map(|candidate| {
            let length = wanted.chars().count().max(candidate.chars().count());
            let distance = strsim::osa_distance(&wanted, &fold(candidate));
            (distance, length, candidate)
        })
        // at most a third of the letters differ, or one is part of the other
        .filter(|(distance, length, candidate)| {
            distance * 3 <= *length
                || (wanted.chars().count() >= 2
                    && (candidate.contains(typed) || typed.contains(candidate)))
        })
        .min_by_key(|(distance, _, candidate)| (*distance, *candidate))
        .map(|(_, _, candidate)| candidate)
}
