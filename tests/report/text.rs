use gouji::fault::FaultKind;
use gouji::words::{Expression, Role};
use unicode_width::UnicodeWidthChar;

use super::*;

/// Columns of a terminal, counted character by character.
pub(super) fn columns(text: &str) -> usize {
    text.chars()
        .map(|character| character.width().unwrap_or(0))
        .sum()
}

/// What is underlined below the row that contains `row`: the same columns of that row.
fn underlined(out: &str, row: &str) -> Vec<String> {
    let lines: Vec<&str> = out.lines().collect();
    let at = lines.iter().position(|line| line.contains(row)).expect(row);
    let is_mark = |character: char| "─┬▲".contains(character);
    let mut all = Vec::new();
    let mut column = 0;
    let mut open = false;
    for character in lines[at + 1].chars() {
        let mark = is_mark(character);
        if mark {
            let under = lines[at]
                .char_indices()
                .find(|&(byte, _)| columns(&lines[at][..byte]) == column)
                .map_or(' ', |(_, found)| found);
            let begun = lines[at]
                .char_indices()
                .any(|(byte, _)| columns(&lines[at][..byte]) == column);
            if !open {
                all.push(String::new());
            }
            if begun && let Some(last) = all.last_mut() {
                last.push(under);
            }
        }
        open = mark;
        column += character.width().unwrap_or(0);
    }
    all
}

fn unexplained(source: &Source) -> Finding {
    let circumstance = Expression {
        name: "公务接待费".to_owned(),
        role: Role::ZeroExecution,
        first: "1.00 万元".to_owned(),
        second: "0 万元".to_owned(),
        share: String::new(),
    };
    let row = "/三公经费/0";
    let labels = vec![
        label(
            source,
            &format!("{row}/说明"),
            Some(Message::WriteHere),
            true,
        ),
        label(
            source,
            &format!("{row}/预算"),
            Some(Message::Plays(Role::Budget)),
            false,
        ),
        label(
            source,
            &format!("{row}/决算"),
            Some(Message::Plays(Role::Executed)),
            false,
        ),
    ];
    let rule = Arc::new(RuleInfo {
        title: "预算不为零而决算为零，应说明原因".to_owned(),
        help: "在“说明”中写明原因".to_owned(),
        verified: true,
        ..(*rule("ZT-11", Level::Query)).clone()
    });
    finding(
        rule,
        Message::Unexplained(vec![circumstance], "说明".to_owned()),
        labels,
    )
}

fn everything(source: &Source) -> Checked {
    let mut all = checked(vec![
        unexplained(source),
        rounding_tail(source),
        wrong_sum(source),
    ]);
    all.not_run = vec![missing(source, "ZT-21"), missing(source, "ZT-22")];
    all
}

