//! Reports as they came, and one report with what the machine found in it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Html;
use serde::Deserialize;
use wiredesk_model::{Reading, Report, ReportId, Span, Want};
use wiredesk_publish::dates::{day, moment};
use wiredesk_publish::edition::followable;
use wiredesk_publish::text::one_line;
use wiredesk_store::{Kept, ReportLine};

use super::frame::Frame;
use super::pieces::{Mark, Piece, cut};
use super::view::outlet;
use crate::auth::Who;
use crate::{AppState, Error, limits};

#[derive(Debug, Template)]
#[template(path = "reports.html")]
struct ReportsPage {
    frame: Frame,
    query: String,
    lines: Vec<Line>,
    total: u64,
    wrong: Option<String>,
}

#[derive(Debug)]
struct Line {
    id: String,
    title: String,
    outlet: String,
    at: String,
    copy: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct ListQuery {
    #[serde(default)]
    q: String,
}

pub(super) async fn list(
    State(state): State<AppState>,
    who: Who,
    Query(query): Query<ListQuery>,
) -> Result<Html<String>, Error> {
    let asked = query.q.trim().to_owned();
    let found = match asked.is_empty() {
        true => Ok(latest(&state)?),
        false => state.work(move |s| Ok(sought(s, &asked))).await?,
    };
    let (lines, wrong) = match found {
        Ok(lines) => (lines, None),
        Err(error) => (Vec::new(), Some(error.told().1)),
    };
    let page = ReportsPage {
        frame: Frame::new(&state, &who, "Reports", "/desk/reports"),
        query: query.q,
        lines,
        total: state.store().report_count()?,
        wrong,
    };
    Ok(Html(page.render()?))
}

fn latest(state: &AppState) -> Result<Vec<Line>, Error> {
    let lines = state.store().latest_reports(None, limits::LIST_PAGE)?;
    let line = |l: ReportLine| Line {
        id: l.id.to_string(),
        title: l.title.unwrap_or_else(|| "Untitled report".into()),
        outlet: l.source.unwrap_or_else(|| "Unknown outlet".into()),
        at: moment(l.at),
        copy: l.duplicate_of.is_some(),
    };
    Ok(lines.into_iter().map(line).collect())
}

fn sought(state: &AppState, query: &str) -> Result<Vec<Line>, Error> {
    let find = &state.inner().parts.find;
    let ids = find.reports(query, limits::FOUND_MAX).map_err(Error::Form)?;
    let line = |k: Kept| Line {
        id: k.report.id.to_string(),
        outlet: outlet(&k.report),
        at: k.report.published.as_ref().map_or_else(|| moment(k.received_at), |p| day(p.date())),
        title: k.report.title.unwrap_or_else(|| "Untitled report".into()),
        copy: false,
    };
    Ok(state.store().reports(&ids)?.into_iter().map(line).collect())
}

#[derive(Debug, Template)]
#[template(path = "report.html")]
struct ReportPage {
    frame: Frame,
    report: Report,
    outlet: String,
    published: String,
    received: String,
    version: u32,
    url: Option<String>,
    storyline: Option<(String, String)>,
    paragraphs: Vec<Vec<Piece>>,
    speech: Vec<Speech>,
    events: Vec<(String, String)>,
    dates: Vec<(String, String)>,
    names: Vec<(String, String)>,
    notes: Vec<String>,
}

/// Who said what, through whom.
#[derive(Debug)]
struct Speech {
    speaker: String,
    cue: String,
    content: String,
    through: String,
    doubt: &'static str,
}

#[derive(Debug, Deserialize)]
pub(super) struct PlaceQuery {
    at: Option<usize>,
}

pub(super) async fn one(
    State(state): State<AppState>,
    who: Who,
    Path(id): Path<String>,
    Query(query): Query<PlaceQuery>,
) -> Result<Html<String>, Error> {
    let kept = state.store().report(&ReportId::new(id))?.ok_or(Error::NotFound)?;
    let body = state.work(move |s| laid_out(s, &who, kept, query.at)).await?;
    Ok(Html(body))
}

fn laid_out(state: &AppState, who: &Who, kept: Kept, at: Option<usize>) -> Result<String, Error> {
    let Kept { report, received_at, version, .. } = kept;
    let reading = state.inner().parts.reader.read(&report, Want::ALL);
    let storyline = state.store().assignment(&report.id)?;
    let title = report.title.clone().unwrap_or_else(|| "Untitled report".into());
    let page = ReportPage {
        frame: Frame::new(state, who, &title, "/desk/reports"),
        outlet: outlet(&report),
        published: report.published.as_ref().map_or("not told".into(), ToString::to_string),
        received: moment(received_at),
        version,
        url: report.url.as_deref().and_then(followable).map(str::to_owned),
        storyline: storyline.map(|a| (a.storyline.to_string(), a.reason)),
        paragraphs: paragraphs(&report.text, &reading, at),
        speech: speech(&report.text, &reading),
        events: events(&report.text, &reading),
        dates: reading
            .dates
            .iter()
            .map(|d| (words(&report.text, d.span), d.value.clone()))
            .collect(),
        names: names(&reading),
        notes: reading.notes,
        report,
    };
    Ok(page.render()?)
}

/// The text in paragraphs with names, dates and cues marked, and the place one came for.
fn paragraphs(text: &str, reading: &Reading, at: Option<usize>) -> Vec<Vec<Piece>> {
    let mut marks: Vec<Mark> = Vec::new();
    let mut put = |span, mark, title: String| marks.push(Mark { span, mark, title });
    for m in &reading.entities {
        put(m.span, "name", format!("{} ({})", m.name, m.kind.as_str()));
    }
    for d in &reading.dates {
        put(d.span, "date", d.value.clone());
    }
    for cue in reading.attributions.iter().flat_map(|a| &a.cue) {
        put(*cue, "cue", "somebody is reported to say this".into());
    }
    let here = at.and_then(|at| reading.sentence_at(at)).and_then(|i| reading.sentences.get(i));
    let mut out = Vec::new();
    let mut start = 0;
    for part in text.split("\n\n") {
        let whole = Span::new(start, start + part.len());
        start = whole.end + 2;
        let mine: Vec<Mark> = marks.iter().filter(|m| whole.contains(m.span)).cloned().collect();
        match here.filter(|h| whole.contains(**h)) {
            None => out.push(cut(text, whole, mine)),
            Some(here) => {
                let mut pieces = cut(text, Span::new(whole.start, here.start), mine.clone());
                pieces.extend(cut(
                    text,
                    *here,
                    vec![Mark { span: *here, mark: "here", title: String::new() }],
                ));
                pieces.extend(cut(text, Span::new(here.end, whole.end), mine));
                out.push(pieces);
            }
        }
    }
    out
}

fn speech(text: &str, reading: &Reading) -> Vec<Speech> {
    let joined = |spans: &[Span]| {
        let parts: Vec<String> = spans.iter().map(|s| words(text, *s)).collect();
        parts.join(" … ")
    };
    reading
        .attributions
        .iter()
        .map(|a| Speech {
            speaker: a.speaker_name.clone().unwrap_or_else(|| joined(&a.source)),
            cue: joined(&a.cue),
            content: joined(&a.content),
            through: a.chain.iter().map(|l| l.name.clone()).collect::<Vec<_>>().join(", "),
            doubt: match (a.negated, a.hedged) {
                (true, _) => "denied",
                (_, true) => "in doubt",
                _ => "",
            },
        })
        .collect()
}

fn events(text: &str, reading: &Reading) -> Vec<(String, String)> {
    let who = |p: &Option<wiredesk_model::Participant>| {
        p.as_ref().map_or("somebody".to_owned(), |p| words(text, p.span))
    };
    reading
        .events
        .iter()
        .map(|e| {
            let what = format!("{} → {}", who(&e.actor), who(&e.recipient));
            let date = e.date.as_deref().unwrap_or("no date");
            (
                format!("{} {}", e.root.as_str().to_lowercase(), what),
                format!("{}, {date}", e.status.as_str()),
            )
        })
        .collect()
}

/// Each entity once, in order of its first mention.
fn names(reading: &Reading) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for mention in &reading.entities {
        let kind = match &mention.id {
            Some(id) => id.to_string(),
            None => mention.kind.as_str().to_owned(),
        };
        let entry = (mention.name.clone(), kind);
        if !out.contains(&entry) {
            out.push(entry);
        }
    }
    out
}

fn words(text: &str, span: Span) -> String {
    one_line(span.of(text).unwrap_or_default())
}
