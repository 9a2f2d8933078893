//! Kinds of slips, and all that each could make of a figure.
//!
//! Nothing here is shared with the diagnosis: what plants a slip must not know how it is found.

use rust_decimal::Decimal;
use serde::Serialize;

use super::sample::Sample;
use crate::amount::{Fraction, Keep, Linear};
use crate::document::{Document, Kind as NodeKind, NodeId};
use crate::verbs::opposite_direction;

/// A slip of the hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A part left out of a total.
    OmittedAddend,
    /// A part added twice.
    DoubledAddend,
    /// The sign turned.
    SignFlip,
    /// Two neighbouring digits swapped.
    Transposition,
    /// One digit another.
    OneDigit,
    /// A digit lost.
    DroppedDigit,
    /// A digit typed twice.
    DoubledDigit,
    /// The point shifted.
    DecimalShift,
    /// 元 for 万元, a fraction for a percentage.
    UnitSlip,
    /// A percentage cut off instead of rounded.
    PercentTruncated,
    /// 增加 for 减少.
    WrongDirection,
    /// Last year's figure.
    PriorYearPasted,
    /// Another total.
    CopiedRow,
    /// A total left at 0.
    LeftZero,
    /// The figure of the row above or below.
    ShiftedRow,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::OmittedAddend,
        Self::DoubledAddend,
        Self::SignFlip,
        Self::Transposition,
        Self::OneDigit,
        Self::DroppedDigit,
        Self::DoubledDigit,
        Self::DecimalShift,
        Self::UnitSlip,
        Self::PercentTruncated,
        Self::WrongDirection,
        Self::PriorYearPasted,
        Self::CopiedRow,
        Self::LeftZero,
        Self::ShiftedRow,
    ];

    /// The code a suspect of this kind has.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::OmittedAddend => "omitted_addend",
            Self::DoubledAddend => "doubled_addend",
            Self::SignFlip => "sign_flip",
            Self::Transposition => "transposition",
            Self::OneDigit => "one_digit",
            Self::DroppedDigit => "dropped_digit",
            Self::DoubledDigit => "doubled_digit",
            Self::DecimalShift => "decimal_shift",
            Self::UnitSlip => "unit_slip",
            Self::PercentTruncated => "percent_truncated",
            Self::WrongDirection => "wrong_direction",
            Self::PriorYearPasted => "prior_year_pasted",
            Self::CopiedRow => "copied_row",
            Self::LeftZero => "left_zero",
            Self::ShiftedRow => "shifted_row",
        }
    }
}

/// Written digits, in two parts.
struct Digits {
    negative: bool,
    whole: Vec<u8>,
    behind: Vec<u8>,
}

impl Digits {
    fn new(value: Decimal) -> Self {
        let text = value.abs().to_string();
        let (whole, behind) = text.split_once('.').unwrap_or((text.as_str(), ""));
        Self {
            negative: value.is_sign_negative(),
            whole: whole.bytes().collect(),
            behind: behind.bytes().collect(),
        }
    }

    /// `None` where nobody would write it so: no digit, or a nought in front.
    fn write(negative: bool, whole: &[u8], behind: &[u8]) -> Option<String> {
        let leads = whole.first()?;
        if *leads == b'0' && whole.len() > 1 {
            return None;
        }
        let sign = if negative { "-" } else { "" };
        let point = if behind.is_empty() { "" } else { "." };
        let whole = std::str::from_utf8(whole).ok()?;
        let behind = std::str::from_utf8(behind).ok()?;
        Some(format!("{sign}{whole}{point}{behind}"))
    }

    /// What becomes of the figure where one of its two parts is changed.
    fn changed(&self, change: impl Fn(&[u8]) -> Vec<Vec<u8>>) -> Vec<String> {
        let whole = change(&self.whole)
            .into_iter()
            .filter_map(|whole| Self::write(self.negative, &whole, &self.behind));
        let behind = change(&self.behind)
            .into_iter()
            .filter_map(|behind| Self::write(self.negative, &self.whole, &behind));
        whole.chain(behind).collect()
    }
}

fn swapped(digits: &[u8]) -> Vec<Vec<u8>> {
    let at = 1..digits.len();
    at.map(|at| {
        let mut digits = digits.to_vec();
        digits.swap(at - 1, at);
        digits
    })
    .collect()
}

fn retyped(digits: &[u8]) -> Vec<Vec<u8>> {
    let places = 0..digits.len();
    places
        .flat_map(|at| {
            (b'0'..=b'9').map(move |digit| {
                let mut digits = digits.to_vec();
                if let Some(place) = digits.get_mut(at) {
                    *place = digit;
                }
                digits
            })
        })
        .collect()
}

