//! A small report made by hand, for the tests of all formats.

use super::{Context, Look, Texts};
use crate::check::{Outcome, Tally};
use crate::data::Date;
use crate::diagnostic::{Diagnostic, Fingerprint, Kin, Label, Severity};
use crate::model::Kind;
use crate::rule::{Catalogue, RuleText};
use crate::text::{Layout, Piece, SourceId, Sources, Span};
use crate::triage::{Policy, Report, judge};

const REGISTER: &str = "\
# The improvement register
- id: IMP-2026-001
  title: Access rights of leavers were not withdrawn
  status: closed
  owner:
  actions:
    - id: A1
      implemented_on: 2026-01-10
    - id: A2
      implemented_on: 2026-02-01
  effectiveness:
    - reviewed_on: 2026-01-25
      result: effective
- id: IMP-2026-002
  title: Backups are not restored in a test
  closed_on: 2026-05-20
  description: The restore test of the file server was planned for March, then for April, then for May, and no record shows that it took place; see Büro 漢字.
";

const MINUTES: &str = "\
---
id: MR-2026-1
held_on: 2026-04-30
---
# Management review

IMP-2026-002 was reported as closed.
";

/// Everything that a format needs.
pub(super) struct Sample {
    pub(super) sources: Sources,
    pub(super) catalogue: Catalogue,
    pub(super) report: Report,
}

impl Sample {
    /// Three diagnostics of three severities, two with related places.
    pub(super) fn new() -> Self {
        let mut sources = Sources::default();
        let register = sources.add("register/improvements.yaml", REGISTER);
        let minutes = sources.add("minutes/2026 Q2.md", MINUTES);
        let diagnostics = vec![
            Made { severity: Severity::Warning, related: Vec::new() }.of(
                "entry-required-value-missing",
                at(register, REGISTER, "owner"),
                "IMP-2026-001 is closed but has no owner.",
            ),
            Made {
                severity: Severity::Error,
                related: vec![label(at(register, REGISTER, "2026-02-01"), "A2 was implemented here")],
            }
            .of(
                "effectiveness-before-implementation",
                at(register, REGISTER, "2026-01-25"),
                "IMP-2026-001: effectiveness was judged on 2026-01-25, but the last action was only implemented on \
                 2026-02-01.",
            ),
            Made {
                severity: Severity::Note,
                related: vec![
                    label(at(minutes, MINUTES, "IMP-2026-002"), "reported as closed here"),
                    label(at(register, REGISTER, "no record shows"), "and this says that nothing was done"),
                ],
            }
            .of(
                "review-cites-future-record",
                at(register, REGISTER, "2026-05-20"),
                "IMP-2026-002 was closed on 2026-05-20, but the minutes of 2026-04-30 call it closed.",
            ),
        ];
        let outcome = Outcome { tallies: tallies(), diagnostics, ..Outcome::default() };
        let mut report = judge(outcome, &sources, Date::parse("2026-06-30").unwrap(), Policy::default());
        report.files = vec!["minutes/2026 Q2.md".to_owned(), "register/improvements.yaml".to_owned()];
        report.records = vec![(Kind::Entry, 2), (Kind::Action, 2), (Kind::Review, 1)];
        report.set_aside = vec![(Kind::Entry, 3)];
        Self { sources, catalogue: catalogue(), report }
    }

    /// The same without a diagnostic.
    pub(super) fn clean() -> Self {
        let mut sample = Self::new();
        let outcome = Outcome { tallies: tallies(), ..Outcome::default() };
        let report = judge(outcome, &sample.sources, sample.report.as_of, Policy::default());
        sample.report = Report { files: sample.report.files, records: sample.report.records, ..report };
        sample.report.tallies.iter_mut().for_each(|tally| tally.failed = 0);
        sample
    }

    /// One diagnostic about a text of a file of its own, at the first place of `needle`.
    pub(super) fn about(path: &str, text: &str, needle: &str, message: &str) -> Self {
        let mut sample = Self::new();
        let source = sample.sources.add(path, text);
        let made = Made { severity: Severity::Error, related: Vec::new() };
        let diagnostics = vec![made.of("entry-required-value-missing", at(source, text, needle), message)];
        let outcome = Outcome { diagnostics, ..Outcome::default() };
        sample.report = judge(outcome, &sample.sources, sample.report.as_of, Policy::default());
        sample
    }

