//! A cause that no source states.
//!
//! A cause in the evidence carries the sentence's own only when it stands in one sentence with
//! what the sentence joins: "because" somewhere in a report excuses nothing.

use crate::check::notes::Notes;
use crate::shelf::{Filed, is_content};
use crate::words::tag::{CAUSE, NAME};
use crate::words::{Word, lexicon};
use std::ops::Range;
use wiredesk_model::FindingClass;

/// Words that say a cause by themselves.
const ALONE: &str = " because caused causes causing prompted prompting prompts triggered \
    triggering triggers sparked sparking fuelled fueled fuelling fueling spurred spurring \
    resulted consequently therefore hence facilitated enabled enabling provoked provoking \
    stemmed stems attributed blamed thereby ";

/// Words that say a cause before "to".
const BEFORE_TO: &str = " due owing thanks led leads leading contributed contributing ";

/// Words that say a cause before "by".
const BEFORE_BY: &str = " driven helped boosted buoyed lifted hurt hit dented dragged weighed aided \
    caused prompted triggered sparked fuelled fueled spurred ";

/// Of the words on both sides of a cause so many in a hundred stand in a sentence that states it.
const STATED_PERCENT: usize = 40;

/// Finds causes in the sentence that the evidence does not state.
pub fn apply(notes: &mut Notes<'_, '_>) {
    let compare = notes.compare;
    let said: Vec<Range<usize>> = causes(compare.words, &|i| compare.said(i..i + 1)).collect();
    for range in said {
        if kept(notes, &range) || stated(notes, &range) {
            continue;
        }
        let reason = format!(
            "The sentence states a cause (*{}*); no source in its evidence does.",
            compare.said(range.clone())
        );
        notes.add(FindingClass::Cause, range, notes.bound, 0..0, reason);
    }
}

/// The cause's own words stand on words of the evidence that state one.
fn kept(notes: &Notes<'_, '_>, said: &Range<usize>) -> bool {
    let ground = &notes.compare.ground;
    let mut to = said.clone().filter_map(|i| notes.compare.to[i]);
    to.any(|j| ground.words[j].is(CAUSE) && !ground.words[j].is(NAME))
}

/// A sentence of the evidence states a cause between the same things. Of evidence that was looked
/// for, and not bound, all sentences of its reports count.
fn stated(notes: &Notes<'_, '_>, said: &Range<usize>) -> bool {
    let words = notes.compare.words;
    let sides = [&words[..said.start], &words[said.end..]].map(content);
    notes.compare.ground.reports().into_iter().any(|filed| {
        let cut = filed.cut();
        cut.sentences.iter().zip(&cut.ranges).any(|(span, range)| {
            let mut pieces = notes.compare.ground.pieces.iter();
            let bound =
                pieces.any(|p| p.filed.report.id == filed.report.id && p.span.overlaps(*span));
            (bound || !notes.bound) && joins(filed, &cut.words[range.clone()], &sides)
        })
    })
}

/// The sentence `told` states a cause, and has words of both sides.
fn joins(filed: &Filed<'_>, told: &[Word], sides: &[Vec<&Word>; 2]) -> bool {
    let text =
        |i: usize| told.get(i).and_then(|w: &Word| w.span.of(&filed.report.text)).unwrap_or("");
    let by = |i: usize| {
        BEFORE_BY.contains(&format!(" {} ", text(i).to_lowercase())) && text(i + 1) == "by"
    };
    if causes(told, &text).next().is_none() && !(0..told.len()).any(by) {
        return false;
    }
    let held = |side: &Vec<&Word>| side.iter().filter(|w| told.iter().any(|t| alike(w, t))).count();
    let [a, b] = sides;
    let (held_a, held_b) = (held(a), held(b));
    let both = (held_a > 0 || a.is_empty()) && (held_b > 0 || b.is_empty());
    both && (held_a + held_b) * 100 >= STATED_PERCENT * (a.len() + b.len())
}

fn alike(a: &Word, b: &Word) -> bool {
    a.stem == b.stem || a.root != 0 && a.root == b.root || lexicon::synonyms(a.key, b.key)
}

fn content(words: &[Word]) -> Vec<&Word> {
    words.iter().filter(|w| is_content(w) && !w.is(CAUSE)).collect()
}

fn causes<'a>(
    words: &'a [Word],
    text: &'a dyn Fn(usize) -> &'a str,
) -> impl Iterator<Item = Range<usize>> + 'a {
    let len = words.len();
    (0..len).filter(|i| words[*i].is(CAUSE) && !words[*i].is(NAME)).filter_map(move |i| {
        let word = format!(" {} ", text(i).to_lowercase());
        let next = if i + 1 < len { text(i + 1) } else { "" };
        let before = if i > 0 { text(i - 1) } else { "" };
        match word.trim() {
            _ if ALONE.contains(&word) => Some(i..i + 1),
            _ if BEFORE_TO.contains(&word) && next == "to" && text(i + 2) != "be" => Some(i..i + 2),
            "result" if next == "of" => Some(i..i + 2),
            "result" | "consequence" if matches!(before, "a" | "direct") => {
                Some(i.saturating_sub(2)..i + 1)
            }
            "results" | "resulting" if matches!(next, "in" | "from") => Some(i..i + 2),
            "driven" if next == "by" => Some(i..i + 2),
            "reason" if next == "for" || next == "why" => Some(i..i + 2),
            _ => None,
        }
    })
}
