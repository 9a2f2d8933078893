//! What those do who write rules: make a pack and a rule, run and write cases, follow a rule.

use std::io::{BufRead, BufReader};
use std::time::{Duration, Instant};

use super::*;

/// A folder with a new pack `rules/某县`.
fn with_pack(name: &str) -> Folder {
    let folder = folder(name);
    let made = run(&folder, &["new", "pack", "rules/某县"]);
    assert_eq!((made.code, &*made.err), (0, ""), "{}", made.out);
    folder
}

#[test]
fn a_new_pack_passes_its_own_tests() {
    let folder = with_pack("new-pack");
    let tested = run(&folder, &["test", "某县", "--coverage"]);
    assert_eq!((tested.code, &*tested.err), (0, ""), "{}", tested.out);
    assert!(tested.out.contains("4 例全部相符"), "{}", tested.out);
    let linted = run(&folder, &["lint", "rules/某县"]);
    assert_eq!((linted.code, &*linted.err), (0, ""), "{}", linted.out);
    // and its own submission is accepted
    let checked = run(&folder, &["check", "rules/某县/clean.json"]);
    assert_eq!(checked.code, 0, "{}", checked.out);
    let again = run(&folder, &["new", "pack", "rules/某县"]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("没有改动"), "{}", again.err);
    for bad in ["rules/甲 乙", "rules/a\"b", ".", ""] {
        let ended = run(&folder, &["new", "pack", bad]);
        assert_eq!(ended.code, 2, "{bad}: {}", ended.out);
    }
}

#[test]
fn a_new_rule_passes_its_own_tests() {
    let folder = with_pack("new-rule");
    let made = run(&folder, &["new", "rule", "BD-01"]);
    assert_eq!((made.code, &*made.err), (0, ""), "{}", made.out);
    copy_rules(&folder);
    let which = run(&folder, &["new", "rule", "BD-02"]);
    assert_eq!(which.code, 2);
    assert!(
        which.err.contains("department、") && which.err.contains("、某县"),
        "{}",
        which.err
    );
    let made = run(&folder, &["new", "rule", "BD-02", "--pack", "department"]);
    assert_eq!((made.code, &*made.err), (0, ""), "{}", made.out);
    for (pack, rule) in [("某县", "BD-01"), ("department", "BD-02")] {
        let tested = run(&folder, &["test", pack]);
        assert_eq!((tested.code, &*tested.err), (0, ""), "{}", tested.out);
        assert!(!tested.out.contains("提醒"), "{}", tested.out);
        let linted = run(&folder, &["lint", pack]);
        assert_eq!(linted.code, 0, "{}", linted.out);
        let explained = run(&folder, &["explain", rule]);
        assert_eq!(explained.code, 0, "{}", explained.err);
    }
    // the script that sums up what came before stays the last
    let manifest = fs::read_to_string(folder.join("rules/department/pack.toml")).unwrap();
    assert!(
        manifest.contains("\"BD-02.rhai\", \"尾差.rhai\"]"),
        "{manifest}"
    );
    let before = fs::read_to_string(repository("rules/department/pack.toml")).unwrap();
    assert_eq!(manifest.replace("\"BD-02.rhai\", ", ""), before);
    for taken in ["BD-02", "bd-02", "ZT-19"] {
        let ended = run(&folder, &["new", "rule", taken, "--pack", "department"]);
        assert_eq!(ended.code, 2, "{}", ended.out);
        assert!(ended.err.contains("已有"), "{}", ended.err);
    }
    assert_eq!(
        fs::read_to_string(folder.join("rules/department/pack.toml")).unwrap(),
        manifest
    );
}

#[test]
fn what_is_embedded_cannot_be_edited() {
    let folder = folder("embedded");
    for arguments in [
        &["new", "rule", "X", "--pack", "department"][..],
        &["test", "department", "--accept"],
        &["test", "department", "--watch"],
    ] {
        let ended = run(&folder, arguments);
        assert_eq!(ended.code, 2, "{arguments:?}");
        assert!(ended.err.contains("内置"), "{arguments:?}: {}", ended.err);
    }
}

