//! `check`, `screen` and `trace` choose packs and follow settings alike.

use serde_json::Value;

use super::settings::{WAIVER, desk};
use super::*;

/// What a command that writes one record a line says of the only submission.
fn record(folder: &Path, arguments: &[&str]) -> (i32, Value) {
    let ended = run(folder, arguments);
    let line = serde_json::from_str(&ended.out).unwrap_or_else(|_| panic!("{}", ended.err));
    (ended.code, line)
}

#[test]
fn a_screening_follows_settings_as_a_check_does() {
    for settings in [
        "",
        "[levels]\n\"ZT-11\" = \"error\"\n",
        "[parameters]\n\"执行率说明下限\" = \"99\"\n",
        "pack = \"hubei\"\n",
        WAIVER,
    ] {
        let folder = desk("desk-alike", settings);
        let more = ["--format", "ndjson", "--date", "2022-12-31"];
        let check = [&["check", "区直/自评.json"], &more[..]].concat();
        let screen = [&["screen", "区直", "--quiet"], &more[..]].concat();
        let (code, mut screened) = record(&folder, &screen);
        // a screening says besides whose each is
        screened.as_object_mut().unwrap().remove("subject");
        let hubei = settings.contains("hubei");
        assert_eq!(screened["pack"]["id"] == "hubei", hubei, "{screened}");
        assert_eq!((code, screened), record(&folder, &check), "{settings}");
    }
}

#[test]
fn a_trace_follows_settings() {
    let folder = desk("desk-trace", "");
    let trace = [
        "trace",
        "区直/自评.json",
        "--rule",
        "ZT-10",
        "--format",
        "json",
    ];
    let before = run(&folder, &trace);
    write(
        &folder,
        "gouji.toml",
        "[parameters]\n\"执行率说明下限\" = \"99\"\n",
    );
    let after = run(&folder, &trace);
    assert_eq!(
        (before.code, after.code),
        (0, 1),
        "{}{}",
        before.out,
        after.out
    );
}

/// Whether a waiver holds depends on the day, so nothing is taken over where there is one.
#[test]
fn a_waived_result_is_not_taken_over() {
    let screen = ["screen", "区直", "--out"];
    for (settings, kept) in [("", 1), (WAIVER, 0)] {
        let folder = desk("desk-since", settings);
        let day = ["--date", "2022-12-31"];
        let first = run(&folder, &[&screen[..], &["一"], &day].concat());
        assert_eq!(first.code, i32::from(settings.is_empty()), "{}", first.err);
        let since = ["二", "--since", "一", "--date", "2023-01-01"];
        let second = run(&folder, &[&screen[..], &since].concat());
        assert_eq!(second.code, 1, "{}", second.out);
        assert_eq!(
            second.err.contains("另沿用 1 份"),
            kept == 1,
            "{}",
            second.err
        );
    }
    // other settings are another result
    let folder = desk("desk-other", "");
    run(&folder, &[&screen[..], &["一"]].concat());
    write(&folder, "gouji.toml", "[levels]\n\"ZT-11\" = \"off\"\n");
    let second = run(&folder, &[&screen[..], &["二", "--since", "一"]].concat());
    assert_eq!(second.code, 0, "{}", second.out);
}

/// Broken settings beside a submission are nobody's business: they are not used.
#[test]
fn broken_settings_beside_a_submission_change_nothing() {
    let folder = folder("desk-broken");
    let file = repository("samples/zero-execution-unexplained/自评.json");
    let text = fs::read_to_string(file).unwrap();
    for unit in ["甲", "乙"] {
        write(&folder, format!("{unit}/自评.json"), &text);
    }
    write(&folder, "甲/gouji.toml", "[levels\n");
    for command in ["check", "screen"] {
        let arguments = [
            command,
            "甲/自评.json",
            "乙/自评.json",
            "--format",
            "ndjson",
        ];
        let ended = run(&folder, &arguments);
        assert_eq!(ended.code, 1);
        assert!(
            ended.err.contains("没有使用同自评在一起的 甲/gouji.toml"),
            "{}",
            ended.err
        );
        for line in ended.out.lines() {
            let record: Value = serde_json::from_str(line).unwrap();
            assert_eq!(record["verdict"], "explain");
        }
    }
}
