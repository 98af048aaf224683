//! What some bytes are: by their content first, by their name where that does not tell.

/// The kinds of input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// A web page.
    Html,
    /// RSS, RDF or Atom.
    XmlFeed,
    /// JSON Feed.
    JsonFeed,
    /// One JSON object a line, or a JSON document that is no feed.
    Json,
    /// Text with Markdown's marks, perhaps with front matter.
    Markdown,
    /// Words.
    Plain,
    /// A gzip member; look inside.
    Gzip,
    /// Not text; the words say what it looks like.
    Binary(&'static str),
}

/// Bytes that are looked at.
const HEAD_BYTES: usize = 4096;

/// Tells the format. `name` is a file name or address; its ending only decides between formats
/// that the bytes allow.
#[must_use]
pub fn format(bytes: &[u8], name: Option<&str>) -> Format {
    if crate::gzip::is_gzip(bytes) {
        return Format::Gzip;
    }
    let head = &bytes[..bytes.len().min(HEAD_BYTES)];
    if let Some(kind) = binary(head) {
        return Format::Binary(kind);
    }
    let text = narrow(head);
    let text = text.trim_ascii_start();
    if text.starts_with(b"<") {
        return markup(text).unwrap_or(Format::Html);
    }
    let ending = name.and_then(ending).unwrap_or_default();
    if text.starts_with(b"{") || text.starts_with(b"[") {
        let feed = memchr::memmem::find(text, b"jsonfeed.org/version").is_some();
        match ending.as_str() {
            _ if feed => return Format::JsonFeed,
            "txt" | "md" | "markdown" => {}
            _ if json_like(text) => return Format::Json,
            _ => {}
        }
    }
    match ending.as_str() {
        "html" | "htm" | "xhtml" => Format::Html,
        "md" | "markdown" | "mdown" => Format::Markdown,
        "txt" | "text" => Format::Plain,
        _ if text.starts_with(b"---\n") || text.starts_with(b"---\r\n") => Format::Markdown,
        _ if text.starts_with(b"# ") => Format::Markdown,
        _ if has_page_tags(text) => Format::Html,
        _ => Format::Plain,
    }
}

/// UTF-16 to something in which ASCII can be looked for.
fn narrow(head: &[u8]) -> Vec<u8> {
    let bom = [&[0xEF, 0xBB, 0xBF][..], &[0xFF, 0xFE], &[0xFE, 0xFF]];
    let body = bom.iter().find_map(|b| head.strip_prefix(*b)).unwrap_or(head);
    body.iter().copied().filter(|b| *b != 0).collect()
}

fn markup(text: &[u8]) -> Option<Format> {
    let lower = text.to_ascii_lowercase();
    let mut rest = lower.as_slice();
    // The first element decides; declarations and comments before it do not.
    loop {
        let at = memchr::memchr(b'<', rest)?;
        rest = &rest[at + 1..];
        let close = |mark: &[u8], rest: &[u8]| memchr::memmem::find(rest, mark);
        if rest.starts_with(b"!--") {
            rest = &rest[close(b"-->", rest)?..];
        } else if rest.starts_with(b"!doctype html") {
            return Some(Format::Html);
        } else if rest.starts_with(b"!") && memchr::memchr(b'[', rest) < close(b">", rest) {
            let subset = memchr::memchr(b'[', rest);
            match subset {
                Some(_) => rest = close(b"]>", rest).map_or(&rest[rest.len()..], |e| &rest[e..]),
                None => rest = &rest[close(b">", rest)?..],
            }
        } else if rest.starts_with(b"?") || rest.starts_with(b"!") {
            rest = &rest[close(b">", rest)?..];
        } else {
            break;
        }
    }
    let name = rest.split(|b| !b.is_ascii_alphanumeric() && *b != b':').next()?;
    let local = name.rsplit(|b| *b == b':').next()?;
    matches!(local, b"rss" | b"rdf" | b"feed" | b"entry").then_some(Format::XmlFeed)
}

fn json_like(text: &[u8]) -> bool {
    let inner = text[1..].trim_ascii_start();
    matches!(inner.first(), Some(b'"' | b'{' | b'}' | b']' | b'[')) || inner.is_empty()
}

