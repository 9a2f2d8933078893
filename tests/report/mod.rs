//! Findings are made by hand here, so that a report is tested without rules.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "helpers of tests: a panic is a failed test, as it should be"
)]

mod across;
mod agree;
mod csv;
mod hostile;
mod html;
mod json;
mod marked;
mod marked_elsewhere;
mod plain;
mod record;
mod sarif;
mod text;
mod xlsx;

use std::sync::Arc;

use gouji::document::Document;
use gouji::finding::{
    Advice, Checked, Figures, Finding, Label, Level, NotRun, NumberCounts, Outcome, PackStamp,
    Reason, RuleInfo, RuleOutcome, Subject, Suspect, Verdict,
};
use gouji::report::{Format, Style, Text};
use gouji::source::{Source, Span};
use gouji::words::{Identity, Lang, Message};

const SMALL: &str = r#"{
  "单位": "某市统计局",
  "决算": {
    "人员经费": {
      "合计": 48.47,
      "明细": {
        "工资": 20.10,
        "津贴": 28.37,
        "其他": 0.50
      }
    },
    "公用经费": { "合计": 10.00 }
  },
  "三公经费": [
    { "名称": "公务接待费", "预算": 1.00, "决算": 0, "说明": "" }
  ]
}
"#;

/// A rule with all its words.
fn rule(id: &str, level: Level) -> Arc<RuleInfo> {
    Arc::new(RuleInfo {
        id: id.to_owned(),
        title: "人员经费合计应等于各明细之和".to_owned(),
        level,
        basis: "政府收支分类科目：支出经济分类 301、303".to_owned(),
        verified: false,
        help: "逐项核对明细，补计漏项后重填合计".to_owned(),
    })
}

fn bare_rule(id: &str, level: Level) -> Arc<RuleInfo> {
    Arc::new(RuleInfo {
        id: id.to_owned(),
        title: String::new(),
        level,
        basis: String::new(),
        verified: true,
        help: String::new(),
    })
}

/// The span of a value of a submission; the submission must be readable.
fn span_of(source: &Source, path: &str) -> Span {
    let document = Document::parse(source.clone()).expect("a readable submission");
    document.span(document.find(path).expect(path))
}

fn label(source: &Source, path: &str, text: Option<Message>, primary: bool) -> Label {
    Label {
        path: path.to_owned(),
        label: path.trim_start_matches('/').replace('/', " › "),
        span: span_of(source, path),
        text,
        primary,
    }
}

fn at(start: usize, end: usize, text: &str, primary: bool) -> Label {
    Label {
        path: String::new(),
        label: String::new(),
        span: Span::new(u32::try_from(start).unwrap(), u32::try_from(end).unwrap()),
        text: Some(Message::Plain(text.to_owned())),
        primary,
    }
}

fn finding(rule: Arc<RuleInfo>, message: Message, labels: Vec<Label>) -> Finding {
    Finding {
        level: rule.level,
        rule,
        outcome: Outcome::Failed,
        verdict: Verdict::Wrong,
        message,
        figures: Figures::default(),
        labels,
        suspects: Vec::new(),
        consequences: Vec::new(),
        follows: None,
        held_by: Vec::new(),
        undiagnosed: None,
    }
}

