//! A claim passed on as a fact: the evidence says who says so, the sentence does not.

use crate::check::align::{Compare, Gap};
use crate::check::notes::Notes;
use crate::words::Word;
use crate::words::tag::{AUXILIARY, CUE, FUNCTION, NAME, PRONOUN, SIDE};
use wiredesk_model::FindingClass;

/// After the verb of saying, so many words may follow in an attribution that ends a sentence.
const TAIL_WORDS: usize = 9;

/// Looks for a verb of saying that the sentence dropped.
pub fn apply(notes: &mut Notes<'_, '_>) {
    let compare = notes.compare;
    let own = |i: usize| compare.is_new(i) && !notes.settled[i] && is_cue(&compare.words[i]);
    if notes.credited || (0..compare.words.len()).any(own) {
        return; // it says so in other words
    }
    let kept: Vec<usize> = (0..compare.words.len())
        .filter(|i| is_cue(&compare.words[*i]))
        .filter_map(|i| compare.to[i])
        .map(|j| compare.ground.piece_of[j])
        .collect();
    let clearly: Vec<usize> = (0..compare.words.len())
        .filter(|i| says_clearly(compare, *i))
        .filter_map(|i| compare.to[i])
        .map(|j| compare.ground.piece_of[j])
        .collect();
    for gap in &compare.gaps {
        let cue = gap.told.clone().find(|j| {
            // attributed by another piece of the evidence, or still to its speaker
            let other = !kept.is_empty() && !kept.contains(&compare.ground.piece_of[*j]);
            let outer = other || !clearly.is_empty() && passes_on(compare, *j);
            let own = notes.bound || mostly_on(compare, compare.ground.piece_of[*j]);
            own && !outer && is_cue(&compare.ground.words[*j]) && keeps_content(compare, gap, *j)
        });
        if let Some(j) = cue {
            let whole = source_range(compare, gap, j);
            let words = compare.ground.text(whole.start, whole.end);
            let reason = format!(
                "The report gives this as somebody's words (*{words}*), the sentence as a fact."
            );
            notes.add_whole(FindingClass::Attribution, whole, reason);
            return;
        }
    }
}

/// Nearly all content words of the sentence stand on this one piece of found evidence.
fn mostly_on(compare: &Compare<'_>, piece: usize) -> bool {
    let content = (0..compare.words.len()).filter(|i| !compare.words[*i].is(FUNCTION));
    let (all, on) = content.fold((0, 0), |(n, k), i| {
        let here = compare.to[i].is_some_and(|j| compare.ground.piece_of[j] == piece);
        (n + 1, k + usize::from(here))
    });
    on * 10 >= all * 7
}

/// "Reuters reported": who passed on what the sentence still gives to its speaker.
fn passes_on(compare: &Compare<'_>, cue: usize) -> bool {
    let verb = compare.ground.text(cue, cue + 1).to_ascii_lowercase();
    matches!(verb.as_str(), "reported" | "reports" | "report" | "according")
}

/// A verb that says and does nothing else: "adds 250 features" and "confirmed cases" say nothing.
fn says_clearly(compare: &Compare<'_>, i: usize) -> bool {
    const CLEARLY: [&str; 24] = [
        "said",
        "says",
        "say",
        "saying",
        "told",
        "tells",
        "claimed",
        "announced",
        "stated",
        "insisted",
        "insists",
        "argued",
        "argues",
        "warned",
        "warns",
        "admitted",
        "wrote",
        "tweeted",
        "alleged",
        "testified",
        "replied",
        "denied",
        "asserted",
        "vowed",
    ];
    let that = compare.said(i + 1..i + 2) == "that";
    let word = compare.said(i..i + 1);
    is_cue(&compare.words[i]) && (that || CLEARLY.iter().any(|c| c.eq_ignore_ascii_case(word)))
}

fn is_cue(word: &Word) -> bool {
    word.is(CUE) && !word.is(NAME)
}

/// What was said still stands in the sentence, without who said it.
fn keeps_content(compare: &Compare<'_>, gap: &Gap, cue: usize) -> bool {
    let (first, last) = (gap.told.start, gap.told.end);
    let told = &compare.ground.words;
    let beside =
        |j: Option<usize>| j.is_some_and(|j| compare.from.get(j).is_some_and(Option::is_some));
    let same = |j: usize| compare.ground.piece_of.get(j) == Some(&compare.ground.piece_of[first]);
    let left = first.checked_sub(1).filter(|j| same(*j));
    let right = Some(last).filter(|j| same(*j));
    let passive = cue > first && told[cue - 1].is(AUXILIARY) && infinitive(compare, cue);
    if passive {
        return false; // "is said to be" is a doubt
    }
    if according(compare, cue) {
        return (beside(left) || beside(right)) && !opens_clause(compare, first, cue);
    }
    let ends = last - cue <= TAIL_WORDS && tail_is_source(compare, cue, last);
    let content_before = beside(left) && ends && !opens_clause(compare, first, cue);
    let content_after = beside(right) && near_content(compare, cue, last);
    let starts = left.is_none() || clause_mark(compare, first);
    content_before || content_after && starts
}

fn according(compare: &Compare<'_>, cue: usize) -> bool {
    compare.ground.text(cue, cue + 1).eq_ignore_ascii_case("according")
}

fn infinitive(compare: &Compare<'_>, cue: usize) -> bool {
    compare.ground.text(cue + 1, cue + 2) == "to"
}

/// The dropped part is a side clause of its own ("who said he was ill").
fn opens_clause(compare: &Compare<'_>, first: usize, cue: usize) -> bool {
    let words = &compare.ground.words[first..cue];
    words.first().is_some_and(|w| w.is(SIDE) && compare.ground.text(first, first + 1) != "as")
}

/// After the cue only its subject, an object or a time: "said Mr Smith", "told reporters on Monday".
fn tail_is_source(compare: &Compare<'_>, cue: usize, last: usize) -> bool {
    let told = &compare.ground.words;
    let clause = (cue + 1..last).any(|j| {
        told[j].is(AUXILIARY) && !told[j].is(NAME) || compare.ground.text(j, j + 1) == "that"
    });
    !clause
}

/// Between the cue and the content only "that", an addressee or a time.
fn near_content(compare: &Compare<'_>, cue: usize, last: usize) -> bool {
    let told = &compare.ground.words;
    let verbs = (cue + 1..last).filter(|j| told[*j].is(AUXILIARY) && !told[*j].is(PRONOUN));
    last - cue <= 7 && verbs.count() == 0 || told[cue + 1..last].iter().all(|w| w.is(FUNCTION))
}

/// A comma or dash stands before the dropped words.
fn clause_mark(compare: &Compare<'_>, first: usize) -> bool {
    let piece = &compare.ground.pieces[compare.ground.piece_of[first]];
    let told = &compare.ground.words;
    let from = if first > 0 { told[first - 1].span.end } else { return true };
    let text = piece.filed.report.text.get(from..told[first].span.start).unwrap_or("");
    text.contains([',', ';', '—', '–', '-', '"', '“', '”', ':', '.'])
}

/// The attribution's words around the cue.
fn source_range(compare: &Compare<'_>, gap: &Gap, cue: usize) -> std::ops::Range<usize> {
    let _ = compare;
    gap.told.start.max(cue.saturating_sub(8))..gap.told.end.min(cue + 8)
}
