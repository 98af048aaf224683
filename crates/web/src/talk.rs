//! What readers say under stories: the page to say it on, the feed, what moderators do. Works
//! without scripts; the story's own page shows the same comments to everybody.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use jiff::{SignedDuration, Timestamp};
use wiredesk_model::StoryId;
use wiredesk_publish::dates::{moment, rfc3339};
use wiredesk_publish::edition::story_path;
use wiredesk_publish::page::talk::{Spoken, Talk, html, links};
use wiredesk_publish::xml::escape;
use wiredesk_store::{Comment, CommentId, CommentState, Door, NewComment, Privilege, User, UserId};

use crate::auth::{Form, Who, private, who, wrapped};
use crate::desk::frame::Frame;
use crate::{AppState, Error, clean, limits};

pub(crate) fn routes() -> Router<AppState> {
    Router::new()
        .route("/comments/{story}", get(page).post(add))
        .route("/comments/{story}/feed.atom", get(feed))
        .route("/comment/{id}/edit", post(edit))
        .route("/comment/{id}/report", post(report))
        .route("/moderation", get(queue))
        .route("/moderation/comment", post(judge))
        .route("/moderation/door", post(door))
        .route("/moderation/ban", post(ban))
}

/// The comments of a story as everybody sees them; as `reader` does, with theirs that wait.
pub(crate) fn talk(state: &AppState, story: StoryId, reader: Option<&User>) -> Result<Talk, Error> {
    let store = state.store();
    let door = store.comment_door(story)?;
    let hidden = door == Door::Hidden;
    let kept = match hidden {
        true => Vec::new(),
        false => store.comments_of(story, reader.map(|u| u.id), limits::COMMENTS_SHOWN)?,
    };
    let (tops, answers): (Vec<_>, Vec<_>) = kept.into_iter().partition(|c| c.parent.is_none());
    let mut comments = Vec::with_capacity(tops.len() + answers.len());
    for top in tops {
        let id = top.id;
        comments.push(spoken(state, top, reader));
        let own = answers.iter().filter(|a| a.parent == Some(id)).cloned();
        comments.extend(own.map(|a| spoken(state, a, reader)));
    }
    let count = if hidden { 0 } else { store.comment_count(story)? };
    Ok(Talk { count, comments, closed: door != Door::Open, hidden })
}

fn spoken(state: &AppState, comment: Comment, reader: Option<&User>) -> Spoken {
    let own = reader.is_some_and(|r| r.id == comment.user);
    if comment.state == CommentState::Removed || comment.state == CommentState::Held && !own {
        // Only its place is kept, for the answers.
        return Spoken { id: comment.id.0, answer: comment.parent.is_some(), ..Spoken::default() };
    }
    let fresh = comment.at > before(state.now(), limits::COMMENT_EDIT_MIN);
    Spoken {
        id: comment.id.0,
        at: (rfc3339(comment.at), moment(comment.at)),
        edited: comment.edited.is_some(),
        html: html(&comment.text),
        answer: comment.parent.is_some(),
        own,
        held: comment.why.filter(|_| comment.state == CommentState::Held),
        editable: (own && fresh).then_some(comment.text),
        name: comment.name,
    }
}

fn before(now: Timestamp, minutes: i64) -> Timestamp {
    now.checked_sub(SignedDuration::from_mins(minutes)).unwrap_or(Timestamp::MIN)
}

