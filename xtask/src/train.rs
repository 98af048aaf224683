//! Makes the reading model from the treebanks. Same input, same bytes out.
//!
//! Order: word clusters and vocabulary → tags → relations and names (on tags by other models than
//! those that saw the sentence: jackknifing) → the parser. Only `*-train` files and, for names,
//! `uner-ewt-dev` are learned from; `*-dev` is for choosing, `*-test` for telling.

use crate::Options;
use crate::clusters::clusters;
use crate::conllu::{Gold, name_marks, projective, sentences};
use crate::learner::{Dice, Learner};
use crate::parser::{Lesson, Trainer};
use anyhow::{Context, Result};
use std::collections::{BTreeMap, HashMap};
use std::io::BufRead as _;
use std::time::Instant;
use wiredesk_model::Span;
use wiredesk_read::model::vocabulary::{Known, Vocabulary};
use wiredesk_read::model::{Model, features::hash_bytes};
use wiredesk_read::names::{self, MARKS, name_features};
use wiredesk_read::tags::words::{Word, normal};
use wiredesk_read::tags::{self, Tag, tag_features};
use wiredesk_read::trees::features::{Sight, TagKind};
use wiredesk_read::trees::labels;
use wiredesk_read::{sentences as splitter, tokens};

const FOLDS: usize = 5;
const TAG_ROUNDS: usize = 10;
const FOLD_ROUNDS: usize = 5;
const FIRST_ROUNDS: usize = 3;
const TREE_ROUNDS: usize = 9;
const LABEL_ROUNDS: usize = 8;
const NAME_ROUNDS: usize = 8;
const TAG_ROWS: usize = 60_000;
const LABEL_ROWS: usize = 70_000;
const NAME_ROWS: usize = 25_000;
/// Cache lines of twelve arc features.
const ARC_PLACES: usize = 38_000;
/// Learned as often from another order of the lessons, and joined.
const ORDERS: u64 = 3;
const TREE_ORDERS: u64 = 2;
/// Rarer arc features are not learned.
const ARC_COUNT_MIN: u32 = 3;
/// Cells that weigh less, of 127, are left out of the file: it must stay under five megabytes.
const TAG_WEIGHT_MIN: u8 = 4;
const LABEL_WEIGHT_MIN: u8 = 5;
const NAME_WEIGHT_MIN: u8 = 5;
const BEAM: usize = 8;
const TAG_MARGIN: i32 = 4;
const LABEL_MARGIN: i32 = 4;
const NAME_MARGIN: i32 = 4;

/// A tag of the words that is rarer than this is learned as the commonest tag of its UPOS.
const TAG_COUNT_MIN: usize = 5;
/// Rarer words have no likeliest tag: training would trust it more than it may.
const LIKELY_COUNT_MIN: usize = 4;
const SURE_COUNT_MIN: usize = 25;

/// Relations that come first, so that "which of them are there already" fits in a few bits.
const CORE: [&str; 12] = [
    "nsubj",
    "obj",
    "iobj",
    "nsubj:pass",
    "csubj",
    "ccomp",
    "xcomp",
    "expl",
    "cop",
    "mark",
    "aux",
    "case",
];

