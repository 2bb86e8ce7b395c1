"""What has to hold of action.yml: runs it in every situation that matters and looks at its outputs, its summary, its exit status, and
at every line of its log that a runner would obey.
"""
import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import hostile
from simulate import ROOT, Runner

LEVELS = ("error", "warning", "note")
# The most that the tool writes of one level: nine annotations and a line that says how many more there are.
MOST = 10
SUMMARY_LIMIT = 1024 * 1024


class Stories:
    """What has to hold. Each method is one story; its name says which."""

    def __init__(self, runner, folder):
        self.runner = runner
        self.folder = folder
        self.workspace = folder / "work space"
        self.workspace.mkdir()
        for name in ("clean", "most-violations"):
            shutil.copytree(ROOT / "fixtures" / name, self.workspace / f"the {name}", ignore=shutil.ignore_patterns("expected"))
        hostile.write(self.workspace / "hostile")

    def check(self, path, inputs=None, **more):
        return self.runner.run(self.workspace, {"path": path, "as-of": "2026-06-30", **(inputs or {})}, **more)

    def annotations(self, run):
        """The annotations of a run agree with its JSON, and nothing else is alive but what the action itself says."""
        report = json.loads(Path(run.outputs["json-file"]).read_text(encoding="utf-8"))
        for level, output in zip(LEVELS, ("errors", "warnings", "notes")):
            assert run.outputs[output] == str(report["counts"][level]), f"{output} is {run.outputs[output]}"
        messages = {words(diagnostic["message"]) for diagnostic in report["diagnostics"]}
        places = {diagnostic["place"]["path"] for diagnostic in report["diagnostics"]}
        counted = dict.fromkeys(LEVELS, 0)
        for name, properties, data in run.commands():
            assert name in ("error", "warning", "notice"), f"alive: {name} {properties} {data!r}"
            assert "##[" not in properties, f"alive: {properties}"
            if "file" in properties:
                level = "note" if name == "notice" else name
                counted[level] += 1
                assert properties["file"] in places or "FORGED" in properties["file"], f"no such file: {properties}"
                assert int(properties["line"]) >= 1, f"no such line: {properties}"
                assert any(words(data)[: len(message)] == message for message in messages), f"said by nobody: {data!r}"
            else:
                # The verdict, a line that says how many more there are, or what the action itself says.
                assert not data.startswith("FORGED") and "FORGED" not in properties.get("title", ""), f"forged: {data!r}"
        for level, count in counted.items():
            there = report["counts"][level]
            assert count <= MOST and (count > 0 or there == 0), f"{count} annotations of {there} of the level {level}"
        return report

    def story_clean(self):
        run = self.check("the clean")
        assert run.status == 0, run.log
        assert run.outputs["passed"] == "true" and run.outputs["exit-status"] == "0", run.outputs
        report = self.annotations(run)
        assert report["counts"] == dict.fromkeys(LEVELS, 0)
        assert run.uploads == [{"sarif_file": run.outputs["sarif-file"], "category": "tenone"}], run.uploads
        assert run.summary.strip(), "no summary"

    def story_most_violations(self):
        run = self.check("the most-violations")
        assert run.status == 1, run.log
        assert run.outputs["passed"] == "false" and run.outputs["exit-status"] == "1", run.outputs
        report = self.annotations(run)
        assert int(run.outputs["errors"]) > 0 and report["gate"]["passed"] is False
        sarif = json.loads(Path(run.outputs["sarif-file"]).read_text(encoding="utf-8"))
        results = sarif["runs"][0]["results"]
        assert len(results) == len(report["diagnostics"]), "SARIF and JSON do not tell the same"
        uris = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results}
        assert all(uri.startswith("the%20most-violations/") for uri in uris), uris
        assert "cause-missing" in run.summary and 0 < len(run.summary.encode()) < SUMMARY_LIMIT

    def story_the_gate_moves(self):
        run = self.check("the most-violations", {"fail-on": "never", "summary": "false", "upload-sarif": "false"})
        assert run.status == 0 and run.outputs["passed"] == "true", run.log
        assert run.summary == "" and run.uploads == []

    def story_an_upload_that_fails_changes_nothing(self):
        assert self.check("the clean", upload_works=False).status == 0
        assert self.check("the most-violations", upload_works=False).status == 1

    def story_uploads_only_where_they_may(self):
        def pull(repository, author="someone"):
            head = {"repo": {"full_name": repository}} if repository else {"repo": None}
            return {"event_name": "pull_request", "event": {"pull_request": {"head": head, "user": {"login": author}}}}

        cases = [(pull("o/r"), 1), (pull("fork/r"), 0), (pull(None), 0), (pull("o/r", "dependabot[bot]"), 0)]
        cases += [({"event_name": "merge_group"}, 0), ({"event_name": "schedule"}, 1)]
        for github, uploads in cases:
            run = self.check("the most-violations", github=github)
            assert run.status == 1, f"the gate does not hold in {github}"
            assert len(run.uploads) == uploads, f"{len(run.uploads)} uploads in {github}"
            told = any(name == "notice" and data.startswith("The SARIF is not uploaded") for name, _, data in run.commands())
            assert told == (uploads == 0), f"an upload that is skipped is told: {github}"

    def story_a_register_that_means_harm(self):
        for inputs in ({}, {"strict": "true"}, {"redact": "true"}, {"outputs": f"concise={self.folder / 'concise.txt'}"}):
            run = self.check("hostile", inputs)
            assert run.status == 1 and run.outputs["passed"] == "false", run.log
            self.annotations(run)
            assert "\x1b" not in run.log and "\x1b" not in run.summary, "an escape came through"
            if "redact" in inputs:
                everything = "".join(Path(run.outputs[file]).read_text(encoding="utf-8") for file in ("sarif-file", "json-file"))
                told = [line for line in (run.log + run.summary + everything).split("\n") if "SECRET" in line]
                assert told == [], f"the text of a cell in spite of redact: {told[:3]}"

    def story_settings_that_mean_harm(self):
        for payload in ("::error::FORGED", "##[add-mask]FORGED", "x\n::error::FORGED"):
            folder = self.workspace / "settings"
            folder.mkdir(exist_ok=True)
            settings = {"sources": [{"kind": payload, "path": payload}], payload: payload, "rules": {payload: "off"}}
            (folder / "tenone.yaml").write_text(json.dumps(settings), encoding="utf-8")
            run = self.check("settings")
            assert run.status == 2 and run.outputs["passed"] == "false", run.log
            assert run.outputs["exit-status"] == "2" and run.outputs["sarif-file"] == "" and run.uploads == []
            alive = [command for command in run.commands() if "FORGED" in str(command)]
            assert alive == [], alive
            assert any(name == "error" for name, _, _ in run.commands()), "nothing is said"

    def story_what_goes_to_standard_error_is_no_command(self):
        stand_in = self.folder / "stand-in"
        for status in (0, 2, 101):
            text = f"""#!/usr/bin/env bash
if [ "$1" = --version ]; then exit 0; fi
printf 'a line without an end'
printf '::error::FORGED\\n##[add-mask]FORGED\\n::stop-commands::x\\n::x::\\n##[set-output name=passed]FORGED' >&2
exit {status}
"""
            stand_in.write_text(text, encoding="utf-8")
            stand_in.chmod(0o755)
            run = self.check("the clean", {"binary": str(stand_in), "sarif-file": "none.sarif"})
            alive = [command for command in run.commands() if "FORGED" in str(command)]
            assert alive == [] and "FORGED" in run.log, f"{alive} in {run.log}"
            if status:
                assert run.status == status and run.outputs["passed"] == "false", run.log
                assert any(name == "error" and "could not run" in data for name, _, data in run.commands()), "nothing is said"

    def story_inputs_are_words(self):
        marker = self.workspace / "pwned"
        for text in ("$(touch pwned)", "`touch pwned`", "; touch pwned", "--threads=1", "-"):
            run = self.check(text)
            assert run.status == 2, f"{text}: {run.log}"
        run = self.check("the clean", {"config": "$(touch pwned)", "args": "--only\n$(touch pwned)"})
        assert run.status == 2 and not marker.exists()
        run = self.check("the most-violations", {"args": "  --only  \n\ncause-missing,action-missing\n"})
        rules = {diagnostic["rule"] for diagnostic in self.annotations(run)["diagnostics"]}
        assert {"cause-missing"} <= rules and "review-overdue" not in rules, rules
        for inputs in ({"strict": "yes"}, {"outputs": "junit"}, {"sarif-file": "a\npassed=true"}):
            run = self.check("the clean", inputs)
            assert run.status == 2 and run.outputs["passed"] == "", f"{inputs}: {run.log}"

    def story_inputs_become_arguments(self):
        stand_in, heard = self.folder / "listening", self.folder / "heard.txt"
        text = f"""#!/usr/bin/env bash
if [ "$1" != --version ]; then printf '%s\\n' "$@" >"{heard}"; exit 2; fi
"""
        stand_in.write_text(text, encoding="utf-8")
        stand_in.chmod(0o755)

        def arguments(inputs):
            self.check("the clean", {"binary": str(stand_in), "as-of": "", **inputs})
            lines = heard.read_text(encoding="utf-8").splitlines()
            files = re.compile(r"(sarif|json|markdown)=.*")
            return [files.sub(r"\1=", line) for line in lines]

        plain = ["check", "--output", "github", "--output", "sarif=", "--output", "json=", "--output", "markdown=", "--fail-on=error", "--", "the clean"]
        assert arguments({}) == plain, arguments({})
        given = {"gate": "all", "base": "origin/main", "config": "a b.yaml", "strict": "true", "redact": "true", "as-of": "2026-06-30"}
        given |= {"fail-on": "note", "summary": "false", "outputs": "junit=a b.xml\ngitlab=c", "args": "--skip\na,b"}
        told = arguments(given)
        flags = ["--strict", "--redact", "--as-of=2026-06-30", "--fail-on=note", "--gate=all", "--base=origin/main", "--config=a b.yaml"]
        more = ["--output", "junit=a b.xml", "--output", "gitlab=c", "--skip", "a,b", "--", "the clean"]
        assert told == plain[:7] + flags + more, told

    def story_only_what_the_change_brought(self):
        folder = self.workspace / "compared"
        shutil.copytree(ROOT / "fixtures" / "most-violations", folder, ignore=shutil.ignore_patterns("expected"))
        identity = ["-c", "user.name=tenone", "-c", "user.email=tenone@example.com", "-c", "commit.gpgsign=false"]

        def git(*words):
            subprocess.run(["git", *identity, *words], cwd=folder, check=True, stdout=subprocess.DEVNULL)

        git("init", "--quiet", "--initial-branch", "main", ".")
        for message in ("A register", "A note"):
            (folder / "note.txt").write_text(message, encoding="utf-8")
            git("add", ".")
            git("commit", "--quiet", "--message", message)
        base = {"path": str(folder), "base": "HEAD~1", "as-of": "2026-06-30"}
        nothing = self.runner.run(folder, base)
        assert nothing.status == 0 and nothing.outputs["passed"] == "true" and int(nothing.outputs["errors"]) > 0, nothing.log
        help_text = subprocess.run([self.runner.binary, "check", "--help"], capture_output=True, text=True, check=True).stdout
        if "--gate" in help_text:
            assert self.runner.run(folder, {**base, "gate": "all"}).status == 1
        else:
            print("!! SKIPPED: this tenone has no --gate, so nobody saw the action hold everything.")

    def story_where_things_are(self):
        absolute = self.check(str(self.workspace / "the most-violations"), {"sarif-file": "out.sarif"})
        assert absolute.outputs["sarif-file"] == "out.sarif"
        results = json.loads((self.workspace / "out.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
        uris = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results}
        assert all(uri.startswith("the%20most-violations/") for uri in uris), uris
        missing = self.check("nowhere")
        assert missing.status == 2 and missing.outputs["passed"] == "false", missing.log

    def release(self, spoil=None):
        """A folder with a release, and a curl that serves it. `spoil` changes something on the way."""
        version = re.search(r'^version = "(.*)"', (ROOT / "Cargo.toml").read_text(encoding="utf-8"), re.M).group(1)
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        name = f"tenone-v{version}-x86_64-unknown-linux-musl"
        stand_in = folder / "tenone"
        stand_in.write_text(f'#!/usr/bin/env bash\nexec "{self.runner.binary}" "$@"\n', encoding="utf-8")
        stand_in.chmod(0o755)
        with tarfile.open(folder / f"{name}.tar.gz", "w:gz") as archive:
            archive.add(stand_in, f"{name}/tenone")
        digest = hashlib.sha256((folder / f"{name}.tar.gz").read_bytes()).hexdigest()
        sums = f"{'0' * 64}  another.tar.gz\n{digest}  {name}.tar.gz\n"
        if spoil == "digest":
            sums = sums.replace(digest, "1" * 64)
        if spoil == "name":
            sums = sums.replace(name, f"x{name}")
        (folder / "SHA256SUMS").write_text(sums, encoding="utf-8")
        tools = folder / "bin"
        tools.mkdir()
        source = "exit 22" if spoil == "gone" else f'cp "{folder}/$(basename "$url")" "$out"'
        script = f"""#!/usr/bin/env bash
while [ $# -gt 0 ]; do case "$1" in --output) out=$2; shift;; https://*) url=$1;; esac; shift; done
case "$url" in https://github.example/o/tenone/releases/download/v{version}/*) ;; *) exit 3;; esac
{source}
"""
        cargo = f"""#!/usr/bin/env bash
printf '%s\\n' "$PWD" "$@" >"{folder}/cargo.txt"
while [ $# -gt 0 ]; do case "$1" in --root) root=$2; shift;; esac; shift; done
mkdir -p "$root/bin" && cp "{stand_in}" "$root/bin/tenone"
"""
        for tool, text in (("curl", script), ("cargo", cargo)):
            (tools / tool).write_text(text, encoding="utf-8")
            (tools / tool).chmod(0o755)
        sums_digest = hashlib.sha256((folder / "SHA256SUMS").read_bytes()).hexdigest()
        return folder, version, sums_digest, {"PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}

    def install(self, spoil=None, inputs=None, github=None, environment=None):
        folder, version, digest, path = self.release(spoil)
        given = {key: value.format(version=version, digest=digest) for key, value in (inputs or {}).items()}
        github = {"action_repository": "o/tenone", **(github or {})}
        run = self.check("the clean", {"binary": "", **given}, github=github, environment={**path, **(environment or {})})
        built = folder / "cargo.txt"
        return run, built.read_text(encoding="utf-8").splitlines() if built.exists() else None

    def story_the_release_is_installed_by_its_checksum(self):
        for inputs in ({}, {"version": "{version}"}, {"version": "v{version}"}, {"checksums-sha256": "{digest}"}):
            run, built = self.install(inputs=inputs)
            assert run.status == 0 and built is None, f"{inputs}: {run.log}"
            assert "x86_64-unknown-linux-musl" in run.outputs["binary"], run.outputs
        for spoil, inputs in (("digest", {}), ("name", {}), (None, {"checksums-sha256": "0" * 64})):
            run, built = self.install(spoil, inputs)
            assert run.status == 2 and built is None and run.outputs["passed"] == "", f"{spoil}: {run.log}"

    def story_without_a_release_the_source_is_built(self):
        cases = [("gone", {}, {}, {}), (None, {"version": "source"}, {}, {}), (None, {}, {"action_repository": ""}, {})]
        cases += [(None, {}, {}, {"RUNNER_ARCH": "RISCV64"})]
        for spoil, inputs, github, environment in cases:
            run, built = self.install(spoil, inputs, github, environment)
            assert run.status == 0, run.log
            assert built[1:3] == ["install", "--locked"] and str(ROOT) in built, built
            assert not built[0].startswith(str(self.workspace)), "cargo would read settings of the change"
        for inputs in ({"version": "9.9.9"}, {"checksums-sha256": "{digest}"}, {"version": "1.0/../x"}, {"binary": "/a\nb=c"}):
            run, built = self.install("gone", inputs)
            assert run.status == 2 and built is None and run.outputs["binary"] == "", f"{inputs}: {run.log}"


def words(text):
    """The first words of a text, whatever stands between them."""
    return tuple(re.findall(r"\w+", text)[:12])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--only", default="", help="stories whose name holds this")
    arguments = parser.parse_args()
    passed = failed = 0
    with tempfile.TemporaryDirectory() as temp:
        folder = Path(temp).resolve()
        stories = Stories(Runner(folder, str(Path(arguments.binary).resolve())), folder)
        for name in [name for name in dir(stories) if name.startswith("story_") and arguments.only in name]:
            try:
                getattr(stories, name)()
            except AssertionError as fault:
                failed += 1
                # The log may be read by a runner, too: what is shown of it is no command.
                shown = str(fault)[:4000].replace("##", "# #").replace("\n", "\n | ")
                print(f"FAILED {name[6:].replace('_', ' ')}: {shown}")
            else:
                passed += 1
                print(f"ok     {name[6:].replace('_', ' ')}")
    print(f"action: {passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
