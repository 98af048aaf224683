//! `wiredesk draft`: reports of one storyline to a story.

use crate::filter::Input;
use crate::house::HouseRules;
use crate::model::Model;
use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use std::io::{IsTerminal, Write};
use wiredesk_draft::Settings;
use wiredesk_flow::drafting::Told;
use wiredesk_flow::drafting::{self, Drafter};
use wiredesk_model::{Report, Story, StoryId};
use wiredesk_publish::{Edition, House, Sources, page, plain};
use wiredesk_read::Reader;
use wiredesk_wire::{report::ReportLine, story::StoryLine};

/// What to draft from.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  wiredesk draft --format markdown < storyline.jsonl\n  WIREDESK_MODEL_KEY=… wiredesk draft --model NAME --model-url https://host/v1 < storyline.jsonl"
)]
pub struct Draft {
    #[command(flatten)]
    input: Input,
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    house: HouseRules,
    #[command(flatten)]
    model: Model,
    /// At most this many words (headline, headings and signing line not counted)
    #[arg(long, value_name = "N")]
    max_words: Option<usize>,
}

/// How a story is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Plain text
    Text,
    /// With evidence, verdicts and findings
    Json,
    /// Markdown with the evidence as notes
    Markdown,
    /// The page that would be published
    Html,
}

impl Draft {
    /// Drafts and prints.
    ///
    /// # Errors
    /// When there is no report, or none that is news.
    pub fn run(self) -> Result<u8> {
        let (reports, tally) = self.input.collect(|l| Ok(ReportLine::parse(l)?.into_report()))?;
        if reports.is_empty() {
            bail!("no reports came in; give them as JSON lines, each with \"id\" and \"text\"");
        }
        let settings = Settings { max_words: self.max_words, ..Settings::default() };
        let model = self.model.stringer()?;
        let drafter = Drafter { settings, rules: self.house.read()?, model };
        let story = ask(&reports, &drafter)?;
        let sources: Sources = reports.iter().map(|r| (r.id.clone(), r.clone())).collect();
        match self.format {
            Format::Json => {
                say!("{}", serde_json::to_string_pretty(&StoryLine::of(&story, &reports))?)?;
            }
            Format::Text => write!(std::io::stdout(), "{}", plain::text(&story))?,
            Format::Markdown => write!(std::io::stdout(), "{}", plain::markdown(&story, &sources))?,
            Format::Html => {
                let edition = Edition { id: StoryId(0), version: 1, story, log: Vec::new() };
                write!(
                    std::io::stdout(),
                    "{}",
                    page::story::story(&edition, &sources, &House::default(), &[], 1)?
                )?;
            }
        }
        Ok(tally.status())
    }
}

/// The story; on standard error how the model is getting on, and whose copy it is in the end.
fn ask(reports: &[Report], drafter: &Drafter) -> Result<Story> {
    let mut err = std::io::stderr();
    let live = drafter.model.is_some() && err.is_terminal();
    let mut each = |bytes: usize| {
        if live {
            let _ = write!(err, "\rwiredesk: the model has written {bytes} bytes ");
        }
    };
    let drafted = drafting::draft_asking(reports, &Reader::shipped(), drafter, &mut each);
    let (story, told) = drafted.with_context(|| format!("{} reports came in", reports.len()))?;
    if live {
        note!("");
    }
    match told {
        Told::Default => {}
        Told::Model(how) => note!("wiredesk: {how}"),
        Told::Failed(why) => note!("wiredesk: drafted without the model, which failed: {why}"),
    }
    Ok(story)
}
