//! The noun phrase beside a cue that names who speaks.

use super::Page;
use crate::lexicon::WordClass as C;
use crate::words::{Gap, Shape, Word};
use std::ops::Range;

/// A source is not longer than this many words.
const WORDS_MAX: usize = 16;
/// An apposition between commas is not longer than this.
const APART_MAX: usize = 36;

/// A source and how well it fits one.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// Its words, with an apposition.
    pub words: Range<usize>,
    /// Points for the cue's score: a name or pronoun speaks, "the road" hardly does.
    pub points: i32,
}

/// The source that ends before the cue at `cue`; also tells where the verb group begins.
pub(super) fn left(page: &Page, sentence: &Range<usize>, cue: usize) -> Option<(Source, usize)> {
    let group = verb_group(page, sentence, cue);
    if group == sentence.start {
        return None;
    }
    let head_end = match page.words[group].gap {
        Gap::Space | Gap::Glued | Gap::Hyphen | Gap::Stop => group,
        Gap::Comma => apposition(page, sentence, group, Gap::Comma)?,
        Gap::Bracket => apposition(page, sentence, group, Gap::Bracket)?,
        Gap::Quote => group, // `the paper "Haaretz" reported`
        Gap::Break => apposition(page, sentence, group, Gap::Break)?,
    };
    let last = &page.words[head_end - 1];
    if last.class.any(C::PREPOSITION.and(C::CONJUNCTION)) && last.shape == Shape::Lower {
        return None; // "over fears that": a noun
    }
    if head_end < group && last.class.any(C::CALENDAR) {
        // "On Tuesday, the chief spokesperson, A. Name, said": the head stands behind the comma
        let points = fitness(&page.words[head_end..group])?;
        return Some((Source { words: head_end..group, points }, group));
    }
    let start = phrase_start(page, sentence, head_end);
    if start >= head_end {
        return None;
    }
    let (start, head_end) = antecedent(page, sentence, start, head_end);
    let points = fitness(&page.words[start..head_end])?;
    Some((Source { words: start..group, points }, group))
}

/// Where the auxiliaries and adverbs before the cue begin ("has repeatedly said"), with a day
/// between source and cue ("Smith on Tuesday said").
fn verb_group(page: &Page, sentence: &Range<usize>, cue: usize) -> usize {
    let mut at = cue;
    while at > sentence.start && cue - at < 8 {
        let prior = &page.words[at - 1];
        let joined = matches!(page.words[at].gap, Gap::Space | Gap::Glued);
        if !joined || prior.is_capital() && !prior.class.is(C::CALENDAR) {
            break;
        }
        let text = prior.of(page.text);
        let adverb = prior.class.any(C::ADVERB.and(C::NEGATION)) || text.ends_with("ly");
        if adverb || prior.class.is(C::AUXILIARY) {
            at -= 1;
        } else if prior.class.is(C::CALENDAR) && at - 1 > sentence.start {
            let before = &page.words[at - 2];
            at -= if before.class.is(C::PREPOSITION) || before.class.is(C::COMMON) { 2 } else { 1 };
        } else {
            break;
        }
    }
    at.max(sentence.start)
}

/// The end of the phrase that an insertion between marks of one kind ends before `end`:
/// "Smith, the head of …, said".
fn apposition(page: &Page, sentence: &Range<usize>, end: usize, mark: Gap) -> Option<usize> {
    let reach = end.saturating_sub(APART_MAX).max(sentence.start);
    let mut opens = (reach + 1..end).rev().find(|&n| page.words[n].gap == mark)?;
    if mark == Gap::Comma {
        opens = first_comma(page, opens, reach);
    }
    let first = &page.words[opens];
    let tells =
        first.class.any(C::DETERMINER.and(C::ROLE).and(C::PRONOUN).and(C::TITLE).and(C::KIN))
            || first.shape == Shape::Number
            || first.is_capital()
            || parted_off(page, first)
            || page.words[opens..end].iter().any(|w| w.class.any(C::ROLE.and(C::SPEAKER)))
            || mark != Gap::Comma;
    tells.then_some(opens)
}

/// ", published in Nature,", ", based in Paris,".
fn parted_off(page: &Page, first: &Word) -> bool {
    let text = first.of(page.text);
    first.shape == Shape::Lower
        && (text.ends_with("ed") || matches!(text, "held" | "led" | "seen" | "known" | "written"))
}

