//! Results as a program reads them, printed while they come.

use std::io::{self, Write};

use gouji::report::{Json, NdJson, Record};
use gouji::words::Lang;

use crate::written::Written;

/// Results as they are printed while they come.
pub(crate) enum Printed {
    /// A page in the end.
    Nothing,
    Json(Json),
    NdJson(NdJson),
}

impl Printed {
    pub(crate) fn new(format: Written) -> Self {
        match format {
            Written::Text | Written::Report(_) => Self::Nothing,
            // the language is that of the records
            Written::Json => Self::Json(Json::new(Lang::default())),
            Written::NdJson => Self::NdJson(NdJson::new(Lang::default())),
        }
    }

    pub(crate) fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Json(json) => json.open(out),
            Self::Nothing | Self::NdJson(_) => Ok(()),
        }
    }

    pub(crate) fn record(&mut self, record: &mut Record, out: &mut dyn Write) -> io::Result<()> {
        if matches!(self, Self::Nothing) {
            return Ok(());
        }
        for finding in &mut record.findings {
            finding.excerpt.clear();
        }
        match self {
            Self::Nothing => Ok(()),
            Self::Json(json) => json.record(record, out),
            Self::NdJson(lines) => lines.record(record, out),
        }
    }

    pub(crate) fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Json(json) => json.close(out),
            Self::Nothing | Self::NdJson(_) => Ok(()),
        }
    }
}
