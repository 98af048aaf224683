//! Queries and stories by chance, over few words, so that they meet.

use wiredesk_alert::{Clause, Name, Number, Place, Query, Story, Test, Text};

const WORDS: [&str; 16] = [
    "banking",
    "banks",
    "the",
    "bank",
    "oil",
    "a",
    "12",
    "5",
    "zurich",
    "путин",
    "ban",
    "banker",
    "oilfields",
    "internationalisation",
    "internationalism",
    "of",
];
const VALUES: [&str; 8] =
    ["AAPL", "news", "OR", "Harbor Point", "country:PRK", "É", "", "a-value-longer-than-a-slot"];

/// Numbers in a row that a seed fixes (splitmix64).
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (x ^ (x >> 31)) % bound
    }

    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[usize::try_from(self.below(list.len() as u64)).unwrap_or_default()]
    }

    fn several<T>(
        &mut self,
        least: u64,
        most: u64,
        mut make: impl FnMut(&mut Self) -> T,
    ) -> Vec<T> {
        let count = least + self.below(most - least + 1);
        (0..count).map(|_| make(self)).collect()
    }

    fn word(&mut self) -> String {
        self.of(&WORDS).to_owned()
    }

    fn number(&mut self) -> f64 {
        let sign = if self.one_in(2) { -1.0 } else { 1.0 };
        let size = self.of(&[0.0, 0.01, 0.5, 1.0, 3.25, 5.0, 1e6, 1e300]);
        sign * size
    }

    /// A query nested at most so deep, as the parser would give it.
    pub fn query(&mut self, depth: u32) -> Query {
        if depth == 0 || self.one_in(3) {
            return Query::Clause(self.clause());
        }
        match self.below(5) {
            0 => Query::Not(Box::new(self.query(depth - 1))),
            1 | 2 => Query::Any(self.several(2, 4, |c| c.query(depth - 1))),
            _ => Query::All(self.several(2, 4, |c| c.query(depth - 1))),
        }
    }

    fn clause(&mut self) -> Clause {
        match self.below(8) {
            0 | 1 => Clause::Name(self.of(&Name::ALL[..11]), self.of(&VALUES).to_owned()),
            2 => {
                let number = self.of(&Number::ALL);
                Clause::Number(number, self.test(number))
            }
            _ => {
                let place = self.of(&[Place::Anywhere, Place::Anywhere, Place::Title, Place::Body]);
                Clause::Text(place, self.text())
            }
        }
    }

    fn text(&mut self) -> Text {
        match self.below(9) {
            8 => Text::Stem(
                self.of(&["bank", "banks", "oilfield", "ban", "banking", "of"]).to_owned(),
            ),
            0 => Text::Phrase(self.several(2, 3, Self::word)),
            1 => Text::Near(self.several(1, 4, Self::word), self.of(&[0, 1, 3, u32::MAX])),
            2 => Text::Prefix(self.of(&["ba", "ban", "bank", "internationali", "пу"]).to_owned()),
            _ => Text::Word(self.word()),
        }
    }

    fn test(&mut self, number: Number) -> Test {
        let mut value = || match number {
            Number::Ts => self.below(5) as f64 * 1800.0 + 1.7e9,
            _ => self.number(),
        };
        let (a, b) = (value(), value());
        match self.below(6) {
            0 => Test::AtLeast(a),
            1 => Test::AtMost(a),
            2 => Test::Over(a),
            3 => Test::Under(a),
            4 => Test::Within(Some(a), None),
            _ => Test::Within(Some(a), Some(b)),
        }
    }

    pub fn story(&mut self) -> Story {
        let names = self.several(0, 5, |c| (c.of(&Name::ALL[..11]), c.of(&VALUES).to_owned()));
        let numbers = self.several(0, 5, |c| {
            let number = c.of(&Number::ALL);
            let moment = c.below(5) as f64 * 1800.0 + 1.7e9;
            (number, if number == Number::Ts { moment } else { c.number() })
        });
        Story { title: self.prose(6), body: self.prose(20), names, numbers }
    }

    fn prose(&mut self, most: u64) -> String {
        let gap = [" ", ", ", "\n", " – ", "."];
        let words = self.several(0, most, |c| {
            let word = c.word();
            let word = if c.one_in(3) { word.to_uppercase() } else { word };
            word + c.of(&gap)
        });
        words.concat().replace("ZURICH", "Zürich")
    }
}
