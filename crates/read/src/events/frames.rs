//! Triggers of a sentence and how they stand to each other: which event is told, and how.

use super::parts::is_accused;
use super::patterns::{Class, Kind, Pattern, Patterns, form_of};
use crate::tags::words::Word;
use crate::trees::Tree;
use std::sync::OnceLock;
use wiredesk_model::{Root, Status};

/// A word that tells of an event, or says something about one.
#[derive(Debug, Clone)]
pub struct Frame {
    /// Its place in the tree.
    pub at: usize,
    /// What it tells.
    pub class: Class,
    /// PLOVER mode, where the pattern has one.
    pub mode: Option<&'static str>,
    /// How sure the pattern is; more with companions.
    pub weight: i32,
    /// Told by a noun.
    pub noun: bool,
    /// The frame it hangs from.
    pub above: Option<usize>,
}

/// What a frame comes to, with all that stands around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sense {
    /// The root.
    pub root: Root,
    /// The mode of the event that gave the root.
    pub mode: Option<&'static str>,
    /// How sure the text is of it.
    pub status: Status,
    /// The frame that names the deed itself: the innermost one.
    pub deed: usize,
}

/// The frames of a sentence, in order.
#[must_use]
pub fn frames(tree: &Tree) -> Vec<Frame> {
    let patterns = Patterns::shipped();
    let mut frames: Vec<Frame> =
        (0..tree.len()).filter_map(|at| frame(tree, at, patterns)).collect();
    let places: Vec<(usize, Class)> = frames.iter().map(|f| (f.at, f.class)).collect();
    for frame in &mut frames {
        frame.above = above(tree, frame.at, &places);
    }
    frames
}

fn frame(tree: &Tree, at: usize, patterns: &Patterns) -> Option<Frame> {
    let form = tree.words.get(at)?.form;
    let best = patterns
        .of(form)
        .filter_map(|p| Some((fit(tree, at, p)?, p)))
        .max_by(|a, b| a.0.cmp(&b.0).then(std::cmp::Ordering::Greater))?;
    let (weight, pattern) = best;
    Some(Frame {
        at,
        class: if denies_a_deed(tree, at) { Class::Deny } else { pattern.class },
        mode: pattern.mode,
        weight,
        noun: pattern.kind == Kind::Noun,
        above: None,
    })
}

/// "denied selling arms", "denies it sold arms": what is denied is a deed, and not a wish.
fn denies_a_deed(tree: &Tree, at: usize) -> bool {
    static DENY: OnceLock<Vec<u64>> = OnceLock::new();
    let deny = DENY.get_or_init(|| hashes("deny denies denied denying"));
    tree.words.get(at).is_some_and(|w| deny.contains(&w.form))
        && tree.child(at, &["ccomp", "xcomp", "advcl"]).is_some_and(|c| tree.upos(c) == "VERB")
}

/// Whether a tagged sentence has a frame that can come to an event, whatever its tree.
#[must_use]
pub fn may_tell(tagged: &Tree) -> bool {
    let patterns = Patterns::shipped();
    (0..tagged.len()).any(|at| {
        patterns.of(tagged.words[at].form).any(|p| {
            let alone = match p.class {
                Class::Intent => promises(tagged, at),
                Class::Ready => false,
                _ => p.tells_event(),
            };
            alone && fit(tagged, at, p).is_some()
        })
    })
}

/// How far off companions may be, before and after.
const NEAR: (usize, usize) = (7, 9);

/// How well a pattern fits the word; `None` when it does not.
fn fit(tree: &Tree, at: usize, pattern: &Pattern) -> Option<i32> {
    let (upos, xpos) = (tree.upos(at), tree.xpos(at));
    let suits = match pattern.kind {
        Kind::Verb => {
            upos == "VERB"
                || matches!(xpos, "VBG" | "VBN" | "VBD")
                || upos == "ADJ" && xpos != "NNP"
        }
        Kind::Noun => matches!(upos, "NOUN" | "PROPN"),
        Kind::Words => true,
    };
    if !suits {
        return None;
    }
    // "the ousted president", "Israeli-occupied land" tell of what was before.
    let before = pattern.kind == Kind::Verb && tree.relation(at) == "amod";
    Some(companions(&tree.words, at, pattern)? - if before { 5 } else { 0 })
}

/// Something that has a form hash.
pub trait Form {
    /// The hash of its normal form.
    fn form(&self) -> u64;
}

impl Form for u64 {
    fn form(&self) -> u64 {
        *self
    }
}

impl Form for Word {
    fn form(&self) -> u64 {
        self.form
    }
}

