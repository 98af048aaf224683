//! What one mention tells holds for the others of the report.

use super::{Name, evidence::Weights};
use crate::Lexicon;
use crate::lexicon::fold::then;
use crate::lexicon::import::{short, slug};
use crate::lexicon::{Hashed, Key, NameKind, Sense, WordClass as C};
use crate::words::{Gap, Shape, Word};
use std::collections::{HashMap, HashSet};
use wiredesk_model::{EntityId, EntityType, Mention};

mod senses;

/// What is known of the whole report before its names are settled.
struct Document<'a> {
    text: &'a str,
    words: &'a [Word],
    lexicon: &'a Lexicon,
    names: &'a [Name],
    /// All evidence for a phrase, from all its mentions.
    pooled: Hashed<Weights>,
    /// People by each word of their names: indices into `people`.
    by_word: Hashed<Vec<u32>>,
    people: Vec<Human>,
    /// Phrases (acronyms in brackets, names without their legal form) that mean a name before.
    short_for: Hashed<usize>,
    /// Long names by their initials, "RSF" for the Rapid Support Forces; none where two share them.
    initials: HashMap<String, Option<usize>>,
    /// Entities that the report names beyond doubt.
    anchors: HashSet<Key>,
    /// Phrases that stand as names where capitals tell so.
    strong: HashSet<u64>,
    /// Hashes of words that stand as tickers: "(AAPL)", "NASDAQ: AAPL".
    tickers: HashSet<u64>,
}

/// A person of this report.
struct Human {
    id: EntityId,
    name: String,
    last: u64,
    key: Option<Key>,
}

/// Most people told apart in one report; the rest keep the ids of their own mentions.
const PEOPLE_MAX: usize = 20_000;
/// Names of more words than this are learned together.
const NAME_WORDS: usize = 5;
/// Grades of analysts, written like names: "cut to Hold from Buy".
const GRADES: [&str; 10] = [
    "Buy",
    "Hold",
    "Sell",
    "Neutral",
    "Overweight",
    "Underweight",
    "Outperform",
    "Underperform",
    "Accumulate",
    "Reduce",
];
/// How long an acronym is that is believed to be the initials of a name before it.
const INITIALS_MIN: usize = 3;
const INITIALS_MAX: usize = 6;
/// Most people that one word is kept for.
const NAMESAKES_MAX: usize = 8;

/// A mention for each of `names`, or `None` where it turns out to be no name.
pub(super) fn settle(
    text: &str,
    words: &[Word],
    lexicon: &Lexicon,
    names: &[Name],
) -> Vec<Option<Mention>> {
    let mut document = Document {
        text,
        words,
        lexicon,
        names,
        pooled: Hashed::default(),
        by_word: Hashed::default(),
        people: Vec::new(),
        short_for: Hashed::default(),
        initials: HashMap::new(),
        anchors: HashSet::new(),
        strong: HashSet::new(),
        tickers: HashSet::new(),
    };
    document.learn();
    names.iter().enumerate().map(|(at, name)| document.mention(at, name)).collect()
}

