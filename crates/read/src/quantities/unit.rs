//! What a number counts: money, shares, measures, or the noun behind it.

use super::measures::{BEFORE, CODES, MEASURES, MONEY, NATIONAL};

/// The currency right before byte `at`: where it begins and its code.
pub(super) fn currency_before(text: &str, at: usize) -> Option<(usize, &'static str)> {
    let head = text.get(..at)?;
    let tight = head.strip_suffix(' ').unwrap_or(head);
    for &(sign, code) in BEFORE {
        let letters = sign.ends_with(|c: char| c.is_ascii_alphabetic() || c == '.');
        let fits = if letters { tight } else { head };
        if let Some(rest) = fits.strip_suffix(sign) {
            let part_of_word = rest.ends_with(|c: char| c.is_alphanumeric())
                && sign.starts_with(|c: char| c.is_ascii_alphabetic());
            if !part_of_word {
                return Some((rest.len(), code));
            }
        }
    }
    let start = tight.len().checked_sub(3)?;
    let code = CODES.iter().find(|c| tight.get(start..) == Some(c))?;
    let free = !tight.get(..start)?.ends_with(|c: char| c.is_alphanumeric());
    free.then_some((start, if *code == "RMB" { "CNY" } else { code }))
}

/// The unit that begins behind byte `at`: its name and where it ends.
pub(super) fn behind(text: &str, at: usize, value: f64, scaled: bool) -> Option<(String, usize)> {
    let tail = text.get(at..)?;
    if let Some((name, width)) = sign_behind(tail) {
        return Some((name.to_owned(), at + width));
    }
    let hyphen = tail.starts_with('-') && tail[1..].starts_with(|c: char| c.is_ascii_alphabetic());
    let skip = usize::from(hyphen);
    let (word, from) = first_word(tail.get(skip..)?);
    if word.is_empty() || (from == 0 && !hyphen && word.len() > 4) {
        return None;
    }
    let start = at + skip + from;
    let found = measure(text, word, start)
        .or_else(|| money(text, word, start, value, scaled))
        .or_else(|| age(text, word, start));
    if found.is_some() || from == 0 && !hyphen {
        return found;
    }
    counted(text, start, value, hyphen)
}

fn sign_behind(tail: &str) -> Option<(&'static str, usize)> {
    const SIGNS: &[(&str, &str)] = &[
        ("%", "%"),
        (" %", "%"),
        ("°C", "°C"),
        ("°F", "°F"),
        ("°", "degrees"),
        ("€", "EUR"),
        (" €", "EUR"),
        ("£", "GBP"),
        ("¢", "cents"),
    ];
    SIGNS.iter().find(|(sign, _)| tail.starts_with(sign)).map(|(sign, name)| (*name, sign.len()))
}

fn measure(text: &str, word: &str, start: usize) -> Option<(String, usize)> {
    let end = start + word.len();
    let lower = word.to_ascii_lowercase();
    let rest = text.get(end..).unwrap_or("");
    let follows = |wanted: &str| {
        let (next, from) = first_word(rest);
        (next.eq_ignore_ascii_case(wanted)).then(|| end + from + next.len())
    };
    let told = |name: &str, end: usize| Some((name.to_owned(), end));
    match lower.as_str() {
        "per" => return follows("cent").and_then(|end| told("%", end)),
        "percentage" => {
            return follows("points")
                .or(follows("point"))
                .and_then(|e| told("percentage points", e));
        }
        "basis" => {
            return follows("points").or(follows("point")).and_then(|e| told("basis points", e));
        }
        "metric" => return follows("tons").or(follows("tonnes")).and_then(|e| told("tonnes", e)),
        "square" | "cubic" | "nautical" => return squared(&lower, rest, end),
        "p" if rest.is_empty() || rest.starts_with([' ', ',', '.']) => return told("pence", end),
        _ => {}
    }
    let (_, name) = MEASURES.iter().find(|(written, _)| *written == lower)?;
    let barrels_a_day =
        *name == "barrels" && [" per day", " a day"].iter().any(|p| rest.starts_with(p));
    if barrels_a_day {
        let width = if rest.starts_with(" per") { 8 } else { 6 };
        return told("barrels per day", end + width);
    }
    told(name, end)
}

