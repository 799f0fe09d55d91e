"""Out-of-fold scores of the titles that a training learnt from, kept with its models.

The final models were fitted on those titles, so their own scores of them prove nothing. The scores
of the cross-fitted models do, and can be compared title by title with a later training's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from models.audience.audience_scores import HalfYearScores
from models.features import BoolArray
from models.final_models import TitleScores
from models.hits.releases import SeasonScores

HALF_YEARS = "heldout_half_years"
SEASONS = "heldout_seasons"
_SEASON_COLUMNS = ("chance", "base_rate", "in_time")
_HALF_YEAR_COLUMNS = ("views", "forecast")
Columns = Mapping[str, Any]  # arrays by their names


@dataclass(frozen=True)
class _HeldOut:
    """What one file keeps of n titles.

    Args:
        file: its name, without the ending.
        known: (n,) whose outcome is known.
        columns: (n,) or (n, tags) scores by their names.
    """

    file: str
    known: BoolArray
    columns: Columns

    @property
    def is_scored(self) -> BoolArray:
        """(n,) which titles have a known outcome and a score."""
        first = next(iter(self.columns.values())).reshape(len(self.known), -1)
        kept: BoolArray = self.known & ~np.isnan(first).all(axis=1)
        return kept


def write_heldout(folder: Path, question: str, title_id: pa.Array, scores: TitleScores) -> None:
    """Write a question's scores of the titles whose outcome is known."""
    for part in _parts(question, scores):
        kept = part.is_scored
        columns = {name: _as_arrow(values[kept]) for name, values in part.columns.items()}
        table = pa.table({"title_id": title_id.filter(pa.array(kept)), **columns})
        pq.write_table(table, folder / f"{part.file}.parquet", compression="zstd")
    if question == "audience":
        own = scores.audience.half_years
        half_years = {name: _as_arrow(getattr(own, name)) for name in _HALF_YEAR_COLUMNS}
        held = pa.table({"key": _half_year_keys(own, title_id), **half_years})
        held = held.filter(pa.array(own.known))
        pq.write_table(held, folder / f"{HALF_YEARS}.parquet", compression="zstd")
    if question == "top10":
        said = scores.seasons
        seasons = {name: pa.array(getattr(said, name)) for name in _SEASON_COLUMNS}
        held = pa.table({"key": _season_keys(said, title_id), **seasons})
        kept = said.known & ~np.isnan(said.chance)
        pq.write_table(
            held.filter(pa.array(kept)), folder / f"{SEASONS}.parquet", compression="zstd"
        )


def with_heldout(
    scores: TitleScores, folder: Path, question: str, title_id: pa.Array
) -> TitleScores:
    """Return scores of final models, with a question's kept ones where a title has them."""
    kept = {part.file: _kept(folder, part, title_id) for part in _parts(question, scores)}
    if question == "genres":
        tags = {t: replace(own, **kept.get(f"heldout_{t}", {})) for t, own in scores.tags.items()}
        return replace(scores, tags=tags)
    if question == "rating":
        ratings = replace(scores.ratings, **kept["heldout"], **kept["heldout_stars"])
        return replace(scores, ratings=ratings)
    if question == "audience":
        own = replace(scores.audience, **kept["heldout"], **kept["heldout_reach"])
        half_years = _kept_half_years(own.half_years, folder, title_id)
        return replace(scores, audience=replace(own, half_years=half_years))
    hit = replace(scores.hits[question], **kept["heldout"])
    scores = replace(scores, hits={**scores.hits, question: hit})
    if question == "top10":
        return replace(scores, seasons=_kept_seasons(scores.seasons, folder, title_id))
    return scores


