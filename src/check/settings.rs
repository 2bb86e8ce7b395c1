//! [`RuleSettings`]: what an organisation says about rules: `rules:` of its settings, `--only` and `--skip`.

use rustc_hash::FxHashMap;

use crate::data::{DataError, NodeId, NodeKind, Tree, nearest};
use crate::diagnostic::Severity;
use crate::rule::{Catalogue, ParameterValue, Rule};
use crate::text::Span;

/// What may stand behind the name of a rule, or behind `severity:`.
const SEVERITIES: [&str; 4] = ["off", "error", "warning", "note"];

/// What an organisation says about rules.
#[derive(Clone, Debug, Default)]
pub struct RuleSettings {
    by_rule: FxHashMap<String, RuleSetting>,
    only: Vec<String>,
    skip: Vec<String>,
}

/// What an organisation says about one rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleSetting {
    /// The rule does not run.
    pub off: bool,
    /// How much it weighs, in place of what the rule says.
    pub severity: Option<Severity>,
    /// Parameters, by name.
    pub parameters: Vec<(String, ParameterValue)>,
}

impl RuleSettings {
    /// Reads the mapping under `rules:`: `off`, a severity, or `{severity: …, parameters: {…}}` for each rule.
    ///
    /// # Errors
    ///
    /// Every unknown rule, unknown parameter and wrong value, with its place.
    pub fn read(tree: &Tree, node: NodeId, catalogue: &Catalogue) -> Result<Self, Vec<DataError>> {
        let mut settings = Self::default();
        let mut faults = Vec::new();
        if tree.is_null(node) {
            return Ok(settings);
        }
        if tree.kind(node) != NodeKind::Mapping {
            return Err(vec![fault(
                tree.span(node),
                "`rules` is a mapping of rules; write `name-of-the-rule: off`, or `error`, `warning`, `note`",
            )]);
        }
        for child in tree.children(node) {
            let name = tree.key_text(child).unwrap_or("");
            let place = tree.key_span(child).unwrap_or_else(|| tree.span(child));
            match catalogue.rule(name) {
                None => faults.push(fault(place, unknown_rule(name, catalogue))),
                Some(_) if tree.is_duplicate(child) => {
                    faults.push(more_than_once(place, name));
                }
                Some(rule) => {
                    let setting = read_setting(tree, child, rule, &mut faults);
                    settings.by_rule.insert(rule.name.clone(), setting);
                }
            }
        }
        if faults.is_empty() { Ok(settings) } else { Err(faults) }
    }

    /// Runs only these rules; none means all.
    ///
    /// # Errors
    ///
    /// If there is no rule of a name.
    pub fn only(&mut self, names: &[String], catalogue: &Catalogue) -> Result<(), String> {
        self.only = known_names(names, catalogue)?;
        Ok(())
    }

    /// Leaves these rules out.
    ///
    /// # Errors
    ///
    /// If there is no rule of a name.
    pub fn skip(&mut self, names: &[String], catalogue: &Catalogue) -> Result<(), String> {
        self.skip = known_names(names, catalogue)?;
        Ok(())
    }

    /// Says something about one rule.
    pub fn set(&mut self, rule: &str, setting: RuleSetting) {
        self.by_rule.insert(rule.to_owned(), setting);
    }

    /// What is said about a rule.
    #[must_use]
    pub fn of(&self, rule: &Rule) -> Option<&RuleSetting> {
        self.by_rule.get(&rule.name)
    }

    /// Whether a rule runs. What is wrong with reading is always said, unless it is switched off by name.
    #[must_use]
    pub fn runs(&self, rule: &Rule) -> bool {
        let chosen = self.only.is_empty() || rule.is_reading() || self.only.contains(&rule.name);
        chosen && !self.skip.contains(&rule.name) && !self.of(rule).is_some_and(|setting| setting.off)
    }

    /// How much a rule weighs, where the settings say so.
    #[must_use]
    pub fn severity(&self, rule: &Rule) -> Option<Severity> {
        self.of(rule).and_then(|setting| setting.severity)
    }
}

