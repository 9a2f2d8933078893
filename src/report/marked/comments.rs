//! Comments in cells: the text in one part, and the box it is shown in in another.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::package::{Package, appended};
use super::sheet::At;
use super::xml::{Edits, Kind, escaped, tags};
use super::{Mark, NotMarked};

/// Who says it.
const AUTHOR: &str = "勾稽审核";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const STRICT_MAIN: &str = "http://purl.oclc.org/ooxml/spreadsheetml/main";

/// Adds comments to cells of a sheet. Those that are there are kept: what is said of their cell
/// comes after them. Returns the id of the new part with boxes, where there was none.
pub(super) fn add(
    package: &mut Package<'_, '_>,
    sheet: &str,
    drawing: Option<&str>,
    cells: &BTreeMap<At, Vec<&Mark>>,
) -> Result<Option<String>, NotMarked> {
    let relations = package.relations_of(sheet)?;
    let known = relations
        .iter()
        .find(|relation| relation.kind == "comments");
    let new = if let Some(known) = known {
        extend(package, &known.target, cells)?
    } else {
        create(package, sheet, cells)?;
        cells.keys().copied().collect()
    };
    let boxes = relations
        .iter()
        .find(|relation| drawing == Some(relation.id.as_str()) && relation.kind == "vmlDrawing");
    if let Some(boxes) = boxes {
        let text = package.text(&boxes.target)?;
        // office programs write these with tags that do not close: looked at from its end only
        let at = text.rfind("</xml>").ok_or(NotMarked::Broken)?;
        let mut made = text.clone();
        made.insert_str(at, &shapes(&new, &text));
        package.set(&boxes.target, made);
        return Ok(None);
    }
    if drawing.is_some() {
        return Err(NotMarked::Broken);
    }
    let part = package.free("xl/drawings", "vmlDrawingGouji", "vml");
    let text = format!(
        "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"1\"/></o:shapelayout>{}</xml>",
        shapes(&new, "")
    );
    package.set(&part, text);
    package.declare_end(
        "vml",
        "application/vnd.openxmlformats-officedocument.vmlDrawing",
    )?;
    package.relate(sheet, "vmlDrawing", &part).map(Some)
}

/// What is said of a cell, as runs of text.
fn runs(marks: &[&Mark], prefix: &str) -> String {
    let mut said = String::new();
    for mark in marks {
        let mut lines = format!("【{}】{}", mark.number, mark.text);
        for more in [&mark.difference, &mark.advice] {
            if !more.is_empty() {
                let _ = write!(lines, "\n{more}");
            }
        }
        let _ = write!(
            said,
            "<{prefix}r><{prefix}rPr><{prefix}sz val=\"10\"/><{prefix}rFont val=\"宋体\"/></{prefix}rPr><{prefix}t xml:space=\"preserve\">{}\n</{prefix}t></{prefix}r>",
            escaped(&lines)
        );
    }
    said
}

fn comment(at: At, marks: &[&Mark], author: usize, prefix: &str) -> String {
    format!(
        "<{prefix}comment ref=\"{}\" authorId=\"{author}\"><{prefix}text>{}</{prefix}text></{prefix}comment>",
        at.written(),
        runs(marks, prefix)
    )
}

fn create(
    package: &mut Package<'_, '_>,
    sheet: &str,
    cells: &BTreeMap<At, Vec<&Mark>>,
) -> Result<(), NotMarked> {
    let part = package.free("xl", "commentsGouji", "xml");
    let is_strict = package.relations.contains("purl.oclc.org");
    let main = if is_strict { STRICT_MAIN } else { MAIN };
    let all: String = cells
        .iter()
        .map(|(at, marks)| comment(*at, marks, 0, ""))
        .collect();
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<comments xmlns=\"{main}\"><authors><author>{AUTHOR}</author></authors><commentList>{all}</commentList></comments>"
    );
    package.set(&part, text);
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml";
    package.declare(&part, kind)?;
    package.relate(sheet, "comments", &part)?;
    Ok(())
}

/// Adds to comments that are there; returns the cells that had none.
fn extend(
    package: &mut Package<'_, '_>,
    part: &str,
    cells: &BTreeMap<At, Vec<&Mark>>,
) -> Result<Vec<At>, NotMarked> {
    let text = package.text(part)?;
    let found = tags(&text)?;
    let authors = found.iter().filter(|tag| tag.opens("author")).count();
    let mut edits = Edits::default();
    let mut left: BTreeMap<At, &Vec<&Mark>> =
        cells.iter().map(|(at, marks)| (*at, marks)).collect();
    let mut here = None;
    for tag in &found {
        if tag.opens("comment") {
            here = tag.attribute(&text, "ref").and_then(|cell| At::read(&cell));
        }
        if !(tag.closes("text") || tag.kind == Kind::Empty && tag.name == "text") {
            continue;
        }
        if let Some(marks) = here.and_then(|at| left.remove(&at)) {
            let prefix = &tag.prefix;
            let said = format!(
                "<{prefix}r><{prefix}t xml:space=\"preserve\">\n</{prefix}t></{prefix}r>{}",
                runs(marks, prefix)
            );
            match tag.kind {
                Kind::Empty => edits.replace(
                    tag.span.clone(),
                    format!("<{prefix}text>{said}</{prefix}text>"),
                ),
                _ => edits.insert(tag.span.start, said),
            }
        }
    }
    let made = edits.apply(&text)?;
    let made = appended(&made, "authors", |prefix| {
        format!("<{prefix}author>{AUTHOR}</{prefix}author>")
    })?;
    let made = appended(&made, "commentList", |prefix| {
        left.iter()
            .map(|(at, marks)| comment(*at, marks, authors, prefix))
            .collect()
    })?;
    package.set(part, made);
    Ok(left.into_keys().collect())
}

/// Boxes for new comments, with ids that the part does not have yet.
fn shapes(cells: &[At], known: &str) -> String {
    let ids = known.match_indices("_x0000_s").filter_map(|(at, lead)| {
        let rest = known.get(at + lead.len()..)?;
        let end = rest
            .find(|letter: char| !letter.is_ascii_digit())
            .unwrap_or(rest.len());
        rest.get(..end)?.parse::<u32>().ok()
    });
    let mut id = ids.max().unwrap_or(1024);
    let mut made = String::new();
    if !known.contains("id=\"_x0000_t202\"") {
        made.push_str("<v:shapetype xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>");
    }
    for at in cells {
        id = id.saturating_add(1);
        let (row, column) = (at.row - 1, at.column - 1);
        let _ = write!(
            made,
            "<v:shape xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\" id=\"_x0000_s{id}\" type=\"#_x0000_t202\" style=\"position:absolute;margin-left:60pt;margin-top:2pt;width:260pt;height:96pt;z-index:1;visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/><v:textbox style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div></v:textbox><x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{}, 15, {}, 2, {}, 15, {}, 4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>",
            column + 1,
            row.saturating_sub(1),
            column + 4,
            row + 5
        );
    }
    made
}
