//! A node as a row of words in memory, and whether it holds of a story.
//!
//! Each node begins with a word that says what it is (the top four bits) and how much follows, so
//! that a part that need not be looked at is stepped over. Rows of nodes mean that all must hold.

use crate::atoms::Atom;
use crate::normal::{Node, Range};
use crate::query::{Number, Place};
use crate::sheet::Sheet;

const ATOM: u32 = 0;
const NOT_ATOM: u32 = 1;
/// Number and flags; two words for each end.
const RANGE: u32 = 2;
/// Words that follow.
const ANY: u32 = 3;
const ALL: u32 = 4;
/// Number of words and flags; the index of the rarest; the words.
const PHRASE: u32 = 5;
/// Number of words and flags; the window's width; the words.
const NEAR: u32 = 6;

const KIND_SHIFT: u32 = 28;
const REST: u32 = (1 << KIND_SHIFT) - 1;
const NOT: u32 = 1 << 27;
const LOW_OPEN: u32 = 1 << 26;
const HIGH_OPEN: u32 = 1 << 25;
const PLACE_SHIFT: u32 = 25;
const COUNT: u32 = (1 << 24) - 1;

/// Appends a node. `rate` tells how common an atom is, so that a phrase is looked for from its
/// rarest word.
pub(crate) fn encode(node: &Node, rate: &impl Fn(Atom) -> f32, out: &mut Vec<u32>) {
    match node {
        Node::Atom { not, atom } => {
            out.push(if *not { NOT_ATOM } else { ATOM } << KIND_SHIFT | atom);
        }
        Node::Range { not, range } => {
            let open = flag(range.low_open, LOW_OPEN) | flag(range.high_open, HIGH_OPEN);
            out.push(RANGE << KIND_SHIFT | flag(*not, NOT) | open | range.number as u32);
            out.extend(halves(range.low));
            out.extend(halves(range.high));
        }
        Node::Any(parts) | Node::All(parts) => {
            let kind = if matches!(node, Node::Any(_)) { ANY } else { ALL };
            let head = out.len();
            out.push(0);
            parts.iter().for_each(|part| encode(part, rate, out));
            out[head] = kind << KIND_SHIFT | narrow(out.len() - head - 1);
        }
        Node::Phrase { not, place, words } => {
            let rarest = (0..words.len())
                .min_by(|a, b| rate(words[*a]).total_cmp(&rate(words[*b])))
                .unwrap_or_default();
            out.push(PHRASE << KIND_SHIFT | flag(*not, NOT) | counted(*place, words));
            out.push(narrow(rarest));
            out.extend(words);
        }
        Node::Near { not, place, width, words } => {
            out.push(NEAR << KIND_SHIFT | flag(*not, NOT) | counted(*place, words));
            out.push(*width);
            out.extend(words);
        }
    }
}

/// The nodes of a row, as they were before [`encode`], each atom under the number `atom` gives it.
pub(crate) fn decode(mut row: &[u32], atom: &impl Fn(Atom) -> Atom) -> Vec<Node> {
    let mut nodes = Vec::new();
    while let Some((head, size)) = step(row) {
        let not = head & NOT != 0;
        let words = || row[2..size].iter().map(|a| atom(*a)).collect();
        let inside = || decode(&row[1..size], atom);
        nodes.push(match head >> KIND_SHIFT {
            ATOM | NOT_ATOM => {
                Node::Atom { not: head >> KIND_SHIFT == NOT_ATOM, atom: atom(head & REST) }
            }
            RANGE => Node::Range { not, range: range(head, row) },
            ANY => Node::Any(inside()),
            ALL => Node::All(inside()),
            PHRASE => Node::Phrase { not, place: place(head), words: words() },
            _ => {
                let mut words: Vec<Atom> = words();
                words.sort_unstable();
                Node::Near { not, place: place(head), width: row[1], words }
            }
        });
        row = &row[size..];
    }
    nodes
}

/// Nodes inside each other in a row: more than queries are nested.
const DEPTH_MAX: usize = 2 * crate::limits::DEPTH_MAX;

/// Whether a row is such as [`encode`] writes.
pub(crate) fn is_sound(mut row: &[u32], knows: &impl Fn(Atom) -> bool, depth: usize) -> bool {
    while let Some((head, size)) = step(row) {
        let Some(node) = row.get(..size) else { return false };
        let sound = match head >> KIND_SHIFT {
            ATOM | NOT_ATOM => knows(head & REST),
            RANGE => true,
            ANY | ALL => depth < DEPTH_MAX && is_sound(&node[1..], knows, depth + 1),
            PHRASE => {
                size > 2 && (node[1] as usize) < size - 2 && node[2..].iter().all(|a| knows(*a))
            }
            NEAR => size > 2 && node[2..].iter().all(|a| knows(*a)),
            _ => false,
        };
        if !sound {
            return false;
        }
        row = &row[size..];
    }
    true
}

/// Whether all nodes of a row hold.
#[inline]
pub(crate) fn all_hold(mut row: &[u32], sheet: &Sheet) -> bool {
    while let Some((head, size)) = step(row) {
        if !holds(head, &row[..size], sheet) {
            return false;
        }
        row = &row[size..];
    }
    true
}

fn any_holds(mut row: &[u32], sheet: &Sheet) -> bool {
    while let Some((head, size)) = step(row) {
        if holds(head, &row[..size], sheet) {
            return true;
        }
        row = &row[size..];
    }
    false
}

/// The first word of a row and the size of its node.
#[inline]
fn step(row: &[u32]) -> Option<(u32, usize)> {
    let head = *row.first()?;
    let size = match head >> KIND_SHIFT {
        ATOM | NOT_ATOM => 1,
        RANGE => 5,
        ANY | ALL => 1 + (head & REST) as usize,
        _ => 2 + (head & COUNT) as usize,
    };
    Some((head, size))
}

#[inline]
fn holds(head: u32, node: &[u32], sheet: &Sheet) -> bool {
    match head >> KIND_SHIFT {
        ATOM => sheet.has(head & REST),
        NOT_ATOM => !sheet.has(head & REST),
        RANGE => {
            let range = range(head, node);
            sheet.any_number(range.number, |v| range.holds(v)) != (head & NOT != 0)
        }
        ANY => any_holds(&node[1..], sheet),
        ALL => all_hold(&node[1..], sheet),
        PHRASE => sheet.has_phrase(place(head), &node[2..], node[1] as usize) != (head & NOT != 0),
        _ => sheet.has_near(place(head), &node[2..], node[1]) != (head & NOT != 0),
    }
}

fn range(head: u32, node: &[u32]) -> Range {
    let long = |i: usize| u64::from(node[i]) | u64::from(node[i + 1]) << 32;
    Range {
        number: Number::ALL[(head & 7) as usize],
        low_open: head & LOW_OPEN != 0,
        high_open: head & HIGH_OPEN != 0,
        low: long(1),
        high: long(3),
    }
}

fn place(head: u32) -> Place {
    match head >> PLACE_SHIFT & 3 {
        0 => Place::Anywhere,
        1 => Place::Title,
        _ => Place::Body,
    }
}

fn counted(place: Place, words: &[Atom]) -> u32 {
    (place as u32) << PLACE_SHIFT | narrow(words.len()).min(COUNT)
}

fn flag(set: bool, bit: u32) -> u32 {
    if set { bit } else { 0 }
}

fn halves(long: u64) -> [u32; 2] {
    #[expect(clippy::cast_possible_truncation, reason = "cut into words")]
    [long as u32, (long >> 32) as u32]
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX) & REST
}
