//! Puts the story together, part by part, and lets no sentence stand that its evidence does not
//! carry.

use super::background::{self, BACKGROUND_DAYS, Dated};
use super::cover::{self, Worth};
use super::disputes::{self, Dispute};
use super::headline;
use super::lines::{Line, lines};
use super::weigh::{self, Weights};
use super::{
    DraftInput, Error, Settings, channels, earnings, people, ranges, select, templates, tidy,
};
use crate::check::{Checker, Setting, quotations};
use crate::house::House;
use crate::words::tag::{CUE, CURRENCY, NAME, NUMBER};
use crate::words::{key_of, tokenize};
use wiredesk_model::jiff::civil::Date;
use wiredesk_model::{
    Byline, Change, ChangeRule, Check, Evidence, Published, Section, SectionKind, Sentence, Story,
    Verdict,
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
    told: Vec<Vec<u64>>,
    pub(super) headline: Option<Sentence>,
}

impl Parts {
    fn seen(&self) -> Vec<&[u64]> {
        self.told.iter().map(Vec::as_slice).collect()
    }

    fn add(&mut self, kind: SectionKind, mut sentences: Vec<Sentence>) {
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
    /// Reports that bring the news.
    pub(super) news: Vec<usize>,
    pub(super) voices: usize,
}

/// How a line may be worded.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wording {
    /// Say which outlet reported it.
    pub(super) chain: bool,
}

/// A sentence on its way from a report's words to the story's, with what was done to it.
#[derive(Debug, Clone)]
struct Steps {
    text: String,
    changes: Vec<Change>,
}

impl Steps {
    fn of(text: &str) -> Self {
        Self { text: text.to_owned(), changes: Vec::new() }
    }

    fn then(&mut self, rule: ChangeRule, text: String) {
        self.changes.extend(Change::between(rule, &self.text, &text));
        self.text = text;
    }

    fn and(mut self, rule: ChangeRule, text: String) -> Self {
        self.then(rule, text);
        self
    }

    fn capital(&mut self) {
        self.then(ChangeRule::Capital, tidy::capitalised(&self.text));
    }

