//! A sentence as a rule author writes it, made into a regular expression.

use std::fmt::Write as _;

use super::fault::SentenceFault;
use super::plain::plain;
use super::unit::Money;
use crate::document::{FieldId, Form};
use crate::words::nearest;

/// What a group of the expression stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Group {
    /// `{字段}`, and the unit of the form; a group with the unit as written follows where it is
    /// of money.
    Number {
        path: Path,
        unit: String,
        places: u32,
    },
    /// The unit of the number before it.
    Unit,
    /// `{年}`, `{上年}`: a year so many before the one that is reported on.
    Year { before: i32 },
    /// `{方向：字段}`.
    Direction { path: Path },
    /// `{列：字段}`: names with figures.
    List {
        path: Path,
        unit: String,
        places: u32,
    },
    /// `{文：字段}`, `{原因：字段}`: words up to the end of the sentence.
    Words { path: Path },
    /// `{名：字段}`: a name; whether it is how the unit calls itself.
    Name { path: Path },
    /// `{项：字段}`: names one after the other.
    Items { path: Path },
    /// `{称谓}`: how the unit calls itself.
    Called,
}

/// Names of fields from the root of the form.
pub(super) type Path = Vec<String>;

/// What a digit may stand with inside one number.
const NUMBER: &str = r"(-?[0-9]+(?:[.,][0-9]+)*)";
/// Words of a sentence.
const WORDS: &str = "([^。；！？\n]+?)";
/// A name: no digits, no marks that part clauses.
const NAME: &str = "([^0-9，。；：、！？\n]+?)";
/// `{略}`: no digit, no end of a sentence.
const ANY: &str = "[^0-9。；！？\n]*?";
/// Words that give a reason.
const REASON: &str = "((?:主要|原因|因为|由于|系|这是)[^。；！？\n]*?)";

/// The expression of a sentence and its groups in order.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pub(super) expression: String,
    pub(super) groups: Vec<Group>,
}

impl Pattern {
    /// Reads a sentence.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn parse(sentence: &str, form: &Form) -> Result<Self, SentenceFault> {
        let text = plain(sentence);
        let text = text.trim_end_matches(['。', '；', '！', '？']);
        let mut parser = Parser {
            rest: text,
            form,
            expression: String::new(),
            groups: Vec::new(),
        };
        parser.sequence(0)?;
        if !parser.rest.is_empty() {
            return Err(SentenceFault::Bracket(']'));
        }
        let begins_bare = parser.expression.starts_with("(?:)") || parser.expression.is_empty();
        if begins_bare {
            return Err(SentenceFault::Empty);
        }
        Ok(Self {
            expression: parser.expression,
            groups: parser.groups,
        })
    }
}

struct Parser<'s, 'f> {
    rest: &'s str,
    form: &'f Form,
    expression: String,
    groups: Vec<Group>,
}

impl Parser<'_, '_> {
    /// Up to the end, or to what ends an alternative.
    fn sequence(&mut self, depth: u32) -> Result<(), SentenceFault> {
        if depth > 8 {
            return Err(SentenceFault::Bracket('['));
        }
        while let Some(letter) = self.rest.chars().next() {
            match letter {
                '|' | ']' if depth > 0 => return Ok(()),
                '[' => {
                    self.rest = self.rest.get(1..).unwrap_or("");
                    self.expression.push_str("(?:");
                    loop {
                        self.sequence(depth + 1)?;
                        if let Some(rest) = self.rest.strip_prefix('|') {
                            self.rest = rest;
                            self.expression.push('|');
                        } else if let Some(rest) = self.rest.strip_prefix(']') {
                            self.rest = rest;
                            self.expression.push(')');
                            break;
                        } else {
                            return Err(SentenceFault::Bracket('['));
                        }
                    }
                }
                '{' => {
                    let end = self.rest.find('}').ok_or(SentenceFault::Bracket('{'))?;
                    let inside = self.rest.get(1..end).unwrap_or("").to_owned();
                    self.rest = self.rest.get(end + 1..).unwrap_or("");
                    self.slot(&inside)?;
                }
                '}' | ']' => return Err(SentenceFault::Bracket(letter)),
                _ => {
                    self.expression
                        .push_str(&regex::escape(letter.encode_utf8(&mut [0; 4])));
                    self.rest = self.rest.get(letter.len_utf8()..).unwrap_or("");
                }
            }
        }
        Ok(())
    }

