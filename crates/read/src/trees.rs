//! Dependency trees in Universal Dependencies style.
//!
//! Transition-based (arc-hybrid: Kuhlmann et al. 2011), a linear model trained with a beam (max
//! violation: Huang et al. 2012) on rich local features (after Zhang and Nivre 2011). Candidates
//! that fall behind the best by more than [`Search::behind`] are dropped, so plain sentences cost
//! little more than greedy parsing. Relations are put on the finished arcs (`trees/labels.rs`); how
//! sure they are helps to choose among the trees that are left at the end ([`parse`]): an arc whose
//! relation is in doubt is more often wrong.
//!
//! [`Trees`] makes them lazily: only sentences that someone asks about are tagged and parsed.

pub mod features;
pub mod labels;
pub mod state;

use crate::model::Model;
use crate::model::arcs::Sums;
use crate::tags::words::Word;
use crate::tags::{self, Tag};
use crate::tokens::{Token, tokenize};
use features::{Sight, state_features};
use state::{Action, State};
use std::cell::OnceCell;
use wiredesk_model::Span;

/// How hard the parser looks for the best tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Search {
    /// Candidates that are kept at each step.
    pub beam: usize,
    /// How far a candidate may fall behind the best, in model weights.
    pub behind: i32,
}

impl Search {
    /// For reading: within a twentieth of a point of what is thorough, several times faster.
    pub const QUICK: Search = Search { beam: 4, behind: 500 };
    /// As in training.
    pub const THOROUGH: Search = Search { beam: 8, behind: 1500 };
}

/// Features of a state that are looked at first; the others only where these leave a doubt.
const FIRST: usize = 45;
/// How much those others may still change.
const SLACK: i32 = 100;

/// Sentences with more words are not parsed but come as a flat tree.
pub const WORDS_MAX: usize = 400;

/// A sentence with its words, tags, heads and relations.
#[derive(Debug, Clone)]
pub struct Tree<'m> {
    /// Its words.
    pub tokens: Vec<Token>,
    /// What the models saw of them.
    pub words: Vec<Word>,
    /// Their tags, as indices.
    pub tags: Vec<Tag>,
    heads: Vec<usize>,
    labels: Vec<u8>,
    /// All words by their head, children left to right: `children[first[h]..first[h + 1]]`.
    first: Vec<usize>,
    children: Vec<usize>,
    model: &'m Model,
}

impl<'m> Tree<'m> {
    /// Tags and parses the sentence `span` of `text`.
    #[must_use]
    pub fn new(model: &'m Model, text: &str, span: Span) -> Self {
        Self::tagged(model, text, tokenize(text, span)).grown()
    }

    /// Tags the words of a sentence; they hang from nothing yet. Much cheaper than the tree.
    #[must_use]
    pub fn tagged(model: &'m Model, text: &str, tokens: Vec<Token>) -> Self {
        let words: Vec<Word> =
            tokens.iter().map(|t| Word::new(t.of(text), &model.vocabulary)).collect();
        let tags = tags::tag(model, &words);
        let (heads, labels) = (Vec::new(), Vec::new());
        Self { tokens, words, tags, heads, labels, first: Vec::new(), children: Vec::new(), model }
    }

    /// Parses what is tagged.
    #[must_use]
    pub fn grown(self) -> Self {
        let (heads, labels) = parse(self.model, &self.words, &self.tags, Search::QUICK);
        let (first, children) = children_of(&heads);
        Self { heads, labels, first, children, ..self }
    }

