"""Known holes in what is installed, by the package index's advisories: fails if there is one.

An index without advisories answers with nothing, which pip-audit alone takes for no holes. Here
that is said, and the exit code is 3: nothing was compared, so nothing is known.
"""

from __future__ import annotations

import json
import subprocess
import sys

COMMAND = ["-m", "pip_audit", "--skip-editable", "--progress-spinner=off", "--format=json"]
NOTHING_COMPARED = 3


def main() -> int:
    """Audit this environment; returns the exit code."""
    done = subprocess.run(  # noqa: S603 - a command of our own
        [sys.executable, *COMMAND], capture_output=True, text=True, check=False
    )
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        why = done.stderr.strip().rpartition("\n")[2]
        sys.stdout.write(f"not audited: there is no advisory service ({why})\n")
        return NOTHING_COMPARED
    audited = [package for package in packages if "vulns" in package]
    for package in audited:
        for hole in package["vulns"]:
            mended = ", ".join(hole.get("fix_versions", [])) or "none yet"
            sys.stdout.write(f"{package['name']} {package['version']}: {hole['id']}; ")
            sys.stdout.write(f"mended in {mended}\n")
    sys.stdout.write(f"{len(audited)} of {len(packages)} packages audited")
    sys.stdout.write("\n" if audited else ": the package index has no advisories\n")
    if not audited:
        return NOTHING_COMPARED
    return 1 if any(package["vulns"] for package in audited) else 0


if __name__ == "__main__":
    sys.exit(main())
