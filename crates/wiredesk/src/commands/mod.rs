//! One file per command.

pub mod extract;
pub mod read;

use crate::args::Command;
use anyhow::Result;

/// Runs a command; gives the exit status.
///
/// # Errors
/// Whatever ended the command early, in words for the person who typed it.
pub fn run(command: Command) -> Result<u8> {
    match command {
        Command::Extract(extract) => extract.run(),
        Command::Read(read) => read.run(),
    }
}
