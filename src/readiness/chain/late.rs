//! The last links of a chain: effectiveness, reported, communicated.

use crate::data::Date;
use crate::model::{Kind, RecordId};
use crate::readiness::look::one_line;

use super::{Case, Found, LinkState, Proof};

impl Case<'_, '_> {
    pub(super) fn effectiveness(&self) -> Found {
        let look = self.look;
        let reviews = self.reviews_of_effect();
        let proofs: Vec<Proof> = reviews.iter().map(|review| self.judgement(*review)).collect();
        let judged = |review: &RecordId| {
            look.date(*review, "reviewed_on").is_some() && look.given(*review, "result") && !self.undetermined(*review)
        };
        let closed = look.standing(self.entry).is("closed");
        let any = reviews.iter().any(judged);
        if any && (closed != Some(false) || self.last_is_effective(&reviews)) {
            return self.shown(proofs);
        }
        if look.is_open(self.entry) == Some(false) && closed == Some(false) {
            return Found { proofs, ..self.not_yet("effectiveness") };
        }
        if closed == Some(true) {
            return self.closed_unjudged(proofs);
        }
        if !look.keeps(self.entry, "effectiveness") && closed.is_none() {
            return self.not_kept(Kind::Entry, Some("effectiveness"), "the log has no place for a review of effect");
        }
        Found { proofs, ..self.ahead(&reviews) }
    }

    /// Reviews with a day or a result, as they stand in the entry.
    fn reviews_of_effect(&self) -> Vec<RecordId> {
        let look = self.look;
        let mut reviews = look.children(self.entry, "effectiveness");
        reviews.retain(|review| {
            ["reviewed_on", "result", "verified_at", "text"].iter().any(|field| look.given(*review, field))
        });
        reviews
    }

    fn judgement(&self, review: RecordId) -> Proof {
        let look = self.look;
        let proof = self.proof(review, &["reviewed_on"], &["reviewed_by"]);
        let result = look.word(review, "result");
        let note = match (result, look.text(review, "text").map(one_line)) {
            (Some(result), Some(text)) => format!("{result}: {text}"),
            (Some(result), None) => result.to_owned(),
            (None, text) => text.unwrap_or_default(),
        };
        Proof { note, ..proof }
    }

    fn undetermined(&self, review: RecordId) -> bool {
        self.look.is(review, "result", &["not-yet-determinable"])
    }

    /// Whether the last judgement found it effective, after the last action.
    fn last_is_effective(&self, reviews: &[RecordId]) -> bool {
        let look = self.look;
        let dated = reviews.iter().filter_map(|review| Some((look.date(*review, "reviewed_on")?, *review)));
        let done = self.actions.iter().all(|action| look.is_done(*action));
        dated.max_by_key(|(on, _)| *on).is_some_and(|(on, review)| {
            done && look.is(review, "result", &["effective"]) && self.last_action().is_none_or(|last| on >= last)
        })
    }

    fn last_action(&self) -> Option<Date> {
        self.actions.iter().filter_map(|action| self.look.date(*action, "implemented_on")).max()
    }

    /// A closed entry without a judgement.
    fn closed_unjudged(&self, proofs: Vec<Proof>) -> Found {
        let look = self.look;
        let acted = match look.word(self.entry, "decision") {
            Some(decision) => decision == "act",
            None => !look.given(self.entry, "decision") && look.given(self.entry, "actions"),
        };
        let not_asked =
            |why: &str| Found { proofs: proofs.clone(), ..self.found(LinkState::NotApplicable, why, "effectiveness") };
        if !acted {
            return not_asked("nothing was done whose effect could be judged");
        }
        if look.is(self.entry, "kind", &["observation"]) || look.is(self.entry, "classification", &["observation"]) {
            return not_asked("no review of effect is asked of an observation");
        }
        if !look.keeps(self.entry, "effectiveness") {
            let why = "the log has no place for a review of effect";
            return self.not_kept(Kind::Entry, Some("effectiveness"), why);
        }
        let why = "no effectiveness review with a result and a date is recorded";
        Found { proofs, ..self.found(LinkState::NotShown, why, "effectiveness") }
    }

