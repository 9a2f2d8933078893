//! From what sentences claim to what is known: one number one field, one field one figure.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::claim::{Claim, Claims};
use super::compiled::Sentences;
use super::pattern::Path;
use super::plain::plain;
use super::reading::{End, Number, Open, Reading, Spot, Unread, Value};
use super::text::Text;
use super::title::Title;
use crate::read::{Blocks, Standing};

impl Sentences {
    /// Reads a report.
    #[must_use]
    pub fn read(&self, blocks: &Blocks) -> Reading {
        let text = Text::of(blocks);
        let title = self.title(&text);
        let mut claims = Claims::default();
        for line in text.lines.iter().filter(|line| line.is_prose) {
            self.claim(&text, line, title.year, &mut claims);
        }
        claims.of_fields.extend(title.claims.iter().cloned());
        let mut reading = settle(&text, &claims);
        reading.titled = title.last.is_some();
        self.outline(&text, &title, &mut reading);
        self.called(&text, &claims, &mut reading);
        for (field, words) in &self.report.fixed {
            reading
                .fields
                .insert(steps(field), (Value::Text(words.clone()), None));
        }
        reading
    }

    /// Whether a report is of the kind that the pack's sentences are for.
    #[must_use]
    pub fn knows(&self, blocks: &Blocks) -> bool {
        self.title(&Text::of(blocks)).last.is_some()
    }

    /// Headings of the first level, and chapters that fill a field.
    fn outline(&self, text: &Text<'_>, title: &Title, reading: &mut Reading) {
        let top = |line: &super::text::Line| {
            line.head
                .as_ref()
                .is_some_and(|head| head.level == 1 && head.alone)
        };
        let written = |line: &super::text::Line| {
            let whole = 0..line.range.len();
            text.at(&text.spot(line, &whole)).trim().to_owned()
        };
        let headings: Vec<String> = text
            .lines
            .iter()
            .filter(|line| top(line))
            .map(written)
            .collect();
        if let Some(field) = self
            .report
            .headings
            .as_ref()
            .filter(|_| !headings.is_empty())
        {
            reading
                .fields
                .insert(steps(field), (Value::Items(headings), None));
        }
        for chapter in &self.chapters {
            let mut inside = chapter.under.is_empty() && title.last.is_some();
            let first = title.last.filter(|_| inside).map_or(0, |last| last + 1);
            let mut lines = Vec::new();
            let mut spot = None;
            for line in text.lines.iter().skip(first).filter(|line| line.is_prose) {
                if top(line) {
                    if inside && !lines.is_empty() || chapter.under.is_empty() {
                        break;
                    }
                    let heading = text.line(line);
                    inside = chapter.under.iter().any(|words| heading.contains(words));
                } else if inside && !line.range.is_empty() {
                    spot.get_or_insert_with(|| text.spot(line, &(0..line.range.len())));
                    // a paragraph is told whole, with what the plain text leaves out
                    let paragraph = text.written(line.paragraph).trim();
                    if lines.last() != Some(&paragraph) {
                        lines.push(paragraph);
                    }
                }
            }
            if !lines.is_empty() {
                let value = Value::Text(lines.join("\n"));
                reading.fields.insert(chapter.field.clone(), (value, spot));
            }
        }
    }

    /// Every way in which the unit calls itself, in the order of the text.
    fn called(&self, text: &Text<'_>, claims: &Claims, reading: &mut Reading) {
        let Some(field) = &self.report.called else {
            return;
        };
        let mut found: Vec<(Spot, String)> = claims
            .called
            .iter()
            .map(|(name, spot)| (spot.clone(), name.clone()))
            .collect();
        if let Some(name) = &self.report.name
            && let Some((Value::Text(name), Some(spot))) = reading.fields.get(&steps(name))
        {
            found.push((spot.clone(), name.clone()));
        }
        for line in text.lines.iter().filter(|line| line.is_prose) {
            let written = text.line(line);
            for word in &self.report.calling {
                let at = written.find(&plain(word));
                found.extend(at.map(|at| {
                    let spot = text.spot(line, &(at..at + word.len()));
                    (spot, word.clone())
                }));
            }
        }
        found.sort_by_key(|(spot, _)| (spot.paragraph, spot.range.start));
        let mut told = BTreeSet::new();
        let names: Vec<String> = found
            .into_iter()
            .map(|(_, name)| name)
            .filter(|name| told.insert(name.clone()))
            .collect();
        if !names.is_empty() {
            let value = Value::Items(names);
            reading.fields.insert(steps(field), (value, None));
        }
    }
}

