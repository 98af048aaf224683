//! Lines that stand in articles but are not of them: invitations, pointers, credits.

/// True for a block whose words are the house's and not the article's.
pub(super) fn is_boilerplate(text: &str) -> bool {
    let lower: String = text.chars().take(120).flat_map(char::to_lowercase).collect();
    let lower = lower.trim_matches(|c: char| !c.is_alphanumeric() && c != '©');
    if lower.is_empty() {
        return true;
    }
    let short = text.chars().count();
    WHOLE.contains(&lower)
        || (short < 250 && STARTS.iter().any(|s| starts_with_words(lower, s)))
        || (short < 400 && SIGNS.iter().any(|s| lower.contains(s)))
}

fn starts_with_words(text: &str, start: &str) -> bool {
    text.strip_prefix(start).is_some_and(|rest| {
        start.ends_with([':', ' ']) || !rest.starts_with(|c: char| c.is_alphanumeric())
    })
}

/// The whole of a block.
const WHOLE: &[&str] = &[
    "advertisement",
    "advertisements",
    "advertising",
    "ad",
    "ads",
    "sponsored",
    "promoted",
    "story continues below",
    "story continues",
    "article continues below advertisement",
    "article continues below",
    "continue reading",
    "read more",
    "read next",
    "read also",
    "related",
    "related articles",
    "related stories",
    "related topics",
    "related content",
    "related news",
    "related links",
    "more on this story",
    "more on this",
    "more",
    "share",
    "share this",
    "share this article",
    "share this story",
    "share on facebook",
    "comments",
    "leave a comment",
    "comment",
    "print",
    "email",
    "copy link",
    "link copied",
    "save",
    "loading",
    "loading...",
    "recommended",
    "recommended stories",
    "most read",
    "most popular",
    "trending",
    "trending now",
    "watch",
    "listen",
    "getty images",
    "getty",
    "reuters",
    "afp via getty images",
    "image source",
    "image caption",
    "view gallery",
    "top stories",
    "table of contents",
    "contents",
    "sign up",
    "subscribe",
    "log in",
    "follow us",
    "tags",
    "topics",
    "popular",
];

/// How a short block begins.
const STARTS: &[&str] = &[
    "read more:",
    "read more on",
    "read more about",
    "read more from",
    "read also:",
    "read next:",
    "also read:",
    "read:",
    "see also:",
    "see more:",
    "related:",
    "more:",
    "watch:",
    "listen:",
    "read the full",
    "don't miss:",
    "don’t miss:",
    "must read:",
    "recommended:",
    "more from ",
    "sign up for",
    "sign up to",
    "sign up here",
    "subscribe to",
    "subscribe now",
    "subscribe for",
    "follow us on",
    "follow the ",
    "follow him on",
    "follow her on",
    "join our",
    "join us on",
    "get the latest",
    "get our",
    "get breaking",
    "download our",
    "download the",
    "click here",
    "click to",
    "photo by",
    "photo:",
    "photograph:",
    "image:",
    "images:",
    "picture:",
    "credit:",
    "photo credit",
    "(photo by",
    "image credit",
    "©",
    "copyright ©",
    "all rights reserved",
    "share this article",
    "reporting by",
    "additional reporting by",
    "editing by",
    "swipe",
    "for more ",
    "to comment on",
    "have you got a",
    "do you have a story",
    "got a tip",
];

/// What a short block holds somewhere.
const SIGNS: &[&str] = &[
    "all rights reserved",
    "sign up for our",
    "sign up to our",
    "subscribe to our",
    "our newsletter",
    "follow us on",
    "click here to",
    "this article was originally published",
    "this story was originally published",
    "first appeared on",
    "may not be published, broadcast",
    "sign in to unlock",
    "reserved for subscribers",
    "already a subscriber",
    "to continue reading",
    "continue with your reading experience",
    "terms of service",
    "privacy policy",
    "enable javascript",
    "our whatsapp",
    "ad-free",
];

#[cfg(test)]
mod tests {
    use super::is_boilerplate;

    #[test]
    fn tells_house_lines_from_the_articles() {
        let check = |input: &str, expected: bool| {
            assert_eq!(is_boilerplate(input), expected, "{input}");
        };
        check("Advertisement", true);
        check("READ MORE: What the pact means", true);
        check("Sign up for our morning newsletter", true);
        check("© 2024 The Example. All rights reserved.", true);
        check("Related talks went on in Vienna on Tuesday.", false);
        check("Read the room, the minister told reporters.", false);
        check("“Share this burden,” he said.", false);
        check("***", true);
    }
}
