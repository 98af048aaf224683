//! How queries come to stand in a matcher, and go.
//!
//! A change is made twice when an index has two copies, so what it does to a matcher is told as an
//! [`Edit`] that can be made again on the other.

use crate::anchors::{self, Anchor, Entry};
use crate::atoms::{ALWAYS, Atoms};
use crate::frequencies::Frequencies;
use crate::matcher::{LIST, Matcher, SHARED};
use crate::normal::Node;
use crate::program;
use crate::query::Query;
use crate::slices::{FRONT_MAX, Slices};
use std::sync::Arc;

/// Programs of this many words are kept once when several postings need the same.
const SHARED_WORDS: usize = 6;

/// Who is told when a group's query holds: a subscriber, or with [`LIST`] a list of them.
pub(crate) type Target = u32;

/// What a change did to a matcher.
#[derive(Debug, Clone)]
pub(crate) enum Edit {
    /// A query like no other came, under this number; the query is that of the change.
    Stand(u64),
    /// One more subscriber of a group.
    Join(Group, u64),
    /// One subscriber of a group less.
    Leave(Group, u64),
}

/// A group as a matcher knows it.
#[derive(Debug, Clone)]
pub(crate) struct Group {
    pub target: Target,
    /// The lists it stands in.
    pub standing: Box<[u32]>,
}

impl Matcher {
    /// Without queries.
    pub(crate) fn new(frequencies: Arc<Frequencies>) -> Self {
        let mut postings = Slices::default();
        postings.reach(ALWAYS);
        Self {
            atoms: Atoms::new(frequencies),
            postings,
            lacking: Vec::new(),
            shared: Slices::default(),
            lists: Slices::default(),
        }
    }

    /// Makes an edit again that another copy of this matcher has had.
    pub(crate) fn edit(&mut self, edit: &Edit, query: Option<&Query>) {
        match (edit, query) {
            (Edit::Stand(id), Some(query)) => {
                let node = Node::of(query, &mut self.atoms);
                self.stand(*id, &node);
            }
            (Edit::Stand(_), None) => {}
            (Edit::Join(group, id), _) => {
                self.join(group, *id);
            }
            (Edit::Leave(group, id), _) => {
                self.leave(group, *id);
            }
        }
    }

    /// Puts a query that is like no other under its anchors.
    pub(crate) fn stand(&mut self, id: u64, node: &Node) -> Group {
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
        Group { target, standing: standing.into() }
    }

    /// Writes the postings of a new group; the lists they went to.
    fn post(&mut self, entries: &[Entry<'_>], target: Target) -> Vec<u32> {
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
            let list = self.list_of(entry.anchor);
            standing.push(list);
            if row.is_empty() && self.postings.front(list) < FRONT_MAX - 1 {
                self.postings.extend_front(list, &[entry.guard, target]);
                continue;
            }
            posting.clear();
            if entries.len() > 1 && row.len() >= SHARED_WORDS {
                let number = *before.1.get_or_insert_with(|| {
                    let number = self.shared.add();
                    self.shared.extend(number, row);
                    number
                });
                posting.extend([entry.guard | SHARED, target, number]);
            } else {
                let length = u32::try_from(row.len()).unwrap_or(u32::MAX);
                posting.extend([entry.guard, target, length]);
                posting.extend(row);
            }
            self.postings.extend(list, &posting);
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

    /// One more subscriber of a group; who is told then.
    pub(crate) fn join(&mut self, group: &Group, id: u64) -> Target {
        let target = group.target;
        if target & LIST != 0 {
            let list = target & !LIST;
            let place = self.lists.get(list).partition_point(|i| *i < id);
            self.lists.extend(list, &[id]);
            self.lists.get_mut(list)[place..].rotate_right(1);
            return target;
        }
        let list = self.lists.add();
        let only = u64::from(target);
        self.lists.extend(list, &[only.min(id), only.max(id)]);
        for standing in &group.standing {
            let (front, mut at) = (self.postings.front(*standing), 0);
            let postings = self.postings.get_mut(*standing);
            while let Some(size) = posting_size(postings, at, front) {
                if postings[at + 1] == target {
                    postings[at + 1] = list | LIST;
                }
                at += size;
            }
        }
        list | LIST
    }

    /// One subscriber of a group less. True when it was the last, and the group is gone.
    pub(crate) fn leave(&mut self, group: &Group, id: u64) -> bool {
        let Group { target, standing } = group;
        if target & LIST == 0 {
            self.unpost(*target, standing);
            return true;
        }
        let list = target & !LIST;
        if let Ok(at) = self.lists.get(list).binary_search(&id) {
            self.lists.cut(list, at..at + 1);
        }
        let gone = self.lists.len(list) == 0;
        if gone {
            self.unpost(*target, standing);
            self.lists.release(list);
        }
        gone
    }

    /// Whether all postings and programs are such as [`Self::stand`] writes.
    pub(crate) fn is_sound(&self) -> bool {
        let row_is_sound = |row: &[u32]| program::is_sound(row, &|atom| self.atoms.knows(atom), 0);
        let postings_are_sound = |(front, mut postings): (&[u32], &[u32])| {
            while let [head, _, length, row @ ..] = postings {
                let own = if head & SHARED == 0 { *length as usize } else { 0 };
                if !row.get(..own).is_some_and(row_is_sound) {
                    return false;
                }
                postings = &row[own..];
            }
            front.len() % 2 == 0 && postings.is_empty()
        };
        (0..).take(self.shared.count()).all(|list| row_is_sound(self.shared.get(list)))
            && (0..).take(self.postings.count()).all(|l| postings_are_sound(self.postings.parts(l)))
    }

    fn unpost(&mut self, target: Target, standing: &[u32]) {
        let mut shared = Vec::new();
        for standing in standing {
            let mut at = 0;
            loop {
                let (front, postings) =
                    (self.postings.front(*standing), self.postings.get(*standing));
                let Some(size) = posting_size(postings, at, front) else { break };
                let posting = &postings[at..at + size];
                if posting[1] != target {
                    at += size;
                    continue;
                }
                if at >= front && posting[0] & SHARED != 0 {
                    shared.push(posting[2]);
                }
                self.postings.cut(*standing, at..at + size);
            }
        }
        shared.sort_unstable();
        shared.dedup();
        shared.into_iter().for_each(|number| self.shared.release(number));
    }
}

/// How many words the posting at a place takes up, in a list with such a front.
fn posting_size(postings: &[u32], at: usize, front: usize) -> Option<usize> {
    let head = *postings.get(at)?;
    Some(match head & SHARED {
        _ if at < front => 2,
        0 => 3 + postings[at + 2] as usize,
        _ => 3,
    })
}
