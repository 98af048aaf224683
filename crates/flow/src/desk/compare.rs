//! Two versions of a story told apart, sentence by sentence; and the class that follows from it.
//!
//! The classes are those of the Reuters handbook: a number, a quotation or a name changed is
//! *Corrected*, a slip of spelling or a weekday *Refiled*, unchanged *Repeated*. Only added sentences
//! are no correction at all but an update.

use std::collections::BTreeSet;

use wiredesk_model::{CorrectionClass, PublicationKind, Sentence, Story};

/// What became of a sentence between two versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pair {
    /// It says the same. `rebound` when it stands on other words now.
    Same {
        /// The words.
        text: String,
        /// It stands on other evidence.
        rebound: bool,
    },
    /// It was reworded.
    Changed {
        /// As it was.
        old: String,
        /// As it is.
        new: String,
    },
    /// It is new.
    Added(String),
    /// It is gone.
    Removed(String),
}

/// What the desk proposes to send a newer version as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// `Updated` or one of the corrections.
    pub kind: PublicationKind,
    /// Why, in words.
    pub why: String,
    /// True when readers have these words already.
    pub unchanged: bool,
}

/// The two versions in reading order, headlines first.
#[must_use]
pub fn pairs(old: &Story, new: &Story) -> Vec<Pair> {
    let mut out = vec![one(&old.headline, &new.headline)];
    let a: Vec<&Sentence> = old.sentences().skip(1).collect();
    let b: Vec<&Sentence> = new.sentences().skip(1).collect();
    let (mut i, mut j) = (0, 0);
    for (next_a, next_b) in common(&a, &b).into_iter().chain([(a.len(), b.len())]) {
        gap(&a[i..next_a], &b[j..next_b], &mut out);
        if let (Some(x), Some(y)) = (a.get(next_a), b.get(next_b)) {
            out.push(one(x, y));
        }
        (i, j) = (next_a + 1, next_b + 1);
    }
    out
}

/// The class of putting right that the differences ask for.
#[must_use]
pub fn propose(live: &Story, new: &Story) -> Proposal {
    let differences: Vec<Pair> =
        pairs(live, new).into_iter().filter(|p| !matches!(p, Pair::Same { .. })).collect();
    let say = |kind, why: &str, unchanged| Proposal { kind, why: why.to_owned(), unchanged };
    let corrected = PublicationKind::Corrected(CorrectionClass::Corrected);
    let refiled = PublicationKind::Corrected(CorrectionClass::Refiled);
    if differences.is_empty() && live.image != new.image {
        return say(PublicationKind::Updated, "the picture is another one, no word differs", false);
    }
    if differences.is_empty() {
        let repeated = PublicationKind::Corrected(CorrectionClass::Repeated);
        return say(repeated, "no word differs from what readers have", true);
    }
    if differences.iter().all(|p| matches!(p, Pair::Added(_))) {
        return say(PublicationKind::Updated, "sentences were added, none was changed", false);
    }
    let worst = differences.iter().filter_map(weight).max_by_key(|(heavy, _)| *heavy);
    match worst {
        Some((false, why)) => say(refiled, why, false),
        Some((true, why)) => say(corrected, why, false),
        None => say(corrected, "words were changed", false),
    }
}

/// Whether a difference changes the meaning, and why one would say so.
fn weight(pair: &Pair) -> Option<(bool, &'static str)> {
    match pair {
        Pair::Same { .. } | Pair::Added(_) => None,
        Pair::Removed(_) => Some((true, "a sentence that readers have was taken out")),
        Pair::Changed { old, new } => Some(weigh(old, new)),
    }
}

fn weigh(old: &str, new: &str) -> (bool, &'static str) {
    if numbers(old) != numbers(new) {
        return (true, "a number was changed");
    }
    if quotes(old) != quotes(new) {
        return (true, "quoted words were changed");
    }
    let (a, b) = (words(old), words(new));
    let gone: Vec<&&str> = a.iter().filter(|w| !b.contains(*w)).collect();
    let come: Vec<&&str> = b.iter().filter(|w| !a.contains(*w)).collect();
    let slip = |w: &&&str| come.iter().any(|x| is_slip(w, x));
    if gone.len() == come.len() && gone.iter().all(slip) {
        return (false, "only a slip of spelling or a weekday was changed");
    }
    let capital = |w: &&&str| w.chars().next().is_some_and(char::is_uppercase);
    if gone.iter().any(&capital) || come.iter().any(capital) {
        return (true, "a name was changed");
    }
    (true, "the wording was changed")
}

const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const NUMBER_WORDS: [&str; 26] = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "dozen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "hundred",
    "hundreds",
    "thousand",
    "thousands",
    "million",
    "millions",
    "billion",
    "billions",
];

/// One written for the other by mistake: a weekday for a weekday, or at most two letters differ in
/// a word of five or more.
fn is_slip(a: &str, b: &str) -> bool {
    if WEEKDAYS.contains(&a) && WEEKDAYS.contains(&b) {
        return true;
    }
    a.chars().count().max(b.chars().count()) >= 5 && distance(a, b) <= 2
}

