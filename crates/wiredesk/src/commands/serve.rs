//! `wiredesk serve`: the system.

use crate::commands::bounds::redacted;
use crate::commands::data::Data;
use crate::house::HouseRules;
use crate::model::Model;
use anyhow::{Context, Result};
use clap::Args;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use wiredesk_deliver::{MailSettings, Sender};
use wiredesk_flow::alerts::keeping::Allowances;
use wiredesk_flow::archive::{Span, StandingQuery, Tried, try_query};
use wiredesk_flow::seeking::{Answer, Question, Refused, seek};
use wiredesk_flow::{
    Newsroom, announcing, copy::Pace, delivery, desk::Desk, drafting::Drafter, feeds,
    ledger::Books, webhooks,
};
use wiredesk_model::jiff::Timestamp;
use wiredesk_model::{Read, ReportId, StoryId};
use wiredesk_publish::House;
use wiredesk_read::Reader;
use wiredesk_search::{Kind, Search};
use wiredesk_web::{AppState, AskModel, Find, Parts};

/// How to serve.
#[derive(Debug, Args)]
#[command(
    after_help = "At the first start a link is printed that makes the first editor's account.\n\nExamples:\n  wiredesk serve\n  wiredesk serve --listen 0.0.0.0:8080 --site https://news.example.org --name 'The Example'"
)]
pub struct Serve {
    #[command(flatten)]
    pub data: Data,
    #[command(flatten)]
    pub site: Site,
    #[command(flatten)]
    pub mail: Mail,
    #[command(flatten)]
    pub house: HouseRules,
    #[command(flatten)]
    pub model: Model,
    /// Drafts a day that the model is asked for by itself; others only when an editor asks
    #[arg(long, env = "WIREDESK_MODEL_DRAFTS", value_name = "N", default_value_t = 100)]
    pub model_drafts: usize,
    /// Allow feeds and webhooks at private addresses and on this machine
    #[arg(long, env = "WIREDESK_ALLOW_PRIVATE")]
    pub allow_private: bool,
    /// Serve the TCP news feed (bztcp 1.1) there; plain, so only inside or behind a TLS proxy
    #[arg(long, env = "WIREDESK_TCP_FEED", value_name = "ADDRESS:PORT")]
    pub tcp_feed: Option<SocketAddr>,
    /// Do not poll feeds
    #[arg(long)]
    pub no_polling: bool,
    #[command(flatten)]
    pub allowances: Allowed,
}

/// How much readers' accounts may keep.
#[derive(Debug, Clone, Args)]
pub struct Allowed {
    /// Standing queries that a reader's account may keep
    #[arg(long, env = "WIREDESK_READER_QUERIES", value_name = "N")]
    reader_queries: Option<usize>,
    /// Words and conditions in each of them
    #[arg(long, env = "WIREDESK_READER_CLAUSES", value_name = "N")]
    reader_clauses: Option<usize>,
}

impl Allowed {
    fn set(&self) {
        let mut all = Allowances::default();
        all.reader.queries = self.reader_queries.unwrap_or(all.reader.queries);
        all.reader.limits.clauses = self.reader_clauses.unwrap_or(all.reader.limits.clauses);
        all.set();
    }
}

/// Whose site it is and where it listens.
#[derive(Debug, Clone, Args)]
pub struct Site {
    /// Where to listen
    #[arg(
        long,
        env = "WIREDESK_LISTEN",
        default_value = "127.0.0.1:8080",
        value_name = "ADDRESS:PORT"
    )]
    pub listen: SocketAddr,
    /// The site's public address, when it is not the one listened on
    #[arg(long = "site", env = "WIREDESK_SITE", value_name = "URL")]
    pub base: Option<String>,
    /// The publication's name
    #[arg(long, env = "WIREDESK_NAME", default_value = "Wiredesk")]
    pub name: String,
    /// The WebSub hub that feeds name and that is told when one changed; one at a private address
    /// is called with --allow-private only
    #[arg(long, env = "WIREDESK_HUB", value_name = "URL")]
    pub hub: Option<String>,
    /// One line about it
    #[arg(
        long,
        env = "WIREDESK_TAGLINE",
        default_value = "Every sentence shows what it stands on."
    )]
    pub tagline: String,
}

/// How mail leaves the house.
#[derive(Clone, Args)]
pub struct Mail {
    /// The mail relay: smtps://user:password@host, smtp://… (STARTTLS), or smtp://127.0.0.1:25.
    /// Without one, mail waits in the outbox and is given up after a day
    #[arg(long = "smtp", env = "WIREDESK_SMTP", value_name = "URL", hide_env_values = true)]
    relay: Option<String>,
    /// The address that mail is sent from
    #[arg(
        long = "mail-from",
        env = "WIREDESK_MAIL_FROM",
        value_name = "ADDRESS",
        requires = "relay"
    )]
    from: Option<String>,
}

/// The relay's address holds a password.
impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail").field("from", &self.from).finish_non_exhaustive()
    }
}

