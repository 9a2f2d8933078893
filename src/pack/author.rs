//! What a script says that can do nothing: results that nobody uses, and words called as they
//! cannot be. Both would be passed over without a word, and the rule with them.

use rhai::{AST, Position, Stmt};

use super::parsed::{blocks, call_of, each_call, functions};
use super::scripts::Rule;
use super::{PackFault, PackFaultKind, Script};
use crate::verbs::{Natives, words};

/// Faults of one script; `rules` are those of the pack.
pub(super) fn look(
    script: &Script,
    index: usize,
    tree: &AST,
    rules: &[Rule],
    natives: &Natives,
    faults: &mut Vec<PackFault>,
) {
    let mut say = |position: Position, kind: PackFaultKind| {
        let fault = PackFault::at(&script.file, &script.text, position, kind);
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    };
    for function in functions(index, tree) {
        // of a rule nobody takes a value; a function hands on that of its last statement
        let is_rule = rules
            .iter()
            .any(|rule| rule.script == index && rule.body.fn_name() == function.name());
        unused(function.body(), !is_rule, &mut |position, kind| {
            if stands_alone(&script.text, position) {
                say(position, kind);
            }
        });
        each_call(function.body(), &mut |name, arguments, position| {
            let all = natives.named(name);
            let Some(word) = words().find(|word| word.name == name) else {
                return;
            };
            let fits = all.iter().any(|native| native.sorts.len() == arguments.len())
                // a word after a point takes what stands before it
                || all.iter().any(|native| native.sorts.len() == arguments.len() + 1);
            if !all.is_empty() && !fits {
                let usage = word.usage.to_vec();
                let kind = PackFaultKind::Arguments(name.to_owned(), arguments.len(), usage);
                say(position, kind);
            }
        });
    }
}

/// Whether what stands at a position is a statement of its own, and no value of a closure or
/// block: these have no place of their own in the tree, but end otherwise.
fn stands_alone(text: &str, position: Position) -> bool {
    let (Some(line), Some(column)) = (position.line(), position.position()) else {
        return false;
    };
    let (mut before, mut after) = (String::new(), String::new());
    for (at, row) in text.split_inclusive('\n').enumerate() {
        let split = match (at + 1).cmp(&line) {
            std::cmp::Ordering::Less => usize::MAX,
            std::cmp::Ordering::Equal => column - 1,
            std::cmp::Ordering::Greater => 0,
        };
        before.extend(row.chars().take(split));
        after.extend(row.chars().skip(split));
    }
    let start = before.rfind(['{', ';', '}']).unwrap_or(0);
    let in_closure = before.get(start..).is_some_and(|rest| rest.contains('|'));
    let end = after.find(['{', ';', '}']);
    let ended = end.is_some_and(|end| after.get(end..).is_some_and(|rest| rest.starts_with(';')));
    ended && !in_closure
}

/// Comparisons whose result nobody takes; `taken` says whether that of the last statement is.
fn unused(statements: &[Stmt], taken: bool, say: &mut dyn FnMut(Position, PackFaultKind)) {
    for (at, statement) in statements.iter().enumerate() {
        let taken = taken && at + 1 == statements.len();
        if let Some((call, position)) = call_of(statement)
            && !taken
            && compares(&call.name)
        {
            say(position, PackFaultKind::Unused(call.name.to_string()));
        }
        let inside = taken && !matches!(statement, Stmt::While(..) | Stmt::For(..) | Stmt::Do(..));
        for block in blocks(statement) {
            unused(block.statements(), inside, say);
        }
    }
}

/// Whether a call does nothing but compare.
fn compares(name: &str) -> bool {
    matches!(name, "==" | "!=" | "<" | "<=" | ">" | ">=")
}
