//! Rules over all submissions: department totals, last year's figures, texts alike, scores, rows
//! that are wrong in many, rounding to one side. Places are held against the files themselves.

use serde_json::Value;

use super::*;

/// A submission of the department pack with a unit's name and some fields.
fn unit(name: &str, year: u32, fields: &str) -> String {
    format!(
        "{{\n  \"文种\": \"部门整体支出绩效自评\",\n  \"评价年度\": {year},\n  \"单位名称\": \"{name}\",\n  {fields}\n}}\n"
    )
}

fn total(amount: &str) -> String {
    format!("\"预算\": {{ \"支出\": {{ \"合计\": {amount} }} }}")
}

/// Screens the folder `收件` and reads what was kept.
fn screened(folder: &Path, more: &[&str]) -> (Value, Ended) {
    let _ = fs::remove_dir_all(folder.join("结果"));
    let mut arguments = vec!["screen", "收件", "--out", "结果", "--quiet"];
    arguments.extend(more);
    let ended = run(folder, &arguments);
    let text = fs::read_to_string(folder.join("结果/screening.json"));
    let text = text.unwrap_or_else(|_| panic!("{}", ended.err));
    let screening: Value = serde_json::from_str(&text).unwrap();
    // the same a line each, in whatever order they came
    let kept = fs::read_to_string(folder.join("结果/across.ndjson")).unwrap_or_default();
    let key = |finding: &Value| format!("{} {}", finding["rule"], finding["message"]);
    let mut kept: Vec<String> = kept
        .lines()
        .map(|line| key(&serde_json::from_str(line).unwrap()))
        .collect();
    let listed = screening["findings"].as_array();
    let mut listed: Vec<String> = listed.into_iter().flatten().map(key).collect();
    kept.sort();
    listed.sort();
    assert_eq!(kept, listed);
    (screening, ended)
}

fn findings<'v>(screening: &'v Value, rule: &str) -> Vec<&'v Value> {
    let all = screening["findings"].as_array();
    let all = all.into_iter().flatten();
    all.filter(|finding| finding["rule"] == rule).collect()
}

fn counts<'v>(screening: &'v Value, rule: &str) -> &'v Value {
    let all = screening["across"].as_array().unwrap();
    all.iter().find(|counts| counts["rule"] == rule).unwrap()
}

fn owned((file, text): (&str, &str)) -> (String, String) {
    (file.to_owned(), text.to_owned())
}

/// What is underlined in the rows that are shown: file, text.
fn shown(finding: &Value) -> Vec<(String, String)> {
    let mut file = String::new();
    let mut all = Vec::new();
    for row in finding["excerpt"].as_array().into_iter().flatten() {
        if let Some(name) = row["source"].as_str() {
            name.clone_into(&mut file);
        }
        let text: Vec<char> = row["text"].as_str().unwrap().chars().collect();
        for mark in row["marks"].as_array().into_iter().flatten() {
            let at = |key: &str| usize::try_from(mark[key].as_u64().unwrap()).unwrap();
            let marked = text[at("start")..at("end")].iter().collect();
            all.push((file.clone(), marked));
        }
    }
    all
}

/// What stands at each label, sliced from the files: file, text; lines and columns recounted.
fn places(folder: &Path, finding: &Value) -> Vec<(String, String)> {
    let labels = finding["labels"].as_array().unwrap();
    let primary = labels.iter().filter(|label| label["primary"] == true);
    assert_eq!(primary.count(), 1);
    let place = |label: &Value| {
        let source = label["source"].as_str().unwrap().to_owned();
        let text = fs::read_to_string(folder.join(&source)).unwrap();
        let at = |key: &str| usize::try_from(label[key].as_u64().unwrap()).unwrap();
        let before = &text[..at("start")];
        assert_eq!(before.matches('\n').count() + 1, at("line"));
        let line = before.rsplit('\n').next().unwrap();
        assert_eq!(line.chars().count() + 1, at("column"));
        let document: Value = serde_json::from_str(&text).unwrap();
        assert!(document.pointer(label["path"].as_str().unwrap()).is_some());
        (source, text[at("start")..at("end")].to_owned())
    };
    labels.iter().map(place).collect()
}

