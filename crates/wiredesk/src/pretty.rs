//! A reading for people: the text with what was found marked in it, then who said what, who did
//! what to whom, and ratings, one line each. Colours only where the reader of it wants them.

use std::fmt::Write as _;
use wiredesk_model::{Attribution, EntityType, Event, Rating, Reading, Report, Span};

/// Columns that quoted words take at most in a line of their own.
const WORDS_MAX: usize = 72;

/// Whether standard output is a terminal whose user has not asked for plain text
/// (<https://no-color.org>).
#[must_use]
pub fn wants_colour() -> bool {
    use std::io::IsTerminal as _;
    let plain = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|t| t == "dumb");
    std::io::stdout().is_terminal() && !plain && !dumb
}

/// The reading as text.
#[must_use]
pub fn reading(report: &Report, reading: &Reading, colour: bool) -> String {
    let page = Page { text: &report.text, reading, ink: Ink { colour } };
    let mut out = page.ink.bold(report.title.as_deref().unwrap_or(report.id.as_str()));
    if let Some(published) = &report.published {
        let _ = write!(out, "  {}", page.ink.faint(&published.date().to_string()));
    }
    out.push_str("\n\n");
    for &sentence in &reading.sentences {
        let _ = writeln!(out, "  {}", page.marked(sentence));
    }
    page.list(&mut out, "said", reading.attributions.iter().map(|a| page.said(a)));
    page.list(&mut out, "done", reading.events.iter().map(|e| page.done(e)));
    page.list(&mut out, "rated", reading.ratings.iter().map(rated));
    out
}

/// ANSI colours, or none.
#[derive(Debug, Clone, Copy)]
struct Ink {
    colour: bool,
}

impl Ink {
    fn paint(self, code: &str, words: &str) -> String {
        if self.colour { format!("\x1b[{code}m{words}\x1b[0m") } else { words.to_owned() }
    }

    fn bold(self, words: &str) -> String {
        self.paint("1", words)
    }

    fn faint(self, words: &str) -> String {
        self.paint("2", words)
    }

    fn of(self, kind: EntityType, words: &str) -> String {
        let code = match kind {
            EntityType::Person => "1;36",
            EntityType::Organization => "1;34",
            EntityType::Company => "1;32",
            EntityType::Country | EntityType::Place => "1;35",
            _ => "1",
        };
        self.paint(code, words)
    }
}

/// Something marked in the text.
struct Mark {
    span: Span,
    shown: String,
}

struct Page<'r> {
    text: &'r str,
    reading: &'r Reading,
    ink: Ink,
}

