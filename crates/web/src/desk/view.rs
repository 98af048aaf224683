//! A story laid out beside its evidence, sentence by sentence.

use wiredesk_flow::desk::{Opened, is_supported};
use wiredesk_model::{Evidence, Finding, Grounds, Report, Sentence, Span, Verdict};
use wiredesk_publish::dates::day;
use wiredesk_publish::edition::Sources;
use wiredesk_store::Reopened;

use super::pieces::{Mark, Piece, around, cut};
use crate::limits::CONTEXT_CHARS;

/// One sentence and all that is known about it.
#[derive(Debug)]
pub(crate) struct Row {
    pub n: usize,
    /// The heading above it, when it is the first under one.
    pub heading: Option<String>,
    pub text: String,
    pub pieces: Vec<Piece>,
    /// `supported`, `unsure`, `unsupported` or `house`.
    pub verdict: &'static str,
    pub findings: Vec<FindingLine>,
    pub evidence: Vec<EvidenceCard>,
    pub reason: Option<String>,
}

/// What is wrong, in words.
#[derive(Debug)]
pub(crate) struct FindingLine {
    pub reason: String,
    /// The words of the sentence.
    pub words: String,
    /// The words of the evidence that they clash with.
    pub clash: Option<String>,
}

/// Words of a report, in their place.
#[derive(Debug)]
pub(crate) struct EvidenceCard {
    pub outlet: String,
    pub date: String,
    pub title: String,
    /// The report's page at these words.
    pub path: String,
    pub before: String,
    pub pieces: Vec<Piece>,
    pub after: String,
}

impl Row {
    /// The verdict as people read it.
    pub fn verdict_words(&self) -> &'static str {
        match (self.verdict, self.reason.is_some()) {
            ("house", _) => "House text",
            ("supported", _) => "Supported",
            (_, true) => "Published on a reason",
            ("unsure", _) => "In doubt",
            _ => "Not supported",
        }
    }

    /// True when it cannot be published without a reason.
    pub fn needs_reason(&self) -> bool {
        matches!(self.verdict, "unsure" | "unsupported")
    }

    pub fn name(&self) -> String {
        if self.n == 0 { "Headline".into() } else { format!("Sentence {}", self.n) }
    }
}

/// The rows of a version, the headline first.
pub(crate) fn rows(opened: &Opened) -> Vec<Row> {
    let story = &opened.version.story;
    let mut headings = vec![None];
    headings.extend(story.lede.iter().enumerate().map(|(i, _)| (i == 0).then_some("Lede")));
    for section in &story.sections {
        let first = |i| (i == 0).then_some(section.heading());
        headings.extend((0..section.sentences.len()).map(first));
    }
    let sentences = story.sentences().enumerate();
    sentences.zip(headings).map(|((n, s), heading)| row(n, heading, s, &opened.reports)).collect()
}

fn row(n: usize, heading: Option<&str>, sentence: &Sentence, reports: &Sources) -> Row {
    let findings: &[Finding] = sentence.check.as_ref().map_or(&[], |c| &c.findings);
    let aligned: &[Aligned] = sentence.check.as_ref().map_or(&[], |c| &c.alignment);
    let text = sentence.text();
    let marks = findings.iter().map(|f| Mark {
        span: f.span,
        mark: if f.hard { "hard" } else { "soft" },
        title: f.reason.clone(),
    });
    let carried = aligned.iter().map(|(span, on)| Mark {
        span: *span,
        mark: "on",
        title: words_of(on, reports).unwrap_or_default().to_owned(),
    });
    let marks = with_carried(marks.collect(), carried);
    Row {
        n,
        heading: heading.map(str::to_owned),
        pieces: cut(text, Span::new(0, text.len()), marks),
        verdict: verdict(sentence),
        findings: findings.iter().map(|f| finding(f, text, reports)).collect(),
        evidence: sentence.evidence().iter().filter_map(|e| card(e, sentence, reports)).collect(),
        reason: sentence.override_reason.clone(),
        text: text.to_owned(),
    }
}

/// Words of a sentence and the words of the evidence that they stand on.
type Aligned = (Span, Evidence);

/// Marks of findings, and of words that are carried where no finding stands.
fn with_carried(mut found: Vec<Mark>, carried: impl Iterator<Item = Mark>) -> Vec<Mark> {
    let own = found.len();
    for mark in carried {
        if !found[..own].iter().any(|f| f.span.overlaps(mark.span)) {
            found.push(mark);
        }
    }
    found
}

fn words_of<'r>(evidence: &Evidence, reports: &'r Sources) -> Option<&'r str> {
    evidence.span.of(&reports.get(&evidence.report)?.text)
}

fn verdict(sentence: &Sentence) -> &'static str {
    let checked = sentence.check.as_ref().map(|c| c.verdict);
    match (sentence.grounds(), is_supported(sentence), checked) {
        (Grounds::House, ..) => "house",
        (_, true, _) => "supported",
        (Grounds::Evidence(_), _, Some(Verdict::Unsure)) => "unsure",
        _ => "unsupported",
    }
}

