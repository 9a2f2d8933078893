//! The numbers of a text, each found once, and those that are surely no figures.

use std::ops::Range;

use serde::Serialize;

/// A run of digits with its points and commas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Where it stands in the plain text.
    pub(super) range: Range<usize>,
    /// Whether it is written as one number: `10,443.60` is, `1.2.3` and `100 120` are not.
    pub(super) whole: bool,
}

/// Why a number is said to be no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoFigure {
    /// A year, month or day.
    Date,
    /// The number of a heading, a clause, an item of a list.
    Ordinal,
    /// Part of the number of a document, as in 〔2021〕15号.
    DocumentNumber,
    /// Said to be about so much: 余、约、近、左右、多.
    Approximate,
    /// Part of a word of letters.
    InWord,
    /// A telephone number.
    Telephone,
    /// Part of a mark that is no text.
    Mark,
}

/// The numbers of a line of plain text. `label` bytes at its start are automatic numbering.
pub(super) fn tokens(line: &str, label: usize) -> Vec<Token> {
    let mut tokens = Vec::new();
    let bytes = line.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !digit(bytes, at) {
            at += 1;
            continue;
        }
        let token = token(line, at, label);
        at = token.range.end;
        tokens.push(token);
    }
    tokens
}

fn digit(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(u8::is_ascii_digit)
}

fn digits(bytes: &[u8], from: usize) -> usize {
    bytes
        .iter()
        .skip(from)
        .take_while(|byte| byte.is_ascii_digit())
        .count()
}

fn token(line: &str, first: usize, label: usize) -> Token {
    const WIDE_COMMA: &str = "，";
    let bytes = line.as_bytes();
    let before = line.get(..first).unwrap_or("");
    // a minus sign, and not the stroke of a range or of a word
    let signed = before.ends_with('-')
        && !before.trim_end_matches('-').ends_with(|letter: char| {
            letter.is_ascii_alphanumeric() || "）年月日".contains(letter)
        });
    let mut end = first + digits(bytes, first);
    let mut groups = true;
    let mut points = 0;
    let mut commas = 0;
    let mut whole = end - first <= 20;
    let lead = end - first;
    loop {
        // automatic numbering is a number of its own
        if end == label || first < label && end > label {
            break;
        }
        let rest = line.get(end..).unwrap_or("");
        let width = if rest.starts_with(['.', ',', ' ']) {
            1
        } else if rest.starts_with(WIDE_COMMA)
            && digits(bytes, end + WIDE_COMMA.len()) == 3
            && lead <= 3
        {
            // thousands, or the end of a clause: nobody can tell
            whole = false;
            WIDE_COMMA.len()
        } else {
            break;
        };
        let next = digits(bytes, end + width);
        if next == 0 {
            break;
        }
        if first == 0 && points == 0 && commas == 0 && rest.starts_with('.') {
            // “1.2021年度…”: the number of an item, and a year
            let year = line.get(end + 1..).unwrap_or("");
            if next == 4
                && year.starts_with("20")
                && year.get(4..).is_some_and(|r| r.starts_with('年'))
            {
                break;
            }
        }
        match rest.as_bytes().first() {
            Some(b'.') => points += 1,
            Some(b',') => {
                commas += 1;
                groups &= points == 0 && next == 3 && lead <= 3;
            }
            _ => whole = false,
        }
        end += width + next;
    }
    let written = line.get(first..end).unwrap_or("");
    let zero = written.starts_with('0') && written.len() > 1 && !written.starts_with("0.");
    Token {
        range: first - usize::from(signed)..end,
        whole: whole && points <= 1 && (commas == 0 || groups) && !zero && end - first <= 30,
    }
}

