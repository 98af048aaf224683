//! What the parser sees of a state: words, tags and clusters at the stack's top, of the next
//! words, and of their children, alone and together (after Zhang and Nivre 2011).

use super::state::{NONE, State};
use crate::model::features::feature as f;
use crate::tags::Tag;
use crate::tags::words::Word;

/// What features are made of, for one word.
#[derive(Debug, Clone, Copy, Default)]
struct Atoms {
    /// Normal form.
    w: u64,
    /// Tag.
    t: u64,
    /// Cluster.
    c: u64,
    /// Tag in short.
    u: u64,
}

/// What the parser sees of a sentence, made once.
#[derive(Debug, Clone, Default)]
pub struct Sight {
    /// One for each word, then the root's, then nobody's.
    atoms: Vec<Atoms>,
    /// Before each word and after the last: how many words of each kind that parts phrases, sixteen
    /// bits each.
    parting: Vec<u128>,
}

/// What a tag says in short.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TagKind {
    /// A number for its UPOS.
    broad: u8,
    /// Which kind of word that parts phrases it is, from 1; 0 for others.
    parting: u8,
}

impl TagKind {
    /// Of a tag's UPOS and XPOS.
    #[must_use]
    pub fn of(upos: &str, xpos: &str) -> Self {
        const BROAD: [&str; 17] = [
            "NOUN", "PROPN", "PRON", "VERB", "AUX", "ADJ", "ADV", "ADP", "DET", "NUM", "CCONJ",
            "SCONJ", "PART", "PUNCT", "INTJ", "SYM", "X",
        ];
        let broad = BROAD.iter().position(|&b| b == upos).unwrap_or(BROAD.len());
        let parting = match (upos, xpos) {
            ("VERB" | "AUX", _) => 1,
            ("NOUN" | "PROPN" | "PRON", _) => 2,
            ("CCONJ", _) => 3,
            ("SCONJ", _) | (_, "WDT" | "WP" | "WRB") => 4,
            ("PUNCT", ",") => 5,
            ("PUNCT", _) => 6,
            ("ADP", _) => 7,
            _ => 0,
        };
        Self { broad: u8::try_from(broad).unwrap_or(0), parting }
    }
}

const ROOT: Atoms = Atoms { w: 3, t: 200, c: 300, u: 30 };
const NOBODY: Atoms = Atoms { w: 2, t: 201, c: 301, u: 31 };

impl Sight {
    /// Of a sentence. `kinds` are those of the model's tags.
    #[must_use]
    pub fn new(kinds: &[TagKind], words: &[Word], tags: &[Tag]) -> Self {
        let kind = |tag: Tag| kinds.get(usize::from(tag)).copied().unwrap_or_default();
        let atoms = words.iter().zip(tags).map(|(word, &tag)| Atoms {
            w: word.form,
            t: u64::from(tag),
            c: u64::from(word.known.cluster),
            u: u64::from(kind(tag).broad),
        });
        let atoms = atoms.chain([ROOT]).collect();
        let mut parting = Vec::with_capacity(words.len() + 1);
        let mut count = 0u128;
        parting.push(count);
        for &tag in tags {
            count += 1 << (16 * u32::from(kind(tag).parting));
            parting.push(count);
        }
        Self { atoms, parting }
    }

    fn atoms(&self, word: u16) -> Atoms {
        self.atoms.get(usize::from(word)).copied().unwrap_or(NOBODY)
    }

    fn tag_beside(&self, word: u16, after: bool) -> u64 {
        let beside = match (word, after) {
            (NONE, _) => NONE,
            (_, true) => word + 1,
            (_, false) => word.checked_sub(1).unwrap_or(NONE),
        };
        self.atoms(beside).t
    }

    /// Which kinds of words that part phrases stand between two words, a bit each.
    fn between(&self, left: u16, right: u16) -> u64 {
        let ends = (self.parting.get(usize::from(left) + 1), self.parting.get(usize::from(right)));
        let (Some(from), Some(to)) = ends else { return 0 };
        let counts = to.wrapping_sub(*from);
        (1..8).fold(0, |set, kind| set | u64::from((counts >> (16 * kind)) as u16 > 0) << kind)
    }
}

