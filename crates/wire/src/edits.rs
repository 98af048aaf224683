//! How a sentence differs from the words it was made from: the list of what was left out and put in.

use serde::Serialize;
use wiredesk_model::Change;

/// Longer sentences are not compared word by word.
const WORDS_MAX: usize = 400;

/// One change. `out` were words of the evidence, `put` are words of the sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EditLine {
    /// By which rule of the drafter; absent where a person changed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'static str>,
    #[serde(skip_serializing_if = "String::is_empty")]
    out: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    put: String,
}

/// The drafter's changes, by name.
#[must_use]
pub fn named(changes: &[Change]) -> Vec<serde_json::Value> {
    let line = |c: &Change| EditLine {
        rule: Some(c.rule.as_str()),
        out: c.out.clone(),
        put: c.put.clone(),
    };
    changes.iter().filter_map(|c| serde_json::to_value(line(c)).ok()).collect()
}

/// The changes that make `text` of `told`, in order; empty when it is verbatim.
#[must_use]
pub fn edits(told: &str, text: &str) -> Vec<EditLine> {
    let a: Vec<&str> = told.split_whitespace().take(WORDS_MAX).collect();
    let b: Vec<&str> = text.split_whitespace().take(WORDS_MAX).collect();
    let mut best = vec![vec![0u16; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            best[i][j] = match a[i] == b[j] {
                true => best[i + 1][j + 1] + 1,
                false => best[i + 1][j].max(best[i][j + 1]),
            };
        }
    }
    let mut edits: Vec<EditLine> = Vec::new();
    let (mut i, mut j, mut open) = (0, 0, false);
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            (i, j, open) = (i + 1, j + 1, false);
            continue;
        }
        if !open {
            edits.push(EditLine { rule: None, out: String::new(), put: String::new() });
            open = true;
        }
        let Some(edit) = edits.last_mut() else { break };
        let left_out = j == b.len() || i < a.len() && best[i + 1][j] >= best[i][j + 1];
        match left_out {
            true => add(&mut edit.out, a[i]),
            false => add(&mut edit.put, b[j]),
        }
        if left_out { i += 1 } else { j += 1 }
    }
    edits
}

fn add(words: &mut String, word: &str) {
    if !words.is_empty() {
        words.push(' ');
    }
    words.push_str(word);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_listed_in_order() {
        let check = |told: &str, text: &str, expected: &[(&str, &str)]| {
            let got = edits(told, text);
            let got: Vec<(&str, &str)> =
                got.iter().map(|e| (e.out.as_str(), e.put.as_str())).collect();
            assert_eq!(got, expected, "{text}");
        };
        check("It rained.", "It  rained.", &[]);
        check("But he left on Monday.", "He left on Monday.", &[("But he", "He")]);
        check("It fell.", "It fell, Delta reported.", &[("fell.", "fell, Delta reported.")]);
        check("", "New.", &[("", "New.")]);
    }
}
