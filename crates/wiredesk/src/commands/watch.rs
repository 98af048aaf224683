//! `wiredesk watch`: stories in a terminal, the moment they are published.

use anyhow::{Context, Result};
use clap::Args;
use serde_json::Value;
use std::io::{IsTerminal, Write};
use wiredesk_alert::{Limits, Query};
use wiredesk_gather::stream::{Event, listen};

/// What to watch.
#[derive(Debug, Args)]
#[command(
    after_help = "The line is taken up again where it was cut. In a pipe each story is a line of JSON.\n\nExample:\n  wiredesk watch https://news.example.org --token $TOKEN --query 'ticker:AAPL OR \"north korea\"'"
)]
pub struct Watch {
    /// The server
    #[arg(value_name = "URL")]
    server: String,
    /// An API token that may read news
    #[arg(long, env = "WIREDESK_TOKEN", hide_env_values = true)]
    token: String,
    /// Only stories that this query fires on; all without one
    #[arg(long, value_name = "QUERY")]
    query: Option<String>,
    /// Begin after this place in the log instead of now
    #[arg(long, value_name = "N")]
    after: Option<u64>,
    /// End after so many stories
    #[arg(long, value_name = "N")]
    most: Option<usize>,
}

impl Watch {
    /// Watches until it is told to stop.
    ///
    /// # Errors
    /// When the query cannot be read or the server refuses.
    pub fn run(self) -> Result<u8> {
        crate::terminal::logging();
        let address = self.address()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let terminal = std::io::stdout().is_terminal();
        let mut left = self.most.unwrap_or(usize::MAX);
        let mut failed = None;
        runtime.block_on(listen(&address, &self.token, |event| {
            let shown = show(&event, terminal);
            failed = shown.err();
            left -= 1;
            failed.is_none() && left > 0
        }))?;
        failed.map_or(Ok(0), Err)
    }

    fn address(&self) -> Result<String> {
        let base = self.server.trim_end_matches('/');
        let mut url: url::Url = format!("{base}/api/v1/stream")
            .parse()
            .with_context(|| format!("{} is no address; write https://…", self.server))?;
        if let Some(query) = &self.query {
            let read = Query::parse(query, &Limits::default());
            let read = read.map_err(|e| anyhow::anyhow!(e.pointed(query)))?;
            url.query_pairs_mut().append_pair("query", &read.to_string());
        }
        if let Some(after) = self.after {
            url.query_pairs_mut().append_pair("after", &after.to_string());
        }
        Ok(url.into())
    }
}

/// Writes an event: a line of JSON, or a headline for people.
fn show(event: &Event, terminal: bool) -> Result<()> {
    let mut out = std::io::stdout().lock();
    if !terminal {
        writeln!(out, "{}", event.data.replace('\n', " "))?;
        return Ok(out.flush()?);
    }
    let body: Value = serde_json::from_str(&event.data).unwrap_or_default();
    let of = |keys: &[&str]| {
        let found = keys.iter().find_map(|key| body.pointer(key)?.as_str());
        // What came from elsewhere does not command the terminal.
        found.unwrap_or_default().replace(char::is_control, " ")
    };
    let kind = of(&["/type", "/action"]);
    let title = of(&["/data/title", "/data/story/title", "/story/title", "/title"]);
    let url = of(&["/data/url", "/data/story/url", "/story/url", "/url"]);
    writeln!(out, "{kind}  {title}")?;
    if !url.is_empty() {
        writeln!(out, "    {url}")?;
    }
    Ok(out.flush()?)
}
