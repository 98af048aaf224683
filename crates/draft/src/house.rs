//! Rules of the house that change how the checker grades.

use wiredesk_model::{Finding, FindingClass, Span};

/// What a house wants otherwise than the default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct House {
    /// Classes that never refuse.
    pub soft: Vec<FindingClass>,
    /// Classes that always refuse.
    pub hard: Vec<FindingClass>,
    /// Phrases that must not appear, in lower case.
    pub forbidden: Vec<String>,
}

impl House {
    /// Grades findings as the house wants.
    pub fn grade(&self, findings: &mut [Finding]) {
        for finding in findings {
            if self.hard.contains(&finding.class) {
                finding.hard = true;
            }
            if self.soft.contains(&finding.class) {
                finding.hard = false;
            }
        }
    }

    /// Forbidden phrases in a sentence.
    #[must_use]
    pub fn forbidden_in(&self, text: &str) -> Vec<Finding> {
        let lower = text.to_lowercase();
        if lower.len() != text.len() {
            return Vec::new(); // places would not fit
        }
        let found = self.forbidden.iter().filter(|p| !p.is_empty());
        found
            .filter_map(|phrase| {
                let at = lower.find(phrase.as_str())?;
                let span = Span::new(at, at + phrase.len());
                span.of(text)?;
                let reason = format!("The house does not write *{phrase}*.");
                let class = FindingClass::Content;
                Some(Finding { class, span, hard: false, reason, clash: None })
            })
            .collect()
    }
}
