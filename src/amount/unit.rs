//! [`Unit`]: what a figure counts, as the form declares it.

use std::fmt;

use smol_str::SmolStr;

use super::Exact;
use crate::document::money;

/// The unit of a figure: `万元`, `元`, `%`, `人`, `分` …, or none for a pure number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unit(SmolStr);

impl Unit {
    /// No unit: a pure number, a literal in a rule.
    pub const NONE: Self = Self(SmolStr::new_static(""));

    /// A unit by name; an empty name is no unit.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self(SmolStr::new(name))
    }

    /// Percent.
    #[must_use]
    pub fn percent() -> Self {
        Self::new("%")
    }

    /// Whether it is a pure number.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it is percent.
    #[must_use]
    pub fn is_percent(&self) -> bool {
        self.name() == "%"
    }

    /// Its name, empty for none.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0
    }

    /// Whether it is a unit of money.
    pub(crate) fn is_money(name: &str) -> bool {
        money(name) == Some(name)
    }

    /// How many 元 one of it is, for units of money.
    #[must_use]
    pub fn in_yuan(&self) -> Option<Exact> {
        match self.name() {
            "元" => Some(Exact::ONE),
            "千元" => Some(Exact::from(1_000_i64)),
            "万元" => Some(Exact::from(10_000_i64)),
            "百万元" => Some(Exact::from(1_000_000_i64)),
            "亿元" => Some(Exact::from(100_000_000_i64)),
            _ => None,
        }
    }

    /// The unit two figures share; a pure number takes the other's. `None` when they differ.
    #[must_use]
    pub fn shared(&self, other: &Self) -> Option<Self> {
        if self == other || other.is_none() {
            Some(self.clone())
        } else if self.is_none() {
            Some(other.clone())
        } else {
            None
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}
