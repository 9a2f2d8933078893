//! The pages people follow by hand, followed to the letter: every `console` block is run in a
//! folder with a copy of `rules/` and `samples/`, and must print what the page says it prints.
//!
//! A comment before a block says what the reader does with it:
//! - `write FILE`: the block is the file;
//! - `append FILE`: the block goes to its end;
//! - `replace FILE: WORDS`: the block takes the place of the paragraph with these words;
//! - `try FILE: WORDS`: it takes the place of the line with these words, until the next command
//!   has run.
//!
//! In what a page shows, `…` stands for anything within a line, and alone on a line for any lines.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking, also in the functions it shares"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use gouji::report::{Format, Style, Text};
use gouji::source::Source;
use gouji::words::Lang;
use unicode_width::UnicodeWidthChar;

use crate::fresh::{expect_file, root};
use crate::samples::checker;

#[test]
fn writing_rules_page() {
    follow("docs/writing-rules.md");
}

#[test]
fn self_check_page() {
    follow("docs/self-check.md");
}

#[test]
fn settings_page() {
    follow("docs/settings.md");
}

#[test]
fn reports_page() {
    follow("docs/reports.md");
}

#[test]
fn screening_page() {
    follow("docs/screening.md");
}

#[test]
fn readmes() {
    follow("README.md");
    follow("README.zh-CN.md");
}

/// A rule that a page quotes from a pack stands in the pack word for word.
#[test]
fn quoted_rules_are_in_the_pack() {
    for page in [
        "README.md",
        "README.zh-CN.md",
        "docs/writing-rules.md",
        "docs/architecture.md",
    ] {
        let text = fs::read_to_string(root().join(page)).unwrap();
        for (mark, block) in blocks(&text) {
            if let Some(file) = mark.strip_prefix("quoted ") {
                let rules = fs::read_to_string(root().join(file)).unwrap();
                assert!(
                    rules.contains(&block.text),
                    "{page}: not in {file}:\n{}",
                    block.text
                );
            }
        }
    }
}

/// Runs a page from top to bottom, as its reader would.
fn follow(page: &str) {
    let text = fs::read_to_string(root().join(page)).unwrap();
    let desk = Desk::new(page);
    let mut undo = Vec::new();
    for (mark, block) in blocks(&text) {
        if block.language == "console" {
            desk.run(page, &block.text);
            for (file, before) in undo.drain(..) {
                fs::write(file, before).unwrap();
            }
            continue;
        }
        let (action, rest) = mark.split_once(' ').unwrap_or((mark.as_str(), ""));
        let (file, words) = rest.split_once(": ").unwrap_or((rest, ""));
        let file = desk.0.join(file);
        let before = || fs::read_to_string(&file).unwrap();
        match action {
            "write" => {
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(&file, &block.text).unwrap();
            }
            "append" => fs::write(&file, format!("{}\n{}", before(), block.text)).unwrap(),
            "replace" => {
                let after = replaced(&before(), "\n\n", words, block.text.trim_end());
                fs::write(&file, after).unwrap();
            }
            "try" => {
                let before = before();
                let after = replaced(&before, "\n", words, block.text.trim_end());
                fs::write(&file, after).unwrap();
                undo.push((file, before));
            }
            _ => {}
        }
    }
}

/// The text with the one part that has these words exchanged.
fn replaced(text: &str, between: &str, words: &str, new: &str) -> String {
    let parts: Vec<&str> = text.split(between).collect();
    let hits = parts.iter().filter(|part| part.contains(words)).count();
    assert_eq!(hits, 1, "{words}");
    let parts: Vec<&str> = parts
        .into_iter()
        .map(|part| if part.contains(words) { new } else { part })
        .collect();
    parts.join(between)
}

struct Block {
    language: String,
    text: String,
}

