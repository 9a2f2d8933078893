//! Identities that can never all hold, or only with figures nobody has submitted.

use std::collections::BTreeSet;

use super::forms::{identities, solved};
use super::{Bench, Found, Said};

pub(super) fn look(bench: &Bench<'_>, found: &mut Found<'_>) {
    let mut known: BTreeSet<Vec<String>> = BTreeSet::new();
    for sample in &bench.samples {
        let all = identities(sample);
        for row in solved(&all) {
            let rules = row.rules;
            let identity = row.identity;
            let last = rules.last().cloned().unwrap_or_default();
            let mut terms = identity.terms.iter();
            match (terms.next(), terms.next()) {
                (None, _) if !identity.constant.is_zero() && known.insert(rules.clone()) => {
                    let said = Said::NeverAllHold(rules, sample.file.clone());
                    found.at(&last, bench.place(&last), said);
                }
                // one rule alone may well say what a figure is
                (Some((node, _)), None) if rules.len() > 1 => {
                    let value = -identity.constant.clone();
                    let written = sample.submission.number(*node).map(|number| number.value);
                    let differs =
                        written.is_some_and(|written| crate::amount::Exact::from(written) != value);
                    if differs && known.insert(rules.clone()) {
                        let figure = sample.submission.label(*node);
                        let value = value.to_short(6);
                        let said = Said::OnlyIf(rules, figure, value);
                        found.at(&last, bench.place(&last), said);
                    }
                }
                _ => {}
            }
        }
    }
}
