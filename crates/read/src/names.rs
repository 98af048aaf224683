//! Statistical name spans: persons, organisations and places, found by context and shape.
//!
//! A finder of spans more than of kinds: on news it finds about four names in five, but the kind
//! is wrong often enough that lists and context should settle it (`entities`).

use crate::model::Model;
use crate::model::features::feature as f;
use crate::model::rows::{CLASSES_MAX, best};
use crate::tags::Tag;
use crate::tags::words::Word;
use crate::trees::Tree;
use wiredesk_model::Span;

/// How many features a word has for names.
pub const FEATURES: usize = 34;

/// The kinds of name that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// A human being.
    Person,
    /// A body, a business.
    Organization,
    /// A country, city, region.
    Place,
}

impl NameKind {
    /// All, in the order of the marks.
    pub const ALL: [NameKind; 3] = [Self::Person, Self::Organization, Self::Place];
}

/// A name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    /// Where it stands, in bytes of the text.
    pub span: Span,
    /// First word and one past the last, of the tree.
    pub words: (usize, usize),
    /// What kind it seems.
    pub kind: NameKind,
}

/// Marks: 0 outside; then for each kind begin, inside.
pub const MARKS: usize = 1 + 2 * NameKind::ALL.len();

/// The names in a sentence.
#[must_use]
pub fn find(tree: &Tree) -> Vec<Name> {
    let marks = mark(tree.model(), &tree.words, &tree.tags);
    let mut names: Vec<Name> = Vec::new();
    for (at, &mark) in marks.iter().enumerate() {
        let Some(kind) = mark.checked_sub(1).and_then(|m| NameKind::ALL.get(usize::from(m) / 2))
        else {
            continue;
        };
        let span = tree.tokens[at].span;
        match names.last_mut() {
            Some(last) if mark % 2 == 0 && last.words.1 == at && last.kind == *kind => {
                last.words.1 = at + 1;
                last.span = last.span.cover(span);
            }
            _ => names.push(Name { span, words: (at, at + 1), kind: *kind }),
        }
    }
    names
}

/// The mark of each word.
#[must_use]
pub fn mark(model: &Model, words: &[Word], tags: &[Tag]) -> Vec<u8> {
    let mut marks = Vec::with_capacity(words.len());
    let mut features = [0; FEATURES];
    for at in 0..words.len() {
        name_features(words, tags, at, &marks, &mut features);
        let mut scores = [0; CLASSES_MAX];
        model.names.add(&features, &mut scores);
        let mark = best(&scores[..MARKS]);
        marks.push(u8::try_from(mark).unwrap_or(0));
    }
    marks
}

/// The features of word `at`; `marks` holds those of the words before it.
pub fn name_features(
    words: &[Word],
    tags: &[Tag],
    at: usize,
    marks: &[u8],
    out: &mut [u64; FEATURES],
) {
    let none = Word::default();
    let word =
        |offset: isize| at.checked_add_signed(offset).and_then(|i| words.get(i)).unwrap_or(&none);
    let tag = |offset: isize| {
        let tag = at.checked_add_signed(offset).and_then(|i| tags.get(i));
        u64::from(tag.copied().unwrap_or(127))
    };
    let mark = |back: usize| {
        u64::from(at.checked_sub(back).and_then(|i| marks.get(i)).copied().unwrap_or(99))
    };
    let (w, p, n, pp, nn) = (word(0), word(-1), word(1), word(-2), word(2));
    let (m1, m2) = (mark(1), mark(2));
    let shape = |w: &Word| u64::from(w.shape);
    let cluster = |w: &Word| u64::from(w.known.cluster);
    let first = u64::from(at == 0);
    *out = [
        f(1, w.form, 0, 0),
        f(2, w.form, shape(w), 0),
        f(3, w.form, m1, 0),
        f(4, u64::from(w.ends[2]), shape(w), 0),
        f(5, u64::from(w.ends[3]), shape(w), 0),
        f(6, u64::from(w.starts[2]), shape(w), 0),
        f(7, shape(w), first, m1),
        f(8, cluster(w), shape(w), 0),
        f(9, cluster(w), m1, 0),
        f(10, tag(0), shape(w), m1),
        f(11, tag(0), tag(1), m1),
        f(12, tag(-1), tag(0), m1),
        f(13, p.form, shape(w), m1),
        f(14, n.form, shape(w), m1),
        f(15, p.form, w.form, 0),
        f(16, n.form, w.form, 0),
        f(17, pp.form, p.form, shape(w)),
        f(18, n.form, nn.form, shape(w)),
        f(19, cluster(p), shape(w), m1),
        f(20, cluster(n), shape(w), m1),
        f(21, shape(p), shape(w), shape(n) << 8 | m1),
        f(22, m1, m2, shape(w)),
        f(23, u64::from(w.ends[1]), shape(w), m1),
        f(24, u64::from(n.ends[2]), shape(w), m1),
        f(25, cluster(p), cluster(w), m1),
        f(26, cluster(n), cluster(w), m1),
        f(27, tag(-2), tag(-1), tag(0)),
        f(28, tag(0), tag(1), tag(2)),
        f(29, pp.form, shape(w), m1),
        f(30, nn.form, shape(w), m1),
        f(31, w.known.tag.into(), shape(w), first),
        f(32, cluster(pp), cluster(p), shape(w)),
        f(33, cluster(n), cluster(nn), shape(w)),
        f(34, p.form, n.form, shape(w) << 8 | m1),
    ];
}
