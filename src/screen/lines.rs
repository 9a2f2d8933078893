//! A submission a line; a file of one submission laid out over several lines is that one.

use std::io::BufRead;
use std::sync::Arc;

use super::estimate::Gauge;
use super::input::{Content, Item, refused};
use super::review::SIZE_LIMIT;
use crate::fault::FaultKind;

/// The lines of a file or of standard input. Blank lines are passed over, but counted: the name of
/// a submission says on which line it stands.
pub(super) struct Lines<R> {
    name: String,
    reader: R,
    /// From 1.
    number: usize,
    /// Whether anything but blank lines has come.
    begun: bool,
    over: bool,
    /// A line that was read before it was due, and how many blank ones before that.
    ahead: Option<Read>,
    passed: usize,
    /// The first bytes of all, up to two.
    head: Vec<u8>,
    gauge: Arc<Gauge>,
}

/// A line without its end; nothing at the end of the text.
type Read = std::io::Result<Option<Result<Vec<u8>, FaultKind>>>;

impl<R: BufRead> Lines<R> {
    pub(super) fn new(name: String, reader: R, gauge: Arc<Gauge>) -> Self {
        Self {
            name,
            reader,
            number: 0,
            begun: false,
            over: false,
            ahead: None,
            passed: 0,
            head: Vec::with_capacity(2),
            gauge,
        }
    }

    /// The next line without its end; `None` at the end of the text. Of a line that is too long
    /// nothing is kept.
    fn line(&mut self) -> Read {
        let limit = limit();
        let mut line = Vec::new();
        let mut length = 0_usize;
        loop {
            let ready = match self.reader.fill_buf() {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                ready => ready?,
            };
            if ready.is_empty() && length == 0 {
                return Ok(None);
            }
            let end = ready.iter().position(|byte| *byte == b'\n');
            let part = ready.get(..end.unwrap_or(ready.len())).unwrap_or_default();
            let lacks = 2 - self.head.len();
            self.head.extend(part.iter().take(lacks));
            length += part.len();
            if length <= limit {
                line.extend_from_slice(part);
            } else {
                line = Vec::new();
            }
            let ended = end.is_some() || ready.is_empty();
            let used = part.len() + usize::from(end.is_some());
            self.reader.consume(used);
            self.gauge.read(used, ended);
            if ended {
                break;
            }
        }
        Ok(Some(if length > limit {
            Err(FaultKind::TooLarge { limit: SIZE_LIMIT })
        } else {
            Ok(line)
        }))
    }
}

impl<R: BufRead> Lines<R> {
    /// The whole file as one submission, of which the first line has been read: blank lines stood
    /// before it.
    fn whole(&mut self, first: &[u8]) -> std::io::Result<Result<Vec<u8>, FaultKind>> {
        let blank = self.number - 1;
        if blank > limit() {
            return Ok(Err(FaultKind::TooLarge { limit: SIZE_LIMIT }));
        }
        let mut whole = vec![b'\n'; blank];
        whole.extend_from_slice(first);
        loop {
            match self.read_on()? {
                None => return Ok(Ok(whole)),
                Some(Ok(line)) if whole.len() + line.len() < limit() => {
                    whole.push(b'\n');
                    whole.extend_from_slice(&line);
                }
                Some(_) => return Ok(Err(FaultKind::TooLarge { limit: SIZE_LIMIT })),
            }
        }
    }

    /// The only submission of a text that is none a line; `None` where it is one.
    fn only(&mut self, line: &[u8]) -> Option<Item> {
        // nobody writes a bracket alone, and then what may stand in it, who writes a submission a line
        let begin = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        let inside: &[u8] = match begin.trim_ascii() {
            b"{" => b"\"}",
            b"[" => b"{]",
            _ => return None,
        };
        // what comes next is read as far as the next line that is not blank
        let mut first = line.to_vec();
        loop {
            let next = self.line();
            if let Ok(Some(Ok(next))) = &next
                && is_blank(next)
                && first.len() + next.len() < limit()
            {
                first.push(b'\n');
                first.extend_from_slice(next);
                self.passed += 1;
                continue;
            }
            let laid_out = matches!(&next, Ok(Some(Ok(next)))
                if next.trim_ascii_start().first().is_some_and(|byte| inside.contains(byte)));
            self.ahead = Some(next);
            if !laid_out {
                return None;
            }
            break;
        }
        self.over = true;
        let name = self.name.clone();
        Some(match self.whole(&first) {
            Ok(Ok(whole)) => Item {
                name,
                content: Content::Bytes(whole),
            },
            Ok(Err(kind)) => Item::fault(name, kind),
            Err(error) => Item::fault(name, refused(&error)),
        })
    }

    /// The line that was read ahead, or the next one; it is counted.
    fn next_line(&mut self) -> Read {
        self.number += 1 + std::mem::take(&mut self.passed);
        self.read_on()
    }

    fn read_on(&mut self) -> Read {
        self.ahead.take().unwrap_or_else(|| self.line())
    }
}

/// Whether a text begins as UTF-16 does.
fn is_wide(line: &[u8]) -> bool {
    line.starts_with(b"\xff\xfe") || line.starts_with(b"\xfe\xff")
}

