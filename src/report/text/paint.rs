//! Colours of the lines that miette does not draw.

use crate::finding::{Advice, Level};

/// Faint; miette's own style for line numbers is the same.
pub(super) const DIM: &str = "\u{1b}[2m";

/// A colour or weight.
#[derive(Clone, Copy)]
pub(super) enum Ink {
    Bold,
    Faint,
    Red,
    Yellow,
    Green,
    Cyan,
}

impl Ink {
    pub(super) fn of_level(level: Level) -> Self {
        match level {
            Level::Error => Self::Red,
            Level::Query => Self::Yellow,
            Level::Advice => Self::Cyan,
        }
    }

    pub(super) fn of_advice(advice: Advice) -> Self {
        match advice {
            Advice::Accept => Self::Green,
            Advice::Explain | Advice::Undetermined => Self::Yellow,
            Advice::Return => Self::Red,
        }
    }

    fn sequence(self) -> &'static str {
        match self {
            Self::Bold => "\u{1b}[1m",
            Self::Faint => DIM,
            Self::Red => "\u{1b}[1;31m",
            Self::Yellow => "\u{1b}[1;33m",
            Self::Green => "\u{1b}[1;32m",
            Self::Cyan => "\u{1b}[1;36m",
        }
    }

    /// The text in this colour, where colours are wanted.
    pub(super) fn on(self, text: &str, color: bool) -> String {
        if color {
            format!("{}{text}\u{1b}[0m", self.sequence())
        } else {
            text.to_owned()
        }
    }
}
