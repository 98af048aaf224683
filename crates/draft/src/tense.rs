//! Whether the clause around a date tells what is to come: the deciding word nearest to the date,
//! first to its left, then to its right, as the reader does it. Go on to [`crate::dates`].

use crate::words::tag::PAST;
use crate::words::{Word, key_of};
use std::collections::HashSet;
use std::sync::LazyLock;

/// So many words to the left and to the right of a date are looked at.
const REACH_LEFT: usize = 24;
const REACH_RIGHT: usize = 12;

/// What a clause tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tense {
    /// What has been.
    Past,
    /// What is to come.
    Future,
    /// No word of it says.
    Unknown,
}

/// Words that tell of what is to come wherever they stand; news tells timetables in the present.
const AHEAD: &str = "will shall would may might could should due scheduled slated planned expected \
    upcoming poised takes starts begins expires opens ends resumes deadline next postponed \
    adjourned";

/// Before "to" and a verb they tell a plan.
const PLANS: &str = "is are set plans plan planned hopes hope wants want intends intend aims aim \
    agreed pledged vowed promised due scheduled expected ordered ready seeks seek prepares \
    preparing told urged asked";

/// After these the form of a verb tells no time.
const BARE: &str = "be been being to will would could may might should not get";

/// The tense of the clause that word `at` stands in.
#[must_use]
pub fn tense(words: &[Word], at: usize) -> Tense {
    let is = |i: Option<usize>, word: &str| i.is_some_and(|i| words[i].key == key_of(word));
    let before = at.checked_sub(1);
    if is(before, "is") || is(before, "are") || is(before, "next") {
        return Tense::Future; // "The hearing is Thursday."
    }
    let until = is(before, "until") || is(before, "till");
    let near = &words[at.saturating_sub(REACH_LEFT)..at];
    if until && near.iter().any(|w| KEYS.put_off.contains(&w.key)) {
        return Tense::Future; // what is put off is put off to a day to come
    }
    let left = (at.saturating_sub(REACH_LEFT)..at).rev();
    let told = left.map(|i| of_word(words, i)).find(|t| *t != Tense::Unknown);
    let limit = is(before, "by") || until;
    match told {
        Some(tense) => tense,
        None if limit => Tense::Future,
        None => (at + 1..words.len().min(at + 1 + REACH_RIGHT))
            .map(|i| of_word(words, i))
            .find(|t| *t != Tense::Unknown)
            .unwrap_or(Tense::Unknown),
    }
}

fn of_word(words: &[Word], i: usize) -> Tense {
    let before = i.checked_sub(1).map_or(0, |b| words[b].key);
    let word = &words[i];
    let verb_follows = words.get(i + 1).is_some_and(|w| w.value.is_none());
    match () {
        () if KEYS.ahead.contains(&word.key) => Tense::Future,
        () if word.key == key_of("to") && verb_follows && KEYS.plans.contains(&before) => {
            Tense::Future
        }
        () if KEYS.bare.contains(&before) => Tense::Unknown,
        () if word.is(PAST) => Tense::Past,
        () => Tense::Unknown,
    }
}

/// Verbs that put something off, or make it last.
const PUT_OFF: &str = "adjourned delayed postponed deferred suspended extended remanded prolonged \
    adjourns delays postpones extends suspends";

struct Keys {
    put_off: HashSet<u64>,
    ahead: HashSet<u64>,
    plans: HashSet<u64>,
    bare: HashSet<u64>,
}

static KEYS: LazyLock<Keys> = LazyLock::new(|| {
    let keys = |list: &str| list.split_whitespace().map(key_of).collect();
    Keys { put_off: keys(PUT_OFF), ahead: keys(AHEAD), plans: keys(PLANS), bare: keys(BARE) }
});
