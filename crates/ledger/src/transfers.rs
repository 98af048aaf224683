//! Who hands what to whom: the deed the ledger ranks by, read by rules of its own.
//!
//! The reader tells events of every kind by statistics; for the narrow set of verbs of giving and
//! taking, English grammar tells giver, goods and taker surely enough, so these are read here, and
//! take the place of the reader's event on the same words: "X has supplied Y with Z", "X sent Y Z",
//! "Z were delivered by X to Y", "the Z that X ships to Y", "Y has received Z from X", "X denied that
//! it had supplied Z to Y". What cannot be told is left open, and without known goods there is no
//! transfer ("gave a speech").

use crate::clause::in_adjunct;
use crate::particulars::goods_class;
use crate::status::status;
use crate::words::Token;
use wiredesk_model::{EntityType, Mention, Span, Status};

const GIVE: [&str; 36] = [
    "supply",
    "supplies",
    "supplied",
    "supplying",
    "provide",
    "provides",
    "provided",
    "providing",
    "deliver",
    "delivers",
    "delivered",
    "delivering",
    "send",
    "sends",
    "sent",
    "sending",
    "ships",
    "shipped",
    "give",
    "gives",
    "gave",
    "given",
    "giving",
    "export",
    "exports",
    "exported",
    "exporting",
    "transfer",
    "transfers",
    "transferred",
    "transferring",
    "dispatched",
    "furnished",
    "donated",
    "handed",
    "ship",
];
const SELL: [&str; 4] = ["sell", "sells", "sold", "selling"];
const TAKE: [&str; 20] = [
    "receive",
    "receives",
    "received",
    "receiving",
    "obtain",
    "obtains",
    "obtained",
    "obtaining",
    "get",
    "gets",
    "got",
    "buy",
    "buys",
    "bought",
    "buying",
    "import",
    "imports",
    "imported",
    "acquired",
    "purchased",
];
/// Carrying from somewhere to somewhere.
const MOVE: [&str; 9] =
    ["carried", "carry", "carries", "moved", "gone", "went", "flowed", "brought", "shipped"];
/// Forms that are nouns unless a subject stands right before them.
const NOUN_FORMS: [&str; 8] =
    ["supply", "supplies", "ships", "ship", "exports", "transfers", "transfer", "imports"];
const BE: [&str; 7] = ["is", "are", "was", "were", "be", "been", "being"];
const STOPS: [&str; 24] = [
    "to",
    "for",
    "from",
    "in",
    "by",
    "since",
    "during",
    "on",
    "at",
    "which",
    "that",
    "who",
    "as",
    "according",
    "when",
    "after",
    "before",
    "despite",
    "if",
    "but",
    "said",
    "says",
    "while",
    "under",
];
/// Words that the search for a subject goes back over.
const BACK_REACH: usize = 9;
/// Words that the search for taker and goods goes on over.
const ON_REACH: usize = 18;

/// Goods handed over, or said not to have been.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Transfer<'t> {
    pub trigger: Span,
    pub giver: Option<&'t Mention>,
    pub taker: Option<&'t Mention>,
    pub goods: Span,
    /// Sold or bought.
    pub trade: bool,
    pub status: Status,
}

/// The parties of the sentence before, for "it" and "they".
pub(crate) type Parties<'t> = (Option<&'t Mention>, Option<&'t Mention>);

/// The transfers a sentence tells; `before` are the parties of a transfer told just before.
pub(crate) fn transfers<'t>(
    text: &str,
    tokens: &[Token<'t>],
    before: Parties<'t>,
) -> Vec<Transfer<'t>> {
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let word = token.word.as_str();
        let (give, sell, take) = (GIVE.contains(&word), SELL.contains(&word), TAKE.contains(&word));
        let moves = MOVE.contains(&word);
        if token.entity.is_some() || !(give || sell || take || moves) || is_noun(tokens, at) {
            continue;
        }
        // "…, and Z has delivered missiles too": to the one named just before.
        let here = found.last().map(|t: &Transfer<'t>| (t.giver, t.taker));
        let clause = Clause { tokens, at, before: here.unwrap_or(before) };
        let parts = match () {
            () if moves => clause.moving().or_else(|| give.then(|| clause.giving()).flatten()),
            () if take => clause.taking(),
            () => clause.giving(),
        };
        let Some(mut parts) = parts else { continue };
        parts.taker = parts.taker.or(here.and_then(|h| h.1));
        if parts.giver.is_none() && parts.taker.is_none() {
            continue;
        }
        for goods in clause.split_goods(text, parts.goods) {
            found.push(Transfer {
                trigger: token.span,
                giver: parts.giver,
                taker: parts.taker.filter(|t| !same(t, parts.giver)),
                goods,
                trade: sell || word.starts_with('b') && take || word == "purchased",
                status: status(tokens, at),
            });
        }
    }
    found
}

