//! An index as bytes, so that a million queries need not be read and compiled again at a start.
//!
//! ```text
//! magic, version | the caller's note | arrays, each with its length | sha256 of all before
//! ```
//!
//! What the arrays say of each other is checked when they are read: a file that was cut or changed
//! is refused, and whatever is in it, matching on what was accepted does not panic.

use crate::atoms::Atoms;
use crate::matcher::{LIST, Matcher};
use crate::registry::Registry;
use crate::slices::Slices;
use crate::{Error, Index};
use sha2::{Digest, Sha256};

/// Begins every snapshot. The number changes whenever the bytes or their meaning do.
const MAGIC: &[u8; 16] = b"wiredesk-alert 2";

/// Bytes of the sum at the end.
const SUM_BYTES: usize = 32;

impl Index {
    /// The index as bytes. `note` is kept with it: what the caller needs to know whether it still
    /// holds.
    #[must_use]
    pub fn to_bytes(&self, note: &[u8]) -> Vec<u8> {
        let mut out = Out(Vec::with_capacity(self.memory().matching + self.memory().registry));
        out.0.extend_from_slice(MAGIC);
        out.bytes(note);
        self.matcher.write(&mut out);
        self.registry.write(&mut out);
        let sum = Sha256::digest(&out.0);
        out.0.extend_from_slice(&sum);
        out.0
    }

    /// The index of such bytes, and the note.
    ///
    /// # Errors
    /// [`Error::Snapshot`] when they are of another version, cut or changed.
    pub fn from_bytes(bytes: &[u8]) -> Result<(Self, Vec<u8>), Error> {
        let mut input = checked(bytes)?;
        let note = input.bytes()?.to_vec();
        let matcher = Matcher::read(&mut input)?;
        let registry = Registry::read(&mut input, |target| match target & LIST {
            0 => vec![u64::from(target)],
            _ => matcher.lists.get(target & !LIST).to_vec(),
        })?;
        match input.0.is_empty() {
            true => Ok((Self { matcher, registry }, note)),
            false => Err(BROKEN),
        }
    }
}

const BROKEN: Error = Error::Snapshot("it does not hold together");

/// What lies between magic and sum.
fn checked(bytes: &[u8]) -> Result<In<'_>, Error> {
    let Some((content, sum)) = bytes.split_last_chunk::<SUM_BYTES>() else {
        return Err(Error::Snapshot("it is too short"));
    };
    let Some(rest) = content.strip_prefix(MAGIC) else {
        return Err(Error::Snapshot("it is of another version"));
    };
    match Sha256::digest(content)[..] == *sum {
        true => Ok(In(rest)),
        false => Err(Error::Snapshot("its sum is wrong: it was cut or changed")),
    }
}

impl Matcher {
    fn write(&self, out: &mut Out) {
        self.atoms.write(out);
        [&self.postings, &self.shared].into_iter().for_each(|lists| lists.write(out));
        self.lists.write(out);
        out.each(self.lacking.iter().flat_map(|(atom, list)| [*atom, *list]));
    }

    fn read(input: &mut In<'_>) -> Result<Self, Error> {
        let atoms = Atoms::read(input)?;
        let (postings, shared) = (Slices::read(input)?, Slices::read(input)?);
        let lists = Slices::read(input)?;
        let lacking = input.u32s()?.as_chunks::<2>().0.iter().map(|[a, l]| (*a, *l)).collect();
        let matcher = Self { atoms, postings, lacking, shared, lists };
        match matcher.is_sound() {
            true => Ok(matcher),
            false => Err(BROKEN),
        }
    }
}

/// Writes arrays.
#[derive(Debug)]
pub(crate) struct Out(Vec<u8>);

/// Reads arrays.
#[derive(Debug)]
pub(crate) struct In<'b>(&'b [u8]);

impl Out {
    /// One number.
    pub fn number(&mut self, number: u64) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    /// Bytes with their length.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    /// Numbers, with how many they are.
    pub fn each<T: Word>(&mut self, words: impl Iterator<Item = T>) {
        let at = self.0.len();
        self.number(0);
        let mut count = 0u64;
        words.for_each(|word| {
            word.put(&mut self.0);
            count += 1;
        });
        self.0[at..at + 8].copy_from_slice(&count.to_le_bytes());
    }
}

impl In<'_> {
    /// One number.
    pub fn number(&mut self) -> Result<u64, Error> {
        let (number, rest) = self.0.split_first_chunk().ok_or(BROKEN)?;
        self.0 = rest;
        Ok(u64::from_le_bytes(*number))
    }

    /// Bytes with their length.
    pub fn bytes(&mut self) -> Result<&[u8], Error> {
        self.array(1)
    }

    /// Numbers of 32 bits.
    pub fn u32s(&mut self) -> Result<Vec<u32>, Error> {
        self.words()
    }

    /// Numbers.
    pub fn words<T: Word>(&mut self) -> Result<Vec<T>, Error> {
        let bytes = self.array(size_of::<T>())?;
        Ok(bytes.chunks_exact(size_of::<T>()).map(T::of).collect())
    }

    fn array(&mut self, size: usize) -> Result<&[u8], Error> {
        let count = usize::try_from(self.number()?).map_err(|_| BROKEN)?;
        let bytes = count.checked_mul(size).ok_or(BROKEN)?;
        let (array, rest) = self.0.split_at_checked(bytes).ok_or(BROKEN)?;
        self.0 = rest;
        Ok(array)
    }
}

/// A number of fixed size.
pub(crate) trait Word: Copy {
    /// Appends its bytes, lowest first.
    fn put(self, out: &mut Vec<u8>);
    /// The number of so many bytes; 0 when they are not as many as it has.
    fn of(bytes: &[u8]) -> Self;
}

impl Word for u32 {
    fn put(self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_le_bytes());
    }

    fn of(bytes: &[u8]) -> Self {
        bytes.try_into().map_or(0, Self::from_le_bytes)
    }
}

impl Word for u64 {
    fn put(self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_le_bytes());
    }

    fn of(bytes: &[u8]) -> Self {
        bytes.try_into().map_or(0, Self::from_le_bytes)
    }
}

/// The error of an array that contradicts another.
pub(crate) fn sound(holds: bool) -> Result<(), Error> {
    if holds { Ok(()) } else { Err(BROKEN) }
}
