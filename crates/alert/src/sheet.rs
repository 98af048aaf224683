//! A story as the matcher sees it: which atoms it holds, where its words stand, its numbers.
//! One is kept by each matching thread and used again for every story.

use crate::atoms::{ALWAYS, Atom, Atoms, PLACED, name_key};
use crate::dictionary::{SHORT_BYTES, Short, short};
use crate::query::{Number, Place, Story};
use crate::stems::Stems;
use std::hint::black_box;
use std::ops::Range;
use wiredesk_model::words;

/// No place.
const LAST: u32 = u32::MAX;

/// The fewest chains of places.
const CHAINS_MIN: usize = 256;

/// Marks a token that was looked up at once, its value in the low bits. No key has this byte set.
const RESOLVED: Short = 1 << 120;

/// What a story holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet {
    /// One bit an atom.
    bits: Vec<u64>,
    /// The atoms whose bit is set.
    pub held: Vec<Atom>,
    /// The words of the title, one [`ALWAYS`], the words of the body.
    sequence: Vec<Atom>,
    /// The last place of the words whose numbers end alike: a power of two of them, as many as
    /// the story has words, so that they stay in the nearest memory.
    last: Vec<u32>,
    /// By place: the place before of such a word.
    before: Vec<u32>,
    /// How many words the title has.
    title: u32,
    /// By number: the story's value, NaN where it has none.
    numbers: [f64; Number::ALL.len()],
    /// Second and further values.
    more: Vec<(Number, f64)>,
    /// The words of title and body before they are looked up, and where they are looked for.
    keys: Vec<(Short, u32)>,
    /// The names, as keys.
    names: Vec<(Short, u32)>,
    folded: Vec<u8>,
    stems: Stems,
}

impl Sheet {
    /// Takes in a story. `touch` is told each atom it holds, to have the memory fetch what is
    /// looked for there next, and gives some number that lies there.
    pub fn read(&mut self, story: &Story, atoms: &Atoms, touch: impl Fn(Atom) -> u32) {
        self.clear(atoms.len());
        self.name(story, atoms);
        self.mark(ALWAYS);
        self.title = LAST;
        self.cut(&story.title, atoms);
        self.title = narrow(self.keys.len());
        self.keys.push((RESOLVED, 0));
        self.cut(&story.body, atoms);
        self.place(atoms, touch);
        for i in 0..self.names.len() {
            let (key, slot) = self.names[i];
            atoms.get_from(key, slot).into_iter().for_each(|atom| self.mark(atom));
        }
        for (number, value) in &story.numbers {
            self.number(*number, *value, atoms);
        }
    }

    /// Has the names fetched; marks those that have no short key.
    fn name(&mut self, story: &Story, atoms: &Atoms) {
        self.names.clear();
        let mut touched = 0;
        for (name, value) in &story.names {
            self.folded.clear();
            name_key(*name, value, &mut self.folded);
            match short(&self.folded) {
                Some(key) => {
                    let (slot, there) = atoms.touch(key);
                    touched ^= there;
                    self.names.push((key, slot));
                }
                None => atoms.get_long(&self.folded).into_iter().for_each(|atom| self.mark(atom)),
            }
        }
        black_box(touched);
    }

    fn clear(&mut self, atoms: usize) {
        for atom in self.held.drain(..) {
            if let Some(word) = self.bits.get_mut(atom as usize / 64) {
                *word = 0;
            }
        }
        self.bits.resize(atoms.div_ceil(64), 0);
        self.numbers = [f64::NAN; Number::ALL.len()];
        self.more.clear();
        self.keys.clear();
    }