    /// One diagnostic about a cell of a sheet, with a related cell and a related paragraph.
    pub(super) fn in_files_without_lines() -> Self {
        let mut sample = Self::new();
        let log = "Id\tAction\tDue\tNote\nIMP-1\tCount the badges\t2026-05-01\t\nIMP-2\tAsk the desk\t\tfirst↵then\n";
        let layout = Layout::Sheet { name: "Log".to_owned(), rows: vec![1, 13, 14] };
        let sheet = sample.sources.add_laid_out("capa.xlsx", log, layout);
        let minutes = "Review\nThe desk will be asked.\n";
        let layout = Layout::Document(vec![Piece::Paragraph(6), Piece::Paragraph(7)]);
        let document = sample.sources.add_laid_out("minutes.docx", minutes, layout);
        let related = vec![
            Label { span: at(sheet, log, "Action"), message: "the action".to_owned() },
            Label { span: at(document, minutes, "The desk"), message: "the minutes".to_owned() },
        ];
        let blank = u32::try_from(log.find("\tfirst").unwrap()).unwrap();
        let made = Made { severity: Severity::Error, related };
        let span = Span::new(sheet, blank, blank);
        let diagnostics = vec![made.of("entry-required-value-missing", span, "IMP-2 has no due date.")];
        let outcome = Outcome { diagnostics, ..Outcome::default() };
        sample.report = judge(outcome, &sample.sources, sample.report.as_of, Policy::default());
        sample
    }

    pub(super) fn context(&self) -> Context<'_> {
        let texts = Texts { sources: &self.sources, prefix: "" };
        Context { texts, catalogue: &self.catalogue, look: Look::PLAIN, as_of_given: true, include_waived: false }
    }

    /// What a format writes.
    pub(super) fn written(
        &self,
        look: Look,
        write: fn(&Report, &Context<'_>, &mut dyn std::io::Write) -> std::io::Result<()>,
    ) -> String {
        let mut out = Vec::new();
        write(&self.report, &Context { look, ..self.context() }, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }
}

struct Made {
    severity: Severity,
    related: Vec<Label>,
}

impl Made {
    fn of(self, rule: &str, span: Span, message: &str) -> Diagnostic {
        Diagnostic {
            rule: rule.into(),
            check: "".into(),
            severity: self.severity,
            span,
            message: message.to_owned(),
            related: self.related,
            subject: "entry/IMP-2026-001".to_owned(),
            field: String::new(),
            fingerprint: Fingerprint(format!("{rule}-{}", span.start)),
            kin: Kin::default(),
        }
    }
}

fn at(source: SourceId, text: &str, needle: &str) -> Span {
    let start = text.find(needle).unwrap();
    Span::new(source, u32::try_from(start).unwrap(), u32::try_from(start + needle.len()).unwrap())
}

fn label(span: Span, message: &str) -> Label {
    Label { span, message: message.to_owned() }
}

fn tallies() -> Vec<Tally> {
    let tally = |rule: &str, passed, not_applicable, reasons: &[(&str, u32)]| Tally {
        rule: rule.to_owned(),
        check: String::new(),
        passed,
        failed: 1,
        not_applicable,
        not_assessed: reasons.iter().map(|(reason, count)| ((*reason).to_owned(), *count)).collect(),
        without_past: 0,
    };
    vec![
        tally("effectiveness-before-implementation", 1, 4, &[("no record of kind audit was read", 1)]),
        tally("entry-required-value-missing", 9, 0, &[]),
        tally("review-cites-future-record", 2, 0, &[("minutes/2026 Q2.md has no date that can be read", 3)]),
    ]
}

const OBLIGATIONS: &str = "\
- {obligation: implement/evaluate, restated: Check that improvements work as intended., checklist: implement}
- {obligation: audit/process, restated: A formal process for improvement exists and is documented., checklist: audit}
- {obligation: audit/effectiveness, restated: Intended outcomes are achieved., checklist: audit}
- {obligation: audit/management-commitment, restated: Top management is involved., checklist: audit}
";

/// Three rules without conditions: no format looks at those.
pub(super) fn catalogue() -> Catalogue {
    let rule = |name: &str, severity, summary: &str, serves: &str| -> RuleText {
        let text = format!(
            "rule: {name}\nsummary: {summary}\nseverity: {severity}\nserves: [{serves}]\n\
             clauses: {{iso-27001-2022: [\"10.2 d\"]}}\nstatus: stable\nsince: 0.1.0\n\
             why: |\n  A review of effectiveness looks at what happened after the change.\n  One that is dated before \
             the change cannot have looked at its result.\n\
             fix: |\n  Review again after the last action is implemented, or correct the wrong date.\n\
             parameters:\n  wait: {{type: duration, default: 30 days, about: How long an effect takes to be seen.}}\n\
             for: entry\nnative: true\n"
        );
        (format!("{}/{name}.yaml", name.split('-').next().unwrap()).into(), text.into())
    };
    let files: [RuleText; 4] = [
        ("obligations.yaml".into(), OBLIGATIONS.into()),
        rule(
            "effectiveness-before-implementation",
            Severity::Error,
            "An action is judged effective before it was implemented.",
            "audit/effectiveness, implement/evaluate",
        ),
        rule(
            "entry-required-value-missing",
            Severity::Error,
            "An entry lacks what its state requires.",
            "audit/effectiveness",
        ),
        rule(
            "review-cites-future-record",
            Severity::Warning,
            "Minutes tell of what had not happened yet.",
            "audit/management-commitment",
        ),
    ];
    Catalogue::load(&files).unwrap()
}
