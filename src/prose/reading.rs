//! What was read of a report.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use super::number::NoFigure;
use crate::read::Standing;

/// A place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Which paragraph, in the order of [`crate::read::Blocks::paragraphs`].
    pub paragraph: usize,
    /// Bytes of its text.
    pub range: Range<usize>,
}

/// What a sentence says of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A figure in the unit of the form, as JSON writes it.
    Number(String),
    /// Words.
    Text(String),
    /// Names one after the other.
    Items(Vec<String>),
}

/// Why a number is not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unread {
    /// No sentence of the pack says it.
    NoSentence,
    /// It is not written as one number.
    Malformed,
    /// It is struck out.
    Struck,
    /// It stands in a table, which sentences do not read.
    Table,
    /// Two fields claim it.
    TwoFields(Vec<String>),
    /// Another place says otherwise of the same field.
    Differs(String),
    /// A name in its list that the pack does not know; the list.
    UnknownName(String, String),
    /// A name that stands in its list twice; the list.
    NameTwice(String, String),
    /// The sentence is about a year that is not the report's.
    OtherYear(String),
    /// The title gives no year to hold the sentence's against.
    NoYear,
    /// It is written too coarsely for the unit of the form.
    Coarse(String),
    /// Both the word and the sign say that it fell.
    Sign,
}

/// What became of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// It is the figure of a field.
    Figure(String),
    /// It is surely none.
    None(NoFigure),
    /// Nobody says what it is.
    Unread(Unread),
}

/// A number of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// Where.
    pub spot: Spot,
    /// In the text or in a table.
    pub standing: Standing,
    /// What became of it.
    pub end: End,
}

/// A field that the text speaks of and that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// The field.
    pub field: String,
    /// Why.
    pub why: Unread,
    /// Where the text speaks of it.
    pub spots: Vec<Spot>,
}

/// What was read of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Every number of the text, in order.
    pub numbers: Vec<Number>,
    /// What is known of each field, and where it was first read; texts of chapters stand nowhere.
    pub fields: BTreeMap<Vec<String>, (Value, Option<Spot>)>,
    /// Fields that could not be read.
    pub open: Vec<Open>,
    /// Whether the title is that of the pack's reports.
    pub titled: bool,
}

/// How many numbers ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Figures.
    pub figures: usize,
    /// Surely no figures.
    pub none: usize,
    /// Unread.
    pub unread: usize,
}

impl Reading {
    /// Counts the ends; they add up to the numbers of the text.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for number in &self.numbers {
            match number.end {
                End::Figure(_) => counts.figures += 1,
                End::None(_) => counts.none += 1,
                End::Unread(_) => counts.unread += 1,
            }
        }
        counts
    }
}
