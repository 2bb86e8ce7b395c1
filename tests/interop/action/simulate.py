"""Runs the composite steps of action.yml with bash as a GitHub runner would, and looks at what comes out.

A runner cannot be had without GitHub, so this plays its part: inputs with their defaults, the few expressions that the action
uses (any other is a failure), GITHUB_OUTPUT, GITHUB_STEP_SUMMARY, and above all how a runner reads commands out of the lines
of a log: `::command::` at the start of a line and `##[command]` anywhere in it.
"""
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[3]


@dataclass
class Run:
    """What a run of the action left behind."""

    steps: dict = field(default_factory=dict)
    outputs: dict = field(default_factory=dict)
    log: str = ""
    summary: str = ""
    uploads: list = field(default_factory=list)
    status: int = 0

    def commands(self):
        return commands(self.log)


def unescape(text, pairs):
    for sign, code in pairs:
        text = text.replace(code, sign)
    return text.replace("%25", "%")


def commands(log):
    """The commands that a runner would obey, as (name, properties, data), by its own rules of reading."""
    found, stopped = [], None
    known = {
        *("error", "warning", "notice", "debug", "group", "endgroup", "add-mask", "add-matcher", "remove-matcher"),
        *("set-output", "set-env", "add-path", "save-state", "stop-commands", "echo", "internal-set-repo-path"),
    }
    # A runner reads lines as .NET does; the rarer separators are taken as well, for readers that know them.
    for line in re.split(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", log):
        command = None
        trimmed = line.lstrip()
        if trimmed.startswith("::") and "::" in trimmed[2:]:
            head, data = trimmed[2:].split("::", 1)
            name, _, rest = head.partition(" ")
            pairs = [("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C")]
            properties = dict(pair.split("=", 1) for pair in rest.split(",") if "=" in pair)
            properties = {key.strip(): unescape(value, pairs) for key, value in properties.items()}
            command = (name, properties, unescape(data, [("\r", "%0D"), ("\n", "%0A")]))
        elif (start := line.find("##[")) >= 0 and "]" in line[start:]:
            head, data = line[start + 3 :].split("]", 1)
            command = (head.partition(" ")[0], {"##[": line}, data)
        elif "##vso[" in line:
            command = ("##vso[", {}, line)
        if command is None:
            continue
        if stopped is not None:
            if command[0] == stopped:
                stopped = None
            continue
        if command[0].lower() in known or command[0] == "##vso[":
            found.append(command)
        if command[0] == "stop-commands":
            stopped = command[2]
    return found


def evaluate(text, context):
    """A string of the action with its expressions replaced; an expression that this does not know is a failure."""

    def value(match):
        names = match.group(1).split(".")
        if not re.fullmatch(r"(inputs|github|steps)(\.[\w-]+)+", match.group(1)):
            sys.exit(f"simulate.py does not know the expression {match.group(0)}")
        at = context
        for name in names:
            at = at.get(name, {}) if isinstance(at, dict) else {}
        return "" if at == {} or at is None else str(at)

    return re.sub(r"\$\{\{\s*([^}]*?)\s*\}\}", value, text)


def holds(condition, context):
    match = re.fullmatch(r"(steps\.[\w-]+\.outputs\.[\w-]+) == '([^']*)'", condition)
    if not match:
        sys.exit(f"simulate.py does not know the condition {condition}")
    return evaluate("${{ " + match.group(1) + " }}", context) == match.group(2)


class Runner:
    """Plays the runner: one workspace, one binary, one event after the other."""

    def __init__(self, folder, binary):
        self.folder = folder
        self.binary = binary
        self.action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
        self.number = 0

    def run(self, workspace, inputs=None, github=None, environment=None, upload_works=True):
        inputs = dict(inputs or {})
        unknown = set(inputs) - set(self.action["inputs"])
        assert not unknown, f"no such inputs: {unknown}"
        inputs.setdefault("binary", self.binary)
        values = {name: str(inputs.get(name, given.get("default", ""))) for name, given in self.action["inputs"].items()}
        github = {"event_name": "push", "repository": "o/r", "action_repository": "", "event": {}, **(github or {})}
        self.number += 1
        temp = self.folder / f"run {self.number}"
        temp.mkdir()
        context = {"inputs": values, "github": github, "steps": {}}
        run = Run()
        failed = 0
        for step in self.action["runs"]["steps"]:
            strange = set(step) - {"name", "id", "shell", "env", "run", "if", "uses", "with", "continue-on-error"}
            assert not strange, f"simulate.py does not know {strange} of a step"
            if failed or ("if" in step and not holds(step["if"], context)):
                continue
            if "uses" in step:
                assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", step["uses"]), f"{step['uses']} is not pinned"
                run.uploads.append({key: evaluate(value, context) for key, value in step["with"].items()})
                status, outputs = (0 if upload_works else 1), {}
            else:
                assert step["shell"] == "bash" and "${{" not in step["run"], "an expression within a script"
                given = {key: evaluate(value, context) for key, value in step.get("env", {}).items()}
                status, outputs = self.bash(step["run"], workspace, temp, {**given, **(environment or {})}, github, run)
            context["steps"][step.get("id", step["name"])] = {"outputs": outputs}
            if status and not step.get("continue-on-error", False):
                failed = status
        run.status = failed
        run.outputs = {name: evaluate(given["value"], context) for name, given in self.action["outputs"].items()}
        run.steps = context["steps"]
        summary = temp / "summary"
        run.summary = summary.read_text(encoding="utf-8") if summary.exists() else ""
        return run

    def bash(self, script, workspace, temp, given, github, run):
        (temp / "step.sh").write_text(script, encoding="utf-8", newline="\n")
        output = temp / "output"
        output.write_text("", encoding="utf-8")
        environment = {
            **{name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ},
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_EVENT_NAME": github["event_name"],
            "GITHUB_OUTPUT": str(output),
            "GITHUB_REPOSITORY": github["repository"],
            "GITHUB_SERVER_URL": "https://github.example",
            "GITHUB_STEP_SUMMARY": str(temp / "summary"),
            "GITHUB_WORKSPACE": str(workspace),
            "RUNNER_ARCH": "X64",
            "RUNNER_OS": "Linux",
            "RUNNER_TEMP": str(temp),
            **given,
        }
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(temp / "step.sh")]
        done = subprocess.run(command, cwd=workspace, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        run.log += done.stdout.decode("utf-8", "replace")
        return done.returncode, read_outputs(output.read_text(encoding="utf-8"))


def read_outputs(text):
    outputs = {}
    for line in text.split("\n"):
        if line:
            assert "<<" not in line.split("=")[0], f"a heredoc among the outputs: {line}"
            key, _, value = line.partition("=")
            assert key not in outputs, f"the output {key} is written twice"
            outputs[key] = value
    return outputs
