//! Drawings as SVG: a timeline in lanes, and who does how much for whom as ribbons. Presentation
//! attributes and classes only, since the pages' policy allows no style attributes.

use std::collections::BTreeMap;
use std::fmt::Write;
use wiredesk_model::When;
use wiredesk_model::jiff::civil::Date;

use crate::xml::escape;

/// A happening to draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dot {
    /// When, with its precision: a month is as wide as a month.
    pub when: When,
    /// The date is that of the report.
    pub inferred: bool,
    /// It is a denial.
    pub denied: bool,
    /// The lane it is in.
    pub lane: String,
}

/// Happenings in lanes over time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Timeline(pub Vec<Dot>);

/// Lanes that are drawn; what is in further ones is left to the table.
const LANES_MAX: usize = 8;
/// Dots that are drawn.
const DOTS_MAX: usize = 400;
const WIDE: f64 = 720.0;
const LEFT: f64 = 118.0;
const LANE: f64 = 30.0;
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Timeline {
    /// True when there is nothing to draw.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The drawing; empty when there is nothing to draw.
    #[must_use]
    pub fn svg(&self) -> String {
        let dots: Vec<&Dot> = self.0.iter().take(DOTS_MAX).collect();
        let first = dots.iter().map(|d| d.when.first_day()).min();
        let last = dots.iter().map(|d| d.when.last_day()).max();
        let (Some(first), Some(last)) = (first, last) else { return String::new() };
        let axis = Axis::over(first, last);
        let mut lanes: Vec<&str> = Vec::new();
        for dot in &dots {
            if !lanes.contains(&dot.lane.as_str()) && lanes.len() < LANES_MAX {
                lanes.push(&dot.lane);
            }
        }
        let high = 26.0 + LANE * lanes.len() as f64;
        let mut out = format!(
            "<svg class=\"timeline-svg\" viewBox=\"0 0 {WIDE} {high}\" role=\"img\" \
             aria-label=\"Timeline from {first} to {last}; the table below has the same\">"
        );
        axis.draw(&mut out, high);
        for (n, lane) in lanes.iter().enumerate() {
            let y = 34.0 + LANE * n as f64;
            let _ = write!(
                out,
                "<text class=\"lane\" x=\"0\" y=\"{:.1}\">{}</text>\
                 <line class=\"rule\" x1=\"{LEFT}\" x2=\"{WIDE}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>",
                y + 4.0,
                escape(&short(lane, 16))
            );
        }
        let mut stacked: BTreeMap<(usize, i64), usize> = BTreeMap::new();
        for dot in dots {
            let Some(lane) = lanes.iter().position(|l| *l == dot.lane) else { continue };
            let (from, to) = (axis.x(dot.when.first_day()), axis.x(dot.when.last_day()));
            let nth = stacked.entry((lane, (from / 8.0) as i64)).or_default();
            let lift = [0.0, -7.0, 7.0, -11.0, 11.0][*nth % 5];
            *nth += 1;
            draw(&mut out, dot, (from, to), 34.0 + LANE * lane as f64 + lift);
        }
        out.push_str("</svg>");
        out
    }
}

/// A day is a dot, a month or a year a bar; a dot of an inferred day is hollow, a denial is a cross.
fn draw(out: &mut String, dot: &Dot, (from, to): (f64, f64), y: f64) {
    let class = match (dot.denied, dot.inferred) {
        (true, _) => "denied",
        (false, true) => "inferred",
        (false, false) => "told",
    };
    let title = format!(
        "<title>{}</title>",
        if dot.inferred { format!("[{}]", dot.when) } else { dot.when.to_string() }
    );
    let _ = if dot.denied {
        write!(
            out,
            "<path class=\"{class}\" d=\"M{:.1} {:.1}l8 8m0 -8l-8 8\">{title}</path>",
            from - 4.0,
            y - 4.0
        )
    } else if to - from > 7.0 {
        write!(
            out,
            "<rect class=\"{class}\" x=\"{from:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"8\" rx=\"4\">{title}</rect>",
            y - 4.0,
            to - from
        )
    } else {
        write!(
            out,
            "<circle class=\"{class}\" cx=\"{from:.1}\" cy=\"{y:.1}\" r=\"4.5\">{title}</circle>"
        )
    };
}

struct Axis {
    first: Date,
    days: f64,
}

impl Axis {
    fn over(first: Date, last: Date) -> Self {
        let first = first.first_of_month();
        let last = last.last_of_month();
        Self { first, days: f64::from(between(first, last)).max(27.0) }
    }

    fn x(&self, day: Date) -> f64 {
        LEFT + (WIDE - LEFT - 14.0) * f64::from(between(self.first, day)) / self.days + 6.0
    }

    /// Months as ticks; every one is named as long as they fit.
    fn draw(&self, out: &mut String, high: f64) {
        let months = (self.days / 30.4).ceil() as usize + 1;
        let step = months.div_ceil(12).max(1);
        let step = [1, 2, 3, 4, 6, 12, 24, 60, 120, 600].into_iter().find(|s| *s >= step);
        let step = step.unwrap_or(1_200);
        let mut month = self.first;
        let mut nth = 0;
        while f64::from(between(self.first, month)) <= self.days && nth < months {
            if nth % step == 0 {
                let x = self.x(month);
                let name = match (step, month.month()) {
                    (12.., _) => month.year().to_string(),
                    (_, 1) => format!("Jan {}", month.year()),
                    (_, m) if nth == 0 => format!("{} {}", MONTHS[m as usize - 1], month.year()),
                    (_, m) => MONTHS[m as usize - 1].to_owned(),
                };
                let _ = write!(
                    out,
                    "<line class=\"tick\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"16\" y2=\"{high}\"/>\
                     <text class=\"month\" x=\"{:.1}\" y=\"12\">{name}</text>",
                    x + 2.0
                );
            }
            nth += 1;
            let Ok(next) = month.last_of_month().tomorrow() else { break };
            month = next;
        }
    }
}