#[derive(Debug, Template)]
#[template(path = "talk/page.html")]
struct TalkPage {
    story: u64,
    back: String,
    headline: String,
    talk: Talk,
    token: String,
    signed_in: bool,
    barred: Option<String>,
    typed: String,
    wrong: Option<String>,
    /// Moderators open and close.
    doors: Vec<(&'static str, bool)>,
}

async fn page(
    State(state): State<AppState>,
    Path(story): Path<u64>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let reader = who(&headers, &state)?;
    talk_page(&state, StoryId(story), reader.as_ref(), String::new(), None)
}

fn talk_page(
    state: &AppState,
    story: StoryId,
    reader: Option<&Who>,
    typed: String,
    wrong: Option<Error>,
) -> Result<Response, Error> {
    let standing = state.store().published(story)?.filter(|s| s.removed.is_none());
    let headline = standing.ok_or(Error::NotFound)?.story.title;
    let told = wrong.map(|e| e.told());
    let (status, wrong) = told.map_or((StatusCode::OK, None), |(s, w)| (s, Some(w)));
    let moderator = reader.is_some_and(|r| r.may(Privilege::Moderate));
    let door = state.store().comment_door(story)?;
    let page = TalkPage {
        story: story.0,
        back: story_path(story, &headline),
        talk: talk(state, story, reader.map(|r| &r.user))?,
        token: reader.map(|r| r.token.clone()).unwrap_or_default(),
        signed_in: reader.is_some(),
        barred: reader.and_then(|r| barred(state, &r.user)),
        typed,
        wrong,
        doors: match moderator {
            true => Door::ALL.iter().map(|d| (d.as_str(), *d == door)).collect(),
            false => Vec::new(),
        },
        headline,
    };
    let path = format!("/comments/{story}");
    let body = wrapped(state, "Comments", &path, &page.render()?)?;
    Ok((status, private(Html(body))).into_response())
}

/// Until when they may not comment, and why.
fn barred(state: &AppState, user: &User) -> Option<String> {
    let ban = user.ban.as_ref().filter(|b| b.until > state.now())?;
    Some(format!("You may not comment until {}: {}.", moment(ban.until), ban.reason))
}

async fn add(
    State(state): State<AppState>,
    Path(story): Path<u64>,
    form: Form,
) -> Result<Response, Error> {
    let story = StoryId(story);
    let text = clean::paragraphs(form.fields.get("text"), limits::COMMENT_CHARS);
    let done = speak(&state, story, &form, &text).await;
    match done {
        Ok(id) => Ok(Redirect::to(&format!("/comments/{story}#c{}", id.0)).into_response()),
        Err(wrong) => talk_page(&state, story, Some(&form.who), text, Some(wrong)),
    }
}

async fn speak(
    state: &AppState,
    story: StoryId,
    form: &Form,
    text: &str,
) -> Result<CommentId, Error> {
    form.who.must(Privilege::Comment)?;
    if let Some(words) = barred(state, &form.who.user) {
        return Err(Error::Form(words));
    }
    if text.is_empty() {
        return Err(Error::Form("Write something first.".into()));
    }
    let standing = state.store().published(story)?.filter(|s| s.removed.is_none());
    standing.ok_or(Error::NotFound)?;
    let parent = match form.fields.get("parent") {
        "" => None,
        _ => Some(CommentId(form.fields.number("parent")?)),
    };
    let held = why_held(state, &form.who, text)?;
    let user = form.who.user.id;
    let comment = NewComment { story, parent, user, text: text.to_owned(), held };
    state.work(move |s| Ok(s.store().add_comment(comment, s.now())?)).await
}

/// Words that need a look. An operator's own list may come on top some day.
const WORDS: [&str; 10] = [
    "casino",
    "viagra",
    "crypto giveaway",
    "whatsapp",
    "telegram",
    "forex",
    "kill yourself",
    "loan offer",
    "escort",
    "work from home",
];

/// Why a comment waits for a moderator; too many at once are refused.
fn why_held(state: &AppState, who: &Who, text: &str) -> Result<Option<String>, Error> {
    if who.may(Privilege::Moderate) {
        return Ok(None);
    }
    let since = before(state.now(), limits::COMMENT_RATE_MIN);
    let (shown, lately) = state.store().comment_record(who.user.id, since)?;
    if lately >= limits::COMMENT_RATE {
        return Err(Error::Form("That is a lot at once. Wait a few minutes.".into()));
    }
    let lower = text.to_lowercase();
    let why = if shown < limits::COMMENTS_TRUSTED {
        "a new account"
    } else if links(text) > limits::COMMENT_LINKS {
        "several links"
    } else if WORDS.iter().any(|w| lower.contains(w)) {
        "words that need a look"
    } else {
        return Ok(None);
    };
    Ok(Some(why.to_owned()))
}

async fn edit(
    State(state): State<AppState>,
    Path(id): Path<u64>,
    form: Form,
) -> Result<Response, Error> {
    let id = CommentId(id);
    let story = state.store().comment(id)?.ok_or(Error::NotFound)?.story;
    let text = clean::paragraphs(form.fields.get("text"), limits::COMMENT_CHARS);
    let done = rewrite(&state, (id, form.who.user.id), &form.who, &text).await;
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/comments/{story}#c{}", id.0)).into_response()),
        Err(wrong) => talk_page(&state, story, Some(&form.who), String::new(), Some(wrong)),
    }
}

