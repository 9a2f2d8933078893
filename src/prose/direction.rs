//! Words that say which way a figure changed.

/// The word, what the form has for it, and its sign.
const WORDS: [(&str, &str, i8); 17] = [
    ("增加了", "增加", 1),
    ("增加", "增加", 1),
    ("增长了", "增长", 1),
    ("增长", "增长", 1),
    ("上升", "上升", 1),
    ("提高", "上升", 1),
    ("多", "增加", 1),
    ("减少了", "减少", -1),
    ("减少", "减少", -1),
    ("下降了", "下降", -1),
    ("下降", "下降", -1),
    ("降低", "降低", -1),
    ("少", "减少", -1),
    ("无增减变化", "持平", 0),
    ("无增减", "持平", 0),
    ("无变化", "持平", 0),
    ("持平", "持平", 0),
];

/// A group of all of them.
pub(super) fn expression() -> String {
    let words: Vec<&str> = WORDS.iter().map(|(word, ..)| *word).collect();
    format!("({})", words.join("|"))
}

/// What the form has for a word, and its sign.
pub(super) fn of(written: &str) -> Option<(&'static str, i8)> {
    WORDS
        .iter()
        .find(|(word, ..)| *word == written)
        .map(|(_, form, sign)| (*form, *sign))
}
