//! Rows of stories. A sentence is the one type that cannot be made field by field: its constructor
//! sees to it that it says what it stands on.

use super::{EvidenceRow, Row, SpanRow, Word, row};
use serde::{Deserialize, Serialize};
use wiredesk_model::{
    Byline, Change, ChangeRule, Check, Finding, FindingClass, Grounds, Image, PictureSize,
    Published, Rendition, Section, SectionKind, SeeAlso, Sentence, Story, StorylineId, Verdict,
};

row!(StoryRow = Story {
    headline: SentenceRow,
    lede: Vec<SentenceRow>,
    sections: Vec<SectionRow>,
    image: Option<ImageRow>,
    see_also: Vec<SeeAlsoRow>,
    channels: Vec<String>,
    tags: Vec<String>,
    tickers: Vec<String>,
    storyline: Option<Word<StorylineId>>,
    as_of: Option<Word<Published>>,
    byline: BylineRow,
});

row!(SectionRow = Section {
    kind: Word<SectionKind>,
    name: Option<String>,
    sentences: Vec<SentenceRow>,
});
row!(SeeAlsoRow = SeeAlso { title: String, url: String });
row!(BylineRow = Byline {
    drafted_by: Option<String>,
    model: Option<String>,
    sources: Vec<String>,
    signed_by: Option<String>,
    edited: bool,
});
row!(ImageRow = Image {
    url: String,
    alt: Option<String>,
    credit: Option<String>,
    license: Option<String>,
    #[serde(default)]
    sizes: Vec<RenditionRow>,
});
row!(RenditionRow = Rendition {
    size: Word<PictureSize>,
    url: String,
    width: u32,
    height: u32,
});
row!(CheckRow = Check {
    verdict: Word<Verdict>,
    score: f64,
    findings: Vec<FindingRow>,
    alignment: Vec<(SpanRow, EvidenceRow)>,
});
row!(FindingRow = Finding {
    class: Word<FindingClass>,
    span: SpanRow,
    hard: bool,
    reason: String,
    clash: Option<EvidenceRow>,
});

row!(ChangeRow = Change { rule: Word<ChangeRule>, at: usize, out: String, put: String });

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SentenceRow {
    text: String,
    grounds: GroundsRow,
    check: Option<CheckRow>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    changes: Vec<ChangeRow>,
    paragraph: bool,
    override_reason: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum GroundsRow {
    Evidence(Vec<EvidenceRow>),
    House,
    Unsupported,
}

impl Row for SentenceRow {
    type Model = Sentence;

    fn of(model: &Sentence) -> Self {
        let grounds = match model.grounds() {
            Grounds::Evidence(evidence) => GroundsRow::Evidence(Row::of(evidence)),
            Grounds::House => GroundsRow::House,
            Grounds::Unsupported => GroundsRow::Unsupported,
        };
        Self {
            text: model.text().into(),
            grounds,
            check: Row::of(&model.check),
            changes: Row::of(&model.changes),
            paragraph: model.paragraph,
            override_reason: model.override_reason.clone(),
        }
    }

    fn model(self) -> Result<Sentence, String> {
        let mut sentence = match self.grounds {
            GroundsRow::Evidence(evidence) => Sentence::bound(self.text, evidence.model()?),
            GroundsRow::House => Sentence::house(self.text),
            GroundsRow::Unsupported => Sentence::unsupported(self.text),
        };
        sentence.check = self.check.model()?;
        sentence.changes = self.changes.model()?;
        sentence.paragraph = self.paragraph;
        sentence.override_reason = self.override_reason;
        Ok(sentence)
    }
}
