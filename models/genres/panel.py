"""The genre models of both taxonomies together: each learns from the other.

Margins, then probabilities, then thresholds are cross-fitted one after the other on the same folds.
Probabilities and thresholds of a fold are learnt from the out-of-fold values of the other folds, so
they never see the title they judge. The limit: those values come from margins whose learning rows
include the judged fold (one level of nesting, not two); with labels shuffled, nothing of it shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from models.features import TAXONOMIES, BoolArray, FloatArray, Rows, check_allowed
from models.genres.embedding_regression import TagRegression
from models.genres.embedding_trial import TagAnswer, Trial
from models.genres.tag_models import TagBlender, TagMargins, TagThresholds, decide
from models.learn.cross_fit import CrossFit, Folds, Outcome, cross_fit


@dataclass(frozen=True)
class Listing:
    """What a taxonomy lists.

    Args:
        genres: names of the modelled tags.
        listed: (n, tags) whether a title lists the tag.
        known: (n,) whether the taxonomy lists the title at all.
        support: name of every listed genre to its number of titles, also those not modelled.
    """

    genres: list[str]
    listed: BoolArray
    known: BoolArray
    support: dict[str, int]


@dataclass(frozen=True)
class TagScores:
    """Scores of n titles in one taxonomy; out of fold where ``listing.known``.

    Args:
        listing: what is listed of them.
        margins, probabilities, thresholds: (n, tags).
        may_be_bare: whether a title may be left without a tag, for the sake of precision.
    """

    listing: Listing
    margins: FloatArray
    probabilities: FloatArray
    thresholds: FloatArray
    may_be_bare: bool = False

    @property
    def is_given(self) -> BoolArray:
        """(n, tags) whether the model gives the tag."""
        return decide(self.probabilities, self.thresholds, may_be_bare=self.may_be_bare)

    @property
    def answer(self) -> TagAnswer:
        """What is said of the titles that the taxonomy lists."""
        told = TagAnswer(self.listing.listed, self.probabilities, self.is_given)
        return told.at(self.listing.known)


def read_listing(table: pa.Table, taxonomy: str, minimum: int) -> Listing:
    """Collect a taxonomy's listing; genres that no type lists often enough are not modelled."""
    lists = table[f"listed_{taxonomy}"]
    is_series = table["is_series"].to_numpy(zero_copy_only=False)
    support = _count(lists)
    by_type = [_count(lists.filter(pa.array(is_series == kind))) for kind in (False, True)]
    enough = [g for g in support if max(counts.get(g, 0) for counts in by_type) >= minimum]
    known = lists.is_valid().to_numpy(zero_copy_only=False)
    return Listing(enough, listed_matrix(table, taxonomy, enough), known, support)


def listed_matrix(table: pa.Table, taxonomy: str, genres: list[str]) -> BoolArray:
    """Return the (n, tags) matrix of what a taxonomy lists."""
    lists = table[f"listed_{taxonomy}"].combine_chunks()
    columns = pc.index_in(pc.list_flatten(lists), value_set=pa.array(genres, pa.string()))
    seen = pc.is_valid(columns)
    listed = np.zeros((len(lists), len(genres)), dtype=bool)
    listed[pc.list_parent_indices(lists).filter(seen), columns.filter(seen)] = True
    return listed


def _count(lists: pa.ChunkedArray) -> dict[str, int]:
    counts = pc.value_counts(pc.list_flatten(lists))
    pairs = zip(counts.field("values").to_pylist(), counts.field("counts").to_pylist(), strict=True)
    return dict(sorted(pairs))


