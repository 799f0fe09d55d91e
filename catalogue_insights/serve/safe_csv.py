"""Rows as a CSV file that is safe to open in a spreadsheet, and how such a file is sent.

A file is written whole before its first byte is sent: an error is still an answer then, who loads
slowly keeps nothing open but the file, and beyond a megabyte it lies on disk.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO, Any, BinaryIO, Literal, cast

import duckdb
from starlette.background import BackgroundTask
from starlette.responses import StreamingResponse

from catalogue_common.errors import QueryError
from warehouse.query import write_relation

IN_MEMORY = 1_000_000
MOST_BYTES = 50_000_000
PIECE = 1 << 16
TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


def csv_file(answer: duckdb.DuckDBPyRelation, most_bytes: int = MOST_BYTES) -> IO[bytes]:
    """The rows as CSV in UTF-8, with a spreadsheet's formulas defused.

    Raises:
        QueryError: they make more than ``most_bytes``.
    """
    file = _Bounded(most_bytes)
    try:
        write_relation(answer, "csv", cast(BinaryIO, file))
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return cast("IO[bytes]", file)


def as_download(
    file: IO[bytes], name: str, form: Literal["csv", "json"] = "csv"
) -> StreamingResponse:
    """The file as it is sent, piece by piece; it is closed with its last."""
    size = file.seek(0, 2)
    file.seek(0)
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{form}"',
        "Content-Length": str(size),
    }
    return StreamingResponse(
        _pieces(file),
        media_type=TYPES[form],
        headers=headers,
        background=BackgroundTask(file.close),
    )


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece


class _Bounded(tempfile.SpooledTemporaryFile[bytes]):
    """A file that takes so many bytes and no more."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__(IN_MEMORY)
        self._left = self._most = most_bytes

    def write(self, part: Any) -> int:
        self._left -= len(part)
        if self._left < 0:
            raise QueryError(
                f"The answer is larger than {self._most:,} bytes. Nothing was changed. Ask for "
                "less."
            )
        return super().write(bytes(part))