struct Clause<'c, 't> {
    tokens: &'c [Token<'t>],
    /// The verb.
    at: usize,
    before: Parties<'t>,
}

struct Parts<'t> {
    giver: Option<&'t Mention>,
    taker: Option<&'t Mention>,
    /// First and last token of the goods.
    goods: (usize, usize),
}

impl<'t> Clause<'_, 't> {
    /// Giver, taker and goods of a verb of giving.
    fn giving(&self) -> Option<Parts<'t>> {
        let (carried, subject) = self.subject();
        if self.is_passive() {
            let giver = self.behind("by").or_else(|| self.maker_before());
            let taker = self.behind("to").or_else(|| self.behind("with").and(subject));
            return Some(Parts { giver, taker, goods: self.goods_before()? });
        }
        let direct = self.direct_object();
        let taker = direct.or_else(|| self.behind("to"));
        let taker = taker.or_else(|| carried.then_some(self.before.1).flatten());
        let goods = self.goods_after(direct.is_some()).or_else(|| self.goods_before_relative())?;
        Some(Parts { giver: subject, taker: taker.filter(|t| !same(t, subject)), goods })
    }

    /// The same of a verb of taking: the subject is the taker.
    fn taking(&self) -> Option<Parts<'t>> {
        if self.is_passive() {
            return None;
        }
        let (_, subject) = self.subject();
        let goods = self.goods_after(false)?;
        let made = (goods.0..=goods.1).find_map(|i| self.tokens[i].entity);
        // "Russia has now received the missiles": from the one just told of.
        let opens = self.tokens.get(goods.0..=goods.1).unwrap_or_default();
        let definite = opens.iter().any(|t| ["the", "those", "these"].contains(&t.word.as_str()));
        let told = self.before.1.is_some_and(|t| same(t, subject)) && definite;
        let told = self.before.0.filter(|_| told);
        let giver = self.behind("from").or(made).or(told).filter(|g| !same(g, subject));
        Some(Parts { giver, taker: subject, goods })
    }

    /// "had carried Z from X to Y": both ends must be told.
    fn moving(&self) -> Option<Parts<'t>> {
        let (giver, taker) = (self.behind("from")?, self.behind("to")?);
        let anywhere = || self.known((0, self.tokens.len()));
        let goods = self.goods_after(false).or_else(|| self.goods_before()).or_else(anywhere)?;
        Some(Parts { giver: Some(giver), taker: Some(taker), goods })
    }

    /// Who does it, and whether it was carried over by a pronoun from the sentence before.
    fn subject(&self) -> (bool, Option<&'t Mention>) {
        for i in (self.at.saturating_sub(BACK_REACH)..self.at).rev() {
            let word = self.tokens[i].word.as_str();
            match word {
                "it" | "they" | "its" => {
                    let own = self.party_before(i, true);
                    return (own.is_none(), own.or(self.before.0));
                }
                "which" | "who" => return (false, self.party_before(i, false)),
                "that" | "said" | "says" | "say" | "told" | "neither" | "none" => break,
                _ => {}
            }
            let adjunct = in_adjunct_of(self.tokens, i);
            if let Some(party) = self.party(i).filter(|_| !adjunct && !self.tokens[i].possessive) {
                return (false, Some(party));
            }
        }
        (false, None)
    }

    fn party(&self, i: usize) -> Option<&'t Mention> {
        self.tokens.get(i).and_then(|t| t.entity).filter(|m| {
            use EntityType::{Company, Country, Organization, Person, Place};
            matches!(m.kind, Company | Country | Organization | Person | Place)
        })
    }

    /// The nearest party before `end`, one that is a subject when asked for.
    fn party_before(&self, end: usize, subject: bool) -> Option<&'t Mention> {
        let fits =
            |&i: &usize| !subject || !in_adjunct_of(self.tokens, i) && !is_dateline(self.tokens, i);
        (0..end).rev().filter(fits).find_map(|i| self.party(i))
    }

    fn end(&self) -> usize {
        (self.at + 1 + ON_REACH).min(self.tokens.len())
    }

    /// The party behind a preposition, before the clause ends.
    fn behind(&self, preposition: &str) -> Option<&'t Mention> {
        let at = (self.at + 1..self.end()).find(|&i| self.tokens[i].word == preposition)?;
        (at + 1..(at + 5).min(self.tokens.len())).find_map(|i| self.party(i))
    }

    /// "sent Y …": the party right behind the verb.
    fn direct_object(&self) -> Option<&'t Mention> {
        let skip = usize::from(self.tokens.get(self.at + 1).is_some_and(|t| t.word == "the"));
        let next = self.at + 1 + skip;
        // "supplied North Korean shells": a name that opens the goods is no taker.
        let goods_follow = self.tokens.get(next + 1).is_some_and(|t| {
            !t.after_break && goods_class(&t.word).is_some() && self.behind("to").is_some()
        });
        self.party(next).filter(|_| !goods_follow)
    }

    fn goods_after(&self, direct: bool) -> Option<(usize, usize)> {
        let with = (self.at + 1..self.end()).find(|&i| self.tokens[i].word == "with");
        let start = with.filter(|_| direct).map_or(self.at + 1 + usize::from(direct), |w| w + 1);
        // "at least", "as many as" belong to a figure.
        let figure = |i: usize| {
            let next = self.tokens.get(i + 1).map_or("", |t| t.word.as_str());
            let before = i.checked_sub(1).map_or("", |j| self.tokens[j].word.as_str());
            ["least", "most", "many", "much"].iter().any(|w| *w == next || *w == before)
        };
        let breaks = |i: usize| i > start && self.tokens[i].after_break;
        let stop =
            |&i: &usize| breaks(i) || STOPS.contains(&self.tokens[i].word.as_str()) && !figure(i);
        let end = (start..self.end()).find(stop).unwrap_or(self.end());
        // "10,000 containers that could hold 4.8 million shells": the goods are what they hold.
        let held = self.tokens.get(end).is_some_and(|t| t.word == "that" && !t.after_break);
        let clause = (end..self.end()).find(|&i| breaks(i)).unwrap_or(self.end());
        self.known((start, end)).or_else(|| held.then(|| self.known((start, clause)))?)
    }

    /// "no ballistic missiles had been delivered": the goods are the subject.
    fn goods_before(&self) -> Option<(usize, usize)> {
        let from = self.at.saturating_sub(BACK_REACH);
        let opens = ["that", "said", "says", "of", "no"];
        let word = |i: usize| self.tokens[i].word.as_str();
        let found = self.known((from, self.at))?;
        let cut = |&i: &usize| opens.contains(&word(i)) || self.tokens[i].after_break;
        let start = (from..found.1)
            .rev()
            .find(cut)
            .map_or(from, |i| if self.tokens[i].after_break { i } else { i + 1 });
        Some((start.min(found.1), found.1))
    }

    /// "the shells that X ships to Y".
    fn goods_before_relative(&self) -> Option<(usize, usize)> {
        let from = self.at.saturating_sub(BACK_REACH);
        let relative = (from..self.at)
            .rev()
            .find(|&i| ["that", "which"].contains(&self.tokens[i].word.as_str()))?;
        let from = relative.saturating_sub(4);
        let start = (from..relative).rev().find(|&i| self.tokens[i].after_break).unwrap_or(from);
        self.known((start, relative))
    }

    /// "North Korean weapons being delivered": the maker gives.
    fn maker_before(&self) -> Option<&'t Mention> {
        let (from, to) = self.goods_before()?;
        (from..=to).find_map(|i| self.party(i))
    }

    /// The tokens from `from` up to `to` when known goods are among them; ends with the goods.
    fn known(&self, (from, to): (usize, usize)) -> Option<(usize, usize)> {
        let known = |&i: &usize| {
            self.tokens[i].entity.is_none() && goods_class(&self.tokens[i].word).is_some()
        };
        let last = (from..to.min(self.tokens.len())).rev().find(known)?;
        Some((from, last))
    }

    /// "shells and missiles" are two things.
    fn split_goods(&self, text: &str, (from, to): (usize, usize)) -> Vec<Span> {
        let span = |a: usize, b: usize| self.tokens[a].span.cover(self.tokens[b].span);
        let class = |span: Span| span.of(text).and_then(goods_class);
        let and = (from + 1..to).find(|&i| self.tokens[i].word == "and");
        if let Some(and) = and {
            let (one, other) = (span(from, and - 1), span(and + 1, to));
            if class(one).is_some() && class(other).is_some() && class(one) != class(other) {
                return vec![one, other];
            }
        }
        vec![span(from, to)]
    }

    fn is_passive(&self) -> bool {
        let word = self.tokens[self.at].word.as_str();
        let participle =
            word.ends_with("ed") || ["sent", "given", "sold", "bought"].contains(&word);
        let near = self.at.saturating_sub(2)..self.at;
        participle && near.into_iter().any(|i| BE.contains(&self.tokens[i].word.as_str()))
    }
}

