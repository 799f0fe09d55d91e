"""Further questions to the genre models, each answered by models fitted for it alone.

How far does the text carry by itself? How good are tags told of titles that came after all those
learnt from? How good are they on each file? The figures stand beside those of the whole model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from models.features import BoolArray, FloatArray, Rows
from models.genres.embedding_regression import TagRegression
from models.genres.embedding_trial import TagAnswer, Trial, beside
from models.genres.panel import Listing, TagScores, blend_inputs
from models.genres.tag_models import TagBlender, TagMargins, TagThresholds, decide
from models.learn.cross_fit import Folds, Model, Outcome, cross_fit, cross_values
from models.learn.metrics import Metric, slices, tag_metrics

LAST_DAYS = 365
MINIMUM_TITLES = 100  # fewer titles say too little

_Values = Callable[[Model, Rows, Outcome, Folds, str], FloatArray]


@dataclass(frozen=True)
class TagSplits:
    """Measures genre models that are fitted to be measured, never to score.

    Args:
        rows: n known titles.
        listings: what each taxonomy lists of them.
        folds: the n titles' folds.
        minimum: a tag is modelled for a type that lists it at least this often.
        seed: of the solvers.
        precision: wanted of the tags; None for the best F1.
        trials: how sentence embeddings did, by taxonomy; they are read where they have won.
    """

    rows: Rows
    listings: Mapping[str, Listing]
    folds: Folds
    minimum: int
    seed: int
    precision: float | None = None
    trials: Mapping[str, Trial] = field(default_factory=dict)

    def text_only(self) -> list[Metric]:
        """Measure tags told from title and text alone, not even knowing film from series.

        As in the whole model, both taxonomies' margins tell of the tags of each.
        """
        metrics: list[Metric] = []
        margins = [self._text_margins(t, own) for t, own in self.listings.items() if own.genres]
        for taxonomy, listing in self.listings.items():
            if listing.genres:
                outcome = Outcome(listing.listed, listing.known)
                judged = _Judged(taxonomy, "text only", listing.known)
                told = self._answer(cross_values, judged, _blind(margins), outcome)
                if trial := self.trials.get(taxonomy):
                    inputs = _blind([*margins, trial.regression.values])
                    richer = self._answer(cross_values, judged, inputs, outcome)
                    metrics += beside(judged.model, judged.name, richer, told)
                    told = richer if trial.is_won else told
                metrics += told.metrics(judged.model, judged.name)
        return metrics

    def _text_margins(self, taxonomy: str, listing: Listing) -> FloatArray:
        model = TagMargins(metadata=0.0, people=0.0, seed=self.seed)
        outcome = Outcome(listing.listed, listing.known)
        return _all_values(model, self.rows, outcome, self.folds, f"{taxonomy}: text only")

    def added_later(self, added_on: pa.ChunkedArray, tmdb_margins: FloatArray) -> list[Metric]:
        """Measure Netflix tags of titles added in the last year, learnt from those before."""
        listing = self.listings["netflix"]
        late = listing.known & _in_last_days(added_on)
        outcome = Outcome(listing.listed, listing.known & ~late)
        if not listing.genres or min(late.sum(), outcome.known.sum()) < MINIMUM_TITLES:
            return []
        model = TagMargins(seed=self.seed)
        fit = cross_fit(model, self.rows, outcome, self.folds, "netflix: added later")
        margins = {"netflix": fit.values, "tmdb": tmdb_margins}
        regressions = self._regressed("netflix", outcome)
        inputs = blend_inputs(self.rows, "netflix", margins, self.listings, regressions)
        judged = _Judged("netflix", "added in the last year, learnt before", late)
        told = self._answer(_all_values, judged, inputs, outcome)
        return told.metrics(judged.model, judged.name)

    def _regressed(self, taxonomy: str, outcome: Outcome) -> dict[str, FloatArray]:
        """What embeddings tell of an outcome, where they have won."""
        if not (trial := self.trials.get(taxonomy)) or not trial.is_won:
            return {}
        name = f"{taxonomy}: embeddings"
        return {taxonomy: _all_values(TagRegression(), self.rows, outcome, self.folds, name)}

    def _answer(
        self, values: _Values, judged: _Judged, inputs: Rows, outcome: Outcome
    ) -> TagAnswer:
        """Turn margins into probabilities, thresholds and tags, as the genre panel does."""
        name, at = f"{judged.taxonomy}: {judged.name}", judged.titles
        chances = values(TagBlender(self.minimum), inputs, outcome, self.folds, name)
        model, blended = TagThresholds(precision=self.precision), Rows({"probabilities": chances})
        cut = values(model, blended, outcome, self.folds, name)
        given = decide(chances[at], cut[at], may_be_bare=self.precision is not None)
        return TagAnswer(outcome.target[at], chances[at], given)


def _blind(margins: list[FloatArray]) -> Rows:
    """Margins without the type of the titles."""
    return Rows({"margins": np.hstack(margins), "is_series": np.zeros(len(margins[0]))})


def _all_values(model: Model, rows: Rows, outcome: Outcome, folds: Folds, name: str) -> FloatArray:
    return cross_fit(model, rows, outcome, folds, name).values


@dataclass(frozen=True)
class _Judged:
    taxonomy: str
    name: str
    titles: BoolArray

    @property
    def model(self) -> str:
        """Whose figures they are."""
        return f"genres_{self.taxonomy}"


def by_file(table: pa.Table, tags: Mapping[str, TagScores]) -> list[Metric]:
    """Measure TMDb genres within each file and type."""
    scores, is_series = tags["tmdb"], table["is_series"].to_numpy(zero_copy_only=False)
    metrics: list[Metric] = []
    if scores.listing.genres:
        given = scores.is_given
        for file, in_file in _files(table):
            for name, of_type in slices(is_series.astype(np.float64)):
                chosen = in_file & of_type & scores.listing.known
                if name != "all" and chosen.sum() >= MINIMUM_TITLES:
                    metrics += tag_metrics(
                        "genres_tmdb",
                        f"{name}, in {file}",
                        scores.listing.listed[chosen],
                        scores.probabilities[chosen],
                        given[chosen],
                    )
    return metrics


def _in_last_days(days: pa.ChunkedArray) -> BoolArray:
    day: FloatArray = days.cast(pa.int32()).to_numpy(zero_copy_only=False)
    if np.isnan(day.astype(np.float64)).all():
        return np.zeros(len(day), dtype=bool)
    recent: BoolArray = day > np.nanmax(day) - LAST_DAYS
    return recent


def _files(table: pa.Table) -> Iterator[tuple[str, BoolArray]]:
    lists = table["files"].combine_chunks()
    files, titles = pc.list_flatten(lists), pc.list_parent_indices(lists)
    for file in sorted(pc.unique(files).to_pylist()):
        in_file = np.zeros(len(table), dtype=bool)
        in_file[titles.filter(pc.equal(files, file)).to_numpy()] = True
        yield file, in_file
