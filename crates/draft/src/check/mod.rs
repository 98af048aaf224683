//! The check of a sentence against its evidence.
//!
//! [`align`] lays the sentence beside the words it is bound to, [`rules`] judge what differs,
//! [`score`] sums up. With bound evidence every difference must be explained; without, the
//! [finder](crate::find) proposes evidence first and only what no report within reach can carry is
//! hard.

pub mod align;
pub mod ground;
mod notes;
mod order;
mod quoted;
mod rules;
pub mod score;
pub mod spread;

pub use quoted::{Quoted, quotations};

use crate::find::Finder;
use crate::house::House;
use crate::shelf::Shelf;
use crate::split;
use crate::words::tag::{CAPITAL, NAME, NUMBER};
use crate::words::{Word, tokenize};
use align::Compare;
use ground::Ground;
use notes::Notes;
use std::collections::BTreeSet;
use wiredesk_model::jiff::civil::Date;
use wiredesk_model::{
    Check, Evidence, Finding, FindingClass, Grounds, ReportId, Sentence, Span, Story, Verdict,
};

/// Sentences longer than this are checked up to here.
const SENTENCE_WORDS_MAX: usize = 2_000;
/// So many spans are proposed for a sentence without evidence.
const PROPOSALS_MAX: usize = 4;

/// Evidence that was looked for carries a sentence of this score although a word or two are not in it:
/// people who write say things in their own words.
const CARRIED: f64 = 0.8;

/// Below this score the evidence that was found has a word or two by chance: it carries nothing.
const CARRIED_LEAST: f64 = 0.1;

/// So many reports are asked when something happened.
const ALIKE_MAX: usize = 8;

/// Checks sentences under the rules of one house.
#[derive(Debug, Clone, Default)]
pub struct Checker {
    house: House,
}

/// What must be known beside the sentence.
#[derive(Debug, Clone, Copy, Default)]
pub struct Setting {
    /// The day from which the sentence's "on Saturday" counts; where it is not known, the day of
    /// the newest report in the evidence.
    pub as_of: Option<Date>,
}

impl Checker {
    /// A checker with the rules of a house.
    #[must_use]
    pub fn new(house: House) -> Self {
        Self { house }
    }

    /// Checks one sentence against evidence that is bound to it. Without any it is *unsupported*;
    /// to have evidence looked for, use [`Checker::check_text`].
    #[must_use]
    pub fn check_sentence(
        &self,
        text: &str,
        evidence: &[Evidence],
        shelf: &Shelf<'_>,
        setting: &Setting,
    ) -> Check {
        let ground = Ground::new(evidence, shelf);
        self.check_on(text, &ground, true, setting)
    }

    /// Checks a text of one or more sentences. Evidence, where given, is for all of it; where not,
    /// each sentence is checked against the best spans that the shelf has. Dates are followed from
    /// sentence to sentence.
    #[must_use]
    pub fn check_text(
        &self,
        text: &str,
        evidence: &[Evidence],
        shelf: &Shelf<'_>,
        setting: &Setting,
    ) -> Check {
        if !evidence.is_empty() {
            let ground = Ground::new(evidence, shelf);
            let mut check = self.check_on(text, &ground, true, setting);
            let parts = split::sentences(text);
            if parts.len() > 1 {
                let found = order::across(text, &parts, &|_| evidence.to_vec(), shelf, setting);
                self.add(&mut check, found);
            }
            return check;
        }
        let finder = Finder::new(shelf);
        self.check_unbound(text, &finder, shelf, setting)
    }

    /// Checks a text without evidence on an index that the caller keeps.
    #[must_use]
    pub fn check_unbound(
        &self,
        text: &str,
        finder: &Finder<'_>,
        shelf: &Shelf<'_>,
        setting: &Setting,
    ) -> Check {
        let parts = split::sentences(text);
        let mut proposed: Vec<Vec<Evidence>> = Vec::with_capacity(parts.len());
        let mut all =
            Check { verdict: Verdict::Supported, score: 1.0, findings: vec![], alignment: vec![] };
        for part in &parts {
            let sentence = part.of(text).unwrap_or_default();
            let found: Vec<Evidence> =
                finder.find(sentence, PROPOSALS_MAX).into_iter().map(|p| p.evidence).collect();
            let ground = Ground::new(&found, shelf);
            let check = self.check_on(sentence, &ground, false, setting);
            merge(&mut all, check, part.start);
            let alike = finder.alike(&order::without_link(sentence), ALIKE_MAX);
            proposed.push(alike.into_iter().map(|p| p.evidence).collect());
        }
        if parts.len() > 1 {
            let bound = |i: usize| proposed.get(i).cloned().unwrap_or_default();
            let found = order::across(text, &parts, &bound, shelf, setting);
            self.add(&mut all, found);
        }
        all
    }

