//! Who a submission is of: code and name, project, year; and waivers, which are one unit's.

use serde_json::Value;

use super::*;

/// The clean submission of a pack under other names; its figures stay as they are written.
fn renamed(pack: &str, changes: &[(&str, &str)]) -> String {
    let file = repository(&format!("rules/{pack}/clean.json"));
    let mut text = fs::read_to_string(file).unwrap();
    for (key, value) in changes {
        let lead = format!("\n  \"{key}\": \"");
        text = match text.split_once(&lead) {
            Some((before, after)) => {
                let rest = after.split_once('"').unwrap().1;
                format!("{before}{lead}{value}\"{rest}")
            }
            None => text.replacen('{', &format!("{{{lead}{value}\","), 1),
        };
    }
    text
}

fn screened(folder: &Path, more: &[&str]) -> Ended {
    let arguments = ["screen", "收件", "--roster", "单位名单.csv", "--quiet"];
    run(folder, &[&arguments[..], more].concat())
}

/// A unit hands in one self-assessment for each project.
#[test]
fn projects_of_one_unit_are_no_repeats() {
    let folder = folder("identity-projects");
    let unit = |project: &'static str, code: &'static str| {
        [
            ("项目名称", project),
            ("项目编码", code),
            ("单位名称", "南屏区甲站"),
            ("单位编码", "352001"),
        ]
    };
    write(
        &folder,
        "收件/井.json",
        renamed("project", &unit("机井维修养护", "P1")),
    );
    write(
        &folder,
        "收件/渠.json",
        renamed("project", &unit("渠道修复", "P2")),
    );
    let roster = "单位编码,单位名称,应报表种\n352001,南屏区甲站,项目支出绩效自评\n";
    write(&folder, "单位名单.csv", roster);
    let ended = screened(&folder, &[]);
    assert_eq!(ended.code, 0, "{}", ended.out);
    assert!(!ended.out.contains("重复报送"), "{}", ended.out);
    // the roster says which projects are due, by code or by name
    let roster = "单位编码,单位名称,应报表种,项目编码,项目名称\n\
                  352001,南屏区甲站,项目支出绩效自评,P1,机井维修养护\n\
                  ,南屏区甲站,项目支出绩效自评,,渠道 修复\n\
                  ,南屏区甲站,项目支出绩效自评,P3,泵站改造\n";
    write(&folder, "单位名单.csv", roster);
    let ended = screened(&folder, &[]);
    assert_eq!(ended.code, 1, "{}", ended.out);
    assert!(ended.out.contains("未报送 1 份"), "{}", ended.out);
    assert!(
        ended
            .out
            .contains("352001  南屏区甲站（项目支出绩效自评 泵站改造）"),
        "{}",
        ended.out
    );
    // twice for one project, and for one that is not due
    write(
        &folder,
        "收件/井二.json",
        renamed(
            "project",
            &[
                &unit("机井维修养护", "P1")[..],
                &[("自评表标题", "二〇二三年度自评表")],
            ]
            .concat(),
        ),
    );
    write(
        &folder,
        "收件/路.json",
        renamed("project", &unit("村道硬化", "P9")),
    );
    let ended = screened(&folder, &[]);
    assert!(ended.out.contains("重复报送（1 个单位）"), "{}", ended.out);
    assert!(
        ended.out.contains("名单上这个单位没有项目“村道硬化”"),
        "{}",
        ended.out
    );
}

#[test]
fn a_unit_is_its_code_and_its_name() {
    let folder = folder("identity-unit");
    let unit = |name: &'static str, code: &'static str| {
        renamed("department", &[("单位名称", name), ("单位编码", code)])
    };
    write(&folder, "收件/甲.json", unit("南屏区甲站", "999"));
    write(&folder, "收件/乙.json", unit("南屏区林业工作站", "003"));
    write(&folder, "收件/丙.json", unit("丙站", "3"));
    write(&folder, "收件/丁.json", unit("区丁局", "004"));
    write(&folder, "收件/戊.json", unit("南屏区戊局", "4"));
    let roster = "单位编码,单位名称\n001,南屏区甲站\n002,南屏区乙站\n003,南屏区丙局\n004,南屏区丁局\n0005,南屏区戊局\n006,南屏区林业站\n";
    write(&folder, "单位名单.csv", roster);
    let ended = screened(&folder, &[]);
    let out = &ended.out;
    assert_eq!(ended.code, 1, "{out}");
    // another code than the roster has: handed in, and both are said
    assert!(out.contains("编码、名称与名单不一致（3 份）"), "{out}");
    assert!(
        out.contains("南屏区甲站 999  收件/甲.json  名单上是 南屏区甲站 001"),
        "{out}"
    );
    assert!(
        out.contains("区丁局 004  收件/丁.json  名单上是 南屏区丁局 004"),
        "{out}"
    );
    // a name and the code of another unit: nobody's
    assert!(
        out.contains("单位编码 003 在名单上是“南屏区丙局”的"),
        "{out}"
    );
    assert!(out.contains("未报送（3 份）"), "{out}");
    // the other forms take code and department as well
    for pack in ["department", "final-accounts", "project"] {
        let text = renamed(pack, &[("单位编码", "001"), ("主管部门", "甲局")]);
        write(&folder, "一份.json", text);
        let ended = run(&folder, &["check", "一份.json"]);
        assert!(!ended.out.contains("表式中没有"), "{pack} {}", ended.out);
    }
}

