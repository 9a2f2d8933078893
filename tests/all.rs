//! All tests of the library and the command: one binary, one module for each part.

/// Reports: the JSON contract, and what people read at a terminal.
mod report;
