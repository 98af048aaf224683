//! What a text's opening says in which place: so that two texts of one wording that put another
//! figure, or other names, into the same place are told apart.
//!
//! A figure stands between the words before it and the word after it. Where two openings have the
//! same words around it and differ in the figure, they tell different news: another product in the
//! same form of notice, or the same ship with more missing. Names are damaged in copying more than
//! figures, so two must differ, and in their first letter. Next: `copies`.

use crate::words::{Word, lower_number, mixed, words};

/// A text's figures are compared in so many words from its front; later ones are details that an
/// update of the same text changes,
const OPENING_WORDS: usize = 40;
/// but a text of at most so many is compared whole.
const SHORT_WORDS: usize = 80;
/// So many names must differ.
const NAMES_DIFFER_MIN: usize = 2;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
const DAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const SPELT: [&str; 11] =
    ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// One place and what stands in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Frame {
    place: u32,
    filling: u32,
    /// Of a name its first letter, in small; nothing for a figure.
    letter: Option<char>,
}

/// The places of an opening: sorted, each once; none that is filled in two ways.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Frames(Box<[Frame]>);

impl Frames {
    /// Reads a title and the opening of a text.
    pub(crate) fn of(title: &str, text: &str) -> Self {
        let mut opening: Vec<Word<'_>> = words(text).take(SHORT_WORDS + 1).collect();
        if opening.len() > SHORT_WORDS {
            opening.truncate(OPENING_WORDS);
        }
        let title: Vec<Word<'_>> = words(title).take(OPENING_WORDS).collect();
        let mut frames = Vec::new();
        collect(&opening, &mut frames);
        collect(&title, &mut frames);
        frames.sort_unstable();
        frames.dedup();
        let of_place = |f: &Frame| frames.iter().filter(|o| o.place == f.place).count();
        let single: Vec<Frame> = frames.iter().filter(|f| of_place(f) == 1).copied().collect();
        Self(single.into())
    }

    /// The openings put other figures or names into the same places.
    pub(crate) fn differ(&self, other: &Self) -> bool {
        let (mut i, mut j, mut names) = (0, 0, 0);
        while let (Some(a), Some(b)) = (self.0.get(i), other.0.get(j)) {
            if a.place == b.place && a.filling != b.filling {
                match (a.letter, b.letter) {
                    (None, None) => return true,
                    (Some(x), Some(y)) => names += usize::from(x != y),
                    _ => {}
                }
            }
            i += usize::from(a.place <= b.place);
            j += usize::from(b.place <= a.place);
        }
        names >= NAMES_DIFFER_MIN
    }
}

fn collect(words: &[Word<'_>], out: &mut Vec<Frame>) {
    let number = |i: usize| words.get(i).map_or(0, |w| lower_number(w.text));
    let mut at = 0;
    while at < words.len() {
        let mut end = at + 1;
        if is_figure(words, at) {
            let filling = (figure(words[at].text) >> 32) as u32;
            let after = mixed(number(at.wrapping_sub(1)) ^ number(end).rotate_left(21) ^ 1);
            let before =
                mixed(number(at.wrapping_sub(2)) ^ number(at.wrapping_sub(1)).rotate_left(21) ^ 2);
            let whole = [(after, at > 0 && end < words.len()), (before, at > 1)];
            for (place, _) in whole.into_iter().filter(|(_, told)| *told) {
                out.push(Frame { place: (place >> 32) as u32, filling, letter: None });
            }
        } else if is_name(words[at]) {
            while words.get(end).is_some_and(|w| is_name(*w)) {
                end += 1;
            }
            let letter = words[at].text.chars().next().and_then(|c| c.to_lowercase().next());
            let filling = (at..end).fold(0, |h: u64, i| mixed(h.rotate_left(21) ^ number(i)));
            if at > 0 && end < words.len() {
                let place = mixed(number(at - 1) ^ number(end).rotate_left(21) ^ 3);
                let (place, filling) = ((place >> 32) as u32, (filling >> 32) as u32);
                out.push(Frame { place, filling, letter });
            }
        }
        at = end;
    }
}

/// A figure that counts something: no year, no day of a month.
fn is_figure(words: &[Word<'_>], at: usize) -> bool {
    let text = words[at].text;
    let year = text.len() == 4 && (text.starts_with("19") || text.starts_with("20"));
    let month = |i: usize| {
        words.get(i).is_some_and(|w| {
            let lower = w.text.to_lowercase();
            MONTHS.iter().any(|m| *m == lower || lower.len() >= 3 && m.starts_with(&lower))
        })
    };
    let dated = month(at.wrapping_sub(1)) || month(at + 1);
    let digits = text.starts_with(|c: char| c.is_ascii_digit()) && !year;
    (digits || spelt(text).is_some()) && !dated
}

fn spelt(word: &str) -> Option<usize> {
    SPELT.iter().position(|s| s.eq_ignore_ascii_case(word)).map(|n| n + 2)
}

/// "twelve" and "12" alike.
fn figure(word: &str) -> u64 {
    match spelt(word) {
        Some(n) => lower_number(&n.to_string()),
        None => lower_number(word),
    }
}

fn is_name(word: Word<'_>) -> bool {
    let upper = word.text.starts_with(char::is_uppercase) && !word.opens_sentence;
    let lower = word.text.to_lowercase();
    upper && !DAYS.contains(&lower.as_str()) && !MONTHS.contains(&lower.as_str())
}

#[cfg(test)]
mod tests {
    use super::Frames;

    #[test]
    fn openings_of_one_wording_differ_by_what_is_put_in() {
        let check = |a: &str, b: &str, differ: bool| {
            let (x, y) = (Frames::of("", a), Frames::of("", b));
            assert_eq!((x.differ(&y), y.differ(&x)), (differ, differ), "{a} / {b}");
        };
        let fire = "A fire in Lund left 14 people without homes on May 3, 2024.";
        check(fire, fire, false);
        check(fire, "A fire in Lund left 41 people without homes on May 3, 2024.", true);
        check(fire, "A fire in Lund left 14 people without homes on May 4, 2025.", false);
        check(fire, "In Lund a fire took the homes of 15 families on May 3, 2024.", false);
        check("It was said that two men fell.", "It was said that 2 men fell.", false);
        check("It was said that two men fell.", "It was said that three men fell.", true);
        let buys = "Yesterday Alpha Corp bought a mill from Beta Ltd for cash.";
        check(buys, "Yesterday Gamma Corp bought a mill from Delta Ltd for cash.", true);
        check(buys, "Yesterday Alhpa Corp bought a mill from Bteta Ltd for cash.", false);
        check("", "", false);
    }
}