/// The roster's own rows: merged cells, remarks below, codes that a spreadsheet has ruined.
#[test]
fn rosters_out_of_spreadsheets() {
    let folder = folder("identity-roster");
    write(
        &folder,
        "收件/甲.json",
        renamed("department", &[("单位名称", "南屏区甲站")]),
    );
    let head = "单位编码,单位名称,应报表种\n";
    let rows = "001,南屏区甲站,部门整体支出绩效自评\n,南屏区甲站,项目支出绩效自评\n";
    for note in [
        "",
        "合计1个单位",
        "注：以上单位于3月底前报送",
        "备注 见附件",
        "填表人：张三",
        "制表日期 2024年1月",
        "共计 2 份",
    ] {
        for note in [format!(",{note},\n"), format!("{note},,\n")] {
            write(&folder, "单位名单.csv", format!("{head}{rows}{note}"));
            let ended = screened(&folder, &[]);
            assert!(
                ended.out.contains("未报送 1 份"),
                "{note}{}{}",
                ended.out,
                ended.err
            );
            assert!(
                ended.out.contains("001  南屏区甲站（项目支出绩效自评）"),
                "{note}"
            );
        }
    }
    write(
        &folder,
        "单位名单.csv",
        format!("{head}1.10101E+11,南屏区甲站,\n1.10101E+11,南屏区乙站,\n"),
    );
    let ended = screened(&folder, &[]);
    assert_eq!(ended.code, 2);
    assert!(
        ended.err.contains("1.10101E+11 是 Excel 把长编码当成数")
            && ended.err.contains("“文本”格式"),
        "{}",
        ended.err
    );
    assert!(!ended.err.contains("另一个单位的"), "{}", ended.err);
    // a file that was not screened may be a unit's
    write(
        &folder,
        "单位名单.csv",
        "单位名称\n南屏区甲站\n南屏区信访局\n",
    );
    write(&folder, "收件/信访局.docx", "x");
    let ended = screened(&folder, &[]);
    assert!(
        ended.out.contains("没有审核的 收件/信访局.docx 可能是它的"),
        "{}",
        ended.out
    );
}

/// Two copies of one file count once, and keep no rule from being asked.
#[test]
fn a_copy_counts_once() {
    let folder = folder("identity-copy");
    let from = repository("samples/across-2022/收件");
    for entry in fs::read_dir(&from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        write(&folder, format!("收件/{name}"), fs::read(&path).unwrap());
    }
    write(
        &folder,
        "单位名单.csv",
        fs::read(repository("samples/across-2022/单位名单.csv")).unwrap(),
    );
    let before = screened(&folder, &[]);
    let copy = fs::read(from.join("农机推广站.json")).unwrap();
    write(&folder, "收件/农机推广站（再发）.json", copy);
    let ended = screened(&folder, &["--out", "果"]);
    assert_eq!(ended.code, 1);
    for out in [&before.out, &ended.out] {
        assert!(
            out.contains("为 11.73 万元，所属 2 个单位合计 11.43"),
            "{out}"
        );
        assert!(out.contains("共 3 份"), "{out}");
    }
    assert!(
        ended.out.contains("内容相同，只算一份（1 份）"),
        "{}",
        ended.out
    );
    let log = fs::read_to_string(folder.join("果/log.ndjson")).unwrap();
    assert_eq!(log.matches("\"copy_of\"").count(), 1, "{log}");
    let resumed = screened(&folder, &["--out", "果", "--resume"]);
    assert_eq!(resumed.out, ended.out);
}

