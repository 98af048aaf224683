//! Somebody else's HTML made safe to show: a short list of tags, addresses that may be followed,
//! everything closed that was opened. Text stays; whatever is not on the list goes.
//!
//! The output is written anew from what was understood, so it holds nothing but these tags, without
//! attributes other than a checked `href`. One pass, linear; nesting is bounded.

use crate::edition::followable;
use crate::xml::escape;

/// Tags that are kept.
const KEPT: [&str; 25] = [
    "p",
    "br",
    "hr",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "code",
    "em",
    "strong",
    "b",
    "i",
    "sub",
    "sup",
    "a",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
];
/// Tags that have no end.
const VOID: [&str; 2] = ["br", "hr"];
/// Tags whose content is no text for readers.
const SILENT: [&str; 8] =
    ["script", "style", "iframe", "object", "svg", "math", "template", "noscript"];
/// How deep tags may lie in each other; deeper ones are left out, their text stays.
const DEPTH_MAX: usize = 64;

/// The safe form of `html`.
#[must_use]
pub fn tame(html: &str) -> String {
    let mut out = Tamed::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.text(&rest[..at]);
        rest = &rest[at..];
        rest = match tag(rest) {
            Some((tag, after)) => out.tag(&tag, after),
            None if rest.starts_with("<!--") => after(rest, "-->"),
            None if rest.starts_with("<!") || rest.starts_with("<?") => after(rest, ">"),
            None => {
                out.text("<");
                &rest[1..]
            }
        };
    }
    out.text(rest);
    out.finish()
}

/// A tag as written.
struct Tag<'a> {
    name: String,
    ends: bool,
    inside: &'a str,
}

#[derive(Default)]
struct Tamed {
    out: String,
    open: Vec<&'static str>,
}

impl Tamed {
    fn text(&mut self, text: &str) {
        // What is written as an entity stays one; a bare ampersand becomes one.
        let mut rest = text;
        while let Some(at) = rest.find('&') {
            self.out += &escape(&rest[..at]);
            rest = &rest[at..];
            let end = entity(rest);
            self.out += if end == 0 { "&amp;" } else { &rest[..end] };
            rest = &rest[end.max(1)..];
        }
        self.out += &escape(rest);
    }

    /// Writes a tag, or leaves it out; what comes after it.
    fn tag<'a>(&mut self, tag: &Tag<'_>, rest: &'a str) -> &'a str {
        if SILENT.contains(&tag.name.as_str()) {
            return if tag.ends { rest } else { after_end(rest, &tag.name) };
        }
        let name = match tag.name.as_str() {
            "h1" => "h2",
            "h5" | "h6" => "h4",
            "div" | "section" | "article" => "p",
            name => name,
        };
        let Some(name) = KEPT.into_iter().find(|k| *k == name) else { return rest };
        match tag.ends {
            true => self.close(name),
            false => self.start(name, tag.inside),
        }
        rest
    }

    fn start(&mut self, name: &'static str, inside: &str) {
        if VOID.contains(&name) {
            self.out += &format!("<{name}>");
            return;
        }
        if matches!(name, "p" | "li") && self.open.last() == Some(&name) {
            self.close(name);
        }
        if self.open.len() >= DEPTH_MAX {
            return;
        }
        match (name, href(inside)) {
            ("a", Some(url)) => {
                self.out += &format!("<a href=\"{}\" rel=\"noopener\">", escape(&url))
            }
            ("a", None) => return,
            _ => self.out += &format!("<{name}>"),
        }
        self.open.push(name);
    }

    /// Closes the innermost tag of that name and what is open within it.
    fn close(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|open| *open == name) else { return };
        while self.open.len() > at {
            if let Some(name) = self.open.pop() {
                self.out += &format!("</{name}>");
            }
        }
    }

    fn finish(mut self) -> String {
        while let Some(name) = self.open.pop() {
            self.out += &format!("</{name}>");
        }
        self.out
    }
}

