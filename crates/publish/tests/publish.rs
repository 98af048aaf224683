//! Pages and feeds of one story through its life: published, corrected, withdrawn; and of a hostile one.

use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{
    Byline, CorrectionClass, Evidence, Image, Publication, PublicationKind, Published, Report,
    ReportId, Section, SectionKind, SeeAlso, Sentence, Span, Story, StoryId,
};
use wiredesk_publish::feed::{Channel, Entry, Made};
use wiredesk_publish::ninjs::{Family, ninjs};
use wiredesk_publish::page::{lists, plain, search, story::story as story_page};
use wiredesk_publish::{Edition, House, Sources, feed, jsonld};

fn house() -> House {
    House {
        name: "The Wiredesk".into(),
        tagline: "News that shows its words".into(),
        base: "https://desk.example".into(),
        ..House::default()
    }
}

fn whole(path: &str) -> Channel {
    Channel::whole(&house(), path)
}

fn at(text: &str) -> Timestamp {
    text.parse().expect(text)
}

fn log(kind: PublicationKind, seq: u64, day: u8, note: Option<&str>) -> Publication {
    Publication {
        seq,
        at: at(&format!("2024-09-{day:02}T08:00:00Z")),
        kind,
        story: StoryId(7),
        version: u32::try_from(seq).expect("small"),
        note: note.map(String::from),
        by: "Ann Ode".into(),
    }
}

fn report() -> Report {
    let mut report = Report::new(
        ReportId::from("r1"),
        "The pact was signed on June 19 & is “binding”.\n\nShells were sent, Budanov said.",
    );
    report.source = Some("The Harbour Wire".into());
    report.url = Some("https://harbour.example/a?b=1&c=2".into());
    report.title = Some("Pact signed".into());
    report.published = Published::parse("2024-06-20");
    report
}

fn evidence(words: &str) -> Vec<Evidence> {
    let report = report();
    let start = report.text.find(words).expect(words);
    vec![Evidence { report: report.id, span: Span::new(start, start + words.len()) }]
}

fn edition() -> (Edition, Sources) {
    let words = "The pact was signed on June 19 & is “binding”.";
    let shells = "Shells were sent, Budanov said.";
    let mut judged = Sentence::bound("Many shells were sent, Budanov said.", evidence(shells));
    judged.override_reason = Some("Seen in the original document".into());
    let story = Story {
        headline: Sentence::bound("Pact signed in June", evidence(words)),
        lede: vec![Sentence::bound(words, evidence(words))],
        sections: vec![Section {
            kind: SectionKind::WhyItMatters,
            name: None,
            sentences: vec![Sentence::bound(shells, evidence(shells)), judged.opening()],
        }],
        image: Some(Image {
            url: "https://pictures.example/a.jpg".into(),
            alt: Some("A pact".into()),
            credit: Some("Image via Example".into()),
            license: Some("https://licence.example/by".into()),
            ..Image::default()
        }),
        see_also: vec![SeeAlso { title: "Broadcasts switched".into(), url: "/story/3/x".into() }],
        channels: vec!["World".into()],
        tags: vec!["North Korea".into()],
        tickers: vec!["AAPL".into()],
        storyline: Some("s-r1".into()),
        as_of: None,
        byline: Byline {
            drafted_by: Some("Wiredesk 0.1".into()),
            sources: vec!["The Harbour Wire".into()],
            signed_by: Some("Ann Ode".into()),
            edited: true,
            ..Byline::default()
        },
    };
    let log = vec![log(PublicationKind::Published, 1, 15, None)];
    let sources = Sources::from([(ReportId::from("r1"), report())]);
    (Edition { id: StoryId(7), version: 1, story, log }, sources)
}

fn corrected() -> Edition {
    let mut edition = edition().0;
    let kind = PublicationKind::Corrected(CorrectionClass::Corrected);
    edition.log.push(log(kind, 2, 16, Some("The day was June 19, not July 19")));
    edition.version = 2;
    edition
}

fn withdrawn() -> Edition {
    let mut edition = corrected();
    edition.log.push(log(PublicationKind::Withdrawn, 3, 17, Some("The document was forged")));
    edition
}

fn page(edition: &Edition, current: u32) -> String {
    let sources = Sources::from([(ReportId::from("r1"), report())]);
    story_page(edition, &sources, &house(), &["World".into()], current).expect("page")
}

