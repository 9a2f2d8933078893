//! Help and sentences of the commands for those who write rules.

use super::super::Lang;
use crate::pack::{NotMade, Side};

pub(super) fn about(command: &str, lang: Lang) -> Option<&'static str> {
    Some(match command {
        "new" => lang.pick(
            "新建规则包，或在规则包中新建一条规则",
            "make a new pack, or a new rule in a pack",
        ),
        "lint" => lang.pick(
            "检查规则的写法：写错的字段、单位、永远查不出的规则等",
            "check how rules are written: fields, units, rules that cannot fail",
        ),
        "trace" => lang.pick(
            "一步一步显示一条规则在一份自评上怎么算",
            "show step by step how a rule works on a submission",
        ),
        _ => return None,
    })
}

pub(super) fn usage(command: &str, lang: Lang) -> Option<&'static str> {
    Some(match command {
        "new" => lang.pick(
            "gouji new pack <文件夹>\n  gouji new rule <规则编号> [--pack <规则包>]",
            "gouji new pack <FOLDER>\n  gouji new rule <RULE> [--pack <PACK>]",
        ),
        "lint" => lang.pick(
            "gouji lint [<规则包>] [--format <写法>] [选项]",
            "gouji lint [<PACK>] [--format <FORMAT>] [options]",
        ),
        "trace" => lang.pick(
            "gouji trace <文件> --rule <规则编号> [选项]",
            "gouji trace <FILE> --rule <RULE> [options]",
        ),
        _ => return None,
    })
}

pub(super) fn examples(command: &str, lang: Lang) -> Option<&'static str> {
    Some(match command {
        "new" => lang.pick(
            "  gouji new pack rules/某县                 一个新规则包，用例全部相符
  gouji new rule BD-01 --pack rules/某县    在其中加一条规则和它的用例

已有的文件不会被覆盖。",
            "  gouji new pack rules/mine                 a new pack whose cases agree
  gouji new rule BD-01 --pack rules/mine    a rule in it, with its case

Nothing that is there is ever overwritten.",
        ),
        "lint" => lang.pick(
            "  gouji lint                     所有规则包
  gouji lint department          一个规则包
  gouji lint --format json       供其他程序读取

退出码：0 没有发现；1 有发现；2 规则包有误",
            "  gouji lint                     all packs
  gouji lint department          one pack
  gouji lint --format json       for other programs

Exit codes: 0 nothing found; 1 something found; 2 a pack is broken",
        ),
        "trace" => lang.pick(
            "  gouji trace 自评.json --rule ZT-19
  gouji trace 自评.json --rule ZT-19 --format json

退出码：0 规则通过或不适用；1 查出问题；2 未能运行；3 未能核对",
            "  gouji trace 自评.json --rule ZT-19
  gouji trace 自评.json --rule ZT-19 --format json

Exit codes: 0 passed or not applicable; 1 found something; 2 could not run;
3 undetermined",
        ),
        "test" => lang.pick(
            "  gouji test                        所有规则包
  gouji test department             一个规则包
  gouji test 我的规则包/            改过的规则是否仍与用例相符
  gouji test --rule ZT-19           只看与一条规则有关的用例
  gouji test 我的规则包/ --accept   把查出的写进还没有 expect 的新用例
  gouji test --coverage             规则的哪些行、哪些分支没有用例试过
  gouji test 我的规则包/ --watch    文件一改就重新运行，Ctrl-C 结束

退出码：0 全部相符；1 有用例不符；2 规则包或用例文件有误",
            "  gouji test                        all packs
  gouji test department             one pack
  gouji test my-pack/               whether edited rules still agree with the cases
  gouji test --rule ZT-19           only the cases that concern a rule
  gouji test my-pack/ --accept      write what was found into new cases (no expect)
  gouji test --coverage             which lines and branches no case has run
  gouji test my-pack/ --watch       again whenever a file changes; Ctrl-C ends it

Exit codes: 0 all agree; 1 a case differs; 2 a pack or case file is broken",
        ),
        _ => return None,
    })
}

