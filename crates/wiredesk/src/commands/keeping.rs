//! `wiredesk backup`, `restore`, `verify`, `reindex`: keeping a data folder well.

use crate::commands::data::Data;
use crate::terminal;
use anyhow::{Context, Result};
use clap::Args;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use wiredesk_flow::{Newsroom, signoff};
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
    after_help = "Without a file: reads everything of the data folder, database pages, hashes of reports and raw bytes, the log's\nnumbers, versions. With a file: holds the sign-off evidence of a story (the desk exports it) against its signature.\nExit status: 0 all is well, 1 something is not.\n\nExamples:\n  wiredesk verify\n  wiredesk verify signoff.json --key 3d40…"
)]
pub struct Verify {
    /// Sign-off evidence to hold against its signature
    file: Option<PathBuf>,
    /// The public key it must be signed with (a desk's is at /.well-known/wiredesk-signing-key)
    #[arg(long, value_name = "HEX", requires = "file")]
    key: Option<String>,
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
        note!("{}, in {}", holds(&made), self.to.display());
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
        note!("{}, in {}", holds(&made), self.data.folder.display());
        Ok(0)
    }
}

impl Verify {
    /// Verifies; status 1 when something is amiss.
    ///
    /// # Errors
    /// When the data folder cannot be opened.
    pub fn run(self) -> Result<u8> {
        if let Some(file) = &self.file {
            return sign_off(file, self.key.as_deref());
        }
        let verification = self.data.open_to_read()?.verify()?;
        for problem in &verification.problems {
            say!("{}: {}", problem.place, problem.what)?;
        }
        note!(
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
        note!("{} reports, {} storylines", advanced.reports, advanced.storylines);
        Ok(0)
    }
}

/// Holds a sign-off document against its signature; status 1 when it does not fit.
fn sign_off(file: &Path, key: Option<&str>) -> Result<u8> {
    let limit = signoff::DOCUMENT_BYTES_MAX as u64 + 1;
    let mut text = String::new();
    let read = crate::filter::open(file)?.take(limit).read_to_string(&mut text);
    read.with_context(|| format!("cannot read {}", file.display()))?;
    let verified = match signoff::verify(&text) {
        Ok(verified) => verified,
        Err(fault) => {
            say!("{}: {fault}", file.display())?;
            return Ok(1);
        }
    };
    if let Some(key) = key.map(|k| k.trim().trim_start_matches("ed25519 ").to_lowercase())
        && key != verified.key
    {
        say!("{}: signed with another key, {}", file.display(), verified.key)?;
        return Ok(1);
    }
    say!(
        "{} signed version {} of story {}, \u{201c}{}\u{201d}, at {}: {} sentences, {} on a reason",
        verified.signed_by,
        verified.version,
        verified.story,
        verified.headline,
        verified.signed_at,
        verified.sentences,
        verified.overridden
    )?;
    say!("key: {}", verified.key)?;
    Ok(0)
}

fn holds(made: &wiredesk_store::Backup) -> String {
    format!("{} reports, {} log entries, {} bytes", made.reports, made.head, made.bytes)
}
