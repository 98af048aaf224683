//! What single word forms tell: the files `data/words.tsv`, `data/names.tsv` and `data/cues.tsv`.

use super::{Hashed, fold::word_hash};

/// What is known of a word form, as bits; a form can be many things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WordClass(u64);

impl WordClass {
    /// Articles, pronouns, conjunctions, prepositions, auxiliaries, common adverbs: never a name
    /// of their own, however written.
    pub const FUNCTION: Self = Self(1);
    /// An ordinary word: at the head of a sentence its capital tells nothing.
    pub const COMMON: Self = Self(1 << 1);
    /// "Mr", "Dr", "Gen": stands before a name and is no part of it.
    pub const TITLE: Self = Self(1 << 2);
    /// An office or occupation: "minister", "spokeswoman", "coach".
    pub const ROLE: Self = Self(1 << 3);
    /// A given name.
    pub const GIVEN: Self = Self(1 << 4);
    /// A surname.
    pub const SURNAME: Self = Self(1 << 5);
    /// Opens an organisation's name before "of" or "for": "Ministry", "University".
    pub const ORG_HEAD: Self = Self(1 << 6);
    /// Closes an organisation's name: "Party", "Council".
    pub const ORG_TAIL: Self = Self(1 << 7);
    /// Closes a company's name: "Inc", "Holdings".
    pub const COMPANY_TAIL: Self = Self(1 << 8);
    /// Opens a place's name: "Lake", "Mount", "Fort".
    pub const PLACE_HEAD: Self = Self(1 << 9);
    /// Closes a place's name: "River", "County", "Street".
    pub const PLACE_TAIL: Self = Self(1 << 10);
    /// Closes a happening's name: "War", "Olympics", "Festival".
    pub const EVENT_TAIL: Self = Self(1 << 11);
    /// May stand inside a name in small letters: "of", "the", "de", "van", "al".
    pub const LINK: Self = Self(1 << 12);
    /// A preposition that places stand behind: "in", "near".
    pub const AT_PLACE: Self = Self(1 << 13);
    /// A month or a day of the week.
    pub const CALENDAR: Self = Self(1 << 14);
    /// A people, faith or following that is no country's: "European", "Muslim".
    pub const PEOPLE: Self = Self(1 << 15);
    /// Kin: "wife", "son".
    pub const KIN: Self = Self(1 << 16);
    /// A thing that is made: "iPhone", "album", "missile" behind a name.
    pub const PRODUCT_TAIL: Self = Self(1 << 17);
    /// A reported clause may follow it: "that", "whether".
    pub const THAT: Self = Self(1 << 18);
    /// A pronoun that can speak: "he", "she", "they", "I", "we", "who".
    pub const PRONOUN: Self = Self(1 << 19);
    /// A noun for a group or paper that speaks: "officials", "report", "police".
    pub const SPEAKER: Self = Self(1 << 20);
    /// An auxiliary or modal verb.
    pub const AUXILIARY: Self = Self(1 << 21);
    /// "not", "never", "n't" forms.
    pub const NEGATION: Self = Self(1 << 22);
    /// "reportedly", "allegedly", "apparently", "may".
    pub const HEDGE: Self = Self(1 << 23);
    /// A preposition.
    pub const PREPOSITION: Self = Self(1 << 24);
    /// An article or other determiner.
    pub const DETERMINER: Self = Self(1 << 25);
    /// A conjunction that joins clauses.
    pub const CONJUNCTION: Self = Self(1 << 26);
    /// A compass point or other word that goes before a place's name: "North", "Upper".
    pub const COMPASS: Self = Self(1 << 27);
    /// A common verb form in the present or past: tells a subject before it.
    pub const VERB: Self = Self(1 << 28);
    /// A number word.
    pub const NUMERAL: Self = Self(1 << 29);
    /// A manner or time adverb that may stand between speaker and verb.
    pub const ADVERB: Self = Self(1 << 30);

    /// A noun that can stand for reported speech: "claim", "statement".
    pub const CUE_NOUN: Self = Self(1 << 31);

    /// Talk of companies and markets: "shares", "revenue".
    pub const MARKET: Self = Self(1 << 32);

    /// Capitals that are no name: "CEO", "GMT", "III".
    pub const INITIALISM: Self = Self(1 << 33);
    /// A syllable before a hyphen: "pro", "anti", "ex".
    pub const PREFIX: Self = Self(1 << 34);

    /// True when it is all of `class`.
    #[must_use]
    pub fn is(self, class: Self) -> bool {
        self.0 & class.0 == class.0
    }

    /// True when it is any of `classes`.
    #[must_use]
    pub fn any(self, classes: Self) -> bool {
        self.0 & classes.0 != 0
    }

    /// Both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// How likely the form is a verb or noun of saying, 0 to 100.
    #[must_use]
    pub fn cue(self) -> u8 {
        (self.0 >> 40) as u8 & 0x7F
    }

    /// What kind of cue it is; meaningful when [`Self::cue`] is not 0.
    #[must_use]
    pub fn cue_class(self) -> CueClass {
        CueClass::ALL[((self.0 >> 48) & 7) as usize]
    }

    fn with_cue(self, weight: u8, class: CueClass) -> Self {
        let noun = if class == CueClass::Noun { Self::CUE_NOUN } else { Self::default() };
        if self.cue() >= weight {
            return self.and(noun); // the stronger reading of a form stays
        }
        let cue = u64::from(weight.min(100)) << 40 | (class as u64) << 48;
        Self(self.0 & !(0xFFFF << 40) | cue).and(noun)
    }
}