pub fn train(options: &Options) -> Result<()> {
    let start = Instant::now();
    let say = |what: &str| eprintln!("{:6.1} s  {what}", start.elapsed().as_secs_f64());
    let mut gold = sentences(&options.treebank, "ewt-train")?;
    gold.extend(sentences(&options.treebank, "gum-open-train")?);
    let clusters = clusters(&plain_text(&gold, options)?);
    say(&format!("{} words in clusters", clusters.len()));

    let names = TagNames::new(&gold);
    let tag_names: Vec<_> = names.list.iter().filter_map(|t| pair(t)).collect();
    let mut model = Model {
        tag_kinds: tag_names.iter().map(|(upos, xpos)| TagKind::of(upos, xpos)).collect(),
        tag_names,
        label_names: label_names(&gold),
        ..Model::default()
    };
    let rounds = |n: usize| if options.quick { n.div_ceil(3) } else { n };
    let jackknifed = jackknife(&gold, &names, &clusters, &model, rounds(FOLD_ROUNDS));
    say("tags for the others");
    let all: Vec<&Gold> = gold.iter().collect();
    model.vocabulary = vocabulary(&all, &names, &clusters);
    let taught = learn_tags(&all, &names, &model, rounds(TAG_ROUNDS), ORDERS);
    say(&format!("{} tag features", taught.len()));
    model.tags = taught.table(TAG_ROWS);

    let lessons = lessons(&gold, &model, jackknifed);
    let labels = learn_labels(&gold, &lessons, &model, rounds(LABEL_ROUNDS));
    say(&format!("{} relation features", labels.len()));
    model.labels = labels.table(LABEL_ROWS);
    model.names = learn_names(&gold, &lessons, &model, options, rounds(NAME_ROUNDS))?;
    say("names");

    let mut dice = Dice::new(4);
    let mut trainer = Trainer::of_frequent(&lessons, ARC_COUNT_MIN);
    say(&format!("{} arc features", trainer.len()));
    for round in 1..=rounds(FIRST_ROUNDS) {
        let right = trainer.round(&lessons, &mut dice, BEAM);
        say(&format!("trees {round}: {right} of {} right", lessons.len()));
    }
    let mut several = Vec::new();
    for order in 1..=TREE_ORDERS {
        let mut dice = Dice::new(order);
        let mut one = trainer.of_best(ARC_PLACES);
        for round in 1..=rounds(TREE_ROUNDS) {
            let right = one.round(&lessons, &mut dice, BEAM);
            say(&format!("trees in order {order}, {round}: {right} right"));
        }
        several.push(one);
    }
    trim(&mut model);
    model.arcs = Trainer::joined(&several).unwrap_or(trainer).table(ARC_PLACES);
    std::fs::write(&options.model, model.to_bytes())?;
    say(&format!("wrote {}: {} bytes", options.model.display(), model.to_bytes().len()));
    Ok(())
}

fn trim(model: &mut Model) {
    model.tags = model.tags.trimmed(TAG_WEIGHT_MIN);
    model.labels = model.labels.trimmed(LABEL_WEIGHT_MIN);
    model.names = model.names.trimmed(NAME_WEIGHT_MIN);
}

fn pair(tag: &str) -> Option<(String, String)> {
    tag.split_once(' ').map(|(u, x)| (u.to_owned(), x.to_owned()))
}

/// The tags that are learned, and which of them stands for each tag of the treebanks.
pub struct TagNames {
    pub list: Vec<String>,
    of: HashMap<String, usize>,
}

impl TagNames {
    fn new(gold: &[Gold]) -> Self {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for tag in gold.iter().flat_map(|g| &g.tags) {
            *counts.entry(tag).or_default() += 1;
        }
        let mut ranked: Vec<(&str, usize)> = counts.into_iter().collect();
        ranked.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let list: Vec<String> =
            ranked.iter().filter(|r| r.1 >= TAG_COUNT_MIN).map(|r| r.0.to_owned()).collect();
        let upos = |tag: &str| tag.split(' ').next().unwrap_or("").to_owned();
        let of = ranked
            .iter()
            .map(|(tag, _)| {
                let exact = list.iter().position(|t| t == tag);
                let near = || list.iter().position(|t| upos(t) == upos(tag));
                ((*tag).to_owned(), exact.or_else(near).unwrap_or(0))
            })
            .collect();
        Self { list, of }
    }

    fn of(&self, tag: &str) -> usize {
        self.of.get(tag).copied().unwrap_or(0)
    }
}

fn label_names(gold: &[Gold]) -> Vec<String> {
    let mut names: Vec<String> = CORE.map(str::to_owned).to_vec();
    let mut rest: Vec<&String> = gold.iter().flat_map(|g| &g.labels).collect();
    rest.sort_unstable();
    rest.dedup();
    names.extend(rest.into_iter().filter(|l| !CORE.contains(&l.as_str())).cloned());
    names
}

fn form_hash(form: &str) -> u64 {
    hash_bytes(normal(form, &mut [0; 40]))
}

/// All sentences of the training text and the other texts, as hashes of forms.
fn plain_text(gold: &[Gold], options: &Options) -> Result<Vec<Vec<u64>>> {
    let mut all: Vec<Vec<u64>> =
        gold.iter().map(|g| g.forms.iter().map(|f| form_hash(f)).collect()).collect();
    for path in &options.texts {
        let file = std::fs::File::open(path).with_context(|| path.display().to_string())?;
        for line in std::io::BufReader::new(file).lines() {
            let row: serde_json::Value = serde_json::from_str(&line?)?;
            let text = row["text"].as_str().unwrap_or("");
            for span in splitter::split(text) {
                let words = tokens::tokenize(text, Span::new(span.start, span.end));
                all.push(words.into_iter().map(|t| form_hash(t.of(text))).collect());
            }
        }
    }
    Ok(all)
}

