//! Looks of marked cells: as they were, on another ground.

use std::collections::BTreeMap;

use super::NotMarked;
use super::package::{Package, appended};
use super::xml::{Kind, tags};
use crate::words::table::Class;

/// Looks of the added sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Own {
    Head,
    Text,
}

/// The styles of a workbook while looks are added. Nothing in it is changed but by adding.
pub(super) struct Styles {
    name: String,
    text: String,
    /// Looks as written, by number.
    looks: Vec<String>,
    added: Vec<String>,
    known: BTreeMap<(usize, Class), usize>,
    own: BTreeMap<Own, usize>,
    prefix: String,
    fills: usize,
    fonts: usize,
}

/// The ground of a cell, as red, green and blue.
fn ground(class: Class) -> &'static str {
    match class {
        Class::Correct => "FFFFC7CE",
        Class::Explain => "FFFFEB9C",
        Class::NotRun => "FFD9D9D9",
        Class::Advice => "FFDDEBF7",
        Class::Tail => "FFE2EFDA",
    }
}

impl Styles {
    pub(super) fn open(package: &mut Package<'_, '_>) -> Result<Self, NotMarked> {
        let workbook = package.workbook.clone();
        let relations = package.relations_of(&workbook)?;
        let part = relations
            .into_iter()
            .find(|relation| relation.kind == "styles");
        let name = part.ok_or(NotMarked::Broken)?.target;
        let text = package.text(&name)?;
        let tags = tags(&text)?;
        let mut looks = Vec::new();
        let (mut inside, mut began) = (false, None);
        let mut prefix = String::new();
        let (mut fills, mut fonts) = (0, 0);
        for tag in &tags {
            match (&*tag.name, tag.kind) {
                ("cellXfs", Kind::Start) => {
                    inside = true;
                    prefix.clone_from(&tag.prefix);
                }
                ("cellXfs", Kind::End) => inside = false,
                ("fill", Kind::Start | Kind::Empty) => fills += 1,
                ("font", Kind::Start | Kind::Empty) => fonts += 1,
                ("dxfs", _) => break,
                ("xf", Kind::Start) if inside => began = Some(tag.span.start),
                ("xf", Kind::Empty) if inside => {
                    looks.push(text.get(tag.span.clone()).unwrap_or_default().to_owned());
                }
                ("xf", Kind::End) if inside => {
                    let span = began.unwrap_or(tag.span.start)..tag.span.end;
                    looks.push(text.get(span).unwrap_or_default().to_owned());
                }
                _ => {}
            }
        }
        if looks.is_empty() || fills == 0 || fonts == 0 {
            return Err(NotMarked::Broken);
        }
        Ok(Self {
            name,
            text,
            looks,
            added: Vec::new(),
            known: BTreeMap::new(),
            own: BTreeMap::new(),
            prefix,
            fills,
            fonts,
        })
    }

    /// The number of a look with the ground of a class.
    pub(super) fn on_ground(&mut self, look: usize, class: Class) -> Result<usize, NotMarked> {
        if let Some(known) = self.known.get(&(look, class)) {
            return Ok(*known);
        }
        let own = self.looks.get(look).or_else(|| self.looks.first());
        let own = own.ok_or(NotMarked::Broken)?.clone();
        let first = tags(&own)?.into_iter().next().ok_or(NotMarked::Broken)?;
        let fill = Class::ALL
            .iter()
            .position(|known| *known == class)
            .unwrap_or(0)
            + self.fills;
        let begin = own.get(..first.span.end).unwrap_or_default();
        let rest = own.get(first.span.end..).unwrap_or_default();
        let begin = first.with(begin, "fillId", &fill.to_string());
        let first = tags_of_begin(&begin, first.kind)?;
        let begin = first.with(&begin, "applyFill", "1");
        let number = self.push(format!("{begin}{rest}"));
        self.known.insert((look, class), number);
        Ok(number)
    }

    /// The number of a look of the added sheet.
    pub(super) fn own(&mut self, own: Own) -> usize {
        if let Some(known) = self.own.get(&own) {
            return *known;
        }
        let prefix = &self.prefix;
        let (font, fill) = match own {
            Own::Head => (self.fonts, self.fills + Class::ALL.len()),
            Own::Text => (0, 0),
        };
        let look = format!(
            "<{prefix}xf numFmtId=\"0\" fontId=\"{font}\" fillId=\"{fill}\" borderId=\"0\" xfId=\"0\" applyFont=\"1\" applyFill=\"1\" applyAlignment=\"1\"><{prefix}alignment vertical=\"top\" wrapText=\"1\"/></{prefix}xf>"
        );
        let number = self.push(look);
        self.own.insert(own, number);
        number
    }

    fn push(&mut self, look: String) -> usize {
        self.added.push(look);
        self.looks.len() + self.added.len() - 1
    }

    /// Writes what was added.
    pub(super) fn close(self, package: &mut Package<'_, '_>) -> Result<(), NotMarked> {
        let mut text = self.text;
        let grounds = Class::ALL.map(ground).into_iter().chain(["FFDDE6F0"]);
        let fills = move |prefix: &str| -> String {
            let fill = |colour| {
                format!(
                    "<{prefix}fill><{prefix}patternFill patternType=\"solid\"><{prefix}fgColor rgb=\"{colour}\"/><{prefix}bgColor indexed=\"64\"/></{prefix}patternFill></{prefix}fill>"
                )
            };
            grounds.map(fill).collect()
        };
        text = appended(&text, "fills", fills)?;
        text = appended(&text, "fonts", |prefix| {
            format!(
                "<{prefix}font><{prefix}b/><{prefix}sz val=\"11\"/><{prefix}name val=\"宋体\"/></{prefix}font>"
            )
        })?;
        let looks = self.added.concat();
        text = appended(&text, "cellXfs", |_| looks)?;
        let counts = [
            ("fills", self.fills + Class::ALL.len() + 1),
            ("fonts", self.fonts + 1),
            ("cellXfs", self.looks.len() + self.added.len()),
        ];
        for (element, count) in counts {
            text = counted(&text, element, count)?;
        }
        package.set(&self.name, text);
        Ok(())
    }
}

fn tags_of_begin(begin: &str, kind: Kind) -> Result<super::xml::Tag, NotMarked> {
    // a start without its end is no part: closed for the reading
    let closed = match kind {
        Kind::Start => format!("{}/>", begin.trim_end_matches('>')),
        _ => begin.to_owned(),
    };
    let tag = tags(&closed)?.into_iter().next().ok_or(NotMarked::Broken)?;
    Ok(super::xml::Tag {
        span: 0..begin.len(),
        kind,
        ..tag
    })
}

/// A part in which an element says how many there are in it.
fn counted(text: &str, element: &str, count: usize) -> Result<String, NotMarked> {
    let tags = tags(text)?;
    let Some(tag) = tags.iter().find(|tag| tag.opens(element)) else {
        return Ok(text.to_owned());
    };
    let mut edits = super::xml::Edits::default();
    let made = tag.with(text, "count", &count.to_string());
    edits.replace(tag.span.clone(), made);
    edits.apply(text)
}
