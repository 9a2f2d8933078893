//! What commands print besides reports: of packs, of rules, of a pack's cases, and of a file for
//! which no pack is found.

use super::super::Lang;
use crate::finding::Level;
use crate::settings::WaiverNote;

/// A level's name.
#[must_use]
pub fn level(level: Level, lang: Lang) -> &'static str {
    match level {
        Level::Error => lang.pick("强制", "error"),
        Level::Query => lang.pick("核实", "query"),
        Level::Advice => lang.pick("提示", "advice"),
    }
}

/// What a level asks of the department.
#[must_use]
pub fn level_meaning(level: Level, lang: Lang) -> &'static str {
    match level {
        Level::Error => lang.pick("必须更正", "must be corrected"),
        Level::Query => lang.pick(
            "可能没错，但须说明原因",
            "may be right, but must be explained",
        ),
        Level::Advice => lang.pick("供参考，不要求处理", "worth knowing, nothing is asked"),
    }
}

/// Whether a basis has been verified.
#[must_use]
pub fn verified(yes: bool, lang: Lang) -> &'static str {
    if yes {
        lang.pick("已核实", "verified")
    } else {
        lang.pick("未核实", "not verified")
    }
}

/// Where a pack came from: the engine's own word for embedded packs, else its folder.
#[must_use]
pub fn origin(origin: &str, lang: Lang) -> &str {
    if origin == "built-in" {
        lang.pick("内置", "built-in")
    } else {
        origin
    }
}

/// A text in brackets after another.
#[must_use]
pub fn bracketed(text: &str, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("（{text}）"),
        Lang::English => format!(" ({text})"),
    }
}

/// Several names one after the other.
#[must_use]
pub fn listed(names: &[String], lang: Lang) -> String {
    names.join(lang.pick("、", ", "))
}

/// What stands before an entry of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// How grave.
    Level,
    /// The document it stands on.
    Basis,
    /// What to do.
    Help,
    /// The pack.
    Pack,
    /// File and line.
    Place,
    /// The rule as written.
    Text,
    /// What is checked, in words.
    Checks,
    /// A case in which it fails.
    Example,
    /// 文种
    Kinds,
    /// The pack's version.
    Version,
    /// Where the pack came from.
    Origin,
    /// Start of the content hash.
    Hash,
    /// How many rules.
    Rules,
    /// Parameters with a value of the pack's own.
    Settings,
    /// Where a value was seen.
    Source,
    /// Rule id, as a column.
    Id,
    /// Title, as a column.
    Title,
}

impl Entry {
    /// The entry's name.
    #[must_use]
    pub fn text(self, lang: Lang) -> &'static str {
        match self {
            Self::Level => lang.pick("级别", "level"),
            Self::Basis => lang.pick("依据", "basis"),
            Self::Help => lang.pick("怎么改", "what to do"),
            Self::Pack => lang.pick("规则包", "pack"),
            Self::Place => lang.pick("出处", "written in"),
            Self::Text => lang.pick("规则原文", "the rule as written"),
            Self::Checks => lang.pick("核对什么", "checks"),
            Self::Example => lang.pick("查出问题的例子", "an example in which it fails"),
            Self::Kinds => lang.pick("文种", "serves"),
            Self::Version => lang.pick("版本", "version"),
            Self::Origin => lang.pick("来自", "from"),
            Self::Hash => lang.pick("指纹", "hash"),
            Self::Rules => lang.pick("规则", "rules"),
            Self::Settings => lang.pick("另取的值", "sets"),
            Self::Source => lang.pick("出处", "source"),
            Self::Id => lang.pick("编号", "id"),
            Self::Title => lang.pick("标题", "title"),
        }
    }
}

/// No basis is given.
#[must_use]
pub fn no_basis(lang: Lang) -> &'static str {
    lang.pick("没有写明", "none given")
}

/// How many rules there are of each level, and how many with a verified basis.
#[must_use]
pub fn rule_counts(counts: [usize; 3], verified: usize, lang: Lang) -> String {
    let [error, query, advice] = counts;
    let all = error + query + advice;
    match lang {
        Lang::Chinese => format!(
            "共 {all} 条：强制 {error}，核实 {query}，提示 {advice}；依据已核实 {verified} 条"
        ),
        Lang::English => format!(
            "{all} rules: {error} error, {query} query, {advice} advice; {verified} with a verified basis"
        ),
    }
}

