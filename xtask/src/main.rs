//! The project's own chores.
//!
//! `cargo xtask train --treebank DIR [--text FILE.jsonl]… [--out FILE]` makes the reading model;
//! `cargo xtask score --treebank DIR` tells how good it is on texts it has not seen.

mod clusters;
mod conllu;
mod learner;
mod parser;
mod score;
mod train;

use anyhow::{Context, Result, bail};
use std::path::PathBuf;

const USAGE: &str = "usage: cargo xtask train --treebank DIR [--text FILE.jsonl]... [--out FILE]
       cargo xtask score --treebank DIR [--model FILE]";

/// Where the model is kept.
const MODEL: &str = "crates/read/model/english.model";

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    let chore = args.next().context(USAGE)?;
    let options = Options::parse(args)?;
    match chore.as_str() {
        "train" => train::train(&options),
        "score" => score::score(&options),
        _ => bail!(USAGE),
    }
}

/// What the command line asks for.
#[derive(Debug, Default)]
pub struct Options {
    /// Folder of the treebanks.
    pub treebank: PathBuf,
    /// JSONL files whose `text` is used for word clusters.
    pub texts: Vec<PathBuf>,
    /// The model file to write or to score.
    pub model: PathBuf,
    /// Fewer rounds, for trying things out.
    pub quick: bool,
}

impl Options {
    fn parse(mut args: impl Iterator<Item = String>) -> Result<Self> {
        let mut options = Self { model: MODEL.into(), ..Self::default() };
        while let Some(arg) = args.next() {
            if arg == "--quick" {
                options.quick = true;
                continue;
            }
            let value = PathBuf::from(args.next().with_context(|| format!("{arg} needs a value"))?);
            match arg.as_str() {
                "--treebank" => options.treebank = value,
                "--text" => options.texts.push(value),
                "--out" | "--model" => options.model = value,
                _ => bail!("{arg}: not known\n{USAGE}"),
            }
        }
        if options.treebank.as_os_str().is_empty() {
            bail!(USAGE);
        }
        Ok(options)
    }
}
