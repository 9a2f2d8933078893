//! Sentences of a report read into the fields of a form.
//!
//! A pack says in `文字.toml` how its reports say things. A number is a figure only where one
//! whole sentence of the text is one of those; nothing is taken for likely. Every number of the
//! text ends as a figure, as surely none (a year, the number of a clause, about so much), or
//! unread.

mod claim;
mod compiled;
mod direction;
mod fault;
mod file;
mod number;
mod outline;
mod pattern;
mod plain;
mod reading;
mod settle;
mod text;
mod title;
mod unit;
mod written;

pub use compiled::Sentences;
pub use fault::SentenceFault;
pub use number::NoFigure;
pub use reading::{Counts, End, Number, Open, Reading, Spot, Unread, Value};
pub use written::{Origin, Written};

/// The file of a pack that holds its sentences.
pub const FILE: &str = "文字.toml";
