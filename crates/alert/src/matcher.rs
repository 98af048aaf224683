//! What matching touches: the atoms, and under each the queries that stand there.
//!
//! Queries that mean the same form a group and are matched once. Each group stands under its
//! anchors (see `anchors`): the list of an atom holds, one after the other, for each group that
//! stands there the guard, the target (who is told), and what else must hold (see `program`), so
//! that matching walks straight through memory. Groups of which nothing else must hold stand in
//! front, two words each, and are tested without branches. How queries come and go is in
//! `standing`.
//!
//! A story costs cache misses before all else. So what will be read is touched first, in loops
//! without branches, and the memory fetches it side by side.

use crate::atoms::{Atom, Atoms};
use crate::frequencies::Frequencies;
use crate::program;
use crate::query::Story;
use crate::sheet::Sheet;
use crate::slices::Slices;
use std::hint::black_box;
use std::sync::Arc;

/// On a guard that stands behind the front: the number of a program in `shared` follows. Else a
/// length and as many words of program.
pub(crate) const SHARED: u32 = 1 << 31;
const GUARD: u32 = SHARED - 1;

/// On a target: the rest is the number of a list of subscribers. Else it is the subscriber.
pub(crate) const LIST: u32 = 1 << 31;

/// Standing queries as matching needs them. Made and changed by an [`crate::Index`] or a
/// [`crate::Shared`].
#[derive(Debug, Clone)]
pub struct Matcher {
    pub(crate) atoms: Atoms,
    /// By atom: the postings looked at when a story holds it.
    pub(crate) postings: Slices<u32>,
    /// Atoms that queries exclude, and the list looked at when a story lacks it.
    pub(crate) lacking: Vec<(Atom, u32)>,
    /// Programs that several postings need.
    pub(crate) shared: Slices<u32>,
    /// Subscribers, ascending, of groups that have several, or whose numbers do not fit a target.
    pub(crate) lists: Slices<u64>,
}

/// What one matching thread keeps between stories.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    sheet: Sheet,
    matches: Vec<u64>,
    /// Targets that are told, and room behind them.
    told: Vec<u32>,
    /// Lists of subscribers that are told.
    lists: Vec<u32>,
    spare: Vec<u64>,
    effort: Effort,
}

/// How much was looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Effort {
    /// Postings.
    pub postings: u64,
    /// Programs run.
    pub programs: u64,
}

impl Scratch {
    /// How much was looked at for all stories so far.
    #[must_use]
    pub fn effort(&self) -> Effort {
        self.effort
    }
}

impl Matcher {
    /// The numbers of all queries that the story fires, ascending.
    pub fn match_story<'s>(&self, story: &Story, scratch: &'s mut Scratch) -> &'s [u64] {
        let Scratch { sheet, matches, told, lists, spare, effort } = scratch;
        matches.clear();
        lists.clear();
        sheet.read(story, &self.atoms, |atom| self.postings.start(atom));
        sheet.held.iter().for_each(|list| self.postings.touch(*list));
        let mut count = 0;
        for atom in &sheet.held {
            count = self.walk(*atom, sheet, (told, count), effort);
        }
        for (atom, list) in &self.lacking {
            if !sheet.has(*atom) {
                count = self.walk(*list, sheet, (told, count), effort);
            }
        }
        for target in &told[..count] {
            match target & LIST {
                0 => matches.push(u64::from(*target)),
                _ => lists.push(target & !LIST),
            }
        }
        // A group that stands in several places may have been met in several.
        lists.sort_unstable();
        lists.dedup();
        black_box(lists.iter().fold(0, |sum, list| sum ^ self.lists.start(*list)));
        lists.iter().for_each(|list| self.lists.touch(*list));
        lists.iter().for_each(|list| matches.extend_from_slice(self.lists.get(*list)));
        ascend(matches, spare);
        matches.dedup();
        matches
    }

    /// Goes through the postings of a list and writes the targets whose query holds behind the
    /// `count` that are told already; how many they are then.
    #[inline]
    fn walk(
        &self,
        list: u32,
        sheet: &Sheet,
        (told, mut count): (&mut Vec<u32>, usize),
        effort: &mut Effort,
    ) -> usize {
        let (front, mut postings) = self.postings.parts(list);
        let front = front.as_chunks::<2>().0;
        let most = count + front.len() + postings.len() / 3;
        if told.len() < most {
            told.resize(most.next_power_of_two(), 0);
        }
        effort.postings += front.len() as u64;
        for [guard, target] in front {
            told[count] = *target;
            count += usize::from(sheet.has(*guard));
        }
        while let [head, target, length, rest @ ..] = postings {
            effort.postings += 1;
            let own = if head & SHARED == 0 { *length as usize } else { 0 };
            let (row, rest) = rest.split_at(own.min(rest.len()));
            postings = rest;
            if sheet.has(head & GUARD) {
                let row = if head & SHARED == 0 { row } else { self.shared.get(*length) };
                effort.programs += 1;
                if program::all_hold(row, sheet) {
                    told[count] = *target;
                    count += 1;
                }
            }
        }
        count
    }

    /// Lets go of all room that lists have grown into and do not use.
    pub(crate) fn pack(&mut self) {
        self.postings = self.postings.packed();
        self.shared = self.shared.packed();
        self.lists = self.lists.packed();
    }

    /// The frequencies that anchors are chosen by.
    #[must_use]
    pub fn frequencies(&self) -> &Arc<Frequencies> {
        self.atoms.frequencies()
    }

    /// Bytes held.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let lists = self.postings.bytes() + self.shared.bytes() + self.lists.bytes();
        self.atoms.bytes() + lists + self.lacking.capacity() * 8
    }
}

/// Sorts numbers. Many are sorted byte by byte, lowest first, which takes time for each but no
/// comparison that a processor could guess wrong.
fn ascend(numbers: &mut Vec<u64>, spare: &mut Vec<u64>) {
    const FEW: usize = 128;
    if numbers.len() <= FEW {
        numbers.sort_unstable();
        return;
    }
    let first = numbers[0];
    let differing = numbers.iter().fold(0, |bits, n| bits | (n ^ first));
    spare.resize(numbers.len(), 0);
    for byte in (0..8).filter(|byte| differing >> (8 * byte) & 0xff != 0) {
        let digit = |n: u64| (n >> (8 * byte) & 0xff) as usize;
        let mut ends = [0u32; 256];
        numbers.iter().for_each(|n| ends[digit(*n)] += 1);
        let mut sum = 0;
        for end in &mut ends {
            sum += std::mem::replace(end, sum);
        }
        for n in numbers.iter() {
            let place = &mut ends[digit(*n)];
            spare[*place as usize] = *n;
            *place += 1;
        }
        std::mem::swap(numbers, spare);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_sorted_however_many() {
        let check = |count: u64, spread: u64| {
            let mut numbers: Vec<u64> = (0..count).map(|n| (n * 7_919) % 1_009 * spread).collect();
            let mut expected = numbers.clone();
            expected.sort_unstable();
            ascend(&mut numbers, &mut vec![3; 7]);
            assert_eq!(numbers, expected, "{count} numbers");
        };
        check(0, 1);
        check(100, 1);
        check(1_000, 1);
        check(1_000, 1 << 40);
        check(3_000, 0x0101_0101_0101);
    }
}
