//! `wiredesk publish --jsonl`: an archive of finished stories moved in.

use crate::commands::data::Data;
use crate::commands::moving::move_in;
use crate::filter::Input;
use anyhow::{Context, Result, bail};
use clap::Args;
use serde::Deserialize;
use std::path::PathBuf;
use wiredesk_model::Published;
use wiredesk_model::jiff::Timestamp;
use wiredesk_store::{Finished, Imported, Picture};

/// What to move in.
#[derive(Debug, Args)]
#[command(
    after_help = "Stories are kept as imported, not as checked here, and each is one entry of the publication log.\nThe same story twice is kept once.\n\nA line: {\"title\",\"teaser\"?,\"body\"(HTML),\"published\",\"updated\"?,\"author\",\"editor\"?,\"channels\":[],\n\"tags\":[],\"tickers\":[],\"images\":[{\"size\",\"url\"}],\"url\"?,\"removed\"?}\n\nExample:\n  wiredesk publish --jsonl archive.jsonl"
)]
pub struct Publish {
    /// Files of finished stories as JSON lines ("-": standard input)
    #[arg(long, required = true, value_name = "FILE")]
    jsonl: Vec<PathBuf>,
    /// Stop at the first unreadable line
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    data: Data,
}

#[derive(Debug, Deserialize)]
struct StoryLine {
    title: String,
    #[serde(default)]
    teaser: String,
    #[serde(default)]
    body: String,
    published: String,
    #[serde(default)]
    updated: Option<String>,
    #[serde(default)]
    author: String,
    #[serde(default)]
    editor: Option<String>,
    #[serde(default)]
    channels: Vec<String>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    tickers: Vec<String>,
    #[serde(default)]
    images: Vec<Picture>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    removed: Option<Removed>,
}

/// When it was taken back, or only that it was.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Removed {
    Yes(bool),
    At(String),
}

impl Publish {
    /// Moves everything in.
    ///
    /// # Errors
    /// When a file cannot be read or the store cannot write.
    pub fn run(self) -> Result<u8> {
        let store = self.data.open()?;
        let input = Input { files: self.jsonl, strict: self.strict };
        move_in(&input, "stories moved in", story_of, |batch| {
            let kept = store.import(batch, Timestamp::now())?;
            Ok(kept.into_iter().map(|moved| moved.outcome).collect())
        })
    }
}

fn story_of(line: &str) -> Result<Imported> {
    let line: StoryLine = serde_json::from_str(line)?;
    if line.title.trim().is_empty() {
        bail!("the story has no title");
    }
    let published = moment(&line.published).context("\"published\"")?;
    let updated = line.updated.as_deref().map(moment).transpose().context("\"updated\"")?;
    let removed = match line.removed {
        None | Some(Removed::Yes(false)) => None,
        Some(Removed::Yes(true)) => Some(updated.unwrap_or(published)),
        Some(Removed::At(at)) => Some(moment(&at).context("\"removed\"")?),
    };
    let story = Finished {
        title: line.title,
        teaser: line.teaser,
        body: line.body,
        author: line.author,
        editor: line.editor,
        url: line.url,
        channels: line.channels,
        tags: line.tags,
        tickers: line.tickers,
        images: line.images,
        ..Finished::default()
    };
    Ok(Imported { story, published, updated, removed })
}

fn moment(text: &str) -> Result<Timestamp> {
    let when = Published::parse(text).with_context(|| {
        format!("{text:?} is no date; write 2024-09-15 or 2024-09-15T08:00:00Z")
    })?;
    Ok(when.instant().unwrap_or_else(|| {
        let midnight = when.date().to_zoned(wiredesk_model::jiff::tz::TimeZone::UTC);
        midnight.map_or_else(|_| when.order_key(), |z| z.timestamp())
    }))
}