fn has_page_tags(text: &[u8]) -> bool {
    let lower = text.to_ascii_lowercase();
    let tags: [&[u8]; 5] = [b"<html", b"<head", b"<body", b"<p>", b"<div"];
    tags.iter().any(|t| memchr::memmem::find(&lower, t).is_some())
}

fn ending(name: &str) -> Option<String> {
    let path = name.split(['?', '#']).next()?;
    let (_, ending) = path.rsplit('/').next()?.rsplit_once('.')?;
    Some(ending.to_ascii_lowercase())
}

fn binary(head: &[u8]) -> Option<&'static str> {
    const MAGIC: [(&[u8], &str); 18] = [
        (b"%PDF-", "a PDF document"),
        (b"\x89PNG", "an image"),
        (b"\xFF\xD8\xFF", "an image"),
        (b"GIF8", "an image"),
        (b"RIFF", "an image or sound"),
        (b"PK\x03\x04", "a ZIP archive or office document"),
        (b"\x28\xB5\x2F\xFD", "zstd data"),
        (b"BZh", "bzip2 data"),
        (b"\xFD7zXZ", "xz data"),
        (b"7z\xBC\xAF", "a 7z archive"),
        (b"\x7FELF", "a program"),
        (b"MZ\x90", "a program"),
        (b"\xCA\xFE\xBA\xBE", "a program"),
        (b"ID3", "a sound"),
        (b"OggS", "a sound"),
        (b"\xD0\xCF\x11\xE0", "an old office document"),
        (b"SQLite format 3", "a database"),
        (b"\0asm", "a program"),
    ];
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Some(kind);
    }
    let wide = head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]);
    let odd = |b: &&u8| matches!(**b, 0..=8 | 0x0E..=0x1A | 0x1C..=0x1F | 0x7F);
    let odd = head.iter().filter(odd).count();
    let zeros = head.iter().filter(|b| **b == 0).count();
    // UTF-16 without a mark is one zero in two bytes and nothing else odd.
    let maybe_wide = wide || (zeros * 5 >= head.len() * 2 && zeros == odd);
    (!maybe_wide && odd * 20 > head.len()).then_some("unknown data")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_formats_apart() {
        let check = |bytes: &[u8], name: Option<&str>, expected: Format| {
            let shown = String::from_utf8_lossy(bytes);
            assert_eq!(format(bytes, name), expected, "{shown} {name:?}");
        };
        check(b"<!DOCTYPE html><p>x", None, Format::Html);
        check(b"<?xml version='1.0'?><!-- c --><rss version='2.0'>", None, Format::XmlFeed);
        check(b"\xEF\xBB\xBF \n<feed xmlns='http://www.w3.org/2005/Atom'>", None, Format::XmlFeed);
        check(b"<rdf:RDF>", Some("index.html"), Format::XmlFeed);
        check(b"<!DOCTYPE x [<!ENTITY a 'b'>]><rss>", None, Format::XmlFeed);
        check(b"<?xml version='1.0'?><html xmlns='x'>", None, Format::Html);
        check(b"{\"version\": \"https://jsonfeed.org/version/1.1\"}", None, Format::JsonFeed);
        check(b"{\"id\":\"1\",\"text\":\"x\"}\n{", Some("a.jsonl"), Format::Json);
        check(b"# Title\n\nwords", None, Format::Markdown);
        check(b"---\ntitle: x\n---\n", Some("x"), Format::Markdown);
        check(b"KYIV (Wire) - Words.", Some("a.md"), Format::Markdown);
        check(b"KYIV (Wire) - Words.", Some("https://a.example/x?y=z.html"), Format::Plain);
        check(b"[KYIV] Words.", None, Format::Plain);
        check(b"\x1f\x8b\x08", None, Format::Gzip);
        check(b"%PDF-1.7", Some("a.html"), Format::Binary("a PDF document"));
        check(b"\0\x01\x02\x03\x04\xff\xfe", None, Format::Binary("unknown data"));
        check(b"<\0p\0>\0x\0", None, Format::Html);
    }

    proptest::proptest! {
        #[test]
        fn never_panics(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..80)) {
            let _ = format(&bytes, None);
            let _ = format(&[b"<!", bytes.as_slice()].concat(), Some("a.b"));
        }
    }
}
