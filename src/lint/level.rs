//! Verbs that do not go with the level of their rule.

use super::{Bench, Found, Said, Subject};
use crate::finding::Level;
use crate::pack::parsed::each_call;

pub(super) fn look(bench: &Bench<'_>, found: &mut Found<'_>) {
    for rule in &bench.parsed.rules {
        let Some(info) = bench.pack.rule(&rule.id) else {
            continue;
        };
        let subject = Subject {
            rule: &rule.id,
            function: &rule.body,
        };
        each_call(rule.body.body(), &mut |name, _, position| {
            let (verb, due) = match name {
                // words cannot mend what must be corrected, and advice asks for none
                "explained" => ("explained", "query"),
                "substantive" => ("substantive", "query"),
                // arithmetic that is wrong is not to be explained away
                "equal" => ("equal", "error"),
                "summarize_tails" => ("summarize_tails", "advice"),
                _ => return,
            };
            let level = match info.level {
                Level::Error => "error",
                Level::Query => "query",
                Level::Advice => "advice",
            };
            if level != due {
                found.at(&rule.id, subject.at(position), Said::Level(verb, due));
            }
        });
    }
}
