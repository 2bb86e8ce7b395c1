//! [`read`]: the waivers of a workspace from their file. A broken one does not break the others.

use std::sync::Arc;

use serde::Deserialize;

use super::{About, Fault, Waiver, Waivers};
use crate::data::{Date, NodeId, NodeKind, Spanned, Tree, from_tree, nearest};
use crate::diagnostic::Problem;
use crate::discover::Workspace;
use crate::model::Kind;
use crate::read::yaml;
use crate::text::{Sources, Span};

/// The subject of what is about no record.
pub(super) const WORKSPACE: &str = "workspace";

/// A waiver as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    rule: Option<Spanned<String>>,
    subject: Option<Spanned<String>>,
    field: Option<Spanned<String>>,
    reason: Option<Spanned<String>>,
    approved_by: Option<Spanned<String>>,
    approved_on: Option<Spanned<String>>,
    expires_on: Option<Spanned<String>>,
}

/// Reads a file of waivers, and says why it cannot be read to its end, where it cannot.
#[must_use]
pub fn read(workspace: &Workspace, path: &str, sources: &mut Sources) -> (Waivers, Vec<Problem>) {
    let (id, mut problems) = workspace.read(path, sources);
    let is = |problems: &[Problem], name: &str| problems.iter().any(|problem| problem.name == name);
    if is(&problems, "input-file-unreadable") {
        return (Waivers::default(), problems);
    }
    let (tree, faults) = yaml::read(id, sources.get(id).text());
    // Of a key that stands twice the waiver itself says that it does not count.
    let faults = faults.into_iter().filter(|problem| problem.name != "input-key-duplicate");
    // Where the text was cut, it is no fault of the file that its last value does not end.
    let cut = is(&problems, "input-limit-exceeded");
    problems.extend(faults.filter(|problem| !cut || problem.name != "input-syntax-error"));
    (of_tree(&tree), problems)
}

/// The waivers of a tree: a list, or a list below `waivers:`.
pub(super) fn of_tree(tree: &Tree) -> Waivers {
    let mut waivers = Waivers::default();
    for root in tree.roots() {
        match tree.kind(*root) {
            NodeKind::Mapping if below(tree, *root) => {
                for child in tree.children(*root) {
                    match tree.key_text(child) {
                        Some("waivers") if !tree.is_duplicate(child) => waivers.add_list(tree, child),
                        Some("waivers") => waivers.wrong(tree, child, "the key `waivers` stands more than once".into()),
                        key => waivers.wrong(tree, child, unexpected(key.unwrap_or(""))),
                    }
                }
            }
            _ => waivers.add_list(tree, *root),
        }
    }
    waivers
}

/// Whether the waivers stand below a key. A single waiver that is no item of a list has keys of its own.
fn below(tree: &Tree, root: NodeId) -> bool {
    tree.children(root).any(|child| tree.key_text(child) == Some("waivers"))
}

fn unexpected(key: &str) -> String {
    match nearest(key, ["waivers"]) {
        Some(near) => format!("the key `{key}` has no meaning here; did you mean `{near}`?"),
        None => format!("the key `{key}` has no meaning here; waivers stand in a list below `waivers:`"),
    }
}

impl Waivers {
    fn add_list(&mut self, tree: &Tree, list: NodeId) {
        match tree.kind(list) {
            NodeKind::Sequence => tree.children(list).for_each(|item| self.add(tree, item)),
            NodeKind::Scalar(_) if tree.is_null(list) => {}
            // What could not be read is said elsewhere.
            _ if tree.is_cut(list) => {}
            _ => self.wrong(tree, list, "waivers are written as a list: begin each with `- rule:`".to_owned()),
        }
    }

    fn add(&mut self, tree: &Tree, item: NodeId) {
        // Half a waiver may lack the day on which it ends; that the file cannot be read is said elsewhere.
        if tree.is_cut(item) {
            return;
        }
        match waiver(tree, item) {
            Ok(waiver) => self.written.push(Arc::new(waiver)),
            Err((span, reason)) => {
                self.faults.push(Fault {
                    span,
                    about: about(tree, item),
                    sort: "malformed",
                    reason,
                    related: Vec::new(),
                });
            }
        }
    }

    fn wrong(&mut self, tree: &Tree, node: NodeId, reason: String) {
        let span = tree.key_span(node).unwrap_or_else(|| first_line(tree, node));
        self.faults.push(Fault { span, about: About::default(), sort: "malformed", reason, related: Vec::new() });
    }
}

