//! `gouji screen`: what comes in, in which order, and what is said of it.

use super::*;
use crate::submissions::submissions;

fn write_all(folder: &Path, count: usize) {
    fs::create_dir_all(folder).unwrap();
    for (index, text) in submissions(count, 1).iter().enumerate() {
        write(folder, format!("{index:03}.json"), text);
    }
}

fn lines(text: &str) -> Vec<serde_json::Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn sources(text: &str) -> Vec<String> {
    let lines = lines(text);
    let source = |line: &serde_json::Value| line["source"].as_str().unwrap().to_owned();
    lines.iter().map(source).collect()
}

#[test]
fn a_fifth_of_what_is_made_has_a_fault() {
    let folder = folder("screen-fifth");
    write(&folder, "批.ndjson", submissions(50, 7).join("\n"));
    let ended = run(&folder, &["screen", "批.ndjson", "--format", "ndjson"]);
    assert_eq!(ended.code, 1, "{}", ended.err);
    for (index, line) in lines(&ended.out).iter().enumerate() {
        let clean = line["verdict"] == "accept";
        assert!(clean || index % 5 == 4, "{line}");
    }
    let last = ended.err.lines().last().unwrap();
    assert!(last.starts_with("共 50 份：可受理 4"), "{last}");
}

/// The same bytes for any number of jobs, and whichever way the submissions come.
#[test]
fn the_same_bytes_for_any_number_of_jobs() {
    let folder = folder("screen-jobs");
    write_all(&folder.join("收件"), 40);
    write(&folder, "批.ndjson", submissions(40, 1).join("\n"));
    for format in ["text", "json", "ndjson"] {
        let screened = |path: &str, jobs: &str| {
            run(
                &folder,
                &[
                    "screen", path, "--jobs", jobs, "--format", format, "--quiet",
                ],
            )
        };
        let one = screened("收件", "1");
        assert_eq!((one.code, &*one.err), (1, ""));
        for jobs in ["2", "7"] {
            assert_eq!(screened("收件", jobs).out, one.out);
        }
        let lines = screened("批.ndjson", "3").out;
        assert_eq!(lines.lines().count(), one.out.lines().count());
    }
    let input = fs::read(folder.join("批.ndjson")).unwrap();
    let piped = run_with_input(&folder, &["screen", "-", "--format", "ndjson"], &input);
    let named = run(&folder, &["screen", "批.ndjson", "--format", "ndjson"]);
    assert_eq!(piped.out.replace("\"-:", "\"批.ndjson:"), named.out);
}

/// A line of the screening is the line of a check, but for whose it is.
#[test]
fn what_is_said_is_what_a_check_says() {
    let folder = folder("screen-check");
    write_all(&folder.join("收件"), 5);
    let screened = run(&folder, &["screen", "收件", "--format", "ndjson"]);
    for mut line in lines(&screened.out) {
        let subject = line.as_object_mut().unwrap().remove("subject").unwrap();
        assert!(subject["unit"].as_str().unwrap().starts_with("云澜市第"));
        let source = line["source"].as_str().unwrap().to_owned();
        let checked = run(&folder, &["check", &source, "--format", "ndjson"]);
        assert_eq!(vec![line], lines(&checked.out));
    }
}