#[test]
fn a_clerk_reads_what_to_correct() {
    let source = Source::new("自评.json", SMALL);
    let out = text(&source, &everything(&source), Lang::Chinese, PLAIN);
    let expected = r#"自评.json

结论：建议退回更正（由审核人决定）
  必须更正（1）
    ZT-19  “决算 › 人员经费 › 合计”48.47 应为 48.97 万元（第 5 行第 13 列）
  需要说明（1）
    ZT-11  公务接待费：预算 1.00 万元，分文未支（决算 0 万元）；“说明”中没有说明
           原因（第 15 行第 49 列）

必须更正（1）

ZT-19  人员经费合计应等于各明细之和
  × “人员经费合计”写为 48.47 万元，而 20.10 + 28.37 + 0.50 = 48.97 万元，少
  │ 0.50 万元；四舍五入最多只能解释 0.06 万元
    ╭─[自评.json:5:13]
  4 │     "人员经费": {
  5 │       "合计": 48.47,
    ·               ──┬──
    ·                 ╰── 应为 48.97
  6 │       "明细": {
  7 │         "工资": 20.10,
    ·                 ─────
  8 │         "津贴": 28.37,
    ·                 ─────
  9 │         "其他": 0.50
    ·                 ──┬─
    ·                   ╰── 疑漏加
 10 │       }
    ╰────
  位置：决算 › 人员经费 › 合计
  疑因：“人员经费 › 合计”漏加“其他”0.50，应为 48.97（第 5 行第 13 列）
  连带：ZT-07 也因此不符，改正后应随之消除
  改正：逐项核对明细，补计漏项后重填合计
  依据：政府收支分类科目：支出经济分类 301、303（依据未核实）

需要说明（1）

ZT-11  预算不为零而决算为零，应说明原因
  ! 公务接待费：预算 1.00 万元，分文未支（决算 0 万元）；“说明”中没有说明原因
    ╭─[自评.json:15:49]
 14 │   "三公经费": [
 15 │     { "名称": "公务接待费", "预算": 1.00, "决算": 0, "说明": "" }
    ·                                     ──┬─          ┬          ─┬
    ·                                       │           │           ╰── 应在此说明
    ·                                       │           ╰── 决算
    ·                                       ╰── 预算
 16 │   ]
    ╰────
  位置：三公经费 › 0 › 说明
  改正：在“说明”中写明原因
  依据：政府收支分类科目：支出经济分类 301、303

尾差，不必改数（1）
  ZT-20  决算 › 公用经费 › 合计写为 10.00 万元，算得 10.01 万元，四舍五入可解释
         0.02 万元（第 12 行第 21 列）

未能核对（1）
  ZT-21、ZT-22
    “决算”下缺“全年预算数”，无法核对（第 3 行第 9 列）

结论：建议退回更正（由审核人决定）
规则：共 5 条，其中 2 条通过、1 条尾差、1 条不符、1 条未能核对
数字：填报 7 个，核对了 5 个，另 2 个没有规则核对，请人工查看
规则包：department 2021.1（内置，指纹 0123456789ab，gouji 0.1.0）
"#;
    assert_eq!(out, expected, "\n{out}");
}

#[test]
fn the_same_in_english() {
    let source = Source::new("submission.json", SMALL);
    let mut all = checked(vec![wrong_sum(&source), rounding_tail(&source)]);
    all.not_run = vec![missing(&source, "ZT-21")];
    let out = text(&source, &all, Lang::English, PLAIN);
    let expected = r#"submission.json

Verdict: return for correction (the reviewer decides)
  Must be corrected (1)
    ZT-19  "决算 › 人员经费 › 合计" 48.47 should be 48.97 万元 (line 5, column
           13)

Must be corrected (1)

ZT-19  人员经费合计应等于各明细之和
  × "人员经费合计" is stated as 48.47 万元, but 20.10 + 28.37 + 0.50 = 48.97
  │ 万元, 0.50 万元 too little; rounding explains at most 0.06 万元
    ╭─[submission.json:5:13]
  4 │     "人员经费": {
  5 │       "合计": 48.47,
    ·               ──┬──
    ·                 ╰── should be 48.97
  6 │       "明细": {
  7 │         "工资": 20.10,
    ·                 ─────
  8 │         "津贴": 28.37,
    ·                 ─────
  9 │         "其他": 0.50
    ·                 ──┬─
    ·                   ╰── left out?
 10 │       }
    ╰────
  where: 决算 › 人员经费 › 合计
  likely cause: "人员经费 › 合计" leaves out "其他" 0.50; should be 48.97 (line
                5, column 13)
  follows: ZT-07 (should pass once this is corrected)
  fix: 逐项核对明细，补计漏项后重填合计
  basis: 政府收支分类科目：支出经济分类 301、303 (basis not verified)

Rounding tails, no figure need change (1)
  ZT-20  决算 › 公用经费 › 合计: stated 10.00 万元, computed 10.01 万元,
         rounding explains 0.02 万元 (line 12, column 21)

Could not be checked (1)
  ZT-21  "全年预算数" is missing below "决算"; cannot be checked (line 3, column
         9)

Verdict: return for correction (the reviewer decides)
Rules: 5, of which 2 passed, 1 within rounding, 1 failed, 1 could not run
Numbers: 7 submitted, 5 checked; 2 that no rule checks need a look
Pack: department 2021.1 (built-in, hash 0123456789ab, gouji 0.1.0)
"#;
    assert_eq!(out, expected, "\n{out}");
}

#[test]
fn line_ends_and_byte_order_marks_change_nothing() {
    let plain = Source::new("自评.json", SMALL);
    let expected = text(&plain, &everything(&plain), Lang::Chinese, PLAIN);
    let windows = Source::new("自评.json", SMALL.replace('\n', "\r\n"));
    assert_eq!(
        text(&windows, &everything(&windows), Lang::Chinese, PLAIN),
        expected
    );
    let marked = Source::new("自评.json", format!("\u{feff}{SMALL}"));
    let out = text(&marked, &everything(&marked), Lang::Chinese, PLAIN);
    assert_eq!(out.replacen("（UTF-8 (BOM) 编码）", "", 1), expected);
}

#[test]
fn a_file_without_line_breaks_is_laid_out_with_its_true_places() {
    let minified = SMALL.lines().map(str::trim).collect::<String>();
    let minified = format!("{minified}{}", " ".repeat(60));
    let source = Source::new("自评.json", minified.as_str());
    let out = text(
        &source,
        &checked(vec![wrong_sum(&source)]),
        Lang::Chinese,
        PLAIN,
    );
    let before = minified.find("48.47").unwrap();
    let column = minified[..before].chars().count() + 1;
    let expected = format!(
        "   ╭─[自评.json:1:{column}]
 1 │     \"人员经费\": {{
   │       \"合计\": 48.47,
   ·               ──┬──
   ·                 ╰── 应为 48.97
   │       \"明细\": {{
   │         \"工资\": 20.10,
   ·                 ─────
   │         \"津贴\": 28.37,
   ·                 ─────
   │         \"其他\": 0.50
   ·                 ──┬─
   ·                   ╰── 疑漏加
   │       }}
   ╰────
"
    );
    assert!(out.contains(&expected), "{out}");
    let coloured = text(
        &source,
        &checked(vec![wrong_sum(&source)]),
        Lang::Chinese,
        Style {
            color: true,
            ..PLAIN
        },
    );
    assert!(
        coloured.contains(" \u{1b}[2m1\u{1b}[0m │     \"人员经费\""),
        "{coloured}"
    );
}

