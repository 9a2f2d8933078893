//! Headings of a text: by their numbering and by the levels that Word keeps.

/// Marks that end a sentence.
pub(super) const STOPS: [char; 4] = ['。', '；', '！', '？'];

/// What a line is in the outline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// 1 for 一、, 2 for （一）, 3 for 1、, 4 for （1）, 5 for ①.
    pub(super) level: u8,
    /// The words of the heading; none for a numbered paragraph, which only ends what stood above
    /// it.
    pub(super) title: Option<String>,
    /// Whether the line is a heading and nothing else.
    pub(super) alone: bool,
}

/// The longest heading, in characters.
const LONGEST: usize = 45;

/// What a line is in the outline; `None` for plain text.
pub(super) fn head(line: &str, styled: Option<u8>) -> Option<Head> {
    let numbered = numbering(line);
    let (level, rest) = match (numbered, styled) {
        (Some((level, length)), _) => (level, line.get(length..).unwrap_or("")),
        (None, Some(style)) => (style.saturating_add(1), line),
        (None, None) => return None,
    };
    let letters = |text: &str| text.chars().count();
    let stop = rest.find(STOPS);
    let before = stop.map_or(rest, |at| rest.get(..at).unwrap_or(""));
    let ends = stop.is_none_or(|at| rest.get(at..) == Some("。") && level <= 2);
    let title = before.trim_end_matches('：');
    let is_title = !title.is_empty() && !title.contains('，') && letters(title) <= LONGEST;
    let digits = title.contains(|letter: char| letter.is_ascii_digit());
    // “（一）内设机构设置。本单位……”: the words before the first stop are a heading
    let runs_in = !ends
        && rest
            .get(stop.unwrap_or(0)..)
            .is_some_and(|rest| rest.starts_with('。') && rest != "。");
    let titled = is_title && (ends || runs_in && !digits && letters(title) <= 25);
    Some(Head {
        level,
        title: titled.then(|| title.to_owned()),
        alone: titled && ends,
    })
}

/// The level that a line is numbered at, and how long the number is.
pub(super) fn numbering(line: &str) -> Option<(u8, usize)> {
    const CHINESE: &str = "〇一二三四五六七八九十百";
    let chinese = |text: &str| {
        let end = text
            .find(|letter| !CHINESE.contains(letter))
            .unwrap_or(text.len());
        (end > 0).then_some(end)
    };
    let digits = |text: &str| {
        let end = text
            .find(|letter: char| !letter.is_ascii_digit())
            .unwrap_or(text.len());
        (1..=2).contains(&end).then_some(end)
    };
    let first = line.chars().next()?;
    if let Some(rest) = line.strip_prefix('第')
        && let Some(end) = chinese(rest)
    {
        let after = rest.get(end..)?;
        let word = ["部分", "章"]
            .iter()
            .find(|word| after.starts_with(**word))?;
        let length = '第'.len_utf8() + end + word.len();
        let mark = line.get(length..)?.starts_with(['、', '：']);
        return Some((1, length + if mark { '、'.len_utf8() } else { 0 }));
    }
    if let Some(end) = chinese(line) {
        let mark = line.get(end..)?.chars().next()?;
        return "、.．".contains(mark).then_some((1, end + mark.len_utf8()));
    }
    if let Some(rest) = line.strip_prefix('（') {
        let (level, end) = match (chinese(rest), digits(rest)) {
            (Some(end), _) => (2, end),
            (None, Some(end)) => (4, end),
            (None, None) => return None,
        };
        let closed = rest.get(end..)?.starts_with('）');
        return closed.then_some((level, 2 * '（'.len_utf8() + end));
    }
    if let Some(end) = digits(line) {
        let mark = line.get(end..)?.chars().next()?;
        let length = end + mark.len_utf8();
        let rest = line.get(length..)?;
        // 1.2万元 is no number of a heading; 1.2021年 is
        let part = mark == '.'
            && rest.starts_with(|letter: char| letter.is_ascii_digit())
            && !(rest.starts_with("20")
                && rest.get(4..).is_some_and(|rest| rest.starts_with('年')));
        return match mark {
            '、' | '.' if !part => Some((3, length)),
            '）' => Some((4, length)),
            _ => None,
        };
    }
    ('①'..='⑳')
        .contains(&first)
        .then_some((5, first.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_told_from_text() {
        let title = |line: &str| head(line, None).and_then(|head| head.title);
        assert_eq!(title("一、基本情况").as_deref(), Some("基本情况"));
        assert_eq!(
            title("（一）2021年部门预算情况").as_deref(),
            Some("2021年部门预算情况")
        );
        assert_eq!(
            title("（一）内设机构设置。管委会内设机构2个。").as_deref(),
            Some("内设机构设置")
        );
        assert_eq!(title("1、贯彻执行国家的方针政策。"), None);
        assert_eq!(title("2、2021年度支出151.31万元，占100%。"), None);
        assert_eq!(numbering("1.2万元"), None);
        assert_eq!(numbering("1.2021年度"), Some((3, 2)));
    }
}
