//! How labels are compared: one normalisation, the same for what a mapping says and what a sheet
//! says. Exactly what it takes away makes no difference; there is no likeness beyond it.

/// Words in brackets that name a unit and nothing else.
const UNITS: [&str; 16] = [
    "元",
    "千元",
    "万元",
    "亿元",
    "%",
    "人",
    "个",
    "分",
    "年",
    "辆",
    "人次",
    "批次",
    "平方米",
    "人民币万元",
    "人民币元",
    "万元/%",
];

/// Units of money, and how many zeros they are apart from 元.
const MONEY: [(&str, i32); 4] = [("万元", 4), ("亿元", 8), ("千元", 3), ("元", 0)];

/// Zeros by which a unit of money is larger than 元; `None` for other units.
pub(super) fn zeros(unit: &str) -> Option<i32> {
    let unit = unit.strip_prefix("人民币").unwrap_or(unit);
    MONEY
        .iter()
        .find(|(name, _)| *name == unit)
        .map(|(_, zeros)| *zeros)
}

/// Full-width letters, digits and signs as half-width ones, blanks dropped.
pub(super) fn folded(text: &str) -> String {
    text.chars()
        .filter_map(|letter| match letter {
            '\u{3000}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' => None,
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0),
            '【' | '〔' => Some('('),
            '】' | '〕' => Some(')'),
            letter if letter.is_whitespace() || letter.is_control() => None,
            letter => Some(letter),
        })
        .collect()
}

/// A label as it is compared: without blanks, width, numbering, `其中：` and bracketed units.
#[must_use]
pub fn normalised(text: &str) -> String {
    let folded = folded(text);
    let bare = without_units(&folded);
    let mut rest = bare.as_str();
    while let Some(shorter) = without_number(rest) {
        rest = shorter;
    }
    let rest = rest.trim_end_matches([':', '*']);
    if rest.is_empty() {
        folded
    } else {
        rest.to_owned()
    }
}

/// A pattern as it is compared: as a label, its `*` kept.
pub(super) fn pattern(text: &str) -> String {
    text.split('*')
        .map(normalised_part)
        .collect::<Vec<_>>()
        .join("*")
}

fn normalised_part(text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        normalised(text)
    }
}

/// Whether a normalised text is what a normalised pattern says.
pub(super) fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(first) = parts.next() else {
        return false;
    };
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, inner)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in inner {
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or(""),
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// The unit of money in a label's brackets.
pub(super) fn money_in(text: &str) -> Option<String> {
    let folded = folded(text);
    let mut rest = folded.as_str();
    while let Some((_, after)) = rest.split_once('(') {
        let (inside, behind) = after.split_once(')')?;
        let unit = bare_unit(inside);
        if zeros(unit).is_some() {
            return Some(unit.to_owned());
        }
        rest = behind;
    }
    None
}

fn bare_unit(inside: &str) -> &str {
    let unit = inside.trim_start_matches("金额").trim_start_matches("单位");
    unit.trim_start_matches(':')
}

fn without_units(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('(') {
        bare.push_str(before);
        match after.split_once(')') {
            Some((inside, behind)) if UNITS.contains(&bare_unit(inside)) => rest = behind,
            _ => {
                bare.push('(');
                rest = after;
            }
        }
    }
    bare.push_str(rest);
    bare
}

/// Without one number, mark or `其中：` at its beginning; `None` where there is none.
fn without_number(text: &str) -> Option<&str> {
    if let Some(rest) = text
        .strip_prefix("其中:")
        .or_else(|| text.strip_prefix("其中、"))
    {
        return Some(rest).filter(|rest| !rest.is_empty());
    }
    let chinese = |c: char| "一二三四五六七八九十".contains(c);
    let digit = |c: char| c.is_ascii_digit();
    let numbered = |is: &dyn Fn(char) -> bool| -> Option<&str> {
        let end = text.find(|c| !is(c)).filter(|end| *end > 0)?;
        let (_, rest) = text.split_at(end);
        let next = rest.strip_prefix(['、', '.', ')'])?;
        // 1.5 is a number and no numbering
        (!next.starts_with(digit)).then_some(next)
    };
    let bracketed = |is: &dyn Fn(char) -> bool| -> Option<&str> {
        let inside = text.strip_prefix('(')?;
        let end = inside.find(|c| !is(c)).filter(|end| *end > 0)?;
        inside.get(end..)?.strip_prefix(')')
    };
    let marked = || text.strip_prefix(|c: char| matches!(c, '\u{2460}'..='\u{2473}' | '★' | '#'));
    numbered(&chinese)
        .or_else(|| numbered(&digit))
        .or_else(|| bracketed(&chinese))
        .or_else(|| bracketed(&digit))
        .or_else(marked)
        .filter(|rest| !rest.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{fits, money_in, normalised, pattern};

    #[test]
    fn what_makes_no_difference() {
        for (written, label) in [
            ("一、 预算执行情况（万元）", "预算执行情况"),
            ("（一）基本支出", "基本支出"),
            ("1.基本工资", "基本工资"),
            ("其中：基本支出", "基本支出"),
            ("其中:　基 本\n支 出", "基本支出"),
            ("单位名称：", "单位名称"),
            ("年初预算数(单位：万元)", "年初预算数"),
            ("①　公务接待费", "公务接待费"),
            ("因公出国（境）费", "因公出国(境)费"),
            ("1.5倍", "1.5倍"),
            ("（万元）", "(万元)"),
            ("２０２２年度", "2022年度"),
        ] {
            assert_eq!(normalised(written), label, "{written}");
        }
    }

    #[test]
    fn patterns() {
        let meets = |wanted: &str, text: &str| fits(&pattern(wanted), &normalised(text));
        assert!(meets(
            "*自评表*",
            "附件1 部门整体支出绩效自评表（2022年度）"
        ));
        assert!(meets("金额单位：*", "金额单位：万元"));
        assert!(meets("附件1*", "附件1-自评表"));
        assert!(!meets("自评表", "自评表2"));
        assert!(meets("自评表", "自 评 表"));
        assert!(!meets("*自评*表", "表自评"));
    }

    #[test]
    fn units_in_heads() {
        assert_eq!(money_in("年初预算数（万元）").as_deref(), Some("万元"));
        assert_eq!(money_in("因公出国（境）费(单位:元)").as_deref(), Some("元"));
        assert_eq!(money_in("执行率（%）"), None);
    }
}
