//! `wiredesk ratings`: analysts' ratings moved in, from JSON lines or CSV.

use crate::commands::data::Data;
use crate::commands::moving::move_in;
use crate::filter::Input;
use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{Published, Rating};
use wiredesk_store::{NewRating, Outcome, Security, Store};

/// What to move in.
#[derive(Debug, Args)]
#[command(
    after_help = "A line has the fields of a reading's \"ratings\", and \"date\", \"importance\"? (0 to 5), \"notes\"?,\n\"exchange\"?, \"isin\"?, \"cusip\"?. A CSV file names the same fields in its first line.\nThe same rating told again is kept once; told differently, its history is kept.\n\nExample:\n  echo '{\"ticker\":\"AAPL\",\"firm\":\"Copperfield\",\"action\":\"upgrade\",\"rating\":\"Buy\",\"date\":\"2024-09-16\"}' | wiredesk ratings --jsonl -"
)]
pub struct Ratings {
    /// Files of ratings as JSON lines ("-": standard input)
    #[arg(long, value_name = "FILE")]
    jsonl: Vec<PathBuf>,
    /// Files of ratings as CSV with a line of names
    #[arg(long, value_name = "FILE")]
    csv: Vec<PathBuf>,
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
    importance: Option<u8>,
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
    #[serde(default)]
    exchange: Option<String>,
    #[serde(default)]
    isin: Option<String>,
    #[serde(default)]
    cusip: Option<String>,
}

/// A rating, and what its line tells of the security.
type Told = (NewRating, Option<Security>);

impl Ratings {
    /// Moves everything in.
    ///
    /// # Errors
    /// When a file cannot be read or the store cannot write.
    pub fn run(self) -> Result<u8> {
        ensure!(
            !(self.jsonl.is_empty() && self.csv.is_empty()),
            "name a file: --jsonl FILE or --csv FILE"
        );
        let store = self.data.open()?;
        let mut status = 0;
        if !self.jsonl.is_empty() {
            let input = Input { files: self.jsonl, strict: self.strict };
            let parse = |line: &str| rating_of(serde_json::from_str(line)?);
            status = move_in(&input, "ratings kept", parse, |batch| keep(&store, batch))?;
        }
        for path in &self.csv {
            status = status.max(from_csv(path, self.strict, &store)?);
        }
        Ok(status)
    }
}

fn keep(store: &Store, batch: Vec<Told>) -> Result<Vec<Outcome>> {
    let (ratings, securities): (Vec<_>, Vec<_>) = batch.into_iter().unzip();
    let securities: Vec<Security> = securities.into_iter().flatten().collect();
    let now = Timestamp::now();
    if !securities.is_empty() {
        store.know_securities(securities, now)?;
    }
    Ok(store.rate(ratings, now)?.into_iter().map(|rated| rated.outcome).collect())
}

fn from_csv(path: &Path, strict: bool, store: &Store) -> Result<u8> {
    let open = || format!("cannot read {}", path.display());
    let mut reader =
        csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(path).with_context(open)?;
    let (mut counts, mut skipped, mut waiting) = ([0; 3], 0, Vec::new());
    let mut flush = |waiting: &mut Vec<Told>| -> Result<()> {
        for outcome in keep(store, std::mem::take(waiting))? {
            counts[outcome as usize] += 1;
        }
        Ok(())
    };
    for row in reader.deserialize() {
        match row.map_err(anyhow::Error::from).and_then(rating_of) {
            Ok(told) => waiting.push(told),
            Err(error) if strict => return Err(error.context(path.display().to_string())),
            Err(error) => {
                note!("wiredesk: {}: {}", path.display(), crate::terminal::told(&error));
                skipped += 1;
            }
        }
        if waiting.len() >= CSV_BATCH {
            flush(&mut waiting)?;
        }
    }
    flush(&mut waiting)?;
    let [new, known, changed] = counts;
    note!("{new} new, {changed} changed, {known} known already");
    Ok(if skipped > 0 { crate::filter::SKIPPED } else { 0 })
}

/// Rows of a CSV file in one commit.
const CSV_BATCH: usize = 1_000;

fn rating_of(line: RatingLine) -> Result<Told> {
    if line.ticker.is_none() && line.company.is_none() {
        bail!("the rating names no \"ticker\" and no \"company\"");
    }
    let importance = line.importance.unwrap_or_default();
    if importance > IMPORTANCE_MAX {
        bail!("\"importance\" is {importance}, and goes from 0 to {IMPORTANCE_MAX}");
    }
    let date = Published::parse(&line.date)
        .with_context(|| format!("\"date\": {:?} is no date; write 2024-09-16", line.date))?;
    let security = line.ticker.clone().map(|ticker| Security {
        ticker,
        exchange: line.exchange.unwrap_or_default(),
        isin: line.isin.unwrap_or_default(),
        cusip: line.cusip.unwrap_or_default(),
        name: line.company.clone().unwrap_or_default(),
    });
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
    let notes = line.notes;
    Ok((NewRating { rating, date, importance, notes, origin: "import".into() }, security))
}
