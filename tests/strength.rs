//! The shipped packs are as strong as when they were released, and docs/strength.md says how
//! strong.
//!
//! What came of every slip is recorded in tests/strength/. A test cannot plant them all each time,
//! so it plants those of some figures, drawn by the seed, and what comes of them must be what is
//! recorded; `MEASURE=all cargo test strength` plants all. Where it is not, `UPDATE=1` measures
//! anew. The least that a pack must reach stands in floors.toml and is changed by hand only.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::sync::Arc;

use gouji::finding::PackStamp;
use gouji::measure::{
    Clean, Held, Kind, Located, Named, Options, Outcome, Place, Strength, Tally, Trial, measure,
    picture,
};
use gouji::pack::{Library, Pack, kinds_served};
use gouji::words::{Lang, measure as words};

use crate::fresh::{expect_file, root};

/// Of so many figures one is measured each time.
const ONE_IN: u64 = 16;

/// What came of a slip, in three letters: whether it was found, where, under what name; and
/// how many findings had nothing to do with it.
fn letters(outcome: &Outcome) -> String {
    let found = match (outcome.in_slack, outcome.caught) {
        (true, _) => 's',
        (false, true) => 'c',
        (false, false) => 'm',
    };
    let located = match outcome.located {
        Located::First => 'f',
        Located::Tied => 't',
        Located::No => '-',
    };
    let named = match outcome.named {
        Named::Yes => 'y',
        Named::Alike => 'a',
        Named::No => '-',
    };
    let mut all: String = [found, located, named].iter().collect();
    if outcome.astray > 0 {
        write!(all, "?{}", outcome.astray).unwrap();
    }
    if !outcome.false_findings.is_empty() {
        write!(all, "!{}", outcome.false_findings.len()).unwrap();
    }
    all
}

fn outcome(letters: &str) -> Outcome {
    let (letters, strangers) = letters.split_once('!').unwrap_or((letters, "0"));
    let (letters, astray) = letters.split_once('?').unwrap_or((letters, "0"));
    let mut each = letters.chars();
    let found = each.next();
    Outcome {
        in_slack: found == Some('s'),
        caught: found == Some('c'),
        located: match each.next() {
            Some('f') => Located::First,
            Some('t') => Located::Tied,
            _ => Located::No,
        },
        named: match each.next() {
            Some('y') => Named::Yes,
            Some('a') => Named::Alike,
            _ => Named::No,
        },
        astray: astray.parse().unwrap(),
        false_findings: vec![String::new(); strangers.parse().unwrap()],
    }
}

/// A line for each clean submission, each figure and each place where slips were planted.
fn lines(strength: &Strength) -> Vec<String> {
    let mut all: Vec<String> = strength
        .clean
        .iter()
        .map(|clean| {
            format!(
                "clean\t{}\t{}\t{}",
                clean.file,
                clean.figures,
                clean.false_findings.join(" ")
            )
        })
        .collect();
    all.extend(strength.places.iter().map(|place| {
        format!(
            "figure\t{}\t{}\t{}",
            place.file,
            place.path,
            place.held.code()
        )
    }));
    let mut last = None;
    for trial in &strength.trials {
        let at = (&trial.file, &trial.path);
        if last != Some(at) {
            last = Some(at);
            all.push(format!(
                "slips\t{}\t{}\t{}\t{}\t",
                trial.file,
                trial.path,
                trial.table,
                trial.held.code()
            ));
        }
        write!(
            all.last_mut().unwrap(),
            "{}:{} ",
            trial.kind.code(),
            letters(&trial.outcome)
        )
        .unwrap();
    }
    for line in &mut all {
        line.truncate(line.trim_end_matches(' ').len());
    }
    all
}

