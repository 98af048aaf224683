//! Analysts' ratings told in headlines and text: "UBS upgrades Apple to Buy, raises PT to $250".
//!
//! One entry, [`find`]: the title and every sentence that speaks of ratings are cut into words and
//! read by [`clause`]. Firms come from a closed list ([`firms`]), as do the words that rate
//! ([`vocabulary`]). Ratings of debt, round-ups ("top upgrades") and companies that maintain, target or
//! raise something else are left alone.

mod clause;
mod company;
mod figures;
mod firms;
mod grades;
mod vocabulary;
mod who;
mod words;

use crate::Lexicon;
use clause::Draft;
use wiredesk_model::{EntityType, Rating, Reading, Report, Span};

/// The ratings that a report tells, those of its text in order, then those only its title tells.
/// `found` holds its sentences; `lexicon` gives companies their tickers.
#[must_use]
pub fn find(report: &Report, found: &Reading, lexicon: &Lexicon) -> Vec<Rating> {
    let text = report.text.as_str();
    let mut out = Vec::new();
    let headline = [Span::new(0, text.len())];
    for &sentence in if is_headline(text) { &headline[..] } else { &found.sentences } {
        let Some(words) = sentence.of(text).filter(|s| speaks_of_ratings(s)) else { continue };
        out.extend(
            read(words, lexicon)
                .into_iter()
                .map(|(span, rating)| Rating { span: span.shifted(sentence.start), ..rating }),
        );
    }
    let title = report.title.as_deref().unwrap_or("");
    if speaks_of_ratings(title) && !text.starts_with(title) {
        for (_, rating) in read(title, lexicon) {
            if !out.iter().any(|told: &Rating| is_same(told, &rating)) {
                out.push(Rating { span: Span::default(), ..rating });
            }
        }
    }
    out
}

/// The sentences that tell ratings, by index; all of them where the text is one headline.
#[must_use]
pub fn rated_sentences(text: &str, found: &Reading) -> Vec<usize> {
    if found.ratings.is_empty() {
        return Vec::new();
    }
    let whole = is_headline(text);
    let rated = |s: &Span| whole || found.ratings.iter().any(|r| r.span.overlaps(*s));
    (0..).zip(&found.sentences).filter(|(_, s)| rated(s)).map(|(n, _)| n).collect()
}

fn is_headline(text: &str) -> bool {
    text.len() <= HEADLINE_BYTES && !text.trim_end().contains('\n')
}

/// A text of one line and not more bytes is a headline or a post: its pieces ("…; PT to $40. Note")
/// speak of one thing, and are read together.
const HEADLINE_BYTES: usize = 320;

/// Stems that every told rating has one of.
const STEMS: &[&str] = &[
    "grade",
    "educe",
    "ccumulate",
    "rating",
    "coverage",
    "weight",
    "perform",
    "Buy",
    "buy",
    "Sell",
    "sell",
    "Hold",
    "hold",
    "Neutral",
    "neutral",
    "target",
    "Target",
    "PT",
    "Coverage",
    "Rating",
    "Perform",
    "Weight",
    "nitiate",
    "eiterate",
    "Price Objective",
    "Positive",
    "Negative",
];

fn speaks_of_ratings(sentence: &str) -> bool {
    // "$CX - Cemex cut at UBS" has none of them.
    sentence.starts_with('$') || STEMS.iter().any(|stem| sentence.contains(stem))
}

/// The ratings of one sentence or headline; spans count in it.
fn read(sentence: &str, lexicon: &Lexicon) -> Vec<(Span, Rating)> {
    let words = words::words(sentence);
    let known = |name: &str| {
        lexicon.look_up(name).into_iter().any(|key| lexicon.kind(key) == EntityType::Company)
    };
    clause::actions(&words, &known)
        .into_iter()
        .map(|draft| told(sentence, &draft, lexicon))
        .collect()
}

fn told(sentence: &str, draft: &Draft, lexicon: &Lexicon) -> (Span, Rating) {
    let slice = |range: &Option<std::ops::Range<usize>>| {
        range.clone().and_then(|r| sentence.get(r)).map(str::to_owned)
    };
    let company = slice(&draft.company);
    let ticker = draft.ticker.clone().or_else(|| ticker_of(company.as_deref()?, lexicon));
    let mut span = Span::new(draft.at.start, draft.at.end);
    for part in
        [&draft.firm, &draft.company, &draft.rating, &draft.prior_rating].into_iter().flatten()
    {
        span = span.cover(Span::new(part.start, part.end));
    }
    let rating = Rating {
        span: Span::default(),
        company,
        ticker,
        firm: slice(&draft.firm),
        analyst: slice(&draft.analyst),
        action: draft.action.map(str::to_owned),
        rating: slice(&draft.rating),
        prior_rating: slice(&draft.prior_rating),
        target: draft.target,
        prior_target: draft.prior_target,
        target_action: draft.target_action.map(str::to_owned),
        currency: draft
            .currency
            .filter(|_| draft.target.or(draft.prior_target).is_some())
            .map(str::to_owned),
    };
    (span, Rating { span, ..rating })
}

/// The ticker of a company that the lexicon knows without doubt.
fn ticker_of(company: &str, lexicon: &Lexicon) -> Option<String> {
    let mut symbols = lexicon
        .look_up(company)
        .into_iter()
        .filter(|&key| lexicon.kind(key) == EntityType::Company)
        .filter_map(|key| lexicon.tickers(key).next().map(|t| t.symbol.clone()));
    let first = symbols.next()?;
    symbols.all(|other| other == first).then_some(first)
}

fn is_same(a: &Rating, b: &Rating) -> bool {
    a.action == b.action && a.target == b.target && (a.company == b.company || a.ticker == b.ticker)
}

#[cfg(test)]
mod tests;
