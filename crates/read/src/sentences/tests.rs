use super::split;
use proptest::prelude::*;

fn check(text: &str, expected: &[&str]) {
    let got: Vec<&str> = split(text).iter().filter_map(|s| s.of(text)).collect();
    assert_eq!(got, expected, "{text:?}");
}

/// `|` marks where the sentences part; they are given joined by one space.
fn parts(marked: &str) {
    let expected: Vec<&str> = marked.split('|').collect();
    check(&marked.replace('|', " "), &expected);
}

#[test]
fn abbreviations_do_not_end_sentences() {
    parts("Mr. Smith met Gen. Lee.|They spoke.");
    parts("He lives in the U.S. Senate building.|It is old.");
    parts("It happened in the U.S.|The police came.");
    parts("He came on Feb. 3.|Dr. No followed.");
    parts("It fell on Nov. 9.|The votes came Wed.|Wall St. rose.");
    parts("John F. Kennedy spoke.|J. R. R. Tolkien wrote.");
    parts("No. 3 won.|No. 4 lost.|He said no.|They left.");
    parts("Apple Inc. said so.|Apple Inc. Chief Executive Tim Cook agreed.");
    parts("It was bought by Apple Inc.|Shares rose.");
    parts("We go with Plan B.|The vote is at 5 p.m. EST on Monday.");
    parts("It ends at 5 p.m.|Police watch.");
    parts("Sen. Dianne Feinstein, D-Calif., spoke.|Smith v. Jones was heard.");
    parts("It rose 3.5 percent to 4.0.|Nobody knew.");
    parts("I was there and so was I.|Then it rained.");
    parts("World War I.|The end.");
}

#[test]
fn quotation_marks_stay_with_their_sentence() {
    parts("\"We won.\"|\"They lost.\"|He left.");
    parts("“We won.”|He said: “Yes.”|(It rained.)|End.");
    parts("\"Really?\" Smith asked.|\"Why?\" he said.|\"Stop!\"|John left.");
    parts("He spoke for hours ... and left.|It rained…|We slept.");
    parts("“It is so.” — A. Name.|[George H. W.] Bush said so.|wikiHow grew.");
    parts("It was so.[1]|Then it was not.");
}

#[test]
fn lines_and_captions() {
    check(
        "A heading\n\nThe text goes\non here. And on.",
        &["A heading", "The text goes\non here.", "And on."],
    );
    check(
        "Items:\n- one thing\n- another\n1. third",
        &["Items:", "- one thing", "- another", "1. third"],
    );
    parts("The tower in 2008.|Image: A. Name.");
    parts("A crane at work|Image: Some Body.");
    check(
        "KYIV, Sept 15 (Reuters) - It rained. It stopped.",
        &["KYIV, Sept 15 (Reuters) - It rained.", "It stopped."],
    );
    check("", &[]);
    check(" \n\n ", &[]);
}

/// Found by fuzzing: blanks behind the head of a sentence, before an initial.
#[test]
fn an_initial_at_the_head_of_a_sentence_is_looked_at_within_it() {
    let text =
        "A.AA.A. .A.  A. A\u{1a}\0\0. .A.  A. A\u{1a}\0\0\0A. A. AA.A. \n.A.  A. A\u{1a}\0\0.\0";
    for cut in (0..text.len()).filter(|&at| text.is_char_boundary(at)) {
        assert!(split(&text[cut..]).len() < 40);
    }
    assert!(!split(&format!("{text}\u{fffd}\0\0 .A. ?\n| A~. A\u{1a}\0\0\x000 ")).is_empty());
}

#[test]
fn hostile_text_is_read_in_one_pass() {
    for text in
        ["\"".repeat(100_000), ".\"".repeat(100_000), ". ".repeat(100_000), "“.".repeat(50_000)]
    {
        assert!(split(&text).len() <= text.len());
    }
    assert_eq!(split(&"a".repeat(10_000_000)).len(), 1);
}

proptest! {
    #[test]
    fn spans_slice_and_are_sorted(text in "(\\PC|[.!?\"“” \n:A-Z]){0,200}") {
        let mut end = 0;
        for span in split(&text) {
            prop_assert!(span.start >= end && span.end > span.start);
            end = span.end;
            let words = span.of(&text).expect("slices");
            prop_assert_eq!(words.trim(), words);
        }
    }
}
