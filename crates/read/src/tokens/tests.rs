use super::*;
use proptest::prelude::*;

fn words(text: &str) -> Vec<&str> {
    tokenize(text, Span::new(0, text.len())).into_iter().map(|t| t.of(text)).collect()
}

fn check(text: &str, expected: &str) {
    assert_eq!(words(text).join("|"), expected, "{text}");
}

#[test]
fn cuts_as_universal_dependencies_does() {
    check("I don't know; we'll see.", "I|do|n't|know|;|we|'ll|see|.");
    check("Kyiv’s plan can’t, cannot", "Kyiv|’s|plan|ca|n’t|,|can|not");
    check("the states' rights", "the|states|'|rights");
    check("U.S.-led pre-war talks", "U.S.|-|led|pre-war|talks");
    check("Al-Zaman co-founder", "Al|-|Zaman|co-founder");
    check("$5.5bn, US$3,000 or 10%", "$|5.5|bn|,|US$|3,000|or|10|%");
    check("at 10:30am on 9/11", "at|10:30|am|on|9/11");
    check("the 1990s and 21st", "the|1990s|and|21st");
    check("Mr. Smith of Acme Inc. said", "Mr.|Smith|of|Acme|Inc.|said");
    check("John F. Kennedy", "John|F.|Kennedy");
    check("plan B.", "plan|B|.");
    check("No. 5. No.", "No.|5|.|No|.");
    check("at 8 a.m. in D.C.", "at|8|a.m.|in|D.C.");
    check("end.Next one...", "end|.|Next|one|...");
    check("O'Neill's o'clock", "O'Neill|'s|o'clock");
    check("AT&T and R&D", "AT&T|and|R&D");
    check("2023-24, 2024-05-01, 555-1234", "2023|-|24|,|2024-05-01|,|555-1234");
    check("\"Yes!\" he said -- loudly", "\"|Yes|!|\"|he|said|--|loudly");
    check("“Yes,” she said", "“|Yes|,|”|she|said");
}

#[test]
fn keeps_addresses_whole() {
    check("see https://a.org/b?c=d.", "see|https://a.org/b?c=d|.");
    check("mail a.b@c.org, now", "mail|a.b@c.org|,|now");
    check("Booking.com and #Kyiv by @me_2", "Booking.com|and|#Kyiv|by|@me_2");
    check("and/or", "and|/|or");
}

#[test]
fn a_span_of_the_text_keeps_the_texts_offsets() {
    let text = "Один. Two words.";
    let at = text.find("Two").unwrap();
    let tokens = tokenize(text, Span::new(at, text.len()));
    assert_eq!(tokens[0].of(text), "Two");
    assert_eq!(tokens.len(), 3);
    assert!(tokenize(text, Span::new(1, 3)).is_empty());
    assert!(tokenize(text, Span::new(0, 999)).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn covers_all_but_white_space(text in "(\\PC|[a-zA-Z0-9.,'’@:/$&-]|[ \\n]){0,80}") {
        let tokens = tokenize(&text, Span::new(0, text.len()));
        let mut at = 0;
        for t in &tokens {
            prop_assert!(t.span.start >= at && !t.span.is_empty());
            prop_assert!(text.get(t.span.range()).is_some());
            prop_assert!(text[at..t.span.start].chars().all(is_gap));
            at = t.span.end;
        }
        prop_assert!(text[at..].chars().all(is_gap));
    }
}

fn is_gap(c: char) -> bool {
    is_blank(c) || (c.is_ascii() && CLASSES[c as usize] == Class::Space)
}
