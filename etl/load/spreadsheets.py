"""Reads an Excel workbook into a table of texts: every sheet that has a table, below its banner.

A small workbook can unpack to more than any memory, and its reader then takes the whole process
down. So it is read in a process of its own, with a limit of memory and of time.
"""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from catalogue_common.errors import SourceError
from catalogue_common.settings import Limits
from etl.load.scratch import Scratch, load_statement
from etl.load.table_values import ROW_NUMBER, ReadTable
from etl.load.workbook_process import DAMAGED, NO_ROOM, NO_TABLE

_NONE_BROKEN = "select 0 as row_number, '' as reason, '' as \"row\" where false"


def read_workbook(scratch: Scratch, path: Path, limits: Limits) -> ReadTable:
    """Read all sheets; each row says of which sheet it is and what stood above the table.

    Raises:
        SourceError: it is no workbook, no sheet has a table, or it takes more than allowed.
        OSError: the folder for temporary files has no room.
    """
    with tempfile.TemporaryDirectory(prefix="catalogue-") as folder:
        target = Path(folder) / "rows.parquet"
        _read_apart(path, target, limits)
        rows = scratch.table("rows", load_statement("workbook_rows"), {"path": str(target)})
    broken = scratch.table("broken", _NONE_BROKEN)
    return ReadTable(rows, scratch.columns(rows)[1:], ROW_NUMBER, broken, 0)


def _read_apart(path: Path, target: Path, limits: Limits) -> None:
    command = [sys.executable, "-m", "etl.load.workbook_process", str(path), str(target)]
    command += [str(limits.workbook_megabytes), str(limits.workbook_seconds)]
    # Each thread of the libraries would reserve memory, of which there is little.
    alone = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    room = str(Path(__file__).parents[2])
    paths = os.pathsep.join([room, *filter(None, [os.environ.get("PYTHONPATH")])])
    try:
        code = subprocess.run(  # noqa: S603 - our own module, with the file's path
            command,
            env={**os.environ, **alone, "PYTHONPATH": paths},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=limits.workbook_seconds,
            check=False,
        ).returncode
    except subprocess.TimeoutExpired:
        code = None
    if code == NO_TABLE:
        raise SourceError("expected a sheet with a table; it has none.")
    if code == DAMAGED:
        raise SourceError("expected an xlsx workbook; it is damaged or of another kind.")
    if code == NO_ROOM:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))
    if code != 0:
        raise SourceError(
            f"reading this workbook takes more than {limits.workbook_megabytes:,} MB of memory or "
            f"{limits.workbook_seconds} seconds: a cell far outside of its table? Save the table "
            "as CSV, or raise the limits in the settings, table [limits]."
        )