impl Document<'_> {
    /// Gathers what all mentions tell.
    fn learn(&mut self) {
        for name in self.names {
            let phrase = self.phrase(name);
            self.pooled.entry(phrase).or_default().join(&name.weights);
            if !name.weak {
                self.strong.insert(phrase);
            }
            if let [Sense { key, kind: NameKind::Name }] = name.senses[..] {
                self.anchors.insert(key);
            }
        }
        // Long names first: "Al-Riyami" is then known as short for "Julanda Al-Riyami".
        for length in (1..=NAME_WORDS).rev() {
            for name in self.names.iter().filter(|name| name.len().min(NAME_WORDS) == length) {
                self.learn_person(name);
            }
        }
        for (at, name) in self.names.iter().enumerate() {
            self.learn_short(at, name);
            self.learn_initials(at, name);
        }
        for (at, word) in self.words.iter().enumerate() {
            let ticker =
                matches!(word.gap, Gap::Bracket | Gap::Break) && word.shape == Shape::Upper;
            if ticker && at > 0 && !word.first {
                self.tickers.insert(word.hash);
            }
        }
    }

    fn phrase(&self, name: &Name) -> u64 {
        name.words(self.words).iter().fold(0, |phrase, word| then(phrase, word.hash))
    }

    /// A full name of a person: of the lexicon, or unknown and weighed as one.
    fn learn_person(&mut self, name: &Name) {
        if self.people.len() >= PEOPLE_MAX {
            return;
        }
        let known = name
            .senses
            .iter()
            .find(|s| s.kind == NameKind::Name && self.lexicon.kind(s.key) == EntityType::Person);
        let (id, shown, key) = match known {
            Some(sense) => {
                let shown = self.lexicon.shown(sense.key).to_owned();
                (self.lexicon.id(sense.key), shown, Some(sense.key))
            }
            None if self.is_new_person(name) => {
                let shown = self.shown(name);
                (EntityId::new(format!("person:{}", slug(&shown))), shown, None)
            }
            None => return,
        };
        if self.people.iter().rev().take(64).any(|human| human.id == id) {
            return;
        }
        let own = name.words(self.words);
        if key.is_none() && self.is_part_of_known(own) {
            return;
        }
        let last = own.last().map_or(0, |w| w.hash);
        let number = self.people.len() as u32;
        for word in own.iter().filter(|w| w.is_capital() && w.shape != Shape::Initial) {
            let namesakes = self.by_word.entry(word.hash).or_default();
            if namesakes.len() < NAMESAKES_MAX && namesakes.last() != Some(&number) {
                namesakes.push(number);
            }
        }
        self.people.push(Human { id, name: shown, last, key });
    }

    /// All words are words of one person known already.
    fn is_part_of_known(&self, own: &[Word]) -> bool {
        let people = |word: &Word| self.by_word.get(&word.hash).map_or(&[][..], Vec::as_slice);
        let Some(first) = own.first() else { return false };
        people(first).iter().any(|n| own.iter().all(|word| people(word).contains(n)))
    }

    fn is_new_person(&self, name: &Name) -> bool {
        let phrase = self.phrase(name);
        let stands = !name.weak || self.strong.contains(&phrase);
        let person = |w: &Weights| w.best().0 == EntityType::Person;
        name.senses.is_empty()
            && name.len() > 1
            && stands
            && self.pooled.get(&phrase).is_some_and(person)
    }

    /// "Workers' Party of Korea (WPK)", and "Acme" for "Acme Corp".
    fn learn_short(&mut self, at: usize, name: &Name) {
        let words = name.words(self.words);
        let tail = words.iter().position(|w| w.class.is(C::COMPANY_TAIL)).unwrap_or(0);
        if name.senses.is_empty() && words.len() > 1 && tail > 0 {
            let bare = words[..tail].iter().fold(0, |phrase, word| then(phrase, word.hash));
            self.short_for.entry(bare).or_insert(at);
        }
        let Some(next) = self.names.get(at + 1) else { return };
        let [acronym] = next.words(self.words) else { return };
        let bracketed = acronym.gap == Gap::Bracket && next.from == name.to;
        if bracketed && acronym.shape == Shape::Upper && words.len() > 1 {
            let letters = acronym.of(self.text).chars().filter(|c| c.is_alphabetic());
            if abbreviates(letters, words, self.text) {
                self.short_for.entry(then(0, acronym.hash)).or_insert(at);
            }
        }
    }

    /// "Rapid Support Forces": "RSF" further on means them, whatever it means elsewhere.
    fn learn_initials(&mut self, at: usize, name: &Name) {
        let words = name.words(self.words);
        let capitals = words.iter().filter(|w| w.is_capital());
        let initials: String = capitals.filter_map(|w| w.of(self.text).chars().next()).collect();
        if !(INITIALS_MIN..=INITIALS_MAX).contains(&initials.len()) {
            return;
        }
        let phrase = self.phrase(name);
        let same = |other: usize| self.phrase(&self.names[other]) == phrase;
        match self.initials.get(&initials) {
            Some(Some(other)) if !same(*other) => {
                self.initials.insert(initials, None);
            }
            Some(_) => {}
            None => {
                self.initials.insert(initials, Some(at));
            }
        }
    }

    /// The long name before it whose initials the name is.
    fn initials_of(&self, at: usize, name: &Name) -> Option<&Name> {
        let [word] = name.words(self.words) else { return None };
        let long = self.initials.get(word.of(self.text)).copied().flatten()?;
        (word.shape == Shape::Upper && long < at).then(|| &self.names[long])
    }

    fn shown(&self, name: &Name) -> String {
        let words = name.span(self.text, self.words).of(self.text).unwrap_or_default();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// What the name at `at` means.
    fn mention(&self, at: usize, name: &Name) -> Option<Mention> {
        let long = self.initials_of(at, name).and_then(|long| self.mention_of_long(long));
        if let Some(long) = long.filter(|long| long.kind != EntityType::Person) {
            return Some(Mention { span: name.span(self.text, self.words), ..long });
        }
        if !name.senses.is_empty() {
            if name.len() == 1 && self.is_surname_here(name) {
                return self.namesake(name);
            }
            return self.known(name).or_else(|| self.unknown(at, name));
        }
        self.unknown(at, name)
    }

    /// "Paris" in a report on Valeska Paris.
    fn is_surname_here(&self, name: &Name) -> bool {
        let word = &self.words[name.from];
        let people = self.by_word.get(&word.hash);
        let surname =
            people.is_some_and(|p| p.iter().any(|&n| self.people[n as usize].last == word.hash));
        let human = word.class.any(C::GIVEN.and(C::SURNAME)); // "Jordan", "Israel"
        let places = |s: &Sense| match self.lexicon.kind(s.key) {
            EntityType::Place => true,
            EntityType::Country => human || s.kind == NameKind::Capital,
            _ => false,
        };
        surname && name.senses.iter().all(places) && name.weights.of(EntityType::Place) < 1.0
    }

    /// A name that the lexicon does not know, or not for what it means here.
    fn unknown(&self, at: usize, name: &Name) -> Option<Mention> {
        let phrase = self.phrase(name);
        let words = name.words(self.words);
        if let [word] = words
            && GRADES.contains(&word.of(self.text))
        {
            return None;
        }
        if let Some(&long) = self.short_for.get(&phrase).filter(|long| **long != at) {
            let whole = &self.names[long];
            if let Some(mut mention) = self.mention_of_long(whole) {
                mention.span = name.span(self.text, self.words);
                return Some(mention);
            }
        }
        if let Some(mention) = self.namesake(name) {
            return Some(mention);
        }
        let people = words.len() == 1 && words[0].class.is(C::PEOPLE);
        let pooled = self.pooled.get(&phrase).copied().unwrap_or_default();
        let (kind, points) = if people { (EntityType::Other, 0.0) } else { pooled.best() };
        let unproven = name.weak && !self.strong.contains(&phrase);
        if unproven || !name.senses.is_empty() && points < 2.0 {
            return None;
        }
        let shown = self.shown(name);
        let id = EntityId::new(format!("{}:{}", short(kind), slug(&shown)));
        let mut mention = self.plain(name, kind, shown);
        mention.id = (kind != EntityType::Other).then_some(id);
        Some(mention)
    }

    fn mention_of_long(&self, whole: &Name) -> Option<Mention> {
        match whole.senses.is_empty() {
            false => self.known(whole),
            // The long name is never short for another itself: no recursion past one step.
            true => {
                let pooled = self.pooled.get(&self.phrase(whole)).copied().unwrap_or_default();
                let kind = match pooled.best().0 {
                    EntityType::Other | EntityType::Person => EntityType::Organization,
                    kind => kind,
                };
                let shown = self.shown(whole);
                let id = EntityId::new(format!("{}:{}", short(kind), slug(&shown)));
                let mut mention = self.plain(whole, kind, shown);
                mention.id = Some(id);
                Some(mention)
            }
        }
    }

    /// "Budanov" where the report names Kyrylo Budanov; ambiguous where it names two such people.
    fn namesake(&self, name: &Name) -> Option<Mention> {
        let words = name.words(self.words);
        let last = words.last()?;
        let found = self.by_word.get(&last.hash)?;
        let fits = |human: &Human| {
            words.iter().filter(|w| w.shape != Shape::Initial).all(|w| {
                let known = self.by_word.get(&w.hash);
                known.is_some_and(|k| k.iter().any(|&n| self.people[n as usize].id == human.id))
            })
        };
        let mut humans: Vec<&Human> =
            found.iter().map(|&n| &self.people[n as usize]).filter(|h| fits(h)).collect();
        if humans.iter().any(|human| human.last == last.hash) {
            humans.retain(|human| human.last == last.hash);
        }
        let weights = self.pooled.get(&self.phrase(name)).copied().unwrap_or_default();
        let clash = weights.of(EntityType::Organization).max(weights.of(EntityType::Place)) > 4.0
            && words.len() > 1;
        if clash || humans.is_empty() {
            return None;
        }
        let mut mention = self.plain(name, EntityType::Person, humans[0].name.clone());
        if let [human] = humans[..] {
            mention.id = Some(human.id.clone());
        } else {
            mention.name = self.shown(name);
            mention.candidates = humans.iter().map(|human| human.id.clone()).collect();
        }
        Some(mention)
    }

    fn plain(&self, name: &Name, kind: EntityType, shown: String) -> Mention {
        Mention {
            span: name.span(self.text, self.words),
            kind,
            id: None,
            name: shown,
            role: None,
            candidates: Vec::new(),
            ticker: None,
        }
    }
}

/// The letters are the initials of the words with capitals, in order (one may be missing).
fn abbreviates(letters: impl Iterator<Item = char>, words: &[Word], text: &str) -> bool {
    let mut initials = words
        .iter()
        .filter(|w| w.is_capital())
        .filter_map(|w| w.of(text).chars().next())
        .map(|c| c.to_ascii_uppercase());
    let mut missing = 0;
    for letter in letters {
        let letter = letter.to_ascii_uppercase();
        if !initials.by_ref().any(|initial| initial == letter) {
            missing += 1;
        }
    }
    missing <= 1
}
