//! The ledger at the desk: what editors did to it, and the forms to merge, split, reject, annotate
//! and undo.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use wiredesk_model::{Claim, ClaimId};
use wiredesk_publish::dates::{day, moment};
use wiredesk_store::{ActWord, LedgerAct, NewLedgerAct, Privilege};

use super::frame::Frame;
use crate::auth::{Form, Who};
use crate::{AppState, Error};

#[derive(Debug, Template)]
#[template(path = "ledger_acts.html")]
struct ActsPage {
    frame: Frame,
    acts: Vec<ActLine>,
    wrong: Option<String>,
}

/// An act as shown.
#[derive(Debug)]
struct ActLine {
    id: u64,
    words: String,
    reason: String,
    by: String,
    at: String,
    undone: Option<String>,
    /// Its claim is not found in what was read last.
    waits: bool,
}

impl ActLine {
    fn of(state: &AppState, act: LedgerAct, found: bool) -> Self {
        let books = &state.inner().parts.books;
        let entity = |id: &str| books.name(&id.into());
        let about = &act.about;
        let object = about.object.as_deref().unwrap_or_default();
        let words = match about.kind {
            ActWord::Merge => format!("{} counts for {}", entity(&about.subject), entity(object)),
            ActWord::Split => format!("{} counts for itself", entity(&about.subject)),
            ActWord::Reject => format!("claim {} does not count", about.subject),
            ActWord::Annotate => format!("claim {}: {object}", about.subject),
            ActWord::Remark => format!("{}: {object}", entity(&about.subject)),
        };
        Self {
            id: act.id,
            words,
            waits: !found && act.undone.is_none(),
            reason: act.about.reason,
            by: act.about.by,
            at: moment(act.at),
            undone: act.undone.map(|(at, by)| format!("undone by {by}, {}", moment(at))),
        }
    }
}

pub(super) async fn acts(State(state): State<AppState>, who: Who) -> Result<Response, Error> {
    acts_page(&state, &who, None)
}

fn acts_page(state: &AppState, who: &Who, wrong: Option<Error>) -> Result<Response, Error> {
    let told = wrong.map(|e| e.told());
    let (status, wrong) = told.map_or((StatusCode::OK, None), |(s, w)| (s, Some(w)));
    let frame = Frame::new(state, who, "Ledger", "/desk/ledger");
    let acts = state.inner().parts.books.acts()?;
    let acts = acts.into_iter().map(|(act, found)| ActLine::of(state, act, found)).collect();
    Ok((status, Html(ActsPage { frame, acts, wrong }.render()?)).into_response())
}

/// Merges, splits or remarks on an entity.
pub(super) async fn act(State(state): State<AppState>, form: Form) -> Result<Response, Error> {
    form.who.must(Privilege::Ledger)?;
    let done = {
        let act = entity_act(&state, &form);
        match act {
            Ok(act) => state.work(move |s| Ok(s.inner().parts.books.act(act, s.now())?)).await,
            Err(error) => Err(error),
        }
    };
    match done {
        Ok(_) => Ok(Redirect::to("/desk/ledger").into_response()),
        Err(error) => acts_page(&state, &form.who, Some(error)),
    }
}

fn entity_act(state: &AppState, form: &Form) -> Result<NewLedgerAct, Error> {
    let books = &state.inner().parts.books;
    let entity = |name: &str| {
        let found = books.entity(form.fields.get(name));
        found.map(|id| id.to_string()).map_err(|why| Error::Form(why.to_string()))
    };
    let kind = ActWord::parse(form.fields.get("act"));
    let object = match kind {
        Some(ActWord::Merge) => Some(entity("into")?),
        Some(ActWord::Split) => None,
        Some(ActWord::Remark) => Some(required(form, "note", "the remark")?),
        _ => return Err(Error::Form("Choose what to do.".into())),
    };
    Ok(NewLedgerAct {
        kind: kind.unwrap_or(ActWord::Remark),
        subject: entity("entity")?,
        object,
        evidence: None,
        trigger: None,
        by: form.who.byline().to_owned(),
        reason: required(form, "reason", "why")?,
    })
}

fn required(form: &Form, field: &str, what: &str) -> Result<String, Error> {
    let text: String = form.fields.get(field).trim().chars().take(500).collect();
    match text.is_empty() {
        true => Err(Error::Form(format!("Say {what}: it is kept with the act."))),
        false => Ok(text),
    }
}

pub(super) async fn undo(State(state): State<AppState>, form: Form) -> Result<Response, Error> {
    form.who.must(Privilege::Ledger)?;
    let id: u64 = form.fields.number("id")?;
    let by = form.who.byline().to_owned();
    let done = state.work(move |s| Ok(s.inner().parts.books.undo(id, &by, s.now())?)).await;
    match done {
        Ok(()) => Ok(Redirect::to("/desk/ledger").into_response()),
        Err(error) => acts_page(&state, &form.who, Some(error)),
    }
}

