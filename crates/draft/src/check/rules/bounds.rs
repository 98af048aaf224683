//! Small words that bound what is said: "as much as", "since", "unlikely", and "will" before what has
//! been.

use crate::check::notes::Notes;
use crate::words::quantity::{quantities, same};
use crate::words::tag::{CURRENCY, FUNCTION, MONTH, NAME, NEGATION, NUMBER, PAST, WEEKDAY};
use wiredesk_model::FindingClass;

/// Phrases of three words and of two that make a figure the most there can be.
const MOST: [&str; 4] = ["as much as", "as many as", "as high as", "a maximum of"];
const UP_TO: &str = "up to";

/// Looks at what bounds each figure, date and verb.
pub fn apply(notes: &mut Notes<'_, '_>) {
    if !notes.bound {
        return; // found evidence bounds it in words of its own
    }
    most(notes);
    since(notes);
    yet_to_come(notes);
    unlikely(notes);
    from_to(notes);
}

/// "to hold from buy" became "to buy from hold".
fn from_to(notes: &mut Notes<'_, '_>) {
    let compare = notes.compare;
    let ground = compare.ground;
    for i in 0..compare.words.len().saturating_sub(3) {
        let (to, from) = (compare.said(i..i + 1), compare.said(i + 2..i + 3));
        if !matches!((to, from), ("to", "from") | ("from", "to")) {
            continue;
        }
        let (a, b) = (compare.words[i + 1].key, compare.words[i + 3].key);
        let turned = (0..ground.words.len().saturating_sub(3)).find(|j| {
            let same = ground.text(*j, j + 1) == to && ground.text(j + 2, j + 3) == from;
            same && ground.words[j + 1].key == b && ground.words[j + 3].key == a
        });
        let number = compare.words[i + 1].is(NUMBER) || compare.words[i + 3].is(NUMBER);
        if let (Some(j), false, false) = (turned, number, a == b) {
            let reason = notes.clash(i..i + 4, j..j + 4);
            notes.add(FindingClass::Direction, i..i + 4, true, j..j + 4, reason);
        }
    }
}

/// "fell as much as 9%" became "fell 9%".
fn most(notes: &mut Notes<'_, '_>) {
    let compare = notes.compare;
    let ground = compare.ground;
    let bounded = |at: usize, words: &[crate::words::Word], text: &dyn Fn(usize, usize) -> bool| {
        let at = at - usize::from(at > 0 && words[at - 1].is(CURRENCY));
        at >= 2 && text(at - 2, at) || at >= 3 && text(at - 3, at)
    };
    let is =
        |t: &str| t.eq_ignore_ascii_case(UP_TO) || MOST.iter().any(|m| t.eq_ignore_ascii_case(m));
    let told = quantities(&ground.words);
    let in_told = |a: usize, b: usize| is(ground.text(a, b));
    for q in quantities(compare.words) {
        let theirs: Vec<_> = told.iter().filter(|t| same(t.value, q.value)).collect();
        let all = theirs.iter().all(|t| bounded(t.start, &ground.words, &in_told));
        let own = bounded(q.start, compare.words, &|a, b| is(compare.said(a..b)));
        let most = (q.start.saturating_sub(3)..q.start)
            .any(|i| matches!(compare.said(i..i + 1), "most" | "maximum" | "to"));
        let Some(first) = theirs.first().filter(|_| all && !own && !most) else { continue };
        let range = first.start.saturating_sub(3)..first.end;
        let reason = notes.clash(q.start..q.end, range.clone());
        notes.add(FindingClass::Hedge, q.start..q.end, false, range, reason);
    }
}

/// "since January" became "in January".
fn since(notes: &mut Notes<'_, '_>) {
    let compare = notes.compare;
    let ground = compare.ground;
    for i in 1..compare.words.len() {
        let Some(j) = compare.to[i].filter(|j| *j > 0) else { continue };
        let year = compare.words[i].is(NUMBER) && compare.words[i].span.len() == 4;
        let span = matches!(ground.text(j - 1, j), "since" | "until" | "before" | "after");
        let point = matches!(compare.said(i - 1..i), "in" | "on");
        if (year || compare.words[i].is(MONTH | WEEKDAY)) && span && point {
            let reason = notes.clash(i - 1..i + 1, j - 1..j + 1);
            notes.add(FindingClass::Date, i - 1..i + 1, false, j - 1..j + 1, reason);
        }
    }
}

/// "resigned" became "will resign".
fn yet_to_come(notes: &mut Notes<'_, '_>) {
    let compare = notes.compare;
    for i in 0..compare.words.len().saturating_sub(1) {
        let will = matches!(compare.said(i..i + 1), "will" | "shall") && compare.is_new(i);
        let Some(j) = compare.to[i + 1].filter(|j| will && *j > 0) else { continue };
        let told = &compare.ground.words;
        let plain = told[j].is(PAST) && !told[j].is(FUNCTION | NAME);
        if plain && !told[j - 1].is(FUNCTION | NEGATION) {
            let reason = notes.clash(i..i + 2, j..j + 1);
            notes.add(FindingClass::Status, i..i + 2, false, j..j + 1, reason);
        }
    }
}

/// "is unlikely to win" became "would not win".
fn unlikely(notes: &mut Notes<'_, '_>) {
    let compare = notes.compare;
    for gap in &compare.gaps {
        let ground = compare.ground;
        let told =
            gap.told.clone().find(|j| ground.text(*j, *j + 1).eq_ignore_ascii_case("unlikely"));
        let not = gap.said.clone().find(|i| compare.words[*i].is(NEGATION));
        if let (Some(j), Some(i)) = (told, not) {
            let reason = notes.clash(i..i + 1, j..j + 1);
            notes.add(FindingClass::Hedge, i..i + 1, false, j..j + 1, reason);
        }
    }
}
