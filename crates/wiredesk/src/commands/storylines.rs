//! `wiredesk storylines`: reports in time order, each to its storyline.

use crate::filter::Input;
use anyhow::Result;
use clap::Args;
use rayon::prelude::*;
use std::io::{BufWriter, Write};
use wiredesk_model::{Read as _, Want};
use wiredesk_read::Reader;
use wiredesk_story::{Settings, Storylines};
use wiredesk_wire::{report::ReportLine, storyline::AssignmentLine};

/// What to group.
#[derive(Debug, Args)]
#[command(
    after_help = "Lines are taken in the order they come, which should be the order of time.\n\nExample:\n  wiredesk storylines < reports.jsonl"
)]
pub struct StorylinesCommand {
    #[command(flatten)]
    input: Input,
}

impl StorylinesCommand {
    /// Runs the filter. A later report can change where an earlier one belongs, so lines are
    /// written when all are read.
    ///
    /// # Errors
    /// See [`Input::collect`].
    pub fn run(self) -> Result<u8> {
        let (reports, tally) =
            self.input.collect(|line| Ok(ReportLine::parse(line)?.into_report()))?;
        let reader = Reader::shipped();
        let want = Want { entities: true, ..Want::SENTENCES };
        let readings: Vec<_> = reports.par_iter().map(|r| reader.read(r, want)).collect();
        let settings = Settings { reports_max: reports.len().max(1), ..Settings::default() };
        let mut storylines = Storylines::new(settings);
        for (report, reading) in reports.iter().zip(&readings) {
            storylines.add(report, Some(reading));
        }
        let mut out = BufWriter::new(std::io::stdout().lock());
        for assignment in storylines.assignments() {
            serde_json::to_writer(&mut out, &AssignmentLine::of(&assignment))?;
            out.write_all(b"\n")?;
        }
        out.flush()?;
        Ok(tally.status())
    }
}
