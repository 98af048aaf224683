//! The ledger through its public entry, on the seed story's matter with hand-made readings.

use proptest::prelude::*;
use wiredesk_ledger::{Act, ActKind, Error, Ledger, Measure, Question, Sight, claims};
use wiredesk_model::jiff::civil::date;
use wiredesk_model::{
    Attribution, AttributionKind, ChainLink, Claim, EntityId, EntityType, Event, Mention,
    Participant, Published, Quantity, Reading, Report, ReportId, Root, Span, Stage, Status,
};

const NAMES: [(&str, EntityType, &str); 10] = [
    ("North Korea", EntityType::Country, "country:PRK"),
    ("Pyongyang", EntityType::Country, "country:PRK"),
    ("China", EntityType::Country, "country:CHN"),
    ("Russia", EntityType::Country, "country:RUS"),
    ("Moscow", EntityType::Country, "country:RUS"),
    ("Iran", EntityType::Country, "country:IRN"),
    ("Budanov", EntityType::Person, "person:kyrylo-budanov"),
    ("Shin", EntityType::Person, "person:shin-won-sik"),
    ("the U.S. agency", EntityType::Organization, "org:dia"),
    ("Blinken", EntityType::Person, "person:antony-blinken"),
];

/// A report of one outlet with its reading, made sentence by sentence.
struct Item {
    report: Report,
    reading: Reading,
}

impl Item {
    fn new(id: &str, outlet: &str, day: &str, text: &str) -> Self {
        let mut report = Report::new(ReportId::new(id), text);
        report.source = Some(outlet.to_owned());
        report.published = Published::parse(day);
        let mut reading = Reading::default();
        let mut at = 0;
        for sentence in text.split_inclusive(". ") {
            reading.sentences.push(Span::new(at, at + sentence.trim_end().len()));
            at += sentence.len();
        }
        for (name, kind, entity) in NAMES {
            for (start, _) in text.match_indices(name) {
                reading.entities.push(Mention {
                    span: Span::new(start, start + name.len()),
                    kind,
                    id: Some(entity.into()),
                    name: name.to_owned(),
                    role: None,
                    candidates: Vec::new(),
                    ticker: None,
                });
            }
        }
        reading.entities.sort_by_key(|m| m.span);
        Self { report, reading }
    }

    fn span(&self, words: &str) -> Span {
        let start = self.report.text.find(words).expect(words);
        Span::new(start, start + words.len())
    }

    fn participant(&self, words: &str) -> Option<Participant> {
        let span = self.span(words);
        let id = NAMES.iter().find(|n| n.0 == words).map(|n| EntityId::from(n.2));
        Some(Participant { span, id })
    }

    /// `actor` gives `with` to `to`.
    fn gives(mut self, actor: &str, verb: &str, with: &str, to: &str, date: Option<&str>) -> Self {
        let trigger = self.span(verb);
        let event = Event {
            sentence: self.reading.sentence_at(trigger.start).expect("in a sentence"),
            root: Root::Aid,
            mode: None,
            actor: self.participant(actor),
            recipient: self.participant(to),
            trigger,
            instrument: Some(self.span(with)),
            place: None,
            date: date.map(str::to_owned),
            quantity: None,
            status: Status::Asserted,
            attribution: None,
        };
        self.reading.events.push(event);
        self
    }

    fn counts(mut self, words: &str, value: f64, unit: &str) -> Self {
        let span = self.span(words);
        let (high, approximate) = (None, false);
        let quantity =
            Quantity { span, value: Some(value), high, unit: unit.to_owned(), approximate };
        self.reading.quantities.push(quantity);
        self
    }

    fn says(mut self, who: &str, cue: &str, content: &str, through: &[&str]) -> Self {
        let speaker = NAMES.iter().find(|n| n.0 == who).map(|n| EntityId::from(n.2));
        let link = |name: &&str| ChainLink {
            entity: None,
            name: (*name).to_owned(),
            date: None,
            span: Span::default(),
        };
        self.reading.attributions.push(Attribution {
            source: vec![self.span(who)],
            cue: vec![self.span(cue)],
            content: vec![self.span(content)],
            kind: AttributionKind::Indirect,
            speaker,
            speaker_name: Some(who.to_owned()),
            negated: false,
            hedged: false,
            chain: through.iter().map(link).collect(),
        });
        self
    }