#[test]
fn submissions_of_another_year_are_not_handed_in() {
    let folder = folder("identity-year");
    let unit = |name: &'static str, year: i64| {
        let text = renamed("department", &[("单位名称", name)]);
        let (before, after) = text.split_once("\"评价年度\": ").unwrap();
        let rest = after.split_once(',').unwrap().1;
        format!("{before}\"评价年度\": {year},{rest}")
    };
    write(&folder, "收件/甲.json", unit("甲站", 2023));
    write(&folder, "收件/乙.json", unit("乙站", 2022));
    write(&folder, "单位名单.csv", "单位名称\n甲站\n乙站\n");
    let ended = screened(&folder, &[]);
    assert!(
        ended.out.contains("年度：2023 年 1 份，2022 年 1 份"),
        "{}",
        ended.out
    );
    assert!(ended.out.contains("未报送 0 份"), "{}", ended.out);
    let ended = screened(&folder, &["--year", "2023"]);
    assert_eq!(ended.code, 1);
    assert!(
        ended.out.contains("别的年度的（1 份）\n  收件/乙.json"),
        "{}",
        ended.out
    );
    assert!(
        ended.out.contains("交来的 收件/乙.json 是 2022 年度的"),
        "{}",
        ended.out
    );
    assert!(ended.out.contains("未报送 1 份"), "{}", ended.out);
}

/// A second round says which units are in order now, which still are not, which no longer are.
#[test]
fn a_round_is_compared_with_the_one_before() {
    let folder = folder("identity-round");
    let clean = |unit: &'static str| renamed("department", &[("单位名称", unit)]);
    let bad = |unit: &'static str| clean(unit).replacen("820.00", "821.00", 1);
    write(&folder, "一/甲.json", bad("甲站"));
    write(&folder, "一/乙.json", bad("乙站"));
    write(&folder, "一/丙.json", clean("丙站"));
    let first = run(&folder, &["screen", "一", "--out", "果一", "--quiet"]);
    assert!(first.out.contains("可受理 1"), "{}", first.out);
    assert!(!first.out.contains("与上次相比"), "{}", first.out);
    // sent again under other names
    write(&folder, "二/甲（改）.json", clean("甲站"));
    write(&folder, "二/乙（改）.json", bad("乙站") + "\n");
    write(&folder, "二/丙.json", bad("丙站"));
    write(&folder, "二/丁.json", clean("丁站"));
    let arguments = ["screen", "二", "--out", "果二", "--since", "果一"];
    let out = run(&folder, &arguments).err;
    for due in [
        "与上次相比，已改好（1 份）\n  甲站  二/甲（改）.json",
        "与上次相比，仍有问题（1 份）\n  乙站  二/乙（改）.json",
        "与上次相比，新出问题（1 份）\n  丙站  二/丙.json",
        "上次没有的（1 份）\n  丁站  二/丁.json",
        "与上次相比：已改好 1，仍有问题 1，新出问题 1，上次没有的 1",
    ] {
        assert!(out.contains(due), "{due}\n{out}");
    }
}

/// What is handed to `check` by mistake.
#[test]
fn files_that_are_not_meant() {
    let folder = folder("identity-files");
    write(&folder, "自评.csv", "项目,金额\n甲,1.00\n");
    let ended = run(&folder, &["check", "自评.csv"]);
    assert!(ended.out.contains("这是文本表格（csv）"), "{}", ended.out);
    write(&folder, "自评.json.txt", clean());
    for typed in ["自评.json", "自 评.json.txt"] {
        let ended = run(&folder, &["check", typed]);
        assert_eq!(ended.code, 2);
        assert!(ended.err.contains("是否为“自评.json.txt”"), "{}", ended.err);
    }
}

const WAIVER: &str = r#"
[[waiver]]
rule = "ZT-11"
path = "/三公经费/公务接待费/决算"
values = { "/三公经费/公务接待费/预算" = 1.2, "/三公经费/公务接待费/决算" = "0" }
reason = "接待任务取消"
granted_by = "区财政局绩效科"
expires = 2099-12-31
"#;

/// Two units with the same figures, and a waiver.
fn waived(name: &str, waiver: &str) -> (Folder, Ended) {
    let folder = folder(name);
    let file = repository("samples/zero-execution-unexplained/自评.json");
    let text = fs::read_to_string(file).unwrap();
    let unit: Value = serde_json::from_str(&text).unwrap();
    let unit = unit["单位名称"].as_str().unwrap().to_owned();
    write(&folder, "甲局.json", &text);
    write(&folder, "乙局.json", text.replace(&unit, "云澜市乙局"));
    write(&folder, "gouji.toml", waiver.replace("某局", &unit));
    let ended = run(
        &folder,
        &["check", "甲局.json", "乙局.json", "--format", "json"],
    );
    (folder, ended)
}

