//! Calls of what is neither a word nor a function: found out only when that line runs.

use std::collections::BTreeSet;

use rhai::Engine;

use super::{Bench, Found, Said};
use crate::pack::parsed::{Function, each_call};
use crate::verbs::words;

pub(super) fn look(bench: &Bench<'_>, found: &mut Found<'_>) {
    // Rhai's own, such as `len` and `push`
    let own: BTreeSet<String> = Engine::new()
        .gen_fn_signatures(true)
        .iter()
        .filter_map(|signature| {
            let name = signature.split('(').next()?;
            name.rsplit([' ', ':']).next().map(str::to_owned)
        })
        .collect();
    let functions: BTreeSet<&str> = bench.parsed.functions.iter().map(Function::name).collect();
    for subject in bench.subjects() {
        each_call(subject.function.body(), &mut |name, _, position| {
            let operator =
                !name.starts_with(|letter: char| letter.is_alphabetic() || letter == '_');
            let known = operator
                || words().any(|word| word.name == name)
                || functions.contains(name)
                || own.contains(name)
                || name == "in";
            if !known {
                let candidates = words()
                    .map(|word| word.name)
                    .chain(functions.iter().copied());
                let nearest = crate::words::nearest(name, candidates).map(str::to_owned);
                let said = Said::UnknownWord(name.to_owned(), nearest);
                found.at(subject.rule, subject.at(position), said);
            }
        });
    }
}
