"""Why a tag was given: the words and features that spoke most for it.

A linear model's margin is a sum; what a feature adds to it, beside what it adds to the average
title, is how far its value is from the mean, times its coefficient. So being a film, as most are,
says little. The model that has learnt from all listings gives the reasons, also of a title whose
score is out of fold.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from models.features import Rows
from models.genres.tag_models import TagMargins

COUNT = 3
BLOCK = 5_000  # pairs of title and tag at a time, to bound memory


def top_reasons(
    model: TagMargins,
    rows: Rows,
    names: Mapping[str, NDArray[Any]],
    titles: NDArray[np.int64],
    tags: NDArray[np.int64],
) -> pa.Array:
    """Return the features that add most to each pair's margin, strongest first, by commas.

    Args:
        model: fitted on the blocks of rows.
        rows: n titles.
        names: of each block's columns.
        titles, tags: the pairs: row numbers and tag numbers.

    Returns:
        a text for each pair, null where nothing spoke for it.
    """
    if not len(titles):
        return pa.array([], pa.string())
    feature = pa.array(np.concatenate([names[block] for block in model.blocks]), pa.string())
    design, found = model.design(rows), []
    for start in range(0, len(titles), BLOCK):
        own, tag = titles[start : start + BLOCK], tags[start : start + BLOCK]
        part = design[own]
        pair = np.repeat(np.arange(len(own)), np.diff(part.indptr))
        unusual = part.data - model.mean_[part.indices]
        added = unusual * model.coef_[part.indices, tag[pair]]
        top, first, last = _best(pair, part.indices, added, len(own))
        found.append(_joined(feature.take(pa.array(part.indices[top])), first, last))
    return pa.concat_arrays(found)


def _joined(texts: pa.Array, first: NDArray[np.int64], last: NDArray[np.int64]) -> pa.Array:
    """The texts from ``first`` to before ``last`` of each pair, by commas; null where none is."""
    counts = last - first
    ends = np.concatenate([[0], np.cumsum(counts)])
    place = np.arange(ends[-1]) + np.repeat(first - ends[:-1], counts)
    lists = pa.ListArray.from_arrays(
        pa.array(ends, pa.int32()), texts.take(pa.array(place, pa.int64()))
    )
    return pc.if_else(pa.array(counts > 0), pc.binary_join(lists, ", "), None)


def _best(
    pair: NDArray[np.int64], column: NDArray[np.int32], added: NDArray[Any], count: int
) -> tuple[NDArray[np.int64], ...]:
    """Return the entries that add most, pair by pair, and where those of each pair begin and end.

    Of two that add alike, the one whose column comes first. Entries come pair by pair; the largest
    of each is looked for anew each time: to sort them all takes three times as long.
    """
    left = np.where(added > 0, added, 0)
    starts = np.searchsorted(pair, np.arange(count))
    has_any = np.diff(starts, append=len(pair)) > 0
    most, rounds = np.zeros(count, left.dtype), []
    for _ in range(COUNT if has_any.any() else 0):
        most[has_any] = np.maximum.reduceat(left, starts[has_any])
        at = np.flatnonzero((left > 0) & (left == most[pair]))
        at = at[np.lexsort((column[at], pair[at]))]
        at = at[np.diff(pair[at], prepend=-1) > 0]
        left[at] = 0
        rounds.append(at)
    order = np.concatenate([*rounds, np.empty(0, np.int64)]).astype(np.int64)
    order = order[np.argsort(pair[order], kind="stable")]
    first = np.searchsorted(pair[order], np.arange(count))
    return order, first, np.searchsorted(pair[order], np.arange(count), side="right")
