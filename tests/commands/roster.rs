//! The roster: who has not handed in, who twice, who is not on it; and its own faults.

use super::*;

const KIND: &str = "部门整体支出绩效自评";

fn unit(name: &str) -> String {
    clean().replace("云澜市南屏区农业技术服务中心", name)
}

fn filled(name: &str) -> Folder {
    let folder = folder(name);
    fs::create_dir(folder.join("收件")).unwrap();
    let inputs = folder.join("收件");
    write(&inputs, "甲.json", unit("甲局"));
    write(&inputs, "乙.json", unit("乙局"));
    write(
        &inputs,
        "乙改.json",
        unit("乙局").replace("\"合计\": 598.60", "\"合计\": 598.70"),
    );
    write(&inputs, "丙.json", unit("丙中心"));
    folder
}

fn screened(folder: &Path, roster: impl AsRef<[u8]>) -> Ended {
    write(folder, "名单.csv", roster);
    run(folder, &["screen", "收件", "--roster", "名单.csv"])
}

#[test]
fn who_is_missing_who_twice_and_who_unasked() {
    let folder = filled("roster-all");
    let roster = format!(
        "单位编码,单位名称,应报表种\n001,甲局,{KIND}\n002,乙局,\n003,丁局,{KIND}\n004,丙中心站,\n"
    );
    let ended = screened(&folder, &roster);
    assert_eq!(ended.code, 1, "{}", ended.err);
    for words in [
        "未报送（2 份）\n  003  丁局（部门整体支出绩效自评）\n  004  丙中心站\n",
        "重复报送（1 个单位）\n  002  乙局  收件/乙.json、收件/乙改.json\n    部门决算 › 基本支出 › 基本支出合计  598.6 / 598.7\n",
        "名单上没有（1 份）\n  丙中心  收件/丙.json  名单上有相近的“丙中心站”\n",
        // all were copied from one
        "；未报送 2 份；几份对照 1 条\n",
    ] {
        assert!(ended.out.contains(words), "{words}: {}", ended.out);
    }
}

/// The same list, however an office program wrote it.
#[test]
fn encodings_and_headings() {
    let folder = filled("roster-encodings");
    let plain = "单位编码,单位名称\n001,甲局\n002,乙局\n003,丁局\n004,丙中心\n";
    let due = screened(&folder, plain).out;
    assert!(due.contains("未报送（1 份）"), "{due}");
    let gb = encoding_rs::GB18030.encode(plain).0.into_owned();
    let mut variants = vec![gb, [b"\xef\xbb\xbf", plain.as_bytes()].concat()];
    let texts = [
        plain.replace('\n', "\r\n"),
        plain.replace(',', ";"),
        plain.replace(',', "\t"),
        plain.replace(',', "，"),
        plain.replace("单位编码,单位名称", "  预算 单位编码 ,\"单位名称\""),
        plain.replace("单位编码,单位名称", "2023年度报送名单,\n预算编码,预算单位"),
        format!("{plain}\n,,\n"),
        plain.replace("001,甲局", "\" 001\",\"甲局\""),
    ];
    variants.extend(texts.map(String::into_bytes));
    for roster in variants {
        let shown = String::from_utf8_lossy(&roster).into_owned();
        assert_eq!(screened(&folder, roster).out, due, "{shown}");
    }
}

#[test]
fn faults_are_told_at_their_lines() {
    let folder = filled("roster-faults");
    for (roster, words) in [
        ("", "是空的"),
        ("甲局\n乙局\n", "没有“单位名称”一列"),
        ("单位编码,单位名称\n", "只有列名，没有一个单位"),
        (
            "编码,代码,单位名称\n1,1,甲局\n",
            "名单.csv:1：“编码”、“代码”都可能是单位编码",
        ),
        ("单位编码,单位名称\n001,\n", "名单.csv:2：没有单位名称"),
        (
            "单位编码,单位名称\n001,甲局\n001,乙局\n",
            "名单.csv:3：编码 001 在第 2 行是另一个单位的",
        ),
        (
            "单位编码,单位名称\n001,甲局\n002,甲局\n",
            "名单.csv:3：“甲局”在第 2 行是另一个编码",
        ),
        (
            "单位名称\n甲局\n乙局\n甲局\n",
            "名单.csv:4：“甲局”的同一表种在第 2 行已经列过",
        ),
        (
            "单位名称,应报表种\n甲局,部门整体支出自评\n",
            "是否为“部门整体支出绩效自评”？",
        ),
        ("单位名称\n甲局\n合计\n", "名单.csv:3：“合计”不是单位"),
        ("单位名称\n\"甲局\n", "名单.csv:2：双引号没有结束"),
    ] {
        let ended = screened(&folder, roster);
        assert_eq!((ended.code, &*ended.out), (2, ""), "{roster}");
        assert!(ended.err.contains(words), "{roster}: {}", ended.err);
    }
}

