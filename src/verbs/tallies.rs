//! `tallies`: whether figures agree, for a rule that has to know before it says what is missing.

use super::arguments::{Fallible, amount};
use super::call::{Call, Language};
use super::value::Value;
use super::{Sort, Word};
use crate::amount::verdict;
use crate::finding::Verdict;

pub(super) const WORDS: &[Word] = &[Word {
    name: "tallies",
    sort: Sort::Maker,
    usage: &["tallies(填报数, 应有数)"],
    zh: "填报数与应有数是否相符（相等，或只差四舍五入尾差）；缺数的为否。只回答，不是核对。",
    en: "Whether the figures agree, exactly or but for rounding; not where one is missing. An answer, no check.",
    register,
}];

fn register(language: &mut Language) {
    language.add(
        "tallies",
        |context: &Call, stated: Value, expected: Value| {
            let run = context.run;
            let stated = amount(context, run, &stated)?;
            let expected = amount(context, run, &expected)?;
            let verdict = verdict(&stated, &expected);
            Fallible::Ok(matches!(verdict, Ok(Verdict::Exact | Verdict::Rounding)))
        },
    );
}
