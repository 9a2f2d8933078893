//! Word documents made of text, for tests and as samples.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const SPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// A package of parts; stored, so that the same parts are the same bytes everywhere.
pub(crate) fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(zip::DateTime::default());
    for (name, text) in parts {
        zip.start_file(*name, stored).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A document whose body is this markup.
pub(crate) fn document(body: &str, numbering: Option<&str>) -> Vec<u8> {
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document xmlns:w=\"{SPACE}\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\"><w:body>{body}<w:sectPr/></w:body></w:document>"
    );
    let types = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/><Override PartName=\"/word/numbering.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml\"/></Types>";
    let relations = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    let own = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering\" Target=\"numbering.xml\"/></Relationships>";
    let numbering = numbering.map_or_else(
        || format!("<w:numbering xmlns:w=\"{SPACE}\"/>"),
        |lists| format!("<w:numbering xmlns:w=\"{SPACE}\">{lists}</w:numbering>"),
    );
    package(&[
        ("[Content_Types].xml", types),
        ("_rels/.rels", relations),
        ("word/_rels/document.xml.rels", own),
        ("word/document.xml", &body),
        ("word/numbering.xml", &numbering),
    ])
}

/// Text as markup has it.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn run(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!(
        "<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>",
        escaped(text)
    )
}

/// A paragraph a line.
pub(crate) fn plain(text: &str) -> Vec<u8> {
    let mut body = String::new();
    for line in text.lines() {
        let _ = write!(body, "<w:p>{}</w:p>", run(line));
    }
    document(&body, None)
}

/// The same text as a document that has been worked on: automatic numbering of chapters, figures
/// that replaced others under tracked changes, digits of one figure in two runs, smart tags,
/// content controls, bookmarks, a paragraph that was deleted.
pub(crate) fn revised(text: &str) -> Vec<u8> {
    let mut body = String::new();
    let mut chapters = 0;
    let mut figures = 0;
    for line in text.lines() {
        let mut properties = String::new();
        let mut rest = line.to_owned();
        let second = line.starts_with("二、部门整体");
        for mark in ["一、", "二、", "三、", "四、"] {
            if let Some(bare) = line.strip_prefix(mark) {
                chapters += 1;
                // the second 二、 begins a list of its own
                let list = if chapters < 3 { 1 } else { 2 };
                assert!(!second || chapters == 3);
                properties = format!(
                    "<w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr>"
                );
                bare.clone_into(&mut rest);
            }
        }
        let mut runs = String::new();
        while let Some((before, mark, after)) = bookmark(&rest) {
            runs += &figured(&before, &mut figures);
            let _ = write!(
                runs,
                "<w:bookmarkStart w:id=\"{figures}\" w:name=\"{mark}\"/><w:bookmarkEnd w:id=\"{figures}\"/>"
            );
            rest = after;
        }
        runs += &figured(&rest, &mut figures);
        let _ = write!(body, "<w:p>{properties}{runs}</w:p>");
        if line.starts_with("（一）2021年部门决算") || line.starts_with("（二）2021年部门决算")
        {
            body += "<w:p><w:pPr><w:rPr><w:del w:id=\"900\" w:author=\"a\"/></w:rPr></w:pPr><w:del w:id=\"901\" w:author=\"a\"><w:r><w:delText>2021年度收、支总计999.99万元。</w:delText></w:r></w:del></w:p>";
        }
    }
    let level = "<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCountingThousand\"/><w:lvlText w:val=\"%1、\"/></w:lvl>";
    let lists = format!(
        "<w:abstractNum w:abstractNumId=\"7\">{level}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"7\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"2\"/></w:lvlOverride></w:num>"
    );
    document(&body, Some(&lists))
}

fn bookmark(text: &str) -> Option<(String, String, String)> {
    let (before, rest) = text.split_once("[bookmark: ")?;
    let (mark, after) = rest.split_once(']')?;
    Some((before.to_owned(), mark.to_owned(), after.to_owned()))
}

/// Runs of a text; each of its figures in a way of its own.
fn figured(text: &str, figures: &mut usize) -> String {
    let mut runs = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(|letter: char| letter.is_ascii_digit()) {
        runs += &named(&rest[..at]);
        let end = rest[at..]
            .find(|letter: char| !letter.is_ascii_digit() && letter != '.')
            .map_or(rest.len(), |end| at + end);
        let figure = &rest[at..end];
        *figures += 1;
        let piece = match *figures % 5 {
            0 => format!(
                "<w:del w:id=\"{figures}\" w:author=\"a\"><w:r><w:delText>7{figure}</w:delText></w:r></w:del><w:ins w:id=\"{figures}\" w:author=\"a\">{}</w:ins>",
                run(figure)
            ),
            1 => {
                let (first, second) = figure.split_at(figure.len() / 2);
                format!("{}{}", run(first), run(second))
            }
            2 => format!(
                "<w:sdt><w:sdtPr><w:tag w:val=\"n\"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
                run(figure)
            ),
            3 => format!(
                "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>= 1 + 1</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
                run(figure)
            ),
            _ => run(figure),
        };
        runs += &piece;
        rest = &rest[end..];
    }
    runs.push_str(&named(rest));
    runs
}

/// Names of places in smart tags.
fn named(text: &str) -> String {
    let parts: Vec<String> = text.split("雁峰区").map(run).collect();
    parts.join(&format!(
        "<w:smartTag w:uri=\"urn:schemas-microsoft-com:office:smarttags\" w:element=\"place\">{}</w:smartTag>",
        run("雁峰区")
    ))
}
