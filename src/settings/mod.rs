//! `gouji.toml`: which pack checks which files, with what parameters and levels, and what is
//! waived. It is the bureau's, and the only place where a rule's level can be set otherwise.
//!
//! [`read`](self) makes [`Settings`] of the file or says all that is wrong with it, `apply` makes
//! a checker of a pack and the settings for a file, `waivers` sets aside what was granted.

mod apply;
mod configured;
mod date;
mod fault;
mod reach;
mod read;
mod waivers;

pub use apply::Choice;
pub use configured::{Configuration, Configured, Key, Unusable, near};
pub use date::Date;
pub use fault::SettingsFaultKind;
pub use reach::Reach;
pub use read::{NAME, Settings};
pub use waivers::{Lapse, Use, Waiver, WaiverNote};