impl Mail {
    fn settings(self) -> Result<Option<MailSettings>> {
        let Self { relay, from } = self;
        let Some(relay) = relay.filter(|r| !r.trim().is_empty()) else { return Ok(None) };
        let from = from.context("say whom mail is from: --mail-from desk@news.example")?;
        Ok(Some(MailSettings { relay, from }))
    }
}

/// What runs beside the pages.
#[derive(Debug, Default)]
pub struct Beside {
    /// Feeds are polled; whether also at private addresses.
    pub polling: Option<bool>,
    /// How the outbox is emptied.
    pub sending: wiredesk_deliver::Settings,
    /// Where the TCP feed listens.
    pub tcp_feed: Option<SocketAddr>,
    /// How often the model is asked, where there is one.
    pub pace: Pace,
}

/// How often the stages look for waiting reports when nothing woke them.
const STAGES_EVERY: Duration = Duration::from_secs(2);

impl Serve {
    /// How it is set, for people; secrets are not shown.
    #[must_use]
    pub fn told(&self) -> Vec<(&'static str, String)> {
        let or = |text: &Option<String>, none: &str| text.clone().unwrap_or_else(|| none.into());
        let address = format!("http://{}", self.site.listen);
        vec![
            ("data", self.data.folder.display().to_string()),
            ("listen", self.site.listen.to_string()),
            ("site", or(&self.site.base, &address)),
            ("name", self.site.name.clone()),
            ("tagline", self.site.tagline.clone()),
            ("hub", or(&self.site.hub, "none")),
            ("smtp", self.mail.relay.as_deref().map_or_else(|| "none".into(), redacted)),
            ("mail-from", or(&self.mail.from, "nobody")),
            ("allow-private", self.allow_private.to_string()),
            ("polling", (!self.no_polling).to_string()),
            ("model", self.model.told()),
            ("model-drafts", self.model_drafts.to_string()),
        ]
    }

    /// Serves until it is told to stop.
    ///
    /// # Errors
    /// When the folder is in use or the address cannot be had.
    pub fn run(self) -> Result<u8> {
        crate::terminal::logging();
        self.allowances.set();
        let (rules, model) = (self.house.read()?, self.model.stringer()?);
        let drafter = Drafter { rules, model, ..Drafter::default() };
        let reader = Arc::new(Reader::shipped());
        let newsroom = Newsroom::with(self.data.open()?, reader, drafter)?;
        let polling = (!self.no_polling).then_some(self.allow_private);
        let mail = self.mail.settings()?;
        let sending = wiredesk_deliver::Settings { allow_private: self.allow_private, mail };
        let pace = Pace { drafts_a_day: self.model_drafts };
        let beside = Beside { polling, sending, tcp_feed: self.tcp_feed, pace };
        serve(&newsroom, &self.site, beside, |address, set_up| {
            note!("wiredesk: serving on http://{address}");
            if let Some(link) = set_up {
                note!("wiredesk: no account yet; make the first editor's at {link}");
            }
        })?;
        Ok(0)
    }
}

/// Runs stages, polling, pages, APIs and the outbox until Ctrl-C or a termination signal. `ready` is told the
/// address that is listened on and, as long as nobody has an account, the link that makes one.
///
/// # Errors
/// When the address cannot be had, or serving breaks.
pub fn serve(
    newsroom: &Newsroom,
    site: &Site,
    beside: Beside,
    ready: impl FnOnce(SocketAddr, Option<String>),
) -> Result<()> {
    let sender = Arc::new(Sender::new(&beside.sending)?);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(site.listen)
            .await
            .with_context(|| format!("cannot listen on {}; is it in use?", site.listen))?;
        let address = listener.local_addr()?;
        let parts = parts(newsroom, site, address);
        let books = Arc::clone(&parts.books);
        let state = AppState::new(parts).sending(sender.clone());
        let state = match newsroom.model() {
            Some(_) => state.asking(Arc::new(Asking(newsroom.clone()))),
            None => state,
        };
        let set_up =
            state.set_up_token()?.map(|token| format!("http://{address}/set-up?token={token}"));
        ready(address, set_up);
        let (stop, stopped) = watch::channel(false);
        let stages = tokio::task::spawn_blocking({
            let (newsroom, stopped) = (newsroom.clone(), stopped.clone());
            move || run_stages(&newsroom, &books, &stopped)
        });
        let alerts = tokio::task::spawn_blocking({
            let (newsroom, stopped) = (newsroom.clone(), stopped.clone());
            newsroom.set_house(state.house().clone());
            move || newsroom.alert_until(|| *stopped.borrow(), Timestamp::now)
        });
        let briefs = tokio::task::spawn_blocking({
            let (briefer, stopped) = (Arc::clone(state.briefer()), stopped.clone());
            move || briefer.run_until(|| *stopped.borrow(), Timestamp::now)
        });
        let copy = tokio::task::spawn_blocking({
            let (newsroom, stopped) = (newsroom.clone(), stopped.clone());
            move || newsroom.copy_until(beside.pace, || *stopped.borrow(), Timestamp::now)
        });
        let store = newsroom.store().clone();
        let outbox = tokio::spawn(delivery::run(store, sender, <_>::default(), stopped.clone()));
        let (house, reader) = (state.house().clone(), newsroom.reader().clone());
        let store = newsroom.store().clone();
        let hooks = tokio::spawn(webhooks::run(store, house, reader, stopped.clone()));
        let (store, house) = (newsroom.store().clone(), state.house().clone());
        let told = tokio::spawn(announcing::run(store, house, stopped.clone()));
        let polls = beside.polling.map(|allow_private| {
            tokio::spawn(feeds::poll(newsroom.clone(), allow_private, stopped.clone()))
        });
        let feed = match beside.tcp_feed {
            Some(at) => {
                let cannot = || format!("cannot listen on {at} for the TCP feed; is it in use?");
                let listener = TcpListener::bind(at).await.with_context(cannot)?;
                Some(tokio::spawn(wiredesk_web::serve_tcp(listener, state.clone())))
            }
            None => None,
        };
        let served = wiredesk_web::serve(listener, state, stop_signal()).await;
        stop.send_replace(true);
        feed.inspect(tokio::task::JoinHandle::abort);
        if let Some(polls) = polls {
            polls.await??;
        }
        stages.await??;
        hooks.await?;
        told.await?;
        alerts.await?;
        briefs.await?;
        copy.await?;
        outbox.await?;
        Ok(served?)
    })
}

