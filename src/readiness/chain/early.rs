//! The first links of a chain: recorded, cause, action, change, evidence.

use crate::model::{Kind, RecordId};
use crate::readiness::look::one_line;

use super::{Case, Found, LinkState, Proof};

/// Kinds of record that an entry may come from and that may name it.
const SOURCES: [Kind; 5] = [Kind::Finding, Kind::Incident, Kind::ReviewAction, Kind::Decision, Kind::Suggestion];

impl Case<'_, '_> {
    /// The records that the entry came from: those that it names, and those that name it.
    pub(super) fn sources(&self) -> Vec<RecordId> {
        let look = self.look;
        let named = look.texts(self.entry, "source_refs").into_iter().filter_map(|text| look.index.resolve(text, &[]));
        let raised = look.date(self.entry, "raised_on");
        // What a later review decided about an entry is not where it came from.
        let earlier = |source: &RecordId| {
            let review = look.records().parent(*source).filter(|parent| look.kind(*parent) == Kind::Review);
            let held = review.and_then(|review| look.date(review, "held_on"));
            !matches!((held, raised), (Some(held), Some(raised)) if held > raised)
        };
        let naming = SOURCES.iter().flat_map(|kind| look.referrers(self.entry, *kind)).filter(earlier);
        let mut found = Vec::new();
        for source in named.chain(naming) {
            if source != self.entry && !found.contains(&source) {
                found.push(source);
            }
        }
        found
    }

    pub(super) fn recorded(&self) -> Found {
        let look = self.look;
        let mut proof = self.proof(self.entry, &["raised_on"], &["raised_by"]);
        proof.span = look.place(self.entry, "raised_on");
        if look.date(self.entry, "raised_on").is_none() {
            if !look.keeps(self.entry, "raised_on") {
                let why = "it stands in the log, but the log does not keep the day on which it was raised";
                return Found { proofs: vec![proof], ..self.not_kept(Kind::Entry, Some("raised_on"), why) };
            }
            return self.found(LinkState::NotShown, "the day on which it was raised is not recorded", "raised_on");
        }
        let source = |source| self.proof(source, &SOURCE_DATES, &["reported_by", "raised_by", "owner"]);
        let sources = self.sources().into_iter().map(source);
        self.shown(std::iter::once(proof).chain(sources.map(|proof| self.with_day_of_parent(proof))).collect())
    }

    /// A finding or an action of a review has the day of its audit or review.
    fn with_day_of_parent(&self, proof: Proof) -> Proof {
        if proof.date.is_some() {
            return proof;
        }
        let record = self.look.index.resolve(&proof.name, &[]);
        let parent = record.and_then(|record| self.look.records().parent(record));
        let dated = parent.map(|parent| self.proof(parent, &["held_on", "completed_on", "started_on"], &[]));
        Proof { date: dated.and_then(|dated| dated.date), ..proof }
    }

    pub(super) fn cause(&self) -> Found {
        let look = self.look;
        let entry = self.entry;
        let mut proofs: Vec<Proof> = Vec::new();
        let stated = look.given(entry, "root_cause") || look.none_because(entry, "root_cause");
        if stated || look.given(entry, "cause_chain") {
            let proof = self.proof(entry, &["cause_analysed_on"], &["cause_analysed_by"]);
            let note = look.text(entry, "root_cause").or_else(|| look.texts(entry, "cause_chain").last().copied());
            let field = if stated { "root_cause" } else { "cause_chain" };
            proofs.push(Proof {
                note: note.map(one_line).unwrap_or_default(),
                span: look.place(entry, field),
                ..proof
            });
        }
        for incident in look.targets(entry, "source_refs", Kind::Incident) {
            if !look.given(incident, "root_cause") {
                continue;
            }
            let review = look.child(incident, "post_incident_review");
            let mut proof = self.proof(incident, &[], &[]);
            if let Some(review) = review {
                proof.date = look.date(review, "on").map(|on| ("on", on));
                proof.person = look.person(review, "by", self.as_of);
            }
            proof.note = look.text(incident, "root_cause").map(one_line).unwrap_or_default();
            proofs.push(Proof { span: look.place(incident, "root_cause"), ..proof });
        }
        if !proofs.is_empty() {
            return self.shown(proofs);
        }
        match self.needs_cause() {
            Some(false) => {
                let kind = look.word(entry, "kind").map_or("an entry whose kind is not recorded", article);
                return self.found(LinkState::NotApplicable, format!("no cause is asked of {kind}"), "root_cause");
            }
            None if look.keeps(entry, "root_cause") => {
                return self.not_kept(Kind::Entry, Some("kind"), "whether a cause is asked depends on the kind");
            }
            _ => {}
        }
        if !look.keeps(entry, "root_cause") {
            return self.not_kept(Kind::Entry, Some("root_cause"), "the log has no place for a cause");
        }
        match look.standing(entry).reached("planned") {
            Some(true) => self.found(LinkState::NotShown, "no root cause is recorded", "root_cause"),
            Some(false) => self.not_yet("root_cause"),
            None => {
                self.not_kept(Kind::Entry, Some("status"), "the status does not tell whether it is planned already")
            }
        }
    }

