//! Titles as candidates for the headline, and headlines cut from a sentence.

use super::cover::Worth;
use super::lines::{Line, stems};
use super::versions::title_mark;
use super::weigh::Weights;
use crate::shelf::Shelf;
use crate::words::tag::FUNCTION;
use crate::words::{key_of, tokenize};
use std::collections::BTreeSet;

/// A title that could be the headline.
#[derive(Debug, Clone, PartialEq)]
pub struct Title {
    /// In sentence case, without the outlet's name.
    pub text: String,
    /// Its report's number on the shelf.
    pub report: usize,
    /// How near it is to what all titles and reports say.
    pub central: f64,
}

/// The titles of reports, the most central first.
#[must_use]
pub fn titles(shelf: &Shelf<'_>, reports: &[usize], worth: &Worth, chars: usize) -> Vec<Title> {
    let plain: Vec<(usize, String)> = reports
        .iter()
        .filter_map(|r| {
            let report = shelf.all()[*r].report;
            let title = report.title.as_deref()?;
            Some((*r, without_outlet(title, report.source.as_deref())))
        })
        .filter(|(_, t)| t.split_whitespace().count() >= 4)
        .collect();
    let mut out: Vec<Title> = Vec::new();
    for (report, title) in &plain {
        let central = worth.density(title);
        let asks = if title.ends_with('?') || title.contains(" | ") { 0.5 } else { 1.0 };
        let fits = if title.chars().count() <= chars { 1.0 } else { 0.6 };
        let text = sentence_case(title, shelf, reports);
        out.push(Title { text, report: *report, central: central * asks * fits });
    }
    out.sort_by(|a, b| b.central.total_cmp(&a.central).then(a.report.cmp(&b.report)));
    out
}

fn without_outlet(title: &str, outlet: Option<&str>) -> String {
    let mut title = title.trim();
    for bar in [" | ", " - ", " – ", " — "] {
        if let Some((head, tail)) = title.rsplit_once(bar) {
            let known = outlet.is_some_and(|o| o.eq_ignore_ascii_case(tail.trim()));
            if head.split_whitespace().count() >= 4
                && (known || tail.split_whitespace().count() <= 3)
            {
                title = head.trim();
            }
        }
    }
    title = title_mark(title).1;
    for lead in ["BREAKING: ", "Breaking: ", "WATCH: ", "Exclusive: ", "EXCLUSIVE: "] {
        title = title.strip_prefix(lead).unwrap_or(title);
    }
    without_stop(title).to_owned()
}

/// A headline has no full stop, but an abbreviation at its end keeps its own.
#[must_use]
pub fn without_stop(title: &str) -> &str {
    let Some(bare) = title.trim_end().strip_suffix('.') else { return title };
    let last = bare.rsplit(' ').next().unwrap_or(bare);
    let short = last.chars().count() < 5 && last.starts_with(char::is_uppercase);
    if bare.ends_with('.') || last.contains('.') || short { title } else { bare }
}

/// A Title Written Like This with small letters where the reports write them small.
fn sentence_case(title: &str, shelf: &Shelf<'_>, reports: &[usize]) -> String {
    let words: Vec<&str> = title.split(' ').collect();
    let capital = |w: &&str| w.chars().next().is_some_and(char::is_uppercase);
    let long = words.iter().filter(|w| w.chars().count() > 3);
    let (all, big) = long.fold((0, 0), |(n, c), w| (n + 1, c + usize::from(capital(w))));
    if all < 3 || big * 10 < all * 8 {
        return title.to_owned();
    }
    let small = small_words(shelf, reports);
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    for (i, word) in words.iter().enumerate() {
        let bare: String =
            word.chars().filter(|c| c.is_alphanumeric() || "'’-".contains(*c)).collect();
        let lower = bare.to_lowercase();
        let acronym = bare.chars().filter(|c| c.is_uppercase()).count() > 1;
        let after_colon = i > 0 && words[i - 1].ends_with([':', '?', '!']);
        let common = small.contains(lower.as_str())
            || tokenize(&lower, 0).first().is_some_and(|w| w.is(FUNCTION));
        if i > 0 && !acronym && common && !after_colon {
            out.push(word.to_lowercase());
        } else {
            out.push((*word).to_owned());
        }
    }
    out.join(" ")
}