const ROSTER: &str = "单位名称,主管部门\n甲局,\n甲一站,甲局\n甲二站,甲局\n";

/// A department with two units that hand in 60.00 and 50.00.
fn department(name: &str, stated: &str) -> Folder {
    let folder = folder(name);
    let inputs = folder.join("收件");
    write(&inputs, "甲局.json", unit("甲局", 2022, &total(stated)));
    write(
        &inputs,
        "甲一站.json",
        unit("甲一站", 2022, &total("60.00")),
    );
    write(
        &inputs,
        "甲二站.json",
        unit("甲二站", 2022, &total("50.00")),
    );
    write(&folder, "名单.csv", ROSTER);
    folder
}

#[test]
fn a_department_is_the_sum_of_its_units() {
    let folder = department("across-total", "100.00");
    let (screening, ended) = screened(&folder, &["--roster", "名单.csv"]);
    let found = findings(&screening, "PL-02");
    assert_eq!(found.len(), 1, "{screening}");
    let finding = found[0];
    assert_eq!(finding["level"], "error");
    assert_eq!(finding["verdict"], "wrong");
    assert_eq!(finding["stated"], "100.00");
    assert_eq!(finding["expected"], "110.00");
    assert_eq!(finding["difference"], "-10.00");
    assert_eq!(finding["unit"], "万元");
    let place = |file: &str, text: &str| (format!("收件/{file}.json"), text.to_owned());
    assert_eq!(
        places(&folder, finding),
        [
            place("甲局", "100.00"),
            place("甲一站", "60.00"),
            place("甲二站", "50.00")
        ]
    );
    assert!(ended.out.contains("几份对照（1 条）"), "{}", ended.out);
    assert_eq!(
        finding["message"],
        "甲局的“部门预算 › 预算支出 › 支出预算合计”为 100.00 万元，所属 2 个单位合计 110.00 万元，少 10.00 万元"
    );
    assert_eq!(ended.code, 1, "{}", ended.err);
    assert!(ended.out.contains("几份对照 1 条"), "{}", ended.out);
}

/// Each addend may be off by half a cent, and so may the total: 0.015 in all.
#[test]
fn rounding_is_told_from_wrong_figures() {
    for (stated, outcome, counted) in [
        ("110.00", None, "held"),
        ("110.01", Some("rounding"), "rounding"),
        ("110.02", Some("failed"), "failed"),
    ] {
        let folder = department("across-rounding", stated);
        let (screening, _) = screened(&folder, &["--roster", "名单.csv"]);
        let found = findings(&screening, "PL-02");
        let outcomes: Vec<_> = found.iter().map(|one| one["outcome"].as_str()).collect();
        let due: Vec<_> = outcome.iter().map(|one| Some(*one)).collect();
        assert_eq!(outcomes, due, "{stated}");
        assert_eq!(counts(&screening, "PL-02")[counted], 1, "{stated}");
    }
}

/// A sum of some of the units is not the department's: nothing is said of it but that.
#[test]
fn a_department_whose_units_are_not_all_there_is_not_judged() {
    let folder = department("across-incomplete", "100.00");
    let noted = |screening: &Value, words: &str| {
        assert!(findings(screening, "PL-02").is_empty(), "{words}");
        let counts = counts(screening, "PL-02");
        assert_eq!(counts["held"], 0, "{words}");
        assert!(counts["notes"].to_string().contains(words), "{counts}");
    };
    // one more is due
    let roster = format!("{ROSTER}甲三站,甲局\n");
    write(&folder, "名单.csv", roster);
    let (screening, ended) = screened(&folder, &["--roster", "名单.csv"]);
    noted(&screening, "所属单位没有报齐 7 处");
    assert!(ended.out.contains("所属单位没有报齐 7 处"), "{}", ended.out);
    write(&folder, "名单.csv", ROSTER);
    // twice
    let again = unit("甲一站", 2022, &total("61.00"));
    let twice = write(&folder.join("收件"), "甲一站（改）.json", again);
    noted(&screened(&folder, &["--roster", "名单.csv"]).0, "重复报送");
    fs::remove_file(twice).unwrap();
    // nothing stands there
    let empty = unit("甲二站", 2022, "\"金额单位\": \"万元\"");
    write(&folder.join("收件"), "甲二站.json", empty);
    noted(
        &screened(&folder, &["--roster", "名单.csv"]).0,
        "甲二站没有填",
    );
    // the department's own is not there
    fs::remove_file(folder.join("收件/甲局.json")).unwrap();
    noted(
        &screened(&folder, &["--roster", "名单.csv"]).0,
        "汇总数没有报来",
    );
}

