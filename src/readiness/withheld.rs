//! The facts without names of people and text of cells.
//!
//! Whatever holds text is taken apart whole, so that a new field of it is thought about here too.

use super::chain::{Completeness, Link, Origin, Proof, Trace};
use super::evidence::Supporting;
use super::forecast::Item as Lapsing;
use super::look::{Named, Person};
use super::open::{Certification, OpenEntry};
use super::plan::{Effect, Event, Planned, PlannedAction};
use super::review_pack::{Acceptance, AuditResult, Effect as Judged, Line, OpenAction, Overdue, ReviewPack};
use super::trends::Recurrence;
use super::{Provenance, Readiness};
use crate::data::WITHHELD;
use crate::expr::Withheld;

impl Readiness {
    /// Takes names of people and text of cells out; ids, dates, numbers and places stay.
    pub fn withhold(&mut self, withheld: &Withheld<'_, '_>) {
        let Self { provenance, open, plan, first, matrix, sample, traces, completeness, forecast, trends, .. } = self;
        let Provenance { organisation, .. } = provenance;
        *organisation = None;
        open.entries.iter_mut().for_each(|entry| open_entry(entry, withheld));
        plan.entries.iter_mut().for_each(|entry| planned(entry, withheld));
        first.causes.iter_mut().for_each(|cause| cause.field = withheld.path(&cause.field));
        let items = matrix.iter_mut().flat_map(|part| &mut part.items);
        items.flat_map(|item| &mut item.evidence).for_each(|shown| supporting(shown, withheld));
        sample.drawn.iter_mut().for_each(|drawn| named(&mut drawn.entry, withheld));
        traces.iter_mut().for_each(|one| trace(one, withheld));
        let Completeness { origins, .. } = completeness;
        origins.iter_mut().for_each(|one| origin(one, withheld));
        forecast.items.iter_mut().for_each(|item| lapsing(item, withheld));
        recurrence(&mut trends.recurrence, withheld);
        if let Some(pack) = &mut self.review_pack {
            review_pack(pack, withheld);
        }
    }
}

/// Nothing of a text; an empty one stays empty.
fn text(text: &mut String) {
    if !text.is_empty() {
        WITHHELD.clone_into(text);
    }
}

fn maybe(of: &mut Option<String>) {
    of.iter_mut().for_each(text);
}

fn id(of: &mut Option<String>, withheld: &Withheld<'_, '_>) {
    *of = of.take().filter(|id| withheld.is_id(id));
}

fn person(of: &mut Option<Person>) {
    if let Some(Person { written, names }) = of {
        text(written);
        names.clear();
    }
}

fn named(of: &mut Named, withheld: &Withheld<'_, '_>) {
    let Named { record, kind: _, name, title, span: _ } = of;
    *name = withheld.record(*record);
    text(title);
}

fn open_entry(of: &mut OpenEntry, withheld: &Withheld<'_, '_>) {
    id(&mut of.id, withheld);
    maybe(&mut of.title);
    maybe(&mut of.owner);
    of.status = of.status.as_deref().map(|status| withheld.texts(status));
    for Certification { finding, span: _, due_on: _ } in &mut of.certification {
        *finding = finding.as_deref().map(|finding| withheld.name(finding));
    }
}

fn planned(of: &mut Planned, withheld: &Withheld<'_, '_>) {
    id(&mut of.id, withheld);
    for of in [&mut of.title, &mut of.description, &mut of.consequences, &mut of.root_cause] {
        maybe(of);
    }
    of.criteria.iter_mut().for_each(text);
    of.status = of.status.as_deref().map(|status| withheld.texts(status));
    person(&mut of.owner);
    if let Some((name, _)) = &mut of.acceptance {
        *name = withheld.name(name);
    }
    of.evidence.iter_mut().for_each(|(name, _)| *name = withheld.texts(name));
    for action in &mut of.actions {
        let PlannedAction { id: own, title, description, owner, steps, .. } = action;
        id(own, withheld);
        text(title);
        maybe(description);
        person(owner);
        steps.iter_mut().for_each(|(step, _)| text(step));
    }
    of.effects.iter_mut().for_each(|Effect { text, .. }| maybe(text));
    of.events.iter_mut().for_each(|Event { reason, .. }| maybe(reason));
}

fn supporting(of: &mut Supporting, withheld: &Withheld<'_, '_>) {
    let Supporting { kind: _, id: own, title, span: _, rules: _ } = of;
    id(own, withheld);
    maybe(title);
}

fn trace(of: &mut Trace, withheld: &Withheld<'_, '_>) {
    let Trace { entry, kind: _, status, owner, came_from, whole: _, links } = of;
    named(entry, withheld);
    *status = withheld.texts(status);
    person(owner);
    came_from.iter_mut().for_each(|from| named(from, withheld));
    for Link { why, proofs, .. } in links {
        *why = withheld.sentence(why);
        for Proof { name, note, date: _, person: by, version, span: _ } in proofs {
            *name = withheld.name(name);
            text(note);
            person(by);
            *version = version.as_deref().map(|version| withheld.texts(version));
        }
    }
}

fn origin(of: &mut Origin, withheld: &Withheld<'_, '_>) {
    let Origin { from, grade: _, on: _, state: _, entries, note, said: _ } = of;
    named(from, withheld);
    entries.iter_mut().for_each(|entry| named(entry, withheld));
    text(note);
}

fn lapsing(of: &mut Lapsing, withheld: &Withheld<'_, '_>) {
    let Lapsing { on: _, lapse: _, name, title, owner, basis: _, span: _ } = of;
    *name = withheld.name(name);
    text(title);
    person(owner);
}

fn recurrence(of: &mut Recurrence, withheld: &Withheld<'_, '_>) {
    let Recurrence { causes, follows, repeats, reopened, has_codes: _ } = of;
    for (code, entries) in causes {
        *code = withheld.texts(code);
        entries.iter_mut().for_each(|entry| named(entry, withheld));
    }
    for (one, other) in follows.iter_mut().chain(repeats) {
        named(one, withheld);
        named(other, withheld);
    }
    reopened.iter_mut().for_each(|entry| named(entry, withheld));
}

fn review_pack(of: &mut ReviewPack, withheld: &Withheld<'_, '_>) {
    let ReviewPack { last, raised, ended, overdue, acceptances, effects, audits, open_actions, figures: _, snapshot } =
        of;
    if let Some((review, _)) = last {
        named(review, withheld);
    }
    for Line { entry, status, owner, .. } in raised.iter_mut().chain(ended).chain(&mut snapshot.entries) {
        named(entry, withheld);
        *status = withheld.texts(status);
        person(owner);
    }
    for Overdue { action, owner, due_on: _, days: _ } in overdue {
        named(action, withheld);
        person(owner);
    }
    for Acceptance { acceptance, why: _, on: _, covers, requested_by } in acceptances {
        named(acceptance, withheld);
        covers.iter_mut().for_each(|covered| named(covered, withheld));
        person(requested_by);
    }
    for Judged { entry, result: _, on: _, by } in effects {
        named(entry, withheld);
        person(by);
    }
    for AuditResult { audit, kind: _, on: _, conclusion, findings } in audits {
        named(audit, withheld);
        text(conclusion);
        findings.iter_mut().for_each(|(finding, _)| named(finding, withheld));
    }
    for OpenAction { action, owner, due_on: _, status: _ } in open_actions {
        named(action, withheld);
        person(owner);
    }
}
