//! The story page: each sentence with the words, the outlet and the date it stands on.

use askama::Template;
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{Grounds, Publication, Published, Report, Sentence};

use super::talk::Talk;
use super::{Frame, plain};
use crate::dates::{day, moment, rfc3339};
use crate::edition::{
    Edition, House, Sources, class_word, followable, followable_or_own, signing_line,
};
use crate::{Error, jsonld};

/// What is known round a story that is not in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Beside {
    /// Its tickers, each with what analysts said last.
    pub tickers: Vec<(String, Option<String>)>,
    /// Its tags, each with where it leads.
    pub tags: Vec<(String, String)>,
    /// Other stories that it names, that stand: address and headline.
    pub see_also: Vec<(String, String)>,
    /// The newest others on the same matters: address and headline.
    pub read_next: Vec<(String, String)>,
    /// Who told whom: the path each fact took.
    pub chain: Vec<String>,
    /// What readers say.
    pub talk: Option<Talk>,
}

/// The page of an edition. `current` is the version that stands when an older one is shown.
///
/// # Errors
/// Only when a template cannot be written out.
pub fn story(
    edition: &Edition,
    sources: &Sources,
    house: &House,
    sections: &[String],
    current: u32,
) -> Result<String, Error> {
    let found = |t: &String| (t.clone(), format!("/search?q={}", crate::text::encoded(t)));
    let beside = Beside {
        tickers: edition.story.tickers.iter().map(|t| (t.clone(), None)).collect(),
        tags: edition.story.tags.iter().map(found).collect(),
        see_also: see_also(edition),
        ..Beside::default()
    };
    story_beside(edition, sources, (house, sections), current, &beside)
}

/// The same with what is known round it.
///
/// # Errors
/// Only when a template cannot be written out.
pub fn story_beside(
    edition: &Edition,
    sources: &Sources,
    (house, sections): (&House, &[String]),
    current: u32,
    beside: &Beside,
) -> Result<String, Error> {
    if edition.is_withdrawn() {
        let notice = edition.notices().into_iter().next();
        return plain::withdrawn(edition.id, notice, house, sections);
    }
    let old = edition.version != current;
    let mut frame = Frame::new(house, sections, edition.story.headline.text(), &edition.path());
    frame.description = crate::text::shorten(&edition.summary(), 200);
    frame.hidden = old;
    let page = StoryPage {
        jsonld: if old { String::new() } else { jsonld::news_article(edition, sources, house) },
        headline: line(&edition.story.headline, 0, sources),
        parts: parts(edition, sources),
        sources: in_time_order(sources).into_iter().map(Source::of).collect(),
        picture: picture(edition, house),
        overridden: edition.story.sentences().filter(|s| s.override_reason.is_some()).count(),
        versions: edition.log.iter().rev().map(VersionLine::of).collect(),
        signing: signing_line(&edition.story.byline),
        changes: changes(edition),
        old,
        frame,
        edition,
        beside,
    };
    Ok(page.render()?)
}

#[derive(Debug, Template)]
#[template(path = "story.html")]
struct StoryPage<'a> {
    frame: Frame<'a>,
    edition: &'a Edition,
    jsonld: String,
    headline: Line<'a>,
    parts: Vec<Part<'a>>,
    sources: Vec<Source<'a>>,
    picture: Option<Picture<'a>>,
    overridden: usize,
    versions: Vec<VersionLine<'a>>,
    signing: String,
    old: bool,
    beside: &'a Beside,
    /// Pairs of neighbouring versions that readers may compare.
    changes: Vec<(u32, u32)>,
}

/// A run of paragraphs, under a heading or as the lede.
#[derive(Debug)]
struct Part<'a> {
    heading: Option<&'a str>,
    paragraphs: Vec<Vec<Line<'a>>>,
}

/// One sentence.
#[derive(Debug)]
struct Line<'a> {
    n: usize,
    text: &'a str,
    house: bool,
    grounds: Vec<Ground<'a>>,
    override_reason: Option<&'a str>,
}

/// Words that a sentence stands on.
#[derive(Debug)]
struct Ground<'a> {
    words: &'a str,
    source: Source<'a>,
}

/// A report as readers are told of it.
#[derive(Debug)]
struct Source<'a> {
    outlet: &'a str,
    title: Option<&'a str>,
    url: Option<&'a str>,
    date: Option<String>,
    datetime: String,
}

#[derive(Debug)]
struct Picture<'a> {
    /// What is shown where nothing else is chosen.
    url: &'a str,
    /// Its whole address and size, for link previews.
    whole: String,
    /// The sizes to choose from; empty when there is one.
    srcset: String,
    /// Width and height, when they are known: the page then keeps its place.
    measure: Option<(u32, u32)>,
    alt: &'a str,
    credit: Option<&'a str>,
    license: Option<&'a str>,
    /// The licence's address, when it is told by one.
    license_url: Option<&'a str>,
}

