//! Named human slips: what a clerk does to a figure without noticing.
//!
//! One file a family. Each function names slips and the value each implies; whether the
//! equations allow that value is not its business.

mod copied;
mod digits;
mod direction;
mod scale;
mod sums;
mod units;

use rust_decimal::Decimal;

pub(super) use direction::stands_beside_a_word;

use super::case::{Case, Figure};
use super::interval::{self, Interval};
use crate::amount::Exact;
use crate::document::NodeId;
use units::Bounds;

/// A named slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cause {
    LeftZero,
    UnitSlip,
    OmittedAddend,
    DoubledAddend,
    WrongDirection,
    ShiftedRow,
    PriorYearPasted,
    CopiedRow,
    Transposition,
    DroppedDigit,
    DoubledDigit,
    DecimalShift,
    SignFlip,
    OneDigit,
    PercentTruncated,
    Unexplained,
}

impl Cause {
    /// Its stable code.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::LeftZero => "left_zero",
            Self::UnitSlip => "unit_slip",
            Self::OmittedAddend => "omitted_addend",
            Self::DoubledAddend => "doubled_addend",
            Self::WrongDirection => "wrong_direction",
            Self::ShiftedRow => "shifted_row",
            Self::PriorYearPasted => "prior_year_pasted",
            Self::CopiedRow => "copied_row",
            Self::Transposition => "transposition",
            Self::DroppedDigit => "dropped_digit",
            Self::DoubledDigit => "doubled_digit",
            Self::DecimalShift => "decimal_shift",
            Self::SignFlip => "sign_flip",
            Self::OneDigit => "one_digit",
            Self::PercentTruncated => "percent_truncated",
            Self::Unexplained => "unexplained_value",
        }
    }

    /// How unlikely it is that the slip was made where the equations allow it: the fewer values
    /// a slip could have led to, the less it fits by accident. Equal scores are ties.
    fn score(self) -> u32 {
        match self {
            Self::LeftZero => 10,
            Self::UnitSlip => 15,
            Self::OmittedAddend => 20,
            Self::DoubledAddend => 21,
            Self::WrongDirection => 22,
            Self::PriorYearPasted => 24,
            Self::ShiftedRow => 25,
            Self::CopiedRow => 26,
            Self::SignFlip => 28,
            Self::DecimalShift => 29,
            Self::Transposition => 30,
            Self::DoubledDigit => 32,
            Self::DroppedDigit => 36,
            Self::OneDigit => 40,
            Self::PercentTruncated => 45,
            Self::Unexplained => 100,
        }
    }
}

/// Added where equal figures may well be so by chance.
const WEAK: u32 = 20;
/// Added where a tail is left that rounding makes easily.
const TAIL: u32 = 9;
/// Added where the tail that is left is possible but not likely.
const STRAY: u32 = 50;
/// What an unnamed change of the stated side is, compared with one of its parts: totals are
/// computed, and computed wrongly, more often than parts are.
const STATED: u32 = 50;
/// What is taken off where the figure cannot be what it is, whatever the equations say.
const IMPOSSIBLE: u32 = 20;

/// A figure, what it should be, and why it is what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Proposal {
    pub(super) node: NodeId,
    pub(super) value: Decimal,
    pub(super) cause: Cause,
    pub(super) score: u32,
    /// The figure that was left out, added twice or copied.
    pub(super) source: Option<NodeId>,
    /// The word to change instead of the figure: its place, as written, as it should be.
    pub(super) word: Option<(NodeId, String, String)>,
}

impl Proposal {
    fn new(node: NodeId, value: Decimal, cause: Cause) -> Self {
        Self {
            node,
            value,
            cause,
            score: cause.score(),
            source: None,
            word: None,
        }
    }
}

