//! `wiredesk limits` and `wiredesk config`: every bound, and how this desk is set.

use crate::commands::serve::Serve;
use anyhow::Result;
use clap::Args;

/// Every bound of the program.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  wiredesk limits | grep web")]
pub struct Limits {}

/// The bounds of one crate: name, value, meaning.
type Bounds = &'static [(&'static str, usize, &'static str)];

const ALL: &[(&str, Bounds)] = &[
    ("flow", wiredesk_flow::limits::ALL),
    ("deliver", wiredesk_deliver::limits::ALL),
    ("web", wiredesk_web::limits::ALL),
];

impl Limits {
    /// Prints them.
    ///
    /// # Errors
    /// Never now; all commands have this shape.
    pub fn run(self) -> Result<u8> {
        for (part, bounds) in ALL {
            for (name, value, meaning) in *bounds {
                say!("{part}.{name}\t{value}\t{meaning}")?;
            }
        }
        Ok(0)
    }
}

/// How `wiredesk serve` with these options, in this environment, would be set.
#[derive(Debug, Args)]
#[command(
    after_help = "Takes the options and the environment of `wiredesk serve`. Secrets are not shown.\n\nExample:\n  WIREDESK_NAME='The Example' wiredesk config --listen 0.0.0.0:8080"
)]
pub struct Config {
    #[command(flatten)]
    serve: Serve,
}

impl Config {
    /// Prints the settings.
    ///
    /// # Errors
    /// Never now; all commands have this shape.
    pub fn run(self) -> Result<u8> {
        for (name, value) in self.serve.told() {
            say!("{name} = {value}")?;
        }
        Ok(0)
    }
}

/// An address without what could be a secret in it: user and password, and the query.
pub fn redacted(address: &str) -> String {
    let (scheme, rest) = address.split_once("://").unwrap_or(("", address));
    let (host, hidden) = match rest.rsplit_once('@') {
        Some((_, host)) => (host, "…@"),
        None => (rest, ""),
    };
    let host = host.split_once('?').map_or_else(|| host.to_owned(), |(h, _)| format!("{h}?…"));
    if scheme.is_empty() { format!("{hidden}{host}") } else { format!("{scheme}://{hidden}{host}") }
}

#[cfg(test)]
mod tests {
    #[test]
    fn secrets_are_not_shown() {
        let check = |address: &str, expected: &str| assert_eq!(super::redacted(address), expected);
        check("smtps://user:pass@word@mail.example:465", "smtps://…@mail.example:465");
        check("https://h.example/x?key=secret", "https://h.example/x?…");
        check("smtp://127.0.0.1:25", "smtp://127.0.0.1:25");
        check("user:secret@host", "…@host");
    }
}
