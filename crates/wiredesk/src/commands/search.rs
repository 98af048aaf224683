//! `wiredesk search`: reports and stories by their words; with `--alert` the published stories that
//! a standing query would have fired on.

use crate::commands::data::Data;
use anyhow::{Result, anyhow};
use clap::{Args, ValueEnum};
use std::io::{IsTerminal, Write};
use wiredesk_alert::{Limits, Place, Query, Reason};
use wiredesk_flow::archive::{self, Match};
use wiredesk_flow::finding;
use wiredesk_model::jiff::{SignedDuration, Timestamp};
use wiredesk_model::{CodePoints, Span};
use wiredesk_read::Reader;
use wiredesk_search::{Hit, Kind, Marked, Search as Asked};
use wiredesk_store::Store;

/// What a line shows of a body before and after the first words that a query met, in bytes.
const AROUND_BYTES: usize = 100;

/// What to look for.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  wiredesk search 'missile supplies'\n  wiredesk search '\"defence pact\" Pyongyang' --kind report --json\n  wiredesk search --alert 'ticker:AAPL AND (recall* OR \"product safety\"~3)'"
)]
pub struct Search {
    /// Words; \"quoted\" ones must stand together, -word must be absent
    #[arg(required = true)]
    words: Vec<String>,
    /// The words are a query in the language of alerts (`wiredesk match --help`): finds exactly the
    /// stories that it would have fired on, and tells how often that was last week
    #[arg(long, conflicts_with_all = ["kind", "source", "ticker"])]
    alert: bool,
    /// Only reports, or only stories
    #[arg(long, value_enum)]
    kind: Option<What>,
    /// Only this outlet (may be given again)
    #[arg(long)]
    source: Vec<String>,
    /// Only with this ticker (may be given again)
    #[arg(long)]
    ticker: Vec<String>,
    /// How many
    #[arg(long, default_value_t = 20)]
    limit: usize,
    /// JSON lines
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    data: Data,
}

/// The two things that can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum What {
    /// Reports as received
    Report,
    /// Stories as published
    Story,
}

impl Search {
    /// Searches and prints; status 1 when nothing was found.
    ///
    /// # Errors
    /// When the query cannot be understood or there is no index.
    pub fn run(self) -> Result<u8> {
        let store = self.data.open_to_read()?;
        let index = finding::open_to_read(&store)?;
        if self.alert {
            return self.tried(&store, &index);
        }
        let kind = self.kind.map(|k| match k {
            What::Report => Kind::Report,
            What::Story => Kind::Story,
        });
        let asked = Asked {
            text: self.words.join(" "),
            kind,
            sources: self.source,
            tickers: self.ticker,
            limit: self.limit,
            ..Asked::default()
        };
        let found = index.search(&asked)?;
        let mut out = std::io::stdout().lock();
        let colour = out.is_terminal();
        for hit in &found.hits {
            match self.json {
                true => writeln!(out, "{}", line(hit))?,
                false => show(&mut out, hit, colour)?,
            }
        }
        if !self.json {
            note!("{} found", found.total);
        }
        Ok(u8::from(found.hits.is_empty()))
    }

    /// The query tried on the archive.
    fn tried(&self, store: &Store, index: &wiredesk_search::Index) -> Result<u8> {
        let text = self.words.join(" ");
        let query = Query::parse(&text, &Limits::default());
        let query = query.map_err(|error| anyhow!(error.pointed(&text)))?;
        let reader = Reader::shipped();
        let parts = (store, index, &reader as &dyn wiredesk_model::Read);
        let all = archive::Span { show: self.limit, ..archive::Span::default() };
        let tried = archive::try_query(parts, &query, all)?;
        let week = Timestamp::now() - SignedDuration::from_hours(7 * 24);
        let lately = archive::Span { from: Some(week), ..archive::Span::default() };
        let lately = archive::try_query(parts, &query, lately)?;
        let mut out = std::io::stdout().lock();
        let colour = out.is_terminal();
        for found in &tried.matches {
            match self.json {
                true => writeln!(out, "{}", fired_line(found))?,
                false => show(&mut out, &hit_of(found), colour)?,
            }
        }
        if !self.json {
            let least = |tried: &archive::Tried| if tried.more { "at least " } else { "" };
            note!(
                "would have fired {}{} times, {}{} of them in the last week",
                least(&tried),
                tried.fired,
                least(&lately),
                lately.fired
            );
        }
        Ok(u8::from(tried.matches.is_empty()))
    }
}