/// What a figure may be so that certain equations hold and none is broken.
#[derive(Clone, Debug)]
pub(super) struct Room {
    pub(super) node: NodeId,
    pub(super) figure: Figure,
    /// Equations that are to be mended.
    pub(super) mends: Vec<usize>,
    pub(super) set: Vec<Interval>,
    /// Where an equation to be mended has both sides equal, likeliest first.
    pub(super) points: Vec<Exact>,
}

impl Room {
    fn allows(&self, value: Decimal) -> bool {
        let can_be = self.figure.signed || value >= Decimal::ZERO;
        can_be && value != self.figure.value && self.contains(value)
    }

    /// Whether the equations would hold, be the figure what it cannot be.
    fn contains(&self, value: Decimal) -> bool {
        interval::contains(&self.set, &Exact::from(value))
    }

    /// The least and the greatest number of units of the last place that the set may hold.
    fn bounds(&self, places: u32) -> (i128, i128) {
        let all = self.set.iter().map(|interval| {
            let units = interval.units(places);
            units.unwrap_or((i128::MIN, i128::MAX))
        });
        all.reduce(|(a, b), (c, d)| (a.min(c), b.max(d)))
            .unwrap_or((0, -1))
    }

    /// The value that the equations imply, whatever the slip.
    fn implied(&self) -> Option<Decimal> {
        let places = self.figure.places;
        self.points
            .iter()
            .filter_map(|point| point.round(places).to_decimal())
            .find(|value| self.allows(*value))
            .or_else(|| {
                self.set
                    .iter()
                    .filter_map(|interval| interval.on_grid(places))
                    .find(|value| self.allows(*value))
            })
    }
}

/// All that may have happened to a figure, likeliest first; the last has no name.
pub(super) fn proposals(case: &Case, room: &Room) -> Vec<Proposal> {
    let node = room.node;
    let figure = &room.figure;
    let of = |places| room.bounds(places);
    let bounds = Bounds::new(&of);
    let mut all: Vec<Proposal> = digits::slips(figure, &bounds)
        .into_iter()
        .chain(scale::slips(figure, &bounds))
        .filter(|(_, value)| room.allows(*value))
        .map(|(cause, value)| Proposal::new(node, value, cause))
        .collect();
    all.extend(sums::slips(case, room));
    all.extend(direction::slips(case, room));
    if let Some(value) = room.implied() {
        all.extend(copied::slips(case, room, value));
        if figure.value.is_zero() {
            let mut left = Proposal::new(node, value, Cause::LeftZero);
            if !is_stated(case, room) {
                left.score += WEAK + WEAK;
            }
            all.push(left);
        }
        let mut other = Proposal::new(node, value, Cause::Unexplained);
        if is_stated(case, room) {
            other.score -= STATED;
        }
        all.push(other);
    }
    let impossible = !figure.signed && figure.value < Decimal::ZERO;
    for proposal in &mut all {
        if impossible {
            proposal.score = proposal.score.saturating_sub(IMPOSSIBLE);
        }
        proposal.score += leftover(case, room, proposal.value);
    }
    all.sort_by(|a, b| {
        (a.score, a.cause, a.source, a.value).cmp(&(b.score, b.cause, b.source, b.value))
    });
    all.dedup_by(|b, a| (a.cause, a.value, a.source) == (b.cause, b.value, b.source));
    all
}

/// Whether the figure is the stated side of an equation to be mended.
fn is_stated(case: &Case, room: &Room) -> bool {
    room.mends
        .iter()
        .filter_map(|index| case.live.get(*index))
        .any(|live| live.stated.node() == Some(room.node))
}

/// What is added for a tail that a value leaves in the equations it mends.
fn leftover(case: &Case, room: &Room, value: Decimal) -> u32 {
    let value = Exact::from(value);
    let mends = room.mends.iter().filter_map(|index| case.live.get(*index));
    let strays = mends.clone().any(|live| live.strays(room.node, &value));
    if strays {
        STRAY
    } else if mends.clone().any(|live| live.plain().is_some()) && !room.points.contains(&value) {
        TAIL
    } else {
        0
    }
}
