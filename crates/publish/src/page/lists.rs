//! Pages that are lists: front page, section, storyline, corrections.

use askama::Template;
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{Report, StoryId, Storyline};

use super::ledger::{Happened, picture::Timeline};
use super::{Frame, section_path, storyline_path, ticker_path};
use crate::Error;
use crate::dates::{day, moment, rfc3339};
use crate::edition::{Edition, House, Notice, Sources, followable, followable_or_own, story_path};
use crate::text::{counted, shorten};

/// A story in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its number.
    pub id: StoryId,
    /// Its headline.
    pub headline: String,
    /// Its opening paragraph.
    pub summary: String,
    /// Section names.
    pub channels: Vec<String>,
    /// When readers were last told something new about it.
    pub updated: Timestamp,
    /// The class of its newest correction.
    pub notice: Option<&'static str>,
    /// Where it stands when that is not here: a story that was moved in with its own address.
    pub elsewhere: Option<String>,
    /// Its picture, for lists and for the head of a page.
    pub picture: Option<CardPicture>,
}

/// A story's picture in a list. It says nothing that the headline does not: it has no words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardPicture {
    /// The smallest there is.
    pub thumb: String,
    /// One for the width of a page.
    pub small: String,
}

impl CardPicture {
    /// Of the sizes there are, the ones to show; none of addresses that nobody may follow.
    #[must_use]
    pub fn of<'a>(sizes: impl Iterator<Item = (&'a str, &'a str)>) -> Option<Self> {
        let sizes: Vec<(&str, &str)> = sizes.collect();
        let find = |names: [&str; 3]| {
            let named = |name: &str| sizes.iter().find(|(n, _)| *n == name);
            let found = names.into_iter().find_map(named).or(sizes.first());
            found.and_then(|(_, url)| followable_or_own(url)).map(String::from)
        };
        Some(Self {
            thumb: find(["thumb", "small", "large"])?,
            small: find(["small", "large", "thumb"])?,
        })
    }
}

impl Card {
    /// The card of an edition.
    #[must_use]
    pub fn of(edition: &Edition) -> Self {
        Self {
            id: edition.id,
            headline: edition.story.headline.text().to_owned(),
            summary: edition.summary(),
            channels: edition.channels().to_vec(),
            updated: edition.updated(),
            notice: edition.notices().first().map(|n| n.class),
            elsewhere: None,
            picture: edition.story.image.as_ref().and_then(|image| match image.sizes.as_slice() {
                [] => CardPicture::of(std::iter::once(("large", image.url.as_str()))),
                sizes => CardPicture::of(sizes.iter().map(|s| (s.size.as_str(), s.url.as_str()))),
            }),
        }
    }

    pub(crate) fn path(&self) -> String {
        let elsewhere = self.elsewhere.as_deref().and_then(followable).map(String::from);
        elsewhere.unwrap_or_else(|| story_path(self.id, &self.headline))
    }

    pub(crate) fn teaser(&self) -> String {
        shorten(&self.summary, 320)
    }
}

/// One entry of the corrections page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// What readers are told.
    pub notice: Notice,
    /// The story's headline; `None` when it was withdrawn.
    pub headline: Option<String>,
    /// Where the story, or what is left of it, is found.
    pub path: String,
}

/// What happened on a storyline, in the order it took place.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Told {
    /// With the words.
    pub happenings: Vec<Happened>,
    /// Drawn.
    pub timeline: Timeline,
}

/// The front page: standing stories, newest first.
///
/// # Errors
/// Only when a template cannot be written out.
pub fn front(house: &House, sections: &[String], cards: &[Card]) -> Result<String, Error> {
    let frame = Frame::new(house, sections, "", "/");
    Ok(ListPage { frame, heading: None, cards, empty: "Nothing has been published yet." }
        .render()?)
}

/// The page of one section.
///
/// # Errors
/// Only when a template cannot be written out.
pub fn section(
    house: &House,
    sections: &[String],
    name: &str,
    cards: &[Card],
) -> Result<String, Error> {
    let mut frame = Frame::new(house, sections, name, &section_path(name))
        .feeding(name)
        .briefing(&[("on", "section"), ("section", name)]);
    frame.description = format!("{name}: stories by {}", house.name);
    let empty = "Nothing has been published in this section yet.";
    Ok(ListPage { frame, heading: Some(name.to_owned()), cards, empty }.render()?)
}

