//! The data folder that most commands work on.

use anyhow::Result;
use clap::Args;
use std::path::PathBuf;
use wiredesk_store::Store;

/// Which data folder.
#[derive(Debug, Clone, Args)]
pub struct Data {
    /// The data folder
    #[arg(
        long = "data",
        env = "WIREDESK_DATA",
        default_value = "wiredesk-data",
        global = true,
        value_name = "DIR"
    )]
    pub folder: PathBuf,
}

impl Data {
    /// Opens it for reading and writing; makes it when it is missing.
    ///
    /// # Errors
    /// When another process has it, or it cannot be read.
    pub fn open(&self) -> Result<Store> {
        Ok(Store::open(&self.folder)?)
    }

    /// Opens it for reading, also while `wiredesk serve` runs on it.
    ///
    /// # Errors
    /// When there is nothing in it.
    pub fn open_to_read(&self) -> Result<Store> {
        Ok(Store::open_to_read(&self.folder)?)
    }
}
