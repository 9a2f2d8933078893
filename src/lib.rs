//! 勾稽: checks budget-performance self-assessments for figures that do not hold.
pub mod amount;
pub mod diagnosis;
pub mod document;
pub mod fault;
pub mod finding;
pub mod pack;
pub mod report;
pub mod source;
pub mod verbs;
pub mod words;
