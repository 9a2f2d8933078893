//! Rules that say what another says already: one wrong figure would be two findings.

use std::collections::BTreeSet;

use super::forms::identities;
use super::{Bench, Found, Said};

pub(super) fn look(bench: &Bench<'_>, found: &mut Found<'_>) {
    let mut known: BTreeSet<(String, String)> = BTreeSet::new();
    for sample in &bench.samples {
        let all = identities(sample);
        for (index, identity) in all.iter().enumerate() {
            let same = all.iter().take(index).find(|earlier| {
                earlier.rule != identity.rule
                    && earlier.terms == identity.terms
                    && earlier.constant == identity.constant
                    && !identity.terms.is_empty()
            });
            let Some(earlier) = same else {
                continue;
            };
            if known.insert((earlier.rule.clone(), identity.rule.clone())) {
                let figure = identity
                    .stated
                    .map(|node| sample.submission.label(node))
                    .unwrap_or_default();
                let said = Said::SameIdentity(earlier.rule.clone(), figure);
                found.at(&identity.rule, bench.place(&identity.rule), said);
            }
        }
    }
}
