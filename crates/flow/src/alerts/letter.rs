//! What a subscriber is sent: one alert or several together, as a webhook's JSON or as a mail. Pure.

use serde_json::json;
use std::fmt::Write as _;
use wiredesk_deliver::mail::Letter;
use wiredesk_publish::House;
use wiredesk_publish::text::one_line;
use wiredesk_publish::xml::escape;
use wiredesk_wire::alert::AlertLine;

/// Stories told in one message; of more the newest, and how many more there were.
pub const STORIES_MAX: usize = 50;

/// What a mail needs beside the alerts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Envelope<'e> {
    pub house: &'e House,
    /// The recipient.
    pub to: &'e str,
    /// What stands in the address that ends these mails.
    pub token: &'e str,
}

/// What is left to tell when several alerts of a subscriber go out together: the newest of each
/// story, and nothing of a story that came and was withdrawn meanwhile.
pub(crate) fn folded(lines: Vec<AlertLine>) -> Vec<AlertLine> {
    let mut kept: Vec<(bool, AlertLine)> = Vec::new();
    for line in lines {
        let new = line.r#type == PUBLISHED;
        match kept.iter().position(|(_, k)| k.data.story == line.data.story) {
            Some(at) => {
                let (was_new, before) = kept.remove(at);
                let mut line = line;
                let known = |id| line.data.queries.iter().any(|q| q.id == id);
                let more: Vec<_> =
                    before.data.queries.into_iter().filter(|q| !known(q.id)).collect();
                line.data.queries.extend(more);
                kept.push((was_new, line));
            }
            None => kept.push((new, line)),
        }
    }
    let told = |(new, line): &(bool, AlertLine)| !(*new && line.r#type == WITHDRAWN);
    kept.into_iter().filter(told).map(|(_, line)| line).collect()
}

const PUBLISHED: &str = "story.published";
const WITHDRAWN: &str = "story.withdrawn";

/// As JSON, for webhooks and streams: the one alert, or all of them in one envelope.
pub(crate) fn payload(lines: &[AlertLine], at: &str) -> String {
    match lines {
        [line] => serde_json::to_string(line).unwrap_or_default(),
        lines => {
            let data = json!({ "alerts": lines });
            json!({ "type": "alerts.digest", "timestamp": at, "data": data }).to_string()
        }
    }
}

/// As a mail: the JSON that `deliver` takes.
pub(crate) fn mail(lines: &[AlertLine], envelope: &Envelope<'_>) -> String {
    let Envelope { house, to, token } = envelope;
    let end = house.url(&format!("/alerts/stop/{token}"));
    let subject = match lines {
        [line] => headed(line),
        lines => format!("{}: {} stories", house.name, lines.len()),
    };
    let newest = lines.iter().rev().take(STORIES_MAX);
    let (mut text, mut html) = (String::new(), String::new());
    for line in newest {
        story(line, &mut text, &mut html);
    }
    if lines.len() > STORIES_MAX {
        let more = lines.len() - STORIES_MAX;
        let _ = write!(text, "… and {more} more.\n\n");
        let _ = write!(html, "<p>… and {more} more.</p>");
    }
    let all = house.url("/alerts");
    let _ = write!(text, "--\n{}\nYour alerts: {all}\nNo more of these: {end}\n", house.name);
    let _ = write!(
        html,
        "<hr><p>{} · <a href=\"{}\">Your alerts</a> · <a href=\"{}\">No more of these</a></p>",
        escape(&house.name),
        escape(&all),
        escape(&end)
    );
    Letter::automatic(to, &subject, &text).of_many(html, &end).body()
}

fn story(line: &AlertLine, text: &mut String, html: &mut String) {
    let data = &line.data;
    let heading = headed(line);
    let mut parts: Vec<String> = Vec::new();
    parts.extend(data.note.clone());
    parts.extend(data.teaser.clone());
    let queries: Vec<&str> = data.queries.iter().map(|q| q.name.as_str()).collect();
    let why = format!("By: {}", queries.join(", "));
    let mut paragraphs = String::new();
    let _ = writeln!(text, "{heading}");
    for part in &parts {
        let _ = writeln!(text, "{part}");
        let _ = write!(paragraphs, "<p>{}</p>", escape(part));
    }
    if let Some(url) = &data.url {
        let _ = writeln!(text, "{url}");
    }
    let _ = write!(text, "{why}\n\n");
    let link = match &data.url {
        Some(url) => format!("<a href=\"{}\">{}</a>", escape(url), escape(&heading)),
        None => escape(&heading),
    };
    let _ = write!(html, "<h2>{link}</h2>");
    let _ = write!(html, "{paragraphs}<p><small>{}</small></p>", escape(&why));
}

/// The headline, and what was done to the story when it is not new.
fn headed(line: &AlertLine) -> String {
    let what = match line.r#type.as_str() {
        PUBLISHED => "",
        WITHDRAWN => "Withdrawn: ",
        "story.corrected" => "Corrected: ",
        _ => "Updated: ",
    };
    let number = || format!("story {}", line.data.story);
    let title = line.data.title.clone().unwrap_or_else(number);
    // A subject is one line.
    one_line(&format!("{what}{title}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wiredesk_wire::alert::{AlertData, FiredLine};

    fn line(story: u64, kind: &str, query: &str) -> AlertLine {
        let queries = vec![FiredLine { id: query.len() as u64, name: query.into() }];
        AlertLine {
            r#type: format!("story.{kind}"),
            timestamp: "2024-09-15T08:00:00Z".into(),
            data: AlertData {
                seq: story,
                story,
                version: 1,
                title: (kind != "withdrawn").then(|| format!("Story <{story}>\r\nBcc: x")),
                teaser: Some("A & B".into()),
                note: None,
                tickers: Vec::new(),
                channels: Vec::new(),
                queries,
                received: None,
                url: Some(format!("https://news.example/{story}?a=1&b=2")),
                matched: "2024-09-15T08:00:01Z".into(),
            },
        }
    }

    #[test]
    fn of_several_alerts_of_a_story_the_last_is_told() {
        let check = |lines: Vec<AlertLine>, expected: &[(u64, &str, usize)]| {
            let left = folded(lines);
            let left: Vec<_> = left
                .iter()
                .map(|l| (l.data.story, l.r#type.as_str(), l.data.queries.len()))
                .collect();
            assert_eq!(left, expected);
        };
        let two = vec![line(1, "published", "a"), line(2, "published", "a")];
        check(two, &[(1, PUBLISHED, 1), (2, PUBLISHED, 1)]);
        let corrected = vec![line(1, "published", "a"), line(1, "corrected", "bb")];
        check(corrected, &[(1, "story.corrected", 2)]);
        // Nobody has heard of it yet: nothing to take back.
        check(vec![line(1, "published", "a"), line(1, "withdrawn", "a")], &[]);
        let known = vec![line(1, "corrected", "a"), line(1, "withdrawn", "a")];
        check(known, &[(1, WITHDRAWN, 1)]);
    }

    #[test]
    fn mails_hold_no_foreign_markup_and_no_foreign_header() {
        let house = House {
            name: "The \"Desk\"".into(),
            tagline: String::new(),
            base: "https://news.example".into(),
            ..House::default()
        };
        let envelope = Envelope { house: &house, to: "a@b.example", token: "t0k" };
        let mail = |lines: &[AlertLine]| -> serde_json::Value {
            serde_json::from_str(&mail(lines, &envelope)).expect("JSON")
        };
        let one = mail(&[line(7, "published", "korea")]);
        assert_eq!(one["subject"], "Story <7> Bcc: x");
        let html = one["html"].as_str().expect("html");
        assert!(html.contains("Story &lt;7&gt;") && html.contains("a=1&amp;b=2"), "{html}");
        assert!(!html.contains("<7>"), "{html}");
        let end = "https://news.example/alerts/stop/t0k";
        assert_eq!(one["headers"]["List-Unsubscribe"], format!("<{end}>"));
        assert!(one["text"].as_str().is_some_and(|t| t.contains(end) && t.contains("By: korea")));
        let many: Vec<AlertLine> = (0..60).map(|n| line(n, "published", "q")).collect();
        let digest = mail(&many);
        assert_eq!(digest["subject"], "The \"Desk\": 60 stories");
        assert!(digest["text"].as_str().is_some_and(|t| t.contains("and 10 more")));
    }
}
