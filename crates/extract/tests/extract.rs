//! The crate from outside: whole pages, feeds and files of our own writing, and hostile ones.

#![allow(clippy::unwrap_used)] // a test that cannot go on shall stop

use proptest::prelude::*;
use std::io::Write;
use wiredesk_extract::{Error, Extracted, FeedFault, Hints, page, reports};

const PAGE: &str = include_str!("data/harbour.html");

fn read(bytes: &[u8]) -> Result<Vec<Extracted>, Error> {
    reports(bytes, None, &Hints::default())
}

fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_page_gives_its_article_and_nothing_beside_it() {
    let got = page(PAGE.as_bytes(), &Hints::default()).unwrap();
    assert_eq!(got.title.as_deref(), Some("Harbour pilots call off strike after night of talks"));
    assert_eq!(got.byline, ["Marta Quill", "Owen Sarn"]);
    assert_eq!(got.published.unwrap().to_string(), "2024-03-11T06:40:00+01:00");
    assert_eq!(got.site.as_deref(), Some("The Gray Gull"));
    assert_eq!(got.language.as_deref(), Some("en"));
    assert_eq!(got.url.as_deref(), Some("https://gull.example/news/2024/03/11/pilots"));
    assert_eq!(got.images[0].url, "https://gull.example/img/pilots.jpg");
    let expected = include_str!("data/harbour.txt").trim_end();
    assert_eq!(got.text, expected);
}

#[test]
fn the_same_page_is_read_the_same_in_other_character_sets() {
    let plain = page(PAGE.as_bytes(), &Hints::default()).unwrap();
    let wide: Vec<u8> = PAGE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let wide = [&[0xFF, 0xFE], wide.as_slice()].concat();
    assert_eq!(page(&wide, &Hints::default()).unwrap(), plain);
    let latin: Vec<u8> = PAGE
        .chars()
        .map(|c| match c {
            '“' => 0x93,
            '”' => 0x94,
            '’' => 0x92,
            c => u8::try_from(u32::from(c)).unwrap(),
        })
        .collect();
    let hints =
        Hints { content_type: Some("text/html; charset=windows-1252".into()), ..Hints::default() };
    assert_eq!(page(&latin, &hints).unwrap(), plain);
}

#[test]
fn packed_and_unpacked_are_the_same() {
    assert_eq!(read(&pack(PAGE.as_bytes())), read(PAGE.as_bytes()));
}

#[test]
fn feeds_of_all_kinds_give_their_items() {
    let check = |feed: &str| {
        let got = read(feed.as_bytes()).unwrap();
        assert_eq!(got.len(), 2, "{feed}");
        assert_eq!(got[0].title.as_deref(), Some("AT&T and B<C: “a day”"), "{feed}");
        assert_eq!(got[0].url.as_deref(), Some("https://w.example/1"));
        assert_eq!(got[0].byline, ["Ann Lee"]);
        let day = got[0].published.as_ref().unwrap().date().to_string();
        assert_eq!(day, "2024-09-15");
        assert_eq!(got[0].text, "First words.\n\nSecond & last words.");
        assert_eq!(got[0].site.as_deref(), Some("Wire & Co"));
        assert_eq!(got[1].published_raw.as_deref(), Some("0000-00-00"));
        assert_eq!(got[1].text, "Only a headline");
    };
    check(include_str!("data/rss2.xml"));
    check(include_str!("data/rdf.xml"));
    check(include_str!("data/atom.xml"));
    check(include_str!("data/feed.json"));
}

#[test]
fn each_bad_input_gets_its_own_clear_error() {
    let check = |bytes: &[u8], expected: Error| assert_eq!(read(bytes), Err(expected));
    check(b"", Error::Empty);
    check(b" \r\n ", Error::Empty);
    check(&vec![b'a'; (32 << 20) + 1], Error::TooLarge { bytes: (32 << 20) + 1 });
    check(b"%PDF-1.7 ...", Error::Binary { kind: "a PDF document" });
    check(&[0, 1, 2, 3, 4, 5, 6, 7], Error::Binary { kind: "unknown data" });
    let packed = pack(PAGE.as_bytes());
    check(&packed[..packed.len() / 2], Error::TruncatedGzip);
    assert!(matches!(read(&pack(&vec![b' '; 80 << 20])), Err(Error::InflationBomb { .. })));
    check(b"<html><body><nav><a href='/'>Home</a></nav></body></html>", Error::NoText);
    let rss = include_str!("data/rss2.xml");
    check(&rss.as_bytes()[..rss.len() - 40], Error::Feed(FeedFault::Truncated));
    check(b"{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[", truncated());
    let laughs = "<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY lol 'lol'><!ENTITY lol2 \
        '&lol;&lol;'>]><rss><channel><title>&lol2;</title></channel></rss>";
    check(laughs.as_bytes(), Error::Feed(FeedFault::Entities));
    check(b"{\"id\":\"1\",\"text\":\"x\"}", Error::OtherFormat("JSON Lines"));
}

