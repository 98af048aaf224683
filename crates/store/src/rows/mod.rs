//! How model values lie in JSON columns. `model` knows no JSON, so each struct has a row type here,
//! made by `row!` from a list of its fields: a field that is added to the model does not compile
//! until it is named here. Give it `#[serde(default)]`, or older rows cannot be read any more.
//!
//! This shape is the store's own: spans are bytes, `[start, end]`. What leaves the program is made
//! in `wiredesk-wire` and in `web::api`.

mod claim;
mod reading;
mod story;

pub(crate) use claim::ClaimRow;
pub(crate) use reading::RatingRow;
pub(crate) use story::{ImageRow, StoryRow};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use wiredesk_model::{Evidence, ReportId, Span};

/// A value that lies in a JSON column, and the model's value that it stands for.
pub(crate) trait Row: Serialize + DeserializeOwned {
    type Model;
    fn of(model: &Self::Model) -> Self;
    /// Back to the model; the error says in words what does not fit.
    fn model(self) -> Result<Self::Model, String>;
}

/// Declares a row type field by field.
macro_rules! row {
    ($row:ident = $model:ident { $($(#[$meta:meta])* $field:ident: $type:ty),* $(,)? }) => {
        #[derive(Debug, serde::Serialize, serde::Deserialize)]
        pub(crate) struct $row { $($(#[$meta])* $field: $type),* }

        impl crate::rows::Row for $row {
            type Model = $model;
            fn of(model: &$model) -> Self {
                Self { $($field: <$type as crate::rows::Row>::of(&model.$field)),* }
            }
            fn model(self) -> Result<$model, String> {
                Ok($model { $($field: crate::rows::Row::model(self.$field)?),* })
            }
        }
    };
}
pub(crate) use row;

/// Types that lie in a row as they are.
macro_rules! plain {
    ($($type:ty),*) => {$(
        impl Row for $type {
            type Model = $type;
            fn of(model: &$type) -> Self { model.clone() }
            fn model(self) -> Result<$type, String> { Ok(self) }
        }
    )*};
}
plain!(String, bool, u32, usize, f64);

impl<R: Row> Row for Option<R> {
    type Model = Option<R::Model>;
    fn of(model: &Self::Model) -> Self {
        model.as_ref().map(R::of)
    }
    fn model(self) -> Result<Self::Model, String> {
        self.map(R::model).transpose()
    }
}

impl<R: Row> Row for Vec<R> {
    type Model = Vec<R::Model>;
    fn of(model: &Self::Model) -> Self {
        model.iter().map(R::of).collect()
    }
    fn model(self) -> Result<Self::Model, String> {
        self.into_iter().map(R::model).collect()
    }
}

impl<A: Row, B: Row> Row for (A, B) {
    type Model = (A::Model, B::Model);
    fn of(model: &Self::Model) -> Self {
        (A::of(&model.0), B::of(&model.1))
    }
    fn model(self) -> Result<Self::Model, String> {
        Ok((self.0.model()?, self.1.model()?))
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct SpanRow(usize, usize);

impl Row for SpanRow {
    type Model = Span;
    fn of(model: &Span) -> Self {
        Self(model.start, model.end)
    }
    fn model(self) -> Result<Span, String> {
        if self.0 > self.1 {
            return Err(format!("the span [{}, {}] ends before it starts", self.0, self.1));
        }
        Ok(Span { start: self.0, end: self.1 })
    }
}

/// A value of the model that has one text: ids, enums, dates.
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Word<M> {
    text: String,
    #[serde(skip)]
    of: std::marker::PhantomData<M>,
}

/// How to get the text of a model value and back.
pub(crate) trait Worded: Sized {
    fn word(&self) -> String;
    fn from_word(text: &str) -> Option<Self>;
}

impl<M: Worded> Row for Word<M> {
    type Model = M;
    fn of(model: &M) -> Self {
        Self { text: model.word(), of: std::marker::PhantomData }
    }
    fn model(self) -> Result<M, String> {
        M::from_word(&self.text).ok_or_else(|| {
            let kind = std::any::type_name::<M>().rsplit("::").next().unwrap_or_default();
            format!("\"{}\" is not a {kind}", self.text)
        })
    }
}

macro_rules! worded {
    ($($type:ty: $word:expr, $parse:expr;)*) => {$(
        impl Worded for $type {
            fn word(&self) -> String { let word: fn(&$type) -> String = $word; word(self) }
            fn from_word(text: &str) -> Option<Self> {
                let parse: fn(&str) -> Option<$type> = $parse;
                parse(text)
            }
        }
    )*};
}

use wiredesk_model as m;
worded! {
    m::ReportId: |id| id.as_str().into(), |t| Some(t.into());
    m::EntityId: |id| id.as_str().into(), |t| Some(t.into());
    m::ClaimId: |id| id.as_str().into(), |t| Some(t.into());
    m::StorylineId: |id| id.as_str().into(), |t| Some(t.into());
    m::Published: ToString::to_string, m::Published::parse;
    m::When: ToString::to_string, m::When::parse;
    m::Root: |r| r.as_str().into(), m::Root::parse;
    m::Status: |s| s.as_str().into(), m::Status::parse;
    m::Stage: |s| s.as_str().into(), m::Stage::parse;
    m::Verdict: |v| v.as_str().into(), m::Verdict::parse;
    m::FindingClass: |c| c.as_str().into(), m::FindingClass::parse;
    m::PictureSize: |s| s.as_str().into(), m::PictureSize::parse;
    m::SectionKind: |k| k.as_str().into(), m::SectionKind::parse;
    m::ChangeRule: |r| r.as_str().into(), m::ChangeRule::parse;
}

row!(EvidenceRow = Evidence { report: Word<ReportId>, span: SpanRow });
