//! Text to the few tokens that dates and numbers are made of.
//!
//! One pass over the bytes. Words outside the vocabulary ([`super::vocabulary`]) are not kept; each
//! kept token says how it stands to the one before it ([`Gap`]), so that rules never step over a
//! word they do not know. This is what makes finding dates cheap: most of a text leaves no token.

use super::vocabulary::{Kind, Vocabulary};

/// What lies between a token and the kept token before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Nothing.
    Glued,
    /// White space within a paragraph.
    Space,
    /// Other words or signs, or the end of a paragraph.
    Apart,
}

/// A word, number or sign of the vocabulary.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    pub start: u32,
    pub end: u32,
    pub kind: Kind,
    pub gap: Gap,
}

impl Token {
    pub fn len(&self) -> usize {
        (self.end - self.start) as usize
    }
}

/// The kept tokens of `text`, in order. Bytes past 4 GiB are not looked at.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer {
        bytes: text.as_bytes(),
        vocabulary: Vocabulary::shared(),
        out: Vec::with_capacity(text.len() / 24),
        gap: Gap::Apart,
    };
    lexer.run();
    lexer.out
}

struct Lexer<'t> {
    bytes: &'t [u8],
    vocabulary: &'static Vocabulary,
    out: Vec<Token>,
    gap: Gap,
}

impl Lexer<'_> {
    fn run(&mut self) {
        let end = self.bytes.len().min(u32::MAX as usize - 1);
        let mut at = 0;
        while at < end {
            let byte = self.bytes[at];
            at = match byte {
                b'a'..=b'z' | b'A'..=b'Z' => self.word(at, end),
                b'0'..=b'9' => self.digits(at, end),
                // Editors' brackets do not part what they are in: "[Ten] years ago".
                b' ' | b'\t' | b'\r' | b'[' | b']' => self.space(at + 1),
                b'\n' => self.newline(at, end),
                b',' | b'.' | b'-' | b'/' | b':' | b'(' | b')' | b'\'' | b'$' | b'%' => {
                    self.keep(at, at + 1, Kind::Sign(byte))
                }
                0x80.. => self.beyond_ascii(at, end),
                _ => self.unknown(at + 1),
            };
        }
    }

    fn keep(&mut self, start: usize, end: usize, kind: Kind) -> usize {
        #[allow(clippy::cast_possible_truncation)] // `run` stops before u32::MAX
        self.out.push(Token { start: start as u32, end: end as u32, kind, gap: self.gap });
        self.gap = Gap::Glued;
        end
    }

    fn unknown(&mut self, next: usize) -> usize {
        self.gap = Gap::Apart;
        next
    }

    fn space(&mut self, next: usize) -> usize {
        if self.gap == Gap::Glued {
            self.gap = Gap::Space;
        }
        next
    }

    /// One line break is a space; a blank line ends the paragraph.
    fn newline(&mut self, at: usize, end: usize) -> usize {
        let mut next = at + 1;
        let mut lines = 1;
        while next < end && matches!(self.bytes[next], b'\n' | b' ' | b'\t' | b'\r') {
            lines += usize::from(self.bytes[next] == b'\n');
            next += 1;
        }
        if lines > 1 { self.unknown(next) } else { self.space(next) }
    }

    fn word(&mut self, start: usize, end: usize) -> usize {
        let mut next = start + 1;
        while next < end && self.bytes[next].is_ascii_alphabetic() {
            next += 1;
        }
        if next < end && self.bytes[next] >= 0xC3 && !is_mark(&self.bytes[next..]) {
            return self.foreign(next, end);
        }
        match self.vocabulary.kind(&self.bytes[start..next]) {
            Some(kind) => self.keep(start, next, kind),
            None => self.unknown(next),
        }
    }

    /// A word with letters that English dates do not have.
    fn foreign(&mut self, start: usize, end: usize) -> usize {
        let mut next = start + 1;
        while next < end && (self.bytes[next] >= 0x80 || self.bytes[next].is_ascii_alphabetic()) {
            if self.bytes[next] >= 0xC2 && is_mark(&self.bytes[next..]) {
                break;
            }
            next += 1;
        }
        self.unknown(next)
    }

    fn digits(&mut self, start: usize, end: usize) -> usize {
        let mut next = start;
        let mut value = 0u32;
        while next < end && self.bytes[next].is_ascii_digit() {
            value = value.saturating_mul(10).saturating_add(u32::from(self.bytes[next] - b'0'));
            next += 1;
        }
        self.keep(start, next, Kind::Digits(value))
    }

    fn beyond_ascii(&mut self, at: usize, end: usize) -> usize {
        let rest = &self.bytes[at..end];
        match mark(rest) {
            Some((b' ', width)) => self.space(at + width),
            Some((sign, width)) => self.keep(at, at + width, Kind::Sign(sign)),
            None if is_mark(rest) => self.unknown(at + width_of(rest[0])),
            None => self.foreign(at, end),
        }
    }
}

/// Dashes, apostrophes and spaces of typesetting, as the ASCII sign they stand for.
fn mark(rest: &[u8]) -> Option<(u8, usize)> {
    match rest {
        [0xC2, 0xA0, ..] => Some((b' ', 2)),
        [0xE2, 0x80, last, ..] => match last {
            0x80..=0x8A | 0xAF => Some((b' ', 3)),
            0x90..=0x95 => Some((b'-', 3)),
            0x98 | 0x99 => Some((b'\'', 3)),
            _ => None,
        },
        [0xE2, 0x88, 0x92, ..] => Some((b'-', 3)),
        _ => None,
    }
}

/// General punctuation, symbols and currency signs: not letters of a word.
fn is_mark(rest: &[u8]) -> bool {
    matches!(rest, [0xC2, ..] | [0xE2, 0x80..=0x8F | 0x94..=0xAF, ..])
}

fn width_of(lead: u8) -> usize {
    match lead {
        0xF0.. => 4,
        0xE0.. => 3,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keeps_what_dates_are_made_of() {
        let text = "On\u{a0}5–6 May, caf\u{e9} 1990s";
        let words: Vec<&str> =
            tokens(text).iter().map(|t| &text[t.start as usize..t.end as usize]).collect();
        assert_eq!(words, ["On", "5", "–", "6", "May", ",", "1990", "s"]);
        assert_eq!(tokens(text)[6].gap, Gap::Apart);
    }

    proptest! {
        #[test]
        fn tokens_slice_and_do_not_overlap(text in "(\\PC|[0-9a-zé–’$£ \n]){0,80}") {
            let mut last = 0;
            for token in tokens(&text) {
                prop_assert!(token.start >= last && token.end > token.start);
                prop_assert!(text.get(token.start as usize..token.end as usize).is_some());
                last = token.end;
            }
        }
    }
}
