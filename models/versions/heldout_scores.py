"""Out-of-fold scores of the titles that a training learnt from, kept with its models.

The final models have seen those titles, so what they would say of them now proves nothing. What the
cross-fitted models said of them then does, and can be compared title by title with a later
training's.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from models.features import TAXONOMIES
from models.final_models import Scores

_RATING = ("predicted", "lower", "upper", "liked")


def write_heldout(folder: Path, question: str, title_id: pa.Array, scores: Scores) -> None:
    """Write a question's scores of the titles whose outcome is known."""
    for name, known, columns in _columns(question, scores):
        used = known & ~np.isnan(columns[next(iter(columns))].reshape(len(known), -1)).all(axis=1)
        kept = {column: _arrow(values[used]) for column, values in columns.items()}
        table = pa.table({"title_id": title_id.filter(pa.array(used)), **kept})
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")


def with_heldout(scores: Scores, folder: Path, question: str, title_id: pa.Array) -> Scores:
    """Put a question's kept scores in the place of those from the final models."""
    for name, known, columns in _columns(question, scores):
        kept = pq.read_table(folder / f"{name}.parquet")
        at = pc.index_in(title_id, value_set=kept["title_id"].combine_chunks())
        has = np.asarray(at.is_valid()) & known
        place = np.asarray(at.fill_null(0))[has]
        for column, values in columns.items():
            values[has] = _numpy(kept[column].combine_chunks(), values.shape[1:])[place]
    return scores


def _columns(
    question: str, scores: Scores
) -> list[tuple[str, NDArray[np.bool_], dict[str, NDArray[Any]]]]:
    """The arrays of a question's scores: file, which titles' outcome is known, columns."""
    if question == "genres":
        tags = [(t, scores.tags[t]) for t in TAXONOMIES if scores.tags[t].listing.genres]
        return [
            (
                f"heldout_{t}",
                s.listing.known,
                {"probabilities": s.probabilities, "thresholds": s.thresholds},
            )
            for t, s in tags
        ]
    if question == "rating":
        columns = {name: getattr(scores.ratings, name) for name in _RATING}
        stars = {"stars": scores.ratings.stars, "share": scores.ratings.share}
        return [
            ("heldout", scores.ratings.known, columns),
            ("heldout_stars", scores.ratings.is_starred, stars),
        ]
    hits = scores.hits[question]
    return [("heldout", hits.known, {"chance": hits.chance})]


def _arrow(values: NDArray[Any]) -> pa.Array:
    if values.ndim == 1:
        return pa.array(values)
    return pa.FixedSizeListArray.from_arrays(pa.array(values.ravel()), values.shape[1])


def _numpy(values: pa.Array, shape: tuple[int, ...]) -> NDArray[Any]:
    flat = values.flatten() if shape else values
    return np.asarray(flat).reshape(-1, *shape)
