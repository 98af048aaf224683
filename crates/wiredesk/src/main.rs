//! The binary: commands, settings, and the choice of parts.
//!
//! `main` turns an outcome into an exit status and nothing else; `args` says what can be typed;
//! `commands/` has one file per command; `filter` runs the ones that are a JSON-lines filter;
//! `pretty` shows readings to people.

#[macro_use]
mod terminal;

mod args;
mod commands;
mod filter;
mod house;
mod model;
mod pretty;
mod wire;

use clap::Parser;
use std::process::ExitCode;

/// Exit status when an error ended the command.
const FAILED: u8 = 2;

fn main() -> ExitCode {
    let args = match args::Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Usage goes to where clap wants it: help to standard output, mistakes to error.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(FAILED));
        }
    };
    match commands::run(args.command) {
        Ok(status) => ExitCode::from(status),
        Err(error) if terminal::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            note!("wiredesk: {}", terminal::told(&error));
            ExitCode::from(FAILED)
        }
    }
}
