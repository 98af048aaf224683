//! What can be typed.

use crate::commands;
use clap::{Parser, Subcommand};

/// A newsroom engine in one binary: reports in, checked and signed stories out, every sentence
/// bound to the words that support it.
#[derive(Debug, Parser)]
#[command(name = "wiredesk", version, about, long_about = None, max_term_width = 100)]
#[command(after_help = "Start with:\n  wiredesk demo            see the whole of it on a bundled wire\n  wiredesk serve           run a desk; the set-up link is printed\n\nExit status: 0 done, 1 a check failed, 2 an error, 3 lines were passed over.")]
pub struct Args {
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// The commands, in the order of the path a report takes.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// HTML pages to clean text with title, by-line, date, site and language
    Extract(commands::extract::Extract),
    /// Reports to readings: sentences, entities, attributions, events, dates, quantities, ratings
    Read(commands::read::Read),
}
