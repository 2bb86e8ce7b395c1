//! Sample, chains, forecast, trends and review pack of whole workspaces.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tenone::analysis::{self, Options};
use tenone::check::RuleSettings;
use tenone::data::{Date, Duration};
use tenone::diagnostic::Severity;
use tenone::discover::Workspace;
use tenone::index::Index;
use tenone::model::{Kind, RecordId};
use tenone::readiness::chain::{self, Ground, LinkState, OriginState, Spoken, Step, Trace, Whole};
use tenone::readiness::terms::Terms;
use tenone::readiness::{forecast, review_pack, sample, trends};
use tenone::render::ics;
use tenone::triage::Report;

use crate::workspace::workspace;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn as_of() -> Date {
    day("2026-06-30")
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// Asks the records of a workspace, with what the rules said of them.
fn of<T>(root: &Path, ask: impl for<'i> FnOnce(&Ground<'i, '_>, &Report) -> T) -> T {
    let workspace = Workspace::open(root).unwrap();
    let found = analysis::check(&workspace, &Options::new(as_of())).unwrap();
    let paths: BTreeSet<String> = workspace.files().iter().cloned().collect();
    let index = Index::build(&found.records, &found.sources, &paths);
    let spoken = Spoken::of(&found.report, &index);
    let terms = Terms::of(&index, &found.catalogue, &RuleSettings::default());
    ask(&Ground { index: &index, spoken: &spoken, terms: &terms, as_of: as_of() }, &found.report)
}

fn of_fixture<T>(name: &str, ask: impl for<'i> FnOnce(&Ground<'i, '_>, &Report) -> T) -> T {
    of(&fixtures().join(name), ask)
}

fn entries<'i>(ground: &Ground<'i, '_>) -> &'i [RecordId] {
    ground.index.of_kind(Kind::Entry)
}

fn quarter_of_a_year() -> Duration {
    Duration { months: 0, days: 90 }
}

/// A chain in a line: its entry, how it stands, and the first letters of the states of its links.
fn line(trace: &Trace) -> String {
    let letter = |state| match state {
        LinkState::Shown => 's',
        LinkState::Pending => 'p',
        LinkState::NotShown => 'N',
        LinkState::Broken => 'B',
        LinkState::NotApplicable => '-',
        LinkState::NotKept => 'k',
    };
    let letters: String = trace.links.iter().map(|link| letter(link.state)).collect();
    format!("{} {letters} {:?}", trace.entry.name, trace.whole)
}

#[test]
fn no_chain_of_the_clean_workspace_breaks() {
    of_fixture("clean", |ground, _| {
        let lines: Vec<String> = chain::trace(ground, entries(ground)).iter().map(line).collect();
        assert_eq!(
            lines,
            [
                "IMP-2025-001 sss-ssss EndToEnd",
                "IMP-2025-002 ssssssss EndToEnd",
                "IMP-2025-003 sspssps- OpenAt(Action)",
                "IMP-2025-004 s-ssssss EndToEnd",
                "IMP-2025-005 sssssss- EndToEnd",
                "IMP-2025-006 s-s---s- EndToEnd",
                "IMP-2025-007 s-s---s- EndToEnd",
                "IMP-2026-001 s-s---s- EndToEnd",
                "IMP-2026-002 s-s-spsp OpenAt(Effectiveness)",
                "IMP-2026-003 ssssspss OpenAt(Effectiveness)",
                "IMP-2026-004 ssp-sps- OpenAt(Action)",
                "IMP-2026-005 sspppps- OpenAt(Action)",
                "IMP-2026-006 s-pppp-p OpenAt(Action)",
                "IMP-2026-007 s-pppp-- OpenAt(Action)",
            ]
        );
        let last = chain::last_corrective(ground.index, as_of(), 10);
        let summary = chain::summary(&chain::trace(ground, &last));
        assert_eq!((summary.chains, summary.end_to_end, summary.breaks.len()), (4, 3, 0));
        let back = chain::completeness(ground, None);
        assert_eq!((back.origins.len(), back.not_read.len()), (16, 0));
        let all = [Kind::Incident, Kind::Finding, Kind::ReviewAction];
        assert!(all.iter().all(|kind| back.count(*kind, OriginState::NotFound) == 0));
        let found = forecast::forecast(ground.index, ground.terms, &[], as_of(), quarter_of_a_year());
        assert_eq!(found.lapsed, []);
        let next: Vec<&str> = found.items.iter().take(3).map(|item| item.name.as_str()).collect();
        assert_eq!(next, ["EA-2026-05/F-01", "IMP-2025-003/A3", "R-004/T1"]);
    });
}

#[test]
fn what_rules_call_an_error_breaks_the_link_that_it_is_about() {
    of_fixture("most-violations", |ground, report| {
        let traces = chain::trace(ground, entries(ground));
        for trace in &traces {
            for link in &trace.links {
                let error = link.said.iter().find(|said| said.severity == Severity::Error);
                let broken = matches!(link.state, LinkState::NotShown | LinkState::Broken);
                assert!(broken || error.is_none(), "{} {:?}: {error:?}", trace.entry.name, link.step);
            }
            let broken = trace.links.iter().any(|link| matches!(link.state, LinkState::NotShown | LinkState::Broken));
            assert_eq!(broken, matches!(trace.whole, Whole::BreaksAt(_)), "{}", trace.entry.name);
        }
        let state = |id: &str, step: Step| {
            let trace = traces.iter().find(|trace| trace.entry.name == id).unwrap();
            trace.links.iter().find(|link| link.step == step).unwrap()
        };
        for (rule, id, step) in [
            ("entry-source-record-missing", "CAR-110", Step::Recorded),
            ("cause-missing", "CAR-107", Step::Cause),
            ("action-correction-only", "CAR-107", Step::Action),
            ("acceptance-expired", "CAR-114", Step::Action),
            ("action-overdue-without-replan", "CAR-108", Step::Action),
            ("action-change-ticket-missing", "CAR-123", Step::Change),
            ("action-change-ticket-state-mismatch", "CAR-109", Step::Change),
            ("action-done-without-evidence", "CAR-117", Step::Evidence),
            ("effectiveness-review-missing", "CAR-117", Step::Effectiveness),
            ("effectiveness-failed-but-closed", "CAR-115", Step::Effectiveness),
            ("review-entry-not-reported", "CAR-121", Step::Reported),
            ("review-report-claim-unsupported", "CAR-116", Step::Reported),
            ("communication-missing", "CAR-101", Step::Communicated),
        ] {
            assert!(report.diagnostics.iter().any(|judged| &*judged.diagnostic.rule == rule), "{rule} speaks");
            let link = state(id, step);
            assert!(link.said.iter().any(|said| said.rule == rule), "{rule} {id}: {link:#?}");
            assert!(matches!(link.state, LinkState::NotShown | LinkState::Broken), "{rule} {id}: {link:#?}");
            assert!(!link.why.is_empty(), "{rule} {id}");
        }
        assert_eq!(state("CAR-101", Step::Change).state, LinkState::Shown, "another entry cites its change wrongly");
        let whole: Vec<String> = traces
            .iter()
            .filter(|trace| trace.whole == Whole::EndToEnd)
            .map(|trace| trace.entry.name.clone())
            .collect();
        assert_eq!(whole, ["CAR-111", "CAR-126"]);
        let back = chain::completeness(ground, None);
        let missing = |kind| back.count(kind, OriginState::NotFound);
        assert_eq!((missing(Kind::Incident), missing(Kind::Finding)), (2, 4));
    });
}

/// The folders of all fixtures that are one workspace.
fn stories() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(fixtures()).unwrap().map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.join("case.yaml").is_file());
    found.sort();
    assert!(found.len() > 10, "{found:?}");
    found
}