    /// Cuts a text into keys. Those that have no short form are looked up here.
    fn cut(&mut self, text: &str, atoms: &Atoms) {
        let forms = atoms.has_prefixes() || atoms.has_stems();
        let (bytes, mut keys) = (text.as_bytes(), std::mem::take(&mut self.keys));
        let mut touched = 0;
        let mut push = |key: Short, keys: &mut Vec<(Short, u32)>| {
            let (place, value) = atoms.touch(key);
            touched ^= value;
            keys.push((key, place));
        };
        words::each(text, |cut| {
            let length = cut.end - cut.start;
            if cut.ascii && length <= SHORT_BYTES {
                let key = lowered(bytes, cut.start, length);
                push(key, &mut keys);
                if forms {
                    self.forms(atoms, Some(key), &key.to_le_bytes()[..length]);
                }
                return;
            }
            let mut folded = std::mem::take(&mut self.folded);
            folded.clear();
            words::fold_into(&text[cut.start..cut.end], &mut folded);
            let key = short(&folded);
            match key {
                Some(key) => push(key, &mut keys),
                None => {
                    let value = atoms.get_long(&folded).unwrap_or(ALWAYS);
                    keys.push((RESOLVED | Short::from(value), 0));
                }
            }
            if forms {
                self.forms(atoms, key, &folded);
            }
            self.folded = folded;
        });
        black_box(touched);
        self.keys = keys;
    }

    /// Marks the prefixes and the stem of a folded word.
    fn forms(&mut self, atoms: &Atoms, key: Option<Short>, word: &[u8]) {
        // While the title is cut its length is not known yet.
        let title = self.title == LAST;
        if atoms.may_stem(word) {
            let stem = match key.and_then(|key| self.stems.key_of(key, word)) {
                Some(stem) => atoms.get_stem(stem),
                None => atoms.find_stem(self.stems.of(word)),
            };
            stem.into_iter().for_each(|value| self.mark_form(value, title, atoms));
        }
        atoms.each_prefix(word, |value| self.mark_form(value, title, atoms));
    }

    fn mark_form(&mut self, value: u32, title: bool, atoms: &Atoms) {
        self.mark(value & !PLACED);
        if value & PLACED != 0 {
            let own = atoms.places(value & !PLACED);
            self.mark(if title { own[0] } else { own[1] });
        }
    }

    /// Looks the keys up.
    fn place(&mut self, atoms: &Atoms, touch: impl Fn(Atom) -> u32) {
        let keys = std::mem::take(&mut self.keys);
        self.sequence.clear();
        self.before.clear();
        self.last.clear();
        self.last.resize(keys.len().next_power_of_two().max(CHAINS_MIN), LAST);
        let (mut touched, chains) = (0, self.last.len() - 1);
        for (place, (key, slot)) in (0..).zip(&keys) {
            let value = match key & RESOLVED {
                0 => atoms.get_from(*key, *slot).unwrap_or(ALWAYS),
                _ => low(*key),
            };
            let atom = value & !PLACED;
            self.sequence.push(atom);
            let last = &mut self.last[atom as usize & chains];
            self.before.push(std::mem::replace(last, place));
            if !self.has(atom) {
                touched ^= touch(atom);
                self.mark(atom);
            }
            if value & PLACED != 0 {
                let own = atoms.places(atom);
                self.mark(if place < self.title { own[0] } else { own[1] });
            }
        }
        black_box(touched);
        self.keys = keys;
    }

    fn number(&mut self, number: Number, value: f64, atoms: &Atoms) {
        let value = value + 0.0;
        if value.is_nan() {
            return;
        }
        let slot = &mut self.numbers[number as usize];
        match slot.is_nan() {
            true => *slot = value,
            false => self.more.push((number, value)),
        }
        atoms.each_cell(number, value, |atom| self.mark(atom));
    }

    #[inline]
    fn mark(&mut self, atom: Atom) {
        let word = &mut self.bits[atom as usize / 64];
        let bit = 1 << (atom % 64);
        if *word & bit == 0 {
            *word |= bit;
            self.held.push(atom);
        }
    }

    /// Whether the story holds an atom.
    #[inline]
    pub fn has(&self, atom: Atom) -> bool {
        self.bits.get(atom as usize / 64).is_some_and(|word| word >> (atom % 64) & 1 == 1)
    }

    /// Whether one of the story's values of a number passes.
    #[inline]
    pub fn any_number(&self, number: Number, passes: impl Fn(f64) -> bool) -> bool {
        let value = self.numbers[number as usize];
        (!value.is_nan() && passes(value))
            || self.more.iter().any(|(n, v)| *n == number && passes(*v))
    }