#[test]
fn folders_files_patterns_and_their_order() {
    let folder = folder("screen-order");
    let text = submissions(1, 1).remove(0);
    for path in [
        "收件/b/2.json",
        "收件/b/1.json",
        "收件/.隐/x.json",
        "收件/a.JSON",
        "收件/c.ndjson",
    ] {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &text).unwrap();
    }
    write(&folder.join("收件"), ".gitignore", "*.json\n");
    write(&folder.join("收件"), "说明.docx", "x");
    let ended = run(&folder, &["screen", "收件", "--format", "ndjson"]);
    let due = [
        "收件/.隐/x.json",
        "收件/a.JSON",
        "收件/b/1.json",
        "收件/b/2.json",
        "收件/c.ndjson:1",
    ];
    assert_eq!(sources(&ended.out), due);
    let page = run(&folder, &["screen", "收件"]).out;
    for words in ["没有审核的文件（2 个", "收件/.gitignore", "收件/说明.docx"] {
        assert!(page.contains(words), "{page}");
    }
    let ended = run(
        &folder,
        &[
            "screen",
            "收件/*/1.json",
            "收件/b/2.json",
            "--format",
            "ndjson",
        ],
    );
    assert_eq!(sources(&ended.out), ["收件/b/1.json", "收件/b/2.json"]);
    for (path, words) in [("没有", "没有文件或文件夹"), ("收件/*.xlsx", "没有文件与")]
    {
        let ended = run(&folder, &["screen", path]);
        assert_eq!((ended.code, &*ended.out), (2, ""));
        assert!(ended.err.contains(words), "{}", ended.err);
    }
}

