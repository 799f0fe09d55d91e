"""What makes stored models readable: a format number per model, and the library that reads trees.

Neither the code's text nor its place counts: models stay readable whatever else changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from catalogue_common.errors import OutdatedModelError
from models.questions import ENCODER

FORMATS: Mapping[str, int] = {
    ENCODER: 4,
    "genres": 4,
    "rating": 3,
    "hit": 5,
    "top10": 5,
    "audience": 5,
}
"""Of each model that is stored. Raise a number by hand when the stored form of that model changes,
or what its arrays mean; the features that they are weights of are part of that. All other versions
of it are then trained anew. Format 1 named types by their modules."""

_LIBRARIES = ("scikit-learn", "xgboost", "numpy", "scipy")
# It reads its own files. Of all other fits plain arrays are stored, and our own code reads those.
_MUST_AGREE = ("xgboost",)


def check_readable(folder: Path, manifest: Mapping[str, Any]) -> None:
    """See that this version of the project can read a stored model.

    Raises:
        OutdatedModelError: it is of another format, or was made with another version of a library.
    """
    then, now = manifest.get("format"), FORMATS.get(manifest.get("model", ""))
    made_with, here = manifest.get("libraries", {}), libraries()
    if then != now:
        reason = f"was stored in format {then}, and this version of the project reads {now}"
    elif changed := [n for n in _MUST_AGREE if _minor(made_with.get(n, "")) != _minor(here[n])]:
        name = changed[0]
        reason = f"was made with {name} {made_with.get(name)}, and {here[name]} is installed"
    else:
        return
    raise OutdatedModelError(
        f"{folder} {reason}. Nothing was scored with it. The next run trains anew "
        "(catalogue run), and so does catalogue train."
    )


def libraries() -> dict[str, str]:
    """The versions of the libraries that fitted models depend on."""
    return {name: _version(name) for name in _LIBRARIES}


def _minor(number: str) -> list[str]:
    return number.split(".")[:2]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # the same module by its other name
        return version(f"{name}-cpu")
