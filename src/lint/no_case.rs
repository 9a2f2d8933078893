//! Rules of which nobody knows whether they find anything.

use super::{Bench, Found, Said};

pub(super) fn look(bench: &Bench<'_>, found: &mut Found<'_>) {
    let shown = bench.pack.rules_in_cases();
    let asking = bench.pack.rules_asking();
    let of_all = bench.parsed.rules_of_all.iter();
    // under these parameters others have nothing to find
    let of_all = of_all.filter(|rule| asking.contains(&rule.id));
    for rule in bench.parsed.rules.iter().chain(of_all) {
        if !shown.contains(&rule.id) {
            found.at(&rule.id, rule.at, Said::NoCase);
        }
    }
}
