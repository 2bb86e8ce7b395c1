//! Samples of registers that are made for it.

use std::fmt::Write as _;

use super::*;
use crate::readiness::stories::{day, story};

const AS_OF: &str = "2026-06-30";
const SOURCES: [&str; 4] = ["internal-audit", "incident", "monitoring", "supplier"];

/// A register of sixty entries: two majors, one external finding, one ineffective, one accepted, a third of them closed.
fn register() -> Vec<String> {
    let one = |number: usize| {
        let mut entry = format!("- {{id: E-{number:03}, raised_on: 2026-01-15");
        let source = if number == 30 { "external-audit" } else { SOURCES[number % SOURCES.len()] };
        let _ = write!(entry, ", source: {source}");
        if number % 20 == 7 && number < 40 {
            entry.push_str(", classification: major");
        }
        match number {
            41 => entry.push_str(", status: closed, effectiveness: [{reviewed_on: 2026-05-05, result: ineffective}]"),
            42 => entry.push_str(", status: accepted, decision: accept-risk"),
            _ if number.is_multiple_of(3) => entry.push_str(", status: closed, closed_on: 2026-05-01"),
            _ => entry.push_str(", status: planned"),
        }
        entry.push_str("}\n");
        entry
    };
    (1..=60).map(one).collect()
}

fn sampled(register: &[String], options: &Options) -> Sample {
    story(&[(Kind::Entry, &register.concat())], &[], |index| draw(index, day(AS_OF), options))
}

fn names(sample: &Sample) -> Vec<&str> {
    sample.drawn.iter().map(|drawn| drawn.entry.name.as_str()).collect()
}

#[test]
fn every_part_of_the_population_is_looked_at() {
    for seed in 0..20 {
        let sample = sampled(&register(), &Options { seed, ..Options::default() });
        assert_eq!((sample.population.size, sample.population.raised, sample.left_out), (60, 60, 0));
        for stratum in &sample.strata {
            let all = matches!(stratum.reason, Reason::Major | Reason::ExternalFinding);
            let least = if all { stratum.population } else { 1 };
            assert!(stratum.population > 0 && stratum.sampled >= least, "{seed}: {stratum:?}");
        }
        assert_eq!(sample.drawn.len(), 10, "{seed}");
        let mut names = names(&sample);
        assert!(["E-007", "E-027", "E-030", "E-041", "E-042"].iter().all(|name| names.contains(name)), "{names:?}");
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 10, "none twice");
        assert!(sample.drawn.iter().all(|drawn| !drawn.reasons.is_empty()));
        assert!(sample.method().contains(&format!("under the seed {seed}.")), "{}", sample.method());
    }
}

#[test]
fn the_same_seed_draws_the_same_entries_however_the_register_is_sorted() {
    let (there, mut back) = (register(), register());
    back.reverse();
    let options = Options { size: 20, ..Options::default() };
    let (one, other) = (sampled(&there, &options), sampled(&back, &options));
    assert_eq!(names(&one), names(&other));
    let differently = sampled(&there, &Options { seed: 1, ..options });
    assert_ne!(names(&one), names(&differently), "another seed draws others");
    // A new entry takes the place of at most one other.
    let mut more = there;
    more.push("- {id: E-999, raised_on: 2026-06-01, source: monitoring, status: planned}\n".to_owned());
    let more = sampled(&more, &options);
    let kept = names(&more).iter().filter(|name| names(&one).contains(name)).count();
    assert!(kept >= 19, "{kept}");
}

#[test]
fn a_small_register_is_looked_at_as_a_whole_and_too_many_majors_are_counted() {
    let few: Vec<String> = register().into_iter().take(4).collect();
    let sample = sampled(&few, &Options::default());
    assert_eq!(sample.drawn.len(), 4);
    let empty = sample.strata.iter().find(|stratum| stratum.reason == Reason::Acceptance).unwrap();
    assert_eq!((empty.population, empty.sampled), (0, 0), "that nothing was accepted is said");
    assert_eq!(sampled(&[], &Options::default()).drawn, []);
    let major =
        |number| format!("- {{id: M-{number}, raised_on: 2026-02-02, classification: major, status: planned}}\n");
    let majors: Vec<String> = (0..120).map(major).collect();
    let sample = sampled(&majors, &Options::default());
    assert_eq!((sample.drawn.len(), sample.left_out), (100, 20));
}

