//! From words to names: which words with capitals belong together.

use super::Name;
use crate::Lexicon;
use crate::lexicon::{Found, NameKind, Sense, WordClass as C};
use crate::words::{Gap, Shape, Word};
use wiredesk_model::EntityType;

/// A run longer than this is no name; a look ahead never reaches farther.
const RUN_MAX: usize = 14;

/// All names, in order, not overlapping.
pub(super) fn collect(text: &str, words: &[Word], lexicon: &Lexicon) -> Vec<Name> {
    let mut out = Vec::new();
    let mut sentence = Sentence::default();
    let mut at = 0;
    while at < words.len() {
        if words[at].first {
            sentence = Sentence::of(&words[at..]);
        }
        at = match words[at].is_capital() {
            true => take(text, words, at, sentence, lexicon, &mut out),
            false => at + 1,
        };
    }
    out
}

/// How the words of a sentence are written: where most have capitals, capitals tell little.
#[derive(Debug, Clone, Copy, Default)]
struct Sentence {
    headline: bool,
}

impl Sentence {
    fn of(words: &[Word]) -> Self {
        let number = words[0].sentence;
        let mut plain = 0;
        let mut capital = 0;
        for word in words.iter().take(60).take_while(|w| w.sentence == number) {
            if !word.class.is(C::FUNCTION) && word.shape != Shape::Number {
                plain += usize::from(word.shape == Shape::Lower);
                capital += usize::from(word.is_capital());
            }
        }
        Self { headline: capital >= 4 && capital > 4 * plain }
    }
}

/// Takes the name or names that begin at `at`; returns where to go on.
fn take(
    text: &str,
    words: &[Word],
    at: usize,
    sentence: Sentence,
    lexicon: &Lexicon,
    out: &mut Vec<Name>,
) -> usize {
    let word = &words[at];
    if text.as_bytes().get(word.end as usize) == Some(&b'$') {
        return at + 1; // "US$"
    }
    let known = lexicon.longest(&words[at..(at + RUN_MAX).min(words.len())]);
    if known.is_none() && (skips(word) || is_month(words, at)) {
        return at + 1;
    }
    let end = run_end(words, at);
    if let Some(found) = known {
        return take_known(words, (at, end), found, sentence.headline, lexicon, out);
    }
    if is_office(word) && end > at + 1 {
        return at + 1; // "President Putin": the title is no part of the name
    }
    let stop = unknown_end(words, (at, end), sentence, lexicon);
    let (from, to) = trim(words, at, stop);
    if from < to && could_stand(&words[from..to]) {
        out.push(Name {
            from,
            to,
            senses: Vec::new(),
            weights: Default::default(),
            titled: title_before(words, from),
            weak: !stands(words, from, to, sentence) || is_plural_first(text, &words[from..to]),
            headline: sentence.headline,
        });
    }
    stop
}

/// A word that no unknown name begins with.
fn skips(word: &Word) -> bool {
    let barred = C::FUNCTION.and(C::CALENDAR).and(C::NUMERAL);
    let named = word.class.any(C::GIVEN.and(C::SURNAME)) && !word.opens();
    let letters = word.class.is(C::INITIALISM) && word.shape == Shape::Upper;
    let says = word.class.cue() >= 80 && !names_too(word); // a headline's "Says"
    word.class.any(barred) && !named || letters || says
}

/// "April 12", but "April Glaspie".
fn is_month(words: &[Word], at: usize) -> bool {
    let next = words.get(at + 1).filter(|w| !w.first && w.gap == Gap::Space);
    words[at].class.is(C::CALENDAR) && next.is_none_or(|w| !w.is_capital() || !names_too(w))
}

fn is_office(word: &Word) -> bool {
    word.class.any(C::TITLE.and(C::ROLE))
}

/// The office or title right before a name, as a word index.
fn title_before(words: &[Word], from: usize) -> Option<usize> {
    let before = from.checked_sub(1)?;
    let joined = matches!(words[from].gap, Gap::Space | Gap::Stop);
    (joined && is_office(&words[before])).then_some(before)
}

