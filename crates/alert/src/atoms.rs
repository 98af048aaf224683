//! Atoms: everything a story either holds or does not, by number. A word anywhere, a word in the
//! title, a name, a word that begins so, a number within a cell: each is an atom once a query asks
//! for it, and a story is the set of its atoms (with the places of its words, for phrases).

use crate::Error;
use crate::cells::{self, Cell};
use crate::dictionary::{Dictionary, SHORT_BYTES, Short, short};
use crate::frequencies::Frequencies;
use crate::query::{Name, Number, Place};
use crate::snapshot::{In, Out, sound};
use hashbrown::HashMap;
use std::sync::Arc;

/// An atom's number. [`ALWAYS`] is held by every story.
pub(crate) type Atom = u32;

/// The atom that every story holds. In a story's sequence of words it stands for words that no
/// query asks for.
pub(crate) const ALWAYS: Atom = 0;

/// Set on a dictionary value whose word is also asked for in the title or the body alone.
pub(crate) const PLACED: u32 = 1 << 31;

/// First bytes of keys that are not words. Words begin with letters and digits.
const PREFIX: u8 = 0x1f;
const CELL: u8 = 0x1e;
const TITLE: u8 = 0x1d;
const BODY: u8 = 0x1c;
const STEM: u8 = 0x1b;

/// The atoms in use.
#[derive(Debug, Clone)]
pub(crate) struct Atoms {
    dictionary: Dictionary,
    /// Stems and prefixes. Few, and asked for by every word of a story: so they lie by themselves.
    forms: Dictionary,
    /// The atoms of a word in the title and in the body; 0 where nobody asks.
    placed: HashMap<Atom, [Atom; 2]>,
    /// By the first two bytes of a word: the lengths of prefixes that begin with them.
    prefixes: Vec<u64>,
    /// First bytes of prefixes.
    begun: [bool; 256],
    /// Whether any query asks for a stem.
    stemmed: bool,
    /// A bit for each two bytes: whether words that begin with them may have a stem in use.
    stemming: Vec<u64>,
    /// By number: the levels of cells in use.
    levels: [u32; Number::ALL.len()],
    /// The cells in use: few, so close together, for a story asks for many.
    cells: HashMap<u32, Atom>,
    /// By atom: the share of stories that hold it, as far as known.
    rates: Vec<f32>,
    frequencies: Arc<Frequencies>,
}

impl Atoms {
    pub fn new(frequencies: Arc<Frequencies>) -> Self {
        Self {
            dictionary: Dictionary::default(),
            forms: Dictionary::default(),
            placed: HashMap::new(),
            prefixes: Vec::new(),
            begun: [false; 256],
            stemmed: false,
            stemming: Vec::new(),
            levels: [0; Number::ALL.len()],
            cells: HashMap::new(),
            rates: vec![1.0],
            frequencies,
        }
    }

    /// How many there are, [`ALWAYS`] among them.
    pub fn len(&self) -> usize {
        self.rates.len()
    }

    /// The share of stories that hold it.
    pub fn rate(&self, atom: Atom) -> f32 {
        self.rates.get(atom as usize).copied().unwrap_or(1.0)
    }

    /// The share of stories with a number in that cell.
    pub fn cell_rate(&self, cell: Cell) -> f32 {
        self.frequencies.rate(&cell_key(cell))
    }

    /// A word.
    pub fn word(&mut self, word: &str) -> Atom {
        self.intern(word.as_bytes())
    }

    /// A word in one place.
    pub fn word_in(&mut self, place: Place, word: &str) -> Atom {
        self.in_place(place, word.as_bytes())
    }

    /// A word that begins so.
    pub fn prefix_in(&mut self, place: Place, start: &str) -> Atom {
        let atom = self.in_place(place, &prefix_key(start.as_bytes()));
        self.prefixes.resize(1 << 16, 0);
        self.prefixes[two(start.as_bytes())] |= 1 << start.len().min(63);
        self.begin();
        atom
    }

