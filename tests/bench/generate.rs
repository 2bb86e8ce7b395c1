//! A seeded generator of large registers: the same size gives the same bytes.
//!
//! Entries have 25 fields, nested actions, comments and block scalars. Every rule about entries finds at least one in
//! twenty that it applies to, and about one entry in a hundred has a defect.

use std::fmt::Write;

/// First day on which an entry is raised, and the last, as days since 1970-01-01: 2024-01-15 and 2026-03-02.
const FIRST_DAY: u32 = 19_737;
const LAST_DAY: u32 = 20_514;

/// A file of the generated workspace.
pub(crate) struct File {
    /// Path below the workspace.
    pub(crate) path: &'static str,
    /// Content.
    pub(crate) text: String,
}

/// A workspace with a register of so many entries.
pub(crate) fn workspace(entries: u32) -> Vec<File> {
    let mut random = Random(0x7E40_0E11);
    let mut register = String::with_capacity(entries as usize * 1600);
    let mut around = Around::default();
    for number in 0..entries {
        Entry::draw(number, entries, &mut random).write(&mut register, &mut around);
    }
    vec![
        File { path: "tenone.yaml", text: settings() },
        File { path: "register.yaml", text: register },
        File { path: "changes.yaml", text: around.changes },
        File { path: "acceptances.yaml", text: around.acceptances },
        File { path: "communications.yaml", text: around.communications },
        File { path: "lessons.yaml", text: around.lessons },
        File { path: "audits.yaml", text: audits() },
        File { path: "reviews.yaml", text: reviews(entries) },
        File { path: "risks.yaml", text: risks() },
        File { path: "people.yaml", text: people() },
    ]
}

/// The files that entries link to, as they grow with the register.
#[derive(Default)]
struct Around {
    changes: String,
    acceptances: String,
    communications: String,
    lessons: String,
}

struct Entry {
    number: u32,
    raised: u32,
    kind: &'static str,
    classification: &'static str,
    fate: Fate,
    defect: Option<u32>,
    words: String,
}

#[derive(Clone, Copy, PartialEq)]
enum Fate {
    Closed,
    ClosedAfterFailure,
    Accepted,
    InProgress,
    Replanned,
    Planned,
}

impl Entry {
    fn draw(number: u32, entries: u32, random: &mut Random) -> Self {
        let fate = match random.below(20) {
            0 | 1 => Fate::Accepted,
            2 => Fate::InProgress,
            3 | 4 => Fate::Replanned,
            5 => Fate::Planned,
            6 | 7 => Fate::ClosedAfterFailure,
            _ => Fate::Closed,
        };
        let (kind, classification) = match random.below(10) {
            0..=5 => ("nonconformity", "minor"),
            6 | 7 => ("nonconformity", "major"),
            _ => ("opportunity", "opportunity"),
        };
        let (kind, classification) = if number == 0 { ("nonconformity", "major") } else { (kind, classification) };
        let days = u64::from(LAST_DAY - FIRST_DAY);
        let offset = days * u64::from(number) / u64::from(entries);
        let raised = FIRST_DAY + u32::try_from(offset).unwrap_or(0);
        let defect = (random.below(100) == 0).then(|| random.below(6));
        Self { number, raised, kind, classification, fate, defect, words: random.words(60) }
    }

    fn id(&self) -> String {
        format!("IMP-{:06}", self.number)
    }

