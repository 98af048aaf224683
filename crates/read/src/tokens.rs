//! Words with their spans, cut as Universal Dependencies cuts English (EWT, GUM).
//!
//! Clitics stand alone ("do" "n't", "Kyiv" "'s"), hyphens split compounds but not prefixes
//! ("U.S." "-" "led", "pre-war"), money signs stand before their numbers, and numbers, clock times,
//! addresses and abbreviations stay whole. One pass, no look-ahead past [`LOOK_BYTES_MAX`], so the
//! time is linear in any text. The lists are in `tokens/lists.rs`.

mod lists;

use lists::{is_abbreviation, is_domain_end, is_kept_prefix, is_unit, split_contraction};
use wiredesk_model::Span;

/// How far a look ahead may go: longer addresses and numbers are cut.
pub const LOOK_BYTES_MAX: usize = 256;

/// What a token looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Letters first: words, clitics, abbreviations, acronyms.
    Word,
    /// Figures first: numbers, clock times, ordinals, figures in dates.
    Number,
    /// Marks that part or end: . , ; : ! ? - quotes and brackets.
    Punctuation,
    /// Any other mark: money, per cent, emoji.
    Symbol,
    /// Web and mail addresses, handles and tags.
    Address,
}

/// A word or mark of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Token {
    /// Where it stands, in bytes of the text.
    pub span: Span,
    /// What it looks like.
    pub shape: Shape,
}

impl Token {
    /// Its words; empty when it is of another text.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        self.span.of(text).unwrap_or("")
    }
}

/// The tokens of `span` of `text`, in order, never empty, never overlapping; what is between them
/// is white space. A span that does not fit the text has none.
#[must_use]
pub fn tokenize(text: &str, span: Span) -> Vec<Token> {
    let Some(part) = span.of(text) else { return Vec::new() };
    let mut cutter = Cutter {
        text: part,
        bytes: part.as_bytes(),
        base: span.start,
        tokens: Vec::with_capacity(part.len() / 5 + 1),
    };
    let mut at = 0;
    while at < part.len() {
        at = cutter.next(at);
    }
    cutter.tokens
}

struct Cutter<'t> {
    text: &'t str,
    bytes: &'t [u8],
    base: usize,
    tokens: Vec<Token>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Space,
    Letter,
    Digit,
    Mark,
    Wide,
}

const CLASSES: [Class; 256] = classes();

const fn classes() -> [Class; 256] {
    let mut table = [Class::Mark; 256];
    let mut b = 0;
    while b < 256 {
        let byte = b as u8;
        if byte.is_ascii_alphabetic() {
            table[b] = Class::Letter;
        } else if byte.is_ascii_digit() {
            table[b] = Class::Digit;
        } else if byte <= 0x20 || byte == 0x7f {
            table[b] = Class::Space;
        } else if byte >= 0x80 {
            table[b] = Class::Wide;
        }
        b += 1;
    }
    table
}