/// The tag that `text` begins with, and what follows it.
fn tag(text: &str) -> Option<(Tag<'_>, &str)> {
    let ends = text.starts_with("</");
    let start = if ends { 2 } else { 1 };
    let body = &text[start..];
    if !body.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let name: String = body.chars().take_while(char::is_ascii_alphanumeric).collect();
    let mut quote = None;
    for (at, c) in body.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (None, '>') => {
                let inside = &body[name.len()..at];
                let tag = Tag { name: name.to_ascii_lowercase(), ends, inside };
                return Some((tag, &body[at + 1..]));
            }
            _ => {}
        }
    }
    // Never closed: it is no tag, and swallows the rest, as a browser would have it.
    Some((Tag { name: String::new(), ends, inside: "" }, ""))
}

/// The address of a link, when it may be followed.
fn href(inside: &str) -> Option<String> {
    let lower = inside.to_ascii_lowercase();
    let at = lower.find("href")? + 4;
    let value = inside[at..].trim_start().strip_prefix('=')?.trim_start();
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next()?,
        _ => value.split(|c: char| c.is_whitespace() || c == '>').next()?,
    };
    followable(&value.replace("&amp;", "&")).map(String::from)
}

/// The length of the entity that `text` begins with, 0 when it begins with none.
fn entity(text: &str) -> usize {
    let name = |c: u8| c.is_ascii_alphanumeric() || c == b'#';
    let length = text.bytes().skip(1).take(12).take_while(|b| name(*b)).count();
    match text.as_bytes().get(length + 1) {
        Some(b';') if length > 0 => length + 2,
        _ => 0,
    }
}

fn after<'a>(text: &'a str, mark: &str) -> &'a str {
    text.find(mark).map_or("", |at| &text[at + mark.len()..])
}

/// What follows the end tag of `name`.
fn after_end<'a>(text: &'a str, name: &str) -> &'a str {
    let ends = |at: usize| {
        let rest = text.as_bytes().get(at + 2..at + 2 + name.len());
        rest.is_some_and(|r| r.eq_ignore_ascii_case(name.as_bytes()))
    };
    let at = text.match_indices("</").map(|(at, _)| at).find(|at| ends(*at));
    at.map_or("", |at| after(&text[at..], ">"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_on_the_list_is_left() {
        let check = |html: &str, expected: &str| assert_eq!(tame(html), expected, "{html}");
        check("<p>Shares &amp; bonds <b>rose</b>.</p>", "<p>Shares &amp; bonds <b>rose</b>.</p>");
        check("<P CLASS=x onclick='a>b'>A & B</P>", "<p>A &amp; B</p>");
        check("<p>one<p>two", "<p>one</p><p>two</p>");
        check("a<script>alert(1)</script>b", "ab");
        check("a<SCRIPT>x</ScRiPt >b<style>c", "ab");
        check("<img src=x onerror=alert(1)>text", "text");
        check("<a href=\"javascript:alert(1)\">x</a>", "x");
        check("<a href=\"java&#115;cript:alert(1)\">x</a>", "x");
        check(
            "<a title=a href='https://a.example/?b=1&amp;c=\"'>x</a>",
            "<a href=\"https://a.example/?b=1&amp;c=&quot;\" rel=\"noopener\">x</a>",
        );
        check("<b><i>x</b>y</i>", "<b><i>x</i></b>y");
        check("1 < 2 <> 3", "1 &lt; 2 &lt;&gt; 3");
        check("<!-- <b> -->x<!doctype a>y", "xy");
        check("<h1>T</h1><p", "<h2>T</h2>");
        check("</p></td>x", "x");
        check("&nbsp;&#39;&bad &;", "&nbsp;&#39;&amp;bad &amp;;");
        check("", "");
    }

    #[test]
    fn deep_nesting_is_bounded_and_quick() {
        let html = "<blockquote>".repeat(100_000);
        assert!(tame(&html).len() < DEPTH_MAX * 30);
        assert_eq!(tame(&"<".repeat(10_000)).len(), 40_000);
    }
}