fn read_setting(tree: &Tree, node: NodeId, rule: &Rule, faults: &mut Vec<DataError>) -> RuleSetting {
    let mut setting = RuleSetting::default();
    if tree.kind(node) == NodeKind::Sequence {
        let message = "expected `off`, a severity, or a mapping, found a list";
        faults.push(fault(tree.span(node), message));
        return setting;
    }
    if matches!(tree.kind(node), NodeKind::Scalar(_)) {
        match tree.text(node).trim() {
            "off" => setting.off = true,
            word => match severity(word) {
                Some(severity) => setting.severity = Some(severity),
                None => faults.push(no_severity(tree, node)),
            },
        }
        return setting;
    }
    for child in tree.children(node) {
        let place = tree.key_span(child).unwrap_or_else(|| tree.span(child));
        match tree.key_text(child) {
            Some(key) if tree.is_duplicate(child) => faults.push(more_than_once(place, key)),
            Some("severity") => match severity(tree.text(child).trim()) {
                Some(severity) => setting.severity = Some(severity),
                None if tree.text(child).trim() == "off" => setting.off = true,
                None => faults.push(no_severity(tree, child)),
            },
            Some("parameters") if tree.kind(child) != NodeKind::Mapping && !tree.is_null(child) => {
                faults.push(fault(place, "`parameters` is a mapping of values; write `parameters: {name: value}`"));
            }
            Some("parameters") => {
                for parameter in tree.children(child) {
                    read_parameter(tree, parameter, rule, &mut setting, faults);
                }
            }
            other => {
                let key = other.unwrap_or("");
                let hint = match nearest(key, ["severity", "parameters"]) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "known are `severity` and `parameters`".to_owned(),
                };
                faults.push(fault(place, format!("there is no setting of a rule `{key}`; {hint}")));
            }
        }
    }
    setting
}

fn read_parameter(tree: &Tree, node: NodeId, rule: &Rule, setting: &mut RuleSetting, faults: &mut Vec<DataError>) {
    let name = tree.key_text(node).unwrap_or("");
    let place = tree.key_span(node).unwrap_or_else(|| tree.span(node));
    if tree.is_duplicate(node) {
        return faults.push(more_than_once(place, name));
    }
    let Some(parameter) = rule.parameters.iter().find(|parameter| parameter.name == name) else {
        let known = rule.parameters.iter().map(|parameter| parameter.name.as_str());
        let message = match nearest(name, known.clone()) {
            Some(near) => format!("`{}` has no parameter `{name}`; did you mean `{near}`?", rule.name),
            None if rule.parameters.is_empty() => format!("`{}` has no parameters", rule.name),
            None => {
                let known: Vec<&str> = known.collect();
                format!("`{}` has no parameter `{name}`; it has {}", rule.name, known.join(", "))
            }
        };
        return faults.push(fault(place, message));
    };
    if !matches!(tree.kind(node), NodeKind::Scalar(_)) {
        return faults.push(fault(place, format!("`{name}` needs one value")));
    }
    match ParameterValue::parse(parameter.ty, tree.text(node)) {
        Ok(value) => setting.parameters.push((name.to_owned(), value)),
        Err(message) => faults.push(fault(tree.span(node), message)),
    }
}

fn known_names(names: &[String], catalogue: &Catalogue) -> Result<Vec<String>, String> {
    let known = |name: &String| match catalogue.rule(name) {
        Some(rule) => Ok(rule.name.clone()),
        None => Err(unknown_rule(name, catalogue)),
    };
    names.iter().map(known).collect()
}

fn unknown_rule(name: &str, catalogue: &Catalogue) -> String {
    match catalogue.nearest(name) {
        Some(near) => format!("there is no rule `{name}`; did you mean `{near}`?"),
        None => format!("there is no rule `{name}`; `tenone rules` lists them all"),
    }
}

fn severity(word: &str) -> Option<Severity> {
    [Severity::Error, Severity::Warning, Severity::Note].into_iter().find(|severity| severity.to_string() == word)
}

fn no_severity(tree: &Tree, node: NodeId) -> DataError {
    let word = tree.text(node).trim();
    let hint = match nearest(word, SEVERITIES) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "known are `off`, `error`, `warning`, `note`".to_owned(),
    };
    fault(tree.span(node), format!("there is no severity `{word}`; {hint}"))
}

fn more_than_once(place: Span, key: &str) -> DataError {
    fault(place, format!("the key `{key}` stands more than once here; keep one of them"))
}

fn fault(span: Span, message: impl Into<String>) -> DataError {
    DataError { span, message: message.into() }
}
