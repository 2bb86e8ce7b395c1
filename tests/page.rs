//! The readiness report as a page: nothing from a cell acts, everything has its place, and it stays small.
//!
//! What only a browser can tell is looked at by `tests/interop/html/run`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use regex::Regex;

use crate::workspace::{tenone, workspace};

const REPORT: [&str; 5] = ["report", "--as-of", "2026-06-30", "--format", "html"];

fn page(folder: &Path, further: &[&str]) -> String {
    let run = tenone(folder, &[&REPORT, further].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    run.out
}

fn of_fixture(name: &str, further: &[&str]) -> String {
    page(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name), further)
}

fn all<'t>(pattern: &str, text: &'t str) -> Vec<&'t str> {
    let pattern = Regex::new(pattern).unwrap();
    pattern.captures_iter(text).map(|found| found.get(1).unwrap().as_str()).collect()
}

#[test]
fn nothing_from_a_file_acts() {
    const BAD: &str = r#"</title></style><script>alert(1)</script>" onmouseover="x {{ doc }} {% raw %} <!-- '"#;
    let quoted = serde_json::to_string(BAD).unwrap();
    let settings = format!(
        "organisation: {{name: {quoted}}}\nsources:\n  - {{kind: entry, path: 'reg<b>.yaml'}}\n  - {{kind: incident, path: incidents.yaml}}\n"
    );
    let entry = |id: &str| {
        format!(
            "- id: {id}\n  title: {quoted}\n  kind: nonconformity\n  status: in-progress\n  owner: {quoted}\n  source: incident\n  \
             raised_on: 2025-01-02\n  root_cause: {quoted}\n  cause_code: {quoted}\n  actions:\n    - {{id: {quoted}, title: {quoted}, \
             owner: {quoted}, due_on: 2026-07-20}}\n  effectiveness:\n    - {{reviewed_on: {quoted}, result: {quoted}}}\n"
        )
    };
    let register = entry(&quoted) + &entry("\"tail \u{202e}\\u0007\"");
    let incidents = format!("- {{id: {quoted}, title: {quoted}, occurred_on: 2026-01-01, severity: {quoted}}}\n");
    let folder = workspace(&[
        ("tenone.yaml", settings.as_bytes()),
        ("reg<b>.yaml", register.as_bytes()),
        ("incidents.yaml", incidents.as_bytes()),
    ]);
    let page = page(folder.path(), &["--for-review"]);
    assert!(page.contains("&lt;script&gt;alert(1)"), "the text is shown");
    for acts in ["<script", "<b>", "<!-- ", "\" onmouseover=\"x", "\u{202e}", "\u{7}"] {
        assert!(!page.contains(acts), "{acts:?} is in the page");
    }
    assert_eq!(page.matches("<style").count(), 1);
    assert_eq!(page.matches("</title>").count(), 1 + page.matches("</title><desc").count());
}

#[test]
fn a_page_stands_alone() {
    for name in ["clean", "most-violations"] {
        let page = of_fixture(name, &["--for-review"]);
        assert!(page.contains("default-src 'none'; style-src 'sha256-"));
        let around = page.split_once("<style>").unwrap().0.to_owned() + page.split_once("</style>").unwrap().1;
        for foreign in
            ["<script", "<link", "<img", "<iframe", "<form", " style=", " src=", "url(", "@import", " onclick"]
        {
            assert!(!page.contains(foreign), "{name}: {foreign}");
        }
        assert!(all(r#"href="([^#][^"]*)""#, &around).is_empty(), "{name}: only links within the page");
    }
}

#[test]
fn everything_has_a_name_and_a_place() {
    for name in ["clean", "most-violations", "five-columns", "empty-register"] {
        let page = of_fixture(name, &["--for-review"]);
        let ids = all(r#" id="([^"]+)""#, &page);
        let known: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), known.len(), "{name}: each id stands once");
        for target in all(r##"href="#([^"]+)""##, &page) {
            assert!(known.contains(target), "{name}: a link to {target}");
        }
        for target in all(r#"aria-labelledby="([^"]+)""#, &page).into_iter().flat_map(str::split_whitespace) {
            assert!(known.contains(target), "{name}: named by {target}");
        }
        let mut before = 0;
        for level in all("<h([1-6])", &page) {
            let level: u8 = level.parse().unwrap();
            assert!(level <= before + 1, "{name}: a heading of level {level} follows one of {before}");
            before = level;
        }
        assert_eq!(page.matches("<h1").count(), 1, "{name}");
        assert_eq!(page.matches("<table>").count(), page.matches("<caption").count(), "{name}: captions");
        assert_eq!(page.matches("<th ").count(), page.matches("<th scope=").count(), "{name}: scopes");
        assert_eq!(page.matches("<th>").count(), 0, "{name}");
        for picture in page.split("<svg ").skip(1) {
            let picture = picture.split("</svg>").next().unwrap();
            assert!(
                picture.starts_with("role=\"img\" aria-labelledby=")
                    && picture.contains("<title id=")
                    && picture.contains("<desc id=")
            );
        }
    }
}

#[test]
fn page_one_says_what_counts() {
    let page = of_fixture("most-violations", &[]);
    let place = |words: &str| page.find(words).unwrap_or_else(|| panic!("{words} is in the page"));
    let order = [
        "Not ready as of 2026-06-30",
        "can be followed from end to end",
        "Fix these five first",
        "more rule can look",
        ">Open nonconformities</h2>",
        ">What is good</h2>",
        ">Checklist</h2>",
        ">The auditor’s sample</h2>",
        "The chain breaks here first.",
        ">From event to log</h2>",
        "<svg ",
        ">What lies ahead</h2>",
        ">Gaps</h2>",
        "What to do:",
        ">What was not assessed</h2>",
        ">For the interviews</h2>",
        "tenone report --as-of 2026-06-30",
        "SHA-256",
    ];
    for two in order.windows(2) {
        assert!(place(two[0]) < place(two[1]), "{} comes before {}", two[0], two[1]);
    }
    assert!(!page.contains("For the next management review"), "it was not asked for");
    assert!(page.contains("May be raised as a nonconformity, a major one if it is systemic"));
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let one = of_fixture("most-violations", &["--for-review", "--threads", "1"]);
    assert_eq!(one, of_fixture("most-violations", &["--for-review", "--threads", "2"]));
}

#[test]
#[ignore = "long; run it after changes of lists"]
fn a_page_about_ten_thousand_entries_stays_small() {
    let mut register = String::new();
    for number in 0..10_000 {
        let (year, month) = (2024 + number % 3, 1 + number % 6);
        let status = ["raised", "planned", "in-progress", "verifying", "closed"][number % 5];
        write!(
            register,
            "- id: IMP-{number:05}\n  title: Something that departs from the written procedure in the place number {number}\n  kind: \
             nonconformity\n  classification: minor\n  source: incident\n  status: {status}\n  raised_on: {year}-{month:02}-15\n  \
             owner: Person {}\n  actions:\n    - {{id: A1, title: Mend it, owner: Person 1, due_on: 2026-0{}-01}}\n",
            number % 40,
            5 + number % 4,
        )
        .unwrap();
    }
    let folder = workspace(&[("register.yaml", register.as_bytes())]);
    let page = page(folder.path(), &["--for-review", "--sample", "50"]);
    assert!(page.len() < 5_000_000, "{} bytes", page.len());
    assert!(page.contains("of 10000") || page.contains("10000 entries"), "all entries are counted");
}