    fn write(&self, out: &mut String, around: &mut Around) {
        let id = self.id();
        let raised = day(self.raised);
        let finished = matches!(self.fate, Fate::Closed | Fate::ClosedAfterFailure);
        let has = |defect| self.defect == Some(defect);
        let mut line = |text: std::fmt::Arguments<'_>| {
            out.write_fmt(text).expect("writing to a string");
            out.push('\n');
        };
        line(format_args!("# {id}: found in the weekly walk through the team's work"));
        line(format_args!("- id: {id}"));
        line(format_args!("  title: {}", &self.words[..40].trim()));
        line(format_args!("  kind: {}\n  classification: {}", self.kind, self.classification));
        line(format_args!("  description: |\n    {}\n    {}", &self.words[..60].trim(), &self.words[90..140].trim()));
        line(format_args!("  criteria: [A.5.18, PROC-ACC]\n  evidence: ['https://example.org/{id}/0']"));
        let source = match self.classification {
            _ if has(0) => "IA-2099/F-09",
            // The finding names the first entry, and so this one names all.
            _ if self.number == 0 => "IA-2026/F-01, IA-2026/F-02, IA-2026/F-03",
            "minor" => "IA-2026/F-01",
            "major" => "IA-2026/F-02",
            _ => "IA-2026/F-03",
        };
        line(format_args!("  source: internal-audit\n  source_refs: [{source}]"));
        line(format_args!("  detected_on: {}", day(self.raised - 1)));
        line(format_args!("  raised_on: {raised}\n  raised_by: a.weber"));
        if !has(1) {
            line(format_args!("  owner: m.schulz  # answers for it"));
        }
        line(format_args!("  risk_refs: [R-001]\n  priority: medium"));
        line(format_args!(
            "  priority_basis: {{risk: [R-001], rationale: rights that nobody needs, benefit: fewer of them, cost: two days}}"
        ));
        if !has(2) {
            line(format_args!("  root_cause: >-\n    {}", &self.words[220..270].trim()));
        }
        line(format_args!(
            "  similar_check: {{looked_in: [other teams], found: none}}\n  isms_change: {{needed: false, what: one reminder}}"
        ));
        if self.fate == Fate::Accepted {
            line(format_args!("  correction_not_needed: nothing was touched"));
        }
        if self.fate == Fate::Replanned {
            line(format_args!("  updates: [{{on: 2026-06-15, by: m.schulz, text: the supplier has answered}}]"));
        }
        line(format_args!("  cause_method: 5-why\n  cause_analysed_on: {}", day(self.raised + 5)));
        line(format_args!(
            "  effectiveness_plan: {{metric: late reviews a quarter, baseline: 4, target: 0, due_on: {}}}",
            day(self.raised + 400)
        ));
        line(format_args!("  decision: {}", if self.fate == Fate::Accepted { "accept-risk" } else { "act" }));
        if self.fate != Fate::Accepted {
            self.write_actions(out, finished);
        }
        if finished {
            self.write_closing(out);
        }
        let status = match self.fate {
            Fate::Closed | Fate::ClosedAfterFailure => "closed",
            Fate::Accepted => "accepted",
            Fate::InProgress | Fate::Replanned => "in-progress",
            Fate::Planned => "planned",
        };
        writeln!(out, "  reported_at: [{}]\n  status: {status}", review_after(self.raised + 14)).expect("a string");
        self.write_around(around, finished);
    }

    fn write_actions(&self, out: &mut String, finished: bool) {
        let id = self.id();
        let (start, done) = (day(self.raised + 10), day(self.raised + 30));
        let mut text = String::from("  actions:\n");
        let owner = if self.defect == Some(3) { "" } else { ", owner: m.schulz" };
        let told = match self.classification {
            "major" => ", expected_outcome: as before, description: rights that nobody needs any more were taken",
            _ => "",
        };
        write!(text, "    - {{id: A1, type: correction, title: put right what was found{owner}, due_on: {done}, ")
            .expect("a string");
        writeln!(text, "implemented_on: {start}{told}, status: implemented, evidence: [https://example.org/{id}/1]}}")
            .expect("a string");
        text.push_str("    - id: A2\n      type: corrective\n      category: [process, technical]\n");
        text.push_str("      title: tell the owner when a review is late\n      owner: m.schulz\n");
        if self.classification == "major" {
            text.push_str("      expected_outcome: none is late\n      description: the calendar sends a mail when a review is due\n");
        }
        if finished {
            writeln!(
                text,
                "      due_on: {}\n      implemented_on: {done}\n      status: implemented",
                day(self.raised + 40)
            )
            .expect("a string");
            writeln!(text, "      changes: [CHG-{:06}]\n      evidence: [{{kind: test-result, ref: 'https://example.org/{id}/2'}}]", self.number).expect("a string");
        } else if self.fate == Fate::Replanned {
            let due = self.raised + 40;
            writeln!(text, "      due_on: {}\n      status: in-progress", day(due)).expect("a string");
            writeln!(text, "      due_history: [{{from: {}, to: {}, on: {}, by: c.okafor, reason: supplier is late, approved_by: c.okafor}}]", day(due), day(due + 700), day(due + 2)).expect("a string");
        } else {
            writeln!(text, "      due_on: 2026-12-15\n      status: in-progress").expect("a string");
        }
        out.push_str(&text);
    }

    fn write_closing(&self, out: &mut String) {
        let judged = if self.defect == Some(4) { self.raised + 12 } else { self.raised + 70 };
        let mut text = String::new();
        if self.defect != Some(5) {
            text.push_str("  effectiveness:\n");
            if self.fate == Fate::ClosedAfterFailure {
                writeln!(text, "    - {{reviewed_on: {}, reviewed_by: c.okafor, method: metric, result: ineffective, follow_up: IMP-000000}}", day(judged)).expect("a string");
            } else {
                writeln!(text, "    - {{reviewed_on: {}, reviewed_by: c.okafor, method: metric, measured: {{before: 4, after: 0}}, result: effective}}", day(judged)).expect("a string");
            }
        }
        writeln!(text, "  closed_on: {}\n  closure_approved_by: c.okafor", day(self.raised + 75)).expect("a string");
        out.push_str(&text);
    }

    fn write_around(&self, around: &mut Around, finished: bool) {
        let (id, number) = (self.id(), self.number);
        if finished {
            let (asked, done) = (day(self.raised + 12), day(self.raised + 30));
            writeln!(around.changes, "- {{id: CHG-{number:06}, title: alert, type: normal, requested_on: {asked}, approved_by: c.okafor, approved_on: {asked}, implemented_on: {done}, status: closed, action_refs: [{id}/A2]}}").expect("a string");
            if self.kind == "opportunity" || self.classification == "major" {
                writeln!(around.communications, "- {{id: COM-{number:06}, kind: success, subject_refs: [{id}], sent_on: {}, sender: a.weber, summary: better}}", day(self.raised + 80)).expect("a string");
            }
            if self.classification == "major" || self.fate == Fate::ClosedAfterFailure {
                writeln!(around.lessons, "- {{id: LL-{number:06}, refs: [{id}], outcome: mixed, recorded_on: {0}, recorded_by: a.weber, what: it was late, why: nobody looked, shared_with: [staff], shared_on: {0}}}", day(self.raised + 80)).expect("a string");
            }
        }
        if self.fate == Fate::Accepted {
            writeln!(around.acceptances, "- {{id: RA-{number:06}, covers: [{id}], requested_by: m.schulz, requested_on: {0}, justification: costs more than the loss, residual_at_acceptance: {{level: medium}}, approvers: [{{person: c.okafor, on: {0}}}], decided_at: {1}, starts_on: {0}, expires_on: 2027-12-31, state: approved}}", day(self.raised + 6), review_after(self.raised + 14)).expect("a string");
        }
    }
}

