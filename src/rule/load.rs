//! The text of a rule file to a [`Rule`].

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::catalogue::{Known, RuleText};
use super::compile::{Common, Parts, Stage, guards, report_mentions};
use super::error::RuleError;
use super::file::{CheckFile, Named, ParameterFile, RuleFile, Written};
use super::keys;
use super::names::mentions;
use super::program::{Program, Shared};
use super::rule::{Check, Class, Parameter, ParameterValue, Rule, Subject};
use crate::data::{Duration, NodeId, Tree, from_tree, nearest};
use crate::model::Kind;
use crate::read::yaml;
use crate::text::{SourceId, Span};

/// Reads, checks and compiles a rule file; its examples are left alone.
pub(super) fn load(file: &RuleText, known: &Known<'_>) -> Result<Rule, RuleError> {
    let (path, text) = (file.0.as_ref(), &file.1);
    let (head, examples) = cut(text);
    let (tree, root) = parse(path, head)?;
    let file: RuleFile =
        from_tree(&tree, root).map_err(|error| RuleError::new(path, text, bytes(error.span), error.message))?;
    let order = if file.from.is_some() { keys::READING } else { keys::RULE };
    if let Some((span, message)) = keys::misplaced(&tree, root, order) {
        return Err(RuleError::new(path, text, bytes(span), message));
    }
    if let Some(behind) = examples.and_then(|start| key_behind(text, start)) {
        return Err(RuleError::new(path, text, behind, "`examples` is the last key of a rule file"));
    }
    Loader { path, text, unused_is_wrong: true }.rule(file, known)
}

/// The part of a rule file before its examples, and where they start.
pub(super) fn cut(text: &str) -> (&str, Option<usize>) {
    match text.find("\nexamples:") {
        Some(end) => (&text[..=end], Some(end + 1)),
        None => (text, None),
    }
}

/// Reads a YAML text that holds one document of the type.
pub(super) fn parse_root<T: DeserializeOwned>(path: &str, text: &str) -> Result<T, RuleError> {
    let (tree, root) = parse(path, text)?;
    from_tree(&tree, root).map_err(|error| RuleError::new(path, text, bytes(error.span), error.message))
}

/// Reads a YAML text that holds one document.
pub(super) fn parse(path: &str, text: &str) -> Result<(Tree, NodeId), RuleError> {
    let (tree, problems) = yaml::read(SourceId(0), &Arc::from(text));
    if let Some(problem) = problems.first() {
        let fact = |name: &str| problem.facts.iter().find(|(known, _)| *known == name).map_or("", |(_, fact)| fact);
        let message = match problem.name {
            "input-key-duplicate" => format!("the key {} stands twice", fact("key")),
            "input-limit-exceeded" => format!("{} exceeded ({})", fact("limit"), fact("value")),
            _ => fact("what").to_owned(),
        };
        return Err(RuleError::new(path, text, bytes(problem.span), message));
    }
    match tree.roots() {
        [root] => {
            let root = *root;
            Ok((tree, root))
        }
        _ => Err(RuleError::new(path, text, 0..0, "the file holds not one document")),
    }
}

/// The first line behind the examples that is a key of the file.
fn key_behind(text: &str, examples: usize) -> Option<Range<usize>> {
    let mut start = examples;
    for line in text[examples..].split_inclusive('\n') {
        if start > examples && line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Some(start..start + line.find(':').unwrap_or(line.trim_end().len()));
        }
        start += line.len();
    }
    None
}

fn bytes(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}

/// The checks of a rule, and what they share.
type Checks = (Shared, Vec<Check>);

pub(super) struct Loader<'a> {
    pub(super) path: &'a str,
    pub(super) text: &'a Cow<'static, str>,
    /// Whether a value that nothing reads is an error.
    pub(super) unused_is_wrong: bool,
}