/// How well the words around `at` suit the pattern; `None` when one that it needs is missing.
#[must_use]
pub fn companions<W: Form>(words: &[W], at: usize, pattern: &Pattern) -> Option<i32> {
    let mut next = at + 1;
    for word in &pattern.rest {
        let found = (next..(next + 3).min(words.len())).find(|&i| words[i].form() == *word)?;
        next = found + 1;
    }
    let rest = i32::try_from(pattern.rest.len()).unwrap_or(0);
    let score = pattern.weight * 2 + rest * 3;
    if pattern.near.is_empty() {
        return Some(score);
    }
    let from = at.saturating_sub(NEAR.0);
    let to = (at + NEAR.1).min(words.len().saturating_sub(1));
    let near = (from..=to)
        .filter(|&i| i != at && pattern.near.binary_search(&words[i].form()).is_ok())
        .map(|i| i.abs_diff(at) + if i < at { 2 } else { 0 })
        .min()?;
    Some(score + 8 - i32::try_from(near / 2).unwrap_or(4).min(4))
}

/// The frame that governs the word, within its clause. "Ready to attack": what an operator governs
/// may be a clause of its own.
fn above(tree: &Tree, at: usize, places: &[(usize, Class)]) -> Option<usize> {
    let mut word = at;
    for _ in 0..12 {
        let relation = tree.relation(word);
        let head = tree.head(word)?;
        let found = places.binary_search_by_key(&head, |p| p.0).ok();
        let governs = found.is_some_and(|f| {
            matches!(places[f].1, Class::Intent | Class::Ready | Class::Threat | Class::Refuse)
        });
        let parts = matches!(
            relation,
            "conj" | "parataxis" | "acl:relcl" | "appos" | "nsubj" | "nsubj:pass" | "list"
        );
        if parts || (relation == "advcl" && !governs) {
            return None;
        }
        if found.is_some() {
            return found;
        }
        word = head;
    }
    None
}

/// What a sentence without a frame seems to tell, by its words alone.
#[must_use]
pub fn guess(tree: &Tree) -> Sense {
    let patterns = Patterns::shipped();
    let found = (0..tree.len()).flat_map(|at| {
        patterns.of(tree.words[at].form).filter_map(move |p| match p.class {
            Class::Event(root) => {
                Some((companions(&tree.words, at, p).unwrap_or(0), p.weight, root))
            }
            Class::Demand => Some((0, p.weight, Root::Request)),
            Class::Refuse => Some((0, p.weight, Root::Reject)),
            _ => None,
        })
    });
    let best = found.max_by_key(|f| (f.0, f.1, std::cmp::Reverse(f.2)));
    let root = best.map_or(Root::Consult, |f| f.2);
    Sense { root, mode: None, status: Status::Hedged, deed: 0 }
}

/// What frame `index` tells, with the frames below it; `None` when it tells of no event.
#[must_use]
pub fn sense(tree: &Tree, frames: &[Frame], index: usize) -> Option<Sense> {
    sense_within(tree, frames, index, 0)
}

fn sense_within(tree: &Tree, frames: &[Frame], index: usize, depth: usize) -> Option<Sense> {
    let frame = frames.get(index)?;
    let below = || {
        let mut below: Vec<usize> =
            (0..frames.len()).filter(|&i| frames[i].above == Some(index)).collect();
        below.sort_by_key(|&i| (frames[i].at < frame.at, frames[i].noun, frames[i].at));
        let senses = below.into_iter().take(8);
        let mut senses = senses.filter_map(|i| sense_within(tree, frames, i, depth + 1));
        if depth < 6 { senses.next() } else { None }
    };
    let plain = |root, status| Sense { root, mode: frame.mode, status, deed: index };
    let sense = match frame.class {
        Class::Event(root) => plain(root, Status::Asserted),
        Class::Say | Class::Try => below()?,
        Class::Demand => as_root(below(), Root::Request, plain(Root::Request, Status::Asserted)),
        Class::Deny => Sense { status: Status::Denied, ..below()? },
        Class::Refuse => as_root(below(), Root::Reject, plain(Root::Reject, Status::Asserted)),
        Class::Threat => as_root(below(), Root::Threaten, plain(Root::Threaten, Status::Asserted)),
        Class::Intent => match below() {
            Some(deed) => intended(deed),
            None if frame.weight >= 2 && promises(tree, frame.at) => {
                plain(Root::Agree, Status::Planned)
            }
            None => return None,
        },
        Class::Ready => {
            let deed = below()?;
            match deed.root {
                Root::Assault | Root::Mobilize => Sense { root: Root::Mobilize, ..deed },
                _ => intended(deed),
            }
        }
        Class::End => ended(below()?),
    };
    Some(modified(tree, frame.at, sense))
}