/// What to type to see one rule.
#[must_use]
pub fn explain_hint(id: &str, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("看一条规则：gouji explain {id}"),
        Lang::English => format!("to see a rule: gouji explain {id}"),
    }
}

/// What to type to see the rules of a pack.
#[must_use]
pub fn rules_hint(pack: &str, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("看一个规则包的规则：gouji rules {pack}"),
        Lang::English => format!("to see the rules of a pack: gouji rules {pack}"),
    }
}

/// A value that is on or off.
#[must_use]
pub fn yes(value: bool, lang: Lang) -> &'static str {
    if value {
        lang.pick("是", "yes")
    } else {
        lang.pick("否", "no")
    }
}

/// A list without entries.
#[must_use]
pub fn nothing(lang: Lang) -> &'static str {
    lang.pick("（空）", "(empty)")
}

/// How the cases of a pack ended.
#[must_use]
pub fn cases(passed: usize, differ: usize, lang: Lang) -> String {
    match (lang, differ) {
        (Lang::Chinese, 0) => format!("{passed} 例全部相符"),
        (Lang::Chinese, _) => format!("{passed} 例相符，{differ} 例不符"),
        (Lang::English, 0) => format!("all {passed} cases agree"),
        (Lang::English, _) => format!("{passed} cases agree, {differ} differ"),
    }
}

/// Before what a case expects and was not found.
#[must_use]
pub fn missing_lead(lang: Lang) -> &'static str {
    lang.pick("应查出而未查出：", "expected, not found: ")
}

/// Before what was found and the case does not expect.
#[must_use]
pub fn extra_lead(lang: Lang) -> &'static str {
    lang.pick("查出而用例未写：", "found, not expected: ")
}

/// Before why a case could not be carried out.
#[must_use]
pub fn fault_lead(lang: Lang) -> &'static str {
    lang.pick("用例有误：", "the case is broken: ")
}

/// Before the rules no case shows failing.
#[must_use]
pub fn untested(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("提醒：{count} 条规则还没有查出问题的用例："),
        Lang::English => format!("note: no case shows these {count} rules failing:"),
    }
}

/// A file that is not there, and one beside it that may be meant.
#[must_use]
pub fn near_file(typed: &str, near: &str, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("没有“{typed}”，是否为“{near}”？"),
        Lang::English => format!("there is no \"{typed}\"; did you mean \"{near}\"?"),
    }
}

/// What a person should know of a waiver; `place` is where it is written.
#[must_use]
pub fn waiver_note(place: &str, rule: &str, path: &str, note: &WaiverNote, lang: Lang) -> String {
    match (note, lang) {
        (WaiverNote::Unused, Lang::Chinese) => {
            format!("{place} 对 {rule} 的豁免没有用到：{path} 没有这一问题，可以删去")
        }
        (WaiverNote::Unused, Lang::English) => {
            format!("{place}: the waiver of {rule} at {path} was not used")
        }
        (WaiverNote::NoFile, Lang::Chinese) => format!(
            "{place} 对 {rule} 的豁免没有用到：它的 files 与这次审核的文件都不相符，请核对 files（从设置文件所在的文件夹写起）"
        ),
        (WaiverNote::NoFile, Lang::English) => format!(
            "{place}: the waiver of {rule} was not used: its files matches none of the files checked; look at files, which starts from the folder of the settings"
        ),
        (WaiverNote::Several(count, names), Lang::Chinese) => format!(
            "{place} 对 {rule} 的豁免放过了 {count} 份：{}；豁免是给一个单位的，请写 unit（单位编码或单位名称）",
            listed(names, lang)
        ),
        (WaiverNote::Several(count, names), Lang::English) => format!(
            "{place}: the waiver of {rule} cleared {count} submissions: {}; a waiver is one unit's: add unit, its code or name",
            listed(names, lang)
        ),
    }
}

/// Why there is no pack for a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoPack {
    /// It does not say what it is.
    Unsaid,
    /// What it says is no text.
    NotText,
    /// No pack serves what it says it is; the nearest that one does.
    Unknown(String, Option<String>),
    /// Several packs serve it; then the submission's name.
    Several(String, Vec<String>, String),
    /// The pack is broken.
    Broken(String),
    /// The settings that hold for it are broken; the file.
    Settings(String),
}

