//! A pack's scripts taken apart, for those who look at rules without running them: lints,
//! coverage, trace.

use std::collections::BTreeSet;
use std::sync::Arc;

use rhai::{
    AST, ASTNode, Expr, FnPtr, ImmutableString, Position, ScriptFuncDef, Shared, Stmt, StmtBlock,
};

use super::engine;
use super::scripts::RULE_OF_ALL;
use super::{Pack, with_room};
use crate::verbs::{Sort, words};

/// Where something stands in a pack: script, line, column; the last two from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct At {
    /// Index of the script.
    pub(crate) script: usize,
    /// Line.
    pub(crate) line: usize,
    /// Column in characters.
    pub(crate) column: usize,
}

impl At {
    pub(crate) fn of(script: usize, position: Position) -> Self {
        Self {
            script,
            line: position.line().unwrap_or(0),
            column: position.position().unwrap_or(1),
        }
    }
}

/// A closure or function of a script.
#[derive(Clone, Debug)]
pub(crate) struct Function {
    /// Index of its script.
    pub(crate) script: usize,
    /// Its definition.
    pub(crate) definition: Shared<ScriptFuncDef>,
    /// Its statements: Rhai lets them be seen only on a walk.
    statements: Arc<Vec<Stmt>>,
}

impl Function {
    /// Its statements.
    pub(crate) fn body(&self) -> &[Stmt] {
        &self.statements
    }

    /// Names of what it is called with.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = &str> {
        self.definition.params.iter().map(ImmutableString::as_str)
    }

    /// Its name.
    pub(crate) fn name(&self) -> &str {
        self.definition.name.as_str()
    }
}

/// A rule as its script writes it.
#[derive(Clone, Debug)]
pub(crate) struct RuleTree {
    /// Its id.
    pub(crate) id: String,
    /// Where `rule` stands.
    pub(crate) at: At,
    /// Keys of its metadata and where each stands.
    pub(crate) keys: Vec<(String, At)>,
    /// Its closure.
    pub(crate) body: Function,
}

/// All scripts of a pack.
pub(crate) struct Parsed {
    /// Trees, in the order of the scripts.
    pub(crate) trees: Vec<AST>,
    /// Rules, in order. A rule declared in any other way than by a literal id is not among them.
    pub(crate) rules: Vec<RuleTree>,
    /// Rules over all submissions, likewise.
    pub(crate) rules_of_all: Vec<RuleTree>,
    /// Named functions, in the order of the scripts.
    pub(crate) functions: Vec<Function>,
    /// Names of functions that call a verb, themselves or through others.
    checking: BTreeSet<String>,
}

impl Parsed {
    /// Takes a pack's scripts apart.
    pub(crate) fn of(pack: &Arc<Pack>) -> Self {
        with_room(|| Self::read(pack))
    }

    fn read(pack: &Arc<Pack>) -> Self {
        let (engine, ..) = engine::engine(&pack.form);
        let mut parsed = Self {
            trees: Vec::new(),
            rules: Vec::new(),
            rules_of_all: Vec::new(),
            functions: Vec::new(),
            checking: BTreeSet::new(),
        };
        for (script, text) in pack.scripts.iter().enumerate() {
            // a pack that has loaded compiles
            let tree = engine.compile(&text.text).unwrap_or_else(|_| AST::empty());
            parsed.add(script, &tree);
            parsed.trees.push(tree);
        }
        parsed.find_checking();
        parsed
    }

    fn add(&mut self, script: usize, tree: &AST) {
        let all = functions(script, tree);
        for statement in tree.statements() {
            let Some((call, position)) = call_of(statement) else {
                continue;
            };
            let [
                Expr::StringConstant(id, _),
                meta,
                Expr::DynamicConstant(closure, _),
            ] = call.args.as_slice()
            else {
                continue;
            };
            let closure = closure.read_lock::<FnPtr>().map(|f| f.fn_name().to_owned());
            let body = all
                .iter()
                .find(|function| Some(function.name()) == closure.as_deref());
            let Some(body) = body else { continue };
            let rules = match call.name.as_str() {
                "rule" => &mut self.rules,
                RULE_OF_ALL => &mut self.rules_of_all,
                _ => continue,
            };
            let keys = match meta {
                Expr::Map(map, _) => map.0.iter().map(|(name, _)| name).collect(),
                _ => Vec::new(),
            };
            rules.push(RuleTree {
                id: id.to_string(),
                at: At::of(script, position),
                keys: keys
                    .into_iter()
                    .map(|key| (key.name.to_string(), At::of(script, key.pos)))
                    .collect(),
                body: body.clone(),
            });
        }
        let mut named: Vec<Function> = all
            .into_iter()
            .filter(|function| !function.name().starts_with("anon$"))
            .collect();
        named.sort_by_key(|function| At::of(script, function.definition.body.start_position()));
        self.functions.extend(named);
    }

    fn find_checking(&mut self) {
        let calls: Vec<(String, BTreeSet<String>)> = self
            .functions
            .iter()
            .map(|function| {
                let mut names = BTreeSet::new();
                each_call(function.body(), &mut |name, _, _| {
                    names.insert(name.to_owned());
                });
                (function.name().to_owned(), names)
            })
            .collect();
        loop {
            let before = self.checking.len();
            for (name, called) in &calls {
                let checks = called
                    .iter()
                    .any(|word| is_verb(word) || self.checking.contains(word));
                if checks {
                    self.checking.insert(name.clone());
                }
            }
            if self.checking.len() == before {
                return;
            }
        }
    }

    /// Whether calling this name may make a check, or end the rule.
    pub(crate) fn checks(&self, name: &str) -> bool {
        is_verb(name) || self.checking.contains(name)
    }