    /// Whether a cause is asked of an entry of this kind; `None` where the log does not keep the kind.
    fn needs_cause(&self) -> Option<bool> {
        let look = self.look;
        match look.word(self.entry, "kind") {
            Some("nonconformity") => Some(true),
            Some("incident") => Some(look.is(self.entry, "severity", &["medium", "high", "critical"])),
            None if !look.keeps(self.entry, "kind") => None,
            _ => Some(false),
        }
    }

    pub(super) fn action(&self) -> Found {
        let look = self.look;
        let mut proofs = self.decisions();
        let action = |action: &RecordId| {
            let mut proof = self.proof(*action, &["implemented_on", "due_on"], &["implemented_by", "owner"]);
            if proof.date.is_none_or(|(field, _)| field == "due_on")
                && let Some(owner) = look.person(*action, "owner", self.as_of)
            {
                proof.person = Some(owner);
            }
            proof
        };
        proofs.extend(self.actions.iter().map(action));
        let nonconformity = look.is(self.entry, "kind", &["nonconformity"]);
        let beyond = self.actions.iter().any(|action| !look.is(*action, "type", &["correction"]));
        if !self.decisions().is_empty() || (!self.actions.is_empty() && (beyond || !nonconformity)) {
            return self.carried_out(proofs);
        }
        let planned = look.standing(self.entry).reached("planned");
        if !self.actions.is_empty() {
            let why = "every action recorded is a correction; none is shown to address the cause";
            let state = if planned == Some(true) { LinkState::NotShown } else { LinkState::Pending };
            return Found { proofs, ..self.found(state, why, "actions") };
        }
        if !look.keeps(self.entry, "actions") {
            return self.not_kept(Kind::Entry, Some("actions"), "the log has no place for actions");
        }
        match planned {
            Some(true) => self.found(LinkState::NotShown, "neither an action nor a decision is recorded", "actions"),
            Some(false) => self.not_yet("actions"),
            None => {
                self.not_kept(Kind::Entry, Some("status"), "the status does not tell whether it is planned already")
            }
        }
    }

    /// Whether what was planned is done.
    fn carried_out(&self, proofs: Vec<Proof>) -> Found {
        let waiting: Vec<String> =
            self.actions.iter().filter(|action| !self.look.is_done(**action)).map(|id| self.look.name(*id)).collect();
        let ended = self.look.is_open(self.entry) == Some(false);
        if waiting.is_empty() || (ended && self.decided()) {
            return self.shown(proofs);
        }
        let why = format!("not done yet: {}", waiting.join(", "));
        // That an action stays open under a closed entry is for a rule to say: it knows what the log keeps.
        let state = if ended { LinkState::Shown } else { LinkState::Pending };
        Found { proofs, ..self.found(state, why, "actions") }
    }

    /// Whether somebody decided to do nothing, or to leave it.
    fn decided(&self) -> bool {
        self.look.is(self.entry, "decision", &["accept-risk", "no-action-justified", "reject", "merge"])
            || self.look.is(self.entry, "status", &["accepted", "rejected", "merged"])
    }

