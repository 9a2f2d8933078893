//! How a report was read: its text with every number marked by what became of it, for a terminal
//! and as a page.

use std::fmt::Write as _;

use crate::prose::{End, Number, Reading};
use crate::read::{Blocks, Paragraph, Standing};
use crate::words::Lang;
use crate::words::prose::{self as said, Around};

/// A paragraph with its numbers.
struct Marked<'r> {
    standing: Standing,
    paragraph: &'r Paragraph,
    numbers: &'r [Number],
}

fn marked<'r>(blocks: &'r Blocks, reading: &'r Reading) -> Vec<Marked<'r>> {
    let mut rest = reading.numbers.as_slice();
    let paragraphs = blocks.paragraphs().into_iter().enumerate();
    paragraphs
        .map(|(index, (standing, paragraph))| {
            let count = rest
                .iter()
                .take_while(|number| number.spot.paragraph == index)
                .count();
            let (numbers, after) = rest.split_at_checked(count).unwrap_or((rest, &[]));
            rest = after;
            Marked {
                standing,
                paragraph,
                numbers,
            }
        })
        .filter(|marked| !marked.paragraph.text.trim().is_empty())
        .collect()
}

/// The pieces of a paragraph: plain text, and numbers.
fn pieces<'r>(marked: &Marked<'r>) -> Vec<(&'r str, Option<&'r Number>)> {
    let text = marked.paragraph.text.as_str();
    let mut pieces = Vec::new();
    let mut from = 0;
    for number in marked.numbers {
        let range = number.spot.range.clone();
        pieces.push((text.get(from..range.start).unwrap_or(""), None));
        from = range.end;
        pieces.push((text.get(range).unwrap_or(""), Some(number)));
    }
    pieces.push((text.get(from..).unwrap_or(""), None));
    pieces
}

/// The text for a terminal: figures in 【】 with their fields below, numbers that are none in
/// 〔〕, unread ones between ？.
#[must_use]
pub fn text(blocks: &Blocks, reading: &Reading, lang: Lang) -> String {
    let mut out = String::new();
    for marked in marked(blocks, reading) {
        let _ = write!(out, "{:>4}  ", marked.paragraph.number);
        let mut below = String::new();
        for (piece, number) in pieces(&marked) {
            let piece = piece.replace('\n', "\n      ");
            let Some(number) = number else {
                out.push_str(&piece);
                continue;
            };
            let _ = match &number.end {
                End::Figure(field) => {
                    let _ = writeln!(below, "      {piece} → {field}");
                    write!(out, "【{piece}】")
                }
                End::None(_) => write!(out, "〔{piece}〕"),
                End::Unread(why) => {
                    let _ = writeln!(below, "      {piece} ？ {}", said::unread(why, lang));
                    write!(out, "？{piece}？")
                }
            };
        }
        let _ = write!(out, "\n{below}");
    }
    let _ = writeln!(out, "\n{}", Around::Legend.text(lang));
    out.push_str(&summary(blocks, reading, lang));
    out
}

/// Only what is unread, each with its place.
#[must_use]
pub fn unread(blocks: &Blocks, reading: &Reading, lang: Lang) -> String {
    let mut out = String::new();
    for marked in marked(blocks, reading) {
        for number in marked.numbers {
            let End::Unread(why) = &number.end else {
                continue;
            };
            let place = said::place(marked.paragraph.number, marked.standing, lang);
            let around = around(&marked.paragraph.text, number);
            let _ = writeln!(out, "{place}  {around}  {}", said::unread(why, lang));
        }
    }
    out.push_str(&summary(blocks, reading, lang));
    out
}

/// The number with a few words on either side.
fn around(text: &str, number: &Number) -> String {
    let range = &number.spot.range;
    let before: Vec<char> = text
        .get(..range.start)
        .unwrap_or("")
        .chars()
        .rev()
        .take_while(|letter| *letter != '\n')
        .take(12)
        .collect();
    let after = text.get(range.end..).unwrap_or("").chars();
    let after: String = after.take_while(|letter| *letter != '\n').take(8).collect();
    let before: String = before.into_iter().rev().collect();
    let written = text.get(range.clone()).unwrap_or("");
    format!("…{before}【{written}】{after}…")
}

/// Fields that could not be read, and how many numbers ended how.
fn summary(blocks: &Blocks, reading: &Reading, lang: Lang) -> String {
    let mut out = String::new();
    if !reading.titled {
        let _ = writeln!(out, "{}", Around::NoTitle.text(lang));
    }
    if !reading.open.is_empty() {
        let _ = writeln!(out, "{}", Around::Open.text(lang));
    }
    let paragraphs = blocks.paragraphs();
    for open in &reading.open {
        let places: Vec<String> = open
            .spots
            .iter()
            .filter_map(|spot| {
                let (standing, paragraph) = paragraphs.get(spot.paragraph)?;
                let written = paragraph.text.get(spot.range.clone())?;
                let place = said::place(paragraph.number, *standing, lang);
                Some(format!("{place}“{written}”"))
            })
            .collect();
        let why = said::unread(&open.why, lang);
        let _ = writeln!(out, "  {}  {why}  {}", open.field, places.join("；"));
    }
    let _ = writeln!(out, "{}", said::counts(reading.counts(), lang));
    out
}

/// The same as a page that needs nothing else.
#[must_use]
pub fn html(name: &str, blocks: &Blocks, reading: &Reading, lang: Lang) -> String {
    const STYLE: &str = "body{max-width:52rem;margin:2rem auto;padding:0 1rem;line-height:1.8;font-family:system-ui,\"PingFang SC\",\"Microsoft YaHei\",sans-serif}\
p{margin:.4rem 0}small{color:#666}mark{background:#d7f0dd;border-bottom:2px solid #2a7d46}\
u{text-decoration:none;background:#fde2c8;border-bottom:2px dashed #b3541e}i{font-style:normal;color:#777;border-bottom:1px dotted #999}\
table{border-collapse:collapse}td{padding:.1rem .8rem .1rem 0;vertical-align:top}";
    let title = Around::Page.text(lang);
    let tongue = lang.pick("zh-CN", "en");
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{tongue}\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{title} · {0}</title><style>{STYLE}</style>\n<h1>{title}</h1>\n<p>{0}</p>\n<p>{1}</p>\n",
        escaped(name),
        escaped(&said::counts(reading.counts(), lang)),
    );
    for marked in marked(blocks, reading) {
        let place = said::place(marked.paragraph.number, marked.standing, lang);
        let _ = write!(out, "<p><small>{place}</small> ");
        for (piece, number) in pieces(&marked) {
            let piece = escaped(piece).replace('\n', "<br>");
            let _ = match number.map(|number| &number.end) {
                None => write!(out, "{piece}"),
                Some(End::Figure(field)) => {
                    write!(out, "<mark title=\"{}\">{piece}</mark>", escaped(field))
                }
                Some(End::None(why)) => {
                    write!(
                        out,
                        "<i title=\"{}\">{piece}</i>",
                        said::no_figure(*why, lang)
                    )
                }
                Some(End::Unread(why)) => {
                    write!(
                        out,
                        "<u title=\"{}\">{piece}</u>",
                        escaped(&said::unread(why, lang))
                    )
                }
            };
        }
        out.push_str("</p>\n");
    }
    let _ = writeln!(
        out,
        "<pre>{}</pre></html>",
        escaped(&summary(blocks, reading, lang))
    );
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
