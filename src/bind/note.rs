//! What is to be said of a workbook besides what the rules find.

use std::sync::Arc;

use crate::read::At;

/// A cell, by the name of its sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The sheet.
    pub sheet: Arc<str>,
    /// The cell.
    pub at: At,
}

impl Spot {
    /// `自评表!D14`.
    #[must_use]
    pub fn words(&self) -> String {
        format!("{}!{}", self.sheet, self.at)
    }
}

/// How grave a note is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// The cell must be mended.
    Fault,
    /// Something could not be checked.
    Undecided,
    /// It was understood, and this is how.
    Told,
}

/// One thing to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What.
    pub kind: NoteKind,
    /// Where; the first is the cell it is about.
    pub spots: Vec<Spot>,
    /// JSON Pointer of the field; empty where there is none.
    pub field: String,
}

/// What is to be said. The data is what a sentence about it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// No sheet is called, or headed, like this.
    SheetMissing(Vec<String>),
    /// Several sheets are; none was read.
    SheetTwice(Vec<String>),
    /// Labels that were looked for on a sheet and are not there.
    LabelsMissing(String, Vec<String>),
    /// What a block or list begins with is not on the sheet.
    BlockMissing(String, Vec<String>),
    /// Several cells have the label; none was taken.
    LabelTwice(String),
    /// A sheet does not say how it counts money; what was looked for.
    UnitMissing(String, Vec<String>),
    /// It says two different things.
    UnitTwice(Vec<String>),
    /// Money was counted in the first unit and is in the second from here on.
    Converted(String, String),
    /// Numbers that belong to no field: how many, and what stands before the first.
    Unclaimed(usize, String),
    /// A text that was read as a number.
    ReadText(String, String),
    /// A figure of which a person sees something else: the figure, what is shown.
    ShownAs(String, String),
    /// What a computation left over: the figure, what is shown.
    Residue(String, String),
    /// A formula without its result.
    NoResult(String),
    /// A number whose size is not what it is shown as.
    Scaled(String),
    /// An error value.
    ErrorValue(String),
    /// A date where a number should be.
    DateForNumber(String),
    /// A text of which a part, or all, is struck out.
    StruckOut(String),
    /// A value under a merged cell, which nobody sees.
    UnderMerge(String),
    /// Cells that are used and are hidden; how many.
    Hidden(usize),
    /// Two rows of one name.
    NameTwice(String),
    /// A number that cannot be held.
    TooLong(String),
    /// Two cells for one field, with different values; none was taken.
    FieldTwice(String),
    /// Figures of formulas, which are taken as the file has them; how many.
    Formulas(usize),
}

impl Note {
    /// How grave it is.
    #[must_use]
    pub fn weight(&self) -> Weight {
        match &self.kind {
            NoteKind::ErrorValue(_)
            | NoteKind::DateForNumber(_)
            | NoteKind::StruckOut(_)
            | NoteKind::TooLong(_) => Weight::Fault,
            NoteKind::SheetTwice(_)
            | NoteKind::BlockMissing(..)
            | NoteKind::LabelTwice(_)
            | NoteKind::UnitMissing(..)
            | NoteKind::UnitTwice(_)
            | NoteKind::Unclaimed(..)
            | NoteKind::NoResult(_)
            | NoteKind::Scaled(_)
            | NoteKind::NameTwice(_)
            | NoteKind::FieldTwice(_) => Weight::Undecided,
            NoteKind::SheetMissing(_)
            | NoteKind::LabelsMissing(..)
            | NoteKind::Converted(..)
            | NoteKind::ReadText(..)
            | NoteKind::ShownAs(..)
            | NoteKind::Residue(..)
            | NoteKind::UnderMerge(_)
            | NoteKind::Hidden(_)
            | NoteKind::Formulas(_) => Weight::Told,
        }
    }

    /// Whether the cell's text stands in the submission only so that nothing is lost: the note
    /// says what there is to say of it.
    #[must_use]
    pub fn speaks_for_cell(&self) -> bool {
        !self.field.is_empty()
            && matches!(
                self.kind,
                NoteKind::ErrorValue(_)
                    | NoteKind::DateForNumber(_)
                    | NoteKind::StruckOut(_)
                    | NoteKind::TooLong(_)
                    | NoteKind::NoResult(_)
                    | NoteKind::Scaled(_)
            )
    }
}
