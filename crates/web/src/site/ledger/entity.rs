//! The page of an entity: what it does, gets and says, what happened, our stories.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use wiredesk_ledger::Ledger;
use wiredesk_model::{EntityId, EntityType, Rating};
use wiredesk_publish::dates::{day, told};
use wiredesk_publish::page::ledger::{self as pages, About};
use wiredesk_store::{Filter, KeptRating, Order, RatingFilter, Start};

use super::voices::Quoting;
use super::{drawn, relation_path};
use crate::site::{cards, page};
use crate::{AppState, Error, limits};

pub(super) async fn show(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let body = state
        .work(move |s| {
            let id = EntityId::new(id);
            let books = &s.inner().parts.books;
            let about = books.ask(|ledger| match ledger.counts_for(&id) {
                home if home != id && is_place(s, &id) => Ok(Err(format!("/entity/{home}"))),
                _ => about(s, ledger, &id).map(Ok),
            })??;
            match about {
                Ok(about) => Ok(Ok(pages::entity(s.house(), &s.sections()?, &about)?)),
                Err(elsewhere) => Ok(Err(elsewhere)),
            }
        })
        .await?;
    match body {
        Ok(body) => page(body),
        Err(elsewhere) => Ok(Redirect::temporary(&elsewhere).into_response()),
    }
}

/// A capital has no page of its own; a person who acts for a country has.
fn is_place(state: &AppState, id: &EntityId) -> bool {
    let lexicon = state.inner().parts.books.lexicon();
    lexicon.get(id.as_str()).is_some_and(|key| lexicon.kind(key) == EntityType::Place)
}

fn about(state: &AppState, ledger: &Ledger, id: &EntityId) -> Result<About, Error> {
    let books = &state.inner().parts.books;
    let quoting = Quoting::new(state, ledger);
    let partners = ledger.partners(id, None);
    let home = ledger.counts_for(id);
    let acts_for_other = home != *id;
    let line = |from: &EntityId, to: &EntityId, other: &EntityId, n: usize| {
        (relation_path(from, to), books.name(other), n)
    };
    let mut does: Vec<_> = partners.does.iter().map(|(o, n)| line(id, o, o, *n)).collect();
    let mut gets: Vec<_> = partners.gets.iter().map(|(o, n)| line(o, id, o, *n)).collect();
    does.truncate(limits::PARTNERS_SHOWN);
    gets.truncate(limits::PARTNERS_SHOWN);
    let claims = state.store().claims_about(id, None, limits::CLAIMS_LOOKED_AT)?;
    let spoken = claims.iter().filter(|(_, c)| c.voice.speaker.as_ref() == Some(id));
    let mut says = Vec::new();
    for (_, claim) in spoken.take(limits::SAYS_SHOWN) {
        says.extend(quoting.quote(claim, false)?);
    }
    says.dedup_by(|a, b| a.words == b.words);
    let mut happenings = Vec::new();
    if !acts_for_other {
        happenings = ledger.timeline(Some(id), None, None);
        happenings.extend(ledger.timeline(None, Some(id), None));
    }
    // Only what is dated by its words: the rest is on the pages of the relations.
    happenings.retain(|h| !h.inferred);
    happenings.sort_by_key(|h| h.when);
    let late = happenings.len().saturating_sub(limits::HAPPENINGS_SHOWN);
    happenings.drain(..late);
    let stories = stories(state, id)?;
    if claims.is_empty() && does.is_empty() && gets.is_empty() && stories.is_empty() {
        let known = books.lexicon().get(id.as_str()).is_some();
        if !known {
            return Err(Error::NotFound);
        }
    }
    let mut acting: Vec<(String, String)> = ledger
        .acting_for(id)
        .iter()
        .take(limits::PARTNERS_SHOWN)
        .map(|a| (books.name(a), format!("/entity/{a}")))
        .collect();
    if acts_for_other {
        acting = vec![(format!("for {}", books.name(&home)), format!("/entity/{home}"))];
    }
    let own = |notes: Vec<&str>| notes.into_iter().map(String::from).collect();
    let (kind, facts, tickers) = known(state, id);
    Ok(About {
        name: books.name(id),
        id: id.to_string(),
        kind,
        facts,
        acting,
        notes: own(ledger.remarks(id)),
        does,
        gets,
        says,
        timeline: drawn(&happenings),
        happenings: happenings
            .iter()
            .map(|h| quoting.happened(h, true))
            .collect::<Result<_, _>>()?,
        stories,
        ratings: ratings(state, &tickers)?,
    })
}

