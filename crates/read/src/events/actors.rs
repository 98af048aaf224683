//! Who can take part in events: the entities of a sentence, other names, and people by their trade.

use super::patterns::form_of;
use crate::trees::Tree;
use std::collections::HashSet;
use std::sync::OnceLock;
use wiredesk_model::{EntityType, Mention, Participant, Span};

/// Somebody (or somewhere) in a sentence.
#[derive(Debug, Clone)]
pub struct Actor {
    /// First word and one past the last.
    pub words: (usize, usize),
    /// The participant it would be.
    pub who: Participant,
    /// An entity or another name; otherwise people by their trade ("rebels").
    pub named: bool,
}

const PEOPLE: &str = "government police army troops forces rebels rebel guerrillas guerrilla \
guerillas militants militant soldiers soldier protesters demonstrators students workers farmers \
officials official authorities gunmen gunman insurgents opposition president minister ministry \
premier parliament court military refugees civilians journalists villagers residents citizens \
lawmakers leaders leader party union unions navy terrorists extremists separatists militia \
militias militiamen jihadists peacekeepers diplomats diplomat troops crowd mob hijackers \
kidnappers inmates prisoners activists dissidents negotiators envoy ambassador prosecutors \
prosecutor judge regime junta lawmaker legislators senators commander commanders general fighters \
assailants attackers supporters loyalists immigrants migrants strikers truckers miners teachers \
doctors nurses reporters newspaper cabinet king queen prince pope priests clerics settlers \
fundamentalists nationalists communists youths women passengers fishermen tribesmen warlords";

const NOT_NAMES: &str = "monday tuesday wednesday thursday friday saturday sunday january february \
march april may june july august september october november december i mr. mrs. ms. dr.";

fn people() -> &'static HashSet<u64> {
    static SET: OnceLock<HashSet<u64>> = OnceLock::new();
    SET.get_or_init(|| PEOPLE.split_whitespace().map(form_of).collect())
}

fn not_names() -> &'static HashSet<u64> {
    static SET: OnceLock<HashSet<u64>> = OnceLock::new();
    SET.get_or_init(|| NOT_NAMES.split_whitespace().map(form_of).collect())
}

/// All who can take part, in order. `mentions` are those of the sentence.
#[must_use]
pub fn actors(tree: &Tree, mentions: &[Mention]) -> Vec<Actor> {
    let mut taken = vec![false; tree.len()];
    let mut actors: Vec<Actor> = Vec::new();
    for mention in mentions {
        let words = tree.words_in(mention.span);
        if words.is_empty() || matches!(mention.kind, EntityType::Event | EntityType::Product) {
            continue;
        }
        taken[words.clone()].fill(true);
        actors.push(Actor {
            words: (words.start, words.end),
            who: Participant { span: mention.span, id: mention.id.clone() },
            named: true,
        });
    }
    let mut at = 0;
    while at < tree.len() {
        let from = at;
        while at < tree.len() && !taken[at] && is_name(tree, at) {
            at += 1;
        }
        if at > from {
            actors.push(actor(tree, from, at, true));
        } else {
            if !taken[at] && people().contains(&tree.words[at].form) && tree.upos(at) != "ADJ" {
                actors.push(actor(tree, at, at + 1, false));
            }
            at += 1;
        }
    }
    actors.sort_by_key(|a| a.words);
    actors
}

fn actor(tree: &Tree, from: usize, to: usize, named: bool) -> Actor {
    let span: Span = tree.tokens[from].span.cover(tree.tokens[to - 1].span);
    Actor { words: (from, to), who: Participant { span, id: None }, named }
}

/// A capital word that is a proper noun, or an adjective inside a sentence ("Afghan").
fn is_name(tree: &Tree, at: usize) -> bool {
    let word = &tree.words[at];
    let upos = tree.upos(at);
    word.shape & 1 == 1
        && !not_names().contains(&word.form)
        && (upos == "PROPN" || tree.xpos(at).starts_with("NNP") || (upos == "ADJ" && at > 0))
}