/// Where the run of words with capitals from `at` ends.
fn run_end(words: &[Word], at: usize) -> usize {
    let mut end = at + 1;
    while end < words.len() && end - at < RUN_MAX {
        let word = &words[end];
        if word.first || !word.is_joined() {
            break;
        }
        if word.gap == Gap::Stop && !takes_stop(&words[end - 1]) {
            break;
        }
        if word.is_capital() && (names_too(word) || !word.class.is(C::FUNCTION)) {
            end += 1;
            continue;
        }
        if word.gap == Gap::Hyphen && end - at >= 2 && is_syllable(word) {
            end += 1; // "Wong Kwok-kin", "Kim Jong-un"
            continue;
        }
        match linked(words, at, end) {
            Some(next) => end = next,
            None => break,
        }
    }
    end
}

/// The small second half of a given name, as Korean and Chinese names are written.
fn is_syllable(word: &Word) -> bool {
    let known = C::COMMON.and(C::VERB).and(C::ROLE).and(C::SPEAKER).and(C::PRODUCT_TAIL);
    word.shape == Shape::Lower
        && word.end - word.start <= 6
        && !word.class.any(known.and(C::FUNCTION).and(C::ORG_TAIL).and(C::EVENT_TAIL))
        && word.class.cue() == 0
}

/// Initials and abbreviations that a full stop follows inside a name: "J.", "St.", "Mr.".
fn takes_stop(word: &Word) -> bool {
    word.shape == Shape::Initial
        || word.class.any(C::TITLE.and(C::PLACE_HEAD)) && word.end - word.start <= 4
}

fn names_too(word: &Word) -> bool {
    word.class.any(C::GIVEN.and(C::SURNAME))
}

/// Small words inside a name ("Bank of America", "Ursula von der Leyen"): where the capital word
/// after them ends, when the words may link what stands before and after.
fn linked(words: &[Word], at: usize, link: usize) -> Option<usize> {
    let word = &words[link];
    if !word.class.is(C::LINK) {
        return None;
    }
    let mut next = link + 1;
    while next < words.len() && next - link < 3 && words[next].class.is(C::LINK) {
        if words[next].is_capital() {
            break;
        }
        next += 1;
    }
    let after = words.get(next)?;
    if !after.is_capital() || !after.is_joined() || after.first {
        return None;
    }
    let head = |class: C| words[at..link].iter().any(|w| w.class.any(class));
    let fits = match word.class {
        c if c.is(C::PREPOSITION) => {
            head(C::ORG_HEAD.and(C::PLACE_HEAD)) && !is_office(&words[link - 1])
        }
        c if c.is(C::CONJUNCTION) => {
            words[at..link].iter().any(|w| w.class.is(C::PREPOSITION))
                && head(C::ORG_HEAD)
                && !after.class.any(C::GIVEN.and(C::ORG_HEAD))
        }
        c => !c.is(C::DETERMINER),
    };
    fits.then_some(next + 1)
}

/// Takes a name of the lexicon. What follows it in the run may make another name of both
/// ("Russian Defence Ministry", "Apple Records").
fn take_known(
    words: &[Word],
    (at, end): (usize, usize),
    found: Found,
    headline: bool,
    lexicon: &Lexicon,
    out: &mut Vec<Name>,
) -> usize {
    let close = at + found.words;
    if heads_person(words, at, close, end) && grows(&found, lexicon) {
        let titled = title_before(words, at);
        let to =
            (close + 1..end).take_while(|&n| !is_office(&words[n])).last().unwrap_or(close) + 1;
        let (from, to) = trim(words, at, to);
        let weights = Default::default();
        out.push(Name { from, to, senses: Vec::new(), weights, titled, weak: false, headline });
        return to;
    }
    let whole = tail_end(words, close, end).filter(|_| grows(&found, lexicon));
    let grown = whole.is_some();
    let to = whole.unwrap_or(close);
    let senses = if grown { Vec::new() } else { found.senses };
    let titled = title_before(words, at);
    out.push(Name {
        from: at,
        to,
        senses,
        weights: Default::default(),
        titled,
        weak: false,
        headline,
    });
    to
}

