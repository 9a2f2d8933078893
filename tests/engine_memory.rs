//! Rules that want more memory than they may have: each ends at a limit, what one call can take is
//! bounded, and nothing is left behind.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, also in the functions it shares"
)]

use gouji::document::Document;
use gouji::finding::{NotRun, Outcome, Reason};
use gouji::memory::held;
use gouji::pack::{PackFault, with_room};
use gouji::source::Source;
use gouji::words::Lang;

use crate::engine::{FORM, Folder, MANIFEST, named, outcome_of, rule, run_script, script, words};

/// A text of 512 KiB.
const LONG: &str = "let s = \"x\"; for i in 0..19 { s += s; }";

/// Bodies that would hold gigabytes, if they could.
const GREEDY: [&str; 14] = [
    "let m = #{}; for i in 0..100000 { m.set(\"k\" + i, s + i); }",
    "let m = #{}; for i in 0..100000 { m.set(s + i, i); }",
    "let a = []; for i in 0..100000 { a.push(s + i); }",
    "let a = []; for i in 0..100000 { a += [s + i]; }",
    "let a = []; for i in 0..100000 { a = [a, s + i]; }",
    "let a = []; a.pad(90000, 0); let b = a.map(|x| [x, x, x]); let c = [b, b, b];",
    "let a = []; for i in 0..9000 { a.push(#{\"a\": 1}); } 宽(0, a)",
    "深(0, s)",
    "let a = []; a.pad(99999, #{}); 宽(0, a)",
    "loop { flag(表.甲, s); }",
    "loop { flag([表.甲, 表.乙, 表.甲, 表.乙], s + 1); }",
    "let a = []; a.pad(90000, 表.甲); loop { flag(a, \"多\"); }",
    "for i in 0..100000 { matches(表.文, s + i); }",
    "let a = s.split(\"\"); let b = s.to_chars();",
];

const FUNCTIONS: &str = "
fn 深(n, s) { let t = s + n; 深(n + 1, t) }
fn 宽(n, a) { let b = a; let c = a; let d = a; 宽(n + 1, d) }
";

const JSON: &str = r#"{"甲": 1, "乙": 2, "文": "x"}"#;

fn greedy(id: &str, body: &str) -> String {
    let body = format!("{LONG} {body}; equal(表.甲, 1);");
    named(id, &body)
}

fn after(rules: &str) -> String {
    format!("{FUNCTIONS}{rules}{}", named("U", "equal(表.甲, 1);"))
}

#[test]
fn greedy_rules_end_at_a_limit_and_leave_nothing() {
    with_room(|| {
        for body in [GREEDY[0], GREEDY[8], GREEDY[9]] {
            let pack = script(&after(&greedy("T", body))).unwrap();
            let mut worker = pack.checker().unwrap();
            let mut before = None;
            for _ in 0..2 {
                let document = Document::parse(Source::new("t.json", JSON)).unwrap();
                let checked = worker.check(document);
                let limit = |entry: &NotRun| entry.reason == Reason::Limit;
                assert!(
                    checked.not_run.iter().any(limit),
                    "{body} {:?}",
                    checked.not_run
                );
                assert_eq!(outcome_of(&checked, "U"), Outcome::Passed, "{body}");
                drop(checked);
                // the second time leaves what the first did: caches, and no more
                let left = held() - before.unwrap_or_else(held);
                assert!(left < 1 << 20, "{body} leaves {left} bytes");
                before = Some(held());
            }
        }
    });
}

/// The whole command, in no more address space than 512 MiB: 64 are the stack it runs rules on,
/// and what the system sets aside for a second thread's memory are 64 to 128.
#[cfg(target_os = "linux")]
#[test]
fn the_command_stays_within_its_bound() {
    let rules: Vec<String> = (GREEDY.iter().enumerate())
        .map(|(index, body)| greedy(&format!("T{index}"), body))
        .collect();
    let folder = Folder::new(&[
        ("tiny/pack.toml", MANIFEST),
        ("tiny/form.schema.json", FORM),
        ("tiny/a.rhai", &after(&rules.concat())),
        ("t.json", JSON),
    ]);
    let command = "ulimit -v 524288; exec \"$0\" check t.json --pack tiny/ --format json";
    let ended = std::process::Command::new("sh")
        .args(["-c", command, env!("CARGO_BIN_EXE_gouji")])
        .current_dir(&folder.0)
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    let err = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(1), "{err}");
    let all: serde_json::Value = serde_json::from_slice(&ended.stdout).expect(&err);
    // the form and U; every greedy rule ran into a limit
    assert_eq!(all[0]["rules"]["passed"], 2, "{err}");
    let limits = all[0]["not_run"].as_array().unwrap();
    let limits = limits.iter().filter(|entry| entry["reason"] == "limit");
    assert_eq!(limits.count(), GREEDY.len());
}

