//! `gouji check`: exit codes, several files, standard input, which pack.

use super::*;

#[test]
fn nothing_to_find_is_0() {
    let folder = folder("clean");
    write(&folder, "自评.json", clean());
    let ended = run(&folder, &["check", "自评.json"]);
    assert_eq!((ended.code, &*ended.err), (0, ""), "{}", ended.out);
    assert!(ended.out.contains("自评.json"), "{}", ended.out);
    assert!(ended.out.contains("可受理"), "{}", ended.out);
}

#[test]
fn something_to_correct_is_1() {
    let sample = repository("samples/yanfeng-2021/自评.json");
    let ended = run(&folder("return"), &["check", sample.to_str().unwrap()]);
    assert_eq!((ended.code, &*ended.err), (1, ""));
    assert!(ended.out.contains("建议退回"), "{}", ended.out);
}

#[test]
fn a_file_that_cannot_be_read_is_2_and_the_others_are_checked() {
    let folder = folder("broken");
    write(&folder, "好.json", clean());
    write(&folder, "坏.json", "{\"文种\": ");
    let ended = run(&folder, &["check", "坏.json", "没有.json", ".", "好.json"]);
    let near = "提醒：没有“没有.json”，是否为“坏.json”？\n";
    assert_eq!((ended.code, &*ended.err), (2, near));
    for name in ["坏.json", "没有.json", "好.json", "可受理"] {
        assert!(ended.out.contains(name), "{name}: {}", ended.out);
    }
}

#[test]
fn unreadable_is_graver_than_findings() {
    let sample = repository("samples/yanfeng-2021/自评.json");
    let folder = folder("graver");
    let ended = run(&folder, &["check", "没有.json", sample.to_str().unwrap()]);
    assert_eq!(ended.code, 2);
}

/// The fields of one rule are gone and nothing else is wrong.
#[test]
fn what_cannot_be_decided_is_3() {
    let folder = folder("undetermined");
    let rules = folder.join("rules/小表");
    fs::create_dir_all(&rules).unwrap();
    write(
        &rules,
        "pack.toml",
        "id = \"小表\"\ntitle = \"小表\"\nversion = \"1\"\n\"文种\" = [\"小表\"]\nform = \"form.json\"\nrules = [\"a.rhai\"]\n",
    );
    write(
        &rules,
        "form.json",
        r#"{"type":"object","title":"小表","properties":{"文种":{"type":"string"},"甲":{"type":"number","title":"甲","x-unit":"万元","x-places":2},"乙":{"type":"number","title":"乙","x-unit":"万元","x-places":2}}}"#,
    );
    write(
        &rules,
        "a.rhai",
        "rule(\"A-1\", #{ title: \"甲应等于乙\", level: \"error\" }, |表| { equal(表.甲, 表.乙); });\n",
    );
    write(&folder, "自评.json", r#"{"文种": "小表", "甲": 1.00}"#);
    let ended = run(&folder, &["check", "自评.json"]);
    assert_eq!((ended.code, &*ended.err), (3, ""), "{}", ended.out);
    assert!(ended.out.contains("未能判定"), "{}", ended.out);
}

#[test]
fn standard_input() {
    let folder = folder("input");
    let ended = run_with_input(&folder, &["check", "-"], clean().as_bytes());
    assert_eq!((ended.code, &*ended.err), (0, ""));
    assert!(ended.out.contains("标准输入"), "{}", ended.out);
    let ended = run_with_input(
        &folder,
        &["check", "-", "--format", "json"],
        clean().as_bytes(),
    );
    let all: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(all[0]["source"], "-");
    assert_eq!(all[0]["verdict"], "accept");
    assert_eq!(run(&folder, &["check", "-", "-"]).code, 2);
}

#[test]
fn a_line_a_submission() {
    let folder = folder("ndjson");
    write(&folder, "a.json", clean());
    write(&folder, "b.json", "[]");
    let ended = run(
        &folder,
        &["check", "a.json", "b.json", "--format", "ndjson"],
    );
    assert_eq!(ended.code, 2);
    let verdicts: Vec<serde_json::Value> = ended
        .out
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["verdict"].clone())
        .collect();
    assert_eq!(verdicts, ["accept", "undetermined"]);
}

/// The 文种 chooses the pack; a wrong or missing one says which there are.
#[test]
fn no_pack_for_a_file() {
    let folder = folder("kind");
    let kind = "部门整体支出绩效自评";
    let wrong = clean().replace(&format!("\"{kind}\""), "\"部门整体支出绩效自平表\"");
    write(&folder, "错.json", wrong);
    write(&folder, "无.json", "{\"单位名称\": \"某局\"}");
    write(&folder, "数.json", "{\"文种\": 1}");
    write(&folder, "好.json", clean());
    for (file, words) in [
        ("错.json", "是否为“部门整体支出绩效自评”？"),
        ("无.json", "没有写“文种”"),
        ("数.json", "“文种”应当是文字"),
    ] {
        let ended = run(&folder, &["check", file, "好.json"]);
        assert_eq!(ended.code, 2);
        for words in [words, kind, "可受理"] {
            assert!(ended.out.contains(words), "{words}: {}", ended.out);
        }
    }
    let english = run(&folder, &["check", "错.json", "--lang", "en"]);
    assert!(
        english
            .out
            .contains("did you mean \"部门整体支出绩效自评\"?"),
        "{}",
        english.out
    );
    // a named pack needs no kind
    let named = run(&folder, &["check", "错.json", "--pack", "department"]);
    assert!(!named.out.contains("没有规则包"), "{}", named.out);
}

#[cfg(target_os = "linux")]
#[test]
fn names_of_any_bytes() {
    use std::os::unix::ffi::OsStrExt;
    let folder = folder("bytes");
    let name = OsStr::from_bytes(b"\xd7\xd4\xc6\xc0.json");
    write(&folder, name, clean());
    let ended = end(gouji(&folder).arg("check").arg(name));
    assert_eq!((ended.code, &*ended.err), (0, ""));
    assert!(ended.out.contains(".json"), "{}", ended.out);
}
