//! The rules of the house, as commands are told of them.

use anyhow::{Context, Result, anyhow};
use clap::Args;
use std::path::PathBuf;
use std::sync::Arc;
use wiredesk_draft::Rules;

/// Where the rules of the house stand.
#[derive(Debug, Clone, Default, Args)]
pub struct HouseRules {
    /// Rules of the house (see examples/house.toml)
    #[arg(long = "house", env = "WIREDESK_HOUSE", value_name = "FILE")]
    file: Option<PathBuf>,
}

impl HouseRules {
    /// The rules; those of no house when no file is named.
    ///
    /// # Errors
    /// When the file cannot be read, or has a mistake: the message names its line and key.
    pub fn read(&self) -> Result<Arc<Rules>> {
        let Some(file) = &self.file else { return Ok(Arc::default()) };
        let name = || format!("the rules of the house, {}", file.display());
        let text = std::fs::read_to_string(file).with_context(name)?;
        let rules = Rules::parse(&text).map_err(|e| anyhow!("{}: {e}", name()))?;
        Ok(Arc::new(rules))
    }
}
