//! What checking costs against named floors, in one run: reading alone, `serde_json::Value`
//! alone, the same twenty checks written by hand, and gouji with those twenty as rules; then the
//! whole pack `department`. Times are of one thread's processor, the least of many rounds taken
//! in turn, so that other work on the machine weighs on all alike.
//!
//! `cargo bench --bench checking`; with `-- N` so many rounds.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::too_many_lines,
    reason = "a benchmark that meets what it does not expect ends there; it prints what it measured"
)]

mod generator;
mod plain;
#[path = "../sequence.rs"]
mod sequence;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use cpu_time::ThreadTime;
use gouji::document::Reader;
use gouji::finding::Advice;
use gouji::pack::{Checker, Library, Pack, with_room};
use gouji::source::Source;

/// What is measured: its name, how many submissions a round takes, and the round.
type Way<'w> = (&'static str, usize, Box<dyn FnMut() -> usize + 'w>);

/// Submissions in a round.
const COUNT: usize = 500;

/// The twenty rules beside the form they are for, which is the shipped pack's.
fn twenty() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("twenty");
    fs::create_dir_all(&folder).unwrap();
    for file in ["pack.toml", "二十条.rhai"] {
        fs::copy(root.join("tests/bench/pack").join(file), folder.join(file)).unwrap();
    }
    let form = "form.schema.json";
    fs::copy(root.join("rules/department").join(form), folder.join(form)).unwrap();
    folder
}

fn source(text: &str) -> Source {
    Source::new("-", text)
}

/// How many of the submissions are not in order.
fn faulty(checker: &mut Checker, texts: &[String]) -> usize {
    texts
        .iter()
        .filter(|text| checker.check_source(source(text)).1.verdict != Advice::Accept)
        .count()
}

fn main() {
    // one thread for all: checking would start one for each
    with_room(measure);
}

fn measure() {
    let rounds = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(15_usize);
    let texts = generator::submissions(COUNT, 1);
    let bytes: usize = texts.iter().map(String::len).sum();
    let load = |folder: &Path| Arc::new(Pack::load_folder(folder, &Library::shipped()).unwrap());
    let mut twenty = load(&self::twenty()).checker().unwrap();
    let mut department = load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/department"))
        .checker()
        .unwrap();
    let mut interpreted = load(&self::twenty()).checker().unwrap();
    interpreted.interpret();
    let mut second = load(&self::twenty()).checker().unwrap();
    let mut third = load(&self::twenty()).checker().unwrap();
    let clean: Vec<String> = texts
        .iter()
        .enumerate()
        .filter(|(index, _)| index % 5 != 4)
        .map(|(_, text)| text.clone())
        .collect();

    let slips: Vec<String> = texts
        .iter()
        .filter(|text| !plain::check(text).is_empty())
        .cloned()
        .collect();

    let mut reader = Reader::default();
    let mut ways: Vec<Way> = vec![
        (
            "(a) reading alone",
            COUNT,
            Box::new(|| {
                let read = |text: &String| reader.read(source(text)).unwrap().len();
                texts.iter().map(read).sum()
            }),
        ),
        (
            "(b) serde_json::Value alone",
            COUNT,
            Box::new(|| {
                let read = |text: &&String| {
                    serde_json::from_str::<serde_json::Value>(text)
                        .unwrap()
                        .is_object()
                };
                texts.iter().filter(read).count()
            }),
        ),
        (
            "(c) twenty checks by hand",
            COUNT,
            Box::new(|| {
                texts
                    .iter()
                    .filter(|text| !plain::check(text).is_empty())
                    .count()
            }),
        ),
        (
            "(d) twenty checks as rules",
            COUNT,
            Box::new(|| faulty(&mut twenty, &texts)),
        ),
    ];
    ways.push((
        "    of these, those in order",
        clean.len(),
        Box::new(|| faulty(&mut second, &clean)),
    ));
    ways.push((
        "    of these, those not in order",
        slips.len(),
        Box::new(|| faulty(&mut third, &slips)),
    ));
    ways.push((
        "    (d) by the interpreter alone",
        COUNT,
        Box::new(|| faulty(&mut interpreted, &texts)),
    ));
    ways.push((
        "(e) the pack department",
        COUNT,
        Box::new(|| faulty(&mut department, &texts)),
    ));
    // one way alone, for a profiler: `-- 15 (d)`
    let named =
        |argument: &String| !argument.starts_with("--") && argument.parse::<usize>().is_err();
    if let Some(only) = std::env::args().skip(1).find(named) {
        ways.retain(|(name, ..)| name.trim().contains(&only));
        for _ in 0..rounds {
            for (.., way) in &mut ways {
                way();
            }
        }
        return;
    }
    let mut best = vec![Duration::MAX; ways.len()];
    let mut answers = vec![0; ways.len()];
    for _ in 0..rounds {
        for (index, (.., way)) in ways.iter_mut().enumerate() {
            let start = ThreadTime::now();
            answers[index] = way();
            best[index] = best[index].min(start.elapsed());
        }
    }
    assert_eq!(
        answers[2], answers[3],
        "both find the same submissions faulty"
    );
    println!(
        "{COUNT} submissions of {} bytes on average, {rounds} rounds",
        bytes / COUNT
    );
    let each: Vec<u128> = ways
        .iter()
        .zip(&best)
        .map(|((_, count, _), time)| time.as_nanos() / *count as u128)
        .collect();
    for (index, (name, ..)) in ways.iter().enumerate() {
        let ratio = each[index] * 100 / each[2];
        println!(
            "{name:<30} {:>8}.{} us each   {:>4}.{:02} × (c)   {:>4} not in order",
            each[index] / 1000,
            each[index] % 1000 / 100,
            ratio / 100,
            ratio % 100,
            answers[index],
        );
    }
}
