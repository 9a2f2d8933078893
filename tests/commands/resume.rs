//! Nothing is lost: runs that are cut off and go on, results that are taken over, disks that are
//! full.

use std::thread::sleep;
use std::time::Duration;

use super::*;
use crate::submissions::{Sequence, submissions};

const REPORTS: [&str; 5] = [
    "log.ndjson",
    "screening.json",
    "summary.txt",
    "results.json",
    "results.ndjson",
];

fn screen<'a>(out: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut arguments = vec!["screen", "收件", "批.ndjson", "--out", out, "--jobs", "2"];
    arguments.extend(["--format", "text,json,ndjson", "--roster", "名单.csv"]);
    arguments.extend(more);
    arguments
}

/// A folder with a file for each of some submissions, more in lines, and a roster of all and one
/// more.
fn filled(name: &str, count: usize) -> Folder {
    let folder = folder(name);
    fs::create_dir(folder.join("收件")).unwrap();
    let texts = submissions(count, 3);
    let (files, lines) = texts.split_at(count / 2);
    for (index, text) in files.iter().enumerate() {
        write(&folder.join("收件"), format!("{index:03}.json"), text);
    }
    write(&folder.join("收件"), "坏.json", "{");
    write(&folder, "批.ndjson", lines.join("\n"));
    let units: Vec<String> = (0..=count)
        .map(|index| format!("{index:03},云澜市第{index:06}服务中心"))
        .collect();
    write(
        &folder,
        "名单.csv",
        format!("单位编码,单位名称\n{}\n", units.join("\n")),
    );
    folder
}

fn reports(folder: &Path) -> Vec<(String, String)> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let mut due: Vec<&str> = REPORTS.to_vec();
    due.sort_unstable();
    // only where something was found across submissions
    let always = names.iter().filter(|name| *name != "across.ndjson");
    assert_eq!(always.collect::<Vec<_>>(), due);
    names
        .into_iter()
        .map(|name| {
            let text = fs::read_to_string(folder.join(&name)).unwrap();
            (name, text)
        })
        .collect()
}

/// Killed without warning at 20 random points, a run goes on and ends as if nothing had been.
#[test]
fn a_run_that_is_killed_goes_on() {
    let folder = filled("resume-killed", 24);
    let whole = run(&folder, &screen("整", &[]));
    assert_eq!(whole.code, 2, "{}", whole.err);
    let due = reports(&folder.join("整"));
    let size = fs::metadata(folder.join("整/log.ndjson")).unwrap().len();
    let mut points = Sequence::new(11);
    for point in 0..20 {
        let at = points.below(usize::try_from(size).unwrap()) as u64;
        let out = format!("断{point}");
        let log = folder.join(&out).join("log.ndjson");
        let mut child = gouji(&folder)
            .args(screen(&out, &[]))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while fs::metadata(&log).map_or(0, |about| about.len()) < at {
            if child.try_wait().unwrap().is_some() {
                break;
            }
            sleep(Duration::from_millis(1));
        }
        let _ = child.kill();
        child.wait().unwrap();
        // a disk that lost power keeps less than was written, and not whole lines
        if point % 2 == 1 {
            let file = fs::File::options().write(true).open(&log).unwrap();
            file.set_len(at.min(file.metadata().unwrap().len()))
                .unwrap();
        }
        let resumed = run(&folder, &screen(&out, &["--resume"]));
        assert_eq!(
            (resumed.code, &resumed.out),
            (whole.code, &whole.out),
            "{}",
            resumed.err
        );
        assert_eq!(reports(&folder.join(&out)), due, "cut at {at}");
    }
}

/// What changed since is screened again, and so is what came or went; the rest stays.
#[test]
fn a_changed_input_is_screened_again() {
    let folder = filled("resume-changed", 12);
    let whole = run(&folder, &screen("一", &[]));
    assert_eq!(
        run(&folder, &screen("一", &[])).code,
        2,
        "it has results already"
    );
    let inputs = folder.join("收件");
    let other = submissions(20, 5).remove(19);
    write(&inputs, "002.json", &other);
    write(&inputs, "0021.json", &other);
    fs::remove_file(inputs.join("004.json")).unwrap();
    let fresh = run(&folder, &screen("二", &[]));
    assert_ne!(fresh.out, whole.out);
    let due = reports(&folder.join("二"));
    let since = run(&folder, &screen("三", &["--since", "一"]));
    assert_eq!(
        (&since.out, reports(&folder.join("三"))),
        (&fresh.out, due.clone())
    );
    // 000, 001, 003, 005 and the six lines; two were written, one is broken
    assert!(
        since.err.contains("另沿用 10 份，审核 3 份"),
        "{}",
        since.err
    );
    let resumed = run(&folder, &screen("一", &["--resume"]));
    assert_eq!(
        (&resumed.out, reports(&folder.join("一"))),
        (&fresh.out, due.clone())
    );
    assert!(
        resumed
            .err
            .contains("原有结果 13 份，保留 2 份，另沿用 8 份，审核 3 份"),
        "{}",
        resumed.err
    );
    // and once more: nothing has changed
    let again = run(&folder, &screen("一", &["--resume"]));
    assert_eq!((&again.out, reports(&folder.join("一"))), (&fresh.out, due));
    assert!(
        again.err.contains("保留 13 份，另沿用 0 份，审核 0 份"),
        "{}",
        again.err
    );
}

