//! What the markup calls a part of the page: the article's body, its summary, or anything else.
//!
//! Class names, ids, test ids and roles are cut into words (`storyBody-wrapper__2xF` gives
//! `story body wrapper …`), single words and neighbouring pairs are looked up in the tables below.
//! The words are those that newsroom systems of all makers use, not those of any one publisher.

use crate::html::{Tag, Tree};

/// Never part of a text (menus, buttons, players, scripts).
pub(super) const NEVER: u8 = 1;
/// Named as something beside the article.
pub(super) const BESIDE: u8 = 2;
/// Perhaps beside the article; believed only of small parts.
pub(super) const PERHAPS: u8 = 4;
/// Named as the article's body.
pub(super) const BODY: u8 = 8;
/// Named as the summary under the headline.
pub(super) const SUMMARY: u8 = 16;
/// Not shown.
pub(super) const HIDDEN: u8 = 32;
/// Named as the readers' own words.
pub(super) const COMMENTS: u8 = 64;
/// Named as what asks for consent to cookies.
pub(super) const CONSENT: u8 = 128;

/// What an element says of itself; nothing about what it lies in.
pub(super) fn of(tree: &Tree<'_>, id: u32) -> u8 {
    let tag = tree.nodes[id as usize].tag;
    let mut flags = of_tag(tag);
    if flags & NEVER != 0 {
        return flags;
    }
    for (name, value) in tree.attrs(id) {
        flags |= match name {
            "class"
            | "id"
            | "data-testid"
            | "data-component"
            | "data-type"
            | "data-qa"
            | "data-block"
            | "data-component-name"
            | "data-widget"
            | "data-module" => words(value),
            "data-gu-name" | "data-name" | "data-element" | "data-area" | "name" => words(value),
            "role" => of_role(value),
            "itemprop" => of_property(value),
            "hidden" => HIDDEN,
            "aria-hidden" if value == "true" => PERHAPS,
            "style" => of_style(value),
            "aria-label" => label(value),
            _ => 0,
        };
    }
    if matches!(tag, Tag::Body | Tag::Html | Tag::Main) {
        flags &= BODY;
    }
    flags
}

fn of_tag(tag: Tag) -> u8 {
    use Tag::{Audio, Button, Dialog, Iframe, Math, Noscript, Object, Option, Select, Svg, Video};
    match tag {
        Tag::Script | Tag::Style | Tag::Template | Tag::Textarea | Tag::Title | Tag::Xmp => NEVER,
        Tag::Head | Tag::Noembed | Tag::Noframes | Audio | Button | Dialog | Iframe => NEVER,
        Math | Noscript | Object | Option | Select | Svg | Video | Tag::Nav | Tag::Menu => NEVER,
        Tag::Figcaption | Tag::Caption | Tag::Picture => NEVER,
        Tag::Aside | Tag::Footer => BESIDE,
        Tag::Form | Tag::Figure | Tag::Fieldset | Tag::Label => PERHAPS,
        _ => 0,
    }
}

fn of_role(role: &str) -> u8 {
    match role {
        "navigation" | "menu" | "menubar" | "search" | "toolbar" | "dialog"
        | "alertdialog" | "tooltip" | "button" | "contentinfo" => NEVER,
        "complementary" | "banner" | "form" | "note" | "figure" => BESIDE,
        _ => 0,
    }
}

fn of_property(property: &str) -> u8 {
    match property {
        "articleBody" | "text" | "reviewBody" => BODY,
        "description" | "alternativeHeadline" => SUMMARY,
        "comment" => COMMENTS,
        "caption" | "author" | "datePublished" | "dateModified" | "publisher" | "keywords" => {
            BESIDE
        }
        _ => 0,
    }
}

fn of_style(style: &str) -> u8 {
    let plain: String = style.chars().filter(|c| !c.is_whitespace()).take(400).collect();
    match plain.contains("display:none") || plain.contains("visibility:hidden") {
        true => HIDDEN,
        false => 0,
    }
}

fn label(value: &str) -> u8 {
    let beside = ["advert", "related", "share", "newsletter", "breadcrumb", "comments"];
    let lower = value.to_ascii_lowercase();
    if beside.iter().any(|w| lower.starts_with(w)) { BESIDE } else { 0 }
}

/// Words of one attribute that are looked at.
const WORDS_MAX: usize = 40;
/// Longer words are made by machines.
const WORD_LEN_MAX: usize = 24;