fn truncated() -> Error {
    Error::Feed(FeedFault::Truncated)
}

#[test]
fn absurd_nesting_is_refused_and_deep_nesting_is_read() {
    let nested = |n: usize| {
        let words = "<p>The minister said on Monday that the talks would go on for days.</p>";
        format!("<html><body>{}{words}{}", "<div>".repeat(n), "</div>".repeat(n))
    };
    assert_eq!(read(nested(100_000).as_bytes()), Err(Error::Nesting));
    let got = read(nested(5_000).as_bytes()).unwrap();
    assert!(got[0].text.starts_with("The minister"));
    let unclosed = format!("{}{}", "<b><i>".repeat(100_000), "x");
    assert_eq!(page(unclosed.as_bytes(), &Hints::default()), Err(Error::Nesting));
}

#[test]
fn impossible_dates_are_dropped_with_a_note() {
    let bad = PAGE.replace("2024-03-11T06:40:00+01:00", "9999-99-99");
    let got = page(bad.as_bytes(), &Hints::default()).unwrap();
    assert_eq!(got.published_raw.as_deref(), Some("9999-99-99"));
    assert_eq!(got.published.map(|p| p.date().to_string()).as_deref(), Some("2024-03-11"));
}

proptest! {
    #[test]
    fn no_markup_makes_it_panic(parts in prop::collection::vec(part(), 0..60)) {
        let input = parts.concat();
        let _ = page(input.as_bytes(), &Hints::default());
        let _ = wiredesk_extract::feed::feed(input.as_bytes(), &Hints::default());
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
        let _ = page(&bytes, &Hints::default());
        let _ = wiredesk_extract::feed::feed(&bytes, &Hints::default());
    }

    #[test]
    fn no_cut_of_a_page_makes_it_panic(at in 0..PAGE.len()) {
        let _ = page(&PAGE.as_bytes()[..at], &Hints::default());
        let _ = page(&PAGE.as_bytes()[at..], &Hints::default());
    }
}

fn part() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "<p>",
        "</p>",
        "<a href=x>",
        "</a>",
        "<div class='article-body'>",
        "</div>",
        "<li>",
        "<ul>",
        "</ul>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<script>",
        "</script>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<svg/>",
        "<b>",
        "</b>",
        "&amp",
        "&#x41;",
        "&",
        "<",
        ">",
        "\"",
        "=",
        "The talks went on, the minister said on Monday morning. ",
        "é",
        "\u{0}",
        "<br>",
        "<h1>",
        "<script type='application/ld+json'>",
        "{\"@type\":\"NewsArticle\",\"headline\":\"x\"}",
        "<rss>",
        "<item>",
        "<title>",
        "</title>",
        "<entry>",
        "<feed>",
        "</feed>",
        "<time datetime=",
        "<meta name=author content=",
        "<!DOCTYPE x [",
        "<?xml",
        "<aside>",
        "<form>",
        "</rss>",
    ])
}

#[test]
fn a_picture_keeps_its_credit_and_licence() {
    let page = r#"<html><head><title>Harbour reopens</title>
      <meta property="og:image" content="https://gull.example/img/pier.jpg">
      <script type="application/ld+json">{"@type":"NewsArticle","headline":"Harbour reopens",
       "image":{"@type":"ImageObject","url":"https://gull.example/img/pier.jpg",
        "creditText":"Photo: Ana Pop","license":"https://creativecommons.org/licenses/by/4.0/"}}</script>
      </head><body><article><h1>Harbour reopens</h1><p>The harbour reopened on Monday after two years
      of work on its oldest pier, the port authority said.</p></article></body></html>"#;
    let got = wiredesk_extract::page(page.as_bytes(), &wiredesk_extract::Hints::default());
    let images = got.expect("a page").images;
    assert_eq!(images.len(), 1);
    assert_eq!(images[0].credit.as_deref(), Some("Photo: Ana Pop"));
    assert!(images[0].license.as_deref().is_some_and(|l| l.contains("by/4.0")));
}