/// Names are matched but for what people write one way or the other; a code decides.
#[test]
fn names_and_codes() {
    let folder = folder("roster-names");
    fs::create_dir(folder.join("收件")).unwrap();
    write(&folder.join("收件"), "a.json", unit("甲局（本级）"));
    let coded = unit("别的叫法").replacen('{', "{\"单位编码\": \"002\",", 1);
    write(&folder.join("收件"), "b.json", coded);
    let ended = screened(&folder, "单位编码,单位名称\n001,甲 局(本级)\n002,乙局\n");
    assert!(!ended.out.contains("未报送（"), "{}", ended.out);
    assert!(!ended.out.contains("名单上没有"), "{}", ended.out);
    let both = "别的叫法 002  收件/b.json  名单上是 乙局 002";
    assert!(ended.out.contains(both), "{}", ended.out);
    // the code of one with the name of another is neither's
    let swapped = unit("甲局（本级）").replacen('{', "{\"单位编码\": \"002\",", 1);
    write(&folder.join("收件"), "a.json", swapped);
    let ended = screened(&folder, "单位编码,单位名称\n001,甲 局(本级)\n002,乙局\n");
    assert!(ended.out.contains("未报送（1 份）\n  001"), "{}", ended.out);
    assert!(ended.out.contains("名单上没有（1 份）"), "{}", ended.out);
}

/// A file that cannot be read is named beside the unit it is probably from.
#[test]
fn what_cannot_be_read_may_be_what_is_missing() {
    let folder = folder("roster-unread");
    fs::create_dir_all(folder.join("收件/农业局")).unwrap();
    write(&folder.join("收件"), "档案馆.json", "{");
    write(&folder.join("收件/农业局"), "自评.json", "{\"文种\": ");
    write(&folder.join("收件"), "服务中心.json", "[");
    let roster = "单位名称\n甲县档案馆\n甲县农业局\n甲县财政服务中心\n甲县农业服务中心\n";
    let page = screened(&folder, roster).out;
    for (unit, file) in [
        ("甲县档案馆", "读不了的 收件/档案馆.json 可能是它的"),
        ("甲县农业局", "读不了的 收件/农业局/自评.json 可能是它的"),
    ] {
        assert!(page.contains(&format!("{unit}\n    {file}")), "{page}");
    }
    // it may be either's, and so is said of neither
    assert!(!page.contains("服务中心.json 可能"), "{page}");
}

/// Last year's submission is not this year's: the unit has not handed in, and what came is named.
#[test]
fn another_years_submission_is_not_this_years() {
    let folder = folder("roster-year");
    fs::create_dir(folder.join("收件")).unwrap();
    let of_year = |name: &str, year: &str| unit(name).replace("2023", year);
    let names = ["甲局", "乙局", "丙局", "丁局", "戊局"];
    for (index, name) in names.iter().enumerate() {
        let year = if index == 4 { "2022" } else { "2023" };
        write(
            &folder.join("收件"),
            format!("{name}.json"),
            of_year(name, year),
        );
    }
    let roster = format!("单位名称\n{}\n", names.join("\n"));
    let page = screened(&folder, roster.clone()).out;
    assert!(
        page.contains("未报送（1 份）\n  戊局\n    交来的 收件/戊局.json 是 2022 年度的"),
        "{page}"
    );
    // where two years come in alike, nobody knows which is meant
    for name in &names[2..] {
        write(
            &folder.join("收件"),
            format!("{name}.json"),
            of_year(name, "2022"),
        );
    }
    let page = screened(&folder, roster).out;
    assert!(!page.contains("未报送（"), "{page}");
}
