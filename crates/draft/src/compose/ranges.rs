//! Figures that reports disagree about, as low, best and high with who says which.

use super::disputes::{counted, same_matter, unlike};
use super::lines::Line;
use super::weigh::Vector;
use crate::words::quantity::{Quantity, same};
use crate::words::tag::{CAPITAL, CUE, FUNCTION, NUMBER};
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
                let at = q.end + line.words[q.end..].iter().position(|w| w.stem == *noun)?;
                let last = line.words[phrase_end(line, at)];
                let span = line.words[q.start].span.cover(last.span);
                let text = span.of(&line.filed.report.text)?.to_owned();
                figures.push(Figure { value: q.value, lines: vec![i], text });
            }
        }
    }
    figures.sort_by(|a, b| a.value.total_cmp(&b.value));
    (figures.len() > 1).then_some(Range { figures })
}

/// Words after the first noun in which its head is looked for.
const HEAD_WORDS: usize = 3;

/// The last word of the noun phrase that goes on at word `at`: of "space heaters of that kind" the
/// heaters. What is counted stands in the plural; a phrase without one ends where it began.
fn phrase_end(line: &Line<'_>, at: usize) -> usize {
    const PLURALS: [&str; 6] = ["people", "children", "men", "women", "police", "families"];
    let text = &line.filed.report.text;
    let shown = |i: usize| line.words[i].span.of(text).unwrap_or_default();
    let plural = |i: usize| {
        let word = shown(i);
        PLURALS.contains(&word) || word.ends_with('s') && !word.ends_with("ss") && word.len() > 3
    };
    let end = (at + 1 + HEAD_WORDS).min(line.words.len());
    for i in at..end {
        if plural(i) {
            return i;
        }
        let gap = line.words.get(i + 1).map(|next| line.words[i].span.end..next.span.start);
        let joined = gap.and_then(|gap| text.get(gap)).is_some_and(|gap| gap == " " || gap == "-");
        let stops = line.words.get(i + 1).is_none_or(|w| w.is(FUNCTION | CUE | NUMBER | CAPITAL));
        let verb = i > at && shown(i).ends_with("ed");
        if !joined || stops || verb {
            break;
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::phrase_end;
    use crate::compose::lines::lines;
    use crate::shelf::Shelf;
    use wiredesk_model::{Reading, Report};

    #[test]
    fn what_is_counted_is_told_whole() {
        let check = |text: &str, from: &str, last: &str| {
            let (report, reading) = (Report::new("a".into(), text), Reading::default());
            let shelf = Shelf::new([(&report, &reading)]);
            let lines = lines(&shelf, &[0], &[false]);
            let words = lines[0].words;
            let shown = |i: usize| words[i].span.of(text).unwrap_or_default();
            let at = (0..words.len()).find(|i| shown(*i) == from).expect("the word");
            assert_eq!(shown(phrase_end(&lines[0], at)), last, "{text}");
        };
        check("The firm called back 31,000 folding beds on Monday in Lund.", "folding", "beds");
        check("The firm called back 31,000 baby car seats on Monday.", "baby", "seats");
        check("The flood drove 300 people from their homes in the valley.", "people", "people");
        check("By noon there were 12 missing in the valley of the Ask.", "missing", "missing");
        check("The storm left 12 dead across the hills and valleys.", "dead", "dead");
    }
}