fn steps(path: &str) -> Path {
    path.split('.').map(str::to_owned).collect()
}

fn settle(text: &Text<'_>, claims: &Claims) -> Reading {
    let mut reading = Reading::default();
    let mut unread: BTreeMap<usize, Unread> = BTreeMap::new();
    let mut open: BTreeMap<String, Open> = BTreeMap::new();
    let mut say = |path: &[String], why: &Unread, spot: &Spot| {
        let field = path.join(".");
        let known = open.entry(field.clone()).or_insert_with(|| Open {
            field,
            why: why.clone(),
            spots: Vec::new(),
        });
        if !known.spots.contains(spot) {
            known.spots.push(spot.clone());
        }
    };
    for (path, why, spot) in &claims.open {
        say(path, why, spot);
    }
    for (token, why) in &claims.refused {
        unread.entry(*token).or_insert_with(|| why.clone());
    }
    let mut by_token: BTreeMap<usize, BTreeSet<&Path>> = BTreeMap::new();
    for claim in &claims.of_fields {
        if let Some(token) = claim.token {
            by_token.entry(token).or_default().insert(&claim.path);
        }
    }
    let twice = |claim: &Claim| {
        let token = claim.token.and_then(|token| by_token.get(&token));
        token.filter(|paths| paths.len() > 1)
    };
    let mut by_path: BTreeMap<&Path, Vec<&Claim>> = BTreeMap::new();
    for claim in &claims.of_fields {
        if let Some((paths, token)) = twice(claim).zip(claim.token) {
            let why = Unread::TwoFields(paths.iter().map(|path| path.join(".")).collect());
            say(&claim.path, &why, &claim.spot);
            unread.insert(token, why);
        } else {
            by_path.entry(&claim.path).or_default().push(claim);
        }
    }
    let mut figures: BTreeMap<usize, String> = BTreeMap::new();
    for (path, claims) in by_path {
        let Some(first) = claims.first() else {
            continue;
        };
        let agree = claims.iter().all(|claim| same(&first.value, &claim.value));
        let field = path.join(".");
        for claim in &claims {
            let Some(token) = claim.token.filter(|_| agree) else {
                continue;
            };
            figures.insert(token, field.clone());
        }
        if agree {
            let finest = claims.iter().max_by_key(|claim| places(&claim.value));
            let value = finest.map_or(&first.value, |claim| &claim.value);
            reading
                .fields
                .insert(path.clone(), (value.clone(), Some(first.spot.clone())));
            continue;
        }
        let why = Unread::Differs(field);
        for claim in claims {
            say(path, &why, &claim.spot);
            unread.extend(claim.token.map(|token| (token, why.clone())));
        }
    }
    for (index, token) in text.tokens.iter().enumerate() {
        let end = match (figures.remove(&index), unread.remove(&index), token.no) {
            (Some(field), ..) => End::Figure(field),
            (None, _, Some(no)) => End::None(no),
            (None, Some(why), None) => End::Unread(why),
            (None, None, None) => End::Unread(match token.standing {
                Standing::Cell { .. } => Unread::Table,
                Standing::Text if token.struck => Unread::Struck,
                Standing::Text if !token.whole => Unread::Malformed,
                Standing::Text => Unread::NoSentence,
            }),
        };
        reading.numbers.push(Number {
            spot: token.spot.clone(),
            standing: token.standing,
            end,
        });
    }
    reading.open = open.into_values().collect();
    reading
}

/// Whether two places say the same of a field. A figure written with fewer places agrees with
/// one that rounds to it.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            let (Ok(one), Ok(other)) = (one.parse::<Decimal>(), other.parse::<Decimal>()) else {
                return one == other;
            };
            one == other
        }
        (Value::Text(one), Value::Text(other)) => {
            // two words for one direction are the same; of two reasons the first is kept
            let signs = (super::direction::of(one), super::direction::of(other));
            match signs {
                (Some((_, one)), Some((_, other))) => one == other,
                _ => true,
            }
        }
        _ => true,
    }
}

fn places(value: &Value) -> usize {
    match value {
        Value::Number(digits) => digits.split_once('.').map_or(0, |(_, digits)| digits.len()),
        _ => 0,
    }
}
