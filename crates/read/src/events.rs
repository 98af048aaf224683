//! Who did what to whom, in PLOVER roots and modes.
//!
//! Verbs and nouns that tell of events (`events/patterns.txt`) are looked up; only a sentence that
//! has one, and a name, is parsed. Operators above a deed change what it comes to ("threatened to
//! attack", "ended the embargo": [`frames`]). The tree tells who does it and to whom, the right way
//! round in passives and nominalisations ([`parts`]). Method and roots: PLOVER codebook
//! (github.com/openeventdata/PLOVER); the patterns are our own.

mod actors;
mod frames;
mod parts;
mod patterns;

use crate::Lexicon;
use crate::model::Model;
use crate::sentences::dateline;
use crate::tokens::tokenize;
use crate::trees::Tree;
use actors::{Actor, actors};
use frames::{Frame, Sense, frames, sense};
use patterns::{Patterns, form_of};
use wiredesk_model::{Attribution, DateType, Event, Mention, Participant, Reading, Root, Span};

/// Most events that one sentence can have.
pub const EVENTS_PER_SENTENCE_MAX: usize = 3;

/// Longer sentences (in bytes) are tables or noise, not reports of events.
pub const SENTENCE_BYTES_MAX: usize = 2_000;

/// The events of `text`. `found` holds all parts but events and ratings.
#[must_use]
pub fn find(text: &str, found: &Reading, _lexicon: &Lexicon) -> Vec<Event> {
    let mut events = Vec::new();
    let mut mentions = found.entities.as_slice();
    let tellings = tellings(found);
    for (sentence, &span) in found.sentences.iter().enumerate() {
        let skip = mentions.partition_point(|m| m.span.start < span.start);
        mentions = &mentions[skip..];
        let here = &mentions[..mentions.partition_point(|m| m.span.start < span.end)];
        // The place that a report is filed from does nothing in it.
        let span = dateline::body(text, span);
        let here = &here[here.partition_point(|m| m.span.start < span.start)..];
        let Some(tree) = tagged_if_it_may_tell(text, span, here) else { continue };
        let tree = tree.grown();
        let scene = Scene::new(&tree, here, &tellings[sentence]);
        for told in scene.told() {
            events.push(scene.event(text, found, sentence, told));
        }
    }
    events
}

/// The attributions that a sentence is part of, with their numbers.
type Telling<'f> = Vec<(usize, &'f Attribution)>;

/// What is said in each sentence, by which of the attributions.
fn tellings(found: &Reading) -> Vec<Telling<'_>> {
    let mut tellings = vec![Vec::new(); found.sentences.len()];
    for (index, attribution) in found.attributions.iter().enumerate() {
        for content in &attribution.content {
            let first = found.sentences.partition_point(|s| s.end <= content.start);
            let inside = found.sentences[first..].iter().take_while(|s| s.start < content.end);
            for (n, _) in inside.enumerate() {
                tellings[first + n].push((index, attribution));
            }
        }
    }
    tellings
}

/// Two participants whose relation is asked for; either may be left out.
pub type Pair = (Option<Span>, Option<Span>);

/// The events between given participants: one for each pair, in order, however unsure.
#[must_use]
pub fn label_pairs(text: &str, found: &Reading, pairs: &[Pair]) -> Vec<Event> {
    let tellings = tellings(found);
    pairs.iter().map(|&pair| label_pair(text, found, &tellings, pair)).collect()
}

