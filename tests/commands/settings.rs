//! `gouji.toml`: packs, parameters, levels, waivers; where it is found and what is wrong with it.

use serde_json::{Value, json};

use super::*;

/// A folder with the sample that lacks an explanation, and settings.
pub(super) fn desk(name: &str, settings: &str) -> Folder {
    let folder = folder(name);
    let file = repository("samples/zero-execution-unexplained/自评.json");
    write(&folder, "区直/自评.json", fs::read_to_string(file).unwrap());
    write(&folder, "gouji.toml", settings);
    folder
}

fn checked(folder: &Path, arguments: &[&str]) -> (i32, Value, String) {
    let typed = [&["check", "区直/自评.json", "--format", "json"], arguments].concat();
    let ended = run(folder, &typed);
    let mut all: Value = serde_json::from_str(&ended.out)
        .unwrap_or_else(|error| panic!("{error} {} {}", ended.out, ended.err));
    (ended.code, all[0].take(), ended.err)
}

fn rules(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().unwrap();
    findings
        .iter()
        .map(|finding| finding["rule"].as_str().unwrap())
        .collect()
}

pub(super) const WAIVER: &str = r#"
[[waiver]]
rule = "ZT-11"
path = "/三公经费/公务接待费/决算"
values = { "/三公经费/公务接待费/预算" = 1.2, "/三公经费/公务接待费/决算" = "0" }
reason = "接待任务取消"
granted_by = "区财政局绩效科"
expires = 2022-12-31
"#;

#[test]
fn a_waiver_holds_for_its_values_until_its_day() {
    let folder = desk("waived", WAIVER);
    let (code, report, err) = checked(&folder, &["--date", "2022-12-31"]);
    assert_eq!((code, &report["verdict"], &*err), (0, &json!("accept"), ""));
    assert_eq!(rules(&report), [""; 0]);
    assert_eq!(report["waived"][0]["finding"]["rule"], "ZT-11");
    assert_eq!(
        report["waived"][0]["waiver"],
        json!({"reason": "接待任务取消", "granted_by": "区财政局绩效科", "expires": "2022-12-31"})
    );
    assert_eq!(report["settings"]["file"], "gouji.toml");
    let text = run(
        &folder,
        &["check", "区直/自评.json", "--date", "2022-12-31"],
    )
    .out;
    assert!(text.contains("已豁免（1）"), "{text}");
    assert!(
        text.contains("接待任务取消（区财政局绩效科 批准，至 2022-12-31）"),
        "{text}"
    );
    assert!(text.contains("设置：gouji.toml（指纹 "), "{text}");
    // the day after
    let (code, report, err) = checked(&folder, &["--date", "2023-01-01"]);
    assert_eq!(
        (code, &report["verdict"], &*err),
        (1, &json!("explain"), "")
    );
    assert_eq!(rules(&report), ["ZT-11", "WAIVER"]);
    let said = report["findings"][1]["message"].as_str().unwrap();
    assert!(
        said.contains("gouji.toml:2") && said.contains("已于 2022-12-31 到期"),
        "{said}"
    );
}

#[test]
fn a_waiver_lapses_when_a_value_changes() {
    for (from, to, why) in [
        ("= 1.2,", "= 1.3,", "为 1.3 批准的，现在是 1.20"),
        (
            "\"/三公经费/公务接待费/预算\" = 1.2, ",
            "",
            "还缺 \"/三公经费/公务接待费/预算\" = \"1.20\"",
        ),
        (
            "= \"0\" }",
            "= \"0\", \"/三公经费/合计/决算\" = \"2.85\" }",
            "与这一问题无关",
        ),
    ] {
        let folder = desk("changed", &WAIVER.replace(from, to));
        let (code, report, _) = checked(&folder, &["--date", "2022-01-01"]);
        assert_eq!(
            (code, &report["verdict"]),
            (1, &json!("explain")),
            "{report}"
        );
        assert_eq!(rules(&report), ["ZT-11", "WAIVER"]);
        let said = report["findings"][1]["message"].as_str().unwrap();
        assert!(said.contains(why), "{said}");
    }
}

