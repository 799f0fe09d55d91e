"""Fitted models on disk: files that say what they hold, and are not believed beyond it.

Estimators are written by skops, trees by XGBoost as UBJ; reading neither runs anything that the
file brings along. The manifest beside them holds the hash of each file, and what was learnt from
what. A file that was changed, holds a type not listed here or was made with another version of
scikit-learn, of XGBoost or of the estimators' own code is refused.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from catalogue_common.errors import ModelError
from models.learn.boosted_trees import xgboost
from models.versions.skops_reader import UntrustedError, read_object

MANIFEST = "manifest.json"
FORMAT = 1

TRUSTED = (
    "models.learn.error_bands.ErrorBands",
    "models.text.title_encoder.TitleEncoder",
    "models.text.title_encoder.TokenCounter",
    "models.learn.target_encoding.MeanEncoder",
    "models.text.text_factors.TextFactors",
    "models.genres.tag_models.TagBlender",
    "models.genres.tag_models.TagMargins",
    "models.learn.thresholds.TagThresholds",
    "models.hits.hit_model.BlockScaler",
    "models.hits.hit_model.HitModel",
    "models.hits.hit_model._TypeHits",
    "models.rating.kernel.KernelRating",
    "models.rating.rating_model.RatingModel",
    "models.rating.rating_model.TypeRating",
    "models.genres.embedding_regression.TagRegression",
    "models.rating.stars.LikedCurve",
    "models.rating.stars.StarsModel",
    "models.text.word_counter.WordCounter",
)
"""Types that a file may hold, beside numbers, texts, arrays and what holds them."""

_LIBRARIES = ("scikit-learn", "xgboost", "numpy", "scipy", "skops")
# Between these, the same file may mean something else.
_MUST_AGREE = ("scikit-learn", "xgboost")

_AGAIN = "Nothing was scored with it. Train anew (catalogue train), or catalogue models rollback."


def write(
    folder: Path,
    parts: Mapping[str, Any],
    facts: Mapping[str, Any],
    add: Callable[[Path], None] = lambda _: None,
) -> None:
    """Write fitted estimators and their manifest into a new directory.

    Args:
        folder: must not be there yet.
        parts: estimators by name; trees in ``booster_`` go to a file of their own.
        facts: what the manifest says beside the files and the libraries.
        add: writes further files into the directory.
    """
    import skops.io

    folder.mkdir(parents=True)
    for name, part in parts.items():
        skops.io.dump(part, folder / f"{name}.skops")
        if hasattr(part, "booster_"):
            part.booster_.save_model(folder / f"{name}.ubj")
    add(folder)
    files = {path.name: sha256(path) for path in sorted(folder.iterdir())}
    made_by = {"libraries": libraries(), "code": code()}
    manifest = {"format": FORMAT, **facts, **made_by, "files": files}
    text = json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read_manifest(folder: Path, expected: str | None = None) -> dict[str, Any]:
    """Read what a directory holds, and see that all files are what they were.

    Args:
        folder: of one version of one model.
        expected: SHA-256 of the manifest, where it is known.

    Raises:
        ModelError: it is not there, is of another format, or a file was changed.
    """
    path = folder / MANIFEST
    try:
        said = path.read_bytes()
        manifest: dict[str, Any] = json.loads(said)
        files = dict(manifest["files"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{path} is missing or cannot be read. {_AGAIN}") from error
    if manifest.get("format") != FORMAT:
        raise ModelError(f"{path} is of another format than {FORMAT}. {_AGAIN}")
    if expected not in {None, hashlib.sha256(said).hexdigest()}:
        raise ModelError(f"{path} was changed since it was written. {_AGAIN}")
    for name, digest in files.items():
        if Path(name).name != name or not (folder / name).is_file():
            raise ModelError(f"{folder / name} is missing. {_AGAIN}")
        if sha256(folder / name) != digest:
            raise ModelError(f"{folder / name} was changed since it was written. {_AGAIN}")
    return manifest


def read(folder: Path, expected: str | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read the estimators of a directory, and its manifest.

    Raises:
        ModelError: as ``read_manifest``; or a file holds a type that is not trusted, or was made
            with another version of a library or of the estimators.
    """
    manifest = read_manifest(folder, expected)
    _check_libraries(folder, manifest["libraries"])
    if manifest.get("code") != code():
        raise ModelError(f"{folder} was made by another version of the models' code. {_AGAIN}")
    names = [Path(name).stem for name in manifest["files"] if name.endswith(".skops")]
    return manifest, {name: _read_part(folder, name, manifest["files"]) for name in names}


def _read_part(folder: Path, name: str, files: Mapping[str, str]) -> Any:
    path = folder / f"{name}.skops"
    try:
        part = read_object(path, TRUSTED)
    except UntrustedError as error:
        raise ModelError(
            f"{path} holds types that this project does not write: {error}. It was not loaded. "
            "Do not use this file; find out who wrote it."
        ) from error
    except Exception as error:  # whatever a damaged archive brings up
        raise ModelError(f"{path} cannot be read: {error}. {_AGAIN}") from error
    if f"{name}.ubj" in files:
        part.booster_ = xgboost.Booster({"nthread": 1}, model_file=folder / f"{name}.ubj")
    return part


def _check_libraries(folder: Path, made_with: Mapping[str, str]) -> None:
    here = libraries()
    for name in _MUST_AGREE:
        if _minor(made_with.get(name, "")) != _minor(here[name]):
            raise ModelError(
                f"{folder} was made with {name} {made_with.get(name)}, and {here[name]} is "
                f"installed. {_AGAIN}"
            )


def _minor(number: str) -> list[str]:
    return number.split(".")[:2]


def libraries() -> dict[str, str]:
    """The versions of the libraries that fitted models depend on."""
    return {name: _version(name) for name in _LIBRARIES}


@cache
def code() -> str:
    """A hash of the estimators' code and of what they read: fitted state means nothing to another.

    Comments and layout don't count.
    """
    here = Path(__file__).parents[1]
    names = sorted(
        {
            "text/sentence_embeddings",
            "features",
            "text/tfidf",
            *("/".join(name.split(".")[1:-1]) for name in TRUSTED),
        }
    )
    trees = (ast.parse((here / f"{name}.py").read_text(encoding="utf-8")) for name in names)
    return hashlib.sha256("\n".join(map(ast.dump, trees)).encode()).hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # the same module by its other name
        return version(f"{name}-cpu")


def sha256(path: Path) -> str:
    """The hash of a file's bytes, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
