//! Marked copies of workbooks: what is said of those that were not made.

use super::super::Lang;
use crate::report::marked::NotMarked;

/// Why there is no marked copy of what was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoCopy {
    /// There is a file of the copy's name: the file.
    There(String),
    /// The copy cannot be written: the file and the system's words.
    CannotWrite(String, String),
    /// The workbook cannot be marked: its name and why.
    NotMarked(String, NotMarked),
    /// No workbook: its name.
    NoWorkbook(String),
}

impl NoCopy {
    /// The sentence, without an end.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match lang {
            Lang::Chinese => self.chinese(),
            Lang::English => self.english(),
        }
    }

    fn chinese(&self) -> String {
        match self {
            Self::There(path) => format!(
                "“{path}”已经有了，没有改动，也没有写标注副本；请给 --annotate 换一个文件夹，或先移走它"
            ),
            Self::CannotWrite(path, why) => format!("标注副本“{path}”写不了：{why}"),
            Self::NoWorkbook(name) => format!(
                "“{name}”不是工作簿，没有标注副本：能标注的只有 .xlsx、.xlsm；空表用 gouji form 生成"
            ),
            Self::NotMarked(name, why) => {
                let why = match why {
                    NotMarked::NoWorkbook => {
                        "不是 .xlsx 或 .xlsm；请在 Excel 或 WPS 中另存为 .xlsx，再审核一次".into()
                    }
                    NotMarked::Encrypted => {
                        "加了密码，或是旧格式（.xls）；请去掉密码，另存为 .xlsx，再审核一次".into()
                    }
                    NotMarked::Signed => {
                        "有数字签名，一改签名就失效；请用未签名的一份，或按审核结果逐条核对".into()
                    }
                    NotMarked::Broken => {
                        "里面有不合格式的地方；请在 Excel 或 WPS 中打开后另存为 .xlsx，再审核一次"
                            .into()
                    }
                    NotMarked::NoSheet(sheet) => format!(
                        "里面找不到工作表“{sheet}”；请在 Excel 或 WPS 中打开后另存为 .xlsx，再审核一次"
                    ),
                };
                format!("“{name}”没有标注副本：{why}")
            }
        }
    }

    fn english(&self) -> String {
        match self {
            Self::There(path) => format!(
                "\"{path}\" is there already and was left alone, and no marked copy was written; name another folder with --annotate, or move it away"
            ),
            Self::CannotWrite(path, why) => {
                format!("the marked copy \"{path}\" cannot be written: {why}")
            }
            Self::NoWorkbook(name) => format!(
                "\"{name}\" is no workbook, and only .xlsx and .xlsm can be marked; gouji form writes a blank one"
            ),
            Self::NotMarked(name, why) => {
                let why = match why {
                    NotMarked::NoWorkbook => {
                        "it is no .xlsx or .xlsm; save it as .xlsx and check it again".into()
                    }
                    NotMarked::Encrypted => {
                        "it has a password, or is of the old format (.xls); save it as .xlsx without one and check it again".into()
                    }
                    NotMarked::Signed => {
                        "it is signed, and any change would break the signature; use one that is not, or go by the results".into()
                    }
                    NotMarked::Broken => {
                        "a part of it is not as the format asks; open it, save it as .xlsx and check it again".into()
                    }
                    NotMarked::NoSheet(sheet) => format!(
                        "it has no sheet \"{sheet}\"; open it, save it as .xlsx and check it again"
                    ),
                };
                format!("there is no marked copy of \"{name}\": {why}")
            }
        }
    }
}