    fn claims(&self) -> Vec<Claim> {
        claims(&self.report, &self.reading)
    }
}

fn wire() -> Vec<Item> {
    let budanov = "North Korea has supplied Russia with huge amounts of ammunition, Budanov said. \
                   North Korea, not China, has become Russia's most important ally, Budanov said.";
    let shells = "North Korea has sent Russia at least 10,000 containers of shells, Shin said.";
    let later = "North Korea has sent Russia at least 13,000 containers of shells, Shin said.";
    let missiles = "North Korea supplied Russia with ballistic missiles, the U.S. agency said.";
    let iran = "Iran has delivered ballistic missiles to Russia, Blinken said.";
    let own = "China has supplied Russia with drones.";
    let denial = "Moscow denies that North Korea supplies weapons to Russia.";
    let trade = "China remains a more important economic partner to Russia than North Korea.";
    let remarks = |id, outlet| {
        Item::new(id, outlet, "2024-09-15", budanov)
            .gives("North Korea", "supplied", "huge amounts of ammunition", "Russia", None)
            .says(
                "Budanov",
                "said",
                "North Korea has supplied Russia with huge amounts of ammunition",
                &["Reuters"],
            )
            .says(
                "Budanov",
                "said",
                "North Korea, not China, has become Russia's most important ally",
                &["Reuters"],
            )
    };
    let containers = |id, day, text: &str, words: &str, n| {
        Item::new(id, "Observer", day, text)
            .gives("North Korea", "sent", "shells", "Russia", None)
            .counts(words, n, "shells")
            .says("Shin", "said", text.strip_suffix(", Shin said.").expect("suffix"), &[])
    };
    vec![
        Item::new("denial", "Bulletin", "2024-05-17", denial)
            .gives("North Korea", "supplies", "weapons", "Russia", None)
            .says("Moscow", "denies", "North Korea supplies weapons to Russia", &[]),
        Item::new("dia", "Tidewater", "2024-05-30", missiles)
            .gives("North Korea", "supplied", "ballistic missiles", "Russia", Some("2024-01-02"))
            .says(
                "the U.S. agency",
                "said",
                "North Korea supplied Russia with ballistic missiles",
                &[],
            ),
        containers("june", "2024-06-14", shells, "at least 10,000", 10_000.0),
        Item::new("trade", "Meridian", "2024-07-11", trade),
        Item::new("iran", "Tidewater", "2024-09-10", iran)
            .gives("Iran", "delivered", "ballistic missiles", "Russia", None)
            .says("Blinken", "said", "Iran has delivered ballistic missiles to Russia", &[]),
        remarks("kyiv", "Lamplighter"),
        remarks("kyiv2", "Meridian"),
        containers("sept", "2024-09-15", later, "at least 13,000", 13_000.0),
        Item::new("own", "Meridian", "2024-09-16", own)
            .gives("China", "supplied", "drones", "Russia", None),
        Item::new("own-copy", "Foghorn", "2024-09-16", own)
            .gives("China", "supplied", "drones", "Russia", None),
    ]
}

fn ledger() -> Ledger {
    let claims: Vec<Claim> = wire().iter().flat_map(Item::claims).collect();
    let mut ledger = Ledger::of(&claims);
    ledger.fold(&ReportId::new("own-copy"), &ReportId::new("own"));
    ledger
}

fn suppliers() -> Question {
    Question::military_suppliers("country:RUS".into())
}

fn shown(ledger: &Ledger, question: Question) -> Vec<String> {
    let rows = ledger.rank(question).rows.into_iter().map(|r| {
        let actor = r.actor.map_or("unknown".to_owned(), |a| a.to_string());
        format!("{} {actor} o{} d{}", r.place, r.origins, r.deliveries)
    });
    rows.collect()
}

