//! `json`: the readiness report for programs, versioned. A field is never removed or given another meaning within a
//! version. `gaps` and `diagnostics` of other parts are numbers of items in the list `diagnostics`, from 0.

mod over_time;
mod shape;
mod traced;

use std::collections::BTreeSet;
use std::io::{self, Write};

pub(super) use shape::Document;
pub(super) use traced::{link_state, origin_state};

use shape::{
    Amount, Cause, Certification, Evidence, File, First, Gap, Item, Open, OpenEntry, Outcome, Part, Preparation,
    Reason, Remedy, Rule, Run, Strength, Tool, Unassessed, Verdict,
};

use super::{Facts, words};
use crate::data::Date;
use crate::diagnostic::Diagnostic;
use crate::model::Kind;
use crate::readiness::{self, Missing, RuleOutcome};
use crate::render::json::{Position, write_document};
use crate::text::Span;
use crate::triage::Judged;

/// Version of the format.
pub const VERSION: &str = "1";

/// Writes the report as one JSON document.
pub fn write(facts: &Facts<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_document(&document(facts), out)
}

fn document<'a>(facts: &Facts<'a>) -> Document<'a> {
    Document { diagnostics: facts.report.diagnostics.iter().map(|judged| gap(facts, judged)).collect(), ..tree(facts) }
}

/// All facts but the diagnostics themselves, of which there may be very many.
pub(super) fn tree<'a>(facts: &Facts<'a>) -> Document<'a> {
    let readiness = facts.readiness;
    let of = readiness.verdict;
    Document {
        version: VERSION,
        document: "readiness-report",
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        as_of: readiness.provenance.as_of.to_string(),
        verdict: Verdict {
            sentence: words::verdict(readiness),
            items: of.items,
            shown: of.shown,
            shown_in_part: of.shown_in_part,
            broken: of.broken,
            questioned: of.questioned,
            unassessed: of.unassessed,
            errors: of.errors,
            warnings: of.warnings,
            notes: of.notes,
        },
        run: run(facts),
        first: first(&readiness.first),
        open: open(facts),
        good: readiness.good.iter().map(strength).collect(),
        checklist: readiness.matrix.iter().map(|part| self::part(facts, part)).collect(),
        not_assessed: unassessed(&readiness.unassessed),
        last: traced::chains(&readiness.last),
        sample: traced::sample(facts),
        forecast: traced::ahead(facts),
        trends: over_time::trends(facts),
        review_pack: over_time::pack(facts),
        prepare: readiness.prepare.iter().map(preparation).collect(),
        diagnostics: Vec::new(),
        rules: rules(facts),
    }
}

fn position(facts: &Facts<'_>, span: Span) -> Position {
    facts.context.texts.place(span).into()
}

fn day(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}

fn run<'a>(facts: &Facts<'a>) -> Run<'a> {
    let of = &facts.readiness.provenance;
    let file = |file: &readiness::InputFile| File {
        path: format!("{}{}", facts.context.texts.prefix, file.path),
        sha256: file.digest.map(|digest| digest.to_string()),
    };
    Run {
        command: facts.command,
        organisation: of.organisation.as_deref(),
        standard: &of.standard,
        rules: of.rules,
        rule_set: of.rule_set.to_string(),
        settings: of.settings.as_ref().map(file),
        commit: of.commit.as_deref(),
        files: of.files.iter().map(file).collect(),
        records: amounts(&facts.report.records),
        set_aside: amounts(&facts.report.set_aside),
    }
}

fn amounts(records: &[(Kind, u32)]) -> Vec<Amount> {
    records.iter().map(|(kind, count)| Amount { kind: kind.name(), count: *count }).collect()
}

fn first(of: &readiness::First) -> First<'_> {
    let causes = of.causes.iter().map(|one| Cause {
        rule: &one.rule,
        severity: one.severity,
        kind: one.kind.map(Kind::name),
        field: &one.field,
        stops: one.stops,
        records: one.records,
        frees: one.frees,
        diagnostics: &one.diagnostics,
    });
    First { causes: causes.collect(), further: of.further, affected: of.affected, freed: of.freed }
}

