//! From Rhai's tree to ours. What is not known here makes the function unknown, not wrong.

use std::collections::BTreeMap;

use rhai::{AST, ASTFlags, ASTNode, Expr, FnCallExpr, ImmutableString, Position, Stmt, StmtBlock};

use super::{Code, Function, Known, Near, Operator, Plan, Word};
use crate::verbs::{Natives, Value};

/// A place in a script as something to compare.
type Key = (usize, usize);

fn key(position: Position) -> Key {
    (
        position.line().unwrap_or(0),
        position.position().unwrap_or(0),
    )
}

/// A function as a script declares it.
struct Declared {
    name: String,
    parameters: Vec<ImmutableString>,
    start: Key,
    end: Key,
    statements: Vec<Stmt>,
}

/// The functions of a pack's scripts, calling these words.
pub(in crate::pack) fn plan(scripts: &[AST], natives: &Natives) -> Plan {
    let declared: Vec<Declared> = scripts.iter().flat_map(declared).collect();
    let names: BTreeMap<(&str, usize), usize> = declared
        .iter()
        .enumerate()
        .map(|(index, function)| ((function.name.as_str(), function.parameters.len()), index))
        .collect();
    let mut functions: Vec<Function> = declared
        .iter()
        .map(|function| {
            let mut body = Body {
                names: &names,
                natives,
                scope: function
                    .parameters
                    .iter()
                    .map(|name| (name.clone(), false))
                    .collect(),
                places: function.parameters.len(),
            };
            // Rhai shows no functions' bodies, only statements: none may be some that were missed
            let compiled = if function.statements.is_empty() {
                None
            } else {
                body.block(&function.statements)
            };
            Function {
                name: function.name.clone(),
                parameters: function.parameters.len(),
                places: body.places,
                known: compiled.as_ref().is_some_and(is_known),
                body: compiled,
            }
        })
        .collect();
    // a function knows no more than those it calls
    while let Some(unsure) = functions.iter().position(|function| {
        let calls = |code: &Code| calls_unknown(code, &functions);
        function.known && function.body.as_ref().is_none_or(calls)
    }) {
        if let Some(function) = functions.get_mut(unsure) {
            function.known = false;
        }
    }
    Plan { functions }
}

impl Code {
    /// The code directly inside.
    fn inside(&self) -> Vec<&Code> {
        match self {
            Self::Constant(_) | Self::Local(_) | Self::Break | Self::Continue => Vec::new(),
            Self::Array(all) | Self::And(all) | Self::Or(all) | Self::Block(all) => {
                all.iter().collect()
            }
            Self::Function(_, all) => all.iter().collect(),
            Self::Word(word) | Self::Operator(_, word) => word.arguments.iter().collect(),
            Self::Field(one, ..)
            | Self::Length(one)
            | Self::Push(_, one)
            | Self::Not(one)
            | Self::Set(_, one)
            | Self::Return(one)
            | Self::ParseDecimal(one) => vec![one],
            Self::Index(base, at) => vec![base, at],
            Self::If(parts) => parts.iter().collect(),
            Self::While(parts) => parts.iter().collect(),
            Self::For { over_and_body, .. } => over_and_body.iter().collect(),
        }
    }
}

/// Whether the quick way knows all words in it.
fn is_known(code: &Code) -> bool {
    let own = !matches!(code, Code::Word(word) if word.known.is_none());
    own && code.inside().into_iter().all(is_known)
}

fn calls_unknown(code: &Code, functions: &[Function]) -> bool {
    let own = match code {
        Code::Function(index, _) => functions.get(*index).is_none_or(|function| !function.known),
        _ => false,
    };
    own || code
        .inside()
        .into_iter()
        .any(|code| calls_unknown(code, functions))
}

/// The functions of one script with their statements.
fn declared(script: &AST) -> Vec<Declared> {
    let mut functions: Vec<Declared> = script
        .shared_lib()
        .iter_script_fn_info()
        .map(|(.., name, _, function)| Declared {
            name: name.to_owned(),
            parameters: function.params.iter().cloned().collect(),
            start: key(function.body.start_position()),
            end: key(function.body.end_position()),
            statements: Vec::new(),
        })
        .collect();
    let outermost = script.statements().len();
    let mut seen = 0;
    script.walk(&mut |path: &[ASTNode]| {
        let [ASTNode::Stmt(statement)] = path else {
            return true;
        };
        seen += 1;
        // those of the script itself come first
        if seen <= outermost {
            return true;
        }
        let at = key(statement.position());
        // functions stand in one another: the innermost around it is its own
        let own = functions
            .iter_mut()
            .filter(|function| function.start <= at && at <= function.end)
            .max_by_key(|function| function.start);
        if let Some(function) = own {
            function.statements.push((*statement).clone());
        }
        true
    });
    functions
}

