//! What the command line says of itself: help, headings, examples. What it says of a mistake is
//! in [`Mistake`], what it prints besides reports in [`sheet`].
//!
//! Help is looked up by the name of a command and of its argument; a test of the command sees to
//! it that none is missing.

pub mod annotating;
pub mod authoring;
mod mistake;
pub mod receiving;
pub mod sheet;

pub use mistake::Mistake;

use super::Lang;

/// What a command is for, on one line. `gouji` is the command as a whole.
#[must_use]
pub fn about(command: &str, lang: Lang) -> Option<&'static str> {
    Some(match command {
        "gouji" => lang.pick(
            "勾稽：审核财政支出绩效自评，指出对不上的数字和缺少的说明",
            "gouji (勾稽) checks budget self-assessments for figures that do not hold",
        ),
        "check" => lang.pick(
            "审核一份或几份自评（JSON 文件、工作簿）",
            "check one or several submissions (JSON, workbooks)",
        ),
        "explain" => lang.pick(
            "说明一条规则：查什么，依据是什么，怎么改",
            "explain a rule: what it asks, on what basis, what to do",
        ),
        "rules" => lang.pick(
            "列出规则包，或一个规则包的全部规则",
            "list the packs, or all rules of one",
        ),
        "test" => lang.pick(
            "运行规则包自带的用例",
            "run the cases that a pack brings along",
        ),
        "measure" => lang.pick(
            "测量一个规则包查错、指错的本领",
            "measure what a pack finds of planted slips",
        ),
        "completions" => lang.pick(
            "生成命令行补全脚本",
            "write a completion script for a shell",
        ),
        "help" => lang.pick("显示帮助", "show help"),
        _ => return receiving::about(command, lang).or_else(|| authoring::about(command, lang)),
    })
}

/// How a command is written.
#[must_use]
pub fn usage(command: &str, lang: Lang) -> &'static str {
    match command {
        "check" => lang.pick(
            "gouji check <文件>... [--pack <规则包>] [选项]",
            "gouji check <FILE>... [--pack <PACK>] [options]",
        ),
        "explain" => lang.pick(
            "gouji explain <规则编号> [--pack <规则包>] [选项]",
            "gouji explain <RULE> [--pack <PACK>] [options]",
        ),
        "rules" => lang.pick(
            "gouji rules [<规则包>] [--parameters] [选项]",
            "gouji rules [<PACK>] [--parameters] [options]",
        ),
        "test" => lang.pick(
            "gouji test [<规则包>] [--rule <规则编号>] [选项]",
            "gouji test [<PACK>] [--rule <RULE>] [options]",
        ),
        "measure" => lang.pick(
            "gouji measure [<规则包>] [--pairs] [--seed <数>] [选项]",
            "gouji measure [<PACK>] [--pairs] [--seed <N>] [options]",
        ),
        "completions" => "gouji completions <SHELL>",
        "help" => lang.pick("gouji help [<命令>]", "gouji help [<COMMAND>]"),
        _ => receiving::usage(command, lang)
            .or_else(|| authoring::usage(command, lang))
            .unwrap_or_else(|| lang.pick("gouji <命令> [选项]", "gouji <COMMAND> [options]")),
    }
}

