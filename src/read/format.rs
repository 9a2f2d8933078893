//! Number formats: how many places a cell shows, whether it is a share, a date, text.
//!
//! A format is not carried out in full; it is understood or it is not. What is not understood
//! says nothing about the figure, and is never guessed at.

use super::decimal::Plain;

/// What a number format does to a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    /// As many digits as there are.
    General,
    /// A fixed number of places.
    Places {
        /// Digits after the point.
        places: usize,
        /// Whether a hundredth is shown as one percent.
        percent: bool,
        /// Whether thousands are set apart.
        grouped: bool,
        /// What is written after the number, such as `万元` or `人`.
        after: String,
    },
    /// A date or a time.
    Date,
    /// Text: digits stay as they were typed.
    Text,
    /// Whole numbers filled up with zeros, as codes are: `0000`.
    Code(usize),
    /// Shown another size than it is (a scaling comma, a point put in by hand).
    Scaled,
    /// Not understood: fractions, exponents, conditions.
    Unknown,
}

impl Format {
    /// One of the formats that have a number and no code.
    #[must_use]
    pub fn built_in(id: u32) -> Self {
        let plain = |places, percent, grouped| Self::Places {
            places,
            percent,
            grouped,
            after: String::new(),
        };
        match id {
            1 => plain(0, false, false),
            2 => plain(2, false, false),
            3 | 37 | 38 | 41 | 42 => plain(0, false, true),
            4 | 39 | 40 | 43 | 44 => plain(2, false, true),
            9 => plain(0, true, false),
            10 => plain(2, true, false),
            11..=13 | 48 => Self::Unknown,
            // 27 to 36 and 50 to 58 are the dates of Chinese systems
            14..=22 | 27..=36 | 45..=47 | 50..=58 => Self::Date,
            49 => Self::Text,
            _ => Self::General,
        }
    }

    /// Understands a format code.
    #[must_use]
    pub fn parse(code: &str) -> Self {
        let section = first_section(code);
        let Some(parts) = Parts::read(section) else {
            return Self::Unknown;
        };
        if parts.is_date() {
            return Self::Date;
        }
        let bare: String = parts.bare.chars().filter(|c| !c.is_whitespace()).collect();
        let lower = bare.to_ascii_lowercase();
        if lower.is_empty() {
            return if parts.quoted.is_empty() && code.trim().is_empty() {
                Self::General
            } else {
                Self::Unknown
            };
        }
        if lower == "general" || lower == "g/通用格式" {
            return Self::General;
        }
        if lower == "@" {
            return Self::Text;
        }
        if lower.contains(['e', '/', '@']) {
            return Self::Unknown;
        }
        if parts.quoted_inside {
            // 0!.0, shows ten thousands: a point that is written, not counted
            return Self::Scaled;
        }
        let percent = lower.matches('%').count();
        let digits = lower.trim_matches(['%', '-', '+', '(', ')', '¥', '￥', '$']);
        let allowed = |c: char| matches!(c, '0' | '#' | '?' | '.' | ',');
        if !digits.chars().all(allowed) || percent > 1 || digits.matches('.').count() > 1 {
            return Self::Unknown;
        }
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if digits.ends_with(',') || whole.ends_with(',') {
            return Self::Scaled;
        }
        let zeros = whole.matches('0').count();
        if fraction.is_empty() && zeros > 1 && !whole.contains([',', '#', '?']) && percent == 0 {
            return Self::Code(zeros);
        }
        Self::Places {
            places: fraction
                .chars()
                .filter(|c| matches!(c, '0' | '#' | '?'))
                .count(),
            percent: percent == 1,
            grouped: whole.contains(','),
            after: parts.quoted,
        }
    }

    /// What a person sees of a number, without what a currency or a thousands separator adds.
    #[must_use]
    pub fn shown(&self, number: &Plain) -> String {
        match self {
            Self::Places {
                places,
                percent: true,
                ..
            } => format!("{}%", number.clone().scaled(2).rounded(*places)),
            Self::Places { places, .. } => number.clone().rounded(*places).to_string(),
            Self::Code(zeros) => {
                let text = number.clone().rounded(0).to_string();
                format!("{text:0>zeros$}")
            }
            Self::Date => date(number, false).unwrap_or_else(|| number.to_string()),
            _ => number.to_string(),
        }
    }

    /// The places it shows, of the number as it is shown.
    #[must_use]
    pub fn places(&self) -> Option<usize> {
        match self {
            Self::Places { places, .. } => Some(*places),
            Self::Code(_) => Some(0),
            _ => None,
        }
    }

    /// Whether it shows a share as a percentage.
    #[must_use]
    pub fn is_percent(&self) -> bool {
        matches!(self, Self::Places { percent: true, .. })
    }
}

/// The section for positive numbers.
fn first_section(code: &str) -> &str {
    let mut quoted = false;
    let mut escaped = false;
    for (at, letter) in code.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' | '!' => escaped = true,
            '"' => quoted = !quoted,
            ';' if !quoted => return code.get(..at).unwrap_or(code),
            _ => {}
        }
    }
    code
}

/// A section taken apart.
struct Parts {
    /// What is neither quoted nor in square brackets.
    bare: String,
    /// What is quoted or escaped after the digits.
    quoted: String,
    /// Whether something was quoted or escaped between digits.
    quoted_inside: bool,
    elapsed: bool,
}

