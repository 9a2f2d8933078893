//! Rules of which nobody knows whether they find anything.

use super::{Bench, Found, Said};

pub(super) fn look(bench: &Bench<'_>, found: &mut Found<'_>) {
    let shown = bench.pack.rules_in_cases();
    for rule in &bench.parsed.rules {
        if !shown.contains(&rule.id) {
            found.at(&rule.id, rule.at, Said::NoCase);
        }
    }
}
