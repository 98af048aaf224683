//! Who and what reports speak of.

use crate::{EntityId, When};

/// The kinds of entity that the JSON contract names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EntityType {
    /// A human being.
    Person,
    /// A body that is not listed on an exchange: ministry, agency, party, alliance, outlet.
    Organization,
    /// A business, listed or not.
    Company,
    /// A sovereign state (also when its capital or government stands for it).
    Country,
    /// A city, region, sea, building.
    Place,
    /// A named happening.
    Event,
    /// A named thing that is made or sold.
    Product,
    /// Named, but of none of these kinds.
    Other,
}

impl EntityType {
    /// All, in the order of the contract.
    pub const ALL: [EntityType; 8] = [
        Self::Person,
        Self::Organization,
        Self::Company,
        Self::Country,
        Self::Place,
        Self::Event,
        Self::Product,
        Self::Other,
    ];

    /// The word in JSON and in ids' long form.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
            Self::Company => "company",
            Self::Country => "country",
            Self::Place => "place",
            Self::Event => "event",
            Self::Product => "product",
            Self::Other => "other",
        }
    }

    /// The type of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.as_str() == word)
    }
}

/// One entry of the lexicon.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    /// Stable id.
    pub id: EntityId,
    /// Its kind.
    pub kind: EntityType,
    /// The name that is shown.
    pub name: String,
    /// Other names that mean it when met in a text.
    pub aliases: Vec<String>,
    /// Offices held, with their dates.
    pub offices: Vec<Office>,
    /// Where its shares are listed, first the primary listing.
    pub tickers: Vec<Ticker>,
    /// The country it belongs to, where it belongs to one.
    pub country: Option<EntityId>,
}

/// An office that a person held or holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// For example `president`.
    pub title: String,
    /// Of which country or organisation.
    pub of: Option<EntityId>,
    /// Since when.
    pub from: Option<When>,
    /// Until when; `None` while it lasts.
    pub until: Option<When>,
}

/// A listing of a company's shares.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ticker {
    /// For example `AAPL`.
    pub symbol: String,
    /// For example `NASDAQ`; empty when unknown.
    pub exchange: String,
}