impl Parts {
    fn read(section: &str) -> Option<Self> {
        let mut parts = Self {
            bare: String::new(),
            quoted: String::new(),
            quoted_inside: false,
            elapsed: false,
        };
        // something written among the digits, waiting for another digit
        let mut waiting = false;
        let mut letters = section.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '"' => {
                    for inside in letters.by_ref().take_while(|inside| *inside != '"') {
                        parts.quoted.push(inside);
                    }
                    waiting = parts.has_digit();
                }
                '\\' | '!' => {
                    let written = letters.next()?;
                    if !written.is_whitespace() && written != '(' && written != ')' {
                        parts.quoted.push(written);
                        waiting = parts.has_digit();
                    }
                }
                // a blank as wide as a letter; a letter that fills the cell
                '_' | '*' => {
                    letters.next()?;
                }
                '[' => {
                    let inside: String = letters.by_ref().take_while(|c| *c != ']').collect();
                    let lower = inside.to_ascii_lowercase();
                    if lower.chars().all(|c| matches!(c, 'h' | 'm' | 's')) && !lower.is_empty() {
                        parts.elapsed = true;
                    } else if lower.starts_with(['<', '>', '=']) {
                        return None;
                    }
                }
                '0' | '#' | '?' => {
                    parts.quoted_inside |= waiting;
                    parts.bare.push(letter);
                }
                _ => parts.bare.push(letter),
            }
        }
        Some(parts)
    }

    fn has_digit(&self) -> bool {
        self.bare.contains(['0', '#', '?'])
    }

    fn is_date(&self) -> bool {
        let lower = self.bare.to_ascii_lowercase();
        if lower == "general" || lower.contains("通用格式") {
            return false;
        }
        // `e` is a year where no digit stands before it
        let era = lower.contains('e') && !self.has_digit();
        self.elapsed
            || era
            || lower.contains("aaa")
            || lower.contains(['y', 'd', 'h'])
            || (lower.contains(['m', 's']) && !self.has_digit())
    }
}

/// The day of a date's number, as people write it; `None` beyond what calendars have.
#[must_use]
pub fn date(number: &Plain, since_1904: bool) -> Option<String> {
    let whole: i64 = number
        .clone()
        .to_string()
        .split('.')
        .next()
        .and_then(|days| days.parse().ok())?;
    let days = if since_1904 { whole + 1462 } else { whole };
    if !(1..=2_958_465).contains(&days) || number.negative {
        return None;
    }
    // spreadsheets hold 1900 for a leap year: the days before its March are one off
    let days = if days < 61 { days + 1 } else { days };
    // days since 0000-03-01, in the reckoning of four hundred years
    let z = days + 693_899;
    let era = z / 146_097;
    let day_of_era = z % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Some(format!("{year}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::{Format, date};
    use crate::read::decimal::read;

    fn places(places: usize, percent: bool, grouped: bool, after: &str) -> Format {
        Format::Places {
            places,
            percent,
            grouped,
            after: after.to_owned(),
        }
    }

    #[test]
    fn codes_are_understood_or_said_not_to_be() {
        for (code, format) in [
            ("General", Format::General),
            ("G/通用格式", Format::General),
            ("0.00", places(2, false, false, "")),
            ("#,##0.00", places(2, false, true, "")),
            ("0.00_ ", places(2, false, false, "")),
            ("0.00_);[Red]\\(0.00\\)", places(2, false, false, "")),
            ("#,##0.00;[Red]-#,##0.00", places(2, false, true, "")),
            ("0.0%", places(1, true, false, "")),
            ("0.00\"万元\"", places(2, false, false, "万元")),
            (
                "_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
                places(2, false, true, ""),
            ),
            ("¥#,##0.00", places(2, false, true, "")),
            ("[$¥-804]#,##0.00", places(2, false, true, "")),
            ("@", Format::Text),
            ("0000", Format::Code(4)),
            ("0.00,", Format::Scaled),
            ("0!.0,", Format::Scaled),
            ("0\\.0000", Format::Scaled),
            ("yyyy\\-mm\\-dd", Format::Date),
            ("yyyy\"年\"m\"月\"d\"日\";@", Format::Date),
            ("e\"年\"", Format::Date),
            ("[$-804]aaaa", Format::Date),
            ("[h]:mm", Format::Date),
            ("mm:ss", Format::Date),
            ("0.00E+00", Format::Unknown),
            ("# ?/?", Format::Unknown),
            ("[>100]0;0.00", Format::Unknown),
        ] {
            assert_eq!(Format::parse(code), format, "{code}");
        }
        for id in [14, 22, 27, 31, 36, 50, 57, 58] {
            assert_eq!(Format::built_in(id), Format::Date, "{id}");
        }
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        for (days, text) in [
            ("1", "1900-01-01"),
            ("59", "1900-02-28"),
            ("61", "1900-03-01"),
            ("44927", "2023-01-01"),
            ("44985", "2023-02-28"),
            ("45351.5", "2024-02-29"),
        ] {
            let day = read(days).and_then(|number| date(&number, false));
            assert_eq!(day.as_deref(), Some(text), "{days}");
        }
        let day = read("0.5").and_then(|number| date(&number, true));
        assert_eq!(day.as_deref(), Some("1904-01-01"));
    }
}
