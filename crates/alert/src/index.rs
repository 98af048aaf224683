//! All standing queries, to be changed and matched by one thread. For many threads see `shared`.

use crate::atoms::{ALWAYS, Atom};
use crate::frequencies::Frequencies;
use crate::matcher::{Matcher, Scratch};
use crate::normal::Node;
use crate::program;
use crate::query::{Query, Story};
use crate::registry::Registry;
use crate::standing::Edit;
use std::sync::Arc;

/// Standing queries, ready to be matched.
#[derive(Debug, Clone)]
pub struct Index {
    pub(crate) matcher: Matcher,
    pub(crate) registry: Registry,
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
        Self { matcher: Matcher::new(frequencies), registry: Registry::default() }
    }

    /// How many queries stand.
    #[must_use]
    pub fn len(&self) -> usize {
        self.registry.len()
    }

    /// Whether none stands.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many of them differ in meaning, as far as order, case, brackets and repeats go.
    #[must_use]
    pub fn distinct(&self) -> usize {
        self.registry.groups()
    }

    /// Bytes held.
    #[must_use]
    pub fn memory(&self) -> Memory {
        Memory { matching: self.matcher.bytes(), registry: self.registry.bytes() }
    }

    /// Keeps a query under a number. One that stood under it is replaced.
    pub fn add(&mut self, id: u64, query: &Query) {
        self.matcher.add(id, query, &mut self.registry, &mut |_| {});
    }

    /// Takes a query away. False when none stood under the number.
    pub fn remove(&mut self, id: u64) -> bool {
        self.matcher.remove(id, &mut self.registry, &mut |_| {})
    }

    /// The numbers of all queries that the story fires, ascending.
    pub fn match_story<'s>(&self, story: &Story, scratch: &'s mut Scratch) -> &'s [u64] {
        self.matcher.match_story(story, scratch)
    }

    /// The same queries under anchors chosen by other frequencies, in as little memory as they
    /// need, without what removed queries left behind. Takes a second or two a million: make it
    /// beside the old one.
    #[must_use]
    pub fn rebuilt(&self, frequencies: Arc<Frequencies>) -> Self {
        Self::rebuilt_of(&self.matcher, &self.registry, frequencies)
    }

    pub(crate) fn rebuilt_of(
        matcher: &Matcher,
        registry: &Registry,
        frequencies: Arc<Frequencies>,
    ) -> Self {
        let mut new = Self::new(frequencies);
        let renamed = new.matcher.adopt(matcher);
        let mut ids = Vec::with_capacity(registry.len());
        registry.each(|id, group| ids.push((group, id)));
        ids.sort_unstable();
        for same in ids.chunk_by(|a, b| a.0 == b.0) {
            let row = registry.program(same[0].0);
            let nodes = program::decode(row, &|atom| renamed[atom as usize]);
            let node = Node::All(nodes).settled();
            for (_, id) in same {
                new.matcher.put(*id, &node, &mut new.registry, &mut |_| {});
            }
        }
        new.pack();
        new
    }

    /// Lets go of all room that lists have grown into and do not use.
    pub fn pack(&mut self) {
        self.matcher.pack();
        self.registry.pack();
    }

    /// The frequencies that anchors are chosen by.
    #[must_use]
    pub fn frequencies(&self) -> &Arc<Frequencies> {
        self.matcher.frequencies()
    }
}

/// Changes, with a registry of what stands. `told` is told each edit in turn.
impl Matcher {
    pub(crate) fn add(
        &mut self,
        id: u64,
        query: &Query,
        registry: &mut Registry,
        told: &mut impl FnMut(Edit),
    ) {
        let node = Node::of(query, &mut self.atoms);
        self.put(id, &node, registry, told);
    }

    fn put(&mut self, id: u64, node: &Node, registry: &mut Registry, told: &mut impl FnMut(Edit)) {
        let mut row = Vec::new();
        program::encode(node, &|_| 0.0, &mut row);
        let hash = registry.hash(&row);
        let like = registry.like(hash, &row);
        if like.is_some() && registry.of(id) == like {
            return;
        }
        // The group that takes it in has another query, and does not go with this one.
        self.remove(id, registry, told);
        match like {
            Some(like) => {
                let group = registry.group(like);
                let target = self.join(&group, id);
                registry.join(id, like, target);
                told(Edit::Join(group, id));
            }
            None => {
                let group = self.stand(id, node);
                registry.add(id, &group, &row, hash);
                told(Edit::Stand(id));
            }
        }
    }

    pub(crate) fn remove(
        &mut self,
        id: u64,
        registry: &mut Registry,
        told: &mut impl FnMut(Edit),
    ) -> bool {
        let Some(number) = registry.of(id) else { return false };
        let group = registry.group(number);
        registry.leave(id);
        if self.leave(&group, id) {
            registry.remove(number);
        }
        told(Edit::Leave(group, id));
        true
    }

    /// Takes over the words and names of another matcher, common ones first, so that what is
    /// looked at often lies close together. By its atoms: their numbers here.
    fn adopt(&mut self, other: &Matcher) -> Vec<Atom> {
        let mut keys = Vec::with_capacity(other.atoms.len());
        other.atoms.each_key(|key, atom| {
            keys.push((self.atoms.frequencies().rate(key), key.to_vec(), atom));
        });
        keys.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let mut renamed = vec![ALWAYS; other.atoms.len()];
        for (_, key, atom) in keys {
            renamed[atom as usize] = self.atoms.adopt(&key);
        }
        renamed
    }
}