async fn rewrite(
    state: &AppState,
    own: (CommentId, UserId),
    who: &Who,
    text: &str,
) -> Result<(), Error> {
    if let Some(words) = barred(state, &who.user) {
        return Err(Error::Form(words));
    }
    if text.is_empty() {
        return Err(Error::Form("Write something first.".into()));
    }
    let (held, text) = (why_held(state, who, text)?, text.to_owned());
    state
        .work(move |s| {
            let since = before(s.now(), limits::COMMENT_EDIT_MIN);
            Ok(s.store().edit_comment(own, &text, held, since, s.now())?)
        })
        .await
}

async fn report(
    State(state): State<AppState>,
    Path(id): Path<u64>,
    form: Form,
) -> Result<Response, Error> {
    form.who.must(Privilege::Comment)?;
    let id = CommentId(id);
    let story = state.store().comment(id)?.ok_or(Error::NotFound)?.story;
    let reason = clean::line(form.fields.get("reason"), 200);
    let user = form.who.user.id;
    state.work(move |s| Ok(s.store().report_comment((id, user), &reason, s.now())?)).await?;
    Ok(Redirect::to(&format!("/comments/{story}?reported")).into_response())
}

#[derive(Debug, Template)]
#[template(path = "moderation.html")]
struct QueuePage {
    frame: Frame,
    items: Vec<QueueLine>,
    banned: Vec<User>,
}

/// A comment that waits.
#[derive(Debug)]
struct QueueLine {
    comment: Comment,
    html: String,
    why: String,
    at: String,
}

impl QueuePage {
    fn until(user: &User) -> String {
        user.ban.as_ref().map(|b| moment(b.until)).unwrap_or_default()
    }
}

async fn queue(State(state): State<AppState>, who: Who) -> Result<Response, Error> {
    who.must(Privilege::Moderate)?;
    let waiting = state.store().comment_queue(limits::QUEUE_SHOWN)?;
    let line = |(comment, reasons): (Comment, Vec<String>)| {
        let held = comment.why.iter().map(|w| format!("held: {w}"));
        let reported = reasons.into_iter().map(|r| format!("reported: {r}"));
        QueueLine {
            html: html(&comment.text),
            why: held.chain(reported).collect::<Vec<_>>().join("; "),
            at: moment(comment.at),
            comment,
        }
    };
    let page = QueuePage {
        frame: Frame::new(&state, &who, "Comments", "/moderation"),
        items: waiting.into_iter().map(line).collect(),
        banned: state.store().banned(state.now())?,
    };
    Ok(private(Html(page.render()?)))
}