    /// The named function of this name and number of arguments.
    pub(crate) fn function(&self, name: &str, arguments: usize) -> Option<&Function> {
        self.functions.iter().find(|function| {
            function.name() == name && function.definition.params.len() == arguments
        })
    }
}

/// The closures and functions of a script with their statements. A statement belongs to the
/// innermost body around it.
pub(super) fn functions(script: usize, tree: &AST) -> Vec<Function> {
    let definitions: Vec<Shared<ScriptFuncDef>> = tree
        .shared_lib()
        .iter_script_fn_info()
        .map(|(.., definition)| Shared::clone(definition))
        .collect();
    let mut bodies: Vec<Vec<Stmt>> = vec![Vec::new(); definitions.len()];
    tree.walk(&mut |path: &[ASTNode]| {
        if let [ASTNode::Stmt(statement)] = path {
            let at = At::of(script, statement.position());
            let around = definitions
                .iter()
                .enumerate()
                .map(|(index, definition)| {
                    let start = At::of(script, definition.body.start_position());
                    let end = At::of(script, definition.body.end_position());
                    (start, end, index)
                })
                .filter(|(start, end, _)| *start <= at && at <= *end)
                .max();
            if let Some((.., index)) = around
                && let Some(body) = bodies.get_mut(index)
            {
                body.push((*statement).clone());
            }
        }
        true
    });
    let with = |(definition, statements)| Function {
        script,
        definition,
        statements: Arc::new(statements),
    };
    definitions.into_iter().zip(bodies).map(with).collect()
}

/// Whether a word of the language is a verb.
pub(crate) fn is_verb(name: &str) -> bool {
    words().any(|word| word.sort == Sort::Verb && word.name == name)
}

/// The call a statement is, in either of its shapes.
pub(crate) fn call_of(statement: &Stmt) -> Option<(&rhai::FnCallExpr, Position)> {
    match statement {
        Stmt::FnCall(call, position) => Some((call, *position)),
        Stmt::Expr(expression) => match &**expression {
            Expr::FnCall(call, position) => Some((call, *position)),
            _ => None,
        },
        _ => None,
    }
}

/// Blocks directly in a statement.
pub(crate) fn blocks(statement: &Stmt) -> Vec<&StmtBlock> {
    match statement {
        Stmt::If(flow, _) => vec![&flow.body, &flow.branch],
        Stmt::While(flow, _) | Stmt::Do(flow, ..) => vec![&flow.body],
        Stmt::For(parts, _) => vec![&parts.2.body],
        Stmt::Block(block) => vec![block],
        _ => Vec::new(),
    }
}

/// Expressions directly in a statement, in the order they are evaluated.
pub(crate) fn expressions(statement: &Stmt) -> Vec<&Expr> {
    match statement {
        Stmt::If(flow, _) | Stmt::While(flow, _) | Stmt::Do(flow, ..) => vec![&flow.expr],
        Stmt::For(parts, _) => vec![&parts.2.expr],
        Stmt::Var(parts, ..) => vec![&parts.1],
        Stmt::Assignment(parts) => vec![&parts.1.rhs],
        Stmt::FnCall(call, _) => call.args.iter().collect(),
        Stmt::Expr(expression) => vec![expression],
        Stmt::BreakLoop(Some(expression), ..) | Stmt::Return(Some(expression), ..) => {
            vec![expression]
        }
        _ => Vec::new(),
    }
}

/// Expressions directly in an expression.
pub(crate) fn parts(expression: &Expr) -> Vec<&Expr> {
    match expression {
        Expr::Array(all, _) | Expr::InterpolatedString(all, _) => all.iter().collect(),
        Expr::And(all, _) | Expr::Or(all, _) | Expr::Coalesce(all, _) => all.iter().collect(),
        Expr::Map(map, _) => map.0.iter().map(|(_, value)| value).collect(),
        Expr::FnCall(call, _) | Expr::MethodCall(call, _) => call.args.iter().collect(),
        Expr::Dot(pair, ..) | Expr::Index(pair, ..) => vec![&pair.lhs, &pair.rhs],
        _ => Vec::new(),
    }
}

/// Visits every statement, those in blocks of expressions too, outermost first.
pub(crate) fn each_statement<'a>(statements: &'a [Stmt], visit: &mut dyn FnMut(&'a Stmt)) {
    for statement in statements {
        visit(statement);
        for expression in expressions(statement) {
            each_block(expression, &mut |block| {
                each_statement(block.statements(), visit);
            });
        }
        for block in blocks(statement) {
            each_statement(block.statements(), visit);
        }
    }
}

fn each_block<'a>(expression: &'a Expr, visit: &mut dyn FnMut(&'a StmtBlock)) {
    if let Expr::Stmt(block) = expression {
        visit(block);
        return;
    }
    for part in parts(expression) {
        each_block(part, visit);
    }
}

/// Visits an expression and all in it, but for blocks.
pub(crate) fn within<'a>(expression: &'a Expr, visit: &mut dyn FnMut(&'a Expr)) {
    visit(expression);
    for part in parts(expression) {
        within(part, visit);
    }
}

/// Visits every call: its name, its arguments, its place.
pub(crate) fn each_call<'a>(
    statements: &'a [Stmt],
    visit: &mut dyn FnMut(&'a str, &'a [Expr], Position),
) {
    each_statement(statements, &mut |statement| {
        if let Stmt::FnCall(call, position) = statement {
            visit(call.name.as_str(), &call.args, *position);
        }
        for expression in expressions(statement) {
            within(expression, &mut |expression| {
                if let Expr::FnCall(call, position) | Expr::MethodCall(call, position) = expression
                {
                    visit(call.name.as_str(), &call.args, *position);
                }
            });
        }
    });
}
