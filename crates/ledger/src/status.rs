//! How a deed is told: as a fact, as denied, as to come, as a mere accusation.

use crate::words::{Token, denies};
use wiredesk_model::Status;

const NO: [&str; 15] = [
    "no",
    "not",
    "never",
    "neither",
    "nor",
    "nobody",
    "none",
    "refused",
    "without",
    "hasn't",
    "haven't",
    "false",
    "untrue",
    "baseless",
    "unfounded",
];
/// Behind these nothing is told to have been done.
const OPEN: [&str; 9] =
    ["will", "would", "could", "may", "might", "can", "should", "if", "whether"];
/// "failed to send".
const FAILED: [&str; 9] =
    ["failed", "fails", "fail", "refused", "refuses", "refuse", "declined", "unable", "unwilling"];
/// "began to send": done all the same. Every other "… to send" is to come.
const DONE: [&str; 14] = [
    "began",
    "begun",
    "begins",
    "begin",
    "started",
    "starts",
    "start",
    "continued",
    "continues",
    "continue",
    "helped",
    "helps",
    "managed",
    "known",
];
/// "is considering sending".
const WEIGHED: [&str; 10] = [
    "considering",
    "considered",
    "considers",
    "weighing",
    "mulling",
    "discussing",
    "discussed",
    "proposed",
    "suggested",
    "suggests",
];
const ACCUSED: [&str; 5] = ["accused", "accuses", "accusing", "suspected", "alleged"];

/// Words that the search for a negation goes back over.
const REACH: usize = 14;

/// How the deed of the verb at `at` is told.
pub(crate) fn status(tokens: &[Token<'_>], at: usize) -> Status {
    let before = tokens.get(..at).unwrap_or_default();
    let near = &before[before.len().saturating_sub(REACH)..];
    // Another clause's "not" is another's.
    let clause = near.iter().rposition(|t| t.after_break).map_or(near, |i| &near[i..]);
    let has = |list: &[&str], words: &[Token<'_>]| words.iter().any(|t| is_one(t, list));
    let denied = before.iter().any(|t| t.entity.is_none() && denies(&t.word));
    let governed = governed(before, tokens.get(at));
    match () {
        () if denied || has(&NO, clause) || governed == Some(Status::Denied) => Status::Denied,
        () if has(&OPEN, clause) || governed == Some(Status::Planned) => Status::Planned,
        () if has(&ACCUSED, before) => Status::Hedged,
        () => Status::Asserted,
    }
}

/// What the word above an infinitive or a gerund makes of it.
fn governed(before: &[Token<'_>], verb: Option<&Token<'_>>) -> Option<Status> {
    let adverb = |t: &&Token<'_>| t.entity.is_none() && t.word.ends_with("ly");
    let mut above = before.iter().rev().skip_while(adverb);
    let next = above.next()?;
    if next.entity.is_none() && next.word == "to" {
        let above = above.find(|t| !adverb(t));
        return Some(match above {
            Some(word) if is_one(word, &FAILED) => Status::Denied,
            Some(word) if is_one(word, &DONE) => Status::Asserted,
            _ => Status::Planned,
        });
    }
    let gerund = verb.is_some_and(|v| v.word.ends_with("ing"));
    (gerund && is_one(next, &WEIGHED)).then_some(Status::Planned)
}

fn is_one(token: &Token<'_>, list: &[&str]) -> bool {
    token.entity.is_none() && list.contains(&token.word.as_str())
}
