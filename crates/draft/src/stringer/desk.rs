//! What of a model's copy may stand: each sentence is bound to the spans it names and held against
//! them by the checker, like a sentence of anybody.

use super::copy::{Copy, Part, Piece};
use super::{Error, Material};
use crate::check::{Checker, Setting};
use crate::compose::{self, Settings};
use crate::shelf::Shelf;
use wiredesk_model::{
    Change, ChangeRule, Check, Evidence, Finding, FindingClass, Grounds, Section, SectionKind,
    Sentence, Span, Story, Verdict,
};

/// A sentence that does not stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failing {
    /// Its number in the copy.
    pub number: usize,
    /// As it was sent.
    pub piece: Piece,
    /// What is wrong with it, in words.
    pub reasons: Vec<String>,
}

/// A copy on the desk, while it is asked after.
#[derive(Debug)]
pub struct Desk<'a> {
    checker: Checker,
    shelf: &'a Shelf<'a>,
    material: &'a Material,
    setting: Setting,
    settings: &'a Settings,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    part: Part,
    piece: Piece,
    /// `None` when the model dropped it.
    sentence: Option<Sentence>,
    reasons: Vec<String>,
}

impl Row {
    /// It goes into the story; with `keep` also when it is not carried.
    fn stands(&self, keep: bool) -> bool {
        self.sentence.is_some() && (keep || self.reasons.is_empty())
    }
}

impl<'a> Desk<'a> {
    /// Takes a copy in and checks it. `base` is the default drafter's story, whose day it counts from.
    #[must_use]
    pub fn new(
        copy: Copy,
        material: &'a Material,
        shelf: &'a Shelf<'a>,
        settings: &'a Settings,
        base: &Story,
    ) -> Self {
        let setting = Setting { as_of: base.as_of.as_ref().map(wiredesk_model::Published::date) };
        let checker = Checker::new(settings.house.clone());
        let mut desk = Self { checker, shelf, material, setting, settings, rows: Vec::new() };
        for (part, piece) in copy.pieces {
            let row = desk.judged(part, piece);
            desk.rows.push(row);
        }
        desk
    }

    /// The sentences that do not stand.
    #[must_use]
    pub fn failing(&self) -> Vec<Failing> {
        let rows = self.rows.iter().enumerate().filter(|(_, r)| !r.reasons.is_empty());
        let failing = rows.map(|(number, row)| Failing {
            number,
            piece: row.piece.clone(),
            reasons: row.reasons.clone(),
        });
        failing.collect()
    }

    /// Puts mended sentences in place of those that failed; others are not touched.
    pub fn mend(&mut self, mended: Vec<(usize, Piece)>) {
        for (number, piece) in mended {
            let Some(row) = self.rows.get(number).filter(|r| !r.reasons.is_empty()) else {
                continue;
            };
            let part = row.part;
            self.rows[number] = match piece.text.is_empty() {
                true => Row { part, piece, sentence: None, reasons: Vec::new() },
                false => self.judged(part, piece),
            };
        }
    }

    /// The story: `base` with the copy's sentences in place of its own; and how many were dropped.
    /// With `keep` those that do not stand are left in, marked as the check found them.
    ///
    /// # Errors
    /// [`Error::NothingStands`] when no sentence of the body does.
    pub fn story(&self, base: &Story, keep: bool) -> Result<(Story, usize), Error> {
        let sound = |r: &&Row| r.part != Part::Headline && r.stands(false);
        if !self.rows.iter().any(|r| sound(&r)) {
            return Err(Error::NothingStands);
        }
        let of = |part: Part| -> Vec<Sentence> {
            let rows = self.rows.iter().filter(|r| r.part == part && r.stands(keep));
            rows.filter_map(|r| r.sentence.clone()).collect()
        };
        let mut story = base.clone();
        story.headline = of(Part::Headline).pop().unwrap_or_else(|| base.headline.clone());
        story.lede = of(Part::Lede);
        story.sections.retain(|s| s.kind == SectionKind::PriceAction);
        for section in &mut story.sections {
            section.sentences.retain(|s| !s.evidence().is_empty());
        }
        let own = SectionKind::ALL.map(|kind| (kind, of(Part::Section(kind))));
        story.sections.extend(own.map(|(kind, sentences)| Section::new(kind, sentences)));
        self.checker.check_story(&mut story, self.shelf);
        let written = story.sentences().count();
        if !keep {
            compose::only_supported(&mut story);
        }
        compose::lay_out(&mut story, &self.settings.house);
        self.checker.check_story(&mut story, self.shelf);
        self.credit(&mut story);
        let dropped = self.rows.iter().filter(|r| !r.stands(keep)).count();
        let late = written.saturating_sub(story.sentences().filter(|s| !is_house(s)).count());
        Ok((story, dropped + late))
    }

    /// Names the outlets that the story stands on now.
    fn credit(&self, story: &mut Story) {
        let mut sources: Vec<String> = Vec::new();
        for evidence in story.sentences().flat_map(|s| s.evidence()) {
            let outlet = self.shelf.get(&evidence.report).and_then(|f| f.report.source.clone());
            sources.extend(outlet.filter(|o| !sources.contains(o)));
        }
        story.byline.sources = sources;
    }

    fn judged(&self, part: Part, piece: Piece) -> Row {
        let found: Vec<Option<Evidence>> =
            piece.evidence.iter().map(|id| self.material.evidence(id).cloned()).collect();
        let invented = found.iter().filter(|f| f.is_none()).count();
        let evidence: Vec<Evidence> = found.into_iter().flatten().collect();
        let mut check = match evidence.is_empty() {
            true => self.checker.check_sentence(&piece.text, &[], self.shelf, &self.setting),
            false => self.checker.check_text(&piece.text, &evidence, self.shelf, &self.setting),
        };
        let whole = Span::new(0, piece.text.len());
        let mut refuse = |reason: String| {
            let class = FindingClass::Content;
            check.findings.push(Finding { class, span: whole, hard: true, reason, clash: None });
            check.verdict = Verdict::Unsupported;
        };
        if invented > 0 || evidence.is_empty() {
            refuse("It names evidence that there is not.".into());
        }
        let most = self.settings.headline_chars_max;
        if part == Part::Headline && piece.text.chars().count() > most {
            refuse(format!("The headline is longer than {most} characters."));
        }
        let reasons = reasons(&check);
        let told =
            evidence.first().and_then(|e| e.span.of(&self.shelf.get(&e.report)?.report.text));
        let change = told.and_then(|t| Change::between(ChangeRule::Model, t, &piece.text));
        let mut sentence = Sentence::bound(piece.text.clone(), evidence);
        sentence.changes = change.into_iter().collect();
        sentence.check = Some(check);
        Row { part, piece, sentence: Some(sentence), reasons }
    }
}

/// Why a sentence does not stand; empty when it does.
fn reasons(check: &Check) -> Vec<String> {
    match check.verdict {
        Verdict::Supported => Vec::new(),
        _ if check.findings.is_empty() => vec!["Too little of it is in its evidence.".into()],
        _ => check.findings.iter().map(|f| f.reason.clone()).collect(),
    }
}

fn is_house(sentence: &Sentence) -> bool {
    *sentence.grounds() == Grounds::House
}
