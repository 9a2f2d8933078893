//! Plain text and Markdown: a line is a paragraph.

use super::blocks::{Block, Blocks, Paragraph};

/// Lines as paragraphs. The marks of Markdown that stand before a heading or a list entry are no
/// text of the report and are left out.
pub(super) fn read(text: &str) -> Blocks {
    let blocks = text
        .split(['\n', '\r', '\u{0b}', '\u{0c}', '\u{2028}', '\u{2029}'])
        .filter(|line| !line.trim().is_empty())
        .map(|line| Block::Paragraph(paragraph(line)))
        .collect();
    Blocks { blocks }.numbered()
}

fn paragraph(line: &str) -> Paragraph {
    let bare = line.trim_start_matches('#');
    let marks = line.len() - bare.len();
    let (text, level) = match (marks, bare.strip_prefix(' ')) {
        (1..=6, Some(text)) => (text, u8::try_from(marks - 1).ok()),
        _ => (line, None),
    };
    Paragraph {
        text: text.replace("**", ""),
        level,
        ..Paragraph::default()
    }
}
