//! One test binary: each module's first line says what it holds.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that meets what it does not expect ends there"
)]

/// Rules are held to their bound of memory by the allocator.
#[global_allocator]
static MEMORY: gouji::memory::Counting = gouji::memory::Counting;

mod commands;
mod diagnosis;
mod diagnosis_evidence;
mod docs;
mod engine;
mod engine_language;
mod engine_limits;
mod engine_memory;
mod engine_packs;
mod engine_syntax;
mod engine_tables;
mod engine_values;
mod engine_verbs;
mod engine_words;
mod fresh;
mod gaps;
mod guides;
mod lint;
mod measure;
mod packs;
mod plan;
mod prose;
mod reading;
mod reading_numbers;
mod reading_sources;
mod real;
mod report;
mod rounding;
mod samples;
mod sequence;
mod strength;
mod submissions;
mod workbook;
