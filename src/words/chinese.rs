//! What findings say, in Chinese.

use super::finding::{Expression, Identity, Message, Relation, Role, keys, made_of, with_unit};
use super::{Lang, read};
use crate::amount::Mode;
use crate::finding::Verdict;

#[expect(
    clippy::too_many_lines,
    reason = "one sentence a message; splitting would hide a missing one"
)]
pub(super) fn text(message: &Message) -> String {
    match message {
        Message::Plain(text) => text.clone(),
        Message::Identity(identity) => chinese_identity(identity),
        Message::Undefined(name, stated) => {
            format!("“{name}”的分母为 0，比率没有意义，却写了 {stated}；应写“—”或留空")
        }
        Message::OutOfBounds(relation, name, figures, stated, bound) => {
            let name = made_of(name, *figures, Lang::Chinese);
            let is = if *figures > 1 { "算得" } else { "为" };
            match relation {
                Relation::AtMost => format!("{name}{is} {stated}，超过了 {bound}"),
                Relation::AtLeast => format!("{name}{is} {stated}，小于 {bound}"),
                Relation::Between => format!("{name}{is} {stated}，不在 {bound} 之间"),
            }
        }
        Message::Unexplained(circumstances, field) => {
            let all: Vec<String> = circumstances.iter().map(chinese_circumstance).collect();
            format!("{}；“{field}”中没有说明原因", all.join("；"))
        }
        Message::Circumstances(circumstances) => {
            let all: Vec<String> = circumstances.iter().map(chinese_circumstance).collect();
            all.join("；")
        }
        Message::Answer(answer) => super::answer::answer(&answer.0, &answer.1, Lang::Chinese),
        Message::Lapsed(lapsed) => {
            super::settings::lapse(&lapsed.0, &lapsed.1, &lapsed.2, Lang::Chinese)
        }
        Message::Absent(name, path) => {
            format!("“{name}”没有填写{}", keys(name, path, Lang::Chinese))
        }
        Message::NotListed(found, allowed) => {
            format!("{}不在允许之列：{}", quoted(found), allowed.join("、"))
        }
        Message::NotSame(name, found, expected) => {
            format!("“{name}”写为“{found}”，应为“{expected}”")
        }
        Message::NotMatching(name, text, pattern, _) => {
            let due = if super::form::is_stroke(pattern) {
                "此处应为数，没有数的写“—”"
            } else if super::form::is_number(pattern) {
                "此处应写成数"
            } else {
                "不合要求的写法"
            };
            format!("“{name}”写为“{text}”，{due}")
        }
        Message::NotIncluded(missing) => format!("缺少：{}", missing.join("、")),
        Message::Ordinals(all, count) => {
            let parts: Vec<String> = all
                .iter()
                .take(super::finding::ORDINALS)
                .map(|(found, due)| format!("“{found}”应为“{due}”"))
                .collect();
            let more = if *count > parts.len() {
                format!("；等，共 {count} 处")
            } else {
                String::new()
            };
            format!("序号重复或跳号：{}{more}", parts.join("；"))
        }
        Message::Repeated(texts) => format!("重复出现：{}", quoted(texts)),
        Message::Residue(name, found) => {
            format!("“{name}”中有重复词或模板、书签残留：{}", quoted(found))
        }
        Message::Hollow(name, text, fewest) => {
            format!("“{name}”写的是“{text}”，没有说出原因（至少 {fewest} 个字，写明具体事由）")
        }
        Message::NotPlain(count, written, plain) => {
            format!(
                "有 {count} 个数写成了文字（如 {written}），已按数读取；请直接写成 {plain}，不加引号和千分位逗号"
            )
        }
        Message::TooFine(name, written, places) => {
            format!("“{name}”写为 {written}，小数位数超过表式规定的 {places} 位")
        }
        Message::UnitSlip(first, second, factor) => {
            format!("{first} 与 {second} 恰差 {factor} 倍，疑似金额单位（元、万元、亿元）混用")
        }
        Message::PercentScale(name, stated, expected) => {
            format!("“{name}”写为 {stated}%，按百分数应为 {expected}%；疑似把小数当百分数填写")
        }
        Message::Direction(name, word, figure) => {
            format!("“{name}”写“{word}”，与数字 {figure} 的方向不一致")
        }
        Message::Year(found, due) => format!("写的是 {found} 年，应为 {due} 年"),
        Message::Tails(table, count, largest) => format!(
            "{table}有 {count} 处四舍五入尾差，最大 {largest}，都在可解释的范围之内，不必改数"
        ),
        Message::WrongType(expected, found, written, _) => {
            let expected: Vec<&str> = expected.iter().map(|kind| chinese_type(kind)).collect();
            let written = if written.is_empty() {
                String::new()
            } else {
                format!("“{written}”")
            };
            format!(
                "此处应为{}，写的是{}{written}",
                expected.join("或"),
                chinese_type(found)
            )
        }
        Message::OffForm => "不合表式的规定".to_owned(),
        Message::Required(name) => format!("缺少“{name}”"),
        Message::UnknownField(name, nearest) => match nearest {
            Some(nearest) => format!("表式中没有“{name}”，是否为“{nearest}”？没有规则会读到它"),
            None => format!("表式中没有“{name}”，没有规则会读到它"),
        },
        Message::Untold(count) => format!("另有 {count} 处不合表式，没有逐一列出"),
        Message::Limit(limit) => format!("超出了表式规定的界限（{limit}）"),
        Message::Workbook(note) => super::workbook::note(note, Lang::Chinese),
        Message::Fault(kind) => read::fault_text(kind, Lang::Chinese),
        Message::ShouldBe(value) => format!("应为 {value}"),
        Message::ComesTo(value) => format!("算得 {value}"),
        Message::Perhaps(value) => format!("疑为 {value}"),
        Message::Plays(role) => chinese_role(*role).to_owned(),
        Message::WriteHere => "应在此说明".to_owned(),
        Message::Odd(due) if due.is_empty() => "此处".to_owned(),
        Message::Odd(due) => format!("应为 {due}"),
        Message::FaultLabel(kind) => read::fault_label(kind, Lang::Chinese),
        Message::Missing(field, parent, path) => {
            let path = keys(field, path, Lang::Chinese);
            if parent.is_empty() {
                format!("缺“{field}”{path}，无法核对")
            } else {
                format!("“{parent}”下缺“{field}”{path}，无法核对")
            }
        }
        Message::NotSeen(fields) => {
            format!("没有{}；表样印有的须补填，表样没有的不必填", quoted(fields))
        }
        Message::NotANumber(found) => format!("此处应为数，写的是“{found}”，无法核对"),
        Message::NotAText => "此处应为文字或列表，无法核对".to_owned(),
        Message::NoSuchField(field, nearest) => match nearest {
            Some(nearest) => {
                format!("规则用到的“{field}”不在表式中，是否为“{nearest}”？请修改规则")
            }
            None => format!("规则用到的“{field}”不在表式中，请修改规则"),
        },
        Message::Stroke(name, written, expression, due) => {
            format!(
                "“{name}”写为“{written}”，而 {expression} = {due}；有数可算的不能用“{written}”代替，应填数"
            )
        }
        Message::SameWords(words) => {
            format!("增加和减少用了同一句说明“{words}”，不能同时说明两者")
        }
        Message::CodeAsNumber(count, written, read) => {
            format!("有 {count} 个文字（如编码 {written}）写成了数，已按文字“{read}”读取")
        }
        Message::FloatTail(name, written, read) => {
            format!("“{name}”写为 {written}，是计算机运算的尾巴，已按 {read} 读取")
        }
        Message::NoCode(row, code) => {
            format!("{row}有数而没有填“{code}”，不知应计入哪一级")
        }
        Message::Unplaced(name, Some(nearest)) => {
            format!(
                "“{name}”不是表式中的字段，其中的数没有计入合计，无法核对；请先改字段名，是否为“{nearest}”"
            )
        }
        Message::Unplaced(name, None) => {
            format!("“{name}”不是表式中的字段，其中的数没有计入合计，无法核对；请先改字段名")
        }
        Message::NothingListed => "没有填写可以相加的数，无法核对".to_owned(),
        Message::Units(left, right) => {
            format!(
                "单位不同，不能相加或比较：{}与{}",
                chinese_unit(left),
                chinese_unit(right)
            )
        }
        Message::ZeroDivision => "除数为 0，无法核对".to_owned(),
        Message::Overflow => "数字过大，无法核对".to_owned(),
        Message::LimitPassed(which) => format!("规则超出了运行限制（{which}），未能判定"),
        Message::NothingRead => "规则没有读取任何填报数据，不能算通过；请修改规则".to_owned(),
        Message::Script(place, words) => format!("规则脚本出错（{place}）：{words}"),
    }
}

