//! One answer a field, out of what the witnesses say.

use super::head::Head;
use super::linked::Linked;
use crate::html::Tree;
use crate::{Hints, byline, clean, date, limits};
use url::Url;
use wiredesk_model::{Image, Published};

/// The headline as readers see it: the `h1` that structured data or Open Graph also has. Where
/// none agrees, structured data is nearer to it than what is written for sharing.
pub(super) fn title(tree: &Tree<'_>, head: &Head, linked: &Linked) -> Option<String> {
    let shown: Vec<String> = head
        .h1
        .iter()
        .map(|id| clean::line(&tree.first_text(*id, limits::FIELD_BYTES_MAX)))
        .collect();
    let site = site_names(head, linked);
    let told = [
        linked.headline.as_deref(),
        head.meta(&["og:title"]),
        head.meta(&["twitter:title", "parsely-title", "sailthru.title", "dc.title", "title"]),
        head.title.as_deref(),
    ];
    let told: Vec<String> =
        told.into_iter().flatten().map(|raw| headline(raw, &shown, &site)).collect();
    let fit = |t: &&String| t.chars().count() > 2 && !site.contains(&fold(t));
    let agreed = told.iter().find_map(|t| shown.iter().find(|h| fold(h) == fold(t)));
    let mut title = agreed.filter(fit).or_else(|| told.iter().chain(&shown).find(fit))?;
    if is_live(title) {
        // "Storm LIVE: …" labels the page; the title for sharing tells the news.
        title = told.iter().filter(fit).find(|t| !is_live(t)).unwrap_or(title);
    }
    Some(title.chars().take(limits::TITLE_CHARS_MAX).collect())
}

fn is_live(title: &str) -> bool {
    title.split(|c: char| !c.is_alphanumeric()).any(|word| word == "LIVE")
}

/// Names of the outlet as they may stand in titles, folded: its own, its domain with and without
/// the ending.
fn site_names(head: &Head, linked: &Linked) -> Vec<String> {
    let named = ["og:site_name", "application-name", "apple-mobile-web-app-title", "twitter:site"];
    let named = named.iter().flat_map(|n| head.metas(n)).chain(linked.publisher.as_deref());
    let mut names: Vec<String> = named.map(fold).collect();
    let page = head.canonical.as_deref().or(head.meta(&["og:url"])).or(linked.url.as_deref());
    if let Some(host) =
        page.and_then(|u| Url::parse(u).ok()).and_then(|u| Some(u.host_str()?.to_owned()))
    {
        let host = host.trim_start_matches("www.");
        names.push(fold(host));
        names.extend(host.split('.').rev().skip(1).filter(|p| p.len() > 3).map(fold));
    }
    names.retain(|n| n.len() > 1);
    names
}

