//! Words of a text: runs of letters and digits, lower-cased and without accents. The one way from
//! text to words for standing queries and for the search index, so that both find the same.
//!
//! ASCII text is cut exactly at what is not `[0-9A-Za-z]`. Beyond ASCII a word is a run of
//! alphanumeric characters; combining marks belong to the letter they stand on and are dropped,
//! as accents are ("Zürich" is "zurich", "Łódź" is "lodz").

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// One word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// First byte in the text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// All of it is ASCII, so that folding is one bit a byte.
    pub ascii: bool,
}

/// For each byte: 1 = ASCII letter or digit, 2 = part of a character beyond ASCII, 0 = other.
static CLASS: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [0; 256];
    let mut b = 0;
    while b < 256 {
        table[b] = match b as u8 {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => 1,
            128..=255 => 2,
            _ => 0,
        };
        b += 1;
    }
    table
}

/// Bytes looked at together.
const BLOCK: usize = 64;

/// Walks the words of `text` in order.
///
/// Blocks of ASCII become one bit a byte, and words are what lies between the changes of bits;
/// blocks with anything else are walked byte by byte.
pub fn each(text: &str, mut word: impl FnMut(Cut)) {
    let bytes = text.as_bytes();
    let (mut at, mut open) = (0, None);
    while at < bytes.len() {
        let Some(mask) = letters(&bytes[at..]) else {
            at = each_slowly(text, open.take().unwrap_or(at), at + BLOCK, &mut word);
            continue;
        };
        let mut edges = mask ^ (mask << 1 | u64::from(open.is_some()));
        while edges != 0 {
            let edge = at + edges.trailing_zeros() as usize;
            edges &= edges - 1;
            match open.take() {
                None => open = Some(edge),
                Some(start) => word(Cut { start, end: edge, ascii: true }),
            }
        }
        at += BLOCK;
    }
    if let Some(start) = open {
        word(Cut { start, end: bytes.len(), ascii: true });
    }
}

/// Which of the next bytes are letters or digits, the first one lowest; none when one of them is
/// not ASCII.
#[inline]
fn letters(bytes: &[u8]) -> Option<u64> {
    match bytes.first_chunk::<BLOCK>() {
        Some(block) => letters_of(block),
        None => {
            let mut block = [b' '; BLOCK];
            block[..bytes.len()].copy_from_slice(bytes);
            letters_of(&block)
        }
    }
}

#[inline]
fn letters_of(block: &[u8; BLOCK]) -> Option<u64> {
    const ONES: u64 = u64::MAX / 255;
    const TOPS: u64 = ONES << 7;
    // The top bit of each byte, of bytes below 128 that are at least so much.
    let at_least = |eight: u64, b: u8| eight + ONES * u64::from(128 - b);
    let (mut mask, mut all) = (0, 0);
    for (i, eight) in block.as_chunks::<8>().0.iter().enumerate() {
        let eight = u64::from_le_bytes(*eight);
        all |= eight;
        let eight = eight & !TOPS;
        let digit = at_least(eight, b'0') & !at_least(eight, b'9' + 1);
        // Letters differ from their capitals in one bit.
        let small = eight | (ONES * 0x20);
        let letter = at_least(small, b'a') & !at_least(small, b'z' + 1);
        let tops = (digit | letter) & TOPS;
        // Gathers the eight top bits into one byte.
        mask |= ((tops >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * i);
    }
    (all & TOPS == 0).then_some(mask)
}

/// Walks the words that begin from byte `at` on and before `until`; where it ended.
#[cold]
fn each_slowly(text: &str, mut at: usize, until: usize, word: &mut impl FnMut(Cut)) -> usize {
    let bytes = text.as_bytes();
    while at < until.min(bytes.len()) {
        match CLASS[bytes[at] as usize] {
            0 => at += 1,
            1 => {
                let start = at;
                while at < bytes.len() && CLASS[bytes[at] as usize] == 1 {
                    at += 1;
                }
                let ascii = at == bytes.len() || bytes[at] < 128;
                if !ascii {
                    at = end_beyond_ascii(text, start);
                }
                let ascii = ascii || text[start..at].is_ascii();
                word(Cut { start, end: at, ascii });
            }
            _ => {
                let first = text[at..].chars().next();
                // An accent with no letter before it would be a word of nothing once it is folded.
                if first.is_some_and(|c| c.is_alphanumeric() && !is_accent(c)) {
                    let start = at;
                    at = end_beyond_ascii(text, start);
                    word(Cut { start, end: at, ascii: false });
                } else {
                    at += first.map_or(1, char::len_utf8);
                }
            }
        }
    }
    at
}

/// Where the word that begins at `start` ends.
fn end_beyond_ascii(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    let length = rest
        .char_indices()
        .find(|(_, c)| !c.is_alphanumeric() && !is_combining_mark(*c))
        .map_or(rest.len(), |(i, _)| i);
    start + length
}

/// Appends a word in the form it is compared in.
pub fn fold_into(word: &str, out: &mut Vec<u8>) {
    if word.is_ascii() {
        out.extend(word.bytes().map(|b| b.to_ascii_lowercase()));
        return;
    }
    let mut buffer = [0; 4];
    for c in word.nfc() {
        let base = base(c);
        if is_accent(base) {
            continue;
        }
        for c in base.to_lowercase().filter(|c| !is_accent(*c)) {
            match plain(c) {
                Some(letters) => out.extend_from_slice(letters.as_bytes()),
                None => out.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes()),
            }
        }
    }
}