    fn slot(&mut self, inside: &str) -> Result<(), SentenceFault> {
        let (kind, path) = match inside.split_once(['：', ':']) {
            Some((kind, path)) => (kind, path),
            None if matches!(inside, "年" | "上年" | "前年" | "略" | "称谓") => {
                (inside, "")
            }
            None => ("", inside),
        };
        let year = |before| ("([0-9]{4})".to_owned(), Group::Year { before });
        let (expression, group) = match kind {
            "" => return self.number(path),
            "列" => return self.list(path),
            "略" => {
                self.expression.push_str(ANY);
                return Ok(());
            }
            "年" => year(0),
            "上年" => year(1),
            "前年" => year(2),
            "称谓" => (NAME.to_owned(), Group::Called),
            "方向" => {
                let (path, _) = self.field(&format!("{path}.方向"))?;
                (super::direction::expression(), Group::Direction { path })
            }
            "文" | "原因" => {
                let (path, _) = self.field(path)?;
                let words = if kind == "文" { WORDS } else { REASON };
                (words.to_owned(), Group::Words { path })
            }
            "名" => {
                let (path, _) = self.field(path)?;
                (NAME.to_owned(), Group::Name { path })
            }
            "项" => {
                let (path, _) = self.field(path)?;
                ("([^0-9。；：！？\n]+?)".to_owned(), Group::Items { path })
            }
            _ => return Err(SentenceFault::Kind(kind.to_owned())),
        };
        self.expression.push_str(&expression);
        self.groups.push(group);
        Ok(())
    }

    fn number(&mut self, path: &str) -> Result<(), SentenceFault> {
        let (path, id) = self.field(path)?;
        let field = self.form.field(id);
        if !field.numeric {
            return Err(SentenceFault::NoNumber(path.join(".")));
        }
        self.expression.push_str(NUMBER);
        let unit = field.unit.to_string();
        let money = Money::named(&unit).is_some();
        self.groups.push(Group::Number {
            path: path.clone(),
            unit: unit.clone(),
            places: field.places.unwrap_or(0),
        });
        // the unit decides what the number means: none is never taken for granted
        if money {
            let written = Money::at_start(self.rest);
            let Some((_, rest)) = written else {
                return Err(SentenceFault::NoUnit(path.join("."), unit));
            };
            self.rest = self.rest.get(self.rest.len() - rest.len()..).unwrap_or("");
            self.expression.push_str(&Money::expression());
            self.groups.push(Group::Unit);
        } else if unit == "%" && !self.rest.starts_with('%') {
            return Err(SentenceFault::NoUnit(path.join("."), unit));
        }
        Ok(())
    }

    fn list(&mut self, path: &str) -> Result<(), SentenceFault> {
        let (path, id) = self.field(path)?;
        let items = self.form.field(id).field("其他");
        let items = items.map(|id| self.form.field(id));
        let Some(items) = items.filter(|field| field.numeric) else {
            return Err(SentenceFault::NoList(path.join(".")));
        };
        let unit = items.unit.to_string();
        if Money::named(&unit).is_none() {
            return Err(SentenceFault::NoList(path.join(".")));
        }
        let item = format!(
            "[^0-9，。；：、！？\n]+?{}{}",
            "-?[0-9]+(?:[.,][0-9]+)*",
            Money::expression().replacen('(', "(?:", 1)
        );
        let _ = write!(self.expression, "({item}(?:(?:[、，]|以及|和|及)+{item})*)");
        self.groups.push(Group::List {
            path,
            unit,
            places: items.places.unwrap_or(0),
        });
        Ok(())
    }

    /// The field of a path, as the form has it.
    fn field(&self, path: &str) -> Result<(Path, FieldId), SentenceFault> {
        let mut id = self.form.root();
        let mut steps = Vec::new();
        for step in path.split('.') {
            let next = self.form.field(id).field(step);
            id = next.ok_or_else(|| {
                let near = nearest(step, self.form.names().iter().map(String::as_str));
                SentenceFault::Field(path.to_owned(), near.map(str::to_owned))
            })?;
            steps.push(step.to_owned());
        }
        Ok((steps, id))
    }
}
