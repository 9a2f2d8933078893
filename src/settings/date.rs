//! A day, for what expires.

use std::fmt;
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// A day; `None` where the calendar has none such.
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap =
            year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        (1..=days)
            .contains(&day)
            .then_some(Self { year, month, day })
    }

    /// Today in China, which has one time zone.
    #[must_use]
    pub fn today() -> Self {
        let seconds = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs());
        Self::of_day((seconds + 8 * 60 * 60) / (24 * 60 * 60))
    }

    /// The day so many days after 1970-01-01 (Hinnant, `civil_from_days`).
    fn of_day(days: u64) -> Self {
        let days = days + 719_468;
        let (era, day_of_era) = (days / 146_097, days % 146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        // months counted from March, so that the leap day is the last of the year
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let (month, next) = if month < 10 {
            (month + 3, 0)
        } else {
            (month - 9, 1)
        };
        let narrow = |number: u64| u8::try_from(number).unwrap_or(1);
        Self {
            year: u16::try_from(era * 400 + year_of_era + next).unwrap_or(u16::MAX),
            month: narrow(month),
            day: narrow(day),
        }
    }
}

impl FromStr for Date {
    type Err = ();

    /// `2022-06-30`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.split('-');
        let mut next = |digits: usize| -> Option<u16> {
            let part = parts.next()?;
            let plain = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| part.parse().ok()).flatten()
        };
        let (year, month, day) = (next(4), next(2), next(2));
        let over = parts.next().is_some();
        match (year, month, day) {
            (Some(year), Some(month), Some(day)) if !over => {
                let narrow = |number: u16| u8::try_from(number).map_err(drop);
                Self::new(year, narrow(month)?, narrow(day)?).ok_or(())
            }
            _ => Err(()),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_and_read() {
        for (days, date) in [
            (0, "1970-01-01"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (11_017, "2000-03-01"),
            (19_358, "2023-01-01"),
            (20_088, "2024-12-31"),
            (47_540, "2100-02-28"),
            (47_541, "2100-03-01"),
        ] {
            assert_eq!(Date::of_day(days).to_string(), date);
            assert_eq!(date.parse(), Ok(Date::of_day(days)));
        }
        for wrong in [
            "2023-02-29",
            "2100-02-29",
            "2023-13-01",
            "2023-00-01",
            "2023-01-00",
            "2023-1-01",
            "23-01-01",
            "2023-01-01-",
            "2023-01-01T",
            "2023/01/01",
            "",
        ] {
            assert_eq!(wrong.parse::<Date>(), Err(()), "{wrong}");
        }
        assert!(Date::new(2024, 2, 29) < Date::new(2024, 10, 1));
    }
}
