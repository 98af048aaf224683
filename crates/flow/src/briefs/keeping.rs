//! What a reader may ask for, change and end.

use wiredesk_model::jiff::{SignedDuration, Timestamp};
use wiredesk_model::{EntityId, StorylineId};
use wiredesk_store::{Commission, CommissionId, Facet, NewCommission, Privilege, User};

use super::{Briefer, Subject, Timetable};
use crate::alerts::keeping::Refused;
use crate::{Error, limits};

/// A brief as it is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Its name; empty: what it is on.
    pub name: String,
    /// What it is on.
    pub subject: Subject,
    /// When it is made; `None`: once, now.
    pub timetable: Option<Timetable>,
    /// How far the first reaches back.
    pub back: Back,
    /// Also by mail.
    pub mail: bool,
}

/// How far a first brief reaches back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Back {
    /// A day.
    Day,
    /// A week.
    #[default]
    Week,
    /// Thirty days.
    Month,
    /// To the beginning.
    All,
}

impl Back {
    /// All, in the order of a form.
    pub const EVERY: [Back; 4] = [Self::Day, Self::Week, Self::Month, Self::All];

    /// The word in forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::All => "all",
        }
    }

    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Day => "the last day",
            Self::Week => "the last week",
            Self::Month => "the last thirty days",
            Self::All => "everything so far",
        }
    }

    /// The reach of that word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::EVERY.into_iter().find(|b| b.as_str() == word)
    }

    /// From when on; `None`: from the beginning.
    #[must_use]
    pub fn from(self, now: Timestamp) -> Option<Timestamp> {
        let days = match self {
            Self::Day => 1,
            Self::Week => 7,
            Self::Month => 30,
            Self::All => return None,
        };
        now.checked_sub(SignedDuration::from_hours(24 * days)).ok()
    }
}

/// Mail goes only where it is known to be wanted.
fn mailed(user: &User, mail: bool) -> Result<(), Refused> {
    if mail && user.confirmed_address().is_none() {
        return refused("Mail goes to the confirmed address of your account; it has none yet.");
    }
    Ok(())
}

fn refused<T>(words: impl Into<String>) -> Result<T, Refused> {
    Err(Refused::Words(words.into()))
}

/// What the store says to too many, in words for the asker.
fn kept<T>(done: Result<T, Error>) -> Result<T, Refused> {
    match done {
        Ok(done) => Ok(done),
        Err(Error::Store(wiredesk_store::Error::Refused(why))) => refused(format!("{why}.")),
        Err(Error::Store(error)) => Err(Refused::Store(error)),
        Err(error) => refused(error.to_string()),
    }
}

impl Briefer {
    /// How many briefs somebody may have waiting.
    #[must_use]
    pub fn allowance(user: &User) -> usize {
        match user.about.role.may(Privilege::SeeDesk) {
            true => limits::BRIEFS_STAFF,
            false => limits::BRIEFS_READER,
        }
    }

    /// Keeps what is asked for; `token` is what ends its mails. Asked for once, it is due at once.
    ///
    /// # Errors
    /// When there is nothing of that kind, no such time zone, or it is one too many.
    pub fn ask(
        &self,
        user: &User,
        asked: Asked,
        token: &str,
        now: Timestamp,
    ) -> Result<CommissionId, Refused> {
        let Asked { name, subject, timetable, back, mail } = asked;
        let subject = kept(self.resolved(subject))?;
        let title = self.title(&subject, user)?;
        if let Some(timetable) = &timetable {
            timetable.check().map_err(Refused::Words)?;
        }
        mailed(user, mail)?;
        let name = if name.trim().is_empty() { title } else { name.trim().to_owned() };
        let commission = NewCommission {
            owner: user.id,
            name: name.chars().take(limits::BRIEF_NAME_CHARS).collect(),
            subject: subject.json(),
            due: timetable.as_ref().map_or(now, |t| t.next_after(now)),
            timetable: timetable.map(|t| serde_json::to_string(&t).unwrap_or_default()),
            mail,
            token: token.to_owned(),
            seen: kept(self.seen_at(back.from(now)))?.json(),
        };
        kept(self.store.add_commission(commission, Self::allowance(user), now).map_err(Error::from))
    }

