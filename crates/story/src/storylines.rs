//! Storylines as reports arrive, and an editor's changes to them.
//!
//! A copy joins the storyline of what it copies and adds nothing else to it: ten prints of one wire
//! are one voice. A later report can show that two earlier ones were copies of one text (the whole
//! article after two excerpts); what changed thereby is told by [`Storylines::changed`].

use crate::acts::Act;
use crate::copies::{Copies, CopyRules};
use crate::features::{Counted, Features, Rarity, count, listed};
use crate::threads::{ThreadRules, Threads};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use wiredesk_model::{Assignment, Reading, Report, ReportId, Storyline, StorylineId};

/// Longest working title.
const TITLE_CHARS_MAX: usize = 200;
/// Most other threads that one report is taken to bridge to.
const BRIDGES_MAX: usize = 3;

/// How storylines are made.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// When two texts count as copies.
    pub copies: CopyRules,
    /// When a report goes on with a storyline.
    pub threads: ThreadRules,
    /// Reports that are remembered. The oldest is let go first; its storyline lives on while any
    /// later report of it is remembered.
    pub reports_max: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { copies: CopyRules::default(), threads: ThreadRules::default(), reports_max: 50_000 }
    }
}

/// Gives every report its storyline.
#[derive(Debug)]
pub struct Storylines {
    settings: Settings,
    copies: Copies,
    rarity: Rarity,
    threads: Threads,
    pub(crate) kept: VecDeque<Kept>,
    /// Serial number of the first kept.
    pub(crate) first: u32,
    pub(crate) serials: HashMap<ReportId, u32>,
    /// Live threads by number: the storyline's id, its working title, the serials in it.
    pub(crate) rosters: BTreeMap<u32, Roster>,
    pub(crate) threads_made: u32,
    pub(crate) changed: BTreeSet<u32>,
    pub(crate) acts: Vec<Act>,
}

#[derive(Debug)]
pub(crate) struct Kept {
    pub report: ReportId,
    pub title: String,
    pub thread: u32,
    /// Serial number of the first telling, when this is a copy.
    pub copy_of: Option<(u32, ReportId)>,
    pub reason: String,
}

#[derive(Debug)]
pub(crate) struct Roster {
    pub id: StorylineId,
    pub title: String,
    pub serials: BTreeSet<u32>,
}

