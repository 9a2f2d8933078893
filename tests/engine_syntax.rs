//! Scripts that do not compile: what their authors are told, and where.

use std::fs;

use gouji::pack::{Library, Pack, PackFault, PackFaultKind, new_pack};
use gouji::words::Lang;

/// The first fault of the template pack with this script.
fn fault(name: &str, script: &str) -> PackFault {
    let folder = std::env::temp_dir().join(format!("gouji-syntax-{}-{name}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    for (path, text) in new_pack("试").unwrap() {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    fs::write(folder.join("规则.rhai"), script).unwrap();
    let loaded = Pack::load_folder(&folder, &Library::shipped());
    fs::remove_dir_all(&folder).unwrap();
    match loaded {
        Ok(_) => panic!("{script} loads"),
        Err(faults) => faults.into_iter().next().unwrap(),
    }
}

/// A rule with this body on lines 2 and following.
fn rule(body: &str) -> String {
    format!("rule(\"A\", #{{ title: \"标题\", level: \"error\" }}, |表| {{\n{body}\n}});\n")
}

/// What is written in the body with `▲` before the place of the fault, and what is said.
const BODIES: &[(&str, &str)] = &[
    (
        "    present▲（表.单位名称);",
        "全角符号“（”，请改用半角的 (",
    ),
    ("    equal(表.收入.合计▲， 1);", "“，”，请改用半角的 ,"),
    ("    flag(表.收入.合计, ▲“话”);", "““”，请改用半角的 \""),
    ("    present(表.单位名称)▲；", "“；”，请改用半角的 ;"),
    (
        "    if 表.收入.合计 ▲≥ 1 { present(表.收入); }",
        "“≥”，请改用半角的 >=",
    ),
    (
        "    present(表.单位名称)▲\n    present(表.收入);",
        "少了分号 ;",
    ),
    ("    equal(表.收入.合计▲ 1);", "少了逗号 ,"),
    ("    equal▲(表.收入.合计, 1;", "没有与它相配的 )"),
    (
        "    if 表.收入.合计 ▲= 1 { present(表.收入); }",
        "用 ==（两个等号）",
    ),
    ("    present(▲收入);", "“收入”是字段，要从 表 写起"),
    (
        "    let 收 = 表.收入;\n    present(▲受);",
        "没有“受”这个名字",
    ),
    (
        "    let 收入表 = 表.收入;\n    present(▲收人表);",
        "是否为“收入表”",
    ),
    (
        "    ▲如果 given(表.收入) { present(表.收入); }",
        "规则里不写“如果”，请写 if",
    ),
    (
        "    if given(表.收入) { present(表.收入); } ▲elseif given(表.收入) { present(表.收入); }",
        "不写“elseif”，请写 else if",
    ),
    (
        "    if given(表.收入) ▲and given(表.收入.合计) { present(表.收入); }",
        "不写“and”，请写 &&",
    ),
    ("    ▲switch 表.收入 { 1 => 2 }", "不能用 switch"),
    ("    flag(表.收入, ▲\"没有完);", "少了右引号"),
];

#[test]
fn what_is_wrong_is_said_where_it_is_mended() {
    for (index, (body, words)) in BODIES.iter().enumerate() {
        let (before, _) = body.split_once('▲').unwrap();
        let line = before.matches('\n').count() + 2;
        let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
        let fault = fault(&index.to_string(), &rule(&body.replace('▲', "")));
        let text = fault.text(Lang::Chinese);
        assert!(text.contains(words), "{body}\n{text}");
        assert_eq!(fault.place, Some((line, column)), "{body}\n{text}");
        assert!(matches!(fault.kind, PackFaultKind::Syntax(_)), "{text}");
        let english = fault.text(Lang::English);
        let said = english.lines().next().unwrap();
        assert!(!said.contains("请"), "{said}");
    }
}

#[test]
fn brackets_that_are_never_closed_are_shown_where_they_open() {
    let open = fault(
        "open",
        "rule(\"A\", #{ title: \"标题\", level: \"error\" }, |表| {\n    present(表.收入);\n",
    );
    let text = open.text(Lang::Chinese);
    assert!(text.contains("没有与它相配的 }"), "{text}");
    assert_eq!(open.place, Some((1, 49)), "{text}");
    let missing = fault(
        "comma",
        "rule(\"A\", #{\n    title: \"标题\"\n    level: \"error\",\n}, |表| { present(表.收入); });\n",
    );
    let text = missing.text(Lang::Chinese);
    assert!(text.contains("少了逗号"), "{text}");
    assert_eq!(missing.place, Some((2, 16)), "{text}");
}

#[test]
fn a_comment_or_a_text_may_hold_any_sign() {
    let body = rule("    flag(表.收入, \"话：（全角），“引号”\"); present(表.收入");
    let good = format!("// 注释：（全角）“引号”\n{body}");
    let text = fault("signs", &good).text(Lang::Chinese);
    assert!(!text.contains("全角符号"), "{text}");
}

/// Whatever is cut off anywhere ends in a fault with a place, not in a panic.
#[test]
fn cut_anywhere() {
    let whole = new_pack("试").unwrap().remove(2).1;
    let letters: Vec<char> = whole.chars().collect();
    for end in (40..letters.len().min(420)).step_by(23) {
        let cut: String = letters.iter().take(end).collect();
        let folder = std::env::temp_dir().join(format!("gouji-cut-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        for (path, text) in new_pack("试").unwrap() {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        fs::write(folder.join("规则.rhai"), &cut).unwrap();
        if let Err(faults) = Pack::load_folder(&folder, &Library::shipped()) {
            for fault in faults {
                assert!(!fault.text(Lang::Chinese).is_empty());
                assert!(!fault.text(Lang::English).is_empty());
            }
        }
        fs::remove_dir_all(&folder).unwrap();
    }
}