#[test]
fn a_waiver_that_nothing_needs_is_reported() {
    for change in [
        ("/决算\"\nvalues", "/完成率\"\nvalues"),
        ("expires", "files = \"别处/*.json\"\nexpires"),
    ] {
        let folder = desk("unused", &WAIVER.replace(change.0, change.1));
        let (code, report, err) = checked(&folder, &["--date", "2022-01-01"]);
        assert_eq!((code, rules(&report)), (1, vec!["ZT-11"]));
        assert!(
            err.contains("gouji.toml:2") && err.contains("没有用到"),
            "{err}"
        );
    }
    let folder = desk(
        "used",
        &WAIVER.replace("expires", "files = [\"区直/*.json\"]\nexpires"),
    );
    let (code, _, err) = checked(&folder, &["--date", "2022-01-01"]);
    assert_eq!((code, &*err), (0, ""));
}

#[test]
fn levels_and_parameters_hold_for_the_files_they_name() {
    let folder = desk("levels", "[levels]\n\"ZT-11\" = \"off\"\n");
    let (code, report, _) = checked(&folder, &[]);
    assert_eq!((code, rules(&report)), (0, vec![]));
    for (pattern, level, due) in [
        ("区直/*.json", "advice", 0),
        ("自评.json", "advice", 0),
        ("**", "advice", 0),
        ("*/甲*", "advice", 1),
        ("*", "advice", 0),
        ("区直/*.json", "error", 1),
    ] {
        let settings =
            format!("[[files]]\nmatch = \"{pattern}\"\nlevels = {{ \"ZT-11\" = \"{level}\" }}\n");
        let folder = desk("some", &settings);
        let (code, report, _) = checked(&folder, &[]);
        assert_eq!(code, due, "{pattern} {level}");
        if due == 0 {
            assert_eq!(report["findings"][0]["level"], "advice");
        }
        if level == "error" {
            assert_eq!(report["verdict"], "return");
        }
    }
    // the later over the earlier, some over all
    let folder = desk(
        "order",
        "[levels]\n\"ZT-11\" = \"error\"\n[[files]]\nmatch = \"*.json\"\nlevels = { \"ZT-11\" = \"off\" }\n\
         [[files]]\nmatch = \"区直/**\"\nlevels = { \"ZT-11\" = \"query\" }\n",
    );
    let (_, report, _) = checked(&folder, &[]);
    assert_eq!(report["verdict"], "explain");
    // a parameter: the share below which execution must be explained
    let folder = desk("parameter", "[parameters]\n\"执行率说明下限\" = \"99\"\n");
    let (_, report, _) = checked(&folder, &[]);
    assert!(rules(&report).len() > 1, "{report}");
}

/// A province has the forms it borrows: which of them checks a submission, its 文种 says.
#[test]
fn a_province_named_in_the_settings_is_chosen_by_the_form() {
    let files = [
        ("部门.json", "rules/department/clean-简表.json"),
        ("项目.json", "rules/project/clean-简表.json"),
    ];
    let folder = folder("province");
    for (name, from) in files {
        write(&folder, name, fs::read_to_string(repository(from)).unwrap());
    }
    let check = || {
        let typed = ["check", "部门.json", "项目.json", "--format", "json"];
        let ended = run(&folder, &typed);
        let all: Vec<Value> = serde_json::from_str(&ended.out).unwrap();
        (ended.code, all)
    };
    // by the packs that every place shares there is nothing to find
    let (code, all) = check();
    let ids =
        |all: &[Value]| -> Vec<Value> { all.iter().map(|one| one["pack"]["id"].clone()).collect() };
    assert_eq!(
        (code, ids(&all)),
        (0, vec!["department".into(), "project".into()])
    );
    assert!(all.iter().all(|one| rules(one).is_empty()), "{all:?}");
    // the province gives other points for execution, in both of its forms
    write(&folder, "gouji.toml", "pack = \"hubei\"\n");
    let (code, all) = check();
    assert_eq!((code, ids(&all)), (0, vec!["hubei".into(), "hubei".into()]));
    assert_ne!(all[0]["pack"]["hash"], all[1]["pack"]["hash"]);
    for one in &all {
        assert_eq!(rules(one), ["PF-03"], "{one}");
        assert_eq!(one["findings"][0]["expected"], "20.00", "{one}");
    }
    // a form that the province does not have
    let other = fs::read_to_string(repository("rules/final-accounts/clean.json")).unwrap();
    write(&folder, "决算.json", other);
    let ended = run(&folder, &["check", "决算.json"]);
    assert_eq!(ended.code, 2, "{}{}", ended.out, ended.err);
    let said = format!("{}{}", ended.out, ended.err);
    assert!(said.contains("部门决算公开"), "{said}");
}