impl Storylines {
    /// None yet.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self {
            copies: Copies::new(settings.copies.clone()),
            rarity: Rarity::new(),
            threads: Threads::new(settings.threads.clone()),
            kept: VecDeque::new(),
            first: 0,
            serials: HashMap::new(),
            rosters: BTreeMap::new(),
            threads_made: 0,
            changed: BTreeSet::new(),
            acts: Vec::new(),
            settings,
        }
    }

    /// Takes the next report (in time order) and says where it belongs. Names come from the reading
    /// when there is one, else from capital letters. A report seen before keeps its place.
    pub fn add(&mut self, report: &Report, reading: Option<&Reading>) -> Assignment {
        let counted = count(report, reading);
        self.rarity.learn(&counted);
        self.place(report, reading, counted)
    }

    fn place(
        &mut self,
        report: &Report,
        reading: Option<&Reading>,
        counted: Counted<'_>,
    ) -> Assignment {
        if let Some(&serial) = self.serials.get(&report.id) {
            return self.assignment(serial);
        }
        while self.kept.len() >= self.settings.reports_max.max(1) {
            self.forget_first();
        }
        let serial = self.first + self.kept.len() as u32;
        let title = report.title.as_deref().unwrap_or_default();
        let text = if report.text.trim().is_empty() { title } else { &report.text };
        let sketch = self.copies.sketch(title, text);
        let originals = sketch.as_ref().map(|s| self.copies.of(s)).unwrap_or_default();
        self.copies.keep(sketch);
        let day = report.published.as_ref().map(|p| days(p.date()));
        self.serials.insert(report.id.clone(), serial);
        match originals.first() {
            Some(copy) => {
                let original = self.first_telling(copy.serial);
                let percent = (copy.containment * 100.0).round();
                let reason = format!("{percent}% of the shorter text stands in the other");
                self.join_as_copy(report, serial, original, day, reason);
                let others = originals.iter().skip(1).map(|c| c.serial);
                self.unite_copies(serial, others.collect());
            }
            None => match listed(report, reading) {
                Some(companies) => self.stand_alone(report, serial, companies, day),
                None => self.join_by_likeness(report, serial, counted, day),
            },
        }
        self.assignment(serial)
    }

    fn join_as_copy(
        &mut self,
        report: &Report,
        serial: u32,
        original: u32,
        day: Option<i32>,
        reason: String,
    ) {
        let Some(first) = self.at(original) else { return };
        let (thread, copy_of) = (first.thread, Some((original, first.report.clone())));
        self.threads.keep(None, thread, day, 0.0);
        self.enrol(serial, thread, report);
        self.kept.push_back(Kept {
            report: report.id.clone(),
            title: title_of(report),
            thread,
            copy_of,
            reason,
        });
    }

    fn stand_alone(&mut self, report: &Report, serial: u32, companies: usize, day: Option<i32>) {
        self.threads_made += 1;
        let thread = self.threads_made;
        self.threads.keep(None, thread, day, 0.0);
        self.enrol(serial, thread, report);
        let reason = format!("a list of {companies} companies");
        self.kept.push_back(Kept {
            report: report.id.clone(),
            title: title_of(report),
            thread,
            copy_of: None,
            reason,
        });
    }

    fn join_by_likeness(
        &mut self,
        report: &Report,
        serial: u32,
        counted: Counted<'_>,
        day: Option<i32>,
    ) {
        let features = self.rarity.weigh(counted);
        let likely = self.threads.likely(&features, day);
        let (thread, sum, reason) = match likely.first() {
            Some(best) => (best.thread, best.sum, self.reason(&features, best.nearest)),
            None => {
                self.threads_made += 1;
                (self.threads_made, 0.0, "nothing like it before".to_owned())
            }
        };
        self.threads.keep(Some(features), thread, day, sum);
        self.enrol(serial, thread, report);
        self.kept.push_back(Kept {
            report: report.id.clone(),
            title: title_of(report),
            thread,
            copy_of: None,
            reason,
        });
        for other in likely.iter().skip(1).take(BRIDGES_MAX) {
            if self.threads.bridged(thread, other.thread) {
                self.unite_threads(thread, other.thread);
            }
        }
    }

    /// Two threads turned out to be one; the older name stays.
    fn unite_threads(&mut self, a: u32, b: u32) {
        let (older, newer) = (a.min(b), a.max(b));
        let serials = self.rosters.get(&newer).map(|r| r.serials.clone()).unwrap_or_default();
        for serial in serials {
            self.move_to(serial, older);
            self.changed.insert(serial);
        }
    }

    /// `serial` was a copy of one text; those others it also copies are copies of the same.
    fn unite_copies(&mut self, serial: u32, others: Vec<u32>) {
        for other in others {
            let (a, b) = (self.first_telling(serial), self.first_telling(other));
            if a == b {
                continue;
            }
            let (first, later) = (a.min(b), a.max(b));
            let Some((thread, report)) = self.at(first).map(|k| (k.thread, k.report.clone()))
            else {
                continue;
            };
            let moved: Vec<u32> = (later..self.first + self.kept.len() as u32)
                .filter(|&s| self.first_telling(s) == later)
                .collect();
            for s in moved {
                self.move_to(s, thread);
                if let Some(kept) = self.kept.get_mut((s - self.first) as usize) {
                    kept.copy_of = Some((first, report.clone()));
                }
                if s != serial {
                    self.changed.insert(s);
                }
            }
        }
    }

    pub(crate) fn first_telling(&self, serial: u32) -> u32 {
        match self.at(serial).and_then(|k| k.copy_of.as_ref()) {
            Some(&(original, _)) if self.at(original).is_some() => original,
            _ => serial,
        }
    }

    fn enrol(&mut self, serial: u32, thread: u32, report: &Report) {
        let roster = self.rosters.entry(thread).or_insert_with(|| Roster {
            id: StorylineId::new(format!("s-{}", report.id)),
            title: title_of(report),
            serials: BTreeSet::new(),
        });
        roster.serials.insert(serial);
    }

    pub(crate) fn move_to(&mut self, serial: u32, thread: u32) {
        let Some(kept) = self.kept.get_mut((serial - self.first) as usize) else { return };
        let from = std::mem::replace(&mut kept.thread, thread);
        if from == thread {
            return;
        }
        self.threads.move_to(serial, thread);
        if let Some(roster) = self.rosters.get_mut(&from) {
            roster.serials.remove(&serial);
            if roster.serials.is_empty() {
                self.rosters.remove(&from);
            }
        }
        if let Some(roster) = self.rosters.get_mut(&thread) {
            roster.serials.insert(serial);
        }
    }

    fn reason(&self, features: &Features<'_>, nearest: u32) -> String {
        let mut words: Vec<&str> = Vec::new();
        for i in self.threads.shared(features, nearest) {
            let shown = features.shown[i];
            let told = |w: &&str| w.to_lowercase().contains(&shown.to_lowercase());
            if words.len() < 4 && !words.iter().any(told) {
                words.push(shown);
            }
        }
        let with = self.at(nearest).map_or_else(String::new, |k| format!(" with {}", k.report));
        format!("shares {}{with}", words.join(", "))
    }

    pub(crate) fn at(&self, serial: u32) -> Option<&Kept> {
        self.kept.get(serial.checked_sub(self.first)? as usize)
    }

    fn assignment(&self, serial: u32) -> Assignment {
        // Serials come from this struct only; an unknown one would be a report of no storyline.
        let Some(kept) = self.at(serial) else {
            return Assignment {
                report: ReportId::new(""),
                storyline: StorylineId::new(""),
                duplicate_of: None,
                reason: String::new(),
            };
        };
        let id = self.rosters.get(&kept.thread).map(|r| r.id.clone());
        Assignment {
            report: kept.report.clone(),
            storyline: id.unwrap_or_else(|| StorylineId::new(format!("s-{}", kept.report))),
            duplicate_of: kept.copy_of.as_ref().map(|(_, report)| report.clone()),
            reason: kept.reason.clone(),
        }
    }

    fn forget_first(&mut self) {
        let Some(old) = self.kept.pop_front() else { return };
        self.copies.forget_first();
        self.threads.forget_first();
        self.serials.remove(&old.report);
        if let Some(roster) = self.rosters.get_mut(&old.thread) {
            roster.serials.remove(&self.first);
            if roster.serials.is_empty() {
                self.rosters.remove(&old.thread);
            }
        }
        self.changed.remove(&self.first);
        self.first += 1;
    }

    /// Earlier assignments that later reports or an editor changed, since this was last asked.
    pub fn changed(&mut self) -> Vec<Assignment> {
        let changed = std::mem::take(&mut self.changed);
        changed.into_iter().map(|serial| self.assignment(serial)).collect()
    }

    /// All assignments of remembered reports, in the order they came.
    #[must_use]
    pub fn assignments(&self) -> Vec<Assignment> {
        (0..self.kept.len() as u32).map(|i| self.assignment(self.first + i)).collect()
    }

    /// The storylines of remembered reports, oldest first.
    #[must_use]
    pub fn storylines(&self) -> Vec<Storyline> {
        self.rosters.values().map(|roster| self.storyline_of(roster)).collect()
    }

    /// One storyline.
    #[must_use]
    pub fn storyline(&self, id: &StorylineId) -> Option<Storyline> {
        self.rosters.values().find(|r| &r.id == id).map(|roster| self.storyline_of(roster))
    }

    fn storyline_of(&self, roster: &Roster) -> Storyline {
        Storyline {
            id: roster.id.clone(),
            title: roster.title.clone(),
            reports: roster.serials.iter().map(|&s| self.assignment(s)).collect(),
        }
    }
}

