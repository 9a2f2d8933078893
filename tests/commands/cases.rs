//! Cases of rules over all submissions: that they notice a changed threshold, and what is said of
//! those that cannot be carried out.

use super::*;

/// The shipped packs in a folder of one's own, with another text for one of their files.
fn packs(name: &str, file: &str, change: impl FnOnce(String) -> String) -> Folder {
    let folder = folder(name);
    copy(&repository("rules"), &folder.join("rules"));
    let path = folder.join("rules").join(file);
    let text = fs::read_to_string(&path).unwrap();
    fs::write(path, change(text)).unwrap();
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

const MANY: &str = "department/cases/多份.toml";

fn test(folder: &Path, more: &[&str]) -> Ended {
    let mut arguments = vec!["test", "department"];
    arguments.extend(more);
    run(folder, &arguments)
}

#[test]
fn a_changed_threshold_is_noticed() {
    let declared = "[parameters.\"分布份额\"]\ntype = \"number\"\nunit = \"%\"\ndefault = ";
    let change = |text: String| {
        let changed = text.replace(&format!("{declared}\"90\""), &format!("{declared}\"91\""));
        assert_ne!(changed, text);
        changed
    };
    let folder = packs("cases-threshold", "common/pack.toml", change);
    let ended = test(&folder, &["--rule", "PL-05"]);
    assert_eq!(ended.code, 1, "{}", ended.out);
    assert!(
        ended.out.contains("多份.toml  二十份中十八份同一等级"),
        "{}",
        ended.out
    );
    assert!(
        !ended.out.contains("二十份中十七份同一等级"),
        "{}",
        ended.out
    );
}

/// A rule is changed so that it looks at departments no more: nothing is found, and cases that
/// say it holds are not taken in.
#[test]
fn a_rule_that_asks_nothing_does_not_pass() {
    let change = |text: String| {
        let changed = text.replace("for 字段 in param(\"汇总核对\") {", "for 字段 in [] {");
        assert_ne!(changed, text);
        changed
    };
    let folder = packs("cases-silent", "common/多份.rhai", change);
    let ended = test(&folder, &["--rule", "PL-02"]);
    assert_eq!(ended.code, 1, "{}", ended.out);
    assert!(ended.out.contains("passed \"PL-02\""), "{}", ended.out);
}

#[test]
fn a_rule_over_all_submissions_without_cases_is_told() {
    let folder = packs("cases-none", MANY, |_| String::new());
    let ended = test(&folder, &[]);
    assert_eq!(ended.code, 0, "{}", ended.out);
    let note = "6 条规则还没有查出问题的用例：PL-02、PL-03、PL-04、PL-05、PL-06、PL-07";
    assert!(ended.out.contains(note), "{}", ended.out);
    let ended = run(&folder, &["lint", "department"]);
    assert!(ended.out.contains("PL-02  no_case"), "{}", ended.out);
    // from one side only
    let one = "[[case]]\nname = \"通过\"\nroster = { \"甲局\" = [\"甲站\"] }\npassed = [\"PL-02\"]\n\
               [[case.submission]]\nunit = \"甲局\"\n[[case.submission]]\nunit = \"甲站\"\n";
    write(&folder.join("rules"), MANY, one);
    let ended = test(&folder, &["--coverage", "--rule", "PL-02"]);
    assert!(
        ended.out.contains("只试过通过、没有试过查出的规则：PL-02"),
        "{}",
        ended.out
    );
    assert!(ended.out.contains("PL-02  6/8 行"), "{}", ended.out);
}

/// A new case is filled in, and agrees then.
#[test]
fn what_was_found_is_written_into_a_new_case() {
    let new = "[[case]]\nname = \"新\"\nparameters = { \"雷同文字\" = [] }\nroster = { \"甲局\" = [\"甲站\"] }\n\n\
               [[case.submission]]\nunit = \"甲局\"\nset = { \"/预算/收入/合计\" = \"1001.00\" }\n\n\
               [[case.submission]]\nunit = \"甲站\"\n";
    let folder = packs("cases-new", MANY, |_| new.to_owned());
    assert_eq!(test(&folder, &[]).code, 1);
    let ended = test(&folder, &["--accept"]);
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    let text = fs::read_to_string(folder.join("rules").join(MANY)).unwrap();
    let line = "expect = [ { rule = \"PL-02\", verdict = \"wrong\", unit = \"甲局\", at = \"/预算/收入/合计\" } ]\n";
    assert_eq!(
        text,
        new.replace(
            "\n\n[[case.submission]]\nunit = \"甲局\"",
            &format!("\n{line}\n[[case.submission]]\nunit = \"甲局\"")
        )
    );
}

#[test]
fn cases_that_cannot_be_carried_out_say_why() {
    let one = "[[case.submission]]\n";
    let folder = packs("cases-bad", MANY, |text| text);
    for (head, parts, words) in [
        ("passed = [\"PL-02\"]", "", "规则 PL-02 看的是各份之间"),
        ("passed = [\"ZT-20\"]", one, "规则 ZT-20 一份一份地看"),
        (
            "passed = [\"PL-20\"]",
            one,
            "没有各份之间的规则 PL-20；是不是 PL-02",
        ),
        ("roster = { \"甲\" = [\"乙\"] }", "", "roster（名单）要与"),
        (
            "expect = []",
            "[[case.submission]]\nset = { \"/绩效指标/一级/9/分值\" = \"1\" }",
            "第 1 个 submission / submission 1: /绩效指标/一级/9/分值: 没有这个位置",
        ),
        (
            "expect = []",
            "[[case.submission]]\nfrom = \"clean-无.json\"",
            "没有 clean-无.json",
        ),
        (
            "expect = []",
            "[[case.submission]]\ntimes = 0",
            "times = 0：一个用例可写 1～200 份",
        ),
        (
            "expect = []",
            "[[case.submission]]\ntimes = 18446744073709551615",
            "times",
        ),
        (
            "expect = []",
            "[[case.submission]]\nprior = true",
            "没有本年的份",
        ),
        (
            "expect = [ { rule = \"PL-02\", unit = \"丙局\" } ]",
            "[[case.submission]]\nunit = \"甲局\"",
            "没有“丙局”这一份，有的是 甲局",
        ),
        (
            "parameters = { \"汇总核对\" = [\"预算.收人\"] }\nexpect = []",
            one,
            "预算.收人",
        ),
        ("parameters = { \"汇总\" = [] }\nexpect = []", one, "汇总"),
        (
            "expect = []",
            "[[case.submission]]\nunits = \"甲局\"",
            "units",
        ),
    ] {
        let text = format!("[[case]]\nname = \"坏\"\n{head}\n{parts}\n");
        write(&folder.join("rules"), MANY, &text);
        let ended = test(&folder, &[]);
        assert!([1, 2].contains(&ended.code), "{text}: {}", ended.code);
        let said = format!("{}{}", ended.out, ended.err);
        assert!(said.contains(words), "{text}\n{said}");
    }
}
