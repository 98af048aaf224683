//! The picture of a story: sent in from a form, chosen from those that are there, taken off; and
//! taken down everywhere.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use wiredesk_flow::desk::Opened;
use wiredesk_model::StoryId;
use wiredesk_store::{AboutPicture, KeptPicture, Privilege};

use super::frame::Frame;
use crate::auth::{Form, Sent, Who};
use crate::{AppState, Error, limits};

#[derive(Debug, Template)]
#[template(path = "picture.html")]
struct PicturePage {
    frame: Frame,
    opened: Opened,
    known: Vec<KeptPicture>,
    about: AboutPicture,
    wrong: Option<String>,
}

pub(super) async fn form(
    State(state): State<AppState>,
    who: Who,
    Path(id): Path<u64>,
) -> Result<Response, Error> {
    who.must(Privilege::Sign)?;
    show(&state, &who, StoryId(id), AboutPicture::default(), None)
}

fn show(
    state: &AppState,
    who: &Who,
    id: StoryId,
    about: AboutPicture,
    wrong: Option<Error>,
) -> Result<Response, Error> {
    let told = wrong.map(|e| e.told());
    let (status, wrong) = told.map_or((StatusCode::OK, None), |(s, w)| (s, Some(w)));
    let page = PicturePage {
        frame: Frame::new(state, who, "Picture", "/desk"),
        opened: state.desk().open(id, None)?,
        known: state.store().pictures(limits::PICTURES_SHOWN)?,
        about,
        wrong,
    };
    Ok((status, Html(page.render()?)).into_response())
}

/// Takes an upload and puts it on the story.
pub(super) async fn upload(
    State(state): State<AppState>,
    Path(id): Path<u64>,
    sent: Sent,
) -> Result<Response, Error> {
    sent.who.must(Privilege::Sign)?;
    let (id, who) = (StoryId(id), sent.who.clone());
    let about = AboutPicture {
        alt: sent.fields.get("alt").to_owned(),
        credit: sent.fields.get("credit").to_owned(),
        license: sent.fields.get("license").to_owned(),
    };
    match keep(&state, &who, id, sent, about.clone()).await {
        Ok(()) => Ok(Redirect::to(&format!("/desk/story/{id}")).into_response()),
        Err(error) if error.told().0 == StatusCode::INTERNAL_SERVER_ERROR => Err(error),
        Err(error) => show(&state, &who, id, about, Some(error)),
    }
}

async fn keep(
    state: &AppState,
    who: &Who,
    id: StoryId,
    sent: Sent,
    about: AboutPicture,
) -> Result<(), Error> {
    let base: u32 = sent.fields.number("base")?;
    if sent.file.is_empty() {
        return Err(Error::Form("Choose a picture first.".into()));
    }
    let by = who.byline().to_owned();
    // Unpacked pixels are large: a few at once.
    let _place = state.inner().pictures.acquire().await.map_err(|_| Error::Busy)?;
    state
        .work(move |s| {
            let kept = s.desk().keep_picture(&sent.file, about, &by, s.now())?;
            s.desk().set_picture((id, base), kept.image(), &by, s.now())?;
            Ok(())
        })
        .await
}

/// Puts one of the pictures that are there on the story, or takes its own off.
pub(super) async fn choose(
    State(state): State<AppState>,
    Path(id): Path<u64>,
    form: Form,
) -> Result<Response, Error> {
    form.who.must(Privilege::Sign)?;
    let id = StoryId(id);
    let base: u32 = form.fields.number("base")?;
    let chosen = form.fields.get("picture").to_owned();
    let by = form.who.byline().to_owned();
    let done = state
        .work(move |s| {
            let image = match chosen.as_str() {
                "" => None,
                chosen => s.desk().picture(chosen)?.image(),
            };
            Ok(s.desk().set_picture((id, base), image, &by, s.now())?)
        })
        .await;
    match done {
        Ok(_) => Ok(Redirect::to(&format!("/desk/story/{id}")).into_response()),
        Err(error) => show(&state, &form.who, id, AboutPicture::default(), Some(error)),
    }
}

/// Takes a picture down for good.
pub(super) async fn remove(
    State(state): State<AppState>,
    Path(id): Path<u64>,
    form: Form,
) -> Result<Response, Error> {
    form.who.must(Privilege::Withdraw)?;
    let id = StoryId(id);
    let picture = form.fields.get("picture").to_owned();
    let why = crate::clean::line(form.fields.get("why"), 200);
    let by = form.who.byline().to_owned();
    let done = match why.is_empty() {
        true => Err(Error::Form("Say why: the trail keeps it.".into())),
        false => {
            let work =
                move |s: &AppState| Ok(s.store().remove_picture(&picture, &by, &why, s.now())?);
            state.work(work).await
        }
    };
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/desk/story/{id}/picture")).into_response()),
        Err(error) => show(&state, &form.who, id, AboutPicture::default(), Some(error)),
    }
}
