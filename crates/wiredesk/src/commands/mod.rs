//! One file per command.

pub mod bounds;
pub mod brief;
pub mod check;
pub mod data;
pub mod demo;
pub mod draft;
pub mod extract;
pub mod ingest;
pub mod keeping;
pub mod ledger;
pub mod matching;
pub mod moving;
pub mod publish;
pub mod quarantine;
pub mod ratings;
pub mod read;
pub mod search;
pub mod serve;
pub mod storylines;
pub mod token;
pub mod user;
pub mod watch;

use crate::args::Command;
use anyhow::Result;

/// Runs a command; gives the exit status.
///
/// # Errors
/// Whatever ended the command early, in words for the person who typed it.
pub fn run(command: Command) -> Result<u8> {
    match command {
        Command::Demo(demo) => demo.run(),
        Command::Serve(serve) => serve.run(),
        Command::Ingest(ingest) => ingest.run(),
        Command::Extract(extract) => extract.run(),
        Command::Read(read) => read.run(),
        Command::Storylines(storylines) => storylines.run(),
        Command::Draft(draft) => draft.run(),
        Command::Check(check) => check.run(),
        Command::Quarantine(quarantine) => quarantine.run(),
        Command::Match(matching) => matching.run(),
        Command::Publish(publish) => publish.run(),
        Command::Ratings(ratings) => ratings.run(),
        Command::Ledger(ledger) => ledger.run(),
        Command::Brief(brief) => brief.run(),
        Command::Search(search) => search.run(),
        Command::Token(token) => token.run(),
        Command::Limits(limits) => limits.run(),
        Command::Config(config) => config.run(),
        Command::User(user) => user.run(),
        Command::Watch(watch) => watch.run(),
        Command::Backup(backup) => backup.run(),
        Command::Restore(restore) => restore.run(),
        Command::Verify(verify) => verify.run(),
        Command::Reindex(reindex) => reindex.run(),
    }
}