pub(super) fn argument(command: &str, id: &str, lang: Lang) -> Option<&'static str> {
    Some(match (command, id) {
        ("new", "what") => lang.pick("pack（规则包）或 rule（规则）", "pack or rule"),
        ("new", "name") => lang.pick(
            "新规则包的文件夹，或新规则的编号",
            "folder of the new pack, or id of the new rule",
        ),
        ("new", "pack") => lang.pick(
            "规则加在哪个规则包；不写则是此处或 rules/ 中唯一的",
            "where it goes; else the pack here, or the only one there is",
        ),
        ("lint", "pack") => lang.pick(
            "规则包的编号或文件夹；不写则检查所有规则包",
            "id or folder of a pack; without it, all packs are checked",
        ),
        ("lint" | "trace", "format") => lang.pick(
            "写法：text 给人看（默认），json",
            "text for people (default), json",
        ),
        ("trace", "file") => lang.pick(
            "自评文件；- 表示标准输入",
            "a submission; - is standard input",
        ),
        ("trace", "rule") => lang.pick("要看的规则", "the rule to look at"),
        ("trace", "pack") => lang.pick(
            "规则包的编号或文件夹；不写则按自评的“文种”选用",
            "id or folder of a pack; else it is found from the 文种",
        ),
        ("test", "rule") => lang.pick(
            "只看与这条规则有关的用例",
            "only the cases that concern this rule",
        ),
        ("test", "accept") => lang.pick(
            "把查出的写进还没有 expect 的新用例",
            "write what was found into new cases, those without expect",
        ),
        ("test", "coverage") => lang.pick(
            "列出没有用例试过的行、分支，只试过一面的规则",
            "list lines and branches that no case has run",
        ),
        ("test", "watch") => lang.pick("文件一改就重新运行", "run again whenever a file changes"),
        _ => return None,
    })
}

pub(super) fn value_name(id: &str, lang: Lang) -> Option<&'static str> {
    Some(match id {
        "what" => lang.pick("种类", "KIND"),
        "name" => lang.pick("名称", "NAME"),
        "file" => lang.pick("文件", "FILE"),
        _ => return None,
    })
}

/// A file was written.
#[must_use]
pub fn wrote(path: &str, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("已写 {path}"),
        Lang::English => format!("wrote {path}"),
    }
}

/// The manifest now lists the script.
#[must_use]
pub fn listed(manifest: &str, script: &str, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("已在 {manifest} 的 rules 中列入 {script}"),
        Lang::English => format!("listed {script} under rules in {manifest}"),
    }
}

/// What to do with a new pack.
#[must_use]
pub fn pack_next(folder: &str, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!(
            "接下来：
  gouji test {folder}    用例应当全部相符
  改 form.schema.json 和 clean.json，写成自己的表；再照样子改规则和用例
  gouji new rule <编号> --pack {folder}    再加一条规则
  gouji lint {folder}    检查写法"
        ),
        Lang::English => format!(
            "next:
  gouji test {folder}    all cases should agree
  make form.schema.json and clean.json your own form; then the rules and cases
  gouji new rule <ID> --pack {folder}    one more rule
  gouji lint {folder}    check how it is written"
        ),
    }
}

/// What to do with a new rule.
#[must_use]
pub fn rule_next(id: &str, folder: &str, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!(
            "接下来：
  gouji test {folder} --rule {id}    样子是可以运行的，用例应当相符
  改 {id}.rhai：标题、依据、改法，最后一行写要核对什么
  改 cases/{id}.toml：去掉 expect 一行，用 gouji test {folder} --accept 写入查出的，再看对不对
  gouji lint {folder}    检查写法"
        ),
        Lang::English => format!(
            "next:
  gouji test {folder} --rule {id}    it works as it is: the case should agree
  edit {id}.rhai: title, basis, fix, and in the last line what is to be checked
  edit cases/{id}.toml: take its expect out, let gouji test {folder} --accept write
  what was found, and see whether that is right
  gouji lint {folder}    check how it is written"
        ),
    }
}

/// Why nothing was made.
#[must_use]
pub fn not_made(why: &NotMade, lang: Lang) -> String {
    match (why, lang) {
        (NotMade::Name(name), Lang::Chinese) => {
            format!("“{name}”不能作名称：只能用字母、汉字、数字、- 和 _，不超过 40 个")
        }
        (NotMade::Name(name), Lang::English) => {
            format!("\"{name}\" cannot be a name: use letters, digits, - and _, at most 40")
        }
        (NotMade::RuleExists(id), Lang::Chinese) => {
            format!("规则包中已有“{id}”（规则或同名的文件），没有改动；请另取编号")
        }
        (NotMade::RuleExists(id), Lang::English) => {
            format!("the pack has \"{id}\" already (a rule or a file); nothing was changed")
        }
        (NotMade::NoClean, Lang::Chinese) => {
            "规则包没有可用的 clean.json，用例无从改起；请先写一份没有问题的填报".into()
        }
        (NotMade::NoClean, Lang::English) => {
            "the pack has no clean.json that a case could start from; write one first".into()
        }
        (NotMade::NothingToCheck, Lang::Chinese) => {
            "clean.json 中没有可以举例的字段；请先填几个数".into()
        }
        (NotMade::NothingToCheck, Lang::English) => {
            "clean.json has no field for an example; fill in some figures first".into()
        }
        (NotMade::Manifest(words), Lang::Chinese) => format!("pack.toml 改不了：{words}"),
        (NotMade::Manifest(words), Lang::English) => format!("pack.toml cannot be edited: {words}"),
        (NotMade::Faults(_), Lang::Chinese) => "规则包有误，先改正".into(),
        (NotMade::Faults(_), Lang::English) => "the pack is broken; mend it first".into(),
    }
}