/// A Latin or Greek letter without its accents; any other character as it is (in other scripts
/// marks are letters of their own right).
fn base(c: char) -> char {
    let first = std::iter::once(c).nfd().next().unwrap_or(c);
    let bare = first.is_ascii_alphabetic() || matches!(first, '\u{370}'..='\u{3ff}');
    if bare { first } else { c }
}

fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Letters that do not come apart into a plain letter and a mark.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ħ' => "h",
        'ŧ' => "t",
        'ı' => "i",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ĳ' => "ij",
        _ => return None,
    })
}

/// The words of a text, folded.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    each(text, |cut| {
        let mut bytes = Vec::with_capacity(cut.end - cut.start);
        fold_into(&text[cut.start..cut.end], &mut bytes);
        all.push(String::from_utf8(bytes).unwrap_or_default());
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        let check = |text: &str, expected: &[&str]| assert_eq!(words(text), expected, "{text}");
        check("Acme Corp. (NYSE: ACME)", &["acme", "corp", "nyse", "acme"]);
        check("12.5% up_to $3,000", &["12", "5", "up", "to", "3", "000"]);
        check("Zürich’s Łódź—STRASSE straße", &["zurich", "s", "lodz", "strasse", "strasse"]);
        check("cafe\u{301} caf\u{e9} naïve", &["cafe", "cafe", "naive"]);
        check("Путин и 東京", &["путин", "и", "東京"]);
        check("aé", &["ae"]);
        check("a\u{2014}b", &["a", "b"]);
        check("  ... ", &[]);
        check("\u{369} v \u{345}", &["v"]);
    }

    #[test]
    fn words_are_the_same_however_they_fall_into_blocks() {
        let text = "Zürich, Łódź… “12.5%” — naïve/ÉTÉ the_end (of) 東京x x東京 e\u{301}a";
        let expected = words(text);
        for gap in 0..2 * BLOCK {
            for tail in ["", " plain ascii that goes on for more than one block, and then some 42"]
            {
                let whole = format!("{}{text}{tail}", "-".repeat(gap));
                let mut all = expected.clone();
                all.extend(words(tail));
                if !tail.is_empty() || gap > 0 {
                    assert_eq!(words(&whole), all, "{gap}");
                }
                let mut slow = Vec::new();
                each_slowly(&whole, 0, usize::MAX, &mut |cut| slow.push(cut));
                let mut fast = Vec::new();
                each(&whole, |cut| fast.push(cut));
                assert_eq!(fast, slow, "{gap}");
            }
        }
        let ascii: String = (0..128u8).map(char::from).collect();
        for from in 0..128 {
            let (mut fast, mut slow) = (Vec::new(), Vec::new());
            each(&ascii[from..], |cut| fast.push(cut));
            each_slowly(&ascii[from..], 0, usize::MAX, &mut |cut| slow.push(cut));
            assert_eq!(fast, slow, "{from}");
        }
    }
}
