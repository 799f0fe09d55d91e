"""The final models of one training, and what they say of titles.

A title's scores must not depend on which titles are scored beside it, to the last bit: libraries of
linear algebra add in another order when a matrix has another shape. So whatever multiplies matrices
does it in blocks of titles of one type and of one size, the last one of each type filled up. Trees
are asked of all titles at once: it costs them as much to begin as to answer for a hundred.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from models.audience.audience_scores import AudienceScores
from models.audience.panel import AudiencePanel
from models.features import TAXONOMIES, Rows
from models.genres.panel import GenrePanel, Listing, TagScores, listed_matrix
from models.hits.panel import HitPanel, HitScores
from models.hits.releases import SeasonScores
from models.learn.blocks import blocks_of_type
from models.outcome_features import outcome_rows
from models.rating.panel import RatingPanel, RatingScores
from models.text.title_encoder import TitleEncoder

BLOCK = 768  # small enough for one title to be scored at once, large enough for millions


@dataclass(frozen=True)
class TitleScores:
    """What the models say of n titles."""

    tags: Mapping[str, TagScores]
    ratings: RatingScores
    hits: Mapping[str, HitScores]
    seasons: SeasonScores
    audience: AudienceScores


@dataclass(frozen=True)
class Scorer:
    """All models of one training; the later ones read what the earlier ones say.

    Args:
        version: of the training.
        encoder, genres, rating, hits, audience: fitted.
    """

    version: str
    encoder: TitleEncoder
    genres: GenrePanel
    rating: RatingPanel
    hits: Mapping[str, HitPanel]
    audience: AudiencePanel

    @cached_property
    def names(self) -> dict[str, NDArray[np.object_]]:
        """Names of the features that the genre models read."""
        return self.encoder.names()

    def apply(
        self, rows: Rows, table: pa.Table, listings: Mapping[str, Listing] | None = None
    ) -> TitleScores:
        """Score n titles by the final models.

        Args:
            rows: of one title at least, from the encoder.
            table: the titles, with their half-years and releases.
            listings: what is listed of the titles; nothing by default.
        """
        tags = self._tags(rows, listings or self.genres.unlisted(len(rows)))
        known = outcome_rows(rows, tags)
        ratings, audience = self.rating.apply(known), self.audience.apply(known, table)
        hits = {name: panel.apply(known) for name, panel in self.hits.items()}
        return TitleScores(tags, ratings, hits, self.hits["top10"].seasons(known, table), audience)

    def listings(self, table: pa.Table) -> dict[str, Listing]:
        """What a table from ``read_known`` lists, in the genres that these models know."""
        known = {t: table[f"listed_{t}"].is_valid() for t in TAXONOMIES}
        return {
            t: Listing(
                own.genres, listed_matrix(table, t, own.genres), np.asarray(known[t]), own.support
            )
            for t, own in self.genres.listings_.items()
        }

    def _tags(self, rows: Rows, listings: Mapping[str, Listing]) -> dict[str, TagScores]:
        order = np.argsort(rows["is_series"], kind="stable")  # blocks of neighbours are cut faster
        by_type = rows.take(order)
        of_type = {t: _take(own, order) for t, own in listings.items()}
        blocks = list(blocks_of_type(by_type["is_series"], BLOCK))
        scores = [
            self.genres.apply(by_type.take(at), {t: _take(own, at) for t, own in of_type.items()})
            for at in blocks
        ]
        # Where each title stands among the blocks; what a block was filled up with is left out.
        place = np.unique(order[np.concatenate(blocks)], return_index=True)[1]
        return {t: _join_tags([own[t] for own in scores], place) for t in scores[0]}


def _take(listing: Listing, at: NDArray[np.int64]) -> Listing:
    return Listing(listing.genres, listing.listed[at], listing.known[at], listing.support)


def _join_tags(blocks: list[TagScores], place: NDArray[np.int64]) -> TagScores:
    """Put blocks together, and take from them what stands at ``place``."""
    listing = _join_fields(Listing, [b.listing for b in blocks], place)
    joined: TagScores = _join_fields(TagScores, blocks, place, listing=listing)
    return joined


def _join_fields(kind: Any, blocks: list[Any], place: NDArray[np.int64], **given: Any) -> Any:
    """Concatenate the arrays of a dataclass; what is no array is the same in all blocks."""
    joined = dict(given)
    for name in kind.__dataclass_fields__:
        if name not in joined:
            parts = [getattr(block, name) for block in blocks]
            is_array = isinstance(parts[0], np.ndarray)
            joined[name] = np.concatenate(parts)[place] if is_array else parts[0]
    return kind(**joined)