/// What was expected, where the rule found something else.
#[must_use]
pub fn other_lead(lang: Lang) -> &'static str {
    lang.pick("应为：", "expected: ")
}

/// What it found.
#[must_use]
pub fn found_lead(lang: Lang) -> &'static str {
    lang.pick("查出：", "found:    ")
}

/// New cases do not say yet what they expect.
#[must_use]
pub fn new_cases(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("{count} 个新用例没有 expect；看过上面查出的，用 --accept 写入"),
        Lang::English => {
            format!("{count} new cases have no expect; look at what was found, then --accept")
        }
    }
}

/// Cases into which something was written.
#[must_use]
pub fn accepted(count: usize, file: &str, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("已把查出的写进 {count} 个新用例：{file}。请逐条看过是否该查出"),
        Lang::English => {
            format!("wrote what was found into {count} new cases: {file}. See that it is right")
        }
    }
}

/// There is nothing new to write.
#[must_use]
pub fn nothing_new(lang: Lang) -> &'static str {
    lang.pick(
        "没有新用例：--accept 只写没有 expect 的用例",
        "no new cases: --accept writes only into cases without expect",
    )
}

/// No case concerns a rule.
#[must_use]
pub fn no_cases(rule: &str, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("没有与 {rule} 有关的用例"),
        Lang::English => format!("no case concerns {rule}"),
    }
}

/// Waiting for an edit.
#[must_use]
pub fn watching(lang: Lang) -> &'static str {
    lang.pick(
        "── 等待改动，Ctrl-C 结束",
        "── waiting for a change; Ctrl-C ends it",
    )
}

/// A file has changed.
#[must_use]
pub fn changed(file: &str, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("── 有改动：{file}"),
        Lang::English => format!("── changed: {file}"),
    }
}

/// How much of the rules the cases ran.
#[must_use]
pub fn coverage(
    rules: usize,
    lines: (usize, usize),
    branches: (usize, usize),
    lang: Lang,
) -> String {
    let ((ran, lines), (taken, branches)) = (lines, branches);
    match lang {
        Lang::Chinese => {
            format!(
                "覆盖：规则和函数 {rules} 个，运行过 {ran}/{lines} 行，{taken}/{branches} 个分支"
            )
        }
        Lang::English => format!(
            "coverage: {rules} rules and functions, {ran} of {lines} lines and {taken} of {branches} branches ran"
        ),
    }
}

/// How much of one rule the cases ran.
#[must_use]
pub fn covered(lines: (usize, usize), branches: (usize, usize), lang: Lang) -> String {
    let ((ran, lines), (taken, branches)) = (lines, branches);
    match lang {
        Lang::Chinese => format!("{ran}/{lines} 行，{taken}/{branches} 个分支"),
        Lang::English => format!("{ran}/{lines} lines, {taken}/{branches} branches"),
    }
}

/// A line no case ran.
#[must_use]
pub fn not_run(lang: Lang) -> &'static str {
    lang.pick("没有运行过", "never ran")
}

/// A side no case took.
#[must_use]
pub fn untaken(side: Side, lang: Lang) -> &'static str {
    match side {
        Side::Then => lang.pick("条件从未成立", "the condition never held"),
        Side::Else => lang.pick("条件从未不成立", "the condition always held"),
        Side::Loop => lang.pick("循环从未进入", "the loop never ran"),
    }
}

/// Before the rules of which the cases show one side only.
#[must_use]
pub fn one_sided(failing: bool, lang: Lang) -> &'static str {
    if failing {
        lang.pick(
            "只试过查出、没有试过通过的规则：",
            "rules never seen to pass: ",
        )
    } else {
        lang.pick(
            "只试过通过、没有试过查出的规则：",
            "rules never seen to find anything: ",
        )
    }
}
