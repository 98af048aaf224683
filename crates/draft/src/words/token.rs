//! Text to words.

use super::tag::{CAPITAL, CUE, FIRST, MONTH, NAME, NUMBER, PAST, SCALE, TITLE};
use super::{lexicon, stem};
use wiredesk_model::Span;

/// One word of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Word {
    /// Where it stands; for a contraction both parts have the same span.
    pub span: Span,
    /// Equal for words that are the same but for case, accents and ways to write numbers.
    pub key: u64,
    /// Equal for forms of one word.
    pub stem: u64,
    /// Equal for looser kin; 0 when the word is too short.
    pub kin: u64,
    /// Equal for words that begin alike ("democracy", "democratic"); 0 for short words.
    pub root: u64,
    /// Bits of [`super::tag`].
    pub tags: u32,
    /// What a number says.
    pub value: Option<f64>,
}

impl Word {
    /// True when it has any of the bits.
    #[must_use]
    pub fn is(&self, bits: u32) -> bool {
        self.tags & bits != 0
    }
}

/// The words of `text`; spans count from its start plus `shift`.
#[must_use]
pub fn tokenize(text: &str, shift: usize) -> Vec<Word> {
    let mut cutter = Cutter { text, shift, words: Vec::with_capacity(text.len() / 5), first: true };
    cutter.run();
    cutter.words
}

/// The key of a folded word.
#[must_use]
pub fn key_of(folded: &str) -> u64 {
    let mut h = 0xcbf2_9ce4_8422_2325u64;
    for b in folded.bytes() {
        h = (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    h ^ (h >> 29)
}

/// Lower case without accents, full stops and apostrophes.
#[must_use]
pub fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            '.' | '\'' | '’' | '\u{ad}' => {}
            _ if c.is_ascii() => out.push(c.to_ascii_lowercase()),
            _ => fold_char(c, &mut out),
        }
    }
    out
}

fn fold_char(c: char, out: &mut String) {
    let base = match c {
        'à'..='å' | 'À'..='Å' | 'ā' | 'ă' | 'ą' | 'Ā' | 'Ă' | 'Ą' => "a",
        'ç' | 'Ç' | 'ć' | 'č' | 'Ć' | 'Č' => "c",
        'è'..='ë' | 'È'..='Ë' | 'ē' | 'ę' | 'ě' | 'Ē' | 'Ę' | 'Ě' => "e",
        'ì'..='ï' | 'Ì'..='Ï' | 'ī' | 'ı' | 'İ' => "i",
        'ñ' | 'Ñ' | 'ń' | 'ň' | 'Ń' => "n",
        'ò'..='ö' | 'ø' | 'Ò'..='Ö' | 'Ø' | 'ō' | 'ő' => "o",
        'ù'..='ü' | 'Ù'..='Ü' | 'ū' | 'ů' | 'ű' => "u",
        'ý' | 'ÿ' | 'Ý' => "y",
        'ž' | 'ź' | 'ż' | 'Ž' | 'Ź' | 'Ż' => "z",
        'š' | 'ś' | 'ş' | 'Š' | 'Ś' | 'Ş' => "s",
        'ł' | 'Ł' => "l",
        'đ' | 'ð' | 'Đ' => "d",
        'ğ' | 'Ğ' => "g",
        'ř' | 'Ř' => "r",
        'ť' | 'ţ' | 'Ť' => "t",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ß' => "ss",
        _ => {
            out.extend(c.to_lowercase());
            return;
        }
    };
    out.push_str(base);
}

struct Cutter<'t> {
    text: &'t str,
    shift: usize,
    words: Vec<Word>,
    /// The next word opens a sentence or a quotation.
    first: bool,
}