fn open<'a>(facts: &Facts<'a>) -> Open<'a> {
    let open = &facts.readiness.open;
    let certification = |found: &'a readiness::Certification| Certification {
        finding: found.finding.as_deref(),
        place: position(facts, found.span),
        due_on: day(found.due_on),
    };
    let entry = |entry: &'a readiness::OpenEntry| OpenEntry {
        id: entry.id.as_deref(),
        title: entry.title.as_deref(),
        place: position(facts, entry.span),
        classification: entry.classification,
        status: entry.status.as_deref(),
        since: day(entry.since),
        age_in_days: entry.age,
        owner: entry.owner.as_deref(),
        next_due: day(entry.next_due),
        certification: entry.certification.iter().map(certification).collect(),
        gaps: entry.gaps,
    };
    Open { of: open.of, of_unknown_kind: open.of_unknown_kind, entries: open.entries.iter().map(entry).collect() }
}

fn strength(of: &readiness::Strength) -> Strength<'_> {
    Strength { rule: &of.rule, passed: of.passed, not_assessed: of.not_assessed, sentence: &of.sentence }
}

fn part<'a>(facts: &Facts<'a>, part: &'a readiness::Part) -> Part<'a> {
    let items = part.items.iter().map(|item| self::item(facts, item)).collect();
    Part { name: &part.name, title: &part.title, items }
}

fn item<'a>(facts: &Facts<'a>, item: &'a readiness::Item) -> Item<'a> {
    let evidence = |record: &'a readiness::Supporting| Evidence {
        kind: record.kind.name(),
        id: record.id.as_deref(),
        title: record.title.as_deref(),
        place: position(facts, record.span),
        rules: &record.rules,
    };
    Item {
        obligation: &item.obligation,
        restated: &item.restated,
        standing: words::standing_name(item.standing),
        rules: item.rules.iter().map(outcome).collect(),
        supporting: item.supporting,
        and_more: item.and_more,
        evidence: item.evidence.iter().map(evidence).collect(),
        gaps: &item.gaps,
        prepare: &item.prepare,
    }
}

fn outcome(of: &RuleOutcome) -> Outcome<'_> {
    let reasons = of.reasons.iter().map(|(reason, count)| Reason { reason, count: *count, rules: &[] });
    Outcome {
        rule: &of.rule,
        passed: of.passed,
        failed: of.failed,
        not_applicable: of.not_applicable,
        not_assessed: of.not_assessed,
        reasons: reasons.collect(),
    }
}

fn unassessed(of: &readiness::Unassessed) -> Unassessed<'_> {
    let reasons = of.reasons.iter();
    let reasons = reasons.map(|one| Reason { reason: &one.reason, count: one.count, rules: &one.rules });
    let remedies = of.remedies.iter().map(|one| {
        let sentence = words::missing(&one.missing);
        let (kind, field, sources) = match &one.missing {
            Missing::Field { sources, top, field, .. } => (top.name(), Some(field.as_str()), sources.as_slice()),
            Missing::Records(kind) => (kind.name(), None, &[][..]),
        };
        Remedy { sentence, kind, field, sources, enables: &one.enables, helps: &one.helps }
    });
    Unassessed {
        outcomes: of.outcomes,
        reasons: reasons.collect(),
        obligations: &of.obligations,
        remedies: remedies.collect(),
    }
}

fn preparation(of: &readiness::Preparation) -> Preparation<'_> {
    Preparation { obligation: &of.obligation, restated: &of.restated, because: &of.because, prepare: &of.prepare }
}

fn gap<'a>(facts: &Facts<'a>, judged: &'a Judged) -> Gap<'a> {
    let diagnostic: &Diagnostic = &judged.diagnostic;
    Gap {
        rule: &diagnostic.rule,
        check: &diagnostic.check,
        severity: diagnostic.severity,
        means: words::severity(diagnostic.severity),
        cause: judged.cause.to_string(),
        waived: words::waived(judged),
        message: &diagnostic.message,
        place: position(facts, diagnostic.span),
        subject: &diagnostic.subject,
        field: &diagnostic.field,
        fingerprint: &diagnostic.fingerprint.0,
    }
}

fn rules<'a>(facts: &Facts<'a>) -> Vec<Rule<'a>> {
    let names: BTreeSet<&str> = facts.report.diagnostics.iter().map(|judged| &*judged.diagnostic.rule).collect();
    let known = names.into_iter().filter_map(|name| facts.context.catalogue.rule(name));
    let rule = |rule: &'a crate::rule::Rule| Rule {
        rule: &rule.name,
        summary: &rule.summary,
        why: rule.why.trim(),
        fix: rule.fix.trim(),
        obligations: &rule.serves,
        clauses: &rule.clauses,
    };
    known.map(rule).collect()
}
