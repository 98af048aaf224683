//! What stands beside a story: where its tags lead, ratings, who told whom, comments; its versions
//! compared; and how others may show it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use wiredesk_flow::desk::compare::Pair;
use wiredesk_flow::publishing;
use wiredesk_model::StoryId;
use wiredesk_publish::Edition;
use wiredesk_publish::dates::day;
use wiredesk_publish::edition::story_path;
use wiredesk_publish::page::story;
use wiredesk_publish::text::encoded;
use wiredesk_store::{Filter, Order, Start};

use super::{ledger, page};
use crate::{AppState, Error, limits};

/// What is known round a story: where its tags lead, ratings of its tickers, who told whom, what
/// readers say.
pub(super) fn of(
    state: &AppState,
    edition: &Edition,
    current: u32,
) -> Result<story::Beside, Error> {
    if edition.is_withdrawn() {
        return Ok(story::Beside::default());
    }
    let books = &state.inner().parts.books;
    let leads = |tag: &String| match books.entity(tag) {
        Ok(id) => (tag.clone(), format!("/entity/{id}")),
        Err(_) => (tag.clone(), format!("/search?q={}", encoded(tag))),
    };
    let rated = |ticker: &String| {
        let kept = ledger::entity::latest_ratings(state, std::slice::from_ref(ticker), 1)?;
        let words = kept.first().map(|k| {
            let firm = k.about.rating.firm.as_deref().unwrap_or("an analyst");
            let words = ledger::entity::rating_words(&k.about.rating);
            format!("{firm}, {}: {words}", day(k.about.date.date()))
        });
        Ok((ticker.clone(), words))
    };
    Ok(story::Beside {
        tickers: edition.story.tickers.iter().map(rated).collect::<Result<_, Error>>()?,
        tags: edition.story.tags.iter().map(leads).collect(),
        chain: chain(state, edition)?,
        see_also: standing(state, story::see_also(edition))?,
        read_next: read_next(state, edition)?,
        talk: match edition.version == current {
            true => Some(crate::talk::talk(state, edition.id, None)?),
            false => None,
        },
    })
}

/// The links without stories of ours that were taken back, under the headlines they have now.
fn standing(
    state: &AppState,
    links: Vec<(String, String)>,
) -> Result<Vec<(String, String)>, Error> {
    let own = |url: &str| {
        let rest = url.strip_prefix(state.house().base.as_str()).unwrap_or(url);
        rest.strip_prefix("/story/")?.split('/').next()?.parse().ok().map(StoryId)
    };
    let mut out = Vec::new();
    for (url, title) in links {
        let Some(id) = own(&url) else {
            out.push((url, title));
            continue;
        };
        let kept = state.store().published(id)?.filter(|s| s.removed.is_none());
        out.extend(kept.map(|s| (story_path(id, &s.story.title), s.story.title)));
    }
    Ok(out)
}

/// The newest other stories on the same matters, else of the same sections.
fn read_next(state: &AppState, edition: &Edition) -> Result<Vec<(String, String)>, Error> {
    let story = &edition.story;
    let named = Filter { tags: story.tags.clone(), ..Filter::default() };
    let beside = Filter { channels: story.channels.clone(), ..Filter::default() };
    let asked = [(named, story.tags.is_empty()), (beside, story.channels.is_empty())];
    let mut out: Vec<(String, String)> = Vec::new();
    for (filter, empty) in asked {
        if empty || out.len() >= limits::READ_NEXT {
            continue;
        }
        let most = limits::READ_NEXT + 1 + story.see_also.len();
        let found = state.store().list(&filter, Order::NEWEST, Start::Top, most)?;
        for other in found.into_iter().filter(|s| s.id != edition.id && s.removed.is_none()) {
            let link = (story_path(other.id, &other.story.title), other.story.title);
            let named = story.see_also.iter().any(|s| s.url.ends_with(&link.0));
            if !named && !out.contains(&link) && out.len() < limits::READ_NEXT {
                out.push(link);
            }
        }
    }
    Ok(out)
}

/// The paths that what the story stands on took: speaker, those who passed it on, outlet.
fn chain(state: &AppState, edition: &Edition) -> Result<Vec<String>, Error> {
    let mut paths: Vec<String> = Vec::new();
    let evidence = edition.story.sentences().flat_map(wiredesk_model::Sentence::evidence);
    let mut claims = std::collections::BTreeMap::new();
    for evidence in evidence {
        if !claims.contains_key(&evidence.report) {
            claims.insert(evidence.report.clone(), state.store().claims_of(&evidence.report)?);
        }
        for claim in &claims[&evidence.report] {
            let voice = &claim.voice;
            let bound = claim.evidence.span.overlaps(evidence.span);
            let Some(speaker) = voice.speaker_name.as_ref().filter(|_| bound) else { continue };
            let mut path = vec![speaker.clone()];
            path.extend(voice.chain.iter().map(|link| link.name.clone()));
            path.extend(voice.outlet.clone());
            path.dedup();
            let path = path.join(" → ");
            if path.contains('→') && !paths.contains(&path) {
                paths.push(path);
            }
        }
    }
    paths.truncate(limits::CHAIN_SHOWN);
    Ok(paths)
}

/// Two versions that readers may see, side by side.
pub(super) async fn compare(
    State(state): State<AppState>,
    Path((id, from, to)): Path<(u64, u32, u32)>,
) -> Result<Response, Error> {
    let id = StoryId(id);
    let body = state
        .work(move |s| {
            let found = publishing::edition(s.store(), id, None)?;
            let (edition, _) = found.ok_or(Error::NotFound)?;
            if edition.is_withdrawn() || !edition.shows(from) || !edition.shows(to) {
                return Err(Error::NotFound);
            }
            let pairs = s.desk().compare(id, from, to)?;
            let inner = Changed { pairs, from, to, path: edition.path() }.render()?;
            let path = format!("/story/{id}/compare/{from}/{to}");
            crate::auth::wrapped(s, "What changed", &path, &inner)
        })
        .await?;
    page(body)
}

#[derive(Debug, Template)]
#[template(path = "changed.html")]
struct Changed {
    pairs: Vec<Pair>,
    from: u32,
    to: u32,
    path: String,
}

/// A story as others may show it (oEmbed, type link).
pub(super) async fn oembed(
    State(state): State<AppState>,
    Query(asked): Query<std::collections::HashMap<String, String>>,
) -> Result<Response, Error> {
    let url = asked.get("url").map(String::as_str).unwrap_or_default();
    let rest = url.strip_prefix(&state.house().url("/story/")).ok_or(Error::NotFound)?;
    let id = rest.split(['/', '?', '#']).next().and_then(|n| n.parse().ok());
    let kept = state.store().published(StoryId(id.ok_or(Error::NotFound)?))?;
    let kept = kept.filter(|s| s.removed.is_none()).ok_or(Error::NotFound)?;
    let body = serde_json::json!({
        "version": "1.0", "type": "link", "title": kept.story.title,
        "author_name": kept.story.editor.as_deref().unwrap_or(&kept.story.author),
        "provider_name": state.house().name, "provider_url": state.house().url("/"),
        "cache_age": 300,
    });
    Ok(axum::Json(body).into_response())
}
