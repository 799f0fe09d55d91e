"""Finished cuts, kept beside the models: a backtest that was stopped goes on where it was.

A file's name says of what the cut is: of the same data, settings and code the same comes out.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from catalogue_common.files import replace_file
from catalogue_common.settings import Settings
from models.backtest.cuts import Cut
from models.versions.model_formats import FORMATS
from warehouse.sql_files import read_statement

log = logging.getLogger("catalogue")

FORMAT = 4
"""Raised by hand when the code of a backtest comes to say other things of the same data."""

KEPT = 64
"""Files: those used last; a backtest of eight quarters has eight."""


@dataclass(frozen=True)
class KeptCuts:
    """The cuts that are done, of one state of data and settings.

    Args:
        folder: where they lie.
        state: what they depend on beside the day and the questions, as one text.
    """

    folder: Path
    state: str

    def read(self, cut: Cut, questions: Sequence[str]) -> pa.Table | None:
        """The forecasts of a cut that is done."""
        path = self._path(cut, questions)
        try:
            table = pq.read_table(path, page_checksum_verification=True)
        except FileNotFoundError:
            return None
        except (OSError, pa.ArrowException) as error:
            log.warning("%s cannot be read, the cut is made again: %s", path, error)
            return None
        path.touch()
        return table

    def write(self, cut: Cut, questions: Sequence[str], forecasts: pa.Table) -> None:
        """Keep the forecasts of a cut; of older ones only the last used stay."""
        buffer = BytesIO()
        pq.write_table(forecasts, buffer, compression="zstd", write_page_checksum=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        replace_file(self._path(cut, questions), buffer.getvalue())
        files = sorted(self.folder.glob("*.parquet"), key=lambda file: -file.stat().st_mtime)
        for old in files[KEPT:]:
            old.unlink(missing_ok=True)

    def _path(self, cut: Cut, questions: Sequence[str]) -> Path:
        of = json.dumps([self.state, str(cut.until), sorted(questions)])
        digest = hashlib.blake2b(of.encode(), digest_size=8).hexdigest()
        return self.folder / f"{cut.on}-{digest}.parquet"


def kept_cuts(con: duckdb.DuckDBPyConnection, settings: Settings) -> KeptCuts:
    """The cuts that are done of what is published.

    Args:
        con: a connection that has the published file attached.
        settings: of the run.
    """
    (loads,) = con.execute(read_statement("backtest/loads")).fetchone() or ("",)
    names = ("seed", "hit_minimum_titles", "top10_weeks", "tag_precision", "training_limit")
    state = [FORMAT, FORMATS, loads, [getattr(settings, name) for name in names]]
    return KeptCuts(settings.models / "backtest", json.dumps(state, sort_keys=True))