    /// A word with this stem.
    pub fn stem_in(&mut self, place: Place, stem: &str) -> Atom {
        self.stemmed = true;
        self.note_stem(stem.as_bytes());
        self.in_place(place, &[&[STEM], stem.as_bytes()].concat())
    }

    /// A name.
    pub fn name(&mut self, name: Name, value: &str) -> Atom {
        let mut key = Vec::new();
        name_key(name, value, &mut key);
        self.intern(&key)
    }

    /// A number within a cell.
    pub fn cell(&mut self, cell: Cell) -> Atom {
        self.levels[cell.number as usize] |= 1 << cell.level;
        if let Some(atom) = self.cells.get(&cell.code()) {
            return *atom;
        }
        let atom = self.another(self.cell_rate(cell));
        self.cells.insert(cell.code(), atom);
        atom
    }

    /// An atom that no story holds, for a bucket of queries of its own.
    pub fn nothing(&mut self) -> Atom {
        self.another(0.0)
    }

    fn another(&mut self, rate: f32) -> Atom {
        self.rates.push(rate);
        u32::try_from(self.rates.len() - 1).unwrap_or(u32::MAX)
    }

    fn in_place(&mut self, place: Place, key: &[u8]) -> Atom {
        let word = self.intern(key);
        let (which, mark) = match place {
            Place::Anywhere => return word,
            Place::Title => (0, TITLE),
            Place::Body => (1, BODY),
        };
        let mut own = vec![mark];
        own.extend_from_slice(key);
        let atom = self.intern(&own);
        self.placed.entry(word).or_default()[which] = atom;
        self.table(key).put(key, word | PLACED);
        atom
    }

    /// Where a key lies.
    fn table(&mut self, key: &[u8]) -> &mut Dictionary {
        match key.first() {
            Some(&(PREFIX | STEM)) => &mut self.forms,
            _ => &mut self.dictionary,
        }
    }

    /// A word and its stem begin with the same two letters, but for "dying" and all like it.
    fn note_stem(&mut self, stem: &[u8]) {
        self.stemming.resize(1 << 10, 0);
        let starts = [two(stem), two(&[stem.first().copied().unwrap_or_default(), b'y'])];
        let irregular = matches!(stem, [_, b'i', b'e']);
        for start in starts.into_iter().take(1 + usize::from(irregular)) {
            self.stemming[start / 64] |= 1 << (start % 64);
        }
    }

    fn begin(&mut self) {
        for (first, lengths) in self.begun.iter_mut().zip(self.prefixes.chunks(256)) {
            *first = lengths.iter().any(|lengths| *lengths != 0);
        }
    }

    fn intern(&mut self, key: &[u8]) -> Atom {
        if let Some(value) = self.table(key).find(key) {
            return value & !PLACED;
        }
        let atom = self.another(self.frequencies.rate(key));
        self.table(key).put(key, atom);
        atom
    }

    /// The dictionary's value of a word, by its short key and where [`Self::touch`] found its place.
    #[inline]
    pub fn get_from(&self, key: Short, place: u32) -> Option<u32> {
        self.dictionary.get_from(key, place)
    }

    /// Where [`Self::get_from`] will look; see [`Dictionary::touch`].
    #[inline]
    pub fn touch(&self, key: Short) -> (u32, u32) {
        self.dictionary.touch(key)
    }

    /// The dictionary's value of a word or name that has no short key.
    pub fn get_long(&self, key: &[u8]) -> Option<u32> {
        self.dictionary.find(key)
    }

    /// The atoms of a placed word in the title and in the body.
    pub fn places(&self, word: Atom) -> [Atom; 2] {
        self.placed.get(&word).copied().unwrap_or_default()
    }

    /// Whether any query asks for a prefix.
    pub fn has_prefixes(&self) -> bool {
        !self.prefixes.is_empty()
    }

