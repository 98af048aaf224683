//! All standing queries, and which of them a story fires.
//!
//! Queries that mean the same form a group and are matched once. Each group stands under its
//! anchors (see `anchors`): the list of an atom holds, one after the other, for each group that
//! stands there the guard, the target (who is told), and what else must hold (see `program`), so
//! that matching walks straight through memory. Adding and removing changes those lists in place.

use crate::anchors::{self, Anchor, Entry};
use crate::atoms::{ALWAYS, Atom, Atoms};
use crate::frequencies::Frequencies;
use crate::normal::Node;
use crate::program;
use crate::query::{Query, Story};
use crate::sheet::Sheet;
use crate::slices::Slices;
use hashbrown::{HashMap, HashTable};
use std::hash::BuildHasher;
use std::sync::Arc;

/// On a posting's guard: a length and as many words of program follow.
const PROGRAM: u32 = 1 << 31;
/// On a posting's guard: the number of a program in `shared` follows.
const SHARED: u32 = 1 << 30;
const GUARD: u32 = SHARED - 1;

/// On a target: the rest is the number of a list of subscribers. Else it is the subscriber.
const LIST: u32 = 1 << 31;

/// Programs of this many words are kept once when several postings need the same.
const SHARED_WORDS: usize = 6;

/// Standing queries, ready to be matched.
#[derive(Debug, Clone)]
pub struct Index {
    atoms: Atoms,
    /// By atom: the postings looked at when a story holds it.
    postings: Slices<u32>,
    /// Atoms that queries exclude, and the list looked at when a story lacks it.
    lacking: Vec<(Atom, u32)>,
    /// Programs that several postings need.
    shared: Slices<u32>,
    /// Subscribers of groups that have several, or whose numbers do not fit a target.
    lists: Slices<u64>,
    registry: Registry,
}

/// What is needed to add and remove, and not to match.
#[derive(Debug, Clone, Default)]
struct Registry {
    /// By group: how many lists it stands in, their numbers, its program.
    groups: Slices<u32>,
    /// By group: who is told.
    targets: Vec<u32>,
    by_program: HashTable<u32>,
    by_id: HashMap<u64, u32>,
}

/// What one matching thread keeps between stories.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    sheet: Sheet,
    matches: Vec<u64>,
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

/// What an index holds, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Memory {
    /// Everything that matching touches.
    pub matching: usize,
    /// What adding and removing need beside it.
    pub registry: usize,
}

impl Default for Index {
    fn default() -> Self {
        Self::new(Arc::default())
    }
}

impl Index {
    /// An index without queries that chooses anchors by these frequencies.
    #[must_use]
    pub fn new(frequencies: Arc<Frequencies>) -> Self {
        let mut postings = Slices::default();
        postings.reach(ALWAYS);
        Self {
            atoms: Atoms::new(frequencies),
            postings,
            lacking: Vec::new(),
            shared: Slices::default(),
            lists: Slices::default(),
            registry: Registry::default(),
        }
    }

    /// How many queries stand.
    #[must_use]
    pub fn len(&self) -> usize {
        self.registry.by_id.len()
    }

    /// Whether none stands.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many of them differ in meaning, as far as order, case, brackets and repeats go.
    #[must_use]
    pub fn distinct(&self) -> usize {
        self.registry.by_program.len()
    }

    /// Bytes held.
    #[must_use]
    pub fn memory(&self) -> Memory {
        let lists = self.postings.bytes() + self.shared.bytes() + self.lists.bytes();
        let registry = &self.registry;
        Memory {
            matching: self.atoms.bytes() + lists + self.lacking.capacity() * 8,
            registry: registry.groups.bytes()
                + registry.targets.capacity() * 4
                + registry.by_program.allocation_size()
                + registry.by_id.allocation_size(),
        }
    }

    /// Keeps a query under a number. One that stood under it is replaced.
    pub fn add(&mut self, id: u64, query: &Query) {
        let node = Node::of(query, &mut self.atoms);
        self.put(id, &node);
    }

    fn put(&mut self, id: u64, node: &Node) {
        let mut row = Vec::new();
        program::encode(node, &|_| 0.0, &mut row);
        let hash = self.registry.hash(&row);
        let Some(group) = self.registry.group(hash, &row) else {
            self.remove(id);
            self.put_group(id, node, &row, hash);
            return;
        };
        if self.registry.by_id.get(&id) != Some(&group) {
            self.remove(id);
            // Removing may have emptied no group but another.
            self.join(id, group);
        }
    }

    /// Takes a query away. False when none stood under the number.
    pub fn remove(&mut self, id: u64) -> bool {
        let Some(group) = self.registry.by_id.remove(&id) else { return false };
        let target = self.registry.targets[group as usize];
        if target & LIST == 0 {
            self.remove_group(group);
            return true;
        }
        let list = target & !LIST;
        if let Some(at) = self.lists.get(list).iter().position(|i| *i == id) {
            self.lists.cut(list, at..at + 1);
        }
        if self.lists.len(list) == 0 {
            self.remove_group(group);
            self.lists.release(list);
        }
        true
    }