/// ", director of …, and chairman of …,": the first of the commas whose parts are offices.
fn first_comma(page: &Page, opens: usize, reach: usize) -> usize {
    let mut first = opens;
    for n in (reach + 1..opens).rev() {
        let word = &page.words[n];
        if word.gap == Gap::Comma {
            let office = page.words[n..first].iter().take(4).any(|w| {
                w.class.any(C::ROLE.and(C::KIN).and(C::SPEAKER)) || w.shape == Shape::Number
            });
            if !office {
                return first;
            }
            first = n;
        } else if !word.is_joined() || is_verb(page, word, true) {
            return first;
        }
    }
    first
}

/// Where the noun phrase that ends before `end` begins.
fn phrase_start(page: &Page, sentence: &Range<usize>, end: usize) -> usize {
    let words = page.words;
    let mut at = end;
    while at > sentence.start && end - at < WORDS_MAX {
        let word = &words[at - 1];
        let inside = at < end;
        if inside && !words[at].is_joined() && !quoted_name(words, at) {
            break;
        }
        if word.class.is(C::PRONOUN) && word.shape != Shape::Upper {
            return if inside { at } else { at - 1 };
        }
        if word.class.is(C::THAT) || is_verb(page, word, inside) {
            break;
        }
        if word.class.is(C::CONJUNCTION) && !joins_speakers(words, at - 1, sentence) {
            break;
        }
        if word.class.is(C::PREPOSITION) && !goes_on(page, at - 1, sentence) {
            break;
        }
        let stray = C::FUNCTION;
        let fits = C::DETERMINER.and(C::PREPOSITION).and(C::CONJUNCTION).and(C::LINK);
        if word.class.is(stray) && !word.class.any(fits) && word.shape == Shape::Lower {
            break;
        }
        at -= 1;
    }
    while at < end && words[at].class.any(C::CONJUNCTION.and(C::PREPOSITION)) {
        at += 1;
    }
    at
}

/// A name in quotation marks inside the phrase.
fn quoted_name(words: &[Word], at: usize) -> bool {
    words[at].gap == Gap::Bracket
}

/// A verb form that ends the phrase to its left; nouns of the same form do not.
fn is_verb(page: &Page, word: &Word, inside: bool) -> bool {
    let state = inside && word.of(page.text) == "state"; // "state media"
    if state || word.shape != Shape::Lower {
        return false;
    }
    let noun = word.class.any(C::SPEAKER.and(C::ROLE).and(C::CUE_NOUN));
    let verb = word.class.any(C::VERB.and(C::AUXILIARY)) || word.class.cue() >= 70;
    verb && (!noun || inside && word.class.cue() >= 90)
}

/// "and" between two speakers, not between two clauses.
fn joins_speakers(words: &[Word], and: usize, sentence: &Range<usize>) -> bool {
    if and <= sentence.start + 1 || words[and].gap != Gap::Space {
        return false;
    }
    let (before, after) = (&words[and - 1], &words[and + 1]);
    let speaks = |w: &Word| w.is_capital() || w.class.any(C::SPEAKER.and(C::ROLE).and(C::KIN));
    speaks(before) && (speaks(after) || after.class.is(C::DETERMINER))
}

/// A preposition inside a noun phrase: a noun stands before it.
fn goes_on(page: &Page, preposition: usize, sentence: &Range<usize>) -> bool {
    let words = page.words;
    if preposition <= sentence.start || !words[preposition].is_joined() {
        return false;
    }
    let before = &words[preposition - 1];
    !before.class.any(C::FUNCTION.and(C::AUXILIARY))
        && !is_verb(page, before, true)
        && before.shape != Shape::Number
        && !before.class.is(C::CALENDAR)
}

/// "Smith, who has said": the source is Smith.
fn antecedent(page: &Page, sentence: &Range<usize>, start: usize, end: usize) -> (usize, usize) {
    let word = &page.words[start];
    let relative = end - start == 1
        && matches!(word.of(page.text), "who" | "which" | "that")
        && start > sentence.start;
    if !relative {
        return (start, end);
    }
    let from = phrase_start(page, sentence, start);
    if from < start { (from, end) } else { (start, end) }
}

