//! What speaks for each type of a name: its own words, and the words around it.

use super::Name;
use crate::Lexicon;
use crate::lexicon::{CueClass, NameKind, WordClass as C};
use crate::words::{Gap, Shape, Word};
use wiredesk_model::EntityType;

/// Points for each type, in the order of [`TYPES`].
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Weights([f32; 6]);

/// The types that an unknown name is weighed for.
pub(super) const TYPES: [EntityType; 6] = [
    EntityType::Person,
    EntityType::Organization,
    EntityType::Company,
    EntityType::Place,
    EntityType::Event,
    EntityType::Product,
];
const PERSON: usize = 0;
const BODY: usize = 1;
const COMPANY: usize = 2;
const PLACE: usize = 3;
const EVENT: usize = 4;
const PRODUCT: usize = 5;

impl Weights {
    fn add(&mut self, kind: usize, points: f32) {
        self.0[kind] += points;
    }

    /// Adds another mention's points.
    pub(super) fn join(&mut self, other: &Weights) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine += theirs;
        }
    }

    /// The type that most speaks for, with its points; `Other` when nothing does.
    pub(super) fn best(&self) -> (EntityType, f32) {
        let mut best = (EntityType::Other, 0.4);
        for (kind, &points) in TYPES.iter().zip(&self.0) {
            if points > best.1 {
                best = (*kind, points);
            }
        }
        best
    }

    /// A type that the names beside it in a list have.
    pub(super) fn lean(&mut self, kind: EntityType) {
        if let Some(n) = TYPES.iter().position(|t| *t == kind) {
            self.add(n, 1.5);
        }
    }

    /// Points for a type.
    pub(super) fn of(&self, kind: EntityType) -> f32 {
        TYPES.iter().position(|t| *t == kind).map_or(0.0, |n| self.0[n])
    }
}

/// Weighs a name by its own words and its neighbours.
pub(super) fn weigh(text: &str, name: &Name, words: &[Word]) -> Weights {
    let mut weights = Weights::default();
    own_words(name.words(words), &mut weights);
    abstract_noun(text, name.words(words), &mut weights);
    before(name, words, &mut weights);
    after(name, words, &mut weights);
    weights
}

/// Names in a list are of one type: an unknown one leans to that of its neighbours.
pub(super) fn lists(names: &mut [Name], words: &[Word], lexicon: &Lexicon) {
    for n in 0..names.len() {
        if !names[n].senses.is_empty() || names[n].weights.best().1 > 2.5 {
            continue;
        }
        let before = n.checked_sub(1).filter(|&m| listed(&names[m], &names[n], words));
        let after = Some(n + 1).filter(|&m| m < names.len() && listed(&names[n], &names[m], words));
        for neighbour in before.into_iter().chain(after) {
            if let Some(kind) = sure_kind(&names[neighbour], lexicon) {
                names[n].weights.lean(kind);
            }
        }
    }
}

/// Only a comma, "and" or "or" stands between the names.
fn listed(left: &Name, right: &Name, words: &[Word]) -> bool {
    let first = &words[right.from];
    let between = &words[left.to..right.from];
    match between {
        _ if first.first => false,
        [] => first.gap == Gap::Comma,
        [and] => {
            and.class.is(C::CONJUNCTION)
                && matches!(and.gap, Gap::Comma | Gap::Space)
                && first.gap == Gap::Space
                && and.end - and.start <= 3
        }
        _ => false,
    }
}

/// The type of a name that is known or well weighed. A country in a list says place.
fn sure_kind(name: &Name, lexicon: &Lexicon) -> Option<EntityType> {
    let Some(sense) = name.senses.first() else {
        let (kind, points) = name.weights.best();
        return (points >= 2.0).then_some(kind);
    };
    match (sense.kind, lexicon.kind(sense.key)) {
        (NameKind::Demonym | NameKind::Doubtful, _) => None,
        (_, EntityType::Country) => Some(EntityType::Place),
        (_, kind) => Some(kind),
    }
}

fn own_words(name: &[Word], weights: &mut Weights) {
    let numbered = |w: &&Word| w.class.is(C::INITIALISM) && w.shape == Shape::Upper;
    let last = name.iter().rev().find(|w| !numbered(w)).or(name.last());
    let (Some(first), Some(last)) = (name.first(), last) else { return };
    let many = name.len() > 1;
    let any = |class: C| name.iter().any(|w| w.class.any(class));
    if many {
        for (class, kind, points) in [
            (C::ORG_TAIL, BODY, 4.0),
            (C::COMPANY_TAIL, COMPANY, 4.5),
            (C::PLACE_TAIL, PLACE, 4.0),
            (C::EVENT_TAIL, EVENT, 4.0),
            (C::PRODUCT_TAIL, PRODUCT, 3.0),
        ] {
            if last.class.is(class) && last.is_capital() {
                weights.add(kind, points);
            }
        }
        if first.class.is(C::PLACE_HEAD) && !first.class.is(C::GIVEN) {
            weights.add(PLACE, 3.0);
        }
        if name[1..].iter().any(|w| w.class.is(C::PREPOSITION) && w.shape == Shape::Lower) {
            weights.add(BODY, if any(C::ORG_HEAD) { 5.0 } else { 1.0 });
            weights.add(PERSON, -3.0);
        }
        person_words(name, weights);
    } else {
        let plain = first.shape == Shape::Capital && !first.class.any(C::COMMON.and(C::SPEAKER));
        weights.add(PERSON, if plain { 0.5 } else { 0.0 });
        weights.add(PERSON, if first.class.is(C::GIVEN) { 1.5 } else { 0.0 });
        weights.add(PERSON, if first.class.is(C::SURNAME) { 1.0 } else { 0.0 });
        if first.shape == Shape::Upper && first.end - first.start <= 6 {
            weights.add(BODY, 3.0);
        }
        if first.class.is(C::PLACE_TAIL) && !first.class.is(C::SURNAME) {
            weights.add(PLACE, 1.0);
        }
        if first.class.is(C::ORG_TAIL) {
            weights.add(BODY, 2.0);
        }
    }
    if any(C::COMMON) && !any(C::GIVEN) {
        weights.add(PERSON, -1.5);
        let tail = first.class.is(C::ORG_TAIL);
        weights.add(
            BODY,
            if many {
                0.8
            } else if tail {
                -0.5
            } else {
                -1.5
            },
        );
    }
}

