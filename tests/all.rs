//! One test binary: each module's first line says what it holds.

mod commands;
mod diagnosis;
mod docs;
mod fresh;
mod packs;
mod reading;
mod reading_numbers;
mod reading_sources;
mod report;
mod rounding;
mod samples;