fn label_pair(
    text: &str,
    found: &Reading,
    tellings: &[Telling<'_>],
    (actor, recipient): Pair,
) -> Event {
    let at = actor.or(recipient).map_or(0, |s| s.start);
    let last = actor.map_or(0, |s| s.end).max(recipient.map_or(0, |s| s.end));
    let sentence = found.sentence_at(at).unwrap_or(0);
    let span = found.sentences.get(sentence).copied().unwrap_or(Span::new(0, text.len()));
    let until = found.sentence_at(last.saturating_sub(1)).unwrap_or(sentence);
    let span = found.sentences.get(until).map_or(span, |end| span.cover(*end));
    let tree = Tree::new(Model::shipped(), text, span);
    let inside: Vec<Mention> =
        found.entities.iter().filter(|m| span.contains(m.span)).cloned().collect();
    // The pair may stand in two sentences; what is said in both was said once.
    let said = tellings.get(sentence.min(until)..=sentence.max(until)).unwrap_or_default();
    let mut said = said.concat();
    said.sort_by_key(|(index, _)| *index);
    let scene = Scene::new(&tree, &inside, &said);
    let mut event = scene.event(text, found, sentence, scene.between(actor, recipient));
    let who = |span: Option<Span>| {
        let span = span?;
        let same = inside.iter().find(|m| m.span.overlaps(span));
        Some(Participant { span, id: same.and_then(|m| m.id.clone()) })
    };
    event.actor = who(actor);
    event.recipient = who(recipient);
    event
}

/// Cheap looks before parsing, cheapest first: a named actor, a pattern whose words are all there,
/// and one whose words have the right parts of speech.
fn tagged_if_it_may_tell(text: &str, span: Span, mentions: &[Mention]) -> Option<Tree<'static>> {
    if span.len() > SENTENCE_BYTES_MAX || mentions.is_empty() {
        return None;
    }
    let tokens = tokenize(text, span);
    let forms: Vec<u64> = tokens.iter().map(|t| form_of(t.of(text))).collect();
    let patterns = Patterns::shipped();
    let told = (0..forms.len()).any(|at| {
        let mut found = patterns.of(forms[at]);
        found.any(|p| p.tells_event() && frames::companions(&forms, at, p).is_some())
    });
    let tagged = told.then(|| Tree::tagged(Model::shipped(), text, tokens))?;
    frames::may_tell(&tagged).then_some(tagged)
}

/// What a sentence tells, before the details.
#[derive(Debug, Clone)]
struct Told {
    /// The frame that tells it, if one does.
    frame: Option<usize>,
    sense: Sense,
    actor: Option<Participant>,
    recipient: Option<Participant>,
    score: i32,
}

struct Scene<'s> {
    tree: &'s Tree<'static>,
    tellings: &'s [(usize, &'s Attribution)],
    actors: Vec<Actor>,
    frames: Vec<Frame>,
}