fn chinese_unit(unit: &str) -> &str {
    if unit.is_empty() { "无单位" } else { unit }
}

fn chinese_identity(identity: &Identity) -> String {
    let Identity { name, unit, .. } = identity;
    let show = |figure: &str| with_unit(figure, unit);
    let stated = show(&identity.stated);
    let expected = show(&identity.expected);
    let distance = show(&identity.distance);
    let by = if identity.below { "少" } else { "多" };
    let equals = if identity.rounded { "≈" } else { "=" };
    let arithmetic = if let Some(place) = &identity.elsewhere {
        format!("而“{place}”为 {expected}")
    } else if identity.expression == identity.expected {
        format!("应为 {expected}")
    } else {
        format!("而 {} {equals} {expected}", identity.expression)
    };
    let tail = match (identity.verdict, identity.slack.as_deref()) {
        (Verdict::Rounding, Some(slack)) if identity.coarse => format!(
            "在四舍五入可解释的 {} 之内；分子、分母的数太小，不足以核对这个比率，请自行核对",
            show(slack)
        ),
        (Verdict::Rounding, Some(slack)) => {
            let mode = match identity.mode {
                Mode::HalfUp => "四舍五入",
                Mode::HalfEven => "“四舍六入五成双”的修约",
            };
            format!("在{mode}可解释的 {} 之内（尾差）", show(slack))
        }
        (Verdict::Rounding, None) => "基数过小，四舍五入可以解释".to_owned(),
        (Verdict::Truncation, _) => "写的是去掉尾数的值，没有四舍五入".to_owned(),
        (_, Some("0")) => "这些数都不经四舍五入，不应有差".to_owned(),
        (_, Some(slack)) => format!("四舍五入最多只能解释 {}", show(slack)),
        (_, None) => String::new(),
    };
    let stated = match identity.derivation.as_str() {
        "" => format!("“{name}”写为 {stated}"),
        derivation => {
            let name = made_of(name, identity.figures, Lang::Chinese);
            format!("{name}算得 {derivation} = {stated}")
        }
    };
    let end = if tail.is_empty() { "" } else { "；" };
    format!("{stated}，{arithmetic}，{by} {distance}{end}{tail}")
}

