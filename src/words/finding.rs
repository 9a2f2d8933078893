//! What findings, labels and rules that could not run say.

use super::{Lang, chinese, english};
use crate::amount::Mode;
use crate::finding::Verdict;

/// Ordinals that a sentence names; it says how many there are in all.
pub(super) const ORDINALS: usize = 20;

/// One identity that was checked, in figures ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The form's title of the stated figure.
    pub name: String,
    /// How many written figures the stated one is made of: 1 where it stands there itself.
    pub figures: usize,
    /// The figure as written, or what the written ones come to.
    pub stated: String,
    /// Their arithmetic, where they are several.
    pub derivation: String,
    /// The arithmetic of the expected value, with the figures as written.
    pub expression: String,
    /// Where the expected value is one figure as it stands elsewhere: the titles of its place.
    pub elsewhere: Option<String>,
    /// The expected value at the stated figure's places.
    pub expected: String,
    /// Whether `expected` is the rounded value of the expression, not the value itself.
    pub rounded: bool,
    /// |stated − expected|.
    pub distance: String,
    /// Whether the stated figure is below the expected one.
    pub below: bool,
    /// The largest difference rounding could explain; `None` when any would do.
    pub slack: Option<String>,
    /// Whether the figures of a share are so small that it could be nearly any.
    pub coarse: bool,
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
    /// The part is a share of the whole or more.
    Reaches,
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
    /// A figure outside its bound: name, how many figures it is made of, stated with unit, bound
    /// with unit.
    OutOfBounds(Relation, String, usize, String, String),
    /// Words are missing: the circumstances, the title of the field that lacks them.
    Unexplained(Vec<Expression>, String),
    /// What asked for words that are there: the circumstances.
    Circumstances(Vec<Expression>),
    /// An explanation that does not answer what it should: the rule, and why.
    Answer(Box<(String, crate::finding::AnswerFault)>),
    /// A waiver that does not hold: the rule, where it is written, and why.
    Lapsed(Box<(String, String, crate::settings::Lapse)>),
    /// A value is absent or blank: its title, and the names of the fields that lead to it.
    Absent(String, String),
    /// Texts that are not allowed, and those that are.
    NotListed(Vec<String>, Vec<String>),
    /// A text that is not what it should be: name, found, expected.
    NotSame(String, String, String),
    /// A text that is not of the form asked for: name, text, pattern, what it should say where
    /// that is sure.
    NotMatching(String, String, String, Option<String>),
    /// Required entries none of the texts contains.
    NotIncluded(Vec<String>),
    /// Ordinals that repeat or skip: the first, each as found and what was due; how many in all.
    Ordinals(Vec<(String, String)>, usize),
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
    /// A stroke where a figure is due: name, what stands there, the arithmetic, the figure with unit.
    Stroke(String, String, String, String),
    /// One explanation for changes of both signs: the words.
    SameWords(String),
    /// Texts written as numbers: how many, first as written, the text it was read as.
    CodeAsNumber(usize, String, String),
    /// A number with the tail of a computer's arithmetic: name, as written, as read.
    FloatTail(String, String, String),
    /// A row with figures and without the code that says where they belong: row, the code's name.
    NoCode(String, String),
    /// A percentage written as a fraction: name, stated, expected.
    PercentScale(String, String, String),
    /// A direction word that contradicts the figure: name, word, figure.
    Direction(String, String, String),
    /// A year that is not the one due: found, due.
    Year(String, String),
    /// Rounding tails of one table: table, how many, the largest.
    Tails(String, usize, String),
    /// A value of another kind is due: expected, found (JSON type names), as written, and what it
    /// should say where that is sure.
    WrongType(Vec<&'static str>, &'static str, String, Option<String>),
    /// A required field is absent: its title.
    Required(String),
    /// A field the form does not have, and the nearest it has.
    UnknownField(String, Option<String>),
    /// More departures from the form than are told: how many others.
    Untold(usize),
    /// Another departure from the form.
    OffForm,
    /// A number outside the form's bound, or a length outside its limit.
    Limit(String),
    /// What was noticed while a workbook was bound.
    Workbook(Box<crate::bind::Note>),
    /// A reading fault of the file.
    Fault(Box<crate::fault::FaultKind>),

    /// Label: what should stand here.
    ShouldBe(String),
    /// Label: what the other figures come to, where it is not this one that should change.
    ComesTo(String),
    /// Label: what probably should stand here.
    Perhaps(String),
    /// Label: the part a figure plays.
    Plays(Role),
    /// Label: words are due here.
    WriteHere,
    /// Label: not allowed here; what was due, if known.
    Odd(String),
    /// Label: a reading fault, short.
    FaultLabel(Box<crate::fault::FaultKind>),

    /// Not run: this field is missing (titles below an existing object, title of that object, and
    /// the names of the fields).
    Missing(String, String, String),
    /// Not run: fields that nothing shows to be printed on this form.
    NotSeen(Vec<String>),
    /// Not run: a number is due here; what stands there.
    NotANumber(String),
    /// Not run: a text or a list is due here.
    NotAText,
    /// Not run: the rule asks for a field the form does not have, and the nearest.
    NoSuchField(String, Option<String>),
    /// Not run: figures stand under a name that the form does not have, and the nearest it has.
    Unplaced(String, Option<String>),
    /// Not run: nothing that could be added up is filled in.
    NothingListed,
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
            Lang::Chinese => nested_quotes(&chinese::text(self)),
            Lang::English => english::text(self),
        }
    }
}

/// Quotation marks inside quotation marks are single ones (GB/T 15834).
pub(crate) fn nested_quotes(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .map(|letter| match letter {
            '“' => {
                depth += 1;
                if depth > 1 { '‘' } else { '“' }
            }
            '”' => {
                depth = depth.saturating_sub(1);
                if depth > 0 { '’' } else { '”' }
            }
            other => other,
        })
        .collect()
}

/// A figure's name in quotation marks; where it is made of several, that of the first and how many.
pub(crate) fn made_of(name: &str, figures: usize, lang: Lang) -> String {
    match (lang, figures) {
        (Lang::Chinese, 0 | 1) => format!("“{name}”"),
        (Lang::Chinese, _) => format!("“{name}”等 {figures} 个数"),
        (Lang::English, 0 | 1) => format!("\"{name}\""),
        (Lang::English, _) => format!("\"{name}\" and {} more", figures - 1),
    }
}

/// The names of fields, where they are not what people see already.
pub(crate) fn keys(titles: &str, keys: &str, lang: Lang) -> String {
    if keys.is_empty() || keys == titles.replace(" › ", ".") {
        return String::new();
    }
    match lang {
        Lang::Chinese => format!("（字段“{keys}”）"),
        Lang::English => format!(" (field \"{keys}\")"),
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
