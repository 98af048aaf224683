//! A brief: what is new on one matter since the last time, each line bound to the words it stands on.
//!
//! [`Brief`] is the document, kept as it was made. [`compose`](compose::compose) makes it of
//! [`Material`](compose::Material); [`markdown`], [`letter`] and [`feed`] write it, and
//! [`crate::page::brief`] lays it out as a page that prints well. A line whose story was taken back
//! since is emptied by [`Brief::judged`], so that nothing withdrawn is read in an old brief.

pub mod compose;
pub mod feed;
pub mod letter;
pub mod markdown;

use serde::{Deserialize, Serialize};
use wiredesk_model::When;
use wiredesk_model::jiff::Timestamp;

use crate::dates::moment;
use crate::page::ledger::bars::{Bar, Bars};
use crate::page::ledger::picture::{Dot, Timeline};
use crate::text::counted;

/// What is new on one matter.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Brief {
    /// What it is on, as shown.
    pub title: String,
    /// Of what kind that is: `watchlist`, `entity`, `relation`, `storyline`, `section`.
    pub on: String,
    /// The page of what it is on, as a path.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub path: Option<String>,
    /// New since then (RFC 3339).
    pub since: String,
    /// Up to then.
    pub until: String,
    /// Stories that were published, corrected or taken back, newest first.
    pub stories: Vec<StoryLine>,
    /// What was told, in the order it happened.
    pub claims: Vec<ClaimLine>,
    /// What analysts said, newest first.
    pub ratings: Vec<RatingLine>,
    /// Who comes first now.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ranking: Option<Order>,
    /// What there was no room for.
    pub more: More,
}

/// What there was no room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct More {
    /// Stories.
    pub stories: usize,
    /// Lines of the ledger.
    pub claims: usize,
    /// Ratings.
    pub ratings: usize,
}

/// A story that is new, or to which something was done.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoryLine {
    /// Its number.
    pub story: u64,
    /// The version meant.
    pub version: u32,
    /// "Published", "Updated", "Corrected", …
    pub what: String,
    /// When (RFC 3339).
    pub at: String,
    /// The headline; empty when it was taken back.
    pub headline: String,
    /// Its address: a path here, or where it stands.
    pub path: String,
    /// What the editor said about a correction.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub note: Option<String>,
    /// Its opening, sentence by sentence.
    pub sentences: Vec<SentenceLine>,
    /// What was done to it after this brief was made.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub since: Option<String>,
}

/// A sentence of a story with what it stands on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SentenceLine {
    /// Its number on the story's page.
    pub n: usize,
    /// Its words.
    pub text: String,
    /// What it stands on.
    pub grounds: Vec<Ground>,
}

/// Words of a report.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ground {
    /// The words.
    pub words: String,
    /// Who printed them.
    pub outlet: String,
    /// Who said them, when that is told.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub teller: Option<String>,
    /// The day they were printed, as dated.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub date: Option<String>,
    /// The report's own address.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub url: Option<String>,
    /// The claim they are in the ledger.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub claim: Option<String>,
}

/// What one did for or to another, by the reports that are new.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimLine {
    /// "North Korea → Russia: Supplies: ammunition".
    pub what: String,
    /// `said`, `ordered`, `allocated`, `delivered` or `denied`.
    pub stage: String,
    /// The page of the relation.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub path: Option<String>,
    /// When it took place, as far as told: `2024`, `2024-06`, `2024-06-19`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub when: Option<String>,
    /// No report tells when; it is the day of the report.
    pub inferred: bool,
    /// The lane it is drawn in.
    pub lane: String,
    /// The words, each first teller once.
    pub grounds: Vec<Ground>,
    /// Further claims of the same.
    pub more: usize,
}

/// What an analyst said.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatingLine {
    /// The day.
    pub day: String,
    /// The ticker, or the company.
    pub of: String,
    /// Who.
    pub firm: String,
    /// What was done: "upgrade".
    pub action: String,
    /// The rating before.
    pub before: String,
    /// The rating now.
    pub now: String,
    /// The target before.
    pub target_before: String,
    /// The target now.
    pub target: String,
}

/// A ranking as it stood when the brief was made.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// "Who gives Russia military help?"
    pub heading: String,
    /// What is counted.
    pub measure: String,
    /// Its page.
    pub path: String,
    /// In order.
    pub rows: Vec<Place>,
}

/// One place of a ranking.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The place; `None` for what nobody is named for.
    pub place: Option<usize>,
    /// Who.
    pub name: String,
    /// The page with every claim behind it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub path: Option<String>,
    /// Distinct first tellers.
    pub origins: usize,
    /// In nine of ten draws.
    pub range: (usize, usize),
    /// First tellers who dispute it.
    pub disputed: usize,
}

/// What became of a story after a brief was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It was taken back: nothing of it may be shown.
    Withdrawn,
    /// It was put right or brought up to date, as told.
    Changed(String),
}

