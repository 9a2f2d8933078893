//! What is said of settings and waivers.

use super::Lang;
use crate::settings::{Lapse, SettingsFaultKind};

/// What is wrong with a `gouji.toml`.
pub(crate) fn fault(kind: &SettingsFaultKind, lang: Lang) -> String {
    let near = |nearest: &Option<String>| match (nearest, lang) {
        (Some(name), Lang::Chinese) => format!("，是否为“{name}”？"),
        (Some(name), Lang::English) => format!("; did you mean \"{name}\"?"),
        (None, _) => String::new(),
    };
    match lang {
        Lang::Chinese => match kind {
            SettingsFaultKind::Unreadable(why) => format!("读不了：{why}"),
            SettingsFaultKind::Syntax(words) => format!("不合 TOML 的写法：{words}"),
            SettingsFaultKind::UnknownKey(key, nearest) => {
                format!("没有“{key}”这一项设置{}", near(nearest))
            }
            SettingsFaultKind::Kind(key, due, _) => format!("“{key}”应为{due}"),
            SettingsFaultKind::Missing(key) => format!("缺 {key}"),
            SettingsFaultKind::Date(written) => {
                format!("“{written}”不是日期，应写作 2022-06-30 的样子")
            }
            SettingsFaultKind::Pointer(path) => {
                format!(
                    "“{path}”不是路径，应以 / 开头，如 /决算/基本支出/合计（见 --format json 的 path）"
                )
            }
            SettingsFaultKind::Pattern(pattern, why) => {
                format!("路径样式“{pattern}”有误：{why}")
            }
            SettingsFaultKind::UnknownRule(rule, nearest) => {
                format!("没有规则“{rule}”{}", near(nearest))
            }
            SettingsFaultKind::UnknownParameter(name, nearest) => {
                format!("没有参数“{name}”{}", near(nearest))
            }
            SettingsFaultKind::Parameter(why) => format!("参数的{why}"),
            SettingsFaultKind::EngineRule(rule) => {
                format!("{rule} 是程序自己的规则，不能在此设置")
            }
        },
        Lang::English => match kind {
            SettingsFaultKind::Unreadable(why) => format!("cannot be read: {why}"),
            SettingsFaultKind::Syntax(words) => format!("not TOML: {words}"),
            SettingsFaultKind::UnknownKey(key, nearest) => {
                format!("there is no setting \"{key}\"{}", near(nearest))
            }
            SettingsFaultKind::Kind(key, _, due) => format!("\"{key}\" should be {due}"),
            SettingsFaultKind::Missing(key) => format!("{key} is missing"),
            SettingsFaultKind::Date(written) => {
                format!("\"{written}\" is no day; write it as 2022-06-30")
            }
            SettingsFaultKind::Pointer(path) => {
                format!("\"{path}\" is no path; it begins with /, as the path in --format json")
            }
            SettingsFaultKind::Pattern(pattern, why) => {
                format!("bad pattern of paths \"{pattern}\": {why}")
            }
            SettingsFaultKind::UnknownRule(rule, nearest) => {
                format!("there is no rule \"{rule}\"{}", near(nearest))
            }
            SettingsFaultKind::UnknownParameter(name, nearest) => {
                format!("there is no parameter \"{name}\"{}", near(nearest))
            }
            SettingsFaultKind::Parameter(why) => format!("parameter: {why}"),
            SettingsFaultKind::EngineRule(rule) => {
                format!("{rule} is the program's own rule and cannot be set here")
            }
        },
    }
}

/// Why a waiver does not hold; `place` is where it is written.
pub(super) fn lapse(rule: &str, place: &str, lapse: &Lapse, lang: Lang) -> String {
    let figures = |all: &[(String, String)]| -> String {
        let all: Vec<String> = all
            .iter()
            .map(|(path, now)| format!("{path:?} = {now:?}"))
            .collect();
        all.join(lang.pick("，", ", "))
    };
    match lang {
        Lang::Chinese => {
            let why = match lapse {
                Lapse::Expired(day) => format!("已于 {day} 到期"),
                Lapse::Changed(path, granted, now) => {
                    format!("是按 {path} 为 {granted} 批准的，现在是 {now}")
                }
                Lapse::Unnamed(all) => format!("没有写全所涉的数，values 还缺 {}", figures(all)),
                Lapse::Foreign(path) => format!("所写的 {path} 与这一问题无关"),
            };
            format!("对 {rule} 的豁免（{place}）不再有效：{why}")
        }
        Lang::English => {
            let why = match lapse {
                Lapse::Expired(day) => format!("it expired on {day}"),
                Lapse::Changed(path, granted, now) => {
                    format!("it was granted for {path} being {granted}, which is now {now}")
                }
                Lapse::Unnamed(all) => format!("its values lack {}", figures(all)),
                Lapse::Foreign(path) => format!("the finding does not speak of {path}"),
            };
            format!("the waiver of {rule} ({place}) does not hold: {why}")
        }
    }
}
