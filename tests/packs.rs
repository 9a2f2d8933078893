//! Shipped packs: their cases, their rules' ids, and that nothing in them is untested.

use std::collections::BTreeSet;
use std::sync::Arc;

use gouji::pack::{Library, Pack, borrowing, kinds_served};
use gouji::screen::ask_together;

/// Every rule id that was ever shipped, by pack: reports of last year name them, so none may
/// vanish. Family, and its numbers.
const IDS: &[(&str, Families)] = &[
    (
        "department",
        &[
            ("GEN-", ALL_GEN),
            ("GEN-", &[15]),
            ("ZT-", ALL_ZT),
            ("PF-", ALL_PF),
            ("XM-", &[4]),
            ("PL-", ALL_PL),
        ],
    ),
    (
        "project",
        &[
            ("GEN-", &[1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 14, 15]),
            ("PF-", ALL_PF),
            ("XM-", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]),
            ("PL-", ALL_PL),
        ],
    ),
    (
        "review",
        &[
            ("GEN-", &[1, 2, 10, 11, 14]),
            ("FH-", &[1, 2, 3, 4, 5, 6, 7, 8, 9]),
            ("PL-", &[5, 6]),
        ],
    ),
    (
        "final-accounts",
        &[
            ("GEN-", &[1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]),
            ("JS-01-", &[1, 2, 3]),
            ("JS-02-", &[1, 2, 3, 4, 5]),
            ("JS-03-", &[1, 2, 3, 4, 5, 6, 7, 8, 9]),
            ("JS-04-", &[1, 2, 3, 4]),
            ("JS-05-", &[1, 2, 3, 4]),
            ("JS-06-", &[1, 2, 3, 4]),
            ("JS-07-", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
            ("JS-08-", &[1, 2, 3, 4, 5, 6, 7, 8]),
            ("JS-09-", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
            ("PL-", ALL_PL),
        ],
    ),
    (
        "department-budget",
        &[
            ("GEN-", &[1, 2, 3, 6, 7, 8, 9, 10, 11, 12, 13, 14]),
            ("YS-01-", &[1, 2]),
            ("YS-02-", &[1, 2, 3, 4]),
            ("YS-03-", &[1, 2, 3, 4]),
            ("YS-04-", &[1, 2]),
            ("YS-05-", &[1]),
            ("YS-06-", &[1, 2]),
            ("YS-07-", &[1, 2]),
            ("YS-08-", &[1]),
            ("YS-09-", &[1, 2, 3, 4, 5, 6, 7]),
            ("PL-", ALL_PL),
        ],
    ),
];
type Families = &'static [(&'static str, &'static [u32])];
const ALL_GEN: &[u32] = &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14];
const ALL_PF: &[u32] = &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
/// PL-01 is the roster, which is no rule of a pack.
const ALL_PL: &[u32] = &[2, 3, 4, 5, 6, 7];
const ALL_ZT: &[u32] = &[
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
    27, 28, 29, 30,
];

#[test]
fn cases_hold() {
    let library = Library::shipped();
    for (id, _) in kinds_served(&library) {
        let pack = Arc::new(Pack::load(&id, &library).unwrap());
        let results = pack.run_cases(ask_together).unwrap();
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
        let of_all = pack.rules_asking().iter().map(String::as_str);
        let untested: Vec<&str> = pack
            .rules
            .iter()
            .map(|rule| rule.id.as_str())
            .chain(of_all)
            .filter(|id| !tested.contains(id))
            .collect();
        assert!(
            untested.is_empty(),
            "rules without a failing case: {untested:?}"
        );
    }
}

/// A province sets parameters and nothing else; each value it sets is one that an extended pack
/// has, says where it was seen, and has a case that the plain pack would end otherwise, or that
/// stands at the bound.
#[test]
fn provinces_hold() {
    let library = Library::shipped();
    let ids = borrowing(&library);
    assert_eq!(
        ids,
        [
            "chongqing",
            "guangxi",
            "hubei",
            "hunan",
            "ningxia",
            "sichuan",
            "zhejiang"
        ]
    );
    for id in ids {
        let packs = Pack::load_all(&id, &library).unwrap();
        let kinds: Vec<&str> = packs
            .iter()
            .flat_map(|pack| pack.manifest.kinds.iter().map(String::as_str))
            .collect();
        assert_eq!(
            kinds,
            [
                "部门整体支出绩效自评",
                "项目支出绩效自评",
                "转移支付绩效自评",
                "衔接资金绩效自评"
            ],
            "{id}"
        );
        let mut cases = 0;
        for pack in packs {
            assert!(pack.borrows() && pack.manifest.rules.is_empty());
            for setting in &pack.manifest.settings {
                assert!(
                    setting.source.contains("[V]") || setting.source.contains("[S]"),
                    "{id}: {} is not verified",
                    setting.parameter
                );
            }
            let plain = Pack::load(&pack.manifest.extends[0], &library).unwrap();
            assert!(!plain.borrows());
            let results = Arc::new(pack).run_cases(ask_together).unwrap();
            cases += results.len();
            let differing: Vec<_> = results
                .iter()
                .filter(|result| !result.differences.is_empty())
                .collect();
            assert!(differing.is_empty(), "{id}: {differing:#?}");
        }
        assert!(cases >= 3, "{id}");
    }
}

/// One id, two forms: a submission is checked by the rules of its own 文种.
#[test]
fn a_province_is_as_many_packs_as_it_borrows_forms() {
    let library = Library::shipped();
    let faults = Pack::load("hubei", &library).unwrap_err();
    assert_eq!(faults.len(), 1, "{faults:?}");
    let packs = Pack::load_all("hubei", &library).unwrap();
    let value = |pack: &Pack| format!("{:?}", pack.parameters["执行率分值"].value);
    for pack in &packs {
        let plain = Pack::load(
            if pack.rule("ZT-01").is_some() {
                "department"
            } else {
                "project"
            },
            &library,
        );
        let plain = plain.unwrap();
        assert_eq!(pack.stamp.id, "hubei");
        assert_ne!(pack.stamp.hash, plain.stamp.hash);
        assert_eq!(pack.rules.len(), plain.rules.len());
        assert_ne!(value(pack), value(&plain));
    }
    assert_ne!(packs[0].stamp.hash, packs[1].stamp.hash);
}

#[test]
fn no_rule_vanishes() {
    for (pack, families) in IDS {
        let pack = Pack::load(pack, &Library::shipped()).unwrap();
        let mut known = 0;
        for (family, numbers) in *families {
            for number in *numbers {
                let wide = if family.matches('-').count() == 1 {
                    2
                } else {
                    1
                };
                let id = format!("{family}{number:0wide$}");
                assert!(pack.all_rules().any(|rule| rule.id == id), "{id}");
                known += 1;
            }
        }
        assert_eq!(
            pack.all_rules().count(),
            known,
            "a rule of {} is not listed here",
            pack.manifest.id
        );
    }
}

/// What a reader of a finding is owed: a title, a basis that says whether it was verified, and
/// what to do.
#[test]
fn every_rule_says_what_to_do() {
    let library = Library::shipped();
    let packs = kinds_served(&library).into_iter();
    let packs = packs.map(|(id, _)| Pack::load(&id, &library).unwrap());
    let rules = packs.flat_map(|pack| pack.all_rules().cloned().collect::<Vec<_>>());
    for rule in rules {
        assert!(
            !rule.title.is_empty() && !rule.basis.is_empty(),
            "{}",
            rule.id
        );
        assert!(rule.help.chars().count() >= 6, "{}", rule.id);
    }
}