fn settings() -> String {
    let mut text = String::from(
        "organisation: {name: Example Ltd, time_zone: UTC, isms_start: 2024-01-01, assess_from: 2024-01-01}\nsources:\n",
    );
    let sources = [
        ("entry", "register"),
        ("change-ticket", "changes"),
        ("risk-acceptance", "acceptances"),
        ("communication", "communications"),
        ("lesson", "lessons"),
        ("audit", "audits"),
        ("review", "reviews"),
        ("risk", "risks"),
        ("person", "people"),
    ];
    for (kind, file) in sources {
        writeln!(text, "  - {{kind: {kind}, path: {file}.yaml}}").expect("a string");
    }
    text
}

fn audits() -> String {
    "- id: IA-2026\n  type: internal\n  objectives: conformity\n  scope: [Clauses 4-10, A.5.1-A.8.34]\n  criteria: [ISO/IEC 27001]\n  team: [{person: e.auditor, role: lead}]\n  completed_on: 2026-03-01\n  status: completed\n  report: {ref: 'https://example.org/IA-2026', on: 2026-03-05}\n  findings:\n    - {id: F-01, type: minor, statement: late reviews, entry_ref: IMP-000000}\n    - {id: F-02, type: major, statement: no reviews, entry_ref: IMP-000000}\n    - {id: F-03, type: opportunity, statement: earlier reviews, entry_ref: IMP-000000}\n".to_owned()
}

