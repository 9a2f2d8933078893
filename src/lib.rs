//! 勾稽: checks budget-performance self-assessments for figures that do not hold.
//!
//! # The pipeline
//!
//! Bytes become a text with a name ([`source::Source`]), the text a flat tree in which every
//! value keeps its place ([`document::Document`]), and the tree, with a form laid over it, a
//! [`document::Submission`]. A [`pack::Pack`] is a form and its rules; each worker takes a
//! [`pack::Checker`] of it. The checker runs the rules, whose words ([`verbs`]) judge figures
//! that remember what they were made from ([`amount`]) and write what they saw into a ledger.
//! Then [`diagnosis`] asks all equations together which figure is probably wrong.
//! What comes out is plain data ([`finding::Checked`]); [`words`] makes sentences of it, and a
//! [`report::Format`] lays them out. Nothing here prints or exits.
//!
//! # Example
//!
//! ```
//! use std::path::Path;
//! use std::sync::Arc;
//!
//! use gouji::pack::{Library, Pack};
//! use gouji::report::{Format, NdJson};
//! use gouji::source::Source;
//! use gouji::words::Lang;
//!
//! let pack = Arc::new(Pack::load("department", &Library::shipped()).unwrap());
//! let mut checker = pack.checker().unwrap();
//! let source = Source::read(Path::new("samples/yanfeng-2021/自评.json")).unwrap();
//! let (source, checked) = checker.check_source(source);
//!
//! let finding = checked.findings.iter().find(|finding| finding.rule.id == "ZT-19").unwrap();
//! assert_eq!(finding.figures.expected.as_deref(), Some("48.97"));
//!
//! let label = finding.labels.iter().find(|label| label.primary).unwrap();
//! assert_eq!(source.slice(label.span), "48.47");
//! let place = source.place(label.span.start);
//! assert_eq!((place.line, place.column), (58, 15));
//!
//! let mut report = Vec::new();
//! NdJson::new(Lang::Chinese).submission(&source, &checked, &mut report).unwrap();
//! assert!(report.ends_with(b"}\n"));
//! ```

pub mod amount;
pub mod bind;
pub mod blank;
pub mod desk;
pub mod diagnosis;
pub mod document;
pub mod fault;
pub mod finding;
mod foreign;
pub mod lint;
pub mod measure;
pub mod memory;
pub mod origin;
pub mod pack;
pub mod prose;
pub mod read;
pub mod report;
pub mod screen;
pub mod settings;
pub mod source;
mod standing;
pub mod verbs;
pub mod words;
