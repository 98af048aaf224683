//! The light pass over a report's words that names and reported speech are found on.
//!
//! A word is a run of letters and digits; "U.S." is one word, "Smith's" is a word and a clitic,
//! "Rolls-Royce" two words that a hyphen joins. Each carries what the [`Vocabulary`] knows of its
//! form, how it is written, and what stands between it and the word before. (The tokens that tags
//! and trees stand on are cut finer: see [`crate::tokens`].)

use crate::lexicon::{Vocabulary, WordClass, fold};
use wiredesk_model::Span;

/// One word.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Of the case-folded, accent-free form.
    pub hash: u64,
    /// What the vocabulary knows of the form.
    pub class: WordClass,
    /// How it is written.
    pub shape: Shape,
    /// What parts it from the word before.
    pub gap: Gap,
    /// It is the first of its sentence.
    pub first: bool,
    /// Index of its sentence.
    pub sentence: u32,
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// "word"
    Lower,
    /// "Word", also "McDonald"
    Capital,
    /// "NATO", "U.S."; at least two letters
    Upper,
    /// "A"
    Initial,
    /// "iPhone", "al-" is Lower
    Mixed,
    /// begins with a digit
    Number,
    /// "'s" and "'"
    Clitic,
}

/// What parts a word from the one before it in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Only blanks.
    Space,
    /// A hyphen.
    Hyphen,
    /// Nothing, an apostrophe or an ampersand.
    Glued,
    /// A full stop and blanks inside a sentence (an abbreviation or initial before it).
    Stop,
    /// A comma.
    Comma,
    /// A quotation mark, with or without others.
    Quote,
    /// An opening or closing bracket.
    Bracket,
    /// Other marks, or the head of a sentence.
    Break,
}

impl Word {
    /// Its bytes.
    #[must_use]
    pub fn span(&self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }

    /// Its letters in `text`.
    #[must_use]
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        self.span().of(text).unwrap_or_default()
    }

    /// Written with a capital (or in capitals, or like "iPhone").
    #[must_use]
    pub fn is_capital(&self) -> bool {
        matches!(self.shape, Shape::Capital | Shape::Upper | Shape::Initial | Shape::Mixed)
    }

    /// Its capital may come from its place: the head of a sentence, of a quotation, of a list item.
    #[must_use]
    pub fn opens(&self) -> bool {
        self.first || matches!(self.gap, Gap::Quote | Gap::Bracket | Gap::Break)
    }

    /// Joined to the word before as names are: by blanks, a hyphen, nothing, or the full stop of
    /// an initial or abbreviation.
    #[must_use]
    pub fn is_joined(&self) -> bool {
        matches!(self.gap, Gap::Space | Gap::Hyphen | Gap::Glued | Gap::Stop)
    }
}

/// The words of `text`, in order.
#[must_use]
pub fn scan(text: &str, sentences: &[Span], vocabulary: &Vocabulary) -> Vec<Word> {
    let mut out = Vec::with_capacity(text.len() / 6);
    for (number, sentence) in sentences.iter().enumerate() {
        if sentence.end > u32::MAX as usize {
            break; // offsets are kept in 32 bits; nobody reports four gigabytes
        }
        Cutter { text, end: sentence.end, vocabulary, sentence: number as u32, out: &mut out }
            .cut(sentence.start);
    }
    out
}

/// The words of a name, cut as [`scan`] cuts a text's.
pub fn cut_name(name: &str) -> impl Iterator<Item = &str> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (start, end) = match clitic_len(name.as_bytes(), at) {
            Some(len) if at > 0 => (at, at + len),
            _ => next_word(name, at, name.len()),
        };
        at = end;
        (start < end).then(|| &name[start..end])
    })
}

/// The length of the "'s" that stands at `at`, if one does.
fn clitic_len(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = &bytes[at..];
    let mark = match rest {
        [b'\'', ..] => 1,
        [0xE2, 0x80, 0x99 | 0x98, ..] => 3,
        _ => return None,
    };
    let s = matches!(rest.get(mark), Some(b's' | b'S'));
    let closed = rest.get(mark + 1).is_none_or(|b| !b.is_ascii_alphanumeric());
    (s && closed).then_some(mark + 1)
}

