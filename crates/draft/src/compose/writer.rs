//! What a story is written with, and its putting together: the parts stand in `sections`,
//! their sentences in `wording`. None may stand that its evidence does not carry.

use super::cover::Worth;
use super::disputes::{self, Dispute};
use super::lines::{Line, lines};
use super::versions::{self, Replaced};
use super::weigh::{self, Weights};
use super::{DraftInput, Error, Settings, channels, people};
use crate::check::{Checker, Setting};
use wiredesk_model::jiff::civil::Date;
use wiredesk_model::{
    Byline, Change, ChangeRule, Evidence, Published, Section, SectionKind, Sentence, Story, Verdict,
};

/// Reports published so many days before the newest are background.
const FRESH_DAYS: i32 = 4;

/// Writes the story.
pub fn write(input: DraftInput<'_>, settings: &Settings) -> Result<Story, Error> {
    let desk = Desk::new(&input, settings);
    if desk.fresh.is_empty() {
        return Err(Error::NothingToTell);
    }
    let mut story = Parts::default();
    match settings.max_words {
        Some(max) => desk.short(&mut story, max),
        None => desk.long(&mut story),
    }
    if story.lede.is_empty() {
        return Err(Error::NothingToTell);
    }
    let headline = desk.headline(&story);
    Ok(desk.finish(input, story, headline))
}

/// What has been written so far.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) lede: Vec<Sentence>,
    sections: Vec<Section>,
    /// Stems of what has been told.
    pub(super) told: Vec<Vec<u64>>,
    pub(super) headline: Option<Sentence>,
}

impl Parts {
    pub(super) fn seen(&self) -> Vec<&[u64]> {
        self.told.iter().map(Vec::as_slice).collect()
    }

    pub(super) fn add(&mut self, kind: SectionKind, mut sentences: Vec<Sentence>) {
        if let Some(first) = sentences.first_mut() {
            first.paragraph = true;
            self.sections.push(Section::new(kind, sentences));
        }
    }
}

/// What the writer works with.
pub(super) struct Desk<'a> {
    pub(super) settings: &'a Settings,
    pub(super) checker: Checker,
    pub(super) shelf: &'a crate::shelf::Shelf<'a>,
    pub(super) claims: &'a [wiredesk_model::Claim],
    pub(super) as_of: Option<Date>,
    pub(super) setting: Setting,
    /// Lines of the reports that bring the news.
    pub(super) fresh: Vec<Line<'a>>,
    /// Lines of all reports.
    pub(super) all: Vec<Line<'a>>,
    pub(super) weights: Weights,
    /// What the reports agree to tell.
    pub(super) worth: Worth,
    /// The same by rarity, to compare lines.
    pub(super) rare: Weights,
    pub(super) salience: Vec<f64>,
    pub(super) disputes: Vec<Dispute>,
    /// Fresh lines that a dispute is about.
    pub(super) contested: Vec<bool>,
    /// Words that later ones have replaced.
    pub(super) replaced: Vec<Replaced>,
    /// Reports that bring the news.
    pub(super) news: Vec<usize>,
    pub(super) voices: usize,
}

