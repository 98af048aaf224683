//! Who passed a statement on: outlets that report it, papers and letters it is from, and whom the
//! speaker told.

use super::{Draft, Page, speakers};
use crate::lexicon::CueClass;
use std::ops::Range;
use wiredesk_model::{Attribution, ChainLink, DateType, Mention, Span};

/// A date stands at most so many words behind who passes on and the cue.
const AHEAD: usize = 4;
/// A date that leads the sentence stands at most so many words before.
const BEHIND: usize = 3;

/// Adds the links of every attribution, nearest to the reader last.
pub(super) fn link(page: &Page, drafts: &[Draft], out: &mut [Attribution]) {
    let links: Vec<Option<ChainLink>> = drafts.iter().map(|draft| passes_on(page, draft)).collect();
    for (n, draft) in drafts.iter().enumerate() {
        let all = told_to(page, draft).into_iter().chain(links[n].clone());
        for link in all.chain(around(page, drafts, &links, n)) {
            if out[n].chain.iter().all(|known| known.name != link.name) {
                out[n].chain.push(link);
            }
        }
    }
}

/// The links of the attributions whose content holds this one whole.
fn around(page: &Page, drafts: &[Draft], links: &[Option<ChainLink>], n: usize) -> Vec<ChainLink> {
    let Some(cue) = drafts[n].cue.first().map(|cue| page.span(cue)) else { return Vec::new() };
    let from = n.saturating_sub(6);
    let to = (n + 7).min(drafts.len());
    let mut holding: Vec<usize> = (from..to)
        .filter(|&m| m != n && links[m].is_some())
        .filter(|&m| drafts[m].content.iter().any(|s| s.contains(cue)))
        .collect();
    holding.sort_by_key(|&m| drafts[m].content.iter().map(|s| s.len()).sum::<usize>());
    holding.into_iter().filter_map(|m| links[m].clone()).collect()
}

/// An outlet as the source, or a report, letter or statement of somebody.
fn passes_on(page: &Page, draft: &Draft) -> Option<ChainLink> {
    if draft.source.is_empty() {
        return None;
    }
    let source = page.span(&draft.source);
    let outlet = outlet_in(page, source);
    let paper = page.words[draft.source.clone()].iter().any(|w| {
        matches!(
            w.of(page.text),
            "report" | "study" | "survey" | "memo" | "letter" | "document" | "paper" | "assessment"
        )
    });
    let press = page.words[draft.source.clone()].iter().any(|w| {
        matches!(w.of(page.text), "media" | "newspaper" | "newspapers" | "agencies" | "broadcaster")
    });
    let mention = match (outlet, paper) {
        (Some(outlet), _) => Some(outlet),
        (None, true) => speakers::mentions(page, source).first(),
        (None, false) if press => None, // "state media": whose they are is not told
        (None, false) => return None,
    };
    let name = match mention {
        Some(mention) => mention.name.clone(),
        None => source.of(page.text)?.to_owned(),
    };
    let cue = draft.cue.first()?;
    let near = draft.source.start.min(cue.start)..draft.source.end.max(cue.end);
    let date = date_near(page, &near);
    let span = page.span(&near);
    let end = date.as_ref().map_or(span.end, |(_, end)| span.end.max(*end));
    Some(ChainLink {
        entity: mention.and_then(|m| m.id.clone()),
        name,
        date: date.map(|(value, _)| value),
        span: Span::new(span.start, end),
    })
}

/// "told Reuters", "said in an interview with CNN".
fn told_to(page: &Page, draft: &Draft) -> Option<ChainLink> {
    let cue = draft.cue.first()?;
    let word = &page.words[cue.start];
    let tells = word.class.cue_class() == CueClass::Tell;
    let start = word.end as usize;
    let sentence = page.found.sentences.get(word.sentence as usize)?;
    let limit = page
        .words
        .get(cue.end + if tells { 6 } else { 10 })
        .map_or(sentence.end, |w| w.start as usize);
    let window = Span::new(start, limit.min(sentence.end));
    let free = draft.content.iter().filter(|s| s.start >= start).map(|s| s.start).min();
    let window = Span::new(window.start, free.unwrap_or(window.end).min(window.end));
    let outlet = outlet_in(page, window)?;
    let words = page.words[cue.end..].iter().take_while(|w| (w.start as usize) < outlet.span.start);
    let between = words.clone().count();
    let with =
        words.into_iter().any(|w| matches!(w.of(page.text), "with" | "by" | "to" | "on" | "for"));
    if !(tells && between <= 2 || with) {
        return None;
    }
    let near = cue.start..cue.end + between + 1;
    let date = date_near(page, &near);
    Some(ChainLink {
        entity: outlet.id.clone(),
        name: outlet.name.clone(),
        date: date.map(|(value, _)| value),
        span: page.span(&near).cover(outlet.span),
    })
}

fn outlet_in<'p>(page: &'p Page, span: Span) -> Option<&'p Mention> {
    speakers::mentions(page, span)
        .iter()
        .find(|m| m.id.as_ref().is_some_and(|id| page.lexicon.is_outlet(id.as_str())))
}

/// The date that stands beside a range of words ("reported on Sunday", "a report in May").
fn date_near(page: &Page, range: &Range<usize>) -> Option<(String, usize)> {
    let sentence = page.found.sentences.get(page.words[range.start].sentence as usize)?;
    let start = page.words[range.start].start as usize;
    let ahead = (range.end + AHEAD).min(page.words.len()) - 1;
    let behind = range.start.saturating_sub(BEHIND);
    let after = Span::new(start, (page.words[ahead].end as usize).min(sentence.end));
    let before = Span::new((page.words[behind].start as usize).max(sentence.start), start);
    let led = before.start == sentence.start; // "On Sunday, Reuters reported"
    date_in(page, after).or_else(|| led.then(|| date_in(page, before)).flatten())
}

/// The first calendar date in `window`, as its value and where it ends.
fn date_in(page: &Page, window: Span) -> Option<(String, usize)> {
    let dates = &page.found.dates;
    dates[dates.partition_point(|d| d.span.start < window.start)..]
        .iter()
        .take_while(|d| d.span.start < window.end)
        .find(|d| d.kind == DateType::Date && !d.value.ends_with("_REF"))
        .map(|d| (d.value.clone(), d.span.end))
}
