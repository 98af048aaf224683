//! Whether a full stop, question or exclamation mark ends a sentence.

use super::words::{self, Kind};

/// A place where a sentence may end.
pub(super) struct Place<'t> {
    pub text: &'t str,
    /// Where the sentence began.
    pub start: usize,
    /// The first mark.
    pub at: usize,
    /// Behind the last mark.
    pub after: usize,
    /// Behind the closing quotation marks and brackets that follow it.
    pub closed: usize,
}

/// A look at a word never reaches farther than this.
const LOOK: usize = 48;

/// True when the sentence ends at `place.closed`.
pub(super) fn ends_sentence(place: &Place) -> bool {
    let next = next_start(place.text, place.closed);
    let Some(first) = place.text[next..].chars().next() else { return true };
    if next == place.closed {
        return false; // "3.5", "U.S.", "example.com"
    }
    if matches!(first, '—' | '–' | '-') && place.closed > place.after {
        return false; // "… tolerate." — A. Name
    }
    let opener = first_letter(place.text, next);
    let Some((letter, head)) = opener else { return !first.is_alphanumeric() && first != ')' };
    let mark = place.text.as_bytes()[place.at];
    if letter.is_lowercase() && !words::is_lower_name(word_at(place.text, head)) {
        return false;
    }
    if place.closed > place.after && speech_follows(place.text, next) && mark != b'.' {
        return false; // "Really?" Smith asked.
    }
    if mark != b'.' {
        return !is_exclaimed_name(place, letter);
    }
    if place.after - place.at > 1 {
        return letter.is_uppercase() || first != letter;
    }
    after_full_stop(place, letter, word_at(place.text, head), head)
}

/// The rules for one full stop: they turn on the word before it.
fn after_full_stop(place: &Place, letter: char, next: &str, head: usize) -> bool {
    let before = word_before(place.text, place.start, place.at);
    let bracketed = place.text[place.after..place.closed].starts_with([']', ')']);
    if place.closed > place.after && !(bracketed && words::kind(before) != Kind::Plain) {
        return true; // `end." He`, but not `(U.S.) He`
    }
    let starter = words::is_starter(next) || followed_by_colon(place.text, head + next.len());
    if enumerates(place, before) {
        return false;
    }
    match words::kind(before) {
        Kind::Plain => true,
        Kind::Title => false,
        Kind::Number => !letter.is_ascii_digit(),
        Kind::Month => !letter.is_ascii_digit(),
        Kind::Initial => starter && !initial_of_name(place, before) || single_letter_word(place),
        Kind::Dotted => starter || ends_clause(before, next),
        Kind::Suffix => starter || lower_follows(place.text, head + next.len()),
        Kind::Region => starter,
    }
}

/// The end of the run of closing marks from `at`: brackets, curly quotes, straight quotes that
/// touch the full stop, and footnote numbers ("[1]").
pub(super) fn closers(text: &str, mut at: usize, quoted: bool) -> usize {
    let bytes = text.as_bytes();
    loop {
        match bytes.get(at) {
            Some(b'"' | b')' | b']' | b'}' | b'\'') => at += 1,
            Some(b'[') => match footnote(bytes, at) {
                Some(end) => at = end,
                None => return at,
            },
            Some(0xC2 | 0xE2 | 0xE3 | 0xEF) => match text[at..].chars().next() {
                Some(c @ ('”' | '’' | '»' | '」' | '』' | '）')) => at += c.len_utf8(),
                Some(c @ ('“' | '‘')) if quoted && at_word_end(bytes, at + c.len_utf8()) => {
                    at += c.len_utf8();
                }
                _ => return at,
            },
            _ => return at,
        }
    }
}

fn at_word_end(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_none_or(u8::is_ascii_whitespace)
}

fn footnote(bytes: &[u8], at: usize) -> Option<usize> {
    let inside = bytes[at + 1..].iter().take(4).take_while(|b| b.is_ascii_digit()).count();
    let end = at + 1 + inside;
    (inside > 0 && bytes.get(end) == Some(&b']')).then_some(end + 1)
}

/// Where the next text begins behind white space.
fn next_start(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    from + (rest.len() - rest.trim_start().len())
}

/// The first letter or digit at or after `from`, behind at most four opening marks, and where.
fn first_letter(text: &str, from: usize) -> Option<(char, usize)> {
    let mut at = from;
    for c in text[from..].chars().take(5) {
        if c.is_alphanumeric() {
            return Some((c, at));
        }
        if c.is_whitespace() && at > from + 6 {
            return None;
        }
        at += c.len_utf8();
    }
    None
}

