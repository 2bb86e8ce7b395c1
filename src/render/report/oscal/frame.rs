//! What both documents have: who says it, of which files, when, and what each diagnostic is as an observation.

use std::collections::BTreeMap;

use super::names::Names;
use super::shape::{
    Actor, AssessmentAssets, Assets, BackMatter, Component, Evidence, Hash, Link, Metadata, Observation, Observed,
    Origin, Party, Platform, Prop, Resource, Response, Risk, State, Subject, Used,
};
use super::{NAMESPACE, OSCAL};
use crate::data::Date;
use crate::diagnostic::{Diagnostic, Severity};
use crate::readiness::InputFile;
use crate::render::report::{Facts, words};
use crate::render::visible::one_line;
use crate::render::{marked, sarif};
use crate::text::Span;

/// Characters of a title.
const TITLE: usize = 300;

/// Characters of any other text.
const TEXT: usize = 20_000;

/// What both documents have.
pub(super) struct Frame<'a> {
    pub(super) facts: &'a Facts<'a>,
    pub(super) names: Names,
    /// The observation that each diagnostic is.
    pub(super) observed: Vec<String>,
    /// The files by path: the identifier of each and its digest.
    files: BTreeMap<String, (String, Option<String>)>,
    /// How the run was set up.
    run: String,
    tool: String,
}

impl<'a> Frame<'a> {
    pub(super) fn of(facts: &'a Facts<'a>) -> Self {
        let of = &facts.readiness.provenance;
        let mut names = Names::of(of.organisation.as_deref());
        let diagnostics = || facts.report.diagnostics.iter().map(|judged| &judged.diagnostic);
        let observed = diagnostics().map(|diagnostic| names.next("observation", &diagnostic.fingerprint.0)).collect();
        let prefixed = |file: &InputFile| format!("{}{}", facts.context.texts.prefix, file.path);
        let digests = of.files.iter().chain(&of.settings);
        let mut files: BTreeMap<String, (String, Option<String>)> = BTreeMap::new();
        for file in digests {
            let path = prefixed(file);
            let id = names.known(&format!("file {path}"));
            files.insert(path, (id, file.digest.map(|digest| digest.to_string())));
        }
        let run = names.known(&format!("run {}", fingerprint(facts)));
        let tool = names.known("tool");
        Self { facts, names, observed, files, run, tool }
    }

    /// The identifier of a document: another one as soon as anything that goes into it is another.
    pub(super) fn document(&self, kind: &str) -> String {
        self.names.known(&format!("{kind} {}", fingerprint(self.facts)))
    }

    pub(super) fn metadata(&self, title: &str, people: Vec<Party>) -> Metadata {
        let of = &self.facts.readiness.provenance;
        let digest = |file: &InputFile| file.digest.map(|digest| digest.to_string());
        let organisation = of.organisation.as_deref().map(data).filter(|name| !name.is_empty());
        let party = organisation.map(|name| Party { uuid: self.names.known("organisation"), ty: "organization", name });
        let roles = if people.is_empty() { Vec::new() } else { vec![super::OWNER] };
        Metadata {
            title: title.to_owned(),
            last_modified: self.now(),
            version: of.as_of.to_string(),
            oscal_version: OSCAL,
            props: props([
                ("tool-version", env!("CARGO_PKG_VERSION")),
                ("as-of", &of.as_of.to_string()),
                ("standard", &of.standard),
                ("rule-set-sha256", &of.rule_set.to_string()),
                ("settings-sha256", &of.settings.as_ref().and_then(digest).unwrap_or_default()),
                ("commit", of.commit.as_deref().unwrap_or_default()),
                ("command", self.facts.command),
            ]),
            roles,
            parties: party.into_iter().chain(people).collect(),
            remarks: Some(words::NO_CERTIFICATE.to_owned()),
        }
    }

    /// The tool, as what the assessment was made with.
    pub(super) fn assets(&self) -> Assets {
        let (title, description) = (env!("CARGO_PKG_NAME"), env!("CARGO_PKG_DESCRIPTION").to_owned());
        let status = State { state: "operational" };
        let component = Component { uuid: self.tool.clone(), ty: "software", title, description, status };
        let uses_components = vec![Used { component_uuid: self.tool.clone() }];
        let platform = Platform { uuid: self.names.known("platform"), title, uses_components };
        Assets {
            assessment_assets: AssessmentAssets { components: vec![component], assessment_platforms: vec![platform] },
        }
    }

