//! What can be typed.

use crate::commands;
use clap::{Parser, Subcommand};

/// A newsroom engine in one binary: reports in, checked and signed stories out, every sentence
/// bound to the words that support it.
#[derive(Debug, Parser)]
#[command(name = "wiredesk", version, about, long_about = None, max_term_width = 100)]
#[command(
    after_help = "Start with:\n  wiredesk demo            see the whole of it on a bundled wire\n  wiredesk serve           run a desk; the set-up link is printed\n\nExit status: 0 done, 1 a check failed, 2 an error, 3 lines were passed over."
)]
pub struct Args {
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

/// The commands, in the order of the path a report takes.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The bundled wire through the whole system, then served on this machine
    Demo(commands::demo::Demo),
    /// The system: intake, desk, pages, feeds
    Serve(Box<commands::serve::Serve>),
    /// Files, folders, feeds and addresses into the store
    Ingest(commands::ingest::Ingest),
    /// What could not be read and was set aside, with the reasons
    Quarantine(commands::quarantine::Quarantine),
    /// HTML pages to clean text with title, by-line, date, site and language
    Extract(commands::extract::Extract),
    /// Reports to readings: sentences, entities, attributions, events, dates, quantities, ratings
    Read(commands::read::Read),
    /// Reports in time order to storylines and copies
    Storylines(commands::storylines::StorylinesCommand),
    /// Reports of one storyline to a story
    Draft(commands::draft::Draft),
    /// A verdict and reasons for every sentence of a story
    Check(commands::check::Check),
    /// Which standing queries each story fires
    Match(commands::matching::Match),
    /// An archive of finished stories moved in
    Publish(commands::publish::Publish),
    /// Analysts' ratings moved in
    Ratings(commands::ratings::Ratings),
    /// Who does what for whom, says who: rankings, relations, timelines
    Ledger(commands::ledger::Ledger),
    /// What is new on a matter, each line with the words it stands on
    Brief(commands::brief::Brief),
    /// Reports and stories by their words
    Search(commands::search::Search),
    /// Stories in a terminal, the moment a server publishes them
    Watch(commands::watch::Watch),
    /// Tokens of the news API
    Token(commands::token::TokenCommand),
    /// Every bound of the program
    Limits(commands::bounds::Limits),
    /// How the desk would be set
    Config(Box<commands::bounds::Config>),
    /// Accounts: add, list, role, disable, reset
    User(commands::user::User),
    /// A copy of the data folder, also while it is served
    Backup(commands::keeping::Backup),
    /// A data folder from a backup
    Restore(commands::keeping::Restore),
    /// Everything kept, read and held against its hashes
    Verify(commands::keeping::Verify),
    /// Derived data (storylines, claims, search index) made again
    Reindex(commands::keeping::Reindex),
}
