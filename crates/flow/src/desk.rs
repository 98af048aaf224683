//! The editor's commands: queue, open, save, bind, sign, publish, correct, kill.
//!
//! Two rules live here and nowhere else. Every text that is saved was checked against the words it
//! stands on, whoever wrote it. And nothing is signed or published while a sentence is not supported,
//! unless the editor says why, sentence by sentence; the reasons stay with the version and are shown.
//!
//! `desk/rewrite.rs` applies what an editor typed, `desk/compare.rs` tells two versions apart and
//! proposes the class of a correction. What readers get of it is made in [`crate::publishing`].

pub mod compare;
pub mod limits;
pub mod pictures;
pub mod rewrite;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use wiredesk_model::{
    CorrectionClass, Evidence, FindingClass, Grounds, Publication, PublicationKind, Report,
    ReportId, Sentence, Story, StoryId, Verdict,
};
use wiredesk_publish::Sources;
use wiredesk_store::{
    AuditEntry, Edit, Publish, Store, StoryLine, StoryState, StoryVersion, VersionLine,
};

use crate::{Error, publishing};
use compare::{Pair, Proposal};
use rewrite::Rewrite;

/// The check of a story against its reports. The drafting stage has one; tests bring their own.
pub trait Checker: Send + Sync {
    /// Checks every sentence and sets its `check`.
    fn check(&self, story: &mut Story, reports: &[Report]);

    /// The words of `reports` that carry `sentence` best; empty when nothing does.
    fn find(&self, sentence: &str, reports: &[Report]) -> Vec<Evidence>;
}

/// The editor's desk. Cheap to clone.
#[derive(Clone)]
pub struct Desk {
    store: Store,
    checker: Arc<dyn Checker>,
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Desk").field("store", &self.store).finish_non_exhaustive()
    }
}

/// Why the desk does not do what it was asked to.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// Sentences are not supported and nobody said why they should be published all the same.
    #[error("{} of its sentences {} not supported by what they stand on", .0.len(),
        if .0.len() == 1 { "is" } else { "are" })]
    NotSupported(Vec<Block>),
    /// Nobody has signed the newest version.
    #[error("nobody has signed this version yet; an edit takes a signature away")]
    Unsigned,
    /// A rule of the house; the text says which.
    #[error("{0}")]
    Rule(String),
}

/// A sentence that stands in the way of publishing.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Its number in reading order; the headline is 0.
    pub n: usize,
    /// Its words.
    pub text: String,
    /// What is wrong with it, in words.
    pub reasons: Vec<String>,
}

/// A story in the queue.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueEntry {
    /// Where it stands.
    pub line: StoryLine,
    /// How the check of its newest version went.
    pub tally: Tally,
    /// Who signed the newest version.
    pub signed_by: Option<String>,
    /// Outlets it stands on.
    pub outlets: Vec<String>,
}

/// How many sentences of a story came out how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Carried by their evidence, or house text.
    pub supported: usize,
    /// In doubt.
    pub unsure: usize,
    /// Not carried.
    pub unsupported: usize,
    /// Of the last two, those that an editor gave a reason for.
    pub reasoned: usize,
}

/// A story laid open.
#[derive(Debug, Clone)]
pub struct Opened {
    /// Where it stands.
    pub line: StoryLine,
    /// The version asked for.
    pub version: StoryVersion,
    /// The reports it stands on and those of its storyline.
    pub reports: Sources,
    /// All versions, newest last.
    pub versions: Vec<VersionLine>,
    /// What was published of it.
    pub log: Vec<Publication>,
}

impl Opened {
    /// True when the newest version is shown.
    #[must_use]
    pub fn is_head(&self) -> bool {
        self.version.version == self.line.head
    }

    /// What stands in the way of publishing it.
    #[must_use]
    pub fn blocks(&self) -> Vec<Block> {
        blocks(&self.version.story)
    }
}

/// How a newer version of a published story reaches readers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Release {
    /// More news, nothing wrong with the old one.
    Update,
    /// Something was wrong: the class, and what was.
    Correct(CorrectionClass, String),
}

impl Desk {
    /// A desk over a store.
    #[must_use]
    pub fn new(store: Store, checker: Arc<dyn Checker>) -> Self {
        Self { store, checker }
    }