#[test]
fn entries_are_not_changed_in_place() {
    for body in [
        "let m = #{}; m[\"k\"] = 1;",
        "let m = #{}; m.甲 = 1;",
        "表.甲 = 5;",
        "let a = [1]; a[0] = 2;",
        "let a = [1]; a[0] += 2;",
        "let a = [[1]]; a[0][0] = 2;",
        "let a = [[1]]; a[0].push(2);",
        "let m = #{}; m.甲.push(2);",
        "let a = [[[1]]]; a[0][0].push(2);",
        "let a = [\"x\"]; a[0].pad(9, 'y');",
        "let a = [#{}]; a[0].set(\"k\", 1);",
    ] {
        let Err(faults) = script(&rule(&format!("{body} equal(表.甲, 1);"))) else {
            panic!("{body}");
        };
        let said = faults.iter().map(|fault| fault.text(Lang::Chinese));
        assert!(
            said.clone()
                .any(|text| text.contains("放进变量") || text.contains("赋给变量")),
            "{body} {:?}",
            said.collect::<Vec<_>>()
        );
    }
    // by what is not a method the first argument is a copy
    let checked = run_script(
        &rule("let a = [[1]]; push(a[0], 2); equal(表.甲, a[0].len());"),
        JSON,
    );
    assert_eq!(outcome_of(&checked, "T"), Outcome::Passed);
    // what is written anew, or in a variable, is the rule's own
    for body in [
        "let a = []; a.push(1); a += [2]; a.insert(0, 3); equal(表.甲, a.len() - 2);",
        "let m = #{\"k\": [1]}; let a = m[\"k\"]; a.push(2); equal(表.乙, a.len());",
        "let 和 = 0; 和 += 表.甲; equal(和, 表.甲);",
    ] {
        let checked = run_script(&rule(body), JSON);
        assert_eq!(
            outcome_of(&checked, "T"),
            Outcome::Passed,
            "{body} {:?}",
            checked.not_run
        );
    }
}

#[test]
fn closures_hold_nothing_and_this_is_not_for_rules() {
    let said = |faults: Vec<PackFault>| words(&faults);
    for body in [
        "let x = 表.甲; let f = |y| y + x; equal(x, f.call(0));",
        "let f = |x| x; let g = |x| f.call(x); equal(表.甲, g.call(1));",
    ] {
        let text = said(script(&rule(body)).expect_err(body));
        assert!(text.contains("闭包"), "{body} {text}");
    }
    let text = format!("fn 长(s) {{ this.push(s); }}\n{}", rule("equal(表.甲, 1);"));
    assert!(said(script(&text).expect_err("this")).contains("this"));
}

#[test]
fn one_call_cannot_take_it_all() {
    for body in [
        "s.replace(\"x\", s);",
        "s.replace('x', s);",
        "s.replace(\"\", s);",
        "let t = s + s; t.replace(\"xx\", 'y'); t.replace('y', \"xxx\"); ",
        "let a = [2, 1]; a.sort(|x, y| 1);",
        "sleep(1);",
    ] {
        let checked = run_script(&after(&greedy("T", body)), JSON);
        assert_eq!(outcome_of(&checked, "T"), Outcome::CouldNotRun, "{body}");
        assert_eq!(outcome_of(&checked, "U"), Outcome::Passed, "{body}");
    }
    for (body, due) in [
        (
            "let t = \"aXbX\"; t.replace(\"X\", \"yy\"); same(表.文, t);",
            "ayybyy",
        ),
        (
            "let t = \"aXbX\"; t.replace('X', \"yy\"); same(表.文, t);",
            "ayybyy",
        ),
        (
            "let t = \"aXbX\"; t.replace(\"Xb\", 'y'); same(表.文, t);",
            "ayX",
        ),
        (
            "let t = \"aXbX\"; t.replace('X', 'y'); same(表.文, t);",
            "ayby",
        ),
        (
            "let t = \"ab\"; t.replace(\"\", \"-\"); same(表.文, t);",
            "-a-b-",
        ),
    ] {
        let checked = run_script(&rule(body), &format!(r#"{{"文": "{due}"}}"#));
        assert_eq!(outcome_of(&checked, "T"), Outcome::Passed, "{body}");
    }
}
