"""Sentence embeddings are tried in each training, and used where they win out of fold.

The genre models of a taxonomy are fitted with and without them, and judged on the titles whose
tags are known, by scores that have not seen them: a title's loss is the mean squared error of its
tags' probabilities. Embeddings win if the mean of the paired differences is more than two of its
standard errors on their side; those without are stacked as those with are, which helps them, too.
What wins scores all titles, and is what the figures "text only" and
"added in the last year" are of; beside it stand figures of both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from models.features import FloatArray
from models.genres.tag_chain import FittedChain, JudgedTags
from models.learn.metrics import Metric
from models.learn.paired_test import Paired, compare

WITH = "with sentence embeddings"


@dataclass(frozen=True)
class EmbeddingTrial:
    """One taxonomy's models with sentence embeddings beside those without, out of fold.

    Args:
        said: by the embeddings, of both taxonomies' tags, out of fold.
        chain: from margins and what the embeddings say to tags.
        richer, plainer: what the models say with and without, on the titles that are listed.
        fair: (n,) losses of the models without, stacked as those with are.
    """

    said: Mapping[str, FloatArray]
    chain: FittedChain
    richer: JudgedTags
    plainer: JudgedTags
    fair: FloatArray

    @cached_property
    def result(self) -> Paired:
        """The paired differences of the losses, negative where embeddings help."""
        return compare(self.richer.losses, self.fair)

    @property
    def is_won(self) -> bool:
        """Whether the models are to read embeddings."""
        return self.result.is_better

    def __str__(self) -> str:
        found = self.result
        verdict = "are used" if self.is_won else "are not used, as they gain nothing beyond noise"
        return (
            f"{verdict}: on {found.title_count} titles they change the mean squared error by "
            f"{found.difference:+.5f} (standard error {found.error:.5f})"
        )


def embedding_metrics(
    model: str, name: str, richer: JudgedTags, plainer: JudgedTags
) -> Iterable[Metric]:
    """The figures with embeddings, each with that of the same models without as its baseline."""
    n = len(richer.listed)
    pairs = zip(richer.metrics(model, name), plainer.metrics(model, name), strict=True)
    figures = [(ours.metric, ours.value, theirs.value) for ours, theirs in pairs]
    figures.append(("brier", float(richer.losses.mean()), float(plainer.losses.mean())))
    for metric, ours, theirs in figures:
        yield Metric(model, f"{name}, {WITH}", metric, ours, theirs, "the same without them", n)