    /// Stories in these states, last changed first, with how their checks went.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn queue(
        &self,
        states: &[StoryState],
        before: Option<(Timestamp, StoryId)>,
    ) -> Result<Vec<QueueEntry>, Error> {
        let lines = self.store.desk_list(states, before, limits::QUEUE_PAGE)?;
        lines.into_iter().map(|line| self.entry(line)).collect()
    }

    fn entry(&self, line: StoryLine) -> Result<QueueEntry, Error> {
        let version = self.store.story_version(line.id, None)?;
        let story = version.map(|v| v.story);
        Ok(QueueEntry {
            tally: story.as_ref().map(tally).unwrap_or_default(),
            signed_by: story.as_ref().and_then(|s| s.byline.signed_by.clone()),
            outlets: story.map(|s| s.byline.sources).unwrap_or_default(),
            line,
        })
    }

    /// Opens a story: the version asked for, else the newest, beside the reports.
    ///
    /// # Errors
    /// When there is no such story or version.
    pub fn open(&self, id: StoryId, version: Option<u32>) -> Result<Opened, Error> {
        let missing = || wiredesk_store::Error::NotFound(format!("story {id}"));
        let line = self.store.story(id)?.ok_or_else(missing)?;
        let version = self.store.story_version(id, version)?.ok_or_else(missing)?;
        Ok(Opened {
            reports: self.reports(&version.story)?,
            versions: self.store.story_versions(id)?,
            log: self.store.log_of(id)?,
            line,
            version,
        })
    }

    /// Saves what an editor typed as a new version, checked anew and unsigned; its number.
    ///
    /// # Errors
    /// `Store(Conflict)` when `base` is no longer the newest version; a rule of the house.
    pub fn save(
        &self,
        id: StoryId,
        base: u32,
        rewrite: &Rewrite,
        by: &str,
        now: Timestamp,
    ) -> Result<u32, Error> {
        let opened = self.open_base(id, base)?;
        let reports: Vec<Report> = opened.reports.values().cloned().collect();
        let mut story = rewrite.apply(&opened.version.story)?;
        for sentence in story.sentences_mut().filter(|s| *s.grounds() == Grounds::Unsupported) {
            let paragraph = sentence.paragraph;
            *sentence = sentence.rebound(self.checker.find(sentence.text(), &reports));
            sentence.paragraph = paragraph;
        }
        self.keep(Edit { id, base, story, by: by.into(), note: None }, &opened.reports, now)
    }

    /// Binds a sentence to other words: those given, or with none the best that the reports hold.
    ///
    /// # Errors
    /// `Store(Conflict)` when `base` is no longer the newest version; a rule of the house.
    pub fn bind(
        &self,
        (id, base): (StoryId, u32),
        n: usize,
        evidence: Vec<Evidence>,
        by: &str,
        now: Timestamp,
    ) -> Result<u32, Error> {
        let opened = self.open_base(id, base)?;
        let reports: Vec<Report> = opened.reports.values().cloned().collect();
        let mut story = opened.version.story;
        let Some(sentence) = story.sentences_mut().nth(n) else {
            return Err(rule("there is no such sentence in this version"));
        };
        if *sentence.grounds() == Grounds::House {
            return Err(rule("this sentence is the house's own and stands on no report"));
        }
        let evidence = match evidence.is_empty() {
            true => self.checker.find(sentence.text(), &reports),
            false => evidence,
        };
        let fits = |e: &Evidence| {
            let report = opened.reports.get(&e.report);
            report.is_some_and(|r| e.span.of(&r.text).is_some_and(|w| !w.trim().is_empty()))
        };
        if evidence.is_empty() || !evidence.iter().all(fits) {
            return Err(rule("no words in the reports at hand carry this sentence"));
        }
        *sentence = sentence.rebound(evidence);
        story.byline.signed_by = None;
        let note = Some(format!("other evidence for sentence {n}"));
        self.keep(Edit { id, base, story, by: by.into(), note }, &opened.reports, now)
    }

    /// Signs the newest version in the editor's name. `reasons` say, by sentence number, why one
    /// that is not supported may be published all the same.
    ///
    /// # Errors
    /// [`Refusal::NotSupported`] with every sentence that has no reason yet.
    pub fn sign(
        &self,
        (id, base): (StoryId, u32),
        reasons: &BTreeMap<usize, String>,
        by: &str,
        now: Timestamp,
    ) -> Result<u32, Error> {
        let opened = self.open_base(id, base)?;
        let mut story = opened.version.story;
        self.check(&mut story, &opened.reports);
        for (n, sentence) in story.sentences_mut().enumerate() {
            let said = reasons.get(&n).map(|r| r.trim()).filter(|r| !r.is_empty());
            match (is_supported(sentence), said) {
                (true, _) => sentence.override_reason = None,
                (false, Some(reason)) => sentence.override_reason = Some(reason.to_owned()),
                (false, None) => {}
            }
        }
        refuse_unsupported(&story)?;
        story.byline.signed_by = Some(by.to_owned());
        let note = Some(format!("signed by {by}"));
        Ok(self.store.save_story(Edit { id, base, story, by: by.into(), note }, now)?)
    }

    /// Publishes the newest version, which must be signed. `release` says how it differs when
    /// readers have an older one already.
    ///
    /// # Errors
    /// [`Refusal::Unsigned`]; [`Refusal::NotSupported`] when the check, made once more, finds what
    /// nobody gave a reason for; `Store(Conflict)`; a rule of the house.
    pub fn publish(
        &self,
        (id, version): (StoryId, u32),
        release: Option<Release>,
        by: &str,
        now: Timestamp,
    ) -> Result<Publication, Error> {
        let opened = self.open_base(id, version)?;
        let mut story = opened.version.story;
        if story.byline.signed_by.is_none() {
            return Err(Refusal::Unsigned.into());
        }
        self.check(&mut story, &opened.reports);
        refuse_unsupported(&story)?;
        let (kind, note) = kind_of(opened.line.live.is_some(), release)?;
        let finished = publishing::listed(&self.store, &story)?;
        let by = by.to_owned();
        let publish = Publish { id, version, kind, note, by, finished };
        Ok(self.store.publish(publish, now)?)
    }

    /// Takes a published story back for good: it leaves every page, feed and search at once, all
    /// its versions with it.
    ///
    /// # Errors
    /// When no reason is given, or it is not published.
    pub fn kill(
        &self,
        id: StoryId,
        note: &str,
        by: &str,
        now: Timestamp,
    ) -> Result<Publication, Error> {
        Ok(self.store.withdraw(id, by, note, now)?)
    }

    /// Puts a draft away that nobody has seen.
    ///
    /// # Errors
    /// When it was published.
    pub fn discard(
        &self,
        id: StoryId,
        note: Option<&str>,
        by: &str,
        now: Timestamp,
    ) -> Result<(), Error> {
        Ok(self.store.discard(id, by, note, now)?)
    }

    /// What differs between two versions, sentence by sentence.
    ///
    /// # Errors
    /// When there is no such version.
    pub fn compare(&self, id: StoryId, old: u32, new: u32) -> Result<Vec<Pair>, Error> {
        let old = self.open(id, Some(old))?;
        let new = self.open(id, Some(new))?;
        Ok(compare::pairs(&old.version.story, &new.version.story))
    }

    /// What a newer version of a published story would be sent as; `None` when readers have none.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn proposal(&self, opened: &Opened) -> Result<Option<Proposal>, Error> {
        let Some(live) = opened.line.live else { return Ok(None) };
        let live = self.open(opened.line.id, Some(live))?;
        Ok(Some(compare::propose(&live.version.story, &opened.version.story)))
    }

    /// Who did what, newest first; of one story or of all.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn audit(
        &self,
        story: Option<StoryId>,
        before: Option<u64>,
    ) -> Result<Vec<AuditEntry>, Error> {
        Ok(self.store.audit_trail(story, before, limits::AUDIT_PAGE)?)
    }

    /// Opens the newest version and makes sure that it is the one the editor saw.
    fn open_base(&self, id: StoryId, base: u32) -> Result<Opened, Error> {
        let opened = self.open(id, None)?;
        match opened.line.head {
            head if head == base => Ok(opened),
            current => Err(wiredesk_store::Error::Conflict { current }.into()),
        }
    }

    fn keep(&self, mut edit: Edit, reports: &Sources, now: Timestamp) -> Result<u32, Error> {
        self.check(&mut edit.story, reports);
        edit.story.byline.sources = outlets(&edit.story, reports);
        Ok(self.store.save_story(edit, now)?)
    }

    fn check(&self, story: &mut Story, reports: &Sources) {
        let reports: Vec<Report> = reports.values().cloned().collect();
        self.checker.check(story, &reports);
    }

    /// The reports that a story stands on, and the others of its storyline.
    fn reports(&self, story: &Story) -> Result<Sources, Error> {
        let mut ids: BTreeSet<ReportId> =
            story.sentences().flat_map(Sentence::evidence).map(|e| e.report.clone()).collect();
        if let Some(line) = &story.storyline
            && let Some(line) = self.store.storyline(line)?
        {
            let newest = line.reports.iter().rev().filter(|a| a.duplicate_of.is_none());
            ids.extend(newest.take(limits::REPORTS_MAX).map(|a| a.report.clone()));
        }
        let kept = self.store.reports(&ids)?;
        Ok(kept.into_iter().map(|k| (k.report.id.clone(), k.report)).collect())
    }
}

