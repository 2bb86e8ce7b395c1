//! Names that promise a format, and texts that keep the promise or break it.

use super::*;

fn unknown(name: &str) -> Format {
    Format::Unknown(name.to_owned())
}

#[test]
fn names_promise_formats() {
    for (path, format) in [
        ("a/b.yml", Format::Yaml),
        ("B.YAML", Format::Yaml),
        ("a.b/c.json", Format::Json),
        ("README.md", Format::Markdown),
        ("x.xlsx.csv", Format::Table),
        ("x.TSV", Format::Table),
        ("x.xlsx", Format::Workbook),
        ("minutes.docx", Format::TextDocument),
        ("minutes.pdf", unknown("PDF")),
        ("index.html.md.erb", Format::Undecided),
        ("minutes.txt", Format::Undecided),
        ("a.b/LICENSE", Format::Undecided),
        ("PM2022-009 - Bad AMI", Format::Undecided),
        ("Dockerfile", unknown("program")),
        ("x.rs", unknown("program")),
    ] {
        assert_eq!(Format::of_path(path), format, "{path}");
    }
}

#[test]
fn texts_may_hold_prose() {
    for (path, may) in [
        ("minutes/2026-03.txt", true),
        ("policy.html.md.erb", true),
        ("policy.pdf", true),
        ("requirements.txt", false),
        ("LICENSE", false),
        ("register.csv", false),
    ] {
        assert_eq!(Format::may_hold_prose(path), may, "{path}");
    }
}

#[test]
fn content_tells_where_the_name_does_not() {
    for (text, format) in [
        ("{\"a\": 1}", Format::Json),
        ("\n[\n  {\"a\": 1}\n]\n", Format::Json),
        ("[]\n", Format::Json),
        ("id: IMP-1\ntitle: Badges of visitors\n", Format::Yaml),
        ("# Register\n\n- id: IMP-1\n  title: Badges\n", Format::Yaml),
        ("---\nentries:\n  - id: IMP-1\n    note: |\n      Some text here.\n", Format::Yaml),
        ("---\nid: IMP-1\ntitle: x\n---\n", Format::Yaml),
        ("---\nid: A\nowner: x\n---\nid: B\nowner: y\n", Format::Yaml),
        ("---\ntitle: Runbook\n---\n\n# Runbook\n\n<%= partial 'x' %>\n", Format::Markdown),
        ("---\ntitle: Policy\nowner_slack: \"#x\"\n---\n\nWe review this policy every year.\n", Format::Markdown),
        ("# Postmortem\n\nThe images were bad.\n", Format::Markdown),
        ("Postmortem\n==========\n\nText\n", Format::Markdown),
        ("| a | b |\n|---|:-:|\n| 1 | 2 |\n", Format::Markdown),
        ("Minutes of the review\n\nThe team met on Monday to look at the register.\nAll agreed.\n", Format::Markdown),
        ("- The door was open.\n- Nobody looked at the alarm.\n", Format::Markdown),
        ("[Policy](policy.md) tells what we do.\n\nIt is read every year by the team.\n", Format::Markdown),
        ("{{ template }} of the minutes.\n\nIt is filled in by the team.\n", Format::Markdown),
        ("ID,Title,Status\nIMP-1,Badges of visitors,open\n", Format::Table),
        ("ID;Title\nIMP-1;\"a, b; c\"\nIMP-2;x\n", Format::Table),
        ("ID\tTitle\nIMP-1\tBadges\n", Format::Table),
        (
            "Register of improvements\n\nID,Title,Owner\n1,Badges,J\n2,Doors,K\n3,Keys,L\n4,Locks,M\n5,x,y\n",
            Format::Table,
        ),
        ("sep=;\nID;Title\n", Format::Table),
        ("<!DOCTYPE html>\n<html>", unknown("HTML page")),
        ("%PDF-1.7\n", unknown("PDF")),
        ("#!/bin/sh\nexit\n", unknown("program")),
        ("<?xml version='1.0'?><a/>", unknown("XML document")),
        ("", Format::Undecided),
        ("KEY=value\nOTHER=value\n", Format::Undecided),
        ("FROM rust\nRUN cargo build\nCOPY a b\n", Format::Undecided),
        ("# comment\n*.log\ntarget/\n", Format::Undecided),
        ("fn main() {\n    x();\n}\n", Format::Undecided),
        ("* @owner\n/docs @other\n", Format::Undecided),
        ("1.2.3\n", Format::Undecided),
        ("x\ty\n", Format::Undecided),
    ] {
        assert_eq!(Format::of("some/file", text), format, "{text:?}");
    }
}

#[test]
fn a_name_is_believed_unless_the_text_is_clearly_something_else() {
    let table = "ID,Title,Status,Owner\nIMP-1,\"Badges, visitors\",open,Jane\nIMP-2,Doors,closed,\n";
    for (path, text, format) in [
        ("register.md", table, Format::Table),
        ("register.yaml", table, Format::Table),
        ("register.xlsx", table, Format::Table),
        ("register.csv", table, Format::Table),
        ("register.csv", "Just one sentence, nothing else.\n", Format::Table),
        ("register.csv", "[{\"id\": 1}]", Format::Json),
        ("register.csv", "# Register\n\n| ID | Title |\n|----|-------|\n| 1 | x |\n", Format::Markdown),
        ("register.csv", "<!doctype html><title>Sign in</title>", unknown("HTML page")),
        ("register.yaml", "{\"id\": 1}", Format::Yaml),
        ("register.yaml", "a, b, c: d\ne, f, g: h\n", Format::Yaml),
        ("register.json", "{'a': 1}", Format::Json),
        ("register.json", "id: 1\ntitle: x\n", Format::Json),
        ("notes.md", "{\"id\": 1}", Format::Json),
        ("notes.md", "Dear all,\n\nplease read this, and that, before we meet.\n", Format::Markdown),
        ("notes.md", "Monday, Tuesday, Friday\nOne, two, three\n\n## Rest\n", Format::Markdown),
        ("notes.md", "| a | b | c |\n|---|---|---|\n| 1 | 2 | 3 |\n", Format::Markdown),
        ("notes.md", "<html>\n", Format::Markdown),
        ("notes.md", "", Format::Markdown),
        ("notes.pdf", table, unknown("PDF")),
    ] {
        assert_eq!(Format::of(path, text), format, "{path}: {text:?}");
    }
}

#[test]
fn a_text_that_is_cut_anywhere_is_looked_at() {
    let text = format!("ID;Title\n{}", "1;ä\"🎵\n".repeat(20_000));
    assert_eq!(Format::of("x", &text), Format::Table);
    for end in (0..200).filter(|end| text.is_char_boundary(*end)) {
        let _ = Format::of("x", &text[..end]);
    }
}
