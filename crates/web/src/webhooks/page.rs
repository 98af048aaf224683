//! Webhooks at the desk.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use wiredesk_deliver::webhook::{Dialect, Subject, shown};
use wiredesk_store::{Audit, Delivery, DeliveryId, DeliveryState, Privilege};

use super::{Kept, Wish, all, create, moment, one, pause, rotate, standing, trial};
use crate::auth::{Form, Who};
use crate::desk::frame::Frame;
use crate::{AppState, Error, limits};

pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/desk/webhooks", get(list).post(add))
        .route("/desk/webhooks/{id}", post(change))
        .route("/desk/webhooks/dead/{id}", post(again))
}

#[derive(Debug, Template)]
#[template(path = "webhooks.html")]
struct Page {
    frame: Frame,
    hooks: Vec<Kept>,
    dead: Vec<(String, Delivery)>,
    wrong: Option<String>,
    /// What was just done, and the secret that is shown this once.
    done: Option<(String, Option<String>)>,
    typed: Wish,
}

impl Page {
    fn where_to(kept: &Kept) -> String {
        shown(&kept.hook.url)
    }

    fn state(kept: &Kept) -> &'static str {
        match standing(&kept.target).0 {
            "paused" => "Paused",
            _ => "Sending",
        }
    }

    fn wants(kept: &Kept) -> String {
        let Some(filter) = &kept.hook.subscribed else { return "only alerts".into() };
        let mut parts = Vec::new();
        if !filter.subjects.is_empty() {
            let of: Vec<&str> = filter.subjects.iter().map(|s| s.as_str()).collect();
            parts.push(of.join(", "));
        }
        for (word, names) in [("tickers", &filter.tickers), ("sections", &filter.channels)] {
            if !names.is_empty() {
                parts.push(format!("{word} {}", names.join(", ")));
            }
        }
        parts.extend(filter.query.as_ref().map(|q| format!("query {q}")));
        if parts.is_empty() { "every story".into() } else { parts.join(" and ") }
    }

    fn dialect(kept: &Kept) -> &'static str {
        match kept.hook.dialect {
            Dialect::Standard => "Standard Webhooks",
            Dialect::Benzinga => "Benzinga",
        }
    }

    fn subject(subject: Subject) -> &'static str {
        match subject {
            Subject::News => "Stories",
            Subject::Wiims => "Why it moves (Benzinga's dialect)",
            Subject::Ratings => "Analysts' ratings",
            Subject::Consensus => "The analysts' consensus",
        }
    }

    fn at(delivery: &Delivery) -> String {
        moment(delivery.done.unwrap_or(delivery.created))
    }
}

struct Shown {
    wrong: Option<Error>,
    done: Option<(String, Option<String>)>,
    typed: Wish,
}

fn page(state: &AppState, who: &Who, shown: Shown) -> Result<Response, Error> {
    who.must(Privilege::Sources)?;
    let told = shown.wrong.map(|e| e.told());
    let (status, wrong) = told.map_or((StatusCode::OK, None), |(s, w)| (s, Some(w)));
    let hooks = all(state, None)?;
    let dead = state.store().deliveries(DeliveryState::Dead, None, None, limits::LIST_PAGE)?;
    let name = |d: Delivery| {
        let of = hooks.iter().find(|h| h.target.id == d.about.target);
        of.map(|h| (h.target.about.name.clone(), d))
    };
    let dead = dead.into_iter().filter_map(name).collect();
    let frame = Frame::new(state, who, "Webhooks", "/desk/webhooks");
    let page = Page { frame, hooks, dead, wrong, done: shown.done, typed: shown.typed };
    let mut response = (status, Html(page.render()?)).into_response();
    // A page that shows a secret is kept nowhere.
    let never = axum::http::HeaderValue::from_static("no-store");
    response.headers_mut().insert(axum::http::header::CACHE_CONTROL, never);
    Ok(response)
}

async fn list(State(state): State<AppState>, who: Who) -> Result<Response, Error> {
    page(&state, &who, Shown { wrong: None, done: None, typed: Wish::default() })
}

fn names(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|n| !n.is_empty()).map(str::to_owned).collect()
}

async fn add(State(state): State<AppState>, form: Form) -> Result<Response, Error> {
    form.who.must(Privilege::Sources)?;
    let text = |name: &str| form.fields.get(name).trim().to_owned();
    let typed = Wish {
        name: text("name"),
        url: text("url"),
        dialect: if text("dialect") == "benzinga" { Dialect::Benzinga } else { Dialect::Standard },
        subjects: Subject::ALL.into_iter().filter(|s| !text(s.as_str()).is_empty()).collect(),
        tickers: names(&text("tickers")),
        channels: names(&text("channels")),
        query: Some(text("query")).filter(|q| !q.is_empty()),
        header: None,
    };
    let (wish, who) = (typed.clone(), form.who.clone());
    let made = state.work(move |s| {
        let (id, secret) = create(s, Some(who.user.id), wish)?;
        let details = Some(format!("webhook {}", id.0));
        s.store().audit(Audit::new(who.byline(), "add-webhook").saying(details), s.now())?;
        Ok(secret)
    });
    let shown = match made.await {
        Ok(secret) => {
            let done = Some(("The webhook is set up.".into(), Some(secret)));
            Shown { wrong: None, done, typed: Wish::default() }
        }
        Err(error) => Shown { wrong: Some(error), done: None, typed },
    };
    page(&state, &form.who, shown)
}

/// `rotate`, `pause`, `resume`, `test`, `delete`.
async fn change(
    State(state): State<AppState>,
    Path(id): Path<u64>,
    form: Form,
) -> Result<Response, Error> {
    form.who.must(Privilege::Sources)?;
    let kept = one(&state, None, id)?;
    let command = form.fields.get("do").to_owned();
    let who = form.who.clone();
    let audit = move |s: &AppState, action: &str| {
        let details = Some(format!("webhook {id}"));
        Ok::<_, Error>(s.store().audit(Audit::new(who.byline(), action).saying(details), s.now())?)
    };
    let done = match command.as_str() {
        "rotate" => {
            let work = state.work(move |s| {
                let secret = rotate(s, kept, true)?;
                audit(s, "rotate-webhook")?;
                Ok(secret)
            });
            let words = "A new secret. The old one signs beside it until the next rotation.";
            (words.to_owned(), Some(work.await?))
        }
        "test" => match trial::send(&state, &kept.hook, None).await? {
            Ok(()) => ("The test call was taken.".into(), None),
            Err(why) => (format!("The test call failed: {why}"), None),
        },
        "pause" | "resume" | "delete" => {
            let by = form.who.byline().to_owned();
            let work = state.work(move |s| {
                match command.as_str() {
                    "pause" => pause(s, kept, Some(format!("paused by {by}")))?,
                    "resume" => pause(s, kept, None)?,
                    _ => s.store().delete_target(kept.target.id, s.now())?,
                }
                audit(s, &format!("{command}-webhook"))
            });
            work.await?;
            return Ok(Redirect::to("/desk/webhooks").into_response());
        }
        _ => return Err(Error::NotFound),
    };
    page(&state, &form.who, Shown { wrong: None, done: Some(done), typed: Wish::default() })
}

/// Sends a dead letter again.
async fn again(
    State(state): State<AppState>,
    Path(id): Path<u64>,
    form: Form,
) -> Result<Response, Error> {
    form.who.must(Privilege::Sources)?;
    state.work(move |s| Ok(s.store().send_again(DeliveryId(id), s.now())?)).await?;
    Ok(Redirect::to("/desk/webhooks").into_response())
}
