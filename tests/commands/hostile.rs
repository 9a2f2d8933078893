//! Hostile submissions: a thousand of them, each a result, none the end of the run.

use std::time::{Duration, Instant};

use super::*;
use crate::submissions::{Sequence, submissions};

/// What people and machines do to files, in turn.
fn spoilt(index: usize, text: &str, sequence: &mut Sequence) -> Vec<u8> {
    let bytes = text.as_bytes();
    match index % 12 {
        0 => bytes[..sequence.below(bytes.len())].to_vec(),
        1 => vec![b'['; 100_000],
        2 => format!("{{\"文种\": {}", "{\"a\":".repeat(50_000)).into_bytes(),
        3 => text.replace("2023", &"9".repeat(4_000)).into_bytes(),
        4 => text.replace(": 1", ": 1e999999999").into_bytes(),
        5 => {
            let mut bytes = bytes.to_vec();
            for _ in 0..50 {
                let at = sequence.below(bytes.len());
                bytes[at] = u8::try_from(sequence.below(256)).unwrap();
            }
            bytes
        }
        6 => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        7 => encoding_rs::GB18030.encode(text).0.into_owned(),
        8 => text
            .replace('}', ",\"\u{202e}键\": \"\\u0000\\ud800\"}")
            .into_bytes(),
        9 => format!("{text}{text}").into_bytes(),
        10 => vec![0; sequence.below(10_000)],
        _ => text
            .replace(|letter: char| letter.is_ascii_digit(), "一")
            .into_bytes(),
    }
}

#[test]
fn a_thousand_hostile_files_are_a_thousand_results() {
    let folder = folder("hostile");
    let inputs = folder.join("收件");
    fs::create_dir(&inputs).unwrap();
    let text = submissions(1, 1).remove(0);
    let mut sequence = Sequence::new(13);
    for index in 0..1_000 {
        let text = spoilt(index, &text, &mut sequence);
        write(&inputs, format!("{index:04}.json"), text);
    }
    let began = Instant::now();
    let ended = run(
        &folder,
        &["screen", "收件", "--format", "ndjson", "--quiet"],
    );
    assert_eq!((ended.code, &*ended.err), (2, ""));
    assert_eq!(ended.out.lines().count(), 1_000);
    assert!(began.elapsed() < Duration::from_mins(5));
    for line in ended.out.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let findings = line["findings"].as_array().unwrap().len();
        assert!(line["verdict"] != "accept" || findings == 0, "{line}");
    }
    // and as lines
    let lines = (0..1_000).map(|index| spoilt(index, &text, &mut sequence));
    write(&folder, "批.ndjson", lines.collect::<Vec<_>>().join(&b'\n'));
    let ended = run(
        &folder,
        &["screen", "批.ndjson", "--format", "ndjson", "--quiet"],
    );
    assert_eq!((ended.code, &*ended.err), (2, ""));
    assert!(ended.out.lines().count() >= 1_000);
}

/// Things that are no files, or not to be had.
#[cfg(target_os = "linux")]
#[test]
fn what_is_no_file_is_a_result_too() {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder("hostile-kinds");
    let inputs = folder.join("收件");
    fs::create_dir_all(inputs.join("夹.json")).unwrap();
    let text = submissions(1, 1).remove(0);
    write(&inputs.join("夹.json"), "内.json", &text);
    for name in ["管.json", "管.ndjson", "管.zip"] {
        let made = Command::new("mkfifo")
            .arg(inputs.join(name))
            .status()
            .unwrap();
        assert!(made.success());
    }
    symlink(".", inputs.join("环")).unwrap();
    symlink("自.json", inputs.join("自.json")).unwrap();
    symlink("/dev/zero", inputs.join("零.json")).unwrap();
    symlink("没有.json", inputs.join("断.json")).unwrap();
    write(&inputs, "换\n行.json", &text);
    write(&inputs, OsStr::from_bytes(b"\xff\xfe.json"), &text);
    write(&inputs, "大.json", vec![b' '; 5 * 1024 * 1024]);
    write(&inputs, "锁.json", &text);
    fs::set_permissions(inputs.join("锁.json"), fs::Permissions::from_mode(0o000)).unwrap();
    let ended = run(
        &folder,
        &["screen", "收件", "--format", "ndjson", "--quiet"],
    );
    assert_eq!((ended.code, &*ended.err), (2, ""));
    let mut said = std::collections::BTreeMap::new();
    for line in ended.out.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let source = line["source"].as_str().unwrap().to_owned();
        said.insert(
            source,
            line["findings"][0]["message"]
                .as_str()
                .unwrap_or("")
                .to_owned(),
        );
    }
    let due = [
        ("收件/夹.json", "这是一个文件夹"),
        ("收件/管.json", "管道"),
        ("收件/管.ndjson", "管道"),
        ("收件/管.zip", "管道"),
        ("收件/环", "指向文件夹的链接"),
        ("收件/零.json", "指向别处文件的链接"),
        ("收件/断.json", "找不到"),
        ("收件/自.json", "无法读取"),
        ("收件/大.json", "超过 4 MB"),
        ("收件/夹.json/内.json", ""),
        ("收件/换\n行.json", ""),
        ("收件/\u{fffd}\u{fffd}.json", ""),
    ];
    for (name, words) in due {
        let found = said.get(name).unwrap_or_else(|| panic!("{name}: {said:?}"));
        assert!(found.contains(words), "{name}: {found}");
        assert!(!words.is_empty() || found.is_empty(), "{name}: {found}");
    }
    assert_eq!(said.len(), due.len() + 1);
    // in the page, a name cannot begin a line of its own
    let page = run(&folder, &["screen", "收件"]).out;
    assert!(!page.contains("\n行.json"), "{page}");
}