/// What the lines say.
fn strength_of(id: &str, version: &str, text: &str) -> Strength {
    let held = |code: &str| {
        Held::ALL
            .into_iter()
            .find(|held| held.code() == code)
            .unwrap()
    };
    let mut strength = Strength {
        pack: PackStamp {
            id: id.to_owned(),
            version: version.to_owned(),
            hash: String::new(),
            origin: String::new(),
        },
        seed: Options::default().seed,
        pairs: false,
        clean: Vec::new(),
        places: Vec::new(),
        trials: Vec::new(),
    };
    for line in text.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        match fields.as_slice() {
            ["clean", file, figures, found] => strength.clean.push(Clean {
                file: (*file).to_owned(),
                figures: figures.parse().unwrap(),
                false_findings: found.split_whitespace().map(str::to_owned).collect(),
            }),
            ["figure", file, path, code] => strength.places.push(Place {
                file: (*file).to_owned(),
                path: (*path).to_owned(),
                held: held(code),
            }),
            ["slips", file, path, table, code, slips] => {
                for slip in slips.split(' ') {
                    let (kind, letters) = slip.split_once(':').unwrap();
                    strength.trials.push(Trial {
                        file: (*file).to_owned(),
                        path: (*path).to_owned(),
                        table: (*table).to_owned(),
                        held: held(code),
                        kind: Kind::ALL
                            .into_iter()
                            .find(|known| known.code() == kind)
                            .unwrap(),
                        alike: Vec::new(),
                        truth: String::new(),
                        planted: String::new(),
                        beside: None,
                        outcome: outcome(letters),
                    });
                }
            }
            _ => unreachable!("{line}"),
        }
    }
    strength
}

/// The recorded strength of a pack, held against what is measured now.
fn recorded(id: &str) -> Strength {
    let pack = Arc::new(Pack::load(id, &Library::shipped()).unwrap());
    let file = root().join(format!("tests/strength/{id}.txt"));
    let text = fs::read_to_string(&file).unwrap_or_default();
    let all = std::env::var_os("MEASURE").is_some_and(|which| which == "all");
    let options = |one_in| Options {
        one_in,
        ..Options::default()
    };
    let now = measure(&pack, options(if all { 1 } else { ONE_IN })).unwrap();
    let known: BTreeSet<&str> = text.lines().collect();
    let measured = lines(&now);
    let other: Vec<&String> = measured
        .iter()
        .filter(|line| !known.contains(line.as_str()))
        .collect();
    // a figure that is gone
    let plain = |line: &&str| !line.starts_with("slips\t");
    let gone = text.lines().filter(plain).count()
        != measured.iter().filter(|line| plain(&line.as_str())).count();
    let version = &pack.manifest.version;
    if other.is_empty() && !gone {
        return strength_of(id, version, &text);
    }
    if std::env::var_os("UPDATE").is_some() {
        let whole = if all {
            now
        } else {
            measure(&pack, options(1)).unwrap()
        };
        let text = lines(&whole).join("\n") + "\n";
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, &text).unwrap();
        return strength_of(id, version, &text);
    }
    let was: Vec<&str> = other
        .iter()
        .filter_map(|line| {
            let place: Vec<&str> = line.split('\t').take(3).collect();
            text.lines()
                .find(|known| known.starts_with(&(place.join("\t") + "\t")))
        })
        .collect();
    panic!(
        "the strength of {id} is not what tests/strength/{id}.txt says. Now:\n{}\nrecorded:\n{}\nrun `UPDATE=1 cargo test strength` and look at the change",
        other
            .iter()
            .map(|line| line.as_str())
            .collect::<Vec<_>>()
            .join("\n"),
        was.join("\n")
    );
}

/// The numbers a pack is held to, in thousandths; 1000 where there is nothing to count.
fn marks(strength: &Strength) -> BTreeMap<&'static str, usize> {
    let share =
        |part: usize, tally: &Tally| (part * 1000).checked_div(tally.open()).unwrap_or(1000);
    let held = strength.tally(|trial| trial.held.in_identity());
    let twice = strength.tally(|trial| trial.held == Held::Twice);
    let watched = strength.places.len() - strength.unwatched().count();
    let found: usize = strength
        .clean
        .iter()
        .map(|clean| clean.false_findings.len())
        .sum();
    let once = strength.tally(|trial| trial.held == Held::Once);
    BTreeMap::from([
        ("clean_without_findings", if found == 0 { 1000 } else { 0 }),
        (
            "watched",
            (watched * 1000)
                .checked_div(strength.places.len())
                .unwrap_or(1000),
        ),
        ("caught_in_an_identity", share(held.caught, &held)),
        ("located_held_once", share(once.located(), &once)),
        ("located_held_twice", share(twice.located(), &twice)),
        ("named_held_twice", share(twice.named, &twice)),
        (
            "without_false_findings",
            1000 - (strength.all().false_findings * 1000)
                .div_ceil(strength.all().planted.max(1))
                .min(1000),
        ),
    ])
}

