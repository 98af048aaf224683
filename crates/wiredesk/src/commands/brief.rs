//! `wiredesk brief`: what is new on a matter, in the terminal.

use crate::commands::data::Data;
use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use std::io::Write;
use std::sync::Arc;
use wiredesk_flow::briefs::{Briefer, Subject};
use wiredesk_flow::ledger::Books;
use wiredesk_model::jiff::civil::Date;
use wiredesk_model::jiff::{Timestamp, tz::TimeZone};
use wiredesk_publish::House;
use wiredesk_publish::brief::markdown::markdown;
use wiredesk_publish::page::brief::{Around, brief as page};
use wiredesk_read::Reader;

/// What to brief on.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit status: 0 done, 1 nothing is new.\n\nExamples:\n  wiredesk brief entity 'North Korea'\n  wiredesk brief relation 'North Korea' Russia --since 2024-06-01\n  wiredesk brief watch AAPL country:PRK 'section:World' --format json"
)]
pub struct Brief {
    #[command(subcommand)]
    on: On,
    /// Only what came since that day began, or that instant; without it, everything so far
    #[arg(long, global = true, value_name = "YYYY-MM-DD|INSTANT")]
    since: Option<String>,
    /// In what form
    #[arg(long, global = true, value_enum, default_value_t = Format::Markdown)]
    format: Format,
    /// The address of the site, for whole links
    #[arg(long, global = true, env = "WIREDESK_SITE", default_value = "", value_name = "URL")]
    site: String,
    #[command(flatten)]
    data: Data,
}

/// In what form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people, and for whatever reads Markdown
    Markdown,
    /// One document
    Json,
    /// A whole page, which prints well
    Html,
}

#[derive(Debug, Subcommand)]
enum On {
    /// A country, person, company or other entity
    #[command(after_help = "Example:\n  wiredesk brief entity 'North Korea'")]
    Entity {
        /// Name or id
        name: String,
    },
    /// What one does for or to another
    #[command(after_help = "Example:\n  wiredesk brief relation 'North Korea' Russia")]
    Relation {
        /// Who
        actor: String,
        /// For or to whom
        recipient: String,
    },
    /// A storyline
    #[command(after_help = "Example:\n  wiredesk brief storyline s-1f0c")]
    Storyline {
        /// Its id
        id: String,
    },
    /// A section
    #[command(after_help = "Example:\n  wiredesk brief section World")]
    Section {
        /// Its name
        name: String,
    },
    /// Entries as a watchlist has them: tickers, entity ids, section:…, words
    #[command(after_help = "Example:\n  wiredesk brief watch AAPL country:PRK")]
    Watch {
        /// The entries
        #[arg(required = true)]
        entries: Vec<String>,
    },
}

impl Brief {
    /// Composes and prints; status 1 when nothing is new.
    ///
    /// # Errors
    /// When there is no such thing, or no data.
    pub fn run(self) -> Result<u8> {
        let store = self.data.open_to_read()?;
        let reader = Arc::new(Reader::shipped());
        let books = Arc::new(Books::new(store.clone(), Arc::clone(&reader)));
        let house = House { base: self.site.clone(), ..House::default() };
        let subject = subject(self.on, &books)?;
        let from = self.since.as_deref().map(instant).transpose()?;
        let briefer = Briefer::new(store, books, reader, house.clone());
        let Some(brief) = briefer.once(&subject, from, Timestamp::now())? else {
            bail!("there is nothing of that name to make a brief on");
        };
        let text = match self.format {
            Format::Markdown => markdown(&brief, &house),
            Format::Json => serde_json::to_string(&brief)? + "\n",
            Format::Html => {
                let around = Around { path: "/briefs".into(), ..Around::default() };
                page(&house, &[], &brief, &around)? + "\n"
            }
        };
        std::io::stdout().lock().write_all(text.as_bytes())?;
        Ok(u8::from(brief.is_empty()))
    }
}

fn subject(on: On, books: &Books) -> Result<Subject> {
    let id = |word: &str| -> Result<String> { Ok(books.entity(word)?.to_string()) };
    Ok(match on {
        On::Entity { name } => Subject::Entity { id: id(&name)? },
        On::Relation { actor, recipient } => {
            Subject::Relation { actor: id(&actor)?, recipient: id(&recipient)? }
        }
        On::Storyline { id } => Subject::Storyline { id },
        On::Section { name } => Subject::Section { name },
        On::Watch { entries } => Subject::Entries { entries },
    })
}

/// The instant, or the beginning of the day by UTC.
fn instant(text: &str) -> Result<Timestamp> {
    if let Ok(at) = text.parse() {
        return Ok(at);
    }
    let day: Date = text.parse().with_context(|| {
        format!("“{text}” is neither a day (2024-09-15) nor an instant (2024-09-15T08:00:00Z)")
    })?;
    Ok(day.to_zoned(TimeZone::UTC)?.timestamp())
}