/// Examples and whatever else is worth knowing, below the options.
#[must_use]
pub fn examples(command: &str, lang: Lang) -> &'static str {
    match command {
        "gouji" => lang.pick(
            "  gouji check 自评.json            审核一份自评
  gouji report 结果.ndjson --format html   把结果做成网页
  gouji screen 2021/ --roster 单位名单.csv  审核收到的全部自评，查谁没交
  gouji explain ZT-19              这条规则查什么、怎么改
  gouji rules department           列出一个规则包的规则
  gouji help check                 一个命令的用法",
            "  gouji check 自评.json            check a submission
  gouji report results.ndjson --format html   results as a page
  gouji screen 2021/ --roster units.csv  screen all that came in, and who has not
  gouji explain ZT-19              what this rule asks, and what to do
  gouji rules department           list the rules of a pack
  gouji help check                 how a command is used",
        ),
        "check" => lang.pick(
            "  gouji check 自评.json                     按自评所写的文种选用规则包
  gouji check 甲局.json 乙局.json           几份一起审核
  gouji check 自评.json --pack 我的规则包/  用改过的规则
  gouji check 自评.json --format html -o 结果.html   做成网页
  gouji check 自评.json --format json       供其他程序读取
  gouji check 自评表.xlsx --annotate 标注/  另写一份，问题标在格里
  导出程序 | gouji check -                  从标准输入读取

退出码：
  0  没有须更正或须说明的
  1  有须更正或须说明的
  2  未能运行：用法不对、文件读不了、规则包有误
  3  未能判定：有强制规则缺少数据，无法核对",
            "  gouji check 自评.json                     the pack is found from its 文种
  gouji check a.json b.json                 several at once
  gouji check 自评.json --pack my-pack/     with rules of your own
  gouji check 自评.json --format html -o result.html   as a page
  gouji check 自评.json --format json       for other programs
  gouji check 自评表.xlsx --annotate marked/  a copy, marked where it is wrong
  export | gouji check -                    from standard input

Exit codes:
  0  nothing to correct or to explain
  1  something to correct or to explain
  2  could not run: usage, an unreadable file, a broken pack
  3  undetermined: an error rule lacked data and could not run",
        ),
        "explain" => lang.pick(
            "  gouji explain ZT-19
  gouji explain zt-19 --pack 我的规则包/",
            "  gouji explain ZT-19
  gouji explain zt-19 --pack my-pack/",
        ),
        "rules" => lang.pick(
            "  gouji rules                              有哪些规则包，各审核什么文种
  gouji rules department                   一个规则包的全部规则
  gouji rules department --parameters      可按本地口径调整的参数
  gouji rules department --format json     供其他程序读取",
            "  gouji rules                              the packs and the kinds they serve
  gouji rules department                   all rules of a pack
  gouji rules department --parameters      the values that may be set locally
  gouji rules department --format json     for other programs",
        ),
        "measure" => lang.pick(
            "  gouji measure department                 每个数字各种错误逐一植入，看查出、指准多少
  gouji measure department --pairs         两处错误同时植入
  gouji measure 我的规则包/ --one-in 8     只取八分之一的数字，快些
  gouji measure department --format json   每一处植入的结果",
            "  gouji measure department                 every slip in every figure, one by one
  gouji measure department --pairs         two slips at once
  gouji measure my-pack/ --one-in 8        an eighth of the figures, to be quick
  gouji measure department --format json   what came of every slip",
        ),
        "completions" => lang.pick(
            "  gouji completions bash > ~/.local/share/bash-completion/completions/gouji
  gouji completions zsh > ~/.zfunc/_gouji
  gouji completions fish > ~/.config/fish/completions/gouji.fish
  gouji completions powershell >> $PROFILE",
            "  gouji completions bash > ~/.local/share/bash-completion/completions/gouji
  gouji completions zsh > ~/.zfunc/_gouji
  gouji completions fish > ~/.config/fish/completions/gouji.fish
  gouji completions powershell >> $PROFILE",
        ),
        _ => receiving::examples(command, lang)
            .or_else(|| authoring::examples(command, lang))
            .unwrap_or("  gouji help check"),
    }
}

