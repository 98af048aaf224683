//! A brief as a letter: text, and HTML that mail programs show (no drawings; the tables have the
//! same).

use crate::text::one_line;
use std::fmt::Write;

use super::markdown::whole;
use super::{Brief, Ground, Order};
use crate::edition::{House, followable};
use crate::xml::escape;

/// A letter, ready but for its recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// One line.
    pub subject: String,
    /// For programs without HTML.
    pub text: String,
    /// The same.
    pub html: String,
}

/// The letter of a brief that stands at `path`; who follows `end` gets no more of them.
#[must_use]
pub fn letter(brief: &Brief, house: &House, path: &str, end: &str) -> Letter {
    let (page, end, all) = (house.url(path), house.url(end), house.url("/briefs/mine"));
    let subject = one_line(&format!("{}: {}", house.name, brief.headline()));
    let mut text = format!("{}\n{}.\n{page}\n", one_line(&brief.title), brief.span());
    let mut html = format!(
        "<h1>{}</h1><p>{}. <a href=\"{}\">Read it on the page</a></p>",
        escape(&brief.title),
        escape(&brief.span()),
        escape(&page)
    );
    stories(brief, house, &mut text, &mut html);
    claims(brief, house, &mut text, &mut html);
    ratings(brief, &mut text, &mut html);
    if let Some(order) = &brief.ranking {
        ranking(order, house, &mut text, &mut html);
    }
    let _ = write!(text, "\n--\n{}\nYour briefs: {all}\nNo more of these: {end}\n", house.name);
    let _ = write!(
        html,
        "<hr><p>{} · <a href=\"{}\">Your briefs</a> · <a href=\"{}\">No more of these</a></p>",
        escape(&house.name),
        escape(&all),
        escape(&end)
    );
    Letter { subject, text, html }
}

fn stories(brief: &Brief, house: &House, text: &mut String, html: &mut String) {
    if brief.stories.is_empty() {
        return;
    }
    text.push_str("\nSTORIES\n");
    html.push_str("<h2>Stories</h2>");
    for line in &brief.stories {
        let url = whole(house, &line.path);
        let headline = if line.is_gone() { "A story that was withdrawn" } else { &line.headline };
        let _ = write!(text, "\n{}\n{}, {}\n{url}\n", one_line(headline), line.what, line.moment());
        let _ = write!(
            html,
            "<h3><a href=\"{}\">{}</a></h3><p><small>{}, {}</small></p>",
            escape(&url),
            escape(headline),
            escape(&line.what),
            escape(&line.moment())
        );
        for note in line.note.iter().chain(&line.since) {
            let _ = writeln!(text, "{}", one_line(note));
            let _ = write!(html, "<p>{}</p>", escape(note));
        }
        for sentence in &line.sentences {
            let _ = writeln!(text, "* {}", one_line(&sentence.text));
            let _ = write!(html, "<p>{}</p>", escape(&sentence.text));
            grounds(&sentence.grounds, text, html);
        }
    }
    rest(brief.more.stories, text, html);
}

fn claims(brief: &Brief, house: &House, text: &mut String, html: &mut String) {
    if brief.claims.is_empty() {
        return;
    }
    text.push_str("\nWHAT WAS TOLD\n");
    html.push_str("<h2>What was told</h2>");
    for line in &brief.claims {
        let date = line.date();
        let date = if date.is_empty() { date } else { format!("{date}: ") };
        let _ = write!(text, "\n{date}{}, {}\n", one_line(&line.what), line.stage);
        let what = match &line.path {
            Some(path) => {
                let url = whole(house, path);
                format!("<a href=\"{}\">{}</a>", escape(&url), escape(&line.what))
            }
            None => escape(&line.what),
        };
        let _ = write!(html, "<p><strong>{}{what}</strong>, {}</p>", escape(&date), line.stage);
        grounds(&line.grounds, text, html);
        if line.more > 0 {
            let _ = writeln!(text, "  and {} more", line.more);
            let _ = write!(html, "<p>and {} more</p>", line.more);
        }
    }
    rest(brief.more.claims, text, html);
}

