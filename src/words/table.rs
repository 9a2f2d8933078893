//! The words of tables and of reports on many submissions: columns, kinds of lines, verdicts in
//! two or three characters.

use super::Lang;
use crate::finding::{Advice, Level, Outcome, Reason, Totals, Verdict};

/// A column of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The file.
    File,
    /// 单位编码
    Code,
    /// 单位名称
    Unit,
    /// 文种
    Kind,
    /// 评价年度
    Year,
    /// Verdict on the submission.
    Advice,
    /// Must be corrected, must be explained …
    Class,
    /// Id of the rule.
    Rule,
    /// The rule in one line.
    Title,
    /// What was found out.
    Verdict,
    /// What is said.
    Message,
    /// Where in the form.
    Position,
    /// JSON Pointer.
    Path,
    /// From 1.
    Line,
    /// From 1, in characters.
    Column,
    /// The figure as written.
    Stated,
    /// The same as a number.
    StatedNumber,
    /// What it should be.
    Expected,
    /// The same as a number.
    ExpectedNumber,
    /// What written figures come to, where none is stated.
    Derived,
    /// What to write instead, and where.
    Write,
    /// stated − expected.
    Difference,
    /// The same as a number.
    DifferenceNumber,
    /// What rounding can explain.
    Slack,
    /// Unit of the figures.
    FigureUnit,
    /// The likely cause.
    Cause,
    /// What to do.
    Help,
    /// The document the rule stands on.
    Basis,
    /// Whether the basis is verified.
    Verified,
    /// Rules that fail because of it.
    Consequences,
    /// The finding it follows from.
    Follows,
    /// How many must be corrected.
    Errors,
    /// How many must be explained.
    Queries,
    /// How many are worth knowing.
    Advices,
    /// How many rounding tails.
    Tails,
    /// How many checks could not be made.
    NotRun,
    /// Rules that passed.
    Passed,
    /// Numbers submitted.
    Submitted,
    /// Numbers checked.
    Checked,
    /// Pack and version.
    Pack,
    /// Why a rule could not run.
    Reason,
    /// The field that is missing.
    Field,
    /// What the roster says.
    Roster,
    /// Anything else worth saying.
    Note,
    /// What is counted.
    Entry,
    /// How many.
    Count,
    /// How many submissions.
    Submissions,
    /// A running number.
    Number,
}

impl Column {
    /// Its heading.
    #[must_use]
    pub fn text(self, lang: Lang) -> &'static str {
        let (chinese, english) = match self {
            Self::File => ("文件", "file"),
            Self::Code => ("单位编码", "unit code"),
            Self::Unit => ("单位名称", "unit"),
            Self::Kind => ("文种", "kind"),
            Self::Year => ("评价年度", "year"),
            Self::Advice => ("结论", "verdict"),
            Self::Class => ("类别", "class"),
            Self::Rule => ("规则", "rule"),
            Self::Title => ("规则要求", "rule title"),
            Self::Verdict => ("判定", "finding"),
            Self::Message => ("问题", "message"),
            Self::Position => ("位置", "position"),
            Self::Path => ("路径", "path"),
            Self::Line => ("行", "line"),
            Self::Column => ("列", "column"),
            Self::Stated => ("所填数", "stated"),
            Self::StatedNumber => ("所填数（数值）", "stated (number)"),
            Self::Expected => ("算得数", "computed"),
            Self::ExpectedNumber => ("算得数（数值）", "computed (number)"),
            Self::Derived => ("所填各数算得", "figures come to"),
            Self::Write => ("应改", "to write"),
            Self::Difference => ("差额", "difference"),
            Self::DifferenceNumber => ("差额（数值）", "difference (number)"),
            Self::Slack => ("尾差上限", "slack"),
            Self::FigureUnit => ("计量单位", "figures in"),
            Self::Cause => ("疑因", "likely cause"),
            Self::Help => ("改正", "what to do"),
            Self::Basis => ("依据", "basis"),
            Self::Verified => ("依据核实", "basis verified"),
            Self::Consequences => ("连带规则", "consequences"),
            Self::Follows => ("是何条的连带", "follows"),
            Self::Errors => ("必须更正", "to correct"),
            Self::Queries => ("需要说明", "to explain"),
            Self::Advices => ("提示", "worth knowing"),
            Self::Tails => ("尾差", "rounding tails"),
            Self::NotRun => ("未能核对", "could not check"),
            Self::Passed => ("通过的规则", "rules passed"),
            Self::Submitted => ("填报的数", "numbers submitted"),
            Self::Checked => ("核对的数", "numbers checked"),
            Self::Pack => ("规则包", "pack"),
            Self::Reason => ("原因", "reason"),
            Self::Field => ("所缺字段", "missing field"),
            Self::Roster => ("核对结果", "roster result"),
            Self::Note => ("备注", "note"),
            Self::Entry => ("项目", "entry"),
            Self::Count => ("数量", "count"),
            Self::Submissions => ("份数", "submissions"),
            Self::Number => ("序号", "no."),
        };
        lang.pick(chinese, english)
    }
}

