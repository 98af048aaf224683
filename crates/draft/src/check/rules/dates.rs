//! Weekdays, months and day words. Both sides are resolved to days where the days of publication
//! are known; else the words are compared.

use crate::check::Setting;
use crate::check::align::Compare;
use crate::check::ground::Piece;
use crate::check::notes::Notes;
use crate::dates::{Mention, Stamp, mentions, week_before};
use crate::words::tag::{DAY_WORD, MONTH, NUMBER, WEEKDAY};
use crate::words::{Word, tokenize};
use std::ops::Range;
use wiredesk_model::{FindingClass, When};

/// A dateline stands within so many characters.
const DATELINE_CHARS: usize = 48;

/// Checks each date of the sentence.
pub fn apply(notes: &mut Notes<'_, '_>, setting: &Setting) {
    let compare = notes.compare;
    let year = |w: &Word| w.is(NUMBER) && w.span.len() == 4;
    if !compare.words.iter().any(|w| w.is(MONTH | WEEKDAY | DAY_WORD) || year(w)) {
        return;
    }
    let base = setting.as_of.or_else(|| newest(notes));
    let said = mentions(compare.words, base);
    let told = told(notes);
    for mention in said {
        let words = mention.words.clone();
        if words.clone().any(|i| compare.words[i].is(MONTH | WEEKDAY | DAY_WORD)) {
            check(notes, &mention, &told, setting);
        } else if words.clone().any(|i| compare.is_new(i)) && in_digits(compare, &mention, &told) {
            notes.settled[words].fill(true);
        }
    }
}

/// "2023" for "last year", "2024-11-03" for "November 3": the evidence tells the same moment in
/// words.
fn in_digits(compare: &Compare<'_>, mention: &Mention, told: &[(Stamp, Range<usize>)]) -> bool {
    let to_the_day = mention.stamp.day.is_some();
    told.iter().any(|(stamp, words)| {
        let in_words = !words.is_empty()
            && words.clone().all(|j| to_the_day || !compare.ground.words[j].is(NUMBER));
        in_words && stamp.comparable(&mention.stamp) && !stamp.clashes(&mention.stamp)
    })
}

/// The day of the newest report in the evidence: what a story without a date of its own is as of.
fn newest(notes: &Notes<'_, '_>) -> Option<wiredesk_model::jiff::civil::Date> {
    let pieces = notes.compare.ground.pieces.iter();
    pieces.filter_map(|p| p.filed.report.published.as_ref()).map(|p| p.date()).max()
}

/// All moments that the evidence tells, with the words that tell them where there are any.
fn told(notes: &Notes<'_, '_>) -> Vec<(Stamp, Range<usize>)> {
    let ground = notes.compare.ground;
    let mut out = Vec::new();
    for piece in &ground.pieces {
        let published = piece.filed.report.published.as_ref().map(wiredesk_model::Published::date);
        let words = &ground.words[piece.words.clone()];
        let dateline = if published.is_none() { dateline(&piece.filed.report.text) } else { None };
        for m in mentions(words, published) {
            let at = piece.words.start;
            let range = m.words.start + at..m.words.end + at;
            if let Some(stamp) = as_read(piece, words, &m) {
                out.push((stamp, range)); // the reading saw the whole report
                continue;
            }
            if let (Some(_), None, Some((month, day))) = (m.stamp.weekday, m.stamp.day, dateline) {
                out.extend(week_before(month, day).into_iter().map(|s| (s, range.clone())));
            }
            out.push((m.stamp, range));
        }
        let dates = &piece.filed.reading.dates;
        let from = dates.partition_point(|d| d.span.start < piece.span.start);
        for date in dates[from..].iter().take_while(|d| d.span.end <= piece.span.end) {
            out.extend(When::parse(&date.value).map(|w| (Stamp::from_when(w), 0..0)));
        }
        out.extend(published.map(|d| (Stamp::of(d), 0..0)));
    }
    out
}

