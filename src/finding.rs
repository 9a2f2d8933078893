//! What a check says, as plain data: no words of a language, no terminal, no file format.
//!
//! A [`Finding`] carries the figures and the places; [`crate::words`] makes sentences of it
//! and [`crate::report`] lays them out. Nothing is ever read back out of a message.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::source::Span;
use crate::words::Message;

/// How grave a rule is: what its failure asks of the department.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 提示: worth knowing, nothing is asked.
    Advice,
    /// 核实: may be right, must be explained.
    Query,
    /// 强制: arithmetic or form; must be corrected.
    Error,
}

/// How one rule ended on one submission; exactly one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Every check held.
    Passed,
    /// Every check held but for differences that rounding explains (尾差).
    Rounding,
    /// At least one check did not hold.
    Failed,
    /// The submission has nothing this rule speaks of, or the rule said `skip`.
    NotApplicable,
    /// Something the rule needs is missing or unusable; the rule decided nothing.
    CouldNotRun,
}

/// What a check found out about the figures or words it looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The identity holds as stated.
    Exact,
    /// Unrounded figures exist that satisfy the identity and round to the stated ones (尾差).
    Rounding,
    /// The stated figure has its last digits cut off instead of rounded (截断).
    Truncation,
    /// No unrounded figures explain the stated ones.
    Wrong,
    /// A ratio whose denominator is zero was stated as a number.
    Undefined,
    /// A figure lies outside its bound.
    OutOfBounds,
    /// Words are asked for and there are none, or they say nothing.
    Unexplained,
    /// A value that must be there is absent or blank.
    Absent,
    /// A value or text is not one of those allowed, or not of the form asked for.
    Mismatch,
    /// The submission's structure departs from the form.
    Structure,
    /// The rule itself said so (`flag`).
    Flagged,
}

/// What a rule says of itself; shared by all its findings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleInfo {
    /// Stable identifier, for example `ZT-19`.
    pub id: String,
    /// One line, in the pack's language.
    pub title: String,
    /// The level a failure has unless the check lowers it.
    pub level: Level,
    /// The document the rule stands on; empty when none.
    pub basis: String,
    /// Whether somebody has verified the basis.
    pub verified: bool,
    /// What to do when it fails; empty when the rule says nothing.
    pub help: String,
}

/// One place in the submission that a finding points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// JSON Pointer of the value.
    pub path: String,
    /// The form's titles from the root to the value, joined by ` › `.
    pub label: String,
    /// The bytes of the decoded text that the value occupies.
    pub span: Span,
    /// What to say at this place; `None` underlines only.
    pub text: Option<Message>,
    /// Whether this is the figure the finding is about (exactly one label is, where there is any).
    pub primary: bool,
}

/// The arithmetic of a finding, as decimal strings in `unit`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// The figure as written in the submission (digits normalised, value untouched); `None`
    /// where the submission states no such figure.
    pub stated: Option<String>,
    /// In place of `stated`, what several written figures come to.
    pub derived: Option<String>,
    /// What it should be, at the places the form declares.
    pub expected: Option<String>,
    /// stated − expected, at the same places.
    pub difference: Option<String>,
    /// The largest difference that rounding alone could explain.
    pub slack: Option<String>,
    /// Unit of the four above; empty for a pure number.
    pub unit: String,
}

/// A figure that, if changed, would mend the finding.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspect {
    /// JSON Pointer of the figure.
    pub path: String,
    /// Named human slip, for example `omitted_addend`; `unexplained_value` where none fits.
    pub cause: String,
    /// The figure as written, at the form's places.
    pub stated: String,
    /// The figure that would mend it.
    pub proposed: String,
    /// 1 is the likeliest; equal ranks are ties.
    pub rank: u32,
    /// Whether no other figure shares the rank.
    pub unique: bool,
    /// JSON Pointer of the figure that was left out, added twice or copied, where that is
    /// another one.
    #[serde(default, rename = "from", skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// JSON Pointers of further figures that must change with it, and to what, where no single
    /// change would do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub together: Vec<Change>,
}

impl Suspect {
    /// Whether the slip is one of adding up.
    #[must_use]
    pub fn is_adding(&self) -> bool {
        matches!(self.cause.as_str(), "omitted_addend" | "doubled_addend")
    }
}