impl Cutter<'_> {
    /// Cuts what begins at `at`; the place to go on from, always further right.
    fn next(&mut self, at: usize) -> usize {
        match CLASSES[self.bytes[at] as usize] {
            Class::Space => at + 1,
            Class::Letter => self.word(at),
            Class::Digit => self.number(at),
            Class::Mark => self.mark(at),
            Class::Wide => {
                let c = self.char_at(at).unwrap_or('\u{fffd}');
                if is_word_char(c) {
                    self.word(at)
                } else if is_blank(c) {
                    at + c.len_utf8()
                } else {
                    self.wide_mark(at, c)
                }
            }
        }
    }

    fn push(&mut self, start: usize, end: usize, shape: Shape) -> usize {
        let span = Span { start: self.base + start, end: self.base + end };
        self.tokens.push(Token { span, shape });
        end
    }

    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(b' ')
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..).and_then(|t| t.chars().next())
    }

    /// One past the letters and figures from `at` on.
    fn run(&self, mut at: usize) -> usize {
        while let Some(&b) = self.bytes.get(at) {
            match CLASSES[b as usize] {
                Class::Letter | Class::Digit => at += 1,
                Class::Wide => match self.char_at(at) {
                    Some(c) if is_word_char(c) => at += c.len_utf8(),
                    _ => break,
                },
                _ => break,
            }
        }
        at
    }

    fn is_word_at(&self, at: usize) -> bool {
        match CLASSES[self.byte(at) as usize] {
            Class::Letter | Class::Digit => true,
            Class::Wide => self.char_at(at).is_some_and(is_word_char),
            _ => false,
        }
    }

    fn word(&mut self, start: usize) -> usize {
        let mut end = self.run(start);
        if end == start {
            return self.push(start, start + 1, Shape::Symbol);
        }
        loop {
            match self.byte(end) {
                b'.' => return self.dotted(start, end),
                b'\'' | 0xE2 if self.apostrophe(end) > 0 => {
                    let mark = self.apostrophe(end);
                    if let Some(next) = self.clitic(start, end, mark) {
                        return next;
                    }
                    if !self.is_word_at(end + mark) {
                        return self.plain(start, end);
                    }
                    end = self.run(end + mark);
                }
                b'-' if self.is_word_at(end + 1) && is_kept_prefix(&self.text[start..end]) => {
                    end = self.run(end + 1);
                }
                b'&' if self.is_short_capitals(start, end)
                    && self.byte(end + 1).is_ascii_uppercase() =>
                {
                    end = self.run(end + 1);
                }
                b'$' if self.is_short_capitals(start, end) => {
                    return self.push(start, end + 1, Shape::Symbol);
                }
                b'@' | b':' | b'_' | b'+' | b'-' | b'/' => {
                    return match self.address(start, end) {
                        Some(stop) => self.push(start, stop, Shape::Address),
                        None => self.plain(start, end),
                    };
                }
                _ => return self.plain(start, end),
            }
        }
    }

    /// A word without marks; "cannot" and "gonna" are two.
    fn plain(&mut self, start: usize, end: usize) -> usize {
        if let Some(cut) = split_contraction(&self.text[start..end]) {
            self.push(start, start + cut, Shape::Word);
            return self.push(start + cut, end, Shape::Word);
        }
        self.push(start, end, Shape::Word)
    }

    fn is_short_capitals(&self, start: usize, end: usize) -> bool {
        end - start <= 3 && self.bytes[start..end].iter().all(u8::is_ascii_uppercase)
    }

    /// Bytes of the apostrophe at `at`, 0 when there is none.
    fn apostrophe(&self, at: usize) -> usize {
        match self.bytes.get(at) {
            Some(b'\'') => 1,
            Some(0xE2) if self.bytes[at..].starts_with("’".as_bytes()) => "’".len(),
            _ => 0,
        }
    }

    /// Cuts "'s", "'re", "n't" and their like off the word that ends at `end`.
    fn clitic(&mut self, start: usize, end: usize, mark: usize) -> Option<usize> {
        let tail = end + mark;
        let stop = self.run(tail);
        let suffix = self.bytes.get(tail..stop)?;
        if suffix.eq_ignore_ascii_case(b"t") {
            let n = end.checked_sub(1).filter(|&n| n > start)?;
            if !self.bytes[n].eq_ignore_ascii_case(&b'n') {
                return None;
            }
            self.push(start, n, Shape::Word);
            return Some(self.push(n, stop, Shape::Word));
        }
        let known = [&b"s"[..], b"re", b"ve", b"ll", b"d", b"m"];
        if !known.iter().any(|k| suffix.eq_ignore_ascii_case(k)) {
            return None;
        }
        let shape = if self.bytes[start].is_ascii_digit() { Shape::Number } else { Shape::Word };
        self.push(start, end, shape);
        Some(self.push(end, stop, Shape::Word))
    }

    /// The word that stands before the dot at `end`: acronym, address, abbreviation or just a word.
    fn dotted(&mut self, start: usize, end: usize) -> usize {
        if let Some(stop) = self.acronym(start, end) {
            return self.push(start, stop, Shape::Word);
        }
        if self.is_word_at(end + 1)
            && let Some(stop) = self.address(start, end)
        {
            return self.push(start, stop, Shape::Address);
        }
        let word = &self.text[start..end];
        let initial = end - start == 1
            && self.byte(start).is_ascii_uppercase()
            && self.byte(start) != b'I'
            && self.byte(end + 1) == b' '
            && self.byte(end + 2).is_ascii_uppercase();
        let number = word.eq_ignore_ascii_case("no") && self.byte(start).is_ascii_uppercase();
        let counted = self.byte(end + 1).is_ascii_digit()
            || (self.byte(end + 1) == b' ' && self.byte(end + 2).is_ascii_digit());
        if initial || (number && counted) || is_abbreviation(word) {
            return self.push(start, end + 1, Shape::Word);
        }
        self.plain(start, end)
    }

    /// "U.S.", "a.m", "Ph.D.": one or two letters between dots, the first dot at `end`.
    fn acronym(&self, start: usize, end: usize) -> Option<usize> {
        if end - start > 2 {
            return None;
        }
        let mut dot = end;
        let mut parts = 1;
        while self.byte(dot) == b'.' && parts < 12 {
            let stop = self.run(dot + 1);
            if stop - dot > 3 || stop == dot + 1 || !self.byte(dot + 1).is_ascii_alphabetic() {
                break;
            }
            if stop - dot == 3 && self.byte(stop) != b'.' {
                break;
            }
            dot = stop;
            parts += 1;
        }
        if parts == 1 || (end - start == 2 && &self.text[start..end] != "Ph") {
            return None;
        }
        // A lone last letter needs its dot, or the end of the word ("a.m", "U.S").
        match self.byte(dot) {
            b'.' => Some(dot + 1),
            b'@' => None,
            _ => Some(dot),
        }
    }

    /// One past a web or mail address that begins at `start`, if one does.
    fn address(&self, start: usize, end: usize) -> Option<usize> {
        let limit = (start + LOOK_BYTES_MAX).min(self.bytes.len());
        let mut stop = end;
        while stop < limit && is_address_byte(self.bytes[stop]) {
            stop += 1;
        }
        while stop > end && b".,;:!?-'/_".contains(&self.bytes[stop - 1]) {
            stop -= 1;
        }
        while !self.text.is_char_boundary(stop) {
            stop -= 1;
        }
        let words = self.text.get(start..stop)?;
        let scheme = ["http://", "https://", "ftp://", "www.", "mailto:"];
        if scheme.iter().any(|s| words.get(..s.len()).is_some_and(|w| w.eq_ignore_ascii_case(s))) {
            return Some(stop);
        }
        let host = match words.find('@') {
            Some(at) if at > 0 && words[at + 1..].contains('.') => return Some(stop),
            Some(_) => return None,
            None => words.split(['/', ':']).next()?,
        };
        let (name, ending) = host.rsplit_once('.')?;
        let path = host.len() < words.len();
        (is_domain_end(ending) && !name.contains("..") && !name.is_empty())
            .then(|| if path { stop } else { start + host.len() })
    }

    fn number(&mut self, start: usize) -> usize {
        let digits = |mut at: usize| {
            while self.byte(at).is_ascii_digit() {
                at += 1;
            }
            at
        };
        let mut end = digits(start);
        loop {
            let after = digits(end + 1);
            let count = after - end - 1;
            let joins = match self.byte(end) {
                b',' => count == 3,
                b'.' | b':' | b'/' => count > 0,
                _ => false,
            };
            if !joins {
                break;
            }
            end = after;
        }
        if let Some(stop) = self.hyphened_number(start, end) {
            return self.push(start, stop, Shape::Number);
        }
        let mark = self.apostrophe(end);
        if mark > 0
            && let Some(next) = self.clitic(start, end, mark)
        {
            return next;
        }
        let stop = self.run(end);
        if stop == end || is_unit(&self.text[end..stop]) {
            return self.push(start, end, Shape::Number);
        }
        if self.byte(stop) == b'@'
            && let Some(address) = self.address(start, stop)
        {
            return self.push(start, address, Shape::Address);
        }
        self.push(start, stop, Shape::Number)
    }

    /// Telephone numbers and dates that are written with hyphens stay whole, ranges do not.
    fn hyphened_number(&self, start: usize, end: usize) -> Option<usize> {
        let mut widths = [end - start, 0, 0, 0];
        let (mut stop, mut parts) = (end, 1);
        while parts < 4 && self.byte(stop) == b'-' && self.byte(stop + 1).is_ascii_digit() {
            let from = stop + 1;
            stop = from;
            while self.byte(stop).is_ascii_digit() {
                stop += 1;
            }
            widths[parts] = stop - from;
            parts += 1;
        }
        let whole = match (parts, widths) {
            (2, [3, 4, ..]) | (4, [1, 3, 3, 4]) => true,
            (3, [a, b, c, _]) => {
                (a, b, c) == (3, 3, 4) || (a, b, c) == (4, 2, 2) || (a <= 2 && b <= 2 && c == 4)
            }
            _ => false,
        };
        (whole && !self.is_word_at(stop)).then_some(stop)
    }

    fn mark(&mut self, at: usize) -> usize {
        let byte = self.bytes[at];
        let next = self.byte(at + 1);
        match byte {
            b'.' if next.is_ascii_digit() && !self.glued(at) => {
                let end = self.run(at + 1);
                self.push(at, end, Shape::Number)
            }
            b'.' | b'!' | b'?' => {
                let end = self.same(at, |b| matches!(b, b'.' | b'!' | b'?'));
                self.push(at, end, Shape::Punctuation)
            }
            b'-' | b'*' | b'=' | b'_' | b'~' | b'+' | b'#' | b'<' | b'>' if next == byte => {
                let end = self.same(at, |b| b == byte);
                self.push(at, end, Shape::Punctuation)
            }
            b'\'' | b'`' if next == byte => self.push(at, at + 2, Shape::Punctuation),
            b'\'' if next.is_ascii_digit() && !self.glued(at) => {
                let end = self.run(at + 1);
                self.push(at, end, Shape::Number)
            }
            b'#' | b'@' if self.is_word_at(at + 1) && !self.glued(at) => {
                let mut end = self.run(at + 1);
                while self.byte(end) == b'_' {
                    end = self.run(end + 1);
                }
                self.push(at, end, Shape::Address)
            }
            b':' | b';' | b'=' if !self.glued(at) => self.face(at),
            b'$' | b'%' | b'^' | b'|' | b'=' | b'+' | b'~' | b'#' | b'@' | b'&' | b'<' | b'>'
            | b'\\' | b'*' => self.push(at, at + 1, Shape::Symbol),
            _ => self.push(at, at + 1, Shape::Punctuation),
        }
    }

    /// ":)" and its like, else the mark alone.
    fn face(&mut self, at: usize) -> usize {
        let nose = usize::from(self.byte(at + 1) == b'-');
        let mouth = self.byte(at + 1 + nose);
        let end = at + 2 + nose;
        if b")(DP".contains(&mouth) && CLASSES[self.byte(end) as usize] == Class::Space {
            return self.push(at, end, Shape::Symbol);
        }
        self.push(at, at + 1, Shape::Punctuation)
    }

    fn wide_mark(&mut self, at: usize, c: char) -> usize {
        let punctuation =
            matches!(c, '‐'..='‧' | '«' | '»' | '¡' | '¿' | '、'..='〟' | '．' | '，');
        let shape = if punctuation { Shape::Punctuation } else { Shape::Symbol };
        self.push(at, at + c.len_utf8(), shape)
    }

    /// True when no white space stands before `at`.
    fn glued(&self, at: usize) -> bool {
        at > 0 && CLASSES[self.bytes[at - 1] as usize] != Class::Space
    }

    fn same(&self, mut at: usize, is: impl Fn(u8) -> bool) -> usize {
        while self.bytes.get(at).is_some_and(|&b| is(b)) {
            at += 1;
        }
        at
    }
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{300}'..='\u{36f}' | '\u{fe20}'..='\u{fe2f}')
        || matches!(c, '\u{900}'..='\u{dff}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}')
}

fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
}

fn is_address_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"-._~:/?#@!$&'*+,;=%".contains(&b)
}

#[cfg(test)]
mod tests;