/// Words that the reports write small.
fn small_words<'a>(shelf: &'a Shelf<'_>, reports: &[usize]) -> BTreeSet<&'a str> {
    let mut out = BTreeSet::new();
    for r in reports {
        let text = &shelf.all()[*r].report.text;
        for word in text.split(|c: char| !(c.is_alphanumeric() || "'’-".contains(c))) {
            if word.chars().next().is_some_and(char::is_lowercase) {
                out.insert(word);
            }
        }
    }
    out
}

/// Verbs of the past that do not end in "ed" and often open a second half: "fell and left…".
const DID: [&str; 14] = [
    "cut", "set", "put", "said", "told", "took", "made", "won", "fell", "rose", "kept", "held",
    "left", "gave",
];

/// Shorter forms of a sentence, the longest first: cut where a side clause or a circumstance
/// begins, without the full stop.
#[must_use]
pub fn shortened(text: &str, chars: usize) -> Vec<String> {
    const CUTS: &[&str] = &[
        ", who ",
        ", which ",
        ", where ",
        ", as ",
        ", after ",
        ", while ",
        ", with ",
        ", in ",
        ", but ",
        ", and ",
        ", amid ",
        ", following ",
        ", when ",
        ", including ",
        ", before ",
        ", according ",
        " because ",
        " before ",
        " after ",
        " amid ",
        " following ",
        " in its ",
        " in their ",
        " against ",
        " in a ",
        " at a ",
        " on the ",
        " at the ",
        " in the ",
        " while ",
        " when ",
        " during ",
        " ahead of ",
        "; ",
        " — ",
        " – ",
    ];
    let whole = text.trim().trim_end_matches('.');
    let mut ends: Vec<usize> = vec![whole.len()];
    for cut in CUTS {
        ends.extend(whole.match_indices(cut).map(|(at, _)| at));
    }
    let second_verb = |at: usize| {
        let next = whole[at + 5..].split_whitespace().next().unwrap_or("");
        next.ends_with("ed") || DID.contains(&next)
    };
    ends.extend(whole.match_indices(" and ").map(|(at, _)| at).filter(|at| second_verb(*at)));
    ends.sort_unstable();
    ends.dedup();
    let fits = |s: &&str| s.chars().count() <= chars && s.split_whitespace().count() >= 5;
    ends.iter()
        .rev()
        .map(|e| whole[..*e].trim_end_matches([',', ' ']))
        .filter(fits)
        .map(str::to_owned)
        .collect()
}

/// How near a line is to a title.
#[must_use]
pub fn carriers<'l, 'a>(
    title: &str,
    lines: &'l [Line<'a>],
    weights: &Weights,
) -> Vec<&'l Line<'a>> {
    let mut left = stems(&tokenize(title, 0));
    let mut out: Vec<&Line<'_>> = Vec::new();
    while out.len() < 4 && !left.is_empty() {
        let gain = |l: &Line<'_>| -> f64 {
            let sum: f64 = left
                .iter()
                .filter(|w| l.stems.binary_search(w).is_ok())
                .map(|w| weights.of(*w).max(0.05))
                .sum();
            sum * (1.0 + 0.2 / (1.0 + l.place as f64))
        };
        let best = lines
            .iter()
            .max_by(|a, b| gain(a).total_cmp(&gain(b)).then(b.span.start.cmp(&a.span.start)));
        let Some(best) = best.filter(|b| gain(b) > 0.0) else { break };
        left.retain(|w| best.stems.binary_search(w).is_err());
        out.push(best);
    }
    out
}

/// The key of a word, for tests of whole words.
#[must_use]
pub fn has_word(text: &str, word: &str) -> bool {
    tokenize(text, 0).iter().any(|w| w.key == key_of(word))
}

#[cfg(test)]
mod tests {
    use super::without_stop;

    #[test]
    fn a_full_stop_goes_and_that_of_an_abbreviation_stays() {
        let check = |title: &str, want: &str| assert_eq!(without_stop(title), want);
        check("Lund mill burns to the ground.", "Lund mill burns to the ground");
        check("Lund mill bought by Aalto Inc.", "Lund mill bought by Aalto Inc.");
        check("Envoys leave for the U.S.", "Envoys leave for the U.S.");
        check("What happened next...", "What happened next...");
    }
}