    fn put_group(&mut self, id: u64, node: &Node, row: &[u32], hash: u64) {
        let entries = anchors::entries(node, &self.atoms);
        let target = match u32::try_from(id) {
            Ok(id) if id & LIST == 0 && entries.len() == 1 => id,
            _ => {
                let list = self.lists.add();
                self.lists.extend(list, &[id]);
                list | LIST
            }
        };
        let mut standing: Vec<u32> = self.post(&entries, target);
        standing.sort_unstable();
        standing.dedup();
        let group = self.registry.add(&standing, row, hash);
        self.registry.targets[group as usize] = target;
        self.registry.by_id.insert(id, group);
    }

    /// Writes the postings of a new group; the lists they went to.
    fn post(&mut self, entries: &[Entry<'_>], target: u32) -> Vec<u32> {
        let mut standing = Vec::with_capacity(entries.len());
        // The program before, and its number once it is shared.
        let mut before: (Vec<u32>, Option<u32>) = (Vec::new(), None);
        let mut posting = Vec::new();
        for entry in entries {
            let mut row = Vec::new();
            let rate = |atom| self.atoms.rate(atom);
            entry.rest.iter().for_each(|node| program::encode(node, &rate, &mut row));
            if row != before.0 {
                before = (row, None);
            }
            let row = &before.0;
            posting.clear();
            if row.is_empty() {
                posting.extend([entry.guard, target]);
            } else if entries.len() > 1 && row.len() >= SHARED_WORDS {
                let number = *before.1.get_or_insert_with(|| {
                    let number = self.shared.add();
                    self.shared.extend(number, row);
                    number
                });
                posting.extend([entry.guard | SHARED, target, number]);
            } else {
                let length = u32::try_from(row.len()).unwrap_or(u32::MAX);
                posting.extend([entry.guard | PROGRAM, target, length]);
                posting.extend(row);
            }
            let list = self.list_of(entry.anchor);
            self.postings.extend(list, &posting);
            standing.push(list);
        }
        standing
    }

    fn list_of(&mut self, anchor: Anchor) -> u32 {
        let list = match anchor {
            Anchor::Holds(atom) => atom,
            Anchor::Within(cell) => self.atoms.cell(cell),
            Anchor::Lacks(atom) => match self.lacking.iter().find(|(a, _)| *a == atom) {
                Some((_, list)) => *list,
                None => {
                    let list = self.atoms.nothing();
                    self.lacking.push((atom, list));
                    list
                }
            },
        };
        self.postings.reach(list);
        list
    }

    /// One more subscriber of a group.
    fn join(&mut self, id: u64, group: u32) {
        self.registry.by_id.insert(id, group);
        let target = self.registry.targets[group as usize];
        if target & LIST != 0 {
            self.lists.extend(target & !LIST, &[id]);
            return;
        }
        let list = self.lists.add();
        self.lists.extend(list, &[u64::from(target), id]);
        self.registry.targets[group as usize] = list | LIST;
        for standing in self.registry.standing(group).to_vec() {
            let postings = self.postings.get_mut(standing);
            let mut at = 0;
            while let Some(size) = posting_size(&postings[at..]) {
                if postings[at + 1] == target {
                    postings[at + 1] = list | LIST;
                }
                at += size;
            }
        }
    }

    fn remove_group(&mut self, group: u32) {
        let target = self.registry.targets[group as usize];
        let mut shared = Vec::new();
        for standing in self.registry.standing(group).to_vec() {
            let mut at = 0;
            while let Some(size) = posting_size(&self.postings.get(standing)[at..]) {
                let posting = &self.postings.get(standing)[at..at + size];
                if posting[1] != target {
                    at += size;
                    continue;
                }
                if posting[0] & SHARED != 0 {
                    shared.push(posting[2]);
                }
                self.postings.cut(standing, at..at + size);
            }
        }
        shared.sort_unstable();
        shared.dedup();
        shared.into_iter().for_each(|number| self.shared.release(number));
        self.registry.remove(group);
    }

    /// The numbers of all queries that the story fires, ascending.
    pub fn match_story<'s>(&self, story: &Story, scratch: &'s mut Scratch) -> &'s [u64] {
        let Scratch { sheet, matches, effort } = scratch;
        matches.clear();
        sheet.read(story, &self.atoms);
        // Reading the first word of each list at once lets the memory fetch them side by side.
        let touched = sheet.held.iter().filter_map(|atom| self.postings.get(*atom).first());
        std::hint::black_box(touched.fold(0, |sum, word| sum ^ word));
        for atom in &sheet.held {
            self.walk(*atom, sheet, matches, effort);
        }
        for (atom, list) in &self.lacking {
            if !sheet.has(*atom) {
                self.walk(*list, sheet, matches, effort);
            }
        }
        matches.sort_unstable();
        matches.dedup();
        matches
    }

    #[inline]
    fn walk(&self, list: u32, sheet: &Sheet, matches: &mut Vec<u64>, effort: &mut Effort) {
        let mut postings = self.postings.get(list);
        while let [head, target, rest @ ..] = postings {
            effort.postings += 1;
            let guarded = sheet.has(head & GUARD);
            if head & (PROGRAM | SHARED) == 0 {
                postings = rest;
                if guarded {
                    self.tell(*target, matches);
                }
                continue;
            }
            let [length, rest @ ..] = rest else { return };
            let own = if head & PROGRAM != 0 { *length as usize } else { 0 };
            let (row, rest) = rest.split_at(own.min(rest.len()));
            postings = rest;
            if guarded {
                let row = if head & PROGRAM != 0 { row } else { self.shared.get(*length) };
                effort.programs += 1;
                if program::all_hold(row, sheet) {
                    self.tell(*target, matches);
                }
            }
        }
    }

    #[inline]
    fn tell(&self, target: u32, matches: &mut Vec<u64>) {
        match target & LIST {
            0 => matches.push(u64::from(target)),
            _ => matches.extend_from_slice(self.lists.get(target & !LIST)),
        }
    }

    /// The same queries under anchors chosen by other frequencies, in as little memory as they
    /// need, without what removed queries left behind. Takes a second or two a million: make it
    /// beside the old one.
    #[must_use]
    pub fn rebuilt(&self, frequencies: Arc<Frequencies>) -> Self {
        let mut new = Self::new(frequencies);
        let mut keys = Vec::with_capacity(self.atoms.len());
        self.atoms.each_key(|key, atom| {
            keys.push((new.atoms.frequencies().rate(key), key.to_vec(), atom));
        });
        // Common atoms first, so that what is looked at often lies close together.
        keys.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let mut renamed = vec![ALWAYS; self.atoms.len()];
        for (_, key, atom) in keys {
            renamed[atom as usize] = new.atoms.adopt(&key);
        }
        let mut ids: Vec<(u32, u64)> =
            self.registry.by_id.iter().map(|(id, group)| (*group, *id)).collect();
        ids.sort_unstable();
        for same in ids.chunk_by(|a, b| a.0 == b.0) {
            let row = self.registry.program(same[0].0);
            let nodes = program::decode(row, &|atom| renamed[atom as usize]);
            let node = Node::All(nodes).settled();
            same.iter().for_each(|(_, id)| new.put(*id, &node));
        }
        new.pack();
        new
    }

    /// Lets go of all room that lists have grown into and do not use.
    pub fn pack(&mut self) {
        self.postings = self.postings.packed();
        self.shared = self.shared.packed();
        self.lists = self.lists.packed();
        self.registry.groups = self.registry.groups.packed();
        self.registry.targets.shrink_to_fit();
    }

    /// The frequencies that anchors are chosen by.
    #[must_use]
    pub fn frequencies(&self) -> &Arc<Frequencies> {
        self.atoms.frequencies()
    }
}

