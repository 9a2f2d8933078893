//! What is said of suspects: the likely cause, other possibilities, what speaks for a figure and
//! what follows.

use super::{Lang, with_unit};
use crate::finding::{Change, Figures, Suspect, Undiagnosed, Witness};
use crate::source::Place;

use super::report::place_words;

/// Before what is wrong.
#[must_use]
pub fn problem_lead(lang: Lang) -> &'static str {
    lang.pick("问题：", "problem: ")
}

/// Before the likeliest cause.
#[must_use]
pub fn cause_lead(lang: Lang) -> &'static str {
    lang.pick("疑因：", "likely cause: ")
}

/// Before causes that are less likely.
#[must_use]
pub fn others_lead(lang: Lang) -> &'static str {
    lang.pick("其他可能：", "or else: ")
}

/// Before figures that speak for the stated one.
#[must_use]
pub fn witnesses_lead(lang: Lang) -> &'static str {
    lang.pick("印证：", "held by: ")
}

/// Before what to write instead.
#[must_use]
pub fn write_lead(lang: Lang) -> &'static str {
    lang.pick("应改：", "to write: ")
}

/// A figure that is to be changed, and to what.
#[must_use]
pub fn should_be(name: &str, stated: &str, expected: &str, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("“{name}”{stated} 应为 {expected}"),
        Lang::English => format!("\"{name}\" {stated} should be {expected}"),
    }
}

/// A figure that probably is to be changed, and to what.
#[must_use]
pub fn should_perhaps_be(
    name: &str,
    suspect: &Suspect,
    place: Option<Place>,
    lang: Lang,
) -> String {
    let at = place.map_or_else(String::new, |place| place_words(place, lang));
    let (stated, proposed) = (&suspect.stated, &suspect.proposed);
    let with: String = (suspect.together.iter())
        .map(|change| together(change, lang))
        .collect();
    match lang {
        Lang::Chinese => format!("“{name}”{at}{stated} 疑为 {proposed}{with}"),
        Lang::English => format!("\"{name}\"{at} {stated} should perhaps be {proposed}{with}"),
    }
}

/// That several changes are equally likely: a person must look first.
#[must_use]
pub fn one_of(count: usize, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("有 {count} 种可能，请先核对疑因所列各数，再改其中写错的那个"),
        Lang::English => format!("one of {count} changes; check the figures named before any"),
    }
}

/// A figure that must change with another one.
fn together(change: &Change, lang: Lang) -> String {
    let name = last_title(&change.path);
    let (from, to) = (&change.stated, &change.proposed);
    match lang {
        Lang::Chinese => format!("，同时“{name}”{from} 改为 {to}"),
        Lang::English => format!(", together with \"{name}\" {from} to {to}"),
    }
}

/// What to do about a finding that follows from that of a number.
#[must_use]
pub fn follows_number(number: usize, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("由第 {number} 条引起，先处理第 {number} 条"),
        Lang::English => format!("it follows from no. {number}: see to that first"),
    }
}

/// By how much what is written is above or below what is computed; `size` with its unit.
#[must_use]
pub fn off_by(is_below: bool, size: &str, lang: Lang) -> String {
    match (lang, is_below) {
        (Lang::Chinese, true) => format!("比算得数少 {size}"),
        (Lang::Chinese, false) => format!("比算得数多 {size}"),
        (Lang::English, true) => format!("{size} below the computed figure"),
        (Lang::English, false) => format!("{size} above the computed figure"),
    }
}

/// Before what follows from a finding.
#[must_use]
pub fn follows_lead(lang: Lang) -> &'static str {
    lang.pick("连带：", "follows: ")
}

/// Rules that fail because of this finding and have no finding of their own to show.
#[must_use]
pub fn consequences(rules: &[String], lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("{} 也因此不符，改正后应随之消除", rules.join("、")),
        Lang::English => format!("{} (should pass once this is corrected)", rules.join(", ")),
    }
}

/// A suspect with the names of its figures, ready to be said.
#[derive(Debug)]
pub struct Accused<'a> {
    /// The suspect.
    pub suspect: &'a Suspect,
    /// Its name.
    pub name: &'a str,
    /// The name and figure of what was left out, added twice or copied, where that is another one.
    pub source: Option<(&'a str, &'a str)>,
    /// The name of the total and what it should be, where the suspect is a part of it.
    pub total: Option<(&'a str, &'a str)>,
    /// Where it stands.
    pub place: Option<Place>,
}

