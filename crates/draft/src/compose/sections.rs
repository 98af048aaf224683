//! The parts of a story one by one: a short text, or lede, *What Happened*, what is disputed, *Why It
//! Matters* and *Price Action*.

use super::background::{self, BACKGROUND_DAYS, Dated};
use super::disputes::Dispute;
use super::lines::Line;
use super::wording::{Steps, Wording};
use super::writer::{Desk, Parts};
use super::{cover, earnings, people, ranges, select, templates, tidy};
use crate::check::quotations;
use crate::words::tag::{CUE, CURRENCY, NAME, NUMBER};
use crate::words::{key_of, tokenize};
use wiredesk_model::jiff::civil::Date;
use wiredesk_model::{ChangeRule, Published, SectionKind, Sentence};

impl<'a> Desk<'a> {
    /// A text of at most `max` words.
    pub(super) fn short(&self, story: &mut Parts, max: usize) {
        let standing: Vec<(usize, Sentence)> = self.standing_lines();
        let pool: Vec<Line<'_>> = standing.iter().map(|(i, _)| self.fresh[*i].clone()).collect();
        let words = |s: &Sentence| s.text().split_whitespace().count();
        let lengths: Vec<usize> = standing.iter().map(|(_, s)| words(s)).collect();
        for chosen in cover::within(&pool, &lengths, &self.worth, max) {
            story.lede.push(standing[chosen].1.clone());
            story.told.push(pool[chosen].stems.clone());
        }
        if story.lede.is_empty() {
            story.lede.extend(self.one_short(standing, max));
        }
    }

    /// Where no line is short enough: the best that can be clipped, else the shortest.
    fn one_short(&self, mut standing: Vec<(usize, Sentence)>, max: usize) -> Option<Sentence> {
        standing.sort_by(|(a, _), (b, _)| self.salience[*b].total_cmp(&self.salience[*a]));
        let clipped = standing.iter().find_map(|(_, s)| self.clipped(s, max));
        let shortest = standing.into_iter().min_by_key(|(i, _)| self.fresh[*i].length());
        clipped.or(shortest.map(|(_, s)| s))
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
    pub(super) fn long(&self, story: &mut Parts) {
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
        // What opens a report is its news even where another tells a figure of it otherwise; words
        // that were replaced come last.
        let opens = |i: &usize| {
            self.fresh[*i].place == 0
                && self.disputes.iter().any(|d| d.one == *i || d.other == *i && !d.denial)
        };
        let sure = order(false);
        let (news, rest): (Vec<usize>, Vec<usize>) = order(true).into_iter().partition(opens);
        let (leads, details): (Vec<usize>, Vec<usize>) =
            sure.into_iter().partition(|i| self.fresh[*i].place == 0 || news.is_empty());
        for i in leads.into_iter().chain(news).chain(details).chain(rest) {
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
            let in_lede = |l: &Line<'_>| {
                story.lede.iter().any(|s| s.evidence().first() == Some(&l.evidence()))
            };
            let (a, b) = (if told { None } else { said(one) }, said(other));
            match (a, b) {
                (Some(a), Some(b)) if in_lede(one) || in_lede(other) => {
                    let range = (!dispute.denial).then(|| self.range(dispute)).flatten();
                    sentences.extend(range.map(Sentence::opening));
                    sentences.push(if in_lede(one) { b } else { a });
                }
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
}

/// Says who says so.
pub(super) fn attributed(line: &Line<'_>) -> bool {
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
