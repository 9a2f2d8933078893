//! Help: in the user's language and nothing of the parser's own.

use super::*;

const COMMANDS: [&str; 12] = [
    "check",
    "form",
    "screen",
    "report",
    "explain",
    "rules",
    "test",
    "trace",
    "lint",
    "new",
    "completions",
    "help",
];

#[test]
fn help_speaks_one_language() {
    let folder = folder("help");
    for command in COMMANDS {
        let chinese = run(&folder, &[command, "--help"]);
        assert_eq!((chinese.code, &*chinese.err), (0, ""));
        assert!(chinese.out.contains("用法：\n  gouji "), "{}", chinese.out);
        assert!(chinese.out.contains("例：\n  gouji "), "{}", chinese.out);
        for english in ["Usage", "Options", "Print help", "possible", "default:"] {
            assert!(!chinese.out.contains(english), "{}", chinese.out);
        }
        let english = run(&folder, &[command, "--help", "--lang", "en"]);
        assert!(english.out.contains("Usage:\n  gouji "), "{}", english.out);
        let sections = english.out.split("Examples:").next().unwrap();
        let chinese = sections.replace("文种", "");
        assert!(chinese.is_ascii(), "{chinese}");
        // the two ways to ask
        let asked = run(&folder, &["help", command, "--lang", "en"]);
        assert_eq!((asked.code, asked.out), (0, english.out));
    }
}

#[test]
fn all_commands_are_listed() {
    let folder = folder("listed");
    let ended = run(&folder, &["--help"]);
    assert_eq!(ended.code, 0);
    for command in COMMANDS {
        assert!(
            ended.out.contains(&format!("\n  {command} ")),
            "{}",
            ended.out
        );
    }
    assert_eq!(run(&folder, &["help"]).out, ended.out);
    let nothing = run(&folder, &[]);
    assert_eq!((nothing.code, &*nothing.out), (2, ""));
    assert_eq!(nothing.err, ended.out);
}

/// Lines of help are not wider than a common terminal.
#[test]
fn help_fits() {
    use unicode_width::UnicodeWidthStr;
    let folder = folder("fits");
    for lang in ["zh", "en"] {
        for command in COMMANDS {
            let ended = run(&folder, &[command, "--help", "--lang", lang]);
            for line in ended.out.lines() {
                assert!(line.width() <= 84, "{line}");
            }
        }
    }
}

#[test]
fn the_language_from_the_environment() {
    let folder = folder("variable");
    let english = end(gouji(&folder).arg("--help").env("GOUJI_LANG", "en"));
    assert!(english.out.contains("Usage:"), "{}", english.out);
    let arguments = ["--help", "--lang=zh"];
    let chinese = end(gouji(&folder).args(arguments).env("GOUJI_LANG", "en"));
    assert!(chinese.out.contains("用法："), "{}", chinese.out);
}

#[test]
fn version() {
    let ended = run(&folder("version"), &["--version"]);
    let version = concat!("gouji ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!((ended.code, &*ended.out), (0, version));
}

#[test]
fn completions() {
    let folder = folder("completions");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ended = run(&folder, &["completions", shell]);
        assert_eq!((ended.code, &*ended.err), (0, ""));
        assert!(ended.out.contains("ndjson"), "{}", ended.out);
    }
}
