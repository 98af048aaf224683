//! What readers look for: the question as typed, what `flow::seeking` finds, one page of it with
//! the stories of a storyline folded to one.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use serde::Deserialize;
use wiredesk_flow::seeking::{Answer, Question, Refused, shown};
use wiredesk_model::Span;
use wiredesk_publish::page::search::{Found, Page, Pieces, Typed, Wrong, search as laid_out};
use wiredesk_publish::page::{entity_path, section_path, storyline_path, ticker_path};
use wiredesk_store::{Facet, PublishedStory};

use super::{card, page};
use crate::desk::pieces::{Mark, cut};
use crate::{AppState, Error, limits};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    section: String,
    source: String,
    entity: String,
    from: String,
    to: String,
    /// Tolerant: what is no number is the first page.
    page: String,
}

pub(super) async fn search(
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let (status, body) = state
        .work(move |s| {
            let made = made(s, asked)?;
            let status = match made.wrong {
                Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
                None => StatusCode::OK,
            };
            Ok((status, laid_out(s.house(), &s.sections()?, &made)?))
        })
        .await?;
    Ok((status, page(body)?).into_response())
}

fn made(state: &AppState, asked: Asked) -> Result<Page, Error> {
    let words = |text: &str| crate::clean::line(text, limits::QUERY_CHARS_MAX);
    let typed = Typed {
        q: words(&asked.q),
        section: words(&asked.section),
        source: words(&asked.source),
        entity: words(&asked.entity),
        from: words(&asked.from),
        to: words(&asked.to),
    };
    let sections = state.store().facet_counts(Facet::Channel, limits::SECTIONS_OFFERED)?;
    let mut made = Page {
        sections: sections.into_iter().map(|s| s.name).collect(),
        sources: state.outlets()?.to_vec(),
        page: asked.page.parse().unwrap_or(1).clamp(1, limits::SEARCH_PAGES),
        typed,
        ..Page::default()
    };
    if made.typed.is_empty() {
        return Ok(made);
    }
    let answer = match question(state, &made.typed, made.page) {
        Ok(question) => state.inner().parts.find.seek(&question),
        Err(refused) => Err(refused),
    };
    match answer {
        Ok(answer) => fill(state, &mut made, &answer)?,
        Err(refused) => made.wrong = Some(wrong(&made.typed.q, &refused)),
    }
    Ok(made)
}

fn question(state: &AppState, typed: &Typed, page: usize) -> Result<Question, Refused> {
    let some = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
    let day = |text: &str, field: &str| -> Result<Option<Date>, Refused> {
        let wrong =
            |_| Refused { words: format!("“{field}” must be a day, as 2026-03-31."), at: None };
        some(text).map(|t| t.parse().map_err(wrong)).transpose()
    };
    let start = |day: Date| day.to_zoned(TimeZone::UTC).ok().map(|z| z.timestamp());
    let entity = match typed.entity.as_str() {
        "" => None,
        name => {
            let found = state.inner().parts.books.entity(name);
            let told =
                |e: wiredesk_flow::ledger::NoName| Refused { words: e.to_string(), at: None };
            Some(found.map_err(told)?.to_string())
        }
    };
    let before = day(&typed.to, "To")?.and_then(|d| d.checked_add(1.day()).ok()).and_then(start);
    Ok(Question {
        text: typed.q.clone(),
        section: some(&typed.section),
        outlet: some(&typed.source),
        entity,
        from: day(&typed.from, "From")?.and_then(start),
        before: before.or((!typed.to.is_empty()).then_some(Timestamp::MAX)),
        offset: (page - 1) * limits::SEARCH_PAGE,
        limit: limits::SEARCH_PAGE,
    })
}

fn wrong(text: &str, refused: &Refused) -> Wrong {
    // The query is trimmed already; a fault at its end is pointed at by what is missing there.
    let at = refused.at.filter(|at| text.is_char_boundary(*at));
    let place = at.map(|at| {
        let (before, rest) = text.split_at(at);
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        match rest.is_empty() {
            true => (before.to_owned(), " … ".to_owned(), String::new()),
            false => (before.to_owned(), rest[..end].to_owned(), rest[end..].to_owned()),
        }
    });
    Wrong { words: sentence(&refused.words), place: place.unwrap_or_default() }
}

fn sentence(text: &str) -> String {
    let mut chars = text.trim().chars();
    let first: String = chars.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    let stop = if text.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{first}{}{stop}", chars.as_str())
}

fn fill(state: &AppState, made: &mut Page, answer: &Answer) -> Result<(), Error> {
    let stories = state.store().published_all(&answer.stories)?;
    let standing = stories.into_iter().filter(|s| s.removed.is_none());
    made.hits = folded(state, standing.collect(), answer)?;
    made.total = Some(answer.total);
    made.more = answer.more;
    made.pages = answer.total.div_ceil(limits::SEARCH_PAGE).min(limits::SEARCH_PAGES);
    made.meant = answer.meant.clone();
    made.about = about(state, &made.typed.q)?;
    Ok(())
}

/// The first of each storyline stands for the others.
fn folded(
    state: &AppState,
    stories: Vec<PublishedStory>,
    answer: &Answer,
) -> Result<Vec<Found>, Error> {
    let reader = state.inner().parts.reader.as_ref();
    let mut out: Vec<Found> = Vec::new();
    for story in stories {
        let line = story.story.storyline.as_deref().map(storyline_path);
        let same = out.iter_mut().find(|f| line.is_some() && f.storyline == line);
        if let Some(first) = same {
            first.folded.push(card(state, story)?);
            continue;
        }
        let (title, words) = shown(&story, answer.marking.as_ref(), reader);
        out.push(Found {
            title: pieces(title),
            words: pieces(words),
            folded: Vec::new(),
            storyline: line,
            card: card(state, story)?,
        });
    }
    Ok(out)
}

fn pieces((text, marks): (String, Vec<Span>)) -> Pieces {
    let whole = Span::new(0, text.len());
    let mark = |span: Span| Mark { span, mark: "found", title: String::new() };
    let cut = cut(&text, whole, marks.into_iter().map(mark).collect());
    cut.into_iter().map(|p| (!p.mark.is_empty(), p.text)).collect()
}

/// Pages about what the words name: an entity, a section, a ticker.
fn about(state: &AppState, text: &str) -> Result<Vec<(String, String)>, Error> {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric() && c != ')');
    if bare.is_empty() {
        return Ok(Vec::new());
    }
    let books = &state.inner().parts.books;
    let lexicon = books.lexicon();
    let mut out: Vec<(String, String)> = Vec::new();
    for key in lexicon.look_up(bare).into_iter().take(limits::ABOUT_SHOWN) {
        out.push((books.name(&lexicon.id(key)), entity_path(lexicon.id_text(key))));
    }
    let named = |facet: Facet| state.store().facet_names(facet, (Some(bare), Some(bare)), 1);
    for name in named(Facet::Channel)? {
        out.push((format!("Section {name}"), section_path(&name)));
    }
    for name in named(Facet::Ticker)? {
        out.push((format!("Ticker {name}"), ticker_path(&name)));
    }
    out.dedup();
    Ok(out)
}