/// A figure and what it would have to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// JSON Pointer of the figure.
    pub path: String,
    /// As written, at the form's places.
    pub stated: String,
    /// What it would have to be.
    pub proposed: String,
}

/// A figure that speaks for the stated one: an equation of it holds, and would no longer hold
/// if the stated figure were what this finding expects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Witness {
    /// Id of the rule that holds.
    pub rule: String,
    /// JSON Pointer of the figure.
    pub path: String,
    /// The form's titles of the figure's row and column.
    pub name: String,
    /// The figure with its unit.
    pub figure: String,
}

/// What a finding asks to be written instead of what stands there. Every report takes it from
/// here, so that none of them has a figure changed that another one speaks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy<'a> {
    /// Nothing can be named.
    Unknown,
    /// Nothing of its own: it follows from another finding.
    Follows,
    /// The stated figure is to be the expected one.
    Stated,
    /// This change is likelier than any other.
    Change(&'a Suspect),
    /// So many changes are equally likely.
    OneOf(usize),
}

impl<'a> Remedy<'a> {
    pub(crate) fn of(
        outcome: Outcome,
        verdict: Verdict,
        is_follower: bool,
        suspects: &'a [Suspect],
        (primary, stated, expected): (Option<&str>, Option<&str>, Option<&str>),
        is_undiagnosed: bool,
    ) -> Self {
        if is_follower {
            return Self::Follows;
        }
        if outcome != Outcome::Failed || verdict == Verdict::OutOfBounds {
            return Self::Unknown;
        }
        let mut first = suspects.iter().filter(|suspect| suspect.rank == 1);
        match (first.next(), first.count()) {
            // a part that a total lacks, while other figures agree with that total: either the part
            // is not due, or the total and all above it are to be added up again
            (Some(only), 0) if only.is_adding() && only.source.is_none() => Self::OneOf(2),
            (Some(only), 0) => {
                let is_stated = Some(only.path.as_str()) == primary
                    && Some(only.proposed.as_str()) == expected
                    && only.together.is_empty();
                if is_stated {
                    Self::Stated
                } else {
                    Self::Change(only)
                }
            }
            (Some(_), others) => Self::OneOf(others + 1),
            (None, _) if is_undiagnosed || stated.is_none() || expected.is_none() => Self::Unknown,
            (None, _) => Self::Stated,
        }
    }
}

impl Finding {
    /// What is to be written instead.
    #[must_use]
    pub fn remedy(&self) -> Remedy<'_> {
        let primary = self.labels.iter().find(|label| label.primary);
        Remedy::of(
            self.outcome,
            self.verdict,
            self.follows.is_some(),
            &self.suspects,
            (
                primary.map(|label| label.path.as_str()),
                self.figures.stated.as_deref(),
                self.figures.expected.as_deref(),
            ),
            self.undiagnosed.is_some(),
        )
    }
}

/// Why no figure is suspected of a wrong identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Undiagnosed {
    /// No change of one figure or of two mends it: several may be wrong.
    Several,
    /// The form was too large to look everywhere.
    Bound,
}

/// The finding that another one follows from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Follows {
    /// Id of its rule.
    pub rule: String,
    /// JSON Pointer of its primary label.
    pub path: String,
}

/// One thing that is wrong, must be explained, or is worth knowing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that speaks.
    pub rule: Arc<RuleInfo>,
    /// The level of this finding; at most the rule's own.
    pub level: Level,
    /// `Failed` or `Rounding`.
    pub outcome: Outcome,
    /// What was found out.
    pub verdict: Verdict,
    /// What is to be said, as data.
    pub message: Message,
    /// The arithmetic, where there is any.
    pub figures: Figures,
    /// The places, primary first, then in document order.
    pub labels: Vec<Label>,
    /// Figures whose change would mend it, likeliest first.
    pub suspects: Vec<Suspect>,
    /// Ids of rules whose failure follows from this one.
    pub consequences: Vec<String>,
    /// The finding this one follows from.
    pub follows: Option<Follows>,
    /// Figures that speak for the stated one.
    pub held_by: Vec<Witness>,
    /// Why no suspect is named, where some were looked for.
    pub undiagnosed: Option<Undiagnosed>,
}