fn ratings(brief: &Brief, text: &mut String, html: &mut String) {
    if brief.ratings.is_empty() {
        return;
    }
    text.push_str("\nRATINGS\n\n");
    html.push_str("<h2>Ratings</h2><table border=\"1\" cellpadding=\"4\" cellspacing=\"0\"><tr><th>Day</th><th>Of</th><th>Firm</th><th>Action</th><th>Rating</th><th>Target</th></tr>");
    for line in &brief.ratings {
        let (rating, targets) = (line.rating(), line.targets());
        let cells = [&line.day, &line.of, &line.firm, &line.action, &rating, &targets];
        let words: Vec<String> =
            cells.iter().filter(|c| !c.is_empty()).map(|c| one_line(c)).collect();
        let _ = writeln!(text, "{}", words.join(", "));
        html.push_str("<tr>");
        for cell in cells {
            let _ = write!(html, "<td>{}</td>", escape(cell));
        }
        html.push_str("</tr>");
    }
    html.push_str("</table>");
    rest(brief.more.ratings, text, html);
}

fn ranking(order: &Order, house: &House, text: &mut String, html: &mut String) {
    let url = whole(house, &order.path);
    let _ =
        write!(text, "\n{}\n{}\n{url}\n\n", one_line(&order.heading).to_uppercase(), order.measure);
    let _ = write!(
        html,
        "<h2><a href=\"{}\">{}</a></h2><p>{}</p><table border=\"1\" cellpadding=\"4\" cellspacing=\"0\"><tr><th>Place</th><th>Who</th><th>First tellers</th><th>Nine of ten draws</th></tr>",
        escape(&url),
        escape(&order.heading),
        escape(&order.measure)
    );
    for row in &order.rows {
        let place = row.place.map_or_else(|| "-".into(), |p| p.to_string());
        let (low, high) = row.range;
        let name = one_line(&row.name);
        let _ = writeln!(text, "{place:>3}  {name}: {} ({low} to {high})", row.origins);
        let _ = write!(
            html,
            "<tr><td>{place}</td><td>{}</td><td>{}</td><td>{low} to {high}</td></tr>",
            escape(&row.name),
            row.origins
        );
    }
    html.push_str("</table>");
}

fn grounds(grounds: &[Ground], text: &mut String, html: &mut String) {
    for ground in grounds {
        let source = ground.source();
        let _ = writeln!(text, "  “{}” ({})", one_line(&ground.words), one_line(&source));
        let source = match ground.url.as_deref().and_then(followable) {
            Some(url) => format!("<a href=\"{}\">{}</a>", escape(url), escape(&source)),
            None => escape(&source),
        };
        let words = escape(&ground.words);
        let _ = write!(html, "<blockquote>“{words}” <small>{source}</small></blockquote>");
    }
}

fn rest(more: usize, text: &mut String, html: &mut String) {
    if more > 0 {
        let _ = write!(text, "\n… and {more} more.\n");
        let _ = write!(html, "<p>… and {more} more.</p>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::ClaimLine;

    #[test]
    fn letters_hold_no_foreign_markup_and_no_foreign_header() {
        let ground = Ground {
            words: "<script>x</script>".into(),
            outlet: "A & B".into(),
            url: Some("javascript:x".into()),
            ..Ground::default()
        };
        let brief = Brief {
            title: "Korea\r\nBcc: eve@e.example".into(),
            until: "2024-06-15T07:00:00Z".into(),
            claims: vec![ClaimLine {
                what: "<b>".into(),
                stage: "said".into(),
                grounds: vec![ground],
                ..ClaimLine::default()
            }],
            ..Brief::default()
        };
        let house = House { base: "https://news.example".into(), ..House::default() };
        let letter = letter(&brief, &house, "/brief/3", "/briefs/stop/t0k");
        assert!(!letter.subject.contains(['\r', '\n']), "{}", letter.subject);
        assert!(!letter.html.contains("<script>") && !letter.html.contains("javascript:"));
        assert!(letter.html.contains("&lt;script&gt;") && letter.html.contains("A &amp; B"));
        for part in ["https://news.example/brief/3", "https://news.example/briefs/stop/t0k"] {
            assert!(letter.text.contains(part) && letter.html.contains(part), "{part}");
        }
    }
}