/// "square kilometers" and its kin.
fn squared(kind: &str, rest: &str, end: usize) -> Option<(String, usize)> {
    let (noun, from) = first_word(rest);
    let lower = noun.to_ascii_lowercase();
    let (_, name) = MEASURES.iter().find(|(written, _)| *written == lower)?;
    Some((format!("{kind} {name}"), end + from + noun.len()))
}

fn money(
    text: &str,
    word: &str,
    start: usize,
    value: f64,
    scaled: bool,
) -> Option<(String, usize)> {
    let end = start + word.len();
    let told = |code: &str, end: usize| Some((code.to_owned(), end));
    if let Some(code) = CODES.iter().find(|c| **c == word) {
        return told(if *code == "RMB" { "CNY" } else { code }, end);
    }
    let rest = text.get(end..).unwrap_or("");
    let (second, from) = first_word(rest);
    let national = |noun: &str, whose: &str| {
        NATIONAL.iter().find(|(w, n, _)| *w == whose && *n == noun).map(|(_, _, code)| *code)
    };
    if let Some(code) = national(second, word) {
        return told(code, end + from + second.len());
    }
    if matches!(word, "New" | "Hong" | "U.S" | "U") {
        // "U.S. dollars" is cut at its dots; "New Zealand dollars" has three words.
        let tail = text.get(start..).unwrap_or("");
        for (phrase, code) in
            [("U.S. dollars", "USD"), ("New Zealand dollars", "NZD"), ("Hong Kong dollars", "HKD")]
        {
            if tail.starts_with(phrase) {
                return told(code, start + phrase.len());
            }
        }
    }
    if word == "pounds" {
        return if scaled || second == "sterling" {
            told("GBP", if second == "sterling" { end + from + 8 } else { end })
        } else {
            told("pounds", end)
        };
    }
    if word == "won" && value < 100.0 {
        return None;
    }
    let (_, code) = MONEY.iter().find(|(written, _)| *written == word)?;
    told(code, end)
}

/// "18 years old", "59-year-old".
fn age(text: &str, word: &str, start: usize) -> Option<(String, usize)> {
    let end = start + word.len();
    let rest = text.get(end..).unwrap_or("");
    let old =
        matches!(word, "years" | "year") && (rest.starts_with(" old") || rest.starts_with("-old"));
    if old {
        let extra = if rest[4..].starts_with('s') { 5 } else { 4 };
        return Some(("years".to_owned(), end + extra));
    }
    let joined = word.strip_suffix("-old").or_else(|| word.strip_suffix("-olds"))?;
    let unit = joined.trim_end_matches('s');
    matches!(unit, "year" | "month" | "week" | "day").then(|| (format!("{unit}s"), end))
}

/// The head of the noun phrase behind a number.
fn counted(text: &str, start: usize, value: f64, hyphen: bool) -> Option<(String, usize)> {
    let mut at = start;
    let mut singular = None;
    for step in 0..5 {
        let (word, from) = first_word(text.get(at..)?);
        if word.is_empty() || from > 1 || (step > 0 && from == 0) {
            break;
        }
        let end = at + from + word.len();
        if step == 0
            && matches!(word, "of" | "more" | "other" | "additional" | "further" | "new" | "such")
        {
            at = end;
            continue;
        }
        if is_closed(word) {
            break;
        }
        if is_plural(word) || (step == 0 && is_victim(word)) {
            // "North Korean troops": a plural that another plural follows is part of a name.
            return Some((word.to_ascii_lowercase(), end));
        }
        if step == 0 && ((value - 1.0).abs() < 1e-9 || hyphen) {
            singular = Some((word.to_ascii_lowercase(), end));
            if hyphen {
                break;
            }
        }
        at = end;
    }
    singular.filter(|(word, _)| word.len() > 2 && !is_time_word(word))
}