/// Puts the features of a state into `out`.
pub fn state_features(sight: &Sight, state: &State, out: &mut Vec<u64>) {
    let depth = state.stack.len();
    let [i0, i1, i2] = state.top();
    let (j0, j1, j2) = (state.next, state.next.saturating_add(1), state.next.saturating_add(2));
    let (k0, k1, kj) = (state.kids(i0), state.kids(i1), state.kids(j0));
    let at = |word| sight.atoms(word);
    let view = View {
        s0: at(i0),
        s1: at(i1),
        s2: at(i2),
        b0: at(j0),
        b1: at(j1),
        b2: at(j2),
        b3: at(state.next.saturating_add(3)),
        s0l: at(k0.left[0]),
        s0l2: at(k0.left[1]),
        s0r: at(k0.right[0]),
        s0r2: at(k0.right[1]),
        s1l: at(k1.left[0]),
        s1r: at(k1.right[0]),
        s1r2: at(k1.right[1]),
        b0l: at(kj.left[0]),
        b0l2: at(kj.left[1]),
        gap0: gap(i0, j0),
        gap1: gap(i1, i0),
        v0l: u64::from(k0.lefts.min(4)),
        v0r: u64::from(k0.rights.min(4)),
        v1r: u64::from(k1.rights.min(4)),
        v1l: u64::from(k1.lefts.min(4)),
        vbl: u64::from(kj.lefts.min(4)),
        depth: depth.min(6) as u64,
        after0: sight.tag_beside(i0, true),
        before0: sight.tag_beside(i0, false),
        after1: sight.tag_beside(i1, true),
        before_next: sight.tag_beside(j0, false),
        between0: sight.between(i0, j0),
        between1: sight.between(i1, i0),
    };
    out.clear();
    view.single(out);
    view.top_and_next(out);
    view.top_two(out);
    view.threes(out);
    view.kids(out);
    view.gaps(out);
    view.surroundings(out);
}

/// How far apart two words are, in steps that grow.
fn gap(left: u16, right: u16) -> u64 {
    match right.wrapping_sub(left) {
        n if left == NONE || right == NONE || n == 0 => 0,
        n @ 1..=4 => u64::from(n),
        5..=6 => 5,
        7..=10 => 6,
        11..=20 => 7,
        _ => 8,
    }
}

struct View {
    s0: Atoms,
    s1: Atoms,
    s2: Atoms,
    b0: Atoms,
    b1: Atoms,
    b2: Atoms,
    b3: Atoms,
    s0l: Atoms,
    s0l2: Atoms,
    s0r: Atoms,
    s0r2: Atoms,
    s1l: Atoms,
    s1r: Atoms,
    s1r2: Atoms,
    b0l: Atoms,
    b0l2: Atoms,
    gap0: u64,
    gap1: u64,
    v0l: u64,
    v0r: u64,
    v1r: u64,
    v1l: u64,
    vbl: u64,
    depth: u64,
    /// Tags of the words beside them in the text.
    after0: u64,
    before0: u64,
    after1: u64,
    before_next: u64,
    /// What stands between stack top and next word, and between the two top words.
    between0: u64,
    between1: u64,
}

impl View {
    fn single(&self, out: &mut Vec<u64>) {
        let Self { s0, s1, s2, b0, b1, b2, .. } = self;
        out.extend([
            f(1, s0.w, s0.t, 0),
            f(2, s0.t, 0, 0),
            f(3, s0.c, s0.t, 0),
            f(4, s1.w, s1.t, 0),
            f(5, s1.t, 0, 0),
            f(6, s1.c, s1.t, 0),
            f(7, b0.w, b0.t, 0),
            f(8, b0.t, 0, 0),
            f(9, b0.c, b0.t, 0),
            f(10, b1.w, b1.t, 0),
            f(11, b1.t, b2.t, 0),
            f(12, b2.w, b2.t, 0),
            f(13, s2.w, s2.t, 0),
        ]);
    }

    fn top_and_next(&self, out: &mut Vec<u64>) {
        let Self { s0, b0, b1, b2, .. } = self;
        out.extend([
            f(20, s0.w, b0.w, 0),
            f(22, s0.w, b0.t, s0.t),
            f(23, s0.t, b0.w, b0.t),
            f(24, s0.t, b0.t, 0),
            f(25, s0.c, b0.c, 0),
            f(26, s0.c, b0.t, s0.t),
            f(27, s0.t, b0.c, b0.t),
            f(28, s0.w, b0.c, 0),
            f(29, s0.c, b0.w, 0),
            f(30, b0.t, b1.t, s0.t),
            f(31, b0.t, b1.t, b2.t << 8 | s0.t),
            f(32, b0.w, b1.t, s0.t),
            f(33, s0.w, b0.t, b1.t),
            f(34, s0.t, b1.w, b0.t),
            f(36, b0.w, b1.w, 0),
        ]);
    }

