//! Cells about effect, in which people keep three things: a plan, the day of a check, or its result.

use std::ops::Range;

use crate::data::{Date, NodeKind};
use crate::model::{EnumSet, Kind, Lexicon, folded, tables::EFFECTIVENESS_RESULT};

use super::dates::{DateRead, read_date};
use super::mapper::{Found, Mapper, Part};
use super::occasion::kind_of_id;
use super::prose::ids_in;
use super::settings::DateOrder;

/// What a cell about effect says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// What came out, and when where the cell says it: '2026-03-15 re-check passed'.
    Result(EnumSet, Option<Date>),
    /// The day of a check, of which the cell does not say what came out.
    Checked(Date),
    /// A check that is to come, and its last day where the cell says it: 'audit sample 2026-Q3'.
    Plan(Option<Date>),
    /// Words, of which nobody can tell what they say without reading them.
    Words,
}

impl Mapper<'_> {
    /// Where a bare text stands for a check of effect, it may also say when that was, and what came out; where it stands for
    /// a plan, by when.
    pub(super) fn gather_effect(&mut self, part: Part) {
        let kind = self.plans.get(part.plan).kind;
        if !matches!(kind, Kind::EffectivenessReview | Kind::EffectivenessPlan)
            || !matches!(self.batch.tree.kind(part.node), NodeKind::Scalar(_))
        {
            return;
        }
        let effect = effect_of(self.batch.tree.text(part.node), self.lexicon, self.settings.dates.order);
        if kind == Kind::EffectivenessReview && !matches!(effect, Effect::Plan(_)) {
            self.note_meeting(part);
        }
        let told = match (kind, effect) {
            // Where several results may be meant the text stays what it is.
            (Kind::EffectivenessReview, Effect::Result(set, on)) => [
                ("reviewed_on", on.map(|on| on.to_string())),
                ("result", set.single(&EFFECTIVENESS_RESULT).map(str::to_owned)),
            ],
            (Kind::EffectivenessReview, Effect::Checked(on)) => {
                [("reviewed_on", Some(on.to_string())), ("result", None)]
            }
            (Kind::EffectivenessPlan, Effect::Plan(due)) => {
                [("due_on", due.map(|due| due.to_string())), ("method", None)]
            }
            _ => return,
        };
        for (name, value) in told {
            if let (Some(field), Some(value)) = (kind.field(name), value) {
                let constant = self.batch.tree.constant(&value);
                let span = self.batch.tree.span(part.node);
                let node = self.batch.tree.add_text(constant, span.start, span.end);
                self.note(kind, Found { field, plan: part.plan, around: None, node });
            }
        }
    }
}

impl Mapper<'_> {
    /// The meeting or the audit that a text about effect names, if it names one: 'Verified by management review (MR-2)'.
    fn note_meeting(&mut self, part: Part) {
        let text = self.batch.tree.text(part.node);
        let judges = |id: &Range<usize>| matches!(kind_of_id(&text[id.clone()]), Some(Kind::Review | Kind::Audit));
        let ids: Vec<Range<usize>> = ids_in(text).filter(judges).collect();
        let [id] = ids.as_slice() else { return };
        let id = id.clone();
        let kind = Kind::EffectivenessReview;
        if let Some(field) = kind.field("verified_at") {
            let node = self.batch.tree.add_part(part.node, id);
            self.tell_in_passing(part.plan, field, &[node]);
        }
    }
}

/// Tells what a cell about effect says; prose is not guessed at.
#[must_use]
pub fn effect_of(text: &str, lexicon: &Lexicon, order: Option<DateOrder>) -> Effect {
    let text = text.trim();
    if let Some(set) = lexicon.word(&EFFECTIVENESS_RESULT, text) {
        return Effect::Result(set, None);
    }
    let (date, rest) = leading_date(text, order);
    let rest = rest.trim_matches(|letter: char| !letter.is_alphanumeric());
    match (date, rest.is_empty()) {
        (Some(DateRead::Exact(date)), true) => return Effect::Checked(date),
        (Some(DateRead::Coarse { last, .. }), true) => return Effect::Plan(Some(last)),
        _ => {}
    }
    let words: Vec<String> = rest.split(|letter: char| !letter.is_alphanumeric()).map(folded).collect();
    let begins = |known: &[&str]| words.first().is_some_and(|word| known.contains(&word.as_str()));
    let exact = date.and_then(DateRead::exact);
    if let Some(set) = lexicon.word(&EFFECTIVENESS_RESULT, rest).or_else(|| told_last(rest, &words, lexicon)) {
        return Effect::Result(set, exact);
    }
    let at_end = text.rfind(' ').and_then(|at| Some((text.get(..at)?, text.get(at + 1..)?)));
    let two = at_end.and_then(|(head, _)| head.rfind(' ')).and_then(|at| text.get(at + 1..));
    let due = [two, at_end.map(|(_, last)| last)].into_iter().flatten().find_map(|last| read_date(last, order).ok());
    match due {
        Some(DateRead::Coarse { last, .. }) => Effect::Plan(Some(last)),
        Some(DateRead::Exact(date)) if begins(PLANS) => Effect::Plan(Some(date)),
        _ if begins(PLANS) => Effect::Plan(None),
        _ => Effect::Words,
    }
}