    /// The model it was made with.
    #[must_use]
    pub fn model(&self) -> &'m Model {
        self.model
    }

    /// How many words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// True without words.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The universal part of speech of word `at` ("VERB").
    #[must_use]
    pub fn upos(&self, at: usize) -> &'m str {
        self.pair(at).map_or("X", |(upos, _)| upos)
    }

    /// The Penn part of speech of word `at` ("VBD").
    #[must_use]
    pub fn xpos(&self, at: usize) -> &'m str {
        self.pair(at).map_or("NN", |(_, xpos)| xpos)
    }

    fn pair(&self, at: usize) -> Option<(&'m str, &'m str)> {
        let (upos, xpos) = self.model.tag_names.get(usize::from(*self.tags.get(at)?))?;
        Some((upos, xpos))
    }

    /// The head of word `at`; `None` for the root.
    #[must_use]
    pub fn head(&self, at: usize) -> Option<usize> {
        self.heads.get(at).copied().filter(|&h| h < self.len())
    }

    /// The relation of word `at` to its head, with its subtype ("nsubj:pass").
    #[must_use]
    pub fn relation(&self, at: usize) -> &'m str {
        let label = self.labels.get(at).and_then(|&l| self.model.label_names.get(usize::from(l)));
        label.map_or("dep", String::as_str)
    }

    /// The words whose head is `at`, left to right.
    #[must_use]
    pub fn children(&self, at: usize) -> &[usize] {
        let from = self.first.get(at).copied().unwrap_or(0);
        let to = self.first.get(at + 1).copied().unwrap_or(from);
        self.children.get(from..to).unwrap_or(&[])
    }

    /// The word that has no head.
    #[must_use]
    pub fn root(&self) -> Option<usize> {
        (0..self.len()).find(|&at| self.head(at).is_none())
    }

    /// The first child of `at` whose relation is one of `relations`.
    #[must_use]
    pub fn child(&self, at: usize, relations: &[&str]) -> Option<usize> {
        self.children(at).iter().copied().find(|&c| relations.contains(&self.relation(c)))
    }

    /// First and last word of all that hangs from `at`, itself with it.
    #[must_use]
    pub fn reach(&self, at: usize) -> (usize, usize) {
        let (mut low, mut high) = (at, at);
        let mut open = vec![at];
        while let Some(word) = open.pop() {
            low = low.min(word);
            high = high.max(word);
            open.extend_from_slice(self.children(word));
        }
        (low, high)
    }

    /// The words of all that hangs from `at`, as bytes of the text.
    #[must_use]
    pub fn span(&self, at: usize) -> Span {
        let (low, high) = self.reach(at);
        match (self.tokens.get(low), self.tokens.get(high)) {
            (Some(a), Some(b)) => a.span.cover(b.span),
            _ => Span::default(),
        }
    }

    /// The words that touch `span`, as a range of indices.
    #[must_use]
    pub fn words_in(&self, span: Span) -> std::ops::Range<usize> {
        let from = self.tokens.partition_point(|t| t.span.end <= span.start);
        let to = self.tokens.partition_point(|t| t.span.start < span.end);
        from..to.max(from)
    }

    /// The word in `words` whose head is outside of them: the head of the phrase.
    #[must_use]
    pub fn top_of(&self, words: std::ops::Range<usize>) -> Option<usize> {
        let inside = |at: usize| words.contains(&at);
        words.clone().find(|&at| !self.head(at).is_some_and(inside))
    }
}

/// The trees of one text's sentences, each made when it is first asked for.
#[derive(Debug)]
pub struct Trees<'t> {
    text: &'t str,
    sentences: &'t [Span],
    made: Vec<OnceCell<Tree<'static>>>,
}

impl<'t> Trees<'t> {
    /// None made yet.
    #[must_use]
    pub fn new(text: &'t str, sentences: &'t [Span]) -> Self {
        Self { text, sentences, made: sentences.iter().map(|_| OnceCell::new()).collect() }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The tree of sentence `index`, by the shipped model.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&Tree<'static>> {
        let span = *self.sentences.get(index)?;
        Some(self.made.get(index)?.get_or_init(|| Tree::new(Model::shipped(), self.text, span)))
    }
}

/// Heads, and their relations.
pub type Parsed = (Vec<usize>, Vec<u8>);

/// The head of each word, where `words.len()` stands for the root, and its relation.
#[must_use]
pub fn parse(model: &Model, words: &[Word], tags: &[Tag], search: Search) -> Parsed {
    if words.len() > WORDS_MAX {
        let heads = (0..words.len()).map(|at| if at == 0 { words.len() } else { 0 }).collect();
        return (heads, vec![labels::NO_LABEL; words.len()]);
    }
    let trees = candidates(model, words, tags, search);
    let [first, _, ..] = trees.as_slice() else {
        let heads = trees.first().map_or_else(Vec::new, State::heads);
        let labels = labels::label(model, words, tags, &heads);
        return (heads, labels);
    };
    let mut sure = labels::Sure::new(model, words, tags);
    let mut best: (i32, Parsed) = (i32::MIN, (Vec::new(), Vec::new()));
    for tree in &trees {
        let heads = tree.heads();
        let (labels, doubt) = sure.label(&heads);
        let score = tree.score - first.score - doubt;
        if score > best.0 {
            best = (score, (heads, labels));
        }
    }
    best.1
}

