//! The checker's lines: `wiredesk check --jsonl`.

use crate::{Error, report::RangeLine};
use serde::{Deserialize, Serialize};
use wiredesk_model::{Check, CodePoints, Evidence, Finding, Report, ReportId, Span};

/// One item to check: sentences against documents, with evidence bound or not.
#[derive(Debug, Deserialize)]
pub struct CheckLine {
    /// Any string, or a number.
    #[serde(deserialize_with = "crate::report::id_text")]
    pub id: String,
    /// The documents.
    pub docs: Vec<DocLine>,
    /// The sentences to check.
    pub text: String,
    /// What they stand on; absent: all documents.
    #[serde(default)]
    pub evidence: Vec<EvidenceLine>,
}

/// A document.
#[derive(Debug, Deserialize)]
pub struct DocLine {
    /// Any string, or a number.
    #[serde(deserialize_with = "crate::report::id_text")]
    pub id: String,
    /// Its text.
    pub text: String,
    /// When it was published, for relative dates.
    #[serde(default)]
    pub published: Option<String>,
    /// Whose it is.
    #[serde(default)]
    pub source: Option<String>,
    /// Its headline.
    #[serde(default)]
    pub title: Option<String>,
}

/// A span of a document, in code points.
#[derive(Debug, Clone, Deserialize, Serialize)]
pub struct EvidenceLine {
    /// The document's id.
    #[serde(deserialize_with = "crate::report::id_text")]
    pub doc: String,
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

/// The outcome for one item.
#[derive(Debug, Serialize)]
pub struct CheckedLine<'a> {
    id: &'a str,
    score: f64,
    verdict: &'static str,
    findings: Vec<FindingLine<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alignment: Option<Vec<AlignedLine>>,
}

/// A finding, in code points of the checked text.
#[derive(Debug, Serialize)]
pub struct FindingLine<'a> {
    class: &'static str,
    start: usize,
    end: usize,
    hard: bool,
    reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    clash: Option<EvidenceLine>,
}

/// Words of the sentence that stand on words of the evidence, in code points of each.
#[derive(Debug, Serialize)]
pub struct AlignedLine {
    start: usize,
    end: usize,
    evidence: EvidenceLine,
}

impl AlignedLine {
    /// The lines of an alignment of `text`.
    #[must_use]
    pub fn all(text: &str, alignment: &[(Span, Evidence)], reports: &[Report]) -> Vec<Self> {
        let table = CodePoints::new(text);
        let line = |(span, evidence): &(Span, Evidence)| {
            let (start, end) = table.span(*span);
            Some(AlignedLine { start, end, evidence: EvidenceLine::of(evidence, reports)? })
        };
        alignment.iter().filter_map(line).collect()
    }
}

impl CheckLine {
    /// Reads a line.
    ///
    /// # Errors
    /// When it is not of the shape, or evidence names a document that is not there.
    pub fn parse(line: &str) -> Result<Self, Error> {
        let line: Self = serde_json::from_str(line)?;
        for evidence in &line.evidence {
            if !line.docs.iter().any(|d| d.id == evidence.doc) {
                let message =
                    format!("evidence names document {:?}, which is not in docs", evidence.doc);
                return Err(Error::Invalid(message));
            }
        }
        Ok(line)
    }

    /// The documents as reports, and the evidence in bytes.
    #[must_use]
    pub fn into_parts(self) -> (String, String, Vec<Report>, Vec<Evidence>) {
        let reports: Vec<Report> = self.docs.into_iter().map(DocLine::into_report).collect();
        let evidence = self.evidence.iter().filter_map(|e| e.bound(&reports)).collect();
        (self.id, self.text, reports, evidence)
    }
}

impl DocLine {
    fn into_report(self) -> Report {
        Report {
            source: self.source,
            title: self.title,
            published: self.published.as_deref().and_then(wiredesk_model::Published::parse),
            ..Report::new(ReportId::new(self.id), self.text)
        }
    }
}

impl EvidenceLine {
    /// In bytes of the report it names; `None` when it is not among `reports`.
    #[must_use]
    pub fn bound(&self, reports: &[Report]) -> Option<Evidence> {
        let report = reports.iter().find(|r| r.id.as_str() == self.doc)?;
        let span = CodePoints::new(&report.text).byte_span(self.start, self.end);
        Some(Evidence { report: report.id.clone(), span })
    }

    /// In code points; `None` when its report is not among `reports`.
    #[must_use]
    pub fn of(evidence: &Evidence, reports: &[Report]) -> Option<Self> {
        let report = reports.iter().find(|r| r.id == evidence.report)?;
        let RangeLine { start, end } = {
            let (start, end) = CodePoints::new(&report.text).span(evidence.span);
            RangeLine { start, end }
        };
        Some(Self { doc: evidence.report.to_string(), start, end })
    }
}

impl<'a> CheckedLine<'a> {
    /// The line of a check of `text` against `reports`.
    #[must_use]
    pub fn of(id: &'a str, text: &str, check: &'a Check, reports: &[Report]) -> Self {
        Self {
            id,
            score: check.score,
            verdict: check.verdict.as_str(),
            findings: FindingLine::all(text, &check.findings, reports),
            alignment: None,
        }
    }

    /// The same line, saying too which words stand on which.
    #[must_use]
    pub fn aligned(self, text: &str, check: &Check, reports: &[Report]) -> Self {
        Self { alignment: Some(AlignedLine::all(text, &check.alignment, reports)), ..self }
    }
}

impl<'a> FindingLine<'a> {
    /// The lines of findings in `text`.
    #[must_use]
    pub fn all(text: &str, findings: &'a [Finding], reports: &[Report]) -> Vec<Self> {
        let table = CodePoints::new(text);
        let line = |finding: &'a Finding| {
            let (start, end) = table.span(finding.span);
            FindingLine {
                class: finding.class.as_str(),
                start,
                end,
                hard: finding.hard,
                reason: &finding.reason,
                clash: finding.clash.as_ref().and_then(|e| EvidenceLine::of(e, reports)),
            }
        };
        findings.iter().map(line).collect()
    }
}