fn dropped(digits: &[u8]) -> Vec<Vec<u8>> {
    let places = 0..digits.len();
    places
        .map(|at| {
            let mut digits = digits.to_vec();
            digits.remove(at);
            digits
        })
        .collect()
}

fn doubled(digits: &[u8]) -> Vec<Vec<u8>> {
    let each = digits.iter().enumerate();
    each.map(|(at, digit)| {
        let mut digits = digits.to_vec();
        digits.insert(at, *digit);
        digits
    })
    .collect()
}

/// All that a slip of a kind could make of what stands at a node, as it would be written; nothing
/// where such a slip cannot be made there.
pub(super) fn values(kind: Kind, sample: &Sample, node: NodeId) -> Vec<String> {
    if kind == Kind::WrongDirection {
        return turned_word(sample, node);
    }
    let Some(number) = sample.submission.number(node) else {
        return Vec::new();
    };
    let value = number.value;
    let whole_only = sample
        .submission
        .field(node)
        .is_some_and(|field| field.exact && field.places == Some(0));
    let mut all = match kind {
        Kind::OmittedAddend => addends(sample, node, value, -Decimal::ONE),
        Kind::DoubledAddend => addends(sample, node, value, Decimal::ONE),
        Kind::SignFlip => vec![(-value).to_string()],
        Kind::Transposition => Digits::new(value).changed(swapped),
        Kind::OneDigit => Digits::new(value).changed(retyped),
        Kind::DroppedDigit => Digits::new(value).changed(dropped),
        Kind::DoubledDigit => Digits::new(value).changed(doubled),
        Kind::DecimalShift => shifted(value, is_percent(sample, node)),
        Kind::UnitSlip => other_unit(sample, node, value),
        Kind::PercentTruncated => cut_off(sample, node, value),
        Kind::PriorYearPasted => numbers(sample, node, &prior(sample, node)),
        Kind::CopiedRow if is_total(sample, node) => numbers(sample, node, &totals(sample, node)),
        Kind::ShiftedRow => numbers(sample, node, &neighbours(sample, node)),
        Kind::LeftZero if is_sum(sample, node) => vec!["0".to_owned()],
        Kind::CopiedRow | Kind::LeftZero | Kind::WrongDirection => Vec::new(),
    };
    all.retain(|text| {
        text.parse::<Decimal>().is_ok_and(|planted| {
            let fits = !whole_only || planted.normalize().scale() == 0;
            planted != value && fits && !is_shorter(sample, node, value, planted)
        })
    });
    all.sort_unstable();
    all.dedup();
    all
}

/// Whether it is the same rate at fewer digits, rounded half up: in running text a rate is as good
/// at the digits that somebody chose, and that is no slip.
fn is_shorter(sample: &Sample, node: NodeId, value: Decimal, planted: Decimal) -> bool {
    let field = sample.submission.field(node);
    let half_up = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
    field.is_some_and(|field| field.prose && field.is_rate())
        && planted.scale() < value.scale()
        && value.round_dp_with_strategy(planted.scale(), half_up) == planted
}

/// The word beside figures, turned into its opposite.
fn turned_word(sample: &Sample, node: NodeId) -> Vec<String> {
    let document = sample.submission.document();
    let word = document.text(node).and_then(opposite_direction);
    let beside = document.parent(node).is_some_and(|parent| {
        document
            .children(parent)
            .any(|other| sample.submission.number(other).is_some())
    });
    let word = word.filter(|_| beside);
    word.map(|word| format!("\"{word}\"")).into_iter().collect()
}

/// Expected sides of the identities that state a node.
fn sums(sample: &Sample, node: NodeId) -> impl Iterator<Item = Linear> {
    sample
        .of(node)
        .filter(move |identity| identity.stated.node() == Some(node))
        .filter_map(|identity| Fraction::keeping(&identity.expected, Keep::All)?.as_linear())
}

fn is_sum(sample: &Sample, node: NodeId) -> bool {
    sums(sample, node).any(|form| form.terms.len() > 1)
}

fn addends(sample: &Sample, node: NodeId, value: Decimal, times: Decimal) -> Vec<String> {
    let mut all = Vec::new();
    for form in sums(sample, node).filter(|form| form.terms.len() > 1) {
        for (coefficient, variable) in form.terms.values() {
            let weight = coefficient.times(&variable.value).to_decimal();
            let total = weight
                .filter(|weight| !weight.is_zero())
                .and_then(|weight| value.checked_add(weight * times));
            // with nothing left it was no part that was left out, but all
            all.extend(total.filter(|total| !total.is_zero()));
        }
    }
    all.into_iter().map(|total| total.to_string()).collect()
}

fn is_percent(sample: &Sample, node: NodeId) -> bool {
    unit(sample, node) == "%"
}

