//! Numbers: exact as written, or refused.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking, also in the functions it shares"
)]

use gouji::document::{NumberFault, Style, read_json_number, read_text_number};
use proptest::prelude::*;

fn properties() -> ProptestConfig {
    ProptestConfig {
        cases: 2000,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

#[test]
fn json_numbers() {
    for (text, value) in [
        ("-0", "0"),
        ("-0.00", "0.00"),
        ("1.10", "1.10"),
        ("1e3", "1000"),
        ("1.5E-2", "0.015"),
        ("10e-29", "0.0000000000000000000000000001"),
        ("0e999999999999999999999", "0"),
        (
            "79228162514264337593543950335",
            "79228162514264337593543950335",
        ),
    ] {
        assert_eq!(read_json_number(text).unwrap().to_string(), value, "{text}");
    }
    for (text, fault) in [
        ("79228162514264337593543950336", NumberFault::TooManyDigits),
        (
            "1.00000000000000000000000000000",
            NumberFault::TooManyDigits,
        ),
        (
            "0.00000000000000000000000000000",
            NumberFault::TooManyPlaces,
        ),
        ("1e29", NumberFault::ExponentTooLarge),
        ("1e-29", NumberFault::ExponentTooLarge),
        ("1e999999999999999999999", NumberFault::ExponentTooLarge),
    ] {
        assert_eq!(read_json_number(text), Err(fault), "{text}");
    }
    for text in [
        "", "-", "+1", "01", "-01", ".5", "5.", "1.e3", "1e", "1e+", "1_000", "1,000", " 1", "１",
        "--1", "1.2.3", "1e1e1", "0x10",
    ] {
        assert_eq!(
            read_json_number(text),
            Err(NumberFault::NotANumber),
            "{text}"
        );
    }
}

#[test]
fn numbers_as_text() {
    for (text, value, style) in [
        ("10443.60", "10443.60", Style::PlainText),
        ("10,443.60", "10443.60", Style::Grouped),
        ("1，234，567", "1234567", Style::Grouped),
        ("１０４４３．６０", "10443.60", Style::FullWidth),
        ("－1,000", "-1000", Style::FullWidth),
        ("-1.5", "-1.5", Style::PlainText),
        ("−1.5", "-1.5", Style::PlainText),
        (" 3 ", "3", Style::Padded),
        ("\u{3000}3.0", "3.0", Style::Padded),
    ] {
        let read = read_text_number(text).unwrap();
        assert_eq!(
            (read.value.to_string().as_str(), read.style),
            (value, style),
            "{text}"
        );
        assert_eq!(read.places, read.value.scale(), "{text}");
    }
    for text in [
        "",
        " ",
        "-",
        "1e3",
        "+1",
        "1_000",
        ".5",
        "5.",
        "1,00",
        "1000,000",
        ",100",
        "1,,000",
        "1.000,000",
        "0,123",
        "007",
        "- 1",
        "--1",
        "约18万",
        "18万",
        "1.2.3",
        "99999999999999999999999999999",
        "三",
    ] {
        assert_eq!(read_text_number(text), None, "{text}");
    }
}

proptest! {
    #![proptest_config(properties())]

    /// Whatever is taken prints as it was written; nothing is rounded, nothing that fits is refused.
    #[test]
    fn numbers_are_exact(text in "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?") {
        let unsigned = text.trim_start_matches('-');
        let digits = unsigned.replace('.', "");
        let digits = digits.trim_start_matches('0');
        let places = unsigned.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        if let Ok(value) = read_json_number(&text) {
            let written = if digits.is_empty() { unsigned } else { &text };
            prop_assert_eq!(value.to_string(), written);
            let read = read_text_number(&text).unwrap();
            prop_assert_eq!((read.value, read.places as usize), (value, places));
        } else {
            let most = "79228162514264337593543950335";
            prop_assert!(places > 28 || (digits.len(), digits) > (most.len(), most));
            prop_assert_eq!(read_text_number(&text), None);
        }
    }

    /// An exponent moves the point: the digits are the same.
    #[test]
    fn exponents_are_exact(
        digits in "[1-9][0-9]{0,8}",
        places in 0..9_usize,
        exponent in -15..15_i32,
    ) {
        // the same number, by moving a point through a row of digits
        let point_before = |row: &str, places: usize| {
            let (whole, fraction) = row.split_at(row.len() - places);
            let whole = whole.trim_start_matches('0');
            let whole = if whole.is_empty() { "0" } else { whole };
            if places == 0 { whole.to_owned() } else { format!("{whole}.{fraction}") }
        };
        let text = format!("{}e{exponent}", point_before(&format!("{digits:0>40}"), places));
        let moved = i32::try_from(places).unwrap() - exponent;
        let zeros = "0".repeat(usize::try_from(-moved).unwrap_or(0));
        let row = format!("{:0>40}", format!("{digits}{zeros}"));
        let plain = point_before(&row, usize::try_from(moved).unwrap_or(0));
        prop_assert_eq!(read_json_number(&text).unwrap().to_string(), plain);
    }
}