#[test]
fn the_numbers_of_every_fixture_agree_with_each_other_and_come_out_twice() {
    for root in stories() {
        let once = || {
            of(&root, |ground, _| {
                let (index, all) = (ground.index, entries(ground));
                let drawn = sample::draw(index, as_of(), &sample::Options::default());
                let of = &drawn.population;
                assert_eq!(of.size, of.raised + of.closed + of.open + of.accepted + of.undated, "{root:?}");
                assert!(of.size <= of.register && drawn.drawn.len() <= of.size, "{root:?}");
                assert!(drawn.drawn.len() >= of.size.min(10), "{root:?}");
                let traces = chain::trace(ground, all);
                let summary = chain::summary(&traces);
                let ends = [&summary.breaks, &summary.not_kept, &summary.open];
                let ends: usize = ends.into_iter().flatten().map(|(_, count)| count).sum();
                assert_eq!(summary.end_to_end + ends, all.len(), "{root:?}");
                let over = trends::trends(index, as_of());
                let states = &over.states;
                let left_out = states.without_raised + states.without_end + states.contradictory;
                assert_eq!(states.placed + left_out, all.len(), "{root:?}");
                let shown: usize = over.origins.sources.iter().map(|(_, count)| count).sum();
                assert_eq!(shown + over.origins.earlier + over.origins.unplaced, all.len(), "{root:?}");
                let ahead = forecast::forecast(index, ground.terms, &[], as_of(), quarter_of_a_year());
                let late =
                    |lapse| ahead.lapsed.iter().find(|(known, _)| *known == lapse).map_or(0, |(_, count)| *count);
                let pack = review_pack::review_pack(index, as_of(), quarter_of_a_year());
                let overdue = late(forecast::Lapse::Action) + late(forecast::Lapse::ReviewAction);
                assert_eq!(pack.figures.overdue, overdue, "{root:?}");
                let by_delay: usize = over.ageing.by_delay.iter().map(|bucket| bucket.count).sum();
                assert_eq!(by_delay, late(forecast::Lapse::Action), "{root:?}");
                let mut calendar = Vec::new();
                ics::write(&ahead, "Improvement", index.sources, &mut calendar).unwrap();
                check_calendar(&String::from_utf8(calendar.clone()).unwrap(), ahead.items.len());
                let back = chain::completeness(ground, None);
                format!("{drawn:?}{traces:?}{summary:?}{over:?}{ahead:?}{pack:?}{back:?}{calendar:?}")
            })
        };
        assert!(once() == once(), "{root:?}");
    }
}

