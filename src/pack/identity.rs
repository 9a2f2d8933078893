//! What a rule checks, in words: each of its checks as a sentence with the form's titles.

use std::collections::BTreeMap;
use std::sync::Arc;

use rhai::{Expr, FnCallExpr, Stmt};

use super::Pack;
use super::parsed::{Parsed, blocks, expressions, is_verb};
use super::written::{Link, chain, written};
use crate::document::FieldId;
use crate::verbs::Parameter;
use crate::words::{Lang, rule as words, with_unit};

/// Sentences of one rule that are shown; a rule with more says the same of many fields.
const MOST: usize = 12;

impl Pack {
    /// What a rule checks, a sentence each: in its author's words (`says`), else the checks of its
    /// script that can be put in words.
    #[must_use]
    pub fn checks_in_words(self: &Arc<Self>, rule: &str, lang: Lang) -> Vec<String> {
        if let Some(said) = self.says.get(rule) {
            return said.clone();
        }
        let parsed = Parsed::of(self);
        let Some(tree) = parsed.rules.iter().find(|tree| tree.id == rule) else {
            return Vec::new();
        };
        let root = Named {
            words: String::new(),
            field: Some(self.form.root()),
        };
        let mut reader = Reader {
            pack: self,
            lang,
            names: BTreeMap::new(),
            sentences: Vec::new(),
        };
        for name in tree.body.parameters() {
            reader.names.insert(name.to_owned(), root.clone());
        }
        reader.statements(tree.body.body());
        reader.sentences.truncate(MOST);
        reader.sentences
    }
}

/// What something is called, and the form's field it is, where it is one.
#[derive(Clone)]
struct Named {
    words: String,
    field: Option<FieldId>,
}

struct Reader<'p> {
    pack: &'p Pack,
    lang: Lang,
    names: BTreeMap<String, Named>,
    sentences: Vec<String>,
}

