use std::io::Write;
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let t = std::time::Instant::now();
    let ws = tenone::discover::Workspace::open(std::path::Path::new(&path)).unwrap();
    let options = tenone::analysis::Options::new(tenone::data::Date::parse("2026-06-30").unwrap());
    let a = match tenone::analysis::check(&ws, &options) {
        Ok(a) => a,
        Err(e) => {
            eprintln!("{e:?}");
            return;
        }
    };
    eprintln!("{:?} faults {}", t.elapsed(), a.catalogue.faults().len());
    for f in a.catalogue.faults() {
        eprintln!("{f:?}");
    }
    let mut out = std::io::stdout().lock();
    for j in &a.report.diagnostics {
        let d = &j.diagnostic;
        writeln!(out, "{}: {}[{}] {}", a.sources.place(d.span), d.severity, d.rule, d.message).unwrap();
    }
    writeln!(out, "{:?}", a.report.records).unwrap();
    if std::env::var("TALLY").is_ok() {
        for t in &a.report.tallies {
            writeln!(
                out,
                "{}/{} p{} f{} na{} {:?}",
                t.rule, t.check, t.passed, t.failed, t.not_applicable, t.not_assessed
            )
            .unwrap();
        }
    }
}
