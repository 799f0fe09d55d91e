"""Files that are whole or not there, whatever happens meanwhile: kills and power cuts included.

A new content is written beside its place, forced to the disk and moved in by one rename; a line is
added in one write. Who reads sees the old file or the new one.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

log = logging.getLogger("catalogue")


def replace_file(
    path: Path, content: str | bytes, *, mode: int = 0o644, makes_folder: bool = True
) -> None:
    """Give a file a new content at once.

    Args:
        path: the file, there or not.
        content: all of it; a text is written as UTF-8.
        mode: who may read it; only its owner may until it is in its place.
        makes_folder: whether a folder that is missing is made, or refused: people mistype places.

    Raises:
        OSError: it cannot be written; a file that was there is as it was.
    """
    if makes_folder:
        path.parent.mkdir(parents=True, exist_ok=True)
    else:
        path.parent.stat()
    handle, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
        temporary.chmod(mode)
        put_in_place(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


class AbandonableFile(io.BufferedWriter):
    """A file to write, closed when its block ends; where that fails nothing more is written to it.

    A writer of archives that meets a full disk leaves its archive open. As that is let go of, it
    would write on, fail again, and Python would print a traceback that nobody can catch.
    """

    def __init__(self, path: str | Path) -> None:
        self._target = _GivenUp(path, "wb")
        super().__init__(self._target)

    def __exit__(self, kind: type[BaseException] | None, *error: Any) -> None:
        if kind is None:
            self.close()
        self._target.is_given_up = kind is not None


class _GivenUp(io.FileIO):
    is_given_up = False

    def write(self, part: Any) -> int:
        return len(part) if self.is_given_up else super().write(part)


def put_in_place(finished: Path, path: Path) -> None:
    """Give a finished file or folder the name by which it is found, in one step.

    Raises:
        OSError: the system refuses; what had the name before is as it was.
    """
    sync(finished)
    finished.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Force a file's content, or the names in a folder, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def append_json_line(path: Path, facts: dict[str, Any], *, mode: int = 0o640) -> None:
    """Add one JSON object as a line to a file, on disk when this returns.

    Half a line that a kill left is ended first: it must not spoil this one.

    Args:
        path: the file, there or not.
        facts: the object; what JSON does not know is written as text.
        mode: who may read a file that this makes.
    """
    line = json.dumps(facts, ensure_ascii=False, default=str) + "\n"
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, mode)
    with os.fdopen(handle, "r+b", buffering=0) as file:
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            line = line if file.read(1) == b"\n" else "\n" + line
        file.write(line.encode())
        os.fsync(file.fileno())


def parse_json(text: str | bytes) -> Any:
    """What a JSON text says.

    Raises:
        ValueError: it is no JSON, or nested deeper or with longer numbers than Python reads.
    """
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def read_json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines; damaged lines are passed over, with a warning.

    A kill or a full disk may leave half a line, and what comes after it is as good as before.
    """
    if not path.exists():
        return
    damaged = 0
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            try:
                facts = parse_json(line)
            except ValueError:
                damaged += 1
                continue
            if isinstance(facts, dict):
                yield facts
    if damaged and (path, damaged) not in _warned:
        _warned.add((path, damaged))
        log.warning(
            "%s: %d damaged lines are passed over; all others count. A back-up may have them whole",
            path.name,
            damaged,
        )


_warned: set[tuple[Path, int]] = set()
"""What was warned of: who reads a file every half minute need not say it each time."""