#[test]
fn every_sentence_shows_its_words_outlet_and_date() {
    let page = page(&edition().0, 1);
    for n in 0..=3 {
        assert!(page.contains(&format!("id=\"g{n}\"")), "sentence {n} shows nothing");
    }
    assert!(page.contains("<q>Shells were sent, Budanov said.</q>"));
    assert!(page.contains(">The Harbour Wire</a>, <time datetime=\"2024-06-20\">June 20, 2024"));
    assert!(page.contains("The editor published it and says why: Seen in the original document"));
    assert!(page.contains("Image via Example (<a href=\"https://licence.example/by\""));
    assert!(page.contains(
        "drafted by Wiredesk 0.1 from reports by The Harbour Wire, edited and signed by Ann Ode."
    ));
    assert!(page.contains(
        "<link rel=\"canonical\" href=\"https://desk.example/story/7/pact-signed-in-june\">"
    ));
    assert!(!page.contains("class=\"notice\""));
    assert!(page.len() < 60_000, "{} bytes", page.len());
}

#[test]
fn a_correction_stands_at_the_top_and_an_old_version_says_so() {
    let now = page(&corrected(), 2);
    let notice = now.find("<strong>Corrected.</strong> The day was June 19").expect("notice");
    assert!(notice < now.find("<h1>").expect("headline"));
    let mut old = corrected();
    old.version = 1;
    let old = page(&old, 2);
    assert!(old.contains("This is not how the story stands now"));
    assert!(old.contains("noindex") && !old.contains("ld+json"));
}

#[test]
fn a_withdrawn_story_says_nothing_but_that() {
    let edition = withdrawn();
    let house = house();
    let all = [
        page(&edition, 3),
        page(&edition, 2),
        feed::atom::atom(&house, &whole("/feed.atom"), &[Entry::of(&edition)]),
        feed::rss::rss(&house, &whole("/feed.rss"), &[Entry::of(&edition)]),
        feed::json_feed::json_feed(&house, &whole("/feed.json"), &[Entry::of(&edition)]),
    ];
    for (i, text) in all.iter().enumerate() {
        assert!(text.contains("The document was forged"), "{i} does not say why");
        assert!(
            !text.contains("Pact signed") && !text.contains("pact-signed"),
            "{i} still tells it"
        );
        assert!(!text.contains("binding"), "{i} still tells it");
    }
    let now = at("2024-09-16T00:00:00Z");
    let map = feed::sitemap::news(&house, &[Entry::of(&edition)], now);
    assert!(!map.contains("/story/7"));
}

#[test]
fn publishing_anew_does_not_bring_old_versions_back() {
    let mut edition = withdrawn();
    assert!(!edition.shows(1) && !edition.shows(2) && edition.is_withdrawn());
    edition.log.push(log(PublicationKind::Published, 4, 18, None));
    assert!(!edition.shows(2) && edition.shows(4) && !edition.is_withdrawn());
    assert!(corrected().shows(1) && !corrected().shows(9));
}

#[test]
fn feeds_are_read_back_by_another_parser() {
    let entries = [Entry::of(&corrected())];
    let house = house();
    let check = |text: String, kind: &str| {
        let feed =
            feed_rs::parser::parse(text.as_bytes()).unwrap_or_else(|e| panic!("{kind}: {e}"));
        assert_eq!(feed.entries.len(), 1, "{kind}");
        let entry = &feed.entries[0];
        assert_eq!(entry.id, "https://desk.example/story/7", "{kind}");
        assert_eq!(entry.title.as_ref().expect("title").content, "Pact signed in June", "{kind}");
        assert_eq!(entry.published.expect("date").to_rfc3339(), "2024-09-15T08:00:00+00:00");
        let link = entry.links.iter().any(|l| l.href.ends_with("/story/7/pact-signed-in-june"));
        assert!(link, "{kind}");
    };
    check(feed::atom::atom(&house, &whole("/feed.atom"), &entries), "atom");
    check(feed::rss::rss(&house, &whole("/feed.rss"), &entries), "rss");
    check(feed::json_feed::json_feed(&house, &whole("/feed.json"), &entries), "json");
    let atom = feed::atom::atom(&house, &whole("/feed.atom"), &[Entry::of(&withdrawn())]);
    assert!(atom.contains(
        "<at:deleted-entry ref=\"https://desk.example/story/7\" when=\"2024-09-17T08:00:00Z\">"
    ));
}

