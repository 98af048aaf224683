//! What reports contradict each other about, and which dates only one of them has.

use super::lines::Line;
use super::weigh::Vector;
use crate::dates::{Stamp, mentions};
use crate::words::quantity::{Quantity, quantities, rounds, same};
use crate::words::tag::{
    CAPITAL, CUE, CURRENCY, FUNCTION, MONTH, NUMBER, ROUND, SCALE, UNIT, WEEKDAY,
};
use crate::words::{Word, key_of};
use std::collections::BTreeSet;

/// Two sentences this alike tell of the same thing.
const SAME_MATTER: f64 = 0.3;

/// Where all lines are of one matter their shared words weigh nothing: then it is this share of the
/// shorter line's words.
const SAME_WORDS: f64 = 0.5;

/// A denial and what it denies are this alike: they share the matter, not the words.
const DENIED: f64 = 0.18;

/// Two lines that cannot both be right, by their numbers in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dispute {
    /// The more salient one.
    pub one: usize,
    /// The other: another figure, or the denial.
    pub other: usize,
    /// The other denies what the one says.
    pub denial: bool,
}

/// Contradictions between independent origins: another number of the same thing, or a denial.
#[must_use]
pub fn disputes(lines: &[Line<'_>], vectors: &[Vector]) -> Vec<Dispute> {
    let mut out: Vec<Dispute> = Vec::new();
    for (i, a) in lines.iter().enumerate() {
        for (j, b) in lines.iter().enumerate().skip(i + 1) {
            let told = out.iter().any(|d| d.one == i && lines[d.other].origin == b.origin);
            if a.origin == b.origin || told {
                continue;
            }
            if same_matter((a, &vectors[i]), (b, &vectors[j])) && counts_differ(a, b) {
                out.push(Dispute { one: i, other: j, denial: false });
            }
        }
    }
    out.extend(denials(lines, vectors));
    out
}

/// Both tell of the same thing.
pub(super) fn same_matter(a: (&Line<'_>, &Vector), b: (&Line<'_>, &Vector)) -> bool {
    let shared = a.0.stems.iter().filter(|s| b.0.stems.binary_search(s).is_ok()).count();
    let shorter = a.0.stems.len().min(b.0.stems.len()).max(1);
    a.1.likeness(b.1) >= SAME_MATTER || shared as f64 >= SAME_WORDS * shorter as f64
}

/// Each distinct denial with what it denies.
fn denials(lines: &[Line<'_>], vectors: &[Vector]) -> Vec<Dispute> {
    let mut out: Vec<Dispute> = Vec::new();
    for j in (0..lines.len()).filter(|j| denies(&lines[*j])) {
        let repeats = out.iter().any(|d| vectors[d.other].likeness(&vectors[j]) > 0.4);
        let alike = |i: usize| vectors[i].likeness(&vectors[j]);
        let denied = (0..lines.len())
            .filter(|i| !denies(&lines[*i]) && alike(*i) >= DENIED)
            .max_by(|a, b| alike(*a).total_cmp(&alike(*b)).then(b.cmp(a)));
        if let Some(i) = denied.filter(|_| !repeats) {
            out.push(Dispute { one: i, other: j, denial: true });
        }
    }
    out
}

/// The same counted noun with numbers that no rounding makes equal. What only one of them counts
/// beside a number that both give is a part of it.
pub(super) fn counts_differ(a: &Line<'_>, b: &Line<'_>) -> bool {
    let nouns: BTreeSet<u64> = counted(a.words).into_iter().map(|(_, noun)| noun).collect();
    nouns.into_iter().any(|noun| {
        let (own, other) = unlike(a, b, noun);
        !own.is_empty() && !other.is_empty()
    })
}

/// The numbers of one noun that each of two lines gives and the other does not.
pub(super) fn unlike(a: &Line<'_>, b: &Line<'_>, noun: u64) -> (Vec<Quantity>, Vec<Quantity>) {
    let of = |l: &Line<'_>| -> Vec<Quantity> {
        counted(l.words).into_iter().filter(|(_, n)| *n == noun).map(|(q, _)| q).collect()
    };
    let (mut qa, mut qb) = (of(a), of(b));
    let (all_a, all_b) = (qa.clone(), qb.clone());
    qa.retain(|q| !all_b.iter().any(|t| agree(a.words, q, b.words, t)));
    qb.retain(|t| !all_a.iter().any(|q| agree(a.words, q, b.words, t)));
    (qa, qb)
}

/// The lines tell of different days.
pub(super) fn clash(a: &Line<'_>, b: &Line<'_>) -> bool {
    only_date(a).zip(only_date(b)).is_some_and(|(a, b)| a.clashes(&b))
}

/// Equal, a rounding, or within "more than".
fn agree(a: &[Word], q: &Quantity, b: &[Word], t: &Quantity) -> bool {
    let (x, y) = (q.value, t.value);
    let marked = |words: &[Word], q: &Quantity| {
        words[q.start.saturating_sub(3)..q.start].iter().any(|w| w.is(ROUND))
    };
    let near = (x - y).abs() <= 0.15 * x.abs().max(y.abs());
    same(x, y) || rounds(x, y) || rounds(y, x) || near && (marked(a, q) || marked(b, t))
}

/// Numbers with the stem of what they count.
pub(super) fn counted(words: &[Word]) -> Vec<(Quantity, u64)> {
    let mut out = Vec::new();
    for q in quantities(words) {
        let year = words[q.start].span.len() == 4 && (1800.0..2200.0).contains(&q.value);
        let dated = q.start > 0 && words[q.start - 1].is(MONTH);
        let noun = words[q.end..].iter().take(3).find(|w| !w.is(FUNCTION | NUMBER | CURRENCY));
        if let Some(noun) =
            noun.filter(|w| !year && !dated && !w.is(MONTH | WEEKDAY | SCALE | CAPITAL | UNIT))
        {
            out.push((q, noun.stem));
        }
    }
    out
}

/// Says that something is not so.
fn denies(line: &Line<'_>) -> bool {
    const DENIALS: [&str; 8] =
        ["denied", "denies", "deny", "rejected", "disputed", "disputes", "dismissed", "refuted"];
    line.words.iter().any(|w| DENIALS.iter().any(|d| key_of(d) == w.key))
        && line.words.iter().any(|w| w.is(CUE) || DENIALS.iter().any(|d| key_of(d) == w.key))
}

/// Lines whose date two or more other origins contradict: the report has it wrong. A report with
/// two such lines is not to be trusted in any of its dates.
#[must_use]
pub fn misdated(lines: &[Line<'_>], vectors: &[Vector]) -> Vec<bool> {
    let dates: Vec<Option<Stamp>> = lines.iter().map(only_date).collect();
    let mut wrong: Vec<bool> = (0..lines.len())
        .map(|i| dates[i].is_some_and(|d| outvoted(i, &d, lines, &dates, vectors)))
        .collect();
    let count = |report: usize, wrong: &[bool]| {
        lines.iter().zip(wrong).filter(|(l, w)| l.report == report && **w).count()
    };
    let bad: BTreeSet<usize> =
        lines.iter().map(|l| l.report).filter(|r| count(*r, &wrong) >= 2).collect();
    for (i, line) in lines.iter().enumerate() {
        wrong[i] |= bad.contains(&line.report) && dates[i].is_some();
    }
    wrong
}

fn outvoted(
    at: usize,
    own: &Stamp,
    lines: &[Line<'_>],
    dates: &[Option<Stamp>],
    vectors: &[Vector],
) -> bool {
    let mut with: BTreeSet<usize> = BTreeSet::from([lines[at].origin]);
    let mut against: BTreeSet<usize> = BTreeSet::new();
    for (i, (line, date)) in lines.iter().zip(dates).enumerate() {
        let Some(date) = date else { continue };
        if vectors[i].likeness(&vectors[at]) < SAME_MATTER {
            continue;
        }
        if date.clashes(own) {
            against.insert(line.origin)
        } else {
            with.insert(line.origin)
        };
    }
    against.len() >= 2 && against.len() > with.len()
}

/// The one day or month that a line tells.
fn only_date(line: &Line<'_>) -> Option<Stamp> {
    let published = line.filed.report.published.as_ref().map(wiredesk_model::Published::date);
    let all = mentions(line.words, published);
    let mut dated = all.iter().filter(|m| m.stamp.month.is_some());
    match (dated.next(), dated.next()) {
        (Some(m), None) => Some(Stamp { weekday: None, ..m.stamp }),
        _ => None,
    }
}