fn waiver(tree: &Tree, item: NodeId) -> Result<Waiver, (Span, String)> {
    if tree.kind(item) != NodeKind::Mapping {
        let reason = "it is no map of `rule`, `subject`, `reason`, `approved_by`, `approved_on` and `expires_on`";
        return Err((first_line(tree, item), reason.to_owned()));
    }
    let written: Written = from_tree(tree, item).map_err(|error| (error.span, error.message))?;
    let given = |text: &Option<Spanned<String>>| text.as_ref().is_some_and(|text| !text.value.trim().is_empty());
    let duties = [
        ("rule", given(&written.rule)),
        ("subject", given(&written.subject)),
        ("reason", given(&written.reason)),
        ("approved_by", given(&written.approved_by)),
        ("approved_on", given(&written.approved_on)),
        ("expires_on", given(&written.expires_on)),
    ];
    let missing: Vec<String> = duties.iter().filter(|(_, given)| !given).map(|(name, _)| format!("`{name}`")).collect();
    let complete = (written.rule, written.subject, written.reason, written.approved_by);
    let days = (written.approved_on, written.expires_on);
    let ((Some(rule), Some(subject), Some(reason), Some(approved_by)), (Some(approved), Some(expires)), true) =
        (complete, days, missing.is_empty())
    else {
        return Err((first_line(tree, item), lacking(&missing)));
    };
    let (approved_on, expires_on) = (day(&approved)?, day(&expires)?);
    if approved_on > expires_on {
        return Err((expires.span, format!("it ends on {expires_on}, before it was approved on {approved_on}")));
    }
    let trimmed = |text: Spanned<String>| text.value.trim().to_owned();
    let field = written.field.map(trimmed).filter(|field| !field.is_empty());
    Ok(Waiver {
        subject: known_subject(&subject)?,
        field: field.map(|field| field.trim_matches('/').to_owned()),
        reason: reason.value.split_whitespace().collect::<Vec<_>>().join(" "),
        approved_by: trimmed(approved_by),
        approved_on,
        expires_on,
        span: rule.span,
        rule: trimmed(rule),
    })
}

fn lacking(missing: &[String]) -> String {
    match missing {
        [only] => format!("{only} is missing"),
        [start @ .., last] => format!("{} and {last} are missing", start.join(", ")),
        [] => "it cannot be read".to_owned(),
    }
}

fn day(text: &Spanned<String>) -> Result<Date, (Span, String)> {
    let wrong = || (text.span, format!("`{}` is no day; write year, month and day: 2026-06-30", text.value.trim()));
    Date::parse(text.value.trim()).ok_or_else(wrong)
}

/// A record by kind and id. One without an id has no name that lasts: the next row would take its place.
fn known_subject(text: &Spanned<String>) -> Result<String, (Span, String)> {
    let subject = text.value.trim();
    let wrong = |reason: String| Err((text.span, reason));
    if subject == WORKSPACE {
        return Ok(subject.to_owned());
    }
    let Some((kind, id)) = subject.split_once('/').filter(|(_, id)| !id.is_empty()) else {
        return wrong(format!(
            "its subject `{subject}` is no kind and id of a record, such as `entry/IMP-1`, and not `workspace`"
        ));
    };
    if Kind::from_name(kind).is_none() {
        let hint = nearest(kind, Kind::ALL.iter().map(|kind| kind.name()));
        let hint = hint.map_or_else(String::new, |near| format!("; did you mean `{near}/{id}`?"));
        return wrong(format!("there is no kind of record `{kind}`{hint}"));
    }
    if id.starts_with('#') {
        return wrong(format!("`{subject}` is a place and no id, and rows move; give the record an id"));
    }
    Ok(subject.to_owned())
}

