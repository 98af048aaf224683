//! What later words have replaced: a report by its correction or update, a line by the later report
//! of the same outlet that tells it otherwise, a claim by its own speaker who takes it back.

use super::disputes::{clash, counts_differ, same_matter};
use super::lines::{Line, stems};
use super::weigh::Vector;
use crate::shelf::{Filed, Shelf, is_content};
use crate::words::tag::{CUE, MONTH, NEGATION, WEEKDAY};
use crate::words::{Word, key_of, tokenize};
use wiredesk_model::Published;
use wiredesk_model::jiff::Timestamp;

/// So much of the shorter report's opening words both share when one corrects the other of the same
/// outlet,
const CORRECTED_SHARE: f64 = 0.35;
/// when it brings another of the same outlet up to date,
const UPDATED_SHARE: f64 = 0.5;
/// and when it corrects the words as another outlet printed them.
const REPRINTED_SHARE: f64 = 0.6;
/// Sentences that are compared.
const OPENING_SENTENCES: usize = 8;
/// A notice of a correction is no longer than this.
const NOTICE_BYTES_MAX: usize = 800;
/// What is denied stands within so many words of the "not".
const REACH_WORDS: usize = 8;
/// A title that shares this much with words taken back tells them.
const TELLS_SHARE: f64 = 0.6;

/// How a report says that it stands for an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It puts right what was wrong.
    Corrects,
    /// It tells more, or what is newer.
    Updates,
}

/// A title without "CORRECTED:" or "UPDATE 2-" at its front, and what these say.
#[must_use]
pub fn title_mark(title: &str) -> (Option<Mark>, &str) {
    let (mut mark, mut rest) = (None, title.trim());
    while let Some((found, after)) = front_mark(rest) {
        mark = Some(if mark == Some(Mark::Corrects) { Mark::Corrects } else { found });
        rest = after;
    }
    (mark, rest)
}

fn front_mark(title: &str) -> Option<(Mark, &str)> {
    let end = title.find(|c: char| !c.is_alphabetic())?;
    let mark = match title[..end].to_lowercase().as_str() {
        "corrected" | "correction" | "corrects" | "refile" | "refiled" => Mark::Corrects,
        "update" | "updated" | "wrapup" => Mark::Updates,
        _ => return None,
    };
    let rest = title[end..].trim_start();
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
    let rest = rest.strip_prefix([':', '-', '–', '—'])?.trim_start();
    (!rest.is_empty()).then_some((mark, rest))
}

