//! Names that are known beforehand, and what is known of them.
//!
//! A [`Lexicon`] holds entities and the names that mean them, in compact tables that are made for
//! two million names: every text lies once in one buffer, a name is found by the hash of its words
//! ([`fold`]), and a look-up tries the longest name that can begin at a word first. One name may
//! mean several entities; the lexicon tells all of them and never chooses.
//!
//! [`Lexicon::shipped`] is made from the readable files in `data/` ([`shipped`]); an operator's
//! own comes from JSONL or CSV ([`import`]). [`Vocabulary`] is the other half: what single word
//! forms tell (titles, given names, heads of organisations' names, verbs of saying).

use crate::words::{Shape, Word};
use fold::{then, word_hash};
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use wiredesk_model::entity::{Office, Ticker};
use wiredesk_model::{Entity, EntityId, EntityType};

pub mod fold;
pub mod import;
mod shipped;
mod table;
mod vocabulary;

pub use import::{Error, Imported};
pub use vocabulary::{CueClass, Vocabulary, WordClass};

use table::{Texts, Written};

/// How a name means its entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameKind {
    /// A full or usual name.
    Name,
    /// One that is also an ordinary word or another's name ("Target", "Apple"): it needs the
    /// context to speak for it.
    Doubtful,
    /// The adjective or the people of a country.
    Demonym,
    /// A country's capital: a place, which may act for the country.
    Capital,
    /// A seat of power that always acts for its country ("the Kremlin").
    Seat,
    /// A person's surname, which means the person only in a fitting context.
    Surname,
}

/// Which entity of a lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key(u32);

/// One meaning of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sense {
    /// The entity.
    pub key: Key,
    /// How the name means it.
    pub kind: NameKind,
}

/// A name found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// How many words it is long.
    pub words: usize,
    /// What it may mean, most prominent first; never empty.
    pub senses: Vec<Sense>,
}

/// Known entities and the names that mean them.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    vocabulary: Vocabulary,
    texts: Texts,
    records: Vec<Record>,
    by_id: Hashed<u32>,
    /// Phrase hash to the first of its meanings.
    phrases: Hashed<u32>,
    meanings: Vec<Meaning>,
    /// First word's hash to the greatest number of words of a name that begins with it.
    firsts: Hashed<u8>,
    offices: Vec<(u32, Office)>,
    tickers: Vec<(u32, Ticker)>,
    /// Entities that pass on what others say.
    outlets: HashSet<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Record {
    id: table::Text,
    name: table::Text,
    country: table::Text,
    kind: EntityType,
}

/// One meaning of a phrase, in a list by `next`.
#[derive(Debug, Clone, Copy)]
struct Meaning {
    record: u32,
    next: u32,
    kind: NameKind,
    written: Written,
}

const NONE: u32 = u32::MAX;
/// Names of more words than this are not looked for.
const WORDS_MAX: usize = 12;

impl Lexicon {
    /// A lexicon without names, with the shipped vocabulary.
    #[must_use]
    pub fn empty() -> Self {
        Self { vocabulary: Vocabulary::shipped(), ..Self::default() }
    }

    /// The lexicon that is shipped: countries, leaders, organisations, outlets, companies, places.
    #[must_use]
    pub fn shipped() -> Self {
        shipped::load()
    }

    /// What single word forms tell.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// How many entities it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// True when it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// All its entities.
    pub fn keys(&self) -> impl Iterator<Item = Key> + use<> {
        (0..self.records.len() as u32).map(Key)
    }

    /// Adds an entity with all its names. One that has the id already gets the new names,
    /// offices and tickers beside its own.
    pub fn insert(&mut self, entity: &Entity) -> Key {
        let key = self.insert_nameless(entity);
        self.name(key, &entity.name, NameKind::Name);
        for alias in &entity.aliases {
            self.name(key, alias, NameKind::Name);
        }
        key
    }

    /// Adds an entity but none of its names; see [`Self::name`].
    pub fn insert_nameless(&mut self, entity: &Entity) -> Key {
        let hash = word_hash_of_id(entity.id.as_str());
        let number = match self.by_id.get(&hash) {
            Some(&known) => known,
            None => {
                let number = self.records.len() as u32;
                let country = entity.country.as_ref().map_or("", EntityId::as_str);
                let record = Record {
                    id: self.texts.put(entity.id.as_str()),
                    name: self.texts.put(&entity.name),
                    country: self.texts.put_shared(country),
                    kind: entity.kind,
                };
                self.records.push(record);
                self.by_id.insert(hash, number);
                number
            }
        };
        self.offices.extend(entity.offices.iter().map(|office| (number, office.clone())));
        for ticker in &entity.tickers {
            self.tickers.push((number, ticker.clone()));
        }
        Key(number)
    }

    /// Lets `name` mean an entity. Names of more than twelve words and empty ones are left out.
    pub fn name(&mut self, key: Key, name: &str, kind: NameKind) {
        let mut phrase = 0;
        let mut first = 0;
        let mut count = 0;
        for word in table::name_words(name) {
            let hash = word_hash(word);
            phrase = then(phrase, hash);
            first = if count == 0 { hash } else { first };
            count += 1;
        }
        if count == 0 || count > WORDS_MAX {
            return;
        }
        let longest = self.firsts.entry(first).or_default();
        *longest = (*longest).max(count as u8);
        let written = Written::of(name);
        let next = self.meanings.len() as u32;
        let meaning = Meaning { record: key.0, next: NONE, kind, written };
        match self.phrases.get(&phrase) {
            None => {
                self.phrases.insert(phrase, next);
            }
            Some(&head) => match self.tail_for(head, key) {
                Some(tail) => self.meanings[tail as usize].next = next,
                None => return,
            },
        }
        self.meanings.push(meaning);
    }