impl Brief {
    /// True when nothing is new.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.stories.is_empty() && self.claims.is_empty() && self.ratings.is_empty()
    }

    /// "North Korea: 2 stories, 5 claims".
    #[must_use]
    pub fn headline(&self) -> String {
        format!("{}: {}", self.title, self.summary())
    }

    /// "2 stories, 5 lines of the ledger, 1 rating".
    #[must_use]
    pub fn summary(&self) -> String {
        let More { stories, claims, ratings } = self.more;
        let parts = [
            (self.stories.len() + stories, "story", "stories"),
            (self.claims.len() + claims, "line of the ledger", "lines of the ledger"),
            (self.ratings.len() + ratings, "rating", "ratings"),
        ];
        let told: Vec<String> =
            parts.iter().filter(|p| p.0 > 0).map(|p| counted(p.0, p.1, p.2)).collect();
        if told.is_empty() { "nothing new".into() } else { told.join(", ") }
    }

    /// "New between … and …".
    #[must_use]
    pub fn span(&self) -> String {
        match (at(&self.since), at(&self.until)) {
            (Some(since), Some(until)) if since > Timestamp::UNIX_EPOCH => {
                format!("New between {} and {}", moment(since), moment(until))
            }
            (_, Some(until)) => format!("Everything up to {}", moment(until)),
            _ => String::new(),
        }
    }

    /// The dated claims, drawn.
    #[must_use]
    pub fn timeline(&self) -> Timeline {
        let dot = |line: &ClaimLine| {
            let when = When::parse(line.when.as_deref()?)?;
            let (inferred, denied) = (line.inferred, line.stage == "denied");
            Some(Dot { when, inferred, denied, lane: line.lane.clone() })
        };
        Timeline(self.claims.iter().filter_map(dot).collect())
    }

    /// The ranking, drawn.
    #[must_use]
    pub fn bars(&self) -> Bars {
        let bar = |p: &Place| Bar { name: p.name.clone(), count: p.origins, range: p.range };
        Bars(self.ranking.iter().flat_map(|order| &order.rows).map(bar).collect())
    }

    /// The same as it may be read now: `fate` tells what became of a version of a story, `stands`
    /// whether a claim still counts.
    #[must_use]
    pub fn judged(
        mut self,
        mut fate: impl FnMut(u64, u32) -> Option<Fate>,
        stands: impl Fn(&str) -> bool,
    ) -> Self {
        for line in &mut self.stories {
            match fate(line.story, line.version) {
                Some(Fate::Withdrawn) => {
                    *line = StoryLine {
                        story: line.story,
                        version: line.version,
                        what: "Withdrawn".into(),
                        at: std::mem::take(&mut line.at),
                        path: format!("/story/{}", line.story),
                        ..StoryLine::default()
                    };
                }
                Some(Fate::Changed(words)) => line.since = Some(words),
                None => {}
            }
        }
        for line in &mut self.claims {
            line.grounds.retain(|g| g.claim.as_deref().is_none_or(&stands));
        }
        self.claims.retain(|line| !line.grounds.is_empty());
        self
    }
}

impl ClaimLine {
    /// The date for people: in brackets when no report tells it, empty without one.
    #[must_use]
    pub fn date(&self) -> String {
        let told = self.when.as_deref().and_then(When::parse).map(crate::dates::told);
        match (told, self.inferred) {
            (Some(when), true) => format!("[{when}]"),
            (Some(when), false) => when,
            (None, _) => String::new(),
        }
    }

    /// Who says so, each once.
    #[must_use]
    pub fn tellers(&self) -> String {
        let mut names: Vec<String> = Vec::new();
        for ground in &self.grounds {
            let name = ground.teller.as_ref().unwrap_or(&ground.outlet);
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        crate::text::listed(&names)
    }
}

impl Ground {
    /// "Ana Berg, in The Herald, June 14, 2024".
    #[must_use]
    pub fn source(&self) -> String {
        let said = self.said().map(|t| format!("{t}, in ")).unwrap_or_default();
        let date = self.day().map(|d| format!(", {d}")).unwrap_or_default();
        format!("{said}{}{date}", self.outlet)
    }

    /// Who said it, when that is not the outlet itself.
    #[must_use]
    pub fn said(&self) -> Option<&str> {
        self.teller.as_deref().filter(|t| *t != self.outlet)
    }

    /// The day it was printed, for people.
    #[must_use]
    pub fn day(&self) -> Option<String> {
        let date = wiredesk_model::Published::parse(self.date.as_deref()?)?;
        Some(crate::dates::day(date.date()))
    }
}

impl StoryLine {
    /// The moment, for people.
    #[must_use]
    pub fn moment(&self) -> String {
        at(&self.at).map(moment).unwrap_or_default()
    }

    /// True when nothing of it may be told.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.headline.is_empty()
    }
}

/// An instant of a document.
#[must_use]
pub fn at(text: &str) -> Option<Timestamp> {
    text.parse().ok()
}

impl RatingLine {
    /// "Buy (was Hold)".
    #[must_use]
    pub fn rating(&self) -> String {
        changed(&self.now, &self.before)
    }

    /// "USD 250 (was 240)".
    #[must_use]
    pub fn targets(&self) -> String {
        changed(&self.target, &self.target_before)
    }
}

fn changed(now: &str, before: &str) -> String {
    match (now, before) {
        (now, "") => now.to_owned(),
        (now, before) if now == before => now.to_owned(),
        ("", before) => format!("(was {before})"),
        (now, before) => format!("{now} (was {before})"),
    }
}
