//! `rules:` of the settings: severities and parameters of rules.

use crate::data::{NodeId, NodeKind, Spanned, Tree};
use crate::diagnostic::Severity;

use super::SettingsError;
use super::read::unknown;

/// What the settings change about one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleSetting {
    /// Name of the rule.
    pub rule: Spanned<String>,
    /// How much its diagnostics weigh; `None` leaves that to the rule.
    pub switch: Option<Switch>,
    /// Values of its parameters, as they are written.
    pub parameters: Vec<(Spanned<String>, Spanned<String>)>,
}

/// Whether a rule speaks, and how loudly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// It does not run.
    Off,
    /// Its diagnostics weigh this much.
    On(Severity),
}

const SWITCHES: &[(&str, Switch)] = &[
    ("off", Switch::Off),
    ("error", Switch::On(Severity::Error)),
    ("warning", Switch::On(Severity::Warning)),
    ("note", Switch::On(Severity::Note)),
];

/// Compares the rules and parameters that settings name with those that there are.
///
/// `known` gives each rule with its former names and the names of its parameters.
///
/// # Errors
///
/// If the settings name a rule or a parameter that does not exist.
pub fn check_rules<'a>(
    settings: &[RuleSetting],
    known: impl Fn(&str) -> Option<Vec<&'a str>>,
    all: &[&'a str],
) -> Result<(), SettingsError> {
    for setting in settings {
        let Some(parameters) = known(&setting.rule.value) else {
            return Err(unknown(&setting.rule, "rule", all.to_vec()));
        };
        let strange = setting.parameters.iter().find(|(name, _)| !parameters.contains(&name.value.as_str()));
        if let Some((name, _)) = strange {
            let mut error = unknown(name, &format!("parameter of `{}`", setting.rule.value), parameters.clone());
            if parameters.is_empty() {
                error.help = "This rule has no parameters.".to_owned();
            }
            return Err(error);
        }
    }
    Ok(())
}

pub(super) fn read_rules(tree: &Tree, node: NodeId) -> Result<Vec<RuleSetting>, SettingsError> {
    if tree.is_null(node) {
        return Ok(Vec::new());
    }
    pairs(tree, node, "`rules` is a mapping of rules", "Write `name-of-the-rule: off`, or `error`, `warning`, `note`.")?
        .into_iter()
        .map(|pair| rule(tree, pair))
        .collect()
}

fn rule(tree: &Tree, pair: NodeId) -> Result<RuleSetting, SettingsError> {
    let mut setting = RuleSetting { rule: key(tree, pair), switch: None, parameters: Vec::new() };
    if tree.kind(pair) != NodeKind::Mapping {
        setting.switch = Some(switch(tree, pair)?);
        return Ok(setting);
    }
    for part in pairs(tree, pair, "", "")? {
        let name = key(tree, part);
        match name.value.as_str() {
            "severity" => setting.switch = Some(switch(tree, part)?),
            "parameters" => {
                let help = "Write `parameters: {name: value}`.";
                for parameter in pairs(tree, part, "`parameters` is a mapping of values", help)? {
                    setting.parameters.push((key(tree, parameter), value(tree, parameter)?));
                }
            }
            _ => return Err(unknown(&name, "setting of a rule", vec!["severity", "parameters"])),
        }
    }
    Ok(setting)
}

fn switch(tree: &Tree, node: NodeId) -> Result<Switch, SettingsError> {
    let text = value(tree, node)?;
    let known = SWITCHES.iter().find(|(name, _)| *name == text.value);
    known
        .map(|(_, switch)| *switch)
        .ok_or_else(|| unknown(&text, "severity", SWITCHES.iter().map(|(name, _)| *name).collect()))
}

fn key(tree: &Tree, pair: NodeId) -> Spanned<String> {
    let value = tree.key_text(pair).unwrap_or("").to_owned();
    Spanned { value, span: tree.key_span(pair).unwrap_or_else(|| tree.span(pair)) }
}

fn value(tree: &Tree, pair: NodeId) -> Result<Spanned<String>, SettingsError> {
    let text = tree.text(pair).trim();
    if text.is_empty() || tree.is_null(pair) {
        let key = key(tree, pair);
        let message = format!("`{}` needs one value", key.value);
        return Err(SettingsError { span: key.span, message, help: String::new() });
    }
    Ok(Spanned { value: text.to_owned(), span: tree.span(pair) })
}

fn pairs(tree: &Tree, node: NodeId, message: &str, help: &str) -> Result<Vec<NodeId>, SettingsError> {
    if tree.kind(node) != NodeKind::Mapping {
        let span = key(tree, node).span;
        return Err(SettingsError { span, message: message.to_owned(), help: help.to_owned() });
    }
    let children: Vec<NodeId> = tree.children(node).collect();
    match children.iter().find(|child| tree.is_duplicate(**child)) {
        Some(child) => {
            let key = key(tree, *child);
            let message = format!("the key `{}` stands more than once here", key.value);
            Err(SettingsError { span: key.span, message, help: "Keep one of them.".to_owned() })
        }
        None => Ok(children),
    }
}