    /// An open entry: when its effect is to be judged.
    fn ahead(&self, reviews: &[RecordId]) -> Found {
        let look = self.look;
        let implemented = look.standing(self.entry).reached("implemented") == Some(true);
        match due(self, self.terms.effectiveness_within) {
            Some(due) if implemented && due < self.as_of && self.waits_for_result(reviews, due) => {
                let why = format!("it was to be judged by {due}, and no result is recorded");
                self.found(LinkState::NotShown, why, "effectiveness")
            }
            Some(due) if due >= self.as_of => {
                self.found(LinkState::Pending, format!("to be judged by {due}"), "effectiveness_plan")
            }
            _ => self.not_yet("effectiveness"),
        }
    }

    fn waits_for_result(&self, reviews: &[RecordId], due: Date) -> bool {
        let look = self.look;
        let answered = |review: &RecordId| {
            look.given(*review, "result") || look.date(*review, "reviewed_on").is_some_and(|on| on >= due)
        };
        self.actions.iter().all(|action| look.is_done(*action)) && !reviews.iter().any(answered)
    }

    pub(super) fn reported(&self) -> Found {
        let look = self.look;
        let raised = look.date(self.entry, "raised_on");
        let held = |review: &RecordId| look.date(*review, "held_on").filter(|held| *held <= self.as_of);
        let fits = |review: &RecordId| held(review).is_some_and(|held| raised.is_none_or(|raised| held >= raised));
        let mut reviews: Vec<RecordId> = look.index.of_kind(Kind::Review).iter().copied().filter(fits).collect();
        reviews.sort_by_key(|review| (held(review), *review));
        let told = reviews.iter().copied().filter(|review| self.tells(*review, &reviews));
        let proofs: Vec<Proof> =
            told.map(|review| self.proof(review, &["held_on"], &["chair", "approved_by"])).collect();
        if !proofs.is_empty() {
            return self.shown(proofs);
        }
        let must = self.must_be_reported();
        if must == Some(false) {
            let why = "only nonconformities and serious incidents have to be reported one by one";
            return self.found(LinkState::NotApplicable, why, "reported_at");
        }
        if !look.index.loaded(Kind::Review) {
            return self.not_kept(Kind::Review, None, "no minutes of a management review were read");
        }
        if must.is_none() {
            let why = "whether it has to be reported depends on the kind";
            return self.not_kept(Kind::Entry, Some("kind"), why);
        }
        let Some(raised) = raised else {
            return if look.keeps(self.entry, "raised_on") {
                self.found(LinkState::NotShown, "no minutes that were read mention it", "reported_at")
            } else {
                self.not_kept(Kind::Entry, Some("raised_on"), "the log does not keep when it was raised")
            };
        };
        let after_notice =
            |review: &&RecordId| held(review).is_some_and(|held| held.minus(self.terms.review_notice) >= raised);
        let Some(first) = reviews.iter().find(after_notice) else {
            return self.found(LinkState::Pending, "no management review was held since", "reported_at");
        };
        if look.index.previous(*first).is_none()
            && held(first).is_none_or(|held| held.minus(self.terms.review_first) > raised)
        {
            return self.not_kept(Kind::Review, None, "minutes of the time in which it was raised were not read");
        }
        let why = format!("the minutes of {} do not mention it", look.name(*first));
        self.found(LinkState::NotShown, why, "reported_at")
    }

    /// Whether the minutes of a review tell of the entry: they name it, or carry the register, or count exactly what was raised.
    fn tells(&self, review: RecordId, held_since: &[RecordId]) -> bool {
        let look = self.look;
        if look.index.mentions_of(review).binary_search(&self.entry).is_ok() {
            return true;
        }
        let covers = look.texts(review, "covers").iter().any(|text| text.eq_ignore_ascii_case("register"));
        let snapshot =
            covers || look.children(review, "inputs").iter().any(|input| look.given(*input, "register_snapshot"));
        // A register that was shown once tells of the entry at the first review after it was raised, and at those that it names.
        let claims = look.targets(self.entry, "reported_at", Kind::Review).contains(&review);
        snapshot && (claims || held_since.first() == Some(&review))
    }

