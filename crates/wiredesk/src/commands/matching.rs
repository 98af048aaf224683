//! `wiredesk match`: which standing queries each story fires.

use crate::filter::{self, Input, Tally};
use anyhow::{Context, Result};
use clap::Args;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wiredesk_alert::{
    Frequencies, Index, Limits, Name, Number, Place, Query, Reason, Scratch, Story, decimal,
    explain, moment,
};
use wiredesk_model::{CodePoints, Span};

/// Stories held against the queries at once. The first of them also tell how common words are.
const BATCH_STORIES: usize = 256;

/// What to match.
#[derive(Debug, Args)]
#[command(
    after_help = "A query is a line {\"id\":7,\"q\":\"ticker:AAPL AND (recall OR \\\"product safety\\\"~3)\"}, a story a line\n{\"id\",\"title\",\"body\",\"ticker\":[…],\"channel\":[…],\"importance\",\"ts\", …}; each story gives a line\n{\"doc\",\"n\",\"matches\":[ascending ids]}.\n\nQueries: words, \"phrases\", \"words near\"~5, pre*, title: body:, AND OR NOT ( ), ticker: channel: source:\nfirm: action: rating: lang: entity: storyline: section: speaker: event:actor/ROOT/recipient, and\nimportance: sentiment: move: pt: pt_prior: pt_chg: origins: ts: with >=4 <=4 >4 <4 4 or [2..4].\n\nExample:\n  wiredesk match --queries queries.jsonl < stories.jsonl"
)]
pub struct Match {
    /// The standing queries, as JSON lines
    #[arg(long, value_name = "FILE", required_unless_present = "snapshot")]
    queries: Option<PathBuf>,
    /// Keep the queries ready for matching in this file, and begin from it the next time; it is
    /// made anew when the queries differ. Without --queries it is used as it is
    #[arg(long, value_name = "FILE")]
    snapshot: Option<PathBuf>,
    #[command(flatten)]
    input: Input,
    /// Print one sha256 over all matches instead of them
    #[arg(long)]
    digest: bool,
    /// Tell which words and conditions made each query fire (places in code points)
    #[arg(long, conflicts_with = "digest", requires = "queries")]
    explain: bool,
}

#[derive(Debug, Deserialize)]
struct QueryLine<'l> {
    id: u64,
    #[serde(borrow, alias = "query")]
    q: std::borrow::Cow<'l, str>,
}

/// A story as its fields stand in the line: numbers are read from their decimals, not from what a
/// JSON reader makes of them.
#[derive(Debug, Deserialize)]
struct StoryFields<'l>(#[serde(borrow)] HashMap<String, &'l RawValue>);

#[derive(Debug, Serialize)]
struct MatchLine<'m> {
    doc: &'m RawValue,
    n: usize,
    matches: &'m [u64],
    #[serde(skip_serializing_if = "Option::is_none")]
    explain: Option<Vec<ExplainLine>>,
}

#[derive(Debug, Serialize)]
struct ExplainLine {
    id: u64,
    why: Vec<ReasonLine>,
}

#[derive(Debug, Serialize)]
struct ReasonLine {
    clause: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#in: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    spans: Vec<[usize; 2]>,
}

impl Match {
    /// Runs the filter.
    ///
    /// # Errors
    /// When the queries or the stories cannot be read, or the output cannot be written.
    pub fn run(self) -> Result<u8> {
        if let Some(queries) = &self.queries {
            filter::open(queries)?;
        }
        let mut matching = Matching::of(&self);
        let mut waiting = Vec::with_capacity(BATCH_STORIES);
        let stories = self.input.each(story_of, |story| {
            waiting.push(story);
            if waiting.len() < BATCH_STORIES {
                return Ok(());
            }
            matching.batch(&std::mem::take(&mut waiting))
        })?;
        matching.batch(&waiting)?;
        let queries = matching.done()?;
        Ok(stories.status().max(queries.status()))
    }
}

/// A run through the stories. The queries are read when the first stories are there, because
/// those tell which words are rare, and a query is best found by its rarest word.
struct Matching<'c> {
    command: &'c Match,
    queries: Option<(Index, Tally)>,
    /// By number, when they have to be explained.
    texts: HashMap<u64, Query>,
    digest: Sha256,
    out: BufWriter<std::io::Stdout>,
}

impl<'c> Matching<'c> {
    fn of(command: &'c Match) -> Self {
        let out = BufWriter::new(std::io::stdout());
        Self { command, queries: None, texts: HashMap::new(), digest: Sha256::new(), out }
    }

