//! Sentences of the text that are sentences of the pack, and what they claim.

use std::ops::Range;

use regex::Captures;

use super::compiled::{Sentence, Sentences};
use super::direction;
use super::number::NoFigure;
use super::outline::{STOPS, numbering};
use super::pattern::{Group, Path};
use super::reading::{Spot, Unread, Value};
use super::text::{Line, Text};
use super::unit::{Money, carried};

/// What a sentence says of a field.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    pub(super) path: Path,
    pub(super) value: Value,
    pub(super) spot: Spot,
    /// Which number of the text it is.
    pub(super) token: Option<usize>,
}

/// What all sentences say.
#[derive(Debug, Default)]
pub(super) struct Claims {
    pub(super) of_fields: Vec<Claim>,
    /// Numbers of sentences that were known and could not be taken, and why.
    pub(super) refused: Vec<(usize, Unread)>,
    /// Lists that were not read whole.
    pub(super) open: Vec<(Path, Unread, Spot)>,
    /// Ways in which the unit calls itself, with the place.
    pub(super) called: Vec<(String, Spot)>,
}

/// Sentences that begin inside one sentence: more than any text has, and no time without end.
const BEGINNINGS: usize = 400;

impl Sentences {
    /// Adds what the sentences of a line say. `year`: the one that is reported on.
    pub(super) fn claim(&self, text: &Text<'_>, line: &Line, year: Option<i32>, into: &mut Claims) {
        let written = text.line(line);
        for start in beginnings(written) {
            let Some(rest) = written.get(start..) else {
                continue;
            };
            for index in self.all.matches(rest) {
                let Some(sentence) = self.each.get(index) else {
                    continue;
                };
                let heads = text.under(line);
                let fits = |words: &String| heads.iter().any(|head| head.contains(words.as_str()));
                if !sentence.under.is_empty() && !sentence.under.iter().any(fits) {
                    continue;
                }
                if let Some(found) = sentence.expression.captures(rest) {
                    let matched = Matched {
                        text,
                        line,
                        start,
                        year,
                        sentences: self,
                    };
                    matched.take(sentence, &found, into);
                }
            }
        }
    }
}

/// Where sentences begin in a line: at its start, behind the number of an item, behind the end of
/// a sentence.
fn beginnings(line: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut add = |at: usize| {
        let rest = line.get(at..).unwrap_or("");
        if rest.is_empty() || found.len() >= BEGINNINGS {
            return;
        }
        found.push(at);
        let mut at = at;
        // “二、（一）1.”
        while let Some((_, length)) = line.get(at..).and_then(numbering) {
            at += length;
            found.push(at);
        }
    };
    add(0);
    for (at, stop) in line.match_indices(STOPS) {
        add(at + stop.len());
    }
    found
}

/// A sentence that was found.
struct Matched<'m, 'b> {
    text: &'m Text<'b>,
    line: &'m Line,
    start: usize,
    year: Option<i32>,
    sentences: &'m Sentences,
}

impl Matched<'_, '_> {
    /// Takes what it says, or nothing of it.
    fn take(&self, sentence: &Sentence, found: &Captures<'_>, into: &mut Claims) {
        let mut own = Claims::default();
        match self.read(sentence, found, &mut own) {
            Ok(()) => {
                into.of_fields.append(&mut own.of_fields);
                into.refused.append(&mut own.refused);
                into.open.append(&mut own.open);
                into.called.append(&mut own.called);
            }
            Err(why) => {
                let whole = found.get(0).map_or(0..0, |all| self.range(all.range()));
                let inside = self.tokens_in(&whole).map(|(index, _)| index);
                into.refused
                    .extend(inside.map(|index| (index, why.clone())));
            }
        }
    }

    fn range(&self, range: Range<usize>) -> Range<usize> {
        self.start + range.start..self.start + range.end
    }

    fn spot(&self, range: &Range<usize>) -> Spot {
        self.text.spot(self.line, range)
    }

