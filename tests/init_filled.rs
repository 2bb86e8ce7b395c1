//! A workspace of `tenone init` as it stands when people have filled it in: every blank has a value, and there was one
//! audit, one management review, one entry with all that belongs to it, and one record of every other kind.

use std::fs;
use std::path::Path;

/// The blanks of a file in their order, and what is written there.
type Blanks = &'static [(&'static str, &'static str)];

/// Days of role assignments, and names, whichever people a team has.
const PEOPLE: Blanks = &[
    ("\"[Name of the person who runs everything]\"", "Ana Lima"),
    ("\"[Name of the managing director]\"", "Ana Lima"),
    ("\"[Name of the ISMS manager]\"", "Ben Ode"),
    ("\"[Name of the internal auditor]\"", "Cara Voss"),
    ("\"[Name of a colleague]\"", "Dan Roe"),
    ("from: YYYY-MM-DD", "from: 2026-01-05"),
    ("from: YYYY-MM-DD", "from: 2026-01-05"),
    ("from: YYYY-MM-DD", "from: 2026-01-05"),
];

const DOCUMENT: Blanks =
    &[("status: draft", "status: approved"), ("approved_on: YYYY-MM-DD", "approved_on: 2026-01-12")];

const PROGRAMME: Blanks = &[
    ("from: YYYY-MM-DD", "from: 2026-01-05"),
    ("to: YYYY-MM-DD", "to: 2027-01-04"),
    (
        "\"[Why in this order: risks, changes, results of earlier audits]\"",
        "The system is new, so all of it comes first.",
    ),
    ("[YYYY-QN]", "[2026-Q1]"),
    ("[YYYY-QN]", "[2026-Q1]"),
    ("approved_on: YYYY-MM-DD", "approved_on: 2026-01-12"),
    ("audits: []", "audits: [IA-2026-02]"),
];

const AUDIT: Blanks = &[
    ("\"[IA-YYYY-MM]\"", "IA-2026-02"),
    ("\"[What this audit is to find out]\"", "See whether the new system works as it is described."),
    ("\"[Why the auditors do not audit their own work]\"", "Cara comes from outside and does nothing else for us."),
    ("planned_on: YYYY-MM-DD", "planned_on: 2026-02-24"),
    ("started_on: YYYY-MM-DD", "started_on: 2026-02-24"),
    ("completed_on: YYYY-MM-DD", "completed_on: 2026-02-25"),
    ("status: planned", "status: completed"),
    ("\"[path of this file, or of the report]\"", "audits/IA-2026-02.md"),
    ("on: YYYY-MM-DD", "on: 2026-02-27"),
    ("\"[Clause or control]\"", "A.5.18"),
    ("result: conform", "result: nonconform"),
    ("\"[What you saw]\"", "two of nine people who left still had an account"),
    ("\"[Clause, control or rule of our own]\"", "A.5.18"),
    ("\"[What was seen, and what should have been]\"", "Two accounts outlived the last day of their owners."),
    ("\"[IMP-YYYY-001]\"", "IMP-2026-001"),
    ("\"[In a sentence: does it work as described?]\"", "It works as described, with one gap."),
    ("\"[MR-YYYY-MM]\"", "MR-2026-06"),
    ("## What we did\n", "## What we did\n\nWe talked to four people and drew samples of accounts and changes.\n"),
    ("## What we found\n", "## What we found\n\nOne minor nonconformity (F-01).\n"),
    ("## Follow-up of earlier findings\n", "## Follow-up of earlier findings\n\nThis was the first audit.\n"),
];

