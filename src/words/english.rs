//! What findings say, in English.

use super::finding::{Expression, Identity, Message, Relation, Role, keys, made_of, with_unit};
use super::{Lang, read};
use crate::amount::Mode;
use crate::finding::Verdict;

#[expect(
    clippy::too_many_lines,
    reason = "one sentence a message; splitting would hide a missing one"
)]
pub(super) fn text(message: &Message) -> String {
    match message {
        Message::Plain(text) => text.clone(),
        Message::Identity(identity) => english_identity(identity),
        Message::Undefined(name, stated) => format!(
            "\"{name}\" divides by 0 and means nothing, yet {stated} is stated; write \"—\" or leave it out"
        ),
        Message::OutOfBounds(relation, name, figures, stated, bound) => {
            let name = made_of(name, *figures, Lang::English);
            let is = if *figures > 1 { "come to" } else { "is" };
            match relation {
                Relation::AtMost => format!("{name} {is} {stated}, above {bound}"),
                Relation::AtLeast => format!("{name} {is} {stated}, below {bound}"),
                Relation::Between => format!("{name} {is} {stated}, not between {bound}"),
            }
        }
        Message::Unexplained(circumstances, field) => {
            let all: Vec<String> = circumstances.iter().map(english_circumstance).collect();
            format!("{}; \"{field}\" gives no reason", all.join("; "))
        }
        Message::Circumstances(circumstances) => {
            let all: Vec<String> = circumstances.iter().map(english_circumstance).collect();
            all.join("; ")
        }
        Message::Answer(answer) => super::answer::answer(&answer.0, &answer.1, Lang::English),
        Message::Lapsed(lapsed) => {
            super::settings::lapse(&lapsed.0, &lapsed.1, &lapsed.2, Lang::English)
        }
        Message::Absent(name, path) => {
            format!(
                "\"{name}\" is not filled in{}",
                keys(name, path, Lang::English)
            )
        }
        Message::NotListed(found, allowed) => {
            format!(
                "{} not allowed; allowed: {}",
                double_quoted(found),
                allowed.join(", ")
            )
        }
        Message::NotSame(name, found, expected) => {
            format!("\"{name}\" says \"{found}\", should say \"{expected}\"")
        }
        Message::NotMatching(name, text, pattern, _) => {
            let due = if super::form::is_stroke(pattern) {
                "a number is due here, or \"—\" where there is none"
            } else if super::form::is_number(pattern) {
                "a number is due here"
            } else {
                "which is not of the form asked for"
            };
            format!("\"{name}\" says \"{text}\", {due}")
        }
        Message::NotIncluded(missing) => format!("missing: {}", missing.join(", ")),
        Message::Ordinals(all, count) => {
            let parts: Vec<String> = all
                .iter()
                .take(super::finding::ORDINALS)
                .map(|(found, due)| format!("\"{found}\" should be \"{due}\""))
                .collect();
            let more = if *count > parts.len() {
                format!("; and so on, {count} in all")
            } else {
                String::new()
            };
            format!("ordinals repeat or skip: {}{more}", parts.join("; "))
        }
        Message::Repeated(texts) => format!("repeated: {}", double_quoted(texts)),
        Message::Residue(name, found) => {
            format!(
                "\"{name}\" has doubled words or residue of a template: {}",
                double_quoted(found)
            )
        }
        Message::Hollow(name, text, fewest) => format!(
            "\"{name}\" says \"{text}\", which gives no reason (at least {fewest} characters, naming it)"
        ),
        Message::NotPlain(count, written, plain) => format!(
            "{count} numbers are written as text (such as {written}) and were read as numbers; write {plain}, without quotes or separators"
        ),
        Message::TooFine(name, written, places) => {
            format!(
                "\"{name}\" is written {written}, with more than the form's {places} decimal places"
            )
        }
        Message::UnitSlip(first, second, factor) => {
            format!(
                "{first} and {second} differ by a factor of {factor}: units (元, 万元, 亿元) may be mixed up"
            )
        }
        Message::PercentScale(name, stated, expected) => format!(
            "\"{name}\" is {stated}%, should be {expected}%: a fraction may have been written as a percentage"
        ),
        Message::Direction(name, word, figure) => {
            format!("\"{name}\" says \"{word}\", against the sign of {figure}")
        }
        Message::Year(found, due) => format!("says year {found}, should be {due}"),
        Message::Tails(table, count, largest) => format!(
            "{table}: {count} rounding tails, at most {largest}, all within what rounding explains; no figure need change"
        ),
        Message::WrongType(expected, found, written, _) => {
            let written = if written.is_empty() {
                String::new()
            } else {
                format!(" \"{written}\"")
            };
            format!(
                "{} is due here, found {found}{written}",
                expected.join(" or ")
            )
        }
        Message::OffForm => "not as the form has it".to_owned(),
        Message::Required(name) => format!("\"{name}\" is missing"),
        Message::UnknownField(name, nearest) => match nearest {
            Some(nearest) => {
                format!("the form has no \"{name}\"; did you mean \"{nearest}\"? No rule reads it")
            }
            None => format!("the form has no \"{name}\"; no rule reads it"),
        },
        Message::Untold(count) => format!("{count} more departures from the form are not listed"),
        Message::Limit(limit) => format!("outside the form's limit ({limit})"),
        Message::Workbook(note) => super::workbook::note(note, Lang::English),
        Message::Fault(kind) => read::fault_text(kind, Lang::English),
        Message::ShouldBe(value) => format!("should be {value}"),
        Message::ComesTo(value) => format!("comes to {value}"),
        Message::Perhaps(value) => format!("perhaps {value}"),
        Message::Plays(role) => english_role(*role).to_owned(),
        Message::WriteHere => "explain here".to_owned(),
        Message::Odd(due) if due.is_empty() => "here".to_owned(),
        Message::Odd(due) => format!("should be {due}"),
        Message::FaultLabel(kind) => read::fault_label(kind, Lang::English),
        Message::Missing(field, parent, path) => {
            let path = keys(field, path, Lang::English);
            if parent.is_empty() {
                format!("\"{field}\"{path} is missing; cannot be checked")
            } else {
                format!("\"{field}\"{path} is missing below \"{parent}\"; cannot be checked")
            }
        }
        Message::NotSeen(fields) => format!(
            "nothing is filled in for {}: due where the form prints them",
            fields
                .iter()
                .map(|field| format!("\"{field}\""))
                .collect::<Vec<_>>()
                .join(", ")
        ),
        Message::NotANumber(found) => {
            format!("a number is due here, found \"{found}\"; cannot be checked")
        }
        Message::NotAText => "a text or a list is due here; cannot be checked".to_owned(),
        Message::NoSuchField(field, nearest) => match nearest {
            Some(nearest) => {
                format!(
                    "the rule asks for \"{field}\", which the form does not have; did it mean \"{nearest}\"?"
                )
            }
            None => format!("the rule asks for \"{field}\", which the form does not have"),
        },
        Message::Stroke(name, written, expression, due) => format!(
            "\"{name}\" is \"{written}\", but {expression} = {due}: a stroke does not stand for a figure that is due"
        ),
        Message::SameWords(words) => {
            format!("\"{words}\" is said of an increase and of a decrease, and cannot explain both")
        }
        Message::CodeAsNumber(count, written, read) => {
            format!("{count} texts are written as numbers (such as {written}); read as \"{read}\"")
        }
        Message::FloatTail(name, written, read) => format!(
            "\"{name}\" is written {written}, with the tail of a computer's arithmetic; read as {read}"
        ),
        Message::NoCode(row, code) => {
            format!("{row} has figures and no \"{code}\": nobody can tell what they belong to")
        }
        Message::Unplaced(name, nearest) => {
            let near = nearest
                .as_ref()
                .map(|nearest| format!("; did you mean \"{nearest}\"?"))
                .unwrap_or_default();
            format!(
                "\"{name}\" is no field of the form, so its figures are not in the sum; cannot be checked{near}"
            )
        }
        Message::NothingListed => {
            "nothing to be added up is filled in; cannot be checked".to_owned()
        }
        Message::Units(left, right) => {
            let name = |unit: &str| {
                if unit.is_empty() {
                    "no unit".to_owned()
                } else {
                    unit.to_owned()
                }
            };
            format!(
                "units differ, cannot be added or compared: {} and {}",
                name(left),
                name(right)
            )
        }
        Message::ZeroDivision => "division by zero; cannot be checked".to_owned(),
        Message::Overflow => "a number grew too large; cannot be checked".to_owned(),
        Message::LimitPassed(which) => format!("the rule passed a limit ({which}); undecided"),
        Message::NothingRead => {
            "the rule read nothing submitted and cannot pass; mend the rule".to_owned()
        }
        Message::Script(place, words) => format!("the rule's script failed ({place}): {words}"),
    }
}

