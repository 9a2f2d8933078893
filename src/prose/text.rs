//! A report's text in lines, each with its numbers and the headings above it.

use std::ops::Range;

use super::number::{NoFigure, no_figure, tokens};
use super::outline::{Head, head};
use super::plain::Plain;
use super::reading::Spot;
use crate::read::{Blocks, Paragraph, Standing};

/// A number of a line.
#[derive(Debug)]
pub(super) struct Token {
    /// Bytes of the line.
    pub(super) range: Range<usize>,
    pub(super) whole: bool,
    pub(super) no: Option<NoFigure>,
    pub(super) struck: bool,
    pub(super) standing: Standing,
    pub(super) spot: Spot,
}

/// A line of a paragraph: what stands between two line breaks.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) paragraph: usize,
    /// Bytes of the paragraph's plain text.
    pub(super) range: Range<usize>,
    /// Which sentences are read: those of the text, not those of tables.
    pub(super) is_prose: bool,
    pub(super) head: Option<Head>,
    /// The headings it stands under, itself among them.
    pub(super) under: usize,
    /// Its numbers.
    pub(super) tokens: Range<usize>,
}

/// The text.
pub(super) struct Text<'b> {
    pub(super) paragraphs: Vec<(Standing, &'b Paragraph)>,
    pub(super) plains: Vec<Plain>,
    pub(super) lines: Vec<Line>,
    pub(super) tokens: Vec<Token>,
    /// Headings that lines stand under, from the highest.
    pub(super) heads: Vec<Vec<String>>,
}

impl<'b> Text<'b> {
    pub(super) fn of(blocks: &'b Blocks) -> Self {
        let paragraphs = blocks.paragraphs();
        let plains = paragraphs
            .iter()
            .map(|(_, paragraph)| Plain::of(&paragraph.text))
            .collect();
        let mut text = Self {
            paragraphs,
            plains,
            lines: Vec::new(),
            tokens: Vec::new(),
            heads: vec![Vec::new()],
        };
        let mut stack: Vec<(u8, String)> = Vec::new();
        for index in 0..text.paragraphs.len() {
            text.paragraph(index, &mut stack);
        }
        text
    }

    fn paragraph(&mut self, index: usize, stack: &mut Vec<(u8, String)>) {
        let (Some((standing, paragraph)), Some(plain)) =
            (self.paragraphs.get(index), self.plains.get(index))
        else {
            return;
        };
        let (standing, paragraph) = (*standing, *paragraph);
        let label = plain.before(paragraph.label);
        let mut start = 0;
        let mut lines = Vec::new();
        let mut tokens_found = Vec::new();
        let mut marks: Vec<&Range<usize>> = plain.left_out.iter().collect();
        marks.reverse();
        for written in plain.text.split('\n') {
            let range = start..start + written.len();
            let label = if start == 0 { label } else { 0 };
            let is_prose = standing == Standing::Text;
            let first = self.tokens.len() + tokens_found.len();
            for token in tokens(written, label) {
                let within = range.start + token.range.start..range.start + token.range.end;
                let at = plain.original(&within, &paragraph.text);
                while let Some(mark) = marks.pop_if(|mark| mark.start < at.start) {
                    tokens_found.extend(mark_numbers(mark, index, standing, &paragraph.text));
                }
                let struck = |part: &Range<usize>| part.start < at.end && at.start < part.end;
                tokens_found.push(Token {
                    no: no_figure(written, &token.range, label),
                    range: token.range,
                    whole: token.whole,
                    struck: paragraph.struck.iter().any(struck),
                    standing,
                    spot: Spot {
                        paragraph: index,
                        range: at,
                    },
                });
            }
            let styled = paragraph.level.filter(|_| start == 0);
            let head = head(written, styled).filter(|_| is_prose);
            if let Some(head) = &head {
                stack.retain(|(level, _)| *level < head.level);
                if let Some(title) = &head.title {
                    stack.push((head.level, title.clone()));
                }
                self.heads
                    .push(stack.iter().map(|(_, title)| title.clone()).collect());
            }
            lines.push(Line {
                paragraph: index,
                range,
                is_prose,
                head,
                under: self.heads.len() - 1,
                tokens: first..self.tokens.len() + tokens_found.len(),
            });
            start += written.len() + 1;
        }
        for mark in marks.into_iter().rev() {
            tokens_found.extend(mark_numbers(mark, index, standing, &paragraph.text));
        }
        self.lines.extend(lines);
        self.tokens.extend(tokens_found);
    }

    /// The plain text of a line.
    pub(super) fn line(&self, line: &Line) -> &str {
        let plain = self.plains.get(line.paragraph);
        plain
            .and_then(|plain| plain.text.get(line.range.clone()))
            .unwrap_or("")
    }

    /// Where a part of a line stands in the document.
    pub(super) fn spot(&self, line: &Line, part: &Range<usize>) -> Spot {
        let within = line.range.start + part.start..line.range.start + part.end;
        let written = self.written(line.paragraph);
        let range = self
            .plains
            .get(line.paragraph)
            .map_or(0..0, |plain| plain.original(&within, written));
        Spot {
            paragraph: line.paragraph,
            range,
        }
    }

    /// The text of a paragraph as it stands.
    pub(super) fn written(&self, paragraph: usize) -> &'b str {
        self.paragraphs
            .get(paragraph)
            .map_or("", |(_, paragraph)| paragraph.text.as_str())
    }

    /// What stands at a spot.
    pub(super) fn at(&self, spot: &Spot) -> &'b str {
        let written = self.written(spot.paragraph);
        written.get(spot.range.clone()).unwrap_or("")
    }

    /// The headings a line stands under.
    pub(super) fn under(&self, line: &Line) -> &[String] {
        self.heads.get(line.under).map_or(&[], Vec::as_slice)
    }
}

/// The numbers in a bookmark that was left out: they are counted, and are none.
fn mark_numbers(
    mark: &Range<usize>,
    paragraph: usize,
    standing: Standing,
    text: &str,
) -> Vec<Token> {
    let written = text.get(mark.clone()).unwrap_or("");
    tokens(written, 0)
        .into_iter()
        .map(|token| Token {
            spot: Spot {
                paragraph,
                range: mark.start + token.range.start..mark.start + token.range.end,
            },
            // of no line: no sentence can claim it
            range: usize::MAX..usize::MAX,
            whole: false,
            no: Some(NoFigure::Mark),
            struck: false,
            standing,
        })
        .collect()
}
