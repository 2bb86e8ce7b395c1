//! Sample, chain, forecast, trends and review pack of whole fixture workspaces.

use std::collections::BTreeSet;
use std::path::Path;

use tenone::analysis::{self, Options};
use tenone::check::RuleSettings;
use tenone::data::{Date, Duration};
use tenone::discover::Workspace;
use tenone::index::Index;
use tenone::readiness::chain::{self, Ground, Spoken};
use tenone::readiness::forecast::{self, Forecast};
use tenone::readiness::review_pack;
use tenone::readiness::sample::{self, Sample};
use tenone::readiness::terms::Terms;
use tenone::readiness::trends::{self, Trends};

fn as_of() -> Date {
    Date::parse("2026-06-30").unwrap()
}

/// Asks the records of a fixture, with what the rules said of them.
fn of<T>(fixture: &str, ask: impl for<'i> FnOnce(&Ground<'i, '_>) -> T) -> T {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(fixture);
    let workspace = Workspace::open(&root).unwrap();
    let found = analysis::check(&workspace, &Options::new(as_of())).unwrap();
    let paths: BTreeSet<String> = workspace.files().iter().cloned().collect();
    let index = Index::build(&found.records, &found.sources, &paths);
    let spoken = Spoken::of(&found.report, &index);
    let terms = Terms::of(&index, &found.catalogue, &RuleSettings::default());
    ask(&Ground { index: &index, spoken: &spoken, terms: &terms, as_of: as_of() })
}

#[test]
#[ignore]
fn dump() {
    let fixture = std::env::var("FIXTURE").unwrap();
    of(&fixture, |ground| {
        let place = |span| ground.index.sources.place(span).to_string();
        let drawn = sample::draw(ground.index, as_of(), &sample::Options::default());
        println!("{:?}\n{:?}\n{}", drawn.since, drawn.population, drawn.method());
        for s in &drawn.strata {
            println!("  {s:?}");
        }
        for d in &drawn.drawn {
            println!("  {} {:?} {}", d.entry.name, d.reasons, place(d.entry.span));
        }
        println!("left out {}", drawn.left_out);
        let traces = chain::trace(ground, ground.index.of_kind(tenone::model::Kind::Entry));
        for t in &traces {
            println!(
                "== {} [{}] {} owner {:?} from {:?} => {:?}",
                t.entry.name,
                t.kind,
                t.status,
                t.owner.as_ref().map(|p| (&p.written, &p.names)),
                t.came_from.iter().map(|n| &n.name).collect::<Vec<_>>(),
                t.whole
            );
            for l in &t.links {
                println!("   {:13} {:?} {} {:?} at {}", l.step.name(), l.state, l.why, l.column, place(l.span));
                for p in &l.proofs {
                    println!(
                        "        + {} | {} | {:?} | {:?} | {:?} | {}",
                        p.name,
                        p.note.chars().take(50).collect::<String>(),
                        p.date,
                        p.person.as_ref().map(|p| (&p.written, &p.names)),
                        p.version,
                        place(p.span)
                    );
                }
                for s in &l.said {
                    println!("        ! {:?} {}/{}: {}", s.severity, s.rule, s.check, s.message);
                }
            }
        }
        println!("{:#?}", chain::summary(&traces));
        let last = chain::last_corrective(ground.index, as_of(), 10);
        println!("LAST {:#?}", chain::summary(&chain::trace(ground, &last)));
        let c = chain::completeness(ground, None);
        for o in &c.origins {
            println!(
                "<- {} {} {:?} {:?} {:?} {:?} | {} | {:?}",
                o.from.name,
                o.grade,
                o.on,
                o.state,
                o.entries.iter().map(|n| &n.name).collect::<Vec<_>>(),
                o.from.title.chars().take(40).collect::<String>(),
                o.note,
                o.said.iter().map(|s| &s.rule).collect::<Vec<_>>()
            );
        }
        println!("not read {:?}", c.not_read);
        let f = forecast::forecast(ground.index, ground.terms, as_of(), Duration { months: 6, days: 0 });
        println!("FORECAST until {} lapsed {:?}", f.until, f.lapsed);
        for i in &f.items {
            println!(
                "  {} {:?} {} | {} | {:?} {:?} {}",
                i.on,
                i.lapse,
                i.name,
                i.title.chars().take(40).collect::<String>(),
                i.owner.as_ref().map(|p| (&p.written, &p.names)),
                i.basis,
                place(i.span)
            );
        }
        let t = trends::trends(ground.index, as_of());
        println!(
            "TRENDS {} placed {} no raised {} no end {} contra {}",
            t.entries, t.states.placed, t.states.without_raised, t.states.without_end, t.states.contradictory
        );
        for m in &t.states.months {
            println!(
                "   {}-{:02} raised {} ended {} open {} closed {} other {}",
                m.year, m.month, m.raised, m.ended, m.open, m.closed, m.otherwise
            );
        }
        println!("{:?}\n{:?}\n{:?}", t.ageing, t.time_to_close, t.origins);
        println!("{:#?}", t.recurrence);
        let p = review_pack::review_pack(ground.index, as_of(), Duration { months: 0, days: 90 });
        println!("PACK last {:?} {:?}", p.last, p.figures);
        let line = |l: &review_pack::Line| {
            println!(
                "     {} {} {} {} {:?} {:?} {:?}",
                l.entry.name, l.kind, l.classification, l.status, l.raised_on, l.ended_on, l.due_on
            )
        };
        println!("  raised");
        p.raised.iter().for_each(line);
        println!("  ended");
        p.ended.iter().for_each(line);
        println!("  overdue");
        for o in &p.overdue {
            println!("     {} {} {} {:?}", o.action.name, o.due_on, o.days, o.owner.as_ref().map(|p| &p.written));
        }
        for a in &p.acceptances {
            println!(
                "  acc {} {:?} {:?} {:?}",
                a.acceptance.name,
                a.why,
                a.on,
                a.covers.iter().map(|n| &n.name).collect::<Vec<_>>()
            );
        }
        for e in &p.effects {
            println!("  eff {} {} {}", e.entry.name, e.result, e.on);
        }
        for a in &p.audits {
            println!(
                "  aud {} {} {} {} {:?}",
                a.audit.name,
                a.kind,
                a.on,
                a.conclusion,
                a.findings.iter().map(|n| (&n.0.name, n.1)).collect::<Vec<_>>()
            );
        }
        for o in &p.open_actions {
            println!("  act {} {:?} {}", o.action.name, o.due_on, o.status);
        }
        println!("  snapshot");
        p.snapshot.entries.iter().for_each(line);
        println!("{:?}", p.snapshot.sources);
    });
}