/// The likeliest cause in a sentence a clerk can act on. That it is not the only one is said.
#[must_use]
pub fn sentence(accused: &Accused<'_>, lang: Lang) -> String {
    let at = accused
        .place
        .clone()
        .map_or_else(String::new, |place| place_words(place, lang));
    let sure = match (accused.suspect.unique, lang) {
        (true, _) => "",
        (false, Lang::Chinese) => "（不止一种可能）",
        (false, Lang::English) => " (one of several)",
    };
    format!("{}{sure}{at}", bare(accused, lang))
}

fn bare(accused: &Accused<'_>, lang: Lang) -> String {
    let Accused {
        suspect,
        name,
        source,
        total,
        ..
    } = accused;
    let Suspect {
        stated, proposed, ..
    } = suspect;
    let slip = cause(&suspect.cause, lang);
    let adding = match suspect.cause.as_str() {
        "omitted_addend" => Some(lang.pick("漏加", "leaves out")),
        "doubled_addend" => Some(lang.pick("重复加了", "counts twice")),
        _ => None,
    };
    if let Some(adding) = adding {
        // without a source it is the part that would have to change: the total stands firm
        return match (lang, source) {
            (Lang::Chinese, Some((part, figure))) => {
                format!("“{name}”{adding}“{part}”{figure}，应为 {proposed}")
            }
            (Lang::Chinese, None) => {
                let (whole, due) = total.unwrap_or_default();
                format!(
                    "“{whole}”{adding}“{name}”{stated}，应为 {due}；如合计无误，则“{name}”应为 {proposed}"
                )
            }
            (Lang::English, Some((part, figure))) => {
                format!("\"{name}\" {adding} \"{part}\" {figure}; should be {proposed}")
            }
            (Lang::English, None) => {
                let (whole, due) = total.unwrap_or_default();
                format!(
                    "\"{whole}\" {adding} \"{name}\" {stated}, and should be {due}; if the total is right, \"{name}\" should be {proposed}"
                )
            }
        };
    }
    let from = source.map_or_else(String::new, |(source, _)| match lang {
        Lang::Chinese => format!("（与“{source}”相同）"),
        Lang::English => format!(" (the same as \"{source}\")"),
    });
    let with: String = (suspect.together.iter())
        .map(|change| together(change, lang))
        .collect();
    match lang {
        Lang::Chinese => format!("“{name}”{slip}{from}：{stated} 改为 {proposed}{with} 即相符"),
        Lang::English => {
            format!("\"{name}\" {slip}{from}: {stated} should perhaps be {proposed}{with}")
        }
    }
}

/// The last step of a JSON Pointer.
fn last_title(path: &str) -> String {
    let last = path.rsplit('/').next().unwrap_or_default();
    last.replace("~1", "/").replace("~0", "~")
}

/// A less likely cause in few words.
#[must_use]
pub fn other(accused: &Accused<'_>, lang: Lang) -> String {
    let Accused { suspect, name, .. } = accused;
    let Suspect {
        stated, proposed, ..
    } = suspect;
    if matches!(suspect.cause.as_str(), "omitted_addend" | "doubled_addend") {
        return bare(accused, lang);
    }
    match lang {
        Lang::Chinese => format!("“{name}”{stated} 应为 {proposed}"),
        Lang::English => format!("\"{name}\" {stated} should be {proposed}"),
    }
}

/// Why no figure is named.
#[must_use]
pub fn undiagnosed(why: Undiagnosed, lang: Lang) -> &'static str {
    match why {
        Undiagnosed::Several => lang.pick(
            "没有找到改一个或两个数就能使各等式都成立的改法，可能错了几处，请逐项核对",
            "no change of one figure or two makes all identities hold; several may be wrong, check each",
        ),
        Undiagnosed::Bound => lang.pick(
            "数字和等式太多，没有查遍各种可能，请逐项核对",
            "too many figures and identities to look everywhere; check each",
        ),
    }
}

/// Less likely causes on one line, and how many more there are.
#[must_use]
pub fn others(said: &[String], more: usize, lang: Lang) -> String {
    let mut all = said.join(lang.pick("；", "; "));
    if more > 0 {
        let rest = match lang {
            Lang::Chinese => format!("；另有 {more} 种"),
            Lang::English => format!("; and {more} more"),
        };
        all.push_str(&rest);
    }
    all
}

/// Which figures speak for the stated one.
#[must_use]
pub fn witnesses(name: &str, stated: &str, all: &[Witness], lang: Lang) -> String {
    let figures: Vec<String> = all
        .iter()
        .map(|witness| match lang {
            Lang::Chinese => format!("“{}”{}", witness.name, witness.figure),
            Lang::English => format!("\"{}\" {}", witness.name, witness.figure),
        })
        .collect();
    let mut rules: Vec<&str> = all.iter().map(|witness| witness.rule.as_str()).collect();
    rules.dedup();
    match lang {
        Lang::Chinese => format!(
            "“{name}”{stated} 与{}相符（{}）；如改此数，这些也须重算",
            figures.join("、"),
            rules.join("、")
        ),
        Lang::English => format!(
            "\"{name}\" {stated} agrees with {} ({}); they would change with it",
            figures.join(", "),
            rules.join(", ")
        ),
    }
}