fn vocabulary(gold: &[&Gold], names: &TagNames, clusters: &HashMap<u64, u8>) -> Vocabulary {
    let mut tags: HashMap<u64, BTreeMap<usize, usize>> = HashMap::new();
    for (form, tag) in gold.iter().flat_map(|g| g.forms.iter().zip(&g.tags)) {
        *tags.entry(form_hash(form)).or_default().entry(names.of(tag)).or_default() += 1;
    }
    let mut all: HashMap<u64, Known> = clusters
        .iter()
        .map(|(&word, &cluster)| (word, Known { cluster, ..Known::default() }))
        .collect();
    for (word, counts) in tags {
        let total: usize = counts.values().sum();
        let most = counts.iter().max_by_key(|c| (*c.1, usize::MAX - *c.0));
        if let (Some((&tag, &n)), true) = (most, total >= LIKELY_COUNT_MIN) {
            let known = all.entry(word).or_default();
            known.tag = u8::try_from(tag + 1).expect("fewer than 127 tags");
            known.sure = total >= SURE_COUNT_MIN && n * 1000 >= total * 998;
        }
    }
    let mut all: Vec<(u64, Known)> = all.into_iter().collect();
    all.sort_unstable_by_key(|w| w.0);
    Vocabulary::new(all)
}

fn seen(gold: &Gold, vocabulary: &Vocabulary) -> Vec<Word> {
    gold.forms.iter().map(|f| Word::new(f, vocabulary)).collect()
}

fn learn_tags(
    gold: &[&Gold],
    names: &TagNames,
    model: &Model,
    rounds: usize,
    orders: u64,
) -> Learner {
    let lessons: Vec<TagLesson> = gold
        .iter()
        .map(|g| (seen(g, &model.vocabulary), g.tags.iter().map(|t| names.of(t)).collect()))
        .collect();
    let mut learner = Learner::new(names.list.len());
    tag_rounds(&mut learner, &lessons, rounds.div_ceil(2), 1);
    let again = |order| {
        let mut one = learner.of_best(TAG_ROWS);
        tag_rounds(&mut one, &lessons, rounds, order);
        one
    };
    let several: Vec<Learner> = (1..=orders).map(again).collect();
    Learner::joined(&several).unwrap_or(learner)
}

/// A sentence with its tags, as classes.
type TagLesson = (Vec<Word>, Vec<usize>);

fn tag_rounds(learner: &mut Learner, lessons: &[TagLesson], rounds: usize, order: u64) {
    let mut dice = Dice::new(order);
    let mut order: Vec<usize> = (0..lessons.len()).collect();
    let mut features = [0; tags::FEATURES];
    for _ in 0..rounds {
        dice.shuffle(&mut order);
        for &at in &order {
            let (words, right) = &lessons[at];
            let mut before: Vec<Tag> = Vec::with_capacity(words.len());
            for (at, word) in words.iter().enumerate() {
                before.push(if word.known.sure {
                    word.known.tag - 1
                } else {
                    tag_features(words, at, &before, &mut features);
                    learner.learn(&features, right[at], TAG_MARGIN) as Tag
                });
            }
        }
    }
}

/// Tags for each sentence by a model that has not seen it.
fn jackknife(
    gold: &[Gold],
    names: &TagNames,
    clusters: &HashMap<u64, u8>,
    base: &Model,
    rounds: usize,
) -> Vec<Vec<Tag>> {
    let fold_of = |at: usize| at * FOLDS / gold.len();
    let mut all = vec![Vec::new(); gold.len()];
    for fold in 0..FOLDS {
        let others: Vec<&Gold> =
            gold.iter().enumerate().filter(|g| fold_of(g.0) != fold).map(|g| g.1).collect();
        let mut model = Model { tag_names: base.tag_names.clone(), ..Model::default() };
        model.vocabulary = vocabulary(&others, names, clusters);
        model.tags = learn_tags(&others, names, &model, rounds, 1).table(TAG_ROWS);
        for (at, g) in gold.iter().enumerate().filter(|g| fold_of(g.0) == fold) {
            all[at] = tags::tag(&model, &seen(g, &model.vocabulary));
        }
    }
    all
}

