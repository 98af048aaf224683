//! Treebank files: CoNLL-U and IOB2, gzipped.

use anyhow::{Context, Result};
use std::collections::HashMap;
use std::io::Read as _;
use std::path::Path;

/// A sentence of a treebank. Heads are indices; the number of words stands for the root.
#[derive(Debug, Clone, Default)]
pub struct Gold {
    pub text: String,
    pub forms: Vec<String>,
    /// `UPOS XPOS`.
    pub tags: Vec<String>,
    pub heads: Vec<usize>,
    pub labels: Vec<String>,
    /// Marks of names as in `wiredesk_read::names`, where the file tells names.
    pub names: Option<Vec<u8>>,
}

/// Reads the sentences of `DIR/NAME.conllu.gz`.
pub fn sentences(dir: &Path, name: &str) -> Result<Vec<Gold>> {
    let content = unzip(&dir.join(format!("{name}.conllu.gz")))?;
    let mut all = Vec::new();
    let mut gold = Gold::default();
    let mut misc: Vec<String> = Vec::new();
    for line in content.lines() {
        if let Some(text) = line.strip_prefix("# text = ") {
            text.clone_into(&mut gold.text);
        } else if line.is_empty() {
            finish(&mut gold, &mut misc, &mut all);
        } else if !line.starts_with('#') {
            word(line, &mut gold, &mut misc).with_context(|| format!("{name}: {line}"))?;
        }
    }
    finish(&mut gold, &mut misc, &mut all);
    let has_names = all.iter().any(|g| g.names.is_some());
    if !has_names {
        all.iter_mut().for_each(|g| g.names = None);
    }
    Ok(all)
}

fn unzip(path: &Path) -> Result<String> {
    let file = std::fs::File::open(path).with_context(|| path.display().to_string())?;
    let mut content = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut content)?;
    Ok(content)
}

fn word(line: &str, gold: &mut Gold, misc: &mut Vec<String>) -> Option<()> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [id, form, _, upos, xpos, _, head, label, _, more] = columns.as_slice() else {
        return None;
    };
    if id.parse::<usize>().is_err() {
        return Some(()); // a range or an empty node
    }
    gold.forms.push((*form).to_owned());
    gold.tags.push(format!("{upos} {xpos}"));
    gold.heads.push(head.parse().ok()?);
    gold.labels.push((*label).to_owned());
    misc.push((*more).to_owned());
    Some(())
}

fn finish(gold: &mut Gold, misc: &mut Vec<String>, all: &mut Vec<Gold>) {
    let mut done = std::mem::take(gold);
    let misc = std::mem::take(misc);
    let count = done.forms.len();
    if count == 0 {
        return;
    }
    for head in &mut done.heads {
        *head = head.checked_sub(1).unwrap_or(count);
    }
    done.names = Some(entity_marks(&done, &misc)).filter(|_| {
        misc.iter().any(|m| m.contains("Entity=")) || misc.iter().any(|m| m.contains("MSeg="))
    });
    all.push(done);
}

/// Marks from GUM's entity spans: of a person, organisation or place with a proper noun as head,
/// the run of the name around that head.
fn entity_marks(gold: &Gold, misc: &[String]) -> Vec<u8> {
    let mut marks = vec![0; gold.forms.len()];
    let mut spans: Vec<(usize, usize, u8)> = Vec::new();
    let mut open: Vec<(String, usize, u8)> = Vec::new();
    for (at, more) in misc.iter().enumerate() {
        let Some(brackets) = more.split('|').find_map(|m| m.strip_prefix("Entity=")) else {
            continue;
        };
        for piece in brackets.replace('(', "\n(").replace(')', ")\n").split('\n') {
            let id = |s: &str| s.split('-').next().unwrap_or("").to_owned();
            let kind = match piece.split('-').nth(1) {
                Some("person") => 1,
                Some("organization") => 3,
                Some("place") => 5,
                _ => 0,
            };
            if let Some(begun) = piece.strip_prefix('(') {
                match begun.strip_suffix(')') {
                    Some(_) => spans.push((at, at + 1, kind)),
                    None => open.push((id(begun), at, kind)),
                }
            } else if let Some(ended) = piece.strip_suffix(')')
                && let Some(i) = open.iter().rposition(|(o, ..)| *o == id(ended))
            {
                let (_, from, kind) = open.remove(i);
                spans.push((from, at + 1, kind));
            }
        }
    }
    spans.sort_by_key(|(from, to, _)| std::cmp::Reverse(to - from));
    for (from, to, kind) in spans.into_iter().filter(|s| s.2 > 0) {
        if let Some((a, b)) = name_run(gold, from, to) {
            marks[a..b].fill(kind + 1);
            marks[a] = kind;
        }
    }
    marks
}