/// Kind, facts and tickers as the lexicon has them.
fn known(state: &AppState, id: &EntityId) -> (String, Vec<String>, Vec<String>) {
    let lexicon = state.inner().parts.books.lexicon();
    let prefix = id.as_str().split(':').next().unwrap_or_default();
    let Some(key) = lexicon.get(id.as_str()) else {
        return (capital(prefix), Vec::new(), Vec::new());
    };
    let mut facts = Vec::new();
    for office in lexicon.offices(key) {
        let of = office.of.as_ref().map(|o| format!(" of {}", state.inner().parts.books.name(o)));
        let span = match (office.from, office.until) {
            (Some(from), Some(until)) => format!(", {} to {}", told(from), told(until)),
            (Some(from), None) => format!(", since {}", told(from)),
            (None, Some(until)) => format!(", until {}", told(until)),
            (None, None) => String::new(),
        };
        facts.push(format!("{}{}{span}", capital(&office.title), of.unwrap_or_default()));
    }
    let tickers: Vec<String> = lexicon.tickers(key).map(|t| t.symbol.clone()).collect();
    facts.extend(
        lexicon.tickers(key).map(|t| format!("{} {}", t.exchange, t.symbol).trim().to_owned()),
    );
    (capital(lexicon.kind(key).as_str()), facts, tickers)
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn stories(
    state: &AppState,
    id: &EntityId,
) -> Result<Vec<wiredesk_publish::page::lists::Card>, Error> {
    let filter = Filter { entities: vec![id.to_string()], ..Filter::default() };
    let stories =
        state.store().list(&filter, Order::LATEST, Start::Top, limits::STORIES_OF_ENTITY)?;
    cards(state, stories)
}

fn ratings(state: &AppState, tickers: &[String]) -> Result<Vec<(String, String, String)>, Error> {
    let kept = latest_ratings(state, tickers, limits::RATINGS_SHOWN)?;
    let line = |kept: KeptRating| {
        let firm = kept.about.rating.firm.clone().unwrap_or_default();
        (day(kept.about.date.date()), firm, rating_words(&kept.about.rating))
    };
    Ok(kept.into_iter().map(line).collect())
}

/// The newest ratings of those tickers.
pub(crate) fn latest_ratings(
    state: &AppState,
    tickers: &[String],
    most: usize,
) -> Result<Vec<KeptRating>, Error> {
    if tickers.is_empty() {
        return Ok(Vec::new());
    }
    let filter = RatingFilter { tickers: tickers.to_vec(), ..RatingFilter::default() };
    Ok(state.store().ratings(&filter, 0, most)?)
}

/// "Overweight (was Neutral), target 250 USD (was 240)".
pub(crate) fn rating_words(rating: &Rating) -> String {
    let was = |now: &Option<String>, before: &Option<String>| match (now, before) {
        (Some(now), Some(before)) if now != before => Some(format!("{now} (was {before})")),
        (Some(now), _) => Some(now.clone()),
        (None, _) => None,
    };
    let figure = |v: Option<f64>| v.map(|v| format!("{v}"));
    let currency = rating.currency.as_deref().map(|c| format!("{c} ")).unwrap_or_default();
    let target = was(&figure(rating.target), &figure(rating.prior_target));
    let target = target.map(|t| format!("target {currency}{t}"));
    let words = [rating.action.clone(), was(&rating.rating, &rating.prior_rating), target];
    words.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
