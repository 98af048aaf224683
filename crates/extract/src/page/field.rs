//! One answer a field, out of what the witnesses say.

use super::head::Head;
use super::linked::Linked;
use crate::html::Tree;
use crate::{Hints, byline, clean, date, limits};
use url::Url;
use wiredesk_model::{Image, Published};

/// The headline.
pub(super) fn title(tree: &Tree<'_>, head: &Head, linked: &Linked) -> Option<String> {
    let _ = tree;
    let og = head.meta(&["og:title", "twitter:title"]);
    let title = linked.headline.as_deref().or(og).or(head.title.as_deref())?;
    Some(title.to_owned())
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
        head.authors.iter().for_each(|id| byline::add(&tree.inner_text(*id), &mut names));
    }
    names
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
        stated.map(String::from).or_else(|| Some(tree.inner_text(*id)))
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
    let mut out: Vec<Image> = Vec::new();
    for raw in og.chain(linked.images.iter().map(String::as_str)) {
        let Some(url) = absolute(raw, base.as_ref()).map(String::from) else { continue };
        if out.len() < limits::IMAGES_MAX && out.iter().all(|i| i.url != url) {
            let alt = alt.clone().filter(|_| out.is_empty());
            out.push(Image { url, alt, ..Image::default() });
        }
    }
    out
}