const MINUTES: Blanks = &[
    ("\"[MR-YYYY-MM]\"", "MR-2026-06"),
    ("planned_on: YYYY-MM-DD", "planned_on: 2026-06-15"),
    ("held_on: YYYY-MM-DD", "held_on: 2026-06-15"),
    ("from: YYYY-MM-DD", "from: 2026-01-05"),
    ("to: YYYY-MM-DD", "to: 2026-06-14"),
    ("\"[Id of the person in the chair]\"", "DIRECTOR"),
    ("\"[Id of a person]\"", "DIRECTOR"),
    ("\"[Id of a person]\"", "MANAGER"),
    ("\"[Id of a person]\"", "MANAGER"),
    ("\"[What is to be improved]\"", "Accounts are closed by the list of the payroll office."),
    ("\"[IMP-YYYY-001]\"", "IMP-2026-001"),
    (
        "\"[What changes in the system, or that nothing does and why]\"",
        "Nothing changes: the first half year showed no gap in it.",
    ),
    ("\"[What is to be done]\"", "Ask suppliers for their contact in an emergency"),
    ("\"[Id of a person]\"", "MANAGER"),
    ("due_on: YYYY-MM-DD", "due_on: 2026-09-30"),
    ("\"[true or false]\"", "true"),
    ("\"[true or false]\"", "true"),
    ("\"[true or false]\"", "true"),
    ("\"[Why]\"", "It fits us, nothing is missing, and the audit found its one gap early."),
    ("next_review_on: YYYY-MM-DD", "next_review_on: 2027-01-18"),
    ("\"[Id of the person in the chair]\"", "DIRECTOR"),
    ("approved_on: YYYY-MM-DD", "approved_on: 2026-06-18"),
];

/// What the minutes say below each heading, by its first words.
const SAID: Blanks = &[
    ("## Actions from earlier", "This was the first review, so there are none."),
    ("## What changed around", "We moved to a second floor in March, and the landlord now watches both entrances."),
    ("## What changed for", "One customer asks for an answer to questionnaires within ten days."),
    ("## Nonconformities", "IMP-2026-001 is implemented; whether it worked is judged in July."),
    ("## Results of monitoring", "Updates were installed within fourteen days in 97 of 100 cases."),
    ("## Results of audits", "IA-2026-02 left one minor nonconformity, IMP-2026-001."),
    ("## Whether objectives", "Both objectives of the half year were met."),
    ("## Feedback", "Two customers praised the quick answer to their questions."),
    ("## Risks", "R-001 was assessed again in April. The acceptance ACC-2026-001 holds until the end of the year."),
    ("## Opportunities", "A checklist for new colleagues could name the people to ask."),
    ("## Decisions", "D1 and D2 as above."),
];

