//! Rules that run wild: each ends at a limit in time, and the next rule still runs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::too_many_lines,
    reason = "a test fails by panicking, also in the functions it shares"
)]

use std::time::{Duration, Instant};

use gouji::finding::{Outcome, Reason};

use crate::engine::{cannot, check, fails, named, outcome_of, passes, rule, run, script, words};

/// A rule may take its time and more: tests are built without optimisation, and run beside others.
const PATIENCE: Duration = Duration::from_secs(20);

/// Whoever calls has little room: rules see to their own.
fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new()
        .stack_size(512 << 10)
        .spawn(work)
        .unwrap()
        .join()
        .unwrap();
}

/// The first rule ends for this reason, soon, and the second passes.
#[track_caller]
fn ends_in_time(body: &str, due: Reason) {
    let text = format!("{}{}", named("T", body), named("U", "equal(表.甲, 1);"));
    let pack = match script(&text) {
        Ok(pack) => pack,
        Err(faults) => panic!("{body}\n{}", words(&faults)),
    };
    let start = Instant::now();
    let checked = check(
        &pack,
        r#"{"甲": 1, "文": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"}"#,
    );
    let taken = start.elapsed();
    assert!(taken < PATIENCE, "{body} took {taken:?}");
    assert_eq!(outcome_of(&checked, "T"), Outcome::CouldNotRun, "{body}");
    assert_eq!(
        checked.not_run[0].reason, due,
        "{body} {:?}",
        checked.not_run[0]
    );
    assert_eq!(outcome_of(&checked, "U"), Outcome::Passed, "{body}");
}

#[test]
fn loops_and_growth_end_at_a_limit() {
    for body in [
        "loop { } equal(表.甲, 1);",
        "while true { let x = 1; } equal(表.甲, 1);",
        "for i in 0..9223372036854775807 { } equal(表.甲, 1);",
        "let s = \"x\"; loop { s += s; } equal(表.甲, 1);",
        "let s = \"x\"; loop { s = s + s; } equal(表.甲, 1);",
        "let s = \"x\"; s.pad(1000000000, \"x\"); equal(表.甲, 1);",
        "let a = [1]; loop { a += a; } equal(表.甲, 1);",
        "let a = [1]; loop { a = [a, a]; } equal(表.甲, 1);",
        "let a = []; loop { a.push(1); } equal(表.甲, 1);",
        "let a = []; a.pad(1000000000, 1); equal(表.甲, 1);",
        "let b = blob(10000000000); equal(表.甲, 1);",
        "let m = #{}; let i = 0; loop { m.set(\"k\" + i, [i, i, i, i]); i += 1; } equal(表.甲, 1);",
        "loop { equal(表.甲, 1); }",
        "loop { matches(表.文, \"(a+)+b\"); }",
        "loop { sum(表); } equal(表.甲, 1);",
    ] {
        ends_in_time(body, Reason::Limit);
    }
}

#[test]
fn nesting_without_end_ends_at_a_limit() {
    on_a_small_stack(|| {
        for body in [
            "let a = []; loop { a = [a]; } equal(表.甲, 1);",
            "let m = #{}; loop { m = #{\"a\": m}; } equal(表.甲, 1);",
        ] {
            ends_in_time(body, Reason::Limit);
        }
    });
}

