//! Bytes to reports: charset, feeds, pages, archives, cleaning.

//!
//! Pure: no I/O, no clock. Every entry takes bytes and [`Hints`] and gives values or an [`Error`]
//! that says what to do; none panics, and all run in linear time within [`limits`].
//!
//! - [`page`] reads an HTML page, [`feed`](feed::feed) a feed, [`plain`](plain::plain) and
//!   [`markdown`](plain::markdown) texts;
//! - [`reports`] reads any of these, packed or not, by what [`sniff`] finds them to be;
//! - [`address::key`] makes one key for all addresses of a page.
//!
//! Go on to `html` (the reader of markup), then `page::body` (which blocks are the article).

pub mod address;
mod byline;
mod charset;
pub mod clean;
pub mod date;
mod error;
pub mod feed;
mod gzip;
mod html;
pub mod limits;
mod page;
pub mod plain;
pub mod sniff;

pub use error::{Error, FeedFault};
pub use page::page;

use wiredesk_model::{Image, Published, Report, ReportId};

/// What is known about an input from outside of it. All optional; what the input itself says
/// comes first, except for the server's character set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// Where it was fetched.
    pub url: Option<String>,
    /// The HTTP `Content-Type`.
    pub content_type: Option<String>,
    /// A language code for texts too short to tell.
    pub language: Option<String>,
    /// The outlet, when the input does not name it.
    pub source: Option<String>,
}

/// A report as it stands in an input.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Extracted {
    /// The headline, without the outlet's name.
    pub title: Option<String>,
    /// Authors' names, without "By".
    pub byline: Vec<String>,
    /// When the outlet says it was published.
    pub published: Option<Published>,
    /// A date that was told and cannot be one (year 0, 9999), as it stood.
    pub published_raw: Option<String>,
    /// The outlet, as it calls itself.
    pub site: Option<String>,
    /// BCP 47 code.
    pub language: Option<String>,
    /// Paragraphs parted by blank lines.
    pub text: String,
    /// Pictures, the main one first.
    pub images: Vec<Image>,
    /// Its canonical address.
    pub url: Option<String>,
}

impl Extracted {
    /// The report, named by its content.
    #[must_use]
    pub fn into_report(self) -> Report {
        let mut report = Report {
            id: ReportId::new(""),
            source: self.site,
            url: self.url,
            title: self.title,
            byline: self.byline,
            published: self.published,
            language: self.language,
            images: self.images,
            text: self.text,
        };
        report.id = report.content_id();
        report
    }
}

/// Reads an input of any format: a page or a text gives one, a feed one an item. Compressed input
/// is unpacked. `name` is its file name or address; its ending decides where the bytes do not.
///
/// # Errors
/// All of [`Error`]; [`Error::OtherFormat`] for JSON Lines, whose shapes live in `wire`.
pub fn reports(bytes: &[u8], name: Option<&str>, hints: &Hints) -> Result<Vec<Extracted>, Error> {
    check_size(bytes)?;
    use sniff::Format;
    let packed;
    let (bytes, name) = match sniff::format(bytes, name) {
        Format::Gzip => {
            packed = gzip::inflate(bytes)?;
            (packed.as_slice(), name.map(|n| n.strip_suffix(".gz").unwrap_or(n)))
        }
        _ => (bytes, name),
    };
    check_size(bytes)?;
    match sniff::format(bytes, name) {
        Format::Html => page(bytes, hints).map(|page| vec![page]),
        Format::XmlFeed | Format::JsonFeed => {
            let mut feed = feed::feed(bytes, hints)?;
            let items = std::mem::take(&mut feed.items);
            Ok(items.into_iter().filter_map(|i| feed::extracted(i, &feed, hints)).collect())
        }
        Format::Markdown => plain::markdown(bytes, hints).map(|text| vec![text]),
        Format::Plain => plain::plain(bytes, hints).map(|text| vec![text]),
        Format::Json => Err(Error::OtherFormat("JSON Lines")),
        Format::Gzip => Err(Error::Binary { kind: "gzip data inside gzip data" }),
        Format::Binary(kind) => Err(Error::Binary { kind }),
    }
}

/// Unpacks gzip data within bounds; other bytes are given back as they are.
///
/// # Errors
/// [`Error::TruncatedGzip`], [`Error::DamagedGzip`], [`Error::InflationBomb`].
pub fn unpacked(bytes: &[u8]) -> Result<std::borrow::Cow<'_, [u8]>, Error> {
    match gzip::is_gzip(bytes) {
        true => gzip::inflate(bytes).map(Into::into),
        false => Ok(bytes.into()),
    }
}

pub(crate) fn check_size(bytes: &[u8]) -> Result<(), Error> {
    match bytes.len() {
        n if n > limits::BYTES_MAX => Err(Error::TooLarge { bytes: n }),
        _ if bytes.iter().all(u8::is_ascii_whitespace) => Err(Error::Empty),
        _ => Ok(()),
    }
}

/// The language of a text that is long enough to tell.
pub(crate) fn language_of(text: &str) -> Option<String> {
    let end = (0..=text.len().min(4_000)).rev().find(|e| text.is_char_boundary(*e))?;
    let info = whatlang::detect(&text[..end])?;
    info.is_reliable().then(|| two_letter(info.lang().code()).to_owned())
}

/// ISO 639-3, as the detector has it, to what the web writes.
fn two_letter(code: &'static str) -> &'static str {
    const CODES: &str = "eng en rus ru cmn zh spa es por pt ita it ben bn fra fr deu de ukr uk \
        kat ka ara ar hin hi jpn ja heb he yid yi pol pl amh am jav jv kor ko nob nb dan da swe sv \
        fin fi tur tr nld nl hun hu ces cs ell el bul bg bel be mar mr kan kn ron ro slv sl hrv hr \
        srp sr mkd mk lit lt lav lv est et tam ta vie vi urd ur tha th guj gu uzb uz pan pa aze az \
        ind id tel te pes fa mal ml ori or mya my nep ne sin si khm km tuk tk aka ak zul zu sna sn \
        afr af lat la slk sk cat ca tgl tl hye hy cym cy";
    let mut words = CODES.split(' ').filter(|w| !w.is_empty());
    while let (Some(three), Some(two)) = (words.next(), words.next()) {
        if three == code {
            return two;
        }
    }
    code
}
