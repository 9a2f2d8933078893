//! `plain_number`: numbers are written as numbers, with no more places than the form has.

use super::arguments::{Fallible, texts_or_items};
use super::call::{Call, Language};
use super::ledger::Check;
use super::value::Value;
use super::{Sort, Word};
use crate::document::{Style, untidied};
use crate::finding::Verdict;
use crate::words::Message;

pub(super) const WORDS: &[Word] = &[Word {
    name: "plain_number",
    sort: Sort::Verb,
    usage: &["plain_number(数)", "plain_number(numbers(表))"],
    zh: "数应直接写成数（不加引号、分节号、全角数字），小数位数不超过表式规定；写成文字的合为一条报告。",
    en: "Numbers are written as JSON numbers with at most the form's places; all written as text \
         are one finding.",
    register,
}];

fn register(language: &mut Language) {
    language.add("plain_number", |context: &Call, value: Value| {
        let run = context.run;
        let nodes = texts_or_items(context, run, &value)?;
        let mut as_text = Vec::new();
        let mut codes = Vec::new();
        let document = run.submission.document();
        for node in nodes {
            let Some(number) = run.submission.number(node) else {
                continue;
            };
            run.note_stood();
            // the form prints sign and unit in this cell
            if number.style == Style::Bound {
                run.record(Check::Held);
                continue;
            }
            if let Some(code) = run.submission.code(node) {
                codes.push((node, code));
                continue;
            }
            let written = document.source().slice(document.span(node));
            if number.style == Style::Number && untidied(written) {
                let read = number.value.to_string();
                let message =
                    Message::FloatTail(run.row_name(node), written.to_owned(), read.clone());
                let mut finding = run.finding(Verdict::Mismatch, message);
                finding
                    .labels
                    .push(run.label(node, Some(Message::ShouldBe(read)), true));
                run.record(Check::Found(Box::new(finding), None));
                continue;
            }
            if number.style != Style::Number {
                as_text.push((node, number.value));
                continue;
            }
            // running text prints a rate with as many digits as it takes: 0.083 %
            let field = run.submission.field(node);
            let field = field.filter(|field| !(field.prose && field.is_rate()));
            let places = field.and_then(|field| field.places);
            match places {
                Some(places) if number.value.normalize().scale() > places => {
                    let message =
                        Message::TooFine(run.row_name(node), number.value.to_string(), places);
                    let mut finding = run.finding(Verdict::Mismatch, message);
                    finding
                        .labels
                        .push(run.label(node, Some(Message::Odd(String::new())), true));
                    run.record(Check::Found(Box::new(finding), None));
                }
                _ => run.record(Check::Held),
            }
        }
        if let Some((first, plain)) = as_text.first() {
            let written = document.source().slice(document.span(*first)).to_owned();
            let message = Message::NotPlain(as_text.len(), written, plain.to_string());
            let mut finding = run.finding(Verdict::Mismatch, message);
            for (index, (node, value)) in as_text.iter().enumerate() {
                let text = Message::ShouldBe(value.to_string());
                finding
                    .labels
                    .push(run.label(*node, Some(text), index == 0));
            }
            run.record(Check::Found(Box::new(finding), None));
        }
        if let Some((first, read)) = codes.first() {
            let written = document.source().slice(document.span(*first)).to_owned();
            let message = Message::CodeAsNumber(codes.len(), written, read.clone());
            let mut finding = run.finding(Verdict::Mismatch, message);
            for (index, (node, code)) in codes.iter().enumerate() {
                let text = Message::ShouldBe(format!("\"{code}\""));
                finding
                    .labels
                    .push(run.label(*node, Some(text), index == 0));
            }
            run.record(Check::Found(Box::new(finding), None));
        }
        Fallible::Ok(())
    });
}