    /// Whether any query asks for a stem.
    pub fn has_stems(&self) -> bool {
        self.stemmed
    }

    /// Whether a word may have a stem that a query asks for: nearly all are told from it by their
    /// first two letters, and need not be stemmed.
    #[inline]
    pub fn may_stem(&self, word: &[u8]) -> bool {
        let start = two(word);
        self.stemming.get(start / 64).is_some_and(|bits| bits >> (start % 64) & 1 == 1)
    }

    /// The dictionary's value of a stem that queries ask for.
    pub fn find_stem(&self, stem: &[u8]) -> Option<u32> {
        self.forms.find(&[&[STEM], stem].concat())
    }

    /// The same of a stem by its [`stem_key`].
    #[inline]
    pub fn get_stem(&self, key: Short) -> Option<u32> {
        self.forms.get(key)
    }

    /// The dictionary's values of the prefixes of a word that queries ask for.
    #[inline]
    pub fn each_prefix(&self, word: &[u8], mut take: impl FnMut(u32)) {
        let [first, ..] = word else { return };
        if !self.begun[*first as usize] {
            return;
        }
        let mut lengths = self.prefixes.get(two(word)).copied().unwrap_or_default();
        // Prefixes of one letter lie under that letter alone.
        lengths |= self.prefixes.get(two(&[*first])).copied().unwrap_or_default() & 2;
        while lengths != 0 {
            let length = lengths.trailing_zeros() as usize;
            lengths &= lengths - 1;
            if let Some(start) = word.get(..length) {
                self.find_prefix(start).into_iter().for_each(&mut take);
            }
        }
    }

    fn find_prefix(&self, start: &[u8]) -> Option<u32> {
        match marked(PREFIX, start) {
            Some(key) => self.forms.get(key),
            None => self.forms.find(&prefix_key(start)),
        }
    }

    /// The atoms of the cells a story's number lies in, where queries ask for them.
    pub fn each_cell(&self, number: Number, value: f64, mut take: impl FnMut(Atom)) {
        let mut levels = self.levels[number as usize];
        let finest = cells::cell_of(number, value);
        while levels != 0 {
            let level = levels.trailing_zeros();
            levels &= levels - 1;
            self.cells.get(&finest.at(level).code()).copied().into_iter().for_each(&mut take);
        }
    }

    /// Every atom that is a word, a name, a stem or a prefix, and its key; in no order.
    pub fn each_key(&self, mut take: impl FnMut(&[u8], Atom)) {
        for table in [&self.dictionary, &self.forms] {
            table.each(|key, value| take(key, value & !PLACED));
        }
    }

    /// Takes over a key of other atoms, which may have been renumbered.
    pub fn adopt(&mut self, key: &[u8]) -> Atom {
        let (place, rest) = match key {
            [TITLE, rest @ ..] => (Place::Title, rest),
            [BODY, rest @ ..] => (Place::Body, rest),
            _ => (Place::Anywhere, key),
        };
        match rest {
            [PREFIX, start @ ..] => {
                let start = String::from_utf8_lossy(start).into_owned();
                self.prefix_in(place, &start)
            }
            [STEM, stem @ ..] => {
                let stem = String::from_utf8_lossy(stem).into_owned();
                self.stem_in(place, &stem)
            }
            _ => self.in_place(place, rest),
        }
    }

    /// The counts that rates are estimated from.
    pub fn frequencies(&self) -> &Arc<Frequencies> {
        &self.frequencies
    }

    /// The atoms as arrays.
    pub fn write(&self, out: &mut Out) {
        self.dictionary.write(out);
        self.forms.write(out);
        let mut placed: Vec<_> = self.placed.iter().map(|(w, [t, b])| [*w, *t, *b]).collect();
        placed.sort_unstable();
        out.each(placed.into_iter().flatten());
        out.each(self.prefixes.iter().copied());
        out.number(u64::from(self.stemmed));
        out.each(self.levels.iter().copied());
        let mut cells: Vec<_> = self.cells.iter().map(|(code, atom)| [*code, *atom]).collect();
        cells.sort_unstable();
        out.each(cells.into_iter().flatten());
        out.each(self.rates.iter().map(|rate| rate.to_bits()));
        self.frequencies.write(out);
    }

