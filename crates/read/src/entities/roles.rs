//! The office that stands beside a person's name, as written.

use super::Name;
use crate::lexicon::WordClass as C;
use crate::words::{Gap, Shape, Word};
use wiredesk_model::Span;

/// An office is not looked for farther from the name than this many words.
const REACH: usize = 14;

/// "Ukraine's military intelligence chief" before the name, or "the head of …" behind it.
pub(super) fn beside(text: &str, words: &[Word], name: &Name) -> Option<String> {
    let span = match name.titled {
        Some(title) => before(words, title),
        None => after(words, name.to),
    }?;
    span.of(text).map(str::to_owned)
}

/// From the first word of the phrase that ends in the office at `title`.
fn before(words: &[Word], title: usize) -> Option<Span> {
    let mut from = title;
    while from > 0 && title - from < REACH && !words[from].first {
        let prior = &words[from - 1];
        let joined = matches!(words[from].gap, Gap::Space | Gap::Hyphen | Gap::Glued);
        let verb = prior.class.any(C::VERB.and(C::AUXILIARY)) && prior.shape == Shape::Lower;
        let named = prior.is_capital() || prior.shape == Shape::Clitic;
        let barred = prior.class.any(C::FUNCTION) && !named || verb || prior.class.cue() >= 60;
        if !joined || barred || prior.class.is(C::FUNCTION) && prior.first {
            break;
        }
        from -= 1;
    }
    let only_title = from == title && !words[title].class.is(C::ROLE);
    (!only_title).then(|| Span::new(words[from].start as usize, words[title].end as usize))
}

/// The phrase between commas behind a name, when an office is its head.
fn after(words: &[Word], from: usize) -> Option<Span> {
    let first = words.get(from).filter(|w| !w.first && w.gap == Gap::Comma)?;
    let mut end = from;
    let mut office = false;
    for (n, word) in words[from..].iter().take(REACH).enumerate() {
        if n > 0 && (word.first || !word.is_joined()) {
            break;
        }
        if word.class.any(C::VERB.and(C::AUXILIARY).and(C::PRONOUN)) && word.shape == Shape::Lower {
            if !office {
                return None;
            }
            break;
        }
        office |= n < 5 && word.class.any(C::ROLE.and(C::TITLE)) && word.shape == Shape::Lower;
        end = from + n + 1;
    }
    let start = if first.class.is(C::DETERMINER) { from + 1 } else { from };
    (office && start < end)
        .then(|| Span::new(words[start].start as usize, words[end - 1].end as usize))
}
