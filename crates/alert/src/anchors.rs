//! Where a query stands in the index: under which atoms, so that no story that matches it lacks
//! all of them and as few others as possible hold one.
//!
//! An atom is its own anchor; a phrase stands under its rarest word; a range under the cells that
//! cover it; ALL under its rarest part; ANY under all of its parts, each with what that part alone
//! still needs. What has no anchor (negations, and what nearly every story holds) is looked at
//! for every story, but negations only when the most common of the atoms they exclude is lacking.

use crate::atoms::{ALWAYS, Atom, Atoms};
use crate::cells::{self, Cell};
use crate::normal::Node;

/// A place where a query stands.
#[derive(Debug, Clone)]
pub(crate) struct Entry<'n> {
    pub anchor: Anchor,
    /// An atom that must be held too, [`ALWAYS`] where there is none; the first thing looked at.
    pub guard: Atom,
    /// What must hold beside anchor and guard.
    pub rest: Vec<&'n Node>,
}

/// Under what it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    /// It is looked at when the story holds this.
    Holds(Atom),
    /// It is looked at when the story has a number here.
    Within(Cell),
    /// It is looked at when the story lacks this.
    Lacks(Atom),
}

/// Anchors that are expected to be met more often a story than this are no better than none.
const HITS_MAX: f32 = 1.0;

/// The places of a query. None when it can never hold.
pub(crate) fn entries<'n>(node: &'n Node, atoms: &Atoms) -> Vec<Entry<'n>> {
    let hits = hits(node, atoms);
    if !hits.is_finite() || (hits > HITS_MAX && !matches!(node, Node::Atom { .. })) {
        return vec![unanchored(node, atoms)];
    }
    let mut entries = anchored(node, atoms);
    for entry in &mut entries {
        choose_guard(entry, atoms);
    }
    entries
}

/// How often a story is expected to meet the anchors of a node; infinite when it has none.
fn hits(node: &Node, atoms: &Atoms) -> f32 {
    match node {
        Node::Atom { not: false, atom } => atoms.rate(*atom),
        Node::Phrase { not: false, words, .. } | Node::Near { not: false, words, .. } => {
            words.iter().map(|w| atoms.rate(*w)).fold(f32::INFINITY, f32::min)
        }
        Node::Range { not: false, range } => {
            let cells = cells::cover(range.number, range.low(), range.high());
            cells.into_iter().map(|c| atoms.cell_rate(c)).sum()
        }
        Node::All(parts) => parts.iter().map(|p| hits(p, atoms)).fold(f32::INFINITY, f32::min),
        Node::Any(parts) => parts.iter().map(|p| hits(p, atoms)).sum(),
        _ => f32::INFINITY,
    }
}

/// The entries of a node that has anchors.
fn anchored<'n>(node: &'n Node, atoms: &Atoms) -> Vec<Entry<'n>> {
    let at = |anchor, rest| Entry { anchor, guard: ALWAYS, rest };
    match node {
        Node::Atom { atom, .. } => vec![at(Anchor::Holds(*atom), Vec::new())],
        Node::Phrase { words, .. } | Node::Near { words, .. } => {
            vec![at(Anchor::Holds(rarest(words, ALWAYS, atoms)), vec![node])]
        }
        Node::Range { range, .. } => cells::cover(range.number, range.low(), range.high())
            .into_iter()
            .map(|cell| at(Anchor::Within(cell), vec![node]))
            .collect(),
        Node::Any(parts) => parts.iter().flat_map(|p| anchored(p, atoms)).collect(),
        Node::All(parts) => {
            let cost: Vec<f32> = parts.iter().map(|p| hits(p, atoms)).collect();
            let best = (0..parts.len()).min_by(|a, b| cost[*a].total_cmp(&cost[*b]));
            let best = best.unwrap_or_default();
            let mut entries = anchored(&parts[best], atoms);
            for entry in &mut entries {
                let others = parts.iter().enumerate().filter(|(i, _)| *i != best);
                entry.rest.extend(others.map(|(_, part)| part));
                entry.rest.sort_unstable();
            }
            entries
        }
    }
}

/// Takes the rarest atom that must hold too as the guard.
fn choose_guard(entry: &mut Entry<'_>, atoms: &Atoms) {
    let anchor = match entry.anchor {
        Anchor::Holds(atom) => atom,
        Anchor::Within(_) | Anchor::Lacks(_) => ALWAYS,
    };
    let mut best: Option<(Atom, Option<usize>)> = None;
    for (i, node) in entry.rest.iter().enumerate() {
        let (atom, alone) = match node {
            Node::Atom { not: false, atom } => (*atom, Some(i)),
            Node::Phrase { not: false, words, .. } | Node::Near { not: false, words, .. } => {
                (rarest(words, anchor, atoms), None)
            }
            _ => continue,
        };
        if atom != anchor && best.is_none_or(|(b, _)| atoms.rate(atom) < atoms.rate(b)) {
            best = Some((atom, alone));
        }
    }
    if let Some((guard, alone)) = best {
        entry.guard = guard;
        // An atom alone is settled by the guard; a phrase still has to be looked for.
        alone.map(|i| entry.rest.remove(i));
    }
}

fn unanchored<'n>(node: &'n Node, atoms: &Atoms) -> Entry<'n> {
    let parts = match node {
        Node::All(parts) => parts.as_slice(),
        node => std::slice::from_ref(node),
    };
    let excluded = parts.iter().enumerate().filter_map(|(i, part)| match part {
        Node::Atom { not: true, atom } => Some((i, *atom)),
        _ => None,
    });
    let most = excluded.max_by(|a, b| atoms.rate(a.1).total_cmp(&atoms.rate(b.1)));
    let Some((at, atom)) = most else {
        return Entry { anchor: Anchor::Holds(ALWAYS), guard: ALWAYS, rest: vec![node] };
    };
    let others = parts.iter().enumerate().filter(|(i, _)| *i != at);
    let rest = others.map(|(_, part)| part).collect();
    Entry { anchor: Anchor::Lacks(atom), guard: ALWAYS, rest }
}

/// The rarest of the words other than `but`; `but` when there is no other.
fn rarest(words: &[Atom], but: Atom, atoms: &Atoms) -> Atom {
    let others = words.iter().copied().filter(|w| *w != but);
    others.min_by(|a, b| atoms.rate(*a).total_cmp(&atoms.rate(*b))).unwrap_or(but)
}