    /// Binds every sentence of a story that nobody has bound to the best spans that the shelf has,
    /// and fills its check; sentences that were judged already keep what was found.
    pub fn check_searched(&self, story: &mut Story, finder: &Finder<'_>, shelf: &Shelf<'_>) {
        let setting = Setting { as_of: story.as_of.as_ref().map(wiredesk_model::Published::date) };
        let mut alike = Vec::new();
        for sentence in story.sentences_mut().skip(1) {
            let near = finder.alike(&order::without_link(sentence.text()), ALIKE_MAX);
            alike.push(near.into_iter().map(|p| p.evidence).collect::<Vec<_>>());
            self.search(sentence, finder, shelf, &setting);
        }
        // A headline says little: it is looked for where the story's sentences were found.
        let body = story.sentences().skip(1);
        let home: BTreeSet<&ReportId> =
            body.filter_map(|s| s.evidence().first()).map(|e| &e.report).collect();
        let near = shelf.all().iter().filter(|f| home.is_empty() || home.contains(&f.report.id));
        let near = Shelf::new(near.map(|f| (f.report, f.reading)));
        self.search(&mut story.headline, &Finder::new(&near), shelf, &setting);
        self.check_order(story, &|i| alike[i].clone(), shelf, &setting);
    }

    /// Binds one sentence to the best spans there are and checks it against them.
    fn search(
        &self,
        sentence: &mut Sentence,
        finder: &Finder<'_>,
        shelf: &Shelf<'_>,
        setting: &Setting,
    ) {
        if *sentence.grounds() == Grounds::House {
            sentence.check = Some(house_check());
        }
        if sentence.check.is_some() {
            return;
        }
        let found = finder.find(sentence.text(), PROPOSALS_MAX);
        let evidence: Vec<Evidence> = found.into_iter().map(|p| p.evidence).collect();
        let ground = Ground::new(&evidence, shelf);
        let check = self.check_on(sentence.text(), &ground, false, setting);
        *sentence = sentence.rebound(evidence);
        sentence.check = Some(check);
    }

    /// Fills the check of every sentence of a story, also how their dates follow on each other.
    pub fn check_story(&self, story: &mut Story, shelf: &Shelf<'_>) {
        let setting = Setting { as_of: story.as_of.as_ref().map(wiredesk_model::Published::date) };
        for sentence in story.sentences_mut() {
            let check = match sentence.grounds() {
                Grounds::House => house_check(),
                Grounds::Unsupported => unbound_check(sentence.text()),
                Grounds::Evidence(evidence) => {
                    self.check_sentence(sentence.text(), evidence, shelf, &setting)
                }
            };
            sentence.check = Some(check);
        }
        let bound: Vec<Vec<Evidence>> =
            story.sentences().skip(1).map(|s| s.evidence().to_vec()).collect();
        self.check_order(story, &|i| bound[i].clone(), shelf, &setting);
    }

    /// How the dates of a story's sentences follow on each other; `evidence` gives what the sentence
    /// of that number after the headline stands on.
    fn check_order(
        &self,
        story: &mut Story,
        evidence: &dyn Fn(usize) -> Vec<Evidence>,
        shelf: &Shelf<'_>,
        setting: &Setting,
    ) {
        let mut text = String::new();
        let mut parts = Vec::new();
        for sentence in story.sentences().skip(1) {
            let start = text.len();
            text.push_str(sentence.text());
            parts.push(Span::new(start, text.len()));
            text.push(' ');
        }
        for finding in order::across(&text, &parts, evidence, shelf, setting) {
            let Some(at) = parts.iter().position(|p| p.contains(finding.span)) else { continue };
            let Some(sentence) = story.sentences_mut().nth(at + 1) else { continue };
            let start = parts[at].start;
            let span = Span::new(finding.span.start - start, finding.span.end - start);
            if let Some(check) = sentence.check.as_mut() {
                self.add(check, vec![Finding { span, ..finding }]);
            }
        }
    }