impl Page<'_> {
    /// The sentence with its names, dates and quantities marked: "Sunday ⟨2024-09-15⟩".
    fn marked(&self, sentence: Span) -> String {
        let mut marks = self.marks(sentence);
        marks.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
        let mut out = String::new();
        let mut at = sentence.start;
        for mark in marks.into_iter().filter(|m| sentence.contains(m.span)) {
            if mark.span.start >= at {
                out.push_str(&plain(self.text.get(at..mark.span.start).unwrap_or("")));
                out.push_str(&mark.shown);
                at = mark.span.end;
            }
        }
        out.push_str(&plain(self.text.get(at..sentence.end).unwrap_or("")));
        out
    }

    fn marks(&self, sentence: Span) -> Vec<Mark> {
        let here = |span: &Span| sentence.contains(*span);
        let words = |span: Span| plain(span.of(self.text).unwrap_or(""));
        let note = |note: &str| self.ink.faint(&format!(" ⟨{}⟩", plain(note)));
        let reading = self.reading;
        let names = reading.entities.iter().filter(|m| here(&m.span)).map(|m| {
            let what = match &m.ticker {
                Some((symbol, _)) => symbol.as_str(),
                None => m.kind.as_str(),
            };
            let shown = self.ink.of(m.kind, &words(m.span)) + &note(what);
            Mark { span: m.span, shown }
        });
        let dates = reading.dates.iter().filter(|d| here(&d.span)).map(|d| {
            let shown = self.ink.paint("33", &words(d.span)) + &note(&d.value);
            Mark { span: d.span, shown }
        });
        let counts = reading
            .quantities
            .iter()
            .filter(|q| here(&q.span))
            .map(|q| Mark { span: q.span, shown: self.ink.paint("4", &words(q.span)) });
        names.chain(dates).chain(counts).collect()
    }

    fn list(&self, out: &mut String, head: &str, lines: impl Iterator<Item = String>) {
        for (n, line) in lines.enumerate() {
            let head = if n == 0 { format!("\n{head:>7}  ") } else { " ".repeat(9) };
            let _ = writeln!(out, "{}{line}", self.ink.faint(&head));
        }
    }

    /// "“We will pay” ──said──▶ Ana Pop, via Reuters (2024-09-15)".
    fn said(&self, a: &Attribution) -> String {
        let content: Vec<String> = a.content.iter().map(|&s| self.short(s)).collect();
        let cue: Vec<String> = a.cue.iter().map(|&s| self.short(s)).collect();
        let source: Vec<String> = a.source.iter().map(|&s| self.short(s)).collect();
        let name = a.speaker_name.as_deref().map(plain);
        let speaker = match (name, source.join(" ")) {
            (Some(name), source) if source.contains(name.as_str()) => source,
            (Some(name), source) if !source.is_empty() => format!("{source} = {name}"),
            (Some(name), _) => name,
            (None, source) if source.is_empty() => "nobody named".to_owned(),
            (None, source) => source,
        };
        let mut line = format!("{} ──{}──▶ ", content.join(" … "), cue.join(" "));
        line.push_str(&self.ink.of(EntityType::Person, &speaker));
        for link in &a.chain {
            let _ = write!(line, ", via {}", plain(&link.name));
            if let Some(date) = &link.date {
                let _ = write!(line, " ({date})");
            }
        }
        for (told, word) in [(a.negated, "negated"), (a.hedged, "hedged")] {
            if told {
                line.push_str(&self.ink.faint(&format!(" · {word}")));
            }
        }
        line
    }

    /// "North Korea ──AID military──▶ Russia · 2024-05 · millions of shells · says Budanov".
    fn done(&self, event: &Event) -> String {
        let who = |p: &Option<wiredesk_model::Participant>| {
            p.as_ref().map_or_else(|| "·".to_owned(), |p| self.ink.bold(&self.short(p.span)))
        };
        let mode = event.mode.as_deref().map(|m| format!(" {m}")).unwrap_or_default();
        let arrow = self.ink.paint("31", &format!("──{}{mode}──▶", event.root.as_str()));
        let mut line = format!("{} {arrow} {}", who(&event.actor), who(&event.recipient));
        let says = event.attribution.and_then(|a| self.reading.attributions.get(a));
        let says = says.and_then(|a| a.speaker_name.clone());
        let notes = [
            Some(event.status.as_str().to_owned()).filter(|s| s != "asserted"),
            event.date.clone(),
            event.place.as_ref().map(|p| format!("in {}", self.short(p.span))),
            event.quantity.clone(),
            event.instrument.map(|i| format!("with {}", self.short(i))),
            says.map(|name| format!("says {name}")),
        ];
        for note in notes.into_iter().flatten() {
            line.push_str(&self.ink.faint(&format!(" · {}", plain(&note))));
        }
        line
    }

    /// Words on one line, cut in the middle where they are many.
    fn short(&self, span: Span) -> String {
        let words = plain(span.of(self.text).unwrap_or(""));
        let count = words.chars().count();
        if count <= WORDS_MAX {
            return words;
        }
        let head: String = words.chars().take(WORDS_MAX * 2 / 3).collect();
        let tail: String = words.chars().skip(count - WORDS_MAX / 3).collect();
        format!("{} … {}", head.trim_end(), tail.trim_start())
    }
}

/// "UBS upgrade Apple to Buy (from Neutral), target 250 USD (from 240)".
fn rated(rating: &Rating) -> String {
    let words = |field: &Option<String>| field.as_deref().map(plain);
    let mut line = words(&rating.firm).unwrap_or_else(|| "·".to_owned());
    let action = words(&rating.action).or_else(|| words(&rating.target_action));
    let _ = write!(line, " ──{}──▶ ", action.unwrap_or_else(|| "rates".to_owned()));
    line.push_str(&words(&rating.company).or_else(|| words(&rating.ticker)).unwrap_or_default());
    if let Some(now) = words(&rating.rating) {
        let _ = write!(line, " · {now}");
    }
    if let Some(before) = words(&rating.prior_rating) {
        let _ = write!(line, " (was {before})");
    }
    if let Some(target) = rating.target {
        let _ = write!(line, " · target {target} {}", rating.currency.as_deref().unwrap_or(""));
    }
    if let Some(before) = rating.prior_target {
        let _ = write!(line, " (was {before})");
    }
    line.trim_end().to_owned()
}

/// Words as one line: no line ends, and no control characters that a terminal would obey.
fn plain(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c if c.is_control()
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') =>
            {
                out.push('\u{fffd}');
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use wiredesk_model::{Published, Read as _, ReportId, Want};

    fn shown(text: &str, colour: bool) -> String {
        let mut report = Report::new(ReportId::from("r1"), text);
        report.published = Published::parse("2024-09-17");
        reading(&report, &wiredesk_read::Reader::shipped().read(&report, Want::ALL), colour)
    }

    #[test]
    fn quotes_point_at_their_speakers_and_dates_are_resolved() {
        let out = shown("“We will pay,” Ana Pop told Reuters on Sunday.", false);
        assert!(out.contains("Sunday ⟨2024-09-15⟩"), "{out}");
        assert!(out.contains("“We will pay,” ──told──▶ Ana Pop"), "{out}");
        assert!(!out.contains('\x1b'), "no colours unless wanted: {out}");
        assert!(shown("Ana Pop left Kyiv.", true).contains("\x1b[1;35mKyiv"));
    }

    #[test]
    fn hostile_words_do_not_steer_the_terminal() {
        let out = shown("Kyiv \u{1b}[2J said \u{202e}it rained.", true);
        assert!(!out.contains("\u{1b}[2J") && !out.contains('\u{202e}'), "{out:?}");
    }
}
