//! Outlets: all of them, and each with its reports, whom it copies, what stands on it.

use axum::extract::{Path, State};
use axum::response::Response;
use std::collections::BTreeSet;
use wiredesk_model::StoryId;
use wiredesk_model::jiff::tz::TimeZone;
use wiredesk_publish::dates::{day, moment};
use wiredesk_publish::edition::followable;
use wiredesk_publish::page::ledger::{self as pages, OutletPage};
use wiredesk_publish::page::source_path;
use wiredesk_publish::text::counted;
use wiredesk_store::{Outlet, ReportLine};

use crate::site::{cards, page};
use crate::{AppState, Error, limits};

pub(super) async fn list(State(state): State<AppState>) -> Result<Response, Error> {
    let body = state
        .work(|s| {
            let outlets = s.store().outlets("", limits::OUTLETS_SHOWN)?;
            let lines: Vec<(String, String)> =
                outlets.iter().map(|o| (o.name.clone(), summary(o))).collect();
            Ok(pages::outlets(s.house(), &s.sections()?, &lines)?)
        })
        .await?;
    page(body)
}

pub(super) async fn show(
    State(state): State<AppState>,
    Path(name): Path<String>,
) -> Result<Response, Error> {
    let body = state
        .work(move |s| {
            let outlet = s.store().outlet(&name)?.ok_or(Error::NotFound)?;
            Ok(pages::outlet(s.house(), &s.sections()?, &about(s, &outlet)?)?)
        })
        .await?;
    page(body)
}

fn about(state: &AppState, outlet: &Outlet) -> Result<OutletPage, Error> {
    let store = state.store();
    let reports = store.reports_of_outlet(&outlet.name, limits::REPORTS_OF_OUTLET)?;
    let copied = store.copied_by_outlet(&outlet.name, limits::PARTNERS_SHOWN)?;
    let lines = reports.iter().map(|r| {
        let date = day(r.at.to_zoned(TimeZone::UTC).date());
        let title = r.title.clone().unwrap_or_else(|| "Untitled report".into());
        let url = r.url.as_deref().and_then(followable).map(String::from);
        (date, title, url, r.duplicate_of.is_some())
    });
    Ok(OutletPage {
        name: outlet.name.clone(),
        summary: summary(outlet),
        copies: copied
            .into_iter()
            .filter(|(name, _)| !name.is_empty())
            .map(|(name, n)| (name.clone(), source_path(&name), n))
            .collect(),
        facts: facts(state, outlet)?,
        reports: lines.collect(),
        stories: standing_on(state, &outlet.name, &reports)?,
    })
}

fn summary(outlet: &Outlet) -> String {
    let copies = match outlet.copies {
        0 => String::new(),
        n => format!(", {n} of them {}", if n == 1 { "a copy" } else { "copies" }),
    };
    format!(
        "{}{copies}, the latest of {}",
        counted(outlet.reports as usize, "report", "reports"),
        day(outlet.last.to_zoned(TimeZone::UTC).date())
    )
}

/// What an editor set for a feed of that name, and how polling it goes.
fn facts(state: &AppState, outlet: &Outlet) -> Result<Vec<String>, Error> {
    let sources = state.store().sources()?;
    let mut facts = Vec::new();
    for source in sources.iter().filter(|s| s.about.title.as_deref() == Some(&outlet.name)) {
        facts.extend(source.about.terms.as_ref().map(|t| format!("Terms: {t}")));
        facts.extend(
            source
                .about
                .reliability
                .map(|r| format!("Reliability, as an editor set it: {r} of 100")),
        );
        facts.extend(source.last_fetched.map(|at| format!("Last read {}", moment(at))));
    }
    Ok(facts)
}

/// Our stories from storylines that the outlet reported on and that name it in their by-line.
fn standing_on(
    state: &AppState,
    name: &str,
    reports: &[ReportLine],
) -> Result<Vec<wiredesk_publish::page::lists::Card>, Error> {
    let lines: BTreeSet<_> = reports.iter().filter_map(|r| r.storyline.as_ref()).collect();
    let mut ids: Vec<StoryId> = Vec::new();
    for line in lines.into_iter().take(limits::STORYLINES_OF_OUTLET) {
        for story in state.store().stories_of(line)?.into_iter().filter(|s| s.live.is_some()) {
            let version = state.store().story_version(story.id, story.live)?;
            if version.is_some_and(|v| v.story.byline.sources.iter().any(|s| s == name)) {
                ids.push(story.id);
            }
        }
    }
    cards(state, state.store().published_all(&ids)?)
}
