"""The process in which one workbook is read: see ``spreadsheets``.

Its exit code is 0, or says what is wrong; any other is its death of a limit.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

NO_TABLE, DAMAGED, NO_ROOM = 3, 4, 5


def run_workbook(path: Path, target: Path, megabytes: int, seconds: int) -> int:
    """Write all tables of a workbook as one to a Parquet file, within limits."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    # Only now: libraries take memory, too, and are within the limit.
    import duckdb  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    from etl.load.sheet_tables import tables_of  # noqa: PLC0415

    try:
        sheets = pd.read_excel(path, sheet_name=None, header=None, dtype=str, engine="calamine")
    except MemoryError:
        raise
    except BaseException:  # noqa: BLE001 - the reader's errors have no common root
        return DAMAGED
    frame = tables_of({str(name): sheet for name, sheet in sheets.items()})
    if frame.empty:
        return NO_TABLE
    with duckdb.connect(config={"threads": 1}) as con:
        con.register("frame", frame)
        rows = "select row_number() over () as row_number, columns(*)::varchar from frame"
        try:
            con.sql(rows).write_parquet(str(target))
        except duckdb.IOException:
            return NO_ROOM
    return 0


if __name__ == "__main__":
    raise SystemExit(
        run_workbook(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    )
