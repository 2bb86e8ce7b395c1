//! What waivers excuse on a day, and what is wrong with those that excuse nothing.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::place::{Way, is_within, way};
use super::read::WORKSPACE;
use super::{About, Fault, Waiver, Waivers};
use crate::check::{self, Absence, Outcome, Run, Told};
use crate::data::Date;
use crate::diagnostic::{Diagnostic, Fingerprint, Label, Problem};
use crate::index::Index;
use crate::model::Kind;
use crate::rule::{Class, Rule};

/// The rule that says what is wrong with waivers.
pub(crate) const INVALID: &str = "waiver-invalid";

/// What nobody can excuse: waivers themselves, and files that were not read to their end. What else is wrong in those
/// nobody knows.
const NEVER: [&str; 5] =
    [INVALID, "input-file-unreadable", "input-limit-exceeded", "input-record-unreadable", "input-syntax-error"];

/// What is excused.
#[derive(Debug, Default)]
pub struct Excused {
    by_print: FxHashMap<Fingerprint, Arc<Waiver>>,
    /// The waivers that excuse something.
    pub waivers: Vec<Arc<Waiver>>,
}

impl Excused {
    /// What excuses a diagnostic, if anything does.
    #[must_use]
    pub fn waiver(&self, diagnostic: &Diagnostic) -> Option<&Arc<Waiver>> {
        self.by_print.get(&diagnostic.fingerprint)
    }
}

/// The diagnostics of an outcome by rule and subject.
type Found<'a> = FxHashMap<(&'a str, &'a str), Vec<&'a Diagnostic>>;

impl Waivers {
    /// Finds out what they excuse of an outcome, and adds to it what is wrong with them.
    #[must_use]
    pub fn apply(&self, run: &Run<'_, '_>, outcome: &mut Outcome) -> Excused {
        let mut excused = Excused::default();
        let mut faults = self.faults.clone();
        let mut found: Found<'_> = FxHashMap::default();
        for diagnostic in &outcome.diagnostics {
            found.entry((&diagnostic.rule, &diagnostic.subject)).or_default().push(diagnostic);
        }
        let mut known: FxHashMap<About, &Waiver> = FxHashMap::default();
        for waiver in &self.written {
            let case = Case { run, found: &found, waiver };
            match case.standing(&mut known) {
                Ok(diagnostics) => {
                    excused.waivers.extend((!diagnostics.is_empty()).then(|| Arc::clone(waiver)));
                    for diagnostic in diagnostics {
                        let print = diagnostic.fingerprint.clone();
                        excused.by_print.entry(print).or_insert_with(|| Arc::clone(waiver));
                    }
                }
                Err(fault) => faults.push(fault),
            }
        }
        let told: Vec<Told> = faults.into_iter().map(Fault::told).collect();
        outcome.diagnostics.extend(check::told(run, told));
        excused
    }
}

impl Fault {
    fn told(self) -> Told {
        let About { rule, subject, field } = &self.about;
        let stop = if self.reason.ends_with(['.', '?']) { "" } else { "." };
        let reason = format!("{}{stop}", self.reason);
        let identity = format!("{}\n{rule}\n{subject}\n{field}", self.sort);
        let facts =
            [("waiver", self.about.name()), ("rule", rule.clone()), ("subject", subject.clone()), ("reason", reason)];
        let problem = Problem { name: INVALID, span: self.span, facts: facts.into(), related: self.related };
        Told { problem, identity }
    }
}

/// A waiver, and what it is held against.
#[derive(Clone, Copy)]
struct Case<'a, 'w> {
    run: &'a Run<'a, 'w>,
    found: &'a Found<'a>,
    waiver: &'a Waiver,
}

