//! What later words replace: corrections, later versions, claims taken back.

use wiredesk_draft::{DraftInput, Settings, Shelf, draft};
use wiredesk_model::{Published, Read, Reading, Report, Story, Want};
use wiredesk_read::Reader;

/// Outlet, when, title, text.
type Row<'t> = (&'t str, &'t str, &'t str, &'t str);

fn drafted(rows: &[Row<'_>]) -> Story {
    let reports: Vec<Report> = rows
        .iter()
        .enumerate()
        .map(|(n, (source, published, title, text))| {
            let mut report = Report::new(format!("r{n}").as_str().into(), *text);
            report.source = Some((*source).to_owned());
            report.title = Some((*title).to_owned());
            report.published = Published::parse(published);
            report
        })
        .collect();
    let reader = Reader::shipped();
    let readings: Vec<Reading> = reports.iter().map(|r| reader.read(r, Want::ALL)).collect();
    let shelf = Shelf::new(reports.iter().zip(&readings));
    draft(DraftInput::new(&shelf), &Settings::default()).expect("a draft")
}

fn whole(story: &Story) -> String {
    story.sentences().map(|s| s.text().to_owned()).collect::<Vec<_>>().join("\n")
}

/// The story tells all of `told` and nothing of `gone`.
fn check(rows: &[Row<'_>], told: &[&str], gone: &[&str]) {
    let text = whole(&drafted(rows));
    for words in told {
        assert!(text.contains(words), "not told: {words}\n{text}");
    }
    for words in gone {
        assert!(!text.contains(words), "still told: {words}\n{text}");
    }
}

#[test]
fn a_correction_stands_for_what_it_corrects() {
    let first = "Halden Dairy withdrew 52,000 cartons of milk on Thursday after nine children died, \
                 the food agency said. Halden said that its plant in Moss was closed.";
    let mended = "(Corrects number of cartons to 25,000 and says that children fell ill, not died) \
                  Halden Dairy withdrew 25,000 cartons of milk on Thursday after nine children fell \
                  ill, the food agency said. Halden said that its plant in Moss was closed.";
    for (outlet, title) in [
        ("Coast Wire", "CORRECTED: Nine fall ill from Halden milk"),
        ("Coast Wire", "Nine fall ill from Halden milk"),
        ("Inland Post", "REFILE-Nine fall ill from Halden milk"),
    ] {
        let rows = [
            ("Coast Wire", "2025-03-06T08:00:00Z", "Nine die from Halden milk", first),
            (outlet, "2025-03-06T11:00:00Z", title, mended),
        ];
        check(&rows, &["25,000 cartons", "fell ill"], &["52,000", "died", "die ", "Corrects"]);
    }
    let note = "The Lund mill burned on Friday and 40 people lost their work, its owner Ole Dahl \
                said. Correction: An earlier version of this article said that 400 people did.";
    check(&[("Coast Wire", "2025-03-07", "Lund mill burns", note)], &["40 people"], &["400"]);
}

#[test]
fn the_later_report_of_an_outlet_stands_for_its_earlier() {
    let early = "A bridge fell into the river Ask near Ostby on Monday and left 12 workers missing, \
                 the rescue service said. The bridge was built in 1961.";
    let late = "A bridge fell into the river Ask near Ostby on Monday and left 21 workers missing, \
                the rescue service said. Divers searched the river all night.";
    let rows = [
        ("Fjord Wire", "2025-02-03T07:00:00Z", "Bridge falls near Ostby, 12 missing", early),
        ("Fjord Wire", "2025-02-03T15:00:00Z", "Bridge falls near Ostby, 21 missing", late),
    ];
    check(&rows, &["21 workers"], &["12 workers", "12 missing"]);
    let updated = [rows[0], ("Fjord Wire", rows[1].1, "UPDATE 2-Ostby bridge falls", late)];
    check(&updated, &["21 workers"], &["12 workers", "UPDATE"]);
}

#[test]
fn two_outlets_that_differ_are_both_told() {
    let rows = [
        (
            "Fjord Wire",
            "2025-02-03T07:00:00Z",
            "Bridge falls near Ostby",
            "A bridge over the river Ask fell on Monday and left 12 workers missing, police said.",
        ),
        (
            "Harbour Post",
            "2025-02-03T15:00:00Z",
            "Ostby bridge falls into river",
            "At least 21 workers were missing on Monday after a bridge over the Ask fell, the mayor \
             of Ostby said.",
        ),
    ];
    check(&rows, &["12 workers", "21 workers"], &[]);
}

#[test]
fn a_claim_that_its_speaker_took_back_is_not_told_as_it_was() {
    let claim = "Norra's rebels and its army agreed to leave the town of Lund, Denmark said on \
                 Tuesday. Shops in the town were closed.";
    for (later, told) in [
        (
            "Denmark said on Thursday that Norra's army had not agreed to leave the town of Lund, \
             as it announced on Tuesday. Shops in the town opened again.",
            "had not agreed",
        ),
        (
            "Denmark on Thursday took back its statement that Norra's army would leave the town of \
             Lund. Shops in the town opened again.",
            "took back",
        ),
    ] {
        let rows = [
            ("Coast Wire", "2025-04-01", "Norra's rebels and army agree to leave Lund", claim),
            ("Harbour Post", "2025-04-03", "Denmark speaks of Lund again", later),
        ];
        let story = drafted(&rows);
        let text = whole(&story);
        assert!(story.lede[0].text().contains(told), "{text}");
        assert!(!text.contains("agreed to leave the town of Lund, Denmark said"), "{text}");
        assert!(!story.headline.text().contains("agree to leave"), "{text}");
    }
}

#[test]
fn a_comparison_takes_nothing_back() {
    let rows = [
        (
            "Coast Wire",
            "2025-04-01",
            "Norra's best friend is Denmark, Bo Chen says",
            "Denmark has become Norra's most important friend in its long quarrel with Lund, Bo Chen \
             said at a meeting on Tuesday. Shops in the town were closed.",
        ),
        (
            "Harbour Post",
            "2025-04-02",
            "Bo Chen speaks of Norra",
            "Bo Chen said on Tuesday that no friend helps Norra more in its quarrel than Denmark \
             does. Shops in the town opened again.",
        ),
    ];
    let text = whole(&drafted(&rows));
    assert!(text.contains("most important friend"), "{text}");
}
