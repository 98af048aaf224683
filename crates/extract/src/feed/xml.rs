//! RSS, RDF and Atom.

use super::{Feed, Item, absolute, fault, one_line, words};
use crate::html::{Dialect, Tag, Tree};
use crate::{Error, FeedFault, byline, clean, date, limits};
use wiredesk_model::Image;

pub(super) fn read(source: &str, base: Option<&str>) -> Result<Feed, Error> {
    let tree = Tree::parse(source, Dialect::Xml)?;
    if tree.declares_entities {
        return Err(fault(FeedFault::Entities));
    }
    let root = elements(&tree, 0).next().ok_or(fault(FeedFault::Unknown))?;
    if !matches!(local(&tree, root).as_str(), "rss" | "rdf" | "feed") {
        return Err(fault(FeedFault::Unknown));
    }
    if !tree.complete {
        return Err(fault(FeedFault::Truncated));
    }
    let channel = elements(&tree, root).find(|id| local(&tree, *id) == "channel").unwrap_or(root);
    let mut feed = head(&tree, channel, base);
    let base = feed.site_url.clone().or_else(|| base.map(str::to_owned));
    // RSS 0.9 and 1.0 put the items beside the channel, later ones inside.
    let items = elements(&tree, channel).chain(elements(&tree, root).filter(|_| channel != root));
    let items = items.filter(|id| matches!(local(&tree, *id).as_str(), "item" | "entry"));
    let items = items.take(limits::FEED_ITEMS_MAX);
    feed.items = items.map(|id| item(&tree, id, base.as_deref())).collect();
    Ok(feed)
}

fn elements(tree: &Tree<'_>, id: u32) -> impl Iterator<Item = u32> {
    tree.children(id).filter(|c| tree.nodes[*c as usize].tag != Tag::Text)
}

/// The name without its prefix, in lower case.
fn local(tree: &Tree<'_>, id: u32) -> String {
    let name = tree.name(id);
    name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase()
}

fn prefix<'a>(tree: &Tree<'a>, id: u32) -> &'a str {
    tree.name(id).rsplit_once(':').map_or("", |(prefix, _)| prefix)
}

fn head(tree: &Tree<'_>, channel: u32, base: Option<&str>) -> Feed {
    let mut feed = Feed { language: lang(tree, channel), ..Feed::default() };
    for id in elements(tree, channel) {
        match (prefix(tree, id), local(tree, id).as_str()) {
            ("" | "atom" | "rss", "title") if feed.title.is_none() => {
                feed.title = one_line(&markup(tree, id));
            }
            (_, "link") if feed.site_url.is_none() => feed.site_url = page_link(tree, id, base),
            (_, "language") => {
                feed.language = Some(clean::line(&tree.inner_text(id))).filter(|l| !l.is_empty());
            }
            _ => {}
        }
    }
    feed
}

fn lang(tree: &Tree<'_>, id: u32) -> Option<String> {
    tree.attr(id, "xml:lang").map(|l| clean::line(&l)).filter(|l| !l.is_empty())
}

/// The address of a `link` that leads to a page: RSS has it as text, Atom as attribute.
fn page_link(tree: &Tree<'_>, id: u32, base: Option<&str>) -> Option<String> {
    match tree.attr(id, "href") {
        Some(href) => {
            let rel = tree.raw_attr(id, "rel").unwrap_or("alternate");
            let kind = tree.raw_attr(id, "type").unwrap_or("text/html");
            let page = rel == "alternate" && !kind.contains("xml") && !kind.contains("json");
            absolute(&href, base).filter(|_| page)
        }
        None => absolute(&tree.inner_text(id), base),
    }
}

