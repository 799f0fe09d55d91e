"""One part: a Parquet file of titles as the tables that models read, and what they say of it.

A part has the columns of ``features.title``; all but the key, the type and the title may be left
out. What is known of each title's half-years, seasons and files may stand beside, as lists of
structs named like their tables (``viewing``, ``release``, ``tmdb_file``).
"""

from __future__ import annotations

import io
from datetime import datetime

import duckdb
import pyarrow as pa
from pyarrow import parquet
from threadpoolctl import threadpool_limits

from catalogue_common.errors import PartsError
from models.features import read_unknown
from models.parts.part_evidence import keep_part_to_evidence
from models.scoring.answer_writer import AnswerWriter
from models.scoring.bare_tables import bare_tables
from models.scoring.champions import LineUp, scores_of
from models.scoring.every_title import BATCH_SIZE
from models.scoring.idea_evidence import Evidence
from models.scoring.score_tables import ScoreStore
from warehouse.sql_files import create_empty, read_statement

BESIDE = ("viewing", "release", "tmdb_file")
SCORED = ("title", "title_genre", "half_year", "season")
"""The tables that a scored part has, each in a file of its own."""

# Neither is written: the same part is to have the same bytes.
_NO_RUN, _NO_TIME = "part", datetime(2000, 1, 1)


def open_part(content: bytes, name: str) -> duckdb.DuckDBPyConnection:
    """A database in memory that holds a part as ``features.*`` holds the titles of a run.

    Args:
        content: of the Parquet file.
        name: of the part, for messages.

    Raises:
        PartsError: the file is not whole, or its columns are others.
    """
    con = bare_tables()
    try:
        part = parquet.read_table(pa.BufferReader(content))
        _take_in(con, part)
    except (pa.ArrowException, OSError, ValueError, duckdb.Error) as error:
        con.close()
        raise PartsError(
            f"Part {name} cannot be read: {_first_line(error)}. It was not scored. Write it anew "
            "(docs/scale.md says what a part holds), then run again."
        ) from error
    known, distinct = con.sql(
        "select count(*), count(distinct title_id) from features.title"
    ).fetchone() or (0, 0)
    if known != distinct:
        con.close()
        raise PartsError(
            f"Part {name} names {known - distinct} titles twice. It was not scored. Keep one row "
            "for each title_id, then run again."
        )
    return con


def scored_tables(
    lineup: LineUp, content: bytes, name: str, evidence: Evidence | None = None
) -> dict[str, bytes]:
    """Score a part, each title to the last bit as a run would.

    Args:
        lineup: whose models answer each question.
        content: of the part's Parquet file.
        name: of the part, for messages.
        evidence: what chances are held to; without it they are the models' own.

    Returns:
        the Parquet files of ``SCORED``, by name.

    Raises:
        PartsError: it cannot be read, or an outcome is known of some of its titles.
    """
    with open_part(content, name) as con, threadpool_limits(limits=1):
        create_empty(con, "scores")
        writer = AnswerWriter(ScoreStore(con, _NO_RUN, _NO_TIME))
        for table in read_unknown(con, BATCH_SIZE):
            writer.add_answer(scores_of(lineup, table), table)
        _all_scored(con, writer.title_count, name)
        keep_part_to_evidence(con, _NO_RUN, evidence)
        return {table: _as_parquet(con, table) for table in SCORED}


def to_parquet(table: pa.Table) -> bytes:
    """A table as the bytes of a Parquet file: the same for the same rows."""
    file = io.BytesIO()
    parquet.write_table(table, file, compression="zstd")
    return file.getvalue()


def _take_in(con: duckdb.DuckDBPyConnection, part: pa.Table) -> None:
    beside = [name for name in BESIDE if name in part.column_names]
    con.register("part", part)
    con.execute(read_statement("parts/title"))
    con.register("titles", part.drop_columns(beside))
    con.execute("insert into features.title by name from titles")
    con.unregister("titles")
    for name in beside:
        rows = con.sql(f"select unnest({name}, recursive := true) from part")
        if differing := set(rows.columns) ^ set(con.table(f"features.{name}").columns):
            raise ValueError(f"its {name} lacks, or should lack, {', '.join(sorted(differing))}")
        con.execute(f"drop table features.{name}")
        rows.create(f"features.{name}")
    con.unregister("part")


def _all_scored(con: duckdb.DuckDBPyConnection, count: int, name: str) -> None:
    wanted = con.sql("select count(*) from features.title").fetchone()
    if wanted != (count,):
        raise PartsError(
            f"Part {name} holds titles with a known outcome, which a run scores out of fold. It "
            "was not scored. Leave these titles out (catalogue make-parts does), then run again."
        )


def _as_parquet(con: duckdb.DuckDBPyConnection, table: str) -> bytes:
    query = (
        read_statement("parts/scored_title")
        if table == "title"
        else f"select * exclude (run_id) from scores.{table}"
    )
    return to_parquet(con.execute(query).to_arrow_table())


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
