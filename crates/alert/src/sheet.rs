//! A story as the matcher sees it: which atoms it holds, where its words stand, its numbers.
//! One is kept by each matching thread and used again for every story.

use crate::atoms::{ALWAYS, Atom, Atoms, PLACED};
use crate::dictionary::{SHORT_BYTES, Short, short};
use crate::query::{Number, Place, Story};
use crate::stems::Stems;
use std::hint::black_box;
use wiredesk_model::words;

/// No further place.
const LAST: u32 = u32::MAX;

/// Marks a token that was looked up at once, its value in the low bits. No key has this byte set.
const RESOLVED: Short = 1 << 120;

/// What a story holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet {
    /// One bit an atom.
    bits: Vec<u64>,
    /// The atoms whose bit is set.
    pub held: Vec<Atom>,
    /// By atom: its first place in `sequence`; only told of words that are held.
    first: Vec<u32>,
    /// By place: the next place of the same word.
    next: Vec<u32>,
    /// The words of the title, one [`ALWAYS`], the words of the body.
    sequence: Vec<Atom>,
    /// How many words the title has.
    title: u32,
    /// By number: the story's value, NaN where it has none.
    numbers: [f64; Number::ALL.len()],
    /// Second and further values.
    more: Vec<(Number, f64)>,
    /// The words of title and body before they are looked up, and where they are looked for.
    keys: Vec<(Short, u32)>,
    folded: Vec<u8>,
    stems: Stems,
}

impl Sheet {
    /// Takes in a story.
    pub fn read(&mut self, story: &Story, atoms: &Atoms) {
        self.clear(atoms.len());
        self.mark(ALWAYS);
        self.title = LAST;
        self.cut(&story.title, atoms);
        self.title = narrow(self.keys.len());
        self.keys.push((RESOLVED, 0));
        self.cut(&story.body, atoms);
        self.place(atoms);
        for (name, value) in &story.names {
            if let Some(atom) = atoms.find_name(*name, value) {
                self.mark(atom);
            }
        }
        for (number, value) in &story.numbers {
            self.number(*number, *value, atoms);
        }
    }

    fn clear(&mut self, atoms: usize) {
        for atom in self.held.drain(..) {
            if let Some(word) = self.bits.get_mut(atom as usize / 64) {
                *word = 0;
            }
        }
        self.bits.resize(atoms.div_ceil(64), 0);
        self.first.resize(atoms, LAST);
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
            if cut.ascii && length <= SHORT_BYTES && !forms {
                push(lowered(bytes, cut.start, length), &mut keys);
                return;
            }
            self.folded.clear();
            words::fold_into(&text[cut.start..cut.end], &mut self.folded);
            match short(&self.folded) {
                Some(short) => push(short, &mut keys),
                None => {
                    let value = atoms.get_long(&self.folded).unwrap_or(ALWAYS);
                    keys.push((RESOLVED | Short::from(value), 0));
                }
            }
            if forms {
                self.forms(atoms, narrow(keys.len() - 1));
            }
        });
        black_box(touched);
        self.keys = keys;
    }

    /// Marks the prefixes and the stem of the word in `folded`, which stands at `place`.
    fn forms(&mut self, atoms: &Atoms, place: u32) {
        let folded = std::mem::take(&mut self.folded);
        // While the title is cut its length is not known yet.
        let title = self.title == LAST || place < self.title;
        if atoms.has_stems() {
            let stem = atoms.find_stem(self.stems.of(&folded));
            stem.into_iter().for_each(|value| self.mark_form(value, title, atoms));
        }
        atoms.each_prefix(&folded, |value| self.mark_form(value, title, atoms));
        self.folded = folded;
    }

    fn mark_form(&mut self, value: u32, title: bool, atoms: &Atoms) {
        self.mark(value & !PLACED);
        if value & PLACED != 0 {
            let own = atoms.places(value & !PLACED);
            self.mark(if title { own[0] } else { own[1] });
        }
    }

    /// Looks the keys up, from the last to the first, so that the chains of places run forwards.
    fn place(&mut self, atoms: &Atoms) {
        let keys = std::mem::take(&mut self.keys);
        self.sequence.clear();
        self.sequence.resize(keys.len(), ALWAYS);
        self.next.clear();
        self.next.resize(keys.len(), LAST);
        for (place, (key, slot)) in keys.iter().enumerate().rev() {
            let value = match key & RESOLVED {
                0 => atoms.get_from(*key, *slot).unwrap_or(ALWAYS),
                _ => low(*key),
            };
            let atom = value & !PLACED;
            if atom == ALWAYS {
                continue;
            }
            self.sequence[place] = atom;
            self.next[place] = match self.has(atom) {
                true => self.first[atom as usize],
                false => {
                    self.mark(atom);
                    LAST
                }
            };
            self.first[atom as usize] = narrow(place);
            if value & PLACED != 0 {
                let own = atoms.places(atom);
                self.mark(if narrow(place) < self.title { own[0] } else { own[1] });
            }
        }
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
        let (start, end) = self.bounds(place);
        let mut at = self.first[words[from] as usize];
        while at != LAST {
            let begin = (at as usize).checked_sub(from).filter(|b| *b >= start as usize);
            let here = begin.and_then(|b| self.sequence.get(b..b + words.len()));
            if here == Some(words) && at < end {
                return true;
            }
            at = self.next[at as usize];
        }
        false
    }

    /// Whether a window of `width` words within one field holds every word as often as told.
    /// `words` is sorted.
    pub fn has_near(&self, place: Place, words: &[Atom], width: u32) -> bool {
        if !words.iter().all(|w| self.has(*w)) {
            return false;
        }
        let (start, end) = self.bounds(place);
        let fields = [(start, end.min(self.title)), (start.max(self.title), end)];
        fields.into_iter().any(|(start, end)| self.near_between(words, width, start, end))
    }

    fn near_between(&self, words: &[Atom], width: u32, start: u32, end: u32) -> bool {
        let wanted: Vec<(Atom, usize)> =
            words.chunk_by(|a, b| a == b).map(|same| (same[0], same.len())).collect();
        let mut places: Vec<(u32, usize)> = Vec::new();
        for (i, (word, _)) in wanted.iter().enumerate() {
            let mut at = self.first[*word as usize];
            while at != LAST && at < end {
                if at >= start {
                    places.push((at, i));
                }
                at = self.next[at as usize];
            }
        }
        places.sort_unstable();
        // A window that grows to the right and is cut from the left while it is too wide.
        let mut held = vec![0; wanted.len()];
        let (mut missing, mut left) = (wanted.len(), 0);
        for (at, word) in &places {
            held[*word] += 1;
            missing -= usize::from(held[*word] == wanted[*word].1);
            while at - places[left].0 >= width {
                let gone = places[left].1;
                missing += usize::from(held[gone] == wanted[gone].1);
                held[gone] -= 1;
                left += 1;
            }
            if missing == 0 {
                return true;
            }
        }
        false
    }

    /// The places of a field; the separator after the title is held by no word.
    fn bounds(&self, place: Place) -> (u32, u32) {
        match place {
            Place::Anywhere => (0, u32::MAX),
            Place::Title => (0, self.title),
            Place::Body => (self.title, u32::MAX),
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
