//! Half-open byte ranges of a text, and the way from bytes to code points for JSON.

use std::ops::Range;

/// A half-open range of UTF-8 byte offsets into a report's cleaned text (or a sentence).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// A span; an end before the start is taken as empty at `start`.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// The range, for slicing.
    #[must_use]
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }

    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// True when it holds nothing.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The words of `text` in this span, or `None` when it does not fit the text.
    #[must_use]
    pub fn of(self, text: &str) -> Option<&str> {
        text.get(self.range())
    }

    /// True when `other` lies wholly inside.
    #[must_use]
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True when the two share at least one byte.
    #[must_use]
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The same span moved right by `by` bytes.
    #[must_use]
    pub fn shifted(self, by: usize) -> Span {
        Span { start: self.start + by, end: self.end + by }
    }
}

/// Translates between byte offsets and Unicode code points of one text.
///
/// ASCII text costs nothing; otherwise a mark is kept for every 64 bytes, so a look-up touches at
/// most 64 bytes. Memory is one `u32` per 64 bytes of text.
#[derive(Debug, Clone)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points before byte `64 * i`; empty when the text is ASCII.
    marks: Vec<u32>,
}

const STRIDE: usize = 64;

impl<'t> CodePoints<'t> {
    /// Builds the table in one pass over `text`.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        if text.is_ascii() {
            return Self { text, marks: Vec::new() };
        }
        let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut count = 0u32;
        for chunk in text.as_bytes().chunks(STRIDE) {
            marks.push(count);
            count += starts(chunk);
        }
        Self { text, marks }
    }

    /// Code points before byte offset `byte` (clamped to the text's length).
    #[must_use]
    pub fn from_byte(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        if self.marks.is_empty() {
            return byte;
        }
        let mark = (byte / STRIDE).min(self.marks.len() - 1);
        let tail = &self.text.as_bytes()[mark * STRIDE..byte];
        self.marks[mark] as usize + starts(tail) as usize
    }

    /// The byte offset of code point `cp` (clamped to the text's length).
    #[must_use]
    pub fn to_byte(&self, cp: usize) -> usize {
        if self.marks.is_empty() {
            return cp.min(self.text.len());
        }
        let mark = self.marks.partition_point(|&m| m as usize <= cp).saturating_sub(1);
        let mut seen = self.marks[mark] as usize;
        let mut at = mark * STRIDE;
        let bytes = self.text.as_bytes();
        while at < bytes.len() {
            if bytes[at] & 0xC0 != 0x80 {
                if seen == cp {
                    return at;
                }
                seen += 1;
            }
            at += 1;
        }
        bytes.len()
    }

    /// A span in code points, `(start, end)`.
    #[must_use]
    pub fn span(&self, span: Span) -> (usize, usize) {
        (self.from_byte(span.start), self.from_byte(span.end))
    }

    /// The byte span of a code point range.
    #[must_use]
    pub fn byte_span(&self, start: usize, end: usize) -> Span {
        Span::new(self.to_byte(start), self.to_byte(end))
    }
}

fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().map(|b| u32::from(b & 0xC0 != 0x80)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn code_points_agree_with_counting_chars(text in "\\PC{0,200}") {
            let table = CodePoints::new(&text);
            for (cp, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(table.from_byte(byte), cp);
                prop_assert_eq!(table.to_byte(cp), byte);
            }
            prop_assert_eq!(table.from_byte(text.len()), text.chars().count());
            prop_assert_eq!(table.to_byte(text.chars().count()), text.len());
        }
    }
}
