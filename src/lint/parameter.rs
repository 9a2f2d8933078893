//! Parameters that nothing asks for.

use std::collections::BTreeSet;

use rhai::Expr;

use super::{Bench, Found, Said};
use crate::pack::parsed::each_call;

pub(super) fn look(bench: &Bench<'_>, found: &mut Found<'_>) {
    let mut used: BTreeSet<&str> = BTreeSet::new();
    let mut by_name = true;
    let bodies = bench.subjects().map(|subject| subject.function);
    let of_all = bench.parsed.rules_of_all.iter().map(|rule| &rule.body);
    for body in bodies.chain(of_all) {
        each_call(body.body(), &mut |name, arguments, _| {
            match (name, arguments) {
                ("param", [Expr::StringConstant(name, _)]) => {
                    used.insert(name.as_str());
                }
                // a name made at run time may be any
                ("param", _) => by_name = false,
                _ => {}
            }
        });
    }
    if !by_name {
        return;
    }
    // only the pack's own: those of a base pack may serve others
    for name in bench.pack.manifest.parameters.keys() {
        if !used.contains(name.as_str()) {
            found.of_manifest(name, Said::UnusedParameter(name.clone()));
        }
    }
}
