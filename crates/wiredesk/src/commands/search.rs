//! `wiredesk search`: reports and stories by their words.

use crate::commands::data::Data;
use anyhow::Result;
use clap::{Args, ValueEnum};
use std::io::{IsTerminal, Write};
use wiredesk_flow::finding;
use wiredesk_search::{Hit, Kind, Marked, Search as Asked};

/// What to look for.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  wiredesk search 'missile supplies'\n  wiredesk search '\"defence pact\" Pyongyang' --kind report --json"
)]
pub struct Search {
    /// Words; \"quoted\" ones must stand together, -word must be absent
    #[arg(required = true)]
    words: Vec<String>,
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
            eprintln!("{} found", found.total);
        }
        Ok(u8::from(found.hits.is_empty()))
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