fn english_identity(identity: &Identity) -> String {
    let Identity { name, unit, .. } = identity;
    let show = |figure: &str| with_unit(figure, unit);
    let stated = show(&identity.stated);
    let expected = show(&identity.expected);
    let distance = show(&identity.distance);
    let by = if identity.below {
        "too little"
    } else {
        "too much"
    };
    let equals = if identity.rounded { "≈" } else { "=" };
    let arithmetic = if let Some(place) = &identity.elsewhere {
        format!("but \"{place}\" is {expected}")
    } else if identity.expression == identity.expected {
        format!("should be {expected}")
    } else {
        format!("but {} {equals} {expected}", identity.expression)
    };
    let tail = match (identity.verdict, identity.slack.as_deref()) {
        (Verdict::Rounding, Some(slack)) if identity.coarse => format!(
            "within the {} that rounding explains; its figures are too small to check this share by",
            show(slack)
        ),
        (Verdict::Rounding, Some(slack)) => {
            let mode = match identity.mode {
                Mode::HalfUp => "rounding",
                Mode::HalfEven => "rounding half to even",
            };
            format!("within the {} that {mode} explains", show(slack))
        }
        (Verdict::Rounding, None) => {
            "the base is too small for rounding not to explain it".to_owned()
        }
        (Verdict::Truncation, _) => "the last digits were cut off, not rounded".to_owned(),
        (_, Some("0")) => "these figures are not rounded, so there is no slack".to_owned(),
        (_, Some(slack)) => format!("rounding explains at most {}", show(slack)),
        (_, None) => String::new(),
    };
    let stated = match identity.derivation.as_str() {
        "" => format!("\"{name}\" is stated as {stated}"),
        derivation => {
            let name = made_of(name, identity.figures, Lang::English);
            format!("{name} come to {derivation} = {stated}")
        }
    };
    let end = if tail.is_empty() { "" } else { "; " };
    format!("{stated}, {arithmetic}, {distance} {by}{end}{tail}")
}