/// Why a number of a line is no figure; `None` where it may be one.
pub(super) fn no_figure(line: &str, range: &Range<usize>, label: usize) -> Option<NoFigure> {
    if range.end <= label {
        return Some(NoFigure::Ordinal);
    }
    let before = line.get(..range.start).unwrap_or("");
    let after = line.get(range.end..).unwrap_or("");
    let written = line.get(range.clone()).unwrap_or("");
    let short = written.bytes().all(|byte| byte.is_ascii_digit());
    if approximate(before, after) {
        return Some(NoFigure::Approximate);
    }
    if date(before, written, after) {
        return Some(NoFigure::Date);
    }
    if before.ends_with(['〔', '［', '['])
        && after.starts_with(['〕', '］', ']'])
        && written.len() == 4
        || after.starts_with('号') && before.ends_with(['〕', '］', ']', '第'])
    {
        return Some(NoFigure::DocumentNumber);
    }
    let ends_label = |after: &str| after.starts_with(['、', '.', '．', '）']);
    let plain_before = before.is_empty() || before == "（";
    if short && written.len() <= 2 && plain_before && (ends_label(after)) {
        return Some(NoFigure::Ordinal);
    }
    // 1.2 before a heading, and nothing of a unit behind it
    let dotted = written
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    if dotted && before.is_empty() && written.len() <= 8 && written.matches('.').count() >= 2 {
        return Some(NoFigure::Ordinal);
    }
    // the number of an item after the end of a sentence
    if short
        && written.len() <= 2
        && (before.ends_with(['。', '；', '：'])
            || before.ends_with('（') && after.starts_with('）'))
        && ends_label(after)
    {
        return Some(NoFigure::Ordinal);
    }
    if short
        && before.ends_with('第')
        && after.starts_with([
            '条', '款', '项', '章', '节', '页', '次', '届', '批', '号', '轮', '季',
        ])
    {
        return Some(NoFigure::Ordinal);
    }
    let letter = |letter: char| letter.is_ascii_alphabetic() || letter == '_';
    if before.ends_with(letter)
        || before.ends_with('-') && short && before.trim_end_matches('-').ends_with(letter)
    {
        return Some(NoFigure::InWord);
    }
    let near: String = {
        let mut last: Vec<char> = before.chars().rev().take(24).collect();
        last.reverse();
        last.into_iter().collect()
    };
    let telephone = near
        .rfind("电话")
        .or_else(|| near.rfind("手机"))
        .and_then(|at| near.get(at..))
        .is_some_and(|since| !since.contains(['。', '；', '，']));
    if telephone && written.len() >= 3 {
        return Some(NoFigure::Telephone);
    }
    None
}

/// Units of what may be counted about.
const LARGE: [&str; 7] = ["百万", "千万", "万", "亿", "千", "百", "十"];

fn approximate(before: &str, after: &str) -> bool {
    let about = [
        "约",
        "大约",
        "近",
        "接近",
        "将近",
        "不到",
        "不足",
        "逾",
        "超过",
        "高达近",
    ];
    // 最近 and 附近 are no 近, 节约 and 契约 no 约
    let not = [
        "最近", "附近", "就近", "邻近", "节约", "契约", "合约", "违约", "预约", "履约",
    ];
    let led = about.iter().any(|word| before.ends_with(word))
        && !not.iter().any(|word| before.ends_with(word));
    let mut rest = after;
    while let Some(next) = LARGE.iter().find_map(|unit| rest.strip_prefix(unit)) {
        rest = next;
    }
    let followed = rest.starts_with('余')
        || rest.starts_with('多') && !rest.starts_with("多个部门")
        || after.starts_with('+');
    // the unit, then 左右, 以上 …
    let unit_end = rest
        .char_indices()
        .take(4)
        .map(|(at, letter)| at + letter.len_utf8());
    let trailed = std::iter::once(0).chain(unit_end).any(|at| {
        let rest = rest.get(at..).unwrap_or("");
        let passed = rest.len() < after.len() || at == 0;
        let between = after.strip_suffix(rest).unwrap_or("");
        passed
            && !between.contains(['，', '。', '、', '；', '：', '（', '）', '-'])
            && !between.contains(|letter: char| letter.is_ascii_digit())
            && ["左右", "上下", "以上", "以下", "以内", "余元"]
                .iter()
                .any(|word| rest.starts_with(word))
    });
    led || followed || trailed
}

