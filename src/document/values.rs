//! [`Values`]: which figures of a submission are equal.

use rust_decimal::Decimal;

use super::{NodeId, Submission};

/// The figures of a submission by their values, but for zeros, which say nothing.
#[derive(Debug)]
pub(crate) struct Values {
    /// In units of the sixth decimal place, and where they stand, in the order of the text.
    units: Vec<(i64, NodeId)>,
    /// Those that are finer or very large, in the order of the text.
    fine: Vec<(Decimal, NodeId)>,
}

impl Values {
    pub(super) fn of(submission: &Submission) -> Self {
        let mut units = Vec::with_capacity(submission.document().len() / 2);
        let mut fine = Vec::new();
        for node in submission.numbers() {
            let Some(value) = submission.number(node).map(|number| number.value) else {
                continue;
            };
            match in_units(value) {
                Some(0) => {}
                Some(units_of) => units.push((units_of, node)),
                None => fine.push((value, node)),
            }
        }
        Self { units, fine }
    }

    /// The figures of a value, in the order of the text; none of zero.
    pub(crate) fn equal_to(&self, value: Decimal) -> Vec<NodeId> {
        let Some(units) = in_units(value) else {
            let same = self.fine.iter().filter(|(other, _)| *other == value);
            return same.map(|(_, node)| *node).collect();
        };
        let same = self.units.iter().filter(|(other, _)| *other == units);
        same.map(|(_, node)| *node).collect()
    }

    /// In units of the sixth decimal place, and where they stand.
    pub(crate) fn units(&self) -> &[(i64, NodeId)] {
        &self.units
    }

    /// Figures with very many digits.
    pub(crate) fn fine(&self) -> impl Iterator<Item = NodeId> {
        self.fine.iter().map(|(_, node)| *node)
    }
}

/// A value in units of the sixth decimal place; `None` where it is finer, or very large.
fn in_units(value: Decimal) -> Option<i64> {
    let value = if value.scale() > 6 {
        value.normalize()
    } else {
        value
    };
    let unit = 10_i64.pow(6_u32.checked_sub(value.scale())?);
    i64::try_from(value.mantissa()).ok()?.checked_mul(unit)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::{Document, Form, Submission};
    use crate::source::Source;

    #[test]
    fn equal_is_what_is_equal() {
        let text = r#"{"a": 1.50, "b": [1.5, 15e-1, 0, -0.00, 1.500000000], "c": 1.5000001,
            "d": 1.50000010, "e": 79228162514264337593543950335, "f": 99999999999999.5,
            "g": 99999999999999.50, "h": -1.5}"#;
        let document = Document::parse(Source::new("-", text)).unwrap();
        let form = Arc::new(Form::parse("{}").unwrap());
        let submission = Submission::new(document, form);
        let equal = |pointer: &str| -> Vec<String> {
            let node = submission.document().find(pointer).unwrap();
            let value = submission.document().number(node).unwrap();
            let all = submission.values().equal_to(value).into_iter();
            all.map(|node| submission.pointer(node)).collect()
        };
        assert_eq!(equal("/a"), ["/a", "/b/0", "/b/1", "/b/4"]);
        assert!(equal("/b/2").is_empty() && equal("/b/3").is_empty());
        assert_eq!(equal("/d"), ["/c", "/d"]);
        assert_eq!(equal("/e"), ["/e"]);
        assert_eq!(equal("/f"), ["/f", "/g"]);
        assert_eq!(equal("/h"), ["/h"]);
    }
}
