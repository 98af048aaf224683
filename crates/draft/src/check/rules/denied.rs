//! A claim that its source denies, doubts or rejects, told as a fact; and a denial told as what it
//! says ("denied that it had" and "said that it had not").

use crate::check::align::Compare;
use crate::check::notes::Notes;
use crate::words::Word;
use crate::words::tag::{AUXILIARY, CAPITAL, CUE, FUNCTION, NAME, NEGATION, PRONOUN};
use std::ops::Range;
use wiredesk_model::FindingClass;

/// Verbs that say that something is not so.
const DENIES: &str = " deny denies denied denying refute refutes refuted refuting ";
/// Verbs that do so before a claim ("rejected claims that").
const REJECTS: &str = " reject rejects rejected rejecting dismiss dismisses dismissed dismissing \
    dispute disputes disputed disputing rebut rebutted rebuffed contradicted contradicts ";
/// Verbs that leave it open at most.
const DOUBTS: &str = " doubt doubts doubted doubting disbelieve question questions questioned ";
/// What is rejected.
const CLAIMS: &str = " claim claims allegation allegations accusation accusations suggestion \
    suggestions report reports assertion assertions charge charges rumour rumours rumor rumors \
    idea notion statement statements ";

/// So many words may stand between the verb and what it denies.
const LEAD_WORDS: usize = 6;

/// A denial: its verb, and the words of what it denies.
struct Denial {
    verb: usize,
    claim: Range<usize>,
}

/// Accuses a sentence that states what its evidence denies.
pub fn apply(notes: &mut Notes<'_, '_>) {
    let compare = notes.compare;
    for denial in told(compare) {
        if compare.from[denial.verb].is_some() || takes_back(compare) {
            continue;
        }
        if !states(compare, &denial.claim) {
            continue;
        }
        let range = denial.verb..denial.claim.end;
        let reason = format!(
            "The report says *{}*; the sentence gives as a fact what is denied or doubted there.",
            compare.ground.text(range.start, range.end)
        );
        let verb = stated_verb(compare, &denial.claim);
        notes.add(FindingClass::Negation, verb..verb + 1, true, range, reason);
        return;
    }
}

/// Settles "said that it had not" on "denied that it had", and the other way round. Gives whether
/// a negation was told so.
pub fn same_in_other_words(notes: &mut Notes<'_, '_>) -> bool {
    let compare = notes.compare;
    let words = compare.words;
    let new_cue = |i: &usize| words[*i].is(CUE) && !words[*i].is(NAME) && compare.is_new(*i);
    let Some(cue) = (0..words.len()).find(new_cue) else { return false };
    let denied = told(compare).into_iter().find(|d| compare.from[d.verb].is_none());
    let negated = (0..words.len())
        .find(|i| words[*i].is(NEGATION) && !words[*i].is(NAME) && compare.is_new(*i));
    if let (Some(denial), Some(not)) = (denied, negated) {
        let kept = (not + 1..words.len()).find_map(|i| compare.to[i]);
        if cue < not && kept.is_some_and(|j| denial.claim.contains(&j)) {
            settle(notes, cue, not);
            return true;
        }
    }
    let own = denials(words, &|i| compare.said(i..i + 1), &|a, b| compare.said(a..b));
    let Some(own) = own.into_iter().find(|d| compare.is_new(d.verb)) else { return false };
    let lost = |j: &usize| {
        let word = &compare.ground.words[*j];
        word.is(NEGATION) && !word.is(NAME) && compare.from[*j].is_none()
    };
    let Some(not) = (0..compare.ground.words.len()).find(lost) else { return false };
    let kept = (not + 1..compare.ground.words.len()).find_map(|j| compare.from[j]);
    let said = kept.is_some_and(|i| own.claim.contains(&i));
    if said {
        settle(notes, own.verb, own.verb);
    }
    said
}

fn settle(notes: &mut Notes<'_, '_>, cue: usize, not: usize) {
    notes.settled[cue] = true;
    notes.settled[not] = true;
    notes.credited = true;
}

fn told(compare: &Compare<'_>) -> Vec<Denial> {
    let ground = compare.ground;
    let mut all = denials(&ground.words, &|j| ground.text(j, j + 1), &|a, b| ground.text(a, b));
    all.retain(|d| !ground.in_quotes(d.verb));
    all
}