struct Cutter<'a> {
    text: &'a str,
    end: usize,
    vocabulary: &'a Vocabulary,
    sentence: u32,
    out: &'a mut Vec<Word>,
}

impl Cutter<'_> {
    fn cut(&mut self, start: usize) {
        let mut at = start;
        let mut left = start;
        let mut first = true;
        while at < self.end {
            let (begin, end) = next_word(self.text, at, self.end);
            if begin >= end {
                break;
            }
            let gap = if first { Gap::Break } else { gap_of(&self.text[left..begin]) };
            self.push(begin, end, gap, first);
            first = false;
            at = self.clitic(end);
            left = at;
        }
    }

    /// "'s" behind a word is a word of its own; returns where to go on.
    fn clitic(&mut self, at: usize) -> usize {
        let Some(len) = clitic_len(&self.text.as_bytes()[..self.end], at) else { return at };
        self.push(at, at + len, Gap::Glued, false);
        at + len
    }

    fn push(&mut self, start: usize, end: usize, gap: Gap, first: bool) {
        let word = &self.text[start..end];
        let hash = fold::word_hash(word);
        self.out.push(Word {
            start: start as u32,
            end: end as u32,
            hash,
            class: self.vocabulary.class(hash),
            shape: shape_of(word),
            gap,
            first,
            sentence: self.sentence,
        });
    }
}

const LETTER: u8 = 1;
const WIDE: u8 = 2;
/// What each byte can be part of: an ASCII letter or digit, or a letter outside ASCII.
const BYTES: [u8; 256] = {
    let mut table = [0; 256];
    let mut b = 0;
    while b < 256 {
        if (b as u8).is_ascii_alphanumeric() {
            table[b] = LETTER;
        } else if b >= 0x80 {
            table[b] = WIDE;
        }
        b += 1;
    }
    table
};

/// The next word from `at`: its first byte and the one past its last; equal when there is none.
fn next_word(text: &str, mut at: usize, end: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    while at < end {
        match BYTES[bytes[at] as usize] {
            LETTER => return (at, word_end(text, at, end)),
            WIDE => match text[at..].chars().next() {
                Some(c) if c.is_alphanumeric() => return (at, word_end(text, at, end)),
                Some(c) => at += c.len_utf8(),
                None => break,
            },
            _ if bytes[at] == b'&' => return (at, at + 1),
            _ => at += 1,
        }
    }
    (end, end)
}

fn word_end(text: &str, start: usize, end: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while at < end {
        match BYTES[bytes[at] as usize] {
            LETTER => at += 1,
            WIDE => match text[at..].chars().next() {
                Some(c) if c.is_alphanumeric() || is_combining(c) => at += c.len_utf8(),
                Some('’') if is_inner_apostrophe(text, start, at, 3) => at += 3,
                _ => break,
            },
            _ if bytes[at] == b'\'' && is_inner_apostrophe(text, start, at, 1) => at += 1,
            _ if bytes[at] == b'.' && is_inner_stop(bytes, start, at) => at += 1,
            _ if matches!(bytes[at], b',' | b'.') && is_inner_digit(bytes, start, at) => at += 1,
            _ => break,
        }
    }
    at.min(end)
}

fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36F}').contains(&c)
}

/// The apostrophe of "O'Brien", "don't", "N'Djamena" (not of "Smith's").
fn is_inner_apostrophe(text: &str, start: usize, at: usize, width: usize) -> bool {
    let after = &text[at + width..];
    let Some(next) = after.chars().next().filter(|c| c.is_alphabetic()) else { return false };
    let rest = after[next.len_utf8()..].chars().next();
    let clitic = matches!(next, 's' | 'S') && rest.is_none_or(|c| !c.is_alphanumeric());
    at > start && !clitic
}

/// The full stops of "U.S." and "p.m.": single letters before and after, or the last one.
fn is_inner_stop(bytes: &[u8], start: usize, at: usize) -> bool {
    let letter = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_alphabetic);
    let single_before = at == start + 1 || at >= start + 2 && bytes[at - 2] == b'.';
    if !single_before || !letter(at - 1) {
        return false;
    }
    let next_single =
        letter(at + 1) && bytes.get(at + 2).is_none_or(|b| !b.is_ascii_alphanumeric());
    let closes = at >= start + 3 && !letter(at + 1);
    next_single && bytes.get(at + 2) == Some(&b'.') || closes
}

