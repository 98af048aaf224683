//! Where the rules write down what they find.

use super::align::Compare;
use std::ops::Range;
use wiredesk_model::{Evidence, Finding, FindingClass, Span};

/// The findings of one sentence while it is being checked.
#[derive(Debug)]
pub struct Notes<'c, 'a> {
    /// What is checked.
    pub compare: &'c Compare<'a>,
    /// The evidence was bound by a drafter or an editor, not found by search: what is not in it
    /// is not supported.
    pub bound: bool,
    /// What was found so far.
    pub findings: Vec<Finding>,
    /// Words that a finding names already.
    pub accused: Vec<bool>,
    /// Words that a rule has found to say the same as the evidence in other words.
    pub settled: Vec<bool>,
    /// Who says it is told in another form: by an outlet in brackets, by a denial.
    pub credited: bool,
}

impl<'c, 'a> Notes<'c, 'a> {
    /// An empty sheet.
    #[must_use]
    pub fn new(compare: &'c Compare<'a>, bound: bool) -> Self {
        let accused = vec![false; compare.words.len()];
        let settled = accused.clone();
        Self { compare, bound, findings: Vec::new(), accused, settled, credited: false }
    }

    /// Writes a finding on words of the sentence, unless all of them are accused already. `told`
    /// are the words of the evidence that they clash with; empty for none.
    pub fn add(
        &mut self,
        class: FindingClass,
        said: Range<usize>,
        hard: bool,
        told: Range<usize>,
        reason: String,
    ) {
        let said = self.fit(said);
        if said.is_empty() || self.accused[said.clone()].iter().all(|a| *a) {
            return;
        }
        self.accused[said.clone()].fill(true);
        let words = self.compare.words;
        let span = words[said.start].span.cover(words[said.end - 1].span);
        let clash = self.compare.ground.evidence(told.start, told.end);
        self.findings.push(Finding { class, span, hard, reason, clash });
    }

    /// Writes a finding about something that was left out before word `at` of the sentence.
    pub fn add_missing(
        &mut self,
        class: FindingClass,
        at: usize,
        hard: bool,
        told: Range<usize>,
        reason: String,
    ) {
        let words = self.compare.words;
        if words.is_empty() {
            return;
        }
        let right = at.min(words.len() - 1);
        let left = at.saturating_sub(1).min(right);
        let span = words[left].span.cover(words[right].span);
        self.push(class, span, hard, told, reason);
    }

    /// Writes a finding about the whole sentence.
    pub fn add_whole(&mut self, class: FindingClass, told: Range<usize>, reason: String) {
        let words = self.compare.words;
        if let (Some(first), Some(last)) = (words.first(), words.last()) {
            let end = self.compare.text.trim_end().len().max(last.span.end);
            let span = Span::new(first.span.start, end);
            self.push(class, span, false, told, reason);
        }
    }

    fn push(
        &mut self,
        class: FindingClass,
        span: Span,
        hard: bool,
        told: Range<usize>,
        reason: String,
    ) {
        if self.findings.iter().any(|f| f.class == class && f.span == span) {
            return;
        }
        let clash: Option<Evidence> = self.compare.ground.evidence(told.start, told.end);
        self.findings.push(Finding { class, span, hard, reason, clash });
    }

    fn fit(&self, said: Range<usize>) -> Range<usize> {
        let end = said.end.min(self.compare.words.len());
        said.start.min(end)..end
    }

    /// The findings by place, hard ones first where they share it.
    #[must_use]
    pub fn done(mut self) -> Vec<Finding> {
        self.findings.sort_by_key(|f| (f.span, !f.hard, f.class));
        self.findings
    }

    /// "The report says *told*, the sentence says *said*."
    #[must_use]
    pub fn clash(&self, said: Range<usize>, told: Range<usize>) -> String {
        let (told, said) =
            (self.compare.ground.text(told.start, told.end), self.compare.said(said));
        if told.is_empty() {
            return format!("Nothing in the evidence says *{said}*.");
        }
        format!("The report says *{told}*, the sentence says *{said}*.")
    }
}
