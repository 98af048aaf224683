//! Explicit ranks: sentences that put one entity above others.
//!
//! Three shapes of English are read, over tokens in which each name is one token:
//! * *superlative*: "X, not Z, has become Y's most important ally", "Y has found its closest
//!   partner in X", "X is the largest supplier of arms to Y, ahead of Z";
//! * *comparative*: "X outranks Z", "X is a more important partner to Y than Z", "X is ahead of Z",
//!   "he ranks X above Z among Y's allies";
//! * *nobody more*: "no ally helps Y more than X does".
//!
//! A shape that is denied ("is not Y's largest …") or lacks its first is no rank. What cannot be
//! resolved to entities is left out, never guessed.

use crate::clause::{above, is_actor, is_ahead, is_copula, is_name, names_after, negated, subject};
use crate::words::{Token, base, id_of};
use wiredesk_model::{EntityId, EntityType, Mention, Precedence};

/// What one can be the biggest or best of. Stems; the shown role is the word as written.
const ROLES: [&str; 25] = [
    "ally",
    "allies",
    "allianc",
    "supplier",
    "supporter",
    "backer",
    "partner",
    "friend",
    "source",
    "provider",
    "donor",
    "lender",
    "creditor",
    "customer",
    "buyer",
    "importer",
    "exporter",
    "seller",
    "investor",
    "market",
    "rival",
    "threat",
    "adversar",
    "sponsor",
    "enabler",
];
const SUPERLATIVES: [&str; 22] = [
    "biggest",
    "largest",
    "greatest",
    "closest",
    "top",
    "main",
    "chief",
    "primary",
    "foremost",
    "leading",
    "strongest",
    "best",
    "dominant",
    "principal",
    "premier",
    "number-one",
    "no1",
    "staunchest",
    "deadliest",
    "richest",
    "worst",
    "oldest",
];
const COMPARATIVES: [&str; 10] = [
    "bigger", "larger", "greater", "closer", "stronger", "better", "deadlier", "richer", "heavier",
    "worse",
];
/// Verbs whose subject comes before their object in rank.
const OUTRANKS: [&str; 11] = [
    "outrank", "surpass", "overtak", "overtook", "eclips", "outstrip", "outpac", "outweigh",
    "exceed", "outdo", "outsel",
];
const MILITARY: [&str; 11] = [
    "military",
    "milit",
    "arms",
    "weapon",
    "ammunition",
    "war",
    "shell",
    "missile",
    "defence",
    "defense",
    "munition",
];
const ECONOMIC: [&str; 8] =
    ["economic", "econom", "trade", "trading", "commercial", "financial", "oil", "energy"];
const OTHER_MODES: [(&str, &str); 2] = [("diplomatic", "diplomatic"), ("political", "political")];
/// Words between "most" and the role.
const ROLE_REACH: usize = 6;

/// Who does the ranking in "he ranks X above Z": the person before the verb.
pub(crate) fn ranker<'t>(tokens: &[Token<'t>]) -> Option<&'t Mention> {
    let verb = tokens.iter().position(|t| base(&t.word).starts_with("rank"))?;
    let before = tokens[..verb].iter().rev().find_map(|t| t.entity)?;
    let above =
        tokens[verb..].iter().any(|t| ["above", "over", "ahead"].contains(&t.word.as_str()));
    (above && before.kind == EntityType::Person).then_some(before)
}

