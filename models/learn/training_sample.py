"""Which known titles a training learns from, where there are too many for one machine.

A stratified sample: of each type, time and outcome as large a share as of any other. What is rare
is kept whole: the titles of rare genres, which could not be learnt without, and those of which it
is settled whether they came into Netflix's Top 10, since few did. Those that stay out lose nothing:
models that have not seen them score them.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from models.features import TAXONOMIES, BoolArray, numbers

TRAINING_LIMIT = 50_000  # known titles; more take longer and tell hardly more
RARE = 300  # titles of a type: a genre listed for no more of them is kept whole
SETTLED_SHARE = 0.5  # of the places, that titles with a settled Top 10 may take
YEARS = 5  # years that count as one time

IntArray = NDArray[np.int64]


def training_sample(table: pa.Table, limit: int, seed: int) -> BoolArray:
    """(n,) which of n titles from ``read_known`` are learnt from: all, or ``limit`` of them.

    Args:
        table: the titles.
        limit: how many may be; more are taken only where more than that are rare.
        seed: of the choice among titles that are alike.
    """
    n = len(table)
    if n <= limit:
        return np.ones(n, dtype=bool)
    kept = _of_rare_genres(table)
    settled = ~np.isnan(numbers(table, "top10_weeks"))
    if settled.sum() <= SETTLED_SHARE * limit:
        kept |= settled
    left = np.flatnonzero(~kept)
    places = min(max(limit - int(kept.sum()), 0), len(left))
    # In the order of their strata, every so-manyeth: each stratum gets its share, to one title.
    order = np.lexsort((np.random.default_rng(seed).random(n)[left], *_strata(table, left)))
    if places:
        kept[left[order[np.arange(places) * len(left) // places]]] = True
    return kept


def _of_rare_genres(table: pa.Table) -> BoolArray:
    is_series = np.asarray(table["is_series"].to_numpy(zero_copy_only=False), dtype=bool)
    rare = np.zeros(len(table), dtype=bool)
    for taxonomy in TAXONOMIES:
        lists = table[f"listed_{taxonomy}"].combine_chunks()
        title = np.asarray(pc.list_parent_indices(lists))
        genre = np.asarray(pc.list_flatten(lists).dictionary_encode().indices.fill_null(-1))
        key = 2 * (genre + 1) + is_series[title]
        rare[title[np.bincount(key)[key] <= RARE]] = True
    return rare


def _strata(table: pa.Table, left: IntArray) -> Iterator[IntArray]:
    """What must be spread alike, the least important first."""
    year = np.nan_to_num(numbers(table, "year"))[left]
    yield (year // YEARS).astype(np.int64)
    for outcome in ("user_count", "rating"):
        yield _is_known(table, outcome)[left]
    viewed = pc.fill_null(pc.list_value_length(table["viewing"]), 0)
    yield np.asarray(viewed.to_numpy() > 0, dtype=np.int64)[left]
    yield np.nan_to_num(numbers(table, "hit_level"), nan=-1.0).astype(np.int64)[left]
    for taxonomy in TAXONOMIES:
        yield np.asarray(table[f"listed_{taxonomy}"].is_valid(), dtype=np.int64)[left]
    yield numbers(table, "is_series").astype(np.int64)[left]


def _is_known(table: pa.Table, column: str) -> IntArray:
    return (~np.isnan(numbers(table, column))).astype(np.int64)
