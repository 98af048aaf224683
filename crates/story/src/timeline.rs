//! The dated happenings of a storyline in the order in which they took place, not in which they
//! were told: what *Why It Matters* is written from.
//!
//! A happening is a sentence that the reader gave a date. Sentences of several reports that tell the
//! same happening of the same time are one moment; the same happening at another time is a conflict
//! and both moments say so.

use crate::words::{stem_into, words};
use std::collections::BTreeSet;
use wiredesk_model::{DateType, Evidence, Reading, Report, Span, When};

/// Something that happened at a known time.
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// When, with the precision it was told with: the finest of those that agree.
    pub when: When,
    /// The sentences that tell it, in the order of the reports given.
    pub evidence: Vec<Evidence>,
    /// Dates that other reports give for what seems to be the same happening.
    pub otherwise: Vec<When>,
}

/// Share of the shorter sentence's words that two tellings of one happening have in common.
const SAME_MATTER: f32 = 0.5;
/// The same, for two sentences of different dates to contradict each other: being alike is not enough
/// when the date may be the difference between two happenings.
const SAME_HAPPENING: f32 = 0.65;
/// Sentences with fewer words of their own are not brought together.
const WORDS_MIN: usize = 4;
/// Most moments of one storyline; further sentences are left out.
const MOMENTS_MAX: usize = 400;

struct Telling {
    when: When,
    words: BTreeSet<String>,
    evidence: Evidence,
}

/// Lays out what the reports date. Leave copies out: they tell nothing new.
#[must_use]
pub fn timeline(reports: &[(&Report, &Reading)]) -> Vec<Moment> {
    let mut tellings: Vec<Telling> =
        reports.iter().flat_map(|(report, reading)| dated(report, reading)).collect();
    tellings.truncate(MOMENTS_MAX);
    let mut moments: Vec<(Moment, BTreeSet<String>)> = Vec::new();
    for telling in tellings {
        let same = moments.iter_mut().find(|(moment, told)| {
            agree(moment.when, telling.when) && same_matter(told, &telling.words, SAME_MATTER)
        });
        match same {
            Some((moment, _)) => {
                if finer(telling.when, moment.when) {
                    moment.when = telling.when;
                }
                moment.evidence.push(telling.evidence);
            }
            None => {
                let evidence = vec![telling.evidence];
                let moment = Moment { when: telling.when, evidence, otherwise: Vec::new() };
                moments.push((moment, telling.words));
            }
        }
    }
    mark_conflicts(&mut moments);
    let mut moments: Vec<Moment> = moments.into_iter().map(|(moment, _)| moment).collect();
    moments.sort_by_key(|m| m.when);
    moments
}

/// The sentences of a report that tell when something happened: by an event's own date, else by the
/// one date that stands in them.
fn dated(report: &Report, reading: &Reading) -> Vec<Telling> {
    let tell = |(nth, &span): (usize, &Span)| {
        let event = reading.events.iter().filter(|e| e.sentence == nth);
        let mut whens: Vec<When> = event.filter_map(|e| When::parse(e.date.as_deref()?)).collect();
        if whens.is_empty() {
            let inside = |d: &&_| is_date_in(d, span);
            whens =
                reading.dates.iter().filter(inside).filter_map(|d| When::parse(&d.value)).collect();
        }
        whens.sort_unstable();
        whens.dedup();
        let [when] = whens[..] else { return None };
        let words = matter(span.of(&report.text)?);
        let evidence = Evidence { report: report.id.clone(), span };
        Some(Telling { when, words, evidence })
    };
    reading.sentences.iter().enumerate().filter_map(tell).collect()
}

fn is_date_in(date: &wiredesk_model::DateMention, span: Span) -> bool {
    date.kind == DateType::Date && span.contains(date.span)
}

fn matter(sentence: &str) -> BTreeSet<String> {
    let mut stem = String::new();
    let long = words(sentence).filter_map(|word| {
        stem_into(word.text, &mut stem);
        (stem.chars().count() > 3 && !stem.starts_with(|c: char| c.is_ascii_digit()))
            .then(|| stem.clone())
    });
    long.collect()
}

fn same_matter(a: &BTreeSet<String>, b: &BTreeSet<String>, share: f32) -> bool {
    let least = a.len().min(b.len());
    least >= WORDS_MIN && a.intersection(b).count() as f32 >= least as f32 * share
}

/// True when both can mean one day.
fn agree(a: When, b: When) -> bool {
    !a.surely_before(b) && !b.surely_before(a)
}

fn finer(a: When, b: When) -> bool {
    a.first_day() >= b.first_day() && a.last_day() <= b.last_day() && a != b
}

fn mark_conflicts(moments: &mut [(Moment, BTreeSet<String>)]) {
    for i in 0..moments.len() {
        let mut otherwise: Vec<When> = Vec::new();
        for (j, (other, told)) in moments.iter().enumerate() {
            let (moment, own) = &moments[i];
            let apart = i != j && !agree(moment.when, other.when);
            if apart && same_matter(own, told, SAME_HAPPENING) {
                otherwise.push(other.when);
            }
        }
        otherwise.sort_unstable();
        otherwise.dedup();
        moments[i].0.otherwise = otherwise;
    }
}
