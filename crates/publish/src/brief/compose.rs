//! Material to a brief: claims of one deed become one line, each first teller is quoted once, lines
//! stand in the order it happened, and there are never more than fit.

use std::collections::{BTreeMap, BTreeSet};
use wiredesk_model::{Root, Stage, When};

use super::{Brief, ClaimLine, Ground, More, Order, RatingLine, StoryLine};
use crate::page::ledger::words::{deed, root_word};

/// Stories in a brief.
pub const STORIES_MAX: usize = 40;
/// Lines of the ledger in a brief.
pub const CLAIMS_MAX: usize = 60;
/// Words quoted for each of them.
pub const GROUNDS_MAX: usize = 4;
/// Ratings in a brief.
pub const RATINGS_MAX: usize = 60;
/// Rows of a ranking in a brief.
pub const PLACES_MAX: usize = 12;

/// What is new, as it was found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Material {
    /// Title, kind, page and span.
    pub head: Brief,
    /// Newest first; the newest entry of each story only.
    pub stories: Vec<StoryLine>,
    /// In any order.
    pub claims: Vec<NewClaim>,
    /// Newest first.
    pub ratings: Vec<RatingLine>,
    /// Who comes first now.
    pub ranking: Option<Order>,
}

/// A claim that is new.
#[derive(Debug, Clone, PartialEq)]
pub struct NewClaim {
    /// Who did it, by name.
    pub actor: Option<String>,
    /// For or to whom.
    pub recipient: Option<String>,
    /// The page of the relation.
    pub path: Option<String>,
    /// What.
    pub root: Root,
    /// Class of the instrument.
    pub instrument: Option<String>,
    /// How far; `None`: it is denied.
    pub stage: Option<Stage>,
    /// When, and whether that is only the day of the report.
    pub when: Option<(When, bool)>,
    /// The first teller: of one only one is quoted.
    pub origin: String,
    /// The words.
    pub ground: Ground,
}

/// The brief that material makes.
#[must_use]
pub fn compose(material: Material) -> Brief {
    let Material { head, mut stories, claims, mut ratings, mut ranking } = material;
    let (mut lines, mut more) = (lines(claims), More::default());
    let cut = |n: usize, most: usize| n.saturating_sub(most);
    more.stories = cut(stories.len(), STORIES_MAX);
    more.claims = cut(lines.len(), CLAIMS_MAX);
    more.ratings = cut(ratings.len(), RATINGS_MAX);
    stories.truncate(STORIES_MAX);
    ratings.truncate(RATINGS_MAX);
    // Of too many lines those stay that most tell of; they stand in order of time all the same.
    lines.sort_by_key(|(_, origins, _)| std::cmp::Reverse(*origins));
    lines.truncate(CLAIMS_MAX);
    lines.sort_by(|a, b| a.0.cmp(&b.0));
    if let Some(order) = &mut ranking {
        order.rows.truncate(PLACES_MAX);
    }
    let claims = lines.into_iter().map(|(_, _, line)| line).collect();
    Brief { stories, claims, ratings, ranking, more, ..head }
}

