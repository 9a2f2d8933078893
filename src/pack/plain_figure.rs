//! What somebody meant by a figure that is not written as one: with its unit, a currency sign,
//! digits of full width.

use rust_decimal::Decimal;

/// Units of money, and how many 元 each is.
const MONEY: [(&str, i64); 6] = [
    ("亿元", 100_000_000),
    ("亿", 100_000_000),
    ("万元", 10_000),
    ("万", 10_000),
    ("元整", 1),
    ("元", 1),
];

/// Letters of a unit at most.
const LONGEST_UNIT: usize = 4;

/// The figure to write, in the form's unit; `None` where that is not sure.
pub(super) fn plain_figure(written: &str, unit: &str) -> Option<String> {
    let narrow: String = written.chars().filter_map(narrow).collect();
    let text = narrow.trim_start_matches(['¥', '￥', '+']);
    let end = text
        .find(|letter: char| !(letter.is_ascii_digit() || matches!(letter, '.' | '-')))
        .unwrap_or(text.len());
    let (digits, own) = text.split_at(end);
    let figure: Decimal = digits.parse().ok()?;
    let of = |unit: &str| MONEY.iter().find(|(name, _)| *name == unit);
    let factors = (of(own), of(unit));
    if own.is_empty() || own == unit {
        return Some(digits.to_owned());
    }
    match factors {
        (Some((_, own)), Some((_, due))) if own == due => Some(digits.to_owned()),
        (Some((_, own)), Some((_, due))) => {
            let all = figure.checked_mul(Decimal::from(*own))?;
            let converted = all.checked_div(Decimal::from(*due))?.normalize();
            // nothing may be lost on the way
            (converted.checked_mul(Decimal::from(*due))? == all).then(|| converted.to_string())
        }
        // an amount of money is no count, and a share is no amount
        (Some(_), None) | (None, Some(_)) => None,
        (None, None) => {
            let is_word = own.chars().count() <= LONGEST_UNIT
                && own
                    .chars()
                    .all(|letter| letter.is_alphabetic() || letter == '%');
            let is_share = own == "%";
            (is_word && is_share == (unit == "%")).then(|| digits.to_owned())
        }
    }
}

/// A letter in half width; none for blanks and for commas between digits.
fn narrow(letter: char) -> Option<char> {
    match letter {
        ',' | '，' => None,
        _ if letter.is_whitespace() => None,
        '－' | '−' => Some('-'),
        '％' => Some('%'),
        '！'..='～' => char::from_u32(u32::from(letter) - 0xfee0),
        _ => Some(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::plain_figure;

    #[test]
    fn what_was_meant() {
        for (written, unit, due) in [
            ("452.60万元", "万元", Some("452.60")),
            ("¥400.00", "万元", Some("400.00")),
            ("１，２５０．５０", "万元", Some("1250.50")),
            ("4526000元", "万元", Some("452.6")),
            ("0.05亿元", "万元", Some("500")),
            ("2022年", "", Some("2022")),
            ("2022年", "年", Some("2022")),
            ("10分", "分", Some("10")),
            ("90.71%", "%", Some("90.71")),
            ("90.71％", "%", Some("90.71")),
            // what is not sure is not said
            ("90.71%", "万元", None),
            ("452.60万元", "人", None),
            ("四百", "万元", None),
            ("无", "万元", None),
            ("(138.20)", "万元", None),
            ("1-2", "", None),
            ("约3个月左右完成", "", None),
        ] {
            assert_eq!(plain_figure(written, unit).as_deref(), due, "{written}");
        }
    }
}
