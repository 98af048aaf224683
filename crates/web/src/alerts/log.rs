//! What was sent to a person's deliveries, sending again, and the page that ends mails.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use wiredesk_flow::alerts::keeping;
use wiredesk_publish::dates::moment;
use wiredesk_store::{Delivery, DeliveryId, DeliveryState};

use crate::auth::{Form, Who};
use crate::desk::frame::Frame;
use crate::{AppState, Error, limits};

#[derive(Debug, Template)]
#[template(path = "alerts_log.html")]
struct LogPage {
    frame: Frame,
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    id: u64,
    target: String,
    what: String,
    state: &'static str,
    times: String,
    error: Option<String>,
    dead: bool,
}

pub(super) async fn page(State(state): State<AppState>, who: Who) -> Result<Response, Error> {
    let page = state
        .work(move |s| {
            let mut all: Vec<(String, Delivery)> = Vec::new();
            for target in keeping::targets(s.store(), &who.user)? {
                for state in DeliveryState::ALL {
                    let one = Some(target.id);
                    let sent = s.store().deliveries(state, one, None, limits::LIST_PAGE)?;
                    all.extend(sent.into_iter().map(|d| (target.about.name.clone(), d)));
                }
            }
            all.sort_by_key(|(_, d)| std::cmp::Reverse(d.id.0));
            let lines = all.into_iter().take(limits::LIST_PAGE).map(line).collect();
            let frame = Frame::new(s, &who, "What was sent", "/alerts");
            Ok(LogPage { frame, lines }.render()?)
        })
        .await?;
    Ok(Html(page).into_response())
}

fn line((target, delivery): (String, Delivery)) -> Line {
    let body: serde_json::Value = serde_json::from_str(&delivery.about.body).unwrap_or_default();
    let title = [&body["subject"], &body["data"]["title"], &body["type"]];
    let what = title.into_iter().find_map(|t| t.as_str()).unwrap_or(&delivery.about.key);
    let dead = delivery.state == DeliveryState::Dead;
    let matched = moment(delivery.created);
    let times = match (delivery.done, delivery.state) {
        (Some(done), DeliveryState::Delivered) => {
            let took = done.as_millisecond() - delivery.created.as_millisecond();
            format!("matched {matched}, handed over after {took} ms")
        }
        _ => format!("matched {matched}, tried {} times", delivery.attempts),
    };
    Line {
        id: delivery.id.0,
        target,
        what: what.chars().take(200).collect(),
        state: delivery.state.as_str(),
        times,
        error: delivery.error,
        dead,
    }
}

/// Sends what was given up again.
pub(super) async fn again(
    State(state): State<AppState>,
    Path(id): Path<u64>,
    form: Form,
) -> Result<Response, Error> {
    let user = form.who.user;
    state
        .work(move |s| {
            let before = Some(DeliveryId(id + 1));
            for target in keeping::targets(s.store(), &user)? {
                let one = Some(target.id);
                let dead = s.store().deliveries(DeliveryState::Dead, one, before, 1)?;
                if dead.first().is_some_and(|d| d.id.0 == id) {
                    return Ok(s.store().send_again(DeliveryId(id), s.now())?);
                }
            }
            Err(Error::NotFound)
        })
        .await?;
    Ok(Redirect::to("/alerts/log").into_response())
}

#[derive(Debug, Template)]
#[template(path = "alerts_stop.html")]
struct StopPage {
    frame: Frame,
    path: String,
    name: String,
    stopped: bool,
}

fn stop_shown(
    state: &AppState,
    token: &str,
    name: String,
    stopped: bool,
) -> Result<Response, Error> {
    let frame = Frame::outside(state, "No more alerts");
    let path = format!("/alerts/stop/{token}");
    Ok(Html(StopPage { frame, path, name, stopped }.render()?).into_response())
}

/// Asks before it ends: mail programs follow links on their own.
pub(super) async fn stop_page(
    State(state): State<AppState>,
    Path(token): Path<String>,
) -> Result<Response, Error> {
    let target = state.store().target_of_token(&token)?.ok_or(Error::NotFound)?;
    let stopped = target.paused.is_some();
    stop_shown(&state, &token, target.about.name, stopped)
}

/// Ends the mails that carry this token, by one click as RFC 8058 has it: no sign-in, no form
/// token; who has the mail may end it.
pub(super) async fn stop(
    State(state): State<AppState>,
    Path(token): Path<String>,
) -> Result<Response, Error> {
    let target = state.store().target_of_token(&token)?.ok_or(Error::NotFound)?;
    let name = target.about.name.clone();
    state
        .work(move |s| {
            let why = Some("ended by a click in a mail".to_owned());
            Ok(s.store().edit_target(target.id, target.about, why)?)
        })
        .await?;
    stop_shown(&state, &token, name, true)
}
