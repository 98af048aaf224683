//! Parts of speech: a UPOS and an XPOS for each word, chosen left to right by a linear model.
//!
//! The two are chosen as one pair, because the parser needs both ("AUX VBD" and "VERB VBD" are
//! different things to it). A word that training saw often with one tag only keeps it without
//! asking the weights. Accuracy: `cargo xtask score`.

pub mod words;

use crate::model::Model;
use crate::model::features::feature;
use words::Word;

/// How many features a word has for tagging.
pub const FEATURES: usize = 40;

/// Features that are looked at first; the others only where these leave a doubt.
const FIRST: usize = 18;
/// Ahead of the second by this much, the best tag is chosen on the first features.
const CLEAR: i16 = 600;

/// An index into [`Model::tag_names`].
pub type Tag = u8;

/// The tag of what stands before the first word.
pub const NO_TAG: Tag = 127;

/// The tags of a sentence's words.
#[must_use]
pub fn tag(model: &Model, words: &[Word]) -> Vec<Tag> {
    let mut tags = Vec::with_capacity(words.len());
    let mut features = [0; FEATURES];
    for at in 0..words.len() {
        let known = words[at].known;
        let chosen = if known.sure {
            known.tag - 1
        } else {
            tag_features(words, at, &tags, &mut features);
            let chosen = model.tags.best(&features, FIRST, CLEAR, model.tag_names.len());
            u8::try_from(chosen).unwrap_or(0)
        };
        tags.push(chosen);
    }
    tags
}

/// The features of word `at`; `tags` holds those of the words before it.
pub fn tag_features(words: &[Word], at: usize, tags: &[Tag], out: &mut [u64; FEATURES]) {
    let none = Word::default();
    let word =
        |offset: isize| at.checked_add_signed(offset).and_then(|i| words.get(i)).unwrap_or(&none);
    let tag = |back: usize| {
        u64::from(at.checked_sub(back).and_then(|i| tags.get(i)).copied().unwrap_or(NO_TAG))
    };
    let (w, p, n) = (word(0), word(-1), word(1));
    let (pp, nn) = (word(-2), word(2));
    let (t1, t2) = (tag(1), tag(2));
    let shape = u64::from(w.shape) << 1 | u64::from(at == 0);
    let cluster = |w: &Word| u64::from(w.known.cluster);
    let end = |w: &Word, n: usize| u64::from(w.ends[n - 1]);
    let f = feature;
    *out = [
        f(1, w.form, 0, 0),
        f(2, w.form, shape, 0),
        f(15, t1, w.form, 0),
        f(31, w.form, n.guess(), 0),
        f(35, w.form, t1, n.guess()),
        f(12, w.guess(), t1, n.guess()),
        f(16, t1, t2, w.guess()),
        f(23, n.form, w.form, 0),
        f(21, p.form, w.form, 0),
        f(5, end(w, 3), 0, 0),
        f(6, end(w, 4), 0, 0),
        f(10, shape, t1, 0),
        f(18, t1, n.guess(), 0),
        f(22, n.form, 0, 0),
        f(20, p.form, 0, 0),
        f(11, cluster(w), shape, 0),
        f(37, w.form, p.form, n.guess()),
        f(4, end(w, 2), 0, 0),
        f(3, end(w, 1), shape, 0),
        f(7, w.starts[0].into(), shape, 0),
        f(8, w.starts[1].into(), 0, 0),
        f(9, w.starts[2].into(), 0, 0),
        f(13, t1, 0, 0),
        f(14, t1, t2, 0),
        f(17, t1, end(w, 3), 0),
        f(19, t2, w.form, 0),
        f(24, pp.form, 0, 0),
        f(25, nn.form, 0, 0),
        f(26, cluster(p), cluster(w), 0),
        f(27, cluster(n), cluster(w), 0),
        f(28, end(n, 3), 0, 0),
        f(29, end(p, 3), t1, 0),
        f(30, n.guess(), nn.guess(), 0),
        f(32, w.guess(), n.guess(), nn.guess()),
        f(33, cluster(w), t1, n.guess()),
        f(34, p.form, n.form, 0),
        f(36, u64::from(n.shape), shape, t1),
        f(38, end(w, 2), end(n, 2), t1),
        f(39, pp.form, p.form, 0),
        f(40, n.form, nn.form, 0),
    ];
}
