//! Headlines cut into words and signs.
//!
//! What the words mean is told by [`super::vocabulary`] (verbs and ratings) and [`super::figures`]
//! (prices, targets, tickers).

/// A word or sign of a headline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word<'t> {
    pub text: &'t str,
    /// Bytes in the sentence.
    pub start: usize,
    pub end: usize,
}

impl Word<'_> {
    pub fn is(&self, any: &[&str]) -> bool {
        any.iter().any(|w| self.text.eq_ignore_ascii_case(w))
    }

    /// Like [`Self::is`], the words parted by blanks.
    pub fn among(&self, any: &str) -> bool {
        any.split_ascii_whitespace().any(|w| self.text.eq_ignore_ascii_case(w))
    }

    pub fn is_sign(&self) -> bool {
        !self.text.starts_with(|c: char| c.is_alphanumeric() || "$€£¥₹@#&".contains(c))
    }

    /// Begins like a name: with a capital, a digit, or a small letter before a capital ("eBay").
    pub fn is_name(&self) -> bool {
        let mut chars = self.text.chars();
        let first = chars.next().unwrap_or(' ');
        first.is_uppercase()
            || (first.is_ascii_digit() && self.text.contains(|c: char| c.is_alphabetic()))
            || (first.is_lowercase() && chars.next().is_some_and(char::is_uppercase))
    }
}

/// Words of one sentence or headline, at most [`WORDS_MAX`].
pub(super) fn words(sentence: &str) -> Vec<Word<'_>> {
    let mut out = Vec::new();
    let mut at = slug(sentence);
    for piece in sentence[at..].split_inclusive(char::is_whitespace) {
        let trimmed = piece.trim_end();
        if !trimmed.is_empty() {
            cut(trimmed, at, &mut out);
        }
        at += piece.len();
        if out.len() > WORDS_MAX {
            break;
        }
    }
    out
}

/// Bytes of what wires put before a headline: "BRIEF-", "UPDATE 1-".
fn slug(sentence: &str) -> usize {
    let slug = |(head, _): &(&str, &str)| {
        !head.is_empty()
            && head.len() <= 12
            && head.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == ' ')
            && ["BRIEF", "UPDATE", "RPT", "REFILE", "CORRECTED"].iter().any(|s| head.starts_with(s))
    };
    sentence.split_once('-').filter(slug).map_or(0, |(head, _)| head.len() + 1)
}

/// No rating is told in more words; what lies behind is not looked at.
const WORDS_MAX: usize = 160;

/// Signs around a word become words of their own; full stops of abbreviations stay.
fn cut<'t>(piece: &'t str, at: usize, out: &mut Vec<Word<'t>>) {
    let mut push = |from: usize, to: usize| {
        if from < to {
            out.push(Word { text: &piece[from..to], start: at + from, end: at + to });
        }
    };
    let open = |c: char| matches!(c, '(' | '[' | '"' | '\u{201c}' | '\u{2018}' | '\'');
    let close = |c: char| {
        matches!(
            c,
            ')' | ']'
                | '"'
                | '\''
                | '\u{2019}'
                | '\u{201d}'
                | ','
                | ';'
                | ':'
                | '!'
                | '?'
                | '*'
                | '\u{2026}'
        )
    };
    let mut from = 0;
    while let Some(c) = piece[from..].chars().next().filter(|&c| open(c)) {
        push(from, from + c.len_utf8());
        from += c.len_utf8();
    }
    let mut to = piece.len();
    let mut tail = Vec::new();
    while let Some(c) = piece[from..to].chars().next_back() {
        let stop = c == '.' && !is_abbreviation(&piece[from..to]);
        if !(close(c) || stop) {
            break;
        }
        to -= c.len_utf8();
        tail.push((to, to + c.len_utf8()));
    }
    let body = &piece[from..to];
    let own = ["'s", "\u{2019}s", "'S"].iter().find(|s| body.ends_with(*s) && body.len() > s.len());
    let split = own.map_or(to, |s| to - s.len());
    // "NYSE:AAPL" and "Upgrade:Apple" stand without blanks.
    match piece[from..split].find([':', ';']).filter(|&i| i > 0 && !body.starts_with("http")) {
        Some(i) if piece[from..split].starts_with(|c: char| c.is_alphabetic()) => {
            push(from, from + i);
            push(from + i, from + i + 1);
            push(from + i + 1, split);
        }
        _ => push(from, split),
    }
    push(split, to);
    for &(from, to) in tail.iter().rev() {
        push(from, to);
    }
}

fn is_abbreviation(word: &str) -> bool {
    let stem = word.trim_end_matches('.');
    let figures = stem.contains(|c: char| c.is_ascii_digit());
    let initials = !figures && (stem.len() <= 1 || stem.contains('.'));
    initials
        || matches!(
            stem,
            "Inc"
                | "Corp"
                | "Co"
                | "Cos"
                | "Ltd"
                | "Bros"
                | "St"
                | "Intl"
                | "Mr"
                | "Ms"
                | "vs"
                | "Rs"
                | "Grp"
                | "Hldgs"
                | "Jr"
                | "Bancorp"
                | "Dr"
        ) && stem.len() < word.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headlines_are_cut_into_words() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<&str> = words(text).iter().map(|w| w.text).collect();
            assert_eq!(found, expected);
        };
        check(
            "Abbott's PT (NYSE:ABT), $45.50.",
            &["Abbott", "'s", "PT", "(", "NYSE", ":", "ABT", ")", ",", "$45.50", "."],
        );
        check("Acme Inc. to Equal-Weight", &["Acme", "Inc.", "to", "Equal-Weight"]);
        check("\u{201c}é\u{201d}…", &["\u{201c}", "é", "\u{201d}", "…"]);
    }
}