fn date(before: &str, written: &str, after: &str) -> bool {
    let digits = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let year = digits(written, 4)
        && written.len() == 4
        && (written.starts_with("19") || written.starts_with("20"));
    if year {
        // 2019-2021年, 2020、2021年, 2021至2022年
        let range = after.strip_prefix(['-', '~', '—', '–', '至', '、', '/']);
        if after.starts_with('年') {
            return true;
        }
        if let Some(rest) = range {
            let rest = rest.trim_start_matches(['—', '-']);
            let next = rest.get(..4).unwrap_or("");
            if digits(next, 4) && rest.get(4..).is_some_and(|rest| rest.starts_with('年')) {
                return true;
            }
        }
    }
    if digits(written, 2) {
        if after.starts_with("月份") || after.starts_with('月') && before.ends_with('年') {
            return true;
        }
        if after.starts_with('月') && !before.ends_with(|letter: char| letter.is_ascii_digit()) {
            return true;
        }
        let month = before
            .trim_end_matches(|letter: char| letter.is_ascii_digit() || "-至日".contains(letter));
        if after.starts_with(['日', '号']) && (before.ends_with('月') || month.ends_with('月'))
        {
            return true;
        }
        // 1-12月
        if let Some(rest) = after.strip_prefix(['-', '~', '—', '至']) {
            let end = rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
            if end.len() < rest.len()
                && (end.starts_with('月') || end.starts_with('日') && before.ends_with('月'))
            {
                return true;
            }
        }
    }
    // 2021.12.31
    let parts: Vec<&str> = written.split(['.', ' ']).collect();
    matches!(parts.as_slice(), [year, month, day]
        if year.len() == 4 && (year.starts_with("19") || year.starts_with("20"))
            && digits(month, 2) && digits(day, 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> Vec<(&str, bool)> {
        let all = tokens(line, 0);
        all.iter()
            .map(|token| (line.get(token.range.clone()).unwrap(), token.whole))
            .collect()
    }

    #[test]
    fn a_number_is_found_whole() {
        assert_eq!(found("收入10,443.60万元"), [("10,443.60", true)]);
        assert_eq!(found("增长-12.5%"), [("-12.5", true)]);
        assert_eq!(found("2019-2021年"), [("2019", true), ("2021", true)]);
        assert_eq!(found("收入10，443.60万元"), [("10，443.60", false)]);
        assert_eq!(found("其中1，25岁"), [("1", true), ("25", true)]);
        assert_eq!(found("100 120万元"), [("100 120", false)]);
        assert_eq!(
            found("1,04,4万元1.2.3"),
            [("1,04,4", false), ("1.2.3", false)]
        );
        assert_eq!(found("1.2021年度"), [("1", true), ("2021", true)]);
        assert_eq!(found("007.5元"), [("007.5", false)]);
    }

    #[test]
    fn what_is_no_figure() {
        let why = |line: &str| {
            let token = tokens(line, 0).into_iter().next_back().unwrap();
            no_figure(line, &token.range, 0)
        };
        assert_eq!(why("共收取房租18万余元"), Some(NoFigure::Approximate));
        assert_eq!(why("约18万元"), Some(NoFigure::Approximate));
        assert_eq!(why("18万元左右"), Some(NoFigure::Approximate));
        assert_eq!(why("30多家"), Some(NoFigure::Approximate));
        assert_eq!(why("节约18万元"), None);
        assert_eq!(why("2021年度"), Some(NoFigure::Date));
        assert_eq!(why("2021年5月"), Some(NoFigure::Date));
        assert_eq!(why("12、贯彻"), Some(NoFigure::Ordinal));
        assert_eq!(why("湘财绩〔2021〕15号"), Some(NoFigure::DocumentNumber));
        assert_eq!(why("PM2"), Some(NoFigure::InWord));
        assert_eq!(why("联系电话：0734-8888888"), Some(NoFigure::Telephone));
        assert_eq!(why("完成30家企业"), None);
        assert_eq!(why("10400万元"), None);
    }
}