/// The rank that a sentence tells, if it tells one.
pub(crate) fn precedence(tokens: &[Token<'_>]) -> Option<Precedence> {
    nobody_more(tokens).or_else(|| comparative(tokens)).or_else(|| superlative(tokens))
}

/// A role and the words that qualify it: `most important` + `ally`.
struct Role {
    /// Index of the superlative or comparative word.
    from: usize,
    /// Index of the role noun.
    at: usize,
}

fn superlative(tokens: &[Token<'_>]) -> Option<Precedence> {
    let role = role(tokens, |tokens, i| {
        let next = tokens.get(i + 1).map(|t| t.word.as_str());
        match tokens[i].word.as_str() {
            "most" => !matches!(next, Some("of")) && !is_name(tokens, i + 1),
            "no" | "number" => next.is_some_and(|n| n == "1" || n == "one"),
            word => SUPERLATIVES.contains(&word),
        }
    })?;
    let owner = owner_of(tokens, &role);
    if let Some(first) = found_in(tokens, &role) {
        let to = owner.or_else(|| subject(tokens, role.from, None));
        return made(tokens, &role, first, above(tokens, first), to);
    }
    // "Y's most important ally": the owner stands before the superlative; the subject before that.
    let before = owner.filter(|&o| o < role.from).unwrap_or(role.from);
    let first = subject(tokens, before, owner)?;
    // "X is Y's biggest ally" and "X, Y's biggest ally, …"; not "X's envoy met his main ally".
    let apposed = first + 1 == before && tokens[before].after_break;
    let is = tokens[first..role.from].iter().any(|t| is_copula(&t.word));
    (is || apposed).then(|| made(tokens, &role, first, above(tokens, first), owner))?
}

fn comparative(tokens: &[Token<'_>]) -> Option<Precedence> {
    if let Some(found) = more_role_than(tokens) {
        return Some(found);
    }
    let at = tokens.iter().enumerate().position(|(i, t)| {
        t.entity.is_none()
            && (OUTRANKS.iter().any(|o| base(&t.word).starts_with(o)) || is_ahead(tokens, i))
    })?;
    if negated(tokens, at) {
        return None;
    }
    // "ranks X above Z" has its first behind the verb, "X outranks Z" before it.
    let ranks = (at.saturating_sub(3)..at).find(|&i| base(&tokens[i].word).starts_with("rank"));
    let first = match ranks.and_then(|r| (r + 1..at).rev().find(|&i| is_actor(tokens, i))) {
        Some(first) => first,
        None => subject(tokens, at, None)?,
    };
    let role = role_after(tokens, at);
    let lower = names_after(tokens, at + 1, first);
    let to = role.as_ref().and_then(|r| owner_of(tokens, r)).filter(|o| *o != first);
    let lower: Vec<usize> = lower.into_iter().filter(|&i| Some(i) != to).collect();
    if lower.is_empty() {
        return None;
    }
    let role = role.unwrap_or(Role { from: at, at });
    made(tokens, &role, first, lower, to)
}

/// "X is a more important partner to Y than Z", "X is a bigger supplier than Z".
fn more_role_than(tokens: &[Token<'_>]) -> Option<Precedence> {
    let role = role(tokens, |tokens, i| {
        let word = tokens[i].word.as_str();
        (word == "more" && !is_name(tokens, i + 1)) || COMPARATIVES.contains(&word)
    })?;
    let than = (role.at..tokens.len()).find(|&i| tokens[i].word == "than")?;
    if negated(tokens, role.from) {
        return None;
    }
    let first = subject(tokens, role.from, None)?;
    let to = owner_of(tokens, &role).filter(|&o| o < than);
    let lower = names_after(tokens, than + 1, first);
    (!lower.is_empty()).then(|| made(tokens, &role, first, lower, to))?
}

/// "no ally helps Y more than X does", "nobody supplies Y with more than X".
fn nobody_more(tokens: &[Token<'_>]) -> Option<Precedence> {
    let no = tokens.iter().position(|t| ["no", "nobody", "none"].contains(&t.word.as_str()))?;
    let more = (no..tokens.len())
        .find(|&i| ["more", "better", "larger"].contains(&tokens[i].word.as_str()))?;
    let than = (more..(more + 4).min(tokens.len())).find(|&i| tokens[i].word == "than")?;
    let first = (than + 1..tokens.len()).find(|&i| is_actor(tokens, i))?;
    let at = (no + 1..more).find(|&i| is_role(tokens, i))?;
    let to = (at + 1..more).find(|&i| is_actor(tokens, i));
    made(tokens, &Role { from: no, at }, first, Vec::new(), to)
}

fn made(
    tokens: &[Token<'_>],
    role: &Role,
    first: usize,
    above: Vec<usize>,
    to: Option<usize>,
) -> Option<Precedence> {
    let id = |i: &usize| tokens.get(*i).and_then(|t| t.entity).map(id_of);
    let first = id(&first)?;
    let to = to.as_ref().and_then(id).filter(|to| *to != first);
    let mut others: Vec<EntityId> =
        above.iter().filter_map(id).filter(|a| *a != first && Some(a) != to.as_ref()).collect();
    others.sort();
    others.dedup();
    let noun = &tokens.get(role.at)?.word;
    let role_word = if is_role(tokens, role.at) { singular(noun) } else { String::new() };
    let end = (role.at + 1..tokens.len().min(role.at + 4)).find(|&i| tokens[i].after_break);
    let end = end.unwrap_or(tokens.len().min(role.at + 4));
    let mode = mode(&tokens[role.from.saturating_sub(2)..end]);
    Some(Precedence { first, above: others, to, role: role_word, mode })
}

fn singular(noun: &str) -> String {
    match noun.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => noun.strip_suffix('s').unwrap_or(noun).to_owned(),
    }
}

fn mode(near: &[Token<'_>]) -> Option<String> {
    near.iter().filter(|t| t.entity.is_none()).find_map(|t| {
        let word = t.word.as_str();
        let other = OTHER_MODES.iter().find(|(w, _)| *w == word).map(|&(_, m)| m);
        match () {
            () if MILITARY.iter().any(|m| word == *m || base(word) == *m) => Some("military"),
            () if ECONOMIC.contains(&word) => Some("economic"),
            () => other,
        }
        .map(str::to_owned)
    })
}

/// The first role noun behind a word that `opens` says is a superlative or comparative.
fn role(tokens: &[Token<'_>], opens: impl Fn(&[Token<'_>], usize) -> bool) -> Option<Role> {
    (0..tokens.len()).filter(|&i| tokens[i].entity.is_none() && opens(tokens, i)).find_map(|from| {
        let to = (from + 1 + ROLE_REACH).min(tokens.len());
        let at = (from + 1..to).find(|&i| is_role(tokens, i))?;
        (!negated(tokens, from)).then_some(Role { from, at })
    })
}

fn role_after(tokens: &[Token<'_>], at: usize) -> Option<Role> {
    (at + 1..tokens.len()).find(|&i| is_role(tokens, i)).map(|i| Role { from: at, at: i })
}

fn is_role(tokens: &[Token<'_>], i: usize) -> bool {
    let Some(token) = tokens.get(i).filter(|t| t.entity.is_none()) else { return false };
    ROLES.iter().any(|r| {
        token.word == *r || token.word.strip_suffix('s') == Some(r) || base(&token.word) == *r
    })
}

/// Whose ally, or for whom: "Russia's most important ally", "supplier of arms to Russia", "his".
fn owner_of(tokens: &[Token<'_>], role: &Role) -> Option<usize> {
    let near = role.from.saturating_sub(2);
    let owns = |&i: &usize| is_actor(tokens, i) && (tokens[i].possessive || i + 1 == role.from);
    if let Some(owner) = (near..role.at).rev().find(owns) {
        return Some(owner);
    }
    // "among Russia's allies": the possessive stands right before the role.
    let to = (role.at + 6).min(tokens.len());
    (role.at + 1..to).take_while(|&i| tokens[i].word != "than" && !tokens[i].after_break).find(
        |&i| {
            let before = tokens[i - 1].word.as_str();
            is_actor(tokens, i) && ["to", "of", "for", "the", "with"].contains(&before)
        },
    )
}

/// "… its most crucial ally in X": the first stands behind the role.
fn found_in(tokens: &[Token<'_>], role: &Role) -> Option<usize> {
    let found = (role.from.saturating_sub(6)..role.from).any(|i| {
        ["found", "finds", "find", "has", "have", "had", "sees", "saw"]
            .contains(&tokens[i].word.as_str())
    });
    let in_next = tokens.get(role.at + 1).is_some_and(|t| t.word == "in");
    // "in Kim Jong Un's North Korea": the owner of the land is not the land.
    let mut at = role.at + 2;
    while is_name(tokens, at) && tokens[at].possessive && is_name(tokens, at + 1) {
        at += 1;
    }
    (found && in_next && is_actor(tokens, at)).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{tests::reading, tokens};

    #[test]
    fn ranks_are_read_from_the_three_shapes() {
        let check = |text: &str, expected: &str| {
            let reading = reading(text);
            let found = precedence(&tokens(text, reading.sentences[0], &reading));
            let shown = found.map_or_else(String::new, |p| {
                let ids: Vec<_> = p.above.iter().map(EntityId::as_str).collect();
                let to = p.to.as_ref().map_or("-", EntityId::as_str);
                let mode = p.mode.as_deref().unwrap_or("-");
                format!("{} > {} for {to} as {} {mode}", p.first, ids.join("+"), p.role)
                    .replace("country:", "")
            });
            assert_eq!(shown, expected, "{text}");
        };
        check(
            "North Korea, not China, has become Russia's most important ally in its war, he said.",
            "PRK > CHN for RUS as ally military",
        );
        check(
            "Russia has found its most crucial ally in Kim Jong Un's North Korea, not China.",
            "PRK > CHN for RUS as ally -",
        );
        check(
            "North Korea has become Russia's most important ally, ahead of China.",
            "PRK > CHN for RUS as ally -",
        );
        check(
            "North Korea outranks China as a supporter of the war, Kyrylo Budanov said.",
            "PRK > CHN for - as supporter military",
        );
        check(
            "Kyrylo Budanov now ranks North Korea above China among Russia's allies.",
            "PRK > CHN for RUS as ally -",
        );
        check(
            "China remains a more important economic partner to Russia than North Korea or any other.",
            "CHN > PRK for RUS as partner economic",
        );
        check(
            "Iran is the largest supplier of drones to Russia, ahead of China and India.",
            "IRN > CHN+IND for RUS as supplier -",
        );
        check("No ally helps Russia more than North Korea does.", "PRK >  for RUS as ally -");
        check("Apple overtook Samsung last year.", "company:AAPL > company:005930 for - as  -");
        check("China is Russia's biggest trading partner.", "CHN >  for RUS as partner economic");
        check("India, Russia's biggest customer, bought more oil.", "IND >  for RUS as customer -");
        // What ranks nobody.
        check("China is not Russia's most important ally.", "");
        check("Russia says that most of its partners back it.", "");
        check("North Korea and China are allies of Russia.", "");
        check("China's envoy called on his main rival Kyrylo Budanov to step back.", "");
        check("The biggest ally has yet to be named.", "");
        check("Russia has more soldiers than it can arm.", "");
        check("", "");
    }
}
