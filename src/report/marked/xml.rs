//! Changing a part of a workbook in a few places and leaving every other byte as it was.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::NotMarked;

/// A tag where it stands in a part.
#[derive(Clone, Debug)]
pub(super) struct Tag {
    /// Name without prefix.
    pub(super) name: String,
    /// The prefix with its colon, or nothing.
    pub(super) prefix: String,
    /// Its bytes.
    pub(super) span: Range<usize>,
    pub(super) kind: Kind,
}

/// Which tag of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Start,
    /// `<a/>`: start and end in one.
    Empty,
    End,
}

/// The tags of a part, in order.
pub(super) fn tags(text: &str) -> Result<Vec<Tag>, NotMarked> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut tags = Vec::new();
    let broken = |_| NotMarked::Broken;
    loop {
        let from = at(reader.buffer_position());
        let event = reader.read_event().map_err(broken)?;
        let to = at(reader.buffer_position());
        let (name, kind) = match &event {
            Event::Start(tag) => (tag.name(), Kind::Start),
            Event::Empty(tag) => (tag.name(), Kind::Empty),
            Event::End(tag) => (tag.name(), Kind::End),
            // the reader does not ask whether a part that was cut off was left open
            Event::Eof if is_whole(&tags) => return Ok(tags),
            // a part that declares entities is not one that an office program wrote
            Event::Eof | Event::DocType(_) => return Err(NotMarked::Broken),
            _ => continue,
        };
        let name: String = name.as_ref().to_owned();
        let (prefix, name) = match name.split_once(':') {
            Some((prefix, name)) => (format!("{prefix}:"), name.to_owned()),
            None => (String::new(), name),
        };
        tags.push(Tag {
            name,
            prefix,
            span: from..to,
            kind,
        });
    }
}

/// Whether every element that begins ends.
fn is_whole(tags: &[Tag]) -> bool {
    let count = |kind| tags.iter().filter(|tag| tag.kind == kind).count();
    count(Kind::Start) == count(Kind::End)
}

fn at(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

impl Tag {
    pub(super) fn opens(&self, name: &str) -> bool {
        self.kind != Kind::End && self.name == name
    }

    pub(super) fn closes(&self, name: &str) -> bool {
        self.kind == Kind::End && self.name == name
    }

    /// An attribute by its name as written, unescaped.
    pub(super) fn attribute(&self, text: &str, wanted: &str) -> Option<String> {
        let inside = text.get(self.span.clone())?;
        let inside = inside
            .strip_prefix('<')?
            .trim_end_matches('>')
            .trim_end_matches('/');
        let start = BytesStart::from_content(inside, self.prefix.len() + self.name.len());
        let found = start.attributes().flatten().find(|one| {
            let key: &str = one.key.as_ref();
            key == wanted || key.rsplit(':').next() == Some(wanted) && !key.starts_with("xmlns")
        })?;
        quick_xml::escape::unescape(&found.value)
            .map(std::borrow::Cow::into_owned)
            .ok()
    }

    /// The tag with an attribute set, or added as its last.
    pub(super) fn with(&self, text: &str, name: &str, value: &str) -> String {
        let own = text.get(self.span.clone()).unwrap_or_default();
        for (from, _) in own.match_indices(&format!("{name}=")) {
            let before = own.get(..from).unwrap_or_default();
            let after = own.get(from + name.len() + 1..).unwrap_or_default();
            let quote = after.chars().next().unwrap_or('"');
            let inside = after.get(1..).and_then(|rest| rest.split_once(quote));
            if let Some((_, behind)) = inside.filter(|_| before.ends_with(char::is_whitespace)) {
                return format!("{before}{name}={quote}{value}{quote}{behind}");
            }
        }
        let end = if self.kind == Kind::Empty { "/>" } else { ">" };
        let bare = own.strip_suffix(end).unwrap_or(own).trim_end();
        format!("{bare} {name}=\"{value}\"{end}")
    }
}

/// Changes to a part, by where they are made.
#[derive(Debug, Default)]
pub(super) struct Edits(Vec<(Range<usize>, String)>);

impl Edits {
    pub(super) fn replace(&mut self, span: Range<usize>, with: String) {
        self.0.push((span, with));
    }

    pub(super) fn insert(&mut self, at: usize, what: String) {
        self.0.push((at..at, what));
    }

    /// The part with all of them made; of several in one place, in the order they were given.
    pub(super) fn apply(mut self, text: &str) -> Result<String, NotMarked> {
        self.0.sort_by_key(|(span, _)| (span.start, span.end));
        let mut made = String::with_capacity(text.len() + 1024);
        let mut at = 0;
        for (span, with) in &self.0 {
            made.push_str(text.get(at..span.start).ok_or(NotMarked::Broken)?);
            made.push_str(with);
            at = span.end;
        }
        made.push_str(text.get(at..).ok_or(NotMarked::Broken)?);
        Ok(made)
    }
}

/// A text as it may stand in a part: nothing in it is obeyed.
pub(super) fn escaped(text: &str) -> String {
    let allowed: String = text
        .chars()
        .filter(|letter| matches!(letter, '\n' | '\t') || !letter.is_control())
        .filter(|letter| !matches!(letter, '\u{fffe}' | '\u{ffff}'))
        .collect();
    quick_xml::escape::escape(allowed.as_str()).into_owned()
}
