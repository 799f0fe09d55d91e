"""Who computes alike has the same fingerprint; who does not is named with the reason."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from models.parts.fingerprint import difference, digest, fingerprint

PRINT = """
import json; from models.parts.fingerprint import fingerprint
print(json.dumps(fingerprint()))
"""


def elsewhere(**environment: str) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-c", PRINT],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_another_process_has_the_same():
    assert difference(elsewhere(), fingerprint()) == ""
    assert digest(elsewhere()) == digest(fingerprint())


def test_another_kernel_has_another_and_is_named():
    theirs = elsewhere(OPENBLAS_CORETYPE="Prescott")
    assert theirs["probe"] != fingerprint()["probe"]
    said = difference(theirs, fingerprint())
    assert said.startswith("kernels is openblas")
    assert "probe" not in said


def test_a_probe_alone_is_named_too():
    assert difference({**fingerprint(), "probe": "0" * 64}, fingerprint()).startswith(
        "probe is 000000000000 there"
    )
