//! Nothing from a cell is alive in any output, on a terminal, in a CI runner or in whatever shows it; and what a person needs
//! is still there.

use std::path::Path;

use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::hostile_register::{ATTEMPTS, WORD, hostile};
use crate::workspace::{Run, tenone_with, workspace};

const DAY: [&str; 2] = ["--as-of", "2026-06-30"];

/// Runners, by the variable that they set.
const RUNNERS: [&str; 2] = ["GITHUB_ACTIONS", "TF_BUILD"];

const CHECK: [&str; 10] =
    ["terminal", "concise", "json", "jsonl", "sarif", "github", "azure", "gitlab", "junit", "markdown"];

const REPORT: [&str; 6] = ["markdown", "html", "json", "ics", "oscal", "oscal-poam"];

fn run(folder: &Path, arguments: &[&str], runner: &str) -> Run {
    tenone_with(folder, arguments, &[(runner, "true")])
}

/// Every output there is, each as a runner would print it: what made it, and what it says.
fn outputs(folder: &Path, runner: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut add = |command: &str, format: &str, run: Run| {
        assert!(run.code <= 1 && run.err.is_empty(), "{command} {format}: {} {}", run.code, run.err);
        all.push((format!("{command} {format}"), run.out));
    };
    for format in CHECK {
        add("check", format, run(folder, &[&["check", "--output", format][..], &DAY].concat(), runner));
    }
    for format in REPORT {
        let arguments = [&["report", "--for-review", "--format", format][..], &DAY].concat();
        add("report", format, run(folder, &arguments, runner));
    }
    for format in ["text", "json"] {
        add("sources", format, run(folder, &["sources", "--format", format], runner));
    }
    all
}

#[test]
fn no_output_acts_on_a_terminal_or_a_runner() {
    let folder = hostile();
    for runner in RUNNERS {
        for (name, text) in outputs(folder.path(), runner) {
            acts_on_nothing(&name, &text);
            assert!(text.contains("IMP-2026-") || name.starts_with("sources"), "{name} names the entry");
            assert!(text.contains(WORD), "{name} shows what stands there");
        }
    }
}

#[test]
fn refusals_act_on_nothing_either() {
    for attempt in ATTEMPTS {
        let line = attempt.replace(['\n', '\r', '\u{ffff}'], " ");
        let line: String = line.chars().filter(|letter| !letter.is_control()).collect();
        let settings = format!("rules: {{'{}': off}}\n::error::{WORD}: '##[group]'\n", line.replace('\'', "''"));
        let register = b"- {id: IMP-1, title: x}\n";
        let folder = workspace(&[("tenone.yaml", settings.as_bytes()), ("register.yaml", register)]);
        for arguments in [&["check"][..], &["check", "--only", attempt], &["check", attempt], &["explain", attempt]] {
            for runner in RUNNERS {
                let run = run(folder.path(), arguments, runner);
                assert_eq!(run.code, 2, "{arguments:?}: {}", run.out);
                acts_on_nothing(&format!("{arguments:?}"), &run.err);
                assert!(run.err.contains(WORD), "{arguments:?}: {}", run.err);
            }
        }
    }
}

/// What a terminal or a runner would do something about, but for the commands that a format is made of.
fn acts_on_nothing(name: &str, text: &str) {
    let reorders = |letter: char| matches!(u32::from(letter), 0x200b | 0x200e | 0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0xe0000..=0xe007f);
    for line in text.lines() {
        let control = line.chars().find(|letter| letter.is_control() || reorders(*letter));
        assert_eq!(control, None, "{name}: {line:?}");
        let own = match name {
            "check github" => ["::error ", "::warning ", "::notice "].iter().find_map(|own| line.strip_prefix(own)),
            "check azure" => {
                line.strip_prefix("##vso[task.logissue type=").or(line.strip_prefix("##vso[task.complete "))
            }
            _ => None,
        };
        let rest = own.unwrap_or(line);
        assert!(!rest.contains("##[") && !rest.contains("##vso["), "{name}: {line}");
        assert!(!rest.trim_start().starts_with("::"), "{name}: {line}");
    }
}

