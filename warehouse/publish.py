"""Publishes a finished warehouse: one atomic swap that readers cannot see half done.

Readers that hold the old file keep it; who opens it afterwards sees the new one.
"""

from __future__ import annotations

import logging
from pathlib import Path

from catalogue_common.clock import utc_now
from catalogue_common.errors import WarehouseError
from catalogue_common.files import put_in_place, replace_file, sha256_of
from warehouse.paths import PathsBeside

log = logging.getLogger("catalogue")


def publish(finished: Path, published: Path, sha256: str | None = None) -> None:
    """Replace the published file by the finished one, in one step that cannot be seen half done.

    Args:
        finished: the new file, closed.
        published: what readers open.
        sha256: the hash of the new file, where it is known; it is kept beside, for ``doctor`` to
            find out what a fault of the disk has changed since.

    Raises:
        WarehouseError: the system refuses; the published file is as it was.
    """
    hashes = PathsBeside(published).sha256
    before = hashes.read_text(encoding="ascii", errors="replace") if hashes.is_file() else ""
    try:
        line = f"{sha256 or sha256_of(finished)}  {published.name}\n"
        set_aside_wal(published)
        if before:  # until the swap is over both files are as published: a kill may leave either
            _keep_hash(hashes, line + before)
        _swap(finished, published)
    except OSError as error:
        raise WarehouseError(
            f"{published} could not be replaced: {error.strerror}. It is as it was. See that the "
            "directory can be written and that no program locks the file, then run again."
        ) from error
    _keep_hash(hashes, line)


def _keep_hash(path: Path, line: str) -> None:
    try:
        replace_file(path, line)
    except OSError as error:
        path.unlink(missing_ok=True)  # that of another file would be a false alarm
        log.warning("the hash of the published file cannot be kept: %s", error)


def published_hashes(published: Path) -> set[str]:
    """The hash that the published file had when it was published; none where none was kept, and two
    where a kill came between the hash and the swap: that of the file before as well."""
    try:
        kept = PathsBeside(published).sha256.read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return set()
    return {line.partition(" ")[0] for line in kept.splitlines()}


def _swap(finished: Path, published: Path) -> None:
    """Swap the file in; where the system refuses because it is open, keep the new one beside it."""
    try:
        put_in_place(finished, published)
    except PermissionError as error:
        dated = PathsBeside(published).dated(f"{utc_now():%Y%m%dT%H%M%S}")
        finished.rename(dated)
        raise WarehouseError(
            f"{published} is open in another program and this system does not replace open files. "
            f"It is as it was; the new warehouse is {dated.name}, beside it. Close the program and "
            "rename the new file, or read it under its own name."
        ) from error


def set_aside_wal(published: Path) -> None:
    """Move away the log that a tool left which had the file open for writing and died.

    It fits no other file.
    """
    paths = PathsBeside(published)
    if paths.wal.exists():
        paths.wal.replace(paths.stale_wal)
        log.warning(
            "a stale %s lay beside the warehouse; moved to %s", paths.wal.name, paths.stale_wal.name
        )