/// A finding that follows from another, on one line; its figures where it has them.
#[must_use]
pub fn follower(
    name: &str,
    figures: &Figures,
    message: &str,
    place: Option<Place>,
    lang: Lang,
) -> String {
    let at = place.map_or_else(String::new, |place| place_words(place, lang));
    match (&figures.stated, &figures.expected, lang) {
        (Some(stated), Some(expected), Lang::Chinese) => {
            let (stated, expected) = (
                with_unit(stated, &figures.unit),
                with_unit(expected, &figures.unit),
            );
            format!("{name}写为 {stated}，算得 {expected}{at}")
        }
        (Some(stated), Some(expected), Lang::English) => {
            let (stated, expected) = (
                with_unit(stated, &figures.unit),
                with_unit(expected, &figures.unit),
            );
            format!("{name}: stated {stated}, computed {expected}{at}")
        }
        _ => format!("{message}{at}"),
    }
}

/// Above findings of one rule that are shown on a line each.
#[must_use]
pub fn folded(rule: &str, count: usize, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("{rule} 另有 {count} 处同样不符："),
        Lang::English => format!("{rule}: {count} more of the same:"),
    }
}

/// At the suspect's place, in a word or two; empty for what has no name.
#[must_use]
pub fn mark(code: &str, lang: Lang) -> &str {
    match code {
        "omitted_addend" => lang.pick("疑漏加", "left out?"),
        "doubled_addend" => lang.pick("疑重复加", "added twice?"),
        "sign_flip" => lang.pick("疑正负号写反", "sign?"),
        "transposition" => lang.pick("疑数字颠倒", "digits swapped?"),
        "one_digit" => lang.pick("疑写错一位", "wrong digit?"),
        "dropped_digit" => lang.pick("疑漏写一位", "digit lost?"),
        "doubled_digit" => lang.pick("疑多写一位", "digit twice?"),
        "decimal_shift" => lang.pick("疑小数点错位", "point shifted?"),
        "unit_slip" => lang.pick("疑单位混用", "unit?"),
        "percent_truncated" => lang.pick("疑去尾", "cut off?"),
        "wrong_direction" => lang.pick("疑方向写反", "direction?"),
        "prior_year_pasted" => lang.pick("疑沿用上年数", "last year's?"),
        "copied_row" => lang.pick("疑抄自别行", "copied?"),
        "shifted_row" => lang.pick("疑错行", "row shifted?"),
        "left_zero" => lang.pick("疑漏填", "left at 0?"),
        _ => "",
    }
}

/// A named human slip; a code this version does not know is shown as it is.
#[must_use]
pub fn cause(code: &str, lang: Lang) -> &str {
    match code {
        "omitted_addend" => lang.pick("疑似漏加", "may have been left out of the sum"),
        "doubled_addend" => lang.pick("疑似重复相加", "may have been added twice"),
        "sign_flip" => lang.pick("疑似正负号写反", "may have the wrong sign"),
        "transposition" => lang.pick("疑似两位数字颠倒", "may have two digits swapped"),
        "one_digit" => lang.pick("疑似一位数字写错", "may have one wrong digit"),
        "dropped_digit" => lang.pick("疑似漏写一位数字", "may lack a digit"),
        "doubled_digit" => lang.pick("疑似多写一位数字", "may have a digit twice"),
        "decimal_shift" => lang.pick("疑似小数点错位", "may have its decimal point shifted"),
        "unit_slip" => lang.pick("疑似单位混用", "may be in another unit"),
        "percent_truncated" => {
            lang.pick("疑似去尾而未四舍五入", "may be cut off instead of rounded")
        }
        "wrong_direction" => lang.pick("疑似增减方向写反", "may have the wrong direction"),
        "prior_year_pasted" => lang.pick("疑似沿用上年数", "may be last year's figure"),
        "copied_row" => lang.pick("疑似抄自别的行", "may be copied from another row"),
        "shifted_row" => lang.pick("疑似错行", "may be shifted by a row"),
        "left_zero" => lang.pick("疑似漏填，留为 0", "may have been left at 0"),
        "unexplained_value" => lang.pick("可能写错", "may be wrong"),
        other => other,
    }
}