/// What a waiver that cannot be read is about, as far as that can.
fn about(tree: &Tree, item: NodeId) -> About {
    let text = |key: &str| {
        let node = tree.get(item, key).filter(|node| !tree.is_null(*node));
        node.map(|node| tree.text(node).split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default()
    };
    About { rule: text("rule"), subject: text("subject"), field: text("field") }
}

/// The first line of a node: that of a list is where its first item stands.
fn first_line(tree: &Tree, node: NodeId) -> Span {
    let span = tree.span(node);
    let text = tree.source_text().get(span.start as usize..span.end as usize).unwrap_or("");
    let line = text.lines().next().unwrap_or("").trim_end();
    Span::new(span.source, span.start, span.start + u32::try_from(line.len()).unwrap_or(0))
}

/// The waivers of a text, for tests.
#[cfg(test)]
pub(super) fn of_text(text: &str) -> Waivers {
    let (tree, _) = yaml::read(crate::text::SourceId(0), &Arc::from(text));
    of_tree(&tree)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str =
        "rule: r, subject: entry/A, reason: w, approved_by: ana, approved_on: 2026-01-01, expires_on: 2026-06-30";

    /// The problems of a text, each as the text that it points at, and what it says; and how many waivers can be read.
    fn problems(text: &str) -> (Vec<(String, String)>, usize) {
        let waivers = of_text(text);
        let place = |span: Span| text[span.start as usize..span.end as usize].to_owned();
        let faults = waivers.faults.iter().map(|fault| (place(fault.span), fault.reason.clone()));
        (faults.collect(), waivers.written.len())
    }

    #[test]
    fn waivers_stand_in_a_list_with_or_without_a_key() {
        for text in
            [format!("- {{{WHOLE}}}\n"), format!("waivers:\n- {{{WHOLE}}}\n"), format!("---\n- {{{WHOLE}}}\n---\n[]\n")]
        {
            assert_eq!(problems(&text), (Vec::new(), 1), "{text}");
        }
        for text in ["", "# nothing yet\n", "waivers:\n", "[]"] {
            assert_eq!(problems(text), (Vec::new(), 0), "{text}");
        }
        let waivers = of_text(
            "- rule: ' r '\n  subject: entry/A\n  field: /actions/0/\n  reason: |\n    It is\n    old.\n  approved_by: ana\n  approved_on: 2026-01-01\n  expires_on: 2026-06-30\n",
        );
        let waiver = &waivers.written[0];
        assert_eq!((waiver.rule.as_str(), waiver.reason.as_str()), ("r", "It is old."));
        assert_eq!(waiver.field.as_deref(), Some("actions/0"));
    }

    #[test]
    fn what_is_wrong_is_named_at_its_place_and_leaves_the_others_alone() {
        let without = |key: &str| {
            let parts: Vec<&str> = WHOLE.split(", ").filter(|part| !part.starts_with(key)).collect();
            format!("{{{}}}", parts.join(", "))
        };
        let with = |old: &str, new: &str| format!("{{{}}}", WHOLE.replace(old, new));
        for (item, place, words) in [
            (without("reason"), "{rule:", "`reason` is missing"),
            (without("expires"), "{rule:", "`expires_on` is missing"),
            (with("reason: w", "reason: ' '"), "{rule:", "`reason` is missing"),
            (with("reason: w, approved_by: ana, ", ""), "{rule:", "`reason` and `approved_by` are missing"),
            ("{}".to_owned(), "{}", "`rule`, `subject`, `reason`, `approved_by`, `approved_on` and `expires_on` are"),
            (with("approved_by", "aproved_by"), "aproved_by", "`approved_by`"),
            (with("2026-06-30", "30.06.2026"), "30.06.2026", "`30.06.2026` is no day"),
            (with("2026-06-30", "2025-06-30"), "2025-06-30", "before it was approved"),
            (with("entry/A", "A"), "A", "`entry/IMP-1`"),
            (with("entry/A", "entri/A"), "entri/A", "`entry/A`"),
            (with("entry/A", "'entry/#3'"), "'entry/#3'", "give the record an id"),
            (with("reason: w", "reason: [w]"), "[w]", "expected"),
            (with("reason: w", "reason: w, reason: v"), "reason", "more than once"),
            ("nothing".to_owned(), "nothing", "it is no map"),
        ] {
            let (faults, written) = problems(&format!("- {{{WHOLE}}}\n- {item}\n- {{{WHOLE}}}\n"));
            assert_eq!((faults.len(), written), (1, 2), "{item}: {faults:?}");
            assert!(faults[0].0.starts_with(place) && faults[0].1.contains(words), "{item}: {faults:?}");
        }
        for (text, words) in [
            (format!("{WHOLE}\n").replace(", ", "\n"), "`- rule:`"),
            ("waiver: []\n".to_owned(), "`- rule:`"),
            (format!("waivers: [{{{WHOLE}}}]\nwaivrs: []\n"), "`waivers`"),
            ("nothing".to_owned(), "written as a list"),
        ] {
            let (faults, _) = problems(&text);
            assert!(faults.len() == 1 && faults[0].1.contains(words), "{text}: {faults:?}");
        }
    }

    #[test]
    fn what_stands_before_a_syntax_error_counts_and_half_a_waiver_does_not() {
        let (faults, written) = problems(&format!("- {{{WHOLE}}}\n- rule: r\n  subject: entry/B\n  reason: 'open\n"));
        assert_eq!((faults.len(), written), (0, 1), "{faults:?}");
    }
}
