//! What findings, labels and rules that could not run say.

use super::Lang;
use crate::amount::Mode;
use crate::finding::Verdict;

/// One identity that was checked, in figures ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The form's title of the stated figure.
    pub name: String,
    /// The figure as written.
    pub stated: String,
    /// The arithmetic of the expected value, with the figures as written.
    pub expression: String,
    /// The expected value at the stated figure's places.
    pub expected: String,
    /// |stated − expected|.
    pub distance: String,
    /// Whether the stated figure is below the expected one.
    pub below: bool,
    /// The largest difference rounding could explain; `None` when any would do.
    pub slack: Option<String>,
    /// The unit of all of them.
    pub unit: String,
    /// What was found out.
    pub verdict: Verdict,
    /// How the figures were rounded, where rounding explains the difference.
    pub mode: Mode,
}

/// How a figure must stand to its bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// ≤
    AtMost,
    /// ≥
    AtLeast,
    /// Both bounds included.
    Between,
}

/// A circumstance that asks for words, with its figures as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// The form's title of the figures' row.
    pub name: String,
    /// Which circumstance.
    pub role: Role,
    /// First figure with its unit.
    pub first: String,
    /// Second figure with its unit.
    pub second: String,
    /// A share in percent that was passed or not reached, where there is one.
    pub share: String,
}

/// What a figure is to the finding, or which circumstance a condition names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The budget.
    Budget,
    /// What was spent.
    Executed,
    /// A part of a whole.
    Part,
    /// The whole.
    Whole,
    /// This year.
    Now,
    /// Before.
    Before,
    /// The greater or first side.
    First,
    /// The other side.
    Second,
    /// Budget above zero and nothing spent.
    ZeroExecution,
    /// Spent more than the budget.
    OverBudget,
    /// The part is below a share of the whole.
    Below,
    /// The part is above a share of the whole.
    Above,
    /// Now differs from before.
    Changed,
    /// First below second.
    Less,
    /// First above second.
    More,
    /// First differs from second.
    Differs,
    /// Not zero.
    NonZero,
}

/// What is to be said, as data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Words of the rule's author, or a bare text.
    Plain(String),
    /// The stated figure against the expression.
    Identity(Box<Identity>),
    /// A ratio whose whole is zero was stated as a number: name, stated.
    Undefined(String, String),
    /// A figure outside its bound: name, stated with unit, bound with unit.
    OutOfBounds(Relation, String, String, String),
    /// Words are missing: the circumstances, the title of the field that lacks them.
    Unexplained(Vec<Expression>, String),
    /// A value is absent or blank: its title.
    Absent(String),
    /// Texts that are not allowed, and those that are.
    NotListed(Vec<String>, Vec<String>),
    /// A text that is not what it should be: name, found, expected.
    NotSame(String, String, String),
    /// A text that is not of the form asked for: name, text, pattern.
    NotMatching(String, String, String),
    /// Required entries none of the texts contains.
    NotIncluded(Vec<String>),
    /// Ordinals that repeat or skip: each as found and what was due.
    Ordinals(Vec<(String, String)>),
    /// Texts that stand more than once.
    Repeated(Vec<String>),
    /// Doubled words or residue of a template: name, what was found.
    Residue(String, Vec<String>),
    /// An explanation that explains nothing: name, text, fewest characters asked for.
    Hollow(String, String, usize),
    /// Numbers not written as plain JSON numbers: how many, first as written, how to write it.
    NotPlain(usize, String, String),
    /// A number with more places than the form has: name, written, places.
    TooFine(String, String, u32),
    /// Two linked figures differ by a power of 10⁴: first, second with names.
    UnitSlip(String, String, String),
    /// A percentage written as a fraction: name, stated, expected.
    PercentScale(String, String, String),
    /// A direction word that contradicts the figure: name, word, figure.
    Direction(String, String, String),
    /// A year that is not the one due: found, due.
    Year(String, String),
    /// Rounding tails of one table: table, how many, the largest.
    Tails(String, usize, String),
    /// A value of another kind is due: expected, found (JSON type names).
    WrongType(Vec<&'static str>, &'static str),
    /// A required field is absent: its title.
    Required(String),
    /// A field the form does not have, and the nearest it has.
    UnknownField(String, Option<String>),
    /// A number outside the form's bound, or a length outside its limit.
    Limit(String),
    /// A reading fault of the file.
    Fault(Box<crate::fault::FaultKind>),

    /// Label: what should stand here.
    ShouldBe(String),
    /// Label: the part a figure plays.
    Plays(Role),
    /// Label: words are due here.
    WriteHere,
    /// Label: not allowed here; what was due, if known.
    Odd(String),
    /// Label: a reading fault, short.
    FaultLabel(Box<crate::fault::FaultKind>),

    /// Not run: this field is missing (dot-joined path below an existing object, title of that object).
    Missing(String, String),
    /// Not run: a number is due here; what stands there.
    NotANumber(String),
    /// Not run: a text or a list is due here.
    NotAText,
    /// Not run: the rule asks for a field the form does not have, and the nearest.
    NoSuchField(String, Option<String>),
    /// Not run: two units that cannot meet.
    Units(String, String),
    /// Not run: a division by zero.
    ZeroDivision,
    /// Not run: a number too large to carry.
    Overflow,
    /// Not run: the rule passed a limit of the engine; which.
    LimitPassed(String),
    /// Not run: nothing submitted was read.
    NothingRead,
    /// Not run: the script failed; file and place, the engine's words.
    Script(String, String),
}

