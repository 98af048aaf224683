//! Published stories against standing queries.

use crate::finding::without_tags;
use wiredesk_alert::{Name, Story};
use wiredesk_model::{Read, Report, Want};
use wiredesk_store::PublishedStory;

/// A published story as standing queries see it: its words, its names, and the entities in it.
#[must_use]
pub fn story(published: &PublishedStory, reader: &dyn Read) -> Story {
    let said = &published.story;
    let body = format!("{}\n\n{}", said.teaser, without_tags(&said.body));
    let whole = Report {
        title: Some(said.title.clone()),
        ..Report::new(published.id.to_string().as_str().into(), format!("{}\n\n{body}", said.title))
    };
    let reading = reader.read(&whole, Want { entities: true, ..Want::SENTENCES });
    let entities = reading.entities.iter().filter_map(|m| m.id.as_ref()).map(ToString::to_string);
    let tickers = reading.entities.iter().filter_map(|m| Some(m.ticker.as_ref()?.0.clone()));
    let names = [
        (Name::Entity, entities.collect()),
        (Name::Ticker, said.tickers.iter().cloned().chain(tickers).collect()),
        (Name::Channel, said.channels.clone()),
        (Name::Section, said.channels.clone()),
    ];
    let mut names: Vec<(Name, String)> = names
        .into_iter()
        .flat_map(|(name, values): (Name, Vec<String>)| values.into_iter().map(move |v| (name, v)))
        .collect();
    names.sort();
    names.dedup();
    Story { title: said.title.clone(), body, names, ..Story::default() }
}