fn finding(finding: &Finding, text: &str, reports: &Sources) -> FindingLine {
    let words_of = |e: &Evidence| words_of(e, reports).map(str::to_owned);
    let reason = match finding.reason.trim() {
        "" => finding.class.meaning(),
        reason => reason,
    };
    FindingLine {
        reason: spoken(reason),
        words: finding.span.of(text).unwrap_or_default().to_owned(),
        clash: finding.clash.as_ref().and_then(words_of).filter(|c| !reason.contains(c.as_str())),
    }
}

/// A reason as people read it: words that the checker sets between asterisks stand in quotation
/// marks, and no full stop ends it, since more may follow.
pub(crate) fn spoken(reason: &str) -> String {
    let parts: Vec<&str> = reason.trim().trim_end_matches('.').split('*').collect();
    if parts.len().is_multiple_of(2) {
        return parts.join("*");
    }
    let marked = parts.iter().enumerate().map(|(i, part)| match i % 2 {
        0 => (*part).to_owned(),
        _ => format!("“{part}”"),
    });
    marked.collect()
}

fn card(evidence: &Evidence, sentence: &Sentence, reports: &Sources) -> Option<EvidenceCard> {
    let report = reports.get(&evidence.report)?;
    evidence.span.of(&report.text)?;
    let check = sentence.check.as_ref();
    let clashes = check.into_iter().flat_map(|c| &c.findings);
    let clashes = clashes.filter_map(|f| Some((f.clash.as_ref()?, f)));
    let marks = clashes.filter(|(e, _)| e.report == evidence.report).map(|(e, f)| Mark {
        span: e.span,
        mark: "clash",
        title: f.reason.clone(),
    });
    let carried = check.into_iter().flat_map(|c| &c.alignment);
    let carried = carried.filter(|(_, on)| on.report == evidence.report).map(|(said, on)| Mark {
        span: on.span,
        mark: "on",
        title: said.of(sentence.text()).unwrap_or_default().to_owned(),
    });
    let marks = with_carried(marks.collect(), carried);
    let (before, after) = around(&report.text, evidence.span, CONTEXT_CHARS);
    Some(EvidenceCard {
        outlet: outlet(report),
        date: report.published.as_ref().map_or("no date".into(), |p| day(p.date())),
        title: report.title.clone().unwrap_or_else(|| "Untitled report".into()),
        path: format!("/desk/report/{}?at={}#here", report.id, evidence.span.start),
        pieces: cut(&report.text, evidence.span, marks),
        before,
        after,
    })
}

/// What changed under a story, in words.
pub(crate) fn changed(story: &Reopened) -> String {
    let outlet = story.outlet.as_deref().unwrap_or("an unknown outlet");
    let title = story.title.as_deref().unwrap_or("an untitled report");
    let name = |n: &usize| if *n == 0 { "the headline".to_owned() } else { n.to_string() };
    let places: Vec<String> = story.sentences.iter().map(name).collect();
    format!("\u{201c}{title}\u{201d} ({outlet}) changed. On it stand: {}", places.join(", "))
}

/// The outlet's name as shown.
pub(crate) fn outlet(report: &Report) -> String {
    report.source.clone().unwrap_or_else(|| "Unknown outlet".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use wiredesk_model::{Check, FindingClass};

    #[test]
    fn words_that_stand_on_each_other_are_marked_on_both_sides() {
        let told = "About 30 ships sank.";
        let report = Report::new("r1".into(), told);
        let evidence =
            |start, end| Evidence { report: report.id.clone(), span: Span::new(start, end) };
        let mut sentence = Sentence::bound("Some 300 ships sank.", vec![evidence(0, 20)]);
        let wrong = Finding {
            class: FindingClass::Number,
            span: Span::new(5, 8),
            hard: true,
            reason: "no".into(),
            clash: Some(evidence(6, 8)),
        };
        sentence.check = Some(Check {
            verdict: Verdict::Unsupported,
            score: 0.3,
            findings: vec![wrong],
            alignment: vec![(Span::new(9, 19), evidence(9, 19)), (Span::new(4, 8), evidence(5, 8))],
        });
        let reports: Sources = [(report.id.clone(), report)].into();
        let row = super::row(1, None, &sentence, &reports);
        let shown = |pieces: &[Piece]| -> Vec<(String, &str)> {
            let marked = pieces.iter().filter(|p| !p.mark.is_empty());
            marked.map(|p| (p.text.clone(), p.mark)).collect()
        };
        let on = || ("ships sank".to_owned(), "on");
        assert_eq!(shown(&row.pieces), [("300".into(), "hard"), on()]);
        assert_eq!(shown(&row.evidence[0].pieces), [("30".into(), "clash"), on()]);
    }

    #[test]
    fn marked_words_are_quoted() {
        let check = |reason: &str, expected: &str| assert_eq!(super::spoken(reason), expected);
        check("The report says *Friday*, not *May*.", "The report says “Friday”, not “May”");
        check("*Friday* is not in it", "“Friday” is not in it");
        check("5 * 4 is wrong.", "5 * 4 is wrong");
        check("", "");
    }
}