    /// Whether the words stand in a row, looked for from the one at index `from`.
    pub fn has_phrase(&self, place: Place, words: &[Atom], from: usize) -> bool {
        if !words.iter().all(|w| self.has(*w)) {
            return false;
        }
        let field = self.bounds(place);
        self.places(words[from]).any(|at| {
            let begin = at.checked_sub(from).filter(|begin| field.contains(begin));
            let here = begin.and_then(|begin| self.sequence.get(begin..begin + words.len()));
            field.contains(&at) && here.is_some_and(|here| here.iter().eq(words))
        })
    }

    /// Whether a window of `width` words within one field holds every word as often as told.
    /// `words` is sorted.
    pub fn has_near(&self, place: Place, words: &[Atom], width: u32) -> bool {
        if !words.iter().all(|w| self.has(*w)) {
            return false;
        }
        (place != Place::Body && self.near_within(self.bounds(Place::Title), words, width))
            || (place != Place::Title && self.near_within(self.bounds(Place::Body), words, width))
    }

    fn near_within(&self, field: Range<usize>, words: &[Atom], width: u32) -> bool {
        let alike = || words.chunk_by(|a, b| a == b);
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (i, same) in alike().enumerate() {
            let before = found.len();
            let places = self.places(same[0]).filter(|at| field.contains(at));
            found.extend(places.map(|at| (at, i)));
            if found.len() - before < same.len() {
                return false;
            }
        }
        found.sort_unstable();
        // A window that grows to the right and is cut from the left while it is too wide.
        let mut lacking: Vec<isize> = alike().map(|same| same.len().cast_signed()).collect();
        let (mut missing, mut left) = (lacking.len(), 0);
        for (at, word) in &found {
            lacking[*word] -= 1;
            missing -= usize::from(lacking[*word] == 0);
            while at - found[left].0 >= width as usize {
                let gone = found[left].1;
                missing += usize::from(lacking[gone] == 0);
                lacking[gone] += 1;
                left += 1;
            }
            if missing == 0 {
                return true;
            }
        }
        false
    }

    /// The places of a word, from the last to the first.
    fn places(&self, word: Atom) -> impl Iterator<Item = usize> {
        let last = self.last.get(word as usize & (self.last.len() - 1)).copied();
        let before = |at: &u32| self.before.get(*at as usize).copied();
        let alike = std::iter::successors(last.filter(|at| *at != LAST), move |at| {
            before(at).filter(|at| *at != LAST)
        });
        alike.map(|at| at as usize).filter(move |at| self.sequence[*at] == word)
    }

    /// The places of a field. Between title and body is one that no word holds.
    fn bounds(&self, place: Place) -> Range<usize> {
        let (title, end) = (self.title as usize, self.sequence.len());
        match place {
            Place::Anywhere => 0..end,
            Place::Title => 0..title,
            Place::Body => title..end,
        }
    }
}

/// The key of an ASCII word.
#[inline]
fn lowered(bytes: &[u8], start: usize, length: usize) -> Short {
    let key = match bytes.get(start..start + 16).and_then(|b| b.try_into().ok()) {
        Some(sixteen) => Short::from_le_bytes(sixteen),
        None => short(&bytes[start..start + length]).unwrap_or_default(),
    };
    // Letters differ from their capitals in one bit, which digits have set too.
    const CAPITALS: Short = Short::from_le_bytes([0x20; 16]);
    (key | CAPITALS) & FIRST[length & 15]
}

/// By count: the bits of so many first bytes.
static FIRST: [Short; 16] = {
    let mut table = [0; 16];
    let mut count = 1;
    while count < 16 {
        table[count] = Short::MAX >> (128 - 8 * count);
        count += 1;
    }
    table
};

#[expect(clippy::cast_possible_truncation, reason = "the value of a resolved key")]
fn low(key: Short) -> u32 {
    key as u32
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(LAST - 1)
}