def _parts(question: str, scores: TitleScores) -> list[_HeldOut]:
    """What is kept of a question's scores, file by file."""
    if question == "genres":
        return [
            _HeldOut(
                f"heldout_{taxonomy}",
                tags.listing.known,
                {"probabilities": tags.probabilities, "thresholds": tags.thresholds},
            )
            for taxonomy, tags in scores.tags.items()
            if tags.listing.genres
        ]
    if question == "rating":
        own = scores.ratings
        said = ("predicted", "lower", "upper", "liked", "forecast")
        rating = {name: getattr(own, name) for name in said}
        stars = {"stars": own.stars, "share": own.share}
        return [
            _HeldOut("heldout", own.known, rating),
            _HeldOut("heldout_stars", own.is_starred, stars),
        ]
    if question == "audience":
        who = scores.audience
        reach = {"reach": who.reach, "countries": who.countries, "chances": who.chances}
        return [
            _HeldOut("heldout", who.known, {"first": who.first}),
            _HeldOut("heldout_reach", who.is_reach_known, reach),
        ]
    hit = scores.hits[question]
    return [_HeldOut("heldout", hit.known, {"chance": hit.chance, "forecast": hit.forecast})]


def _kept(folder: Path, part: _HeldOut, title_id: pa.Array) -> Columns:
    """The columns of a part, with what its file keeps in the place of the final models' scores."""
    table = pq.read_table(folder / f"{part.file}.parquet")
    at = pc.index_in(title_id, value_set=table["title_id"].combine_chunks())
    has = np.asarray(at.is_valid()) & part.known
    place = np.asarray(at.fill_null(0))[has]
    return {name: _with_kept(table, name, v, has, place) for name, v in part.columns.items()}


def _kept_half_years(scores: HalfYearScores, folder: Path, title_id: pa.Array) -> HalfYearScores:
    """The same half-years, with what a file keeps of those that the models learnt from."""
    table = pq.read_table(folder / f"{HALF_YEARS}.parquet")
    at = pc.index_in(_half_year_keys(scores, title_id), value_set=table["key"].combine_chunks())
    has = np.asarray(at.is_valid())
    place, kept = np.asarray(at.fill_null(0))[has], {}
    for name in _HALF_YEAR_COLUMNS:
        kept[name] = _with_kept(table, name, getattr(scores, name), has, place)
    return replace(scores, **kept)


def _kept_seasons(scores: SeasonScores, folder: Path, title_id: pa.Array) -> SeasonScores:
    """The same seasons, with what a file keeps of those that the models learnt from."""
    table = pq.read_table(folder / f"{SEASONS}.parquet")
    at = pc.index_in(_season_keys(scores, title_id), value_set=table["key"].combine_chunks())
    has = np.asarray(at.is_valid()) & scores.known
    place, kept = np.asarray(at.fill_null(0))[has], {}
    for name in _SEASON_COLUMNS:
        kept[name] = getattr(scores, name).copy()
        kept[name][has] = table[name].to_numpy()[place]
    return replace(scores, **kept)


def _with_kept(
    table: pa.Table, name: str, values: NDArray[Any], has: BoolArray, place: NDArray[np.int64]
) -> NDArray[Any]:
    """A copy of a column, with what a file keeps where it ``has`` a row; NaN where it is of a
    version that did not keep the column."""
    values = values.copy()
    if name in table.column_names:
        values[has] = _as_numpy(table[name].combine_chunks(), values.shape[1:])[place]
    else:
        values[has] = np.nan
    return values


def _season_keys(scores: SeasonScores, title_id: pa.Array) -> pa.Array:
    titles = title_id.take(pa.array(scores.title))
    return pc.binary_join_element_wise(titles, scores.season, " ")


def _half_year_keys(scores: HalfYearScores, title_id: pa.Array) -> pa.Array:
    titles = title_id.take(pa.array(scores.title))
    return pc.binary_join_element_wise(titles, scores.period_start.cast(pa.string()), " ")


def _as_arrow(values: NDArray[Any]) -> pa.Array:
    if values.ndim == 1:
        return pa.array(values)
    return pa.FixedSizeListArray.from_arrays(pa.array(values.ravel()), values.shape[1])


def _as_numpy(values: pa.Array, shape: tuple[int, ...]) -> NDArray[Any]:
    flat = values.flatten() if shape else values
    return np.asarray(flat).reshape(-1, *shape)
