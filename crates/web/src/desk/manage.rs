//! Sources and people: what an administrator looks after.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use jiff::Timestamp;
use wiredesk_publish::dates::moment;
use wiredesk_publish::edition::followable;
use wiredesk_store::{Audit, NewSource, Outcome, Privilege, Role, Source, SourceId, User, UserId};

use super::frame::Frame;
use crate::auth::{Form, Who, new_user};
use crate::{AppState, Error};

#[derive(Debug, Template)]
#[template(path = "sources.html")]
struct SourcesPage {
    frame: Frame,
    sources: Vec<Source>,
    wrong: Option<String>,
    typed: String,
}

impl SourcesPage {
    fn at(at: &Option<Timestamp>) -> String {
        at.map_or_else(|| "not yet".to_owned(), moment)
    }
}

pub(super) async fn sources(State(state): State<AppState>, who: Who) -> Result<Response, Error> {
    sources_page(&state, &who, String::new(), None)
}

fn sources_page(
    state: &AppState,
    who: &Who,
    typed: String,
    wrong: Option<Error>,
) -> Result<Response, Error> {
    let told = wrong.map(|e| e.told());
    let (status, wrong) = told.map_or((StatusCode::OK, None), |(s, w)| (s, Some(w)));
    let frame = Frame::new(state, who, "Sources", "/desk/sources");
    let page = SourcesPage { frame, sources: state.store().sources()?, wrong, typed };
    Ok((status, Html(page.render()?)).into_response())
}

pub(super) async fn add_source(
    State(state): State<AppState>,
    form: Form,
) -> Result<Response, Error> {
    form.who.must(Privilege::Sources)?;
    let url = form.fields.get("url").trim().to_owned();
    let Some(address) = followable(&url).map(str::to_owned) else {
        let wrong = Error::Form(
            "Give the whole address of a feed or page, with http:// or https://.".into(),
        );
        return sources_page(&state, &form.who, url, Some(wrong));
    };
    let by = form.who.byline().to_owned();
    let terms = Some(form.fields.get("terms").trim().to_owned()).filter(|t| !t.is_empty());
    let added = state
        .work(move |s| {
            let about = NewSource {
                url: address.clone(),
                title: None,
                kind: "feed".into(),
                terms,
                reliability: None,
            };
            let (_, outcome) = s.store().add_source(about, s.now())?;
            s.store().audit(Audit::new(&by, "add-source").saying(Some(address)), s.now())?;
            Ok(outcome)
        })
        .await?;
    match added {
        Outcome::Known => {
            let wrong = Error::Form("This source is on the list already.".into());
            sources_page(&state, &form.who, url, Some(wrong))
        }
        _ => Ok(Redirect::to("/desk/sources").into_response()),
    }
}

/// Turns the polling of a source on or off.
pub(super) async fn switch_source(
    State(state): State<AppState>,
    Path(id): Path<u64>,
    form: Form,
) -> Result<Response, Error> {
    form.who.must(Privilege::Sources)?;
    let on = form.fields.get("on") == "yes";
    let by = form.who.byline().to_owned();
    state
        .work(move |s| {
            let source = s.store().source(SourceId(id))?.ok_or(Error::NotFound)?;
            let action = if on { "poll-source" } else { "rest-source" };
            let audit = Audit::new(&by, action).saying(Some(source.about.url.clone()));
            s.store().edit_source(SourceId(id), source.about, on, s.now())?;
            Ok(s.store().audit(audit, s.now())?)
        })
        .await?;
    Ok(Redirect::to("/desk/sources").into_response())
}

#[derive(Debug, Template)]
#[template(path = "people.html")]
struct PeoplePage {
    frame: Frame,
    users: Vec<User>,
    wrong: Option<String>,
}

pub(super) async fn people(State(state): State<AppState>, who: Who) -> Result<Response, Error> {
    people_page(&state, &who, None)
}

fn people_page(state: &AppState, who: &Who, wrong: Option<Error>) -> Result<Response, Error> {
    who.must(Privilege::People)?;
    let told = wrong.map(|e| e.told());
    let (status, wrong) = told.map_or((StatusCode::OK, None), |(s, w)| (s, Some(w)));
    let frame = Frame::new(state, who, "People", "/desk/people");
    let page = PeoplePage { frame, users: state.store().users()?, wrong };
    Ok((status, Html(page.render()?)).into_response())
}

fn role(form: &Form) -> Result<Role, Error> {
    Role::parse(form.fields.get("role")).ok_or_else(|| Error::Form("Choose a role.".into()))
}

pub(super) async fn add_person(
    State(state): State<AppState>,
    form: Form,
) -> Result<Response, Error> {
    form.who.must(Privilege::People)?;
    let (name, display) = (form.fields.get("name").trim(), form.fields.get("display").trim());
    let password = form.fields.get("password");
    let made = match role(&form) {
        Ok(role) => new_user(&state, name, display, password, role).await,
        Err(error) => Err(error),
    };
    let user = match made {
        Ok(user) => user,
        Err(error) => return people_page(&state, &form.who, Some(error)),
    };
    let by = form.who.byline().to_owned();
    let added = state
        .work(move |s| {
            let audit = Audit::new(&by, "add-user").saying(Some(user.name.clone()));
            s.store().add_user(user, s.now())?;
            Ok(s.store().audit(audit, s.now())?)
        })
        .await;
    match added {
        Ok(()) => Ok(Redirect::to("/desk/people").into_response()),
        Err(error) => people_page(&state, &form.who, Some(error)),
    }
}

/// Changes a role, or lets somebody in or out.
pub(super) async fn change_person(
    State(state): State<AppState>,
    Path(id): Path<u64>,
    form: Form,
) -> Result<Response, Error> {
    form.who.must(Privilege::People)?;
    let role = role(&form)?;
    let out = form.fields.get("out") == "yes";
    let by = form.who.byline().to_owned();
    let changed = state
        .work(move |s| {
            let users = s.store().users()?;
            let user = users.into_iter().find(|u| u.id == UserId(id)).ok_or(Error::NotFound)?;
            let mut about = user.about;
            about.role = role;
            let audit = Audit::new(&by, "change-user").saying(Some(about.name.clone()));
            s.store().edit_user(user.id, about, out.then(|| s.now()))?;
            Ok(s.store().audit(audit, s.now())?)
        })
        .await;
    match changed {
        Ok(()) => Ok(Redirect::to("/desk/people").into_response()),
        Err(error) => people_page(&state, &form.who, Some(error)),
    }
}
