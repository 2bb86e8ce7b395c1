"""Reads every output of a few workspaces with a program that is not ours, and compares what they count.

`look.py FOLDER JUNIT_XSD`: FOLDER holds, for each workspace, the outputs of one run under NAME.json, NAME.jsonl, NAME.sarif,
NAME.gitlab.json, NAME.xml, NAME.md, NAME.github.txt and NAME.azure.txt. JUNIT_XSD may be `-` where the schema cannot be had.
"""
import json
import re
import sys
from collections import Counter
from pathlib import Path

import duckdb
import jsonschema
import junitparser
from lxml import etree
from markdown_it import MarkdownIt
from sarif import loader

HERE = Path(__file__).resolve().parent
LEVELS = ("error", "warning", "note")
faults = []


def expect(condition, what):
    if not condition:
        faults.append(what)
        print(f"FAULT {what}")


class Workspace:
    """The outputs of one run."""

    def __init__(self, folder, name):
        self.folder, self.name = folder, name
        self.report = json.loads(self.text("json"))
        self.shown = [diagnostic for diagnostic in self.report["diagnostics"] if not diagnostic.get("waiver")]
        self.counts = {level: self.report["counts"][level] for level in LEVELS}

    def path(self, suffix):
        return self.folder / f"{self.name}.{suffix}"

    def text(self, suffix):
        data = self.path(suffix).read_bytes()
        expect(not data.startswith(b"\xef\xbb\xbf"), f"{self.name}.{suffix} begins with a byte order mark")
        return data.decode("utf-8")


def json_lines(workspace):
    run, *lines = [json.loads(line) for line in workspace.text("jsonl").splitlines()]
    expect(run["kind"] == "run" and {line["kind"] for line in lines} <= {"diagnostic"}, f"{workspace.name}: kinds of lines")
    expect((run["errors"], run["warnings"], run["notes"]) == tuple(workspace.counts.values()), f"{workspace.name}: counts of the lines")
    expect(len(lines) == len(workspace.report["diagnostics"]), f"{workspace.name}: {len(lines)} lines")


def sarif(workspace):
    file = loader.load_sarif_file(str(workspace.path("sarif")))
    report = file.get_report()
    counts = {level: report.get_issue_count_for_severity(level) for level in LEVELS}
    expect(counts == workspace.counts, f"{workspace.name}: sarif-tools counts {counts}")
    expect(file.get_result_count() == sum(counts.values()), f"{workspace.name}: sarif-tools finds results without a level")


def code_quality(workspace, schema):
    rows = json.loads(workspace.text("gitlab.json"))
    for error in schema.iter_errors(rows):
        expect(False, f"{workspace.name}: Code Quality at {error.json_path}: {error.message[:200]}")
    expect(len(rows) == len(workspace.shown), f"{workspace.name}: {len(rows)} rows of Code Quality")
    expect(len({row["fingerprint"] for row in rows}) == len(rows), f"{workspace.name}: rows of Code Quality share a fingerprint")
    rules = Counter(diagnostic["rule"] for diagnostic in workspace.shown)
    expect(Counter(row["check_name"] for row in rows) == rules, f"{workspace.name}: rules of Code Quality")
    places = Counter((diagnostic["place"]["path"], diagnostic["place"]["line"]) for diagnostic in workspace.shown)
    rows_at = Counter((row["location"]["path"], row["location"]["lines"]["begin"]) for row in rows)
    expect({path for path, _ in places} == {path for path, _ in rows_at}, f"{workspace.name}: paths of Code Quality")


def junit(workspace, schema):
    if schema is not None:
        document = etree.parse(str(workspace.path("xml")))
        expect(schema.validate(document), f"{workspace.name}: JUnit: {str(schema.error_log)[:1000]}")
    suites = junitparser.JUnitXml.fromfile(str(workspace.path("xml")))
    cases = [case for suite in suites for case in suite]
    failed = [result for case in cases for result in case.result if isinstance(result, junitparser.Failure)]
    types = Counter(result.type for result in failed)
    expect({level: types[level] for level in LEVELS} == workspace.counts, f"{workspace.name}: junitparser counts {dict(types)}")
    expect(cases and sum(suite.tests for suite in suites) == len(cases) == suites.tests, f"{workspace.name}: tests that are told and that are there")
    expect(suites.failures == sum(suite.failures for suite in suites) == len(failed), f"{workspace.name}: failures that are told and that are there")
    names = Counter((case.classname, case.name) for case in cases)
    expect(max(names.values()) == 1, f"{workspace.name}: tests share a name: {[name for name, count in names.items() if count > 1][:3]}")