    /// The decision to do nothing, or to leave it, and the acceptances behind it.
    fn decisions(&self) -> Vec<Proof> {
        let look = self.look;
        let mut proofs = Vec::new();
        if self.decided() && (look.given(self.entry, "decision") || look.given(self.entry, "decision_reason")) {
            let proof = self.proof(self.entry, &["decision_on"], &["decision_by"]);
            let word = look.word(self.entry, "decision").unwrap_or("");
            let note = look.text(self.entry, "decision_reason").map_or_else(|| word.to_owned(), one_line);
            let field = if look.given(self.entry, "decision") { "decision" } else { "decision_reason" };
            proofs.push(Proof { note, span: look.place(self.entry, field), ..proof });
        }
        for acceptance in look.linked(self.entry, Kind::RiskAcceptance) {
            if !look.is(acceptance, "state", &["approved", "expired", "superseded"]) {
                continue;
            }
            let mut proof = self.proof(acceptance, &["starts_on"], &["requested_by"]);
            if let Some(approver) = look.children(acceptance, "approvers").last() {
                proof.person = look.person(*approver, "person", self.as_of);
                proof.date = look.date(*approver, "on").map(|on| ("on", on)).or(proof.date);
            }
            let until = look.date(acceptance, "expires_on").map(|until| format!("accepted until {until}"));
            proofs.push(Proof { note: until.unwrap_or_else(|| "accepted".to_owned()), ..proof });
        }
        proofs
    }

    pub(super) fn change(&self) -> Found {
        let look = self.look;
        let (mut tickets, mut proofs) = (Vec::new(), Vec::new());
        for action in &self.actions {
            for text in look.texts(*action, "changes") {
                match look.index.resolve(text, &[Kind::ChangeTicket]) {
                    Some(ticket) => tickets.push(ticket),
                    None => proofs.push(self.cited(text, look.place(*action, "changes"))),
                }
            }
            tickets.extend(look.referrers(*action, Kind::ChangeTicket));
        }
        tickets.extend(look.referrers(self.entry, Kind::ChangeTicket));
        let mut known = Vec::new();
        tickets.retain(|ticket| {
            !known.contains(ticket) && {
                known.push(*ticket);
                true
            }
        });
        proofs.extend(tickets.iter().map(|ticket| {
            let proof = self.proof(
                *ticket,
                &["implemented_on", "approved_on", "requested_on"],
                &["approved_by", "requested_by"],
            );
            let note = look.word(*ticket, "status").map_or_else(String::new, |status| format!(" (`{status}`)"));
            Proof { note: format!("{}{note}", proof.note), ..proof }
        }));
        let mut documents: Vec<RecordId> = Vec::new();
        for action in &self.actions {
            documents.extend(look.targets(*action, "documents", Kind::Document));
        }
        proofs.extend(documents.iter().map(|document| self.document(*document)));
        if !proofs.is_empty() {
            return self.shown(proofs);
        }
        let done: Vec<RecordId> = self.actions.iter().copied().filter(|action| look.is_done(*action)).collect();
        let touching = || done.iter().copied().filter(|action| self.touches_system(*action));
        if let Some(action) = touching().find(|action| self.change_evidence(*action).is_empty()) {
            let why =
                format!("{} changed a system or its configuration, and no change ticket is linked", look.name(action));
            return self.found(LinkState::NotShown, why, "actions");
        }
        let cited: Vec<Proof> =
            touching().flat_map(|action| self.change_evidence(action)).map(|item| self.item(item)).collect();
        if !cited.is_empty() {
            return self.shown(cited);
        }
        if self.actions.is_empty() {
            return match self.action().state {
                LinkState::Pending => self.not_yet("actions"),
                LinkState::NotKept => self.not_kept(Kind::Action, Some("changes"), "the log has no place for actions"),
                _ => self.found(LinkState::NotApplicable, "there is no action", "actions"),
            };
        }
        let silent = |field: &str| self.actions.iter().all(|action| !look.keeps(*action, field));
        if silent("changes") && silent("touches") {
            return self.not_kept(Kind::Action, Some("changes"), "the log has no place for change tickets");
        }
        self.found(LinkState::NotApplicable, "no action is said to change a system or its configuration", "actions")
    }

    fn touches_system(&self, action: RecordId) -> bool {
        let wanted = ["system", "systems", "configuration"];
        self.look.texts(action, "touches").iter().any(|text| wanted.contains(&text.to_lowercase().as_str()))
    }

