//! Stories as JSON: what `wiredesk draft --format json` prints and `wiredesk check` takes back.

use crate::{
    Error,
    check::{AlignedLine, EvidenceLine, FindingLine},
    report::ImageLine,
};
use serde::{Deserialize, Serialize};
use wiredesk_model::{
    Byline, Evidence, Grounds, Published, Report, Section, SectionKind, SeeAlso, Sentence, Story,
    StorylineId,
};

/// A story. `evidence` of a sentence counts in code points of the report's text.
#[derive(Debug, Serialize, Deserialize)]
pub struct StoryLine {
    headline: SentenceLine,
    #[serde(default)]
    lede: Vec<SentenceLine>,
    #[serde(default)]
    sections: Vec<SectionLine>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    image: Option<ImageLine>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    see_also: Vec<LinkLine>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    channels: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tickers: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    storyline: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    as_of: Option<String>,
    #[serde(default)]
    byline: BylineLine,
}

#[derive(Debug, Serialize, Deserialize)]
struct SectionLine {
    kind: String,
    #[serde(default)]
    heading: String,
    sentences: Vec<SentenceLine>,
}

#[derive(Debug, Serialize, Deserialize)]
struct SentenceLine {
    text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    evidence: Vec<QuotedLine>,
    /// House boilerplate, which claims nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    house: bool,
    /// Opens a new paragraph.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    paragraph: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    verdict: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    score: Option<f64>,
    /// Findings are printed, never taken back: a check is made anew.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    findings: Vec<serde_json::Value>,
    /// How it differs from the first span it stands on; absent for a sentence that is verbatim.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    edits: Vec<serde_json::Value>,
    /// Which words stand on which; printed, never taken back, as the findings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    alignment: Vec<serde_json::Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    override_reason: Option<String>,
}

