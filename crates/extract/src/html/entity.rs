//! Character references: `&amp;`, `&#8217;`, `&nbsp` without its semicolon.
//!
//! The names are those of the HTML standard (`entities.txt`: name, code points in hex, `!` when
//! the semicolon may be missing). XML documents use them too: feeds are full of `&nbsp;`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

struct Named {
    text: String,
    bare: bool,
}

static NAMES: LazyLock<HashMap<&'static str, Named>> = LazyLock::new(|| {
    let lines = include_str!("entities.txt").lines();
    lines.filter_map(parse_line).collect()
});

fn parse_line(line: &'static str) -> Option<(&'static str, Named)> {
    let mut parts = line.split(' ');
    let (name, points) = (parts.next()?, parts.next()?);
    let point = |hex: &str| char::from_u32(u32::from_str_radix(hex, 16).ok()?);
    let text = points.split('.').filter_map(point).collect();
    Some((name, Named { text, bare: parts.next().is_some() }))
}

/// The longest name in the standard has 31 letters.
const NAME_LEN_MAX: usize = 32;

/// The text with its character references resolved. Unknown ones stay as they are written.
#[must_use]
pub fn decode(text: &str) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b'&', text.as_bytes()) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    out.push_str(&text[..first]);
    let mut rest = &text[first..];
    while !rest.is_empty() {
        let used = reference(rest, &mut out).unwrap_or_else(|| {
            out.push('&');
            1
        });
        rest = &rest[used..];
        let next = memchr::memchr(b'&', rest.as_bytes()).unwrap_or(rest.len());
        out.push_str(&rest[..next]);
        rest = &rest[next..];
    }
    Cow::Owned(out)
}

/// Reads the reference that `text` begins with; gives the bytes used.
fn reference(text: &str, out: &mut String) -> Option<usize> {
    let bytes = text.as_bytes();
    match bytes.get(1)? {
        b'#' => numeric(bytes, out),
        c if c.is_ascii_alphabetic() => named(text, out),
        _ => None,
    }
}

fn numeric(bytes: &[u8], out: &mut String) -> Option<usize> {
    let hex = matches!(bytes.get(2), Some(b'x' | b'X'));
    let (start, radix) = if hex { (3, 16) } else { (2, 10) };
    let digits = bytes[start..].iter().take_while(|b| (**b as char).is_digit(radix)).count();
    if digits == 0 {
        return None;
    }
    let end = start + digits;
    let number = std::str::from_utf8(&bytes[start..end]).ok()?;
    out.push(scalar(u32::from_str_radix(number, radix).unwrap_or(u32::MAX)));
    Some(end + usize::from(bytes.get(end) == Some(&b';')))
}

/// The standard reads 128 to 159 as windows-1252, because that is what was meant.
fn scalar(number: u32) -> char {
    if let 0x80..=0x9F = number {
        let byte = [number as u8];
        let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte);
        return text.chars().next().unwrap_or('\u{FFFD}');
    }
    match number {
        0 => '\u{FFFD}',
        _ => char::from_u32(number).unwrap_or('\u{FFFD}'),
    }
}

fn named(text: &str, out: &mut String) -> Option<usize> {
    let bytes = text.as_bytes();
    let letters = bytes[1..].iter().take(NAME_LEN_MAX).take_while(|b| b.is_ascii_alphanumeric());
    let len = letters.count();
    let name = &text[1..1 + len];
    if bytes.get(1 + len) == Some(&b';')
        && let Some(named) = NAMES.get(name)
    {
        out.push_str(&named.text);
        return Some(len + 2);
    }
    // Without a semicolon: the longest old name that the letters begin with, but never inside a
    // longer word or before `=`, where it is far likelier a query string (`&copy=1`, `&notit`).
    let named = NAMES.get(name).filter(|n| n.bare)?;
    if bytes.get(1 + len) == Some(&b'=') {
        return None;
    }
    out.push_str(&named.text);
    Some(len + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolves_references_and_leaves_the_rest() {
        let check = |input: &str, expected: &str| assert_eq!(decode(input), expected, "{input}");
        check("AT&T", "AT&T");
        check("AT&amp;T &lt;b&gt;", "AT&T <b>");
        check("it&#8217;s &#x2019;", "it’s ’");
        check("caf&eacute; &nbsp;x", "café \u{a0}x");
        check("&#151;", "—");
        check("&#0;&#xD800;&#99999999999;", "\u{FFFD}\u{FFFD}\u{FFFD}");
        check("a?b=1&copy=2&amp=3", "a?b=1&copy=2&amp=3");
        check("&copy 2024 &unknown; & &", "© 2024 &unknown; & &");
        check("&#; &#x; &", "&#; &#x; &");
        check("&NotEqualTilde;", "\u{2242}\u{338}");
    }
}