/// "Homeopathy", "Recognition": endings that no person's name has.
fn abstract_noun(text: &str, name: &[Word], weights: &mut Weights) {
    const ENDINGS: [&str; 12] = [
        "tion", "sion", "ment", "ness", "ity", "ism", "ology", "pathy", "ance", "ence", "ship",
        "phobia",
    ];
    let [word] = name else { return };
    let letters = word.of(text);
    if word.shape == Shape::Upper && letters.bytes().any(|b| b.is_ascii_digit()) {
        weights.add(BODY, -2.5); // "IE6", "F16"
        weights.add(PRODUCT, 2.0);
    }
    if ENDINGS.iter().any(|end| letters.ends_with(end)) {
        weights.add(PERSON, -1.5);
    }
}

/// Given names, surnames, initials, links as people's names have them.
fn person_words(name: &[Word], weights: &mut Weights) {
    let first = &name[0];
    let last = &name[name.len() - 1];
    let tails = C::ORG_TAIL.and(C::PLACE_TAIL).and(C::COMPANY_TAIL).and(C::EVENT_TAIL);
    let tail = last.class.any(tails) && !last.class.is(C::SURNAME);
    let worth = if tail { 0.4 } else { 1.0 };
    if first.class.is(C::GIVEN) {
        weights.add(PERSON, 4.0 * worth);
    }
    if last.class.is(C::SURNAME) {
        weights.add(PERSON, 2.0);
    }
    if name[..name.len() - 1].iter().any(|w| w.shape == Shape::Initial) {
        weights.add(PERSON, 2.5 * worth);
    }
    let links = name[1..]
        .iter()
        .any(|w| w.class.is(C::LINK) && !w.class.any(C::FUNCTION) && w.shape == Shape::Lower);
    if links {
        weights.add(PERSON, 1.5);
    }
    let plain =
        name.iter().all(|w| w.shape == Shape::Capital && !w.class.any(tails.and(C::COMMON)));
    if plain && name.len() <= 3 {
        weights.add(PERSON, 1.2);
    }
}

/// The words before a name.
fn before(name: &Name, words: &[Word], weights: &mut Weights) {
    let first = &words[name.from];
    if name.titled.is_some() {
        weights.add(PERSON, 5.0);
        return;
    }
    if first.first || name.from == 0 {
        return;
    }
    let prior = &words[name.from - 1];
    if first.gap == Gap::Comma && name.from >= 2 && words[name.from - 1].class.is(C::ROLE) {
        weights.add(PERSON, 1.5);
    }
    if !matches!(first.gap, Gap::Space | Gap::Stop) {
        return;
    }
    if prior.class.is(C::KIN) {
        weights.add(PERSON, 3.0);
    }
    if prior.class.is(C::AT_PLACE) {
        let points = place_points(prior);
        weights.add(PLACE, points);
        weights.add(BODY, 0.6);
    }
    if prior.class.is(C::DETERMINER) {
        weights.add(PERSON, -2.5);
        weights.add(BODY, 1.5);
        weights.add(PLACE, 0.3);
    }
    if prior.class.cue() >= 60 && prior.class.cue_class() == CueClass::Say {
        weights.add(PERSON, 1.2);
    }
    if prior.class.is(C::PREPOSITION) && !prior.class.is(C::AT_PLACE) {
        weights.add(PERSON, 0.3);
        weights.add(BODY, 0.3);
    }
}

/// "in" speaks for a place more than "at" or "to" do; the words are told apart by length alone.
fn place_points(preposition: &Word) -> f32 {
    match preposition.end - preposition.start {
        2 => 1.8,
        _ => 1.4,
    }
}

/// The words after a name.
fn after(name: &Name, words: &[Word], weights: &mut Weights) {
    let Some(next) = words.get(name.to).filter(|w| !w.first) else { return };
    let second = words.get(name.to + 1).filter(|w| !w.first);
    match next.gap {
        Gap::Comma => {
            if next.shape == Shape::Number && next.end - next.start <= 2 {
                weights.add(PERSON, 3.0);
            }
            let role = |w: &Word| w.class.any(C::ROLE.and(C::TITLE)) && w.shape == Shape::Lower;
            let close = words[name.to..].iter().take(4).take_while(|w| !w.first);
            if close.into_iter().any(role) {
                weights.add(PERSON, 2.5);
            }
            if next.class.is(C::PRONOUN) && next.end - next.start == 3 {
                weights.add(PERSON, 1.5);
            }
        }
        Gap::Space => {
            if next.class.cue() >= 60 && !next.class.is(C::CUE_NOUN) {
                weights.add(PERSON, 1.5);
                weights.add(BODY, 0.5);
            }
            if next.class.is(C::PRONOUN) && second.is_some() {
                weights.add(PERSON, 1.0);
            }
            if next.class.is(C::ROLE) && next.shape == Shape::Lower {
                weights.add(BODY, 1.5);
                weights.add(PERSON, -1.5);
            }
        }
        Gap::Hyphen => weights.add(PLACE, 0.5),
        _ => {}
    }
}
