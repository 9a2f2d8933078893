//! XML as a row of tokens: no entities but those every XML has, no nesting without end.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};

use super::DocumentFault;

/// Far deeper than any document, far shallower than the stack.
const DEPTH: u32 = 300;

/// A start of an element.
pub(super) struct Tag<'t>(BytesStart<'t>);

impl Tag<'_> {
    /// Its name without the prefix: documents of the strict kind have other namespaces and the
    /// same names.
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// The attribute of this name, whatever its prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes().flatten();
        let found = attributes.find(|attribute| attribute.key.local_name().into_inner() == name)?;
        let value = quick_xml::escape::unescape(&found.value).ok()?;
        Some(value.into_owned())
    }

    /// `w:val`.
    pub(super) fn value(&self) -> Option<String> {
        self.attribute("val")
    }

    /// `w:val` as a number.
    pub(super) fn number(&self) -> Option<u32> {
        self.value()?.parse().ok()
    }

    /// Whether a property of two states is on: it is, unless it says otherwise.
    pub(super) fn is_on(&self) -> bool {
        !matches!(
            self.value().as_deref(),
            Some("0" | "false" | "off" | "none")
        )
    }
}

/// What comes next.
pub(super) enum Token<'t> {
    Start(Tag<'t>),
    End,
    Text(Cow<'t, str>),
    Done,
}

/// A reader of one part.
pub(super) struct Reader<'t> {
    inner: quick_xml::Reader<&'t [u8]>,
    depth: u32,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut inner = quick_xml::Reader::from_str(text);
        inner.config_mut().expand_empty_elements = true;
        Self { inner, depth: 0 }
    }

    pub(super) fn next(&mut self) -> Result<Token<'t>, DocumentFault> {
        loop {
            let event = self.inner.read_event().map_err(|error| broken(&error))?;
            return Ok(match event {
                Event::Start(tag) => {
                    self.depth += 1;
                    if self.depth > DEPTH {
                        return Err(DocumentFault::Markup(format!("> {DEPTH}")));
                    }
                    Token::Start(Tag(tag))
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Token::End
                }
                Event::Text(text) => Token::Text(text.xml10_content()),
                Event::CData(text) => Token::Text(text.xml10_content()),
                Event::GeneralRef(reference) => {
                    let known = reference.resolve_char_ref();
                    let known = known.map_err(|error| broken(&error))?;
                    let letter = known.or(match &*reference.xml10_content() {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => None,
                    });
                    let letter = letter.ok_or(DocumentFault::Entities)?;
                    Token::Text(Cow::Owned(letter.to_string()))
                }
                Event::DocType(_) => return Err(DocumentFault::Entities),
                Event::Eof if self.depth > 0 => {
                    return Err(DocumentFault::Markup("EOF".to_owned()));
                }
                Event::Eof => Token::Done,
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            });
        }
    }

    /// Passes over the rest of the element whose start was read.
    pub(super) fn skip(&mut self) -> Result<(), DocumentFault> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if matches!(self.next()?, Token::Done) {
                break;
            }
        }
        Ok(())
    }

    /// The start of the next element inside the one whose start was read; `None` at its end.
    pub(super) fn child(&mut self) -> Result<Option<Tag<'t>>, DocumentFault> {
        loop {
            match self.next()? {
                Token::Start(tag) => return Ok(Some(tag)),
                Token::End | Token::Done => return Ok(None),
                Token::Text(_) => {}
            }
        }
    }

    /// The text of the element whose start was read.
    pub(super) fn text(&mut self, into: &mut String) -> Result<(), DocumentFault> {
        loop {
            match self.next()? {
                Token::Text(text) => into.push_str(&text),
                Token::Start(_) => self.skip()?,
                Token::End | Token::Done => return Ok(()),
            }
        }
    }
}

fn broken(error: &dyn std::error::Error) -> DocumentFault {
    DocumentFault::Markup(error.to_string())
}
