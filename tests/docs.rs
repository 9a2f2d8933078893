//! Reference pages are generated from the code and kept fresh: `UPDATE=1 cargo test` rewrites.

use std::fmt::Write as _;
use std::fs;
use std::sync::Arc;

use gouji::finding::Level;
use gouji::pack::{Library, Pack, borrowing, kinds_served};
use gouji::report::{Style, Text};
use gouji::screen::ask_together;
use gouji::verbs::{Parameter, Sort, Word, words};
use gouji::words::Lang;

use crate::fresh::{expect_file, root};

#[test]
fn verbs_page() {
    let mut page = String::from(
        "# 规则中可用的词\n\n\
         本页由程序生成（`UPDATE=1 cargo test`）。英文名，如同电子表格的函数；字段用表式中的中文键名。\n\n\
         - **动词**：每用一次就是一项核对，结果只有：成立、尾差、不符、未能核对。\n\
         - **造数词**：由值造值，记得每个操作数在填报中的位置。\n\
         - **情形**：带着数字的条件，多与 `explained` 连用。\n\n\
         另有四则运算 `+ - * /`、比较 `== != < <= > >=`、取反 `-x`，都按十进制精确计算（`1/3` 就是三分之一）；\n\
         单位不同的数不能相加、比较；百分数与数相乘用 `percent_of`。\n",
    );
    for (sort, title) in [
        (Sort::Verb, "动词"),
        (Sort::Maker, "造数词"),
        (Sort::Condition, "情形"),
    ] {
        writeln!(
            page,
            "\n## {title}\n\n| 写法 | 作用 | In English |\n| --- | --- | --- |"
        )
        .unwrap();
        for word in words().filter(|word| word.sort == sort) {
            let usage: Vec<String> = word
                .usage
                .iter()
                .map(|usage| format!("`{}`", usage.replace('|', "\\|")))
                .collect();
            writeln!(
                page,
                "| {} | {} | {} |",
                usage.join("<br>"),
                squeeze(word.zh),
                squeeze(word.en)
            )
            .unwrap();
        }
    }
    expect_file("docs/verbs.md", &page);
}

/// A continued line of source has no blank before Chinese, one before English.
fn squeeze(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace('|', "\\|")
}

#[test]
fn every_word_is_named_once_and_shown_as_it_is_called() {
    let mut names: Vec<&str> = words().map(|word: &Word| word.name).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    for word in words() {
        assert!(
            word.usage.iter().all(|usage| usage.contains(word.name)),
            "{}",
            word.name
        );
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "强制（必须更正）",
        Level::Query => "核实（须说明）",
        Level::Advice => "提示",
    }
}

#[test]
fn rules_pages() {
    let library = Library::shipped();
    for (id, kinds) in kinds_served(&library) {
        let pack = Arc::new(Pack::load(&id, &library).unwrap());
        let style = Style {
            color: false,
            width: 92,
            ascii: false,
        };
        let mut page = format!(
            "# {}（{id} {}）\n\n本页由程序生成（`UPDATE=1 cargo test`）。适用文种：{}。共 {} 条规则。\n\n\
             “依据未核实”是说：条文凭通行做法写成，没有人对过原文；引用前请自行核对。\n\n\
             | 编号 | 级别 | 规则 |\n| --- | --- | --- |\n",
            pack.manifest.title,
            pack.manifest.version,
            kinds.join("、"),
            pack.all_rules().count()
        );
        for rule in pack.all_rules() {
            writeln!(
                page,
                "| [{0}](#{1}) | {2} | {3} |",
                rule.id,
                rule.id.to_lowercase(),
                level(rule.level),
                rule.title
            )
            .unwrap();
        }
        for rule in pack.all_rules() {
            let verified = if rule.verified { "" } else { "（未核实）" };
            writeln!(
                page,
                "\n## {}\n\n**{}**\n\n- 级别：{}\n- 依据：{}{verified}\n- 改正：{}",
                rule.id,
                rule.title,
                level(rule.level),
                rule.basis,
                rule.help
            )
            .unwrap();
            for check in pack.checks_in_words(&rule.id, Lang::Chinese) {
                writeln!(page, "- 核对：{check}").unwrap();
            }
            if let Some(excerpt) = pack.rule_text(&rule.id) {
                writeln!(
                    page,
                    "- 出处：`rules/{}`\n\n```rhai\n{}\n```",
                    excerpt.file, excerpt.text
                )
                .unwrap();
            }
            if let Some(shown) = pack.shown_failing(&rule.id) {
                let text = Text::new(Lang::Chinese, style);
                let drawn = text
                    .drawn(&shown.source, &shown.checked, shown.finding)
                    .unwrap();
                writeln!(
                    page,
                    "\n查出问题的例子（`{}`，{}）：\n\n```text\n{}\n```",
                    shown.file,
                    shown.name,
                    drawn.trim_end()
                )
                .unwrap();
            }
            if let Some(shown) = pack.shown_together(&rule.id, ask_together) {
                let places = shown.found.places.iter();
                let places: Vec<String> = places
                    .map(|place| format!("  {}  {}", place.submission, place.words()))
                    .collect();
                writeln!(
                    page,
                    "\n查出问题的例子（`{}`，{}）：\n\n```text\n{}\n{}\n```",
                    shown.file,
                    shown.name,
                    shown.found.message,
                    places.join("\n")
                )
                .unwrap();
            }
        }
        writeln!(page, "\n## 参数\n\n各省口径不同之处，改参数，不改公式。\n\n| 参数 | 值 | 作用 | 出处 |\n| --- | --- | --- | --- |").unwrap();
        for (name, declared) in &pack.parameters {
            let value = match &declared.value {
                Parameter::Number(value, unit) => format!("{value}{}", unit.name()),
                Parameter::Text(text) => text.clone(),
                Parameter::List(list) => list.join("、"),
                Parameter::Bool(value) => if *value { "是" } else { "否" }.to_owned(),
            };
            writeln!(
                page,
                "| {name} | {} | {} | {} |",
                value.replace('|', "\\|"),
                declared.doc.replace('|', "\\|"),
                declared.source.replace('|', "\\|")
            )
            .unwrap();
        }
        expect_file(&format!("docs/rules/{id}.md"), &page);
    }
}

