//! What is planted where.

use super::sample::Sample;
use super::slip::{self, Kind};
use super::{Held, Options};
use crate::document::NodeId;

/// One slip in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// The place.
    pub node: NodeId,
    /// JSON Pointer of the place.
    pub path: String,
    /// Title of the part of the form it stands in.
    pub table: String,
    /// How well the rules hold the figure.
    pub held: Held,
    /// What was done.
    pub kind: Kind,
    /// Other kinds of slips that make the same of the figure.
    pub alike: Vec<Kind>,
    /// What stands there instead, as JSON.
    pub planted: String,
}

/// Slips that are planted together: one, or two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Which clean submission.
    pub sample: usize,
    /// The slips, each in a place of its own.
    pub slips: Vec<Slip>,
}

/// A number drawn from a seed and a name (FNV-1a, then the mixing step of `SplitMix64`).
pub(super) fn drawn(seed: u64, name: &[&str]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for byte in name.join("\n").bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

fn pick<T>(all: &[T], drawn: u64) -> Option<&T> {
    let count = u64::try_from(all.len()).ok().filter(|count| *count > 0)?;
    all.get(usize::try_from(drawn % count).ok()?)
}

/// All that is planted in one clean submission.
pub(super) fn plans(index: usize, sample: &Sample, options: Options) -> Vec<Plan> {
    let document = sample.submission.document();
    let chosen = |node: &NodeId| {
        let path = document.pointer(*node);
        let name = [sample.file.as_str(), path.as_str(), "figure"];
        options.one_in <= 1 || drawn(options.seed, &name).is_multiple_of(options.one_in)
    };
    let of_node = |node: NodeId| -> Vec<Slip> { slips(sample, node, options.seed) };
    if !options.pairs {
        return document
            .nodes()
            .filter(chosen)
            .flat_map(of_node)
            .map(|slip| Plan {
                sample: index,
                slips: vec![slip],
            })
            .collect();
    }
    // each figure once with another
    let all: Vec<NodeId> = document
        .nodes()
        .filter(|node| sample.submission.number(*node).is_some())
        .collect();
    all.iter()
        .filter(|node| chosen(node))
        .filter_map(|node| {
            let path = document.pointer(*node);
            let of = |what: &str| drawn(options.seed, &[&sample.file, &path, what]);
            let other = pick(&all, of("other")).filter(|other| *other != node)?;
            let first = pick(&of_node(*node), of("first"))?.clone();
            let second = pick(&of_node(*other), of("second"))?.clone();
            Some(Plan {
                sample: index,
                slips: vec![first, second],
            })
        })
        .collect()
}

/// One slip of every kind that can be made at a node.
fn slips(sample: &Sample, node: NodeId, seed: u64) -> Vec<Slip> {
    let all: Vec<(Kind, Vec<String>)> = Kind::ALL
        .into_iter()
        .map(|kind| (kind, slip::values(kind, sample, node)))
        .filter(|(_, values)| !values.is_empty())
        .collect();
    let path = sample.submission.document().pointer(node);
    all.iter()
        .filter_map(|(kind, values)| {
            let name = [sample.file.as_str(), path.as_str(), kind.code()];
            let planted = pick(values, drawn(seed, &name))?.clone();
            let alike = all
                .iter()
                .filter(|(other, values)| other != kind && makes(values, &planted))
                .map(|(other, _)| *other)
                .collect();
            Some(Slip {
                node,
                path: path.clone(),
                table: sample.table(node),
                held: sample.held(node),
                kind: *kind,
                alike,
                planted,
            })
        })
        .collect()
}

/// Whether the same value is among some, be it written with other noughts.
fn makes(values: &[String], planted: &str) -> bool {
    let number = |text: &str| text.parse::<rust_decimal::Decimal>().ok();
    values.iter().any(|value| {
        value == planted || number(value).is_some_and(|value| Some(value) == number(planted))
    })
}