/// A form that names the department itself, a field of what is offset, and a department that says
/// how many units it has.
#[test]
fn a_pack_of_ones_own_with_offsets() {
    let folder = folder("across-pack");
    let pack = folder.join("汇总");
    write(
        &pack,
        "pack.toml",
        "id = \"汇总\"\ntitle = \"汇总\"\nversion = \"1\"\n\"文种\" = [\"汇总表\"]\nform = \"form.schema.json\"\nrules = [\"规则.rhai\"]\n",
    );
    let number = "\"type\": \"number\", \"x-unit\": \"万元\", \"x-places\": 2";
    write(
        &pack,
        "form.schema.json",
        format!(
            "{{ \"type\": \"object\", \"properties\": {{ \"文种\": {{ \"type\": \"string\" }}, \
             \"单位名称\": {{ \"type\": \"string\" }}, \"主管部门\": {{ \"type\": \"string\" }}, \
             \"单位数\": {{ \"type\": \"integer\" }}, \"收入\": {{ {number} }}, \"抵销\": {{ {number} }} }} }}"
        ),
    );
    let rule = |body: &str| {
        format!(
            "rule(\"A-1\", #{{ title: \"收入\", level: \"error\" }}, |表| {{ at_least(表.收入, 0); }});\n\
             rule_all(\"B-1\", #{{ title: \"汇总\", level: \"error\" }}, |各份| {{\n    {body}\n}});\n"
        )
    };
    let text = "let 部门 = departments(各份, \"单位数\");\n    equal(at(部门, \"收入\"), sum(units(部门), \"收入\") - or_zero(at(部门, \"抵销\")));";
    write(&pack, "规则.rhai", rule(text));
    let inputs = folder.join("收件");
    let one = |fields: &str| format!("{{ \"文种\": \"汇总表\", {fields} }}");
    let own = |offset: &str| {
        one(&format!(
            "\"单位名称\": \"甲局\", \"单位数\": 2, \"收入\": 9.00{offset}"
        ))
    };
    for name in ["甲一", "甲二"] {
        let fields = format!("\"单位名称\": \"{name}\", \"主管部门\": \"甲局\", \"收入\": 5.00");
        write(&inputs, format!("{name}.json"), one(&fields));
    }
    write(&inputs, "甲局.json", own(", \"抵销\": 1.00"));
    let screened = || screened(&folder, &["--pack", "./汇总"]);
    let (screening, ended) = screened();
    assert_eq!(counts(&screening, "B-1")["held"], 1, "{}", ended.err);
    assert_eq!(ended.code, 0, "{}", ended.out);
    write(&inputs, "甲局.json", own(""));
    let (screening, ended) = screened();
    assert_eq!(findings(&screening, "B-1")[0]["difference"], "-1.00");
    assert_eq!(ended.code, 1, "{}", ended.out);
    // what is wrong with a rule is said where it stands
    for (body, words) in [
        (
            "equal(at(各份, \"收人\"), at(prior(各份), \"收入\"));",
            "收人",
        ),
        (
            "equal(at(各份, \"收入\"), at(各份, \"收入\"));",
            "prior(各份)",
        ),
        ("sum(各份, \"收入\");", "units(部门)"),
        ("at(units(departments(各份)), \"收入\");", "sum"),
        ("loop { at(各份, \"收入\"); }", "规则.rhai"),
        ("equal(各份.收入, 1);", "规则.rhai"),
    ] {
        write(&pack, "规则.rhai", rule(body));
        let ended = run(&folder, &["screen", "收件", "--pack", "./汇总"]);
        assert_eq!(ended.code, 2, "{body}: {}", ended.out);
        assert!(ended.err.contains(words), "{body}: {}", ended.err);
    }
}