    pub(super) fn origins(&self) -> Vec<Origin> {
        vec![Origin { actors: vec![Actor { ty: "tool", actor_uuid: self.tool.clone() }] }]
    }

    /// A reference to how the run was set up.
    pub(super) fn set_up(&self) -> String {
        format!("#{}", self.run)
    }

    /// The files, and how the run was set up.
    pub(super) fn back_matter(&self) -> BackMatter {
        let run = Resource {
            uuid: self.run.clone(),
            title: "How the run was set up".to_owned(),
            description: Some(format!(
                "The rules of {} {}, run by this command: {}",
                env!("CARGO_PKG_NAME"),
                env!("CARGO_PKG_VERSION"),
                marked::code(self.facts.command)
            )),
            props: Vec::new(),
            // Without a link: whoever follows one expects an assessment plan in OSCAL.
            rlinks: Vec::new(),
        };
        let files = self.files.iter().map(|(path, (uuid, _))| Resource {
            uuid: uuid.clone(),
            title: markup_title(path, "A file"),
            description: None,
            props: props([("path", path.as_str())]),
            rlinks: self.link(path).into_iter().collect(),
        });
        BackMatter { resources: std::iter::once(run).chain(files).collect() }
    }

    fn link(&self, path: &str) -> Option<Link> {
        let (_, digest) = self.files.get(path)?;
        let hashes = digest.iter().map(|value| Hash { algorithm: "SHA-256", value: value.clone() });
        Some(Link { href: sarif::uri(path), hashes: hashes.collect() })
    }

    /// The file that something stands in; it is told of in the back matter.
    fn file(&mut self, span: Span) -> String {
        let path = self.facts.context.texts.path(span.source);
        let names = &self.names;
        self.files.entry(path).or_insert_with_key(|path| (names.known(&format!("file {path}")), None)).0.clone()
    }

    /// A place as evidence.
    pub(super) fn evidence(&mut self, span: Span, what: &str) -> Evidence {
        let place = self.facts.context.texts.place(span).to_string();
        let description = match what {
            "" => marked::text(&place, TEXT),
            what => format!("{} ({})", marked::text(what, TEXT), marked::text(&place, TEXT)),
        };
        Evidence { href: format!("#{}", self.file(span)), description, props: props([("place", place.as_str())]) }
    }

    /// A record as what was looked at.
    pub(super) fn subject(&mut self, span: Span, record: &str, field: &str) -> Subject {
        Subject {
            subject_uuid: self.file(span),
            ty: "resource",
            title: markup_title(record, "The workspace"),
            props: props([("record", record), ("field", field)]),
        }
    }

    /// A diagnostic as an observation.
    pub(super) fn observation(&mut self, number: usize) -> Option<Observation> {
        let judged = self.facts.report.diagnostics.get(number)?;
        let diagnostic: &Diagnostic = &judged.diagnostic;
        let rule = self.facts.context.catalogue.rule(&diagnostic.rule);
        let mut places = vec![self.evidence(diagnostic.span, "")];
        for label in &diagnostic.related {
            places.push(self.evidence(label.span, &label.message));
        }
        Some(Observation {
            uuid: self.observed.get(number)?.clone(),
            title: rule.map_or_else(|| diagnostic.rule.to_string(), |rule| rule.summary.clone()),
            description: markup(&diagnostic.message, &diagnostic.rule),
            props: props([
                ("rule", &*diagnostic.rule),
                ("check", &diagnostic.check),
                ("severity", &diagnostic.severity.to_string()),
                ("cause", &judged.cause.to_string()),
                ("fingerprint", &diagnostic.fingerprint.0),
            ]),
            methods: vec!["EXAMINE"],
            types: vec!["finding"],
            origins: self.origins(),
            subjects: vec![self.subject(diagnostic.span, &diagnostic.subject, &diagnostic.field)],
            relevant_evidence: places,
            collected: self.now(),
        })
    }