/// The comma of "45,756" and the point of "3.5": digits on both sides.
fn is_inner_digit(bytes: &[u8], start: usize, at: usize) -> bool {
    at > start
        && bytes[at - 1].is_ascii_digit()
        && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
}

fn shape_of(word: &str) -> Shape {
    let Some(first) = word.chars().next() else { return Shape::Lower };
    if matches!(first, '\'' | '’' | '‘') {
        return Shape::Clitic;
    }
    if first.is_numeric() {
        return Shape::Number;
    }
    if word.is_ascii() {
        let bytes = word.as_bytes();
        let upper = bytes.iter().filter(|b| b.is_ascii_uppercase()).count();
        let lower = bytes.iter().filter(|b| b.is_ascii_lowercase()).count();
        return shape(first.is_ascii_uppercase(), upper, lower);
    }
    let upper = word.chars().filter(|c| c.is_uppercase()).count();
    let lower = word.chars().filter(|c| c.is_lowercase()).count();
    shape(first.is_uppercase(), upper, lower)
}

fn shape(first_upper: bool, upper: usize, lower: usize) -> Shape {
    match (first_upper, upper, lower) {
        (_, 0, _) => Shape::Lower,
        (true, 1, 0) => Shape::Initial,
        (true, _, 0) => Shape::Upper,
        (true, ..) => Shape::Capital,
        (false, ..) => Shape::Mixed,
    }
}

/// What the marks between two words make of them. Long gaps are breaks: only their first bytes
/// are looked at.
fn gap_of(between: &str) -> Gap {
    match between {
        "" | "'" | "’" => return Gap::Glued,
        " " => return Gap::Space,
        "-" | "‐" | "‑" | "–" => return Gap::Hyphen,
        ", " | "," => return Gap::Comma,
        ". " | "." => return Gap::Stop,
        _ => {}
    }
    let mut gap = Gap::Space;
    for c in between.chars().take(16) {
        gap = match c {
            '"' | '“' | '”' | '„' | '«' | '»' => return Gap::Quote,
            '(' | ')' | '[' | ']' => Gap::Bracket,
            ',' if gap == Gap::Space => Gap::Comma,
            '.' if gap == Gap::Space => Gap::Stop,
            c if c.is_whitespace() => gap,
            '%' | '$' | '€' | '£' => gap, // they belong to a figure beside them
            _ if gap == Gap::Bracket => gap,
            _ => Gap::Break,
        };
    }
    if between.len() > 64 { Gap::Break } else { gap }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sentences;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<String> {
        scan(text, &sentences::split(text), &Vocabulary::default())
            .iter()
            .map(|w| w.of(text).to_owned())
            .collect()
    }

    #[test]
    fn words_are_cut_as_names_need_them() {
        let check = |text: &str, expected: &str| {
            assert_eq!(cut(text).join("|"), expected, "{text}");
        };
        check("Mr. O'Brien's U.S. visit", "Mr|O'Brien|'s|U.S.|visit");
        check("AT&T, Rolls-Royce and 3.5m", "AT|&|T|Rolls|Royce|and|3.5m");
        check("at 5 p.m. in Washington, D.C.", "at|5|p.m.|in|Washington|D.C.");
        check("J.R.R. Tolkien; J. Smith.", "J.R.R.|Tolkien|J|Smith");
        check("the workers’ Türkiye’s", "the|workers|Türkiye|’s");
        check("İstanbul العربية 東京", "İstanbul|العربية|東京");
    }

    proptest! {
        #[test]
        fn words_slice_and_are_sorted(text in "(\\PC|[.'’&A-Z ]){0,120}") {
            let mut end = 0;
            for word in scan(&text, &sentences::split(&text), &Vocabulary::default()) {
                prop_assert!(word.start >= end && word.end > word.start);
                prop_assert!(word.span().of(&text).is_some());
                end = word.end;
            }
        }
    }
}