#[test]
fn a_huge_file_on_one_line_makes_a_short_report() {
    let rows: Vec<String> = (0..5000)
        .map(|row| format!("{{\"名称\":\"项目{row}\",\"数\":{row}.00}}"))
        .collect();
    let content = format!("{{\"单位\":\"甲\",\"表\":[{}]}}", rows.join(","));
    let source = Source::new("大.json", content);
    let labels = vec![
        label(&source, "/表/4321/数", None, true),
        label(&source, "/表/17/数", None, false),
    ];
    let far = finding(
        bare_rule("Z", Level::Error),
        Message::Plain("两处不符".into()),
        labels,
    );
    let out = text(&source, &checked(vec![far]), Lang::Chinese, PLAIN);
    assert!(out.lines().count() < 30, "{out}");
    assert_eq!(underlined(&out, "4321.00"), ["4321.00"]);
    assert_eq!(underlined(&out, "\"数\":17.00"), ["17.00"]);
}

#[test]
fn what_lies_between_places_far_apart_is_left_out() {
    let lines: Vec<String> = (0..500)
        .map(|line| format!("  \"第{line}项\": {line}.25"))
        .collect();
    let source = Source::new("长.json", format!("{{\n{}\n}}\n", lines.join(",\n")));
    let labels = vec![
        label(&source, "/第3项", None, false),
        label(&source, "/第390项", None, true),
        label(&source, "/第393项", None, false),
    ];
    let far = finding(
        bare_rule("Z", Level::Error),
        Message::Plain("不符".into()),
        labels,
    );
    let out = text(&source, &checked(vec![far]), Lang::Chinese, PLAIN);
    let expected = r#"
  × 不符
   ╭─[长.json:5:10]
 4 │   "第2项": 2.25,
 5 │   "第3项": 3.25,
   ·            ────
 6 │   "第4项": 4.25,
   ╰────
     ╭─[长.json:392:12]
 391 │   "第389项": 389.25,
 392 │   "第390项": 390.25,
     ·              ──────
 393 │   "第391项": 391.25,
 394 │   "第392项": 392.25,
 395 │   "第393项": 393.25,
     ·              ──────
 396 │   "第394项": 394.25,
     ╰────
"#;
    assert!(out.contains(expected), "{out}");
}