/// Evidence with its words.
#[derive(Debug, Serialize, Deserialize)]
struct QuotedLine {
    #[serde(flatten)]
    at: EvidenceLine,
    #[serde(default)]
    text: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct LinkLine {
    title: String,
    url: String,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct BylineLine {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    drafted_by: Option<String>,
    /// The language model whose copy it was drafted from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    model: Option<String>,
    #[serde(default)]
    sources: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    signed_by: Option<String>,
    #[serde(default)]
    edited: bool,
}

impl StoryLine {
    /// The document of a story; evidence in reports that are not among `reports` is left out.
    #[must_use]
    pub fn of(story: &Story, reports: &[Report]) -> Self {
        let sentences = |list: &[Sentence]| -> Vec<SentenceLine> {
            list.iter().map(|s| SentenceLine::of(s, reports)).collect()
        };
        let section = |s: &Section| SectionLine {
            kind: s.kind.as_str().into(),
            heading: s.heading().into(),
            sentences: sentences(&s.sentences),
        };
        let link = |s: &SeeAlso| LinkLine { title: s.title.clone(), url: s.url.clone() };
        Self {
            headline: SentenceLine::of(&story.headline, reports),
            lede: sentences(&story.lede),
            sections: story.sections.iter().map(section).collect(),
            image: story.image.as_ref().map(ImageLine::of),
            see_also: story.see_also.iter().map(link).collect(),
            channels: story.channels.clone(),
            tags: story.tags.clone(),
            tickers: story.tickers.clone(),
            storyline: story.storyline.as_ref().map(ToString::to_string),
            as_of: story.as_of.as_ref().map(ToString::to_string),
            byline: BylineLine {
                drafted_by: story.byline.drafted_by.clone(),
                model: story.byline.model.clone(),
                sources: story.byline.sources.clone(),
                signed_by: story.byline.signed_by.clone(),
                edited: story.byline.edited,
            },
        }
    }

    /// Reads a story document.
    ///
    /// # Errors
    /// When it is not of the shape.
    pub fn parse(json: &str) -> Result<Self, Error> {
        Ok(serde_json::from_str(json)?)
    }

    /// The story, its evidence bound to `reports`. Sentences come back unchecked; evidence in
    /// reports that are not there falls away, so such a sentence comes back *unsupported*.
    ///
    /// # Errors
    /// When a section is of no known kind.
    pub fn into_story(self, reports: &[Report]) -> Result<Story, Error> {
        let sentences = |list: Vec<SentenceLine>| -> Vec<Sentence> {
            list.into_iter().map(|s| s.into_sentence(reports)).collect()
        };
        let mut sections = Vec::with_capacity(self.sections.len());
        for section in self.sections {
            let kind = SectionKind::parse(&section.kind).ok_or_else(|| {
                Error::Invalid(format!("unknown section kind {:?}", section.kind))
            })?;
            let name = Some(section.heading).filter(|h| !h.is_empty() && h != kind.heading());
            sections.push(Section { kind, name, sentences: sentences(section.sentences) });
        }
        let byline = Byline {
            drafted_by: self.byline.drafted_by,
            model: self.byline.model,
            sources: self.byline.sources,
            signed_by: self.byline.signed_by,
            edited: self.byline.edited,
        };
        Ok(Story {
            headline: self.headline.into_sentence(reports),
            lede: sentences(self.lede),
            sections,
            image: self.image.map(ImageLine::into_image),
            see_also: self.see_also.into_iter().map(LinkLine::into_link).collect(),
            channels: self.channels,
            tags: self.tags,
            tickers: self.tickers,
            storyline: self.storyline.map(StorylineId::new),
            as_of: self.as_of.as_deref().and_then(Published::parse),
            byline,
        })
    }
}

impl LinkLine {
    fn into_link(self) -> SeeAlso {
        SeeAlso { title: self.title, url: self.url }
    }
}

impl SentenceLine {
    fn of(sentence: &Sentence, reports: &[Report]) -> Self {
        let check = sentence.check.as_ref();
        let findings = check.map(|c| FindingLine::all(sentence.text(), &c.findings, reports));
        let findings = findings.into_iter().flatten();
        let aligned = check.map(|c| AlignedLine::all(sentence.text(), &c.alignment, reports));
        let aligned = aligned.into_iter().flatten();
        Self {
            text: sentence.text().into(),
            evidence: sentence.evidence().iter().filter_map(|e| quoted(e, reports)).collect(),
            house: *sentence.grounds() == Grounds::House,
            paragraph: sentence.paragraph,
            verdict: check.map(|c| c.verdict.as_str().into()),
            score: check.map(|c| c.score),
            findings: findings.filter_map(|f| serde_json::to_value(f).ok()).collect(),
            edits: edits(sentence, reports),
            alignment: aligned.filter_map(|a| serde_json::to_value(a).ok()).collect(),
            override_reason: sentence.override_reason.clone(),
        }
    }

    fn into_sentence(self, reports: &[Report]) -> Sentence {
        let mut sentence = if self.house {
            Sentence::house(self.text)
        } else {
            let bound = |q: &QuotedLine| q.at.bound(reports);
            Sentence::bound(self.text, self.evidence.iter().filter_map(bound).collect())
        };
        sentence.paragraph = self.paragraph;
        sentence.override_reason = self.override_reason;
        sentence
    }
}

fn edits(sentence: &Sentence, reports: &[Report]) -> Vec<serde_json::Value> {
    if !sentence.changes.is_empty() {
        return crate::edits::named(&sentence.changes);
    }
    let first = sentence.evidence().first();
    let told = first.and_then(|e| {
        let report = reports.iter().find(|r| r.id == e.report)?;
        e.span.of(&report.text)
    });
    let made = told.map(|told| crate::edits::edits(told, sentence.text()));
    made.into_iter().flatten().filter_map(|e| serde_json::to_value(e).ok()).collect()
}

fn quoted(evidence: &Evidence, reports: &[Report]) -> Option<QuotedLine> {
    let report = reports.iter().find(|r| r.id == evidence.report)?;
    let text = evidence.span.of(&report.text)?.to_owned();
    Some(QuotedLine { at: EvidenceLine::of(evidence, reports)?, text })
}

#[cfg(test)]
mod tests {
    use super::*;
    use wiredesk_model::Span;

    #[test]
    fn a_story_comes_back_with_its_bindings() {
        let report = Report::new("r1".into(), "Vor „Kyïv“ sagte er nichts. It rained.");
        let start = report.text.find("It").expect("there");
        let evidence =
            vec![Evidence { report: "r1".into(), span: Span::new(start, report.text.len()) }];
        let story = Story {
            headline: Sentence::bound("It rained", evidence.clone()),
            lede: vec![Sentence::bound("It rained.", evidence).opening()],
            sections: vec![Section {
                kind: SectionKind::WhatHappened,
                name: None,
                sentences: vec![Sentence::unsupported("It poured."), Sentence::house("By us.")],
            }],
            image: None,
            see_also: Vec::new(),
            channels: vec!["World".into()],
            tags: Vec::new(),
            tickers: Vec::new(),
            storyline: Some("s-r1".into()),
            as_of: Published::parse("2024-09-15"),
            byline: Byline::default(),
        };
        let reports = [report];
        let json = serde_json::to_string(&StoryLine::of(&story, &reports)).expect("prints");
        let back = StoryLine::parse(&json).and_then(|s| s.into_story(&reports)).expect("parses");
        assert_eq!(back, story);
        assert!(json.contains(r#""doc":"r1","start":28,"end":38,"text":"It rained.""#), "{json}");
    }
}