impl Message {
    /// The sentence in a language.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Chinese => chinese(self),
            Lang::English => english(self),
        }
    }
}

/// A figure with its unit; `%` clings, words of units stand apart.
pub(crate) fn with_unit(figure: &str, unit: &str) -> String {
    match unit {
        "" => figure.to_owned(),
        "%" => format!("{figure}%"),
        _ => format!("{figure} {unit}"),
    }
}

fn chinese(message: &Message) -> String {
    match message {
        Message::Plain(text) => text.clone(),
        Message::Identity(identity) => chinese_identity(identity),
        Message::Undefined(name, stated) => {
            format!("“{name}”的分母为 0，比率没有意义，却写了 {stated}；应写“—”或留空")
        }
        Message::OutOfBounds(relation, name, stated, bound) => match relation {
            Relation::AtMost => format!("“{name}”为 {stated}，超过了 {bound}"),
            Relation::AtLeast => format!("“{name}”为 {stated}，小于 {bound}"),
            Relation::Between => format!("“{name}”为 {stated}，不在 {bound} 之间"),
        },
        Message::Unexplained(circumstances, field) => {
            let all: Vec<String> = circumstances.iter().map(chinese_circumstance).collect();
            format!("{}；“{field}”中没有说明原因", all.join("；"))
        }
        Message::Absent(name) => format!("“{name}”没有填写"),
        Message::NotListed(found, allowed) => {
            format!("{}不在允许之列：{}", quoted(found), allowed.join("、"))
        }
        Message::NotSame(name, found, expected) => {
            format!("“{name}”写为“{found}”，应为“{expected}”")
        }
        Message::NotMatching(name, text, pattern) => {
            format!("“{name}”写为“{text}”，不合要求的写法（{pattern}）")
        }
        Message::NotIncluded(missing) => format!("缺少：{}", missing.join("、")),
        Message::Ordinals(all) => {
            let parts: Vec<String> = all
                .iter()
                .map(|(found, due)| format!("“{found}”应为“{due}”"))
                .collect();
            format!("序号重复或跳号：{}", parts.join("；"))
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
                "有 {count} 个数写成了文字（如 {written}），已按数读取；请直接写成 {plain}，不加引号和分节号"
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
        Message::WrongType(expected, found) => {
            let expected: Vec<&str> = expected.iter().map(|kind| chinese_type(kind)).collect();
            format!(
                "此处应为{}，写的是{}",
                expected.join("或"),
                chinese_type(found)
            )
        }
        Message::Required(name) => format!("缺少“{name}”"),
        Message::UnknownField(name, nearest) => match nearest {
            Some(nearest) => format!("表式中没有“{name}”，是否为“{nearest}”？没有规则会读到它"),
            None => format!("表式中没有“{name}”，没有规则会读到它"),
        },
        Message::Limit(limit) => format!("超出了表式规定的界限（{limit}）"),
        Message::Fault(kind) => super::read::fault_text(kind, Lang::Chinese),
        Message::ShouldBe(value) => format!("应为 {value}"),
        Message::Plays(role) => chinese_role(*role).to_owned(),
        Message::WriteHere => "应在此说明".to_owned(),
        Message::Odd(due) if due.is_empty() => "此处".to_owned(),
        Message::Odd(due) => format!("应为 {due}"),
        Message::FaultLabel(kind) => super::read::fault_label(kind, Lang::Chinese),
        Message::Missing(field, parent) if parent.is_empty() => format!("缺“{field}”，无法核对"),
        Message::Missing(field, parent) => format!("“{parent}”下缺“{field}”，无法核对"),
        Message::NotANumber(found) => format!("此处应为数，写的是“{found}”，无法核对"),
        Message::NotAText => "此处应为文字或列表，无法核对".to_owned(),
        Message::NoSuchField(field, nearest) => match nearest {
            Some(nearest) => {
                format!("规则用到的“{field}”不在表式中，是否为“{nearest}”？请修改规则")
            }
            None => format!("规则用到的“{field}”不在表式中，请修改规则"),
        },
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
    let arithmetic = if identity.expression == identity.expected {
        format!("应为 {expected}")
    } else {
        format!("而 {} = {expected}", identity.expression)
    };
    let tail = match (identity.verdict, identity.slack.as_deref()) {
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
    format!("“{name}”写为 {stated}，{arithmetic}，{by} {distance}；{tail}")
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
        Role::Above => "偏高",
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
    texts
        .iter()
        .map(|text| format!("“{text}”"))
        .collect::<Vec<_>>()
        .join("")
}

fn english(message: &Message) -> String {
    match message {
        Message::Plain(text) => text.clone(),
        Message::Identity(identity) => english_identity(identity),
        Message::Undefined(name, stated) => format!(
            "\"{name}\" divides by 0 and means nothing, yet {stated} is stated; write \"—\" or leave it out"
        ),
        Message::OutOfBounds(relation, name, stated, bound) => match relation {
            Relation::AtMost => format!("\"{name}\" is {stated}, above {bound}"),
            Relation::AtLeast => format!("\"{name}\" is {stated}, below {bound}"),
            Relation::Between => format!("\"{name}\" is {stated}, not between {bound}"),
        },
        Message::Unexplained(circumstances, field) => {
            let all: Vec<String> = circumstances.iter().map(english_circumstance).collect();
            format!("{}; \"{field}\" gives no reason", all.join("; "))
        }
        Message::Absent(name) => format!("\"{name}\" is not filled in"),
        Message::NotListed(found, allowed) => {
            format!(
                "{} not allowed; allowed: {}",
                double_quoted(found),
                allowed.join(", ")
            )
        }
        Message::NotSame(name, found, expected) => {
            format!("\"{name}\" says \"{found}\", should say \"{expected}\"")
        }
        Message::NotMatching(name, text, pattern) => {
            format!("\"{name}\" says \"{text}\", which is not of the form asked for ({pattern})")
        }
        Message::NotIncluded(missing) => format!("missing: {}", missing.join(", ")),
        Message::Ordinals(all) => {
            let parts: Vec<String> = all
                .iter()
                .map(|(found, due)| format!("\"{found}\" should be \"{due}\""))
                .collect();
            format!("ordinals repeat or skip: {}", parts.join("; "))
        }
        Message::Repeated(texts) => format!("repeated: {}", double_quoted(texts)),
        Message::Residue(name, found) => {
            format!(
                "\"{name}\" has doubled words or residue of a template: {}",
                double_quoted(found)
            )
        }
        Message::Hollow(name, text, fewest) => format!(
            "\"{name}\" says \"{text}\", which gives no reason (at least {fewest} characters, naming it)"
        ),
        Message::NotPlain(count, written, plain) => format!(
            "{count} numbers are written as text (such as {written}) and were read as numbers; write {plain}, without quotes or separators"
        ),
        Message::TooFine(name, written, places) => {
            format!(
                "\"{name}\" is written {written}, with more than the form's {places} decimal places"
            )
        }
        Message::UnitSlip(first, second, factor) => {
            format!(
                "{first} and {second} differ by a factor of {factor}: units (元, 万元, 亿元) may be mixed up"
            )
        }
        Message::PercentScale(name, stated, expected) => format!(
            "\"{name}\" is {stated}%, should be {expected}%: a fraction may have been written as a percentage"
        ),
        Message::Direction(name, word, figure) => {
            format!("\"{name}\" says \"{word}\", against the sign of {figure}")
        }
        Message::Year(found, due) => format!("says year {found}, should be {due}"),
        Message::Tails(table, count, largest) => format!(
            "{table}: {count} rounding tails, at most {largest}, all within what rounding explains; no figure need change"
        ),
        Message::WrongType(expected, found) => {
            format!("{} is due here, found {found}", expected.join(" or "))
        }
        Message::Required(name) => format!("\"{name}\" is missing"),
        Message::UnknownField(name, nearest) => match nearest {
            Some(nearest) => {
                format!("the form has no \"{name}\"; did you mean \"{nearest}\"? No rule reads it")
            }
            None => format!("the form has no \"{name}\"; no rule reads it"),
        },
        Message::Limit(limit) => format!("outside the form's limit ({limit})"),
        Message::Fault(kind) => super::read::fault_text(kind, Lang::English),
        Message::ShouldBe(value) => format!("should be {value}"),
        Message::Plays(role) => english_role(*role).to_owned(),
        Message::WriteHere => "explain here".to_owned(),
        Message::Odd(due) if due.is_empty() => "here".to_owned(),
        Message::Odd(due) => format!("should be {due}"),
        Message::FaultLabel(kind) => super::read::fault_label(kind, Lang::English),
        Message::Missing(field, parent) if parent.is_empty() => {
            format!("\"{field}\" is missing; cannot be checked")
        }
        Message::Missing(field, parent) => {
            format!("\"{field}\" is missing below \"{parent}\"; cannot be checked")
        }
        Message::NotANumber(found) => {
            format!("a number is due here, found \"{found}\"; cannot be checked")
        }
        Message::NotAText => "a text or a list is due here; cannot be checked".to_owned(),
        Message::NoSuchField(field, nearest) => match nearest {
            Some(nearest) => {
                format!(
                    "the rule asks for \"{field}\", which the form does not have; did it mean \"{nearest}\"?"
                )
            }
            None => format!("the rule asks for \"{field}\", which the form does not have"),
        },
        Message::Units(left, right) => {
            let name = |unit: &str| {
                if unit.is_empty() {
                    "no unit".to_owned()
                } else {
                    unit.to_owned()
                }
            };
            format!(
                "units differ, cannot be added or compared: {} and {}",
                name(left),
                name(right)
            )
        }
        Message::ZeroDivision => "division by zero; cannot be checked".to_owned(),
        Message::Overflow => "a number grew too large; cannot be checked".to_owned(),
        Message::LimitPassed(which) => format!("the rule passed a limit ({which}); undecided"),
        Message::NothingRead => {
            "the rule read nothing submitted and cannot pass; mend the rule".to_owned()
        }
        Message::Script(place, words) => format!("the rule's script failed ({place}): {words}"),
    }
}

fn english_identity(identity: &Identity) -> String {
    let Identity { name, unit, .. } = identity;
    let show = |figure: &str| with_unit(figure, unit);
    let stated = show(&identity.stated);
    let expected = show(&identity.expected);
    let distance = show(&identity.distance);
    let by = if identity.below {
        "too little"
    } else {
        "too much"
    };
    let arithmetic = if identity.expression == identity.expected {
        format!("should be {expected}")
    } else {
        format!("but {} = {expected}", identity.expression)
    };
    let tail = match (identity.verdict, identity.slack.as_deref()) {
        (Verdict::Rounding, Some(slack)) => {
            let mode = match identity.mode {
                Mode::HalfUp => "rounding",
                Mode::HalfEven => "rounding half to even",
            };
            format!("within the {} that {mode} explains", show(slack))
        }
        (Verdict::Rounding, None) => {
            "the base is too small for rounding not to explain it".to_owned()
        }
        (Verdict::Truncation, _) => "the last digits were cut off, not rounded".to_owned(),
        (_, Some("0")) => "these figures are not rounded, so there is no slack".to_owned(),
        (_, Some(slack)) => format!("rounding explains at most {}", show(slack)),
        (_, None) => String::new(),
    };
    format!("\"{name}\" is stated as {stated}, {arithmetic}, {distance} {by}; {tail}")
}

fn english_circumstance(circumstance: &Expression) -> String {
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
        format!("{name}: ")
    };
    match circumstance.role {
        Role::ZeroExecution => format!("{at}budget {first}, nothing spent (executed {second})"),
        Role::OverBudget => format!("{at}executed {second} is over the budget of {first}"),
        Role::Below => format!("{at}{first} is below {share} of {second}"),
        Role::Above => format!("{at}{first} is above {share} of {second}"),
        Role::Changed if share.is_empty() => format!("{at}changed from {second} to {first}"),
        Role::Changed => format!("{at}changed from {second} to {first}, by more than {share}"),
        Role::Less => format!("{at}{first} is less than {second}"),
        Role::More => format!("{at}{first} is more than {second}"),
        Role::Differs => format!("{at}{first} differs from {second}"),
        _ => format!("{at}{first}"),
    }
}

fn english_role(role: Role) -> &'static str {
    match role {
        Role::Budget => "budget",
        Role::Executed => "executed",
        Role::Part => "part",
        Role::Whole => "whole",
        Role::Now => "now",
        Role::Before => "before",
        Role::First | Role::Less | Role::More | Role::Differs | Role::NonZero => "this figure",
        Role::Second => "compared with",
        Role::ZeroExecution => "not spent",
        Role::OverBudget => "over budget",
        Role::Below => "low",
        Role::Above => "high",
        Role::Changed => "changed",
    }
}

fn double_quoted(texts: &[String]) -> String {
    texts
        .iter()
        .map(|text| format!("\"{text}\""))
        .collect::<Vec<_>>()
        .join(", ")
}