    /// Whether management has to hear of an entry like this; `None` where the log does not keep the kind.
    fn must_be_reported(&self) -> Option<bool> {
        let look = self.look;
        let serious = look.is(self.entry, "severity", &["high", "critical"]);
        match look.word(self.entry, "kind") {
            _ if look.is(self.entry, "status", &["rejected", "merged"]) => Some(false),
            _ if look.is(self.entry, "classification", &["major"]) => Some(true),
            None if !look.keeps(self.entry, "kind") => None,
            kind => Some(kind == Some("nonconformity") || (kind == Some("incident") && serious)),
        }
    }

    pub(super) fn communicated(&self) -> Found {
        let look = self.look;
        let mut proofs: Vec<Proof> = look
            .linked(self.entry, Kind::Communication)
            .into_iter()
            .map(|sent| self.proof(sent, &["sent_on"], &["sender"]))
            .collect();
        for (field, names) in [("communication", true), ("communication_restricted", false)] {
            if proofs.is_empty() && look.given(self.entry, field) {
                let text = look.texts(self.entry, field).first().map(|text| one_line(text)).unwrap_or_default();
                let own = self.proof(self.entry, &[], &[]);
                let (name, note) = if names { (text, String::new()) } else { (own.name.clone(), text) };
                proofs.push(Proof { name, note, span: look.place(self.entry, field), ..own });
            }
        }
        let closed_on = look.date(self.entry, "closed_on");
        if proofs.is_empty()
            && let Some(closed) = closed_on
        {
            proofs.extend(self.reports_of(closed));
        }
        if !proofs.is_empty() {
            return self.shown(proofs);
        }
        let concerns = look.is(self.entry, "kind", &["opportunity"])
            || look.is(self.entry, "classification", &["major"])
            || look.given(self.entry, "affected_parties");
        if !concerns {
            let why = "it is not recorded that it concerns others";
            return self.found(LinkState::NotApplicable, why, "affected_parties");
        }
        let worked = look.children(self.entry, "effectiveness").iter().any(|r| look.is(*r, "result", &["effective"]));
        match (look.standing(self.entry).is("closed"), closed_on) {
            (Some(false), _) => self.not_yet("communication"),
            (Some(true), _) if !worked => self.found(
                LinkState::NotApplicable,
                "it is not shown to have worked, so that there is nothing to tell",
                "communication",
            ),
            (Some(true), Some(closed)) if self.as_of <= closed.plus(self.terms.communication_grace) => {
                let until = closed.plus(self.terms.communication_grace);
                self.found(LinkState::Pending, format!("to be told by {until}"), "communication")
            }
            _ if !look.keeps(self.entry, "communication") && !look.index.loaded(Kind::Communication) => {
                self.not_kept(Kind::Communication, None, "no log of communications was read")
            }
            _ => self.found(LinkState::NotShown, "no communication about it is recorded", "communication"),
        }
    }

    /// Communications that report on a time in which the entry was closed.
    fn reports_of(&self, closed: Date) -> Vec<Proof> {
        let look = self.look;
        let year = crate::data::Duration { months: 13, days: 0 };
        let covers = |sent: &RecordId| {
            let on = look.date(*sent, "sent_on").is_some_and(|on| on >= closed && on <= closed.plus(year));
            on && look.child(*sent, "period").is_some_and(|period| {
                let (from, to) = (look.date(period, "from"), look.date(period, "to"));
                from.is_some_and(|from| from <= closed) && to.is_some_and(|to| to >= closed)
            })
        };
        let sent = look.index.of_kind(Kind::Communication).iter().copied().filter(covers);
        sent.map(|sent| self.proof(sent, &["sent_on"], &["sender"])).collect()
    }
}

/// When the effect of the entry is to be judged: the day that it plans, else so long after its last action.
fn due(case: &Case<'_, '_>, within: crate::data::Duration) -> Option<Date> {
    let planned = case.look.child(case.entry, "effectiveness_plan").and_then(|plan| case.look.date(plan, "due_on"));
    planned.or_else(|| case.last_action().map(|last| last.plus(within)))
}
