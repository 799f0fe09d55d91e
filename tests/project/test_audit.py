"""`make audit` fails for a known hole, and does not take silence for safety."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

AUDIT = Path(__file__).parents[2] / ".ci" / "audit.py"
SAFE = {"name": "a", "version": "1", "vulns": []}
OPEN = {"name": "b", "version": "2", "vulns": [{"id": "CVE-2026-1", "fix_versions": ["2.1"]}]}
UNKNOWN = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "code", "said"),
    [
        ([SAFE, UNKNOWN], 0, "1 of 2 packages audited"),
        ([SAFE, OPEN], 1, "b 2: CVE-2026-1; mended in 2.1"),
        ([UNKNOWN], 3, "0 of 1 packages audited: the package index has no advisories"),
        (None, 3, "not audited: there is no advisory service (no connection)"),
    ],
)
def test_what_the_audit_says(tmp_path, packages, code, said):
    answer = "not JSON" if packages is None else json.dumps({"dependencies": packages})
    stub = f"import sys; print({answer!r}); sys.exit('no connection')"
    (tmp_path / "pip_audit.py").write_text(stub)
    done = subprocess.run(
        [sys.executable, AUDIT],
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, said in done.stdout) == (code, True), done.stdout
