//! The title of a report, over one line or several.

use super::claim::Claim;
use super::compiled::Sentences;
use super::pattern::Group;
use super::reading::{Spot, Value};
use super::text::{Line, Text};

/// What the title says.
#[derive(Debug, Default)]
pub(super) struct Title {
    pub(super) claims: Vec<Claim>,
    pub(super) year: Option<i32>,
    /// The last line of it; none where there is no title.
    pub(super) last: Option<usize>,
}

/// Lines that are looked at before the first heading.
const LINES: usize = 30;
/// The longest line of a title, in bytes.
const LONGEST: usize = 200;

impl Sentences {
    /// Finds the title: the first lines that together are one of those the pack knows, rather
    /// with the name of the unit than without.
    pub(super) fn title(&self, text: &Text<'_>) -> Title {
        let lines: Vec<(usize, &Line)> = text
            .lines
            .iter()
            .enumerate()
            .filter(|(_, line)| line.is_prose && !line.range.is_empty())
            .take(LINES)
            .take_while(|(_, line)| line.head.as_ref().is_none_or(|head| head.level > 1))
            .collect();
        let mut best: Option<Title> = None;
        for last in 0..lines.len() {
            for count in (1..=3).rev() {
                let Some(together) = (last + 1)
                    .checked_sub(count)
                    .and_then(|first| lines.get(first..=last))
                else {
                    continue;
                };
                if let Some(title) = self.title_of(text, together) {
                    let named = |title: &Title| {
                        title
                            .claims
                            .iter()
                            .any(|c| matches!(c.value, Value::Text(_)))
                    };
                    if named(&title) {
                        return self.with_title_field(title, text);
                    }
                    best.get_or_insert(title);
                }
            }
        }
        best.map_or_else(Title::default, |title| self.with_title_field(title, text))
    }

    fn title_of(&self, text: &Text<'_>, lines: &[(usize, &Line)]) -> Option<Title> {
        let parts: Vec<&str> = lines.iter().map(|(_, line)| text.line(line)).collect();
        let first = parts.first()?;
        if parts.iter().any(|part| part.len() > LONGEST) || first.starts_with("附件") {
            return None;
        }
        let joined = parts.concat();
        let (sentence, found) = self
            .titles
            .iter()
            .find_map(|title| Some((title, title.expression.captures(&joined)?)))?;
        let mut title = Title {
            last: lines.last().map(|(index, _)| *index),
            ..Title::default()
        };
        for (index, group) in sentence.groups.iter().enumerate() {
            let Some(part) = found.get(index + 1) else {
                continue;
            };
            let (path, value) = match group {
                Group::Number { path, .. } => (path, Value::Number(part.as_str().to_owned())),
                Group::Name { path } => (path, Value::Text(part.as_str().to_owned())),
                _ => continue,
            };
            // which of the lines it stands in; a name over two lines stands in the first
            let mut before = 0;
            let (_, line) = lines.iter().find(|(_, line)| {
                let inside = part.start() < before + line.range.len();
                if !inside {
                    before += line.range.len();
                }
                inside
            })?;
            let range = part.start() - before..(part.end() - before).min(line.range.len());
            let token = match group {
                Group::Number { .. } => Some(line.tokens.clone().find(|index| {
                    text.tokens
                        .get(*index)
                        .is_some_and(|token| token.range == range)
                })?),
                _ => None,
            };
            title.claims.push(Claim {
                path: path.clone(),
                value,
                spot: text.spot(line, &range),
                token,
            });
        }
        let year = self.report.year.as_ref();
        title.year = title.claims.iter().find_map(|claim| match &claim.value {
            Value::Number(digits) if Some(&claim.path.join(".")) == year => digits.parse().ok(),
            _ => None,
        });
        Some(title)
    }

    /// Adds the title itself: the last line, without the name of the unit before it.
    fn with_title_field(&self, mut title: Title, text: &Text<'_>) -> Title {
        let line = title.last.and_then(|last| text.lines.get(last));
        if let Some((field, line)) = self.report.title_field.as_ref().zip(line) {
            let whole = text.line(line);
            let spot = |claim: &Claim| {
                (claim.spot.paragraph == line.paragraph).then(|| claim.spot.clone())
            };
            let name = title.claims.iter().find_map(|claim| match &claim.value {
                Value::Text(name) if whole.starts_with(name.as_str()) => {
                    spot(claim).map(|_| name.len())
                }
                _ => None,
            });
            let range = name.unwrap_or(0)..whole.len();
            let spot: Spot = text.spot(line, &range);
            title.claims.push(Claim {
                path: field.split('.').map(str::to_owned).collect(),
                value: Value::Text(text.at(&spot).trim().to_owned()),
                spot,
                token: None,
            });
        }
        title
    }
}