/// "Regina Ip", "Paris Hilton": a place's name that is a given name, with a surname behind it.
fn heads_person(words: &[Word], at: usize, close: usize, end: usize) -> bool {
    let tails = C::ORG_TAIL.and(C::PLACE_TAIL).and(C::COMPANY_TAIL).and(C::EVENT_TAIL).and(C::ROLE);
    close == at + 1
        && close < end
        && words[at].class.is(C::GIVEN)
        && words[close].gap == Gap::Space
        && words[close].is_capital()
        && !words[close].class.any(C::TITLE.and(C::COMMON).and(C::COMPASS).and(C::PEOPLE))
        && !words[close..end].iter().any(|w| w.class.any(tails) && !w.class.is(C::SURNAME))
}

/// A place, country or doubtful name may be the head of a longer one; a full name of a person,
/// company or body is whole.
fn grows(found: &Found, lexicon: &Lexicon) -> bool {
    found.senses.iter().all(|sense| {
        let kind = lexicon.kind(sense.key);
        matches!(kind, EntityType::Country | EntityType::Place)
            || matches!(sense.kind, NameKind::Doubtful | NameKind::Surname)
            || found.words == 1 && kind == EntityType::Organization
    })
}

/// Where a name ends whose last word, before `end`, is the tail of an organisation's or place's
/// name ("Ministry", "River").
fn tail_end(words: &[Word], from: usize, end: usize) -> Option<usize> {
    let tails = C::ORG_TAIL.and(C::PLACE_TAIL).and(C::COMPANY_TAIL).and(C::EVENT_TAIL);
    let joined = |n: usize| words[n].gap == Gap::Space || words[n].gap == Gap::Hyphen;
    if from >= end || !joined(from) {
        return None;
    }
    let reach = (from..end).take_while(|&n| !is_office(&words[n])).last()? + 1;
    let tail = |n: &usize| {
        let word = &words[*n];
        word.is_capital() && (word.class.any(tails) || word.class.is(C::COMPASS) && *n == from)
    };
    (from..reach).rev().find(tail).map(|n| n + 1)
}

/// Where an unknown name that begins at `at` ends: before a known name or an office that the rest
/// of the run begins with.
fn unknown_end(
    words: &[Word],
    (at, end): (usize, usize),
    sentence: Sentence,
    lexicon: &Lexicon,
) -> usize {
    let mut stop = at + 1;
    while stop < end {
        let word = &words[stop];
        if word.class.is(C::CALENDAR) && !names_too(word) {
            return stop;
        }
        if person_begins(words, stop, end) {
            return stop;
        }
        let apart = is_office(word) && !word.class.any(C::ORG_TAIL.and(C::SURNAME).and(C::GIVEN));
        if apart && word.is_capital() {
            return stop;
        }
        let rest = &words[stop..end];
        let known = word.is_capital().then(|| lexicon.longest(rest)).flatten();
        let parts = |found: &Found| {
            let country = |s: &Sense| lexicon.kind(s.key) == EntityType::Country;
            found.words == rest.len() && found.words > 1
                || sentence.headline && found.senses.iter().any(country) && !names_too(&words[at])
        };
        if known.is_some_and(|found| parts(&found)) {
            return stop;
        }
        stop += 1;
    }
    end
}

/// A given name behind a word that closes another name: "Council on Relations Alia Salem".
fn person_begins(words: &[Word], at: usize, end: usize) -> bool {
    let closes = C::ORG_TAIL.and(C::COMMON).and(C::PEOPLE).and(C::PLACE_TAIL).and(C::ROLE);
    let tails = C::ORG_TAIL.and(C::PLACE_TAIL).and(C::COMPANY_TAIL).and(C::EVENT_TAIL);
    let (word, prior) = (&words[at], &words[at - 1]);
    at + 1 < end
        && word.class.is(C::GIVEN)
        && word.gap == Gap::Space
        && prior.is_capital()
        && prior.class.any(closes)
        && !prior.class.any(C::GIVEN.and(C::SURNAME))
        && words[at + 1].is_capital()
        && !words[at + 1].class.any(tails)
}

