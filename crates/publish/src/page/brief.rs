//! The pages of briefs: one brief, made to be printed too, and those that were signed for all.

use askama::Template;
use wiredesk_model::jiff::Timestamp;

use super::Frame;
use crate::Error;
use crate::brief::{Brief, feed::Signed};
use crate::dates::{moment, rfc3339};
use crate::edition::{House, followable};

/// Whose brief it is and what can be done with it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Around {
    /// Its address, as a path.
    pub path: String,
    /// Since when everybody may read it, and who answers for it.
    pub signed: Option<(Timestamp, String)>,
    /// Forms for whoever may do something with it, made by a template.
    pub tools: String,
}

/// The page of a brief.
///
/// # Errors
/// Only when a template cannot be written out.
pub fn brief(
    house: &House,
    sections: &[String],
    brief: &Brief,
    around: &Around,
) -> Result<String, Error> {
    let mut frame = Frame::new(house, sections, &format!("Brief: {}", brief.title), &around.path);
    frame.description = format!("{}. {}", brief.headline(), brief.span());
    frame.hidden = around.signed.is_none();
    let signed = around.signed.as_ref().map(|(at, by)| (rfc3339(*at), moment(*at), by.as_str()));
    Ok(BriefPage { frame, brief, around, signed }.render()?)
}

/// All that were signed, newest first.
///
/// # Errors
/// Only when a template cannot be written out.
pub fn signed(house: &House, sections: &[String], signed: &[Signed]) -> Result<String, Error> {
    let mut frame = Frame::new(house, sections, "Briefs", "/briefs");
    frame.description =
        format!("What is new, matter by matter, signed by editors of {}", house.name);
    let lines = signed.iter().map(|s| (s, rfc3339(s.at), moment(s.at))).collect();
    Ok(SignedPage { frame, lines }.render()?)
}

#[derive(Debug, Template)]
#[template(path = "brief/brief.html")]
struct BriefPage<'a> {
    frame: Frame<'a>,
    brief: &'a Brief,
    around: &'a Around,
    signed: Option<(String, String, &'a str)>,
}

impl BriefPage<'_> {
    fn link(url: &Option<String>) -> Option<&str> {
        url.as_deref().and_then(followable)
    }
}

#[derive(Debug, Template)]
#[template(path = "brief/signed.html")]
struct SignedPage<'a> {
    frame: Frame<'a>,
    lines: Vec<(&'a Signed, String, String)>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::{ClaimLine, Ground, Order, Place, RatingLine, SentenceLine, StoryLine};

    #[test]
    fn a_brief_is_laid_out_with_its_evidence_and_nothing_foreign() {
        let ground = Ground {
            words: "Shells <b>came</b>.".into(),
            outlet: "The Herald".into(),
            url: Some("javascript:alert(1)".into()),
            date: Some("2024-06-14".into()),
            claim: Some("r#1".into()),
            ..Ground::default()
        };
        let story = StoryLine {
            story: 3,
            what: "Published".into(),
            headline: "Shells came".into(),
            path: "/story/3/shells-came".into(),
            sentences: vec![SentenceLine {
                n: 2,
                text: "They came.".into(),
                grounds: vec![ground.clone()],
            }],
            ..StoryLine::default()
        };
        let page = |stories: Vec<StoryLine>, signed| {
            let about = Brief {
                title: "North Korea".into(),
                stories,
                claims: vec![ClaimLine {
                    what: "North Korea → Russia: Supplies".into(),
                    stage: "denied".into(),
                    when: Some("2024-06-19".into()),
                    grounds: vec![ground.clone()],
                    ..ClaimLine::default()
                }],
                ratings: vec![RatingLine {
                    of: "AAPL".into(),
                    now: "Buy".into(),
                    before: "Hold".into(),
                    ..RatingLine::default()
                }],
                ranking: Some(Order {
                    heading: "Who gives?".into(),
                    rows: vec![Place {
                        place: Some(1),
                        name: "North Korea".into(),
                        origins: 3,
                        range: (1, 4),
                        ..Place::default()
                    }],
                    ..Order::default()
                }),
                ..Brief::default()
            };
            let around = Around { path: "/brief/3".into(), signed, tools: String::new() };
            brief(&House::default(), &[], &about, &around).expect("laid out")
        };
        let own = page(vec![story.clone()], None);
        for part in [
            "/story/3/shells-came#g2",
            "Shells &#60;b&#62;came&#60;/b&#62;.",
            "June 14, 2024",
            "class=\"timeline-svg\"",
            "class=\"bars-svg\"",
            "Buy (was Hold)",
            "name=\"robots\" content=\"noindex\"",
        ] {
            assert!(own.contains(part), "{part} in {own}");
        }
        assert!(!own.contains("javascript:") && !own.contains("<b>came"));
        let at: Timestamp = "2024-06-15T07:00:00Z".parse().expect("time");
        let public = page(Vec::new(), Some((at, "Ann Ode".to_owned())));
        assert!(public.contains("Signed by Ann Ode") && !public.contains("noindex"));
        let gone = page(vec![StoryLine { headline: String::new(), ..story }], None);
        assert!(gone.contains("withdrawn") && !gone.contains("shells-came#"));
    }
}