    fn check_on(&self, text: &str, ground: &Ground<'_>, bound: bool, setting: &Setting) -> Check {
        let mut words = tokenize(text, 0);
        words.truncate(SENTENCE_WORDS_MAX);
        if in_title_case(&words) {
            lower(&mut words, ground);
        }
        if words.is_empty() {
            return house_check();
        }
        if ground.words.is_empty() {
            return unbound_check(text);
        }
        let compare = Compare::new(text, &words, ground);
        let mut notes = Notes::new(&compare, bound);
        rules::apply(&mut notes, setting);
        let carried = score::carried(&compare, &notes.settled);
        let mut findings = notes.done();
        self.house.grade(&mut findings);
        findings.extend(self.house.findings(text));
        let score = match bound {
            true => score::bound(&carried, &findings),
            false => {
                let spread = spread::spread(text, &words, &ground.reports());
                score::lowered_hard(spread::score(&spread, &carried), &findings)
            }
        };
        if !bound && score < CARRIED_LEAST && findings.iter().all(|f| !f.hard) {
            return Check { verdict: Verdict::Unsure, ..unbound_check(text) };
        }
        let verdict = match !bound && score >= CARRIED && findings.len() <= 2 && loose(&findings) {
            true => Verdict::Supported,
            false => verdict(&findings, score, bound),
        };
        Check { verdict, score, findings, alignment: alignment(&compare) }
    }

    fn add(&self, check: &mut Check, mut found: Vec<Finding>) {
        if found.is_empty() {
            return;
        }
        self.house.grade(&mut found);
        check.findings.extend(found);
        check.findings.sort_by_key(|f| (f.span, !f.hard, f.class));
        check.score *= 0.5;
        check.verdict = verdict(&check.findings, check.score, true);
    }
}

/// Nearly All Words Have Capitals.
fn in_title_case(words: &[Word]) -> bool {
    let long = words.iter().skip(1).filter(|w| w.span.len() > 3 && !w.is(NUMBER));
    let (all, big) = long.fold((0, 0), |(n, c), w| (n + 1, c + usize::from(w.is(CAPITAL))));
    all >= 4 && big * 10 >= all * 8
}

/// In a title only what the evidence has as a name is one.
fn lower(words: &mut [Word], ground: &Ground<'_>) {
    for word in words {
        if !ground.words.iter().any(|e| e.is(NAME) && e.stem == word.stem) {
            word.tags &= !(NAME | CAPITAL);
        }
    }
}

/// Only a word here and there that the evidence, looked for afterwards, does not have.
fn loose(findings: &[Finding]) -> bool {
    findings.iter().all(|f| f.class == FindingClass::Content && !f.hard)
}

fn verdict(findings: &[Finding], score: f64, bound: bool) -> Verdict {
    let least = if bound { 0.45 } else { 0.4 };
    match findings {
        _ if findings.iter().any(|f| f.hard) => Verdict::Unsupported,
        [] if score >= least => Verdict::Supported,
        _ => Verdict::Unsure,
    }
}

fn merge(all: &mut Check, part: Check, shift: usize) {
    all.score = all.score.min(part.score);
    let worst = |v: Verdict| match v {
        Verdict::Supported => 0,
        Verdict::Unsure => 1,
        Verdict::Unsupported => 2,
    };
    if worst(part.verdict) > worst(all.verdict) {
        all.verdict = part.verdict;
    }
    all.findings
        .extend(part.findings.into_iter().map(|f| Finding { span: f.span.shifted(shift), ..f }));
    all.alignment.extend(part.alignment.into_iter().map(|(s, e)| (s.shifted(shift), e)));
}

/// House text claims nothing.
fn house_check() -> Check {
    Check { verdict: Verdict::Supported, score: 1.0, findings: Vec::new(), alignment: Vec::new() }
}

/// Nothing was bound to it and nothing like it was found.
fn unbound_check(text: &str) -> Check {
    let reason = "Nothing in the reports carries this sentence.".to_owned();
    let span = Span::new(0, text.len());
    let finding = Finding { class: FindingClass::Content, span, hard: false, reason, clash: None };
    Check { verdict: Verdict::Unsupported, score: 0.0, findings: vec![finding], alignment: vec![] }
}

/// Aligned words, neighbours joined.
fn alignment(compare: &Compare<'_>) -> Vec<(Span, Evidence)> {
    let mut out: Vec<(Span, Evidence)> = Vec::new();
    let mut i = 0;
    while i < compare.words.len() {
        let Some(start) = compare.to[i] else {
            i += 1;
            continue;
        };
        let first = i;
        let mut end = start + 1;
        i += 1;
        while i < compare.words.len() && compare.to[i] == Some(end) {
            if compare.ground.piece_of[end] != compare.ground.piece_of[start] {
                break;
            }
            end += 1;
            i += 1;
        }
        let span = compare.words[first].span.cover(compare.words[i - 1].span);
        out.extend(compare.ground.evidence(start, end).map(|e| (span, e)));
    }
    out
}