/// Leaves out links at the ends and an ordinary word at the head of a sentence.
fn trim(words: &[Word], mut from: usize, mut to: usize) -> (usize, usize) {
    let syllable = |word: &Word| word.gap == Gap::Hyphen && is_syllable(word);
    while to > from && !words[to - 1].is_capital() && !(to - from > 2 && syllable(&words[to - 1])) {
        to -= 1;
    }
    if to - from >= 2 && words[from].class.is(C::PREFIX) && words[from + 1].gap == Gap::Hyphen {
        return (from + 1, to); // "Pro-Beijing"
    }
    if to - from >= 2 && words[from].opens() && is_ordinary(&words[from]) {
        let tails = C::ORG_TAIL.and(C::PLACE_TAIL);
        let rest_is_name = !words[to - 1].class.any(tails) || to - from > 3;
        from += usize::from(rest_is_name);
    }
    (from, to)
}

fn is_ordinary(word: &Word) -> bool {
    word.class.any(C::COMMON.and(C::VERB).and(C::SPEAKER).and(C::ROLE)) && !names_too(word)
}

/// No lone initial or office is a name.
fn could_stand(name: &[Word]) -> bool {
    match name {
        [word] => word.shape != Shape::Initial && !is_office(word),
        _ => true,
    }
}

/// Whether the capitals alone tell that the words are a name: a lone first word of a sentence and
/// the words of a headline may have them for another reason.
fn stands(words: &[Word], from: usize, to: usize, sentence: Sentence) -> bool {
    let name = &words[from..to];
    let ordinary = name.iter().filter(|w| is_ordinary(w) || w.class.cue() > 0).count();
    if sentence.headline {
        return ordinary == 0 && name.len() > 1
            || name.iter().all(names_too)
            || name.len() > 1
                && name
                    .iter()
                    .any(|w| w.class.any(C::ORG_TAIL.and(C::ORG_HEAD).and(C::PLACE_TAIL)));
    }
    let [word] = name else { return true };
    let prefix = words.get(to).is_some_and(|w| w.gap == Gap::Hyphen && w.shape == Shape::Lower);
    let part = word.gap == Gap::Hyphen; // "Counter-Strike"
    if (prefix || part) && !names_too(word) || word.class.is(C::COMPASS) {
        return false; // "Pan-democrats", "the West"
    }
    let prior = from.checked_sub(1).map(|n| words[n]).filter(|w| w.is_capital() && !word.first);
    let places = C::PREPOSITION.and(C::CONJUNCTION).and(C::LINK);
    if prior.is_some_and(|w| w.class.is(C::FUNCTION) && !w.class.any(places)) {
        return false; // "What Happened:", "Did You Know?"
    }
    !(word.opens() && ordinary > 0 || word.first && weak_first(words, from))
}

/// "Mediators say": a lone unknown word at the head of a sentence that looks like a plural.
fn is_plural_first(text: &str, name: &[Word]) -> bool {
    let [word] = name else { return false };
    let letters = word.of(text);
    let plural = letters.ends_with('s') && !letters.ends_with("ss") && !letters.ends_with("is");
    word.opens() && word.shape == Shape::Capital && plural && !names_too(word)
}

/// A lone unknown word at the head of a sentence with nothing behind it that a name has.
fn weak_first(words: &[Word], at: usize) -> bool {
    let word = &words[at];
    if names_too(word) || matches!(word.shape, Shape::Upper | Shape::Mixed) {
        return false;
    }
    let Some(next) = words.get(at + 1).filter(|w| !w.first) else { return true };
    let known = next.class.any(C::VERB.and(C::AUXILIARY)) || next.class.cue() > 0;
    let verb = known && next.gap == Gap::Space && next.shape == Shape::Lower;
    // A word that the vocabulary has never seen, before what only a subject stands before.
    let strange = word.class == C::default() && next.shape == Shape::Lower;
    let subject = next.gap == Gap::Comma || next.class.any(C::ADVERB);
    !(verb || next.shape == Shape::Clitic || strange && subject)
}