/// A whole pile at once: put in time order (reports of no date keep their place behind the one
/// before them), all words counted first, final assignments given in that order.
#[must_use]
pub fn group(reports: &[(&Report, Option<&Reading>)], settings: Settings) -> Vec<Assignment> {
    let mut last = None;
    let mut order: Vec<_> = reports
        .iter()
        .enumerate()
        .map(|(i, (report, _))| {
            last = report.published.as_ref().map(|p| p.order_key()).or(last);
            (last, i)
        })
        .collect();
    order.sort_unstable();
    let settings = Settings { reports_max: settings.reports_max.max(reports.len()), ..settings };
    let mut storylines = Storylines::new(settings);
    for (report, reading) in reports {
        storylines.rarity.learn(&count(report, *reading));
    }
    for (_, i) in order {
        let (report, reading) = reports[i];
        storylines.place(report, reading, count(report, reading));
    }
    storylines.assignments()
}

fn days(date: wiredesk_model::jiff::civil::Date) -> i32 {
    let epoch = wiredesk_model::jiff::civil::Date::constant(2000, 1, 1);
    i32::try_from(date.duration_since(epoch).as_hours() / 24).unwrap_or_default()
}

/// The headline, else the first words.
fn title_of(report: &Report) -> String {
    let line = report.text.trim_start().lines().next().unwrap_or_default();
    let title = report.title.as_deref().filter(|t| !t.is_empty()).unwrap_or(line);
    title.chars().take(TITLE_CHARS_MAX).collect()
}