/// The word that begins at `at`, at most [`LOOK`] bytes of it.
fn word_at(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    let end = rest
        .char_indices()
        .take(LOOK)
        .find(|(_, c)| !(c.is_alphanumeric() || *c == '\'' || *c == '’'))
        .map_or(rest.len().min(text.len() - at), |(i, _)| i);
    let end = if rest.is_char_boundary(end) { end } else { 0 };
    &rest[..end]
}

/// The word that ends at `at`, with inner full stops ("U.S", "p.m"), not before `start`.
fn word_before(text: &str, start: usize, at: usize) -> &str {
    let head = &text[start..at];
    let from = head
        .char_indices()
        .rev()
        .take(LOOK)
        .find(|(_, c)| !(c.is_alphanumeric() || matches!(c, '.' | '&' | '\'' | '’')))
        .map_or(0, |(i, c)| i + c.len_utf8());
    &head[from..]
}

/// "1. Foo", "a) Foo", "IV. Foo" at the head of a sentence: the mark counts, it does not end.
fn enumerates(place: &Place, before: &str) -> bool {
    let lead = place.text[place.start..place.at].trim_start_matches(|c: char| !c.is_alphanumeric());
    if lead.len() != before.len() || before.len() > 4 {
        return false;
    }
    before.bytes().all(|b| b.is_ascii_digit())
        || before.len() == 1
        || before.bytes().all(|b| b"IVX".contains(&b))
}

/// "John F. Kennedy": a name stands before the initial.
fn initial_of_name(place: &Place, before: &str) -> bool {
    let from = place.at - before.len();
    let Some(head) = place.text.get(place.start..from) else { return false };
    let word = word_before(place.text, place.start, place.start + head.trim_end().len());
    let mut chars = word.chars();
    let named = chars.next().is_some_and(char::is_uppercase) && chars.any(char::is_lowercase);
    named && !words::takes_letter(word)
}

/// "Plan B. Then", "vitamin C. The": the letter is a word of its own.
fn single_letter_word(place: &Place) -> bool {
    let letter = place.text[place.start..place.at].chars().next_back().map_or(0, char::len_utf8);
    let before = place.text[place.start..place.at - letter].trim_end();
    let word = word_before(place.text, place.start, place.start + before.len());
    words::takes_letter(word)
}

/// A time of day that closes a clause ("5 p.m. Police"): it does unless a zone or a day follows.
fn ends_clause(before: &str, next: &str) -> bool {
    matches!(before, "a.m" | "p.m" | "A.M" | "P.M") && !words::goes_with_clock(next)
}

/// A lower-case word follows the word that ends at `end`.
fn lower_follows(text: &str, end: usize) -> bool {
    let rest = &text[end..];
    rest.starts_with(' ') && rest[1..].chars().next().is_some_and(char::is_lowercase)
}

fn followed_by_colon(text: &str, end: usize) -> bool {
    text.as_bytes().get(end) == Some(&b':')
}

/// A speech verb within four words that start at `from`, all names or pronouns before it.
fn speech_follows(text: &str, from: usize) -> bool {
    let window = text[from..].char_indices().nth(60).map_or(text.len(), |(i, _)| from + i);
    for (n, word) in text[from..window].split(' ').take(5).enumerate() {
        if words::is_speech(word.trim_end_matches([',', '.', ':'])) {
            return n > 0;
        }
        let named = word.chars().next().is_some_and(char::is_uppercase);
        if !named || word.ends_with([',', '.']) && word.len() > 3 {
            return false;
        }
    }
    false
}

/// "Yahoo! Inc", "Jeopardy! host".
fn is_exclaimed_name(place: &Place, letter: char) -> bool {
    let before = word_before(place.text, place.start, place.at);
    letter.is_uppercase() && words::is_exclaimed(before)
}

/// Where a caption's credit begins ("… in Mecca Image: A. Name"), when the colon at `colon`
/// stands behind such a label with nothing but a space before it.
pub(super) fn caption_label(text: &str, start: usize, colon: usize) -> Option<usize> {
    let label = word_before(text, start, colon);
    let at = colon - label.len();
    let before = text[start..at].trim_end();
    let spaced = before.len() < at - start;
    let follows = text.as_bytes().get(colon + 1) == Some(&b' ');
    (spaced && follows && !before.is_empty() && words::is_credit(label)).then_some(at)
}
