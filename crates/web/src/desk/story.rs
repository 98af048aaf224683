//! One story: shown beside its evidence, bound, signed, published, corrected, killed.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::collections::BTreeMap;
use wiredesk_flow::desk::compare::{Pair, Proposal};
use wiredesk_flow::desk::{Block, Opened, Refusal, Release, Tally, tally};
use wiredesk_flow::drafting::MODEL_FAILED;
use wiredesk_model::{CorrectionClass, Publication, PublicationKind, StoryId};
use wiredesk_publish::Edition;
use wiredesk_publish::dates::moment;
use wiredesk_publish::edition::{class_word, story_path};
use wiredesk_publish::page::story as public;
use wiredesk_store::{AuditEntry, Privilege, Reopened, StoryState};

use super::frame::Frame;
use super::view::{Row, rows, spoken};
use crate::auth::{Form, Who};
use crate::{AppState, Error, limits};

#[derive(Debug, Template)]
#[template(path = "story.html")]
struct StoryPage {
    frame: Frame,
    opened: Opened,
    rows: Vec<Row>,
    tally: Tally,
    signed_by: Option<String>,
    proposal: Option<Proposal>,
    trail: Vec<AuditEntry>,
    /// Where readers find it.
    public: Option<String>,
    /// What changed under it and nobody has looked at since.
    reopened: Vec<Reopened>,
    refused: Option<Refused>,
    /// The model that drafts, where there is one.
    model: Option<String>,
    /// It is being asked for this story.
    model_asked: bool,
}

/// Why the last command was not done.
#[derive(Debug, Default)]
struct Refused {
    words: String,
    blocks: Vec<Block>,
    /// Reasons already typed, by sentence.
    reasons: BTreeMap<usize, String>,
    /// The note already typed.
    note: String,
}

impl StoryPage {
    fn is_head(&self) -> bool {
        self.opened.is_head()
    }

    fn is_live(&self) -> bool {
        self.opened.line.live.is_some()
    }

    fn is_draft(&self) -> bool {
        self.opened.line.state == StoryState::Draft
    }

    /// True when readers have this very version.
    fn is_out(&self) -> bool {
        self.opened.line.live == Some(self.opened.version.version)
    }

    fn state_words(&self) -> String {
        match (self.opened.line.state, self.opened.line.live) {
            (StoryState::Draft, _) => "Draft".into(),
            (StoryState::Published, Some(live)) if live == self.opened.line.head => {
                format!("Published, version {live}")
            }
            (StoryState::Published, Some(live)) => {
                format!("Published in version {live}; changed since")
            }
            (StoryState::Published, None) => "Published".into(),
            (StoryState::Withdrawn, _) => "Withdrawn".into(),
            (StoryState::Discarded, _) => "Put away".into(),
        }
    }

