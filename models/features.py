"""What the models may know of a title: columns of the warehouse turned into matrices.

Which columns each block is made from, and who may read it: ``models.feature_blocks``.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from warehouse.sql_files import SQL, read_header

Matrix = Any  # a NumPy array or a SciPy CSR matrix: both are sliced by rows alike
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

TAXONOMIES = ("netflix", "tmdb")


def read_known(con: duckdb.DuckDBPyConnection) -> pa.Table:
    """Return every title with at least one listing or outcome, by title_id."""
    return _read(con, ("movie", "series"), "", "\U0010ffff", is_known=True)


def read_unknown(con: duckdb.DuckDBPyConnection, size: int) -> Iterator[pa.Table]:
    """Yield all other titles in tables cut from ``size`` consecutive titles of a type each.

    Each is a query of its own, so the caller may write on the same connection in between.
    """
    for kind, first, last in con.execute(_query("batches"), {"size": size}).fetchall():
        table = _read(con, (kind,), first, last, is_known=False)
        if len(table):
            yield table


def _read(
    con: duckdb.DuckDBPyConnection, types: Sequence[str], first: str, last: str, *, is_known: bool
) -> pa.Table:
    parameters = {"types": list(types), "first": first, "last": last, "is_known": is_known}
    return con.execute(_query("title_rows"), parameters).to_arrow_table()


def _query(name: str) -> str:
    return read_header(SQL / "models" / f"{name}.sql")[1]


def numbers(table: pa.Table, column: str) -> FloatArray:
    """Return a numeric or boolean column as floats, NaN where null."""
    values = table[column].cast(pa.float64()).to_numpy(zero_copy_only=False)
    return np.asarray(values, dtype=np.float64)


def dense(block: Matrix) -> NDArray[Any]:
    """A block as a NumPy array, whether it is sparse or not."""
    return block.toarray() if hasattr(block, "toarray") else np.asarray(block)


def side_by_side(parts: Iterable[Matrix]) -> NDArray[np.float32]:
    """Blocks and columns of n rows as the (n, columns) that trees read, in single precision."""
    blocks = [dense(part) for part in parts]
    blocks = [block if block.ndim > 1 else block[:, None] for block in blocks]
    # At once: a matrix of doubles in between would take longer to make than this takes in all.
    return np.concatenate(blocks, axis=1, dtype=np.float32, casting="same_kind")


class _Made(Mapping[str, Matrix]):
    """Blocks made when first asked for: models read few of them."""

    def __init__(self, makers: Mapping[str, Callable[[], Matrix]]) -> None:
        self.makers = makers
        self.made: dict[str, Matrix] = {}

    def __getitem__(self, name: str) -> Matrix:
        if name not in self.made:
            self.made[name] = self.makers[name]()
        return self.made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.makers)

    def __len__(self) -> int:
        return len(self.makers)


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


def _as_run(where: NDArray[Any] | slice) -> NDArray[Any] | slice:
    """Numbers that follow one another as a slice: that cuts a block out without a copy."""
    if isinstance(where, slice) or where.dtype == bool or not len(where):
        return where
    first, last = int(where[0]), int(where[-1])
    is_run = last - first == len(where) - 1 and bool((np.diff(where) == 1).all())
    return slice(first, last + 1) if is_run else where


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
        return Rows(_Slices(self.blocks, _as_run(where)), len(np.arange(len(self))[where]))

    def making(self, **blocks: Callable[[], Matrix]) -> Rows:
        """Return the same rows with further blocks, each made when first asked for."""
        return Rows(ChainMap(_Made(blocks), self.blocks), len(self))  # type: ignore[arg-type]

    def adding(self, **blocks: Matrix) -> Rows:
        """Return the same rows with further blocks."""
        return Rows(ChainMap(dict(blocks), self.blocks), len(self))  # type: ignore[arg-type]