fn unit(sample: &Sample, node: NodeId) -> &str {
    sample
        .submission
        .field(node)
        .map_or("", |field| &*field.unit)
}

fn shifted(value: Decimal, percent: bool) -> Vec<String> {
    let powers: &[i64] = if percent { &[10, 1000] } else { &[10, 100] };
    let powers = powers.iter().map(|power| Decimal::from(*power));
    powers
        .flat_map(|power| [value.checked_mul(power), value.checked_div(power)])
        .flatten()
        .map(|value| value.normalize().to_string())
        .collect()
}

fn other_unit(sample: &Sample, node: NodeId, value: Decimal) -> Vec<String> {
    let powers: &[(i64, bool)] = match unit(sample, node) {
        "%" => &[(100, false)],
        "元" => &[(10_000, false)],
        "万元" => &[(10_000, true), (10_000, false)],
        "亿元" => &[(10_000, true), (100_000_000, true)],
        _ => &[],
    };
    powers
        .iter()
        .filter_map(|(power, up)| {
            let power = Decimal::from(*power);
            if *up {
                value.checked_mul(power)
            } else {
                value.checked_div(power)
            }
        })
        .map(|value| value.normalize().to_string())
        .collect()
}

fn cut_off(sample: &Sample, node: NodeId, value: Decimal) -> Vec<String> {
    if !is_percent(sample, node) {
        return Vec::new();
    }
    sample
        .of(node)
        .filter(|identity| identity.stated.node() == Some(node))
        .filter_map(|identity| {
            let due = identity.expected.value().ok()?;
            due.truncate(value.scale()).to_decimal()
        })
        .map(|value| value.to_string())
        .collect()
}

/// What stands at other nodes of the same unit, where it is not nothing.
fn numbers(sample: &Sample, node: NodeId, others: &[NodeId]) -> Vec<String> {
    others
        .iter()
        .filter(|other| unit(sample, **other) == unit(sample, node))
        .filter_map(|other| sample.submission.number(*other))
        .filter(|number| !number.value.is_zero())
        .map(|number| number.value.to_string())
        .collect()
}

fn key_has(document: &Document, node: NodeId, words: &[&str]) -> bool {
    let key = document.key(node).unwrap_or_default();
    words.iter().any(|word| key.contains(word))
}

const PRIOR: [&str; 2] = ["上年", "去年"];

/// Last year's figures beside a figure of this year: in its row, or in a map beside it.
fn prior(sample: &Sample, node: NodeId) -> Vec<NodeId> {
    let document = sample.submission.document();
    let is_prior = |node: NodeId| key_has(document, node, &PRIOR);
    let Some(parent) = document.parent(node).filter(|_| !is_prior(node)) else {
        return Vec::new();
    };
    let mut all: Vec<NodeId> = Vec::new();
    for sibling in document.children(parent) {
        if document.kind(sibling) == NodeKind::Map {
            // a comparison with last year is one of the total beside it
            if key_has(document, sibling, &PRIOR) && key_has(document, node, &["合计", "本年"])
            {
                all.extend(document.children(sibling).filter(|node| is_prior(*node)));
            }
        } else if is_prior(sibling) {
            all.push(sibling);
        }
    }
    all
}

/// Whether people would call it a total.
fn is_total(sample: &Sample, node: NodeId) -> bool {
    let named = ["合计", "总计", "小计", "总额"];
    key_has(sample.submission.document(), node, &named) || is_sum(sample, node)
}

fn totals(sample: &Sample, node: NodeId) -> Vec<NodeId> {
    let all = sample.submission.numbers();
    all.filter(|other| *other != node && is_total(sample, *other))
        .collect()
}

/// The same column of the rows above and below; where the figures beside it are rows themselves,
/// these.
fn neighbours(sample: &Sample, node: NodeId) -> Vec<NodeId> {
    let document = sample.submission.document();
    let Some(parent) = document.parent(node) else {
        return Vec::new();
    };
    let rows = |of: NodeId, at: NodeId| -> Vec<NodeId> {
        let all: Vec<NodeId> = document.children(of).collect();
        let near = |pair: &[NodeId]| match pair {
            [a, b] if *a == at => Some(*b),
            [a, b] if *b == at => Some(*a),
            _ => None,
        };
        all.windows(2).filter_map(near).collect()
    };
    let column = document.key(node).zip(document.parent(parent));
    let is_column = column.is_some_and(|(key, above)| {
        let mut rows = document.children(above);
        rows.any(|row| row != parent && document.get(row, key).is_some())
    });
    match column.filter(|_| is_column) {
        Some((key, above)) => rows(above, parent)
            .into_iter()
            .filter_map(|row| document.get(row, key))
            .collect(),
        None => rows(parent, node),
    }
}