#[test]
fn recursion_ends_at_a_limit() {
    on_a_small_stack(|| {
        let brackets = ("(".repeat(100), ")".repeat(100));
        for function in [
            "fn 深(n) { 深(n + 1) }".to_owned(),
            "fn 深(n) { 浅(n) } fn 浅(n) { 深(n) }".to_owned(),
            "fn 深(n) { [1].map(|x| 深(x)) }".to_owned(),
            format!(
                "fn 深(n) {{ if true {{ for i in [1] {{ return 1 + {}深(n){}; }} }} }}",
                brackets.0, brackets.1
            ),
        ] {
            let text = format!(
                "{function}\n{}{}",
                named("T", "equal(表.甲, 深(0));"),
                named("U", "equal(表.甲, 1);")
            );
            let checked = check(&script(&text).unwrap(), r#"{"甲": 1}"#);
            assert_eq!(checked.not_run[0].reason, Reason::Limit, "{function}");
            assert_eq!(outcome_of(&checked, "U"), Outcome::Passed);
        }
    });
}

#[test]
fn what_an_amount_remembers_ends_at_a_limit() {
    for body in [
        "let x = 表.甲; for i in 0..60 { x = x + x; } equal(表.甲, x);",
        "let x = 表.甲; for i in 0..60 { x = x - x; } equal(表.甲, x);",
        "let x = 表.甲; for i in 0..60 { x = max(x, x); } equal(表.甲, x);",
        "let x = 表.甲 / 3; for i in 0..60 { x = pure(x) * pure(x); } equal(表.甲, x);",
        "let x = pure(表.甲) + 0.01; for i in 0..40 { x = x * x; } equal(表.甲, x);",
        "let x = 1.5; for i in 0..40 { x = x * x; } equal(表.甲, x);",
        "let x = 表.甲; for i in 0..5000 { x = x + 1; } equal(表.甲, x);",
        "let x = 表.甲; for i in 0..5000 { x = -x; } equal(表.甲, x);",
        "let c = nonzero(表.甲); for i in 0..60 { c = both(c, c); } explained(表.注, c);",
        "let x = 表.甲; for i in 0..60 { x = x + x; } if x > 1 { flag(表.甲, \"x\"); }",
        "let x = 表.甲; for i in 0..60 { x = x + x; } explained(表.注, nonzero(x));",
    ] {
        ends_in_time(body, Reason::Overflow);
    }
    // Rhai's integers do not wrap
    for body in [
        "9223372036854775807 + 1",
        "-9223372036854775807 - 2",
        "9223372036854775807 * 2",
        "10 % 0",
    ] {
        ends_in_time(&format!("equal(表.甲, {body});"), Reason::Script);
    }
    // a long sum is no runaway
    passes(
        "let 和 = 0; for 行 in 表.各行 { 和 = 和 + 行.额; } equal(表.甲, 和);",
        &rows(200, "1", "200"),
    );
    on_a_small_stack(|| {
        for body in [
            "let x = 表.甲; for i in 0..390 { x = x + 1; } equal(表.乙, x);",
            "let x = 表.甲; for i in 0..390 { x = 1 - x; } equal(表.乙, x);",
            "let x = 表.甲; for i in 0..390 { x = abs(x); } equal(表.乙, x);",
        ] {
            fails(body, r#"{"甲": 1, "乙": 5}"#);
        }
    });
}

fn rows(count: usize, figure: &str, total: &str) -> String {
    let row = format!(r#"{{"额": {figure}, "原额": 0}}"#);
    format!(
        r#"{{"甲": {total}, "各行": [{}]}}"#,
        vec![row; count].join(",")
    )
}

#[test]
fn patterns_cannot_hang_or_break_out() {
    let json = r#"{"文": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab!"}"#;
    let start = Instant::now();
    fails("matches(表.文, \"(a|a)*(a+)+c\");", json);
    fails("no_residue(表.文, [\"(a*)*b\"]);", json);
    for pattern in ["(a{1000}){1000}", "(", "a)|(b", "[\\\\p{L}]{9999}", "(?=a)"] {
        cannot(
            &format!("matches(表.文, \"{pattern}\");"),
            json,
            Reason::Script,
        );
        cannot(
            &format!("no_residue(表.文, [\"{pattern}\"]);"),
            json,
            Reason::Script,
        );
    }
    assert!(start.elapsed() < PATIENCE);
}

#[test]
fn many_rows_take_time_in_proportion() {
    let json = rows(5_000, "1.25", "5");
    for body in [
        "equal(表.甲, sum(表.各行, \"额\"));",
        "for 行 in 表.各行 { same(行.名, \"x\"); }",
        "for 行 in 表.各行 { explained(表.注, zero_execution(行.额, 行.原额)); }",
        "for 行 in 表.各行 { present(行.名); }",
    ] {
        let start = Instant::now();
        run(body, &json);
        let taken = start.elapsed();
        assert!(taken < PATIENCE, "{body} took {taken:?}");
    }
}

#[test]
fn loading_ends_at_a_limit_too() {
    for top in [
        "loop { }",
        "let s = \"x\"; loop { s += s; }",
        "fn 深() { 深() } 深();",
    ] {
        let start = Instant::now();
        let faults = script(&format!("{top}\n{}", rule("equal(表.甲, 1);"))).expect_err(top);
        assert!(!faults.is_empty());
        assert!(start.elapsed() < PATIENCE, "{top}");
    }
}
