//! `required`: fields that are due where the form at hand prints them.

use super::arguments::{Fallible, item, strings};
use super::call::{Call, Language};
use super::item::{Item, misuse};
use super::ledger::{Check, Run};
use super::value::Value;
use super::{Sort, Word};
use crate::amount::Trouble;
use crate::document::{Kind, NodeId};
use crate::finding::{NotRun, Reason, Verdict};
use crate::words::Message;

pub(super) const WORDS: &[Word] = &[Word::of(
    Sort::Verb,
    "required",
    &["required(表, [\"字段 ← 依据|依据\", …])"],
    "有依据可知表中印有的字段必须填写：留空的、任一依据填写了而没有此字段的，各是一条；没有依据的合为一条“未能核对”。\
     依据是字段路径，`*` 是其下任一行，`路径=词` 要文字中有此词，`-路径` 要没有填写，`&` 是都要。",
    "A field is due where what is filled in beside it shows that the form prints it; what nothing \
     speaks for is left unchecked, all in one entry.",
    register,
)];

fn register(language: &mut Language) {
    language.add(
        "required",
        |context: &Call, table: Value, entries: Value| -> Fallible<()> {
            let run = context.run;
            let table = run.place(&item(context, &table)?);
            let entries = strings(context, run, &entries)?;
            let mut unknown: Vec<String> = Vec::new();
            for entry in &entries {
                let Some((path, grounds)) = entry.split_once('←') else {
                    return Err(misuse(
                        format!("“{entry}”应为“字段 ← 依据” / \"field ← ground\" is due"),
                        context.position,
                    ));
                };
                let field = path
                    .trim()
                    .split('.')
                    .fold(run.item(table), |at, name| run.field(&at, name));
                if run.given(&field) {
                    if let Item::Node(node) = &field {
                        run.mark(&[*node]);
                    }
                    run.record(Check::Held);
                    continue;
                }
                if let Item::Missing(missing) = &field {
                    if missing.unknown.is_some() {
                        run.record_trouble(&missing.trouble());
                        continue;
                    }
                    let speaks = |ground: &str| {
                        let all = ground.split('&').map(str::trim);
                        all.into_iter().all(|one| match one.strip_prefix('-') {
                            Some(path) => !stands(run, table, path),
                            None => stands(run, table, one),
                        })
                    };
                    if !grounds.split('|').any(speaks) {
                        // where the whole table is missing, its columns are not asked for; "unless
                        // something else stands" leaves nothing open
                        let unless = grounds.trim_start().starts_with('-');
                        if !missing.field.contains('.') && !unless {
                            unknown.push(run.title(&field));
                        }
                        continue;
                    }
                }
                let mut finding = run.finding(
                    Verdict::Absent,
                    Message::Absent(run.title(&field), run.keys(&field)),
                );
                let text = match &field {
                    Item::Missing(missing) => Message::Required(missing.field.clone()),
                    _ => Message::Odd(String::new()),
                };
                let label = run.label(run.place(&field), Some(text), true);
                finding.labels.push(label);
                run.record(Check::Found(Box::new(finding), None));
            }
            if !unknown.is_empty() {
                run.record(Check::NotRun(not_known(run, table, &unknown)));
            }
            Ok(())
        },
    );
}

/// Nothing says whether the form prints these.
fn not_known(run: &Run, table: NodeId, titles: &[String]) -> NotRun {
    let trouble = Trouble::Missing {
        nearest: table,
        field: String::new(),
    };
    let mut entry = run.not_run(&trouble);
    entry.reason = Reason::MissingField;
    entry.message = Message::NotSeen(titles.to_vec());
    entry
}

/// Whether something is filled in at a path; `*` is any row or table, `=` asks for a word in it.
fn stands(run: &Run, from: NodeId, path: &str) -> bool {
    let (path, word) = match path.split_once('=') {
        Some((path, word)) => (path.trim(), Some(word.trim())),
        None => (path.trim(), None),
    };
    let document = run.submission.document();
    let mut at = vec![from];
    for step in path.split('.') {
        at = at
            .into_iter()
            .flat_map(|node| document.children(node).collect::<Vec<_>>())
            .filter(|child| match step {
                "*" => matches!(document.kind(*child), Kind::Map | Kind::List),
                name => document.key(*child) == Some(name),
            })
            .collect();
    }
    at.into_iter().any(|node| match word {
        Some(word) => document.text(node).is_some_and(|text| text.contains(word)),
        None => run.given(&Item::Node(node)),
    })
}