    fn batch(&mut self, stories: &[(Box<RawValue>, Story)]) -> Result<()> {
        if self.queries.is_none() {
            self.queries = Some(self.load(stories)?);
        }
        let Some((index, _)) = &self.queries else { return Ok(()) };
        let one = |scratch: &mut Scratch, (id, story): &(Box<RawValue>, Story)| {
            self.line(id, story, index.match_story(story, scratch))
        };
        let lines: Vec<Result<String>> =
            stories.par_iter().map_init(Scratch::default, one).collect();
        for line in lines {
            match self.command.digest {
                true => self.digest.update(line?),
                false => writeln!(self.out, "{}", line?)?,
            }
        }
        Ok(self.out.flush()?)
    }

    fn load(&mut self, sample: &[(Box<RawValue>, Story)]) -> Result<(Index, Tally)> {
        let Match { queries, snapshot, explain, .. } = self.command;
        let Some(path) = snapshot.as_ref().filter(|_| !explain) else {
            return self.build(sample);
        };
        let note = queries.as_deref().map(sum_of).transpose()?;
        match std::fs::read(path).map(|bytes| Index::from_bytes(&bytes)) {
            Ok(Ok((index, kept))) if note.as_ref().is_none_or(|n| *n == kept) => {
                return Ok((index, Tally::default()));
            }
            Ok(Err(error)) => note!("wiredesk: {}: {error}", path.display()),
            Ok(Ok(_)) => note!("wiredesk: {}: of other queries", path.display()),
            Err(error) if queries.is_none() => {
                return Err(error).with_context(|| format!("cannot read {}", path.display()));
            }
            Err(_) => {}
        }
        if queries.is_none() {
            anyhow::bail!("give the queries with --queries to make {} anew", path.display());
        }
        let (index, tally) = self.build(sample)?;
        // A snapshot tells nothing of lines that were passed over, so there is none of them.
        if let Some(note) = note.filter(|_| tally.status() == 0) {
            wiredesk_store::write_durably(path, &index.to_bytes(&note))?;
        }
        Ok((index, tally))
    }

    /// The queries read and compiled.
    fn build(&mut self, sample: &[(Box<RawValue>, Story)]) -> Result<(Index, Tally)> {
        let mut frequencies = Frequencies::default();
        sample.iter().for_each(|(_, story)| frequencies.observe(story));
        let mut index = Index::new(Arc::new(frequencies));
        let files = self.command.queries.iter().cloned().collect();
        let input = Input { files, strict: self.command.input.strict };
        let tally = input.each(query_of, |(id, query)| {
            index.add(id, &query);
            if self.command.explain {
                self.texts.insert(id, query);
            }
            Ok(())
        })?;
        index.pack();
        Ok((index, tally))
    }

    fn line(&self, id: &RawValue, story: &Story, matches: &[u64]) -> Result<String> {
        if self.command.digest {
            let ids: Vec<String> = matches.iter().map(ToString::to_string).collect();
            return Ok(format!("{}:{}\n", id.get().trim_matches('"'), ids.join(",")));
        }
        let explain = self.command.explain.then(|| self.explained(story, matches));
        Ok(serde_json::to_string(&MatchLine { doc: id, n: matches.len(), matches, explain })?)
    }

    fn explained(&self, story: &Story, matches: &[u64]) -> Vec<ExplainLine> {
        let points = [CodePoints::new(&story.title), CodePoints::new(&story.body)];
        let why = |id: &u64| {
            let reasons = explain(self.texts.get(id)?, story)?;
            let why = reasons.into_iter().map(|r| reason_line(r, &points)).collect();
            Some(ExplainLine { id: *id, why })
        };
        matches.iter().filter_map(why).collect()
    }

    fn done(mut self) -> Result<Tally> {
        if self.command.digest {
            let digest = self.digest.finalize();
            let digest: String = digest.iter().map(|b| format!("{b:02x}")).collect();
            writeln!(self.out, "{digest}")?;
        }
        self.out.flush()?;
        Ok(self.queries.map(|(_, tally)| tally).unwrap_or_default())
    }
}

/// The sum of a file.
fn sum_of(path: &Path) -> Result<Vec<u8>> {
    let mut sum = Sha256::new();
    let failed = || format!("cannot read {}", path.display());
    let mut file = std::fs::File::open(path).with_context(failed)?;
    std::io::copy(&mut file, &mut sum).with_context(failed)?;
    Ok(sum.finalize().to_vec())
}