    fn styled(mut self, house: &House) -> Self {
        self.capital();
        let styled = house.styled(&self.text);
        self.and(ChangeRule::Style, styled)
    }
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
        let skip: Vec<bool> = weigh::not_news(shelf, &origins);
        let all = lines(shelf, &origins, &skip);
        let rare = Weights::rare(&all);
        let wrong = disputes::misdated(&all, &rare.vectors(&all));
        let all: Vec<Line<'a>> =
            all.into_iter().zip(wrong).filter(|(_, w)| !w).map(|(l, _)| l).collect();
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
        let mut contested = vec![false; fresh.len()];
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
            news,
            voices,
        }
    }

    // --- wording -----------------------------------------------------------------------------

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
    fn stepped(&self, steps: Steps, evidence: Vec<Evidence>) -> Option<Sentence> {
        let mut sentence = self.checked(steps.text, evidence)?;
        sentence.changes = steps.changes;
        Some(sentence)
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

    // --- parts -------------------------------------------------------------------------------

    /// A text of at most `max` words.
    fn short(&self, story: &mut Parts, max: usize) {
        let standing: Vec<(usize, Sentence)> = self.standing_lines();
        let pool: Vec<Line<'_>> = standing.iter().map(|(i, _)| self.fresh[*i].clone()).collect();
        for chosen in cover::within(&pool, &self.worth, max) {
            story.lede.push(standing[chosen].1.clone());
            story.told.push(pool[chosen].stems.clone());
        }
        if story.lede.is_empty() {
            let shortest = standing.into_iter().min_by_key(|(i, _)| self.fresh[*i].length());
            story.lede.extend(shortest.map(|(_, s)| s));
        }
    }

    /// Fresh lines that can stand alone, each worded and checked.
    fn standing_lines(&self) -> Vec<(usize, Sentence)> {
        let worded = (0..self.fresh.len()).filter(|i| !self.contested[*i] || self.voices < 2);
        let out: Vec<(usize, Sentence)> = worded
            .filter_map(|i| Some((i, self.word(&self.fresh[i], Wording::default())?)))
            .collect();
        if out.is_empty() {
            let any = (0..self.fresh.len())
                .filter_map(|i| Some((i, self.word(&self.fresh[i], Wording::default())?)));
            return any.collect();
        }
        out
    }

    /// All parts.
    fn long(&self, story: &mut Parts) {
        self.lede(story);
        self.happened(story);
        self.disputed(story);
        self.matters(story);
        self.price(story);
    }

    fn lede(&self, story: &mut Parts) {
        let results = earnings::earnings(&self.fresh);
        for told in templates::ratings(&self.fresh).into_iter().chain(results) {
            if let Some(sentence) =
                self.made(ChangeRule::Template, told.text, told.evidence.clone())
            {
                story.told.push(super::lines::stems(&tokenize(sentence.text(), 0)));
                story.lede.push(sentence);
                story.headline = self.made(ChangeRule::Template, told.headline, told.evidence);
                return;
            }
        }
        let order = |contested: bool| {
            let mut at: Vec<usize> =
                (0..self.fresh.len()).filter(|i| self.contested[*i] == contested).collect();
            let rank = |i: usize| {
                let line = &self.fresh[i];
                let lead =
                    if line.place == 0 { 1.4 } else { 1.0 / (1.0 + line.place as f64 / 8.0) };
                let long = (line.length() as f64 / 22.0).clamp(0.6, 1.0);
                // a single report is told from its top
                let lead = if self.voices < 2 { lead / (1.0 + line.place as f64) } else { lead };
                let old = self.age(line);
                self.salience[i] * lead * long * if old > BACKGROUND_DAYS { 0.3 } else { 1.0 }
            };
            at.sort_by(|a, b| rank(*b).total_cmp(&rank(*a)).then(a.cmp(b)));
            at
        };
        for i in order(false).into_iter().chain(order(true)) {
            let line = &self.fresh[i];
            let chain = self.voices < 2 || self.contested[i];
            let needs = chain && !attributed(line);
            if let Some(sentence) = self.word(line, Wording { chain: needs }) {
                story.told.push(line.stems.clone());
                story.lede.push(sentence);
                return;
            }
        }
    }

    /// Days before the story of what a line tells, 0 when it does not say.
    fn age(&self, line: &Line<'_>) -> i32 {
        let base = line.filed.report.published.as_ref().map(Published::date);
        let mentions = crate::dates::mentions(line.words, base);
        let days = mentions.iter().filter_map(|m| {
            m.stamp.date().or_else(|| {
                let stamp = m.stamp;
                Date::new(stamp.year?, stamp.month?, 28).ok()
            })
        });
        let newest = days.max();
        match (newest, self.as_of) {
            (Some(day), Some(now)) => (now - day).get_days(),
            _ => 0,
        }
    }

    fn happened(&self, story: &mut Parts) {
        let usable: Vec<usize> = (0..self.fresh.len())
            .filter(|i| !self.contested[*i] && !is_price(&self.fresh[*i]))
            .filter(|i| self.age(&self.fresh[*i]) <= BACKGROUND_DAYS)
            .collect();
        let lines: Vec<Line<'_>> = usable.iter().map(|i| self.fresh[*i].clone()).collect();
        let focus: Vec<u64> = story.told.first().cloned().unwrap_or_default();
        let near = |i: usize| 0.25 + self.rare.likeness(&focus, &self.fresh[i].stems);
        let salience: Vec<f64> = usable.iter().map(|i| self.salience[*i] * near(*i)).collect();
        let mut sentences: Vec<Sentence> = Vec::new();
        let quote = self.quote(&lines, &salience, story);
        let wanted = self.settings.happened_max - usize::from(quote.is_some());
        let seen = story.seen();
        let order = select::next_best(&lines, &salience, &self.rare, &seen, wanted * 3);
        let mut taken: Vec<(usize, Sentence)> = Vec::new();
        for i in order {
            if taken.len() >= wanted {
                break;
            }
            let repeats = quote.as_ref().is_some_and(|(q, _)| *q == i);
            // A cause that one outlet states in its own voice is told as that outlet's.
            let own_cause = states_cause(&lines[i]) && !attributed(&lines[i]);
            let chain = taken.is_empty() || own_cause;
            let worded = if repeats { None } else { self.word(&lines[i], Wording { chain }) };
            let worded = worded.filter(|s| !own_cause || s.text().contains(" reported"));
            taken.extend(worded.map(|s| (i, s)));
        }
        if let [first, rest @ ..] = taken.as_mut_slice() {
            let _ = first;
            rest.sort_by_key(|(i, _)| (lines[*i].report, lines[*i].number));
        }
        for (n, (i, sentence)) in taken.into_iter().enumerate() {
            story.told.push(lines[i].stems.clone());
            sentences.push(sentence);
            if n == 0
                && let Some((q, quoted)) = &quote
            {
                story.told.push(lines[*q].stems.clone());
                sentences.push(quoted.clone().opening());
            }
        }
        if sentences.is_empty() {
            sentences.extend(quote.map(|(_, s)| s));
        }
        story.add(SectionKind::WhatHappened, sentences);
    }

    /// The strongest quotation: long enough to say something, by a named speaker.
    fn quote(
        &self,
        lines: &[Line<'_>],
        salience: &[f64],
        story: &Parts,
    ) -> Option<(usize, Sentence)> {
        let strength = |i: usize| {
            let line = &lines[i];
            let quoted: usize = quotations(line.text, 0)
                .iter()
                .filter(|q| q.sure)
                .map(|q| q.inner.of(line.text).unwrap_or("").split_whitespace().count())
                .sum();
            let share = quoted as f64 / line.length().max(1) as f64;
            let speaker = self.speaker(line);
            let central = speaker.is_some_and(|s| story.lede.iter().any(|l| l.text().contains(&s)));
            let by = if central { 2.0 } else { 1.0 };
            let strong = quoted >= 6 && share >= 0.4 && attributed(line);
            if strong { salience[i] * (0.5 + share) * by } else { 0.0 }
        };
        let mut order: Vec<usize> = (0..lines.len()).filter(|i| strength(*i) > 0.0).collect();
        order.sort_by(|a, b| strength(*b).total_cmp(&strength(*a)).then(a.cmp(b)));
        order.into_iter().find_map(|i| {
            let like = |t: &Vec<u64>| self.rare.likeness(t, &lines[i].stems) > select::REPEATS;
            let repeats = story.told.iter().any(like);
            let sentence = if repeats { None } else { self.word(&lines[i], Wording::default()) };
            sentence.map(|s| (i, s))
        })
    }

    fn disputed(&self, story: &mut Parts) {
        let mut sentences = Vec::new();
        for dispute in self.disputes.iter().take(2) {
            let (one, other) = (&self.fresh[dispute.one], &self.fresh[dispute.other]);
            let said = |l: &Line<'_>| self.word(l, Wording { chain: true });
            let like = |t: &Vec<u64>| self.rare.likeness(t, &one.stems) > select::REPEATS;
            let told = dispute.denial && story.told.iter().any(like);
            let (a, b) = (if told { None } else { said(one) }, said(other));
            match (a, b) {
                (Some(a), Some(b)) => {
                    let range = (!dispute.denial).then(|| self.range(dispute)).flatten();
                    sentences.extend(range.map(Sentence::opening));
                    sentences.extend([a.opening(), b]);
                }
                (None, Some(b)) if dispute.denial => sentences.push(b.opening()),
                _ => continue,
            }
            story.told.extend([one.stems.clone(), other.stems.clone()]);
        }
        story.add(SectionKind::Disputed, sentences);
    }

    /// "Figures range from 300 people (Harbour Post) to 450 people (The Lund Gazette)", with the one
    /// that most origins give when there is such.
    fn range(&self, dispute: &Dispute) -> Option<Sentence> {
        let vectors = self.rare.vectors(&self.fresh);
        let range = ranges::range(&self.fresh, &vectors, (dispute.one, dispute.other))?;
        let outlet = |line: &usize| self.fresh[*line].filed.report.source.as_deref();
        let told = |f: &ranges::Figure| {
            let outlets: Option<Vec<&str>> = f.lines.iter().map(outlet).collect();
            Some(format!("{} ({})", f.text, outlets?.join(", ")))
        };
        let (low, high) = (range.figures.first()?, range.figures.last()?);
        let [from, most] = ranges::FRAME;
        let mut text = format!("{from} {} to {}", told(low)?, told(high)?);
        let mut lines: Vec<usize> = low.lines.iter().chain(&high.lines).copied().collect();
        if let Some(best) = range.best() {
            text.push_str(&format!("; {most}: {}", told(best)?));
            lines.extend(
                best.lines.iter().filter(|l| !low.lines.contains(l) && !high.lines.contains(l)),
            );
        }
        text.push('.');
        let evidence = lines.iter().map(|l| self.fresh[*l].evidence()).collect();
        self.made(ChangeRule::Template, text, evidence)
    }

    fn matters(&self, story: &mut Parts) {
        let news = &self.news;
        let old = |r: usize| !news.contains(&r);
        let claimed = |line: &Line<'a>| {
            let claims = self.claims.iter().filter(|c| {
                c.evidence.report == line.filed.report.id && c.evidence.span.overlaps(line.span)
            });
            claims.map(|c| c.when).next()
        };
        let dated = background::dated(&self.all, &old, &claimed, &self.weights, self.as_of);
        let mut chosen: Vec<(Dated<'_, 'a>, Sentence)> = Vec::new();
        for candidate in dated {
            if chosen.len() >= self.settings.matters_max {
                break;
            }
            let stems = &candidate.line.stems;
            let like = |t: &[u64], most: f64| self.rare.likeness(t, stems) > most;
            let repeats = story.told.iter().any(|t| like(t, select::REPEATS));
            let twin = chosen.iter().any(|(c, _)| {
                let apart = background::days_apart(&c.when, &candidate.when);
                let same_days = apart.is_some_and(|d| d <= 3);
                like(&c.line.stems, if same_days { 0.2 } else { 0.4 })
            });
            if repeats || twin {
                continue;
            }
            let sentence = self.word_background(&candidate);
            chosen.extend(sentence.map(|s| (candidate, s)));
        }
        chosen.sort_by_key(|(c, _)| background::order(&c.when));
        for (c, _) in &chosen {
            story.told.push(c.line.stems.clone());
        }
        let sentences = chosen.into_iter().map(|(_, s)| s).collect();
        story.add(SectionKind::WhyItMatters, sentences);
    }

    fn word_background(&self, dated: &Dated<'_, '_>) -> Option<Sentence> {
        let line = dated.line;
        let plain = tidy::unlinked(line.text);
        let redated = tidy::redated(line, &plain, self.as_of)?;
        let standing = people::standing(line, &redated)?;
        let text = background::with_date(&standing.text, dated, self.as_of)?;
        let mut evidence = vec![line.evidence()];
        evidence.extend(tidy::dateline(line).filter(|_| text != plain));
        evidence.extend(standing.more.iter().cloned());
        let mut steps = Steps::of(line.text);
        steps.then(ChangeRule::Link, plain);
        steps.then(ChangeRule::Date, redated);
        steps.then(ChangeRule::Name, standing.text);
        steps.then(ChangeRule::Opening, text);
        steps.capital();
        self.stepped(steps, evidence)
    }

    fn price(&self, story: &mut Parts) {
        let quoted = self.fresh.iter().find(|l| is_price(l) && !story.told.contains(&l.stems));
        let sentence = quoted.and_then(|l| self.word(l, Wording::default()));
        story.add(SectionKind::PriceAction, sentence.into_iter().collect());
    }

    // --- the rest ------------------------------------------------------------------------------

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
        story.as_of = story.as_of.or_else(|| newest.cloned());
        let credited = used.iter().flat_map(|f| &f.report.images).find(|i| i.credit.is_some());
        story.image = input.image.or_else(|| credited.cloned());
        self.label(&mut story, &used);
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

fn is_supported(sentence: &Sentence) -> bool {
    sentence.check.as_ref().is_some_and(|c| c.verdict == Verdict::Supported)
}

fn is_fresh(published: Option<&Published>, newest: Option<Date>) -> bool {
    match (published, newest) {
        (Some(p), Some(newest)) => (newest - p.date()).get_days() <= FRESH_DAYS,
        _ => true,
    }
}

/// Says who says so.
fn attributed(line: &Line<'_>) -> bool {
    line.words.iter().any(|w| w.is(CUE) && !w.is(NAME))
}

/// Says why something is so.
fn states_cause(line: &Line<'_>) -> bool {
    const CAUSES: [&str; 8] =
        ["because", "reason", "cause", "caused", "causes", "due", "owing", "led"];
    line.words.iter().any(|w| CAUSES.iter().any(|c| key_of(c) == w.key))
}

/// A real quote of a price: shares, a move or a level, and a figure.
fn is_price(line: &Line<'_>) -> bool {
    let has = |words: &[&str]| words.iter().any(|w| line.words.iter().any(|x| x.key == key_of(w)));
    let figure = line.words.windows(2).any(|w| {
        w[0].is(NUMBER) && w[1].key == key_of("percent") || w[0].is(CURRENCY) && w[1].is(NUMBER)
    });
    has(&["shares", "stock", "share"])
        && has(&["closed", "traded", "trading", "rose", "fell", "gained", "lost", "up", "down"])
        && figure
        && !has(&["target"])
}
