//! The grammar of JSON, read without recursion: what may come next is a value ([`Next`]), and open
//! brackets are a list.
//!
//! A fault does not end reading. Each one is answered by going on as if what was probably meant
//! stood there, so that one look at the messages is enough to mend a file. What is read after a
//! fault serves only to find further ones.

use std::collections::HashMap;

use crate::fault::{Expected, Fault, FaultKind};
use crate::source::{Span, narrow, span};

use super::Kind;
use super::node::{Arena, NONE, Node};
use super::number::{NumberFault, read_json_number};
use super::scan::{FAULT_LIMIT, Mark, Scanner};
use super::word::misspelt;

/// The most brackets in brackets. Forms have about five; `serde_json` stops at 127.
pub const DEPTH_LIMIT: usize = 128;

/// From this many names on, an object's names are compared by hash rather than one with another.
const MANY_NAMES: usize = 16;

/// What the grammar allows next.
#[derive(Copy, Clone, Eq, PartialEq)]
enum Next {
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

/// A bracket that is open.
struct Frame {
    node: u32,
    map: bool,
    children: u32,
}

/// The name that waits for its value.
#[derive(Copy, Clone)]
struct Name {
    span: Span,
    text: u32,
}

struct Reader<'t> {
    scan: Scanner<'t>,
    arena: Arena,
    frames: Vec<Frame>,
    name: Name,
    /// The last comma that was read.
    comma: Span,
    /// The last value or bracket that was read.
    last: Span,
}