#[test]
fn the_ranking_of_the_seed_story_comes_out_with_who_says_so() {
    let ledger = ledger();
    let ranking = ledger.rank(suppliers());
    assert_eq!(
        shown(&ledger, suppliers()),
        ["1 country:PRK o3 d2", "2 country:IRN o1 d1", "2 country:CHN o1 d1"]
    );
    let first = &ranking.rows[0];
    let says: Vec<_> = first.says.iter().map(|t| t.name.as_str()).collect();
    assert_eq!(says, ["the U.S. agency", "Shin", "Budanov"]);
    assert_eq!(first.says[2].through, ["Reuters", "Lamplighter", "Meridian"]);
    assert_eq!(first.outlets, 4);
    assert_eq!(first.disputes.len(), 1);
    assert_eq!(first.disputes[0].name, "Moscow");
    assert_eq!((first.put_first, first.put_below), (1, 0));
    // Two prints of one text are one origin, so China's row has one.
    assert_eq!(ranking.rows[2].says[0].claims.len(), 2);
    assert!(first.place_range.0 <= first.place && first.place <= first.place_range.1);
}

#[test]
fn ranks_in_words_stand_beside_the_computed_order() {
    let ranking = ledger().rank(suppliers());
    let shown: Vec<_> = ranking
        .explicit
        .iter()
        .map(|e| format!("{} {} {:?} {:?}", e.first, e.role, e.mode, e.agrees))
        .collect();
    assert_eq!(
        shown,
        ["country:CHN partner Some(\"economic\") None", "country:PRK ally None Some(true)",]
    );
    assert_eq!(ranking.explicit[1].teller.claims.len(), 2);
    let by_words = Question { measure: Measure::Explicit, ..suppliers() };
    assert_eq!(ledger().rank(by_words).rows[0].actor, Some("country:PRK".into()));
}

#[test]
fn as_of_and_span_leave_out_what_was_not_known_or_not_then() {
    let ledger = ledger();
    let july = Question { as_of: Some(date(2024, 7, 1)), ..suppliers() };
    assert_eq!(shown(&ledger, july), ["1 country:PRK o2 d2"]);
    let january = Question { span: Some((date(2024, 1, 1), date(2024, 1, 31))), ..suppliers() };
    assert_eq!(shown(&ledger, january)[0], "1 country:PRK o1 d1");
    let nobody = Question::military_suppliers("country:XXX".into());
    assert!(ledger.rank(nobody).rows.is_empty());
}

#[test]
fn a_relation_shows_bounds_disputes_and_struck_figures() {
    let ledger = ledger();
    let (prk, rus) = (EntityId::from("country:PRK"), EntityId::from("country:RUS"));
    let relation = ledger.show(&prk, &rus, None);
    let rung = relation.rungs.iter().find(|r| r.instrument.as_deref() == Some("ammunition"));
    let rung = rung.expect("shells and ammunition are one rung");
    assert_eq!((rung.stage, rung.origins), (Stage::Delivered, 2));
    assert_eq!(rung.figures[0].amount.low, Some(13_000.0));
    let shin = rung.says.iter().find(|t| t.name == "Shin").expect("Shin");
    let struck: Vec<_> = shin.claims.iter().map(|c| c.superseded).collect();
    assert_eq!(struck, [true, false]);
    assert!(relation.rungs.iter().all(|r| r.disputes.len() == 1));
    // Known in June: the first figure stands.
    let june = ledger.show(&prk, &rus, Some(date(2024, 6, 30)));
    let rung = june.rungs.iter().find(|r| r.instrument.as_deref() == Some("ammunition"));
    assert_eq!(rung.expect("known").figures[0].amount.low, Some(10_000.0));
}

