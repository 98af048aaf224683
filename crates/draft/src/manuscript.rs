//! Loose text, typed or pasted, as a story: headline, paragraphs, headings, and what only stands
//! around a story (links, picture credits, signing lines).

use wiredesk_model::{
    Byline, Check, Finding, FindingClass, Section, SectionKind, SeeAlso, Sentence, Span, Story,
    Verdict,
};

/// A shorter line is a paragraph of its own; a longer one may be wrapped.
const WRAPPED_CHARS: usize = 60;
/// A heading has at most so many words.
const HEADING_WORDS_MAX: usize = 6;

/// Openings of lines that link to other stories.
const LINKS: [&str; 4] = ["See Also:", "Read Next:", "Read Also:", "Also Read:"];
/// Openings, in lower case, of lines that credit a picture.
const CREDITS: [&str; 7] =
    ["image via", "image credit", "image:", "photo:", "photo by", "photo credit", "picture:"];
/// Openings, in lower case, of lines that say who made the story.
const SIGNED: [&str; 8] = [
    "this story was",
    "this article was",
    "drafted by",
    "edited by",
    "reporting by",
    "written by",
    "editing by",
    "signed by",
];

/// What a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Line {
    /// Words of the story.
    Prose(String),
    /// A heading, with the section it opens when the house has one of that name.
    Heading(String, Option<SectionKind>),
    /// A link to another story.
    Link(String),
    /// A credit or a signing line: it claims nothing that a report could carry.
    House(String),
}

/// The story of a loose text (plain, or simple Markdown): its first line is the headline. Nothing is
/// bound yet; a heading with nothing under it comes back as an unsupported sentence that says so.
/// `split` cuts a paragraph into sentences.
#[must_use]
pub fn read(text: &str, split: &dyn Fn(&str) -> Vec<Span>) -> Story {
    let mut lines = text.lines().skip_while(|l| l.trim().is_empty());
    let headline = plain(lines.next().unwrap_or_default());
    let mut story = empty(Sentence::unsupported(headline));
    let mut here: Option<SectionKind> = None;
    let mut open: Option<String> = None;
    for line in paragraphs(lines).into_iter().flat_map(|p| classify(&p)) {
        match line {
            Line::Prose(words) => {
                open = None;
                place(&mut story, here, sentences(&words, split));
            }
            Line::Heading(name, kind) => {
                close(&mut story, here, open.replace(name));
                here = kind.or(here);
            }
            Line::Link(title) => story.see_also.push(SeeAlso { title, url: String::new() }),
            Line::House(words) => {
                close(&mut story, here, open.take());
                place(&mut story, here, vec![Sentence::house(words).opening()]);
            }
        }
    }
    close(&mut story, here, open);
    story
}

fn empty(headline: Sentence) -> Story {
    Story {
        headline,
        lede: Vec::new(),
        sections: Vec::new(),
        image: None,
        see_also: Vec::new(),
        channels: Vec::new(),
        tags: Vec::new(),
        tickers: Vec::new(),
        storyline: None,
        as_of: None,
        byline: Byline::default(),
    }
}

/// Puts sentences at the end of a section, which is made when it is not there, or of the lede.
fn place(story: &mut Story, kind: Option<SectionKind>, sentences: Vec<Sentence>) {
    let Some(kind) = kind else { return story.lede.extend(sentences) };
    match story.sections.iter_mut().find(|s| s.kind == kind) {
        Some(section) => section.sentences.extend(sentences),
        None => story.sections.push(Section::new(kind, sentences)),
    }
}

/// A heading that nothing followed.
fn close(story: &mut Story, here: Option<SectionKind>, heading: Option<String>) {
    let Some(heading) = heading else { return };
    let span = Span::new(0, heading.len());
    let reason = format!("The section *{heading}* is empty.");
    let finding = Finding { class: FindingClass::Content, span, hard: true, reason, clash: None };
    let mut sentence = Sentence::unsupported(heading).opening();
    let verdict = Verdict::Unsupported;
    sentence.check =
        Some(Check { verdict, score: 0.0, findings: vec![finding], alignment: Vec::new() });
    place(story, here, vec![sentence]);
}

fn sentences(words: &str, split: &dyn Fn(&str) -> Vec<Span>) -> Vec<Sentence> {
    let cut = split(words);
    let texts = cut.iter().filter_map(|s| s.of(words)).map(str::trim).filter(|t| !t.is_empty());
    let made = texts.enumerate().map(|(i, text)| {
        let sentence = Sentence::unsupported(text);
        if i == 0 { sentence.opening() } else { sentence }
    });
    made.collect()
}