/// Reads a text, or tells all that is wrong with it, in the order of the places.
pub(super) fn read(text: &str) -> Result<Arena, Vec<Fault>> {
    let nobody = Name {
        span: Span::default(),
        text: NONE,
    };
    let mut reader = Reader {
        scan: Scanner::new(text),
        arena: Arena::default(),
        frames: Vec::new(),
        name: nobody,
        comma: Span::default(),
        last: Span::default(),
    };
    // Pretty-printed forms have some 25 bytes a value: this avoids most of the growing.
    reader.arena.nodes.reserve(text.len() / 24 + 1);
    reader.run();
    let mut faults = reader.scan.faults;
    if faults.is_empty() {
        return Ok(reader.arena);
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
                let load = text.content.map_or(NONE, |content| self.keep(content));
                self.add(Kind::Text, text.span, load)
            }
            b'0'..=b'9' | b'-' => self.number(),
            b'{' | b'[' => self.open(mark),
            b']' if next == Next::FirstItem => self.close(mark),
            b'}' | b']' if self.in_list() => {
                if next == Next::Value {
                    self.fault(FaultKind::TrailingComma, self.comma);
                }
                self.close(mark)
            }
            b',' | b'}' | b']' if !self.frames.is_empty() => {
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
                let kept = text.content.map_or(NONE, |content| self.keep(content));
                self.name = Name {
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
                self.name_nothing();
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
            self.name = Name {
                span: span(start..end),
                text: self.keep(word),
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
            _ => {
                self.after(FaultKind::MissingColon, self.name.span);
                if matches!(mark.byte, b',' | b'}' | b']') {
                    return self.add(Kind::Null, self.name.span, 0);
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
            byte => {
                let starts = if self.in_list() {
                    matches!(byte, b'"' | b'\'' | b'{' | b'[' | b'-' | b'0'..=b'9')
                } else {
                    matches!(byte, b'"' | b'\'') || self.scan.colon_follows(self.scan.word_end())
                };
                if starts && byte != b':' {
                    self.after(FaultKind::MissingComma, self.last);
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
        if self.arena.nodes.is_empty()
            && self
                .scan
                .faults
                .iter()
                .all(|fault| fault.kind == FaultKind::Comment)
        {
            self.fault(FaultKind::Empty, Span::default());
        }
        if let Some(innermost) = self.frames.last() {
            let open = if innermost.map { '{' } else { '[' };
            let start = self.arena.node(innermost.node).span.start;
            let others = self.frames.len() - 1;
            self.fault(
                FaultKind::Unclosed { open, others },
                Span::new(start, start + 1),
            );
        }
        while !self.frames.is_empty() {
            self.pop();
        }
    }

    // Parts of values.

    fn number(&mut self) -> Next {
        let start = self.scan.at;
        let rest = self.scan.rest().as_bytes();
        let part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-');
        let length = rest
            .iter()
            .position(|byte| !part(byte))
            .unwrap_or(rest.len());
        let whole = rest
            .get(length)
            .is_none_or(|end| matches!(end, b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t'));
        let end = if whole {
            start + length
        } else {
            self.scan.word_end()
        };
        let token = self.scan.slice(start, end);
        match read_json_number(token) {
            Ok(number) => {
                self.scan.at = end;
                let load = narrow(self.arena.numbers.len());
                self.arena.numbers.push(number);
                self.add(Kind::Number, span(start..end), load)
            }
            Err(NumberFault::NotANumber) => self.word(),
            Err(fault) => {
                self.scan.at = end;
                self.fault(FaultKind::NumberRange { fault }, span(start..end));
                self.add(Kind::Number, span(start..end), 0)
            }
        }
    }

    /// `true`, `false`, `null`, or something else without quotation marks.
    fn word(&mut self) -> Next {
        let start = self.scan.at;
        let end = self.scan.word_end();
        let whole = span(start..end);
        let (kind, load) = match self.scan.slice(start, end) {
            "true" => (Kind::Bool, 1),
            "false" => (Kind::Bool, 0),
            "null" => (Kind::Null, 0),
            other => {
                let kind = misspelt(other);
                let text = matches!(kind, FaultKind::WrongWord { instead: None, .. });
                self.fault(kind, whole);
                let next = self.add(Kind::Null, whole, 0);
                self.scan.at = end;
                // A text of several words without quotation marks is one fault.
                if text
                    && !matches!(
                        self.scan.byte(end),
                        Some(b',' | b'}' | b']' | b'\n' | b'\r')
                    )
                {
                    self.scan.skip_rest();
                }
                return next;
            }
        };
        self.scan.at = end;
        self.add(kind, whole, load)
    }

    /// Where a name should stand: whether a number ended right before the comma, so that this is
    /// its next three digits.
    fn group_follows(&self) -> bool {
        let number = self
            .arena
            .nodes
            .last()
            .is_some_and(|node| node.kind == Kind::Number && node.span == self.last);
        number && self.last.end == self.comma.start && self.comma.end as usize == self.scan.at
    }

    /// The rest of a number with commas in it.
    fn groups(&mut self) -> Next {
        let digit = |at| self.scan.byte(at).is_some_and(|byte| byte.is_ascii_digit());
        let mut end = self.scan.at;
        while digit(end) || (matches!(self.scan.byte(end), Some(b',' | b'.')) && digit(end + 1)) {
            end += 1;
        }
        self.scan.at = end;
        self.fault(
            FaultKind::GroupedNumber,
            Span::new(self.last.start, narrow(end)),
        );
        self.last.end = narrow(end);
        Next::Separator
    }

    fn open(&mut self, mark: Mark) -> Next {
        let here = span(self.scan.here());
        if self.frames.len() >= DEPTH_LIMIT {
            self.fault(FaultKind::TooDeep { limit: DEPTH_LIMIT }, here);
            return Next::Stop;
        }
        self.scan.take(mark);
        let map = mark.byte == b'{';
        let node = narrow(self.arena.nodes.len());
        let _next = self.add(if map { Kind::Map } else { Kind::List }, here, 0);
        self.frames.push(Frame {
            node,
            map,
            children: 0,
        });
        if map { Next::FirstKey } else { Next::FirstItem }
    }

    /// A closing bracket: of the innermost list or object, of one around it, or of none.
    fn close(&mut self, mark: Mark) -> Next {
        let map = mark.byte == b'}';
        let here = span(self.scan.here());
        let Some(meant) = self.frames.iter().rposition(|frame| frame.map == map) else {
            self.unexpected(Expected::Separator);
            return Next::Separator;
        };
        self.scan.take(mark);
        let innermost = self.frames.len() - 1;
        if meant < innermost {
            // If it closed the outermost object although more follows, it is rather the wrong sort
            // of bracket for the innermost one.
            let wrong_sort = meant == 0 && !self.scan.rest().trim_start().is_empty();
            let keep = if wrong_sort { innermost } else { meant + 1 };
            while self.frames.len() > keep {
                let Some(frame) = self.frames.last() else {
                    break;
                };
                let open = if frame.map { '{' } else { '[' };
                let start = self.arena.node(frame.node).span.start;
                let kind = FaultKind::Unclosed { open, others: 0 };
                self.scan
                    .fault(Fault::at(kind, Span::new(start, start + 1)).with_related(here));
                self.pop();
            }
            if wrong_sort {
                return self.after_value();
            }
        }
        self.pop();
        self.after_value()
    }

    /// Ends the innermost list or object here.
    fn pop(&mut self) {
        let Some(frame) = self.frames.pop() else {
            return;
        };
        let next = narrow(self.arena.nodes.len());
        if let Some(node) = self.arena.nodes.get_mut(frame.node as usize) {
            node.span.end = narrow(self.scan.at);
            node.next = next;
            node.load = frame.children;
            self.last = node.span;
        }
        if frame.map && frame.children > 1 {
            self.same_names(&frame);
        }
    }

    fn same_names(&mut self, frame: &Frame) {
        let text = self.scan.text;
        let children = self
            .arena
            .children(frame.node)
            .map(|child| self.arena.node(child));
        let names = children.filter_map(|node| Some((self.arena.key(text, node)?, node.key)));
        let mut twice = Vec::new();
        if frame.children as usize <= MANY_NAMES {
            let mut seen: Vec<(&str, Span)> = Vec::with_capacity(MANY_NAMES);
            for (name, place) in names {
                match seen.iter().find(|(other, _)| *other == name) {
                    Some(&(_, first)) => twice.push((name.to_owned(), place, first)),
                    None => seen.push((name, place)),
                }
            }
        } else {
            let mut seen: HashMap<&str, Span> = HashMap::with_capacity(frame.children as usize);
            for (name, place) in names {
                match seen.get(name) {
                    Some(&first) => twice.push((name.to_owned(), place, first)),
                    None => {
                        seen.insert(name, place);
                    }
                }
            }
        }
        for (key, place, first) in twice {
            self.scan
                .fault(Fault::at(FaultKind::DuplicateKey { key }, place).with_related(first));
        }
    }

    // The tree.

    /// Adds a value to the innermost list or object.
    fn add(&mut self, kind: Kind, place: Span, load: u32) -> Next {
        let index = narrow(self.arena.nodes.len());
        let mut node = Node {
            kind,
            span: place,
            key: Span::default(),
            key_text: NONE,
            parent: NONE,
            position: 0,
            next: index + 1,
            load,
        };
        if let Some(frame) = self.frames.last_mut() {
            node.parent = frame.node;
            node.position = frame.children;
            frame.children += 1;
            if frame.map {
                node.key = self.name.span;
                node.key_text = self.name.text;
            }
        } else if !matches!(kind, Kind::Map) && self.scan.faults.is_empty() {
            let shown = if kind == Kind::List {
                Span::new(place.start, place.start + 1)
            } else {
                place
            };
            self.fault(FaultKind::RootNotObject { found: kind }, shown);
        }
        self.arena.nodes.push(node);
        self.last = place;
        self.after_value()
    }

    fn after_value(&self) -> Next {
        if self.frames.is_empty() {
            Next::End
        } else {
            Next::Separator
        }
    }

    /// What a comma asks for.
    fn another(&self) -> Next {
        if self.in_list() {
            Next::Value
        } else {
            Next::Key
        }
    }

    fn in_list(&self) -> bool {
        self.frames.last().is_some_and(|frame| !frame.map)
    }

    /// Keeps a text that is not as it stands in the source.
    fn keep(&mut self, text: Box<str>) -> u32 {
        self.arena.texts.push(text);
        narrow(self.arena.texts.len() - 1)
    }

    /// A name that is not there, which no other equals.
    fn name_nothing(&mut self) {
        let here = narrow(self.scan.at);
        self.name = Name {
            span: Span::new(here, here),
            text: NONE,
        };
    }

    // Faults.

    fn fault(&mut self, kind: FaultKind, place: Span) {
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
