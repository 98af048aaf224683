use super::*;
use crate::{sentences, words};

fn found(lexicon: &Lexicon, text: &str) -> Option<(usize, Vec<String>)> {
    let scanned = words::scan(text, &sentences::split(text), lexicon.vocabulary());
    let found = lexicon.longest(&scanned)?;
    Some((found.words, found.senses.iter().map(|s| lexicon.id(s.key).to_string()).collect()))
}

#[test]
fn the_longest_name_written_as_one_is_found() {
    let lexicon = Lexicon::shipped();
    let check = |text: &str, words: usize, id: &str| {
        let (n, ids) = found(&lexicon, text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!((n, ids[0].as_str()), (words, id), "{text}: {ids:?}");
    };
    check("North Korea fired", 2, "country:PRK");
    check("NORTH KOREA fired", 2, "country:PRK");
    check("New York Times reporters", 3, "org:new-york-times");
    check("U.S. Defense Intelligence Agency", 4, "org:dia");
    check("AT&T said", 3, "company:T");
    check("Côte d’Ivoire won", 2, "country:CIV");
    check("Erdoğan spoke", 1, "person:recep-tayyip-erdogan");
    assert_eq!(found(&lexicon, "us too"), None);
    assert_eq!(found(&lexicon, "who knows"), None);
}

#[test]
fn jsonl_lines_are_taken_or_told() {
    let lines = concat!(
        r#"{"name":"Zembla","type":"country","id":"country:ZMB2","aliases":["Nova Zembla"]}"#,
        "\n",
        r#"{"cik_str":1,"ticker":"ZRK","title":"Zork Industries Inc."}"#,
        "\n{broken\n\n",
        r#"{"name":"X","type":"nonsense"}"#,
    );
    let (lexicon, imported) = Lexicon::from_jsonl(lines.as_bytes()).expect("reads");
    assert_eq!((imported.taken, imported.skipped), (2, 2));
    assert_eq!(imported.reasons[0].0, 3);
    assert_eq!(found(&lexicon, "Nova Zembla fell").expect("found").0, 2);
    assert_eq!(found(&lexicon, "Zork Industries rose").expect("found").1, ["company:ZRK"]);
}

#[test]
fn csv_needs_a_name_column() {
    let mut lexicon = Lexicon::empty();
    let table = "name,ticker,exchange,aliases\nZork Works,ZWK,NYSE,Zorkers|Zork Co\n";
    assert_eq!(lexicon.add_csv(table.as_bytes()).expect("reads").taken, 1);
    assert_eq!(found(&lexicon, "Zorkers rose").expect("found").1, ["company:ZWK"]);
    assert!(matches!(lexicon.add_csv("a,b\n1,2\n".as_bytes()), Err(Error::NoColumn("name"))));
}

#[test]
fn many_names_stay_apart() {
    let mut lexicon = Lexicon::empty();
    for n in 0..20_000 {
        let name = format!("Qwer{n} Tyui{}", n % 977);
        let line = format!(r#"{{"name":"{name}","type":"person"}}"#);
        lexicon.add_jsonl(line.as_bytes()).expect("reads");
    }
    assert_eq!(lexicon.len(), 20_000);
    assert_eq!(lexicon.look_up("Qwer19999 Tyui459").len(), 1);
    assert!(lexicon.look_up("Qwer19999 Tyui460").is_empty());
}

#[test]
fn a_quotation_mark_that_is_never_closed_does_not_take_the_memory() {
    let mut lexicon = Lexicon::default();
    let head = "name,type\nDoma Works,company\n\"Rila".as_bytes().to_vec();
    let table = std::io::Cursor::new(head);
    let endless = std::io::Read::chain(table, std::io::Read::take(std::io::repeat(b'a'), 1 << 30));
    let imported = lexicon.add_csv(endless).unwrap();
    assert_eq!((imported.taken, imported.skipped), (1, 1));
    assert!(imported.reasons[0].1.contains("too long"), "{:?}", imported.reasons);
}
