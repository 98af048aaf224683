//! A ranking drawn: a bar for each actor, with the range that nine of ten draws of its first tellers
//! lie in.

use std::fmt::Write;

use crate::text::shorten;
use crate::xml::escape;

/// Rows of a ranking to draw.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bars(pub Vec<Bar>);

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bar {
    /// Whose.
    pub name: String,
    /// How long.
    pub count: usize,
    /// The range.
    pub range: (usize, usize),
}

/// Bars that are drawn; the rest is left to the table.
const BARS_MAX: usize = 12;
const WIDE: f64 = 720.0;
const LEFT: f64 = 168.0;
const ROW: f64 = 30.0;
/// Room for the number behind the longest bar.
const RIGHT: f64 = 64.0;

impl Bars {
    /// True when there is nothing to draw.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The drawing; empty when there is nothing to draw.
    #[must_use]
    pub fn svg(&self) -> String {
        let bars = &self.0[..self.0.len().min(BARS_MAX)];
        let most = bars.iter().map(|b| b.count.max(b.range.1)).max().unwrap_or(0).max(1);
        if bars.is_empty() {
            return String::new();
        }
        let high = ROW * bars.len() as f64 + 8.0;
        let x = |count: usize| LEFT + (WIDE - LEFT - RIGHT) * count as f64 / most as f64;
        let mut out = format!(
            "<svg class=\"bars-svg\" viewBox=\"0 0 {WIDE} {high}\" role=\"img\" \
             aria-label=\"Ranking of {}; the table below has the same\">",
            bars.len()
        );
        for (n, bar) in bars.iter().enumerate() {
            let y = ROW * n as f64 + 18.0;
            let _ = write!(
                out,
                "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>\
                 <rect class=\"told\" x=\"{LEFT}\" y=\"{:.1}\" width=\"{:.1}\" height=\"14\"/>\
                 <line class=\"whisker\" x1=\"{:.1}\" x2=\"{:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>\
                 <text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
                LEFT - 10.0,
                y + 4.0,
                escape(&shorten(&bar.name, 24)),
                y - 7.0,
                (x(bar.count) - LEFT).max(1.0),
                x(bar.range.0),
                x(bar.range.1),
                x(bar.count.max(bar.range.1)) + 8.0,
                y + 4.0,
                bar.count
            );
        }
        out.push_str("</svg>");
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_counts_and_names_are_escaped() {
        let bar = |name: &str, count, range| Bar { name: name.into(), count, range };
        let drawn = Bars(vec![bar("<b>A", 4, (2, 6)), bar("B", 0, (0, 0))]).svg();
        assert!(drawn.contains("&lt;b&gt;A") && !drawn.contains("<b>"));
        // (720 - 168 - 64) * 4 / 6
        assert!(drawn.contains("width=\"325.3\""), "{drawn}");
        assert!(!drawn.contains("style=") && !drawn.contains("NaN"));
        assert_eq!(Bars::default().svg(), "");
        let many = Bars(vec![bar("A", 1, (1, 1)); 50]).svg();
        assert_eq!(many.matches("<rect").count(), BARS_MAX);
    }
}
