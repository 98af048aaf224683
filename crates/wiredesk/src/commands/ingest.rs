//! `wiredesk ingest`: files, folders and addresses into the store.

use crate::commands::data::Data;
use crate::terminal;
use anyhow::{Result, bail};
use clap::Args;
use std::io::Write;
use std::path::PathBuf;
use wiredesk_flow::{Newsroom, feeds, intake};
use wiredesk_model::jiff::Timestamp;
use wiredesk_store::Outcome;

/// What to take in.
#[derive(Debug, Args)]
#[command(
    after_help = "Prints a line for each report once it is safely on the disk. What cannot be read is set aside\nwith its reason (see `wiredesk quarantine`) and does not stop the rest.\n\nExamples:\n  wiredesk ingest wires/ page.html feed.xml\n  wiredesk ingest https://example.org/feed.atom"
)]
pub struct Ingest {
    /// Files, folders (HTML, text, Markdown, JSONL, feeds; also .gz) or http(s) addresses
    #[arg(required = true)]
    from: Vec<String>,
    #[command(flatten)]
    data: Data,
    /// Only keep the reports; read, group and draft them later
    #[arg(long)]
    keep_only: bool,
    /// Allow addresses that are private or on this machine
    #[arg(long)]
    allow_private: bool,
}

impl Ingest {
    /// Takes everything in, then runs the stages behind.
    ///
    /// # Errors
    /// When a named path is not there or the store cannot write.
    pub fn run(self) -> Result<u8> {
        let (urls, paths): (Vec<String>, Vec<String>) = self
            .from
            .iter()
            .cloned()
            .partition(|f| f.starts_with("http://") || f.starts_with("https://"));
        let paths: Vec<PathBuf> = paths.into_iter().map(PathBuf::from).collect();
        if let Some(missing) = paths.iter().find(|p| !p.exists()) {
            bail!("{} is not there", missing.display());
        }
        let newsroom = Newsroom::open(self.data.open()?)?;
        let mut told = Told::default();
        let bar = terminal::progress(0, "reports kept");
        intake::take_paths(newsroom.store(), &paths, Timestamp::now, |taken| {
            bar.inc(taken.received.len() as u64);
            told.tell(taken)
        })?;
        if !urls.is_empty() {
            self.fetch(&newsroom, &urls, &mut told)?;
        }
        bar.finish_and_clear();
        if !self.keep_only {
            let bar = terminal::progress(0, "reports read, grouped and drafted from");
            newsroom.advance(Timestamp::now, |reports| bar.inc(reports as u64))?;
            bar.finish_and_clear();
        }
        note!("{} new, {} known already, {} set aside", told.new, told.known, told.refused);
        Ok(if told.refused > 0 { crate::filter::SKIPPED } else { 0 })
    }

    fn fetch(&self, newsroom: &Newsroom, urls: &[String], told: &mut Told) -> Result<()> {
        let gatherer = feeds::gatherer(self.allow_private)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            for url in urls {
                told.tell(&feeds::fetch(newsroom, &gatherer, url).await?)?;
            }
            Ok(())
        })
    }
}

#[derive(Debug, Default)]
struct Told {
    new: usize,
    known: usize,
    refused: usize,
}

impl Told {
    /// A line a report, after its commit: whoever reads it may rely on it.
    fn tell(&mut self, taken: &intake::Taken) -> Result<(), wiredesk_flow::Error> {
        let mut out = std::io::stdout().lock();
        for (name, received) in &taken.received {
            let known = received.outcome == Outcome::Known;
            let line = serde_json::json!({
                "id": received.id.as_str(),
                "from": name,
                "outcome": if known { "known" } else { "kept" },
            });
            writeln!(out, "{line}")?;
            if known { self.known += 1 } else { self.new += 1 }
        }
        out.flush()?;
        for (name, reason) in &taken.refused {
            note!("wiredesk: {name} set aside: {reason}");
        }
        self.refused += taken.refused.len();
        Ok(())
    }
}