const ENTRY: Blanks = &[
    ("entries: []", "entries:"),
    ("id: IMP-YYYY-001", "id: IMP-2026-001"),
    ("\"[nonconformity, incident, opportunity or observation]\"", "nonconformity"),
    ("\"[In a few words]\"", "Accounts outlive the last day of their owners"),
    (
        "\"[What was seen, where, and what should have been]\"",
        "Two of nine people who left in 2025 still had an account in February.",
    ),
    ("\"[Clause, control or rule of our own that it touches]\"", "A.5.18"),
    ("\"[Path of a file, link or ticket]\"", "evidence/accounts.csv"),
    ("\"[Where it came from]\"", "internal-audit"),
    ("\"[The finding, incident, minutes or risk that it came from]\"", "IA-2026-02/F-01"),
    ("YYYY-MM-DD", "2026-01-31"),
    ("YYYY-MM-DD", "2026-02-25"),
    ("YYYY-MM-DD", "2026-02-27"),
    ("\"[Id of a person]\"", "auditor"),
    ("\"[raised]\"", "closed"),
    ("\"[Id of a person]\"", "MANAGER"),
    ("\"[major, minor, observation or opportunity]\"", "minor"),
    ("\"[The risk that it touches]\"", "R-001"),
    ("\"[critical, high, medium or low]\"", "medium"),
    ("\"[Why this priority]\"", "The linked risk is medium, and nobody used the accounts."),
    ("\"[What followed from it, or could have]\"", "Nothing: the logs show no sign-in after the last day."),
    ("\"[act, accept-risk, no-action-justified, reject or merge]\"", "act"),
    ("YYYY-MM-DD", "2026-03-02"),
    ("\"[Id of a person]\"", "MANAGER"),
    (
        "\"[What allowed it, and can be changed]\"",
        "The last day is known to the payroll office and to no system that has accounts.",
    ),
    ("\"[Why did it happen?]\"", "The accounts stayed open, because nobody was asked to close them."),
    ("\"[And why that?]\"", "Nobody was asked, because the payroll office does not know who keeps accounts."),
    ("\"[And why that?]\"", "It does not know, because no list of leavers is passed on."),
    ("\"[How you looked for it]\"", "5-why"),
    ("YYYY-MM-DD", "2026-03-10"),
    ("\"[Id of a person]\"", "MANAGER"),
    ("\"[Where else you looked]\"", "all accounts of suppliers"),
    ("\"[What you found there]\"", "All of them belong to people who work for us"),
    ("\"[true or false]\"", "true"),
    ("\"[What changes, or why nothing does]\"", "The process of leaving: the payroll office sends its list"),
    ("\"[What puts it right at once]\"", "Close the two accounts"),
    ("\"[Id of a person]\"", "MANAGER"),
    ("YYYY-MM-DD", "2026-03-06"),
    ("\"[What will be different]\"", "Nobody who left can sign in"),
    ("YYYY-MM-DD", "2026-03-03"),
    ("\"[Path of a file, link or ticket]\"", "evidence/accounts-closed.csv"),
    ("\"[planned, in-progress or implemented]\"", "implemented"),
    (
        "\"[What removes the cause]\"",
        "The payroll office sends its list of leavers every week, and accounts are closed by it",
    ),
    ("\"[Id of a person]\"", "MANAGER"),
    ("YYYY-MM-DD", "2026-04-30"),
    ("\"[What will be different]\"", "No account outlives the last day of its owner"),
    ("YYYY-MM-DD", "2026-04-20"),
    ("\"[Path of a file, link or ticket]\"", "evidence/leavers.md"),
    ("\"[planned, in-progress or implemented]\"", "implemented"),
    ("\"[What has to be true]\"", "No account is open after the last day of its owner"),
    ("\"[What you count]\"", "accounts open after the last day"),
    ("\"[Before]\"", "2"),
    ("\"[After]\"", "0"),
    ("\"[test, metric, sample, document-review, walkthrough, audit or no-recurrence]\"", "metric"),
    ("YYYY-MM-DD", "2026-07-31"),
    ("YYYY-MM-DD", "2026-07-15"),
    ("\"[Id of a person who did not do the work]\"", "JUDGE"),
    ("\"[test, metric, sample, document-review, walkthrough, audit or no-recurrence]\"", "metric"),
    ("\"[What you counted]\"", "accounts open after the last day"),
    ("\"[Before]\"", "2"),
    ("\"[After]\"", "0"),
    ("\"[Target]\"", "0"),
    ("\"[Path of a file, link or ticket]\"", "evidence/accounts-july.csv"),
    ("\"[effective, partially-effective, ineffective or not-yet-determinable]\"", "effective"),
    ("\"[What you saw]\"", "The accounts of all four people who left since April were closed on their last day."),
    ("\"[The management review that heard of it]\"", "MR-2026-06"),
    ("\"[Whom it concerns, such as IP-STAFF]\"", "IP-STAFF"),
    ("\"[The message about it]\"", "COM-2026-001"),
    ("\"[The lesson from it]\"", "LES-2026-001"),
    ("YYYY-MM-DD", "2026-07-20"),
    ("\"[Id of a person]\"", "MANAGER"),
    ("\"[Id of a person who may approve it]\"", "DIRECTOR"),
    ("YYYY-MM-DD", "2026-07-21"),
];

const INCIDENT: Blanks = &[
    ("incidents: []", "incidents:"),
    ("id: INC-YYYY-001", "id: INC-2026-001"),
    ("\"[Number or link of the ticket, if there is one]\"", "HD-12"),
    ("\"[In a few words]\"", "Laptop left on a train"),
    ("\"[Disclosure, outage, malware, loss, …]\"", "loss"),
    ("\"[critical, high, medium or low]\"", "low"),
    ("YYYY-MM-DD", "2026-05-04"),
    ("YYYY-MM-DD", "2026-05-04"),
    ("YYYY-MM-DD", "2026-05-04"),
    ("\"[Id of a person]\"", "MANAGER"),
    ("\"[What it hit]\"", "laptop 7"),
    ("YYYY-MM-DD", "2026-05-04"),
    ("YYYY-MM-DD", "2026-05-06"),
    ("\"[What allowed it, and can be changed]\"", "Nothing reminds people of their bag when they get off."),
    ("YYYY-MM-DD", "2026-05-12"),
    ("\"[Id of a person]\"", "MANAGER"),
    ("\"[Path of a file or link]\"", "evidence/laptop.md"),
    ("{entries: [\"[IMP-YYYY-001]\"]}", "{none_because: The disk was encrypted and the laptop came back unopened.}"),
    ("\"[reported, triaged, contained, resolved, reviewed or closed]\"", "closed"),
    ("YYYY-MM-DD", "2026-05-13"),
];

