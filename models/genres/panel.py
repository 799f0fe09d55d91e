"""The genre models of both taxonomies together: each learns from the other.

Margins of both, then each taxonomy's way from margins to tags (``tag_chain``); and once more with
sentence embeddings, where there are any (``embedding_trial``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from models.feature_blocks import check_allowed
from models.features import TAXONOMIES, BoolArray, FloatArray, Rows
from models.genres.embedding_kernel import TagKernel
from models.genres.embedding_trial import EmbeddingTrial
from models.genres.tag_chain import Embedded, FittedChain, TagChain, tag_inputs, tag_losses
from models.genres.tag_models import TagBlender, TagMargins
from models.genres.tag_stack import TagStack
from models.learn.cross_fit import CrossFit, Folds, Outcome, cross_fit
from models.learn.thresholds import TagThresholds, decide

STEPS = ("margins", "kernels", "plains", "blends", "thresholds")


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

    @property
    def outcome(self) -> Outcome:
        """The listing as what is to be learnt."""
        return Outcome(self.listed, self.known)


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
        self.kernel_model = TagKernel(seed=seed)
        thresholds = TagThresholds(precision=precision)
        self.chain = TagChain(TagBlender(minimum), thresholds)
        self.richer_chain = TagChain(TagStack(minimum, seed=seed), thresholds)
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
            taxonomy: cross_fit(
                self.margin_model, rows, listing.outcome, folds, f"{taxonomy} genres: margins"
            )
            for taxonomy, listing in listings.items()
        }
        self.blends_: dict[str, CrossFit] = {}
        self.thresholds_: dict[str, CrossFit] = {}
        self.plains_: dict[str, CrossFit] = {}
        self.kernels_ = self._fit_kernels(rows, folds)
        self.trials_: dict[str, EmbeddingTrial] = {}
        for taxonomy in TAXONOMIES:
            chain = self._fit_chain(rows, taxonomy, folds)
            if self.kernels_ and listings[taxonomy].genres:
                trial = self._try_embeddings(rows, taxonomy, folds, chain)
                self.trials_[taxonomy] = trial
                if trial.is_won:
                    self.plains_[taxonomy], chain = chain.probabilities, trial.chain
            self.blends_[taxonomy], self.thresholds_[taxonomy] = (
                chain.probabilities,
                chain.thresholds,
            )
        self.kernels_ = self.kernels_ if self.plains_ else {}
        return {
            taxonomy: self._scores(
                listing,
                self.margins_[taxonomy].values,
                self.blends_[taxonomy].values,
                self.thresholds_[taxonomy].values,
            )
            for taxonomy, listing in listings.items()
        }

    @property
    def embedding_readers(self) -> list[str]:
        """The taxonomies whose models read sentence embeddings."""
        return list(self.plains_)

    def _fit_kernels(self, rows: Rows, folds: Folds) -> dict[str, CrossFit]:
        """What the embeddings say of both taxonomies' tags; nothing where there are none."""
        if "embedding" not in rows.blocks:
            return {}
        return {
            t: self.kernel_model.cross_fit(rows, own.outcome, folds, f"{t} genres: embeddings")
            for t, own in self.listings_.items()
        }

    def _fit_chain(
        self,
        rows: Rows,
        taxonomy: str,
        folds: Folds,
        embedded: Embedded | None = None,
    ) -> FittedChain:
        """From both taxonomies' margins to the tags of one."""
        margins = {t: fit.values for t, fit in self.margins_.items()}
        inputs = _inputs(rows, taxonomy, margins, self.listings_, embedded)
        outcome = self.listings_[taxonomy].outcome
        chain = self.richer_chain if embedded else self.chain
        return chain.fit(inputs, outcome, folds, f"{taxonomy} genres")

    def _try_embeddings(
        self, rows: Rows, taxonomy: str, folds: Folds, plain: FittedChain
    ) -> EmbeddingTrial:
        """Fit a taxonomy's chain once more, with what the embeddings say, beside the plain one."""
        listing, said = self.listings_[taxonomy], self.embedded_values()
        chances, known = plain.probabilities.values, listing.known
        richer = self._fit_chain(rows, taxonomy, folds, Embedded(said, chances))
        judged = richer.judged(listing.listed, known), plain.judged(listing.listed, known)
        alone = self._fit_chain(rows, taxonomy, folds, Embedded({}, chances))
        fair = tag_losses(listing.listed[known], alone.probabilities.values[known])
        return EmbeddingTrial(said, richer, *judged, fair)

    def embedded_values(self) -> dict[str, FloatArray]:
        """What the embeddings say of the titles learnt from, out of fold."""
        return {taxonomy: fit.values for taxonomy, fit in self.kernels_.items()}

    def unlisted(self, n: int) -> dict[str, Listing]:
        """The listings of n titles that no taxonomy lists."""
        return {t: _unlisted(listing, n) for t, listing in self.listings_.items()}

    def apply(self, rows: Rows, listings: Mapping[str, Listing]) -> dict[str, TagScores]:
        """Score titles by the final models; what one taxonomy lists helps to score the other."""
        margins = {t: _final(fit, rows, listings[t]) for t, fit in self.margins_.items()}
        said = {t: _final(fit, rows, listings[t]) for t, fit in self.kernels_.items()}
        scores = {}
        for taxonomy, listing in listings.items():
            inputs = _inputs(rows, taxonomy, margins, listings)
            if taxonomy in self.plains_:
                embedded = Embedded(said, _final(self.plains_[taxonomy], inputs, listing))
                inputs = _inputs(rows, taxonomy, margins, listings, embedded)
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
        # Read off the fitted steps: a panel that was read from files has other settings of its own.
        finals = [fit.final for fit in self.thresholds_.values() if fit.final is not None]
        may_be_bare = any(final.precision is not None for final in finals)
        return TagScores(listing, margins, probabilities, thresholds, may_be_bare)

    def finals(self) -> dict[str, Any]:
        """Return the final models by name: ``netflix_margins`` and the like."""
        return {
            f"{taxonomy}_{step}": fit.final
            for step in STEPS
            for taxonomy, fit in getattr(self, f"{step}_").items()
            if fit.final is not None
        }

    def restore(self, listings: Mapping[str, Listing], finals: Mapping[str, Any]) -> None:
        """Take final models as ``finals`` gave them, and what they were fitted on."""
        self.listings_ = listings
        for step in STEPS:
            own = {t: CrossFit.only(finals.get(f"{t}_{step}")) for t in TAXONOMIES}
            setattr(self, f"{step}_", own)
        self.plains_ = {t: fit for t, fit in self.plains_.items() if fit.final}
        self.kernels_ = self.kernels_ if self.plains_ else {}

    def parameters(self) -> dict[str, Any]:
        """Return the settings of the steps."""
        steps = {
            "margin_model": self.margin_model,
            "blend_model": self.chain.blender,
            "threshold_model": self.chain.thresholds,
            **({"kernel_model": self.kernel_model} if self.kernels_ else {}),
        }
        return {name: step.get_params() for name, step in steps.items()}

    def final_thresholds(self, taxonomy: str) -> dict[str, float]:
        """Return the tags' thresholds for titles without a listing."""
        final, genres = self.thresholds_[taxonomy].final, self.listings_[taxonomy].genres
        return dict(zip(genres, final.thresholds_.tolist(), strict=True)) if genres else {}


def _inputs(
    rows: Rows,
    taxonomy: str,
    margins: Mapping[str, FloatArray],
    listings: Mapping[str, Listing],
    embedded: Embedded | None = None,
) -> Rows:
    """What a chain reads; where the other taxonomy lists nothing, its columns are 0."""
    listed = listings[_other(taxonomy)].listed
    return tag_inputs(rows["is_series"], taxonomy, margins, embedded, listed)


def _other(taxonomy: str) -> str:
    return next(name for name in TAXONOMIES if name != taxonomy)


def _unlisted(listing: Listing, n: int) -> Listing:
    listed = np.zeros((n, len(listing.genres)), dtype=bool)
    return Listing(listing.genres, listed, np.zeros(n, dtype=bool), listing.support)


def _final(fit: CrossFit, rows: Rows, listing: Listing) -> FloatArray:
    if fit.final is None:
        return np.zeros((len(rows), len(listing.genres)))
    values: FloatArray = fit.final.values(rows)
    return values
