//! Texts in quotation marks.

use crate::fault::{Fault, FaultKind};
use crate::source::{Span, span};

use super::scan::{Mark, Scanner};

/// The full-width mark that closes a text, typed where `"` was meant.
pub(super) const WIDE_CLOSE: char = '”';

/// Where a full-width mark stands that closes what no full-width mark has opened.
pub(super) fn closing_wide_mark(text: &str) -> Option<usize> {
    let mark = text.find(['“', WIDE_CLOSE])?;
    text.get(mark..)?.starts_with(WIDE_CLOSE).then_some(mark)
}

/// A text as read.
pub(super) struct Quoted {
    /// With its quotation marks.
    pub span: Span,
    /// The content where it differs from what stands between the marks.
    pub content: Option<Box<str>>,
    /// Whether the closing mark was found.
    pub closed: bool,
}

impl Scanner<'_> {
    /// Reads the text that starts here with a quotation mark of any sort.
    pub(super) fn quoted(&mut self, mark: Mark) -> Quoted {
        if mark.byte == b'\'' || mark.wide.is_some() {
            return self.loosely_quoted(mark);
        }
        let start = self.at;
        self.at += 1;
        self.skip_plain();
        if self.byte(self.at) == Some(b'"') {
            self.at += 1;
            return Quoted {
                span: span(start..self.at),
                content: None,
                closed: true,
            };
        }
        self.quoted_from(start)
    }

    /// Steps to the next quotation mark, backslash or control character.
    fn skip_plain(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let special = rest
            .iter()
            .position(|&byte| byte == b'"' || byte == b'\\' || byte < 0x20);
        self.at += special.unwrap_or(rest.len());
    }

    /// The rest of a text that has something special in it.
    fn quoted_from(&mut self, start: usize) -> Quoted {
        let mut content = String::new();
        let mut copied = start + 1;
        // One is enough: a text copied from a table may have a tab in every line.
        let mut control_told = false;
        loop {
            self.skip_plain();
            content.push_str(self.slice(copied, self.at));
            let Some(byte) = self.byte(self.at) else {
                return self.unterminated(start);
            };
            match byte {
                b'"' => {
                    self.at += 1;
                    return Quoted {
                        span: span(start..self.at),
                        content: Some(content.into()),
                        closed: true,
                    };
                }
                b'\\' => self.escape(&mut content),
                b'\n' | b'\r' if !self.text_goes_on() => return self.unterminated(start),
                _ => {
                    if !control_told {
                        control_told = true;
                        let kind = FaultKind::ControlInText {
                            found: char::from(byte),
                        };
                        self.fault(Fault::at(kind, span(self.at..self.at + 1)));
                    }
                    self.at += 1;
                }
            }
            copied = self.at;
        }
    }

    /// At a line end inside a text: whether the next line reads like more of the text rather than
    /// like JSON again.
    fn text_goes_on(&self) -> bool {
        let next = self.rest().trim_start().chars().next();
        next.is_some_and(|next| {
            !matches!(
                next,
                '"' | '{' | '}' | '[' | ']' | ',' | '“' | '”' | '｝' | '］'
            )
        })
    }

    /// A text without its closing mark ends with its line. If a full-width mark was meant to close
    /// it, it ends there.
    fn unterminated(&mut self, start: usize) -> Quoted {
        let line_end = self.line_end(start);
        let line = self.slice(start, line_end);
        if let Some(at) = closing_wide_mark(line) {
            self.at = start + at;
            self.take(Mark {
                byte: b'"',
                wide: Some(WIDE_CLOSE),
            });
            return Quoted {
                span: span(start..self.at),
                content: None,
                closed: true,
            };
        }
        let end = start + line.trim_end().len();
        self.fault(Fault::at(FaultKind::UnterminatedText, span(start..end)));
        // The comma and brackets at the end of the line were hardly meant as text.
        let meant = line
            .trim_end_matches(|last: char| last.is_whitespace() || matches!(last, ',' | '}' | ']'));
        self.at = start + meant.len().max(1);
        Quoted {
            span: span(start..self.at),
            content: None,
            closed: false,
        }
    }

    /// Text in single or full-width marks, which ends at the first mark of its kind, or with the
    /// line.
    fn loosely_quoted(&mut self, mark: Mark) -> Quoted {
        let start = self.at;
        let open = mark.wide.unwrap_or('\'');
        let closing: &[char] = match open {
            '\'' => &['\''],
            '‘' | '’' | '＇' => &['’', '‘', '＇', '\''],
            _ => &['”', '“', '„', '＂', '"'],
        };
        let line = self.slice(start, self.line_end(start));
        let inner = line.get(open.len_utf8()..).unwrap_or("");
        let kind = match mark.wide {
            Some(found) => FaultKind::FullWidth { found, half: '"' },
            None => FaultKind::SingleQuoted,
        };
        let fault = Fault::at(kind, span(start..start + open.len_utf8()));
        let Some((content, _)) = inner.split_once(closing) else {
            self.fault(fault);
            return self.unterminated(start);
        };
        let close = start + open.len_utf8() + content.len();
        self.at = close;
        self.at = self.here().end;
        self.fault(fault.with_related(span(close..self.at)));
        Quoted {
            span: span(start..self.at),
            content: Some(content.into()),
            closed: true,
        }
    }

    /// Reads what a backslash starts.
    fn escape(&mut self, content: &mut String) {
        let start = self.at;
        self.at += 1;
        let plain = match self.byte(self.at) {
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'u') => return self.unicode_escape(start, content),
            // The end of the file: the text is not closed, which will be told.
            None => return,
            Some(_) => {
                let found = self.character();
                // A line end stays to be read: it may end the text.
                if !matches!(found, '\n' | '\r') {
                    self.at = self.here().end;
                }
                return self.fault(Fault::at(
                    FaultKind::BadEscape { found },
                    span(start..self.at),
                ));
            }
        };
        self.at += 1;
        content.push(plain);
    }

    /// Reads `\uXXXX`, and the second half of a pair after it. Here `at` is at the `u`.
    fn unicode_escape(&mut self, start: usize, content: &mut String) {
        self.at += 1;
        let Some(first) = self.four_digits() else {
            let digits = self
                .rest()
                .bytes()
                .take_while(u8::is_ascii_hexdigit)
                .count();
            self.at += digits;
            return self.fault(Fault::at(
                FaultKind::BadEscape { found: 'u' },
                span(start..self.at),
            ));
        };
        let mut units = vec![first];
        if (0xd800..0xdc00).contains(&first) && self.rest().starts_with("\\u") {
            let before = self.at;
            self.at += 2;
            match self.four_digits() {
                Some(second @ 0xdc00..=0xdfff) => units.push(second),
                _ => self.at = before,
            }
        }
        match String::from_utf16(&units) {
            Ok(text) => content.push_str(&text),
            Err(_) => self.fault(Fault::at(FaultKind::LoneSurrogate, span(start..self.at))),
        }
    }

    fn four_digits(&mut self) -> Option<u16> {
        let digits = self.rest().get(..4)?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        self.at += 4;
        u16::from_str_radix(digits, 16).ok()
    }
}
