//! Names that the evidence does not hold, and words put into another's mouth.

use crate::check::align::Compare;
use crate::check::notes::Notes;
use crate::words::tag::{
    CAPITAL, CUE, FIRST, FUNCTION, LINK, MONTH, NAME, NUMBER, PRONOUN, TITLE, UNNAMED, WEEKDAY,
};
use crate::words::{Word, fold, key_of, lexicon, tokenize};
use std::ops::Range;
use wiredesk_model::FindingClass;

/// Checks each run of new name words.
pub fn apply(notes: &mut Notes<'_, '_>) {
    chain(notes);
    frame(notes);
    capitals(notes);
    let compare = notes.compare;
    let mut at = 0;
    while at < compare.words.len() {
        let start = at;
        while at < compare.words.len() && open(notes, at) {
            at += 1;
        }
        if at > start {
            check_run(notes, start..at);
        }
        at = at.max(start + 1);
    }
}

fn open(notes: &Notes<'_, '_>, at: usize) -> bool {
    notes.compare.is_new(at) && !notes.settled[at] && is_name(&notes.compare.words[at])
}

/// "…, Reuters reported": the outlet of a report in the evidence, passing on what it says.
fn chain(notes: &mut Notes<'_, '_>) {
    let compare = notes.compare;
    for (i, word) in compare.words.iter().enumerate() {
        let passes = word.is(CUE) && compare.is_new(i) && {
            let verb = compare.said(i..i + 1);
            ["reported", "reports", "said", "says"].contains(&verb)
        };
        let outlet = if passes { outlet_before(compare, i) } else { None };
        if let Some(start) = outlet {
            notes.settled[start..i + 1].fill(true);
        }
    }
}

/// A capital that acts stands for its state: "Washington urged", but not "in Washington".
const CAPITALS: [(&str, &str); 16] = [
    ("washington", "us"),
    ("moscow", "russia"),
    ("kremlin", "russia"),
    ("beijing", "china"),
    ("kyiv", "ukraine"),
    ("tehran", "iran"),
    ("london", "uk"),
    ("paris", "france"),
    ("berlin", "germany"),
    ("tokyo", "japan"),
    ("seoul", "korea"),
    ("ankara", "turkey"),
    ("delhi", "india"),
    ("warsaw", "poland"),
    ("madrid", "spain"),
    ("oslo", "norway"),
];

/// Settles the capitals whose states the evidence has, in the same part.
fn capitals(notes: &mut Notes<'_, '_>) {
    let compare = notes.compare;
    for i in 0..compare.words.len().saturating_sub(1) {
        let stem = |k: &str| lexicon::canonical(key_of(k));
        let word = &compare.words[i];
        let Some((_, state)) =
            CAPITALS.iter().find(|(c, _)| compare.is_new(i) && stem(c) == word.key)
        else {
            continue;
        };
        let acts = compare.to[i + 1].and_then(|j| j.checked_sub(1));
        if acts.is_some_and(|j| compare.ground.words[j].key == stem(state)) {
            notes.settled[i] = true;
        }
    }
}

/// "300 people (Harbour Post)": outlets in brackets after what their reports say; and what the house
/// writes round figures that differ.
fn frame(notes: &mut Notes<'_, '_>) {
    let compare = notes.compare;
    for phrase in crate::compose::ranges::FRAME {
        for (at, found) in compare.text.match_indices(phrase) {
            settle(notes, at..at + found.len());
        }
    }
    for (open, _) in compare.text.match_indices('(') {
        let Some(close) = compare.text[open..].find(')').map(|at| open + at) else { break };
        let named = &compare.text[open + 1..close];
        if !named.is_empty() && named.split(", ").all(|n| credits(compare, n, open)) {
            settle(notes, open..close);
            notes.credited = true;
        }
    }
}

fn settle(notes: &mut Notes<'_, '_>, bytes: Range<usize>) {
    for (i, word) in notes.compare.words.iter().enumerate() {
        notes.settled[i] |= bytes.start <= word.span.start && word.span.end <= bytes.end;
    }
}

/// A report of that outlet has the figure that stands last before byte `end`.
fn credits(compare: &Compare<'_>, outlet: &str, end: usize) -> bool {
    let before = compare.words.iter().take_while(|w| w.span.end <= end);
    let Some(figure) = before.filter(|w| w.value.is_some()).last() else { return false };
    compare.ground.pieces.iter().any(|p| {
        p.filed.report.source.as_deref() == Some(outlet)
            && compare.ground.words[p.words.clone()].iter().any(|w| w.value == figure.value)
    })
}