#[test]
fn every_json_document_is_one_and_keeps_what_stands_in_cells() {
    let folder = hostile();
    let outputs = outputs(folder.path(), RUNNERS[0]);
    let text = |name: &str| &outputs.iter().find(|(known, _)| known == name).unwrap().1;
    for name in [
        "check json",
        "check sarif",
        "check gitlab",
        "report json",
        "report oscal",
        "report oscal-poam",
        "sources json",
    ] {
        let value: serde_json::Value = serde_json::from_str(text(name)).unwrap();
        assert!(value.to_string().contains(WORD), "{name}");
    }
    for line in text("check jsonl").lines() {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
    let value: serde_json::Value = serde_json::from_str(text("check json")).unwrap();
    let messages: Vec<&str> =
        value["diagnostics"].as_array().unwrap().iter().map(|found| found["message"].as_str().unwrap()).collect();
    for attempt in
        ["##[add-mask]marmalade", "::set-output name=x::marmalade", "=HYPERLINK(\"http://evil.example\",\"x\")"]
    {
        assert!(messages.iter().any(|message| message.contains(attempt)), "{attempt}");
    }
}

#[test]
fn annotations_are_as_many_as_are_meant() {
    let folder = hostile();
    let github = run(folder.path(), &[&["check", "--output", "github"][..], &DAY].concat(), RUNNERS[0]).out;
    for level in ["error", "warning", "notice"] {
        let count = github.lines().filter(|line| line.starts_with(&format!("::{level} "))).count();
        assert!(count <= 10, "{level}: {count}");
    }
    assert!(github.lines().all(|line| line.chars().count() < 4_096), "{github}");
    let azure = run(folder.path(), &[&["check", "--output", "azure"][..], &DAY].concat(), RUNNERS[1]).out;
    assert_eq!(azure.matches("##vso[task.complete").count(), 1, "{azure}");
    assert!(azure.trim_end().lines().last().unwrap().starts_with("##vso[task.complete result=Failed;]"), "{azure}");
}

#[test]
fn markdown_has_no_link_mention_or_markup_from_a_cell() {
    let folder = hostile();
    for (name, text) in outputs(folder.path(), RUNNERS[0]) {
        if !name.ends_with("markdown") {
            continue;
        }
        let mut in_code = 0;
        for event in Parser::new_ext(&text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
            match event {
                Event::Html(html) | Event::InlineHtml(html) => {
                    let own = ["<details>", "</details>", "<summary>", "<a id=\""];
                    let html = html.trim();
                    assert!(
                        html.is_empty() || html == "</a>" || own.iter().any(|own| html.starts_with(own)),
                        "{name}: {html}"
                    );
                    assert!(!html.contains("alert") && !html.contains("onerror"), "{name}: {html}");
                }
                Event::Start(Tag::Link { dest_url, .. }) => {
                    let own = dest_url.starts_with('#')
                        || dest_url.starts_with("register.yaml")
                        || dest_url.starts_with("minutes.md")
                        || dest_url.starts_with("tenone.yaml");
                    assert!(own && name.starts_with("report"), "{name}: {dest_url}");
                }
                Event::Start(Tag::Image { dest_url, .. }) => panic!("{name}: {dest_url}"),
                Event::Start(Tag::Strikethrough | Tag::BlockQuote(_)) => panic!("{name}: markup from a cell"),
                Event::Start(Tag::CodeBlock(_)) => in_code += 1,
                Event::End(pulldown_cmark::TagEnd::CodeBlock) => in_code -= 1,
                Event::Text(text) if in_code == 0 => {
                    let alive =
                        ["@octocat", "#123", "!45", "GH-6", "://"].into_iter().find(|alive| text.contains(alive));
                    assert_eq!(alive, None, "{name}: {text}");
                }
                _ => {}
            }
        }
        assert!(text.contains("`@octocat`"), "{name} shows whom the cell names");
    }
}

#[test]
fn html_and_xml_have_no_element_from_a_cell() {
    let folder = hostile();
    let outputs = outputs(folder.path(), RUNNERS[0]);
    let text = |name: &str| &outputs.iter().find(|(known, _)| known == name).unwrap().1;
    for name in ["report html", "check junit"] {
        for alive in ["<script>alert", "<img src=x", "<b>&amp;", "]]>", "<!DOCTYPE x", "&xxe;"] {
            assert!(!text(name).contains(alive), "{name}: {alive}");
        }
    }
    let mut reader = quick_xml::Reader::from_str(text("check junit"));
    let (mut failures, mut depth) = (0, 0);
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Start(start) => {
                depth += 1;
                failures += usize::from(start.name().as_ref() == "failure");
                let known = ["testsuites", "testsuite", "testcase", "failure"];
                assert!(known.contains(&start.name().as_ref()), "{start:?}");
                assert!(start.attributes().all(|attribute| attribute.is_ok()), "{start:?}");
            }
            quick_xml::events::Event::End(_) => depth -= 1,
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    let json: serde_json::Value = serde_json::from_str(text("check json")).unwrap();
    assert_eq!(failures, json["diagnostics"].as_array().unwrap().len());
}
