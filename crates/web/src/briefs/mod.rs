//! Briefs: asked for once or on a timetable, read as a page, Markdown or JSON, signed for all.
//! `forms` changes, this shows. Everything works without scripts.

mod forms;

use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use std::collections::HashMap;
use wiredesk_flow::alerts::keeping;
use wiredesk_flow::briefs::{Back, Briefer, Days, Timetable, brief_path};
use wiredesk_publish::brief::feed::{Signed, atom};
use wiredesk_publish::brief::{Brief, markdown::markdown};
use wiredesk_publish::dates::moment;
use wiredesk_publish::page::brief as pages;
use wiredesk_store::{BriefId, Commission, KeptBrief, Privilege, Store, UserId, Watchlist};

use crate::auth::{self, Who, private, wrapped};
use crate::{AppState, Error, limits};

pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/briefs", get(signed))
        .route("/briefs/feed.atom", get(feed))
        .route("/briefs/mine", get(mine).post(forms::ask))
        .route("/briefs/mine/{id}", post(forms::change))
        .route("/briefs/stop/{token}", get(forms::stop_page).post(forms::stop))
        .route("/brief/{id}", get(show))
        .route("/brief/{id}/sign", post(forms::sign))
}

/// All that were signed, for everybody.
async fn signed(State(state): State<AppState>) -> Result<Response, Error> {
    let body =
        state.work(|s| Ok(pages::signed(s.house(), &s.sections()?, &all_signed(s)?)?)).await?;
    Ok(Html(body).into_response())
}

async fn feed(State(state): State<AppState>) -> Result<Response, Error> {
    let body = state.work(|s| Ok(atom(s.house(), &all_signed(s)?))).await?;
    let kind = [(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")];
    Ok((kind, body).into_response())
}

fn all_signed(state: &AppState) -> Result<Vec<Signed>, Error> {
    let kept = state.store().signed_briefs(limits::SIGNED_BRIEFS)?;
    let shown = kept.into_iter().filter_map(|kept| {
        let (at, by) = kept.signed.clone()?;
        let path = brief_path(kept.id);
        Some(state.briefer().shown(&kept).map(|brief| Signed { path, brief, at, by }))
    });
    Ok(shown.collect::<Result<_, _>>()?)
}

/// In what form a brief is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Page,
    Markdown,
    Json,
}

/// `12`, `12.md`, `12.json`.
fn asked(name: &str) -> Option<(BriefId, Form)> {
    let (number, form) = match name.split_once('.') {
        None => (name, Form::Page),
        Some((number, "md")) => (number, Form::Markdown),
        Some((number, "json")) => (number, Form::Json),
        Some(_) => return None,
    };
    Some((BriefId(number.parse().ok()?), form))
}

/// A brief for who asked for it, or for all when it was signed. Of another's there is no word, not
/// even that it is there.
async fn show(
    State(state): State<AppState>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let (id, form) = asked(&name).ok_or(Error::NotFound)?;
    let who = auth::who(&headers, &state)?;
    state
        .work(move |s| {
            let kept = s.store().brief(id)?.ok_or(Error::NotFound)?;
            let own = who.as_ref().filter(|w| w.user.id == kept.owner);
            match (own, &kept.signed, &who) {
                (Some(_), _, _) | (_, Some(_), _) => {}
                (None, None, Some(_)) => return Err(Error::NotFound),
                (None, None, None) => return Err(Error::SignIn { next: brief_path(id) }),
            }
            answer(s, &kept, own, form)
        })
        .await
}

fn answer(
    state: &AppState,
    kept: &KeptBrief,
    own: Option<&Who>,
    form: Form,
) -> Result<Response, Error> {
    let brief = state.briefer().shown(kept)?;
    let file = |kind: &'static str, body: String| {
        private(([(header::CONTENT_TYPE, kind)], body)).into_response()
    };
    Ok(match form {
        Form::Markdown => file("text/markdown; charset=utf-8", markdown(&brief, state.house())),
        Form::Json => {
            let body = serde_json::to_string_pretty(&brief);
            file("application/json", body.map_err(|e| Error::Broken(e.to_string()))?)
        }
        Form::Page => private(Html(page(state, kept, &brief, own)?)).into_response(),
    })
}

fn page(
    state: &AppState,
    kept: &KeptBrief,
    brief: &Brief,
    own: Option<&Who>,
) -> Result<String, Error> {
    let tools = match own {
        Some(who) => Tools {
            path: brief_path(kept.id),
            token: who.token.clone(),
            editor: who.may(Privilege::Sign),
            signed: kept.signed.is_some(),
        }
        .render()?,
        None => String::new(),
    };
    let around = pages::Around { path: brief_path(kept.id), signed: kept.signed.clone(), tools };
    Ok(pages::brief(state.house(), &state.sections()?, brief, &around)?)
}