    /// What a rule warns of, as a risk: one for all that it found among these diagnostics.
    pub(super) fn risk(&mut self, name: &str, diagnostics: &[usize]) -> Risk {
        let rule = self.facts.context.catalogue.rule(name);
        let told = |text: Option<&str>| text.map_or_else(|| name.to_owned(), |text| text.trim().to_owned());
        let judged = |number: &usize| self.facts.report.diagnostics.get(*number);
        let gravest = diagnostics.iter().filter_map(judged).map(|judged| judged.diagnostic.severity).max();
        let gravest = gravest.unwrap_or(Severity::Warning);
        let fix = Response {
            uuid: self.names.known(&format!("fix {name}")),
            lifecycle: "recommendation",
            title: "What to do".to_owned(),
            description: told(rule.map(|rule| rule.fix.as_str())),
            props: Vec::new(),
            tasks: Vec::new(),
        };
        Risk {
            uuid: self.risk_of(name),
            title: told(rule.map(|rule| rule.summary.as_str())),
            description: told(rule.map(|rule| rule.why.as_str())),
            statement: format!("In the audit: {}.", words::severity(gravest)),
            props: props([("rule", name), ("severity", &gravest.to_string())]),
            status: "open",
            origins: self.origins(),
            deadline: None,
            remediations: vec![fix],
            risk_log: None,
            related_observations: self.related(diagnostics),
        }
    }

    /// The identifier of what a rule warns of.
    pub(super) fn risk_of(&self, rule: &str) -> String {
        self.names.known(&format!("risk {rule}"))
    }

    pub(super) fn related(&self, diagnostics: &[usize]) -> Vec<Observed> {
        let known = diagnostics.iter().filter_map(|number| self.observed.get(*number).cloned());
        known.map(|observation_uuid| Observed { observation_uuid }).collect()
    }

    /// Diagnostics of at least a severity, by the name of their rule.
    pub(super) fn by_rule(&self, least: Severity) -> BTreeMap<&'a str, Vec<usize>> {
        let mut by_rule: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (number, judged) in self.facts.report.diagnostics.iter().enumerate() {
            if judged.diagnostic.severity >= least {
                by_rule.entry(&judged.diagnostic.rule).or_default().push(number);
            }
        }
        by_rule
    }

    /// The as-of date as an instant: the day is all that is known, and no clock is asked.
    pub(super) fn now(&self) -> String {
        format!("{}T00:00:00Z", self.facts.readiness.provenance.as_of)
    }
}

/// Everything that goes into a document, as a text.
fn fingerprint(facts: &Facts<'_>) -> String {
    let of = &facts.readiness.provenance;
    let mut all = format!("{} {} {} {}", env!("CARGO_PKG_VERSION"), of.as_of, of.rule_set, facts.command);
    for file in of.settings.iter().chain(&of.files) {
        let digest = file.digest.map(|digest| digest.to_string()).unwrap_or_default();
        all.push_str(&format!("\0{}\0{digest}", file.path));
    }
    all
}

/// A day as an instant; `None` for one in a year that OSCAL does not take.
pub(super) fn instant(day: Option<Date>) -> Option<String> {
    let day = day.filter(|day| (1900..=2999).contains(&day.year()))?;
    Some(format!("{day}T00:00:00Z"))
}

/// Properties in our own namespace; those without a value are left out.
pub(super) fn props<'p>(all: impl IntoIterator<Item = (&'static str, &'p str)>) -> Vec<Prop> {
    let given = all.into_iter().map(|(name, value)| (name, data(value))).filter(|(_, value)| !value.is_empty());
    given.map(|(name, value)| Prop { name, ns: NAMESPACE, value }).collect()
}

/// Text from a file as a plain string on one line.
pub(super) fn data(text: &str) -> String {
    let line = one_line(text, true);
    line.trim().chars().take(TEXT).collect::<String>().trim_end().to_owned()
}

/// Text from a file where OSCAL takes markup; something else where there is none.
pub(super) fn markup(text: &str, otherwise: &str) -> String {
    let safe = marked::text(text, TEXT);
    if safe.is_empty() { otherwise.to_owned() } else { safe }
}

/// The same for a title.
pub(super) fn markup_title(text: &str, otherwise: &str) -> String {
    let safe = marked::text(text, TITLE);
    if safe.is_empty() { otherwise.to_owned() } else { safe }
}