impl Scratch {
    /// How much was looked at for all stories so far.
    #[must_use]
    pub fn effort(&self) -> Effort {
        self.effort
    }
}

impl Registry {
    fn hash(&self, row: &[u32]) -> u64 {
        self.by_id.hasher().hash_one(row)
    }

    fn group(&self, hash: u64, row: &[u32]) -> Option<u32> {
        self.by_program.find(hash, |group| self.program(*group) == row).copied()
    }

    fn add(&mut self, standing: &[u32], row: &[u32], hash: u64) -> u32 {
        let group = self.groups.add();
        let count = u32::try_from(standing.len()).unwrap_or(u32::MAX);
        let record = [&[count], standing, row].concat();
        self.groups.extend(group, &record);
        if self.targets.len() <= group as usize {
            self.targets.resize(group as usize + 1, 0);
        }
        let (groups, hasher) = (&self.groups, self.by_id.hasher());
        let hash_of = |group: &u32| hasher.hash_one(program_of(groups.get(*group)));
        self.by_program.insert_unique(hash, group, hash_of);
        group
    }

    fn remove(&mut self, group: u32) {
        let hash = self.hash(self.program(group));
        if let Ok(found) = self.by_program.find_entry(hash, |g| *g == group) {
            found.remove();
        }
        self.groups.release(group);
    }

    fn program(&self, group: u32) -> &[u32] {
        program_of(self.groups.get(group))
    }

    fn standing(&self, group: u32) -> &[u32] {
        match self.groups.get(group) {
            [count, rest @ ..] => &rest[..(*count as usize).min(rest.len())],
            [] => &[],
        }
    }
}

fn program_of(record: &[u32]) -> &[u32] {
    match record {
        [count, rest @ ..] => &rest[(*count as usize).min(rest.len())..],
        [] => &[],
    }
}

/// How many words the first posting takes up.
fn posting_size(postings: &[u32]) -> Option<usize> {
    let head = *postings.first()?;
    Some(match head & (PROGRAM | SHARED) {
        0 => 2,
        SHARED => 3,
        _ => 3 + postings[2] as usize,
    })
}