#[test]
fn the_population_reaches_back_to_the_last_external_audit_that_has_ended() {
    let audits = "
- {id: X-0, type: external, completed_on: 2024-03-01}
- {id: X-1, type: external, completed_on: 2025-03-01, report: {on: 2025-03-20}}
- {id: X-2, type: external, completed_on: 2026-07-01}
- {id: X-3, type: external, started_on: 2026-05-01, status: in-progress}
- {id: X-4, type: internal, completed_on: 2026-05-01}
";
    let entries = "
- {id: E-1, raised_on: 2025-03-01, status: closed, closed_on: 2025-03-01}
- {id: E-2, raised_on: 2025-03-01, status: closed, closed_on: 2025-03-02}
- {id: E-3, raised_on: 2025-03-02, status: closed, closed_on: 2025-03-02}
- {id: E-4, raised_on: 2023-03-02, status: planned}
- {id: E-5, status: planned}
- {id: E-6, status: closed, closed_on: 2024-01-01}
- {id: E-7, raised_on: 2024-01-01, status: accepted, decision: accept-risk, decision_on: 2024-02-01}
- {id: E-8, raised_on: 2024-01-01, status: accepted, decision: accept-risk, decision_on: 2024-02-01}
";
    let acceptances = "- {id: AC-1, covers: [E-7], state: approved, starts_on: 2024-02-01, expires_on: 2026-12-31}\n";
    let files = [(Kind::Entry, entries), (Kind::Audit, audits), (Kind::RiskAcceptance, acceptances)];
    let sample = story(&files, &[], |index| draw(index, day(AS_OF), &Options::default()));
    assert!(
        matches!(&sample.since, Since::ExternalAudit { audit, on } if audit.name == "X-1" && *on == day("2025-03-01")),
        "{:?}",
        sample.since
    );
    let population = Population { register: 8, size: 5, raised: 1, closed: 1, open: 1, accepted: 1, undated: 1 };
    assert_eq!(sample.population, population);
    let mut names = names(&sample);
    names.sort_unstable();
    assert_eq!(names, ["E-2", "E-3", "E-4", "E-5", "E-7"]);
    let story = |entries| story(&[(Kind::Entry, entries)], &[], |index| draw(index, day(AS_OF), &Options::default()));
    assert_eq!(story(entries).since, Since::Months { months: 36, from: day("2023-06-30") });
    let many = register().concat();
    assert_eq!(story(&many).since, Since::Months { months: 12, from: day("2025-06-30") });
}

#[test]
fn entries_can_be_asked_for_by_their_ids() {
    let entries = "- {id: IMP-2026-014, raised_on: 2026-01-01, status: planned, actions: [{id: A1, title: x}]}\n\
                   - {id: IMP-2026-015, raised_on: 2026-01-01, status: planned, classification: major}\n";
    let files = [(Kind::Entry, entries), (Kind::Audit, "- {id: IA-1, type: internal}\n")];
    let asked = |ids: &[&str]| {
        let ids: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
        story(&files, &[], |index| pick(index, day(AS_OF), &ids))
    };
    let sample = asked(&["IMP-2026-015", " IMP-2026-014 ", "IMP-2026-015"]).unwrap();
    assert_eq!(names(&sample), ["IMP-2026-015", "IMP-2026-014"]);
    assert_eq!(sample.drawn[0].reasons[..2], [Reason::Named, Reason::Major]);
    assert_eq!(sample.method(), "The entries were asked for by their ids.");
    for (id, message) in [
        ("IMP-2026-O14", "there is no entry IMP-2026-O14; did you mean IMP-2026-014?"),
        ("zzz", "there is no entry zzz"),
        ("IMP-2026-014/A1", "IMP-2026-014/A1 is an action, not an entry; its entry is IMP-2026-014"),
        ("IA-1", "IA-1 is an audit, not an entry"),
        ("", "there is no entry "),
    ] {
        assert_eq!(asked(&[id]).unwrap_err().to_string(), message);
    }
}
