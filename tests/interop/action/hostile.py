#!/usr/bin/env python3
"""Writes a workspace whose cells, ids, file names and settings try to command the runner that shows them.

`hostile.py FOLDER` writes it there. Every payload holds the word FORGED, so that what came alive can be told; every cell that is neither
an id nor a reference holds the word SECRET as well, which `--redact` has to keep to itself.
"""
import json
import sys
from pathlib import Path

PAYLOADS = [
    "::error file=tenone.yaml,line=1::FORGED annotation",
    "   ::error::FORGED after blanks",
    "harmless ##[add-mask]FORGED",
    "##[error]FORGED",
    "harmless ##[set-output name=passed;]FORGED",
    "::set-output name=passed::FORGED",
    "::add-mask::FORGED",
    "::stop-commands::FORGED",
    "::group::FORGED",
    "first\n::error::FORGED on a line of its own",
    "first\r::warning::FORGED behind a carriage return",
    "first\r\n##[warning]FORGED\npassed=FORGED\n",
    "first\u2028::error::FORGED behind a line separator",
    "first\u0085::error::FORGED behind a next line",
    "%0A::error::FORGED escaped already",
    "%25%0A##[error]FORGED escaped twice",
    "a,line=1::FORGED",
    "##vso[task.setvariable variable=passed]FORGED",
    "##vso[task.complete result=Succeeded;]FORGED",
    "\u001b[2K\u001b]0;FORGED\u0007\u001b[31m",
    "<img src=x onerror=FORGED> [FORGED](https://example.com) `FORGED` | FORGED |\n# FORGED",
    "</details></td><script>FORGED</script>",
    "\u202eFORGED\u202c",
    "=HYPERLINK(\"https://example.com\";\"FORGED\")",
    "EOF\npassed=FORGED\n::error::FORGED",
    "]]>FORGED<!--",
]


def entries():
    """An entry for each payload and each field that a message may cite, as the runner meets it in a register."""
    for number, payload in enumerate(PAYLOADS, 1):
        cell = f"{payload} SECRET"
        known = {"kind": "nonconformity", "title": cell, "status": "closed", "raised_on": "2026-01-02"}
        yield {"id": f"NC-{number}", **known, "owner": cell, "description": cell, "root_cause": cell}
        yield {"id": payload, **known}
        yield {"id": f"ND-{number}", **known, "status": cell, "raised_on": cell, "due_on": cell, "closed_on": cell}
        yield {"id": f"NE-{number}", **known, "evidence": [payload], "closed_by": cell, "risk_refs": [payload], payload: cell}
        action = {"id": payload, "type": cell, "title": cell, "owner": cell, "due_on": cell, "status": cell}
        yield {"id": f"NF-{number}", **known, "actions": [action], "not_recurrence_of": [{"ref": payload, "reason": cell}]}


def write(folder):
    """Writes the workspace. JSON strings are YAML as well, and keep every character."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"- {json.dumps(entry)}\n" for entry in entries()]
    (folder / "register.yaml").write_text("".join(lines), encoding="utf-8")
    settings = {
        "organisation": {"name": f"{PAYLOADS[0]} SECRET", "isms_start": "2024-01-01"},
        "sources": [{"kind": "entry", "path": "register.yaml"}, {"kind": "review", "path": "*.md"}],
    }
    (folder / "tenone.yaml").write_text(json.dumps(settings), encoding="utf-8")
    front = "".join(f"{key}: {json.dumps(PAYLOADS[9] + ' SECRET')}\n" for key in ("held_on", "chair", "minutes_approved_by"))
    front = f"id: {json.dumps(PAYLOADS[9])}\n{front}"
    body = "".join(f"## {payload} SECRET\n\n{payload} SECRET\n\n" for payload in PAYLOADS)
    text = f"---\nkind: review\n{front}---\n{body}"
    (folder / "##[error]FORGED %0A.md").write_text(text, encoding="utf-8", newline="\n")
    if sys.platform != "win32":
        (folder / "::error::FORGED.md").write_text(text, encoding="utf-8", newline="\n")
        (folder / "line\n::error::FORGED.md").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
