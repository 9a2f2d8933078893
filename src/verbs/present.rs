//! `present`: a value must be there.

use super::arguments::{Fallible, item};
use super::call::{Call, Language};
use super::item::Item;
use super::ledger::Check;
use super::value::Value;
use super::{Sort, Word};
use crate::finding::Verdict;
use crate::words::Message;

pub(super) const WORDS: &[Word] = &[Word {
    name: "present",
    sort: Sort::Verb,
    usage: &["present(字段)"],
    zh: "字段必须填写：不缺、不是 null、不是空白或只有 - _ * — /。",
    en: "The field is filled in: not missing, null, blank or a mere stroke.",
    register,
}];

fn register(language: &mut Language) {
    language.add("present", |context: &Call, field: Value| -> Fallible<()> {
        let run = context.run;
        let item = item(context, &field)?;
        if let Item::Missing(missing) = &item
            && missing.unknown.is_some()
        {
            run.record_trouble(&missing.trouble());
            return Ok(());
        }
        if let Item::Node(node) = &item {
            run.mark(&[*node]);
        }
        if run.given(&item) {
            run.record(Check::Held);
            return Ok(());
        }
        let mut finding = run.finding(
            Verdict::Absent,
            Message::Absent(run.title(&item), run.keys(&item)),
        );
        let text = match &item {
            Item::Missing(missing) => Message::Required(missing.field.clone()),
            _ => Message::Odd(String::new()),
        };
        finding
            .labels
            .push(run.label(run.place(&item), Some(text), true));
        run.record(Check::Found(Box::new(finding), None));
        Ok(())
    });
}