/// What a line of a table is: what a finding asks for, or that something could not be checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Must be corrected.
    Correct,
    /// Must be explained.
    Explain,
    /// Could not be checked.
    NotRun,
    /// Worth knowing.
    Advice,
    /// Rounding explains it.
    Tail,
}

impl Class {
    /// All of them, the gravest first.
    pub const ALL: [Self; 5] = [
        Self::Correct,
        Self::Explain,
        Self::NotRun,
        Self::Advice,
        Self::Tail,
    ];

    /// What a finding is.
    #[must_use]
    pub fn of(level: Level, outcome: Outcome) -> Self {
        match (outcome, level) {
            (Outcome::Rounding, _) => Self::Tail,
            (_, Level::Error) => Self::Correct,
            (_, Level::Query) => Self::Explain,
            (_, Level::Advice) => Self::Advice,
        }
    }

    /// Its name.
    #[must_use]
    pub fn text(self, lang: Lang) -> &'static str {
        match self {
            Self::Correct => lang.pick("必须更正", "must be corrected"),
            Self::Explain => lang.pick("需要说明", "must be explained"),
            Self::NotRun => lang.pick("未能核对", "could not be checked"),
            Self::Advice => lang.pick("提示", "worth knowing"),
            Self::Tail => lang.pick("尾差", "rounding tail"),
        }
    }

    /// A name for style sheets and programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Correct => "correct",
            Self::Explain => "explain",
            Self::NotRun => "not-run",
            Self::Advice => "advice",
            Self::Tail => "tail",
        }
    }
}

/// The verdict on a submission in as few words as there are.
#[must_use]
pub fn advice(advice: Advice, lang: Lang) -> &'static str {
    match advice {
        Advice::Accept => lang.pick("可受理", "accept"),
        Advice::Explain => lang.pick("需说明", "explain"),
        Advice::Undetermined => lang.pick("未能判定", "undetermined"),
        Advice::Return => lang.pick("建议退回", "return"),
    }
}

/// What was found out, in as few words as there are.
#[must_use]
pub fn verdict(verdict: Verdict, lang: Lang) -> &'static str {
    match verdict {
        Verdict::Exact => lang.pick("相等", "exact"),
        Verdict::Rounding => lang.pick("尾差", "rounding"),
        Verdict::Truncation => lang.pick("截断", "truncation"),
        Verdict::Wrong => lang.pick("不等", "wrong"),
        Verdict::Undefined => lang.pick("比率没有意义", "undefined"),
        Verdict::OutOfBounds => lang.pick("超出界限", "out of bounds"),
        Verdict::Unexplained => lang.pick("没有说明", "unexplained"),
        Verdict::Absent => lang.pick("没有填写", "absent"),
        Verdict::Mismatch => lang.pick("不合要求", "mismatch"),
        Verdict::Structure => lang.pick("结构不符", "structure"),
        Verdict::Flagged => lang.pick("规则指出", "flagged"),
    }
}