/// Where "(Corrects number of boats to 20 …)" at the front of `text` ends, and what it says.
#[must_use]
pub fn leading_notice(text: &str) -> Option<(Mark, usize)> {
    let open = text.len() - text.trim_start().len();
    let inner = text[open..].strip_prefix(['(', '['])?;
    let word = inner.split(|c: char| !c.is_alphabetic()).next()?.to_lowercase();
    let mark = match word.as_str() {
        "corrects" | "corrected" | "correcting" | "correction" | "refiles" | "refiled"
        | "clarifies" | "removes" => Mark::Corrects,
        "adds" | "updates" | "updated" | "recasts" | "rewrites" => Mark::Updates,
        _ => return None,
    };
    let mut depth = 0usize;
    for (at, c) in text.char_indices().take_while(|(at, _)| *at < NOTICE_BYTES_MAX) {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' if depth == 1 => {
                let rest = &text[at + 1..];
                return Some((mark, text.len() - rest.trim_start().len()));
            }
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// A sentence about the report itself: what was corrected in it, or that it was.
#[must_use]
pub fn is_notice(sentence: &str) -> bool {
    let lower = sentence.trim_start_matches(['(', '[', '*']).to_lowercase();
    let opens = ["corrects ", "correction:", "corrections:", "clarification:", "correction —"];
    let own = ["story", "article", "report", "item", "version", "dispatch", "headline"];
    let did = [
        "corrects",
        "has been corrected",
        "was corrected",
        "is corrected",
        "has been amended",
        "was amended",
        "has been updated",
        "was updated",
        "has been refiled",
        "was refiled",
        "is refiled",
        "has been clarified",
        "removes",
    ];
    let earlier = ["earlier version of", "previous version of", "earlier headline"];
    opens.iter().any(|o| lower.starts_with(o))
        || own.iter().any(|o| {
            earlier.iter().any(|e| lower.contains(&format!("{e} this {o}")))
                || did.iter().any(|d| {
                    let rest = lower.strip_prefix("this ").and_then(|r| r.strip_prefix(o));
                    rest.is_some_and(|r| r.trim_start().starts_with(d))
                })
        })
}

/// Reports that a later one stands for.
#[must_use]
pub fn replaced_reports(shelf: &Shelf<'_>) -> Vec<bool> {
    let all = shelf.all();
    let marks: Vec<Option<Mark>> = all.iter().map(mark).collect();
    let mut replaced = vec![false; all.len()];
    if marks.iter().all(Option::is_none) {
        return replaced;
    }
    let opening: Vec<Vec<u64>> = all.iter().map(opening).collect();
    for (b, mark) in marks.iter().enumerate() {
        let Some(mark) = mark else { continue };
        for a in (0..all.len()).filter(|a| *a != b) {
            let least = match (same_outlet(&all[a], &all[b]), mark) {
                (true, Mark::Corrects) => CORRECTED_SHARE,
                (true, Mark::Updates) => UPDATED_SHARE,
                (false, Mark::Corrects) => REPRINTED_SHARE,
                (false, Mark::Updates) => continue,
            };
            let before = match (when(&all[a]), when(&all[b])) {
                (Some(x), Some(y)) if x != y => x < y,
                _ => marks[a].is_none() || marks[b] == marks[a] && a < b,
            };
            replaced[a] |= before && share(&opening[a], &opening[b]) >= least;
        }
    }
    replaced
}

fn mark(filed: &Filed<'_>) -> Option<Mark> {
    let text = &filed.report.text;
    let titled = filed.report.title.as_deref().and_then(|t| title_mark(t).0);
    let noticed = leading_notice(text).map(|(mark, _)| mark);
    let says = || filed.cut().sentences.iter().any(|s| s.of(text).is_some_and(is_notice));
    let marks = [titled, noticed];
    let corrects = marks.contains(&Some(Mark::Corrects)) || says();
    if corrects { Some(Mark::Corrects) } else { titled.or(noticed) }
}

fn opening(filed: &Filed<'_>) -> Vec<u64> {
    let cut = filed.cut();
    let last = OPENING_SENTENCES.min(cut.ranges.len());
    stems(&cut.words[..last.checked_sub(1).map_or(0, |n| cut.ranges[n].end)])
}

fn when(filed: &Filed<'_>) -> Option<Timestamp> {
    filed.report.published.as_ref().map(Published::order_key)
}

fn same_outlet(a: &Filed<'_>, b: &Filed<'_>) -> bool {
    match (a.report.source.as_deref(), b.report.source.as_deref()) {
        (Some(a), Some(b)) => !a.trim().is_empty() && a.trim().eq_ignore_ascii_case(b.trim()),
        _ => false,
    }
}

/// How much of the shorter list both share.
fn share(a: &[u64], b: &[u64]) -> f64 {
    let shared = a.iter().filter(|w| b.binary_search(w).is_ok()).count();
    shared as f64 / a.len().min(b.len()).max(1) as f64
}

/// Words that later ones have replaced, and until when they were told.
#[derive(Debug, Clone, PartialEq)]
pub struct Replaced {
    stems: Vec<u64>,
    until: Timestamp,
}

impl Replaced {
    /// A text of that moment says what was replaced later.
    #[must_use]
    pub fn told_in(&self, words: &[u64], at: Option<Timestamp>) -> bool {
        let own = words.iter().filter(|w| self.stems.binary_search(w).is_ok()).count();
        at.is_none_or(|at| at < self.until)
            && own as f64 >= TELLS_SHARE * words.len().min(self.stems.len()).max(1) as f64
    }
}

/// For each line what later words have put in its place, if any have.
#[must_use]
pub fn replaced_lines(lines: &[Line<'_>], vectors: &[Vector]) -> Vec<Option<Replaced>> {
    let speakers: Vec<Vec<u64>> = lines.iter().map(speaker).collect();
    let moments: Vec<Option<Timestamp>> = lines.iter().map(|l| when(l.filed)).collect();
    let taken: Vec<Option<usize>> = lines.iter().map(|l| taking_back(l.words)).collect();
    let by_later = |a: usize| {
        let later = (0..lines.len()).filter(|b| {
            let told_before =
                (lines[a].report, lines[a].number) < (lines[*b].report, lines[*b].number);
            match (moments[a], moments[*b]) {
                _ if lines[a].report == lines[*b].report => taken[*b].is_some() && told_before,
                (Some(x), Some(y)) => x < y,
                _ => false,
            }
        });
        let mut later = later.filter(|b| {
            let (one, other) = ((&lines[a], &vectors[a]), (&lines[*b], &vectors[*b]));
            let corrected = || {
                same_matter(one, other) && counts_differ(one.0, other.0) && !clash(one.0, other.0)
            };
            let own = !speakers[a].is_empty() && same_speaker(&speakers[a], &speakers[*b]);
            (same_outlet(one.0.filed, other.0.filed) || own)
                && lines[a].report != lines[*b].report
                && corrected()
                || own && negates(one.0, other.0, &speakers[a])
                || taken[*b].is_some_and(|at| takes_back(one.0, other.0, &speakers[a], at))
        });
        let until = moments[later.next()?].unwrap_or(Timestamp::MAX);
        Some(Replaced { stems: lines[a].stems.clone(), until })
    };
    (0..lines.len()).map(by_later).collect()
}

/// The stems of who says what a line tells, as written; none when nobody does.
fn speaker(line: &Line<'_>) -> Vec<u64> {
    let said = line
        .filed
        .reading
        .attributions
        .iter()
        .find(|a| !a.source.is_empty() && a.source.iter().all(|s| line.span.contains(*s)));
    let Some(said) = said else { return Vec::new() };
    let written = said.source.first().and_then(|s| s.of(&line.filed.report.text));
    let name = said.speaker_name.as_deref().or(written).unwrap_or_default();
    tokenize(name, 0).iter().filter(|w| is_content(w)).map(|w| w.stem).collect()
}

/// "Chen" and "Bo Chen", but not "the defence ministry" and "the health ministry".
fn same_speaker(a: &[u64], b: &[u64]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    !short.is_empty() && short.last() == long.last() && short.iter().all(|w| long.contains(w))
}

/// Where a line says that somebody takes words back.
fn taking_back(words: &[Word]) -> Option<usize> {
    const TAKES: [&str; 16] = [
        "denied",
        "denies",
        "retracted",
        "retracts",
        "retract",
        "withdrew",
        "withdraws",
        "withdrawn",
        "recanted",
        "recants",
        "backtracked",
        "disavowed",
        "disowned",
        "apologised",
        "apologized",
        "reversed",
    ];
    let is = |w: &Word, word: &str| w.key == key_of(word);
    let pair = |i: usize| {
        let back = words.get(i + 1).is_some_and(|w| is(w, "back"));
        back && ["took", "takes", "walked", "walks"].iter().any(|t| is(&words[i], t))
    };
    (0..words.len()).find(|i| TAKES.iter().any(|t| is(&words[*i], t)) || pair(*i))
}

/// What a line tells, without who says so and on which day.
fn matter<'w>(words: &'w [Word], speaker: &'w [u64]) -> impl Iterator<Item = u64> + 'w {
    let tells = |w: &&Word| is_content(w) && !w.is(CUE | WEEKDAY | MONTH);
    words.iter().filter(tells).map(|w| w.stem).filter(|s| !speaker.contains(s))
}

fn shares_matter(a: &Line<'_>, later: &[Word], speaker: &[u64]) -> bool {
    let mut own: Vec<u64> = matter(a.words, speaker).collect();
    own.sort_unstable();
    own.dedup();
    let mut told: Vec<u64> =
        matter(later, speaker).filter(|w| own.binary_search(w).is_ok()).collect();
    told.sort_unstable();
    told.dedup();
    told.len() >= 2 && told.len() * 4 >= own.len()
}

/// The same speaker says later that it is not so.
fn negates(a: &Line<'_>, later: &Line<'_>, speaker: &[u64]) -> bool {
    if a.words.iter().any(|w| w.is(NEGATION)) || !shares_matter(a, later.words, speaker) {
        return false;
    }
    // "No ally helps more" takes nothing back: what is denied is a deed, by "not" or "never".
    let compares = ["no", "none", "nobody", "nothing", "nor"].map(key_of);
    let denies = |w: &Word| w.is(NEGATION) && !compares.contains(&w.key);
    let not = later.words.iter().position(denies);
    not.is_some_and(|at| {
        let end = (at + 1 + REACH_WORDS).min(later.words.len());
        matter(&later.words[at + 1..end], speaker).any(|w| a.stems.binary_search(&w).is_ok())
    })
}

/// Who said it is told to have taken it back.
fn takes_back(a: &Line<'_>, later: &Line<'_>, speaker: &[u64], at: usize) -> bool {
    let named = |s: &u64| later.words[..at].iter().any(|w| w.stem == *s);
    let denied = a.words.iter().any(|w| w.is(NEGATION)) || taking_back(a.words).is_some();
    speaker.last().is_some_and(named) && !denied && shares_matter(a, &later.words[at..], speaker)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_at_the_front_of_titles_are_read_and_cut() {
        let check = |title: &str, mark: Option<Mark>, rest: &str| {
            assert_eq!(title_mark(title), (mark, rest), "{title}");
        };
        check("CORRECTED: Two hurt in Lund", Some(Mark::Corrects), "Two hurt in Lund");
        check("REFILE-UPDATE 2-Lund mill burns", Some(Mark::Corrects), "Lund mill burns");
        check("UPDATE 3-Lund mill burns", Some(Mark::Updates), "Lund mill burns");
        check("Correction: Lund mill", Some(Mark::Corrects), "Lund mill");
        check("Correction officers strike in Lund", None, "Correction officers strike in Lund");
        check("Update on the mill: it burns", None, "Update on the mill: it burns");
        check("", None, "");
    }

    #[test]
    fn a_notice_at_the_front_ends_where_its_bracket_closes() {
        let check = |text: &str, rest: Option<&str>| {
            assert_eq!(leading_notice(text).map(|(_, end)| &text[end..]), rest, "{text}");
        };
        check("(Corrects age (in lead) to 50) A man fell.", Some("A man fell."));
        check("[Refiles to fix typo]\n\nA man fell.", Some("A man fell."));
        check("(Reuters) - A man fell.", None);
        check("(Corrects age to 50. A man fell.", None);
    }

    #[test]
    fn words_about_the_report_itself_are_told_from_news() {
        let check = |text: &str, notice: bool| assert_eq!(is_notice(text), notice, "{text}");
        check("An earlier version of this article misspelled the mayor's name.", true);
        check("This story has been corrected to say that the mill burned on Friday.", true);
        check("Correction: The mill has 40 rooms, not 14.", true);
        check("(This version corrects the day in the second paragraph.)", true);
        check("This report was published by the ministry of health in May.", false);
        check("The board corrected its report on the mill after a complaint.", false);
        check("The correction of the river cost 4 million crowns in all.", false);
    }
}