#[test]
fn a_waiver_is_one_units() {
    let cleared = |ended: &Ended| ended.out.matches("\"waived\"").count();
    // without a unit it clears both, which is said
    let (_, ended) = waived("identity-waiver", WAIVER);
    assert_eq!(cleared(&ended), 2);
    assert!(
        ended.err.contains("放过了 2 份：甲局.json、乙局.json") && ended.err.contains("unit"),
        "{}",
        ended.err
    );
    for (line, due) in [
        ("unit = \"某局\"", 1),
        ("unit = \"云澜市丙局\"", 0),
        ("unit = \"某局\"\nrow = \"公务接待费\"", 1),
        ("unit = \"某局\"\nrow = \"公务用车\"", 0),
        ("unit = \"某局\"\nfiles = \"./甲局.json\"", 1),
        ("unit = \"某局\"\nfiles = \".\\\\甲局.json\"", 1),
    ] {
        let (_, ended) = waived("identity-waiver", &format!("{WAIVER}{line}\n"));
        assert_eq!(cleared(&ended), due, "{line} {}", ended.err);
        assert_eq!(ended.err.is_empty(), due == 1, "{line} {}", ended.err);
    }
    // a pattern that no file matches is no reason to delete it
    let (_, ended) = waived(
        "identity-waiver",
        &format!("{WAIVER}files = \"别处/*.json\"\n"),
    );
    assert!(
        ended.err.contains("files 与这次审核的文件都不相符"),
        "{}",
        ended.err
    );
    assert!(!ended.err.contains("可以删去"), "{}", ended.err);
    // places as reports name them, rules in either case
    let named = WAIVER
        .replace(
            "\"/三公经费/公务接待费/决算\"",
            "\"“三公”经费 › 公务接待费 › 决算数\"",
        )
        .replace("ZT-11", "zt-11");
    let (_, ended) = waived("identity-waiver", &format!("{named}unit = \"某局\"\n"));
    assert_eq!(cleared(&ended), 1, "{}{}", ended.err, ended.out);
}

/// A waiver of what the form finds says what stood there, and holds for nothing else.
#[test]
fn a_waiver_of_the_form_says_what_stood_there() {
    let folder = folder("identity-form");
    let waiver = "[[waiver]]\nrule = \"FORM\"\npath = \"/绩效目标\"\nvalues = {}\nreason = \"准\"\ngranted_by = \"科\"\nexpires = 2099-12-31\n";
    for (name, text) in [("list", "[]"), ("true", "true"), ("number", "7")] {
        let clean = fs::read_to_string(repository("rules/project/clean.json")).unwrap();
        let (before, after) = clean.split_once("\"绩效目标\"").unwrap();
        let rest = after.split_once('}').unwrap().1;
        let text_of = format!("{before}\"绩效目标\": {text}{rest}");
        write(&folder, format!("{name}.json"), text_of);
        write(&folder, "gouji.toml", waiver);
        let ended = run(
            &folder,
            &["check", &format!("{name}.json"), "--format", "json"],
        );
        assert!(!ended.out.contains("\"waived\""), "{name} {}", ended.out);
        let granted = waiver.replace("{}", &format!("{{ \"/绩效目标\" = \"{text}\" }}"));
        write(&folder, "gouji.toml", granted);
        for other in ["list", "true", "number"] {
            if !folder.join(format!("{other}.json")).is_file() {
                continue;
            }
            let ended = run(
                &folder,
                &["check", &format!("{other}.json"), "--format", "json"],
            );
            let holds = ended.out.contains("\"waived\"");
            assert_eq!(holds, name == other, "{name} {other} {}", ended.out);
        }
    }
}

/// All that is wrong with settings is said in one round, in the encoding of any editor.
#[test]
fn settings_of_any_editor() {
    let folder = folder("identity-settings");
    write(&folder, "一.json", clean());
    let text = "pak = \"x\"\n[parameters]\n\"执行率说明下线\" = \"85\"\n[levels]\n\"zt-11\" = \"advice\"\n\"zt-111\" = \"off\"\n";
    let (bytes, _, _) = encoding_rs::GB18030.encode(text);
    write(&folder, "gouji.toml", bytes);
    let ended = run(&folder, &["check", "一.json"]);
    assert_eq!(ended.code, 2);
    for due in [
        "没有“pak”这一项设置",
        "没有参数“执行率说明下线”",
        "没有规则“zt-111”",
    ] {
        assert!(ended.err.contains(due), "{due} {}", ended.err);
    }
    assert!(!ended.err.contains("没有规则“zt-11”"), "{}", ended.err);
}
