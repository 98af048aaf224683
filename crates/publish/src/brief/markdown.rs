//! A brief as Markdown (CommonMark with pipe tables).

use std::fmt::Write;

use super::{Brief, Ground, Order, RatingLine};
use crate::edition::{House, followable};

/// The brief with whole addresses.
#[must_use]
pub fn markdown(brief: &Brief, house: &House) -> String {
    let mut out = format!("# {}\n\n{}.\n", plain(&brief.title), plain(&brief.span()));
    if brief.is_empty() {
        out.push_str("\nNothing new.\n");
    }
    stories(&mut out, brief, house);
    claims(&mut out, brief, house);
    ratings(&mut out, brief);
    if let Some(order) = &brief.ranking {
        ranking(&mut out, order, house);
    }
    out
}

fn stories(out: &mut String, brief: &Brief, house: &House) {
    if brief.stories.is_empty() {
        return;
    }
    out.push_str("\n## Stories\n");
    for line in &brief.stories {
        if line.is_gone() {
            let url = whole(house, &line.path);
            let _ = write!(out, "\n**[A story that was withdrawn](<{url}>)**\n");
            continue;
        }
        let (headline, url) = (plain(&line.headline), whole(house, &line.path));
        let _ = write!(out, "\n### [{headline}](<{url}>)\n\n{}, {}", line.what, line.moment());
        for note in line.note.iter().chain(&line.since) {
            let _ = write!(out, ". {}", plain(note));
        }
        out.push('\n');
        for sentence in &line.sentences {
            let _ = write!(out, "\n- {}", plain(&sentence.text));
            let _ = write!(out, " ([{}](<{url}#g{}>))", sentence.n, sentence.n);
            sentence.grounds.iter().for_each(|g| ground(out, g));
        }
        if !line.sentences.is_empty() {
            out.push('\n');
        }
    }
    rest(out, brief.more.stories);
}

fn claims(out: &mut String, brief: &Brief, house: &House) {
    if brief.claims.is_empty() {
        return;
    }
    out.push_str("\n## What was told\n");
    for line in &brief.claims {
        let date = line.date();
        let date = if date.is_empty() { String::new() } else { format!("{}: ", plain(&date)) };
        let what = plain(&line.what);
        let what = match &line.path {
            Some(path) => format!("[{what}](<{}>)", whole(house, path)),
            None => what,
        };
        let _ = write!(out, "\n- {date}{what}, {}", line.stage);
        line.grounds.iter().for_each(|g| ground(out, g));
        if line.more > 0 {
            let _ = write!(out, "\n  - and {} more", line.more);
        }
    }
    out.push('\n');
    rest(out, brief.more.claims);
}