fn words(value: &str) -> u8 {
    let mut flags = if not_shown(value) { HIDDEN } else { 0 };
    for name in value.split_ascii_whitespace().take(WORDS_MAX) {
        if utility(name) {
            continue;
        }
        flags |= name_flags(name);
    }
    flags
}

/// `hide` and the like as a whole name, and no name that shows it again on wider screens.
fn not_shown(value: &str) -> bool {
    const NAMES: [&str; 5] = ["hide", "hidden", "d-none", "is-hidden", "display-none"];
    let mut names = value.split_ascii_whitespace();
    let shown = |n: &str| n.contains(':') || (n.starts_with("d-") && n != "d-none");
    names.clone().any(|n| NAMES.contains(&n)) && !names.any(shown)
}

/// `md:hidden`, `has-sidebar`, `no-comments`: says how it looks or what lies beside it.
fn utility(name: &str) -> bool {
    const SAYS_OTHERWISE: [&str; 10] = [
        "has-",
        "no-",
        "with-",
        "without-",
        "is-",
        "show-",
        "js-",
        "hide-",
        "u-",
        "wp-block-group",
    ];
    let skip = SAYS_OTHERWISE.iter().any(|p| name.starts_with(p));
    skip || name.contains(':') || name.contains('[')
}

fn name_flags(name: &str) -> u8 {
    let mut flags = 0;
    let mut buffer = [0u8; 2 * WORD_LEN_MAX];
    let mut last = 0; // length of the previous word in the buffer
    let bytes = name.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let start = at;
        at += 1;
        while at < bytes.len() && bytes[at].is_ascii_alphanumeric() {
            let hump = bytes[at].is_ascii_uppercase() && bytes[at - 1].is_ascii_lowercase();
            if hump {
                break;
            }
            at += 1;
        }
        let len = at - start;
        if len > WORD_LEN_MAX {
            last = 0;
            continue;
        }
        for (to, from) in buffer[last..].iter_mut().zip(&bytes[start..at]) {
            *to = from.to_ascii_lowercase();
        }
        flags |= table(&buffer[last..last + len]);
        if last > 0 {
            flags |= table(&buffer[..last + len]);
        }
        buffer.copy_within(last..last + len, 0);
        last = len;
    }
    flags
}