/// What a cue asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CueClass {
    /// "said", "believes": subject and clause, both orders.
    Say,
    /// "told", "warned", "informed": somebody is told before the clause begins.
    Tell,
    /// "urged", "ordered", "asked": somebody to do something.
    Urge,
    /// "saying", "adding", "noting": the subject stands earlier.
    Gerund,
    /// "accused", "criticized", "praised": an object, of or for something.
    Judge,
    /// "wants", "hopes", "agreed", "refused": to do something.
    Intend,
    /// "statement", "claim", "warning": nouns with "that" or "of".
    Noun,
    /// "according" (to).
    According,
}

impl CueClass {
    const ALL: [Self; 8] = [
        Self::Say,
        Self::Tell,
        Self::Urge,
        Self::Gerund,
        Self::Judge,
        Self::Intend,
        Self::Noun,
        Self::According,
    ];

    fn parse(word: &str) -> Option<Self> {
        const WORDS: [&str; 8] =
            ["say", "tell", "urge", "gerund", "judge", "intend", "noun", "according"];
        WORDS.iter().position(|known| *known == word).map(|n| Self::ALL[n])
    }
}

/// Word forms and what they tell.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    forms: Hashed<WordClass>,
}

const CLASSES: [(&str, WordClass); 34] = [
    ("function", WordClass::FUNCTION),
    ("common", WordClass::COMMON),
    ("title", WordClass::TITLE),
    ("role", WordClass::ROLE),
    ("given", WordClass::GIVEN),
    ("surname", WordClass::SURNAME),
    ("orghead", WordClass::ORG_HEAD),
    ("orgtail", WordClass::ORG_TAIL),
    ("companytail", WordClass::COMPANY_TAIL),
    ("placehead", WordClass::PLACE_HEAD),
    ("placetail", WordClass::PLACE_TAIL),
    ("eventtail", WordClass::EVENT_TAIL),
    ("link", WordClass::LINK),
    ("atplace", WordClass::AT_PLACE),
    ("calendar", WordClass::CALENDAR),
    ("people", WordClass::PEOPLE),
    ("kin", WordClass::KIN),
    ("producttail", WordClass::PRODUCT_TAIL),
    ("that", WordClass::THAT),
    ("pronoun", WordClass::PRONOUN),
    ("speaker", WordClass::SPEAKER),
    ("auxiliary", WordClass::AUXILIARY),
    ("negation", WordClass::NEGATION),
    ("hedge", WordClass::HEDGE),
    ("preposition", WordClass::PREPOSITION),
    ("determiner", WordClass::DETERMINER),
    ("conjunction", WordClass::CONJUNCTION),
    ("compass", WordClass::COMPASS),
    ("verb", WordClass::VERB),
    ("numeral", WordClass::NUMERAL),
    ("adverb", WordClass::ADVERB),
    ("market", WordClass::MARKET),
    ("initialism", WordClass::INITIALISM),
    ("prefix", WordClass::PREFIX),
];

impl Vocabulary {
    /// The vocabulary that is shipped.
    #[must_use]
    pub fn shipped() -> Self {
        let mut vocabulary =
            Self { forms: Hashed::with_capacity_and_hasher(16_384, <_>::default()) };
        vocabulary.add_classes(include_str!("../../data/words.tsv"));
        vocabulary.add_classes(include_str!("../../data/names.tsv"));
        vocabulary.add_cues(include_str!("../../data/cues.tsv"));
        vocabulary
    }

    /// What is known of the form with that hash.
    #[must_use]
    pub fn class(&self, hash: u64) -> WordClass {
        self.forms.get(&hash).copied().unwrap_or_default()
    }

    /// Lines of a class and its words; see `data/words.tsv`.
    fn add_classes(&mut self, lines: &str) {
        for line in lines.lines().filter(|line| !line.starts_with('#')) {
            let Some((name, words)) = line.split_once('\t') else { continue };
            let known = CLASSES.iter().filter(|(class, _)| name.split('+').any(|n| n == *class));
            let class = known.fold(WordClass::default(), |all, (_, class)| all.and(*class));
            for word in words.split_whitespace() {
                let entry = self.forms.entry(word_hash(word)).or_default();
                *entry = entry.and(class);
            }
        }
    }

    /// Lines of a cue class, a weight and its words; see `data/cues.tsv`.
    fn add_cues(&mut self, lines: &str) {
        for line in lines.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split('\t');
            let class = fields.next().and_then(CueClass::parse);
            let weight = fields.next().and_then(|weight| weight.parse().ok());
            let (Some(class), Some(weight), Some(words)) = (class, weight, fields.next()) else {
                continue;
            };
            for word in words.split_whitespace() {
                let entry = self.forms.entry(word_hash(word)).or_default();
                *entry = entry.with_cue(weight, class);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_files_name_only_known_classes() {
        for file in [include_str!("../../data/words.tsv"), include_str!("../../data/names.tsv")] {
            for line in file.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
                let (names, words) = line.split_once('\t').expect(line);
                for name in names.split('+') {
                    assert!(CLASSES.iter().any(|(class, _)| *class == name), "{name}");
                }
                assert!(!words.trim().is_empty(), "{line}");
            }
        }
        for line in include_str!("../../data/cues.tsv").lines().filter(|l| !l.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            assert!(CueClass::parse(fields[0]).is_some(), "{line}");
            assert!(fields[1].parse::<u8>().is_ok_and(|w| w <= 100), "{line}");
        }
    }

    #[test]
    fn forms_are_many_things() {
        let vocabulary = Vocabulary::shipped();
        let class = |word: &str| vocabulary.class(word_hash(word));
        assert!(class("said").cue() > 80);
        assert_eq!(class("told").cue_class(), CueClass::Tell);
        assert!(class("The").is(WordClass::FUNCTION));
        assert!(class("John").is(WordClass::GIVEN));
        assert!(class("xyzzy") == WordClass::default());
    }
}