impl Cutter<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(c) = self.text[at..].chars().next() {
            at = if c.is_ascii_digit() {
                self.number(at)
            } else if c.is_alphabetic() {
                self.word(at)
            } else {
                self.mark(at, c)
            };
        }
    }

    fn mark(&mut self, at: usize, c: char) -> usize {
        let end = at + c.len_utf8();
        match c {
            '$' | '£' | '€' | '¥' | '₹' | '₽' | '₩' | '₺' | '₴' => {
                let folded = &self.text[at..end];
                self.push(at, end, folded, 0);
            }
            '%' => self.push(at, end, "percent", 0),
            '.' | '!' | '?' | ':' | '"' | '“' | '‘' | '\n' | '«' => self.first = true,
            _ => {}
        }
        end
    }

    fn push(&mut self, start: usize, end: usize, folded: &str, extra: u32) {
        let plain = super::token::key_of(folded);
        let key = lexicon::canonical(plain);
        let value = lexicon::number(key);
        let key = value.map_or(key, number_key);
        let mut tags = lexicon::tags(plain) | lexicon::tags(key) | extra;
        if value.is_some() {
            tags |= NUMBER;
        }
        if tags & CAPITAL != 0 && tags & FIRST == 0 {
            tags |= NAME;
        }
        if tags & CAPITAL == 0 && past_form(folded) {
            tags |= PAST;
        }
        if tags & CAPITAL == 0 && folded == "may" || folded == "march" && tags & NAME == 0 {
            tags &= !MONTH;
        }
        let stemmed = if tags & (NUMBER | SCALE) != 0 { None } else { Some(stem::stem(folded)) };
        let stem_key = stemmed.as_deref().map_or(key, |s| lexicon::canonical(key_of(s)));
        let kin = stemmed.as_deref().and_then(stem::kin).unwrap_or(0);
        let root = stemmed.as_deref().and_then(stem::root).unwrap_or(0);
        let span = Span::new(start + self.shift, end + self.shift);
        self.words.push(Word { span, key, stem: stem_key, kin, root, tags, value });
        self.first = false;
    }

    fn number(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut end = at;
        while end < bytes.len() {
            let digit = bytes[end].is_ascii_digit();
            let inside = matches!(bytes[end], b',' | b'.')
                && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
            if !digit && !inside {
                break;
            }
            end += 1;
        }
        let digits: String = self.text[at..end].chars().filter(|c| *c != ',').collect();
        let value: Option<f64> = digits.parse().ok().filter(|v: &f64| v.is_finite());
        let key = value.map_or_else(|| key_of(&digits), number_key);
        let span = Span::new(at + self.shift, end + self.shift);
        let tags = NUMBER | if self.first { FIRST } else { 0 };
        let suffix: String =
            self.text[end..].chars().take_while(|c| c.is_alphabetic()).take(6).collect();
        let ordinal = matches!(suffix.as_str(), "st" | "nd" | "rd" | "th");
        self.words.push(Word { span, key, stem: key, kin: 0, root: 0, tags, value });
        self.first = false;
        match suffix.as_str() {
            _ if ordinal => end + suffix.len(),
            "m" | "bn" | "tn" | "k" | "mn" | "M" | "B" | "K" => self.scale(end, &suffix),
            _ => end,
        }
    }

    /// "$5m" and "5m euros" are five million, "5m wide" five metres.
    fn scale(&mut self, at: usize, suffix: &str) -> usize {
        let money =
            self.words.len() >= 2 && self.words[self.words.len() - 2].is(super::tag::CURRENCY);
        let word = match suffix {
            "bn" | "B" => "billion",
            "tn" => "trillion",
            "k" | "K" => "thousand",
            "mn" | "M" => "million",
            _ if money || self.money_follows(at + suffix.len()) => "million",
            _ => "m",
        };
        self.push(at, at + suffix.len(), word, 0);
        at + suffix.len()
    }

    fn money_follows(&self, at: usize) -> bool {
        let next = self.text[at..].split_whitespace().next().unwrap_or_default();
        let bare = next.trim_end_matches(|c: char| !c.is_alphanumeric());
        lexicon::tags(key_of(&fold(bare))) & super::tag::CURRENCY != 0
    }

    fn word(&mut self, at: usize) -> usize {
        if let Some(end) = self.fixed(at) {
            return end;
        }
        let end = self.word_end(at);
        let raw = &self.text[at..end];
        if self.text[end..].starts_with('$') && matches!(raw, "US" | "U.S") {
            return end; // "US$5" is "$5"
        }
        let capital = raw.chars().next().is_some_and(char::is_uppercase);
        let mut extra = if capital { CAPITAL } else { 0 };
        if self.first {
            extra |= FIRST;
        }
        let folded = fold(raw);
        match clitic(raw, &folded) {
            Some((base, tail)) => {
                self.push(at, end, base, extra);
                if let Some(tail) = tail {
                    self.push(at, end, tail, 0);
                }
            }
            None => {
                let (head, possessive) = owner(raw);
                let shown = if possessive { fold(head) } else { folded };
                let stop = at + head.len();
                let known = match shown.as_str() {
                    "us" if raw.starts_with("US") || raw.starts_with("U.S") => "usa",
                    "us" => "us-all",
                    "jan" => "january",
                    "feb" => "february",
                    "mar" if capital && raw.len() == 3 && self.dotted(end) => "march",
                    "apr" => "april",
                    "jun" if capital => "june",
                    "jul" if capital => "july",
                    "aug" => "august",
                    "sept" | "sep" if capital => "september",
                    "oct" => "october",
                    "nov" => "november",
                    "dec" => "december",
                    "per" if self.cent_follows(end) => {
                        let stop = end + 5;
                        self.push(at, stop, "percent", extra);
                        return stop;
                    }
                    "bn" | "mn" => "billion",
                    other => other,
                };
                self.push(at, stop, known, extra);
            }
        }
        end
    }

    /// What is written in more than one way and cut otherwise in each: "United States", "Q3", "bps",
    /// "6 a.m.".
    fn fixed(&mut self, at: usize) -> Option<usize> {
        let rest = &self.text[at..];
        let stands = |w: &str| {
            rest.strip_prefix(w).is_some_and(|r| !r.starts_with(|c: char| c.is_alphanumeric()))
        };
        if let Some((shown, key)) = lexicon::LONG_NAMES.iter().find(|(n, _)| stands(n)) {
            let extra = CAPITAL | if self.first { FIRST } else { 0 };
            self.push(at, at + shown.len(), key, extra);
            return Some(at + shown.len());
        }
        if let Some((shown, one, two)) = lexicon::SHORT_PAIRS.iter().find(|(n, ..)| stands(n)) {
            self.push(at, at + shown.len(), one, 0);
            self.push(at, at + shown.len(), two, 0);
            return Some(at + shown.len());
        }
        let number = self.words.last().filter(|w| w.value.is_some())?;
        if at + self.shift > number.span.end + 1 {
            return None;
        }
        let (shown, key) = lexicon::HALF_DAYS.iter().find(|(h, _)| stands(h))?;
        self.push(at, at + shown.len(), key, super::tag::UNIT);
        Some(at + shown.len())
    }

    fn dotted(&self, end: usize) -> bool {
        self.text[end..].starts_with('.')
    }

    fn cent_follows(&self, end: usize) -> bool {
        let rest = &self.text[end..];
        (rest.starts_with(" cent") || rest.starts_with("-cent"))
            && !rest[5..].chars().next().is_some_and(char::is_alphabetic)
    }

    /// Letters, with apostrophes and full stops inside ("didn't", "U.S.").
    fn word_end(&self, at: usize) -> usize {
        let mut chars = self.text[at..].char_indices().peekable();
        let mut letters = 0usize;
        while let Some((i, c)) = chars.next() {
            let next = chars.peek().map(|(_, n)| *n);
            let follows = next.is_some_and(char::is_alphabetic);
            match c {
                _ if c.is_alphabetic() || c == '\u{ad}' => letters += 1,
                '\u{300}'..='\u{36f}' => {}
                '\'' | '’' if follows => letters = 0,
                '.' if letters == 1 && self.initials(at, at + i, next) => letters = 0,
                _ => return at + i,
            }
        }
        self.text.len()
    }

    /// A full stop after a single capital: part of "U.S." when more single capitals stand around.
    fn initials(&self, start: usize, dot: usize, next: Option<char>) -> bool {
        let before = self.text[start..dot].chars().next_back().is_some_and(char::is_uppercase);
        let after = self.text[dot + 1..].chars().nth(1);
        let pair = next.is_some_and(char::is_uppercase) && !after.is_some_and(char::is_alphabetic);
        before && (pair || self.text[start..dot].contains('.'))
    }
}

