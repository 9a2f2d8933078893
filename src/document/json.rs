//! The grammar of JSON, read without recursion: what may come next is a value ([`Next`]), and open
//! brackets are a list.
//!
//! A fault does not end reading. Each one is answered by going on as if what was probably meant
//! stood there, so that one look at the messages is enough to mend a file. What is read after a
//! fault serves only to find further ones.

use crate::fault::{Expected, Fault, FaultKind};
use crate::source::{Span, span};

use super::Kind;
use super::node::{Arena, NONE};
use super::scan::{FAULT_LIMIT, Mark, Scanner};
use super::text::{WIDE_CLOSE, closing_wide_mark};
use super::tree::{Name, Tree};

/// The most brackets in brackets. Forms have about five; `serde_json` stops at 127.
pub const DEPTH_LIMIT: usize = 128;

/// What the grammar allows next.
#[derive(Copy, Clone, Eq, PartialEq)]
pub(super) enum Next {
    Value,
    /// A value, or `]` of an empty list.
    FirstItem,
    Key,
    /// A name, or `}` of an empty object.
    FirstKey,
    Colon,
    Separator,
    End,
    /// Nothing: there is no use in reading on.
    Stop,
}

pub(super) struct Reader<'t> {
    pub scan: Scanner<'t>,
    pub tree: Tree<'t>,
    /// The last comma that was read.
    pub comma: Span,
}

/// Reads a text, or tells all that is wrong with it, in the order of the places.
pub(super) fn read(text: &str) -> Result<Arena, Vec<Fault>> {
    let mut reader = Reader {
        scan: Scanner::new(text),
        tree: Tree::new(text),
        comma: Span::default(),
    };
    reader.run();
    let mut faults = reader.scan.faults;
    if faults.is_empty() {
        return Ok(reader.tree.arena);
    }
    faults.sort_by_key(|fault| fault.span);
    Err(faults)
}