async fn judge(State(state): State<AppState>, form: Form) -> Result<Response, Error> {
    form.who.must(Privilege::Moderate)?;
    let id = CommentId(form.fields.number("id")?);
    let why = clean::line(form.fields.get("why"), 200);
    let judged = match form.fields.get("as") {
        "show" => (CommentState::Shown, None),
        "remove" if why.is_empty() => {
            return Err(Error::Form("Say why: its writer is told.".into()));
        }
        "remove" => (CommentState::Removed, Some(why)),
        _ => return Err(Error::Form("Choose what to do.".into())),
    };
    let by = form.who.byline().to_owned();
    state.work(move |s| Ok(s.store().judge_comment(id, judged, &by, s.now())?)).await?;
    Ok(Redirect::to("/moderation").into_response())
}

async fn door(State(state): State<AppState>, form: Form) -> Result<Response, Error> {
    form.who.must(Privilege::Moderate)?;
    let story = StoryId(form.fields.number("story")?);
    let door = Door::parse(form.fields.get("door"))
        .ok_or_else(|| Error::Form("Choose what to do.".into()))?;
    let by = form.who.byline().to_owned();
    state.work(move |s| Ok(s.store().set_comment_door(story, door, &by, s.now())?)).await?;
    Ok(Redirect::to(&format!("/comments/{story}")).into_response())
}

/// Bars a reader for some days, or lets them again with 0.
async fn ban(State(state): State<AppState>, form: Form) -> Result<Response, Error> {
    form.who.must(Privilege::Moderate)?;
    let id = UserId(form.fields.number("user")?);
    let days: i64 = form.fields.number("days")?;
    let why = clean::line(form.fields.get("why"), 200);
    if days > 0 && why.is_empty() {
        return Err(Error::Form("Say why: they are told.".into()));
    }
    let user = state.store().user_by_id(id)?.ok_or(Error::NotFound)?;
    if user.about.role.may(Privilege::Moderate) {
        return Err(Error::Forbidden("Nobody who moderates can be barred here."));
    }
    let by = form.who.byline().to_owned();
    state
        .work(move |s| {
            let length = SignedDuration::from_hours(24 * days.clamp(0, 3_650));
            let until = s.now().checked_add(length).map_err(|e| Error::Broken(e.to_string()))?;
            s.store().ban(id, (days > 0).then(|| (until, why.clone())))?;
            let action = if days > 0 { "ban" } else { "unban" };
            let said = Some(format!("{}: {why}", user.about.display));
            Ok(s.store().audit(wiredesk_store::Audit::new(&by, action).saying(said), s.now())?)
        })
        .await?;
    Ok(Redirect::to("/moderation").into_response())
}

/// The newest comments of a story, as Atom.
async fn feed(State(state): State<AppState>, Path(story): Path<u64>) -> Result<Response, Error> {
    let story = StoryId(story);
    let standing = state.store().published(story)?.filter(|s| s.removed.is_none());
    let headline = standing.ok_or(Error::NotFound)?.story.title;
    let talk = talk(&state, story, None)?;
    let house = state.house();
    let here = house.url(&format!("/comments/{story}"));
    let mut entries: Vec<&Spoken> = talk.comments.iter().filter(|c| !c.name.is_empty()).collect();
    entries.sort_by_key(|c| std::cmp::Reverse(c.id));
    entries.truncate(limits::COMMENT_FEED);
    let updated =
        entries.first().map_or_else(|| rfc3339(Timestamp::UNIX_EPOCH), |c| c.at.0.clone());
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\
         <id>{here}</id><title>{}</title><updated>{updated}</updated>\
         <link rel=\"self\" href=\"{here}/feed.atom\"/><link href=\"{here}\"/>",
        escape(&format!("Comments on “{headline}”"))
    );
    for c in entries {
        out.push_str(&format!(
            "<entry><id>{here}#c{}</id><title>{}</title><updated>{}</updated><author><name>{}</name>\
             </author><link href=\"{here}#c{}\"/><content type=\"html\">{}</content></entry>",
            c.id,
            escape(&format!("{} on “{headline}”", c.name)),
            c.at.0,
            escape(&c.name),
            c.id,
            escape(&c.html)
        ));
    }
    out.push_str("</feed>\n");
    Ok(([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], out).into_response())
}