/// The page of a ticker: standing stories that concern it, newest first.
///
/// # Errors
/// Only when a template cannot be written out.
pub fn ticker(
    house: &House,
    sections: &[String],
    symbol: &str,
    cards: &[Card],
) -> Result<String, Error> {
    let mut frame = Frame::new(house, sections, symbol, &ticker_path(symbol)).feeding(symbol);
    frame.description = format!("{symbol}: stories by {}", house.name);
    let empty = "Nothing has been published on this ticker yet.";
    Ok(ListPage { frame, heading: Some(symbol.to_owned()), cards, empty }.render()?)
}

/// What was reported on one happening, in time order, and the stories made of it.
///
/// # Errors
/// Only when a template cannot be written out.
pub fn storyline(
    house: &House,
    sections: &[String],
    line: &Storyline,
    reports: &Sources,
    cards: &[Card],
    told: &Told,
) -> Result<String, Error> {
    let path = storyline_path(line.id.as_str());
    let mut frame = Frame::new(house, sections, &line.title, &path)
        .briefing(&[("on", "storyline"), ("storyline", line.id.as_str())]);
    if !cards.is_empty() {
        frame = frame.feeding(&line.title);
    }
    let copies = line.reports.iter().filter(|a| a.duplicate_of.is_some()).count();
    frame.description = format!(
        "{} on one happening, in the order they came",
        counted(line.reports.len(), "report", "reports")
    );
    let entries = line
        .reports
        .iter()
        .filter_map(|a| {
            let copy_of = a.duplicate_of.as_ref().and_then(|id| reports.get(id));
            Some(TimelineEntry::of(reports.get(&a.report)?, copy_of))
        })
        .collect();
    let page = StorylinePage {
        summary: format!(
            "{}, {} of them a copy of another.",
            counted(line.reports.len(), "report", "reports"),
            if copies == 0 { "none".to_owned() } else { copies.to_string() }
        ),
        frame,
        entries,
        cards,
        page: told,
    };
    Ok(page.render()?)
}

/// Everything that was put right or taken back, newest first.
///
/// # Errors
/// Only when a template cannot be written out.
pub fn corrections(
    house: &House,
    sections: &[String],
    corrections: &[Correction],
) -> Result<String, Error> {
    let mut frame = Frame::new(house, sections, "Corrections", "/corrections");
    frame.description = format!("What {} got wrong, and what it did about it", house.name);
    let lines =
        corrections.iter().map(|c| (c, rfc3339(c.notice.at), moment(c.notice.at))).collect();
    Ok(CorrectionsPage { frame, lines }.render()?)
}

#[derive(Debug, Template)]
#[template(path = "list.html")]
struct ListPage<'a> {
    frame: Frame<'a>,
    heading: Option<String>,
    cards: &'a [Card],
    empty: &'static str,
}

#[derive(Debug, Template)]
#[template(path = "storyline.html")]
struct StorylinePage<'a> {
    frame: Frame<'a>,
    summary: String,
    entries: Vec<TimelineEntry>,
    cards: &'a [Card],
    page: &'a Told,
}

#[derive(Debug, Template)]
#[template(path = "corrections.html")]
struct CorrectionsPage<'a> {
    frame: Frame<'a>,
    lines: Vec<(&'a Correction, String, String)>,
}

/// A report on a storyline's timeline.
#[derive(Debug)]
struct TimelineEntry {
    date: String,
    outlet: String,
    title: String,
    url: Option<String>,
    copy_of: Option<String>,
}

impl TimelineEntry {
    fn of(report: &Report, copy_of: Option<&Report>) -> Self {
        let outlet = |r: &Report| r.source.clone().unwrap_or_else(|| "Unknown outlet".into());
        Self {
            date: report.published.as_ref().map_or("No date".into(), |p| day(p.date())),
            outlet: outlet(report),
            title: report.title.clone().unwrap_or_else(|| shorten(&report.text, 90)),
            url: report.url.as_deref().and_then(followable).map(String::from),
            copy_of: copy_of.map(outlet),
        }
    }
}
