//! Nothing that was handed in is lost without a word: archives, folders that look like results,
//! links; and nothing makes a report without end.

use std::io::Write as _;

use serde_json::Value;

use super::*;

fn faulty() -> String {
    fs::read_to_string(repository("samples/omitted-addend/自评.json")).unwrap()
}

/// Names and verdicts of what a screening says.
fn verdicts(folder: &Path, input: &str) -> Vec<(String, String)> {
    let ended = run(folder, &["screen", input, "--format", "ndjson", "--quiet"]);
    let records = ended.out.lines().map(|line| {
        let record: Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| record[key].as_str().unwrap().to_owned();
        (text("source"), text("verdict"))
    });
    records.collect()
}

fn due(all: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(name, verdict): &(&str, &str)| ((*name).to_owned(), (*verdict).to_owned());
    all.iter().map(owned).collect()
}

/// An archive of some entries, stored as they are, and where its list begins.
fn archive(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in entries {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(*name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn last(bytes: &[u8], mark: &[u8]) -> usize {
    let found = bytes.windows(mark.len()).rposition(|window| window == mark);
    found.unwrap()
}

#[test]
fn an_archive_loses_nothing() {
    let folder = folder("lossless-zip");
    let (bad, ok) = (faulty(), clean());
    // two entries of one name: the writer refuses it, so the second is renamed afterwards
    let mut twice = archive(&[("a.json", &bad), ("b.json", &ok)]);
    for at in 0..twice.len() - 6 {
        if twice[at..].starts_with(b"b.json") {
            twice[at] = b'a';
        }
    }
    // and a comment that looks like an end record of one entry
    let end = last(&twice, b"PK\x05\x06");
    let mut comment =
        b"PK\x05\x06\0\0\0\0\x01\0\x01\0\xff\xff\xff\0\xff\xff\xff\0\x07\0zz".to_vec();
    twice[end + 20] = u8::try_from(comment.len()).unwrap();
    twice.append(&mut comment);
    write(&folder, "同名.zip", &twice);
    assert_eq!(
        verdicts(&folder, "同名.zip"),
        due(&[
            ("同名.zip!/a.json", "return"),
            ("同名.zip!/(2)/a.json", "accept"),
        ])
    );
    // something stands before it, as in one that unpacks itself
    write(&folder, "前缀.zip", [&[b'x'; 777][..], &twice].concat());
    assert_eq!(verdicts(&folder, "前缀.zip").len(), 2);
    // an end record that says there is one entry, where there are two
    let two = archive(&[("a.json", &ok), ("b.json", &bad)]);
    let end = last(&two, b"PK\x05\x06");
    let mut fewer = two.clone();
    fewer[end + 8] = 1;
    fewer[end + 10] = 1;
    write(&folder, "少数.zip", &fewer);
    assert_eq!(
        verdicts(&folder, "少数.zip"),
        due(&[
            ("少数.zip!/a.json", "accept"),
            ("少数.zip!/b.json", "return"),
            ("少数.zip", "undetermined"),
        ])
    );
    // a list that begins at the second entry: the first is there and not named
    let mut late = fewer.clone();
    let second = last(&late[..end], b"PK\x01\x02");
    late[end + 12..end + 16].copy_from_slice(&u32::try_from(end - second).unwrap().to_le_bytes());
    late[end + 16..end + 20].copy_from_slice(&u32::try_from(second).unwrap().to_le_bytes());
    write(&folder, "漏列.zip", &late);
    assert_eq!(
        verdicts(&folder, "漏列.zip"),
        due(&[("漏列.zip!/b.json", "return"), ("漏列.zip", "undetermined"),])
    );
    // two end records that may both be meant
    let comment = two[end..].to_vec();
    let mut both = two.clone();
    both[end + 20] = u8::try_from(comment.len()).unwrap();
    both.extend(comment);
    write(&folder, "两尾.zip", &both);
    assert_eq!(
        verdicts(&folder, "两尾.zip"),
        due(&[("两尾.zip", "undetermined")])
    );
}

/// A folder with something that looks like a log: what only bears the names of results is
/// screened, and results are listed.
#[test]
fn a_folder_that_looks_like_results_loses_nothing() {
    let folder = folder("lossless-folder");
    let names = ["results.json", "log.before-x.json", "screening.json"];
    for (index, name) in names.iter().enumerate() {
        // not the same, or they would count once
        let text = format!("{}{}", faulty(), " ".repeat(index));
        write(&folder, format!("收件/甲/{name}"), text);
    }
    write(&folder, "收件/甲/log.ndjson", "{\"content\":");
    write(&folder, "收件/甲/自评.json", clean());
    let found = verdicts(&folder, "收件");
    let returned = found.iter().filter(|(_, verdict)| verdict == "return");
    assert_eq!((returned.count(), found.len()), (3, 5), "{found:?}");
    // a true log beside them changes nothing
    write(&folder, "另/自评.json", clean());
    run(&folder, &["screen", "另", "--out", "果", "--quiet"]);
    let log = fs::read(folder.join("果/log.ndjson")).unwrap();
    write(&folder, "收件/甲/log.ndjson", log);
    let ended = run(&folder, &["screen", "收件", "--quiet"]);
    assert!(ended.out.contains("建议退回 3"), "{}", ended.out);
    assert!(
        ended.out.contains("  收件/甲/log.ndjson\n"),
        "{}",
        ended.out
    );
    // true results are passed over, and said to be
    let ended = run(&folder, &["screen", "果"]);
    assert!(ended.out.contains("共 0 份"), "{}", ended.out);
    for own in ["log.ndjson", "screening.json", "summary.txt"] {
        assert!(ended.out.contains(&format!("果/{own}")), "{}", ended.out);
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leaves_the_input_is_not_read() {
    use std::os::unix::fs::symlink;
    let folder = folder("lossless-link");
    write(&folder, "私/密.txt", "secret: 12345\nkey=ABCDEF\n");
    write(&folder, "收件/乙/自评.json", clean());
    symlink("../私/密.txt", folder.join("收件/自评.json")).unwrap();
    symlink("乙/自评.json", folder.join("收件/里.json")).unwrap();
    let ended = run(
        &folder,
        &[
            "screen",
            "收件",
            "--quiet",
            "--out",
            "果",
            "--format",
            "text,html,json",
        ],
    );
    assert_eq!(ended.code, 2);
    for name in ["log.ndjson", "report.html", "summary.txt", "results.json"] {
        let text = fs::read_to_string(folder.join("果").join(name)).unwrap();
        assert!(
            !text.contains("ABCDEF") && !text.contains("12345\n"),
            "{name}"
        );
    }
    assert!(ended.out.contains("指向别处文件的链接"), "{}", ended.out);
}

/// A line that somebody has edited is no result: it is made anew.
#[test]
fn an_edited_line_of_a_log_is_not_taken_over() {
    let folder = folder("lossless-log");
    write(&folder, "收件/甲.json", faulty());
    write(&folder, "收件/乙.json", clean());
    let first = run(&folder, &["screen", "收件", "--out", "果", "--quiet"]);
    assert_eq!(first.code, 1);
    let path = folder.join("果/log.ndjson");
    let whole = fs::read_to_string(&path).unwrap();
    let edited = whole.replace("\"verdict\":\"return\"", "\"verdict\":\"accept\"");
    assert_ne!(whole, edited);
    fs::write(&path, &edited).unwrap();
    let since = ["screen", "收件", "--out", "又", "--since", "果"];
    for arguments in [&since[..], &["screen", "收件", "--out", "果", "--resume"]] {
        let ended = run(&folder, arguments);
        let last = |ended: &Ended| ended.out.lines().last().unwrap_or_default().to_owned();
        assert_eq!(
            (ended.code, last(&ended)),
            (1, last(&first)),
            "{}",
            ended.err
        );
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), whole);
}

/// Four megabytes on one line, and something wrong at each of its values.
#[test]
fn a_report_stays_in_proportion_to_its_submission() {
    let folder = folder("lossless-size");
    let row = r#"{"名称":"甲","分值":1,"得分":9,"指标值":"≥5","完成值":"4"}"#;
    let rows = vec![row; 4_000].join(",");
    let tables = format!(
        r#"{{"文种":"项目支出绩效自评","绩效指标":{{"一级":[{{"名称":"产出","二级":[{{"名称":"数量","三级":[{rows}]}}]}}]}}}}"#
    );
    let titles = vec!["\"一、x\""; 40_000].join(",");
    let titles = format!(r#"{{"文种":"项目支出绩效自评","章节":[{titles}]}}"#);
    for (name, text) in [("表.json", tables), ("题.json", titles)] {
        write(&folder, name, &text);
        for format in ["json", "ndjson"] {
            let ended = run(&folder, &["screen", name, "--format", format, "--quiet"]);
            let most = (8 * text.len()).max(256 * 1024);
            assert!(
                ended.out.len() <= most,
                "{} {}",
                text.len(),
                ended.out.len()
            );
        }
        let page = run(&folder, &["check", name]).out;
        assert!(page.len() < 400_000, "{}", page.len());
    }
    let ended = run(&folder, &["check", "题.json"]);
    assert!(ended.out.contains("共 39999 处"), "{}", ended.out);
}