fn table(word: &[u8]) -> u8 {
    let Ok(word) = std::str::from_utf8(word) else { return 0 };
    match word {
        // the body
        "articlebody" | "storybody" | "entrycontent" | "postcontent" | "articlecontent"
        | "storycontent" | "bodytext" | "articletext" | "storytext" | "postbody" | "entrybody"
        | "bodycontent" | "articlebodytext" | "contentbody" | "bodycopy" | "storycopy"
        | "pagecontent" | "newsbody" | "newscontent" | "newstext" | "singlecontent"
        | "richtextbody" | "fulltext" | "artikeltext" | "maintext" | "blogcontent"
        | "mainarticle" | "contentarticle" | "wysiwyg" | "contenttext" => BODY,
        // the summary
        "standfirst" | "dek" | "subtitle" | "subheadline" | "subhead" | "deck" | "lede"
        | "strapline" | "summary" | "articleexcerpt" | "postexcerpt" | "articlesummary" | "articledescription"
        | "articlelead" | "leadtext" | "articleintro" | "subheading" | "kicker" | "sapo"
        | "chapo" | "teasertext" | "articledek" | "abstract" | "storysummary" | "snippet"
        | "subline" | "blurb" => SUMMARY,
        // readers' words
        "comments" | "comment" | "disqus" | "commentlist" | "respond" | "commentary"
        | "livefyre" | "coral" | "viafoura" | "spotim" | "openweb" | "hyvor" => COMMENTS,
        // leave to track
        "cookie" | "cookies" | "cookiebanner" | "consent" | "gdpr" | "ccpa" | "onetrust" | "optanon"
        | "cmp" | "cookielaw" | "cookieyes" | "cky" | "otsdk" | "didomi" | "sourcepoint"
        | "cookieconsent" | "privacybanner" | "gdprbanner" | "usercentrics" | "cookiebot" => CONSENT,
        // beside the article
        "related" | "recirc" | "recirculation" | "recommended" | "recommendation"
        | "recommendations" | "newsletter" | "newsletters" | "signup" | "subscribe"
        | "subscription" | "breadcrumb" | "breadcrumbs" | "navbar" | "navigation" | "masthead"
        | "caption" | "captions" | "credit" | "credits" | "copyright" | "advert"
        | "advertisement" | "advertising" | "advertorial" | "ads" | "adslot" | "adunit"
        | "adcontainer" | "adwrapper" | "outbrain" | "taboola" | "zergnet" | "revcontent"
        | "sponsored" | "sponsor" | "promo" | "promos" | "promotion" | "promoted" | "mostread"
        | "mostpopular" | "mostviewed" | "trending" | "popular" | "morestories" | "morefrom"
        | "moreon" | "upnext" | "readnext" | "readmore" | "readalso" | "seealso" | "alsoread"
        | "nextarticle" | "pagination" | "pager" | "sharebar" | "sharing" | "sharetools"
        | "socialshare" | "social" | "share" | "shares" | "sharebuttons" | "addtoany"
        | "sharedaddy" | "jpsharing" | "jprelatedposts" | "cookie" | "cookies" | "consent"
        | "gdpr" | "onetrust" | "cmp" | "popup" | "modal" | "overlay" | "lightbox" | "tooltip"
        | "dropdown" | "authorbio" | "authorbox" | "authorcard" | "aboutauthor"
        | "authordescription" | "authorinfo" | "authors" | "byline" | "bylines" | "dateline"
        | "timestamp" | "datetime" | "publishdate" | "publisheddate" | "postdate" | "postmeta"
        | "entrymeta" | "articlemeta" | "metadata" | "tags" | "tagcloud" | "taglist"
        | "keywords" | "topics" | "tagged" | "sidebar" | "rightrail" | "siderail" | "rail"
        | "skyscraper" | "leaderboard" | "donate" | "donation" | "appeal" | "login"
        | "register" | "registration" | "upsell" | "toolbar" | "skiplink"
        | "sronly" | "visuallyhidden" | "screenreader" | "screenreadertext" | "offscreen"
        | "videoplayer" | "jwplayer" | "brightcove" | "playlist"
        | "audioplayer" | "footer" | "sitefooter" | "siteheader" | "printonly" | "noprint"
        | "hideprint" | "relatedposts" | "relatedarticles" | "relatedcontent" | "relatedlinks"
        | "relatedstories" | "relatedtopics" | "externallinks" | "bottomlinks" | "affiliate"
        | "feedback" | "correctionform" | "reportabuse" | "backtotop" | "twittertweet" | "instagrammedia" | "tiktokembed" | "googlenews"
        | "followus" | "follow" | "whatsapp" | "telegram" | "inlinesignup" | "ctabox"
        | "calltoaction" | "mediacaption" | "imagecaption"
        | "photocaption" | "wpcaptiontext" | "imagecredit" | "photocredit" | "figcaption"
        | "disclaimer" | "commerce" | "crosspromo" | "readinglist" | "quizzes" | "survey"
        | "horoscope" | "weatherwidget" | "ticker" | "marquee" | "stickybar" => BESIDE,
        // perhaps
        "teaser" | "teasers" | "carousel" | "excerpt" | "ad" | "banner" | "widget" | "widgets" | "meta" | "header" | "nav" | "menu" | "author"
        | "bio" | "tag" | "topic" | "video" | "player" | "audio" | "podcast" | "gallery"
        | "button" | "buttons" | "btn" | "cta" | "links" | "list" | "cards" | "card" | "more"
        | "aside" | "side" | "tools" | "actions" | "date" | "time" | "category" | "eyebrow"
        | "label" | "search" | "form" | "poll" | "quiz" | "factbox" | "infobox" | "callout"
        | "photo" | "image" | "img" | "media" | "source" | "disclosure" | "hidden" | "notice"
        | "alert" | "toc" | "tableofcontents" | "pullquote" | "embed" | "twitter" | "tweet"
        | "instagram" | "facebook" | "offers" | "product" => PERHAPS,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_into_words() {
        let check = |input: &str, expected: u8| assert_eq!(words(input), expected, "{input}");
        check("storyBody", BODY);
        check("article-body__content", BODY);
        check("c-entry-content", BODY);
        check("relatedArticles", BESIDE);
        check("Component_mostPopular_x1", BESIDE);
        check("has-sidebar no-comments md:hidden", 0);
        check("comments-area", COMMENTS);
        check("brandished shadow headline", 0);
        check("article__standfirst", SUMMARY);
    }
}