/// What the reading of the report takes the words of a mention for, where it knows the day.
fn as_read(piece: &Piece<'_>, words: &[Word], mention: &Mention) -> Option<Stamp> {
    let (first, last) = (words.get(mention.words.start)?, words.get(mention.words.end - 1)?);
    let span = first.span.cover(last.span);
    let dates = &piece.filed.reading.dates;
    let from = dates.partition_point(|d| d.span.end <= span.start);
    let read = dates.get(from).filter(|d| d.span.contains(span))?;
    let stamp = When::parse(&read.value).map(Stamp::from_when)?;
    (stamp.day.is_some() && mention.stamp.day.is_some()).then_some(stamp)
}

/// The month and day that a report opens with ("WASHINGTON, May 30 - ").
fn dateline(text: &str) -> Option<(i8, i8)> {
    let end = text.char_indices().nth(DATELINE_CHARS).map_or(text.len(), |(at, _)| at);
    let all = mentions(&tokenize(&text[..end], 0), None);
    all.iter().find_map(|m| Some((m.stamp.month?, m.stamp.day?)))
}

fn check(
    notes: &mut Notes<'_, '_>,
    mention: &Mention,
    told: &[(Stamp, Range<usize>)],
    setting: &Setting,
) {
    let compare = notes.compare;
    let words = mention.words.clone();
    let dated = |s: &Stamp| s.month.is_some() || s.day.is_some() || s.weekday.is_some();
    let meant = told.iter().any(|(t, _)| dated(t) && fits(t, mention));
    let new =
        words.clone().any(|i| compare.is_new(i) && compare.words[i].is(MONTH | WEEKDAY | DAY_WORD));
    if !new {
        if meant && mention.stamp.month.is_some() && mention.stamp.day.is_some() {
            notes.settled[words.clone()].fill(true);
        }
        if setting.as_of.is_some() && mention.relative && !meant {
            moved(notes, mention, told);
        }
        return;
    }
    let gap = words.clone().find_map(|i| compare.gap_of(i));
    let rival = told.iter().find(|(t, w)| {
        let inside = gap.is_some_and(|g| w.start < g.told.end && w.end > g.told.start);
        inside && !w.is_empty() && !fits_or_vague(t, mention)
    });
    let word_held =
        words.clone().filter(|i| compare.is_new(*i)).all(|i| compare.elsewhere[i].is_some());
    let to_the_day = mention.stamp.month.is_some() && mention.stamp.day.is_some();
    let same_day = meant && to_the_day;
    if same_day || rival.is_none() && (meant || word_held) {
        if meant {
            notes.settled[words].fill(true);
        }
        return;
    }
    let range = rival.map_or(0..0, |(_, w)| w.clone());
    let reason = notes.clash(words.clone(), range.clone());
    notes.add(FindingClass::Date, words, notes.bound, range, reason);
}

/// Both tell the same moment, in one of the ways that the sentence may be read.
fn fits(told: &Stamp, said: &Mention) -> bool {
    let one = |s: &Stamp| told.comparable(s) && !told.clashes(s);
    one(&said.stamp) || said.or.as_ref().is_some_and(one)
}

/// Nothing in the two excludes that they tell the same moment.
fn fits_or_vague(told: &Stamp, said: &Mention) -> bool {
    !told.clashes(&said.stamp) || said.or.is_some_and(|s| !told.clashes(&s))
}

/// The same words, but the report was published on another day than the story is as of.
fn moved(notes: &mut Notes<'_, '_>, mention: &Mention, told: &[(Stamp, Range<usize>)]) {
    let compare = notes.compare;
    let stands: Vec<usize> = mention.words.clone().filter_map(|i| compare.to[i]).collect();
    let own = told.iter().find(|(_, w)| stands.iter().any(|j| w.contains(j)));
    let Some((stamp, range)) = own.filter(|(t, _)| !fits_or_vague(t, mention)) else { return };
    let (Some(meant), Some(read)) = (stamp.date(), mention.stamp.date()) else { return };
    let reason = format!(
        "*{}* in the report is {meant}; in this story it would be read as {read}.",
        compare.ground.text(range.start, range.end)
    );
    notes.add(FindingClass::Date, mention.words.clone(), notes.bound, range.clone(), reason);
}