/// A line's place in time, how many first tellers it has, and the line.
type Placed = (Key, usize, ClaimLine);
/// Undated lines last; then by parties and deed.
type Key = (Option<std::cmp::Reverse<()>>, Option<When>, String, &'static str);

fn lines(claims: Vec<NewClaim>) -> Vec<Placed> {
    type Slot = (String, Option<Stage>, Option<(When, bool)>);
    let mut slots: BTreeMap<Slot, Vec<NewClaim>> = BTreeMap::new();
    for claim in claims {
        slots.entry((what(&claim), claim.stage, claim.when)).or_default().push(claim);
    }
    slots.into_iter().filter_map(|(slot, claims)| line(slot, claims)).collect()
}

fn line(
    (what, stage, when): (String, Option<Stage>, Option<(When, bool)>),
    claims: Vec<NewClaim>,
) -> Option<Placed> {
    let first = claims.first()?;
    let lane = first.instrument.clone().unwrap_or_else(|| root_word(first.root).to_lowercase());
    let path = first.path.clone();
    let stage = stage.map_or("denied", Stage::as_str);
    let (mut origins, mut words) = (BTreeSet::new(), BTreeSet::new());
    let all = claims.len();
    let mut grounds: Vec<Ground> = Vec::new();
    for claim in claims {
        let fresh = words.insert(claim.ground.words.clone());
        if origins.insert(claim.origin) && fresh && grounds.len() < GROUNDS_MAX {
            grounds.push(claim.ground);
        }
    }
    let key =
        (when.is_none().then_some(std::cmp::Reverse(())), when.map(|w| w.0), what.clone(), stage);
    let line = ClaimLine {
        what,
        stage: stage.into(),
        path,
        when: when.map(|w| w.0.to_string()),
        inferred: when.is_some_and(|w| w.1),
        lane,
        more: all - grounds.len(),
        grounds,
    };
    Some((key, origins.len(), line))
}

/// "North Korea → Russia: Supplies: ammunition".
fn what(claim: &NewClaim) -> String {
    let deed = deed(claim.root, claim.instrument.as_deref());
    match (&claim.actor, &claim.recipient) {
        (Some(actor), Some(recipient)) if actor != recipient => {
            format!("{actor} → {recipient}: {deed}")
        }
        (Some(actor), _) => format!("{actor}: {deed}"),
        (None, Some(recipient)) => format!("→ {recipient}: {deed}"),
        (None, None) => deed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(origin: &str, words: &str, when: Option<(&str, bool)>) -> NewClaim {
        NewClaim {
            actor: Some("North Korea".into()),
            recipient: Some("Russia".into()),
            path: Some("/ledger/country:PRK/country:RUS".into()),
            root: Root::Aid,
            instrument: Some("ammunition".into()),
            stage: Some(Stage::Delivered),
            when: when.map(|(w, inferred)| (When::parse(w).expect(w), inferred)),
            origin: origin.into(),
            ground: Ground {
                words: words.into(),
                outlet: "The Herald".into(),
                ..Ground::default()
            },
        }
    }

    fn made(claims: Vec<NewClaim>) -> Brief {
        compose(Material { claims, ..Material::default() })
    }

    #[test]
    fn claims_of_one_deed_are_one_line_and_each_teller_is_quoted_once() {
        let june = Some(("2024-06", false));
        let brief = made(vec![
            claim("a", "one", june),
            claim("a", "one again", june),
            claim("b", "two", june),
            claim("b", "later", Some(("2024-07-24", false))),
            claim("c", "undated", None),
            NewClaim { stage: None, ..claim("d", "no", june) },
            claim("e", "early", Some(("2024-05-02", true))),
        ]);
        let shown: Vec<(String, &str, usize, usize)> = brief
            .claims
            .iter()
            .map(|l| (l.date(), l.stage.as_str(), l.grounds.len(), l.more))
            .collect();
        let expected = [
            ("[May 2, 2024]".to_owned(), "delivered", 1, 0),
            ("June 2024".to_owned(), "delivered", 2, 1),
            ("June 2024".to_owned(), "denied", 1, 0),
            ("July 24, 2024".to_owned(), "delivered", 1, 0),
            (String::new(), "delivered", 1, 0),
        ];
        assert_eq!(shown, expected);
        assert_eq!(brief.claims[0].what, "North Korea → Russia: Supplies: ammunition");
        assert_eq!(brief.timeline().0.len(), 4);
    }

    #[test]
    fn a_brief_is_bounded_and_what_most_tell_of_stays() {
        let mut claims: Vec<NewClaim> = (0..500)
            .map(|n| NewClaim { instrument: Some(format!("thing {n}")), ..claim("a", "x", None) })
            .collect();
        claims.push(NewClaim { instrument: Some("zeppelins".into()), ..claim("a", "x", None) });
        claims.push(NewClaim { instrument: Some("zeppelins".into()), ..claim("b", "y", None) });
        let stories = vec![StoryLine::default(); 90];
        let brief = compose(Material { claims, stories, ..Material::default() });
        assert_eq!((brief.claims.len(), brief.more.claims), (CLAIMS_MAX, 501 - CLAIMS_MAX));
        assert!(brief.claims.iter().any(|l| l.lane == "zeppelins"));
        assert_eq!((brief.stories.len(), brief.more.stories), (STORIES_MAX, 90 - STORIES_MAX));
        assert_eq!(brief.summary(), "90 stories, 501 lines of the ledger");
    }

    #[test]
    fn nothing_of_a_withdrawn_story_or_a_rejected_claim_is_left() {
        let mut rejected = claim("a", "wrong", None);
        rejected.ground.claim = Some("r#1".into());
        let story = StoryLine {
            story: 7,
            version: 1,
            headline: "A secret headline".into(),
            note: Some("a note".into()),
            ..StoryLine::default()
        };
        let brief = compose(Material {
            claims: vec![rejected],
            stories: vec![story.clone(), StoryLine { story: 8, ..story }],
            ..Material::default()
        });
        let fate = |story, _| match story {
            7 => Some(super::super::Fate::Withdrawn),
            _ => Some(super::super::Fate::Changed("Corrected since".into())),
        };
        let now = brief.judged(fate, |claim| claim != "r#1");
        assert!(now.stories[0].is_gone() && now.stories[0].note.is_none());
        assert_eq!(now.stories[1].since.as_deref(), Some("Corrected since"));
        assert!(now.claims.is_empty());
    }
}
