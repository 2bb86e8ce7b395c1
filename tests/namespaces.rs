//! Two registers that use the same ids for different things, and the minutes that speak of both.

use crate::workspace::{tenone, workspace};

const HERE: &str = "- {id: NC-01, title: Doors stand open, status: closed, raised_on: 2026-01-05}\n";
const THERE: &str = "- {id: NC-01, title: Backups fail, status: raised, raised_on: 2026-02-05, owner: ops}\n\
                     - {id: NC-02, title: Backups fail again, status: raised, raised_on: 2026-03-05, related: [NC-01]}\n";
const MINUTES: &str = "id: MR-1\nheld_on: 2026-03-31\nconclusion: NC-01 is done, site-b:NC-01 and NC-02 are not.\n";

fn concise(settings: &str) -> String {
    let folder = workspace(&[
        ("tenone.yaml", settings.as_bytes()),
        ("a.yaml", HERE.as_bytes()),
        ("b.yaml", THERE.as_bytes()),
        ("minutes/1.yaml", MINUTES.as_bytes()),
    ]);
    let run = tenone(folder.path(), &["check", "--as-of", "2026-06-30", "--output", "concise"]);
    assert!(run.code < 2, "{}", run.err);
    run.out
}

#[test]
fn a_namespace_tells_two_registers_apart() {
    let settings = |rest: &str| {
        format!(
            "sources:\n- {{kind: entry, path: a.yaml}}\n- {{kind: entry, path: b.yaml{rest}}}\n\
             - {{kind: review, path: minutes/*.yaml}}\n"
        )
    };
    let together = concise(&settings(""));
    assert!(together.contains("input-id-duplicate"), "{together}");
    let apart = concise(&settings(", namespace: site-b"));
    assert!(!apart.contains("input-id-duplicate") && !apart.contains("input-reference-unresolved"), "{apart}");
    // What is said of a record of the namespace calls it so that it can be found.
    assert!(apart.contains("site-b:NC-01") && apart.contains("site-b:NC-02"), "{apart}");
    let wrong = concise(&settings(", namespace: site-b, ids: 'NC-[0-9]{3}'"));
    assert!(wrong.contains("NC-01 does not fit the pattern of its source"), "{wrong}");
    assert_eq!(wrong.matches("does not fit the pattern").count(), 1, "{wrong}");
}
