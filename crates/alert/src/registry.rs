//! Which query stands where: needed to add and remove, and not to match.

use crate::Error;
use crate::slices::Slices;
use crate::snapshot::{In, Out, sound};
use crate::standing::{Group, Target};
use hashbrown::{DefaultHashBuilder, HashMap, HashTable};
use std::hash::BuildHasher;

/// Which query stands where.
#[derive(Debug, Clone, Default)]
pub(crate) struct Registry {
    /// By group: how many lists it stands in, their numbers, its program.
    groups: Slices<u32>,
    /// By group: who is told.
    targets: Vec<Target>,
    by_program: HashTable<u32>,
    by_id: Numbers,
    hasher: DefaultHashBuilder,
}

impl Registry {
    /// How many queries stand.
    pub fn len(&self) -> usize {
        self.by_id.count
    }

    /// How many groups they form.
    pub fn groups(&self) -> usize {
        self.by_program.len()
    }

    /// A number for a program that programs alike share.
    pub fn hash(&self, row: &[u32]) -> u64 {
        self.hasher.hash_one(row)
    }

    /// The group of a program.
    pub fn like(&self, hash: u64, row: &[u32]) -> Option<u32> {
        self.by_program.find(hash, |group| self.program(*group) == row).copied()
    }

    /// The group of a query.
    pub fn of(&self, id: u64) -> Option<u32> {
        self.by_id.get(id)
    }

    /// A group as the matcher knows it.
    pub fn group(&self, group: u32) -> Group {
        let standing = match self.groups.get(group) {
            [count, rest @ ..] => &rest[..(*count as usize).min(rest.len())],
            [] => &[],
        };
        Group { target: self.targets[group as usize], standing: standing.into() }
    }

    /// The program of a group.
    pub fn program(&self, group: u32) -> &[u32] {
        program_of(self.groups.get(group))
    }

    /// A new group with its first query.
    pub fn add(&mut self, id: u64, stands: &Group, row: &[u32], hash: u64) {
        let group = self.groups.add();
        let count = u32::try_from(stands.standing.len()).unwrap_or(u32::MAX);
        let record = [&[count], &*stands.standing, row].concat();
        self.groups.extend(group, &record);
        if self.targets.len() <= group as usize {
            self.targets.resize(group as usize + 1, 0);
        }
        let (groups, hasher) = (&self.groups, &self.hasher);
        let hash_of = |group: &u32| hasher.hash_one(program_of(groups.get(*group)));
        self.by_program.insert_unique(hash, group, hash_of);
        self.join(id, group, stands.target);
    }

    /// One more query of a group, and who is told then.
    pub fn join(&mut self, id: u64, group: u32, target: Target) {
        self.targets[group as usize] = target;
        self.by_id.put(id, group);
    }

    /// A query no longer stands.
    pub fn leave(&mut self, id: u64) {
        self.by_id.remove(id);
    }

    /// A group is gone.
    pub fn remove(&mut self, group: u32) {
        let hash = self.hash(self.program(group));
        if let Ok(found) = self.by_program.find_entry(hash, |g| *g == group) {
            found.remove();
        }
        self.groups.release(group);
    }

    /// All queries with their groups.
    pub fn each(&self, take: impl FnMut(u64, u32)) {
        self.by_id.each(take);
    }

    /// Lets go of all room that is not used.
    pub fn pack(&mut self) {
        self.groups = self.groups.packed();
        self.targets.shrink_to_fit();
        let (groups, hasher) = (&self.groups, &self.hasher);
        self.by_program.shrink_to_fit(|group| hasher.hash_one(program_of(groups.get(*group))));
    }

    /// The groups as arrays. What is found through them is made again when they are read.
    pub fn write(&self, out: &mut Out) {
        self.groups.write(out);
        out.each(self.targets.iter().copied());
    }