/// The sum that leaves out 其他.
fn wrong_sum(source: &Source) -> Finding {
    let identity = Identity {
        name: "人员经费合计".to_owned(),
        figures: 1,
        stated: "48.47".to_owned(),
        derivation: String::new(),
        elsewhere: None,
        expression: "20.10 + 28.37 + 0.50".to_owned(),
        expected: "48.97".to_owned(),
        rounded: false,
        distance: "0.50".to_owned(),
        below: true,
        slack: Some("0.06".to_owned()),
        coarse: false,
        unit: "万元".to_owned(),
        verdict: Verdict::Wrong,
        mode: gouji::amount::Mode::HalfUp,
    };
    let should_be = Message::ShouldBe("48.97".to_owned());
    let base = "/决算/人员经费";
    let labels = vec![
        label(source, &format!("{base}/合计"), Some(should_be), true),
        label(source, &format!("{base}/明细/工资"), None, false),
        label(source, &format!("{base}/明细/津贴"), None, false),
        label(source, &format!("{base}/明细/其他"), None, false),
    ];
    Finding {
        figures: Figures {
            stated: Some("48.47".to_owned()),
            derived: None,
            expected: Some("48.97".to_owned()),
            difference: Some("-0.50".to_owned()),
            slack: Some("0.06".to_owned()),
            unit: "万元".to_owned(),
        },
        suspects: vec![Suspect {
            path: "/决算/人员经费/合计".to_owned(),
            cause: "omitted_addend".to_owned(),
            source: Some("/决算/人员经费/明细/其他".to_owned()),
            stated: "48.47".to_owned(),
            proposed: "48.97".to_owned(),
            rank: 1,
            unique: true,
            ..Suspect::default()
        }],
        consequences: vec!["ZT-07".to_owned()],
        ..finding(
            rule("ZT-19", Level::Error),
            Message::Identity(Box::new(identity)),
            labels,
        )
    }
}

fn rounding_tail(source: &Source) -> Finding {
    let labels = vec![label(source, "/决算/公用经费/合计", None, true)];
    Finding {
        outcome: Outcome::Rounding,
        verdict: Verdict::Rounding,
        figures: Figures {
            stated: Some("10.00".to_owned()),
            derived: None,
            expected: Some("10.01".to_owned()),
            difference: Some("-0.01".to_owned()),
            slack: Some("0.02".to_owned()),
            unit: "万元".to_owned(),
        },
        ..finding(
            bare_rule("ZT-20", Level::Error),
            Message::Plain("尾差".to_owned()),
            labels,
        )
    }
}

fn missing(source: &Source, id: &str) -> NotRun {
    NotRun {
        rule: bare_rule(id, Level::Error),
        reason: Reason::MissingField,
        path: "/决算".to_owned(),
        field: "全年预算数".to_owned(),
        message: Message::Missing(
            "全年预算数".to_owned(),
            "决算".to_owned(),
            "全年预算数".to_owned(),
        ),
        labels: vec![label(source, "/决算", None, true)],
    }
}

fn checked(findings: Vec<Finding>) -> Checked {
    let outcome = |id: &str, outcome| RuleOutcome {
        rule: bare_rule(id, Level::Error),
        outcome,
        note: String::new(),
    };
    Checked {
        subject: Subject {
            kind: "部门整体支出绩效自评".to_owned(),
            code: String::new(),
            unit: "某市统计局".to_owned(),
            year: "2021".to_owned(),
            ..Subject::default()
        },
        verdict: Advice::Return,
        pack: Some(PackStamp {
            id: "department".to_owned(),
            version: "2021.1".to_owned(),
            hash: "sha256:0123456789abcdef0123".to_owned(),
            origin: "built-in".to_owned(),
        }),
        outcomes: vec![
            outcome("ZT-01", Outcome::Passed),
            outcome("ZT-02", Outcome::Passed),
            outcome("ZT-19", Outcome::Failed),
            outcome("ZT-20", Outcome::Rounding),
            outcome("ZT-21", Outcome::CouldNotRun),
        ]
        .into(),
        findings,
        answered: Vec::new(),
        waived: Vec::new(),
        settings: None,
        not_run: Vec::new(),
        numbers: NumberCounts {
            submitted: 7,
            checked: 5,
        },
        unchecked: vec!["/三公经费/0/预算".into(), "/三公经费/0/决算".into()].into(),
    }
}

/// What a format writes for some submissions.
fn written(format: &mut dyn Format, all: &[(&Source, &Checked)]) -> String {
    let mut out = Vec::new();
    format.begin(&mut out).unwrap();
    for (source, checked) in all {
        format.submission(source, checked, &mut out).unwrap();
    }
    format.end(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

const PLAIN: Style = Style {
    color: false,
    width: 80,
    ascii: false,
};

fn text(source: &Source, checked: &Checked, lang: Lang, style: Style) -> String {
    written(&mut Text::new(lang, style), &[(source, checked)])
}