fn ratings(out: &mut String, brief: &Brief) {
    if brief.ratings.is_empty() {
        return;
    }
    out.push_str("\n## Ratings\n\n| Day | Of | Firm | Action | Rating | Target |\n|---|---|---|---|---|---|\n");
    for line in &brief.ratings {
        let RatingLine { day, of, firm, action, .. } = line;
        let cells = [day, of, firm, action, &line.rating(), &line.targets()].map(|c| cell(c));
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
    rest(out, brief.more.ratings);
}

fn ranking(out: &mut String, order: &Order, house: &House) {
    let _ = write!(
        out,
        "\n## [{}](<{}>)\n\n{}\n\n| Place | Who | First tellers | Nine of ten draws | Disputed by |\n|---|---|---|---|---|\n",
        plain(&order.heading),
        whole(house, &order.path),
        plain(&order.measure)
    );
    for row in &order.rows {
        let place = row.place.map_or_else(|| "-".into(), |p| p.to_string());
        let name = match &row.path {
            Some(path) => format!("[{}](<{}>)", cell(&row.name), whole(house, path)),
            None => cell(&row.name),
        };
        let (low, high) = row.range;
        let _ = writeln!(
            out,
            "| {place} | {name} | {} | {low} to {high} | {} |",
            row.origins, row.disputed
        );
    }
}

fn ground(out: &mut String, ground: &Ground) {
    let source = plain(&ground.source());
    let source = match ground.url.as_deref().and_then(followable) {
        Some(url) => format!("[{source}](<{}>)", url.replace(['<', '>'], "")),
        None => source,
    };
    let _ = write!(out, "\n  - “{}” ({source})", plain(&ground.words));
}

fn rest(out: &mut String, more: usize) {
    if more > 0 {
        let _ = write!(out, "\nAnd {more} more.\n");
    }
}

/// An address on the site, or elsewhere.
pub(super) fn whole(house: &House, path: &str) -> String {
    let url = if path.starts_with('/') { house.url(path) } else { path.to_owned() };
    url.replace(['<', '>', ' ', '\n', '\r'], "")
}

/// Text that is nothing but text in Markdown, on one line.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (nth, word) in text.split_whitespace().enumerate() {
        if nth > 0 {
            out.push(' ');
        }
        for c in word.chars() {
            if "\\`*_{}[]<>#|~&!".contains(c) {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

fn cell(text: &str) -> String {
    plain(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::{ClaimLine, Place, SentenceLine, StoryLine};

    #[test]
    fn markdown_holds_the_words_and_no_foreign_markup() {
        let ground = Ground {
            words: "Shells *came* [here](javascript:x) | <b>".into(),
            outlet: "The Herald".into(),
            teller: Some("Ana Berg".into()),
            date: Some("2024-06-14".into()),
            url: Some("javascript:alert(1)".into()),
            claim: None,
        };
        let brief = Brief {
            title: "North Korea".into(),
            since: "2024-06-01T00:00:00Z".into(),
            until: "2024-06-15T07:00:00Z".into(),
            stories: vec![StoryLine {
                story: 3,
                what: "Published".into(),
                at: "2024-06-15T06:00:00Z".into(),
                headline: "Shells came".into(),
                path: "/story/3/shells-came".into(),
                sentences: vec![SentenceLine {
                    n: 1,
                    text: "They came.".into(),
                    grounds: vec![ground.clone()],
                }],
                ..StoryLine::default()
            }],
            claims: vec![ClaimLine {
                what: "North Korea → Russia: Supplies: ammunition".into(),
                stage: "delivered".into(),
                when: Some("2024-06".into()),
                grounds: vec![ground],
                ..ClaimLine::default()
            }],
            ratings: vec![RatingLine {
                of: "AAPL".into(),
                firm: "A | B".into(),
                before: "Hold".into(),
                now: "Buy".into(),
                ..RatingLine::default()
            }],
            ranking: Some(Order {
                heading: "Who?".into(),
                path: "/ledger?for=x".into(),
                rows: vec![Place {
                    place: Some(1),
                    name: "North Korea".into(),
                    origins: 9,
                    range: (5, 11),
                    ..Place::default()
                }],
                ..Order::default()
            }),
            ..Brief::default()
        };
        let house = House { base: "https://news.example".into(), ..House::default() };
        let text = markdown(&brief, &house);
        for part in [
            "# North Korea\n",
            "New between June 1, 2024, 00:00 UTC and June 15, 2024, 07:00 UTC.",
            "### [Shells came](<https://news.example/story/3/shells-came>)",
            "([1](<https://news.example/story/3/shells-came#g1>))",
            "“Shells \\*came\\* \\[here\\](javascript:x) \\| \\<b\\>” (Ana Berg, in The Herald, June 14, 2024)",
            "- June 2024: North Korea → Russia: Supplies: ammunition, delivered",
            "| A \\| B |",
            "| Buy (was Hold) |",
            "| 1 | North Korea | 9 | 5 to 11 | 0 |",
        ] {
            assert!(text.contains(part), "{part} in\n{text}");
        }
        assert!(!text.contains("](<javascript:"), "{text}");
        assert!(markdown(&Brief::default(), &house).contains("Nothing new."));
    }
}