fn between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// Who does how much for whom.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Flow {
    /// Names on the left.
    pub actors: Vec<String>,
    /// Names on the right.
    pub recipients: Vec<String>,
    /// Row, column, weight.
    pub ribbons: Vec<(usize, usize, usize)>,
}

impl Flow {
    /// True when there is nothing to draw.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ribbons.is_empty()
    }

    /// The drawing: each ribbon is as wide as its weight.
    #[must_use]
    pub fn svg(&self) -> String {
        let out_of =
            |n: usize| self.ribbons.iter().filter(|r| r.0 == n).map(|r| r.2).sum::<usize>();
        let into = |n: usize| self.ribbons.iter().filter(|r| r.1 == n).map(|r| r.2).sum::<usize>();
        let left: Vec<usize> = (0..self.actors.len()).map(out_of).collect();
        let right: Vec<usize> = (0..self.recipients.len()).map(into).collect();
        let rows =
            left.iter().filter(|w| **w > 0).count().max(right.iter().filter(|w| **w > 0).count());
        let total: usize = left.iter().sum::<usize>().max(1);
        let high = (rows as f64 * 34.0).max(120.0);
        let scale = (high - rows as f64 * 16.0) / total as f64;
        let (mut left_at, mut right_at) = (places(&left, scale), places(&right, scale));
        let mut out = format!(
            "<svg class=\"flow-svg\" viewBox=\"0 0 720 {high:.0}\" role=\"img\" \
             aria-label=\"Who does how much for whom; the table below has the same\">"
        );
        for (names, at, weights, x, anchor) in [
            (&self.actors, &left_at, &left, 168.0, "end"),
            (&self.recipients, &right_at, &right, 552.0, "start"),
        ] {
            for (n, name) in names.iter().enumerate().filter(|(n, _)| weights[*n] > 0) {
                let (tall, shift) =
                    (weights[n] as f64 * scale, if anchor == "end" { -8.0 } else { 14.0 });
                let _ = write!(
                    out,
                    "<rect class=\"node\" x=\"{x}\" y=\"{:.1}\" width=\"6\" height=\"{:.1}\"/>\
                     <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"{anchor}\">{}</text>",
                    at[n],
                    tall.max(1.5),
                    x + shift,
                    at[n] + tall / 2.0 + 5.0,
                    escape(&short(name, 22))
                );
            }
        }
        for &(row, column, weight) in &self.ribbons {
            let wide = weight as f64 * scale;
            let (a, b) = (left_at[row] + wide / 2.0, right_at[column] + wide / 2.0);
            left_at[row] += wide;
            right_at[column] += wide;
            let _ = write!(
                out,
                "<path class=\"ribbon r{}\" d=\"M174 {a:.1}C363 {a:.1} 363 {b:.1} 552 {b:.1}\" \
                 stroke-width=\"{:.1}\"><title>{} to {}: {weight}</title></path>",
                row % 6,
                wide.max(1.0),
                escape(&self.actors[row]),
                escape(&self.recipients[column])
            );
        }
        out.push_str("</svg>");
        out
    }
}

/// Where each node begins, with room for its name between.
fn places(weights: &[usize], scale: f64) -> Vec<f64> {
    let mut at = 8.0;
    let place = |weight: &usize| {
        let here = at;
        if *weight > 0 {
            at += *weight as f64 * scale + 16.0;
        }
        here
    };
    weights.iter().map(place).collect()
}

fn short(text: &str, most: usize) -> String {
    crate::text::shorten(text, most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timelines_are_drawn_with_precision_and_hostile_names_escaped() {
        let dot = |when: &str, inferred, denied| Dot {
            when: When::parse(when).expect(when),
            inferred,
            denied,
            lane: "<script>".into(),
        };
        let drawn = Timeline(vec![
            dot("2024-06-19", false, false),
            dot("2024-07", false, false),
            dot("2024-05-17", true, true),
        ])
        .svg();
        for part in
            ["<circle class=\"told\"", "<rect class=\"told\"", "<path class=\"denied\"", ">Jun<"]
        {
            assert!(drawn.contains(part), "{part} in {drawn}");
        }
        assert!(!drawn.contains("<script>") && !drawn.contains("style="));
        assert_eq!(Timeline::default().svg(), "");
        let long = Timeline(vec![dot("1600", false, false), dot("2200", false, false)]).svg();
        assert!(long.len() < 6_000, "{}", long.len());
    }

    #[test]
    fn ribbons_are_as_wide_as_their_weight() {
        let flow = Flow {
            actors: vec!["A".into(), "B".into()],
            recipients: vec!["C".into()],
            ribbons: vec![(0, 0, 3), (1, 0, 1)],
        };
        let drawn = flow.svg();
        assert_eq!(drawn.matches("class=\"ribbon").count(), 2);
        assert!(drawn.contains("<title>A to C: 3</title>"));
    }
}