class GenrePanel:
    """Both taxonomies' models.

    Args:
        minimum: a tag is modelled for a type that lists it at least this often.
        seed: of the solvers.
        precision: the share of given tags that should be right; None for the best F1.
    """

    def __init__(self, minimum: int = 20, seed: int = 0, precision: float | None = None) -> None:
        self.minimum = minimum
        self.margin_model = TagMargins(seed=seed)
        self.regression_model = TagRegression()
        self.blend_model = TagBlender(minimum)
        self.threshold_model = TagThresholds(precision=precision)
        for taxonomy in TAXONOMIES:
            other = f"listed_{_other(taxonomy)}"
            read = ("words", "metadata", "people", "is_series", "embedding", other)
            check_allowed(f"genres_{taxonomy}", read)

    def fit(
        self, rows: Rows, listings: Mapping[str, Listing], folds: Folds
    ) -> dict[str, TagScores]:
        """Cross-fit everything on n known titles and return their scores.

        A block ``embedding`` is tried, and read from then on by the models that it makes better.
        """
        self.listings_ = listings
        self.margins_ = {
            taxonomy: self._step(self.margin_model, rows, taxonomy, folds, "margins")
            for taxonomy in TAXONOMIES
        }
        self.blends_: dict[str, CrossFit] = {}
        self.thresholds_: dict[str, CrossFit] = {}
        self.regressions_: dict[str, CrossFit] = {}
        self.trials_: dict[str, Trial] = {}
        for taxonomy in TAXONOMIES:
            self._tell(rows, taxonomy, folds)
            if "embedding" in rows.blocks and listings[taxonomy].genres:
                self.trials_[taxonomy] = self._try_embeddings(rows, taxonomy, folds)
        return {taxonomy: self._told(taxonomy) for taxonomy in TAXONOMIES}

    def _tell(self, rows: Rows, taxonomy: str, folds: Folds) -> None:
        """Turn margins into probabilities and thresholds."""
        margins, regressions = _values(self.margins_), _values(self.regressions_)
        inputs = blend_inputs(rows, taxonomy, margins, self.listings_, regressions)
        blend = self._step(self.blend_model, inputs, taxonomy, folds, "probabilities")
        self.blends_[taxonomy] = blend
        inputs = Rows({"probabilities": blend.values})
        cut = self._step(self.threshold_model, inputs, taxonomy, folds, "thresholds")
        self.thresholds_[taxonomy] = cut

    def _try_embeddings(self, rows: Rows, taxonomy: str, folds: Folds) -> Trial:
        """Tell once more with embeddings; without them it stays as it was, unless they win."""
        plain, before = self._told(taxonomy), (self.blends_[taxonomy], self.thresholds_[taxonomy])
        regression = self._step(self.regression_model, rows, taxonomy, folds, "embeddings")
        self.regressions_[taxonomy] = regression
        self._tell(rows, taxonomy, folds)
        trial = Trial(regression, self._told(taxonomy).answer, plain.answer)
        if not trial.is_won:
            del self.regressions_[taxonomy]
            self.blends_[taxonomy], self.thresholds_[taxonomy] = before
        return trial

    def _told(self, taxonomy: str) -> TagScores:
        fits = (self.margins_, self.blends_, self.thresholds_)
        return self._scores(self.listings_[taxonomy], *(fit[taxonomy].values for fit in fits))

    def unlisted(self, n: int) -> dict[str, Listing]:
        """The listings of n titles that no taxonomy lists."""
        return {t: _unlisted(listing, n) for t, listing in self.listings_.items()}

    def apply(self, rows: Rows, listings: Mapping[str, Listing]) -> dict[str, TagScores]:
        """Score titles by the final models; a listing tells of the other taxonomy's tags."""
        margins = {t: _final(fit, rows, listings[t]) for t, fit in self.margins_.items()}
        regressions = {t: fit.final.values(rows) for t, fit in self.regressions_.items()}
        scores = {}
        for taxonomy, listing in listings.items():
            inputs = blend_inputs(rows, taxonomy, margins, listings, regressions)
            probabilities = _final(self.blends_[taxonomy], inputs, listing)
            thresholds = _final(self.thresholds_[taxonomy], inputs, listing)
            scores[taxonomy] = self._scores(listing, margins[taxonomy], probabilities, thresholds)
        return scores

    def _scores(
        self,
        listing: Listing,
        margins: FloatArray,
        probabilities: FloatArray,
        thresholds: FloatArray,
    ) -> TagScores:
        finals = [fit.final for fit in self.thresholds_.values() if fit.final is not None]
        may_be_bare = any(final.precision is not None for final in finals)
        return TagScores(listing, margins, probabilities, thresholds, may_be_bare)

    def parameters(self) -> dict[str, Any]:
        """Return the settings of the steps."""
        steps = ["margin_model", "blend_model", "threshold_model"]
        steps += ["regression_model"] if self.regressions_ else []
        return {step: getattr(self, step).get_params() for step in steps}

    def final_thresholds(self, taxonomy: str) -> dict[str, float]:
        """Return the tags' thresholds for titles without a listing."""
        final, genres = self.thresholds_[taxonomy].final, self.listings_[taxonomy].genres
        return dict(zip(genres, final.thresholds_.tolist(), strict=True)) if genres else {}

    def _step(self, model: Any, rows: Rows, taxonomy: str, folds: Folds, what: str) -> CrossFit:
        listing = self.listings_[taxonomy]
        if not listing.genres:
            return CrossFit(np.zeros((len(rows), 0)), None)
        name = f"{taxonomy} genres: {what}"
        return cross_fit(model, rows, Outcome(listing.listed, listing.known), folds, name)


def blend_inputs(
    rows: Rows,
    taxonomy: str,
    margins: Mapping[str, FloatArray],
    listings: Mapping[str, Listing],
    regressions: Mapping[str, FloatArray] | None = None,
) -> Rows:
    """Join both taxonomies' margins and the other one's listing, 0 where it lists nothing.

    And what the taxonomy's tags are by the text's embedding, where that is read.
    """
    other = _other(taxonomy)
    told = [own for t, own in (regressions or {}).items() if t == taxonomy]
    joined = np.hstack([margins[taxonomy], margins[other], listings[other].listed, *told])
    return Rows({"is_series": rows["is_series"], "margins": joined})


def _other(taxonomy: str) -> str:
    return next(name for name in TAXONOMIES if name != taxonomy)


def _values(fits: Mapping[str, CrossFit]) -> dict[str, FloatArray]:
    return {taxonomy: fit.values for taxonomy, fit in fits.items()}


def _unlisted(listing: Listing, n: int) -> Listing:
    listed = np.zeros((n, len(listing.genres)), dtype=bool)
    return Listing(listing.genres, listed, np.zeros(n, dtype=bool), listing.support)


def _final(fit: CrossFit, rows: Rows, listing: Listing) -> FloatArray:
    if fit.final is None:
        return np.zeros((len(rows), len(listing.genres)))
    values: FloatArray = fit.final.values(rows)
    return values
