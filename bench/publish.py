"""Times the publishing of a large warehouse: what comes after the file has been built and closed.

python bench/publish.py --megabytes 500
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from catalogue_common.settings import Settings
from warehouse.build import build
from warehouse.kept_files import keep
from warehouse.publish import publish

ROW_BYTES = 34
"""What a row of 64 random hexadecimal digits takes on the disk, compressed."""


def main() -> None:
    """Publish twice, the second time over the first, and print the seconds of each part."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=500)
    rows = parser.parse_args().megabytes * 1_000_000 // ROW_BYTES
    with tempfile.TemporaryDirectory(prefix="bench-", dir=Path.cwd()) as folder:
        settings = Settings(warehouse=Path(folder) / "warehouse.duckdb")
        for round_number in (1, 2):
            with build(settings) as new:
                new.con.execute("set enable_progress_bar = false")
                new.con.execute(
                    "create table raw.filler as select sha256((random() || i)::varchar) as text"
                    " from range($rows) as r(i)",
                    {"rows": rows},
                )
                start = time.perf_counter()
                new.close()
                closed = time.perf_counter()
                publish(new.path, settings.warehouse)
                keep(settings.warehouse, f"2026-W0{round_number}", 4)
                published = time.perf_counter()
            size = settings.warehouse.stat().st_size / 1e6
            print(
                f"{size:,.0f} MB: close {closed - start:.2f} s, publish {published - closed:.2f} s"
            )


if __name__ == "__main__":
    main()