/// Why a rule could not run, in as few words as there are.
#[must_use]
pub fn reason(reason: Reason, lang: Lang) -> &'static str {
    match reason {
        Reason::MissingField => lang.pick("缺少字段", "missing field"),
        Reason::WrongType => lang.pick("类型不符", "wrong type"),
        Reason::UnknownField => lang.pick("表式中没有的字段", "unknown field"),
        Reason::UnitMismatch => lang.pick("单位不同", "units differ"),
        Reason::DivisionByZero => lang.pick("除数为 0", "division by zero"),
        Reason::Overflow => lang.pick("数字过大", "number too large"),
        Reason::Limit => lang.pick("超出运行限制", "limit passed"),
        Reason::NothingRead => lang.pick("没有读取填报", "nothing read"),
        Reason::Script => lang.pick("规则脚本出错", "script error"),
    }
}

/// Why a rule could not run, as programs know it.
#[must_use]
pub fn reason_code(reason: Reason) -> &'static str {
    match reason {
        Reason::MissingField => "missing_field",
        Reason::WrongType => "wrong_type",
        Reason::UnknownField => "unknown_field",
        Reason::UnitMismatch => "unit_mismatch",
        Reason::DivisionByZero => "division_by_zero",
        Reason::Overflow => "overflow",
        Reason::Limit => "limit",
        Reason::NothingRead => "nothing_read",
        Reason::Script => "script",
    }
}

/// In how many places files differ.
#[must_use]
pub fn differences(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("有 {count} 处不同"),
        Lang::English => format!("{count} places differ"),
    }
}

/// What concerns several submissions.
#[must_use]
pub fn across(lang: Lang) -> &'static str {
    lang.pick("几份对照", "across submissions")
}

/// Yes or no.
#[must_use]
pub fn yes(yes: bool, lang: Lang) -> &'static str {
    if yes {
        lang.pick("是", "yes")
    } else {
        lang.pick("否", "no")
    }
}

/// A submission that does not say whose it is.
#[must_use]
pub fn nameless(lang: Lang) -> &'static str {
    lang.pick("（未写单位名称）", "(no unit named)")
}

/// What many submissions come to, on one line.
#[must_use]
pub fn totals(totals: Totals, missing: Option<usize>, lang: Lang) -> String {
    let parts = [
        (totals.returned, Advice::Return),
        (totals.undetermined, Advice::Undetermined),
        (totals.explain, Advice::Explain),
        (totals.accept, Advice::Accept),
    ];
    let said: Vec<String> = parts
        .iter()
        .map(|(count, verdict)| match lang {
            Lang::Chinese => format!("{} {count} 份", advice(*verdict, lang)),
            Lang::English => format!("{count} {}", advice(*verdict, lang)),
        })
        .collect();
    let all = totals.submissions();
    match lang {
        Lang::Chinese => {
            let missing =
                missing.map_or_else(String::new, |count| format!("；应报未报 {count} 份"));
            format!("共 {all} 份：{}{missing}", said.join("、"))
        }
        Lang::English => {
            let missing = missing.map_or_else(String::new, |count| format!("; {count} missing"));
            format!("{all} submissions: {}{missing}", said.join(", "))
        }
    }
}

/// What a report calls itself.
#[must_use]
pub fn report_title(lang: Lang) -> &'static str {
    lang.pick("绩效自评审核结果", "Review of self-assessments")
}

/// That a person decides.
#[must_use]
pub fn person_decides(lang: Lang) -> &'static str {
    lang.pick(
        "结论由程序按规则得出，仅供参考，由审核人决定。",
        "Verdicts are advice by rule; the reviewer decides.",
    )
}