impl<'a> Case<'a, '_> {
    /// The diagnostics that the waiver excuses, or why it excuses none.
    fn standing<'k>(self, known: &mut FxHashMap<About, &'k Waiver>) -> Result<Vec<&'a Diagnostic>, Fault>
    where
        'a: 'k,
    {
        let (waiver, as_of) = (self.waiver, self.run.world.as_of);
        let rule = self.rule()?;
        if as_of > waiver.expires_on {
            let reason = format!("it ended on {}, and what it covered counts again", waiver.expires_on);
            return Err(self.fault("expired", reason));
        }
        if as_of < waiver.approved_on {
            let reason = format!("it was approved on {}, which is after {as_of}", waiver.approved_on);
            return Err(self.fault("early", reason));
        }
        let about = About { rule: rule.name.clone(), ..About::of(waiver) };
        if let Some(first) = known.get(&about) {
            let related = vec![Label { span: first.span, message: "the first one".to_owned() }];
            let reason = "another one before it is for the same".to_owned();
            return Err(Fault { related, ..self.fault("duplicate", reason) });
        }
        known.insert(about, waiver);
        let excused = self.excused(rule);
        if let Some(owned) = self.own(&excused) {
            let reason = format!("{} approved it and owns {owned}; somebody else has to", waiver.approved_by);
            return Err(self.fault("self-approved", reason));
        }
        if excused.is_empty() && self.was_looked_for(rule) {
            return Err(self.fault("unused", self.without_use()));
        }
        Ok(excused)
    }

    /// The rule, if it is one whose diagnostics can be excused.
    fn rule(self) -> Result<&'a Rule, Fault> {
        let (catalogue, name) = (self.run.catalogue, self.waiver.rule.as_str());
        let Some(rule) = catalogue.rule(name) else {
            let hint = match catalogue.nearest(name) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`tenone rules` lists them all".to_owned(),
            };
            return Err(self.fault("unknown-rule", format!("there is no rule `{name}`; {hint}")));
        };
        if NEVER.contains(&rule.name.as_str()) {
            let reason = match rule.name.as_str() {
                INVALID => "a waiver cannot excuse another one",
                _ => "nobody knows what a file holds that cannot be read, so it cannot be excused",
            };
            return Err(self.fault("refused", reason.to_owned()));
        }
        Ok(rule)
    }

    fn excused(self, rule: &Rule) -> Vec<&'a Diagnostic> {
        let found = self.found.get(&(rule.name.as_str(), self.waiver.subject.as_str()));
        let Some(field) = self.waiver.field.as_deref() else { return found.cloned().unwrap_or_default() };
        let covers = |diagnostic: &&Diagnostic| {
            is_within(&diagnostic.field, field) || self.way(diagnostic).is_some_and(|way| is_within(&way.path, field))
        };
        found.into_iter().flatten().copied().filter(covers).collect()
    }

    fn way(self, diagnostic: &Diagnostic) -> Option<Way> {
        way(self.run.world.index, &diagnostic.subject, &diagnostic.field)
    }

    /// What of all that it covers belongs to whoever approved it.
    fn own(self, excused: &[&Diagnostic]) -> Option<String> {
        let index: &Index<'_> = self.run.world.index;
        let Waiver { subject, approved_by, approved_on, .. } = self.waiver;
        let top = way(index, subject, "").into_iter();
        let ways = top.chain(excused.iter().filter_map(|diagnostic| self.way(diagnostic)));
        let mut records: Vec<_> = ways.flat_map(|way| way.records).collect();
        records.dedup();
        let is_owner = |named: &str| index.people().same_person(named, approved_by, *approved_on);
        let owned = records.into_iter().find(|record| index.records.text_in(*record, "owner").is_some_and(is_owner));
        if let Some(record) = owned {
            return Some(index.records.full_id(record).unwrap_or_else(|| subject.clone()));
        }
        let (_, id) = subject.split_once('/')?;
        let by_list = index.people().owns_on(index, approved_by, id, *approved_on) == Some(true);
        by_list.then(|| id.to_owned())
    }

    /// Whether a diagnostic would have been found if there were one. Of the past something can be said only as long as the
    /// base has it: a waiver for that is at rest afterwards.
    fn was_looked_for(self, rule: &Rule) -> bool {
        let run = self.run;
        let whole = run.expectations.absence != Absence::OneFile && rule.class() != Class::History;
        whole && run.settings.runs(rule) && !is_unread(run, &self.waiver.subject)
    }

    fn without_use(self) -> String {
        let Waiver { subject, .. } = self.waiver;
        if subject != WORKSPACE && way(self.run.world.index, subject, "").is_none() {
            return format!("no record {subject} was read");
        }
        "it matches nothing that this run found".to_owned()
    }

    fn fault(self, sort: &'static str, reason: String) -> Fault {
        Fault { span: self.waiver.span, about: About::of(self.waiver), sort, reason, related: Vec::new() }
    }
}

/// Whether a source that may hold a record was not read, or not to its end.
pub(crate) fn is_unread(run: &Run<'_, '_>, subject: &str) -> bool {
    let kind = subject.split_once('/').and_then(|(kind, _)| Kind::from_name(kind));
    kind.map_or(!run.unread.is_empty(), |kind| run.unread.contains(&kind))
}

impl Waiver {
    /// Whether it holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        (self.approved_on..=self.expires_on).contains(&day)
    }
}
