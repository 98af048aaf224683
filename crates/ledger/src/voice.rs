//! Who stands behind a claim, and who told it first.
//!
//! The origin is the first teller, because ten outlets that carry one man's words have one source:
//! the speaker when there is one, else the last in the chain whose words they are, else the agency
//! whose mark the report bears ("KYIV (AP) -", "by Ana Berg, Meridian Wire"), else the outlet.

use wiredesk_model::{Attribution, ChainLink, Report, Span, Voice};

/// The voice of a claim that `attribution` reports, or of the outlet itself.
pub(crate) fn voice(report: &Report, attribution: Option<&Attribution>) -> Voice {
    let Some(said) = attribution else {
        return Voice {
            outlet: report.source.clone(),
            origin: own_origin(report),
            ..Voice::default()
        };
    };
    let named = said.speaker_name.clone().or_else(|| words_of(&report.text, &said.source));
    let origin = match (&said.speaker, &named, said.chain.first()) {
        (Some(id), _, _) => id.to_string(),
        (None, Some(name), _) => name.to_lowercase(),
        (None, None, Some(link)) => {
            link.entity.as_ref().map_or_else(|| link.name.to_lowercase(), ToString::to_string)
        }
        (None, None, None) => own_origin(report),
    };
    Voice {
        speaker: said.speaker.clone(),
        speaker_name: named,
        chain: chain(said),
        outlet: report.source.clone(),
        origin,
    }
}

/// Who passed it on: each once, and never the speaker.
fn chain(said: &Attribution) -> Vec<ChainLink> {
    let mut chain: Vec<ChainLink> = Vec::new();
    for link in &said.chain {
        let speaker = link.entity.is_some() && link.entity == said.speaker;
        if !speaker && chain.iter().all(|known| known.name != link.name) {
            chain.push(link.clone());
        }
    }
    chain
}

fn words_of(text: &str, spans: &[Span]) -> Option<String> {
    let words: Vec<&str> = spans.iter().filter_map(|s| s.of(text)).collect();
    let pronoun = |w: &str| {
        ["he", "she", "it", "they", "who", "i", "we"].contains(&w.to_lowercase().as_str())
    };
    let nobody = words.is_empty() || words.len() == 1 && pronoun(words[0]);
    (!nobody).then(|| words.join(" "))
}

/// Who first told what a report tells in its own name.
pub(crate) fn own_origin(report: &Report) -> String {
    let agency = agency_of_dateline(&report.text).or_else(|| agency_of_byline(&report.byline));
    agency.or(report.source.as_deref()).unwrap_or(report.id.as_str()).to_lowercase()
}

/// `KYIV (Meridian Wire) - …`, `LONDON, Sept 10 (AP) — …`: capitals, brackets, dash, all at the
/// very beginning.
fn agency_of_dateline(text: &str) -> Option<&str> {
    let start = text.trim_start();
    let (place, rest) = start.split_once('(')?;
    let (agency, rest) = rest.split_once(')')?;
    let dash = rest.trim_start().starts_with(['-', '–', '—']);
    let city = place.split([' ', ',']).next().unwrap_or_default();
    let capitals = city.chars().count() > 2 && city.chars().all(|c| !c.is_lowercase());
    (dash && capitals && place.len() < 40 && (2..40).contains(&agency.len())).then_some(agency)
}

/// The agency that a by-line names behind the author ("Ana Berg, Meridian Wire").
fn agency_of_byline(byline: &[String]) -> Option<&str> {
    let (_, behind) = byline.iter().find_map(|author| author.rsplit_once(','))?;
    let behind = behind.trim();
    let title = behind.chars().next().is_none_or(char::is_lowercase);
    (!title && behind.len() > 1).then_some(behind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wiredesk_model::ReportId;

    #[test]
    fn agencies_are_known_by_their_mark() {
        let check = |text: &str, byline: &str, source: &str, expected: &str| {
            let mut report = Report::new(ReportId::new("r"), text);
            report.source = (!source.is_empty()).then(|| source.to_owned());
            report.byline = vec![byline.to_owned()];
            assert_eq!(own_origin(&report), expected, "{text} {byline}");
        };
        check("KYIV (Meridian Wire) - Shells came.", "", "Foghorn", "meridian wire");
        check("LONDON, Sept 10 (AP) — Shells came.", "", "Foghorn", "ap");
        check("Shells (many) came.", "Ana Berg, Meridian Wire", "Foghorn", "meridian wire");
        check("Shells (many) - they came.", "Ana Berg, reporter", "Foghorn", "foghorn");
        check("", "", "", "r");
    }
}
