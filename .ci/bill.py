"""What the locked installs are made of: a bill of materials (CycloneDX) and a page of licences.

Both are of the packages that ``requirements-serve.txt`` locks, as they are installed here, and of
those that the script of the SQL box is bundled of, as its lock says; ``--check`` fails where what
is committed says otherwise.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements-serve.txt"
"""That of `make serve`, which has all that the plain one has (``test_lock.py``)."""
BILL, PAGE = ROOT / "docs/bill-of-materials.json", ROOT / "docs/licences.md"
BUNDLED = ROOT / "editor/package-lock.json"
LOCKED = re.compile(r"^([A-Za-z0-9._-]+==[^\\\n]*)", re.MULTILINE)
COMMAND = ("-m", "cyclonedx_py", "environment", "--output-reproducible", "--sv", "1.6")
KEPT = ("type", "name", "version", "description", "licenses", "purl")
HEAD = """\
# Licences of what is installed with it

The packages of the plain install and of the pages (`make serve`), as `requirements.txt` and
`requirements-serve.txt` lock them for Linux and Python {python};
and the npm packages (`@codemirror/…` and what they need) that the script of the SQL box,
`catalogue_insights/serve/static/editor.js`, is bundled of;
made by `make bill` of what the packages say of themselves. Their bill of materials in the form of
CycloneDX is [bill-of-materials.json](bill-of-materials.json).

| package | version | licence |
| --- | --- | --- |
"""


def bill() -> dict[str, object]:
    """The bill of the locked packages in this environment, without what differs by place."""
    done = subprocess.run(  # noqa: S603 - a command of our own
        [sys.executable, *COMMAND, sys.executable], capture_output=True, text=True, check=True
    )
    made = json.loads(done.stdout)
    # What the lock has for other systems may be here for another package's sake.
    wanted = map(Requirement, LOCKED.findall(LOCK.read_text(encoding="utf-8")))
    locked = {_plain(one.name) for one in wanted if not one.marker or one.marker.evaluate()}
    components = [
        {key: part[key] for key in KEPT if key in part}
        for part in made["components"]
        if _plain(part["name"]) in locked
    ]
    for part in components:
        part["licenses"] = [_short(entry) for entry in part.get("licenses", [])]
    components += bundled()
    components.sort(key=lambda part: _plain(part["name"]))
    head = {key: made[key] for key in ("bomFormat", "specVersion", "$schema") if key in made}
    return {**head, "version": 1, "components": components}


def bundled() -> list[dict[str, object]]:
    """What is bundled into the script of the SQL box; what only builds it is not."""
    packages = json.loads(BUNDLED.read_text(encoding="utf-8"))["packages"]
    return [
        {
            "type": "library",
            "name": path.removeprefix("node_modules/"),
            "version": package["version"],
            "licenses": [{"license": {"id": package["license"]}}],
            "purl": f"pkg:npm/{quote(path.removeprefix('node_modules/'))}@{package['version']}",
        }
        for path, package in packages.items()
        if path and not package.get("dev")
    ]


def licences(components: list[dict[str, object]]) -> str:
    """The page, one line for each package."""
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    lines = [
        f"| {part['name']} | {part['version']} | {_named(part['licenses'])} |\n"
        for part in components
    ]
    return HEAD.format(python=python) + "".join(lines)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _short(entry: dict[str, object]) -> dict[str, object]:
    """A licence by its name; some packages put its whole text there."""
    named = entry.get("license")
    if isinstance(named, dict):
        kept = {key: named[key] for key in ("id", "name") if key in named}
        if "name" in kept:
            kept["name"] = str(kept["name"]).strip().splitlines()[0][:80]
        return {"license": kept}
    return {"expression": entry["expression"]}


def _named(entries: object) -> str:
    """The names of the licences; a name of the package index's beside an SPDX one is left out."""
    names = []
    for entry in entries if isinstance(entries, list) else []:
        named = entry.get("license") or {"id": entry.get("expression")}
        names.append(named.get("id") or named["name"].rpartition(":: ")[2])
    return ", ".join(dict.fromkeys(names)).replace("|", "/") or "not said"


def main() -> int:
    """Write both, or compare them with what is there; returns the exit code."""
    made = bill()
    texts = {
        BILL: json.dumps(made, indent=1, sort_keys=True, ensure_ascii=False) + "\n",
        PAGE: licences(made["components"]),  # type: ignore[arg-type]
    }
    if "--check" not in sys.argv[1:]:
        for path, text in texts.items():
            path.write_text(text, encoding="utf-8")
        return 0
    stale = [path.name for path, text in texts.items() if path.read_text(encoding="utf-8") != text]
    for name in stale:
        sys.stdout.write(f"docs/{name} is not what is installed: run `make bill`\n")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