#[test]
fn cases_of_one_rule() {
    let folder = with_pack("one-rule");
    let ended = run(&folder, &["test", "某县", "--rule", "某县-02"]);
    assert_eq!(ended.code, 0, "{}", ended.out);
    assert!(ended.out.contains("1 例全部相符"), "{}", ended.out);
    let unknown = run(&folder, &["test", "某县", "--rule", "某县-2"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("是否为“某县-02”"), "{}", unknown.err);
}

#[test]
fn a_difference_says_what_was_expected_and_what_was_found() {
    let folder = with_pack("difference");
    let cases = folder.join("rules/某县/cases/用例.toml");
    let text = fs::read_to_string(&cases).unwrap();
    fs::write(
        &cases,
        text.replace("verdict = \"wrong\"", "verdict = \"rounding\""),
    )
    .unwrap();
    let ended = run(&folder, &["test", "某县"]);
    assert_eq!(ended.code, 1);
    let expected = "应为：{ rule = \"某县-01\", verdict = \"rounding\", at = \"/收入/合计\" }";
    let found = "查出：{ rule = \"某县-01\", verdict = \"wrong\", at = \"/收入/合计\" }  # “收入";
    assert!(ended.out.contains(expected), "{}", ended.out);
    assert!(ended.out.contains(found), "{}", ended.out);
}

#[test]
fn accept_writes_new_cases_and_nothing_else() {
    let folder = with_pack("accept");
    let cases = folder.join("rules/某县/cases/用例.toml");
    let before = fs::read_to_string(&cases).unwrap();
    let new = "
# 新的一例，注释要留着
[[case]]
name = \"漏填财政拨款\"   # 行尾的注释
remove = [\"/收入/财政拨款\"]

[[case]]
name = \"写错的旧例\"
set = { \"/收入/合计\" = \"1\" }
expect = []
";
    fs::write(&cases, format!("{before}{new}")).unwrap();
    let differs = run(&folder, &["test", "某县"]);
    assert_eq!(differs.code, 1);
    assert!(differs.out.contains("1 个新用例"), "{}", differs.out);
    let accepted = run(&folder, &["test", "某县", "--accept"]);
    let after = fs::read_to_string(&cases).unwrap();
    let lines: Vec<&str> = after.lines().collect();
    let added: Vec<&str> = lines
        .iter()
        .copied()
        .filter(|line| !before.contains(line) && !new.contains(line))
        .collect();
    assert_eq!(
        added,
        [
            "expect = []",
            "not_run = [ { rule = \"某县-01\", field = \"财政拨款\" } ]"
        ][1..],
        "{after}"
    );
    // what is there already stays, also where it is wrong
    assert_eq!(accepted.code, 1, "{}", accepted.out);
    assert!(accepted.out.contains("写错的旧例"), "{}", accepted.out);
    let without: String = after.replace(
        "expect = []\nnot_run = [ { rule = \"某县-01\", field = \"财政拨款\" } ]\n",
        "",
    );
    assert_eq!(without, format!("{before}{new}"));
    // line ends of Windows stay
    let windows = format!("{before}{new}").replace('\n', "\r\n");
    fs::write(&cases, windows).unwrap();
    run(&folder, &["test", "某县", "--accept"]);
    assert_eq!(
        fs::read_to_string(&cases).unwrap(),
        after.replace('\n', "\r\n")
    );
    let again = run(&folder, &["test", "某县", "--accept"]);
    assert!(again.out.contains("没有新用例"), "{}", again.out);
    assert_eq!(
        fs::read_to_string(&cases).unwrap(),
        after.replace('\n', "\r\n")
    );
}

#[test]
fn coverage_names_what_no_case_ran() {
    let folder = with_pack("coverage");
    let script = "rule(\"某县-01\", #{ title: \"标题\", level: \"error\" }, |表| {
    let 收 = 表.收入;
    if 收.合计 > 1000000 {
        flag(收.合计, \"过大\");
    }
    at_most(收.其他收入, 收.合计);
});
";
    write(&folder, "rules/某县/规则.rhai", script);
    write(
        &folder,
        "rules/某县/cases/用例.toml",
        "[[case]]\nname = \"一\"\nset = { \"/收入/其他收入\" = \"9999\" }\nexpect = [ { rule = \"某县-01\" } ]\n",
    );
    let ended = run(&folder, &["test", "某县", "--coverage"]);
    assert_eq!((ended.code, &*ended.err), (0, ""), "{}", ended.out);
    for words in [
        "运行过 3/4 行，1/2 个分支",
        "某县/规则.rhai:3  条件从未成立  if 收.合计 > 1000000 {",
        "某县/规则.rhai:4  没有运行过  flag(收.合计, \"过大\");",
    ] {
        assert!(ended.out.contains(words), "{words}: {}", ended.out);
    }
    // the other line ran, and both ways
    assert!(!ended.out.contains(":6 "), "{}", ended.out);
    assert!(!ended.out.contains("只试过"), "{}", ended.out);
    write(&folder, "rules/某县/cases/用例.toml", "");
    let ended = run(&folder, &["test", "某县", "--coverage"]);
    assert!(
        ended.out.contains("没有试过查出的规则：某县-01"),
        "{}",
        ended.out
    );
}

/// A loop over what a parameter lists has words of its own, and not the script's names.
#[test]
fn what_a_loop_goes_through_has_words() {
    let folder = folder("loop-words");
    let script = copy_rules(&folder).join("department/资金.rhai");
    let rule = r#"
rule("ZT-99", #{ title: "所列各项应填写", level: "error", basis: "本局", verified: false, fix: "补填" }, |表| {
    for 路径 in param("必填字段") { present(at(表, 路径)); }
});
"#;
    fs::write(&script, fs::read_to_string(&script).unwrap() + rule).unwrap();
    let ended = run(&folder, &["explain", "ZT-99", "--pack", "department"]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let checks = ended
        .out
        .lines()
        .find(|line| line.contains("核对什么"))
        .unwrap();
    assert!(checks.contains("参数“必填字段”所列的每一项"), "{checks}");
    assert!(!checks.contains("路径"), "{checks}");
}

/// Every shipped pack inherits this script, some of them in two ways.
#[test]
fn a_fault_that_packs_share_is_said_once() {
    let folder = folder("shared-fault");
    let script = copy_rules(&folder).join("common/文字.rhai");
    let broken = fs::read_to_string(&script).unwrap() + "rule(\"GEN-99\", #{\n";
    fs::write(&script, broken).unwrap();
    for command in ["lint", "test"] {
        let ended = run(&folder, &[command]);
        assert_eq!(ended.code, 2, "{command}");
        let said = ended.err.matches("common/文字.rhai:").count();
        assert_eq!(said, 1, "{command} {}", ended.err);
    }
}

/// What stands in the way is named, and a file is left as it is.
#[test]
fn a_new_pack_overwrites_nothing() {
    let folder = folder("in-the-way");
    write(&folder, "表", "原文");
    let taken = run(&folder, &["new", "pack", "表"]);
    assert_eq!(taken.code, 2);
    assert!(taken.err.contains("已有内容"), "{}", taken.err);
    let below = run(&folder, &["new", "pack", "表/新包"]);
    assert_eq!(below.code, 2);
    assert!(below.err.contains("写不了"), "{}", below.err);
    assert_eq!(fs::read_to_string(folder.join("表")).unwrap(), "原文");
}

/// What a pack leaves out of what it inherits is none of its rules: no case could run it.
#[test]
fn coverage_leaves_out_what_the_pack_does() {
    let folder = folder("coverage-without");
    let ended = run(&folder, &["test", "project", "--coverage"]);
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    assert!(ended.out.contains("GEN-0"), "{}", ended.out);
    for id in ["GEN-04", "GEN-12", "GEN-13"] {
        assert!(!ended.out.contains(id), "{id}: {}", ended.out);
    }
}

#[test]
fn watching_runs_again_after_an_edit() {
    let folder = with_pack("watch");
    let mut child = gouji(&folder)
        .args(["test", "某县", "--watch"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let deadline = Instant::now() + Duration::from_mins(2);
    let mut until = |words: &str| {
        let mut seen = String::new();
        for line in lines.by_ref() {
            let line = line.unwrap();
            assert!(Instant::now() < deadline, "{words}: {seen}");
            seen.push_str(&line);
            seen.push('\n');
            if line.contains(words) {
                return seen;
            }
        }
        panic!("{words}: {seen}");
    };
    until("全部相符");
    until("等待改动");
    let cases = folder.join("rules/某县/cases/用例.toml");
    let text = fs::read_to_string(&cases).unwrap();
    fs::write(&cases, text.replace("某县-01", "某县-02")).unwrap();
    until("有改动：rules/某县/cases/用例.toml");
    until("1 例不符");
    // a pack that is broken for the moment does not end it
    let script = folder.join("rules/某县/规则.rhai");
    let rules = fs::read_to_string(&script).unwrap();
    until("等待改动");
    fs::write(&script, rules.replace("equal(", "equal（")).unwrap();
    until("有改动：rules/某县/规则.rhai");
    until("等待改动");
    fs::write(&script, rules).unwrap();
    fs::write(&cases, text).unwrap();
    until("全部相符");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_rule_is_followed_step_by_step() {
    let folder = folder("trace");
    let file = repository("samples/yanfeng-2021/自评.json");
    let file = file.to_str().unwrap();
    let text = run(&folder, &["trace", file, "--rule", "zt-19"]);
    assert_eq!((text.code, &*text.err), (1, ""), "{}", text.out);
    for words in [
        "equal(人员.合计, sum(人员.明细))",
        "人员.合计 = 48.47 万元（第 58 行第 15 列）",
        "sum(人员.明细) = 48.97 万元",
        "不成立（错误），相差 -0.5，四舍五入至多可差 0.06",
        "结果：未通过",
    ] {
        assert!(text.out.contains(words), "{words}: {}", text.out);
    }
    let json = run(
        &folder,
        &["trace", file, "--rule", "ZT-19", "--format", "json"],
    );
    let all: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let check = all["steps"].as_array().unwrap().last().unwrap();
    let sum = &check["below"][1];
    let operands = sum["below"].as_array().unwrap();
    assert_eq!(operands.len(), 11, "{}", json.out);
    // each operand stands in the file where the trace says it does
    let submitted = fs::read_to_string(file).unwrap();
    let parsed: serde_json::Value = serde_json::from_str(&submitted).unwrap();
    let mut cents = 0;
    for operand in operands {
        let value = operand["value"].as_str().unwrap();
        assert_eq!(operand["unit"], "万元");
        let place =
            |index: usize| usize::try_from(operand["place"][index].as_u64().unwrap()).unwrap();
        let line = submitted.lines().nth(place(0) - 1).unwrap();
        let rest: String = line.chars().skip(place(1) - 1).collect();
        assert!(rest.starts_with(value), "{line}: {value}");
        let there = parsed.pointer(operand["path"].as_str().unwrap()).unwrap();
        let (whole, part) = value.split_once('.').unwrap();
        assert!(
            there.to_string().starts_with(value.trim_end_matches('0')),
            "{there}"
        );
        cents +=
            whole.parse::<u64>().unwrap() * 100 + format!("{part:0<2}").parse::<u64>().unwrap();
    }
    assert_eq!(cents, 4897);
    assert_eq!(check["judged"][0]["slack"], "0.06");
    assert_eq!(check["judged"][0]["verdict"], "wrong");
    assert_eq!(all["outcome"], "failed");
}

#[test]
fn loops_conditions_and_gaps_are_followed() {
    let folder = with_pack("trace-loops");
    let script = "fn 核对(甲, 乙) {
    at_most(甲, 乙);
}

rule(\"某县-01\", #{ title: \"标题\", level: \"error\" }, |表| {
    let 收 = 表.收入;
    for 项 in [收.财政拨款, 收.上年] {
        if !given(项) { continue; }
        核对(项, 收.合计);
    }
    if over_budget(收.事业收入, 收.其他收入).holds { flag(收.合计, \"不会\"); }
});
";
    let form = folder.join("rules/某县/form.schema.json");
    let text = fs::read_to_string(&form).unwrap();
    fs::write(
        &form,
        text.replace(
            "\"合计\":",
            "\"上年\": { \"$ref\": \"#/$defs/万元\" },\n        \"合计\":",
        ),
    )
    .unwrap();
    write(&folder, "rules/某县/规则.rhai", script);
    let ended = run(
        &folder,
        &["trace", "rules/某县/clean.json", "--rule", "某县-01"],
    );
    assert_eq!((ended.code, &*ended.err), (0, ""), "{}", ended.out);
    for words in [
        "第 1 次：项 = 812.40 万元",
        "第 2 次：项 = 没有填写",
        "if !given(项) = 成立",
        "at_most(甲, 乙)",
        "甲 = 812.40 万元",
        "= 不成立",
        "结果：通过",
    ] {
        assert!(ended.out.contains(words), "{words}: {}", ended.out);
    }
    // what did not run is not shown
    assert!(!ended.out.contains("flag("), "{}", ended.out);
    let unknown = run(
        &folder,
        &["trace", "rules/某县/clean.json", "--rule", "某县-1"],
    );
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("某县-01"), "{}", unknown.err);
    write(&folder, "坏.json", "{ \"文种\": ");
    assert_eq!(run(&folder, &["trace", "坏.json", "--rule", "X"]).code, 2);
}

#[test]
fn a_loop_without_end_is_cut_short() {
    let folder = with_pack("trace-endless");
    let script = "rule(\"某县-01\", #{ title: \"标题\", level: \"error\" }, |表| {
    let 数 = 0;
    while true { 数 += 1; }
    present(表.收入);
});
";
    write(&folder, "rules/某县/规则.rhai", script);
    let ended = run(
        &folder,
        &["trace", "rules/某县/clean.json", "--rule", "某县-01"],
    );
    assert_eq!(ended.code, 3, "{}{}", ended.out, ended.err);
    assert!(ended.out.contains("步骤太多"), "{}", ended.out.len());
}

#[test]
fn explain_draws_a_case_of_its_own() {
    let folder = folder("explain-case");
    let ended = run(&folder, &["explain", "ZT-19"]);
    for words in [
        "人员经费 › 合计 应等于",
        "各项之和",
        "查出问题的例子（cases/基本支出.toml",
        "应为 5",
    ] {
        assert!(ended.out.contains(words), "{words}: {}", ended.out);
    }
    let english = run(&folder, &["explain", "ZT-19", "--lang", "en"]);
    assert!(english.out.contains("is the sum of"), "{}", english.out);
}

#[test]
fn lints_as_data() {
    let folder = with_pack("lint-json");
    let script = folder.join("rules/某县/规则.rhai");
    let text = fs::read_to_string(&script).unwrap();
    fs::write(&script, text.replace("equal(收.合计,", "equal(收.财政,")).unwrap();
    // 财政 is no field anywhere: said when the pack is loaded
    let broken = run(&folder, &["lint", "某县"]);
    assert_eq!(broken.code, 2, "{}", broken.out);
    assert!(broken.err.contains("是否为“财政拨款”"), "{}", broken.err);
    fs::write(&script, text.replace("equal(收.合计,", "equal(表.合计,")).unwrap();
    let ended = run(&folder, &["lint", "某县", "--format", "json"]);
    assert_eq!(ended.code, 1, "{}", ended.err);
    let all: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    let notice = &all[0]["notices"][0];
    assert_eq!(notice["lint"], "unknown_field");
    assert_eq!(
        (notice["line"].as_u64(), notice["column"].as_u64()),
        (Some(12), Some(13))
    );
}