#[test]
fn the_timeline_is_in_order_and_marks_what_it_inferred() {
    let happenings =
        ledger().timeline(Some(&"country:PRK".into()), Some(&"country:RUS".into()), None);
    let shown: Vec<_> = happenings
        .iter()
        .map(|h| {
            let when = if h.inferred { format!("[{}]", h.when) } else { h.when.to_string() };
            format!("{when} {}", h.stage.map_or("denied", Stage::as_str))
        })
        .collect();
    assert_eq!(
        shown,
        [
            "2024-01-02 delivered",
            "[2024-05-17] denied",
            "[2024-06-14] delivered",
            "[2024-09-15] delivered",
        ]
    );
}

#[test]
fn rungs_are_told_apart_and_never_added_up() {
    let check = |text: &str, verb: &str, stage: Stage| {
        let item = Item::new("r", "Observer", "2024-05-01", text)
            .gives("Iran", verb, "missiles", "Russia", None);
        let told = item.claims()[0].particulars.clone().expect("an event");
        assert_eq!(told.stage, stage, "{text}");
    };
    check("Iran has delivered missiles to Russia.", "delivered", Stage::Delivered);
    check("Iran is supplying missiles to Russia.", "supplying", Stage::Delivered);
    check("Iran plans to send missiles to Russia.", "send", Stage::Said);
    check("Iran pledged to supply missiles to Russia.", "supply", Stage::Said);
    check("Iran has agreed to supply missiles to Russia.", "supply", Stage::Ordered);
    check("Iran approved sending missiles to Russia.", "sending", Stage::Allocated);
}

#[test]
fn a_deed_has_the_place_that_its_words_put_it_in() {
    let check = |text: &str, expected: Option<&str>| {
        let item = Item::new("r", "Observer", "2024-06-14", text).gives(
            "North Korea",
            "sent",
            "shells",
            "Russia",
            None,
        );
        let place = item.claims().into_iter().find_map(|c| c.event?.place?.id);
        assert_eq!(place.map(|id| id.to_string()).as_deref(), expected, "{text}");
    };
    check("North Korea has sent Russia shells for use in Iran.", Some("country:IRN"));
    check("North Korea has sent Russia shells near China.", Some("country:CHN"));
    // A party is no place, nor is whoever is only named.
    check("North Korea has sent Russia shells, it was said in Moscow.", None);
    check("North Korea has sent Russia shells, unlike Iran.", None);
}

#[test]
fn every_sentence_is_in_a_claim_and_ids_count_up() {
    let text = "It rained. North Korea has sent Russia shells. Nobody was hurt.";
    let item = Item::new("r", "Observer", "2024-05-01", text).gives(
        "North Korea",
        "sent",
        "shells",
        "Russia",
        None,
    );
    let claims = item.claims();
    let ids: Vec<_> = claims.iter().map(|c| c.id.to_string()).collect();
    assert_eq!(ids, ["r#0", "r#1", "r#2"]);
    let mode = claims[1].event.as_ref().and_then(|e| e.mode.as_deref());
    assert_eq!(mode, Some("military"), "shells make it military");
    assert_eq!(claims[0].voice.origin, "observer");
}

/// As readers give it: the agency's attribution holds the speaker's whole sentence.
#[test]
fn who_only_passed_words_on_is_no_origin() {
    let text =
        "North Korea has become Russia's most important ally, Budanov said, Reuters reported.";
    let item = Item::new("r", "Lamplighter", "2024-09-15", text)
        .says(
            "Budanov",
            "said",
            "North Korea has become Russia's most important ally",
            &["Reuters", "Reuters"],
        )
        .says(
            "Reuters",
            "reported",
            "North Korea has become Russia's most important ally, Budanov said",
            &["Reuters"],
        );
    let claim = item.claims().remove(0);
    assert_eq!(claim.voice.origin, "person:kyrylo-budanov");
    assert_eq!(claim.voice.chain.len(), 1);
    assert_eq!(claim.precedence.expect("a rank").first, "country:PRK".into());
}

