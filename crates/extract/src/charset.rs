//! Bytes to characters: byte order mark, what the server said, what the document says, a guess.

use crate::Error;
use encoding_rs::{Encoding, UTF_8};

/// How far into a document its own statement of its character set is looked for.
const HEAD_BYTES: usize = 4096;

/// Decodes a page, a feed or a text. Never fails for web content: bytes that do not fit become
/// U+FFFD, as in browsers, unless they are so many that the character set must be wrong.
///
/// # Errors
/// [`Error::Charset`] when more than one character in fifty does not fit.
pub fn decode(bytes: &[u8], content_type: Option<&str>) -> Result<String, Error> {
    let (encoding, marked) = choose(bytes, content_type);
    let body = &bytes[marked..];
    let (text, bad) = encoding.decode_without_bom_handling(body);
    if bad {
        let lost = text.chars().filter(|c| *c == '\u{FFFD}').count();
        if lost > 3 && lost * 50 > text.chars().count() {
            // The document may state one set and be in another.
            let guess = guess(body);
            let (second, still_bad) = guess.decode_without_bom_handling(body);
            if guess == encoding || still_bad {
                return Err(Error::Charset { charset: encoding.name() });
            }
            return Ok(second.into_owned());
        }
    }
    Ok(text.into_owned())
}

/// The encoding, and how many bytes its byte order mark takes.
fn choose(bytes: &[u8], content_type: Option<&str>) -> (&'static Encoding, usize) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return (encoding, length);
    }
    // UTF-8 is told apart from all others by its form: believe the bytes before the label.
    if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) {
        let seven_bit_sets = content_type.and_then(from_content_type).or_else(|| stated(bytes));
        return match seven_bit_sets.filter(|e| !e.is_ascii_compatible()) {
            Some(encoding) if bytes.contains(&0x1B) => (encoding, 0),
            _ => (UTF_8, 0),
        };
    }
    if let Some(encoding) = wide_without_mark(bytes) {
        return (encoding, 0);
    }
    let label = content_type.and_then(from_content_type).or_else(|| stated(bytes));
    let label = label.filter(|e| *e != UTF_8 || mostly_utf8(bytes));
    (label.unwrap_or_else(|| guess(bytes)), 0)
}

/// A broken character here and there in UTF-8 (a cut comment, a bad advertisement) is common.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let bad: usize = bytes.utf8_chunks().map(|c| usize::from(!c.invalid().is_empty())).sum();
    let high = bytes.iter().filter(|b| **b >= 0xC0).count();
    bad * 10 <= high
}

/// UTF-16 without a mark: every other byte of mostly Latin markup is zero.
fn wide_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(256) & !1];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let half = head.len() / 2;
    match (zeros(0), zeros(1)) {
        (0, z) if half >= 4 && z * 10 >= half * 8 => Some(encoding_rs::UTF_16LE),
        (z, 0) if half >= 4 && z * 10 >= half * 8 => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

/// `text/html; charset=windows-1251`.
fn from_content_type(value: &str) -> Option<&'static Encoding> {
    let lower = value.to_ascii_lowercase();
    let label = lower.split("charset=").nth(1)?.split([';', ',']).next()?;
    Encoding::for_label(label.trim_matches([' ', '"', '\'']).as_bytes())
}

/// `<meta charset=…>`, `<meta http-equiv … content="…charset=…">`, `<?xml encoding="…"?>`.
fn stated(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(HEAD_BYTES)].to_ascii_lowercase();
    let after = |mark: &[u8]| {
        let at = memchr::memmem::find(&head, mark)? + mark.len();
        let value = &head[at..];
        let skip = value.iter().take_while(|b| matches!(b, b' ' | b'=' | b'"' | b'\'')).count();
        let label = &value[skip..];
        let len = label.iter().take_while(|b| b.is_ascii_alphanumeric() || b"-_:.".contains(b));
        let len = len.count();
        Encoding::for_label(&label[..len])
    };
    let xml = head.trim_ascii_start().starts_with(b"<?xml").then(|| after(b"encoding")).flatten();
    let found = xml.or_else(|| after(b"charset"))?;
    // A document whose statement can be read byte by byte is not UTF-16.
    Some(if found.is_ascii_compatible() || found.name().starts_with("ISO-2022") {
        found
    } else {
        UTF_8
    })
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(&bytes[..bytes.len().min(1 << 20)], true);
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_character_set() {
        let check = |bytes: &[u8], header: Option<&str>, expected: &str| {
            assert_eq!(decode(bytes, header).as_deref(), Ok(expected));
        };
        check("Zażółć".as_bytes(), None, "Zażółć");
        check("Zażółć".as_bytes(), Some("text/html; charset=iso-8859-1"), "Zażółć");
        check(b"\xEF\xBB\xBFabc", None, "abc");
        check(b"\xFF\xFEa\0b\0", None, "ab");
        check(b"<\0h\0t\0m\0l\0>\0", None, "<html>");
        check(b"caf\xE9", Some("text/html; charset=\"ISO-8859-1\""), "café");
        check(b"<meta charset='windows-1251'>\xCF\xF0", None, "<meta charset='windows-1251'>Пр");
        let xml = b"<?xml version='1.0' encoding=\"iso-8859-2\"?>\xB1";
        check(xml, None, "<?xml version='1.0' encoding=\"iso-8859-2\"?>ą");
        check(b"", None, "");
    }

    #[test]
    fn one_bad_byte_in_utf8_costs_one_character() {
        let mut bytes = "<meta charset=utf-8>Über Köln und München".repeat(20).into_bytes();
        bytes.push(0xFF);
        let text = decode(&bytes, None).unwrap();
        assert!(text.contains("Über Köln") && text.ends_with('\u{FFFD}'));
    }

    #[test]
    fn utf8_label_on_latin1_bytes_is_not_believed() {
        let bytes =
            b"<meta charset=utf-8>Le pr\xE9sident fran\xE7ais a \xE9t\xE9 re\xE7u \xE0 Gen\xE8ve";
        assert!(
            decode(bytes, None).unwrap().ends_with("Le président français a été reçu à Genève")
        );
    }
}
