//! A rule as its author wrote it, for people who want to see what it really asks.

use super::Pack;

/// Where a rule stands in its script, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt<'p> {
    /// The script, with the pack's id.
    pub file: &'p str,
    /// The rule's first line, from 1.
    pub line: usize,
    /// From `rule(` to the end of its last line.
    pub text: &'p str,
}

impl Pack {
    /// The text of a rule, found by its `rule("ID"`; `None` for a rule that is declared in any
    /// other way, as in a loop.
    #[must_use]
    pub fn rule_text(&self, id: &str) -> Option<Excerpt<'_>> {
        self.scripts.iter().find_map(|script| {
            let (line, start) = lines(&script.text)
                .enumerate()
                .find_map(|(index, (at, line))| declares(line, id).then_some((index + 1, at)))?;
            let rest = script.text.get(start..)?;
            Some(Excerpt {
                file: &script.file,
                line,
                text: rest.get(..end(rest))?.trim_end(),
            })
        })
    }
}

/// Lines and the bytes at which they start.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |next, line| {
        let at = *next;
        *next += line.len();
        Some((at, line))
    })
}

fn declares(line: &str, id: &str) -> bool {
    line.trim_start()
        .strip_prefix("rule")
        .map(|rest| rest.strip_prefix("_all").unwrap_or(rest))
        .and_then(|rest| rest.trim_start().strip_prefix('('))
        .and_then(|rest| rest.trim_start().strip_prefix('"'))
        .and_then(|rest| rest.strip_prefix(id))
        .is_some_and(|rest| rest.starts_with('"'))
}

/// Where the rule ends that starts the text: after the line that closes it at its own
/// indentation, as every formatted script has one; else before the next rule.
fn end(text: &str) -> usize {
    let margin = text.len() - text.trim_start().len();
    let mut next_rule = text.len();
    for (at, line) in lines(text).skip(1) {
        let bare = line.trim_start();
        if line.len() - bare.len() > margin {
            continue;
        }
        if bare.starts_with("});") {
            return at + line.len();
        }
        if bare.starts_with("rule(") || bare.starts_with("rule_all(") {
            next_rule = at;
            break;
        }
    }
    next_rule
}
