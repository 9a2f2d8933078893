//! How cells of a blank form look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::document::Field;

/// What official forms are set in; programs that do not have it take another Song face.
const FONT: &str = "宋体";

/// The looks there are.
pub(super) struct Formats {
    pub(super) title: Format,
    pub(super) note_right: Format,
    pub(super) heading: Format,
    pub(super) head: Format,
    pub(super) label: Format,
    pub(super) hint: Format,
    pub(super) none: Format,
    pub(super) plain: Format,
    pub(super) bold: Format,
    input: Format,
}

/// What a cell for a value is like besides its field.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Look {
    /// Decimal places as written, where something is written already.
    pub(super) places: Option<usize>,
    /// Whether it must be filled in.
    pub(super) required: bool,
    /// Whether what stands there is a text.
    pub(super) text: bool,
}

impl Formats {
    pub(super) fn new() -> Self {
        let plain = Format::new()
            .set_font_name(FONT)
            .set_font_size(11)
            .set_align(FormatAlign::VerticalCenter)
            .set_text_wrap();
        let boxed = plain.clone().set_border(FormatBorder::Thin);
        let small = plain
            .clone()
            .set_font_size(10)
            .set_font_color(Color::RGB(0x0059_5959));
        Self {
            title: plain
                .clone()
                .set_font_size(18)
                .set_bold()
                .set_align(FormatAlign::Center),
            note_right: small.clone().set_align(FormatAlign::Right),
            heading: plain
                .clone()
                .set_bold()
                .set_font_size(12)
                .set_align(FormatAlign::Left),
            head: boxed
                .clone()
                .set_bold()
                .set_align(FormatAlign::Center)
                .set_background_color(Color::RGB(0x00DD_E6F0)),
            label: boxed.clone().set_background_color(Color::RGB(0x00F3_F6FA)),
            hint: small.set_border(FormatBorder::Thin),
            none: boxed.clone().set_background_color(Color::RGB(0x00D9_D9D9)),
            bold: plain.clone().set_bold(),
            plain,
            input: boxed,
        }
    }

    /// The look of a label that is set in.
    pub(super) fn label(&self, level: u8) -> Format {
        match level {
            0 => self.label.clone(),
            level => self.label.clone().set_indent(level),
        }
    }

    /// The look of a cell for the name of a row.
    pub(super) fn name(&self) -> Format {
        self.input.clone().set_num_format("@")
    }

    /// The look of a cell for a value.
    pub(super) fn input(&self, field: &Field, look: Look) -> Format {
        let mut format = self.input.clone();
        if look.required {
            format = format.set_background_color(Color::RGB(0x00FF_F8DC));
        }
        if field.numeric && !look.text {
            format = format.set_align(FormatAlign::Right);
            if let Some(number_format) = number_format(field, look.places) {
                format = format.set_num_format(number_format);
            }
            return format;
        }
        if is_long(field) {
            return format.set_num_format("@").set_align(FormatAlign::Top);
        }
        let format = format.set_num_format("@");
        if field.choices.is_empty() {
            format
        } else {
            format.set_align(FormatAlign::Center)
        }
    }
}

/// Whether sentences stand in a field, not a word or a figure.
pub(super) fn is_long(field: &Field) -> bool {
    field.textual && !field.numeric && field.choices.is_empty()
}

/// A number's format: as many places as were written, else as the form asks for. Values of any
/// measure (指标值) have as many as they have.
fn number_format(field: &Field, written: Option<usize>) -> Option<String> {
    let grouped = field.unit.ends_with('元');
    let whole = if grouped { "#,##0" } else { "0" };
    let places = match written {
        Some(places) => places,
        None if field.unit.is_empty() => return None,
        None => field.places? as usize,
    };
    Some(match places {
        0 => whole.to_owned(),
        places => format!("{whole}.{}", "0".repeat(places.min(20))),
    })
}
