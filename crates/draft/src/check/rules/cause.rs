//! A cause that no source states.

use crate::check::notes::Notes;
use crate::words::Word;
use crate::words::tag::{CAUSE, NAME};
use std::ops::Range;
use wiredesk_model::FindingClass;

/// Words that say a cause by themselves.
const ALONE: &str = " because caused causes causing prompted prompting prompts triggered \
    triggering triggers sparked sparking fuelled fueled fuelling fueling spurred spurring \
    resulted consequently therefore hence facilitated enabled enabling provoked provoking \
    stemmed stems attributed blamed thereby ";

/// Words that say a cause before "to".
const BEFORE_TO: &str = " due owing thanks led leads leading contributed contributing ";

/// Finds causes in the sentence that the evidence does not state.
pub fn apply(notes: &mut Notes<'_, '_>) {
    let compare = notes.compare;
    let told = compare.ground.words.len();
    if causes(&compare.ground.words, &|j| compare.ground.text(j, j + 1), told).next().is_some() {
        return;
    }
    let said: Vec<Range<usize>> =
        causes(compare.words, &|i| compare.said(i..i + 1), compare.words.len()).collect();
    for range in said {
        let reason = format!(
            "The sentence states a cause (*{}*); no source in its evidence does.",
            compare.said(range.clone())
        );
        notes.add(FindingClass::Cause, range, notes.bound, 0..0, reason);
    }
}

fn causes<'a>(
    words: &'a [Word],
    text: &'a dyn Fn(usize) -> &'a str,
    len: usize,
) -> impl Iterator<Item = Range<usize>> + 'a {
    (0..len).filter(|i| words[*i].is(CAUSE) && !words[*i].is(NAME)).filter_map(move |i| {
        let word = format!(" {} ", text(i).to_lowercase());
        let next = if i + 1 < len { text(i + 1) } else { "" };
        let before = if i > 0 { text(i - 1) } else { "" };
        match word.trim() {
            _ if ALONE.contains(&word) => Some(i..i + 1),
            _ if BEFORE_TO.contains(&word) && next == "to" => Some(i..i + 2),
            "result" if next == "of" => Some(i..i + 2),
            "result" | "consequence" if matches!(before, "a" | "direct") => {
                Some(i.saturating_sub(2)..i + 1)
            }
            "results" | "resulting" if matches!(next, "in" | "from") => Some(i..i + 2),
            "driven" if next == "by" => Some(i..i + 2),
            "reason" if next == "for" || next == "why" => Some(i..i + 2),
            "forced" | "forcing" => None,
            _ => None,
        }
    })
}
