//! A register whose cells try everything: escapes of terminals, commands of CI runners, markup, formulas, marks that reorder
//! text. What outputs make of it, [`crate::tame`] and [`crate::redact`] say.

use crate::workspace::workspace;

/// A word that stands behind every attempt: where the text is shown, so is this.
pub(crate) const WORD: &str = "marmalade";

/// Texts that act on whatever reads them, each with [`WORD`] behind it.
pub(crate) const ATTEMPTS: [&str; 16] = [
    "\u{1b}[31mred \u{1b}]0;title\u{7} marmalade",
    "##[add-mask]marmalade",
    "##vso[task.setvariable variable=x]marmalade",
    "x ##[error]y ##vso[task.complete result=Succeeded]marmalade",
    "one\n::error file=a.md::forged\n  ::stop-commands::marmalade",
    "::set-output name=x::marmalade",
    "[click](javascript:alert(1)) ![i](http://evil.example/i.png) marmalade",
    "<script>alert(1)</script><img src=x onerror=alert(1)> marmalade",
    "\"><b>&amp;{{ 7*7 }}{% raw %}</td> marmalade",
    "ask @octocat about #123, !45 and GH-6, see https://evil.example/x marmalade",
    "a | b `c` | **d** ~~e~~ $f$ marmalade",
    "]]> <!DOCTYPE x> &xxe; \u{b}\u{c}\u{7f}\u{ffff} marmalade",
    "=HYPERLINK(\"http://evil.example\",\"x\") marmalade",
    "+cmd|' /C calc'!A0 marmalade",
    "\u{202e}desrever\u{202c} \u{2066}x\u{2069} \u{e0041} marmalade",
    "%0A::error::x\r::warning::marmalade",
];

/// The name of a person in it, in full and as an address.
pub(crate) const PEOPLE: [&str; 2] = ["Wilhelmina Abernathy", "w.abernathy@example.org"];

/// A workspace with the register, minutes, and settings that name an organisation as badly.
pub(crate) fn hostile() -> tempfile::TempDir {
    let mut register = String::new();
    for (number, attempt) in ATTEMPTS.iter().enumerate() {
        let text = quoted(attempt);
        let id = format!("IMP-2026-{:03}", number + 1);
        // Unknown words, dates that are none, references that name nothing, and keys that nobody knows are all quoted.
        register.push_str(&format!(
            "- id: {id}\n  title: {text}\n  description: {text}\n  kind: nonconformity\n  classification: minor\n  \
             source: {text}\n  status: {}\n  owner: {}\n  raised_on: 2026-01-{:02}\n  closed_on: {text}\n  \
             source_refs: [{text}, IMP-2026-999]\n  root_cause: {text}\n  correction: {text}\n  {}: {text}\n  \
             actions:\n  - {{id: A1, title: {text}, owner: {}, due_on: {text}, type: corrective}}\n  \
             - {{title: {text}, owner: {text}, due_on: 2026-07-15}}\n  effectiveness:\n  - {{result: {text}, text: {text}}}\n",
            if number % 2 == 0 { "closed".to_owned() } else { text.clone() },
            quoted(PEOPLE[number % 2]),
            number + 1,
            quoted(&format!("key {attempt}")),
            quoted(PEOPLE[(number + 1) % 2]),
        ));
    }
    for attempt in ATTEMPTS {
        register.push_str(&format!("- {{id: {}, title: x, status: closed}}\n", quoted(attempt)));
    }
    for (number, attempt) in ATTEMPTS.iter().enumerate() {
        // What is open and will lapse is in the forecast.
        let text = quoted(attempt);
        register.push_str(&format!(
            "- id: IMP-2026-{}\n  title: {text}\n  status: in-progress\n  actions:\n  - {{id: A1, title: {text}, owner: {}, \
             due_on: 2026-07-15}}\n",
            number + 100,
            quoted(if number % 2 == 0 { attempt } else { PEOPLE[0] }),
        ));
    }
    let settings = format!(
        "organisation: {{name: {}, isms_start: 2026-01-01}}\nsources:\n  - {{kind: entry, path: register.yaml}}\n  \
         - {{kind: review, path: minutes.md}}\n",
        quoted("Example ##[group]\u{202e} <b>Ltd</b> @x")
    );
    let minutes = "---\nid: MR-1\nheld_on: 2026-04-30\nchair: Wilhelmina Abernathy\n---\n# Review\n\n## Actions\n\n\
                   ##[add-mask]marmalade\n\n::error::marmalade IMP-2026-001\n";
    workspace(&[
        ("tenone.yaml", settings.as_bytes()),
        ("register.yaml", register.as_bytes()),
        ("minutes.md", minutes.as_bytes()),
    ])
}

/// A text as YAML writes it between quotation marks, as JSON would; what YAML does not take as it is, is escaped.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            ' '..='~' => quoted.push(letter),
            _ => quoted.push_str(&format!("\\U{:08x}", u32::from(letter))),
        }
    }
    quoted.push('"');
    quoted
}