    fn open_rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|r| r.needs_reason())
    }

    fn reason_for(&self, row: &Row) -> String {
        let typed = self.refused.as_ref().and_then(|r| r.reasons.get(&row.n).cloned());
        typed.or_else(|| row.reason.clone()).unwrap_or_default()
    }

    fn reasons_against(block: &Block) -> String {
        block.reasons.iter().map(|r| spoken(r)).collect::<Vec<_>>().join("; ")
    }

    /// Why the model's copy is not what stands here, when it was asked for this version in vain.
    fn model_failed(&self) -> Option<&str> {
        let of = |e: &&AuditEntry| {
            e.entry.action == MODEL_FAILED && e.entry.version == Some(self.opened.line.head)
        };
        self.trail.iter().find(of).and_then(|e| e.entry.details.as_deref())
    }

    fn note(&self) -> &str {
        self.refused.as_ref().map_or("", |r| r.note.as_str())
    }

    fn changed(story: &Reopened) -> String {
        super::view::changed(story)
    }

    fn at(at: &jiff::Timestamp) -> String {
        moment(*at)
    }

    fn word(entry: &Publication) -> &'static str {
        class_word(entry.kind)
    }

    /// Whether the form proposes to send it as that.
    fn proposes(&self, word: &str) -> bool {
        self.proposal.as_ref().is_some_and(|p| p.kind.as_str() == word)
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct VersionQuery {
    v: Option<u32>,
}

pub(super) async fn one(
    State(state): State<AppState>,
    who: Who,
    Path(id): Path<u64>,
    Query(query): Query<VersionQuery>,
) -> Result<Response, Error> {
    page(state, who, StoryId(id), query.v, None).await
}

async fn page(
    state: AppState,
    who: Who,
    id: StoryId,
    version: Option<u32>,
    refused: Option<Refused>,
) -> Result<Response, Error> {
    let status = match refused {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let work = move |state: &AppState| {
        let opened = state.desk().open(id, version)?;
        let headline = opened.version.story.headline.text().to_owned();
        let page = StoryPage {
            frame: Frame::new(state, &who, &headline, "/desk"),
            rows: rows(&opened),
            tally: tally(&opened.version.story),
            signed_by: opened.version.story.byline.signed_by.clone(),
            proposal: state.desk().proposal(&opened)?,
            trail: state.desk().audit(Some(id), None)?,
            public: state
                .store()
                .published(id)?
                .filter(|p| p.removed.is_none())
                .map(|p| story_path(id, &p.story.title)),
            reopened: state.store().reopened(Some(id), limits::LIST_PAGE)?,
            model: state.model().map(|m| m.name()),
            model_asked: state.model().is_some_and(|m| m.is_asked(id)),
            refused,
            opened,
        };
        Ok(page.render()?)
    };
    let body = state.work(work).await?;
    Ok((status, Html(body)).into_response())
}

/// The page as readers would see it.
pub(super) async fn preview(
    State(state): State<AppState>,
    _who: Who,
    Path(id): Path<u64>,
    Query(query): Query<VersionQuery>,
) -> Result<Response, Error> {
    let opened = state.desk().open(StoryId(id), query.v)?;
    let (version, at) = (opened.version.version, state.now());
    let by = opened.version.story.byline.signed_by.clone().unwrap_or_else(|| "nobody yet".into());
    let entry = Publication {
        seq: 0,
        at,
        kind: PublicationKind::Published,
        story: StoryId(id),
        version,
        note: None,
        by,
    };
    let story = opened.version.story;
    let sources = wiredesk_flow::publishing::sources(state.store(), &story)?;
    let edition = Edition { id: StoryId(id), version, story, log: vec![entry] };
    let body = public::story(&edition, &sources, state.house(), &state.sections()?, version)?;
    Ok(Html(body).into_response())
}

#[derive(Debug, Template)]
#[template(path = "compare.html")]
struct ComparePage {
    frame: Frame,
    id: StoryId,
    from: u32,
    to: u32,
    pairs: Vec<Pair>,
    changes: usize,
}

#[derive(Debug, Deserialize)]
pub(super) struct CompareQuery {
    from: u32,
    to: u32,
}

pub(super) async fn compare(
    State(state): State<AppState>,
    who: Who,
    Path(id): Path<u64>,
    Query(CompareQuery { from, to }): Query<CompareQuery>,
) -> Result<Html<String>, Error> {
    let id = StoryId(id);
    let pairs = state.desk().compare(id, from, to)?;
    let same = |p: &&Pair| !matches!(p, Pair::Same { rebound: false, .. });
    let changes = pairs.iter().filter(same).count();
    let title = format!("Versions {from} and {to}");
    let frame = Frame::new(&state, &who, &title, "/desk");
    Ok(Html(ComparePage { frame, id, from, to, pairs, changes }.render()?))
}

pub(super) async fn bind(
    State(state): State<AppState>,
    Path(id): Path<u64>,
    form: Form,
) -> Result<Response, Error> {
    form.who.must(Privilege::Draft)?;
    let (base, n): (u32, usize) = (form.fields.number("base")?, form.fields.number("n")?);
    let id = StoryId(id);
    let by = form.who.byline().to_owned();
    let done =
        state.work(move |s| Ok(s.desk().bind((id, base), n, Vec::new(), &by, s.now())?)).await;
    settle(state, form, id, done, &format!("#s{n}")).await
}

/// Puts the draft in line for the model; the page tells when something came of it.
pub(super) async fn ask_model(
    State(state): State<AppState>,
    Path(id): Path<u64>,
    form: Form,
) -> Result<Response, Error> {
    form.who.must(Privilege::Draft)?;
    let base: u32 = form.fields.number("base")?;
    let id = StoryId(id);
    let full = || Error::Form("Too many drafts wait for the model; ask again in a while.".into());
    let Some(model) = state.model() else {
        return Err(Error::Form("No model is set up for this desk.".into()));
    };
    let done = if model.ask(id, base, form.who.byline()) { Ok(base) } else { Err(full()) };
    settle(state, form, id, done, "").await
}

/// Signs the newest version; with `then=publish` publishes it at once.
pub(super) async fn sign(
    State(state): State<AppState>,
    Path(id): Path<u64>,
    form: Form,
) -> Result<Response, Error> {
    form.who.must(Privilege::Sign)?;
    let id = StoryId(id);
    let base: u32 = form.fields.number("base")?;
    let reasons = reasons(&form);
    let by = form.who.byline().to_owned();
    let then = form.fields.get("then") == "publish";
    let release = release(&form)?;
    let done = state
        .work(move |s| {
            let desk = s.desk();
            let signed = desk.sign((id, base), &reasons, &by, s.now())?;
            if then {
                desk.publish((id, signed), release, &by, s.now())?;
            }
            Ok(signed)
        })
        .await;
    settle(state, form, id, done, "").await
}

pub(super) async fn publish(
    State(state): State<AppState>,
    Path(id): Path<u64>,
    form: Form,
) -> Result<Response, Error> {
    form.who.must(Privilege::Sign)?;
    let id = StoryId(id);
    let base: u32 = form.fields.number("base")?;
    let by = form.who.byline().to_owned();
    let release = release(&form)?;
    let done =
        state.work(move |s| Ok(s.desk().publish((id, base), release, &by, s.now())?.version)).await;
    settle(state, form, id, done, "").await
}

pub(super) async fn kill(
    State(state): State<AppState>,
    Path(id): Path<u64>,
    form: Form,
) -> Result<Response, Error> {
    form.who.must(Privilege::Withdraw)?;
    let id = StoryId(id);
    let (by, note) = (form.who.byline().to_owned(), form.fields.get("note").to_owned());
    let done = state.work(move |s| Ok(s.desk().kill(id, &note, &by, s.now())?.version)).await;
    settle(state, form, id, done, "").await
}

pub(super) async fn discard(
    State(state): State<AppState>,
    Path(id): Path<u64>,
    form: Form,
) -> Result<Response, Error> {
    form.who.must(Privilege::Draft)?;
    let id = StoryId(id);
    let by = form.who.byline().to_owned();
    state.work(move |s| Ok(s.desk().discard(id, None, &by, s.now())?)).await?;
    Ok(Redirect::to("/desk").into_response())
}

/// Goes back to the story; a refusal is shown on its page with what was typed.
async fn settle(
    state: AppState,
    form: Form,
    id: StoryId,
    done: Result<u32, Error>,
    place: &str,
) -> Result<Response, Error> {
    let error = match done {
        Ok(_) => return Ok(Redirect::to(&format!("/desk/story/{id}{place}")).into_response()),
        Err(error) => error,
    };
    let (status, words) = error.told();
    if status == StatusCode::INTERNAL_SERVER_ERROR || status == StatusCode::NOT_FOUND {
        return Err(error);
    }
    let blocks = match error.refusal() {
        Some(Refusal::NotSupported(blocks)) => blocks.clone(),
        _ => Vec::new(),
    };
    let reasons = reasons(&form);
    let note = form.fields.get("note").to_owned();
    let refused = Refused { words, blocks, reasons, note };
    page(state, form.who, id, None, Some(refused)).await
}

fn reasons(form: &Form) -> BTreeMap<usize, String> {
    form.fields.numbered("reason").map(|(n, reason)| (n, reason.to_owned())).collect()
}

/// How the form says that readers are to get a newer version.
fn release(form: &Form) -> Result<Option<Release>, Error> {
    let note = form.fields.get("note").to_owned();
    match form.fields.get("as") {
        "" => Ok(None),
        "updated" => Ok(Some(Release::Update)),
        word => match CorrectionClass::parse(word) {
            Some(class) => Ok(Some(Release::Correct(class, note))),
            None => Err(Error::Form("Say whether it is an update or a correction.".into())),
        },
    }
}
