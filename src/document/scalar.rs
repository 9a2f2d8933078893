//! Numbers and bare words, right and wrong ones.

use crate::fault::FaultKind;
use crate::source::{Span, narrow, span};

use super::Kind;
use super::json::{Next, Reader};
use super::number::{NumberFault, read_written_number};
use super::word::misspelt;

impl Reader<'_> {
    pub(super) fn number(&mut self) -> Next {
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
        match read_written_number(token) {
            Ok(number) => {
                self.scan.at = end;
                let load = narrow(self.tree.arena.numbers.len());
                self.tree.arena.numbers.push(number);
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
    pub(super) fn word(&mut self) -> Next {
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
    pub(super) fn group_follows(&self) -> bool {
        let number = self
            .tree
            .arena
            .nodes
            .last()
            .is_some_and(|node| node.kind == Kind::Number && node.span == self.tree.last);
        number && self.tree.last.end == self.comma.start && self.comma.end as usize == self.scan.at
    }

    /// The rest of a number with commas in it.
    pub(super) fn groups(&mut self) -> Next {
        let digit = |at| self.scan.byte(at).is_some_and(|byte| byte.is_ascii_digit());
        let mut end = self.scan.at;
        while digit(end) || (matches!(self.scan.byte(end), Some(b',' | b'.')) && digit(end + 1)) {
            end += 1;
        }
        self.scan.at = end;
        self.fault(
            FaultKind::GroupedNumber,
            Span::new(self.tree.last.start, narrow(end)),
        );
        self.tree.last.end = narrow(end);
        Next::Separator
    }
}
