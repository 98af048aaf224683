//! `wiredesk quarantine`: what was set aside, and why.

use crate::commands::data::Data;
use anyhow::Result;
use clap::Args;
use std::io::Write;

/// What to list.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  wiredesk quarantine --limit 50")]
pub struct Quarantine {
    /// How many, newest first
    #[arg(long, default_value_t = 100)]
    limit: usize,
    /// JSON lines
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    data: Data,
}

impl Quarantine {
    /// Lists refused items.
    ///
    /// # Errors
    /// When there is no data.
    pub fn run(self) -> Result<u8> {
        let items = self.data.open_to_read()?.quarantined(None, self.limit)?;
        let mut out = std::io::stdout().lock();
        for refused in items {
            if self.json {
                let line = serde_json::json!({
                    "id": refused.id, "name": refused.item.name, "reason": refused.item.reason,
                    "size": refused.item.size, "times": refused.times,
                    "first_at": refused.first_at.to_string(), "last_at": refused.last_at.to_string(),
                });
                writeln!(out, "{line}")?;
                continue;
            }
            let times = if refused.times > 1 {
                format!(" ({} times)", refused.times)
            } else {
                String::new()
            };
            writeln!(out, "{}: {}{times}", refused.item.name, refused.item.reason)?;
        }
        Ok(0)
    }
}