fn parts(newsroom: &Newsroom, site: &Site, address: SocketAddr) -> Parts {
    let checker = Arc::new(newsroom.checker());
    Parts {
        store: newsroom.store().clone(),
        desk: Desk::new(newsroom.store().clone(), checker),
        find: Arc::new(Finding(newsroom.clone())),
        reader: newsroom.reader().clone(),
        pictures: crate::wire::PICTURES.iter().map(|p| (p.1, p.2)).collect(),
        books: Arc::new(Books::new(newsroom.store().clone(), newsroom.reader().clone())),
        house: house(site, address),
        now: Timestamp::now,
    }
}

fn house(site: &Site, address: SocketAddr) -> House {
    House {
        name: site.name.clone(),
        tagline: site.tagline.clone(),
        base: site.base.clone().unwrap_or_else(|| format!("http://{address}")),
        hub: site.hub.clone(),
        ..House::default()
    }
}

fn run_stages(newsroom: &Newsroom, books: &Books, stopped: &watch::Receiver<bool>) -> Result<()> {
    while !*stopped.borrow() {
        if let Err(error) = newsroom.advance(Timestamp::now, |_| {}) {
            tracing::error!(%error, "the stages stopped; they go on in a moment");
        }
        // So that no reader waits for what came in.
        if let Err(error) = books.refresh() {
            tracing::error!(%error, "the ledger could not be brought up to date");
        }
        std::thread::sleep(STAGES_EVERY);
    }
    Ok(())
}

async fn stop_signal() {
    let interrupt = tokio::signal::ctrl_c();
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
    }
}

/// The model as the desk asks it.
struct Asking(Newsroom);

impl AskModel for Asking {
    fn name(&self) -> String {
        self.0.model().unwrap_or_default().to_owned()
    }

    fn ask(&self, id: StoryId, base: u32, by: &str) -> bool {
        self.0.waiting().put(id, base, by)
    }

    fn is_asked(&self, id: StoryId) -> bool {
        self.0.waiting().has(id)
    }
}

/// The search index as the pages ask it.
struct Finding(Newsroom);

impl Finding {
    fn ids(&self, query: &str, kind: Kind, most: usize) -> Result<Vec<String>, String> {
        let asked =
            Search { text: query.into(), kind: Some(kind), limit: most, ..Search::default() };
        let found = self.0.index().search(&asked).map_err(|e| e.to_string())?;
        Ok(found.hits.into_iter().map(|h| h.id).collect())
    }
}

impl Find for Finding {
    fn stories(&self, query: &str, most: usize) -> Result<Vec<StoryId>, String> {
        let ids = self.ids(query, Kind::Story, most)?;
        Ok(ids.iter().filter_map(|id| id.parse().ok().map(StoryId)).collect())
    }

    fn seek(&self, question: &Question) -> Result<Answer, Refused> {
        let room = &self.0;
        let parts = (room.store(), room.index(), room.reader().as_ref() as &dyn Read);
        let broken = |e: wiredesk_flow::Error| {
            tracing::error!(error = %e, "a search failed");
            Refused { words: "The search does not answer. Try again in a moment.".into(), at: None }
        };
        seek(parts, question).unwrap_or_else(|e| Err(broken(e)))
    }

    fn reports(&self, query: &str, most: usize) -> Result<Vec<ReportId>, String> {
        Ok(self.ids(query, Kind::Report, most)?.into_iter().map(ReportId::new).collect())
    }

    fn archive(&self, query: &StandingQuery, span: Span) -> Result<Tried, String> {
        let room = &self.0;
        let parts = (room.store(), room.index(), room.reader().as_ref() as &dyn Read);
        try_query(parts, query, span).map_err(|e| e.to_string())
    }
}
