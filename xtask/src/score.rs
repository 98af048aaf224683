//! How good the reading model is, on treebanks it has not seen. Gold words, tags of its own;
//! relations without their subtypes, as the CoNLL 2018 shared task counts (LAS*: with them).

use crate::Options;
use crate::conllu::{Gold, name_marks, sentences};
use anyhow::Result;
use std::time::Instant;
use wiredesk_model::Span;
use wiredesk_read::model::Model;
use wiredesk_read::names::mark;
use wiredesk_read::tags::{tag, words::Word};
use wiredesk_read::tokens::tokenize;
use wiredesk_read::trees::{Search, parse};

pub fn score(options: &Options) -> Result<()> {
    let bytes = std::fs::read(&options.model)?;
    let start = Instant::now();
    let model = Model::from_bytes(&bytes)?;
    println!("model {} bytes, read in {:.1} ms", bytes.len(), start.elapsed().as_secs_f64() * 1e3);
    println!("{:14}  words  word F1   XPOS   UPOS    UAS    LAS   LAS*", "");
    let files: &[&str] = if options.quick {
        &["ewt-dev", "gum-open-dev"]
    } else {
        &["ewt-dev", "gum-open-dev", "ewt-test", "gum-open-test"]
    };
    for name in files {
        let gold = sentences(&options.treebank, name)?;
        trees(&model, name, &gold, Search::THOROUGH);
        trees(&model, "  as read", &gold, Search::QUICK);
        if gold.iter().any(|g| g.names.is_some()) {
            names(&model, name, &gold);
        }
        if *name == "ewt-test" {
            let marks = name_marks(&options.treebank, "uner-ewt-test")?;
            let known = |g: &Gold| Gold { names: marks.get(&g.forms).cloned(), ..g.clone() };
            names(&model, "uner-ewt-test", &gold.iter().map(known).collect::<Vec<_>>());
        }
    }
    Ok(())
}

fn trees(model: &Model, name: &str, gold: &[Gold], search: Search) {
    let start = Instant::now();
    let [mut words, mut xpos, mut upos, mut uas, mut las, mut full] = [0usize; 6];
    for g in gold {
        let seen: Vec<Word> = g.forms.iter().map(|f| Word::new(f, &model.vocabulary)).collect();
        let tags = tag(model, &seen);
        let (heads, labels) = parse(model, &seen, &tags, search);
        for at in 0..seen.len() {
            let (u, x) = &model.tag_names[usize::from(tags[at])];
            let (gold_u, gold_x) = g.tags[at].split_once(' ').unwrap_or(("", ""));
            let relation = &model.label_names[usize::from(labels[at])];
            let arc = heads[at] == g.heads[at];
            let broad = |l: &str| l.split(':').next().map(str::to_owned);
            words += 1;
            xpos += usize::from(x == gold_x);
            upos += usize::from(u == gold_u);
            uas += usize::from(arc);
            las += usize::from(arc && broad(relation) == broad(&g.labels[at]));
            full += usize::from(arc && *relation == g.labels[at]);
        }
    }
    let part = |n: usize| 100.0 * n as f64 / words.max(1) as f64;
    let time = start.elapsed().as_secs_f64();
    println!(
        "{name:14} {words:6}   {:6.2} {:6.2} {:6.2} {:6.2} {:6.2} {:6.2}   {:.2} M words/s",
        100.0 * word_f1(gold),
        part(xpos),
        part(upos),
        part(uas),
        part(las),
        part(full),
        words as f64 / time / 1e6
    );
}

/// F1 of the words the tokeniser cuts from each sentence's text.
fn word_f1(gold: &[Gold]) -> f64 {
    let [mut hit, mut cut, mut held] = [0usize; 3];
    for g in gold {
        let mut at = 0;
        let mut right = Vec::new();
        for form in &g.forms {
            let Some(found) = g.text[at..].find(form.as_str()) else { continue };
            right.push(Span::new(at + found, at + found + form.len()));
            at += found + form.len();
        }
        let found = tokenize(&g.text, Span::new(0, g.text.len()));
        hit += found.iter().filter(|t| right.binary_search(&t.span).is_ok()).count();
        cut += found.len();
        held += g.forms.len();
    }
    2.0 * hit as f64 / (cut + held).max(1) as f64
}

fn names(model: &Model, name: &str, gold: &[Gold]) {
    let [mut hit, mut spans, mut found, mut held] = [0usize; 4];
    for g in gold {
        let Some(right) = &g.names else { continue };
        let seen: Vec<Word> = g.forms.iter().map(|f| Word::new(f, &model.vocabulary)).collect();
        let got = runs(&mark(model, &seen, &tag(model, &seen)));
        let right = runs(right);
        hit += got.iter().filter(|r| right.contains(r)).count();
        let same = |a: &(usize, usize, u8), b: &(usize, usize, u8)| (a.0, a.1) == (b.0, b.1);
        spans += got.iter().filter(|r| right.iter().any(|q| same(r, q))).count();
        found += got.len();
        held += right.len();
    }
    let f1 = |hit: usize| 200.0 * hit as f64 / (found + held).max(1) as f64;
    println!("{name:14} names: F1 {:.2}, kinds aside {:.2}, of {held}", f1(hit), f1(spans));
}

/// Begin, end and kind of each run of marks.
fn runs(marks: &[u8]) -> Vec<(usize, usize, u8)> {
    let mut runs: Vec<(usize, usize, u8)> = Vec::new();
    for (at, &mark) in marks.iter().enumerate().filter(|m| *m.1 > 0) {
        let kind = (mark - 1) / 2;
        match runs.last_mut() {
            Some(run) if mark % 2 == 0 && run.1 == at && run.2 == kind => run.1 = at + 1,
            _ => runs.push((at, at + 1, kind)),
        }
    }
    runs
}