impl Loader<'_> {
    pub(super) fn rule(&self, file: RuleFile, known: &Known<'_>) -> Result<Rule, RuleError> {
        self.name_is_right(&file)?;
        for slug in &file.serves {
            known
                .obligation(&slug.value)
                .map_err(|hint| self.error(slug, format!("there is no obligation `{}`", slug.value)).hint(hint))?;
        }
        let subject = self.subject(&file)?;
        let parameters = self.parameters(&file.parameters)?;
        let (shared, checks) = self.checks(&file, subject, &parameters)?;
        Ok(Rule {
            name: file.rule.value,
            formerly: file.formerly,
            summary: file.summary.trim().to_owned(),
            severity: file.severity,
            serves: file.serves.into_iter().map(|slug| slug.value).collect(),
            clauses: file.clauses,
            status: file.status,
            since: file.since,
            why: file.why,
            fix: file.fix,
            parameters,
            subject,
            shared,
            checks,
            native: file.native,
            overlaps: file.overlaps,
            message: file.message.map(|message| message.value),
            path: self.path.to_owned(),
            text: self.text.clone(),
        })
    }

    /// The name is kebab-case and equals that of the file; the folder is its first word, or `input`.
    fn name_is_right(&self, file: &RuleFile) -> Result<(), RuleError> {
        let name = file.rule.value.as_str();
        let is_word =
            |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        if !name.contains('-') || !name.split('-').all(is_word) {
            let message = format!("`{name}` is not two or more words in lower case with `-` between them");
            return Err(self.error(&file.rule, message));
        }
        let mut parts = self.path.rsplit('/');
        let stem = parts.next().unwrap_or("").rsplit_once('.').map_or("", |(stem, _)| stem);
        if stem != name {
            let message = format!("the rule is called `{name}` and its file `{stem}`: both must be the same");
            return Err(self.error(&file.rule, message));
        }
        let topic = if file.from.is_some() { "input" } else { name.split('-').next().unwrap_or("") };
        match parts.next().filter(|folder| *folder != "rules") {
            Some(folder) if folder != topic => {
                let message = format!("the rule stands in the folder `{folder}`, and belongs in `{topic}`");
                Err(self.error(&file.rule, message))
            }
            _ => Ok(()),
        }
    }

    fn subject(&self, file: &RuleFile) -> Result<Subject, RuleError> {
        if file.from.is_some() {
            if file.message.is_none() {
                return Err(self.error(&file.rule, "a rule about reading needs a `message`"));
            }
            return Ok(Subject::Reading);
        }
        let Some(subject) = &file.subject else {
            return Err(self.error(&file.rule, "the key `for` is missing here"));
        };
        let kind = |name: &str| {
            Kind::from_name(name).ok_or_else(|| {
                let known = Kind::ALL.iter().map(|kind| kind.name()).chain(["workspace"]);
                let near = nearest(name, known).map(|near| format!("did you mean `{near}`?"));
                self.error(subject, format!("there is no kind of record `{name}`")).hint(near)
            })
        };
        match subject.value.strip_prefix("change of ") {
            Some(name) => Ok(Subject::ChangeOf(kind(name.trim())?)),
            None if subject.value == "workspace" => Ok(Subject::Workspace),
            None => Ok(Subject::Each(kind(&subject.value)?)),
        }
    }

    fn parameters(&self, named: &Named<ParameterFile>) -> Result<Vec<Parameter>, RuleError> {
        let one = |(name, file): &(String, ParameterFile)| {
            let default = ParameterValue::parse(file.ty, &file.default.value)
                .map_err(|message| self.error(&file.default, message))?;
            let (about, limit) = (file.about.clone(), file.limit.clone());
            Ok(Parameter { name: name.clone(), ty: file.ty, default, about, limit })
        };
        named.0.iter().map(one).collect()
    }

    fn checks(&self, file: &RuleFile, subject: Subject, parameters: &[Parameter]) -> Result<Checks, RuleError> {
        if subject == Subject::Reading {
            return Ok(Checks::default());
        }
        if file.native {
            return Ok((Shared::default(), vec![Check::without_program(file.severity, Class::Content)]));
        }
        let parts = self.parts(file)?;
        let common = Common { path: self.path, text: self.text, subject, parameters, lets: &file.lets.0 };
        let (mut shared, scope) = common.shared()?;
        let guards = guards(&parts.iter().map(|part| &part.parts).collect::<Vec<_>>());
        shared.guards = parts.len();
        let mut checks: Vec<Check> = Vec::new();
        for (part, guard) in parts.iter().zip(guards) {
            let program = common.compile(&shared, scope.clone(), &part.parts, guard)?;
            let empty = part.empty.iter().map(|name| {
                Kind::from_name(name)
                    .ok_or_else(|| self.error(part.place, format!("`empty` names no kind of record: `{name}`")))
            });
            checks.push(Check {
                key: part.key.to_owned(),
                severity: part.severity,
                empty: empty.collect::<Result<_, _>>()?,
                class: class(subject, &program, &shared),
                program: Some(program),
            });
        }
        // What is misspelt is unused as well: the condition that names it says more.
        if self.unused_is_wrong {
            self.everything_is_used(file, &common, &parts)?;
        }
        Ok((shared, checks))
    }

    fn parts<'a>(&self, file: &'a RuleFile) -> Result<Vec<Part<'a>>, RuleError> {
        let short = file.require.is_some() || file.report.is_some() || file.each.is_some() || file.when.is_some();
        match (&file.checks, &file.require, &file.report) {
            (Some(_), ..) if short => {
                let message = "`checks` stands in place of `each`, `when`, `require` and `report`";
                Err(self.error(&file.rule, message))
            }
            (Some(checks), ..) if checks.is_empty() => Err(self.error(&file.rule, "`checks` holds no check")),
            (Some(checks), ..) => self.several(file, checks),
            (None, Some(require), Some(report)) => Ok(vec![Part {
                key: "",
                place: require,
                severity: file.severity,
                empty: &file.empty.0,
                parts: Parts { lets: &[], each: file.each.as_ref(), when: file.when.as_ref(), require, report },
            }]),
            _ => Err(self.error(&file.rule, "a rule needs `require` and `report`, or `checks`, or `native: true`")),
        }
    }

    fn several<'a>(&self, file: &'a RuleFile, checks: &'a [CheckFile]) -> Result<Vec<Part<'a>>, RuleError> {
        for (index, check) in checks.iter().enumerate() {
            if checks[..index].iter().any(|other| other.key.value == check.key.value) {
                let message = format!("two checks have the key `{}`", check.key.value);
                return Err(self.error(&check.key, message));
            }
        }
        let part = |check: &'a CheckFile| Part {
            key: &check.key.value,
            place: &check.key,
            severity: check.severity.unwrap_or(file.severity),
            empty: if check.empty.0.is_empty() { &file.empty.0 } else { &check.empty.0 },
            parts: Parts {
                lets: &check.lets.0,
                each: check.each.as_ref(),
                when: check.when.as_ref(),
                require: &check.require,
                report: &check.report,
            },
        };
        Ok(checks.iter().map(part).collect())
    }

    /// Every `let` and every parameter is named by a condition or a message.
    fn everything_is_used(&self, file: &RuleFile, common: &Common<'_>, parts: &[Part<'_>]) -> Result<(), RuleError> {
        let mut used = vec![false; file.lets.0.len()];
        for part in parts {
            let stages = common.stages(&part.parts);
            for (index, stage) in stages.iter().enumerate() {
                match used.get_mut(index) {
                    Some(used) => *used |= *stage != Stage::Never,
                    None if *stage == Stage::Never => {
                        return Err(self.unused(&part.parts.lets[index - file.lets.0.len()]));
                    }
                    None => {}
                }
            }
        }
        if let Some(index) = used.iter().position(|used| !used) {
            return Err(self.unused(&file.lets.0[index]));
        }
        for (name, parameter) in &file.parameters.0 {
            let full = format!("parameters.{name}");
            let in_part = |part: &Part<'_>| {
                let lets = part.parts.lets.iter().map(|(_, written)| written);
                let texts = lets.chain(part.parts.each).chain(part.parts.when).chain([part.parts.require]);
                texts.into_iter().any(|written| mentions(&written.value, &full))
                    || report_mentions(part.parts.report, &full)
            };
            let in_lets = file.lets.0.iter().any(|(_, written)| mentions(&written.value, &full));
            if !in_lets && !parts.iter().any(in_part) {
                let message = format!("the parameter `{name}` is never used");
                return Err(self.error(&parameter.default, message));
            }
        }
        Ok(())
    }

    fn unused(&self, (name, written): &(String, Written)) -> RuleError {
        self.error(written, format!("`{name}` is never used"))
    }

    fn error(&self, written: &Written, message: impl Into<String>) -> RuleError {
        RuleError::new(self.path, self.text, bytes(written.span), message)
    }
}

/// One check before it is compiled.
struct Part<'a> {
    key: &'a str,
    place: &'a Written,
    severity: crate::diagnostic::Severity,
    empty: &'a [String],
    parts: Parts<'a>,
}

fn class(subject: Subject, program: &Program, shared: &Shared) -> Class {
    match subject {
        Subject::ChangeOf(_) => Class::History,
        _ if program.read(shared).any(|condition| condition.reads_past()) => Class::History,
        Subject::Workspace => Class::Population,
        _ if program.read(shared).any(|condition| condition.reads_clock()) => Class::Clock,
        _ => Class::Content,
    }
}

impl ParameterValue {
    /// Reads a value of a parameter; the error says what was expected.
    pub fn parse(ty: super::ParameterType, text: &str) -> Result<Self, String> {
        match ty {
            super::ParameterType::Duration => Duration::parse(text)
                .map(Self::Duration)
                .ok_or_else(|| format!("`{text}` is no length of time such as `90 days` or `6 months`")),
            super::ParameterType::Int => {
                text.trim().parse().map(Self::Int).map_err(|_| format!("`{text}` is no whole number"))
            }
            super::ParameterType::Text => Ok(Self::Text(text.to_owned())),
        }
    }
}
