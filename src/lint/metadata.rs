//! What a reader of a finding is owed: a basis, whether it was verified, and what to do.

use super::{Bench, Found, Said};

const OWED: [&str; 3] = ["basis", "verified", "fix"];

pub(super) fn look(bench: &Bench<'_>, found: &mut Found<'_>) {
    for rule in &bench.parsed.rules {
        let info = bench.pack.rule(&rule.id);
        for key in OWED {
            let stated = rule.keys.iter().any(|(stated, _)| stated == key);
            let empty = info.is_some_and(|info| match key {
                "basis" => info.basis.trim().is_empty(),
                "fix" => info.help.trim().is_empty(),
                _ => false,
            });
            if !stated || empty {
                found.at(&rule.id, rule.at, Said::MissingKey(key));
            }
        }
    }
}
