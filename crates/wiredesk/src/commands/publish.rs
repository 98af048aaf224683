//! `wiredesk publish --jsonl`: an archive of finished stories moved in.

use crate::commands::data::Data;
use crate::commands::moving::move_in;
use crate::filter::Input;
use anyhow::{Context, Result, bail};
use clap::Args;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::PathBuf;
use wiredesk_model::Published;
use wiredesk_model::jiff::Timestamp;
use wiredesk_store::{Finished, Imported, Picture, Security};

/// What to move in.
#[derive(Debug, Args)]
#[command(
    after_help = "Stories are kept as imported, not as checked here, and each is one entry of the publication log.\nThe same story twice is kept once.\n\nA line: {\"title\",\"teaser\"?,\"body\"(HTML),\"published\",\"updated\"?,\"author\",\"editor\"?,\"channels\":[],\n\"tags\":[],\"tickers\":[],\"images\":[{\"size\",\"url\"}],\"url\"?,\"removed\"?,\"kind\"?,\"importance\"? (1 to 5)}\nA ticker is its name, or {\"name\",\"exchange\"?,\"isin\"?,\"cusip\"?,\"company\"?,\"primary\"?}; without \"primary\" the first is.\n\nExample:\n  wiredesk publish --jsonl archive.jsonl"
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
    tickers: Vec<Ticker>,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    importance: u8,
    #[serde(default)]
    images: Vec<Picture>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    removed: Option<Removed>,
}

/// A ticker alone, or with what is known of it.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Ticker {
    Alone(String),
    Known {
        name: String,
        #[serde(default)]
        exchange: String,
        #[serde(default)]
        isin: String,
        #[serde(default)]
        cusip: String,
        #[serde(default)]
        company: String,
        #[serde(default)]
        primary: bool,
    },
}

/// A story, and what its line tells of securities.
type Told = (Imported, Vec<Security>);

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
            let (stories, securities): (Vec<_>, Vec<_>) = batch.into_iter().unzip();
            let securities: BTreeSet<Security> = securities.into_iter().flatten().collect();
            let now = Timestamp::now();
            if !securities.is_empty() {
                store.know_securities(securities.into_iter().collect(), now)?;
            }
            let kept = store.import(stories, now)?;
            Ok(kept.into_iter().map(|moved| moved.outcome).collect())
        })
    }
}

fn story_of(line: &str) -> Result<Told> {
    let line: StoryLine = serde_json::from_str(line)?;
    if line.title.trim().is_empty() {
        bail!("the story has no title");
    }
    if line.importance > IMPORTANCE_MAX {
        bail!("\"importance\" is {}, and goes from 1 to {IMPORTANCE_MAX}", line.importance);
    }
    let (tickers, leading, securities) = tickers_of(line.tickers);
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
        tickers,
        images: line.images,
        kind: line.kind.trim().to_owned(),
        importance: line.importance,
        leading,
        ..Finished::default()
    };
    Ok((Imported { story, published, updated, removed }, securities))
}

/// The most important there is.
const IMPORTANCE_MAX: u8 = 5;

/// The tickers with the primary ones first, how many those are (0: nobody said), and what is told
/// of them.
fn tickers_of(told: Vec<Ticker>) -> (Vec<String>, u32, Vec<Security>) {
    let (mut leading, mut others, mut securities) = (Vec::new(), Vec::new(), Vec::new());
    for ticker in told {
        match ticker {
            Ticker::Alone(name) => others.push(name),
            Ticker::Known { name, exchange, isin, cusip, company, primary } => {
                let to = if primary { &mut leading } else { &mut others };
                to.push(name.clone());
                let known = Security { ticker: name, exchange, isin, cusip, name: company };
                if known != (Security { ticker: known.ticker.clone(), ..Security::default() }) {
                    securities.push(known);
                }
            }
        }
    }
    let count = u32::try_from(leading.len()).unwrap_or(0);
    leading.extend(others);
    (leading, count, securities)
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