/// Where the name of an outlet that the evidence is from begins, when it ends before word `end`.
fn outlet_before(compare: &Compare<'_>, end: usize) -> Option<usize> {
    compare.ground.pieces.iter().find_map(|p| {
        let name = tokenize(p.filed.report.source.as_deref()?, 0);
        let start = end.checked_sub(name.len())?;
        let same = name.iter().zip(&compare.words[start..end]).all(|(a, b)| a.key == b.key);
        (same && !name.is_empty()).then_some(start)
    })
}

fn is_name(word: &Word) -> bool {
    if word.is(MONTH | WEEKDAY | NUMBER) || !word.is(CAPITAL) {
        return false;
    }
    let opening = word.is(FIRST) && word.is(FUNCTION | LINK | PRONOUN | TITLE | UNNAMED);
    !opening && (word.is(NAME) || !word.is(FUNCTION))
}

fn check_run(notes: &mut Notes<'_, '_>, run: Range<usize>) {
    let compare = notes.compare;
    let rival = rival(compare, &run);
    let known = run.clone().all(|i| {
        let word = &compare.words[i];
        held(compare, i) || word.is(TITLE) || acronym(compare, i)
    });
    let short = run.clone().all(|i| held(compare, i) || acronym(compare, i));
    if rival.is_none() && (known || extends(compare, &run) || read_as(compare, &run)) {
        notes.settled[run].fill(short);
        return;
    }
    if let Some(j) = &rival
        && known
        && (initials_of(compare, &run, j) || !names_another(compare, &run, j))
    {
        notes.settled[run].fill(short);
        return;
    }
    let words = compare.words;
    let lone = run.len() == 1 && words[run.start].is(FIRST) && !words[run.start].is(NAME);
    let speaks = speaks(compare, &run);
    let class = if speaks { FindingClass::Speaker } else { FindingClass::Name };
    let told = rival.clone().unwrap_or(0..0);
    if lone && rival.is_none() && !speaks {
        // any word opens a sentence with a capital: let the content rule judge it
        return;
    }
    let hard = notes.bound || named_nowhere(compare, &run, speaks);
    let reason = if speaks && rival.is_some() {
        format!(
            "The report has *{}* say this, the sentence *{}*.",
            compare.ground.text(told.start, told.end),
            compare.said(run.clone())
        )
    } else if rival.is_some() {
        notes.clash(run.clone(), told.clone())
    } else {
        format!("The evidence does not name *{}*.", compare.said(run.clone()))
    };
    notes.add(class, run, hard, told, reason);
}

/// The word is a name elsewhere in the evidence.
fn held(compare: &Compare<'_>, i: usize) -> bool {
    compare.elsewhere[i]
        .is_some_and(|j| compare.ground.words[j].is(CAPITAL) || !compare.words[i].is(NAME))
}

/// Another name, unmatched, where this one stands.
fn rival(compare: &Compare<'_>, run: &Range<usize>) -> Option<Range<usize>> {
    let gap = run.clone().find_map(|i| compare.gap_of(i))?;
    let told = &compare.ground.words;
    let named = |j: usize| {
        let w = &told[j];
        w.is(NAME) && !w.is(TITLE | MONTH | WEEKDAY | NUMBER) && compare.from[j].is_none()
            || w.is(CAPITAL) && compare.from[j].is_none() && !w.is(FUNCTION | LINK | PRONOUN)
    };
    let start = gap.told.clone().find(|j| named(*j))?;
    let mut end = start + 1;
    while end < gap.told.end && named(end) {
        end += 1;
    }
    Some(start..end)
}

/// Both names are in the evidence: they clash only when the sentence does not have the other too.
fn names_another(compare: &Compare<'_>, run: &Range<usize>, rival: &Range<usize>) -> bool {
    let told = &compare.ground.words;
    let shared = run.clone().any(|i| rival.clone().any(|j| compare.words[i].key == told[j].key));
    let gap_tight = run.clone().find_map(|i| compare.gap_of(i)).is_some_and(|g| g.tight);
    !shared && gap_tight
}

/// One of the two names is the initials of the other.
fn initials_of(compare: &Compare<'_>, run: &Range<usize>, rival: &Range<usize>) -> bool {
    let letters = |names: Vec<&str>| -> String {
        names.iter().filter_map(|n| n.chars().next()).filter(|c| c.is_uppercase()).collect()
    };
    let said: Vec<&str> = run.clone().map(|i| compare.said(i..i + 1)).collect();
    let told: Vec<&str> = rival.clone().map(|j| compare.ground.text(j, j + 1)).collect();
    let short = |a: &[&str], b: &[&str]| matches!(a, [one] if b.len() > 1 && fold(one) == fold(&letters(b.to_vec())));
    short(&said, &told) || short(&told, &said)
}

