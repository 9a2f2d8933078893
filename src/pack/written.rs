//! An expression of a script in writing, as its author would write it on one line.

use rhai::{ASTFlags, Expr, FnCallExpr, FnPtr, Position};

/// One step of a chain such as `表.决算["合计"]`.
pub(crate) enum Link<'a> {
    /// `.name`
    Field(&'a str, Position),
    /// `.name(…)`
    Call(&'a FnCallExpr),
    /// `[…]`
    Index(&'a Expr),
}

/// What a chain begins with, and its steps; no steps for what is no chain.
pub(crate) fn chain(expression: &Expr) -> (&Expr, Vec<Link<'_>>) {
    let mut links = Vec::new();
    match expression {
        Expr::Dot(pair, flags, _) => {
            steps(&pair.rhs, true, flags.contains(ASTFlags::BREAK), &mut links);
            (&pair.lhs, links)
        }
        Expr::Index(pair, flags, _) => {
            steps(
                &pair.rhs,
                false,
                flags.contains(ASTFlags::BREAK),
                &mut links,
            );
            (&pair.lhs, links)
        }
        other => (other, links),
    }
}

fn steps<'a>(expression: &'a Expr, dotted: bool, ends: bool, links: &mut Vec<Link<'a>>) {
    match expression {
        Expr::Dot(pair, flags, _) if !ends => {
            links.push(link(&pair.lhs, dotted));
            steps(&pair.rhs, true, flags.contains(ASTFlags::BREAK), links);
        }
        Expr::Index(pair, flags, _) if !ends => {
            links.push(link(&pair.lhs, dotted));
            steps(&pair.rhs, false, flags.contains(ASTFlags::BREAK), links);
        }
        last => links.push(link(last, dotted)),
    }
}

fn link(expression: &Expr, dotted: bool) -> Link<'_> {
    match expression {
        Expr::Property(property, position) if dotted => Link::Field(property.2.as_str(), *position),
        Expr::MethodCall(call, _) if dotted => Link::Call(call),
        other => Link::Index(other),
    }
}

/// How strongly an operator binds; a call or name binds most.
fn binding(expression: &Expr) -> u8 {
    match expression {
        Expr::Or(..) => 1,
        Expr::And(..) => 2,
        Expr::FnCall(call, _) if call.op_token.is_some() => {
            match (call.name.as_str(), call.args.len()) {
                ("==" | "!=", _) => 3,
                ("<" | "<=" | ">" | ">=" | "in", _) => 4,
                ("+" | "-", 2) => 5,
                ("*" | "/" | "%", _) => 6,
                _ => 7,
            }
        }
        _ => 9,
    }
}

fn wrapped(expression: &Expr, at_least: u8) -> String {
    let text = written(expression);
    if binding(expression) < at_least {
        format!("({text})")
    } else {
        text
    }
}

/// The expression in writing.
pub(crate) fn written(expression: &Expr) -> String {
    match expression {
        Expr::BoolConstant(value, _) => value.to_string(),
        Expr::IntegerConstant(value, _) => value.to_string(),
        Expr::CharConstant(value, _) => format!("'{value}'"),
        Expr::StringConstant(text, _) => format!("\"{text}\""),
        Expr::DynamicConstant(value, _) => {
            if value.is::<FnPtr>() {
                "|…| { … }".to_owned()
            } else {
                value.to_string()
            }
        }
        Expr::Unit(_) => "()".to_owned(),
        Expr::Variable(parts, ..) => parts.1.to_string(),
        Expr::ThisPtr(_) => "this".to_owned(),
        Expr::Property(property, _) => property.2.to_string(),
        Expr::Array(all, _) => format!("[{}]", listed(all)),
        Expr::InterpolatedString(..) => "`…`".to_owned(),
        Expr::Map(..) => "#{ … }".to_owned(),
        Expr::Stmt(_) => "{ … }".to_owned(),
        Expr::And(all, _) => joined(all, " && ", 3),
        Expr::Or(all, _) => joined(all, " || ", 2),
        Expr::Coalesce(all, _) => joined(all, " ?? ", 3),
        Expr::FnCall(call, _) | Expr::MethodCall(call, _) => called(call, binding(expression)),
        Expr::Dot(..) | Expr::Index(..) => {
            let (base, links) = chain(expression);
            let mut text = wrapped(base, 9);
            for link in links {
                match link {
                    Link::Field(name, _) => text.extend([".", name]),
                    Link::Call(call) => text.extend([".", &called(call, 9)]),
                    Link::Index(index) => text.extend(["[", &written(index), "]"]),
                }
            }
            text
        }
        _ => "…".to_owned(),
    }
}

fn called(call: &FnCallExpr, binding: u8) -> String {
    match (call.op_token.is_some(), call.args.as_slice()) {
        (true, [left, right]) => format!(
            "{} {} {}",
            wrapped(left, binding),
            call.name,
            wrapped(right, binding + 1)
        ),
        (true, [only]) => format!("{}{}", call.name, wrapped(only, 7)),
        (_, arguments) => format!("{}({})", call.name, listed(arguments)),
    }
}

fn listed(all: &[Expr]) -> String {
    all.iter().map(written).collect::<Vec<_>>().join(", ")
}

fn joined(all: &[Expr], sign: &str, at_least: u8) -> String {
    let parts: Vec<String> = all.iter().map(|part| wrapped(part, at_least)).collect();
    parts.join(sign)
}