impl<'a> Desk<'a> {
    fn new(input: &DraftInput<'a>, settings: &'a Settings) -> Self {
        let shelf = input.shelf;
        let number =
            |id: &wiredesk_model::ReportId| shelf.all().iter().position(|f| f.report.id == *id);
        let copy_of = |i: usize| {
            let id = &shelf.all()[i].report.id;
            input.copies.iter().find(|(copy, _)| copy == id).and_then(|(_, of)| number(of))
        };
        let origins = weigh::origins(shelf, &copy_of);
        let replaced = versions::replaced_reports(shelf);
        let skip: Vec<bool> = weigh::not_news(shelf, &origins)
            .into_iter()
            .zip(replaced)
            .map(|(s, r)| s || r)
            .collect();
        let (all, replaced) = standing(lines(shelf, &origins, &skip));
        let rare = Weights::rare(&all);
        let newest = shelf.all().iter().zip(&skip).filter(|(_, s)| !**s);
        let newest =
            newest.filter_map(|(f, _)| f.report.published.as_ref()).map(Published::date).max();
        let is_news = |r: usize| is_fresh(shelf.all()[r].report.published.as_ref(), newest);
        let fresh: Vec<Line<'a>> = all.iter().filter(|l| is_news(l.report)).cloned().collect();
        let mut news: Vec<usize> = fresh.iter().map(|l| l.report).collect();
        news.dedup();
        let titles: Vec<(&str, usize)> = news
            .iter()
            .filter_map(|r| Some((shelf.all()[*r].report.title.as_deref()?, origins[*r])))
            .collect();
        let worth = Worth::new(&fresh, &titles);
        let titles: Vec<&str> = titles.into_iter().map(|(t, _)| t).collect();
        let weights = Weights::new(&fresh, &titles);
        let salience = weights.salience(&fresh);
        let disputes = disputes::disputes(&fresh, &rare.vectors(&fresh));
        let told_before = |l: &Line<'_>| {
            let at = l.filed.report.published.as_ref().map(Published::order_key);
            replaced.iter().any(|r| r.told_in(&l.stems, at))
        };
        let mut contested: Vec<bool> = fresh.iter().map(told_before).collect();
        for d in &disputes {
            contested[d.one] |= !d.denial;
            contested[d.other] = true;
        }
        let voices =
            fresh.iter().map(|l| l.origin).collect::<std::collections::BTreeSet<_>>().len();
        let as_of = input.as_of.as_ref().map(Published::date).or(newest);
        let setting = Setting { as_of };
        let checker = Checker::new(settings.house.clone());
        let claims = input.claims;
        Self {
            settings,
            checker,
            shelf,
            claims,
            as_of,
            setting,
            fresh,
            all,
            weights,
            worth,
            rare,
            salience,
            disputes,
            contested,
            replaced,
            news,
            voices,
        }
    }

    fn finish(&self, input: DraftInput<'a>, parts: Parts, headline: Sentence) -> Story {
        let mut story = Story {
            headline,
            lede: parts.lede,
            sections: parts.sections,
            image: None,
            see_also: input.see_also,
            channels: Vec::new(),
            tags: Vec::new(),
            tickers: Vec::new(),
            storyline: input.storyline,
            as_of: input.as_of,
            byline: Byline {
                drafted_by: Some(self.settings.drafted_by.clone()),
                ..Byline::default()
            },
        };
        let mut used: Vec<&crate::shelf::Filed<'_>> = Vec::new();
        let bound: Vec<Evidence> = story.sentences().flat_map(|s| s.evidence().to_vec()).collect();
        for evidence in &bound {
            let filed = self.shelf.get(&evidence.report);
            used.extend(filed.filter(|f| used.iter().all(|u| u.report.id != f.report.id)));
        }
        for filed in &used {
            let outlet = filed.report.source.clone().filter(|o| !story.byline.sources.contains(o));
            story.byline.sources.extend(outlet);
        }
        let newest =
            used.iter().filter_map(|f| f.report.published.as_ref()).max_by_key(|p| p.order_key());
        let newest = story.as_of.take().map(|p| p.date()).or(newest.map(Published::date));
        story.as_of = newest.and_then(Published::on);
        let credited = used.iter().flat_map(|f| &f.report.images).find(|i| i.credit.is_some());
        story.image = input.image.or_else(|| credited.cloned());
        self.label(&mut story, &used);
        if self.settings.max_words.is_none() {
            self.name_in_full(&mut story);
        }
        // Each sentence stands alone; what breaks the order of dates in this company goes.
        self.checker.check_story(&mut story, self.shelf);
        if story.sections.iter().any(|s| !s.sentences.iter().all(is_supported)) {
            super::only_supported(&mut story);
        }
        if self.settings.max_words.is_none() {
            super::lay_out(&mut story, &self.settings.house);
        }
        self.checker.check_story(&mut story, self.shelf);
        story
    }

    /// Gives each person the full name where the story first tells of them.
    fn name_in_full(&self, story: &mut Story) {
        let mut told: Vec<String> = Vec::new();
        let body = story.sections.iter_mut().flat_map(|s| &mut s.sentences);
        for sentence in story.lede.iter_mut().chain(body) {
            let Some(first) = sentence.evidence().first().cloned() else { continue };
            let Some(filed) = self.shelf.get(&first.report) else { continue };
            let named = people::in_full(filed, first.span, sentence.text(), &mut told);
            let Some((text, name)) = named else { continue };
            let mut evidence = sentence.evidence().to_vec();
            evidence.push(name);
            let change = Change::between(ChangeRule::Name, sentence.text(), &text);
            if let Some(mut made) = self.checked(text, evidence) {
                made.changes = sentence.changes.drain(..).chain(change).collect();
                made.paragraph = sentence.paragraph;
                *sentence = made;
            }
        }
    }

    /// Tags and tickers: what the evidence names most.
    fn label(&self, story: &mut Story, used: &[&crate::shelf::Filed<'_>]) {
        let mut counts: Vec<(String, usize)> = Vec::new();
        for filed in used {
            for mention in &filed.reading.entities {
                if mention.id.is_none() {
                    continue;
                }
                let ticker = mention.ticker.as_ref().map(|(t, _)| t.clone());
                story.tickers.extend(ticker.filter(|t| !story.tickers.contains(t)));
                match counts.iter_mut().find(|(n, _)| *n == mention.name) {
                    Some((_, n)) => *n += 1,
                    None => counts.push((mention.name.clone(), 1)),
                }
            }
        }
        counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        story.tags = counts.into_iter().filter(|(_, n)| *n > 1).take(6).map(|(n, _)| n).collect();
        story.channels = channels::of(story, used, &self.settings.house.channels);
    }
}

/// The lines that later words have not replaced and whose dates are right, and the words replaced.
fn standing<'a>(all: Vec<Line<'a>>) -> (Vec<Line<'a>>, Vec<Replaced>) {
    let vectors = Weights::rare(&all).vectors(&all);
    let wrong = disputes::misdated(&all, &vectors);
    let later = versions::replaced_lines(&all, &vectors);
    let standing = wrong.iter().zip(&later).map(|(wrong, later)| !wrong && later.is_none());
    let kept = all.into_iter().zip(standing).filter(|(_, s)| *s).map(|(l, _)| l).collect();
    (kept, later.into_iter().flatten().collect())
}

fn is_supported(sentence: &Sentence) -> bool {
    sentence.check.as_ref().is_some_and(|c| c.verdict == Verdict::Supported)
}

fn is_fresh(published: Option<&Published>, newest: Option<Date>) -> bool {
    match (published, newest) {
        (Some(p), Some(newest)) => (newest - p.date()).get_days() <= FRESH_DAYS,
        _ => true,
    }
}