/// Another pack or another language is another result.
#[test]
fn another_pack_takes_nothing_over() {
    let folder = filled("resume-pack", 4);
    run(&folder, &screen("一", &[]));
    let rules = copy_rules(&folder);
    let manifest = rules.join("department/pack.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    write(&rules, "department/pack.toml", format!("{text}\n# 改过\n"));
    let ended = run(&folder, &screen("二", &["--since", "一"]));
    assert!(
        ended.err.contains("沿用 0 份，审核 5 份") || !ended.err.contains("沿用"),
        "{}",
        ended.err
    );
    let hash = |name: &str| {
        let text = fs::read_to_string(folder.join(name).join("log.ndjson")).unwrap();
        let line: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
        line["pack"]["hash"].clone()
    };
    assert_ne!(hash("一"), hash("二"));
}

#[test]
fn results_inside_the_input_are_no_input() {
    let folder = filled("resume-inside", 4);
    let arguments = ["screen", "收件", "--out", "收件/结果"];
    let first = run(&folder, &arguments);
    let again = run(&folder, &[&arguments[..], &["--resume"]].concat());
    assert_eq!(first.out, again.out);
    assert!(!first.out.contains("结果/"), "{}", first.out);
}

/// A disk that is full: said, with what to do; what was written is whole.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said() {
    let folder = filled("resume-full", 6);
    let whole = run(&folder, &screen("整", &[]));
    let limited = "trap '' XFSZ; ulimit -f 4; exec \"$0\" \"$@\"";
    let ended = Command::new("sh")
        .args(["-c", limited, env!("CARGO_BIN_EXE_gouji")])
        .args(screen("满", &[]))
        .current_dir(&*folder)
        .output()
        .unwrap();
    assert_eq!(ended.status.code(), Some(2));
    let err = String::from_utf8(ended.stderr).unwrap();
    assert!(
        err.contains("结果写不下去") && err.contains("--resume"),
        "{err}"
    );
    let log = fs::read_to_string(folder.join("满/log.ndjson")).unwrap();
    assert!(log.is_empty() || log.ends_with('\n'), "{log}");
    let resumed = run(&folder, &screen("满", &["--resume"]));
    assert_eq!(
        (resumed.code, &resumed.out),
        (whole.code, &whole.out),
        "{}",
        resumed.err
    );
    assert_eq!(reports(&folder.join("满")), reports(&folder.join("整")));
}

/// A reader that has seen enough ends a filter, also when the input goes on without end.
#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_a_filter() {
    let folder = folder("resume-pipe");
    let mut child = gouji(&folder)
        .args(["screen", "-", "--format", "ndjson", "--quiet"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut input = child.stdin.take().unwrap();
    let line = format!("{}\n", submissions(1, 1)[0]);
    for _ in 0..10_000 {
        if child.try_wait().unwrap().is_some() {
            break;
        }
        let _ = input.write_all(line.as_bytes());
    }
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
}

/// Results lie where somebody put them: what was handed in beside them is screened all the same,
/// and they are not taken for submissions, in whatever folder of the input.
#[test]
fn results_and_submissions_may_share_a_folder() {
    let folder = filled("resume-shared", 4);
    let inputs = folder.join("收件");
    let due = run(&folder, &["screen", "收件", "--quiet"]).out;
    let total = due.lines().last().unwrap();
    assert!(total.starts_with("共 3 份"), "{total}");
    // into the input itself, and again
    let formats = ["--format", "text,json,ndjson,html", "--quiet"];
    let own = [&["screen", "收件", "--out", "收件"], &formats[..]].concat();
    for resume in [&[][..], &["--resume"]] {
        let page = run(&folder, &[&own[..], resume].concat()).out;
        assert_eq!(page.lines().last().unwrap(), total, "{page}");
    }
    // a second round beside the first
    let round = ["screen", "收件", "--out", "收件/二", "--since", "收件"];
    let page = run(&folder, &[&round[..], &formats].concat()).out;
    assert_eq!(page.lines().last().unwrap(), total, "{page}");
    assert!(inputs.join("二/report.html").is_file());
}

/// Reports of an earlier run do not outlive what they say.
#[test]
fn reports_that_are_there_are_made_anew() {
    let folder = filled("resume-reports", 6);
    let first = [
        "screen",
        "收件",
        "--out",
        "结果",
        "--format",
        "text,csv,html",
    ];
    run(&folder, &first);
    let csv = |folder: &Path| fs::read_to_string(folder.join("结果/findings.csv")).unwrap();
    let before = csv(&folder);
    for (index, entry) in fs::read_dir(folder.join("收件")).unwrap().enumerate() {
        let path = entry.unwrap().path();
        let text = submissions(index + 1, 3).remove(index);
        write(&folder, path.strip_prefix(&*folder).unwrap(), text);
    }
    let page = run(&folder, &["screen", "收件", "--out", "结果", "--resume"]).out;
    assert!(page.contains("可受理 4，需说明 0，建议退回 0"), "{page}");
    assert_ne!(csv(&folder), before);
    assert!(!csv(&folder).contains("未能读"), "{}", csv(&folder));
}

/// What is not ours is not written over, and a slip in the command leaves nothing behind.
#[test]
fn nothing_of_others_is_written_over() {
    let folder = filled("resume-others", 2);
    write(&folder, "别处/summary.txt", "要紧的");
    let ended = run(&folder, &["screen", "收件", "--out", "别处"]);
    assert_eq!(ended.code, 2);
    assert!(ended.err.contains("不是以前的审核结果"), "{}", ended.err);
    let kept = fs::read_to_string(folder.join("别处/summary.txt")).unwrap();
    assert_eq!(kept, "要紧的");
    let slip = ["screen", "收件", "--out", "新", "--since", "没有"];
    assert_eq!(run(&folder, &slip).code, 2);
    assert!(!folder.join("新").exists());
    // a run that was killed before its first result is no obstacle
    write(&folder, "新/log.ndjson", "");
    assert_ne!(run(&folder, &["screen", "收件", "--out", "新"]).out, "");
}