/// True when a plural noun follows after a blank.
pub(super) fn plural_behind(text: &str, at: usize) -> bool {
    let (word, from) = first_word(text.get(at..).unwrap_or(""));
    from == 1 && is_plural(word) && !is_closed(word)
}

fn is_victim(word: &str) -> bool {
    matches!(
        word,
        "dead"
            | "killed"
            | "wounded"
            | "injured"
            | "missing"
            | "hurt"
            | "arrested"
            | "detained"
            | "deaths"
            | "homeless"
            | "displaced"
            | "infected"
    )
}

fn is_time_word(word: &str) -> bool {
    matches!(
        word,
        "day"
            | "week"
            | "month"
            | "year"
            | "hour"
            | "minute"
            | "second"
            | "time"
            | "another"
            | "thing"
            | "night"
            | "morning"
            | "decade"
            | "century"
            | "quarter"
            | "side"
            | "way"
            | "point"
    )
}

fn is_plural(word: &str) -> bool {
    const ODD: &[&str] = &[
        "people",
        "men",
        "women",
        "children",
        "police",
        "personnel",
        "staff",
        "cattle",
        "aircraft",
        "sheep",
        "fish",
        "servicemen",
        "policemen",
        "civilians",
        "infantry",
        "spacecraft",
        "schoolchildren",
    ];
    let plural = word.len() > 3
        && word.ends_with('s')
        && !["ss", "us", "is", "'s"].iter().any(|end| word.ends_with(end))
        && word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-');
    ODD.contains(&word) || plural
}

/// Words that end a noun phrase.
fn is_closed(word: &str) -> bool {
    const CLOSED: &[&str] = &[
        "a",
        "about",
        "after",
        "against",
        "ago",
        "all",
        "also",
        "although",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "before",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "during",
        "earlier",
        "each",
        "every",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "his",
        "if",
        "in",
        "including",
        "into",
        "is",
        "it",
        "its",
        "last",
        "later",
        "less",
        "may",
        "might",
        "minus",
        "more",
        "next",
        "nor",
        "not",
        "of",
        "off",
        "on",
        "or",
        "out",
        "over",
        "per",
        "plus",
        "said",
        "says",
        "she",
        "should",
        "since",
        "so",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "times",
        "to",
        "under",
        "until",
        "up",
        "versus",
        "via",
        "vs",
        "was",
        "were",
        "when",
        "where",
        "which",
        "while",
        "who",
        "will",
        "with",
        "within",
        "without",
        "would",
        "years",
        "yet",
    ];
    CLOSED.binary_search(&word).is_ok()
}

/// The first word of `tail` after at most one blank or line break, and where it begins; empty when
/// something else stands there.
pub(super) fn first_word(tail: &str) -> (&str, usize) {
    let from = usize::from(tail.starts_with([' ', '\n']));
    let from = if tail.starts_with('\u{a0}') { 2 } else { from };
    let rest = tail.get(from..).unwrap_or("");
    let end = rest
        .bytes()
        .take(40)
        .position(|b| !(b.is_ascii_alphanumeric() || b == b'-' || b == b'\''))
        .unwrap_or_else(|| rest.len().min(40));
    let word = rest.get(..end).unwrap_or("");
    if word.starts_with(|c: char| c.is_ascii_alphabetic()) { (word, from) } else { ("", from) }
}

/// The words at the end of `head`, last first, a short way back.
pub(super) fn last_words(head: &str) -> impl Iterator<Item = &str> {
    let mut from = head.len().saturating_sub(48);
    while !head.is_char_boundary(from) {
        from += 1;
    }
    let window = head.get(from..).unwrap_or("");
    window.rsplit([' ', '\n', '\u{a0}', '(', '"', '\u{201c}']).filter(|w| !w.is_empty()).take(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_words_are_sorted() {
        let words = ["a", "ago", "years", "with", "people"];
        assert_eq!(words.map(is_closed), [true, true, true, true, false]);
    }
}
