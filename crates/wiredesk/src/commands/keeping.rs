//! `wiredesk backup`, `restore`, `verify`, `reindex`: keeping a data folder well.

use crate::commands::data::Data;
use crate::terminal;
use anyhow::Result;
use clap::Args;
use std::path::PathBuf;
use wiredesk_flow::Newsroom;
use wiredesk_model::jiff::Timestamp;

/// Where to back up to.
#[derive(Debug, Args)]
#[command(
    after_help = "Works while `wiredesk serve` runs. The folder gets a database, the raw bytes and a manifest of hashes.\n\nExample:\n  wiredesk backup /backups/desk-monday"
)]
pub struct Backup {
    /// A folder that does not exist yet, or is empty
    to: PathBuf,
    #[command(flatten)]
    data: Data,
}

/// Where to restore from.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  wiredesk restore /backups/desk-monday --data wiredesk-data")]
pub struct Restore {
    /// A folder that `wiredesk backup` made
    from: PathBuf,
    #[command(flatten)]
    data: Data,
}

/// What to verify.
#[derive(Debug, Args)]
#[command(
    after_help = "Reads everything: database pages, hashes of reports and raw bytes, the log's numbers, versions.\nExit status: 0 all is well, 1 something is not.\n\nExample:\n  wiredesk verify"
)]
pub struct Verify {
    #[command(flatten)]
    data: Data,
}

/// What to make again.
#[derive(Debug, Args)]
#[command(
    after_help = "Drops storylines, claims and the search index and makes them again from reports and the log.\nStop `wiredesk serve` first.\n\nExample:\n  wiredesk reindex"
)]
pub struct Reindex {
    #[command(flatten)]
    data: Data,
}

impl Backup {
    /// Backs up.
    ///
    /// # Errors
    /// When the folder is not empty or the disk does not answer.
    pub fn run(self) -> Result<u8> {
        let made = self.data.open_to_read()?.backup(&self.to, Timestamp::now())?;
        eprintln!("{}, in {}", holds(&made), self.to.display());
        Ok(0)
    }
}

impl Restore {
    /// Restores into an empty data folder.
    ///
    /// # Errors
    /// When the data folder is not empty, or the backup is damaged.
    pub fn run(self) -> Result<u8> {
        let made = wiredesk_store::restore(&self.from, &self.data.folder)?;
        eprintln!("{}, in {}", holds(&made), self.data.folder.display());
        Ok(0)
    }
}

impl Verify {
    /// Verifies; status 1 when something is amiss.
    ///
    /// # Errors
    /// When the data folder cannot be opened.
    pub fn run(self) -> Result<u8> {
        let verification = self.data.open_to_read()?.verify()?;
        for problem in &verification.problems {
            println!("{}: {}", problem.place, problem.what);
        }
        eprintln!(
            "{} reports, {} raw files, {} story versions, {} published stories, {} log entries: {}",
            verification.reports,
            verification.blobs,
            verification.versions,
            verification.published,
            verification.publications,
            match verification.problems.len() {
                0 => "all well".to_owned(),
                n => format!("{n} problems"),
            }
        );
        Ok(u8::from(!verification.is_sound()))
    }
}

impl Reindex {
    /// Makes derived data again.
    ///
    /// # Errors
    /// When another process has the folder, or the disk does not answer.
    pub fn run(self) -> Result<u8> {
        let newsroom = Newsroom::open(self.data.open()?)?;
        let bar = terminal::progress(newsroom.store().report_count()?, "reports read again");
        let advanced = newsroom.rebuild(Timestamp::now, |n| bar.inc(n as u64))?;
        bar.finish_and_clear();
        eprintln!("{} reports, {} storylines", advanced.reports, advanced.storylines);
        Ok(0)
    }
}

fn holds(made: &wiredesk_store::Backup) -> String {
    format!("{} reports, {} log entries, {} bytes", made.reports, made.head, made.bytes)
}
