//! The text of a paragraph out of its runs.

use std::mem;
use std::ops::Range;

use super::DocumentFault;
use super::body::{Body, shows_placeholder};
use super::numbering::Properties;
use super::xml::Reader;
use crate::read::blocks::Block;

/// A paragraph that is being put together.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) struck: Vec<Range<usize>>,
    /// What its text boxes hold.
    pub(super) boxes: Vec<Block>,
}

/// How a run is shown, as far as that changes what it says.
#[derive(Clone, Copy, Default)]
struct Look {
    hidden: bool,
    struck: bool,
    /// Small digits above or below the line belong to no figure.
    raised: Option<bool>,
}

/// The runs in the element whose start was read, and the paragraph's properties.
pub(super) fn inline(
    body: &mut Body,
    reader: &mut Reader<'_>,
    line: &mut Line,
    properties: &mut Properties,
) -> Result<(), DocumentFault> {
    let mut placeholder = false;
    let mut chosen = false;
    while let Some(tag) = reader.child()? {
        match tag.name() {
            "pPr" => *properties = Properties::read(reader)?,
            "r" => run(body, reader, line)?,
            "sdtPr" => placeholder = shows_placeholder(reader)?,
            "sdtContent" if placeholder => reader.skip()?,
            "Choice" | "Fallback" if mem::replace(&mut chosen, true) => reader.skip()?,
            "hyperlink" | "smartTag" | "ins" | "moveTo" | "fldSimple" | "customXml" | "sdt"
            | "sdtContent" | "dir" | "bdo" | "AlternateContent" | "Choice" | "Fallback" => {
                inline(body, reader, line, properties)?;
            }
            "oMath" | "oMathPara" => equation(reader, &mut line.text)?,
            // deleted and moved-away text among them
            _ => reader.skip()?,
        }
    }
    Ok(())
}

fn run(body: &mut Body, reader: &mut Reader<'_>, line: &mut Line) -> Result<(), DocumentFault> {
    let mut look = Look::default();
    let start = line.text.len();
    run_parts(body, reader, line, &mut look)?;
    if look.struck && line.text.len() > start {
        line.struck.push(start..line.text.len());
    }
    Ok(())
}

fn run_parts(
    body: &mut Body,
    reader: &mut Reader<'_>,
    line: &mut Line,
    look: &mut Look,
) -> Result<(), DocumentFault> {
    let mut chosen = false;
    while let Some(tag) = reader.child()? {
        let shown = !look.hidden && body.fields.iter().all(|result| *result);
        let mark = match tag.name() {
            "rPr" => {
                *look = properties(reader)?;
                continue;
            }
            "t" => {
                let mut text = String::new();
                reader.text(&mut text)?;
                if shown {
                    add(&mut line.text, &text, look.raised);
                }
                continue;
            }
            "fldChar" => {
                match tag.attribute("fldCharType").as_deref() {
                    Some("begin") => body.fields.push(false),
                    Some("separate") => {
                        if let Some(field) = body.fields.last_mut() {
                            *field = true;
                        }
                    }
                    Some("end") => {
                        body.fields.pop();
                    }
                    _ => {}
                }
                None
            }
            "tab" | "ptab" => Some('\t'),
            "br" | "cr" => Some('\n'),
            // what people type for a minus sign that shall not stand at the end of a line
            "noBreakHyphen" => Some('-'),
            "sym" => symbol(
                &tag.attribute("font").unwrap_or_default(),
                &tag.attribute("char").unwrap_or_default(),
            ),
            "drawing" | "pict" | "object" => {
                body.boxes(reader, &mut line.boxes)?;
                continue;
            }
            "Choice" | "Fallback" if mem::replace(&mut chosen, true) => None,
            "AlternateContent" | "Choice" | "Fallback" => {
                run_parts(body, reader, line, look)?;
                continue;
            }
            "ruby" => {
                // the small signs above are how to say it, not what it says
                while let Some(tag) = reader.child()? {
                    if tag.name() == "rubyBase" {
                        inline(body, reader, line, &mut Properties::default())?;
                    } else {
                        reader.skip()?;
                    }
                }
                continue;
            }
            _ => None,
        };
        line.text.extend(mark.filter(|_| shown));
        reader.skip()?;
    }
    Ok(())
}

fn properties(reader: &mut Reader<'_>) -> Result<Look, DocumentFault> {
    let mut look = Look::default();
    while let Some(tag) = reader.child()? {
        match tag.name() {
            "vanish" => look.hidden = tag.is_on(),
            "strike" | "dstrike" => look.struck |= tag.is_on(),
            "vertAlign" => {
                look.raised = match tag.value().as_deref() {
                    Some("superscript") => Some(true),
                    Some("subscript") => Some(false),
                    _ => None,
                }
            }
            _ => {}
        }
        reader.skip()?;
    }
    Ok(look)
}

/// Adds text; digits above and below the line become those of Unicode, which are no figures: a
/// note's `1` behind `151.31` must not make 151.311 of it.
fn add(into: &mut String, text: &str, raised: Option<bool>) {
    let Some(above) = raised else {
        into.push_str(text);
        return;
    };
    let digits = if above {
        ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹']
    } else {
        ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉']
    };
    into.extend(text.chars().map(|letter| {
        let digit = letter
            .to_digit(10)
            .and_then(|digit| digits.get(digit as usize));
        digit.copied().unwrap_or(letter)
    }));
}

/// A sign of a symbol font; those of unknown meaning become a box, so that nothing joins over
/// them.
fn symbol(font: &str, code: &str) -> Option<char> {
    let code = u32::from_str_radix(code, 16).ok()?;
    // fonts of symbols keep their 256 signs here
    let plain = if (0xf000..0xf100).contains(&code) {
        code - 0xf000
    } else {
        code
    };
    let same = font.eq_ignore_ascii_case("Symbol") || !font.contains("dings");
    let letter = char::from_u32(plain).filter(|letter| !letter.is_control());
    Some(match letter {
        Some('-') if same => '\u{2212}',
        Some(letter) if same && (letter.is_ascii() || plain == code) => letter,
        _ => '□',
    })
}

/// An equation on one line: a fraction keeps its stroke.
fn equation(reader: &mut Reader<'_>, into: &mut String) -> Result<(), DocumentFault> {
    while let Some(tag) = reader.child()? {
        match tag.name() {
            "t" => reader.text(into)?,
            "den" => {
                into.push('/');
                equation(reader, into)?;
            }
            "sup" => {
                into.push('^');
                equation(reader, into)?;
            }
            "sub" => {
                into.push('_');
                equation(reader, into)?;
            }
            "del" | "moveFrom" => reader.skip()?,
            _ => equation(reader, into)?,
        }
    }
    Ok(())
}