const TITLES: &[&str] = &[
    "mr.",
    "mrs.",
    "ms.",
    "dr.",
    "president",
    "senator",
    "sen.",
    "rep.",
    "gov.",
    "governor",
    "king",
    "queen",
    "prince",
    "princess",
    "minister",
    "judge",
    "justice",
    "captain",
    "general",
    "gen.",
    "professor",
    "prof.",
    "sir",
    "pope",
    "sergeant",
    "chief",
    "secretary",
    "mayor",
    "the",
];

fn name_run(gold: &Gold, from: usize, to: usize) -> Option<(usize, usize)> {
    let head = (from..to).find(|&i| !(from..to).contains(&gold.heads[i]))?;
    let upos = |i: usize| gold.tags[i].split(' ').next().unwrap_or("");
    let name = |i: usize| upos(i) == "PROPN" || gold.tags[i].ends_with(" NNP");
    if !name(head) {
        return None;
    }
    let joint = |i: usize| {
        matches!(gold.forms[i].as_str(), "-" | "of" | "&" | "de" | "and" | "for" | "the" | "van")
            && gold.labels[i] != "cc"
    };
    let (mut a, mut b) = (head, head + 1);
    while a > from && (name(a - 1) || (a > from + 1 && joint(a - 1) && name(a - 2))) {
        a -= 1;
    }
    while b < to {
        let step = (0..3).find(|&k| b + k < to && name(b + k) && (b..b + k).all(joint));
        match step {
            Some(k) => b += k + 1,
            None => break,
        }
    }
    while a + 1 < b && TITLES.contains(&gold.forms[a].to_lowercase().as_str()) {
        a += 1;
    }
    Some((a, b))
}

/// Marks of names by sentence words, of `DIR/NAME.iob2.gz` (Universal NER).
pub fn name_marks(dir: &Path, name: &str) -> Result<HashMap<Vec<String>, Vec<u8>>> {
    let content = unzip(&dir.join(format!("{name}.iob2.gz")))?;
    let mut all = HashMap::new();
    let (mut forms, mut marks) = (Vec::new(), Vec::new());
    for line in content.lines().chain([""]) {
        if line.is_empty() {
            all.insert(std::mem::take(&mut forms), std::mem::take(&mut marks));
        } else if !line.starts_with('#') {
            let columns: Vec<&str> = line.split('\t').collect();
            forms.push((*columns.get(1).context("a word")?).to_owned());
            let mark = *columns.get(2).context("a mark")?;
            let kind = match mark.get(2..) {
                Some("PER") => 1,
                Some("ORG") => 3,
                Some("LOC") => 5,
                _ => 0,
            };
            marks.push(if kind > 0 && mark.starts_with('I') { kind + 1 } else { kind });
        }
    }
    Ok(all)
}

/// Lifts arcs until none cross: each crossing word hangs from its head's head.
pub fn projective(heads: &[usize]) -> Vec<usize> {
    let count = heads.len();
    let mut heads = heads.to_vec();
    loop {
        let crossing = (0..count)
            .filter(|&d| heads[d] < count && crosses(&heads, d))
            .min_by_key(|&d| heads[d].abs_diff(d));
        let Some(word) = crossing else { return heads };
        heads[word] = heads[heads[word]];
    }
}

/// Whether a word between `d` and its head hangs from outside.
fn crosses(heads: &[usize], d: usize) -> bool {
    let h = heads[d];
    let (low, high) = (d.min(h), d.max(h));
    (low + 1..high).any(|k| {
        let mut at = k;
        for _ in 0..=heads.len() {
            if at == h {
                return false;
            }
            if at >= heads.len() {
                return true;
            }
            at = heads[at];
        }
        true
    })
}
