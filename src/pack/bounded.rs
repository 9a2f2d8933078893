//! What of Rhai's own functions is replaced, because one call of it could take any amount of
//! memory or time, or would hide an error; and what of its grammar is refused, because the limit
//! on the size of a value does not see it.

use rhai::{
    AST, ASTNode, Array, Engine, EvalAltResult, Expr, FnPtr, INT, ImmutableString, Position, Stmt,
};

use super::engine::TEXT_SIZE;

/// Methods that make the value larger that they are called on.
const GROWERS: [&str; 11] = [
    "push",
    "append",
    "insert",
    "pad",
    "set",
    "splice",
    "mixin",
    "fill_with",
    "unshift",
    "replace",
    "extend",
];

/// Replaces what has no bound.
pub(super) fn register(engine: &mut Engine) {
    // one waits, the other differs from run to run
    engine.register_fn("sleep", |_: INT| refuse("sleep"));
    engine.register_fn("timestamp", || refuse("timestamp"));
    // Rhai's own swallow the errors of the function, and an unsteady order makes them panic
    engine.register_fn("sort", |_: &mut Array, _: FnPtr| refuse("sort(函数)"));
    engine.register_fn("sort_by", |_: &mut Array, _: FnPtr| refuse("sort_by"));
    // a million letters, each replaced by a million
    engine.register_fn(
        "replace",
        |text: &mut ImmutableString, find: &str, put: &str| replace(text, find, put),
    );
    engine.register_fn(
        "replace",
        |text: &mut ImmutableString, find: char, put: &str| replace(text, &find.to_string(), put),
    );
    engine.register_fn(
        "replace",
        |text: &mut ImmutableString, find: &str, put: char| replace(text, find, &put.to_string()),
    );
}

fn replace(text: &mut ImmutableString, find: &str, put: &str) -> Result<(), Box<EvalAltResult>> {
    let count = text.matches(find).count();
    let grown = put.len().saturating_sub(find.len()).saturating_mul(count);
    if text.len().saturating_add(grown) > TEXT_SIZE {
        let what = "Length of string".to_owned();
        return Err(EvalAltResult::ErrorDataTooLarge(what, Position::NONE).into());
    }
    *text = text.replace(find, put).into();
    Ok(())
}

fn refuse(name: &str) -> Result<(), Box<EvalAltResult>> {
    Err(format!("规则中不能用 {name} / {name} is not for rules").into())
}

/// Places where a script changes one entry of an array or map, and what to do instead. Rhai
/// measures the entry there, not the whole, so the whole could grow without end.
pub(super) fn entries_changed(ast: &AST) -> Vec<(Position, &'static str)> {
    let mut found = Vec::new();
    ast.walk(&mut |path: &[ASTNode]| {
        match path.last() {
            Some(ASTNode::Stmt(Stmt::Assignment(assignment)))
                if matches!(assignment.1.lhs, Expr::Index(..) | Expr::Dot(..)) =>
            {
                found.push((
                    assignment.1.lhs.start_position(),
                    "不能给数组、映射的一项或字段赋值；请赋给变量，或用 push 另组一个数组 \
                     / an entry cannot be assigned to; assign to a variable, or make a new array",
                ));
            }
            Some(ASTNode::Expr(Expr::MethodCall(call, position)))
                if GROWERS.contains(&call.name.as_str()) && is_within(path) =>
            {
                found.push((
                    *position,
                    "不能就地改数组、映射中的一项；请先取出放进变量再改 \
                     / an entry cannot be changed in place; put it into a variable first",
                ));
            }
            _ => {}
        }
        true
    });
    found
}

/// Whether a method is called on an entry rather than on a variable or a value just made.
fn is_within(path: &[ASTNode]) -> bool {
    let mut above = path.iter().rev().skip(1);
    let Some(ASTNode::Expr(parent @ Expr::Dot(dot, ..))) = above.next() else {
        return true;
    };
    if matches!(
        dot.lhs,
        Expr::Property(..) | Expr::Index(..) | Expr::Dot(..)
    ) {
        return true;
    }
    match above.next() {
        Some(ASTNode::Expr(Expr::Dot(chain, ..) | Expr::Index(chain, ..))) => {
            std::ptr::eq(&raw const chain.rhs, *parent)
        }
        _ => false,
    }
}
