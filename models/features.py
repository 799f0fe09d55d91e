"""What the models may know of a title: columns of the warehouse turned into matrices.

Every block of features is declared in ``BLOCKS`` with the columns it is made from, and every model
with the blocks it reads; ``check_allowed`` holds both against ``FORBIDDEN``, so that neither an
outcome nor anything derived from one can become a feature unnoticed.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from catalogue_common.errors import ModelError
from warehouse.sql_files import SQL, read_header

Matrix = Any  # a NumPy array or a SciPy CSR matrix: both are sliced by rows alike
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

TAXONOMIES = ("netflix", "tmdb")

BLOCKS: Mapping[str, tuple[str, ...]] = {
    "words": ("title", "description", "overview"),
    "metadata": (
        "type",
        "countries",
        "original_language",
        "maturity_rating",
        "duration_minutes",
        "release_year",
    ),
    "people": ("directors", "cast_members"),
    "director": ("directors",),
    "cast": ("cast_members",),
    "country": ("type", "countries"),
    "language": ("type", "original_language"),
    "maturity": ("type", "maturity_rating"),
    "is_series": ("type",),
    "is_netflix": ("is_netflix_series",),
    "year": ("release_year",),
    "released": ("released_on", "release_year"),
    "came": ("came_on", "release_year"),
    "minutes": ("duration_minutes",),
    "season": ("released_on",),
    "arrival": ("came_on",),
    "arrival_lag": ("days_until_netflix",),
    "factors": ("title", "description", "overview"),
    "embedding": ("title", "description", "overview"),
    "listed_netflix": ("listing_netflix",),
    "listed_tmdb": ("listing_tmdb",),
}

_OUTCOMES = frozenset(
    {
        "rating",
        "vote_count",
        "popularity",
        "is_hit",
        "hit_level",
        "entered_top10",
        "top10_weeks",
        "user_count",
        "mean_stars",
        "liked_share",
    }
)
# A series is renewed because it was liked, so its seasons give away what became of it.
_AFTER_RELEASE = _OUTCOMES | {"season_count", "hit_measured_in"}
# TMDb's volunteers complete what is popular: how much is filled in gives the popular titles away.
_FILLED_IN = frozenset({"genre_count", "text_length", "people_count", "is_text_missing"})

FORBIDDEN: Mapping[str, frozenset[str]] = {
    "genres_netflix": _AFTER_RELEASE | {"listing_netflix"},
    "genres_tmdb": _AFTER_RELEASE | {"listing_tmdb"},
    "rating": _AFTER_RELEASE,
    "stars": _AFTER_RELEASE,
    "hit": _AFTER_RELEASE | _FILLED_IN,
    "top10": _AFTER_RELEASE | _FILLED_IN,
}


def check_allowed(outcome: str, blocks: Sequence[str]) -> None:
    """Refuse blocks made from a column that the outcome forbids.

    Raises:
        ModelError: a block is undeclared, or made from a forbidden column.
    """
    for block in blocks:
        if block not in BLOCKS:
            raise ModelError(f"Block '{block}' does not say what it is made from: add it to BLOCKS")
        leaks = FORBIDDEN[outcome].intersection(BLOCKS[block])
        if leaks:
            raise ModelError(f"Model '{outcome}' must not read {sorted(leaks)} (block '{block}')")


def read_known(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """Return every title with at least one listing or outcome, by title_id."""
    return _read(con, "", "\U0010ffff", is_known=True)


def read_unknown(con: duckdb.DuckDBPyConnection, size: int) -> Iterator[pa.Table]:
    """Yield all other titles in tables cut from ``size`` consecutive titles each.

    Each is a query of its own, so the caller may write on the same connection in between.
    """
    ends = con.execute(_query("batch_ends"), {"size": size}).fetchall()
    bounds = ["", *(row[0] for row in ends), "\U0010ffff"]
    for after, until in pairwise(bounds):
        table = _read(con, after, until, is_known=False)
        if len(table):
            yield table


def _read(con: duckdb.DuckDBPyConnection, after: str, until: str, *, is_known: bool) -> pa.Table:
    parameters = {"after": after, "until": until, "is_known": is_known}
    return con.execute(_query("title_rows"), parameters).to_arrow_table()


def _query(name: str) -> str:
    return read_header(SQL / "models" / f"{name}.sql")[1]


def numbers(table: pa.Table, column: str) -> FloatArray:
    """Return a numeric or boolean column as floats, NaN where null."""
    values = table[column].cast(pa.float64()).to_numpy(zero_copy_only=False)
    return np.asarray(values, dtype=np.float64)


class _Slices(Mapping[str, Matrix]):
    """The same rows of each block, cut out when first asked for: models read few blocks."""

    def __init__(self, blocks: Mapping[str, Matrix], where: NDArray[Any] | slice) -> None:
        self.whole = blocks
        self.where = where
        self.cut: dict[str, Matrix] = {}

    def __getitem__(self, name: str) -> Matrix:
        if name not in self.cut:
            self.cut[name] = self.whole[name][self.where]
        return self.cut[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.whole)

    def __len__(self) -> int:
        return len(self.whole)


@dataclass(frozen=True)
class Rows:
    """Blocks of features over the same titles, sliced together.

    Args:
        blocks: name to matrix; each has one row per title.
        count: number of titles, where it is known without looking at a block.
    """

    blocks: Mapping[str, Matrix]
    count: int | None = None

    def __getitem__(self, name: str) -> Matrix:
        return self.blocks[name]

    def __len__(self) -> int:
        if self.count is not None:
            return self.count
        return int(next(iter(self.blocks.values())).shape[0])

    def take(self, where: NDArray[Any] | slice) -> Rows:
        """Return the rows that a mask, an index array or a slice names."""
        if isinstance(where, np.ndarray) and where.dtype == bool and where.all():
            return self
        return Rows(_Slices(self.blocks, where), len(np.arange(len(self))[where]))

    def adding(self, **blocks: Matrix) -> Rows:
        """Return the same rows with further blocks."""
        return Rows(ChainMap(dict(blocks), self.blocks), len(self))  # type: ignore[arg-type]
