//! `explained`: where a circumstance holds, words must be given.

use super::arguments::{Fallible, item};
use super::bounds::shown;
use super::call::{Call, Language};
use super::conditions::Condition;
use super::item::Item;
use super::ledger::{Check, Run};
use super::value::Value;
use super::{Sort, Word};
use crate::document::NodeId;
use crate::finding::Verdict;
use crate::words::{Expression, Message, Role};

pub(super) const WORDS: &[Word] = &[Word {
    name: "explained",
    sort: Sort::Verb,
    usage: &["explained(说明, 情形)"],
    zh: "情形成立时，说明栏必须写有文字。同一规则中缺同一处说明的，合并为一条。",
    en: "Where the circumstance holds, the text must be given. Failures of one rule that lack the \
         same text are one finding.",
    register,
}];

fn register(language: &mut Language) {
    language.add(
        "explained",
        |context: &Call, text: Value, condition: Condition| -> Fallible<()> {
            let run = context.run;
            let text = item(context, &text)?;
            explained(run, &text, &condition);
            Ok(())
        },
    );
}

fn explained(run: &Run, text: &Item, condition: &Condition) {
    let holds = match &condition.holds {
        Ok(holds) => *holds,
        Err(trouble) => {
            run.record_trouble(trouble);
            return;
        }
    };
    for part in &condition.parts {
        run.mark(&nodes(part));
    }
    let given = match run.text(text) {
        Ok(given) => given.is_some(),
        Err(trouble) => {
            run.record_trouble(&trouble);
            return;
        }
    };
    if !holds || given {
        run.record(Check::Held);
        return;
    }
    let parts: Vec<_> = condition.parts.iter().filter(|part| part.holds).collect();
    let circumstances = parts
        .iter()
        .map(|part| Expression {
            name: row(run, part),
            role: part.role,
            first: shown(&part.first.1),
            second: shown(&part.second.1),
            share: part.share.clone(),
        })
        .collect();
    let title = run.title(text);
    let mut finding = run.finding(
        Verdict::Unexplained,
        Message::Unexplained(circumstances, title),
    );
    for part in parts {
        // of budget and executed it is the executed figure that must be explained
        let figures = match part.role {
            Role::ZeroExecution | Role::OverBudget => [&part.second, &part.first],
            _ => [&part.first, &part.second],
        };
        for (role, amount) in figures {
            for node in amount.nodes() {
                if finding
                    .labels
                    .iter()
                    .all(|label| label.span != span(run, node))
                {
                    let primary = finding.labels.is_empty();
                    finding
                        .labels
                        .push(run.label(node, Some(Message::Plays(*role)), primary));
                }
            }
        }
    }
    if let Item::Node(node) = text {
        finding
            .labels
            .push(run.label(*node, Some(Message::WriteHere), finding.labels.is_empty()));
    }
    run.record(Check::Found(Box::new(finding), Some(anchor(run, text))));
}

fn span(run: &Run, node: NodeId) -> crate::source::Span {
    run.submission.document().span(node)
}

fn nodes(part: &super::conditions::Part) -> Vec<NodeId> {
    let mut nodes = part.first.1.nodes();
    nodes.extend(part.second.1.nodes());
    nodes
}

/// The row both figures stand in, by its title.
fn row(run: &Run, part: &super::conditions::Part) -> String {
    let document = run.submission.document();
    let parent = |amount: &crate::amount::Amount| {
        amount
            .nodes()
            .first()
            .and_then(|node| document.parent(*node))
    };
    let title = |amount: &crate::amount::Amount| {
        amount
            .nodes()
            .first()
            .map(|node| run.submission.title(*node))
            .unwrap_or_default()
    };
    match (parent(&part.first.1), parent(&part.second.1)) {
        (Some(first), Some(second)) if first == second => run.submission.title(first),
        // figures of two tables: what they share is their own title
        (Some(_), _) => title(&part.first.1),
        _ => title(&part.second.1),
    }
}

/// Where the words are due: findings that lack the same words are one.
fn anchor(run: &Run, text: &Item) -> String {
    match text {
        Item::Missing(missing) => {
            format!(
                "{}#{}",
                run.submission.document().pointer(missing.nearest),
                missing.field
            )
        }
        other => run.submission.document().pointer(run.place(other)),
    }
}