#[derive(Debug)]
struct VersionLine<'a> {
    entry: &'a Publication,
    word: &'static str,
    at: String,
    datetime: String,
}

impl<'a> VersionLine<'a> {
    fn of(entry: &'a Publication) -> Self {
        Self {
            word: class_word(entry.kind),
            at: moment(entry.at),
            datetime: rfc3339(entry.at),
            entry,
        }
    }
}

impl<'a> Source<'a> {
    fn of(report: &'a Report) -> Self {
        Self {
            outlet: report.source.as_deref().unwrap_or("Unknown outlet"),
            title: report.title.as_deref(),
            url: report.url.as_deref().and_then(followable),
            date: report.published.as_ref().map(|p| day(p.date())),
            datetime: report.published.as_ref().map(ToString::to_string).unwrap_or_default(),
        }
    }
}

impl StoryPage<'_> {
    fn first(&self) -> (String, String) {
        let at = self.edition.first_published();
        (rfc3339(at), moment(at))
    }

    fn updated(&self) -> Option<(String, String)> {
        let (first, last) = (self.edition.first_published(), self.edition.updated());
        (first != last).then(|| (rfc3339(last), moment(last)))
    }
}

/// Other stories that an edition names: address and headline.
#[must_use]
pub fn see_also(edition: &Edition) -> Vec<(String, String)> {
    let links = &edition.story.see_also;
    links
        .iter()
        .filter_map(|s| Some((followable_or_own(&s.url)?.to_owned(), s.title.clone())))
        .collect()
}

/// Versions that were published one after the other and may both be shown, newest first.
fn changes(edition: &Edition) -> Vec<(u32, u32)> {
    let mut shown: Vec<u32> =
        edition.log.iter().map(|p| p.version).filter(|v| edition.shows(*v)).collect();
    shown.dedup();
    shown.windows(2).rev().map(|pair| (pair[0], pair[1])).collect()
}

/// The headline is no part; its sentence number is 0, the lede begins at 1.
fn parts<'a>(edition: &'a Edition, sources: &'a Sources) -> Vec<Part<'a>> {
    let story = &edition.story;
    let mut n = 1;
    let lede = (None, story.lede.as_slice());
    let rest = story.sections.iter().map(|s| (Some(s.heading()), s.sentences.as_slice()));
    std::iter::once(lede)
        .chain(rest)
        .filter(|(_, sentences)| !sentences.is_empty())
        .map(|(heading, sentences)| {
            let first = n;
            n += sentences.len();
            Part { heading, paragraphs: paragraphs(sentences, first, sources) }
        })
        .collect()
}

fn paragraphs<'a>(
    sentences: &'a [Sentence],
    first: usize,
    sources: &'a Sources,
) -> Vec<Vec<Line<'a>>> {
    let mut out: Vec<Vec<Line<'a>>> = Vec::new();
    for (i, sentence) in sentences.iter().enumerate() {
        let line = line(sentence, first + i, sources);
        match out.last_mut() {
            Some(open) if !sentence.paragraph => open.push(line),
            _ => out.push(vec![line]),
        }
    }
    out
}

fn line<'a>(sentence: &'a Sentence, n: usize, sources: &'a Sources) -> Line<'a> {
    let ground = |e: &wiredesk_model::Evidence| {
        let report = sources.get(&e.report)?;
        Some(Ground { words: e.span.of(&report.text)?.trim(), source: Source::of(report) })
    };
    Line {
        n,
        text: sentence.text(),
        house: *sentence.grounds() == Grounds::House,
        grounds: sentence.evidence().iter().filter_map(ground).collect(),
        override_reason: sentence.override_reason.as_deref(),
    }
}

/// The reports, the oldest first; those without a date at the end.
fn in_time_order(sources: &Sources) -> Vec<&Report> {
    let mut reports: Vec<&Report> = sources.values().collect();
    reports.sort_by_key(|r| r.published.as_ref().map_or(Timestamp::MAX, Published::order_key));
    reports
}

fn picture<'a>(edition: &'a Edition, house: &House) -> Option<Picture<'a>> {
    let image = edition.story.image.as_ref()?;
    let wide = |s: &wiredesk_model::Rendition| {
        Some(format!("{} {}w", followable_or_own(&s.url)?, s.width))
    };
    let known: Vec<String> = image.sizes.iter().filter_map(wide).collect();
    // The middle one for whoever does not choose.
    let middle = image.sizes.iter().rev().nth(1).or(image.sizes.last());
    Some(Picture {
        url: followable_or_own(middle.map_or(&image.url, |s| &s.url))?,
        whole: house.picture(&image.url)?,
        srcset: if known.len() > 1 { known.join(", ") } else { String::new() },
        measure: image.sizes.last().map(|s| (s.width, s.height)),
        alt: image.alt.as_deref().unwrap_or_default(),
        credit: image.credit.as_deref(),
        license: image.license.as_deref(),
        license_url: image.license.as_deref().and_then(followable),
    })
}
