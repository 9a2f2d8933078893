//! Blank forms: what a form asks for, laid out for people to fill in.
//!
//! A [`Layout`] says which sheets there are, which sections they have and which field each cell
//! is. The workbook ([`workbook`]) is written from it, and so is what reads the workbook again,
//! so the two cannot disagree. [`markdown`] and [`skeleton`] say the same fields as a page and as
//! JSON.

mod cluster;
mod format;
mod layout;
mod listing;
mod mapping;
mod markdown;
mod sheet;
mod skeleton;
mod workbook;

pub use layout::{Body, Column, Layout, Row, Section, SheetLayout};
pub use mapping::mapping;
pub use markdown::markdown;
pub use skeleton::skeleton;
pub use workbook::{Filled, made_for, workbook};