/// The places of the words that a query met, in order, of one field.
fn met(reasons: &[Reason], place: Place) -> Vec<Span> {
    let here = reasons.iter().filter(|reason| reason.place == Some(place));
    let mut spans: Vec<Span> = here.flat_map(|reason| reason.spans.iter().copied()).collect();
    spans.sort_by_key(|span| (span.start, span.end));
    // Queries may meet a word several times over.
    spans.dedup_by(|next, before| next.start < before.end);
    spans
}

/// A match as a hit of a search: its title, and its body around the first words that were met.
fn hit_of(found: &Match) -> Hit {
    let (told, body) = (&found.told, met(&found.reasons, Place::Body));
    let first = body.first().map_or(0, |span| span.start);
    let from = told.body.floor_char_boundary(first.saturating_sub(AROUND_BYTES));
    let to = told.body.ceil_char_boundary((first + AROUND_BYTES).min(told.body.len()));
    let inside = body.iter().filter(|span| span.end <= to);
    let marks = inside.map(|span| Span::new(span.start - from, span.end - from)).collect();
    Hit {
        kind: Kind::Story,
        id: found.story.to_string(),
        date: found.at,
        score: 0.0,
        title: Marked { text: told.title.clone(), marks: met(&found.reasons, Place::Title) },
        source: None,
        snippet: Marked { text: told.body[from..to].to_owned(), marks },
    }
}

fn fired_line(found: &Match) -> serde_json::Value {
    let why: Vec<serde_json::Value> = found.reasons.iter().map(|r| why(r, found)).collect();
    let mut line = line(&hit_of(found));
    line["why"] = why.into();
    line
}

/// A reason as in `wiredesk match --explain`: places in code points of title or body.
fn why(reason: &Reason, found: &Match) -> serde_json::Value {
    let (field, text) = match reason.place {
        Some(Place::Title) => (Some("title"), &found.told.title),
        Some(_) => (Some("body"), &found.told.body),
        None => (None, &found.told.body),
    };
    let points = CodePoints::new(text);
    let places = reason.spans.iter().map(|s| [points.from_byte(s.start), points.from_byte(s.end)]);
    match field {
        None => serde_json::json!({ "clause": reason.clause }),
        Some(field) => {
            let spans: Vec<[usize; 2]> = places.collect();
            serde_json::json!({ "clause": reason.clause, "in": field, "spans": spans })
        }
    }
}

fn line(hit: &Hit) -> serde_json::Value {
    serde_json::json!({
        "kind": hit.kind.as_str(),
        "id": hit.id,
        "date": hit.date.to_string(),
        "source": hit.source,
        "title": hit.title.text,
        "snippet": hit.snippet.text,
        "score": hit.score,
    })
}

fn show(out: &mut impl Write, hit: &Hit, colour: bool) -> Result<()> {
    let source = hit.source.as_deref().unwrap_or(hit.kind.as_str());
    let day = hit.date.strftime("%Y-%m-%d");
    writeln!(out, "{}  {source}, {day}  [{}]", marked(&hit.title, colour), hit.id)?;
    writeln!(out, "    {}", marked(&hit.snippet, colour).replace('\n', " "))?;
    Ok(())
}

fn marked(text: &Marked, colour: bool) -> String {
    if !colour {
        return text.text.clone();
    }
    let mut out = String::new();
    let mut at = 0;
    for mark in &text.marks {
        let (Some(before), Some(word)) = (text.text.get(at..mark.start), mark.of(&text.text))
        else {
            continue;
        };
        out.push_str(before);
        out.push_str("\x1b[1m");
        out.push_str(word);
        out.push_str("\x1b[0m");
        at = mark.end;
    }
    out.push_str(text.text.get(at..).unwrap_or_default());
    out
}