    fn top_two(&self, out: &mut Vec<u64>) {
        let Self { s0, s1, s2, b0, .. } = self;
        out.extend([
            f(40, s1.w, s0.w, 0),
            f(41, s1.w, s0.t, s1.t),
            f(42, s1.t, s0.w, s0.t),
            f(43, s1.t, s0.t, 0),
            f(44, s1.c, s0.c, 0),
            f(45, s1.c, s0.t, s1.t),
            f(46, s1.t, s0.c, s0.t),
            f(47, s1.w, s0.c, 0),
            f(48, s1.c, s0.w, 0),
            f(49, s1.t, b0.t, 0),
            f(50, s1.w, b0.t, s1.t),
            f(51, s1.t, b0.w, b0.t),
            f(52, s1.w, b0.w, 0),
            f(53, s2.t, s0.t, b0.t),
        ]);
    }

    fn threes(&self, out: &mut Vec<u64>) {
        let Self { s0, s1, s2, b0, b1, .. } = self;
        out.extend([
            f(60, s1.t, s0.t, b0.t),
            f(64, s2.t, s1.t, s0.t),
            f(65, s2.t, s1.t, s0.t << 8 | b0.t),
            f(66, s1.t, s0.t, b0.t << 8 | b1.t),
        ]);
    }

    fn kids(&self, out: &mut Vec<u64>) {
        let Self { s0, s1, b0, s0l, s0l2, s0r, s0r2, s1l, s1r, s1r2, b0l, b0l2, .. } = self;
        out.extend([
            f(80, s0.t, s0l.t, b0.t),
            f(81, s0.t, s0r.t, b0.t),
            f(82, s0.t, b0l.t, b0.t),
            f(83, s0.w, s0l.w, b0.t),
            f(84, s0.w, s0r.w, 0),
            f(85, s1.t, s1r.t, s0.t),
            f(86, s1.t, s1l.t, s0.t),
            f(87, s1.w, s1r.w, s0.t),
            f(88, s1.t, s0l.t, s0.t),
            f(89, s1.t, s0r.t, s0.t),
            f(90, s1.w, s0l.w, s0.t),
            f(91, s1.t, s0l.w, s0.w),
            f(92, s0.t, s0l.t, s0l2.t),
            f(93, s0.t, s0r.t, s0r2.t << 8 | b0.t),
            f(94, s1.t, s1r.t, s1r2.t << 8 | s0.t),
            f(95, b0.t, b0l.t, b0l2.t << 8 | s0.t),
            f(96, s0.w, b0l.w, b0.t),
            f(97, s1.t, s0l.t, s0.t << 8 | b0.t),
            f(98, s0l.w, s0.t, b0.t),
            f(99, s1.w, s0l.w, 0),
        ]);
    }

    fn gaps(&self, out: &mut Vec<u64>) {
        let Self { s0, s1, b0, gap0, gap1, v0l, v0r, v1r, v1l, vbl, .. } = self;
        out.extend([
            f(110, s0.w, *gap0, s0.t),
            f(111, s0.t, *gap0, b0.t),
            f(112, b0.w, *gap0, b0.t),
            f(113, s1.t, *gap1, s0.t),
            f(115, s0.w, *gap1, s1.t),
            f(116, s0.w, *v0r, s0.t),
            f(117, s0.t, *v0r, b0.t),
            f(118, s0.t, *v0l, b0.t),
            f(119, s0.w, *v0l, s0.t),
            f(120, b0.t, *vbl, s0.t),
            f(121, b0.w, *vbl, 0),
            f(123, s1.t, *v1r, s0.t),
            f(124, s1.t, *v1l, s0.t),
            f(125, s1.t, s0.t, v0r << 8 | v0l),
        ]);
    }

    fn surroundings(&self, out: &mut Vec<u64>) {
        let Self {
            s0, s1, s2, b0, b1, b2, b3, s0l, s0r, s1l, s1r, b0l, between0, between1, ..
        } = self;
        let Self { after0, before0, after1, before_next, depth, .. } = self;
        out.extend([
            f(130, s0.t, after0 << 8 | before_next, b0.t),
            f(131, s0.t, *before_next, b0.t),
            f(132, s0.t, *after0, b0.t),
            f(133, s1.t, after1 << 8 | before0, s0.t),
            f(134, s0.u << 5 | b0.u, *between0, 0),
            f(135, s0.t << 8 | b0.t, *between0, 0),
            f(136, s1.t << 8 | s0.t, *between1, 0),
            f(137, s2.u << 5 | s1.u, s0.u << 5 | b0.u, b1.u),
            f(138, s1.c, s0.c, s0l.w),
            f(139, s2.c, s1.c, s0l.w),
            f(140, *depth, s0.t, b0.t),
            f(141, s0.u << 5 | b0.u, s0l.u << 5 | s0r.u, b0l.u),
            f(142, s1.u << 10 | s1l.u << 5 | s1r.u, s0.u << 5 | s0l.u, b0.u),
            f(143, b0.t, b1.t, b2.t << 8 | b3.t),
        ]);
    }
}
