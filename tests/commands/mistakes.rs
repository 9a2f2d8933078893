//! What is mistyped: exit code 2, one sentence, the nearest name.

use super::*;

/// Arguments, then what is said in Chinese and in English.
const MISTAKES: [(&[&str], &str, &str); 15] = [
    (
        &["chek"],
        "没有命令“chek”，是否为“check”？",
        "no command \"chek\"; did you mean \"check\"?",
    ),
    (
        &["help", "rule"],
        "没有命令“rule”，是否为“rules”？",
        "no command \"rule\"; did you mean \"rules\"?",
    ),
    (
        &["check", "a.json", "--fromat", "json"],
        "没有选项“--fromat”，是否为“--format”？",
        "no option \"--fromat\"; did you mean \"--format\"?",
    ),
    (
        &["check", "a.json", "--format", "jsn"],
        "--format 不能是“jsn”，是否为“json”？可以是：text、json、ndjson",
        "--format cannot be \"jsn\"; did you mean \"json\"? It may be: text, json, ndjson",
    ),
    (
        &["check", "a.json", "--format"],
        "--format 后面缺少它的值，可以是：text、json、ndjson",
        "--format needs a value, one of: text, json, ndjson",
    ),
    (
        &["check", "a.json", "--ascii=1"],
        "--ascii 后面不跟值",
        "--ascii takes no value",
    ),
    (&["check"], "缺少 <文件>...", "missing <FILE>..."),
    (
        &["check", "a.json", "--pack", "a", "--pack", "b"],
        "--pack 只能写一次",
        "--pack can be given only once",
    ),
    (
        &["check", "a.json", "——pack", "department"],
        "“——pack”前面是全角横线，应为半角减号：--pack",
        "\"——pack\" begins with a wide dash; type it with plain ones: --pack",
    ),
    (
        &["check", "a.json", "--pack", "departmnt"],
        "没有规则包“departmnt”，是否为“department”？",
        "no pack \"departmnt\"; did you mean \"department\"?",
    ),
    (
        &["test", "不在/此处"],
        "没有文件夹“不在/此处”",
        "no folder \"不在/此处\"",
    ),
    (
        &["explain", "ZT-l9"],
        "没有规则“ZT-l9”，是否为“ZT-19”？",
        "no rule \"ZT-l9\"; did you mean \"ZT-19\"?",
    ),
    (
        &["explain", "ＺＴ－１９"],
        "是否为“ZT-19”？",
        "did you mean \"ZT-19\"?",
    ),
    (
        &["rules", "department", "extra"],
        "多了“extra”",
        "\"extra\" is one word too many",
    ),
    (
        &["rules", "--parameters"],
        "缺少 <规则包>",
        "missing <PACK>",
    ),
];

#[test]
fn mistakes_are_said() {
    let folder = folder("mistakes");
    for (arguments, chinese, english) in MISTAKES {
        for (lang, words) in [("zh", chinese), ("en", english)] {
            let arguments: Vec<&str> = ["--lang", lang]
                .into_iter()
                .chain(arguments.iter().copied())
                .collect();
            let ended = run(&folder, &arguments);
            assert_eq!((ended.code, &*ended.out), (2, ""), "{arguments:?}");
            assert!(ended.err.contains(words), "{words}: {}", ended.err);
            let lines: Vec<&str> = ended.err.lines().collect();
            assert_eq!(lines.len(), 2, "{}", ended.err);
            assert!(lines[1].contains("--help") || lines[1].contains("gouji rules"));
        }
    }
}

#[test]
fn a_file_in_place_of_a_command() {
    let folder = folder("file");
    write(&folder, "自评.json", "{}");
    let ended = run(&folder, &["自评.json"]);
    assert_eq!(ended.code, 2);
    let words = "请写 gouji check 自评.json";
    assert!(ended.err.contains(words), "{}", ended.err);
}