    /// The end of the list of meanings at `head`, or `None` when `key` is in it already.
    fn tail_for(&self, head: u32, key: Key) -> Option<u32> {
        let mut at = head;
        loop {
            let meaning = self.meanings[at as usize];
            if meaning.record == key.0 {
                return None;
            }
            if meaning.next == NONE {
                return Some(at);
            }
            at = meaning.next;
        }
    }

    /// Puts offices and tickers in the order of the entities; to be called after adding many.
    fn sort(&mut self) {
        self.offices.sort_by_key(|(number, _)| *number);
        self.tickers.sort_by_key(|(number, _)| *number);
    }

    /// The longest name that begins at the first of `words` and is written as names are.
    #[must_use]
    pub fn longest(&self, words: &[Word]) -> Option<Found> {
        let first = words.first()?;
        let limit = usize::from(*self.firsts.get(&first.hash)?).min(words.len());
        let mut phrases = [0u64; WORDS_MAX + 1];
        let mut reach = 0;
        for (n, word) in words[..limit].iter().enumerate() {
            if n > 0 && !word.is_joined() && !joins_suffix(word) {
                break;
            }
            phrases[n + 1] = then(phrases[n], word.hash);
            reach = n + 1;
        }
        (1..=reach).rev().find_map(|n| {
            let head = *self.phrases.get(&phrases[n])?;
            let senses = self.senses(head, &words[..n]);
            (!senses.is_empty()).then_some(Found { words: n, senses })
        })
    }

    /// The meanings of the phrase whose list begins at `head` that fit how the words are written.
    fn senses(&self, head: u32, words: &[Word]) -> Vec<Sense> {
        let mut out = Vec::new();
        let mut at = head;
        while at != NONE {
            let meaning = self.meanings[at as usize];
            if meaning.written.fits(words) {
                out.push(Sense { key: Key(meaning.record), kind: meaning.kind });
            }
            at = meaning.next;
        }
        out
    }

    /// All entities that `name` means.
    #[must_use]
    pub fn look_up(&self, name: &str) -> Vec<Key> {
        let phrase = table::name_words(name).fold(0, |p, word| then(p, word_hash(word)));
        let mut at = self.phrases.get(&phrase).copied().unwrap_or(NONE);
        let mut out = Vec::new();
        while at != NONE {
            out.push(Key(self.meanings[at as usize].record));
            at = self.meanings[at as usize].next;
        }
        out
    }

    /// The entity with that id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<Key> {
        let number = *self.by_id.get(&word_hash_of_id(id))?;
        (self.texts.get(self.records[number as usize].id) == id).then_some(Key(number))
    }

    /// Marks an entity as a news outlet.
    pub fn mark_outlet(&mut self, key: Key) {
        self.outlets.insert(key.0);
    }

    /// True for the id of a news outlet.
    #[must_use]
    pub fn is_outlet(&self, id: &str) -> bool {
        self.get(id).is_some_and(|key| self.outlets.contains(&key.0))
    }

    /// An entity's id.
    #[must_use]
    pub fn id(&self, key: Key) -> EntityId {
        EntityId::from(self.id_text(key))
    }

    /// An entity's id as text.
    #[must_use]
    pub fn id_text(&self, key: Key) -> &str {
        self.texts.get(self.records[key.0 as usize].id)
    }

    /// An entity's shown name.
    #[must_use]
    pub fn shown(&self, key: Key) -> &str {
        self.texts.get(self.records[key.0 as usize].name)
    }

    /// An entity's type.
    #[must_use]
    pub fn kind(&self, key: Key) -> EntityType {
        self.records[key.0 as usize].kind
    }

    /// The id of the country an entity belongs to; empty when it belongs to none.
    #[must_use]
    pub fn country(&self, key: Key) -> &str {
        self.texts.get(self.records[key.0 as usize].country)
    }

    /// The offices a person holds or held.
    pub fn offices(&self, key: Key) -> impl Iterator<Item = &Office> {
        let from = self.offices.partition_point(|(number, _)| *number < key.0);
        let rest = self.offices[from..].iter();
        rest.take_while(move |(number, _)| *number == key.0).map(|(_, office)| office)
    }

    /// Where a company is listed, first the primary listing.
    pub fn tickers(&self, key: Key) -> impl Iterator<Item = &Ticker> {
        let from = self.tickers.partition_point(|(number, _)| *number < key.0);
        let rest = self.tickers[from..].iter();
        rest.take_while(move |(number, _)| *number == key.0).map(|(_, ticker)| ticker)
    }
}

/// ", Inc." may follow a company's name behind a comma.
fn joins_suffix(word: &Word) -> bool {
    word.gap == crate::words::Gap::Comma
        && word.class.is(WordClass::COMPANY_TAIL)
        && word.shape != Shape::Lower
}

/// Ids are told apart by case ("company:a" is not "company:A").
fn word_hash_of_id(id: &str) -> u64 {
    id.bytes().fold(0, |hash, b| then(hash, u64::from(b)))
}

/// A table whose keys are hashes already.
pub(crate) type Hashed<V> = HashMap<u64, V, BuildHasherDefault<AsIs>>;

/// The hasher that hands a 64-bit key on as it is.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.0 = then(self.0, u64::from(b));
        }
    }

    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }
}

#[cfg(test)]
mod tests;