impl Reader<'_> {
    fn statements(&mut self, all: &[Stmt]) {
        for statement in all {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &Stmt) {
        match statement {
            Stmt::Var(parts, ..) => {
                let named = self.named(&parts.1);
                let name = parts.0.name.to_string();
                // a sum by its name says more than all its addends once again
                let kept = match (&parts.1, named.field) {
                    (Expr::Dot(..) | Expr::Index(..), _) | (_, Some(_)) => named,
                    _ => Named {
                        words: name.clone(),
                        field: None,
                    },
                };
                self.names.insert(name, kept);
            }
            Stmt::For(parts, _) => {
                let list = self.named(&parts.2.expr);
                let items = list
                    .field
                    .and_then(|field| self.pack.form.field(field).items());
                let named = match items {
                    Some(_) => Named {
                        words: words::each_row(&list.words, self.lang),
                        field: items,
                    },
                    None => Named {
                        words: self.entry(&parts.2.expr, &parts.0.name),
                        field: None,
                    },
                };
                self.names.insert(parts.0.name.to_string(), named);
            }
            Stmt::FnCall(call, _) => self.call(call),
            _ => {}
        }
        for expression in expressions(statement) {
            if let Expr::FnCall(call, _) = expression {
                self.call(call);
            }
        }
        for block in blocks(statement) {
            self.statements(block.statements());
        }
    }

    /// What an entry of a list is called that is none of the form's; `name` is the script's.
    fn entry(&self, list: &Expr, name: &str) -> String {
        match list {
            Expr::FnCall(call, _) if call.name == "param" => match call.args.first() {
                Some(Expr::StringConstant(list, _)) => words::each_entry(list, true, self.lang),
                _ => name.to_owned(),
            },
            Expr::Variable(list, ..) => words::each_entry(&list.1, false, self.lang),
            _ => name.to_owned(),
        }
    }

    fn call(&mut self, call: &FnCallExpr) {
        if !is_verb(&call.name) || call.name == "skip" {
            return;
        }
        let said: Vec<String> = call
            .args
            .iter()
            .map(|argument| self.words(argument))
            .collect();
        // what has no words here is said by the title
        let Some(sentence) = words::check(&call.name, &said, self.lang) else {
            return;
        };
        let whole = !sentence.contains("{ … }");
        if whole && !self.sentences.contains(&sentence) {
            self.sentences.push(sentence);
        }
    }

    fn words(&self, expression: &Expr) -> String {
        self.named(expression).words
    }

    fn named(&self, expression: &Expr) -> Named {
        let plain = |words: String| Named { words, field: None };
        match expression {
            Expr::Variable(name, ..) => match self.names.get(name.1.as_str()) {
                Some(named) => named.clone(),
                None => plain(name.1.to_string()),
            },
            Expr::StringConstant(text, _) => plain(text.to_string()),
            Expr::Dot(..) | Expr::Index(..) => self.chain(expression),
            Expr::FnCall(call, _) => self
                .made(call)
                .unwrap_or_else(|| plain(written(expression))),
            other => plain(written(other)),
        }
    }

    fn chain(&self, expression: &Expr) -> Named {
        let (base, links) = chain(expression);
        let mut at = self.named(base);
        for link in links {
            let name = match link {
                Link::Field(name, _) => name,
                Link::Index(Expr::StringConstant(name, _)) => name.as_str(),
                Link::Index(_) | Link::Call(_) => {
                    return Named {
                        words: written(expression),
                        field: None,
                    };
                }
            };
            at = self.below(&at, name);
        }
        at
    }

    fn below(&self, at: &Named, name: &str) -> Named {
        let form = &self.pack.form;
        let field = at.field.and_then(|field| form.field(field).field(name));
        let title = field.map(|field| form.field(field).title.clone());
        let title = title.filter(|title| !title.is_empty());
        let title = title.unwrap_or_else(|| name.to_owned());
        let words = if at.words.is_empty() {
            title
        } else {
            format!("{} › {title}", at.words)
        };
        Named { words, field }
    }

    /// What a maker, a circumstance or an operator makes; `None` for what has no words here.
    fn made(&self, call: &FnCallExpr) -> Option<Named> {
        let text = |index: usize| match call.args.get(index) {
            Some(Expr::StringConstant(text, _)) => Some(text.as_str()),
            _ => None,
        };
        match (call.name.as_str(), call.args.as_slice()) {
            ("at", [start, Expr::StringConstant(..)]) => {
                let start = self.named(start);
                Some(
                    text(1)?
                        .split('.')
                        .fold(start, |at, name| self.below(&at, name)),
                )
            }
            // a field whose path an entry of a list is
            ("at", [_, Expr::Variable(name, ..)]) => self.names.get(name.1.as_str()).cloned(),
            ("or_zero" | "unit" | "pure", [only, ..]) => Some(self.named(only)),
            ("param", _) => {
                let name = text(0)?;
                let value = match &self.pack.parameters.get(name)?.value {
                    Parameter::Number(number, unit) => with_unit(&number.to_string(), unit.name()),
                    _ => String::new(),
                };
                Some(Named {
                    words: words::parameter(name, &value, self.lang),
                    field: None,
                })
            }
            ("sum", [Expr::Array(all, _)]) => Some(self.total(all)),
            ("sum", [only]) => Some(Named {
                words: words::all_of(&self.words(only), None, self.lang),
                field: None,
            }),
            ("sum", [rows, Expr::StringConstant(column, _)]) => Some(Named {
                words: words::all_of(&self.words(rows), Some(column), self.lang),
                field: None,
            }),
            ("sum", all) => Some(self.total(all)),
            (name, all) => {
                let said: Vec<String> = all
                    .iter()
                    .map(|argument| self.bracketed(argument, call.op_token.is_some()))
                    .collect();
                let words = words::made(name, &said, self.lang)?;
                Some(Named { words, field: None })
            }
        }
    }

    fn total(&self, all: &[Expr]) -> Named {
        let addends: Vec<String> = all.iter().map(|addend| self.words(addend)).collect();
        Named {
            words: addends.join(" + "),
            field: None,
        }
    }

    /// A part of an operation, in brackets where it is one itself.
    fn bracketed(&self, expression: &Expr, operated: bool) -> String {
        let words = self.words(expression);
        let operation = matches!(
            expression,
            Expr::FnCall(call, _) if call.op_token.is_some() && call.args.len() == 2
        );
        if operated && operation {
            format!("({words})")
        } else {
            words
        }
    }
}
