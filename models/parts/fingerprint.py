"""What two processes must share to compute alike, to the last bit.

Another kernel of the linear algebra adds in another order, and a quarter of the ratings change in
the seventh digit. So each worker says which code, which libraries and which kernels it has, and
what they make of a fixed probe.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_info, threadpool_limits

import models
from models.versions.model_formats import libraries
from warehouse.sql_files import SQL

Fingerprint = Mapping[str, str]

_PROBE = (769, 311, 37)  # no round numbers: kernels treat what is left over apart
_SCORING = {"numpy", "scipy"}
_OTHERS = ("duckdb", "pyarrow", "pandas")


@cache
def fingerprint() -> Fingerprint:
    """This process's: names of what counts, and what they are here."""
    return {
        "python": ".".join(platform.python_version_tuple()[:2]),
        "code": _hash_of_code(),
        **libraries(),
        **{name: version(name) for name in _OTHERS},
        "kernels": _kernels(),
        "probe": _probe(),
    }


def digest(of: Fingerprint) -> str:
    """A fingerprint as 16 hexadecimal digits."""
    return hashlib.sha256(json.dumps(of, sort_keys=True).encode()).hexdigest()[:16]


def difference(theirs: Mapping[str, str], ours: Mapping[str, str]) -> str:
    """What differs between two fingerprints, in words; empty where nothing does."""
    differing = [n for n in {**ours, **theirs} if theirs.get(n) != ours.get(n)]
    # The probe differs for a reason that the others name, where they do.
    named = [name for name in differing if name != "probe"] or differing
    return "; ".join(f"{n} is {_short(theirs, n)} there and {_short(ours, n)} here" for n in named)


def _short(of: Mapping[str, str], name: str) -> str:
    said = of.get(name, "missing")
    return said[:12] if name in {"probe", "code"} else said


def _kernels() -> str:
    """The kernels that the libraries of linear algebra have chosen for this machine."""
    import scipy.linalg  # noqa: F401 - it brings a library of its own, which shows once loaded

    loaded = [own for own in threadpool_info() if own["user_api"] == "blas"]
    # Another package may bring and load a library of its own, which scores nothing.
    ours = [own for own in loaded if _SCORING & _packages_of(own["filepath"])]
    with_kernels = ours or loaded
    named = {f"{own['internal_api']} {own.get('architecture', '')}".strip() for own in with_kernels}
    return ", ".join(sorted(named)) or "none"


def _packages_of(path: str) -> set[str]:
    """The folders on the way to a library, without what follows a dot: ``numpy.libs``."""
    return {part.partition(".")[0] for part in Path(path).parts}


def _probe() -> str:
    """The hash of what products, sums and functions of fixed numbers are here."""
    rows, inner, columns = _PROBE
    numbers = np.random.default_rng(2026).standard_normal((rows, inner))
    weights = np.random.default_rng(19).standard_normal((inner, columns))
    found = hashlib.sha256()
    with threadpool_limits(limits=1):
        for kind in (np.float64, np.float32):
            a: NDArray[Any] = numbers.astype(kind)
            b: NDArray[Any] = weights.astype(kind)
            made = (a @ b, a @ b[:, 0], a.T @ a, a.sum(axis=1), np.exp(a), np.log1p(np.abs(a)))
            for part in (*made, np.tanh(a), np.linalg.norm(a, axis=1)):
                found.update(np.ascontiguousarray(part).tobytes())
    return found.hexdigest()


def _hash_of_code() -> str:
    """The hash of all that is asked on the way from a title to its scores."""
    found = hashlib.sha256()
    for root, pattern in ((Path(models.__path__[0]), "**/*.py"), (SQL / "models", "*.sql")):
        for path in sorted(root.glob(pattern)):
            found.update(path.relative_to(root).as_posix().encode())
            found.update(path.read_bytes())
    return found.hexdigest()
