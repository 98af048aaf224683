//! The edit form: every sentence in a box beside what it stands on. When somebody saved meanwhile,
//! nothing typed is lost: the form comes back on top of their version, both texts in sight.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use std::collections::BTreeMap;
use wiredesk_flow::desk::Opened;
use wiredesk_flow::desk::rewrite::Rewrite;
use wiredesk_model::{SectionKind, Story, StoryId};
use wiredesk_store::Privilege;

use super::frame::Frame;
use super::view::{Row, rows};
use crate::auth::{Form, Who};
use crate::{AppState, Error};

#[derive(Debug, Template)]
#[template(path = "edit.html")]
struct EditPage {
    frame: Frame,
    opened: Opened,
    boxes: Vec<Box>,
    places: Vec<Place>,
    channels: String,
    tags: String,
    tickers: String,
    /// Why it was not saved.
    wrong: Option<String>,
    /// Words typed for sentences that are no longer there.
    stranded: Vec<String>,
}

/// A sentence to edit.
#[derive(Debug)]
struct Box {
    row: Row,
    typed: String,
    /// What somebody else made of it meanwhile.
    theirs: Option<String>,
}

/// Where a sentence can be added.
#[derive(Debug)]
struct Place {
    field: String,
    heading: String,
    typed: String,
}

pub(super) async fn form(
    State(state): State<AppState>,
    who: Who,
    Path(id): Path<u64>,
) -> Result<Html<String>, Error> {
    who.must(Privilege::Draft)?;
    let opened = state.desk().open(StoryId(id), None)?;
    let story = opened.version.story.clone();
    let boxes = rows(&opened)
        .into_iter()
        .map(|row| Box { typed: row.text.clone(), theirs: None, row })
        .collect();
    let page = EditPage {
        frame: Frame::new(&state, &who, "Edit", "/desk"),
        boxes,
        places: places(&opened.version.story, &BTreeMap::new()),
        channels: story.channels.join(", "),
        tags: story.tags.join(", "),
        tickers: story.tickers.join(", "),
        wrong: None,
        stranded: Vec::new(),
        opened,
    };
    Ok(Html(page.render()?))
}

pub(super) async fn save(
    State(state): State<AppState>,
    Path(id): Path<u64>,
    form: Form,
) -> Result<Response, Error> {
    form.who.must(Privilege::Draft)?;
    let id = StoryId(id);
    let base: u32 = form.fields.number("base")?;
    let rewrite = rewrite(&form);
    let by = form.who.byline().to_owned();
    let work = move |s: &AppState| {
        let saved = s.desk().save(id, base, &rewrite, &by, s.now());
        Ok(saved.map_err(Error::from))
    };
    match state.work(work).await? {
        Ok(_) => Ok(Redirect::to(&format!("/desk/story/{id}")).into_response()),
        Err(error) => again(&state, &form, (id, base), &error),
    }
}

fn rewrite(form: &Form) -> Rewrite {
    let names = |field: &str| {
        let text = form.fields.get(field);
        Some(text.split(',').map(str::to_owned).collect())
    };
    let kinds = SectionKind::ALL.map(|kind| (Some(kind), format!("new_{}", kind.as_str())));
    let fields = std::iter::once((None, "new_lede".to_owned())).chain(kinds);
    let added = fields.map(|(kind, field)| (kind, form.fields.get(&field).to_owned()));
    Rewrite {
        texts: form.fields.numbered("s").map(|(n, t)| (n, t.to_owned())).collect(),
        added: added.collect(),
        channels: names("channels"),
        tags: names("tags"),
        tickers: names("tickers"),
    }
}

/// The form once more with what was typed, and why it was not saved.
fn again(
    state: &AppState,
    form: &Form,
    (id, base): (StoryId, u32),
    error: &Error,
) -> Result<Response, Error> {
    let (status, words) = error.told();
    if status == StatusCode::INTERNAL_SERVER_ERROR || status == StatusCode::NOT_FOUND {
        return Err(Error::Form(words));
    }
    let opened = state.desk().open(id, None)?;
    let before = match error.conflict() {
        Some(_) => state.desk().open(id, Some(base))?.version.story,
        None => opened.version.story.clone(),
    };
    let (boxes, stranded) = merged(&opened, &before, form);
    let typed = form.fields.0.iter().cloned().collect::<BTreeMap<_, _>>();
    let field = |name: &str| form.fields.get(name).to_owned();
    let page = EditPage {
        frame: Frame::new(state, &form.who, "Edit", "/desk"),
        places: places(&opened.version.story, &typed),
        channels: field("channels"),
        tags: field("tags"),
        tickers: field("tickers"),
        wrong: Some(words),
        boxes,
        stranded,
        opened,
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// What was typed, put on top of the newest version. Where both changed a sentence theirs is shown
/// beside; where the sentences no longer stand in the same places, what was typed is listed.
fn merged(opened: &Opened, before: &Story, form: &Form) -> (Vec<Box>, Vec<String>) {
    let old: Vec<&str> = before.sentences().map(wiredesk_model::Sentence::text).collect();
    let changed: BTreeMap<usize, &str> = form
        .fields
        .numbered("s")
        .filter(|(n, text)| old.get(*n).is_some_and(|o| o != &text.trim()))
        .collect();
    let rows = rows(opened);
    let aligned = rows.len() == old.len();
    let stranded = match aligned {
        true => Vec::new(),
        false => changed.values().map(|t| (*t).to_owned()).collect(),
    };
    let boxes = rows
        .into_iter()
        .map(|row| {
            let mine = changed.get(&row.n).filter(|_| aligned);
            let differs = old.get(row.n).is_some_and(|o| *o != row.text);
            Box {
                typed: mine.map_or_else(|| row.text.clone(), |m| (*m).to_owned()),
                theirs: (mine.is_some() && differs).then(|| row.text.clone()),
                row,
            }
        })
        .collect();
    (boxes, stranded)
}

fn places(story: &Story, typed: &BTreeMap<String, String>) -> Vec<Place> {
    let place = |field: String, heading: &str| {
        let typed = typed.get(&field).cloned().unwrap_or_default();
        Place { field, heading: heading.to_owned(), typed }
    };
    let heading = |kind: SectionKind| {
        let own = story.sections.iter().find(|s| s.kind == kind);
        own.map_or_else(|| kind.heading(), |s| s.heading())
    };
    let sections = SectionKind::ALL.map(|k| place(format!("new_{}", k.as_str()), heading(k)));
    std::iter::once(place("new_lede".into(), "Lede")).chain(sections).collect()
}
