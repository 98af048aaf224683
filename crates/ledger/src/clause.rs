//! Small questions about a clause: who is its subject, is it denied, which names are joined.

use crate::words::{Token, base};
use wiredesk_model::EntityType;

pub(crate) fn is_name(tokens: &[Token<'_>], i: usize) -> bool {
    tokens.get(i).is_some_and(|t| t.entity.is_some())
}

/// A name that can be ranked.
pub(crate) fn is_actor(tokens: &[Token<'_>], i: usize) -> bool {
    use EntityType::{Company, Country, Organization, Person};
    let kind = tokens.get(i).and_then(|t| t.entity).map(|m| m.kind);
    kind.is_some_and(|k| matches!(k, Company | Country | Organization | Person))
}

pub(crate) fn is_ahead(tokens: &[Token<'_>], i: usize) -> bool {
    let word = tokens[i].word.as_str();
    let of_next = tokens.get(i + 1).is_some_and(|t| t.word == "of");
    let ranked = (i.saturating_sub(3)..i).any(|j| base(&tokens[j].word).starts_with("rank"));
    word == "ahead" && of_next && is_name(tokens, i + 2) && copula_before(tokens, i)
        || (word == "above" || word == "over" || word == "higher") && ranked
}

fn copula_before(tokens: &[Token<'_>], i: usize) -> bool {
    i > 0 && is_copula(&tokens[i - 1].word)
}

pub(crate) fn is_copula(word: &str) -> bool {
    const COPULAS: [&str; 15] = [
        "is", "are", "was", "were", "be", "been", "become", "becomes", "became", "remains",
        "remain", "remained", "stays", "being", "as",
    ];
    COPULAS.contains(&word)
}

/// "not" or "no longer" right before the rank: "is not Russia's biggest ally".
pub(crate) fn negated(tokens: &[Token<'_>], at: usize) -> bool {
    let from = at.saturating_sub(4);
    (from..at).any(|i| {
        let not = ["not", "never", "isn't", "wasn't", "hardly"].contains(&tokens[i].word.as_str());
        // "X, not Z, is the biggest" denies Z and not the rank.
        not && !(tokens[i].after_break && is_actor(tokens, i + 1))
    })
}

/// The last name before `end` that is not put aside ("not Z"), not an owner, and stands in the same
/// clause as the copula.
pub(crate) fn subject(tokens: &[Token<'_>], end: usize, owner: Option<usize>) -> Option<usize> {
    let aside = |i: usize| {
        i > 0
            && ["not", "than", "unlike", "without", "against"]
                .contains(&tokens[i - 1].word.as_str())
    };
    let fits = |&i: &usize| {
        is_actor(tokens, i)
            && Some(i) != owner
            && !tokens[i].possessive
            && !aside(i)
            && !in_adjunct(tokens, i)
    };
    (0..end.min(tokens.len())).rev().find(fits)
}

/// A name in a prepositional phrase ("in Kyiv", "with China") is not the subject.
pub(crate) fn in_adjunct(tokens: &[Token<'_>], i: usize) -> bool {
    const ADJUNCT: [&str; 14] = [
        "in", "at", "with", "from", "by", "for", "to", "on", "of", "against", "between", "and",
        "unlike", "like",
    ];
    let before = i.checked_sub(1).map(|j| tokens[j].word.as_str());
    before.is_some_and(|w| ADJUNCT.contains(&w)) && i > 1
}

/// Names that the first is put above: behind "not", "ahead of", "above", "over", "rather than".
pub(crate) fn above(tokens: &[Token<'_>], first: usize) -> Vec<usize> {
    let mut lower = Vec::new();
    for i in 0..tokens.len() {
        let two = |a: &str, b: &str| {
            tokens[i].word == a && tokens.get(i + 1).is_some_and(|t| t.word == b)
        };
        let behind = match tokens[i].word.as_str() {
            "not" | "above" | "over" | "than" => i + 1,
            _ if two("ahead", "of") || two("rather", "than") || two("instead", "of") => i + 2,
            _ => continue,
        };
        if is_actor(tokens, behind) {
            lower.extend(names_after(tokens, behind, first));
        }
    }
    lower
}

/// Names joined by "and", "or" or commas, from `at` on: "China or Iran", "China, Iran and India".
pub(crate) fn names_after(tokens: &[Token<'_>], at: usize, first: usize) -> Vec<usize> {
    const JOINS: [&str; 9] = ["and", "or", "nor", "the", "of", "that", "even", "with", "does"];
    let mut names = Vec::new();
    for (i, token) in tokens.iter().enumerate().skip(at) {
        let joins = JOINS.contains(&token.word.as_str());
        match is_actor(tokens, i) {
            true if i != first => names.push(i),
            false if joins && (names.is_empty() || token.word != "of") => {}
            _ => break,
        }
        // "not Z, has become": a break that no further name follows ends the list.
        if tokens.get(i + 1).is_some_and(|t| t.after_break) && !is_actor(tokens, i + 1) {
            break;
        }
    }
    names
}
