//! What type a content is, found from its bytes alone, and which types are taken. What a browser or a system would run is not among them:
//! programs, scripts, HTML, SVG and other markup.

/// A type that is taken, and the endings that its names may have; the first is added to a name that has none of them.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct MediaType {
    pub(crate) name: &'static str,
    pub(crate) endings: &'static [&'static str],
}

const fn of(name: &'static str, endings: &'static [&'static str]) -> MediaType {
    MediaType { name, endings }
}

/// Texts of any kind: what they are is not told by their bytes, and nothing shows them as more than text.
const TEXT: MediaType =
    of("text/plain", &["txt", "csv", "tsv", "log", "md", "json", "ics", "vcf", "eml", "yaml"]);

/// Every type that is taken beside text.
const TAKEN: [MediaType; 28] = [
    of("image/jpeg", &["jpg", "jpeg"]),
    of("image/png", &["png"]),
    of("image/gif", &["gif"]),
    of("image/webp", &["webp"]),
    of("image/avif", &["avif"]),
    of("image/heif", &["heic", "heif"]),
    of("image/bmp", &["bmp"]),
    of("image/tiff", &["tif", "tiff"]),
    of("application/pdf", &["pdf"]),
    of("application/rtf", &["rtf"]),
    of("application/vnd.openxmlformats-officedocument.wordprocessingml.document", &["docx"]),
    of("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["xlsx"]),
    of("application/vnd.openxmlformats-officedocument.presentationml.presentation", &["pptx"]),
    of("application/vnd.oasis.opendocument.text", &["odt"]),
    of("application/vnd.oasis.opendocument.spreadsheet", &["ods"]),
    of("application/vnd.oasis.opendocument.presentation", &["odp"]),
    of("application/zip", &["zip"]),
    of("application/gzip", &["gz", "tgz"]),
    of("audio/mpeg", &["mp3"]),
    of("audio/m4a", &["m4a"]),
    of("audio/ogg", &["ogg", "oga"]),
    of("audio/opus", &["opus"]),
    of("audio/x-wav", &["wav"]),
    of("audio/aac", &["aac"]),
    of("video/mp4", &["mp4", "m4v"]),
    of("video/quicktime", &["mov"]),
    of("video/webm", &["webm"]),
    of("video/x-m4v", &["m4v"]),
];

/// What is said of the types that are taken.
pub(crate) const KINDS: &str = "images (not SVG), PDF, office documents of today's formats, plain text, \
     zip and gzip archives, audio and video";

/// The type of a content that begins so; `is_text` tells whether all of it is text. None: it is not taken.
pub(crate) fn of_content(beginning: &[u8], is_text: bool) -> Option<&'static MediaType> {
    if let Some(found) = infer::get(beginning) {
        let known = TAKEN.iter().find(|known| known.name == found.mime_type());
        // A format's mark may be plain words, such as RTF's; what has another mark is never text.
        return known;
    }
    (is_text && !is_active(beginning)).then_some(&TEXT)
}

/// Whether a text is one that something might run or show as a page.
fn is_active(beginning: &[u8]) -> bool {
    let text = beginning.strip_prefix(b"\xef\xbb\xbf").unwrap_or(beginning).trim_ascii_start();
    text.starts_with(b"<") || text.starts_with(b"#!")
}

/// Whether bytes can be part of a text: none is a control character that texts do not have.
pub(crate) fn can_be_text(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x20..=0x7e | 0x80..))
}

/// A name with an ending that fits the type, of at most `chars_max` characters.
pub(crate) fn fitting_name(name: &str, media_type: &MediaType, chars_max: usize) -> String {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let fits = ending.is_some_and(|ending| media_type.endings.contains(&ending.as_str()));
    if fits {
        return name.to_owned();
    }
    let ending = media_type.endings[0];
    let stem: String = name.chars().take(chars_max - ending.len() - 1).collect();
    format!("{stem}.{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_of(content: &[u8]) -> Option<&'static str> {
        of_content(content, can_be_text(content)).map(|found| found.name)
    }

    #[test]
    fn contents_are_known_by_their_bytes() {
        for (content, name) in [
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), "image/png"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
            (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "application/pdf"),
            (b"PK\x03\x04\x14\0\0\0\x08\0", "application/zip"),
            ("a,b\n1,\u{fc}\n".as_bytes(), "text/plain"),
            (b"latin-1 \xfc\r\n", "text/plain"),
            (b"{\\rtf1\\ansi}", "application/rtf"),
        ] {
            assert_eq!(name_of(content), Some(name), "{content:?}");
        }
    }

    #[test]
    fn what_could_run_is_not_taken() {
        for content in [
            b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0".as_slice(),
            b"MZ\x90\0\x03\0\0\0",
            b"#!/bin/sh\nrm -rf /\n",
            b"<!DOCTYPE html><script>alert(1)</script>",
            b"  \n<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            b"\xef\xbb\xbf<html>",
            b"<?xml version='1.0'?><svg/>",
            b"\0asm\x01\0\0\0",
            b"\xca\xfe\xba\xbe\0\0\0\x34",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0",
            b"text with a \0 in it",
            b"M\0Z\0",
        ] {
            assert_eq!(name_of(content), None, "{content:?}");
        }
    }

    #[test]
    fn a_name_ends_as_its_type_does() {
        let text = |name: &str| fitting_name(name, &TEXT, 20);
        assert_eq!(text("notes.CSV"), "notes.CSV");
        assert_eq!(text("page.html"), "page.html.txt");
        assert_eq!(text("README"), "README.txt");
        assert_eq!(text(&"x".repeat(20)), format!("{}.txt", "x".repeat(16)));
    }

    #[test]
    fn each_type_is_there_once_and_has_an_ending() {
        let mut names: Vec<&str> = TAKEN.iter().map(|known| known.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), TAKEN.len());
        assert!(TAKEN.iter().all(|known| !known.endings.is_empty()));
        assert!(
            !TAKEN.iter().any(|known| known.name.contains("html") || known.name.contains("svg"))
        );
    }
}