#[test]
fn he_who_ranks_is_the_origin_of_the_rank() {
    let text = "Budanov now ranks North Korea above China among Russia's allies.";
    let claim = Item::new("r", "Semaphore", "2024-09-16", text).claims().remove(0);
    assert_eq!(claim.voice.origin, "person:kyrylo-budanov");
    assert_eq!(claim.precedence.expect("a rank").above, ["country:CHN".into()]);
}

fn act(kind: ActKind) -> Act {
    Act { kind, by: "ines".to_owned(), reason: "seen by hand".to_owned() }
}

#[test]
fn editors_acts_are_recorded_reversible_and_survive_reading_anew() {
    let mut ledger = ledger();
    let merge = act(ActKind::Merge { from: "country:IRN".into(), into: "country:CHN".into() });
    let number = ledger.act(merge.clone()).expect("two entities");
    assert_eq!(ledger.act(merge.clone()), Err(Error::Nothing("both are one already")));
    assert_eq!(shown(&ledger, suppliers()), ["1 country:PRK o3 d2", "2 country:CHN o2 d2"]);
    let claims: Vec<Claim> = wire().iter().flat_map(Item::claims).collect();
    claims.iter().for_each(|c| ledger.enter(c));
    assert_eq!(shown(&ledger, suppliers()), ["1 country:PRK o3 d2", "2 country:CHN o2 d2"]);
    ledger.undo(number).expect("it stands");
    assert_eq!(ledger.undo(number), Err(Error::NoAct(number)));
    assert_eq!(shown(&ledger, suppliers()).len(), 3);

    let reject = ledger.act(act(ActKind::Reject("iran#0".into()))).expect("a claim");
    assert_eq!(shown(&ledger, suppliers()).len(), 2);
    ledger.undo(reject).expect("it stands");
    assert_eq!(shown(&ledger, suppliers()).len(), 3);
    ledger.act(act(ActKind::Annotate("iran#0".into(), "see the denial".into()))).expect("a claim");
    assert_eq!(ledger.notes(&"iran#0".into()), ["see the denial"]);
    let unknown = act(ActKind::Reject("none#0".into()));
    assert_eq!(ledger.act(unknown), Err(Error::NoClaim("none#0".into())));
    assert_eq!(ledger.acts().count(), 3);
    let claim = ledger.claim(&"iran#0".into()).expect("a claim").clone();
    let trigger = claim.event.as_ref().map(|e| e.trigger);
    let again = ledger.claim_on(&claim.evidence, trigger).expect("found by its words");
    assert_eq!(again.id, claim.id);
    assert!(ledger.claim_on(&claim.evidence, None).is_none(), "another deed");
}

#[test]
fn who_acts_for_another_can_be_split_off() {
    let homes = [("country:IRN".into(), "country:CHN".into())];
    let mut ledger = Ledger::with_homes(homes);
    wire().iter().flat_map(Item::claims).for_each(|c| ledger.enter(&c));
    assert_eq!(shown(&ledger, suppliers()).len(), 2);
    let split = act(ActKind::Split("country:IRN".into()));
    let number = ledger.act(split.clone()).expect("it acts for another");
    assert_eq!(shown(&ledger, suppliers()).len(), 3);
    assert!(matches!(ledger.act(split), Err(Error::Nothing(_))));
    ledger.undo(number).expect("it stands");
    assert_eq!(shown(&ledger, suppliers()).len(), 2);
    assert_eq!(ledger.acting_for(&"country:CHN".into()), ["country:IRN".into()]);
    ledger.act(act(ActKind::Remark("country:IRN".into(), "by proxy".into()))).expect("noted");
    assert_eq!(ledger.remarks(&"country:IRN".into()), ["by proxy"]);
}

