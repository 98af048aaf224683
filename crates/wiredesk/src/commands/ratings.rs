//! `wiredesk ratings --jsonl`: analysts' ratings moved in.

use crate::commands::data::Data;
use crate::commands::moving::move_in;
use crate::filter::Input;
use anyhow::{Context, Result, bail};
use clap::Args;
use serde::Deserialize;
use std::path::PathBuf;
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{Published, Rating};
use wiredesk_store::NewRating;

/// What to move in.
#[derive(Debug, Args)]
#[command(
    after_help = "A line has the fields of a reading's \"ratings\", and \"date\", \"importance\"? (0 to 5), \"notes\"?.\nThe same rating told again is kept once; told differently, its history is kept.\n\nExample:\n  echo '{\"ticker\":\"AAPL\",\"firm\":\"Copperfield\",\"action\":\"upgrade\",\"rating\":\"Buy\",\"date\":\"2024-09-16\"}' | wiredesk ratings --jsonl -"
)]
pub struct Ratings {
    /// Files of ratings as JSON lines ("-": standard input)
    #[arg(long, required = true, value_name = "FILE")]
    jsonl: Vec<PathBuf>,
    /// Stop at the first unreadable line
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    data: Data,
}

/// The most important there is.
const IMPORTANCE_MAX: u8 = 5;

#[derive(Debug, Deserialize)]
struct RatingLine {
    date: String,
    #[serde(default)]
    importance: u8,
    #[serde(default)]
    notes: Option<String>,
    #[serde(default)]
    company: Option<String>,
    #[serde(default)]
    ticker: Option<String>,
    #[serde(default)]
    firm: Option<String>,
    #[serde(default)]
    analyst: Option<String>,
    #[serde(default)]
    action: Option<String>,
    #[serde(default)]
    rating: Option<String>,
    #[serde(default)]
    prior_rating: Option<String>,
    #[serde(default)]
    target: Option<f64>,
    #[serde(default)]
    prior_target: Option<f64>,
    #[serde(default)]
    target_action: Option<String>,
    #[serde(default)]
    currency: Option<String>,
}

impl Ratings {
    /// Moves everything in.
    ///
    /// # Errors
    /// When a file cannot be read or the store cannot write.
    pub fn run(self) -> Result<u8> {
        let store = self.data.open()?;
        let input = Input { files: self.jsonl, strict: self.strict };
        move_in(&input, "ratings kept", rating_of, |batch| {
            let kept = store.rate(batch, Timestamp::now())?;
            Ok(kept.into_iter().map(|rated| rated.outcome).collect())
        })
    }
}

fn rating_of(line: &str) -> Result<NewRating> {
    let line: RatingLine = serde_json::from_str(line)?;
    if line.ticker.is_none() && line.company.is_none() {
        bail!("the rating names no \"ticker\" and no \"company\"");
    }
    if line.importance > IMPORTANCE_MAX {
        bail!("\"importance\" is {}, and goes from 0 to {IMPORTANCE_MAX}", line.importance);
    }
    let date = Published::parse(&line.date)
        .with_context(|| format!("\"date\": {:?} is no date; write 2024-09-16", line.date))?;
    let rating = Rating {
        company: line.company,
        ticker: line.ticker,
        firm: line.firm,
        analyst: line.analyst,
        action: line.action,
        rating: line.rating,
        prior_rating: line.prior_rating,
        target: line.target,
        prior_target: line.prior_target,
        target_action: line.target_action,
        currency: line.currency,
        ..Rating::default()
    };
    let (importance, notes) = (line.importance, line.notes);
    Ok(NewRating { rating, date, importance, notes, origin: "import".into() })
}
