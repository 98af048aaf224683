//! The page of a person's alerts, with a query tried on the archive.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use jiff::SignedDuration;
use serde::Deserialize;
use wiredesk_flow::alerts::keeping::{self, Allowance};
use wiredesk_flow::alerts::{Pace, Rhythm};
use wiredesk_flow::archive::{Field, Match, Span, Tried};
use wiredesk_model::Span as Bytes;
use wiredesk_publish::dates::moment;
use wiredesk_store::{QueryId, StandingQuery, Target, Watchlist};

use crate::auth::Who;
use crate::desk::frame::Frame;
use crate::desk::pieces::{Mark, Piece, around, cut};
use crate::{AppState, Error, limits};

/// What is asked of the page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// A query to try.
    q: String,
    /// A query of theirs to change.
    edit: Option<u64>,
}

#[derive(Debug, Template)]
#[template(path = "alerts.html")]
struct AlertsPage {
    frame: Frame,
    typed: String,
    /// The query of theirs that is changed.
    edited: Option<StandingQuery>,
    wrong: Option<String>,
    tried: Option<Shown>,
    queries: Vec<StandingQuery>,
    lists: Vec<(Watchlist, Option<StandingQuery>)>,
    targets: Vec<(Target, Pace)>,
    most: usize,
}

/// What a query found, for the page.
#[derive(Debug)]
struct Shown {
    /// In the last seven days, in words.
    week: String,
    matches: Vec<ShownMatch>,
    more: bool,
}

#[derive(Debug)]
struct ShownMatch {
    address: String,
    at: String,
    title: Vec<Piece>,
    words: Vec<Piece>,
    conditions: String,
}

impl AlertsPage {
    fn rhythms() -> [Rhythm; 3] {
        Rhythm::ALL
    }

    fn rhythm_words(rhythm: &Rhythm) -> &'static str {
        match rhythm {
            Rhythm::AtOnce => "at once",
            Rhythm::Hourly => "every hour",
            Rhythm::Daily => "once a day",
        }
    }

    fn quiet(pace: &Pace) -> (String, String) {
        pace.quiet.map(|(from, to)| (from.to_string(), to.to_string())).unwrap_or_default()
    }

    fn address(target: &Target) -> String {
        let settings: serde_json::Value =
            serde_json::from_str(&target.about.settings).unwrap_or_default();
        let text = |key: &str| settings[key].as_str().unwrap_or_default().to_owned();
        let url = text("url");
        if url.is_empty() { text("address") } else { url }
    }

    fn goes(query: &StandingQuery, target: &Target) -> bool {
        query.about.target == Some(target.id)
    }

    fn goes_to(&self, query: &StandingQuery) -> String {
        let target = self.targets.iter().find(|(t, _)| Some(t.id) == query.about.target);
        target.map_or_else(|| "shown here only".into(), |(t, _)| t.about.name.clone())
    }
}

pub(super) async fn all(
    State(state): State<AppState>,
    who: Who,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    show(&state, who, asked.q, asked.edit, None).await
}

/// The page, with what was typed and why it was refused.
pub(super) async fn show(
    state: &AppState,
    who: Who,
    typed: String,
    edit: Option<u64>,
    wrong: Option<Error>,
) -> Result<Response, Error> {
    let (mut status, mut wrong) = match wrong.map(|e| e.told()) {
        Some((status, words)) => (status, Some(words)),
        None => (StatusCode::OK, None),
    };
    let page = state
        .work(move |s| {
            let edited = match edit {
                Some(id) => Some(keeping::own_query(s.store(), &who.user, QueryId(id))?),
                None => None,
            };
            let typed = match &edited {
                Some(query) if typed.is_empty() => query.about.query.clone(),
                _ => typed,
            };
            let mut tried = None;
            if !typed.trim().is_empty() && wrong.is_none() {
                match attempt(s, &who, &typed) {
                    Ok(shown) => tried = Some(shown),
                    Err(words) => {
                        wrong = Some(words);
                        status = StatusCode::UNPROCESSABLE_ENTITY;
                    }
                }
            }
            Ok((status, page(s, &who, (typed, edited), tried, wrong)?.render()?))
        })
        .await?;
    Ok((page.0, Html(page.1)).into_response())
}

fn page(
    state: &AppState,
    who: &Who,
    (typed, edited): (String, Option<StandingQuery>),
    tried: Option<Shown>,
    wrong: Option<String>,
) -> Result<AlertsPage, Error> {
    let (store, user) = (state.store(), &who.user);
    let most = Allowance::of(user.about.role).queries;
    let lists = keeping::watchlists(store, user)?;
    let mut queries = store.queries_of(user.id, limits::ALERTS_SHOWN)?;
    let mut with_query = Vec::with_capacity(lists.len());
    for list in lists {
        let at = queries.iter().position(|q| Some(q.id) == list.about.query);
        let query = at.map(|at| queries.remove(at));
        with_query.push((list, query));
    }
    let mut targets = Vec::new();
    for target in keeping::targets(store, user)? {
        let pace = keeping::pace(store, target.id)?;
        targets.push((target, pace));
    }
    let frame = Frame::new(state, who, "Alerts", "/alerts");
    let lists = with_query;
    Ok(AlertsPage { frame, typed, edited, wrong, tried, queries, lists, targets, most })
}

/// The query on the archive, and on the last week.
fn attempt(state: &AppState, who: &Who, text: &str) -> Result<Shown, String> {
    let query = keeping::read_query(text, who.user.about.role)?;
    let find = &state.inner().parts.find;
    let from = state.now().checked_sub(SignedDuration::from_hours(7 * 24)).ok();
    let week = find.archive(&query, Span { from, ..Span::default() })?;
    let all = find.archive(&query, Span { show: limits::MATCHES_SHOWN, ..Span::default() })?;
    let Tried { matches, more, .. } = all;
    Ok(Shown {
        week: times(&week),
        more: more || all.fired > matches.len(),
        matches: matches.iter().map(shown).collect(),
    })
}

fn times(week: &Tried) -> String {
    let least = if week.more { "at least " } else { "" };
    match week.fired {
        1 => format!("{least}once"),
        n => format!("{least}{n} times"),
    }
}

/// A match with its words marked: the headline, and the text round the first of them.
fn shown(found: &Match) -> ShownMatch {
    let Match { story, at, told, reasons } = found;
    let marks = |field: Field| -> Vec<Mark> {
        let here = reasons.iter().filter(|r| r.place == Some(field));
        let each = here.flat_map(|r| r.spans.iter().map(|s| (*s, r.clause.clone())));
        each.map(|(span, title)| Mark { span, mark: "found", title }).collect()
    };
    let (title, body) = (&told.title, &told.body);
    let in_body = marks(Field::Body);
    let first = in_body.iter().map(|m| m.span).min_by_key(|s| s.start).unwrap_or_default();
    let (before, after) = around(body, first, limits::CONTEXT_CHARS);
    let before = before.trim_start_matches('…').len();
    let after = after.trim_end_matches('…').len();
    let within =
        Bytes::new(first.start - before.min(first.start), (first.end + after).min(body.len()));
    let conditions: Vec<&str> =
        reasons.iter().filter(|r| r.place.is_none()).map(|r| r.clause.as_str()).collect();
    ShownMatch {
        address: wiredesk_publish::edition::story_path(*story, title),
        at: moment(*at),
        title: cut(title, Bytes::new(0, title.len()), marks(Field::Title)),
        words: cut(body, within, in_body),
        conditions: conditions.join(" · "),
    }
}