/// Why a rule (or one check of it) could not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// A field the rule needs is not in the submission.
    MissingField,
    /// A text, list or table stands where a number is due, or the other way round.
    WrongType,
    /// The form has no such field: the rule is at fault.
    UnknownField,
    /// Figures of different units were compared or added.
    UnitMismatch,
    /// A division by zero.
    DivisionByZero,
    /// A number grew beyond what the engine carries.
    Overflow,
    /// The rule used up its steps, time or memory.
    Limit,
    /// The rule decided without reading anything submitted.
    NothingRead,
    /// The script itself failed.
    Script,
}

/// One thing that kept a rule from deciding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotRun {
    /// The rule.
    pub rule: Arc<RuleInfo>,
    /// Why.
    pub reason: Reason,
    /// JSON Pointer of the place, or of the deepest object that does exist when something is missing.
    pub path: String,
    /// What is missing below `path`, dot-joined, empty when nothing is missing.
    pub field: String,
    /// What is to be said.
    pub message: Message,
    /// The places involved.
    pub labels: Vec<Label>,
}

/// How many rules ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleCounts {
    /// [`Outcome::Passed`]
    pub passed: usize,
    /// [`Outcome::Rounding`]
    pub rounding: usize,
    /// [`Outcome::Failed`]
    pub failed: usize,
    /// [`Outcome::NotApplicable`]
    pub not_applicable: usize,
    /// [`Outcome::CouldNotRun`]
    pub could_not_run: usize,
}

/// How many of the submitted numbers some rule checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberCounts {
    /// Numbers the submission gives, in fields the form has or not.
    pub submitted: usize,
    /// Those that took part in at least one check.
    pub checked: usize,
}

/// What a reviewer is advised to do with a submission; a person decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Advice {
    /// 可受理
    Accept,
    /// 需说明
    Explain,
    /// 未能判定
    Undetermined,
    /// 建议退回
    Return,
}

/// What a submission still calls for; its verdict and the exit code follow from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Open {
    /// Something at level `error` did not hold.
    pub errors: bool,
    /// Something at level `query` is not explained.
    pub queries: bool,
    /// A rule at level `error` could not run.
    pub undecided: bool,
}

impl Open {
    /// The gravest holds.
    #[must_use]
    pub fn verdict(self) -> Advice {
        match self {
            Self { errors: true, .. } => Advice::Return,
            Self {
                undecided: true, ..
            } => Advice::Undetermined,
            Self { queries: true, .. } => Advice::Explain,
            _ => Advice::Accept,
        }
    }
}

/// How many submissions were advised what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// [`Advice::Accept`]
    pub accept: usize,
    /// [`Advice::Explain`]
    pub explain: usize,
    /// [`Advice::Return`]
    #[serde(rename = "return")]
    pub returned: usize,
    /// [`Advice::Undetermined`]
    pub undetermined: usize,
}

impl Totals {
    /// All submissions.
    #[must_use]
    pub fn submissions(self) -> usize {
        self.accept + self.explain + self.returned + self.undetermined
    }

    /// Counts one more.
    pub fn count(&mut self, verdict: Advice) {
        *match verdict {
            Advice::Accept => &mut self.accept,
            Advice::Explain => &mut self.explain,
            Advice::Return => &mut self.returned,
            Advice::Undetermined => &mut self.undetermined,
        } += 1;
    }

    /// How many were advised this.
    #[must_use]
    pub fn of(self, verdict: Advice) -> usize {
        match verdict {
            Advice::Accept => self.accept,
            Advice::Explain => self.explain,
            Advice::Return => self.returned,
            Advice::Undetermined => self.undetermined,
        }
    }
}

/// The pack a report was made with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackStamp {
    /// Identifier, for example `department`.
    pub id: String,
    /// The pack's own version.
    pub version: String,
    /// `sha256:` and the hash over every file of the pack and of those it extends.
    pub hash: String,
    /// Where it was taken from: `built-in`, which is not written, or the folder.
    #[serde(default = "built_in", skip_serializing_if = "is_built_in")]
    pub origin: String,
}

/// The origin of packs that the program carries.
pub(crate) const BUILT_IN: &str = "built-in";

