//! The letters of a JSON text: blanks, comments, words, and the faults that show before any
//! grammar does.

use crate::fault::{Fault, FaultKind};
use crate::source::span;

/// The most faults that are told at once; a file with more of them is no JSON, and reading ends.
pub const FAULT_LIMIT: usize = 20;

/// The next character as the grammar sees it: full-width punctuation counts as what it was meant
/// for.
#[derive(Copy, Clone)]
pub(super) struct Mark {
    /// The half-width punctuation, or the first byte of anything else.
    pub byte: u8,
    /// The full-width character that stands for it in the text.
    pub wide: Option<char>,
}

impl Mark {
    fn len(self) -> usize {
        self.wide.map_or(1, char::len_utf8)
    }
}

/// A text and how far it has been read.
pub(super) struct Scanner<'t> {
    pub text: &'t str,
    pub at: usize,
    pub faults: Vec<Fault>,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            faults: Vec::new(),
        }
    }

    /// Notes a fault, up to the limit.
    pub(super) fn fault(&mut self, fault: Fault) {
        if self.faults.len() < FAULT_LIMIT {
            self.faults.push(fault);
        }
    }

    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// What has not been read; empty at the end.
    pub(super) fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or("")
    }

    /// The character that stands here; a blank at the end, where nobody asks.
    pub(super) fn character(&self) -> char {
        self.rest().chars().next().unwrap_or(' ')
    }

    pub(super) fn mark(&self) -> Option<Mark> {
        let byte = self.byte(self.at)?;
        if byte.is_ascii() {
            return Some(Mark { byte, wide: None });
        }
        let character = self.character();
        Some(match punctuation(character) {
            Some(half) => Mark {
                byte: half,
                wide: Some(character),
            },
            None => Mark { byte, wide: None },
        })
    }

    /// Steps over punctuation, and notes if it is full width.
    pub(super) fn take(&mut self, mark: Mark) {
        let start = self.at;
        self.at += mark.len();
        if let Some(found) = mark.wide {
            let kind = FaultKind::FullWidth {
                found,
                half: char::from(mark.byte),
            };
            self.fault(Fault::at(kind, span(start..self.at)));
        }
    }

    /// The range of the character that stands here.
    pub(super) fn here(&self) -> std::ops::Range<usize> {
        self.at..self.at + self.rest().chars().next().map_or(0, char::len_utf8)
    }

    /// Whether, after blanks, a colon follows.
    pub(super) fn colon_follows(&self, at: usize) -> bool {
        let rest = self
            .text
            .get(at..)
            .unwrap_or("")
            .trim_start_matches([' ', '\t', '\u{3000}', '\u{a0}']);
        rest.starts_with([':', '：'])
    }

    /// Steps over blanks, and over the comments and odd blanks that JSON does not have.
    pub(super) fn skip_space(&mut self) {
        while let Some(byte) = self.byte(self.at) {
            match byte {
                b' ' | b'\n' | b'\r' | b'\t' => self.at += 1,
                b'#' => self.comment("\n"),
                b'/' if self.byte(self.at + 1) == Some(b'/') => self.comment("\n"),
                b'/' if self.byte(self.at + 1) == Some(b'*') => self.comment("*/"),
                0x80.. if is_odd_space(self.character()) => self.odd_space(),
                _ => return,
            }
        }
    }

    fn comment(&mut self, end: &str) {
        let start = self.at;
        let rest = self.rest();
        let length = if end == "\n" {
            rest.find(['\n', '\r']).unwrap_or(rest.len())
        } else {
            // Not `/*/`: the star that opens does not close.
            rest.get(2..)
                .and_then(|inner| inner.find(end))
                .map_or(rest.len(), |at| at + 2 + end.len())
        };
        self.at += length;
        self.fault(Fault::at(FaultKind::Comment, span(start..self.at)));
    }

    fn odd_space(&mut self) {
        let start = self.at;
        let found = self.character();
        self.at += self
            .rest()
            .find(|next| !is_odd_space(next))
            .unwrap_or(self.rest().len());
        self.fault(Fault::at(
            FaultKind::OddSpace { found },
            span(start..self.at),
        ));
    }

    /// The end of the run of characters, at least one, that starts here and has no blank, bracket,
    /// quotation mark, comma or colon in it.
    pub(super) fn word_end(&self) -> usize {
        let mut rest = self.rest().char_indices();
        let _first = rest.next();
        let inside = rest.find(|&(at, next)| ends_word(next) || self.comment_starts(self.at + at));
        self.at + inside.map_or(self.rest().len(), |(at, _)| at)
    }

    fn comment_starts(&self, at: usize) -> bool {
        self.byte(at) == Some(b'/') && matches!(self.byte(at + 1), Some(b'/' | b'*'))
    }

    /// Gives up on what stands here: steps to the next comma or closing bracket, or the end of the
    /// line, over quoted texts.
    pub(super) fn skip_rest(&mut self) {
        self.at = self.here().end;
        let mut quoted = false;
        for (at, next) in self.rest().char_indices() {
            let stop = match next {
                '\n' | '\r' => true,
                '"' => {
                    quoted = !quoted;
                    false
                }
                ',' | '}' | ']' => !quoted,
                _ => false,
            };
            if stop {
                self.at += at;
                return;
            }
        }
        self.at = self.text.len();
    }

    /// The end of the line in which `at` stands.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or("");
        at + rest.find(['\n', '\r']).unwrap_or(rest.len())
    }
}

/// The half-width punctuation that a full-width character was meant for.
fn punctuation(character: char) -> Option<u8> {
    Some(match character {
        '，' => b',',
        '：' => b':',
        '；' => b';',
        '｛' => b'{',
        '｝' => b'}',
        '［' | '【' => b'[',
        '］' | '】' => b']',
        '“' | '”' | '„' | '＂' | '‘' | '’' | '＇' => b'"',
        _ => return None,
    })
}

/// Blanks and marks that can be seen as blanks, or not at all, and are none to JSON.
fn is_odd_space(character: char) -> bool {
    let unseen = matches!(character, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}');
    !character.is_ascii() && (character.is_whitespace() || unseen)
}

fn ends_word(character: char) -> bool {
    match character {
        ',' | ';' | ':' | '{' | '}' | '[' | ']' | '"' | '\'' => true,
        _ => {
            character.is_whitespace() || is_odd_space(character) || punctuation(character).is_some()
        }
    }
}
