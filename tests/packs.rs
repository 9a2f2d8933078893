//! Shipped packs: their cases, their rules' ids, and that nothing in them is untested.

use std::collections::BTreeSet;
use std::sync::Arc;

use gouji::pack::{Library, Pack, kinds_served};

/// Every rule id that was ever shipped: reports of last year name them, so none may vanish.
const IDS: &[(&str, u32)] = &[("GEN", 14), ("ZT", 30), ("PF", 12)];

#[test]
fn cases_hold() {
    let library = Library::shipped();
    for (id, _) in kinds_served(&library) {
        let pack = Arc::new(Pack::load(&id, &library).unwrap());
        let results = pack.run_cases().unwrap();
        let differing: Vec<String> = results
            .iter()
            .filter(|result| !result.differences.is_empty())
            .map(|result| format!("{} {}: {:#?}", result.file, result.name, result.differences))
            .collect();
        assert!(differing.is_empty(), "{}", differing.join("\n"));
        let tested: BTreeSet<&str> = results
            .iter()
            .flat_map(|result| result.failed_rules.iter().map(String::as_str))
            .collect();
        let untested: Vec<&str> = pack
            .rules
            .iter()
            .map(|rule| rule.id.as_str())
            .filter(|id| !tested.contains(id))
            .collect();
        assert!(
            untested.is_empty(),
            "rules without a failing case: {untested:?}"
        );
    }
}

#[test]
fn no_rule_vanishes() {
    let pack = Pack::load("department", &Library::shipped()).unwrap();
    for (family, count) in IDS {
        for number in 1..=*count {
            let id = format!("{family}-{number:02}");
            assert!(pack.rule(&id).is_some(), "{id}");
        }
    }
    let families: u32 = IDS.iter().map(|(_, count)| count).sum();
    assert_eq!(pack.rules.len(), families as usize);
}

/// What a reader of a finding is owed: a title, a basis that says whether it was verified, and
/// what to do.
#[test]
fn every_rule_says_what_to_do() {
    let pack = Pack::load("department", &Library::shipped()).unwrap();
    for rule in &pack.rules {
        assert!(
            !rule.title.is_empty() && !rule.basis.is_empty(),
            "{}",
            rule.id
        );
        assert!(rule.help.chars().count() >= 6, "{}", rule.id);
    }
}