/// Fenced blocks, each with the comment on the line before it.
fn blocks(page: &str) -> Vec<(String, Block)> {
    let mut all = Vec::new();
    let mut mark = String::new();
    let mut open: Option<Block> = None;
    for line in page.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(language)) => {
                open = Some(Block {
                    language: language.to_owned(),
                    text: String::new(),
                });
            }
            (Some(_), Some(_)) => {
                all.extend(open.take().map(|block| (std::mem::take(&mut mark), block)));
            }
            (Some(block), None) => writeln!(block.text, "{line}").unwrap(),
            (None, None) => {
                let comment = line
                    .strip_prefix("<!-- ")
                    .and_then(|rest| rest.strip_suffix(" -->"));
                comment.unwrap_or_default().clone_into(&mut mark);
            }
        }
    }
    all
}

/// The folder a reader works in; gone when the page held.
struct Desk(PathBuf);

impl Desk {
    fn new(page: &str) -> Self {
        let name = format!(
            "gouji-guide-{}-{}",
            std::process::id(),
            page.replace('/', "-")
        );
        let folder = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&folder);
        for part in ["rules", "samples"] {
            copy(&root().join(part), &folder.join(part));
        }
        Self(folder)
    }

    /// Runs the commands of a block and holds what they print against it.
    fn run(&self, page: &str, block: &str) {
        let mut printed = String::new();
        let mut code = 0;
        for line in block.lines() {
            let Some(command) = line.strip_prefix("$ ") else {
                continue;
            };
            writeln!(printed, "{line}").unwrap();
            let mut words = command.split_whitespace();
            match words.next() {
                Some("gouji") => {
                    let ended = Command::new(env!("CARGO_BIN_EXE_gouji"))
                        .args(words)
                        .current_dir(&self.0)
                        .env("COLUMNS", "80")
                        .env_remove("GOUJI_LANG")
                        .env_remove("CLICOLOR_FORCE")
                        .output()
                        .unwrap();
                    code = ended.status.code().unwrap();
                    printed.push_str(&String::from_utf8(ended.stdout).unwrap());
                    printed.push_str(&String::from_utf8(ended.stderr).unwrap());
                }
                Some("echo") => writeln!(printed, "{code}").unwrap(),
                other => panic!("{page}: cannot run {other:?}"),
            }
        }
        let shown: Vec<&str> = block.lines().map(str::trim_end).collect();
        let found: Vec<&str> = printed.lines().map(str::trim_end).collect();
        assert!(
            all_like(&shown, &found),
            "{page} shows\n{block}\nbut this is printed\n{printed}"
        );
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = fs::remove_dir_all(&self.0);
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// Whether lines are as shown; blank lines at the end do not count.
fn all_like(shown: &[&str], found: &[&str]) -> bool {
    match (shown, found) {
        ([], rest) => rest.iter().all(|line| line.is_empty()),
        (["…", more @ ..], _) => (0..=found.len()).any(|skip| all_like(more, &found[skip..])),
        ([first, more @ ..], [line, rest @ ..]) => like(first, line) && all_like(more, rest),
        (_, []) => false,
    }
}

fn like(shown: &str, found: &str) -> bool {
    let parts: Vec<&str> = shown.split('…').collect();
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
        return false;
    };
    if parts.len() == 1 {
        return shown == found;
    }
    let Some(rest) = found.strip_prefix(first) else {
        return false;
    };
    let Some(mut rest) = rest.strip_suffix(last) else {
        return false;
    };
    for part in &parts[1..parts.len() - 1] {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

/// Columns of the picture.
const COLUMNS: usize = 92;
/// One column and one line, in tenths of a unit of the picture.
const CELL: usize = 84;
const LINE: usize = 190;
/// Around the text.
const MARGIN: usize = 160;

/// The picture in the README: what a terminal shows of one finding and the last lines.
#[test]
fn picture_of_the_output() {
    let file = "samples/yanfeng-2021/自评.json";
    let text = fs::read_to_string(root().join(file)).unwrap();
    let (source, checked) = checker().check_source(Source::new(file, text));
    let style = Style {
        color: true,
        width: COLUMNS,
        ascii: false,
    };
    let mut out = Vec::new();
    Text::new(Lang::Chinese, style)
        .submission(&source, &checked, &mut out)
        .unwrap();
    let report = String::from_utf8(out).unwrap();
    let finding = report.lines().skip_while(|line| !line.contains("ZT-19  "));
    let end = report
        .lines()
        .skip_while(|line| !line.contains("结论："))
        .take(3);
    let prompt = format!("\u{1b}[2m$ gouji check {file}\u{1b}[0m");
    let mut lines = vec![prompt.as_str(), "…"];
    lines.extend(finding.take_while(|line| !line.is_empty()));
    lines.extend(["…"].into_iter().chain(end));
    expect_file("docs/output.svg", &svg(&lines));
}

fn svg(lines: &[&str]) -> String {
    let units = |tenths: usize| format!("{}.{}", tenths / 10, tenths % 10);
    let width = units(COLUMNS * CELL + 2 * MARGIN);
    let height = units(lines.len() * LINE + 2 * MARGIN);
    let mut all = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-size=\"14\" \
         font-family=\"'Sarasa Mono SC','Noto Sans Mono CJK SC',Menlo,Consolas,'DejaVu Sans Mono','Microsoft YaHei',monospace\">\n\
         <title>gouji check 的输出：ZT-19 人员经费合计应等于各明细之和</title>\n\
         <style>.r{{fill:#ff7b72}}.g{{fill:#7ee787}}.y{{fill:#e3b341}}.c{{fill:#76e3ea}}.d{{fill:#8b949e}}.b{{font-weight:bold}}</style>\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"#161b22\"/>\n<g fill=\"#e6edf3\">\n"
    );
    for (row, line) in lines.iter().enumerate() {
        let y = units(MARGIN + row * LINE + 140);
        for piece in pieces(line) {
            // a font's own widths would shift what stands behind Chinese letters
            writeln!(
                all,
                "<text x=\"{}\" y=\"{y}\" textLength=\"{}\"{}>{}</text>",
                units(MARGIN + piece.column * CELL),
                units(piece.columns * CELL),
                piece.class,
                piece.text.replace('&', "&amp;").replace('<', "&lt;"),
            )
            .unwrap();
        }
    }
    all.push_str("</g>\n</svg>\n");
    all
}

/// Letters of one colour and one width, without blanks at their ends.
struct Piece {
    column: usize,
    columns: usize,
    class: String,
    text: String,
}

fn pieces(line: &str) -> Vec<Piece> {
    let mut all: Vec<Piece> = Vec::new();
    let (mut column, mut class, mut joined) = (0, String::new(), false);
    let mut rest = line;
    while let Some(letter) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("\u{1b}[") {
            let (codes, after) = after.split_once('m').unwrap();
            class = class_of(codes);
            rest = after;
            joined = false;
            continue;
        }
        rest = &rest[letter.len_utf8()..];
        let wide = letter.width().unwrap_or(0);
        if letter == ' ' {
            joined = false;
        } else {
            match all.last_mut() {
                Some(last) if joined && last.columns == last.text.chars().count() * wide => {
                    last.text.push(letter);
                    last.columns += wide;
                }
                _ => all.push(Piece {
                    column,
                    columns: wide,
                    class: class.clone(),
                    text: letter.to_string(),
                }),
            }
            joined = true;
        }
        column += wide;
    }
    all
}

fn class_of(codes: &str) -> String {
    let names: Vec<&str> = codes
        .split(';')
        .filter_map(|code| match code {
            "1" => Some("b"),
            "2" => Some("d"),
            "31" => Some("r"),
            "32" => Some("g"),
            "33" => Some("y"),
            "36" => Some("c"),
            _ => None,
        })
        .collect();
    if names.is_empty() {
        String::new()
    } else {
        format!(" class=\"{}\"", names.join(" "))
    }
}