#[test]
fn the_bureaus_own_settings_are_not_weakened_from_below() {
    let folder = desk("own", "[levels]\n\"ZT-11\" = \"error\"\n");
    write(
        &folder,
        "区直/gouji.toml",
        "[levels]\n\"ZT-11\" = \"off\"\n",
    );
    let (code, report, _) = checked(&folder, &[]);
    assert_eq!((code, &report["verdict"]), (1, &json!("return")));
    let own = report["settings"]["hash"].clone();
    // nor from a folder without settings
    let elsewhere = super::folder("own-elsewhere");
    let file = folder.join("区直/自评.json");
    let ended = run(
        &elsewhere,
        &["check", file.to_str().unwrap(), "--format", "json"],
    );
    let all: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!((ended.code, &all[0]["verdict"]), (1, &json!("explain")));
    assert_eq!(all[0]["settings"], Value::Null);
    // and those that are named over all
    let named = folder.join("gouji.toml");
    let typed = [
        "check",
        file.to_str().unwrap(),
        "--format",
        "json",
        "--config",
        named.to_str().unwrap(),
    ];
    let ended = run(&elsewhere, &typed);
    let all: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!((ended.code, &all[0]["settings"]["hash"]), (1, &own));
    assert!(
        !ended.out.contains(elsewhere.to_str().unwrap()),
        "no machine's paths"
    );
}

#[test]
fn all_faults_are_shown_at_their_places() {
    let settings = r#"pak = "department"
[parameters]
"执行率说明下线" = "85"
"执行率说明下限" = ["85"]
[levels]
"ZT-111" = "off"
"FORM" = "off"
"#;
    let folder = desk("faults", settings);
    let ended = run(&folder, &["check", "区直/自评.json"]);
    assert_eq!((ended.code, &*ended.out), (2, ""));
    assert!(
        ended
            .err
            .contains("gouji.toml:1:1: 没有“pak”这一项设置，是否为“pack”？"),
        "{}",
        ended.err
    );
    let folder = desk("faults", &settings.replace("pak", "pack"));
    let ended = run(&folder, &["check", "区直/自评.json"]);
    assert_eq!((ended.code, &*ended.out), (2, ""));
    for due in [
        "gouji.toml:3:1: 没有参数“执行率说明下线”，是否为“执行率说明下限”？",
        "gouji.toml:4:13: 参数的值应为 number",
        "gouji.toml:6:1: 没有规则“ZT-111”，是否为“ZT-11”？",
        "gouji.toml:7:1: FORM 是程序自己的规则",
    ] {
        assert!(ended.err.contains(due), "{due}\n{}", ended.err);
    }
    let english = run(&folder, &["check", "区直/自评.json", "--lang", "en"]);
    assert!(
        english
            .err
            .contains("there is no rule \"ZT-111\"; did you mean"),
        "{}",
        english.err
    );
    let waiver = WAIVER
        .replace("granted_by = \"区财政局绩效科\"", "by = \"x\"")
        .replace("2022-12-31", "\"2022-13-31\"")
        .replace("path = \"/三公", "path = \"三公");
    let levels = "[levels]\n\"ZT-11\" = \"low\"\n[[files]]\npack = 1\n[[files]]\nmatch = \"[\"\n";
    let folder = desk("faults", &format!("{waiver}{levels}"));
    let ended = run(&folder, &["check", "区直/自评.json"]);
    assert_eq!((ended.code, &*ended.out), (2, ""));
    for due in [
        "缺 granted_by",
        "没有“by”这一项设置",
        "“2022-13-31”不是日期",
        "不是路径",
        "“ZT-11”应为\"off\"",
        "“pack”应为文字",
        "缺 match",
        "路径样式“[”有误",
    ] {
        assert!(ended.err.contains(due), "{due}\n{}", ended.err);
    }
    for broken in [
        "[levels",
        "a = \n b = ]",
        "\u{0}",
        "pack = \"x\"\npack = \"y\"",
    ] {
        let folder = desk("broken", broken);
        let ended = run(&folder, &["check", "区直/自评.json"]);
        assert_eq!((ended.code, &*ended.out), (2, ""), "{broken}");
        assert!(ended.err.contains("不合 TOML 的写法"), "{}", ended.err);
    }
    let missing = run(&folder, &["check", "区直/自评.json", "--config", "无.toml"]);
    assert!(
        missing.code == 2 && missing.err.contains("无.toml"),
        "{}",
        missing.err
    );
    let date = run(&folder, &["check", "区直/自评.json", "--date", "2022-2-30"]);
    assert!(
        date.code == 2 && date.err.contains("2022-2-30"),
        "{}",
        date.err
    );
}
