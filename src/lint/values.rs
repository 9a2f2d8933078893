//! Fields and units, followed through a script as far as the form knows them.
//!
//! What a name stands for is followed from `表` on; what cannot be known (a path made at run
//! time, the argument of a function) is let be.

use std::collections::BTreeMap;

use rhai::{Expr, FnCallExpr, Position, Stmt, StmtBlock};

use super::{Bench, Found, Said, Subject};
use crate::amount::Unit;
use crate::document::{FieldId, Form};
use crate::pack::parsed::{self, blocks};
use crate::pack::written::{Link, chain, written};
use crate::verbs::Parameter;

/// Fields the form does not have where a rule looks for them.
pub(super) fn unknown_fields(bench: &Bench<'_>, found: &mut Found<'_>) {
    follow(bench, &mut |subject, position, said| {
        if matches!(said, Said::UnknownField(..)) {
            found.at(subject.rule, subject.at(position), said);
        }
    });
}

/// Figures of different units added or compared.
pub(super) fn units(bench: &Bench<'_>, found: &mut Found<'_>) {
    follow(bench, &mut |subject, position, said| {
        if matches!(said, Said::Units(..)) {
            found.at(subject.rule, subject.at(position), said);
        }
    });
}

type Say<'s> = &'s mut dyn FnMut(Subject<'_>, Position, Said);

fn follow(bench: &Bench<'_>, say: Say<'_>) {
    for subject in bench.subjects() {
        let root = (!subject.rule.is_empty()).then(|| Known::Field(bench.pack.form.root()));
        let names = subject
            .function
            .parameters()
            .map(|name| (name.to_owned(), root.clone().unwrap_or(Known::Nothing)))
            .collect();
        let mut follower = Follower {
            bench,
            form: &bench.pack.form,
            names,
            say: &mut |position, said| say(subject, position, said),
        };
        follower.statements(subject.function.body());
    }
}

/// What is known of a value.
#[derive(Clone, Debug)]
enum Known {
    /// A field of the form.
    Field(FieldId),
    /// Several values, each of them this.
    Several(Box<Known>),
    /// A number made in the rule.
    Number(Unit),
    /// Nothing.
    Nothing,
}

struct Follower<'f> {
    bench: &'f Bench<'f>,
    form: &'f Form,
    names: BTreeMap<String, Known>,
    say: &'f mut dyn FnMut(Position, Said),
}