fn denials<'t>(
    words: &[Word],
    shown: &dyn Fn(usize) -> &'t str,
    across: &dyn Fn(usize, usize) -> &'t str,
) -> Vec<Denial> {
    let is = |i: usize, list: &str| list.contains(&format!(" {} ", shown(i).to_lowercase()));
    let mut out = Vec::new();
    for verb in 0..words.len() {
        let denies = is(verb, DENIES);
        let doubts = is(verb, DOUBTS);
        if words[verb].is(NAME) || shown(verb).is_empty() || not_before(words, verb) {
            continue;
        }
        if !denies && !doubts && !is(verb, REJECTS) {
            continue;
        }
        let lead = verb + 1..words.len().min(verb + 1 + LEAD_WORDS);
        let that = lead.clone().find(|i| matches!(shown(*i), "that" | "whether"));
        let claimed = lead.clone().any(|i| is(i, CLAIMS));
        let start = match that {
            Some(that) if denies || doubts || claimed => Some(that + 1),
            _ if denies => bare_claim(words, verb, shown),
            _ => None,
        };
        let Some(start) = start else { continue };
        let end = (start..words.len())
            .find(|i| ends_before(across(*i, i + 2).len(), across(*i, i + 2)))
            .map_or(words.len(), |i| i + 1);
        out.push(Denial { verb, claim: start..end });
    }
    out
}

/// "denied it had paid", "denied having paid", "denied paying".
fn bare_claim<'t>(words: &[Word], verb: usize, shown: &dyn Fn(usize) -> &'t str) -> Option<usize> {
    let next = verb + 1;
    let word = words.get(next)?;
    let gerund = shown(next).ends_with("ing") && !word.is(NAME);
    let clause = (next + 1..words.len().min(next + 4)).any(|i| words[i].is(AUXILIARY));
    let opens = word.is(PRONOUN | NAME) || matches!(shown(next), "the" | "its" | "his" | "their");
    (gerund || clause && opens).then_some(next)
}

/// "did not deny that".
fn not_before(words: &[Word], verb: usize) -> bool {
    (verb.saturating_sub(2)..verb).any(|i| words[i].is(NEGATION))
}

/// A clause ends between two neighbouring words, or the text does.
fn ends_before(len: usize, text: &str) -> bool {
    len == 0 || text.contains([',', ';', '.', ':', '—', '–', '(']) && text.contains(' ')
}

/// The sentence denies or doubts by itself.
fn takes_back(compare: &Compare<'_>) -> bool {
    let own = |i: usize| {
        let word = format!(" {} ", compare.said(i..i + 1).to_lowercase());
        let lists = [DENIES, REJECTS, DOUBTS, CLAIMS, " denial denials false untrue unlikely "];
        lists.iter().any(|l| l.contains(&word))
            || compare.words[i].is(NEGATION) && compare.is_new(i)
    };
    (0..compare.words.len()).any(own)
}

/// All that the sentence says stands in the claim, but for who denies it, and in no other sentence
/// of the evidence.
fn states(compare: &Compare<'_>, claim: &Range<usize>) -> bool {
    let told = &compare.ground.words;
    let held = |w: &Word, range: Range<usize>| {
        told[range].iter().any(|t| crate::check::align::likeness(w, t) > 0)
    };
    let own: Vec<&Word> = compare.words.iter().filter(|w| says_something(w)).collect();
    let subject = own.iter().take_while(|w| !held(w, claim.clone())).count();
    let (subject, content) = own.split_at(subject);
    if content.is_empty() || !content.iter().all(|w| held(w, claim.clone())) {
        return false;
    }
    if !subject.iter().all(|w| held(w, 0..claim.start)) {
        return false;
    }
    let outside = [0..claim.start, claim.end..told.len()];
    !outside.into_iter().any(|range| content.iter().all(|w| held(w, range.clone())))
}

/// A word of what happened; names may stand before the denial.
fn says_something(word: &Word) -> bool {
    !word.is(FUNCTION | CUE | NAME | CAPITAL)
}

/// The first word of the sentence that stands in the claim and is no name.
fn stated_verb(compare: &Compare<'_>, claim: &Range<usize>) -> usize {
    let in_claim = |i: &usize| compare.to[*i].is_some_and(|j| claim.contains(&j));
    let mut own = (0..compare.words.len()).filter(|i| says_something(&compare.words[*i]));
    own.find(in_claim).unwrap_or(0)
}
