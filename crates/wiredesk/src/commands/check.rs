//! `wiredesk check`: a verdict for every sentence.

use crate::filter::{self, Input};
use crate::house::HouseRules;
use anyhow::{Context, Result, bail};
use clap::{Args, ValueEnum};
use std::io::{IsTerminal, Read as _, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wiredesk_draft::Rules;
use wiredesk_flow::{grounding::Grounding, intake};
use wiredesk_model::{Report, Story, Verdict};
use wiredesk_read::Reader;
use wiredesk_wire::{
    check::{CheckLine, CheckedLine},
    story::StoryLine,
};

/// What to check.
#[derive(Debug, Args)]
#[command(
    after_help = "A story is what `wiredesk draft --format json` prints, or plain text or Markdown: then the evidence\nis looked for in all reports.\n\nExit status: 0 every sentence is supported, 1 at least one is not.\n\nExamples:\n  wiredesk check story.json --against reports.jsonl\n  wiredesk check examples/faulty-story.txt --against examples/wire\n  wiredesk check --jsonl < items.jsonl"
)]
pub struct Check {
    /// The story ("-": standard input); with --jsonl, files of items
    files: Vec<PathBuf>,
    /// Reports that the story stands on: JSON lines, pages, texts, feeds, or a folder of them
    #[arg(long, value_name = "REPORTS", conflicts_with = "jsonl")]
    against: Vec<PathBuf>,
    /// Items to check as JSON lines: {"id","docs":[{"id","text"}],"text","evidence"?}
    #[arg(long)]
    jsonl: bool,
    /// How to print the checked story
    #[arg(long, value_enum, default_value = "text", conflicts_with = "jsonl")]
    format: Format,
    /// The same as --format json
    #[arg(long, hide = true, conflicts_with = "jsonl")]
    json: bool,
    /// With --jsonl: say too which words stand on which
    #[arg(long, requires = "jsonl")]
    alignment: bool,
    #[command(flatten)]
    house: HouseRules,
    /// With --jsonl: stop at the first unreadable line
    #[arg(long, requires = "jsonl")]
    strict: bool,
}

/// How a checked story is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A verdict and a sentence a line, the findings under it
    Text,
    /// With evidence, findings, and which words stand on which
    Json,
}

impl Check {
    /// Runs the check.
    ///
    /// # Errors
    /// When the story or the reports cannot be read.
    pub fn run(self) -> Result<u8> {
        if self.jsonl {
            let input = Input { files: self.files, strict: self.strict };
            return check_lines(&input, self.alignment, self.house.read()?);
        }
        let [file] = self.files.as_slice() else {
            bail!("name one story to check (and its reports with --against)");
        };
        if self.against.is_empty() {
            bail!("say with --against which reports the story stands on");
        }
        let (reports, refused) = intake::load(&self.against)?;
        for (name, reason) in &refused {
            note!("wiredesk: {name} passed over: {reason}");
        }
        let story = checked(file, &reports, self.house.read()?)?;
        if self.json || self.format == Format::Json {
            say!("{}", serde_json::to_string_pretty(&StoryLine::of(&story, &reports))?)?;
        } else {
            show(&story)?;
        }
        let unsupported = |s: &wiredesk_model::Sentence| {
            s.check.as_ref().is_some_and(|c| c.verdict == Verdict::Unsupported)
        };
        Ok(u8::from(story.sentences().any(unsupported)))
    }
}

fn check_lines(input: &Input, alignment: bool, rules: Arc<Rules>) -> Result<u8> {
    let reader = Reader::shipped();
    let grounding = Grounding::new(&reader).under(rules);
    let tally = input.run("items checked", |line| {
        let (id, text, reports, evidence) = CheckLine::parse(line)?.into_parts();
        let check = grounding.check_text(&text, &evidence, &reports);
        let mut line = CheckedLine::of(&id, &text, &check, &reports);
        if alignment {
            line = line.aligned(&text, &check, &reports);
        }
        Ok(serde_json::to_string(&line)?)
    })?;
    Ok(tally.status())
}

fn checked(file: &Path, reports: &[Report], rules: Arc<Rules>) -> Result<Story> {
    let mut text = String::new();
    filter::open(file)?
        .read_to_string(&mut text)
        .with_context(|| format!("cannot read {}", file.display()))?;
    if text.trim().is_empty() {
        bail!("{}: no story is in it", file.display());
    }
    let reader = Reader::shipped();
    let grounding = Grounding::new(&reader).under(rules);
    if !text.trim_start().starts_with('{') {
        return Ok(grounding.check_loose(&text, reports));
    }
    let story = StoryLine::parse(&text).and_then(|s| s.into_story(reports));
    let mut story = story.with_context(|| file.display().to_string())?;
    grounding.check_story(&mut story, reports);
    Ok(story)
}

fn show(story: &Story) -> Result<()> {
    let mut out = std::io::stdout().lock();
    let colour = out.is_terminal();
    for sentence in story.sentences() {
        let Some(check) = &sentence.check else { continue };
        let (mark, code) = match check.verdict {
            Verdict::Supported => ("supported  ", "32"),
            Verdict::Unsure => ("unsure     ", "33"),
            Verdict::Unsupported => ("UNSUPPORTED", "31"),
        };
        match colour {
            true => writeln!(out, "\x1b[{code}m{mark}\x1b[0m {}", sentence.text())?,
            false => writeln!(out, "{mark} {}", sentence.text())?,
        }
        for finding in &check.findings {
            let grade = if finding.hard { "hard" } else { "soft" };
            writeln!(out, "            {} ({grade}): {}", finding.class.as_str(), finding.reason)?;
        }
    }
    Ok(())
}
