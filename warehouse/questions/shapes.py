"""What passes between who asks and the process that answers: the file, the question, its limits.

Both sides are started from the same code. A question goes to the process as one line of JSON. What
comes back are frames: one letter of their kind, four bytes of their length, and the bytes.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO, Literal

from catalogue_common.errors import QueryError

Form = Literal["page", "terminal", "csv", "json"]

READY, DATA, END, REFUSED = b"r", b"d", b"e", b"x"
_HEAD = struct.Struct(">cI")


@dataclass(frozen=True)
class OpenedFile:
    """The one file that a process may read, and what its parts are called in questions.

    Args:
        path: where it is; of a file that is already open ``/dev/fd/…``.
        name: what its database is called.
        schema: where names without a schema are looked for; None for DuckDB's own ``main``.
        handles: what the process inherits open.
        threads: of DuckDB; None leaves their number to it.
        writes_csv: whether answers as CSV will be asked for; what makes them is loaded first then.
        only_marts: whether names of other schemas, and of DuckDB's own state, are refused.
    """

    path: str
    name: str = "published"
    schema: str | None = None
    handles: tuple[int, ...] = ()
    threads: int | None = None
    writes_csv: bool = False
    only_marts: bool = False


@dataclass(frozen=True)
class QuestionLimits:
    """What one question may take; what is None is not limited.

    Args:
        seconds: from asking to the last row.
        megabytes: of memory, beyond what the process has before it is asked.
        rows: of the answer; those beyond are cut off.
        answer_bytes: of the answer; a page is cut there, a file is refused.
        cell_letters: of a text in the answer; those beyond are cut off.
        columns: of the answer.
        letters: of the question.
    """

    seconds: float | None = None
    megabytes: int | None = None
    rows: int | None = None
    answer_bytes: int | None = None
    cell_letters: int | None = None
    columns: int | None = None
    letters: int | None = None


NOTHING_LIMITED = QuestionLimits()
OF_THE_COMMAND = QuestionLimits(seconds=300, megabytes=2_048, answer_bytes=1_000_000_000)
"""What ``catalogue query`` may take unless told otherwise."""


@dataclass(frozen=True)
class AskedQuestion:
    """A statement, the form that its answer should have, and what it may take."""

    sql: str
    form: Form
    limits: QuestionLimits = NOTHING_LIMITED

    def to_line(self) -> bytes:
        """The question as it is sent."""
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> AskedQuestion:
        """The question as it was sent."""
        sent = json.loads(line)
        return cls(sent["sql"], sent["form"], QuestionLimits(**sent["limits"]))


@dataclass(frozen=True)
class SqlAnswer:
    """What a question returned: names, which columns are numbers, and the rows as text."""

    names: list[str]
    is_number: list[bool]
    rows: list[list[str | None]]
    is_cut: bool


def write_frame(out: BinaryIO, kind: bytes, body: bytes = b"") -> None:
    """Send one frame."""
    out.write(_HEAD.pack(kind, len(body)))
    out.write(body)
    out.flush()


def read_frame(source: BinaryIO) -> tuple[bytes, bytes]:
    """The next frame: its kind and its bytes.

    Raises:
        EOFError: nothing more will come.
    """
    kind, length = _HEAD.unpack(_exactly(source, _HEAD.size))
    return kind, _exactly(source, length)


def _exactly(source: BinaryIO, count: int) -> bytes:
    found = source.read(count)
    if len(found) < count:
        raise EOFError
    return found


def too_slow(seconds: float | None) -> QueryError:
    """That a question took too long."""
    return QueryError(
        f"The query took longer than {seconds or 0:g} seconds and was stopped. Nothing was "
        "changed. Ask for less, or use `catalogue query --no-limits`."
    )


def too_large(megabytes: int | None) -> QueryError:
    """That a question wanted too much memory."""
    return QueryError(
        f"The query needs more than {megabytes or 0} MB of memory and was stopped. Nothing was "
        "changed. Ask for less, or use `catalogue query --no-limits`."
    )


def too_long(answer_bytes: int) -> QueryError:
    """That an answer has too many bytes."""
    return QueryError(
        f"The answer is larger than {answer_bytes:,} bytes. Nothing was changed. Ask for less, or "
        "use `catalogue query --no-limits`."
    )


def as_frame(said: dict[str, Any]) -> bytes:
    """What ends an answer, as the bytes of a frame."""
    return json.dumps(said).encode()