/// The trees that are left at the end of the search, best first.
fn candidates(model: &Model, words: &[Word], tags: &[Tag], search: Search) -> Vec<State> {
    let sight = Sight::new(&model.tag_kinds, words, tags);
    let mut features = Vec::with_capacity(128);
    let mut kept = vec![State::start(words.len())];
    // States of the step before, kept for their memory.
    let mut spare: Vec<State> = Vec::new();
    let mut next: Vec<(i32, usize, Action)> = Vec::with_capacity(search.beam * 3);
    let mut weighed: Vec<[i32; 3]> = Vec::with_capacity(search.beam);
    for _ in 0..2 * words.len() {
        next.clear();
        weighed.clear();
        for (index, state) in kept.iter().enumerate() {
            let alike = kept[..index].iter().position(|other| state.looks_like(other));
            let scores = match alike {
                Some(other) => weighed[other],
                None => {
                    let alone = (kept.len() == 1).then_some(search.behind);
                    weigh(model, &sight, state, alone, &mut features)
                }
            };
            weighed.push(scores);
            for action in Action::ALL.into_iter().filter(|&a| state.can(a)) {
                next.push((state.score + scores[action as usize], index, action));
            }
        }
        next.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
        let floor = next.first().map_or(0, |n| n.0 - search.behind);
        next.truncate(search.beam.max(1));
        next.retain(|n| n.0 >= floor);
        if let ([(score, index, action)], [_]) = (next.as_slice(), kept.as_slice()) {
            kept[*index].apply(*action);
            kept[*index].score = *score;
            continue;
        }
        spare.resize_with(next.len().max(spare.len()), State::default);
        for (state, &(score, index, action)) in spare.iter_mut().zip(&next) {
            state.clone_from(&kept[index]);
            state.apply(action);
            state.score = score;
        }
        std::mem::swap(&mut kept, &mut spare);
        kept.truncate(next.len());
    }
    kept
}

/// The scores of a state's actions; where only one is possible it is not weighed. Where the state is
/// `alone`, the first features may do.
fn weigh(
    model: &Model,
    sight: &Sight,
    state: &State,
    alone: Option<i32>,
    features: &mut Vec<u64>,
) -> [i32; 3] {
    let mut sums = Sums::default();
    if state.choices() > 1 {
        state_features(sight, state, features);
        let (first, rest) = features.split_at(FIRST.min(features.len()));
        model.arcs.add(first, &mut sums);
        if !alone.is_some_and(|behind| is_clear(&sums.scores(), state, behind)) {
            model.arcs.add(rest, &mut sums);
        }
    }
    sums.scores()
}

/// The first features put one action so far ahead that the others would be dropped at once.
fn is_clear(scores: &[i32; 3], state: &State, behind: i32) -> bool {
    let can = |a: &Action| state.can(*a);
    let best = Action::ALL.into_iter().filter(can).map(|a| scores[a as usize]).max();
    let floor = best.unwrap_or(0) - behind - SLACK;
    Action::ALL.into_iter().filter(can).filter(|&a| scores[a as usize] >= floor).count() == 1
}

fn children_of(heads: &[usize]) -> (Vec<usize>, Vec<usize>) {
    let mut first = vec![0; heads.len() + 2];
    for &head in heads {
        first[head.min(heads.len()) + 1] += 1;
    }
    for at in 1..first.len() {
        first[at] += first[at - 1];
    }
    let mut free = first.clone();
    let mut children = vec![0; heads.len()];
    for (word, &head) in heads.iter().enumerate() {
        let slot = &mut free[head.min(heads.len())];
        children[*slot] = word;
        *slot += 1;
    }
    (first, children)
}

#[cfg(test)]
mod tests;
