//! A submission a line.

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
    over: bool,
    gauge: Arc<Gauge>,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(name: String, reader: R, gauge: Arc<Gauge>) -> Self {
        Self {
            name,
            reader,
            number: 0,
            over: false,
            gauge,
        }
    }

    /// The next line without its end; `None` at the end of the text. Of a line that is too long
    /// nothing is kept.
    fn line(&mut self) -> std::io::Result<Option<Result<Vec<u8>, FaultKind>>> {
        let limit = usize::try_from(SIZE_LIMIT).unwrap_or(usize::MAX);
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

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        while !self.over {
            self.number += 1;
            let line = self.line();
            let name = format!("{}:{}", self.name, self.number);
            match line {
                Ok(None) => self.over = true,
                Ok(Some(Ok(line))) => {
                    let blank = line.iter().all(u8::is_ascii_whitespace);
                    if !blank {
                        return Some(Item {
                            name,
                            content: Content::Bytes(line),
                        });
                    }
                }
                Ok(Some(Err(kind))) => {
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