struct Body<'p> {
    names: &'p BTreeMap<(&'p str, usize), usize>,
    natives: &'p Natives,
    /// Variables in sight, and whether each is a constant; their places are their order.
    scope: Vec<(ImmutableString, bool)>,
    places: usize,
}

impl Body<'_> {
    fn declare(&mut self, name: &ImmutableString, constant: bool) -> usize {
        self.scope.push((name.clone(), constant));
        self.places = self.places.max(self.scope.len());
        self.scope.len() - 1
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.scope.iter().rposition(|(known, _)| known == name)
    }

    fn block(&mut self, statements: &[Stmt]) -> Option<Code> {
        let outside = self.scope.len();
        let inside: Option<Vec<Code>> = statements
            .iter()
            .map(|statement| self.statement(statement))
            .collect();
        self.scope.truncate(outside);
        let mut inside = inside?;
        Some(match inside.len() {
            1 => inside.pop()?,
            _ => Code::Block(inside),
        })
    }

    fn body(&mut self, block: &StmtBlock) -> Option<Code> {
        self.block(block.statements())
    }

    fn statement(&mut self, statement: &Stmt) -> Option<Code> {
        Some(match statement {
            Stmt::Noop(_) => Code::Constant(Value::Nothing),
            Stmt::Expr(expression) => self.expression(expression)?,
            Stmt::FnCall(call, position) => self.call(call, *position)?,
            Stmt::Block(block) => self.body(block)?,
            Stmt::Var(declaration, flags, _) => {
                let (name, expression, _) = &**declaration;
                let value = self.expression(expression)?;
                let constant = flags.contains(ASTFlags::CONSTANT);
                let place = self.declare(&name.name, constant);
                Code::Set(place, Box::new(value))
            }
            Stmt::Assignment(assignment) => {
                let (operation, sides) = &**assignment;
                let Expr::Variable(variable, ..) = &sides.lhs else {
                    return None;
                };
                let place = self.find(&variable.1)?;
                if self.scope.get(place).is_none_or(|(_, constant)| *constant) {
                    return None;
                }
                let value = self.expression(&sides.rhs)?;
                let value = match operation.get_op_assignment_info() {
                    None => value,
                    Some((.., name)) => {
                        let arguments = vec![Code::Local(place), value];
                        self.operator(name, arguments, operation.position())?
                    }
                };
                Code::Set(place, Box::new(value))
            }
            Stmt::If(flow, _) => Code::If(Box::new([
                self.expression(&flow.expr)?,
                self.body(&flow.body)?,
                self.body(&flow.branch)?,
            ])),
            Stmt::While(flow, _) => {
                let condition = match &flow.expr {
                    Expr::Unit(_) => Code::Constant(Value::Truth(true)),
                    expression => self.expression(expression)?,
                };
                Code::While(Box::new([condition, self.body(&flow.body)?]))
            }
            Stmt::For(parts, _) => {
                let (name, counter, flow) = &**parts;
                let over = self.expression(&flow.expr)?;
                let outside = self.scope.len();
                let counter = (counter.as_ref()).map(|counter| self.declare(&counter.name, false));
                let entry = self.declare(&name.name, false);
                let body = self.body(&flow.body);
                self.scope.truncate(outside);
                Code::For {
                    entry,
                    counter,
                    over_and_body: Box::new([over, body?]),
                }
            }
            Stmt::BreakLoop(None, flags, _) => {
                if flags.contains(ASTFlags::BREAK) {
                    Code::Break
                } else {
                    Code::Continue
                }
            }
            Stmt::Return(value, flags, _) if !flags.contains(ASTFlags::BREAK) => {
                let value = match value {
                    Some(value) => self.expression(value)?,
                    None => Code::Constant(Value::Nothing),
                };
                Code::Return(Box::new(value))
            }
            _ => return None,
        })
    }

    fn expression(&mut self, expression: &Expr) -> Option<Code> {
        Some(match expression {
            Expr::Unit(_) => Code::Constant(Value::Nothing),
            Expr::BoolConstant(truth, _) => Code::Constant(Value::Truth(*truth)),
            Expr::IntegerConstant(number, _) => Code::Constant(Value::Integer(*number)),
            Expr::StringConstant(text, _) => Code::Constant(Value::Text(text.clone())),
            Expr::DynamicConstant(value, _) => match Value::from(&**value) {
                value @ Value::Decimal(_) => Code::Constant(value),
                _ => return None,
            },
            Expr::Array(entries, _) => Code::Array(self.all(entries)?),
            // of a module there is none
            Expr::Variable(variable, ..) if variable.2.is_empty() => {
                Code::Local(self.find(&variable.1)?)
            }
            Expr::Stmt(block) => self.body(block)?,
            Expr::FnCall(call, position) => self.call(call, *position)?,
            Expr::And(all, _) => Code::And(self.all(all)?),
            Expr::Or(all, _) => Code::Or(self.all(all)?),
            Expr::Dot(sides, flags, _) => {
                let base = self.expression(&sides.lhs)?;
                self.chain(base, Link::Dot, &sides.rhs, *flags)?
            }
            Expr::Index(sides, flags, _) => {
                let base = self.expression(&sides.lhs)?;
                self.chain(base, Link::Index, &sides.rhs, *flags)?
            }
            _ => return None,
        })
    }

    fn all(&mut self, all: &[Expr]) -> Option<Vec<Code>> {
        all.iter().map(|one| self.expression(one)).collect()
    }

    /// `a.b[c].d`: Rhai keeps the rest of a chain on its right.
    fn chain(&mut self, base: Code, link: Link, rest: &Expr, flags: ASTFlags) -> Option<Code> {
        // `?.`
        if flags.contains(ASTFlags::NEGATED) {
            return None;
        }
        if !flags.contains(ASTFlags::BREAK) {
            let (next, below, more) = match rest {
                Expr::Dot(sides, more, _) => (Link::Dot, sides, more),
                Expr::Index(sides, more, _) => (Link::Index, sides, more),
                _ => return self.link(base, link, rest),
            };
            let base = self.link(base, link, &below.lhs)?;
            return self.chain(base, next, &below.rhs, *more);
        }
        self.link(base, link, rest)
    }

    fn link(&mut self, base: Code, link: Link, step: &Expr) -> Option<Code> {
        match (link, step) {
            (Link::Dot, Expr::Property(name, _)) => {
                Some(Code::Field(Box::new(base), name.2.clone(), Near::default()))
            }
            (Link::Dot, Expr::MethodCall(call, _)) => match (call.name.as_str(), &call.args[..]) {
                ("len", []) => Some(Code::Length(Box::new(base))),
                ("push", [value]) => match base {
                    Code::Local(place) if !self.scope.get(place)?.1 => {
                        Some(Code::Push(place, Box::new(self.expression(value)?)))
                    }
                    _ => None,
                },
                _ => None,
            },
            // Rhai works out all indices of a chain before it follows it: only where that is the same
            (Link::Index, step) if is_plain(step) => Some(Code::Index(
                Box::new(base),
                Box::new(self.expression(step)?),
            )),
            _ => None,
        }
    }

    fn call(&mut self, call: &FnCallExpr, position: Position) -> Option<Code> {
        if call.is_qualified() || call.capture_parent_scope {
            return None;
        }
        let arguments = self.all(&call.args)?;
        if call.op_token.is_some() {
            return self.operator(&call.name, arguments, position);
        }
        let function = (call.name.as_str(), arguments.len());
        if let Some(function) = self.names.get(&function) {
            return Some(Code::Function(*function, arguments));
        }
        if call.name == "parse_decimal" {
            let [text] = <[Code; 1]>::try_from(arguments).ok()?;
            return Some(Code::ParseDecimal(Box::new(text)));
        }
        self.word(&call.name, arguments, position)
            .map(|word| Code::Word(Box::new(word)))
    }

    fn word(&self, name: &str, arguments: Vec<Code>, position: Position) -> Option<Word> {
        let ways = self.natives.named(name);
        (!ways.is_empty()).then(|| Word {
            known: Known::named(name, arguments.len()),
            name: name.into(),
            ways: ways.to_vec(),
            arguments,
            position,
        })
    }

    fn operator(&self, name: &str, mut arguments: Vec<Code>, position: Position) -> Option<Code> {
        match arguments.len() {
            1 if name == "!" => Some(Code::Not(Box::new(arguments.pop()?))),
            1 => self
                .word(name, arguments, position)
                .map(|word| Code::Word(Box::new(word))),
            2 => {
                let operator = Operator::named(name)?;
                let word = self.word(name, arguments, position)?;
                Some(Code::Operator(operator, Box::new(word)))
            }
            _ => None,
        }
    }
}

#[derive(Clone, Copy)]
enum Link {
    Dot,
    Index,
}

/// Whether an expression only reads variables and constants.
fn is_plain(expression: &Expr) -> bool {
    match expression {
        Expr::IntegerConstant(..) | Expr::StringConstant(..) | Expr::Variable(..) => true,
        Expr::FnCall(call, _) => call.op_token.is_some() && call.args.iter().all(is_plain),
        _ => false,
    }
}
