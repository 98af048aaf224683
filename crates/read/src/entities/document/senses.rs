//! Which of the lexicon's meanings a name has here.

use super::Document;
use crate::entities::Name;
use crate::lexicon::{Key, NameKind, Sense, WordClass as C};
use crate::words::{Gap, Shape, Word};
use wiredesk_model::{EntityType, Mention};

/// Points from which a doubtful name ("Target") is taken for the entity.
const ENOUGH: f32 = 2.0;
/// Words looked at on each side for talk of companies.
const AROUND: usize = 14;

impl Document<'_> {
    /// The mention that the lexicon's meanings make of a name, when the context lets it be one.
    pub(super) fn known(&self, name: &Name) -> Option<Mention> {
        let mut senses: Vec<Sense> =
            name.senses.iter().copied().filter(|sense| self.allows(name, *sense)).collect();
        self.choose(name, &mut senses);
        let first = *senses.first()?;
        let kind = self.kind_of(name, &senses);
        let shown = if senses.len() == 1 {
            self.lexicon.shown(first.key).to_owned()
        } else {
            self.shown(name)
        };
        let mut mention = self.plain(name, kind, shown);
        if senses.len() == 1 {
            mention.id = Some(self.lexicon.id(first.key));
            let ticker = self.lexicon.tickers(first.key).next();
            mention.ticker = ticker.map(|t| (t.symbol.clone(), t.exchange.clone()));
        } else {
            mention.candidates = senses.iter().map(|s| self.lexicon.id(s.key)).collect();
        }
        Some(mention)
    }

    /// Whether the context lets a name have this meaning.
    fn allows(&self, name: &Name, sense: Sense) -> bool {
        match sense.kind {
            NameKind::Name | NameKind::Demonym | NameKind::Seat => true,
            NameKind::Capital => self.acts(name),
            NameKind::Doubtful => self.doubt(name, sense.key) >= ENOUGH,
            NameKind::Surname => self.surname(name, sense.key),
        }
    }

    /// Leaves the meanings that fit best: one the report names elsewhere beyond doubt, a capital
    /// that acts for its country rather than the city, a full name rather than a surname.
    fn choose(&self, name: &Name, senses: &mut Vec<Sense>) {
        if senses.len() < 2 {
            return;
        }
        if senses.iter().any(|s| s.kind == NameKind::Capital) {
            senses.retain(|s| s.kind == NameKind::Capital);
        } else if name.titled.is_some() && senses.iter().any(|s| self.is_human(s.key)) {
            senses.retain(|s| self.is_human(s.key));
        } else if senses.iter().any(|s| self.anchors.contains(&s.key)) {
            senses.retain(|s| self.anchors.contains(&s.key));
        }
        if senses.iter().any(|s| s.kind == NameKind::Name) {
            senses.retain(|s| s.kind != NameKind::Surname);
        }
    }

    fn is_human(&self, key: Key) -> bool {
        self.lexicon.kind(key) == EntityType::Person
    }

    fn kind_of(&self, name: &Name, senses: &[Sense]) -> EntityType {
        let first = &self.words[name.from];
        let bound = first.gap == Gap::Hyphen && name.from > 0 && !first.first;
        if bound && self.words[name.from - 1].class.is(C::PREFIX) {
            return EntityType::Other; // "pro-Beijing"
        }
        let kinds = senses.iter().map(|s| match s.kind {
            NameKind::Demonym => EntityType::Other,
            _ => self.lexicon.kind(s.key),
        });
        let best = name.weights.best().0;
        let mut kinds = kinds.peekable();
        let first = kinds.peek().copied().unwrap_or(EntityType::Other);
        if kinds.any(|kind| kind == best) { best } else { first }
    }

    /// A capital acts for its country when it is the subject of a verb or owns something, and no
    /// preposition of place stands before it.
    fn acts(&self, name: &Name) -> bool {
        let placed = name.from > 0 && {
            let prior = &self.words[name.from - 1];
            let first = &self.words[name.from];
            prior.class.is(C::AT_PLACE) && !first.first || first.gap == Gap::Comma
        };
        let Some(next) = self.words.get(name.to).filter(|w| !w.first) else { return false };
        let verb = next.class.any(C::VERB.and(C::AUXILIARY))
            || next.class.cue() >= 50 && !next.class.is(C::CUE_NOUN);
        let subject = verb && next.gap == Gap::Space && next.shape == Shape::Lower;
        !placed && (subject || next.shape == Shape::Clitic)
    }

    /// A surname means the lexicon's person unless the report names another one so in full.
    fn surname(&self, name: &Name, key: Key) -> bool {
        let words = name.words(self.words);
        let Some(last) = words.last() else { return false };
        if let Some(people) = self.by_word.get(&last.hash) {
            return people.iter().any(|&n| self.people[n as usize].key == Some(key));
        }
        if last.class.any(C::CALENDAR.and(C::FUNCTION).and(C::NUMERAL)) && name.titled.is_none() {
            return false; // "May"
        }
        let thing =
            name.weights.of(EntityType::Place) > 1.0 || name.weights.of(EntityType::Person) < -0.5;
        !thing && !last.first || name.weights.of(EntityType::Person) > 1.0
    }

    /// What speaks for a doubtful name in its context.
    fn doubt(&self, name: &Name, key: Key) -> f32 {
        let words = name.words(self.words);
        let first = &words[0];
        let prior = (!first.first && name.from > 0).then(|| &self.words[name.from - 1]);
        let next = self.words.get(name.to).filter(|w| !w.first);
        let mut points = if self.anchors.contains(&key) { 3.0 } else { 0.0 };
        points += if self.has_ticker(key) { 3.0 } else { 0.0 };
        let capital = |w: &Word| w.is_capital() && w.gap == Gap::Space && !w.class.is(C::FUNCTION);
        if !name.headline && next.is_some_and(capital) {
            points -= 3.0; // "Apple Records", "Ford Foundation"
        }
        if prior.is_some_and(|w| w.is_capital() && first.gap == Gap::Space && !w.first) {
            points -= 3.0; // "Harrison Ford", "Big Apple"
        }
        if prior.is_some_and(|w| w.class.is(C::DETERMINER) && first.gap == Gap::Space) {
            points -= 2.0;
        }
        let speaks = next.is_some_and(|w| w.class.cue() >= 60 && w.gap == Gap::Space);
        let owns = next.is_some_and(|w| w.shape == Shape::Clitic);
        let verb = next.is_some_and(|w| w.class.any(C::VERB.and(C::AUXILIARY)));
        points += if speaks || owns || verb { 1.0 } else { 0.0 };
        points += if first.first { 0.0 } else { 1.0 };
        if self.lexicon.kind(key) == EntityType::Company && self.talks_of_companies(name) {
            points += 1.0;
        }
        points
    }

    fn has_ticker(&self, key: Key) -> bool {
        let hash = |symbol: &str| crate::lexicon::fold::word_hash(symbol);
        self.lexicon.tickers(key).any(|t| self.tickers.contains(&hash(&t.symbol)))
    }

    fn talks_of_companies(&self, name: &Name) -> bool {
        let sentence = self.words[name.from].sentence;
        let near = |w: &&Word| w.sentence == sentence;
        let after = self.words[name.to..].iter().take(AROUND).take_while(near);
        let before = self.words[..name.from].iter().rev().take(AROUND).take_while(near);
        before.chain(after).any(|w| w.class.is(C::MARKET))
    }
}