/// A review every quarter, with the range of the ids that were raised since the one before, two weeks earlier each.
fn reviews(entries: u32) -> String {
    let mut text = String::new();
    let mut from = 0;
    for (id, held) in quarters() {
        let on = day(held);
        let days = u64::from((held - FIRST_DAY).saturating_sub(14));
        let until = days * u64::from(entries) / u64::from(LAST_DAY - FIRST_DAY) + 1;
        let until = u32::try_from(until).unwrap_or(entries).min(entries.saturating_sub(1));
        writeln!(text, "- id: {id}\n  held_on: {on}\n  chair: c.okafor\n  attendees: [c.okafor, a.weber]\n  inputs:")
            .expect("a string");
        for input in ["a", "b", "c", "d1", "d2", "d3", "d4", "e", "f", "g"] {
            writeln!(text, "    {input}: looked at, with the figures of the quarter before {on}").expect("a string");
        }
        writeln!(text, "  approved_by: c.okafor\n  approved_on: {on}").expect("a string");
        writeln!(text, "  decisions: [{{id: D1, category: improvement, text: go on}}, {{id: D2, category: isms-change, text: none is needed}}]").expect("a string");
        writeln!(text, "  conclusion: |\n    suitable, adequate and effective; entries looked at").expect("a string");
        while from < until {
            let to = (from + 9_000).min(until);
            writeln!(text, "    IMP-{from:06} – IMP-{to:06}").expect("a string");
            from = to;
        }
    }
    text
}

fn quarters() -> impl Iterator<Item = (String, u32)> {
    (0..11).map(|number| (format!("MR-{number:02}"), FIRST_DAY + 75 + number * 91))
}

fn review_after(raised: u32) -> String {
    quarters().find(|(_, held)| *held >= raised).map_or_else(|| "MR-10".to_owned(), |(id, _)| id)
}

fn risks() -> String {
    "- {id: R-001, title: Rights outlive their need, owner: c.okafor, residual: {level: medium}, appetite: medium, treatment: modify}\n".to_owned()
}

fn people() -> String {
    "people:\n  - {id: a.weber, name: Anna Weber}\n  - {id: m.schulz, name: Max Schulz}\n  - {id: c.okafor, name: Chidi Okafor}\n  - {id: e.auditor, name: Eva Auditor}\nroles:\n  - {id: ceo, title: Managing director, top_management: true, body: management-review-team}\nrole_assignments:\n  - {person: c.okafor, role: ceo, from: 2023-01-01}\n".to_owned()
}

/// A date from days since 1970-01-01, after Howard Hinnant's published algorithm.
fn day(days: u32) -> String {
    let z = days + 719_468;
    let (era, of_era) = (z / 146_097, z % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let date = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + u32::from(month <= 2);
    format!("{year:04}-{month:02}-{date:02}")
}

/// A linear congruential generator: not random enough for anything but filler.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(self.0 >> 33).unwrap_or(0) % limit
    }

    fn words(&mut self, count: u32) -> String {
        const WORDS: [&str; 16] = [
            "access", "review", "was", "late", "because", "nobody", "owned", "the", "calendar", "entry", "after",
            "team", "moved", "to", "another", "system",
        ];
        let mut text = String::new();
        while text.len() < 340 || text.split(' ').count() < count as usize {
            text.push_str(WORDS[self.below(16) as usize]);
            text.push(' ');
        }
        text
    }
}