#[test]
fn settings_pages() {
    let library = Library::shipped();
    for id in borrowing(&library) {
        let packs = Pack::load_all(&id, &library).unwrap();
        let mut page = String::new();
        for pack in &packs {
            if page.is_empty() {
                page = format!(
                    "# {}（{id} {}）\n\n本页由程序生成（`UPDATE=1 cargo test`）。只改参数，规则用所继承的规则包的；用 `--pack {id}` 选用。\n",
                    pack.own_title, pack.manifest.version
                );
            }
            writeln!(
                page,
                "\n## {}\n\n| 参数 | 默认 | 此地 | 作用 | 出处 |\n| --- | --- | --- | --- | --- |",
                pack.manifest.kinds.join("、")
            )
            .unwrap();
            let plain = packs_serving(&library, &pack.manifest.kinds[0]);
            for setting in &pack.manifest.settings {
                let Some(declared) = pack.parameters.get(&setting.parameter) else {
                    continue;
                };
                let default = &plain.parameters[&setting.parameter].value;
                if setting.only.is_some() && *default == declared.value {
                    continue;
                }
                writeln!(
                    page,
                    "| {} | {} | {} | {} | {} |",
                    setting.parameter,
                    shown(default),
                    shown(&declared.value),
                    declared.doc.replace('|', "\\|"),
                    declared.source.replace('|', "\\|")
                )
                .unwrap();
            }
        }
        expect_file(&format!("docs/rules/{id}.md"), &page);
    }
}

fn packs_serving(library: &Library, kind: &str) -> Pack {
    let (id, _) = kinds_served(library)
        .into_iter()
        .find(|(_, kinds)| kinds.iter().any(|served| served == kind))
        .unwrap();
    Pack::load(&id, library).unwrap()
}

fn shown(value: &Parameter) -> String {
    let text = match value {
        Parameter::Number(value, unit) => format!("{value}{}", unit.name()),
        Parameter::Text(text) => text.clone(),
        Parameter::List(list) if list.is_empty() => "（不规定）".to_owned(),
        Parameter::List(list) => list.join("、"),
        Parameter::Bool(value) => if *value { "是" } else { "否" }.to_owned(),
    };
    text.replace('|', "\\|")
}

/// Links between our own pages lead somewhere.
#[test]
fn links_lead_somewhere() {
    let pages = [
        "README.md",
        "README.zh-CN.md",
        "docs/self-check.md",
        "docs/reports.md",
        "docs/writing-rules.md",
        "docs/architecture.md",
        "docs/design.md",
    ];
    let link = regex::Regex::new(r"\]\(([^)#:]+)(#[^)]*)?\)").unwrap();
    for page in pages {
        let file = root().join(page);
        let text = fs::read_to_string(&file).unwrap_or_else(|_| panic!("{page} is missing"));
        for hit in link.captures_iter(&text) {
            let target = file.parent().unwrap().join(&hit[1]);
            assert!(target.exists(), "{page} links to {}", &hit[1]);
        }
    }
}