#[derive(Debug, Template)]
#[template(path = "briefs/tools.html")]
struct Tools {
    path: String,
    token: String,
    editor: bool,
    signed: bool,
}

/// What a reader asked for and what was made, with the form to ask for more.
#[derive(Debug, Template)]
#[template(path = "briefs/mine.html")]
struct MinePage {
    token: String,
    typed: HashMap<String, String>,
    wrong: Option<String>,
    lists: Vec<Watchlist>,
    sections: Vec<String>,
    commissions: Vec<CommissionLine>,
    briefs: Vec<BriefLine>,
    /// The address that mail goes to.
    address: Option<String>,
    most: usize,
}

#[derive(Debug)]
struct CommissionLine {
    id: u64,
    name: String,
    when: String,
    next: Option<String>,
    looked: Option<String>,
    again: bool,
    mail: bool,
}

#[derive(Debug)]
struct BriefLine {
    path: String,
    title: String,
    made: String,
    summary: String,
    signed: bool,
}

impl MinePage {
    fn typed(&self, field: &str) -> &str {
        self.typed.get(field).map_or("", String::as_str)
    }

    fn is(&self, field: &str, value: &str) -> bool {
        self.typed(field) == value
    }

    fn days() -> [Days; 9] {
        Days::ALL
    }

    fn reaches() -> [Back; 4] {
        Back::EVERY
    }
}

impl CommissionLine {
    fn of(commission: &Commission) -> Self {
        let about = &commission.about;
        let table: Option<Timetable> =
            about.timetable.as_deref().and_then(|t| serde_json::from_str(t).ok());
        Self {
            id: commission.id.0,
            name: about.name.clone(),
            when: table.as_ref().map_or_else(|| "once".into(), Timetable::words),
            next: commission.due.map(moment),
            looked: commission.looked.map(moment),
            again: table.is_some(),
            mail: about.mail,
        }
    }
}

/// What is kept of somebody's briefs, for the export of their data.
pub(crate) fn everything(store: &Store, user: UserId) -> Result<serde_json::Value, Error> {
    let all = usize::MAX >> 1;
    let value = |text: &str| serde_json::from_str(text).unwrap_or(serde_json::Value::Null);
    let commissions = store.commissions_of(user, all)?;
    let briefs = store.briefs_of(user, None, all)?;
    Ok(serde_json::json!({
        "asked_for": commissions.iter().map(|c| serde_json::json!({
            "name": c.about.name, "on": value(&c.about.subject), "mail": c.about.mail,
            "timetable": c.about.timetable.as_deref().map(value), "since": c.created.to_string(),
        })).collect::<Vec<_>>(),
        "made": briefs.iter().map(|b| serde_json::json!({
            "title": b.about.title, "at": b.made.to_string(), "brief": value(&b.about.document),
        })).collect::<Vec<_>>(),
    }))
}

type Typed = HashMap<String, String>;

async fn mine(
    State(state): State<AppState>,
    who: Who,
    Query(typed): Query<Typed>,
) -> Result<Response, Error> {
    mine_page(&state, who, typed, None).await
}

/// The page, with what was typed and why it was refused.
async fn mine_page(
    state: &AppState,
    who: Who,
    typed: Typed,
    wrong: Option<Error>,
) -> Result<Response, Error> {
    let told = wrong.map(|e| e.told());
    let (status, wrong) = told.map_or((StatusCode::OK, None), |(s, w)| (s, Some(w)));
    let body = state
        .work(move |s| {
            let (store, user) = (s.store(), &who.user);
            let commissions = store.commissions_of(user.id, limits::COMMISSIONS_SHOWN)?;
            let mut briefs = Vec::new();
            for kept in store.briefs_of(user.id, None, limits::BRIEFS_SHOWN)? {
                briefs.push(line(s, &kept)?);
            }
            let page = MinePage {
                token: who.token.clone(),
                typed,
                wrong,
                lists: keeping::watchlists(store, user)?,
                sections: s.sections()?,
                commissions: commissions.iter().map(CommissionLine::of).collect(),
                briefs,
                address: user.confirmed_address().map(String::from),
                most: Briefer::allowance(user),
            };
            wrapped(s, "Your briefs", "/briefs/mine", &page.render()?)
        })
        .await?;
    Ok((status, private(Html(body))).into_response())
}

fn line(state: &AppState, kept: &KeptBrief) -> Result<BriefLine, Error> {
    let brief = state.briefer().shown(kept)?;
    Ok(BriefLine {
        path: brief_path(kept.id),
        title: kept.about.title.clone(),
        made: moment(kept.made),
        summary: brief.summary(),
        signed: kept.signed.is_some(),
    })
}
