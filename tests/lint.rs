//! Every lint on a rule that deserves it and on one that does not; shipped packs are clean.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use gouji::lint::{Notice, lint, names};
use gouji::pack::{Library, Pack, kinds_served, new_pack};
use gouji::words::Lang;

/// The template pack in a folder of its own, with some files written over.
struct Desk(PathBuf);

impl Desk {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let folder = std::env::temp_dir().join(format!("gouji-lint-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        for (path, text) in new_pack("试").unwrap() {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        for (path, text) in files {
            fs::write(folder.join(path), text).unwrap();
        }
        Self(folder)
    }

    fn notices(&self) -> Vec<Notice> {
        let pack = Pack::load_folder(&self.0, &Library::shipped()).unwrap();
        lint(&Arc::new(pack))
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A script of one rule with this level and body, and some metadata more.
fn rule(level: &str, body: &str, more: &str) -> String {
    format!(
        "rule(\"A\", #{{ title: \"标题\", level: \"{level}\", basis: \"某文件\", verified: true, \
         fix: \"照此改正\", {more} }}, |表| {{\n    let 收 = 表.收入;\n    {body}\n}});\n"
    )
}

const CASE: &str =
    "[[case]]\nname = \"例\"\nset = { \"/收入/合计\" = \"1\" }\nexpect = [ { rule = \"A\" } ]\n";

/// Lints that speak of a rule with this body.
fn spoken(name: &str, level: &str, body: &str, more: &str) -> Vec<Notice> {
    let manifest = new_pack("试").unwrap().remove(0).1;
    let (manifest, _) = manifest.split_once("# 各地不同").unwrap();
    let desk = Desk::new(
        name,
        &[
            ("规则.rhai", &rule(level, body, more)),
            ("cases/用例.toml", CASE),
            ("pack.toml", manifest),
        ],
    );
    desk.notices()
}

/// One lint: a body that it speaks of, the words at which it points, and a body it lets be.
type Example = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const EXAMPLES: &[Example] = &[
    (
        "unknown_field",
        "error",
        "equal(收.合计, 表.合计);",
        "合计);",
        "equal(收.合计, sum(收.财政拨款, 收.事业收入, 收.其他收入));",
    ),
    (
        "unknown_field",
        "error",
        "present(at(表, \"收入.会计\"));",
        "at(表",
        "present(at(表, \"收入.合计\"));",
    ),
    (
        "units",
        "error",
        "at_most(percent(收.其他收入, 收.合计), 收.合计);",
        "at_most",
        "at_most(percent(收.其他收入, 收.合计), 90);",
    ),
    (
        "units",
        "error",
        "equal(收.合计, convert(收.财政拨款, \"元\") + 收.其他收入);",
        "+ 收",
        "equal(收.合计, 收.财政拨款 + 收.事业收入 + 收.其他收入);",
    ),
    (
        "unknown_word",
        "error",
        "equal(收.合计, 收.合计 + summ(收.其他收入));",
        "summ",
        "equal(收.合计, sum(收.财政拨款, 收.事业收入, 收.其他收入));",
    ),
    (
        "cannot_fail",
        "error",
        "equal(收.合计, 收.合计);",
        "equal",
        "at_most(收.其他收入, 收.合计);",
    ),
    (
        "level",
        "error",
        "explained(收.说明, nonzero(收.其他收入));",
        "explained",
        "at_most(收.其他收入, 收.合计);",
    ),
    (
        "level",
        "query",
        "equal(收.合计, sum(收.财政拨款, 收.事业收入, 收.其他收入));",
        "equal",
        "explained(收.说明, nonzero(收.其他收入));",
    ),
    (
        "conjunction",
        "error",
        "if 收.其他收入 > 收.合计 || 收.事业收入 > 收.合计 { flag(收.合计, \"过大\"); }",
        "|| 收",
        "if 收.其他收入 > 收.合计 { flag(收.合计, \"过大\"); }",
    ),
    (
        "tolerance",
        "error",
        "if abs(收.合计 - 收.财政拨款) > 0.01 { flag(收.合计, \"不等\"); }",
        "> 0.01",
        "equal(收.合计, sum(收.财政拨款, 收.事业收入, 收.其他收入));",
    ),
    (
        "tolerance",
        "error",
        "at_most(abs(收.合计 - 收.财政拨款), 0.5);",
        "at_most",
        "at_most(abs(收.合计 - 收.财政拨款), 收.合计);",
    ),
    (
        "division",
        "error",
        "at_most(收.其他收入 / 收.合计, 1);",
        "/ 收.合计",
        "if 收.合计 != 0 { at_most(收.其他收入 / 收.合计, 1); }",
    ),
];

#[test]
fn a_lint_speaks_where_it_should_and_only_there() {
    for (index, (name, level, bad, at, good)) in EXAMPLES.iter().enumerate() {
        let spoken_of = spoken(&format!("bad{index}"), level, bad, "");
        let own: Vec<&Notice> = spoken_of
            .iter()
            .filter(|notice| notice.lint == *name)
            .collect();
        let [.., only] = own.as_slice() else {
            panic!("{name} is silent on {bad}: {spoken_of:?}");
        };
        // it points at the words, counted in characters of the line
        let (_, column) = only.place.unwrap();
        let rest: String = only.line.chars().skip(column - 1).collect();
        assert!(rest.starts_with(at), "{name} points at {rest}");
        assert_eq!(only.rule, "A");
        for lang in [Lang::Chinese, Lang::English] {
            assert!(!only.text(lang).is_empty());
        }
        // a body with explained goes with a query, one with a figure with an error
        let level = if good.contains("explained") {
            "query"
        } else {
            "error"
        };
        let silent = spoken(&format!("good{index}"), level, good, "");
        assert!(
            silent.iter().all(|notice| notice.lint != *name),
            "{name} speaks of {good}: {silent:?}"
        );
    }
}

#[test]
fn a_misspelt_field_names_the_nearest_at_its_own_place() {
    // 合计 stands elsewhere in the form, so that loading cannot know
    let notices = spoken("nearest", "error", "equal(收.合计, 表.收入.合计.合计);", "");
    let notice = notices
        .iter()
        .find(|notice| notice.lint == "unknown_field")
        .unwrap();
    assert!(
        notice.text(Lang::Chinese).contains("表.收入.合计.合计"),
        "{notice:?}"
    );
    let notices = spoken(
        "near",
        "error",
        "present(表.单位名称); present(at(表, \"单位名\"));",
        "",
    );
    let notice = notices
        .iter()
        .find(|notice| notice.lint == "unknown_field")
        .unwrap();
    assert!(
        notice.text(Lang::Chinese).contains("“单位名称”"),
        "{notice:?}"
    );
}

#[test]
fn rules_that_say_the_same_are_found_however_they_are_written() {
    let same = rule(
        "error",
        "equal(收.合计, sum(收.财政拨款, 收.事业收入, 收.其他收入));",
        "",
    );
    let other = same.replace("\"A\"", "\"B\"").replace(
        "equal(收.合计, sum(收.财政拨款, 收.事业收入, 收.其他收入));",
        "equal(收.合计 - 收.其他收入, 收.事业收入 + 收.财政拨款);",
    );
    let desk = Desk::new("same", &[("规则.rhai", &format!("{same}\n{other}"))]);
    let notices = desk.notices();
    let found: Vec<&Notice> = notices
        .iter()
        .filter(|notice| notice.lint == "same_identity")
        .collect();
    assert_eq!(found.len(), 1, "{notices:?}");
    assert_eq!(found[0].rule, "B");
    let different = other.replace(
        "收.合计 - 收.其他收入",
        "收.合计 - 收.其他收入 - 收.事业收入",
    );
    let desk = Desk::new(
        "different",
        &[("规则.rhai", &format!("{same}\n{different}"))],
    );
    assert!(
        desk.notices()
            .iter()
            .all(|notice| notice.lint != "same_identity")
    );
}

#[test]
fn identities_that_never_all_hold_are_found() {
    let first = rule("error", "equal(收.合计, 收.财政拨款 + 收.事业收入);", "");
    let never = first
        .replace("\"A\"", "\"B\"")
        .replace("收.事业收入);", "收.事业收入 + 1);");
    let desk = Desk::new("never", &[("规则.rhai", &format!("{first}\n{never}"))]);
    let found: Vec<Notice> = desk
        .notices()
        .into_iter()
        .filter(|notice| notice.lint == "contradiction")
        .collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].text(Lang::Chinese).contains("A、B"), "{found:?}");
    // together they leave 事业收入 no value but 0
    let only = first
        .replace("\"A\"", "\"B\"")
        .replace("+ 收.事业收入);", "- 收.事业收入);");
    let desk = Desk::new("only", &[("规则.rhai", &format!("{first}\n{only}"))]);
    let notices = desk.notices();
    let found = notices
        .iter()
        .find(|notice| notice.lint == "contradiction")
        .unwrap();
    let text = found.text(Lang::Chinese);
    assert!(text.contains("事业收入”为 0"), "{text}");
    let fine = first
        .replace("\"A\"", "\"B\"")
        .replace("收.事业收入);", "收.其他收入);");
    // wrong on the sample, but figures exist with which both hold
    let desk = Desk::new("fine", &[("规则.rhai", &format!("{first}\n{fine}"))]);
    assert!(
        desk.notices()
            .iter()
            .all(|notice| notice.lint != "contradiction")
    );
}