    /// Numbers inside a part of the line, with their index.
    fn tokens_in<'s>(
        &'s self,
        range: &'s Range<usize>,
    ) -> impl Iterator<Item = (usize, Range<usize>)> + 's {
        self.line.tokens.clone().filter_map(|index| {
            let token = self.text.tokens.get(index)?;
            let inside = token.range.start >= range.start && token.range.end <= range.end;
            inside.then(|| (index, token.range.clone()))
        })
    }

    fn read(
        &self,
        sentence: &Sentence,
        found: &Captures<'_>,
        into: &mut Claims,
    ) -> Result<(), Unread> {
        let line = self.text.line(self.line);
        let mut falls: Vec<Path> = Vec::new();
        for (index, group) in sentence.groups.iter().enumerate() {
            let Some(part) = found.get(index + 1) else {
                continue;
            };
            let range = self.range(part.range());
            let written = part.as_str();
            let mut claim = |path: &Path, value: Value, token: Option<usize>| {
                into.of_fields.push(Claim {
                    path: path.clone(),
                    value,
                    spot: self.spot(&range),
                    token,
                });
            };
            match group {
                Group::Number { path, unit, places } => {
                    let token = self.number(&range)?;
                    let from = found
                        .get(index + 2)
                        .filter(|_| sentence.groups.get(index + 1) == Some(&Group::Unit))
                        .map(|unit| unit.as_str());
                    let figure = figure(written, from, unit, *places)?;
                    let sibling = path.split_last().map_or(&[][..], |(_, above)| above);
                    if figure.starts_with('-') && falls.iter().any(|fallen| fallen == sibling) {
                        return Err(Unread::Sign);
                    }
                    claim(path, Value::Number(figure), Some(token));
                }
                Group::Unit => {}
                Group::Year { before } => {
                    let due = self.year.ok_or(Unread::NoYear)? - before;
                    if written.parse() != Ok(due) {
                        return Err(Unread::OtherYear(written.to_owned()));
                    }
                }
                Group::Direction { path } => {
                    let Some((word, sign)) = direction::of(written) else {
                        continue;
                    };
                    if sign < 0 {
                        falls.extend(path.split_last().map(|(_, above)| above.to_vec()));
                    }
                    claim(path, Value::Text(word.to_owned()), None);
                }
                Group::Words { path } => {
                    let written = self.text.at(&self.spot(&range)).trim();
                    claim(path, Value::Text(written.to_owned()), None);
                }
                Group::Name { path } => {
                    claim(path, Value::Text(written.to_owned()), None);
                    into.called.push((written.to_owned(), self.spot(&range)));
                }
                Group::Called => into.called.push((written.to_owned(), self.spot(&range))),
                Group::Items { path } => {
                    if let Some(items) = items(written, line) {
                        claim(path, Value::Items(items), None);
                    }
                }
                Group::List { path, unit, places } => {
                    match self.list(&range, path, unit, *places) {
                        Ok(claims) => into.of_fields.extend(claims),
                        Err(why) => {
                            let inside = self.tokens_in(&range).map(|(index, _)| index);
                            into.refused
                                .extend(inside.map(|index| (index, why.clone())));
                            into.open.push((path.clone(), why, self.spot(&range)));
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// The number that is exactly a part of the line, and may be a figure.
    fn number(&self, range: &Range<usize>) -> Result<usize, Unread> {
        let found = self
            .tokens_in(range)
            .find(|(_, token)| token == range)
            .map(|(index, _)| index);
        let index = found.ok_or(Unread::Malformed)?;
        let token = self.text.tokens.get(index).ok_or(Unread::Malformed)?;
        if token.struck {
            return Err(Unread::Struck);
        }
        let about = token.no == Some(NoFigure::Approximate);
        if !token.whole || about {
            return Err(Unread::Malformed);
        }
        Ok(index)
    }

    /// The figures of a list; all of them or none.
    fn list(
        &self,
        range: &Range<usize>,
        path: &Path,
        unit: &str,
        places: u32,
    ) -> Result<Vec<Claim>, Unread> {
        let line = self.text.line(self.line);
        let list = path.join(".");
        let none = std::collections::BTreeMap::new();
        let known = self.sentences.names.get(path).unwrap_or(&none);
        let mut claims: Vec<Claim> = Vec::new();
        let mut from = range.start;
        for (_, token) in self.tokens_in(range).collect::<Vec<_>>() {
            let written = line.get(from..token.start).unwrap_or("");
            let bare = written.trim_start_matches(['、', '，']);
            let led = ["以及", "和", "及"]
                .iter()
                .find_map(|word| bare.strip_prefix(word));
            let name = [Some(bare), led]
                .into_iter()
                .flatten()
                .find_map(|name| known.get(name));
            let name = name.ok_or_else(|| Unread::UnknownName(bare.to_owned(), list.clone()))?;
            let index = self.number(&token)?;
            let after = line.get(token.end..range.end).unwrap_or("");
            let (_, rest) = Money::at_start(after).ok_or(Unread::NoSentence)?;
            let end = range.end - rest.len();
            let from_unit = line.get(token.end..end);
            let digits = line.get(token.clone()).unwrap_or("");
            let figure = figure(digits, from_unit, unit, places)?;
            let mut step = path.clone();
            step.push(name.clone());
            if claims.iter().any(|claim| claim.path == step) {
                return Err(Unread::NameTwice(bare.to_owned(), list));
            }
            claims.push(Claim {
                path: step,
                value: Value::Number(figure),
                spot: self.spot(&token),
                token: Some(index),
            });
            from = end;
        }
        Ok(claims)
    }
}

/// The digits of a figure in the unit of the form.
fn figure(written: &str, from: Option<&str>, unit: &str, places: u32) -> Result<String, Unread> {
    let digits = written.replace(',', "");
    let Some((from, to)) = from.and_then(Money::named).zip(Money::named(unit)) else {
        return Ok(digits);
    };
    carried(&digits, from, to, places).ok_or_else(|| Unread::Coarse(unit.to_owned()))
}

/// Names one after the other. Where 和 may part two or stand inside one, only the number that
/// the sentence gives tells; without it nothing is taken.
fn items(written: &str, sentence: &str) -> Option<Vec<String>> {
    let parted = |text: &str| -> Vec<String> {
        let names = text.split(['、', '，']).filter(|name| !name.is_empty());
        names.map(str::to_owned).collect()
    };
    let plain = parted(written);
    let joined = ["以及", "和", "及"]
        .iter()
        .find_map(|word| Some((written.rsplit_once(word)?, *word)));
    let Some(((before, after), _)) = joined else {
        return Some(plain);
    };
    let mut split = parted(before);
    split.extend(parted(after));
    let said = |count: usize| {
        sentence.contains(&format!("{count}个")) || sentence.contains(&format!("{count}家"))
    };
    match (said(plain.len()), said(split.len())) {
        (true, false) => Some(plain),
        (false, true) => Some(split),
        _ => None,
    }
}
