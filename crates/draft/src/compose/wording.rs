//! A line of a report as a sentence of the story: the listed changes, one by one, and the check.

use super::lines::{Line, balanced};
use super::sections::attributed;
use super::writer::Desk;
use super::{headline, people, tidy};
use crate::house::House;
use wiredesk_model::{Change, ChangeRule, Check, Evidence, Published, Sentence, Verdict};

/// How a line may be worded.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wording {
    /// Say which outlet reported it.
    pub(super) chain: bool,
}

/// A sentence on its way from a report's words to the story's, with what was done to it.
#[derive(Debug, Clone)]
pub(super) struct Steps {
    text: String,
    changes: Vec<Change>,
}

impl Steps {
    pub(super) fn of(text: &str) -> Self {
        Self { text: text.to_owned(), changes: Vec::new() }
    }

    pub(super) fn then(&mut self, rule: ChangeRule, text: String) {
        self.changes.extend(Change::between(rule, &self.text, &text));
        self.text = text;
    }

    fn and(mut self, rule: ChangeRule, text: String) -> Self {
        self.then(rule, text);
        self
    }

    pub(super) fn capital(&mut self) {
        self.then(ChangeRule::Capital, tidy::capitalised(&self.text));
    }

    fn styled(mut self, house: &House) -> Self {
        self.capital();
        let styled = house.styled(&self.text);
        self.and(ChangeRule::Style, styled)
    }
}
impl Desk<'_> {
    /// The line as a sentence of the story, or nothing when it cannot stand there.
    pub(super) fn word(&self, line: &Line<'_>, wording: Wording) -> Option<Sentence> {
        let plain = tidy::unlinked(line.text);
        let redated = tidy::redated(line, &plain, self.as_of)?;
        let standing = people::standing(line, &redated)?;
        let mut evidence = vec![line.evidence()];
        evidence.extend(tidy::dateline(line).filter(|_| redated != plain));
        evidence.extend(standing.more);
        let mut steps = Steps::of(line.text);
        steps.then(ChangeRule::Link, plain);
        steps.then(ChangeRule::Date, redated);
        steps.then(ChangeRule::Name, standing.text.clone());
        let house = &self.settings.house;
        let chained = wording.chain.then(|| self.chained(line, &standing.text)).flatten();
        let chained = chained.map(|t| steps.clone().and(ChangeRule::Outlet, t).styled(house));
        let styled = steps.clone().styled(house);
        steps.capital();
        let forms = [chained, Some(styled), Some(steps)];
        forms.into_iter().flatten().find_map(|s| self.stepped(s, evidence.clone()))
    }

    /// The sentence that the steps lead to, when the checker supports it.
    pub(super) fn stepped(&self, steps: Steps, evidence: Vec<Evidence>) -> Option<Sentence> {
        let mut sentence = self.checked(steps.text, evidence)?;
        sentence.changes = steps.changes;
        Some(sentence)
    }

    /// The sentence without what stands at its end, in at most `max` printed words.
    pub(super) fn clipped(&self, sentence: &Sentence, max: usize) -> Option<Sentence> {
        let whole = sentence.text();
        headline::shortened(whole, usize::MAX)
            .into_iter()
            .filter(|form| form.split_whitespace().count() <= max && balanced(form))
            .find_map(|form| {
                let mut clipped = self.checked(form + ".", sentence.evidence().to_vec())?;
                clipped.changes.clone_from(&sentence.changes);
                let change = Change::between(ChangeRule::Clause, whole, clipped.text());
                clipped.changes.extend(change);
                Some(clipped)
            })
    }

    /// A sentence that is no report's own, made by a rule of what its evidence tells.
    pub(super) fn made(
        &self,
        rule: ChangeRule,
        text: String,
        evidence: Vec<Evidence>,
    ) -> Option<Sentence> {
        let mut sentence = self.checked(text, evidence)?;
        let told = sentence
            .evidence()
            .first()
            .and_then(|e| e.span.of(&self.shelf.get(&e.report)?.report.text));
        sentence.changes = told
            .and_then(|told| Change::between(rule, told, sentence.text()))
            .into_iter()
            .collect();
        Some(sentence)
    }

    /// The sentence, when the checker supports it.
    pub(super) fn checked(&self, text: String, evidence: Vec<Evidence>) -> Option<Sentence> {
        let check = self.check(&text, &evidence);
        (check.verdict == Verdict::Supported).then(|| {
            let mut sentence = Sentence::bound(text, evidence);
            sentence.check = Some(check);
            sentence
        })
    }

    pub(super) fn check(&self, text: &str, evidence: &[Evidence]) -> Check {
        self.checker.check_sentence(text, evidence, self.shelf, &self.setting)
    }

    /// "…, Reuters reported on Sunday."
    fn chained(&self, line: &Line<'_>, text: &str) -> Option<String> {
        let report = line.filed.report;
        let outlet = report.source.as_deref().filter(|o| !o.is_empty())?;
        let body = text.strip_suffix('.')?;
        if attributed(line)
            || text.contains(" reported")
            || headline::has_word(text, outlet.split_whitespace().next()?)
            || body.ends_with(['"', '”'])
        {
            return None;
        }
        let day = report.published.as_ref().map(Published::date);
        let on = day.zip(self.as_of).and_then(|(d, now)| tidy::on_day(d, now));
        let on = on.map(|o| format!(" {o}")).unwrap_or_default();
        Some(format!("{body}, {outlet} reported{on}."))
    }
}