impl Reader<'_> {
    fn run(&mut self) {
        let mut next = Next::Value;
        while next != Next::Stop && self.scan.faults.len() < FAULT_LIMIT {
            self.scan.skip_space();
            let Some(mark) = self.scan.mark() else {
                return self.end_of_text();
            };
            next = match next {
                Next::Value | Next::FirstItem => self.value(mark, next),
                Next::Key | Next::FirstKey => self.key(mark, next),
                Next::Colon => self.colon(mark),
                Next::Separator => self.separator(mark),
                Next::End | Next::Stop => self.rubbish(),
            };
        }
    }

    // What may come next, one function each. Each of them reads on, or asks for something that
    // will read what it left.

    fn value(&mut self, mark: Mark, next: Next) -> Next {
        match mark.byte {
            b'"' | b'\'' => {
                let text = self.scan.quoted(mark);
                let load = text.content.map_or(NONE, |content| self.tree.keep(content));
                self.add(Kind::Text, text.span, load)
            }
            b'0'..=b'9' | b'-' => self.number(),
            b'{' | b'[' => self.open(mark),
            b']' if next == Next::FirstItem => self.close(mark),
            b'}' | b']' if self.tree.in_list() => {
                if next == Next::Value {
                    self.fault(FaultKind::TrailingComma, self.comma);
                }
                self.close(mark)
            }
            b',' | b'}' | b']' if !self.tree.frames.is_empty() => {
                let here = span(self.scan.here());
                self.fault(FaultKind::MissingValue, here);
                self.add(Kind::Null, Span::new(here.start, here.start), 0)
            }
            b',' | b':' | b'}' | b']' => {
                self.unexpected(Expected::Value);
                next
            }
            _ => self.word(),
        }
    }

    fn key(&mut self, mark: Mark, next: Next) -> Next {
        match mark.byte {
            b'"' | b'\'' => {
                let text = self.scan.quoted(mark);
                let kept = text.content.map_or(NONE, |content| self.tree.keep(content));
                self.tree.name = Name {
                    span: text.span,
                    text: kept,
                };
                if !text.closed && !self.scan.colon_follows(self.scan.at) {
                    // It has swallowed its value, which need not be told as well.
                    return self.add(Kind::Null, text.span, 0);
                }
                Next::Colon
            }
            b'}' | b']' => {
                if next == Next::Key {
                    self.fault(FaultKind::TrailingComma, self.comma);
                }
                self.close(mark)
            }
            b',' => {
                self.unexpected(Expected::Key);
                next
            }
            b':' | b'{' | b'[' => {
                self.tree.name_nothing(self.scan.at);
                if mark.byte == b':' {
                    self.unexpected(Expected::Key);
                } else {
                    self.fault(self.unexpected_here(Expected::Key), span(self.scan.here()));
                }
                Next::Value
            }
            b'0'..=b'9' if self.group_follows() => self.groups(),
            _ => self.bare_key(),
        }
    }

    fn bare_key(&mut self) -> Next {
        let start = self.scan.at;
        let end = self.scan.word_end();
        if self.scan.colon_follows(end) {
            let word = self.scan.slice(start, end).into();
            self.scan.at = end;
            self.fault(FaultKind::UnquotedKey, span(start..end));
            self.tree.name = Name {
                span: span(start..end),
                text: self.tree.keep(word),
            };
            return Next::Colon;
        }
        self.fault(self.unexpected_here(Expected::Key), span(self.scan.here()));
        self.scan.skip_rest();
        Next::Separator
    }

    fn colon(&mut self, mark: Mark) -> Next {
        match mark.byte {
            b':' => self.scan.take(mark),
            b'=' => self.unexpected(Expected::Colon),
            _ if self.wide_mark_in(self.tree.name.span) => return Next::Colon,
            _ => {
                self.after(FaultKind::MissingColon, self.tree.name.span);
                if matches!(mark.byte, b',' | b'}' | b']') {
                    return self.add(Kind::Null, self.tree.name.span, 0);
                }
            }
        }
        Next::Value
    }

    fn separator(&mut self, mark: Mark) -> Next {
        match mark.byte {
            b',' => {
                self.comma = span(self.scan.here());
                self.scan.take(mark);
                self.another()
            }
            b'}' | b']' => self.close(mark),
            b';' => {
                self.comma = span(self.scan.here());
                self.unexpected(Expected::Separator);
                self.another()
            }
            _ if self.wide_mark_in(self.tree.last) => Next::Separator,
            byte => {
                let starts = if self.tree.in_list() {
                    matches!(byte, b'"' | b'\'' | b'{' | b'[' | b'-' | b'0'..=b'9')
                } else {
                    matches!(byte, b'"' | b'\'') || self.scan.colon_follows(self.scan.word_end())
                };
                if starts && byte != b':' {
                    self.after(FaultKind::MissingComma, self.tree.last);
                    return self.another();
                }
                self.fault(
                    self.unexpected_here(Expected::Separator),
                    span(self.scan.here()),
                );
                self.scan.skip_rest();
                Next::Separator
            }
        }
    }

    fn rubbish(&mut self) -> Next {
        let start = self.scan.at;
        let line = self.scan.slice(start, self.scan.line_end(start));
        self.fault(
            FaultKind::AfterEnd,
            span(start..start + line.trim_end().len()),
        );
        Next::Stop
    }

    fn end_of_text(&mut self) {
        if self.tree.arena.nodes.is_empty()
            && self
                .scan
                .faults
                .iter()
                .all(|fault| fault.kind == FaultKind::Comment)
        {
            self.fault(FaultKind::Empty, Span::default());
        }
        if let Some(innermost) = self.tree.frames.last() {
            let (open, place) = (innermost.letter(), innermost.bracket);
            let others = self.tree.frames.len() - 1;
            self.fault(FaultKind::Unclosed { open, others }, place);
        }
        while !self.tree.frames.is_empty() {
            self.pop();
        }
    }

    fn open(&mut self, mark: Mark) -> Next {
        let here = span(self.scan.here());
        if self.tree.frames.len() >= DEPTH_LIMIT {
            self.fault(FaultKind::TooDeep { limit: DEPTH_LIMIT }, here);
            return Next::Stop;
        }
        self.scan.take(mark);
        let map = mark.byte == b'{';
        self.check_root(if map { Kind::Map } else { Kind::List }, here);
        self.tree.open(map, here);
        if map { Next::FirstKey } else { Next::FirstItem }
    }

    /// A closing bracket: of the innermost list or object, of one around it, or of none.
    fn close(&mut self, mark: Mark) -> Next {
        let map = mark.byte == b'}';
        let here = span(self.scan.here());
        let Some(meant) = self.tree.frames.iter().rposition(|frame| frame.map == map) else {
            self.unexpected(Expected::Separator);
            return Next::Separator;
        };
        self.scan.take(mark);
        let innermost = self.tree.frames.len() - 1;
        if meant < innermost {
            // If it closed the outermost object although more follows, it is rather the wrong sort
            // of bracket for the innermost one.
            let wrong_sort = meant == 0 && !self.scan.rest().trim_start().is_empty();
            let keep = if wrong_sort { innermost } else { meant + 1 };
            while self.tree.frames.len() > keep {
                let Some(frame) = self.tree.frames.last() else {
                    break;
                };
                let kind = FaultKind::Unclosed {
                    open: frame.letter(),
                    others: 0,
                };
                self.scan
                    .fault(Fault::at(kind, frame.bracket).with_related(here));
                self.pop();
            }
            if wrong_sort {
                return self.after_value();
            }
        }
        self.pop();
        self.after_value()
    }

    fn after_value(&self) -> Next {
        if self.tree.frames.is_empty() {
            Next::End
        } else {
            Next::Separator
        }
    }

    /// What a comma asks for.
    fn another(&self) -> Next {
        if self.tree.in_list() {
            Next::Value
        } else {
            Next::Key
        }
    }

    /// Adds a value to the innermost list or object.
    pub(super) fn add(&mut self, kind: Kind, place: Span, load: u32) -> Next {
        self.check_root(kind, place);
        self.tree.add(kind, place, load);
        self.after_value()
    }

    /// The outermost value must be an object; of what was put for a faulty one nothing is said.
    fn check_root(&mut self, kind: Kind, place: Span) {
        if self.tree.frames.is_empty() && kind != Kind::Map && self.scan.faults.is_empty() {
            self.fault(FaultKind::RootNotObject { found: kind }, place);
        }
    }

    /// Ends the innermost list or object here.
    fn pop(&mut self) {
        for fault in self.tree.pop(self.scan.at) {
            self.scan.fault(fault);
        }
    }

    /// A text that ends right before something impossible may have been meant to end earlier, at a
    /// full-width mark: then this is told, and reading goes on from there.
    fn wide_mark_in(&mut self, text: Span) -> bool {
        let (start, end) = (text.start as usize, text.end as usize);
        let written = self.scan.slice(start, end);
        let quoted = end == self.scan.at && written.len() > 1 && written.starts_with('"');
        let Some(at) = closing_wide_mark(written).filter(|_| quoted) else {
            return false;
        };
        self.scan.at = start + at;
        self.scan.take(Mark {
            byte: b'"',
            wide: Some(WIDE_CLOSE),
        });
        true
    }

    // Faults.

    pub(super) fn fault(&mut self, kind: FaultKind, place: Span) {
        self.scan.fault(Fault::at(kind, place));
    }

    fn unexpected_here(&self, expected: Expected) -> FaultKind {
        FaultKind::Unexpected {
            found: self.scan.character(),
            expected,
        }
    }

    /// Steps over a character that cannot be here.
    fn unexpected(&mut self, expected: Expected) {
        let here = self.scan.here();
        self.fault(self.unexpected_here(expected), span(here.clone()));
        self.scan.at = here.end;
    }

    /// Something is missing after what was read last: told at its last character, with what
    /// follows as the other place.
    fn after(&mut self, kind: FaultKind, before: Span) {
        let text = self.scan.text;
        let end = before.end as usize;
        let start = text
            .get(..end)
            .and_then(|text| text.char_indices().next_back())
            .map_or(end, |(at, _)| at);
        let follows = span(self.scan.here());
        self.scan
            .fault(Fault::at(kind, span(start..end)).with_related(follows));
    }
}