const RISK: Blanks = &[
    ("risks: []", "risks:"),
    ("\"[What may happen]\"", "A former colleague still has access"),
    ("\"[How, and what would follow]\"", "An account stays open, and somebody uses it."),
    ("\"[Id of a person]\"", "MANAGER"),
    ("\"[What it hits]\"", "all systems with accounts"),
    ("\"[Control that treats it, such as A.8.13]\"", "A.5.18"),
    ("\"[1-5]\"", "3"),
    ("\"[1-5]\"", "4"),
    ("\"[Level]\"", "high"),
    ("\"[1-5]\"", "2"),
    ("\"[1-5]\"", "3"),
    ("\"[Level]\"", "medium"),
    ("\"[The highest level that is acceptable]\"", "medium"),
    ("\"[modify, retain, avoid or share]\"", "retain"),
    ("\"[What is done]\"", "Close accounts by the list of the payroll office (IMP-2026-001)"),
    ("\"[Id of a person]\"", "MANAGER"),
    ("YYYY-MM-DD", "2026-04-30"),
    ("\"[planned, in-progress, implemented or cancelled]\"", "implemented"),
    ("YYYY-MM-DD", "2026-07-22"),
    ("YYYY-MM-DD", "2027-04-27"),
    ("\"[IMP-YYYY-001]\"", "IMP-2026-001"),
];

const ACCEPTANCE: Blanks = &[
    ("acceptances: []", "acceptances:"),
    ("id: ACC-YYYY-001", "id: ACC-2026-001"),
    ("\"[The entry and the risk]\"", "R-001"),
    ("\"[Id of a person]\"", "MANAGER"),
    ("YYYY-MM-DD", "2026-06-08"),
    ("\"[Reason]\"", "cost-prohibitive"),
    (
        "\"[Why, in a sentence or two]\"",
        "A system that closes accounts by itself costs more than the harm that is left.",
    ),
    ("\"[What is done instead]\"", "The list of leavers is compared every week"),
    ("\"[1-5]\"", "2"),
    ("\"[1-5]\"", "3"),
    ("\"[Level]\"", "medium"),
    ("\"[Id of a person who may accept it]\"", "DIRECTOR"),
    ("YYYY-MM-DD", "2026-06-15"),
    ("\"[Role]\"", "managing director"),
    ("\"[The management review that decided it]\"", "MR-2026-06"),
    ("YYYY-MM-DD", "2026-06-15"),
    ("YYYY-MM-DD", "2026-12-31"),
    ("YYYY-MM-DD", "2026-12-01"),
    ("\"[Under which it ends early]\"", "It ends when more than twenty people work here."),
    ("\"[draft, requested, approved, rejected, revoked or superseded]\"", "approved"),
];

const COMMUNICATION: Blanks = &[
    ("communications: []", "communications:"),
    ("id: COM-YYYY-001", "id: COM-2026-001"),
    ("\"[announcement, success, training, report or external]\"", "success"),
    ("\"[IMP-YYYY-001]\"", "IMP-2026-001"),
    ("YYYY-MM-DD", "2026-07-22"),
    ("\"[Id of a person]\"", "MANAGER"),
    ("\"[Who heard it, such as IP-STAFF]\"", "IP-STAFF"),
    ("\"[Mail, chat, meeting, …]\"", "meeting"),
    ("\"[What it means for them, in a sentence]\"", "Accounts are closed on the last day, and nobody has to ask."),
    ("\"[Path of a file or link]\"", "evidence/meeting.md"),
];

const LESSON: Blanks = &[
    ("lessons: []", "lessons:"),
    ("id: LES-YYYY-001", "id: LES-2026-001"),
    ("\"[The entry, incident or audit that taught it]\"", "IMP-2026-001"),
    ("\"[success, failure or mixed]\"", "success"),
    ("YYYY-MM-DD", "2026-07-23"),
    ("\"[Id of a person]\"", "MANAGER"),
    ("\"[What happened]\"", "A weekly list did what reminders did not."),
    ("\"[Why it went that way]\"", "The list comes from those who know the last day first."),
    ("\"[What to do next time]\"", "Ask who knows it first."),
    ("\"[Who heard it, such as IP-STAFF]\"", "IP-STAFF"),
    ("YYYY-MM-DD", "2026-07-24"),
];

