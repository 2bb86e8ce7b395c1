fn main() {
    let c = tenone::rule::Catalogue::embedded();
    for f in c.faults() {
        println!("FAULT {}:{}:{} {} {:?}", f.path, f.place.line, f.place.column, f.message, f.hint);
    }
    let only = std::env::args().nth(1);
    for r in c.rules() {
        if only.as_ref().is_some_and(|o| !r.name.contains(o.as_str())) {
            continue;
        }
        let fails = tenone::check::examples::run(r, &c);
        println!("{} {} {}", if fails.is_empty() { "ok  " } else { "FAIL" }, r.name, r.checks.len());
        for f in fails {
            println!("   {} {}", f.example, f.message);
        }
    }
}