    /// With entities as ids and the section as it is written.
    fn resolved(&self, subject: Subject) -> Result<Subject, Error> {
        let id = |word: &str| -> Result<String, Error> {
            let found = self
                .books
                .entity(word)
                .map_err(|why| Error::Store(wiredesk_store::Error::Refused(why.to_string())))?;
            Ok(found.to_string())
        };
        Ok(match subject {
            Subject::Entity { id: word } => Subject::Entity { id: id(&word)? },
            Subject::Relation { actor, recipient } => {
                let home = |id: String| {
                    self.books.ask(|ledger| ledger.counts_for(&EntityId::new(id)).to_string())
                };
                Subject::Relation { actor: home(id(&actor)?)?, recipient: home(id(&recipient)?)? }
            }
            Subject::Section { name } => {
                let all = self.store.facet_counts(Facet::Channel, limits::BRIEF_SECTIONS)?;
                let mut names = all.into_iter().map(|c| c.name);
                let found = names.find(|n| n.eq_ignore_ascii_case(name.trim()));
                Subject::Section { name: found.unwrap_or(name) }
            }
            other => other,
        })
    }

    /// What the subject is called; refuses when there is no such thing.
    ///
    /// # Errors
    /// In words for the asker.
    pub fn title(&self, subject: &Subject, user: &User) -> Result<String, Refused> {
        let known = match subject {
            Subject::Storyline { id } => {
                self.store.storyline(&StorylineId::new(id.as_str()))?.is_some()
            }
            Subject::Section { name } => {
                let all = self.store.facet_counts(Facet::Channel, limits::BRIEF_SECTIONS)?;
                all.iter().any(|c| c.name == *name)
            }
            Subject::Entity { id } => kept(self.is_known(&EntityId::new(id.as_str())))?,
            Subject::Relation { actor, recipient } => {
                kept(self.is_known(&EntityId::new(actor.as_str())))?
                    && kept(self.is_known(&EntityId::new(recipient.as_str())))?
            }
            Subject::Watchlist { .. } | Subject::Entries { .. } => true,
        };
        let matter = kept(subject.matter((&self.store, &self.books), Some(user.id)))?;
        match matter.filter(|_| known) {
            Some(matter) => Ok(matter.title),
            None => refused("There is nothing of that name to make a brief on."),
        }
    }

    fn is_known(&self, id: &EntityId) -> Result<bool, Error> {
        if self.books.lexicon().get(id.as_str()).is_some() {
            return Ok(true);
        }
        let told = self.books.ask(|ledger| {
            ledger.newest(Some(id), None).next().is_some()
                || ledger.newest(None, Some(id)).next().is_some()
        })?;
        Ok(told || !self.store.claims_about(id, None, 1)?.is_empty())
    }

    /// A commission of somebody.
    ///
    /// # Errors
    /// When it is somebody else's, or there is none.
    pub fn commission_of(&self, user: &User, id: CommissionId) -> Result<Commission, Refused> {
        let commission = self.store.commission(id)?.filter(|o| o.about.owner == user.id);
        commission.map_or_else(|| refused("There is no such brief of yours."), Ok)
    }

    /// Makes no more of a commission, or goes on with it from now.
    ///
    /// # Errors
    /// When it is somebody else's, or was asked for once only.
    pub fn rest(
        &self,
        user: &User,
        id: CommissionId,
        rests: bool,
        now: Timestamp,
    ) -> Result<(), Refused> {
        let commission = self.commission_of(user, id)?;
        let table =
            commission.about.timetable.as_deref().and_then(|t| serde_json::from_str(t).ok());
        let due = match (rests, table) {
            (true, _) => None,
            (false, Some(table)) => Some(Timetable::next_after(&table, now)),
            (false, None) => return refused("It was asked for once, and is made."),
        };
        Ok(self.store.set_commission(id, due, commission.about.mail)?)
    }

    /// Sends a commission's briefs by mail too, or no more.
    ///
    /// # Errors
    /// When it is somebody else's, or there is no address to send to.
    pub fn mail(&self, user: &User, id: CommissionId, mail: bool) -> Result<(), Refused> {
        let commission = self.commission_of(user, id)?;
        mailed(user, mail)?;
        Ok(self.store.set_commission(id, commission.due, mail)?)
    }
}
