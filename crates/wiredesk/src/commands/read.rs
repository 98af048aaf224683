//! `wiredesk read`: reports in, readings out.

use crate::filter::Input;
use anyhow::{Result, bail};
use clap::Args;
use wiredesk_model::{Read as _, Want};
use wiredesk_read::Reader;
use wiredesk_wire::{reading::ReadingLine, report::ReportLine};

/// What to read.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  echo '{\"id\":\"r1\",\"published\":\"2024-09-15\",\"text\":\"“We will pay,” Ana Pop said on Sunday.\"}' | wiredesk read --only attributions,dates"
)]
pub struct Read {
    #[command(flatten)]
    input: Input,
    /// Only these parts: sentences, entities, attributions, events, dates, quantities, ratings
    #[arg(long, value_delimiter = ',', value_name = "PART,…")]
    only: Vec<String>,
}

impl Read {
    /// Runs the filter.
    ///
    /// # Errors
    /// See [`Input::run`].
    pub fn run(self) -> Result<u8> {
        let want = wanted(&self.only)?;
        let reader = Reader::shipped();
        let tally = self.input.run("reports read", |line| {
            let line = ReportLine::parse(line)?;
            let pairs = line.byte_pairs();
            let report = line.into_report();
            let mut reading = reader.read(&report, want);
            if !pairs.is_empty() {
                reading.events = wiredesk_read::events::label_pairs(&report.text, &reading, &pairs);
            }
            Ok(serde_json::to_string(&ReadingLine::of(&report, &reading, want))?)
        })?;
        Ok(tally.status())
    }
}

fn wanted(parts: &[String]) -> Result<Want> {
    if parts.is_empty() {
        return Ok(Want::ALL);
    }
    let mut want = Want::SENTENCES;
    for part in parts {
        match part.trim() {
            "sentences" => {}
            "entities" => want.entities = true,
            "attributions" => want.attributions = true,
            "events" => want.events = true,
            "dates" => want.dates = true,
            "quantities" => want.quantities = true,
            "ratings" => want.ratings = true,
            other => bail!(
                "no part of a reading is called {other:?}; there are sentences, entities, \
                 attributions, events, dates, quantities and ratings"
            ),
        }
    }
    Ok(want)
}