#[test]
fn last_years_figures_are_last_years() {
    let folder = folder("across-prior");
    let compared = |before: &str, begin: &str| {
        format!(
            "\"决算\": {{ \"收支总计\": {{ \"本年\": 90.00, \"较上年\": {{ \"上年数\": {before} }} }},\n    \"收入\": {{ \"年初结转和结余\": {begin} }} }}"
        )
    };
    let prior =
        "\"决算\": { \"收支总计\": { \"本年\": 80.00 }, \"支出\": { \"年末结转和结余\": 3.00 } }";
    let (now, then) = (folder.join("收件"), folder.join("上年"));
    write(
        &now,
        "甲.json",
        unit("甲局", 2022, &compared("80.00", "3.00")),
    );
    write(
        &now,
        "乙.json",
        unit("乙局", 2022, &compared("81.00", "3.50")),
    );
    write(
        &now,
        "丙.json",
        unit("丙局", 2022, &compared("80.00", "3.00")),
    );
    write(
        &now,
        "丁.json",
        unit("丁局", 2022, &compared("70.00", "2.00")),
    );
    write(&then, "甲.json", unit("甲局", 2021, prior));
    write(&then, "乙.json", unit("乙局", 2021, prior));
    // the year before last is not last year
    write(&then, "丙.json", unit("丙局", 2020, prior));
    write(&then, "读不了.json", "{");
    let (screening, ended) = screened(&folder, &["--prior", "上年"]);
    let found = findings(&screening, "PL-03");
    assert_eq!(found.len(), 2, "{screening}");
    assert_eq!(
        shown(found[0]),
        [("收件/乙.json", "81.00"), ("上年/乙.json", "80.00")].map(owned)
    );
    let place = |file: &str, text: &str| (format!("{file}.json"), text.to_owned());
    assert_eq!(
        places(&folder, found[0]),
        [place("收件/乙", "81.00"), place("上年/乙", "80.00")]
    );
    assert_eq!(found[0]["difference"], "1.00");
    assert_eq!(
        places(&folder, found[1]),
        [place("收件/乙", "3.50"), place("上年/乙", "3.00")]
    );
    let counts = counts(&screening, "PL-03");
    assert_eq!(counts["held"], 2);
    assert!(ended.out.contains("没有上年申报 2 份"), "{}", ended.out);
    // without --prior nothing is asked
    let (screening, ended) = screened(&folder, &[]);
    assert!(findings(&screening, "PL-03").is_empty());
    assert!(!ended.out.contains("PL-03"), "{}", ended.out);
    // two of last year's in one name: nobody knows which
    write(&then, "乙（改）.json", unit("乙局", 2021, prior));
    let (screening, _) = screened(&folder, &["--prior", "上年"]);
    assert!(findings(&screening, "PL-03").is_empty());
}

/// Sentences of a number, each 30 letters long.
fn sentences(from: usize, count: usize) -> String {
    let all: Vec<String> = (from..from + count)
        .map(|number| {
            format!("第{number:03}项工作按照年初确定的目标推进各项任务均已按期保质完成。")
        })
        .collect();
    all.concat()
}

fn report(text: &str) -> String {
    format!("\"报告\": {{ \"绩效情况\": \"{text}\" }}")
}

