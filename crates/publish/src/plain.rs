//! A story without a page around it: plain text, and Markdown with its evidence as notes.

use crate::edition::{Sources, signing_line};
use std::fmt::Write as _;
use wiredesk_model::{Image, Sentence, Story};

/// Columns that plain text is wrapped at.
const COLUMNS: usize = 88;

/// The story as plain text, as it would be read aloud: headline, lede, sections, credits.
#[must_use]
pub fn text(story: &Story) -> String {
    let mut out = String::new();
    push_wrapped(&mut out, story.headline.text());
    push_paragraphs(&mut out, &story.lede, |s| s.text().to_owned());
    for section in &story.sections {
        let mut lead = format!("{}: ", section.heading());
        push_paragraphs(&mut out, &section.sentences, |s| {
            format!("{}{}", std::mem::take(&mut lead), s.text())
        });
    }
    for link in &story.see_also {
        out.push('\n');
        push_wrapped(&mut out, &format!("See Also: {}", link.title));
    }
    for line in closing(story) {
        out.push('\n');
        push_wrapped(&mut out, &line);
    }
    out
}

/// The story as Markdown; every sentence carries a note with the words it stands on.
#[must_use]
pub fn markdown(story: &Story, sources: &Sources) -> String {
    let mut notes = Notes { sources, text: String::new(), count: 0 };
    let mut out = format!("# {}\n", escape(&notes.mark(&story.headline)));
    push_marked(&mut out, &story.lede, &mut notes);
    for section in &story.sections {
        let _ = write!(out, "\n## {}\n", section.heading());
        push_marked(&mut out, &section.sentences, &mut notes);
    }
    for link in &story.see_also {
        let _ = write!(out, "\n**See Also:** [{}]({})\n", escape(&link.title), link.url);
    }
    for line in closing(story) {
        let _ = write!(out, "\n*{}*\n", escape(&line));
    }
    if !notes.text.is_empty() {
        out.push('\n');
        out.push_str(&notes.text);
    }
    out
}

fn closing(story: &Story) -> Vec<String> {
    let credit = story.image.as_ref().and_then(|Image { credit, .. }| credit.clone());
    credit.into_iter().chain([signing_line(&story.byline)]).collect()
}

fn push_paragraphs(
    out: &mut String,
    list: &[Sentence],
    mut shown: impl FnMut(&Sentence) -> String,
) {
    let mut paragraph = String::new();
    for sentence in list {
        if sentence.paragraph && !paragraph.is_empty() {
            out.push('\n');
            push_wrapped(out, &std::mem::take(&mut paragraph));
        }
        if !paragraph.is_empty() {
            paragraph.push(' ');
        }
        paragraph.push_str(&shown(sentence));
    }
    if !paragraph.is_empty() {
        out.push('\n');
        push_wrapped(out, &paragraph);
    }
}

fn push_wrapped(out: &mut String, paragraph: &str) {
    let mut column = 0;
    for word in paragraph.split_whitespace() {
        let width = word.chars().count();
        if column > 0 && column + 1 + width > COLUMNS {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += width;
    }
    out.push('\n');
}

fn push_marked(out: &mut String, list: &[Sentence], notes: &mut Notes<'_>) {
    for (i, sentence) in list.iter().enumerate() {
        out.push_str(if i == 0 || sentence.paragraph { "\n" } else { " " });
        let marked = notes.mark(sentence);
        out.push_str(&escape(&marked));
        if list.get(i + 1).is_none_or(|next| next.paragraph) {
            out.push('\n');
        }
    }
}

/// The notes at the foot.
struct Notes<'a> {
    sources: &'a Sources,
    text: String,
    count: usize,
}

impl Notes<'_> {
    /// The sentence with the number of its note, when it stands on something.
    fn mark(&mut self, sentence: &Sentence) -> String {
        let mut quoted = Vec::new();
        for evidence in sentence.evidence() {
            let Some(report) = self.sources.get(&evidence.report) else { continue };
            let Some(words) = evidence.span.of(&report.text) else { continue };
            let outlet = report.source.as_deref().unwrap_or("unnamed source");
            let day = report.published.as_ref().map(|p| format!(", {}", p.date()));
            let day = day.unwrap_or_default();
            quoted.push(format!("“{}” ({outlet}{day})", escape(words).replace('\n', " ")));
        }
        if quoted.is_empty() {
            return sentence.text().to_owned();
        }
        self.count += 1;
        let _ = writeln!(self.text, "[^{}]: {}", self.count, quoted.join("; "));
        format!("{}[^{}]", sentence.text(), self.count)
    }
}

/// Keeps a reporter's asterisk from making words bold; note marks stay.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let note = c == '[' && text[at..].starts_with("[^");
        if matches!(c, '*' | '_' | '`' | '<' | '\\' | '#') || (c == '[' && !note) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use wiredesk_model::{Byline, Evidence, Report, Section, SectionKind, SeeAlso, Span};

    fn story() -> (Story, Sources) {
        let report = Report {
            source: Some("Delta News".into()),
            ..Report::new("r1".into(), "It *rained* on Monday.")
        };
        let evidence = vec![Evidence { report: "r1".into(), span: Span::new(0, 22) }];
        let story = Story {
            headline: Sentence::bound("Rain falls", evidence.clone()),
            lede: vec![Sentence::bound("It *rained* on Monday.", evidence)],
            sections: vec![Section {
                kind: SectionKind::WhyItMatters,
                name: None,
                sentences: vec![Sentence::house("One."), Sentence::house("Two.").opening()],
            }],
            image: None,
            see_also: vec![SeeAlso { title: "More rain".into(), url: "/story/2/more".into() }],
            channels: Vec::new(),
            tags: Vec::new(),
            tickers: Vec::new(),
            storyline: None,
            as_of: None,
            byline: Byline { drafted_by: Some("Wiredesk".into()), ..Byline::default() },
        };
        (story, [(report.id.clone(), report)].into())
    }

    #[test]
    fn text_reads_like_a_story() {
        let expected = "Rain falls\n\nIt *rained* on Monday.\n\nWhy It Matters: One.\n\nTwo.\n\n\
            See Also: More rain\n\nThis story was drafted by Wiredesk. Nobody signed it yet.\n";
        assert_eq!(text(&story().0), expected);
    }

    #[test]
    fn markdown_notes_what_a_sentence_stands_on() {
        let (story, sources) = story();
        let shown = markdown(&story, &sources);
        assert!(shown.contains("It \\*rained\\* on Monday.[^2]"), "{shown}");
        assert!(shown.contains("[^2]: “It \\*rained\\* on Monday.” (Delta News)"), "{shown}");
    }
}