    /// Evidence of an action that is itself a change ticket or a merged request, or may be one.
    fn change_evidence(&self, action: RecordId) -> Vec<RecordId> {
        let look = self.look;
        let mut evidence = look.children(action, "evidence");
        evidence.retain(|item| match (look.word(*item, "kind"), look.text(*item, "ref")) {
            (Some(kind), _) => ["change-ticket", "merge-request", "ticket"].contains(&kind),
            (None, Some(text)) => match look.index.resolve(text, &[]) {
                Some(target) => look.kind(target) == Kind::ChangeTicket,
                None => !look.index.path_exists(text),
            },
            (None, None) => false,
        });
        evidence
    }

    pub(super) fn evidence(&self) -> Found {
        let look = self.look;
        let done: Vec<RecordId> = self.actions.iter().copied().filter(|action| look.is_done(*action)).collect();
        let mut proofs = Vec::new();
        let (mut bare, mut not_kept) = (Vec::new(), false);
        for action in &done {
            let items = look.children(*action, "evidence");
            proofs.extend(items.iter().map(|item| self.item(*item)));
            let documents = look.targets(*action, "documents", Kind::Document);
            proofs.extend(documents.into_iter().map(|document| self.document(document)));
            if items.is_empty() && !["evidence", "changes", "documents"].iter().any(|field| look.given(*action, field))
            {
                not_kept |= !look.keeps(*action, "evidence");
                bare.push(look.name(*action));
            }
        }
        if done.is_empty() {
            return match (self.actions.is_empty(), self.action().state) {
                (false, _) => self.not_yet("actions"),
                (true, LinkState::Pending) => self.not_yet("actions"),
                (true, LinkState::NotKept) => {
                    self.not_kept(Kind::Action, Some("evidence"), "the log has no place for actions")
                }
                _ => self.found(LinkState::NotApplicable, "no action was carried out", "actions"),
            };
        }
        if bare.is_empty() {
            if proofs.is_empty() {
                // The change tickets of the link before are all the evidence there is.
                return Found { proofs: self.change().proofs, ..self.found(LinkState::Shown, "", "actions") };
            }
            return self.shown(proofs);
        }
        if not_kept {
            return Found {
                proofs,
                ..self.not_kept(Kind::Action, Some("evidence"), "the log has no place for evidence")
            };
        }
        let why = format!("no evidence is linked for {}", bare.join(", "));
        Found { proofs, ..self.found(LinkState::NotShown, why, "actions") }
    }

    /// A piece of evidence: the document or the record that it names, or what stands there.
    fn item(&self, item: RecordId) -> Proof {
        let look = self.look;
        let text = look.text(item, "ref").unwrap_or("");
        let target = look.index.resolve(text, &[]);
        let mut proof = match target {
            Some(target) if look.kind(target) == Kind::Document => self.document(target),
            Some(target) => {
                self.proof(target, &["implemented_on", "held_on", "completed_on", "sent_on"], &["approved_by"])
            }
            None => self.cited(text, look.records().place(item)),
        };
        proof.span = look.place(item, "ref");
        if let Some(on) = look.date(item, "collected_on") {
            proof.date = Some(("collected_on", on));
        }
        let note = look.text(item, "description").map(one_line).or_else(|| look.word(item, "kind").map(str::to_owned));
        Proof { note: note.unwrap_or(proof.note), ..proof }
    }

    fn document(&self, document: RecordId) -> Proof {
        self.proof(document, &["approved_on", "effective_on"], &["approved_by", "owner"])
    }

    /// Something outside the workspace, by the text that cites it.
    fn cited(&self, text: &str, span: crate::text::Span) -> Proof {
        Proof { name: text.to_owned(), note: String::new(), date: None, person: None, version: None, span }
    }
}

const SOURCE_DATES: [&str; 6] = ["occurred_on", "detected_on", "reported_on", "raised_on", "held_on", "completed_on"];

fn article(kind: &'static str) -> &'static str {
    match kind {
        "opportunity" => "an opportunity",
        "observation" => "an observation",
        "incident" => "an incident of low or unknown severity",
        _ => "an entry of this kind",
    }
}
