"""Where fetched files go: one fetch at a time, every file whole or not at all, none twice."""

from __future__ import annotations

import filecmp
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from filelock import FileLock, Timeout

from catalogue_common.files import put_in_place
from etl.fetch import FetchError
from etl.load.dates import date_in_name
from etl.sources.source import MARKER

LOCK = ".fetch.lock"
PART = ".part-"
"""Hidden from the loader, but with the ending by which a file is read."""


@contextmanager
def writing(data: Path, folder_name: str) -> Iterator[Path]:
    """The folder, made where missing and kept to ourselves for as long as the block runs.

    Raises:
        FetchError: it is of the synthetic sample, another fetch is at work, or it is read-only.
    """
    if (data / MARKER).is_file():
        raise FetchError(
            f"{data} holds the synthetic sample, and what is invented must not mix with what is "
            "real. Nothing was fetched. Name another directory with --data."
        )
    folder = data / folder_name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / LOCK, timeout=0):
            for left in folder.glob(f"{PART}*"):  # by a fetch that was killed
                left.unlink()
            yield folder
    except Timeout as error:
        raise FetchError(
            f"Another fetch is at work in {folder}. Nothing was fetched by this one. Wait for it "
            "to end, or stop it and run this again."
        ) from error
    except (OSError, sqlite3.Error) as error:
        raise FetchError(
            f"{folder} cannot be written: {error}. Files that were there are as they were. Make "
            "room, mend the permissions or, if it is damaged, delete .fetch.sqlite there; then run "
            "the same command again: it goes on from here."
        ) from error


def part(folder: Path, name: str) -> Path:
    """Where a file is written before it is known to be whole."""
    return folder / f"{PART}{name}"


def earlier_files(folder: Path, stem: str, suffix: str) -> list[Path]:
    """The files of one series (``all-weeks-global_2026-11-18.tsv``), oldest first."""
    found = [path for path in folder.glob(f"{stem}*{suffix}") if not path.name.startswith(".")]
    return sorted(
        found, key=lambda path: (date_in_name(path.name, None) or "", len(path.name), path.name)
    )


def keep_under_date(temporary: Path, label: str) -> Path:
    """Give a whole file its dated name in one step that also survives a power cut.

    Args:
        temporary: the file, named by ``part``.
        label: what goes into its name: an ISO date, and more.

    Returns:
        The file; an earlier one, where the series has the same bytes already.
    """
    folder, name = temporary.parent, temporary.name.removeprefix(PART)
    stem, dot, ending = name.partition(".")
    suffix = dot + ending
    for earlier in earlier_files(folder, stem, suffix):
        if filecmp.cmp(temporary, earlier, shallow=False):
            temporary.unlink()
            return earlier
    target = _free_name(folder, f"{stem}_{label}", suffix)
    put_in_place(temporary, target)
    return target


def _free_name(folder: Path, name: str, suffix: str) -> Path:
    """The name; numbered where the day has such a file already."""
    names = (
        f"{name}{suffix}" if number == 1 else f"{name}_{number}{suffix}" for number in count(1)
    )
    return next(folder / name for name in names if not (folder / name).exists())