#[test]
fn texts_alike_are_shown_with_both_places() {
    let folder = folder("across-alike");
    let (now, then) = (folder.join("收件"), folder.join("上年"));
    let copied = sentences(0, 6);
    write(&now, "甲.json", unit("甲局", 2022, &report(&copied)));
    // spaced and stopped otherwise
    let spaced = copied.replace('。', " 。\\n");
    write(&now, "乙.json", unit("乙局", 2022, &report(&spaced)));
    // two sentences in common are too few
    let own = format!("{}{}", sentences(0, 2), sentences(100, 6));
    write(&now, "丙.json", unit("丙局", 2022, &report(&own)));
    let last = sentences(200, 5);
    write(&now, "丁.json", unit("丁局", 2022, &report(&last)));
    write(&then, "丁.json", unit("丁局", 2021, &report(&last)));
    let (screening, ended) = screened(&folder, &["--prior", "上年"]);
    let found = findings(&screening, "PL-04");
    assert_eq!(found.len(), 2, "{screening}");
    let files = |finding: &Value| -> Vec<String> {
        let places = places(&folder, finding);
        places.into_iter().map(|(file, _)| file).collect()
    };
    assert_eq!(files(found[0]), ["收件/丁.json", "上年/丁.json"]);
    let mut pair = files(found[1]);
    pair.sort();
    assert_eq!(pair, ["收件/乙.json", "收件/甲.json"]);
    let said = found[1]["message"].as_str().unwrap();
    assert!(said.contains("有 6 句相同"), "{said}");
    assert!(said.contains("项工作按照年初确定的目标推进"), "{said}");
    assert_eq!(found[1]["level"], "advice");
    // a third with the same text is said with the two, not once more
    write(&now, "戊.json", unit("戊局", 2022, &report(&copied)));
    let (screening, _) = self::screened(&folder, &["--prior", "上年"]);
    let three = findings(&screening, "PL-04");
    assert_eq!(three.len(), 2, "{screening}");
    assert_eq!(files(three[1]).len(), 3);
    // advice does not make a screening fail
    assert_eq!(counts(&screening, "PL-04")["failed"], 2);
    assert!(ended.out.contains("丁局（2021 年）"), "{}", ended.out);
}

/// What every unit writes is the template's: twelve units with the same text are no finding.
#[test]
fn a_template_is_nobodys_copy() {
    let folder = folder("across-template");
    for index in 0..12 {
        let text = format!("{}{}", sentences(0, 5), sentences(100 + index * 10, 6));
        let text = unit(&format!("第{index}局"), 2022, &report(&text));
        write(&folder.join("收件"), format!("{index:02}.json"), text);
    }
    let (screening, _) = screened(&folder, &[]);
    assert!(findings(&screening, "PL-04").is_empty(), "{screening}");
    let notes = counts(&screening, "PL-04")["notes"].to_string();
    assert!(notes.contains("5 句视为模板用语"), "{notes}");
    // nor does it hide one: of what is not the template's, two have the same
    for index in [3, 7] {
        let text = format!("{}{}", sentences(0, 5), sentences(500, 4));
        let text = unit(&format!("第{index}局"), 2022, &report(&text));
        write(&folder.join("收件"), format!("{index:02}.json"), text);
    }
    let (screening, _) = screened(&folder, &[]);
    let found = findings(&screening, "PL-04");
    assert_eq!(found.len(), 1, "{screening}");
    let said = found[0]["message"].as_str().unwrap();
    assert!(said.starts_with("第3局与第7局有 4 句相同"), "{said}");
}

/// Submissions whose figures are all of a kind.
fn many(name: &str, count: usize, fields: impl Fn(usize) -> String) -> Folder {
    let folder = folder(name);
    let lines = (0..count).map(|index| {
        let text = unit(&format!("第{index}局"), 2022, &fields(index));
        text.replace('\n', " ")
    });
    let lines: Vec<String> = lines.collect();
    write(&folder.join("收件"), "批.ndjson", lines.join("\n"));
    folder
}

fn scored(full: usize, good: usize) -> impl Fn(usize) -> String {
    move |index| {
        let score = if index < full { "100.00" } else { "91.50" };
        let grade = if index < good { "优" } else { "良" };
        format!("\"绩效指标\": {{ \"总分\": {score}, \"等级\": \"{grade}\" }}")
    }
}