/// What to type for each of several packs.
fn commands(packs: &[String], name: &str, or: &str) -> String {
    let file = if name.contains([' ', '\'', '&', ';', '(', ')']) {
        format!("\"{name}\"")
    } else {
        name.to_owned()
    };
    let all: Vec<String> = packs
        .iter()
        .map(|pack| format!("gouji check {file} --pack {pack}"))
        .collect();
    all.join(or)
}

impl NoPack {
    /// The sentence of the finding.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Unsaid, Lang::Chinese) => "没有写“文种”，不知道该用哪个规则包".into(),
            (Self::Unsaid, Lang::English) => {
                "there is no \"文种\" to tell which pack to use".into()
            }
            (Self::NotText, Lang::Chinese) => "“文种”应当是文字，不知道该用哪个规则包".into(),
            (Self::NotText, Lang::English) => {
                "\"文种\" should be a text that tells which pack to use".into()
            }
            (Self::Unknown(kind, nearest), Lang::Chinese) => {
                let near = nearest
                    .as_ref()
                    .map_or_else(String::new, |name| format!("，是否为“{name}”？"));
                format!("没有规则包审核文种“{kind}”{near}")
            }
            (Self::Unknown(kind, nearest), Lang::English) => {
                let near = nearest
                    .as_ref()
                    .map_or_else(String::new, |name| format!("; did you mean \"{name}\"?"));
                format!("no pack serves the kind (文种) \"{kind}\"{near}")
            }
            (Self::Several(kind, packs, _), Lang::Chinese) => {
                format!("有几个规则包审核文种“{kind}”：{}", packs.join("、"))
            }
            (Self::Several(kind, packs, _), Lang::English) => {
                format!(
                    "several packs serve the kind (文种) \"{kind}\": {}",
                    packs.join(", ")
                )
            }
            (Self::Broken(pack), Lang::Chinese) => format!("规则包“{pack}”有误，未能审核"),
            (Self::Broken(pack), Lang::English) => {
                format!("not checked: the pack \"{pack}\" is broken")
            }
            (Self::Settings(file), Lang::Chinese) => format!("设置“{file}”有误，未能审核"),
            (Self::Settings(file), Lang::English) => {
                format!("not checked: the settings \"{file}\" are broken")
            }
        }
    }

    /// What to do, given the kinds that are served.
    #[must_use]
    pub fn help(&self, known: &[String], lang: Lang) -> String {
        let kinds = known
            .iter()
            .map(|kind| match lang {
                Lang::Chinese => format!("“{kind}”"),
                Lang::English => format!("\"{kind}\""),
            })
            .collect::<Vec<_>>()
            .join(lang.pick("、", ", "));
        match (self, lang) {
            (Self::Unsaid | Self::NotText | Self::Unknown(..), Lang::Chinese) => {
                format!("“文种”可以是：{kinds}；也可以用 --pack 指明规则包")
            }
            (Self::Unsaid | Self::NotText | Self::Unknown(..), Lang::English) => {
                format!("\"文种\" may be: {kinds}; or name a pack with --pack")
            }
            (Self::Several(_, packs, name), Lang::Chinese) => {
                format!("请指明其中一个：{}", commands(packs, name, "，或 "))
            }
            (Self::Several(_, packs, name), Lang::English) => {
                format!("name one of them: {}", commands(packs, name, ", or "))
            }
            (Self::Broken(_), Lang::Chinese) => "先改正规则包，或用 --pack 指明另一个".into(),
            (Self::Broken(_), Lang::English) => "mend the pack, or name another with --pack".into(),
            (Self::Settings(_), Lang::Chinese) => "先改正设置文件，或用 --config 指明另一个".into(),
            (Self::Settings(_), Lang::English) => {
                "mend the settings, or name others with --config".into()
            }
        }
    }

    /// The title of the engine's rule behind the finding.
    #[must_use]
    pub fn title(lang: Lang) -> &'static str {
        lang.pick("应能找到规则包", "a pack should be found")
    }
}

/// The name of standard input in a report for people.
#[must_use]
pub fn standard_input(lang: Lang) -> &'static str {
    lang.pick("标准输入", "standard input")
}
