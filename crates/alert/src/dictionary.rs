//! From the bytes of a word, name or number cell to its number: the atom.
//!
//! Keys of up to twelve bytes lie in the slots of an open-addressing table, sixteen bytes a slot,
//! so that finding one touches one cache line. Longer keys are few and go through a hash map.

use crate::Error;
use crate::snapshot::{In, Out, sound};
use hashbrown::HashMap;

/// The longest key that lies in a slot.
pub(crate) const SHORT_BYTES: usize = 12;

/// A key of at most [`SHORT_BYTES`] bytes, first byte lowest. Never 0.
pub(crate) type Short = u128;

/// Keys to values.
#[derive(Debug, Clone)]
pub(crate) struct Dictionary {
    slots: Vec<Slot>,
    used: usize,
    long: HashMap<Box<[u8]>, u32>,
}

/// A key in two halves and its value; a key of 0 is an empty slot.
#[derive(Debug, Clone, Copy, Default)]
#[repr(C, align(16))]
struct Slot {
    low: u64,
    high: u32,
    value: u32,
}

impl Slot {
    #[inline]
    fn is_empty(self) -> bool {
        self.low == 0 && self.high == 0
    }

    fn key(self) -> Short {
        Short::from(self.low) | Short::from(self.high) << 64
    }
}

impl Default for Dictionary {
    fn default() -> Self {
        Self { slots: vec![Slot::default(); 64], used: 0, long: HashMap::new() }
    }
}

/// The short form of a key, where it has one.
#[inline]
pub(crate) fn short(key: &[u8]) -> Option<Short> {
    if key.len() > SHORT_BYTES {
        return None;
    }
    let mut bytes = [0; 16];
    bytes[..key.len()].copy_from_slice(key);
    Some(u128::from_le_bytes(bytes))
}

/// A number that keys alike share and others hardly ever do.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the halves are what is wanted")]
pub(crate) fn spread(key: Short) -> u64 {
    let (low, high) = (key as u64, (key >> 64) as u64);
    let mixed = u128::from(low ^ 0x9e37_79b9_7f4a_7c15) * u128::from(high ^ 0xd1b5_4a32_d192_ed03);
    (mixed as u64) ^ ((mixed >> 64) as u64)
}

#[inline]
#[expect(clippy::cast_possible_truncation, reason = "cut in two")]
fn halves(key: Short) -> (u64, u32) {
    (key as u64, (key >> 64) as u32)
}

impl Dictionary {
    /// The value of a short key.
    #[inline]
    pub fn get(&self, key: Short) -> Option<u32> {
        self.get_from(key, self.touch(key).0)
    }

    /// The value of a short key that is looked for first at `place`.
    #[inline]
    pub fn get_from(&self, key: Short, place: u32) -> Option<u32> {
        let slot = self.slots[self.place(key, place as usize)];
        (!slot.is_empty()).then_some(slot.value)
    }

    /// Where a short key is looked for first, and some number that lies there: reading it has
    /// the memory fetch the slot while other keys are cut.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "tables are smaller than 2^32 slots")]
    pub fn touch(&self, key: Short) -> (u32, u32) {
        let place = spread(key) as usize & (self.slots.len() - 1);
        (place as u32, self.slots[place].value)
    }

    /// The value of a key.
    pub fn find(&self, key: &[u8]) -> Option<u32> {
        match short(key) {
            Some(short) => self.get(short),
            None => self.long.get(key).copied(),
        }
    }

    /// Sets the value of a key.
    pub fn put(&mut self, key: &[u8], value: u32) {
        let Some(short) = short(key) else {
            self.long.insert(key.into(), value);
            return;
        };
        let place = self.place(short, self.touch(short).0 as usize);
        if self.slots[place].is_empty() {
            self.used += 1;
        }
        let (low, high) = halves(short);
        self.slots[place] = Slot { low, high, value };
        if self.used * 2 > self.slots.len() {
            self.grow();
        }
    }

    /// All keys with their values, in no order.
    pub fn each(&self, mut take: impl FnMut(&[u8], u32)) {
        for slot in self.slots.iter().filter(|s| !s.is_empty()) {
            let key = slot.key().to_le_bytes();
            let end = key.iter().rposition(|b| *b != 0).map_or(0, |i| i + 1);
            take(&key[..end], slot.value);
        }
        for (key, value) in &self.long {
            take(key, *value);
        }
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        let long: usize = self.long.keys().map(|k| k.len() + 16).sum();
        self.slots.len() * 16 + self.long.allocation_size() + long
    }

    /// The table as arrays.
    pub fn write(&self, out: &mut Out) {
        out.each(
            self.slots.iter().flat_map(|s| [s.low, u64::from(s.high) | u64::from(s.value) << 32]),
        );
        out.number(self.long.len() as u64);
        let mut long: Vec<_> = self.long.iter().collect();
        long.sort_unstable();
        for (key, value) in long {
            out.bytes(key);
            out.number(u64::from(*value));
        }
    }

    /// The table of such arrays.
    #[expect(clippy::cast_possible_truncation, reason = "halves of a word")]
    pub fn read(input: &mut In<'_>) -> Result<Self, Error> {
        let words = input.words::<u64>()?;
        let slot = |[low, rest]: &[u64; 2]| Slot {
            low: *low,
            high: *rest as u32,
            value: (rest >> 32) as u32,
        };
        let slots: Vec<Slot> = words.as_chunks::<2>().0.iter().map(slot).collect();
        let used = slots.iter().filter(|slot| !slot.is_empty()).count();
        sound(slots.len().is_power_of_two() && used * 2 <= slots.len())?;
        let mut long = HashMap::new();
        for _ in 0..input.number()? {
            let key = input.bytes()?.into();
            long.insert(key, u32::try_from(input.number()?).unwrap_or(u32::MAX));
        }
        Ok(Self { slots, used, long })
    }

    /// Where the key lies, or the empty slot where it would.
    #[inline]
    fn place(&self, key: Short, from: usize) -> usize {
        let mask = self.slots.len() - 1;
        let (low, high) = halves(key);
        let mut at = from;
        loop {
            let slot = self.slots[at & mask];
            if (slot.low == low && slot.high == high) || slot.is_empty() {
                return at & mask;
            }
            at += 1;
        }
    }

    fn grow(&mut self) {
        let slots = vec![Slot::default(); self.slots.len() * 2];
        for slot in std::mem::replace(&mut self.slots, slots) {
            if !slot.is_empty() {
                let key = slot.key();
                let place = self.place(key, self.touch(key).0 as usize);
                self.slots[place] = slot;
            }
        }
    }
}