#[test]
fn what_is_missing_around_a_rule_is_found() {
    let bare = "rule(\"A\", #{ title: \"甲应有，乙应无\", level: \"error\" }, |表| { present(表.单位名称); });\n";
    let desk = Desk::new("bare", &[("规则.rhai", bare)]);
    let notices = desk.notices();
    let count = |lint: &str| notices.iter().filter(|notice| notice.lint == lint).count();
    assert_eq!(count("metadata"), 3, "{notices:?}");
    assert_eq!(count("no_case"), 1);
    assert_eq!(count("unused_parameter"), 1);
    // two demands in one title
    assert_eq!(count("conjunction"), 1);
    let parameter = notices
        .iter()
        .find(|notice| notice.lint == "unused_parameter")
        .unwrap();
    assert_eq!(parameter.file, "试/pack.toml");
    assert!(parameter.line.contains("其他收入说明线"));
}

#[test]
fn a_lint_is_excused_only_with_a_reason_that_is_shown() {
    let body = "equal(收.合计, 收.合计);";
    let excused = spoken(
        "excused",
        "error",
        body,
        "allow: #{ cannot_fail: \"示例\" }",
    );
    let notice = excused
        .iter()
        .find(|notice| notice.lint == "cannot_fail")
        .unwrap();
    assert_eq!(notice.excuse, "示例");
    let unused = spoken(
        "unused",
        "error",
        "at_most(收.其他收入, 收.合计);",
        "allow: #{ cannot_fail: \"示例\", divison: \"示例\" }",
    );
    let texts: Vec<String> = unused
        .iter()
        .map(|notice| notice.text(Lang::Chinese))
        .collect();
    assert!(
        texts
            .iter()
            .any(|text| text.contains("cannot_fail 没有用到")),
        "{texts:?}"
    );
    assert!(
        texts.iter().any(|text| text.contains("“division”")),
        "{texts:?}"
    );
    let script = rule(
        "error",
        "at_most(收.其他收入, 收.合计);",
        "allow: #{ cannot_fail: \"\" }",
    );
    let desk = Desk::new("empty", &[("规则.rhai", &script)]);
    assert!(Pack::load_folder(&desk.0, &Library::shipped()).is_err());
}

/// All lints have an example here that they speak of.
#[test]
fn no_lint_is_without_an_example() {
    let tabled: BTreeSet<&str> = EXAMPLES.iter().map(|example| example.0).collect();
    let own = [
        "same_identity",
        "contradiction",
        "metadata",
        "no_case",
        "unused_parameter",
    ];
    for name in names() {
        assert!(tabled.contains(name) || own.contains(&name), "{name}");
    }
}

#[test]
fn shipped_packs_and_the_template_are_clean() {
    assert_eq!(Desk::new("template", &[]).notices(), []);
    let library = Library::shipped();
    for (id, _) in kinds_served(&library) {
        let pack = Arc::new(Pack::load(&id, &library).unwrap());
        let open: Vec<String> = lint(&pack)
            .iter()
            .filter(|notice| notice.excuse.is_empty())
            .map(|notice| format!("{} {}", notice.rule, notice.text(Lang::Chinese)))
            .collect();
        assert!(open.is_empty(), "{id}: {open:#?}");
    }
}