/// True when the sentence may be published without a reason.
#[must_use]
pub fn is_supported(sentence: &Sentence) -> bool {
    match sentence.grounds() {
        Grounds::House => true,
        Grounds::Unsupported => false,
        Grounds::Evidence(_) => {
            sentence.check.as_ref().is_some_and(wiredesk_model::Check::is_supported)
        }
    }
}

/// How the check of a story went.
#[must_use]
pub fn tally(story: &Story) -> Tally {
    let mut tally = Tally::default();
    for sentence in story.sentences() {
        let verdict = sentence.check.as_ref().map(|c| c.verdict);
        match (is_supported(sentence), verdict) {
            (true, _) => tally.supported += 1,
            (false, Some(Verdict::Unsure)) => tally.unsure += 1,
            (false, _) => tally.unsupported += 1,
        }
        tally.reasoned += usize::from(sentence.override_reason.is_some());
    }
    tally
}

/// Sentences that are not supported and that nobody gave a reason for.
#[must_use]
pub fn blocks(story: &Story) -> Vec<Block> {
    let stands = |s: &Sentence| is_supported(s) || s.override_reason.is_some();
    let blocking = story.sentences().enumerate().filter(|(_, s)| !stands(s));
    blocking
        .map(|(n, s)| Block { n, text: s.text().to_owned(), reasons: reasons_against(s) })
        .collect()
}