fn same(a: &Mention, b: Option<&Mention>) -> bool {
    b.is_some_and(|b| a.id.is_some() && a.id == b.id || a.span == b.span)
}

fn is_noun(tokens: &[Token<'_>], at: usize) -> bool {
    const LEADS: [&str; 15] = [
        "to", "will", "would", "could", "may", "might", "can", "they", "it", "which", "who",
        "also", "now", "still", "not",
    ];
    NOUN_FORMS.contains(&tokens[at].word.as_str())
        && at.checked_sub(1).is_none_or(|i| {
            let before = &tokens[i];
            (before.entity.is_none() || before.possessive) && !LEADS.contains(&before.word.as_str())
        })
}

/// In a prepositional phrase, also with an article between ("by the United States").
fn in_adjunct_of(tokens: &[Token<'_>], i: usize) -> bool {
    let the = i > 0 && tokens[i - 1].word == "the";
    in_adjunct(tokens, i) && tokens[i - 1].word != "and" || the && in_adjunct(tokens, i - 1)
}

/// "LONDON, Sept 10 - Iran …".
fn is_dateline(tokens: &[Token<'_>], i: usize) -> bool {
    i == 0
        && tokens.iter().take(6).skip(1).any(|t| t.after_break)
        && tokens[0].word.chars().all(|c| !c.is_lowercase() || c.is_alphabetic())
        && tokens.len() > 1
        && tokens[0].entity.is_some_and(|m| m.kind == EntityType::Place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{id_of, tests::reading, tokens};

    #[test]
    fn givers_goods_and_takers_are_told_apart() {
        let check = |text: &str, expected: &str| {
            let reading = reading(text);
            let tokens = tokens(text, reading.sentences[0], &reading);
            let id = |m: Option<&Mention>| {
                m.map_or("-".to_owned(), |m| id_of(m).to_string().replace("country:", ""))
            };
            let shown: Vec<String> = transfers(text, &tokens, (None, None))
                .iter()
                .map(|t| {
                    let goods = t.goods.of(text).and_then(goods_class).unwrap_or("?");
                    let mark = match t.status {
                        Status::Denied => " denied",
                        Status::Planned => " planned",
                        Status::Hedged => " hedged",
                        Status::Asserted => "",
                    };
                    format!("{}>{} {goods}{mark}", id(t.giver), id(t.taker))
                })
                .collect();
            assert_eq!(shown.join("; "), expected, "{text}");
        };
        check("North Korea has supplied Russia with shells.", "PRK>RUS ammunition");
        check("North Korea supplied the missiles to Russia, it said.", "PRK>RUS missiles");
        check("China said that Pyongyang has sent Russia artillery shells.", "PRK>RUS ammunition");
        check(
            "North Korea is supplying Russia with shells and ballistic missiles.",
            "PRK>RUS ammunition; PRK>RUS missiles",
        );
        check("No missiles had been delivered by Iran to Russia.", "IRN>RUS missiles denied");
        check("Iran denied that it had delivered missiles to Russia.", "IRN>RUS missiles denied");
        check(
            "Iran rejected accusations by the United States that it had supplied Russia with drones.",
            "IRN>RUS drones denied",
        );
        check("Russia had received dozens of missiles from North Korea.", "PRK>RUS missiles");
        check("Russia has bought thousands of drones from Iran.", "IRN>RUS drones");
        check("The shells that North Korea ships to Russia are old.", "PRK>RUS ammunition");
        check("North Korea, which has sent Russia missiles, denied it.", "PRK>RUS missiles");
        check(
            "Trains had carried containers of ammunition from North Korea to Russia.",
            "PRK>RUS ammunition",
        );
        check(
            "At least 13,000 containers have gone by ship from the North Korean port to Russia, \
             enough for 6 million shells.",
            "PRK>RUS ammunition",
        );
        check(
            "North Korea has sent Russia at least 10,000 containers that could hold 4.8 million shells.",
            "PRK>RUS ammunition",
        );
        check(
            "North Korea has supplied Russia with shells, and Iran has delivered missiles too.",
            "PRK>RUS ammunition; IRN>RUS missiles",
        );
        check("Iran could supply Russia with missiles.", "IRN>RUS missiles planned");
        check("China, unlike Iran, sent drones to Russia.", "CHN>RUS drones");
        check("Iran failed to supply drones to Russia.", "IRN>RUS drones denied");
        check("It is false that Iran supplied missiles to Russia.", "IRN>RUS missiles denied");
        check("Nobody has shown that Iran sent shells to Russia.", "IRN>RUS ammunition denied");
        check("China asked whether Iran sent shells to Russia.", "IRN>RUS ammunition planned");
        check("Iran is considering sending shells to Russia.", "IRN>RUS ammunition planned");
        check("Iran agreed to send shells to Russia.", "IRN>RUS ammunition planned");
        check("Iran has started to send shells to Russia.", "IRN>RUS ammunition");
        check(
            "Iran was accused by China of sending missiles to Russia.",
            "IRN>RUS missiles hedged",
        );
        // No goods, no parties, or no verb of giving.
        check("China sent Russia a message.", "");
        check("Both sides deny such supplies.", "");
        check("The missiles had been delivered.", "");
        check("North Korea and Russia signed a pact.", "");
        check("", "");
    }
}
