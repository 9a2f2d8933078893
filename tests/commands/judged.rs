//! Nobody chooses how he is judged: settings, rules and packs that lie with the input are not
//! used, and every report names what was.

use serde_json::Value;

use super::*;

/// A folder with an input of one faulty submission, and what its sender put beside it.
fn input(name: &str) -> Folder {
    let folder = folder(name);
    let file = repository("samples/omitted-addend/自评.json");
    write(
        &folder,
        "收件/甲/自评.json",
        fs::read_to_string(file).unwrap(),
    );
    write(
        &folder,
        "收件/甲/gouji.toml",
        "pack = \"./p\"\n[levels]\n\"ZT-19\" = \"off\"\n",
    );
    let pack = "id = \"department\"\ntitle = \"部门整体支出绩效自评\"\nversion = \"2021.1\"\n\
                \"文种\" = [\"部门整体支出绩效自评\"]\nform = \"form.x\"\nrules = [\"a.rhai\"]\n";
    for place in ["p", "rules/department"] {
        write(&folder, format!("收件/甲/{place}/pack.toml"), pack);
        write(
            &folder,
            format!("收件/甲/{place}/form.x"),
            r#"{"type":"object","properties":{"文种":{"type":"string"}}}"#,
        );
        write(
            &folder,
            format!("收件/甲/{place}/a.rhai"),
            "rule(\"X-1\", #{ title: \"无\", level: \"advice\", basis: \"\", verified: false, fix: \"改\" }, |表| { present(表.文种); });",
        );
    }
    folder
}

#[test]
fn settings_and_packs_with_the_input_are_not_used() {
    let folder = input("judged");
    let inside = folder.join("收件");
    let below = inside.join("甲");
    for (here, path) in [
        (&*folder, "收件"),
        (&*folder, "收件/甲/自评.json"),
        (&inside, "."),
        (&below, ".."),
        (&below, "."),
    ] {
        let ended = run(here, &["screen", path]);
        assert_eq!(ended.code, 1, "{path}: {}", ended.out);
        for due in ["建议退回 1", "ZT-19", "内置，指纹 "] {
            assert!(ended.out.contains(due), "{path}: {due}\n{}", ended.out);
        }
        assert!(!ended.out.contains("设置："), "{}", ended.out);
    }
    for (here, said) in [(&inside, false), (&below, true)] {
        let ended = run(here, &["screen", "."]);
        let said_so = ended.err.contains("没有使用同自评在一起的 gouji.toml");
        assert_eq!(said_so, said, "{}", ended.err);
    }
    // nor are settings above the input that the command does not run in
    fs::rename(below.join("gouji.toml"), folder.join("gouji.toml")).unwrap();
    let elsewhere = super::folder("judged-elsewhere");
    let path = inside.to_str().unwrap();
    let ended = run(&elsewhere, &["screen", path]);
    assert_eq!(ended.code, 1, "{}", ended.out);
    assert!(ended.err.contains("没有使用"), "{}", ended.err);
}

#[test]
fn check_says_first_which_settings_hold() {
    let folder = input("judged-check");
    let file = "收件/甲/自评.json";
    let first = |ended: &Ended| ended.out.lines().next().unwrap_or_default().to_owned();
    let ended = run(&folder, &["check", file]);
    assert_eq!(ended.code, 1, "{}", ended.out);
    let said = first(&ended);
    assert!(
        said.contains("没有使用") && said.contains("收件/甲/gouji.toml"),
        "{said}"
    );
    write(&folder, "gouji.toml", "[levels]\n\"ZT-19\" = \"advice\"\n");
    let ended = run(&folder, &["check", file]);
    let said = first(&ended);
    assert!(said.starts_with("设置：gouji.toml（指纹 "), "{said}");
    let ended = run(&folder, &["check", file, "--config", "收件/甲/gouji.toml"]);
    let said = first(&ended);
    assert!(
        said.starts_with("设置：收件/甲/gouji.toml（指纹 "),
        "{said}"
    );
    assert!(ended.out.contains("（收件/甲/p，指纹 "), "{}", ended.out);
    // programs read no preface: it is said on the side
    let ended = run(&folder, &["check", file, "--format", "json"]);
    let all: Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(all[0]["settings"]["file"], "gouji.toml");
    assert!(ended.err.contains("没有使用"), "{}", ended.err);
}

/// Page, letter, workbook as text, summary and log name the settings and the pack's folder.
#[test]
fn reports_name_settings_and_the_packs_folder() {
    let folder = input("judged-reports");
    write(&folder, "gouji.toml", "pack = \"./own\"\n");
    copy_rules(&folder.join("x"));
    fs::rename(folder.join("x/rules/department"), folder.join("own")).unwrap();
    let arguments = [
        "screen",
        "收件",
        "--out",
        "结果",
        "--format",
        "text,html,markdown,json",
    ];
    let ended = run(&folder, &arguments);
    assert_eq!(ended.code, 1, "{}{}", ended.out, ended.err);
    for (name, due) in [
        ("summary.txt", ["（own，指纹 ", "设置：gouji.toml（指纹 "]),
        ("report.html", ["（own）sha256:", "设置 gouji.toml sha256:"]),
        ("letter.md", ["（own）sha256:", "设置 gouji.toml sha256:"]),
        (
            "log.ndjson",
            [
                "\"origin\":\"own\"",
                "\"settings\":{\"file\":\"gouji.toml\"",
            ],
        ),
        ("screening.json", ["\"origin\": \"own\"", "\"settings\": ["]),
        ("results.json", ["\"origin\": \"own\"", "\"settings\": {"]),
    ] {
        let text = fs::read_to_string(folder.join("结果").join(name)).unwrap();
        for due in due {
            assert!(text.contains(due), "{name}: {due}\n{text}");
        }
    }
}