    /// The registry of such arrays; `subscribers` tells who is meant by a target.
    pub fn read(
        input: &mut In<'_>,
        subscribers: impl Fn(Target) -> Vec<u64>,
    ) -> Result<Self, Error> {
        let (groups, targets) = (Slices::read(input)?, input.u32s()?);
        sound(groups.count() <= targets.len())?;
        let mut registry = Self { groups, targets, ..Self::default() };
        let standing = |group: &u32| !registry.groups.get(*group).is_empty();
        let numbers: Vec<u32> = (0..).take(registry.groups.count()).filter(standing).collect();
        registry.by_program = HashTable::with_capacity(numbers.len());
        for group in numbers {
            let hash = registry.hash(registry.program(group));
            let (groups, hasher) = (&registry.groups, &registry.hasher);
            let hash_of = |group: &u32| hasher.hash_one(program_of(groups.get(*group)));
            registry.by_program.insert_unique(hash, group, hash_of);
            let ids = subscribers(registry.targets[group as usize]);
            sound(!ids.is_empty())?;
            ids.into_iter().for_each(|id| registry.by_id.put(id, group));
        }
        Ok(registry)
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.groups.bytes()
            + self.targets.capacity() * 4
            + self.by_program.allocation_size()
            + self.by_id.bytes()
    }
}

fn program_of(record: &[u32]) -> &[u32] {
    match record {
        [count, rest @ ..] => &rest[(*count as usize).min(rest.len())..],
        [] => &[],
    }
}

/// From numbers to groups. Numbers as a database gives them, one after the other, take four bytes
/// each; others stand in a map.
#[derive(Debug, Clone, Default)]
struct Numbers {
    pages: Vec<Option<Box<[u32; PAGE]>>>,
    far: HashMap<u64, u32>,
    count: usize,
}

/// Numbers a page.
const PAGE: usize = 256;

/// Numbers from this on stand in the map, so that a few of them cannot ask for many pages.
const FAR: u64 = 1 << 24;

/// No query stands under the number.
const NONE: u32 = u32::MAX;

impl Numbers {
    fn get(&self, id: u64) -> Option<u32> {
        match near(id) {
            Some((page, at)) => {
                let group = self.pages.get(page)?.as_ref()?[at];
                (group != NONE).then_some(group)
            }
            None => self.far.get(&id).copied(),
        }
    }

    fn put(&mut self, id: u64, group: u32) {
        let before = match near(id) {
            Some((page, at)) => {
                if self.pages.len() <= page {
                    self.pages.resize(page + 1, None);
                }
                let page = self.pages[page].get_or_insert_with(|| Box::new([NONE; PAGE]));
                Some(std::mem::replace(&mut page[at], group)).filter(|g| *g != NONE)
            }
            None => self.far.insert(id, group),
        };
        self.count += usize::from(before.is_none());
    }

    fn remove(&mut self, id: u64) {
        let before = match near(id) {
            Some((page, at)) => match self.pages.get_mut(page) {
                Some(Some(page)) => Some(std::mem::replace(&mut page[at], NONE)),
                _ => None,
            }
            .filter(|g| *g != NONE),
            None => self.far.remove(&id),
        };
        self.count -= usize::from(before.is_some());
    }

    fn each(&self, mut take: impl FnMut(u64, u32)) {
        for (base, page) in (0..).step_by(PAGE).zip(&self.pages) {
            let groups = page.iter().flat_map(|page| page.iter());
            let standing = (base..).zip(groups).filter(|(_, group)| **group != NONE);
            standing.for_each(|(id, group)| take(id, *group));
        }
        self.far.iter().for_each(|(id, group)| take(*id, *group));
    }

    fn bytes(&self) -> usize {
        let pages = self.pages.iter().flatten().count() * PAGE * 4;
        self.pages.capacity() * 8 + pages + self.far.allocation_size()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "below FAR")]
fn near(id: u64) -> Option<(usize, usize)> {
    (id < FAR).then_some((id as usize / PAGE, id as usize % PAGE))
}
