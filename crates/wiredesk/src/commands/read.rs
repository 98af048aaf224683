//! `wiredesk read`: reports in, readings out.

use crate::filter::Input;
use crate::pretty;
use anyhow::{Context as _, Result, bail};
use clap::Args;
use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;
use wiredesk_model::{Read as _, Want};
use wiredesk_read::{Lexicon, Reader};
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
    /// Names of your own beside those shipped: JSON lines, or a table where the file ends in .csv
    #[arg(long, value_name = "FILE")]
    lexicon: Vec<PathBuf>,
    /// For people: the text with all that was found in it, in colours on a terminal
    #[arg(long)]
    pretty: bool,
}

impl Read {
    /// Runs the filter.
    ///
    /// # Errors
    /// See [`Input::run`].
    pub fn run(self) -> Result<u8> {
        let want = wanted(&self.only)?;
        let reader = Reader::new(lexicon(&self.lexicon)?);
        let colour = pretty::wants_colour();
        let tally = self.input.run("reports read", |line| {
            let line = ReportLine::parse(line)?;
            let pairs = line.byte_pairs();
            let report = line.into_report();
            let mut reading = reader.read(&report, want);
            if !pairs.is_empty() {
                reading.events = wiredesk_read::events::label_pairs(&report.text, &reading, &pairs);
            }
            if self.pretty {
                return Ok(pretty::reading(&report, &reading, colour));
            }
            Ok(serde_json::to_string(&ReadingLine::of(&report, &reading, want))?)
        })?;
        Ok(tally.status())
    }
}

/// The shipped lexicon with the names of `files`; lines that cannot be taken are told.
fn lexicon(files: &[PathBuf]) -> Result<Lexicon> {
    let mut lexicon = Lexicon::shipped();
    for file in files {
        let shown = file.display();
        let input = File::open(file).with_context(|| format!("cannot open {shown}"))?;
        let imported = match file.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv")) {
            true => lexicon.add_csv(input),
            false => lexicon.add_jsonl(BufReader::new(input)),
        };
        let imported = imported.with_context(|| shown.to_string())?;
        for (line, reason) in &imported.reasons {
            note!("wiredesk: {shown}, line {line} passed over: {reason}");
        }
        if imported.skipped > imported.reasons.len() {
            let more = imported.skipped - imported.reasons.len();
            note!("wiredesk: {shown}: {more} more lines passed over");
        }
    }
    Ok(lexicon)
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
