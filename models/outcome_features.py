"""What the models of rating and hits read beside the title encoder's blocks.

It is made of what the genre models and the listings say of a title: so it stands above them, and
the models of the outcomes need not know them.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from models.features import TAXONOMIES, BoolArray, FloatArray, Rows
from models.genres.panel import Listing, TagScores

THEMES = 50  # the leading text factors, that the hit models read
MAIN_THEMES = 20  # fewer where few outcomes are known
LENGTHS = (80.0, 100.0, 120.0)  # minutes at which the effect of a film's length may change


def outcome_rows(rows: Rows, tags: Mapping[str, TagScores]) -> Rows:
    """Add what the genre models and the listings say of each title."""
    scores = [tags[taxonomy] for taxonomy in TAXONOMIES]
    return rows.making(
        margins=lambda: np.hstack([s.margins for s in scores]),
        margins_netflix=lambda: tags["netflix"].margins,
        margins_tmdb=lambda: tags["tmdb"].margins,
        listing=lambda: np.hstack([_listed(s.listing) for s in scores]),
        genre_mix=lambda: genre_mix(tags["tmdb"].listing.listed),
        lengths=lambda: lengths(rows["minutes"]),
        themes=lambda: rows["factors"][:, :THEMES],
        main_themes=lambda: rows["factors"][:, :MAIN_THEMES],
        network=lambda: network(rows["is_netflix"]),
    )


def _listed(listing: Listing) -> FloatArray:
    return np.where(listing.known[:, None], listing.listed, np.nan)


def genre_mix(listing: BoolArray) -> FloatArray:
    """Return each title's listed genres as shares, so that their number does not show."""
    shares: FloatArray = listing / np.maximum(listing.sum(axis=1, keepdims=True), 1)
    return shares


def lengths(minutes: FloatArray) -> FloatArray:
    """Return n films' minutes as a broken line, all zero where unknown."""
    line = np.column_stack([minutes, *(np.minimum(minutes, knot) for knot in LENGTHS)])
    return np.asarray(np.nan_to_num(line))


def network(is_netflix: FloatArray) -> FloatArray:
    """Return n titles' network as two columns, Netflix and another, both zero where unknown."""
    return np.nan_to_num(np.column_stack([is_netflix, 1.0 - is_netflix]))