#[test]
fn strength_page_and_floors() {
    let mut page = String::from(
        "# 规则包的本领\n\n本页由程序生成（`UPDATE=1 cargo test strength`）。\n\n\
         在没有问题的填报（规则包的 `clean*.json`）里，每个数字逐一植入十五种常见的笔误，每次一处，\
         连同全部规则和诊断一起运行，看查出没有、指准没有、说对错因没有。自己的规则包同样可以测：\n\n\
         ```text\ngouji measure 我的规则包/\ngouji measure 我的规则包/ --pairs\n```\n\n\
         比率都是去尾，不进位；笔误在几个可能的数里取哪一个，由种子决定，种子相同，结果相同。\n\n",
    );
    for line in words::legend(Lang::Chinese).lines() {
        writeln!(page, "- {line}").unwrap();
    }
    page += "\n“独立”是说：两个等式除这个数外没有别的数相同，所以两个都不符时，只有这个数能说明。\
             只在一个等式里的数，错了等式就不符，但等式分不清错的是哪一个；错成什么样子像笔误，才能指出来，\
             不像的，并列列出，由人判断。\n";
    let library = Library::shipped();
    let file = root().join("tests/strength/floors.toml");
    let mut floors = fs::read_to_string(&file).unwrap_or_default();
    let known: BTreeMap<String, BTreeMap<String, usize>> = toml::from_str(&floors).unwrap();
    for (id, _) in kinds_served(&library) {
        let strength = recorded(&id);
        let reached = marks(&strength);
        match known.get(&id) {
            Some(least) => {
                for (mark, least) in least {
                    let now = reached[mark.as_str()];
                    assert!(
                        now >= *least,
                        "{id}: {mark} is {now} ‰, was released with {least} ‰"
                    );
                }
                assert_eq!(least.len(), reached.len(), "{id}: {reached:?}");
            }
            None if std::env::var_os("UPDATE").is_some() => {
                writeln!(floors, "\n[{id}]").unwrap();
                for (mark, now) in &reached {
                    writeln!(floors, "{mark} = {now}").unwrap();
                }
                fs::write(&file, &floors).unwrap();
            }
            None => panic!(
                "{id} has no floors in tests/strength/floors.toml; `UPDATE=1 cargo test strength` writes them"
            ),
        }
        expect_file(
            &format!("docs/strength-{id}.svg"),
            &picture(&strength, Lang::Chinese),
        );
        section(&mut page, &strength);
    }
    // published forms, judged by hand; tests/real.rs holds them to it
    page.push_str(&fs::read_to_string(root().join("tests/real/README.md")).unwrap());
    expect_file("docs/strength.md", &page);
}

fn section(page: &mut String, strength: &Strength) {
    let lang = Lang::Chinese;
    let id = &strength.pack.id;
    writeln!(page, "\n## {id} {}\n", strength.pack.version).unwrap();
    writeln!(
        page,
        "{}。{}。{}。\n",
        words::lead(strength, lang),
        words::clean(strength, lang),
        words::unwatched(strength, lang)
    )
    .unwrap();
    writeln!(
        page,
        "![{}](strength-{id}.svg)\n",
        words::picture_title(id, lang)
    )
    .unwrap();
    writeln!(page, "图中的数是“指准”的百分比：行是笔误，列是表。\n").unwrap();
    let counts: Vec<String> = Held::ALL
        .into_iter()
        .map(|held| format!("{} {} 个", words::held(held, lang), strength.figures(held)))
        .collect();
    writeln!(page, "数字按所在的等式分：{}。\n", counts.join("，")).unwrap();
    writeln!(
        page,
        "| | {} |\n|---|{}",
        words::columns(lang).join(" | "),
        "--:|".repeat(9)
    )
    .unwrap();
    for part in words::sections(strength, lang) {
        if !part.heading.is_empty() {
            writeln!(page, "| **{}** |{}", part.heading, " |".repeat(9)).unwrap();
        }
        for (name, tally) in &part.rows {
            writeln!(page, "| {name} | {} |", words::cells(tally).join(" | ")).unwrap();
        }
    }
}

/// What is written down is read back as it was.
#[test]
fn records_are_read_as_written() {
    for letters_of in ["cfy", "ct-", "m--", "sfy", "cfa?2", "c--!3", "ctn?1!12"] {
        let read = outcome(letters_of);
        let again = letters(&read);
        assert_eq!(again, letters_of.replace('n', "-"));
    }
}