#[derive(Debug, Template)]
#[template(path = "ledger_claim.html")]
struct ClaimPage {
    frame: Frame,
    id: String,
    words: String,
    outlet: String,
    date: String,
    report: String,
    reading: Vec<(&'static str, String)>,
    notes: Vec<String>,
    rejected: bool,
    wrong: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct ClaimQuery {
    #[serde(default)]
    id: String,
}

pub(super) async fn claim(
    State(state): State<AppState>,
    who: Who,
    Query(ClaimQuery { id }): Query<ClaimQuery>,
) -> Result<Response, Error> {
    claim_page(&state, &who, &ClaimId::new(id), None)
}

fn claim_page(
    state: &AppState,
    who: &Who,
    id: &ClaimId,
    wrong: Option<Error>,
) -> Result<Response, Error> {
    let books = &state.inner().parts.books;
    let found = books.ask(|ledger| {
        let claim = ledger.claim(id)?.clone();
        let notes: Vec<String> = ledger.notes(id).into_iter().map(String::from).collect();
        Some((claim, notes, ledger.is_rejected(id)))
    })?;
    let (claim, notes, rejected) = found.ok_or(Error::NotFound)?;
    let kept = state.store().report(&claim.evidence.report)?.ok_or(Error::NotFound)?.report;
    let told = wrong.map(|e| e.told());
    let (status, wrong) = told.map_or((StatusCode::OK, None), |(s, w)| (s, Some(w)));
    let page = ClaimPage {
        frame: Frame::new(state, who, "A claim", "/desk/ledger"),
        id: id.to_string(),
        words: claim.evidence.span.of(&kept.text).unwrap_or_default().trim().to_owned(),
        outlet: super::view::outlet(&kept),
        date: kept.published.as_ref().map_or("no date".into(), |p| day(p.date())),
        report: format!("/desk/report/{}?at={}#here", kept.id, claim.evidence.span.start),
        reading: reading(state, &claim),
        notes,
        rejected,
        wrong,
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// What the ledger took from the words.
fn reading(state: &AppState, claim: &Claim) -> Vec<(&'static str, String)> {
    let books = &state.inner().parts.books;
    let party = |p: Option<&wiredesk_model::Participant>| {
        p.and_then(|p| p.id.as_ref()).map_or_else(|| "not told".into(), |id| books.name(id))
    };
    let mut lines = Vec::new();
    if let Some(event) = &claim.event {
        lines.push(("Who", party(event.actor.as_ref())));
        lines.push(("Does", event.root.as_str().to_lowercase()));
        lines.push(("For or to", party(event.recipient.as_ref())));
    }
    if let Some(told) = &claim.particulars {
        lines.push(("Stage", told.stage.as_str().into()));
        lines.extend(told.instrument.clone().map(|i| ("With", i)));
    }
    if let Some(rank) = &claim.precedence {
        let above: Vec<String> = rank.above.iter().map(|id| books.name(id)).collect();
        let above = if above.is_empty() { "all others".into() } else { above.join(", ") };
        lines
            .push(("Ranks", format!("{} above {above} as {}", books.name(&rank.first), rank.role)));
    }
    lines.push(("When", claim.when.map_or_else(|| "not told".into(), |w| w.to_string())));
    let voice = &claim.voice;
    lines
        .push(("First teller", voice.speaker_name.clone().unwrap_or_else(|| voice.origin.clone())));
    lines.push(("Denied", if claim.denied { "yes" } else { "no" }.into()));
    lines
}

/// Rejects or annotates a claim.
pub(super) async fn on_claim(State(state): State<AppState>, form: Form) -> Result<Response, Error> {
    form.who.must(Privilege::Ledger)?;
    let id = ClaimId::new(form.fields.get("id"));
    let done = judge(&state, &form, &id).await;
    match done {
        Ok(()) => Ok(Redirect::to("/desk/ledger").into_response()),
        Err(error) => claim_page(&state, &form.who, &id, Some(error)),
    }
}

async fn judge(state: &AppState, form: &Form, id: &ClaimId) -> Result<(), Error> {
    let (kind, object) = match ActWord::parse(form.fields.get("act")) {
        Some(ActWord::Reject) => (ActWord::Reject, None),
        Some(ActWord::Annotate) => (ActWord::Annotate, Some(required(form, "note", "the remark")?)),
        _ => return Err(Error::Form("Choose what to do.".into())),
    };
    let reason = match kind {
        ActWord::Annotate => "a remark".to_owned(),
        _ => required(form, "reason", "why")?,
    };
    let (by, id) = (form.who.byline().to_owned(), id.clone());
    state
        .work(move |s| {
            let books = &s.inner().parts.books;
            let act = books.on_claim(kind, &id, (object, &by, &reason))?.ok_or(Error::NotFound)?;
            books.act(act, s.now())?;
            Ok(())
        })
        .await
}