#[test]
fn a_list_or_object_is_marked_at_its_name() {
    let source = Source::new("自评.json", SMALL);
    let mark = |path: &str| {
        let labels = vec![label(
            &source,
            path,
            Some(Message::Plain("此处".into())),
            true,
        )];
        let one = finding(
            bare_rule("Z", Level::Error),
            Message::Plain("缺".into()),
            labels,
        );
        text(&source, &checked(vec![one]), Lang::Chinese, PLAIN)
    };
    assert_eq!(
        underlined(&mark("/三公经费"), "\"三公经费\""),
        ["\"三公经费\""]
    );
    assert_eq!(underlined(&mark("/三公经费/0"), "\"名称\""), ["{"]);
    assert_eq!(underlined(&mark(""), " 1 │ {"), ["{"]);
    assert_eq!(
        underlined(&mark("/决算/公用经费"), "\"公用经费\""),
        ["\"公用经费\""]
    );
}

#[test]
fn marks_never_overlap() {
    let source = Source::new("自评.json", SMALL);
    let text_at = SMALL.find("\"公务接待费\"").unwrap();
    let labels = vec![
        label(
            &source,
            "/三公经费/0/名称",
            Some(Message::Plain("甲".into())),
            true,
        ),
        label(
            &source,
            "/三公经费/0/名称",
            Some(Message::Plain("乙".into())),
            false,
        ),
        at(text_at + 1, text_at + 4, "里面", false),
        at(text_at - 4, text_at + 4, "半截", false),
    ];
    let one = finding(
        bare_rule("Z", Level::Error),
        Message::Plain("看".into()),
        labels,
    );
    let out = text(&source, &checked(vec![one]), Lang::Chinese, PLAIN);
    assert_eq!(underlined(&out, "\"名称\""), ["\"公务接待费\""], "{out}");
    assert!(out.contains("╰── 甲 / 乙\n"), "{out}");
    assert!(!out.contains("里面") && !out.contains("半截"), "{out}");
}

#[test]
fn a_long_row_is_shown_around_its_marks() {
    let remark = "因为工作需要，".repeat(12);
    let content =
        format!("{{\"名称\": \"接待\", \"说明\": \"{remark}\", \"数\": 1.25, \"余\": 2}}\n");
    let before = &content[..content.find("1.25").unwrap()];
    let place = format!("╭─[长.json:1:{}]", before.chars().count() + 1);
    let source = Source::new("长.json", content);
    let labels = vec![label(
        &source,
        "/数",
        Some(Message::ShouldBe("1.26".into())),
        true,
    )];
    let one = finding(
        bare_rule("Z", Level::Error),
        Message::Plain("不符".into()),
        labels,
    );
    let out = text(&source, &checked(vec![one]), Lang::Chinese, PLAIN);
    assert_eq!(underlined(&out, "1.25"), ["1.25"], "{out}");
    assert!(out.contains(&place), "{out}");
    assert!(out.lines().all(|line| columns(line) <= 80), "{out}");
}

#[test]
fn a_row_of_many_marks_is_laid_out_below_itself() {
    let names: Vec<String> = (1..8)
        .map(|number| format!("\"雁峰工业项目集聚区管委会{number}\""))
        .collect();
    let content = format!("{{\n  \"名\": [{}],\n  \"余\": 2\n}}\n", names.join(", "));
    let source = Source::new("名.json", content);
    let labels = vec![
        label(&source, "/名/1", None, true),
        label(&source, "/名/6", None, false),
    ];
    let one = finding(
        bare_rule("Z", Level::Error),
        Message::Plain("不符".into()),
        labels,
    );
    let out = text(&source, &checked(vec![one]), Lang::Chinese, PLAIN);
    let expected = r#"
  × 不符
   ╭─[名.json:2:26]
 2 │     "雁峰工业项目集聚区管委会1",
   │     "雁峰工业项目集聚区管委会2",
   ·     ───────────────────────────
   │     "雁峰工业项目集聚区管委会3",
   ╰────
   ╭─[名.json:2:111]
 2 │     "雁峰工业项目集聚区管委会6",
   │     "雁峰工业项目集聚区管委会7"
   ·     ───────────────────────────
   │   ],
   ╰────
