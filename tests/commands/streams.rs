//! Streams: colours only where they are wanted, and readers that go away.

use super::*;

fn sample() -> String {
    let path = repository("samples/yanfeng-2021/自评.json");
    path.to_str().unwrap().to_owned()
}

#[test]
fn no_escapes_where_nobody_wants_them() {
    let folder = folder("colours");
    let sample = sample();
    for command in [
        &["check", &sample][..],
        &["explain", "ZT-19"],
        &["rules"],
        &["--help"],
    ] {
        // not a terminal
        let ended = run(&folder, command);
        assert!(!ended.out.contains('\u{1b}'), "{command:?}");
        let forced = end(gouji(&folder).args(command).env("CLICOLOR_FORCE", "1"));
        assert!(forced.out.contains('\u{1b}'), "{command:?}");
        let refused = end(gouji(&folder)
            .args(command)
            .env("CLICOLOR_FORCE", "1")
            .args(["--color", "never"]));
        assert_eq!(refused.out, ended.out, "{command:?}");
        let without = end(gouji(&folder).args(command).env("NO_COLOR", "1"));
        assert_eq!(without.out, ended.out, "{command:?}");
        let always = end(gouji(&folder)
            .args(command)
            .arg("--color=always")
            .env("NO_COLOR", "1"));
        assert_eq!(always.out, forced.out, "{command:?}");
    }
}

#[test]
fn the_same_bytes_every_time() {
    let folder = folder("again");
    let sample = sample();
    for format in ["text", "json", "ndjson"] {
        let arguments = ["check", &sample, "--format", format];
        assert_eq!(run(&folder, &arguments).out, run(&folder, &arguments).out);
    }
}

#[test]
fn the_width_is_kept() {
    let folder = folder("width");
    let narrow = end(gouji(&folder)
        .args(["explain", "ZT-19"])
        .env("COLUMNS", "60"));
    let wide = end(gouji(&folder)
        .args(["explain", "ZT-19"])
        .env("COLUMNS", "160"));
    assert_ne!(narrow.out, wide.out);
}

/// A reader that has seen enough is no error.
#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_error() {
    let folder = folder("pipe");
    let sample = sample();
    let many: Vec<&str> = std::iter::repeat_n(sample.as_str(), 20).collect();
    for (arguments, code) in [
        (&[&["check", "--format", "ndjson"][..], &many].concat(), 1),
        (&vec!["rules", "department", "--format", "json"], 0),
        (&vec!["--help"], 0),
    ] {
        let mut child = gouji(&folder)
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), &*err), (Some(code), ""));
    }
}

/// A disk that is full is one.
#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_2() {
    let folder = folder("full");
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let ended = end(gouji(&folder).args(["rules"]).stdout(full));
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("结果写不出去"), "{}", ended.err);
}