fn item(tree: &Tree<'_>, node: u32, base: Option<&str>) -> Item {
    let mut item = Item::default();
    let mut permalink = None;
    for id in elements(tree, node) {
        let name = local(tree, id);
        match (prefix(tree, id), name.as_str()) {
            (p, "title") if p != "media" && p != "itunes" && item.title.is_none() => {
                item.title = one_line(&markup(tree, id));
            }
            (_, "link" | "origlink") if item.url.is_none() => item.url = page_link(tree, id, base),
            (_, "guid" | "id") => {
                let id_text = clean::line(&tree.inner_text(id));
                if tree.raw_attr(id, "isPermaLink") != Some("false") {
                    permalink = Some(id_text.clone()).filter(|t| t.starts_with("http"));
                }
                item.id = Some(id_text).filter(|t| !t.is_empty());
            }
            (_, "pubdate" | "published" | "issued" | "date" | "created") => {
                set_published(&mut item, &tree.inner_text(id));
            }
            (_, "updated" | "modified" | "lastbuilddate") => {
                item.updated = date::parse(&tree.inner_text(id));
            }
            (p, "author" | "creator") if p != "itunes" || item.byline.is_empty() => {
                author(tree, id, &mut item.byline);
            }
            ("media" | "itunes", "description" | "summary") => {}
            (_, "description" | "summary" | "abstract") if item.summary.is_none() => {
                item.summary = words(&markup(tree, id));
            }
            ("media", _) => media(tree, id, base, &mut item.images),
            (_, "encoded" | "content" | "content_encoded" | "body") if item.content.is_none() => {
                item.content = words(&markup(tree, id));
            }
            (_, "category" | "subject") => category(tree, id, &mut item.categories),
            (_, "enclosure" | "thumbnail" | "image") => media(tree, id, base, &mut item.images),
            (_, "source") => item.source = source_of(tree, id),
            _ => {}
        }
    }
    item.url = item.url.or(permalink.and_then(|p| absolute(&p, base)));
    item.id = item.id.or_else(|| item.url.clone());
    item
}

fn set_published(item: &mut Item, raw: &str) {
    match date::parse(raw) {
        Some(published) => item.published = item.published.take().or(Some(published)),
        None if item.published.is_none() && !raw.trim().is_empty() => {
            item.published_raw = Some(clean::line(raw));
        }
        None => {}
    }
    if item.published.is_some() {
        item.published_raw = None;
    }
}

/// The content of a field as markup: text and CDATA as they decode, `type="xhtml"` by its words.
fn markup(tree: &Tree<'_>, id: u32) -> String {
    let xhtml = elements(tree, id).next().is_some();
    if !xhtml {
        let text = tree.inner_text(id);
        let plain = tree.raw_attr(id, "type") == Some("text");
        return if plain { escape(&text) } else { text };
    }
    let mut out = String::new();
    for inner in tree.content(id) {
        match tree.nodes[inner as usize].tag {
            Tag::Text => out.push_str(&escape(&tree.text(inner))),
            _ => {
                out.push('<');
                out.push_str(&local(tree, inner));
                out.push('>');
            }
        }
    }
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

/// Atom has the name in an element, RSS as `mail@house (Name)`, `Name`, or a list of names.
fn author(tree: &Tree<'_>, id: u32, into: &mut Vec<String>) {
    let named = elements(tree, id).find(|c| local(tree, *c) == "name");
    let raw = tree.inner_text(named.unwrap_or(id));
    let inner = raw.split_once('(').and_then(|(_, r)| r.split_once(')')).map(|(name, _)| name);
    let text = if raw.contains('@') { inner.unwrap_or_default() } else { &raw };
    byline::add(text, into);
}

fn category(tree: &Tree<'_>, id: u32, into: &mut Vec<String>) {
    let label = tree.attr(id, "label").or_else(|| tree.attr(id, "term"));
    let text = label.map_or_else(|| tree.inner_text(id), |l| l.into_owned());
    let text = clean::line(&text);
    if !text.is_empty() && !into.contains(&text) && into.len() < 100 {
        into.push(text);
    }
}

fn source_of(tree: &Tree<'_>, id: u32) -> Option<String> {
    let titled = elements(tree, id).find(|c| local(tree, *c) == "title");
    Some(clean::line(&tree.inner_text(titled.unwrap_or(id)))).filter(|s| !s.is_empty())
}

/// Pictures of `media:content`, `media:thumbnail`, `media:group`, `enclosure`, `itunes:image`.
fn media(tree: &Tree<'_>, id: u32, base: Option<&str>, into: &mut Vec<Image>) {
    let group = local(tree, id) == "group";
    let ids = std::iter::once(id).chain(tree.content(id).filter(|_| group));
    for id in ids {
        let kind = tree.raw_attr(id, "type").or_else(|| tree.raw_attr(id, "medium"));
        let picture = kind.is_none_or(|k| k.starts_with("image"));
        let url = tree.attr(id, "url").or_else(|| tree.attr(id, "href"));
        let Some(url) = url.and_then(|u| absolute(&u, base)).filter(|_| picture) else { continue };
        if into.len() < limits::IMAGES_MAX && into.iter().all(|i| i.url != url) {
            let told = |name: &str| {
                let id = elements(tree, id).find(|c| local(tree, *c) == name)?;
                Some(clean::line(&tree.inner_text(id))).filter(|t| !t.is_empty())
            };
            let (alt, credit) = (told("description").or_else(|| told("title")), told("credit"));
            into.push(Image { url, alt, credit, ..Image::default() });
        }
    }
}