fn reasons_against(sentence: &Sentence) -> Vec<String> {
    let found = |class: FindingClass, reason: &str| match reason.trim() {
        "" => class.meaning().to_owned(),
        reason => reason.to_owned(),
    };
    match (sentence.grounds(), &sentence.check) {
        (Grounds::Unsupported, _) => vec!["no words of a report are bound to it".into()],
        (_, None) => vec!["it has not been checked since it was changed".into()],
        (_, Some(check)) if check.findings.is_empty() => {
            vec!["too few of its words are in the evidence".into()]
        }
        (_, Some(check)) => check.findings.iter().map(|f| found(f.class, &f.reason)).collect(),
    }
}

fn refuse_unsupported(story: &Story) -> Result<(), Refusal> {
    match blocks(story) {
        blocks if blocks.is_empty() => Ok(()),
        blocks => Err(Refusal::NotSupported(blocks)),
    }
}

fn kind_of(
    is_live: bool,
    release: Option<Release>,
) -> Result<(PublicationKind, Option<String>), Refusal> {
    match (is_live, release) {
        (false, _) => Ok((PublicationKind::Published, None)),
        (true, Some(Release::Update)) => Ok((PublicationKind::Updated, None)),
        (true, Some(Release::Correct(class, note))) => match note.trim() {
            "" => Err(Refusal::Rule("say what was wrong and what is right now".into())),
            note => Ok((PublicationKind::Corrected(class), Some(note.to_owned()))),
        },
        (true, None) => {
            Err(Refusal::Rule("readers have a version already: say update or correction".into()))
        }
    }
}

/// The outlets whose words a story stands on, in order of first use.
fn outlets(story: &Story, reports: &Sources) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for evidence in story.sentences().flat_map(Sentence::evidence) {
        let outlet = reports.get(&evidence.report).and_then(|r| r.source.clone());
        out.extend(outlet.filter(|o| !out.contains(o)));
    }
    out
}

fn rule(text: &str) -> Error {
    Refusal::Rule(text.to_owned()).into()
}