/// A line without the marks of Markdown headings, quotes and emphasis.
fn plain(line: &str) -> String {
    let bare = line.trim().trim_start_matches(['#', '>']).trim().replace("**", "");
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Lines joined where they were wrapped.
fn paragraphs<'t>(lines: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut before: Option<&str> = None;
    for line in lines {
        let words = plain(line);
        let wrapped = before.is_some_and(|b| {
            let small = words.chars().next().is_some_and(char::is_lowercase);
            let full = b.trim().chars().count() >= WRAPPED_CHARS;
            !line.trim_start().starts_with('#') && (small || full)
        });
        match out.last_mut() {
            Some(last) if wrapped && !words.is_empty() => {
                last.push(' ');
                last.push_str(&words);
            }
            _ if words.is_empty() => {}
            _ => out.push(words),
        }
        before = (!line.trim().is_empty() && !line.trim_start().starts_with('#')).then_some(line);
    }
    out
}

fn classify(line: &str) -> Vec<Line> {
    let lower = line.to_lowercase();
    if let Some(title) = LINKS.iter().find_map(|l| line.strip_prefix(l)) {
        let title = title.trim();
        return if title.is_empty() { vec![] } else { vec![Line::Link(title.to_owned())] };
    }
    let whole = split_count(line) <= 1;
    if whole && CREDITS.iter().chain(&SIGNED).any(|s| lower.starts_with(s)) {
        return vec![Line::House(line.to_owned())];
    }
    for kind in SectionKind::ALL {
        let Some(rest) = line.strip_prefix(kind.heading()) else { continue };
        let Some(rest) = rest.strip_prefix(':').or(rest.is_empty().then_some("")) else { continue };
        let mut out = vec![Line::Heading(kind.heading().to_owned(), Some(kind))];
        let rest = rest.trim();
        out.extend((!rest.is_empty()).then(|| Line::Prose(rest.to_owned())));
        return out;
    }
    if is_heading(line) {
        return vec![Line::Heading(line.trim_end_matches(':').to_owned(), None)];
    }
    vec![Line::Prose(line.to_owned())]
}

fn split_count(line: &str) -> usize {
    crate::split::sentences(line).len()
}

/// A Few Words Like This, without the full stop of a sentence.
fn is_heading(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let capital = |w: &&str| w.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
    let long = |w: &&&str| w.trim_matches(|c: char| !c.is_alphanumeric()).len() > 3;
    let ends = line.ends_with(['.', '!', '"', '”', '’', ')', ',', ';', '…']);
    words.len() <= HEADING_WORDS_MAX
        && !ends
        && words.first().is_some_and(capital)
        && words.iter().filter(long).all(capital)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let story = read(text, &crate::split::sentences);
        let mut out = vec![story.headline.text().to_owned()];
        out.extend(story.lede.iter().map(|s| s.text().to_owned()));
        for section in &story.sections {
            out.push(format!("[{}]", section.kind.as_str()));
            out.extend(section.sentences.iter().map(|s| s.text().to_owned()));
        }
        out
    }

    #[test]
    fn a_pasted_page_becomes_a_story() {
        let check = |text: &str, want: &[&str]| assert_eq!(shown(text), want, "{text}");
        check("# Head\n\nOne. Two.\n", &["Head", "One.", "Two."]);
        check(
            "Head\nWhat Happened: It rained.\nIt poured.\n\n## Why It Matters\n\nFloods.",
            &["Head", "[what_happened]", "It rained.", "It poured.", "[why_it_matters]", "Floods."],
        );
        let wrapped =
            "Head\n\nA line that was wrapped by somebody's editor at some width of\nSixty.";
        check(wrapped, &["Head", &wrapped[6..].replace('\n', " ")]);
        check("", &[""]);
    }

    #[test]
    fn what_stands_around_a_story_is_not_checked_and_an_empty_section_is_told() {
        let text = "Head\n\nIt rained.\n\nSee Also: Other Story\n\nDid You Know?\n\nImage via Flickr\n\n\
                    This story was drafted by a machine and edited by Ann Lee";
        let story = read(text, &crate::split::sentences);
        assert_eq!(story.see_also.len(), 1);
        let by = |verdict: Option<Verdict>| {
            let all = story.sentences().filter(|s| s.check.as_ref().map(|c| c.verdict) == verdict);
            all.map(|s| s.text()).collect::<Vec<_>>()
        };
        assert_eq!(by(Some(Verdict::Unsupported)), ["Did You Know?"]);
        let house = story.sentences().filter(|s| *s.grounds() == wiredesk_model::Grounds::House);
        assert_eq!(house.count(), 2);
    }
}
