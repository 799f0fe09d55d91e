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
) -> list[str | None]:
    """Return the features that add most to each pair's margin, strongest first, by commas.

    Args:
        model: fitted on the blocks of rows.
        rows: n titles.
        names: of each block's columns.
        titles, tags: the pairs: row numbers and tag numbers.
    """
    if not len(titles):
        return []
    feature = np.concatenate([names[block] for block in model.blocks]).astype(object)
    design, found = model.design(rows), []
    for start in range(0, len(titles), BLOCK):
        own, tag = titles[start : start + BLOCK], tags[start : start + BLOCK]
        part = design[own]
        pair = np.repeat(np.arange(len(own)), np.diff(part.indptr))
        unusual = part.data - model.mean_[part.indices]
        added = unusual * model.coef_[part.indices, tag[pair]]
        top, first, last = _best(pair, part.indices, added, len(own))
        reasons = feature[part.indices[top]]
        found += [", ".join(reasons[a:b]) or None for a, b in zip(first, last, strict=True)]
    return found


def _best(
    pair: NDArray[np.int64], column: NDArray[np.int32], added: NDArray[Any], count: int
) -> tuple[NDArray[np.int64], ...]:
    """Return the entries that add most, pair by pair, and where those of each pair begin and end.

    Of two that add alike, the one whose column comes first.
    """
    speaking = np.flatnonzero(added > 0)
    order = speaking[np.lexsort((column[speaking], -added[speaking], pair[speaking]))]
    first = np.searchsorted(pair[order], np.arange(count))
    last = np.searchsorted(pair[order], np.arange(count), side="right")
    return order, first, np.minimum(last, first + COUNT)