/// A date in front of words, and the words.
fn leading_date(text: &str, order: Option<DateOrder>) -> (Option<DateRead>, &str) {
    let ends = text.char_indices().filter(|(_, letter)| " ,:;(–—".contains(*letter)).map(|(at, _)| at);
    let mut found = (None, text);
    for end in ends.take(8).chain([text.len()]) {
        let (head, tail) = text.split_at(end);
        if let Ok(date) = read_date(head, order) {
            // A month behind a day makes the day more exact, a remark behind it does not.
            let exact = matches!((found.0, date), (Some(DateRead::Exact(_)), _));
            found = if exact { found } else { (Some(date), tail) };
        }
    }
    found
}

/// A few words that end in a result: 're-check passed'. A 'not' among them, or what is still to come, is not read.
fn told_last(text: &str, words: &[String], lexicon: &Lexicon) -> Option<EnumSet> {
    let short = words.iter().filter(|word| !word.is_empty()).count() < 6 && !text.contains(['.', ',', ';', '?', '\n']);
    let told =
        ["passed", "failed", "effective", "ineffective", "confirmed", "bestanden", "bestatigt", "wirksam", "unwirksam"];
    let (last, before) = words.split_last()?;
    let clear = before.iter().all(|word| !DOUBTS.contains(&word.as_str()));
    (short && clear && told.contains(&last.as_str()))
        .then(|| lexicon.word(&EFFECTIVENESS_RESULT, text.split_whitespace().next_back()?))?
}

const DOUBTS: &[&str] = &[
    "not",
    "no",
    "never",
    "if",
    "until",
    "when",
    "be",
    "was",
    "partially",
    "partly",
    "nicht",
    "kein",
    "keine",
    "wenn",
    "falls",
    "noch",
    "teilweise",
    "planned",
    "pending",
];

const PLANS: &[&str] = &[
    "planned",
    "plan",
    "scheduled",
    "due",
    "to",
    "will",
    "next",
    "upcoming",
    "geplant",
    "wird",
    "nachste",
    "prevu",
    "prevue",
    "previsto",
    "prevista",
    "planificado",
    "planejado",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_a_day_and_a_result_are_told_apart() {
        let lexicon = Lexicon::embedded();
        let day = |text| Date::parse(text);
        let result = |word, on: Option<&str>| {
            Effect::Result(EFFECTIVENESS_RESULT.set(word).unwrap(), on.map(|on| Date::parse(on).unwrap()))
        };
        for (text, expected) in [
            ("Effective", result("effective", None)),
            ("✅ Wirksam", result("effective", None)),
            ("Not effective", result("ineffective", None)),
            ("Pending", result("not-yet-determinable", None)),
            ("re-check passed", result("effective", None)),
            ("2026-03-15 re-check passed", result("effective", Some("2026-03-15"))),
            ("2026-03-15: not effective", result("ineffective", Some("2026-03-15"))),
            ("14 Aug 2026 – wirksam", result("effective", Some("2026-08-14"))),
            ("Follow-up test failed", result("ineffective", None)),
            ("2026-03-15", Effect::Checked(day("2026-03-15").unwrap())),
            ("14 Aug 2026", Effect::Checked(day("2026-08-14").unwrap())),
            ("Q3 2026", Effect::Plan(day("2026-09-30"))),
            ("Audit sample 2026-Q3", Effect::Plan(day("2026-09-30"))),
            ("KPI review Q3 2026", Effect::Plan(day("2026-09-30"))),
            ("Planned for 2026-09-01", Effect::Plan(day("2026-09-01"))),
            ("To be checked at the next audit", Effect::Plan(None)),
            ("Audit 2026-09-01", Effect::Words),
            ("re-check not passed", Effect::Words),
            ("No further complaints, and the rate went down", Effect::Words),
            ("Maßnahme umgesetzt, Prüfung ausstehend", Effect::Words),
            ("", Effect::Words),
        ] {
            assert_eq!(effect_of(text, lexicon, None), expected, "{text}");
        }
    }
}
