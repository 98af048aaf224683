//! Known words: the cluster they were found in and the tag they mostly have.

use super::bytes::{Input, Output};

/// What is known of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Known {
    /// Cluster, from 1; 0 when the word is in none.
    pub cluster: u8,
    /// Likeliest tag, from 1; 0 when never seen with one.
    pub tag: u8,
    /// The word has had that tag and no other, often: no need to ask the weights.
    pub sure: bool,
}

/// An open-addressed table of words by the hash of their normal form.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    slots: Vec<(u32, Known)>,
    words: Vec<(u32, Known)>,
}

impl PartialEq for Vocabulary {
    fn eq(&self, other: &Self) -> bool {
        self.words == other.words
    }
}

impl Vocabulary {
    /// A table of these words, given by hash.
    #[must_use]
    pub fn new(words: impl IntoIterator<Item = (u64, Known)>) -> Self {
        let mut words: Vec<_> = words.into_iter().map(|(h, k)| (short(h), k)).collect();
        words.sort_by_key(|(hash, _)| *hash);
        words.dedup_by_key(|(hash, _)| *hash);
        let mut slots = vec![(0, Known::default()); (words.len() * 2).next_power_of_two()];
        let mask = slots.len() - 1;
        for &(hash, known) in &words {
            let mut at = hash as usize & mask;
            while slots[at].0 != 0 {
                at = (at + 1) & mask;
            }
            slots[at] = (hash, known);
        }
        Self { slots, words }
    }

    /// What is known of the word with that hash.
    #[inline]
    #[must_use]
    pub fn get(&self, hash: u64) -> Known {
        let hash = short(hash);
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = hash as usize & mask;
        while let Some(&(held, known)) = self.slots.get(at) {
            if held == hash {
                return known;
            }
            if held == 0 {
                break;
            }
            at = (at + 1) & mask;
        }
        Known::default()
    }

    pub(super) fn write(&self, out: &mut Output) {
        out.u32(self.words.len());
        for (hash, known) in &self.words {
            out.put(&hash.to_le_bytes());
            out.put(&[known.cluster, known.tag | u8::from(known.sure) << 7]);
        }
    }

    pub(super) fn read(input: &mut Input) -> Option<Self> {
        let count = input.count(6)?;
        let words = input.take(count * 6)?.chunks_exact(6).map(|w| {
            let hash = u32::from_le_bytes([w[0], w[1], w[2], w[3]]);
            (u64::from(hash), Known { cluster: w[4], tag: w[5] & 0x7f, sure: w[5] & 0x80 != 0 })
        });
        Some(Self::new(words))
    }
}

/// 32 bits of a hash, never 0, which marks a free slot.
fn short(hash: u64) -> u32 {
    ((hash & 0xffff_ffff) as u32).max(1)
}