    /// The atoms of such arrays.
    pub fn read(input: &mut In<'_>) -> Result<Self, Error> {
        let (dictionary, forms) = (Dictionary::read(input)?, Dictionary::read(input)?);
        let placed = input.u32s()?;
        let placed = placed.as_chunks::<3>().0.iter().map(|[w, t, b]| (*w, [*t, *b])).collect();
        let prefixes = input.words::<u64>()?;
        sound(prefixes.is_empty() || prefixes.len() == 1 << 16)?;
        let stemmed = input.number()? != 0;
        let levels = input.u32s()?.try_into().unwrap_or_default();
        let cells: HashMap<u32, Atom> =
            input.u32s()?.as_chunks::<2>().0.iter().map(|[code, atom]| (*code, *atom)).collect();
        let rates: Vec<f32> = input.u32s()?.into_iter().map(f32::from_bits).collect();
        let frequencies = Arc::new(Frequencies::read(input)?);
        let mut atoms =
            Self { dictionary, forms, placed, prefixes, stemmed, ..Self::new(frequencies) };
        (atoms.levels, atoms.cells, atoms.rates) = (levels, cells, rates);
        atoms.begin();
        let mut stems = Vec::new();
        atoms.forms.each(|key, _| {
            if let [STEM, stem @ ..] = key {
                stems.push(stem.to_vec());
            }
        });
        stems.iter().for_each(|stem| atoms.note_stem(stem));
        let mut known = !atoms.rates.is_empty();
        for table in [&atoms.dictionary, &atoms.forms] {
            table.each(|_, value| known &= atoms.knows(value & !PLACED));
        }
        known &= atoms.placed.values().flatten().all(|atom| atoms.knows(*atom));
        known &= atoms.cells.values().all(|atom| atoms.knows(*atom));
        sound(known)?;
        Ok(atoms)
    }

    /// Whether it is the number of an atom.
    pub fn knows(&self, atom: Atom) -> bool {
        (atom as usize) < self.rates.len()
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.dictionary.bytes()
            + self.forms.bytes()
            + self.placed.allocation_size()
            + self.cells.allocation_size()
            + self.prefixes.capacity() * 8
            + self.rates.capacity() * 4
    }
}

fn two(word: &[u8]) -> usize {
    let byte = |i: usize| word.get(i).copied().unwrap_or_default() as usize;
    byte(0) << 8 | byte(1)
}

/// The key of a stem, where it has a short one.
pub(crate) fn stem_key(stem: &[u8]) -> Option<Short> {
    marked(STEM, stem)
}

fn marked(mark: u8, word: &[u8]) -> Option<Short> {
    match word.len() < SHORT_BYTES {
        true => short(word).map(|key| key << 8 | Short::from(mark)),
        false => None,
    }
}

fn prefix_key(start: &[u8]) -> Vec<u8> {
    [&[PREFIX], start].concat()
}

/// Appends the key of a name's value.
pub(crate) fn name_key(name: Name, value: &str, key: &mut Vec<u8>) {
    key.push(name as u8 + 1);
    match value.is_ascii() {
        true => key.extend(value.bytes().map(|b| b.to_ascii_lowercase())),
        false => key.extend_from_slice(value.to_lowercase().as_bytes()),
    }
}

/// The key of a cell: as long for every cell, with no byte of 0 at its end.
pub(crate) fn cell_key(cell: Cell) -> [u8; 7] {
    let [a, b, c, _] = cell.index.to_le_bytes();
    #[expect(clippy::cast_possible_truncation, reason = "levels are at most 20")]
    let level = cell.level as u8;
    [CELL, cell.number as u8 + 1, level, a, b, c, 0xff]
}