def markdown(workspace):
    text = workspace.text("md")
    expect(len(text.encode()) < 1024 * 1024, f"{workspace.name}: a summary of {len(text.encode())} bytes")
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)
    inline = [child for token in tokens for child in token.children or []]
    # The tool folds with <details> and <summary>, and nothing else is markup.
    html = [token.content for token in (*tokens, *inline) if token.type.startswith("html")]
    tags = {tag.lower() for content in html for tag in re.findall(r"</?([a-zA-Z][\w-]*)", content)}
    expect(tags <= {"details", "summary", "br", "sub", "sup"}, f"{workspace.name}: markup {tags}")
    expect(not any("FORGED" in content for content in html), f"{workspace.name}: markup from a cell")
    links = [token.attrGet("href") or token.attrGet("src") for token in inline if token.type in ("link_open", "image")]
    expect(not [link for link in links if "example.com" in link], f"{workspace.name}: a link from a cell")
    headings = [tokens[index + 1].content for index, token in enumerate(tokens) if token.type == "heading_open"]
    expect(headings and not any("FORGED" in heading for heading in headings), f"{workspace.name}: headings {headings}")
    expect("\x1b" not in text, f"{workspace.name}: an escape in the summary")
    for level, count in workspace.counts.items():
        told = f"{count:,} {level}{'' if count == 1 else 's'}", f"{count} {level}{'' if count == 1 else 's'}", f"no {level}"
        if count:
            expect(any(words in text for words in told), f"{workspace.name}: the summary does not say {told[1]}")


def annotations(workspace):
    """Of each level as many as a step can show, and of Azure nothing else that is a command."""
    kinds = {"error": "error", "warning": "warning", "note": "notice"}
    lines = workspace.text("github.txt").splitlines()
    for level, kind in kinds.items():
        there = sum(line.startswith(f"::{kind} file=") for line in lines)
        more = sum(line.startswith(f"::{kind} title=") for line in lines)
        count = workspace.counts[level]
        expect(there == min(count, 9) and more == (count > 9), f"{workspace.name}: {there} and {more} annotations of {count} of level {level}")
    text = workspace.text("azure.txt")
    starts = re.findall(r"^##vso\[(task\.logissue type=(?:error|warning)|task\.complete result=[A-Za-z]+;)(?=[;\]])", text, re.M)
    expect(len(starts) == len(re.findall(r"##(?:vso)?\[", text)), f"{workspace.name}: commands to Azure that are not ours")
    for level in ("error", "warning"):
        there = sum(f"type={level}" in start for start in starts)
        expect((there > 0) == (workspace.counts[level] > 0), f"{workspace.name}: {there} issues of level {level} for Azure")
    expect("\x1b" not in text and "\x1b" not in workspace.text("github.txt"), f"{workspace.name}: an escape in a log")


def rollup(folder, workspaces):
    """The query that the README shows, over all runs at once, against the JSON of each."""
    runs = folder / "runs"
    runs.mkdir(exist_ok=True)
    for workspace in workspaces:
        (runs / f"{workspace.name}.jsonl").write_bytes(workspace.path("jsonl").read_bytes())
    sql = (HERE / "rollup.sql").read_text(encoding="utf-8").replace("'runs/", f"'{runs}/")
    results = [duckdb.execute(statement).fetchall() for statement in sql.split(";") if statement.strip()]
    standing, lacking = results[1], results[2]
    told = Counter(tuple(row[3:6]) for row in standing)
    expect(told == Counter(tuple(workspace.counts.values()) for workspace in workspaces), f"DuckDB: {standing}")
    passed = sum(workspace.report["gate"]["passed"] for workspace in workspaces)
    expect(sum(row[2] for row in standing) == passed, "DuckDB: gates that are passed")
    rules, at = Counter(), {}
    for workspace in workspaces:
        for diagnostic in workspace.shown:
            rules[diagnostic["rule"]] += 1
            at.setdefault(diagnostic["rule"], set()).add(workspace.name)
    expected = sorted(((rule, len(at[rule]), count) for rule, count in rules.items()), key=lambda row: (-row[1], -row[2], row[0]))
    expect(lacking == expected[:10], f"DuckDB: {lacking} instead of {expected[:10]}")
    for row in standing:
        print(f"  {row}")


def awake(workspace, xsd, schema):
    """The schemas find a fault: otherwise that they find none says nothing."""
    rows = json.loads(workspace.text("gitlab.json"))
    for spoil in (lambda row: row.update(severity="bad"), lambda row: row["location"].update(path="./x"), lambda row: row.pop("fingerprint")):
        spoiled = json.loads(json.dumps(rows))
        spoil(spoiled[0])
        expect(not schema.is_valid(spoiled), "the schema of Code Quality takes a faulty report")
    if xsd is not None:
        document = etree.parse(str(workspace.path("xml")))
        document.getroot()[0].set("failure", "1")
        expect(not xsd.validate(document), "the schema of JUnit takes a faulty report")


def main():
    folder = Path(sys.argv[1])
    xsd = None if sys.argv[2] == "-" else etree.XMLSchema(etree.parse(sys.argv[2]))
    schema = jsonschema.Draft202012Validator(json.loads((HERE / "codequality.schema.json").read_text(encoding="utf-8")))
    names = sorted(path.stem for path in folder.glob("*.sarif"))
    workspaces = [Workspace(folder, name) for name in names]
    awake(next(workspace for workspace in workspaces if workspace.counts["error"]), xsd, schema)
    for workspace in workspaces:
        json_lines(workspace)
        sarif(workspace)
        code_quality(workspace, schema)
        junit(workspace, xsd)
        markdown(workspace)
        annotations(workspace)
        print(f"{workspace.name}: {workspace.counts}, read in every output")
    rollup(folder, workspaces)
    sys.exit(f"{len(faults)} faults" if faults else 0)


if __name__ == "__main__":
    main()
