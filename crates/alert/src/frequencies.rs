//! How often words, names and numbers occur in stories: what a query is best found by.
//!
//! These are estimates and touch only speed: whatever they say, the matches are the same.

use crate::Error;
use crate::atoms::{cell_key, name_key};
use crate::cells::{self, BITS};
use crate::dictionary::{short, spread};
use crate::query::Story;
use crate::snapshot::{In, Out};
use hashbrown::{HashMap, HashSet};
use wiredesk_model::words;

/// Distinct keys that are counted; when there are more, the rarest are forgotten.
const KEYS_MAX: usize = 1 << 20;

/// How many stories a guess weighs as much as.
const GUESS_STORIES: f32 = 4.0;

/// In how many of the stories seen each thing occurred.
#[derive(Debug, Clone, Default)]
pub struct Frequencies {
    stories: u32,
    counts: HashMap<u64, u32>,
}

impl Frequencies {
    /// Counts a story.
    pub fn observe(&mut self, story: &Story) {
        let mut seen = HashSet::new();
        let mut folded = Vec::new();
        for text in [&story.title, &story.body] {
            words::each(text, |cut| {
                folded.clear();
                words::fold_into(&text[cut.start..cut.end], &mut folded);
                seen.insert(hash(&folded));
            });
        }
        for (name, value) in &story.names {
            folded.clear();
            name_key(*name, value, &mut folded);
            seen.insert(hash(&folded));
        }
        for (number, value) in &story.numbers {
            let cell = cells::cell_of(*number, *value);
            seen.extend((0..=BITS).map(|level| hash(&cell_key(cell.at(level)))));
        }
        self.stories = self.stories.saturating_add(1);
        for key in seen {
            *self.counts.entry(key).or_default() += 1;
        }
        if self.counts.len() > KEYS_MAX {
            self.fade();
        }
    }

    /// How many stories were counted.
    #[must_use]
    pub fn stories(&self) -> u32 {
        self.stories
    }

    /// Halves all counts, so that old stories weigh less and rare things are forgotten.
    pub fn fade(&mut self) {
        self.stories /= 2;
        self.counts.retain(|_, count| {
            *count /= 2;
            *count > 0
        });
    }

    /// The counts as arrays.
    pub(crate) fn write(&self, out: &mut Out) {
        let mut counts: Vec<(u64, u32)> = self.counts.iter().map(|(k, n)| (*k, *n)).collect();
        counts.sort_unstable();
        out.number(u64::from(self.stories));
        out.each(counts.iter().map(|(key, _)| *key));
        out.each(counts.iter().map(|(_, count)| *count));
    }

    /// The counts of such arrays.
    pub(crate) fn read(input: &mut In<'_>) -> Result<Self, Error> {
        let stories = u32::try_from(input.number()?).unwrap_or(u32::MAX);
        let (keys, counts) = (input.words::<u64>()?, input.u32s()?);
        Ok(Self { stories, counts: keys.into_iter().zip(counts).collect() })
    }

    /// The share of stories that hold the key.
    pub(crate) fn rate(&self, key: &[u8]) -> f32 {
        let (mark, word) = match key {
            // In the title or in the body: as the word itself.
            [0x1c | 0x1d, rest @ ..] => (0, rest),
            [mark @ ..=0x1f, rest @ ..] => (*mark, rest),
            _ => (0, key),
        };
        let counted = if mark == 0 { word } else { key };
        let count = self.counts.get(&hash(counted)).copied().unwrap_or_default();
        #[expect(clippy::cast_precision_loss, reason = "an estimate")]
        let (count, stories) = (count as f32, self.stories as f32);
        (count + GUESS_STORIES * guess(mark, word)) / (stories + GUESS_STORIES)
    }
}

fn hash(key: &[u8]) -> u64 {
    match short(key) {
        Some(short) => spread(short),
        None => key.chunks(8).fold(key.len() as u64, |hash, chunk| {
            let part = short(chunk).unwrap_or_default();
            spread(part | u128::from(hash) << 64)
        }),
    }
}

/// The words that most English texts hold.
const COMMON: &str = " the of to and a in said for on that is with at by it as from be was its he \
    an are have will not but which or had this were would their been they who more up one after \
    also his than about last new other over year into two could when some out if there all most ";

/// The share before any story was seen. Rough: long words are rarer than short ones.
fn guess(mark: u8, key: &[u8]) -> f32 {
    match mark {
        0 if is_common(key) => 0.6,
        0 => [0.05, 0.05, 0.05, 0.05, 0.03, 0.02, 0.015, 0.01, 0.007, 0.005][key.len().min(9)],
        // ticker, channel, source, firm, action, rating, lang
        1 => 0.001,
        2 | 10 => 0.1,
        3 => 0.03,
        4..=6 => 0.02,
        7 => 0.5,
        // A cell is the rarer the finer it is; each two levels wider, twice as common.
        0x1e => key.get(1).map_or(1.0, |level| 0.5f32.powf((20.0 - f32::from(*level)) / 2.0)),
        // A prefix is as common as all the words that begin so.
        // A stem is as common as all words that have it.
        0x1b => [0.05, 0.05, 0.05, 0.05, 0.05, 0.04, 0.03, 0.02, 0.01, 0.01][key.len().min(9)],
        0x1f => [0.9, 0.9, 0.6, 0.3, 0.1, 0.05, 0.03, 0.02, 0.01, 0.005][key.len().min(9)],
        _ => 0.005,
    }
}

fn is_common(key: &[u8]) -> bool {
    let Ok(word) = std::str::from_utf8(key) else { return false };
    COMMON.split(' ').any(|w| w == word)
}