#[test]
fn archives() {
    use std::io::Write as _;
    use zip::write::SimpleFileOptions;
    let folder = folder("screen-zip");
    let text = submissions(1, 1).remove(0);
    let path = folder.join("收件.zip");
    let mut archive = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    let options = SimpleFileOptions::default();
    for name in ["乙/自评.json", "甲/自评.json", "说明.docx", "里.ZIP"] {
        archive.start_file(name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    // unpacks to far more than a submission has
    archive.start_file("丙/炸弹.json", options).unwrap();
    archive.write_all(&vec![b' '; 40 * 1024 * 1024]).unwrap();
    archive.finish().unwrap();
    assert!(fs::metadata(&path).unwrap().len() < 100_000);
    let ended = run(&folder, &["screen", "收件.zip", "--format", "ndjson"]);
    assert_eq!(ended.code, 2);
    let due = [
        "收件.zip!/丙/炸弹.json",
        "收件.zip!/乙/自评.json",
        "收件.zip!/甲/自评.json",
        "收件.zip!/里.ZIP",
    ];
    assert_eq!(sources(&ended.out), due);
    let verdicts: Vec<_> = lines(&ended.out)
        .iter()
        .map(|line| line["verdict"].clone())
        .collect();
    assert_eq!(
        verdicts,
        ["undetermined", "accept", "accept", "undetermined"]
    );
    assert!(ended.out.contains("请先解开"), "{}", ended.out);
    assert!(ended.out.contains("超过 4 MB"), "{}", ended.out);
    // cut off, and none at all
    let bytes = fs::read(&path).unwrap();
    write(&folder, "断.zip", &bytes[..bytes.len() - 30]);
    write(&folder, "假.zip", "no archive");
    for name in ["断.zip", "假.zip"] {
        let ended = run(&folder, &["screen", name]);
        assert_eq!(ended.code, 2);
        assert!(ended.out.contains("压缩文件无法读取"), "{}", ended.out);
    }
}

/// Names in archives that Windows in Chinese has written.
#[test]
fn names_in_archives_of_windows() {
    use std::io::Write as _;
    let folder = folder("screen-zip-names");
    let name = "\u{1}\u{1}.json";
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive
        .start_file(name, zip::write::SimpleFileOptions::default())
        .unwrap();
    archive.write_all(b"{}").unwrap();
    let bytes = archive.finish().unwrap().into_inner();
    // 甲 in GB18030, in both places where an archive has the name
    let gb = b"\xbc\xd7.json";
    let mut changed = bytes.clone();
    for at in 0..bytes.len() - name.len() {
        if bytes[at..].starts_with(name.as_bytes()) {
            changed[at..at + gb.len()].copy_from_slice(gb);
        }
    }
    write(&folder, "批.zip", changed);
    let ended = run(&folder, &["screen", "批.zip", "--format", "ndjson"]);
    assert_eq!(sources(&ended.out), ["批.zip!/甲.json"]);
}

#[test]
fn the_page_says_what_to_correct_and_where() {
    let folder = folder("screen-page");
    for sample in [
        "omitted-addend",
        "zero-execution-unexplained",
        "missing-field",
        "clean",
    ] {
        let text = fs::read(repository(&format!("samples/{sample}/自评.json"))).unwrap();
        write(&folder, format!("{sample}.json"), text);
    }
    write(&folder, "坏.json", "{");
    let ended = run(&folder, &["screen", "."]);
    assert_eq!(ended.code, 2);
    for words in [
        "建议退回更正（1 份）",
        "第 18 行第 15 列  部门决算 › 基本支出 › 人员经费 › 合计 123.63，应为 125.46 万元",
        "需说明（1 份）",
        "未能判定（2 份）",
        "ZT-07、ZT-09、ZT-10",
        "没有对应的 }",
    ] {
        let page = ended.out.replace("\n      ", "").replace("\n    ", "");
        assert!(page.contains(words), "{words}: {}", ended.out);
    }
    let last = ended.out.lines().last().unwrap();
    assert_eq!(last, "共 5 份：可受理 1，需说明 1，建议退回 1，未能判定 2");
    let english = run(&folder, &["screen", ".", "--lang", "en"]);
    assert!(
        english
            .out
            .contains("5 screened: accept 1, explain 1, return 1, undetermined 2")
    );
}

/// What does not fit on the page is counted.
/// Explanations are for a person to read: the page says where they are, and what they say.
#[test]
fn the_page_lists_explanations_and_waivers() {
    let folder = folder("screen-asides");
    let file = repository("samples/zero-execution-explained/自评.json");
    write(&folder, "甲.json", fs::read_to_string(file).unwrap());
    let file = repository("samples/zero-execution-unexplained/自评.json");
    write(&folder, "乙.json", fs::read_to_string(file).unwrap());
    let waiver = "[[waiver]]\nrule = \"ZT-11\"\npath = \"/三公经费/公务接待费/决算\"\n\
        values = { \"/三公经费/公务接待费/预算\" = 1.2, \"/三公经费/公务接待费/决算\" = \"0\" }\n\
        reason = \"接待任务取消\"\ngranted_by = \"区财政局\"\nexpires = 2022-12-31\nfiles = \"乙.json\"\n";
    write(&folder, "gouji.toml", waiver);
    let screen = ["screen", "甲.json", "乙.json", "--date", "2022-01-01"];
    let page = run(&folder, &screen).out.replace("\n    ", "");
    assert!(page.contains("已写说明，请核实（1 份）"), "{page}");
    let said = "说明：本年无外来公务接待任务，接待费未支出，指标由财政收回。  ZT-11";
    assert!(page.contains(said), "{page}");
    assert!(page.contains("有豁免的（1 份）"), "{page}");
    let said = "豁免：接待任务取消（区财政局 批准，至 2022-12-31）  ZT-11";
    assert!(page.contains(said), "{page}");
    assert!(page.contains("可受理 2，"), "{page}");
}

#[test]
fn the_page_is_capped_and_the_totals_are_true() {
    let folder = folder("screen-capped");
    let bad: Vec<String> = (0..30).map(|_| "{".to_owned()).collect();
    write(&folder, "批.ndjson", bad.join("\n"));
    let ended = run(&folder, &["screen", "批.ndjson"]);
    assert!(ended.out.contains("未能判定（30 份）"), "{}", ended.out);
    assert!(ended.out.contains("另有 10 项"), "{}", ended.out);
    assert!(!ended.out.contains("批.ndjson:21"));
    let all = run(&folder, &["screen", "批.ndjson", "--all"]);
    assert!(all.out.contains("批.ndjson:30"), "{}", all.out);
    assert!(!all.out.contains("另有"), "{}", all.out);
}

/// A path that leads to nothing is not "nothing to correct"; one named twice counts once.
#[test]
fn nothing_found_is_said_and_nothing_counts_twice() {
    let folder = folder("screen-nothing");
    write_all(&folder, 2);
    fs::create_dir(folder.join("空")).unwrap();
    for path in ["空", "空/../空"] {
        let ended = run(&folder, &["screen", path]);
        assert_eq!(ended.code, 2);
        assert!(ended.err.contains("没有找到一份自评"), "{}", ended.err);
    }
    let once = run(&folder, &["screen", ".", "--quiet"]);
    let first = fs::read_dir(&*folder).unwrap();
    let first = first
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .find(|name| name.starts_with("000"));
    for paths in [vec![".", "."], vec![".", first.as_deref().unwrap_or(".")]] {
        let twice = run(&folder, &[&["screen"], &paths[..]].concat());
        assert_eq!(twice.out, once.out);
        assert!(twice.err.contains("只审一次（1 个）"), "{}", twice.err);
    }
    // a filter may have nothing to do
    let mut child = gouji(&folder);
    let ended = child
        .args(["screen", "-", "--format", "ndjson"])
        .stdin(Stdio::null())
        .status();
    assert_eq!(ended.unwrap().code(), Some(0));
    // more threads than any machine has
    let many = run(&folder, &["screen", ".", "--jobs", "1000000", "--quiet"]);
    assert_eq!((many.out, &*many.err), (once.out, ""));
}

#[test]
fn usage() {
    let folder = folder("screen-usage");
    write(&folder, "a.json", clean());
    for (arguments, words) in [
        (&["screen"][..], "缺少"),
        (&["screen", "a.json", "--resume"], "--out"),
        (&["screen", "a.json", "--format", "text,json"], "--out"),
        (&["screen", "a.json", "--jobs", "0"], "大于 0 的整数"),
        (
            &["screen", "a.json", "--roster", "没有.csv"],
            "找不到这个文件",
        ),
        (&["screen", "-", "-"], "只能写一次"),
        (
            &["screen", "a.json", "--out", "a.json"],
            "“a.json”是一个文件",
        ),
    ] {
        let ended = run(&folder, arguments);
        assert_eq!((ended.code, &*ended.out), (2, ""), "{arguments:?}");
        assert!(ended.err.contains(words), "{arguments:?}: {}", ended.err);
    }
}

/// A file of one submission over several lines is that submission, whatever it is called.
#[test]
fn a_laid_out_submission_is_one_although_its_file_is_of_lines() {
    let folder = folder("screen-laid-out");
    write(&folder, "甲.json", clean());
    write(&folder, "甲.ndjson", clean());
    let whole = run(&folder, &["screen", "甲.json", "--format", "ndjson"]);
    let lines = run(&folder, &["screen", "甲.ndjson", "--format", "ndjson"]);
    let renamed = whole.out.replace("甲.json", "甲.ndjson");
    assert_eq!((lines.code, &*lines.out), (0, &*renamed));
    let wide: Vec<u8> = format!("\u{feff}{}", clean().replace('\n', ""))
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    write(&folder, "乙.ndjson", wide);
    let ended = run(&folder, &["screen", "乙.ndjson"]);
    assert_eq!(ended.code, 2, "{}", ended.out);
    assert!(ended.out.contains("UTF-16"), "{}", ended.out);
    assert!(ended.out.contains("未能判定 1"), "{}", ended.out);
}

/// Progress comes from a thread of its own, beside remarks and errors, and ends with the run.
#[cfg(unix)]
#[test]
fn a_long_run_says_how_far_it_is_and_ends() {
    use std::thread::sleep;
    use std::time::{Duration, Instant};
    let folder = folder("screen-progress");
    let mut child = gouji(&folder)
        .args(["screen", "-", "--out", "结果"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let texts = submissions(2, 1);
    writeln!(input, "{}", texts[0]).unwrap();
    // a line every five seconds
    sleep(Duration::from_secs(6));
    writeln!(input, "{}", texts[1]).unwrap();
    drop(input);
    let began = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if began.elapsed() > Duration::from_mins(1) {
            child.kill().unwrap();
            panic!("it does not end");
        }
        sleep(Duration::from_millis(20));
    }
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(err.contains("已审核 1 份"), "{err}");
    assert!(err.contains("--resume"), "{err}");
}