fn is_blank(line: &[u8]) -> bool {
    line.iter().all(u8::is_ascii_whitespace)
}

fn limit() -> usize {
    usize::try_from(SIZE_LIMIT).unwrap_or(usize::MAX)
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while !self.over {
            let line = self.next_line();
            let name = format!("{}:{}", self.name, self.number);
            if self.number == 1 && is_wide(&self.head) {
                self.over = true;
                return Some(Item::fault(self.name.clone(), FaultKind::WideLines));
            }
            match line {
                Ok(None) => self.over = true,
                Ok(Some(Ok(line))) => {
                    if is_blank(&line) {
                        continue;
                    }
                    let first = !std::mem::replace(&mut self.begun, true);
                    let only = first.then(|| self.only(&line)).flatten();
                    return Some(only.unwrap_or(Item {
                        name,
                        content: Content::Bytes(line),
                    }));
                }
                Ok(Some(Err(kind))) => {
                    self.begun = true;
                    return Some(Item::fault(name, kind));
                }
                Err(error) => {
                    self.over = true;
                    return Some(Item::fault(name, refused(&error)));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &[u8]) -> Vec<(String, usize)> {
        Lines::new("批.ndjson".to_owned(), text, Arc::default())
            .map(|item| (item.name.clone(), item.weight()))
            .collect()
    }

    #[test]
    fn blank_lines_count_and_the_last_needs_no_end() {
        let found = items(b"{}\n\n  \r\n{\"a\": 1}\n\n{\"b\"");
        let due = [(1, 2), (4, 8), (6, 4)];
        let due = due.map(|(line, size)| (format!("批.ndjson:{line}"), size));
        assert_eq!(found, due);
        assert!(items(b"").is_empty());
        assert!(items(b"\n\n").is_empty());
    }

    #[test]
    fn one_submission_over_several_lines_is_one() {
        let text = b"\n{\r\n  \"a\": 1,\n\n  \"b\": {\n  }\n}\n";
        let mut lines = Lines::new("批.ndjson".to_owned(), text.as_slice(), Arc::default());
        let item = lines.next().unwrap();
        assert_eq!(item.name, "批.ndjson");
        let Content::Bytes(bytes) = item.content else {
            panic!("no bytes");
        };
        // places stay as they are, but for the last end of a line
        assert_eq!(bytes, text.strip_suffix(b"\n").unwrap());
        assert!(lines.next().is_none());
        // however it comes, and whatever blank lines are in it
        let text = b"\n{\r\n\n   \n  \"a\": 1,\n\n  \"b\": {\n  }\n}\n";
        for size in [1, 2, 7] {
            let pieces = std::io::BufReader::with_capacity(size, text.as_slice());
            let all: Vec<Item> = Lines::new("-".to_owned(), pieces, Arc::default()).collect();
            let [item] = all.as_slice() else {
                panic!("{}", all.len());
            };
            assert!(matches!(&item.content, Content::Bytes(bytes)
                if Some(bytes.as_slice()) == text.strip_suffix(b"\n")));
        }
        let found = items(b"{\n\n\n{}\n{\"a\": 1}\n");
        let due = [(1, 1), (4, 2), (5, 8)].map(|(line, size)| (format!("批.ndjson:{line}"), size));
        assert_eq!(found, due);
        // after a submission a bracket is only a line that is broken
        assert_eq!(items(b"{}\n{\n}\n").len(), 3);
        assert_eq!(items(b"{\n{\n{\n").len(), 3);
        let mut long = b"{\n".to_vec();
        long.extend(std::iter::repeat_n(b"        \"\"\n", 400_000).flatten());
        let found: Vec<Item> =
            Lines::new("-".to_owned(), long.as_slice(), Arc::default()).collect();
        assert_eq!(found.len(), 1);
        assert!(matches!(found[0].content, Content::Fault(_)));
        let wide = b"\xff\xfe{\0}\0\n\0{\0}\0";
        let mut long = b"\xff\xfe".to_vec();
        long.extend(std::iter::repeat_n(b"{\0", 3_000_000).flatten());
        long.extend_from_slice(wide);
        let found: Vec<Item> =
            Lines::new("-".to_owned(), long.as_slice(), Arc::default()).collect();
        assert!(matches!(found.as_slice(), [one] if one.name == "-"));
        let pieces = std::io::BufReader::with_capacity(1, wide.as_slice());
        let found: Vec<Item> = Lines::new("-".to_owned(), pieces, Arc::default()).collect();
        assert_eq!(found.len(), 1);
        assert!(matches!(found[0].content, Content::Fault(_)));
    }

    #[test]
    fn a_line_without_end_is_not_kept() {
        let limit = usize::try_from(SIZE_LIMIT).unwrap();
        for (length, fits) in [(limit, true), (limit + 1, false), (3 * limit, false)] {
            let mut text = vec![b'x'; length];
            text.extend_from_slice(b"\n{}\n");
            let found: Vec<Item> =
                Lines::new("-".to_owned(), text.as_slice(), Arc::default()).collect();
            assert_eq!(found.len(), 2);
            assert_eq!(
                matches!(found[0].content, Content::Bytes(_)),
                fits,
                "{length}"
            );
            assert_eq!(found[1].weight(), 2);
        }
    }
}
