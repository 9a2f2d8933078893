//! Verbs on words: what each lets pass, what it reports, what must not alarm anybody.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::too_many_lines,
    reason = "a test fails by panicking, also in the functions it shares"
)]

use gouji::finding::{Outcome, Verdict};

use crate::engine::{ends, passes};
use crate::engine_verbs::finds;

#[test]
fn texts() {
    passes("same(表.文, \"甲单位\");", r#"{"文": " 甲单位 "}"#);
    passes("same(表.文, 表.另文);", r#"{"文": "a", "另文": "a"}"#);
    finds(
        "same(表.文, 表.另文);",
        r#"{"文": "a", "另文": "b"}"#,
        Verdict::Mismatch,
        &["/文"],
    );
    passes(
        "one_of(表.词, param(\"词表\"));",
        r#"{"词": ["增加", "减少", "增加"]}"#,
    );
    finds(
        "one_of(表.词, param(\"词表\"));",
        r#"{"词": ["增加", "涨", "跌"]}"#,
        Verdict::Mismatch,
        &["/词/1", "/词/2"],
    );
    finds(
        "one_of(表.文, [\"a\", \"b\"]);",
        r#"{"文": "ab"}"#,
        Verdict::Mismatch,
        &["/文"],
    );
    passes("matches(表.文, \"[0-9]{4}|无\");", r#"{"文": "2023"}"#);
    finds(
        "matches(表.文, \"[0-9]{4}|无\");",
        r#"{"文": "2023年"}"#,
        Verdict::Mismatch,
        &["/文"],
    );
    passes(
        "includes(表.词, [\"概况|基本情况\", \"绩效\"]);",
        r#"{"词": ["一、部门基本情况", "二、绩效"]}"#,
    );
    finds(
        "includes(表.词, [\"概况|基本情况\", \"绩效\"]);",
        r#"{"词": ["一、前言"]}"#,
        Verdict::Absent,
        &["/词"],
    );
    passes(
        "includes(texts(表), [\"甲\"]);",
        r#"{"词": ["甲"], "文": "乙"}"#,
    );
    finds(
        "includes(texts(表.词), [\"乙\"]);",
        r#"{"词": ["甲"]}"#,
        Verdict::Absent,
        &["/词/0"],
    );
    passes(
        "distinct(表.词);",
        r#"{"词": ["a", "b", "", "", "—", "—", null]}"#,
    );
    finds(
        "distinct(表.词);",
        r#"{"词": ["a", "b", "a", "a"]}"#,
        Verdict::Mismatch,
        &["/词/2", "/词/3"],
    );
    finds(
        "distinct(表.各行, \"名\");",
        r#"{"各行": [{"名": "a"}, {}, {"名": "a "}]}"#,
        Verdict::Mismatch,
        &["/各行/2/名"],
    );
    passes(
        "same_year(表.文, 表.年);",
        r#"{"文": "2023年度自评（含2022年结转）", "年": 2023}"#,
    );
    ends(
        "same_year(表.文, 2023);",
        r#"{"文": "部门整体支出绩效自评"}"#,
        Outcome::NotApplicable,
    );
    finds(
        "same_year(表.文, 表.年);",
        r#"{"文": "2022年度自评", "年": 2023}"#,
        Verdict::Mismatch,
        &["/文", "/年"],
    );
    for span in [
        "2022—2024年",
        "2021-2023年",
        "2022年—2024年",
        "2023至2025年",
        "2022年12月至2023年6月",
        "2022年12月31日—2023年6月",
        "2022-2023学年度",
        "2022～23年",
        "2022—2024年度",
        "“十四五”（2021—2025年）",
        // the year in question is named: what else the text speaks of is its own affair
        "2022年12月31日，2023年",
        "2023年",
    ] {
        passes(
            "same_year(表.文, 表.年);",
            &format!(r#"{{"文": "{span}规划", "年": 2023}}"#),
        );
    }
    for span in [
        "2020—2022年",
        "2024—2025年",
        "2021-2022学年度",
        "2025—2021年",
        "2000年—2999年",
    ] {
        finds(
            "same_year(表.文, 表.年);",
            &format!(r#"{{"文": "{span}规划", "年": 2023}}"#),
            Verdict::Mismatch,
            &["/文", "/年"],
        );
    }
    passes(
        "present(表.甲); present(表.文); present(表.词); present(表.是);",
        r#"{"甲": 0, "文": "x", "词": [""], "是": false}"#,
    );
    for gap in [r#""""#, r#""  ""#, "null", r#""—""#, r#""_""#, r#""*""#] {
        finds(
            "present(表.文);",
            &format!(r#"{{"文": {gap}}}"#),
            Verdict::Absent,
            &["/文"],
        );
    }
    finds(
        "present(表.表.内.深);",
        r#"{"表": {}}"#,
        Verdict::Absent,
        &["/表"],
    );
}

#[test]
fn ordinals() {
    let due = |list: &str| format!(r#"{{"词": [{list}]}}"#);
    for list in [
        r#""一、甲", "二、乙", "三、丙""#,
        r#""1. 甲", "2. 乙""#,
        r#""（一）甲", "（二）乙""#,
        r#""第一部分 甲", "第二部分 乙""#,
        r#""前言", "一、甲", "一般公共预算", "二、乙", "附表""#,
        // levels within, each from one again
        r#""一、甲", "（一）子", "（二）丑", "二、乙", "（一）子", "(二) 丑", "三、丙""#,
        r#""一、甲", "1. 子", "2. 丑", "（1）末", "（2）末", "3. 寅", "二、乙", "1. 子""#,
        r#""第一部分 甲", "一、子", "二、丑", "第二部分 乙", "一、子", "二、丑""#,
        r#""1. 甲", "1）子", "2）丑", "2. 乙""#,
        r#""一、甲", "2、乙", "三、丙""#,
    ] {
        passes("consecutive(表.词);", &due(list));
    }
    for (list, places) in [
        (r#""一、甲", "三、乙", "四、丙""#, vec!["/词/1"]),
        (r#""一、甲", "二、乙", "二、丙", "三、丁""#, vec!["/词/2"]),
        (r#""二、甲", "三、乙""#, vec!["/词/0"]),
        (r#""一、甲", "一、乙", "三、丙""#, vec!["/词/1", "/词/2"]),
        (
            r#""一、甲", "（一）子", "（三）丑", "二、乙""#,
            vec!["/词/2"],
        ),
        (
            r#""一、甲", "（一）子", "（二）丑", "三、乙""#,
            vec!["/词/3"],
        ),
        (
            r#""一、甲", "（一）子", "二、乙", "（一）子", "二、丙""#,
            vec!["/词/4"],
        ),
        (r#""一、甲", "1. 子", "2. 丑", "2. 寅""#, vec!["/词/3"]),
        (r#""一、甲", "3、乙", "三、丙""#, vec!["/词/1", "/词/2"]),
    ] {
        finds(
            "consecutive(表.词);",
            &due(list),
            Verdict::Mismatch,
            &places,
        );
    }
    let tens: Vec<String> = [
        "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一",
    ]
    .iter()
    .map(|n| format!(r#""{n}、节""#))
    .collect();
    passes("consecutive(表.词);", &due(&tens.join(",")));
}

#[test]
fn residue_and_hollow_words() {
    for text in [
        "进一步加强管理，一步一步，高高兴兴，干干净净，天天向上",
        "逐项逐项核对，层层落实，家家户户",
        "2023年2023年、aabb、11112222",
        "预算、预算执行；合计合 计",
    ] {
        passes(
            "no_residue(表.文, [\"（请.*?）\"]);",
            &format!(r#"{{"文": "{text}"}}"#),
        );
    }
    for text in [
        "获评获评优秀",
        "资金资金使用",
        "（请填写）",
        "绩效目标绩效目标完成",
    ] {
        finds(
            "no_residue(表.文, [\"（请.*?）\"]);",
            &format!(r#"{{"文": "{text}"}}"#),
            Verdict::Mismatch,
            &["/文"],
        );
    }
    // what may be doubled, the pack says; nothing in the word itself tells it
    let listed = "no_residue(表.文, [], [\"研究\", \"讨论\"]);";
    for text in [
        "研究研究再定，讨论讨论",
        "两个两个地核对，十户十户走访",
        "事事有回音，常常常常",
    ] {
        passes(listed, &format!(r#"{{"文": "{text}"}}"#));
    }
    for text in ["获评获评优秀", "研究研究、获评获评", "讨论稿讨论稿"] {
        finds(
            listed,
            &format!(r#"{{"文": "{text}"}}"#),
            Verdict::Mismatch,
            &["/文"],
        );
    }
    let body = "substantive(表.注, 6, [\"按计划执行中\"]);";
    passes(body, r#"{"注": "因公车更新推迟到次年"}"#);
    for text in ["无。", "按计划执行中。", "略、略、略"] {
        finds(
            body,
            &format!(r#"{{"注": "{text}"}}"#),
            Verdict::Unexplained,
            &["/注"],
        );
    }
}