impl<'s> Scene<'s> {
    fn new(
        tree: &'s Tree<'static>,
        mentions: &[Mention],
        tellings: &'s [(usize, &'s Attribution)],
    ) -> Self {
        Self { tree, tellings, actors: actors(tree, mentions), frames: frames(tree) }
    }

    /// The events of the sentence, by where they stand.
    fn told(&self) -> Vec<Told> {
        let mut told: Vec<Told> = (0..self.frames.len())
            .filter(|&i| !self.is_below_another(i))
            .filter_map(|i| self.tell(i))
            .collect();
        told.sort_by_key(|t| std::cmp::Reverse(t.score));
        let best = told.first().map_or(0, |t| t.score);
        let whole = |t: &Told| t.actor.is_some() && t.recipient.is_some();
        let mut kept: Vec<Told> = Vec::new();
        for t in told {
            let first = kept.is_empty() && t.score >= 6;
            let more = whole(&t) && t.score + 4 >= best && kept.len() < EVENTS_PER_SENTENCE_MAX;
            let new = kept.iter().all(|k| {
                (&k.actor, &k.recipient) != (&t.actor, &t.recipient) || k.sense.root != t.sense.root
            });
            if first || (more && new && !kept.is_empty()) {
                kept.push(t);
            }
        }
        kept.sort_by_key(|t| t.frame);
        kept
    }

    /// Some frame above already tells of it.
    fn is_below_another(&self, index: usize) -> bool {
        let mut at = self.frames[index].above;
        while let Some(above) = at {
            if sense(self.tree, &self.frames, above).is_some() {
                return true;
            }
            at = self.frames[above].above;
        }
        false
    }

    fn tell(&self, index: usize) -> Option<Told> {
        let sense = sense(self.tree, &self.frames, index)?;
        let (actor, recipient) = self.parts(index, sense);
        let named = |a: Option<&Actor>| a.map_or(0, |a| if a.named { 4 } else { 2 });
        let frame = &self.frames[index];
        let score = frame.weight.max(self.frames[sense.deed].weight).min(8)
            + named(actor)
            + named(recipient)
            + if frame.noun { -2 } else { 2 }
            - i32::try_from(self.depth(frame.at)).unwrap_or(0);
        if actor.is_none() && recipient.is_none() {
            return None;
        }
        let who = |a: Option<&Actor>| a.map(|a| a.who.clone());
        Some(Told {
            frame: Some(index),
            sense,
            actor: who(actor),
            recipient: who(recipient),
            score,
        })
    }

    /// Clauses between the word and the root.
    fn depth(&self, at: usize) -> usize {
        let mut depth = 0;
        let mut word = at;
        for _ in 0..20 {
            if matches!(
                self.tree.relation(word),
                "advcl" | "acl" | "acl:relcl" | "nmod" | "appos" | "conj" | "nmod:poss" | "amod"
            ) {
                depth += 1;
            }
            match self.tree.head(word) {
                Some(head) => word = head,
                None => break,
            }
        }
        depth
    }

    /// Doer and sufferer of a frame; what the frame does not tell, the deed below it may.
    fn parts(&self, index: usize, sense: Sense) -> (Option<&Actor>, Option<&Actor>) {
        let (outer, inner) = (&self.frames[index], &self.frames[sense.deed]);
        // Who says so does not do it: "Budanov said North Korea had sent shells".
        let teller = outer.class == patterns::Class::Say && sense.deed != index;
        let deeds = if teller { [inner, outer] } else { [outer, inner] };
        let own = parts::doers(self.tree, deeds[0]);
        let mut doer = self.first(&own, None);
        // A deed with a subject of its own is not the teller's: "he said no ally helps Russia".
        let tellers = teller && (!own.is_empty() || parts::is_passive(self.tree, inner.at));
        if doer.is_none() && sense.deed != index && !tellers {
            doer = self.first(&parts::doers(self.tree, deeds[1]), None);
        }
        let trigger = deeds[0].at;
        let passive = !deeds[0].noun && parts::is_passive(self.tree, trigger);
        let telling = self.telling(trigger);
        let may = |a: &&Actor| a.named && !telling.is_some_and(|(_, t)| tells(t, a));
        if doer.is_none() && !passive {
            doer = self.actors.iter().rev().find(|a| a.words.1 <= trigger && may(a));
        }
        let mut places = parts::sufferers(self.tree, outer);
        if sense.deed != index {
            places.extend(parts::sufferers(self.tree, inner));
        }
        let mut sufferer = self.first(&places, doer);
        if sufferer.is_none() {
            sufferer = self.partner(doer, sense.root);
        }
        if sufferer.is_none() {
            let after = |a: &&Actor| {
                a.words.0 > trigger && may(a) && Some(a.words) != doer.map(|d| d.words)
            };
            sufferer = self.actors.iter().find(after);
        }
        (doer, sufferer)
    }

    /// Who says what the word is part of.
    fn telling(&self, word: usize) -> Option<(usize, &Attribution)> {
        let span = self.tree.tokens[word].span;
        let said = |a: &Attribution| a.content.iter().any(|c| c.contains(span));
        self.tellings.iter().copied().find(|(_, a)| said(a))
    }

    /// The best actor of the first place that holds one, leaving out `other`.
    fn first(&self, places: &[usize], other: Option<&Actor>) -> Option<&Actor> {
        let pick =
            |named: bool| places.iter().find_map(|&place| self.in_phrase(place, other, named));
        pick(true).or_else(|| pick(false)).or_else(|| {
            places
                .iter()
                .find(|&&p| self.tree.upos(p) == "PRON")
                .and_then(|&p| self.meant(p, other))
        })
    }

    fn in_phrase(&self, head: usize, other: Option<&Actor>, named: bool) -> Option<&Actor> {
        let words = self.phrase(head);
        let fits = |a: &&Actor| {
            a.named == named
                && Some(a.words) != other.map(|o| o.words)
                && (a.words.0..a.words.1).any(|w| words.contains(&w))
        };
        self.actors.iter().filter(fits).min_by_key(|a| {
            let near = (a.words.0..a.words.1).map(|w| w.abs_diff(head)).min().unwrap_or(99);
            (near, a.words.0)
        })
    }

    /// The words of a phrase without the clauses in it.
    fn phrase(&self, head: usize) -> Vec<usize> {
        let mut words = vec![head];
        let mut at = 0;
        while at < words.len() && words.len() < 200 {
            for &child in self.tree.children(words[at]) {
                let relation = self.tree.relation(child);
                if !matches!(relation, "acl:relcl" | "advcl" | "parataxis" | "punct") {
                    words.push(child);
                }
            }
            at += 1;
        }
        words
    }

    /// Whom a pronoun means: the sentence's first named actor before it.
    fn meant(&self, pronoun: usize, other: Option<&Actor>) -> Option<&Actor> {
        let fits =
            |a: &&Actor| a.named && a.words.1 <= pronoun && Some(a.words) != other.map(|o| o.words);
        self.actors.iter().find(fits)
    }

    /// "Iran and Iraq agreed": the second of two that do something together.
    fn partner(&self, doer: Option<&Actor>, root: Root) -> Option<&Actor> {
        let together = [Root::Agree, Root::Consult, Root::Cooperate, Root::Assault, Root::Support];
        let doer = doer.filter(|_| together.contains(&root))?;
        self.actors.iter().find(|a| {
            a.named
                && a.words.0 > doer.words.0
                && (a.words.0..a.words.1).any(|w| {
                    self.tree.relation(w) == "conj"
                        || self.tree.head(w).is_some_and(|h| self.tree.relation(h) == "conj")
                })
        })
    }

    /// What is told between two given participants.
    fn between(&self, actor: Option<Span>, recipient: Option<Span>) -> Told {
        let overlaps =
            |w: usize, span: Span| self.tree.tokens.get(w).is_some_and(|t| t.span.overlaps(span));
        let holds = |places: &[usize], span: Option<Span>| {
            let mut words = places.iter().flat_map(|&p| self.phrase(p));
            span.is_some_and(|span| words.any(|w| overlaps(w, span)))
        };
        let from = actor.map_or(0, |s| s.start);
        let to = recipient.map_or(usize::MAX, |s| s.start);
        let mut best: Option<Told> = None;
        for (index, frame) in self.frames.iter().enumerate() {
            let Some(sense) = sense(self.tree, &self.frames, index) else { continue };
            let deed = &self.frames[sense.deed];
            let mut doers = parts::doers(self.tree, frame);
            let mut sufferers = parts::sufferers(self.tree, frame);
            doers.extend(parts::doers(self.tree, deed));
            sufferers.extend(parts::sufferers(self.tree, deed));
            let at = self.tree.tokens[frame.at].span.start;
            let mut score = frame.weight.max(deed.weight).min(8) + if frame.noun { -2 } else { 2 };
            score += if holds(&doers, actor) { 6 } else { 0 };
            score += if holds(&sufferers, recipient) { 4 } else { 0 };
            score += if from < at && at < to { 3 } else { 0 };
            score -= if self.is_below_another(index) { 6 } else { 0 };
            score -= 3 * i32::try_from(self.depth(frame.at)).unwrap_or(0);
            if best.as_ref().is_none_or(|b| score > b.score) {
                best =
                    Some(Told { frame: Some(index), sense, actor: None, recipient: None, score });
            }
        }
        best.unwrap_or_else(|| Told {
            frame: None,
            sense: frames::guess(self.tree),
            actor: None,
            recipient: None,
            score: 0,
        })
    }

    /// The event with all its details.
    fn event(&self, text: &str, found: &Reading, sentence: usize, told: Told) -> Event {
        let whole = found.sentences.get(sentence).copied().unwrap_or_default();
        let frame = told.frame.and_then(|f| self.frames.get(f));
        let deed = told.frame.and_then(|_| self.frames.get(told.sense.deed)).or(frame);
        let teller = frame.is_some_and(|f| f.class == patterns::Class::Say);
        let named = if teller { deed } else { frame };
        let trigger = named.map_or(whole, |f| self.tree.tokens[f.at].span);
        let place = deed.and_then(|d| self.place(d, &told));
        let counted = deed.and_then(|d| self.counted(found, d));
        let telling = named.and_then(|f| self.telling(f.at));
        Event {
            sentence,
            root: told.sense.root,
            mode: told.sense.mode.map(str::to_owned),
            date: date(found, whole, trigger, telling.map(|(_, t)| t)),
            quantity: counted.and_then(|q| q.of(text)).map(str::to_owned),
            instrument: deed
                .and_then(|d| self.instrument(d))
                .filter(|i| !counted.is_some_and(|q| q.overlaps(*i))),
            status: told.sense.status,
            attribution: telling.map(|(index, _)| index),
            actor: told.actor,
            recipient: told.recipient,
            trigger,
            place,
        }
    }

    /// "in Soroti", "near the border of Chad": a named place that takes no part.
    fn place(&self, deed: &Frame, told: &Told) -> Option<Participant> {
        let places = ["in", "at", "near", "outside", "off", "around", "along", "across"];
        let places = parts::prepositional(self.tree, deed.at, &places);
        let part = |a: &Actor| {
            let same = |p: &Option<Participant>| p.as_ref().is_some_and(|p| p.span == a.who.span);
            same(&told.actor) || same(&told.recipient)
        };
        let found = places.into_iter().filter_map(|p| self.in_phrase(p, None, true));
        found.filter(|a| !part(a)).map(|a| a.who.clone()).next()
    }

    /// What it was done with: "with knives", "using drones", and what is given or sold.
    fn instrument(&self, deed: &Frame) -> Option<Span> {
        let with = parts::prepositional(self.tree, deed.at, &["with", "using", "by"]);
        let thing =
            |&w: &usize| self.tree.upos(w) == "NOUN" && self.in_phrase(w, None, true).is_none();
        let given = matches!(
            deed.class,
            patterns::Class::Event(Root::Aid | Root::Cooperate | Root::Mobilize)
        );
        let object = self.tree.child(deed.at, &["obj"]).filter(|_| given);
        let word = object.into_iter().chain(with).find(thing)?;
        let (low, high) = self.tree.reach(word);
        (high - low < 8).then(|| self.tree.span(word))
    }

    /// "millions of shells", "30 tanks": a quantity among the words below the deed.
    fn counted(&self, found: &Reading, deed: &Frame) -> Option<Span> {
        let reach = self.tree.span(deed.at);
        let first = found.quantities.partition_point(|q| q.span.start < reach.start);
        let inside = found.quantities[first..].iter().take_while(|q| q.span.start < reach.end);
        let mut counted = inside.filter(|q| {
            reach.contains(q.span) && found.dates.iter().all(|d| !d.span.overlaps(q.span))
        });
        counted.next().map(|q| q.span)
    }
}

/// Who tells of a deed neither did nor suffered it, unless the sentence says so: "no ally helps
/// Russia more, Budanov said".
fn tells(telling: &Attribution, actor: &Actor) -> bool {
    telling.source.iter().any(|s| s.overlaps(actor.who.span))
}

/// The date in the sentence that stands nearest to the trigger. Of what somebody told, the dates in
/// his words only: in "shelled the town, he told Reuters on Sunday" the day is that of the telling.
fn date(
    found: &Reading,
    sentence: Span,
    trigger: Span,
    telling: Option<&Attribution>,
) -> Option<String> {
    let told = |date: Span| telling.is_none_or(|t| t.content.iter().any(|c| c.contains(date)));
    let first = found.dates.partition_point(|d| d.span.start < sentence.start);
    let inside = found.dates[first..].iter().take_while(|d| d.span.start < sentence.end);
    inside
        .filter(|d| matches!(d.kind, DateType::Date | DateType::Time) && told(d.span))
        .min_by_key(|d| d.span.start.abs_diff(trigger.start))
        .map(|d| d.value.clone())
}

#[cfg(test)]
mod tests;
