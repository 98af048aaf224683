//! Words of a text: where they begin, their lower-case stem, and a 64-bit number for each.
//!
//! One pass, no regular expressions, any script: letters of scripts without spaces (Han, Kana,
//! Thai, …) count as a word each, so that copies are found there too. Next: `copies`, `features`.

/// One word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word<'t> {
    /// As written, without a possessive ending.
    pub text: &'t str,
    /// It follows the start of the text, a full stop, a question or exclamation mark, or a line end.
    pub opens_sentence: bool,
}

/// The words of `text` in order.
pub(crate) fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut rest = text;
    let mut opens = true;
    std::iter::from_fn(move || {
        // Nearly always a single blank stands between.
        let blank = matches!(rest.as_bytes(), [b' ', b, ..] if b.is_ascii_alphanumeric());
        let from = if blank { 1 } else { rest.find(char::is_alphanumeric)? };
        opens |= !blank && rest[..from].contains(['.', '!', '?', '\n', '…', '"', '“']);
        let tail = &rest[from..];
        let end = word_end(tail);
        let word = Word { text: without_possessive(&tail[..end]), opens_sentence: opens };
        rest = &tail[end..];
        opens = false;
        Some(word)
    })
}

/// Where the word at the start of `tail` ends; it is never empty.
fn word_end(tail: &str) -> usize {
    let bytes = tail.as_bytes();
    let plain = bytes.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(bytes.len());
    // Nearly every word of English: letters, then something that cannot go on with it.
    let ends = bytes.get(plain).is_none_or(|b| b.is_ascii() && !matches!(b, b'\'' | b'.' | b','));
    if plain > 0 && ends {
        return plain;
    }
    let mut chars = tail.char_indices().peekable();
    let mut end = 0;
    while let Some((at, c)) = chars.next() {
        let next_in_word = chars.peek().is_some_and(|&(_, n)| n.is_alphanumeric());
        let joins = matches!(c, '\'' | '’' | '.' | ',') && at > 0 && next_in_word;
        let keeps = c.is_alphanumeric()
            || joins && (matches!(c, '\'' | '’') || number_point(tail.as_bytes(), at));
        if !keeps || at > 0 && unspaced(c) {
            break;
        }
        end = at + c.len_utf8();
        if unspaced(c) {
            break;
        }
    }
    end.max(tail.chars().next().map_or(0, char::len_utf8))
}

/// True for the point or comma inside `1,500` and `4.8`.
fn number_point(bytes: &[u8], at: usize) -> bool {
    matches!(bytes[at], b'.' | b',')
        && bytes[at - 1].is_ascii_digit()
        && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
}

fn unspaced(c: char) -> bool {
    matches!(u32::from(c), 0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF
        | 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0x20000..=0x3FFFF)
}

fn without_possessive(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

/// Lower case, plural and the commonest verb endings gone: enough for words of one matter to meet.
/// Writes into `out`, which is cleared.
pub(crate) fn stem_into(word: &str, out: &mut String) {
    out.clear();
    out.extend(word.chars().flat_map(char::to_lowercase));
    if !out.is_ascii() || out.bytes().any(|b| b.is_ascii_digit()) {
        return;
    }
    drop_plural(out);
    if out.len() > 5 && out.ends_with("ied") {
        out.truncate(out.len() - 3);
        out.push('y');
        return;
    }
    for ending in ["ing", "ed"] {
        if out.len() >= ending.len() + 4 && out.ends_with(ending) {
            out.truncate(out.len() - ending.len());
            undouble(out);
            break;
        }
    }
    if out.len() > 4 && out.ends_with('e') {
        out.pop();
    }
}

fn drop_plural(out: &mut String) {
    let len = out.len();
    if len > 4 && out.ends_with("ies") {
        out.truncate(len - 3);
        out.push('y');
    } else if len > 4 && ["sses", "shes", "ches", "xes"].iter().any(|e| out.ends_with(e)) {
        out.truncate(len - 2);
    } else if len > 3 && out.ends_with('s') && !["ss", "us", "is"].iter().any(|e| out.ends_with(e))
    {
        out.truncate(len - 1);
    }
}

fn undouble(out: &mut String) {
    let b = out.as_bytes();
    let n = b.len();
    if n > 3 && b[n - 1] == b[n - 2] && !matches!(b[n - 1], b'l' | b's' | b'z') {
        out.pop();
    }
}

/// A 64-bit number for some bytes; the same on every machine and in every version.
/// FNV-1a, then a finaliser so that all bits are good.
pub(crate) fn number(bytes: &[u8]) -> u64 {
    let fnv = bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |h, &b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    mixed(fnv)
}

/// The number of some bytes with one put before them.
pub(crate) fn number_after(first: u8, bytes: &[u8]) -> u64 {
    mixed(number(bytes) ^ mixed(u64::from(first)))
}

/// Spreads a number over all 64 bits (the finaliser of MurmurHash3).
pub(crate) fn mixed(mut h: u64) -> u64 {
    h = (h ^ (h >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    h = (h ^ (h >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ (h >> 33)
}

/// The number of a word in lower case, without making a string of it when it is ASCII.
pub(crate) fn lower_number(word: &str) -> u64 {
    if word.is_ascii() {
        let fnv = word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
            (h ^ u64::from(b.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
        });
        return mixed(fnv);
    }
    number(word.to_lowercase().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_cut_as_a_reader_would() {
        let check = |text: &str, expected: &str| {
            let found: Vec<_> = words(text).map(|w| w.text).collect();
            assert_eq!(found.join("|"), expected, "{text}");
        };
        check("Russia's army of 1.5 million, he said.", "Russia|army|of|1.5|million|he|said");
        check("don’t—stop 4,800,000 U.S. shells", "don’t|stop|4,800,000|U|S|shells");
        check("東京で会談 Kim", "東|京|で|会|談|Kim");
        check("' . ,", "");
        check("", "");
    }

    #[test]
    fn stems_bring_forms_together() {
        let check = |a: &str, b: &str| {
            let (mut x, mut y) = (String::new(), String::new());
            stem_into(a, &mut x);
            stem_into(b, &mut y);
            assert_eq!(x, y, "{a} {b}");
        };
        check("Missiles", "missile");
        check("supplied", "supplies");
        check("supplying", "supply");
        check("shipping", "shipped");
        check("stores", "stored");
        check("sanctions", "sanctioned");
    }

    proptest! {
        #[test]
        fn any_text_has_words_in_order(text in "\\PC{0,120}") {
            let mut at = 0;
            for word in words(&text) {
                prop_assert!(!word.text.is_empty());
                let found = text[at..].find(word.text);
                prop_assert!(found.is_some());
                at += found.unwrap_or(0) + word.text.len();
            }
        }
    }
}