/// What an argument is for.
#[must_use]
pub fn argument(command: &str, id: &str, lang: Lang) -> Option<&'static str> {
    Some(match (command, id) {
        ("check", "files") => lang.pick(
            "自评文件，可以写几个；- 表示标准输入",
            "submissions, one or several; - is standard input",
        ),
        ("check", "pack") => lang.pick(
            "规则包的编号或文件夹；不写则按自评的“文种”选用",
            "id or folder of a pack; else it is found from the 文种",
        ),
        ("check", "format") => lang.pick(
            "text（默认）、json、ndjson；另见 gouji help report",
            "text (default), json, ndjson; more in gouji help report",
        ),
        ("check" | "report", "output") => lang.pick(
            "写到这个文件，不写到标准输出；已有的会被换掉",
            "write to this file, replacing it, not to standard output",
        ),
        ("check" | "screen" | "trace", "config") => lang.pick(
            "设置文件；不写则用此处或上级的 gouji.toml，不用自评旁的",
            "settings; else gouji.toml here or above, not the input's",
        ),
        ("check" | "screen", "date") => lang.pick(
            "豁免按哪一天算，如 2022-06-30；不写是今天",
            "the day for waivers, as 2022-06-30; else today",
        ),
        ("check", "annotate") => lang.pick(
            "把工作簿的标注副本写进这个文件夹，原件不动",
            "write marked copies of workbooks into this folder",
        ),
        ("explain", "rule") => lang.pick(
            "规则编号，如 ZT-19；不分大小写",
            "id of a rule, such as ZT-19, in either case",
        ),
        ("explain", "pack") => lang.pick(
            "规则包的编号或文件夹；不写则在所有规则包中查找",
            "id or folder of a pack; else all packs are searched",
        ),
        ("rules", "pack") => lang.pick(
            "规则包的编号或文件夹；不写则列出所有规则包",
            "id or folder of a pack; without it, the packs are listed",
        ),
        ("rules", "parameters") => lang.pick(
            "列出参数（可按本地口径调整的数值）而不是规则",
            "list the parameters (values to set locally) instead",
        ),
        ("rules", "format") => lang.pick(
            "写法：text 给人看（默认），json",
            "text for people (default), json",
        ),
        ("test", "pack") => lang.pick(
            "规则包的编号或文件夹；不写则运行所有规则包的用例",
            "id or folder of a pack; without it, all packs are tested",
        ),
        ("measure", "pack") => lang.pick(
            "规则包的编号或文件夹；不写则测量所有规则包",
            "id or folder of a pack; without it, all packs are measured",
        ),
        ("measure", "pairs") => lang.pick("两处错误同时植入", "plant two slips at once"),
        ("measure", "seed") => lang.pick(
            "随机种子（默认 1）；种子相同，结果相同",
            "seed of what is drawn (default 1); the same seed, the same result",
        ),
        ("measure", "one_in") => lang.pick(
            "每几个数字取一个（默认 1，全取）",
            "of so many figures only one (default 1: all)",
        ),
        ("measure", "format") => lang.pick(
            "写法：text 给人看（默认），json 每一处植入一条，svg 图",
            "text for people (default), json with every slip, svg a picture",
        ),
        ("completions", "shell") => lang.pick(
            "bash、zsh、fish、powershell 或 elvish",
            "bash, zsh, fish, powershell or elvish",
        ),
        ("help", "command") => lang.pick("命令的名称", "name of a command"),
        (_, "lang") => lang.pick(
            "语言：zh（默认）或 en；也可设环境变量 GOUJI_LANG",
            "zh (default) or en; also from the variable GOUJI_LANG",
        ),
        (_, "color") => lang.pick(
            "颜色：auto（默认，终端上才用）、always、never",
            "auto (default, on terminals only), always or never",
        ),
        (_, "ascii") => lang.pick(
            "只用 ASCII 字符画线，供显示不了制表符的终端用",
            "draw with ASCII only, for terminals that cannot do better",
        ),
        (_, "help") => lang.pick("显示帮助", "show help"),
        (_, "version") => lang.pick("显示版本", "show the version"),
        _ => {
            return receiving::argument(command, id, lang)
                .or_else(|| authoring::argument(command, id, lang));
        }
    })
}

/// What stands for the value of an argument; `None` for a flag.
#[must_use]
pub fn value_name(id: &str, lang: Lang) -> Option<&'static str> {
    Some(match id {
        "files" | "output" | "config" => lang.pick("文件", "FILE"),
        "pack" => lang.pick("规则包", "PACK"),
        "rule" => lang.pick("规则编号", "RULE"),
        "format" => lang.pick("写法", "FORMAT"),
        "date" => lang.pick("日期", "DATE"),
        "shell" => "SHELL",
        "seed" | "one_in" | "jobs" => lang.pick("数", "N"),
        "command" => lang.pick("命令", "COMMAND"),
        "lang" => lang.pick("语言", "LANG"),
        "color" => lang.pick("何时", "WHEN"),
        _ => return receiving::value_name(id, lang).or_else(|| authoring::value_name(id, lang)),
    })
}

/// A heading of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heading {
    /// How it is written.
    Usage,
    /// The commands there are.
    Commands,
    /// Arguments by position.
    Arguments,
    /// Arguments by name.
    Options,
    /// Examples.
    Examples,
}

impl Heading {
    /// The heading in words.
    #[must_use]
    pub fn text(self, lang: Lang) -> &'static str {
        match self {
            Self::Usage => lang.pick("用法：", "Usage:"),
            Self::Commands => lang.pick("命令：", "Commands:"),
            Self::Arguments => lang.pick("参数：", "Arguments:"),
            Self::Options => lang.pick("选项：", "Options:"),
            Self::Examples => lang.pick("例：", "Examples:"),
        }
    }
}
