//! Where a value of a submission stands in what was handed in, when that was no JSON.
//!
//! A workbook or a letter is bound into the canonical JSON text of its form; everything that
//! checks works on that text. Only what people read asks where a value came from: a span of the
//! text finds its [`Origin`] by binary search, and is drawn in the [`Picture`].

use std::sync::Arc;

use crate::bind::{Note, Spot};
use crate::read::At;
use crate::source::Span;

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A cell of a sheet.
    Cell {
        /// The name of the sheet.
        sheet: Arc<str>,
        /// The cell.
        at: At,
    },
}

impl Origin {
    /// How people find it: `自评表!D14`.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Cell { sheet, at } => format!("{sheet}!{at}"),
        }
    }
}

/// A value of the canonical text and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traced {
    /// The value, in the canonical text.
    pub span: Span,
    /// Where it comes from.
    pub origin: Origin,
    /// Where it stands in the picture.
    pub shown: Span,
}

/// What was handed in as rows of text, to be drawn around a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// The rows, each with a line end.
    pub text: String,
    /// For each row its number as people know it, and the part (sheet) it belongs to: rows of
    /// different parts, and rows whose numbers do not follow each other, do not adjoin.
    pub rows: Vec<(u32, u32)>,
}

/// Where all values of a submission come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins {
    /// In the order of the text.
    pub values: Vec<Traced>,
    /// What was handed in, to be drawn.
    pub picture: Picture,
    /// SHA-256 of the bytes handed in, in hexadecimal digits.
    pub bytes: String,
    /// What was noticed while it was bound.
    pub notes: Vec<Note>,
    /// How many numbers belong to no field, though they stand where fields are.
    pub unclaimed: usize,
    /// JSON Pointers of fields whose figure cannot be known, of which a note speaks.
    pub unsure: Vec<String>,
}

impl Origins {
    /// The value that comes from a cell.
    #[must_use]
    pub fn of_cell(&self, spot: &Spot) -> Option<&Traced> {
        self.values.iter().find(|value| match &value.origin {
            Origin::Cell { sheet, at } => *sheet == spot.sheet && *at == spot.at,
        })
    }

    /// The value that is drawn from a place of the picture on.
    #[must_use]
    pub fn drawn_at(&self, offset: u32) -> Option<&Traced> {
        self.values.iter().find(|value| value.shown.start == offset)
    }

    /// The first value that ends after a place of the text: of a list or object that begins there
    /// the first in it.
    #[must_use]
    pub fn after(&self, offset: u32) -> Option<&Traced> {
        let after = self
            .values
            .partition_point(|value| value.span.end <= offset);
        self.values.get(after).or(self.values.last())
    }

    /// Where the value comes from that a place of the text lies in; of a list or object, which
    /// comes from no one place, where the first value in it comes from.
    #[must_use]
    pub fn at(&self, span: Span) -> Option<&Traced> {
        let after = self
            .values
            .partition_point(|value| value.span.end <= span.start);
        let first = self.values.get(after)?;
        let touches = first.span.start < span.end.max(span.start + 1);
        touches.then_some(first)
    }
}
