//! What the markup calls a part of the page: the article's body, its summary, or anything else.
//!
//! Class names, ids, test ids and roles are cut into words (`storyBody-wrapper__2xF` gives
//! `story body wrapper …`), single words and neighbouring pairs are looked up in the tables below.
//! The words are those that newsroom systems of all makers use, not those of any one publisher.

use crate::html::{Tag, Tree};
use std::collections::HashMap;
use std::sync::LazyLock;

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
            "id" if is_slug(value) => 0,
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
        "navigation" | "menu" | "menubar" | "search" | "toolbar" | "dialog" | "alertdialog"
        | "tooltip" | "button" | "contentinfo" => NEVER,
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

/// An id made of a heading's words says what it is about, not what it is.
fn is_slug(id: &str) -> bool {
    id.split(['-', '_']).count() > 5
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

/// The flags of a word.
fn table(word: &[u8]) -> u8 {
    std::str::from_utf8(word).ok().and_then(|w| WORDS.get(w)).copied().unwrap_or(0)
}

static WORDS: LazyLock<HashMap<&str, u8>> = LazyLock::new(|| {
    let lists = [
        (BODY_WORDS, BODY),
        (SUMMARY_WORDS, SUMMARY),
        (COMMENTS_WORDS, COMMENTS),
        (CONSENT_WORDS, CONSENT),
        (BESIDE_WORDS, BESIDE),
        (PERHAPS_WORDS, PERHAPS),
    ];
    let words = |(list, flag): (&'static str, u8)| list.split_whitespace().map(move |w| (w, flag));
    lists.into_iter().flat_map(words).collect()
});

/// The body itself.
const BODY_WORDS: &str = "\
    articlebody articlebodytext articlecontent articletext artikeltext blogcontent \
    bodycontent bodycopy bodytext contentarticle contentbody contenttext entrybody \
    entrycontent fulltext mainarticle maintext newsbody newscontent newstext pagecontent \
    postbody postcontent richtextbody singlecontent storybody storycontent storycopy \
    storytext wysiwyg";

/// The summary under the headline.
const SUMMARY_WORDS: &str = "\
    abstract articledek articledescription articleexcerpt articleintro articlelead \
    articlesummary blurb chapo deck dek kicker leadtext lede postexcerpt sapo snippet \
    standfirst storysummary strapline subhead subheading subheadline subline subtitle \
    summary teasertext";

/// Readers' words.
const COMMENTS_WORDS: &str = "\
    comment commentary commentlist comments coral disqus hyvor livefyre openweb respond \
    spotim viafoura";

/// Leave to track.
const CONSENT_WORDS: &str = "\
    ccpa cky cmp consent cookie cookiebanner cookiebot cookieconsent cookielaw cookies \
    cookieyes didomi gdpr gdprbanner onetrust optanon otsdk privacybanner sourcepoint \
    usercentrics";

/// Beside the article.
const BESIDE_WORDS: &str = "\
    authorprofile authorbiography biography contributor contributors \
    aboutauthor adcontainer addtoany ads adslot adunit advert advertisement advertising \
    advertorial adwrapper affiliate alsoread appeal articlemeta audioplayer authorbio \
    authorbox authorcard authordescription authorinfo authors backtotop bottomlinks \
    breadcrumb breadcrumbs brightcove byline bylines calltoaction caption captions commerce \
    copyright correctionform credit credits crosspromo ctabox dateline datetime disclaimer \
    donate donation dropdown entrymeta externallinks feedback figcaption follow followus \
    footer googlenews hideprint horoscope imagecaption imagecredit inlinesignup \
    instagrammedia jprelatedposts jpsharing jwplayer keywords leaderboard lightbox login \
    marquee masthead mediacaption metadata modal morefrom moreon morestories mostpopular \
    mostread mostviewed navbar navigation newsletter newsletters nextarticle noprint \
    offscreen outbrain overlay pager pagination photocaption photocredit playlist popular \
    popup postdate postmeta printonly promo promos promoted promotion publishdate \
    publisheddate quizzes rail readalso readinglist readmore readnext recirc recirculation \
    recommendation recommendations recommended register registration related relatedarticles \
    relatedcontent relatedlinks relatedposts relatedstories relatedtopics reportabuse \
    revcontent rightrail screenreader screenreadertext seealso share sharebar sharebuttons \
    sharedaddy shares sharetools sharing sidebar siderail signup sitefooter siteheader \
    skiplink skyscraper social socialshare sponsor sponsored sronly stickybar subscribe \
    subscription survey taboola tagcloud tagged taglist tags telegram ticker tiktokembed \
    timestamp toolbar tooltip topics trending twittertweet upnext upsell videoplayer \
    visuallyhidden weatherwidget whatsapp wpcaptiontext zergnet";

/// Beside the article when small.
const PERHAPS_WORDS: &str = "\
    actions ad alert aside audio author banner bio btn button buttons callout card cards \
    carousel category cta date disclosure embed excerpt eyebrow facebook factbox form \
    gallery header hidden image img infobox instagram label links list media menu meta more \
    nav notice offers photo player podcast poll product pullquote quiz search side source \
    tableofcontents tag teaser teasers time toc tools topic video widget widgets";

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