fn reason_line(reason: Reason, [title, body]: &[CodePoints<'_>; 2]) -> ReasonLine {
    let (r#in, points) = match reason.place {
        Some(Place::Title) => (Some("title"), title),
        Some(_) => (Some("body"), body),
        None => (None, body),
    };
    let place = |s: &Span| [points.from_byte(s.start), points.from_byte(s.end)];
    ReasonLine { clause: reason.clause, r#in, spans: reason.spans.iter().map(place).collect() }
}

fn query_of(line: &str) -> Result<(u64, Query)> {
    let QueryLine { id, q } = serde_json::from_str(line)?;
    let query = Query::parse(&q, &Limits::default());
    let query = query.map_err(|e| anyhow::anyhow!("query {id}: {}", e.pointed(&q)))?;
    Ok((id, query))
}

fn story_of(line: &str) -> Result<(Box<RawValue>, Story)> {
    let StoryFields(fields) = serde_json::from_str(line)?;
    let id = *fields.get("id").context("a story needs an \"id\"")?;
    let text = |field: &str| match fields.get(field) {
        Some(raw) => serde_json::from_str::<Option<String>>(raw.get())
            .map(Option::unwrap_or_default)
            .with_context(|| format!("\"{field}\" is not a text")),
        None => Ok(String::new()),
    };
    let mut story = Story { title: text("title")?, body: text("body")?, ..Story::default() };
    for name in Name::ALL {
        if let Some(raw) = fields.get(name.as_str()) {
            let names = several(raw)?.into_iter().map(|raw| {
                let value: String = serde_json::from_str(raw.get())
                    .with_context(|| format!("\"{}\" is not a name", name.as_str()))?;
                Ok((name, value))
            });
            let names: Result<Vec<_>> = names.collect();
            names?.into_iter().for_each(|(name, value)| carry(&mut story, name, value));
        }
    }
    for number in Number::ALL {
        for raw in fields.get(number.as_str()).map_or(Ok(Vec::new()), |r| several(r))? {
            let text = raw.get().trim_matches('"');
            let value = if number == Number::Ts { moment(text) } else { decimal(text) };
            let wrong = || format!("\"{}\" cannot be {}", number.as_str(), raw.get());
            story.numbers.push((number, value.with_context(wrong)?));
        }
    }
    Ok((id.to_owned(), story))
}

/// Gives a story a name; an event in every form it can be asked for.
fn carry(story: &mut Story, name: Name, value: String) {
    let parts: Vec<&str> = value.split('/').collect();
    let named = |part: &'static str, found: &str| found != part && !found.is_empty();
    match (name, parts.as_slice()) {
        (Name::Event, [actor, root, recipient]) if named("*", root) => {
            let actor = Some(*actor).filter(|a| named("*", a));
            let recipient = Some(*recipient).filter(|r| named("*", r));
            story.add_event(actor, root, recipient);
        }
        (Name::Event, [root]) if named("*", root) => story.add_event(None, root, None),
        _ => story.names.push((name, value)),
    }
}

/// The values of a field that may hold one or a list; none for null.
fn several(raw: &RawValue) -> Result<Vec<&RawValue>> {
    match raw.get().as_bytes().first() {
        Some(b'[') => {
            let all: Vec<&RawValue> = serde_json::from_str(raw.get())?;
            Ok(all.into_iter().filter(|r| r.get() != "null").collect())
        }
        Some(b'n') => Ok(Vec::new()),
        _ => Ok(vec![raw]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_from_their_decimals() {
        let line = r#"{"id":"a","move":0.30000000000000004,"pt":[1,"2.50",null],"ts":"2026-01-01",
            "ticker":"AAPL","event":"country:PRK/AID/country:RUS","title":null}"#;
        let (id, story) = story_of(line).expect("a story");
        assert_eq!(id.get(), "\"a\"");
        let moved = story.numbers.iter().find(|(n, _)| *n == Number::Move);
        assert_eq!(moved.map(|(_, v)| v.to_bits()), Some((0.1f64 + 0.2).to_bits()));
        assert_eq!(story.numbers.len(), 4);
        assert_eq!(story.names.len(), 8);
        for bad in [r#"{"id":1,"pt":"dear"}"#, r#"{"title":"x"}"#, r#"{"id":1,"title":5}"#] {
            story_of(bad).expect_err(bad);
        }
    }
}
