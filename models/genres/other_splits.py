"""Further questions to the genre models, each answered by models fitted for it alone.

How far does the text carry by itself? How good are tags of titles that came after all those learnt
from? How good are they on each file? The figures stand beside those of the whole model.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from models.features import BoolArray, FloatArray, Rows
from models.genres.embedding_trial import embedding_metrics
from models.genres.panel import GenrePanel, Listing, TagScores
from models.genres.tag_chain import Embedded, FittedChain, tag_inputs
from models.genres.tag_models import TagMargins
from models.learn.cross_fit import Folds, Outcome, cross_fit, cross_fit_known
from models.learn.metrics import Metric, slices, tag_metrics

LAST_DAYS = 365
MINIMUM_TITLES = 100  # fewer titles say too little
MEASURED = 500_000  # titles times tags that are enough to measure by; the public files have fewer


@dataclass(frozen=True)
class TagSplits:
    """Measures genre models that are fitted to be measured, never to score.

    Args:
        rows: n known titles.
        folds: the n titles' folds.
        panel: fitted on them; the further models have its settings, and read sentence embeddings
            where these have won.
    """

    rows: Rows
    folds: Folds
    panel: GenrePanel

    def text_only(self) -> Iterator[Metric]:
        """Measure tags from title and text alone, not even knowing film from series.

        As in the whole model, the tags of each taxonomy are read off the margins of both.
        """
        listings = self.panel.listings_
        margins = {t: self._text_margins(t, own) for t, own in listings.items() if own.genres}
        for taxonomy, listing in listings.items():
            if listing.genres:
                model, name = f"genres_{taxonomy}", "text only"
                known = self._enough(listing.outcome).known
                fitted = self._fitted_blindly(taxonomy, margins)
                judged = fitted.judged(listing.listed, known)
                if trial := self.panel.trials_.get(taxonomy):
                    embedded = Embedded(trial.said, fitted.probabilities.values)
                    richer = self._fitted_blindly(taxonomy, margins, embedded)
                    with_them = richer.judged(listing.listed, known)
                    yield from embedding_metrics(model, name, with_them, judged)
                    judged = with_them if trial.is_won else judged
                yield from judged.metrics(model, name)

    def _fitted_blindly(
        self,
        taxonomy: str,
        margins: Mapping[str, FloatArray],
        embedded: Embedded | None = None,
    ) -> FittedChain:
        outcome = self._enough(self.panel.listings_[taxonomy].outcome)
        # As if all were films: a film is not to be known from a series.
        inputs = tag_inputs(np.zeros(len(self.rows)), taxonomy, margins, embedded)
        chain = self.panel.richer_chain if embedded else self.panel.chain
        return chain.fit(inputs, outcome, self.folds, f"{taxonomy}: text only", cross_fit_known)

    def _text_margins(self, taxonomy: str, listing: Listing) -> FloatArray:
        seed = self.panel.margin_model.seed
        model = TagMargins(metadata=0.0, people=0.0, seed=seed)
        name = f"{taxonomy}: text only"
        return self._fitted(model, self._enough(listing.outcome), name)

    def added_later(self, added_on: pa.ChunkedArray) -> list[Metric]:
        """Measure Netflix tags of titles added in the last year, learnt from those before."""
        listings = self.panel.listings_
        listing, name = listings["netflix"], "netflix: added later"
        late = listing.known & _in_last_days(added_on)
        earlier = self._enough(Outcome(listing.listed, listing.known & ~late))
        if not listing.genres or min(late.sum(), earlier.known.sum()) < MINIMUM_TITLES:
            return []
        margins = {
            "netflix": self._fitted(self.panel.margin_model, earlier, name),
            "tmdb": self.panel.margins_["tmdb"].values,
        }
        fixed = self.rows["is_series"], "netflix", margins
        also = listings["tmdb"].listed
        inputs = tag_inputs(*fixed, None, also)
        fitted = self.panel.chain.fit(inputs, earlier, self.folds, name)
        if "netflix" in self.panel.embedding_readers:
            said = {**self.panel.embedded_values(), "netflix": self._said(earlier, late, name)}
            inputs = tag_inputs(*fixed, Embedded(said, fitted.probabilities.values), also)
            fitted = self.panel.richer_chain.fit(inputs, earlier, self.folds, name)
        judged = fitted.judged(listing.listed, late)
        return judged.metrics("genres_netflix", "added in the last year, learnt before")

    def _said(self, outcome: Outcome, also: BoolArray, name: str) -> FloatArray:
        """What embeddings say of the titles learnt from, and of some others; 0 of the rest."""
        asked = outcome.known | also
        own = self.rows.take(asked), outcome.take(asked), self.folds.take(asked)
        said = np.zeros(outcome.target.shape)
        said[asked] = self.panel.kernel_model.cross_fit(*own, name).values
        return said

    def _enough(self, outcome: Outcome) -> Outcome:
        """The outcomes, or as many of them, drawn at random, as a figure needs."""
        titles = np.flatnonzero(outcome.known)
        most = MEASURED // max(outcome.target.shape[1], 1)
        known = np.zeros_like(outcome.known)
        order = np.random.default_rng(self.panel.margin_model.seed).permutation(titles)
        known[order[:most]] = True
        return Outcome(outcome.target, known)

    def _fitted(self, model: TagMargins, outcome: Outcome, name: str) -> FloatArray:
        return cross_fit(model, self.rows, outcome, self.folds, name).values


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
