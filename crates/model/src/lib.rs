//! The nouns of Wiredesk, one module each, in the order of the path a report takes.
//!
//! Every crate may know this one and it knows none of them. It holds no I/O, no clock and no wire
//! shapes: the JSON that leaves the program is made in `wiredesk-wire` (command line) and in
//! `web::api`; rows are made in `store`. All offsets in here are UTF-8 byte offsets.
//!
//! Start at [`Report`] (what came in), go on to [`Reading`] (what the machine found in it), then
//! [`Claim`] (one attributed assertion), [`Storyline`], and [`Story`] (what the desk makes).

pub mod change;
pub mod claim;
pub mod entity;
pub mod evidence;
pub mod ids;
pub mod publication;
pub mod rating;
pub mod reading;
pub mod report;
pub mod roles;
pub mod span;
pub mod story;
pub mod storyline;
pub mod when;
pub mod words;

pub use change::{Change, ChangeRule};
pub use claim::{Amount, Claim, Particulars, Precedence, Stage, Voice};
pub use entity::{Entity, EntityType};
pub use evidence::{Check, Evidence, Finding, FindingClass, Verdict};
pub use ids::{ClaimId, EntityId, ReportId, StoryId, StorylineId};
pub use publication::{CorrectionClass, Publication, PublicationKind};
pub use rating::Rating;
pub use reading::{
    Attribution, AttributionKind, ChainLink, DateMention, DateType, Event, Mention, Participant,
    Quantity, Reading, Root, Status,
};
pub use report::{Image, PictureSize, Rendition, Report};
pub use roles::{Read, Want};
pub use span::{CodePoints, Span};
pub use story::{Byline, Grounds, Section, SectionKind, SeeAlso, Sentence, Story};
pub use storyline::{Assignment, Storyline};
pub use when::{Published, When};

/// The one date and time library of the project, so that its version is named once.
pub use jiff;
