//! Help of the commands for those who fill in submissions, and those who receive many.

use super::super::Lang;

pub(super) fn about(command: &str, lang: Lang) -> Option<&'static str> {
    Some(match command {
        "report" => lang.pick(
            "把已有的审核记录做成网页、表格或公文",
            "make a page, a table or a letter of results at hand",
        ),
        "form" => lang.pick(
            "生成空表：填报用的 Excel 工作簿，或 JSON、字段表",
            "write a blank form: a workbook to fill in, JSON, or a list of fields",
        ),
        "screen" => lang.pick(
            "审核收到的全部自评：文件夹、压缩文件，对照名单",
            "screen everything that came in: folders, archives, against a roster",
        ),
        "text" => lang.pick(
            "显示一份报告的文字是怎样读的：哪个数读进哪个字段",
            "show how the text of a report is read: which number is which field",
        ),
        _ => return None,
    })
}

pub(super) fn usage(command: &str, lang: Lang) -> Option<&'static str> {
    Some(match command {
        "report" => lang.pick(
            "gouji report <记录> --format <写法> [--output <文件>] [选项]",
            "gouji report <LOG> --format <FORMAT> [--output <FILE>] [options]",
        ),
        "form" => lang.pick(
            "gouji form <规则包> [-o <文件>] [选项]",
            "gouji form <PACK> [-o <FILE>] [options]",
        ),
        "screen" => lang.pick(
            "gouji screen <路径>... [--roster <名单>] [--out <文件夹>] [选项]",
            "gouji screen <PATH>... [--roster <FILE>] [--out <FOLDER>] [options]",
        ),
        "text" => lang.pick(
            "gouji text <报告> [--pack <规则包>] [选项]",
            "gouji text <REPORT> [--pack <PACK>] [options]",
        ),
        _ => return None,
    })
}

pub(super) fn examples(command: &str, lang: Lang) -> Option<&'static str> {
    Some(match command {
        "report" => lang.pick(
            "  gouji check *.json --format ndjson > 结果.ndjson
  gouji report 结果.ndjson --format html -o 结果.html
  gouji report 结果.ndjson --format xlsx -o 结果.xlsx
  gouji report 审核结果/ --format markdown    gouji screen --out 的文件夹

写法：html 网页，xlsx 工作簿，csv 表，markdown 公文；
sarif、junit、github 供其他系统读取",
            "  gouji check *.json --format ndjson > results.ndjson
  gouji report results.ndjson --format html -o results.html
  gouji report results.ndjson --format xlsx -o results.xlsx
  gouji report results/ --format markdown     a folder of gouji screen --out

Formats: html, xlsx, csv, markdown (a letter);
sarif, junit, github for other systems",
        ),
        "form" => lang.pick(
            "  gouji form department                 部门整体支出自评的空表
  gouji form project -o 自评表.xlsx     写到这个文件
  gouji form department -o 自评.json    JSON 骨架，每个字段都有
  gouji form department -o 字段.md      字段一览：名称、单位、必填、说明
  gouji form department -o excel.toml   哪个字段在空表的哪里

已有的文件不会被换掉。",
            "  gouji form department                 the form of departments
  gouji form project -o form.xlsx       to this file
  gouji form department -o form.json    JSON with every field
  gouji form department -o fields.md    the fields: titles, units, what is needed
  gouji form department -o excel.toml   which field stands where in the workbook

A file that is there is not replaced.",
        ),
        "screen" => lang.pick(
            "  gouji screen 2021/                           一个文件夹里的全部自评
  gouji screen 2021/ --roster 单位名单.csv     再查谁没交、谁交了两次
  gouji screen 2021/ --prior 2020/             上年数与上年申报核对
  gouji screen 2021/ --out 结果/               结果随审随存
  gouji screen 2021/ --out 结果/ --resume      中断后接着做
  gouji screen 2021/ --out 二审/ --since 结果/ 只审有变化的
  导出程序 | gouji screen - --format ndjson    每行一份，进一行出一行

读 .json、.ndjson（每行一份）和 .zip；文件夹里的其他文件列出而不审核。

退出码：
  0  没有须更正、须说明或未报送的
  1  有须更正、须说明或未报送的
  2  有文件读不了；或未能运行：用法不对、名单或规则包有误
  3  未能判定：有强制规则缺少数据，无法核对",
            "  gouji screen 2021/                           all submissions in a folder
  gouji screen 2021/ --roster units.csv        and who has not handed in, or twice
  gouji screen 2021/ --prior 2020/             hold last year's figures against 2020
  gouji screen 2021/ --out results/            results are kept as they come
  gouji screen 2021/ --out results/ --resume   go on after it was cut off
  gouji screen 2021/ --out new/ --since results/  only what has changed
  export | gouji screen - --format ndjson      a line in, a line out

It reads .json, .ndjson (one a line) and .zip; other files in a folder are listed.

Exit codes:
  0  nothing to correct or explain, nobody missing
  1  something to correct or explain, or somebody missing
  2  a file cannot be read; or could not run: usage, a broken roster or pack
  3  undetermined: an error rule lacked data and could not run",
        ),
        "text" => lang.pick(
            "  gouji text 自评报告.docx                 每个数字读作什么
  gouji text 自评报告.docx --unread        只看没有读的
  gouji text 自评报告.docx --html -o 读法.html   做成网页
  gouji text 自评报告.docx --json          读出的自评，可存为 JSON 文件

读 Word 文档（.docx）和文本文件（.txt、.md）。
句子的写法在规则包的 文字.toml 里，见 docs/writing-sentences.md。",
            "  gouji text 自评报告.docx                 what every number is read as
  gouji text 自评报告.docx --unread        only what is unread
  gouji text 自评报告.docx --html -o page.html   as a page
  gouji text 自评报告.docx --json          the submission as read

It reads Word documents (.docx) and text files (.txt, .md).
The sentences are in a pack's 文字.toml, see docs/writing-sentences.md.",
        ),
        _ => return None,
    })
}