/// Marks that part a headline from the outlet's name.
const PARTING: [&str; 9] = [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", " // "];

fn headline(raw: &str, shown: &[String], site: &[String]) -> String {
    let plain = if raw.contains("</") { super::plain_words(raw) } else { raw.to_owned() };
    let mut title = clean::line(&plain);
    for _ in 0..3 {
        let Some((at, mark)) = last_part(&title) else { break };
        let (first, last) = (title[..at].trim_end(), title[at + mark..].trim());
        let outlet = fold(last);
        let named = site.iter().any(|n| *n == outlet || is_name_of(&outlet, n));
        // The page itself shows the headline without this part.
        let above = shown
            .iter()
            .any(|h| h.len() > 15 && (fold(first) == fold(h) || fold(first).starts_with(&fold(h))));
        if !(named || above) || first.is_empty() {
            break;
        }
        title.truncate(first.len());
    }
    title
}

/// `Daily Mail Online` for `dailymail`, `The Standard` for `standard`.
fn is_name_of(part: &str, name: &str) -> bool {
    name.len() > 3 && part.len() < name.len() + 12 && part.contains(name)
}

fn last_part(title: &str) -> Option<(usize, usize)> {
    PARTING.iter().filter_map(|mark| Some((title.rfind(mark)?, mark.len()))).max()
}

fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Authors' names: structured data, then meta tags, then what the page shows.
pub(super) fn byline(tree: &Tree<'_>, head: &Head, linked: &Linked) -> Vec<String> {
    let mut names = Vec::new();
    linked.authors.iter().for_each(|raw| byline::add(raw, &mut names));
    for meta in AUTHOR {
        if names.is_empty() {
            head.metas(meta).for_each(|raw| byline::add(raw, &mut names));
        }
    }
    if names.is_empty() {
        named_in_page(tree, head, &mut names);
    }
    names
}

/// Nodes between two authors of one by-line, at most; teasers name theirs further on.
const BYLINE_NODES: u32 = 30;

fn named_in_page(tree: &Tree<'_>, head: &Head, names: &mut Vec<String>) {
    let mut last = None;
    for id in &head.authors {
        if last.is_some_and(|end| *id > end + BYLINE_NODES) && !names.is_empty() {
            return;
        }
        byline::add(&tree.first_text(*id, limits::FIELD_BYTES_MAX), names);
        last = Some(tree.nodes[*id as usize].end);
    }
}

const AUTHOR: [&str; 10] = [
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "article.author",
    "og:article:author",
    "cxenseparse:author",
];

/// When it was published, and the words that said so when they could not be read.
pub(super) fn published(
    tree: &Tree<'_>,
    head: &Head,
    linked: &Linked,
    url: Option<&str>,
) -> (Option<Published>, Option<String>) {
    let metas = head.meta(&PUBLISHED);
    let shown = head.times.iter().filter_map(|id| {
        let stated = tree.attr(*id, "datetime").or_else(|| tree.attr(*id, "content"));
        stated.map(String::from).or_else(|| Some(tree.first_text(*id, limits::FIELD_BYTES_MAX)))
    });
    let told = linked.published.iter().cloned().chain(metas.map(str::to_owned)).chain(shown);
    let mut unread = None;
    for raw in told {
        match date::parse(&raw) {
            Some(published) => return (Some(published), None),
            None => unread = unread.or(Some(raw).filter(|r| r.bytes().any(|b| b.is_ascii_digit()))),
        }
    }
    (url.and_then(date::in_address), unread)
}

const PUBLISHED: [&str; 24] = [
    "article:published_time",
    "datepublished",
    "og:published_time",
    "og:article:published_time",
    "article:published",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_time",
    "publicationdate",
    "pubdate",
    "article.published",
    "article_date_original",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "dc.date.created",
    "date.created",
    "originalpublicationdate",
    "date",
];

/// Where the page says that it lies.
pub(super) fn address(head: &Head, linked: &Linked, hints: &Hints) -> Option<String> {
    let here = hints.url.as_deref().or(head.base.as_deref()).and_then(|u| Url::parse(u).ok());
    let told = [head.canonical.as_deref(), head.meta(&["og:url"]), linked.url.as_deref()];
    let canonical = told.into_iter().flatten().find_map(|raw| {
        let url = absolute(raw, here.as_ref())?;
        // A canonical address that is just the front page is a mistake of the template.
        (url.path() != "/" || url.query().is_some()).then(|| url.to_string())
    });
    canonical.or_else(|| hints.url.clone())
}

fn absolute(raw: &str, base: Option<&Url>) -> Option<Url> {
    if raw.len() > limits::URL_BYTES_MAX {
        return None;
    }
    let url = match base {
        Some(base) => base.join(raw),
        None => Url::parse(raw),
    };
    url.ok().filter(|u| matches!(u.scheme(), "http" | "https") && u.host_str().is_some())
}

/// The outlet, as it calls itself.
pub(super) fn site(head: &Head, linked: &Linked, url: Option<&str>) -> Option<String> {
    let named = head.meta(&["og:site_name", "application-name", "publisher", "dc.publisher"]);
    let named = linked.publisher.as_deref().or(named).map(str::trim).filter(|n| !n.is_empty());
    if let Some(name) = named.filter(|n| !n.starts_with("http")) {
        return Some(name.to_owned());
    }
    let host = Url::parse(url?).ok()?.host_str()?.to_owned();
    Some(host.trim_start_matches("www.").to_owned())
}

/// BCP 47 code.
pub(super) fn language(head: &Head, linked: &Linked, text: &str, hints: &Hints) -> Option<String> {
    crate::language_of(text).or_else(|| {
        let told =
            [linked.language.as_deref(), head.language.as_deref(), hints.language.as_deref()];
        let code = told.into_iter().flatten().next()?;
        let code = code.split(['-', '_']).next()?.to_ascii_lowercase();
        ((2..=3).contains(&code.len())).then_some(code)
    })
}

/// The pictures that stand for the article.
pub(super) fn images(head: &Head, linked: &Linked, url: Option<&str>) -> Vec<Image> {
    let base = url.and_then(|u| Url::parse(u).ok());
    let alt = head.meta(&["og:image:alt", "twitter:image:alt"]).map(clean::line);
    let og = head.metas("og:image").chain(head.metas("twitter:image"));
    let og = og.map(|url| Image { url: url.to_owned(), ..Image::default() });
    let mut out: Vec<Image> = Vec::new();
    for told in og.chain(linked.images.iter().cloned()) {
        let Some(url) = absolute(&told.url, base.as_ref()).map(String::from) else { continue };
        // The same picture told twice: what the second knows is added to the first.
        if let Some(known) = out.iter_mut().find(|i| i.url == url) {
            known.alt = known.alt.take().or(told.alt);
            known.credit = known.credit.take().or(told.credit);
            known.license = known.license.take().or(told.license);
        } else if out.len() < limits::IMAGES_MAX {
            let alt = alt.clone().filter(|_| out.is_empty()).or(told.alt);
            out.push(Image { url, alt, ..told });
        }
    }
    out
}