"#;
    assert!(out.contains(expected), "{out}");
}

#[test]
fn a_summary_of_tails_stands_for_them() {
    let source = Source::new("自评.json", SMALL);
    let summary = Message::Tails("三公经费表".into(), 3, "0.02 万元".into());
    let summary = Finding {
        verdict: Verdict::Rounding,
        outcome: Outcome::Rounding,
        ..finding(bare_rule("tails", Level::Advice), summary, Vec::new())
    };
    let all = checked(vec![rounding_tail(&source), summary]);
    let out = text(&source, &all, Lang::Chinese, PLAIN);
    let expected = "自评.json

尾差，不必改数（3）
  tails  三公经费表有 3 处四舍五入尾差，最大 0.02 万元，都在可解释的范围之内，不
         必改数

结论：";
    assert!(out.starts_with(expected), "{out}");
}

#[test]
fn nothing_to_find_takes_a_few_lines() {
    let source = Source::new("自评.json", SMALL);
    let clean = Checked {
        verdict: Advice::Accept,
        unchecked: Arc::default(),
        ..checked(Vec::new())
    };
    let out = text(&source, &clean, Lang::Chinese, PLAIN);
    assert!(
        out.starts_with("自评.json\n\n结论：可受理（由审核人决定）\n规则："),
        "{out}"
    );
    assert!(out.contains("数字：填报 7 个，核对了 5 个\n"), "{out}");
}

#[test]
fn an_unreadable_file_is_shown_where_reading_failed() {
    for content in ["", "{\"数\": 1,\n"] {
        let source = Source::new("坏.json", content);
        let message = Message::Fault(Box::new(FaultKind::Empty));
        let labels = vec![Label {
            text: Some(Message::FaultLabel(Box::new(FaultKind::Empty))),
            ..at(content.len(), content.len(), "", true)
        }];
        let unread = Checked {
            pack: None,
            outcomes: Arc::default(),
            verdict: Advice::Return,
            ..checked(vec![finding(
                bare_rule("read", Level::Error),
                message,
                labels,
            )])
        };
        let out = text(&source, &unread, Lang::Chinese, PLAIN);
        let line = content.lines().count() + 1;
        assert!(out.contains(&format!("╭─[坏.json:{line}:1]")), "{out}");
        assert!(
            out.contains(&format!(" {line} │ \n   · ▲\n   · ╰── 没有内容\n")),
            "{out}"
        );
        assert!(out.contains("  改正：请确认保存成功"), "{out}");
        assert!(
            out.ends_with("规则：一条也没有核对（gouji 0.1.0）\n"),
            "{out}"
        );
    }
}

#[test]
fn ascii_draws_with_ascii() {
    let source = Source::new("a.json", "{\"a\": 1.00}");
    let labels = vec![label(
        &source,
        "/a",
        Some(Message::ShouldBe("2.00".into())),
        true,
    )];
    let one = finding(
        bare_rule("Z", Level::Advice),
        Message::Plain("wrong".into()),
        labels,
    );
    let out = text(
        &source,
        &checked(vec![one]),
        Lang::English,
        Style {
            ascii: true,
            ..PLAIN
        },
    );
    assert!(out.is_ascii(), "{out}");
    assert!(
        out.contains("1 | {\"a\": 1.00}\n   :       ^^|^\n   :         `-- should be 2.00\n"),
        "{out}"
    );
}

#[test]
fn submissions_are_parted_by_a_blank_line() {
    let source = Source::new("自评.json", SMALL);
    let clean = checked(Vec::new());
    let one = text(&source, &clean, Lang::Chinese, PLAIN);
    let two = written(
        &mut Text::new(Lang::Chinese, PLAIN),
        &[(&source, &clean), (&source, &clean)],
    );
    assert_eq!(two, format!("{one}\n{one}"));
}

#[test]
fn no_english_word_of_the_renderer_is_left_in_chinese() {
    let source = Source::new("自评.json", SMALL);
    let out = text(&source, &everything(&source), Lang::Chinese, PLAIN);
    for word in ["help", "Error", "Warning", "Advice", "error", "warning"] {
        assert!(!out.contains(word), "{word}: {out}");
    }
}