/// Points for a phrase as a source, or `None` when nothing that speaks is in it.
fn fitness(words: &[Word]) -> Option<i32> {
    let last = words.last()?;
    if words.len() == 1 && last.class.is(C::PRONOUN) {
        return Some(10);
    }
    if words.iter().all(|w| w.class.is(C::FUNCTION) && !w.class.is(C::PRONOUN)) {
        let pronoun = words.len() == 1 && last.class.any(C::DETERMINER);
        return pronoun.then_some(-10);
    }
    let name = words.iter().any(|w| w.is_capital() && !w.class.is(C::FUNCTION) && !w.first);
    let speaker =
        words.iter().any(|w| w.class.any(C::SPEAKER.and(C::ROLE).and(C::KIN).and(C::TITLE)));
    Some(match (name, speaker) {
        (_, true) => 10,
        (true, false) => 10,
        (false, false)
            if words[0].is_capital() && words[0].first && !words[0].class.is(C::FUNCTION) =>
        {
            8
        }
        (false, false) => -8,
    })
}

/// The source that begins right after the cue ("…," said Smith, the head of …).
pub(super) fn right(page: &Page, sentence: &Range<usize>, after: usize) -> Option<Source> {
    let first = page.word(sentence, after)?;
    if first.gap != Gap::Space {
        return None;
    }
    let opens = first.is_capital()
        || first.class.any(C::DETERMINER.and(C::ROLE).and(C::SPEAKER).and(C::KIN).and(C::TITLE))
        || first.class.is(C::PRONOUN);
    if !opens || first.class.any(C::THAT.and(C::AUXILIARY)) {
        return None;
    }
    let counted = first.of(page.text) == "one" && one_of_them(page, sentence, after);
    if first.class.is(C::PRONOUN) && first.shape == Shape::Lower && !counted {
        let subject = matches!(first.of(page.text), "he" | "she" | "they" | "we" | "one");
        return subject.then_some(Source { words: after..after + 1, points: 10 });
    }
    let end = phrase_end(page, sentence, after);
    let points = fitness(&page.words[after..end])?;
    let end = with_apposition(page, sentence, end);
    Some(Source { words: after..end, points })
}

/// "one official": the first word of a longer phrase.
fn one_of_them(page: &Page, sentence: &Range<usize>, one: usize) -> bool {
    page.word(sentence, one + 1).is_some_and(|w| w.gap == Gap::Space && !w.class.is(C::FUNCTION))
}

/// Where the noun phrase that begins at `from` ends.
pub(super) fn phrase_end(page: &Page, sentence: &Range<usize>, from: usize) -> usize {
    let words = page.words;
    let mut at = from + 1;
    while at < sentence.end && at - from < WORDS_MAX {
        let word = &words[at];
        if !word.is_joined() || word.class.any(C::THAT.and(C::PRONOUN).and(C::AUXILIARY)) {
            break;
        }
        if is_verb(page, word, true) || word.class.is(C::CALENDAR) {
            break;
        }
        let before = &words[at - 1];
        let office = before.class.any(C::ROLE.and(C::SPEAKER).and(C::ORG_TAIL).and(C::ORG_HEAD));
        let of = matches!(word.of(page.text), "of" | "for" | "at" | "with" | "from" | "and" | "&");
        if word.class.any(C::PREPOSITION.and(C::CONJUNCTION)) && word.shape == Shape::Lower {
            let linked = of && (office || word.of(page.text) == "of")
                || word.of(page.text) == "and" && joins_speakers(words, at, sentence);
            if !linked {
                break;
            }
        } else if word.class.is(C::FUNCTION) && !word.class.any(C::DETERMINER.and(C::LINK)) {
            break;
        }
        at += 1;
    }
    while at > from + 1 && words[at - 1].class.any(C::PREPOSITION.and(C::CONJUNCTION)) {
        at -= 1;
    }
    at
}

/// Takes in ", the head of the agency" and ", 34" behind a source.
fn with_apposition(page: &Page, sentence: &Range<usize>, end: usize) -> usize {
    let Some(first) = page.word(sentence, end).filter(|w| w.gap == Gap::Comma) else { return end };
    let office = |w: &Word| w.class.any(C::ROLE.and(C::TITLE).and(C::SPEAKER).and(C::KIN));
    let tells = first.class.any(C::DETERMINER.and(C::PRONOUN))
        || first.shape == Shape::Number
        || page.words[end..sentence.end.min(end + 5)].iter().any(office);
    if !tells || first.class.is(C::PRONOUN) && first.of(page.text) != "who" {
        return end;
    }
    let reach = sentence.end.min(end + APART_MAX);
    let close = (end + 1..reach).find(|&n| !page.words[n].is_joined());
    match close {
        Some(close) if page.words[close].gap != Gap::Quote => close,
        Some(close) => close,
        None if reach == sentence.end => sentence.end,
        None => end,
    }
}