/// Letters to change, put in or take out (Levenshtein), for words of at most 40 letters.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().take(40).collect();
    let b: Vec<char> = b.chars().take(40).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = i;
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let swap = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = swap.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace()
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|w| !w.is_empty())
        .collect()
}

/// Figures and number words, in order.
fn numbers(text: &str) -> Vec<String> {
    let is_number = |w: &&str| {
        w.chars().any(|c| c.is_ascii_digit()) || NUMBER_WORDS.contains(&w.to_lowercase().as_str())
    };
    words(text).into_iter().filter(is_number).map(str::to_lowercase).collect()
}

/// What stands between quotation marks.
fn quotes(text: &str) -> BTreeSet<&str> {
    let mut out = BTreeSet::new();
    let mut open = None;
    for (at, c) in text.char_indices() {
        match (c, open) {
            ('“' | '"', None) => open = Some(at + c.len_utf8()),
            ('”' | '"', Some(from)) => {
                out.insert(&text[from..at]);
                open = None;
            }
            _ => {}
        }
    }
    out
}

fn one(old: &Sentence, new: &Sentence) -> Pair {
    match old.text() == new.text() {
        true => Pair::Same { text: new.text().to_owned(), rebound: old.grounds() != new.grounds() },
        false => Pair::Changed { old: old.text().to_owned(), new: new.text().to_owned() },
    }
}

/// Sentences between two common ones: matched in order as long as both sides have one.
fn gap(old: &[&Sentence], new: &[&Sentence], out: &mut Vec<Pair>) {
    let both = old.len().min(new.len());
    out.extend(old[..both].iter().zip(&new[..both]).map(|(a, b)| one(a, b)));
    out.extend(old[both..].iter().map(|s| Pair::Removed(s.text().to_owned())));
    out.extend(new[both..].iter().map(|s| Pair::Added(s.text().to_owned())));
}

/// Places of the longest run of sentences, in order, that both have (at most 200 by 200 of them).
fn common(a: &[&Sentence], b: &[&Sentence]) -> Vec<(usize, usize)> {
    let (rows, columns) = (a.len(), b.len());
    let mut best = vec![vec![0u32; columns + 1]; rows + 1];
    for i in (0..rows).rev() {
        for j in (0..columns).rev() {
            best[i][j] = match a[i].text() == b[j].text() {
                true => best[i + 1][j + 1] + 1,
                false => best[i + 1][j].max(best[i][j + 1]),
            };
        }
    }
    let mut out = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < rows && j < columns {
        if a[i].text() == b[j].text() {
            out.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[i + 1][j] >= best[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn story(headline: &str, lede: &[&str]) -> Story {
        Story {
            headline: Sentence::unsupported(headline),
            lede: lede.iter().map(|s| Sentence::unsupported(*s)).collect(),
            sections: Vec::new(),
            image: None,
            see_also: Vec::new(),
            channels: Vec::new(),
            tags: Vec::new(),
            tickers: Vec::new(),
            storyline: None,
            as_of: None,
            byline: wiredesk_model::Byline::default(),
        }
    }

    #[test]
    fn sentences_are_paired() {
        let old = story("H", &["a", "b", "c"]);
        let new = story("H2", &["a", "x", "c", "d"]);
        let same = |t: &str| Pair::Same { text: t.into(), rebound: false };
        let changed = |o: &str, n: &str| Pair::Changed { old: o.into(), new: n.into() };
        assert_eq!(
            pairs(&old, &new),
            [changed("H", "H2"), same("a"), changed("b", "x"), same("c"), Pair::Added("d".into())]
        );
        assert_eq!(
            pairs(&new, &story("H2", &["c"])),
            [
                same("H2"),
                Pair::Removed("a".into()),
                Pair::Removed("x".into()),
                same("c"),
                Pair::Removed("d".into()),
            ]
        );
    }

    #[test]
    fn the_class_follows_from_the_difference() {
        use CorrectionClass::{Corrected, Refiled, Repeated};
        use PublicationKind::Corrected as Class;
        let check = |old: &[&str], new: &[&str], expected: PublicationKind| {
            let proposal = propose(&story("H", old), &story("H", new));
            assert_eq!(proposal.kind, expected, "{old:?} {new:?}: {}", proposal.why);
        };
        check(&["They met."], &["They met."], Class(Repeated));
        check(&["They met."], &["They met.", "He left."], PublicationKind::Updated);
        check(&["They met."], &["They met on Monday, 3 of them."], Class(Corrected));
        check(&["It sent 40 shells."], &["It sent 400 shells."], Class(Corrected));
        check(&["It sent two ships."], &["It sent six ships."], Class(Corrected));
        check(&["“We won,” she said."], &["“We lost,” she said."], Class(Corrected));
        check(&["It met on Monday."], &["It met on Tuesday."], Class(Refiled));
        check(&["Kyrilo Budanov spoke."], &["Kyrylo Budanov spoke."], Class(Refiled));
        check(&["Smith spoke."], &["Jones spoke."], Class(Corrected));
        check(&["It may rise."], &["It will rise."], Class(Corrected));
        check(&["a b", "They met."], &["They met."], Class(Corrected));
    }
}