/// Fills in every blank of a workspace, and adds what happens in half a year.
pub(crate) fn fill_in(folder: &Path, team: &str) {
    let read = |path: &str| fs::read_to_string(folder.join(path)).unwrap();
    let write = |path: &str, text: String| {
        let (director, judge) = if team == "solo" { ("lead", "auditor") } else { ("director", "director") };
        let manager = if team == "solo" { "lead" } else { "manager" };
        let judge = if team == "normal" { "colleague" } else { judge };
        let text = text.replace("DIRECTOR", director).replace("MANAGER", manager).replace("JUDGE", judge);
        assert!(!text.contains("YYYY") && !text.contains("\"["), "{path} still has a blank:\n{text}");
        fs::write(folder.join(path), text).unwrap();
    };
    write("people.yaml", filled(&read("people.yaml"), PEOPLE, false));
    for path in [
        "policy.md",
        "processes/improvement.md",
        "processes/incidents.md",
        "processes/audits.md",
        "processes/reviews.md",
    ] {
        write(path, filled(&read(path), DOCUMENT, true));
    }
    // The period stands there if the day was known.
    write("audits/programme.yaml", filled(&read("audits/programme.yaml"), PROGRAMME, false));
    write("audits/IA-2026-02.md", filled(&read("audits/template.md"), AUDIT, true));
    write("minutes/MR-2026-06.md", minutes(&filled(&read("minutes/template.md"), MINUTES, true)));
    for (path, blanks) in [
        ("register/improvements.yaml", ENTRY),
        ("register/incidents.yaml", INCIDENT),
        ("register/risks.yaml", RISK),
        ("register/acceptances.yaml", ACCEPTANCE),
        ("register/communications.yaml", COMMUNICATION),
        ("register/lessons.yaml", LESSON),
    ] {
        // As the file says: delete the `# ` in front of the lines of the sample.
        let uncommented = |line: &str| if line.starts_with("#   ") { line[2..].to_owned() } else { line.to_owned() };
        let text: Vec<String> = read(path).lines().map(uncommented).collect();
        write(path, filled(&format!("{}\n", text.join("\n")), blanks, true));
    }
    fs::create_dir(folder.join("evidence")).unwrap();
    for name in ["accounts.csv", "accounts-closed.csv", "leavers.md", "accounts-july.csv", "laptop.md", "meeting.md"] {
        fs::write(folder.join("evidence").join(name), format!("What {name} shows.\n")).unwrap();
    }
    let settings = read("tenone.yaml").replace("# isms_start: 2026-01-31", "isms_start: 2026-01-05");
    fs::write(folder.join("tenone.yaml"), settings).unwrap();
}

/// A text with its blanks filled in, each the first of its like that is left; `all` of them have to be there.
fn filled(text: &str, blanks: Blanks, all: bool) -> String {
    let mut text = text.to_owned();
    for (blank, value) in blanks {
        // The year of an id is known where the first day is.
        assert!(!all || text.contains(blank) || text.contains(value), "there is no {blank} in\n{text}");
        // Text stays in its quotes, as the forms ask for.
        let quoted = format!("\"{value}\"");
        text = text.replacen(blank, if blank.starts_with('"') { &quoted } else { value }, 1);
    }
    text
}

fn minutes(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        // The hint below a heading gives way to what was said.
        if line.starts_with("<!-- ") && !line.starts_with("<!-- covers") {
            continue;
        }
        out.push_str(&format!("{line}\n"));
        let said = SAID.iter().find(|(head, _)| line.starts_with(head));
        if let Some((_, said)) = said.filter(|(head, _)| *head == "## Decisions") {
            out.push_str(&format!("\n{said}\n"));
        }
        if line.starts_with("<!-- covers") {
            let head = out.lines().rev().find(|line| line.starts_with("## ")).unwrap().to_owned();
            let (_, said) = SAID.iter().find(|(start, _)| head.starts_with(start)).unwrap_or_else(|| panic!("{head}"));
            out.push_str(&format!("\n{said}\n"));
        }
    }
    out
}