/// The outer act is what counts; the deed is kept.
fn as_root(deed: Option<Sense>, root: Root, plain: Sense) -> Sense {
    deed.map_or(plain, |deed| Sense { root, status: Status::Asserted, mode: None, ..deed })
}

fn is_kind(root: Root) -> bool {
    root <= Root::Retreat
}

fn intended(deed: Sense) -> Sense {
    let root = match deed.root {
        Root::Assault | Root::Coerce | Root::Sanction | Root::Protest => Root::Threaten,
        root if is_kind(root) => Root::Agree,
        root => root,
    };
    Sense { root, status: Status::Planned, ..deed }
}

fn ended(deed: Sense) -> Sense {
    let root = match deed.root {
        Root::Sanction | Root::Coerce => Root::Concede,
        Root::Assault | Root::Mobilize | Root::Protest => Root::Retreat,
        root if is_kind(root) => Root::Sanction,
        root => root,
    };
    Sense { root, ..deed }
}

/// Whether an operator without a deed is itself a promise ("agreed", "pledged").
fn promises(tree: &Tree, at: usize) -> bool {
    static PROMISES: OnceLock<Vec<u64>> = OnceLock::new();
    let promises = PROMISES.get_or_init(|| {
        hashes(
            "agree agreed agrees promise promised promises pledge pledged pledges offer offered \
             offers consented commitment assurance",
        )
    });
    tree.words.get(at).is_some_and(|w| promises.contains(&w.form))
}

fn hashes(words: &str) -> Vec<u64> {
    words.split_whitespace().map(form_of).collect()
}

/// What the small words around a verb do to it: "will", "must", "not", "reportedly".
fn modified(tree: &Tree, at: usize, sense: Sense) -> Sense {
    let mut sense = sense;
    let marks = Marks::of(tree, at);
    if marks.must {
        return Sense { root: Root::Request, status: Status::Asserted, ..sense };
    }
    if marks.not {
        let refused = is_kind(sense.root) && (marks.will || sense.status == Status::Planned);
        sense.status = if refused { Status::Asserted } else { Status::Denied };
        if is_kind(sense.root) {
            sense.root = Root::Reject;
        }
        return sense;
    }
    let conditional = || {
        let later = tree.words.get(at..).unwrap_or(&[]);
        later.iter().any(|w| w.form == form_of("unless") || w.form == form_of("if"))
    };
    let threat = marks.perhaps && !is_kind(sense.root)
        || marks.will && matches!(sense.root, Root::Retreat | Root::Sanction | Root::Coerce);
    if threat && sense.status == Status::Asserted && conditional() {
        return Sense { root: Root::Threaten, status: Status::Planned, ..sense };
    }
    if marks.will && sense.status == Status::Asserted {
        sense = match sense.root {
            Root::Request | Root::Accuse | Root::Reject | Root::Threaten => sense,
            _ => intended(sense),
        };
    }
    // "If Iran attacks", "accused of attacking": nobody says that it does.
    if (marks.perhaps || marks.if_ || is_accused(tree, at)) && sense.status == Status::Asserted {
        sense.status = Status::Hedged;
    }
    sense
}

/// Form hashes of the words that change a verb.
struct SmallWords {
    will: Vec<u64>,
    must: Vec<u64>,
    not: Vec<u64>,
    perhaps: Vec<u64>,
    if_: Vec<u64>,
}

impl SmallWords {
    fn new() -> Self {
        Self {
            will: hashes("will would 'll shall 'd wo"),
            must: hashes("must should ought"),
            not: hashes("not n't never no neither nor"),
            if_: hashes("if unless whether"),
            perhaps: hashes(
                "may might could reportedly allegedly perhaps possibly apparently likely \
                 probably purportedly supposedly",
            ),
        }
    }
}

#[derive(Default)]
struct Marks {
    will: bool,
    must: bool,
    not: bool,
    perhaps: bool,
    if_: bool,
}

impl Marks {
    fn of(tree: &Tree, at: usize) -> Self {
        static SMALL: OnceLock<SmallWords> = OnceLock::new();
        let small = SMALL.get_or_init(SmallWords::new);
        let mut marks = Self::default();
        for &child in tree.children(at).iter().filter(|&&c| c < at || tree.relation(c) == "advmod")
        {
            let word = tree.words[child].form;
            marks.will |= small.will.contains(&word);
            marks.must |= small.must.contains(&word);
            marks.not |= small.not.contains(&word);
            marks.perhaps |= small.perhaps.contains(&word);
            marks.if_ |= small.if_.contains(&word);
        }
        marks
    }
}