#[test]
fn scores_that_are_all_the_same_are_said_once() {
    for (count, full, good, found) in [
        (20, 18, 20, 1),
        (20, 0, 18, 1),
        (20, 17, 17, 0),
        (19, 19, 19, 0),
    ] {
        let folder = many("across-scores", count, scored(full, good));
        let (screening, _) = screened(&folder, &[]);
        let all = findings(&screening, "PL-05");
        assert_eq!(all.len(), found, "{count} {full} {good}: {screening}");
        if full == 18 {
            let said = all[0]["message"].as_str().unwrap();
            assert!(
                said.contains("20 份中有 18 份") && said.contains("“优”"),
                "{said}"
            );
        }
    }
}

#[test]
fn a_row_that_is_wrong_in_many_is_said_once() {
    // 收入 1.00 against 2.00: the same rule fails at the same place
    let wrong = |wrong: usize| {
        move |index: usize| {
            let total = if index < wrong { "3.00" } else { "2.00" };
            format!(
                "\"预算\": {{ \"支出\": {{ \"合计\": {total}, \"基本支出\": 1.00, \"项目支出\": 1.00 }} }}"
            )
        }
    };
    for (bad, found) in [(10, true), (9, false)] {
        let folder = many("across-rows", 30, wrong(bad));
        let (screening, _) = screened(&folder, &[]);
        let all = findings(&screening, "PL-06");
        let about = all.iter().filter(|one| {
            let path = one["labels"][0]["path"].as_str().unwrap();
            path == "/预算/支出/合计"
        });
        let about: Vec<_> = about.collect();
        assert_eq!(about.len(), usize::from(found), "{bad}: {screening}");
        if found {
            let said = about[0]["message"].as_str().unwrap();
            assert!(said.contains("30 份中有 10 份"), "{said}");
            assert_eq!(about[0]["labels"].as_array().unwrap().len(), 3);
        }
    }
}

#[test]
fn rounding_to_one_side_is_said_once() {
    // parts of 0.33 three times: a total of 1.00 is one cent above, 0.98 one below
    let tails = |above: usize| {
        move |index: usize| {
            let total = if index < above { "3.01" } else { "2.99" };
            format!(
                "\"预算\": {{ \"支出\": {{ \"合计\": {total}, \"基本支出\": 1.00, \"项目支出\": 2.00 }} }}"
            )
        }
    };
    for (count, above, found) in [(30, 30, 1), (30, 15, 0), (30, 26, 0), (19, 19, 0)] {
        let folder = many("across-drift", count, tails(above));
        let (screening, _) = screened(&folder, &[]);
        let all = findings(&screening, "PL-07");
        assert_eq!(all.len(), found, "{count} {above}: {screening}");
        if found == 1 {
            let said = all[0]["message"].as_str().unwrap();
            assert!(said.contains("30 份的合计数偏大"), "{said}");
        }
    }
}

/// The same for any number of workers, and for a run that was cut off or takes results over.
#[test]
fn the_same_bytes_however_it_was_run() {
    let folder = department("across-same", "100.00");
    let inputs = folder.join("收件");
    for index in 0..30 {
        let fields = scored(30, 30)(index);
        let text = format!("{fields}, {}", report(&sentences(index / 3 * 10, 6)));
        let text = unit(&format!("第{index}局"), 2022, &text);
        write(&inputs, format!("多{index:02}.json"), text);
    }
    let more = [
        "--roster",
        "名单.csv",
        "--format",
        "text,html",
        "--prior",
        "收件",
    ];
    let read = |out: &str| {
        ["screening.json", "summary.txt", "log.ndjson", "report.html"]
            .map(|name| fs::read_to_string(folder.join(out).join(name)).unwrap())
    };
    let screen = |out: &str, other: &[&str]| {
        let mut arguments = vec!["screen", "收件", "--out", out, "--quiet"];
        arguments.extend(more);
        arguments.extend(other);
        let ended = run(&folder, &arguments);
        assert_eq!(ended.code, 1, "{}", ended.err);
        read(out)
    };
    let due = screen("一", &["--jobs", "1"]);
    assert!(due[0].contains("PL-02") && due[0].contains("PL-04") && due[0].contains("PL-05"));
    assert!(due[3].contains("PL-02") && due[3].contains("甲二站.json"));
    assert_eq!(screen("四", &["--jobs", "4"]), due);
    assert_eq!(screen("再", &["--since", "一"]), due);
    // a log that was cut off in the middle of a line
    fs::create_dir(folder.join("断")).unwrap();
    let half = &due[2].as_bytes()[..due[2].len() / 2];
    fs::write(folder.join("断/log.ndjson"), half).unwrap();
    assert_eq!(screen("断", &["--resume"]), due);
    assert_eq!(screen("断", &["--resume"]), due);
}