impl Follower<'_> {
    fn statements(&mut self, all: &[Stmt]) {
        for statement in all {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &Stmt) {
        match statement {
            Stmt::Var(parts, ..) => {
                let value = self.value(&parts.1);
                self.names.insert(parts.0.name.to_string(), value);
            }
            Stmt::Assignment(parts) => {
                self.value(&parts.1.rhs);
                if let Expr::Variable(name, ..) = &parts.1.lhs {
                    // it may have come another way
                    self.names.insert(name.1.to_string(), Known::Nothing);
                }
            }
            Stmt::For(parts, _) => {
                let entry = self.entry(&parts.2.expr);
                self.names.insert(parts.0.name.to_string(), entry);
                self.block(&parts.2.body);
            }
            Stmt::FnCall(call, position) => {
                self.call(call, *position);
            }
            other => {
                for expression in parsed::expressions(other) {
                    self.value(expression);
                }
                for block in blocks(other) {
                    self.block(block);
                }
            }
        }
    }

    /// Names made in a block end with it.
    fn block(&mut self, block: &StmtBlock) {
        let before = self.names.clone();
        self.statements(block.statements());
        let after = std::mem::replace(&mut self.names, before);
        for (name, value) in &mut self.names {
            // what the block has assigned
            if matches!(after.get(name), Some(Known::Nothing)) {
                *value = Known::Nothing;
            }
        }
    }

    /// What a loop takes out of a value.
    fn entry(&mut self, expression: &Expr) -> Known {
        match self.value(expression) {
            Known::Several(entry) => *entry,
            Known::Field(field) => self
                .form
                .field(field)
                .items()
                .map_or(Known::Nothing, Known::Field),
            _ => Known::Nothing,
        }
    }

    fn value(&mut self, expression: &Expr) -> Known {
        match expression {
            Expr::IntegerConstant(..) => Known::Number(Unit::NONE),
            Expr::DynamicConstant(value, _) if value.is::<rust_decimal::Decimal>() => {
                Known::Number(Unit::NONE)
            }
            Expr::Variable(name, ..) => self
                .names
                .get(name.1.as_str())
                .cloned()
                .unwrap_or(Known::Nothing),
            Expr::Array(all, _) => {
                let entries: Vec<Known> = all.iter().map(|entry| self.value(entry)).collect();
                Known::Several(Box::new(common(entries)))
            }
            Expr::Dot(..) | Expr::Index(..) => self.chain(expression),
            Expr::FnCall(call, position) => self.call(call, *position),
            Expr::Stmt(block) => {
                self.block(block);
                Known::Nothing
            }
            other => {
                for part in parsed::parts(other) {
                    self.value(part);
                }
                Known::Nothing
            }
        }
    }

    fn chain(&mut self, expression: &Expr) -> Known {
        let (base, links) = chain(expression);
        let mut at = self.value(base);
        let mut path = written(base);
        for link in links {
            at = match link {
                Link::Field("holds", _) => Known::Nothing,
                Link::Field(name, position) => self.below(&at, name, &mut path, position),
                Link::Index(Expr::StringConstant(name, position)) => {
                    self.below(&at, name, &mut path, *position)
                }
                Link::Index(index) => {
                    self.value(index);
                    match at {
                        Known::Several(entry) => *entry,
                        Known::Field(field) => match (index, self.form.field(field).items()) {
                            (Expr::IntegerConstant(..), Some(items)) => Known::Field(items),
                            _ => Known::Nothing,
                        },
                        _ => Known::Nothing,
                    }
                }
                Link::Call(call) => {
                    for argument in &call.args {
                        self.value(argument);
                    }
                    Known::Nothing
                }
            };
        }
        at
    }

    /// The field of a name below what is known.
    fn below(&mut self, at: &Known, name: &str, path: &mut String, position: Position) -> Known {
        path.extend([".", name]);
        let Known::Field(id) = at else {
            return Known::Nothing;
        };
        let field = self.form.field(*id);
        if let Some(below) = field.field(name) {
            return Known::Field(below);
        }
        let leaf = field.names().is_empty() && (field.numeric || field.textual);
        let list = field.items().is_some();
        if !field.open || leaf || list {
            let names = field.names().iter().map(String::as_str);
            let nearest = crate::words::nearest(name, names).map(str::to_owned);
            (self.say)(position, Said::UnknownField(path.clone(), nearest));
        }
        Known::Nothing
    }

    fn call(&mut self, call: &FnCallExpr, position: Position) -> Known {
        let arguments: Vec<Known> = call
            .args
            .iter()
            .map(|argument| self.value(argument))
            .collect();
        let unit = |index: usize| arguments.get(index).and_then(|known| self.unit(known));
        let literal = |index: usize| match call.args.get(index) {
            Some(Expr::StringConstant(text, _)) => Some(text.as_str()),
            _ => None,
        };
        let number = |unit: Option<Unit>| unit.map_or(Known::Nothing, Known::Number);
        match (call.name.as_str(), arguments.len()) {
            ("at", 2) => {
                let (Some(text), Some(start)) = (literal(1), arguments.first()) else {
                    return Known::Nothing;
                };
                let mut at = start.clone();
                let mut path = call.args.first().map(written).unwrap_or_default();
                for name in text.split('.') {
                    at = self.below(&at, name, &mut path, position);
                }
                at
            }
            ("param", 1) => {
                match literal(0).and_then(|name| self.bench.pack.parameters.get(name)) {
                    Some(declared) => match &declared.value {
                        Parameter::Number(_, unit) => Known::Number(unit.clone()),
                        _ => Known::Nothing,
                    },
                    None => Known::Nothing,
                }
            }
            ("rows", 1) => match arguments.first() {
                Some(Known::Field(field)) => match self.form.field(*field).items() {
                    Some(items) => Known::Several(Box::new(Known::Field(items))),
                    None => Known::Nothing,
                },
                Some(several @ Known::Several(_)) => several.clone(),
                _ => Known::Nothing,
            },
            ("+" | "-" | "min" | "max", 2) => number(self.same(call, (0, 1), position)),
            (
                "<" | "<=" | ">" | ">=" | "==" | "!=" | "equal" | "at_most" | "at_least"
                | "over_budget" | "zero_execution" | "changed" | "less" | "more" | "differs"
                | "below" | "above",
                2 | 3,
            ) => {
                self.same(call, (0, 1), position);
                Known::Nothing
            }
            ("between", 3) => {
                self.same(call, (0, 1), position);
                self.same(call, (0, 2), position);
                Known::Nothing
            }
            ("sum", 2) if literal(1).is_some() => Known::Nothing,
            ("sum", count) => {
                for index in 1..count {
                    self.same(call, (0, index), position);
                }
                number(arguments.first().and_then(|known| self.unit(known)))
            }
            ("percent", 2) => {
                self.same(call, (0, 1), position);
                Known::Number(Unit::percent())
            }
            ("*", 2) => match (unit(0), unit(1)) {
                (Some(a), Some(b)) if !a.is_none() && !b.is_none() => {
                    let sides = (a.name().to_owned(), b.name().to_owned());
                    self.differ(call, (0, 1), sides, position);
                    Known::Nothing
                }
                (Some(a), Some(b)) => number(a.shared(&b)),
                _ => Known::Nothing,
            },
            ("round" | "abs" | "or_zero", _) | ("-", 1) => number(unit(0)),
            ("percent_of" | "signed", 2) => number(unit(1)),
            ("convert" | "unit", 2) => {
                // into the unit of the other figure, or one that is named
                let named = literal(1).map(Unit::new);
                number(named.or_else(|| unit(1)))
            }
            ("pure" | "count", 1) => Known::Number(Unit::NONE),
            _ => Known::Nothing,
        }
    }

    /// The unit of a figure, or of all figures of several.
    fn unit(&self, known: &Known) -> Option<Unit> {
        match known {
            Known::Field(field) => {
                let field = self.form.field(*field);
                field.numeric.then(|| Unit::new(&field.unit))
            }
            Known::Several(entry) => self.unit(entry),
            Known::Number(unit) => Some(unit.clone()),
            Known::Nothing => None,
        }
    }

    /// The unit two arguments share; says so where they share none.
    fn same(
        &mut self,
        call: &FnCallExpr,
        sides: (usize, usize),
        position: Position,
    ) -> Option<Unit> {
        let side = |follower: &mut Self, index: usize| {
            let argument = call.args.get(index)?;
            // said already when it was looked at the first time
            let quiet: &mut dyn FnMut(Position, Said) = &mut |_, _| {};
            let mut again = Follower {
                bench: follower.bench,
                form: follower.form,
                names: follower.names.clone(),
                say: quiet,
            };
            let known = again.value(argument);
            follower.unit(&known)
        };
        let (a, b) = (side(self, sides.0)?, side(self, sides.1)?);
        let shared = a.shared(&b);
        if shared.is_none() {
            let names = (a.name().to_owned(), b.name().to_owned());
            self.differ(call, sides, names, position);
        }
        shared
    }

    fn differ(
        &mut self,
        call: &FnCallExpr,
        sides: (usize, usize),
        units: (String, String),
        position: Position,
    ) {
        let side = |index: usize| call.args.get(index).map(written).unwrap_or_default();
        let said = Said::Units(side(sides.0), units.0, side(sides.1), units.1);
        (self.say)(position, said);
    }
}

/// What is known of each of several values, if it is the same of all.
fn common(entries: Vec<Known>) -> Known {
    let mut all = entries.into_iter();
    let Some(first) = all.next() else {
        return Known::Nothing;
    };
    let alike = all.all(|other| match (&first, &other) {
        (Known::Field(a), Known::Field(b)) => a == b,
        (Known::Number(a), Known::Number(b)) => a == b,
        _ => false,
    });
    if alike { first } else { Known::Nothing }
}
