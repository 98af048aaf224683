//! What a word is, looked up in the lists (`lists`, `alike`, `opposites`).

use super::alike::{SAME_WORDS, SYNONYM_WORDS};
use super::lists::WORDS;
pub use super::lists::{DAY_NAMES, HALF_DAYS, LONG_NAMES, MONTH_NAMES, SHORT_PAIRS};
use super::opposites::OPPOSITE_WORDS;
use super::token::key_of;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

/// Keys are hashes already.
#[derive(Debug, Default, Clone, Copy)]
pub struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for b in bytes {
            self.0 = (self.0 << 8) | u64::from(*b);
        }
    }
    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// A map from word keys.
pub type KeyMap<V> = HashMap<u64, V, BuildHasherDefault<KeyHasher>>;

/// The tags that a word has wherever it stands.
#[must_use]
pub fn tags(key: u64) -> u32 {
    TAGS.get(&key).copied().unwrap_or(0)
}

/// The value of a number word ("seven", "forty", "dozen").
#[must_use]
pub fn number(key: u64) -> Option<f64> {
    NUMBERS.get(&key).copied()
}

/// The factor of a scale word ("million", "bn").
#[must_use]
pub fn scale(key: u64) -> Option<f64> {
    SCALES.get(&key).copied()
}

/// The number of a month, 1 to 12.
#[must_use]
pub fn month(key: u64) -> Option<i8> {
    MONTHS.get(&key).copied()
}

/// The number of a weekday, Monday 1 to Sunday 7.
#[must_use]
pub fn weekday(key: u64) -> Option<i8> {
    WEEKDAYS.get(&key).copied()
}

/// One key for all ways to write the same thing ("UK", "Britain", "British").
#[must_use]
pub fn canonical(key: u64) -> u64 {
    SAME.get(&key).copied().unwrap_or(key)
}

/// The meaning groups that a word opposes: two words clash when one stands on the left side and
/// the other on the right side of one line of the list.
#[must_use]
pub fn opposed(a: u64, b: u64) -> bool {
    match (OPPOSITES.get(&a), OPPOSITES.get(&b)) {
        (Some(left), Some(right)) => {
            left.iter().any(|(line, side)| right.iter().any(|(l, s)| l == line && s != side))
        }
        _ => false,
    }
}

/// True when the word has an opposite in the list.
#[must_use]
pub fn directed(key: u64) -> bool {
    OPPOSITES.contains_key(&key)
}

/// True when the two words say the same in news prose ("began", "started").
#[must_use]
pub fn synonyms(a: u64, b: u64) -> bool {
    match (SYNONYMS.get(&a), SYNONYMS.get(&b)) {
        (Some(x), Some(y)) => x.iter().any(|line| y.contains(line)),
        _ => false,
    }
}

static TAGS: LazyLock<KeyMap<u32>> = LazyLock::new(|| {
    let mut map = KeyMap::default();
    for (tag, words) in WORDS {
        for word in words.split_whitespace() {
            *map.entry(key_of(word)).or_insert(0) |= tag;
        }
    }
    map
});

static NUMBERS: LazyLock<KeyMap<f64>> = LazyLock::new(|| {
    let small = "zero one two three four five six seven eight nine ten eleven twelve thirteen \
                 fourteen fifteen sixteen seventeen eighteen nineteen twenty";
    let tens = "thirty forty fifty sixty seventy eighty ninety";
    let small = small.split_whitespace().zip(0u8..).map(|(w, v)| (key_of(w), f64::from(v)));
    let tens = tens.split_whitespace().zip(3u8..).map(|(w, v)| (key_of(w), f64::from(v) * 10.0));
    small.chain(tens).chain([(key_of("dozen"), 12.0)]).collect()
});

static SCALES: LazyLock<KeyMap<f64>> = LazyLock::new(|| {
    let table = [
        ("hundred", 1e2),
        ("thousand", 1e3),
        ("million", 1e6),
        ("billion", 1e9),
        ("trillion", 1e12),
    ];
    table.iter().map(|(w, v)| (key_of(w), *v)).collect()
});

static MONTHS: LazyLock<KeyMap<i8>> = LazyLock::new(|| {
    MONTH_NAMES.iter().zip(1i8..).map(|(w, n)| (key_of(&w.to_lowercase()), n)).collect()
});

static WEEKDAYS: LazyLock<KeyMap<i8>> = LazyLock::new(|| {
    DAY_NAMES.iter().zip(1i8..).map(|(w, n)| (key_of(&w.to_lowercase()), n)).collect()
});

static SAME: LazyLock<KeyMap<u64>> = LazyLock::new(|| {
    let mut map = KeyMap::default();
    for line in SAME_WORDS.lines() {
        let mut words = line.split_whitespace();
        let Some(first) = words.next() else { continue };
        for word in words {
            map.insert(key_of(word), key_of(first));
        }
    }
    map
});

static OPPOSITES: LazyLock<KeyMap<Vec<(u16, bool)>>> = LazyLock::new(|| {
    let mut map: KeyMap<Vec<(u16, bool)>> = KeyMap::default();
    for (line, (left, right)) in (0u16..).zip(OPPOSITE_WORDS) {
        for (side, words) in [(false, left), (true, right)] {
            for word in words.split_whitespace() {
                map.entry(key_of(word)).or_default().push((line, side));
            }
        }
    }
    map
});

static SYNONYMS: LazyLock<KeyMap<Vec<u16>>> = LazyLock::new(|| {
    let mut map: KeyMap<Vec<u16>> = KeyMap::default();
    for (line, words) in (0u16..).zip(SYNONYM_WORDS.lines()) {
        for word in words.split_whitespace() {
            map.entry(key_of(word)).or_default().push(line);
        }
    }
    map
});