/// Names and texts that nobody invited are told, or passed over; nothing hangs.
#[test]
fn hostile_submissions_are_only_submissions() {
    let folder = folder("across-hostile");
    let inputs = folder.join("收件");
    let long = "长".repeat(100_000);
    write(&inputs, "1.json", unit(&long, 2022, &report(&long)));
    write(&inputs, "2.json", unit(&long, 2022, &report(&long)));
    write(
        &inputs,
        "3.json",
        unit("\\u001f甲\\u0000", 2022, &total("1e400")),
    );
    write(&inputs, "4.json", unit("", 2022, "\"预算\": 5"));
    write(&inputs, "5.json", unit("乙", 2022, "\"主管部门\": \"乙\""));
    let (screening, ended) = screened(&folder, &["--prior", "收件"]);
    // one of them cannot be read
    assert_eq!(ended.code, 2, "{}", ended.err);
    assert_eq!(screening["totals"]["accept"], 0);
    assert!(findings(&screening, "PL-02").is_empty(), "{screening}");
    // long names are cut, also where they are repeated
    assert!(screening.to_string().len() < 20_000);
    let keys = format!("\"{long}\": {{ \"甲\": \"{}\" }}", sentences(0, 5));
    let deep = format!("\"报告\": {{ {keys} }}");
    write(&inputs, "6.json", unit("丙", 2022, &deep));
    write(&inputs, "7.json", unit("丁", 2022, &deep));
    let (screening, _) = screened(&folder, &["--prior", "收件"]);
    assert!(screening.to_string().len() < 20_000);
}

/// A rule over many is explained and listed; what runs rules on one submission says where it runs.
#[test]
fn commands_know_rules_over_many() {
    let folder = folder("across-commands");
    write(&folder, "自评.json", clean());
    let explained = run(&folder, &["explain", "pl-02"]);
    assert_eq!(explained.code, 0, "{}", explained.err);
    assert!(
        explained.out.contains("rule_all(\"PL-02\""),
        "{}",
        explained.out
    );
    // a case of it, drawn
    let drawn = explained
        .out
        .split("查出问题的例子（cases/多份.toml")
        .nth(1);
    let drawn = drawn.unwrap_or_else(|| panic!("{}", explained.out));
    assert!(
        drawn.contains("甲一站  部门预算 › 预算收入 › 收入预算合计  1000.00"),
        "{drawn}"
    );
    let listed = run(&folder, &["rules", "department"]);
    assert!(listed.out.contains("PL-07  "), "{}", listed.out);
    let ended = run(&folder, &["trace", "自评.json", "--rule", "PL-02"]);
    assert_eq!(ended.code, 2, "{}", ended.out);
    assert!(ended.err.contains("gouji screen"), "{}", ended.err);
    // levels of settings hold for them, and so does off
    for (level, found) in [("off", 0), ("query", 1)] {
        let folder = department("across-levels", "100.00");
        write(
            &folder,
            "gouji.toml",
            format!("[levels]\n\"PL-02\" = \"{level}\"\n"),
        );
        let (screening, _) = screened(&folder, &["--roster", "名单.csv"]);
        let all = findings(&screening, "PL-02");
        assert_eq!(all.len(), found, "{level}");
        assert!(all.iter().all(|finding| finding["level"] == level));
    }
}