pub(super) fn argument(command: &str, id: &str, lang: Lang) -> Option<&'static str> {
    Some(match (command, id) {
        ("form", "pack") => lang.pick("规则包的编号或文件夹", "id or folder of a pack"),
        ("form", "output") => lang.pick(
            "写到这个 .xlsx、.json、.md 或 .toml；不写则是“表名-空表.xlsx”",
            "write .xlsx, .json, .md or .toml; else named by the form",
        ),
        ("report", "log") => lang.pick(
            "审核记录：ndjson 文件、gouji screen 的文件夹或 -（标准输入）",
            "an ndjson file, a folder of gouji screen, or - (standard input)",
        ),
        ("report", "format") => lang.pick(
            "html、xlsx、csv、markdown、sarif、junit 或 github",
            "html, xlsx, csv, markdown, sarif, junit or github",
        ),
        ("screen", "paths") => lang.pick(
            "文件夹、文件或 2021/*/自评.json 这样的写法；- 表示标准输入，每行一份",
            "folders, files, patterns; - is standard input, one a line",
        ),
        ("screen", "roster") => lang.pick(
            "单位名单（CSV 或 Excel；列：单位编码、单位名称、应报表种）",
            "the units and what each owes (CSV or Excel)",
        ),
        ("screen", "prior") => lang.pick(
            "上年的自评：今年填的上年数、年初结转与之核对",
            "last year's submissions, to hold this year's against",
        ),
        ("screen", "year") => lang.pick(
            "应报的年度，如 2023；别的年度的列出，不算报送",
            "the year due, as 2023; others are listed and not handed in",
        ),
        ("screen", "out") => lang.pick(
            "存放结果的文件夹；结果随审随存",
            "folder for the results, which are kept as they come",
        ),
        ("screen", "resume") => {
            lang.pick("接着 --out 里没有做完的做", "go on with what is in --out")
        }
        ("screen", "since") => lang.pick(
            "上次结果的文件夹；没有变化的沿用，只审有变化的",
            "folder of earlier results; only what changed is redone",
        ),
        ("screen", "format") => lang.pick(
            "text（默认）、json、ndjson；有 --out 时如 text,html,xlsx",
            "text (default), json, ndjson; with --out as text,html,xlsx",
        ),
        ("screen", "all") => lang.pick(
            "一页纸上全部列出，不管多长",
            "list everything on the page, however long it gets",
        ),
        ("screen", "jobs") => lang.pick(
            "同时审核几份；不写则用上全部处理器",
            "how many at a time; else as many as processors",
        ),
        ("screen", "pack") => lang.pick(
            "规则包的编号或文件夹；不写则按每份的“文种”选用",
            "id or folder of a pack; else it is found from each 文种",
        ),
        ("text", "file") => lang.pick(
            "报告：.docx、.txt 或 .md；- 表示标准输入",
            "the report: .docx, .txt or .md; - is standard input",
        ),
        ("text", "pack") => lang.pick(
            "规则包的编号或文件夹；不写则按报告的标题选用",
            "id or folder of a pack; else it is found from the title",
        ),
        ("text", "html") => lang.pick("做成网页", "as a page"),
        ("text", "unread") => lang.pick(
            "只列没有读的数字和位置",
            "only unread numbers and their places",
        ),
        ("text", "json") => lang.pick("读出的自评，JSON", "the submission as read, JSON"),
        ("text", "output") => lang.pick(
            "写到这个文件，不写到标准输出；已有的会被换掉",
            "write to this file, replacing it, not to standard output",
        ),
        ("screen", "quiet") => lang.pick("不显示进度和附注", "no progress, no remarks"),
        _ => return None,
    })
}

pub(super) fn value_name(id: &str, lang: Lang) -> Option<&'static str> {
    Some(match id {
        "log" => lang.pick("记录", "LOG"),
        "paths" => lang.pick("路径", "PATH"),
        "roster" => lang.pick("名单", "FILE"),
        "year" => lang.pick("年度", "YEAR"),
        "out" | "since" | "prior" | "annotate" => lang.pick("文件夹", "FOLDER"),
        _ => return None,
    })
}

/// What to do with a blank workbook of so many sheets.
#[must_use]
pub fn fill_in(sheets: usize, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("共 {sheets} 张表，怎么填见第一页“填写说明”"),
        Lang::English => format!("{sheets} sheets to fill in; its first page says how"),
    }
}

/// What to do with a skeleton.
#[must_use]
pub fn fill_in_json(path: &str, lang: Lang) -> String {
    match lang {
        Lang::Chinese => format!("没有的项目删去或留空。填完审核：gouji check {path}"),
        Lang::English => format!("Leave out or empty what there is not. Then: gouji check {path}"),
    }
}