/// "ruled", but not "indeed" or "speed".
fn past_form(folded: &str) -> bool {
    let noun = folded.ends_with("eed") && !folded.ends_with("reed");
    folded.len() > 3 && folded.ends_with("ed") && !noun && folded != "hundred"
}

fn owner(raw: &str) -> (&str, bool) {
    for tail in ["'s", "’s", "'S", "’S"] {
        if let Some(head) = raw.strip_suffix(tail) {
            return (head, true);
        }
    }
    (raw, false)
}

/// The key of a number: equal for equal values.
#[must_use]
pub fn number_key(value: f64) -> u64 {
    value.to_bits() ^ 0x9e37_79b9_7f4a_7c15
}

/// The two words of a contraction.
fn clitic<'a>(raw: &str, folded: &'a str) -> Option<(&'a str, Option<&'static str>)> {
    if !raw.contains(['\'', '’']) {
        return (folded == "cannot").then_some(("can", Some("not")));
    }
    match folded {
        "cant" => return Some(("can", Some("not"))),
        "wont" => return Some(("will", Some("not"))),
        "shant" => return Some(("shall", Some("not"))),
        _ => {}
    }
    let cut = |n: usize| folded.get(..folded.len() - n);
    if let Some(base) =
        folded.strip_suffix("nt").filter(|b| lexicon::tags(key_of(b)) & super::tag::AUXILIARY != 0)
    {
        return Some((base, Some("not")));
    }
    for (tail, word) in [("re", "are"), ("ll", "will"), ("ve", "have")] {
        if folded.ends_with(tail) && raw.ends_with(tail) && apostrophe_before(raw, tail.len()) {
            return cut(2).map(|base| (base, Some(word)));
        }
    }
    let is =
        matches!(folded, "its" | "hes" | "shes" | "thats" | "theres" | "whats" | "whos" | "heres");
    match folded {
        "im" => Some(("i", Some("am"))),
        _ if is => cut(1).map(|base| (base, Some("is"))),
        _ if folded.ends_with('d') && apostrophe_before(raw, 1) => {
            cut(1).map(|b| (b, Some("would")))
        }
        _ => None,
    }
}

fn apostrophe_before(raw: &str, tail: usize) -> bool {
    raw.get(..raw.len() - tail).is_some_and(|head| head.ends_with(['\'', '’']))
}

/// Takes the tag of a saying verb away from words that are names here ("State", "Report").
#[must_use]
pub fn says(word: &Word) -> bool {
    word.is(CUE) && (!word.is(NAME) || word.is(TITLE))
}