#[test]
fn the_sitemap_holds_the_last_two_days() {
    let entries = [Entry::of(&edition().0)];
    let check = |now: &str, expected: bool| {
        let map = feed::sitemap::news(&house(), &entries, at(now));
        assert_eq!(map.contains("<loc>"), expected, "{now}");
    };
    check("2024-09-15T09:00:00Z", true);
    check("2024-09-17T08:00:00Z", true);
    check("2024-09-17T08:00:01Z", false);
}

#[test]
fn the_machine_readable_part_says_the_same() {
    let (_, sources) = edition();
    let value = jsonld::article(&corrected(), &sources, &house());
    insta::assert_json_snapshot!(value);
}

#[test]
fn hostile_text_stays_text() {
    let bad = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&\u{0}\u{2028}";
    let (mut edition, mut sources) = edition();
    let report = sources.get_mut(&ReportId::from("r1")).expect("report");
    report.text = bad.repeat(3);
    report.source = Some(bad.into());
    report.title = Some(bad.into());
    report.url = Some("javascript:alert(1)".into());
    let span = Span::new(0, bad.len());
    let on = || vec![Evidence { report: ReportId::from("r1"), span }];
    edition.story.headline = Sentence::bound(bad, on());
    edition.story.lede = vec![Sentence::bound(bad, on())];
    edition.story.sections[0].sentences = vec![Sentence::bound(bad, on())];
    edition.story.see_also = vec![SeeAlso { title: bad.into(), url: "javascript:alert(1)".into() }];
    edition.story.channels = vec![bad.into()];
    edition.story.tags = vec![bad.into()];
    edition.story.byline.signed_by = Some(bad.into());
    edition.story.image = Some(Image { url: "javascript:alert(1)".into(), ..Image::default() });
    edition.log[0].note = Some(bad.into());
    let house = house();
    let sections = [bad.to_owned()];
    let page = story_page(&edition, &sources, &house, &sections, 1).expect("page");
    let front = lists::front(&house, &sections, &[lists::Card::of(&edition)]).expect("front");
    let error = plain::error(&house, &sections, bad, bad).expect("error");
    for text in [page, front, error] {
        assert!(!text.contains("<script>") && !text.contains("<img src=x"), "{text}");
        assert!(!text.contains("javascript:"), "{text}");
    }
    for text in [
        feed::atom::atom(&house, &whole("/feed.atom"), &[Entry::of(&edition)]),
        feed::rss::rss(&house, &whole("/feed.rss"), &[Entry::of(&edition)]),
        feed::json_feed::json_feed(&house, &whole("/feed.json"), &[Entry::of(&edition)]),
    ] {
        assert_eq!(feed_rs::parser::parse(text.as_bytes()).expect("feed").entries.len(), 1);
    }
    assert!(!Entry::of(&edition).html().contains("<script"));
}

#[test]
fn evidence_that_does_not_fit_its_report_is_left_out() {
    let (mut edition, sources) = edition();
    let off =
        |report: &str, start, end| Evidence { report: report.into(), span: Span::new(start, end) };
    edition.story.lede = vec![Sentence::bound(
        "A sentence.",
        vec![off("r1", 0, 9_999), off("nobody", 0, 3), off("r1", 37, 38)],
    )];
    let page = story_page(&edition, &sources, &house(), &[], 1).expect("page");
    assert!(page.contains("No report is bound to this sentence."));
}

fn asked(words: &str, total: Option<usize>) -> search::Page {
    let typed = search::Typed { q: words.into(), ..search::Typed::default() };
    search::Page { typed, total, ..search::Page::default() }
}

#[test]
fn empty_lists_say_so() {
    let house = house();
    assert!(
        lists::front(&house, &[], &[]).expect("front").contains("Nothing has been published yet")
    );
    assert!(
        lists::corrections(&house, &[], &[]).expect("page").contains("Nothing has been corrected")
    );
    let none = search::search(&house, &[], &asked("shells", Some(0))).expect("page");
    assert!(none.contains("No published story fits"));
    assert!(
        !search::search(&house, &[], &asked("", None))
            .expect("page")
            .contains("No published story")
    );
    assert!(plain::about(&house, &[]).expect("about").contains("id=\"corrections\""));
}

/// A story that was moved in, as hostile as it may be.
fn moved_in() -> Entry {
    Entry {
        elsewhere: None,
        body: wiredesk_publish::html::tame("<p>Shares <b>rose</b>.<script>alert(1)</script>"),
        made: Made::Untold,
        author: Some("Old Hand".into()),
        ..Entry::of(&edition().0)
    }
}

