//! The readers' search: a question in words or in the language of standing queries, narrowed by
//! section, outlet, entity and date; the stories it finds; and what may have been meant.
//!
//! Plain words, `"phrases"` and `-absent` ones are ranked by how well they match, in any of their
//! forms. With a `field:`, `AND`, `OR`, `NOT`, brackets, `~` or `*` a question is a standing query:
//! what it finds is what an alert would have fired on, the newest first.

use crate::archive::{Seen, Span as Between, StandingQuery, try_query, wanted};
use crate::finding::without_tags;
use crate::{Error, limits};
use wiredesk_alert::{Clause, Limits, Name, Number, Place, Text, explain, words};
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{Read, Report, Span, StoryId, Want};
use wiredesk_search::{Index, Kind, Search, Sort};
use wiredesk_store::{PublishedStory, Store};

/// What a reader looks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Question {
    /// Words, or a standing query; may be empty when something else narrows.
    pub text: String,
    /// Only this section.
    pub section: Option<String>,
    /// Only what stands on this outlet.
    pub outlet: Option<String>,
    /// Only what speaks of this entity, by its id.
    pub entity: Option<String>,
    /// First published at or after.
    pub from: Option<Timestamp>,
    /// First published before.
    pub before: Option<Timestamp>,
    /// So many are left out.
    pub offset: usize,
    /// So many are given.
    pub limit: usize,
}

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// How many there are.
    pub total: usize,
    /// There may be more: not all that could match were looked at.
    pub more: bool,
    /// Those asked for, in order.
    pub stories: Vec<StoryId>,
    /// What to mark in them.
    pub marking: Option<StandingQuery>,
    /// The same question with the words that may have been meant; only when it finds something.
    pub meant: Option<String>,
}

/// Why a question cannot be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// In words for the reader.
    pub words: String,
    /// Where it goes wrong: a byte of the question's text.
    pub at: Option<usize>,
}

/// Looks for stories.
///
/// # Errors
/// When the store or the index cannot be read; a question that cannot be asked is an answer.
pub fn seek(
    parts: (&Store, &Index, &dyn Read),
    question: &Question,
) -> Result<Result<Answer, Refused>, Error> {
    let text = question.text.trim();
    if !is_standing(text) {
        return match plain(parts.1, question, text) {
            // A fault is told by the language that knows its place.
            Err(Error::Search(wiredesk_search::Error::Query(why))) => Ok(Err(match read(text) {
                Err(refused) => refused,
                Ok(_) => Refused { words: why, at: None },
            })),
            found => found.map(Ok),
        };
    }
    let query = match read(text) {
        Ok(query) => query,
        Err(refused) => return Ok(Err(refused)),
    };
    standing(parts, question, query).map(Ok)
}

/// Whether it is in the language of standing queries.
fn is_standing(text: &str) -> bool {
    let is_field = |word: &str| {
        word.split_once(':').is_some_and(|(field, value)| {
            let known = Name::parse(field).is_some() || Number::parse(field).is_some();
            !value.is_empty() && known || matches!(field, "title" | "body")
        })
    };
    let sign = |word: &str| {
        matches!(word, "AND" | "OR" | "NOT")
            || word.starts_with('(')
            || word.ends_with(['*', '~', ')'])
            || word.contains("\"~")
            || is_field(word)
    };
    text.split_whitespace().any(sign)
}

fn read(text: &str) -> Result<StandingQuery, Refused> {
    let limits = Limits { clauses: limits::SOUGHT_CLAUSES, ..Limits::default() };
    StandingQuery::parse(text, &limits).map_err(|e| Refused { at: e.at(), words: e.to_string() })
}

/// What narrows, without the words.
fn narrowed(question: &Question) -> Search {
    Search {
        kind: Some(Kind::Story),
        channels: question.section.iter().cloned().collect(),
        sources: question.outlet.iter().cloned().collect(),
        entities: question.entity.iter().cloned().collect(),
        from: question.from,
        before: question.before,
        offset: question.offset,
        limit: question.limit,
        ..Search::default()
    }
}

fn plain(index: &Index, question: &Question, text: &str) -> Result<Answer, Error> {
    let search = Search { text: text.to_owned(), ..narrowed(question) };
    let found = index.search(&search)?;
    let meant = match found.total {
        0 => meant(index, question, text)?,
        _ => None,
    };
    Ok(Answer { meant, marking: any_of(text), ..answer(&found) })
}

fn answer(found: &wiredesk_search::Found) -> Answer {
    let stories = found.hits.iter().filter_map(|h| h.id.parse().ok().map(StoryId));
    Answer { total: found.total, stories: stories.collect(), ..Answer::default() }
}

/// Marks each of the words, in any of its forms.
fn any_of(text: &str) -> Option<StandingQuery> {
    let sought = text.split_whitespace().filter(|w| !w.starts_with(['-', '!']));
    let stems = sought
        .flat_map(words)
        .map(|w| StandingQuery::Clause(Clause::Text(Place::Anywhere, Text::Stem(w))));
    let mut stems: Vec<StandingQuery> = stems.collect();
    stems.truncate(limits::SOUGHT_CLAUSES);
    match stems.len() {
        0 | 1 => stems.pop(),
        _ => Some(StandingQuery::Any(stems)),
    }
}

