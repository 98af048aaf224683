//! Figures that reports disagree about, as low, best and high with who says which.

use super::disputes::{counted, same_matter, unlike};
use super::lines::Line;
use super::weigh::Vector;
use crate::words::quantity::{Quantity, same};
use std::collections::BTreeSet;

/// A figure with the origins that give it.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What it says.
    pub value: f64,
    /// The lines that give it, one of each origin.
    pub lines: Vec<usize>,
    /// As written in the first, with what it counts.
    pub text: String,
}

/// What the house writes round the figures; the checker knows it and holds the figures alone against
/// their evidence.
pub const FRAME: [&str; 2] = ["Figures range from", "most often reported"];

/// All figures of one thing, ascending.
#[derive(Debug, Clone, PartialEq)]
pub struct Range {
    /// At least two.
    pub figures: Vec<Figure>,
}

impl Range {
    /// The figure that more origins give than any other.
    #[must_use]
    pub fn best(&self) -> Option<&Figure> {
        let most = self.figures.iter().map(|f| f.lines.len()).max()?;
        let mut of = self.figures.iter().filter(|f| f.lines.len() == most);
        let first = of.next();
        first.filter(|_| of.next().is_none())
    }
}

/// The figures that other origins give for what line `one` counts.
#[must_use]
pub fn range(
    lines: &[Line<'_>],
    vectors: &[Vector],
    (one, other): (usize, usize),
) -> Option<Range> {
    let differs = |noun: u64| {
        let (a, b) = unlike(&lines[one], &lines[other], noun);
        !a.is_empty() && !b.is_empty()
    };
    let noun = &counted(lines[one].words).into_iter().find(|(_, n)| differs(*n))?.1;
    let shared = |q: &Quantity| {
        let gives = |l: &Line<'_>| {
            counted(l.words).iter().any(|(t, n)| n == noun && same(t.value, q.value))
        };
        gives(&lines[one]) && gives(&lines[other])
    };
    let mut figures: Vec<Figure> = Vec::new();
    let mut given: BTreeSet<usize> = BTreeSet::new();
    for (i, line) in lines.iter().enumerate() {
        let alike = i == one || same_matter((line, &vectors[i]), (&lines[one], &vectors[one]));
        let Some((q, _)) = counted(line.words).into_iter().find(|(q, n)| n == noun && !shared(q))
        else {
            continue;
        };
        if !alike || !given.insert(line.origin) {
            continue;
        }
        match figures.iter_mut().find(|f| same(f.value, q.value)) {
            Some(figure) => figure.lines.push(i),
            None => {
                let last = line.words[q.end..].iter().find(|w| w.stem == *noun)?;
                let span = line.words[q.start].span.cover(last.span);
                let text = span.of(&line.filed.report.text)?.to_owned();
                figures.push(Figure { value: q.value, lines: vec![i], text });
            }
        }
    }
    figures.sort_by(|a, b| a.value.total_cmp(&b.value));
    (figures.len() > 1).then_some(Range { figures })
}