/// Reads a calendar as RFC 5545 has it.
fn check_calendar(text: &str, events: usize) {
    assert!(text.ends_with("END:VCALENDAR\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']));
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
    let unfolded = text.replace("\r\n ", "");
    let starting = |start: &str| unfolded.split("\r\n").filter(|line| line.starts_with(start)).collect::<Vec<_>>();
    for start in
        ["BEGIN:VEVENT", "END:VEVENT", "UID:", "DTSTAMP:20260630T000000Z", "DTSTART;VALUE=DATE:2026", "SUMMARY:"]
    {
        assert_eq!(starting(start).len(), events, "{start} in {text}");
    }
    assert_eq!(starting("UID:").into_iter().collect::<BTreeSet<_>>().len(), events, "each has an identity of its own");
}

#[test]
fn actions_below_an_entry_and_those_of_a_summary_are_all_followed() {
    let text = "# Audit findings\n\n## NCR-001: Policy not signed\n\n| Field | Detail |\n|---|---|\n| Severity | Minor |\n\
                | Root Cause | No deadline |\n\n**Corrective Action Plan:**\n\n| Action | Owner | Deadline |\n|---|---|---|\n\
                | Set a deadline | Ana | 2026-03-01 |\n| Ask the twelve | Ben | 2026-03-07 |\n\n\
                ## NCR-002: Risks not signed\n\n| Field | Detail |\n|---|---|\n| Severity | Minor |\n| Root Cause | Unknown rule |\n\n\
                ## Corrective action tracking\n\n| NCR | Severity | Owner | Target | Status |\n|---|---|---|---|---|\n\
                | NCR-001 | Minor | Ana | 2026-03-21 | In progress |\n| NCR-002 | Minor | Cem | 2026-03-21 | Closed |\n";
    let folder = workspace(&[("audit-findings.md", text.as_bytes())]);
    of(folder.path(), |ground, _| {
        let entry = ground.index.resolve("NCR-001", &[Kind::Entry]).unwrap();
        let trace = chain::trace(ground, &[entry]).remove(0);
        let names: Vec<&str> = trace.links[2].proofs.iter().map(|proof| proof.name.as_str()).collect();
        let expected = [
            "the action 'Set a deadline' of NCR-001",
            "the action 'Ask the twelve' of NCR-001",
            "the action of NCR-001",
        ];
        assert_eq!(names, expected);
    });
}