#[test]
fn a_story_that_was_moved_in_has_a_page() {
    use wiredesk_publish::page::imported::imported;
    let check = |entry: &Entry, there: &[&str], absent: &[&str]| {
        let page = imported(entry, &house(), &[]).expect("page");
        there.iter().for_each(|w| assert!(page.contains(w), "{w} is not in {page}"));
        absent.iter().for_each(|w| assert!(!page.contains(w), "{w} is in {page}"));
    };
    let entry = moved_in();
    let canonical =
        "<link rel=\"canonical\" href=\"https://desk.example/story/7/pact-signed-in-june\">";
    let own =
        ["<p>Shares <b>rose</b>.</p>", "By Old Hand", "was not checked", canonical, "ld+json"];
    check(&entry, &own, &["alert(1)"]);
    let elsewhere = Entry { elsewhere: Some("https://old.example/1".into()), ..entry.clone() };
    check(&elsewhere, &["<link rel=\"canonical\" href=\"https://old.example/1\">"], &[]);
    let bad = Entry { elsewhere: Some("javascript:alert(1)".into()), ..entry.clone() };
    check(&bad, &[canonical], &["javascript"]);
    let notices = withdrawn().notices();
    check(&Entry { withdrawn: true, notices, ..entry }, &["forged"], &["rose", "Pact"]);
}

#[test]
fn a_feed_names_what_it_is_of_and_its_hub() {
    let house = House { hub: Some("https://hub.example/?a&b".into()), ..house() };
    let part = Channel::part(&house, "World", "/section/world", "/section/world/feed.atom");
    let entries = [moved_in()];
    let check = |text: &str, expected: &[&str]| {
        expected.iter().for_each(|w| assert!(text.contains(w), "{w} is not in {text}"));
    };
    let own = "https://desk.example/section/world/feed.atom";
    let hub = "href=\"https://hub.example/?a&amp;b\"";
    check(&feed::atom::atom(&house, &part, &entries), &[own, hub, "World · The Wiredesk"]);
    check(&feed::rss::rss(&house, &part, &entries), &[own, hub, "/section/world</link>"]);
    check(&feed::json_feed::json_feed(&house, &part, &entries), &[own, "\"WebSub\""]);
}

#[test]
fn sitemaps_hold_every_number_once() {
    let check = |last: u64, pages: usize| {
        let index = feed::sitemap::index(&house(), last);
        assert_eq!(index.matches("/sitemap-stories-").count(), pages, "{last}");
        assert!(index.contains("<loc>https://desk.example/sitemap-news.xml</loc>"));
    };
    check(0, 0);
    check(1, 1);
    check(2000, 1);
    check(2001, 2);
    check(u64::MAX, 49_998);
}

#[test]
fn ninjs_tells_a_story_and_its_end() {
    let (edition, sources) = edition();
    let mut corrected = Entry::of(&edition);
    corrected.notices = self::corrected().notices();
    insta::assert_json_snapshot!(ninjs(&corrected, &sources, &house(), Family::Three));
    let two = ninjs(&corrected, &sources, &house(), Family::Two).to_string();
    for word in ["\"versioncreated\"", "\"digitalsourcetype\"", "\"infosources\"", "humanEdits"] {
        assert!(two.contains(word), "{word} is not in {two}");
    }
    let gone =
        ninjs(&Entry::of(&withdrawn()), &Sources::new(), &house(), Family::Three).to_string();
    assert!(gone.contains("\"canceled\"") && gone.contains("forged"));
    assert!(!gone.contains("Pact") && !gone.contains("binding"), "{gone}");
}

#[test]
fn a_machine_is_named_for_what_it_made() {
    let check = |drafted: bool, model: bool, edited: bool, expected: Option<&str>| {
        let drafted_by = drafted.then(|| "Wiredesk 0.1".to_owned());
        let model = model.then(|| "some-model".to_owned());
        let made = Made::of(&Byline { drafted_by, model, edited, ..Byline::default() });
        let code = made.digital_source().map(|(uri, _)| uri.rsplit('/').next().expect("word"));
        assert_eq!(code, expected);
    };
    check(true, false, false, Some("dataDrivenMedia"));
    check(true, false, true, Some("humanEdits"));
    check(false, false, true, None);
    check(true, true, false, Some("trainedAlgorithmicMedia"));
    check(true, true, true, Some("compositeWithTrainedAlgorithmicMedia"));
}