/// "EU" for "European Union" and the other way round.
fn acronym(compare: &Compare<'_>, i: usize) -> bool {
    let Some(short) = compare.words[i].span.of(compare.text) else { return false };
    let told = &compare.ground.words;
    let letters = fold(short);
    let text_of = |j: usize| compare.ground.text(j, j + 1);
    let capital = |j: usize| {
        text_of(j).chars().next().filter(|c| c.is_uppercase()).map(|c| c.to_ascii_lowercase())
    };
    if short.chars().filter(|c| c.is_uppercase()).count() >= 2 && (2..=6).contains(&letters.len()) {
        let initials: String = (0..told.len()).map(|j| capital(j).unwrap_or(' ')).collect();
        let joined: String = initials.split_whitespace().collect::<Vec<_>>().join(" ");
        return joined.split(' ').any(|run| run.contains(&letters))
            || initials.replace(' ', "").contains(&letters);
    }
    let first = letters.chars().next();
    let mut shorts = (0..told.len())
        .map(text_of)
        .filter(|w| (2..=6).contains(&w.len()) && w.chars().all(|c| c.is_ascii_uppercase()));
    let mut initials = String::new();
    for word in compare.words {
        if word.is(CAPITAL) && !word.is(FUNCTION) {
            initials.extend(word.span.of(compare.text).and_then(|w| w.chars().next()));
        }
    }
    shorts.any(|w| initials.contains(w) && w.chars().any(|c| Some(c.to_ascii_lowercase()) == first))
}

/// The report has the longer form of a name that the evidence has in short ("Kyrylo Budanov").
fn extends(compare: &Compare<'_>, run: &Range<usize>) -> bool {
    let (words, to) = (compare.words, &compare.to);
    let grow = |mut r: Range<usize>| {
        while r.start > 0 && to[r.start - 1].is_some() && words[r.start - 1].is(NAME) {
            r.start -= 1;
        }
        while r.end < words.len() && to[r.end].is_some() && words[r.end].is(NAME) {
            r.end += 1;
        }
        r
    };
    let whole = grow(run.clone());
    let name = compare.said(whole.clone());
    whole.len() > run.len()
        && compare.ground.pieces.iter().any(|p| p.filed.report.text.contains(name))
}

/// The reading says that words of the evidence mean this name.
fn read_as(compare: &Compare<'_>, run: &Range<usize>) -> bool {
    let means = |name: &str| {
        let cut = tokenize(name, 0);
        run.clone().all(|i| cut.iter().any(|w| w.key == compare.words[i].key))
    };
    compare.ground.pieces.iter().any(|piece| {
        let reading = piece.filed.reading;
        let from = reading.entities.partition_point(|m| m.span.start < piece.span.start);
        let mut mentions =
            reading.entities[from..].iter().take_while(|m| m.span.start < piece.span.end);
        let outlet = piece.filed.report.source.as_deref();
        mentions.any(|m| means(&m.name))
            || outlet.is_some_and(means)
            || reading.attributions.iter().any(|a| {
                let here = a.content.iter().chain(&a.source).any(|s| s.overlaps(piece.span));
                here && a.speaker_name.as_deref().is_some_and(means)
            })
    })
}

/// The name stands beside a verb of saying.
fn speaks(compare: &Compare<'_>, run: &Range<usize>) -> bool {
    let words = compare.words;
    let cue = |i: usize| words.get(i).is_some_and(|w| w.is(CUE) && !w.is(NAME));
    let mut left = run.start;
    while left > 0 && words[left - 1].is(NAME | TITLE) {
        left -= 1;
    }
    let to = left > 0 && words[left - 1].span.of(compare.text) == Some("to");
    cue(run.end) || left > 0 && cue(left - 1) || to && left > 1 && cue(left - 2)
}

/// Without bound evidence: a speaker whom no report within reach names.
fn named_nowhere(compare: &Compare<'_>, run: &Range<usize>, speaks: bool) -> bool {
    let last = compare.words[run.end - 1].span.of(compare.text).unwrap_or("");
    speaks
        && run.len() >= 2
        && !compare.ground.pieces.iter().any(|p| p.filed.report.text.contains(last))
}
