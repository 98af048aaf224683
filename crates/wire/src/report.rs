//! Reports on a line.

use crate::Error;
use serde::{Deserialize, Serialize};
use wiredesk_model::{
    CodePoints, Image, PictureSize, Published, Rendition, Report, ReportId, Span,
};

/// A report as users write it: `{"id","text","title"?,"published"?,"source"?,"url"?}` and what
/// `wiredesk extract` adds. Unknown fields are passed over, so that richer lines can be piped in.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct ReportLine {
    /// Any string, or a number.
    #[serde(deserialize_with = "id_text")]
    pub id: String,
    /// Where it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Authors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub byline: Vec<String>,
    /// A day or RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// The outlet; `site` means the same.
    #[serde(default, alias = "site", skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// BCP 47.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Pictures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub images: Vec<ImageLine>,
    /// The cleaned text.
    #[serde(default)]
    pub text: String,
    /// Actor pairs to label, in code points of `text` ("actors given").
    #[serde(default, skip_serializing)]
    pub pairs: Vec<PairLine>,
}

/// A picture.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ImageLine {
    /// Where it lies.
    pub url: String,
    /// What it shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// Whose it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
    /// Licence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license: Option<String>,
    /// The same in several sizes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sizes: Vec<SizeLine>,
}

/// A picture in one size.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct SizeLine {
    /// `thumb`, `small` or `large`; others are left out.
    pub size: String,
    /// Where it lies.
    pub url: String,
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
}

/// Two actors whose relation is asked for.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct PairLine {
    /// Who does it.
    pub actor: Option<RangeLine>,
    /// To whom.
    pub recipient: Option<RangeLine>,
}

/// A range in code points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RangeLine {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

/// The byte spans of an actor pair.
pub type Pair = (Option<Span>, Option<Span>);

impl ReportLine {
    /// Reads a line.
    ///
    /// # Errors
    /// When it is not a JSON object with `id` and `text` of the right types.
    pub fn parse(line: &str) -> Result<Self, Error> {
        Ok(serde_json::from_str(line)?)
    }

    /// The actor pairs in bytes of the text.
    #[must_use]
    pub fn byte_pairs(&self) -> Vec<Pair> {
        let table = CodePoints::new(&self.text);
        let bytes = |r: RangeLine| table.byte_span(r.start, r.end);
        self.pairs.iter().map(|p| (p.actor.map(bytes), p.recipient.map(bytes))).collect()
    }

    /// The report. A publication date that cannot be read is left out; `read` says so in a note.
    #[must_use]
    pub fn into_report(self) -> Report {
        Report {
            id: ReportId::new(self.id),
            source: self.source.filter(|s| !s.trim().is_empty()),
            url: self.url,
            title: self.title.filter(|t| !t.trim().is_empty()),
            byline: self.byline,
            published: self.published.as_deref().and_then(Published::parse),
            language: self.language,
            images: self.images.into_iter().map(ImageLine::into_image).collect(),
            text: self.text,
        }
    }

    /// The line of a report.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        Self {
            id: report.id.to_string(),
            url: report.url.clone(),
            title: report.title.clone(),
            byline: report.byline.clone(),
            published: report.published.as_ref().map(ToString::to_string),
            source: report.source.clone(),
            language: report.language.clone(),
            images: report.images.iter().map(ImageLine::of).collect(),
            text: report.text.clone(),
            pairs: Vec::new(),
        }
    }
}

impl ImageLine {
    /// The picture's line.
    #[must_use]
    pub fn of(image: &Image) -> Self {
        let Image { url, alt, credit, license, sizes } = image.clone();
        let line = |r: Rendition| SizeLine {
            size: r.size.as_str().into(),
            url: r.url,
            width: r.width,
            height: r.height,
        };
        Self { url, alt, credit, license, sizes: sizes.into_iter().map(line).collect() }
    }

    /// The picture.
    #[must_use]
    pub fn into_image(self) -> Image {
        let Self { url, alt, credit, license, sizes } = self;
        let known = |s: SizeLine| {
            let size = PictureSize::parse(&s.size)?;
            Some(Rendition { size, url: s.url, width: s.width, height: s.height })
        };
        let sizes = sizes.into_iter().filter_map(known).collect();
        Image { url, alt, credit, license, sizes }
    }
}

/// Ids may be written as strings or as whole numbers.
pub(crate) fn id_text<'de, D: serde::Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "an id is a text or a whole number")]
    enum Id {
        Text(String),
        Number(i64),
    }
    Ok(match Id::deserialize(from)? {
        Id::Text(text) => text,
        Id::Number(number) => number.to_string(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_comes_back_as_it_went_in() {
        let line = r#"{"id":"r1","url":"https://a.example/1","title":"T","published":"2024-09-15T08:00:00+03:00","source":"Example Wire","text":"Né à Kyiv."}"#;
        let report = ReportLine::parse(line).expect("parses").into_report();
        assert_eq!(serde_json::to_string(&ReportLine::of(&report)).expect("prints"), line);
    }

    #[test]
    fn pairs_are_code_points() {
        let line = r#"{"id":7,"text":"Ünited met Öland.","pairs":[{"actor":{"start":0,"end":6},"recipient":{"start":11,"end":16}}]}"#;
        let line = ReportLine::parse(line).expect("parses");
        let pairs = line.byte_pairs();
        let (actor, recipient) = pairs[0];
        assert_eq!(actor.and_then(|s| s.of(&line.text)), Some("Ünited"));
        assert_eq!(recipient.and_then(|s| s.of(&line.text)), Some("Öland"));
        assert_eq!(line.into_report().id.as_str(), "7");
    }
}