/// The question with each unknown word put right, when that finds something.
fn meant(index: &Index, question: &Question, text: &str) -> Result<Option<String>, Error> {
    let mut changed = false;
    let mut out = Vec::new();
    for word in text.split_whitespace() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        match index.meant(bare)? {
            Some(other) => {
                changed = true;
                out.push(word.replace(bare, &other));
            }
            None => out.push(word.to_owned()),
        }
    }
    let text = out.join(" ");
    let search = Search { text: text.clone(), offset: 0, limit: 0, ..narrowed(question) };
    let finds = changed && index.search(&search)?.total > 0;
    Ok(finds.then_some(text))
}

fn standing(
    (store, index, reader): (&Store, &Index, &dyn Read),
    question: &Question,
    query: StandingQuery,
) -> Result<Answer, Error> {
    let (tree, exact) = wanted(&query);
    let narrowed = narrowed(question);
    if exact {
        let search = Search { wanted: Some(tree), sort: Sort::Newest, ..narrowed };
        let found = index.search(&search)?;
        return Ok(Answer { marking: Some(query), ..answer(&found) });
    }
    // What else narrows is asked in the same language.
    let names = [
        (Name::Section, &question.section),
        (Name::Source, &question.outlet),
        (Name::Entity, &question.entity),
    ];
    let names = names.into_iter().filter_map(|(name, value)| {
        Some(StandingQuery::Clause(Clause::Name(name, value.clone()?)))
    });
    let mut all: Vec<StandingQuery> = names.collect();
    all.insert(0, query.clone());
    let whole = if all.len() == 1 { query.clone() } else { StandingQuery::All(all) };
    let show = question.offset + question.limit;
    let between = Between { from: question.from, before: question.before, show };
    let tried = try_query((store, index, reader), &whole, between)?;
    let stories = tried.matches.iter().skip(question.offset).map(|m| m.story).collect();
    Ok(Answer { total: tried.fired, more: tried.more, stories, marking: Some(query), meant: None })
}

/// A text and which bytes of it to mark.
pub type Marked = (String, Vec<Span>);

/// A story's headline and the sentence that answers the question best, with what to mark in them.
#[must_use]
pub fn shown(
    story: &PublishedStory,
    marking: Option<&StandingQuery>,
    reader: &dyn Read,
) -> (Marked, Marked) {
    let title = story.story.title.clone();
    let body = format!("{}\n\n{}", without_tags(&story.story.teaser), blocks(&story.story.body));
    let sentences = sentences(&body, reader);
    let first = sentences.first().copied().unwrap_or_default();
    let told = Seen { title: title.clone(), body, ..Seen::default() };
    let reasons = marking.map(words_of).and_then(|m| explain(&m, &told)).unwrap_or_default();
    let marks = |place: Place| -> Vec<(usize, Span)> {
        let here = reasons.iter().enumerate().filter(|(_, r)| r.place == Some(place));
        let each = here.flat_map(|(n, r)| r.spans.iter().map(move |s| (n, *s)));
        each.collect()
    };
    let in_body = marks(Place::Body);
    // The most different words of the question, then the earliest.
    let best = sentences.iter().copied().rev().max_by_key(|sentence| {
        let inside = in_body.iter().filter(|(_, s)| sentence.overlaps(*s)).map(|(n, _)| *n);
        inside.collect::<std::collections::BTreeSet<_>>().len()
    });
    let sentence = best.filter(|_| !in_body.is_empty()).unwrap_or(first);
    let inside = in_body.iter().filter(|(_, s)| sentence.overlaps(*s)).map(|(_, s)| {
        let start = s.start.max(sentence.start) - sentence.start;
        Span::new(start, s.end.min(sentence.end) - sentence.start)
    });
    let words = (sentence.of(&told.body).unwrap_or_default().to_owned(), tidy(inside.collect()));
    ((title, tidy(marks(Place::Title).into_iter().map(|(_, s)| s).collect())), words)
}

/// The same question for marking: what it asks of names and numbers is left out.
fn words_of(query: &StandingQuery) -> StandingQuery {
    let mut texts = Vec::new();
    gather(query, &mut texts);
    match texts.len() {
        1 => texts.remove(0),
        _ => StandingQuery::Any(texts),
    }
}

fn gather(query: &StandingQuery, into: &mut Vec<StandingQuery>) {
    match query {
        StandingQuery::All(parts) | StandingQuery::Any(parts) => {
            parts.iter().for_each(|part| gather(part, into));
        }
        StandingQuery::Clause(Clause::Text(..)) => into.push(query.clone()),
        StandingQuery::Not(_) | StandingQuery::Clause(_) => {}
    }
}

/// In order, none within another.
fn tidy(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_by_key(|s| (s.start, s.end));
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start < last.end => last.end = last.end.max(span.end),
            _ => out.push(span),
        }
    }
    out
}

/// The text of our own markup, a paragraph or heading a line.
fn blocks(html: &str) -> String {
    let ends = ["</p>", "</h2>", "</h3>", "</li>", "<br>", "</blockquote>"];
    without_tags(&ends.iter().fold(html.to_owned(), |text, end| text.replace(end, "\n\n")))
}

fn sentences(text: &str, reader: &dyn Read) -> Vec<Span> {
    let report = Report::new("story".into(), text);
    let found = reader.read(&report, Want::SENTENCES).sentences;
    // Headings and signatures of two words answer nothing.
    let long = |s: &Span| s.of(text).is_some_and(|w| w.split_whitespace().count() > 3);
    let kept: Vec<Span> = found.iter().copied().filter(long).collect();
    if kept.is_empty() { found } else { kept }
}