fn built_in() -> String {
    BUILT_IN.to_owned()
}

fn is_built_in(origin: &str) -> bool {
    origin == BUILT_IN
}

/// The engine's own rule for files that cannot be read.
pub const READING: &str = "READ";
/// The note of a rule that ran to its end and checked nothing: one that only reports what strikes
/// it found nothing of the kind.
pub const NOTHING_CHECKED: &str = "没有可核对的数据";

/// How one rule ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleOutcome {
    /// The rule.
    pub rule: Arc<RuleInfo>,
    /// How it ended.
    pub outcome: Outcome,
    /// Why it did not apply, in the pack's language; empty otherwise.
    pub note: String,
}

/// Whose submission it is, as it says itself; each empty where it does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// 文种
    pub kind: String,
    /// 单位编码
    pub code: String,
    /// 单位名称
    pub unit: String,
    /// 评价年度
    pub year: String,
    /// 项目编码, of a kind of which a unit hands in one for each project; else empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub project_code: String,
    /// 项目名称, in the same way.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub project: String,
}

/// Words that explain a finding, as they stand in the submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// JSON Pointer of the text.
    pub path: String,
    /// The form's titles from the root to the text, joined by ` › `.
    pub label: String,
    /// The bytes of the decoded text that it occupies.
    pub span: Span,
    /// The words.
    pub text: String,
}

/// A finding that the submission explains; a reviewer reads whether it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// What was asked.
    pub finding: Finding,
    /// What was answered.
    pub explanation: Explanation,
}

/// Why an explanation that was given for a rule does not answer it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerFault {
    /// The pack has no such rule; the nearest.
    UnknownRule(Option<String>),
    /// The rule asks nothing at this place.
    NotAsked,
    /// What must be corrected cannot be explained.
    Error,
    /// There are no words.
    Absent,
    /// The words say nothing: the text, fewest characters asked for.
    Hollow(String, usize),
    /// Another rule is explained in the same words.
    Repeated(String),
    /// What the rule wants named is not.
    Unsaid(Vec<String>),
    /// None of the figures in question is named.
    Figure(Vec<String>),
    /// It is of other figures than those in question now.
    Stale {
        /// Those it names.
        named: Vec<String>,
        /// Those in question.
        now: Vec<String>,
    },
}

/// Who set a finding aside, why, and until when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Why.
    pub reason: String,
    /// By whom.
    pub granted_by: String,
    /// The last day on which it holds.
    pub expires: String,
}

/// A finding that the bureau has set aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waived {
    /// What was found.
    pub finding: Finding,
    /// The waiver.
    pub grant: Grant,
}

/// The settings a report was made under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsStamp {
    /// The file, as seen from the folder the command ran in.
    pub file: String,
    /// `sha256:` and the hash over the file.
    pub hash: String,
}

/// All that was found out about one submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Whose it is.
    pub subject: Subject,
    /// What the reviewer is advised to do.
    pub verdict: Advice,
    /// The pack; `None` when the submission could not be read far enough to know.
    pub pack: Option<PackStamp>,
    /// Every rule of the pack, in the pack's order.
    pub outcomes: Arc<[RuleOutcome]>,
    /// Findings, in the order of rules, then of places.
    pub findings: Vec<Finding>,
    /// Findings that the submission explains.
    pub answered: Vec<Answered>,
    /// Findings that are waived.
    pub waived: Vec<Waived>,
    /// The settings that were in force, where there were any.
    pub settings: Option<SettingsStamp>,
    /// What could not run.
    pub not_run: Vec<NotRun>,
    /// Coverage of the submitted numbers.
    pub numbers: NumberCounts,
    /// JSON Pointers of submitted numbers no rule checked.
    pub unchecked: Arc<[Arc<str>]>,
}

impl Checked {
    /// What the findings and what could not run leave open.
    #[must_use]
    pub fn open(&self) -> Open {
        let failed = |level: Level| {
            self.findings
                .iter()
                .any(|finding| finding.outcome == Outcome::Failed && finding.level == level)
        };
        Open {
            errors: failed(Level::Error),
            queries: failed(Level::Query),
            undecided: self
                .not_run
                .iter()
                .any(|entry| entry.rule.level == Level::Error),
        }
    }
}
