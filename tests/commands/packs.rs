//! Packs: embedded, edited, named; their rules, parameters and cases.

use super::*;

#[test]
fn an_edited_rules_folder_wins() {
    let folder = folder("edited");
    write(&folder, "自评.json", clean());
    let embedded = run(&folder, &["rules"]);
    assert!(embedded.out.contains("内置"), "{}", embedded.out);
    let rules = copy_rules(&folder);
    let script = rules.join("department/尾差.rhai");
    let edited = fs::read_to_string(&script).unwrap()
        + "\nrule(\"本地-1\", #{ title: \"本地规则\", level: \"error\" }, |表| { flag(表.单位名称, \"本地说法\"); });\n";
    fs::write(script, edited).unwrap();
    // also from a folder below
    let below = folder.join("甲/乙");
    fs::create_dir_all(&below).unwrap();
    let ended = run(&below, &["check", "../../自评.json"]);
    assert_eq!((ended.code, &*ended.err), (1, ""), "{}", ended.out);
    assert!(ended.out.contains("本地说法"), "{}", ended.out);
    let explained = run(&below, &["explain", "本地-1"]);
    assert_eq!(explained.code, 0);
    let listed = run(&folder, &["rules"]);
    assert!(!listed.out.contains("内置"), "{}", listed.out);
}

#[test]
fn a_folder_that_is_named_wins_over_both() {
    let folder = folder("named");
    write(&folder, "自评.json", clean());
    let elsewhere = folder.join("别处");
    let rules = copy_rules(&elsewhere);
    let manifest = rules.join("department/pack.toml");
    let edited = fs::read_to_string(&manifest)
        .unwrap()
        .replace("version = \"2026.1\"", "version = \"本地7\"");
    fs::write(manifest, edited).unwrap();
    let pack = "别处/rules/department";
    let ended = run(
        &folder,
        &["check", "自评.json", "--pack", pack, "--format", "json"],
    );
    let all: serde_json::Value = serde_json::from_str(&ended.out).unwrap();
    assert_eq!(
        (ended.code, &all[0]["pack"]["version"]),
        (0, &"本地7".into())
    );
}

#[test]
fn a_broken_pack_is_2_and_says_where() {
    let folder = folder("faults");
    write(&folder, "自评.json", clean());
    let rules = copy_rules(&folder);
    write(
        &rules,
        "department/尾差.rhai",
        "rule(\"A\", #{ 标题: 1 }, |表| { });\n",
    );
    for arguments in [
        &["check", "自评.json"][..],
        &["check", "自评.json", "--pack", "department"],
        &["rules"],
        &["rules", "department"],
        &["test"],
        &["explain", "没有这条"],
    ] {
        let ended = run(&folder, arguments);
        assert_eq!(ended.code, 2, "{arguments:?}: {}", ended.out);
        let place = "department/尾差.rhai:1:";
        assert!(ended.err.contains(place), "{arguments:?}: {}", ended.err);
    }
    let ended = run(&folder, &["check", "自评.json", "自评.json"]);
    assert_eq!(ended.out.matches("有误，未能审核").count(), 2);
    assert_eq!(ended.err.matches("没有“标题”").count(), 1, "{}", ended.err);
}

#[test]
fn packs_that_serve_the_same_kind_must_be_named() {
    let folder = folder("several");
    write(&folder, "自评.json", clean());
    let rules = folder.join("rules/某省");
    fs::create_dir_all(&rules).unwrap();
    for name in ["pack.toml", "form.schema.json"] {
        let text = fs::read_to_string(repository("rules/department").join(name)).unwrap();
        let text = text
            .replace("id = \"department\"", "id = \"某省\"")
            .lines()
            .map(|line| {
                if line.starts_with("rules = [") {
                    "rules = []"
                } else {
                    line
                }
            })
            .collect::<Vec<_>>()
            .join("\n");
        write(&rules, name, text);
    }
    let ended = run(&folder, &["check", "自评.json"]);
    assert_eq!(ended.code, 2);
    assert!(ended.out.contains("department、某省"), "{}", ended.out);
    // what to type, whole
    for pack in ["department", "某省"] {
        let typed = format!("gouji check 自评.json --pack {pack}");
        let said: String = ended.out.split_whitespace().collect();
        let bare: String = typed.split_whitespace().collect();
        assert!(said.contains(&bare), "{}", ended.out);
    }
    let named = run(&folder, &["check", "自评.json", "--pack", "某省"]);
    assert_eq!(named.code, 0, "{}{}", named.out, named.err);
}

#[test]
fn a_rule_is_explained() {
    let folder = folder("explain");
    let ended = run(&folder, &["explain", "zt-19"]);
    assert_eq!((ended.code, &*ended.err), (0, ""));
    for words in [
        "ZT-19  人员经费合计应等于各明细之和",
        "强制（必须更正）",
        "（已核实）",
        "department/基本支出.rhai:",
        "rule(\"ZT-19\"",
        "equal(人员.合计, sum(人员.明细));",
        "cases/基本支出.toml",
    ] {
        assert!(ended.out.contains(words), "{words}: {}", ended.out);
    }
    // a rule ends where it ends
    assert!(!ended.out.contains("ZT-20"), "{}", ended.out);
    for own in ["form", "READ"] {
        let ended = run(&folder, &["explain", own]);
        assert_eq!(ended.code, 0, "{}", ended.err);
    }
}

#[test]
fn rules_are_listed() {
    let folder = folder("rules");
    let table = run(&folder, &["rules", "department"]);
    assert_eq!(table.code, 0);
    let json = run(&folder, &["rules", "department", "--format", "json"]);
    let all: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let rules = all["rules"].as_array().unwrap();
    assert!(rules.len() > 40);
    for rule in rules {
        let id = rule["id"].as_str().unwrap();
        assert!(table.out.contains(&format!("\n{id} ")), "{id}");
        assert!(rule["line"].as_u64() > Some(0), "{id}");
    }
    let parameters = run(&folder, &["rules", "department", "--parameters"]);
    for parameter in all["parameters"].as_array().unwrap() {
        let name = parameter["name"].as_str().unwrap();
        let line = format!("\n{name} = ");
        assert!(parameters.out.contains(&line), "{name}");
    }
    assert!(parameters.out.contains("执行率说明下限 = 90 %"));
}

#[test]
fn cases_that_differ_are_1() {
    let folder = folder("cases");
    let shipped = run(&folder, &["test"]);
    assert_eq!((shipped.code, &*shipped.err), (0, ""), "{}", shipped.out);
    let rules = copy_rules(&folder);
    let cases = rules.join("department/cases/基本支出.toml");
    let edited = fs::read_to_string(&cases)
        .unwrap()
        .replacen("ZT-18", "ZT-20", 3);
    fs::write(&cases, edited).unwrap();
    let ended = run(&folder, &["test", "department"]);
    assert_eq!(ended.code, 1, "{}", ended.out);
    for words in [
        "应查出而未查出：",
        "查出而用例未写：",
        "cases/基本支出.toml  公用经费合计错",
    ] {
        assert!(ended.out.contains(words), "{words}: {}", ended.out);
    }
    fs::write(&cases, "[[case]]\nnam = 1\n").unwrap();
    let broken = run(&folder, &["test", "rules/department"]);
    assert_eq!(broken.code, 2);
    assert!(
        broken.err.contains("department/cases/基本支出.toml"),
        "{}",
        broken.err
    );
}