fn english_circumstance(circumstance: &Expression) -> String {
    let Expression {
        name,
        first,
        second,
        share,
        ..
    } = circumstance;
    let at = if name.is_empty() {
        String::new()
    } else {
        format!("{name}: ")
    };
    match circumstance.role {
        Role::ZeroExecution => format!("{at}budget {first}, nothing spent (executed {second})"),
        Role::OverBudget => format!("{at}executed {second} is over the budget of {first}"),
        Role::Below => format!("{at}{first} is below {share} of {second}"),
        Role::Above => format!("{at}{first} is above {share} of {second}"),
        Role::Reaches => format!("{at}{first} reaches {share} of {second}"),
        Role::Changed if share.is_empty() => format!("{at}changed from {second} to {first}"),
        Role::Changed => format!("{at}changed from {second} to {first}, by more than {share}"),
        Role::Less => format!("{at}{first} is less than {second}"),
        Role::More => format!("{at}{first} is more than {second}"),
        Role::Differs => format!("{at}{first} differs from {second}"),
        _ => format!("{at}{first}"),
    }
}

fn english_role(role: Role) -> &'static str {
    match role {
        Role::Budget => "budget",
        Role::Executed => "executed",
        Role::Part => "part",
        Role::Whole => "whole",
        Role::Now => "now",
        Role::Before => "before",
        Role::First | Role::Less | Role::More | Role::Differs | Role::NonZero => "this figure",
        Role::Second => "compared with",
        Role::ZeroExecution => "not spent",
        Role::OverBudget => "over budget",
        Role::Below => "low",
        Role::Above | Role::Reaches => "high",
        Role::Changed => "changed",
    }
}

fn double_quoted(texts: &[String]) -> String {
    texts
        .iter()
        .map(|text| format!("\"{text}\""))
        .collect::<Vec<_>>()
        .join(", ")
}
