//! Units of money in words, and figures carried from one to the other by moving the point.

/// A unit of money as a power of ten of the yuan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Money(i32);

/// Longest first, so that none is taken for another.
const UNITS: [(&str, i32); 8] = [
    ("千万元", 7),
    ("百万元", 6),
    ("十万元", 5),
    ("万元", 4),
    ("千元", 3),
    ("百元", 2),
    ("亿元", 8),
    ("元", 0),
];

impl Money {
    /// The unit of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        UNITS
            .iter()
            .find(|(unit, _)| *unit == name)
            .map(|(_, power)| Self(*power))
    }

    /// The unit a text begins with, and what follows it.
    pub(super) fn at_start(text: &str) -> Option<(Self, &str)> {
        UNITS
            .iter()
            .find_map(|(unit, power)| Some((Self(*power), text.strip_prefix(unit)?)))
    }

    /// A group of all of them.
    pub(super) fn expression() -> String {
        let names: Vec<&str> = UNITS.iter().map(|(unit, _)| *unit).collect();
        format!("({})", names.join("|"))
    }
}

/// A figure as written, its thousands commas left out, in another unit. Every digit stays.
///
/// `None` where the other unit has more places than the figure was written with: 1.52亿元 is
/// 15200万元 only to the nearest hundred, and must not pass for more.
pub(super) fn carried(digits: &str, from: Money, to: Money, places: u32) -> Option<String> {
    let shift = from.0 - to.0;
    if shift == 0 {
        return Some(digits.to_owned());
    }
    let (sign, digits) = match digits.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", digits),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let point = i32::try_from(whole.len()).ok()? + shift;
    let all = format!("{whole}{fraction}");
    let length = i32::try_from(all.len()).ok()?;
    let kept = length - point;
    let zero = all.bytes().all(|digit| digit == b'0');
    if shift > 0 && kept < i32::try_from(places).ok()? && !zero {
        return None;
    }
    if zero {
        return Some("0".to_owned());
    }
    let padded = if point <= 0 {
        format!("{}{all}", "0".repeat(usize::try_from(1 - point).ok()?))
    } else {
        all
    };
    let point = usize::try_from(point.max(1)).ok()?;
    let padded = format!("{padded:0<point$}");
    let whole = padded.get(..point)?.trim_start_matches('0');
    let fraction = padded.get(point..)?;
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_point_moves_and_no_digit_is_lost() {
        let into = |digits, from| {
            let from = Money::named(from).unwrap();
            carried(digits, from, Money::named("万元").unwrap(), 2)
        };
        assert_eq!(into("42900", "元").as_deref(), Some("4.2900"));
        assert_eq!(into("429.5", "元").as_deref(), Some("0.04295"));
        assert_eq!(into("-1234567.89", "元").as_deref(), Some("-123.456789"));
        assert_eq!(into("48.47", "万元").as_deref(), Some("48.47"));
        assert_eq!(into("0", "亿元").as_deref(), Some("0"));
        assert_eq!(into("1.52", "亿元"), None);
        assert_eq!(into("1.521234", "亿元").as_deref(), Some("15212.34"));
        assert_eq!(into("5", "千元").as_deref(), Some("0.5"));
    }
}
