//! A pack's strength as a picture: kinds of slips down, parts of the form across, the darker the
//! more often the right figure is ranked first.

use std::fmt::Write;

use super::strength::{Strength, Tally};
use crate::words::Lang;
use crate::words::measure as words;

const CELL: usize = 76;
const ROW: usize = 26;
const LEFT: usize = 132;
const TOP: usize = 64;
/// Below this share of each step, in thousandths, the next paler colour is used.
const STEPS: [usize; 4] = [990, 950, 800, 500];

/// Colours of the steps, for light and for dark pages: background and letters.
const STYLE: &str = "\
text{font-family:sans-serif;font-size:13px;fill:#1f2328}\
.n{text-anchor:end}.c,.h{text-anchor:middle}.t{font-size:15px;font-weight:bold}\
.f0{fill:#0b5c3b}.f1{fill:#3f9469}.f2{fill:#9fd3b4}.f3{fill:#f3d58a}.f4{fill:#e08a6d}.e{fill:#eef0f2}\
.l0,.l1{fill:#ffffff}.l2,.l3,.l4{fill:#1f2328}\
@media (prefers-color-scheme:dark){text{fill:#e6edf3}\
.f0{fill:#3fb27c}.f1{fill:#2a7a55}.f2{fill:#1d4d38}.f3{fill:#7a5f1c}.f4{fill:#8f3f28}.e{fill:#22272e}\
.l0{fill:#06130d}.l1,.l2,.l3,.l4{fill:#ffffff}}";

/// The picture as SVG; no fonts, colours for light and dark pages inside.
#[must_use]
pub fn picture(strength: &Strength, lang: Lang) -> String {
    let tables = strength.tables();
    let kinds = strength.kinds();
    let columns = tables.len() + 1;
    let width = LEFT + columns * CELL + 12;
    let height = TOP + (kinds.len() + 1) * ROW + 40;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\">\n<style>{STYLE}</style>\n"
    );
    let title = words::picture_title(&strength.pack.id, lang);
    let _ = writeln!(
        svg,
        "<title>{0}</title>\n<text class=\"t\" x=\"12\" y=\"24\">{0}</text>",
        plain(&title)
    );
    for (column, table) in tables.iter().enumerate() {
        let x = LEFT + column * CELL + CELL / 2;
        let short: String = table
            .chars()
            .filter(|letter| !"“”\"".contains(*letter))
            .take(6)
            .collect();
        let _ = writeln!(
            svg,
            "<text class=\"h\" x=\"{x}\" y=\"{}\">{}</text>",
            TOP - 10,
            plain(&short)
        );
    }
    let all = LEFT + tables.len() * CELL + CELL / 2;
    let _ = writeln!(
        svg,
        "<text class=\"h\" x=\"{all}\" y=\"{}\">{}</text>",
        TOP - 10,
        words::everything(lang)
    );
    let rows = kinds
        .iter()
        .map(|kind| (words::kind(*kind, lang), Some(*kind)));
    for (row, (name, kind)) in rows.chain([(words::everything(lang), None)]).enumerate() {
        let y = TOP + row * ROW;
        let _ = writeln!(
            svg,
            "<text class=\"n\" x=\"{}\" y=\"{}\">{}</text>",
            LEFT - 8,
            y + 17,
            plain(name)
        );
        let of_kind = |of| kind.is_none_or(|kind| kind == of);
        for (column, table) in tables.iter().enumerate() {
            let tally = strength.tally(|trial| of_kind(trial.kind) && trial.table == *table);
            cell(&mut svg, LEFT + column * CELL, y, &tally);
        }
        cell(
            &mut svg,
            LEFT + tables.len() * CELL,
            y,
            &strength.tally(|trial| of_kind(trial.kind)),
        );
    }
    legend(&mut svg, TOP + (kinds.len() + 1) * ROW + 12);
    svg.push_str("</svg>\n");
    svg
}

fn cell(svg: &mut String, x: usize, y: usize, tally: &Tally) {
    let Some(share) = (tally.located() * 1000).checked_div(tally.open()) else {
        let _ = writeln!(
            svg,
            "<rect class=\"e\" x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\"/>",
            CELL - 2,
            ROW - 2
        );
        return;
    };
    let step = STEPS.iter().take_while(|least| share < **least).count();
    let _ = writeln!(
        svg,
        "<rect class=\"f{step}\" x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\"/><text class=\"c l{step}\" x=\"{}\" y=\"{}\">{}</text>",
        CELL - 2,
        ROW - 2,
        x + CELL / 2 - 1,
        y + 17,
        share / 10
    );
}

fn legend(svg: &mut String, y: usize) {
    let names = ["≥99", "≥95", "≥80", "≥50", "<50"];
    for (step, name) in names.iter().enumerate() {
        let x = LEFT + step * CELL;
        let _ = writeln!(
            svg,
            "<rect class=\"f{step}\" x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"18\"/><text class=\"c l{step}\" x=\"{}\" y=\"{}\">{} %</text>",
            CELL - 2,
            x + CELL / 2 - 1,
            y + 14,
            plain(name)
        );
    }
}

/// Text as it may stand in XML.
fn plain(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