fn lessons(gold: &[Gold], model: &Model, tags: Vec<Vec<Tag>>) -> Vec<Lesson> {
    let lesson = |(g, tags): (&Gold, Vec<Tag>)| {
        let words = seen(g, &model.vocabulary);
        let sight = Sight::new(&model.tag_kinds, &words, &tags);
        Lesson { words, tags, heads: projective(&g.heads), sight }
    };
    gold.iter().zip(tags).map(lesson).collect()
}

fn learn_labels(gold: &[Gold], lessons: &[Lesson], model: &Model, rounds: usize) -> Learner {
    let mut learner = Learner::new(model.label_names.len());
    label_rounds(&mut learner, gold, lessons, model, (rounds.div_ceil(2), 1));
    let again = |order| {
        let mut one = learner.of_best(LABEL_ROWS);
        label_rounds(&mut one, gold, lessons, model, (rounds, order));
        one
    };
    let several: Vec<Learner> = (1..=ORDERS).map(again).collect();
    Learner::joined(&several).unwrap_or(learner)
}

fn label_rounds(
    learner: &mut Learner,
    gold: &[Gold],
    lessons: &[Lesson],
    model: &Model,
    (rounds, order): (usize, u64),
) {
    let index: HashMap<&String, usize> =
        model.label_names.iter().enumerate().map(|(i, l)| (l, i)).collect();
    let mut dice = Dice::new(order);
    let mut order: Vec<usize> = (0..lessons.len()).collect();
    let mut features = [0; labels::FEATURES];
    for _ in 0..rounds {
        dice.shuffle(&mut order);
        for &at in &order {
            let (lesson, gold) = (&lessons[at], &gold[at]);
            let mut arcs = labels::Arcs::new(&lesson.words, &lesson.tags, &lesson.heads);
            for word in arcs.order() {
                arcs.features(word, &mut features);
                let chosen = learner.learn(&features, index[&gold.labels[word]], LABEL_MARGIN);
                arcs.labels[word] = u8::try_from(chosen).unwrap_or(0);
            }
        }
    }
}

fn learn_names(
    gold: &[Gold],
    lessons: &[Lesson],
    model: &Model,
    options: &Options,
    rounds: usize,
) -> Result<wiredesk_read::model::rows::Rows> {
    let mut all: Vec<NameLesson> = Vec::new();
    for (g, lesson) in gold.iter().zip(lessons) {
        if let Some(marks) = &g.names {
            all.push((lesson.words.clone(), lesson.tags.clone(), marks.clone()));
        }
    }
    let mut more: Vec<_> = name_marks(&options.treebank, "uner-ewt-dev")?.into_iter().collect();
    more.sort_unstable();
    for (forms, marks) in more {
        let words: Vec<Word> = forms.iter().map(|f| Word::new(f, &model.vocabulary)).collect();
        let tags = tags::tag(model, &words);
        all.push((words, tags, marks));
    }
    let mut learner = Learner::new(MARKS);
    let mut dice = Dice::new(3);
    name_rounds(&mut learner, &mut all, &mut dice, rounds.div_ceil(2));
    let mut learner = learner.of_best(NAME_ROWS);
    name_rounds(&mut learner, &mut all, &mut dice, rounds);
    Ok(learner.table(NAME_ROWS))
}

/// A sentence with names marked.
type NameLesson = (Vec<Word>, Vec<Tag>, Vec<u8>);

fn name_rounds(learner: &mut Learner, all: &mut [NameLesson], dice: &mut Dice, rounds: usize) {
    let mut features = [0; names::FEATURES];
    for _ in 0..rounds {
        dice.shuffle(all);
        for (words, tags, right) in all.iter() {
            let mut marks = Vec::with_capacity(words.len());
            for (at, &gold) in right.iter().enumerate().take(words.len()) {
                name_features(words, tags, at, &marks, &mut features);
                let mark = learner.learn(&features, usize::from(gold), NAME_MARGIN);
                marks.push(u8::try_from(mark).unwrap_or(0));
            }
        }
    }
}