#[test]
fn the_matrix_counts_origins_once_and_denials_apart() {
    let ledger = ledger();
    let matrix = ledger.matrix(&Sight::default(), 8);
    let cell = matrix.cells.first().expect("a relation");
    assert_eq!(matrix.actors[cell.actor], "country:PRK".into());
    assert_eq!(matrix.recipients[cell.recipient], "country:RUS".into());
    assert!(cell.claims >= cell.origins && cell.origins >= 3, "{cell:?}");
    let before = Sight { as_of: Some(date(1999, 1, 1)), ..Sight::default() };
    assert!(ledger.matrix(&before, 8).cells.is_empty());
    assert_eq!(ledger.matrix(&Sight::default(), 1).actors.len(), 1);
}

proptest! {
    /// Readings whose spans fit nothing, in texts of any script: claims come out, nothing breaks.
    #[test]
    fn broken_readings_do_no_harm(text in "\\PC{0,80}", cuts in proptest::collection::vec(0_usize..120, 12)) {
        let report = Report::new(ReportId::new("r"), text);
        let span = |i: usize| Span::new(cuts[i], cuts[i + 1]);
        let participant = |i| Some(Participant { span: span(i), id: Some("country:PRK".into()) });
        let reading = Reading {
            sentences: vec![span(0), span(2)],
            entities: vec![Mention {
                span: span(4), kind: EntityType::Country, id: None, name: "x".into(),
                role: None, candidates: Vec::new(), ticker: None,
            }],
            events: vec![Event {
                sentence: 1, root: Root::Aid, mode: None, actor: participant(6),
                recipient: participant(7), trigger: span(8), instrument: Some(span(9)),
                place: None, date: Some("2024-13".into()), quantity: None,
                status: Status::Asserted, attribution: Some(9),
            }],
            ..Reading::default()
        };
        let found = claims(&report, &reading);
        prop_assert_eq!(found.len(), 2);
        let ledger = Ledger::of(&found);
        prop_assert!(ledger.rank(suppliers()).rows.is_empty());
    }
}

#[test]
fn quantities_are_compared_only_of_the_same_goods_in_the_same_unit() {
    let shells = |id, outlet, actor: &str, count: &str, n| {
        let text = format!("{actor} has sent Russia {count} shells.");
        Item::new(id, outlet, "2024-06-14", &text)
            .gives(actor, "sent", "shells", "Russia", None)
            .counts(count, n, "shells")
            .claims()
    };
    let mut claims = shells("a", "Observer", "North Korea", "10,000", 10_000.0);
    claims.extend(shells("b", "Herald", "North Korea", "10,000", 10_000.0));
    claims.extend(shells("c", "Courier", "North Korea", "2,000,000", 2_000_000.0));
    claims.extend(shells("d", "Observer", "Iran", "300,000", 300_000.0));
    claims.extend(wire()[9].claims());
    let ledger = Ledger::of(&claims);
    let by = |ledger: &Ledger| {
        let question = Question { measure: Measure::Quantity, ..suppliers() };
        let ranking = ledger.rank(question);
        let row = |r: &wiredesk_ledger::RankRow| {
            let figure = r.quantity.as_ref().map(|f| (f.amount.low, f.amount.best, f.amount.high));
            (r.actor.as_ref().map(ToString::to_string).unwrap_or_default(), r.place, figure)
        };
        (ranking.compared, ranking.rows.iter().map(row).collect::<Vec<_>>(), ranking.rows)
    };
    let (compared, rows, all) = by(&ledger);
    let compared = compared.expect("shells");
    assert_eq!(
        (compared.instrument.as_deref(), compared.unit.as_str()),
        (Some("ammunition"), "shells")
    );
    // Two of three say 10,000: less than what is told of Iran. China's drones have no place here.
    let korea = (Some(10_000.0), Some(10_000.0), Some(2_000_000.0));
    let iran = (Some(300_000.0), Some(300_000.0), Some(300_000.0));
    let expected = [
        ("country:IRN".to_owned(), 1, Some(iran)),
        ("country:PRK".to_owned(), 2, Some(korea)),
        ("country:CHN".to_owned(), 3, None),
    ];
    assert_eq!(rows, expected);
    // Where the one voice for two million is drawn, the order is another.
    assert_eq!(all[1].place_range, (1, 2), "{:?}", all[1]);
}