fn chinese_circumstance(circumstance: &Expression) -> String {
    let Expression {
        name,
        first,
        second,
        share,
        ..
    } = circumstance;
    let at = if name.is_empty() {
        String::new()
    } else {
        format!("{name}：")
    };
    match circumstance.role {
        Role::ZeroExecution => format!("{at}预算 {first}，分文未支（决算 {second}）"),
        Role::OverBudget => format!("{at}决算 {second} 超过预算 {first}"),
        Role::Below => format!("{at}{first} 不足 {second} 的 {share}"),
        Role::Above => format!("{at}{first} 超过 {second} 的 {share}"),
        Role::Reaches => format!("{at}{first} 达到 {second} 的 {share}"),
        Role::Changed if share.is_empty() => format!("{at}由 {second} 变为 {first}"),
        Role::Changed => format!("{at}由 {second} 变为 {first}，变动超过 {share}"),
        Role::Less => format!("{at}{first} 小于 {second}"),
        Role::More => format!("{at}{first} 大于 {second}"),
        Role::Differs => format!("{at}{first} 与 {second} 不同"),
        _ => format!("{at}{first}"),
    }
}

fn chinese_role(role: Role) -> &'static str {
    match role {
        Role::Budget => "预算",
        Role::Executed => "决算",
        Role::Part => "部分",
        Role::Whole => "全部",
        Role::Now => "现在",
        Role::Before => "原来",
        Role::First | Role::Less | Role::More | Role::Differs | Role::NonZero => "此数",
        Role::Second => "相比的数",
        Role::ZeroExecution => "零执行",
        Role::OverBudget => "超预算",
        Role::Below => "偏低",
        Role::Above | Role::Reaches => "偏高",
        Role::Changed => "有变动",
    }
}

fn chinese_type(kind: &str) -> &'static str {
    match kind {
        "array" => "列表",
        "boolean" => "是否值",
        "integer" => "整数",
        "null" => "空值",
        "number" => "数",
        "object" => "表",
        _ => "文字",
    }
}

fn quoted(texts: &[String]) -> String {
    let mut all = String::new();
    for text in texts {
        all.push('“');
        all.push_str(text);
        all.push('”');
    }
    all
}
