//! Opening and decoding files; lines and columns.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking, also in the functions it shares"
)]

use gouji::fault::{FaultKind, Foreign};
use gouji::source::{Encoding, Place, Source, Span};
use gouji::words::Lang;
use gouji::words::read::{fault_help, fault_text};
use proptest::prelude::*;

fn properties() -> ProptestConfig {
    ProptestConfig {
        cases: 2000,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

#[test]
fn lines_end_in_three_ways() {
    let source = Source::new("", "甲\r\n乙丙\r丁\n");
    assert_eq!(source.line_count(), 4);
    let lines: Vec<_> = (0..6)
        .map(|line| source.slice(source.line_span(line)))
        .collect();
    assert_eq!(lines, ["", "甲", "乙丙", "丁", "", ""]);
    assert_eq!(source.place(0), Place::new(1, 1));
    assert_eq!(source.place(8), Place::new(2, 2));
    // inside a character, and far beyond the end
    assert_eq!(source.place(9), Place::new(2, 2));
    assert_eq!(source.place(u32::MAX), Place::new(4, 1));
    assert_eq!(source.slice(Span::new(6, 9)), "乙");
    assert_eq!(source.slice(Span::new(9, 2)), "");
    assert_eq!(Source::new("", "").place(7), Place::new(1, 1));
}

#[test]
fn encodings() {
    let text = "{\"名称\": \"财政局\"}";
    let utf16 = |unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{feff}"
            .encode_utf16()
            .chain(text.encode_utf16())
            .flat_map(unit)
            .collect()
    };
    let gb = encoding_rs::GB18030.encode(text).0.into_owned();
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    for (bytes, encoding) in [
        (text.as_bytes().to_vec(), Encoding::Utf8),
        (marked, Encoding::Utf8Bom),
        (utf16(u16::to_le_bytes), Encoding::Utf16Le),
        (utf16(u16::to_be_bytes), Encoding::Utf16Be),
        (gb, Encoding::Gb18030),
    ] {
        let source = Source::from_bytes("test", bytes).unwrap();
        assert_eq!((source.text(), source.encoding()), (text, encoding));
    }
    assert_eq!(Source::new("", "\u{feff}{}").text(), "{}");
}

#[test]
fn bytes_that_are_no_text() {
    let undecodable = |bytes: &[u8]| match Source::from_bytes("", bytes.to_vec()).unwrap_err().kind
    {
        FaultKind::Undecodable { tried, byte } => (tried, byte),
        other => panic!("{other:?}"),
    };
    assert_eq!(undecodable(b"ab\xff"), (Encoding::Utf8, 2));
    assert_eq!(
        undecodable(b"\xef\xbb\xbfab\xc4\xe3"),
        (Encoding::Utf8Bom, 5)
    );
    assert_eq!(undecodable(b"\xff\xfe{\0}"), (Encoding::Utf16Le, 4));
    // half of a pair
    assert_eq!(
        undecodable(b"\xfe\xff\0{\xd8\x3d\0}"),
        (Encoding::Utf16Be, 4)
    );
}

#[test]
fn files() {
    let folder = std::env::temp_dir().join(format!("gouji-reading-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let code = |name: &str| Source::read(&folder.join(name)).unwrap_err().kind.code();
    assert_eq!(code("none.json"), "file_missing");
    assert_eq!(code("."), "is_folder");
    std::fs::File::create(folder.join("huge"))
        .unwrap()
        .set_len(Source::SIZE_LIMIT + 1)
        .unwrap();
    assert_eq!(code("huge"), "too_large");
    std::fs::write(folder.join("自评.json"), "{}").unwrap();
    let source = Source::read(&folder.join("自评.json")).unwrap();
    assert!(source.name().ends_with("自评.json") && source.text() == "{}");
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        let name = folder.join(std::ffi::OsStr::from_bytes(b"\xd7\xd4.json"));
        std::fs::write(&name, "{}").unwrap();
        assert!(
            Source::read(&name)
                .unwrap()
                .name()
                .ends_with("\u{fffd}\u{fffd}.json")
        );
        let made = std::process::Command::new("mkfifo")
            .arg(folder.join("pipe"))
            .status();
        if made.is_ok_and(|status| status.success()) {
            assert_eq!(code("pipe"), "not_regular");
        }
        let device = Source::read(std::path::Path::new("/dev/zero")).unwrap_err();
        assert_eq!(device.kind, FaultKind::NotRegular);
    }
    std::fs::remove_dir_all(&folder).unwrap();
    let endless = Source::from_reader("-", std::io::repeat(b' ')).unwrap_err();
    assert_eq!(endless.kind.code(), "too_large");
}

proptest! {
    #![proptest_config(properties())]

    #[test]
    fn places_are_what_a_naive_count_gives(text in "[a甲😀\r\n]{0,30}") {
        let source = Source::new("", text.as_str());
        let (mut line, mut column) = (1, 1);
        let mut before = ' ';
        for (at, character) in text.char_indices() {
            // a line ends after `\n`, and after a `\r` that no `\n` follows
            if before == '\n' || (before == '\r' && character != '\n') {
                (line, column) = (line + 1, 1);
            }
            prop_assert_eq!(source.place(u32::try_from(at).unwrap()), Place::new(line, column));
            (before, column) = (character, column + 1);
        }
    }
}

#[test]
fn files_of_another_kind_are_named() {
    let is = |bytes: &[u8]| match Source::from_bytes("", bytes.to_vec()) {
        Err(fault) => match fault.kind {
            FaultKind::Foreign { is } => Some(is),
            _ => None,
        },
        Ok(_) => None,
    };
    let zip = |name: &str| [b"PK\x03\x04\x14\0", name.as_bytes(), b"\0\xff"].concat();
    assert_eq!(is(&zip("xl/workbook.xml")), Some(Foreign::Workbook));
    assert_eq!(is(&zip("word/document.xml")), Some(Foreign::Letter));
    assert_eq!(is(&zip("ppt/presentation.xml")), Some(Foreign::Slides));
    assert_eq!(is(&zip("OFD.xml")), Some(Foreign::Ofd));
    assert_eq!(
        is(&zip("mimetypeapplication/vnd.oasis.opendocument.text")),
        Some(Foreign::OpenDocument)
    );
    assert_eq!(is(&zip("自评.json")), Some(Foreign::Archive));
    for (bytes, due) in [
        (
            &b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0"[..],
            Foreign::OldOffice,
        ),
        (b"%PDF-1.7\n", Foreign::Pdf),
        (b"\x89PNG\r\n\x1a\n\0", Foreign::Picture),
        (b"\xff\xd8\xff\xe0", Foreign::Picture),
        (b"Rar!\x1a\x07\0", Foreign::Archive),
        (b"\x1f\x8b\x08\0", Foreign::Archive),
        (b"<?xml version=\"1.0\"?>", Foreign::Markup),
        (b"<!DOCTYPE html>", Foreign::Markup),
    ] {
        assert_eq!(is(bytes), Some(due), "{bytes:?}");
        let fault = Source::from_bytes("", bytes.to_vec()).unwrap_err();
        for lang in [Lang::Chinese, Lang::English] {
            assert!(fault_text(&fault.kind, lang).contains("JSON"));
            assert!(fault_help(&fault.kind, lang).is_some_and(|help| help.contains("JSON")));
        }
    }
    // what merely looks a little like one is read as it was
    for bytes in [
        &b"{}"[..],
        b"PK",
        b"<",
        b"%",
        b"{\"a\": \"PK\x03\x04\"}",
        b"\xff\xfe{\0}\0",
    ] {
        assert_eq!(is(bytes), None, "{bytes:?}");
    }
}
