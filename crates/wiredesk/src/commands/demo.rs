//! `wiredesk demo`: the bundled wire through the whole system.

use crate::commands::ledger::{Names, show_ranking};
use crate::commands::serve::{Beside, Site, serve};
use crate::{terminal, wire};
use anyhow::{Context, Result};
use clap::Args;
use std::collections::BTreeMap;
use std::io::{BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;
use wiredesk_alert::{Index, Limits, Query, Scratch};
use wiredesk_flow::desk::{Desk, Opened, tally};
use wiredesk_flow::{Newsroom, alerts, grounding::DeskChecker, intake, ledger::Books};
use wiredesk_ledger::Question;
use wiredesk_model::jiff::{SignedDuration, Timestamp};
use wiredesk_model::{EntityId, Grounds, StoryId, Verdict};
use wiredesk_publish::plain;
use wiredesk_publish::text::one_line;
use wiredesk_store::{Edit, Filter, NewToken, Secret, Start, Store, StoryLine, StoryState};

/// How to show it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  wiredesk demo\n  wiredesk demo --no-serve")]
pub struct Demo {
    /// End after showing the story instead of serving it
    #[arg(long)]
    no_serve: bool,
    /// Keep the data in this folder (default: a folder that is removed at the end)
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    #[command(flatten)]
    site: Site,
}

/// Who signs the demo's stories.
const EDITOR: &str = "Demo Editor";

impl Demo {
    /// Takes the wire in, drafts, shows, publishes and serves.
    ///
    /// # Errors
    /// When the data folder or the address cannot be had.
    pub fn run(self) -> Result<u8> {
        terminal::logging();
        let temporary = tempfile::tempdir().context("cannot make a folder for the demo's data")?;
        let folder = self.data.clone().unwrap_or_else(|| temporary.path().to_owned());
        let newsroom = Newsroom::open(Store::open(&folder)?)?;
        let mut out = BufWriter::new(std::io::stdout().lock());
        take_in(&newsroom, &mut out)?;
        let desk = Desk::new(
            newsroom.store().clone(),
            Arc::new(DeskChecker::new(newsroom.reader().clone())),
        );
        let drafts = drafts(&newsroom)?;
        let Some(main) = drafts.first() else { return Ok(1) };
        // The others first, so that the main story has something to say under "See Also"; the last
        // stays in the queue, for whoever opens the desk.
        for line in drafts[1..].iter().take(drafts.len().saturating_sub(2)) {
            sign_and_publish(&desk, line)?;
        }
        newsroom.redraft(main.storyline.as_ref(), Timestamp::now())?;
        own_picture(newsroom.store(), main.id)?;
        let opened = desk.open(main.id, None)?;
        show_story(&mut out, &opened)?;
        show_ledger(&newsroom, &mut out)?;
        let published = sign_and_publish(&desk, &opened.line)?;
        newsroom.advance(Timestamp::now, |_| {})?;
        show_alerts(&newsroom, &mut out)?;
        out.flush()?;
        drop(out);
        if self.no_serve {
            return Ok(u8::from(!published));
        }
        let token = token(&newsroom)?;
        serve(&newsroom, &self.site, Beside::default(), |address, set_up| {
            let _ = say!("\nThe site:  http://{address}/");
            let _ = say!("The API:   http://{address}/api   TOKEN={token}");
            if let Some(link) = set_up {
                let _ = say!("The desk:  {link}");
            }
            let _ = say!("Ctrl-C ends the demo.");
        })?;
        Ok(0)
    }
}

/// A token for the demo's API, good for a day.
fn token(newsroom: &Newsroom) -> Result<String> {
    let (secret, now) = (wiredesk_web::api::token::new_secret()?, Timestamp::now());
    let token = NewToken {
        secret: Secret::of(&secret),
        name: "demo".into(),
        owner: None,
        scopes: ["news", "ratings", "ledger"].map(String::from).to_vec(),
        settings: "{}".into(),
        expires: now.checked_add(SignedDuration::from_hours(24)).ok(),
    };
    newsroom.store().add_token(token, now)?;
    Ok(secret)
}

fn take_in(newsroom: &Newsroom, out: &mut impl Write) -> Result<()> {
    let taken = intake::take(newsroom.store(), wire::items(), Timestamp::now())?;
    let advanced = newsroom.advance(Timestamp::now, |_| {})?;
    writeln!(
        out,
        "{} reports from {} files, {} set aside; {} storylines, {} drafts\n",
        taken.received.len(),
        wire::FILES.len(),
        taken.refused.len(),
        advanced.storylines,
        advanced.drafts
    )?;
    for (name, reason) in &taken.refused {
        writeln!(out, "  set aside: {name}: {reason}")?;
    }
    Ok(())
}

/// Drafts, that of the storyline with most originals first.
fn drafts(newsroom: &Newsroom) -> Result<Vec<StoryLine>> {
    let store = newsroom.store();
    let mut drafts = store.desk_list(&[StoryState::Draft], None, 100)?;
    let sizes: BTreeMap<_, _> =
        store.storylines(None, 1_000)?.into_iter().map(|s| (s.id, s.originals)).collect();
    let size = |line: &StoryLine| {
        line.storyline.as_ref().and_then(|s| sizes.get(s)).copied().unwrap_or_default()
    };
    drafts.sort_by_key(|line| (std::cmp::Reverse(size(line)), line.id));
    Ok(drafts)
}

/// The wire's outlets are invented: their picture is served here.
fn own_picture(store: &Store, id: StoryId) -> Result<()> {
    let Some(kept) = store.story_version(id, None)? else { return Ok(()) };
    let mut story = kept.story;
    let bundled = |url: &str| wire::PICTURES.iter().find(|p| p.0 == url);
    let Some(image) = story.image.as_mut() else { return Ok(()) };
    let Some(picture) = bundled(&image.url) else { return Ok(()) };
    image.url = format!("/bundled/{}", picture.1);
    let note = Some("picture served from here".to_owned());
    let edit = Edit { id, base: kept.version, story, by: "wiredesk".into(), note };
    store.save_story(edit, Timestamp::now())?;
    Ok(())
}

fn sign_and_publish(desk: &Desk, line: &StoryLine) -> Result<bool> {
    let opened = desk.open(line.id, None)?;
    if !opened.blocks().is_empty() {
        return Ok(false);
    }
    let now = Timestamp::now();
    let version = desk.sign((line.id, opened.line.head), &BTreeMap::new(), EDITOR, now)?;
    desk.publish((line.id, version), None, EDITOR, now)?;
    Ok(true)
}

fn show_story(out: &mut impl Write, opened: &Opened) -> Result<()> {
    let story = &opened.version.story;
    let line = "─".repeat(88);
    writeln!(out, "{line}\n{}{line}", plain::text(story))?;
    let tally = tally(story);
    writeln!(
        out,
        "\nWhat each sentence stands on ({} supported, {} unsure, {} not supported)\n",
        tally.supported, tally.unsure, tally.unsupported
    )?;
    let (bold, dim, end) = match std::io::stdout().is_terminal() {
        true => ("\x1b[1m", "\x1b[2m", "\x1b[0m"),
        false => ("", "", ""),
    };
    for sentence in story.sentences().filter(|s| *s.grounds() != Grounds::House) {
        let verdict = sentence.check.as_ref().map_or(Verdict::Unsure, |c| c.verdict);
        writeln!(out, "{bold}{}{end}  [{}]", sentence.text(), verdict.as_str())?;
        for evidence in sentence.evidence() {
            let Some(report) = opened.reports.get(&evidence.report) else { continue };
            let words = evidence.span.of(&report.text).unwrap_or_default();
            let words = one_line(words);
            let outlet = report.source.as_deref().unwrap_or("?");
            let day = report.published.as_ref().map(|p| p.date().to_string()).unwrap_or_default();
            writeln!(out, "  {dim}{outlet}, {day}:{end} “{words}”")?;
        }
    }
    Ok(())
}

fn show_ledger(newsroom: &Newsroom, out: &mut impl Write) -> Result<()> {
    writeln!(out, "\nThe ledger: who supplies Russia's war, says who?\n")?;
    let names = Names(Books::new(newsroom.store().clone(), Arc::clone(newsroom.reader())));
    let question = Question::military_suppliers(EntityId::new("country:RUS"));
    let ranking = names.0.ask(|book| book.rank(question))?;
    show_ranking(out, &ranking, &names)
}

/// Standing queries as readers might keep them; the words after them say whose.
const WATCHES: [(&str, &str); 5] = [
    ("a defence analyst", "\"artillery ammunition\" OR shells OR missiles"),
    ("a Korea desk", "entity:country:PRK AND (pact OR ally)"),
    ("a holder of Boeing shares", "ticker:BA"),
    ("a markets reader", "title:iphone AND demand"),
    ("a harbour master", "tanker AND strait"),
];

/// Holds what was published against the standing queries, as the alerts do.
fn show_alerts(newsroom: &Newsroom, out: &mut impl Write) -> Result<()> {
    writeln!(out, "\nAlerts that fired\n")?;
    let mut index = Index::default();
    for (id, (_, query)) in (0..).zip(WATCHES) {
        index.add(id, &Query::parse(query, &Limits::default())?);
    }
    let mut scratch = Scratch::default();
    let order = wiredesk_store::Order::NEWEST;
    let published = newsroom.store().list(&Filter::default(), order, Start::Top, 20)?;
    for story in &published {
        let held = alerts::told(&story.story, newsroom.reader().as_ref());
        for id in index.match_story(&held, &mut scratch) {
            let (who, query) = WATCHES[*id as usize];
            writeln!(out, "  {who} ({query}):\n      {}", story.story.title)?;
        }
    }
    Ok(())
}
