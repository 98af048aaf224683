//! The desk's lists: queue, storylines, what was set aside, who did what.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Html;
use jiff::Timestamp;
use serde::Deserialize;
use wiredesk_flow::desk::QueueEntry;
use wiredesk_publish::dates::{moment, rfc3339};
use wiredesk_store::{AuditEntry, Quarantined, Reopened, StoryState, StorylineLine};

use super::ago;
use super::frame::Frame;
use crate::auth::Who;
use crate::{AppState, Error, limits};

#[derive(Debug, Template)]
#[template(path = "queue.html")]
struct QueuePage {
    frame: Frame,
    tabs: Vec<(&'static str, &'static str, bool)>,
    entries: Vec<QueueEntry>,
    /// Stories that a newer version of a report took the ground from.
    reopened: Vec<Reopened>,
    now: Timestamp,
    empty: &'static str,
}

impl QueuePage {
    fn changed(story: &Reopened) -> String {
        super::view::changed(story)
    }

    fn age(&self, at: &Timestamp) -> String {
        ago(*at, self.now)
    }

    fn iso(at: &Timestamp) -> String {
        rfc3339(*at)
    }

    fn state(entry: &QueueEntry) -> &'static str {
        match (entry.line.state, entry.line.live, entry.signed_by.is_some()) {
            (StoryState::Draft, _, true) => "Signed, not published",
            (StoryState::Draft, _, false) => "Draft",
            (StoryState::Published, Some(live), _) if live < entry.line.head => {
                "Published, changed since"
            }
            (StoryState::Published, ..) => "Published",
            (StoryState::Withdrawn, ..) => "Withdrawn",
            (StoryState::Discarded, ..) => "Put away",
        }
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct QueueQuery {
    #[serde(default)]
    show: String,
}

pub(super) async fn queue(
    State(state): State<AppState>,
    who: Who,
    Query(query): Query<QueueQuery>,
) -> Result<Html<String>, Error> {
    use StoryState::{Discarded, Draft, Published, Withdrawn};
    let (states, empty): (&'static [StoryState], _) = match query.show.as_str() {
        "published" => (&[Published], "Nothing is published."),
        "withdrawn" => (&[Withdrawn], "Nothing was withdrawn."),
        "away" => (&[Discarded], "Nothing was put away."),
        _ => (&[Draft], "No draft waits. New ones come as reports come in."),
    };
    let tabs = [
        ("", "Drafts"),
        ("published", "Published"),
        ("withdrawn", "Withdrawn"),
        ("away", "Put away"),
    ];
    let known = tabs.iter().any(|(word, _)| *word == query.show);
    let shown = if known { query.show.as_str() } else { "" };
    let page = QueuePage {
        frame: Frame::new(&state, &who, "Queue", "/desk"),
        tabs: tabs.iter().map(|(word, name)| (*word, *name, *word == shown)).collect(),
        now: state.now(),
        entries: state.work(move |s| Ok(s.desk().queue(states, None)?)).await?,
        reopened: state.store().reopened(None, limits::LIST_PAGE)?,
        empty,
    };
    Ok(Html(page.render()?))
}

#[derive(Debug, Template)]
#[template(path = "trail.html")]
struct TrailPage {
    frame: Frame,
    entries: Vec<AuditEntry>,
    older: Option<u64>,
}

impl TrailPage {
    fn at(at: &Timestamp) -> String {
        moment(*at)
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct BeforeQuery {
    before: Option<u64>,
}

pub(super) async fn trail(
    State(state): State<AppState>,
    who: Who,
    Query(query): Query<BeforeQuery>,
) -> Result<Html<String>, Error> {
    let entries = state.desk().audit(None, query.before)?;
    let older = entries.last().map(|e| e.id).filter(|id| *id > 1);
    let frame = Frame::new(&state, &who, "Who did what", "/desk/trail");
    Ok(Html(TrailPage { frame, entries, older }.render()?))
}

#[derive(Debug, Template)]
#[template(path = "quarantine.html")]
struct QuarantinePage {
    frame: Frame,
    items: Vec<Quarantined>,
    count: u64,
}

impl QuarantinePage {
    fn at(at: &Timestamp) -> String {
        moment(*at)
    }

    /// The first bytes as text, what cannot be shown left out.
    fn head(item: &Quarantined) -> String {
        let text = String::from_utf8_lossy(&item.item.head);
        let plain = |c: &char| !c.is_control() && *c != '\u{fffd}';
        text.chars().filter(plain).take(300).collect()
    }
}

pub(super) async fn quarantine(
    State(state): State<AppState>,
    who: Who,
) -> Result<Html<String>, Error> {
    let items = state.store().quarantined(None, limits::LIST_PAGE)?;
    let count = state.store().quarantine_count()?;
    let frame = Frame::new(&state, &who, "Set aside", "/desk/quarantine");
    Ok(Html(QuarantinePage { frame, items, count }.render()?))
}

#[derive(Debug, Template)]
#[template(path = "storylines.html")]
struct StorylinesPage {
    frame: Frame,
    lines: Vec<(StorylineLine, Vec<(u64, String)>)>,
    now: Timestamp,
}

impl StorylinesPage {
    fn age(&self, at: &Timestamp) -> String {
        ago(*at, self.now)
    }
}

pub(super) async fn storylines(
    State(state): State<AppState>,
    who: Who,
) -> Result<Html<String>, Error> {
    let lines = state.store().storylines(None, limits::LIST_PAGE)?;
    let with_stories = |line: StorylineLine| {
        let stories = state.store().stories_of(&line.id)?;
        Ok((line, stories.into_iter().map(|s| (s.id.0, s.headline)).collect()))
    };
    let lines = lines.into_iter().map(with_stories).collect::<Result<_, Error>>()?;
    let frame = Frame::new(&state, &who, "Storylines", "/desk/storylines");
    Ok(Html(StorylinesPage { frame, lines, now: state.now() }.render()?))
}
