//! The headline of a draft: a title that the reports carry, else one cut from the lede or from the
//! best line; never longer than the house allows, attributed when the fact is only claimed.

use super::headline::Title;
use super::lines::{Line, stems};
use super::wording::Wording;
use super::writer::{Desk, Parts};
use super::{headline, people};
use crate::words::tag::CUE;
use crate::words::tokenize;
use wiredesk_model::{Change, ChangeRule, Evidence, Published, Sentence};

impl Desk<'_> {
    pub(super) fn headline(&self, story: &Parts) -> Sentence {
        let max = self.settings.headline_chars_max;
        if let Some(made) = &story.headline {
            return made.clone();
        }
        let mut titles = headline::titles(self.shelf, &self.news, &self.worth, max);
        titles.retain(|t| !self.told_before(t));
        if self.settings.max_words.is_some()
            && let Some(first) = titles.first()
        {
            return self.unsure_title(&first.text, max);
        }
        let lede = &story.lede[0];
        let from_title = titles.iter().find_map(|t| self.title(&t.text, max));
        from_title
            .or_else(|| self.cut(lede, max).filter(|h| h.text().len() + 12 < lede.text().len()))
            .or_else(|| self.best_line(max, true))
            .or_else(|| self.cut(lede, max))
            .or_else(|| self.best_line(max, false))
            .or_else(|| titles.first().map(|t| self.unsure_title(&t.text, max)))
            .unwrap_or_else(|| {
                let short = headline::shortened(lede.text(), max).into_iter().next();
                let whole = headline::without_stop(lede.text());
                self.unsure_title(short.as_deref().unwrap_or(whole), max)
            })
    }

    /// The title tells what later words have replaced.
    fn told_before(&self, title: &Title) -> bool {
        let report = self.shelf.all()[title.report].report;
        let at = report.published.as_ref().map(Published::order_key);
        let words = stems(&tokenize(&title.text, 0));
        self.replaced.iter().any(|r| r.told_in(&words, at))
    }

    /// The best line that a headline can be cut from; of those that open a report, which tell its
    /// news and no detail, or of all.
    fn best_line(&self, max: usize, opening: bool) -> Option<Sentence> {
        let mut order: Vec<usize> = (0..self.fresh.len())
            .filter(|i| !self.contested[*i] && (!opening || self.fresh[*i].place == 0))
            .collect();
        order.sort_by(|a, b| self.salience[*b].total_cmp(&self.salience[*a]).then(a.cmp(b)));
        order.into_iter().take(12).find_map(|i| {
            let sentence = self.word(&self.fresh[i], Wording::default())?;
            self.cut(&sentence, max)
        })
    }

    /// A title, when what it says stands in the reports.
    fn title(&self, title: &str, max: usize) -> Option<Sentence> {
        let carriers = headline::carriers(title, &self.fresh, &self.weights);
        let evidence: Vec<Evidence> = carriers.iter().map(|l| l.evidence()).collect();
        let speaker = carriers.iter().find_map(|l| self.speaker(l));
        let outlet = carriers.first().and_then(|l| l.filed.report.source.clone());
        let mut forms = vec![title.to_owned()];
        if !tokenize(title, 0).iter().any(|w| w.is(CUE)) {
            forms.extend(speaker.map(|s| format!("{title}, {s} says")));
            forms.extend(outlet.map(|o| format!("{title}, {o} reports")));
        }
        let fits = |t: &String| t.chars().count() <= max;
        forms
            .into_iter()
            .filter(fits)
            .find_map(|t| self.made(ChangeRule::Title, t, evidence.clone()))
    }

    /// The surname of who says what a line tells.
    pub(super) fn speaker(&self, line: &Line<'_>) -> Option<String> {
        let attributions = &line.filed.reading.attributions;
        let read = attributions
            .iter()
            .find(|a| a.source.iter().any(|s| line.span.contains(*s)) && a.speaker_name.is_some());
        let name = match read.and_then(|a| a.speaker_name.as_deref()) {
            Some(name) => name.split_whitespace().last()?.to_owned(),
            None => people::beside_cue(line)?,
        };
        let near = self.fresh.iter().any(|l| l.report == line.report && l.text.contains(&name));
        near.then_some(name)
    }

    /// A headline cut from a sentence, in the present tense of headlines; with the speaker's name
    /// when the sentence tells what somebody says.
    fn cut(&self, sentence: &Sentence, max: usize) -> Option<Sentence> {
        let evidence = sentence.evidence().to_vec();
        let from = self.fresh.iter().find(|l| evidence.first() == Some(&l.evidence()));
        let speaker = from.and_then(|l| self.speaker(l));
        for form in headline::shortened(sentence.text(), max.saturating_add(40)) {
            let present =
                form.strip_suffix(" said").map_or(form.clone(), |head| format!("{head} says"));
            let attributed = speaker.as_ref().map(|s| format!("{present}, {s} says"));
            let fits = |t: &String| t.chars().count() <= max;
            let mut forms = [Some(present), attributed].into_iter().flatten().filter(fits);
            let made = forms.find_map(|t| self.made(ChangeRule::Headline, t, evidence.clone()));
            if made.is_some() {
                return made;
            }
        }
        None
    }

    /// Nothing better: the most central title, with what the checker says of it.
    fn unsure_title(&self, title: &str, max: usize) -> Sentence {
        let carriers = headline::carriers(title, &self.fresh, &self.weights);
        let evidence: Vec<Evidence> = carriers.iter().map(|l| l.evidence()).collect();
        let cut: String = title.chars().take(max).collect();
        let text = if cut.len() < title.len() {
            cut.rsplit_once(' ').map_or(cut.clone(), |(head, _)| head.to_owned())
        } else {
            cut
        };
        let check = self.check(&text, &evidence);
        let from = carriers.first().map_or("", |l| l.text);
        let change = Change::between(ChangeRule::Title, from, &text);
        let mut sentence = Sentence::bound(text, evidence);
        sentence.changes = change.into_iter().collect();
        sentence.check = Some(check);
        sentence
    }
}
